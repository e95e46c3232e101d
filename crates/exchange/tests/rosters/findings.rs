//! What is pointed at in a row that is taken, and why a row is not taken.

use banso_domain::resource::Field;
use banso_exchange::FindingKind;

use crate::support::{found, kinds, office, one_row, read_bytes, wamnet};

#[test]
fn a_sound_row_is_taken_without_a_word_but_for_its_widths() {
    assert_eq!(found(&[]), [FindingKind::UnusualWidth]);
    let row = one_row(&[(7, ""), (16, "大通西1丁目")]);
    assert_eq!(row.findings, []);
    assert!(!row.has_warning() && !row.is_rejected());
}

#[test]
fn letters_that_a_conversion_lost_are_pointed_at_in_names_and_addresses() {
    for cells in [(16, "南２?２４"), (12, "?の家"), (7, "大通?"), (13, "あお\u{fffd}ば"), (27, "〓の日")]
    {
        let row = one_row(&[cells]);
        assert!(kinds(&row).contains(&FindingKind::LostCharacters), "{cells:?}");
        assert!(row.has_warning() && !row.is_rejected(), "it is taken, and somebody should look");
    }
    assert!(!found(&[(19, "https://example.jp/?id=1")]).contains(&FindingKind::LostCharacters));
    assert!(!found(&[(27, "本当？")]).contains(&FindingKind::LostCharacters));
}

#[test]
fn a_missing_code_of_the_municipality_says_the_prefecture_that_the_address_tells() {
    let row = one_row(&[(0, "")]);
    let finding = row.findings.iter().find(|finding| finding.kind == FindingKind::JurisdictionMissing).unwrap();
    assert_eq!((finding.field, finding.detail.as_str()), (Some(Field::Jurisdiction), "北海道"));
    assert_eq!(row.told.prefecture(), Some(1));
    assert!(found(&[(0, "99999")]).contains(&FindingKind::JurisdictionUnknown));
}

#[test]
fn numbers_that_are_missing_are_noted_and_a_wrong_one_is_pointed_at() {
    let row = one_row(&[(5, ""), (14, ""), (28, "")]);
    for kind in [FindingKind::CorporateNumberMissing, FindingKind::OfficeNumberMissing, FindingKind::CapacityMissing] {
        assert!(kinds(&row).contains(&kind), "{kind:?}");
    }
    assert!(!row.has_warning());
    assert!(found(&[(5, "8990000000010")]).contains(&FindingKind::CorporateNumberWrong));
    assert!(found(&[(28, "二十")]).contains(&FindingKind::CapacityUnreadable));
}

#[test]
fn hours_of_all_zeros_are_noted_as_not_known_and_hours_that_are_no_times_are_pointed_at() {
    assert!(found(&[(23, "00:00-00:00")]).contains(&FindingKind::HoursNotKnown));
    assert!(found(&[(22, "朝から")]).contains(&FindingKind::HoursUnreadable));
}

#[test]
fn positions_in_the_sea_abroad_and_in_another_prefecture_are_pointed_at() {
    let at = |latitude, longitude| found(&[(20, latitude), (21, longitude)]);
    assert!(at("0", "0").contains(&FindingKind::PositionOutsideJapan));
    assert!(at("141.35", "43.06").contains(&FindingKind::PositionOutsideJapan), "the two were swapped");
    assert!(at("北緯", "43").contains(&FindingKind::PositionOutsideJapan));
    assert!(at("38.0", "135.0").contains(&FindingKind::PositionAtSea), "日本海");
    assert!(at("35.68", "139.76").contains(&FindingKind::PositionElsewhere), "東京 for an address in 北海道");
    assert!(at("", "").contains(&FindingKind::PositionMissing));
}

#[test]
fn a_cell_that_a_spreadsheet_would_compute_is_pointed_at_and_kept_as_it_is() {
    for words in ["=HYPERLINK(\"http://example.jp\")", "+cmd|' /C calc'!A0", "@ワーク札幌", "-2+3+A1"] {
        let row = one_row(&[(12, words)]);
        assert!(kinds(&row).contains(&FindingKind::FormulaLike), "{words}");
        assert_eq!(row.told.get(Field::Name), words);
    }
    for words in ["-", "+81-11-000-0003", "−"] {
        assert!(!found(&[(17, words)]).contains(&FindingKind::FormulaLike), "{words}");
    }
}

#[test]
fn a_row_that_could_not_be_known_again_or_found_is_not_taken_and_says_why() {
    assert!(found(&[(1, " ")]).contains(&FindingKind::NumberMissing));
    assert!(found(&[(12, "\u{3000}")]).contains(&FindingKind::NameMissing));
    assert!(found(&[(11, "")]).contains(&FindingKind::KindMissing));

    let torn = office("A2", &[]).replace(",\"20\"", "");
    let roster = read_bytes(wamnet(&[office("A1", &[]), office("A1", &[]), torn])).unwrap();
    assert!(!roster.rows[0].is_rejected());
    assert!(kinds(&roster.rows[1]).contains(&FindingKind::NumberTwice));
    assert!(kinds(&roster.rows[2]).contains(&FindingKind::ColumnsDiffer));
}

#[test]
fn rows_in_which_nothing_stands_are_passed_over() {
    let blank = ",".repeat(28);
    let mut rows = vec![office("A1", &[])];
    rows.extend(std::iter::repeat_n(blank, 65_000));
    rows.push(office("A2", &[]));
    assert_eq!(read_bytes(wamnet(&rows)).unwrap().rows.len(), 2);
}
