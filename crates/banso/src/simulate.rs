//! `banso simulate`: a synthetic region day by day, with a table of what is true of every link.

use std::{
    fs::File,
    io::{self, BufWriter, IsTerminal, Write},
    num::NonZeroUsize,
    path::{Path, PathBuf},
    time::Instant,
};

use banso_app::{App, Clock, Definitions, SecondFactor};
use banso_domain::calendar::Holidays;
use banso_simulate::{
    RegionError,
    daily::{Imagined, Progress, Wanted, Written, write_truth},
};
use banso_store::{MasterKey, Store};
use chrono::Days;

use crate::{
    command_line::{Place, SimulateOptions},
    failure::Failure,
    init::write_key,
    say::say,
    server,
};

/// So many people are written about at a time: as many commands as share a commit.
const AT_A_TIME: NonZeroUsize = NonZeroUsize::new(64).expect("not zero");
/// Progress is told so many times where nobody sits at a terminal.
const TOLD_TIMES: u32 = 10;
/// Memory for the pages of one commit, in megabytes.
const MEGABYTES: u32 = 256;
/// The length of the bar at a terminal.
const BAR: u32 = 30;

pub(crate) async fn run(options: SimulateOptions) -> Result<(), Failure> {
    let begun = Instant::now();
    let wanted = wanted(&options)?;
    let truth = options.truth.clone().unwrap_or_else(|| truth_beside(&options.place));
    let store = open(&options.place).await?;
    // Before the days go by: nothing is written over, and there must be room for it.
    let table = File::create_new(&truth).map_err(|error| no_table(&truth, error))?;
    let written = write(&options.place, &store, wanted).await.inspect_err(|_| drop(std::fs::remove_file(&truth)))?;
    write_truth(BufWriter::new(table), &written.truth)
        .map_err(Failure::because(format!("{} could not be written / 書き込めませんでした", truth.display())))?;
    let seconds = begun.elapsed().as_secs_f64();
    say(format_args!(
        "{} people, {} happenings, {seconds:.1} s / {}人、{}件の出来事、{seconds:.1}秒",
        written.persons, written.happened, written.persons, written.happened
    ));
    say(format_args!("What is true of every link / すべてのつながりの正解: {}", truth.display()));
    let accounts = &written.accounts;
    say(format_args!(
        "All people are fictional. Sign in as {} or {} with {} / 登場する人物はすべて架空です。ログイン名 {}・{}、パスワード {}",
        accounts.chief, accounts.officer, accounts.password, accounts.chief, accounts.officer, accounts.password
    ));
    Ok(())
}

fn wanted(options: &SimulateOptions) -> Result<Wanted, Failure> {
    let yesterday = Clock::System.today() - Days::new(1);
    let last = options.until.unwrap_or(yesterday);
    if last > yesterday {
        return Err(Failure::usage(format!(
            "--until {last} is not over yet; nothing is written about days to come / まだ終わっていない日は書けません"
        )));
    }
    let persons = usize::try_from(options.persons).unwrap_or(usize::MAX);
    let wanted = Wanted { persons, days: options.days, seed: options.seed, last };
    let first = wanted.first();
    if !Holidays::japan().covers(first) {
        return Err(Failure::usage(format!(
            "the first day would be {first}, of whose year no holidays are known / 祝日の分からない年から始まります"
        )));
    }
    Ok(wanted)
}

fn truth_beside(place: &Place) -> PathBuf {
    match place.database {
        Some(_) => PathBuf::from("truth.csv"),
        None => place.data.join("truth.csv"),
    }
}

fn no_table(truth: &Path, error: io::Error) -> Failure {
    let place = truth.display();
    if error.kind() == io::ErrorKind::AlreadyExists {
        return Failure::new(format!(
            "{place} is there already, perhaps of a region that was written before; name another file with --truth / \
             すでにあります（前に書いた地域のものかもしれません）。--truth で別のファイルを指定してください"
        ));
    }
    Failure::because(format!("{place} could not be written / 書き込めませんでした"))(error)
}

/// Opens the data, or makes it with its key. A power cut may take away what is written into a directory: it can be written again.
async fn open(place: &Place) -> Result<Store, Failure> {
    if let Some(file) = place.key_file().filter(|file| !file.exists()) {
        if place.database.is_none() && place.data.join("banso.sqlite").exists() {
            // Data without its key: what is missing is said as everywhere.
            place.key()?;
        }
        let key = MasterKey::generate().map_err(Failure::because("no key could be made / キーを作れません"))?;
        write_key(&key, &file)?;
        let opened = open_with(place, key).await;
        if opened.is_err() {
            drop(std::fs::remove_file(&file));
        }
        return opened;
    }
    open_with(place, place.key()?).await
}

async fn open_with(place: &Place, key: MasterKey) -> Result<Store, Failure> {
    if place.database.is_some() {
        return place.open_or_make(key).await;
    }
    let words = format!("the data in {} could not be opened / データを開けませんでした", place.data.display());
    Store::open_fleeting(&place.data, key).await.map_err(Failure::because(words))
}

async fn write(place: &Place, store: &Store, wanted: Wanted) -> Result<Written, Failure> {
    let _alone = place.alone(store).await?;
    store.lend_memory(MEGABYTES).await.map_err(Failure::because("the database refuses / データベースを使えません"))?;
    let definitions =
        Definitions::embedded().map_err(Failure::because("a definition is wrong / 定義に誤りがあります"))?;
    let app = App::new(store.clone(), Clock::standing(Clock::System.now()), definitions, SecondFactor::Optional);
    let mut progress = progress(wanted);
    tokio::select! {
        written = async { Imagined::of(wanted).write(&app, AT_A_TIME, &mut progress).await } => written.map_err(refused),
        () = server::told_to_stop() => Err(Failure::new(
            "stopped half-way; what was written is sound, and the region is not complete / 途中で止めました。書いた分の記録は正しく、地域は途中までです",
        )),
    }
}

fn refused(error: RegionError) -> Failure {
    match error {
        RegionError::HoldsPeople => Failure::new(
            "there are people in the record already; a synthetic region is only written where there are none / \
             すでに人の記録があります。架空の地域は、だれもいないところにだけ書きます",
        ),
        other => Failure::because("the region could not be written / 地域を書けませんでした")(other),
    }
}

/// Tells how far it is: a bar at a terminal, now and then a line elsewhere.
fn progress(wanted: Wanted) -> impl FnMut(Progress) + Send {
    let days = wanted.days.max(1);
    let mut told = 0;
    move |now: Progress| {
        let Progress { on, days: done, persons, happened } = now;
        if io::stderr().is_terminal() {
            let full = "#".repeat((done * BAR / days) as usize);
            let end = if done == days { "\n" } else { "" };
            let width = BAR as usize;
            let line = format!("\r[{full:<width$}] {on}  {persons} people / 人  {happened} happenings / 件{end}");
            drop(io::stderr().lock().write_all(line.as_bytes()));
        } else if done * TOLD_TIMES / days > told {
            told = done * TOLD_TIMES / days;
            eprintln!("{on}: {done}/{days} days / 日, {persons} people / 人, {happened} happenings / 件");
        }
    }
}
