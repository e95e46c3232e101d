//! One referral on the side of the case: where it stands, what is next, what was said, what happened.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_access::Action;
use banso_domain::referral::{Referral, ReferralState};

use super::{
    super::naming::{
        consent_words, content_rows, due_name, event_name, outcome_rows, receiver_words, state_tag, way_rows,
    },
    Opened, SentPath,
};
use crate::{
    components::{Banner, DueLabel, Link, StatusTag, SummaryRow},
    errors::PageError,
    form::Unsaved,
    frame::Frame,
    pages::{
        cases::{Room, RoomTab},
        people::People,
    },
    site::{Done, SignedIn, Site, page_error, show},
};

#[derive(Template)]
#[template(path = "pages/referrals/show.html")]
struct ShowPage {
    frame: Frame,
    room: Room,
    heading: String,
    state: StatusTag,
    /// What is to be done, and by when.
    next: String,
    due: Option<DueLabel>,
    actions: Vec<Link>,
    /// Where the button goes that makes the page to reply on.
    reply_page: Option<String>,
    others: Vec<Link>,
    rows: Vec<SummaryRow>,
    became: Vec<SummaryRow>,
    history: Vec<SummaryRow>,
}

pub(super) async fn open(
    State(site): State<Site>,
    reader: SignedIn,
    path: SentPath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let opened = Opened::load(&site, &reader, path).await?;
    page(&site, &reader, &opened, told.banners(&reader.t)).await
}

/// The page after something that was not done.
pub(super) async fn refused(
    site: &Site,
    reader: &SignedIn,
    opened: &Opened,
    unsaved: &Unsaved,
) -> Result<Response, PageError> {
    Ok(unsaved.answer(page(site, reader, opened, unsaved.banners(&reader.t)).await?))
}

async fn page(site: &Site, reader: &SignedIn, opened: &Opened, banners: Vec<Banner>) -> Result<Response, PageError> {
    let (t, look, referral) = (&reader.t, reader.look, &opened.page.referral);
    let content = &referral.content;
    let writes = opened.may(site, reader, Action::WriteReferral);
    let sends = opened.may(site, reader, Action::SendReferral);
    let receiver = site.app().receiver_name(&content.receiver).await.map_err(page_error)?;
    let mut rows =
        vec![SummaryRow::new(t.get("referral-receiver"), receiver_words(site.app(), &content.receiver).await?)];
    rows.extend(content_rows(t, look, content));
    rows.extend(way_rows(t, content));
    let word = consent_words(t, look, referral.consent.as_ref());
    rows.push(SummaryRow::or_unknown(t.get("referral-consent"), word));
    let mut others = Vec::new();
    let link_to = |text: String, id| Link::new(text, format!("/cases/{}/referrals/{id}", referral.case));
    others.extend(referral.replaces.map(|old| link_to(t.get("referral-the-one-before"), old)));
    others.extend(referral.rerouted_to.map(|new| link_to(t.get("referral-the-one-after"), new)));
    let outside = content.receiver.agency().is_none();
    if outside && sends && referral.sent_on.is_some() && referral.state != ReferralState::Withdrawn {
        others.push(Link::new(t.get("referral-letter"), format!("{}/letter.pdf", opened.href())));
    }
    let mut frame = opened.case.frame(site, reader, &t.get("referral-page")).await?;
    frame.breadcrumbs.push(Link::new(t.get("room-referrals"), format!("/cases/{}/referrals", referral.case)));
    frame.banners = banners;
    let today = site.app().clock().today();
    show(&ShowPage {
        room: opened.case.room(site, reader, RoomTab::Referrals),
        heading: t.with("referral-heading", [("receiver", receiver)]),
        state: state_tag(t, referral.state),
        next: match opened.page.due {
            Some(due) => due_name(t, due.kind),
            None => next_of_draft(reader, referral),
        },
        due: opened.page.due.map(|due| DueLabel::new(t, look.with_weekday(due.on), today)),
        actions: if writes { actions(reader, opened) } else { Vec::new() },
        reply_page: (outside && sends && referral.state.waits_for_answer())
            .then(|| format!("{}/reply-page", opened.href())),
        others,
        rows,
        became: outcome_rows(t, look, referral),
        history: history(site, reader, opened).await?,
        frame,
    })
}

/// What is next where no day is waited for.
fn next_of_draft(reader: &SignedIn, referral: &Referral) -> String {
    let t = &reader.t;
    match (referral.state, &referral.consent) {
        (ReferralState::Drafted, None) => t.get("referral-next-ask"),
        (ReferralState::Drafted, Some(answer)) if answer.agrees() => t.get("referral-next-send"),
        (ReferralState::Drafted, Some(_)) => t.get("referral-next-not-agreed"),
        _ => t.get("referral-next-nothing"),
    }
}

/// What can be done now, the usual step first.
fn actions(reader: &SignedIn, opened: &Opened) -> Vec<Link> {
    let (t, referral) = (&reader.t, &opened.page.referral);
    let href = opened.href();
    let step = |text: String, step: &str| Link::new(text, format!("{href}/step/{step}"));
    let elsewhere = || {
        let address = format!("/cases/{}/referrals/new?replaces={}", referral.case, referral.id);
        Link::new(t.get("referral-elsewhere"), address)
    };
    let conclude = || step(t.get("referral-step-conclude"), "conclude");
    let withdraw = || step(t.get("referral-step-withdraw"), "withdraw");
    match referral.state {
        ReferralState::Drafted => {
            let send = Link::new(t.get("referral-to-check"), format!("{href}/send"));
            let consent = step(t.get("referral-step-consent"), "consent");
            let mut links = if referral.is_agreed() { vec![send, consent] } else { vec![consent, send] };
            links.push(Link::new(t.get("referral-change"), format!("{href}/change")));
            links.push(step(t.get("referral-step-drop"), "drop"));
            links
        }
        ReferralState::Sent | ReferralState::Seen => {
            vec![step(t.get("referral-step-answer"), "answer"), withdraw(), elsewhere(), conclude()]
        }
        ReferralState::Accepted => vec![conclude(), withdraw(), elsewhere()],
        ReferralState::Declined => vec![elsewhere(), conclude(), withdraw()],
        ReferralState::Concluded | ReferralState::Rerouted | ReferralState::Withdrawn | ReferralState::Dropped => {
            Vec::new()
        }
    }
}

/// What happened, newest first.
async fn history(site: &Site, reader: &SignedIn, opened: &Opened) -> Result<Vec<SummaryRow>, PageError> {
    let t = &reader.t;
    let lines = site.app().referral_history(&reader.actor, opened.page.referral.id).await.map_err(page_error)?;
    let mut people = People::of(site, [opened.case.file.scope.centre]).await?;
    let mut rows = Vec::new();
    for line in lines.into_iter().rev() {
        let what = line.event.map_or_else(|| t.get("referral-erased"), |event| event_name(t, &event));
        let who = people.name(site, line.staff).await?;
        rows.push(SummaryRow::new(reader.look.moment(line.recorded_at), [what, who].join("\n")));
    }
    Ok(rows)
}
