//! Has contact thinned without anyone meaning it?
//!
//! A [`Link`] is one agency's contact with one partner about one person: the days on which they spoke, what was planned, and the phases
//! it went through. [`Region::learn`] looks at all links together: on which kinds of days people speak, how often in which phase, how regular
//! links are. [`Region::judge`] then weighs, for one link, "as before" against "thinner since some day", for every day and every
//! regularity at once, and says what it found with the evidence for it. `docs/rhythm.md` has the reasoning and how well it does.

mod all;
mod clock;
mod days;
mod evidence;
mod judge;
mod link;
mod region;

pub use days::{DayKind, Days};
pub use judge::{Judgement, Reason, State};
pub use link::{Contact, Day, Initiator, Intent, Link, PhaseSpan, Planned, date_of, day_of};
pub use region::Region;
