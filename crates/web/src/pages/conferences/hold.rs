//! Recording that a conference sat: the day, who was there, who led and who wrote.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use banso_access::Action;
use banso_domain::{
    agency::ConferenceRules,
    conference::{ConferenceState, Member},
};

use super::{
    form::member_differences,
    members::{self, Colleagues, MemberRow},
    opened::{ConferencePath, Opened},
    plan::ConflictPage,
};
use crate::{
    components::{ConflictRow, ConflictView, DateField, ErrorSummary, FieldView, Link, Width},
    errors::PageError,
    filled::{Filled, not_taken, refused},
    frame::Frame,
    site::{SignedIn, Site, page_error, show},
    submitted::Submitted,
};

#[derive(Template)]
#[template(path = "pages/conferences/hold.html")]
struct HoldPage {
    frame: Frame,
    summary: ErrorSummary,
    action: String,
    version: String,
    on: DateField,
    chair: FieldView,
    recorder: FieldView,
    members: Vec<MemberRow>,
    back: Link,
}

/// The form as it begins: everybody who was invited is taken to be there, the reader to have written.
fn begin(reader: &SignedIn, opened: &Opened, local: ConferenceRules) -> Submitted {
    let conference = opened.conference();
    let first = conference.state == ConferenceState::Planned;
    let members: Vec<Member> = conference
        .members
        .iter()
        .map(|member| Member { attended: member.attended || first, ..member.clone() })
        .collect();
    let recorder = if first { reader.session.staff_name.clone() } else { conference.recorder.clone() };
    let mut fields = vec![
        ("version".to_owned(), opened.page.version.to_string()),
        ("on".to_owned(), reader.look.long(conference.plan.on).text().to_owned()),
        ("chair".to_owned(), if first { local.chair } else { conference.chair.clone() }),
        ("recorder".to_owned(), recorder),
    ];
    fields.extend(members::fields_of(&members));
    Submitted::of(fields)
}

async fn page(
    reader: &SignedIn,
    opened: &Opened,
    mut frame: Frame,
    filled: &Filled,
    colleagues: &Colleagues,
) -> Result<Response, PageError> {
    let t = &reader.t;
    frame.has_errors = !filled.is_right();
    let mut on = filled.date("on", t.get("conference-held-on"));
    on.field = on.field.required();
    show(&HoldPage {
        summary: filled.summary(),
        action: format!("{}/hold", opened.href()),
        version: filled.form.text("version").to_owned(),
        on,
        chair: filled.field("chair", t.get("conference-chair")).width(Width::Middle).required(),
        recorder: filled.field("recorder", t.get("conference-recorder")).width(Width::Middle),
        members: members::rows(t, filled, colleagues, true),
        back: Link::new(opened.title(reader), opened.href()),
        frame,
    })
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
) -> Result<Response, PageError> {
    let opened = Opened::load_for(&site, &reader, id, Action::WriteMinutes).await?;
    let colleagues = Colleagues::of(&site, opened.conference().host).await?;
    let frame = opened.frame(&site, &reader, Some(reader.t.get("conference-hold"))).await?;
    let local = site.app().agency(opened.conference().host).await.map_err(page_error)?.facts.conferences;
    let filled = Filled::new(&reader.t, begin(&reader, &opened, local));
    page(&reader, &opened, frame, &filled, &colleagues).await
}

pub(super) async fn hold(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = Opened::load_for(&site, &reader, id, Action::WriteMinutes).await?;
    let colleagues = Colleagues::of(&site, opened.conference().host).await?;
    let another_row = form.has("add_row");
    let mut filled = Filled::new(t, form);
    let mut banners = Vec::new();
    if !another_row {
        let on = filled.needed_day("on");
        let chair = filled.needed("chair", t.get("conference-chair-needed"));
        let recorder = filled.form.text("recorder").to_owned();
        let there = members::read(t, &filled, &colleagues);
        if !there.iter().any(|member| member.attended) {
            filled.complain("members", t.get("conference-nobody-there"));
        }
        if filled.is_right() {
            if filled.form.text("version") != opened.page.version.to_string() {
                return conflict(&site, &reader, &opened, &filled.form, &colleagues).await;
            }
            match site.app().hold_conference(&reader.actor, id, on, there, &chair, &recorder).await {
                Ok(()) => {
                    let to = format!("{}?done=conference-held", opened.href());
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(error) => banners = refused(t, error)?,
            }
        }
    }
    let mut frame = opened.frame(&site, &reader, Some(t.get("conference-hold"))).await?;
    frame.banners = banners;
    let page = page(&reader, &opened, frame, &filled, &colleagues).await?;
    Ok(if another_row { page } else { not_taken(page) })
}

/// Somebody else changed the conference meanwhile: attendance side by side.
async fn conflict(
    site: &Site,
    reader: &SignedIn,
    opened: &Opened,
    mine: &Submitted,
    colleagues: &Colleagues,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let theirs = begin(reader, opened);
    let text = |name: &str, label: String| ConflictRow {
        name: name.to_owned(),
        label,
        mine: mine.text(name).to_owned(),
        theirs: theirs.text(name).to_owned(),
    };
    let mut rows = vec![
        text("on", t.get("conference-held-on")),
        text("chair", t.get("conference-chair")),
        text("recorder", t.get("conference-recorder")),
    ];
    let sides = [mine, &theirs].map(|form| Filled::new(t, form.clone()));
    rows.extend(member_differences(t, colleagues, &sides));
    let view = ConflictView {
        saved_by: t.get("conference-somebody"),
        saved_at: t.get("conference-meanwhile"),
        action: format!("{}/hold", opened.href()),
        version: opened.page.version.to_string(),
        rows,
    };
    let frame = opened.frame(site, reader, Some(t.get("conference-hold"))).await?;
    Ok((StatusCode::CONFLICT, show(&ConflictPage { frame, view })?).into_response())
}
