//! The record as of a moment: cases and persons folded from their streams, and the history page.

use banso_domain::{
    agency::AgencyEvent,
    case::{Case, event::CaseEvent},
    conference::ConferenceEvent,
    episode::EpisodeEvent,
    form::ItemWordingEvent,
    id::{
        AgencyId, CaseId, ConferenceId, EpisodeId, ItemWordingId, JobId, PersonId, ReferralId, ResourceId, SheetId,
        StaffId,
    },
    job::JobEvent,
    person::{Person, PersonEvent},
    referral::ReferralEvent,
    resource::ResourceEvent,
    sheet::SheetEvent,
    staff::StaffEvent,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::de::DeserializeOwned;

use crate::{Entry, Payload, Reader, StoreError, Stream, journal, tables::from_json};

/// An entry of a history: what happened, when, by whom.
#[derive(Clone, Debug)]
pub struct HistoryEntry<E> {
    /// Its number in the stream.
    pub seq: i64,
    /// What happened; `None` once the person's key was dropped.
    pub event: Option<E>,
    /// The name of the event.
    pub name: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// The day it took place, where that is known.
    pub took_place_on: Option<NaiveDate>,
    /// Who recorded it.
    pub staff: StaffId,
    /// For which agency.
    pub agency: Option<AgencyId>,
}

fn open<E: DeserializeOwned>(entry: Entry) -> Result<HistoryEntry<E>, StoreError> {
    let event = match &entry.payload {
        Payload::Readable(text) => Some(from_json("an event", text)?),
        Payload::Erased => None,
    };
    Ok(HistoryEntry {
        seq: entry.seq,
        event,
        name: entry.event_type,
        recorded_at: entry.recorded_at,
        took_place_on: entry.took_place_on,
        staff: entry.staff,
        agency: entry.agency,
    })
}

impl Reader {
    /// What happened to a case, oldest first, up to what was recorded at `upto`. The caller decides whether it may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the journal cannot be read.
    pub async fn case_history(
        &self,
        case: CaseId,
        upto: Option<DateTime<Utc>>,
    ) -> Result<Vec<HistoryEntry<CaseEvent>>, StoreError> {
        let entries = self.read_stream(&Stream::new("case", case.uuid()), upto).await?;
        entries.into_iter().map(open).collect()
    }

    /// A part of what happened to a case, oldest first: the entries numbered after `after`, up to `through`. The caller decides whether it
    /// may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the journal cannot be read.
    pub async fn case_history_part(
        &self,
        case: CaseId,
        after: i64,
        through: i64,
    ) -> Result<Vec<HistoryEntry<CaseEvent>>, StoreError> {
        let entries = journal::read_part(self, &Stream::new("case", case.uuid()), after, through).await?;
        entries.into_iter().map(open).collect()
    }

    /// What happened to a person's entry, oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the journal cannot be read.
    pub async fn person_history(
        &self,
        person: PersonId,
        upto: Option<DateTime<Utc>>,
    ) -> Result<Vec<HistoryEntry<PersonEvent>>, StoreError> {
        let entries = self.read_stream(&Stream::new("person", person.uuid()), upto).await?;
        entries.into_iter().map(open).collect()
    }

    /// What happened to a referral, oldest first. The caller decides whether it may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the journal cannot be read.
    pub async fn referral_history(&self, referral: ReferralId) -> Result<Vec<HistoryEntry<ReferralEvent>>, StoreError> {
        let entries = self.read_stream(&Stream::new("referral", referral.uuid()), None).await?;
        entries.into_iter().map(open).collect()
    }

    /// What happened to an entry of the resource directory, oldest first. The caller decides whether it may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the journal cannot be read.
    pub async fn resource_history(&self, resource: ResourceId) -> Result<Vec<HistoryEntry<ResourceEvent>>, StoreError> {
        let entries = self.read_stream(&Stream::new("resource", resource.uuid()), None).await?;
        entries.into_iter().map(open).collect()
    }

    /// What happened to a job, oldest first. The caller decides whether it may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the journal cannot be read.
    pub async fn job_history(&self, job: JobId) -> Result<Vec<HistoryEntry<JobEvent>>, StoreError> {
        let entries = self.read_stream(&Stream::new("job", job.uuid()), None).await?;
        entries.into_iter().map(open).collect()
    }

    /// What happened to a use of a programme, oldest first. The caller decides whether it may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the journal cannot be read.
    pub async fn episode_history(&self, episode: EpisodeId) -> Result<Vec<HistoryEntry<EpisodeEvent>>, StoreError> {
        let entries = self.read_stream(&Stream::new("episode", episode.uuid()), None).await?;
        entries.into_iter().map(open).collect()
    }

    /// What happened to a sheet, oldest first. The caller decides whether it may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the journal cannot be read.
    pub async fn sheet_history(&self, sheet: SheetId) -> Result<Vec<HistoryEntry<SheetEvent>>, StoreError> {
        let entries = self.read_stream(&Stream::new("sheet", sheet.uuid()), None).await?;
        entries.into_iter().map(open).collect()
    }

    /// What happened to a conference, oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the journal cannot be read.
    pub async fn conference_history(&self, id: ConferenceId) -> Result<Vec<HistoryEntry<ConferenceEvent>>, StoreError> {
        let entries = self.read_stream(&Stream::new("conference", id.uuid()), None).await?;
        entries.into_iter().map(open).collect()
    }

    /// What happened to an agency's entry, oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the journal cannot be read.
    pub async fn agency_history(&self, id: AgencyId) -> Result<Vec<HistoryEntry<AgencyEvent>>, StoreError> {
        let entries = self.read_stream(&Stream::new("agency", id.uuid()), None).await?;
        entries.into_iter().map(open).collect()
    }

    /// What a region said about an item of a sheet, oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the journal cannot be read.
    pub async fn item_history(&self, id: ItemWordingId) -> Result<Vec<HistoryEntry<ItemWordingEvent>>, StoreError> {
        let entries = self.read_stream(&Stream::new("item_wording", id.uuid()), None).await?;
        entries.into_iter().map(open).collect()
    }

    /// What happened to the entry and the account of a member of staff, oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the journal cannot be read.
    pub async fn staff_history(&self, id: StaffId) -> Result<Vec<HistoryEntry<StaffEvent>>, StoreError> {
        let entries = self.read_stream(&Stream::new("staff", id.uuid()), None).await?;
        entries.into_iter().map(open).collect()
    }

    /// A case as it was known at a moment.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the journal cannot be read.
    pub async fn case_as_of(&self, case: CaseId, moment: DateTime<Utc>) -> Result<Option<Case>, StoreError> {
        let history = self.case_history(case, Some(moment)).await?;
        let events = history.iter().filter_map(|entry| entry.event.as_ref());
        Ok(events.fold(None, |current, event| Case::apply(current, case, event)))
    }

    /// A person's entry as it was known at a moment.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the journal cannot be read.
    pub async fn person_as_of(&self, person: PersonId, moment: DateTime<Utc>) -> Result<Option<Person>, StoreError> {
        let history = self.person_history(person, Some(moment)).await?;
        let events = history.iter().filter_map(|entry| entry.event.as_ref());
        Ok(events.fold(None, |current, event| Person::apply(current, person, event)))
    }
}
