//! Sheets: who begins, writes, reads and shows one. A table, and random worlds asked of the decision and of a second statement of the rules
//! that knows nothing of it.

use banso_access::{
    Action, Actor, CaseDoors, CaseScope, Denial, Named, SheetScope, SheetSight, ShownParts, Subject, Target, decide,
    knows_of_sheet, sheet_sight,
};
use banso_domain::{
    case::sharing::{Basis, Share, SharedItem},
    id::{AgencyId, PersonId, StaffId},
    staff::{Membership, Role},
};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use uuid::Uuid;

fn agency(number: u128) -> AgencyId {
    AgencyId::new(Uuid::from_u128(number))
}

fn person() -> PersonId {
    PersonId::new(Uuid::from_u128(7))
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 4, 10).expect("a day")
}

fn actor(roles: &[Role], at: AgencyId, who: Option<PersonId>) -> Actor {
    let held: Vec<_> = roles.iter().map(|role| Membership::always(at, *role)).collect();
    Actor::new(StaffId::new(Uuid::from_u128(1)), at, &held, today()).expect("a role is held").who_is(who)
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
const FIRM: u128 = 40;
const ELSEWHERE: u128 = 50;

fn case() -> CaseScope {
    CaseScope { centre: agency(CENTRE), municipality: agency(MUNICIPALITY), municipality_sees: true, named: None }
}

fn of_office<'a>(cases: &'a [CaseDoors<'a>]) -> SheetScope<'a> {
    SheetScope {
        agency: agency(OFFICE),
        person: person(),
        cases,
        is_known_there: true,
        keeps: true,
        item: Some(SharedItem::Assessment),
        is_own: false,
        is_internal: false,
        is_final: true,
        shown: ShownParts::Nothing,
    }
}

fn table(scope: SheetScope<'_>) -> String {
    let readers = [
        ("office", Role::PartnerStaff, OFFICE),
        ("firm", Role::PartnerStaff, FIRM),
        ("counselor", Role::Counselor, CENTRE),
        ("officer", Role::MunicipalOfficer, MUNICIPALITY),
        ("elsewhere", Role::ChiefCounselor, ELSEWHERE),
        ("admin", Role::Administrator, OFFICE),
        ("the person", Role::Person, CENTRE),
    ];
    let mut text = format!("{:<22}", "");
    for (name, ..) in readers {
        text += &format!("{name:<13}");
    }
    for action in Action::ALL.iter().filter(|action| action.subject() == Subject::Sheet) {
        text = text.trim_end().to_owned() + &format!("\n{:<22}", action.name());
        for (_, role, at) in readers {
            let who = (role == Role::Person).then(person);
            // The person shows what is theirs to the firm alone.
            let shown = if at == FIRM { scope.shown } else { ShownParts::Nothing };
            let scope = SheetScope { shown, ..scope };
            let word = match decide(&actor(&[role], agency(at), who), *action, Target::Sheet(scope)) {
                Ok(_) => "yes",
                Err(Denial::Forbidden) => "no",
                Err(Denial::Invisible) => "unseen",
            };
            text += &format!("{word:<13}");
        }
    }
    text.trim_end().to_owned()
}

#[test]
fn who_does_what_with_a_sheet_whose_item_the_person_lets_the_office_share_with_the_centre() {
    let shares = [share(agency(OFFICE), &[SharedItem::Assessment], 0, 30)];
    let doors = [CaseDoors { case: case(), shares: &shares }];
    insta::assert_snapshot!(table(of_office(&doors)));
}

#[test]
fn who_does_what_with_a_passport_that_the_person_shows_to_a_firm() {
    let doors = [CaseDoors { case: case(), shares: &[] }];
    let scope = SheetScope { is_own: true, item: None, shown: ShownParts::Some, ..of_office(&doors) };
    insta::assert_snapshot!(table(scope));
}

#[test]
fn r_81_notes_of_the_clinic_are_read_at_the_agency_alone_whatever_is_agreed() {
    let shares = [OFFICE, FIRM].map(|at| share(agency(at), SharedItem::ALL, 0, 30));
    let doors = [CaseDoors { case: case(), shares: &shares }];
    let scope = SheetScope { is_internal: true, ..of_office(&doors) };
    let sight = |role, at, who| sheet_sight(&actor(&[role], agency(at), who), scope);
    assert_eq!(sight(Role::PartnerStaff, OFFICE, None), SheetSight::Everything);
    for (role, at, who) in [
        (Role::PartnerStaff, FIRM, None),
        (Role::ChiefCounselor, CENTRE, None),
        (Role::MunicipalOfficer, MUNICIPALITY, None),
        (Role::Person, CENTRE, Some(person())),
    ] {
        assert_eq!(sight(role, at, who), SheetSight::Nothing);
    }
}

fn any_agency() -> impl Strategy<Value = AgencyId> {
    (1u128..6).prop_map(agency)
}

fn any_share() -> impl Strategy<Value = Share> {
    let some = [SharedItem::Basic, SharedItem::Assessment, SharedItem::Health];
    let items = prop::collection::vec(prop::sample::select(some.to_vec()), 1..3);
    (any_agency(), items, -6i64..4, 0u64..8)
        .prop_map(|(agency, items, from, length)| share(agency, &items, from, length))
}

fn any_case() -> impl Strategy<Value = (CaseScope, Vec<Share>)> {
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

/// What is asked of the second statement.
#[derive(Debug)]
struct World<'w> {
    roles: &'w [Role],
    at: AgencyId,
    is_the_person: bool,
    of: AgencyId,
    item: Option<SharedItem>,
    is_own: bool,
    is_internal: bool,
    is_final: bool,
    shown: ShownParts,
    cases: &'w [(CaseScope, Vec<Share>)],
}

/// The rules said once more, from the person's side.
fn expected(world: &World<'_>) -> SheetSight {
    let holds = |wanted: &[Role]| world.roles.iter().any(|role| wanted.contains(role));
    let caseworker = holds(&[Role::ChiefCounselor, Role::Counselor, Role::EmploymentCounselor]);
    let partner = holds(&[Role::PartnerStaff]);
    let officer = holds(&[Role::MunicipalOfficer]);
    if world.is_the_person && holds(&[Role::Person]) {
        return if world.is_internal { SheetSight::Nothing } else { SheetSight::Everything };
    }
    for (case, _) in world.cases {
        let own = case.centre == world.at || case.municipality == world.at;
        if own && case.named.is_some_and(|named| named.iter().next().is_none()) {
            return SheetSight::Nothing;
        }
    }
    let works_there = world.at == world.of && (caseworker || partner);
    if world.is_own {
        return match world.shown {
            ShownParts::Nothing => SheetSight::Nothing,
            ShownParts::All if works_there => SheetSight::Everything,
            _ if caseworker || partner || officer => SheetSight::Shown,
            _ => SheetSight::Nothing,
        };
    }
    if works_there {
        return SheetSight::Everything;
    }
    let (Some(item), true, false) = (world.item, world.is_final, world.is_internal) else { return SheetSight::Nothing };
    for (case, shares) in world.cases {
        let open = |share: &&Share| {
            share.from <= today() && today() <= share.until && share.items.iter().any(|known| known == item)
        };
        let let_in: Vec<AgencyId> = shares.iter().filter(open).map(|share| share.agency).collect();
        let told = case.centre == world.of || let_in.contains(&world.of);
        let hears = (case.centre == world.at && caseworker)
            || (case.municipality == world.at && case.municipality_sees && officer)
            || (let_in.contains(&world.at) && (caseworker || partner || officer));
        if told && hears {
            return SheetSight::Shown;
        }
    }
    SheetSight::Nothing
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn r_12_r_13_nobody_reads_a_sheet_beyond_what_the_person_agreed_to_and_every_exit_says_the_same(
        roles in prop::collection::vec(prop::sample::select(Role::ALL), 1..3),
        (at, of) in (any_agency(), any_agency()),
        is_the_person in prop::bool::weighted(0.2),
        cases in prop::collection::vec(any_case(), 0..4),
        item in prop::option::weighted(0.8, Just(SharedItem::Assessment)),
        (is_own, is_internal, is_final, is_known_there) in (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()),
        keeps in any::<bool>(),
        shown in prop::sample::select(vec![ShownParts::Nothing, ShownParts::Some, ShownParts::All]),
    ) {
        let reader = actor(&roles, at, is_the_person.then(person));
        let doors: Vec<_> = cases.iter().map(|(case, shares)| CaseDoors { case: *case, shares }).collect();
        let scope = SheetScope {
            agency: of, person: person(), cases: &doors, is_known_there, keeps, item, is_own, is_internal, is_final,
            shown,
        };
        let world = World { roles: &roles, at, is_the_person, of, item, is_own, is_internal, is_final, shown, cases: &cases };
        let sight = sheet_sight(&reader, scope);
        let may = |action| decide(&reader, action, Target::Sheet(scope));

        prop_assert_eq!(sight, expected(&world));
        let once_final = World { is_final: true, ..world };
        let is_told = !is_own && !is_internal && expected(&once_final) != SheetSight::Nothing;
        prop_assert_eq!(knows_of_sheet(&reader, scope), is_told, "R-30: who has begun one is told to those who will read it");
        prop_assert_eq!(may(Action::ReadSheet).is_ok(), sight != SheetSight::Nothing);
        prop_assert_eq!(may(Action::WriteSheet).is_ok(), sight == SheetSight::Everything);
        prop_assert_eq!(may(Action::WriteSheet).err() == Some(Denial::Invisible), sight == SheetSight::Nothing);
        let shows = is_the_person && roles.contains(&Role::Person) && is_own && !is_internal;
        prop_assert_eq!(may(Action::ShowSheet).is_ok(), shows, "only the person shows what is theirs");
        if may(Action::StartSheet).is_ok() && !is_the_person {
            prop_assert_eq!(at, of, "nobody begins a sheet elsewhere");
            prop_assert!(keeps, "a firm or a family keeps none");
        }
    }
}
