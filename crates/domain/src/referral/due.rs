//! When somebody looks after a referral, and why.

use chrono::{Days, NaiveDate};

use super::{Referral, ReferralState, Word};
use crate::calendar::Holidays;

/// Why a date of a referral matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReferralDueKind {
    /// 返事を待っています: until then the other agency should have answered; ask there.
    Answer,
    /// つながったか確かめます
    Arrival,
    /// 次の先を決めます: the agency cannot take the person on.
    NextStep,
}

impl ReferralDueKind {
    /// The name in locales.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Arrival => "arrival",
            Self::NextStep => "next_step",
        }
    }
}

/// A date with its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReferralDue {
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub kind: ReferralDueKind,
}

/// Working days after the day by which an answer was asked for. Our choice: the sources name no number.
const AFTER_BY_WHEN: u32 = 5;

/// Working days after sending where no day was named. Our choice, likewise.
const AFTER_SENDING: u32 = 10;

/// Days after an agency has accepted, or after the first meeting that it named: the same as after a screening that refers.
const UNTIL_ARRIVAL: Days = Days::new(14);

impl Referral {
    /// The day from which somebody waits for the next step: never after [`Referral::due`], and told without the calendar, so that it
    /// stays the same when holidays are published. None for a draft, and none once it has ended.
    pub fn waits_from(&self) -> Option<NaiveDate> {
        let answered_on = self.answer.as_ref().map(|answer| answer.on);
        match self.state {
            ReferralState::Sent | ReferralState::Seen => self.content.by_when.or(self.sent_on),
            ReferralState::Accepted => self.first_meeting_on().or(answered_on),
            ReferralState::Declined => answered_on,
            ReferralState::Drafted
            | ReferralState::Concluded
            | ReferralState::Rerouted
            | ReferralState::Withdrawn
            | ReferralState::Dropped => None,
        }
    }

    /// When they meet first, as the other agency said.
    pub fn first_meeting_on(&self) -> Option<NaiveDate> {
        match self.answer.as_ref()?.word {
            Word::Accepts { first_on } => first_on,
            Word::Declines { .. } => None,
        }
    }

    /// When somebody looks after it; none for a draft, and none once it has ended.
    pub fn due(&self, holidays: &Holidays) -> Option<ReferralDue> {
        let from = self.waits_from()?;
        let (on, kind) = match self.state {
            ReferralState::Sent | ReferralState::Seen => {
                let days = if self.content.by_when.is_some() { AFTER_BY_WHEN } else { AFTER_SENDING };
                (holidays.add_working_days(from, days), ReferralDueKind::Answer)
            }
            ReferralState::Accepted => match self.first_meeting_on() {
                Some(first) => (holidays.add_working_days(first, 1), ReferralDueKind::Arrival),
                None => (from + UNTIL_ARRIVAL, ReferralDueKind::Arrival),
            },
            ReferralState::Declined => (from, ReferralDueKind::NextStep),
            ReferralState::Drafted
            | ReferralState::Concluded
            | ReferralState::Rerouted
            | ReferralState::Withdrawn
            | ReferralState::Dropped => return None,
        };
        Some(ReferralDue { on, kind })
    }
}
