//! One case from first contact to after closure, on both engines, with the journal as the record of law.

use crate::support::{Region, day, plan};
use banso_app::{CalendarEntry, Conclude, NewConference, NewRecord, UseCaseError};
use banso_domain::form::Language;
use banso_domain::{
    answer::{AnswerForm, PersonAnswer, Will},
    calendar::YearMonth,
    case::{
        Close, DueKind, Stage,
        closing::{Attainment, CloseReason, EvaluationContent, FollowUp, Way},
        decision_lines,
        event::Purpose,
        intake::EmergencySupport,
        minutes::MatterMinutes,
        plan::{Conclusion, Decision, Monitoring, Outcome, Service},
        record::{ContactMethod, Counterpart},
    },
    conference::{ConferenceKind, ConferencePlan, Member, Pattern, Tier},
    id::{CaseId, ConferenceId, PlanId},
    rule::{Refusal, Rule},
};
use banso_store::both_engines;

fn member(name: &str, is_municipality: bool) -> Member {
    Member {
        agency: "みどり市".into(),
        agency_id: None,
        name: name.into(),
        staff: None,
        is_municipality,
        is_person: false,
        secrecy_acknowledged: true,
        attended: true,
    }
}

async fn conference(region: &Region) -> ConferenceId {
    let plan = ConferencePlan {
        kind: ConferenceKind::Coordination,
        pattern: Pattern::Regular,
        tier: Tier::Core,
        on: region.today(),
        starts_at: Some(14 * 60),
        minutes: 120,
        place: "会議室".into(),
    };
    let new = NewConference { host: region.centre, plan, members: vec![member("市の担当", true)] };
    region.app.plan_conference(&region.chief, new).await.expect("a conference")
}

/// Puts the case on an agenda, sits, and concludes.
async fn sit(region: &Region, case: CaseId, purpose: Purpose, conclusion: Conclusion) {
    let id = conference(region).await;
    region.app.add_agenda_item(&region.counselor, id, case, purpose, 25).await.expect("an item");
    let members = vec![member("市の担当", true)];
    region.app.hold_conference(&region.chief, id, region.today(), members, "主任", "相談").await.expect("a sitting");
    let command = Conclude {
        case,
        purpose,
        conclusion,
        discussion: "役割を確かめた".into(),
        municipality_view: "決定の見込み".into(),
        tasks: Vec::new(),
        ratifies: false,
        consent_scope_ok: true,
        minutes: MatterMinutes::default(),
    };
    region.app.conclude(&region.chief, id, command).await.expect("a conclusion");
}

async fn signed_plan(region: &Region, case: CaseId, services: &[Service]) -> PlanId {
    let version = region.version(case).await;
    let id = region.app.draft_plan(&region.counselor, case, version, plan(services)).await.expect("a plan");
    let answer = PersonAnswer {
        will: Will::Agrees { form: AnswerForm::Signed },
        on: region.today(),
        asked_by: region.counselor.staff(),
    };
    let version = region.version(case).await;
    region.app.answer_plan(&region.counselor, case, version, id, answer, true).await.expect("an answer");
    id
}

async fn stage(region: &Region, case: CaseId) -> Stage {
    region.app.case_file(&region.chief, case).await.expect("the case").case.stage()
}

async fn decided(region: &Region, case: CaseId, id: PlanId) -> Result<i64, UseCaseError> {
    let file = region.app.case_file(&region.officer, case).await?;
    let content = file.case.plan(id).expect("the plan").content.clone();
    let items = decision_lines(&content).into_iter().map(|(line, outcomes)| (line, outcomes[0])).collect();
    let decision = Decision { on: region.today(), by: region.officer.staff(), items, comment: String::new() };
    region.app.decide_plan(&region.officer, case, file.version, id, decision).await
}

both_engines! {
    async fn a_case_goes_from_first_contact_to_after_closure(store: Store) {
        let region = Region::new(store.clone()).await;
        let case = region.open("山田 太郎", "ヤマダ タロウ").await;
        assert_eq!(stage(&region, case).await, Stage::Intake);
        region.accept(case).await;
        assert_eq!(stage(&region, case).await, Stage::Assessment);

        region.on("2026-04-10");
        let id = signed_plan(&region, case, &[Service::WorkPrep, Service::EmploymentSupport]).await;
        assert_eq!(stage(&region, case).await, Stage::ConferencePending);
        let early = decided(&region, case, id).await.expect_err("no conference yet");
        assert!(matches!(&early, UseCaseError::Refused(Refusal { rules }) if rules.contains(&Rule::ConferenceBeforeDecision)));

        sit(&region, case, Purpose::Plan, Conclusion::Approved).await;
        assert_eq!(stage(&region, case).await, Stage::DecisionPending);
        decided(&region, case, id).await.expect("a decision");
        let file = region.app.case_file(&region.chief, case).await.expect("the case");
        let decision = file.case.plan(id).and_then(|plan| plan.decision.clone()).expect("decided");
        assert!(decision.decided() && decision.confirmed());
        assert_eq!(decision.items[0].1, Outcome::Decided);
        assert_eq!(stage(&region, case).await, Stage::InSupport);

        region.on("2026-06-01");
        let record = NewRecord {
            on: region.today(),
            counterparts: vec![Counterpart::Person],
            methods: vec![ContactMethod::Phone],
            facts: "元気だとのこと。「仕事が楽しい」".into(),
            next_on: Some(day("2026-06-15")),
            ..NewRecord::default()
        };
        region.app.write_record(&region.employment, case, record).await.expect("a record");
        let monitoring =
            Monitoring { on: region.today(), delivery: "週2回通所".into(), progress: "あと少し".into(), next: None };
        region.app.monitor(&region.counselor, case, id, monitoring).await.expect("a monitoring");

        region.on("2026-09-30");
        let content = EvaluationContent {
            evaluated_on: Some(region.today()),
            attainment: Some(Attainment::Achieved),
            goal_attainment: "週3日働けるようになった".into(),
            changes: vec!["motivation".into()],
            person_wish: Some(Way::Close),
            staff_opinion: Some(Way::Close),
            ..EvaluationContent::default()
        };
        let version = region.version(case).await;
        region.app.evaluate(&region.counselor, case, version, id, content).await.expect("an evaluation");
        sit(&region, case, Purpose::Closure, Conclusion::Approved).await;
        let follow_up = FollowUp::Yes {
            method: "電話".into(),
            frequency: "月1回".into(),
            who: "相談支援員".into(),
            until: day("2026-12-31"),
            next_on: Some(day("2026-10-31")),
        };
        let close = Close { on: region.today(), reason: CloseReason::GoalReached, note: String::new(), follow_up: Some(follow_up) };
        let version = region.version(case).await;
        region.app.close_case(&region.counselor, case, version, close).await.expect("closed");
        assert_eq!(stage(&region, case).await, Stage::FollowUp);
        region.on("2026-12-31");
        region.app.end_follow_up(&region.counselor, case, region.today(), "仕事を続けている").await.expect("the end");
        assert_eq!(stage(&region, case).await, Stage::Closed);

        // What the conference of April knew is not what we know now.
        let then = region.app.case_as_of(&region.chief, case, day("2026-04-09"), Language::Ja).await.expect("the past");
        assert_eq!(then.case.expect("it was there").stage(), Stage::Assessment);

        let chain = store.verify_chain(|_| {}).await.expect("a report");
        assert!(chain.is_sound());
        let empty = tempfile::tempdir().expect("a directory");
        let tables = store.verify_tables(empty.path().join("rebuilt"), |_| {}).await.expect("a report");
        assert_eq!(tables.differences, []);
        assert!(tables.entries > 20 && tables.rows > 20);
    }

    async fn u26_the_calendar_tells_each_date_of_a_plan_in_support_in_order_and_to_those_who_see_the_case(store: Store) {
        let region = Region::new(store).await;
        let mut cases = Vec::new();
        for (name, kana) in [("山田 太郎", "ヤマダ タロウ"), ("青木 花", "アオキ ハナ")] {
            region.on("2026-04-01");
            let case = region.open(name, kana).await;
            region.accept(case).await;
            region.on("2026-04-10");
            let id = signed_plan(&region, case, &[]).await;
            let all = (day("2026-01-01"), day("2027-12-31"));
            let early = region.app.calendar(&region.chief, all.0, all.1, 10).await.expect("a calendar");
            assert!(early.iter().all(|entry| entry.case.id != case), "what nobody decided on is not in support");
            sit(&region, case, Purpose::Plan, Conclusion::Approved).await;
            decided(&region, case, id).await.expect("a decision");
            cases.push((case, id));
        }
        let monitoring = Monitoring {
            on: region.today(),
            delivery: "週2回通所".into(),
            progress: "あと少し".into(),
            next: YearMonth::new(2026, 7),
        };
        region.app.monitor(&region.counselor, cases[0].0, cases[0].1, monitoring).await.expect("a monitoring");

        let calendar = async |reader, from, to, limit| {
            let entries = region.app.calendar(reader, day(from), day(to), limit).await.expect("a calendar");
            let told = |entry: &CalendarEntry| (entry.on.to_string(), entry.kind, entry.case.kana.clone());
            entries.iter().map(told).collect::<Vec<_>>()
        };
        let date = |on: &str, kind, kana: &str| (on.to_owned(), kind, kana.to_owned());
        let all = [
            date("2026-07-31", DueKind::Monitoring, "ヤマダ タロウ"),
            date("2026-09-30", DueKind::PlanEnd, "アオキ ハナ"),
            date("2026-09-30", DueKind::PlanEnd, "ヤマダ タロウ"),
        ];
        for reader in [&region.counselor, &region.officer] {
            assert_eq!(calendar(reader, "2026-07-31", "2026-09-30", 10).await, all);
        }
        assert_eq!(calendar(&region.chief, "2026-08-01", "2026-09-29", 10).await, []);
        assert_eq!(calendar(&region.chief, "2026-01-01", "2026-12-31", 2).await, all[..2]);
        for stranger in [&region.stranger, &region.strange_officer, &region.admin] {
            assert_eq!(calendar(stranger, "2026-01-01", "2026-12-31", 10).await, []);
        }
    }

    async fn the_second_of_two_writers_is_told_and_nothing_is_overwritten(store: Store) {
        let region = Region::new(store).await;
        let case = region.open("山田 太郎", "ヤマダ タロウ").await;
        region.accept(case).await;
        let version = region.version(case).await;
        let id = region.app.draft_plan(&region.counselor, case, version, plan(&[])).await.expect("a plan");
        let read_by_both = region.version(case).await;
        let mut first = plan(&[]);
        first.goal = "週4日働く".into();
        region.app.change_plan(&region.counselor, case, read_by_both, id, first).await.expect("saved");
        let mut second = plan(&[]);
        second.goal = "資格を取る".into();
        let refused = region.app.change_plan(&region.chief, case, read_by_both, id, second).await.expect_err("told");
        assert!(matches!(refused, UseCaseError::Conflict { .. }));
        let file = region.app.case_file(&region.chief, case).await.expect("the case");
        assert_eq!(file.case.plan(id).expect("the plan").content.goal, "週4日働く");
    }

    async fn strangers_do_not_learn_that_a_case_exists(store: Store) {
        let region = Region::new(store).await;
        let case = region.open("山田 太郎", "ヤマダ タロウ").await;
        for stranger in [&region.stranger, &region.strange_officer, &region.admin] {
            let seen = region.app.case_file(stranger, case).await;
            assert!(matches!(seen, Err(UseCaseError::NotFound)));
            let found = region.app.find_persons(stranger, "山田", 20).await.expect("an answer").expect("a query");
            assert!(found.is_empty());
        }
        // The municipality sees the case once the person has agreed to sharing.
        assert!(matches!(region.app.case_file(&region.officer, case).await, Err(UseCaseError::NotFound)));
        region.accept(case).await;
        assert!(region.app.case_file(&region.officer, case).await.is_ok());
        let refused = region.app.assign_case(&region.officer, case, region.chief.staff(), "理由").await;
        assert!(matches!(refused, Err(UseCaseError::Forbidden)));
    }

    async fn u6_a_person_is_found_however_the_name_is_typed(store: Store) {
        let region = Region::new(store).await;
        region.open("渡邉 花子", "ワタナベ ハナコ").await;
        region.open("髙橋 実", "タカハシ ミノル").await;
        for query in ["渡辺", "渡邊", "わたなべ", "ﾜﾀﾅﾍﾞ", "邉花", "花子", "ワタナベハナコ", "べ"] {
            let found = region.app.find_persons(&region.chief, query, 20).await.expect("an answer").expect("a query");
            assert_eq!(found.len(), 1, "{query}");
            assert_eq!(found[0].kana, "ワタナベ ハナコ");
        }
        let found = region.app.find_persons(&region.chief, "高橋", 20).await.expect("an answer").expect("a query");
        assert_eq!(found.len(), 1);
        let reference = found[0].reference.clone().expect("a case");
        let cases = region.app.find_cases(&region.chief, &reference).await.expect("an answer");
        assert_eq!(cases.len(), 1);
    }

    async fn a_merge_shows_both_cases_together_and_can_be_undone(store: Store) {
        let region = Region::new(store.clone()).await;
        let one = region.open("佐藤 一郎", "サトウ イチロウ").await;
        let two = region.open("佐藤 壱郎", "サトウ イチロウ").await;
        let read = &region;
        let person = |case| async move { read.app.case_file(&read.chief, case).await.expect("the case").case.person };
        let (stays, goes) = (person(one).await, person(two).await);
        region.app.merge_persons(&region.chief, goes, stays, "同じ住所と生年月日").await.expect("merged");
        let page = region.app.person(&region.chief, goes).await.expect("the entry");
        assert_eq!(page.person.merged_into, Some(stays));
        region.app.undo_merge(&region.chief, goes, "別の人だった").await.expect("parted");
        let page = region.app.person(&region.chief, goes).await.expect("the entry");
        assert_eq!(page.person.merged_into, None);
        let empty = tempfile::tempdir().expect("a directory");
        let tables = store.verify_tables(empty.path().join("rebuilt"), |_| {}).await.expect("a report");
        assert_eq!(tables.differences, []);
    }

    async fn p_23_a_housing_benefit_beyond_nine_months_is_neither_signed_nor_decided(store: Store) {
        let region = Region::new(store).await;
        let case = region.open("山田 太郎", "ヤマダ タロウ").await;
        region.accept(case).await;
        let until = |last: &str| {
            let mut content = plan(&[Service::HousingBenefit]);
            let line = content.services.get_mut(Service::HousingBenefit);
            (line.from, line.to, line.application_attached) = ("2026-05".into(), last.into(), true);
            content
        };
        let version = region.version(case).await;
        let id = region.app.draft_plan(&region.counselor, case, version, until("2027-02")).await.expect("a plan");
        let answer = PersonAnswer {
            will: Will::Agrees { form: AnswerForm::Signed },
            on: region.today(),
            asked_by: region.counselor.staff(),
        };
        let version = region.version(case).await;
        let signed = region.app.answer_plan(&region.counselor, case, version, id, answer.clone(), false).await;
        let Err(UseCaseError::Refused(refusal)) = signed else { panic!("signed beyond the longest period") };
        assert_eq!(refusal.rules, [Rule::BenefitTooLong]);

        region.app.change_plan(&region.counselor, case, version, id, until("2027-01")).await.expect("shorter");
        let version = region.version(case).await;
        region.app.answer_plan(&region.counselor, case, version, id, answer, false).await.expect("signed");
    }

    async fn p_24_a_conference_that_passed_without_the_report_of_an_emergency_is_pointed_at(store: Store) {
        let region = Region::new(store).await;
        let case = region.open("山田 太郎", "ヤマダ タロウ").await;
        region.accept(case).await;
        let support = EmergencySupport {
            need: "今夜泊まるところがない".into(),
            service: None,
            started_on: region.today(),
            approved_by: String::new(),
            reported: None,
        };
        region.app.start_emergency(&region.counselor, case, support).await.expect("support");
        let read = &region;
        let said = || async move {
            let file = read.app.case_file(&read.chief, case).await.expect("the case");
            let context = read.app.finding_context(&file.case, true).await.expect("what rules ask for");
            file.case.findings(context)
        };
        assert_eq!(said().await, [Rule::ReportAfterwards]);

        region.on("2026-04-20");
        let planned = conference(&region).await;
        assert_eq!(said().await, [Rule::ReportAfterwards], "it is planned and has not sat");
        let there = vec![member("市の担当", true)];
        region.app.hold_conference(&region.chief, planned, region.today(), there, "主任", "相談").await.expect("sat");
        assert_eq!(said().await, [Rule::ReportMissed]);

        sit(&region, case, Purpose::Report, Conclusion::Approved).await;
        assert_eq!(said().await, []);
    }
}
