//! サビ管の流れ: the steps by which an individual support plan is made, agreed, carried out and looked at again, as the definition of a
//! programme lists them; and where a use stands in them. Each step is done when its milestone is noted.

use chrono::NaiveDate;

use super::{BothLanguages, DatedName, ProgrammeDefinition, definition::name_on};
use crate::{
    episode::{DeadlineKind, Episode, Milestone, Noted},
    rule::Rule,
};

/// A step of the way of a plan.
#[derive(Clone, Debug)]
pub struct CycleStep {
    /// Its identifier, for example `meeting`.
    pub id: String,
    /// Its names by date.
    pub names: Vec<DatedName>,
    /// Who does it.
    pub people: Vec<BothLanguages>,
    /// What is noted when it is done; none for what goes on day by day.
    pub noted: Option<Milestone>,
    /// The form that is written in it.
    pub form: Option<String>,
}

impl CycleStep {
    /// The name valid on `day`.
    pub fn name_on(&self, day: NaiveDate) -> Option<&DatedName> {
        name_on(&self.names, day)
    }

    /// It belongs to writing the plan, and not to carrying it out.
    fn is_writing(&self) -> bool {
        self.noted.is_some_and(|what| !matches!(what, Milestone::PlanReviewed | Milestone::PlanRenewed))
    }
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CycleState {
    /// It is done.
    Done,
    /// It is its turn.
    Now,
    /// It is its turn, and its day has passed.
    Late,
    /// Steps after it were done, and nothing says that it was.
    PassedOver,
    /// It comes later.
    Ahead,
}

/// A step as the page of a use shows it.
#[derive(Clone, Debug)]
pub struct CycleView<'a> {
    /// The step.
    pub step: &'a CycleStep,
    /// Where it stands.
    pub state: CycleState,
    /// When it was done last, in this round.
    pub done_on: Option<NaiveDate>,
    /// By when it is to be done.
    pub due_on: Option<NaiveDate>,
}

/// The round in which a plan is: being written, or carried out since a day.
struct Round<'a> {
    /// What was noted since the plan before was to be written anew.
    noted: &'a [Noted],
    agreed_on: Option<NaiveDate>,
}

impl<'a> Round<'a> {
    fn of(episode: &'a Episode) -> Self {
        let all = &episode.milestones;
        let last = |what| all.iter().rposition(|noted| noted.what == what);
        let (agreed, renewed) = (last(Milestone::PlanAgreed), last(Milestone::PlanRenewed));
        let agreed = agreed.filter(|agreed| renewed.is_none_or(|renewed| renewed < *agreed));
        let part = &all[..agreed.unwrap_or(all.len())];
        let begins = part.iter().rposition(|noted| noted.what == Milestone::PlanRenewed).map_or(0, |place| place + 1);
        Self { noted: &all[begins..], agreed_on: agreed.and_then(|place| all.get(place)).map(|noted| noted.on) }
    }

    /// When a step was done last; a review counts for the plan that is carried out.
    fn done_on(&self, what: Milestone) -> Option<NaiveDate> {
        let on = self.noted.iter().filter(|noted| noted.what == what).map(|noted| noted.on).max();
        match what {
            Milestone::PlanRenewed => None,
            Milestone::PlanReviewed => on.filter(|on| self.agreed_on.is_some_and(|agreed| agreed <= *on)),
            _ => on,
        }
    }
}

impl ProgrammeDefinition {
    /// The way of the plan of a use on a day; empty for programmes without such a plan, and once the use has ended.
    ///
    /// Everything up to the agreement is due when the first plan is (K09), and in a later round when the plan is looked at again (K07, K08).
    pub fn cycle_of<'a>(&'a self, episode: &Episode, today: NaiveDate) -> Vec<CycleView<'a>> {
        if !episode.is_open() {
            return Vec::new();
        }
        let round = Round::of(episode);
        let is_plan = |kind| matches!(kind, DeadlineKind::FirstPlan | DeadlineKind::PlanReview);
        let due_on = episode.deadlines().into_iter().find(|due| is_plan(due.kind)).map(|due| due.on);
        let turn = if due_on.is_some_and(|due| due < today) { CycleState::Late } else { CycleState::Now };
        let done_on = |step: &CycleStep| step.noted.and_then(|what| round.done_on(what));
        let last_done = self.cycle.iter().rposition(|step| step.is_writing() && done_on(step).is_some());
        let next = last_done.map_or(0, |place| place + 1);
        let view = |(place, step): (usize, &'a CycleStep)| {
            let done_on = done_on(step);
            let (state, due_on) = match step.noted {
                _ if step.is_writing() && done_on.is_some() => (CycleState::Done, None),
                _ if step.is_writing() && place < next => (CycleState::PassedOver, None),
                _ if step.is_writing() && place == next => (turn, due_on),
                _ if step.is_writing() => (CycleState::Ahead, due_on),
                _ if round.agreed_on.is_none() => (CycleState::Ahead, None),
                Some(Milestone::PlanReviewed) if turn == CycleState::Late => (turn, due_on),
                Some(Milestone::PlanReviewed) => (CycleState::Ahead, due_on),
                Some(_) => (CycleState::Ahead, None),
                None => (CycleState::Now, None),
            };
            CycleView { step, state, done_on, due_on }
        };
        self.cycle.iter().enumerate().map(view).collect()
    }

    /// What the rules say about a use on a day: hints, none of which is due.
    pub fn findings(&self, episode: &Episode, today: NaiveDate) -> Vec<Rule> {
        if let Some(end) = &episode.end {
            let is_late = episode.term().is_some_and(|term| term.ends_on < end.on);
            return is_late.then_some(Rule::EndedAfterTerm).into_iter().collect();
        }
        let unmet = |view: &CycleView<'_>| {
            view.step.noted == Some(Milestone::PlanMeeting) && view.state == CycleState::PassedOver
        };
        let found = [
            (self.cycle_of(episode, today).iter().any(unmet), Rule::PlanMetFirst),
            (episode.decided_by_others().next().is_some(), Rule::AdultDecides),
        ];
        found.into_iter().filter_map(|(applies, rule)| applies.then_some(rule)).collect()
    }
}
