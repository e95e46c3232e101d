//! What the record of a use shows in a month for each reward, as definitions say it; mistakes in a definition, by file and line.

use std::fmt::Write as _;

use banso_domain::{
    calendar::YearMonth,
    case::sharing::EmploymentDisclosure,
    episode::{Deadline, DeadlineKind, Episode, EpisodeEndReason, Milestone, Programme},
    id::JobId,
    job::{Employer, Job, JobEnd, JobEndReason, JobEvent, JobKind, JobRoute, JobSlot, JobTerms},
    reward::{
        Amount, ReallyShared, RewardAbout, RewardCondition, RewardDefinition, RewardLine, RewardState, Rewards,
        UseMonth, WorkRecord, half_year_applied_in,
    },
    rule::Rule,
};
use uuid::Uuid;

use crate::support::*;

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        const REWARDS: &[(&str, &str)] = &[$((
            concat!($name, ".toml"),
            include_str!(concat!("../../../../definitions/rewards/", $name, ".toml")),
        )),+];
    };
}

files![
    "support_structure_missing",
    "monthly_report",
    "area_liaison",
    "retention_record",
    "transition_preparation",
    "transition_liaison",
    "transition_support_structure",
    "concentration",
    "service_meeting",
    "intensive_support",
    "intensive_support_interviews",
    "care_liaison_information",
    "care_liaison_meeting",
    "clinic_school_liaison",
    "retention_base",
];

pub(crate) fn rewards() -> Rewards {
    Rewards::new(REWARDS.iter().map(|(name, text)| RewardDefinition::from_toml(name, text).unwrap()).collect())
}

fn month(text: &str) -> YearMonth {
    text.parse().unwrap()
}

fn lines(episode: &Episode, known: &[Episode], in_month: &str, today: &str) -> Vec<RewardLine> {
    let shared = ReallyShared { consents: vec![(day("2020-01-01"), day("2040-01-01"))], ..ReallyShared::default() };
    lines_with(&shared, (episode, known), in_month, today)
}

fn lines_with(
    shared: &ReallyShared,
    (episode, known): (&Episode, &[Episode]),
    in_month: &str,
    today: &str,
) -> Vec<RewardLine> {
    UseMonth { month: month(in_month), today: day(today), episode, known, shared }.lines(&rewards())
}

fn line(episode: &Episode, reward: &str, in_month: &str, today: &str) -> Option<RewardLine> {
    lines(episode, &[], in_month, today).into_iter().find(|line| line.reward == reward)
}

/// Retention support of three years, from April 2026 to March 2029: hired in October 2025.
fn in_retention() -> Use {
    retention("2026-04-01", "2025-10-01")
}

#[test]
fn every_reward_says_how_much_how_often_and_how_sure_it_is() {
    let mut table = String::new();
    for definition in rewards().all() {
        for version in &definition.versions {
            let name = &definition.names[0].ja;
            let asked: Vec<_> = version.asked_when.iter().map(|asked| asked.name()).collect();
            let conditions: Vec<_> = version.conditions.iter().map(|known| known.name()).collect();
            writeln!(table, "{name} {} {} {}", version.valid_from, definition.kind.name(), version.sure.name())
                .unwrap();
            writeln!(
                table,
                "    {:?} {:?}",
                version.amounts.iter().map(|it| it.amount).collect::<Vec<_>>(),
                version.limit
            )
            .unwrap();
            writeln!(table, "    {} → {}", asked.join(", "), conditions.join(", ")).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn a_reward_counts_from_its_day_on_and_one_whose_numbers_are_not_confirmed_has_none() {
    let all = rewards();
    let liaison = all.liaison().unwrap();
    assert!(liaison.on(day("2024-03-31")).is_none() && liaison.on(day("2024-04-01")).is_some());
    let structure = all.of("transition_support_structure").unwrap();
    assert_eq!(structure.on(day("2026-03-31")).unwrap().papers.len(), 2);
    assert_eq!(structure.on(day("2026-04-01")).unwrap().papers.len(), 3);
    assert!(structure.on(today()).unwrap().amount(Some(Programme::ContinuationB), None).is_none());
    let mut short = liaison.clone();
    short.versions[0].valid_until = Some(day("2027-03-31"));
    assert!(short.on(day("2027-03-31")).is_some() && short.on(day("2027-04-01")).is_none());
}

#[test]
fn r_76_what_is_not_shared_three_months_before_the_end_takes_a_tenth_away() {
    let mut episode = in_retention();
    let reward = "support_structure_missing";
    assert!(line(&episode.episode, reward, "2028-10", "2028-10-15").is_none(), "the end is far");

    let looms = line(&episode.episode, reward, "2028-11", "2028-11-30").unwrap();
    assert_eq!((looms.state, looms.by), (RewardState::Looms, Some(day("2028-12-31"))));
    assert_eq!(looms.missing, [RewardCondition::SharedBeforeEnd]);
    let late = line(&episode.episode, reward, "2029-01", "2029-01-10").unwrap();
    assert_eq!(late.state, RewardState::Applies);

    episode = episode.noted(Milestone::SharedBeforeEnd, "2029-01-05");
    assert_eq!(
        line(&episode.episode, reward, "2029-01", "2029-01-10").unwrap().state,
        RewardState::Applies,
        "it was too late"
    );
    episode = episode.noted(Milestone::SharedBeforeEnd, "2028-12-31");
    let spared = line(&episode.episode, reward, "2029-01", "2029-01-10").unwrap();
    assert_eq!(spared.state, RewardState::Spared);
    let shared = (RewardCondition::SharedBeforeEnd, Some(day("2028-12-31")));
    assert_eq!(spared.found, [shared, (RewardCondition::ConsentStands, Some(day("2020-01-01")))]);
}

#[test]
fn r_76_what_was_shared_counts_while_a_consent_of_the_person_stands_and_not_because_it_was_noted() {
    let of = in_retention().noted(Milestone::SharedBeforeEnd, "2028-12-10");
    let with = |from: &str, until: &str| {
        let shared = ReallyShared { consents: vec![(day(from), day(until))], ..ReallyShared::default() };
        let lines = lines_with(&shared, (&of.episode, &[]), "2028-12", "2028-12-20");
        lines.into_iter().find(|line| line.reward == "support_structure_missing").unwrap()
    };
    assert_eq!(with("2028-12-10", "2028-12-10").state, RewardState::Spared, "it stood on the day of sharing");
    for (from, until) in [("2028-12-11", "2029-12-31"), ("2027-01-01", "2028-12-09")] {
        let line = with(from, until);
        assert_eq!((line.state, line.missing), (RewardState::Looms, vec![RewardCondition::ConsentStands]));
    }
}

#[test]
fn k_13_a_report_is_known_from_the_sheet_that_was_handed_over_in_the_month() {
    let of = in_retention();
    let handed = |form: &str, on: &str| {
        let shared = ReallyShared { sheets: vec![(form.to_owned(), day(on))], ..ReallyShared::default() };
        let lines = lines_with(&shared, (&of.episode, &[]), "2026-05", "2026-05-31");
        lines.into_iter().find(|line| line.reward == "monthly_report").unwrap()
    };
    for form in ["retention_report", "information_sheet"] {
        let line = handed(form, "2026-05-12");
        assert_eq!(line.found, [(RewardCondition::ReportShared, Some(day("2026-05-12")))]);
    }
    assert_eq!(handed("retention_report", "2026-04-30").state, RewardState::Lacking, "that was the month before");
    assert_eq!(handed("readiness_pyramid", "2026-05-12").state, RewardState::Lacking, "that is no report");
}

#[test]
fn r_76_who_needs_no_support_afterwards_is_not_asked_about_and_nothing_is_due() {
    let mut episode = in_retention();
    let shares = |due: &Deadline| due.kind == DeadlineKind::SharingBeforeEnd;
    assert!(episode.episode.deadlines().iter().any(shares));
    episode = episode.noted(Milestone::NothingNeededAfter, "2028-11-20");
    assert!(line(&episode.episode, "support_structure_missing", "2028-12", "2028-12-15").is_none());
    assert!(!episode.episode.deadlines().iter().any(shares));
}

#[test]
fn k_13_a_month_without_a_meeting_or_a_shared_report_lacks_the_condition_of_the_base_fee() {
    let mut episode = in_retention();
    episode = episode.noted(Milestone::ReportShared, "2026-05-20");
    let may = line(&episode.episode, "monthly_report", "2026-05", "2026-06-10").unwrap();
    assert_eq!((may.state, &may.missing[..]), (RewardState::Lacking, &[RewardCondition::MetThisMonth][..]));
    episode = episode.noted(Milestone::Interviewed, "2026-05-12");
    let may = line(&episode.episode, "monthly_report", "2026-05", "2026-06-10").unwrap();
    let found = [
        (RewardCondition::MetThisMonth, Some(day("2026-05-12"))),
        (RewardCondition::ReportShared, Some(day("2026-05-20"))),
    ];
    assert_eq!(may.found, found);
    assert_eq!(may.state, RewardState::Claimable);
    let june = line(&episode.episode, "monthly_report", "2026-06", "2026-06-10").unwrap();
    assert_eq!((june.state, june.by), (RewardState::Lacking, Some(day("2026-06-30"))));
    assert!(
        line(&episode.episode, "monthly_report", "2026-03", "2026-06-10").is_none(),
        "before the start nothing is asked"
    );
}

/// Type B from May 2024 on, that ended when the person went on.
fn moved_on(informed: bool) -> Episode {
    let mut episode = begin(Programme::ContinuationB, start("2024-05-01"));
    episode = episode.noted(Milestone::NextContacted, "2026-04-10");
    if informed {
        episode = episode.noted(Milestone::InformedInWriting, "2026-04-12");
    }
    episode = episode.ended("2026-04-30", EpisodeEndReason::MovedToOtherService);
    episode.episode
}

fn in_transition(number: u128, from: &str, until: Option<&str>) -> Episode {
    let mut found = transition(from);
    if let Some(until) = until {
        found = found.ended(until, EpisodeEndReason::Withdrawn);
    }
    Episode { id: episode_id(number), ..found.episode }
}

#[test]
fn who_goes_on_to_transition_support_is_claimed_for_with_liaison_and_information_in_writing() {
    let next = in_transition(7, "2026-05-01", None);
    let of = |episode: &Episode, known: &[Episode], in_month: &str| {
        let all = lines(episode, known, in_month, "2026-06-01");
        all.into_iter().find(|line| line.reward == "transition_liaison")
    };
    let known = [moved_on(true), next.clone()];
    let claimable = of(&known[0], &known, "2026-04").unwrap();
    assert_eq!((claimable.state, claimable.missing.len()), (RewardState::Claimable, 0));
    assert!(of(&known[0], &known, "2026-05").is_none(), "once, in the month of the end");
    assert!(of(&known[0], &known[..1], "2026-04").is_none(), "nothing is known of what came after");
    assert_eq!(of(&moved_on(false), &known, "2026-04").unwrap().missing, [RewardCondition::InformedInWriting]);
    for (until, missing) in [("2023-04-29", false), ("2023-04-30", true)] {
        let before = in_transition(8, "2022-01-01", Some(until));
        let found = of(&known[0], &[known[0].clone(), before, next.clone()], "2026-04").unwrap();
        assert_eq!(found.missing.contains(&RewardCondition::NoTransitionBefore), missing, "{until}");
    }
}

#[test]
fn p_63_a_conference_that_is_only_noted_in_a_use_shows_nothing_that_a_claim_asks_for() {
    let mut episode = begin(Programme::Transition, start("2026-04-01"));
    episode = episode.noted(Milestone::Conference, "2026-05-20");
    let lacking = line(&episode.episode, "area_liaison", "2026-05", "2026-06-01").unwrap();
    assert_eq!((lacking.state, lacking.missing.len(), lacking.found.len()), (RewardState::Lacking, 7, 0));
    assert!(line(&episode.episode, "area_liaison", "2026-06", "2026-06-01").is_none());
}

#[test]
fn going_along_and_six_months_at_work_come_up_in_their_month_alone() {
    let mut episode = begin(Programme::Transition, start("2026-04-01"));
    episode = episode.noted(Milestone::Accompanied, "2026-05-20");
    assert_eq!(
        line(&episode.episode, "transition_preparation", "2026-05", "2026-06-01").unwrap().state,
        RewardState::Claimable
    );
    assert!(line(&episode.episode, "transition_preparation", "2026-06", "2026-06-01").is_none());
    let mut hired = begin(Programme::ContinuationB, start("2025-04-01"));
    hired = hired.noted(Milestone::Hired, "2025-10-31");
    let full = |in_month: &str| line(&hired.episode, "transition_support_structure", in_month, "2026-06-01");
    assert!(full("2026-04").is_none() && full("2026-06").is_none());
    assert_eq!(full("2026-05").unwrap().found, [(RewardCondition::Hired, Some(day("2025-10-31")))]);
}

#[test]
fn meetings_of_plan_consultation_are_claimed_with_the_review_or_apart_from_it() {
    let mut episode = begin(Programme::PlanConsultation, start("2026-04-01"));
    episode = episode.noted(Milestone::Conference, "2026-05-20");
    let names = |episode: &Episode| {
        let all = lines(episode, &[], "2026-05", "2026-06-01");
        all.into_iter().map(|line| (line.reward, line.state)).collect::<Vec<_>>()
    };
    assert_eq!(names(&episode.episode), [("intensive_support".to_owned(), RewardState::Claimable)]);
    episode = episode.noted(Milestone::PlanReviewed, "2026-05-25");
    assert_eq!(names(&episode.episode), [("service_meeting".to_owned(), RewardState::Claimable)]);
}

#[test]
fn interviews_and_talks_with_clinics_and_schools_count_in_their_month() {
    let mut episode = begin(Programme::PlanConsultation, start("2026-04-01"));
    let names = |episode: &Episode| {
        let all = lines(episode, &[], "2026-05", "2026-06-01");
        all.into_iter().map(|line| (line.reward, line.amount.map(|it| it.amount))).collect::<Vec<_>>()
    };
    episode = episode.noted(Milestone::Interviewed, "2026-05-08");
    assert_eq!(names(&episode.episode), [], "one interview is not two");
    episode = episode.noted(Milestone::Interviewed, "2026-06-01").noted(Milestone::Interviewed, "2026-04-30");
    assert_eq!(names(&episode.episode), [], "those were other months");
    episode = episode.noted(Milestone::Interviewed, "2026-05-22");
    assert_eq!(names(&episode.episode), [("intensive_support_interviews".to_owned(), Some(Amount::Units(300)))]);
    let with_clinic =
        episode.noted(Milestone::ClinicOrSchool, "2026-05-12").noted(Milestone::PlanReviewed, "2026-05-25");
    let lacking = ("service_meeting".to_owned(), None);
    assert_eq!(names(&with_clinic.episode), [lacking, ("clinic_school_liaison".to_owned(), None)]);
}

#[test]
fn plan_consultation_is_claimed_for_while_others_take_over_and_six_months_on() {
    let of = |episode: &Episode, in_month: &str| {
        let all = lines(episode, &[], in_month, "2027-03-01");
        all.into_iter().map(|line| line.reward).filter(|id| id.starts_with("care_liaison")).collect::<Vec<_>>()
    };
    let mut hired = begin(Programme::PlanConsultation, start("2025-04-01"));
    hired = hired.noted(Milestone::InformedInWriting, "2026-05-20").noted(Milestone::Conference, "2026-06-10");
    assert!(of(&hired.episode, "2026-05").is_empty(), "nobody takes over");
    hired = hired.noted(Milestone::Hired, "2026-05-01");
    assert_eq!(of(&hired.episode, "2026-05"), ["care_liaison_information"]);
    assert_eq!(of(&hired.episode, "2026-06"), ["care_liaison_meeting"]);

    let ended = begin(Programme::PlanConsultation, start("2025-04-01"));
    let ended = ended.ended("2026-04-30", EpisodeEndReason::MovedToOtherService);
    let ended =
        ended.noted(Milestone::InformedInWriting, "2026-10-30").noted(Milestone::InformedInWriting, "2026-11-02");
    assert_eq!(of(&ended.episode, "2026-10"), ["care_liaison_information"]);
    assert!(of(&ended.episode, "2026-11").is_empty(), "six months are over");
}

#[test]
fn p_81_once_a_use_has_ended_what_is_done_while_others_take_over_is_still_noted_and_nothing_else() {
    let ended =
        begin(Programme::PlanConsultation, start("2025-04-01")).ended("2026-04-30", EpisodeEndReason::Withdrawn);
    for what in Milestone::ALL {
        let answer = ended.episode.note(noted(*what, "2026-05-10"), day("2026-05-20"));
        let expected =
            [Milestone::LookedBack, Milestone::Conference, Milestone::InformedInWriting, Milestone::Accompanied];
        match expected.contains(what) {
            true => assert!(answer.is_ok(), "{}", what.name()),
            false => assert_eq!(answer.unwrap_err().rules, [Rule::EpisodeEnded], "{}", what.name()),
        }
    }
}

#[test]
fn the_base_fee_of_retention_support_follows_from_those_in_work_at_the_end_of_the_fiscal_year_before() {
    let all = rewards();
    let version = all.of("retention_base").unwrap().on(day("2030-04-30")).unwrap();
    let count = |uses: &[Episode], jobs: &[Job]| {
        WorkRecord::in_work(version, month("2030-04"), uses, &|_| jobs.iter().collect())
    };
    let share = |people, lasting| WorkRecord { people, lasting };
    let runs = in_retention().episode;
    let ended = |on: &str| in_retention().ended(on, EpisodeEndReason::TermReached).episode;
    // Counted on 31 March 2030, over the three years before.
    assert_eq!(count(std::slice::from_ref(&runs), &[job(1, "2025-10-01", None)]), share(1, 1));
    assert_eq!(count(&[runs.clone(), ended("2028-04-30")], &[job(1, "2025-10-01", None)]), share(1, 1), "once each");
    assert_eq!(count(&[ended("2027-04-01")], &[job(1, "2025-10-01", Some("2030-03-31"))]), share(1, 1));
    assert_eq!(count(&[ended("2027-03-31")], &[job(1, "2025-10-01", None)]), share(0, 0), "three years are over");
    assert_eq!(
        count(std::slice::from_ref(&runs), &[job(1, "2025-10-01", Some("2030-03-30"))]),
        share(1, 0),
        "the job had ended"
    );
    assert_eq!(count(&[runs], &[job(1, "2030-04-01", None)]), share(1, 0), "the job had not begun");

    let units = |share: WorkRecord| version.amount_at(share).map(|found| found.amount);
    let steps =
        [(20, 19, 3512), (20, 18, 3348), (100, 89, 2768), (10, 7, 2234), (10, 5, 1690), (10, 3, 1433), (100, 29, 1074)];
    for (people, lasting, expected) in steps {
        assert_eq!(units(share(people, lasting)), Some(Amount::Units(expected)), "{lasting} of {people}");
    }
    assert_eq!(units(share(5, 0)), Some(Amount::Units(1074)));
    assert_eq!(units(WorkRecord::default()), None, "nobody used it");
}

#[test]
fn r_68_a_month_is_under_the_half_year_that_is_applied_in_it() {
    for (in_month, half) in [("2026-09", "2025-2"), ("2026-10", "2026-1"), ("2027-03", "2026-1"), ("2027-04", "2026-2")]
    {
        assert_eq!(half_year_applied_in(month(in_month)).name(), half, "{in_month}");
    }
}

fn job(number: u128, from: &str, until: Option<&str>) -> Job {
    let terms = JobTerms {
        work: "清掃".into(),
        starts_on: day(from),
        until: None,
        weekly_hours: None,
        slot: JobSlot::DisabilitySlot,
        disclosure: EmploymentDisclosure::Open,
        route: JobRoute::HelloWork,
        key_person: String::new(),
        accommodation: String::new(),
    };
    let begun = JobEvent::Begun {
        person: person(),
        agency: agency(1),
        employer: Employer { agency: None, name: "みどり商店".into() },
        kind: JobKind::Employment,
        terms,
        episode: None,
        previous: None,
        is_alone: false,
    };
    let id = JobId::new(Uuid::from_u128(900 + number));
    let mut job = Job::apply(None, id, &begun).unwrap();
    job.end = until.map(|on| JobEnd { on: day(on), reason: JobEndReason::Resigned, note: String::new() });
    job
}

#[test]
fn of_those_who_finished_in_six_years_seven_in_ten_have_worked_from_forty_two_to_seventy_eight_months() {
    let all = rewards();
    let version = all.of("retention_record").unwrap().on(day("2030-04-30")).unwrap();
    let finished = |on: &str| in_retention().ended(on, EpisodeEndReason::TermReached).episode;
    let count = |on: &str, job: &Job| WorkRecord::count(version, month("2030-04"), &[finished(on)], &|_| vec![job]);
    let counted = |lasting| WorkRecord { people: 1, lasting };
    // Judged on 31 March 2030.
    assert_eq!(count("2029-03-31", &job(1, "2026-10-01", None)), counted(1), "42 months are full on the day");
    assert_eq!(count("2029-03-31", &job(1, "2026-10-02", None)), counted(0));
    assert_eq!(count("2029-03-31", &job(1, "2023-10-02", None)), counted(1));
    assert_eq!(count("2029-03-31", &job(1, "2023-10-01", None)), counted(0), "78 months are too many");
    assert_eq!(count("2029-03-31", &job(1, "2025-10-01", Some("2028-10-01"))), counted(0), "the job had ended");
    assert_eq!(count("2030-04-01", &job(1, "2025-10-01", None)), WorkRecord::default(), "the year is not over");
    assert!(!WorkRecord::default().is_reached(version), "nobody finished, nothing is claimed");
    assert!(WorkRecord { people: 10, lasting: 7 }.is_reached(version));
    assert!(!WorkRecord { people: 10, lasting: 6 }.is_reached(version));
}

#[test]
fn nothing_about_a_sitting_or_the_office_comes_up_for_a_use_by_itself() {
    let all = rewards();
    let of_office = all.all().filter(|definition| definition.about == RewardAbout::Office);
    for definition in of_office {
        let (episode, today) = (in_retention().episode, day("2026-06-01"));
        let here = UseMonth {
            month: month("2026-05"),
            today,
            episode: &episode,
            known: &[],
            shared: &ReallyShared::default(),
        };
        assert!(here.line(definition).is_none(), "{}", definition.id);
    }
}

fn mistake(file: &str, from: &str, to: &str) -> String {
    let text = REWARDS.iter().find(|(name, _)| *name == file).unwrap().1;
    assert!(text.contains(from), "{from} is there");
    RewardDefinition::from_toml(file, &text.replacen(from, to, 1)).unwrap_err().to_string()
}

#[test]
fn a_mistake_in_a_reward_is_told_with_file_line_and_what_to_write_instead() {
    let liaison = |from: &str, to: &str| mistake("area_liaison.toml", from, to);
    let mistakes = [
        liaison("\"meeting_held\"", "\"meeting_hold\""),
        liaison("\"meeting_held\"", "\"report_shared\""),
        liaison("\"transition\", \"retention\"]", "\"transition\", \"retension\"]"),
        liaison("programmes = [\"transition\", \"retention\"]", "programmes = []"),
        liaison("valid_from = \"2024-04-01\"\n", ""),
        liaison("valid_from = \"2024-04-01\"", "valid_from = \"2024-04-01\"\nvalid_until = \"2024-03-31\""),
        liaison("units = 583", "unit = 583"),
        liaison("units = 583, ", ""),
        liaison("sure = \"official\"", "sure = \"known\""),
        liaison("month = 1", "month = 0"),
        liaison("month = 1", "half_year = 1"),
        liaison("about = \"sitting\"", "about = \"siting\""),
        mistake("support_structure_missing.toml", "percent = 10", "percent = 110"),
        mistake("transition_liaison.toml", "look_back = 36\n", ""),
        mistake("retention_record.toml", "[42, 78]", "[78, 42]"),
        mistake("retention_record.toml", "percent = 70\n", ""),
        mistake("transition_support_structure.toml", "valid_from = \"2026-04-01\"", "valid_from = \"2024-04-01\""),
        mistake("retention_base.toml", "from_percent = 90", "from_percent = 96"),
        mistake("retention_base.toml", "from_percent = 0", "from_percent = 10"),
        mistake("retention_base.toml", "from_percent = 95, ", ""),
        mistake("retention_base.toml", "from_percent = 95", "from_percent = 101"),
        mistake("retention_base.toml", "look_back = 36\n", ""),
        mistake("retention_record.toml", "{ units = 300", "{ from_percent = 0, units = 300"),
        mistake("care_liaison_meeting.toml", "look_back = 6\n", ""),
        mistake("monthly_report.toml", "JEED 就業支援ハンドブック（192ページ）", ""),
    ];
    insta::assert_snapshot!(mistakes.join("\n"));
}

#[test]
fn every_condition_is_asked_for_somewhere() {
    let all = rewards();
    let asked = |condition: &RewardCondition| {
        all.all()
            .flat_map(|known| &known.versions)
            .any(|version| version.conditions.contains(condition) || version.asked_when.contains(condition))
    };
    for condition in RewardCondition::ALL {
        assert!(asked(condition), "{}", condition.name());
    }
}
