//! The rules themselves: numbers, order, strength.

use std::collections::BTreeSet;

use banso_domain::{
    case::{closing, event::Purpose, plan::Service, record},
    process::Condition,
    rule::{Refusal, Rule, Severity},
};

#[test]
fn every_rule_has_a_number_of_its_own() {
    let codes: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.code()).collect();

    assert_eq!(codes.len(), Rule::ALL.len());
}

#[test]
fn the_rules_are_listed_in_order_of_number() {
    let of = |family: &str| -> Vec<_> {
        Rule::ALL.iter().map(|rule| rule.code()).filter(|code| code.starts_with(family)).collect()
    };
    let families = [of("SR-"), of("P-"), of("R-")];

    // P-9 before P-10, SR-31 before SR-31a.
    let number = |code: &&'static str| {
        let number = code.split_once('-').map_or(*code, |(_, number)| number);
        let digits = number.trim_end_matches(char::is_alphabetic);
        (digits.parse::<u32>().expect("a number"), &number[digits.len()..])
    };
    assert!(families.iter().all(|codes| codes.is_sorted_by_key(number)));
    assert_eq!(families.concat(), Rule::ALL.iter().map(|rule| rule.code()).collect::<Vec<_>>());
}

#[test]
fn a_rule_is_kept_under_its_number() {
    for rule in Rule::ALL {
        let kept = serde_json::to_value(rule).unwrap();
        assert_eq!(kept, rule.code());
        assert_eq!(serde_json::from_value::<Rule>(kept).unwrap(), *rule);
    }
}

#[test]
fn the_programmes_rules_speak_as_strongly_as_the_sources_have_them() {
    let of = |severity| {
        let rules = Rule::ALL.iter().filter(|rule| rule.severity() == severity && rule.code().starts_with("SR"));
        rules.map(|rule| rule.code()).collect::<Vec<_>>().join(" ")
    };

    assert_eq!(of(Severity::Error), "SR-01 SR-02 SR-05 SR-06 SR-08 SR-10 SR-11 SR-13 SR-15 SR-22");
    assert_eq!(of(Severity::Warning), "SR-12 SR-14 SR-16 SR-17 SR-18 SR-19 SR-20 SR-21 SR-23 SR-24 SR-25 SR-26");
    assert_eq!(of(Severity::Info), "SR-09 SR-27 SR-27b");
}

#[test]
fn a_refusal_names_its_rules_in_words_for_the_log() {
    let refusal = Refusal { rules: vec![Rule::SignatureBeforeDecision, Rule::ConferenceBeforeDecision] };

    assert_eq!(refusal.to_string(), "refused by SR-05, SR-08");
}

#[test]
fn names_used_in_files_and_forms_are_unique_and_lead_back() {
    for condition in Condition::ALL {
        assert_eq!(Condition::from_name(condition.name()), Some(*condition));
    }
    for purpose in Purpose::ALL {
        assert_eq!(Purpose::from_name(purpose.name()), Some(*purpose));
    }
    for method in record::ContactMethod::ALL {
        assert_eq!(record::ContactMethod::from_name(method.name()), Some(*method));
    }
    for counterpart in record::Counterpart::ALL {
        assert_eq!(record::Counterpart::from_name(counterpart.name()), Some(*counterpart));
    }
    let reasons: BTreeSet<_> = closing::CloseReason::ALL.iter().map(|reason| reason.name()).collect();
    assert_eq!(reasons.len(), closing::CloseReason::ALL.len());
}

#[test]
fn the_name_of_a_thing_is_the_word_it_is_stored_under() {
    let stored = |value: serde_json::Value| value.as_str().unwrap().to_owned();
    for service in Service::ALL {
        assert_eq!(stored(serde_json::to_value(service).unwrap()), service.name());
    }
    for purpose in Purpose::ALL {
        assert_eq!(stored(serde_json::to_value(purpose).unwrap()), purpose.name());
    }
    for reason in closing::CloseReason::ALL {
        assert_eq!(stored(serde_json::to_value(reason).unwrap()), reason.name());
    }
    for way in closing::Way::ALL {
        assert_eq!(stored(serde_json::to_value(way).unwrap()), way.name());
    }
    for means in closing::AttemptMeans::ALL {
        assert_eq!(stored(serde_json::to_value(means).unwrap()), means.name());
    }
}
