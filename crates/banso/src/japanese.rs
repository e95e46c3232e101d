//! What the store says in English, in Japanese for the one who keeps the installation running.

use std::error::Error;

use banso_store::{BackupError, MasterKeyError, OpenError, RestoreError, StoreError};

/// The Japanese of a cause, where somebody at the keyboard can do something about it.
pub(crate) fn of(cause: &(dyn Error + 'static)) -> Option<&'static str> {
    let open = cause.downcast_ref().map(of_opening);
    let store = || cause.downcast_ref().map(of_store);
    let backup = || cause.downcast_ref().map(of_backup);
    let restore = || cause.downcast_ref().map(of_restore);
    let key = || cause.downcast_ref().map(of_key);
    open.or_else(store).or_else(backup).or_else(restore).or_else(key).flatten()
}

const fn of_opening(error: &OpenError) -> Option<&'static str> {
    Some(match error {
        OpenError::NewerData { .. } => "このデータは新しい版の Banso が書いたものです。新しい版で起動してください",
        OpenError::WrongMasterKey => "マスターキーがこのデータのものではありません",
        OpenError::OldServer(_) => "PostgreSQL 15 以上が必要です",
        OpenError::Address(_) => "データベースの接続先を読み取れません",
        OpenError::Directory { .. } => "データのディレクトリを使えません",
        OpenError::Migration { .. } => "データベースの更新ができませんでした。データは元のままです",
        OpenError::Served => "ほかの Banso がこのデータで動いています。先にそちらを止めてください",
        OpenError::Store(_) => "データベースを開けませんでした",
    })
}

const fn of_store(error: &StoreError) -> Option<&'static str> {
    Some(match error {
        StoreError::Full(_) => "ディスクの空きがありません。この操作は何も保存していません",
        StoreError::Unavailable(_) => "データベースにつながりません",
        StoreError::Busy { .. } => "ほかの処理が終わらないため、何も保存せずにやめました",
        StoreError::SealBroken => "封印を開けません。書き換えられたか、移されています",
        _ => return None,
    })
}

const fn of_backup(error: &BackupError) -> Option<&'static str> {
    Some(match error {
        BackupError::NoPassphrase => "合言葉が必要です",
        BackupError::Exists(_) => "同じ名前のファイルがあります。バックアップは上書きしません",
        BackupError::File { .. } => "バックアップのファイルを書けません",
        BackupError::Store(_) => "データを読み取れません",
    })
}

const fn of_restore(error: &RestoreError) -> Option<&'static str> {
    Some(match error {
        RestoreError::NotEmpty => "復元先が空ではありません。空の場所を指定してください",
        RestoreError::File { .. } => "バックアップのファイルを読めません",
        RestoreError::NotABackup => "Banso のバックアップではありません",
        RestoreError::WrongPassphrase => "合言葉が違います",
        RestoreError::Damaged => "バックアップが壊れているか、途中で切れています。何も復元していません",
        RestoreError::Newer { .. } => "新しい版の Banso が書いたバックアップです。新しい版で復元してください",
        RestoreError::Target(_) => "復元先を開けません",
        RestoreError::Store(_) => "復元先に書けません。何も復元していません",
    })
}

const fn of_key(error: &MasterKeyError) -> Option<&'static str> {
    Some(match error {
        MasterKeyError::NotHexadecimal => "マスターキーは16進数64けたです",
        MasterKeyError::File { .. } => "マスターキーのファイルを使えません",
    })
}
