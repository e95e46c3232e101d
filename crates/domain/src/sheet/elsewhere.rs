//! 二重のアセスメント: what another agency has begun or made already, and who knows the person best now.
//!
//! Being assessed twice tires people, and two results of the same weeks help nobody. Nothing is forbidden: whoever goes on says why, and
//! the reason stays with the sheet.

use chrono::{Months, NaiveDate};

use super::{Sheet, Version};
use crate::{
    form::FormDefinition,
    id::{AgencyId, SheetId},
};

/// An assessment on the same form that another agency has begun, or made not long ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Elsewhere {
    /// Which sheet.
    pub sheet: SheetId,
    /// The agency that keeps it.
    pub agency: AgencyId,
    /// The day that it speaks of, or on which it was begun where nothing is written yet.
    pub on: NaiveDate,
    /// It is being written.
    pub is_open: bool,
}

/// How much an agency has to do with the person now, as far as somebody may know it. Never shown as a number, and never listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Nearness {
    /// The person uses a programme there today.
    pub is_used_now: bool,
    /// Contacts over the last months.
    pub contacts: usize,
    /// Which agency.
    pub agency: AgencyId,
}

impl Nearness {
    const fn strength(self) -> (bool, usize) {
        (self.is_used_now, self.contacts)
    }
}

impl Sheet {
    /// Whether it speaks for what `agency` is about to begin on the same form: it is another agency's, and open, or made so lately
    /// that the definition calls it good on `today`. Forms that do not say for how long a result is good are no assessments.
    pub fn stands_for(&self, form: &FormDefinition, agency: AgencyId, today: NaiveDate) -> Option<Elsewhere> {
        let months = form.sheet.as_ref()?.good_for_months?;
        if self.agency == agency || self.form != form.id {
            return None;
        }
        let found = |version: &Version, is_open| Elsewhere {
            sheet: self.id,
            agency: self.agency,
            on: version.last_day(),
            is_open,
        };
        if let Some(version) = self.current().filter(|_| self.is_open()) {
            return Some(found(version, true));
        }
        let (_, version) = self.newest_final()?;
        let good_until = version.last_day().checked_add_months(Months::new(months));
        good_until.is_some_and(|until| today < until).then(|| found(version, false))
    }
}

/// The agency that has most to do with the person now; none where nobody has anything to do with them, or two have equally much.
pub fn nearest(known: &[Nearness]) -> Option<AgencyId> {
    let most = known.iter().map(|one| one.strength()).max().filter(|most| *most > (false, 0))?;
    let mut with_most = known.iter().filter(|one| one.strength() == most);
    with_most.next().filter(|_| with_most.next().is_none()).map(|one| one.agency)
}
