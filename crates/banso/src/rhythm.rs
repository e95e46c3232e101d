//! `banso rhythm`: has contact thinned without anyone meaning it? From the record or from a data package, with the same answer.

use std::{
    io::{self, BufWriter, Write},
    path::Path,
};

use banso_app::{Clock, PackageError, UseCaseError};
use banso_domain::calendar::Holidays;
use banso_exchange::package::{self, Folder, LinkGatherer, LinkName, PackageReport, RHYTHM_TABLES};
use banso_insight::rhythm::{Judgement, Link, Region, date_of, day_of};
use banso_web::rhythm_words;
use chrono::NaiveDate;
use serde_json::json;

use crate::{
    command_line::{ReasonLanguage, RhythmFormat, RhythmOptions},
    export,
    failure::Failure,
};

/// So many findings are listed.
const LISTED: usize = 40;

pub(crate) async fn run(options: RhythmOptions) -> Result<(), Failure> {
    let (names, links) = match &options.datapackage {
        Some(directory) => from_package(directory)?,
        None => {
            let app = export::app(&options.place).await?;
            let operator = app.operator().await.map_err(|error| not_read(error.into()))?;
            app.gather_links(&operator, &mut export::progress()).await.map_err(not_read)?.finish()
        }
    };
    let as_of = options.as_of.unwrap_or_else(|| Clock::System.today());
    let today = day_of(as_of);
    let said = Region::learn(&links, today, Holidays::japan()).judge_all(&links, today);
    let told = names.iter().zip(&said);
    let out = BufWriter::new(io::stdout().lock());
    match options.format {
        RhythmFormat::Json => as_json(out, told, as_of, options.language),
        RhythmFormat::Csv => as_csv(out, told, as_of, options.language),
    }
    .or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
    .map_err(Failure::because("the answer could not be written / 結果を書き出せませんでした"))
}

fn not_read(error: PackageError) -> Failure {
    match error {
        PackageError::UseCase(UseCaseError::NotFound) => Failure::new(
            "there is no administrator yet; begin with `banso init` / 管理者がいません。banso init で始めてください",
        ),
        other => Failure::because("the record could not be read / 記録を読めませんでした")(other),
    }
}

fn from_package(directory: &Path) -> Result<(Vec<LinkName>, Vec<Link>), Failure> {
    if !directory.is_dir() {
        return Err(Failure::new(format!("{} is not a directory / ディレクトリではありません", directory.display())));
    }
    let mut gatherer = LinkGatherer::default();
    let files = Folder(directory.to_owned());
    let report = package::read(&files, RHYTHM_TABLES, &mut |cells, table| gatherer.take(table, cells));
    if report.is_sound() { Ok(gatherer.finish()) } else { Err(refused(&report)) }
}

/// What is wrong, row by row; nothing is answered from a package that is not sound.
pub(crate) fn refused(report: &PackageReport) -> Failure {
    let mut lines = vec![format!(
        "the package is not sound ({} findings); nothing was computed / データパッケージに誤りが{}件あり、計算していません",
        report.count, report.count
    )];
    lines.extend(report.findings.iter().take(LISTED).map(|finding| format!("  {finding}")));
    let more = report.count.saturating_sub(report.findings.len().min(LISTED) as u64);
    if more > 0 {
        lines.push(format!("  … {more} more / ほか{more}件"));
    }
    Failure::new(lines.join("\n"))
}

fn reason(language: ReasonLanguage, said: &Judgement) -> String {
    let code = match language {
        ReasonLanguage::Ja => "ja",
        ReasonLanguage::En => "en",
    };
    rhythm_words::sentence(code, &said.reason)
}

/// Figures as they are told: what lies beyond says nothing.
fn rounded(figure: f64, places: i32) -> f64 {
    let factor = 10_f64.powi(places);
    (figure * factor).round() / factor
}

fn as_json<'a>(
    mut out: impl Write,
    told: impl Iterator<Item = (&'a LinkName, &'a Judgement)>,
    as_of: NaiveDate,
    language: ReasonLanguage,
) -> io::Result<()> {
    out.write_all(b"[")?;
    for (index, (name, said)) in told.enumerate() {
        let link = json!({
            "episode_id": name.episode,
            "agency_id": name.agency,
            "partner_agency_id": name.partner,
            "as_of": as_of,
            "state": said.state.name(),
            "since": date_of(said.since),
            "expected": rounded(said.expected, 2),
            "observed": said.observed,
            "score": rounded(said.score, 4),
            "reason": reason(language, said),
        });
        write!(out, "{}{link}", if index == 0 { "\n" } else { ",\n" })?;
    }
    out.write_all(b"\n]\n")?;
    out.flush()
}

fn as_csv<'a>(
    out: impl Write,
    told: impl Iterator<Item = (&'a LinkName, &'a Judgement)>,
    as_of: NaiveDate,
    language: ReasonLanguage,
) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record([
        "episode_id",
        "agency_id",
        "partner_agency_id",
        "as_of",
        "state",
        "since",
        "expected",
        "observed",
        "score",
        "reason",
    ])?;
    for (name, said) in told {
        out.write_record([
            name.episode.as_str(),
            &name.agency,
            &name.partner,
            &as_of.to_string(),
            said.state.name(),
            &date_of(said.since).to_string(),
            &rounded(said.expected, 2).to_string(),
            &said.observed.to_string(),
            &rounded(said.score, 4).to_string(),
            &reason(language, said),
        ])?;
    }
    out.flush()
}
