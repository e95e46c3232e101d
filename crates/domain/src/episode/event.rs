//! What happens to a use of a programme.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    DecidedFor, EpisodeEnd, Extension, Grant, Heard, Linked, LookedAt, Noted, PhaseEntry, Programme, Shortening, Start,
    TermRules, ToLink, UseMinutes,
};
use crate::{
    id::{AgencyId, ConferenceId, EpisodeId, PersonId},
    liaison::LiaisonClaim,
};

/// What happened to a use of a programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EpisodeEvent {
    /// 利用開始
    Started {
        /// Whose.
        person: PersonId,
        /// Where.
        agency: AgencyId,
        /// Of what.
        programme: Programme,
        /// The rules in force on the first day.
        rules: TermRules,
        /// How it begins.
        start: Start,
        /// The use that it goes on from.
        previous: Option<EpisodeId>,
        /// What the person comes about, where that is asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        heard: Option<Heard>,
        /// What of it is usually another desk's.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        to_link: Vec<ToLink>,
    },
    /// A phase was entered.
    PhaseEntered {
        /// Which, and when.
        entry: PhaseEntry,
    },
    /// 延長
    Extended {
        /// By what, why, and when that was decided.
        extension: Extension,
    },
    /// 中断
    Suspended {
        /// The first day without support.
        from: NaiveDate,
        /// Why.
        reason: String,
    },
    /// 再開
    Resumed {
        /// The first day with support again.
        on: NaiveDate,
    },
    /// 期間の短縮
    Shortened {
        /// To what, why, and when that was decided.
        shortening: Shortening,
    },
    /// 計画期間: an individual support plan is final, and says until when it is meant.
    PlanPeriodKnown {
        /// Its last day.
        until: NaiveDate,
    },
    /// 受給者証の記録
    GrantRecorded {
        /// What was granted.
        grant: Grant,
    },
    /// Something that terms and phases look at.
    Noted {
        /// What, and when.
        noted: Noted,
    },
    /// What the person comes about was written down anew.
    Heard {
        /// What they say.
        heard: Heard,
        /// What of it is usually another desk's.
        to_link: Vec<ToLink>,
        /// When.
        on: NaiveDate,
    },
    /// Something was brought to the desk that can help.
    Linked {
        /// What, where to, and how.
        linked: Linked,
    },
    /// Somebody else decided something for the person.
    DecidedFor {
        /// What, and who.
        decided: DecidedFor,
    },
    /// It was looked at again how the person can decide it.
    DecisionLookedAt {
        /// Which decision, by its place.
        place: usize,
        /// What came of it.
        looked_at: LookedAt,
    },
    /// What a sitting said about the use was written down, or mended.
    Conferred {
        /// What.
        minutes: UseMinutes,
    },
    /// 地域連携会議実施加算 was claimed for a sitting.
    LiaisonClaimed {
        /// The claim with its evidence.
        claim: LiaisonClaim,
    },
    /// The claim was taken back.
    LiaisonDropped {
        /// For which sitting.
        conference: ConferenceId,
        /// Why.
        reason: String,
    },
    /// 終了
    Ended {
        /// When and why.
        end: EpisodeEnd,
    },
    /// Start and end were written down wrongly; what was written before stays in the history.
    Corrected {
        /// How it really began.
        start: Start,
        /// How it really ended; none if it goes on.
        end: Option<EpisodeEnd>,
        /// What was wrong.
        reason: String,
    },
}

impl EpisodeEvent {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Started { .. } => "episode_started",
            Self::PhaseEntered { .. } => "episode_phase_entered",
            Self::Extended { .. } => "episode_extended",
            Self::Suspended { .. } => "episode_suspended",
            Self::Resumed { .. } => "episode_resumed",
            Self::Shortened { .. } => "episode_shortened",
            Self::PlanPeriodKnown { .. } => "episode_plan_period_known",
            Self::GrantRecorded { .. } => "episode_grant_recorded",
            Self::Noted { .. } => "episode_noted",
            Self::Heard { .. } => "episode_heard",
            Self::Linked { .. } => "episode_linked",
            Self::DecidedFor { .. } => "episode_decided_for",
            Self::DecisionLookedAt { .. } => "episode_decision_looked_at",
            Self::Conferred { .. } => "episode_conferred",
            Self::LiaisonClaimed { .. } => "episode_liaison_claimed",
            Self::LiaisonDropped { .. } => "episode_liaison_dropped",
            Self::Ended { .. } => "episode_ended",
            Self::Corrected { .. } => "episode_corrected",
        }
    }

    /// The day on which it took place, where that is another fact than when it was recorded.
    pub fn took_place_on(&self) -> Option<NaiveDate> {
        match self {
            Self::Started { start, .. } => Some(start.on),
            Self::PhaseEntered { entry } => Some(entry.on),
            Self::Extended { extension } => Some(extension.decided_on),
            Self::Suspended { from, .. } => Some(*from),
            Self::Resumed { on } => Some(*on),
            Self::Shortened { shortening } => Some(shortening.decided_on),
            Self::Noted { noted } => Some(noted.on),
            Self::Heard { on, .. } => Some(*on),
            Self::Linked { linked } => Some(linked.on),
            Self::DecidedFor { decided } => Some(decided.on),
            Self::DecisionLookedAt { looked_at, .. } => Some(looked_at.on),
            Self::Conferred { minutes } => Some(minutes.held_on),
            Self::Ended { end } => Some(end.on),
            Self::GrantRecorded { .. }
            | Self::PlanPeriodKnown { .. }
            | Self::LiaisonClaimed { .. }
            | Self::LiaisonDropped { .. }
            | Self::Corrected { .. } => None,
        }
    }
}
