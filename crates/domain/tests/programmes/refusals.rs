//! What is refused, by which rule.

use banso_domain::{
    episode::{
        Episode, EpisodeEndReason, EpisodeEvent, Grant, Milestone, NewEpisode, OutsideKind, Programme, Start,
        in_the_way,
    },
    process::{EpisodeCondition, PhaseState},
    rule::Rule,
};

use crate::support::*;

#[test]
fn p_80_an_agency_begins_what_agencies_of_its_kind_give() {
    let all = programmes();
    let new = NewEpisode {
        person: person(),
        agency: agency(1),
        kind: OTHER_KIND,
        definition: all.of(Programme::Transition).unwrap(),
        excluded: Vec::new(),
        start: start("2026-04-01"),
        previous: None,
        heard: None,
        others: &[],
    };
    assert_eq!(refused_by(new.decide()), [Rule::ProgrammeFitsAgency]);
}

#[test]
fn p_80_nothing_begins_before_there_was_such_a_programme() {
    assert_eq!(
        refused_by(try_begin(Programme::EmploymentChoice, start("2025-09-30"), &[])),
        [Rule::ProgrammeFitsAgency]
    );
    assert!(try_begin(Programme::EmploymentChoice, start("2025-10-01"), &[]).is_ok());
}

#[test]
fn p_81_what_has_ended_stays_as_it_is() {
    let ended = transition("2024-04-01").ended("2025-05-31", EpisodeEndReason::Employed).episode;
    assert_eq!(refused_by(ended.extend(extension(6, "2025-05-01"), today())), [Rule::EpisodeEnded]);
    assert_eq!(refused_by(ended.suspend(day("2025-05-01"), "入院", today())), [Rule::EpisodeEnded]);
    assert_eq!(refused_by(ended.finish(end("2025-06-30", EpisodeEndReason::Employed), today())), [Rule::EpisodeEnded]);
    assert!(ended.correct(start("2024-04-02"), None, "終わっていなかった", today()).is_ok());
}

#[test]
fn p_82_nothing_ends_before_it_begins() {
    let of = transition("2024-04-01").episode;
    assert_eq!(refused_by(of.shorten(shortening("2024-03-31", "2024-03-01"), today())), [Rule::TermInOrder]);
    assert_eq!(refused_by(of.finish(end("2024-03-31", EpisodeEndReason::Employed), today())), [Rule::TermInOrder]);
    let grant = Grant { until: Some(day("2024-03-31")), ..Grant::default() };
    assert_eq!(refused_by(of.record_grant(grant)), [Rule::TermInOrder]);
    let corrected =
        of.correct(start("2024-05-01"), Some(end("2024-04-30", EpisodeEndReason::Employed)), "誤記", today());
    assert_eq!(refused_by(corrected), [Rule::TermInOrder]);
}

#[test]
fn p_83_two_services_that_exclude_each_other_do_not_run_on_the_same_day_and_the_one_in_the_way_is_known() {
    let running = [transition("2024-04-01").episode];
    assert_eq!(refused_by(try_begin(Programme::ContinuationB, start("2025-04-01"), &running)), [Rule::EpisodesOverlap]);
    let all = programmes();
    let new = NewEpisode {
        person: person(),
        agency: agency(9),
        kind: OTHER_KIND,
        definition: all.of(Programme::ContinuationB).unwrap(),
        excluded: all.excluding(Programme::ContinuationB),
        start: start("2025-04-01"),
        previous: None,
        heard: None,
        others: &[],
    };
    assert_eq!(in_the_way(&new, &running).map(|episode| episode.id), Some(running[0].id));

    let ended = [transition("2024-04-01").ended("2025-03-31", EpisodeEndReason::MovedToOtherService).episode];
    assert!(try_begin(Programme::ContinuationB, start("2025-04-01"), &ended).is_ok());
    assert!(try_begin(Programme::LifeWorkCentre, start("2025-04-01"), &running).is_ok());
}

#[test]
fn p_84_k_11_retention_support_does_not_begin_before_the_seventh_month() {
    let begin_on = |on: &str, hired_on: Option<&str>| {
        try_begin(Programme::Retention, Start { hired_on: hired_on.map(day), ..start(on) }, &[])
    };
    assert_eq!(refused_by(begin_on("2024-09-30", Some("2024-04-01"))), [Rule::RetentionFromSeventhMonth]);
    assert_eq!(refused_by(begin_on("2024-10-01", None)), [Rule::RetentionFromSeventhMonth]);
    assert!(begin_on("2024-10-01", Some("2024-04-01")).is_ok());
}

#[test]
fn p_85_k_02_choice_support_is_granted_again_once_and_not_after_two_months_from_the_start() {
    let again = begin(Programme::EmploymentChoice, start("2026-01-15")).extended(1, "2026-02-20").episode;
    assert_eq!(refused_by(again.extend(extension(1, "2026-03-20"), today())), [Rule::ChoiceGrantedAgainOnce]);

    let two = begin(
        Programme::EmploymentChoice,
        Start { months: Some(2), ground: Some("stamina".to_owned()), ..start("2026-04-01") },
    )
    .episode;
    assert_eq!(refused_by(two.extend(extension(1, "2026-05-20"), today())), [Rule::ChoiceGrantedAgainOnce]);
}

#[test]
fn p_175_k_02_choice_support_is_longer_on_the_grounds_of_the_notice_alone() {
    let of = begin(Programme::EmploymentChoice, start("2026-01-15")).episode;
    let without = banso_domain::episode::Extension { ground: None, ..extension(1, "2026-02-20") };
    assert_eq!(refused_by(of.extend(without, today())), [Rule::GroundNamed]);
    let other = banso_domain::episode::Extension { ground: Some("soon".to_owned()), ..extension(1, "2026-02-20") };
    assert_eq!(refused_by(of.extend(other, today())), [Rule::GroundNamed]);
    let two = Start { months: Some(2), ..start("2026-04-01") };
    assert_eq!(refused_by(try_begin(Programme::EmploymentChoice, two, &[])), [Rule::GroundNamed]);
    let any = banso_domain::episode::Extension { ground: None, ..extension(6, "2026-03-01") };
    assert!(transition("2024-04-01").episode.extend(any, today()).is_ok(), "elsewhere any reason will do");
}

#[test]
fn p_86_k_05_transition_support_is_extended_by_a_year_at_most() {
    let of = transition("2024-04-01");
    assert_eq!(refused_by(of.episode.extend(extension(13, "2026-03-01"), today())), [Rule::TermWithinLimit]);
    let extended = of.extended(12, "2026-03-01").episode;
    assert_eq!(refused_by(extended.extend(extension(1, "2027-03-01"), today())), [Rule::TermWithinLimit]);
}

#[test]
fn p_86_k_12_retention_support_is_not_extended() {
    let of = retention("2024-10-01", "2024-04-01").episode;
    assert_eq!(refused_by(of.extend(extension(1, "2027-09-01"), today())), [Rule::TermWithinLimit]);
}

#[test]
fn p_86_k_02_more_than_two_months_of_choice_support_are_not_granted_from_the_start() {
    let three = Start { months: Some(3), ..start("2026-04-01") };
    assert_eq!(refused_by(try_begin(Programme::EmploymentChoice, three, &[])), [Rule::TermWithinLimit]);
}

#[test]
fn p_87_suspended_is_what_runs_and_resumed_what_is_suspended() {
    let of = transition("2024-04-01");
    assert_eq!(refused_by(of.episode.resume(day("2024-06-01"), today())), [Rule::SuspensionInOrder]);
    let event = of.episode.suspend(day("2024-06-01"), "入院", today());
    let suspended = of.then(event).episode;
    assert_eq!(refused_by(suspended.suspend(day("2024-07-01"), "入院", today())), [Rule::SuspensionInOrder]);
    assert_eq!(refused_by(suspended.resume(day("2024-05-31"), today())), [Rule::DateOutOfOrder]);
}

#[test]
fn p_88_a_phase_is_one_of_the_programmes_and_what_it_needs_is_there() {
    let of = transition("2024-04-01").entered("entry", "2024-04-01");
    let definition = definition(Programme::Transition);
    let enter = |of: &Use, phase, on| of.episode.enter_phase(&definition, entry(phase, on), today());
    assert_eq!(refused_by(enter(&of, "flying", "2024-05-01")), [Rule::PhaseInOrder]);
    assert_eq!(refused_by(enter(&of, "preparation", "2024-05-01")), [Rule::PhaseInOrder]);
    let planned = of.noted(Milestone::PlanAgreed, "2024-04-20");
    assert!(enter(&planned, "preparation", "2024-05-01").is_ok());
    assert_eq!(refused_by(enter(&planned, "post_hire", "2024-05-01")), [Rule::PhaseInOrder]);
}

#[test]
fn p_88_the_map_says_what_is_missing_for_the_next_phase() {
    let of = transition("2024-04-01").entered("entry", "2024-04-01");
    let definition = definition(Programme::Transition);
    let states = |of: &Use| -> Vec<PhaseState> {
        definition.map(&of.episode, today()).into_iter().map(|view| view.state).collect()
    };
    assert_eq!(
        states(&of)[..3],
        [PhaseState::Now, PhaseState::Blocked(vec![EpisodeCondition::PlanAgreed]), PhaseState::Ahead]
    );
    let practising = of.noted(Milestone::PlanAgreed, "2024-04-20").entered("practice", "2024-06-01");
    assert_eq!(states(&practising)[..4], [PhaseState::Done, PhaseState::Skipped, PhaseState::Now, PhaseState::Next]);
}

#[test]
fn p_88_what_was_not_written_down_of_a_use_that_ended_is_not_said_to_have_been_left_out() {
    let planned = transition("2024-04-01").entered("entry", "2024-04-01").noted(Milestone::PlanAgreed, "2024-04-20");
    let practising = planned.entered("practice", "2024-06-01");
    let over = practising.ended("2025-05-31", EpisodeEndReason::Employed).episode;
    let definition = definition(Programme::Transition);
    let states: Vec<PhaseState> = definition.map(&over, today()).into_iter().map(|view| view.state).collect();
    assert_eq!(states[..3], [PhaseState::Done, PhaseState::Unrecorded, PhaseState::Done]);
    assert!(states[3..].iter().all(|state| *state == PhaseState::Unrecorded), "nobody knows whether they came about");
}

#[test]
fn p_180_a_use_that_ended_after_its_last_day_says_so_and_one_that_was_extended_does_not() {
    let definition = definition(Programme::Transition);
    let found = |of: &Use| definition.findings(&of.episode, today());
    let ended = |of: Use, on| of.ended(on, EpisodeEndReason::Employed);
    assert_eq!(found(&ended(transition("2022-04-01"), "2024-04-01")), [Rule::EndedAfterTerm]);
    assert_eq!(found(&ended(transition("2022-04-01"), "2024-03-31")), [], "on its last day");
    assert_eq!(found(&ended(transition("2022-04-01").extended(6, "2024-03-01"), "2024-09-30")), []);
    let without_end = begin(Programme::LifeWorkCentre, start("2025-06-15"));
    assert_eq!(found(&ended(without_end, "2035-06-15")), [], "where nothing ends by itself");
}

#[test]
fn p_89_k_06_a_provisional_grant_lasts_two_months_at_most() {
    let of = transition("2024-04-01").episode;
    let until = |day_: &str| of.record_grant(Grant { provisional_until: Some(day(day_)), ..Grant::default() });
    assert_eq!(refused_by(until("2024-06-01")), [Rule::ProvisionalGrant]);
    assert!(until("2024-05-31").is_ok());
    let choice = begin(Programme::EmploymentChoice, start("2026-04-01")).episode;
    let grant = Grant { provisional_until: Some(day("2026-04-30")), ..Grant::default() };
    assert_eq!(refused_by(choice.record_grant(grant)), [Rule::ProvisionalGrant]);
}

#[test]
fn r_66_the_result_of_choice_support_follows_a_conference_with_agencies_from_outside() {
    let of = begin(Programme::EmploymentChoice, start("2026-04-01")).entered("contract", "2026-04-01");
    let definition = definition(Programme::EmploymentChoice);
    let sheet = |of: &Use, on: &str| of.episode.enter_phase(&definition, entry("sheet", on), today());
    assert_eq!(refused_by(sheet(&of, "2026-04-20")), [Rule::ChoiceConference]);
    let only_noted = of.clone().noted(Milestone::Conference, "2026-04-18");
    assert_eq!(
        refused_by(sheet(&only_noted, "2026-04-20")),
        [Rule::ChoiceConference],
        "a note says nothing of who sat"
    );
    let own_office = of.clone().conferred("2026-04-18", &[]);
    assert_eq!(
        refused_by(sheet(&own_office, "2026-04-20")),
        [Rule::ChoiceConference],
        "the own office alone does not do"
    );
    let with_others = of.conferred("2026-04-18", &[OutsideKind::HelloWork]);
    assert!(sheet(&with_others, "2026-04-20").is_ok());
}

#[test]
fn r_66_a_result_that_was_recorded_on_a_noted_conference_stays_and_goes_on() {
    let mut of = begin(Programme::EmploymentChoice, start("2026-04-01")).noted(Milestone::Conference, "2026-04-10");
    let older = EpisodeEvent::PhaseEntered { entry: entry("sheet", "2026-04-12") };
    of.episode = Episode::apply(Some(of.episode.clone()), of.episode.id, &older).unwrap();
    let definition = definition(Programme::EmploymentChoice);
    assert!(of.episode.enter_phase(&definition, entry("feedback", "2026-04-15"), today()).is_ok());
}

#[test]
fn r_67_the_result_of_choice_support_is_not_dated_before_the_conference() {
    let of = begin(Programme::EmploymentChoice, start("2026-04-01")).conferred("2026-04-20", &[OutsideKind::Firm]);
    let definition = definition(Programme::EmploymentChoice);
    let sheet = |on: &str| of.episode.enter_phase(&definition, entry("sheet", on), today());
    assert_eq!(refused_by(sheet("2026-04-19")), [Rule::ResultAfterConference]);
    assert!(sheet("2026-04-20").is_ok());
}

#[test]
fn r_90_who_tries_again_is_the_same_person_with_a_new_use_that_goes_on_from_the_old_one() {
    let ended = transition("2024-04-01").ended("2025-05-31", EpisodeEndReason::Health);
    let all = programmes();
    let others = [ended.episode.clone()];
    let event = NewEpisode {
        person: person(),
        agency: ended.episode.agency,
        kind: all.of(Programme::Transition).unwrap().agencies[0],
        definition: all.of(Programme::Transition).unwrap(),
        excluded: all.excluding(Programme::Transition),
        start: start("2026-04-01"),
        previous: Some(ended.episode.id),
        heard: None,
        others: &others,
    }
    .decide()
    .unwrap();
    let again = banso_domain::episode::Episode::apply(None, episode_id(77), &event).unwrap();
    assert_eq!((again.person, again.previous), (ended.episode.person, Some(ended.episode.id)));
    assert!(ended.episode.end.is_some(), "the old use keeps its end");
}

#[test]
fn p_12_changes_of_a_term_have_their_reason() {
    let of = transition("2024-04-01").episode;
    let nothing = |text: &str| banso_domain::episode::Extension { reason: text.into(), ..extension(6, "2025-01-01") };
    assert_eq!(refused_by(of.extend(nothing(" "), today())), [Rule::ReasonNeeded]);
    assert_eq!(refused_by(of.suspend(day("2025-01-01"), "", today())), [Rule::ReasonNeeded]);
    assert_eq!(refused_by(of.finish(end("2025-01-01", EpisodeEndReason::Other), today())), [Rule::ReasonNeeded]);
    assert_eq!(refused_by(of.correct(start("2024-04-02"), None, "", today())), [Rule::ReasonNeeded]);
}

#[test]
fn p_11_nothing_is_recorded_before_it_happened() {
    let of = transition("2024-04-01").episode;
    let early = day("2024-05-01");
    assert_eq!(refused_by(of.suspend(day("2024-05-02"), "入院", early)), [Rule::DateOutOfOrder]);
    assert_eq!(refused_by(of.note(noted(Milestone::Hired, "2024-03-31"), early)), [Rule::DateOutOfOrder]);
    assert_eq!(refused_by(of.finish(end("2024-05-02", EpisodeEndReason::Employed), early)), [Rule::DateOutOfOrder]);
}
