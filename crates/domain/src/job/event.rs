//! What happens to a job.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Agreement, AtWorkplace, Check, Consult, ContactChange, ContactPlan, Employer, Feedback, Goal, GoalReview,
    JobDueKind, JobEnd, JobKind, JobTerms, LookBack, Side, WorkContact,
};
use crate::{
    agency::AgencyKind,
    id::{AgencyId, EpisodeId, GoalId, JobId, PersonId},
};

/// What happened to a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum JobEvent {
    /// 実習・就職の記録を始めた
    Begun {
        /// Whose.
        person: PersonId,
        /// The agency that stands beside it.
        agency: AgencyId,
        /// Where.
        employer: Employer,
        /// What.
        kind: JobKind,
        /// What was agreed.
        terms: JobTerms,
        /// The use that led to it.
        episode: Option<EpisodeId>,
        /// The job before it.
        previous: Option<JobId>,
        /// No agency that supports people at work stands beside it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        is_alone: bool,
    },
    /// The conditions changed, or were written down wrongly.
    TermsChanged {
        /// As they are now.
        terms: JobTerms,
        /// Why.
        reason: String,
    },
    /// 三者の確認
    Agreed {
        /// Who agreed on what.
        agreement: Agreement,
    },
    /// 企業の担当者の交代
    ContactChanged {
        /// Who now.
        change: ContactChange,
    },
    /// 企業の評価・本人の感想
    FeedbackGiven {
        /// Whose words.
        feedback: Feedback,
    },
    /// 半年の目標
    GoalSet {
        /// Which.
        goal: Goal,
    },
    /// Somebody said yes to a goal.
    GoalConfirmed {
        /// To which.
        goal: GoalId,
        /// Who.
        side: Side,
        /// When.
        on: NaiveDate,
    },
    /// A goal was looked back on.
    GoalReviewed {
        /// On which.
        goal: GoalId,
        /// How it went.
        review: GoalReview,
    },
    /// 企業の相談
    Consulted {
        /// About what.
        consult: Consult,
    },
    /// 在籍の確認
    Checked {
        /// How it stood.
        check: Check,
    },
    /// ナチュラルサポート
    SupportSeen {
        /// When.
        on: NaiveDate,
        /// What was seen.
        words: String,
        /// It carries by itself.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        is_solid: bool,
    },
    /// 連絡の計画
    ContactsPlanned {
        /// How often who is spoken to.
        plan: ContactPlan,
    },
    /// 連絡
    Contacted {
        /// With whom, about what.
        contact: WorkContact,
    },
    /// The employer was named only, and has an entry now.
    EmployerLinked {
        /// Its entry.
        agency: AgencyId,
    },
    /// The support lies with the workplace from now on.
    LeftToWorkplace {
        /// With whom there, and since when.
        handed: AtWorkplace,
    },
    /// Something that was asked to be done is done.
    Settled {
        /// What.
        kind: JobDueKind,
        /// When.
        on: NaiveDate,
        /// On which day it is asked for again, where that is known: of a card that says whom to ask.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        again: Option<NaiveDate>,
    },
    /// Another agency stands beside the job, too: it reads the record, and writes down what it does itself.
    BroughtIn {
        /// Which.
        agency: AgencyId,
        /// Since when.
        on: NaiveDate,
    },
    /// An agency that stood beside the job as well does so no more.
    SteppedBack {
        /// Which.
        agency: AgencyId,
        /// Since when.
        on: NaiveDate,
    },
    /// Another agency stands beside the job from now on.
    PassedOn {
        /// Which.
        agency: AgencyId,
        /// From when.
        on: NaiveDate,
    },
    /// 離職・終了
    Ended {
        /// When and why.
        end: JobEnd,
    },
    /// It goes on.
    Reopened {
        /// From when.
        on: NaiveDate,
        /// Why.
        reason: String,
    },
    /// 振り返り
    LookedBack {
        /// What was learnt.
        look_back: LookBack,
    },
}

impl JobEvent {
    /// The event as R-85 reads it: a record that was begun before anybody asked says nothing of who stands beside the job. It is alone where no
    /// use of a programme led to it and the agency that began it, of this kind, does not support people at work.
    #[must_use]
    pub fn begun_at(mut self, kind: Option<AgencyKind>) -> Self {
        if let Self::Begun { is_alone, episode: None, .. } = &mut self
            && kind.is_some_and(|kind| !kind.supports_work())
        {
            *is_alone = true;
        }
        self
    }

    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Begun { .. } => "job_begun",
            Self::TermsChanged { .. } => "job_terms_changed",
            Self::Agreed { .. } => "job_agreed",
            Self::ContactChanged { .. } => "job_contact_changed",
            Self::FeedbackGiven { .. } => "job_feedback_given",
            Self::GoalSet { .. } => "job_goal_set",
            Self::GoalConfirmed { .. } => "job_goal_confirmed",
            Self::GoalReviewed { .. } => "job_goal_reviewed",
            Self::Consulted { .. } => "job_consulted",
            Self::Checked { .. } => "job_checked",
            Self::SupportSeen { .. } => "job_support_seen",
            Self::ContactsPlanned { .. } => "job_contacts_planned",
            Self::Contacted { .. } => "job_contacted",
            Self::LeftToWorkplace { .. } => "job_left_to_workplace",
            Self::EmployerLinked { .. } => "job_employer_linked",
            Self::Settled { .. } => "job_settled",
            Self::BroughtIn { .. } => "job_brought_in",
            Self::SteppedBack { .. } => "job_stepped_back",
            Self::PassedOn { .. } => "job_passed_on",
            Self::Ended { .. } => "job_ended",
            Self::Reopened { .. } => "job_reopened",
            Self::LookedBack { .. } => "job_looked_back",
        }
    }

    /// The day on which it took place, where that is another fact than when it was recorded.
    pub fn took_place_on(&self) -> Option<NaiveDate> {
        match self {
            Self::Begun { terms, .. } => Some(terms.starts_on),
            Self::Agreed { agreement } => Some(agreement.on),
            Self::ContactChanged { change } => Some(change.on),
            Self::FeedbackGiven { feedback } => Some(feedback.on),
            Self::GoalSet { goal } => Some(goal.from),
            Self::GoalConfirmed { on, .. }
            | Self::SupportSeen { on, .. }
            | Self::Settled { on, .. }
            | Self::BroughtIn { on, .. }
            | Self::SteppedBack { on, .. }
            | Self::PassedOn { on, .. }
            | Self::Reopened { on, .. } => Some(*on),
            Self::GoalReviewed { review, .. } => Some(review.on),
            Self::Consulted { consult } => Some(consult.on),
            Self::ContactsPlanned { plan } => Some(plan.from),
            Self::Contacted { contact } => Some(contact.on),
            Self::LeftToWorkplace { handed } => Some(handed.on),
            Self::Checked { check } => Some(check.on),
            Self::Ended { end } => Some(end.on),
            Self::LookedBack { look_back } => Some(look_back.on),
            Self::TermsChanged { .. } | Self::EmployerLinked { .. } => None,
        }
    }
}
