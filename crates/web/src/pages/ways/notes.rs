//! わたしのことば: what the person says about the ways to work, beside what each asks and gives. Staff read it as the person's own words.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use banso_app::WayNotesPage;
use banso_domain::{
    id::CaseId,
    process::Way,
    way_notes::{WayNote, WayNotes, WayWords, Wish},
};

use super::both;
use crate::{
    components::{Banner, BannerKind, Cell, Column, ErrorSummary, Link, SummaryRow, TableRow, TableView},
    errors::PageError,
    form::{Draft, Filled, FormView, Question, Submitted, Unsaved, done, labelled},
    frame::{Frame, Section},
    pages::{
        cases::{Contents, OpenedCase, Room, RoomTab},
        own::plain,
        people::People,
    },
    site::{Done, Own, SignedIn, Site, page_error, show},
    text::Texts,
};

/// The answer of somebody who has not made up their mind.
const OPEN: &str = "open";

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/my/ways", get(own_list))
        .route("/my/ways/{way}", get(own_ask).post(own_write))
        .route("/cases/{case}/ways", get(case_list))
        .route("/cases/{case}/ways/{way}", get(case_ask).post(case_write))
        .route("/shared/{case}/ways", get(shared_list))
}

#[derive(Template)]
#[template(path = "pages/ways/notes.html")]
struct NotesPage {
    frame: Frame,
    heading: String,
    lead: String,
    table: Option<TableView>,
    ways: Link,
}

#[derive(Template)]
#[template(path = "pages/ways/of_case.html")]
struct CaseNotesPage {
    frame: Frame,
    room: Room,
    heading: String,
    lead: String,
    table: Option<TableView>,
    ways: Link,
}

#[derive(Template)]
#[template(path = "pages/ways/write.html")]
struct WritePage {
    frame: Frame,
    heading: String,
    lead: String,
    readers: String,
    summary: ErrorSummary,
    about: Vec<SummaryRow>,
    form: FormView,
}

fn wish_name(t: &Texts, wish: Wish) -> String {
    t.get(&format!("{}{}", /* keys */ "own-way-wish-", wish.name()))
}

/// Who wrote it down, and when.
async fn written(site: &Site, reader: &SignedIn, note: &WayNote) -> Result<String, PageError> {
    let t = &reader.t;
    let day = reader.look.short(note.on).text().to_owned();
    if note.is_own {
        return Ok(t.with("own-way-by-person", [("day", day)]));
    }
    let name = People::default().name(site, note.written_by).await?;
    Ok(t.with("own-way-with-staff", [("day", day), ("name", name)]))
}

/// The ways with what the person says of each. `base` is where a note is written; staff write over nothing that the person wrote themself.
async fn table(site: &Site, reader: &SignedIn, notes: &WayNotes, base: Option<&str>) -> Result<TableView, PageError> {
    let t = &reader.t;
    let is_person = reader.actor.person().is_some();
    let mut rows = Vec::new();
    for way in site.app().ways() {
        let note = notes.about(&way.id);
        let name = both(t, &way.name);
        let opens = base.filter(|_| is_person || !note.is_some_and(|note| note.is_own));
        let first = match opens {
            Some(base) => Cell::Open { text: name, below: String::new(), href: format!("{base}/{}", way.id) },
            None => Cell::Text(name),
        };
        let said = |words: fn(&WayNote) -> &str| Cell::Text(note.map(words).unwrap_or_default().to_owned());
        let wish = match note {
            Some(note) => {
                let wish = note.wish.map_or_else(|| t.get("own-way-wish-open"), |wish| wish_name(t, wish));
                Cell::TwoLines(wish, written(site, reader, note).await?)
            }
            None => Cell::Text(String::new()),
        };
        rows.push(TableRow {
            cells: vec![
                first,
                said(|note| &note.likes),
                said(|note| &note.worries),
                wish,
                Cell::Text(both(t, &way.asks)),
                Cell::Text(both(t, &way.gives)),
            ],
        });
    }
    let columns = [
        t.get("way-name"),
        t.get("own-way-likes"),
        t.get("own-way-worries"),
        t.get("own-way-wish"),
        t.get("way-asks"),
        t.get("way-gives"),
    ];
    Ok(TableView {
        id: "way-notes".to_owned(),
        caption: if is_person { t.get("own-way-notes-title") } else { t.get("way-notes-title") },
        columns: columns.into_iter().map(Column::new).collect(),
        rows,
    })
}

/// What a way asks and gives, before the person says something about it.
fn about(t: &Texts, way: &Way) -> Vec<SummaryRow> {
    vec![
        SummaryRow::new(t.get("way-times"), format!("{}\n{}", both(t, &way.often), both(t, &way.long))),
        SummaryRow::new(t.get("way-money"), both(t, &way.money)),
        SummaryRow::new(t.get("way-asks"), both(t, &way.asks)),
        SummaryRow::new(t.get("way-gives"), both(t, &way.gives)),
        SummaryRow::new(t.get("way-procedure"), both(t, &way.procedure)),
    ]
}

fn questions(t: &Texts) -> [Question; 3] {
    let wishes = Wish::ALL.iter().map(|wish| (wish.name(), wish_name(t, *wish)));
    let wishes = labelled(wishes.chain([(OPEN, t.get("own-way-wish-open"))]));
    [
        Question::long("likes", t.get("own-way-likes"), 3),
        Question::long("worries", t.get("own-way-worries"), 3),
        Question::one("wish", t.get("own-way-wish"), wishes).below_each_other(),
    ]
}

/// What is said already, as it would be typed.
fn known(page: &WayNotesPage, way: &str) -> Submitted {
    let note = page.notes.as_ref().and_then(|notes| notes.about(way));
    let wish = match note {
        Some(note) => note.wish.map_or(OPEN, Wish::name),
        None => "",
    };
    let words = |words: fn(&WayNote) -> &str| note.map(words).unwrap_or_default().to_owned();
    let fields =
        [("likes", words(|note| &note.likes)), ("worries", words(|note| &note.worries)), ("wish", wish.to_owned())];
    Submitted::of(fields).version(page.version)
}

fn read(filled: &Filled) -> WayWords {
    WayWords {
        likes: filled.text("likes"),
        worries: filled.text("worries"),
        wish: Wish::from_name(&filled.text("wish")),
    }
}

fn way_of<'a>(site: &'a Site, id: &str) -> Result<&'a Way, PageError> {
    site.app().ways().iter().find(|way| way.id == id).ok_or_else(PageError::not_found)
}

/// The form with the draft of it, and where it goes.
fn form(reader: &SignedIn, filled: &Filled, draft: Draft, action: String, back: String) -> FormView {
    let t = &reader.t;
    FormView::new(reader, action, filled.ask_all(&questions(t)), t.get("own-way-save"))
        .based_on(filled)
        .draft(draft)
        .back(Link::new(t.get("own-way-back"), back))
}

/// The person's dates are those of the western calendar.
fn plainly(reader: SignedIn) -> SignedIn {
    SignedIn { look: plain(&reader), ..reader }
}

async fn own_list(State(site): State<Site>, Own(reader): Own, Query(told): Query<Done>) -> Result<Response, PageError> {
    let reader = plainly(reader);
    let t = &reader.t;
    let page = site.app().own_way_notes(&reader.actor).await.map_err(page_error)?;
    let notes = page.notes.unwrap_or_default();
    let mut frame = reader.frame(&site, Some(Section::Own), t.get("own-way-notes-title")).await?;
    frame.breadcrumbs = vec![Link::new(t.get("own-title"), "/my")];
    frame.banners = told.banners(t);
    show(&NotesPage {
        heading: t.get("own-way-notes-title"),
        lead: t.get("own-way-notes-lead"),
        table: Some(table(&site, &reader, &notes, Some("/my/ways")).await?),
        ways: Link::new(t.get("own-ways"), "/ways"),
        frame,
    })
}

async fn own_page(
    site: &Site,
    reader: &SignedIn,
    way: &Way,
    (filled, draft): (&Filled, Draft),
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let form = form(reader, filled, draft, format!("/my/ways/{}", way.id), "/my/ways".to_owned());
    let heading = both(t, &way.name);
    let mut frame = reader.frame(site, Some(Section::Own), heading.clone()).await?;
    frame.breadcrumbs = vec![Link::new(t.get("own-title"), "/my"), Link::new(t.get("own-way-notes-title"), "/my/ways")];
    let summary = form.summary();
    frame.has_errors = !summary.is_empty() || banners.iter().any(|banner| banner.kind == BannerKind::Error);
    frame.banners = banners;
    let (lead, readers) = (t.get("own-way-lead"), t.get("own-way-readers"));
    show(&WritePage { frame, heading, lead, readers, summary, about: about(t, way), form })
}

fn own_draft(way: &Way) -> String {
    format!("my/ways/{}", way.id)
}

async fn own_ask(State(site): State<Site>, Own(reader): Own, Path(way): Path<String>) -> Result<Response, PageError> {
    let page = site.app().own_way_notes(&reader.actor).await.map_err(page_error)?;
    let way = way_of(&site, &way)?;
    let (draft, typed) = Draft::open(&site, &reader, own_draft(way), known(&page, &way.id)).await?;
    own_page(&site, &reader, way, (&Filled::new(&reader.t, typed), draft), Vec::new()).await
}

async fn own_write(
    State(site): State<Site>,
    Own(reader): Own,
    Path(way): Path<String>,
    sent: Submitted,
) -> Result<Response, PageError> {
    let page = site.app().own_way_notes(&reader.actor).await.map_err(page_error)?;
    let way = way_of(&site, &way)?;
    let filled = Filled::new(&reader.t, sent);
    let version = filled.text("version").parse().unwrap_or(page.version);
    match site.app().note_own_way(&reader.actor, version, &way.id, read(&filled)).await {
        Ok(()) => {
            Draft::drop(&site, &reader, &own_draft(way)).await?;
            Ok(done("/my/ways", "own-way-saved"))
        }
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            let draft = Draft::of(&reader, own_draft(way));
            let drawn = own_page(&site, &reader, way, (&filled, draft), unsaved.banners(&reader.t)).await?;
            Ok(unsaved.answer(drawn))
        }
    }
}

fn case_of(case: &str) -> Result<CaseId, PageError> {
    case.parse().map_err(|_| PageError::not_found())
}

async fn case_list(
    State(site): State<Site>,
    reader: SignedIn,
    Path(case): Path<String>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let case = case_of(&case)?;
    let opened = OpenedCase::load(&site, &reader, case).await?;
    let page = site.app().way_notes_of_case(&reader.actor, case).await.map_err(page_error)?;
    let base = format!("/cases/{case}/ways");
    let base = page.may_write.then_some(base.as_str());
    let heading = t.get("way-notes-title");
    let mut frame = opened.frame(&site, &reader, &heading).await?;
    frame.banners = told.banners(t);
    show(&CaseNotesPage {
        room: opened.room(&site, &reader, RoomTab::Overview),
        heading,
        lead: if base.is_some() { t.get("way-notes-lead") } else { t.get("way-notes-lead-reading") },
        table: Some(table(&site, &reader, &page.notes.unwrap_or_default(), base).await?),
        ways: Link::new(t.get("way-notes-ways"), "/ways"),
        frame,
    })
}

async fn case_page(
    site: &Site,
    reader: &SignedIn,
    case: CaseId,
    way: &Way,
    (filled, draft): (&Filled, Draft),
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(site, reader, case).await?;
    let list = format!("/cases/{case}/ways");
    let form = form(reader, filled, draft, format!("{list}/{}", way.id), list);
    let heading = t.with("way-note-heading", [("way", both(t, &way.name))]);
    let contents = Contents::new(RoomTab::Overview, heading, Some(form));
    let contents = Contents { lead: t.get("way-note-lead"), about: about(t, way), banners, ..contents };
    contents.show(site, reader, &opened).await
}

fn case_draft(case: CaseId, way: &Way) -> String {
    format!("cases/{case}/ways/{}", way.id)
}

/// The words of a case, for somebody who may write them down.
async fn to_write(site: &Site, reader: &SignedIn, case: CaseId) -> Result<WayNotesPage, PageError> {
    let page = site.app().way_notes_of_case(&reader.actor, case).await.map_err(page_error)?;
    if page.may_write { Ok(page) } else { Err(PageError::forbidden()) }
}

async fn case_ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, way)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let case = case_of(&case)?;
    let page = to_write(&site, &reader, case).await?;
    let way = way_of(&site, &way)?;
    let (draft, typed) = Draft::open(&site, &reader, case_draft(case, way), known(&page, &way.id)).await?;
    case_page(&site, &reader, case, way, (&Filled::new(&reader.t, typed), draft), Vec::new()).await
}

async fn case_write(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, way)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, PageError> {
    let case = case_of(&case)?;
    let page = to_write(&site, &reader, case).await?;
    let way = way_of(&site, &way)?;
    let filled = Filled::new(&reader.t, sent);
    let version = filled.text("version").parse().unwrap_or(page.version);
    match site.app().note_way_of_case(&reader.actor, case, version, &way.id, read(&filled)).await {
        Ok(()) => {
            Draft::drop(&site, &reader, &case_draft(case, way)).await?;
            Ok(done(&format!("/cases/{case}/ways"), "way-noted"))
        }
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            let draft = Draft::of(&reader, case_draft(case, way));
            let banners = unsaved.banners(&reader.t);
            let drawn = case_page(&site, &reader, case, way, (&filled, draft), banners).await?;
            Ok(unsaved.answer(drawn))
        }
    }
}

async fn shared_list(
    State(site): State<Site>,
    reader: SignedIn,
    Path(case): Path<String>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let case = case_of(&case)?;
    let page = site.app().way_notes_of_shared_case(&reader.actor, case).await.map_err(page_error)?;
    let mut frame = reader.frame(&site, Some(Section::Shared), t.get("way-notes-title")).await?;
    frame.breadcrumbs = vec![
        Link::new(t.get("shared-title"), "/shared"),
        Link::new(t.get("way-notes-back"), format!("/shared/{case}")),
    ];
    let table = match &page.notes {
        Some(notes) => Some(table(&site, &reader, notes, None).await?),
        None => None,
    };
    let heading = match page.name.as_str() {
        "" => t.get("way-notes-title"),
        name => t.with("way-notes-of", [("name", name)]),
    };
    show(&NotesPage {
        heading,
        lead: if table.is_some() { t.get("way-notes-lead-reading") } else { t.get("way-notes-not-shared") },
        table,
        ways: Link::new(t.get("way-notes-ways"), "/ways"),
        frame,
    })
}
