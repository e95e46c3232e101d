//! A few places to look at together with the person. It stands in the address of its page, and beside a case where
//! the person wants it there (P-119).

use super::{Field, Hours, Need, Told};
use crate::{
    id::ResourceId,
    rule::{Refusal, Rule, require},
};

/// So many places can be compared at a table, and stand on two sheets.
pub const LONGEST_SHORTLIST: usize = 10;

/// Chosen places in the order in which they were chosen, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shortlist(Vec<ResourceId>);

impl Shortlist {
    /// The places of a list, each once.
    ///
    /// # Errors
    ///
    /// P-136 for none, and for more than [`LONGEST_SHORTLIST`].
    pub fn of(places: impl IntoIterator<Item = ResourceId>) -> Result<Self, Refusal> {
        let mut chosen: Vec<ResourceId> = Vec::new();
        for place in places {
            if !chosen.contains(&place) {
                chosen.push(place);
            }
        }
        require((1..=LONGEST_SHORTLIST).contains(&chosen.len()), Rule::ShortlistIsShort)?;
        Ok(Self(chosen))
    }

    /// The places.
    pub fn places(&self) -> &[ResourceId] {
        &self.0
    }
}

/// The days of a week that have hours of their own.
pub const KINDS_OF_DAY: [Field; 4] =
    [Field::HoursWeekday, Field::HoursSaturday, Field::HoursSunday, Field::HoursHoliday];

impl Told {
    /// When it is open by kind of day, in minutes since midnight; what is not told is left out.
    pub fn opening_hours(&self) -> Vec<(Field, u16, u16)> {
        let between = |day: Field| match self.hours(day) {
            Hours::Between { opens, closes } => Some((day, opens, closes)),
            Hours::NotKnown | Hours::InWords => None,
        };
        KINDS_OF_DAY.into_iter().filter_map(between).collect()
    }

    /// For what somebody may call there, the first of its needs.
    pub fn first_need(&self) -> Option<Need> {
        self.needs().first().copied()
    }
}
