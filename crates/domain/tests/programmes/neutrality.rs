//! where people went on to after choice support, counted without leaning and without comparing offices.

use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    episode::{Episode, EpisodeEnd, EpisodeEndReason, EpisodeEvent, Programme, Start, TermRules},
    form::{FormDefinition, SharedParts},
    id::{AgencyId, EpisodeId, PersonId},
    neutrality::{
        AuthorityAnswer, AuthorityWord, GoneOnTo, HalfYear, HalfYearShares, LeaningReason, NeutralityRules, gone_on_to,
    },
    process::ProgrammeDefinition,
    rule::Rule,
};
use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

const FILE: &str = include_str!("../../../../definitions/processes/employment_choice.toml");

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn office(number: u128) -> AgencyId {
    AgencyId::new(Uuid::from_u128(number))
}

fn rules() -> NeutralityRules {
    let definition = ProgrammeDefinition::from_toml("employment_choice.toml", FILE).unwrap();
    definition.neutrality_on(day("2026-06-30")).unwrap().clone()
}

fn used(number: u128, programme: Programme, agency: u128, from: &str, until: Option<&str>) -> Episode {
    let definition = ProgrammeDefinition::from_toml("employment_choice.toml", FILE).unwrap();
    let rules: TermRules = definition.rules_on(day("2025-10-01")).unwrap().clone();
    let start = Start { on: day(from), months: None, hired_on: None, ground: None };
    let (person, agency) = (PersonId::new(Uuid::from_u128(7)), office(agency));
    let (previous, heard, to_link) = (None, None, Vec::new());
    let begun = EpisodeEvent::Started { person, agency, programme, rules, start, previous, heard, to_link };
    let id = EpisodeId::new(Uuid::from_u128(number));
    let mut episode = Episode::apply(None, id, &begun).unwrap();
    if let Some(until) = until {
        let end = EpisodeEnd { on: day(until), reason: EpisodeEndReason::MovedToOtherService, note: String::new() };
        episode = Episode::apply(Some(episode), id, &EpisodeEvent::Ended { end }).unwrap();
    }
    episode
}

fn half() -> HalfYear {
    HalfYear::of(day("2026-01-01"))
}

fn went(programme: Programme, agency: u128) -> GoneOnTo {
    GoneOnTo { programme, agency: office(agency) }
}

/// Offices 1 and 2 are of one corporation, written in two ways; 3 is of another; of 4 none is written.
fn corporation(agency: AgencyId) -> String {
    let known = [(1, "社会福祉法人 みつける会"), (2, "社会福祉法人みつける会"), (3, "NPO法人ステップ")];
    known.iter().find(|(number, _)| office(*number) == agency).map_or("", |(_, name)| name).to_owned()
}

fn shares(to: &[(Programme, u128)]) -> HalfYearShares {
    let ended: Vec<Vec<GoneOnTo>> = to.iter().map(|(programme, agency)| vec![went(*programme, *agency)]).collect();
    HalfYearShares::count(&rules(), "社会福祉法人みつける会", &ended, corporation)
}

#[test]
fn the_half_years_are_judged_in_june_and_december_and_applied_from_october_and_april() {
    let first = HalfYear::of(day("2026-06-30"));
    assert_eq!((first.first_day(), first.last_day()), (day("2026-01-01"), day("2026-06-30")));
    assert_eq!(first.applied(), (day("2026-10-01"), day("2027-03-31")));
    let second = HalfYear::of(day("2026-07-01"));
    assert_eq!((second.first_day(), second.last_day()), (day("2026-07-01"), day("2026-12-31")));
    assert_eq!(second.applied(), (day("2027-04-01"), day("2027-09-30")));
    assert_eq!((first.after(), second.before(), first.before().name()), (second, first, "2025-2".to_owned()));
    assert_eq!(HalfYear::from_name(&second.name()), Some(second));
    for wrong in ["2026", "2026-3", "x-1", "99999-1", ""] {
        assert_eq!(HalfYear::from_name(wrong), None, "{wrong}");
    }
}

#[test]
fn r_68_somebody_went_on_to_the_first_use_of_each_service_that_began_when_choice_support_had_ended() {
    let services = rules().services;
    let choice = used(1, Programme::EmploymentChoice, 1, "2026-02-01", Some("2026-02-28"));
    let before = used(2, Programme::ContinuationB, 2, "2024-04-01", Some("2026-01-31"));
    let first = used(3, Programme::Transition, 3, "2026-03-01", Some("2026-04-30"));
    let second = used(4, Programme::Transition, 1, "2026-05-01", None);
    let known = [choice.clone(), before, first, second];
    assert_eq!(gone_on_to(&choice, &known, &services), [went(Programme::Transition, 3)]);
    let open = used(1, Programme::EmploymentChoice, 1, "2026-02-01", None);
    assert!(gone_on_to(&open, &known, &services).is_empty(), "who is still choosing went nowhere");
}

#[test]
fn r_68_what_began_after_another_choice_is_counted_for_that_other_choice() {
    let services = rules().services;
    let choice = used(1, Programme::EmploymentChoice, 1, "2026-02-01", Some("2026-02-28"));
    let again = used(2, Programme::EmploymentChoice, 3, "2026-04-01", Some("2026-04-30"));
    let later = used(3, Programme::ContinuationA, 3, "2026-05-01", None);
    let known = [choice.clone(), again.clone(), later];
    assert!(gone_on_to(&choice, &known, &services).is_empty());
    assert_eq!(gone_on_to(&again, &known, &services), [went(Programme::ContinuationA, 3)]);
}

#[test]
fn r_68_each_service_is_counted_apart_and_one_corporation_is_one_however_it_is_written() {
    let b = Programme::ContinuationB;
    let found = shares(&[(b, 1), (b, 2), (b, 3), (Programme::Transition, 3)]);
    let [transition, a, of_b] = found.services.as_slice() else { panic!("three services") };
    assert_eq!((transition.people, transition.most, transition.is_own), (1, 1, false));
    assert_eq!((a.people, a.percent(), a.corporation.as_deref()), (0, None, None));
    assert_eq!((of_b.people, of_b.most, of_b.percent(), of_b.is_own), (3, 2, Some(66), true));
    assert_eq!(found.ended, 4);
}

#[test]
fn r_68_more_than_eighty_percent_at_one_corporation_leans_and_exactly_eighty_does_not() {
    let b = Programme::ContinuationB;
    let four_of_five = shares(&[(b, 1), (b, 1), (b, 2), (b, 2), (b, 3)]);
    assert_eq!(four_of_five.services[2].percent(), Some(80));
    assert!(four_of_five.findings(&rules(), half(), &[]).is_empty());
    let five_of_six = shares(&[(b, 1), (b, 1), (b, 2), (b, 2), (b, 2), (b, 3)]);
    assert_eq!(five_of_six.findings(&rules(), half(), &[]), [Rule::OptionsWithoutLeaning]);
    assert!(shares(&[]).findings(&rules(), half(), &[]).is_empty(), "nobody went on, nobody leans");
}

#[test]
fn r_68_an_agency_without_a_written_corporation_counts_as_somebody_and_for_no_corporation() {
    let b = Programme::ContinuationB;
    let found = shares(&[(b, 1), (b, 4), (b, 4)]);
    let of_b = &found.services[2];
    assert_eq!((of_b.people, of_b.most, of_b.unknown), (3, 1, 2));
    assert!(!of_b.is_over(80));
}

#[test]
fn r_68_the_line_is_a_setting_with_its_days_and_a_wrong_one_is_told_by_its_line() {
    let definition = |text: &str| ProgrammeDefinition::from_toml("employment_choice.toml", text);
    assert!(definition(FILE).unwrap().neutrality_on(day("2025-09-30")).is_none());
    assert_eq!(rules().percent, 80);
    for (from, to, said) in [
        ("percent = 80", "percent = 180", "between 1 and 100"),
        ("services = [\"transition\", \"continuation_a\", \"continuation_b\"]", "services = []", "at least one"),
        ("services = [\"transition\",", "services = [\"transitoin\",", "did you mean \"transition\"?"),
    ] {
        let told = definition(&FILE.replace(from, to)).unwrap_err().to_string();
        assert!(told.contains(said) && told.contains("line "), "{told}");
    }
}

/// What the assessment sheet of choice support says about options that were shown.
fn said_of_options(shown: &Value) -> Vec<Rule> {
    let shared = include_str!("../../../../definitions/forms/shared.toml");
    let shared = SharedParts::from_toml("shared.toml", shared).unwrap();
    let text = include_str!("../../../../definitions/forms/employment_assessment.toml");
    let form = FormDefinition::from_toml("employment_assessment.toml", text, &shared).unwrap();
    let answers = serde_json::from_value(json!({ "employment_assessment": { "options_shown": shown } })).unwrap();
    let rules = form.sheet_findings(&answers);
    rules.into_iter().filter(|rule| *rule == Rule::OptionsWithoutLeaning).collect()
}

#[test]
fn r_68_a_list_of_options_with_only_the_own_corporation_is_warned_of() {
    let own = json!({ "type": "B型", "office": "こもれび作業所", "own": true });
    let other = json!({ "type": "B型", "office": "わかば", "own": false });
    let unanswered = json!({ "type": "B型", "office": "わかば" });
    let warned = [Rule::OptionsWithoutLeaning];
    assert_eq!(said_of_options(&json!([own])), warned);
    assert_eq!(said_of_options(&json!([own, own])), warned);
    assert!(said_of_options(&json!([own, other])).is_empty());
    assert!(said_of_options(&json!([own, unanswered])).is_empty(), "nobody said that it is one's own");
    assert!(said_of_options(&json!([])).is_empty(), "no list leans nowhere");
}

fn office_facts() -> AgencyFacts {
    AgencyFacts::named(AgencyKind::EmploymentChoice, "選択支援みつける")
}

/// A reason for type B in the first half of 2026.
fn because(reason: &str) -> LeaningReason {
    LeaningReason {
        half: half(),
        service: Programme::ContinuationB,
        reason: reason.to_owned(),
        words: "送迎できる範囲に、B型は2か所だけ。".to_owned(),
        adviser: String::new(),
        handed_in_on: Some(day("2026-08-31")),
        answer: None,
    }
}

fn explained(reason: LeaningReason, to: &[(Programme, u128)]) -> Result<AgencyFacts, Vec<Rule>> {
    let found = shares(to);
    let share = found.services.iter().find(|share| share.service == Programme::ContinuationB).unwrap();
    let facts = office_facts().explain_leaning(reason, (&rules(), share), day("2026-09-01"));
    facts.map_err(|refusal| refusal.rules)
}

const ALL_AT_ONE: &[(Programme, u128)] = &[(Programme::ContinuationB, 1), (Programme::ContinuationB, 2)];

#[test]
fn p_74_a_reason_for_leaning_is_one_of_the_notice_says_how_it_was_and_whose_advice_it_rests_on() {
    assert!(explained(because("few_places"), ALL_AT_ONE).is_ok());
    let says_nothing = LeaningReason { words: " ".to_owned(), ..because("few_places") };
    for wrong in [says_nothing, because("we_are_good"), because("advice")] {
        assert_eq!(explained(wrong, ALL_AT_ONE), Err(vec![Rule::LeaningReasonSaysWhat]));
    }
    let advised =
        LeaningReason { adviser: "あおば野市自立支援協議会 就労部会".to_owned(), ..because("advice") };
    assert!(explained(advised, ALL_AT_ONE).is_ok());
    let names_a_case = LeaningReason { words: "2026-00417 の人の希望".to_owned(), ..because("few_places") };
    assert_eq!(explained(names_a_case, ALL_AT_ONE), Err(vec![Rule::NobodyInTheRegion]), "R-62");
    let to_come = LeaningReason { handed_in_on: Some(day("2026-09-02")), ..because("few_places") };
    assert_eq!(explained(to_come, ALL_AT_ONE), Err(vec![Rule::DateOutOfOrder]));
}

#[test]
fn p_75_a_reason_is_written_for_a_service_that_was_over_the_line() {
    let within = [(Programme::ContinuationB, 1), (Programme::ContinuationB, 3)];
    assert_eq!(explained(because("few_places"), &within), Err(vec![Rule::LeaningIsOverTheLine]));
    assert_eq!(explained(because("few_places"), &[]), Err(vec![Rule::LeaningIsOverTheLine]), "nobody went on");
}

#[test]
fn p_76_the_authority_answers_what_was_handed_in_and_then_it_stays_as_it_is() {
    let answer = |on| AuthorityAnswer { on: day(on), word: AuthorityWord::Recognised };
    let of = (half(), Programme::ContinuationB);
    let handed_in = explained(because("few_places"), ALL_AT_ONE).unwrap();
    let early = handed_in.clone().answer_leaning(of, answer("2026-08-30"), day("2026-10-01"));
    assert_eq!(early.unwrap_err().rules, [Rule::DateOutOfOrder]);
    let answered = handed_in.answer_leaning(of, answer("2026-09-20"), day("2026-10-01")).unwrap();
    let share = shares(ALL_AT_ONE).services.remove(2);
    let again = answered.explain_leaning(because("advice"), (&rules(), &share), day("2026-10-01"));
    assert_eq!(again.unwrap_err().rules, [Rule::LeaningReasonHandedIn]);

    let kept = LeaningReason { handed_in_on: None, ..because("few_places") };
    let written = explained(kept, ALL_AT_ONE).unwrap();
    let answered = written.answer_leaning(of, answer("2026-09-20"), day("2026-10-01"));
    assert_eq!(answered.unwrap_err().rules, [Rule::LeaningReasonHandedIn], "nothing was handed in yet");
    let nothing = office_facts().answer_leaning(of, answer("2026-09-20"), day("2026-10-01"));
    assert_eq!(nothing.unwrap_err().rules, [Rule::LeaningReasonHandedIn]);
}

#[test]
fn r_68_a_reason_that_was_handed_in_stands_until_the_authority_finds_it_unfit() {
    let found = shares(ALL_AT_ONE);
    let said = |facts: &AgencyFacts| found.findings(&rules(), half(), &facts.leaning);
    let leans = vec![Rule::OptionsWithoutLeaning];
    assert_eq!(said(&office_facts()), leans);
    let kept = LeaningReason { handed_in_on: None, ..because("few_places") };
    assert_eq!(said(&explained(kept, ALL_AT_ONE).unwrap()), leans, "what nobody handed in changes nothing");
    let handed_in = explained(because("few_places"), ALL_AT_ONE).unwrap();
    assert!(said(&handed_in).is_empty());
    assert_eq!(found.findings(&rules(), half().before(), &handed_in.leaning), leans, "it is for one half-year");
    let of = (half(), Programme::ContinuationB);
    let answer = |word| AuthorityAnswer { on: day("2026-09-20"), word };
    let unfit = handed_in.clone().answer_leaning(of, answer(AuthorityWord::Unfit), day("2026-10-01")).unwrap();
    assert_eq!(said(&unfit), leans);
    let recognised = handed_in.answer_leaning(of, answer(AuthorityWord::Recognised), day("2026-10-01")).unwrap();
    assert!(said(&recognised).is_empty());
}

#[test]
fn r_68_the_reasons_are_those_of_the_notice_with_their_source_and_no_id_stands_there_twice() {
    let sources: Vec<String> = rules().reasons.iter().map(|reason| reason.source.ja.clone()).collect();
    assert_eq!(sources.len(), 3);
    assert!(sources.iter().all(|source| source.starts_with("通知 障障発0331第3号")));
    let twice = FILE.replace("id = \"recognised\"", "id = \"advice\"");
    let told = ProgrammeDefinition::from_toml("employment_choice.toml", &twice).unwrap_err().to_string();
    assert!(told.contains("the reason \"advice\" is named twice"), "{told}");
}
