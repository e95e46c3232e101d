//! What is told of employers, gatherings of employers, and employers that are registered later.

use banso_domain::{
    employer::{Dated, EmployerProfile, KeyPerson, OpenTo, ToldBy},
    gathering::{FollowUp, Gathering, GatheringEvent, GatheringPlan, Held, Offer},
    id::{GatheringId, TaskId},
    rule::{Refusal, Rule},
};
use uuid::Uuid;

use crate::support::{after, agency, closed, day, employed, refused_by, today};

fn profile() -> EmployerProfile {
    EmployerProfile {
        trade: "食料品の製造".to_owned(),
        size: None,
        quota: Some(Dated { value: 250, on: day("2026-06-01") }),
        tasks: "惣菜の盛り付け".to_owned(),
        short_trials: "3日まで、いつでも".to_owned(),
        long_trials: String::new(),
        accommodation: String::new(),
        key_person: KeyPerson { role: "製造課の主任".to_owned(), ..KeyPerson::default() },
        open_to: vec![OpenTo::Visits],
        limits: String::new(),
        confirmed_on: day("2026-06-01"),
        told_by: ToldBy::Employer,
    }
}

fn rules(refusal: Result<(), Refusal>) -> Vec<Rule> {
    refusal.unwrap_err().rules
}

#[test]
fn p_123_what_is_told_of_an_employer_says_its_trade_and_its_work() {
    assert!(profile().check(today()).is_ok());
    assert_eq!(rules(EmployerProfile { tasks: " ".to_owned(), ..profile() }.check(today())), [Rule::ProfileSaysWhat]);
    let over = EmployerProfile { quota: Some(Dated { value: 10_001, on: day("2026-06-01") }), ..profile() };
    assert_eq!(rules(over.check(today())), [Rule::ProfileSaysWhat]);
    let to_come = EmployerProfile { confirmed_on: day("2041-01-01"), ..profile() };
    assert_eq!(rules(to_come.check(today())), [Rule::DateOutOfOrder]);
}

#[test]
fn p_124_a_key_person_is_named_by_role_and_by_name_only_once_they_agreed() {
    let named = |agreed_on| EmployerProfile {
        key_person: KeyPerson { role: "主任".to_owned(), name: "山本".to_owned(), agreed_on },
        ..profile()
    };
    assert_eq!(rules(named(None).check(today())), [Rule::NameByConsent]);
    assert!(named(Some(day("2026-05-01"))).check(today()).is_ok());
}

#[test]
fn what_is_told_of_an_employer_is_old_after_a_year() {
    assert!(!profile().is_old_on(day("2027-05-31")) && profile().is_old_on(day("2027-06-01")));
}

#[test]
fn p_125_an_employer_that_is_registered_later_is_linked_once() {
    let job = employed();
    let linked = after(&job, job.link_employer(agency(9)));
    assert_eq!(linked.employer.agency, Some(agency(9)));
    assert_eq!(linked.employer.name, job.employer.name, "the name stays as it was told");
    assert_eq!(refused_by(linked.link_employer(agency(8))), vec![Rule::EmployerLinked]);
}

#[test]
fn r_10_no_employer_is_linked_to_a_closed_employment() {
    assert_eq!(refused_by(closed().link_employer(agency(9))), vec![Rule::ClosedEmployment]);
}

fn plan() -> GatheringPlan {
    GatheringPlan {
        on: day("2026-09-10"),
        time: "14時から".to_owned(),
        place: "市民センター".to_owned(),
        theme: "休憩の取り方".to_owned(),
        invited: vec![agency(5), agency(6)],
        ..GatheringPlan::default()
    }
}

fn planned() -> Gathering {
    let event = plan().decide(agency(1), day("2026-07-01")).unwrap();
    Gathering::apply(None, GatheringId::new(Uuid::from_u128(3)), &event).unwrap()
}

fn then(gathering: &Gathering, event: Result<GatheringEvent, Refusal>) -> Gathering {
    Gathering::apply(Some(gathering.clone()), gathering.id, &event.unwrap()).unwrap()
}

fn refused(event: Result<GatheringEvent, Refusal>) -> Vec<Rule> {
    event.unwrap_err().rules
}

fn held() -> Held {
    Held { attended: vec![agency(5), agency(7)], notes: "各社の工夫を話した".to_owned(), ..Held::default() }
}

fn offer(number: u128, open_to: Vec<OpenTo>) -> Offer {
    Offer { agency: agency(number), on: day("2026-09-10"), open_to, words: String::new() }
}

#[test]
fn k_22_employers_are_invited_come_and_say_what_they_can_do() {
    let gathering = planned();
    let gathering = then(&gathering, gathering.hold(held(), today()));
    let gathering = then(&gathering, gathering.offer(offer(5, vec![OpenTo::Visits]), today()));
    let gathering = then(&gathering, gathering.offer(offer(7, vec![]), today()));
    let gathering = then(&gathering, gathering.offer(offer(5, vec![OpenTo::Visits, OpenTo::Advise]), today()));
    let said: Vec<_> = gathering.offers.iter().map(|offer| (offer.agency, offer.open_to.len())).collect();
    assert_eq!(said, [(agency(7), 0), (agency(5), 2)], "the last word of each, and nothing is an answer, too");
    let task = FollowUp {
        id: TaskId::new(Uuid::from_u128(4)),
        what: "見学の日を決める".to_owned(),
        who: "なかぽつ".to_owned(),
        agency: None,
        due_on: day("2026-10-10"),
        done_on: None,
    };
    let gathering = then(&gathering, gathering.note_task(task.clone()));
    assert_eq!(gathering.open_tasks().count(), 1);
    let gathering = then(&gathering, gathering.finish_task(task.id, day("2026-10-01"), today()));
    assert_eq!(gathering.open_tasks().count(), 0);
    assert_eq!(refused(gathering.finish_task(task.id, day("2026-10-02"), today())), [Rule::GatheringInOrder]);
}

#[test]
fn p_126_a_gathering_has_a_place_is_held_on_its_day_and_asks_those_who_belong_to_it() {
    let nowhere = GatheringPlan { place: " ".to_owned(), ..plan() };
    assert_eq!(refused(nowhere.decide(agency(1), today())), [Rule::GatheringInOrder]);
    let gathering = planned();
    assert_eq!(refused(gathering.hold(held(), day("2026-09-09"))), [Rule::GatheringInOrder]);
    assert_eq!(refused(gathering.offer(offer(7, vec![]), today())), [Rule::GatheringInOrder], "it was not invited");
    let over = then(&gathering, gathering.hold(held(), today()));
    assert_eq!(refused(over.change(plan(), today())), [Rule::GatheringInOrder]);
    let unowned = FollowUp {
        id: TaskId::new(Uuid::from_u128(4)),
        what: "見学".to_owned(),
        who: String::new(),
        agency: None,
        due_on: day("2026-10-10"),
        done_on: None,
    };
    assert_eq!(refused(gathering.note_task(unowned)), [Rule::GatheringInOrder]);
}

#[test]
fn r_62_what_is_written_about_the_region_names_no_case() {
    let gathering = planned();
    for words in ["2026-00417 の人のこと", "前回の 2025-00001", "http://banso.test/cases/7 を見る"] {
        let notes = Held { notes: words.to_owned(), ..held() };
        assert_eq!(refused(gathering.hold(notes, today())), [Rule::NobodyInTheRegion], "{words}");
    }
    for words in ["2026-09-10 に開いた", "電話 0138-22-1111", "電話 0138-221111", "2026-2027 年度の計画"] {
        let notes = Held { notes: words.to_owned(), ..held() };
        assert!(gathering.hold(notes, today()).is_ok(), "{words}");
    }
}
