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

/// 本人の参加
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// 出席
    Attended,
    /// 一部出席
    Partly,
    /// オンライン
    Online,
    /// 欠席
    Absent,
}

impl Presence {
    /// In the order shown.
    pub const ALL: &[Presence] = &[Presence::Attended, Presence::Partly, Presence::Online, Presence::Absent];

    /// The name in code, forms and locales.
    pub const fn name(self) -> &'static str {
        match self {
            Presence::Attended => "attended",
            Presence::Partly => "partly",
            Presence::Online => "online",
            Presence::Absent => "absent",
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
    /// 本人の参加
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presence: Option<Presence>,
    /// Why the person was not there.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub absence_reason: String,
    /// 本人の発言・希望, or how their view was heard beforehand.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub voice: String,
    /// How the agencies' differing opinions were handled with the person's view.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub difference: String,
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

    /// Whether the minutes still lack the person: whether they were there, and if not, why and what they say. A support meeting
    /// under article 9 is held among those who are bound to secrecy.
    pub fn lacks_person(&self) -> bool {
        let MatterMinutes { presence, absence_reason, voice, .. } = &self.minutes;
        let absent = *presence == Some(Presence::Absent);
        let silent = absent && (absence_reason.trim().is_empty() || voice.trim().is_empty());
        self.purpose != Purpose::SupportMeeting && (presence.is_none() || silent)
    }
}

impl Case {
    /// Whether the scope of the person's consent is checked before `purpose` is concluded: where nothing may be shared there is no
    /// scope, and a support meeting under article 9 shares without consent.
    pub fn asks_for_consent_scope(&self, purpose: Purpose) -> bool {
        self.may_be_shared() && purpose != Purpose::SupportMeeting
    }

    /// Whether the minutes of a matter lack how differing opinions were handled with the person's view.
    pub fn lacks_difference(&self, conference: ConferenceId, purpose: Purpose) -> bool {
        let written = self.sitting(conference, purpose).is_some_and(|it| !it.minutes.difference.trim().is_empty());
        self.opinions_differ(conference, purpose) && !written
    }

    /// What a sitting said on a matter.
    pub fn sitting(&self, conference: ConferenceId, purpose: Purpose) -> Option<&SittingResult> {
        self.sittings.iter().rev().find(|sitting| sitting.conference == conference && sitting.purpose == purpose)
    }
}
