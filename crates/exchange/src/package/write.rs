//! A package is written row by row: sixteen files that grow side by side, and the description last.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use super::schema::{Table, descriptor};

/// Takes rows of the package's tables.
pub trait Sink {
    /// Takes a row: a cell for each column, in their order.
    ///
    /// # Errors
    ///
    /// [`io::Error`] if it cannot be written.
    fn row(&mut self, table: Table, cells: &[&str]) -> io::Result<()>;
}

/// Writes a package into a folder that was not there, or is empty.
pub struct PackageWriter {
    place: PathBuf,
    building: PathBuf,
    tables: Vec<csv::Writer<BufWriter<File>>>,
    rows: Vec<u64>,
}

impl PackageWriter {
    /// Begins a package. The files grow in a folder beside `place`, so that nobody ever finds half a package there.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::AlreadyExists`] if something is at `place` that is no empty folder; another if it cannot be written.
    pub fn begin(place: &Path) -> io::Result<Self> {
        if fs::symlink_metadata(place).is_ok() && fs::read_dir(place)?.next().is_some() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let name = place.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy().into_owned();
        let building = place.with_file_name(format!(".{name}.{}.part", std::process::id()));
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&building)?;
        let begun = Table::ALL.iter().map(|table| begin_table(&building, *table)).collect::<io::Result<Vec<_>>>();
        match begun {
            Ok(tables) => Ok(Self { place: place.to_owned(), building, tables, rows: vec![0; Table::ALL.len()] }),
            Err(error) => {
                let _ = fs::remove_dir_all(&building);
                Err(error)
            }
        }
    }

    /// Ends the package: the description is written, everything is on disk, and the folder gets its name. Says how many rows each table has.
    ///
    /// # Errors
    ///
    /// [`io::Error`] if it cannot be written; then nothing is left.
    pub fn finish(mut self, title: &str, made_on: &str, is_pseudonymised: bool) -> io::Result<Vec<(Table, u64)>> {
        let description = descriptor(title, made_on, is_pseudonymised);
        for table in std::mem::take(&mut self.tables) {
            let file = table.into_inner().map_err(csv::IntoInnerError::into_error)?;
            file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        }
        let mut file = File::create(self.building.join("datapackage.json"))?;
        file.write_all(format!("{description:#}\n").as_bytes())?;
        file.sync_all()?;
        if self.place.is_dir() {
            fs::remove_dir(&self.place)?;
        }
        fs::rename(&self.building, &self.place)?;
        Ok(Table::ALL.iter().copied().zip(std::mem::take(&mut self.rows)).collect())
    }
}

impl Drop for PackageWriter {
    fn drop(&mut self) {
        // After it was ended there is nothing under this name any more.
        let _ = fs::remove_dir_all(&self.building);
    }
}

fn begin_table(folder: &Path, table: Table) -> io::Result<csv::Writer<BufWriter<File>>> {
    let file = File::create(folder.join(table.file()))?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BufWriter::new(file));
    writer.write_record(table.columns().iter().map(|column| column.name))?;
    Ok(writer)
}

impl Sink for PackageWriter {
    fn row(&mut self, table: Table, cells: &[&str]) -> io::Result<()> {
        let place = table as usize;
        let is_whole = cells.len() == table.columns().len();
        let writer = self.tables.get_mut(place).filter(|_| is_whole).ok_or(io::ErrorKind::InvalidInput)?;
        writer.write_record(cells)?;
        self.rows[place] += 1;
        Ok(())
    }
}
