//! What the minutes keep about a matter beside what was said and concluded.

use serde::{Deserialize, Serialize};

use super::{
    Case,
    event::{Purpose, SittingResult},
};
use crate::{calendar::YearMonth, id::ConferenceId};

/// 提示資料: a paper that lay before the conference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PresentedDoc {
    /// 【2】インテーク・アセスメントシート
    Assessment,
    /// 【5】プラン兼事業等利用申込書
    Plan,
    /// 【6】評価シート
    Evaluation,
    /// 家計再生プラン
    BudgetPlan,
    /// 就労準備支援プログラム
    WorkPrepProgram,
}

impl PresentedDoc {
    /// In the order shown.
    pub const ALL: &[PresentedDoc] = &[
        PresentedDoc::Assessment,
        PresentedDoc::Plan,
        PresentedDoc::Evaluation,
        PresentedDoc::BudgetPlan,
        PresentedDoc::WorkPrepProgram,
    ];

    /// The name in code, forms and locales.
    pub const fn name(self) -> &'static str {
        match self {
            PresentedDoc::Assessment => "assessment",
            PresentedDoc::Plan => "plan",
            PresentedDoc::Evaluation => "evaluation",
            PresentedDoc::BudgetPlan => "budget_plan",
            PresentedDoc::WorkPrepProgram => "work_prep_program",
        }
    }
}

/// What may still be added to the minutes of a matter until they are closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MatterMinutes {
    /// 提示資料
    pub presented_docs: Vec<PresentedDoc>,
    /// 次回評価・モニタリング時期
    pub next_review: Option<YearMonth>,
}

impl MatterMinutes {
    /// Whether nothing has been written yet, as in every entry from before these were asked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl SittingResult {
    /// Whether the minutes still lack the papers that were presented: a plan and a closure are judged on theirs.
    pub fn lacks_docs(&self) -> bool {
        let judged = matches!(self.purpose, Purpose::Plan | Purpose::Replan | Purpose::Closure);
        judged && self.minutes.presented_docs.is_empty()
    }

    /// Whether the minutes still lack when it is looked at again. After a closure that was approved nothing is looked at again,
    /// and a support meeting decides nothing.
    pub fn lacks_next_review(&self) -> bool {
        let ends = self.purpose == Purpose::Closure && self.conclusion.approves();
        let goes_on = !ends && self.purpose != Purpose::SupportMeeting;
        goes_on && self.minutes.next_review.is_none()
    }
}

impl Case {
    /// Whether the scope of the person's consent is checked before `purpose` is concluded: where nothing may be shared there is no
    /// scope, and a support meeting under article 9 shares without consent.
    pub fn asks_for_consent_scope(&self, purpose: Purpose) -> bool {
        self.may_be_shared() && purpose != Purpose::SupportMeeting
    }

    /// What a sitting said on a matter.
    pub fn sitting(&self, conference: ConferenceId, purpose: Purpose) -> Option<&SittingResult> {
        self.sittings.iter().rev().find(|sitting| sitting.conference == conference && sitting.purpose == purpose)
    }
}
