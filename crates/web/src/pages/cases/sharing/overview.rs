//! What stands open to whom, the consents, emergencies, the word about employers, and the notes between agencies and the centre.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_access::Action;
use banso_app::AgencyRow;
use banso_domain::{
    calendar::japan,
    case::sharing::{Consent, EmploymentDisclosure, Route, Share},
    id::AgencyId,
};
use chrono::NaiveDate;

use super::{
    super::room::{CasePath, OpenedCase, Room, RoomTab},
    after_meeting,
    naming::{basis_name, employment_name, items_name, route_name},
};
use crate::{
    components::{
        Banner, Button, ButtonKind, Cell, Column, EmptyState, ErrorSummary, Link, Shape, StatusTag, SummaryRow,
        TableRow, TableView, TimelineItem,
    },
    errors::PageError,
    form::{Filled, FormView, Question, Submitted, done, labelled, not_taken, options, refused},
    frame::Frame,
    pages::people::People,
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

/// A consent that ends within so many days is talked about.
const SOON: u64 = 30;

#[derive(Template)]
#[template(path = "pages/cases/sharing/overview.html")]
struct OverviewPage {
    frame: Frame,
    room: Room,
    summary: ErrorSummary,
    open: Option<TableView>,
    nothing_open: EmptyState,
    consents: Option<TableView>,
    emergencies: Option<TableView>,
    after_meetings: Option<TableView>,
    actions: Vec<Button>,
    municipality: String,
    /// How often the person told something themself; empty while nothing goes through them.
    self_told: String,
    employment: Vec<SummaryRow>,
    employment_form: Option<FormView>,
    notes: Vec<TimelineItem>,
    note_form: Option<FormView>,
    further: Vec<Link>,
}

/// The forms of the page as they are filled.
struct Forms {
    employment: Filled,
    note: Filled,
}

impl Forms {
    fn fresh(t: &Texts, opened: &OpenedCase) -> Self {
        let policy = opened.file.case.sharing.employment.map_or("", EmploymentDisclosure::name);
        Self {
            employment: Filled::new(t, Submitted::of([("policy", policy)])),
            note: Filled::new(t, Submitted::default()),
        }
    }
}

pub(super) async fn show_overview(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let forms = Forms::fresh(&reader.t, &opened);
    page(&site, &reader, &opened, &forms, told.banners(&reader.t)).await
}

/// Where a consent stands today.
fn state(t: &Texts, consent: &Consent, is_held: bool, today: NaiveDate) -> StatusTag {
    if is_held && consent.holds_on(today) {
        StatusTag::new(Shape::Blocked, t.get("consent-state-held"))
    } else if consent.withdrawn.is_some() {
        StatusTag::new(Shape::Closed, t.get("consent-state-withdrawn"))
    } else if consent.until < today {
        StatusTag::new(Shape::Closed, t.get("consent-state-ended"))
    } else if consent.until <= today + chrono::Days::new(SOON) {
        StatusTag::new(Shape::Waiting, t.get("consent-state-soon"))
    } else if consent.route != Route::Direct {
        StatusTag::new(Shape::Done, route_name(t, consent.route))
    } else if consent.tell_each_time {
        StatusTag::new(Shape::Done, t.get("consent-state-each-time"))
    } else {
        StatusTag::new(Shape::Done, t.get("consent-state-open"))
    }
}

/// Who reads what today, and why.
fn open_table(reader: &SignedIn, shares: &[Share], agencies: &[AgencyRow], today: NaiveDate) -> Option<TableView> {
    let t = &reader.t;
    let name = |id: AgencyId| agencies.iter().find(|agency| agency.id == id).map_or("", |agency| &agency.facts.name);
    let mut open: Vec<&Share> = shares.iter().filter(|share| share.is_open_on(today)).collect();
    open.sort_by_key(|share| (name(share.agency).to_owned(), share.until));
    let row = |share: &&Share| TableRow {
        cells: vec![
            Cell::Text(name(share.agency).to_owned()),
            Cell::Text(items_name(t, share.items)),
            Cell::Text(basis_name(t, share.basis)),
            Cell::Date(reader.look.short(share.until)),
        ],
    };
    (!open.is_empty()).then(|| TableView {
        id: "open".to_owned(),
        caption: t.count("sharing-open-caption", open.len()),
        columns: vec![
            Column::new(t.get("sharing-to")),
            Column::new(t.get("sharing-items")),
            Column::new(t.get("sharing-basis")),
            Column::new(t.get("sharing-open-until")),
        ],
        rows: open.iter().map(row).collect(),
    })
}

fn consents_table(
    reader: &SignedIn,
    opened: &OpenedCase,
    agencies: &[AgencyRow],
    today: NaiveDate,
) -> Option<TableView> {
    let t = &reader.t;
    let case = &opened.file.case;
    let row = |consent: &Consent| TableRow {
        cells: vec![
            Cell::Open {
                text: super::consent_form::recipients_name(t, consent, agencies),
                below: String::new(),
                href: format!("/cases/{}/sharing/consents/{}", case.id, consent.id),
            },
            Cell::Text(items_name(t, consent.items)),
            Cell::Date(reader.look.short(consent.from)),
            Cell::Date(reader.look.short(consent.until)),
            Cell::Status(state(t, consent, case.sharing.is_held(consent.id), today)),
        ],
    };
    let consents = &case.sharing.consents;
    (!consents.is_empty()).then(|| TableView {
        id: "consents".to_owned(),
        caption: t.count("sharing-consents-caption", consents.len()),
        columns: vec![
            Column::new(t.get("sharing-to")),
            Column::new(t.get("sharing-items")),
            Column::new(t.get("sharing-agreed-on")),
            Column::new(t.get("sharing-until")),
            Column::new(t.get("sharing-state")),
        ],
        rows: consents.iter().rev().map(row).collect(),
    })
}

fn emergencies_table(reader: &SignedIn, opened: &OpenedCase, agencies: &[AgencyRow]) -> Option<TableView> {
    let t = &reader.t;
    let case = &opened.file.case;
    let name = |id: AgencyId| agencies.iter().find(|agency| agency.id == id).map_or("", |agency| &agency.facts.name);
    let rows: Vec<TableRow> = case
        .sharing
        .emergencies
        .iter()
        .rev()
        .map(|given| TableRow {
            cells: vec![
                Cell::Open {
                    text: name(given.to.agency).to_owned(),
                    below: String::new(),
                    href: format!("/cases/{}/sharing/emergency/{}", case.id, given.id),
                },
                Cell::Text(items_name(t, given.items)),
                Cell::Date(reader.look.short(given.on)),
                Cell::Status(match &given.review {
                    Some(_) => StatusTag::new(Shape::Done, t.get("emergency-state-reviewed")),
                    None => StatusTag::new(Shape::Waiting, t.get("emergency-state-waiting")),
                }),
            ],
        })
        .collect();
    (!rows.is_empty()).then(|| TableView {
        id: "emergencies".to_owned(),
        caption: t.get("sharing-emergencies"),
        columns: vec![
            Column::new(t.get("sharing-to")),
            Column::new(t.get("sharing-items")),
            Column::new(t.get("sharing-given-on")),
            Column::new(t.get("sharing-state")),
        ],
        rows,
    })
}

/// How often the person told something themself, and how often with nobody beside them.
fn self_told(t: &Texts, opened: &OpenedCase) -> String {
    match opened.file.case.sharing.self_told() {
        (0, _) => String::new(),
        (all, alone) => t.with("sharing-self-told", [("all", all), ("alone", alone)]),
    }
}

async fn notes(site: &Site, reader: &SignedIn, opened: &OpenedCase) -> Result<Vec<TimelineItem>, PageError> {
    let t = &reader.t;
    let mut people = People::default();
    let mut items = Vec::new();
    for note in opened.file.case.sharing.notes.iter().rev() {
        let agency = site.app().agency(note.agency).await.map_err(page_error)?.facts.name;
        let agency = [("agency", agency)];
        let title =
            if note.from_centre { t.with("sharing-note-to", agency) } else { t.with("sharing-note-from", agency) };
        items.push(TimelineItem {
            title,
            day: reader.look.with_weekday(japan::local_date(note.at)),
            time: None,
            by: people.name(site, note.by).await?,
            how: None,
            body: note.text.clone(),
            href: None,
            corrected: None,
        });
    }
    Ok(items)
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    forms: &Forms,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let case = &opened.file.case;
    let today = site.app().clock().today();
    let base = format!("/cases/{}/sharing", case.id);
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let shares = case.sharing.shares();
    let may = |action| opened.may(site, reader, action);
    let writes = may(Action::RecordConsent);
    let mut actions = Vec::new();
    if writes {
        actions.push(Button::link(ButtonKind::Primary, t.get("sharing-new"), format!("{base}/new")));
    }
    if may(Action::DiscloseInEmergency) {
        actions.push(Button::link(ButtonKind::Secondary, t.get("sharing-emergency"), format!("{base}/emergency")));
    }
    let policy = case.sharing.employment.map_or_else(String::new, |policy| employment_name(t, policy));
    let policies = options(EmploymentDisclosure::ALL, EmploymentDisclosure::name, |policy| employment_name(t, policy));
    let question = Question::one("policy", t.get("sharing-employment"), policies).below_each_other().required();
    let employment_form = writes.then(|| {
        let block = forms.employment.ask(&question);
        FormView::new(reader, format!("{base}/employment"), vec![block], t.get("sharing-employment-save")).minor()
    });
    let mut partners: Vec<AgencyId> =
        shares.iter().filter(|share| share.is_open_on(today)).map(|share| share.agency).collect();
    partners.sort_unstable();
    partners.dedup();
    let note_form = (writes && !partners.is_empty()).then(|| {
        let named = agencies.iter().filter(|agency| partners.contains(&agency.id));
        let named = labelled(named.map(|agency| (agency.id.to_string(), agency.facts.name.clone())));
        let questions = [
            Question::one("agency", t.get("sharing-note-whom"), named).below_each_other().required(),
            Question::long("text", t.get("sharing-note-text"), 3).hint(t.get("sharing-note-hint")).required(),
        ];
        let blocks = forms.note.ask_all(&questions);
        FormView::new(reader, format!("{base}/notes"), blocks, t.get("sharing-note-send")).minor()
    });
    let municipality = match opened.file.scope.municipality_sees {
        true => t.get("sharing-municipality-sees"),
        false => t.get("sharing-municipality-does-not"),
    };
    let protection = match &case.protection.current {
        Some(_) => t.get("protection-link-on"),
        None => t.get("protection-link"),
    };
    let protected = case.protection.current.is_some() || !case.protection.openings.is_empty();
    let further = [
        (may(Action::ProtectCase) || protected)
            .then(|| Link::new(protection, format!("/cases/{}/protection", case.id))),
        may(Action::DiscloseAfterMeeting).then(|| Link::new(t.get("meeting-title"), format!("{base}/support-meeting"))),
        may(Action::ReadLedger).then(|| Link::new(t.get("sharing-ledger"), format!("/cases/{}/ledger", case.id))),
        may(Action::InvitePerson)
            .then(|| Link::new(t.get("own-account-link"), format!("/cases/{}/own-account", case.id))),
    ];
    let further = further.into_iter().flatten().collect();
    let mut frame = opened.frame(site, reader, &t.get("room-sharing")).await?;
    let items = employment_form.iter().chain(&note_form).flat_map(|form| form.summary().items).collect();
    let summary = ErrorSummary { items };
    frame.has_errors = !summary.is_empty();
    frame.banners = banners;
    show(&OverviewPage {
        frame,
        room: opened.room(site, reader, RoomTab::Sharing),
        summary,
        open: open_table(reader, &shares, &agencies, today),
        nothing_open: EmptyState {
            heading: t.get("sharing-nothing-open"),
            body: t.get("sharing-nothing-open-body"),
            action: None,
        },
        consents: consents_table(reader, opened, &agencies, today),
        emergencies: emergencies_table(reader, opened, &agencies),
        after_meetings: after_meeting::table(site, reader, opened).await?,
        actions,
        municipality,
        self_told: self_told(t, opened),
        employment: if writes { Vec::new() } else { vec![SummaryRow::or_unknown(t.get("sharing-employment"), policy)] },
        employment_form,
        notes: notes(site, reader, opened).await?,
        note_form,
        further,
    })
}

pub(super) async fn set_employment(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let mut filled = Filled::new(t, form);
    let mut banners = Vec::new();
    match filled.choice::<EmploymentDisclosure>("policy") {
        None => filled.complain("policy", t.get("sharing-employment-missing")),
        Some(policy) => match site.app().set_employment_disclosure(&reader.actor, id, policy).await {
            Ok(_) => return Ok(done(&format!("/cases/{id}/sharing"), "employment-disclosure-set")),
            Err(error) => banners = refused(t, error)?,
        },
    }
    let forms = Forms { employment: filled, ..Forms::fresh(t, &opened) };
    Ok(not_taken(page(&site, &reader, &opened, &forms, banners).await?))
}

pub(super) async fn write_note(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let mut filled = Filled::new(t, form);
    let agency: Option<AgencyId> = filled.form.text("agency").parse().ok();
    if agency.is_none() {
        filled.complain("agency", t.get("sharing-to-missing"));
    }
    let text = filled.needed("text", t.get("sharing-note-missing"));
    let mut banners = Vec::new();
    if let Some(agency) = agency.filter(|_| filled.is_right()) {
        match site.app().write_to_agency(&reader.actor, id, agency, &text).await {
            Ok(()) => return Ok(done(&format!("/cases/{id}/sharing"), "note-sent")),
            Err(error) => banners = refused(t, error)?,
        }
    }
    let forms = Forms { note: filled, ..Forms::fresh(t, &opened) };
    Ok(not_taken(page(&site, &reader, &opened, &forms, banners).await?))
}
