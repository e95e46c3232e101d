//! One consent: what it says, taking it back, and opening the door for a while where the person wants to be told each time.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_access::Action;
use banso_app::AgencyRow;
use banso_domain::{
    calendar::{DateStyle, format},
    case::sharing::{Consent, Release, Route, SharedItem},
    id::{AgencyId, CaseId, ConsentId, DisclosureId},
};
use chrono::Days;
use uuid::Uuid;

use super::{
    super::room::{OpenedCase, Room, RoomTab},
    carry,
    consent_form::rows,
    naming::{item_name, items_name},
};
use crate::{
    components::{Banner, ErrorSummary, Link, SummaryRow},
    errors::PageError,
    form::{Filled, FormView, Question, Submitted, done, labelled, not_taken, options, refused},
    frame::Frame,
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

/// What is released can usually be read for two weeks.
const USUAL_DAYS: Days = Days::new(13);

#[derive(Template)]
#[template(path = "pages/cases/sharing/consent.html")]
struct ConsentPage {
    frame: Frame,
    room: Room,
    summary: ErrorSummary,
    rows: Vec<SummaryRow>,
    releases: Vec<SummaryRow>,
    /// The sheets for the person to take along, one for each agency.
    carry: Vec<Link>,
    carried: Vec<SummaryRow>,
    release: Option<FormView>,
    withdraw: Option<FormView>,
    back: Link,
}

/// The forms of the page as they are filled.
struct Forms {
    release: Filled,
    withdraw: Filled,
}

impl Forms {
    fn fresh(site: &Site, reader: &SignedIn) -> Self {
        let today = site.app().clock().today();
        let day = |day| format::long(day, DateStyle::Era);
        let mut release = Submitted::default();
        release.put("told_on", day(today));
        release.put("until", day(today + USUAL_DAYS));
        let mut withdraw = Submitted::default();
        withdraw.put("withdrawn_on", day(today));
        Self { release: Filled::new(&reader.t, release), withdraw: Filled::new(&reader.t, withdraw) }
    }
}

fn withdraw_questions(t: &Texts) -> Vec<Question> {
    vec![
        Question::date("withdrawn_on", t.get("sharing-withdrawn-on")).required(),
        Question::line("withdrawn_reason", t.get("sharing-withdrawn-reason")).hint(t.get("sharing-withdrawn-hint")),
    ]
}

fn release_questions(t: &Texts, consent: &Consent, agencies: &[AgencyRow]) -> Vec<Question> {
    let named = agencies.iter().filter(|agency| consent.names(agency.id));
    let named = labelled(named.map(|agency| (agency.id.to_string(), agency.facts.name.clone())));
    let items: Vec<SharedItem> = consent.items.iter().collect();
    vec![
        Question::one("to", t.get("sharing-to"), named).below_each_other().required(),
        Question::several(
            "items",
            t.get("sharing-items"),
            options(&items, SharedItem::name, |item| item_name(t, item)),
        )
        .required(),
        Question::date("told_on", t.get("sharing-told-on")).required(),
        Question::long("told", t.get("sharing-told"), 2).hint(t.get("sharing-told-hint")).required(),
        Question::date("until", t.get("sharing-open-until")).hint(t.get("sharing-open-until-hint")).required(),
    ]
}

fn ids(case: &str, consent: &str) -> Result<(CaseId, ConsentId), PageError> {
    let case = case.parse().map_err(|_| PageError::not_found())?;
    Ok((case, consent.parse().map_err(|_| PageError::not_found())?))
}

pub(super) async fn show_consent(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, consent)): Path<(String, String)>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let (case, consent) = ids(&case, &consent)?;
    let opened = OpenedCase::load(&site, &reader, case).await?;
    let forms = Forms::fresh(&site, &reader);
    page(&site, &reader, &opened, consent, &forms, told.banners(&reader.t)).await
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    id: ConsentId,
    forms: &Forms,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let case = &opened.file.case;
    let consent = case.sharing.consent(id).ok_or_else(PageError::not_found)?;
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let today = site.app().clock().today();
    let day = |day| reader.look.long(day).text().to_owned();
    let mut known = rows(reader, consent, &agencies);
    if let Some(withdrawn) = &consent.withdrawn {
        let said = [day(withdrawn.on), withdrawn.reason.clone()];
        known.insert(0, SummaryRow::new(t.get("sharing-withdrawn-on"), said.join("\n").trim_end()));
    }
    let name = |id: AgencyId| agencies.iter().find(|agency| agency.id == id).map_or("", |agency| &agency.facts.name);
    let of_this = case.sharing.releases.iter().filter(|release| release.consent == id);
    let releases = of_this.map(|release| {
        let words = [
            ("to", name(release.to).to_owned()),
            ("items", items_name(t, release.items)),
            ("until", day(release.until)),
        ];
        SummaryRow::new(day(release.told_on), format!("{}\n{}", t.with("sharing-released", words), release.told))
    });
    let writes = opened.may(site, reader, Action::RecordConsent);
    let address = |part: &str| format!("/cases/{}/sharing/consents/{id}/{part}", case.id);
    let releasable = writes && consent.holds_on(today) && consent.tell_each_time && consent.route == Route::Direct;
    let carried_by_person = writes && consent.direction.gives() && consent.route == Route::ViaPerson;
    let release = releasable.then(|| {
        let blocks = forms.release.ask_all(&release_questions(t, consent, &agencies));
        FormView::new(reader, address("release"), blocks, t.get("sharing-release"))
    });
    let withdraw = (writes && consent.withdrawn.is_none()).then(|| {
        let blocks = forms.withdraw.ask_all(&withdraw_questions(t));
        let form = FormView::new(reader, address("withdraw"), blocks, t.get("sharing-withdraw"));
        if releasable { form.minor() } else { form }
    });
    let mut frame = opened.frame(site, reader, &t.get("sharing-consent")).await?;
    let items = release.iter().chain(&withdraw).flat_map(|form| form.summary().items).collect();
    let summary = ErrorSummary { items };
    frame.has_errors = !summary.is_empty();
    frame.banners = banners;
    show(&ConsentPage {
        frame,
        room: opened.room(site, reader, RoomTab::Sharing),
        summary,
        rows: known,
        releases: releases.collect(),
        carry: if carried_by_person { carry::links(site, opened, consent).await? } else { Vec::new() },
        carried: carry::told_rows(site, reader, opened, consent).await?,
        release,
        withdraw,
        back: Link::new(t.get("sharing-back"), format!("/cases/{}/sharing", case.id)),
    })
}

pub(super) async fn withdraw(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, consent)): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let (case, consent) = ids(&case, &consent)?;
    let opened = OpenedCase::load(&site, &reader, case).await?;
    let mut filled = Filled::new(&reader.t, form);
    let on = filled.needed_day("withdrawn_on");
    let mut banners = Vec::new();
    if filled.is_right() {
        let reason = filled.text("withdrawn_reason");
        match site.app().withdraw_consent(&reader.actor, case, consent, on, &reason).await {
            Ok(_) => return Ok(done(&format!("/cases/{case}/sharing"), "consent-withdrawn")),
            Err(error) => banners = refused(&reader.t, error)?,
        }
    }
    let forms = Forms { withdraw: filled, ..Forms::fresh(&site, &reader) };
    Ok(not_taken(page(&site, &reader, &opened, consent, &forms, banners).await?))
}

pub(super) async fn release(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, consent)): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let (case, consent) = ids(&case, &consent)?;
    let opened = OpenedCase::load(&site, &reader, case).await?;
    let mut filled = Filled::new(t, form);
    let to: Option<AgencyId> = filled.form.text("to").parse().ok();
    if to.is_none() {
        filled.complain("to", t.get("sharing-to-missing"));
    }
    let items = filled.chosen("items", SharedItem::ALL, SharedItem::name);
    if items.is_empty() {
        filled.complain("items", t.get("sharing-items-missing"));
    }
    let (told_on, until) = (filled.needed_day("told_on"), filled.needed_day("until"));
    let told = filled.needed("told", t.get("sharing-told-missing"));
    let mut banners = Vec::new();
    if let Some(to) = to.filter(|_| filled.is_right()) {
        let id = DisclosureId::new(Uuid::now_v7());
        let release = Release { id, consent, to, items: items.into_iter().collect(), told_on, told, until };
        match site.app().release(&reader.actor, case, release).await {
            Ok(_) => return Ok(done(&format!("/cases/{case}/sharing/consents/{consent}"), "released")),
            Err(error) => banners = refused(t, error)?,
        }
    }
    let forms = Forms { release: filled, ..Forms::fresh(&site, &reader) };
    Ok(not_taken(page(&site, &reader, &opened, consent, &forms, banners).await?))
}
