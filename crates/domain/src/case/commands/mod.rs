//! What may be done to a case: each command is checked against the rules and answers with events or a refusal.

mod closing;
mod contact;
mod handover;
mod network;
mod opening;
mod planning;
mod protection;
mod sharing;
mod sitting;

pub use closing::Close;
pub use opening::{OpenCase, write_record};
pub use planning::{CorrectPlan, decision_lines};

use super::{Case, plan::Plan};
use crate::{
    id::PlanId,
    rule::{Refusal, Rule, require},
};

impl Case {
    /// The case is neither closed nor ended.
    pub(in crate::case) fn require_open(&self) -> Result<(), Refusal> {
        require(self.closure.is_none() && self.stage().is_open(), Rule::CaseEnded)
    }

    /// The case is open and not suspended: its plan goes on only with the person.
    fn require_running(&self) -> Result<(), Refusal> {
        self.require_open()?;
        require(self.suspension().is_none(), Rule::Suspended)
    }

    fn require_plan(&self, id: PlanId) -> Result<&Plan, Refusal> {
        self.plan(id).ok_or_else(|| Rule::NoSuchPlan.into())
    }
}
