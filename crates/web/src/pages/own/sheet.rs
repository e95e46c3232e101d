//! わたす紙: what the person takes to somebody themself. They read what stands on it before they print it, and may say what became of it.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use banso_app::{PrintLook, UseCaseError};
use banso_domain::{
    calendar::DateStyle,
    case::sharing::{ItemSet, Route},
};

use super::{OwnConsent, carried_in_words, carry_href, consent_in_words, name};
use crate::{
    components::{Banner, ErrorSummary, Link},
    errors::PageError,
    form::{Filled, FormView, Submitted, done, not_taken, refused},
    frame::{Frame, Section},
    pages::{
        carry::{self, Asked, Carrying},
        cases::item_name,
        forms::{file_answer, file_of},
    },
    site::{Done, Own, SignedIn, Site, page_error, show},
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/my/cases/{case}/carry/{carried}/{to}", get(ask).post(tell))
        .route("/my/cases/{case}/carry/{carried}/{to}/{paper}", get(paper))
}

#[derive(Template)]
#[template(path = "pages/own/carry.html")]
struct CarryPage {
    frame: Frame,
    to: String,
    /// What stands on the sheet.
    what: Vec<String>,
    consent: OwnConsent,
    files: Vec<Link>,
    carried: Vec<(String, String)>,
    summary: ErrorSummary,
    form: FormView,
    back: Link,
}

fn href(carrying: Carrying) -> String {
    carry_href(carrying.case, carrying.consent, carrying.to)
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    carrying: Carrying,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let own = site.app().own_record(&reader.actor).await.map_err(page_error)?;
    let of_case = own.cases.iter().find(|own| own.case.id == carrying.case).ok_or_else(PageError::not_found)?;
    let sharing = &of_case.case.sharing;
    let consent = sharing.consent(carrying.consent).ok_or_else(PageError::not_found)?;
    if consent.route != Route::ViaPerson || !consent.names(carrying.to) {
        return Err(PageError::not_found());
    }
    let which = (carrying.consent, carrying.to);
    let items = site.app().items_to_carry(&reader.actor, carrying.case, which.0, which.1).await;
    let items = match items {
        Ok(items) => items,
        Err(UseCaseError::Refused(_)) => ItemSet::NONE,
        Err(error) => return Err(page_error(error)),
    };
    let file = |text: String, kind: &str| Link::new(text, format!("{}/sheet.{kind}", href(carrying)));
    let files = match items.is_empty() {
        true => Vec::new(),
        false => vec![file(t.get("own-carry-print"), "pdf"), file(t.get("own-carry-excel"), "xlsx")],
    };
    let carried = sharing.carried_under(which.0, which.1).map(|known| carried_in_words(reader, known));
    let form = FormView::new(reader, href(carrying), carry::blocks(t, Asked::Person, filled), t.get("own-carry-save"));
    let mut frame = reader.frame(site, Some(Section::Own), t.get("own-carry-title")).await?;
    frame.breadcrumbs = vec![Link::new(t.get("own-title"), "/my")];
    let summary = form.summary();
    frame.has_errors = !summary.is_empty();
    frame.banners = banners;
    show(&CarryPage {
        to: name(site, carrying.to).await?,
        what: items.iter().map(|item| item_name(t, item)).collect(),
        consent: consent_in_words(site, reader, carrying.case, consent).await?,
        files,
        carried: carried.collect(),
        summary,
        form,
        back: Link::new(t.get("own-carry-back"), "/my"),
        frame,
    })
}

async fn ask(
    State(site): State<Site>,
    Own(reader): Own,
    Path((case, consent, to)): Path<(String, String, String)>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let carrying = Carrying::of(&case, &consent, &to)?;
    let fresh = carry::fresh(site.app().clock().today(), DateStyle::Western);
    page(&site, &reader, carrying, &Filled::new(&reader.t, fresh), told.banners(&reader.t)).await
}

async fn tell(
    State(site): State<Site>,
    Own(reader): Own,
    Path((case, consent, to)): Path<(String, String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let carrying = Carrying::of(&case, &consent, &to)?;
    let mut filled = Filled::new(&reader.t, form);
    let mut banners = Vec::new();
    let read = carry::read(&reader.t, Asked::Person, &mut filled, carrying, reader.actor.staff());
    if let Some(carried) = read {
        match site.app().record_carried(&reader.actor, carrying.case, carried).await {
            Ok(()) => return Ok(done("/my", "own-carried")),
            Err(error) => banners = refused(&reader.t, error)?,
        }
    }
    Ok(not_taken(page(&site, &reader, carrying, &filled, banners).await?))
}

async fn paper(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, consent, to, file)): Path<(String, String, String, String)>,
) -> Result<Response, PageError> {
    let carrying = Carrying::of(&case, &consent, &to)?;
    let ("sheet", kind) = file_of(&file)? else { return Err(PageError::not_found()) };
    reader.actor.person().ok_or_else(PageError::not_found)?;
    let look = PrintLook { language: reader.t.lang().in_definitions(), dates: DateStyle::Western };
    let which = (carrying.consent, carrying.to);
    let printed = site.app().print_carry_sheet(&reader.actor, carrying.case, which, look, kind).await;
    Ok(file_answer(printed.map_err(page_error)?, kind))
}
