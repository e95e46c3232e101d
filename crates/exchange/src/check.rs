//! What somebody should know about a row, by what stands in it. Nothing is mended: the row stays as it was published.

use banso_domain::{
    resource::{Field, Hours, PREFECTURES, Position, Source, is_corporate_number},
    text::MunicipalityCode,
};

use crate::{Finding, FindingKind, RosterRow, towns};

/// Points and offices farther than this from every town hall lie in the sea, in kilometres. The farthest of 8,500 published sites is 24 km away.
const FAR_FROM_TOWNS: f64 = 40.0;

/// The fields with the hours of a kind of day.
const HOURS: [Field; 4] = [Field::HoursWeekday, Field::HoursSaturday, Field::HoursSunday, Field::HoursHoliday];

/// Looks a row over.
pub(crate) fn row(row: &mut RosterRow) {
    let mut found = Vec::new();
    letters(row, &mut found);
    if row.origin.as_ref().is_some_and(|origin| origin.source == Source::WamNet) {
        numbers(row, &mut found);
    }
    if let Some(code) = row.told.of(Field::Jurisdiction).filter(|code| MunicipalityCode::parse(code).is_err()) {
        found.push(Finding::about(FindingKind::JurisdictionUnknown, Field::Jurisdiction, code));
    }
    hours(row, &mut found);
    position(row, &mut found);
    row.findings.append(&mut found);
}

fn letters(row: &RosterRow, found: &mut Vec<Finding>) {
    for (field, words) in row.told.iter() {
        if field.has_lost_letters(words) {
            found.push(Finding::about(FindingKind::LostCharacters, field, words));
        }
        if is_formula_like(words) {
            found.push(Finding::about(FindingKind::FormulaLike, field, words));
        }
    }
    let unusual = |field: &Field| row.told.get(*field).chars().any(is_of_unusual_width);
    if let Some(field) = [Field::Name, Field::OrganisationName, Field::Street].iter().find(|field| unusual(field)) {
        found.push(Finding::about(FindingKind::UnusualWidth, *field, ""));
    }
    if row.told.get(Field::Status) == "review_required" {
        found.push(Finding::of(FindingKind::InDoubt));
    }
}

/// Whether a spreadsheet would compute the cell. Numbers, telephone numbers and lone dashes are none.
fn is_formula_like(words: &str) -> bool {
    let mut letters = words.chars();
    let is_sign = matches!(letters.next(), Some('=' | '+' | '-' | '@' | '\t' | '\r'));
    let is_figure = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | '-' | ' ' | '(' | ')');
    is_sign && letters.clone().next().is_some() && !letters.all(is_figure)
}

/// Half-width katakana, and full-width letters and digits.
fn is_of_unusual_width(letter: char) -> bool {
    matches!(letter, '\u{ff66}'..='\u{ff9f}' | '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}')
}

fn numbers(row: &RosterRow, found: &mut Vec<Finding>) {
    if row.told.of(Field::Jurisdiction).is_none() {
        let told = row.told.prefecture().and_then(|number| PREFECTURES.get(number as usize - 1));
        let detail = told.copied().unwrap_or_default();
        found.push(Finding::about(FindingKind::JurisdictionMissing, Field::Jurisdiction, detail));
    }
    match row.told.of(Field::CorporateNumber) {
        None => found.push(Finding::about(FindingKind::CorporateNumberMissing, Field::CorporateNumber, "")),
        Some(number) if !is_corporate_number(number) => {
            found.push(Finding::about(FindingKind::CorporateNumberWrong, Field::CorporateNumber, number));
        }
        Some(_) => {}
    }
    if row.told.of(Field::OfficeNumber).is_none() {
        found.push(Finding::about(FindingKind::OfficeNumberMissing, Field::OfficeNumber, ""));
    }
    match row.told.of(Field::Capacity) {
        None => found.push(Finding::about(FindingKind::CapacityMissing, Field::Capacity, "")),
        Some(words) if words.trim().parse::<u32>().is_err() => {
            found.push(Finding::about(FindingKind::CapacityUnreadable, Field::Capacity, words));
        }
        Some(_) => {}
    }
}

fn hours(row: &RosterRow, found: &mut Vec<Finding>) {
    for field in HOURS {
        let words = row.told.get(field);
        match Hours::read(words) {
            Hours::InWords => found.push(Finding::about(FindingKind::HoursUnreadable, field, words)),
            Hours::NotKnown if !words.is_empty() => {
                found.push(Finding::about(FindingKind::HoursNotKnown, field, words));
            }
            _ => {}
        }
    }
}

fn position(row: &RosterRow, found: &mut Vec<Finding>) {
    let (latitude, longitude) = (row.told.of(Field::Latitude), row.told.of(Field::Longitude));
    let detail = || format!("{}, {}", latitude.unwrap_or("–"), longitude.unwrap_or("–"));
    if latitude.is_none() && longitude.is_none() {
        let has_positions = row.origin.as_ref().is_some_and(|origin| origin.source == Source::WamNet);
        if has_positions {
            found.push(Finding::about(FindingKind::PositionMissing, Field::Latitude, ""));
        }
        return;
    }
    let kind = match row.told.position() {
        None => Some(FindingKind::PositionOutsideJapan),
        Some(point) => unlikely(point, row.told.prefecture()),
    };
    found.extend(kind.map(|kind| Finding::about(kind, Field::Latitude, detail())));
}

fn unlikely(point: Position, prefecture: Option<u32>) -> Option<FindingKind> {
    if towns::kilometres_to_nearest(point, prefecture) <= FAR_FROM_TOWNS {
        return None;
    }
    let is_at_sea = towns::kilometres_to_nearest(point, None) > FAR_FROM_TOWNS;
    Some(if is_at_sea { FindingKind::PositionAtSea } else { FindingKind::PositionElsewhere })
}
