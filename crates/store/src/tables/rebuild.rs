//! The tables rebuilt from the journal and compared with what is there: the second half of `banso verify`.

use banso_domain::id::{
    AgencyId, CaseId, ConferenceId, EpisodeId, GatheringId, ImportId, ItemWordingId, JobId, MissingId, NetworkId,
    PersonId, ReferralId, ResourceId, ReviewId, SheetId, StaffId, SurveyId,
};

use super::{
    Change, Place,
    compare::{Difference, TABLES, compare},
    from_json,
};
use crate::{Entry, Location, MasterKey, Payload, Store, StoreError};

/// Entries replayed at a time.
const BATCH: u32 = 2000;

/// So many differences are told.
const LISTED: usize = 100;

/// What a comparison found.
#[derive(Clone, Debug, Default)]
pub struct TablesReport {
    /// Entries replayed.
    pub entries: u64,
    /// Entries whose content was erased with the person's key; what they said cannot be rebuilt.
    pub erased: u64,
    /// Rows compared.
    pub rows: u64,
    /// All differences found, also those not listed.
    pub difference_count: u64,
    /// The first hundred of them.
    pub differences: Vec<Difference>,
}

impl TablesReport {
    pub(super) fn note(&mut self, difference: Difference) {
        self.difference_count += 1;
        if self.differences.len() < LISTED {
            self.differences.push(difference);
        }
    }
}

impl Store {
    /// Rebuilds every table from the journal in an empty directory and compares them with what is there. Meant for times when
    /// nobody writes.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if either side cannot be read or written.
    pub async fn verify_tables(
        &self,
        empty_directory: std::path::PathBuf,
        mut progress: impl FnMut(u64) + Send,
    ) -> Result<TablesReport, StoreError> {
        let unsealed = MasterKey::generate().map_err(|_| StoreError::NoRandomness)?;
        let rebuilt = Store::open(&Location::Sqlite(empty_directory), unsealed)
            .await
            .map_err(|error| StoreError::Shape { what: "the rebuilt tables", problem: error.to_string() })?;
        let mut report = TablesReport::default();
        let reader = self.reader();
        let mut after = 0;
        loop {
            let entries = reader.read_all(after, BATCH).await?;
            let Some(last) = entries.last() else { break };
            after = last.position;
            let tx = rebuilt.begin().await?;
            for entry in &entries {
                match &entry.payload {
                    Payload::Readable(text) => {
                        replay(&tx, entry, text).await.map_err(|error| unreadable(entry, &error))?;
                    }
                    Payload::Erased => report.erased += 1,
                }
            }
            tx.commit().await?;
            report.entries += entries.len() as u64;
            progress(report.entries);
        }
        let there = rebuilt.reader();
        for table in TABLES {
            compare(&reader, &there, table, &mut report).await?;
        }
        Ok(report)
    }
}

async fn replay(tx: &crate::Tx, entry: &Entry, text: &str) -> Result<(), StoreError> {
    let place = Place { seq: entry.seq, at: entry.recorded_at };
    let id = entry.stream.id;
    match entry.stream.kind.as_str() {
        "person" => tx.project(Change::Person(PersonId::new(id), &from_json("an event", text)?), place).await,
        "case" => {
            let event = from_json("an event", text)?;
            tx.project(Change::Case(CaseId::new(id), person_of(entry)?, &event), place).await
        }
        "referral" => {
            let event = from_json("an event", text)?;
            tx.project(Change::Referral(ReferralId::new(id), person_of(entry)?, &event), place).await
        }
        "episode" => {
            let event = from_json("an event", text)?;
            tx.project(Change::Episode(EpisodeId::new(id), person_of(entry)?, &event), place).await
        }
        "job" => {
            let event = from_json("an event", text)?;
            tx.project(Change::Job(JobId::new(id), person_of(entry)?, &event), place).await
        }
        "sheet" => {
            let event = from_json("an event", text)?;
            tx.project(Change::Sheet(SheetId::new(id), person_of(entry)?, &event), place).await
        }
        "review" => {
            let event = from_json("an event", text)?;
            tx.project(Change::Review(ReviewId::new(id), person_of(entry)?, &event), place).await
        }
        "ways" => tx.project(Change::WayNotes(PersonId::new(id), &from_json("an event", text)?), place).await,
        "conference" => {
            tx.project(Change::Conference(ConferenceId::new(id), &from_json("an event", text)?), place).await
        }
        "gathering" => tx.project(Change::Gathering(GatheringId::new(id), &from_json("an event", text)?), place).await,
        "network" => tx.project(Change::Network(NetworkId::new(id), &from_json("an event", text)?), place).await,
        "item_wording" => {
            tx.project(Change::ItemWording(ItemWordingId::new(id), &from_json("an event", text)?), place).await
        }
        "survey" => tx.project(Change::Survey(SurveyId::new(id), &from_json("an event", text)?), place).await,
        "linkage" => tx.project(Change::Linkage(AgencyId::new(id), &from_json("an event", text)?), place).await,
        "logic_model" => tx.project(Change::LogicModel(&from_json("an event", text)?), place).await,
        "missing" => tx.project(Change::Missing(MissingId::new(id), &from_json("an event", text)?), place).await,
        "resource" => tx.project(Change::Resource(ResourceId::new(id), &from_json("an event", text)?), place).await,
        "import" => tx.project(Change::Import(ImportId::new(id), &from_json("an event", text)?), place).await,
        "agency" => tx.project(Change::Agency(AgencyId::new(id), &from_json("an event", text)?), place).await,
        "staff" => tx.project(Change::Staff(StaffId::new(id), &from_json("an event", text)?), place).await,
        _ => Ok(()),
    }
}

fn person_of(entry: &Entry) -> Result<PersonId, StoreError> {
    let nobody = || StoreError::Shape { what: "an entry about a person", problem: "it names no person".into() };
    entry.person.ok_or_else(nobody)
}

/// Says which entry cannot be carried into the tables.
fn unreadable(entry: &Entry, error: &StoreError) -> StoreError {
    let Entry { stream, seq, .. } = entry;
    let problem = format!("{} {} entry {seq} does not follow from those before it: {error}", stream.kind, stream.id);
    StoreError::Shape { what: "the journal", problem }
}
