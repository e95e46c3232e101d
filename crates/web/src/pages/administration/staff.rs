//! Accounts: the list, a new one, changing one.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use banso_access::Action;
use banso_app::{Agencies, EntryLine, NewStaff, StaffChange, StaffRow, UseCaseError};
use banso_domain::{
    id::StaffId,
    staff::{Role, StaffEvent, StaffFacts},
};
use chrono::NaiveDate;

use super::{Clash, EntryPage, Tabs, frame, only_if, staff_form, tabs};
use crate::{
    components::{Cell, Column, Link, Shape, StatusTag, Tab, TableRow, TableView},
    errors::PageError,
    form::{Compared, Filled, FormView, Side, Submitted, chosen, done, not_taken, would_overwrite},
    frame::Frame,
    pages::{
        export::{self, Again, Wanted},
        versions::Meanwhile,
    },
    site::{Done, SignedIn, Site, page_error, role_name, show},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/administration/staff", get(list))
        .route("/administration/staff/new", get(ask_new).post(add))
        .route("/administration/staff/{staff}", get(ask_change).post(change))
}

#[derive(Template)]
#[template(path = "pages/administration/staff_list.html")]
struct ListPage {
    frame: Frame,
    tabs: Vec<Tab>,
    table: TableView,
    files: Vec<Link>,
}

/// The account of an address.
pub(super) fn staff_id(text: &str) -> Result<StaffId, PageError> {
    text.parse().map_err(|_| PageError::not_found())
}

async fn list(
    State(site): State<Site>,
    reader: SignedIn,
    Query(told): Query<Done>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let staff = site.app().staff_list(&reader.actor).await.map_err(page_error)?;
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let columns = vec![
        Column::new(t.get("account-name")).below(t.get("list-kana")),
        Column::new(t.get("account-login")),
        Column::new(t.get("account-roles")),
        Column::new(t.get("account-use")),
    ];
    let table = TableView {
        id: "staff".to_owned(),
        caption: t.get("admin-staff"),
        columns,
        rows: staff.iter().map(|row| line(&reader, row, &agencies)).collect(),
    };
    if wanted.is_file() {
        return wanted.answer(&site, &reader, "staff", vec![table], &[], Again::by_address(&reader)).await;
    }
    let mut frame = frame(&site, &reader, t.get("admin-staff")).await?;
    frame.banners = told.banners(t);
    show(&ListPage { frame, tabs: tabs(&reader, Tabs::Staff), table, files: export::files(&reader) })
}

fn line(reader: &SignedIn, row: &StaffRow, agencies: &Agencies) -> TableRow {
    let t = &reader.t;
    let name = |held: &banso_domain::staff::Membership| {
        let agency = agencies.find(held.agency);
        let agency = agency.map(|agency| agency.facts.name.as_str()).unwrap_or_default();
        let day = |day| reader.look.long(day).text().to_owned();
        let role = role_name(t, held.role);
        let role = match (held.from, held.until) {
            (None, None) => role,
            (Some(from), None) => t.with("account-role-from", [("role", role), ("from", day(from))]),
            (None, Some(until)) => t.with("account-role-until", [("role", role), ("until", day(until))]),
            (Some(from), Some(until)) => {
                t.with("account-role-from-until", [("role", role), ("from", day(from)), ("until", day(until))])
            }
        };
        t.with("account-role-at", [("role", role), ("agency", agency.to_owned())])
    };
    let roles: Vec<String> = row.facts.memberships.iter().map(name).collect();
    let used = if row.facts.active {
        StatusTag::new(Shape::Done, t.get("account-active"))
    } else {
        StatusTag::new(Shape::Closed, t.get("account-inactive"))
    };
    TableRow {
        cells: vec![
            Cell::Open {
                text: row.facts.name.clone(),
                below: row.facts.kana.clone(),
                href: format!("/administration/staff/{}", row.id),
            },
            Cell::Text(row.facts.login.clone()),
            Cell::Text(roles.join(&t.get("list-separator"))),
            Cell::Status(used),
        ],
    }
}

/// The page of an account, new or there.
async fn entry_page(
    site: &Site,
    reader: &SignedIn,
    id: Option<StaffId>,
    filled: &Filled,
    told: &Done,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let form =
        FormView::new(reader, address(id), staff_form::blocks(t, filled, &agencies, id.is_none()), t.get("admin-save"));
    let form = form.based_on(filled).back(Link::new(t.get("admin-cancel"), "/administration/staff"));
    let title = if id.is_some() { t.get("account-change") } else { t.get("account-new") };
    let mut frame = frame(site, reader, title).await?;
    frame.has_errors = !filled.is_right();
    frame.banners = told.banners(t);
    frame.breadcrumbs = vec![Link::new(t.get("admin-staff"), "/administration/staff")];
    let mut page = EntryPage::new(frame, tabs(reader, Tabs::Staff), form);
    if let Some(known) = id {
        page.history = history(site, reader, known).await?;
        let further = |label: String, part: &str| Link::new(label, format!("{}/{part}", address(id)));
        page.further = vec![
            further(t.get("invitation-make"), "invitation"),
            further(t.get("account-password"), "password"),
            further(t.get("account-second-factor"), "second-factor"),
            further(t.get("account-sessions"), "sessions"),
        ];
    }
    show(&page)
}

/// The newest lines of what happened to an account are shown.
const LINES: usize = 20;

/// What happened to an account, newest first; secrets are in no line of the journal.
async fn history(site: &Site, reader: &SignedIn, id: StaffId) -> Result<Vec<String>, PageError> {
    let t = &reader.t;
    let lines = site.app().staff_history(&reader.actor, id).await.map_err(page_error)?;
    let mut told = Vec::new();
    for line in lines.iter().rev().take(LINES) {
        let what = match &line.event {
            Some(StaffEvent::Recorded { .. }) if line.seq == 1 => t.get("account-event-made"),
            Some(StaffEvent::Recorded { .. }) => t.get("account-event-changed"),
            Some(StaffEvent::Invited) => t.get("account-event-invited"),
            Some(StaffEvent::PasswordSet) => t.get("account-event-password"),
            Some(StaffEvent::SecondFactorSet) => t.get("account-event-second-factor-set"),
            Some(StaffEvent::RecoveryCodesMade) => t.get("account-event-recovery-codes"),
            Some(StaffEvent::SecondFactorRemoved) => t.get("account-event-second-factor-removed"),
            Some(StaffEvent::SignedOutEverywhere) => t.get("account-event-signed-out"),
            Some(StaffEvent::SignedOutElsewhere) => t.get("account-event-signed-out-elsewhere"),
            None => continue,
        };
        let who = site.app().staff_name(line.staff).await.map_err(page_error)?;
        let when = reader.look.moment(line.recorded_at);
        told.push(t.with("account-event", [("when", when), ("who", who), ("what", what)]));
    }
    Ok(told)
}

fn address(id: Option<StaffId>) -> String {
    id.map_or_else(|| "/administration/staff/new".to_owned(), |id| format!("/administration/staff/{id}"))
}

async fn ask_new(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    only_if(&reader, Action::ManageStaff)?;
    let filled = Filled::new(&reader.t, staff_form::fresh());
    entry_page(&site, &reader, None, &filled, &Done::default()).await
}

async fn add(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Response, PageError> {
    only_if(&reader, Action::ManageStaff)?;
    let t = &reader.t;
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let mut filled = Filled::new(t, form);
    let facts = staff_form::read(t, &mut filled, &agencies, None);
    let password = filled.needed("password", t.get("password-needed"));
    if filled.is_right() {
        match site.app().add_staff(&reader.actor, NewStaff { facts, password }).await {
            Ok(id) => return Ok(done(&address(Some(id)), "account-added")),
            Err(error) => explain(t, &mut filled, error)?,
        }
    }
    Ok(not_taken(entry_page(&site, &reader, None, &filled, &Done::default()).await?))
}

/// What the account could not be saved for, beside its field.
fn explain(t: &Texts, filled: &mut Filled, error: UseCaseError) -> Result<(), PageError> {
    match error {
        UseCaseError::LoginTaken => filled.complain("login", t.get("account-login-taken")),
        UseCaseError::WeakPassword => filled.complain("password", t.get("password-weak")),
        other => return Err(page_error(other)),
    }
    Ok(())
}

async fn ask_change(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let row = site.app().staff_entry(&reader.actor, staff_id(&id)?).await.map_err(page_error)?;
    let filled = Filled::new(&reader.t, staff_form::typed(&row.facts).version(row.version));
    entry_page(&site, &reader, Some(row.id), &filled, &told).await
}

fn administers(facts: &StaffFacts, today: NaiveDate) -> bool {
    facts.active && facts.held_on(today).any(|held| held.role == Role::Administrator)
}

/// What an account's entry said in a version.
fn facts_at(lines: &[EntryLine<StaffEvent>], version: i64) -> Option<&StaffFacts> {
    lines.iter().rev().filter(|line| line.seq <= version).find_map(|line| match &line.event {
        Some(StaffEvent::Recorded { facts }) => Some(facts),
        _ => None,
    })
}

async fn change(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let known = site.app().staff_entry(&reader.actor, staff_id(&id)?).await.map_err(page_error)?;
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let theirs = staff_form::typed(&known.facts);
    let mut filled = Filled::new(t, chosen(form, &theirs));
    let facts = staff_form::read(t, &mut filled, &agencies, Some(&known.facts));
    if known.id == reader.actor.staff() && !administers(&facts, site.app().clock().today()) {
        filled.complain("active", t.get("account-own-role"));
    }
    if filled.is_right() {
        let mut version = filled.form.text("version").parse().unwrap_or(0);
        loop {
            let change = StaffChange::Facts(facts.clone());
            match site.app().change_staff(&reader.actor, known.id, change, Some(version)).await {
                Ok(()) => return Ok(done("/administration/staff", "account-changed")),
                Err(UseCaseError::Conflict { expected, found }) => {
                    let now = site.app().staff_entry(&reader.actor, known.id).await.map_err(page_error)?;
                    let lines = site.app().staff_history(&reader.actor, known.id).await.map_err(page_error)?;
                    let was = facts_at(&lines, expected).map(staff_form::typed);
                    let forms =
                        Compared { was: was.as_ref(), mine: &filled.form, theirs: &staff_form::typed(&now.facts) };
                    let sides = Side::all_of(t, reader.look, &staff_form::questions(t, &agencies, &filled.form), forms);
                    if would_overwrite(&sides) {
                        let clash = Clash {
                            title: t.get("account-change"),
                            action: address(Some(known.id)),
                            version: now.version,
                            by: Meanwhile::last(&lines, |event| matches!(event, StaffEvent::Recorded { .. })),
                            mine: &filled.form,
                            sides,
                        };
                        return clash.show(&site, &reader).await;
                    }
                    // A password was set, sessions were ended: nothing that this form says.
                    version = found;
                }
                Err(error) => {
                    explain(t, &mut filled, error)?;
                    break;
                }
            }
        }
    }
    Ok(not_taken(entry_page(&site, &reader, Some(known.id), &filled, &Done::default()).await?))
}
