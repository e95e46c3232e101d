//! Persons: an entry with its cases and its history, and two entries of one person joined or parted again.

mod merge;

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use banso_access::Action;
use banso_app::EntryLine;
use banso_domain::{
    calendar::japan,
    id::PersonId,
    person::{Person, PersonEvent},
};

use super::{
    cases::{Centres, case_table},
    people::People,
    person_form,
};
use crate::{
    components::{Link, SummaryRow, TableView, TimelineItem},
    dates::DateLook,
    errors::PageError,
    form::{Compared, Side, Submitted},
    frame::{Frame, Section},
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/persons/{person}", get(entry))
        .route("/persons/{person}/counting", post(answer_counting))
        .merge(merge::routes())
}

#[derive(Template)]
#[template(path = "pages/persons/entry.html")]
struct EntryPage {
    frame: Frame,
    name: String,
    rows: Vec<SummaryRow>,
    change: Option<Link>,
    cases: Option<TableView>,
    history: Vec<TimelineItem>,
    /// The entry that stays, where this one was merged.
    merged_into: Option<String>,
    merge: Option<String>,
    undo: Option<merge::UndoForm>,
    counting: Counting,
}

/// Whether the person is counted for evaluation (P-170).
struct Counting {
    told: String,
    /// Where the answer goes, what it says and how the button is called; none for who may not write it down.
    answer: Option<(String, &'static str, String)>,
}

impl Counting {
    fn of(reader: &SignedIn, person: &Person, may_answer: bool) -> Self {
        let t = &reader.t;
        let (told, counts, words) = match person.uncounted_since {
            Some(since) => {
                let day = reader.look.long(since).text().to_owned();
                (t.with("counting-out", [("day", day)]), "yes", t.get("counting-take-in"))
            }
            None => (t.get("counting-in"), "no", t.get("counting-leave-out")),
        };
        Self { told, answer: may_answer.then(|| (format!("/persons/{}/counting", person.id), counts, words)) }
    }
}

/// The frame of a page about a person; the title carries no name.
async fn frame(site: &Site, reader: &SignedIn, title: String) -> Result<Frame, PageError> {
    let mut frame = reader.frame(site, Some(Section::Cases), title).await?;
    frame.breadcrumbs = vec![Link::new(reader.t.get("cases-title"), "/cases")];
    Ok(frame)
}

async fn entry(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<PersonId>,
    Query(done): Query<Done>,
) -> Result<Response, PageError> {
    entry_page(&site, &reader, id, done.banners(&reader.t), None).await
}

async fn entry_page(
    site: &Site,
    reader: &SignedIn,
    id: PersonId,
    banners: Vec<crate::components::Banner>,
    reason_error: Option<String>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let app = site.app();
    let page = app.person(&reader.actor, id).await.map_err(page_error)?;
    let may_merge = app.may_with_person(&reader.actor, Action::MergePersons, &page);
    let may_correct = app.may_with_person(&reader.actor, Action::CorrectPerson, &page);
    let may_answer = app.may_with_person(&reader.actor, Action::AnswerCounting, &page);
    let lines = app.person_history(&reader.actor, id).await.map_err(page_error)?;
    let mut frame = frame(site, reader, t.get("person-entry-title")).await?;
    frame.has_errors = reason_error.is_some();
    frame.banners = banners;
    let today = app.clock().today();
    let centres = Centres::of(site, reader, page.cases.iter().map(|row| row.centre).collect()).await?;
    let caption = t.get("person-cases");
    let change = page.cases.first().filter(|_| may_correct);
    let merged = page.person.merged_into;
    show(&EntryPage {
        name: page.person.facts.name.clone(),
        rows: person_form::rows(t, reader.look, &page.person.facts),
        change: change.map(|row| Link::new(t.get("sheet-change-person"), format!("/cases/{}/person", row.id))),
        cases: (!page.cases.is_empty()).then(|| case_table(reader, "cases", &caption, &page.cases, &centres, today)),
        history: history(site, reader, id, lines).await?,
        merged_into: merged.map(|stays| format!("/persons/{stays}")),
        merge: (may_merge && merged.is_none()).then(|| format!("/persons/{id}/merge")),
        undo: (may_merge && merged.is_some()).then(|| merge::UndoForm::new(t, id, reason_error)),
        counting: Counting::of(reader, &page.person, may_answer && merged.is_none()),
        frame,
    })
}

async fn answer_counting(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<PersonId>,
    form: Submitted,
) -> Result<Response, PageError> {
    let counts = form.text("counts") == "yes";
    site.app().answer_counting(&reader.actor, id, counts).await.map_err(page_error)?;
    let done = if counts { "counting-in" } else { "counting-out" };
    Ok(Redirect::to(&format!("/persons/{id}?done={done}")).into_response())
}

/// What happened to the entry, newest first: which fields changed, from what to what.
async fn history(
    site: &Site,
    reader: &SignedIn,
    id: PersonId,
    lines: Vec<EntryLine<PersonEvent>>,
) -> Result<Vec<TimelineItem>, PageError> {
    let t = &reader.t;
    let mut items = Vec::new();
    let mut people = People::default();
    let mut before: Option<Person> = None;
    for line in lines {
        let Some(event) = line.event else { continue };
        let (title, body) = told(t, reader.look, before.as_ref(), &event);
        before = Person::apply(before, id, &event);
        items.push(TimelineItem {
            title,
            day: reader.look.long(japan::local_date(line.recorded_at)),
            time: Some(japan::local(line.recorded_at).format("%H:%M").to_string()),
            by: people.name(site, line.staff).await?,
            how: None,
            body,
            href: None,
            corrected: None,
        });
    }
    items.reverse();
    Ok(items)
}

fn told(t: &Texts, look: DateLook, before: Option<&Person>, event: &PersonEvent) -> (String, String) {
    match event {
        PersonEvent::Registered { facts } => (t.get("person-registered"), facts.name.clone()),
        PersonEvent::Corrected { facts } => {
            let was = before.map(|person| person_form::typed(&person.facts)).unwrap_or_default();
            let now = person_form::typed(facts);
            let or_unknown = |words: String| if words.is_empty() { t.get("not-known") } else { words };
            let both = Compared { was: None, mine: &now, theirs: &was };
            let changed = Side::all_of(t, look, &person_form::questions(t), both).into_iter().map(|side| {
                let (from, to) = (or_unknown(side.theirs), or_unknown(side.mine));
                t.with("person-changed", [("field", side.label), ("from", from), ("to", to)])
            });
            (t.get("person-corrected"), changed.collect::<Vec<_>>().join("\n"))
        }
        PersonEvent::MergedInto { reason, .. } => (t.get("person-merged"), reason.clone()),
        PersonEvent::MergeUndone { reason } => (t.get("person-merge-undone"), reason.clone()),
        PersonEvent::CountingAnswered { counts: true, .. } => (t.get("counting-answered-in"), String::new()),
        PersonEvent::CountingAnswered { counts: false, .. } => (t.get("counting-answered-out"), String::new()),
    }
}
