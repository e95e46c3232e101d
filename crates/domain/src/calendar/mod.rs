//! Days, months, years and clock times as people in Japan write them.
//!
//! Text becomes a date once, at the edge ([`parse_date`], [`parse_time`]); [`mod@format`] writes it out again.

pub mod age;
pub mod clock_time;
pub mod date_input;
pub mod era;
pub mod fiscal_year;
pub mod format;
pub mod holidays;
pub mod japan;
pub mod partial_date;
pub mod year_month;

mod written_date;

pub use age::full_years;
pub use clock_time::{TimeInputError, parse_time};
pub use date_input::{DateInputError, parse_date, parse_day, parse_year_month};
pub use era::{Era, EraYear};
pub use fiscal_year::FiscalYear;
pub use format::DateStyle;
pub use holidays::{Closed, Holidays};
pub use partial_date::{PartialDate, Precision};
pub use year_month::YearMonth;
