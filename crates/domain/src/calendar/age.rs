//! Age in full years.

use chrono::{Datelike, NaiveDate};

/// Full years of age (満年齢) on a day; `None` before birth.
///
/// Shown as people count it: a year is complete on the birthday. The law lets it complete at the end of the day before
/// (年齢計算ニ関スル法律, 民法第143条), which a rule with a statutory age limit has to regard itself.
/// Someone born on 29 February completes a year on 1 March of a common year, which agrees with both.
pub fn full_years(born: NaiveDate, on: NaiveDate) -> Option<u32> {
    let had_birthday = (on.month(), on.day()) >= (born.month(), born.day());
    let years = on.year() - born.year() - i32::from(!had_birthday);
    u32::try_from(years).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn age(born: &str, on: &str) -> Option<u32> {
        full_years(born.parse().unwrap(), on.parse().unwrap())
    }

    #[test]
    fn u2_a_year_of_age_is_complete_on_the_birthday() {
        assert_eq!(age("1985-04-01", "2026-03-31"), Some(40));
        assert_eq!(age("1985-04-01", "2026-04-01"), Some(41));
        assert_eq!(age("1985-12-31", "2026-01-01"), Some(40));
    }

    #[test]
    fn someone_born_on_29_february_is_older_on_1_march_of_a_common_year() {
        assert_eq!(age("2000-02-29", "2027-02-28"), Some(26));
        assert_eq!(age("2000-02-29", "2027-03-01"), Some(27));
        assert_eq!(age("2000-02-29", "2028-02-29"), Some(28));
    }

    #[test]
    fn there_is_no_age_before_birth() {
        assert_eq!(age("2026-04-02", "2026-04-01"), None);
        assert_eq!(age("2026-04-01", "2026-04-01"), Some(0));
    }
}
