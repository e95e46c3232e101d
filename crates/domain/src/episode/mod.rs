//! 利用: one person's use of one programme at one agency, from its start to its end.
//!
//! A person may have several at once and one after the other, at different agencies; each is a record of its own beside the case. It is
//! kept under the rules that were in force when it began ([`TermRules`] are part of its first event), so that neither a new law nor a new
//! definition changes a term that runs.

mod commands;
mod conferred;
mod deadline;
mod decided_for;
mod event;
mod heard;
mod term;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use commands::{NewEpisode, in_the_way};
pub use conferred::{OutsideKind, UseMinutes};
pub use deadline::{Deadline, DeadlineKind};
pub use decided_for::{DecidedFor, LookedAt};
pub use event::EpisodeEvent;
pub use heard::{Heard, Linked, ToLink};
pub use term::{Term, TermRules, TermStep, day_before_months, last_day, next_judging_day, usable_days};

use crate::{
    id::{AgencyId, EpisodeId, PersonId},
    liaison::LiaisonClaim,
    process::EpisodeCondition,
};

words! {
    /// A programme, by the name that definitions and tables know it by.
    Programme {
        /// 就労選択支援
        EmploymentChoice = "employment_choice",
        /// 就労移行支援
        Transition = "transition",
        /// 就労継続支援A型
        ContinuationA = "continuation_a",
        /// 就労継続支援B型
        ContinuationB = "continuation_b",
        /// 就労定着支援
        Retention = "retention",
        /// 障害者就業・生活支援センター
        LifeWorkCentre = "life_work_centre",
        /// 地域障害者職業センター
        RegionalVocationalCenter = "regional_vocational_center",
        /// 職場適応援助者（ジョブコーチ）支援
        JobCoach = "job_coach",
        /// 計画相談支援（支給決定のプロセス）
        PlanConsultation = "plan_consultation",
    }

    /// Why a use ended.
    EpisodeEndReason {
        /// 就職
        Employed = "employed",
        /// 他のサービスへ
        MovedToOtherService = "moved_to_other_service",
        /// 目標達成
        GoalReached = "goal_reached",
        /// 本人の希望
        Withdrawn = "withdrawn",
        /// 体調
        Health = "health",
        /// 転居
        MovedAway = "moved_away",
        /// 死亡
        Deceased = "deceased",
        /// 中断のまま終了
        Suspended = "suspended",
        /// 期間満了
        TermReached = "term_reached",
        /// その他
        Other = "other",
    }

    /// Something that happened on a day of a use and that terms and phases look at.
    Milestone {
        /// 個別支援計画のためのアセスメントをした
        PlanAssessed = "plan_assessed",
        /// 個別支援計画の原案を作った
        PlanDrafted = "plan_drafted",
        /// 個別支援会議を開いた
        PlanMeeting = "plan_meeting",
        /// 個別支援計画（または支援計画）に本人が同意し、交付した
        PlanAgreed = "plan_agreed",
        /// モニタリング・計画の見直し
        PlanReviewed = "plan_reviewed",
        /// 計画を作り直すことにした
        PlanRenewed = "plan_renewed",
        /// 多機関連携のケース会議
        Conference = "conference",
        /// 就職した
        Hired = "hired",
        /// 支援レポートの共有 (K13)
        ReportShared = "report_shared",
        /// 引継ぎの準備を始めた (K14)
        HandoverBegun = "handover_begun",
        /// 終了後の支援先との情報共有 (K15)
        SharedBeforeEnd = "shared_before_end",
        /// 事業主の同意
        EmployerAgreed = "employer_agreed",
        /// 終了後に支援がいらないことを確かめた
        NothingNeededAfter = "nothing_needed_after",
        /// 次の事業所との連絡調整
        NextContacted = "next_contacted",
        /// 相談支援事業所への文書での情報提供
        InformedInWriting = "informed_in_writing",
        /// 企業・ハローワークなどへの同行
        Accompanied = "accompanied",
        /// 本人・家族との面接（訪問を含む）
        Interviewed = "interviewed",
        /// 医療機関・保育所・学校などとの面談、通院同行、文書での情報提供
        ClinicOrSchool = "clinic_or_school",
        /// 振り返り
        LookedBack = "looked_back",
    }
}

impl Milestone {
    /// Whether it is also noted once the use has ended: the look back, and what is done for the person while others take over
    /// (居宅介護支援事業所等連携加算 counts six months on).
    pub const fn comes_after_the_end(self) -> bool {
        matches!(self, Self::LookedBack | Self::Conference | Self::InformedInWriting | Self::Accompanied)
    }
}

impl EpisodeEndReason {
    /// Whether somebody looks back within thirty days: the use ended without a job (就職外の退所, R-92).
    pub const fn asks_to_look_back(self) -> bool {
        matches!(self, Self::Withdrawn | Self::Health | Self::Suspended | Self::TermReached | Self::Other)
    }
}

/// How a use began; corrected as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// 利用開始日
    pub on: NaiveDate,
    /// The months of the first grant, where more were granted than is usual (choice support: two months from the start).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
    /// 就職日: for programmes that begin so many months after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hired_on: Option<NaiveDate>,
    /// On which ground more months were granted than usual, where the programme asks for one (K02).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
}

/// 受給者証: what the municipality granted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Grant {
    /// The last day of the certificate.
    pub until: Option<NaiveDate>,
    /// The last day of the provisional grant (暫定支給決定).
    pub provisional_until: Option<NaiveDate>,
    /// モニタリング期間: every so many months, as the certificate says.
    pub monitoring_every: Option<u32>,
}

/// A phase with the day on which it was entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhaseEntry {
    /// Which, by the name in the definition.
    pub phase: String,
    /// When.
    pub on: NaiveDate,
}

/// 中断
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// The first day without support.
    pub from: NaiveDate,
    /// Why.
    pub reason: String,
    /// The day on which it went on again.
    #[serde(default)]
    pub resumed_on: Option<NaiveDate>,
}

/// 延長
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// By how many months.
    pub months: u32,
    /// On which ground, where the programme asks for one (K02).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
    /// Why.
    pub reason: String,
    /// When it was decided.
    pub decided_on: NaiveDate,
}

/// 期間の短縮
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortening {
    /// The new last day.
    pub to: NaiveDate,
    /// Why.
    pub reason: String,
    /// When it was decided.
    pub decided_on: NaiveDate,
}

/// A milestone with its day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// What.
    pub what: Milestone,
    /// When.
    pub on: NaiveDate,
    /// What else is to be said.
    #[serde(default)]
    pub note: String,
}

/// 終了
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpisodeEnd {
    /// The last day.
    pub on: NaiveDate,
    /// Why.
    pub reason: EpisodeEndReason,
    /// What else is to be said.
    #[serde(default)]
    pub note: String,
}

/// A use as its events add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Episode {
    /// Its identifier.
    pub id: EpisodeId,
    /// Whose.
    pub person: PersonId,
    /// Where.
    pub agency: AgencyId,
    /// Of what.
    pub programme: Programme,
    /// The rules under which it began.
    pub rules: TermRules,
    /// How it began.
    pub start: Start,
    /// The use of the same person that it goes on from: 再チャレンジ, or a move from one programme to the next.
    pub previous: Option<EpisodeId>,
    /// Phases in the order in which they were entered.
    pub phases: Vec<PhaseEntry>,
    /// Suspensions in order.
    pub suspensions: Vec<Suspension>,
    /// Extensions in order.
    pub extensions: Vec<Extension>,
    /// The last shortening.
    pub shortened: Option<Shortening>,
    /// What the municipality granted.
    pub grant: Grant,
    /// What was noted, in order.
    pub milestones: Vec<Noted>,
    /// What the person comes about.
    #[serde(default)]
    pub heard: Option<Heard>,
    /// What of it is usually another desk's.
    #[serde(default)]
    pub for_others: Vec<ToLink>,
    /// What was brought there, in order.
    #[serde(default)]
    pub linked: Vec<Linked>,
    /// What somebody else decided for the person, in order.
    #[serde(default)]
    pub decided_for: Vec<DecidedFor>,
    /// What sittings about it said, in the order in which they were first written down.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conferred: Vec<UseMinutes>,
    /// What is claimed for those sittings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub liaison: Vec<LiaisonClaim>,
    /// The last day of the period of the newest individual support plan that is final.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan_until: Option<NaiveDate>,
    /// Its end.
    pub end: Option<EpisodeEnd>,
}

impl Episode {
    /// It has not ended.
    pub fn is_open(&self) -> bool {
        self.end.is_none()
    }

    /// The suspension that lasts.
    pub fn suspension(&self) -> Option<&Suspension> {
        self.suspensions.last().filter(|last| last.resumed_on.is_none())
    }

    /// The phase it is in.
    pub fn phase(&self) -> Option<&PhaseEntry> {
        self.phases.last()
    }

    /// The last day on which something was noted.
    pub fn last(&self, what: Milestone) -> Option<NaiveDate> {
        self.milestones.iter().filter(|noted| noted.what == what).map(|noted| noted.on).max()
    }

    /// The day of the employment: as told at the start, or noted since.
    pub fn hired_on(&self) -> Option<NaiveDate> {
        self.last(Milestone::Hired).or(self.start.hired_on)
    }

    /// Whether an employment that was recorded beside the use tells it a day of hiring that it does not know yet: while it runs, for a day
    /// that has come. A programme that begins so many months after hiring keeps the day that it began with (K11).
    pub fn learns_of_hiring(&self, on: NaiveDate, today: NaiveDate) -> bool {
        let is_known = self.milestones.iter().any(|noted| noted.what == Milestone::Hired && noted.on == on);
        let has_come = self.start.on <= on && on <= today;
        self.is_open() && has_come && !is_known && self.rules.after_hire.is_none()
    }

    /// The last day that is known: of the end, else of the term; none where it goes on without end.
    pub fn known_until(&self) -> Option<NaiveDate> {
        self.end.as_ref().map(|end| end.on).or_else(|| self.term().map(|term| term.ends_on))
    }

    /// Whether it runs, ran or will run on any day from `from` to `until`.
    pub fn overlaps(&self, from: NaiveDate, until: Option<NaiveDate>) -> bool {
        let begins_before = until.is_none_or(|until| self.start.on <= until);
        // What nobody has ended runs on, whatever its term says.
        let ends_after = self.end.as_ref().is_none_or(|end| from <= end.on);
        begins_before && ends_after
    }

    /// Whether a condition of the definition holds.
    pub fn holds(&self, condition: EpisodeCondition) -> bool {
        let noted = |what| self.last(what).is_some();
        match condition {
            EpisodeCondition::Granted => self.grant.until.is_some(),
            EpisodeCondition::PlanAgreed => noted(Milestone::PlanAgreed),
            EpisodeCondition::ConferenceHeld => self.first_choice_conference().is_some(),
            EpisodeCondition::Hired => self.hired_on().is_some(),
            EpisodeCondition::EmployerAgreed => noted(Milestone::EmployerAgreed),
        }
    }

    /// Folds an event into the use; the first one must be `Started`.
    pub fn apply(current: Option<Self>, id: EpisodeId, event: &EpisodeEvent) -> Option<Self> {
        if let EpisodeEvent::Started { person, agency, programme, rules, start, previous, heard, to_link } = event {
            return Some(Self {
                id,
                person: *person,
                agency: *agency,
                programme: *programme,
                rules: rules.clone(),
                start: start.clone(),
                previous: *previous,
                phases: Vec::new(),
                suspensions: Vec::new(),
                extensions: Vec::new(),
                shortened: None,
                grant: Grant::default(),
                milestones: Vec::new(),
                heard: heard.clone(),
                for_others: to_link.clone(),
                linked: Vec::new(),
                decided_for: Vec::new(),
                conferred: Vec::new(),
                liaison: Vec::new(),
                plan_until: None,
                end: None,
            });
        }
        let mut episode = current?;
        episode.fold(event);
        Some(episode)
    }

    fn fold(&mut self, event: &EpisodeEvent) {
        match event {
            EpisodeEvent::Started { .. } => {}
            EpisodeEvent::PhaseEntered { entry } => self.phases.push(entry.clone()),
            EpisodeEvent::Extended { extension } => self.extensions.push(extension.clone()),
            EpisodeEvent::Suspended { from, reason } => {
                self.suspensions.push(Suspension { from: *from, reason: reason.clone(), resumed_on: None });
            }
            EpisodeEvent::Resumed { on } => {
                if let Some(last) = self.suspensions.last_mut() {
                    last.resumed_on = Some(*on);
                }
            }
            EpisodeEvent::Shortened { shortening } => self.shortened = Some(shortening.clone()),
            EpisodeEvent::GrantRecorded { grant } => self.grant = grant.clone(),
            EpisodeEvent::Noted { noted } => self.milestones.push(noted.clone()),
            EpisodeEvent::Heard { heard, to_link, .. } => self.fold_heard(heard, to_link),
            EpisodeEvent::Linked { linked } => self.linked.push(linked.clone()),
            EpisodeEvent::DecidedFor { decided } => self.decided_for.push(decided.clone()),
            EpisodeEvent::DecisionLookedAt { place, looked_at } => {
                if let Some(decided) = self.decided_for.get_mut(*place) {
                    decided.looked_at.push(looked_at.clone());
                }
            }
            EpisodeEvent::Conferred { minutes } => {
                match self.conferred.iter_mut().find(|known| known.conference == minutes.conference) {
                    Some(known) => known.clone_from(minutes),
                    None => self.conferred.push(minutes.clone()),
                }
            }
            EpisodeEvent::LiaisonClaimed { claim } => {
                self.liaison.retain(|known| known.conference != claim.conference);
                self.liaison.push(claim.clone());
            }
            EpisodeEvent::LiaisonDropped { conference, .. } => {
                self.liaison.retain(|known| known.conference != *conference);
            }
            EpisodeEvent::PlanPeriodKnown { until } => self.plan_until = Some(*until),
            EpisodeEvent::Ended { end } => self.end = Some(end.clone()),
            EpisodeEvent::Corrected { start, end, .. } => {
                self.start = start.clone();
                self.end = end.clone();
            }
        }
    }
}
