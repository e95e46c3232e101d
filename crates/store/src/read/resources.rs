//! The resource directory: one entry, those of a list, and what is new for whoever keeps it in memory.

use std::collections::{BTreeSet, HashMap};

use banso_domain::{
    id::{AgencyId, ResourceId},
    resource::{Resource, Source},
};
use uuid::Uuid;

use crate::{HeldResource, Query, Reader, Row, StoreError, Tx, Value, params, tables, tables::from_json};

/// An entry as a list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ResourceRow {
    /// The entry.
    pub resource: Resource,
    /// Its version.
    pub version: i64,
}

impl ResourceRow {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self { resource: from_json("a resource", row.text(0)?)?, version: row.int(1)? })
    }
}

/// What changed in the directory.
#[derive(Clone, Debug)]
pub struct DirectoryNews {
    /// The entries as they are now; each once.
    pub resources: Vec<Resource>,
    /// The last entry of the journal that is in them.
    pub upto: i64,
}

/// So many entries are read at a time.
const TOGETHER: usize = 1000;

impl Reader {
    /// An entry with its version. The caller decides whether it may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn resource(&self, id: ResourceId) -> Result<Option<(Resource, i64)>, StoreError> {
        tables::load_resource(self, id).await
    }

    /// The entries of some lists of a source, those that are gone with them.
    ///
    /// # Errors
    ///
    /// See [`Reader::resource`].
    pub async fn held_resources(
        &self,
        source: Source,
        lists: &BTreeSet<String>,
    ) -> Result<Vec<HeldResource>, StoreError> {
        tables::held_resources(self, source, lists).await
    }

    /// What is new in the directory behind an entry of the journal; with nothing, the whole directory. Where nothing is new this is one
    /// look at an index. Who writes in the directory takes turns, so that nothing appears behind what was seen.
    ///
    /// # Errors
    ///
    /// See [`Reader::resource`].
    pub async fn directory_news(&self, after: Option<i64>) -> Result<DirectoryNews, StoreError> {
        let Some(after) = after else { return self.whole_directory().await };
        let sql = "SELECT position, stream_id FROM journal WHERE stream_kind = 'resource' AND position > $1
                   ORDER BY position";
        let rows = self.query(sql, params![after]).await?;
        let upto = rows.last().map_or(Ok(after), |row| row.int(0))?;
        let ids: BTreeSet<Uuid> = rows.iter().map(|row| row.uuid(1)).collect::<Result<_, _>>()?;
        let ids: Vec<ResourceId> = ids.into_iter().map(ResourceId::new).collect();
        let resources = self.resource_rows(&ids).await?.into_iter().map(|row| row.resource).collect();
        Ok(DirectoryNews { resources, upto })
    }

    async fn whole_directory(&self) -> Result<DirectoryNews, StoreError> {
        let head = "SELECT COALESCE(MAX(position), 0) FROM journal WHERE stream_kind = 'resource'";
        let upto = self.query_one(head, &[]).await?.int(0)?;
        let sql = "SELECT state, version, id FROM resource WHERE id > $1 ORDER BY id LIMIT $2";
        let (mut resources, mut last) = (Vec::new(), Uuid::nil());
        loop {
            let rows = self.query_aside(sql, params![last, TOGETHER as i64]).await?;
            for row in &rows {
                resources.push(ResourceRow::read(row)?.resource);
            }
            let Some(end) = rows.last().filter(|_| rows.len() == TOGETHER) else { break };
            last = end.uuid(2)?;
        }
        Ok(DirectoryNews { resources, upto })
    }

    /// Entries in the order in which they are asked for. The caller decides whether they may be read.
    ///
    /// # Errors
    ///
    /// See [`Reader::resource`].
    pub async fn resource_rows(&self, ids: &[ResourceId]) -> Result<Vec<ResourceRow>, StoreError> {
        let mut rows: HashMap<ResourceId, ResourceRow> = HashMap::with_capacity(ids.len());
        for some in ids.chunks(TOGETHER) {
            let params: Vec<Value> = some.iter().map(|id| (*id).into()).collect();
            let places: Vec<String> = (1..=some.len()).map(|place| format!("${place}")).collect();
            let sql = format!("SELECT state, version FROM resource WHERE id IN ({})", places.join(", "));
            for row in self.query(&sql, &params).await? {
                let row = ResourceRow::read(&row)?;
                rows.insert(row.resource.id, row);
            }
        }
        Ok(ids.iter().filter_map(|id| rows.remove(id)).collect())
    }

    /// For each agency, how many others have referred somebody to it or have a case of somebody who uses what it gives. Agencies are
    /// counted, never people.
    ///
    /// # Errors
    ///
    /// See [`Reader::resource`].
    pub async fn agencies_worked_with(&self) -> Result<Vec<(AgencyId, i64)>, StoreError> {
        let sql = "SELECT w.agency_id, COUNT(*) FROM (
                       SELECT to_id AS agency_id, from_id AS other_id FROM referral
                       WHERE to_id IS NOT NULL AND sent_on IS NOT NULL
                       UNION
                       SELECT e.agency_id, c.centre_id FROM episode e JOIN case_file c ON c.person_id = e.person_id
                   ) w WHERE w.agency_id <> w.other_id GROUP BY w.agency_id";
        let rows = self.query_aside(sql, &[]).await?;
        rows.iter().map(|row| Ok((AgencyId::new(row.uuid(0)?), row.int(1)?))).collect()
    }

    /// In how many open cases the plan that counts names an entry; protected ones are left out. The caller tells it as a
    /// [`Figure`](banso_domain::missing::Figure).
    ///
    /// # Errors
    ///
    /// See [`Reader::resource`].
    pub async fn plans_that_name(&self, id: ResourceId) -> Result<u32, StoreError> {
        let sql = "SELECT COUNT(*) FROM plan_place p JOIN case_file c ON c.id = p.case_id
                   WHERE p.resource_id = $1 AND c.is_open = 1 AND c.named IS NULL";
        Ok(u32::try_from(self.query_one(sql, params![id]).await?.int(0)?).unwrap_or(u32::MAX))
    }

    /// The other services at the site of an entry, and the other sites of its organisation, by reading; those that are gone are left out.
    ///
    /// # Errors
    ///
    /// See [`Reader::resource`].
    pub async fn resources_beside(
        &self,
        resource: &Resource,
        limit: u32,
    ) -> Result<(Vec<ResourceRow>, Vec<ResourceRow>), StoreError> {
        let shown = resource.as_shown();
        let (organisation, site) = (shown.organisation_key(), shown.site_key());
        let at_site = "SELECT state, version FROM resource WHERE site_key = $1 AND id <> $2 AND is_gone = 0
                       ORDER BY kana_key, id LIMIT $3";
        let elsewhere = "SELECT state, version FROM resource
                         WHERE organisation_key = $1 AND site_key <> $2 AND is_gone = 0 ORDER BY kana_key, id LIMIT $3";
        let at_site = self.query(at_site, params![site.as_str(), resource.id, limit]).await?;
        let elsewhere = self.query(elsewhere, params![organisation.as_str(), site.as_str(), limit]).await?;
        let read = |rows: &[Row]| rows.iter().map(ResourceRow::read).collect::<Result<Vec<_>, _>>();
        Ok((read(&at_site)?, read(&elsewhere)?))
    }
}

impl Tx {
    /// An entry with its version.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn resource(&self, id: ResourceId) -> Result<Option<(Resource, i64)>, StoreError> {
        tables::load_resource(self, id).await
    }

    /// The entries of some lists of a source, those that are gone with them.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn held_resources(
        &self,
        source: Source,
        lists: &BTreeSet<String>,
    ) -> Result<Vec<HeldResource>, StoreError> {
        tables::held_resources(self, source, lists).await
    }
}
