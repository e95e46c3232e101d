//! What stands on a sheet, in words: section by section, what several sides rate beside each other, and two versions beside each other.

use std::collections::BTreeMap;

use banso_domain::{
    form::{Field, Section, Side},
    sheet::{ComparedItem, Version, changed, compared},
};

use super::{Opened, side_name};
use crate::{
    answers::Telling,
    components::{Cell, Column, Shape, StatusTag, SummaryRow, TableRow, TableView},
};

/// A section of a sheet as a page shows it.
pub(super) struct SectionView {
    /// Where links lead.
    pub(super) id: String,
    /// The heading.
    pub(super) title: String,
    /// The remark beside it.
    pub(super) remark: Option<String>,
    /// What is rated, the sides beside each other.
    pub(super) table: Option<TableView>,
    /// What is written.
    pub(super) rows: Vec<SummaryRow>,
}

impl SectionView {
    /// What is written in it; none where nothing is.
    pub(super) fn told(&self) -> Option<&Vec<SummaryRow>> {
        (!self.rows.is_empty()).then_some(&self.rows)
    }
}

impl Opened {
    pub(super) fn telling(&self) -> Telling<'_> {
        Telling { t: self.t(), look: self.reader.look, on: self.page.sheet.form_on, restricted_too: true }
    }

    fn words_of(&self, section: &Section) -> (String, Option<String>) {
        let language = self.t().lang().in_definitions();
        let title = section.title.text(self.page.sheet.form_on, language).to_owned();
        let remark = section.remark.as_ref().map(|remark| remark.in_language(language).to_owned());
        (if title.is_empty() { self.t().get("sheet-first-part") } else { title }, remark)
    }

    /// Everything that is said in a version, section by section.
    pub(super) fn sections(&self, version: &Version) -> Vec<SectionView> {
        let form = &self.page.form;
        let answers = version.answers();
        let items = compared(form, version);
        let telling = self.telling();
        let view = |section: &Section| {
            let (title, remark) = self.words_of(section);
            let rated: Vec<&ComparedItem<'_>> =
                items.iter().filter(|item| item.item.section.id == section.id && item.is_said()).collect();
            let plain = section.fields.iter().filter(|field| field.side.is_some() && field.rated.is_none());
            let told = plain.filter_map(|field| {
                let words = telling.stored(field, &answers);
                (!words.is_empty()).then(|| SummaryRow::new(self.label_of(field), words))
            });
            SectionView {
                id: format!("part-{}", section.id),
                rows: told.collect(),
                table: (!rated.is_empty()).then(|| self.beside(&section.id, title.clone(), &rated)),
                title,
                remark,
            }
        };
        let views = form.sections.iter().filter(|section| section.fields.iter().any(|field| field.side.is_some()));
        views.map(view).collect()
    }

    fn label_of(&self, field: &Field) -> String {
        self.telling().label(field)
    }

    /// The sides beside each other: each item with the rating of each side, what it rests on, and whether they differ.
    fn beside(&self, section: &str, caption: String, items: &[&ComparedItem<'_>]) -> TableView {
        let t = self.t();
        let language = t.lang().in_definitions();
        let telling = self.telling();
        // A side that rates nothing here has no column.
        let says = |side: Side| {
            let rates =
                |item: &&ComparedItem<'_>| item.ratings.iter().any(|rating| rating.0 == side && rating.2.is_some());
            items.iter().any(rates)
        };
        let all = items.first().into_iter().flat_map(|item| item.ratings.iter().map(|rating| rating.0));
        let sides: Vec<Side> = all.filter(|side| says(*side)).collect();
        let row = |item: &&ComparedItem<'_>| {
            let mut cells = vec![Cell::Text(item.item.label.in_language(language).to_owned())];
            for (_, field, value) in item.ratings.iter().filter(|rating| sides.contains(&rating.0)) {
                cells.push(Cell::Text(value.as_ref().map(|value| telling.words(field, value)).unwrap_or_default()));
            }
            let notes = item
                .notes
                .iter()
                .map(|(side, text)| t.with("sheet-cell", [("label", side_name(t, *side)), ("value", text.clone())]));
            cells.push(Cell::Text(notes.collect::<Vec<_>>().join(" ")));
            cells.push(match (item.differs, item.said()) {
                (true, _) => Cell::Status(StatusTag::new(Shape::Active, t.get("sheet-differs"))),
                (false, 0 | 1) => Cell::Text(String::new()),
                (false, _) => Cell::Status(StatusTag::new(Shape::Done, t.get("sheet-same"))),
            });
            TableRow { cells }
        };
        let mut columns = vec![Column::new(t.get("sheet-item"))];
        columns.extend(sides.iter().map(|side| Column::new(side_name(t, *side))));
        columns.push(Column::new(t.get("sheet-scene")));
        columns.push(Column::new(t.get("sheet-difference")));
        TableView { id: format!("rated-{section}"), caption, columns, rows: items.iter().map(row).collect() }
    }

    /// Two versions beside each other; none where neither says anything.
    pub(super) fn versions_beside(&self, before: &Version, after: &Version) -> Option<TableView> {
        let t = self.t();
        let telling = self.telling();
        let day = |version: &Version| self.reader.look.short(version.last_day()).text().to_owned();
        let pairs = changed(&self.page.form, before, after);
        let row = |pair: &banso_domain::sheet::Changed<'_>| {
            let words =
                |value: &Option<_>| value.as_ref().map(|value| telling.words(pair.field, value)).unwrap_or_default();
            let tag = match pair.differs() {
                true => StatusTag::new(Shape::Active, t.get("sheet-changed")),
                false => StatusTag::new(Shape::Done, t.get("sheet-unchanged")),
            };
            let cells = vec![
                Cell::Text(telling.label(pair.field)),
                Cell::Text(words(&pair.before)),
                Cell::Text(words(&pair.after)),
                Cell::Status(tag),
            ];
            TableRow { cells }
        };
        (!pairs.is_empty()).then(|| TableView {
            id: "versions-beside".to_owned(),
            caption: t.get("sheet-compare-caption"),
            columns: vec![
                Column::new(t.get("sheet-item")),
                Column::new(day(before)),
                Column::new(day(after)),
                Column::new(t.get("sheet-difference")),
            ],
            rows: pairs.iter().map(row).collect(),
        })
    }

    /// Which sides have said something in a section, and whether they differ: for the picture.
    pub(super) fn said_in(&self, version: &Version) -> BTreeMap<String, (Vec<Side>, bool)> {
        let mut found: BTreeMap<String, (Vec<Side>, bool)> = BTreeMap::new();
        for item in compared(&self.page.form, version) {
            let entry = found.entry(item.item.section.id.clone()).or_default();
            for (side, _, value) in &item.ratings {
                if value.is_some() && !entry.0.contains(side) {
                    entry.0.push(*side);
                }
            }
            entry.1 |= item.differs;
        }
        for (side, said) in &version.said {
            for section in &self.page.form.sections {
                let here = section.fields.iter().any(|field| said.answers.get(&field.fact).is_some());
                let entry = found.entry(section.id.clone()).or_default();
                if here && !entry.0.contains(side) {
                    entry.0.push(*side);
                }
            }
        }
        found
    }
}
