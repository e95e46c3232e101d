//! Indicators: what of cooperation is counted, with what it is made of, how sure it is and what must be known to read it.
//!
//! Each indicator is a definition ([`Indicator`]); each is counted from the tables of the data package ([`Tables`]) and nothing else, so that a
//! store and a package tell the same. Nothing is ranked, a few people are never told ([`FEW`]), and what cannot be counted
//! is said to be so.

mod beside;
mod definition;
mod figure;
mod guard;
mod interval;
mod measure;
mod tables;
mod word;

pub use beside::beside_own;
pub use definition::{Indicator, Level, Measure, Published, Span, Unit, Words};
pub use figure::{Figure, ForWhom, Standing, figures};
pub use guard::{FEW, FEWEST_FOR_A_SHARE};
pub use interval::funnel;
pub use tables::{ContactRow, EpisodeRow, Key, Period, PlanRow, ReferralRow, Tables, WorkRow};
pub use word::{Channel, ConferenceKind, Disability, Employment, Partner, Phase, Programme};
