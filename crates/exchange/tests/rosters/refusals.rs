//! Files that are no lists of resources: refused with what they look like.

use banso_exchange::{Encoding, FindingKind, Format, LooksLike, Refused, Wanted};
use encoding_rs::SHIFT_JIS;

use crate::support::{office, read_bytes, read_with, refusal, wamnet};

#[test]
fn a_wrong_file_is_refused_with_what_it_looks_like() {
    for (bytes, expected) in [
        (&b""[..], "nothing"),
        (b"  \n", "nothing"),
        (b"PK\x03\x04....[Content_Types].xml....", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),
        (b"PK\x03\x04....word/document.xml", "document"),
        (b"PK\x03\x04....offices.csv", "archive"),
        (b"%PDF-1.7", "pdf"),
        (b"\x89PNG\r\n", "picture"),
        (b"\xff\xfeN\0O\0", "utf_16"),
        (b"a,b\0c", "binary"),
    ] {
        assert_eq!(refusal(bytes), expected);
    }
    for (text, expected) in [
        ("<!DOCTYPE html><title>404</title>", "web_page"),
        ("\"表章項目\",\"男女別\",\"人口\"\n\"人口\",\"男女計\",\"総人口\"\n", "statistics"),
        ("国民の祝日・休日月日,国民の祝日・休日名称\n2010/1/1,元日\n", "holidays"),
        ("アオイ,Aoi,葵,碧\nアオバ,Aoba,青葉,蒼葉\n", "names"),
        ("佐藤,1887000,さとう,Sato\n", "names"),
        ("pid,pref,cid,city\n1,北海道,1100,札幌市\n", "municipality_codes"),
        ("13101,\"100  \",\"1000000\",ﾄｳｷｮｳﾄ,ﾁﾖﾀﾞｸ,ｲｶﾆ,東京都,千代田区,以下に,0,0,0,0,0,0\n", "postcodes"),
        ("名称,開設許可年月日,管理者\n青葉病院,S22.4.1,\n", "hospitals"),
        ("id,organization_id,name\n1,2,3\n", "side_table"),
        ("買うもの\n牛乳\n", "plain_text"),
        ("色,数,重さ\n青,1,2\n", "other_table"),
        ("{\"resourceType\":\"Patient\"}", "fhir"),
        ("{\"$schema\":\"https://json-schema.org/\"}", "schema"),
        ("{\"color\":\"blue\"}", "other_json"),
        ("{\"services\":", "broken_json"),
    ] {
        assert_eq!(refusal(text), expected, "{text}");
    }
}

#[test]
fn a_refusal_shows_the_heads_it_found_but_no_names_of_people() {
    let heads = |text: &str| match read_bytes(text) {
        Err(Refused::NotARoster { heads, .. }) => heads,
        _ => panic!("it was read"),
    };
    assert_eq!(heads("色,数,重さ\n青,1,2\n"), ["色", "数", "重さ"]);
    assert!(heads("佐藤,1887000,さとう,Sato\n").is_empty());
}

#[test]
fn a_form_that_is_asked_for_and_not_there_says_what_is_missing() {
    let wanted = Wanted { format: Some(Format::WamNet), encoding: None };
    let refused = read_with("色,数\n青,1\n", wanted, &[]).unwrap_err();
    assert!(matches!(refused, Refused::OtherFormat { missing } if missing.starts_with("NO")), "{refused}");
}

#[test]
fn letters_that_are_asked_for_and_not_there_say_the_first_line_that_cannot_be_read() {
    let text = wamnet(&[office("A1", &[])]);
    let (bytes, ..) = SHIFT_JIS.encode(&text[3..]);
    let utf8 = Wanted { format: None, encoding: Some(Encoding::Utf8) };
    assert!(matches!(read_with(bytes.into_owned(), utf8, &[]).unwrap_err(), Refused::OtherEncoding { line: 1 }));
    let cp932 = Wanted { format: None, encoding: Some(Encoding::Cp932) };
    assert!(matches!(read_with(text, cp932, &[]).unwrap_err(), Refused::OtherEncoding { .. }));
}

#[test]
fn every_message_has_a_key_of_its_own() {
    let keys = FindingKind::ALL.iter().map(|kind| kind.key()).chain(LooksLike::ALL.iter().map(|looks| looks.key()));
    let mut keys: Vec<&str> = keys.collect();
    let count = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), count);
}
