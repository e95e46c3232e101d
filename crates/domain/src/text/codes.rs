//! Telephone numbers, postcodes and recipient numbers, from any width and with any hyphen.
//!
//! They are texts, never numbers: leading zeros stay.

use unicode_normalization::UnicodeNormalization;

use super::marks::is_hyphen;

/// Why a number was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Nothing was typed.
    #[error("nothing was typed")]
    Empty,
    /// A character that is neither a digit nor a mark between digits.
    #[error("{found:?} is not a digit")]
    NotADigit {
        /// The first such character, in its usual width.
        found: char,
    },
    /// Too few or too many digits.
    #[error("{found} digits were typed, not {least} to {most}")]
    WrongLength {
        /// How many digits were typed.
        found: usize,
        /// The least that will do.
        least: usize,
        /// The most that will do.
        most: usize,
    },
}

/// A telephone number with hyphens where hyphens, brackets or blanks were typed: `０３（１２３４）５６７８` gives `03-1234-5678`.
///
/// A leading + stays. Without any mark no hyphen is invented, as the length of an area code cannot be told from the digits.
///
/// # Errors
///
/// [`CodeError`] for other characters, and for fewer than 3 (110) or more than 15 digits (the longest of ITU-T E.164).
pub fn parse_phone(typed: &str) -> Result<String, CodeError> {
    let composed = one_width(typed);
    let (plus, number) = composed.strip_prefix('+').map_or(("", composed.as_str()), |number| ("+", number));
    if let Some(found) = number.chars().find(|mark| !mark.is_ascii_digit() && !parts_phone(*mark)) {
        return Err(CodeError::NotADigit { found });
    }
    let groups: Vec<&str> = number.split(parts_phone).filter(|group| !group.is_empty()).collect();
    of_length(&groups.concat(), 3, 15)?;
    Ok(format!("{plus}{}", groups.join("-")))
}

/// The longest mail address (RFC 5321).
const LONGEST_ADDRESS: usize = 254;

/// A mail address in its usual width: `ｎａｍｅ＠example.jp` gives `name@example.jp`. `None` for what no mail server takes; whether mail
/// arrives there, only a mail tells.
pub fn parse_mail_address(typed: &str) -> Option<String> {
    let address: String = typed.trim().nfkc().collect();
    let sound = |part: &str| !part.is_empty() && part.chars().all(|letter| letter.is_ascii_graphic());
    let (name, host) = address.rsplit_once('@')?;
    let fits = address.len() <= LONGEST_ADDRESS && !name.contains(['@', '<', '>', ',']) && host.contains('.');
    (fits && sound(name) && sound(host)).then_some(address)
}

/// The digits of a telephone number or any other code, without marks, in their usual width.
pub fn digits(text: &str) -> String {
    text.nfkc().filter(char::is_ascii_digit).collect()
}

/// The last `count` digits of a telephone number, by which people look it up; fewer if there are fewer.
pub fn phone_tail(number: &str, count: usize) -> String {
    let digits = digits(number);
    digits[digits.len().saturating_sub(count)..].to_owned()
}

/// A postcode as it is written on letters, `041-0844`; a leading 〒 is taken off.
///
/// # Errors
///
/// [`CodeError`] unless there are seven digits.
pub fn parse_postcode(typed: &str) -> Result<String, CodeError> {
    let code = parse_code(typed.trim().trim_start_matches(['〒', '〶']), 7)?;
    let (area, town) = code.split_at(3);
    Ok(format!("{area}-{town}"))
}

/// A recipient number (受給者証番号), ten digits.
///
/// # Errors
///
/// [`CodeError`] unless there are ten digits.
pub fn parse_recipient_number(typed: &str) -> Result<String, CodeError> {
    parse_code(typed, 10)
}

/// A code of so many digits, blanks and hyphens left out.
///
/// # Errors
///
/// [`CodeError`] for another length and for other characters.
pub fn parse_code(typed: &str, length: usize) -> Result<String, CodeError> {
    let code: String = one_width(typed).chars().filter(|mark| !is_hyphen(*mark) && !mark.is_whitespace()).collect();
    match code.chars().find(|mark| !mark.is_ascii_digit()) {
        Some(found) => Err(CodeError::NotADigit { found }),
        None => of_length(&code, length, length).map(|()| code),
    }
}

fn one_width(typed: &str) -> String {
    typed.trim().nfkc().collect()
}

fn parts_phone(mark: char) -> bool {
    is_hyphen(mark) || mark.is_whitespace() || matches!(mark, '(' | ')' | '.' | '/')
}

fn of_length(digits: &str, least: usize, most: usize) -> Result<(), CodeError> {
    match digits.len() {
        0 => Err(CodeError::Empty),
        found if (least..=most).contains(&found) => Ok(()),
        found => Err(CodeError::WrongLength { found, least, most }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn u5_a_telephone_number_is_one_number_however_it_was_typed() {
        for typed in [
            "03-1234-5678",
            "０３－１２３４－５６７８",
            "03−1234−5678",
            "03ー1234ー5678",
            "03‐1234‐5678",
            "03―1234―5678",
            "０３（１２３４）５６７８",
            "(03)1234-5678",
            " 03 1234 5678 ",
            "03　1234　5678",
        ] {
            assert_eq!(parse_phone(typed).as_deref(), Ok("03-1234-5678"), "{typed}");
        }
        assert_eq!(parse_phone("０３１２３４５６７８").as_deref(), Ok("0312345678"));
        assert_eq!(parse_phone("＋81 3 1234 5678").as_deref(), Ok("+81-3-1234-5678"));
        assert_eq!(parse_phone("110").as_deref(), Ok("110"));
    }

    #[test]
    fn u5_what_is_no_telephone_number_says_why() {
        assert_eq!(parse_phone("03-1234-5678 内線12"), Err(CodeError::NotADigit { found: '内' }));
        assert_eq!(parse_phone(" - "), Err(CodeError::Empty));
        assert_eq!(parse_phone("12"), Err(CodeError::WrongLength { found: 2, least: 3, most: 15 }));
    }

    #[test]
    fn u6_a_telephone_number_is_found_by_its_tail() {
        assert_eq!(digits("０３－１２３４－５６７８"), "0312345678");
        assert_eq!(phone_tail("03-1234-0678", 4), "0678");
        assert_eq!(phone_tail("110", 4), "110");
    }

    #[test]
    fn u5_postcodes_and_recipient_numbers_keep_their_zeros() {
        for typed in ["041-0844", "〒041-0844", "〒　０４１－０８４４", "0410844", "041ー0844", "041 0844"]
        {
            assert_eq!(parse_postcode(typed).as_deref(), Ok("041-0844"), "{typed}");
        }
        assert_eq!(parse_recipient_number("００１２３４５６７８").as_deref(), Ok("0012345678"));
        assert_eq!(parse_recipient_number("001-234-5678").as_deref(), Ok("0012345678"));
        assert_eq!(parse_recipient_number("12345678"), Err(CodeError::WrongLength { found: 8, least: 10, most: 10 }));
        assert_eq!(parse_postcode("041-084A"), Err(CodeError::NotADigit { found: 'A' }));
    }

    proptest! {
        #[test]
        fn u5_width_and_hyphens_never_change_the_digits(number in "0[0-9]{1,3}[-−ー－‐]?[0-9]{2,4}[-−ー－‐]?[0-9]{4}") {
            let wide: String = number
                .chars()
                .map(|mark| mark.to_digit(10).and_then(|digit| char::from_u32('０' as u32 + digit)).unwrap_or(mark))
                .collect();
            prop_assert_eq!(parse_phone(&wide), parse_phone(&number));
            prop_assert_eq!(parse_phone(&wide).map(|phone| digits(&phone)), Ok(digits(&number)));
        }

        #[test]
        fn a_stored_number_is_stored_unchanged(typed in "[+]?[0-9() -]{3,17}") {
            if let Ok(phone) = parse_phone(&typed) {
                prop_assert_eq!(parse_phone(&phone), Ok(phone));
            }
        }
    }

    #[test]
    fn u16_what_cannot_be_a_mail_address_is_told_before_it_is_saved() {
        assert_eq!(parse_mail_address(" ｎａｍｅ＠example.jp ").as_deref(), Some("name@example.jp"));
        assert_eq!(
            parse_mail_address("a.b+c@mail.city.example.lg.jp").as_deref(),
            Some("a.b+c@mail.city.example.lg.jp")
        );
        for wrong in [
            "",
            "name",
            "name@",
            "@example.jp",
            "name@host",
            "two words@example.jp",
            "a@b@example.jp",
            "名前@example.jp",
        ] {
            assert_eq!(parse_mail_address(wrong), None, "{wrong}");
        }
    }
}
