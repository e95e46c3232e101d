//! What is written about a handover: who follows, from when to when, what is carried over.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{HandoverDocument, HandoverKind, OPENS_BEFORE_MONTHS, ServiceEnding, UseEnding, months_before};
use crate::{
    case::{
        network::{Supporter, Supporting},
        plan::Service,
        sharing::ItemSet,
    },
    id::{EpisodeId, StaffId, SupporterId},
};

/// Who takes over (後任).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Successor {
    /// Nobody is known yet.
    #[default]
    Unknown,
    /// A member of staff of the centre.
    Staff {
        /// Who.
        staff: StaffId,
    },
    /// An agency, or a person known by name.
    Support {
        /// Who.
        supporting: Supporting,
    },
    /// Somebody else at the same employer.
    Contact {
        /// Their name, as told.
        name: String,
        /// They answer for employment there (雇用管理担当者): their superior is asked for time, too.
        manages_employment: bool,
    },
}

/// Days on which predecessor and successor are both there (重なり期間).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overlap {
    /// The first one.
    pub from: NaiveDate,
    /// The last one.
    pub to: NaiveDate,
}

/// What is written about a handover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverContent {
    /// Which kind it is.
    pub kind: HandoverKind,
    /// Whose support ends, or whose contact changes; none where it is the centre of the case.
    pub from: Option<SupporterId>,
    /// The service of the plan whose period ends, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
    /// The use of a programme whose term ends, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub episode: Option<EpisodeId>,
    /// 後任
    pub to: Successor,
    /// 開始日
    pub starts_on: NaiveDate,
    /// 期間終了日: the last day of the predecessor.
    pub ends_on: NaiveDate,
    /// 重なり期間
    pub overlap: Option<Overlap>,
    /// 渡す資料
    pub documents: Vec<HandoverDocument>,
    /// 支援の方向性
    pub policy: String,
    /// 未解決の課題
    pub open_issues: String,
    /// 継続支援の要否
    pub needs_after: Option<bool>,
    /// When the policy was settled in a meeting of the agency's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_set_on: Option<NaiveDate>,
}

impl HandoverContent {
    /// A handover of which only kind and days are known.
    pub fn new(kind: HandoverKind, starts_on: NaiveDate, ends_on: NaiveDate) -> Self {
        Self {
            kind,
            from: None,
            service: None,
            episode: None,
            to: Successor::Unknown,
            starts_on,
            ends_on,
            overlap: None,
            documents: Vec::new(),
            policy: String::new(),
            open_issues: String::new(),
            needs_after: None,
            policy_set_on: None,
        }
    }

    /// A support that ends on its day, to be handed over by whoever presses the button.
    pub fn of_ending(supporter: &Supporter, until: NaiveDate, today: NaiveDate) -> Self {
        let starts_on = months_before(until, OPENS_BEFORE_MONTHS).max(supporter.content.since).min(today);
        let content = Self::new(HandoverKind::ServiceEnd, starts_on.min(until), until);
        Self { from: Some(supporter.id), ..content }
    }

    /// A service of the plan whose period ends on a day, likewise.
    pub fn of_service(ending: ServiceEnding, today: NaiveDate) -> Self {
        let starts_on = ending.from.min(today).min(ending.until);
        let content = Self::new(HandoverKind::ServiceEnd, starts_on, ending.until);
        Self { service: Some(ending.service), ..content }
    }

    /// The use of a programme whose term ends, likewise; `supporter` is its agency in the network, if it stands there.
    pub fn of_use(ending: UseEnding, supporter: Option<SupporterId>, today: NaiveDate) -> Self {
        let starts_on = ending.from.min(today).min(ending.until);
        let content = Self::new(HandoverKind::ServiceEnd, starts_on, ending.until);
        Self { from: supporter, episode: Some(ending.episode), ..content }
    }

    /// The same, begun on `day` at the earliest: a case that was received while something already ends hands it over from then on.
    pub fn not_before(self, day: NaiveDate) -> Self {
        Self { starts_on: self.starts_on.max(day), ..self }
    }

    /// Whether two are about the same: of one kind, from the same predecessor, for the same service or use.
    pub fn is_about(&self, other: &Self) -> bool {
        let about = |it: &Self| (it.kind, it.from, it.service, it.episode);
        about(self) == about(other)
    }

    /// What it gives to know, in the items of a consent.
    pub fn items(&self) -> ItemSet {
        self.documents.iter().fold(ItemSet::NONE, |items, document| items.and(document.items()))
    }
}
