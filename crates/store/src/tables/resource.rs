//! The resource directory, and the readings of published lists into it.

use std::collections::BTreeSet;

use banso_domain::{
    id::{ImportId, ResourceId},
    resource::{ImportEvent, Resource, ResourceEvent, Source},
    text,
};

use super::{Change, Place, Stamp, entry, from_json, to_json};
use crate::{
    Query, StoreError, Tx, Value,
    journal::{self, Head},
    params,
};

/// So many statements are sent together.
const TOGETHER: usize = 256;

const UPSERT: &str = "INSERT INTO resource (id, source, list_name, number, organisation_key, site_key, service_kind,
                          prefecture, municipality, name, kana_key, search_key, latitude, longitude, is_gone,
                          verified_on, state, version)
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
                      ON CONFLICT (id) DO UPDATE SET organisation_key = excluded.organisation_key,
                          site_key = excluded.site_key, service_kind = excluded.service_kind,
                          prefecture = excluded.prefecture, municipality = excluded.municipality, name = excluded.name,
                          kana_key = excluded.kana_key, search_key = excluded.search_key, latitude = excluded.latitude,
                          longitude = excluded.longitude, is_gone = excluded.is_gone,
                          verified_on = excluded.verified_on, state = excluded.state, version = excluded.version";

/// An entry of the directory with its place in the journal, as it was loaded to be compared with a published list.
#[derive(Clone, Debug)]
pub struct HeldResource {
    /// The entry.
    pub resource: Resource,
    head: Head,
}

impl HeldResource {
    /// The number of its last event.
    #[must_use]
    pub const fn version(&self) -> i64 {
        self.head.seq
    }
}

/// A change to an entry among many.
#[derive(Clone, Copy, Debug)]
pub struct ResourceChange<'a> {
    /// Which entry.
    pub id: ResourceId,
    /// As it was loaded in the same transaction; `None` for one that is new.
    pub held: Option<&'a HeldResource>,
    /// What happens to it.
    pub event: &'a ResourceEvent,
}

fn after(current: Option<Resource>, id: ResourceId, event: &ResourceEvent) -> Result<Resource, StoreError> {
    Resource::apply(current, id, event)
        .ok_or_else(|| StoreError::Shape { what: "a resource's stream", problem: "it does not begin".into() })
}

fn row(resource: &Resource, place: Place) -> Result<Vec<Value>, StoreError> {
    use banso_domain::resource::Field;
    let shown = resource.as_shown();
    let (origin, position) = (&resource.origin, shown.position());
    let name = shown.get(Field::Name);
    let reading = shown.of(Field::Kana).unwrap_or(name);
    let municipality = shown.jurisdiction().filter(|code| !code.is_prefecture()).map(|code| code.to_string());
    Ok(params![
        resource.id,
        origin.source.name(),
        &origin.list,
        &origin.number,
        shown.organisation_key().as_str(),
        shown.site_key().as_str(),
        shown.get(Field::ServiceKind).trim(),
        shown.prefecture(),
        municipality,
        name,
        text::sort_key(reading),
        shown.search_key(),
        position.map(|point| point.latitude),
        position.map(|point| point.longitude),
        resource.gone_on.is_some(),
        resource.freshness().verified_on,
        to_json(resource)?,
        place.seq,
    ]
    .to_vec())
}

pub(super) async fn project(tx: &Tx, id: ResourceId, event: &ResourceEvent, place: Place) -> Result<(), StoreError> {
    let current = load(tx, id).await?.map(|(resource, _)| resource);
    let resource = after(current, id, event)?;
    tx.execute(UPSERT, &row(&resource, place)?).await.map(drop)
}

pub(super) async fn project_import(tx: &Tx, id: ImportId, event: &ImportEvent, place: Place) -> Result<(), StoreError> {
    let (source, lists, digest, on, summary) = match event {
        ImportEvent::Read { source, lists, digest, on, summary } => (source, lists, digest, on, summary),
        ImportEvent::ColumnsNamed { heads, columns } => {
            let sql = "INSERT INTO named_columns (heads, columns) VALUES ($1, $2)
                       ON CONFLICT (heads) DO UPDATE SET columns = excluded.columns";
            return tx.execute(sql, params![heads, to_json(columns)?]).await.map(drop);
        }
    };
    tx.execute(
        "INSERT INTO resource_import (id, source, lists, digest, read_on, read_at, summary)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![id, source.name(), to_json(lists)?, digest, *on, place.at, to_json(summary)?],
    )
    .await
    .map(drop)
}

impl Tx {
    /// Records changes of many entries: as [`Tx::record`] of each, sent together. They were loaded in this transaction.
    ///
    /// # Errors
    ///
    /// [`StoreError::Conflict`] if somebody else changed one of them meanwhile.
    pub async fn record_resources(&self, stamp: Stamp<'_>, changes: &[ResourceChange<'_>]) -> Result<(), StoreError> {
        self.take_turns_in_directory().await?;
        for some in changes.chunks(TOGETHER / 2) {
            let mut statements = Vec::with_capacity(TOGETHER);
            for change in some {
                let new = entry(stamp, Change::Resource(change.id, change.event), None)?;
                let head = change.held.map_or_else(Head::nothing, |held| held.head.clone());
                let (append, at) = journal::statement(&new, &head);
                let resource = after(change.held.map(|held| held.resource.clone()), change.id, change.event)?;
                let upsert = (UPSERT, row(&resource, Place { seq: head.seq + 1, at })?);
                statements.extend([append, upsert]);
            }
            self.execute_all(&statements).await.map_err(|error| match error {
                StoreError::Duplicate { .. } => StoreError::Conflict { expected: 0, found: 1 },
                other => other,
            })?;
        }
        Ok(())
    }
}

/// An entry with its version.
pub(crate) async fn load(source: &impl Query, id: ResourceId) -> Result<Option<(Resource, i64)>, StoreError> {
    let row = source.query_opt("SELECT state, version FROM resource WHERE id = $1", params![id]).await?;
    row.map(|row| Ok((from_json("a resource", row.text(0)?)?, row.int(1)?))).transpose()
}

/// The entries of some lists of a source, those that are gone with them.
pub(crate) async fn held(
    from: &impl Query,
    source: Source,
    lists: &BTreeSet<String>,
) -> Result<Vec<HeldResource>, StoreError> {
    let sql = "SELECT r.state, r.version, j.hash, j.recorded_at
               FROM resource r
               JOIN journal j ON j.stream_kind = 'resource' AND j.stream_id = r.id AND j.seq = r.version
               WHERE r.source = $1 AND r.list_name = $2";
    let mut held = Vec::new();
    for list in lists {
        for row in from.query(sql, params![source.name(), list]).await? {
            let head = Head::of(row.int(1)?, row.blob(2)?, row.instant(3)?);
            held.push(HeldResource { resource: from_json("a resource", row.text(0)?)?, head });
        }
    }
    Ok(held)
}
