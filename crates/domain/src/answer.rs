//! The person's answer as data of its own (U13): agrees, does not, could not be asked — with reason, date and form.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::StaffId;

/// How the answer was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerForm {
    /// Signed by the person (自署).
    Signed,
    /// Spoken (口頭).
    Oral,
    /// Given by a representative (代理).
    Proxy,
}

/// What the person said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Will {
    /// The person agrees.
    Agrees {
        /// How it was said.
        form: AnswerForm,
    },
    /// The person does not agree, and why.
    Declines {
        /// In the person's words.
        reason: String,
    },
    /// The person could not be asked, and why.
    CouldNotAsk {
        /// What stood in the way.
        reason: String,
    },
}

/// The person's answer with its circumstances.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonAnswer {
    /// What was said.
    #[serde(flatten)]
    pub will: Will,
    /// The day it was said.
    pub on: NaiveDate,
    /// Who asked.
    pub asked_by: StaffId,
}

impl PersonAnswer {
    /// Whether the person agrees.
    pub fn agrees(&self) -> bool {
        matches!(self.will, Will::Agrees { .. })
    }

    /// Whether a "no" or "could not ask" carries its reason.
    pub fn has_reason_if_needed(&self) -> bool {
        match &self.will {
            Will::Agrees { .. } => true,
            Will::Declines { reason } | Will::CouldNotAsk { reason } => !reason.trim().is_empty(),
        }
    }
}
