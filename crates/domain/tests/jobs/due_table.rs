//! What is due of practices and jobs: a table that can be checked by hand, beside the one of uses.

use std::fmt::Write as _;

use banso_domain::{
    agency::Channel,
    job::{
        Agreement, AtWorkplace, Check, CheckResult, Checkpoint, ContactChange, ContactPlan, ContactWith, Feedback, Job,
        JobDueKind, JobEndReason, JobKind, JobTerms, NewJob, PlanPhase, PlanStep, Side, WorkContact,
    },
};
use uuid::Uuid;

use crate::support::{after, closed, day, employed, goal, job, left, new_job, terms, today};

const fn named(kind: JobDueKind) -> &'static str {
    match kind {
        JobDueKind::ThreeSides => "三者の確認 (R-83)",
        JobDueKind::ConsultCard => "相談先カードの確認 (R-44)",
        JobDueKind::SupportLink => "支援機関につなぐ (R-85)",
        JobDueKind::PlannedContact => "計画した連絡",
        JobDueKind::MonthlyWord => "企業との連絡かレポート (R-43)",
        JobDueKind::MonthlyWithPerson => "本人と話す (R-10, R-43)",
        JobDueKind::GoalAgreement => "目標の合意 (R-87)",
        JobDueKind::GoalReview => "目標の振り返り",
        JobDueKind::MeetSuccessor => "後任との顔合わせ (R-77)",
        JobDueKind::HandPassport => "就労パスポートの引継ぎ (R-77)",
        JobDueKind::ReconfirmAccommodation => "配慮の再確認 (R-77)",
        JobDueKind::InterviewHead => "所属長との面談 (R-78)",
        JobDueKind::CheckSixMonths => "6か月の在籍確認",
        JobDueKind::CheckOneYear => "12か月の在籍確認",
        JobDueKind::CheckThreeYears => "36か月の在籍確認",
        JobDueKind::CheckFortyTwoMonths => "42か月の在籍確認",
        JobDueKind::TermEnd => "実習・トライアル・契約の終わり",
        JobDueKind::Feedback => "企業の評価と本人の感想",
        JobDueKind::LookBack => "離職の振り返り (R-92)",
    }
}

fn agreed(job: &Job) -> Job {
    let what = "休憩を1時間ごとに10分".to_owned();
    after(job, job.agree(Agreement { on: day("2026-03-25"), sides: Side::ALL.to_vec(), what }, today()))
}

fn card(job: &Job, on: &str) -> Job {
    after(job, job.settle(JobDueKind::ConsultCard, day(on), today()))
}

fn met(job: &Job, on: &str) -> Job {
    let contact = WorkContact {
        on: day(on),
        with: vec![Side::Employer],
        channel: Channel::Visit,
        by: None,
        report_shared: false,
        words: String::new(),
        in_case: false,
    };
    after(job, job.contact(contact, today()))
}

fn checked(job: &Job, at: Checkpoint, on: &str) -> Job {
    after(job, job.check(Check { at, on: day(on), result: CheckResult::InJob }, today()))
}

/// Two contacts a month with the firm for a quarter.
fn plan() -> ContactPlan {
    ContactPlan {
        from: day("2026-04-01"),
        wish: "月に2回くらい来てほしい。".to_owned(),
        slot: String::new(),
        steps: vec![PlanStep {
            phase: PlanPhase::FirstMonth,
            from: day("2026-04-01"),
            until: Some(day("2026-06-30")),
            with: ContactWith::Employer,
            times: 2,
            every_months: 1,
            give: 0,
            channels: vec![],
        }],
        basis: vec![],
        return_if: String::new(),
        monthly_until: None,
    }
}

fn fixed(kind: JobKind, from: &str, until: &str) -> Job {
    job(kind, JobTerms { until: Some(day(until)), ..terms(from) })
}

fn alone() -> Job {
    let new = NewJob { is_alone: true, ..new_job(JobKind::Employment, terms("2026-04-01")) };
    let begun = new.decide(today()).unwrap();
    Job::apply(None, banso_domain::id::JobId::new(Uuid::from_u128(3)), &begun).unwrap()
}

fn change(job: &Job, is_head: bool) -> Job {
    let change = ContactChange { on: day("2027-02-01"), key_person: "新しい店長".to_owned(), is_head };
    after(job, job.change_contact(change, today()))
}

/// The support that grew inside carries, and it lies there.
fn at_workplace(job: &Job) -> Job {
    let seen = after(job, job.see_support(day("2027-03-01"), "主任が作業の順番を変えた。", true, today()));
    let handed = AtWorkplace { on: day("2027-04-01"), to: "製造課の主任".to_owned() };
    after(&seen, seen.leave_to_workplace(handed, today()))
}

fn words(job: &Job, side: Side) -> Job {
    let word = Feedback { side, on: day("2026-06-13"), words: "落ち着いていた".to_owned() };
    after(job, job.give_feedback(word, today()))
}

/// Rows: what happened, and what is due because of it.
fn rows() -> Vec<(&'static str, Job)> {
    let planned = after(&employed(), employed().plan_contacts(plan(), today()));
    let aimed = after(&employed(), employed().set_goal(goal("2026-04-01", "2026-09-30")));
    let over = left(&fixed(JobKind::Practice, "2026-06-01", "2026-06-12"), "2026-06-12", JobEndReason::TermReached);
    let half = checked(&checked(&employed(), Checkpoint::SixMonths, "2026-10-02"), Checkpoint::OneYear, "2027-04-05");
    vec![
        ("実習 2026-06-01〜2026-06-12", fixed(JobKind::Practice, "2026-06-01", "2026-06-12")),
        ("実習 2026-06-12 に終わった", over.clone()),
        ("実習 2026-06-12 に終わった、企業の評価だけ聞いた", words(&over, Side::Employer)),
        ("実習 2026-06-12 に終わった、両方に聞いた", words(&words(&over, Side::Employer), Side::Person)),
        ("トライアル雇用 2026-04-01〜2026-06-30", fixed(JobKind::Trial, "2026-04-01", "2026-06-30")),
        (
            "トライアル雇用 2026-04-01〜2027-03-31（精神障害、12か月）",
            fixed(JobKind::Trial, "2026-04-01", "2027-03-31"),
        ),
        ("就職 2026-04-01", employed()),
        ("就職 2025-08-31（月末）", job(JobKind::Employment, terms("2025-08-31"))),
        ("就職 2028-02-29（うるう日）", job(JobKind::Employment, terms("2028-02-29"))),
        ("就職 2019-04-30（平成から令和へ）", job(JobKind::Employment, terms("2019-04-30"))),
        ("就職 2026-04-01、契約 2027-03-31 まで", fixed(JobKind::Employment, "2026-04-01", "2027-03-31")),
        ("就職 2026-04-01、クローズ", closed()),
        ("就職 2026-04-01、支援機関なし", alone()),
        ("就職 2026-04-01、三者の確認 2026-03-25", agreed(&employed())),
        ("就職 2026-04-01、三者の確認、相談先カード 2026-04-20", card(&agreed(&employed()), "2026-04-20")),
        ("就職 2026-04-01、企業と会った 2026-04-28", met(&employed(), "2026-04-28")),
        ("就職 2026-04-01、企業と会った 2026-08-31（月末）", met(&employed(), "2026-08-31")),
        ("就職 2026-04-01、月2回の計画", planned.clone()),
        ("就職 2026-04-01、月2回の計画、4月に2回会った", met(&met(&planned, "2026-04-10"), "2026-04-24")),
        ("就職 2026-04-01、目標 2026-09-30 まで（合意なし）", aimed),
        ("就職 2026-04-01、6か月と12か月の在籍を確かめた", half),
        ("就職 2026-04-01、2027-02-01 に現場の担当者が代わった", change(&employed(), false)),
        ("就職 2026-04-01、2027-02-01 に雇用管理担当者が代わった", change(&employed(), true)),
        ("就職 2026-04-01、2027-04-01 から職場に任せた", at_workplace(&agreed(&employed()))),
        ("就職 2026-04-01、2026-12-31 に離職", left(&employed(), "2026-12-31", JobEndReason::Resigned)),
        (
            "就職 2026-04-01、2028-01-31 に離職（うるう年の2月をまたぐ）",
            left(&employed(), "2028-01-31", JobEndReason::Health),
        ),
        ("就職 2026-04-01、2026-12-31 に転職", left(&employed(), "2026-12-31", JobEndReason::ChangedJob)),
        ("就職 2026-04-01、2036-03-31 に定年", left(&employed(), "2036-03-31", JobEndReason::Retired)),
    ]
}

#[test]
fn the_table_of_what_is_due_at_work_r_43_r_44_r_83_r_92() {
    let mut table = String::new();
    for (what, job) in rows() {
        writeln!(table, "{what}").unwrap();
        let dues = job.dues();
        if dues.is_empty() {
            writeln!(table, "    なし").unwrap();
        }
        for due in dues {
            writeln!(table, "    {} {}", due.on, named(due.kind)).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}
