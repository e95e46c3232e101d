//! The page of the agency that a referral goes to: what is asked, and three things to do, in plain words.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Router,
    extract::{FromRequestParts, Path, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use banso_app::{ReferralPage, Side, UseCaseError};
use banso_domain::{
    calendar::{DateStyle, format},
    id::ReferralId,
    referral::ReferralState,
};

use super::{
    answering::{Who, answer_questions, conclusion_questions, read_answer, read_conclusion},
    naming::{content_rows, outcome_rows, state_tag},
};
use crate::{
    components::{Banner, ErrorSummary, Link, StatusTag, SummaryRow},
    errors::{ErrorKind, PageError},
    form::{Filled, FormView, Submitted, done, not_taken, refused},
    frame::{Frame, Section},
    site::{Done, SignedIn, Site, page_error, show},
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/referrals/{referral}", get(open))
        .route("/referrals/{referral}/seen", post(see))
        .route("/referrals/{referral}/answer", post(answer))
        .route("/referrals/{referral}/conclude", post(conclude))
}

/// The referral named in the address.
pub(super) struct ReferralPath(pub(super) ReferralId);

impl<S: Send + Sync> FromRequestParts<S> for ReferralPath {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, state: &S) -> Result<Self, Self::Rejection> {
        let Path(segments) = Path::<HashMap<String, String>>::from_request_parts(parts, state)
            .await
            .map_err(|_| PageError::not_found())?;
        let id = segments.get("referral").and_then(|text| text.parse().ok()).ok_or_else(PageError::not_found)?;
        Ok(Self(id))
    }
}

#[derive(Template)]
#[template(path = "pages/referrals/received.html")]
struct ReceivedPage {
    frame: Frame,
    heading: String,
    state: StatusTag,
    next: String,
    rows: Vec<SummaryRow>,
    became: Vec<SummaryRow>,
    summary: ErrorSummary,
    /// Where the button goes that says that it has arrived.
    seen: Option<String>,
    answer: Option<FormView>,
    conclude: Option<FormView>,
}

/// What was typed into one of the forms of the page.
enum Typed<'f> {
    Nothing,
    Answer(&'f Filled),
    Conclusion(&'f Filled),
}

async fn load(site: &Site, reader: &SignedIn, id: ReferralId) -> Result<ReferralPage, PageError> {
    match site.app().referral(&reader.actor, id).await {
        Err(UseCaseError::Forbidden) => {
            Err(PageError::new(ErrorKind::Forbidden).saying(reader.t.get("referral-taken-back")))
        }
        loaded => loaded.map_err(page_error),
    }
}

async fn open(
    State(site): State<Site>,
    reader: SignedIn,
    ReferralPath(id): ReferralPath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let loaded = load(&site, &reader, id).await?;
    if loaded.side == Side::Sender {
        return Ok(Redirect::to(&format!("/cases/{}/referrals/{id}", loaded.referral.case)).into_response());
    }
    page(&site, &reader, &loaded, &Typed::Nothing, told.banners(&reader.t)).await
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    loaded: &ReferralPage,
    typed: &Typed<'_>,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let (t, look, referral) = (&reader.t, reader.look, &loaded.referral);
    let state = referral.state;
    let from = site.app().agency(referral.from).await.map_err(page_error)?.facts;
    let address = |step: &str| format!("/referrals/{}/{step}", referral.id);
    let today = format::long(site.app().clock().today(), DateStyle::Era);
    let answer = state.waits_for_answer().then(|| {
        let fresh = || Filled::new(t, Submitted::of([("name", reader.session.staff_name.clone())]));
        let blocks = match typed {
            Typed::Answer(filled) => filled.ask_all(&answer_questions(t, Who::Agency)),
            Typed::Nothing | Typed::Conclusion(_) => fresh().ask_all(&answer_questions(t, Who::Agency)),
        };
        FormView::new(reader, address("answer"), blocks, t.get("referral-answer-send"))
    });
    let conclude = (state == ReferralState::Accepted).then(|| {
        let blocks = match typed {
            Typed::Conclusion(filled) => filled.ask_all(&conclusion_questions(t)),
            Typed::Nothing | Typed::Answer(_) => {
                Filled::new(t, Submitted::of([("on", today)])).ask_all(&conclusion_questions(t))
            }
        };
        FormView::new(reader, address("conclude"), blocks, t.get("referral-conclude-send"))
    });
    let items = answer.iter().chain(conclude.iter()).flat_map(|form| form.summary().items);
    let summary = ErrorSummary { items: items.collect() };
    let next = match state {
        ReferralState::Sent | ReferralState::Seen => t.get("received-next-answer"),
        ReferralState::Accepted => t.get("received-next-arrival"),
        _ => t.get("received-next-nothing"),
    };
    let name = t.with("referral-person-name", [("name", &loaded.person.name), ("kana", &loaded.person.kana)]);
    let sender = [&from.name, &from.phone, &loaded.assigned_name].map(String::as_str);
    let sender: Vec<&str> = sender.into_iter().filter(|line| !line.is_empty()).collect();
    let mut rows = vec![
        SummaryRow::new(t.get("referral-person"), name),
        SummaryRow::new(t.get("referral-from"), sender.join("\n")),
    ];
    rows.extend(content_rows(t, look, &referral.content));
    let mut frame = reader.frame(site, Some(Section::Referrals), t.get("received-title")).await?;
    frame.breadcrumbs = vec![Link::new(t.get("nav-referrals"), "/referrals")];
    frame.has_errors = !summary.is_empty();
    frame.banners = banners;
    show(&ReceivedPage {
        heading: t.with("received-heading", [("from", &from.name)]),
        state: state_tag(t, state),
        next,
        rows,
        became: outcome_rows(t, look, referral),
        summary,
        seen: (state == ReferralState::Sent).then(|| address("seen")),
        answer,
        conclude,
        frame,
    })
}

async fn see(
    State(site): State<Site>,
    reader: SignedIn,
    ReferralPath(id): ReferralPath,
    _form: Submitted,
) -> Result<Response, PageError> {
    site.app().see_referral(&reader.actor, id).await.map_err(page_error)?;
    Ok(done(&format!("/referrals/{id}"), "referral-seen"))
}

async fn answer(
    State(site): State<Site>,
    reader: SignedIn,
    ReferralPath(id): ReferralPath,
    form: Submitted,
) -> Result<Response, PageError> {
    let loaded = load(&site, &reader, id).await?;
    if loaded.side == Side::Sender {
        return Err(PageError::forbidden());
    }
    let mut filled = Filled::new(&reader.t, form);
    let mut banners = Vec::new();
    if let Some(answer) = read_answer(&reader.t, &mut filled, Who::Agency, site.app().clock().today()) {
        match site.app().answer_referral(&reader.actor, id, answer).await {
            Ok(()) => return Ok(done(&format!("/referrals/{id}"), "referral-answered")),
            Err(error) => banners = refused(&reader.t, error)?,
        }
    }
    // Somebody else may have answered meanwhile: the page shows what is there now.
    let loaded = load(&site, &reader, id).await?;
    Ok(not_taken(page(&site, &reader, &loaded, &Typed::Answer(&filled), banners).await?))
}

async fn conclude(
    State(site): State<Site>,
    reader: SignedIn,
    ReferralPath(id): ReferralPath,
    form: Submitted,
) -> Result<Response, PageError> {
    let loaded = load(&site, &reader, id).await?;
    if loaded.side == Side::Sender {
        return Err(PageError::forbidden());
    }
    let mut filled = Filled::new(&reader.t, form);
    let mut banners = Vec::new();
    if let Some(conclusion) = read_conclusion(&reader.t, &mut filled) {
        match site.app().conclude_referral(&reader.actor, id, conclusion).await {
            Ok(()) => return Ok(done(&format!("/referrals/{id}"), "referral-concluded")),
            Err(error) => banners = refused(&reader.t, error)?,
        }
    }
    let loaded = load(&site, &reader, id).await?;
    Ok(not_taken(page(&site, &reader, &loaded, &Typed::Conclusion(&filled), banners).await?))
}
