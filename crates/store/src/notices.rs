//! Notices: what each account wants to be told, and the mails that wait for the mail server.
//!
//! Both lie beside the record, like sessions: they say nothing about anybody who is supported. A notice is put into the outbox in the
//! transaction of the change that it tells of.

use banso_access::Named;
use banso_domain::{
    conference::Conference,
    id::StaffId,
    notice::{Audience, Notice, NoticeKind},
    staff::StaffFacts,
};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::{Change, Query, Reader, Row, Stamp, StoreError, Tx, Value, dialect, params, tables::from_json};

/// What an account wants to be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeSetting {
    /// The mail address, sealed by the use case.
    pub address: Option<Vec<u8>>,
    /// Told at once when something comes in.
    pub at_once: bool,
    /// Told on the mornings of working days if something waits.
    pub each_morning: bool,
    /// The last morning that was looked at.
    pub morning_on: Option<NaiveDate>,
    /// Hash of the secret of the calendar's address.
    pub calendar_hash: Option<Vec<u8>>,
}

/// A mail that waits.
#[derive(Clone, Debug)]
pub struct WaitingMail {
    /// Its identifier.
    pub id: Uuid,
    /// To whom.
    pub staff: StaffId,
    /// What it tells.
    pub kind: NoticeKind,
    /// How often it was tried.
    pub attempts: i64,
    /// The address, sealed; `None` if there is none any more.
    pub address: Option<Vec<u8>>,
    /// The account's facts.
    pub facts: StaffFacts,
    /// `ja` or `en`.
    pub language: String,
}

/// How the outbox stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutboxState {
    /// So many mails wait.
    pub waiting: i64,
    /// Since when the oldest of them does.
    pub oldest: Option<DateTime<Utc>>,
    /// Why the last try of one that waits failed.
    pub failure: Option<String>,
    /// When a mail last went out.
    pub last_sent: Option<DateTime<Utc>>,
}

const SETTING: &str = "SELECT address, at_once, each_morning, morning_on, calendar_hash FROM notice_setting";

impl NoticeSetting {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            address: row.opt_blob(0)?.map(<[u8]>::to_vec),
            at_once: row.bool(1)?,
            each_morning: row.bool(2)?,
            morning_on: row.opt_date(3)?,
            calendar_hash: row.opt_blob(4)?.map(<[u8]>::to_vec),
        })
    }
}

async fn notice_setting(source: &impl Query, staff: StaffId, ending: &str) -> Result<NoticeSetting, StoreError> {
    let row = source.query_opt(&format!("{SETTING} WHERE staff_id = $1{ending}"), params![staff]).await?;
    row.as_ref().map(NoticeSetting::read).transpose().map(Option::unwrap_or_default)
}

impl Reader {
    /// What an account wants to be told; nothing if it never said.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn notice_setting(&self, staff: StaffId) -> Result<NoticeSetting, StoreError> {
        notice_setting(self, staff, "").await
    }

    /// Whose calendar has an address of this hash.
    ///
    /// # Errors
    ///
    /// See [`Reader::notice_setting`].
    pub async fn calendar_owner(&self, hash: &[u8]) -> Result<Option<StaffId>, StoreError> {
        let row = self.query_opt("SELECT staff_id FROM notice_setting WHERE calendar_hash = $1", params![hash]).await?;
        row.map(|row| Ok(StaffId::new(row.uuid(0)?))).transpose()
    }

    /// Accounts that want to be told on mornings and were not yet looked at on `day`.
    ///
    /// # Errors
    ///
    /// See [`Reader::notice_setting`].
    pub async fn mornings_to_look_at(&self, day: NaiveDate, limit: u32) -> Result<Vec<StaffId>, StoreError> {
        let sql = "SELECT staff_id FROM notice_setting
                   WHERE each_morning = 1 AND address IS NOT NULL AND (morning_on IS NULL OR morning_on < $1)
                   ORDER BY staff_id LIMIT $2";
        let rows = self.query(sql, params![day, limit]).await?;
        rows.iter().map(|row| Ok(StaffId::new(row.uuid(0)?))).collect()
    }

    /// Mails whose time has come, the oldest first.
    ///
    /// # Errors
    ///
    /// See [`Reader::notice_setting`].
    pub async fn due_mails(&self, now: DateTime<Utc>, limit: u32) -> Result<Vec<WaitingMail>, StoreError> {
        let sql = "SELECT o.id, o.staff_id, o.kind, o.attempts, n.address, f.facts, a.language
                   FROM outbox o JOIN staff f ON f.id = o.staff_id JOIN account a ON a.staff_id = o.staff_id
                   LEFT JOIN notice_setting n ON n.staff_id = o.staff_id
                   WHERE o.sent_at IS NULL AND o.due_at <= $1 ORDER BY o.due_at, o.id LIMIT $2";
        let rows = self.query(sql, params![now, limit]).await?;
        let mail = |row: &Row| {
            let kind = NoticeKind::from_name(row.text(2)?);
            Ok(WaitingMail {
                id: row.uuid(0)?,
                staff: StaffId::new(row.uuid(1)?),
                kind: kind.ok_or_else(|| StoreError::Shape { what: "a mail", problem: "unknown kind".to_owned() })?,
                attempts: row.int(3)?,
                address: row.opt_blob(4)?.map(<[u8]>::to_vec),
                facts: from_json("a member of staff's facts", row.text(5)?)?,
                language: row.text(6)?.to_owned(),
            })
        };
        rows.iter().map(mail).collect()
    }

    /// How the outbox stands.
    ///
    /// # Errors
    ///
    /// See [`Reader::notice_setting`].
    pub async fn outbox_state(&self) -> Result<OutboxState, StoreError> {
        let waiting = self.query_one("SELECT count(*), min(created_at) FROM outbox WHERE sent_at IS NULL", &[]).await?;
        let failure = "SELECT failure FROM outbox WHERE sent_at IS NULL AND failure IS NOT NULL
                       ORDER BY due_at DESC LIMIT 1";
        let failure = self.query_opt(failure, &[]).await?;
        let sent = self.query_one("SELECT max(sent_at) FROM outbox WHERE sent_at IS NOT NULL", &[]).await?;
        Ok(OutboxState {
            waiting: waiting.int(0)?,
            oldest: waiting.opt_instant(1)?,
            failure: failure.map(|row| row.text(0).map(str::to_owned)).transpose()?,
            last_sent: sent.opt_instant(0)?,
        })
    }
}

impl Tx {
    /// What an account wants to be told, which nobody else changes until this transaction ends.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn notice_setting(&self, staff: StaffId) -> Result<NoticeSetting, StoreError> {
        notice_setting(self, staff, dialect::to_change(self.kind())).await
    }

    /// Writes what an account wants to be told.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses; likewise below.
    pub async fn save_notice_setting(&self, staff: StaffId, setting: &NoticeSetting) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO notice_setting (staff_id, address, at_once, each_morning, morning_on, calendar_hash)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (staff_id) DO UPDATE SET address = excluded.address, at_once = excluded.at_once,
                 each_morning = excluded.each_morning, morning_on = excluded.morning_on,
                 calendar_hash = excluded.calendar_hash",
            params![
                staff,
                setting.address.clone(),
                setting.at_once,
                setting.each_morning,
                setting.morning_on,
                setting.calendar_hash.clone(),
            ],
        )
        .await?;
        Ok(())
    }

    /// Notes that an account was looked at this morning.
    ///
    /// # Errors
    ///
    /// See [`Tx::save_notice_setting`].
    pub async fn note_morning(&self, staff: StaffId, day: NaiveDate) -> Result<(), StoreError> {
        self.execute("UPDATE notice_setting SET morning_on = $2 WHERE staff_id = $1", params![staff, day]).await?;
        Ok(())
    }

    /// Puts a mail to one account into the outbox, unless one of its kind waits there.
    ///
    /// # Errors
    ///
    /// See [`Tx::save_notice_setting`].
    pub async fn put_mail(&self, staff: StaffId, kind: NoticeKind, at: DateTime<Utc>) -> Result<(), StoreError> {
        let sql = "INSERT INTO outbox (id, staff_id, kind, created_at, due_at, attempts) VALUES ($1, $2, $3, $4, $4, 0)
                   ON CONFLICT (staff_id, kind) WHERE sent_at IS NULL DO NOTHING";
        self.execute(sql, params![Uuid::now_v7(), staff, kind.name(), at]).await?;
        Ok(())
    }

    /// A mail went out.
    ///
    /// # Errors
    ///
    /// See [`Tx::save_notice_setting`].
    pub async fn mail_went_out(&self, id: Uuid, at: DateTime<Utc>) -> Result<(), StoreError> {
        let sql = "UPDATE outbox SET sent_at = $2, failure = NULL, attempts = attempts + 1 WHERE id = $1";
        self.execute(sql, params![id, at]).await?;
        Ok(())
    }

    /// A mail did not go out: why, and when it is tried again.
    ///
    /// # Errors
    ///
    /// See [`Tx::save_notice_setting`].
    pub async fn mail_waits(&self, id: Uuid, failure: &str, until: DateTime<Utc>) -> Result<(), StoreError> {
        let sql = "UPDATE outbox SET attempts = attempts + 1, failure = $2, due_at = $3 WHERE id = $1";
        self.execute(sql, params![id, failure, until]).await?;
        Ok(())
    }

    /// A mail is for nobody any more.
    ///
    /// # Errors
    ///
    /// See [`Tx::save_notice_setting`].
    pub async fn drop_mail(&self, id: Uuid) -> Result<(), StoreError> {
        self.execute("DELETE FROM outbox WHERE id = $1", params![id]).await?;
        Ok(())
    }

    /// Forgets mails that went out before `before`.
    ///
    /// # Errors
    ///
    /// See [`Tx::save_notice_setting`].
    pub async fn forget_sent_mails(&self, before: DateTime<Utc>) -> Result<(), StoreError> {
        self.execute("DELETE FROM outbox WHERE sent_at < $1", params![before]).await?;
        Ok(())
    }

    /// Puts what a change tells into the outbox of whoever wants to be told at once; of a conference as it stood before.
    pub(crate) async fn tell(
        &self,
        stamp: Stamp<'_>,
        change: Change<'_>,
        sat_as: Option<&Conference>,
    ) -> Result<(), StoreError> {
        let notices = match change {
            Change::Case(case, _, event) => Notice::of_case(case, event).into_iter().collect(),
            Change::Referral(id, _, event) => Notice::of_referral(id, event).into_iter().collect(),
            Change::Conference(_, event) => Notice::of_conference(sat_as, event),
            _ => Vec::new(),
        };
        for notice in notices {
            for staff in self.who_is_told(stamp, notice).await? {
                self.put_mail(staff, notice.kind, stamp.at).await?;
            }
        }
        Ok(())
    }

    async fn who_is_told(&self, stamp: Stamp<'_>, notice: Notice) -> Result<Vec<StaffId>, StoreError> {
        // Those who only administer, and the person, are not told by way of their agency.
        let of_agency = |agency: &str| {
            format!(
                "IN (SELECT staff_id FROM membership WHERE agency_id {agency} AND role NOT IN ('administrator', 'person'))"
            )
        };
        let (who, params): (String, Vec<Value>) = match notice.to {
            Audience::Staff(staff) => ("= $1".to_owned(), vec![staff.into()]),
            Audience::InCharge(case) => {
                ("= (SELECT assigned_to FROM case_file WHERE id = $1)".to_owned(), vec![case.into()])
            }
            Audience::NamedFor(case) => {
                let named = self.case_header(case).await?.and_then(|header| header.scope.named);
                let staff: Vec<Value> = named.iter().flat_map(Named::iter).map(|(staff, _)| staff.into()).collect();
                let places: Vec<String> = (1..=staff.len()).map(|place| format!("${place}")).collect();
                (format!("IN ({})", places.join(", ")), staff)
            }
            Audience::Agency(agency) => (of_agency("= $1"), vec![agency.into()]),
            Audience::ReceiverOf(referral) => {
                (of_agency("= (SELECT to_id FROM referral WHERE id = $1)"), vec![referral.into()])
            }
            Audience::SenderOf(referral) => (
                "= (SELECT c.assigned_to FROM case_file c JOIN referral r ON r.case_id = c.id WHERE r.id = $1)"
                    .to_owned(),
                vec![referral.into()],
            ),
        };
        if params.is_empty() {
            return Ok(Vec::new());
        }
        // An alarm does not ask whether its reader wants to be told at once.
        let at_once = if notice.kind.is_alarm() { "" } else { "at_once = 1 AND" };
        let sql = format!(
            "SELECT staff_id FROM notice_setting WHERE {at_once} address IS NOT NULL AND staff_id {who}
             ORDER BY staff_id"
        );
        let rows = self.query(&sql, &params).await?;
        let told: Result<Vec<StaffId>, StoreError> = rows.iter().map(|row| Ok(StaffId::new(row.uuid(0)?))).collect();
        let acting = stamp.permit.staff();
        Ok(told?.into_iter().filter(|staff| notice.by_a_stranger || *staff != acting).collect())
    }
}
