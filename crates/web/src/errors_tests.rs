use axum::{
    Router,
    body::{Body, to_bytes},
    http::header::{ACCEPT_LANGUAGE, CONTENT_LENGTH},
    middleware::from_fn,
    routing::{get, post},
};
use tower::ServiceExt;

use super::*;

#[derive(Debug, thiserror::Error)]
#[error("the record of 山田花子 is unreadable")]
struct Secret;

fn app() -> Router {
    Router::new()
        .route("/case", get(|| async { PageError::not_found() }))
        .route("/broken", get(|| async { PageError::internal(Secret) }))
        .route(
            "/refused",
            get(|| async {
                PageError::new(ErrorKind::Forbidden).saying("この計画は支援決定の後は変更できません。")
            }),
        )
        .route("/form", post(|_: axum::Form<std::collections::HashMap<String, String>>| async { "taken" }))
        .layer(from_fn(pages))
}

async fn answer(request: axum::http::request::Builder) -> (StatusCode, String) {
    let response = app().oneshot(request.body(Body::from("a=1")).unwrap()).await.unwrap();
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn a_missing_page_is_explained_in_the_readers_language() {
    let (status, page) = answer(Request::get("/case").header(ACCEPT_LANGUAGE, "en-GB,en;q=0.9,ja;q=0.5")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(page.contains("<html lang=\"en\""), "{page}");
    let (_, page) = answer(Request::get("/case")).await;
    assert!(page.contains("ページが見つかりません"), "{page}");
}

#[tokio::test]
async fn our_own_fault_shows_a_reference_number_and_nothing_of_the_cause() {
    let (status, page) = answer(Request::get("/broken")).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!page.contains("山田") && !page.contains("unreadable"), "{page}");
    let reference = page.split("data-reference>").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
    assert_eq!(reference.len(), 9, "{reference}");
}

#[tokio::test]
async fn a_refusal_says_why() {
    let (status, page) = answer(Request::get("/refused")).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(page.contains("この計画は支援決定の後は変更できません。"), "{page}");
}

#[tokio::test]
async fn refusals_of_the_http_library_get_the_same_pages() {
    let (status, page) = answer(Request::get("/nowhere")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(page.contains("<main"), "{page}");
    let (status, page) = answer(Request::post("/form").header(CONTENT_LENGTH, 3)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(page.contains("<main") && !page.contains("Content-Type"), "{page}");
}

#[test]
fn u16_every_kind_of_failure_has_words_in_both_languages() {
    for lang in Lang::ALL {
        let t = Texts::shipped(lang);
        for kind in ErrorKind::ALL {
            let words = kind.title(&t) + &kind.advice(&t);
            assert!(!words.contains('⟦'), "{words}");
            for jargon in ["invalid", "不正", "例外", "exception", "null"] {
                assert!(!words.to_lowercase().contains(jargon), "{words}");
            }
        }
    }
}

#[test]
fn a_reference_number_has_no_letters_that_are_mistaken_for_each_other() {
    for _ in 0..200 {
        let number = Reference::random().to_string();
        assert_eq!(number.len(), 9);
        assert!(number.chars().all(|letter| letter == '-' || !"01IO".contains(letter)), "{number}");
    }
}
