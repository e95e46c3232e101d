//! The official forms of the case: saved from the pages, and written by the command line.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use banso_e2e::{Desk, Product};

use crate::NAME;

/// Every sheet, as it is handed out: PDF and workbook.
pub(crate) fn every_sheet(desk: &Desk<'_>, case: &str) {
    desk.open(case);
    desk.press("印刷・様式");
    desk.inspect(&[NAME]);
    let hrefs = desk
        .browser
        .run("return [...document.querySelectorAll('main .papers a')].map((link) => link.getAttribute('href'))", &[]);
    let hrefs: Vec<&str> = hrefs.as_array().expect("links").iter().filter_map(|href| href.as_str()).collect();
    let filled = hrefs.iter().filter(|href| href.starts_with(case));
    let mut sheets = 0;
    for href in filled {
        let file = desk.download(href);
        if href.contains(".pdf") {
            let text = text_of(&file);
            assert!(text.replace([' ', '　'], "").contains(&NAME.replace(' ', "")), "{href} names the person: {text}");
            sheets += 1;
        } else {
            assert!(file.starts_with(b"PK") && file.len() > 2_000, "{href} is a workbook");
        }
    }
    assert!(sheets >= 6, "【1】, 【2】, 【3】, 【5】, 【6】 and the consent form: {hrefs:?}");
    desk.open("/cases");
    assert!(desk.download("/cases/print/case_list.pdf").starts_with(b"%PDF"), "【4】 is the list of cases");
}

/// What a PDF says.
fn text_of(pdf: &[u8]) -> String {
    let mut reader = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext starts; ./test installs it");
    reader.stdin.take().expect("its input").write_all(pdf).expect("the sheet is read");
    let read = reader.wait_with_output().expect("pdftotext ends");
    String::from_utf8(read.stdout).expect("its text")
}

/// The same case on the command line: every form as PDF and workbook, and the journal without a fault.
pub(crate) fn command_line(product: &mut Product, case: &str) {
    let id = case.rsplit('/').next().expect("the identifier");
    let folder = tempfile::tempdir().expect("a temporary directory");
    for form in [
        "intake_form",
        "consent_form",
        "assessment_form",
        "progress_record",
        "progress_list",
        "plan_form",
        "evaluation_form",
    ] {
        for kind in ["pdf", "xlsx"] {
            let file = folder.path().join(format!("{form}.{kind}"));
            product.after_stopping(&[
                "form",
                "render",
                form,
                "--case",
                id,
                "--out",
                file.to_str().expect("a plain path"),
            ]);
            assert!(file.metadata().expect("the file").len() > 2_000, "{form}.{kind}");
        }
    }
    product.after_stopping(&["verify"]);
}
