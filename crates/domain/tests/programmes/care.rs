//! ケアマネジメントの7つの段階: where a use stands in them, seen from what is recorded there.

use std::fmt::Write as _;

use banso_domain::{
    episode::{Milestone, Programme},
    process::{CareState, CareStep, care_of},
};

use crate::support::*;

const FILE: &str = include_str!("../../../../definitions/processes/care_management.toml");

fn steps() -> Vec<CareStep> {
    CareStep::all_from_toml("care_management.toml", FILE).unwrap()
}

fn told(of: &Use) -> String {
    let (steps, programmes) = (steps(), programmes());
    let mut text = String::new();
    for view in care_of(&steps, &of.episode, &programmes) {
        let state = match view.state {
            CareState::Done => "済み",
            CareState::Now => "いま",
            CareState::Unseen => "記録なし",
            CareState::Ahead => "これから",
        };
        let on = view.seen_on.map_or_else(String::new, |on| format!(" {on}"));
        writeln!(text, "{} {state}{on}", view.step.plain.ja).unwrap();
    }
    text
}

#[test]
fn the_seven_steps_lead_from_meeting_to_parting_and_on_to_meeting_again() {
    let steps = steps();
    let plain: Vec<&str> = steps.iter().map(|step| step.plain.ja.as_str()).collect();
    assert_eq!(plain, ["であい", "みたて", "てだて", "はたらきかけ", "みなおし", "ふりかえり", "わかれ"]);
    assert_eq!(
        steps[4].leads_to,
        ["planning", "evaluation"],
        "what is looked at again is planned anew or looked back on"
    );
    assert_eq!(steps[6].leads_to, ["intake"], "who comes again meets us again");
    assert!(steps.iter().all(|step| step.name_on(day("2026-04-01")).is_some() && !step.people.is_empty()));
}

#[test]
fn a_use_that_has_just_begun_is_at_the_meeting() {
    insta::assert_snapshot!(told(&transition("2026-04-01")), @r"
    であい いま 2026-04-01
    みたて これから
    てだて これから
    はたらきかけ これから
    みなおし これから
    ふりかえり これから
    わかれ これから
    ");
}

#[test]
fn an_agreed_plan_is_carried_out_and_a_missing_assessment_is_no_secret() {
    let of =
        transition("2026-04-01").noted(Milestone::PlanDrafted, "2026-04-15").noted(Milestone::PlanAgreed, "2026-04-22");
    insta::assert_snapshot!(told(&of), @r"
    であい 済み 2026-04-01
    みたて 記録なし
    てだて 済み 2026-04-22
    はたらきかけ いま 2026-04-22
    みなおし これから
    ふりかえり これから
    わかれ これから
    ");
}

#[test]
fn after_looking_again_a_new_plan_stands_at_the_means_once_more() {
    let of = transition("2026-04-01")
        .noted(Milestone::PlanAssessed, "2026-04-08")
        .noted(Milestone::PlanAgreed, "2026-04-22")
        .noted(Milestone::PlanReviewed, "2026-07-20")
        .noted(Milestone::PlanRenewed, "2026-07-21")
        .noted(Milestone::PlanDrafted, "2026-07-28");
    insta::assert_snapshot!(told(&of), @r"
    であい 済み 2026-04-01
    みたて 済み 2026-04-08
    てだて いま 2026-07-28
    はたらきかけ 済み 2026-04-22
    みなおし 済み 2026-07-20
    ふりかえり 済み 2026-07-21
    わかれ これから
    ");
}

#[test]
fn every_programme_has_its_place_in_the_seven_steps() {
    let (steps, programmes) = (steps(), programmes());
    for programme in Programme::ALL.iter().filter(|programme| **programme != Programme::Retention) {
        let of = begin(*programme, start("2026-04-01"));
        let views = care_of(&steps, &of.episode, &programmes);
        assert_eq!(views.iter().filter(|view| view.state == CareState::Now).count(), 1, "{}", programme.name());
    }
}

#[test]
fn a_mistake_in_the_steps_is_told_with_its_line() {
    for (from, to, said) in [
        ("leads_to = [\"intake\"]", "leads_to = [\"intak\"]", "there is no step \"intak\" to lead to"),
        ("noted = [\"plan_reviewed\",", "noted = [\"plan_reviewd\",", "did you mean \"plan_reviewed\"?"),
    ] {
        let told = CareStep::all_from_toml("care_management.toml", &FILE.replace(from, to)).unwrap_err().to_string();
        assert!(told.contains(said) && told.contains("care_management.toml, line "), "{told}");
    }
    let first = FILE.split("[[step]]").nth(1).unwrap();
    let told = CareStep::all_from_toml("care_management.toml", &format!("{FILE}\n[[step]]{first}")).unwrap_err();
    assert!(told.to_string().contains("the step \"intake\" is named twice"), "{told}");
}
