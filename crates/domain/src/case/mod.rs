//! A support case: one person at one centre, from first contact to after closure.
//!
//! `Case` is what the events so far add up to; commands in the submodules decide on it and return new events or a
//! [`Refusal`](crate::rule::Refusal). Support records are not kept in it: a case may have hundreds, and no rule reads their text.

mod answers;
pub mod clinic_visit;
pub mod closing;
mod commands;
pub mod contact;
mod due;
pub mod event;
mod findings;
pub mod handover;
pub mod intake;
pub mod minutes;
pub mod network;
pub mod opinion;
pub mod plan;
pub mod protection;
pub mod record;
pub mod sharing;
pub mod shortlist;
pub mod spoken;
mod stage;
pub mod task;
pub mod unmet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use answers::AnswerChange;
pub use commands::{Close, CorrectPlan, OpenCase, decision_lines, write_record};
pub use due::{Due, DueKind};
pub use findings::FindingContext;
pub use stage::Stage;

use crate::{
    form::Facts,
    id::{AgencyId, CaseId, EvaluationId, PersonId, PlanId, RecordId, StaffId},
    liaison::LiaisonClaim,
};
use clinic_visit::ClinicVisit;
use closing::{Closure, ContactAttempt, Evaluation, Suspension};
use event::{CaseEvent, SittingResult};
use handover::Handovers;
use intake::{Application, EmergencySupport, Screening};
use network::Network;
use opinion::Opinion;
use plan::Plan;
use protection::Protections;
use record::SupportRecord;
use sharing::Sharing;
use shortlist::KeptShortlist;
use task::CaseTask;
use unmet::UnmetNeed;

/// A case as its events add up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Its identifier.
    pub id: CaseId,
    /// Whose case.
    pub person: PersonId,
    /// The centre that supports.
    pub centre: AgencyId,
    /// The municipality that decides.
    pub municipality: AgencyId,
    /// The reference printed on forms.
    pub reference: String,
    /// 初回相談受付日
    pub received_on: NaiveDate,
    /// 受付者
    pub received_by: StaffId,
    /// 主担当
    pub assigned_to: StaffId,
    /// The case before, where the person came back.
    pub previous: Option<CaseId>,
    /// Answers of 【1】 and 【2】 by fact.
    pub answers: Facts,
    /// Application and sharing.
    pub application: Option<Application>,
    /// スクリーニング, the newest.
    pub screening: Option<Screening>,
    /// 緊急的な支援
    pub emergencies: Vec<EmergencySupport>,
    /// Plans in the order in which they were drafted.
    pub plans: Vec<Plan>,
    /// Evaluations in the order in which they were first written.
    pub evaluations: Vec<Evaluation>,
    /// Every sitting that discussed the case.
    pub sittings: Vec<SittingResult>,
    /// What was agreed there.
    pub tasks: Vec<CaseTask>,
    /// 通院同行: visits to a clinic on which somebody goes along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clinic_visits: Vec<ClinicVisit>,
    /// Who else may know what.
    #[serde(default)]
    pub sharing: Sharing,
    /// 特別な保護: who reads the record by name, where somebody is in danger.
    #[serde(default, skip_serializing_if = "Protections::is_empty")]
    pub protection: Protections,
    /// Attempts to reach the person since they were last reached, or the case was opened or resumed.
    pub attempts: Vec<ContactAttempt>,
    /// Suspensions so far.
    pub suspensions: Vec<Suspension>,
    /// 終結
    pub closure: Option<Closure>,
    /// The day of the newest support record.
    pub last_contact_on: Option<NaiveDate>,
    /// What the newest support record set as the next step.
    pub next_contact_on: Option<NaiveDate>,
    /// The newest support record: a correction of it corrects the two dates above.
    #[serde(default)]
    pub newest_record: Option<RecordId>,
    /// 個別支援ネットワーク: who stands beside the person.
    #[serde(default, skip_serializing_if = "Network::is_empty")]
    pub network: Network,
    /// 引継ぎ: what was handed to somebody else, and what is on its way.
    #[serde(default, skip_serializing_if = "Handovers::is_empty")]
    pub handovers: Handovers,
    /// 各機関の意見 on the matters of sittings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opinions: Vec<Opinion>,
    /// 地域連携会議実施加算 that was claimed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub liaison: Vec<LiaisonClaim>,
    /// 合う資源がない: needs for which nothing was found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unmet: Vec<UnmetNeed>,
    /// Shortlists that the person wanted kept, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shortlists: Vec<KeptShortlist>,
}

impl Case {
    /// The newest plan.
    pub fn current_plan(&self) -> Option<&Plan> {
        self.plans.last()
    }

    /// The newest plan under which support was given: what is evaluated, and what a closure looks back on.
    pub fn supported_plan(&self) -> Option<&Plan> {
        self.plans.iter().rev().find(|plan| plan.gives_support())
    }

    /// The plan of that identifier.
    pub fn plan(&self, id: PlanId) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.id == id)
    }

    /// The newest evaluation of a plan.
    pub fn evaluation_of(&self, plan: PlanId) -> Option<&Evaluation> {
        self.evaluations.iter().rev().find(|evaluation| evaluation.plan == plan)
    }

    /// The evaluation of that identifier.
    pub fn evaluation(&self, id: EvaluationId) -> Option<&Evaluation> {
        self.evaluations.iter().find(|evaluation| evaluation.id == id)
    }

    /// Whether the person agreed that agencies share.
    pub fn may_be_shared(&self) -> bool {
        self.application.as_ref().is_some_and(|application| application.answer.agrees() && application.sharing.agrees)
    }

    /// The suspension that is on, if one is.
    pub fn suspension(&self) -> Option<&Suspension> {
        self.suspensions.last().filter(|suspension| suspension.resumed_on.is_none())
    }

    /// What was started before it was approved and still waits for a conference's word: early starts and emergency support.
    pub fn waits_for_ratification(&self) -> bool {
        self.waits_for_ratification_since().is_some()
    }

    /// The earliest day on which something began that still waits for a conference's word.
    pub fn waits_for_ratification_since(&self) -> Option<NaiveDate> {
        let emergencies = self.emergencies.iter().filter(|support| support.reported.is_none()).map(|it| it.started_on);
        let early = self.plans.iter().filter_map(|plan| plan.early_start.as_ref());
        emergencies.chain(early.filter(|early| early.ratified.is_none()).map(|early| early.on)).min()
    }

    /// Folds an event into the case; the first one must be `Opened`.
    pub fn apply(current: Option<Self>, id: CaseId, event: &CaseEvent) -> Option<Self> {
        if let CaseEvent::Opened {
            person,
            centre,
            municipality,
            reference,
            received_on,
            received_by,
            assigned_to,
            previous,
        } = event
        {
            return Some(Self {
                id,
                person: *person,
                centre: *centre,
                municipality: *municipality,
                reference: reference.clone(),
                received_on: *received_on,
                received_by: *received_by,
                assigned_to: *assigned_to,
                previous: *previous,
                answers: Facts::default(),
                application: None,
                screening: None,
                emergencies: Vec::new(),
                plans: Vec::new(),
                evaluations: Vec::new(),
                sittings: Vec::new(),
                tasks: Vec::new(),
                clinic_visits: Vec::new(),
                sharing: Sharing::default(),
                protection: Protections::default(),
                attempts: Vec::new(),
                suspensions: Vec::new(),
                closure: None,
                last_contact_on: None,
                next_contact_on: None,
                newest_record: None,
                network: Network::default(),
                handovers: Handovers::default(),
                opinions: Vec::new(),
                liaison: Vec::new(),
                unmet: Vec::new(),
                shortlists: Vec::new(),
            });
        }
        let mut case = current?;
        case.fold(event);
        Some(case)
    }

    fn plan_mut(&mut self, id: PlanId) -> Option<&mut Plan> {
        self.plans.iter_mut().find(|plan| plan.id == id)
    }

    fn fold(&mut self, event: &CaseEvent) {
        match event {
            CaseEvent::Opened { .. } => {}
            CaseEvent::AnswersRecorded { answers, cleared, .. } => {
                AnswerChange::apply(answers, cleared, &mut self.answers)
            }
            CaseEvent::ApplicationAnswered { application } => self.application = Some(application.clone()),
            CaseEvent::Screened { screening } => self.screening = Some(screening.clone()),
            CaseEvent::ArrivalConfirmed { on } => {
                if let Some(screening) = &mut self.screening {
                    screening.arrival_confirmed_on = Some(*on);
                }
            }
            CaseEvent::EmergencySupportStarted { support } => self.emergencies.push(support.clone()),
            CaseEvent::Assigned { to, .. } => {
                self.assigned_to = *to;
                self.protection.fold(event);
            }
            CaseEvent::RecordWritten { record } => {
                self.note_contact(record);
                self.forget_attempts_before(record);
            }
            CaseEvent::RecordCorrected { record, .. } => {
                self.forget_attempts_before(record);
                if self.newest_record == Some(record.id) {
                    self.last_contact_on = Some(record.took_place.on);
                    self.next_contact_on = record.next_on;
                }
            }
            CaseEvent::ContactAttempted { attempt } => self.attempts.push(attempt.clone()),
            CaseEvent::Suspended { on, reason, conference } => self.suspensions.push(Suspension {
                on: *on,
                reason: reason.clone(),
                conference: *conference,
                resumed_on: None,
            }),
            CaseEvent::Resumed { on, .. } => {
                if let Some(suspension) = self.suspensions.last_mut() {
                    suspension.resumed_on = Some(*on);
                }
                self.attempts.clear();
            }
            CaseEvent::Closed { closure } => self.closure = Some(closure.clone()),
            CaseEvent::FollowedUp { on, note, next_on } => {
                if let Some(closure) = &mut self.closure {
                    closure.followed.push((*on, note.clone()));
                    if let closing::FollowUp::Yes { next_on: next, .. } = &mut closure.follow_up {
                        *next = *next_on;
                    }
                }
            }
            CaseEvent::FollowUpEnded { on, .. } => {
                if let Some(closure) = &mut self.closure {
                    closure.follow_up_ended_on = Some(*on);
                }
            }
            CaseEvent::TaskDone { task, on } => {
                if let Some(task) = self.tasks.iter_mut().find(|known| known.task.id == *task) {
                    task.done_on = Some(*on);
                }
            }
            CaseEvent::ClinicVisitPlanned { visit, task } => self.fold_clinic_visit(visit, task),
            CaseEvent::SupporterJoined { supporter, content } | CaseEvent::SupporterChanged { supporter, content } => {
                self.network.write(*supporter, content);
            }
            CaseEvent::SupporterLeft { supporter, on, reason } => self.network.end(*supporter, *on, reason),
            CaseEvent::HandedOver { handover, what } => self.fold_handover(*handover, what),
            CaseEvent::ConsentGiven { .. }
            | CaseEvent::ConsentWithdrawn { .. }
            | CaseEvent::Released { .. }
            | CaseEvent::DisclosedAfterMeeting { .. }
            | CaseEvent::AfterMeetingClosed { .. }
            | CaseEvent::Carried { .. }
            | CaseEvent::DisclosedInEmergency { .. }
            | CaseEvent::EmergencyReviewed { .. }
            | CaseEvent::SharedNoteWritten { .. }
            | CaseEvent::EmploymentDisclosureSet { .. } => self.sharing.fold(event),
            CaseEvent::Protected { .. } | CaseEvent::ProtectionLifted { .. } => {
                self.protection.fold(event);
                self.sharing.fold(event);
            }
            CaseEvent::ProtectionChanged { .. }
            | CaseEvent::OpenedByEmergency { .. }
            | CaseEvent::OpeningReviewed { .. } => self.protection.fold(event),
            CaseEvent::Discussed { result } => self.fold_sitting(result),
            CaseEvent::OpinionGiven { opinion } => self.fold_opinion(opinion),
            CaseEvent::LiaisonClaimed { claim } => {
                self.liaison.retain(|known| known.conference != claim.conference);
                self.liaison.push(claim.clone());
            }
            CaseEvent::NeedUnmet { unmet } => self.unmet.push(*unmet),
            CaseEvent::ShortlistKept { list } => self.shortlists.push(list.clone()),
            CaseEvent::ShortlistDropped { list, .. } => self.shortlists.retain(|known| known.id != *list),
            CaseEvent::NeedMet { unmet, on } => {
                if let Some(known) = self.unmet.iter_mut().find(|known| known.id == *unmet) {
                    known.met_on = Some(*on);
                }
            }
            CaseEvent::LiaisonDropped { conference, .. } => {
                self.liaison.retain(|known| known.conference != *conference);
            }
            CaseEvent::MinutesWritten { conference, purpose, minutes } => {
                let of_matter = |it: &&mut SittingResult| (it.conference, it.purpose) == (*conference, *purpose);
                if let Some(sitting) = self.sittings.iter_mut().rev().find(of_matter) {
                    sitting.minutes = minutes.clone();
                }
            }
            CaseEvent::Evaluated { evaluation, plan, evaluator, content } => {
                self.fold_evaluation(*evaluation, *plan, *evaluator, content);
            }
            CaseEvent::EvaluationConcluded { evaluation, conference, on, result } => {
                if let Some(sheet) = self.evaluations.iter_mut().find(|sheet| sheet.id == *evaluation) {
                    sheet.result = Some((*conference, *on, *result));
                }
            }
            CaseEvent::PlanDrafted { plan, kind, round, on, author, content } => self.plans.push(Plan {
                id: *plan,
                kind: *kind,
                round: *round,
                drafted_on: *on,
                author: *author,
                content: content.clone(),
                version: 1,
                corrections: Vec::new(),
                answer: None,
                service_application: false,
                sittings: Vec::new(),
                early_start: None,
                decision: None,
                monitorings: Vec::new(),
            }),
            CaseEvent::PlanChanged { plan, content } => {
                if let Some(plan) = self.plan_mut(*plan) {
                    let other_services = plan.content.changes_services(content);
                    if let Some(sitting) = plan.sittings.last_mut() {
                        sitting.overtaken |= other_services && sitting.conclusion == plan::Conclusion::Approved;
                    }
                    plan.content = content.clone();
                    plan.version += 1;
                    plan.answer = None;
                    plan.service_application = false;
                }
            }
            CaseEvent::PlanAnswered { plan, answer, service_application } => {
                if let Some(plan) = self.plan_mut(*plan) {
                    plan.answer = Some(answer.clone());
                    plan.service_application = *service_application;
                }
            }
            CaseEvent::SupportStartedEarly { plan, on, reason } => {
                if let Some(plan) = self.plan_mut(*plan) {
                    plan.early_start = Some(plan::EarlyStart { on: *on, reason: reason.clone(), ratified: None });
                }
            }
            CaseEvent::Decided { plan, decision } => {
                if let Some(plan) = self.plan_mut(*plan) {
                    plan.decision = Some(decision.clone());
                }
            }
            CaseEvent::PlanCorrected { plan, on, content, reason } => {
                if let Some(plan) = self.plan_mut(*plan) {
                    plan.content = content.clone();
                    plan.version += 1;
                    plan.corrections.push((*on, reason.clone()));
                }
            }
            CaseEvent::ActionMoved { plan, line, state } => {
                if let Some(action) = self.plan_mut(*plan).and_then(|plan| plan.content.actions.get_mut(*line)) {
                    action.state = *state;
                }
            }
            CaseEvent::Monitored { plan, monitoring } => {
                if let Some(plan) = self.plan_mut(*plan) {
                    plan.monitorings.push(monitoring.clone());
                }
            }
        }
    }

    fn note_contact(&mut self, record: &SupportRecord) {
        let on = record.took_place.on;
        if self.last_contact_on.is_none_or(|last| on >= last) {
            self.last_contact_on = Some(on);
            self.next_contact_on = record.next_on;
            self.newest_record = Some(record.id);
        }
    }

    /// A person who was reached is no longer silent: attempts until that day no longer speak for a suspension (SR-14).
    fn forget_attempts_before(&mut self, record: &SupportRecord) {
        if record.counterparts.contains(&record::Counterpart::Person) {
            self.attempts.retain(|attempt| attempt.on > record.took_place.on);
        }
    }

    fn fold_sitting(&mut self, result: &SittingResult) {
        self.tasks.extend(result.tasks.iter().cloned().map(|task| CaseTask { task, done_on: None }));
        let about_the_plan = matches!(result.purpose, event::Purpose::Plan | event::Purpose::Replan);
        let discussed = result.plan.filter(|_| about_the_plan);
        if let Some(plan) = discussed.and_then(|plan| self.plan_mut(plan)) {
            plan.sittings.push(plan::Sitting {
                conference: result.conference,
                held_on: result.held_on,
                conclusion: result.conclusion,
                overtaken: false,
            });
        }
        if result.ratifies && result.conclusion.approves() {
            // A sitting cannot have heard of what began after it, even if its minutes are written later.
            let begun = |on: NaiveDate| on <= result.held_on;
            for support in self.emergencies.iter_mut().filter(|support| begun(support.started_on)) {
                support.reported.get_or_insert((result.conference, result.held_on));
            }
            for early in self.plans.iter_mut().filter_map(|plan| plan.early_start.as_mut()).filter(|it| begun(it.on)) {
                early.ratified.get_or_insert((result.conference, result.held_on));
            }
        }
        self.sittings.push(result.clone());
    }

    fn fold_evaluation(
        &mut self,
        id: EvaluationId,
        plan: PlanId,
        evaluator: StaffId,
        content: &closing::EvaluationContent,
    ) {
        match self.evaluations.iter_mut().find(|sheet| sheet.id == id) {
            Some(sheet) => {
                sheet.content = content.clone();
                sheet.evaluator = evaluator;
            }
            None => self.evaluations.push(Evaluation { id, plan, evaluator, content: content.clone(), result: None }),
        }
    }
}
