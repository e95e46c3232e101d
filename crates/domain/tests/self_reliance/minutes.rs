//! What the minutes of a sitting hold about a matter: the scope of consent, the papers presented, when it is looked at again.

use banso_domain::{
    calendar::YearMonth,
    case::{
        event::{CaseEvent, Purpose, SittingResult},
        minutes::{MatterMinutes, Presence, PresentedDoc},
        plan::Conclusion,
    },
    conference::{AgendaItem, Conference},
};

use crate::{story::Story, support::*};

fn complete() -> MatterMinutes {
    MatterMinutes {
        presented_docs: vec![PresentedDoc::Plan],
        next_review: YearMonth::new(2026, 8),
        presence: Some(Presence::Attended),
        ..MatterMinutes::default()
    }
}

fn said(purpose: Purpose, conclusion: Conclusion, minutes: MatterMinutes) -> SittingResult {
    SittingResult { minutes, ..sitting(1, "2026-05-20", purpose, conclusion) }
}

/// The conference sat and concluded one matter.
fn concluded(purpose: Purpose) -> Conference {
    let held = held_conference(vec![member("市福祉課", true)]);
    let item = AgendaItem { case: case_id(), plan: None, purpose, minutes: 20, conclusion: None };
    let listed = after(held.clone(), held.add_item(item));
    after(listed.clone(), listed.conclude(case_id(), purpose, Conclusion::Approved))
}

#[test]
fn p_31_a_matter_is_concluded_only_once_the_scope_of_the_consent_was_checked() {
    let story = Story::signed(content());
    let mut result = sitting(1, "2026-05-20", Purpose::Plan, Conclusion::Approved);
    result.consent_scope_ok = false;

    assert_eq!(refused(story.discuss(result.clone(), &nobody_known(today()))), ["P-31"]);
    result.consent_scope_ok = true;
    assert!(story.discuss(result, &nobody_known(today())).is_ok());
}

#[test]
fn p_31_where_the_person_has_not_agreed_there_is_no_scope_to_check_and_none_is_kept() {
    let mut story = Story::decided(content());
    story.does(story.answer_application(no_application("2026-08-01", "もう関わりたくない"), today()));

    assert!(!story.asks_for_consent_scope(Purpose::Suspension));
    story.sits(sitting(2, "2026-08-31", Purpose::Suspension, Conclusion::Approved));
    assert!(!story.sittings.last().unwrap().consent_scope_ok, "nobody can have checked what was not given");
}

#[test]
fn p_31_a_support_meeting_under_article_9_asks_for_no_scope() {
    let story = Story::signed(content());
    let mut result = sitting(1, "2026-05-20", Purpose::SupportMeeting, Conclusion::Approved);
    result.consent_scope_ok = false;

    assert!(story.discuss(result, &nobody_known(today())).is_ok());
}

#[test]
fn p_32_minutes_of_a_plan_name_the_papers_and_the_next_review_before_they_are_closed() {
    let conference = concluded(Purpose::Plan);
    let closes = |minutes| {
        let said = said(Purpose::Plan, Conclusion::Approved, minutes);
        conference.close_minutes(day("2026-05-21"), &[said])
    };

    assert_eq!(refused(closes(MatterMinutes::default())), ["P-32"]);
    assert_eq!(refused(closes(MatterMinutes { presented_docs: Vec::new(), ..complete() })), ["P-32"]);
    assert_eq!(refused(closes(MatterMinutes { next_review: None, ..complete() })), ["P-32"]);
    assert!(closes(complete()).is_ok());
}

#[test]
fn p_32_an_approved_closure_needs_no_next_review_and_a_postponed_one_does() {
    let papers = MatterMinutes { presented_docs: vec![PresentedDoc::Evaluation], ..MatterMinutes::default() };
    let lacks = |conclusion| said(Purpose::Closure, conclusion, papers.clone()).lacks_next_review();

    assert!(!lacks(Conclusion::Approved));
    assert!(lacks(Conclusion::Postponed));
}

#[test]
fn p_32_a_suspension_says_when_it_is_looked_at_again_and_needs_no_paper() {
    let result = said(Purpose::Suspension, Conclusion::Approved, MatterMinutes::default());

    assert!(result.lacks_next_review() && !result.lacks_docs());
}

#[test]
fn p_32_minutes_name_who_wrote_them() {
    let planned = planned_conference();
    let held = planned.hold(day("2026-05-20"), vec![member("市福祉課", true)], "主任", " ", today());

    assert_eq!(refused(after(planned, held).close_minutes(day("2026-05-21"), &[])), ["P-32"]);
}

#[test]
fn minutes_are_added_to_until_they_are_closed() {
    let mut story = Story::signed(content());
    story.sits(sitting(1, "2026-05-20", Purpose::Plan, Conclusion::Approved));
    story.does(story.write_minutes(conference_id(1), Purpose::Plan, complete()));
    assert_eq!(story.sitting(conference_id(1), Purpose::Plan).unwrap().minutes, complete());

    let open = concluded(Purpose::Plan);
    assert!(open.require_open_minutes().is_ok());
    assert_eq!(refused(planned_conference().require_open_minutes()), ["P-15"]);
    let closed = after(open.clone(), open.close_minutes(day("2026-05-21"), &[]));
    assert_eq!(refused(closed.require_open_minutes()), ["P-16"]);
}

#[test]
fn minutes_are_added_only_to_a_matter_that_was_discussed() {
    let story = Story::signed(content());

    assert_eq!(refused(story.write_minutes(conference_id(1), Purpose::Plan, complete())), ["P-20"]);
}

#[test]
fn a_next_review_does_not_lie_before_the_sitting() {
    let mut story = Story::signed(content());
    let in_month = |month| MatterMinutes { next_review: YearMonth::new(2026, month), ..complete() };

    assert_eq!(
        refused(story.discuss(said(Purpose::Plan, Conclusion::Approved, in_month(4)), &nobody_known(today()))),
        ["P-11"]
    );
    story.sits(said(Purpose::Plan, Conclusion::Approved, in_month(5)));
    assert_eq!(refused(story.write_minutes(conference_id(1), Purpose::Plan, in_month(4))), ["P-11"]);
}

#[test]
fn an_entry_from_before_these_were_asked_is_read_as_it_was_written_and_written_as_it_was() {
    let old = r#"{"type":"discussed","result":{"conference":"00000000-0000-0000-0000-000000000001","held_on":"2026-05-20",
        "purpose":"plan","plan":null,"conclusion":"approved","discussion":"確認した","municipality_view":"","tasks":[],
        "ratifies":false}}"#;
    let event: CaseEvent = serde_json::from_str(old).unwrap();
    let CaseEvent::Discussed { result } = &event else { panic!("a sitting") };

    assert!(!result.consent_scope_ok && result.minutes.is_empty());
    let known: serde_json::Value = serde_json::from_str(old).unwrap();
    assert_eq!(serde_json::to_value(&event).unwrap(), known, "a table made anew equals the one from before");
}
