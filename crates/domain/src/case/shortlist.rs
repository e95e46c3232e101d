//! A shortlist that the person wanted kept beside their case, so that it can be looked at again together.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Case, event::CaseEvent};
use crate::{
    id::{ResourceId, ShortlistId, StaffId},
    resource::Shortlist,
    rule::{Refusal, Rule, require},
};

/// Places that were looked at together, in the order in which they were chosen. What they are is read from the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptShortlist {
    /// Which.
    pub id: ShortlistId,
    /// The entries of the directory.
    pub places: Vec<ResourceId>,
    /// Who kept it.
    pub by: StaffId,
    /// When.
    pub on: NaiveDate,
}

impl Case {
    /// Keeps a shortlist with the case. `None` where the same places are kept in the same order.
    ///
    /// # Errors
    ///
    /// P-119 unless the person wants it there; P-01 if the case has ended.
    pub fn keep_shortlist(
        &self,
        id: ShortlistId,
        list: &Shortlist,
        is_wanted: bool,
        by: StaffId,
        today: NaiveDate,
    ) -> Result<Option<CaseEvent>, Refusal> {
        self.require_open()?;
        require(is_wanted, Rule::ShortlistKeptAsWanted)?;
        let places = list.places().to_vec();
        let is_known = self.shortlists.iter().any(|known| known.places == places);
        Ok((!is_known).then_some(CaseEvent::ShortlistKept { list: KeptShortlist { id, places, by, on: today } }))
    }

    /// Takes a shortlist out of the case: the person does not want it there any more, or it is done with.
    ///
    /// # Errors
    ///
    /// P-20 if there is no such list; P-01 if the case has ended.
    pub fn drop_shortlist(&self, list: ShortlistId, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        self.require_open()?;
        require(self.shortlists.iter().any(|known| known.id == list), Rule::NoSuchEntry)?;
        Ok(CaseEvent::ShortlistDropped { list, on: today })
    }
}
