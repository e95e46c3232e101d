//! Nobody is turned away, and adults decide for themselves.

use banso_domain::{
    agency::AgencyKind,
    case::network::Topic,
    episode::{DeadlineKind, EpisodeEvent, Heard, Linked, LookedAt, NewEpisode, Programme},
    rule::Rule,
};

use crate::support::*;

/// Begins at a life and work centre, with what was heard.
fn centre(heard: Option<Heard>) -> Result<EpisodeEvent, Vec<Rule>> {
    let all = programmes();
    let definition = all.of(Programme::LifeWorkCentre).unwrap();
    NewEpisode {
        person: person(),
        agency: agency(5),
        kind: AgencyKind::Nakapotsu,
        definition,
        excluded: Vec::new(),
        start: start("2026-04-06"),
        previous: None,
        heard,
        others: &[],
    }
    .decide()
    .map_err(|refusal| refusal.rules)
}

fn about_money() -> Use {
    let event = centre(Some(heard("  家賃を2か月払えていない ", &[Topic::Poverty, Topic::WorkAndLife]))).unwrap();
    let episode = banso_domain::episode::Episode::apply(None, episode_id(5), &event).unwrap();
    Use { episode, events: vec![event] }
}

fn linked(topic: Topic, to: &str, how: &str, on: &str) -> Linked {
    Linked { topic, on: day(on), to: to.to_owned(), how: how.to_owned() }
}

fn due(of: &Use, kind: DeadlineKind) -> Option<String> {
    of.episode.deadlines().into_iter().find(|due| due.kind == kind).map(|due| due.on.to_string())
}

#[test]
fn r_31_nobody_needs_a_diagnosis_or_a_certificate_and_everybody_is_asked_what_they_come_about() {
    assert_eq!(centre(None), Err(vec![Rule::NobodyTurnedAway]));
    assert_eq!(centre(Some(heard(" ", &[Topic::Poverty]))), Err(vec![Rule::NobodyTurnedAway]));
    let of = about_money();
    assert_eq!(of.episode.heard.as_ref().map(|heard| heard.complaint.as_str()), Some("家賃を2か月払えていない"));
    assert!(of.episode.grant.until.is_none(), "there is no certificate, and that is in order");
}

#[test]
fn r_31_what_another_desk_can_help_with_is_brought_there_within_two_weeks() {
    let of = about_money();
    let waiting: Vec<Topic> = of.episode.to_link().map(|one| one.topic).collect();
    assert_eq!(waiting, [Topic::Poverty], "work and life together is the centre's own");
    assert_eq!(due(&of, DeadlineKind::Linking).as_deref(), Some("2026-04-20"));
    let done = linked(
        Topic::Poverty,
        "あおば自立相談支援センター",
        "いっしょに電話をした。本人も行きたいと話した",
        "2026-04-10",
    );
    let event = of.episode.link(done, today());
    let of = of.then(event);
    assert_eq!(of.episode.to_link().count(), 0);
    assert_eq!(due(&of, DeadlineKind::Linking), None);
}

#[test]
fn p_111_what_is_brought_to_a_desk_waits_for_one_and_says_what_the_person_thinks_of_it() {
    let of = about_money().episode;
    for (topic, how) in [(Topic::Poverty, " "), (Topic::WorkAndLife, "本人が望んだ")] {
        assert_eq!(refused_by(of.link(linked(topic, "窓口", how, "2026-04-10"), today())), [Rule::LinkedWithThePerson]);
    }
    let early = linked(Topic::Poverty, "窓口", "本人が望んだ", "2026-04-05");
    assert_eq!(refused_by(of.link(early, today())), [Rule::DateOutOfOrder]);
    let not_wanted = linked(Topic::Poverty, "", "今は行きたくないと話した。連絡先だけ渡した", "2026-04-10");
    assert!(of.link(not_wanted, today()).is_ok(), "the person may say no");
}

#[test]
fn r_31_what_is_heard_later_keeps_the_day_of_what_was_known_and_asks_for_the_rest() {
    let of = about_money();
    let more = heard("家賃と、父の介護", &[Topic::Poverty, Topic::ParentCare, Topic::Dispute]);
    let event = of.episode.hear(more, AgencyKind::Nakapotsu, day("2026-05-01"), today());
    let of = of.then(event);
    let waiting: Vec<_> = of.episode.to_link().map(|one| (one.topic, one.since.to_string())).collect();
    let expected = [(Topic::Poverty, "2026-04-06".to_owned()), (Topic::Dispute, "2026-05-01".to_owned())];
    assert_eq!(waiting, expected, "parents' care is introduced by the centre itself");
    let nothing = of.episode.hear(heard("", &[]), AgencyKind::Nakapotsu, day("2026-05-02"), today());
    assert_eq!(refused_by(nothing), [Rule::NobodyTurnedAway]);
}

#[test]
fn r_21_what_the_family_decided_is_looked_at_every_six_months_until_the_person_decides() {
    let of = transition("2026-04-01");
    let event = of.episode.decided_for("通所は週3日まで", "母", day("2026-04-30"), today());
    let of = of.then(event);
    assert_eq!(due(&of, DeadlineKind::WhoDecides).as_deref(), Some("2026-10-29"));
    assert!(definition(Programme::Transition).findings(&of.episode, today()).contains(&Rule::AdultDecides));
    let look = |on: &str, person_decides| LookedAt {
        on: day(on),
        words: "2つの案を紙に書くと、自分で選べた".to_owned(),
        person_decides,
    };
    let event = of.episode.look_at_decision(0, look("2026-10-20", false), today());
    let of = of.then(event);
    assert_eq!(due(&of, DeadlineKind::WhoDecides).as_deref(), Some("2027-04-19"), "it is asked again");
    let event = of.episode.look_at_decision(0, look("2027-04-10", true), today());
    let of = of.then(event);
    assert_eq!(due(&of, DeadlineKind::WhoDecides), None);
    assert!(!definition(Programme::Transition).findings(&of.episode, today()).contains(&Rule::AdultDecides));
}

#[test]
fn r_21_how_often_it_is_looked_at_is_a_figure_of_the_definition() {
    let mut of = transition("2026-04-01");
    of.episode.rules.who_decides = Some(3);
    let event = of.episode.decided_for("通所は週3日まで", "母", day("2026-04-30"), today());
    assert_eq!(due(&of.then(event), DeadlineKind::WhoDecides).as_deref(), Some("2026-07-29"));
}

#[test]
fn p_112_a_decision_says_what_and_who_and_how_the_person_can_make_it() {
    let of = transition("2026-04-01");
    for (what, by) in [("", "母"), ("通所の日", " ")] {
        let event = of.episode.decided_for(what, by, day("2026-05-01"), today());
        assert_eq!(refused_by(event), [Rule::WhoDecidedWhat]);
    }
    let event = of.episode.decided_for("通所の日", "母", day("2026-05-01"), today());
    let of = of.then(event).episode;
    let look = |words: &str, on: &str| LookedAt { on: day(on), words: words.to_owned(), person_decides: true };
    assert_eq!(refused_by(of.look_at_decision(0, look(" ", "2026-06-01"), today())), [Rule::WhoDecidedWhat]);
    assert_eq!(refused_by(of.look_at_decision(1, look("選べた", "2026-06-01"), today())), [Rule::WhoDecidedWhat]);
    assert_eq!(refused_by(of.look_at_decision(0, look("選べた", "2026-04-30"), today())), [Rule::DateOutOfOrder]);
}

#[test]
fn what_is_heard_and_decided_is_kept_whole_in_the_journal() {
    let of = about_money();
    let event = of.episode.decided_for("通院先", "父", day("2026-05-01"), today());
    for event in of.then(event).events {
        let text = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<EpisodeEvent>(&text).unwrap(), event);
    }
}
