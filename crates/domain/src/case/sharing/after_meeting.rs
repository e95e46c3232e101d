//! 支援会議（法第9条）を根拠とする提供: to those who sat there bound to secrecy, for what was agreed there, for a while. It rests on the law
//! and on no consent, and a coordination conference is no ground for it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Basis, ItemSet, Recipient, Share};
use crate::id::{ConferenceId, DisclosureId};

/// Something given after a support meeting to an agency that sat there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AfterMeeting {
    /// Its identifier.
    pub id: DisclosureId,
    /// The sitting in which the case was a matter of the support meeting.
    pub conference: ConferenceId,
    /// To whom.
    pub to: Recipient,
    /// What.
    pub items: ItemSet,
    /// What they need it for, as agreed in the sitting.
    pub reason: String,
    /// The first day.
    pub on: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// It was closed before its last day: from this day on nothing can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<NaiveDate>,
}

impl AfterMeeting {
    /// The door that it opens; none once it was closed.
    pub fn share(&self) -> Option<Share> {
        let share = Share {
            source: self.id.uuid(),
            agency: self.to.agency,
            items: self.items,
            from: self.on,
            until: self.until,
            basis: Basis::SupportMeeting,
        };
        (self.closed_on.is_none() && !self.items.is_empty()).then_some(share)
    }
}
