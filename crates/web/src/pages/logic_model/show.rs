//! The model: the picture, then column by column each box with what it leads to, its indicators and its stories.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_app::{Agencies, Figures, FiguresOf, LogicModelPage};
use banso_domain::{
    calendar::FiscalYear,
    id::AgencyId,
    logic_model::{LogicModel, ModelBox, ModelColumn},
};
use banso_insight::indicators::Period;

use super::{
    HOME,
    change::Deed,
    column_name, frame,
    picture::{Drawn, LogicPicture},
    viewpoint_name, words_of,
};
use crate::{
    components::{Banner, BannerKind, Cell, Column, EmptyState, Link, TableRow, TableView},
    errors::PageError,
    form::{Block, Filled, Question, Submitted},
    frame::Frame,
    pages::figures,
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

/// A story as the page tells it.
struct StoryView {
    viewpoint: String,
    words: String,
    /// Who told it, and when.
    told: String,
    /// Where it is taken back, for those who may.
    back: Option<String>,
}

/// A box with all that belongs to it.
struct BoxView {
    /// Its place on the page.
    id: String,
    heading: String,
    leads_to: Vec<Link>,
    comes_from: Vec<Link>,
    table: Option<TableView>,
    stories: Vec<StoryView>,
    deeds: Vec<Link>,
}

struct ColumnView {
    id: &'static str,
    heading: String,
    lead: String,
    boxes: Vec<BoxView>,
}

#[derive(Template)]
#[template(path = "pages/logic_model/show.html")]
struct ShowPage {
    frame: Frame,
    /// Adds a box, for those who may.
    new: Option<Link>,
    fields: Vec<Block>,
    days: String,
    /// Where the model is from.
    source: String,
    picture: Option<LogicPicture>,
    columns: Vec<ColumnView>,
    none: EmptyState,
    versions: Option<TableView>,
}

/// The boxes in the order of the page, with their numbers.
struct Numbered<'m> {
    model: &'m LogicModel,
    boxes: Vec<&'m ModelBox>,
}

impl<'m> Numbered<'m> {
    fn of(model: &'m LogicModel) -> Self {
        Self { model, boxes: ModelColumn::ALL.iter().flat_map(|column| model.of_column(*column)).collect() }
    }

    fn place(&self, one: &ModelBox) -> usize {
        self.boxes.iter().position(|known| known.id == one.id).unwrap_or(0)
    }

    fn heading(&self, t: &Texts, one: &ModelBox) -> String {
        format!("{} {}", self.place(one) + 1, words_of(t, one))
    }

    fn link(&self, t: &Texts, one: &ModelBox) -> Link {
        Link::new(self.heading(t, one), format!("#box-{}", one.id))
    }

    fn arrows(&self) -> Vec<(usize, usize)> {
        let from_one = |(place, one): (usize, &&'m ModelBox)| {
            let to = one.content.leads_to.iter().filter_map(|to| self.boxes.iter().position(|known| known.id == *to));
            to.map(|to| (place, to)).collect::<Vec<_>>()
        };
        self.boxes.iter().enumerate().flat_map(from_one).collect()
    }

    fn picture(&self, t: &Texts) -> Option<LogicPicture> {
        let below = |one: &ModelBox| {
            let (indicators, stories) = (one.content.indicators.len(), self.model.stories_of(&one.id).count());
            let indicators = (indicators > 0).then(|| t.count("logic-model-indicators-count", indicators));
            let stories = (stories > 0).then(|| t.count("logic-model-stories-count", stories));
            indicators.into_iter().chain(stories).collect::<Vec<_>>().join(&t.get("list-separator"))
        };
        let drawn: Vec<Drawn> = self
            .boxes
            .iter()
            .map(|one| Drawn {
                column: ModelColumn::ALL.iter().position(|column| *column == one.content.column).unwrap_or(0),
                words: self.heading(t, one),
                below: below(one),
            })
            .collect();
        let names = ModelColumn::ALL.iter().map(|column| column_name(t, *column)).collect();
        let (title, description) = (t.get("logic-model-title"), t.get("logic-model-picture-description"));
        (!drawn.is_empty()).then(|| LogicPicture::new(title, description, names, &drawn, &self.arrows()))
    }
}

/// What a page of one model is drawn from.
struct Drawing<'a> {
    reader: &'a SignedIn,
    page: &'a LogicModelPage,
    numbered: &'a Numbered<'a>,
    figures: Option<&'a FiguresOf>,
    agencies: &'a Agencies,
}

fn agency_name(agencies: &Agencies, id: AgencyId) -> String {
    agencies.find(id).map(|row| row.facts.name.clone()).unwrap_or_default()
}

impl Drawing<'_> {
    fn stories(&self, one: &ModelBox) -> Vec<StoryView> {
        let t = &self.reader.t;
        let own = self.reader.actor.agency();
        let view = |story: &banso_domain::logic_model::Story| {
            let (by, on) = (agency_name(self.agencies, story.by), self.reader.look.long(story.on).text().to_owned());
            let may = self.page.may_write || self.page.may_tell && story.by == own;
            StoryView {
                viewpoint: viewpoint_name(t, story.viewpoint),
                words: story.words.clone(),
                told: t.with("logic-model-told", [("by", by), ("on", on)]),
                back: may.then(|| format!("{HOME}/stories/{}/back", story.id)),
            }
        };
        self.numbered.model.stories_of(&one.id).map(view).collect()
    }

    fn one(&self, one: &ModelBox) -> BoxView {
        let t = &self.reader.t;
        let numbered = self.numbered;
        let content = &one.content;
        let heading = numbered.heading(t, one);
        let leads_to = content.leads_to.iter().filter_map(|to| numbered.model.of_id(to));
        let comes_from = numbered.boxes.iter().filter(|from| from.content.leads_to.contains(&one.id));
        let caption = t.with("logic-model-figures-of", [("box", words_of(t, one))]);
        let deeds = Deed::possible(self.page)
            .map(|deed| Link::new(deed.label(t), format!("{HOME}/boxes/{}/{}", one.id, deed.name())));
        BoxView {
            id: format!("box-{}", one.id),
            table: (!content.indicators.is_empty()).then(|| {
                let id = format!("figures-{}", one.id);
                figures::table_of(self.reader, self.figures, (&self.page.indicators, &content.indicators), id, caption)
            }),
            leads_to: leads_to.map(|to| numbered.link(t, to)).collect(),
            comes_from: comes_from.map(|from| numbered.link(t, from)).collect(),
            stories: self.stories(one),
            deeds: deeds.collect(),
            heading,
        }
    }

    fn columns(&self) -> Vec<ColumnView> {
        let t = &self.reader.t;
        let view = |column: &ModelColumn| ColumnView {
            id: column.name(),
            heading: column_name(t, *column),
            lead: t.get(&format!("{}{}", /* keys */ "logic-model-lead-of-", column.name())),
            boxes: self.numbered.model.of_column(*column).map(|one| self.one(one)).collect(),
        };
        let columns = ModelColumn::ALL.iter().map(view);
        columns.filter(|column| !column.boxes.is_empty()).collect()
    }
}

/// What changed when, each day with the way to it.
fn versions(reader: &SignedIn, page: &LogicModelPage, agencies: &Agencies) -> Option<TableView> {
    let t = &reader.t;
    let row = |version: &banso_app::LogicModelVersion| {
        let what = version.what.trim_start_matches("logic_model_").replace('_', "-");
        TableRow {
            cells: vec![
                Cell::Open {
                    text: reader.look.long(version.on).text().to_owned(),
                    below: String::new(),
                    href: format!("{HOME}?on={}", version.on),
                },
                Cell::Text(t.get(&format!("{}{what}", /* keys */ "logic-model-what-"))),
                Cell::Text(version.by.map(|by| agency_name(agencies, by)).unwrap_or_default()),
            ],
        }
    };
    (!page.versions.is_empty()).then(|| TableView {
        id: "versions".to_owned(),
        caption: t.get("logic-model-versions"),
        columns: vec![
            Column::new(t.get("logic-model-version-on")),
            Column::new(t.get("logic-model-version-what")),
            Column::new(t.get("logic-model-version-by")),
        ],
        rows: page.versions.iter().map(row).collect(),
    })
}

/// The day asked for, as it was typed; nothing typed is today.
#[derive(Clone, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    on: String,
}

pub(super) async fn show_model(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
    Query(done): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let today = site.app().clock().today();
    let typed = if asked.on.trim().is_empty() { reader.look.long(today).text().to_owned() } else { asked.on };
    let mut filled = Filled::new(t, Submitted::of([("on", typed)]));
    let day = filled.needed_day("on");
    if filled.is_right() && day > today {
        filled.complain("on", t.get("figures-days-to-come"));
    }
    let day = if filled.is_right() { day } else { today };
    let page = site.app().logic_model(&reader.actor, Some(day)).await.map_err(page_error)?;
    let period = Period { from: FiscalYear::of(day).first_day(), until: day };
    let counted = match site.app().figures(&reader.actor, period).await.map_err(page_error)? {
        Figures::Counted(of) => Some(of),
        Figures::BeingCounted => None,
    };
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let mut frame = frame(&site, &reader, t.get("logic-model-title"), false).await?;
    frame.banners = done.banners(t);
    frame.has_errors = !filled.is_right();
    let on = reader.look.long(day).text().to_owned();
    if !page.is_now && page.model.is_some() {
        frame.banners.push(Banner::new(BannerKind::Info, t.with("logic-model-as-of", [("on", &on)])));
    }
    let numbered = page.model.as_ref().map(Numbered::of);
    let columns = numbered.as_ref().map(|numbered| {
        let drawing =
            Drawing { reader: &reader, page: &page, numbered, figures: counted.as_ref(), agencies: &agencies };
        drawing.columns()
    });
    let source = page.source.as_ref().map(|source| {
        let from = if t.lang() == crate::text::Lang::Ja { &source.ja } else { &source.en };
        t.with("logic-model-source", [("source", from)])
    });
    show(&ShowPage {
        new: page.may_write.then(|| Link::new(t.get("logic-model-new"), format!("{HOME}/boxes/new"))),
        fields: filled.ask_all(&[Question::date("on", t.get("logic-model-on"))]),
        days: match &counted {
            Some(of) => figures::told_when(&reader, of),
            None => t.get("figures-waiting-body"),
        },
        source: source.unwrap_or_default(),
        picture: numbered.as_ref().and_then(|numbered| numbered.picture(t)),
        columns: columns.unwrap_or_default(),
        none: EmptyState {
            heading: t.get("logic-model-none"),
            body: t.get("logic-model-none-body"),
            action: Some(Link::new(t.get("logic-model-today"), HOME)),
        },
        versions: versions(&reader, &page, &agencies),
        frame,
    })
}
