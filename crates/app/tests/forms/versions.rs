//! Sheets keep the form of the day on which they were written, and people's facts are written once.

use std::{collections::BTreeMap, io::Write, process::Command};

use banso_app::{FileKind, FormChoice, PrintLook};

use super::{Desk, desk_on};

/// The text of a form as it is printed, without blanks.
async fn printed(desk: &Desk, form: &str) -> String {
    let (choice, look) = (FormChoice::default(), PrintLook::default());
    let pdf = desk.app.print_form(&desk.worker, form, desk.case, &choice, look, FileKind::Pdf).await.unwrap();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&pdf.bytes).unwrap();
    let output = Command::new("pdftotext").arg("-raw").arg(file.path()).arg("-").output();
    let output = output.expect("poppler-utils must be installed");
    let text = String::from_utf8(output.stdout).unwrap();
    text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{200b}').collect()
}

#[tokio::test]
async fn a_plan_written_in_2016_is_still_printed_with_the_names_and_eras_of_2016() {
    let desk = desk_on("2016-04-11").await;
    desk.apply().await;
    desk.plan().await;
    desk.app.clock().set("2026-11-20T03:00:00Z".parse().unwrap());

    let plan = printed(&desk, "plan_form").await;
    for words in ["3家計相談支援事業", "2一時生活支援事業", "平成28年4月11日", "□大正☑昭和□平成60年4月1日（31歳）"]
    {
        assert!(plan.contains(words), "{words} is missing in\n{plan}");
    }
    for words in ["家計改善", "居住支援", "□令和"] {
        assert!(!plan.contains(words), "{words} came later:\n{plan}");
    }
    let intake = printed(&desk, "intake_form").await;
    assert!(intake.contains("受付日平成28年4月11日") && !intake.contains("□令和"), "{intake}");
    assert!(intake.contains("郎印"), "the seal was asked for then:\n{intake}");
}

#[tokio::test]
async fn a_name_written_once_stands_on_every_sheet_with_its_reading_in_hiragana() {
    let desk = desk_on("2026-06-03").await;
    desk.apply().await;
    desk.plan().await;
    let forms: Vec<String> = {
        let today = desk.app.clock().today();
        let forms = desk.app.documents().forms().on(today).into_iter();
        forms.filter(|form| form.sheet.is_none()).map(|form| form.id.clone()).collect()
    };
    let mut missing: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for form in &forms {
        // The papers of a sitting are printed where the sitting is, the sheet that the person carries where their consent is, and places to go
        // to and the report for the council are about nobody.
        if ["conference_packet", "carry_sheet", "place_sheet", "council_report"].contains(&form.as_str()) {
            continue;
        }
        let text = printed(&desk, form).await;
        let mut wanted = vec!["2026-00001", "見本髙﨑𠮷郎", "みほんたかさきよしろう", "昭和60年4月1日"];
        match form.as_str() {
            "consent_form" => wanted.truncate(2),
            "case_list" | "ledger_sheet" => wanted.truncate(3),
            _ => wanted[3] = "☑昭和□平成□令和60年4月1日",
        }
        for words in wanted {
            if !text.contains(words) {
                missing.entry(form.clone()).or_default().push(words);
            }
        }
    }

    assert!(forms.len() >= 8);
    assert!(missing.is_empty(), "{missing:?}");
}
