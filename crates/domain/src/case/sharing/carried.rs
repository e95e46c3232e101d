//! 本人経由: what the person takes to an agency themself, and what became of it. Whether they give it is theirs to decide.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ItemSet, Sharing};
use crate::{
    id::{AgencyId, ConsentId, DisclosureId, StaffId},
    referral::HelpToTell,
};

words! {
    /// What the person did with it.
    CarriedWord {
        /// 渡した
        Handed = "handed",
        /// 渡さないことにした
        Kept = "kept",
    }
}

/// What became of something that the person takes to an agency themself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// Its identifier.
    pub id: DisclosureId,
    /// Under which consent.
    pub consent: ConsentId,
    /// To whom.
    pub to: AgencyId,
    /// What stood on the sheet.
    pub items: ItemSet,
    /// 渡した / 渡さないことにした
    pub word: CarriedWord,
    /// 渡した日, or the day on which they decided not to.
    pub on: NaiveDate,
    /// What helped them to tell it; nothing for who told it alone.
    #[serde(default)]
    pub helps: Vec<HelpToTell>,
    /// What they said about it. Nobody has to give a reason.
    #[serde(default)]
    pub note: String,
    /// Who recorded it: a member of staff, or the person with their own account.
    pub by: StaffId,
}

impl Carried {
    /// The person told it without anybody beside them.
    pub fn is_told_alone(&self) -> bool {
        self.word == CarriedWord::Handed && !self.helps.contains(&HelpToTell::GoingAlong)
    }
}

impl Sharing {
    /// What became of what is carried to an agency under a consent, newest first.
    pub fn carried_under(&self, consent: ConsentId, to: AgencyId) -> impl Iterator<Item = &Carried> {
        self.carried.iter().rev().filter(move |carried| carried.consent == consent && carried.to == to)
    }

    /// How often something was given by the person themself, and how often with nobody beside them.
    pub fn self_told(&self) -> (usize, usize) {
        let handed = self.carried.iter().filter(|carried| carried.word == CarriedWord::Handed);
        (handed.clone().count(), handed.filter(|carried| carried.is_told_alone()).count())
    }
}
