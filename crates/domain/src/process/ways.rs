//! 「働くためには？」: the ways to work and beside it as data, side by side. A way has no rank, no number of points and no word that
//! recommends it: the definition knows no such field.

use serde::Deserialize;
use toml::Spanned;

use super::{BothLanguages, ProcessError, load::Reader};
use crate::{
    agency::AgencyKind,
    case::sharing::EmploymentDisclosure,
    text::{in_plain_words, search_key},
};

/// A way, with what it asks and gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Its name in definitions.
    pub id: String,
    /// Its name.
    pub name: BothLanguages,
    /// What an employer would be told; empty where there is none.
    pub disclosure: Vec<EmploymentDisclosure>,
    /// How often one goes there.
    pub often: BothLanguages,
    /// How long it lasts.
    pub long: BothLanguages,
    /// What is paid, and what it costs.
    pub money: BothLanguages,
    /// What it asks.
    pub asks: BothLanguages,
    /// What it gives.
    pub gives: BothLanguages,
    /// Where to begin.
    pub procedure: BothLanguages,
    /// The kinds of agencies that are places of it, or to ask at.
    pub agencies: Vec<AgencyKind>,
    /// Kinds of service in the directory that are places of it, as lists write them.
    pub resources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWays {
    #[expect(dead_code, reason = "every definition says what it is")]
    id: String,
    way: Vec<RawWay>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWay {
    id: Spanned<String>,
    name: BothLanguages,
    #[serde(default)]
    disclosure: Vec<Spanned<String>>,
    often: BothLanguages,
    long: BothLanguages,
    money: BothLanguages,
    asks: BothLanguages,
    gives: BothLanguages,
    procedure: BothLanguages,
    #[serde(default)]
    agencies: Vec<Spanned<String>>,
    #[serde(default)]
    resources: Vec<String>,
    #[expect(dead_code, reason = "for those who read the file")]
    source: String,
}

impl Way {
    /// Reads the ways, in the order in which they are shown.
    ///
    /// # Errors
    ///
    /// [`ProcessError`] with the line of the first mistake: a word that does not belong there, a kind of agency or of disclosure that there
    /// is not, two ways of one name.
    pub fn all_from_toml(file: &str, text: &str) -> Result<Vec<Self>, ProcessError> {
        let reader = Reader { file, text };
        let raw: RawWays = toml::from_str(text)
            .map_err(|wrong| reader.error(wrong.span().unwrap_or(0..0), in_plain_words(wrong.message())))?;
        let mut ways: Vec<Self> = Vec::new();
        for raw in raw.way {
            if ways.iter().any(|way| way.id == *raw.id.get_ref()) {
                let what = format!("the way \"{}\" stands there twice; give each its own id", raw.id.get_ref());
                return Err(reader.error(raw.id.span(), what));
            }
            let kinds = || AgencyKind::ALL.iter().map(|known| (known.name(), *known));
            let agencies = raw.agencies.iter().map(|kind| reader.word(kind, "kind of agency", kinds()));
            let told = || EmploymentDisclosure::ALL.iter().map(|known| (known.name(), *known));
            let disclosure = raw.disclosure.iter().map(|word| reader.word(word, "disclosure", told()));
            ways.push(Self {
                id: raw.id.get_ref().clone(),
                name: raw.name,
                disclosure: disclosure.collect::<Result<_, _>>()?,
                often: raw.often,
                long: raw.long,
                money: raw.money,
                asks: raw.asks,
                gives: raw.gives,
                procedure: raw.procedure,
                agencies: agencies.collect::<Result<_, _>>()?,
                resources: raw.resources,
            });
        }
        Ok(ways)
    }

    /// Whether places of a kind of service, as a list writes it, are places of this way; wide and narrow letters are read alike.
    pub fn is_found_under(&self, service_kind: &str) -> bool {
        let written = search_key(service_kind);
        self.resources.iter().any(|kind| search_key(kind) == written)
    }
}
