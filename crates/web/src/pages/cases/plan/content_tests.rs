use banso_domain::{calendar::DateStyle, case::plan::ActionState, id::ResourceId};
use proptest::prelude::*;

use super::*;
use crate::text::Lang;

/// A plan with something in every field that the form asks.
fn full() -> PlanContent {
    let mut content = PlanContent {
        wishes: "静かに暮らしたい".to_owned(),
        issues_to_solve: "家賃の滞納".to_owned(),
        long_term_goal: "自分の部屋で暮らし続ける".to_owned(),
        goal: "家賃を毎月払う\n夜は眠る".to_owned(),
        goal_due_on: "2026-12-31".parse().ok(),
        set_by_person: true,
        ends_on: "2027-03-31".parse().ok(),
        next_monitoring: YearMonth::new(2027, 1),
        support_notes: "電話は午後に".to_owned(),
        remarks: "なし".to_owned(),
        assessment_attached: true,
        attachments: "家計表".to_owned(),
        ..PlanContent::default()
    };
    for actor in Actor::ALL {
        content.actions.push(PlanAction {
            actor: *actor,
            what: "家計簿をつける".to_owned(),
            agency: "青葉センター".to_owned(),
            period: "3か月".to_owned(),
            frequency: "週1回".to_owned(),
            service: Some(Service::Budget),
            state: ActionState::default(),
            place: (*actor == Actor::OtherAgency).then(|| PlannedPlace {
                resource: ResourceId::new(uuid::Uuid::from_u128(7)),
                name: "ワークみどり".to_owned(),
                kana: "わーくみどり".to_owned(),
                address: String::new(),
                phone: "046-000-0101".to_owned(),
                on: "2026-04-06".parse().expect("a day"),
            }),
        });
    }
    for (place, service) in Service::ALL.iter().enumerate() {
        let line = content.services.get_mut(*service);
        line.used = Some(place % 2 == 0);
        let (from, to) = match period_of(*service) {
            Period::Months => ("2026-04", "2026-09"),
            Period::Days => ("2026-04-01", "2026-09-30"),
            Period::None => ("", ""),
        };
        (line.from, line.to) = (from.to_owned(), to.to_owned());
        line.note = "備考".to_owned();
    }
    content.services.housing_benefit.amount_monthly = Some(53_700);
    content.services.housing_benefit.relocation = true;
    content.services.housing_benefit.application_state = Some(ApplicationState::Planned);
    content.services.shelter.application_attached = true;
    content.services.shelter.community_housing = true;
    content.services.training.training_type = Some(TrainingType::NonEmployed);
    content.related.welfare_loan = RelatedUse { used: Some(true), policy: "県社協".to_owned() };
    content
}

fn read_back(lang: Lang, form: &Submitted, before: Option<&PlanContent>) -> (PlanContent, Filled) {
    let t = Texts::shipped(lang);
    let mut filled = Filled::new(&t, form.clone());
    let content = read(&t, &mut filled, before, &places_of(&full()));
    (content, filled)
}

#[test]
fn a_plan_that_is_opened_and_saved_says_what_it_said_however_dates_are_shown() {
    for lang in Lang::ALL {
        for style in [DateStyle::Era, DateStyle::Western, DateStyle::Both] {
            let form = typed(DateLook { lang, style }, &full());
            let (content, filled) = read_back(lang, &form, None);
            assert!(filled.is_right(), "{lang:?} {style:?} {:?}", filled.summary());
            assert_eq!(content, full(), "{lang:?} {style:?}");
        }
    }
}

#[test]
fn u12_how_far_a_line_has_come_survives_a_change_of_its_words() {
    let mut before = full();
    before.actions[1].state = ActionState::Achieved;
    let form = Submitted::parse(b"actions[1].actor=person&actions[1].what=x&actions[9].actor=person&actions[9].what=y");
    let (content, _) = read_back(Lang::Ja, &form, Some(&before));
    let states: Vec<ActionState> = content.actions.iter().map(|action| action.state).collect();
    assert_eq!(states, [ActionState::Achieved, ActionState::NotStarted]);
}

#[test]
fn a_line_goes_on_leading_to_its_place_unless_that_is_unticked() {
    let mut form = typed(DateLook::default(), &full());
    let last = Actor::ALL.len() - 1;
    form.take(&format!("{LINES}[{last}].place"));
    let (content, _) = read_back(Lang::Ja, &form, None);
    assert_eq!(content.places().count(), 0);
    form.take(&format!("{LINES}[0].place"));
    form.put(format!("{LINES}[0].place"), "yes");
    let (content, _) = read_back(Lang::Ja, &form, None);
    assert_eq!(content.places().count(), 0, "what is no place of the plan is none of what is typed");
}

#[test]
fn a_line_without_content_is_dropped_and_half_a_line_is_asked_about() {
    let form = Submitted::parse(b"actions[0].actor=person&actions[0].what=&actions[1].actor=centre&actions[1].what=x");
    let (content, filled) = read_back(Lang::Ja, &form, None);
    assert_eq!((content.actions.len(), filled.is_right()), (1, true));
    let form = Submitted::parse(b"actions[0].what=x&actions[1].agency=y");
    let (_, filled) = read_back(Lang::Ja, &form, None);
    let hrefs: Vec<String> = filled.summary().items.into_iter().map(|item| item.href).collect();
    assert_eq!(hrefs, ["#actions[0].actor", "#actions[1].what"]);
}

#[test]
fn u16_a_period_that_ends_before_it_begins_is_pointed_at() {
    let form = Submitted::parse("services.budget.from=令和8年4月&services.budget.to=令和8年3月".as_bytes());
    let (_, filled) = read_back(Lang::Ja, &form, None);
    assert_eq!(filled.summary().items[0].href, "#services.budget.to");
}

proptest! {
    #[test]
    fn no_words_of_the_person_are_changed_on_the_way(words in "[^\\r\\p{C}]{0,200}") {
        let content = PlanContent { wishes: words.trim().to_owned(), ..PlanContent::default() };
        let sent = Submitted::parse(typed(DateLook::default(), &content).encode().as_bytes());
        prop_assert_eq!(read_back(Lang::Ja, &sent, None).0.wishes, content.wishes);
    }
}
