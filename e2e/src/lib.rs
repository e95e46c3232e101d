//! Journeys in a real browser against the real program: `banso demo` on a free port, Chromium driven over WebDriver.
//!
//! Begin with [`Desk`]: somebody sitting in front of a browser, who finds things by the words that are written on them. Each
//! journey of `tests/` is a story told with it. Everything waits for a condition; nothing sleeps for a guessed time.
//!
//! Needs `chromium` and `chromedriver`, and `BANSO_AXE` with the path of `axe.min.js`; `./test` brings all three.

mod calendar;
mod casework;
mod desk;
mod inspection;
mod keyboard;
mod looks;
mod pages;
mod product;
mod webdriver;

pub use calendar::{day, month};
pub use desk::Desk;
pub use inspection::Viewport;
pub use looks::Looks;
pub use pages::{Page, Pages, route_of};
pub use product::{Login, Product, Role};
pub use webdriver::{Browser, Element, Key};

use std::{
    thread,
    time::{Duration, Instant},
};

/// How long anything may take before a journey fails; generous, because test machines are busy.
const PATIENCE: Duration = Duration::from_secs(30);

/// Asks again until there is an answer.
///
/// # Panics
///
/// If there is none within half a minute; `what` says what was waited for.
pub fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
        thread::sleep(Duration::from_millis(25));
    }
}
