//! `banso verify`: is the record as it was written, and do the tables say the same?

use std::{
    fs,
    io::{self, IsTerminal},
    path::Path,
};

use banso_store::LedgerCopy;

use crate::{
    command_line::{Place, VerifyOptions},
    failure::Failure,
    say::say,
};

/// Progress is told each time so many entries were looked at.
const STEP: u64 = 10_000;
/// So many faults are listed.
const LISTED: usize = 20;

pub(crate) async fn run(options: VerifyOptions) -> Result<(), Failure> {
    match options.ledger_copy {
        Some(file) => check_copy(&file),
        None => check_record(options.place).await,
    }
}

/// Checks a copy of a ledger by what is in it alone.
fn check_copy(file: &Path) -> Result<(), Failure> {
    let text = fs::read_to_string(file)
        .map_err(Failure::because(format!("{} could not be read / ファイルを読めませんでした", file.display())))?;
    let copy = LedgerCopy::from_json(&text)
        .map_err(Failure::because("this is no copy of a ledger / 閲覧・提供の記録の写しではありません"))?;
    let checked = copy
        .check()
        .map_err(Failure::because("the copy is not what was recorded / 写しは、記録されたものと違います"))?;
    for (lines, last_hash) in &checked.ledgers {
        say(format_args!("Ledger: {lines} lines, check number / 確認番号 {last_hash}"));
    }
    say(
        "Sound; compare lines and check number with the printed sheet. / 異常はありません。行の数と確認番号を、印刷した紙と見くらべてください。",
    );
    Ok(())
}

async fn check_record(place: Place) -> Result<(), Failure> {
    let store = place.open().await?;
    let progress = |what: &'static str| {
        let mut told = 0;
        move |entries: u64| {
            if entries >= told + STEP && io::stderr().is_terminal() {
                told = entries;
                eprintln!("{what}: {entries} entries");
            }
        }
    };
    let chain = store
        .verify_chain(progress("chain"))
        .await
        .map_err(Failure::because("the journal could not be read / 記録を読めませんでした"))?;
    let digest: String = chain.digest.iter().map(|byte| format!("{byte:02x}")).collect();
    say(format_args!("Journal: {} entries in {} streams, digest {digest}", chain.entries, chain.streams));
    if !chain.is_sound() {
        for fault in chain.faults.iter().take(LISTED) {
            say(format_args!("  {fault}"));
        }
        let count = chain.fault_count;
        return Err(Failure::new(format!(
            "the journal is not as it was written ({count} faults); keep this data as it is and compare it with a backup / \
             記録が書かれたときのままではありません"
        )));
    }
    let empty = tempfile::tempdir()
        .map_err(Failure::because("no temporary directory could be made / 一時ディレクトリを作れません"))?;
    let tables = store.verify_tables(empty.path().join("rebuilt"), progress("tables")).await.map_err(
        Failure::because("the tables could not be rebuilt from the journal / 記録から表を作り直せませんでした"),
    )?;
    say(format_args!(
        "Tables: {} rows compared with the journal; {} erased entries passed over",
        tables.rows, tables.erased
    ));
    if tables.difference_count > 0 {
        for difference in tables.differences.iter().take(LISTED) {
            say(format_args!("  {difference}"));
        }
        let count = tables.difference_count;
        return Err(Failure::new(format!(
            "the tables differ from the journal in {count} rows / 表が記録と一致しません（{count}行）"
        )));
    }
    say("Sound. / 異常はありません。");
    Ok(())
}
