//! Sheets that several sides answer: on the screen, on paper and in Excel nobody is counted together, ranked or sent anywhere.

use std::io::{Cursor, Write};

use banso_documents::{RenderOptions, ReturnProblem};
use banso_domain::{
    form::{Facts, FormDefinition, ItemWording, Kind, Language, Side, WordedItem, Wording},
    id::ItemWordingId,
};
use serde_json::json;

use crate::support::{documents, on, squeezed, text_of};

/// The sheets that come with the program.
pub(crate) const SHEETS: [&str; 16] = [
    "accommodation_sheet",
    "clinic_visit",
    "consult_card",
    "doctor_opinion",
    "eight_domains",
    "employment_assessment",
    "employment_passport",
    "individual_support_plan",
    "information_sheet",
    "jeed_assessment",
    "readiness_pyramid",
    "registration_sheet",
    "retention_report",
    "skill_record",
    "task_review",
    "transition_checklist",
];

fn sheets(documents: &banso_documents::Documents) -> Vec<&FormDefinition> {
    documents.forms().on("2026-11-20".parse().unwrap()).into_iter().filter(|form| form.sheet.is_some()).collect()
}

#[test]
fn r_24_no_sheet_has_a_total_a_rank_a_threshold_or_a_recommended_service() {
    let documents = documents();
    let forbidden = ["合計", "総合点", "順位", "判定", "推奨", "合格", "不合格", "点数", "ランク"];
    let options = on("2026-11-20");
    for form in sheets(&documents) {
        assert!(form.fields().all(|field| field.kind != Kind::Computed), "{}: something is computed", form.id);
        let printed = text_of(&documents.blank_pdf(&form.id, &options).unwrap());
        for word in forbidden {
            assert!(!printed.contains(word), "{}: {word}", form.id);
        }
    }
}

#[test]
fn r_27_no_sheet_begins_with_the_diagnosis() {
    let documents = documents();
    for form in sheets(&documents).into_iter().filter(|form| form.id != "doctor_opinion") {
        let first = form.sections.iter().find(|section| section.fields.iter().any(|field| field.side.is_some()));
        for field in &first.unwrap().fields {
            let label = field.label.text("2026-11-20".parse().unwrap(), Language::Ja);
            assert!(!label.contains("病名") && !label.contains("診断"), "{}: {label}", form.id);
        }
    }
}

#[test]
fn u22_every_question_of_every_sheet_stands_on_the_empty_paper_and_in_the_workbook() {
    let documents = documents();
    let options = on("2026-11-20");
    for form in sheets(&documents) {
        let printed = text_of(&documents.blank_pdf(&form.id, &options).unwrap());
        for field in form.fields() {
            let label = match &field.rated {
                Some(rated) => rated.label.ja.clone(),
                None => field.label.text(options.on, Language::Ja).to_owned(),
            };
            let is_completing =
                form.fields().flat_map(|other| &other.options).any(|option| option.note.as_ref() == Some(&field.id));
            assert!(is_completing || printed.contains(&squeezed(&label)), "{}: {label} is not in\n{printed}", form.id);
        }
        let english = RenderOptions { language: Language::En, ..options };
        documents.blank_pdf(&form.id, &english).unwrap();
        assert!(documents.blank_xlsx(&form.id, &options).unwrap().len() > 4_000, "{}", form.id);
    }
}

#[test]
fn r_32_on_paper_the_sides_stand_beside_each_other_with_what_each_saw() {
    let documents = documents();
    let facts: Facts = serde_json::from_value(json!({
        "person.name": "見本髙﨑𠮷郎",
        "readiness_pyramid": { "three_meals": { "person": "well", "staff": "hardly", "staff_note": "昼を抜く日が週に3日" } },
    }))
    .unwrap();
    let printed = text_of(&documents.render_pdf("readiness_pyramid", &facts, &on("2026-11-20")).unwrap());
    assert!(printed.contains("1日3食できているあまりできていない"), "{printed}");
    assert!(printed.contains("昼を抜く日が週に3日"), "{printed}");
}

#[test]
fn on_paper_an_item_that_no_official_sheet_confirms_bears_a_mark_and_a_line_says_what_it_means() {
    let documents = documents();
    let options = on("2026-11-20");
    let printed = text_of(&documents.blank_pdf("jeed_assessment", &options).unwrap());
    assert!(printed.contains("働く動機・目的◇"), "{printed}");
    assert!(!printed.contains("相手や場に応じた挨拶をする◇"), "an item of the official sheet: {printed}");
    assert!(printed.contains("◇は、公的な様式とまだ照合していない項目です。"), "{printed}");
    let english = RenderOptions { language: Language::En, ..options };
    let printed = text_of(&documents.blank_pdf("jeed_assessment", &english).unwrap());
    assert!(
        printed.contains(&squeezed("◇ marks items that are not yet compared with the official form.")),
        "{printed}"
    );
    let plan = text_of(&documents.blank_pdf("plan_form", &options).unwrap());
    assert!(!plan.contains('◇'), "a form that is filled from a case has no marks: {plan}");
}

#[test]
fn what_a_region_says_of_an_item_stands_on_every_way_out_from_its_day_on() {
    let documents = documents();
    let wording = ItemWording {
        from: "2026-12-01".parse().unwrap(),
        words: Wording { ja: "働きたい理由".into(), en: "Why I want to work".into() },
        hint: None,
        is_hidden: false,
        confirmed_by: "県の様式集".into(),
    };
    let id = ItemWordingId::new(uuid::Uuid::from_u128(1));
    let (form, item) = ("jeed_assessment".to_owned(), "motive".to_owned());
    documents.lay(&[WordedItem { id, form, item, wordings: vec![wording] }]);
    let printed = |day: &str| text_of(&documents.blank_pdf("jeed_assessment", &on(day)).unwrap());

    assert!(printed("2026-11-30").contains("働く動機・目的◇") && !printed("2026-11-30").contains("働きたい理由"));
    assert!(printed("2026-12-01").contains("働きたい理由") && !printed("2026-12-01").contains("働く動機"));
    let forms = documents.forms();
    let (old, new) = (on("2026-11-30"), on("2026-12-01"));
    let (was, is) = (forms.get("jeed_assessment", old.on).unwrap(), forms.get("jeed_assessment", new.on).unwrap());
    let workbook = documents.blank_xlsx("jeed_assessment", &old).unwrap();
    assert_eq!(documents.returned(&workbook, was, &old), Ok(Vec::new()));
    let told = documents.returned(&workbook, is, &new).unwrap_err();
    assert_eq!(told, [ReturnProblem::OtherVersion { from: "2023-03-01".into() }]);
    assert_eq!(documents.returned(&documents.blank_xlsx("jeed_assessment", &new).unwrap(), is, &new), Ok(Vec::new()));

    documents.lay(&[]);
    assert!(printed("2026-12-01").contains("働く動機・目的◇"), "the last that was laid counts");
}

#[test]
fn the_sides_of_a_sheet_are_those_that_its_definition_names() {
    let documents = documents();
    let day = "2026-11-20".parse().unwrap();
    let sides = |form: &str| documents.forms().get(form, day).unwrap().sides();
    assert_eq!(sides("employment_passport"), [Side::Person]);
    assert_eq!(sides("readiness_pyramid"), [Side::Person, Side::Family, Side::Staff, Side::Site, Side::Doctor]);
}

#[test]
fn on_paper_a_side_that_rates_nothing_has_no_column_and_on_the_empty_sheet_every_side_has_one() {
    let documents = documents();
    let options = on("2026-11-20");
    let facts: Facts = serde_json::from_value(json!({
        "readiness_pyramid": { "three_meals": { "person": "well", "family": "hardly", "family_note": "朝は食べずに出る" } },
    }))
    .unwrap();
    let printed = text_of(&documents.render_pdf("readiness_pyramid", &facts, &options).unwrap());
    assert!(printed.contains("ご本人家族そう思う場面") && printed.contains("朝は食べずに出る"), "{printed}");
    assert!(printed.contains("ご本人家族支援機関実習先主治医そう思う場面"), "parts that nobody has rated: {printed}");
    let empty = text_of(&documents.blank_pdf("readiness_pyramid", &options).unwrap());
    assert!(!empty.contains("ご本人家族そう思う場面"), "{empty}");
}

/// What a workbook says, read the way a page reads what is typed.
fn read_back(form: &FormDefinition, pairs: &[(String, String)]) -> Facts {
    let pairs: Vec<(String, &str)> =
        pairs.iter().map(|(name, value)| (name.replace('[', ".").replace("].", "."), value.as_str())).collect();
    let submission = form.read_submission(pairs.iter().map(|(name, value)| (name.as_str(), *value)));
    assert_eq!(submission.problems, []);
    let mut facts = Facts::new();
    submission.write_to(&mut facts);
    facts
}

#[test]
fn u23_a_sheet_that_was_filled_in_excel_comes_back_as_it_was_filled() {
    let documents = documents();
    let options = on("2026-11-20");
    let filled = [
        (
            "individual_support_plan",
            json!({ "individual_support_plan": {
                "person_wish": "図書館で働きたい。\n週に3日から。", "plan_kind": "continuation_b", "from": "2026-04-01", "person_present": true,
                "items": [{ "goal": "朝起きる", "staff": "職員" }, { "goal": "通う", "frequency": "週3日" }],
                "agency_role": [{ "agency": "なかぽつ", "until": "2026-12-01" }],
            } }),
        ),
        (
            "employment_passport",
            json!({ "employment_passport": {
                "appeal": "数を正確に数える", "clinic_leave": "needed", "clinic_leave_note": "月1回", "understand_by": ["memo", "sample"],
            } }),
        ),
        (
            "readiness_pyramid",
            json!({ "readiness_pyramid": { "three_meals": { "person": "well", "staff_note": "昼を抜く" } } }),
        ),
        (
            "doctor_opinion",
            json!({ "doctor_opinion": { "visits_per_month": 2, "onset": "2019-04", "employable": false } }),
        ),
    ];
    for (id, facts) in filled {
        let facts: Facts = serde_json::from_value(facts).unwrap();
        let form = documents.forms().get(id, options.on).unwrap();
        let workbook = documents.render_xlsx(id, &facts, &options).unwrap();
        let pairs = documents.returned(&workbook, form, &options).unwrap();
        assert_eq!(read_back(form, &pairs), facts, "{id}");
    }
}

#[test]
fn u23_a_blank_workbook_says_nothing() {
    let documents = documents();
    let options = on("2026-11-20");
    for form in sheets(&documents) {
        let workbook = documents.blank_xlsx(&form.id, &options).unwrap();
        assert_eq!(documents.returned(&workbook, form, &options).unwrap(), [], "{}", form.id);
    }
}

#[test]
fn u23_another_form_another_version_and_moved_cells_are_told_and_nothing_is_taken() {
    let documents = documents();
    let options = on("2026-11-20");
    let form = documents.forms().get("skill_record", options.on).unwrap();
    let other = documents.blank_xlsx("consult_card", &options).unwrap();
    let told = documents.returned(&other, form, &options).unwrap_err();
    assert_eq!(told, [ReturnProblem::OtherForm { form: "consult_card".into() }]);

    let newer = FormDefinition { valid_from: "2026-04-01".parse().unwrap(), ..form.clone() };
    let workbook = documents.blank_xlsx("skill_record", &options).unwrap();
    let told = documents.returned(&workbook, &newer, &options).unwrap_err();
    assert_eq!(told, [ReturnProblem::OtherVersion { from: "2019-04-01".into() }]);

    let without = form.with_sections(|id| id != "coping");
    let cut = documents.xlsx_of(&without, &Facts::new(), &options).unwrap();
    let told = documents.returned(&cut, form, &options).unwrap_err();
    assert!(told.contains(&ReturnProblem::Moved { label: "ストレス因子".into() }), "{told:?}");

    let mut turned = form.clone();
    turned.sections.swap(1, 2);
    let moved = documents.xlsx_of(&turned, &Facts::new(), &options).unwrap();
    assert!(matches!(documents.returned(&moved, form, &options).unwrap_err()[..], [ReturnProblem::Moved { .. }, ..]));

    let official = documents.blank_xlsx("intake_form", &options).unwrap();
    assert_eq!(documents.returned(&official, form, &options).unwrap_err(), [ReturnProblem::NotOurs]);
    assert_eq!(documents.returned(b"PK no workbook", form, &options).unwrap_err(), [ReturnProblem::NoWorkbook]);
}

#[test]
fn a_small_workbook_that_would_fill_the_memory_is_not_unpacked() {
    let documents = documents();
    let options = on("2026-11-20");
    let form = documents.forms().get("skill_record", options.on).unwrap();
    let sound = documents.blank_xlsx("skill_record", &options).unwrap();
    let mut packed = zip::ZipWriter::new_append(Cursor::new(sound)).unwrap();
    packed.start_file("xl/media/image1.bin", zip::write::SimpleFileOptions::default()).unwrap();
    let zeros = vec![0; 1_000_000];
    for _ in 0..100 {
        packed.write_all(&zeros).unwrap();
    }
    let bomb = packed.finish().unwrap().into_inner();
    assert!(bomb.len() < 1_000_000, "a hundred megabytes weigh {} bytes", bomb.len());
    assert_eq!(documents.returned(&bomb, form, &options).unwrap_err(), [ReturnProblem::NoWorkbook]);
}
