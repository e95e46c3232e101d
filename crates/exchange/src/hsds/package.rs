//! The tables of a directory as files: a tabular data package, alone or in an archive.

use std::io::{self, Cursor, Write};

use serde_json::{Value, json};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{columns::TABLES, write::Published};

impl Published {
    /// The files of the package by name: `datapackage.json`, and a table each in UTF-8. Every cell is as it was told, to the letter: programs
    /// read them, and a spreadsheet that opens one is told by its own file (`csv` and `xlsx` of the list).
    ///
    /// # Errors
    ///
    /// If a cell cannot be written, which memory alone decides.
    pub fn package(&self) -> io::Result<Vec<(&'static str, Vec<u8>)>> {
        let mut files = vec![("datapackage.json", serde_json::to_vec_pretty(&described())?)];
        for table in TABLES {
            let mut to = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
            to.write_record(table.columns.iter().map(|column| column.name))?;
            for row in self.rows(table.name) {
                to.write_record(table.columns.iter().map(|column| cell(row.get(column.name))))?;
            }
            files.push((table.file, to.into_inner().map_err(csv::IntoInnerError::into_error)?));
        }
        Ok(files)
    }

    /// The same in one archive.
    ///
    /// # Errors
    ///
    /// As [`Published::package`].
    pub fn archive(&self) -> io::Result<Vec<u8>> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (name, bytes) in self.package()? {
            archive.start_file(name, options)?;
            archive.write_all(&bytes)?;
        }
        Ok(archive.finish()?.into_inner())
    }
}

fn cell(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(words)) => words.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

fn described() -> Value {
    json!({
        "name": "human_services_data",
        "title": "Human Services Data Specification",
        "profile": "tabular-data-package",
        "version": super::VERSION,
        "homepage": "http://docs.openreferral.org",
        "resources": TABLES.iter().map(super::columns::TableOf::described).collect::<Vec<_>>(),
    })
}
