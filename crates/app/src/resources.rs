//! 社会資源: reading published lists into the directory, and what the region writes beside them.

use std::collections::{BTreeMap, HashMap};

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, DirectoryScope, Permit, Target, decide};
use banso_domain::{
    agency::AgencyKind,
    id::{ImportId, ResourceId},
    missing::Figure,
    resource::{ContactPerson, Field, ImportEvent, ImportSummary, Origin, Resource, ResourceEvent, Told},
    rule::Rule,
    staff::Role,
};
use banso_exchange::{Difference, Held, Outcome, Roster, RosterRow, difference};
use banso_store::{Change, HeldResource, ResourceChange, ResourceRow, Stamp, Tx};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{App, UseCaseError};

/// What reading a list did, or would do.
#[derive(Clone, Debug)]
pub struct ImportReport {
    /// In counts.
    pub summary: ImportSummary,
    /// What became of each row of the roster, in order.
    pub outcomes: Vec<Outcome>,
    /// What is told differently, or listed again, in the order of the roster.
    pub changed: Vec<ChangedResource>,
    /// What its lists no longer hold.
    pub gone: Vec<GoneResource>,
    /// Whether so much is missing that somebody has to say whether this is the whole list (P-186).
    pub may_be_a_part: bool,
}

/// An entry that a source no longer lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoneResource {
    /// How it is known.
    pub origin: Origin,
    /// Its name, as last published.
    pub name: String,
}

/// An entry of which a source tells something else than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedResource {
    /// The line of the file.
    pub at: u64,
    /// Its name, as it is published now.
    pub name: String,
    /// It had been gone, and is listed again.
    pub is_back: bool,
    /// The fields with the words before and now; empty where a field was not told, or is told no longer.
    pub fields: Vec<(Field, String, String)>,
}

/// An entry as its page needs it.
#[derive(Clone, Debug)]
pub struct ResourcePage {
    /// The entry.
    pub resource: Resource,
    /// Its version.
    pub version: i64,
    /// Other services at the same site.
    pub at_site: Vec<ResourceRow>,
    /// Other sites of the same organisation.
    pub elsewhere: Vec<ResourceRow>,
    /// In how many cases the plan names it; none where that would say too much about somebody.
    pub in_plans: Option<u32>,
}

/// So many entries beside one are listed: the largest corporation of the published lists has 60 sites.
const BESIDE: u32 = 60;

impl App {
    pub(crate) async fn directory_permit(&self, actor: &Actor, action: Action) -> Result<Permit, UseCaseError> {
        let kind = self.agency(actor.agency()).await?.facts.kind;
        let by_supporter = !matches!(kind, AgencyKind::Employer | AgencyKind::Family);
        Ok(decide(actor, action, Target::Directory(DirectoryScope { by_supporter }))?)
    }

    /// Whether the actor may read the directory.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn may_read_directory(&self, actor: &Actor) -> Result<bool, UseCaseError> {
        match self.directory_permit(actor, Action::ReadDirectory).await {
            Ok(_) => Ok(true),
            Err(UseCaseError::Forbidden) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Whether the actor may write in the directory.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn may_write_directory(&self, actor: &Actor) -> Result<bool, UseCaseError> {
        match self.directory_permit(actor, Action::WriteDirectory).await {
            Ok(_) => Ok(true),
            Err(UseCaseError::Forbidden) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Whoever keeps the installation, acting as its first administrator: for commands that change the record without a sign-in.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] if there is no administrator.
    #[boxed]
    pub async fn operator(&self) -> Result<Actor, UseCaseError> {
        let today = self.inner.clock.today();
        let staff = self.inner.store.reader().all_staff().await?;
        let administrators = staff.iter().filter(|row| row.facts.active).filter_map(|row| {
            let held = row.facts.held_on(today).find(|held| held.role == Role::Administrator)?;
            Actor::new(row.id, held.agency, &row.facts.memberships, today)
        });
        administrators.min_by_key(|actor| actor.staff()).ok_or(UseCaseError::NotFound)
    }

    /// What reading a list would do. Nothing is changed.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who may not read lists in.
    #[boxed]
    pub async fn try_import(&self, actor: &Actor, roster: &Roster) -> Result<ImportReport, UseCaseError> {
        self.directory_permit(actor, Action::ImportResources).await?;
        let held = self.inner.store.reader().held_resources(roster.source, &roster.lists).await?;
        let by_origin = by_origin(&held);
        Ok(report(roster, difference(roster, &by_origin), &by_origin))
    }

    /// Reads a list into the directory: all of it, or nothing. What is as before writes nothing; what is listed no more is marked (P-131).
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who may not, [`UseCaseError::Refused`] with P-186 where much is missing and nobody said that this is the
    /// whole list, [`UseCaseError::Conflict`] if somebody wrote in the directory meanwhile.
    #[boxed]
    pub async fn import_resources(&self, actor: &Actor, roster: &Roster) -> Result<ImportReport, UseCaseError> {
        let permit = self.directory_permit(actor, Action::ImportResources).await?;
        let today = self.inner.clock.today();
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        let tx = self.inner.store.begin().await?;
        tx.take_turns_in_directory().await?;
        let held = tx.held_resources(roster.source, &roster.lists).await?;
        let by_origin = by_origin(&held);
        let told = difference(roster, &by_origin);
        if told.may_be_a_part {
            return Err(Rule::ListMayBeAPart.into());
        }
        let import = ImportId::new(Uuid::now_v7());
        record_rows(&tx, stamp, &held, &events(roster, &told, &by_origin, import, today)).await?;
        let event = ImportEvent::Read {
            source: roster.source,
            lists: roster.lists.iter().cloned().collect(),
            digest: roster.digest.clone(),
            on: today,
            summary: told.summary,
        };
        tx.record(stamp, Change::Import(import, &event), Some(0)).await?;
        tx.commit().await?;
        Ok(report(roster, told, &by_origin))
    }

    /// One entry.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`], [`UseCaseError::Forbidden`].
    #[boxed]
    pub async fn resource(&self, actor: &Actor, id: ResourceId) -> Result<ResourcePage, UseCaseError> {
        self.directory_permit(actor, Action::ReadDirectory).await?;
        let (resource, version) = self.inner.store.reader().resource(id).await?.ok_or(UseCaseError::NotFound)?;
        let (at_site, elsewhere) = self.inner.store.reader().resources_beside(&resource, BESIDE).await?;
        let in_plans = match Figure::of(self.inner.store.reader().plans_that_name(id).await?) {
            Figure::Exactly(count) => Some(count),
            Figure::None | Figure::AFew | Figure::AtLeast(_) => None,
        };
        Ok(ResourcePage { resource, version, at_site, elsewhere, in_plans })
    }

    /// The region enters something that no source lists.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`], [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn enter_resource(&self, actor: &Actor, told: Told) -> Result<ResourceId, UseCaseError> {
        let permit = self.directory_permit(actor, Action::WriteDirectory).await?;
        let id = ResourceId::new(Uuid::now_v7());
        let event = Resource::enter(id, told)?;
        self.record_resource(&permit, id, &event, 0).await?;
        Ok(id)
    }

    /// The region writes what it knows: each field with its words, `None` where its words are taken back.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`], [`UseCaseError::Forbidden`], [`UseCaseError::Conflict`] if the entry changed since `expected`,
    /// [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn edit_resource(
        &self,
        actor: &Actor,
        id: ResourceId,
        expected: i64,
        words: BTreeMap<Field, Option<String>>,
    ) -> Result<(), UseCaseError> {
        let permit = self.directory_permit(actor, Action::WriteDirectory).await?;
        let resource = self.resource_at(id, expected).await?;
        let event = resource.edit(words, actor.agency(), self.inner.clock.today())?;
        self.record_resource(&permit, id, &event, expected).await
    }

    /// The region looked on a day, and it is so.
    ///
    /// # Errors
    ///
    /// As [`App::edit_resource`].
    #[boxed]
    pub async fn confirm_resource(
        &self,
        actor: &Actor,
        id: ResourceId,
        expected: i64,
        on: NaiveDate,
    ) -> Result<(), UseCaseError> {
        let permit = self.directory_permit(actor, Action::WriteDirectory).await?;
        let resource = self.resource_at(id, expected).await?;
        let event = resource.confirm(on, actor.agency(), self.inner.clock.today())?;
        self.record_resource(&permit, id, &event, expected).await
    }

    /// Somebody to turn to agreed to be named.
    ///
    /// # Errors
    ///
    /// As [`App::edit_resource`].
    #[boxed]
    pub async fn name_resource_contact(
        &self,
        actor: &Actor,
        id: ResourceId,
        expected: i64,
        contact: ContactPerson,
    ) -> Result<(), UseCaseError> {
        let permit = self.directory_permit(actor, Action::WriteDirectory).await?;
        let resource = self.resource_at(id, expected).await?;
        let event = resource.name_contact(contact, self.inner.clock.today())?;
        self.record_resource(&permit, id, &event, expected).await
    }

    /// Somebody is named no longer.
    ///
    /// # Errors
    ///
    /// As [`App::edit_resource`].
    #[boxed]
    pub async fn leave_resource_contact(
        &self,
        actor: &Actor,
        id: ResourceId,
        expected: i64,
        name: &str,
    ) -> Result<(), UseCaseError> {
        let permit = self.directory_permit(actor, Action::WriteDirectory).await?;
        let event = self.resource_at(id, expected).await?.leave_contact(name)?;
        self.record_resource(&permit, id, &event, expected).await
    }

    async fn resource_at(&self, id: ResourceId, expected: i64) -> Result<Resource, UseCaseError> {
        let (resource, found) = self.inner.store.reader().resource(id).await?.ok_or(UseCaseError::NotFound)?;
        if found == expected { Ok(resource) } else { Err(UseCaseError::Conflict { expected, found }) }
    }

    async fn record_resource(
        &self,
        permit: &Permit,
        id: ResourceId,
        event: &ResourceEvent,
        expected: i64,
    ) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let stamp = Stamp { permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Resource(id, event), Some(expected)).await?;
        Ok(tx.commit().await?)
    }
}

fn by_origin(held: &[HeldResource]) -> HashMap<Origin, Held> {
    let entries = held.iter().map(|held| {
        let resource = &held.resource;
        let is_gone = resource.gone_on.is_some();
        let entry = Held { id: resource.id, told: resource.told.clone(), is_gone, version: held.version() };
        (resource.origin.clone(), entry)
    });
    entries.collect()
}

/// What a row tells differently than the entry that it is about.
fn changed(row: &RosterRow, outcome: &Outcome, held: &HashMap<Origin, Held>) -> Option<ChangedResource> {
    let (changes, is_back) = match outcome {
        Outcome::Back(changes) => (changes, true),
        Outcome::Changed(changes) => (changes, false),
        Outcome::Added | Outcome::Unchanged | Outcome::Rejected => return None,
    };
    let before = &held.get(row.origin.as_ref()?)?.told;
    let fields = changes.iter().map(|(field, now)| (*field, before.get(*field).to_owned(), now.clone())).collect();
    Some(ChangedResource { at: row.at, name: row.told.get(Field::Name).to_owned(), is_back, fields })
}

fn report(roster: &Roster, difference: Difference, held: &HashMap<Origin, Held>) -> ImportReport {
    let rows = roster.rows.iter().zip(&difference.outcomes);
    let changed = rows.filter_map(|(row, outcome)| changed(row, outcome, held)).collect();
    let name = |origin: &Origin| held.get(origin).map(|entry| entry.told.get(Field::Name).to_owned());
    let gone = difference.gone.into_iter().map(|origin| {
        let name = name(&origin).unwrap_or_default();
        GoneResource { origin, name }
    });
    let may_be_a_part = difference.may_be_a_part;
    ImportReport {
        summary: difference.summary,
        changed,
        gone: gone.collect(),
        may_be_a_part,
        outcomes: difference.outcomes,
    }
}

/// What happens to which entry.
fn events(
    roster: &Roster,
    told: &Difference,
    held: &HashMap<Origin, Held>,
    import: ImportId,
    today: NaiveDate,
) -> Vec<(ResourceId, ResourceEvent)> {
    let id_of = |origin: &Origin| held.get(origin).map(|entry| entry.id);
    let of_rows = roster.rows.iter().zip(&told.outcomes).filter_map(|(row, outcome)| {
        let origin = row.origin.as_ref()?;
        match outcome {
            Outcome::Added => {
                let (origin, told) = (origin.clone(), row.told.clone());
                let event = ResourceEvent::Listed { origin, told, import: Some(import) };
                Some((ResourceId::new(Uuid::now_v7()), event))
            }
            Outcome::Back(changes) | Outcome::Changed(changes) => {
                Some((id_of(origin)?, ResourceEvent::Republished { changes: changes.clone(), import }))
            }
            Outcome::Unchanged | Outcome::Rejected => None,
        }
    });
    let gone = told.gone.iter().filter_map(|origin| Some((id_of(origin)?, ResourceEvent::Gone { on: today, import })));
    of_rows.chain(gone).collect()
}

async fn record_rows(
    tx: &Tx,
    stamp: Stamp<'_>,
    held: &[HeldResource],
    events: &[(ResourceId, ResourceEvent)],
) -> Result<(), UseCaseError> {
    let by_id: HashMap<ResourceId, &HeldResource> = held.iter().map(|held| (held.resource.id, held)).collect();
    let changes: Vec<ResourceChange<'_>> =
        events.iter().map(|(id, event)| ResourceChange { id: *id, held: by_id.get(id).copied(), event }).collect();
    Ok(tx.record_resources(stamp, &changes).await?)
}
