//! 日程調整: the host offers days, each invited agency ticks those it can make, the host picks one.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Conference, ConferenceEvent, ConferenceState};
use crate::{
    id::{AgencyId, StaffId},
    rule::{Refusal, Rule, require},
};

/// So many days are offered at most.
const MOST_SLOTS: usize = 12;

/// A day that is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slot {
    /// The day.
    pub on: NaiveDate,
    /// Start, in minutes after midnight.
    pub starts_at: Option<u16>,
}

/// What an agency said about the days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotAnswer {
    /// The days that it can make.
    pub can: Vec<Slot>,
    /// Who answered.
    pub by: StaffId,
    /// When.
    pub on: NaiveDate,
}

/// Days offered, and what came back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateSearch {
    /// What is offered, in order.
    pub slots: Vec<Slot>,
    /// The agencies without which it does not sit.
    pub required: Vec<AgencyId>,
    /// What each agency said last.
    pub answers: BTreeMap<AgencyId, SlotAnswer>,
    /// The day that was picked.
    pub picked: Option<Slot>,
}

impl DateSearch {
    /// Whether an agency can make a day; none if it has not answered.
    pub fn can(&self, agency: AgencyId, slot: Slot) -> Option<bool> {
        self.answers.get(&agency).map(|answer| answer.can.contains(&slot))
    }

    /// Whether all that are required said that they can make a day.
    pub fn suits_all_required(&self, slot: Slot) -> bool {
        self.required.iter().all(|agency| self.can(*agency, slot) == Some(true))
    }

    /// How many agencies can make a day.
    pub fn count(&self, slot: Slot) -> usize {
        self.answers.values().filter(|answer| answer.can.contains(&slot)).count()
    }

    /// Required agencies that have not answered.
    pub fn missing(&self) -> impl Iterator<Item = AgencyId> {
        self.required.iter().copied().filter(|agency| !self.answers.contains_key(agency))
    }
}

impl Conference {
    /// The days that are being asked about, as long as none is picked and it has not sat.
    pub fn open_search(&self) -> Option<&DateSearch> {
        let open = self.state == ConferenceState::Planned;
        self.dates.as_ref().filter(|search| open && search.picked.is_none())
    }

    /// Whether an agency is invited.
    pub fn invites(&self, agency: AgencyId) -> bool {
        self.members.iter().any(|member| member.agency_id == Some(agency))
    }

    /// Offers days. What agencies said about days that are offered again stays.
    ///
    /// # Errors
    ///
    /// P-16 once it sat or was called off; P-62 without a day or with too many; P-11 for a day in the past.
    pub fn offer_dates(
        &self,
        mut slots: Vec<Slot>,
        mut required: Vec<AgencyId>,
        today: NaiveDate,
    ) -> Result<ConferenceEvent, Refusal> {
        require(self.state == ConferenceState::Planned, Rule::MinutesClosed)?;
        slots.sort_unstable();
        slots.dedup();
        require((1..=MOST_SLOTS).contains(&slots.len()), Rule::DatesInOrder)?;
        require(slots.iter().all(|slot| today <= slot.on), Rule::DateOutOfOrder)?;
        required.retain(|agency| self.invites(*agency));
        required.sort_unstable();
        required.dedup();
        Ok(ConferenceEvent::DatesOffered { slots, required })
    }

    /// Records which days an agency can make.
    ///
    /// # Errors
    ///
    /// P-62 if no days are asked about, the agency is not invited, or a day is not offered.
    pub fn answer_dates(
        &self,
        agency: AgencyId,
        mut can: Vec<Slot>,
        by: StaffId,
        today: NaiveDate,
    ) -> Result<ConferenceEvent, Refusal> {
        let search = self.open_search().ok_or(Rule::DatesInOrder)?;
        let offered = can.iter().all(|slot| search.slots.contains(slot));
        require(offered && self.invites(agency), Rule::DatesInOrder)?;
        can.sort_unstable();
        can.dedup();
        Ok(ConferenceEvent::DatesAnswered { agency, answer: SlotAnswer { can, by, on: today } })
    }

    /// Picks a day; whether all can make it is for the host to weigh, and shown to them.
    ///
    /// # Errors
    ///
    /// P-62 if no days are asked about or this one is not offered; P-11 for one that has passed.
    pub fn pick_date(&self, slot: Slot, today: NaiveDate) -> Result<ConferenceEvent, Refusal> {
        let search = self.open_search().ok_or(Rule::DatesInOrder)?;
        require(search.slots.contains(&slot), Rule::DatesInOrder)?;
        require(today <= slot.on, Rule::DateOutOfOrder)?;
        Ok(ConferenceEvent::DatePicked { slot })
    }

    pub(super) fn fold_dates(&mut self, event: &ConferenceEvent) {
        match event {
            ConferenceEvent::DatesOffered { slots, required } => {
                let mut answers = self.dates.take().unwrap_or_default().answers;
                for answer in answers.values_mut() {
                    answer.can.retain(|slot| slots.contains(slot));
                }
                self.dates =
                    Some(DateSearch { slots: slots.clone(), required: required.clone(), answers, picked: None });
            }
            ConferenceEvent::DatesAnswered { agency, answer } => {
                if let Some(search) = &mut self.dates {
                    search.answers.insert(*agency, answer.clone());
                }
            }
            ConferenceEvent::DatePicked { slot } => {
                if let Some(search) = &mut self.dates {
                    search.picked = Some(*slot);
                }
                self.plan.on = slot.on;
                self.plan.starts_at = slot.starts_at.or(self.plan.starts_at);
            }
            _ => {}
        }
    }
}
