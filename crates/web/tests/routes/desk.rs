//! The product over a small region, asked the way a browser asks.

#[expect(dead_code, reason = "the use cases are tested with more of the region than their pages")]
#[path = "../../../app/tests/use_cases/support.rs"]
pub mod region;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use banso_app::{App, Definitions, SecondFactor};
use banso_store::testing::TestBed;
use banso_web::site::Site;
use region::{PASSWORD, Region};
use tower::ServiceExt;

/// The region with its pages.
pub struct Pages {
    pub region: Region,
    routes: Router,
    _bed: TestBed,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub to: String,
    pub html: String,
    /// The bytes, for files that are no text.
    pub body: Vec<u8>,
    /// Its `Content-Type`.
    pub kind: String,
    cookie: String,
}

/// Somebody with a browser.
pub struct Browser<'p> {
    pages: &'p Pages,
    cookie: String,
}

impl Pages {
    pub async fn new() -> Self {
        let bed = TestBed::sqlite();
        let store = bed.open().await;
        let region = Region::new(store.clone()).await;
        let app = App::new(
            store,
            region.app.clock().clone(),
            Definitions::embedded().expect("definitions"),
            SecondFactor::Optional,
        );
        let routes = banso_web::service(Site::new(app, false));
        Self { region, routes, _bed: bed }
    }

    async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.routes.clone().oneshot(request).await.expect("an answer");
        let header = |name| {
            let value = response.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let (to, cookie, kind) = (header(header::LOCATION), header(header::SET_COOKIE), header(header::CONTENT_TYPE));
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        let html = String::from_utf8_lossy(&body).into_owned();
        Answer { status, to, html, body: body.to_vec(), kind, cookie }
    }

    /// Nobody who has signed in.
    pub fn anonymous(&self) -> Browser<'_> {
        Browser { pages: self, cookie: String::new() }
    }

    /// Somebody of the region, signed in.
    pub async fn sign_in(&self, login: &str) -> Browser<'_> {
        let body = format!("login={login}&password={}", encode(PASSWORD));
        let answer = self.ask(post("/sign-in", "", body)).await;
        let cookie = answer.cookie.split(';').next().unwrap_or_default().to_owned();
        assert!(!cookie.is_empty(), "{login} was not let in: {}", answer.status);
        Browser { pages: self, cookie }
    }
}

fn post(path: &str, cookie: &str, body: String) -> Request<Body> {
    Request::post(path)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .expect("a request")
}

impl Browser<'_> {
    pub async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, &self.cookie).header(header::ACCEPT_LANGUAGE, "ja");
        self.pages.ask(request.body(Body::empty()).expect("a request")).await
    }

    /// Sends a form with the token that every page of this session carries.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = between(&self.get("/account").await.html, "data-csrf=\"", "\"").unwrap_or_default();
        let mut pairs = vec![format!("csrf={}", encode(&token))];
        pairs.extend(fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))));
        self.pages.ask(post(path, &self.cookie, pairs.join("&"))).await
    }
}

/// The text between two marks.
pub fn between(text: &str, from: &str, to: &str) -> Option<String> {
    Some(text.split_once(from)?.1.split_once(to)?.0.to_owned())
}

fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
