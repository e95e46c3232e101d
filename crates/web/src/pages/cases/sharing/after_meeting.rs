//! 支援会議を根拠とする提供: to an agency that sat there bound to secrecy, looked at once more before it opens (U14), closed at any time.

use axum::{extract::State, response::Response};
use banso_access::Action;
use banso_app::BoundMember;
use banso_domain::{
    calendar::{DateStyle, format},
    case::sharing::{AfterMeeting, Basis, Recipient, SharedItem},
    id::{CaseId, DisclosureId},
};
use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::{
    super::{
        form_page::Contents,
        room::{CasePath, OpenedCase, RoomTab},
    },
    check::check_page,
    naming::{basis_name, item_name, items_name},
};
use crate::{
    components::{Banner, Cell, Column, Link, Shape, StatusTag, SummaryRow, TableRow, TableView},
    errors::PageError,
    form::{Block, Filled, FormView, Part, Question, Submitted, done, labelled, not_taken, options, refused},
    site::{SignedIn, Site, page_error},
    text::Texts,
};

/// What is given after a support meeting can usually be read for a month.
const USUAL_DAYS: Days = Days::new(30);

fn address(case: CaseId) -> String {
    format!("/cases/{case}/sharing/support-meeting")
}

/// The case, if the reader may give something after a support meeting.
async fn open(site: &Site, reader: &SignedIn, case: CaseId) -> Result<OpenedCase, PageError> {
    let opened = OpenedCase::load(site, reader, case).await?;
    match opened.may(site, reader, Action::DiscloseAfterMeeting) {
        true => Ok(opened),
        false => Err(PageError::forbidden()),
    }
}

fn key(member: &BoundMember) -> String {
    format!("{}/{}", member.conference, member.agency)
}

fn questions(t: &Texts, reader: &SignedIn, members: &[BoundMember]) -> Vec<Question> {
    let seat = |member: &BoundMember| {
        let day = reader.look.long(member.held_on).text().to_owned();
        (key(member), t.with("meeting-seat", [("agency", member.name.clone()), ("day", day)]))
    };
    vec![
        Question::one("to", t.get("sharing-to"), labelled(members.iter().map(seat))).below_each_other().required(),
        Question::several(
            "items",
            t.get("sharing-items"),
            options(SharedItem::ALL, SharedItem::name, |item| item_name(t, item)),
        )
        .hint(t.get("sharing-items-hint"))
        .required(),
        Question::long("reason", t.get("meeting-reason"), 2).hint(t.get("meeting-reason-hint")).required(),
        Question::date("on", t.get("sharing-given-on")).required(),
        Question::date("until", t.get("sharing-open-until")).hint(t.get("meeting-until-hint")).required(),
    ]
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
) -> Result<Response, PageError> {
    let opened = open(&site, &reader, id).await?;
    let today = site.app().clock().today();
    let day = |day: NaiveDate| format::long(day, DateStyle::Era);
    let form = Submitted::of([("on", day(today)), ("until", day(today + USUAL_DAYS))]);
    page(&site, &reader, &opened, &Filled::new(&reader.t, form), Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let (t, case) = (&reader.t, opened.file.case.id);
    let members = site.app().bound_members(&reader.actor, case).await.map_err(page_error)?;
    let form = (!members.is_empty()).then(|| {
        let mut blocks = vec![Block::new(t, Part::Note(t.get("meeting-note")))];
        blocks.extend(filled.ask_all(&questions(t, reader, &members)));
        FormView::new(reader, address(case), blocks, t.get("sharing-to-check"))
            .back(Link::new(t.get("sharing-back"), format!("/cases/{case}/sharing")))
    });
    let lead = if form.is_none() { t.get("meeting-nobody") } else { String::new() };
    let contents = Contents::new(RoomTab::Sharing, t.get("meeting-title"), form);
    let second = close_form(site, reader, opened, filled).await?;
    Contents { lead, second, banners, ..contents }.show(site, reader, opened).await
}

pub(super) async fn give(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = open(&site, &reader, id).await?;
    let mut filled = Filled::new(t, form);
    if filled.form.text("step") == "change" {
        return page(&site, &reader, &opened, &filled, Vec::new()).await;
    }
    let members = site.app().bound_members(&reader.actor, id).await.map_err(page_error)?;
    let sent = filled.text("to");
    let member = members.iter().find(|member| key(member) == sent);
    if member.is_none() {
        filled.complain("to", t.get("sharing-to-missing"));
    }
    let items = filled.chosen("items", SharedItem::ALL, SharedItem::name);
    if items.is_empty() {
        filled.complain("items", t.get("sharing-items-missing"));
    }
    let reason = filled.needed("reason", t.get("meeting-reason-missing"));
    let (on, until) = (filled.needed_day("on"), filled.needed_day("until"));
    let Some(member) = member.filter(|_| filled.is_right()) else {
        return Ok(not_taken(page(&site, &reader, &opened, &filled, Vec::new()).await?));
    };
    let given = AfterMeeting {
        id: DisclosureId::new(Uuid::now_v7()),
        conference: member.conference,
        to: Recipient { agency: member.agency, is_employer: false },
        items: items.into_iter().collect(),
        reason,
        on,
        until,
        closed_on: None,
    };
    if filled.form.text("step") != "record" {
        let rows = rows(&reader, &given, &member.name);
        let lead = t.get("meeting-lead");
        return check_page(&site, &reader, &opened, &filled.form, address(id), lead, rows).await;
    }
    let banners = match site.app().disclose_after_meeting(&reader.actor, id, given).await {
        Ok(_) => return Ok(done(&format!("/cases/{id}/sharing"), "disclosed-after-meeting")),
        Err(error) => refused(t, error)?,
    };
    Ok(not_taken(page(&site, &reader, &opened, &filled, banners).await?))
}

fn rows(reader: &SignedIn, given: &AfterMeeting, name: &str) -> Vec<SummaryRow> {
    let t = &reader.t;
    let day = |day| reader.look.long(day).text().to_owned();
    let period = t.with("sharing-from-until", [("from", day(given.on)), ("until", day(given.until))]);
    vec![
        SummaryRow::new(t.get("sharing-to"), name),
        SummaryRow::new(t.get("sharing-items"), items_name(t, given.items)),
        SummaryRow::new(t.get("sharing-basis"), basis_name(t, Basis::SupportMeeting)),
        SummaryRow::new(t.get("meeting-reason"), &given.reason),
        SummaryRow::new(t.get("sharing-period"), period),
    ]
}

/// What was given after support meetings, the newest first.
pub(super) async fn table(site: &Site, reader: &SignedIn, opened: &OpenedCase) -> Result<Option<TableView>, PageError> {
    let (t, case) = (&reader.t, &opened.file.case);
    let today = site.app().clock().today();
    let mut lines = Vec::new();
    for given in case.sharing.after_meetings.iter().rev() {
        let name = site.app().agency(given.to.agency).await.map_err(page_error)?.facts.name;
        let state = match given.closed_on {
            Some(_) => StatusTag::new(Shape::Closed, t.get("meeting-state-closed")),
            None if given.until < today => StatusTag::new(Shape::Closed, t.get("consent-state-ended")),
            None => StatusTag::new(Shape::Done, t.get("meeting-state-open")),
        };
        lines.push(TableRow {
            cells: vec![
                Cell::Text(name),
                Cell::Text(items_name(t, given.items)),
                Cell::Date(reader.look.short(given.until)),
                Cell::Status(state),
            ],
        });
    }
    Ok((!lines.is_empty()).then(|| TableView {
        id: "after-meetings".to_owned(),
        caption: t.get("meeting-given"),
        columns: vec![
            Column::new(t.get("sharing-to")),
            Column::new(t.get("sharing-items")),
            Column::new(t.get("sharing-open-until")),
            Column::new(t.get("sharing-state")),
        ],
        rows: lines,
    }))
}

/// Closes what is open of it: for those who hear that it is not needed any more.
pub(super) async fn close(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = open(&site, &reader, id).await?;
    let mut filled = Filled::new(t, form);
    let Ok(which) = filled.text("which").parse::<DisclosureId>() else {
        filled.complain("which", t.get("meeting-which-missing"));
        return Ok(not_taken(page(&site, &reader, &opened, &filled, Vec::new()).await?));
    };
    let banners = match site.app().close_after_meeting(&reader.actor, id, which).await {
        Ok(_) => return Ok(done(&format!("/cases/{id}/sharing"), "after-meeting-closed")),
        Err(error) => refused(t, error)?,
    };
    Ok(not_taken(page(&site, &reader, &opened, &filled, banners).await?))
}

/// The form by which something is closed before its last day; none where nothing is open.
async fn close_form(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    filled: &Filled,
) -> Result<Option<(String, FormView)>, PageError> {
    let (t, case) = (&reader.t, &opened.file.case);
    let today = site.app().clock().today();
    let mut open = Vec::new();
    for given in case.sharing.after_meetings.iter().filter(|it| it.closed_on.is_none() && today <= it.until) {
        let name = site.app().agency(given.to.agency).await.map_err(page_error)?.facts.name;
        let words = [
            ("to", name),
            ("items", items_name(t, given.items)),
            ("until", reader.look.long(given.until).text().to_owned()),
        ];
        open.push((given.id.to_string(), t.with("sharing-released", words)));
    }
    Ok((!open.is_empty()).then(|| {
        let question = Question::one("which", t.get("meeting-which"), labelled(open)).below_each_other().required();
        let action = format!("{}/close", address(case.id));
        let form = FormView::new(reader, action, vec![filled.ask(&question)], t.get("meeting-close")).minor();
        (t.get("meeting-close"), form)
    }))
}
