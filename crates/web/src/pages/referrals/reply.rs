//! The page on which an agency without an account answers once.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use banso_app::{OpenReply, SecretPageError, UseCaseError};

use super::{
    answering::{Who, answer_questions, read_answer},
    naming::content_rows,
};
use crate::{
    components::{ErrorSummary, SummaryRow},
    dates::DateLook,
    errors::{ErrorKind, PageError},
    form::{Block, Filled, Submitted, not_taken, refused},
    frame::Frame,
    pages::open_page,
    security::CameFrom,
    site::{Site, show},
    text::{Lang, Texts},
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/reply/done", get(thanks)).route("/reply/{secret}", get(ask).post(answer))
}

#[derive(Template)]
#[template(path = "pages/referrals/reply.html")]
struct ReplyPage {
    frame: Frame,
    summary: ErrorSummary,
    lead: String,
    rows: Vec<SummaryRow>,
    fields: Vec<Block>,
    action: String,
}

async fn thanks(headers: HeaderMap) -> Result<Response, PageError> {
    let t = Texts::shipped(Lang::preferred(&headers));
    open_page::told(&t, t.get("reply-thanks"), vec![t.get("reply-thanks-lead"), t.get("reply-thanks-more")])
}

/// One page for every reason for which it does not open; it tells whom to call.
fn not_open(t: &Texts, error: SecretPageError) -> Result<Response, PageError> {
    let lines = vec![t.get("reply-not-open-why"), t.get("reply-not-open-do")];
    open_page::not_open(t, t.get("reply-not-open"), lines, error)
}

async fn ask(
    State(site): State<Site>,
    from: CameFrom,
    headers: HeaderMap,
    Path(secret): Path<String>,
) -> Result<Response, PageError> {
    let t = Texts::shipped(Lang::preferred(&headers));
    match site.app().reply_page(&secret, from.origin()).await {
        Ok(open) => page(&site, &headers, &secret, &open, &Filled::new(&t, Submitted::default()), Vec::new()),
        Err(error) => not_open(&t, error),
    }
}

fn page(
    site: &Site,
    headers: &HeaderMap,
    secret: &str,
    open: &OpenReply,
    filled: &Filled,
    banners: Vec<crate::components::Banner>,
) -> Result<Response, PageError> {
    let t = Texts::shipped(Lang::preferred(headers));
    let look = DateLook { lang: t.lang(), ..DateLook::default() };
    let frame = open_page::frame(site, headers, &t, t.get("reply-title"), !filled.is_right());
    let frame = Frame { banners, ..frame };
    let name = t.with("referral-person-name", [("name", &open.person.name), ("kana", &open.person.kana)]);
    let from = [&open.from, &open.phone, &open.assigned_name].map(String::as_str);
    let from: Vec<&str> = from.into_iter().filter(|line| !line.is_empty()).collect();
    let mut rows =
        vec![SummaryRow::new(t.get("referral-person"), name), SummaryRow::new(t.get("referral-from"), from.join("\n"))];
    rows.extend(content_rows(&t, look, &open.referral.content));
    show(&ReplyPage {
        summary: filled.summary(),
        lead: t.with("reply-lead", [("from", &open.from)]),
        rows,
        fields: filled.ask_all(&answer_questions(&t, Who::Agency)),
        action: format!("/reply/{secret}"),
        frame,
    })
}

async fn answer(
    State(site): State<Site>,
    from: CameFrom,
    headers: HeaderMap,
    Path(secret): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = Texts::shipped(Lang::preferred(&headers));
    if from.is_foreign {
        return Err(PageError::new(ErrorKind::BadRequest));
    }
    let open = match site.app().reply_page(&secret, from.origin()).await {
        Ok(open) => open,
        Err(error) => return not_open(&t, error),
    };
    let mut filled = Filled::new(&t, form);
    let today = site.app().clock().today();
    let mut banners = Vec::new();
    if let Some(answer) = read_answer(&t, &mut filled, Who::Agency, today) {
        match site.app().reply(&secret, answer, from.origin()).await {
            Ok(()) => return Ok(Redirect::to("/reply/done").into_response()),
            Err(SecretPageError::UseCase(error @ UseCaseError::Refused(_))) => banners = refused(&t, error)?,
            Err(error) => return not_open(&t, error),
        }
    }
    Ok(not_taken(page(&site, &headers, &secret, &open, &filled, banners)?))
}
