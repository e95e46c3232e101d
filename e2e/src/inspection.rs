//! What holds on every page, whatever it is about.

use std::{env, fs};

use serde_json::Value;

use crate::Browser;

/// A width at which pages are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewport {
    /// The municipal desk.
    Desk,
    /// A tablet held upright on a home visit.
    Tablet,
    /// 400 % magnification, or a small telephone.
    Narrow,
}

impl Viewport {
    /// Width and height in CSS pixels.
    pub const fn size(self) -> (u32, u32) {
        match self {
            Self::Desk => (1366, 768),
            Self::Tablet => (768, 1024),
            Self::Narrow => (320, 640),
        }
    }
}

/// Each violation with the first places where it is.
const BARRIERS: &str = r"
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    return axe.run(document, { runOnly: { type: 'tag', values: tags }, rules: { 'target-size': { enabled: true } } })
      .then(({ violations }) => violations.map(({ id, help, nodes }) =>
        `${id}: ${help} (${nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)).join(' | ')})`));
";

/// What reaches over the right edge of the window, apart from what may be scrolled in a named region of its own.
const SIDEWAYS: &str = r"
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const own = (element) => element.parentElement?.closest('[role=region][tabindex]');
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > width + 1 && element.checkVisibility() && !own(element))
      .slice(0, 5).map((element) => element.outerHTML.slice(0, 160));
";

pub(crate) fn axe() -> String {
    let path = env::var("BANSO_AXE").expect("BANSO_AXE names axe.min.js; ./test fetches it");
    fs::read_to_string(path).expect("axe.min.js can be read")
}

fn lines(found: &Value) -> Vec<&str> {
    found.as_array().expect("a list").iter().filter_map(Value::as_str).collect()
}

pub(crate) fn inspect(browser: &Browser, origin: &str, names: &[&str]) {
    let address = browser.address();
    let title = browser.title();
    assert!(!title.is_empty(), "{address} has no title");
    for name in names {
        assert!(!title.contains(name), "the title of {address} names a person (U10)");
        let written = browser.run("return decodeURIComponent(location.href + ' ' + document.referrer)", &[]);
        assert!(!written.as_str().unwrap_or_default().contains(name), "the address {address} names a person (U10)");
    }
    let once = browser.run("return [document.documentElement.lang, document.querySelectorAll('h1').length]", &[]);
    assert!(once[0] == "ja" || once[0] == "en", "{address} does not say its language");
    assert_eq!(once[1], 1, "{address} has one main heading");

    browser.run(&axe(), &[]);
    for viewport in [Viewport::Desk, Viewport::Tablet] {
        let (width, height) = viewport.size();
        browser.resize(width, height);
        let barriers = browser.run(BARRIERS, &[]);
        assert!(lines(&barriers).is_empty(), "barriers on {address} at {width} px:\n{}", lines(&barriers).join("\n"));
    }
    let (width, height) = Viewport::Narrow.size();
    browser.resize(width, height);
    let wide = browser.run(SIDEWAYS, &[]);
    assert!(lines(&wide).is_empty(), "{address} scrolls sideways at {width} px (U27):\n{}", lines(&wide).join("\n"));
    let (width, height) = Viewport::Desk.size();
    browser.resize(width, height);

    let foreign = foreign_requests(browser, origin);
    assert!(foreign.is_empty(), "{address} asks somebody outside the installation (U27): {foreign:?}");
}

/// What the browser asked for outside the installation since this was asked last.
pub(crate) fn foreign_requests(browser: &Browser, origin: &str) -> Vec<String> {
    let inside = [origin, "data:", "blob:", "about:", "chrome:", "devtools:"];
    let mut asked = browser.requests();
    asked.retain(|address| !inside.iter().any(|start| address.starts_with(start)));
    asked
}
