//! The sheets about a person, those that people show, and the person's own; and beginning one.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use banso_app::{BeforeSheet, SheetGlance, SheetList, UseCaseError, Whom};
use banso_domain::rule::Rule;
use serde::Deserialize;

use super::{elsewhere, form_title, is_own_address, section_of};
use crate::{
    components::{Banner, Cell, Column, EmptyState, ErrorSummary, Link, Shape, StatusTag, TableRow, TableView},
    errors::PageError,
    form::{Filled, FormView, Question, Submitted, labelled, not_taken, refused},
    frame::{Frame, Section},
    site::{Done, SignedIn, Site, page_error, show},
};

/// So many sheets that people show stand on a page.
const MOST_SHOWN: u32 = 500;

#[derive(Template)]
#[template(path = "pages/sheets/list.html")]
struct ListPage {
    frame: Frame,
    heading: String,
    lead: String,
    summary: ErrorSummary,
    table: Option<TableView>,
    empty: EmptyState,
    begin: Option<(String, FormView)>,
}

/// The form that is chosen already: a link from a step of a programme leads to its sheet.
#[derive(Default, Deserialize)]
pub(super) struct Wanted {
    form: Option<String>,
}

/// Whose sheets, and where the page is.
struct Place {
    whom: Option<Whom>,
    here: String,
    up: Vec<Link>,
}

impl Place {
    fn of_case(reader: &SignedIn, case: &str) -> Result<Self, PageError> {
        let t = &reader.t;
        let id = case.parse().map_err(|_| PageError::not_found())?;
        let is_shared = reader.here.starts_with("/shared/");
        let (start, title) =
            if is_shared { ("shared", t.get("shared-title")) } else { ("cases", t.get("room-overview")) };
        let up = vec![Link::new(title, format!("/{start}/{id}"))];
        Ok(Self { whom: Some(Whom::OfCase(id)), here: format!("/{start}/{id}/sheets"), up })
    }

    fn of_episode(reader: &SignedIn, episode: &str) -> Result<Self, PageError> {
        let t = &reader.t;
        let id = episode.parse().map_err(|_| PageError::not_found())?;
        let up = vec![
            Link::new(t.get("episodes-title"), "/episodes"),
            Link::new(t.get("episode-back"), format!("/episodes/{id}")),
        ];
        Ok(Self { whom: Some(Whom::OfEpisode(id)), here: format!("/episodes/{id}/sheets"), up })
    }

    fn own(reader: &SignedIn) -> Result<Self, PageError> {
        reader.actor.person().ok_or_else(PageError::not_found)?;
        let up = vec![Link::new(reader.t.get("own-title"), "/my")];
        Ok(Self { whom: None, here: "/my/sheets".to_owned(), up })
    }

    async fn list(&self, site: &Site, reader: &SignedIn) -> Result<SheetList, PageError> {
        let (app, actor) = (site.app(), &reader.actor);
        let listed = match self.whom {
            Some(Whom::OfCase(case)) if self.here.starts_with("/shared/") => {
                app.sheets_of_shared_case(actor, case).await
            }
            Some(Whom::OfCase(case)) => app.sheets_of_case(actor, case).await,
            Some(Whom::OfEpisode(episode)) => app.sheets_of_episode(actor, episode).await,
            None => app.own_sheets(actor).await,
        };
        listed.map_err(page_error)
    }
}

fn table(reader: &SignedIn, glances: &[SheetGlance], with_names: bool, caption: String) -> Option<TableView> {
    let t = &reader.t;
    let start = if is_own_address(reader) { "/my/sheets" } else { "/sheets" };
    let row = |glance: &SheetGlance| {
        let href = format!("{start}/{}", glance.id);
        let title = form_title(t, &glance.form);
        let mut cells = Vec::new();
        if with_names {
            cells.push(Cell::TwoLines(glance.name.clone(), glance.kana.clone()));
        }
        cells.push(Cell::Open { text: title, below: String::new(), href });
        cells.push(Cell::Text(glance.agency_name.clone()));
        cells.push(Cell::Date(reader.look.short(glance.changed_on)));
        cells.push(Cell::Text(t.with("sheet-version-number", [("number", glance.versions)])));
        cells.push(Cell::Status(match glance.is_open {
            true => StatusTag::new(Shape::Active, t.get("sheet-being-written")),
            false => StatusTag::new(Shape::Done, t.get("sheet-is-final")),
        }));
        TableRow { cells }
    };
    let mut columns = Vec::new();
    if with_names {
        columns.push(Column::new(t.get("cases-column-name")).below(t.get("list-kana")));
    }
    columns.extend(
        [
            t.get("sheet-name"),
            t.get("sheet-agency"),
            t.get("sheet-changed-on"),
            t.get("sheet-versions"),
            t.get("sheet-state"),
        ]
        .map(Column::new),
    );
    (!glances.is_empty()).then(|| TableView {
        id: "sheets".to_owned(),
        caption,
        columns,
        rows: glances.iter().map(row).collect(),
    })
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    place: &Place,
    (filled, before): (&Filled, Option<&BeforeSheet>),
    mut banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let listed = place.list(site, reader).await?;
    let is_own = place.whom.is_none();
    let forms = site.app().sheet_forms();
    let offered = forms.iter().filter(|form| !is_own || form.sheet.as_ref().is_some_and(|rules| rules.is_own));
    let offered = labelled(offered.map(|form| (form.id.clone(), form_title(t, form))));
    let begin = listed.may_begin.then(|| {
        let label = if is_own { t.get("own-sheets-which") } else { t.get("sheet-which") };
        let question = Question::one("form", label, offered).below_each_other().required();
        let button = if is_own { t.get("own-sheets-begin") } else { t.get("sheet-begin") };
        let mut blocks = vec![filled.ask(&question)];
        blocks.extend(before.map(|_| filled.ask(&elsewhere::question(reader))));
        (button.clone(), FormView::new(reader, place.here.clone(), blocks, button))
    });
    let summary = begin.as_ref().map(|(_, form)| form.summary()).unwrap_or_default();
    let title = if is_own { t.get("own-sheets-title") } else { t.get("sheets-title") };
    let mut frame = reader.frame(site, Some(section_of(reader)), title.clone()).await?;
    frame.breadcrumbs = place.up.clone();
    frame.has_errors = !summary.is_empty();
    banners.extend(before.into_iter().flat_map(|before| elsewhere::banners(reader, before)));
    frame.banners = banners;
    let lead = match (is_own, listed.name.is_empty()) {
        (true, _) => t.get("own-sheets-lead"),
        (false, true) => t.get("sheets-lead-nameless"),
        (false, false) => t.with("sheets-lead", [("name", listed.name.clone())]),
    };
    let (none, body) = if is_own {
        (t.get("own-sheets-none"), t.get("own-sheets-none-body"))
    } else {
        (t.get("sheets-none"), t.get("sheets-none-body"))
    };
    show(&ListPage {
        frame,
        heading: title,
        lead,
        summary,
        table: table(reader, &listed.sheets, false, t.get("sheets-caption")),
        empty: EmptyState { heading: none, body, action: None },
        begin,
    })
}

async fn open(
    site: &Site,
    reader: &SignedIn,
    place: &Place,
    (told, wanted): (&Done, Wanted),
) -> Result<Response, PageError> {
    let chosen = wanted.form.map(|form| Submitted::of([("form", form.as_str())])).unwrap_or_default();
    let filled = Filled::new(&reader.t, chosen);
    page(site, reader, place, (&filled, None), told.banners(&reader.t)).await
}

/// Another agency has an assessment of this kind, and nothing is said yet about why there should be one more.
fn is_made_elsewhere(error: &UseCaseError) -> bool {
    matches!(error, UseCaseError::Refused(refusal) if refusal.rules.contains(&Rule::AssessedOnce))
}

async fn begin(site: &Site, reader: &SignedIn, place: &Place, form: Submitted) -> Result<Response, PageError> {
    let t = &reader.t;
    place.list(site, reader).await?;
    let mut filled = Filled::new(t, form);
    let which = filled.needed("form", t.get("sheet-which-missing"));
    let mut banners = Vec::new();
    let mut before = None;
    if filled.is_right() {
        let because = filled.text(elsewhere::BECAUSE);
        let begun = match place.whom {
            Some(whom) => site.app().start_sheet(&reader.actor, whom, &which, &because).await,
            None => site.app().start_own_sheet(&reader.actor, &which).await,
        };
        match begun {
            Ok(id) => {
                let start = if place.whom.is_some() { "/sheets" } else { "/my/sheets" };
                return Ok(Redirect::to(&format!("{start}/{id}?done=sheet-begun")).into_response());
            }
            Err(error) => match place.whom.filter(|_| is_made_elsewhere(&error)) {
                Some(whom) => {
                    before = Some(site.app().before_sheet(&reader.actor, whom, &which).await.map_err(page_error)?);
                    filled.complain(elsewhere::BECAUSE, t.get("sheet-because-missing"));
                }
                None => banners = refused(t, error)?,
            },
        }
    }
    Ok(not_taken(page(site, reader, place, (&filled, before.as_ref()), banners).await?))
}

pub(super) async fn of_case(
    State(site): State<Site>,
    reader: SignedIn,
    Path(case): Path<String>,
    Query(told): Query<Done>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    open(&site, &reader, &Place::of_case(&reader, &case)?, (&told, wanted)).await
}

pub(super) async fn begin_for_case(
    State(site): State<Site>,
    reader: SignedIn,
    Path(case): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    begin(&site, &reader, &Place::of_case(&reader, &case)?, form).await
}

pub(super) async fn of_episode(
    State(site): State<Site>,
    reader: SignedIn,
    Path(episode): Path<String>,
    Query(told): Query<Done>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    open(&site, &reader, &Place::of_episode(&reader, &episode)?, (&told, wanted)).await
}

pub(super) async fn begin_for_episode(
    State(site): State<Site>,
    reader: SignedIn,
    Path(episode): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    begin(&site, &reader, &Place::of_episode(&reader, &episode)?, form).await
}

pub(super) async fn own(
    State(site): State<Site>,
    reader: SignedIn,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    open(&site, &reader, &Place::own(&reader)?, (&told, Wanted::default())).await
}

pub(super) async fn begin_own(
    State(site): State<Site>,
    reader: SignedIn,
    form: Submitted,
) -> Result<Response, PageError> {
    begin(&site, &reader, &Place::own(&reader)?, form).await
}

/// What people show of their own sheets to the reader's agency.
pub(super) async fn shown_here(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    let t = &reader.t;
    let glances = site.app().sheets_shown_here(&reader.actor, MOST_SHOWN).await.map_err(page_error)?;
    let mut frame = reader.frame(&site, Some(Section::Shared), t.get("sheets-shown-title")).await?;
    frame.breadcrumbs = vec![Link::new(t.get("shared-title"), "/shared")];
    show(&ListPage {
        frame,
        heading: t.get("sheets-shown-title"),
        lead: t.get("sheets-shown-lead"),
        summary: ErrorSummary::default(),
        table: table(&reader, &glances, true, t.get("sheets-shown-title")),
        empty: EmptyState { heading: t.get("sheets-shown-none"), body: t.get("sheets-shown-none-body"), action: None },
        begin: None,
    })
}
