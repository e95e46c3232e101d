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
    /// When somebody looks after it; none for a draft, and none once it has ended.
    pub fn due(&self, holidays: &Holidays) -> Option<ReferralDue> {
        let (on, kind) = match self.state {
            ReferralState::Sent | ReferralState::Seen => {
                let on = match self.content.by_when {
                    Some(by) => holidays.add_working_days(by, AFTER_BY_WHEN),
                    None => holidays.add_working_days(self.sent_on?, AFTER_SENDING),
                };
                (on, ReferralDueKind::Answer)
            }
            ReferralState::Accepted => {
                let answer = self.answer.as_ref()?;
                let first_on = match answer.word {
                    Word::Accepts { first_on } => first_on,
                    Word::Declines { .. } => None,
                };
                let on =
                    first_on.map_or_else(|| answer.on + UNTIL_ARRIVAL, |first| holidays.add_working_days(first, 1));
                (on, ReferralDueKind::Arrival)
            }
            ReferralState::Declined => (self.answer.as_ref()?.on, ReferralDueKind::NextStep),
            ReferralState::Drafted
            | ReferralState::Concluded
            | ReferralState::Rerouted
            | ReferralState::Withdrawn
            | ReferralState::Dropped => return None,
        };
        Some(ReferralDue { on, kind })
    }
}
