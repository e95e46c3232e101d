//! What the record tells when it is looked at as a whole: the rhythm of contact, and indicators of cooperation.
//!
//! Pure: takes rows, gives answers, knows neither database nor clock.

pub mod indicators;
pub mod rhythm;
