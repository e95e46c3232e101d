//! The resource directory: one entry, those of a list, and finding by words, kind and prefecture.

use std::collections::BTreeSet;

use banso_domain::{
    id::ResourceId,
    resource::{Resource, Source},
    text,
};

use crate::{HeldResource, Query, Reader, Row, StoreError, Tx, Value, params, tables, tables::from_json};

/// What is looked for in the directory. What is empty narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResourceSearch {
    /// Words as somebody types them: each must stand in a name, a reading, a kind or an address.
    pub words: String,
    /// サービス種別, as the source writes it.
    pub service_kind: String,
    /// The number of a prefecture, 1 to 47.
    pub prefecture: Option<u32>,
    /// Also what its source no longer lists.
    pub with_gone: bool,
    /// So many are passed over.
    pub offset: u32,
}

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

/// Words that are typed apart are looked for apart; more than these are left out.
const MOST_WORDS: usize = 8;

fn condition(search: &ResourceSearch, values: &mut Vec<Value>) -> String {
    let mut conditions = vec![if search.with_gone { "is_gone IN (0, 1)" } else { "is_gone = 0" }.to_owned()];
    let mut narrow = |sql: &str, value: Value| {
        values.push(value);
        conditions.push(sql.replace('?', &format!("${}", values.len())));
    };
    for word in search.words.split_whitespace().map(text::search_key).filter(|key| !key.is_empty()).take(MOST_WORDS) {
        narrow("search_key LIKE ?", format!("%{}%", word.replace(['%', '_', '\\'], "")).into());
    }
    if !search.service_kind.is_empty() {
        narrow("service_kind = ?", search.service_kind.as_str().into());
    }
    if let Some(prefecture) = search.prefecture {
        narrow("prefecture = ?", prefecture.into());
    }
    conditions.join(" AND ")
}

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

    /// The entries that fit, by reading.
    ///
    /// # Errors
    ///
    /// See [`Reader::resource`].
    pub async fn find_resources(&self, search: &ResourceSearch, limit: u32) -> Result<Vec<ResourceRow>, StoreError> {
        let mut values = Vec::new();
        let condition = condition(search, &mut values);
        values.extend([limit.into(), search.offset.into()]);
        let (limit, offset) = (values.len() - 1, values.len());
        let sql = format!(
            "SELECT state, version FROM resource WHERE {condition} ORDER BY kana_key, id LIMIT ${limit} OFFSET ${offset}"
        );
        self.query(&sql, &values).await?.iter().map(ResourceRow::read).collect()
    }

    /// How many entries fit.
    ///
    /// # Errors
    ///
    /// See [`Reader::resource`].
    pub async fn count_resources(&self, search: &ResourceSearch) -> Result<i64, StoreError> {
        let mut values = Vec::new();
        let condition = condition(search, &mut values);
        self.query_one(&format!("SELECT COUNT(*) FROM resource WHERE {condition}"), &values).await?.int(0)
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

    /// The kinds of service that the directory knows, with how many entries are of each, the most first.
    ///
    /// # Errors
    ///
    /// See [`Reader::resource`].
    pub async fn resource_kinds(&self) -> Result<Vec<(String, i64)>, StoreError> {
        let sql = "SELECT service_kind, COUNT(*) FROM resource WHERE is_gone = 0 AND service_kind <> ''
                   GROUP BY service_kind ORDER BY 2 DESC, service_kind";
        let rows = self.query(sql, &[]).await?;
        rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
    }
}

impl Reader {
    /// The kinds of service whose entries lie in a municipality, with how many there are of each; everywhere where its name is empty.
    ///
    /// # Errors
    ///
    /// See [`Reader::resource`].
    pub async fn resource_kinds_in(&self, municipality: &str) -> Result<Vec<(String, i64)>, StoreError> {
        let sql = "SELECT service_kind, COUNT(*) FROM resource
                   WHERE is_gone = 0 AND service_kind <> '' AND ($1 = '' OR search_key LIKE $2)
                   GROUP BY service_kind ORDER BY service_kind";
        let key = text::search_key(municipality).replace(['%', '_', '\\'], "");
        let rows = self.query(sql, params![municipality, format!("%{key}%")]).await?;
        rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
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
