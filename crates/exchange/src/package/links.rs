//! From rows of the package to links whose rhythm can be judged: the same rows, from files or from the record, give the same links.

use std::collections::{HashMap, hash_map::Entry};

use banso_insight::rhythm::{Contact, Day, Initiator, Intent, Link, PhaseSpan, Planned, day_of};

use super::{
    cell::Cells,
    schema::{ColumnKind, Table},
};

/// The tables that the rhythm of contact is read from.
pub const RHYTHM_TABLES: &[Table] = &[Table::Episodes, Table::Phases, Table::Contacts, Table::ContactPlans];

/// Between whom a link is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkName {
    /// The episode.
    pub episode: String,
    /// The agency.
    pub agency: String,
    /// The other agency; empty for the person and their family.
    pub partner: String,
}

/// With whom a contact was, as a place in the list of the column.
const PERSON: u8 = 0;
const FAMILY: u8 = 1;
const EMPLOYER: u8 = 3;
/// Nobody said with whom.
const UNKNOWN: u8 = 7;
/// Kinds of partners are counted below this.
const PARTNERS: u16 = 8;

/// An episode as links need it.
#[derive(Clone, Debug, Default)]
struct Begun {
    programme: u16,
    from: Option<Day>,
    to: Option<Day>,
    phases: Vec<PhaseSpan>,
}

/// A contact before it is known which of them count.
#[derive(Clone, Copy, Debug)]
struct Spoken {
    on: Day,
    by: Option<Initiator>,
    partner: u8,
}

#[derive(Debug, Default)]
struct Gathered {
    contacts: Vec<Spoken>,
    plan: Vec<Planned>,
}

/// Numbers for identifiers, so that each is kept once.
#[derive(Debug, Default)]
struct Names {
    numbers: HashMap<Box<str>, u32>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        self.numbers.insert(name.into(), number);
        number
    }

    fn in_order(self) -> Vec<String> {
        let mut names: Vec<(u32, Box<str>)> = self.numbers.into_iter().map(|(name, number)| (number, name)).collect();
        names.sort_unstable_by_key(|(number, _)| *number);
        names.into_iter().map(|(_, name)| name.into()).collect()
    }
}

/// Takes the rows of [`RHYTHM_TABLES`] in any order and gives links.
#[derive(Debug, Default)]
pub struct LinkGatherer {
    episodes: Names,
    agencies: Names,
    begun: Vec<Begun>,
    links: HashMap<(u32, u32, u32), Gathered>,
}

/// The place of a word in the list of its column.
fn place(table: Table, column: &str, word: &str) -> Option<u8> {
    let kind = table.columns().iter().find(|known| known.name == column)?.kind;
    let ColumnKind::OneOf(words) = kind else { return None };
    words.iter().position(|known| *known == word).and_then(|at| u8::try_from(at).ok())
}

impl LinkGatherer {
    /// Takes a row; rows of other tables say nothing of links.
    pub fn take(&mut self, table: Table, cells: Cells<'_>) {
        match table {
            Table::Episodes => {
                let episode = self.episode(cells.get("episode_id"));
                episode.programme = place(table, "programme", cells.get("programme")).map_or(0, u16::from);
                episode.from = cells.date("start_date").map(day_of);
                episode.to = cells.date("end_date").map(day_of);
            }
            Table::Phases => {
                let Some(from) = cells.date("start_date").map(day_of) else { return };
                let Some(phase) = place(table, "phase", cells.get("phase")) else { return };
                let to = cells.date("end_date").map(day_of);
                self.episode(cells.get("episode_id")).phases.push(PhaseSpan { phase, from, to });
            }
            Table::Contacts => self.contact(cells),
            Table::ContactPlans => {
                let (Some(from), Some(per_month)) = (cells.date("from_date"), cells.number("per_month")) else {
                    return;
                };
                let intent = match cells.get("intent") {
                    "fade" => Intent::Fade,
                    "intensify" => Intent::Intensify,
                    _ => Intent::Steady,
                };
                let to = cells.date("to_date").map(day_of);
                let planned = Planned { from: day_of(from), to, per_month, intent };
                if let Some(link) = self.link(cells) {
                    link.plan.push(planned);
                }
            }
            _ => {}
        }
    }

    /// Notes that there is a link with the person, though nothing may be known of it.
    pub fn expect_person(&mut self, episode: &str, agency: &str) {
        let (episode, agency, person) =
            (self.episodes.number(episode), self.agencies.number(agency), self.agencies.number(""));
        self.links.entry((episode, agency, person)).or_default();
    }

    fn contact(&mut self, cells: Cells<'_>) {
        let Some(on) = cells.date("date").map(day_of) else { return };
        let by = match cells.get("initiated_by") {
            "own" => Some(Initiator::Own),
            "partner" => Some(Initiator::Partner),
            "person" => Some(Initiator::Person),
            _ => None,
        };
        let partner = place(Table::Contacts, "partner_kind", cells.get("partner_kind")).unwrap_or(UNKNOWN);
        if let Some(link) = self.link(cells) {
            link.contacts.push(Spoken { on, by, partner });
        }
    }

    fn episode(&mut self, id: &str) -> &mut Begun {
        let number = self.episodes.number(id) as usize;
        if self.begun.len() <= number {
            self.begun.resize_with(number + 1, Begun::default);
        }
        &mut self.begun[number]
    }

    /// The link of a row; none where the episode is not known.
    fn link(&mut self, cells: Cells<'_>) -> Option<&mut Gathered> {
        let id = cells.get("episode_id");
        if id.is_empty() {
            return None;
        }
        let episode = self.episodes.number(id);
        let agency = self.agencies.number(cells.get("agency_id"));
        let partner = self.agencies.number(cells.get("partner_agency_id"));
        Some(match self.links.entry((episode, agency, partner)) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(new) => new.insert(Gathered::default()),
        })
    }

    /// The links with their names, in the order of these.
    pub fn finish(mut self) -> (Vec<LinkName>, Vec<Link>) {
        let (episodes, agencies) = (self.episodes.in_order(), self.agencies.in_order());
        self.begun.resize_with(episodes.len(), Begun::default);
        for begun in &mut self.begun {
            begun.phases.sort_unstable_by_key(|span| (span.from, span.phase));
        }
        let named = |((episode, agency, partner), gathered): ((u32, u32, u32), Gathered)| {
            let name = LinkName {
                episode: episodes[episode as usize].clone(),
                agency: agencies[agency as usize].clone(),
                partner: agencies[partner as usize].clone(),
            };
            let link = gathered.finish(&self.begun[episode as usize], name.partner.is_empty());
            (name, link)
        };
        let mut links: Vec<(LinkName, Link)> = self.links.into_iter().map(named).collect();
        links.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        links.into_iter().unzip()
    }
}

impl Gathered {
    fn finish(mut self, begun: &Begun, is_with_person: bool) -> Link {
        // Where no agency is named, contact with the person is what counts; firms and others known by name only are no part of it.
        let is_theirs = |spoken: &Spoken| matches!(spoken.partner, PERSON | FAMILY);
        if is_with_person && self.contacts.iter().any(is_theirs) {
            self.contacts.retain(is_theirs);
        }
        self.contacts.sort_unstable_by_key(|spoken| (spoken.on, spoken.by.map(|by| by as u8)));
        self.plan.sort_by(|one, other| {
            (one.from, one.to).cmp(&(other.from, other.to)).then(one.per_month.total_cmp(&other.per_month))
        });
        let mut counts = [0_u32; PARTNERS as usize];
        for spoken in &self.contacts {
            counts[usize::from(spoken.partner)] += 1;
        }
        let usual = (0_u8..).zip(counts).filter(|(_, count)| *count > 0);
        let partner =
            usual.max_by_key(|(kind, count)| (*count, std::cmp::Reverse(*kind))).map_or(UNKNOWN, |(kind, _)| kind);
        let first = self.contacts.first().map(|spoken| spoken.on).or(self.plan.first().map(|span| span.from));
        Link {
            group: begun.programme * PARTNERS + u16::from(partner),
            from: begun.from.or(first).unwrap_or_default(),
            to: begun.to,
            contacts: self.contacts.iter().map(|spoken| Contact { on: spoken.on, by: spoken.by }).collect(),
            plan: self.plan,
            phases: begun.phases.clone(),
            with_firm: partner == EMPLOYER,
        }
    }
}
