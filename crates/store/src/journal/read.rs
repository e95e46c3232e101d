//! Reading entries, with their payloads opened.

use banso_domain::id::{AgencyId, PersonId, StaffId};
use chrono::{DateTime, Utc};

use super::{Entry, Payload, Stream, place_of_payload};
use crate::{
    Row, StoreError,
    engine::Query,
    params,
    seal::{self, PersonKey},
};

/// The columns of an entry, in the order [`entry`] and the check of the chain read them.
macro_rules! columns {
    () => {
        "position, stream_kind, stream_id, seq, event_type, schema_version, person_id, recorded_at, took_place_on,
         staff_id, agency_id, basis, sealed, payload, previous_hash, hash"
    };
}
pub(super) use columns;

/// Where the keys of persons come from: the ring, or a transaction with its own.
pub(crate) trait KeySource: Sync {
    fn person_key(&self, person: PersonId) -> impl Future<Output = Result<PersonKey, StoreError>> + Send;
}

/// The entries of a stream in order, up to what was recorded at `upto`: the record as of that moment.
pub(crate) async fn read_stream(
    from: &(impl Query + KeySource),
    stream: &Stream,
    upto: Option<DateTime<Utc>>,
) -> Result<Vec<Entry>, StoreError> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM journal WHERE stream_kind = $1 AND stream_id = $2 AND recorded_at <= $3 ORDER BY seq"
    );
    let upto = upto.map_or(i64::MAX, |instant| instant.timestamp_micros());
    opened(from, from.query(sql, params![&stream.kind, stream.id, upto]).await?).await
}

/// The entries of a stream with numbers after `after`, up to `through`, in order.
pub(crate) async fn read_part(
    from: &(impl Query + KeySource),
    stream: &Stream,
    after: i64,
    through: i64,
) -> Result<Vec<Entry>, StoreError> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM journal WHERE stream_kind = $1 AND stream_id = $2 AND seq > $3 AND seq <= $4 ORDER BY seq"
    );
    opened(from, from.query(sql, params![&stream.kind, stream.id, after, through]).await?).await
}

/// At most `limit` entries of the whole journal after the place `after`, in order of place.
pub(crate) async fn read_all(
    from: &(impl Query + KeySource),
    after: i64,
    limit: u32,
) -> Result<Vec<Entry>, StoreError> {
    let sql = concat!("SELECT ", columns!(), " FROM journal WHERE position > $1 ORDER BY position LIMIT $2");
    opened(from, from.query(sql, params![after, limit]).await?).await
}

async fn opened(from: &impl KeySource, rows: Vec<Row>) -> Result<Vec<Entry>, StoreError> {
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        entries.push(entry(from, &row).await?);
    }
    Ok(entries)
}

async fn entry(from: &impl KeySource, row: &Row) -> Result<Entry, StoreError> {
    let stream = Stream::new(row.text(1)?, row.uuid(2)?);
    let (seq, event_type) = (row.int(3)?, row.text(4)?.to_owned());
    let person = row.opt_uuid(6)?.map(PersonId::new);
    let stored = row.blob(13)?;
    let payload = match person.filter(|_| row.int(12) == Ok(1)) {
        None => Payload::Readable(text(stored)?),
        Some(person) => match from.person_key(person).await? {
            PersonKey::Present(key) => {
                Payload::Readable(text(&seal::open(&key, &place_of_payload(&stream, seq, &event_type), stored)?)?)
            }
            PersonKey::Dropped => Payload::Erased,
            PersonKey::Absent => return Err(StoreError::SealBroken),
        },
    };
    Ok(Entry {
        position: row.int(0)?,
        stream,
        seq,
        event_type,
        schema_version: row.int(5)?,
        person,
        recorded_at: row.instant(7)?,
        took_place_on: row.opt_date(8)?,
        staff: StaffId::new(row.uuid(9)?),
        agency: row.opt_uuid(10)?.map(AgencyId::new),
        basis: row.text(11)?.to_owned(),
        payload,
        hash: row.blob(15)?.try_into().map_err(|_| StoreError::SealBroken)?,
    })
}

fn text(bytes: &[u8]) -> Result<String, StoreError> {
    String::from_utf8(bytes.to_vec()).map_err(|_| StoreError::SealBroken)
}
