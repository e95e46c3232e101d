//! From first contact to screening: opening, application, screening, emergency support, records, assignment.

use chrono::NaiveDate;

use super::super::{
    AnswerChange, Case, Stage,
    event::CaseEvent,
    intake::{Application, EmergencySupport, ReferralConsent, Screening, ScreeningResult},
    record::SupportRecord,
};
use crate::{
    form::Facts,
    id::{AgencyId, CaseId, PersonId, StaffId, TaskId},
    rule::{Refusal, Rule, require},
};

/// 相談受付: what is needed to open a case. Consent is not (SR-02).
#[derive(Clone, Debug)]
pub struct OpenCase {
    /// Whose case.
    pub person: PersonId,
    /// The centre that supports.
    pub centre: AgencyId,
    /// The municipality that decides.
    pub municipality: AgencyId,
    /// The reference given by the centre's counter.
    pub reference: String,
    /// 初回相談受付日
    pub received_on: NaiveDate,
    /// 受付者
    pub received_by: StaffId,
    /// 主担当
    pub assigned_to: StaffId,
    /// The case before, where the person comes back.
    pub previous: Option<CaseId>,
}

impl OpenCase {
    /// Opens the case.
    ///
    /// # Errors
    ///
    /// P-11 if it was received after `today`.
    pub fn decide(self, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        require(self.received_on <= today, Rule::DateOutOfOrder)?;
        Ok(CaseEvent::Opened {
            person: self.person,
            centre: self.centre,
            municipality: self.municipality,
            reference: self.reference,
            received_on: self.received_on,
            received_by: self.received_by,
            assigned_to: self.assigned_to,
            previous: self.previous,
        })
    }
}

impl Case {
    /// Writes or changes answers on a sheet: `asked` names the facts that were on the page, `wanted` holds their answers. Answers
    /// may be completed at any time while the case is open: new facts are added later. `None` when nothing changes.
    ///
    /// # Errors
    ///
    /// P-01 if the case has ended.
    pub fn record_answers(&self, form: &str, wanted: &Facts, asked: &[String]) -> Result<Option<CaseEvent>, Refusal> {
        self.require_open()?;
        let change = AnswerChange::between(&self.answers, wanted, asked);
        Ok((!change.is_empty()).then(|| CaseEvent::AnswersRecorded {
            form: form.to_owned(),
            answers: change.set,
            cleared: change.cleared,
        }))
    }

    /// Records the person's answer about application and sharing.
    ///
    /// # Errors
    ///
    /// SR-01 if the person agrees without the privacy rules having been explained before; SR-02 if a "no" has no reason;
    /// P-11 for dates out of order; P-01 if the case has ended.
    pub fn answer_application(&self, application: Application, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        self.require_open()?;
        require(application.answer.has_reason_if_needed(), Rule::NoConsentNeedsReason)?;
        if application.answer.agrees() {
            let explained = application.explained.map(|(on, _)| on);
            require(explained.is_some_and(|on| on <= application.answer.on), Rule::PrivacyExplainedFirst)?;
        }
        let on = application.answer.on;
        require(self.received_on <= on && on <= today, Rule::DateOutOfOrder)?;
        Ok(CaseEvent::ApplicationAnswered { application })
    }

    /// Records a screening. A later one replaces it while there is no plan.
    ///
    /// # Errors
    ///
    /// P-02 if support is to continue before the person has answered about application; P-12 if what belongs to the outcome is
    /// missing: a comment for an ending, a comment and the next contact for a pending consent, where to and what the person
    /// says to it for a referral, with a comment unless they agree; P-11 for dates out of order; P-26 once there is a plan.
    pub fn screen(&self, screening: Screening, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        require(self.closure.is_none(), Rule::CaseEnded)?;
        require(self.plans.is_empty(), Rule::ScreeningFixed)?;
        require(self.received_on <= screening.on && screening.on <= today, Rule::DateOutOfOrder)?;
        let commented = !screening.comment.trim().is_empty();
        match screening.result {
            ScreeningResult::ContinueSupport => require(self.application.is_some(), Rule::ApplicationAnsweredFirst)?,
            ScreeningResult::ReferOut => {
                let named = screening.referral_targets.iter().any(|target| !target.trim().is_empty());
                let agrees = screening.referral_consent == Some(ReferralConsent::Agrees);
                require(named && screening.referral_consent.is_some(), Rule::ReasonNeeded)?;
                require(agrees || commented, Rule::ReasonNeeded)?;
            }
            ScreeningResult::ConsentPending => {
                let next = screening.next_contact_on;
                require(commented && next.is_some(), Rule::ReasonNeeded)?;
                require(next >= Some(screening.on), Rule::DateOutOfOrder)?;
            }
            ScreeningResult::LostBeforeScreening | ScreeningResult::InfoOnly => require(commented, Rule::ReasonNeeded)?,
        }
        Ok(CaseEvent::Screened { screening })
    }

    /// Confirms that the person arrived where they were referred to.
    ///
    /// # Errors
    ///
    /// P-20 if the case was not referred out.
    pub fn confirm_arrival(&self, on: NaiveDate, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        require(self.stage() == Stage::ReferredOut, Rule::NoSuchEntry)?;
        require(self.screening.as_ref().is_some_and(|s| s.on <= on) && on <= today, Rule::DateOutOfOrder)?;
        Ok(CaseEvent::ArrivalConfirmed { on })
    }

    /// Starts support that cannot wait for plan and conference; it is reported afterwards (SR-09).
    ///
    /// # Errors
    ///
    /// P-12 without the need in words; P-01 if the case has ended.
    pub fn start_emergency_support(&self, support: EmergencySupport, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        self.require_open()?;
        require(!support.need.trim().is_empty(), Rule::ReasonNeeded)?;
        require(support.started_on <= today, Rule::DateOutOfOrder)?;
        let support = EmergencySupport { reported: None, ..support };
        Ok(CaseEvent::EmergencySupportStarted { support })
    }

    /// Gives the case to another member of staff without a handover: at the beginning, and where the name was wrong. `None` when it
    /// is theirs already.
    ///
    /// # Errors
    ///
    /// P-12 without a reason; P-66 while it is being handed over.
    pub fn assign(&self, to: StaffId, reason: &str) -> Result<Option<CaseEvent>, Refusal> {
        require(self.handovers.staff_change().is_none(), Rule::HandoverOnItsWay)?;
        require(!reason.trim().is_empty(), Rule::ReasonNeeded)?;
        Ok((to != self.assigned_to).then(|| CaseEvent::Assigned { to, reason: reason.trim().to_owned() }))
    }

    /// Writes a support record. Possible after closure too: what happens then is worth keeping.
    ///
    /// # Errors
    ///
    /// See [`write_record`].
    pub fn write_record(&self, record: SupportRecord, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        write_record(self.received_on, record, today)
    }

    /// Corrects a support record; the text before stays reachable.
    ///
    /// # Errors
    ///
    /// P-12 without a reason, and those of [`write_record`].
    pub fn correct_record(&self, record: SupportRecord, reason: &str, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        require(!reason.trim().is_empty(), Rule::ReasonNeeded)?;
        check_record(self.received_on, &record, today)?;
        Ok(CaseEvent::RecordCorrected { record, reason: reason.trim().to_owned() })
    }

    /// Marks a task of a conference as done.
    ///
    /// # Errors
    ///
    /// P-20 if there is no such open task.
    pub fn finish_task(&self, task: TaskId, on: NaiveDate, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        let open = self.tasks.iter().any(|known| known.task.id == task && known.done_on.is_none());
        require(open, Rule::NoSuchEntry)?;
        require(on <= today, Rule::DateOutOfOrder)?;
        Ok(CaseEvent::TaskDone { task, on })
    }
}

/// Writes a support record into a case of which only the first day is known: the quick way, without the whole case.
///
/// # Errors
///
/// P-11 if it took place after `today`; P-12 if it says nothing, or names nobody or no method.
pub fn write_record(
    case_received_on: NaiveDate,
    record: SupportRecord,
    today: NaiveDate,
) -> Result<CaseEvent, Refusal> {
    check_record(case_received_on, &record, today)?;
    Ok(CaseEvent::RecordWritten { record })
}

/// An outreach contact may lie before the day of first reception; a year is taken as a slip of the pen.
fn check_record(case_received_on: NaiveDate, record: &SupportRecord, today: NaiveDate) -> Result<(), Refusal> {
    let earliest = case_received_on - chrono::Days::new(366);
    require(earliest <= record.took_place.on && record.took_place.on <= today, Rule::DateOutOfOrder)?;
    let says_something = !record.facts.trim().is_empty();
    let names = !record.counterparts.is_empty() && !record.methods.is_empty() && !record.staff.is_empty();
    require(says_something && names, Rule::ReasonNeeded)
}
