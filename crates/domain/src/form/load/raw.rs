//! The shape of a definition file as it is written, before it is checked.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, de};
use toml::Spanned;
use toml::value::Datetime;

use crate::{
    case::sharing::SharedItem,
    episode::Milestone,
    form::{Condition, Kind, Mark, Owner, Side, Source, Wording},
    rule::Rule,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawForm {
    pub(super) id: String,
    #[serde(default)]
    pub(super) number: String,
    pub(super) title: Spanned<RawName>,
    pub(super) valid_from: Spanned<Day>,
    pub(super) valid_to: Option<Day>,
    /// The path before the field ids, when a field names no fact of its own.
    pub(super) facts: String,
    pub(super) sheet: Option<Spanned<RawSheet>>,
    pub(super) sections: Spanned<Vec<RawSection>>,
    #[serde(default)]
    pub(super) texts: BTreeMap<String, Spanned<RawName>>,
}

/// What makes a form a sheet that several sides answer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSheet {
    /// The side that answers where nothing else is said.
    pub(super) author: Side,
    pub(super) shared_as: Option<RawItem>,
    #[serde(default)]
    pub(super) own: bool,
    #[serde(default)]
    pub(super) internal: bool,
    #[serde(default)]
    pub(super) goes_on: bool,
    #[serde(default)]
    pub(super) several_sources: bool,
    #[serde(default)]
    pub(super) permission: bool,
    #[serde(default)]
    pub(super) firm_writes: bool,
    pub(super) good_for_months: Option<Spanned<u32>>,
    #[serde(default)]
    pub(super) shows_work: bool,
    /// `asks = { employer = "field" }`: the side, and the field that says why it could not be asked.
    #[serde(default)]
    pub(super) asks: BTreeMap<Side, Spanned<String>>,
    pub(super) reconfirms: Option<Spanned<String>>,
    /// `tells = { field = "milestone", "table.column" = "milestone" }`
    #[serde(default)]
    pub(super) tells: BTreeMap<Spanned<String>, Milestone>,
    pub(super) period_until: Option<Spanned<String>>,
    /// `card = { on = "field", again = "field", copy = "field", rows = "table" }`
    pub(super) card: Option<RawCard>,
    /// `agreed = { on = "field", who = "field", what = "field_of_a_repeated_part" }`
    pub(super) agreed: Option<RawAgreed>,
    /// `begins = { field = ["complaint", "other_form.field"] }`: the first that is known.
    #[serde(default)]
    pub(super) begins: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    #[serde(default)]
    pub(super) checks: Vec<RawCheck>,
}

/// `when = ["field", "other=a|b"]`, `needs = ["one", "this|or_that"]`, `every = ["column=yes"]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCheck {
    pub(super) rule: Spanned<Rule>,
    pub(super) rows: Option<String>,
    #[serde(default)]
    pub(super) when: Vec<String>,
    pub(super) differs: Option<(String, String)>,
    #[serde(default)]
    pub(super) needs: Vec<String>,
    #[serde(default)]
    pub(super) every: Vec<String>,
    /// A column of the table of `rows`: two different answers in it, or what it `needs`.
    pub(super) several: Option<String>,
    /// Two days of which the second is not before the first.
    pub(super) in_order: Option<(String, String)>,
}

/// The fields of a card that says whom to ask.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCard {
    pub(super) on: Spanned<String>,
    pub(super) again: Spanned<String>,
    pub(super) copy: Spanned<String>,
    pub(super) rows: Spanned<String>,
}

/// The fields that say who agreed when.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAgreed {
    pub(super) on: Spanned<String>,
    pub(super) who: Spanned<String>,
    pub(super) what: Spanned<String>,
}

/// How the items of a section are rated.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRated {
    pub(super) sides: Vec<Side>,
    /// The name of an option list of the shared parts.
    pub(super) scale: Spanned<String>,
    /// Whether each side may say on what its rating rests.
    #[serde(default)]
    pub(super) notes: bool,
}

/// An item that is rated.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRatedItem {
    pub(super) id: Spanned<String>,
    pub(super) ja: String,
    pub(super) en: String,
    pub(super) hint: Option<Wording>,
    pub(super) source: Option<Source>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawShared {
    #[serde(default)]
    pub(super) options: BTreeMap<String, Vec<RawChoice>>,
    #[serde(default)]
    pub(super) fields: Vec<RawField>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSection {
    pub(super) id: Spanned<String>,
    pub(super) title: Spanned<RawName>,
    pub(super) remark: Option<Wording>,
    #[serde(default)]
    pub(super) required: Mark,
    /// Under which item its fields are shared, unless a field says otherwise.
    pub(super) shared_as: Option<RawItem>,
    /// On a sheet, the side that answers its fields, unless a field says otherwise.
    pub(super) side: Option<Side>,
    /// How often the part stands on the sheet, its fields numbered.
    pub(super) repeat: Option<u32>,
    /// How its items are rated.
    pub(super) rated: Option<RawRated>,
    /// What is rated.
    #[serde(default)]
    pub(super) items: Vec<RawRatedItem>,
    #[serde(default)]
    pub(super) fields: Vec<RawField>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawField {
    /// The id of a field of the shared parts, which this one repeats.
    #[serde(rename = "use")]
    pub(super) shared: Option<Spanned<String>>,
    pub(super) id: Option<Spanned<String>>,
    pub(super) label: Option<Spanned<RawName>>,
    pub(super) hint: Option<Wording>,
    pub(super) unit: Option<Wording>,
    pub(super) kind: Option<Kind>,
    pub(super) many: Option<bool>,
    pub(super) options: Option<Vec<RawChoice>>,
    /// The name of an option list of the shared parts.
    pub(super) options_from: Option<Spanned<String>>,
    pub(super) columns: Option<Vec<RawField>>,
    pub(super) required: Option<Mark>,
    pub(super) required_if: Option<Spanned<Condition>>,
    pub(super) fact: Option<String>,
    pub(super) max_chars: Option<usize>,
    pub(super) source: Option<Source>,
    pub(super) owner: Option<Owner>,
    pub(super) restricted: Option<bool>,
    pub(super) shared_as: Option<RawItem>,
    pub(super) side: Option<Side>,
    pub(super) valid_from: Option<Day>,
    pub(super) valid_to: Option<Day>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChoice {
    pub(super) id: Spanned<String>,
    pub(super) ja: String,
    pub(super) en: String,
    #[serde(default)]
    pub(super) renamed: Vec<RawRenaming>,
    pub(super) note: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) exclusive: bool,
    #[serde(default)]
    pub(super) restricted: bool,
    pub(super) valid_from: Option<Day>,
    pub(super) valid_to: Option<Day>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawName {
    pub(super) ja: String,
    pub(super) en: String,
    #[serde(default)]
    pub(super) renamed: Vec<RawRenaming>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRenaming {
    pub(super) from: Day,
    pub(super) ja: String,
    pub(super) en: String,
}

/// An item of a consent, or `none`.
#[derive(Clone, Copy)]
pub(super) struct RawItem(pub(super) Option<SharedItem>);

impl<'de> Deserialize<'de> for RawItem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        if name == "none" {
            return Ok(Self(None));
        }
        let known = || SharedItem::ALL.iter().map(|item| item.name()).collect::<Vec<_>>().join(", ");
        let unknown =
            || de::Error::custom(format!("`{name}` is no item of a consent; there are {}, and none", known()));
        SharedItem::from_name(&name).map(|item| Self(Some(item))).ok_or_else(unknown)
    }
}

/// A day written as a TOML date: `2025-04-01`, without quotation marks.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub(super) struct Day(pub(super) NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = || de::Error::custom("a day such as 2025-04-01 is expected, without quotation marks");
        let written = Datetime::deserialize(deserializer).map_err(|_| expected())?;
        match (written.date, written.time) {
            (Some(date), None) => {
                NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()).map(Day)
            }
            _ => None,
        }
        .ok_or_else(expected)
    }
}
