//! Persons and the terms under which they are found.

use std::collections::BTreeSet;

use banso_domain::{
    id::PersonId,
    person::{Person, PersonEvent, Sex},
    text,
};

use super::{Place, from_json, terms, to_json};
use crate::{Query, StoreError, Tx, params};

pub(super) async fn project(tx: &Tx, id: PersonId, event: &PersonEvent, place: Place) -> Result<(), StoreError> {
    let current = load(tx, id).await?.map(|(person, _)| person);
    let old_terms = current.as_ref().map(|person| terms::person_terms(&person.facts)).unwrap_or_default();
    let old_key = current.as_ref().map(|person| text::sort_key(&person.facts.kana));
    let person = Person::apply(current, id, event)
        .ok_or_else(|| StoreError::Shape { what: "a person's stream", problem: "it does not begin".into() })?;
    let facts = &person.facts;
    let kana_key = text::sort_key(&facts.kana);
    let sex = facts.sex.map(|sex| match sex {
        Sex::Male => "male",
        Sex::Female => "female",
        Sex::Other => "other",
    });
    let birth_date = facts.birth_date.as_ref().map(ToString::to_string);
    let search_key = terms::person_search_key(facts);
    tx.execute(
        "INSERT INTO person (id, name, kana, kana_key, search_key, birth_date, sex, merged_into, facts, version,
             uncounted_since)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, kana = excluded.kana, kana_key = excluded.kana_key,
             search_key = excluded.search_key, birth_date = excluded.birth_date, sex = excluded.sex,
             merged_into = excluded.merged_into, facts = excluded.facts, version = excluded.version,
             uncounted_since = excluded.uncounted_since",
        params![
            id,
            &facts.name,
            &facts.kana,
            &kana_key,
            search_key,
            birth_date,
            sex,
            person.merged_into,
            to_json(facts)?,
            place.seq,
            person.uncounted_since
        ],
    )
    .await?;
    let new_terms = terms::person_terms(facts);
    let moved = old_key.as_ref().is_some_and(|old| *old != kana_key);
    replace_terms(tx, id, &kana_key, &new_terms, &old_terms, moved).await?;
    if moved {
        tx.execute("UPDATE case_file SET kana_key = $2 WHERE person_id = $1", params![id, &kana_key]).await?;
    }
    Ok(())
}

async fn replace_terms(
    tx: &Tx,
    id: PersonId,
    kana_key: &str,
    new: &BTreeSet<String>,
    old: &BTreeSet<String>,
    moved: bool,
) -> Result<(), StoreError> {
    if new == old && !moved {
        return Ok(());
    }
    if !old.is_empty() {
        tx.execute("DELETE FROM person_term WHERE person_id = $1", params![id]).await?;
    }
    for term in new {
        tx.execute(
            "INSERT INTO person_term (term, kana_key, person_id) VALUES ($1, $2, $3)",
            params![term, kana_key, id],
        )
        .await?;
    }
    Ok(())
}

/// A person's entry with its version.
pub(crate) async fn load(source: &impl Query, id: PersonId) -> Result<Option<(Person, i64)>, StoreError> {
    let row = source
        .query_opt("SELECT facts, merged_into, version, uncounted_since FROM person WHERE id = $1", params![id])
        .await?;
    row.map(|row| {
        let facts = from_json("a person's facts", row.text(0)?)?;
        let merged_into = row.opt_uuid(1)?.map(PersonId::new);
        Ok((Person { id, facts, merged_into, uncounted_since: row.opt_date(3)? }, row.int(2)?))
    })
    .transpose()
}
