//! Entries of a directory, made up or read from files.

use std::io::Cursor;

use banso_domain::{
    id::{AgencyId, ResourceId},
    resource::{Resource, ResourceEvent, Source},
};
use banso_exchange::{
    ReadSeek, Roster, Wanted,
    hsds::{Published, Sharing},
    read,
};
use uuid::Uuid;

/// Reads bytes beside which files lie.
pub(crate) fn roster_of(bytes: &[u8], files: &[(&str, Vec<u8>)]) -> Roster {
    let mut give = |name: &str| {
        let (_, bytes) = files.iter().find(|(known, _)| *known == name)?;
        Some(Box::new(Cursor::new(bytes.clone())) as Box<dyn ReadSeek>)
    };
    read(&mut Cursor::new(bytes.to_vec()), Wanted::default(), &mut give).expect("a roster")
}

/// The entries that a directory has after it has read a roster.
pub(crate) fn entries(roster: &Roster) -> Vec<Resource> {
    let rows = roster.rows.iter().filter(|row| !row.is_rejected());
    let listed = rows.enumerate().filter_map(|(at, row)| {
        let event = ResourceEvent::Listed { origin: row.origin.clone()?, told: row.told.clone(), import: None };
        Resource::apply(None, ResourceId::new(Uuid::from_u128(at as u128 + 1)), &event)
    });
    listed.collect()
}

fn agency(_: AgencyId) -> String {
    "あおばセンター".to_owned()
}

fn attribution(source: Source) -> String {
    format!("出典：{}", source.name())
}

/// For everybody.
pub(crate) fn published(entries: &[Resource]) -> Published {
    Published::of(entries, &Sharing { for_supporters: false, agency: &agency, attribution: &attribution })
}

/// For those who support people.
pub(crate) fn for_supporters(entries: &[Resource]) -> Published {
    Published::of(entries, &Sharing { for_supporters: true, agency: &agency, attribution: &attribution })
}

/// A list of WAM NET with every kind of slip.
pub(crate) const WAMNET: &str = "NO（※システム内の固有の番号、連番）,法人の名称,法人番号,法人URL,法人電話番号,サービス種別,事業所の名称,\
事業所の名称_かな,事業所番号,事業所住所（市区町村）,事業所住所（番地以降）,事業所電話番号,事業所FAX番号,事業所URL,事業所緯度,事業所経度,\
利用可能な時間帯（平日）,利用可能な時間帯（土曜）,定休日,利用可能曜日特記事項（留意事項）,定員\n\
A1,株式会社あおば,8990000000001,https://example.jp/,011-000-0001,就労移行支援,あおばワーク,あおばわーく,0110100001,北海道札幌市中央区,大通西１丁目,\
011-000-0003,011-000-0004,https://example.jp/work?a=1,43.060,141.35,10:00-17:00,22:00-24:00,土日祝,第１土曜は休み,20\n\
A2,株式会社あおば,8990000000001,http://あおば.jp/,011-000-0009,就労定着支援,あおばワーク,あおばわーく,0110100001,北海道札幌市中央区,大通西１丁目,\
,,www.example.jp,北緯43度,,00:00-00:00,,,=1+1,二十\n\
A3,NPO法人みどり,,,,就労移行支援,みどりの家,,,,東京都港区芝１－２－３,,,,,,,,,,\n\
A4,NPO法人みどり,,,,地域活動,みどりの会,,,,,03-0000-0000,,,,,,,,,\n";
