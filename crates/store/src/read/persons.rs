//! Persons: one by its identifier, and searching (U6).

use std::fmt;

use banso_access::{CaseScope, RowFilter};
use banso_domain::{
    id::{CaseId, PersonId},
    person::Person,
};

use super::{
    case_row::{SCOPE, scope},
    filter::visible,
};
use crate::{Query, Reader, Row, StoreError, Tx, Value, params, tables};

/// A person as a search shows them, with one of the cases in reach.
#[derive(Clone)]
pub struct FoundPerson {
    /// The person.
    pub id: PersonId,
    /// 氏名
    pub name: String,
    /// フリガナ
    pub kana: String,
    /// The birth date as stored.
    pub birth_date: Option<String>,
    /// The entry they were merged into.
    pub merged_into: Option<PersonId>,
    /// The newest case in reach.
    pub case: Option<CaseId>,
    /// Its reference.
    pub reference: Option<String>,
}

// Names are not shown by whoever logs something that holds them.
impl fmt::Debug for FoundPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FoundPerson").field("id", &self.id).finish_non_exhaustive()
    }
}

impl FoundPerson {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: PersonId::new(row.uuid(0)?),
            name: row.text(1)?.to_owned(),
            kana: row.text(2)?.to_owned(),
            birth_date: row.opt_text(3)?.map(str::to_owned),
            merged_into: row.opt_uuid(4)?.map(PersonId::new),
            case: row.opt_uuid(5)?.map(CaseId::new),
            reference: row.opt_text(6)?.map(str::to_owned),
        })
    }
}

/// The cases there are of a person: what the decision needs.
pub type PersonCases = Vec<CaseScope>;

async fn scopes(source: &impl Query, person: PersonId) -> Result<PersonCases, StoreError> {
    let sql = format!(
        "SELECT {SCOPE} FROM case_file c
         WHERE c.person_id IN (SELECT $1 UNION SELECT id FROM person WHERE merged_into = $1)"
    );
    source.query(&sql, params![person]).await?.iter().map(|row| scope(row, 0)).collect()
}

impl Reader {
    /// A person's entry with its version. The caller decides whether it may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn person(&self, id: PersonId) -> Result<Option<(Person, i64)>, StoreError> {
        tables::load_person(self, id).await
    }

    /// A person's entry and those that turned out to be the same person.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn entries_of_person(&self, id: PersonId) -> Result<Vec<PersonId>, StoreError> {
        let rows = self.query("SELECT id FROM person WHERE id = $1 OR merged_into = $1", params![id]).await?;
        rows.iter().map(|row| Ok(PersonId::new(row.uuid(0)?))).collect()
    }

    /// The scopes of every case of a person, merged entries with them.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn person_scopes(&self, id: PersonId) -> Result<PersonCases, StoreError> {
        scopes(self, id).await
    }

    /// Persons in reach whose names hold `query`, by フリガナ; also by birth date in any form and by the end of a phone number.
    /// `None` if the query says nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn find_persons(
        &self,
        filter: RowFilter,
        query: &str,
        limit: u32,
    ) -> Result<Option<Vec<FoundPerson>>, StoreError> {
        let Some(asked) = tables::person_query_terms(query) else { return Ok(None) };
        let Some(term) = asked.terms.first() else { return Ok(None) };
        let mut values: Vec<Value> = params![term].to_vec();
        let condition = visible(filter, &mut values);
        let mut contains = String::new();
        if asked.contains.chars().count() > 2 {
            values.push(format!("%{}%", asked.contains.replace(['%', '_', '\\'], "")).into());
            contains = format!("AND p.search_key LIKE ${}", values.len());
        }
        values.push(limit.into());
        // The join is the filter: a person without a case in reach has no row in it.
        let sql = format!(
            "SELECT p.id, p.name, p.kana, p.birth_date, p.merged_into, f.id, f.reference
             FROM person_term t
             JOIN case_file f ON f.id = (SELECT c.id FROM case_file c WHERE c.person_id = t.person_id AND {condition}
                                         ORDER BY c.received_on DESC, c.id LIMIT 1)
             JOIN person p ON p.id = t.person_id
             WHERE t.term = $1 {contains}
             ORDER BY t.kana_key, t.person_id LIMIT ${}",
            values.len()
        );
        let rows = self.query(&sql, &values).await?;
        rows.iter().map(FoundPerson::read).collect::<Result<_, _>>().map(Some)
    }
}

impl Tx {
    /// A person's entry with its version.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn person(&self, id: PersonId) -> Result<Option<(Person, i64)>, StoreError> {
        tables::load_person(self, id).await
    }

    /// The scopes of every case of a person.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn person_scopes(&self, id: PersonId) -> Result<PersonCases, StoreError> {
        scopes(self, id).await
    }
}
