//! The values that travel between Rust and SQL, the same six kinds on both engines.

use banso_domain::id::{
    AgencyId, CaseId, ConferenceId, ConsentId, EpisodeId, EvaluationId, GatheringId, HandoverId, ImportId,
    ItemWordingId, JobId, MissingId, NetworkId, PersonId, PlanId, RecordId, ReferralId, ResourceId, ReviewId, SheetId,
    StaffId, SurveyId, TaskId, UnmetNeedId,
};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// One value of a parameter or of a column.
///
/// | here   | SQLite column | PostgreSQL column | used for |
/// |--------|---------------|-------------------|----------|
/// | `Int`  | INTEGER       | bigint            | numbers, booleans (0/1), instants (microseconds since 1970, UTC) |
/// | `Real` | REAL          | double precision  | shares and scores |
/// | `Text` | TEXT          | text              | words, dates (`2026-04-01`), JSON |
/// | `Blob` | BLOB          | bytea             | hashes, sealed payloads |
/// | `Uuid` | BLOB (16)     | uuid              | identifiers |
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Absent; fits a column of every type.
    Null,
    /// A whole number.
    Int(i64),
    /// A floating point number.
    Real(f64),
    /// Text in UTF-8.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
    /// An identifier.
    Uuid(Uuid),
}

impl Value {
    /// The kind in words, for messages.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Int(_) => "a whole number",
            Self::Real(_) => "a real number",
            Self::Text(_) => "text",
            Self::Blob(_) => "bytes",
            Self::Uuid(_) => "an identifier",
        }
    }
}

macro_rules! value_from {
    ($($from:ty as $name:ident => $value:expr),+ $(,)?) => {$(
        impl From<$from> for Value {
            fn from($name: $from) -> Self {
                $value
            }
        }
    )+};
}

value_from! {
    i64 as number => Self::Int(number),
    i32 as number => Self::Int(number.into()),
    u32 as number => Self::Int(number.into()),
    u16 as number => Self::Int(number.into()),
    u8 as number => Self::Int(number.into()),
    bool as truth => Self::Int(truth.into()),
    f64 as number => Self::Real(number),
    &str as text => Self::Text(text.to_owned()),
    String as text => Self::Text(text),
    &String as text => Self::Text(text.clone()),
    Vec<u8> as bytes => Self::Blob(bytes),
    &[u8] as bytes => Self::Blob(bytes.to_vec()),
    [u8; 32] as bytes => Self::Blob(bytes.to_vec()),
    Uuid as id => Self::Uuid(id),
    NaiveDate as date => Self::Text(date.to_string()),
    DateTime<Utc> as instant => Self::Int(instant.timestamp_micros()),
    PersonId as id => Self::Uuid(id.uuid()),
    CaseId as id => Self::Uuid(id.uuid()),
    PlanId as id => Self::Uuid(id.uuid()),
    RecordId as id => Self::Uuid(id.uuid()),
    EvaluationId as id => Self::Uuid(id.uuid()),
    ConferenceId as id => Self::Uuid(id.uuid()),
    AgencyId as id => Self::Uuid(id.uuid()),
    ConsentId as id => Self::Uuid(id.uuid()),
    StaffId as id => Self::Uuid(id.uuid()),
    TaskId as id => Self::Uuid(id.uuid()),
    HandoverId as id => Self::Uuid(id.uuid()),
    ReviewId as id => Self::Uuid(id.uuid()),
    ReferralId as id => Self::Uuid(id.uuid()),
    EpisodeId as id => Self::Uuid(id.uuid()),
    JobId as id => Self::Uuid(id.uuid()),
    SheetId as id => Self::Uuid(id.uuid()),
    GatheringId as id => Self::Uuid(id.uuid()),
    MissingId as id => Self::Uuid(id.uuid()),
    UnmetNeedId as id => Self::Uuid(id.uuid()),
    NetworkId as id => Self::Uuid(id.uuid()),
    ItemWordingId as id => Self::Uuid(id.uuid()),
    SurveyId as id => Self::Uuid(id.uuid()),
    ResourceId as id => Self::Uuid(id.uuid()),
    ImportId as id => Self::Uuid(id.uuid()),
    &serde_json::Value as json => Self::Text(json.to_string()),
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Writes the parameters of a statement: `params![case_id, today, note]` for `$1`, `$2`, `$3`.
#[cfg_attr(any(test, feature = "testing"), macro_export)]
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        &[$($crate::Value::from($value)),*][..]
    };
}
#[cfg(not(any(test, feature = "testing")))]
pub(crate) use params;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_travels_as_iso_text_and_an_instant_as_microseconds() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 1).unwrap();
        assert_eq!(Value::from(day), Value::Text("2026-04-01".into()));
        let instant = DateTime::<Utc>::from_timestamp(1, 500_000).unwrap();
        assert_eq!(Value::from(instant), Value::Int(1_000_500));
    }

    #[test]
    fn an_absent_answer_is_null_whatever_its_type() {
        assert_eq!(params![None::<i64>, None::<&str>, Some(true)], &[Value::Null, Value::Null, Value::Int(1)]);
    }
}
