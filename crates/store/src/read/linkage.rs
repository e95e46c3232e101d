//! What the record holds of pairs of agencies, in counts, what they say of each other, and who would be left alone.

use std::collections::BTreeMap;

use banso_access::{Action, Permit};
use banso_domain::{
    case::sharing::{ItemSet, SharedItem},
    id::AgencyId,
    linkage::{Saying, Traces},
};
use chrono::NaiveDate;

use crate::{Query, Reader, Row, StoreError, params, tables::from_json};

/// Two agencies, the one with the smaller identifier first.
pub type AgencyPair = (AgencyId, AgencyId);

/// What an agency says about another, by who says it about whom.
pub type Sayings = BTreeMap<(AgencyId, AgencyId), Saying>;

fn count(row: &Row, column: usize) -> Result<u32, StoreError> {
    Ok(u32::try_from(row.int(column)?).unwrap_or_default())
}

impl Reader {
    /// What the record holds of pairs of agencies between two days, both counted; doors and plans as they are open on the second. Cases that are
    /// protected are left out, and so are conferences that were not held.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below. Nothing for those who may not read it.
    pub async fn traces(
        &self,
        permit: &Permit,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Result<BTreeMap<AgencyPair, Traces>, StoreError> {
        if permit.action() != Action::ReadLinkage {
            return Ok(BTreeMap::new());
        }
        let plan = ItemSet::NONE.with(SharedItem::Plan).number();
        let sql = format!(
            "WITH sat AS (
                 SELECT id AS conference_id, host_id AS agency_id FROM conference
                 WHERE held_on BETWEEN $1 AND $2 AND state IN ('held', 'closed')
                 UNION
                 SELECT m.conference_id, m.agency_id FROM conference k JOIN conference_member m ON m.conference_id = k.id
                 WHERE k.held_on BETWEEN $1 AND $2 AND k.state IN ('held', 'closed') AND m.attended = 1)
             SELECT 'referral', r.from_id, r.to_id, COUNT(*), 0
             FROM referral r JOIN case_file c ON c.id = r.case_id
             WHERE r.to_id IS NOT NULL AND r.sent_on IS NOT NULL AND r.sent_on BETWEEN $1 AND $2 AND c.named IS NULL
             GROUP BY r.from_id, r.to_id
             UNION ALL
             SELECT 'contact', c.centre_id, t.agency_id, COUNT(*), 0
             FROM agency_contact t JOIN case_file c ON c.id = t.case_id
             WHERE t.took_place BETWEEN $1 AND $2 AND c.named IS NULL
             GROUP BY c.centre_id, t.agency_id
             UNION ALL
             SELECT 'shared', c.centre_id, s.agency_id, COUNT(DISTINCT s.case_id),
                 COUNT(DISTINCT CASE WHEN s.items & {plan} > 0 THEN s.case_id END)
             FROM case_share s JOIN case_file c ON c.id = s.case_id
             WHERE s.from_on <= $2 AND s.until_on >= $2 AND c.is_open = 1 AND c.named IS NULL
             GROUP BY c.centre_id, s.agency_id
             UNION ALL
             SELECT 'sat', one.agency_id, other.agency_id, COUNT(*), 0
             FROM sat one JOIN sat other ON other.conference_id = one.conference_id AND one.agency_id < other.agency_id
             GROUP BY one.agency_id, other.agency_id"
        );
        let mut found: BTreeMap<AgencyPair, Traces> = BTreeMap::new();
        for row in self.query(&sql, params![from, until]).await? {
            let (one, other) = (AgencyId::new(row.uuid(1)?), AgencyId::new(row.uuid(2)?));
            if one == other {
                continue;
            }
            let traces = found.entry((one.min(other), one.max(other))).or_default();
            let number = count(&row, 3)?;
            match row.text(0)? {
                "referral" if one < other => traces.referred += number,
                "referral" => traces.referred_back += number,
                "contact" => traces.contacts += number,
                "shared" => {
                    traces.shared += number;
                    traces.plans += count(&row, 4)?;
                }
                _ => traces.conferences += number,
            }
        }
        Ok(found)
    }

    /// What agencies said about each other until a day, the last word of each.
    ///
    /// # Errors
    ///
    /// See [`Reader::traces`].
    pub async fn sayings(&self, permit: &Permit, until: NaiveDate) -> Result<Sayings, StoreError> {
        if permit.action() != Action::ReadLinkage {
            return Ok(Sayings::new());
        }
        let sql = "SELECT from_id, to_id, said FROM linkage_said WHERE on_day <= $1 ORDER BY from_id, to_id, on_day";
        let rows = self.query(sql, params![until]).await?;
        rows.iter().map(said).collect()
    }

    /// In how many persons' lives an agency is the only one of the installation on a day: no other centre has an open case of them, sees one, or
    /// has them in a programme or a job. Persons with a protected record are left out.
    ///
    /// # Errors
    ///
    /// See [`Reader::traces`].
    pub async fn supported_by_nobody_else(
        &self,
        permit: &Permit,
        agency: AgencyId,
        today: NaiveDate,
    ) -> Result<u32, StoreError> {
        if permit.action() != Action::ReadLinkage {
            return Ok(0);
        }
        let sql = "WITH here AS (
                SELECT person_id FROM case_file WHERE centre_id = $1 AND is_open = 1 AND named IS NULL
                UNION
                SELECT c.person_id FROM case_share s JOIN case_file c ON c.id = s.case_id
                WHERE s.agency_id = $1 AND s.from_on <= $2 AND s.until_on >= $2 AND c.is_open = 1 AND c.named IS NULL
                UNION
                SELECT person_id FROM episode WHERE agency_id = $1 AND is_open = 1
                UNION
                SELECT person_id FROM job WHERE agency_id = $1 AND is_open = 1)
            SELECT COUNT(*) FROM here h
            WHERE NOT EXISTS (SELECT 1 FROM case_file c WHERE c.person_id = h.person_id
                    AND (c.named IS NOT NULL OR (c.is_open = 1 AND c.centre_id <> $1)))
                AND NOT EXISTS (SELECT 1 FROM case_file c JOIN case_share s ON s.case_id = c.id
                    WHERE c.person_id = h.person_id AND c.is_open = 1 AND s.agency_id <> $1
                        AND s.from_on <= $2 AND s.until_on >= $2)
                AND NOT EXISTS (SELECT 1 FROM episode e
                    WHERE e.person_id = h.person_id AND e.is_open = 1 AND e.agency_id <> $1)
                AND NOT EXISTS (SELECT 1 FROM job j
                    WHERE j.person_id = h.person_id AND j.is_open = 1 AND j.agency_id <> $1)";
        let row = self.query_opt(sql, params![agency, today]).await?;
        row.map_or(Ok(0), |row| count(&row, 0))
    }
}

fn said(row: &Row) -> Result<((AgencyId, AgencyId), Saying), StoreError> {
    Ok(((AgencyId::new(row.uuid(0)?), AgencyId::new(row.uuid(1)?)), from_json("a saying", row.text(2)?)?))
}
