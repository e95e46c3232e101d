//! Cases: opening one, reading one, and everything that happens to it.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, CaseScope, Permit, RowFilter, Target, decide};
use banso_domain::{
    answer::PersonAnswer,
    calendar::FiscalYear,
    case::{
        Case, Close, CorrectPlan, OpenCase,
        closing::{ContactAttempt, EvaluationContent},
        event::CaseEvent,
        intake::{Application, EmergencySupport, Screening},
        plan::{ActionState, Decision, Limits, Monitoring, PlanContent},
    },
    form::Facts,
    id::{AgencyId, CaseId, ConferenceId, EvaluationId, PersonId, PlanId, StaffId, TaskId},
    person::{Person, PersonEvent, PersonFacts},
    rule::Refusal,
};
use banso_store::{CaseRow, Change, Stamp, Tx};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{App, UseCaseError};

/// A case as its pages need it.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// The case.
    pub case: Case,
    /// Its version: goes into forms, so that nobody overwrites what somebody else wrote.
    pub version: i64,
    /// The person.
    pub person: Person,
    /// The version of the person's entry.
    pub person_version: i64,
    /// The case as lists show it.
    pub row: CaseRow,
    /// What the reader's decision was taken on.
    pub scope: CaseScope,
}

/// For whom a case is opened.
#[derive(Clone, Debug)]
pub enum WhoFor {
    /// A person entered for the first time.
    NewPerson(Box<PersonFacts>),
    /// A person who is known.
    Known(PersonId),
}

/// 相談受付
#[derive(Clone, Debug)]
pub struct NewCase {
    /// For whom.
    pub who: WhoFor,
    /// The centre.
    pub centre: AgencyId,
    /// 初回相談受付日
    pub received_on: NaiveDate,
    /// 主担当; the one who receives, if not said.
    pub assigned_to: Option<StaffId>,
    /// First answers of the sheet.
    pub answers: Facts,
}

impl App {
    /// Opens a case, with the person's entry if it is new.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Refused`] by a rule, [`UseCaseError::NotFound`] for a centre out of reach.
    #[boxed]
    pub async fn open_case(&self, actor: &Actor, new: NewCase) -> Result<CaseId, UseCaseError> {
        let (now, today) = (self.inner.clock.now(), self.inner.clock.today());
        let tx = self.inner.store.begin().await?;
        let centre = tx.agency(new.centre).await?.ok_or(UseCaseError::NotFound)?;
        let municipality = centre.facts.municipality;
        let permit = decide(actor, Action::OpenCase, Target::NewCase { centre: new.centre, municipality })?;
        let stamp = Stamp { permit: &permit, at: now };
        let id = CaseId::new(Uuid::now_v7());
        let (person, previous) = match new.who {
            WhoFor::NewPerson(facts) => {
                let person = PersonId::new(Uuid::now_v7());
                let event = PersonEvent::Registered { facts: *facts };
                tx.record(stamp, Change::Person(person, &event), Some(0)).await?;
                (person, None)
            }
            WhoFor::Known(person) => {
                let scopes = tx.person_scopes(person).await?;
                decide(actor, Action::ReadPerson, Target::Person(&scopes))?;
                let earlier = self.inner.store.reader().cases_of_person(RowFilter::of(actor), person).await?;
                (person, earlier.first().map(|row| row.id))
            }
        };
        let year = FiscalYear::of(new.received_on).start_year();
        let event = OpenCase {
            person,
            centre: new.centre,
            municipality: municipality.unwrap_or(new.centre),
            reference: tx.next_reference(new.centre, year).await?,
            received_on: new.received_on,
            received_by: actor.staff(),
            assigned_to: new.assigned_to.unwrap_or(actor.staff()),
            previous,
        }
        .decide(today)?;
        tx.record(stamp, Change::Case(id, person, &event), Some(0)).await?;
        if !new.answers.is_empty() {
            let event = CaseEvent::AnswersRecorded {
                form: "intake_form".to_owned(),
                answers: new.answers,
                cleared: Vec::new(),
            };
            tx.record(stamp, Change::Case(id, person, &event), Some(1)).await?;
        }
        tx.commit().await?;
        Ok(id)
    }

    /// A case with its person.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn case_file(&self, actor: &Actor, id: CaseId) -> Result<CaseFile, UseCaseError> {
        let reader = self.inner.store.reader();
        let row = reader.case_row(RowFilter::of(actor), id).await?.ok_or(UseCaseError::NotFound)?;
        let (case, version) = reader.case(id).await?.ok_or(UseCaseError::NotFound)?;
        let scope = CaseScope::of(&case);
        decide(actor, Action::ReadCase, Target::Case(scope))?;
        let (person, person_version) = reader.person(case.person).await?.ok_or(UseCaseError::NotFound)?;
        Ok(CaseFile { case, version, person, person_version, row, scope })
    }

    /// Whether the actor may do `action` to a case: pages ask it for the buttons they draw.
    #[must_use]
    pub fn may(&self, actor: &Actor, action: Action, scope: CaseScope) -> bool {
        decide(actor, action, Target::Case(scope)).is_ok()
    }

    /// The way every change of a case goes: load, decide who may, let the rules decide, record, commit.
    ///
    /// Returns the version afterwards; nothing is recorded when the rules say that nothing changes.
    pub(crate) async fn change_case(
        &self,
        actor: &Actor,
        action: Action,
        id: CaseId,
        expected: Option<i64>,
        rules: impl FnOnce(&Case, NaiveDate) -> Result<Vec<CaseEvent>, Refusal> + Send,
    ) -> Result<i64, UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let version = self.change_case_in(&tx, actor, action, id, expected, rules).await?;
        tx.commit().await?;
        Ok(version)
    }

    pub(crate) async fn change_case_in(
        &self,
        tx: &Tx,
        actor: &Actor,
        action: Action,
        id: CaseId,
        expected: Option<i64>,
        rules: impl FnOnce(&Case, NaiveDate) -> Result<Vec<CaseEvent>, Refusal> + Send,
    ) -> Result<i64, UseCaseError> {
        let (case, found) = tx.case(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit: Permit = decide(actor, action, Target::Case(CaseScope::of(&case)))?;
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            return Err(UseCaseError::Conflict { expected, found });
        }
        let events = rules(&case, self.inner.clock.today())?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        let mut version = found;
        for event in &events {
            version = tx.record(stamp, Change::Case(id, case.person, event), Some(version)).await?;
        }
        Ok(version)
    }

    /// Writes answers of a sheet: `asked` names the facts that were on the page.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`]; likewise for every change below.
    #[boxed]
    pub async fn record_answers(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        form: &str,
        wanted: &Facts,
        asked: &[String],
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::WriteAnswers, id, Some(expected), |case, _| {
            Ok(case.record_answers(form, wanted, asked)?.into_iter().collect())
        })
        .await
    }

    /// Records the person's answer about application and sharing.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn answer_application(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        application: Application,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::RecordApplication, id, Some(expected), |case, today| {
            Ok(vec![case.answer_application(application, today)?])
        })
        .await
    }

    /// Records a screening.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn screen(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        screening: Screening,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::Screen, id, Some(expected), |case, today| {
            Ok(vec![case.screen(screening, today)?])
        })
        .await
    }

    /// Confirms that the person arrived where they were referred to.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn confirm_arrival(&self, actor: &Actor, id: CaseId, on: NaiveDate) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::Screen, id, None, |case, today| Ok(vec![case.confirm_arrival(on, today)?]))
            .await
    }

    /// Starts emergency support.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn start_emergency(
        &self,
        actor: &Actor,
        id: CaseId,
        support: EmergencySupport,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::StartEmergency, id, None, |case, today| {
            Ok(vec![case.start_emergency_support(support, today)?])
        })
        .await
    }

    /// Gives a case to another member of staff.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn assign_case(&self, actor: &Actor, id: CaseId, to: StaffId, reason: &str) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::AssignCase, id, None, |case, _| {
            Ok(case.assign(to, reason)?.into_iter().collect())
        })
        .await
    }

    /// Drafts a plan.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn draft_plan(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        content: PlanContent,
    ) -> Result<PlanId, UseCaseError> {
        let plan = PlanId::new(Uuid::now_v7());
        let author = actor.staff();
        self.change_case(actor, Action::WritePlan, id, Some(expected), |case, today| {
            Ok(vec![case.draft_plan(plan, content, author, today)?])
        })
        .await?;
        Ok(plan)
    }

    /// Changes the draft of a plan.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn change_plan(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        plan: PlanId,
        content: PlanContent,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::WritePlan, id, Some(expected), |case, _| {
            Ok(case.change_plan(plan, content)?.into_iter().collect())
        })
        .await
    }

    /// Corrects a decided plan.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn correct_plan(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        command: CorrectPlan,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::WritePlan, id, Some(expected), |case, today| {
            Ok(vec![case.correct_plan(command, today)?])
        })
        .await
    }

    /// Records the person's answer to a plan.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn answer_plan(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        plan: PlanId,
        answer: PersonAnswer,
        service_application: bool,
    ) -> Result<i64, UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let limits = self.limits_in(&tx, id).await?;
        let version = self
            .change_case_in(&tx, actor, Action::RecordPlanAnswer, id, Some(expected), |case, today| {
                if answer.agrees() {
                    case.check_periods(plan, &limits)?;
                }
                Ok(vec![case.answer_plan(plan, answer, service_application, today)?])
            })
            .await?;
        tx.commit().await?;
        Ok(version)
    }

    /// Support begins before the conference.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn start_early(
        &self,
        actor: &Actor,
        id: CaseId,
        plan: PlanId,
        on: NaiveDate,
        reason: &str,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::StartEarly, id, None, |case, today| {
            Ok(vec![case.start_early(plan, on, reason, today)?])
        })
        .await
    }

    /// 支援決定・確認 by the municipal officer.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn decide_plan(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        plan: PlanId,
        decision: Decision,
    ) -> Result<i64, UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let header = tx.case_header(id).await?.ok_or(UseCaseError::NotFound)?;
        let centre = tx.agency(header.scope.centre).await?.ok_or(UseCaseError::NotFound)?.facts;
        let limits = self.limits_in(&tx, id).await?;
        let version = self
            .change_case_in(&tx, actor, Action::DecidePlan, id, Some(expected), |case, today| {
                case.check_periods(plan, &limits)?;
                Ok(vec![case.decide_plan(plan, decision, &centre, today)?])
            })
            .await?;
        tx.commit().await?;
        Ok(version)
    }

    /// How long plans and services last in the municipality of a case that is being changed.
    async fn limits_in(&self, tx: &Tx, id: CaseId) -> Result<Limits, UseCaseError> {
        let header = tx.case_header(id).await?.ok_or(UseCaseError::NotFound)?;
        let municipality = tx.agency(header.scope.municipality).await?;
        Ok(self.process().limits_in(&municipality.map(|row| row.facts.municipality_code).unwrap_or_default()))
    }

    /// A line of the plan moves on.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn move_action(
        &self,
        actor: &Actor,
        id: CaseId,
        plan: PlanId,
        line: usize,
        state: ActionState,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::WritePlan, id, None, |case, _| Ok(vec![case.move_action(plan, line, state)?]))
            .await
    }

    /// Records a monitoring.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn monitor(
        &self,
        actor: &Actor,
        id: CaseId,
        plan: PlanId,
        monitoring: Monitoring,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::Monitor, id, None, |case, today| {
            Ok(vec![case.monitor(plan, monitoring, today)?])
        })
        .await
    }

    /// Writes the evaluation sheet of a plan; another one once the sheet before has its result.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn evaluate(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        plan: PlanId,
        content: EvaluationContent,
    ) -> Result<i64, UseCaseError> {
        let fresh = EvaluationId::new(Uuid::now_v7());
        let evaluator = actor.staff();
        self.change_case(actor, Action::Evaluate, id, Some(expected), |case, _| {
            let open = case.evaluation_of(plan).filter(|sheet| sheet.result.is_none());
            let sheet = open.map_or(fresh, |sheet| sheet.id);
            Ok(vec![case.evaluate(sheet, plan, evaluator, content)?])
        })
        .await
    }

    /// The evaluation says to go on with a re-plan: by word of a sitting, or without one.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn continue_with_replan(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        plan: PlanId,
        conference: impl Into<Option<ConferenceId>> + Send + 'static,
        on: NaiveDate,
    ) -> Result<i64, UseCaseError> {
        let conference = conference.into();
        self.change_case(actor, Action::Evaluate, id, Some(expected), |case, _| {
            let sheet = case.evaluation_of(plan).ok_or(Refusal::from(banso_domain::rule::Rule::NoSuchEntry))?.id;
            Ok(vec![case.continue_with_replan(sheet, conference, on)?])
        })
        .await
    }

    /// Closes a case.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn close_case(
        &self,
        actor: &Actor,
        id: CaseId,
        expected: i64,
        command: Close,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::CloseCase, id, Some(expected), |case, today| {
            Ok(vec![case.close(command, today)?])
        })
        .await
    }

    /// Notes an attempt to reach a person who has gone silent.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn attempt_contact(
        &self,
        actor: &Actor,
        id: CaseId,
        attempt: ContactAttempt,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::SuspendCase, id, None, |case, today| {
            Ok(vec![case.attempt_contact(attempt, today)?])
        })
        .await
    }

    /// Suspends a case that the conference let be suspended.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn suspend_case(
        &self,
        actor: &Actor,
        id: CaseId,
        on: NaiveDate,
        reason: &str,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::SuspendCase, id, None, |case, today| Ok(vec![case.suspend(on, reason, today)?]))
            .await
    }

    /// Goes on after a suspension.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn resume_case(&self, actor: &Actor, id: CaseId, on: NaiveDate, note: &str) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::SuspendCase, id, None, |case, today| Ok(vec![case.resume(on, note, today)?]))
            .await
    }

    /// Records a follow-up contact after closure.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn follow_up(
        &self,
        actor: &Actor,
        id: CaseId,
        on: NaiveDate,
        note: &str,
        next_on: Option<NaiveDate>,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::FollowUp, id, None, |case, today| {
            Ok(vec![case.follow_up(on, note, next_on, today)?])
        })
        .await
    }

    /// Ends the follow-up.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn end_follow_up(
        &self,
        actor: &Actor,
        id: CaseId,
        on: NaiveDate,
        note: &str,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::FollowUp, id, None, |case, today| {
            Ok(vec![case.end_follow_up(on, note, today)?])
        })
        .await
    }

    /// Marks a task as done today.
    ///
    /// # Errors
    ///
    /// See [`App::record_answers`].
    #[boxed]
    pub async fn finish_task(&self, actor: &Actor, id: CaseId, task: TaskId) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::FinishTask, id, None, |case, today| {
            Ok(vec![case.finish_task(task, today, today)?])
        })
        .await
    }
}
