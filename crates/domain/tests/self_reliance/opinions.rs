//! Equal footing: each agency's own opinion, the person's voice, and two hosts who end the same sitting.

use banso_domain::{
    calendar::{YearMonth, japan},
    case::{
        event::{Purpose, SittingResult},
        minutes::{MatterMinutes, Presence, PresentedDoc},
        opinion::{Opinion, Stance},
        plan::Conclusion,
    },
    conference::{AgendaItem, Conference, Member},
    id::AgencyId,
};
use uuid::Uuid;

use crate::{story::Story, support::*};

fn clinic() -> AgencyId {
    AgencyId::new(Uuid::from_u128(900))
}

fn opinion(agency: AgencyId, stance: Stance, text: &str) -> Opinion {
    Opinion {
        conference: conference_id(1),
        purpose: Purpose::Plan,
        agency,
        by: staff(),
        at: japan::start_of_day(day("2026-05-19")),
        stance,
        text: text.into(),
    }
}

fn listed() -> Conference {
    let mut planned = planned_conference();
    planned.members.push(Member { agency_id: Some(clinic()), ..member("みどりクリニック", false) });
    let item = AgendaItem { case: case_id(), plan: None, purpose: Purpose::Plan, minutes: 20, conclusion: None };
    after(planned.clone(), planned.add_item(item))
}

fn minutes() -> MatterMinutes {
    MatterMinutes {
        presented_docs: vec![PresentedDoc::Plan],
        next_review: YearMonth::new(2026, 8),
        presence: Some(Presence::Attended),
        ..MatterMinutes::default()
    }
}

fn said(minutes: MatterMinutes) -> SittingResult {
    SittingResult { minutes, ..sitting(1, "2026-05-20", Purpose::Plan, Conclusion::Approved) }
}

fn concluded() -> Conference {
    let listed = listed();
    let held = after(listed.clone(), listed.hold(day("2026-05-20"), listed.members.clone(), "主任", "記録係", today()));
    after(held.clone(), held.conclude(case_id(), Purpose::Plan, Conclusion::Approved))
}

#[test]
fn r_56_an_agency_gives_its_own_opinion_and_nobody_that_of_another() {
    let conference = listed();
    let own = opinion(clinic(), Stance::Agrees, "受診は続いています。");
    assert!(conference.may_give_opinion(clinic(), case_id(), &own).is_ok());
    let host = conference.host;
    assert_eq!(refused(conference.may_give_opinion(host, case_id(), &own)), ["R-56"], "not even the host");
    assert!(conference.may_give_opinion(host, case_id(), &opinion(host, Stance::Agrees, "はい")).is_ok());

    let stranger = AgencyId::new(Uuid::from_u128(901));
    let uninvited = opinion(stranger, Stance::Agrees, "ひとこと");
    assert_eq!(refused(conference.may_give_opinion(stranger, case_id(), &uninvited)), ["R-56"]);
    let elsewhere = Opinion { purpose: Purpose::Review, ..own };
    assert_eq!(refused(conference.may_give_opinion(clinic(), case_id(), &elsewhere)), ["P-17"]);
}

#[test]
fn r_56_an_opinion_can_be_changed_until_the_minutes_are_closed_and_stays_as_it_was_said_after() {
    let mut story = Story::signed(content());
    story.does(story.give_opinion(opinion(clinic(), Stance::Differs, "週3日は早いと考えます。")));
    story.does(story.give_opinion(opinion(agency(), Stance::Agrees, "よいと思います。")));
    story.does(story.give_opinion(opinion(clinic(), Stance::Agrees, " 週2日からなら賛成です。 ")));
    let kept: Vec<_> = story.opinions_on(conference_id(1), Purpose::Plan).map(|it| it.text.as_str()).collect();
    assert_eq!(kept, ["週2日からなら賛成です。", "よいと思います。"], "one for each agency");
    assert_eq!(refused(story.give_opinion(opinion(clinic(), Stance::Agrees, " "))), ["P-12"]);

    let own = opinion(clinic(), Stance::Agrees, "あとから");
    let held = concluded();
    assert!(held.may_give_opinion(clinic(), case_id(), &own).is_ok());
    let closed = after(held.clone(), held.close_minutes(day("2026-05-21"), &[said(minutes())]));
    assert_eq!(refused(closed.may_give_opinion(clinic(), case_id(), &own)), ["R-56"]);
}

#[test]
fn r_57_where_opinions_differ_the_minutes_say_how_that_was_handled_with_the_persons_view() {
    let mut story = Story::signed(content());
    story.does(story.give_opinion(opinion(agency(), Stance::Agrees, "よいと思います。")));
    assert!(!story.lacks_difference(conference_id(1), Purpose::Plan));
    story.does(story.give_opinion(opinion(clinic(), Stance::Partly, "週2日から。")));
    assert!(story.lacks_difference(conference_id(1), Purpose::Plan));

    story.sits(said(minutes()));
    assert!(story.lacks_difference(conference_id(1), Purpose::Plan));
    let difference = "本人は週2日から試したいとのこと。2週間後に見直す。".to_owned();
    story.does(story.write_minutes(conference_id(1), Purpose::Plan, MatterMinutes { difference, ..minutes() }));
    assert!(!story.lacks_difference(conference_id(1), Purpose::Plan));
    assert_eq!(story.opinions_on(conference_id(1), Purpose::Plan).count(), 2, "both stay listed");
}

#[test]
fn r_08_minutes_are_not_closed_without_the_person_or_the_reason_and_their_voice() {
    let closes = |it: MatterMinutes| concluded().close_minutes(day("2026-05-21"), &[said(it)]);
    let absent = |reason: &str, voice: &str| MatterMinutes {
        presence: Some(Presence::Absent),
        absence_reason: reason.into(),
        voice: voice.into(),
        ..minutes()
    };

    assert_eq!(refused(closes(MatterMinutes { presence: None, ..minutes() })), ["R-08"]);
    assert_eq!(refused(closes(absent("", "家で聞いた"))), ["R-08"]);
    assert_eq!(refused(closes(absent("体調がすぐれない", "  "))), ["R-08"]);
    assert!(closes(absent("体調がすぐれない", "「働きたい」")).is_ok());
    for there in [Presence::Attended, Presence::Partly, Presence::Online] {
        assert!(closes(MatterMinutes { presence: Some(there), ..minutes() }).is_ok());
    }
}

#[test]
fn r_08_a_support_meeting_is_held_among_those_who_are_bound_to_secrecy() {
    let result = SittingResult { purpose: Purpose::SupportMeeting, ..said(MatterMinutes::default()) };

    assert!(!result.lacks_person());
}

#[test]
fn p_16_whoever_closes_minutes_second_is_told_that_they_are_closed() {
    let open = concluded();
    let closed = after(open.clone(), open.close_minutes(day("2026-05-21"), &[said(minutes())]));

    assert_eq!(refused(closed.close_minutes(day("2026-05-21"), &[said(minutes())])), ["P-16"]);
}
