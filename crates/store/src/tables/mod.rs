//! From events to tables: each event is written to the journal and carried into the tables in the same transaction.
//!
//! The functions that carry an event over are the same when it happens and when the tables are rebuilt from the journal.

mod agency;
mod case;
mod compare;
mod conference;
mod counts;
mod episode;
mod gathering;
mod item_wording;
mod job;
mod linkage;
mod logic_model;
mod missing;
mod network;
mod person;
mod rebuild;
mod referral;
mod renew;
mod resource;
mod rhythm;
mod sharing;
mod sheet;
mod staff;
mod survey;
mod terms;
mod way_notes;

use banso_access::Permit;
use banso_domain::{
    agency::AgencyEvent,
    case::event::CaseEvent,
    conference::ConferenceEvent,
    episode::EpisodeEvent,
    form::ItemWordingEvent,
    gathering::GatheringEvent,
    id::{
        AgencyId, CaseId, ConferenceId, EpisodeId, GatheringId, ImportId, ItemWordingId, JobId, MissingId, NetworkId,
        PersonId, ReferralId, ResourceId, ReviewId, SheetId, StaffId, SurveyId,
    },
    job::JobEvent,
    linkage::LinkageEvent,
    logic_model::LogicModelEvent,
    missing::MissingEvent,
    person::PersonEvent,
    referral::ReferralEvent,
    regional_network::NetworkEvent,
    resource::{ImportEvent, ResourceEvent},
    rhythm_review::ReviewEvent,
    sheet::SheetEvent,
    staff::StaffEvent,
    survey::SurveyEvent,
    way_notes::WayNotesEvent,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

pub use compare::Difference;
pub use rebuild::TablesReport;
pub use resource::{HeldResource, ResourceChange};
pub(crate) use terms::person_query_terms;

use crate::{NewEntry, StoreError, Stream, Tx};

/// The version of the events' JSON that this program writes.
const EVENT_SCHEMA: i64 = 1;

/// By whom and when a change is made. The permit is its basis in the journal.
#[derive(Clone, Copy, Debug)]
pub struct Stamp<'a> {
    /// Who may do it, as what, for which agency.
    pub permit: &'a Permit,
    /// When it is recorded.
    pub at: DateTime<Utc>,
}

/// A change to the record.
#[derive(Clone, Copy, Debug)]
pub enum Change<'a> {
    /// To a person's entry.
    Person(PersonId, &'a PersonEvent),
    /// To a case of a person.
    Case(CaseId, PersonId, &'a CaseEvent),
    /// To a conference.
    Conference(ConferenceId, &'a ConferenceEvent),
    /// To a referral of a person.
    Referral(ReferralId, PersonId, &'a ReferralEvent),
    /// To a person's use of a programme.
    Episode(EpisodeId, PersonId, &'a EpisodeEvent),
    /// To a person's job.
    Job(JobId, PersonId, &'a JobEvent),
    /// To a sheet about a person.
    Sheet(SheetId, PersonId, &'a SheetEvent),
    /// To a review of a link about a person.
    Review(ReviewId, PersonId, &'a ReviewEvent),
    /// To a gathering of agencies and employers.
    Gathering(GatheringId, &'a GatheringEvent),
    /// To a network or working team of the region.
    Network(NetworkId, &'a NetworkEvent),
    /// To how an item of a sheet reads.
    ItemWording(ItemWordingId, &'a ItemWordingEvent),
    /// To an entry of the register of what is missing.
    Missing(MissingId, &'a MissingEvent),
    /// To a round of the survey of agencies.
    Survey(SurveyId, &'a SurveyEvent),
    /// To what an agency says about how it works with others.
    Linkage(AgencyId, &'a LinkageEvent),
    /// To the logic model of the region.
    LogicModel(&'a LogicModelEvent),
    /// To an entry of the resource directory.
    Resource(ResourceId, &'a ResourceEvent),
    /// To a reading of a published list.
    Import(ImportId, &'a ImportEvent),
    /// To what a person says about the ways to work.
    WayNotes(PersonId, &'a WayNotesEvent),
    /// To an agency's entry.
    Agency(AgencyId, &'a AgencyEvent),
    /// To a member of staff's entry.
    Staff(StaffId, &'a StaffEvent),
}

impl Change<'_> {
    fn stream(&self) -> Stream {
        match self {
            Change::Person(id, _) => Stream::new("person", id.uuid()),
            Change::Case(id, ..) => Stream::new("case", id.uuid()),
            Change::Conference(id, _) => Stream::new("conference", id.uuid()),
            Change::Referral(id, ..) => Stream::new("referral", id.uuid()),
            Change::Episode(id, ..) => Stream::new("episode", id.uuid()),
            Change::Job(id, ..) => Stream::new("job", id.uuid()),
            Change::Sheet(id, ..) => Stream::new("sheet", id.uuid()),
            Change::Review(id, ..) => Stream::new("review", id.uuid()),
            Change::Gathering(id, _) => Stream::new("gathering", id.uuid()),
            Change::Network(id, _) => Stream::new("network", id.uuid()),
            Change::ItemWording(id, _) => Stream::new("item_wording", id.uuid()),
            Change::Missing(id, _) => Stream::new("missing", id.uuid()),
            Change::Survey(id, _) => Stream::new("survey", id.uuid()),
            Change::Linkage(id, _) => Stream::new("linkage", id.uuid()),
            // There is one of the region.
            Change::LogicModel(_) => Stream::new("logic_model", Uuid::nil()),
            Change::Resource(id, _) => Stream::new("resource", id.uuid()),
            Change::Import(id, _) => Stream::new("import", id.uuid()),
            Change::WayNotes(id, _) => Stream::new("ways", id.uuid()),
            Change::Agency(id, _) => Stream::new("agency", id.uuid()),
            Change::Staff(id, _) => Stream::new("staff", id.uuid()),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Change::Person(_, event) => event.name(),
            Change::Case(_, _, event) => event.name(),
            Change::Conference(_, event) => event.name(),
            Change::Referral(_, _, event) => event.name(),
            Change::Episode(_, _, event) => event.name(),
            Change::Job(_, _, event) => event.name(),
            Change::Sheet(_, _, event) => event.name(),
            Change::Review(_, _, event) => event.name(),
            Change::Gathering(_, event) => event.name(),
            Change::Network(_, event) => event.name(),
            Change::ItemWording(_, event) => event.name(),
            Change::Missing(_, event) => event.name(),
            Change::Survey(_, event) => event.name(),
            Change::Linkage(_, event) => event.name(),
            Change::LogicModel(event) => event.name(),
            Change::Resource(_, event) => event.name(),
            Change::Import(_, event) => event.name(),
            Change::WayNotes(_, event) => event.name(),
            Change::Agency(_, event) => event.name(),
            Change::Staff(_, event) => event.name(),
        }
    }

    /// Whose key seals it.
    fn person(&self) -> Option<PersonId> {
        match self {
            Change::Person(id, _)
            | Change::Case(_, id, _)
            | Change::Referral(_, id, _)
            | Change::Episode(_, id, _)
            | Change::Job(_, id, _)
            | Change::Sheet(_, id, _)
            | Change::Review(_, id, _)
            | Change::WayNotes(id, _) => Some(*id),
            _ => None,
        }
    }

    fn payload(&self) -> Result<String, StoreError> {
        match self {
            Change::Person(_, event) => to_json(*event),
            Change::Case(_, _, event) => to_json(*event),
            Change::Conference(_, event) => to_json(*event),
            Change::Referral(_, _, event) => to_json(*event),
            Change::Episode(_, _, event) => to_json(*event),
            Change::Job(_, _, event) => to_json(*event),
            Change::Sheet(_, _, event) => to_json(*event),
            Change::Review(_, _, event) => to_json(*event),
            Change::Gathering(_, event) => to_json(*event),
            Change::Network(_, event) => to_json(*event),
            Change::ItemWording(_, event) => to_json(*event),
            Change::Missing(_, event) => to_json(*event),
            Change::Survey(_, event) => to_json(*event),
            Change::Linkage(_, event) => to_json(*event),
            Change::LogicModel(event) => to_json(*event),
            Change::Resource(_, event) => to_json(*event),
            Change::Import(_, event) => to_json(*event),
            Change::WayNotes(_, event) => to_json(*event),
            Change::Agency(_, event) => to_json(*event),
            Change::Staff(_, event) => to_json(*event),
        }
    }

    /// The day on which it took place, where that is another fact than when it was recorded.
    fn took_place_on(&self) -> Option<NaiveDate> {
        match self {
            Change::Case(_, _, event) => case::took_place_on(event),
            Change::Referral(_, _, event) => event.took_place_on(),
            Change::Episode(_, _, event) => event.took_place_on(),
            Change::Job(_, _, event) => event.took_place_on(),
            Change::Sheet(_, _, event) => event.took_place_on(),
            Change::WayNotes(_, event) => Some(event.took_place_on()),
            Change::Conference(_, ConferenceEvent::Held { on, .. } | ConferenceEvent::MinutesClosed { on }) => {
                Some(*on)
            }
            _ => None,
        }
    }
}

/// Where a change stands in its stream: what projections note beside the content.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// Its number in the stream, counted from 1.
    pub(crate) seq: i64,
    /// When it was recorded.
    pub(crate) at: DateTime<Utc>,
}

pub(crate) fn entry(stamp: Stamp<'_>, change: Change<'_>, expected_seq: Option<i64>) -> Result<NewEntry, StoreError> {
    Ok(NewEntry {
        stream: change.stream(),
        event_type: change.name().to_owned(),
        schema_version: EVENT_SCHEMA,
        person: change.person(),
        recorded_at: stamp.at,
        took_place_on: change.took_place_on(),
        staff: stamp.permit.staff(),
        agency: Some(stamp.permit.agency()),
        basis: stamp.permit.basis().to_string(),
        payload: change.payload()?,
        expected_seq,
    })
}

impl Tx {
    /// Records a change: journal entry and tables together.
    ///
    /// `expected` is the version that the change was decided on; `None` where nothing that came between could matter.
    ///
    /// # Errors
    ///
    /// [`StoreError::Conflict`] if somebody else changed the same thing meanwhile.
    pub async fn record(&self, stamp: Stamp<'_>, change: Change<'_>, expected: Option<i64>) -> Result<i64, StoreError> {
        if matches!(change, Change::Resource(..)) {
            self.take_turns_in_directory().await?;
        }
        let appended = self.append(entry(stamp, change, expected)?).await?;
        let sat_as = match change {
            Change::Conference(id, _) => conference::load(self, id).await?.map(|(conference, _)| conference),
            _ => None,
        };
        self.project(change, Place { seq: appended.seq, at: appended.recorded_at }).await?;
        self.tell(stamp, change, sat_as.as_ref()).await?;
        Ok(appended.seq)
    }

    /// Records several changes of one case in order: the tables are brought along once, after the last of them.
    ///
    /// # Errors
    ///
    /// As [`Tx::record`].
    pub async fn record_case(
        &self,
        id: CaseId,
        person: PersonId,
        changes: &[(Stamp<'_>, &CaseEvent)],
        mut expected: Option<i64>,
    ) -> Result<(), StoreError> {
        let mut last = None;
        for (stamp, event) in changes {
            let entry = entry(*stamp, Change::Case(id, person, event), expected.take())?;
            last = Some(self.append_after(last, entry).await?);
        }
        let Some(appended) = last else { return Ok(()) };
        let place = Place { seq: appended.seq, at: appended.recorded_at };
        let events: Vec<&CaseEvent> = changes.iter().map(|(_, event)| *event).collect();
        case::project(self, id, person, &events, place).await?;
        for (stamp, event) in changes {
            self.tell(*stamp, Change::Case(id, person, event), None).await?;
        }
        Ok(())
    }

    /// Carries a change into the tables.
    pub(crate) async fn project(&self, change: Change<'_>, place: Place) -> Result<(), StoreError> {
        match change {
            Change::Person(id, event) => person::project(self, id, event, place).await,
            Change::Case(id, person, event) => case::project(self, id, person, &[event], place).await,
            Change::Conference(id, event) => conference::project(self, id, event, place).await,
            Change::Referral(id, _, event) => referral::project(self, id, event, place).await,
            Change::Episode(id, _, event) => episode::project(self, id, event, place).await,
            Change::Job(id, _, event) => job::project(self, id, event, place).await,
            Change::Sheet(id, _, event) => sheet::project(self, id, event, place).await,
            Change::Review(id, _, event) => rhythm::project(self, id, event, place).await,
            Change::Gathering(id, event) => gathering::project(self, id, event, place).await,
            Change::Network(id, event) => network::project(self, id, event, place).await,
            Change::ItemWording(id, event) => item_wording::project(self, id, event, place).await,
            Change::Missing(id, event) => missing::project(self, id, event, place).await,
            Change::Survey(id, event) => survey::project(self, id, event, place).await,
            Change::Linkage(id, event) => linkage::project(self, id, event).await,
            Change::LogicModel(event) => logic_model::project(self, event, place).await,
            Change::Resource(id, event) => resource::project(self, id, event, place).await,
            Change::Import(id, event) => resource::project_import(self, id, event, place).await,
            Change::WayNotes(id, event) => way_notes::project(self, id, event, place).await,
            Change::Agency(id, event) => agency::project(self, id, event, place).await,
            Change::Staff(id, event) => staff::project(self, id, event, place).await,
        }
    }
}

pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Shape { what: "an event", problem: error.to_string() })
}

pub(crate) fn from_json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Shape { what, problem: error.to_string() })
}

pub(crate) use case::load as load_case;
pub(crate) use conference::load as load_conference;
pub(crate) use episode::load as load_episode;
pub(crate) use gathering::load as load_gathering;
pub(crate) use item_wording::load as load_item_wording;
pub(crate) use job::load as load_job;
pub(crate) use logic_model::load as load_logic_model;
pub(crate) use missing::load as load_missing;
pub(crate) use network::load as load_network;
pub(crate) use person::load as load_person;
pub(crate) use referral::load as load_referral;
pub(crate) use resource::{held as held_resources, load as load_resource};
pub(crate) use sheet::load as load_sheet;
pub(crate) use survey::load as load_survey;
pub(crate) use way_notes::of_person as way_notes_of_person;
