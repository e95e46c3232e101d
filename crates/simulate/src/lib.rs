//! A fictional region for demonstrations and tests: agencies, staff, people and their cases, made through the use cases.
//!
//! The same seed and the same day give the same people and the same histories; only identifiers are new each time.

mod region;

pub use region::{DemoAccount, Region, RegionError, build};
