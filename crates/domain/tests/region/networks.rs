//! Networks, working teams, their meetings and trainings, and codes of conduct: who belongs, who answers, what is passed on, and counts without a ranking.

use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    calendar::FiscalYear,
    code_of_conduct::{Code, CodeCounts, CodeKnown, CodeStanding, known_among},
    gathering::{
        Coming, FollowUp, Gathering, GatheringEvent, GatheringKind, GatheringPlan, Held, Material, PassingOn, Reply,
        Step, StepDone,
    },
    id::{AgencyId, GatheringId, MaterialId, NetworkId, TaskId},
    regional_network::{NetworkEnd, NetworkEvent, NetworkKind, NetworkPlan, RegionalNetwork},
    rule::{Refusal, Rule},
};
use chrono::NaiveDate;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn today() -> NaiveDate {
    day("2026-11-27")
}

fn agency(number: u128) -> AgencyId {
    AgencyId::new(Uuid::from_u128(number))
}

fn refused<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> Vec<Rule> {
    answer.expect_err("a refusal").rules
}

fn plan() -> NetworkPlan {
    NetworkPlan {
        kind: NetworkKind::Network,
        name: "就労支援ネットワーク".to_owned(),
        purpose: "就労支援に詳しい支援者を増やし、本人の希望をかなえる".to_owned(),
        meets: "原則月1回".to_owned(),
        within: None,
        from: day("2008-03-01"),
    }
}

fn network() -> RegionalNetwork {
    let event = plan().decide(agency(1), vec![agency(1), agency(2), agency(2)], today()).expect("a network");
    RegionalNetwork::apply(None, NetworkId::new(Uuid::from_u128(9)), &event).expect("a network")
}

fn then(network: &RegionalNetwork, event: Result<NetworkEvent, Refusal>) -> RegionalNetwork {
    RegionalNetwork::apply(Some(network.clone()), network.id, &event.expect("an event")).expect("a network")
}

#[test]
fn p_163_a_network_has_a_name_a_purpose_and_two_agencies_and_ends_with_a_reason() {
    for wrong in [
        NetworkPlan { name: " ".to_owned(), ..plan() },
        NetworkPlan { purpose: String::new(), ..plan() },
        NetworkPlan { within: Some(NetworkId::new(Uuid::from_u128(3))), ..plan() },
    ] {
        assert_eq!(refused(wrong.decide(agency(1), vec![agency(1), agency(2)], today())), [Rule::NetworkInOrder]);
    }
    let alone = plan().decide(agency(1), vec![agency(2), agency(2)], today());
    assert_eq!(refused(alone), [Rule::NetworkInOrder], "the same agency twice is one");
    let to_come = NetworkPlan { from: day("2026-12-01"), ..plan() };
    assert_eq!(refused(to_come.decide(agency(1), vec![agency(1), agency(2)], today())), [Rule::DateOutOfOrder]);
    let network = network();
    let end = |why: &str| NetworkEnd { on: today(), why: why.to_owned() };
    assert_eq!(refused(network.finish(end(" "), today())), [Rule::NetworkInOrder]);
    let over = then(&network, network.finish(end("協議会の部会になった"), today()));
    assert_eq!(refused(over.finish(end("もう一度"), today())), [Rule::NetworkInOrder]);
    assert_eq!(refused(over.change(plan(), today())), [Rule::NetworkInOrder]);
    assert!(!over.may_meet(agency(1)), "nor does it meet any more");
}

#[test]
fn p_163_a_working_team_belongs_to_a_network_and_never_to_itself() {
    let team = NetworkPlan { kind: NetworkKind::WorkingTeam, within: Some(network().id), ..plan() };
    assert!(team.clone().decide(agency(1), vec![agency(1), agency(2)], today()).is_ok());
    assert_eq!(refused(network().change(team, today())), [Rule::NetworkInOrder]);
}

#[test]
fn p_164_an_agency_joins_once_at_a_time_and_leaves_after_it_joined() {
    let network = network();
    assert_eq!(refused(network.join(agency(2), day("2020-04-01"), today())), [Rule::NetworkMembers]);
    assert_eq!(refused(network.join(agency(3), day("2008-02-01"), today())), [Rule::NetworkMembers]);
    assert_eq!(refused(network.leave(agency(3), day("2020-04-01"), today())), [Rule::NetworkMembers]);
    let network = then(&network, network.leave(agency(2), day("2020-03-31"), today()));
    let members = |network: &RegionalNetwork, on: &str| network.members_on(day(on)).collect::<Vec<_>>();
    assert_eq!(members(&network, "2020-03-31"), [agency(1), agency(2)]);
    assert_eq!(members(&network, "2020-04-01"), [agency(1)]);
    assert_eq!(refused(network.join(agency(2), day("2019-04-01"), today())), [Rule::NetworkMembers]);
    let network = then(&network, network.join(agency(2), day("2022-04-01"), today()));
    assert_eq!(members(&network, "2022-04-01"), [agency(1), agency(2)], "and may come back");
    assert!(network.may_meet(agency(2)) && !network.may_meet(agency(7)));
}

#[test]
fn r_62_a_network_names_no_case() {
    let about = NetworkPlan { purpose: "2026-00417 の人のため".to_owned(), ..plan() };
    assert_eq!(refused(about.decide(agency(1), vec![agency(1), agency(2)], today())), [Rule::NobodyInTheRegion]);
}

#[test]
fn p_165_each_kind_invites_those_it_is_for_and_never_a_family() {
    let who = [AgencyKind::Employer, AgencyKind::TransitionSupport, AgencyKind::Family];
    let invites = |kind: GatheringKind| who.map(|agency| kind.invites(agency));
    assert_eq!(invites(GatheringKind::EmployerForum), [true, false, false]);
    assert_eq!(invites(GatheringKind::NetworkMeeting), [true, true, false]);
    assert_eq!(invites(GatheringKind::RegionalSupervision), [false, true, false]);
    assert_eq!(invites(GatheringKind::PassingOn), [false, true, false]);
}

fn passed_on() -> PassingOn {
    PassingOn {
        learnt_at: "国の前期共通研修（3日間）".to_owned(),
        learnt_on: day("2026-06-10"),
        learnt_by: vec![agency(2)],
        due: PassingOn::usual_days(day("2026-11-20")),
    }
}

fn training(passing_on: Option<PassingOn>) -> GatheringPlan {
    GatheringPlan {
        kind: GatheringKind::PassingOn,
        on: day("2026-11-20"),
        place: "市民センター".to_owned(),
        theme: "国研修の内容を地域に伝える".to_owned(),
        invited: vec![agency(2), agency(3)],
        passing_on,
        ..GatheringPlan::default()
    }
}

fn planned(plan: GatheringPlan) -> Gathering {
    let event = plan.decide(agency(1), day("2026-07-01")).expect("a plan");
    Gathering::apply(None, GatheringId::new(Uuid::from_u128(3)), &event).expect("a gathering")
}

fn after(gathering: &Gathering, event: Result<GatheringEvent, Refusal>) -> Gathering {
    Gathering::apply(Some(gathering.clone()), gathering.id, &event.expect("an event")).expect("a gathering")
}

#[test]
fn p_166_what_was_learnt_elsewhere_is_passed_on_in_three_steps_with_days_and_looked_back_on() {
    assert_eq!(refused(training(None).decide(agency(1), today())), [Rule::PassedOnInSteps]);
    let other = GatheringPlan { kind: GatheringKind::Training, ..training(Some(passed_on())) };
    assert_eq!(refused(other.decide(agency(1), today())), [Rule::PassedOnInSteps], "an ordinary training has no steps");
    let nobody = PassingOn { learnt_by: Vec::new(), ..passed_on() };
    assert_eq!(refused(training(Some(nobody)).decide(agency(1), today())), [Rule::PassedOnInSteps]);
    let mut late = passed_on();
    late.due[2].by = day("2026-11-21");
    assert_eq!(refused(training(Some(late)).decide(agency(1), today())), [Rule::PassedOnInSteps], "materials after it");
    let mut skipped = passed_on();
    skipped.due.remove(1);
    assert_eq!(refused(training(Some(skipped)).decide(agency(1), today())), [Rule::PassedOnInSteps]);

    let gathering = planned(training(Some(passed_on())));
    let days: Vec<_> = gathering.steps().map(|(due, done)| (due.step, due.by.to_string(), done.is_some())).collect();
    let expected = [
        (Step::Frame, "2026-08-20"),
        (Step::Programme, "2026-10-20"),
        (Step::Materials, "2026-11-06"),
        (Step::LookBack, "2026-12-20"),
    ];
    assert_eq!(days, expected.map(|(step, on)| (step, on.to_owned(), false)));
    let step = |step, words: &str| StepDone { step, on: today(), words: words.to_owned() };
    assert_eq!(refused(gathering.take_step(step(Step::Frame, " "), today())), [Rule::PassedOnInSteps]);
    let gathering =
        after(&gathering, gathering.take_step(step(Step::Frame, "1日にまとめ、修了者でチームを作った"), today()));
    let back = step(Step::LookBack, "面談の問いかけを変えた");
    assert_eq!(refused(gathering.take_step(back.clone(), today())), [Rule::PassedOnInSteps], "it was not held yet");
    let held = Held { attended: vec![agency(3)], people: Some(12), notes: "演習を中心に行った".to_owned() };
    let gathering = after(&gathering, gathering.hold(held, today()));
    let gathering = after(&gathering, gathering.take_step(back, today()));
    assert_eq!(gathering.steps().filter(|(_, done)| done.is_some()).count(), 2);
}

#[test]
fn p_167_whoever_is_invited_answers_until_it_was_held_and_the_last_word_counts() {
    let gathering = planned(training(Some(passed_on())));
    let reply = |number, coming| Reply { agency: agency(number), coming, on: today(), words: String::new() };
    assert_eq!(refused(gathering.reply(reply(7, Coming::Comes), today())), [Rule::InvitedReply]);
    let gathering = after(&gathering, gathering.reply(reply(2, Coming::Comes), today()));
    let gathering = after(&gathering, gathering.reply(reply(2, Coming::Online), today()));
    assert_eq!(gathering.replies.len(), 1);
    assert_eq!(gathering.reply_of(agency(2)).map(|reply| reply.coming), Some(Coming::Online));
    let held = Held { notes: "演習を行った".to_owned(), ..Held::default() };
    let gathering = after(&gathering, gathering.hold(held, today()));
    assert_eq!(refused(gathering.reply(reply(3, Coming::Comes), today())), [Rule::InvitedReply]);
}

#[test]
fn p_168_a_material_has_a_name_and_a_link_or_a_place() {
    let gathering = planned(training(Some(passed_on())));
    let material = |found_at: &str| Material {
        id: MaterialId::new(Uuid::from_u128(5)),
        name: "ワークシート".to_owned(),
        found_at: found_at.to_owned(),
    };
    for wrong in ["", "http://example.jp/a.pdf", "ftp://example.jp/a", "javascript:alert(1)", "https://example.jp/a b"]
    {
        assert_eq!(refused(gathering.name_material(material(wrong))), [Rule::MaterialHasPlace], "{wrong}");
    }
    assert_eq!(material("事務局の棚、3番").link(), None);
    assert_eq!(material("https://example.jp/a.pdf").link(), Some("https://example.jp/a.pdf"));
    let gathering = after(&gathering, gathering.name_material(material("事務局の棚、3番")));
    let gathering = after(&gathering, gathering.drop_material(MaterialId::new(Uuid::from_u128(5))));
    assert_eq!(gathering.materials, []);
    assert_eq!(refused(gathering.drop_material(MaterialId::new(Uuid::from_u128(5)))), [Rule::MaterialHasPlace]);
}

#[test]
fn p_126_what_follows_has_a_responsible_body_and_stays_until_it_is_done() {
    let gathering = planned(training(Some(passed_on())));
    let task = FollowUp {
        id: TaskId::new(Uuid::from_u128(4)),
        what: "資料を全事業所に送る".to_owned(),
        who: String::new(),
        agency: Some(agency(2)),
        due_on: today(),
        done_on: None,
    };
    let unowned = FollowUp { agency: None, ..task.clone() };
    assert_eq!(refused(gathering.note_task(unowned)), [Rule::GatheringInOrder]);
    let gathering = after(&gathering, gathering.note_task(task.clone()));
    assert!(gathering.is_to_do_of(agency(2)) && !gathering.is_to_do_of(agency(3)));
    let gathering = after(&gathering, gathering.finish_task(task.id, today(), today()));
    assert!(!gathering.is_to_do_of(agency(2)));
}

#[test]
fn what_was_planned_before_there_were_kinds_is_a_gathering_of_employers() {
    let old = r#"{"on":"2026-09-10","place":"市民センター","theme":"休憩","invited":[]}"#;
    let plan: GatheringPlan = serde_json::from_str(old).expect("it is read");
    assert_eq!((plan.kind, plan.network, plan.passing_on), (GatheringKind::EmployerForum, None, None));
}

fn known(asked: u32, know: u32, understand: u32) -> CodeKnown {
    CodeKnown { code: Code::Biestek, year: FiscalYear::of(today()), asked, know, understand, on: today() }
}

#[test]
fn p_169_no_more_know_a_code_than_were_asked_and_no_more_understand_it_than_know_it() {
    assert!(known(10, 8, 5).check(today()).is_ok());
    assert!(known(10, 0, 0).check(today()).is_ok(), "that nobody knows it is an answer");
    for wrong in [known(0, 0, 0), known(10, 11, 0), known(10, 5, 6), known(10_001, 5, 5)] {
        assert_eq!(refused(wrong.check(today())), [Rule::CodeCountsFit]);
    }
    let to_come = CodeKnown { on: day("2026-12-01"), ..known(10, 8, 5) };
    assert_eq!(refused(to_come.check(today())), [Rule::DateOutOfOrder]);
}

#[test]
fn p_143_counts_of_a_code_are_shown_together_once_three_agencies_have_told() {
    let telling = |counts: Option<CodeKnown>| {
        let mut facts = AgencyFacts::named(AgencyKind::TransitionSupport, "事業所");
        if let Some(counts) = counts {
            facts.tell_code(known(1, 1, 1));
            facts.tell_code(counts);
        }
        facts
    };
    let all =
        [telling(Some(known(10, 8, 5))), telling(None), telling(Some(known(4, 1, 0))), telling(Some(known(6, 6, 6)))];
    let year = FiscalYear::of(today());
    let among = |count: usize| known_among(all.iter().take(count), Code::Biestek, year);
    assert_eq!(among(0), CodeStanding::Untold);
    assert_eq!(among(3), CodeStanding::Few);
    let counts = CodeCounts { agencies: 3, asked: 20, know: 15, understand: 11 };
    assert_eq!(among(4), CodeStanding::Told(counts), "the last word of each agency counts");
    assert_eq!(known_among(all.iter(), Code::SocialWorker, year), CodeStanding::Untold);
}
