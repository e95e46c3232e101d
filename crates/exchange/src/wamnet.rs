//! 障害福祉サービス等情報公表システム (WAM NET): one row a service of an office. Columns are known by their heads, not by their place.

use std::io::Read;

use banso_domain::resource::{Field, Origin, Source, Told};

use crate::{
    Finding, FindingKind, Refused, RosterRow,
    roster::Gathered,
    table::{Table, TableRow},
};

/// The column with the source's own number, which stays the same from one half-year to the next.
const NUMBER: &str = "NO（※システム内の固有の番号、連番）";

/// The columns and what they tell.
const COLUMNS: [(&str, Field); 28] = [
    ("都道府県コード又は市区町村コード", Field::Jurisdiction),
    ("指定機関名", Field::DesignatedBy),
    ("法人の名称", Field::OrganisationName),
    ("法人の名称_かな", Field::OrganisationKana),
    ("法人番号", Field::CorporateNumber),
    ("法人住所（市区町村）", Field::OrganisationMunicipality),
    ("法人住所（番地以降）", Field::OrganisationStreet),
    ("法人電話番号", Field::OrganisationPhone),
    ("法人FAX番号", Field::OrganisationFax),
    ("法人URL", Field::OrganisationUrl),
    ("サービス種別", Field::ServiceKind),
    ("事業所の名称", Field::Name),
    ("事業所の名称_かな", Field::Kana),
    ("事業所番号", Field::OfficeNumber),
    ("事業所住所（市区町村）", Field::Municipality),
    ("事業所住所（番地以降）", Field::Street),
    ("事業所電話番号", Field::Phone),
    ("事業所FAX番号", Field::Fax),
    ("事業所URL", Field::Url),
    ("事業所緯度", Field::Latitude),
    ("事業所経度", Field::Longitude),
    ("利用可能な時間帯（平日）", Field::HoursWeekday),
    ("利用可能な時間帯（土曜）", Field::HoursSaturday),
    ("利用可能な時間帯（日曜）", Field::HoursSunday),
    ("利用可能な時間帯（祝日）", Field::HoursHoliday),
    ("定休日", Field::ClosedDays),
    ("利用可能曜日特記事項（留意事項）", Field::HoursNote),
    ("定員", Field::Capacity),
];

/// The column without which a table is none of WAM NET, if one is missing.
pub(crate) fn missing<R: Read>(table: &Table<R>) -> Option<&'static str> {
    [NUMBER, "サービス種別", "事業所の名称"].into_iter().find(|head| table.column(head).is_none())
}

pub(crate) fn read<R: Read>(mut table: Table<R>) -> Result<Gathered, Refused> {
    if let Some(missing) = missing(&table) {
        return Err(Refused::OtherFormat { missing });
    }
    let number = table.column(NUMBER);
    let known = COLUMNS.iter().filter_map(|(head, field)| Some((table.column(head)?, *field)));
    let columns: Vec<(usize, Field)> = known.collect();
    let width = table.heads.len();
    let mut gathered = Gathered::default();
    while let Some(row) = table.next()? {
        gathered.take(entry(&row, number, &columns, width));
    }
    Ok(gathered)
}

fn entry(row: &TableRow, number: Option<usize>, columns: &[(usize, Field)], width: usize) -> RosterRow {
    let cell = |at: usize| row.cells.get(at).unwrap_or_default();
    let told: Told = columns.iter().map(|(at, field)| (*field, cell(*at).to_owned())).collect();
    let number = number.map(cell).unwrap_or_default().trim();
    let list = told.of(Field::ServiceKind).map(|kind| kind.trim().to_owned());
    let lacks = [
        (row.cells.len() != width, FindingKind::ColumnsDiffer),
        (number.is_empty(), FindingKind::NumberMissing),
        (list.is_none(), FindingKind::KindMissing),
        (told.of(Field::Name).is_none(), FindingKind::NameMissing),
    ];
    let findings = lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, kind)| Finding::of(kind)).collect();
    let origin = list.filter(|_| !number.is_empty()).map(|list| Origin {
        source: Source::WamNet,
        list,
        number: number.to_owned(),
    });
    RosterRow { at: row.line, origin, told, findings }
}
