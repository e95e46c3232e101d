//! The parts of a form that is put together at run time: one after the other, each drawn as its component.

use askama::{Template, filters::HtmlSafe};

use crate::{
    components::{ChoiceGroup, DateField, ErrorSummary, FieldView, Link, SelectView, SummaryRow},
    text::Texts,
};

/// A part of a form.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// One line of text.
    Text(FieldView),
    /// A long text.
    Long(FieldView),
    /// A date.
    Date(DateField),
    /// Radio buttons or check boxes.
    Choices(ChoiceGroup),
    /// A drop-down list.
    Select(SelectView),
    /// Rows of cells, with a button for another row.
    Table(TablePart),
    /// What is known and changed elsewhere.
    Known(Vec<SummaryRow>, Option<Link>),
    /// A heading between fields.
    Heading(String),
    /// A paragraph between fields.
    Note(String),
}

/// A table: each row a group of fields.
#[derive(Clone, Debug)]
pub(super) struct TablePart {
    /// Its name in the form; also the element's id.
    pub(super) name: String,
    /// What its rows hold.
    pub(super) label: String,
    /// What is wrong with the table as a whole.
    pub(super) error: Option<String>,
    /// The rows, numbered from 0; the last one is empty.
    pub(super) rows: Vec<Vec<Block>>,
}

/// A part with the words it needs. Write it into a template as `{{ block }}`.
#[derive(Clone, Debug, Template)]
#[template(path = "components/block.html")]
pub(super) struct Block {
    t: Texts,
    part: Part,
}

impl HtmlSafe for Block {}

impl Block {
    /// The part, drawn in the language of `t`.
    pub(super) fn new(t: &Texts, part: Part) -> Self {
        Self { t: t.clone(), part }
    }

    /// The fields in it, for the list of what has to be mended.
    fn fields(&self) -> Vec<&FieldView> {
        match &self.part {
            Part::Text(field) | Part::Long(field) => vec![field],
            Part::Date(date) => vec![&date.field],
            Part::Choices(group) => vec![&group.field],
            Part::Select(select) => vec![&select.field],
            Part::Table(table) => table.rows.iter().flatten().flat_map(Self::fields).collect(),
            Part::Known(..) | Part::Heading(_) | Part::Note(_) => Vec::new(),
        }
    }
}

/// Everything that has to be mended, in the order of the form.
pub(super) fn summary<'b>(blocks: impl IntoIterator<Item = &'b Block>) -> ErrorSummary {
    let mut summary = ErrorSummary::default();
    for block in blocks {
        if let Part::Table(TablePart { name, error: Some(error), .. }) = &block.part {
            summary = summary.and(error, format!("#{name}"));
        }
        summary.items.extend(ErrorSummary::of(block.fields()).items);
    }
    summary
}
