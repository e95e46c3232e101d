//! From rows of the package to figures: the same rows, from files or from the record, give the same figures.

use banso_insight::indicators::{
    Channel, ConferenceKind, ContactRow, Disability, Employment, EpisodeRow, Key, Partner, Period, Phase, PlanRow,
    Programme, ReferralRow, Tables, WorkRow,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{cell::Cells, schema::Table};

/// The tables that figures are counted from.
pub const FIGURE_TABLES: &[Table] = &[
    Table::Persons,
    Table::Agencies,
    Table::Episodes,
    Table::Phases,
    Table::Plans,
    Table::Conferences,
    Table::ConferenceAttendance,
    Table::Contacts,
    Table::Referrals,
    Table::Placements,
    Table::Employments,
    Table::Trainings,
];

/// Takes the rows of [`FIGURE_TABLES`] in the order of the tables.
#[derive(Debug)]
pub struct FigureGatherer {
    tables: Tables,
    /// Identifiers of agencies as they are written, in the order of their rows.
    agencies: Vec<(Key, String)>,
}

/// An identifier in 128 bits: a UUID as it is, everything else by its SHA-256.
fn key(id: &str) -> Option<Key> {
    if id.is_empty() {
        return None;
    }
    if let Ok(uuid) = Uuid::parse_str(id) {
        return Some(uuid.as_u128());
    }
    let digest = Sha256::digest(id);
    digest.first_chunk::<16>().map(|bytes| Key::from_be_bytes(*bytes))
}

impl FigureGatherer {
    /// No rows yet, for figures of a period.
    pub fn new(period: Period) -> Self {
        Self { tables: Tables::new(period), agencies: Vec::new() }
    }

    /// Takes a row; rows of other tables are passed over.
    pub fn take(&mut self, table: Table, cells: Cells<'_>) {
        // What is sound by itself has what it must have; what is not is told by the report and never counted.
        let _ = self.sound(table, cells);
    }

    fn sound(&mut self, table: Table, cells: Cells<'_>) -> Option<()> {
        let id = |column: &str| key(cells.get(column));
        match table {
            Table::Persons => {
                let words = cells.get("disability").split(';');
                self.tables.person(id("person_id")?, words.filter_map(Disability::of));
            }
            Table::Agencies => {
                let agency = id("agency_id")?;
                self.agencies.push((agency, cells.get("agency_id").to_owned()));
                self.tables.agency(agency, cells.get("kind"));
            }
            Table::Episodes => self.tables.episode(EpisodeRow {
                id: id("episode_id")?,
                person: id("person_id")?,
                agency: id("agency_id")?,
                programme: Programme::of(cells.get("programme"))?,
                from: cells.date("start_date")?,
                until: cells.date("end_date"),
                end: cells.get("end_reason"),
            }),
            Table::Phases => {
                let phase = Phase::of(cells.get("phase"))?;
                self.tables.phase(id("episode_id")?, phase, cells.date("start_date")?, cells.date("end_date"));
            }
            Table::Plans => self.tables.plan(PlanRow {
                episode: id("episode_id")?,
                kind: cells.get("kind"),
                decided_on: cells.date("decided_on"),
                services: cells.get("statutory_services"),
            }),
            Table::Conferences => {
                let kind = ConferenceKind::of(cells.get("kind")).unwrap_or(ConferenceKind::Other);
                self.tables.conference(id("conference_id")?, kind, cells.date("held_on"), id("host_agency_id"));
            }
            Table::ConferenceAttendance => self.tables.attendance(id("conference_id")?, id("agency_id")?),
            Table::Contacts => self.tables.contact(ContactRow {
                episode: id("episode_id"),
                agency: id("agency_id")?,
                partner: Partner::of(cells.get("partner_kind")),
                on: cells.date("date")?,
                channel: Channel::of(cells.get("channel")),
                purpose: cells.get("purpose"),
            }),
            Table::Referrals => self.tables.referral(ReferralRow {
                episode: id("episode_id"),
                from: id("from_agency_id"),
                to: id("to_agency_id"),
                sent_on: cells.date("sent_on"),
                answer: cells.get("answer"),
            }),
            Table::Placements => self.tables.work(WorkRow {
                person: None,
                episode: id("episode_id"),
                employer: id("employer_id"),
                kind: None,
                from: cells.date("start_date"),
                until: cells.date("end_date"),
            }),
            Table::Employments => self.tables.work(WorkRow {
                person: id("person_id"),
                episode: id("episode_id"),
                employer: id("employer_id"),
                kind: Some(Employment::of(cells.get("kind")).unwrap_or(Employment::Other)),
                from: cells.date("start_date"),
                until: cells.date("end_date"),
            }),
            Table::Trainings => {
                let count = |column: &str| cells.get(column).parse().ok();
                let (kind, held_on) = (cells.get("kind"), cells.date("held_on"));
                self.tables.training(kind, held_on, count("organisations"), count("participants"));
            }
            Table::ConferenceCases | Table::ContactPlans | Table::Consents | Table::Disclosures => {}
        }
        Some(())
    }

    /// The tables, and the identifiers of agencies as they are written.
    pub fn finish(self) -> (Tables, Vec<(Key, String)>) {
        (self.tables, self.agencies)
    }
}
