//! Who does what was agreed, and going along to a clinic.

use std::collections::BTreeMap;

use banso_domain::{
    case::{
        clinic_visit::VisitContent,
        event::{Purpose, SittingResult},
        network::{NetworkContext, Topic},
        plan::{Actor, Conclusion, PlanContent},
        task::{AgreedTask, TaskRole},
    },
    id::{StaffId, TaskId},
    rule::Refusal,
};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{
    network::{agencies, agency_number},
    network_warnings::{codes, line},
    story::Story,
    support::*,
};

fn task(who: &str, role: TaskRole) -> AgreedTask {
    AgreedTask {
        id: TaskId::new(Uuid::from_u128(700)),
        who: who.into(),
        owner: None,
        what: "受診の予約をとる".into(),
        due_on: None,
        role,
    }
}

fn of_hellowork(role: TaskRole) -> AgreedTask {
    AgreedTask { owner: Some(officer()), ..task("職業相談員", role) }
}

fn role(person_can: bool, topic: Option<Topic>, reason: &str) -> TaskRole {
    TaskRole { person_can, topic, reason: reason.into() }
}

/// A sitting that agrees on a task, where the officer of the stories works at Hello Work.
fn agreed(task: &AgreedTask) -> Result<Story, Refusal> {
    let (agencies, staff) = (agencies(), BTreeMap::from([(staff(), agency()), (officer(), agency_number(2))]));
    let context = NetworkContext { today: today(), agencies: &agencies, staff: &staff };
    let mut story = Story::signed(content());
    let result = sitting(1, "2026-05-20", Purpose::Plan, Conclusion::Approved);
    let result = SittingResult { tasks: vec![task.clone()], ..result };
    let events = story.discuss(result, &context)?;
    events.into_iter().for_each(|event| story.happens(event));
    Ok(story)
}

fn needs_reason(task: &AgreedTask) -> bool {
    match agreed(task) {
        Ok(_) => false,
        Err(refusal) => {
            assert_eq!(refused(Err::<(), _>(refusal)), ["P-12"]);
            true
        }
    }
}

#[test]
fn r_20_what_the_person_can_do_is_the_persons_unless_somebody_says_why_not() {
    assert_eq!(task("", role(true, None, "")).with_the_person_first().who, "本人", "nobody was named: it is theirs");
    assert_eq!(task("相談員", role(true, None, "")).with_the_person_first().who, "相談員");
    assert_eq!(task("", role(false, None, "")).with_the_person_first().who, "", "whether they can was not said");

    assert!(!needs_reason(&task("本人", role(true, None, ""))));
    assert!(needs_reason(&task("相談員", role(true, None, " "))));
    assert!(!needs_reason(&task("相談員", role(true, None, "初回は緊張が強いため"))));
    assert!(!needs_reason(&task("相談員", role(false, None, ""))));
    assert!(needs_reason(&of_hellowork(role(true, None, ""))), "a member of staff is not the person");
}

#[test]
fn r_50_a_task_that_usually_is_another_agencys_has_a_reason_and_is_counted_while_it_is_open() {
    let medical = |reason: &str| of_hellowork(role(false, Some(Topic::Medical), reason));
    assert!(needs_reason(&medical("")), "Hello Work and the doctor");
    assert!(
        !needs_reason(&of_hellowork(role(false, Some(Topic::Placement), ""))),
        "finding work is what it is there for"
    );
    assert!(!needs_reason(&task("本人", role(false, Some(Topic::Medical), ""))), "the person has no role to overstep");
    assert!(!needs_reason(&task("民生委員 佐々木", role(false, Some(Topic::Medical), ""))), "whose kind nobody knows");

    let mut story = agreed(&medical("本人がよく知る職員のため")).unwrap();
    assert!(codes(&story, "2026-05-21").contains(&"R-50"));
    story.does(story.finish_task(medical("").id, day("2026-05-22"), today()));
    assert!(!codes(&story, "2026-05-23").contains(&"R-50"), "what is done weighs nothing");
}

fn visit() -> VisitContent {
    VisitContent {
        on: day("2026-05-25"),
        clinic: "青葉クリニック".into(),
        necessity: "薬が変わり、体調をひとりで話すのが難しいため".into(),
        agreed_on: Some(day("2026-05-18")),
        health_first: false,
        prepared: Vec::new(),
    }
}

fn going() -> AgreedTask {
    let owner = Some(StaffId::new(Uuid::from_u128(2)));
    AgreedTask { owner, what: "通院に同行する".into(), ..task("相談員", TaskRole::default()) }
}

fn plan(story: &mut Story, visit: VisitContent, on: NaiveDate) {
    story.does(story.plan_clinic_visit(visit, going(), on));
}

#[test]
fn r_16_going_along_to_a_clinic_needs_the_reason_and_the_persons_agreement() {
    let story = Story::applied();
    let on = day("2026-05-20");
    let planned = |visit| story.plan_clinic_visit(visit, going(), on);
    assert_eq!(refused(planned(VisitContent { necessity: " ".into(), ..visit() })), ["R-16"]);
    assert_eq!(refused(planned(VisitContent { agreed_on: None, ..visit() })), ["R-16"]);
    assert_eq!(refused(planned(VisitContent { agreed_on: Some(day("2026-05-21")), ..visit() })), ["P-11"]);
    assert_eq!(refused(planned(VisitContent { on: day("2026-05-19"), ..visit() })), ["P-11"], "it lies behind");
    assert_eq!(refused(planned(VisitContent { clinic: String::new(), ..visit() })), ["P-12"]);
    assert_eq!(refused(story.plan_clinic_visit(visit(), task("", TaskRole::default()), on)), ["R-49"]);
    assert!(planned(visit()).is_ok());
}

#[test]
fn r_16_whoever_goes_along_has_it_among_their_tasks_by_the_day_of_the_visit() {
    let mut story = Story::applied();
    plan(&mut story, visit(), day("2026-05-20"));
    let known = story.tasks.last().unwrap();
    assert_eq!((known.task.due_on, known.done_on), (Some(day("2026-05-25")), None));
    assert_eq!(story.clinic_visit_of(known.task.id).unwrap().planned_on, day("2026-05-20"));
}

#[test]
fn r_19_strong_help_at_the_beginning_for_the_sake_of_health_is_no_alarm_for_thirty_days() {
    let lines = || vec![line(Actor::Centre, ""), line(Actor::Centre, ""), line(Actor::Centre, "")];
    let with = |health_first: bool| {
        let mut story = Story::drafted(PlanContent { actions: lines(), ..content() });
        plan(&mut story, VisitContent { health_first, ..visit() }, day("2026-05-20"));
        story
    };
    let spoken = |story: &Story, on: &str| {
        let codes = codes(story, on);
        (codes.contains(&"R-19"), codes.contains(&"R-50b"))
    };
    assert_eq!(spoken(&with(false), "2026-05-21"), (false, true));
    assert_eq!(spoken(&with(true), "2026-05-21"), (true, false));
    assert_eq!(spoken(&with(true), "2026-06-19"), (true, false), "the thirtieth day");
    assert_eq!(spoken(&with(true), "2026-06-20"), (false, true), "by then others should share it");
}
