//! Answers that nobody expects: very long, with rare letters, or written to do harm.

use crate::support::{FORMS, documents, on, page_count, poppler, sample, text_of};
use banso_domain::form::{Facts, Kind};
use serde_json::json;

/// Every text of every form set to `words`; for long texts `long`.
fn everywhere(words: &str, long: &str) -> Facts {
    let documents = documents();
    let mut facts = sample();
    for field in documents.forms().all().flat_map(|form| form.fields()) {
        match field.kind {
            Kind::LongText => facts.set(&field.fact, long),
            Kind::Text | Kind::Staff | Kind::Agency | Kind::Signature if field.many => {
                facts.set(&field.fact, json!([words]))
            }
            Kind::Text | Kind::Staff | Kind::Agency | Kind::Signature => facts.set(&field.fact, words),
            Kind::Table => {
                let text = |kind| matches!(kind, Kind::Text | Kind::LongText | Kind::Staff | Kind::Agency);
                let row: serde_json::Map<_, _> = (field.columns.iter())
                    .filter(|column| text(column.kind))
                    .map(|column| (column.fact.clone(), json!(words)))
                    .collect();
                facts.set(&field.fact, json!([row, {}, row]));
            }
            _ => {}
        }
    }
    facts
}

/// Nothing may be set outside the sheet of paper.
fn assert_inside_the_paper(form: &str, pdf: &[u8]) {
    let boxes = poppler("pdftotext", &["-bbox"], pdf);
    let number = |line: &str, name: &str| -> f64 {
        let after = line.split_once(&format!("{name}=\"")).unwrap().1;
        after.split_once('"').unwrap().0.parse().unwrap()
    };
    let (mut width, mut height) = (0.0, 0.0);
    for line in boxes.lines() {
        if line.contains("<page ") {
            (width, height) = (number(line, "width"), number(line, "height"));
        } else if line.contains("<word ") {
            let inside = number(line, "xMin") >= 28.0
                && number(line, "xMax") <= width - 28.0
                && number(line, "yMin") >= 14.0
                && number(line, "yMax") <= height - 14.0;
            assert!(inside, "{form}: {line} leaves the sheet of {width} × {height}");
        }
    }
}

#[test]
fn u22_names_of_thirty_characters_wrap_inside_their_boxes() {
    let name = "寿限無寿限無五劫の擦り切れ海砂利水魚の水行末雲来末風来末食う";
    let documents = documents();
    for form in FORMS {
        let pdf = documents.render_pdf(form, &everywhere(name, name), &on("2026-11-20")).unwrap();
        assert_inside_the_paper(form, &pdf);
    }
}

#[test]
fn an_address_of_the_web_without_a_blank_stays_on_the_sheet() {
    let address = format!("https://example.jp/{}", "a1B2-".repeat(60));
    let documents = documents();
    for form in FORMS {
        let pdf = documents.render_pdf(form, &everywhere(&address, &address), &on("2026-11-20")).unwrap();
        assert_inside_the_paper(form, &pdf);
    }
}

#[test]
fn u22_a_note_of_100_000_characters_goes_on_over_the_pages_and_loses_none() {
    let mut facts = sample();
    facts.set("record.facts", "鬱".repeat(100_000));
    facts.set("plan.issues_to_solve", "鬱".repeat(100_000));
    let documents = documents();
    for form in ["progress_record", "plan_form"] {
        let pdf = documents.render_pdf(form, &facts, &on("2026-11-20")).unwrap();
        assert_eq!(text_of(&pdf).matches('鬱').count(), 100_000, "{form}");
        assert!(page_count(&pdf) > 20, "{form}");
        assert_inside_the_paper(form, &pdf);
    }
}

#[test]
fn u22_long_notes_in_every_box_of_every_form_keep_their_last_word() {
    let documents = documents();
    let day = "2026-11-20".parse().unwrap();
    let long = |id: &str| format!("{}{}おわり＠{id}＠", "長い話。".repeat(600), "行\n".repeat(80));
    for form in FORMS {
        let definition = documents.forms().get(form, day).unwrap();
        let on_paper = |id: &str| !["wishes", "support_notes"].contains(&id);
        let mut facts = everywhere("みじかい", "");
        let mut ends = Vec::new();
        for field in definition.fields().filter(|field| on_paper(&field.id)) {
            if field.kind == Kind::LongText {
                facts.set(&field.fact, long(&field.id));
                ends.push(field.id.clone());
            }
            let columns: Vec<_> = field.columns.iter().filter(|column| column.kind == Kind::LongText).collect();
            if !columns.is_empty() {
                let row: serde_json::Map<_, _> =
                    columns.iter().map(|column| (column.fact.clone(), json!(long(&column.id)))).collect();
                facts.set(&field.fact, json!([row]));
                ends.extend(columns.iter().map(|column| column.id.clone()));
            }
        }
        let pdf = documents.render_pdf(form, &facts, &on("2026-11-20")).unwrap();

        let text = text_of(&pdf);
        for id in ends {
            assert!(text.contains(&format!("おわり＠{id}＠")), "{form}: the end of {id} is cut off");
        }
        assert_inside_the_paper(form, &pdf);
    }
}

#[test]
fn a_note_of_many_short_lines_keeps_every_line() {
    let lines: Vec<String> = (0..2_000).map(|number| format!("行{number}")).collect();
    let mut facts = sample();
    facts.set("record.facts", lines.join("\n"));

    let text = text_of(&documents().render_pdf("progress_record", &facts, &on("2026-11-20")).unwrap());

    assert!(lines.iter().all(|line| text.contains(line.as_str())));
}

#[test]
fn rare_letters_variants_and_emoji_are_printed() {
    let words = "𠮷野家 髙橋 山﨑 葛󠄀飾 邉󠄂 鷗 ①㈱ 〜− 😊👍";
    let mut facts = sample();
    facts.set("record.facts", words);
    let pdf = documents().render_pdf("progress_record", &facts, &on("2026-11-20")).unwrap();

    let text = text_of(&pdf);

    for letter in ["𠮷", "髙", "﨑", "葛", "邉", "鷗", "①", "😊", "👍"] {
        assert!(text.contains(letter), "{letter} is missing in\n{text}");
    }
    let fonts = poppler("pdffonts", &[], &pdf);
    for font in ["BIZUDPGothic", "NotoSansJP", "NotoEmoji"] {
        assert!(fonts.contains(font), "{fonts}");
    }
}

#[test]
fn letters_that_no_font_has_are_named_by_their_numbers_and_variants_without_a_form_too() {
    let documents = documents();
    let foot = |words: &str| {
        let facts = Facts::from_iter([("record.facts", json!(words))]);
        text_of(&documents.render_pdf("progress_record", &facts, &on("2026-11-20")).unwrap())
    };

    let rare = foot("𪜈 邉\u{e01ef} 葛\u{e0100}");
    assert!(rare.contains("※印刷できない文字があります（Unicodeの番号）：U+2A708"), "{rare}");
    assert!(rare.contains("※標準の字形で印刷した文字があります：邉（U+9089U+E01EF）"), "{rare}");
    assert!(!rare.contains("U+845B"), "this variant is in the font:\n{rare}");
    let common = foot("𠮷野家 髙橋 山﨑 葛\u{e0100}飾 鷗 ①㈱ 〜− 😊👍 👨\u{200d}👩\u{200d}👧 ☕\u{fe0f}");
    assert!(!common.contains("Unicode") && !common.contains("字形"), "{common}");
}

#[test]
fn what_people_write_is_never_read_as_layout() {
    let words = r##"#panic("x") $a$ *b* _c_ = d <e> @f \ [g] "h" {{ k }}"##;
    let documents = documents();
    for form in FORMS {
        let pdf = documents.render_pdf(form, &everywhere(words, words), &on("2026-11-20")).unwrap();
        assert!(text_of(&pdf).contains(r##"#panic("x")$a$*b*_c_=d<e>@f\[g]"h"{{k}}"##), "{form}");
    }
}

#[test]
fn control_characters_and_answers_of_another_kind_do_not_stop_the_printer() {
    let mut facts = everywhere("a\u{0}b\u{7}c\u{1b}", "x\u{c}y\r\nz");
    facts.set("plan.drafted_on", "いつか");
    facts.set("plan.round", "二");
    facts.set("plan.actions", json!("row"));
    facts.set("plan.consent", json!(["yes"]));
    facts.set("plan.kind", json!("retired_option"));
    facts.set("person.birth_date", json!(1985));
    let documents = documents();
    for form in FORMS {
        documents.render_pdf(form, &facts, &on("2026-11-20")).unwrap();
        documents.render_xlsx(form, &facts, &on("2026-11-20")).unwrap();
    }
}
