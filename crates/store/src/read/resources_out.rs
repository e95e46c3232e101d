//! The resource directory as it leaves: entries page by page, and those of an organisation or a service; and how lists in no known form are read.

use banso_domain::{
    id::ResourceId,
    resource::{NamedColumns, Resource, Source},
    text,
};

use crate::{Query, Reader, Row, StoreError, Value, params, tables::from_json};

/// Which entries leave. What is empty narrows nothing; what its source no longer lists stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaving {
    /// Words, each of which must stand in a name, a reading, a kind or an address.
    pub words: String,
    /// サービス種別, as the source writes it.
    pub service_kind: Option<String>,
    /// The key of an organisation.
    pub organisation: Option<String>,
    /// Only what tells an address or a position.
    pub with_place: bool,
}

/// An organisation, as its entries have it in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationRow {
    /// Its key.
    pub key: String,
    /// An entry of it.
    pub entry: ResourceId,
    /// The number that HSDS gave it; none from other sources.
    pub hsds: Option<String>,
}

fn entry(row: &Row) -> Result<Resource, StoreError> {
    from_json("a resource", row.text(0)?)
}

fn condition(leaving: &Leaving, values: &mut Vec<Value>) -> String {
    let mut conditions = vec!["is_gone = 0".to_owned()];
    let mut narrow = |sql: &str, value: Value| {
        values.push(value);
        conditions.push(sql.replace('?', &format!("${}", values.len())));
    };
    for word in leaving.words.split_whitespace().map(text::search_key).filter(|key| !key.is_empty()).take(8) {
        narrow("search_key LIKE ?", format!("%{}%", word.replace(['%', '_', '\\'], "")).into());
    }
    if let Some(kind) = &leaving.service_kind {
        narrow("service_kind = ?", kind.as_str().into());
    }
    if let Some(organisation) = &leaving.organisation {
        narrow("organisation_key = ?", organisation.as_str().into());
    }
    if leaving.with_place {
        conditions.push("(site_key NOT LIKE '%@' OR latitude IS NOT NULL)".to_owned());
    }
    conditions.join(" AND ")
}

impl Reader {
    /// Entries in the order of their readings, so many after so many, and how many there are.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn leaving_resources(
        &self,
        leaving: &Leaving,
        offset: u32,
        limit: u32,
    ) -> Result<(Vec<Resource>, i64), StoreError> {
        let mut values = Vec::new();
        let condition = condition(leaving, &mut values);
        let count = format!("SELECT COUNT(*) FROM resource WHERE {condition}");
        let total = self.query_one(&count, &values).await?.int(0)?;
        values.extend([limit.into(), offset.into()]);
        let (limit, offset) = (values.len() - 1, values.len());
        let sql = format!(
            "SELECT state FROM resource WHERE {condition} ORDER BY kana_key, id LIMIT ${limit} OFFSET ${offset}"
        );
        let rows = self.query(&sql, &values).await?;
        Ok((rows.iter().map(entry).collect::<Result<_, _>>()?, total))
    }

    /// The entries that HSDS lists under a service, one for each place.
    ///
    /// # Errors
    ///
    /// See [`Reader::leaving_resources`].
    pub async fn resources_of_hsds_service(&self, number: &str) -> Result<Vec<Resource>, StoreError> {
        let sql =
            "SELECT state FROM resource WHERE source = $1 AND (number = $2 OR number LIKE $3) ORDER BY number, id";
        let places = format!("{}/%", number.replace(['%', '_', '\\'], ""));
        self.query(sql, params![Source::Hsds.name(), number, places]).await?.iter().map(entry).collect()
    }

    /// Every organisation, by the reading of its first entry.
    ///
    /// # Errors
    ///
    /// See [`Reader::leaving_resources`].
    pub async fn organisations_of_resources(&self) -> Result<Vec<OrganisationRow>, StoreError> {
        let sql = "SELECT organisation_key, id, CASE WHEN source = 'hsds' THEN list_name ELSE '' END
                   FROM resource WHERE is_gone = 0 ORDER BY kana_key, id";
        let mut known = std::collections::HashSet::new();
        let mut organisations = Vec::new();
        for row in self.query(sql, &[]).await? {
            let (key, hsds) = (row.text(0)?.to_owned(), row.text(2)?.to_owned());
            if known.insert((key.clone(), hsds.clone())) {
                let hsds = Some(hsds).filter(|number| !number.is_empty());
                organisations.push(OrganisationRow { key, entry: ResourceId::new(row.uuid(1)?), hsds });
            }
        }
        Ok(organisations)
    }

    /// What the columns of a list tell, by its heads; none where nobody named them.
    ///
    /// # Errors
    ///
    /// See [`Reader::leaving_resources`].
    pub async fn named_columns(&self, heads: &str) -> Result<Option<NamedColumns>, StoreError> {
        let row = self.query_opt("SELECT columns FROM named_columns WHERE heads = $1", params![heads]).await?;
        row.map(|row| from_json("the columns of a list", row.text(0)?)).transpose()
    }

    /// The kinds of service that entries name, in their order.
    ///
    /// # Errors
    ///
    /// See [`Reader::leaving_resources`].
    pub async fn leaving_kinds(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT DISTINCT service_kind FROM resource WHERE is_gone = 0 AND service_kind <> '' ORDER BY 1";
        self.query(sql, &[]).await?.iter().map(|row| Ok(row.text(0)?.to_owned())).collect()
    }
}
