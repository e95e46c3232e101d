//! Where a case stands, in one word: derived from what happened, never set by hand.

use serde::{Deserialize, Serialize};

use super::{Case, closing::Way, intake::ScreeningResult};

/// The stage of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 相談受付
    Intake,
    /// 同意待ち
    ConsentPending,
    /// アセスメント
    Assessment,
    /// プラン案
    PlanDraft,
    /// 支援調整会議待ち
    ConferencePending,
    /// 支援決定・確認待ち
    DecisionPending,
    /// 支援中
    InSupport,
    /// 評価
    Evaluation,
    /// 中断
    Suspended,
    /// 終結後フォロー中
    FollowUp,
    /// 終結
    Closed,
    /// つなぎ（到達確認待ち・済み）
    ReferredOut,
    /// 情報提供のみ・スクリーニング前に終了
    Ended,
}

impl Stage {
    /// Every stage, in the order of the process.
    pub const ALL: &[Stage] = &[
        Stage::Intake,
        Stage::ConsentPending,
        Stage::Assessment,
        Stage::PlanDraft,
        Stage::ConferencePending,
        Stage::DecisionPending,
        Stage::InSupport,
        Stage::Evaluation,
        Stage::Suspended,
        Stage::FollowUp,
        Stage::Closed,
        Stage::ReferredOut,
        Stage::Ended,
    ];

    /// The name in code, URLs, tables and locales.
    pub const fn name(self) -> &'static str {
        match self {
            Stage::Intake => "intake",
            Stage::ConsentPending => "consent_pending",
            Stage::Assessment => "assessment",
            Stage::PlanDraft => "plan_draft",
            Stage::ConferencePending => "conference_pending",
            Stage::DecisionPending => "decision_pending",
            Stage::InSupport => "in_support",
            Stage::Evaluation => "evaluation",
            Stage::Suspended => "suspended",
            Stage::FollowUp => "follow_up",
            Stage::Closed => "closed",
            Stage::ReferredOut => "referred_out",
            Stage::Ended => "ended",
        }
    }

    /// The stage of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|stage| stage.name() == name)
    }

    /// Whether somebody still works on the case.
    pub const fn is_open(self) -> bool {
        !matches!(self, Stage::Closed | Stage::Ended)
    }
}

impl Case {
    /// Where the case stands.
    pub fn stage(&self) -> Stage {
        if let Some(closure) = &self.closure {
            return if closure.follows_up() { Stage::FollowUp } else { Stage::Closed };
        }
        if self.suspension().is_some() {
            return Stage::Suspended;
        }
        if let Some(plan) = self.current_plan() {
            if let Some(evaluation) = self.evaluation_of(plan.id) {
                return match evaluation.result {
                    Some((.., Way::Replan)) => Stage::PlanDraft,
                    _ => Stage::Evaluation,
                };
            }
            return if plan.decision.is_some() {
                Stage::InSupport
            } else if plan.is_approved() && plan.is_signed() {
                Stage::DecisionPending
            } else if plan.is_signed() {
                Stage::ConferencePending
            } else {
                Stage::PlanDraft
            };
        }
        match self.screening.as_ref().map(|screening| screening.result) {
            Some(ScreeningResult::ContinueSupport) => Stage::Assessment,
            Some(ScreeningResult::ConsentPending) => Stage::ConsentPending,
            Some(ScreeningResult::ReferOut) => match self.screening.as_ref().and_then(|s| s.arrival_confirmed_on) {
                Some(_) => Stage::Ended,
                None => Stage::ReferredOut,
            },
            Some(ScreeningResult::InfoOnly | ScreeningResult::LostBeforeScreening) => Stage::Ended,
            None => match &self.application {
                Some(application) if !application.answer.agrees() => Stage::ConsentPending,
                _ => Stage::Intake,
            },
        }
    }
}
