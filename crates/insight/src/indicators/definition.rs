//! Indicators as definitions: what is counted over what, at which level, with which caveat, and since when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::word::{Channel, ConferenceKind, Disability, Partner, Phase, Programme};

/// An indicator, as a file of `definitions/indicators/` says it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Its name in files and addresses.
    pub id: String,
    /// Its name in words.
    pub name: Words,
    /// How near it is to what cooperation is for.
    pub level: Level,
    /// Over which time it is usually told.
    pub period: Span,
    /// What its value is.
    pub unit: Unit,
    /// What is counted.
    pub numerator: Words,
    /// Over what; none for a count.
    #[serde(default)]
    pub denominator: Option<Words>,
    /// What whoever reads it must know.
    pub caveat: Words,
    /// Where it comes from.
    pub source: String,
    /// What is aimed at, and by when.
    #[serde(default)]
    pub target: Option<Words>,
    /// Figures published elsewhere, to read one's own beside.
    #[serde(default)]
    pub published: Vec<Published>,
    /// The first day it is valid; always if there is none.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// The last day it is valid; without end if there is none.
    #[serde(default)]
    pub valid_until: Option<NaiveDate>,
    /// How it is computed.
    pub measure: Measure,
}

/// Words in Japanese and English.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// In Japanese.
    pub ja: String,
    /// In English.
    pub en: String,
}

/// A figure that was published.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// The figure as it stands there.
    pub value: String,
    /// Of when and whom, and where it stands.
    pub of: String,
}

/// How near an indicator is to what cooperation is for (seed 003 §7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// アウトプット
    Output,
    /// 中間アウトカム
    Intermediate,
    /// 最終アウトカム
    Final,
}

/// Over which time an indicator is usually told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// 月
    Month,
    /// 四半期
    Quarter,
    /// 年度
    Year,
    /// 三年
    ThreeYears,
    /// The first of June, when the ministry counts.
    FirstOfJune,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 人
    People,
    /// 件
    Cases,
    /// 回
    Times,
    /// 機関・団体
    Organisations,
    /// か所
    Places,
    /// %
    Percent,
    /// 人/月
    PeopleAMonth,
    /// 回/件月
    TimesACaseMonth,
    /// 回/件
    TimesACase,
    /// 機関/回
    OrganisationsATime,
    /// 人日
    PersonDays,
    /// 事例
    Stories,
    /// 有無
    YesNo,
    /// 段階
    Grade,
}

/// How an indicator is computed from the tables of the data package, or why it is not.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Measure {
    /// People who used one of these programmes.
    Users {
        /// The programmes.
        programmes: Vec<Programme>,
    },
    /// Uses that began.
    Begun {
        /// The programmes.
        programmes: Vec<Programme>,
    },
    /// People who began ordinary work out of one of these programmes.
    IntoWork {
        /// The programmes.
        programmes: Vec<Programme>,
    },
    /// Employments in ordinary work that began out of one of these programmes.
    Hires {
        /// The programmes.
        programmes: Vec<Programme>,
        /// As an average of the months.
        #[serde(default)]
        a_month: bool,
    },
    /// Of the uses that ended, those that ended in work.
    EndedInWork {
        /// The programmes.
        programmes: Vec<Programme>,
    },
    /// Uses that ended in anything but work, as an average of the months.
    EndedOtherwise {
        /// The programmes.
        programmes: Vec<Programme>,
    },
    /// Of the offices of a programme, those where at least such a share of the uses that ended, ended in work.
    OfficesEndedInWork {
        /// The programmes.
        programmes: Vec<Programme>,
        /// The share.
        at_least: f64,
    },
    /// Of those whose so many months since hire were up in the period, those who still had the job then.
    KeptJob {
        /// The programmes out of which they were hired; any if empty.
        #[serde(default)]
        programmes: Vec<Programme>,
        /// The months.
        months: u32,
        /// Only people with one of these; everybody if empty.
        #[serde(default)]
        disabilities: Vec<Disability>,
    },
    /// 就労定着率: of everybody who used 就労定着支援 in the three years up to the last day, those in work on that day.
    InWorkAfterThreeYears,
    /// Of the offices of 就労定着支援, those where at least such a share of them is in work.
    OfficesInWork {
        /// The share.
        at_least: f64,
    },
    /// Of the offices of 就労定着支援, those where of people whose use ended in the past six years and who were hired 42 to 78 months ago,
    /// at least such a share still has that job.
    OfficesKeptAfterUse {
        /// The share.
        at_least: f64,
    },
    /// Of those who used 就労定着支援, those who left a job.
    LeftJob,
    /// Contacts by phase, over the months that cases were in it.
    ContactsByPhase {
        /// With one of these; anybody if empty.
        #[serde(default)]
        partners: Vec<Partner>,
        /// In one of these ways; any if empty.
        #[serde(default)]
        channels: Vec<Channel>,
    },
    /// Of the contacts in a phase, how many were about what.
    ContactsByPurpose,
    /// Contacts.
    Contacts {
        /// With one of these; anybody if empty.
        #[serde(default)]
        partners: Vec<Partner>,
        /// In one of these ways; any if empty.
        #[serde(default)]
        channels: Vec<Channel>,
        /// Over the uses that ran.
        #[serde(default)]
        a_case: bool,
    },
    /// Of the uses in one of these phases, those in which somebody spoke with the firm.
    SpokeWithFirm {
        /// The phases.
        phases: Vec<Phase>,
    },
    /// Conferences that were held, over the uses that ran.
    Conferences {
        /// Of one of these kinds; any if empty.
        #[serde(default)]
        kinds: Vec<ConferenceKind>,
    },
    /// Agencies beside the host in a conference.
    OthersInConferences,
    /// Referrals that were sent.
    Referrals {
        /// By agencies of one of these kinds; any if empty.
        #[serde(default)]
        from: Vec<String>,
    },
    /// Of the referrals that were sent, those that were taken.
    ReferralsTaken,
    /// People who were referred out of one of these programmes to an agency of such a kind.
    Guided {
        /// The programmes.
        programmes: Vec<Programme>,
        /// The kind of agency.
        to: String,
    },
    /// Trainings and other gatherings that were held.
    Trainings,
    /// Organisations that took part in them.
    TrainingOrganisations,
    /// People who took part in them.
    TrainingParticipants,
    /// Places where somebody practised.
    PracticePlaces,
    /// Of the people who used one of these programmes, those who practised.
    Practised {
        /// The programmes.
        programmes: Vec<Programme>,
    },
    /// Plans that were decided.
    Plans,
    /// Plans that were decided, over the uses of 自立相談支援 that began.
    PlansOverBegun,
    /// Plans with employment support.
    PlansForWork,
    /// Of the plans that were decided, those with employment support.
    PlansForWorkShare,
    /// The tables do not hold what it takes.
    NotInTables {
        /// What would have to be there.
        needs: Words,
    },
    /// Public statistics tell it, not the record.
    Published,
    /// It is not counted but told, as stories.
    Told,
}

impl Measure {
    /// Whether a small number of it could tell of somebody. Offices, places, conferences and gatherings are not people.
    pub(super) const fn is_about_people(&self) -> bool {
        !matches!(
            self,
            Self::OfficesEndedInWork { .. }
                | Self::OfficesInWork { .. }
                | Self::OfficesKeptAfterUse { .. }
                | Self::Conferences { .. }
                | Self::OthersInConferences
                | Self::Trainings
                | Self::TrainingOrganisations
                | Self::TrainingParticipants
                | Self::PracticePlaces
        )
    }
}

impl Indicator {
    /// Reads a definition.
    ///
    /// # Errors
    ///
    /// The message of the reader, or what is wrong with the definition.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        let read: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        let words = [&read.name, &read.numerator, &read.caveat];
        if words.iter().any(|words| words.ja.trim().is_empty() || words.en.trim().is_empty()) {
            return Err(format!("{}: a name, a numerator or a caveat is empty", read.id));
        }
        if matches!((read.valid_from, read.valid_until), (Some(from), Some(until)) if until < from) {
            return Err(format!("{}: it ends before it begins", read.id));
        }
        Ok(read)
    }

    /// Whether it is valid on a day.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_until.is_none_or(|until| day <= until)
    }
}
