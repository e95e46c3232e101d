//! The official sheets as Excel, read back cell by cell.

use std::io::Cursor;

use crate::support::{FORMS, documents, on, sample, squeezed};
use banso_domain::form::Facts;
use calamine::{Data, DataType, Range, Reader, Xlsx, open_workbook_from_rs};
use serde_json::json;

fn cells(form: &str, facts: &Facts) -> Range<Data> {
    let bytes = documents().render_xlsx(form, facts, &on("2026-11-20")).unwrap();
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    workbook.worksheet_range_at(0).unwrap().unwrap()
}

/// The cell to the right of the label.
fn beside<'r>(cells: &'r Range<Data>, label: &str) -> &'r Data {
    let row = cells.rows().find(|row| row[0] == label).unwrap_or_else(|| panic!("no row {label}"));
    &row[1]
}

#[test]
fn u23_every_question_and_column_has_its_cell_in_the_order_of_the_sheet() {
    let documents = documents();
    let day = "2026-11-20".parse().unwrap();
    for form in FORMS {
        let definition = documents.forms().get(form, day).unwrap();
        for facts in [Facts::new(), sample()] {
            let range = cells(form, &facts);
            let text: String = range.rows().flatten().map(|cell| squeezed(&cell.to_string())).collect();
            let mut from = 0;
            for section in &definition.sections {
                let title = squeezed(section.title.text(day, banso_domain::form::Language::Ja));
                from += text[from..].find(&title).unwrap_or_else(|| panic!("{form}: {title} is not in its place"));
            }
            for column in definition.fields().flat_map(|field| &field.columns) {
                let label = column.label.text(day, banso_domain::form::Language::Ja);
                assert!(text.contains(label), "{form}: {label}");
            }
        }
    }
}

#[test]
fn u23_dates_are_dates_and_amounts_are_numbers() {
    let plan = cells("plan_form", &sample());

    let Data::DateTime(drafted) = beside(&plan, "プラン作成日") else { panic!("not a date") };
    assert_eq!(drafted.to_ymd_hms_milli(), (2026, 7, 1, 0, 0, 0, 0));
    let Data::DateTime(month) = beside(&plan, "次回モニタリング時期") else { panic!("not a date") };
    assert_eq!(month.to_ymd_hms_milli(), (2026, 9, 1, 0, 0, 0, 0));
    assert_eq!(beside(&plan, "給付額（円/月）"), &Data::Float(36000.0));
    assert_eq!(beside(&plan, "※作成回"), "再プラン（2）回目");
}

#[test]
fn u23_codes_and_telephone_numbers_keep_their_zeros() {
    let mut facts = sample();
    facts.set("case.reference", "011002");
    facts.set("person.phone_mobile", "09000000000");

    let intake = cells("intake_form", &facts);

    assert_eq!(beside(&intake, "※ID"), "011002");
    assert_eq!(beside(&intake, "電話（携帯）"), "09000000000");
}

#[test]
fn u23_what_begins_like_a_formula_is_text() {
    for dangerous in ["=1+1", "+81", "-5", "@SUM(A1)", "=cmd|'/c calc'!A1", "\t=1", "＝1"] {
        let mut facts = sample();
        facts.set("person.name", dangerous);
        facts.set("plan.actions", json!([{"actor": "person", "what": dangerous}]));
        let bytes = documents().render_xlsx("plan_form", &facts, &on("2026-11-20")).unwrap();
        let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();

        let formulas = workbook.worksheet_formula(&workbook.sheet_names()[0]).unwrap();
        let range = workbook.worksheet_range_at(0).unwrap().unwrap();

        assert_eq!(formulas.used_cells().count(), 0, "{dangerous}");
        assert_eq!(
            range.rows().flatten().filter(|cell| cell.get_string() == Some(dangerous)).count(),
            2,
            "{dangerous}"
        );
    }
}

#[test]
fn u23_a_note_longer_than_a_cell_goes_on_below() {
    let note = "鬱𠮷".repeat(50_000);
    let mut facts = sample();
    facts.set("record.facts", note.clone());

    let range = cells("progress_record", &facts);

    let written: String = range.rows().map(|row| row[1].to_string()).filter(|cell| cell.contains('鬱')).collect();
    assert!(written == note);
}

#[test]
fn the_rows_of_a_list_are_rows() {
    let list = cells("case_list", &sample());

    let references: Vec<String> =
        list.rows().map(|row| row[0].to_string()).filter(|cell| cell.starts_with("2026-")).collect();
    assert_eq!(references, ["2026-00417", "2026-00418"]);
}
