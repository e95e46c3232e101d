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
#[path = "assets_tests.rs"]
mod tests;
