//! A question of a form: asked, drawn with what was typed, and answered in words. One declaration serves all of these.

use banso_domain::calendar::{clock_time, parse_date, parse_time};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    Submitted,
    agency::{AgencyChoice, Meant},
};
use crate::{
    components::{ChoiceKind, ChoiceOption, FieldView, KeyboardKind, Width},
    dates::DateLook,
    text::Texts,
};

/// A question: its name in the form, what it asks, how it is answered.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    /// The field, without what was typed.
    pub(super) field: FieldView,
    pub(super) answer: Answer,
}

/// How a question is answered.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// A line of text.
    Line,
    /// A password.
    Password,
    /// Text of several lines.
    Long,
    /// A day, a month, or a date known roughly.
    Date,
    /// A time of day.
    Time,
    /// One of a few answers, or any number of them.
    Choices { kind: ChoiceKind, options: Vec<ChoiceOption>, in_columns: bool },
    /// One of many answers, in a list.
    Pick(Vec<ChoiceOption>),
    /// An agency by its name.
    Agency(AgencyChoice),
    /// A line of text for which names of agencies are suggested.
    AgencyOrOther(AgencyChoice),
}

impl Question {
    fn new(name: impl Into<String>, label: impl Into<String>, answer: Answer) -> Self {
        Self { field: FieldView::new(name, label), answer }
    }

    /// A line of text.
    pub(crate) fn line(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Answer::Line)
    }

    /// A number or a code: digits, in a box that is as wide as they are.
    pub(crate) fn digits(name: impl Into<String>, label: impl Into<String>, width: Width) -> Self {
        let question = Self::new(name, label, Answer::Line);
        Self { field: question.field.width(width).keyboard(KeyboardKind::Numeric), ..question }
    }

    /// A telephone number.
    pub(crate) fn phone(name: impl Into<String>, label: impl Into<String>) -> Self {
        let question = Self::new(name, label, Answer::Line);
        Self { field: question.field.width(Width::Middle).keyboard(KeyboardKind::Telephone), ..question }
    }

    /// A password; `token` tells a password manager which one: `new-password`, `current-password`.
    pub(crate) fn password(name: impl Into<String>, label: impl Into<String>, token: &str) -> Self {
        let mut question = Self::new(name, label, Answer::Password).width(Width::Middle).required();
        token.clone_into(&mut question.field.autocomplete);
        question
    }

    /// Text of several lines.
    pub(crate) fn long(name: impl Into<String>, label: impl Into<String>, lines: u8) -> Self {
        let question = Self::new(name, label, Answer::Long);
        Self { field: question.field.lines(lines), ..question }
    }

    /// A day, a month, or a date known roughly, typed as people write it (U1).
    pub(crate) fn date(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Answer::Date)
    }

    /// A time of day (U26).
    pub(crate) fn time(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Answer::Time).width(Width::Middle)
    }

    /// One of a few answers, side by side.
    pub(crate) fn one(name: impl Into<String>, label: impl Into<String>, options: Vec<ChoiceOption>) -> Self {
        Self::new(name, label, Answer::Choices { kind: ChoiceKind::One, options, in_columns: true })
    }

    /// Any number of answers, side by side.
    pub(crate) fn several(name: impl Into<String>, label: impl Into<String>, options: Vec<ChoiceOption>) -> Self {
        Self::new(name, label, Answer::Choices { kind: ChoiceKind::Several, options, in_columns: true })
    }

    /// A box to tick; the form sends `yes`.
    pub(crate) fn tick(name: impl Into<String>, label: impl Into<String>, answer: impl Into<String>) -> Self {
        Self::several(name, label, vec![ChoiceOption::new("yes", answer)])
    }

    /// One of many answers, in a drop-down list.
    pub(crate) fn pick(name: impl Into<String>, label: impl Into<String>, options: Vec<ChoiceOption>) -> Self {
        Self::new(name, label, Answer::Pick(options))
    }

    /// An agency, or somebody else who stands beside a person, by their name; read with [`super::Filled::agency`].
    pub(crate) fn agency(name: impl Into<String>, label: impl Into<String>, choice: AgencyChoice) -> Self {
        Self::new(name, label, Answer::Agency(choice))
    }

    /// An agency by its name, or somebody else of whom the directory knows nothing: what is typed counts, names are only suggested.
    pub(crate) fn agency_or_other(name: impl Into<String>, label: impl Into<String>, choice: AgencyChoice) -> Self {
        Self::new(name, label, Answer::AgencyOrOther(choice))
    }

    /// The question with help.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.field = self.field.hint(hint);
        self
    }

    /// The question marked ※必須.
    #[must_use]
    pub(crate) fn required(mut self) -> Self {
        self.field = self.field.required();
        self
    }

    /// The question with a box of another width.
    #[must_use]
    pub(crate) fn width(mut self, width: Width) -> Self {
        self.field = self.field.width(width);
        self
    }

    /// The question with another keyboard.
    #[must_use]
    pub(crate) fn keyboard(mut self, keyboard: KeyboardKind) -> Self {
        self.field = self.field.keyboard(keyboard);
        self
    }

    /// The question with its answers below each other: where they are long or explained.
    #[must_use]
    pub(crate) fn below_each_other(mut self) -> Self {
        if let Answer::Choices { in_columns, .. } = &mut self.answer {
            *in_columns = false;
        }
        self
    }

    /// Its name in the form.
    pub(crate) fn name(&self) -> &str {
        &self.field.name
    }

    /// What it asks.
    pub(crate) fn label(&self) -> &str {
        &self.field.label
    }

    /// What a form answers to it, in words; dates and times as the reader likes them, however they were typed.
    pub(crate) fn words(&self, t: &Texts, look: DateLook, form: &Submitted) -> String {
        let text = form.text(self.name());
        match &self.answer {
            Answer::Password => String::new(),
            Answer::Line | Answer::Long | Answer::AgencyOrOther(_) => text.to_owned(),
            Answer::Date => parse_date(text).map_or_else(|_| text.to_owned(), |date| look.long(date).text().to_owned()),
            Answer::Time => parse_time(text).map_or_else(|_| text.to_owned(), clock_time::for_staff),
            Answer::Choices { options, .. } | Answer::Pick(options) => {
                let label = |code: &str| {
                    let option = options.iter().find(|option| option.value == code);
                    option.map_or_else(|| code.to_owned(), |option| option.label.clone())
                };
                form.all(self.name()).into_iter().map(label).collect::<Vec<_>>().join(&t.get("list-separator"))
            }
            Answer::Agency(choice) => match choice.meant(text, form.text(&picked_field(self.name()))) {
                Meant::One(value) => choice.name(&value).unwrap_or(text).to_owned(),
                Meant::Nobody | Meant::Unknown | Meant::Several(_) => choice.name(text).unwrap_or(text).to_owned(),
            },
        }
    }
}

/// The field of whoever was chosen among several of a name.
pub(super) fn picked_field(name: &str) -> String {
    format!("{name}.of")
}

/// The answers to choose from: each value's code and name.
pub(crate) fn options<T: Copy>(
    all: &[T],
    code: impl Fn(T) -> &'static str,
    name: impl Fn(T) -> String,
) -> Vec<ChoiceOption> {
    all.iter().map(|value| ChoiceOption::new(code(*value), name(*value))).collect()
}

/// Answers to choose from that are already words: value and label of each.
pub(crate) fn labelled<V: Into<String>, L: Into<String>>(
    answers: impl IntoIterator<Item = (V, L)>,
) -> Vec<ChoiceOption> {
    answers.into_iter().map(|(value, label)| ChoiceOption::new(value, label)).collect()
}

/// The word by which a value of the domain stands in forms.
pub(crate) fn code_of(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The value of the domain for which a word stands.
pub(crate) fn of_code<T: DeserializeOwned>(code: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(code.to_owned())).ok()
}
