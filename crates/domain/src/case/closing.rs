//! Evaluation (評価シート), closure (終結), suspension (中断) and follow-up.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{ConferenceId, EvaluationId, PlanId, StaffId};

/// What comes after the plan, in the person's wish, the staff's opinion and the conference's result alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// 終結
    Close,
    /// 再プランして継続
    Replan,
    /// 中断
    Suspend,
}

impl Way {
    /// In the order of the form.
    pub const ALL: &[Way] = &[Way::Close, Way::Replan, Way::Suspend];

    /// The name in code, forms and locales.
    pub const fn name(self) -> &'static str {
        match self {
            Way::Close => "close",
            Way::Replan => "replan",
            Way::Suspend => "suspend",
        }
    }
}

/// 目標の達成状況
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attainment {
    /// 達成
    Achieved,
    /// 概ね達成
    Mostly,
    /// 一部
    Partly,
    /// 未達成
    NotYet,
}

/// What the evaluation sheet says. Field names are those of the form's definition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EvaluationContent {
    /// 評価記入日
    pub evaluated_on: Option<NaiveDate>,
    /// 目標の達成状況 on a scale.
    pub attainment: Option<Attainment>,
    /// 目標の達成状況 in words.
    pub goal_attainment: String,
    /// 見られた変化: option ids of the form; `none` stands alone.
    pub changes: Vec<String>,
    /// 現在の状況
    pub current_state: String,
    /// 残された課題
    pub remaining_issues: String,
    /// プランの継続に関する本人の希望
    pub person_wish: Option<Way>,
    /// The wish in the person's words.
    pub person_wish_note: String,
    /// スタッフの意見
    pub staff_opinion: Option<Way>,
    /// The opinion in words.
    pub staff_opinion_note: String,
}

impl EvaluationContent {
    /// Whether every ※ item is filled.
    pub fn compulsory_items_filled(&self) -> bool {
        self.evaluated_on.is_some()
            && !self.goal_attainment.trim().is_empty()
            && !self.changes.is_empty()
            && self.person_wish.is_some()
            && self.staff_opinion.is_some()
    }
}

/// An evaluation of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Its identifier.
    pub id: EvaluationId,
    /// The plan looked back on.
    pub plan: PlanId,
    /// 評価担当者
    pub evaluator: StaffId,
    /// What it says.
    pub content: EvaluationContent,
    /// The sitting that discussed it, if one did; when; and 評価結果.
    pub result: Option<(Option<ConferenceId>, NaiveDate, Way)>,
}

/// 終結理由
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// 目標を達成し困窮状態が解消・改善
    GoalReached,
    /// 目標は一部達成、本人が終結を希望
    GoalPartly,
    /// 生活保護の適用
    ToPublicAssistance,
    /// 他機関・他制度へ引継ぎ
    ToOtherAgency,
    /// 転居
    Moved,
    /// 本人の希望
    OwnWish,
    /// これ以上の効果的支援が困難と会議で確認
    NoFurtherEffect,
    /// 死亡
    Deceased,
    /// その他
    Other,
}

impl CloseReason {
    /// In the order of the form.
    pub const ALL: &[CloseReason] = &[
        CloseReason::GoalReached,
        CloseReason::GoalPartly,
        CloseReason::ToPublicAssistance,
        CloseReason::ToOtherAgency,
        CloseReason::Moved,
        CloseReason::OwnWish,
        CloseReason::NoFurtherEffect,
        CloseReason::Deceased,
        CloseReason::Other,
    ];

    /// The name in code, forms and locales.
    pub const fn name(self) -> &'static str {
        match self {
            CloseReason::GoalReached => "goal_reached",
            CloseReason::GoalPartly => "goal_partly",
            CloseReason::ToPublicAssistance => "to_public_assistance",
            CloseReason::ToOtherAgency => "to_other_agency",
            CloseReason::Moved => "moved",
            CloseReason::OwnWish => "own_wish",
            CloseReason::NoFurtherEffect => "no_further_effect",
            CloseReason::Deceased => "deceased",
            CloseReason::Other => "other",
        }
    }
}

/// 終結後のフォロー: decided with the person, yes or no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "follow_up", rename_all = "snake_case")]
pub enum FollowUp {
    /// No follow-up, and why.
    No {
        /// Why none is needed.
        reason: String,
    },
    /// Follow-up is arranged.
    Yes {
        /// How.
        method: String,
        /// How often.
        frequency: String,
        /// Who.
        who: String,
        /// Until when.
        until: NaiveDate,
        /// The next time.
        next_on: Option<NaiveDate>,
    },
}

/// The case's closure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    /// 終結日
    pub on: NaiveDate,
    /// 終結理由
    pub reason: CloseReason,
    /// In words.
    pub note: String,
    /// What was agreed for afterwards.
    pub follow_up: FollowUp,
    /// Follow-up contacts so far: when and how it went.
    pub followed: Vec<(NaiveDate, String)>,
    /// The day on which follow-up ended.
    pub follow_up_ended_on: Option<NaiveDate>,
}

impl Closure {
    /// Whether follow-up still runs.
    pub fn follows_up(&self) -> bool {
        matches!(self.follow_up, FollowUp::Yes { .. }) && self.follow_up_ended_on.is_none()
    }
}

/// How someone tried to reach the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptMeans {
    /// 電話
    Phone,
    /// 訪問・連絡票
    Visit,
    /// 手紙
    Letter,
    /// 知人・関係機関経由
    ThroughOthers,
    /// メール・SMS
    Mail,
}

impl AttemptMeans {
    /// In the order shown.
    pub const ALL: &[AttemptMeans] = &[
        AttemptMeans::Phone,
        AttemptMeans::Visit,
        AttemptMeans::Letter,
        AttemptMeans::ThroughOthers,
        AttemptMeans::Mail,
    ];

    /// The name in code, forms and locales.
    pub const fn name(self) -> &'static str {
        match self {
            AttemptMeans::Phone => "phone",
            AttemptMeans::Visit => "visit",
            AttemptMeans::Letter => "letter",
            AttemptMeans::ThroughOthers => "through_others",
            AttemptMeans::Mail => "mail",
        }
    }
}

/// An attempt to reach a person who has gone silent (SR-14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactAttempt {
    /// When.
    pub on: NaiveDate,
    /// By which means.
    pub means: AttemptMeans,
    /// By whom.
    pub by: StaffId,
    /// What came of it.
    pub result: String,
}

/// A suspension (中断) confirmed by the conference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// Since when.
    pub on: NaiveDate,
    /// Why: the person has disappeared or contact is lost completely.
    pub reason: String,
    /// The sitting that confirmed it.
    pub conference: ConferenceId,
    /// When the case went on again.
    pub resumed_on: Option<NaiveDate>,
}
