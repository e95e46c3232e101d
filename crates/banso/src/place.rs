//! Opening the data: where it is, and the key that belongs to it.

use std::{env, path::PathBuf};

use banso_store::{Alone, Location, MasterKey, Store};

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
        let words = "the master key is not there. For new data, begin with `banso init`; for data that is there, bring the key back from \
                     its safe place or name its file with --master-key / マスターキーがありません。新しく始めるときは banso init、\
                     データがあるときは保管したキーを戻してください";
        read.map_err(Failure::because(words))
    }

    /// Opens data that is there.
    pub(crate) async fn open(&self) -> Result<Store, Failure> {
        let key = self.key()?;
        if self.database.is_none() && !self.data.is_dir() {
            return Err(Failure::new(format!(
                "there is no data in {}; begin with `banso init` / データがありません。banso init で始めてください",
                self.data.display()
            )));
        }
        self.open_or_make(key).await
    }

    /// Sees to it that no other program serves the data, as long as the value lives.
    pub(crate) async fn alone(&self, store: &Store) -> Result<Alone, Failure> {
        store.alone().await.map_err(Failure::because(
            "one server at a time serves an installation / 1つのデータで動かせるサーバーは、1つだけです",
        ))
    }

    /// Opens the data, and makes it if there is none.
    pub(crate) async fn open_or_make(&self, key: MasterKey) -> Result<Store, Failure> {
        let words = match &self.database {
            Some(_) => "the database could not be opened / データベースを開けませんでした".to_owned(),
            None => format!("the data in {} could not be opened / データを開けませんでした", self.data.display()),
        };
        Store::open(&self.location(), key).await.map_err(Failure::because(words))
    }
}
