//! The process map of a case: done, now, next, blocked-because.

use chrono::NaiveDate;

use super::{Condition, DatedName, ProcessDefinition, StepDefinition};
use crate::{case::Case, rule::Rule};

/// How a step stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Done.
    Done,
    /// This is to be done now: everything it needs is there.
    Now,
    /// It comes later and nothing but the steps before it is missing.
    Next,
    /// It would be its turn, but these rules stand in the way.
    Blocked(Vec<Rule>),
    /// The case has ended without it.
    Skipped,
}

/// A step as the map shows it.
#[derive(Clone, Debug)]
pub struct StepView<'a> {
    /// The step.
    pub step: &'a StepDefinition,
    /// Its name on the day of asking.
    pub name: &'a DatedName,
    /// How it stands.
    pub state: StepState,
}

impl ProcessDefinition {
    /// The map of a case on `today`.
    ///
    /// An open step is "now" if everything it needs is there: several may be, for planning and assessment go on side by side.
    /// The first open step is otherwise "blocked", and those behind it are "next", unless something stands in their way that no
    /// step before them can still clear: what a finished step has settled with "no", or a suspension. A step that is shown
    /// because of something it does not need itself (emergency support) runs beside the others and never hides what stands in
    /// their way. Once a case has ended or is closed, only follow-up can still be "now".
    pub fn map<'a>(&'a self, case: &Case, today: NaiveDate) -> Vec<StepView<'a>> {
        let over = case.closure.is_some() || !case.stage().is_open();
        let mut reached_open = false;
        let mut settled = vec![Condition::Running];
        let mut views = Vec::new();
        for step in &self.steps {
            let done = step.done_when.iter().all(|condition| condition.holds(case));
            let shown = done || step.only_if.iter().all(|condition| condition.holds(case));
            let (true, Some(name)) = (shown, step.name_on(today)) else { continue };
            let missing: Vec<Condition> = step.needs.iter().copied().filter(|need| !need.holds(case)).collect();
            let final_no: Vec<Condition> = missing.iter().copied().filter(|need| settled.contains(need)).collect();
            let state = if done {
                StepState::Done
            } else if missing.is_empty() && case.stage().is_open() {
                StepState::Now
            } else if over {
                StepState::Skipped
            } else if !final_no.is_empty() {
                StepState::Blocked(rules(&final_no))
            } else if reached_open {
                StepState::Next
            } else {
                StepState::Blocked(rules(&missing))
            };
            if done {
                settled.extend(&step.settles);
            }
            let leads_on = step.only_if.iter().all(|condition| step.needs.contains(condition));
            reached_open |= state != StepState::Done && leads_on;
            views.push(StepView { step, name, state });
        }
        views
    }
}

/// The rules behind the conditions, each named once.
fn rules(conditions: &[Condition]) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for rule in conditions.iter().map(|condition| condition.rule()) {
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    rules
}
