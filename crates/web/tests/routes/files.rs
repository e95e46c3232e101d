//! Lists as files: the same rows as on the page, for the same readers, in Excel and in both kinds of CSV.

use crate::desk::{Pages, between};
use axum::http::StatusCode;

const KINDS: [(&str, &str); 3] = [
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("csv", "text/csv; charset=utf-8"),
    ("cp932", "text/csv; charset=Windows-31J"),
];

/// The address behind the button for a kind of file.
fn address(page: &str, kind: &str) -> Option<String> {
    let end = format!("file={kind}\"");
    let before = page.split_once(&end)?.0;
    let address = before.rsplit_once("href=\"")?.1;
    Some(format!("{}file={kind}", address.replace("&amp;", "&").replace("&#38;", "&")))
}

fn with(path: &str, file: &str) -> String {
    format!("{path}{}file={file}", if path.contains('?') { "&" } else { "?" })
}

#[tokio::test]
async fn u9_every_list_can_be_had_as_excel_and_as_csv_of_both_kinds() {
    let pages = Pages::new().await;
    let case = pages.region.open("山田 太郎", "ヤマダ タロウ").await;
    pages.region.accept(case).await;
    let worker = pages.sign_in("counselor").await;
    let record = [("on", "R8.4.1"), ("methods", "phone"), ("counterparts", "person"), ("facts", "電話で話した。")];
    worker.post(&format!("/cases/{case}/records"), &record).await;
    let (administrator, officer) = (pages.sign_in("root").await, pages.sign_in("officer").await);
    let lists = [
        (&worker, "/cases".to_owned()),
        (&worker, "/cases?view=assessment&order=kana".to_owned()),
        (&worker, format!("/cases/{case}/records")),
        (&worker, format!("/cases/{case}/records?method=phone")),
        (&worker, format!("/cases/{case}/history")),
        (&administrator, "/administration/staff".to_owned()),
        (&administrator, "/administration/agencies".to_owned()),
        (&administrator, "/administration/definitions".to_owned()),
    ];
    for (reader, path) in &lists {
        let page = reader.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        for (kind, content_type) in KINDS {
            let address = address(&page.html, kind).unwrap_or_else(|| panic!("{path} offers no {kind}"));
            let file = reader.get(&address).await;
            assert_eq!((file.status, file.kind.as_str()), (StatusCode::OK, content_type), "{address}");
            assert!(file.body.len() > 20, "{address}");
        }
    }
    // Lists that are empty here offer nothing, but answer.
    for (reader, path) in [(&worker, "/conferences"), (&worker, "/monitoring"), (&officer, "/decisions")] {
        let file = reader.get(&with(path, "csv")).await;
        assert_eq!((file.status, file.kind.as_str()), (StatusCode::OK, "text/csv; charset=utf-8"), "{path}");
        assert_eq!(reader.get(&with(path, "doc")).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn u9_a_file_holds_the_rows_of_the_list_with_its_filters_and_for_its_reader() {
    let pages = Pages::new().await;
    let accepted = pages.region.open("山田 太郎", "ヤマダ タロウ").await;
    pages.region.accept(accepted).await;
    pages.region.open("佐藤 花子", "サトウ ハナコ").await;
    let file = async |login: &str, path: &str| pages.sign_in(login).await.get(&with(path, "csv")).await.html;

    let all = file("counselor", "/cases").await;
    assert!(all.starts_with("\u{feff}氏名,フリガナ,"), "{all}");
    assert!(all.contains("\r\n山田 太郎,ヤマダ タロウ,2026-00001,"), "{all}");
    assert_eq!(all.lines().count(), 3);
    let tab = file("counselor", "/cases?tab=%E3%82%84").await;
    assert!(tab.contains("山田") && !tab.contains("佐藤"), "{tab}");
    let assessing = file("counselor", "/cases?view=assessment").await;
    assert!(assessing.contains("山田") && !assessing.contains("佐藤"), "{assessing}");
    let elsewhere = file("stranger", "/cases").await;
    assert_eq!(elsewhere.lines().count(), 1, "{elsewhere}");
    let timeline = pages.sign_in("stranger").await.get(&with(&format!("/cases/{accepted}/records"), "csv")).await;
    assert_eq!(timeline.status, StatusCode::NOT_FOUND);
    let staff = pages.sign_in("counselor").await.get(&with("/administration/staff", "csv")).await;
    assert_eq!(staff.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn u9_what_a_search_found_is_saved_without_its_words_in_an_address() {
    let pages = Pages::new().await;
    pages.region.open("山田 太郎", "ヤマダ タロウ").await;
    pages.region.open("佐藤 花子", "サトウ ハナコ").await;
    let worker = pages.sign_in("counselor").await;

    let page = worker.post("/cases/search", &[("search", "やまだ")]).await.html;
    let form = between(&page, "<form class=\"list-files\" method=\"post\" action=\"/cases/search\">", "</form>");
    assert!(form.expect("buttons for files").contains("name=\"search\" value=\"やまだ\""));
    let file = worker.post("/cases/search", &[("search", "やまだ"), ("file", "csv")]).await;

    assert_eq!(file.kind, "text/csv; charset=utf-8");
    assert!(file.html.contains("山田 太郎") && !file.html.contains("佐藤"), "{}", file.html);
}

#[tokio::test]
async fn u24_letters_that_cp932_does_not_hold_are_named_before_anything_is_written() {
    let pages = Pages::new().await;
    pages.region.open("𠮷田 髙子", "ヨシダ タカコ").await;
    let worker = pages.sign_in("counselor").await;

    let refused = worker.get("/cases?view=open&file=cp932").await;
    assert!(refused.kind.starts_with("text/html"), "{}", refused.kind);
    for words in ["𠮷", "U+20BB7", "1行目（𠮷田 髙子）", "name=\"view\" value=\"open\"", "cp932-geta"] {
        assert!(refused.html.contains(words), "{words} is missing");
    }
    assert!(!refused.html.contains("U+9AD9"), "髙 can be written");

    let with_geta = worker.get("/cases?view=open&file=cp932-geta").await;
    assert_eq!(with_geta.kind, "text/csv; charset=Windows-31J");
    let (text, _, lost) = encoding_rs::SHIFT_JIS.decode(&with_geta.body);
    assert!(!lost && text.contains("〓田 髙子") && !text.contains('?'), "{text}");

    let found = worker.post("/cases/search", &[("search", "よしだ"), ("file", "cp932")]).await;
    assert!(found.html.contains("U+20BB7") && found.html.contains("method=\"post\" action=\"/cases/search\""));
}
