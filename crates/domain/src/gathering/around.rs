//! What is said and given around a gathering: who answers an invitation, what is worked with, and what is to be done after it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::has_words;
use crate::id::{AgencyId, MaterialId, TaskId};

words! {
    /// What an invited agency answers.
    Coming {
        /// 参加する
        Comes = "comes",
        /// オンラインで参加する
        Online = "online",
        /// 参加しない
        StaysAway = "stays_away",
    }
}

/// The answer of an agency to its invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Which agency.
    pub agency: AgencyId,
    /// Whether it comes.
    pub coming: Coming,
    /// When it said so.
    pub on: NaiveDate,
    /// In its words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// Something to work with: where it is found. Files are not kept here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Material {
    /// Which.
    pub id: MaterialId,
    /// What it is called.
    pub name: String,
    /// A link, or where it is kept, in words.
    pub found_at: String,
}

impl Material {
    /// The link, where it is one that can be followed.
    pub fn link(&self) -> Option<&str> {
        let link = self.found_at.trim();
        (link.starts_with("https://") && !link.contains(char::is_whitespace)).then_some(link)
    }

    /// Whether it has a name, and a place in words or a link that begins with `https://` (P-168).
    pub(super) fn is_in_order(&self) -> bool {
        let is_place = !self.found_at.contains("://") && !self.found_at.trim_start().starts_with("javascript:");
        has_words(&self.name) && has_words(&self.found_at) && (is_place || self.link().is_some())
    }
}

/// Something that is to be done after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// Which.
    pub id: TaskId,
    /// What.
    pub what: String,
    /// Which agency or role does it, in words.
    pub who: String,
    /// The agency that answers for it, where it has an entry: the task stands on its list until it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyId>,
    /// By when.
    pub due_on: NaiveDate,
    /// When it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_on: Option<NaiveDate>,
}
