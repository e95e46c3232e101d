//! A form of a case as questions: asked, answered as typed, complained about beside the field, compared when two people wrote.
//!
//! Everything a form shows comes from what was typed: a page opened for the first time types the saved answers, a refused one
//! keeps what was sent, a draft brings back what was left.

use std::collections::BTreeSet;

use askama::{Template, filters::HtmlSafe};
use chrono::NaiveDate;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    components::{
        ChoiceGroup, ChoiceKind, ChoiceOption, DateField, ErrorSummary, FieldView, KeyboardKind, Need, SelectView,
        Width,
    },
    dates::DateEcho,
    submitted::Submitted,
    text::Texts,
};

/// The word by which a value of the domain stands in forms.
pub(in crate::pages) fn code_of(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The value of the domain for which a word stands.
pub(in crate::pages) fn of_code<T: DeserializeOwned>(code: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(code.to_owned())).ok()
}

/// How a question is answered.
#[derive(Clone, Debug)]
pub(in crate::pages) enum Ask {
    /// A line of text.
    Line,
    /// An amount.
    Amount,
    /// Text of several lines.
    Long(u8),
    /// A day.
    Day,
    /// A month.
    Month,
    /// One of a few answers, side by side.
    One(Vec<ChoiceOption>),
    /// Any number of answers, in columns.
    Several(Vec<ChoiceOption>),
    /// One of many answers, in a list.
    Pick(Vec<ChoiceOption>),
}

/// A question of a form.
#[derive(Clone, Debug)]
pub(in crate::pages) struct Question {
    name: String,
    label: String,
    hint: Option<String>,
    need: Need,
    ask: Ask,
}

impl Question {
    pub(in crate::pages) fn new(name: impl Into<String>, label: impl Into<String>, ask: Ask) -> Self {
        Self { name: name.into(), label: label.into(), hint: None, need: Need::Whenever, ask }
    }

    #[must_use]
    pub(in crate::pages) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same marked ※.
    #[must_use]
    pub(in crate::pages) const fn required(mut self) -> Self {
        self.need = Need::Required;
        self
    }

    /// The answers to choose from.
    fn options(&self) -> &[ChoiceOption] {
        match &self.ask {
            Ask::One(options) | Ask::Several(options) | Ask::Pick(options) => options,
            _ => &[],
        }
    }

    /// An answer in words.
    fn shown(&self, answers: &[&str]) -> String {
        let label = |code: &&str| {
            let option = self.options().iter().find(|option| option.value == **code);
            option.map_or_else(|| (*code).to_owned(), |option| option.label.clone())
        };
        answers.iter().map(label).collect::<Vec<_>>().join("\n")
    }
}

/// What is wrong with a form, in the order in which it was found.
#[derive(Clone, Debug, Default)]
pub(in crate::pages) struct Complaints(Vec<(String, String)>);

impl Complaints {
    /// Adds a complaint about a field.
    pub(in crate::pages) fn add(&mut self, name: impl Into<String>, message: impl Into<String>) {
        self.0.push((name.into(), message.into()));
    }

    /// The value, or a complaint about the field.
    pub(in crate::pages) fn take<T>(&mut self, name: &str, read: Result<Option<T>, String>) -> Option<T> {
        match read {
            Ok(value) => value,
            Err(message) => {
                self.add(name, message);
                None
            }
        }
    }

    /// A day that must be given; a complaint if it is not there or not one.
    pub(in crate::pages) fn day(&mut self, t: &Texts, form: &Submitted, name: &str) -> NaiveDate {
        if form.text(name).is_empty() {
            self.add(name, t.get("date-empty"));
        }
        self.take(name, form.day(t, name)).unwrap_or_default()
    }

    pub(in crate::pages) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn about(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, message)| message.as_str())
    }

    /// The summary at the top of the page.
    pub(in crate::pages) fn summary(&self) -> ErrorSummary {
        self.0.iter().fold(ErrorSummary::default(), |summary, (name, message)| summary.and(message, format!("#{name}")))
    }
}

/// A question as the page shows it; write it into a template as `{{ item }}`.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/cases/asked.html")]
pub(in crate::pages) struct Asked {
    t: Texts,
    widget: Widget,
}

impl HtmlSafe for Asked {}

#[derive(Clone, Debug)]
enum Widget {
    Line(FieldView),
    Long(FieldView),
    Date(DateField),
    Choices(ChoiceGroup),
    Pick(SelectView),
}

impl Asked {
    /// The question with what was typed and what is wrong with it.
    pub(in crate::pages) fn new(t: &Texts, question: &Question, form: &Submitted, wrong: &Complaints) -> Self {
        let mut field = FieldView::new(&question.name, &question.label).value(form.text(&question.name));
        field.hint.clone_from(&question.hint);
        field.error = wrong.about(&question.name).map(str::to_owned);
        field.need = question.need;
        let given = form.all(&question.name);
        let chosen = |options: &[ChoiceOption]| -> Vec<ChoiceOption> {
            options.iter().map(|option| option.clone().chosen(given.contains(&option.value.as_str()))).collect()
        };
        let widget = match &question.ask {
            Ask::Line => Widget::Line(field),
            Ask::Amount => Widget::Line(field.width(Width::Middle).keyboard(KeyboardKind::Numeric)),
            Ask::Long(lines) => Widget::Long(field.lines(*lines)),
            Ask::Day | Ask::Month => {
                let echo = DateEcho::of(t, form.text(&question.name));
                Widget::Date(DateField::new(field, if echo.understood { echo.text } else { String::new() }))
            }
            Ask::One(options) => {
                Widget::Choices(ChoiceGroup::new(field, ChoiceKind::One, chosen(options)).in_columns())
            }
            Ask::Several(options) => {
                Widget::Choices(ChoiceGroup::new(field, ChoiceKind::Several, chosen(options)).in_columns())
            }
            Ask::Pick(options) => Widget::Pick(SelectView { field, options: chosen(options) }),
        };
        Self { t: t.clone(), widget }
    }
}

/// The questions of a form with what was typed into them.
pub(in crate::pages) fn asked(t: &Texts, questions: &[Question], form: &Submitted, wrong: &Complaints) -> Vec<Asked> {
    questions.iter().map(|question| Asked::new(t, question, form, wrong)).collect()
}

/// One question in two versions.
pub(in crate::pages) struct Compared {
    /// The field.
    pub(in crate::pages) name: String,
    /// What it asks.
    pub(in crate::pages) label: String,
    /// What this reader typed, as the form sends it.
    pub(in crate::pages) mine: Vec<String>,
    /// The same in words.
    pub(in crate::pages) mine_shown: String,
    /// What has been saved meanwhile, as the form sends it.
    pub(in crate::pages) theirs: Vec<String>,
    /// The same in words.
    pub(in crate::pages) theirs_shown: String,
}

impl Compared {
    /// Whether the reader has to choose.
    pub(in crate::pages) fn differs(&self) -> bool {
        self.mine != self.theirs
    }
}

/// Compares what was typed with what has been saved, question by question.
pub(in crate::pages) fn compare(questions: &[Question], mine: &Submitted, theirs: &Submitted) -> Vec<Compared> {
    let owned = |answers: &[&str]| answers.iter().map(|answer| (*answer).to_owned()).collect();
    let compared = |question: &Question| {
        let (a, b) = (mine.all(&question.name), theirs.all(&question.name));
        Compared {
            name: question.name.clone(),
            label: question.label.clone(),
            mine_shown: question.shown(&a),
            theirs_shown: question.shown(&b),
            mine: owned(&a),
            theirs: owned(&b),
        }
    };
    questions.iter().map(compared).collect()
}

/// The rows that either version of a form has in a list.
pub(in crate::pages) fn rows_of_both(list: &str, mine: &Submitted, theirs: &Submitted) -> Vec<usize> {
    let rows: BTreeSet<usize> = mine.rows(list).into_iter().chain(theirs.rows(list)).collect();
    rows.into_iter().collect()
}

/// The form that follows from the reader's choices between two versions; any other form stays as it is.
///
/// The page of a conflict sends `choose.NAME` as `mine` or `theirs`, and both versions as `mine.NAME` and `theirs.NAME`.
pub(in crate::pages) fn settled(form: Submitted) -> Submitted {
    let chosen = |name: &str, side: &str| form.text(&format!("choose.{name}")) == side;
    let settled = form.pairs().filter_map(|(name, value)| {
        let kept = match name.split_once('.') {
            Some(("choose", _)) => None,
            Some((side @ ("mine" | "theirs"), field)) => chosen(field, side).then_some(field),
            _ => Some(name),
        };
        kept.map(|name| (name.to_owned(), value.to_owned()))
    });
    Submitted::of(settled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    fn question() -> Question {
        let options = vec![ChoiceOption::new("person", "本人"), ChoiceOption::new("family", "家族等")];
        Question::new("who", "だれが", Ask::One(options))
    }

    #[test]
    fn u15_of_two_versions_the_chosen_one_is_saved_and_the_rest_is_carried_along() {
        let form = Submitted::parse(
            b"version=3&goal=a&mine.who=person&theirs.who=family&choose.who=theirs&mine.x=1&mine.x=2&theirs.x=3&choose.x=mine",
        );
        let settled = settled(form);
        assert_eq!(settled.encode(), "version=3&goal=a&who=family&x=1&x=2");
    }

    #[test]
    fn two_versions_are_compared_in_words_and_not_in_codes() {
        let (mine, theirs) = (Submitted::parse(b"who=person"), Submitted::parse(b"who=family"));
        let rows = compare(&[question()], &mine, &theirs);
        assert_eq!((rows[0].mine_shown.as_str(), rows[0].theirs_shown.as_str()), ("本人", "家族等"));
        assert!(rows[0].differs());
    }

    #[test]
    fn u16_a_field_that_is_wrong_keeps_what_was_typed_and_shows_what_to_do() {
        let t = Texts::shipped(Lang::Ja);
        let question = Question::new("on", "いつ", Ask::Day);
        let form = Submitted::parse("on=あした".as_bytes());
        let mut wrong = Complaints::default();
        wrong.day(&t, &form, "on");
        let shown = Asked::new(&t, &question, &form, &wrong).to_string();
        assert!(shown.contains("value=\"あした\"") && shown.contains("field-error"), "{shown}");
        assert_eq!(wrong.summary().items[0].href, "#on");
    }
}
