//! A published list read into the directory from a page: sent, looked at, its columns named if need be, read in with one press.

use askama::Template;
use axum::{
    extract::{FromRequest, Multipart, Query, Request, State},
    http::{StatusCode, header::CONTENT_LENGTH},
    response::{IntoResponse, Redirect, Response},
};
use banso_app::{
    Beginning, Encoding, Extent, Finding, Format, ImportReport, MOST_BYTES_OF_LIST, Outcome, Refused, Roster,
    RosterRow, UseCaseError, WaitingList, Weight, likely_field,
};
use banso_domain::resource::{Field, NamedColumns};

use super::{
    import_rows::{self, slips},
    naming::{field_name, source_name},
    place,
};
use crate::{
    components::ChoiceOption,
    components::{Banner, BannerKind, Cell, Column, ErrorSummary, Link, SummaryRow, TableRow, TableView},
    errors::{ErrorKind, PageError},
    form::{Block, Filled, FormView, Part, Question, Submitted, Unsaved, done, not_taken},
    frame::Frame,
    security::cookie_value,
    site::{Done, SESSION_COOKIE, SignedIn, Site, page_error, show},
    text::Texts,
};

/// So many rows of a kind are listed; a page of their own has all of them.
const LISTED: usize = 40;
/// The first rows are shown as they were read.
const FIRST: usize = 5;
/// Besides the list, a form sends its token and its choice.
const ROOM_FOR_FIELDS: u64 = 64 << 10;
/// So much of a file that is too large is let pass by without being kept, so that the browser reads the answer.
pub(super) const MOST_SENT: usize = 640 << 20;

#[derive(Template)]
#[template(path = "pages/resources/import.html")]
struct SendPage {
    frame: Frame,
    /// Whether a list of this reader waits.
    waits: bool,
    most: u64,
}

#[derive(Template)]
#[template(path = "pages/resources/check.html")]
struct CheckPage {
    frame: Frame,
    facts: Vec<SummaryRow>,
    counts: Vec<SummaryRow>,
    first: TableView,
    rejected: Option<TableView>,
    look: Option<TableView>,
    gone: Option<TableView>,
    /// Where each row stands, with what is told differently before and after.
    rows: Link,
    notes: Vec<String>,
    source: String,
    digest: String,
    csrf: String,
    is_named: bool,
    /// Whether there is anything to read in.
    can_be_read: bool,
    /// Asked where much is missing: whether it is the whole list or a part (P-186).
    extent: Option<Block>,
}

#[derive(Template)]
#[template(path = "pages/resources/columns.html")]
struct ColumnsPage {
    frame: Frame,
    first: TableView,
    summary: ErrorSummary,
    form: FormView,
}

pub(super) async fn only_readers(site: &Site, reader: &SignedIn) -> Result<(), PageError> {
    match site.app().may_import_resources(&reader.actor).await.map_err(page_error)? {
        true => Ok(()),
        false => Err(PageError::new(ErrorKind::Forbidden)),
    }
}

pub(super) async fn frame(site: &Site, reader: &SignedIn, title: &str) -> Result<Frame, PageError> {
    let t = &reader.t;
    let (section, up) = place(reader);
    let mut frame = reader.frame(site, Some(section), t.get(title)).await?;
    frame.breadcrumbs = vec![up, Link::new(t.get("resources-title"), "/resources")];
    Ok(frame)
}

async fn send_page(site: &Site, reader: &SignedIn, banners: Vec<Banner>) -> Result<Response, PageError> {
    let waits = site.app().waiting_list(&reader.actor).await.map_err(page_error)?.is_some();
    let mut frame = frame(site, reader, /* key */ "import-title").await?;
    frame.banners = banners;
    show(&SendPage { frame, waits, most: MOST_BYTES_OF_LIST >> 20 })
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    only_readers(&site, &reader).await?;
    send_page(&site, &reader, told.banners(&reader.t)).await
}

/// What was sent.
enum Sent {
    List(Vec<u8>, Option<Encoding>),
    TooLarge,
    Nothing,
    Forged,
}

/// Reads what is sent, piece by piece; of a list that is too large nothing is kept.
async fn sent(site: &Site, request: Request) -> Sent {
    let declared = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let mut is_too_large = declared.is_some_and(|bytes| bytes > MOST_BYTES_OF_LIST + ROOM_FOR_FIELDS);
    let session = cookie_value(request.headers(), SESSION_COOKIE, site.inner.secure).unwrap_or_default().to_owned();
    let Ok(mut parts) = Multipart::from_request(request, site).await else { return Sent::Forged };
    let (mut token, mut bytes, mut encoding) = (String::new(), Vec::new(), String::new());
    while let Ok(Some(mut part)) = parts.next_field().await {
        match part.name() {
            Some("csrf") => token = part.text().await.unwrap_or_default(),
            Some("encoding") => encoding = part.text().await.unwrap_or_default(),
            Some("file") => {
                while let Ok(Some(piece)) = part.chunk().await {
                    is_too_large |= (bytes.len() + piece.len()) as u64 > MOST_BYTES_OF_LIST;
                    if is_too_large {
                        bytes = Vec::new();
                    } else {
                        bytes.extend_from_slice(&piece);
                    }
                }
            }
            _ => {}
        }
    }
    if !site.inner.csrf.accepts(&session, &token) {
        return Sent::Forged;
    }
    let encoding = [Encoding::Utf8, Encoding::Cp932].into_iter().find(|known| known.name() == encoding);
    match (is_too_large, bytes.is_empty()) {
        (true, _) => Sent::TooLarge,
        (false, true) => Sent::Nothing,
        (false, false) => Sent::List(bytes, encoding),
    }
}

pub(super) async fn send(State(site): State<Site>, reader: SignedIn, request: Request) -> Result<Response, PageError> {
    only_readers(&site, &reader).await?;
    let t = &reader.t;
    let most = MOST_BYTES_OF_LIST >> 20;
    let (status, banner) = match sent(&site, request).await {
        Sent::List(bytes, encoding) => {
            site.app().keep_list(&reader.actor, bytes, encoding).await.map_err(page_error)?;
            return Ok(Redirect::to("/resources/import/check").into_response());
        }
        Sent::Forged => return Err(PageError::new(ErrorKind::BadRequest)),
        Sent::Nothing => {
            let banner = Banner::new(BannerKind::Error, t.get("import-no-file")).body(t.get("import-no-file-do"));
            (StatusCode::UNPROCESSABLE_ENTITY, banner)
        }
        Sent::TooLarge => {
            let body = t.with("import-too-large-do", [("most", most)]);
            (StatusCode::PAYLOAD_TOO_LARGE, Banner::new(BannerKind::Error, t.get("import-too-large")).body(body))
        }
    };
    Ok((status, send_page(&site, &reader, vec![banner]).await?).into_response())
}

/// Why a list was not read, and what to do.
fn refusal(t: &Texts, refused: &Refused) -> Banner {
    let key =
        |suffix: &str| format!("{}{}{suffix}", /* keys */ "import-refused-", refused.key().replace('_', "-"));
    let (what, place) = match refused {
        Refused::NotARoster { looks_like, heads } => {
            let look = t.get(&format!("{}{}", /* keys */ "import-look-", looks_like.key().replace('_', "-")));
            (look, heads.join(&t.get("list-separator")))
        }
        Refused::TooManyColumns { line, .. }
        | Refused::RowWithoutEnd { line, .. }
        | Refused::OtherEncoding { line } => (String::new(), line.to_string()),
        Refused::BrokenJson { line, .. } => (String::new(), line.to_string()),
        _ => (String::new(), String::new()),
    };
    let heading = t.with(&key(""), [("what", what), ("place", place.clone())]);
    let body = t.get(&key("-do"));
    let body = if place.is_empty() || !matches!(refused, Refused::NotARoster { .. }) {
        body
    } else {
        format!("{body}\n{}", t.with("import-refused-heads", [("heads", place)]))
    };
    Banner::new(BannerKind::Error, heading).body(body)
}

pub(super) async fn check(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    only_readers(&site, &reader).await?;
    match site.app().waiting_list(&reader.actor).await.map_err(page_error)? {
        None => Ok(Redirect::to("/resources/import").into_response()),
        Some(WaitingList::Refused(refused)) => {
            Ok(not_taken(send_page(&site, &reader, vec![refusal(&reader.t, &refused)]).await?))
        }
        Some(WaitingList::Unnamed(begins, named)) => {
            let form = Filled::new(&reader.t, proposed(&begins, named.as_ref()));
            columns_page(&site, &reader, &begins, &form, Vec::new()).await
        }
        Some(WaitingList::Readable(roster, report)) => {
            check_page(&site, &reader, &roster, &report, &Filled::new(&reader.t, Submitted::default()), Vec::new())
                .await
        }
    }
}

/// The findings of a row of some weight, in words.
pub(super) fn findings(t: &Texts, row: &RosterRow, weight: Weight) -> String {
    let told = |finding: &Finding| {
        let key = format!("{}{}", /* keys */ "import-finding-", finding.kind.key().replace('_', "-"));
        let field = finding.field.map(|field| t.with("import-in-field", [("field", field_name(t, field))]));
        let detail = Some(&finding.detail).filter(|detail| !detail.is_empty());
        let detail = detail.map(|detail| t.with("import-in-words", [("words", detail.clone())]));
        [Some(t.get(&key)), field, detail].into_iter().flatten().collect::<String>()
    };
    let of_weight = row.findings.iter().filter(|finding| finding.kind.weight() == weight);
    of_weight.map(told).collect::<Vec<_>>().join("\n")
}

/// The first rows with slips of some weight.
fn rows_of(t: &Texts, roster: &Roster, weight: Weight, id: &str, caption: String) -> Option<TableView> {
    let (columns, mut rows) = slips(t, roster, weight);
    let count = rows.len();
    rows.truncate(LISTED);
    let caption = if count > LISTED {
        t.with("import-first-of", [("caption", caption), ("shown", LISTED.to_string()), ("count", count.to_string())])
    } else {
        caption
    };
    (count > 0).then(|| TableView { id: id.to_owned(), caption, columns, rows })
}

fn format_name(t: &Texts, format: Format) -> String {
    t.get(&format!("{}{}", /* keys */ "import-format-", format.name()))
}

/// What stands in the first rows, as it was read.
fn first(t: &Texts, roster: &Roster, report: &ImportReport) -> TableView {
    let fields = [Field::Name, Field::OrganisationName, Field::ServiceKind, Field::Phone];
    let mut columns = vec![Column::new(t.get("import-line")), Column::new(t.get("import-outcome"))];
    columns.extend(fields.map(|field| Column::new(field_name(t, field))));
    columns.push(Column::new(t.get("resource-place")));
    let outcome = |outcome: &Outcome| match outcome {
        Outcome::Added | Outcome::Back(_) => t.get("import-added"),
        Outcome::Changed(_) => t.get("import-changed"),
        Outcome::Unchanged => t.get("import-unchanged"),
        Outcome::Rejected => t.get("import-rejected"),
    };
    let line = |(row, told): (&RosterRow, &Outcome)| {
        let mut cells = vec![Cell::Text(row.at.to_string()), Cell::Text(outcome(told))];
        cells.extend(fields.map(|field| Cell::Text(row.told.get(field).to_owned())));
        cells.push(Cell::Text(row.told.address()));
        TableRow { cells }
    };
    TableView {
        id: "first".to_owned(),
        caption: t.get("import-first"),
        columns,
        rows: roster.rows.iter().zip(&report.outcomes).take(FIRST).map(line).collect(),
    }
}

async fn check_page(
    site: &Site,
    reader: &SignedIn,
    roster: &Roster,
    report: &ImportReport,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let summary = report.summary;
    let lists = roster.lists.iter().filter(|list| !list.is_empty()).cloned().collect::<Vec<_>>();
    let facts = vec![
        SummaryRow::new(t.get("import-format"), format_name(t, roster.format)),
        SummaryRow::new(t.get("import-encoding"), roster.encoding.name().to_uppercase()),
        SummaryRow::new(t.get("import-rows"), roster.rows.len().to_string()),
        SummaryRow::or_unknown(t.get("import-lists"), lists.into_iter().take(LISTED).collect::<Vec<_>>().join("\n")),
    ];
    let counts = [
        (/* key */ "import-added", summary.added),
        (/* key */ "import-changed", summary.changed),
        (/* key */ "import-gone", summary.gone),
        (/* key */ "import-unchanged", summary.unchanged),
        (/* key */ "import-rejected", summary.rejected),
        (/* key */ "import-look", summary.warnings),
    ];
    let gone_line = |gone: &banso_app::GoneResource| TableRow {
        cells: vec![
            Cell::Text(gone.name.clone()),
            Cell::Text(gone.origin.list.clone()),
            Cell::Text(gone.origin.number.clone()),
        ],
    };
    let gone_columns =
        [/* key */ "resource-field-name", /* key */ "import-lists", /* key */ "resource-number"];
    let mut notes: Vec<String> = Vec::new();
    for kind in banso_app::FindingKind::ALL.iter().filter(|kind| kind.weight() == Weight::Note) {
        let count = roster.rows.iter().filter(|row| row.findings.iter().any(|finding| finding.kind == *kind)).count();
        if count > 0 {
            let key = format!("{}{}", /* keys */ "import-finding-", kind.key().replace('_', "-"));
            notes.push(t.with("import-note", [("count", count.to_string()), ("what", t.get(&key))]));
        }
    }
    let extents =
        ["whole", "part"].map(|one| ChoiceOption::new(one, t.get(&format!("{}{one}", /* keys */ "import-extent-"))));
    let extent = Question::one("extent", t.get("import-extent"), extents.into())
        .hint(t.get("import-extent-hint"))
        .below_each_other()
        .required();
    let mut frame = frame(site, reader, /* key */ "import-check-title").await?;
    frame.has_errors = !banners.is_empty();
    frame.banners = banners;
    show(&CheckPage {
        frame,
        facts,
        counts: counts.map(|(key, count)| SummaryRow::new(t.get(key), count.to_string())).into(),
        first: first(t, roster, report),
        rejected: rows_of(t, roster, Weight::Rejected, "rejected", t.get("import-rejected")),
        look: rows_of(t, roster, Weight::Look, "look", t.get("import-look")),
        gone: (!report.gone.is_empty()).then(|| TableView {
            id: "gone".to_owned(),
            caption: t.get("import-gone"),
            columns: gone_columns.map(|key| Column::new(t.get(key))).into(),
            rows: report.gone.iter().take(LISTED).map(gone_line).collect(),
        }),
        rows: Link::new(t.get("import-rows-link"), import_rows::address(import_rows::Part::Changed)),
        notes,
        source: source_name(t, roster.source),
        digest: roster.digest.clone(),
        csrf: reader.csrf.clone(),
        is_named: roster.format == Format::Named,
        can_be_read: summary.rejected < roster.rows.len() as u64,
        extent: report.may_be_a_part.then(|| filled.ask(&extent)),
    })
}

/// The name of the question for what a column tells.
fn column_question(at: usize) -> String {
    format!("column.{at}")
}

fn questions(t: &Texts, begins: &Beginning) -> Vec<Question> {
    let fields = Field::ALL.iter().filter(|field| !field.is_of_region());
    let fields: Vec<ChoiceOption> =
        fields.map(|field| ChoiceOption::new(field.name(), field_name(t, *field))).collect();
    let heads = begins.heads.iter().enumerate();
    let columns = heads.clone().map(|(at, head)| ChoiceOption::new(at.to_string(), head_of(t, at, head))).collect();
    let mut questions = vec![
        Question::line("list", t.get("import-list-name")).hint(t.get("import-list-name-hint")).required(),
        Question::several("known_by", t.get("import-known-by"), columns).hint(t.get("import-known-by-hint")).required(),
    ];
    questions.extend(heads.map(|(at, head)| {
        let example = begins.rows.iter().filter_map(|row| row.get(at)).find(|cell| !cell.trim().is_empty());
        let question = Question::pick(column_question(at), head_of(t, at, head), fields.clone());
        match example {
            Some(words) => {
                question.hint(t.with("import-for-example", [("words", words.chars().take(60).collect::<String>())]))
            }
            None => question,
        }
    }));
    questions
}

/// A head on one line; a column without one by its number.
fn head_of(t: &Texts, at: usize, head: &str) -> String {
    let words = head.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() { t.with("import-column", [("number", at + 1)]) } else { words }
}

/// The form as it is filled at first: as the columns were named before, or as their heads suggest.
fn proposed(begins: &Beginning, named: Option<&NamedColumns>) -> Submitted {
    let mut form = Submitted::default();
    if let Some(named) = named {
        form.put("list", &named.list);
        for at in &named.known_by {
            form.put("known_by", at.to_string());
        }
        for (at, field) in &named.fields {
            form.put(column_question(*at), field.name());
        }
        return form;
    }
    let mut told = Vec::new();
    for (at, head) in begins.heads.iter().enumerate() {
        if let Some(field) = likely_field(head).filter(|field| !told.contains(field)) {
            form.put(column_question(at), field.name());
            if field == Field::Name {
                form.put("known_by", at.to_string());
            }
            told.push(field);
        }
    }
    form
}

async fn columns_page(
    site: &Site,
    reader: &SignedIn,
    begins: &Beginning,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let mut blocks = filled.ask_all(&questions(t, begins));
    blocks.insert(2, Block::new(t, Part::Heading(t.get("import-columns-heading"))));
    let form = FormView::new(reader, "/resources/import/columns", blocks, t.get("import-columns-save"))
        .back(Link::new(t.get("import-other-file"), "/resources/import"));
    let summary = form.summary();
    let mut frame = frame(site, reader, /* key */ "import-columns-title").await?;
    frame.has_errors = !summary.is_empty();
    frame.banners = banners;
    let row = |row: &Vec<String>| TableRow { cells: row.iter().map(|cell| Cell::Text(cell.clone())).collect() };
    let heads = begins.heads.iter().enumerate();
    let first = TableView {
        id: "first".to_owned(),
        caption: t.get("import-first"),
        columns: heads.map(|(at, head)| Column::new(head_of(t, at, head))).collect(),
        rows: begins.rows.iter().map(row).collect(),
    };
    show(&ColumnsPage { frame, first, summary, form })
}

/// The page for columns alone, where a reader wants to name them anew.
pub(super) async fn ask_columns(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    only_readers(&site, &reader).await?;
    match site.app().columns_of_waiting_list(&reader.actor).await {
        Ok((begins, named)) => {
            let filled = Filled::new(&reader.t, proposed(&begins, named.as_ref()));
            columns_page(&site, &reader, &begins, &filled, Vec::new()).await
        }
        Err(UseCaseError::NotFound) => Ok(Redirect::to("/resources/import").into_response()),
        Err(other) => Err(page_error(other)),
    }
}

pub(super) async fn name_columns(
    State(site): State<Site>,
    reader: SignedIn,
    form: Submitted,
) -> Result<Response, PageError> {
    only_readers(&site, &reader).await?;
    let filled = Filled::new(&reader.t, form);
    let (begins, _) = match site.app().columns_of_waiting_list(&reader.actor).await {
        Err(UseCaseError::NotFound) => return Ok(done("/resources/import", "list-waits-no-more")),
        other => other.map_err(page_error)?,
    };
    let places = 0..begins.heads.len();
    let known_by = filled.form.all("known_by").into_iter().filter_map(|at| at.parse().ok());
    let columns = NamedColumns {
        list: filled.text("list"),
        known_by: known_by.filter(|at| places.contains(at)).collect(),
        fields: places
            .clone()
            .filter_map(|at| Some((at, Field::from_name(filled.form.text(&column_question(at)))?)))
            .collect(),
    };
    match site.app().name_columns(&reader.actor, columns).await {
        Ok(()) => Ok(Redirect::to("/resources/import/check").into_response()),
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            let banners = unsaved.banners(&reader.t);
            Ok(unsaved.answer(columns_page(&site, &reader, &begins, &filled, banners).await?))
        }
    }
}

pub(super) async fn take(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Response, PageError> {
    only_readers(&site, &reader).await?;
    let extent = match form.text("extent") {
        "whole" => Extent::Whole,
        "part" => Extent::Part,
        _ => Extent::NotSaid,
    };
    match site.app().take_waiting_list(&reader.actor, form.text("digest"), extent).await {
        Ok(_) => Ok(done("/resources/import", "list-read-in")),
        Err(UseCaseError::NotFound) => Ok(done("/resources/import", "list-waits-no-more")),
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            let banners = unsaved.banners(&reader.t);
            let page = match site.app().waiting_list(&reader.actor).await.map_err(page_error)? {
                Some(WaitingList::Readable(roster, report)) => {
                    check_page(&site, &reader, &roster, &report, &Filled::new(&reader.t, form), banners).await?
                }
                _ => send_page(&site, &reader, banners).await?,
            };
            Ok(unsaved.answer(page))
        }
    }
}
