//! 持参用紙: the sheet for the person to take along — receiver, items, purpose and basis are looked at first (U14) — and what became of it.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_access::Action;
use banso_app::UseCaseError;
use banso_domain::case::sharing::{Consent, Route};

use super::{
    super::room::{OpenedCase, Room, RoomTab},
    consent_form::rows,
    naming::items_name,
};
use crate::{
    components::{Banner, ErrorSummary, Link, SummaryRow},
    errors::PageError,
    form::{Filled, FormView, Submitted, done, not_taken, refused},
    frame::Frame,
    pages::{
        carry::{self, Asked, Carrying},
        forms::{file_answer, file_of, print_look},
    },
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

#[derive(Template)]
#[template(path = "pages/cases/sharing/carry.html")]
struct CarryPage {
    frame: Frame,
    room: Room,
    heading: String,
    rows: Vec<SummaryRow>,
    /// The sheet; none where nothing may be carried.
    files: Vec<Link>,
    why_not: String,
    told: Vec<SummaryRow>,
    summary: ErrorSummary,
    form: FormView,
    back: Link,
}

type Address = Path<(String, String, String)>;

fn href(carrying: Carrying) -> String {
    format!("/cases/{}/sharing/carry/{}/{}", carrying.case, carrying.consent, carrying.to)
}

/// Where the person's sheets are, one for each agency to which they carry something.
pub(super) async fn links(site: &Site, opened: &OpenedCase, consent: &Consent) -> Result<Vec<Link>, PageError> {
    let case = opened.file.case.id;
    let mut links = Vec::new();
    for to in &consent.to {
        let name = site.app().agency(to.agency).await.map_err(page_error)?.facts.name;
        links.push(Link::new(name, href(Carrying { case, consent: consent.id, to: to.agency })));
    }
    Ok(links)
}

/// What became of what the person takes along, of one consent.
pub(super) async fn told_rows(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    consent: &Consent,
) -> Result<Vec<SummaryRow>, PageError> {
    let mut rows = Vec::new();
    let carried = opened.file.case.sharing.carried.iter().rev();
    for known in carried.filter(|known| known.consent == consent.id) {
        let name = site.app().agency(known.to).await.map_err(page_error)?.facts.name;
        let day = reader.look.long(known.on).text().to_owned();
        let told = carry::told(&reader.t, Asked::Worker, known);
        rows.push(SummaryRow::new(day, format!("{name}\n{told}")));
    }
    Ok(rows)
}

/// The case, if the reader records consents there, with the consent that goes through the person.
async fn open(site: &Site, reader: &SignedIn, carrying: Carrying) -> Result<OpenedCase, PageError> {
    let opened = OpenedCase::load(site, reader, carrying.case).await?;
    if !opened.may(site, reader, Action::RecordConsent) {
        return Err(PageError::forbidden());
    }
    let consent = opened.file.case.sharing.consent(carrying.consent).ok_or_else(PageError::not_found)?;
    match consent.names(carrying.to) && consent.route == Route::ViaPerson {
        true => Ok(opened),
        false => Err(PageError::not_found()),
    }
}

/// Why nothing may be carried now, in words.
fn why_not(t: &Texts, error: UseCaseError) -> Result<String, PageError> {
    let banners = refused(t, error)?;
    let said = banners.into_iter().flat_map(|banner| [Some(banner.heading), banner.body]);
    Ok(said.flatten().collect::<Vec<_>>().join("\n"))
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    carrying: Carrying,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let consent = opened.file.case.sharing.consent(carrying.consent).ok_or_else(PageError::not_found)?;
    let agency = site.app().agency(carrying.to).await.map_err(page_error)?;
    let name = agency.facts.name.clone();
    let mut about = rows(reader, consent, std::slice::from_ref(&agency));
    let (files, why_not) =
        match site.app().items_to_carry(&reader.actor, carrying.case, carrying.consent, carrying.to).await {
            Ok(items) => {
                // Said only where the sheet has less than was agreed.
                if items != consent.items {
                    about.insert(1, SummaryRow::new(t.get("carry-on-sheet"), items_name(t, items)));
                }
                let file = |text: String, kind: &str| Link::new(text, format!("{}/sheet.{kind}", href(carrying)));
                (vec![file(t.get("carry-print-pdf"), "pdf"), file(t.get("carry-print-excel"), "xlsx")], String::new())
            }
            Err(error) => (Vec::new(), why_not(t, error)?),
        };
    let day = |day| reader.look.long(day).text().to_owned();
    let told = opened.file.case.sharing.carried_under(carrying.consent, carrying.to);
    let told = told.map(|known| SummaryRow::new(day(known.on), carry::told(t, Asked::Worker, known)));
    let form = FormView::new(reader, href(carrying), carry::blocks(t, Asked::Worker, filled), t.get("carry-save"));
    let heading = t.with("carry-heading", [("to", name)]);
    let mut frame = opened.frame(site, reader, &t.get("carry-title")).await?;
    let summary = form.summary();
    frame.has_errors = !summary.is_empty();
    frame.banners = banners;
    show(&CarryPage {
        frame,
        room: opened.room(site, reader, RoomTab::Sharing),
        heading,
        rows: about,
        files,
        why_not,
        told: told.collect(),
        summary,
        form,
        back: Link::new(t.get("carry-back"), format!("/cases/{}/sharing/consents/{}", carrying.case, carrying.consent)),
    })
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, consent, to)): Address,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let carrying = Carrying::of(&case, &consent, &to)?;
    let opened = open(&site, &reader, carrying).await?;
    let fresh = carry::fresh(site.app().clock().today(), reader.session.date_style);
    page(&site, &reader, &opened, carrying, &Filled::new(&reader.t, fresh), told.banners(&reader.t)).await
}

pub(super) async fn record(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, consent, to)): Address,
    form: Submitted,
) -> Result<Response, PageError> {
    let carrying = Carrying::of(&case, &consent, &to)?;
    let opened = open(&site, &reader, carrying).await?;
    let mut filled = Filled::new(&reader.t, form);
    let mut banners = Vec::new();
    let read = carry::read(&reader.t, Asked::Worker, &mut filled, carrying, reader.actor.staff());
    if let Some(carried) = read {
        match site.app().record_carried(&reader.actor, carrying.case, carried).await {
            Ok(()) => return Ok(done(&href(carrying), "carried")),
            Err(error) => banners = refused(&reader.t, error)?,
        }
    }
    Ok(not_taken(page(&site, &reader, &opened, carrying, &filled, banners).await?))
}

pub(super) async fn sheet(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, consent, to, file)): Path<(String, String, String, String)>,
) -> Result<Response, PageError> {
    let carrying = Carrying::of(&case, &consent, &to)?;
    let ("sheet", kind) = file_of(&file)? else { return Err(PageError::not_found()) };
    open(&site, &reader, carrying).await?;
    let which = (carrying.consent, carrying.to);
    let printed = site.app().print_carry_sheet(&reader.actor, carrying.case, which, print_look(&reader), kind).await;
    Ok(file_answer(printed.map_err(page_error)?, kind))
}
