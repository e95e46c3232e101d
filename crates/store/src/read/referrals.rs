//! Referrals: one by its identifier, those of a case, what an agency sent and what came to it, and the pages to reply on.

use std::fmt;

use banso_access::{CaseScope, InboxFilter, Permit, Reach, RowFilter};
use banso_domain::{
    id::{AgencyId, CaseId, ReferralId, StaffId},
    referral::{Referral, ReferralState},
};
use chrono::{DateTime, NaiveDate, Utc};

use super::{
    case_row::{SCOPE, scope},
    filter::visible,
};
use crate::{Query, Reader, Row, StoreError, Tx, Value, dialect, params, tables, tables::from_json};

/// A referral as a list shows it.
#[derive(Clone)]
pub struct ReferralRow {
    /// The referral.
    pub referral: Referral,
    /// Its version.
    pub version: i64,
    /// 氏名
    pub name: String,
    /// フリガナ
    pub kana: String,
    /// The case's number.
    pub reference: String,
    /// Who is in charge of the case.
    pub assigned_name: String,
    /// What decisions about it need to know of the case.
    pub case: CaseScope,
}

// Names are not shown by whoever logs something that holds them.
impl fmt::Debug for ReferralRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReferralRow").field("id", &self.referral.id).finish_non_exhaustive()
    }
}

/// Which referrals a list shows.
#[derive(Clone, Debug, Default)]
pub struct ReferralSearch {
    /// In any of these states; empty for all.
    pub states: Vec<ReferralState>,
    /// Of cases that this member of staff is in charge of.
    pub assigned_to: Option<StaffId>,
    /// That wait for the next step since this day or an earlier one; those who wait longest come first.
    pub waiting_by: Option<NaiveDate>,
    /// How many at most.
    pub limit: u32,
    /// How many to pass over.
    pub offset: u32,
}

/// A page on which an agency without an account answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplyPageRow {
    /// To what.
    pub referral: ReferralId,
    /// Who made it: its answer is recorded with their right.
    pub made_by: StaffId,
    /// For which agency they made it.
    pub agency: AgencyId,
    /// The last day on which it opens.
    pub last_day: NaiveDate,
    /// It was answered.
    pub is_used: bool,
}

const COLUMNS: &str = "r.content, r.version, p.name, p.kana, c.reference, s.name";
const TABLES: &str = "referral r JOIN case_file c ON c.id = r.case_id JOIN person p ON p.id = c.person_id
                      JOIN staff s ON s.id = c.assigned_to";

impl ReferralRow {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            referral: from_json("a referral", row.text(0)?)?,
            version: row.int(1)?,
            name: row.text(2)?.to_owned(),
            kana: row.text(3)?.to_owned(),
            reference: row.text(4)?.to_owned(),
            assigned_name: row.text(5)?.to_owned(),
            case: scope(row, 6)?,
        })
    }
}

impl ReferralSearch {
    /// What the search adds to a condition.
    fn add_to(&self, condition: &mut String, params: &mut Vec<Value>) {
        let mut and = |text: &str, value: Value| {
            params.push(value);
            condition.push_str(&format!(" AND {text} ${}", params.len()));
        };
        if let Some(staff) = self.assigned_to {
            and("c.assigned_to =", staff.into());
        }
        if let Some(day) = self.waiting_by {
            and("r.waits_from <=", day.into());
        }
        if !self.states.is_empty() {
            let names: Vec<String> = self.states.iter().map(|state| format!("'{}'", state.name())).collect();
            condition.push_str(&format!(" AND r.state IN ({})", names.join(", ")));
        }
    }
}

async fn reply_page(source: &impl Query, token_hash: &[u8], ending: &str) -> Result<Option<ReplyPageRow>, StoreError> {
    let sql = format!(
        "SELECT referral_id, made_by, agency_id, last_day, used_at FROM reply_page WHERE token_hash = $1{ending}"
    );
    let row = source.query_opt(&sql, params![token_hash]).await?;
    row.map(|row| {
        Ok(ReplyPageRow {
            referral: ReferralId::new(row.uuid(0)?),
            made_by: StaffId::new(row.uuid(1)?),
            agency: AgencyId::new(row.uuid(2)?),
            last_day: row.date(3)?,
            is_used: row.opt_instant(4)?.is_some(),
        })
    })
    .transpose()
}

impl Reader {
    /// A referral with what stands around it. The caller decides whether it may be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn referral(&self, id: ReferralId) -> Result<Option<ReferralRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS}, {SCOPE} FROM {TABLES} WHERE r.id = $1");
        self.query_opt(&sql, params![id]).await?.as_ref().map(ReferralRow::read).transpose()
    }

    /// Referrals of cases in reach: those who wait longest first, then the newest.
    ///
    /// # Errors
    ///
    /// See [`Reader::referral`].
    pub async fn referrals(&self, filter: RowFilter, search: &ReferralSearch) -> Result<Vec<ReferralRow>, StoreError> {
        let mut params = Vec::new();
        let mut condition = visible(filter, &mut params);
        // What a centre sends is found without looking at all of its cases.
        if let Reach::Centre(agency) = filter.reach() {
            params.push(agency.into());
            condition.push_str(&format!(" AND r.from_id = ${}", params.len()));
        }
        search.add_to(&mut condition, &mut params);
        self.rows_of(&condition, "r.waits_from NULLS LAST, r.id DESC", params, search).await
    }

    /// The referrals of one case, those who wait longest first. The caller decides which of them may be read.
    ///
    /// # Errors
    ///
    /// See [`Reader::referral`].
    pub async fn referrals_of_case(&self, case: CaseId, limit: u32) -> Result<Vec<ReferralRow>, StoreError> {
        let search = ReferralSearch { limit, ..ReferralSearch::default() };
        self.rows_of("r.case_id = $1", "r.waits_from NULLS LAST, r.id DESC", params![case].to_vec(), &search).await
    }

    /// What came to an agency, the newest first; drafts never do.
    ///
    /// # Errors
    ///
    /// See [`Reader::referral`].
    pub async fn referrals_received(
        &self,
        filter: InboxFilter,
        search: &ReferralSearch,
    ) -> Result<Vec<ReferralRow>, StoreError> {
        let Some(agency) = filter.agency() else { return Ok(Vec::new()) };
        let mut params = params![agency].to_vec();
        let mut condition = "r.to_id = $1 AND r.sent_on IS NOT NULL".to_owned();
        search.add_to(&mut condition, &mut params);
        self.rows_of(&condition, "r.sent_on DESC, r.id DESC", params, search).await
    }

    async fn rows_of(
        &self,
        condition: &str,
        order: &str,
        mut params: Vec<Value>,
        search: &ReferralSearch,
    ) -> Result<Vec<ReferralRow>, StoreError> {
        params.push(search.limit.into());
        params.push(search.offset.into());
        let (limit, offset) = (params.len() - 1, params.len());
        let sql = format!(
            "SELECT {COLUMNS}, {SCOPE} FROM {TABLES} WHERE {condition} ORDER BY {order} LIMIT ${limit} OFFSET ${offset}"
        );
        self.query(&sql, &params).await?.iter().map(ReferralRow::read).collect()
    }

    /// The page of a secret, known by its hash.
    ///
    /// # Errors
    ///
    /// See [`Reader::referral`].
    pub async fn reply_page(&self, token_hash: &[u8]) -> Result<Option<ReplyPageRow>, StoreError> {
        reply_page(self, token_hash, "").await
    }
}

impl Tx {
    /// A referral with its version.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn referral(&self, id: ReferralId) -> Result<Option<(Referral, i64)>, StoreError> {
        tables::load_referral(self, id).await
    }

    /// The page of a secret, which nobody else uses until this transaction ends.
    ///
    /// # Errors
    ///
    /// See [`Tx::referral`].
    pub async fn reply_page(&self, token_hash: &[u8]) -> Result<Option<ReplyPageRow>, StoreError> {
        reply_page(self, token_hash, dialect::to_change(self.kind())).await
    }

    /// Makes the page to reply on; one made before no longer opens. The permit shows who may.
    ///
    /// # Errors
    ///
    /// See [`Tx::referral`].
    pub async fn make_reply_page(
        &self,
        permit: &Permit,
        token_hash: &[u8],
        referral: ReferralId,
        last_day: NaiveDate,
    ) -> Result<(), StoreError> {
        self.execute("DELETE FROM reply_page WHERE referral_id = $1", params![referral]).await?;
        self.execute(
            "INSERT INTO reply_page (token_hash, referral_id, made_by, agency_id, last_day) VALUES ($1, $2, $3, $4, $5)",
            params![token_hash, referral, permit.staff(), permit.agency(), last_day],
        )
        .await?;
        Ok(())
    }

    /// Notes that a page was answered.
    ///
    /// # Errors
    ///
    /// See [`Tx::referral`].
    pub async fn use_reply_page(&self, token_hash: &[u8], at: DateTime<Utc>) -> Result<(), StoreError> {
        self.execute("UPDATE reply_page SET used_at = $2 WHERE token_hash = $1", params![token_hash, at]).await?;
        Ok(())
    }
}
