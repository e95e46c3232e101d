//! The forms of lists that are read, each found out by itself.

use banso_domain::resource::{Field, Origin, Source};
use banso_exchange::{Encoding, FindingKind, Format, Wanted};
use encoding_rs::SHIFT_JIS;

use crate::support::{HEADS, kinds, office, read_bytes, read_with, wamnet};

#[test]
fn u24_a_row_of_wam_net_is_known_by_the_sources_own_number_within_its_kind_of_service() {
    let roster = read_bytes(wamnet(&[office("A1", &[]), office("A2", &[(11, "就労定着支援")])])).unwrap();

    assert_eq!((roster.format, roster.source, roster.encoding), (Format::WamNet, Source::WamNet, Encoding::Utf8));
    let known =
        |list: &str, number: &str| Origin { source: Source::WamNet, list: list.to_owned(), number: number.to_owned() };
    let origins: Vec<_> = roster.rows.iter().filter_map(|row| row.origin.clone()).collect();
    assert_eq!(origins, [known("就労移行支援", "A1"), known("就労定着支援", "A2")]);
    assert_eq!(roster.lists.len(), 2);
    assert_eq!(roster.rows[0].told.get(Field::Phone), "011-000-0003");
    assert_eq!(roster.rows[1].at, 3, "the line on which it stands");
}

#[test]
fn u24_cp932_is_found_by_itself_and_a_line_break_within_a_cell_belongs_to_it() {
    let text =
        format!("{HEADS}\r\n{}\r\n{}\r\n", office("A1", &[(27, "土曜は\r\n第１のみ")]), office("A2", &[(12, "髙﨑①")]));
    let (bytes, _, lost) = SHIFT_JIS.encode(&text);
    assert!(!lost);
    let roster = read_bytes(bytes.into_owned()).unwrap();

    assert_eq!(roster.encoding, Encoding::Cp932);
    assert_eq!(roster.rows[0].told.get(Field::HoursNote), "土曜は\r\n第１のみ");
    assert_eq!(roster.rows[1].told.get(Field::Name), "髙﨑①");
    assert_eq!(roster.rows[1].at, 4);
}

#[test]
fn columns_are_known_by_their_heads_whatever_their_order_width_and_line_breaks() {
    let text =
        "事業所の\n名称,サービス種別,ＮＯ（※システム内の固有の番号、連番）,住所\nあおば,就労移行支援,A1,どこか\n";
    let text = text.replace("事業所の\n名称", "\"事業所の\n名称\"");
    let roster = read_bytes(text).unwrap();
    assert_eq!(roster.rows[0].told.get(Field::Name), "あおば");
}

#[test]
fn desks_are_read_with_the_codes_of_their_municipalities_where_these_lie_beside() {
    let offices = "id,municipalityId,categoryId,name,phone,status,lastVerifiedAt,verificationLevel,prefectureCode\n\
                   a-1,aoba,money,あおば市役所,000-000-0001,review_required,2026-07-26,primary_source_import,\n\
                   a-2,,violence,県の相談室,000-000-0002,published,2026-07-27,human_verified,13\n";
    let municipalities = "id,prefectureCode,municipalityCode,name\naoba,07,072010,あおば市\n";
    let roster = read_with(offices, Wanted::default(), &[("municipalities.csv", municipalities)]).unwrap();

    assert_eq!(roster.format, Format::Madoguchi);
    let codes: Vec<_> = roster.rows.iter().map(|row| row.told.prefecture()).collect();
    assert_eq!(codes, [Some(7), Some(13)]);
    assert!(kinds(&roster.rows[0]).contains(&FindingKind::InDoubt));
    assert!(roster.silent.is_empty());

    let alone = read_bytes(offices).unwrap();
    assert!(alone.silent.contains(&Field::Jurisdiction), "what is known of the municipality stays");
}

#[test]
fn sheets_of_a_municipality_are_known_by_name_and_place_and_a_row_that_stands_twice_is_taken_once() {
    let text = r#"{"origin":"https://example.jp/1.xlsx","source":"Data by あおば市 - 令和４年度　医療機関 / CC BY","header":{"name":"名",
        "zipcode":"〒","address":"所在地","tel":"電話","bcg":"BCG","note":"備考"},"data":[
        {"no":5,"name":"青葉医院","zipcode":"013-0027","address":"あおば町1","tel":"000","bcg":"○","note":""},
        {"no":6,"name":"青葉医院","zipcode":"013-0027","address":"あおば町1","tel":"000","bcg":"○","note":""}]}"#;
    let roster = read_bytes(text).unwrap();

    assert_eq!(roster.format, Format::Municipal);
    assert_eq!(roster.lists.iter().map(String::as_str).collect::<Vec<_>>(), ["あおば市/medical"], "without the year");
    assert_eq!(roster.rows[0].told.get(Field::Topic), "BCG");
    assert!(!roster.rows[0].is_rejected());
    assert!(kinds(&roster.rows[0]).contains(&FindingKind::KnownByName));
    assert!(kinds(&roster.rows[1]).contains(&FindingKind::NumberTwice));
}

const SERVICE: &str = r#"{"id":"s1","name":"相談","status":"active","fees_description":"無料","organization":{"id":"o1","name":"あおば会"},
    "contacts":[{"id":"c1","name":"青葉 花子"}],"phones":[{"id":"p1","number":"000-0001"}],"service_at_locations":[
    {"id":"x1","location":{"id":"l1","latitude":43.06,"longitude":141.35,"addresses":[{"address_1":"大通１","city":"札幌市","state_province":"北海道"}]}},
    {"id":"x2","location":{"id":"l2","latitude":100,"longitude":101}}]}"#;

#[test]
fn a_service_of_hsds_is_an_entry_at_each_of_its_locations_and_nobody_is_named() {
    let roster = read_bytes(SERVICE).unwrap();

    assert_eq!(roster.format, Format::Hsds);
    let numbers: Vec<_> =
        roster.rows.iter().filter_map(|row| row.origin.as_ref()).map(|one| one.number.as_str()).collect();
    assert_eq!(numbers, ["s1/l1", "s1/l2"]);
    assert_eq!(roster.rows[0].told.address(), "北海道札幌市大通１");
    assert_eq!(roster.rows[0].told.get(Field::OrganisationName), "あおば会");
    assert!(kinds(&roster.rows[0]).contains(&FindingKind::ContactLeftOut));
    assert!(kinds(&roster.rows[1]).contains(&FindingKind::PositionOutsideJapan));
    let somebody = |row: &banso_exchange::RosterRow| row.told.iter().any(|(_, words)| words.contains("花子"));
    assert!(!roster.rows.iter().any(somebody));
}

#[test]
fn hsds_comes_as_a_list_as_an_organisation_and_as_tables_and_gives_the_same_entries() {
    let of = |text: String| read_bytes(text).unwrap().rows.iter().map(|row| row.told.clone()).collect::<Vec<_>>();
    let alone = of(SERVICE.to_owned());
    assert_eq!(of(format!("[{SERVICE}]")), alone);
    assert_eq!(of(format!(r#"{{"total_items":1,"contents":[{SERVICE}]}}"#)), alone);

    let services = "id,organization_id,name,status,fees_description\ns1,o1,相談,active,無料\n";
    let beside = [
        ("organizations.csv", "id,name\no1,あおば会\n"),
        ("locations.csv", "id,latitude,longitude\nl1,43.06,141.35\nl2,100,101\n"),
        ("service_at_location.csv", "id,service_id,location_id\nx1,s1,l1\nx2,s1,l2\n"),
        ("addresses.csv", "id,location_id,address_1,city,state_province\na1,l1,大通１,札幌市,北海道\n"),
        ("phones.csv", "id,service_id,number\np1,s1,000-0001\n"),
    ];
    let tables = read_with(services, Wanted::default(), &beside).unwrap();
    assert_eq!(tables.rows.iter().map(|row| row.told.clone()).collect::<Vec<_>>(), alone);
}
