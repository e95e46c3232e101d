//! 保護された記録: the protected records that the reader is named for, which no other list shows, and how somebody who is not named opens
//! one when it cannot wait.

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use banso_app::{ProtectedCase, UseCaseError, Whose};
use banso_domain::{staff::Role, text};

use crate::{
    components::{
        Banner, BannerKind, Cell, Column, EmptyState, ErrorSummary, Link, Shape, StatusTag, TableRow, TableView,
    },
    errors::{ErrorKind, PageError},
    form::{Block, Filled, FormView, Part, Question, Submitted, done, not_taken, refused},
    frame::{Frame, Section},
    naming::stage_name,
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/protected", get(list).post(open))
}

#[derive(Template)]
#[template(path = "pages/protected/list.html")]
struct ProtectedPage {
    frame: Frame,
    summary: ErrorSummary,
    table: Option<TableView>,
    empty: EmptyState,
    form: FormView,
}

fn questions(t: &Texts) -> Vec<Question> {
    vec![
        Question::line("reference", t.get("case-number")).hint(t.get("protected-reference-hint")),
        Question::line("name", t.get("protected-name")).hint(t.get("protected-name-hint")),
        Question::date("born", t.get("person-field-birth_date")),
        Question::long("reason", t.get("protected-reason"), 3).hint(t.get("protected-reason-hint")).required(),
    ]
}

async fn list(State(site): State<Site>, reader: SignedIn, Query(told): Query<Done>) -> Result<Response, PageError> {
    let filled = Filled::new(&reader.t, Submitted::default());
    page(&site, &reader, &filled, told.banners(&reader.t)).await
}

/// The protected records of a reader, as this page and today's work show them.
pub(super) fn protected_table(reader: &SignedIn, cases: &[ProtectedCase]) -> Option<TableView> {
    let t = &reader.t;
    let row = |case: &ProtectedCase| TableRow {
        cells: vec![
            Cell::Open {
                text: case.row.name.clone(),
                below: case.row.kana.clone(),
                href: format!("/cases/{}", case.row.id),
            },
            Cell::Text(case.row.reference.clone()),
            Cell::Text(stage_name(t, case.row.stage)),
            case.row.due.map_or_else(|| Cell::Text(String::new()), |due| Cell::Date(reader.look.short(due.on))),
            Cell::Date(reader.look.short(case.review_on)),
            match case.to_review {
                0 => Cell::Text(String::new()),
                waiting => Cell::Status(StatusTag::new(Shape::Waiting, t.count("protected-to-review", waiting))),
            },
        ],
    };
    (!cases.is_empty()).then(|| TableView {
        id: "protected".to_owned(),
        caption: t.get("protected-title"),
        columns: vec![
            Column::new(t.get("cases-column-name")).below(t.get("list-kana")),
            Column::new(t.get("cases-column-reference")),
            Column::new(t.get("cases-column-stage")),
            Column::new(t.get("cases-column-due")),
            Column::new(t.get("protection-review-on")),
            Column::new(t.get("protection-openings")),
        ],
        rows: cases.iter().map(row).collect(),
    })
}

async fn page(site: &Site, reader: &SignedIn, filled: &Filled, banners: Vec<Banner>) -> Result<Response, PageError> {
    let t = &reader.t;
    if !reader.actor.is_caseworker() && !reader.actor.is(Role::MunicipalOfficer) {
        return Err(PageError::new(ErrorKind::Forbidden));
    }
    let cases = site.app().protected_cases(&reader.actor).await.map_err(page_error)?;
    let mut blocks = vec![Block::new(t, Part::Note(t.get("protected-open-note")))];
    blocks.extend(filled.ask_all(&questions(t)));
    let form = FormView::new(reader, "/protected", blocks, t.get("protected-open"));
    let mut frame = reader.frame(site, Some(Section::Cases), t.get("protected-title")).await?;
    frame.breadcrumbs = vec![Link::new(t.get("cases-title"), "/cases")];
    let summary = form.summary();
    frame.has_errors = !summary.is_empty() || banners.iter().any(|banner| banner.kind == BannerKind::Error);
    frame.banners = banners;
    show(&ProtectedPage {
        frame,
        summary,
        table: protected_table(reader, &cases),
        empty: EmptyState { heading: t.get("protected-none"), body: t.get("protected-none-body"), action: None },
        form,
    })
}

/// Whose record it is, if enough was typed to say so.
fn whose(t: &Texts, filled: &mut Filled) -> Option<Whose> {
    let reference = filled.text("reference");
    if !reference.is_empty() {
        let digits = text::codes::digits(&reference);
        return match digits.split_at_checked(4) {
            Some((year, number)) if number.len() == 5 => Some(Whose::Reference(format!("{year}-{number}"))),
            _ => {
                filled.complain("reference", t.get("protected-reference-wrong"));
                None
            }
        };
    }
    let (name, born) = (filled.text("name"), filled.day("born"));
    if name.is_empty() || born.is_none() {
        filled.complain("name", t.get("protected-name-missing"));
    }
    Some(Whose::NameAndBirthDate(name, born?))
}

async fn open(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Response, PageError> {
    let t = &reader.t;
    let mut filled = Filled::new(t, form);
    let whose = whose(t, &mut filled);
    let reason = filled.needed("reason", t.get("protected-reason-missing"));
    let mut banners = Vec::new();
    if let Some(whose) = whose.filter(|_| filled.is_right()) {
        match site.app().open_protected(&reader.actor, &whose, &reason).await {
            Ok(case) => return Ok(done(&format!("/cases/{case}"), "protected-opened")),
            Err(UseCaseError::NotFound) => {
                banners.push(Banner::new(BannerKind::Error, t.get("protected-nobody")));
            }
            Err(error) => banners = refused(t, error)?,
        }
    }
    Ok(not_taken(page(&site, &reader, &filled, banners).await?))
}
