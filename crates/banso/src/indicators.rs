//! `banso indicators`: what of cooperation can be counted, from the record or from a data package, with the same figures.

use std::{
    collections::HashMap,
    io::{self, BufWriter, Write},
    path::Path,
};

use banso_app::{PackageError, UseCaseError, indicators};
use banso_documents::{List, ListCell, RenderOptions};
use banso_exchange::package::{self, FIGURE_TABLES, FigureGatherer, Folder};
use banso_insight::indicators::{Figure, ForWhom, Indicator, Key, Period, figures};
use serde_json::{Value, json};

use crate::{
    command_line::{FigureFormat, IndicatorOptions},
    export,
    failure::Failure,
    rhythm::refused,
};

pub(crate) async fn run(options: IndicatorOptions) -> Result<(), Failure> {
    let period = Period { from: options.from, until: options.to };
    if period.until < period.from {
        return Err(Failure::new("--to is before --from / --to が --from より前です"));
    }
    let definitions = indicators(options.own.definitions.as_deref())
        .map_err(Failure::because("a definition is wrong / 定義に誤りがあります"))?;
    let gatherer = match &options.datapackage {
        Some(directory) => from_package(directory, period)?,
        None => {
            let app = export::app(&options.place).await?;
            let operator = app.operator().await.map_err(|error| not_read(error.into()))?;
            app.gather_figures(&operator, period, &mut export::progress()).await.map_err(not_read)?
        }
    };
    let (tables, agencies) = gatherer.finish();
    let agencies: HashMap<Key, String> = agencies.into_iter().collect();
    let told = figures(&definitions, &tables, ForWhom::Everybody);
    let rows = told.iter().map(|figure| Row::of(&definitions, &agencies, figure));
    let out = BufWriter::new(io::stdout().lock());
    let written = match options.format {
        FigureFormat::Json => as_json(out, rows, period),
        FigureFormat::Csv => as_csv(out, rows),
        FigureFormat::Xlsx => as_xlsx(out, rows, period),
    };
    let written = written.or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) });
    written.map_err(Failure::because("the figures could not be written / 結果を書き出せませんでした"))
}

fn not_read(error: PackageError) -> Failure {
    match error {
        PackageError::UseCase(UseCaseError::NotFound) => Failure::new(
            "there is no administrator yet; begin with `banso init` / 管理者がいません。banso init で始めてください",
        ),
        other => Failure::because("the record could not be read / 記録を読めませんでした")(other),
    }
}

fn from_package(directory: &Path, period: Period) -> Result<FigureGatherer, Failure> {
    if !directory.is_dir() {
        return Err(Failure::new(format!("{} is not a directory / ディレクトリではありません", directory.display())));
    }
    let mut gatherer = FigureGatherer::new(period);
    let files = Folder(directory.to_owned());
    let report = package::read(&files, FIGURE_TABLES, &mut |cells, table| gatherer.take(table, cells));
    if report.is_sound() { Ok(gatherer) } else { Err(refused(&report)) }
}

/// A figure with the words that belong to it.
struct Row<'a> {
    indicator: &'a Indicator,
    agency: &'a str,
    figure: &'a Figure,
}

/// Figures as they are told: what lies beyond says nothing.
fn rounded(figure: f64) -> f64 {
    (figure * 1_000.0).round() / 1_000.0
}

const HEADS: [&str; 19] = [
    "indicator_id",
    "name_ja",
    "name_en",
    "level",
    "period",
    "unit",
    "phase",
    "content",
    "agency_id",
    "numerator",
    "denominator",
    "value",
    "low_95",
    "high_95",
    "standing",
    "target_ja",
    "caveat_ja",
    "caveat_en",
    "source",
];

impl<'a> Row<'a> {
    fn of(definitions: &'a [Indicator], agencies: &'a HashMap<Key, String>, figure: &'a Figure) -> Option<Self> {
        let agency = figure.agency.and_then(|agency| agencies.get(&agency)).map_or("", String::as_str);
        Some(Self { indicator: definitions.get(figure.indicator)?, agency, figure })
    }

    /// Its cells, in the order of [`HEADS`].
    fn cells(&self) -> [Value; 19] {
        let Self { indicator, agency, figure } = self;
        let known = |word: &str| if word.is_empty() { Value::Null } else { json!(word) };
        [
            json!(indicator.id),
            json!(indicator.name.ja),
            json!(indicator.name.en),
            json!(indicator.level),
            json!(indicator.period),
            json!(indicator.unit),
            json!(figure.phase),
            json!(figure.purpose),
            known(agency),
            json!(figure.numerator),
            json!(figure.denominator.map(rounded)),
            json!(figure.value.map(rounded)),
            json!(figure.interval.map(|(low, _)| rounded(low))),
            json!(figure.interval.map(|(_, high)| rounded(high))),
            json!(figure.standing),
            json!(indicator.target.as_ref().map(|words| &words.ja)),
            json!(indicator.caveat.ja),
            json!(indicator.caveat.en),
            json!(indicator.source),
        ]
    }
}

fn as_json<'a>(mut out: impl Write, rows: impl Iterator<Item = Option<Row<'a>>>, period: Period) -> io::Result<()> {
    write!(out, "{{\"from\": \"{}\", \"to\": \"{}\", \"figures\": [", period.from, period.until)?;
    for (place, row) in rows.flatten().enumerate() {
        let object: serde_json::Map<String, Value> =
            HEADS.iter().map(|head| (*head).to_owned()).zip(row.cells()).collect();
        write!(out, "{}{}", if place == 0 { "\n" } else { ",\n" }, Value::Object(object))?;
    }
    out.write_all(b"\n]}\n")?;
    out.flush()
}

fn as_csv<'a>(out: impl Write, rows: impl Iterator<Item = Option<Row<'a>>>) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(HEADS)?;
    for row in rows.flatten() {
        out.write_record(row.cells().map(|cell| match cell {
            Value::String(words) => words,
            Value::Null => String::new(),
            other => other.to_string(),
        }))?;
    }
    out.flush()
}

fn as_xlsx<'a>(mut out: impl Write, rows: impl Iterator<Item = Option<Row<'a>>>, period: Period) -> io::Result<()> {
    let cell = |cell: Value| match cell {
        Value::String(words) => ListCell::Text(words),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(count), _) => ListCell::Number(count),
            (None, Some(figure)) => ListCell::Figure(figure),
            (None, None) => ListCell::Text(String::new()),
        },
        _ => ListCell::Text(String::new()),
    };
    let list = List {
        title: format!("{} – {}", period.from, period.until),
        columns: HEADS.iter().map(|head| (*head).to_owned()).collect(),
        rows: rows.flatten().map(|row| row.cells().map(cell).into()).collect(),
    };
    let bytes = list.xlsx(&RenderOptions::on(period.until)).map_err(io::Error::other)?;
    out.write_all(&bytes)?;
    out.flush()
}
