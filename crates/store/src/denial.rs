//! Requests that were turned away, as the journal keeps them: one stream for each member of staff, apart from the record.

use banso_domain::id::{AgencyId, StaffId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    NewEntry, Payload, Reader, StoreError, Stream, Tx,
    tables::{from_json, to_json},
};

/// What a member of staff was denied, once or several times.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DeniedRequest {
    /// What was asked for, as a template: `GET /cases/{case}`. Never what somebody typed.
    pub asked: String,
    /// The identifiers in the address.
    pub about: Vec<Uuid>,
    /// Whether the asker was told that it exists.
    pub answer: DenialAnswer,
}

/// How a request was turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DenialAnswer {
    /// As if there were nothing.
    Nothing,
    /// The role may not.
    Forbidden,
}

/// Requests that were turned away since the entry before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DenialReport {
    /// What was asked for, and how often.
    pub requests: Vec<(DeniedRequest, u64)>,
    /// Further requests that are only counted: somebody went through addresses.
    pub not_listed: u64,
}

fn stream(staff: StaffId) -> Stream {
    Stream::new("denial", staff.uuid())
}

impl Tx {
    /// Records what a member of staff was denied. Nothing is changed by it but the journal.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses.
    pub async fn record_denials(
        &self,
        staff: StaffId,
        agency: AgencyId,
        at: DateTime<Utc>,
        report: &DenialReport,
    ) -> Result<(), StoreError> {
        self.append(NewEntry {
            stream: stream(staff),
            expected_seq: None,
            event_type: "access.denied".to_owned(),
            schema_version: 1,
            person: None,
            recorded_at: at,
            took_place_on: None,
            staff,
            agency: Some(agency),
            basis: serde_json::json!({ "action": "denied" }).to_string(),
            payload: to_json(report)?,
        })
        .await?;
        Ok(())
    }
}

impl Reader {
    /// What a member of staff was denied, oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the journal cannot be read.
    pub async fn denials(&self, staff: StaffId) -> Result<Vec<(DateTime<Utc>, DenialReport)>, StoreError> {
        let entries = self.read_stream(&stream(staff), None).await?;
        entries
            .into_iter()
            .filter_map(|entry| match entry.payload {
                Payload::Readable(text) => Some(from_json("a denial", &text).map(|report| (entry.recorded_at, report))),
                Payload::Erased => None,
            })
            .collect()
    }
}
