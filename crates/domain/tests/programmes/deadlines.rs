//! Deadlines: a table that a サビ管 can check by hand, and what makes a deadline go away.

use std::fmt::Write as _;

use banso_domain::episode::{DeadlineKind, EpisodeEndReason, Grant, Milestone, Programme, Start};

use crate::support::*;

fn on(of: &Use, kind: DeadlineKind) -> Option<String> {
    of.episode.deadlines().into_iter().find(|deadline| deadline.kind == kind).map(|deadline| deadline.on.to_string())
}

fn choice(on: &str) -> Use {
    begin(Programme::EmploymentChoice, start(on))
}

fn granted(until: &str, provisional_until: Option<&str>) -> Grant {
    Grant { until: Some(day(until)), provisional_until: provisional_until.map(day), monitoring_every: None }
}

/// Rows: what happened, and what is due because of it.
fn rows() -> Vec<(&'static str, Use)> {
    use Milestone::{Conference, HandoverBegun, Hired, PlanAgreed, PlanReviewed, ReportShared, SharedBeforeEnd};
    vec![
        ("選択 2025-10-01 開始（月の初日）", choice("2025-10-01")),
        ("選択 2025-10-02 開始（月の途中）", choice("2025-10-02")),
        ("選択 2026-01-31 開始（月末）", choice("2026-01-31")),
        ("選択 2028-02-01 開始（うるう年）", choice("2028-02-01")),
        ("選択 2026-01-15 開始、再支給 1か月", choice("2026-01-15").extended(1, "2026-02-20")),
        (
            "選択 2026-05-01 開始、はじめから2か月",
            begin(
                Programme::EmploymentChoice,
                Start { months: Some(2), ground: Some("stamina".to_owned()), ..start("2026-05-01") },
            ),
        ),
        ("選択 2026-05-11 開始、会議 2026-06-01", choice("2026-05-11").noted(Conference, "2026-06-01")),
        (
            "選択 2026-05-01 開始、受給者証 2026-05-31 まで、計画 2026-05-08",
            choice("2026-05-01").granted(granted("2026-05-31", None)).noted(PlanAgreed, "2026-05-08"),
        ),
        ("移行 2024-04-01 開始", transition("2024-04-01")),
        ("移行 2024-02-29 開始（うるう日）", transition("2024-02-29")),
        ("移行 2024-08-31 開始（月末）", transition("2024-08-31")),
        ("移行 2018-05-01 開始（平成から令和へ）", transition("2018-05-01")),
        (
            "移行 2024-04-01 開始、暫定 2024-05-31 まで、受給者証 2025-03-31 まで",
            transition("2024-04-01").granted(granted("2025-03-31", Some("2024-05-31"))),
        ),
        ("移行 2024-04-01 開始、計画 2024-04-20", transition("2024-04-01").noted(PlanAgreed, "2024-04-20")),
        (
            "移行 2024-04-01 開始、計画 2024-04-20、見直し 2024-07-31",
            transition("2024-04-01").noted(PlanAgreed, "2024-04-20").noted(PlanReviewed, "2024-07-31"),
        ),
        (
            "移行 2024-04-01 開始、中断 2025-01-10〜2025-02-09（31日）",
            transition("2024-04-01").suspended("2025-01-10", "2025-02-10"),
        ),
        (
            "移行 2024-04-01 開始、中断 2回（31日と10日）",
            transition("2024-04-01").suspended("2025-01-10", "2025-02-10").suspended("2025-06-01", "2025-06-11"),
        ),
        ("移行 2024-04-01 開始、延長 12か月", transition("2024-04-01").extended(12, "2026-03-01")),
        (
            "移行 2024-04-01 開始、中断 31日、延長 12か月",
            transition("2024-04-01").suspended("2025-01-10", "2025-02-10").extended(12, "2026-03-01"),
        ),
        ("移行 2024-04-01 開始、2025-09-30 までに短縮", transition("2024-04-01").shortened("2025-09-30", "2025-08-01")),
        (
            "移行 2024-04-01 開始、計画 2024-04-20、就職 2025-07-01",
            transition("2024-04-01").noted(PlanAgreed, "2024-04-20").noted(Hired, "2025-07-01"),
        ),
        (
            "移行 2024-04-01 開始、本人の希望で 2025-05-31 終了（就職なし）",
            transition("2024-04-01").ended("2025-05-31", EpisodeEndReason::Withdrawn),
        ),
        (
            "移行 2024-04-01 開始、就職して 2025-12-31 終了",
            transition("2024-04-01").ended("2025-12-31", EpisodeEndReason::Employed),
        ),
        ("定着 就職 2024-04-01、2024-10-01 開始", retention("2024-10-01", "2024-04-01")),
        ("定着 就職 2024-08-31、2025-03-01 開始（月末）", retention("2025-03-01", "2024-08-31")),
        (
            "定着 2024-10-01 開始、計画 2024-10-10、レポート 2024-11-28",
            retention("2024-10-01", "2024-04-01").noted(PlanAgreed, "2024-10-10").noted(ReportShared, "2024-11-28"),
        ),
        (
            "定着 2024-10-01 開始、引継ぎ準備 2027-05-20、情報共有 2027-06-10",
            retention("2024-10-01", "2024-04-01")
                .noted(HandoverBegun, "2027-05-20")
                .noted(SharedBeforeEnd, "2027-06-10"),
        ),
        ("A型 2025-06-15 開始", begin(Programme::ContinuationA, start("2025-06-15"))),
        (
            "A型 2025-06-15 開始、暫定支給決定なし、受給者証 2028-05-31 まで、計画 2025-07-01",
            begin(Programme::ContinuationA, start("2025-06-15"))
                .granted(granted("2028-05-31", None))
                .noted(PlanAgreed, "2025-07-01"),
        ),
        (
            "B型 2025-06-15 開始、計画 2025-07-01、受給者証 2028-06-30 まで",
            begin(Programme::ContinuationB, start("2025-06-15"))
                .granted(granted("2028-06-30", None))
                .noted(PlanAgreed, "2025-07-01"),
        ),
        ("なかぽつ 2025-06-15 開始", begin(Programme::LifeWorkCentre, start("2025-06-15"))),
        ("職業センター 2025-04-01 開始", begin(Programme::RegionalVocationalCenter, start("2025-04-01"))),
        ("ジョブコーチ 2025-04-01 開始", begin(Programme::JobCoach, start("2025-04-01"))),
        (
            "ジョブコーチ 2025-04-01 開始、フォローアップ 12か月、精神でもう 12か月",
            begin(Programme::JobCoach, start("2025-04-01")).extended(12, "2025-11-01").extended(12, "2026-11-01"),
        ),
        (
            "計画相談 2025-04-01 開始、計画 2025-05-10、モニタリング 3か月ごと",
            begin(Programme::PlanConsultation, start("2025-04-01"))
                .granted(Grant { monitoring_every: Some(3), ..granted("2026-04-30", None) })
                .noted(PlanAgreed, "2025-05-10"),
        ),
    ]
}

#[test]
fn the_table_of_deadlines() {
    let mut table = String::new();
    for (what, of) in rows() {
        writeln!(table, "{what}").unwrap();
        let last = of.episode.end.as_ref().map_or_else(|| of.last_day(), |end| format!("{}（終了）", end.on));
        writeln!(table, "    最後の日 {last}").unwrap();
        for deadline in of.episode.deadlines() {
            let name = match deadline.kind {
                DeadlineKind::TermEnd => "期間の終わり",
                DeadlineKind::ProvisionalEnd => "暫定の終わり",
                DeadlineKind::CertificateEnd => "受給者証の終わり",
                DeadlineKind::FirstPlan => "最初の計画",
                DeadlineKind::PlanReview => "計画の見直し",
                DeadlineKind::HandoverOpening => "引継ぎの準備",
                DeadlineKind::SharingBeforeEnd => "情報共有",
                DeadlineKind::PostHireEnd => "就職後6か月",
                DeadlineKind::MonthlyReport => "支援レポート",
                DeadlineKind::MonthlyMeeting => "今月の面談",
                DeadlineKind::PlanPeriodEnd => "計画期間の終わり",
                DeadlineKind::Judging => "集中減算の判定",
                DeadlineKind::LookBack => "振り返り",
                DeadlineKind::Linking => "つなぐ",
                DeadlineKind::WhoDecides => "本人が決めるための見直し",
            };
            writeln!(table, "    {} {name}", deadline.on).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn k_06_a_provisional_grant_is_due_before_it_ends() {
    let of = transition("2024-04-01").granted(granted("2025-03-31", Some("2024-05-31")));
    assert_eq!(on(&of, DeadlineKind::ProvisionalEnd).as_deref(), Some("2024-05-31"));
}

#[test]
fn k_07_a_plan_of_transition_support_is_looked_at_again_within_three_months() {
    let of = transition("2024-04-01").noted(Milestone::PlanAgreed, "2024-04-20");
    assert_eq!(on(&of, DeadlineKind::PlanReview).as_deref(), Some("2024-07-19"));
}

#[test]
fn k_08_other_plans_are_looked_at_again_within_six_months() {
    let of = begin(Programme::ContinuationB, start("2025-06-15")).noted(Milestone::PlanAgreed, "2025-07-01");
    assert_eq!(on(&of, DeadlineKind::PlanReview).as_deref(), Some("2025-12-31"));
}

#[test]
fn k_09_the_first_plan_is_there_within_a_month_and_then_no_longer_asked_for() {
    let of = transition("2024-04-01");
    assert_eq!(on(&of, DeadlineKind::FirstPlan).as_deref(), Some("2024-04-30"));
    assert_eq!(on(&of.noted(Milestone::PlanAgreed, "2024-04-20"), DeadlineKind::FirstPlan), None);
}

#[test]
fn k_10_support_after_hiring_lasts_six_months() {
    let of = transition("2024-04-01").noted(Milestone::Hired, "2025-07-01");
    assert_eq!(on(&of, DeadlineKind::PostHireEnd).as_deref(), Some("2025-12-31"));
}

#[test]
fn k_13_a_report_is_due_every_month_and_the_next_month_once_it_was_shared() {
    let of = retention("2024-10-01", "2024-04-01");
    assert_eq!(on(&of, DeadlineKind::MonthlyReport).as_deref(), Some("2024-10-31"));
    assert_eq!(
        on(&of.noted(Milestone::ReportShared, "2024-10-28"), DeadlineKind::MonthlyReport).as_deref(),
        Some("2024-11-30")
    );
}

#[test]
fn k_14_r_75_four_months_before_the_end_the_handover_is_prepared() {
    let of = transition("2024-04-01");
    assert_eq!(on(&of, DeadlineKind::HandoverOpening).as_deref(), Some("2025-11-30"));
    assert_eq!(on(&of.noted(Milestone::HandoverBegun, "2025-11-10"), DeadlineKind::HandoverOpening), None);
}

#[test]
fn k_15_r_76_three_months_before_retention_ends_what_is_known_has_been_shared() {
    let of = retention("2024-10-01", "2024-04-01");
    assert_eq!(on(&of, DeadlineKind::SharingBeforeEnd).as_deref(), Some("2027-06-30"));
    assert_eq!(on(&of.noted(Milestone::SharedBeforeEnd, "2027-06-10"), DeadlineKind::SharingBeforeEnd), None);
}

#[test]
fn r_92_who_leaves_without_a_job_is_looked_back_on_within_thirty_days() {
    let left = transition("2024-04-01").ended("2025-05-31", EpisodeEndReason::Withdrawn);
    assert_eq!(on(&left, DeadlineKind::LookBack).as_deref(), Some("2025-06-30"));
    assert_eq!(on(&left.noted(Milestone::LookedBack, "2025-06-15"), DeadlineKind::LookBack), None);

    let employed = transition("2024-04-01").ended("2025-05-31", EpisodeEndReason::Employed);
    assert_eq!(on(&employed, DeadlineKind::LookBack), None);
}

#[test]
fn while_a_use_is_suspended_only_the_certificate_runs_on() {
    let of = transition("2024-04-01").granted(granted("2025-03-31", None));
    let event = of.episode.suspend(day("2024-12-01"), "入院", today());
    let kinds: Vec<_> = of.then(event).episode.deadlines().into_iter().map(|deadline| deadline.kind).collect();
    assert_eq!(kinds, [DeadlineKind::CertificateEnd]);
}

#[test]
fn an_extension_moves_what_is_counted_from_the_end() {
    let of = transition("2024-04-01").extended(12, "2026-03-01");
    assert_eq!(on(&of, DeadlineKind::TermEnd).as_deref(), Some("2027-03-31"));
    assert_eq!(on(&of, DeadlineKind::HandoverOpening).as_deref(), Some("2026-11-30"));
}
