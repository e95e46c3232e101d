//! Jobs: who begins, changes and reads one, who learns only that there is one, and what the employer sees. A table, and random worlds asked
//! of the decision, of the filter, and of a second statement of the rules that knows neither of them.

use banso_access::{
    Action, Actor, CaseDoors, CaseScope, Denial, JobFilter, JobScope, JobSight, Named, Subject, Target, decide,
    job_sight,
};
use banso_domain::{
    case::sharing::{Basis, EmploymentDisclosure, ItemSet, Share, SharedItem},
    id::{AgencyId, StaffId},
    staff::{Membership, Role},
};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use uuid::Uuid;

fn agency(number: u128) -> AgencyId {
    AgencyId::new(Uuid::from_u128(number))
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 4, 10).expect("a day")
}

fn actor(role: Role, at: AgencyId) -> Actor {
    let held = [Membership::always(at, role)];
    Actor::new(StaffId::new(Uuid::from_u128(1)), at, &held, today()).expect("a role is held")
}

fn share(agency: AgencyId, items: &[SharedItem], from: i64, length: u64) -> Share {
    let from = today() + chrono::TimeDelta::days(from);
    Share {
        source: Uuid::from_u128(9),
        agency,
        items: items.iter().copied().collect(),
        from,
        until: from + Days::new(length),
        basis: Basis::Consent,
    }
}

const CENTRE: u128 = 10;
const MUNICIPALITY: u128 = 20;
const OFFICE: u128 = 30;
const NEXT: u128 = 40;
const EMPLOYER: u128 = 60;
const ELSEWHERE: u128 = 50;

/// Beside `at`, at the employer that knows of it.
fn beside<'a>(at: u128, cases: &'a [CaseDoors<'a>], is_known_there: bool) -> JobScope<'a> {
    JobScope {
        also: &[],
        agency: agency(at),
        employer: Some(agency(EMPLOYER)),
        disclosure: EmploymentDisclosure::Open,
        cases,
        is_known_there,
    }
}

fn case() -> CaseScope {
    CaseScope { centre: agency(CENTRE), municipality: agency(MUNICIPALITY), municipality_sees: true, named: None }
}

fn table(shares: &[Share], disclosure: EmploymentDisclosure) -> String {
    let readers = [
        ("office", Role::PartnerStaff, OFFICE),
        ("next office", Role::PartnerStaff, NEXT),
        ("employer", Role::PartnerStaff, EMPLOYER),
        ("counselor", Role::Counselor, CENTRE),
        ("officer", Role::MunicipalOfficer, MUNICIPALITY),
        ("elsewhere", Role::ChiefCounselor, ELSEWHERE),
        ("admin", Role::Administrator, OFFICE),
        ("the person", Role::Person, CENTRE),
    ];
    let doors = [CaseDoors { case: case(), shares }];
    let scope = JobScope { disclosure, ..beside(OFFICE, &doors, true) };
    let mut text = format!("{:<24}", "");
    for (name, ..) in readers {
        text += &format!("{name:<13}");
    }
    for action in Action::ALL.iter().filter(|action| action.subject() == Subject::Job) {
        text = text.trim_end().to_owned() + &format!("\n{:<24}", action.name());
        for (_, role, at) in readers {
            let word = match decide(&actor(role, agency(at)), *action, Target::Job(scope)) {
                Ok(_) => "yes",
                Err(Denial::Forbidden) => "no",
                Err(Denial::Invisible) => "unseen",
            };
            text += &format!("{word:<13}");
        }
    }
    text = text.trim_end().to_owned() + &format!("\n{:<24}", "sees");
    for (_, role, at) in readers {
        let word = match job_sight(&actor(role, agency(at)), scope) {
            JobSight::Nothing => "nothing",
            JobSight::Outline => "outline",
            JobSight::Employer => "own side",
            JobSight::Everything => "everything",
        };
        text += &format!("{word:<13}");
    }
    text.trim_end().to_owned()
}

#[test]
fn who_sees_a_job_of_which_the_person_wants_nothing_shared() {
    insta::assert_snapshot!(table(&[], EmploymentDisclosure::Open));
}

fn doors_to_all() -> [Share; 3] {
    [OFFICE, NEXT, EMPLOYER].map(|at| share(agency(at), &[SharedItem::WorkHistory], 0, 30))
}

#[test]
fn who_sees_a_job_that_the_person_lets_both_offices_the_centre_and_the_employer_know_of() {
    insta::assert_snapshot!(table(&doors_to_all(), EmploymentDisclosure::Open));
}

#[test]
fn r_10_who_sees_a_closed_employment_when_a_door_to_the_employer_stands_open_all_the_same() {
    insta::assert_snapshot!(table(&doors_to_all(), EmploymentDisclosure::Closed));
}

#[test]
fn an_agency_begins_a_job_for_whom_it_knows_and_for_nobody_else() {
    let office = actor(Role::PartnerStaff, agency(OFFICE));
    let may = |shares: &[Share], is_known_there| {
        let doors = [CaseDoors { case: case(), shares }];
        let scope = beside(OFFICE, &doors, is_known_there);
        decide(&office, Action::StartJob, Target::Job(scope)).is_ok()
    };
    assert!(!may(&[], false));
    assert!(may(&[], true), "who was there before is known there");
    assert!(may(&[share(agency(OFFICE), &[SharedItem::Basic], 0, 30)], false));
    assert!(!may(&[share(agency(OFFICE), &[SharedItem::Health], 0, 30)], false), "a name is needed");
    assert!(!may(&[share(agency(OFFICE), &[SharedItem::Basic], -9, 3)], false), "the door is closed again");
}

fn any_agency() -> impl Strategy<Value = AgencyId> {
    (1u128..6).prop_map(agency)
}

fn any_share() -> impl Strategy<Value = Share> {
    let items = prop::collection::vec(
        prop::sample::select(&[SharedItem::Basic, SharedItem::WorkHistory, SharedItem::Health][..]),
        1..3,
    );
    (any_agency(), items, -6i64..4, 0u64..8)
        .prop_map(|(agency, items, from, length)| share(agency, &items, from, length))
}

fn any_case() -> impl Strategy<Value = (CaseScope, Vec<Share>)> {
    // Some are protected: for whom the reader is named, or is not.
    let names = prop::option::weighted(0.3, prop::option::of(Just((StaffId::new(Uuid::from_u128(1)), None))));
    let scope = (any_agency(), any_agency(), any::<bool>(), names).prop_map(
        |(centre, municipality, municipality_sees, names)| CaseScope {
            centre,
            municipality,
            municipality_sees,
            named: names.map(Named::these),
        },
    );
    (scope, prop::collection::vec(any_share(), 0..5))
}

/// The reader's own house protects the record, and they are not named.
fn is_barred(at: AgencyId, cases: &[(CaseScope, Vec<Share>)]) -> bool {
    let own = |case: &CaseScope| case.centre == at || case.municipality == at;
    cases.iter().any(|(case, _)| own(case) && case.named.is_some_and(|named| named.iter().next().is_none()))
}

/// The rules said once more, from the person's side: who is let into which circle.
fn expected(
    roles: &[Role],
    at: AgencyId,
    (of, also, employer, disclosure): (AgencyId, &[AgencyId], Option<AgencyId>, EmploymentDisclosure),
    cases: &[(CaseScope, Vec<Share>)],
) -> JobSight {
    let caseworker =
        roles.iter().any(|role| matches!(role, Role::ChiefCounselor | Role::Counselor | Role::EmploymentCounselor));
    let officer = roles.contains(&Role::MunicipalOfficer);
    let partner = roles.contains(&Role::PartnerStaff);
    if is_barred(at, cases) {
        return JobSight::Nothing;
    }
    if at == of && (caseworker || partner) {
        return JobSight::Everything;
    }
    // Who was let in beside it reads it while the person lets them know of their work.
    if also.contains(&at) {
        for (case, shares) in cases {
            let is_let_in = shares.iter().any(|share| {
                share.agency == at
                    && share.from <= today()
                    && today() <= share.until
                    && share.items.iter().any(|item| item == SharedItem::WorkHistory)
            });
            if (case.centre == at && caseworker) || (is_let_in && (caseworker || partner)) {
                return JobSight::Everything;
            }
        }
    }
    if employer == Some(at) {
        let mut doors = cases.iter().flat_map(|(_, shares)| shares);
        let is_let_in = doors.any(|share| {
            share.agency == at
                && share.from <= today()
                && today() <= share.until
                && share.items.iter().any(|item| item == SharedItem::WorkHistory)
        });
        let is_told = disclosure != EmploymentDisclosure::Closed;
        return if is_told && is_let_in && partner { JobSight::Employer } else { JobSight::Nothing };
    }
    for (case, shares) in cases {
        let mut circle = vec![case.centre];
        for share in shares {
            let open = share.from <= today() && today() <= share.until;
            if open && share.items.iter().any(|item| item == SharedItem::WorkHistory) {
                circle.push(share.agency);
            }
        }
        let named = circle.contains(&of);
        let inside = (case.centre == at && caseworker)
            || (case.municipality == at && case.municipality_sees && officer)
            || (circle[1..].contains(&at) && (caseworker || officer || partner));
        if named && inside {
            return JobSight::Outline;
        }
    }
    JobSight::Nothing
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn r_10_r_12_r_13_nobody_learns_of_a_job_beyond_what_the_person_agreed_to_and_every_exit_says_the_same(
        roles in prop::collection::vec(prop::sample::select(Role::ALL), 1..3),
        at in any_agency(),
        of in any_agency(),
        employer in prop::option::of(any_agency()),
        disclosure in prop::sample::select(EmploymentDisclosure::ALL),
        cases in prop::collection::vec(any_case(), 0..4),
        is_known_there in any::<bool>(),
        also in prop::collection::vec(any_agency(), 0..2),
    ) {
        let held: Vec<_> = roles.iter().map(|role| Membership::always(at, *role)).collect();
        let reader = Actor::new(StaffId::new(Uuid::from_u128(1)), at, &held, today()).expect("a role is held");
        let doors: Vec<_> = cases.iter().map(|(case, shares)| CaseDoors { case: *case, shares }).collect();
        let scope = JobScope { agency: of, also: &also, employer, disclosure, cases: &doors, is_known_there };
        let sight = job_sight(&reader, scope);
        let read = decide(&reader, Action::ReadJob, Target::Job(scope));
        let write = decide(&reader, Action::WriteJob, Target::Job(scope));

        prop_assert_eq!(sight, expected(&roles, at, (of, &also, employer, disclosure), &cases));
        prop_assert_eq!(read.is_ok(), sight != JobSight::Nothing);
        prop_assert_eq!(write.is_ok(), sight == JobSight::Everything);
        prop_assert_eq!(write.err() == Some(Denial::Invisible), sight == JobSight::Nothing);
        // Lists leave out whom the house protects; the store does that by the case.
        let lists = JobFilter::of(&reader).passes(of) && !is_barred(at, &cases);
        // Those of agencies that stand beside it as well are read by the store from a table of their own.
        prop_assert!(lists == (sight == JobSight::Everything) || also.contains(&at));
        let answer = decide(&reader, Action::AnswerAsEmployer, Target::Job(scope));
        prop_assert_eq!(answer.is_ok(), sight == JobSight::Employer);
        if decide(&reader, Action::StartJob, Target::Job(scope)).is_ok() {
            prop_assert_eq!(at, of, "nobody begins a job elsewhere");
            prop_assert_ne!(Some(at), employer, "nor beside itself");
        }
    }
}

#[test]
fn items_that_are_kept_apart_say_nothing_of_jobs() {
    let kept = ItemSet::from_iter(SharedItem::ALL.iter().copied().filter(|item| *item != SharedItem::WorkHistory));
    let doors = [share(agency(OFFICE), &[], 0, 30), share(agency(NEXT), &[], 0, 30)]
        .map(|share| Share { items: kept, ..share });
    let cases = [CaseDoors { case: case(), shares: &doors }];
    let scope = beside(OFFICE, &cases, false);
    assert_eq!(job_sight(&actor(Role::Counselor, agency(CENTRE)), scope), JobSight::Nothing);
    assert_eq!(job_sight(&actor(Role::PartnerStaff, agency(NEXT)), scope), JobSight::Nothing);
}
