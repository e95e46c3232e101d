//! What happens to a case, as the journal keeps it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    clinic_visit::ClinicVisit,
    closing::{Closure, ContactAttempt, EvaluationContent, Way},
    handover::HandoverEvent,
    intake::{Application, EmergencySupport, Screening},
    minutes::MatterMinutes,
    network::SupporterContent,
    opinion::Opinion,
    plan::{ActionState, Conclusion, Decision, Monitoring, PlanContent, PlanKind},
    protection::{Opening, OpeningReview, Protection},
    record::SupportRecord,
    sharing::{
        AfterMeeting, Carried, Consent, EmergencyDisclosure, EmergencyReview, EmploymentDisclosure, Release,
        SharedNote, Withdrawal,
    },
    shortlist::KeptShortlist,
    task::AgreedTask,
    unmet::UnmetNeed,
};
use crate::{
    answer::PersonAnswer,
    form::Facts,
    id::{
        AgencyId, ConferenceId, ConsentId, DisclosureId, EvaluationId, HandoverId, OpeningId, PersonId, PlanId,
        RecordId, ShortlistId, StaffId, SupporterId, TaskId, UnmetNeedId,
    },
    liaison::LiaisonClaim,
};

/// Why a case is on a conference's agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// 新規プラン
    Plan,
    /// 再プラン
    Replan,
    /// 終結
    Closure,
    /// 中断
    Suspension,
    /// 事後報告
    Report,
    /// その他（経過の共有など）
    Review,
    /// 支援会議（法第9条）: information is shared among members bound to secrecy, without consent if need be.
    SupportMeeting,
}

impl Purpose {
    /// In the order shown.
    pub const ALL: &[Purpose] = &[
        Purpose::Plan,
        Purpose::Replan,
        Purpose::Closure,
        Purpose::Suspension,
        Purpose::Report,
        Purpose::Review,
        Purpose::SupportMeeting,
    ];

    /// The name in code, forms and locales.
    pub const fn name(self) -> &'static str {
        match self {
            Purpose::Plan => "plan",
            Purpose::Replan => "replan",
            Purpose::Closure => "closure",
            Purpose::Suspension => "suspension",
            Purpose::Report => "report",
            Purpose::Review => "review",
            Purpose::SupportMeeting => "support_meeting",
        }
    }

    /// The purpose of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|purpose| purpose.name() == name)
    }
}

/// What a sitting said about the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SittingResult {
    /// Which conference.
    pub conference: ConferenceId,
    /// When it sat.
    pub held_on: NaiveDate,
    /// Why the case was on the agenda.
    pub purpose: Purpose,
    /// The plan that was discussed.
    pub plan: Option<PlanId>,
    /// 結論
    pub conclusion: Conclusion,
    /// 協議内容
    pub discussion: String,
    /// 自治体意見（支援決定・確認の見込み）
    pub municipality_view: String,
    /// 役割分担
    pub tasks: Vec<AgreedTask>,
    /// What had begun before is approved afterwards.
    pub ratifies: bool,
    /// 共有同意の範囲確認: what was shared was kept within what the person agreed to.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub consent_scope_ok: bool,
    /// 提示資料, 次回評価・モニタリング時期
    #[serde(default, skip_serializing_if = "MatterMinutes::is_empty")]
    pub minutes: MatterMinutes,
}

/// An event in the life of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum CaseEvent {
    /// 相談受付: the case is opened, with or without consent.
    Opened {
        /// Whose case.
        person: PersonId,
        /// The centre that supports.
        centre: AgencyId,
        /// The municipality that decides.
        municipality: AgencyId,
        /// The reference printed on forms, for example `2026-00417`.
        reference: String,
        /// 初回相談受付日
        received_on: NaiveDate,
        /// 受付者
        received_by: StaffId,
        /// 主担当
        assigned_to: StaffId,
        /// The case before, where a person comes back after closure.
        previous: Option<crate::id::CaseId>,
    },
    /// Answers on one of the sheets were written or changed; only the changed ones are here.
    AnswersRecorded {
        /// The form on which they were typed.
        form: String,
        /// New and different answers by fact.
        answers: Facts,
        /// Facts whose answer was taken away.
        cleared: Vec<String>,
    },
    /// The person answered about application and sharing.
    ApplicationAnswered {
        /// The answer.
        application: Application,
    },
    /// スクリーニング
    Screened {
        /// Result and circumstances.
        screening: Screening,
    },
    /// It is confirmed that the person arrived where they were referred to.
    ArrivalConfirmed {
        /// When.
        on: NaiveDate,
    },
    /// 緊急的な支援
    EmergencySupportStarted {
        /// What and why.
        support: EmergencySupport,
    },
    /// Another member of staff takes the case on.
    Assigned {
        /// Who.
        to: StaffId,
        /// Why.
        reason: String,
    },
    /// A support record was written.
    RecordWritten {
        /// The entry.
        record: SupportRecord,
    },
    /// A support record was corrected; the text before stays in the journal.
    RecordCorrected {
        /// The entry as it reads now.
        record: SupportRecord,
        /// Why.
        reason: String,
    },
    /// プラン案
    PlanDrafted {
        /// The plan's identifier.
        plan: PlanId,
        /// First plan or re-plan.
        kind: PlanKind,
        /// 再プラン（ ）回目
        round: u32,
        /// プラン作成日
        on: NaiveDate,
        /// プラン作成担当者
        author: StaffId,
        /// What it says.
        content: PlanContent,
    },
    /// The draft was changed; what the person had signed no longer counts when the content differs.
    PlanChanged {
        /// Which plan.
        plan: PlanId,
        /// What it says now.
        content: PlanContent,
    },
    /// The person answered about the plan.
    PlanAnswered {
        /// Which plan.
        plan: PlanId,
        /// The answer.
        answer: PersonAnswer,
        /// Services 3, 4, 5 are applied for.
        service_application: bool,
    },
    /// Support began before the conference.
    SupportStartedEarly {
        /// Which plan.
        plan: PlanId,
        /// When.
        on: NaiveDate,
        /// Why.
        reason: String,
    },
    /// A sitting discussed the case.
    Discussed {
        /// What it said.
        result: SittingResult,
    },
    /// The minutes of a matter were completed or mended before they were closed.
    MinutesWritten {
        /// Which conference.
        conference: ConferenceId,
        /// For which purpose the case was on its agenda.
        purpose: Purpose,
        /// What they say now.
        minutes: MatterMinutes,
    },
    /// An agency gave its opinion on a matter of a sitting, or changed its own.
    OpinionGiven {
        /// What it says.
        opinion: Opinion,
    },
    /// 地域連携会議実施加算 is claimed for a sitting about the person.
    LiaisonClaimed {
        /// With its evidence.
        claim: LiaisonClaim,
    },
    /// A claim was taken back.
    LiaisonDropped {
        /// Of which sitting.
        conference: ConferenceId,
        /// Why.
        reason: String,
    },
    /// The person agreed that named agencies know named things.
    ConsentGiven {
        /// To what.
        consent: Box<Consent>,
    },
    /// A consent was taken back.
    ConsentWithdrawn {
        /// Which.
        consent: ConsentId,
        /// When, and why if the person said so.
        withdrawal: Withdrawal,
    },
    /// Something is open to an agency for a while after the person was told, as they asked.
    Released {
        /// What, to whom, until when.
        release: Release,
    },
    /// Something was given after a support meeting to an agency that sat there.
    DisclosedAfterMeeting {
        /// To whom, what, for what.
        disclosure: Box<AfterMeeting>,
    },
    /// A door that a support meeting had opened was closed before its last day.
    AfterMeetingClosed {
        /// Which.
        disclosure: DisclosureId,
        /// When.
        on: NaiveDate,
    },
    /// What became of something that the person takes to an agency themself.
    Carried {
        /// To whom, what, and whether they gave it.
        carried: Box<Carried>,
    },
    /// Something was given without consent because there was danger.
    DisclosedInEmergency {
        /// What, to whom, why.
        disclosure: Box<EmergencyDisclosure>,
    },
    /// An emergency disclosure was looked at again.
    EmergencyReviewed {
        /// Which.
        disclosure: DisclosureId,
        /// What was found.
        review: EmergencyReview,
    },
    /// An agency with which the case is shared, or the centre, wrote to the other.
    SharedNoteWritten {
        /// What.
        note: SharedNote,
    },
    /// The person said what employers may know.
    EmploymentDisclosureSet {
        /// Open, partly, closed.
        policy: EmploymentDisclosure,
        /// When.
        on: NaiveDate,
    },
    /// 支援決定・確認
    Decided {
        /// Which plan.
        plan: PlanId,
        /// Line by line.
        decision: Decision,
    },
    /// プランの修正
    PlanCorrected {
        /// Which plan.
        plan: PlanId,
        /// When.
        on: NaiveDate,
        /// What it says now.
        content: PlanContent,
        /// Why.
        reason: String,
    },
    /// A line of the plan moved on.
    ActionMoved {
        /// Which plan.
        plan: PlanId,
        /// The line, counted from 0.
        line: usize,
        /// How far it has come.
        state: ActionState,
    },
    /// モニタリング
    Monitored {
        /// Which plan.
        plan: PlanId,
        /// What was seen.
        monitoring: Monitoring,
    },
    /// 評価シート, first written or changed.
    Evaluated {
        /// The sheet's identifier.
        evaluation: EvaluationId,
        /// The plan looked back on.
        plan: PlanId,
        /// 評価担当者
        evaluator: StaffId,
        /// What it says.
        content: EvaluationContent,
    },
    /// 評価結果 of the conference.
    EvaluationConcluded {
        /// Which sheet.
        evaluation: EvaluationId,
        /// The sitting; none where the worker and the person agreed to go on with a re-plan.
        conference: Option<ConferenceId>,
        /// When it was said.
        on: NaiveDate,
        /// 終結 / 再プラン / 中断
        result: Way,
    },
    /// An attempt to reach a person who has gone silent.
    ContactAttempted {
        /// When, how, by whom, with what result.
        attempt: ContactAttempt,
    },
    /// 中断
    Suspended {
        /// Since when.
        on: NaiveDate,
        /// Why.
        reason: String,
        /// The sitting that confirmed it.
        conference: ConferenceId,
    },
    /// The case goes on after a suspension.
    Resumed {
        /// Since when.
        on: NaiveDate,
        /// What happened.
        note: String,
    },
    /// 終結
    Closed {
        /// When, why, and what was agreed for afterwards.
        closure: Closure,
    },
    /// A follow-up contact after closure.
    FollowedUp {
        /// When.
        on: NaiveDate,
        /// How the person is.
        note: String,
        /// The next time.
        next_on: Option<NaiveDate>,
    },
    /// Follow-up ended.
    FollowUpEnded {
        /// When.
        on: NaiveDate,
        /// How it ended.
        note: String,
    },
    /// A task agreed in a conference is done.
    TaskDone {
        /// Which.
        task: TaskId,
        /// When.
        on: NaiveDate,
    },
    /// Somebody goes along to a clinic (通院同行).
    ClinicVisitPlanned {
        /// When, where, why.
        visit: Box<ClinicVisit>,
        /// Who.
        task: AgreedTask,
    },
    /// Somebody stands beside the person (個別支援ネットワーク).
    SupporterJoined {
        /// Their identifier.
        supporter: SupporterId,
        /// Who, since when, for what.
        content: SupporterContent,
    },
    /// What is written about a supporter was changed.
    SupporterChanged {
        /// Which.
        supporter: SupporterId,
        /// What it says now.
        content: SupporterContent,
    },
    /// A supporter's support ended.
    SupporterLeft {
        /// Which.
        supporter: SupporterId,
        /// On which day.
        on: NaiveDate,
        /// Why, and who goes on.
        reason: String,
    },
    /// Nothing fits a need.
    NeedUnmet {
        /// Which.
        unmet: UnmetNeed,
    },
    /// Something was found after all.
    NeedMet {
        /// Which need.
        unmet: UnmetNeedId,
        /// When.
        on: NaiveDate,
    },
    /// A shortlist was kept, as the person wanted.
    ShortlistKept {
        /// Which places, by whom, when.
        list: KeptShortlist,
    },
    /// A shortlist was taken out.
    ShortlistDropped {
        /// Which.
        list: ShortlistId,
        /// When.
        on: NaiveDate,
    },
    /// Something happened to a handover (引継ぎ).
    HandedOver {
        /// Which.
        handover: HandoverId,
        /// What.
        what: HandoverEvent,
    },
    /// The record became a protected one (特別な保護).
    Protected {
        /// Why, and who reads it.
        protection: Protection,
    },
    /// Who reads a protected record, or what they have to know, changed.
    ProtectionChanged {
        /// As it is now.
        protection: Protection,
    },
    /// The protection ended.
    ProtectionLifted {
        /// Why.
        reason: String,
    },
    /// A protected record was opened by somebody who is not named.
    OpenedByEmergency {
        /// By whom, why, until when.
        opening: Opening,
    },
    /// An opening was looked at again.
    OpeningReviewed {
        /// Which.
        opening: OpeningId,
        /// What was found.
        review: OpeningReview,
    },
}

impl CaseEvent {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "case_opened",
            Self::AnswersRecorded { .. } => "answers_recorded",
            Self::ApplicationAnswered { .. } => "application_answered",
            Self::Screened { .. } => "screened",
            Self::ArrivalConfirmed { .. } => "arrival_confirmed",
            Self::EmergencySupportStarted { .. } => "emergency_support_started",
            Self::Assigned { .. } => "case_assigned",
            Self::RecordWritten { .. } => "record_written",
            Self::RecordCorrected { .. } => "record_corrected",
            Self::PlanDrafted { .. } => "plan_drafted",
            Self::PlanChanged { .. } => "plan_changed",
            Self::PlanAnswered { .. } => "plan_answered",
            Self::SupportStartedEarly { .. } => "support_started_early",
            Self::Discussed { .. } => "discussed_in_conference",
            Self::MinutesWritten { .. } => "minutes_written",
            Self::OpinionGiven { .. } => "opinion_given",
            Self::LiaisonClaimed { .. } => "liaison_claimed",
            Self::LiaisonDropped { .. } => "liaison_dropped",
            Self::ConsentGiven { .. } => "consent_given",
            Self::ConsentWithdrawn { .. } => "consent_withdrawn",
            Self::Released { .. } => "released",
            Self::DisclosedAfterMeeting { .. } => "disclosed_after_meeting",
            Self::AfterMeetingClosed { .. } => "after_meeting_closed",
            Self::Carried { .. } => "carried_by_person",
            Self::DisclosedInEmergency { .. } => "disclosed_in_emergency",
            Self::EmergencyReviewed { .. } => "emergency_reviewed",
            Self::SharedNoteWritten { .. } => "shared_note_written",
            Self::EmploymentDisclosureSet { .. } => "employment_disclosure_set",
            Self::Decided { .. } => "decided",
            Self::PlanCorrected { .. } => "plan_corrected",
            Self::ActionMoved { .. } => "action_moved",
            Self::Monitored { .. } => "monitored",
            Self::Evaluated { .. } => "evaluated",
            Self::EvaluationConcluded { .. } => "evaluation_concluded",
            Self::ContactAttempted { .. } => "contact_attempted",
            Self::Suspended { .. } => "suspended",
            Self::Resumed { .. } => "resumed",
            Self::Closed { .. } => "case_closed",
            Self::FollowedUp { .. } => "followed_up",
            Self::FollowUpEnded { .. } => "follow_up_ended",
            Self::TaskDone { .. } => "task_done",
            Self::ClinicVisitPlanned { .. } => "clinic_visit_planned",
            Self::SupporterJoined { .. } => "supporter_joined",
            Self::SupporterChanged { .. } => "supporter_changed",
            Self::SupporterLeft { .. } => "supporter_left",
            Self::NeedUnmet { .. } => "need_unmet",
            Self::NeedMet { .. } => "need_met",
            Self::ShortlistKept { .. } => "shortlist_kept",
            Self::ShortlistDropped { .. } => "shortlist_dropped",
            Self::HandedOver { what, .. } => what.name(),
            Self::Protected { .. } => "record_protected",
            Self::ProtectionChanged { .. } => "protection_changed",
            Self::ProtectionLifted { .. } => "protection_lifted",
            Self::OpenedByEmergency { .. } => "opened_by_emergency",
            Self::OpeningReviewed { .. } => "opening_reviewed",
        }
    }

    /// The support record in it, which tables keep by itself and the case's state does not.
    pub const fn record(&self) -> Option<&SupportRecord> {
        match self {
            Self::RecordWritten { record } | Self::RecordCorrected { record, .. } => Some(record),
            _ => None,
        }
    }

    /// The record that is meant by `id`.
    pub fn concerns_record(&self, id: RecordId) -> bool {
        self.record().is_some_and(|record| record.id == id)
    }
}
