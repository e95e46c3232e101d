//! `banso backup` and `banso restore`.

use crate::{command_line::BackupOptions, failure::Failure, init::write_key, say::say, secret};

const PROMPT: &str = "Passphrase of the backup / バックアップの合言葉";

pub(crate) async fn write(options: BackupOptions) -> Result<(), Failure> {
    let store = options.place.open().await?;
    let passphrase = secret::ask(options.passphrase, PROMPT, true)?;
    let summary = store.backup(&options.file, &passphrase).await.map_err(Failure::because(
        "the backup could not be written; there is no file / バックアップを書けませんでした。ファイルは残っていません",
    ))?;
    let (tables, rows, file) = (summary.tables, summary.rows, options.file.display());
    say(format_args!("{file}: {rows} rows of {tables} tables; it also holds the master key / マスターキーも含みます"));
    Ok(())
}

pub(crate) async fn restore(options: BackupOptions) -> Result<(), Failure> {
    let key_file = options.place.key_file().unwrap_or_else(|| options.place.data.join("master.key"));
    if key_file.exists() {
        let file = key_file.display();
        return Err(Failure::new(format!(
            "{file} exists; the backup brings its own key: name an empty place with --data, or another file with --master-key / \
             バックアップには自分のキーが入っています。--data で空の場所か、--master-key で別のファイルを指定してください"
        )));
    }
    let passphrase = secret::ask(options.passphrase, PROMPT, false)?;
    let restored =
        banso_store::restore(&options.file, &passphrase, &options.place.location()).await.map_err(Failure::because(
            "the backup could not be restored; nothing was changed / 復元できませんでした。何も変わっていません",
        ))?;
    write_key(&restored.key, &key_file)?;
    let (tables, rows) = (restored.summary.tables, restored.summary.rows);
    say(format_args!("{rows} rows of {tables} tables restored; master key in {} / 復元しました", key_file.display()));
    Ok(())
}
