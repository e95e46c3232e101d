//! How long plans and services last: what is usual and warned about, and what a benefit may not pass.

use chrono::{Months, NaiveDate};

use super::{Plan, PlanContent, Service, ServiceUse};
use crate::calendar::YearMonth;

/// Lengths in months, as a municipality has them. Nothing is said where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The usual longest period of a plan.
    pub plan: Option<u32>,
    usual: [Option<u32>; Service::ALL.len()],
    longest: [Option<u32>; Service::ALL.len()],
}

impl Limits {
    /// Sets the lengths of a service: the usual one, beyond which is warned, and the one beyond which is refused.
    pub fn set(&mut self, service: Service, usual: Option<u32>, longest: Option<u32>) {
        self.usual[service as usize] = usual;
        self.longest[service as usize] = longest;
    }

    /// The usual longest period of a service: a longer one is warned about.
    pub fn usual(&self, service: Service) -> Option<u32> {
        self.usual[service as usize]
    }

    /// The longest period that there is for a service: a longer one is refused.
    pub fn longest(&self, service: Service) -> Option<u32> {
        self.longest[service as usize]
    }
}

impl ServiceUse {
    /// The first day of the period, where it is written.
    pub fn first_day(&self) -> Option<NaiveDate> {
        self.from.parse().ok().or_else(|| self.from.parse().map(YearMonth::first_day).ok())
    }

    /// The last day of the period, where it is written.
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.to.parse().ok().or_else(|| self.to.parse().map(YearMonth::last_day).ok())
    }

    /// Whether the service is used for longer than so many months.
    fn lasts_beyond(&self, months: u32) -> bool {
        let period = self.first_day().zip(self.last_day());
        self.is_used() && period.is_some_and(|(first, last)| passes(first, last, months))
    }
}

/// Whether the days from `first` to `last` are more than so many months.
fn passes(first: NaiveDate, last: NaiveDate, months: u32) -> bool {
    first.checked_add_months(Months::new(months)).is_some_and(|over| last >= over)
}

impl PlanContent {
    /// Services used for longer than usual.
    pub fn unusually_long(&self, limits: &Limits) -> Vec<Service> {
        self.beyond(|service| limits.usual(service))
    }

    /// Services used for longer than there is.
    pub fn too_long(&self, limits: &Limits) -> Vec<Service> {
        self.beyond(|service| limits.longest(service))
    }

    fn beyond(&self, limit: impl Fn(Service) -> Option<u32>) -> Vec<Service> {
        let beyond =
            |service: &Service| limit(*service).is_some_and(|months| self.services.get(*service).lasts_beyond(months));
        Service::ALL.iter().copied().filter(beyond).collect()
    }
}

impl Plan {
    /// Whether the plan runs for longer than usual, counted from its decision, or from its drafting while there is none.
    pub fn is_unusually_long(&self, limits: &Limits) -> bool {
        let begins = self.decision.as_ref().map_or(self.drafted_on, |decision| decision.on);
        limits.plan.zip(self.content.ends_on).is_some_and(|(months, end)| passes(begins, end, months))
    }
}
