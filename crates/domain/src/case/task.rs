//! What was agreed to be done: who does what by when, and why they of all people.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Case,
    network::{NetworkContext, Topic},
};
use crate::{
    id::{StaffId, TaskId},
    rule::{Refusal, Rule, require},
};

/// How the person is written where they do something themself.
pub const THE_PERSON: &str = "本人";

/// A role agreed in a conference: who does what by when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedTask {
    /// Its identifier.
    pub id: TaskId,
    /// Who, as written: an agency, a person, a member of staff.
    pub who: String,
    /// The member of staff in whose list it appears, if it is one of ours.
    pub owner: Option<StaffId>,
    /// What.
    pub what: String,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// Whose it would usually be.
    #[serde(flatten)]
    pub role: TaskRole,
}

/// What speaks for somebody else doing it: that the person can, or that it usually is another agency's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRole {
    /// 本人が自分でできる
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub person_can: bool,
    /// 何のこと: what it is about, where that decides whose it usually is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Topic>,
    /// Why they do it all the same.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

impl AgreedTask {
    /// Whether somebody is named who does it.
    pub fn has_owner(&self) -> bool {
        self.owner.is_some() || !self.who.trim().is_empty()
    }

    /// Whether the person does it.
    pub fn is_the_persons(&self) -> bool {
        self.owner.is_none() && self.who.contains(THE_PERSON)
    }

    /// What the person can do is theirs, where nobody else is named.
    #[must_use]
    pub fn with_the_person_first(mut self) -> Self {
        if self.role.person_can && !self.has_owner() {
            THE_PERSON.clone_into(&mut self.who);
        }
        self
    }

    /// Whether somebody else does what the person can.
    pub fn is_taken_from_the_person(&self) -> bool {
        self.role.person_can && self.has_owner() && !self.is_the_persons()
    }
}

/// A task with its state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseTask {
    /// What was agreed.
    #[serde(flatten)]
    pub task: AgreedTask,
    /// When it was done.
    pub done_on: Option<NaiveDate>,
}

impl Case {
    /// The name of the agency that does what usually is another's, if it is one that is known.
    pub fn out_of_role(&self, task: &AgreedTask, context: &NetworkContext<'_>) -> Option<String> {
        let topic = task.role.topic?;
        let (name, kind) = self.agency_of_task(task, context)?;
        (!topic.is_usual_for(kind)).then_some(name)
    }

    /// The rule that asks why those who are named do it, where nothing is said about it.
    pub fn asks_reason(&self, task: &AgreedTask, context: &NetworkContext<'_>) -> Option<Rule> {
        if !task.role.reason.trim().is_empty() {
            return None;
        }
        let out_of_role = || self.out_of_role(task, context).map(|_| Rule::UsualRole);
        task.is_taken_from_the_person().then_some(Rule::PersonDoesIt).or_else(out_of_role)
    }

    /// Tasks as they may be agreed: each has an owner, and a reason where it is not the person's or usually another agency's.
    ///
    /// # Errors
    ///
    /// R-49 for a task without owner; P-12 without a reason for what somebody else is to do although the person can, or for what
    /// usually is another agency's.
    pub fn check_tasks(&self, tasks: &[AgreedTask], context: &NetworkContext<'_>) -> Result<(), Refusal> {
        require(tasks.iter().all(AgreedTask::has_owner), Rule::TaskHasOwner)?;
        require(tasks.iter().all(|task| self.asks_reason(task, context).is_none()), Rule::ReasonNeeded)
    }
}
