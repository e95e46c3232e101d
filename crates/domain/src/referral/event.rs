//! What happens to a referral.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Conclusion, ReferralAnswer, ReferralContent};
use crate::{
    answer::PersonAnswer,
    id::{AgencyId, CaseId, ReferralId},
};

/// What happened to a referral.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ReferralEvent {
    /// It was written down.
    Drafted {
        /// About which case.
        case: CaseId,
        /// Who sends.
        from: AgencyId,
        /// The one that it takes the place of.
        replaces: Option<ReferralId>,
        /// What it says.
        content: ReferralContent,
    },
    /// It was changed before it was sent.
    Changed {
        /// What it says now.
        content: ReferralContent,
    },
    /// The person's word about it.
    ConsentAnswered {
        /// The word.
        answer: PersonAnswer,
    },
    /// It went to the other agency.
    Sent {
        /// When.
        on: NaiveDate,
    },
    /// A page was made on which the other agency can answer once without an account.
    ReplyPageMade {
        /// The last day on which it opens.
        until: NaiveDate,
    },
    /// The other agency says that it has it.
    Seen {
        /// When.
        on: NaiveDate,
    },
    /// The other agency answered.
    Answered {
        /// Its answer.
        answer: ReferralAnswer,
    },
    /// Another referral took its place.
    Rerouted {
        /// Which one.
        to: ReferralId,
    },
    /// The person took it back.
    Withdrawn {
        /// When.
        on: NaiveDate,
        /// What they said, if they said why.
        word: String,
    },
    /// The draft was given up.
    Dropped {
        /// Why.
        reason: String,
    },
    /// It is known how it ended.
    Concluded {
        /// How.
        conclusion: Conclusion,
    },
}

impl ReferralEvent {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Drafted { .. } => "referral_drafted",
            Self::Changed { .. } => "referral_changed",
            Self::ConsentAnswered { .. } => "referral_consent_answered",
            Self::Sent { .. } => "referral_sent",
            Self::ReplyPageMade { .. } => "referral_reply_page_made",
            Self::Seen { .. } => "referral_seen",
            Self::Answered { .. } => "referral_answered",
            Self::Rerouted { .. } => "referral_rerouted",
            Self::Withdrawn { .. } => "referral_withdrawn",
            Self::Dropped { .. } => "referral_dropped",
            Self::Concluded { .. } => "referral_concluded",
        }
    }

    /// The day on which it took place, where that is another fact than when it was recorded.
    pub fn took_place_on(&self) -> Option<NaiveDate> {
        match self {
            Self::ConsentAnswered { answer } => Some(answer.on),
            Self::Sent { on } | Self::Seen { on } | Self::Withdrawn { on, .. } => Some(*on),
            Self::Answered { answer } => Some(answer.on),
            Self::Concluded { conclusion } => Some(conclusion.on),
            Self::Drafted { .. }
            | Self::Changed { .. }
            | Self::ReplyPageMade { .. }
            | Self::Rerouted { .. }
            | Self::Dropped { .. } => None,
        }
    }
}
