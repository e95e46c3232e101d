//! Agencies: the centre, the municipality that commissions it, and the partners.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::AgencyId;

/// What an agency is in this installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgencyKind {
    /// 自立相談支援機関
    SupportCentre,
    /// 福祉事務所設置自治体
    Municipality,
    /// A partner: shown on forms and in conferences, with no account yet.
    Partner,
}

/// The permission to place people into work (無料職業紹介), without which nobody is passed on to employed-type training (SR-22).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacementLicence {
    /// 届出・通知・許可の番号
    pub number: String,
    /// The last day on which it is valid, if it ends.
    pub valid_until: Option<NaiveDate>,
}

/// How a centre's coordination conferences are held: local rules differ, so each centre has its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConferenceRules {
    /// 座長, as written: stands in the record of a sitting until somebody writes another.
    pub chair: String,
    /// 招集する人, as written.
    pub convenor: String,
    /// 定足数: how many have to attend; none if the rules name no number.
    pub quorum: Option<u32>,
    /// 会議を公開する; papers and minutes are closed to the public where nothing is said.
    pub is_public: bool,
}

/// Facts about an agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyFacts {
    /// What it is.
    pub kind: AgencyKind,
    /// Its name.
    pub name: String,
    /// The municipality that commissions a centre or runs it itself.
    pub municipality: Option<AgencyId>,
    /// 全国地方公共団体コード, six digits.
    #[serde(default)]
    pub municipality_code: String,
    /// Addressee of applications (○○殿), as printed on forms.
    #[serde(default)]
    pub addressee: String,
    /// Telephone as printed.
    #[serde(default)]
    pub phone: String,
    /// Address as printed.
    #[serde(default)]
    pub address: String,
    /// The placement licence, if there is one.
    #[serde(default)]
    pub placement_licence: Option<PlacementLicence>,
    /// How its coordination conferences are held.
    #[serde(default)]
    pub conferences: ConferenceRules,
    /// Where the entry comes from, if it was taken over from open data: attribution as its licence asks.
    #[serde(default)]
    pub source: String,
}

impl AgencyFacts {
    /// Whether the agency may place people into work on `day` (SR-22).
    pub fn may_place_on(&self, day: NaiveDate) -> bool {
        self.placement_licence.as_ref().is_some_and(|licence| licence.valid_until.is_none_or(|last| day <= last))
    }
}

/// What happened to an agency's entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AgencyEvent {
    /// Entered or changed: all facts as they are now.
    Recorded {
        /// The facts.
        facts: AgencyFacts,
    },
}

impl AgencyEvent {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Recorded { .. } => "agency_recorded",
        }
    }
}
