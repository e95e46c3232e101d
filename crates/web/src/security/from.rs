//! Where a request comes from, as far as that slows down whoever guesses passwords.

use std::{convert::Infallible, net::IpAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderName, HeaderValue, header::SET_COOKIE, request::Parts},
    response::AppendHeaders,
};
use banso_app::Origin;

use super::{Cookie, cookie_value};
use crate::{
    errors::PageError,
    site::{AnySession, Site, page_error},
};

/// The name of the cookie by which a browser is known after somebody has signed in.
const KNOWN: &str = "banso-known";

/// A browser is known for so long: 400 days, the longest that browsers keep a cookie.
const KNOWN_FOR: u32 = 400 * 24 * 3600;

/// Where a request comes from.
pub(crate) struct CameFrom {
    address: String,
    browser: String,
    /// Another site made the browser send it.
    pub(crate) is_foreign: bool,
}

impl FromRequestParts<Site> for CameFrom {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let peer = parts.extensions.get::<ConnectInfo<std::net::SocketAddr>>().map(|peer| peer.0.ip());
        // Each proxy adds at the end for whom it asks; what stands before that, anybody may have written.
        let forwarded = parts.headers.get_all("x-forwarded-for").iter().next_back();
        let forwarded = forwarded.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
        let browser = cookie_value(&parts.headers, KNOWN, site.inner.secure).unwrap_or_default().to_owned();
        let address = origin(peer, forwarded, &site.inner.proxies);
        let is_foreign = text("sec-fetch-site").is_some_and(|from| from == "cross-site");
        Ok(Self { address: address.map(|address| address.to_string()).unwrap_or_default(), browser, is_foreign })
    }
}

/// The address that counts: what a proxy says for whom it asks is believed only of proxies that we know.
fn origin(peer: Option<IpAddr>, forwarded: Option<IpAddr>, proxies: &[IpAddr]) -> Option<IpAddr> {
    let peer = peer?.to_canonical();
    let is_proxy = peer.is_loopback() || proxies.contains(&peer);
    Some(forwarded.filter(|_| is_proxy).map_or(peer, |address| address.to_canonical()))
}

impl CameFrom {
    /// As the use cases want it.
    pub(crate) fn origin(&self) -> Origin<'_> {
        Origin { address: &self.address, browser: &self.browser }
    }

    /// The cookie by which this browser is known from now on.
    pub(crate) fn remember(
        &self,
        site: &Site,
        reader: &AnySession,
    ) -> Result<AppendHeaders<[(HeaderName, HeaderValue); 1]>, PageError> {
        let value = site.app().remember_browser(reader.session.staff, &self.browser).map_err(page_error)?;
        let secure = site.inner.secure;
        let cookie = Cookie { name: KNOWN, value: &value, secure, max_age_seconds: Some(KNOWN_FOR) };
        Ok(AppendHeaders([(SET_COOKIE, cookie.header().unwrap_or_else(|| HeaderValue::from_static("")))]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_proxy_is_believed_when_it_says_for_whom_it_asks() {
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let (outside, claimed, proxy) = (address("198.51.100.7"), address("203.0.113.9"), address("10.0.0.2"));
        assert_eq!(origin(Some(outside), Some(claimed), &[]), Some(outside), "anybody can write a header");
        assert_eq!(origin(Some(address("127.0.0.1")), Some(claimed), &[]), Some(claimed));
        assert_eq!(origin(Some(address("::ffff:127.0.0.1")), Some(claimed), &[]), Some(claimed));
        assert_eq!(origin(Some(proxy), Some(claimed), &[]), Some(proxy));
        assert_eq!(origin(Some(proxy), Some(claimed), &[proxy]), Some(claimed));
        assert_eq!(origin(Some(proxy), None, &[proxy]), Some(proxy));
    }
}
