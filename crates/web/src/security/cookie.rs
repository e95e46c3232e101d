//! Cookies: written with the strictest flags that still let a link from a mail open a signed-in page.

use axum::http::{HeaderMap, HeaderValue, header::COOKIE};

/// One cookie to set or to take back. Always `HttpOnly`, `SameSite=Lax` and for the whole site.
#[derive(Clone, Debug)]
pub struct Cookie<'a> {
    /// Its name; `__Host-` in front is added where the connection is encrypted.
    pub name: &'a str,
    /// Its value; letters that a cookie cannot hold make the cookie invalid, see [`Cookie::header`].
    pub value: &'a str,
    /// How long it is kept, in seconds; `None` until the browser closes, 0 to take it back.
    pub max_age_seconds: Option<u32>,
    /// Whether the installation is reached over HTTPS. Only the demonstration on the same machine may say no.
    pub secure: bool,
}

impl Cookie<'_> {
    /// The value of the `Set-Cookie` header; `None` if name or value hold letters a cookie cannot carry.
    pub fn header(&self) -> Option<HeaderValue> {
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\";,\\".contains(&byte));
        if !plain(self.name) || self.name.contains('=') || !plain(self.value) {
            return None;
        }
        let mut text = format!("{}={}; Path=/; HttpOnly; SameSite=Lax", host_name(self.name, self.secure), self.value);
        if self.secure {
            text.push_str("; Secure");
        }
        if let Some(seconds) = self.max_age_seconds {
            text.push_str(&format!("; Max-Age={seconds}"));
        }
        HeaderValue::from_str(&text).ok()
    }
}

/// The value of the cookie `name` that came with a request, looking for the name that [`Cookie::header`] gave it.
pub fn cookie_value<'h>(headers: &'h HeaderMap, name: &str, secure: bool) -> Option<&'h str> {
    let wanted = host_name(name, secure);
    headers
        .get_all(COOKIE)
        .into_iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, value)| (found == wanted).then_some(value))
}

fn host_name(name: &str, secure: bool) -> String {
    if secure { format!("__Host-{name}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_https_a_cookie_is_bound_to_the_host_and_hidden_from_scripts() {
        let cookie = Cookie { name: "banso", value: "abc", max_age_seconds: Some(3600), secure: true };
        insta::assert_snapshot!(
            cookie.header().unwrap().to_str().unwrap(),
            @"__Host-banso=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=3600"
        );
    }

    #[test]
    fn a_value_that_would_smuggle_in_a_second_attribute_is_refused() {
        for value in ["a; Domain=example.org", "a\r\nSet-Cookie: b", "日本"] {
            let cookie = Cookie { name: "banso", value, max_age_seconds: None, secure: true };
            assert!(cookie.header().is_none(), "{value}");
        }
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_static("xbanso=1; banso=2; __Host-banso=3"));
        assert_eq!(cookie_value(&headers, "banso", false), Some("2"));
        assert_eq!(cookie_value(&headers, "banso", true), Some("3"));
        assert_eq!(cookie_value(&headers, "ban", false), None);
    }
}
