//! わたしのページ: the person's own page. Their goal, what is done, who may know what — and a way to stop it — and who looked.

mod sheet;

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    http::header::SET_COOKIE,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use banso_access::Action;
use banso_app::OwnCase;
use banso_domain::{
    calendar::DateStyle,
    case::{
        plan::PlannedPlace,
        sharing::{Carried, Consent, Route},
    },
    id::{AgencyId, CaseId, ConsentId},
};

use super::{
    carry::{self, Asked},
    cases::item_name,
    episodes::glance_table,
    ledger::{LedgerFile, ledger_copy, ledger_paper, ledger_table},
};
use crate::{
    components::{Banner, Link, TableView},
    dates::DateLook,
    errors::PageError,
    form::{FormView, Submitted, done, not_taken, refused},
    frame::{Frame, Section},
    security::Cookie,
    site::{Done, Own, RUBY_COOKIE, SignedIn, Site, local, page_error, show},
    text::Texts,
};

/// So many lines of the ledger stand on the page.
const LINES: usize = 200;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/my", get(record))
        .route("/my/ruby", post(switch_ruby))
        .route("/my/ledger", get(ledger))
        .route("/my/ledger/{ledger}", get(ledger_file))
        .route("/my/cases/{case}/consents/{consent}", get(ask_to_stop).post(stop))
        .merge(sheet::routes())
}

/// A line of the plan as the person reads it.
struct OwnStep {
    /// Who does it.
    who: String,
    /// What is done.
    what: String,
    /// Where it leads to.
    place: Option<PlannedPlace>,
}

/// A consent as the person reads it.
struct OwnConsent {
    /// Who may know.
    who: String,
    /// What, one line each.
    what: Vec<String>,
    /// By which way.
    how: String,
    /// Until when.
    until: String,
    /// What the person carries: whom to, and where the sheet is.
    carry: Vec<Link>,
    /// What became of it: the day, and what was done.
    carried: Vec<(String, String)>,
    /// Where it is stopped; none where it has ended.
    stop: Option<String>,
}

struct OwnPart {
    centre: String,
    lead: String,
    phone: String,
    goal: String,
    steps: Vec<OwnStep>,
    consents: Vec<OwnConsent>,
    ended: Vec<OwnConsent>,
}

#[derive(Template)]
#[template(path = "pages/own/record.html")]
struct RecordPage {
    frame: Frame,
    parts: Vec<OwnPart>,
    ledger: Link,
    uses: Option<TableView>,
    years: Link,
    jobs: Link,
    ways: Link,
    way_notes: Link,
    sheets: Link,
}

/// By which way, as the person reads it.
fn way_name(t: &Texts, route: Route) -> String {
    match route {
        Route::ViaPerson => t.get("own-way-via-person"),
        Route::Together => t.get("own-way-together"),
        Route::Direct => t.get("own-way-direct"),
    }
}

/// Days as the person reads them: the western year.
pub(in crate::pages) fn plain(reader: &SignedIn) -> DateLook {
    DateLook { style: DateStyle::Western, ..reader.look }
}

async fn name(site: &Site, agency: AgencyId) -> Result<String, PageError> {
    Ok(site.app().agency(agency).await.map_err(page_error)?.facts.name)
}

fn carried_in_words(reader: &SignedIn, carried: &Carried) -> (String, String) {
    (plain(reader).long(carried.on).text().to_owned(), carry::told(&reader.t, Asked::Person, carried))
}

async fn consent_in_words(
    site: &Site,
    reader: &SignedIn,
    case: CaseId,
    consent: &Consent,
) -> Result<OwnConsent, PageError> {
    let t = &reader.t;
    let day = |day| plain(reader).long(day).text().to_owned();
    let mut who = Vec::new();
    for recipient in &consent.to {
        who.push(name(site, recipient.agency).await?);
    }
    let holds = consent.holds_on(site.app().clock().today());
    let until = match &consent.withdrawn {
        Some(withdrawn) => t.with("own-stopped-on", [("day", day(withdrawn.on))]),
        None if holds => t.with("own-until", [("day", day(consent.until))]),
        None => t.with("own-ended-on", [("day", day(consent.until))]),
    };
    let how = if consent.tell_each_time { t.get("own-each-time") } else { way_name(t, consent.route) };
    let carries = holds && consent.route == Route::ViaPerson && consent.direction.gives();
    let sheets = consent.to.iter().zip(&who).filter(|_| carries);
    let carry = sheets.map(|(to, name)| Link::new(name.clone(), carry_href(case, consent.id, to.agency)));
    let carry = carry.collect();
    Ok(OwnConsent {
        carry,
        carried: Vec::new(),
        who: who.join(&t.get("list-separator")),
        what: consent.items.iter().map(|item| item_name(t, item)).collect(),
        how,
        until,
        stop: holds.then(|| format!("/my/cases/{case}/consents/{}", consent.id)),
    })
}

fn carry_href(case: CaseId, consent: ConsentId, to: AgencyId) -> String {
    format!("/my/cases/{case}/carry/{consent}/{to}")
}

async fn part(site: &Site, reader: &SignedIn, own: &OwnCase) -> Result<OwnPart, PageError> {
    let plan = own.case.current_plan().map(|plan| &plan.content);
    let steps = plan.into_iter().flat_map(|plan| &plan.actions).map(|action| {
        let who = actor_name(&reader.t, action.actor, &action.agency);
        OwnStep { who, what: action.what.clone(), place: action.place.clone() }
    });
    let (mut consents, mut ended) = (Vec::new(), Vec::new());
    for consent in own.case.sharing.consents.iter().rev() {
        let mut told = consent_in_words(site, reader, own.case.id, consent).await?;
        let carried = own.case.sharing.carried.iter().rev().filter(|known| known.consent == consent.id);
        told.carried = carried.map(|known| carried_in_words(reader, known)).collect();
        if told.stop.is_some() { consents.push(told) } else { ended.push(told) }
    }
    Ok(OwnPart {
        centre: own.centre.name.clone(),
        lead: own.lead.clone(),
        phone: own.centre.phone.clone(),
        goal: plan.map(|plan| plan.goal.clone()).unwrap_or_default(),
        steps: steps.collect(),
        consents,
        ended,
    })
}

fn actor_name(t: &Texts, actor: banso_domain::case::plan::Actor, agency: &str) -> String {
    use banso_domain::case::plan::Actor;
    match actor {
        Actor::Person => t.get("own-myself"),
        _ if !agency.trim().is_empty() => agency.trim().to_owned(),
        Actor::Centre => t.get("own-centre"),
        _ => t.get("own-others"),
    }
}

async fn record(State(site): State<Site>, Own(reader): Own, Query(told): Query<Done>) -> Result<Response, PageError> {
    let t = &reader.t;
    let own = site.app().own_record(&reader.actor).await.map_err(page_error)?;
    let mut parts = Vec::new();
    for case in &own.cases {
        parts.push(part(&site, &reader, case).await?);
    }
    let mut frame = reader.frame(&site, Some(Section::Own), t.get("own-title")).await?;
    frame.banners = told.banners(t);
    let uses = site.app().own_uses(&reader.actor).await.map_err(page_error)?;
    let plainly = SignedIn { look: plain(&reader), ..reader };
    let t = &plainly.t;
    show(&RecordPage {
        frame,
        parts,
        ledger: Link::new(t.get("own-ledger"), "/my/ledger"),
        uses: glance_table(&site, &plainly, &uses, t.get("own-uses")),
        years: Link::new(t.get("own-years"), "/my/years"),
        jobs: Link::new(t.get("own-jobs-link"), "/my/jobs"),
        ways: Link::new(t.get("own-ways"), "/ways"),
        way_notes: Link::new(t.get("own-way-notes-link"), "/my/ways"),
        sheets: Link::new(t.get("own-sheets-title"), "/my/sheets"),
    })
}

#[derive(Template)]
#[template(path = "pages/own/ledger.html")]
struct LedgerPage {
    frame: Frame,
    taken: Vec<Link>,
    table: TableView,
    further: Option<String>,
}

async fn ledger(State(site): State<Site>, Own(reader): Own) -> Result<Response, PageError> {
    let t = &reader.t;
    let lines = site.app().own_ledger(&reader.actor).await.map_err(page_error)?;
    let further = lines.len().saturating_sub(LINES);
    let mut frame = reader.frame(&site, Some(Section::Own), t.get("own-ledger-title")).await?;
    frame.breadcrumbs = vec![Link::new(t.get("own-title"), "/my")];
    show(&LedgerPage {
        frame,
        taken: LedgerFile::links(t, "/my/ledger"),
        table: ledger_table(&site, &reader, &lines, LINES).await?,
        further: (further > 0).then(|| t.count("ledger-further", further)),
    })
}

async fn ledger_file(
    State(site): State<Site>,
    reader: SignedIn,
    Path(name): Path<String>,
) -> Result<Response, PageError> {
    match LedgerFile::from_name(&name)? {
        LedgerFile::Paper => {
            let ledger = site.app().own_ledger_to_print(&reader.actor).await.map_err(page_error)?;
            ledger_paper(&site, &reader, &ledger).await
        }
        LedgerFile::Copy => ledger_copy(&site.app().own_ledger_copy(&reader.actor).await.map_err(page_error)?),
    }
}

#[derive(Template)]
#[template(path = "pages/own/consent.html")]
struct ConsentPage {
    frame: Frame,
    consent: OwnConsent,
    form: FormView,
    back: Link,
}

fn ids(case: &str, consent: &str) -> Result<(CaseId, ConsentId), PageError> {
    let case = case.parse().map_err(|_| PageError::not_found())?;
    Ok((case, consent.parse().map_err(|_| PageError::not_found())?))
}

async fn ask_to_stop(
    State(site): State<Site>,
    Own(reader): Own,
    Path((case, consent)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let (case, consent) = ids(&case, &consent)?;
    stop_page(&site, &reader, case, consent, Vec::new()).await
}

async fn stop_page(
    site: &Site,
    reader: &SignedIn,
    case: CaseId,
    consent: ConsentId,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let own = site.app().own_record(&reader.actor).await.map_err(page_error)?;
    let of_case = own.cases.iter().find(|own| own.case.id == case).ok_or_else(PageError::not_found)?;
    let known = of_case.case.sharing.consent(consent).ok_or_else(PageError::not_found)?;
    let form = FormView::new(reader, format!("/my/cases/{case}/consents/{consent}"), Vec::new(), t.get("own-stop-do"));
    let mut frame = reader.frame(site, Some(Section::Own), t.get("own-stop-title")).await?;
    frame.breadcrumbs = vec![Link::new(t.get("own-title"), "/my")];
    frame.banners = banners;
    show(&ConsentPage {
        frame,
        consent: consent_in_words(site, reader, case, known).await?,
        form,
        back: Link::new(t.get("own-stop-back"), "/my"),
    })
}

async fn stop(
    State(site): State<Site>,
    Own(reader): Own,
    Path((case, consent)): Path<(String, String)>,
    _form: Submitted,
) -> Result<Response, PageError> {
    let (case, consent) = ids(&case, &consent)?;
    match site.app().withdraw_own_consent(&reader.actor, case, consent).await {
        Ok(()) => Ok(done("/my", "own-stopped")),
        Err(error) => {
            let banners = refused(&reader.t, error)?;
            Ok(not_taken(stop_page(&site, &reader, case, consent, banners).await?))
        }
    }
}

/// Switches ふりがな on or off, for this browser; it works without scripts (U21).
async fn switch_ruby(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Response, PageError> {
    reader.actor.person().ok_or_else(PageError::not_found)?;
    let cookie = Cookie {
        name: RUBY_COOKIE,
        value: if form.text("ruby") == "on" { "on" } else { "off" },
        secure: site.inner.secure,
        max_age_seconds: Some(400 * 24 * 3600),
    };
    let mut answer = Redirect::to(local(form.text("here"))).into_response();
    if let Some(cookie) = cookie.header() {
        answer.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(answer)
}

/// Whether the reader is a person with their own account, who is shown their own page first.
pub(in crate::pages) fn is_own(reader: &SignedIn) -> bool {
    reader.actor.person().is_some_and(|person| {
        banso_access::decide(&reader.actor, Action::ReadOwnRecord, banso_access::Target::Own(person)).is_ok()
    })
}
