//! Lists in no known form, read by the names that somebody gave to their columns.

use std::io::Read;

use banso_domain::{
    resource::{Field, NamedColumns, Origin, Source, Told},
    text::search_key,
};
use sha2::{Digest, Sha256};

use crate::{
    Encoding, Extent, Finding, FindingKind, Format, LooksLike, ReadSeek, Refused, Roster, RosterRow, file,
    roster::Gathered, table::Table,
};

/// So many rows are shown before anything is named.
const SHOWN: usize = 5;

/// The beginning of a table in no known form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// In which letters it is written.
    pub encoding: Encoding,
    /// Its heads, as they are written.
    pub heads: Vec<String>,
    /// The first rows.
    pub rows: Vec<Vec<String>>,
    /// What the heads are known by: the SHA-256 of them, folded, in hexadecimal digits.
    pub digest: String,
}

/// The beginning of a table; nothing is taken from it.
///
/// # Errors
///
/// As [`crate::read`]; [`Refused::NotARoster`] for what has fewer than two columns.
pub fn beginning(from: &mut dyn ReadSeek, encoding: Option<Encoding>) -> Result<Beginning, Refused> {
    let survey = file::survey(from, encoding)?;
    let looks_like = LooksLike::of_text(&survey.head);
    let is_json = survey.head.trim_start().starts_with(['{', '[']);
    if looks_like.is_some() || is_json {
        return Err(Refused::NotARoster { looks_like: looks_like.unwrap_or(LooksLike::OtherJson), heads: Vec::new() });
    }
    let mut table = Table::new(from, survey.encoding)?;
    let heads = table.heads.clone();
    let told = heads.iter().filter(|head| !head.trim().is_empty()).count();
    if told < 2 {
        return Err(Refused::NotARoster { looks_like: LooksLike::PlainText, heads: Vec::new() });
    }
    let mut rows = Vec::new();
    while rows.len() < SHOWN {
        let Some(row) = table.next()? else { break };
        rows.push(row.cells.iter().map(str::to_owned).collect());
    }
    Ok(Beginning { encoding: survey.encoding, digest: digest(&heads), heads, rows })
}

fn digest(heads: &[String]) -> String {
    let keys: Vec<String> = heads.iter().map(|head| search_key(head)).collect();
    Sha256::digest(keys.join("\n").as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a head most likely tells: the words of the forms that are known, and those that people write.
pub fn likely(head: &str) -> Option<Field> {
    const WORDS: [(&str, Field); 22] = [
        ("法人の名称", Field::OrganisationName),
        ("法人名", Field::OrganisationName),
        ("運営", Field::OrganisationName),
        ("法人番号", Field::CorporateNumber),
        ("事業所番号", Field::OfficeNumber),
        ("種別", Field::ServiceKind),
        ("サービスの種類", Field::ServiceKind),
        ("かな", Field::Kana),
        ("カナ", Field::Kana),
        ("名称", Field::Name),
        ("事業所名", Field::Name),
        ("施設名", Field::Name),
        ("郵便番号", Field::Postcode),
        ("所在地", Field::Street),
        ("住所", Field::Street),
        ("電話", Field::Phone),
        ("FAX", Field::Fax),
        ("メール", Field::Email),
        ("ホームページ", Field::Url),
        ("URL", Field::Url),
        ("定員", Field::Capacity),
        ("備考", Field::Description),
    ];
    let key = search_key(head);
    WORDS.iter().find(|(word, _)| key.contains(&search_key(word))).map(|(_, field)| *field)
}

/// Reads a table by the names of its columns.
///
/// # Errors
///
/// As [`crate::read`].
pub fn read_named(
    from: &mut dyn ReadSeek,
    encoding: Option<Encoding>,
    columns: &NamedColumns,
) -> Result<Roster, Refused> {
    let survey = file::survey(from, encoding)?;
    let Gathered { rows, lists, silent, .. } = gathered(Table::new(from, survey.encoding)?, columns)?;
    let (encoding, digest) = (survey.encoding, survey.digest);
    Ok(Roster {
        format: Format::Named,
        encoding,
        source: Source::Other,
        lists,
        silent,
        extent: Extent::NotSaid,
        digest,
        rows,
    })
}

fn gathered<R: Read>(mut table: Table<R>, columns: &NamedColumns) -> Result<Gathered, Refused> {
    let width = table.heads.len();
    let mut gathered = Gathered::default();
    while let Some(row) = table.next()? {
        let cell = |at: usize| row.cells.get(at).unwrap_or_default();
        let told: Told = columns.fields.iter().map(|(at, field)| (*field, cell(*at).to_owned())).collect();
        let known_by: Vec<String> = columns.known_by.iter().map(|at| search_key(cell(*at))).collect();
        let is_known = known_by.iter().any(|key| !key.is_empty());
        let lacks = [
            (row.cells.len() != width, FindingKind::ColumnsDiffer),
            (!is_known, FindingKind::NumberMissing),
            (told.of(Field::Name).is_none(), FindingKind::NameMissing),
        ];
        let findings = lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, kind)| Finding::of(kind)).collect();
        let number = known_by.join("|");
        let origin = Origin { source: Source::Other, list: columns.list.trim().to_owned(), number };
        gathered.take(RosterRow { at: row.line, origin: Some(origin).filter(|_| is_known), told, findings });
    }
    // An empty list of this name takes nothing away.
    Ok(gathered)
}
