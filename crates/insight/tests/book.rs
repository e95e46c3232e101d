//! `docs/indicators.md` is written from the definitions: `WRITE_DOCS=1 cargo nextest run -E 'test(the_book_of_indicators)'`.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use banso_insight::indicators::{Indicator, Level, Measure, Span, Unit};

const LEAD: &str = "# Indicators / 指標

Written from `definitions/indicators/` by the test `the_book_of_indicators`; nobody edits it by hand. Every indicator is counted from the tables of the
data package and nothing else, so that a store and a package tell the same.

How figures are told:

- A share has Wilson's 95 % interval, a rate Garwood's exact one; both hold with few people.
- Of fewer than ten only the counts are told, no share.
- One or two people, and all but one or two, are told as \"a few\"; where the others would give them away by subtraction, a second figure is kept back.
- Agencies are told in the order of their identifiers, never by value (R-01). Contacts are told by phase only (R-02). The two retention rates stay two (R-04).
- What the tables do not hold is said to be so; nothing is guessed.

";

fn all() -> Vec<Indicator> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../definitions/indicators");
    let files = fs::read_dir(folder).expect("the definitions");
    let mut paths: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    paths.sort();
    let read = |path| Indicator::from_toml(&fs::read_to_string(path).expect("text")).expect("a definition");
    paths.iter().map(read).collect()
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Output => "アウトプット / output",
        Level::Intermediate => "中間アウトカム / intermediate outcome",
        Level::Final => "最終アウトカム / final outcome",
    }
}

const fn span(span: Span) -> &'static str {
    match span {
        Span::Month => "月",
        Span::Quarter => "四半期",
        Span::Year => "年度",
        Span::ThreeYears => "3年",
        Span::FirstOfJune => "6月1日",
    }
}

const fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::People => "人",
        Unit::Cases => "件",
        Unit::Times => "回",
        Unit::Organisations => "機関・団体",
        Unit::Places => "か所",
        Unit::Percent => "%",
        Unit::PeopleAMonth => "人/月",
        Unit::TimesACaseMonth => "回/件月",
        Unit::TimesACase => "回/件",
        Unit::OrganisationsATime => "機関/回",
        Unit::PersonDays => "人日",
        Unit::Stories => "事例",
        Unit::YesNo => "有無",
        Unit::Grade => "段階",
    }
}

fn how(measure: &Measure) -> String {
    match measure {
        Measure::NotInTables { needs } => format!("not counted: the tables lack {} / 表にない：{}", needs.en, needs.ja),
        Measure::Published => "not counted: public statistics tell it / 公的統計".to_owned(),
        Measure::Told => "told as stories / 事例で伝える".to_owned(),
        _ => "from the tables / 表から数える".to_owned(),
    }
}

fn entry(book: &mut String, one: &Indicator) {
    let mut line = |label: &str, words: &str| writeln!(book, "- {label}: {words}").expect("memory");
    line("level", level(one.level));
    line("period, unit", &format!("{} · {}", span(one.period), unit(one.unit)));
    line("numerator", &format!("{} / {}", one.numerator.ja, one.numerator.en));
    if let Some(under) = &one.denominator {
        line("denominator", &format!("{} / {}", under.ja, under.en));
    }
    line("caveat", &format!("{} / {}", one.caveat.ja, one.caveat.en));
    if let Some(target) = &one.target {
        line("target", &format!("{} / {}", target.ja, target.en));
    }
    for published in &one.published {
        line("published", &format!("{} ({})", published.value, published.of));
    }
    if one.valid_from.is_some() || one.valid_until.is_some() {
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        line("valid", &format!("{} … {}", day(one.valid_from), day(one.valid_until)));
    }
    line("counted", &how(&one.measure));
    line("source", &one.source);
}

fn book() -> String {
    let mut of_source: BTreeMap<String, Vec<Indicator>> = BTreeMap::new();
    for one in all() {
        of_source.entry(one.source.clone()).or_default().push(one);
    }
    let mut book = LEAD.to_owned();
    for (source, some) in of_source {
        writeln!(book, "## {source}\n").expect("memory");
        for one in some {
            writeln!(book, "### `{}` — {} / {}\n", one.id, one.name.ja, one.name.en).expect("memory");
            entry(&mut book, &one);
            book.push('\n');
        }
    }
    book.truncate(book.trim_end().len());
    book.push('\n');
    book
}

#[test]
fn the_book_of_indicators_says_what_the_definitions_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/indicators.md");
    if std::env::var_os("WRITE_DOCS").is_some() {
        fs::write(&path, book()).expect("the book is written");
    }
    assert!(fs::read_to_string(path).is_ok_and(|written| written == book()), "WRITE_DOCS=1 writes it anew");
}
