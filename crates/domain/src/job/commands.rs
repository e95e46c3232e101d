//! Commands on a job: each gives what happens, or the rules that refuse.

use chrono::{Months, NaiveDate};

use super::{
    Agreement, AtWorkplace, Check, Consult, ContactChange, ContactPlan, Employer, Feedback, Goal, GoalReview, Job,
    JobDueKind, JobEnd, JobEndReason, JobEvent, JobKind, JobTerms, LookBack, Side, WorkContact,
};
use crate::{
    episode::last_day,
    id::{AgencyId, EpisodeId, GoalId, JobId, PersonId},
    rule::{Refusal, Rule, require},
};

/// The longest trial employment (K20: three months; with a mental illness up to twelve).
const LONGEST_TRIAL: u32 = 12;
/// So many months ahead a first day may lie.
const AHEAD: Months = Months::new(12);

fn has_words(text: &str) -> bool {
    !text.trim().is_empty()
}

/// A job that is to begin.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// Whose.
    pub person: PersonId,
    /// The agency that stands beside it.
    pub agency: AgencyId,
    /// Where.
    pub employer: Employer,
    /// What.
    pub kind: JobKind,
    /// What was agreed.
    pub terms: JobTerms,
    /// The use that led to it.
    pub episode: Option<EpisodeId>,
    /// The job before it.
    pub previous: Option<JobId>,
    /// No agency that supports people at work stands beside it.
    pub is_alone: bool,
}

fn check_terms(kind: JobKind, terms: &JobTerms, today: NaiveDate) -> Result<(), Refusal> {
    require(has_words(&terms.work), Rule::JobSaysWhat)?;
    require(terms.until.is_none_or(|until| terms.starts_on <= until), Rule::TermInOrder)?;
    let latest = today.checked_add_months(AHEAD).unwrap_or(today);
    require(terms.starts_on <= latest, Rule::DateOutOfOrder)?;
    if kind == JobKind::Trial {
        let most = last_day(terms.starts_on, LONGEST_TRIAL);
        require(terms.until.is_some_and(|until| until <= most), Rule::TrialWithinTerm)?;
    }
    Ok(())
}

impl NewJob {
    /// Begins the record of the job.
    ///
    /// # Errors
    ///
    /// P-104 without a name of the employer or words about the work, P-82 where it would end before it begins, P-105 for a trial without an
    /// end or longer than twelve months, P-11 for a first day more than a year ahead.
    pub fn decide(self, today: NaiveDate) -> Result<JobEvent, Refusal> {
        require(has_words(&self.employer.name), Rule::JobSaysWhat)?;
        check_terms(self.kind, &self.terms, today)?;
        let Self { person, agency, employer, kind, terms, episode, previous, is_alone } = self;
        Ok(JobEvent::Begun { person, agency, employer, kind, terms, episode, previous, is_alone })
    }
}

impl Job {
    fn require_open(&self) -> Result<(), Refusal> {
        require(self.is_open(), Rule::JobEnded)
    }

    /// Nothing that passes between agency and employer is written about closed employment.
    fn require_disclosed(&self, with_employer: bool) -> Result<(), Refusal> {
        require(!(with_employer && self.is_closed_to_employer()), Rule::ClosedEmployment)
    }

    fn goal(&self, id: GoalId) -> Result<&Goal, Refusal> {
        self.goals.iter().find(|goal| goal.id == id).ok_or_else(|| Rule::GoalInOrder.into())
    }

    /// Changes the conditions.
    ///
    /// # Errors
    ///
    /// As for beginning it; P-106 once it has ended, P-12 without a reason.
    pub fn change_terms(&self, terms: JobTerms, reason: &str, today: NaiveDate) -> Result<JobEvent, Refusal> {
        self.require_open()?;
        require(has_words(reason), Rule::ReasonNeeded)?;
        check_terms(self.kind, &terms, today)?;
        Ok(JobEvent::TermsChanged { terms, reason: reason.trim().to_owned() })
    }

    /// Records who agreed on what.
    ///
    /// # Errors
    ///
    /// P-106 once it has ended, P-104 without words or without anybody, R-10 with the employer of a closed employment, P-11 for a day to come.
    pub fn agree(&self, agreement: Agreement, today: NaiveDate) -> Result<JobEvent, Refusal> {
        self.require_open()?;
        require(has_words(&agreement.what) && !agreement.sides.is_empty(), Rule::JobSaysWhat)?;
        self.require_disclosed(agreement.sides.contains(&Side::Employer))?;
        require(agreement.on <= today, Rule::DateOutOfOrder)?;
        Ok(JobEvent::Agreed { agreement })
    }

    /// Somebody else answers for the person at the employer.
    ///
    /// # Errors
    ///
    /// P-106 once it has ended, P-104 without a name, R-10 for closed employment, P-11 for a day to come.
    pub fn change_contact(&self, change: ContactChange, today: NaiveDate) -> Result<JobEvent, Refusal> {
        self.require_open()?;
        self.require_disclosed(true)?;
        require(has_words(&change.key_person), Rule::JobSaysWhat)?;
        require(change.on <= today, Rule::DateOutOfOrder)?;
        Ok(JobEvent::ContactChanged { change })
    }

    /// Records what a side thinks; also after the end.
    ///
    /// # Errors
    ///
    /// P-104 without words, R-10 for words of the employer about a closed employment, P-11 for a day before the first one or to come.
    pub fn give_feedback(&self, feedback: Feedback, today: NaiveDate) -> Result<JobEvent, Refusal> {
        require(has_words(&feedback.words), Rule::JobSaysWhat)?;
        self.require_disclosed(feedback.side == Side::Employer)?;
        require(self.terms.starts_on <= feedback.on && feedback.on <= today, Rule::DateOutOfOrder)?;
        Ok(JobEvent::FeedbackGiven { feedback })
    }

    /// Sets a goal.
    ///
    /// # Errors
    ///
    /// P-106 once it has ended, P-107 without words or where it would end before it begins, R-10 where the employer of a closed employment
    /// would have agreed.
    pub fn set_goal(&self, goal: Goal) -> Result<JobEvent, Refusal> {
        self.require_open()?;
        require(has_words(&goal.what) && goal.from < goal.until && goal.review.is_none(), Rule::GoalInOrder)?;
        self.require_disclosed(goal.employer_on.is_some())?;
        Ok(JobEvent::GoalSet { goal })
    }

    /// A side says yes to a goal.
    ///
    /// # Errors
    ///
    /// P-106 once it has ended; P-107 for a goal that is not there, was looked back on, or for a supporter, whose yes is not asked for; R-10;
    /// P-11 for a day to come.
    pub fn confirm_goal(&self, id: GoalId, side: Side, on: NaiveDate, today: NaiveDate) -> Result<JobEvent, Refusal> {
        self.require_open()?;
        let goal = self.goal(id)?;
        require(goal.review.is_none() && side != Side::Supporter, Rule::GoalInOrder)?;
        self.require_disclosed(side == Side::Employer)?;
        require(on <= today, Rule::DateOutOfOrder)?;
        Ok(JobEvent::GoalConfirmed { goal: id, side, on })
    }

    /// Looks back on a goal.
    ///
    /// # Errors
    ///
    /// P-107 for a goal that is not there or without the person's words, R-10 for words of the employer about a closed employment, P-11.
    pub fn review_goal(&self, id: GoalId, review: GoalReview, today: NaiveDate) -> Result<JobEvent, Refusal> {
        let goal = self.goal(id)?;
        require(has_words(&review.person), Rule::GoalInOrder)?;
        self.require_disclosed(has_words(&review.employer))?;
        require(goal.from <= review.on && review.on <= today, Rule::DateOutOfOrder)?;
        Ok(JobEvent::GoalReviewed { goal: id, review })
    }

    /// Something was asked or done at work.
    ///
    /// # Errors
    ///
    /// P-106 once it has ended, P-104 without words, R-10 for closed employment unless the person asked, P-11.
    pub fn consult(&self, consult: Consult, today: NaiveDate) -> Result<JobEvent, Refusal> {
        self.require_open()?;
        require(has_words(&consult.topic), Rule::JobSaysWhat)?;
        self.require_disclosed(consult.side == Side::Employer)?;
        require(self.terms.starts_on <= consult.on && consult.on <= today, Rule::DateOutOfOrder)?;
        Ok(JobEvent::Consulted { consult })
    }

    /// Looks whether the person is still at work.
    ///
    /// # Errors
    ///
    /// P-108 where nobody was hired or before the day has come, P-11 for a day to come.
    pub fn check(&self, check: Check, today: NaiveDate) -> Result<JobEvent, Refusal> {
        let due = self.terms.starts_on.checked_add_months(Months::new(check.at.months()));
        require(self.kind.is_hired() && due.is_some_and(|due| due <= check.on), Rule::CheckInOrder)?;
        require(check.on <= today, Rule::DateOutOfOrder)?;
        Ok(JobEvent::Checked { check })
    }

    /// Support that grew by itself at the workplace was seen.
    ///
    /// # Errors
    ///
    /// P-106 once it has ended, P-104 without words, P-11.
    pub fn see_support(
        &self,
        on: NaiveDate,
        words: &str,
        is_solid: bool,
        today: NaiveDate,
    ) -> Result<JobEvent, Refusal> {
        self.require_open()?;
        require(has_words(words), Rule::JobSaysWhat)?;
        require(self.terms.starts_on <= on && on <= today, Rule::DateOutOfOrder)?;
        Ok(JobEvent::SupportSeen { on, words: words.trim().to_owned(), is_solid })
    }

    /// Plans how often who is spoken to.
    ///
    /// # Errors
    ///
    /// P-106 once it has ended; P-120, P-121, R-10 and P-11 as the plan has them.
    pub fn plan_contacts(&self, plan: ContactPlan, today: NaiveDate) -> Result<JobEvent, Refusal> {
        self.require_open()?;
        self.check_plan(&plan, today)?;
        Ok(JobEvent::ContactsPlanned { plan })
    }

    /// Writes down a contact with the person or the employer.
    ///
    /// # Errors
    ///
    /// P-106 once it has ended; P-104 with nobody, unless a report was shared; R-10 with the employer of a closed employment; P-11 for a day
    /// to come.
    pub fn contact(&self, contact: WorkContact, today: NaiveDate) -> Result<JobEvent, Refusal> {
        self.require_open()?;
        let with = &contact.with;
        let says_with_whom = contact.report_shared || !with.is_empty();
        require(says_with_whom && !with.contains(&Side::Supporter), Rule::JobSaysWhat)?;
        self.require_disclosed(with.contains(&Side::Employer))?;
        require(contact.on <= today, Rule::DateOutOfOrder)?;
        Ok(JobEvent::Contacted { contact })
    }

    /// Links the employer, which was named only, to its entry: from now on it may see its side, as far as the person agrees.
    ///
    /// # Errors
    ///
    /// R-10 for closed employment; P-125 where it is linked already.
    pub fn link_employer(&self, agency: AgencyId) -> Result<JobEvent, Refusal> {
        self.require_disclosed(true)?;
        require(self.employer.agency.is_none(), Rule::EmployerLinked)?;
        Ok(JobEvent::EmployerLinked { agency })
    }

    /// Hands the support to the workplace.
    ///
    /// # Errors
    ///
    /// P-106 once it has ended; R-10 for closed employment; P-122 unless somebody has written that the support inside carries by itself; P-104
    /// without a name; P-11 for a day to come.
    pub fn leave_to_workplace(&self, handed: AtWorkplace, today: NaiveDate) -> Result<JobEvent, Refusal> {
        self.require_open()?;
        self.require_disclosed(true)?;
        require(self.is_supported_inside() && self.at_workplace.is_none(), Rule::WorkplaceCarries)?;
        require(has_words(&handed.to), Rule::JobSaysWhat)?;
        require(self.terms.starts_on <= handed.on && handed.on <= today, Rule::DateOutOfOrder)?;
        Ok(JobEvent::LeftToWorkplace { handed })
    }

    /// Something that was asked to be done is done.
    ///
    /// # Errors
    ///
    /// P-106 once it has ended, P-108 for what Banso sees by itself, P-11.
    pub fn settle(&self, kind: JobDueKind, on: NaiveDate, today: NaiveDate) -> Result<JobEvent, Refusal> {
        self.require_open()?;
        require(JobDueKind::SETTLED_BY_HAND.contains(&kind), Rule::CheckInOrder)?;
        require(on <= today, Rule::DateOutOfOrder)?;
        Ok(JobEvent::Settled { kind, on, again: None })
    }

    /// Learns from a card that is final that it is known whom to ask, and when that is looked at again.
    ///
    /// # Errors
    ///
    /// As [`Job::settle`]; P-82 where it is to be looked at again before it was confirmed.
    pub fn keep_card(&self, on: NaiveDate, again: Option<NaiveDate>, today: NaiveDate) -> Result<JobEvent, Refusal> {
        self.settle(JobDueKind::ConsultCard, on, today)?;
        require(again.is_none_or(|again| on <= again), Rule::TermInOrder)?;
        Ok(JobEvent::Settled { kind: JobDueKind::ConsultCard, on, again })
    }

    /// Another agency stands beside the job as well from now on.
    ///
    /// # Errors
    ///
    /// P-106 once it has ended, P-176 for an agency that stands beside it already, P-11 for a day to come.
    pub fn bring_in(&self, agency: AgencyId, on: NaiveDate, today: NaiveDate) -> Result<JobEvent, Refusal> {
        self.require_open()?;
        require(agency != self.agency && !self.also_beside.contains(&agency), Rule::JobStoodBeside)?;
        require(on <= today, Rule::DateOutOfOrder)?;
        Ok(JobEvent::BroughtIn { agency, on })
    }

    /// An agency that stood beside the job as well does so no more.
    ///
    /// # Errors
    ///
    /// P-176 for an agency that does not stand beside it as well, P-11 for a day to come.
    pub fn step_back(&self, agency: AgencyId, on: NaiveDate, today: NaiveDate) -> Result<JobEvent, Refusal> {
        require(self.also_beside.contains(&agency), Rule::JobStoodBeside)?;
        require(on <= today, Rule::DateOutOfOrder)?;
        Ok(JobEvent::SteppedBack { agency, on })
    }

    /// Another agency stands beside the job from now on.
    ///
    /// # Errors
    ///
    /// P-109 for the agency that does so already, P-11 for a day to come.
    pub fn pass_on(&self, agency: AgencyId, on: NaiveDate, today: NaiveDate) -> Result<JobEvent, Refusal> {
        require(agency != self.agency, Rule::JobPassedOn)?;
        require(self.terms.starts_on <= on && on <= today, Rule::DateOutOfOrder)?;
        Ok(JobEvent::PassedOn { agency, on })
    }

    /// 離職・終了
    ///
    /// # Errors
    ///
    /// P-106 if it has ended, P-82 where it would end before it began, P-11 for a day to come, P-12 for 「その他」 without words.
    pub fn finish(&self, end: JobEnd, today: NaiveDate) -> Result<JobEvent, Refusal> {
        self.require_open()?;
        require(self.terms.starts_on <= end.on, Rule::TermInOrder)?;
        require(end.on <= today, Rule::DateOutOfOrder)?;
        require(end.reason != JobEndReason::Other || has_words(&end.note), Rule::ReasonNeeded)?;
        Ok(JobEvent::Ended { end })
    }

    /// It goes on: the support opens again in one step, however long ago it ended.
    ///
    /// # Errors
    ///
    /// P-106 unless it has ended or lies with the workplace, P-12 without a reason, P-11 for a day before that or to come.
    pub fn reopen(&self, on: NaiveDate, reason: &str, today: NaiveDate) -> Result<JobEvent, Refusal> {
        let ended = self.end.as_ref().map(|end| end.on);
        let Some(since) = ended.or(self.at_workplace.as_ref().map(|handed| handed.on)) else {
            return Err(Rule::JobEnded.into());
        };
        require(has_words(reason), Rule::ReasonNeeded)?;
        require(since <= on && on <= today, Rule::DateOutOfOrder)?;
        Ok(JobEvent::Reopened { on, reason: reason.trim().to_owned() })
    }

    /// Looks back on a job that was left.
    ///
    /// # Errors
    ///
    /// P-106 unless it has ended; R-92 unless it says how information was shared, what was done and what was not; P-11.
    pub fn look_back(&self, look_back: LookBack, today: NaiveDate) -> Result<JobEvent, Refusal> {
        let Some(end) = &self.end else { return Err(Rule::JobEnded.into()) };
        let said = [&look_back.info_shared, &look_back.done, &look_back.not_done];
        require(said.iter().all(|text| has_words(text)), Rule::LeavingIsLookedBackOn)?;
        require(end.on <= look_back.on && look_back.on <= today, Rule::DateOutOfOrder)?;
        Ok(JobEvent::LookedBack { look_back })
    }
}

/// A change that is asked for.
#[derive(Clone, Debug)]
pub enum JobCommand {
    /// See [`Job::change_terms`].
    ChangeTerms(JobTerms, String),
    /// See [`Job::agree`].
    Agree(Agreement),
    /// See [`Job::change_contact`].
    ChangeContact(ContactChange),
    /// See [`Job::give_feedback`].
    GiveFeedback(Feedback),
    /// See [`Job::set_goal`].
    SetGoal(Goal),
    /// See [`Job::confirm_goal`].
    ConfirmGoal(GoalId, Side, NaiveDate),
    /// See [`Job::review_goal`].
    ReviewGoal(GoalId, GoalReview),
    /// See [`Job::consult`].
    Consult(Consult),
    /// See [`Job::check`].
    Check(Check),
    /// See [`Job::see_support`].
    SeeSupport(NaiveDate, String, bool),
    /// See [`Job::plan_contacts`].
    PlanContacts(ContactPlan),
    /// See [`Job::contact`].
    Contact(WorkContact),
    /// See [`Job::link_employer`].
    LinkEmployer(AgencyId),
    /// See [`Job::leave_to_workplace`].
    LeaveToWorkplace(AtWorkplace),
    /// See [`Job::settle`].
    Settle(JobDueKind, NaiveDate),
    /// See [`Job::keep_card`].
    KeepCard(NaiveDate, Option<NaiveDate>),
    /// See [`Job::bring_in`].
    BringIn(AgencyId, NaiveDate),
    /// See [`Job::step_back`].
    StepBack(AgencyId, NaiveDate),
    /// See [`Job::pass_on`].
    PassOn(AgencyId, NaiveDate),
    /// See [`Job::finish`].
    Finish(JobEnd),
    /// See [`Job::reopen`].
    Reopen(NaiveDate, String),
    /// See [`Job::look_back`].
    LookBack(LookBack),
}

impl JobCommand {
    /// Whether it is the employer's own word, and so theirs to say.
    pub fn is_of_the_employer(&self) -> bool {
        match self {
            Self::GiveFeedback(feedback) => feedback.side == Side::Employer,
            Self::ConfirmGoal(_, side, _) => *side == Side::Employer,
            Self::Consult(consult) => consult.side == Side::Employer,
            _ => false,
        }
    }
}

impl JobCommand {
    /// Whether an agency that stands beside a job as well may do it: what it does and sees itself. Terms, goals and the end stay with the one
    /// that keeps the record.
    pub fn is_of_those_beside(&self) -> bool {
        matches!(
            self,
            Self::Contact(_)
                | Self::PlanContacts(_)
                | Self::Consult(_)
                | Self::SeeSupport(..)
                | Self::GiveFeedback(_)
                | Self::Settle(..)
                | Self::KeepCard(..)
                | Self::Agree(_)
        )
    }
}

impl Job {
    /// What happens by a command.
    ///
    /// # Errors
    ///
    /// Those of the command.
    pub fn decide(&self, command: JobCommand, today: NaiveDate) -> Result<JobEvent, Refusal> {
        match command {
            JobCommand::ChangeTerms(terms, reason) => self.change_terms(terms, &reason, today),
            JobCommand::Agree(agreement) => self.agree(agreement, today),
            JobCommand::ChangeContact(change) => self.change_contact(change, today),
            JobCommand::GiveFeedback(feedback) => self.give_feedback(feedback, today),
            JobCommand::SetGoal(goal) => self.set_goal(goal),
            JobCommand::ConfirmGoal(goal, side, on) => self.confirm_goal(goal, side, on, today),
            JobCommand::ReviewGoal(goal, review) => self.review_goal(goal, review, today),
            JobCommand::Consult(consult) => self.consult(consult, today),
            JobCommand::Check(check) => self.check(check, today),
            JobCommand::SeeSupport(on, words, is_solid) => self.see_support(on, &words, is_solid, today),
            JobCommand::PlanContacts(plan) => self.plan_contacts(plan, today),
            JobCommand::Contact(contact) => self.contact(contact, today),
            JobCommand::LinkEmployer(agency) => self.link_employer(agency),
            JobCommand::LeaveToWorkplace(handed) => self.leave_to_workplace(handed, today),
            JobCommand::Settle(kind, on) => self.settle(kind, on, today),
            JobCommand::KeepCard(on, again) => self.keep_card(on, again, today),
            JobCommand::BringIn(agency, on) => self.bring_in(agency, on, today),
            JobCommand::StepBack(agency, on) => self.step_back(agency, on, today),
            JobCommand::PassOn(agency, on) => self.pass_on(agency, on, today),
            JobCommand::Finish(end) => self.finish(end, today),
            JobCommand::Reopen(on, reason) => self.reopen(on, &reason, today),
            JobCommand::LookBack(look_back) => self.look_back(look_back, today),
        }
    }
}
