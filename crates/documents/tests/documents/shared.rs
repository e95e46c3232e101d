//! One fact is typed once and stands on every form that carries it; a sheet keeps the form of its day.

use std::collections::BTreeMap;

use crate::support::{FORMS, documents, on, sample, text_of};
use banso_domain::form::Kind;

/// Fields that a layout leaves out while they have no answer, or shows inside another one.
const TEXTS: [Kind; 4] = [Kind::Text, Kind::LongText, Kind::Staff, Kind::Agency];

#[test]
fn one_fact_typed_once_stands_on_every_form_that_carries_it() {
    let documents = documents();
    let day = "2026-11-20".parse().unwrap();
    let mut carriers: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for form in FORMS {
        let definition = documents.forms().get(form, day).unwrap();
        for field in definition.fields().filter(|field| TEXTS.contains(&field.kind) && !field.many) {
            carriers.entry(field.fact.clone()).or_default().push(form);
        }
    }
    carriers.retain(|_, forms| forms.len() > 1);
    let mut facts = sample();
    facts.set("person.sex", "other");
    for (number, fact) in carriers.keys().enumerate() {
        facts.set(fact, format!("しるし{number}号"));
    }

    assert!(carriers["person.name"].len() >= 6 && carriers["case.reference"].len() >= 6, "{carriers:?}");
    for form in FORMS {
        let text = text_of(&documents.render_pdf(form, &facts, &on("2026-11-20")).unwrap());
        for (number, (fact, forms)) in carriers.iter().enumerate() {
            let mark = format!("しるし{number}号");
            assert_eq!(text.contains(&mark), forms.contains(&form), "{fact} on {form}:\n{text}");
        }
    }
}

#[test]
fn u22_every_answer_stands_on_its_sheet_once() {
    let documents = documents();
    let day = "2026-11-20".parse().unwrap();
    // The number of the case stands at the head of each page too; the name of the centre stands above the rules and before 殿.
    let more_often = ["case.reference", "centre.name"];
    let without_box = ["wishes", "support_notes"];
    for form in FORMS {
        let definition = documents.forms().get(form, day).unwrap();
        let mut facts = sample();
        let mut marks = Vec::new();
        for field in definition.fields().filter(|field| TEXTS.contains(&field.kind) && !field.many) {
            let mark = format!("しるし{}号", marks.len());
            facts.set(&field.fact, mark.as_str());
            marks.push((field, mark));
        }
        // Every bracket is open.
        facts.set("person.sex", "other");
        let text = text_of(&documents.render_pdf(form, &facts, &on("2026-11-20")).unwrap());
        for (field, mark) in marks.iter().filter(|(field, _)| !more_often.contains(&field.fact.as_str())) {
            let expected = usize::from(!without_box.contains(&field.id.as_str()));
            assert_eq!(text.matches(mark.as_str()).count(), expected, "{} on {form}:\n{text}", field.id);
        }
    }
}

#[test]
fn the_date_of_birth_stands_on_every_sheet_of_a_person_with_its_era_ticked() {
    let documents = documents();
    let mut facts = sample();
    facts.set("person.birth_date", "1989-01-07");
    for form in
        FORMS.into_iter().filter(|form| !["case_list", "consent_form", "ledger_sheet", "carry_sheet"].contains(form))
    {
        let text = text_of(&documents.render_pdf(form, &facts, &on("2026-11-20")).unwrap());
        assert!(text.contains("□大正☑昭和□平成□令和64年1月7日（41歳）"), "{form}:\n{text}");
    }
}

#[test]
fn a_plan_of_2016_keeps_the_services_the_eras_and_the_seal_of_2016() {
    let documents = documents();
    let mut facts = sample();
    facts.set("plan.drafted_on", "2016-04-11");
    let text = |day: &str| text_of(&documents.render_pdf("plan_form", &facts, &on(day)).unwrap());

    let then = text("2016-04-11");
    for words in ["3家計相談支援事業", "2一時生活支援事業", "□大正☑昭和□平成60年", "見本髙﨑𠮷郎印", "平成28年4月11日"]
    {
        assert!(then.contains(words), "{words} is missing in\n{then}");
    }
    for words in ["家計改善", "居住支援", "転居費用", "□令和"] {
        assert!(!then.contains(words), "{words} came later:\n{then}");
    }
    let now = text("2026-11-20");
    for words in ["3家計改善支援事業", "2居住支援事業", "転居費用補助", "□平成□令和"] {
        assert!(now.contains(words), "{words} is missing in\n{now}");
    }
    assert!(!now.contains("郎印"), "{now}");
}
