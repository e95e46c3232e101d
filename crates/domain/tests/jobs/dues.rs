//! What is due, and by when.

use banso_domain::job::{
    Agreement, Check, CheckResult, Checkpoint, ContactChange, Feedback, JobDueKind, JobEndReason, JobKind, JobTerms,
    LookBack, Side, Tool,
};

use crate::support::{after, closed, day, due, employed, goal, job, left, terms, today};

#[test]
fn r_83_three_sides_agree_before_the_first_day_or_it_stays_due() {
    let job = employed();
    assert_eq!(due(&job, JobDueKind::ThreeSides), Some(day("2026-04-01")));
    let agree = |sides: &[Side]| Agreement {
        on: day("2026-03-25"),
        sides: sides.to_vec(),
        what: "休憩を1時間ごとに10分".to_owned(),
    };
    let two = after(&job, job.agree(agree(&[Side::Person, Side::Supporter]), today()));
    assert!(due(&two, JobDueKind::ThreeSides).is_some(), "the employer has not agreed yet");
    let three = after(&two, two.agree(agree(&[Side::Employer]), today()));
    assert_eq!(due(&three, JobDueKind::ThreeSides), None);
}

#[test]
fn r_83_and_r_87_ask_nothing_of_an_employer_who_is_told_nothing() {
    let job = closed();
    let set = job.set_goal(goal("2026-04-01", "2026-09-30"));
    let job = after(&job, set);
    assert_eq!((due(&job, JobDueKind::ThreeSides), due(&job, JobDueKind::GoalAgreement)), (None, None));
    assert_eq!(due(&job, JobDueKind::GoalReview), Some(day("2026-09-30")));
}

#[test]
fn r_87_a_goal_stays_due_until_person_and_employer_said_yes() {
    let job = employed();
    let job = after(&job, job.set_goal(goal("2026-04-01", "2026-09-30")));
    let id = job.goals[0].id;
    let confirm =
        |job: &banso_domain::job::Job, side| after(job, job.confirm_goal(id, side, day("2026-04-03"), today()));
    let by_person = confirm(&job, Side::Person);
    assert_eq!(due(&by_person, JobDueKind::GoalAgreement), Some(day("2026-04-01")));
    let by_both = confirm(&by_person, Side::Employer);
    assert_eq!(due(&by_both, JobDueKind::GoalAgreement), None);
}

#[test]
fn r_44_where_to_ask_is_settled_within_the_first_month() {
    let job = employed();
    assert_eq!(due(&job, JobDueKind::ConsultCard), Some(day("2026-05-01")));
    let job = after(&job, job.settle(JobDueKind::ConsultCard, day("2026-04-20"), today()));
    assert_eq!(due(&job, JobDueKind::ConsultCard), None);
}

#[test]
fn r_77_and_r_78_a_change_at_the_employer_asks_for_a_meeting_the_passport_the_sheet_and_time_with_the_superior() {
    let change = |is_head| ContactChange { on: day("2027-02-01"), key_person: "新しい店長".to_owned(), is_head };
    let job = employed();
    let job = after(&job, job.change_contact(change(false), today()));
    for kind in [JobDueKind::MeetSuccessor, JobDueKind::HandPassport, JobDueKind::ReconfirmAccommodation] {
        assert_eq!(due(&job, kind), Some(day("2027-02-15")), "{kind:?}");
    }
    assert_eq!(due(&job, JobDueKind::InterviewHead), None);
    let met = after(&job, job.settle(JobDueKind::MeetSuccessor, day("2027-02-10"), today()));
    assert_eq!(due(&met, JobDueKind::MeetSuccessor), None);
    let again = ContactChange { on: day("2028-02-01"), ..change(true) };
    let again = after(&met, met.change_contact(again, today()));
    assert_eq!(due(&again, JobDueKind::MeetSuccessor), Some(day("2028-02-15")), "the next one is met anew");
    assert_eq!(due(&again, JobDueKind::InterviewHead), Some(day("2028-02-15")));
    assert_eq!(again.key_person(), "新しい店長");
}

#[test]
fn whether_somebody_is_still_at_work_is_looked_at_after_6_12_36_and_42_months_also_at_the_end_of_a_month() {
    let job = job(JobKind::Employment, terms("2025-08-31"));
    let days = ["2026-02-28", "2026-08-31", "2028-08-31", "2029-02-28"].map(|on| Some(day(on)));
    let kinds = [
        JobDueKind::CheckSixMonths,
        JobDueKind::CheckOneYear,
        JobDueKind::CheckThreeYears,
        JobDueKind::CheckFortyTwoMonths,
    ];
    assert_eq!(kinds.map(|kind| due(&job, kind)), days);
    let check = Check { at: Checkpoint::SixMonths, on: day("2026-03-02"), result: CheckResult::InJob };
    let job = after(&job, job.check(check, today()));
    assert_eq!(due(&job, JobDueKind::CheckSixMonths), None);
}

#[test]
fn r_92_who_left_a_job_is_looked_back_on_within_thirty_days_and_who_changed_it_is_not() {
    let left_it = left(&employed(), "2026-12-31", JobEndReason::Resigned);
    assert_eq!(due(&left_it, JobDueKind::LookBack), Some(day("2027-01-30")));
    assert_eq!(left_it.dues().len(), 1, "nothing else is asked of a job that has ended");
    let look_back = LookBack {
        on: day("2027-01-10"),
        info_shared: "月に一度、三者で".to_owned(),
        tools: vec![Tool::Passport],
        done: "面談".to_owned(),
        not_done: "所属長との話".to_owned(),
        lesson: String::new(),
    };
    let seen = after(&left_it, left_it.look_back(look_back, today()));
    assert_eq!(due(&seen, JobDueKind::LookBack), None);
    let changed = left(&employed(), "2026-12-31", JobEndReason::ChangedJob);
    assert_eq!(due(&changed, JobDueKind::LookBack), None);
}

#[test]
fn what_person_and_employer_thought_of_a_practice_is_written_down_within_two_weeks() {
    let practice = job(JobKind::Practice, JobTerms { until: Some(day("2026-06-12")), ..terms("2026-06-01") });
    assert_eq!(due(&practice, JobDueKind::TermEnd), Some(day("2026-06-12")));
    let over = left(&practice, "2026-06-12", JobEndReason::TermReached);
    assert_eq!(due(&over, JobDueKind::Feedback), Some(day("2026-06-26")));
    let word = |side| Feedback { side, on: day("2026-06-13"), words: "落ち着いていた".to_owned() };
    let over = after(&over, over.give_feedback(word(Side::Employer), today()));
    assert!(due(&over, JobDueKind::Feedback).is_some());
    let over = after(&over, over.give_feedback(word(Side::Person), today()));
    assert_eq!(over.dues(), Vec::new(), "and nobody looks back on a practice that came to its end");
}
