//! What is shared with an agency: cases of others, item by item, as far as the doors are open today.

use std::{collections::HashMap, fmt};

use banso_access::{RowFilter, SharedFilter};
use banso_domain::{
    case::sharing::{Basis, ItemSet, Share, SharedItem},
    id::{AgencyId, CaseId, ConsentId, HandoverId, StaffId},
};
use chrono::NaiveDate;

use super::filter::visible;
use crate::{Query, Reader, Row, StoreError, Value, params};

/// A case of another agency as the list of shared cases shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct SharedCaseRow {
    /// Which case.
    pub case: CaseId,
    /// The name, where the basic items are shared.
    pub name: Option<String>,
    /// フリガナ, likewise.
    pub kana: Option<String>,
    /// The reference by which both sides speak of the case.
    pub reference: String,
    /// The centre that shares.
    pub centre: AgencyId,
    /// What is open today.
    pub items: ItemSet,
    /// The last day of the door that stays open longest.
    pub until: NaiveDate,
}

// Names are not shown by whoever logs a row.
impl fmt::Debug for SharedCaseRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedCaseRow").field("case", &self.case).field("items", &self.items).finish_non_exhaustive()
    }
}

/// A handover that waits for the word of an agency.
#[derive(Clone, PartialEq, Eq)]
pub struct AskedRow {
    /// Of which case.
    pub case: CaseId,
    /// Which.
    pub handover: HandoverId,
    /// When it was asked.
    pub asked_on: NaiveDate,
    /// The reference of the case.
    pub reference: String,
    /// The centre that asks.
    pub centre: AgencyId,
    /// The name, where the basic items are shared.
    pub name: Option<String>,
}

// Names are not shown by whoever logs a row.
impl fmt::Debug for AskedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AskedRow").field("case", &self.case).field("handover", &self.handover).finish_non_exhaustive()
    }
}

/// A consent that ends soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndingConsent {
    /// Of which case.
    pub case: CaseId,
    /// Which.
    pub consent: ConsentId,
    /// Its last day.
    pub until: NaiveDate,
}

fn share(row: &Row) -> Result<Share, StoreError> {
    let basis = row.text(5)?;
    let basis = Basis::ALL.iter().copied().find(|known| known.name() == basis);
    let unknown = || StoreError::Shape { what: "a share", problem: "unknown basis".to_owned() };
    Ok(Share {
        source: row.uuid(0)?,
        agency: AgencyId::new(row.uuid(1)?),
        from: row.date(2)?,
        until: row.date(3)?,
        items: ItemSet::from_number(row.int(4)?),
        basis: basis.ok_or_else(unknown)?,
    })
}

impl Reader {
    /// The cases of other agencies that are open to the reader's agency today: by フリガナ those whose name is shared, then the
    /// others.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn shared_cases(
        &self,
        filter: &SharedFilter,
        limit: u32,
        offset: u32,
    ) -> Result<Vec<SharedCaseRow>, StoreError> {
        let Some((agency, today)) = filter.agency_and_day() else { return Ok(Vec::new()) };
        let basic = ItemSet::NONE.with(SharedItem::Basic).number();
        // Only those that are shown are joined with their persons.
        let sql = format!(
            "SELECT o.case_id, o.named, o.until_on, o.reference, o.centre_id,
                 CASE WHEN o.named > 0 THEN p.name END, CASE WHEN o.named > 0 THEN p.kana END
             FROM (SELECT s.case_id, s.named, s.until_on, c.reference, c.person_id,
                       COALESCE(c.protected_centre_id, c.centre_id) AS centre_id,
                       CASE WHEN s.named > 0 THEN c.kana_key ELSE '' END AS reading
                   FROM (SELECT case_id, max(items & {basic}) AS named, max(until_on) AS until_on FROM case_share
                         WHERE agency_id = $1 AND until_on >= $2 AND from_on <= $2 GROUP BY case_id) s
                   JOIN case_file c ON c.id = s.case_id
                   ORDER BY s.named DESC, reading, s.case_id LIMIT $3 OFFSET $4) o
             JOIN person p ON p.id = o.person_id
             ORDER BY o.named DESC, o.reading, o.case_id"
        );
        let rows = self.query(&sql, params![agency, today, limit, offset]).await?;
        let mut found = Vec::new();
        for row in &rows {
            found.push(SharedCaseRow {
                case: CaseId::new(row.uuid(0)?),
                until: row.date(2)?,
                reference: row.text(3)?.to_owned(),
                centre: AgencyId::new(row.uuid(4)?),
                name: row.opt_text(5)?.map(str::to_owned),
                kana: row.opt_text(6)?.map(str::to_owned),
                items: ItemSet::NONE,
            });
        }
        let ids: Vec<CaseId> = found.iter().map(|row| row.case).collect();
        let mut shares = self.shares_of(&ids).await?;
        for row in &mut found {
            row.items = filter.items(&shares.remove(&row.case).unwrap_or_default());
        }
        Ok(found)
    }

    /// The handovers that wait for the word of the reader's agency, the oldest question first, as far as the doors of their cases are
    /// open today.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn asked_handovers(&self, filter: &SharedFilter, limit: u32) -> Result<Vec<AskedRow>, StoreError> {
        let Some((agency, today)) = filter.agency_and_day() else { return Ok(Vec::new()) };
        let basic = ItemSet::NONE.with(SharedItem::Basic).number();
        let sql = format!(
            "SELECT a.case_id, a.handover_id, a.asked_on, c.reference, c.centre_id, CASE WHEN o.named > 0 THEN p.name END
             FROM handover_ask a JOIN case_file c ON c.id = a.case_id JOIN person p ON p.id = c.person_id
             JOIN (SELECT s.case_id, max(s.items & {basic}) AS named FROM case_share s
                   JOIN handover_ask w ON w.case_id = s.case_id AND w.agency_id = s.agency_id
                   WHERE s.agency_id = $1 AND s.until_on >= $2 AND s.from_on <= $2 GROUP BY s.case_id) o
                 ON o.case_id = a.case_id
             WHERE a.agency_id = $1 AND c.is_open = 1 ORDER BY a.asked_on, a.handover_id LIMIT $3"
        );
        let read = |row: &Row| {
            Ok(AskedRow {
                case: CaseId::new(row.uuid(0)?),
                handover: HandoverId::new(row.uuid(1)?),
                asked_on: row.date(2)?,
                reference: row.text(3)?.to_owned(),
                centre: AgencyId::new(row.uuid(4)?),
                name: row.opt_text(5)?.map(str::to_owned),
            })
        };
        self.query(&sql, params![agency, today, limit]).await?.iter().map(read).collect()
    }

    /// The doors of cases, open or not. The caller decides what follows from them.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn shares_of(&self, cases: &[CaseId]) -> Result<HashMap<CaseId, Vec<Share>>, StoreError> {
        if cases.is_empty() {
            return Ok(HashMap::new());
        }
        let params: Vec<Value> = cases.iter().map(|id| (*id).into()).collect();
        let places: Vec<String> = (1..=cases.len()).map(|place| format!("${place}")).collect();
        let sql = format!(
            "SELECT source_id, agency_id, from_on, until_on, items, basis, case_id FROM case_share
             WHERE case_id IN ({})",
            places.join(", ")
        );
        let mut shares: HashMap<CaseId, Vec<Share>> = HashMap::new();
        for row in self.query(&sql, &params).await? {
            shares.entry(CaseId::new(row.uuid(6)?)).or_default().push(share(&row)?);
        }
        Ok(shares)
    }

    /// The consents in reach that end within two days, both counted, soonest first; of one member of staff, or of everyone.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn consents_ending(
        &self,
        filter: RowFilter,
        assigned_to: Option<StaffId>,
        from: NaiveDate,
        to: NaiveDate,
        limit: u32,
    ) -> Result<Vec<EndingConsent>, StoreError> {
        let mut params = params![from, to, limit].to_vec();
        let mut condition = visible(filter, &mut params);
        if let Some(staff) = assigned_to {
            params.push(staff.into());
            condition.push_str(&format!(" AND k.assigned_to = ${}", params.len()));
        }
        // CROSS JOIN: from the consents that end to their cases.
        let sql = format!(
            "SELECT k.case_id, k.id, k.until_on FROM consent k CROSS JOIN case_file c
             WHERE k.withdrawn_on IS NULL AND k.until_on >= $1 AND k.until_on <= $2 AND c.id = k.case_id AND c.is_open = 1 AND {condition}
             ORDER BY k.until_on, k.id LIMIT $3"
        );
        let read = |row: &Row| {
            let (case, consent) = (CaseId::new(row.uuid(0)?), ConsentId::new(row.uuid(1)?));
            Ok(EndingConsent { case, consent, until: row.date(2)? })
        };
        self.query(&sql, &params).await?.iter().map(read).collect()
    }
}
