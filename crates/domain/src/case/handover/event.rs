//! What happens to a handover, as the journal keeps it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Acknowledgement, HandedShare, HandoverContent, HandoverView, JointMeeting, PlannedStep, SuccessorAsk,
    SuccessorReply,
};
use crate::{
    case::{plan::Service, task::AgreedTask},
    id::{EpisodeId, SupporterId},
};

/// Something happened to a handover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum HandoverEvent {
    /// It begins.
    Opened {
        /// What is written about it.
        content: Box<HandoverContent>,
        /// When.
        on: NaiveDate,
        /// What belongs to it, each with its task.
        steps: Vec<(PlannedStep, AgreedTask)>,
    },
    /// What is written about it was changed.
    Changed {
        /// What it says now.
        content: Box<HandoverContent>,
    },
    /// Predecessor and successor met somebody together.
    Met {
        /// Whom, when, how.
        meeting: JointMeeting,
    },
    /// What is carried over was given to the other agency.
    Shared {
        /// What, on which consent.
        share: HandedShare,
    },
    /// The agency that is to follow was asked.
    Asked {
        /// Which, and with which words.
        ask: SuccessorAsk,
    },
    /// The agency that was asked does not say yes, or not yet.
    Replied {
        /// What it said.
        reply: SuccessorReply,
    },
    /// The successor confirmed.
    Acknowledged {
        /// Who, when.
        acknowledgement: Acknowledgement,
    },
    /// The person said what they think of it.
    Viewed {
        /// What they said.
        view: HandoverView,
    },
    /// It is done: what was prepared changes hands.
    Closed {
        /// When.
        on: NaiveDate,
        /// Why the employer was not visited together.
        no_visit_reason: String,
    },
    /// It was given up; nothing changes hands.
    Cancelled {
        /// When.
        on: NaiveDate,
        /// Why.
        reason: String,
    },
    /// A support ends on a day, and nobody needs to follow.
    Waived {
        /// Whose.
        supporter: SupporterId,
        /// On which day it ends.
        until: NaiveDate,
        /// When it was said.
        on: NaiveDate,
        /// Why.
        reason: String,
    },
    /// The period of a service ends on a day, and nobody needs to follow.
    ServiceWaived {
        /// Which.
        service: Service,
        /// On which day it ends.
        until: NaiveDate,
        /// When it was said.
        on: NaiveDate,
        /// Why.
        reason: String,
    },
    /// The term of a use ends on a day, and nobody needs to follow.
    UseWaived {
        /// Which.
        episode: EpisodeId,
        /// On which day it ends.
        until: NaiveDate,
        /// When it was said.
        on: NaiveDate,
        /// Why.
        reason: String,
    },
}

impl HandoverEvent {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "handover_opened",
            Self::Changed { .. } => "handover_changed",
            Self::Met { .. } => "handover_met",
            Self::Shared { .. } => "handover_shared",
            Self::Asked { .. } => "handover_asked",
            Self::Replied { .. } => "handover_replied",
            Self::Acknowledged { .. } => "handover_acknowledged",
            Self::Viewed { .. } => "handover_viewed",
            Self::Closed { .. } => "handover_closed",
            Self::Cancelled { .. } => "handover_cancelled",
            Self::Waived { .. } => "handover_waived",
            Self::ServiceWaived { .. } => "handover_service_waived",
            Self::UseWaived { .. } => "handover_use_waived",
        }
    }

    /// The day on which it took place, where it says so.
    pub const fn took_place_on(&self) -> Option<NaiveDate> {
        match self {
            Self::Opened { on, .. }
            | Self::Closed { on, .. }
            | Self::Cancelled { on, .. }
            | Self::Waived { on, .. }
            | Self::ServiceWaived { on, .. }
            | Self::UseWaived { on, .. }
            | Self::Met { meeting: JointMeeting { on, .. } }
            | Self::Shared { share: HandedShare { on, .. } }
            | Self::Asked { ask: SuccessorAsk { on, .. } }
            | Self::Replied { reply: SuccessorReply { on, .. } }
            | Self::Acknowledged { acknowledgement: Acknowledgement { on, .. } }
            | Self::Viewed { view: HandoverView { on, .. } } => Some(*on),
            Self::Changed { .. } => None,
        }
    }
}
