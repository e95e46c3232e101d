//! The programmes' definition files: what they say, and mistakes pointed at by file and line.

use std::fmt::Write as _;

use banso_domain::{agency::AgencyKind, episode::Programme, process::ProgrammeDefinition};

use crate::support::*;

fn mistake(from: &str, to: &str) -> String {
    let text = FILES.iter().find(|(name, _)| *name == "transition.toml").unwrap().1;
    assert!(text.contains(from), "{from} is there");
    ProgrammeDefinition::from_toml("transition.toml", &text.replacen(from, to, 1)).unwrap_err().to_string()
}

#[test]
fn every_programme_is_defined_and_says_who_gives_it() {
    let mut table = String::new();
    for programme in Programme::ALL {
        let definition = definition(*programme);
        let rules = &definition.rules_on(today()).unwrap();
        let months = rules.months.map_or_else(|| "期限なし".to_owned(), |months| format!("{months}か月"));
        let longer: String = rules.extensions.iter().map(|months| format!("+{months}")).collect();
        let phases: Vec<_> = definition.phases.iter().map(|phase| phase.names[0].ja.as_str()).collect();
        writeln!(table, "{} {months}{longer}: {}", definition.names[0].ja, phases.join(" → ")).unwrap();
    }
    insta::assert_snapshot!(table);
}

#[test]
fn the_sheets_of_a_phase_are_sheets_that_come_with_the_program() {
    let forms = concat!(env!("CARGO_MANIFEST_DIR"), "/../../definitions/forms");
    for programme in Programme::ALL {
        let definition = definition(*programme);
        for sheet in definition.phases.iter().flat_map(|phase| &phase.sheets) {
            let text = std::fs::read_to_string(format!("{forms}/{sheet}.toml")).unwrap_or_default();
            assert!(text.contains("\n[sheet]\n"), "{}: {sheet} is no sheet", definition.names[0].ja);
        }
        assert!(definition.phases.iter().any(|phase| !phase.sheets.is_empty()), "{}", definition.names[0].ja);
    }
}

#[test]
fn an_agency_is_offered_what_agencies_of_its_kind_give() {
    let all = programmes();
    let of = |kind| all.given_by(kind).map(|definition| definition.programme.name()).collect::<Vec<_>>();
    assert_eq!(of(AgencyKind::RegionalVocationalCenter), ["regional_vocational_center", "job_coach"]);
    assert_eq!(of(AgencyKind::School), Vec::<&str>::new());
}

#[test]
fn what_excludes_each_other_does_so_both_ways() {
    let all = programmes();
    for programme in Programme::ALL {
        for other in all.excluding(*programme) {
            assert!(all.excluding(other).contains(programme), "{} and {}", programme.name(), other.name());
        }
    }
}

#[test]
fn a_mistake_is_told_with_file_line_and_what_to_write_instead() {
    let mistakes = [
        mistake("id = \"transition\"", "id = \"transitoin\""),
        mistake("agencies = [\"transition_support\"]", "agencies = [\"transition\"]"),
        mistake("agencies = [\"transition_support\"]", "agencies = []"),
        mistake("not_with = [\"transition\"", "not_with = [\"transitin\""),
        mistake("valid_from = \"2006-10-01\"\n", ""),
        mistake("valid_from = \"2006-10-01\"", "valid_from = \"2006-13-01\""),
        mistake("months = 24", "months = 0"),
        mistake("months = 24", "month = 24"),
        mistake("months = 24\n", ""),
        mistake("handover_before = 4", "handover_before = 24"),
        mistake("[[phase]]\nid = \"preparation\"", "[[phase]]\nid = \"entry\""),
        mistake("needs = [\"plan_agreed\"]", "needs = [\"plan_agred\"]"),
        mistake("code = \"intake\"", "code = \"intaek\""),
    ];
    insta::assert_snapshot!(mistakes.join("\n"));
}

#[test]
fn terms_are_listed_by_date() {
    let text = FILES.iter().find(|(name, _)| *name == "retention.toml").unwrap().1;
    let twice = text.replacen("[[phase]]", "[[term]]\nvalid_from = \"2017-04-01\"\n\n[[phase]]", 1);
    let told = ProgrammeDefinition::from_toml("retention.toml", &twice).unwrap_err().to_string();
    assert!(told.contains("terms are listed by date"), "{told}");
}
