//! 引継ぎの依頼: for an agency that is asked to take over — what it may know of it, and its answer.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use banso_app::{AskedHandover, AskedRow, SuccessorWord, UseCaseError};
use banso_domain::{
    case::handover::ReplyWord,
    id::{CaseId, HandoverId},
};

use super::cases::{handover_document_name, handover_kind_name, handover_overlap_words, handover_reply_name};
use crate::{
    components::{Banner, Cell, Column, ErrorSummary, Link, SummaryRow, TableRow, TableView, TimelineItem},
    errors::PageError,
    form::{Filled, FormView, Question, Submitted, done, labelled, not_taken, refused},
    frame::{Frame, Section},
    pages::people::People,
    site::{Done, SignedIn, Site, page_error, show},
};

/// So many handovers that wait are named.
const WAITING: u32 = 20;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/shared/{case}/handover/{asked}", get(ask).post(answer))
}

/// The handovers that wait for the word of the reader's agency; none where none does.
pub(super) async fn asked_table(site: &Site, reader: &SignedIn) -> Result<Option<TableView>, PageError> {
    let t = &reader.t;
    let waiting = site.app().asked_handovers(&reader.actor, WAITING).await.map_err(page_error)?;
    let mut rows = Vec::new();
    for AskedRow { case, handover, asked_on, reference, centre, name } in waiting {
        let centre = site.app().agency(centre).await.map_err(page_error)?.facts.name;
        let text = name.unwrap_or_else(|| t.with("shared-nameless", [("reference", &reference)]));
        let href = format!("/shared/{case}/handover/{handover}");
        rows.push(TableRow {
            cells: vec![
                Cell::Open { text, below: String::new(), href },
                Cell::Text(reference),
                Cell::Text(centre),
                Cell::Date(reader.look.short(asked_on)),
            ],
        });
    }
    Ok((!rows.is_empty()).then(|| TableView {
        id: "asked-handovers".to_owned(),
        caption: t.get("asked-caption"),
        columns: vec![
            Column::new(t.get("cases-column-name")),
            Column::new(t.get("cases-column-reference")),
            Column::new(t.get("shared-centre")),
            Column::new(t.get("asked-on")),
        ],
        rows,
    }))
}

#[derive(Template)]
#[template(path = "pages/shared/handover.html")]
struct AskedPage {
    frame: Frame,
    heading: String,
    about: Vec<SummaryRow>,
    talk: Vec<TimelineItem>,
    state: String,
    summary: ErrorSummary,
    readers: String,
    form: Option<FormView>,
    case: Link,
}

/// What an agency says that takes over.
const TAKES_OVER: &str = "takes_over";

fn ids(case: &str, handover: &str) -> Result<(CaseId, HandoverId), PageError> {
    let missing = |_| PageError::not_found();
    Ok((case.parse().map_err(missing)?, handover.parse().map_err(missing)?))
}

fn about(reader: &SignedIn, asked: &AskedHandover, centre: &str) -> Vec<SummaryRow> {
    let (t, look) = (&reader.t, reader.look);
    let overlap = asked.overlap.map(|days| handover_overlap_words(t, look, days.from, days.to));
    let names: Vec<String> = asked.documents.iter().map(|it| handover_document_name(t, *it)).collect();
    let mut rows = vec![
        SummaryRow::new(t.get("handover-kind"), handover_kind_name(t, asked.kind)),
        SummaryRow::new(t.get("handover-from"), centre),
        SummaryRow::or_unknown(t.get("shared-lead"), &asked.lead),
        SummaryRow::new(t.get("handover-ends-on"), look.long(asked.ends_on).text()),
        SummaryRow::or_unknown(t.get("handover-overlap"), overlap.unwrap_or_default()),
        SummaryRow::or_unknown(t.get("handover-documents"), names.join(&t.get("list-separator"))),
    ];
    let (policy, issues) = match &asked.written {
        Some((policy, issues)) => (policy.clone(), issues.clone()),
        None => (t.get("asked-not-shared"), t.get("asked-not-shared")),
    };
    rows.push(SummaryRow::or_unknown(t.get("handover-policy"), policy));
    rows.push(SummaryRow::or_unknown(t.get("handover-open-issues"), issues));
    rows
}

/// What was asked and answered, the newest first.
async fn talk(site: &Site, reader: &SignedIn, asked: &AskedHandover) -> Result<Vec<TimelineItem>, PageError> {
    let t = &reader.t;
    let mut people = People::default();
    let item = |title: String, on, by: String, body: String| TimelineItem {
        title,
        day: reader.look.with_weekday(on),
        time: None,
        by,
        how: None,
        body,
        href: None,
        corrected: None,
    };
    let mut items = Vec::new();
    if !asked.ask.is_answered || !asked.ask.note.is_empty() {
        items.push(item(t.get("asked-by-centre"), asked.ask.on, asked.lead.clone(), asked.ask.note.clone()));
    }
    for reply in asked.replies.iter().rev() {
        let by = people.name(site, reply.by).await?;
        items.push(item(handover_reply_name(t, reply.word), reply.on, by, reply.text.clone()));
    }
    // A question that was answered stands before its answer.
    if asked.ask.is_answered && items.len() > 1 && !asked.ask.note.is_empty() {
        items.swap(0, 1);
    }
    Ok(items)
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    (case, handover): (CaseId, HandoverId),
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let asked = site.app().asked_handover(&reader.actor, case, handover).await.map_err(page_error)?;
    let centre = site.app().agency(asked.centre).await.map_err(page_error)?.facts.name;
    let words = [
        (TAKES_OVER, t.get("asked-takes-over")),
        (ReplyWord::AsksBack.name(), handover_reply_name(t, ReplyWord::AsksBack)),
        (ReplyWord::Declines.name(), handover_reply_name(t, ReplyWord::Declines)),
    ];
    let form = asked.is_open.then(|| {
        let blocks = filled.ask_all(&[
            Question::one("word", t.get("asked-word"), labelled(words)).below_each_other().required(),
            Question::line("name", t.get("asked-name")).hint(t.get("asked-name-hint")),
            Question::long("text", t.get("asked-text"), 3).hint(t.get("asked-text-hint")),
        ]);
        FormView::new(reader, format!("/shared/{case}/handover/{handover}"), blocks, t.get("asked-send"))
    });
    let state = match asked.taken_on {
        Some(on) => t.with("asked-taken", [("day", reader.look.long(on).text())]),
        None if form.is_none() => t.get("asked-over"),
        None => String::new(),
    };
    let title = t.with("room-title", [("page", t.get("asked-title")), ("number", asked.reference.clone())]);
    let mut frame = reader.frame(site, Some(Section::Shared), title).await?;
    frame.breadcrumbs = vec![Link::new(t.get("shared-title"), "/shared")];
    let summary = form.as_ref().map(FormView::summary).unwrap_or_default();
    frame.has_errors = !summary.is_empty();
    frame.banners = banners;
    show(&AskedPage {
        heading: match &asked.name {
            Some(name) => t.with("asked-heading", [("name", name)]),
            None => t.with("shared-nameless", [("reference", &asked.reference)]),
        },
        about: about(reader, &asked, &centre),
        talk: talk(site, reader, &asked).await?,
        state,
        summary,
        readers: t.with("readers-centre", [("centre", centre)]),
        form,
        case: Link::new(t.get("asked-case"), format!("/shared/{case}")),
        frame,
    })
}

async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, handover)): Path<(String, String)>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let name = site.app().staff_name(reader.actor.staff()).await.map_err(page_error)?;
    let filled = Filled::new(&reader.t, Submitted::of([("name", name)]));
    page(&site, &reader, ids(&case, &handover)?, &filled, told.banners(&reader.t)).await
}

fn read(reader: &SignedIn, filled: &mut Filled) -> Option<SuccessorWord> {
    let t = &reader.t;
    if filled.form.text("word") == TAKES_OVER {
        let name = filled.needed("name", t.get("handover-acknowledge-name-missing"));
        return filled.is_right().then_some(SuccessorWord::TakesOver { name });
    }
    let word = filled.choice::<ReplyWord>("word");
    match word {
        None => filled.complain("word", t.get("asked-word-missing")),
        Some(_) => {
            filled.needed("text", t.get("asked-text-missing"));
        }
    }
    let text = filled.text("text");
    word.filter(|_| filled.is_right()).map(|word| SuccessorWord::Replies { word, text })
}

async fn answer(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, handover)): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let (case, handover) = ids(&case, &handover)?;
    let mut filled = Filled::new(&reader.t, form);
    let mut banners = Vec::new();
    if let Some(word) = read(&reader, &mut filled) {
        match site.app().answer_handover(&reader.actor, case, handover, &word).await {
            Ok(()) => {
                let key = match word {
                    SuccessorWord::TakesOver { .. } => "asked-taken",
                    SuccessorWord::Replies { .. } => "asked-answered",
                };
                return Ok(done(&format!("/shared/{case}/handover/{handover}"), key));
            }
            Err(error @ UseCaseError::Refused(_)) => banners = refused(&reader.t, error)?,
            Err(error) => return Err(page_error(error)),
        }
    }
    Ok(not_taken(page(&site, &reader, (case, handover), &filled, banners).await?))
}
