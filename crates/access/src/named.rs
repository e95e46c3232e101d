//! Who reads a protected record: by name, never by role alone.

use banso_domain::{case::protection::Protections, id::StaffId};
use chrono::NaiveDate;

/// Those named, whoever has taken the case over since, and the newest openings.
const PLACES: usize = 20;

/// The names for one protected record, each with the last day where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    places: [Option<(StaffId, Option<NaiveDate>)>; PLACES],
}

impl Named {
    /// Exactly these; what is beyond the places there are is not admitted.
    pub fn these(admitted: impl IntoIterator<Item = (StaffId, Option<NaiveDate>)>) -> Self {
        let mut places = [None; PLACES];
        for (place, one) in places.iter_mut().zip(admitted) {
            *place = Some(one);
        }
        Self { places }
    }

    /// The names of a case; `None` if it is not protected.
    pub(crate) fn of(protections: &Protections) -> Option<Self> {
        protections.admitted().map(Self::these)
    }

    /// Whether a member of staff is one of them on a day.
    pub fn admits(&self, staff: StaffId, day: NaiveDate) -> bool {
        let opens = |until: Option<NaiveDate>| until.is_none_or(|last| day <= last);
        self.iter().any(|(one, until)| one == staff && opens(until))
    }

    /// Each of them, as they are kept beside the case.
    pub fn iter(&self) -> impl Iterator<Item = (StaffId, Option<NaiveDate>)> {
        self.places.iter().flatten().copied()
    }
}
