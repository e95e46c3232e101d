//! Sending: the page that is checked before (U14), the letter, and the page for those without an account.

use askama::Template;
use axum::{extract::State, http::HeaderMap, response::Response};
use banso_access::Action;
use banso_app::{FileKind, UseCaseError};
use banso_domain::rule::Rule;

use super::{
    super::naming::{consent_words, content_rows, receiver_words, unprepared_name, way_rows},
    Opened, SentPath,
};
use crate::{
    components::{Banner, BannerKind, Link, StatusTag, SummaryRow},
    errors::PageError,
    form::{Submitted, Unsaved, done},
    frame::Frame,
    pages::{
        agencies,
        cases::{Room, RoomTab},
        forms::{file_answer, print_look},
    },
    rules,
    site::{SignedIn, Site, page_error, show},
};

#[derive(Template)]
#[template(path = "pages/referrals/check.html")]
struct CheckPage {
    frame: Frame,
    room: Room,
    rows: Vec<SummaryRow>,
    content: Vec<SummaryRow>,
    /// What the other agency says of itself, and how fresh that is.
    other_side: Vec<SummaryRow>,
    freshness: Option<StatusTag>,
    /// The version that is looked at; none where something stands in the way.
    version: Option<i64>,
    action: String,
    /// What mends what stands in the way.
    mend: Option<Link>,
    change: Link,
    back: Link,
}

#[derive(Template)]
#[template(path = "pages/referrals/reply_link.html")]
struct LinkPage {
    frame: Frame,
    room: Room,
    lead: String,
    link: String,
    until: String,
    back: Link,
}

pub(super) async fn check(State(site): State<Site>, reader: SignedIn, path: SentPath) -> Result<Response, PageError> {
    let opened = Opened::load_for(&site, &reader, path, Action::SendReferral).await?;
    page(&site, &reader, &opened, Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &Opened,
    mut banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let (t, referral) = (&reader.t, &opened.page.referral);
    let content = &referral.content;
    let stops = match site.app().check_sending(&reader.actor, referral.id).await {
        Ok(_) => Vec::new(),
        Err(UseCaseError::Refused(refusal)) => refusal.rules,
        Err(error) => return Err(page_error(error)),
    };
    if banners.is_empty() {
        banners = rules::warnings(t, &stops);
    }
    for rule in content.findings() {
        let mut about = rules::warnings(t, &[rule]);
        if rule == Rule::QuestionPrepared {
            let empty: Vec<String> = content.lacks().into_iter().map(|part| unprepared_name(t, part)).collect();
            let empty = empty.join(&t.get("list-separator"));
            let heading = about.first().map(|banner| banner.heading.clone()).unwrap_or_default();
            let body = t.with("referral-still-empty", [("parts", empty)]);
            about = vec![Banner::new(BannerKind::Warning, heading).body(body)];
        }
        banners.extend(about);
    }
    let today = site.app().clock().today();
    let receiver = match content.receiver.agency() {
        Some(agency) => Some(site.app().agency(agency).await.map_err(page_error)?.facts),
        None => None,
    };
    banners.extend(receiver.iter().flat_map(|facts| agencies::reminders(reader, facts, today, false)));
    let items = [
        t.get("referral-item-name"),
        t.get("referral-content-aim"),
        t.get("referral-content-known"),
        t.get("referral-content-asked"),
    ];
    let readers = match content.receiver.agency() {
        Some(_) => t.get("referral-readers-agency"),
        None => t.get("referral-readers-outside"),
    };
    let consent = consent_words(t, reader.look, referral.consent.as_ref());
    let mut rows = vec![
        SummaryRow::new(t.get("referral-receiver"), receiver_words(site.app(), &content.receiver).await?),
        SummaryRow::new(t.get("referral-readers"), readers),
        SummaryRow::new(t.get("referral-items"), items.join(&t.get("list-separator"))),
        SummaryRow::or_unknown(t.get("referral-purpose"), &content.aim),
        SummaryRow::or_unknown(t.get("referral-basis"), consent),
    ];
    rows.extend(way_rows(t, content));
    let href = opened.href();
    let needs_word = stops.contains(&Rule::ReferralNeedsConsent);
    let mut frame = opened.case.frame(site, reader, &t.get("referral-check")).await?;
    frame.banners = banners;
    show(&CheckPage {
        room: opened.case.room(site, reader, RoomTab::Referrals),
        rows,
        content: content_rows(t, reader.look, content),
        other_side: receiver.iter().flat_map(|facts| agencies::rows(reader, facts)).collect(),
        freshness: receiver.as_ref().map(|facts| agencies::freshness(reader, facts, today)),
        version: stops.is_empty().then_some(opened.page.version),
        action: format!("{href}/send"),
        mend: needs_word.then(|| Link::new(t.get("referral-step-consent"), format!("{href}/step/consent"))),
        change: Link::new(t.get("referral-change"), format!("{href}/change")),
        back: Link::new(t.get("referral-back"), href),
        frame,
    })
}

pub(super) async fn send(
    State(site): State<Site>,
    reader: SignedIn,
    path: SentPath,
    form: Submitted,
) -> Result<Response, PageError> {
    let opened = Opened::load_for(&site, &reader, path, Action::SendReferral).await?;
    let checked = form.text("version").parse().unwrap_or(0);
    match site.app().send_referral(&reader.actor, path.referral, checked).await {
        Ok(()) => Ok(done(&opened.href(), "referral-sent")),
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            // It changed meanwhile: what would go now is checked again.
            let opened = Opened::load(&site, &reader, path).await?;
            let banners = unsaved.banners(&reader.t);
            Ok(unsaved.answer(page(&site, &reader, &opened, banners).await?))
        }
    }
}

pub(super) async fn letter(State(site): State<Site>, reader: SignedIn, path: SentPath) -> Result<Response, PageError> {
    Opened::load_for(&site, &reader, path, Action::SendReferral).await?;
    let look = print_look(&reader);
    let printed = site.app().print_referral(&reader.actor, path.referral, look, FileKind::Pdf).await;
    Ok(file_answer(printed.map_err(page_error)?, FileKind::Pdf))
}

pub(super) async fn make_reply_page(
    State(site): State<Site>,
    reader: SignedIn,
    path: SentPath,
    headers: HeaderMap,
    _form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = Opened::load_for(&site, &reader, path, Action::SendReferral).await?;
    let token = match site.app().make_reply_page(&reader.actor, path.referral).await {
        Ok(token) => token,
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            return super::show::refused(&site, &reader, &opened, &unsaved).await;
        }
    };
    let opened = Opened::load(&site, &reader, path).await?;
    let until = opened.page.referral.reply_page_until.map(|day| reader.look.long(day).text().to_owned());
    let receiver = site.app().receiver_name(&opened.page.referral.content.receiver).await.map_err(page_error)?;
    show(&LinkPage {
        frame: opened.case.frame(&site, &reader, &t.get("referral-link-title")).await?,
        room: opened.case.room(&site, &reader, RoomTab::Referrals),
        lead: t.with("referral-link-lead", [("receiver", receiver)]),
        link: format!("{}/reply/{}", site.own_address(&headers), token.to_hex()),
        until: t.with("referral-link-until", [("day", until.unwrap_or_default())]),
        back: Link::new(t.get("referral-back"), opened.href()),
    })
}
