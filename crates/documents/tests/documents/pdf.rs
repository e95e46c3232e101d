//! The official sheets as PDF, read back as text.

use crate::support::{FORMS, documents, on, page_count, poppler, sample, squeezed, text_of};
use banso_documents::{DocumentError, Documents, RenderOptions};
use banso_domain::calendar::DateStyle;
use banso_domain::form::{Facts, FormDefinition, Kind, Language, Name};

#[test]
fn u22_every_label_of_every_form_is_printed_on_the_empty_and_on_the_filled_sheet() {
    let documents = documents();
    for options in [on("2026-11-20"), RenderOptions { language: Language::En, ..on("2026-11-20") }] {
        for form in FORMS {
            let definition = documents.forms().get(form, options.on).unwrap();
            for facts in [Facts::new(), sample()] {
                let printed = text_of(&documents.render_pdf(form, &facts, &options).unwrap());
                for label in labels(definition, &options) {
                    assert!(printed.contains(&squeezed(&label)), "{form}: {label:?} is not in\n{printed}");
                }
            }
        }
    }
}

/// Fields whose label the paper does not print: a heading, a signature line or a sentence stands in its place.
const WITHOUT_LABEL: [(&str, &[&str]); 12] = [
    (
        "plan_form",
        &["issues_to_solve", "actions", "consent", "service_application", "signed_on", "remarks", "attachments"],
    ),
    ("plan_form", &["wishes", "support_notes", "welfare_loan_policy", "hw_joint_program_policy"]),
    ("intake_form", &["concerns", "main_concern", "addressee", "applied_on", "sharing_scope", "no_consent_reason"]),
    ("assessment_form", &["household_size", "separate_family_note", "children_count", "dependent_children_count"]),
    ("assessment_form", &["own_income_amount", "arrears_note"]),
    ("evaluation_form", &["changes", "signed_on"]),
    ("consent_form", &["centre_name", "accepted_on"]),
    ("handover_sheet", &["age"]),
    ("case_list", &["cases", "centre_name", "period_from", "period_to"]),
    ("carry_sheet", &["lines"]),
    ("ledger_sheet", &["kana", "centre_name", "centre_phone", "lines", "proof"]),
    (
        "referral_letter",
        &[
            "addressee",
            "address",
            "contact",
            "sent_on",
            "centre_name",
            "centre_address",
            "centre_phone",
            "staff",
            "age",
        ],
    ),
];

/// The parts of a service on the plan that share one line.
const IN_ONE_LINE: [&str; 4] = ["_kind", "_from", "_to", "_state"];

fn labels(form: &FormDefinition, options: &RenderOptions) -> Vec<String> {
    let text = |name: &Name| name.text(options.on, options.language).to_owned();
    let unprinted = |id: &str| {
        form.fields().flat_map(|field| &field.options).any(|option| option.note.as_deref() == Some(id))
            || WITHOUT_LABEL.iter().any(|(known, ids)| *known == form.id && ids.contains(&id))
            || (form.id == "plan_form" && IN_ONE_LINE.iter().any(|end| id.ends_with(end)))
            || (form.id == "progress_list" && id.starts_with("period"))
    };
    let mut labels = vec![text(&form.title)];
    for section in form.sections.iter().filter(|section| section.id != "legal") {
        labels.push(text(&section.title));
        for field in section.fields.iter().filter(|field| field.is_valid_on(options.on)) {
            if !unprinted(&field.id) && field.kind != Kind::Computed {
                labels.push(text(&field.label));
            }
            let plain = field.options_on(options.on).filter(|option| option.note.is_none());
            labels.extend(plain.map(|option| text(&option.label)));
        }
    }
    labels
}

#[test]
fn the_filled_plan_reads_like_the_paper() {
    let pdf = documents().render_pdf("plan_form", &sample(), &on("2026-11-20")).unwrap();

    let text = poppler("pdftotext", &["-layout", "-f", "2", "-l", "2"], &pdf);
    let words: Vec<String> = text.lines().map(squeezed).filter(|line| !line.is_empty()).collect();
    insta::assert_snapshot!(words.join("\n"), @"
    【5】プラン兼事業等利用申込書ID2026-00417
    ■法に基づく事業等※
    メニュー利用有無支援方針（期間・実施機関・給付額等）
    ☑家賃補助□転居費用補助
    支給期間令和8年7月～令和8年9月
    1住居確保給付金☑有□無給付額36,000円/月
    ☑申込中□既受給□申込予定
    備考（様式1-1を添付）
    □シェルター□地域居住支援
    支援期間令和年月日～令和年月日
    2居住支援事業□有☑無
    □申込中□既利用□申込予定
    備考（）
    支援期間令和8年7月～令和8年12月
    3家計改善支援事業☑有□無
    備考（家計再生プランを添付）
    支援期間令和8年7月6日～令和8年12月25日
    4就労準備支援事業☑有□無
    備考（）
    □雇用型□非雇用型
    5認定就労訓練事業□有☑無支援期間令和年月日～令和年月日
    備考（）
    6自立相談支援事業による就労支援☑有□無備考（）
    ■その他関連する事業等※
    メニュー利用有無支援方針（期間・実施機関・給付額等）
    生活福祉資金等による貸付□有☑無
    生活保護受給者等就労自立促進事業☑有□無9月から、ハローワーク見本と連携
    ■プランの期間と次回モニタリング（予定）時期
    ※プラン期間令和8年12月25日まで次回モニタリング時期令和8年9月
    ■プランに関する本人同意・申込署名欄
    ☑私は、上記のプランに基づく支援について同意します。
    ☑法に基づく事業（上記3、4、5）の利用を申し込みます。
    令和8年7月3日本人署名見本髙﨑𠮷郎
    ＜支援調整会議・支援決定＞
    ①令和8年7月8日☑支援決定（法に基づく事業（上記3、4、5））
    ※支援調整会議※支援決定・
    ②令和年月日☑確認（法に基づく事業（上記3、4、5）以外）
    開催日確認
    ③令和年月日（決定・確認日：令和8年7月10日）
    ＜備考＞
    緊急支援（食料）は6月10日に実施済み。会議で事後報告。
    ＜必要添付書類＞
    ☑インテーク・アセスメントシート
    ☑その他添付書類（法に基づく事業等の利用にあたって必要とする添付書類）
    令和8年11月20日2/2
    ");
}

#[test]
fn the_plan_fits_on_two_pages_as_the_official_one_does() {
    let documents = documents();
    for facts in [Facts::new(), sample()] {
        assert_eq!(page_count(&documents.render_pdf("plan_form", &facts, &on("2026-11-20")).unwrap()), 2);
    }
}

#[test]
fn services_bear_the_names_of_the_day_for_which_the_plan_is_printed() {
    let documents = documents();
    let names = |day| {
        let printed = text_of(&documents.blank_pdf("plan_form", &on(day)).unwrap());
        let known = ["家計相談支援事業", "家計改善支援事業", "一時生活支援事業", "居住支援事業", "転居費用補助"];
        known.into_iter().filter(|name| printed.contains(name)).collect::<Vec<_>>()
    };

    assert_eq!(names("2016-04-01"), ["家計相談支援事業", "一時生活支援事業"]);
    assert_eq!(names("2020-04-01"), ["家計改善支援事業", "一時生活支援事業"]);
    assert_eq!(names("2025-04-01"), ["家計改善支援事業", "居住支援事業", "転居費用補助"]);
}

#[test]
fn u2_dates_are_written_in_eras_or_in_western_years() {
    let documents = documents();
    let signed = |dates| {
        let options = RenderOptions { dates, ..on("2026-11-20") };
        text_of(&documents.render_pdf("plan_form", &sample(), &options).unwrap())
    };

    assert!(signed(DateStyle::Era).contains("令和8年7月3日"));
    assert!(signed(DateStyle::Western).contains("2026年7月3日"));
    assert!(!signed(DateStyle::Western).contains("令和"));
    assert!(signed(DateStyle::Both).contains("令和8年7月3日（2026年7月3日）"));
}

#[test]
fn u22_each_page_carries_the_case_reference_and_its_number() {
    let pdf = documents().render_pdf("assessment_form", &sample(), &on("2026-11-20")).unwrap();
    let pages = page_count(&pdf);
    for page in 1..=pages {
        let number = page.to_string();
        let text = squeezed(&poppler("pdftotext", &["-layout", "-f", &number, "-l", &number], &pdf));
        assert!(text.contains("ID2026-00417"), "page {page}");
        assert!(text.contains(&format!("{page}/{pages}")), "page {page}");
    }
}

#[test]
fn the_name_of_the_person_is_not_in_the_data_of_the_file() {
    let pdf = documents().render_pdf("plan_form", &sample(), &on("2026-11-20")).unwrap();

    let information = poppler("pdfinfo", &[], &pdf);

    assert!(information.contains("プラン兼事業等利用申込書 2026-00417"), "{information}");
    assert!(!information.contains("見本"), "{information}");
    assert!(information.lines().any(|line| line.starts_with("Tagged:") && line.ends_with("yes")), "{information}");
}

#[test]
fn sheets_are_pdf_a_to_keep_and_pdf_ua_to_read_aloud_even_in_english() {
    let documents = documents();
    for options in [on("2026-11-20"), RenderOptions { language: Language::En, ..on("2026-11-20") }] {
        for form in FORMS {
            let pdf = documents.render_pdf(form, &sample(), &options).unwrap();
            let data = poppler("pdfinfo", &["-meta"], &pdf);
            for claim in
                ["<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "<pdfuaid:part>1<"]
            {
                assert!(data.contains(claim), "{form}: {claim} is not in\n{data}");
            }
        }
    }
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    let facts = sample();
    let first = documents().render_pdf("plan_form", &facts, &on("2026-11-20")).unwrap();
    let second = documents().render_pdf("plan_form", &facts, &on("2026-11-20")).unwrap();

    assert!(first == second);
}

#[test]
fn a_form_that_is_not_in_use_is_named_in_the_refusal() {
    let refused = documents().blank_pdf("plan_form", &on("2010-01-01")).unwrap_err();

    assert!(matches!(refused, DocumentError::UnknownForm { .. }));
    assert_eq!(refused.to_string(), "no form `plan_form` is in use on 2010-01-01");
}

#[test]
fn a_municipality_can_put_its_own_words_in_the_place_of_ours() {
    let directory = tempfile::tempdir().unwrap();
    let ours = include_str!("../../../../definitions/forms/consent_form.toml");
    std::fs::write(directory.path().join("consent_form.toml"), ours.replace("取組の方針", "見本市の約束")).unwrap();

    let documents = Documents::with_overrides(directory.path()).unwrap();

    let printed = text_of(&documents.blank_pdf("consent_form", &on("2026-11-20")).unwrap());
    assert!(printed.contains("見本市の約束"));
    assert!(documents.forms().get("plan_form", "2026-11-20".parse().unwrap()).is_some());
}

#[test]
fn a_mistake_in_an_own_definition_or_layout_is_named_with_file_and_line() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("plan_form.typ"), "#import \"form.typ\": *\n#show: form\n#nowhere\n").unwrap();
    let layout = Documents::check(directory.path()).unwrap_err().to_string();

    std::fs::write(directory.path().join("plan_form.toml"), "id = \"plan_form\"\nvalid_from = someday\n").unwrap();
    let definition = Documents::check(directory.path()).unwrap_err().to_string();

    assert_eq!(layout, "the layout of `plan_form` is wrong: plan_form.typ, line 3: unknown variable: nowhere");
    assert!(definition.starts_with("a form definition is wrong: plan_form.toml, line 2: "), "{definition}");
}

#[test]
fn the_forms_that_come_with_the_program_are_in_order() {
    let empty = tempfile::tempdir().unwrap();

    // The papers of a sitting are no form to be filled by hand; `app` tests what stands in them.
    let mut expected = FORMS.to_vec();
    // The report for the council is made from the register of the region, places to go to from the directory; both are about nobody.
    expected.extend(["conference_packet", "council_report", "place_sheet"]);
    expected.extend(crate::sheets::SHEETS);
    expected.sort_unstable();
    assert_eq!(Documents::check(empty.path()).unwrap(), expected);
}
