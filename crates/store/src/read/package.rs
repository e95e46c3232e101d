//! What goes into the data package, in pages: people with their word about being counted, conferences and gatherings.

use banso_access::PackageFilter;
use banso_domain::{
    conference::Conference,
    gathering::Gathering,
    id::{ConferenceId, GatheringId, PersonId},
    person::{Person, PersonFacts},
};
use uuid::Uuid;

use crate::{Reader, StoreError, params, tables::from_json};

/// A person as the data package asks for them.
#[derive(Clone, Debug)]
pub struct PackagePerson {
    /// The entry.
    pub person: Person,
    /// Whether they want to be counted: neither this entry nor one that is the same person says no (P-170).
    pub counts: bool,
}

impl Reader {
    /// The next people after one, by identifier; entries that were merged into another are told with that one. Whoever holds the filter asks it
    /// about each of them.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn people_for_package(
        &self,
        _filter: PackageFilter,
        after: Option<PersonId>,
        limit: u32,
    ) -> Result<Vec<PackagePerson>, StoreError> {
        let sql = "SELECT p.id, p.facts, p.uncounted_since, (SELECT count(*) FROM person same
                       WHERE same.merged_into = p.id AND same.uncounted_since IS NOT NULL)
                   FROM person p WHERE p.merged_into IS NULL AND p.id > $1 ORDER BY p.id LIMIT $2";
        let after = after.map_or(Uuid::nil(), PersonId::uuid);
        let mut people = Vec::new();
        for row in self.query_aside(sql, params![after, limit]).await? {
            let facts: PersonFacts = from_json("a person's facts", row.text(1)?)?;
            let uncounted_since = row.opt_date(2)?;
            let person = Person { id: PersonId::new(row.uuid(0)?), facts, merged_into: None, uncounted_since };
            people.push(PackagePerson { person, counts: uncounted_since.is_none() && row.int(3)? == 0 });
        }
        Ok(people)
    }

    /// The next conferences after one, by identifier.
    ///
    /// # Errors
    ///
    /// See [`Reader::people_for_package`].
    pub async fn conferences_for_package(
        &self,
        _filter: PackageFilter,
        after: Option<ConferenceId>,
        limit: u32,
    ) -> Result<Vec<Conference>, StoreError> {
        let sql = "SELECT content FROM conference WHERE id > $1 ORDER BY id LIMIT $2";
        let after = after.map_or(Uuid::nil(), ConferenceId::uuid);
        let rows = self.query_aside(sql, params![after, limit]).await?;
        rows.iter().map(|row| from_json("a conference", row.text(0)?)).collect()
    }

    /// The next gatherings after one, by identifier.
    ///
    /// # Errors
    ///
    /// See [`Reader::people_for_package`].
    pub async fn gatherings_for_package(
        &self,
        _filter: PackageFilter,
        after: Option<GatheringId>,
        limit: u32,
    ) -> Result<Vec<Gathering>, StoreError> {
        let sql = "SELECT state FROM gathering WHERE id > $1 ORDER BY id LIMIT $2";
        let after = after.map_or(Uuid::nil(), GatheringId::uuid);
        let rows = self.query_aside(sql, params![after, limit]).await?;
        rows.iter().map(|row| from_json("a gathering", row.text(0)?)).collect()
    }
}
