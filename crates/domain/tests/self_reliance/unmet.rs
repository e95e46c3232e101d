//! Needs of a case for which nothing was found: they have no words, and are noted once.

use banso_domain::{
    agency::AgencyKind,
    case::{network::Topic, unmet::UnmetNeed},
    id::UnmetNeedId,
    missing::Lack,
};
use uuid::Uuid;

use crate::{story::Story, support::*};

fn unmet(number: u128, kind: Option<AgencyKind>) -> UnmetNeed {
    let id = UnmetNeedId::new(Uuid::from_u128(number));
    UnmetNeed { id, need: Topic::Training, kind, lack: Lack::Full, on: today(), met_on: None }
}

#[test]
fn p_152_the_same_need_without_a_resource_is_noted_once_until_something_was_found() {
    let kind = Some(AgencyKind::TransitionSupport);
    let mut story = Story::signed(content());
    story.does(story.note_unmet(unmet(1, kind), today()));
    assert_eq!(refused(story.note_unmet(unmet(2, kind), today())), ["P-152"]);
    story.does(story.note_unmet(unmet(3, None), today()));
    assert_eq!(refused(story.meet_need(unmet(9, kind).id, today(), today())), ["P-20"]);
    story.does(story.meet_need(unmet(1, kind).id, today(), today()));
    assert_eq!(refused(story.meet_need(unmet(1, kind).id, today(), today())), ["P-20"], "it was found already");
    assert!(story.note_unmet(unmet(4, kind), today()).is_ok(), "it can be missing again");
    assert_eq!(story.open_unmet().count(), 1);
}
