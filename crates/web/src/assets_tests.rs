use axum::{
    body::{Body, to_bytes},
    http::Request,
};
use tower::ServiceExt;

use super::*;

/// Path and text of the assets with this ending.
fn sources(ending: &str) -> impl Iterator<Item = (String, String)> {
    Assets::iter().filter(move |path| path.ends_with(ending)).map(|path| {
        let text = String::from_utf8(Assets::get(&path).unwrap().data.into_owned()).unwrap();
        (path.into_owned(), text)
    })
}

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
    for (path, text) in sources(".css").chain(sources(".js")) {
        for outside in ["http://", "https://", "url(//", "from '//", "eval(", "innerHTML"] {
            assert!(!text.contains(outside), "{path} contains {outside}");
        }
    }
}

#[tokio::test]
async fn style_sheets_are_sent_compressed_to_browsers_that_can_read_it() {
    let request = Request::get(url("css/tokens.css")).header("accept-encoding", "gzip").body(Body::empty()).unwrap();
    let response = router::<()>().oneshot(request).await.unwrap();
    assert_eq!(response.headers().get("content-encoding").unwrap(), "gzip");
}

#[test]
fn u7_every_script_that_listens_to_keys_or_typing_waits_for_the_end_of_a_conversion() {
    let mut listening = 0;
    for (path, text) in sources(".js") {
        if text.contains("'keydown'") || text.contains("addEventListener('input'") {
            listening += 1;
            assert!(text.contains("isComposing"), "{path}");
        }
    }
    assert!(listening >= 4, "{listening}");
}

#[test]
fn every_script_that_another_loads_exists() {
    let names: Vec<String> = sources(".js").map(|(path, _)| path).collect();
    for (path, text) in sources(".js") {
        for import in text.split("from './").skip(1).filter_map(|rest| rest.split_once('\'')) {
            assert!(names.contains(&format!("js/{}", import.0)), "{path} loads {}", import.0);
        }
    }
}

/// The value of a custom property, followed through `var(…)`, as red, green and blue from 0 to 1.
fn colour(name: &str) -> [f64; 3] {
    let css: String = ["css/tokens.css", "css/base.css"]
        .map(|path| String::from_utf8(Assets::get(path).unwrap().data.into_owned()).unwrap())
        .concat();
    let value = css.split(&format!("--{name}: ")).nth(1).and_then(|rest| rest.split(';').next()).expect(name);
    if let Some(inner) = value.strip_prefix("var(--").and_then(|rest| rest.strip_suffix(')')) {
        return colour(inner);
    }
    let hex = value.strip_prefix('#').expect(value);
    [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0)
}

/// The contrast ratio of WCAG 2.
fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |name: &str| {
        let [red, green, blue] =
            colour(name).map(|part| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn u25_text_can_be_read_on_every_ground_it_stands_on() {
    let pairs = [
        ("ink", "paper"),
        ("ink", "key-pale"),
        ("ink-soft", "paper"),
        ("ink-soft", "key-pale"),
        ("ink-soft", "color-neutral-solid-gray-50"),
        ("key", "paper"),
        ("key", "key-pale"),
        ("paper", "key"),
        ("paper", "bad"),
        ("good", "paper"),
        ("bad", "paper"),
        ("bad", "bad-pale"),
        ("mind", "paper"),
        ("mind", "mind-pale"),
        ("mind", "key-pale"),
        ("color-primitive-purple-900", "color-primitive-purple-50"),
    ];
    for (text, ground) in pairs {
        let ratio = contrast(text, ground);
        assert!(ratio >= 4.5, "{text} on {ground}: {ratio:.2}");
    }
}

#[test]
fn u25_the_edge_of_a_box_can_be_seen() {
    assert!(contrast("line-strong", "paper") >= 3.0);
}
