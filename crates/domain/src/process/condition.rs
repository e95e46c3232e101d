//! Conditions that process definitions name: each looks at a case and says yes, or which rule stands in the way.

use crate::{
    case::{Case, Stage, closing::Way, intake::ScreeningResult},
    rule::Rule,
};

macro_rules! conditions {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $rule:ident, |$case:ident| $holds:expr;)+) => {
        /// A named condition on a case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Condition {
            $($(#[$doc])* $name,)+
        }

        impl Condition {
            /// Every condition.
            pub const ALL: &[Condition] = &[$(Condition::$name),+];

            /// The name used in definition files.
            pub const fn name(self) -> &'static str {
                match self { $(Condition::$name => $text,)+ }
            }

            /// The rule that speaks while the condition does not hold.
            pub const fn rule(self) -> Rule {
                match self { $(Condition::$name => Rule::$rule,)+ }
            }

            /// Whether the condition holds for the case.
            pub fn holds(self, case: &Case) -> bool {
                match self { $(Condition::$name => { let $case = case; $holds })+ }
            }
        }
    };
}

conditions! {
    /// The case has been opened.
    Opened = "opened", NoSuchEntry, |_case| true;
    /// The case is neither closed nor ended.
    Open = "open", CaseEnded, |case| case.closure.is_none() && case.stage().is_open();
    /// The case is not suspended.
    Running = "running", Suspended, |case| case.suspension().is_none();
    /// There is a screening.
    Screened = "screened", ScreenedToContinue, |case| case.screening.is_some();
    /// The screening says to continue.
    Continues = "continues", ScreenedToContinue,
        |case| case.screening.as_ref().is_some_and(|screening| screening.result == ScreeningResult::ContinueSupport);
    /// The person has answered about application, yes or no.
    ApplicationAnswered = "application_answered", ApplicationAnsweredFirst, |case| case.application.is_some();
    /// The person agreed that agencies share.
    SharingAgreed = "sharing_agreed", ConsentBeforeConference, |case| case.may_be_shared();
    /// Emergency support was given.
    EmergencyGiven = "emergency_given", NoSuchEntry, |case| !case.emergencies.is_empty();
    /// Nothing that began early waits for a conference's word.
    NothingToRatify = "nothing_to_ratify", ReportAfterwards, |case| !case.waits_for_ratification();
    /// The assessment has a summary of problems and direction.
    AssessmentSummed = "assessment_summed", AssessmentItemsFilled,
        |case| case.answers.text("case.assessment_summary").is_some_and(|text| !text.trim().is_empty());
    /// There is a plan.
    PlanExists = "plan_exists", NoSuchPlan, |case| case.current_plan().is_some();
    /// The newest plan's compulsory items are filled.
    PlanFilled = "plan_filled", PlanItemsFilled,
        |case| case.current_plan().is_some_and(|plan| plan.content.compulsory_items_filled());
    /// The person agreed to the newest plan.
    PlanSigned = "plan_signed", SignatureBeforeDecision, |case| case.current_plan().is_some_and(|plan| plan.is_signed());
    /// A conference discussed the newest plan.
    PlanDiscussed = "plan_discussed", ConferenceBeforeDecision,
        |case| case.current_plan().is_some_and(|plan| !plan.sittings.is_empty());
    /// The newest sitting approved the newest plan.
    PlanApproved = "plan_approved", ConferenceApproved, |case| case.current_plan().is_some_and(|plan| plan.is_approved());
    /// The municipality has decided or confirmed the newest plan.
    PlanDecided = "plan_decided", SupportFirst, |case| case.current_plan().is_some_and(|plan| plan.decision.is_some());
    /// Support runs: decided, or begun early.
    SupportRuns = "support_runs", SupportFirst,
        |case| case.current_plan().is_some_and(|plan| plan.gives_support());
    /// Support under the newest plan has gone on to its evaluation.
    SupportGiven = "support_given", SupportFirst,
        |case| case.current_plan().is_some_and(|plan| plan.decision.is_some() && case.evaluation_of(plan.id).is_some());
    /// The newest plan was monitored, or has gone on to its evaluation, which looks at the same and more.
    Monitored = "monitored", MonitoringWithinPlan,
        |case| case.current_plan()
            .is_some_and(|plan| !plan.monitorings.is_empty() || case.evaluation_of(plan.id).is_some());
    /// The newest plan's evaluation sheet is complete.
    Evaluated = "evaluated", ClosureComplete,
        |case| case.current_plan().and_then(|plan| case.evaluation_of(plan.id))
            .is_some_and(|sheet| sheet.content.compulsory_items_filled());
    /// A re-plan was made or is due.
    ReplanDue = "replan_due", OnePlanAtATime,
        |case| case.plans.len() > 1 || case.current_plan().and_then(|plan| case.evaluation_of(plan.id))
            .is_some_and(|sheet| matches!(sheet.result, Some((.., Way::Replan))));
    /// There is a re-plan.
    Replanned = "replanned", OnePlanAtATime, |case| case.plans.len() > 1;
    /// The conference approved the closure.
    ClosureApproved = "closure_approved", ClosureComplete,
        |case| case.evaluations.last().is_some_and(|sheet| matches!(sheet.result, Some((.., Way::Close))));
    /// The case is closed.
    Closed = "closed", ClosureComplete, |case| case.closure.is_some();
    /// Follow-up has ended or none was needed.
    FollowUpOver = "follow_up_over", FollowUpDecided, |case| case.stage() == Stage::Closed;
}

impl Condition {
    /// The condition of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|condition| condition.name() == name)
    }
}
