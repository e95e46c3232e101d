//! Style sheets and scripts, embedded in the program and served under an address that changes with their content.

use std::sync::OnceLock;

use axum::{
    Router,
    extract::Path,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use tower_http::compression::CompressionLayer;

#[derive(RustEmbed)]
#[folder = "assets"]
struct Assets;

/// The address of an asset, for example `/assets/1f0c…/css/banso.css`.
///
/// One hash over all assets is part of the address, so a script can load its neighbours by a relative path and a browser
/// may keep everything for good.
pub fn url(path: &str) -> String {
    format!("/assets/{}/{path}", version())
}

/// The route that serves the assets.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{version}/{*path}", get(serve)).layer(CompressionLayer::new().gzip(true))
}

fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| {
        let mut paths: Vec<_> = Assets::iter().collect();
        paths.sort();
        let mut hash = Sha256::new();
        for path in paths {
            hash.update(path.as_bytes());
            if let Some(file) = Assets::get(&path) {
                hash.update(file.metadata.sha256_hash());
            }
        }
        hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    })
}

/// An address with an old hash still finds the file (a page opened before an update asks for it), but is not kept.
async fn serve(Path((asked, path)): Path<(String, String)>) -> Response {
    let Some(file) = Assets::get(&path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let keep = if asked == version() { "public, max-age=31536000, immutable" } else { "no-cache" };
    ([(CONTENT_TYPE, content_type(&path)), (CACHE_CONTROL, keep)], file.data.into_owned()).into_response()
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use axum::{
        body::{Body, to_bytes},
        http::Request,
    };
    use tower::ServiceExt;

    use super::*;

    async fn fetch(path: &str) -> (StatusCode, String, String, Vec<u8>) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router::<()>().oneshot(request).await.unwrap();
        let header =
            |name| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        let (status, kind, keep) = (response.status(), header(CONTENT_TYPE), header(CACHE_CONTROL));
        (status, kind, keep, to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
    }

    #[tokio::test]
    async fn an_asset_under_its_current_address_may_be_kept_for_good() {
        let (status, kind, keep, body) = fetch(&url("css/banso.css")).await;
        assert_eq!((status, kind.as_str()), (StatusCode::OK, "text/css; charset=utf-8"));
        assert_eq!(keep, "public, max-age=31536000, immutable");
        assert!(!body.is_empty());
    }

    #[tokio::test]
    async fn an_asset_under_an_older_address_is_served_but_asked_for_again() {
        let (status, _, keep, _) = fetch("/assets/0000000000000000/css/banso.css").await;
        assert_eq!((status, keep.as_str()), (StatusCode::OK, "no-cache"));
    }

    #[tokio::test]
    async fn nothing_outside_the_assets_can_be_reached() {
        for path in ["/assets/0/../Cargo.toml", "/assets/0/%2e%2e/Cargo.toml", "/assets/0/css/missing.css"] {
            assert_eq!(fetch(path).await.0, StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[test]
    fn u27_style_sheets_and_scripts_ask_nobody_outside_for_anything() {
        for path in Assets::iter().filter(|path| path.ends_with(".css") || path.ends_with(".js")) {
            let text = String::from_utf8(Assets::get(&path).unwrap().data.into_owned()).unwrap();
            for outside in ["http://", "https://", "url(//", "from '//", "eval(", "innerHTML"] {
                assert!(!text.contains(outside), "{path} contains {outside}");
            }
        }
    }
}
