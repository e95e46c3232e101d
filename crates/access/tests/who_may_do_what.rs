//! Who may do what: tables that a person who does not program can read, and the agreement of list and decision.

use banso_access::{Action, Actor, CaseScope, ConferenceScope, Denial, RowFilter, Subject, Target, decide};
use banso_domain::{
    id::{AgencyId, StaffId},
    staff::{Membership, Role},
};
use proptest::prelude::*;
use uuid::Uuid;

fn agency(number: u128) -> AgencyId {
    AgencyId::new(Uuid::from_u128(number))
}

fn actor(role: Role, at: AgencyId) -> Actor {
    Actor::new(StaffId::new(Uuid::from_u128(1)), at, &[Membership { agency: at, role }]).expect("a role is held")
}

const CENTRE: u128 = 10;
const MUNICIPALITY: u128 = 20;
const ELSEWHERE: u128 = 30;

fn table(subject: Subject, target: Target<'_>) -> String {
    let readers = [
        ("chief", Role::ChiefCounselor, CENTRE),
        ("counselor", Role::Counselor, CENTRE),
        ("employment", Role::EmploymentCounselor, CENTRE),
        ("officer", Role::MunicipalOfficer, MUNICIPALITY),
        ("admin", Role::Administrator, CENTRE),
        ("other centre", Role::ChiefCounselor, ELSEWHERE),
        ("other officer", Role::MunicipalOfficer, ELSEWHERE),
    ];
    let mut text = format!("{:<28}", "");
    for (name, ..) in readers {
        text += &format!("{name:<15}");
    }
    for action in Action::ALL.iter().filter(|action| action.subject() == subject) {
        text = text.trim_end().to_owned() + &format!("\n{:<28}", action.name());
        for (_, role, at) in readers {
            let word = match decide(&actor(role, agency(at)), *action, target) {
                Ok(_) => "yes",
                Err(Denial::Forbidden) => "no",
                Err(Denial::Invisible) => "unseen",
            };
            text += &format!("{word:<15}");
        }
    }
    text.trim_end().to_owned()
}

fn case(municipality_sees: bool) -> CaseScope {
    CaseScope { centre: agency(CENTRE), municipality: agency(MUNICIPALITY), municipality_sees }
}

#[test]
fn who_may_do_what_to_a_case_that_the_municipality_sees() {
    insta::assert_snapshot!(table(Subject::Case, Target::Case(case(true))));
}

#[test]
fn who_may_do_what_to_a_case_whose_person_has_not_agreed_to_sharing() {
    insta::assert_snapshot!(table(Subject::Case, Target::Case(case(false))));
}

#[test]
fn who_may_open_a_case() {
    let target = Target::NewCase { centre: agency(CENTRE), municipality: Some(agency(MUNICIPALITY)) };
    let text = table(Subject::Case, target);
    let line = text.lines().find(|line| line.starts_with("open a case")).expect("the line is there");
    insta::assert_snapshot!(line);
}

#[test]
fn who_may_do_what_to_a_person() {
    insta::assert_snapshot!(table(Subject::Person, Target::Person(&[case(true)])));
}

#[test]
fn who_may_do_what_to_a_conference() {
    let conference = ConferenceScope { host: agency(CENTRE), municipality: Some(agency(MUNICIPALITY)) };
    insta::assert_snapshot!(table(Subject::Conference, Target::Conference(conference)));
}

#[test]
fn who_may_do_what_to_the_installation() {
    insta::assert_snapshot!(table(Subject::Installation, Target::Installation));
}

#[test]
fn a_role_held_elsewhere_does_not_count_here() {
    let memberships = [Membership { agency: agency(ELSEWHERE), role: Role::ChiefCounselor }];
    assert_eq!(Actor::new(StaffId::new(Uuid::from_u128(1)), agency(CENTRE), &memberships), None);
}

#[test]
fn a_person_without_a_case_in_reach_is_unseen() {
    let reader = actor(Role::ChiefCounselor, agency(CENTRE));
    let denial = decide(&reader, Action::ReadPerson, Target::Person(&[]));
    assert_eq!(denial.expect_err("nothing to see"), Denial::Invisible);
}

fn any_role() -> impl Strategy<Value = Role> {
    prop::sample::select(Role::ALL)
}

fn any_agency() -> impl Strategy<Value = AgencyId> {
    (1u128..5).prop_map(agency)
}

proptest! {
    #[test]
    fn what_a_list_shows_is_what_may_be_read(
        roles in prop::collection::vec(any_role(), 1..4),
        at in any_agency(),
        centre in any_agency(),
        municipality in any_agency(),
        municipality_sees: bool,
    ) {
        let memberships: Vec<_> = roles.into_iter().map(|role| Membership { agency: at, role }).collect();
        let reader = Actor::new(StaffId::new(Uuid::from_u128(1)), at, &memberships).expect("a role is held");
        let case = CaseScope { centre, municipality, municipality_sees };
        prop_assert!(RowFilter::agrees_with_decide(&reader, case));
    }
}
