//! くらし支援ナビ `offices.csv`: where to ask for help, by municipality. `municipalities.csv` beside it tells the code of each.

use std::{collections::HashMap, io::Read};

use banso_domain::resource::{Field, Origin, Source, Told};

use crate::{
    Finding, FindingKind, Refused, RosterRow, file,
    format::Beside,
    roster::Gathered,
    table::{Table, TableRow},
};

/// The one list that it publishes.
const LIST: &str = "offices";

/// The columns and what they tell. The number stands in `id`, the municipality in `municipalityId`, a prefecture in `prefectureCode`.
const COLUMNS: [(&str, Field); 27] = [
    ("categoryId", Field::Topic),
    ("name", Field::Name),
    ("plainName", Field::PlainName),
    ("department", Field::Department),
    ("description", Field::Description),
    ("postalCode", Field::Postcode),
    ("address", Field::Street),
    ("phone", Field::Phone),
    ("fax", Field::Fax),
    ("email", Field::Email),
    ("contactFormUrl", Field::ContactForm),
    ("officialUrl", Field::Url),
    ("openingHours", Field::HoursNote),
    ("closedDays", Field::ClosedDays),
    ("reservationRequired", Field::Reservation),
    ("availableMethods", Field::ContactMethods),
    ("accessibility", Field::Accessibility),
    ("languages", Field::Languages),
    ("emergencyAlternative", Field::WhenClosed),
    ("serviceArea", Field::ServiceArea),
    ("eligibilityConditions", Field::Eligibility),
    ("sourceId", Field::SourcePage),
    ("status", Field::Status),
    ("lastVerifiedAt", Field::VerifiedOn),
    ("contactType", Field::ContactType),
    ("verificationLevel", Field::HowSure),
    ("scope", Field::Scope),
];

/// The column without which a table is no list of desks, if one is missing.
pub(crate) fn missing<R: Read>(table: &Table<R>) -> Option<&'static str> {
    ["id", "municipalityId", "categoryId", "name", "lastVerifiedAt"]
        .into_iter()
        .find(|head| table.column(head).is_none())
}

pub(crate) fn read<R: Read>(mut table: Table<R>, beside: Beside<'_>) -> Result<Gathered, Refused> {
    if let Some(missing) = missing(&table) {
        return Err(Refused::OtherFormat { missing });
    }
    let municipalities = municipalities(beside)?;
    let ids = [table.column("id"), table.column("municipalityId"), table.column("prefectureCode")];
    let columns: Vec<(usize, Field)> =
        COLUMNS.iter().filter_map(|(head, field)| Some((table.column(head)?, *field))).collect();
    let width = table.heads.len();
    let mut gathered = Gathered::default();
    if municipalities.is_none() {
        gathered.silent.insert(Field::Jurisdiction);
    }
    let municipalities = municipalities.unwrap_or_default();
    while let Some(row) = table.next()? {
        gathered.take(entry(&row, ids, &columns, width, &municipalities));
    }
    Ok(gathered)
}

/// The code of each municipality by its id; nothing where the file with them is not there.
fn municipalities(beside: Beside<'_>) -> Result<Option<HashMap<String, String>>, Refused> {
    let Some(mut file) = beside("municipalities.csv") else { return Ok(None) };
    let survey = file::survey(&mut *file, None)?;
    let mut table = Table::new(file, survey.encoding)?;
    let (Some(id), Some(code)) = (table.column("id"), table.column("municipalityCode")) else {
        return Ok(None);
    };
    let mut known = HashMap::new();
    while let Some(row) = table.next()? {
        if let (Some(id), Some(code)) = (row.cells.get(id), row.cells.get(code)) {
            known.insert(id.to_owned(), code.to_owned());
        }
    }
    Ok(Some(known))
}

fn entry(
    row: &TableRow,
    [id, municipality, prefecture]: [Option<usize>; 3],
    columns: &[(usize, Field)],
    width: usize,
    municipalities: &HashMap<String, String>,
) -> RosterRow {
    let cell = |at: usize| row.cells.get(at).unwrap_or_default();
    let mut told: Told = columns.iter().map(|(at, field)| (*field, cell(*at).to_owned())).collect();
    let of_municipality = municipality.and_then(|at| municipalities.get(cell(at))).cloned();
    let of_prefecture = || prefecture.map(cell).filter(|code| code.len() == 2).map(|code| format!("{code}000"));
    if let Some(code) = of_municipality.or_else(of_prefecture) {
        told.set(Field::Jurisdiction, code);
    }
    let number = id.map(cell).unwrap_or_default().trim();
    let lacks = [
        (row.cells.len() != width, FindingKind::ColumnsDiffer),
        (number.is_empty(), FindingKind::NumberMissing),
        (told.of(Field::Name).is_none(), FindingKind::NameMissing),
    ];
    let findings = lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, kind)| Finding::of(kind)).collect();
    let origin = Origin { source: Source::Madoguchi, list: LIST.to_owned(), number: number.to_owned() };
    RosterRow { at: row.line, origin: Some(origin).filter(|_| !number.is_empty()), told, findings }
}
