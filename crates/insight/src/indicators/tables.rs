//! What figures are counted from: the rows of the data package, put together row by row.
//!
//! Rows come table by table, as in a package, or person by person, as from a store: what belongs to a use comes after it, and agencies may come last.
//! Contacts and attendances are counted as they come and not kept, so that ten years of a large region fit into memory.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use super::word::{Channel, ConferenceKind, Disability, Employment, Partner, Phase, Programme};

/// An identifier of the tables in 128 bits.
pub type Key = u128;

/// From one day to another, both with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
}

impl Period {
    /// Whether a day is in it.
    pub fn holds(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.until
    }

    /// Of a span that may have no end, how many days are in it.
    pub(super) fn days_of(self, from: NaiveDate, until: Option<NaiveDate>) -> i64 {
        let (first, last) = (self.from.max(from), until.map_or(self.until, |until| until.min(self.until)));
        ((last - first).num_days() + 1).max(0)
    }

    /// How many months it has, months being of equal length.
    pub(super) fn months(self) -> f64 {
        ((self.until - self.from).num_days() + 1) as f64 / DAYS_OF_A_MONTH
    }
}

/// Days of a month on the average of four years.
pub(super) const DAYS_OF_A_MONTH: f64 = 365.25 / 12.0;

/// A use of a programme.
#[derive(Clone, Copy, Debug)]
pub struct EpisodeRow<'a> {
    /// `episode_id`
    pub id: Key,
    /// `person_id`
    pub person: Key,
    /// `agency_id`
    pub agency: Key,
    /// `programme`
    pub programme: Programme,
    /// `start_date`
    pub from: NaiveDate,
    /// `end_date`
    pub until: Option<NaiveDate>,
    /// `end_reason`
    pub end: &'a str,
}

/// A plan.
#[derive(Clone, Copy, Debug)]
pub struct PlanRow<'a> {
    /// `episode_id`
    pub episode: Key,
    /// `kind`
    pub kind: &'a str,
    /// `decided_on`
    pub decided_on: Option<NaiveDate>,
    /// `statutory_services`
    pub services: &'a str,
}

/// A contact.
#[derive(Clone, Copy, Debug)]
pub struct ContactRow<'a> {
    /// `episode_id`
    pub episode: Option<Key>,
    /// `agency_id`
    pub agency: Key,
    /// `partner_kind`
    pub partner: Option<Partner>,
    /// `date`
    pub on: NaiveDate,
    /// `channel`
    pub channel: Option<Channel>,
    /// `purpose`
    pub purpose: &'a str,
}

/// A referral.
#[derive(Clone, Copy, Debug)]
pub struct ReferralRow<'a> {
    /// `episode_id`
    pub episode: Option<Key>,
    /// `from_agency_id`
    pub from: Option<Key>,
    /// `to_agency_id`
    pub to: Option<Key>,
    /// `sent_on`
    pub sent_on: Option<NaiveDate>,
    /// `answer`
    pub answer: &'a str,
}

/// An employment, or a practice at an employer.
#[derive(Clone, Copy, Debug)]
pub struct WorkRow {
    /// `person_id` of an employment; a practice tells it by its use.
    pub person: Option<Key>,
    /// `episode_id`
    pub episode: Option<Key>,
    /// `employer_id`
    pub employer: Option<Key>,
    /// `kind` of an employment; none for a practice.
    pub kind: Option<Employment>,
    /// `start_date`
    pub from: Option<NaiveDate>,
    /// `end_date`
    pub until: Option<NaiveDate>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Episode {
    pub person: u32,
    pub agency: u32,
    pub programme: Programme,
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
    pub is_employed_at_end: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub episode: u32,
    pub is_new: bool,
    pub decided_on: NaiveDate,
    pub for_work: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Work {
    pub person: Option<u32>,
    pub episode: Option<u32>,
    pub employer: Option<Key>,
    /// None for a practice.
    pub kind: Option<Employment>,
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
}

#[derive(Clone, Debug)]
pub(super) struct Referral {
    pub episode: Option<u32>,
    pub from: Option<u32>,
    pub to: Option<u32>,
    pub is_accepted: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Conference {
    pub kind: ConferenceKind,
    pub host: Option<u32>,
    pub others: HashSet<u32>,
}

/// A phase of a use.
#[derive(Clone, Copy, Debug)]
pub(super) struct PhaseSpan {
    pub phase: Phase,
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
}

/// Contacts are counted by these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ContactKind {
    pub agency: u32,
    pub phase: Option<Phase>,
    pub partner: Option<Partner>,
    pub channel: Option<Channel>,
    pub purpose: u32,
}

/// The tables, as far as figures of a period need them.
#[derive(Clone, Debug)]
pub struct Tables {
    pub(super) period: Period,
    persons: HashMap<Key, u32>,
    agencies: HashMap<Key, u32>,
    episodes_by_key: HashMap<Key, u32>,
    conferences_by_key: HashMap<Key, usize>,
    pub(super) disabilities: Vec<u8>,
    /// Kind of each agency, as the tables write it.
    pub(super) kinds: Vec<String>,
    /// Identifier of each agency.
    pub(super) agency_keys: Vec<Key>,
    pub(super) episodes: Vec<Episode>,
    /// Phases of each use, by its place.
    phases: Vec<Vec<PhaseSpan>>,
    pub(super) plans: Vec<Plan>,
    pub(super) conferences: Vec<Conference>,
    pub(super) contacts: BTreeMap<ContactKind, u32>,
    pub(super) purposes: Vec<String>,
    /// Uses in which somebody spoke with the firm.
    pub(super) spoke_with_firm: HashSet<u32>,
    pub(super) referrals: Vec<Referral>,
    pub(super) works: Vec<Work>,
    pub(super) trainings: Vec<(String, Option<u32>, Option<u32>)>,
}

impl Tables {
    /// No rows yet, for figures of a period.
    pub fn new(period: Period) -> Self {
        Self {
            period,
            persons: HashMap::new(),
            agencies: HashMap::new(),
            episodes_by_key: HashMap::new(),
            conferences_by_key: HashMap::new(),
            disabilities: Vec::new(),
            kinds: Vec::new(),
            agency_keys: Vec::new(),
            episodes: Vec::new(),
            phases: Vec::new(),
            plans: Vec::new(),
            conferences: Vec::new(),
            contacts: BTreeMap::new(),
            purposes: Vec::new(),
            spoke_with_firm: HashSet::new(),
            referrals: Vec::new(),
            works: Vec::new(),
            trainings: Vec::new(),
        }
    }

    /// How many people used something in the period: in the region, and at each agency.
    pub fn people_in_use(&self) -> (u64, Vec<(Key, u64)>) {
        let mut everybody = HashSet::new();
        let mut of: BTreeMap<u32, HashSet<u32>> = BTreeMap::new();
        for one in self.episodes.iter().filter(|one| self.period.days_of(one.from, one.until) > 0) {
            everybody.insert(one.person);
            of.entry(one.agency).or_default().insert(one.person);
        }
        let key = |agency: u32| usize::try_from(agency).ok().and_then(|agency| self.agency_keys.get(agency)).copied();
        let of = of.into_iter().filter_map(|(agency, people)| Some((key(agency)?, people.len() as u64)));
        (everybody.len() as u64, of.collect())
    }

    /// A row of `persons`.
    pub fn person(&mut self, id: Key, disabilities: impl IntoIterator<Item = Disability>) {
        let place = index(self.disabilities.len());
        self.persons.insert(id, place);
        self.disabilities.push(disabilities.into_iter().fold(0, |bits, one| bits | (1 << one as u8)));
    }

    /// A row of `agencies`.
    pub fn agency(&mut self, id: Key, kind: &str) {
        let place = self.agency_at(id);
        if let Some(known) = usize::try_from(place).ok().and_then(|place| self.kinds.get_mut(place)) {
            kind.clone_into(known);
        }
    }

    /// The place of an agency, which may not have had its row yet.
    fn agency_at(&mut self, id: Key) -> u32 {
        if let Some(place) = self.agencies.get(&id) {
            return *place;
        }
        let place = index(self.kinds.len());
        self.agencies.insert(id, place);
        self.kinds.push(String::new());
        self.agency_keys.push(id);
        place
    }

    /// A row of `episodes`, whose person is known.
    pub fn episode(&mut self, row: EpisodeRow<'_>) {
        let Some(person) = self.persons.get(&row.person).copied() else { return };
        let agency = self.agency_at(row.agency);
        self.episodes_by_key.insert(row.id, index(self.episodes.len()));
        self.phases.push(Vec::new());
        self.episodes.push(Episode {
            person,
            agency,
            programme: row.programme,
            from: row.from,
            until: row.until,
            is_employed_at_end: row.end == "employed",
        });
    }

    /// A row of `phases`.
    pub fn phase(&mut self, episode: Key, phase: Phase, from: NaiveDate, until: Option<NaiveDate>) {
        let place = self.episodes_by_key.get(&episode).and_then(|place| usize::try_from(*place).ok());
        if let Some(phases) = place.and_then(|place| self.phases.get_mut(place)) {
            phases.push(PhaseSpan { phase, from, until });
        }
    }

    /// A row of `plans`.
    pub fn plan(&mut self, row: PlanRow<'_>) {
        let (Some(episode), Some(decided_on)) = (self.episodes_by_key.get(&row.episode), row.decided_on) else {
            return;
        };
        // 就労支援対象者: plans that contain employment support (self-reliance §3.13).
        let for_work = row.services.split(';').any(|service| service == "employment_support");
        self.plans.push(Plan { episode: *episode, is_new: row.kind != "revision", decided_on, for_work });
    }

    /// A row of `conferences`.
    pub fn conference(&mut self, id: Key, kind: ConferenceKind, held_on: Option<NaiveDate>, host: Option<Key>) {
        if held_on.is_some_and(|day| self.period.holds(day)) {
            self.conferences_by_key.insert(id, self.conferences.len());
            let host = host.map(|host| self.agency_at(host));
            self.conferences.push(Conference { kind, host, others: HashSet::new() });
        }
    }

    /// A row of `conference_attendance`.
    pub fn attendance(&mut self, conference: Key, agency: Key) {
        let Some(place) = self.conferences_by_key.get(&conference).copied() else { return };
        let agency = self.agency_at(agency);
        if let Some(conference) = self.conferences.get_mut(place).filter(|one| one.host != Some(agency)) {
            conference.others.insert(agency);
        }
    }

    /// A row of `contacts`.
    pub fn contact(&mut self, row: ContactRow<'_>) {
        if !self.period.holds(row.on) {
            return;
        }
        let agency = self.agency_at(row.agency);
        let episode = row.episode.and_then(|episode| self.episodes_by_key.get(&episode).copied());
        let phase = episode.and_then(|episode| self.phase_on(episode, row.on));
        let purpose = self.purpose(row.purpose);
        let kind = ContactKind { agency, phase, partner: row.partner, channel: row.channel, purpose };
        *self.contacts.entry(kind).or_default() += 1;
        let spoke = matches!(row.channel, Some(Channel::Visit | Channel::Office | Channel::Phone | Channel::Online));
        if let Some(episode) = episode.filter(|_| spoke && row.partner == Some(Partner::Employer)) {
            self.spoke_with_firm.insert(episode);
        }
    }

    fn purpose(&mut self, words: &str) -> u32 {
        let place = self.purposes.iter().position(|known| known == words).unwrap_or_else(|| {
            self.purposes.push(words.to_owned());
            self.purposes.len() - 1
        });
        index(place)
    }

    /// The phase of a use on a day: the one that began last.
    fn phase_on(&self, episode: u32, on: NaiveDate) -> Option<Phase> {
        let phases = usize::try_from(episode).ok().and_then(|episode| self.phases.get(episode))?;
        let on_day = phases.iter().filter(|span| span.from <= on && span.until.is_none_or(|until| on <= until));
        on_day.max_by_key(|span| (span.from, span.phase)).map(|span| span.phase)
    }

    /// Each phase of each use.
    pub(super) fn all_phases(&self) -> impl Iterator<Item = (u32, &Episode, &PhaseSpan)> {
        let uses = (0_u32..).zip(&self.episodes).zip(&self.phases);
        uses.flat_map(|((place, episode), phases)| phases.iter().map(move |span| (place, episode, span)))
    }

    /// A row of `referrals`.
    pub fn referral(&mut self, row: ReferralRow<'_>) {
        if row.sent_on.is_some_and(|day| self.period.holds(day)) {
            let (from, to) = (row.from.map(|key| self.agency_at(key)), row.to.map(|key| self.agency_at(key)));
            let episode = row.episode.and_then(|episode| self.episodes_by_key.get(&episode).copied());
            self.referrals.push(Referral { episode, from, to, is_accepted: row.answer == "accepted" });
        }
    }

    /// A row of `placements` or of `employments`.
    pub fn work(&mut self, row: WorkRow) {
        let Some(from) = row.from else { return };
        let episode = row.episode.and_then(|episode| self.episodes_by_key.get(&episode).copied());
        let of_episode = episode.and_then(|episode| self.episode_at(episode)).map(|episode| episode.person);
        let person = row.person.and_then(|person| self.persons.get(&person).copied()).or(of_episode);
        let WorkRow { employer, kind, until, .. } = row;
        self.works.push(Work { person, episode, employer, kind, from, until });
    }

    /// A row of `trainings`.
    pub fn training(
        &mut self,
        kind: &str,
        held_on: Option<NaiveDate>,
        organisations: Option<u32>,
        participants: Option<u32>,
    ) {
        if held_on.is_some_and(|day| self.period.holds(day)) {
            self.trainings.push((kind.to_owned(), organisations, participants));
        }
    }

    pub(super) fn episode_at(&self, place: u32) -> Option<&Episode> {
        self.episodes.get(usize::try_from(place).ok()?)
    }

    pub(super) fn kind_of(&self, agency: u32) -> &str {
        usize::try_from(agency).ok().and_then(|agency| self.kinds.get(agency)).map_or("", String::as_str)
    }

    pub(super) fn has(&self, person: u32, some: &[Disability]) -> bool {
        let bits = usize::try_from(person).ok().and_then(|person| self.disabilities.get(person)).copied().unwrap_or(0);
        some.is_empty() || some.iter().any(|one| bits & (1 << *one as u8) != 0)
    }
}

fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
