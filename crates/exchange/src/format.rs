//! From a file to a roster: which form it has, and who reads that.

use std::io::{Read, Seek};

use crate::{
    Encoding, Extent, LooksLike, Refused, Roster, file, hsds, madoguchi, municipal, roster::Gathered, table::Table,
    wamnet,
};

/// Something that can be read twice: a file, or bytes in memory.
pub trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// The form of a list of resources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// 障害福祉サービス等情報公表システム: CSV, one kind of service a file.
    WamNet,
    /// くらし支援ナビ `offices.csv`.
    Madoguchi,
    /// JSON of a municipality, made from its Excel sheets.
    Municipal,
    /// Human Services Data Specification 3: JSON, or the tables of its package beside `services.csv`.
    Hsds,
    /// A table whose columns somebody named.
    Named,
}

impl Format {
    /// Those that can be asked for by name; columns are named on a page.
    pub const ALL: [Self; 4] = [Self::WamNet, Self::Madoguchi, Self::Municipal, Self::Hsds];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::WamNet => "wamnet",
            Self::Madoguchi => "madoguchi",
            Self::Municipal => "municipal",
            Self::Hsds => "hsds",
            Self::Named => "named",
        }
    }
}

/// What whoever reads a file knows about it; what they do not know is found out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Its form.
    pub format: Option<Format>,
    /// Its letters.
    pub encoding: Option<Encoding>,
}

/// Gives a file that lies beside the one that is read, by its name; `None` where there is none.
pub(crate) type Beside<'a> = &'a mut dyn FnMut(&str) -> Option<Box<dyn ReadSeek>>;

/// Reads a list of resources. `beside` gives files that lie beside it: the tables of a package, the municipalities of a list of desks.
///
/// # Errors
///
/// [`Refused`] for what is no list of resources, with what it looks like.
pub fn read(
    file: &mut dyn ReadSeek,
    wanted: Wanted,
    beside: &mut dyn FnMut(&str) -> Option<Box<dyn ReadSeek>>,
) -> Result<Roster, Refused> {
    let survey = file::survey(file, wanted.encoding)?;
    if let Some(looks_like) = LooksLike::of_text(&survey.head) {
        return Err(Refused::NotARoster { looks_like, heads: Vec::new() });
    }
    let (format, gathered) = if survey.head.trim_start().starts_with(['{', '[']) {
        let text = file::whole(file, &survey)?;
        of_json(&text, wanted.format, beside)?
    } else {
        of_table(Table::new(file, survey.encoding)?, wanted.format, beside)?
    };
    let Gathered { rows, lists, silent, .. } = gathered;
    let (encoding, digest) = (survey.encoding, survey.digest);
    Ok(Roster { format, encoding, source: source_of(format), lists, silent, extent: Extent::NotSaid, digest, rows })
}

const fn source_of(format: Format) -> banso_domain::resource::Source {
    use banso_domain::resource::Source;
    match format {
        Format::WamNet => Source::WamNet,
        Format::Madoguchi => Source::Madoguchi,
        Format::Municipal => Source::Municipal,
        Format::Hsds => Source::Hsds,
        Format::Named => Source::Other,
    }
}

fn of_table<R: Read>(
    table: Table<R>,
    wanted: Option<Format>,
    beside: Beside<'_>,
) -> Result<(Format, Gathered), Refused> {
    // One that is asked for may say what it misses; otherwise what the heads fit decides.
    match wanted {
        Some(Format::WamNet) => return Ok((Format::WamNet, wamnet::read(table)?)),
        Some(Format::Madoguchi) => return Ok((Format::Madoguchi, madoguchi::read(table, beside)?)),
        Some(Format::Hsds) => return Ok((Format::Hsds, hsds::read_tables(table, beside)?)),
        Some(Format::Municipal | Format::Named) | None => {}
    }
    if wanted.is_none() && wamnet::missing(&table).is_none() {
        return Ok((Format::WamNet, wamnet::read(table)?));
    }
    if wanted.is_none() && madoguchi::missing(&table).is_none() {
        return Ok((Format::Madoguchi, madoguchi::read(table, beside)?));
    }
    if wanted.is_none() && hsds::missing(&table).is_none() {
        return Ok((Format::Hsds, hsds::read_tables(table, beside)?));
    }
    Err(not_a_roster(LooksLike::of_heads(&table.heads), &table.heads))
}

fn of_json(text: &str, wanted: Option<Format>, beside: Beside<'_>) -> Result<(Format, Gathered), Refused> {
    let value: serde_json::Value = serde_json::from_str(text)
        .map_err(|error| Refused::BrokenJson { line: error.line(), column: error.column() })?;
    let asked = |format| wanted.is_none_or(|wanted| wanted == format);
    if let Some(gathered) = Some(&value).filter(|_| asked(Format::Municipal)).and_then(municipal::read) {
        return Ok((Format::Municipal, gathered));
    }
    if asked(Format::Hsds)
        && let Some(gathered) = hsds::read_json(&value, beside)?
    {
        return Ok((Format::Hsds, gathered));
    }
    let heads = value.as_object().map(|names| names.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    Err(not_a_roster(LooksLike::of_json(&value), &heads))
}

/// The refusal, with the first heads as far as they can be read at a glance.
fn not_a_roster(looks_like: LooksLike, heads: &[String]) -> Refused {
    const SHOWN: usize = 5;
    const LETTERS: usize = 24;
    let is_personal = looks_like == LooksLike::Names || looks_like == LooksLike::Fhir;
    let shown = heads.iter().filter(|head| !head.trim().is_empty() && !is_personal).take(SHOWN);
    let heads = shown.map(|head| head.chars().take(LETTERS).collect()).collect();
    Refused::NotARoster { looks_like, heads }
}
