//! The parts of a form that is put together at run time: one after the other, each drawn as its component.

use askama::{Template, filters::HtmlSafe};

use crate::{
    components::{AgencyField, ChoiceGroup, DateField, ErrorSummary, FieldView, Link, SelectView, SummaryRow},
    text::Texts,
};

/// A part of a form.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// One line of text.
    Text(FieldView),
    /// A long text.
    Long(FieldView),
    /// A password; what was typed is never sent back.
    Password(FieldView),
    /// A date.
    Date(DateField),
    /// Radio buttons or check boxes.
    Choices(ChoiceGroup),
    /// A drop-down list.
    Select(SelectView),
    /// An agency by its name.
    Agency(Box<AgencyField>),
    /// A list of rows of fields, with a button for another row.
    Rows(Rows),
    /// Short fields beside each other.
    Beside(Vec<Block>),
    /// What is seldom used, folded away.
    Folded(Folded),
    /// What is known and changed elsewhere.
    Known(Vec<SummaryRow>, Option<Link>),
    /// A heading between fields.
    Heading(String),
    /// A paragraph between fields.
    Note(String),
}

/// A list of rows, each a group of fields.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    /// The id of the element that holds the rows.
    pub(crate) id: String,
    /// What the rows hold.
    pub(crate) label: String,
    /// Help below it.
    pub(crate) hint: Option<String>,
    /// What is wrong with the list as a whole.
    pub(crate) error: Option<String>,
    /// The rows, each with its number in the names of its fields; the last one is empty.
    pub(crate) rows: Vec<(usize, Vec<Block>)>,
    /// Whether each row is a card with its number: where a row has many fields.
    pub(crate) numbered: bool,
    /// What the button for another row says.
    pub(crate) add: String,
}

/// Parts that are folded away under a line of text.
#[derive(Clone, Debug)]
pub(crate) struct Folded {
    /// The line that opens them.
    pub(crate) summary: String,
    /// The parts.
    pub(crate) blocks: Vec<Block>,
    /// Whether they are shown at once: something is in them.
    pub(crate) open: bool,
}

/// A part with the words it needs. Write it into a template as `{{ block }}`.
#[derive(Clone, Debug, Template)]
#[template(path = "components/block.html")]
pub(crate) struct Block {
    t: Texts,
    part: Part,
}

impl HtmlSafe for Block {}

impl Block {
    /// The part, drawn in the language of `t`.
    pub(crate) fn new(t: &Texts, part: Part) -> Self {
        Self { t: t.clone(), part }
    }

    /// Whether something stands in it or is wrong with it: what must not be folded away.
    pub(crate) fn is_used(&self) -> bool {
        let used = |field: &FieldView| !field.value.is_empty() || field.error.is_some();
        match &self.part {
            Part::Text(field) | Part::Long(field) | Part::Password(field) => used(field),
            Part::Date(date) => used(&date.field),
            Part::Agency(agency) => used(&agency.field),
            Part::Choices(group) => used(&group.field) || group.options.iter().any(|option| option.chosen),
            Part::Select(select) => used(&select.field) || select.options.iter().any(|option| option.chosen),
            Part::Rows(rows) => rows.error.is_some() || rows.rows.iter().flat_map(|(_, row)| row).any(Self::is_used),
            Part::Beside(blocks) | Part::Folded(Folded { blocks, .. }) => blocks.iter().any(Self::is_used),
            Part::Known(..) | Part::Heading(_) | Part::Note(_) => false,
        }
    }

    /// What has to be mended in it.
    fn complaints(&self) -> ErrorSummary {
        match &self.part {
            Part::Text(field) | Part::Long(field) | Part::Password(field) => ErrorSummary::of([field]),
            Part::Date(date) => ErrorSummary::of([&date.field]),
            Part::Agency(agency) => ErrorSummary::of([&agency.field]),
            Part::Choices(group) => ErrorSummary::of([&group.field]),
            Part::Select(select) => ErrorSummary::of([&select.field]),
            Part::Rows(Rows { id, error, rows, .. }) => {
                let mut whole = summary(rows.iter().flat_map(|(_, row)| row));
                whole.items.splice(0..0, error.iter().map(|error| Link::new(error, format!("#{id}"))));
                whole
            }
            Part::Beside(blocks) | Part::Folded(Folded { blocks, .. }) => summary(blocks),
            Part::Known(..) | Part::Heading(_) | Part::Note(_) => ErrorSummary::default(),
        }
    }
}

/// Everything that has to be mended, in the order of the form.
pub(crate) fn summary<'b>(blocks: impl IntoIterator<Item = &'b Block>) -> ErrorSummary {
    ErrorSummary { items: blocks.into_iter().flat_map(|block| block.complaints().items).collect() }
}
