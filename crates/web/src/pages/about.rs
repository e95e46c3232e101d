//! Help, the statement about accessibility, and what this system is: open to everybody.

use askama::Template;
use axum::{Router, extract::State, http::HeaderMap, response::Response, routing::get};

use crate::{
    errors::PageError,
    frame::Frame,
    site::{SignedIn, Site, page_error, show},
    text::{Lang, Texts},
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/help", get(help)).route("/accessibility", get(accessibility)).route("/about", get(about))
}

#[derive(Template)]
#[template(path = "pages/about/help.html")]
struct HelpPage {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "pages/about/accessibility.html")]
struct AccessibilityPage {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "pages/about/about.html")]
struct AboutPage {
    frame: Frame,
    version: &'static str,
    /// Where entries of agencies were taken over from, with the attribution that the licence asks for.
    sources: Vec<String>,
}

/// The frame of the reader if there is one, otherwise the open one.
async fn frame(
    site: &Site,
    reader: Result<SignedIn, Response>,
    headers: &HeaderMap,
    title: fn(&Texts) -> String,
) -> Result<Frame, PageError> {
    match reader.ok() {
        Some(reader) => reader.frame(site, None, title(&reader.t)).await,
        None => {
            let t = Texts::shipped(Lang::preferred(headers));
            let title = title(&t);
            Ok(Frame::open(t, title))
        }
    }
}

async fn help(
    State(site): State<Site>,
    headers: HeaderMap,
    reader: Result<SignedIn, Response>,
) -> Result<Response, PageError> {
    show(&HelpPage { frame: frame(&site, reader, &headers, |t| t.get("frame-help")).await? })
}

async fn accessibility(
    State(site): State<Site>,
    headers: HeaderMap,
    reader: Result<SignedIn, Response>,
) -> Result<Response, PageError> {
    show(&AccessibilityPage { frame: frame(&site, reader, &headers, |t| t.get("frame-accessibility")).await? })
}

async fn about(
    State(site): State<Site>,
    headers: HeaderMap,
    reader: Result<SignedIn, Response>,
) -> Result<Response, PageError> {
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let mut sources: Vec<String> = agencies.iter().map(|row| row.facts.source.clone()).collect();
    sources.sort_unstable();
    sources.dedup();
    sources.retain(|source| !source.trim().is_empty());
    show(&AboutPage {
        frame: frame(&site, reader, &headers, |t| t.get("frame-about")).await?,
        version: env!("CARGO_PKG_VERSION"),
        sources,
    })
}
