//! How often who is spoken to: as agreed with the person, and as it really was.

use banso_domain::{
    agency::{AgencyKind, Channel},
    job::{
        AtWorkplace, ContactPlan, ContactWith, Feedback, Job, JobDueKind, JobKind, JobTerms, PlanPhase, PlanStep, Side,
        Standing, WorkContact,
    },
    rule::Rule,
};
use chrono::{Days, NaiveDate};

use crate::support::{after, closed, day, due, employed, job, left, refused_by, terms, today};

/// So many times a month with the firm, from a day to a day.
fn step(phase: PlanPhase, from: &str, until: Option<&str>, times: u32) -> PlanStep {
    let with = ContactWith::Employer;
    PlanStep { phase, from: day(from), until: until.map(day), with, times, every_months: 1, give: 0, channels: vec![] }
}

/// 4 → 2 → 1 a month.
fn fading() -> ContactPlan {
    ContactPlan {
        from: day("2026-04-01"),
        wish: "はじめは毎週、あとは月に1回でいい。".to_owned(),
        slot: "月曜の10時".to_owned(),
        steps: vec![
            step(PlanPhase::FirstMonth, "2026-04-01", Some("2026-04-30"), 4),
            step(PlanPhase::SixMonths, "2026-05-01", Some("2026-05-31"), 2),
            step(PlanPhase::SixMonths, "2026-06-01", None, 1),
        ],
        basis: vec![],
        return_if: "続けて休んだとき".to_owned(),
        monthly_until: None,
    }
}

fn planned(plan: ContactPlan) -> Job {
    let job = employed();
    after(&job, job.plan_contacts(plan, today()))
}

fn met(job: &Job, on: NaiveDate, with: &[Side]) -> Job {
    let contact = WorkContact {
        on,
        with: with.to_vec(),
        channel: Channel::Visit,
        by: None,
        report_shared: false,
        words: String::new(),
        in_case: false,
    };
    after(job, job.contact(contact, today()))
}

/// So many contacts with the firm in a month, from its first day on.
fn met_in(job: Job, month: &str, times: u64) -> Job {
    let first = day(&format!("{month}-01"));
    (0..times).fold(job, |job, days| met(&job, first + Days::new(days * 7), &[Side::Employer]))
}

fn below(job: &Job, on: &str) -> Vec<NaiveDate> {
    let spans = job.contact_spans(day(on));
    spans.iter().filter(|span| span.standing(day(on)) == Standing::Below).map(|span| span.from).collect()
}

#[test]
fn r_35_contacts_that_fade_as_planned_are_no_alarm() {
    let job = met_in(met_in(met_in(planned(fading()), "2026-04", 4), "2026-05", 2), "2026-06", 1);
    let spans = job.contact_spans(day("2026-06-30"));
    assert_eq!(spans.iter().map(|span| span.actual).collect::<Vec<_>>(), [4, 2, 1]);
    assert_eq!(below(&job, "2026-07-01"), Vec::<NaiveDate>::new());
    assert!(job.findings(day("2026-07-01"), &[]).contains(&Rule::FadingAsPlanned));
}

#[test]
fn fewer_contacts_than_planned_are_a_line_with_a_date_and_within_the_band_they_are_not() {
    let job = met_in(met_in(planned(fading()), "2026-04", 3), "2026-05", 2);
    assert_eq!(below(&job, "2026-06-01"), [day("2026-04-01")]);
    let mut loose = fading();
    loose.steps[0].give = 1;
    let job = met_in(met_in(planned(loose), "2026-04", 3), "2026-05", 2);
    assert_eq!(below(&job, "2026-06-01"), Vec::<NaiveDate>::new());
    assert!(
        !job.findings(day("2026-05-20"), &[]).contains(&Rule::FadingAsPlanned),
        "one span says nothing about fading"
    );
}

#[test]
fn a_month_that_runs_is_not_yet_below_and_one_that_was_cut_short_asks_for_nothing() {
    let job = planned(fading());
    assert_eq!(below(&job, "2026-04-30"), Vec::<NaiveDate>::new());
    assert_eq!(below(&job, "2026-05-01"), [day("2026-04-01")]);
    let short =
        ContactPlan { steps: vec![step(PlanPhase::FirstMonth, "2026-04-01", Some("2026-04-20"), 4)], ..fading() };
    assert_eq!(below(&planned(short), "2026-06-01"), Vec::<NaiveDate>::new());
}

#[test]
fn the_next_contact_of_the_plan_is_due_at_the_end_of_its_month_and_moves_on_with_each() {
    let job = planned(fading());
    assert_eq!(due(&job, JobDueKind::PlannedContact), Some(day("2026-04-30")));
    let job = met_in(job, "2026-04", 4);
    assert_eq!(due(&job, JobDueKind::PlannedContact), Some(day("2026-05-31")));
    let job = met_in(job, "2026-06", 1);
    assert_eq!(due(&job, JobDueKind::PlannedContact), Some(day("2026-07-31")), "nobody goes back to May");
}

#[test]
fn a_new_plan_counts_from_its_first_day_and_the_one_before_stays_until_then() {
    let job = planned(fading());
    let more = ContactPlan {
        from: day("2026-05-16"),
        steps: vec![step(PlanPhase::SixMonths, "2026-05-16", None, 4)],
        ..fading()
    };
    let job = after(&job, job.plan_contacts(more, today()));
    let spans = job.contact_spans(day("2026-05-31"));
    let days: Vec<_> = spans.iter().map(|span| (span.from, span.until, span.least)).collect();
    assert_eq!(
        days,
        [
            (day("2026-04-01"), day("2026-04-30"), 4),
            (day("2026-05-01"), day("2026-05-15"), 0),
            (day("2026-05-16"), day("2026-06-15"), 4),
        ]
    );
    assert_eq!(job.plan_on(day("2026-05-15")), Some(&fading()));
}

#[test]
fn contacts_are_counted_for_whom_the_step_names_and_by_turns_either_counts() {
    let mut plan = fading();
    plan.steps = vec![
        PlanStep { with: ContactWith::Person, ..step(PlanPhase::Retention, "2026-04-01", None, 1) },
        PlanStep { with: ContactWith::Turns, every_months: 2, ..step(PlanPhase::Retention, "2026-04-01", None, 2) },
    ];
    let job = met(&planned(plan), day("2026-04-05"), &[Side::Person]);
    let job = met(&job, day("2026-05-05"), &[Side::Employer]);
    let counts: Vec<_> =
        job.contact_spans(day("2026-05-31")).iter().map(|span| (span.with, span.actual, span.until)).collect();
    let [april, may] = [day("2026-04-30"), day("2026-05-31")];
    assert_eq!(counts, [(ContactWith::Person, 1, april), (ContactWith::Turns, 2, may), (ContactWith::Person, 0, may)]);
}

#[test]
fn contact_when_it_is_needed_is_never_below() {
    let plan = ContactPlan { steps: vec![step(PlanPhase::FollowUp, "2026-04-01", None, 0)], ..fading() };
    let job = planned(plan);
    assert_eq!(below(&job, "2027-04-01"), Vec::<NaiveDate>::new());
    assert_eq!(due(&job, JobDueKind::PlannedContact), None);
}

#[test]
fn r_41_no_frequency_is_set_for_anybody_until_a_plan_is_made_with_the_person() {
    let job = employed();
    assert!(job.contact_plans.is_empty() && job.contact_spans(today()).is_empty());
    assert_eq!(due(&job, JobDueKind::PlannedContact), None);
    assert!(job.findings(day("2026-07-01"), &[]).contains(&Rule::NoUniformFrequency));
    assert!(!planned(fading()).findings(day("2026-07-01"), &[]).contains(&Rule::NoUniformFrequency));
}

#[test]
fn p_121_a_plan_says_what_the_person_wishes() {
    let silent = ContactPlan { wish: " ".to_owned(), ..fading() };
    assert_eq!(refused_by(employed().plan_contacts(silent, today())), vec![Rule::WishInContactPlan]);
}

#[test]
fn p_120_the_steps_of_a_plan_do_not_overlap_and_count_something() {
    let with = |steps| ContactPlan { steps, ..fading() };
    let first = || step(PlanPhase::FirstMonth, "2026-04-01", None, 4);
    let refused = [
        with(vec![]),
        with(vec![first(), step(PlanPhase::SixMonths, "2026-05-01", None, 2)]),
        with(vec![PlanStep { every_months: 0, ..first() }]),
        with(vec![PlanStep { give: 5, ..first() }]),
        with(vec![PlanStep { until: Some(day("2026-03-31")), ..first() }]),
        with(vec![PlanStep { from: day("2026-03-01"), ..first() }]),
    ];
    for plan in refused {
        assert_eq!(refused_by(employed().plan_contacts(plan, today())), vec![Rule::ContactPlanInOrder]);
    }
    let beside = with(vec![first(), PlanStep { with: ContactWith::Person, ..first() }]);
    assert!(employed().plan_contacts(beside, today()).is_ok(), "person and firm have steps beside each other");
}

#[test]
fn r_42_in_the_first_month_a_day_and_time_is_kept() {
    let early = day("2026-04-10");
    assert!(employed().findings(early, &[]).contains(&Rule::RegularSlotEarly));
    assert!(!planned(fading()).findings(early, &[]).contains(&Rule::RegularSlotEarly));
    assert!(
        !employed().findings(day("2026-06-10"), &[]).contains(&Rule::RegularSlotEarly),
        "and later it is not asked"
    );
}

#[test]
fn r_43_a_word_with_the_firm_or_a_shared_report_once_a_month_and_either_is_enough() {
    let job = employed();
    assert_eq!(due(&job, JobDueKind::MonthlyWord), Some(day("2026-05-01")));
    let spoken = met(&job, day("2026-04-20"), &[Side::Employer]);
    assert_eq!(due(&spoken, JobDueKind::MonthlyWord), Some(day("2026-05-20")));
    let with_person = met(&job, day("2026-04-20"), &[Side::Person]);
    assert_eq!(due(&with_person, JobDueKind::MonthlyWord), Some(day("2026-05-01")), "the firm has not been heard");
    let report = WorkContact {
        on: day("2026-04-25"),
        with: vec![],
        channel: Channel::Letter,
        by: None,
        report_shared: true,
        words: String::new(),
        in_case: false,
    };
    let shared = after(&job, job.contact(report, today()));
    assert_eq!(due(&shared, JobDueKind::MonthlyWord), Some(day("2026-05-25")));
    let word = Feedback { side: Side::Employer, on: day("2026-04-28"), words: "落ち着いている".to_owned() };
    let said = after(&job, job.give_feedback(word, today()));
    assert_eq!(due(&said, JobDueKind::MonthlyWord), Some(day("2026-05-28")), "what the firm said is a word with it");
}

#[test]
fn r_43_after_half_a_year_it_is_asked_only_as_long_as_the_plan_says() {
    let job = met(&employed(), day("2026-09-15"), &[Side::Employer]);
    assert_eq!(due(&job, JobDueKind::MonthlyWord), None);
    let longer = ContactPlan { monthly_until: Some(day("2029-09-30")), ..fading() };
    let job = after(&job, job.plan_contacts(longer, today()));
    assert_eq!(due(&job, JobDueKind::MonthlyWord), Some(day("2026-10-15")));
}

#[test]
fn r_10_and_r_43_in_closed_employment_nobody_asks_for_a_word_with_the_firm_and_the_persons_own_counts() {
    let job = closed();
    let spoken = met(&job, day("2026-04-20"), &[Side::Person]);
    assert_eq!(due(&spoken, JobDueKind::MonthlyWithPerson), Some(day("2026-05-20")));
    assert_eq!(due(&spoken, JobDueKind::MonthlyWord), None);
    let with_firm = WorkContact {
        on: day("2026-04-20"),
        with: vec![Side::Employer],
        channel: Channel::Phone,
        by: None,
        report_shared: false,
        words: String::new(),
        in_case: false,
    };
    assert_eq!(refused_by(job.contact(with_firm, today())), vec![Rule::ClosedEmployment]);
    assert_eq!(refused_by(job.plan_contacts(fading(), today())), vec![Rule::ClosedEmployment]);
    let told = planned(fading());
    let silent =
        JobTerms { disclosure: banso_domain::case::sharing::EmploymentDisclosure::Closed, ..terms("2026-04-01") };
    let job = after(&told, told.change_terms(silent, "本人が知られたくないと言った", today()));
    assert!(job.contact_spans(today()).is_empty(), "what was planned with the firm falls away");
    assert_eq!(due(&job, JobDueKind::PlannedContact), None);
}

#[test]
fn nothing_is_asked_of_contacts_after_the_end_or_in_a_practice() {
    let job = left(&planned(fading()), "2026-05-10", banso_domain::job::JobEndReason::ChangedJob);
    assert_eq!(job.dues(), Vec::new());
    let practice = job_of_practice();
    assert!(due(&practice, JobDueKind::MonthlyWord).is_none() && practice.findings(day("2026-04-02"), &[]).is_empty());
}

fn job_of_practice() -> Job {
    job(JobKind::Practice, terms("2026-04-01"))
}

fn solid() -> Job {
    let job = employed();
    after(&job, job.see_support(day("2027-04-01"), "主任が毎朝声をかけ、相談も受けている", true, today()))
}

#[test]
fn r_79_where_the_workplace_carries_the_support_it_may_be_handed_there() {
    let job = solid();
    assert!(job.findings(today(), &[]).contains(&Rule::InsideSupportEnough));
    let to = "製造課の主任".to_owned();
    let job = after(&job, job.leave_to_workplace(AtWorkplace { on: day("2027-05-01"), to }, today()));
    assert!(due(&job, JobDueKind::MonthlyWord).is_none() && due(&job, JobDueKind::PlannedContact).is_none());
    let back = after(&job, job.reopen(day("2028-01-10"), "休みが続いた", today()));
    assert!(back.at_workplace.is_none(), "and it comes back in one step (R-89)");
}

#[test]
fn p_122_the_support_is_not_left_to_a_workplace_of_which_nobody_wrote_that_it_carries() {
    let to = || AtWorkplace { on: day("2027-05-01"), to: "主任".to_owned() };
    assert_eq!(refused_by(employed().leave_to_workplace(to(), today())), vec![Rule::WorkplaceCarries]);
    let seen = employed();
    let seen = after(&seen, seen.see_support(day("2027-04-01"), "声をかけていた", false, today()));
    assert_eq!(refused_by(seen.leave_to_workplace(to(), today())), vec![Rule::WorkplaceCarries]);
    assert_eq!(refused_by(closed().leave_to_workplace(to(), today())), vec![Rule::ClosedEmployment]);
    let weaker = solid();
    let weaker = after(&weaker, weaker.see_support(day("2027-06-01"), "主任が異動した", false, today()));
    assert_eq!(refused_by(weaker.leave_to_workplace(to(), today())), vec![Rule::WorkplaceCarries], "it can be lost");
}

#[test]
fn r_85_a_job_without_an_agency_beside_it_asks_for_one_from_the_first_day() {
    let alone = banso_domain::job::NewJob {
        is_alone: true,
        ..crate::support::new_job(JobKind::Employment, terms("2026-04-01"))
    };
    let id = employed().id;
    let alone = Job::apply(None, id, &alone.decide(today()).unwrap()).unwrap();
    assert_eq!(due(&alone, JobDueKind::SupportLink), Some(day("2026-04-01")));
    let found = after(&alone, alone.settle(JobDueKind::SupportLink, day("2026-04-10"), today()));
    assert_eq!(due(&found, JobDueKind::SupportLink), None);
    let passed = after(&alone, alone.pass_on(crate::support::agency(2), day("2026-05-01"), today()));
    assert_eq!(due(&passed, JobDueKind::SupportLink), None);
    assert_eq!(due(&employed(), JobDueKind::SupportLink), None);
}

#[test]
fn r_85_a_record_from_before_the_rule_is_alone_where_no_use_led_to_it_and_its_agency_does_not_support_work() {
    let begun = |kind, episode| {
        let new =
            banso_domain::job::NewJob { episode, ..crate::support::new_job(JobKind::Employment, terms("2026-04-01")) };
        let event = new.decide(today()).unwrap().begun_at(kind);
        Job::apply(None, employed().id, &event).unwrap()
    };
    let asks = |job: &Job| due(job, JobDueKind::SupportLink).is_some();
    assert!(asks(&begun(Some(AgencyKind::SupportCentre), None)));
    assert!(!asks(&begun(Some(AgencyKind::Nakapotsu), None)), "it supports people at work");
    assert!(!asks(&begun(None, None)), "nobody knows what it was");
    let led = Some(banso_domain::id::EpisodeId::new(uuid::Uuid::from_u128(5)));
    assert!(!asks(&begun(Some(AgencyKind::SupportCentre), led)));
}

#[test]
fn r_43_a_contact_that_was_written_in_the_case_counts_at_the_job_and_counts_once() {
    let job = employed();
    let on = day("2026-04-20");
    assert!(job.counts_from_case(on, Channel::Phone));
    let told = WorkContact {
        on,
        with: vec![Side::Employer],
        channel: Channel::Phone,
        by: None,
        report_shared: false,
        words: String::new(),
        in_case: true,
    };
    let told = after(&job, job.contact(told, today()));
    assert_eq!(due(&told, JobDueKind::MonthlyWord), Some(day("2026-05-20")));
    assert!(!told.counts_from_case(on, Channel::Phone), "the same contact is not counted twice");
    assert!(told.counts_from_case(on, Channel::Visit), "a visit on the same day is another contact");
    assert!(!closed().counts_from_case(on, Channel::Phone), "R-10");
}
