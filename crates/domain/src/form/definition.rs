use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::facts::{Facts, is_absent};
use super::{Language, Name, Rated, SheetRules, Side, Wording};
use crate::case::sharing::SharedItem;

/// One official form: its identity, its words, and its fields in the order of the paper.
///
/// Made by [`FormDefinition::from_toml`], which guarantees that ids are unique and that conditions, notes and computed
/// references name fields that exist.
#[derive(Clone, Debug, PartialEq)]
pub struct FormDefinition {
    /// Stable id, for example `plan_form`.
    pub id: String,
    /// The number printed on the official set, for example 【5】; empty for an attachment.
    pub number: String,
    /// The name of the form, as printed at its head.
    pub title: Name,
    /// First day on which this version of the form is used.
    pub valid_from: NaiveDate,
    /// Last day on which this version of the form is used; open when `None`.
    pub valid_to: Option<NaiveDate>,
    /// The blocks of the sheet, from top to bottom.
    pub sections: Vec<Section>,
    /// Fixed sentences of the sheet, such as the statement above a signature, by name.
    pub texts: BTreeMap<String, Name>,
    /// What it says of itself as a sheet that several sides answer; none for a form that is filled from a case.
    pub sheet: Option<SheetRules>,
}

impl FormDefinition {
    /// Whether this version of the form is in use on `day`.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// All fields in the order of the paper; the columns of tables are not among them.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.sections.iter().flat_map(|section| &section.fields)
    }

    /// The field with this id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields().find(|field| field.id == id)
    }
}

/// A block of the sheet under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Unique within the form.
    pub id: String,
    /// The printed heading; empty for the block without one at the top.
    pub title: Name,
    /// The remark beside the heading, such as ＜本人が設定＞.
    pub remark: Option<Wording>,
    /// The mark beside the heading.
    pub mark: Mark,
    /// The questions under the heading, in order.
    pub fields: Vec<Field>,
}

/// One question of a form, or one column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Unique within the form, or within the table for a column.
    pub id: String,
    /// The question, as printed.
    pub label: Name,
    /// A sentence that helps to answer, as printed on the paper.
    pub hint: Option<Wording>,
    /// What stands behind the answer, such as 円/月 or 歳.
    pub unit: Option<Wording>,
    /// What kind of answer is taken.
    pub kind: Kind,
    /// Whether several answers of this kind are kept, as a list; for [`Kind::Multi`] and [`Kind::Table`] always.
    pub many: bool,
    /// The answers to choose from, for [`Kind::Single`] and [`Kind::Multi`].
    pub options: Vec<Choice>,
    /// The columns, for [`Kind::Table`].
    pub columns: Vec<Field>,
    /// The mark printed beside the label.
    pub mark: Mark,
    /// A condition under which the answer is as compulsory as one with ※.
    pub required_if: Option<Condition>,
    /// The path under which the answer is kept; for a column, the member of the row.
    pub fact: String,
    /// The greatest number of characters, for text.
    pub max_chars: Option<usize>,
    /// Where the field is known from.
    pub source: Source,
    /// Who keeps the answer.
    pub owner: Owner,
    /// Whether only those may see it whom the centre trusts with safety matters (self-harm, violence, offences …).
    pub restricted: bool,
    /// The item of a consent under which other agencies may read the answer; without one it is never shared.
    pub shared_as: Option<SharedItem>,
    /// On a sheet, the side that answers it.
    pub side: Option<Side>,
    /// The item that it rates, where several sides rate it.
    pub rated: Option<Rated>,
    /// First day on which the field is on the form; from the beginning when `None`.
    pub valid_from: Option<NaiveDate>,
    /// Last day on which the field is on the form; to the end when `None`.
    pub valid_to: Option<NaiveDate>,
}

impl Field {
    /// Whether the field is on the form on `day`.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|first| first <= day) && self.valid_to.is_none_or(|last| day <= last)
    }

    /// The option with this id.
    pub fn option(&self, id: &str) -> Option<&Choice> {
        self.options.iter().find(|option| option.id == id)
    }

    /// The options offered on `day`.
    pub fn options_on(&self, day: NaiveDate) -> impl Iterator<Item = &Choice> {
        self.options.iter().filter(move |option| option.is_valid_on(day))
    }
}

/// What kind of answer a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One line of words.
    Text,
    /// Words over several lines.
    LongText,
    /// A whole number, not below zero.
    Integer,
    /// An amount in yen, not below zero.
    Money,
    /// A day.
    Date,
    /// A date known to the day, the month or the year, perhaps 頃.
    PartialDate,
    /// A month of a year.
    YearMonth,
    /// A day and, where known, a time of day: `2026-11-20` or `2026-11-20T14:30`.
    DateTime,
    /// One of the options.
    Single,
    /// Any number of the options.
    Multi,
    /// 有 or 無.
    YesNo,
    /// A member of staff.
    Staff,
    /// An agency of the regional directory, or one written by hand.
    Agency,
    /// The name as signed, or the form in which the person agreed otherwise.
    Signature,
    /// Rows of columns.
    Table,
    /// Worked out from other facts, never typed.
    Computed,
}

/// One answer to choose from.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Unique within the field; kept as the answer.
    pub id: String,
    /// The words beside the box.
    pub label: Name,
    /// The text field of the same form that completes this answer, as in その他（　）.
    pub note: Option<String>,
    /// Whether choosing this one excludes all the others, as 変化なし does.
    pub exclusive: bool,
    /// Whether knowing that this was chosen is [restricted](Field::restricted).
    pub restricted: bool,
    /// First day on which the option is offered; from the beginning when `None`.
    pub valid_from: Option<NaiveDate>,
    /// Last day on which the option is offered; to the end when `None`.
    pub valid_to: Option<NaiveDate>,
}

impl Choice {
    /// Whether the option is offered on `day`.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|first| first <= day) && self.valid_to.is_none_or(|last| day <= last)
    }

    /// The words of the option with the `note` that completes it in its brackets: その他（庭の手入れ）, Other (garden).
    ///
    /// The note takes the place of the wide space in Japanese and of the space before the closing bracket in English.
    pub fn label_with_note(&self, day: NaiveDate, language: Language, note: &str) -> String {
        let label = self.label.text(day, language);
        match language {
            Language::Ja => label.replacen('　', note, 1),
            Language::En => label.replacen("( )", &format!("({note})"), 1).replacen(" )", &format!(" {note})"), 1),
        }
    }
}

/// How strongly the paper asks for an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// ※: must be asked. The only mark that is ever enforced.
    Compulsory,
    /// ○: needed in practice. Nothing nags for it.
    Practical,
    /// No mark.
    #[default]
    None,
}

/// Where the field is known from; see the list of sources of the programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Seen in an official form or its reprint.
    Form,
    /// In the ministry's lecture material of 2015.
    Seed,
    /// Known from practice and not yet compared with the official sheet.
    Known,
    /// Confirmed by the region, which wrote it in the product; no definition file says so of itself.
    #[serde(skip_deserializing)]
    Region,
}

/// Who keeps the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// Edited through the form.
    #[default]
    Answers,
    /// Kept as a typed value elsewhere and shown here; its own rules guard it.
    Typed,
}

/// A simple condition: another field has this answer (or one of these), or has it among its answers.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The id of a field of the same form, or of the same table for a column.
    pub field: String,
    /// The answer it must have: text, a number, or `true`/`false`; of a list, any.
    pub is: Value,
}

impl Condition {
    /// Whether the condition holds for the answer that `fields` keep for the field it names.
    pub(super) fn holds(&self, answer: Option<&Value>) -> bool {
        let given = match answer {
            Some(Value::Array(items)) => items.as_slice(),
            Some(value) => std::slice::from_ref(value),
            None => &[],
        };
        self.wanted().iter().any(|wanted| given.contains(wanted))
    }

    /// The answers of which any one will do.
    pub(super) fn wanted(&self) -> &[Value] {
        match &self.is {
            Value::Array(any) => any,
            one => std::slice::from_ref(one),
        }
    }
}

impl FormDefinition {
    /// The answer to `field` among `facts`, if there is one.
    pub fn answer<'f>(&self, field: &Field, facts: &'f Facts) -> Option<&'f Value> {
        facts.get(&field.fact).filter(|value| !is_absent(value))
    }
}
