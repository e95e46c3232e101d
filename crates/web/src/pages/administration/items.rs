//! Items of sheets that no official sheet confirms: which they are, and how the region words them.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use banso_access::Action;
use banso_app::{OpenItemRow, UseCaseError};
use banso_domain::{
    form::{FormDefinition, ItemWording, ItemWordingEvent, Wording},
    rule::{Refusal, Rule},
};

use super::{Clash, EntryPage, Tabs, frame, only_if, tabs};
use crate::{
    components::{Cell, Column, Link, Shape, StatusTag, Tab, TableRow, TableView},
    errors::PageError,
    form::{Block, Compared, Filled, FormView, Part, Question, Side, Submitted, chosen, done, not_taken},
    frame::Frame,
    pages::{forms::form_title, versions::Meanwhile},
    rules,
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/administration/definitions/{definition}", get(list))
        .route("/administration/definitions/{definition}/{item}", get(ask).post(word))
}

fn list_address(form: &str) -> String {
    format!("/administration/definitions/{form}")
}

fn address(form: &str, item: &str) -> String {
    format!("/administration/definitions/{form}/{item}")
}

fn words<'w>(t: &Texts, wording: &'w Wording) -> &'w str {
    wording.in_language(t.lang().in_definitions())
}

#[derive(Template)]
#[template(path = "pages/administration/open_items.html")]
struct ListPage {
    frame: Frame,
    tabs: Vec<Tab>,
    table: TableView,
}

async fn list(
    State(site): State<Site>,
    reader: SignedIn,
    Path(form): Path<String>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let open = site.app().open_form(&reader.actor, &form).await.map_err(page_error)?;
    let t = &reader.t;
    let mut frame = frame(&site, &reader, title_of(&site, t, &open.form)).await?;
    frame.breadcrumbs = vec![Link::new(t.get("admin-definitions"), "/administration/definitions")];
    frame.banners = told.banners(t);
    let columns = [
        t.get("open-item-published"),
        t.get("open-item-region-says"),
        t.get("open-item-from"),
        t.get("open-item-standing"),
    ];
    let table = TableView {
        id: "items".to_owned(),
        caption: t.get("open-item-list"),
        columns: columns.into_iter().map(Column::new).collect(),
        rows: open.items.iter().map(|item| line(&reader, &form, item)).collect(),
    };
    show(&ListPage { frame, tabs: tabs(&reader, Tabs::Definitions), table })
}

fn title_of(site: &Site, t: &Texts, form: &FormDefinition) -> String {
    form_title(t, form, site.app().clock().today())
}

/// The last word of the region on an item.
fn last(item: &OpenItemRow) -> Option<&ItemWording> {
    item.worded.as_ref().and_then(|worded| worded.wordings.last())
}

fn line(reader: &SignedIn, form: &str, item: &OpenItemRow) -> TableRow {
    let t = &reader.t;
    let last = last(item);
    let standing = match last {
        Some(wording) if wording.is_hidden => StatusTag::new(Shape::Dropped, t.get("open-item-left-out")),
        Some(wording) if !wording.confirmed_by.is_empty() => StatusTag::new(Shape::Done, t.get("open-item-confirmed")),
        _ => StatusTag::new(Shape::Open, t.get("open-item-open")),
    };
    let from = last.map(|wording| reader.look.long(wording.from).text().to_owned()).unwrap_or_default();
    TableRow {
        cells: vec![
            Cell::Open {
                text: words(t, &item.published).to_owned(),
                below: words(t, &item.section).to_owned(),
                href: address(form, &item.id),
            },
            Cell::Text(last.map(|wording| words(t, &wording.words).to_owned()).unwrap_or_default()),
            Cell::Text(from),
            Cell::Status(standing),
        ],
    }
}

/// What is asked about an item.
fn questions(t: &Texts, item: &OpenItemRow) -> Vec<Question> {
    let hidden_hint =
        if item.is_rested_on { t.get("open-item-hidden-rested-on") } else { t.get("open-item-hidden-hint") };
    vec![
        Question::line("ja", t.get("open-item-ja")).required(),
        Question::line("en", t.get("open-item-en")).hint(t.get("open-item-en-hint")).required(),
        Question::line("hint_ja", t.get("open-item-hint-ja")).hint(t.get("open-item-hint-hint")),
        Question::line("hint_en", t.get("open-item-hint-en")),
        Question::date("from", t.get("open-item-from")).hint(t.get("open-item-from-hint")).required(),
        Question::tick("hidden", t.get("open-item-hidden"), t.get("open-item-hidden-yes")).hint(hidden_hint),
        Question::line("confirmed_by", t.get("open-item-confirmed-by")).hint(t.get("open-item-confirmed-by-hint")),
    ]
}

/// What the region says, or what was published, as it would be typed. A day that has come is not proposed again: from it on nothing changes.
fn typed(site: &Site, reader: &SignedIn, item: &OpenItemRow, said: Option<&ItemWording>) -> Submitted {
    let (words, hint) = said.map_or((&item.published, &item.hint), |said| (&said.words, &said.hint));
    let today = site.app().clock().today();
    let from = said.filter(|said| today < said.from);
    let from = from.map(|said| reader.look.long(said.from).text().to_owned()).unwrap_or_default();
    let in_hint = |part: fn(&Wording) -> &String| hint.as_ref().map(part).cloned().unwrap_or_default();
    let mut form = Submitted::of([
        ("ja", words.ja.as_str()),
        ("en", words.en.as_str()),
        ("hint_ja", &in_hint(|hint| &hint.ja)),
        ("hint_en", &in_hint(|hint| &hint.en)),
        ("from", &from),
        ("confirmed_by", said.map_or("", |said| &said.confirmed_by)),
    ]);
    if said.is_some_and(|said| said.is_hidden) {
        form.put("hidden", "yes");
    }
    form
}

/// Reads the form; what is wrong is complained about.
fn read(t: &Texts, filled: &mut Filled) -> ItemWording {
    let ja = filled.needed("ja", t.get("open-item-words-needed"));
    let en = filled.needed("en", t.get("open-item-words-needed"));
    let (hint_ja, hint_en) = (filled.text("hint_ja"), filled.text("hint_en"));
    let hint = (!hint_ja.is_empty() || !hint_en.is_empty()).then_some(Wording { ja: hint_ja, en: hint_en });
    for (name, text) in hint.iter().flat_map(|hint| [("hint_ja", &hint.ja), ("hint_en", &hint.en)]) {
        if text.is_empty() {
            filled.complain(name, t.get("open-item-hint-needed"));
        }
    }
    ItemWording {
        from: filled.needed_day("from"),
        words: Wording { ja, en },
        hint,
        is_hidden: filled.yes("hidden"),
        confirmed_by: filled.text("confirmed_by"),
    }
}

/// The item that is opened, and its form.
struct Opened {
    form: FormDefinition,
    item: OpenItemRow,
}

impl Opened {
    async fn load(site: &Site, reader: &SignedIn, (form, item): &(String, String)) -> Result<Self, PageError> {
        only_if(reader, Action::WordItems)?;
        let (form, item) = site.app().open_item(&reader.actor, form, item).await.map_err(page_error)?;
        Ok(Self { form, item })
    }

    async fn page(&self, site: &Site, reader: &SignedIn, filled: &Filled) -> Result<Response, PageError> {
        let t = &reader.t;
        let published = t.with("open-item-published-is", [("words", words(t, &self.item.published))]);
        let mut blocks =
            vec![Block::new(t, Part::Note(published)), Block::new(t, Part::Note(t.get("open-item-stays")))];
        blocks.extend(filled.ask_all(&questions(t, &self.item)));
        let form = FormView::new(reader, address(&self.form.id, &self.item.id), blocks, t.get("admin-save"))
            .based_on(filled)
            .back(Link::new(t.get("admin-cancel"), list_address(&self.form.id)));
        let mut frame = frame(site, reader, t.get("open-item-change")).await?;
        frame.has_errors = !filled.is_right();
        frame.breadcrumbs = vec![
            Link::new(t.get("admin-definitions"), "/administration/definitions"),
            Link::new(title_of(site, t, &self.form), list_address(&self.form.id)),
        ];
        let mut page = EntryPage::new(frame, tabs(reader, Tabs::Definitions), form);
        page.history = self.history(site, reader).await?;
        page.history_heading = /* keys */ "open-item-history";
        show(&page)
    }

    /// Who said what about the item, newest first.
    async fn history(&self, site: &Site, reader: &SignedIn) -> Result<Vec<String>, PageError> {
        let t = &reader.t;
        let lines = site.app().item_history(&reader.actor, &self.form.id, &self.item.id).await.map_err(page_error)?;
        let mut told = Vec::new();
        for line in lines.iter().rev() {
            let Some(ItemWordingEvent::Worded { wording, .. }) = &line.event else { continue };
            let from = reader.look.long(wording.from).text().to_owned();
            let what = match wording.is_hidden {
                true => t.with("open-item-event-hidden", [("from", from)]),
                false => t.with("open-item-event", [("from", from), ("words", words(t, &wording.words).to_owned())]),
            };
            let who = site.app().staff_name(line.staff).await.map_err(page_error)?;
            let when = reader.look.moment(line.recorded_at);
            told.push(t.with("account-event", [("when", when), ("who", who), ("what", what)]));
        }
        Ok(told)
    }

    /// Somebody else worded it meanwhile.
    async fn clash(
        &self,
        site: &Site,
        reader: &SignedIn,
        filled: &Filled,
        expected: i64,
    ) -> Result<Response, PageError> {
        let t = &reader.t;
        let (form, item) = (&self.form.id, &self.item.id);
        let (_, now) = site.app().open_item(&reader.actor, form, item).await.map_err(page_error)?;
        let lines = site.app().item_history(&reader.actor, form, item).await.map_err(page_error)?;
        let before = lines.iter().rev().find(|line| line.seq <= expected).and_then(|line| line.event.as_ref());
        let was = before.map(|ItemWordingEvent::Worded { wording, .. }| wording);
        let (was, theirs) = (typed(site, reader, &now, was), typed(site, reader, &now, last(&now)));
        let forms = Compared { was: Some(&was), mine: &filled.form, theirs: &theirs };
        let clash = Clash {
            title: t.get("open-item-change"),
            action: address(form, item),
            version: now.version,
            by: Meanwhile::last(&lines, |_| true),
            mine: &filled.form,
            sides: Side::all_of(t, reader.look, &questions(t, &now), forms),
        };
        clash.show(site, reader).await
    }
}

async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(which): Path<(String, String)>,
) -> Result<Response, PageError> {
    let opened = Opened::load(&site, &reader, &which).await?;
    let form = typed(&site, &reader, &opened.item, last(&opened.item)).version(opened.item.version);
    opened.page(&site, &reader, &Filled::new(&reader.t, form)).await
}

async fn word(
    State(site): State<Site>,
    reader: SignedIn,
    Path(which): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let opened = Opened::load(&site, &reader, &which).await?;
    let t = &reader.t;
    let theirs = typed(&site, &reader, &opened.item, last(&opened.item));
    let mut filled = Filled::new(t, chosen(form, &theirs));
    let wording = read(t, &mut filled);
    if filled.is_right() {
        let expected = filled.form.text("version").parse().unwrap_or(0);
        let says_something = wording.says_something();
        let item = (opened.form.id.as_str(), opened.item.id.as_str());
        match site.app().word_item(&reader.actor, item, wording, expected).await {
            Ok(()) => return Ok(done(&list_address(&opened.form.id), "item-worded")),
            Err(UseCaseError::Conflict { .. }) => return opened.clash(&site, &reader, &filled, expected).await,
            Err(UseCaseError::Refused(refusal)) => complain(t, &mut filled, &refusal, says_something),
            Err(error) => return Err(page_error(error)),
        }
    }
    Ok(not_taken(opened.page(&site, &reader, &filled).await?))
}

/// Says what a rule refuses beside the field that it is about.
fn complain(t: &Texts, filled: &mut Filled, refusal: &Refusal, says_something: bool) {
    for rule in &refusal.rules {
        let field = match rule {
            Rule::OnlyOpenItems => "hidden",
            _ if says_something => "from",
            _ => "ja",
        };
        filled.complain(field, rules::line(t, *rule));
    }
}
