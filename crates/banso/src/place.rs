//! Opening the data: where it is, and the key that belongs to it.

use std::{env, path::PathBuf};

use banso_store::{Location, MasterKey, Store};

use crate::{command_line::Place, failure::Failure};

/// The variable that may hold the master key, or the name of its file.
const KEY_VARIABLE: &str = "BANSO_MASTER_KEY";

/// Where the master key comes from.
enum KeyPlace {
    Variable(String),
    File(PathBuf),
}

impl Place {
    /// The directory or database.
    pub(crate) fn location(&self) -> Location {
        match &self.database {
            Some(url) => Location::Postgres(url.clone()),
            None => Location::Sqlite(self.data.clone()),
        }
    }

    fn key_place(&self) -> KeyPlace {
        let file = self.data.join("master.key");
        match (&self.master_key, env::var(KEY_VARIABLE)) {
            (Some(file), _) => KeyPlace::File(file.clone()),
            (None, Ok(text)) if MasterKey::from_hex(&text).is_ok() => KeyPlace::Variable(text),
            (None, Ok(name)) if !name.is_empty() => KeyPlace::File(PathBuf::from(name)),
            (None, _) => KeyPlace::File(file),
        }
    }

    /// The file that the master key is read from and written to; none if the key itself was given.
    pub(crate) fn key_file(&self) -> Option<PathBuf> {
        match self.key_place() {
            KeyPlace::Variable(_) => None,
            KeyPlace::File(file) => Some(file),
        }
    }

    /// The master key.
    pub(crate) fn key(&self) -> Result<MasterKey, Failure> {
        let read = match self.key_place() {
            KeyPlace::Variable(text) => MasterKey::from_hex(&text),
            KeyPlace::File(file) => MasterKey::read(&file),
        };
        let words = "there is no master key; begin with `banso init`, or name the file with --master-key";
        read.map_err(Failure::because(words))
    }

    /// Opens data that is there.
    pub(crate) async fn open(&self) -> Result<Store, Failure> {
        let key = self.key()?;
        if self.database.is_none() && !self.data.is_dir() {
            return Err(Failure::new(format!("there is no data in {}; begin with `banso init`", self.data.display())));
        }
        self.open_or_make(key).await
    }

    /// Opens the data, and makes it if there is none.
    pub(crate) async fn open_or_make(&self, key: MasterKey) -> Result<Store, Failure> {
        let words = match &self.database {
            Some(_) => "the database could not be opened".to_owned(),
            None => format!("the data in {} could not be opened", self.data.display()),
        };
        Store::open(&self.location(), key).await.map_err(Failure::because(words))
    }
}
