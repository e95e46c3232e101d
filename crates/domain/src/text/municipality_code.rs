//! The code of a local government (全国地方公共団体コード), published by 総務省.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{CodeError, codes::digits};

/// Six digits: two for the prefecture, three for the municipality (000 is the prefecture itself), one to check the others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MunicipalityCode {
    first_five: u32,
}

/// Why a code was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MunicipalityCodeError {
    /// Not five or six digits.
    #[error("a municipality code has five or six digits")]
    NotACode(#[source] CodeError),
    /// The last digit does not agree with the five before it.
    #[error("the check digit is wrong; the code that begins like this is {expected}")]
    WrongCheckDigit {
        /// The code with the check digit that belongs to the first five.
        expected: MunicipalityCode,
    },
    /// The first two digits are not 01 to 47.
    #[error("there is no prefecture {prefecture:02}")]
    NoSuchPrefecture {
        /// The first two digits.
        prefecture: u32,
    },
}

impl MunicipalityCode {
    /// Reads six digits, or the first five; any width, blanks and hyphens left out.
    ///
    /// Five digits get their check digit. A six-digit code whose leading zero a spreadsheet dropped looks the same, so where
    /// codes come from a numeric column the zero has to be put back first.
    ///
    /// # Errors
    ///
    /// [`MunicipalityCodeError`]; for a wrong check digit it names the right code.
    pub fn parse(typed: &str) -> Result<Self, MunicipalityCodeError> {
        let length = if digits(typed).len() == 5 { 5 } else { 6 };
        let code = super::codes::parse_code(typed, length).map_err(MunicipalityCodeError::NotACode)?;
        let first_five = code.bytes().take(5).fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
        let read = Self { first_five };
        if !(1..=47).contains(&read.prefecture()) {
            return Err(MunicipalityCodeError::NoSuchPrefecture { prefecture: read.prefecture() });
        }
        match code.as_bytes().get(5) {
            Some(check) if u32::from(check - b'0') != read.check_digit() => {
                Err(MunicipalityCodeError::WrongCheckDigit { expected: read })
            }
            _ => Ok(read),
        }
    }

    /// The prefecture, 1 (北海道) to 47 (沖縄県).
    pub fn prefecture(self) -> u32 {
        self.first_five / 1000
    }

    /// Whether this is the code of a prefecture itself.
    pub fn is_prefecture(self) -> bool {
        self.first_five.is_multiple_of(1000)
    }

    /// The code without its check digit, as statistics use it (標準地域コード): `01100`.
    pub fn first_five(self) -> String {
        format!("{:05}", self.first_five)
    }

    /// 11 minus the rest that the digits, weighted 6 5 4 3 2, leave on division by 11; of 10 and 11 the last digit.
    fn check_digit(self) -> u32 {
        let (sum, _) = (2..=6).fold((0, self.first_five), |(sum, rest), weight| (sum + rest % 10 * weight, rest / 10));
        (11 - sum % 11) % 10
    }
}

/// All six digits.
impl fmt::Display for MunicipalityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:05}{}", self.first_five, self.check_digit())
    }
}

impl fmt::Debug for MunicipalityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "municipality {self}")
    }
}

impl FromStr for MunicipalityCode {
    type Err = MunicipalityCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for MunicipalityCode {
    type Error = MunicipalityCodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<MunicipalityCode> for String {
    fn from(code: MunicipalityCode) -> Self {
        code.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_published_code_is_read_and_written_as_it_is() {
        let published: Vec<_> = include_str!("../../tests/data/municipality-codes.txt").lines().collect();

        assert_eq!(published.len(), 1965);
        for code in published {
            let read = MunicipalityCode::parse(code).unwrap();
            assert_eq!(read.to_string(), code);
            assert_eq!(MunicipalityCode::parse(&code[..5]), Ok(read));
        }
    }

    #[test]
    fn every_single_slip_of_the_check_digit_is_answered_with_the_right_code() {
        let sapporo = MunicipalityCode::parse("011002").unwrap();

        for wrong in (0..=9).filter(|digit| *digit != 2).map(|digit| format!("01100{digit}")) {
            assert_eq!(
                MunicipalityCode::parse(&wrong),
                Err(MunicipalityCodeError::WrongCheckDigit { expected: sapporo })
            );
        }
        assert_eq!(
            MunicipalityCode::parse("011003").unwrap_err().to_string(),
            "the check digit is wrong; the code that begins like this is 011002"
        );
    }

    #[test]
    fn u5_a_code_is_read_in_any_width() {
        let minato = MunicipalityCode::parse("１３１０３−２").unwrap();

        assert_eq!(minato.to_string(), "131032");
        assert_eq!(minato.first_five(), "13103");
        assert_eq!(minato.prefecture(), 13);
        assert!(!minato.is_prefecture());
        assert!(MunicipalityCode::parse("130001").unwrap().is_prefecture());
    }

    #[test]
    fn what_is_no_code_says_why() {
        let not_a_code = |typed| match MunicipalityCode::parse(typed) {
            Err(MunicipalityCodeError::NotACode(reason)) => Some(reason),
            _ => None,
        };

        assert_eq!(not_a_code(""), Some(CodeError::Empty));
        assert_eq!(not_a_code("1310"), Some(CodeError::WrongLength { found: 4, least: 6, most: 6 }));
        assert_eq!(not_a_code("13103A"), Some(CodeError::NotADigit { found: 'A' }));
        assert_eq!(MunicipalityCode::parse("481009"), Err(MunicipalityCodeError::NoSuchPrefecture { prefecture: 48 }));
    }

    #[test]
    fn a_code_is_stored_as_text() {
        let code = MunicipalityCode::parse("011002").unwrap();

        assert_eq!(serde_json::to_string(&code).unwrap(), r#""011002""#);
        assert_eq!(serde_json::from_str::<MunicipalityCode>(r#""011002""#).unwrap(), code);
        assert!(serde_json::from_str::<MunicipalityCode>(r#""011003""#).is_err());
    }
}
