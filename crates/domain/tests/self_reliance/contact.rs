//! Contacts with other agencies: within what the person agreed to, and counted by who began.

use banso_domain::{
    agency::{AgencyKind, Channel},
    answer::AnswerForm,
    case::{
        contact::{AgencyContact, ContactDirection, ContactKind, ContactPhase, PairContacts},
        event::CaseEvent,
        network::Supporting,
        record::{ContactMethod, SupportRecord},
        sharing::{Consent, Direction, EmploymentDisclosure, ItemSet, Recipient, Route, SharedItem, SharingPurpose},
    },
    id::ConsentId,
    rule::Refusal,
};
use uuid::Uuid;

use crate::{network::agency_number, story::Story, support::*};

fn clinic(kind: ContactKind) -> AgencyContact {
    AgencyContact::new(Supporting::Agency { agency: agency_number(1) }, Channel::Phone, vec![kind])
}

fn call() -> SupportRecord {
    record(1, "2026-06-01", None)
}

fn written(story: &Story, contact: AgencyContact, kind: AgencyKind) -> Result<CaseEvent, Refusal> {
    story.write_contact(call(), contact, kind, today())
}

/// The clinic may be told about health and asked, from May on.
fn agreed(direction: Direction, tell_each_time: bool) -> Story {
    let mut story = Story::opened();
    let consent = Consent {
        id: ConsentId::new(Uuid::from_u128(940)),
        purposes: vec![SharingPurpose::Medical],
        to: vec![Recipient { agency: agency_number(1), is_employer: false }],
        items: ItemSet::NONE.with(SharedItem::Health),
        direction,
        route: Route::Direct,
        route_reason: "本人から頼まれた".into(),
        tell_each_time,
        from: day("2026-05-01"),
        until: day("2026-12-31"),
        explained_on: day("2026-05-01"),
        explained_by: staff(),
        form: AnswerForm::Signed,
        proxy: String::new(),
        confirmed_by: Vec::new(),
        rules_version: String::new(),
        withdrawn: None,
    };
    story.does(story.give_consent(consent, today()));
    story
}

fn health() -> ItemSet {
    ItemSet::NONE.with(SharedItem::Health)
}

#[test]
fn a_contact_is_written_once_and_stands_in_the_support_record() {
    let event = written(&Story::opened(), clinic(ContactKind::Coordination), AgencyKind::MedicalInstitution).unwrap();
    let record = event.record().unwrap();
    assert_eq!(record.contact.as_ref().unwrap().direction, ContactDirection::Sent);
    assert_eq!(Channel::Phone.method(), ContactMethod::AgencyPhone);
    let silent = AgencyContact { kinds: Vec::new(), ..clinic(ContactKind::Coordination) };
    assert_eq!(refused(written(&Story::opened(), silent, AgencyKind::MedicalInstitution)), ["P-12"]);
}

#[test]
fn r_10_where_employment_is_closed_no_contact_with_an_employer_is_written() {
    let mut story = Story::opened();
    story.happens(story.set_employment_disclosure(EmploymentDisclosure::Closed, day("2026-05-01")).unwrap());
    let employer = Supporting::Outside { name: "青葉食品".into(), kind: AgencyKind::Employer };
    let contact = AgencyContact::new(employer, Channel::Phone, vec![ContactKind::Progress]);
    assert_eq!(refused(written(&story, contact, AgencyKind::Employer)), ["R-10"]);
}

#[test]
fn r_11_facts_are_asked_for_on_a_consent_that_allows_it() {
    let asks = || AgencyContact { asked: true, ..clinic(ContactKind::Consultation) };
    let kind = AgencyKind::MedicalInstitution;
    assert_eq!(refused(written(&Story::opened(), asks(), kind)), ["R-11"]);
    assert_eq!(refused(written(&agreed(Direction::Provide, false), asks(), kind)), ["R-11"], "giving is not asking");
    let event = written(&agreed(Direction::Both, false), asks(), kind).unwrap();
    let consent = event.record().unwrap().contact.as_ref().unwrap().consent;
    assert_eq!(consent, Some(ConsentId::new(Uuid::from_u128(940))));
}

#[test]
fn r_12_nothing_is_given_beyond_the_consent() {
    let gives = |items| AgencyContact { gave: items, ..clinic(ContactKind::SharingOnly) };
    let kind = AgencyKind::MedicalInstitution;
    assert_eq!(refused(written(&Story::opened(), gives(health()), kind)), ["R-12"]);
    let story = agreed(Direction::Both, false);
    assert_eq!(refused(written(&story, gives(health().with(SharedItem::Money)), kind)), ["R-12"]);
    assert!(written(&story, gives(health()), kind).is_ok());
    assert_eq!(refused(written(&agreed(Direction::Obtain, false), gives(health()), kind)), ["R-12"]);
}

#[test]
fn p_37_whoever_asked_to_be_told_each_time_is_told_of_what_a_contact_gives() {
    let gives = |told| AgencyContact { gave: health(), told_person_on: told, ..clinic(ContactKind::SharingOnly) };
    let story = agreed(Direction::Both, true);
    let kind = AgencyKind::MedicalInstitution;
    assert_eq!(refused(written(&story, gives(None), kind)), ["P-37"]);
    assert!(written(&story, gives(Some(day("2026-06-01"))), kind).is_ok());
}

#[test]
fn with_somebody_known_by_name_only_it_is_written_how_the_person_agreed() {
    let lawyer = Supporting::Outside { name: "みなと法律事務所".into(), kind: AgencyKind::Legal };
    let gives =
        AgencyContact { gave: health(), ..AgencyContact::new(lawyer, Channel::Mail, vec![ContactKind::Referral]) };
    assert_eq!(refused(written(&Story::opened(), gives.clone(), AgencyKind::Legal)), ["R-12"]);
    let said = AgencyContact { agreed: "電話で「伝えてください」と話した".into(), ..gives };
    assert!(written(&Story::opened(), said, AgencyKind::Legal).is_ok());
}

fn counted(contacts: &[(ContactDirection, bool)]) -> PairContacts {
    let mut pair = PairContacts::default();
    contacts.iter().for_each(|(direction, sharing_only)| pair.count(*direction, *sharing_only));
    pair
}

#[test]
fn r_39_more_than_seventy_percent_of_sharing_only_calls_for_a_shared_aim() {
    use ContactDirection::{Received, Sent};
    let seven_of_ten: Vec<_> = (0..10).map(|number| (if number < 5 { Sent } else { Received }, number < 7)).collect();
    let eight_of_ten: Vec<_> = (0..10).map(|number| (if number < 5 { Sent } else { Received }, number < 8)).collect();
    assert!(!counted(&seven_of_ten).needs_shared_aim(), "seventy is not more than seventy");
    assert!(counted(&eight_of_ten).needs_shared_aim());
    assert!(!counted(&[(Sent, true), (Received, true)]).needs_shared_aim(), "two contacts tell nothing");
    assert!(clinic(ContactKind::SharingOnly).is_sharing_only());
    let joint = AgencyContact {
        kinds: vec![ContactKind::SharingOnly, ContactKind::Coordination],
        ..clinic(ContactKind::SharingOnly)
    };
    assert!(!joint.is_sharing_only(), "something was done together");
}

#[test]
fn r_40_a_pair_in_which_one_side_always_begins_is_one_way() {
    use ContactDirection::{Received, Sent};
    assert!(counted(&[(Sent, false); 3]).is_one_way());
    assert!(counted(&[(Received, false); 4]).is_one_way());
    assert!(!counted(&[(Sent, false), (Sent, false), (Received, false)]).is_one_way());
    assert!(!counted(&[(Sent, false); 2]).is_one_way(), "two contacts tell nothing");
}

#[test]
fn r_02_a_contact_is_read_by_where_the_case_stood_on_its_day() {
    let opened = Story::opened();
    assert_eq!(opened.phase_on(day("2026-04-06")), ContactPhase::Intake);

    let story = Story::decided(content());
    let screened = story.screening.as_ref().map(|screening| screening.on).expect("a screening");
    let decided = story.plans[0].decision.as_ref().map(|decision| decision.on).expect("a decision");
    let before = |day: chrono::NaiveDate| day.pred_opt().expect("a day");
    let phases = [before(screened), screened, before(decided), decided].map(|day| story.phase_on(day));
    use ContactPhase::{Assessment, Intake, Support};
    assert_eq!(phases, [Intake, Assessment, Assessment, Support]);
}
