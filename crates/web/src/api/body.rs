//! The body of a change as a program sends it.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, header::CONTENT_TYPE},
};
use serde::de::{DeserializeOwned, Error};

use super::problem::Problem;
use crate::{form::is_unseen, site::Site};

/// A body of JSON whose texts hold no characters that nobody can see.
pub(super) struct Sent<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Site> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::unreadable("the body is sent as application/json"));
        }
        let body = Bytes::from_request(request, site).await.map_err(|unread| Problem::of(unread.status()))?;
        read(&body).map(Self).map_err(Problem::unreadable)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json") || kind.ends_with("+json")
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, serde_json::Error> {
    let json: serde_json::Value = serde_json::from_slice(body)?;
    if holds_unseen(&json) {
        return Err(serde_json::Error::custom("a text holds a control character other than line feed and tab"));
    }
    serde_json::from_value(json)
}

fn holds_unseen(json: &serde_json::Value) -> bool {
    match json {
        serde_json::Value::String(text) => text.replace("\r\n", "\n").contains(is_unseen),
        serde_json::Value::Array(items) => items.iter().any(holds_unseen),
        serde_json::Value::Object(fields) => fields.values().any(holds_unseen),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_halves_of_surrogate_pairs_are_refused_and_foreign_characters_are_not() {
        let text = |body: &str| read::<String>(body.as_bytes());
        assert_eq!(text(r#""𠮷葛󠄀👨‍👩‍👧 \ud842\udfb7\n""#).unwrap(), "𠮷葛󠄀👨‍👩‍👧 𠮷\n");
        for wrong in [r#""a\u0000b""#, r#""\u001b[31m""#, r#""\ud842""#] {
            assert!(text(wrong).is_err(), "{wrong}");
        }
        assert!(read::<String>(b"\"\x8e\x52\"").is_err(), "Shift_JIS");
    }
}
