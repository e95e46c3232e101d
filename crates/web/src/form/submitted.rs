//! A form as it was sent: names and values in order, the token checked, what was typed kept for the page that comes back.

use std::{collections::BTreeSet, fmt};

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::Method,
    response::{IntoResponse, Response},
};
use banso_app::Token;
use banso_domain::calendar::{DateInputError, PartialDate, YearMonth, parse_date, parse_day, parse_year_month};
use chrono::NaiveDate;

use crate::{
    dates::explain,
    errors::{ErrorKind, PageError},
    kept::is_from_our_page,
    security::cookie_value,
    site::{SESSION_COOKIE, Site},
    text::Texts,
};

/// The fields of a form that was sent.
#[derive(Clone, Default)]
pub(crate) struct Submitted {
    fields: Vec<(String, String)>,
}

// What was typed is not shown by whoever logs it.
impl fmt::Debug for Submitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Submitted({} fields)", self.fields.len())
    }
}

/// More fields than any page has; each is looked for by name, so a million of them would keep the server busy.
const MOST_FIELDS: usize = 10_000;

/// Why a form cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// The text is in another encoding than that of our pages.
    NotUtf8,
    /// More fields than any page has.
    TooMany,
}

impl Unread {
    const fn kind(self) -> ErrorKind {
        match self {
            Self::NotUtf8 => ErrorKind::BadRequest,
            Self::TooMany => ErrorKind::TooLarge,
        }
    }
}

impl FromRequest<Site> for Submitted {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let session = cookie_value(request.headers(), SESSION_COOKIE, site.inner.secure).unwrap_or_default().to_owned();
        let header = request.headers().get("x-csrf-token").and_then(|value| value.to_str().ok()).map(str::to_owned);
        let checked = request.method() != Method::GET;
        let ours = is_from_our_page(request.headers());
        let body = Bytes::from_request(request, site).await.map_err(IntoResponse::into_response)?;
        let mut form = Self::read(&body).map_err(|unread| PageError::new(unread.kind()).into_response())?;
        let token = header.or_else(|| form.take("csrf")).unwrap_or_default();
        if checked
            && !(site.inner.csrf.accepts(&session, &token) || ours && is_same_person(site, &session, &token).await)
        {
            // The session of the page has ended and somebody else's has begun: they may send it once more, as theirs.
            let refused = if ours {
                PageError::new(ErrorKind::NewSession).with_token(Some(site.inner.csrf.token(&session)))
            } else {
                PageError::new(ErrorKind::BadRequest)
            };
            return Err(refused.into_response());
        }
        Ok(form)
    }
}

/// Whether the form of a session that is over was made for the person who is signed in now: signed out while writing, signed in
/// beside, sent. Only asked where the browser says that the form comes from one of our own pages, which no other site can make
/// it say. Another site would have to know the token as well, and cannot read it; so either keeps forged forms out.
async fn is_same_person(site: &Site, session: &str, token: &str) -> bool {
    let Some(session) = Token::from_hex(session) else { return false };
    // Who cannot be found out is nobody: the page that comes back keeps what was typed.
    let found = site.app().session(session).await.unwrap_or_default();
    found.is_some_and(|session| session.actor.is_some() && site.inner.csrf.is_of(session.staff, token))
}

impl Submitted {
    /// Reads `application/x-www-form-urlencoded`. Characters that nobody can see or type are left out.
    ///
    /// # Errors
    ///
    /// [`Unread`] for what no page of ours sends.
    pub(crate) fn read(body: &[u8]) -> Result<Self, Unread> {
        let pairs = || body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
        if pairs().nth(MOST_FIELDS).is_some() {
            return Err(Unread::TooMany);
        }
        let read = |pair: &[u8]| {
            let cut = pair.iter().position(|byte| *byte == b'=');
            let (name, value) = cut.map_or((pair, &[][..]), |cut| (&pair[..cut], &pair[cut + 1..]));
            Ok::<_, Unread>((decode(name)?, decode(value)?))
        };
        Ok(Self { fields: pairs().map(read).collect::<Result<_, _>>()? })
    }

    /// Reads a form that this program wrote itself, such as a draft.
    pub(crate) fn parse(body: &[u8]) -> Self {
        Self::read(body).unwrap_or_default()
    }

    /// A form as if it had been sent: what a page is filled with at first.
    pub(crate) fn of<N: Into<String>, V: Into<String>>(fields: impl IntoIterator<Item = (N, V)>) -> Self {
        Self { fields: fields.into_iter().map(|(name, value)| (name.into(), value.into())).collect() }
    }

    /// The form with the version that it is made from.
    #[must_use]
    pub(crate) fn version(mut self, version: impl ToString) -> Self {
        self.put("version", version.to_string());
        self
    }

    /// Takes a field out of the form.
    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        let place = self.fields.iter().position(|(known, _)| known == name)?;
        Some(self.fields.remove(place).1)
    }

    /// Every field as it was sent, in order.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The form with a further value of a field.
    pub(crate) fn put(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.fields.push((name.into(), value.into()));
    }

    /// Takes a field over from another form; a list with all its rows, a row (`actions[2]`) with all its fields.
    pub(crate) fn take_over(&mut self, field: &str, from: &Self) {
        let belongs =
            |name: &str| name.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.']));
        self.fields.retain(|(name, _)| !belongs(name));
        self.fields.extend(from.fields.iter().filter(|(name, _)| belongs(name)).cloned());
    }

    /// The form written as a browser would send it: what drafts keep.
    pub(crate) fn encode(&self) -> String {
        let pair = |(name, value): &(String, String)| {
            format!("{}={}", crate::site::percent(name), crate::site::percent(value))
        };
        self.fields.iter().map(pair).collect::<Vec<_>>().join("&")
    }

    /// The text of a field, trimmed; empty if it was not sent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// Every value of a field (check boxes), empty ones left out.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let of_name = self.fields.iter().filter(|(known, _)| known == name);
        of_name.map(|(_, value)| value.trim()).filter(|value| !value.is_empty()).collect()
    }

    /// Whether a field was sent at all: a ticked box, a pressed button.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(known, _)| known == name)
    }

    /// The numbers of the rows of a list, as in `actions[2].what`, in order.
    pub(crate) fn rows(&self, list: &str) -> Vec<usize> {
        let number = |name: &str| name.strip_prefix(list)?.strip_prefix('[')?.split_once(']')?.0.parse().ok();
        self.fields.iter().filter_map(|(name, _)| number(name)).collect::<BTreeSet<usize>>().into_iter().collect()
    }

    /// A date typed in any form; none if empty.
    ///
    /// # Errors
    ///
    /// A sentence for the reader.
    pub(crate) fn partial_date(&self, t: &Texts, name: &str) -> Result<Option<PartialDate>, String> {
        optional(t, parse_date(self.text(name)))
    }

    /// A whole date typed in any form; none if empty.
    ///
    /// # Errors
    ///
    /// A sentence for the reader.
    pub(crate) fn day(&self, t: &Texts, name: &str) -> Result<Option<NaiveDate>, String> {
        optional(t, parse_day(self.text(name)))
    }

    /// A month typed in any form; none if empty.
    ///
    /// # Errors
    ///
    /// A sentence for the reader.
    pub(crate) fn year_month(&self, t: &Texts, name: &str) -> Result<Option<YearMonth>, String> {
        optional(t, parse_year_month(self.text(name)))
    }
}

fn optional<T>(t: &Texts, parsed: Result<T, DateInputError>) -> Result<Option<T>, String> {
    match parsed {
        Ok(value) => Ok(Some(value)),
        Err(DateInputError::Empty) => Ok(None),
        Err(error) => Err(explain(t, &error)),
    }
}

fn decode(bytes: &[u8]) -> Result<String, Unread> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => plain.push(b' '),
            b'%' => {
                let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
                let (high, low) = (digit(rest.next()), digit(rest.next()));
                if let (Some(high), Some(low)) = (high, low) {
                    plain.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                }
            }
            other => plain.push(*other),
        }
    }
    let text = String::from_utf8(plain).map_err(|_| Unread::NotUtf8)?.replace("\r\n", "\n");
    Ok(if text.contains(is_unseen) { text.replace(is_unseen, "") } else { text })
}

/// A character that nobody sees or types, and that not every database keeps. Selectors of 外字 and joiners of emoji are none.
pub(crate) fn is_unseen(letter: char) -> bool {
    letter.is_control() && letter != '\n' && letter != '\t'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_a_list_come_in_order_whatever_their_numbers() {
        let form = Submitted::parse(b"actions[10].what=b&actions[2].what=a&actions[2].who=x&other=1");
        assert_eq!(form.rows("actions"), [2, 10]);
        assert_eq!(form.text("actions[10].what"), "b");
    }

    #[test]
    fn what_was_typed_survives_a_draft() {
        let form = Submitted::parse("note=100%25 &note=a%0D%0Ab&名=𠮷".as_bytes());
        let again = Submitted::parse(form.encode().as_bytes());
        assert_eq!(again.all("note"), ["100%", "a\nb"]);
        assert_eq!(again.text("名"), "𠮷");
    }

    #[test]
    fn what_nobody_can_see_is_left_out_and_what_people_write_stays() {
        let form = Submitted::parse(b"note=a%00b%08c%09d%0D%0Ae%7Ff%C2%85g");
        assert_eq!(form.text("note"), "abc\td\nefg");
        // An emoji of a family, 𠮷, 葛 with a selector of variants, a wave dash, a character of the private area.
        let written = "👨\u{200d}👩\u{200d}👧𠮷葛\u{e0100}〜\u{e000}";
        let form = Submitted::of([("note".to_owned(), written.to_owned())]);
        assert_eq!(Submitted::parse(form.encode().as_bytes()).text("note"), written);
    }

    #[test]
    fn text_in_another_encoding_is_refused_and_not_guessed_at() {
        // 山田 in Shift_JIS; half of a surrogate pair; the first two bytes of three.
        for body in ["name=%8E%52%93%63", "name=%ED%A0%80", "name=%E5%B1"] {
            assert_eq!(Submitted::read(body.as_bytes()).unwrap_err(), Unread::NotUtf8, "{body}");
        }
    }

    #[test]
    fn more_fields_than_any_page_has_are_not_read() {
        let fields = |count| "a=1&".repeat(count);
        assert!(Submitted::read(fields(MOST_FIELDS).as_bytes()).is_ok());
        assert_eq!(Submitted::read(fields(MOST_FIELDS + 1).as_bytes()).unwrap_err(), Unread::TooMany);
    }
}
