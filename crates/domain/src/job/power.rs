//! 働く力: what the person, the firm and the supporters each carried, half-year by half-year, as far as it was written down.
//!
//! The picture of the sources: working power is the worker's ability, the firm's power (natural support) and the supporters' power together; at the
//! start the supporters carry much, and as the other two grow, they carry less (フェイディング). What is counted here are things that were written, and
//! nothing else: no ability is measured, nothing is added up, and nobody is compared with anybody.

use chrono::{Months, NaiveDate};

use super::{ConsultKind, Job, Side};

/// A span of six months from the first day on.
const SPAN: u32 = 6;
/// So many spans are looked through at most: longer than anybody works.
const MOST_SPANS: u32 = 120;

/// What each of the three carried in half a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// 本人: own goals agreed to and spoken about, what they said and raised themself, records of what they can do.
    pub person: usize,
    /// 企業: what the firm did by itself or asked how to do, and support that was seen to grow there.
    pub firm: usize,
    /// 支援者: contacts that there were, and what the firm handed to them.
    pub supporters: usize,
    /// Contacts that were planned in spans that end in this half-year.
    pub planned: u32,
}

impl Carried {
    const fn is_empty(&self) -> bool {
        self.person == 0 && self.firm == 0 && self.supporters == 0 && self.planned == 0
    }
}

impl Job {
    /// What each side carried, up to a day or the end; nothing before the first day, and nothing where nobody was hired. `skills` are the days of
    /// the records of what the person can do at work.
    ///
    /// The last half-year is cut short where it has not ended yet. Of closed employment the firm's part stays empty: nobody asks there.
    pub fn carried(&self, skills: &[NaiveDate], today: NaiveDate) -> Vec<Carried> {
        let last = self.end.as_ref().map_or(today, |end| end.on.min(today));
        let start = |number: u32| self.terms.starts_on.checked_add_months(Months::new(number * SPAN));
        let spans = (0..MOST_SPANS).map_while(|number| Some((start(number)?, start(number + 1)?.pred_opt()?)));
        let spans = spans.take_while(|(from, _)| self.kind.is_hired() && *from <= last);
        let all: Vec<Carried> = spans.map(|(from, until)| self.carried_within(from, until.min(last), skills)).collect();
        if all.iter().all(Carried::is_empty) { Vec::new() } else { all }
    }

    fn carried_within(&self, from: NaiveDate, until: NaiveDate, skills: &[NaiveDate]) -> Carried {
        let within = |on: NaiveDate| from <= on && on <= until;
        let is_person = |side: Side| side == Side::Person;
        let consults = || self.consults.iter().filter(|consult| within(consult.on));
        let agreed = self.goals.iter().filter(|goal| goal.person_on.is_some_and(within)).count();
        let spoken_about =
            self.goals.iter().filter(|goal| goal.review.as_ref().is_some_and(|review| within(review.on))).count();
        let said = self.feedback.iter().filter(|said| is_person(said.side) && within(said.on)).count();
        let raised = consults().filter(|consult| is_person(consult.side)).count();
        let can = skills.iter().filter(|on| within(**on)).count();
        let by_firm =
            consults().filter(|consult| !is_person(consult.side) && consult.kind != ConsultKind::Asked).count();
        let handed =
            consults().filter(|consult| !is_person(consult.side) && consult.kind == ConsultKind::Asked).count();
        let seen = self.natural_support.iter().filter(|(on, _)| within(*on)).count();
        let contacts = self.contacts.iter().filter(|contact| within(contact.on) && !contact.with.is_empty()).count();
        let planned = self.contact_spans(until).iter().filter(|span| within(span.until)).map(|span| span.times).sum();
        Carried {
            from,
            until,
            person: agreed + spoken_about + said + raised + can,
            firm: by_firm + seen,
            supporters: handed + contacts,
            planned,
        }
    }
}
