//! A row of an answer, read by column number.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::{StoreError, Value};

/// One row. Columns are numbered from 0 in the order of the `SELECT`.
///
/// Every reading function returns [`StoreError::Column`], naming the column, when the value is missing or of another kind.
#[derive(Clone, Debug)]
pub struct Row {
    columns: Arc<[String]>,
    values: Vec<Value>,
}

macro_rules! optional {
    ($($(#[$doc:meta])* $name:ident = $required:ident -> $kind:ty;)+) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        ///
        /// [`StoreError::Column`] if the value is of another kind.
        pub fn $name(&self, column: usize) -> Result<Option<$kind>, StoreError> {
            match self.values.get(column) {
                Some(Value::Null) => Ok(None),
                _ => self.$required(column).map(Some),
            }
        }
    )+};
}

#[cfg_attr(
    not(any(test, feature = "testing")),
    expect(dead_code, reason = "a row gives every kind of value, also those that no table has today")
)]
impl Row {
    pub(crate) const fn new(columns: Arc<[String]>, values: Vec<Value>) -> Self {
        Self { columns, values }
    }

    /// A whole number.
    ///
    /// # Errors
    ///
    /// [`StoreError::Column`] if it is missing or of another kind; likewise for the functions below.
    pub fn int(&self, column: usize) -> Result<i64, StoreError> {
        match self.value(column)? {
            Value::Int(number) => Ok(*number),
            other => Err(self.unlike(column, "a whole number", other)),
        }
    }

    /// A yes or no, stored as 1 or 0.
    ///
    /// # Errors
    ///
    /// See [`Row::int`].
    pub fn bool(&self, column: usize) -> Result<bool, StoreError> {
        Ok(self.int(column)? != 0)
    }

    /// A real number; a whole number is taken for one as well.
    ///
    /// # Errors
    ///
    /// See [`Row::int`].
    pub fn real(&self, column: usize) -> Result<f64, StoreError> {
        match self.value(column)? {
            Value::Real(number) => Ok(*number),
            Value::Int(number) => Ok(*number as f64),
            other => Err(self.unlike(column, "a real number", other)),
        }
    }

    /// Text.
    ///
    /// # Errors
    ///
    /// See [`Row::int`].
    pub fn text(&self, column: usize) -> Result<&str, StoreError> {
        match self.value(column)? {
            Value::Text(text) => Ok(text),
            other => Err(self.unlike(column, "text", other)),
        }
    }

    /// Bytes.
    ///
    /// # Errors
    ///
    /// See [`Row::int`].
    pub fn blob(&self, column: usize) -> Result<&[u8], StoreError> {
        match self.value(column)? {
            Value::Blob(bytes) => Ok(bytes),
            Value::Uuid(id) => Ok(id.as_bytes()),
            other => Err(self.unlike(column, "bytes", other)),
        }
    }

    /// An identifier.
    ///
    /// # Errors
    ///
    /// See [`Row::int`].
    pub fn uuid(&self, column: usize) -> Result<Uuid, StoreError> {
        match self.value(column)? {
            Value::Uuid(id) => Ok(*id),
            Value::Blob(bytes) => {
                Uuid::from_slice(bytes).map_err(|_| self.wrong(column, "an identifier has 16 bytes".into()))
            }
            other => Err(self.unlike(column, "an identifier", other)),
        }
    }

    /// A calendar day, stored as `2026-04-01`.
    ///
    /// # Errors
    ///
    /// See [`Row::int`].
    pub fn date(&self, column: usize) -> Result<NaiveDate, StoreError> {
        self.text(column)?.parse().map_err(|_| self.wrong(column, "this is not a day like 2026-04-01".into()))
    }

    /// An instant, stored as microseconds since 1970 in UTC.
    ///
    /// # Errors
    ///
    /// See [`Row::int`].
    pub fn instant(&self, column: usize) -> Result<DateTime<Utc>, StoreError> {
        DateTime::from_timestamp_micros(self.int(column)?)
            .ok_or_else(|| self.wrong(column, "this instant is out of range".into()))
    }

    optional! {
        /// A whole number, or nothing.
        opt_int = int -> i64;
        /// A yes or no, or nothing.
        opt_bool = bool -> bool;
        /// A real number, or nothing.
        opt_real = real -> f64;
        /// Text, or nothing.
        opt_text = text -> &str;
        /// Bytes, or nothing.
        opt_blob = blob -> &[u8];
        /// An identifier, or nothing.
        opt_uuid = uuid -> Uuid;
        /// A day, or nothing.
        opt_date = date -> NaiveDate;
        /// An instant, or nothing.
        opt_instant = instant -> DateTime<Utc>;
    }

    /// The value as it came.
    ///
    /// # Errors
    ///
    /// [`StoreError::Column`] if the row has fewer columns.
    pub fn value(&self, column: usize) -> Result<&Value, StoreError> {
        self.values
            .get(column)
            .ok_or_else(|| self.wrong(column, format!("the row has only {} columns", self.values.len())))
    }

    pub(crate) fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The value of a column by its name.
    pub(crate) fn named(&self, name: &str) -> Result<&Value, StoreError> {
        let place = self.columns.iter().position(|column| column == name);
        place
            .and_then(|place| self.values.get(place))
            .ok_or_else(|| StoreError::Column { name: name.to_owned(), problem: "the row has no such column".into() })
    }

    pub(crate) fn values(&self) -> &[Value] {
        &self.values
    }

    fn unlike(&self, column: usize, wanted: &str, found: &Value) -> StoreError {
        self.wrong(column, format!("expected {wanted}, found {}", found.kind()))
    }

    fn wrong(&self, column: usize, problem: String) -> StoreError {
        let name = self.columns.get(column).cloned().unwrap_or_else(|| format!("number {column}"));
        StoreError::Column { name, problem }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        let columns = ["family_name", "born_on"].map(String::from);
        Row::new(columns.into(), vec![Value::Text("青葉".into()), Value::Null])
    }

    #[test]
    fn a_missing_day_is_nothing_when_it_may_be_missing_and_an_error_otherwise() {
        assert_eq!(row().opt_date(1).unwrap(), None);
        assert_eq!(
            row().date(1).unwrap_err().to_string(),
            "column born_on cannot be read: expected text, found nothing"
        );
    }

    #[test]
    fn an_error_names_the_column_and_never_shows_its_content() {
        let said = row().int(0).unwrap_err().to_string();
        assert_eq!(said, "column family_name cannot be read: expected a whole number, found text");
        assert_eq!(
            row().text(2).unwrap_err().to_string(),
            "column number 2 cannot be read: the row has only 2 columns"
        );
    }
}
