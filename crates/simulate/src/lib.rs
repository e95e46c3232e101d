//! A fictional region for demonstrations and tests: agencies, staff, people and their cases, made through the use cases.
//!
//! The same seed and the same day give the same people and the same histories; only identifiers are new each time.
//! Begin reading with [`build`]; what happens in a case is told in `story`, in which words in `words`.
//! [`daily`] is another one, of any size, whose truth is known.

mod accommodation;
mod after_hiring;
mod cast;
mod chance;
mod contacts;
pub mod daily;
mod deeds;
mod employers;
mod failure;
mod handover;
mod happening;
mod item_wordings;
mod jobs;
mod leaning;
mod linkages;
mod logic_model;
mod missing;
mod network;
mod networks;
mod people;
mod portraits;
mod programmes;
mod protection;
mod referrals;
mod region;
mod resources;
mod rhythm;
mod sharing;
mod sheets;
mod sittings;
mod story;
mod surveys;
mod ten_years;
mod use_conferences;
mod uses;
mod words;
mod years;

pub use cast::DemoAccount;
pub use failure::RegionError;
pub use region::{Region, build};
