//! 連絡記録: a contact with another agency, kept within the support record that tells of it: who began, who answered, by which way, for
//! what. Counted for each pair of agencies, so that one-way relations are seen; never ranked.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Case, network::Supporting, record::ContactMethod, sharing::ItemSet};
use crate::{agency::Channel, id::ConsentId};

words! {
    /// 方向
    ContactDirection {
        /// 発信
        Sent = "sent",
        /// 受信
        Received = "received",
    }

    /// 発端: who began it.
    Initiator {
        /// 支援機関
        SupportAgency = "support_agency",
        /// 本人
        Person = "person",
        /// 家族
        Family = "family",
        /// 企業
        Employer = "employer",
        /// 医療
        Medical = "medical",
        /// 行政
        Administration = "administration",
    }

    /// 段階: where the case stood on the day of a contact. How much contact is right depends on it.
    ContactPhase {
        /// 受付: until the case is taken on.
        Intake = "intake",
        /// アセスメント・プランづくり
        Assessment = "assessment",
        /// 支援中: from the decision on the first plan, or since help began before it.
        Support = "support",
        /// 終結後
        FollowUp = "follow_up",
    }

    /// 内容区分
    ContactKind {
        /// 情報共有のみ: nothing was done together.
        SharingOnly = "sharing_only",
        /// 相談
        Consultation = "consultation",
        /// 調整・役割分担
        Coordination = "coordination",
        /// 方針検討
        Policy = "policy",
        /// 同行
        Accompaniment = "accompaniment",
        /// トラブル
        Trouble = "trouble",
        /// 紹介・つなぎ
        Referral = "referral",
        /// 経過報告
        Progress = "progress",
        /// 緊急
        Emergency = "emergency",
    }
}

/// A relation is looked at over so many months: ⟨3⟩ in R-39.
pub const LOOKED_BACK_MONTHS: u32 = 3;
/// More than so many percent of the contacts being nothing but sharing calls for a shared aim: ⟨70⟩ in R-39.
const MOST_SHARING_ONLY: usize = 70;
/// A share or a one-way relation says something from so many contacts on. Our own choice: of one or two, all are alike.
const LEAST_CONTACTS: usize = 3;

/// A contact with another agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyContact {
    /// 相手機関
    pub with: Supporting,
    /// Who spoke there, as told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub person: String,
    /// 方向
    pub direction: ContactDirection,
    /// 手段
    pub channel: Channel,
    /// 発端
    pub initiated_by: Initiator,
    /// 内容区分
    pub kinds: Vec<ContactKind>,
    /// The other side was reached, or answered.
    pub answered: bool,
    /// What was given to know, in the items of a consent.
    #[serde(default)]
    pub gave: ItemSet,
    /// Facts about the person were asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asked: bool,
    /// When the person was told of it, where something was given or asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_person_on: Option<NaiveDate>,
    /// How the person agreed, where the other side is known by name only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub agreed: String,
    /// 同意: on which it was given or asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<ConsentId>,
}

impl AgencyContact {
    /// A contact of which nothing more is known: we began it, and they answered.
    pub fn new(with: Supporting, channel: Channel, kinds: Vec<ContactKind>) -> Self {
        Self {
            with,
            person: String::new(),
            direction: ContactDirection::Sent,
            channel,
            initiated_by: Initiator::SupportAgency,
            kinds,
            answered: true,
            gave: ItemSet::NONE,
            asked: false,
            told_person_on: None,
            agreed: String::new(),
            consent: None,
        }
    }

    /// Whether nothing was done together: information was passed on, and that was all.
    pub fn is_sharing_only(&self) -> bool {
        self.kinds == [ContactKind::SharingOnly]
    }
}

impl Case {
    /// Where the case stood on a day: contacts are read by it, and never as one number.
    pub fn phase_on(&self, day: NaiveDate) -> ContactPhase {
        self.phase_days().phase_on(day)
    }

    /// The days on which its phases began.
    pub fn phase_days(&self) -> PhaseDays {
        let decided = self.plans.iter().filter_map(|plan| plan.decision.as_ref()).map(|decision| decision.on);
        let early = self.plans.iter().filter_map(|plan| plan.early_start.as_ref()).map(|start| start.on);
        PhaseDays {
            assessment: self.screening.as_ref().map(|screening| screening.on),
            support: decided.chain(early).min(),
            follow_up: self.closure.as_ref().map(|closure| closure.on),
        }
    }
}

/// The days on which the phases of a case began, as far as they did. A day that becomes known later, or is corrected, moves contacts
/// that were written before into another phase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PhaseDays {
    /// アセスメント・プランづくり
    pub assessment: Option<NaiveDate>,
    /// 支援中
    pub support: Option<NaiveDate>,
    /// 終結後
    pub follow_up: Option<NaiveDate>,
}

impl PhaseDays {
    /// The phase of a day.
    pub fn phase_on(self, day: NaiveDate) -> ContactPhase {
        let since = |from: Option<NaiveDate>| from.is_some_and(|from| from <= day);
        match () {
            () if since(self.follow_up) => ContactPhase::FollowUp,
            () if since(self.support) => ContactPhase::Support,
            () if since(self.assessment) => ContactPhase::Assessment,
            () => ContactPhase::Intake,
        }
    }
}

impl Channel {
    /// How the support record calls a contact by this way (対応方法).
    pub const fn method(self) -> ContactMethod {
        match self {
            Channel::Phone => ContactMethod::AgencyPhone,
            Channel::Visit | Channel::Accompany => ContactMethod::VisitAccompany,
            Channel::Office => ContactMethod::Interview,
            Channel::Conference => ContactMethod::OtherMeeting,
            Channel::Mail | Channel::Online | Channel::Letter | Channel::ViaPerson => ContactMethod::Other,
        }
    }
}

/// The contacts of one pair of agencies, counted over [`LOOKED_BACK_MONTHS`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PairContacts {
    /// Those that the centre began.
    pub sent: usize,
    /// Those that came from there.
    pub received: usize,
    /// Those by which information was passed on, and nothing more.
    pub sharing_only: usize,
}

impl PairContacts {
    /// The first day that is counted.
    pub fn since(today: NaiveDate) -> NaiveDate {
        today.checked_sub_months(Months::new(LOOKED_BACK_MONTHS)).unwrap_or(today)
    }

    /// One contact more.
    pub fn count(&mut self, direction: ContactDirection, sharing_only: bool) {
        match direction {
            ContactDirection::Sent => self.sent += 1,
            ContactDirection::Received => self.received += 1,
        }
        self.sharing_only += usize::from(sharing_only);
    }

    /// All of them.
    pub const fn all(self) -> usize {
        self.sent + self.received
    }

    /// Whether only one side ever begins.
    pub const fn is_one_way(self) -> bool {
        self.all() >= LEAST_CONTACTS && (self.sent == 0 || self.received == 0)
    }

    /// Whether nearly everything is sharing and nothing is done together.
    pub const fn needs_shared_aim(self) -> bool {
        self.all() >= LEAST_CONTACTS && self.sharing_only * 100 > self.all() * MOST_SHARING_ONLY
    }
}
