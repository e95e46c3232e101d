//! Choices: radio buttons, check boxes, a drop-down list.

use super::{FieldView, Link};

/// Whether one or several answers are possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceKind {
    /// Exactly one: radio buttons.
    One,
    /// Any number: check boxes.
    Several,
}

/// One answer to choose.
#[derive(Clone, Debug, Default)]
pub struct ChoiceOption {
    /// What the form sends.
    pub value: String,
    /// What the reader sees.
    pub label: String,
    /// One line of help below the label.
    pub hint: Option<String>,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl ChoiceOption {
    /// An answer that is not chosen.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }

    /// The answer, chosen or not.
    #[must_use]
    pub const fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }

    /// The answer with a line of help.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A question with its answers side by side.
#[derive(Clone, Debug)]
pub struct ChoiceGroup {
    /// The question; its `value` is not used.
    pub field: FieldView,
    /// One or several answers.
    pub kind: ChoiceKind,
    /// The answers in the order of the official form.
    pub options: Vec<ChoiceOption>,
    /// Whether short answers stand in columns beside each other instead of below.
    pub in_columns: bool,
}

impl ChoiceGroup {
    /// A question with its answers below each other.
    pub const fn new(field: FieldView, kind: ChoiceKind, options: Vec<ChoiceOption>) -> Self {
        Self { field, kind, options, in_columns: false }
    }

    /// The same with the answers in columns.
    #[must_use]
    pub const fn in_columns(mut self) -> Self {
        self.in_columns = true;
        self
    }

    /// The `type` of each input.
    pub const fn input_type(&self) -> &'static str {
        match self.kind {
            ChoiceKind::One => "radio",
            ChoiceKind::Several => "checkbox",
        }
    }
}

/// A question with its answers in a drop-down list; for more than about seven answers that the reader knows by heart.
#[derive(Clone, Debug)]
pub struct SelectView {
    /// The question; its `value` is not used.
    pub field: FieldView,
    /// The answers.
    pub options: Vec<ChoiceOption>,
}

/// An agency by its name.
#[derive(Clone, Debug)]
pub struct AgencyField {
    /// The question with what was typed.
    pub field: FieldView,
    /// Names suggested while typing.
    pub suggestions: Vec<String>,
    /// Whether those who fit a part of a name can be looked for.
    pub finds: bool,
    /// Those who fit, to choose from.
    pub found: Option<ChoiceGroup>,
    /// What the one that is named, or those who fit, say of themselves; folded until somebody looks.
    pub portraits: Vec<PortraitFold>,
}

/// What an agency says of itself, folded beside its name.
#[derive(Clone, Debug)]
pub struct PortraitFold {
    /// The line to press.
    pub summary: String,
    /// What it is good at and where its limits are, each with its heading; empty where it says nothing.
    pub words: Vec<(String, String)>,
    /// The whole page.
    pub page: Link,
}
