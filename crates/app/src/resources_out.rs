//! 社会資源 as open data: entries as the Human Services Data Specification has them, for programs and files.
//!
//! What leaves holds what sources publish and what the region wrote in their place, and nothing that it tells those who support people alone
//! (P-140). Who asks without an account is answered only where whoever keeps the installation opened the directory to everybody.

use std::{collections::BTreeMap, sync::atomic::Ordering};

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor};
use banso_domain::{
    id::{AgencyId, ResourceId},
    resource::{Resource, ResourceEvent, Source},
};
use banso_exchange::hsds::{
    Published, Sharing, kind_id, organisation_id, organisation_id_of_key, service_id, taxonomies,
};
use banso_store::{Agencies, Leaving, ResourceRow};

use crate::{App, EntryLine, UseCaseError};

/// Who asks for the directory as open data.
#[derive(Clone, Debug)]
pub enum Asker {
    /// A member of staff.
    Staff(Actor),
    /// Somebody without an account.
    Anybody,
}

/// The words with which the licences of sources ask to be named.
pub type Attributions = BTreeMap<Source, String>;

/// Which entries are asked for. What is empty narrows nothing.
#[derive(Clone, Debug, Default)]
pub struct OpenDataSearch {
    /// Words, each of which must stand in a name, a reading, a kind or an address.
    pub words: String,
    /// サービス種別, as the source writes it.
    pub service_kind: String,
    /// The identifier of a term, as it is published.
    pub taxonomy_term: String,
    /// The identifier of an organisation, as it is published.
    pub organisation: String,
    /// Only entries of which something is told of a place.
    pub with_place: bool,
    /// So many are passed over.
    pub offset: u32,
    /// So many at the most.
    pub limit: u32,
}

/// A part of the directory.
#[derive(Clone, Debug)]
pub struct OpenData {
    /// Its entries as tables.
    pub published: Published,
    /// How many entries, organisations or terms there are in all.
    pub total: i64,
}

impl App {
    /// Opens the directory to everybody: what sources publish and what the region wrote in their place is open data from now on.
    pub fn open_directory(&self) {
        self.inner.directory_is_open.store(true, Ordering::Relaxed);
    }

    async fn may_ask(&self, asker: &Asker) -> Result<(), UseCaseError> {
        match asker {
            Asker::Staff(actor) => self.directory_permit(actor, Action::ReadDirectory).await.map(drop),
            Asker::Anybody if self.inner.directory_is_open.load(Ordering::Relaxed) => Ok(()),
            Asker::Anybody => Err(UseCaseError::Forbidden),
        }
    }

    async fn published(&self, entries: &[Resource], attributions: &Attributions) -> Result<Published, UseCaseError> {
        let agencies = self.agencies().await?;
        Ok(as_tables(entries, &agencies, attributions))
    }

    /// Services, by the readings of their entries.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who may not read the directory; likewise below. [`UseCaseError::NotFound`] for a term or an
    /// organisation that is not there.
    #[boxed]
    pub async fn open_services(
        &self,
        asker: &Asker,
        search: &OpenDataSearch,
        attributions: &Attributions,
    ) -> Result<OpenData, UseCaseError> {
        self.may_ask(asker).await?;
        let reader = self.inner.store.reader();
        let mut leaving = Leaving { words: search.words.clone(), with_place: search.with_place, ..Leaving::default() };
        leaving.service_kind = Some(search.service_kind.clone()).filter(|kind| !kind.is_empty());
        if !search.taxonomy_term.is_empty() {
            let kinds = reader.leaving_kinds().await?;
            let kind = kinds.into_iter().find(|kind| kind_id(kind) == search.taxonomy_term);
            leaving.service_kind = Some(kind.ok_or(UseCaseError::NotFound)?);
        }
        if !search.organisation.is_empty() {
            leaving.organisation = Some(self.organisation_key(&search.organisation).await?);
        }
        let (entries, total) = reader.leaving_resources(&leaving, search.offset, search.limit).await?;
        Ok(OpenData { published: self.published(&entries, attributions).await?, total })
    }

    /// Entries that were found, as open data.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who may not read the directory.
    #[boxed]
    pub async fn publish_found(
        &self,
        actor: &Actor,
        rows: &[ResourceRow],
        attributions: &Attributions,
    ) -> Result<Published, UseCaseError> {
        self.directory_permit(actor, Action::ReadDirectory).await?;
        let entries: Vec<Resource> = rows.iter().map(|row| row.resource.clone()).collect();
        self.published(&entries, attributions).await
    }

    /// The key of an organisation, by the identifier under which it is published.
    async fn organisation_key(&self, id: &str) -> Result<String, UseCaseError> {
        let rows = self.inner.store.reader().organisations_of_resources().await?;
        let row = rows.into_iter().find(|row| published_as(row) == id).ok_or(UseCaseError::NotFound)?;
        Ok(row.key)
    }

    /// The entries of one service: one for each of its places.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`].
    #[boxed]
    pub async fn open_service(
        &self,
        asker: &Asker,
        id: &str,
        attributions: &Attributions,
    ) -> Result<Published, UseCaseError> {
        self.may_ask(asker).await?;
        let reader = self.inner.store.reader();
        let mut entries = reader.resources_of_hsds_service(id).await?;
        entries.retain(|entry| entry.gone_on.is_none());
        if entries.is_empty() {
            let entry: ResourceId = id.parse().map_err(|_| UseCaseError::NotFound)?;
            let entry = reader.resource(entry).await?.map(|(entry, _)| entry);
            entries.extend(entry.filter(|entry| service_id(entry) == id));
        }
        if entries.is_empty() {
            return Err(UseCaseError::NotFound);
        }
        self.published(&entries, attributions).await
    }

    /// One entry: a service at a place.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`].
    #[boxed]
    pub async fn open_place(
        &self,
        asker: &Asker,
        id: &str,
        attributions: &Attributions,
    ) -> Result<Published, UseCaseError> {
        self.may_ask(asker).await?;
        let id: ResourceId = id.parse().map_err(|_| UseCaseError::NotFound)?;
        let (entry, _) = self.inner.store.reader().resource(id).await?.ok_or(UseCaseError::NotFound)?;
        self.published(&[entry], attributions).await
    }

    /// Organisations with all their entries, by the readings of their first ones.
    ///
    /// # Errors
    ///
    /// As [`App::open_services`].
    #[boxed]
    pub async fn open_organisations(
        &self,
        asker: &Asker,
        search: &OpenDataSearch,
        attributions: &Attributions,
    ) -> Result<OpenData, UseCaseError> {
        self.may_ask(asker).await?;
        let reader = self.inner.store.reader();
        let mut rows = reader.organisations_of_resources().await?;
        if !search.organisation.is_empty() {
            rows.retain(|row| published_as(row) == search.organisation);
            if rows.is_empty() {
                return Err(UseCaseError::NotFound);
            }
        }
        let total = rows.len() as i64;
        let some = rows.iter().skip(search.offset as usize).take(search.limit as usize);
        let mut entries = Vec::new();
        for row in some {
            let leaving = Leaving { organisation: Some(row.key.clone()), ..Leaving::default() };
            let (found, _) = reader.leaving_resources(&leaving, 0, MOST_OF_ONE).await?;
            let id = published_as(row);
            entries.extend(found.into_iter().filter(|entry| organisation_id(entry) == id));
        }
        Ok(OpenData { published: self.published(&entries, attributions).await?, total })
    }

    /// The taxonomies with their terms: the kinds of service, and the fields of this directory.
    ///
    /// # Errors
    ///
    /// As [`App::open_services`].
    #[boxed]
    pub async fn open_taxonomies(&self, asker: &Asker) -> Result<Published, UseCaseError> {
        self.may_ask(asker).await?;
        Ok(taxonomies(&self.inner.store.reader().leaving_kinds().await?))
    }

    /// What happened to an entry, oldest first.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who may not read the directory.
    #[boxed]
    pub async fn resource_history(
        &self,
        actor: &Actor,
        id: ResourceId,
    ) -> Result<Vec<EntryLine<ResourceEvent>>, UseCaseError> {
        self.directory_permit(actor, Action::ReadDirectory).await?;
        Ok(self.inner.store.reader().resource_history(id).await?.into_iter().map(EntryLine::from).collect())
    }
}

/// So many entries of one organisation are written: the largest corporation of the published lists has 60 sites.
const MOST_OF_ONE: u32 = 2_000;

fn published_as(row: &banso_store::OrganisationRow) -> String {
    let own = row.hsds.clone().filter(|number| uuid::Uuid::try_parse(number).is_ok() && number.len() == 36);
    own.unwrap_or_else(|| organisation_id_of_key(&row.key))
}

fn as_tables(entries: &[Resource], agencies: &Agencies, attributions: &Attributions) -> Published {
    let agency = |id: AgencyId| agencies.find(id).map(|row| row.facts.name.clone()).unwrap_or_default();
    let attribution = |source: Source| attributions.get(&source).cloned().unwrap_or_default();
    Published::of(entries, &Sharing { for_supporters: false, agency: &agency, attribution: &attribution })
}
