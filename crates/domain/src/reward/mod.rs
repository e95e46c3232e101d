//! 加算・減算: what a service can be paid more or less for, as definitions with dates of validity, and what the record of a month shows for
//! each of them. No claim without its evidence: what the record does not show is named, and what it cannot show is listed beside it.
//!
//! Amounts, limits and conditions are data (`definitions/rewards/`); a condition is a predicate here. Source: domain notes §4.

mod load;
mod month;
mod office;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use month::{ReallyShared, RewardLine, RewardState, UseMonth};
pub use office::{WorkRecord, half_year_applied_in};

use crate::{
    episode::{Milestone, Programme},
    liaison::ExplainedBy,
    process::{BothLanguages, DatedName, name_on},
};

words! {
    /// Whether it adds, takes away, or is part of the base fee.
    RewardKind {
        /// 加算
        Addition = "addition",
        /// 減算
        Reduction = "reduction",
        /// 基本報酬の条件
        Base = "base",
    }

    /// What it is looked at for.
    RewardAbout {
        /// Each use of a programme at the office.
        Use = "use",
        /// Each sitting about a case.
        Sitting = "sitting",
        /// The office as a whole.
        Office = "office",
    }

    /// What the amount is for.
    RewardPer {
        /// 1回につき
        Time = "time",
        /// 1月につき
        Month = "month",
        /// 1日につき
        Day = "day",
    }

    /// How sure what a definition says is.
    Sureness {
        /// From an official text.
        Official = "official",
        /// From other sites that agree.
        ThirdParty = "third_party",
        /// Known to be there; its numbers could not be confirmed and are not given.
        Known = "known",
    }

    /// Something that has to hold, and that the record can show.
    RewardCondition {
        /// The use runs in the month.
        Runs = "runs",
        /// The use ends soon: what is known has to be shared in a month from now at the latest.
        NearEnd = "near_end",
        /// Nobody has made sure that no support is needed after the end.
        SupportNeeded = "support_needed",
        /// The use ended in the month.
        Ended = "ended",
        /// It ended because the person goes on to another service.
        MovedOn = "moved_on",
        /// A conference with other agencies was held in the month.
        ConferenceHeld = "conference_held",
        /// The plan was looked at again in the month.
        PlanReviewed = "plan_reviewed",
        /// The plan was neither made nor looked at again in the month.
        NoPlanThisMonth = "no_plan_this_month",
        /// The support report was shared in the month.
        ReportShared = "report_shared",
        /// What is known was shared early enough before the end.
        SharedBeforeEnd = "shared_before_end",
        /// By the person's consent somebody else may know of the use, on the day on which it was shared or today.
        ConsentStands = "consent_stands",
        /// A transition support that the office may know of began after the end.
        NextIsTransition = "next_is_transition",
        /// The office that goes on was spoken to before the end.
        NextContacted = "next_contacted",
        /// The consultation office was informed in writing before the end.
        InformedInWriting = "informed_in_writing",
        /// No transition support that the office may know of ran in the time before.
        NoTransitionBefore = "no_transition_before",
        /// Staff went along to a firm or to Hello Work in the month.
        Accompanied = "accompanied",
        /// The person was hired.
        Hired = "hired",
        /// The person was met in the month: face to face, or online.
        MetThisMonth = "met_this_month",
        /// Two interviews or more were held in the month.
        InterviewedTwice = "interviewed_twice",
        /// A clinic, nursery or school was spoken to, visited or informed in writing in the month.
        ClinicOrSchool = "clinic_or_school",
        /// Others take over: somebody was newly hired, or the use ended, so many months ago at most.
        HandingOver = "handing_over",
        /// Somebody was informed in writing in the month.
        InformedThisMonth = "informed_this_month",
        /// Six months at work are full in the month.
        SixMonthsAtWork = "six_months_at_work",

        /// The person is in contract on the day of the sitting (C1).
        InContract = "in_contract",
        /// The sitting is of the kind that counts, and sat (C2).
        MeetingHeld = "meeting_held",
        /// Somebody from outside the office attended (C3).
        OutsiderAttended = "outsider_attended",
        /// Draft and state of the plan were explained (C4).
        Explained = "explained",
        /// Others were asked for their opinion (C5).
        OpinionsAsked = "opinions_asked",
        /// Making or changing the plan was discussed (C6).
        ChangeDiscussed = "change_discussed",
        /// What came out was shared with the service manager, where somebody else explained (C7, R-70).
        SharedBack = "shared_back",

        /// No service leans to one corporation.
        WithinLine = "within_line",
        /// Enough of those who finished have stayed in work long enough.
        RecordOfWork = "record_of_work",
        /// Who used the service is in work at the end of the fiscal year before: the share decides the base fee.
        InWork = "in_work",
    }
}

impl RewardCondition {
    /// What is noted in a use so that it holds; none where something else shows it.
    pub const fn milestone(self) -> Option<Milestone> {
        match self {
            Self::ConferenceHeld => Some(Milestone::Conference),
            Self::PlanReviewed => Some(Milestone::PlanReviewed),
            Self::ReportShared => Some(Milestone::ReportShared),
            Self::SharedBeforeEnd => Some(Milestone::SharedBeforeEnd),
            Self::NextContacted => Some(Milestone::NextContacted),
            Self::InformedInWriting | Self::InformedThisMonth => Some(Milestone::InformedInWriting),
            Self::Accompanied => Some(Milestone::Accompanied),
            Self::InterviewedTwice | Self::MetThisMonth => Some(Milestone::Interviewed),
            Self::ClinicOrSchool => Some(Milestone::ClinicOrSchool),
            Self::Hired => Some(Milestone::Hired),
            _ => None,
        }
    }

    /// What it is looked at for.
    pub const fn about(self) -> RewardAbout {
        match self {
            Self::InContract
            | Self::MeetingHeld
            | Self::OutsiderAttended
            | Self::Explained
            | Self::OpinionsAsked
            | Self::ChangeDiscussed
            | Self::SharedBack => RewardAbout::Sitting,
            Self::WithinLine | Self::RecordOfWork | Self::InWork => RewardAbout::Office,
            _ => RewardAbout::Use,
        }
    }
}

/// How much it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// 単位
    Units(u32),
    /// Percent of the base fee, before anything is added.
    Percent(u32),
}

/// An amount, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RewardAmount {
    /// For this programme alone.
    pub programme: Option<Programme>,
    /// Where they explained the plan.
    pub explained_by: Option<ExplainedBy>,
    /// From this share in percent on, where the share decides.
    pub from_percent: Option<u32>,
    /// How much.
    pub amount: Amount,
    /// For each what.
    pub per: RewardPer,
}

/// How often it can be claimed for one person and office; what is not given is not limited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RewardLimit {
    /// Times a month.
    pub month: Option<u32>,
    /// Times a half-year.
    pub half_year: Option<u32>,
    /// Times a year.
    pub year: Option<u32>,
    /// Once and not again.
    pub once: bool,
}

/// What counts from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardVersion {
    /// The first day.
    pub valid_from: NaiveDate,
    /// The last day, where it has one.
    pub valid_until: Option<NaiveDate>,
    /// When it comes up at all: all must hold. Only of uses.
    pub asked_when: Vec<RewardCondition>,
    /// What must hold.
    pub conditions: Vec<RewardCondition>,
    /// Evidence that is asked for and that the record does not hold.
    pub papers: Vec<BothLanguages>,
    /// How often.
    pub limit: RewardLimit,
    /// How much; empty where it could not be confirmed.
    pub amounts: Vec<RewardAmount>,
    /// How sure.
    pub sure: Sureness,
    /// Where it is from.
    pub source: BothLanguages,
    /// So many months before are looked at, by conditions that look back.
    pub look_back: Option<u32>,
    /// A share in percent, from which on a condition of the office holds.
    pub percent: Option<u32>,
    /// Months at work, from and below which somebody is counted.
    pub months_at_work: Option<(u32, u32)>,
    /// The sheets that count as a report once they were really shared, by the name of their form.
    pub reports: Vec<String>,
}

impl RewardVersion {
    /// How much it is for a programme, by who explained the plan; none where that could not be confirmed.
    pub fn amount(&self, programme: Option<Programme>, explained_by: Option<ExplainedBy>) -> Option<RewardAmount> {
        let fits = |amount: &&RewardAmount| {
            amount.from_percent.is_none()
                && amount.programme.is_none_or(|only| Some(only) == programme)
                && amount.explained_by.is_none_or(|only| Some(only) == explained_by)
        };
        self.amounts.iter().find(fits).copied()
    }

    /// How much it is for a share of those who are in work; exactly the share of a step is enough for it.
    pub fn amount_at(&self, share: WorkRecord) -> Option<RewardAmount> {
        let reached = |amount: &&RewardAmount| amount.from_percent.is_some_and(|percent| share.reaches(percent));
        self.amounts.iter().find(reached).copied()
    }
}

/// A reward with everything that counted for it over the years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardDefinition {
    /// Its identifier.
    pub id: String,
    /// Its names by date.
    pub names: Vec<DatedName>,
    /// Whether it adds or takes away.
    pub kind: RewardKind,
    /// What it is looked at for.
    pub about: RewardAbout,
    /// The programmes that it belongs to.
    pub programmes: Vec<Programme>,
    /// What counts, oldest first.
    pub versions: Vec<RewardVersion>,
}

impl RewardDefinition {
    /// The name valid on `day`.
    pub fn name_on(&self, day: NaiveDate) -> Option<&DatedName> {
        name_on(&self.names, day)
    }

    /// What counts on `day`; none where it is not in force.
    pub fn on(&self, day: NaiveDate) -> Option<&RewardVersion> {
        let begun = self.versions.iter().rev().find(|version| version.valid_from <= day);
        begun.filter(|version| version.valid_until.is_none_or(|until| day <= until))
    }
}

/// All rewards that are defined.
#[derive(Clone, Debug, Default)]
pub struct Rewards(Vec<RewardDefinition>);

/// 地域連携会議実施加算, by the identifier of its definition.
const LIAISON: &str = "area_liaison";

impl Rewards {
    /// These definitions, in the order in which they are listed.
    pub fn new(definitions: Vec<RewardDefinition>) -> Self {
        Self(definitions)
    }

    /// Every definition.
    pub fn all(&self) -> impl Iterator<Item = &RewardDefinition> {
        self.0.iter()
    }

    /// The definition of an identifier.
    pub fn of(&self, id: &str) -> Option<&RewardDefinition> {
        self.0.iter().find(|definition| definition.id == id)
    }

    /// Whether something noted in a use of a programme is looked at by a reward, on any day.
    pub fn look_at(&self, programme: Programme, what: Milestone) -> bool {
        let here = self.0.iter().filter(|definition| definition.programmes.contains(&programme));
        here.flat_map(|definition| &definition.versions)
            .flat_map(|version| version.conditions.iter().chain(&version.asked_when))
            .any(|condition| condition.milestone() == Some(what))
    }

    /// 地域連携会議実施加算
    pub fn liaison(&self) -> Option<&RewardDefinition> {
        self.of(LIAISON)
    }

    /// What counts for 地域連携会議実施加算 on a day.
    pub fn liaison_on(&self, day: NaiveDate) -> Option<&RewardVersion> {
        self.liaison().and_then(|definition| definition.on(day))
    }
}
