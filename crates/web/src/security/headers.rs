//! Headers that every answer carries.

use axum::{
    extract::Request,
    http::{
        HeaderValue,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY as CSP, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
            X_FRAME_OPTIONS,
        },
    },
    middleware::Next,
    response::Response,
};

/// What a page may load: only what this installation serves itself, nothing written into the page (U27).
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// A middleware that adds the headers; an answer that has set `Cache-Control` itself keeps it, all others are not stored,
/// so that the records of a person do not stay behind on a shared desk.
pub async fn secure(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    for (name, value) in [
        (CSP, CONTENT_SECURITY_POLICY),
        (REFERRER_POLICY, "same-origin"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "geolocation=(), microphone=(), payment=(), usb=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, http::Request, middleware::from_fn, routing::get};
    use tower::ServiceExt;

    use super::*;

    async fn headers_of(path: &str) -> String {
        let app = Router::new()
            .route("/page", get(|| async { "a page" }))
            .route("/asset", get(|| async { ([(CACHE_CONTROL, "public, max-age=31536000, immutable")], "an asset") }))
            .layer(from_fn(secure));
        let response = app.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        let mut lines: Vec<String> = response
            .headers()
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "content-length" | "content-type"))
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .collect();
        lines.sort();
        lines.join("\n")
    }

    #[tokio::test]
    async fn u27_a_page_may_load_only_from_its_own_installation_and_is_not_stored() {
        insta::assert_snapshot!(headers_of("/page").await, @r"
        cache-control: no-store
        content-security-policy: default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'
        cross-origin-opener-policy: same-origin
        cross-origin-resource-policy: same-origin
        permissions-policy: geolocation=(), microphone=(), payment=(), usb=()
        referrer-policy: same-origin
        x-content-type-options: nosniff
        x-frame-options: DENY
        ");
    }

    #[tokio::test]
    async fn an_asset_that_says_how_long_it_may_be_kept_is_left_alone() {
        assert!(headers_of("/asset").await.starts_with("cache-control: public, max-age=31536000, immutable\n"));
    }
}
