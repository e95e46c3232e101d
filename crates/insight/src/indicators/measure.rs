//! Each measure, counted from the tables: which people or which sums, of which agency, in which part.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{Months, NaiveDate};

use super::{
    definition::Measure,
    tables::{DAYS_OF_A_MONTH, Episode, Tables, Work},
    word::{Employment, Phase, Programme},
};

/// A part of an indicator that is told by parts: a phase, and what contacts were about.
pub(super) type Part = (Option<Phase>, Option<u32>);

/// What was counted.
pub(super) enum Counted {
    /// Subjects (people, uses, offices), each once, those that fit and those that do not.
    Subjects(Vec<Subject>),
    /// Sums of events over something.
    Sums(Vec<Sum>),
    /// Of all events those of one part.
    Shares(Vec<Sum>),
    /// A count alone.
    Count(Vec<Sum>),
    /// How many of something there are, each once.
    Distinct(Vec<Subject>),
    /// It is not in the tables.
    Not,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Subject {
    pub agency: Option<u32>,
    pub subject: u64,
    pub fits: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Sum {
    pub part: Part,
    pub agency: Option<u32>,
    pub many: u64,
    pub over: f64,
}

const WHOLE: Part = (None, None);

impl Tables {
    fn in_programmes<'a>(&'a self, programmes: &'a [Programme]) -> impl Iterator<Item = (u32, &'a Episode)> {
        (0_u32..).zip(&self.episodes).filter(|(_, one)| programmes.is_empty() || programmes.contains(&one.programme))
    }

    fn running<'a>(&'a self, programmes: &'a [Programme]) -> impl Iterator<Item = (u32, &'a Episode)> {
        self.in_programmes(programmes).filter(|(_, one)| self.period.days_of(one.from, one.until) > 0)
    }

    fn ended<'a>(&'a self, programmes: &'a [Programme]) -> impl Iterator<Item = (u32, &'a Episode)> {
        self.in_programmes(programmes).filter(|(_, one)| one.until.is_some_and(|day| self.period.holds(day)))
    }

    /// Ordinary work out of one of these programmes.
    fn hired<'a>(&'a self, programmes: &'a [Programme]) -> impl Iterator<Item = (u32, u32, &'a Work)> {
        self.works.iter().filter_map(move |work| {
            let is_ordinary = matches!(work.kind, Some(Employment::Open | Employment::Closed));
            let episode = work.episode.and_then(|episode| self.episode_at(episode));
            let fits = episode.is_some_and(|one| programmes.is_empty() || programmes.contains(&one.programme));
            (is_ordinary && fits).then_some((work.person?, episode?.agency, work))
        })
    }

    fn running_a_case(&self, sums: Vec<Sum>) -> Counted {
        let mut all = sums;
        all.extend(self.running(&[]).map(|(_, one)| Sum { part: WHOLE, agency: Some(one.agency), many: 0, over: 1.0 }));
        Counted::Sums(all)
    }

    pub(super) fn count(&self, measure: &Measure) -> Counted {
        let period = self.period;
        let one = |agency: u32, many: u64| Sum { part: WHOLE, agency: Some(agency), many, over: 0.0 };
        let a_month = |sums: Vec<Sum>| {
            let mut all = sums;
            all.push(Sum { part: WHOLE, agency: None, many: 0, over: period.months() });
            Counted::Sums(all)
        };
        let person =
            |agency: u32, person: u32, fits: bool| Subject { agency: Some(agency), subject: person.into(), fits };
        match measure {
            Measure::Users { programmes } => {
                Counted::Distinct(self.running(programmes).map(|(_, it)| person(it.agency, it.person, true)).collect())
            }
            Measure::Begun { programmes } => {
                let begun = self.in_programmes(programmes).filter(|(_, it)| period.holds(it.from));
                Counted::Count(begun.map(|(_, it)| one(it.agency, 1)).collect())
            }
            Measure::IntoWork { programmes } => {
                let hired = self.hired(programmes).filter(|(.., work)| period.holds(work.from));
                Counted::Distinct(hired.map(|(who, agency, _)| person(agency, who, true)).collect())
            }
            Measure::Hires { programmes, a_month: as_average } => {
                let hired = self.hired(programmes).filter(|(.., work)| period.holds(work.from));
                let sums = hired.map(|(_, agency, _)| one(agency, 1)).collect();
                if *as_average { a_month(sums) } else { Counted::Count(sums) }
            }
            Measure::EndedInWork { programmes } => {
                let ended = self.ended(programmes);
                Counted::Subjects(ended.map(|(place, it)| person(it.agency, place, it.is_employed_at_end)).collect())
            }
            Measure::EndedOtherwise { programmes } => {
                let ended = self.ended(programmes).filter(|(_, it)| !it.is_employed_at_end);
                a_month(ended.map(|(_, it)| one(it.agency, 1)).collect())
            }
            Measure::OfficesEndedInWork { programmes, at_least } => {
                offices(self.ended(programmes).map(|(_, it)| (it.agency, it.is_employed_at_end)), *at_least)
            }
            Measure::KeptJob { programmes, months, disabilities } => {
                let due = |work: &Work| work.from.checked_add_months(Months::new(*months));
                let hired = self.hired(programmes).filter(|(who, _, work)| {
                    self.has(*who, disabilities) && due(work).is_some_and(|day| period.holds(day))
                });
                let kept = |work: &Work| work.until.is_none_or(|until| due(work).is_some_and(|due| due <= until));
                Counted::Subjects(
                    (0_u32..).zip(hired).map(|(place, (_, agency, work))| person(agency, place, kept(work))).collect(),
                )
            }
            Measure::InWorkAfterThreeYears => {
                Counted::Subjects(self.retention_users().map(|(agency, who, fits)| person(agency, who, fits)).collect())
            }
            Measure::OfficesInWork { at_least } => {
                offices(self.retention_users().map(|(agency, _, fits)| (agency, fits)), *at_least)
            }
            Measure::OfficesKeptAfterUse { at_least } => offices(self.after_retention().into_iter(), *at_least),
            Measure::LeftJob => {
                let left: HashSet<u32> = self
                    .works
                    .iter()
                    .filter(|work| work.kind.is_some() && work.until.is_some_and(|day| period.holds(day)))
                    .filter_map(|work| work.person)
                    .collect();
                let users = self.running(&[Programme::Retention]);
                Counted::Subjects(
                    users.map(|(_, it)| person(it.agency, it.person, left.contains(&it.person))).collect(),
                )
            }
            Measure::ContactsByPhase { partners, channels } => self.contacts_by_phase(|kind| {
                (partners.is_empty() || kind.partner.is_some_and(|partner| partners.contains(&partner)))
                    && (channels.is_empty() || kind.channel.is_some_and(|channel| channels.contains(&channel)))
            }),
            Measure::ContactsByPurpose => self.contacts_by_purpose(),
            Measure::Contacts { partners, channels, a_case } => {
                let fits = |kind: &super::tables::ContactKind| {
                    (partners.is_empty() || kind.partner.is_some_and(|partner| partners.contains(&partner)))
                        && (channels.is_empty() || kind.channel.is_some_and(|channel| channels.contains(&channel)))
                };
                let found = self.contacts.iter().filter(|(kind, _)| fits(kind));
                let sums = found.map(|(kind, many)| one(kind.agency, u64::from(*many))).collect();
                if *a_case { self.running_a_case(sums) } else { Counted::Count(sums) }
            }
            Measure::SpokeWithFirm { phases } => {
                let running = self
                    .all_phases()
                    .filter(|(.., span)| phases.contains(&span.phase) && period.days_of(span.from, span.until) > 0);
                let spoke = |place: u32| self.spoke_with_firm.contains(&place);
                let found = running.map(|(place, it, _)| person(it.agency, place, spoke(place)));
                Counted::Subjects(found.collect())
            }
            Measure::Conferences { kinds } => {
                let held = self.conferences.iter().filter(|it| kinds.is_empty() || kinds.contains(&it.kind));
                self.running_a_case(held.map(|it| Sum { part: WHOLE, agency: it.host, many: 1, over: 0.0 }).collect())
            }
            Measure::OthersInConferences => Counted::Sums(
                self.conferences
                    .iter()
                    .map(|it| Sum { part: WHOLE, agency: it.host, many: it.others.len() as u64, over: 1.0 })
                    .collect(),
            ),
            Measure::Referrals { from } => {
                let is_from = |agency: Option<u32>| {
                    from.is_empty() || agency.is_some_and(|it| from.iter().any(|kind| kind == self.kind_of(it)))
                };
                let sent = self.referrals.iter().filter(|it| is_from(it.from));
                Counted::Count(sent.map(|it| Sum { part: WHOLE, agency: it.to, many: 1, over: 0.0 }).collect())
            }
            Measure::ReferralsTaken => Counted::Subjects(
                (0_u64..)
                    .zip(&self.referrals)
                    .map(|(subject, it)| Subject { agency: it.from, subject, fits: it.is_accepted })
                    .collect(),
            ),
            Measure::Guided { programmes, to } => {
                let guided = self.referrals.iter().filter_map(|it| {
                    let episode = self.episode_at(it.episode?)?;
                    let fits = programmes.contains(&episode.programme) && self.kind_of(it.to?) == to;
                    fits.then(|| person(episode.agency, episode.person, true))
                });
                Counted::Distinct(guided.collect())
            }
            Measure::Trainings => Counted::Count(vec![nobodys(self.trainings.len() as u64)]),
            Measure::TrainingOrganisations => {
                Counted::Count(vec![nobodys(self.trainings.iter().filter_map(|(_, it, _)| *it).map(u64::from).sum())])
            }
            Measure::TrainingParticipants => {
                Counted::Count(vec![nobodys(self.trainings.iter().filter_map(|(.., it)| *it).map(u64::from).sum())])
            }
            Measure::PracticePlaces => {
                let mut places: HashMap<u128, u64> = HashMap::new();
                let practices = self.practices().filter_map(|work| {
                    let many = places.len() as u64;
                    let subject = *places.entry(work.employer?).or_insert(many);
                    let agency = work.episode.and_then(|it| self.episode_at(it)).map(|it| it.agency);
                    Some(Subject { agency, subject, fits: true })
                });
                Counted::Distinct(practices.collect())
            }
            Measure::Practised { programmes } => {
                let who: HashSet<u32> = self.practices().filter_map(|work| work.person).collect();
                let users = self.running(programmes);
                Counted::Subjects(users.map(|(_, it)| person(it.agency, it.person, who.contains(&it.person))).collect())
            }
            Measure::Plans => Counted::Count(self.decided().map(|(agency, _)| one(agency, 1)).collect()),
            Measure::PlansForWork => {
                Counted::Count(self.decided().filter(|(_, for_work)| *for_work).map(|(it, _)| one(it, 1)).collect())
            }
            Measure::PlansForWorkShare => Counted::Subjects(
                (0_u64..)
                    .zip(self.decided())
                    .map(|(subject, (agency, fits))| Subject { agency: Some(agency), subject, fits })
                    .collect(),
            ),
            Measure::PlansOverBegun => {
                let mut sums: Vec<Sum> = self.decided().map(|(agency, _)| one(agency, 1)).collect();
                let begun = self.in_programmes(&[Programme::SelfReliance]).filter(|(_, it)| period.holds(it.from));
                sums.extend(begun.map(|(_, it)| Sum { over: 1.0, ..one(it.agency, 0) }));
                Counted::Sums(sums)
            }
            Measure::NotInTables { .. } | Measure::Published | Measure::Told => Counted::Not,
        }
    }

    /// New plans and plans made again that were decided, of which agency, and whether they are for work.
    fn decided(&self) -> impl Iterator<Item = (u32, bool)> {
        let decided = self.plans.iter().filter(|plan| plan.is_new && self.period.holds(plan.decided_on));
        decided.filter_map(|plan| Some((self.episode_at(plan.episode)?.agency, plan.for_work)))
    }

    fn practices(&self) -> impl Iterator<Item = &Work> {
        self.works.iter().filter(|work| work.kind.is_none() && self.period.days_of(work.from, work.until) > 0)
    }

    /// People who are in work on a day.
    fn in_work_on(&self, day: NaiveDate) -> HashSet<u32> {
        let at_work =
            |work: &&Work| work.kind.is_some() && work.from <= day && work.until.is_none_or(|until| day <= until);
        self.works.iter().filter(at_work).filter_map(|work| work.person).collect()
    }

    /// Of the users of 就労定着支援 of three years: of which agency, who, and whether they are in work on the last day.
    fn retention_users(&self) -> impl Iterator<Item = (u32, u32, bool)> {
        let last = self.period.until;
        let three_years = last.checked_sub_months(Months::new(36)).unwrap_or(NaiveDate::MIN);
        let in_work = self.in_work_on(last);
        self.in_programmes(&[Programme::Retention])
            .filter(move |(_, it)| it.from <= last && it.until.is_none_or(|until| three_years < until))
            .map(move |(_, it)| (it.agency, it.person, in_work.contains(&it.person)))
    }

    /// People whose 就労定着支援 ended in the past six years and who were hired 42 to 78 months ago: of which office, and whether they still have
    /// that job.
    fn after_retention(&self) -> Vec<(u32, bool)> {
        let last = self.period.until;
        let ago = |months: u32| last.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN);
        let (six_years, first_hired, last_hired) = (ago(72), ago(78), ago(42));
        let mut jobs: HashMap<u32, bool> = HashMap::new();
        for work in
            self.works.iter().filter(|work| work.kind.is_some() && first_hired <= work.from && work.from <= last_hired)
        {
            if let Some(person) = work.person {
                *jobs.entry(person).or_default() |= work.until.is_none_or(|until| last <= until);
            }
        }
        let ended = self.in_programmes(&[Programme::Retention]);
        let ended = ended.filter(|(_, it)| it.until.is_some_and(|until| six_years < until && until <= last));
        ended.filter_map(|(_, it)| Some((it.agency, *jobs.get(&it.person)?))).collect()
    }

    fn contacts_by_phase(&self, fits: impl Fn(&super::tables::ContactKind) -> bool) -> Counted {
        let mut sums: BTreeMap<(Phase, u32), (u64, f64)> = BTreeMap::new();
        for (_, episode, span) in self.all_phases() {
            let days = self.period.days_of(span.from, span.until);
            if days > 0 {
                sums.entry((span.phase, episode.agency)).or_default().1 += days as f64 / DAYS_OF_A_MONTH;
            }
        }
        for (kind, many) in self.contacts.iter().filter(|(kind, _)| fits(kind)) {
            if let Some(phase) = kind.phase {
                sums.entry((phase, kind.agency)).or_default().0 += u64::from(*many);
            }
        }
        let sum = |((phase, agency), (many, over))| Sum { part: (Some(phase), None), agency: Some(agency), many, over };
        Counted::Sums(sums.into_iter().map(sum).collect())
    }

    fn contacts_by_purpose(&self) -> Counted {
        let mut whole: BTreeMap<(Phase, u32), u64> = BTreeMap::new();
        let in_phase = || self.contacts.iter().filter_map(|(kind, many)| Some((kind, kind.phase?, u64::from(*many))));
        for (kind, phase, many) in in_phase() {
            *whole.entry((phase, kind.agency)).or_default() += many;
        }
        let mut about: BTreeMap<(Phase, u32, u32), u64> = BTreeMap::new();
        for (kind, phase, many) in in_phase() {
            *about.entry((phase, kind.agency, kind.purpose)).or_default() += many;
        }
        let purposes: BTreeSet<u32> = self.contacts.keys().map(|kind| kind.purpose).collect();
        let mut sums = Vec::new();
        for ((phase, agency), all) in whole {
            // Also those about which an agency spoke with nobody: the others of the region did, beside all its contacts.
            sums.extend(purposes.iter().map(|purpose| Sum {
                part: (Some(phase), Some(*purpose)),
                agency: Some(agency),
                many: about.get(&(phase, agency, *purpose)).copied().unwrap_or(0),
                over: all as f64,
            }));
        }
        Counted::Shares(sums)
    }
}

fn nobodys(many: u64) -> Sum {
    Sum { part: WHOLE, agency: None, many, over: 0.0 }
}

/// Offices, of which those fit where at least such a share fits.
fn offices(of: impl Iterator<Item = (u32, bool)>, at_least: f64) -> Counted {
    let mut counts: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for (agency, fits) in of {
        let count = counts.entry(agency).or_default();
        count.0 += u32::from(fits);
        count.1 += 1;
    }
    let office = |(agency, (fitting, all)): (u32, (u32, u32))| Subject {
        agency: Some(agency),
        subject: agency.into(),
        fits: f64::from(fitting) >= at_least * f64::from(all),
    };
    Counted::Subjects(counts.into_iter().map(office).collect())
}
