//! Lists as files, read back.

use std::io::Cursor;

use crate::support::on;
use banso_documents::{Foreign, List, ListCell};
use calamine::{Data, DataType, Reader, Xlsx, open_workbook_from_rs};
use encoding_rs::SHIFT_JIS;

fn list(rows: Vec<Vec<ListCell>>) -> List {
    List { title: "ケースの一覧".into(), columns: vec!["氏名".into(), "期限".into(), "件数".into()], rows }
}

fn row(name: &str) -> Vec<ListCell> {
    vec![ListCell::Text(name.into()), ListCell::Day("2026-11-20".parse().unwrap()), ListCell::Number(3)]
}

fn names(names: &[&str]) -> List {
    list(names.iter().map(|name| row(name)).collect())
}

#[test]
fn u23_a_list_in_excel_keeps_its_types_and_its_heads_in_the_first_row() {
    let bytes = names(&["011002", "見本 桜"]).xlsx(&on("2026-11-20")).unwrap();
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let range = workbook.worksheet_range("ケースの一覧").unwrap();

    let heads: Vec<String> = range.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(heads, ["氏名", "期限", "件数"]);
    assert_eq!(range.get((1, 0)).unwrap(), &Data::String("011002".into()));
    let Data::DateTime(due) = range.get((1, 1)).unwrap() else { panic!("not a date") };
    assert_eq!(due.to_ymd_hms_milli(), (2026, 11, 20, 0, 0, 0, 0));
    assert_eq!(range.get((2, 2)).unwrap().get_float(), Some(3.0));
    assert_eq!(range.height(), 3);
}

#[test]
fn u23_a_list_in_excel_holds_no_formula_and_no_note_too_long() {
    let note = "鬱𠮷".repeat(30_000);
    let dangerous = ["=1+1", "+81", "-5", "@SUM(A1)", "\t=1", note.as_str()];
    let bytes = names(&dangerous).xlsx(&on("2026-11-20")).unwrap();
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();

    assert_eq!(workbook.worksheet_formula("ケースの一覧").unwrap().used_cells().count(), 0);
    let range = workbook.worksheet_range("ケースの一覧").unwrap();
    let first: Vec<String> = range.rows().skip(1).map(|row| row[0].to_string()).collect();
    assert_eq!(first[..5], dangerous[..5]);
    assert!(first[5..].concat() == note);
}

#[test]
fn u24_csv_for_excel_bears_its_mark_and_quotes_what_needs_it() {
    let bytes = names(&["見本 桜", "一行目\n二行目", "「,」と\"引用\"", "𠮷田"]).csv_for_excel();
    let text = String::from_utf8(bytes).unwrap();

    assert_eq!(
        text,
        "\u{feff}氏名,期限,件数\r\n見本 桜,2026-11-20,3\r\n\"一行目\n二行目\",2026-11-20,3\r\n\
         \"「,」と\"\"引用\"\"\",2026-11-20,3\r\n𠮷田,2026-11-20,3\r\n"
    );
}

#[test]
fn u23_what_begins_like_a_formula_is_marked_as_words_in_csv() {
    let text = String::from_utf8(names(&["=1+1", "+81", "-5", "@SUM(A1)", "\t=1", "a=1"]).csv_for_excel()).unwrap();
    let first: Vec<&str> = text.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();

    assert_eq!(first, ["'=1+1", "'+81", "'-5", "'@SUM(A1)", "'\t=1", "a=1"]);
}

/// The list in CP932, read back as Windows reads it.
fn through_cp932(words: &str) -> String {
    let bytes = names(&[words]).csv_for_other_systems(Foreign::Refused).unwrap();
    let (text, _, lost) = SHIFT_JIS.decode(&bytes);
    assert!(!lost, "{words}");
    text.lines().nth(1).unwrap().split(',').next().unwrap().to_owned()
}

#[test]
fn u24_letters_of_windows_go_through_cp932_and_signs_keep_their_look() {
    assert_eq!(through_cp932("髙橋 﨑田 ①㈱ ～"), "髙橋 﨑田 ①㈱ ～");
    assert_eq!(through_cp932("10時〜12時、−5、¥100"), "10時～12時、－5、￥100");
}

#[test]
fn u24_letters_that_cp932_does_not_hold_are_named_with_their_rows_and_never_become_question_marks() {
    let list = names(&["𠮷田", "葛\u{e0100}飾 𠮷", "見本", "𠮷𠮷😊"]);

    let letters = list.csv_for_other_systems(Foreign::Refused).unwrap_err();
    let told: Vec<(String, String, Vec<usize>)> =
        letters.iter().map(|letter| (letter.letter.clone(), letter.code(), letter.rows.clone())).collect();
    assert_eq!(
        told,
        [
            ("𠮷".to_owned(), "U+20BB7".to_owned(), vec![1, 2, 4]),
            ("葛\u{e0100}".to_owned(), "U+845B U+E0100".to_owned(), vec![2]),
            ("😊".to_owned(), "U+1F60A".to_owned(), vec![4]),
        ]
    );

    let bytes = list.csv_for_other_systems(Foreign::AsGeta).unwrap();
    let (text, _, lost) = SHIFT_JIS.decode(&bytes);
    assert!(!lost && !text.contains('?') && !text.contains("&#"), "{text}");
    let first: Vec<&str> = text.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(first, ["〓田", "葛飾 〓", "見本", "〓〓〓"]);
}
