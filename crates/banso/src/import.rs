//! `banso import`: published open data into the resource directory, with a report row by row.

mod words;

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

use banso_app::{App, Clock, Definitions, ImportReport, SecondFactor, UseCaseError};
use banso_domain::rule::Rule;
use banso_exchange::{Extent, Finding, Outcome, ReadSeek, Roster, RosterRow, Wanted, Weight};
use serde_json::{Value, json};

use crate::{
    command_line::{ImportCommand, ImportOptions},
    failure::Failure,
    say::say,
};

/// So many rows are listed to be looked at; `--json` tells all.
const LISTED: usize = 40;

pub(crate) async fn run(command: ImportCommand) -> Result<(), Failure> {
    let ImportCommand::Resources(options) = command;
    let mut roster = read(&options)?;
    roster.extent = match (options.whole, options.part) {
        (true, _) => Extent::Whole,
        (_, true) => Extent::Part,
        _ => Extent::NotSaid,
    };
    if !roster.rows.is_empty() && roster.rows.iter().all(RosterRow::is_rejected) {
        let first = roster.rows.first().map(|row| findings(row, Weight::Rejected)).unwrap_or_default();
        return Err(Failure::new(format!(
            "no row could be read, and nothing was changed; the first: {first} / 取り込める行がないため、何も変えていません"
        )));
    }
    let definitions =
        Definitions::embedded().map_err(Failure::because("a definition is wrong / 定義に誤りがあります"))?;
    let app = App::new(options.place.open().await?, Clock::System, definitions, SecondFactor::Required);
    let report = import(&app, &roster, options.dry_run).await.map_err(|error| match error {
        UseCaseError::NotFound => Failure::new(
            "there is no administrator yet; begin with `banso init` / 管理者がいません。banso init で始めてください",
        ),
        UseCaseError::Refused(refused) if refused.rules.contains(&Rule::ListMayBeAPart) => Failure::new(
            "more than a quarter of what is held of this list is missing in it, so nothing was changed (P-186). \
             Look with --dry-run, then say --whole or --part / \
             この一覧にあったところの4分の1より多くが載っていないため、何も変えていません（P-186）。\
             --dry-run で見てから、--whole（全部）か --part（一部）を付けてください",
        ),
        other => Failure::because(
            "nothing was read in, the directory is as before / 取り込めませんでした。何も変わっていません",
        )(other),
    })?;
    if options.json {
        say(as_json(&roster, &report));
    } else {
        tell(&roster, &report, options.dry_run);
    }
    Ok(())
}

async fn import(app: &App, roster: &Roster, is_trial: bool) -> Result<ImportReport, UseCaseError> {
    let operator = app.operator().await?;
    if is_trial { app.try_import(&operator, roster).await } else { app.import_resources(&operator, roster).await }
}

fn read(options: &ImportOptions) -> Result<Roster, Failure> {
    let path = &options.file;
    let unreadable = || format!("{} could not be read / ファイルを読めませんでした", path.display());
    let mut file = open(path).map_err(Failure::because(unreadable()))?;
    let wanted = Wanted { format: options.format.0, encoding: options.encoding.0 };
    let mut beside = |name: &str| open(&place_beside(path, name)?).ok().map(|file| Box::new(file) as Box<dyn ReadSeek>);
    banso_exchange::read(&mut file, wanted, &mut beside)
        .map_err(|refused| Failure::new(format!("{}: {}", path.display(), words::of_refusal(&refused))))
}

/// Opens a plain file: a folder has no bytes, and a pipe no end to look at first.
fn open(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
}

/// The place of a file beside another. Names with a folder in them are none.
fn place_beside(path: &Path, name: &str) -> Option<PathBuf> {
    let is_plain = Path::new(name).file_name().is_some_and(|plain| plain == name);
    is_plain.then(|| path.with_file_name(name))
}

fn tell(roster: &Roster, report: &ImportReport, is_trial: bool) {
    let summary = report.summary;
    say(format_args!(
        "{} · {} · {} rows / 行{}",
        words::of_format(roster.format),
        roster.encoding.name(),
        roster.rows.len(),
        if is_trial { " · nothing is saved / 試しのため保存していません" } else { "" }
    ));
    for (count, words) in [
        (summary.added, "added / 追加"),
        (summary.changed, "changed / 変更"),
        (summary.gone, "listed no more, and marked / 掲載終了（印を付けて残します）"),
        (summary.unchanged, "unchanged / 変更なし"),
        (summary.rejected, "not taken / 取り込めない行"),
        (summary.warnings, "to be looked at / 確かめてほしい行"),
    ] {
        say(format_args!("{count:>7}  {words}"));
    }
    if report.may_be_a_part {
        say(
            "much is missing: say --whole or --part to read it in / 多くが載っていません。取り込むときは --whole（全部）か --part（一部）を付けてください",
        );
    }
    let notable =
        |weight| roster.rows.iter().filter(move |row| heaviest(row) == Some(weight)).map(move |row| (row, weight));
    let rows: Vec<_> = notable(Weight::Rejected).chain(notable(Weight::Look)).collect();
    for (row, weight) in rows.iter().take(LISTED) {
        say(format_args!("  {} {}: {}", row.at, name(row), findings(row, *weight)));
    }
    if rows.len() > LISTED {
        let more = rows.len() - LISTED;
        say(format_args!("  … {more} more rows; --json tells all / ほか{more}行（--json ですべて表示）"));
    }
    for (kind, count) in words::notes(roster) {
        say(format_args!("  ({count} × {})", words::of_finding(kind)));
    }
    say(words::of_source(roster.source));
}

fn heaviest(row: &RosterRow) -> Option<Weight> {
    row.findings.iter().map(|finding| finding.kind.weight()).max()
}

fn name(row: &RosterRow) -> &str {
    row.told.get(banso_domain::resource::Field::Name)
}

/// The findings of a row of some weight, in words.
fn findings(row: &RosterRow, weight: Weight) -> String {
    let told = |finding: &Finding| {
        let field = finding.field.map(|field| format!(" [{}]", field.name())).unwrap_or_default();
        let detail = Some(&finding.detail).filter(|detail| !detail.is_empty());
        let detail = detail.map(|detail| format!(" 「{detail}」")).unwrap_or_default();
        format!("{}{field}{detail}", words::of_finding(finding.kind))
    };
    let of_weight = row.findings.iter().filter(|finding| finding.kind.weight() == weight);
    of_weight.map(told).collect::<Vec<_>>().join("; ")
}

/// The report: the counts, and every row that says something.
fn as_json(roster: &Roster, report: &ImportReport) -> Value {
    let rows = roster.rows.iter().zip(&report.outcomes);
    let speaks = |(row, outcome): &(&RosterRow, &Outcome)| **outcome != Outcome::Unchanged || !row.findings.is_empty();
    let rows = rows.filter(speaks).map(|(row, outcome)| row_as_json(row, outcome));
    let gone = report.gone.iter().map(|gone| {
        json!({
            "row": null, "number": gone.origin.number, "list": gone.origin.list, "name": gone.name,
            "outcome": "gone", "changed": [], "findings": [],
        })
    });
    json!({ "summary": report.summary, "rows": rows.chain(gone).collect::<Vec<_>>() })
}

fn row_as_json(row: &RosterRow, outcome: &Outcome) -> Value {
    let (outcome, changed) = match outcome {
        Outcome::Added => ("added", None),
        Outcome::Back(changes) => ("added", Some(changes)),
        Outcome::Changed(changes) => ("changed", Some(changes)),
        Outcome::Unchanged => ("unchanged", None),
        Outcome::Rejected => ("rejected", None),
    };
    let changed: Vec<&str> = changed.into_iter().flatten().map(|(field, _)| field.name()).collect();
    let findings = row.findings.iter().map(|finding| {
        json!({
            "kind": finding.kind.key(),
            "weight": words::of_weight(finding.kind.weight()),
            "field": finding.field.map(banso_domain::resource::Field::name),
            "detail": finding.detail,
        })
    });
    json!({
        "row": row.at,
        "number": row.origin.as_ref().map(|origin| &origin.number),
        "list": row.origin.as_ref().map(|origin| &origin.list),
        "name": name(row),
        "outcome": outcome,
        "changed": changed,
        "findings": findings.collect::<Vec<_>>(),
    })
}
