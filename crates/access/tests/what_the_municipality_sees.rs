//! When the municipality comes to see a case, and what only it may do.

use banso_access::{Action, Actor, CaseScope, ConferenceScope, Denial, SittingScope, Subject, Target, decide};
use banso_domain::{
    answer::{AnswerForm, PersonAnswer, Will},
    case::{
        Case, OpenCase,
        event::CaseEvent,
        intake::{Application, EmergencySupport, SharingConsent},
    },
    id::{AgencyId, CaseId, PersonId, StaffId},
    staff::{Membership, Role},
};
use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

const CENTRE: u128 = 10;
const MUNICIPALITY: u128 = 20;

fn agency(number: u128) -> AgencyId {
    AgencyId::new(Uuid::from_u128(number))
}

fn staff() -> StaffId {
    StaffId::new(Uuid::from_u128(1))
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 4, 6).expect("a day")
}

fn after(case: Option<Case>, event: &CaseEvent) -> Case {
    Case::apply(case, CaseId::new(Uuid::from_u128(2)), event).expect("the case goes on")
}

fn opened() -> Case {
    let opening = OpenCase {
        person: PersonId::new(Uuid::from_u128(3)),
        centre: agency(CENTRE),
        municipality: agency(MUNICIPALITY),
        reference: "2026-00001".into(),
        received_on: today(),
        received_by: staff(),
        assigned_to: staff(),
        previous: None,
    };
    after(None, &opening.decide(today()).expect("no rule refuses"))
}

fn answered(case: Case, sharing: bool) -> Case {
    let application = Application {
        answer: PersonAnswer { will: Will::Agrees { form: AnswerForm::Signed }, on: today(), asked_by: staff() },
        explained: Some((today(), staff())),
        sharing: SharingConsent { agrees: sharing, ..SharingConsent::default() },
    };
    let event = case.answer_application(application, today()).expect("no rule refuses");
    after(Some(case), &event)
}

fn officer_reads(case: &Case) -> Result<(), Denial> {
    let officer = [Membership::always(agency(MUNICIPALITY), Role::MunicipalOfficer)];
    let officer = Actor::new(staff(), agency(MUNICIPALITY), &officer, today()).expect("a role is held");
    decide(&officer, Action::ReadCase, Target::Case(CaseScope::of(case))).map(|_| ())
}

#[test]
fn the_municipality_does_not_learn_of_a_case_that_was_only_opened() {
    assert_eq!(officer_reads(&opened()), Err(Denial::Invisible));
}

#[test]
fn sr_03_the_municipality_sees_a_case_once_the_person_agrees_to_sharing() {
    assert_eq!(officer_reads(&answered(opened(), false)), Err(Denial::Invisible));
    assert_eq!(officer_reads(&answered(opened(), true)), Ok(()));
}

#[test]
fn u13_what_the_municipality_sees_ends_with_the_consent() {
    let case = answered(answered(opened(), true), false);

    assert_eq!(officer_reads(&case), Err(Denial::Invisible));
}

#[test]
fn sr_09_the_municipality_sees_emergency_support_that_it_answers_for_without_consent() {
    let case = opened();
    let support = EmergencySupport {
        need: "今夜泊まるところがない".into(),
        service: None,
        started_on: today(),
        approved_by: String::new(),
        reported: None,
    };
    let event = case.start_emergency_support(support, today()).expect("no rule refuses");

    assert_eq!(officer_reads(&after(Some(case), &event)), Ok(()));
}

fn any_membership() -> impl Strategy<Value = Membership> {
    (1u128..4, prop::sample::select(Role::ALL)).prop_map(|(at, role)| Membership::always(agency(at), role))
}

fn any_case() -> impl Strategy<Value = CaseScope> {
    (1u128..4, 1u128..4, any::<bool>()).prop_map(|(centre, municipality, municipality_sees)| CaseScope {
        centre: agency(centre),
        municipality: agency(municipality),
        municipality_sees,
        named: None,
    })
}

proptest! {
    #[test]
    fn only_an_officer_of_the_municipality_that_sees_the_case_decides_a_plan(
        memberships in prop::collection::vec(any_membership(), 1..5),
        at in 1u128..4,
        case in any_case(),
    ) {
        let held = Membership::always(case.municipality, Role::MunicipalOfficer);
        let acts_there = at == case.municipality.uuid().as_u128() && memberships.contains(&held);
        let may = Actor::new(staff(), agency(at), &memberships, today())
            .is_some_and(|actor| decide(&actor, Action::DecidePlan, Target::Case(case)).is_ok());

        prop_assert_eq!(may, acts_there && case.municipality_sees);
    }

    #[test]
    fn a_permit_names_the_action_and_a_role_held_in_the_agency_one_acts_for(
        memberships in prop::collection::vec(any_membership(), 1..5),
        at in 1u128..4,
        action in prop::sample::select(Action::ALL),
        case in any_case(),
    ) {
        if let Some(actor) = Actor::new(staff(), agency(at), &memberships, today())
            && let Ok(permit) = decide(&actor, action, Target::Case(case))
        {
            let held = Membership::always(agency(at), permit.role());
            prop_assert!(memberships.contains(&held));
            prop_assert_eq!((permit.staff(), permit.agency(), permit.action()), (staff(), agency(at), action));
            prop_assert_eq!(action.subject(), Subject::Case);
            let basis = permit.basis();
            prop_assert_eq!(basis["action"].as_str(), Some(action.name()));
        }
    }

    #[test]
    fn an_action_aimed_at_the_wrong_kind_of_thing_is_refused(
        roles in prop::collection::vec(prop::sample::select(Role::ALL), 1..5),
        action in prop::sample::select(Action::ALL),
    ) {
        let memberships: Vec<_> = roles.into_iter().map(|role| Membership::always(agency(1), role)).collect();
        let actor = Actor::new(staff(), agency(1), &memberships, today()).expect("a role is held");
        let own = CaseScope { centre: agency(1), municipality: agency(1), municipality_sees: true, named: None };
        let own_conference = ConferenceScope { host: agency(1), municipality: Some(agency(1)) };
        let targets = [
            (Subject::Case, Target::Case(own)),
            (Subject::ProtectedCase, Target::Protected(own)),
            (Subject::Person, Target::Person(&[own])),
            (Subject::Conference, Target::Conference(own_conference)),
            (Subject::Installation, Target::Installation),
            (Subject::OwnAccount, Target::OwnAccount),
            (Subject::SharedCase, Target::Shared(&[])),
            (Subject::Sitting, Target::Sitting(SittingScope { host: agency(1), members: &[] })),
            (Subject::OwnRecord, Target::Own(PersonId::new(Uuid::from_u128(3)))),
        ];

        for (subject, target) in targets {
            prop_assert!(subject == action.subject() || decide(&actor, action, target).is_err());
        }
    }
}

#[test]
fn an_agency_that_is_centre_and_municipality_in_one_acts_in_both_roles() {
    let own = CaseScope { centre: agency(1), municipality: agency(1), municipality_sees: true, named: None };
    let roles = [Role::Counselor, Role::MunicipalOfficer];
    let memberships = roles.map(|role| Membership::always(agency(1), role));
    let actor = Actor::new(staff(), agency(1), &memberships, today()).expect("a role is held");
    let role_for = |action| decide(&actor, action, Target::Case(own)).map(|permit| permit.role());

    assert_eq!(role_for(Action::WritePlan), Ok(Role::Counselor));
    assert_eq!(role_for(Action::DecidePlan), Ok(Role::MunicipalOfficer));
}
