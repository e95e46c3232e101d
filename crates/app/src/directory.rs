//! Finding in the resource directory, which is kept in memory and brought along by what the journal has new.

use std::collections::BTreeMap;

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor};
use banso_domain::{
    form::Facts,
    resource::{Directory, Found, ResourceSearch, Shortlist},
    text,
};
use banso_store::ResourceRow;
use serde::Serialize;
use tokio::sync::RwLock;

use crate::{App, FileKind, PrintLook, PrintedForm, UseCaseError};

/// The directory in memory, and how far it has read the journal. Whoever searches asks the journal first: what another program has
/// read in meanwhile (`banso import resources`) is found at once.
#[derive(Default)]
pub(crate) struct KeptDirectory(RwLock<Kept>);

#[derive(Default)]
struct Kept {
    directory: Directory,
    /// The last entry of the journal that is in it; nothing before the first search.
    upto: Option<i64>,
}

/// Entries that were found.
#[derive(Clone, Debug)]
pub struct FoundResources {
    /// How many there are, of which kinds, and what could not be asked of them.
    pub found: Found,
    /// The entries of the page, in order.
    pub rows: Vec<ResourceRow>,
}

/// The form of a shortlist.
const PLACE_SHEET: &str = "place_sheet";

/// A place of a shortlist in words for the person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PlaceWords {
    /// Its name.
    pub name: String,
    /// How that is read.
    pub kana: String,
    /// What to ask about first; may be empty.
    pub caution: String,
    /// What it is for.
    pub what: String,
    /// Its address.
    #[serde(rename = "where")]
    pub address: String,
    /// When it is open, line by line.
    pub when: String,
    /// Its telephone.
    pub phone: String,
    /// What to say there.
    pub say: String,
}

impl App {
    /// Looks in the directory without reading an entry whole.
    pub(crate) async fn look(&self, search: &ResourceSearch, limit: usize) -> Result<Found, UseCaseError> {
        self.in_directory(|directory| directory.find(search, limit)).await
    }

    /// Asks the directory as it is now.
    pub(crate) async fn in_directory<T>(&self, ask: impl FnOnce(&Directory) -> T) -> Result<T, UseCaseError> {
        let reader = self.inner.store.reader();
        let kept = self.inner.directory.0.read().await;
        if kept.upto.is_some() && reader.directory_news(kept.upto).await?.upto == kept.upto.unwrap_or_default() {
            return Ok(ask(&kept.directory));
        }
        drop(kept);
        let mut kept = self.inner.directory.0.write().await;
        let news = reader.directory_news(kept.upto).await?;
        kept.directory.put(&news.resources);
        kept.upto = Some(news.upto);
        Ok(ask(&kept.downgrade().directory))
    }

    /// Reads the directory ahead, so that nobody waits for it at the first search: tens of thousands of entries take seconds.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn read_directory_ahead(&self) -> Result<(), UseCaseError> {
        self.look(&ResourceSearch::default(), 0).await.map(drop)
    }

    /// The entries of the directory that fit, `limit` of them after the offset.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who may not read it.
    #[boxed]
    pub async fn search_resources(
        &self,
        actor: &Actor,
        search: &ResourceSearch,
        limit: usize,
    ) -> Result<FoundResources, UseCaseError> {
        self.directory_permit(actor, Action::ReadDirectory).await?;
        let found = self.look(search, limit).await?;
        let ids: Vec<_> = found.page.iter().map(|entry| entry.id).collect();
        let rows = self.inner.store.reader().resource_rows(&ids).await?;
        Ok(FoundResources { found, rows })
    }

    /// The same, the entries alone.
    ///
    /// # Errors
    ///
    /// As [`App::search_resources`].
    #[boxed]
    pub async fn find_resources(
        &self,
        actor: &Actor,
        search: &ResourceSearch,
        limit: u32,
    ) -> Result<Vec<ResourceRow>, UseCaseError> {
        Ok(self.search_resources(actor, search, usize::try_from(limit).unwrap_or(usize::MAX)).await?.rows)
    }

    /// The kinds of service in the directory as their lists write them, each with how many places there are: counts of what is published,
    /// which everybody may know.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn kinds_of_resources(&self) -> Result<Vec<(String, usize)>, UseCaseError> {
        Ok(self.look(&ResourceSearch::default(), 0).await?.kinds)
    }

    /// The names of the agencies that others of the region have worked with, folded as entries are found by them, each with how many
    /// others. Agencies are counted, never people.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who may not read the directory.
    #[boxed]
    pub async fn worked_with(&self, actor: &Actor) -> Result<BTreeMap<String, usize>, UseCaseError> {
        self.directory_permit(actor, Action::ReadDirectory).await?;
        let agencies = self.agencies().await?;
        let mut counts = BTreeMap::new();
        for (agency, others) in self.inner.store.reader().agencies_worked_with().await? {
            if let Some(row) = agencies.find(agency) {
                *counts.entry(text::search_key(&row.facts.name)).or_default() += usize::try_from(others).unwrap_or(0);
            }
        }
        Ok(counts)
    }
    /// The places of a shortlist, in its order.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who may not read the directory, [`UseCaseError::NotFound`] if one of them does not exist.
    #[boxed]
    pub async fn shortlist(&self, actor: &Actor, list: &Shortlist) -> Result<Vec<ResourceRow>, UseCaseError> {
        self.directory_permit(actor, Action::ReadDirectory).await?;
        let rows = self.inner.store.reader().resource_rows(list.places()).await?;
        if rows.len() == list.places().len() { Ok(rows) } else { Err(UseCaseError::NotFound) }
    }
    /// A shortlist as PDF, from its places in words. Nothing on it is about anybody, so no ledger tells of it.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who may not read the directory, [`UseCaseError::Definition`] if the form cannot be set.
    #[boxed]
    pub async fn print_shortlist(
        &self,
        actor: &Actor,
        places: &[PlaceWords],
        look: PrintLook,
    ) -> Result<PrintedForm, UseCaseError> {
        self.directory_permit(actor, Action::ReadDirectory).await?;
        let mut facts = Facts::new();
        facts.set("shortlist.places", serde_json::json!(places));
        let options = self.options(look, self.inner.clock.today());
        let bytes = self.set(PLACE_SHEET, facts, options, FileKind::Pdf).await?;
        Ok(PrintedForm { bytes, file_name: format!("{PLACE_SHEET}.pdf") })
    }
}
