//! 伝達研修: what some learnt at a training elsewhere is passed on in the region, in the three steps of the handbook (frame, programme, materials),
//! and looked back on after it: what of it is practised.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{has_words, require_nobody};
use crate::{
    id::AgencyId,
    rule::{Refusal, Rule, require},
};

words! {
    /// A step of passing on.
    Step {
        /// 【ステップ1】枠組み: days, team, who takes part.
        Frame = "frame",
        /// 【ステップ2】プログラム: what is done, with exercises, and who does what.
        Programme = "programme",
        /// 【ステップ3】教材: what is worked with.
        Materials = "materials",
        /// 振り返り: what of it is practised, and what is done differently next time.
        LookBack = "look_back",
    }
}

/// By when a step is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepDue {
    /// Which.
    pub step: Step,
    /// The last day for it.
    pub by: NaiveDate,
}

/// What was learnt elsewhere, by whom, and by when it is prepared here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassingOn {
    /// The training that was attended elsewhere (国研修 and others).
    pub learnt_at: String,
    /// When.
    pub learnt_on: NaiveDate,
    /// The agencies whose staff attended it: agencies, and no people.
    pub learnt_by: Vec<AgencyId>,
    /// The steps with their days, in their order.
    pub due: Vec<StepDue>,
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepDone {
    /// Which.
    pub step: Step,
    /// When.
    pub on: NaiveDate,
    /// What was settled; for looking back, what of it is practised.
    pub words: String,
}

impl PassingOn {
    /// By when each step is usually done for a gathering on a day: a team three months ahead, a programme one month, materials two weeks, and a look
    /// back a month after it. A sample (大分県), and no rule.
    pub fn usual_days(on: NaiveDate) -> Vec<StepDue> {
        let before = |months| on.checked_sub_months(Months::new(months)).unwrap_or(on);
        let day = |step: &Step| match step {
            Step::Frame => before(3),
            Step::Programme => before(1),
            Step::Materials => on.checked_sub_days(Days::new(14)).unwrap_or(on),
            Step::LookBack => on.checked_add_months(Months::new(1)).unwrap_or(on),
        };
        Step::ALL.iter().map(|step| StepDue { step: *step, by: day(step) }).collect()
    }

    pub(super) fn check(&self, on: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
        let steps: Vec<Step> = self.due.iter().map(|due| due.step).collect();
        let in_order = self.due.windows(2).all(|pair| pair[0].by <= pair[1].by);
        let around = self.due.iter().all(|due| if due.step == Step::LookBack { due.by >= on } else { due.by <= on });
        let told = has_words(&self.learnt_at) && !self.learnt_by.is_empty() && self.learnt_on <= today;
        require(told && steps == Step::ALL && in_order && around, Rule::PassedOnInSteps)?;
        require_nobody(&[&self.learnt_at])
    }

    /// By when a step is done.
    pub fn due(&self, step: Step) -> Option<NaiveDate> {
        self.due.iter().find(|due| due.step == step).map(|due| due.by)
    }
}
