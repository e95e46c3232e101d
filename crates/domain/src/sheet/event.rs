//! What happens to a sheet.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{About, Contribution, Finalised, Permission};
use crate::{
    form::Side,
    id::{AgencyId, PersonId},
};

/// What happened to a sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum SheetEvent {
    /// It was begun.
    Begun {
        /// About whom.
        person: PersonId,
        /// Which agency keeps it.
        agency: AgencyId,
        /// On which form.
        form: String,
        /// When; the form of that day counts for it as long as it lives.
        on: NaiveDate,
        /// What it belongs to.
        about: About,
        /// Of the person's own sheet, begun together with the agency: the parts that the agency sees until the person says otherwise.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        parts: BTreeSet<String>,
        /// Why, although another agency has begun or made one like it.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        because: String,
    },
    /// One side's answers were written down.
    Written {
        /// Whose.
        side: Side,
        /// What they say.
        said: Contribution,
    },
    /// The version is final.
    Finalised {
        /// When, by whom, with which warnings.
        finalised: Finalised,
    },
    /// A new version began.
    Revised {
        /// When.
        on: NaiveDate,
        /// What is new, and from whom.
        source: String,
        /// It begins with what the one before said.
        goes_on: bool,
    },
    /// The person lets a firm write.
    Permitted {
        /// When, for what, explained by whom.
        permission: Permission,
    },
    /// The person carried it to somebody.
    Carried {
        /// When.
        on: NaiveDate,
    },
    /// The person decided what of their own sheet an agency sees.
    Shown {
        /// Which agency.
        to: AgencyId,
        /// Which parts; none closes it again.
        parts: BTreeSet<String>,
    },
}

impl SheetEvent {
    /// The name in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Begun { .. } => "sheet_begun",
            Self::Written { .. } => "sheet_written",
            Self::Finalised { .. } => "sheet_finalised",
            Self::Revised { .. } => "sheet_revised",
            Self::Permitted { .. } => "sheet_permitted",
            Self::Carried { .. } => "sheet_carried",
            Self::Shown { .. } => "sheet_shown",
        }
    }

    /// The day on which it took place.
    pub fn took_place_on(&self) -> Option<NaiveDate> {
        match self {
            Self::Begun { on, .. } | Self::Revised { on, .. } | Self::Carried { on } => Some(*on),
            Self::Written { said, .. } => Some(said.on),
            Self::Finalised { finalised } => Some(finalised.on),
            Self::Permitted { permission } => Some(permission.on),
            Self::Shown { .. } => None,
        }
    }
}
