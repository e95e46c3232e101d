//! The use of programmes: who begins, changes and reads one, and who learns no more than its dates. A table, and random worlds asked of
//! the decision, of the filter, and of a second statement of the rules that knows neither of them.

use banso_access::{
    Action, Actor, CaseDoors, CaseScope, ConferenceScope, Denial, EpisodeFilter, EpisodeScope, EpisodeSight, Named,
    Subject, Target, counts_for, decide, episode_sight,
};
use banso_domain::{
    case::sharing::{Basis, ItemSet, Share, SharedItem},
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
const ELSEWHERE: u128 = 50;

fn case() -> CaseScope {
    CaseScope { centre: agency(CENTRE), municipality: agency(MUNICIPALITY), municipality_sees: true, named: None }
}

#[test]
fn an_office_holds_conferences_of_its_own_and_knows_of_no_others() {
    let office = actor(Role::PartnerStaff, agency(OFFICE));
    let hosted_by = |host: u128| ConferenceScope { host: agency(host), municipality: None };
    let may = |action, host| decide(&office, action, Target::Conference(hosted_by(host))).map(drop);
    let own = [Action::PlanUseConference, Action::ReadConference, Action::SetAgenda, Action::WriteMinutes];
    assert!(own.into_iter().all(|action| may(action, OFFICE).is_ok()));
    assert!(own.into_iter().all(|action| may(action, NEXT) == Err(Denial::Invisible)));
    assert_eq!(may(Action::PlanConference, OFFICE), Err(Denial::Forbidden), "a conference about cases is a centre's");
    assert_eq!(may(Action::MakePackets, OFFICE), Err(Denial::Forbidden));
}

fn table(shares: &[Share]) -> String {
    let readers = [
        ("office", Role::PartnerStaff, OFFICE),
        ("next office", Role::PartnerStaff, NEXT),
        ("counselor", Role::Counselor, CENTRE),
        ("officer", Role::MunicipalOfficer, MUNICIPALITY),
        ("elsewhere", Role::ChiefCounselor, ELSEWHERE),
        ("admin", Role::Administrator, OFFICE),
        ("the person", Role::Person, CENTRE),
    ];
    let doors = [CaseDoors { case: case(), shares }];
    let scope = EpisodeScope { agency: agency(OFFICE), cases: &doors, is_known_there: true };
    let mut text = format!("{:<20}", "");
    for (name, ..) in readers {
        text += &format!("{name:<13}");
    }
    for action in Action::ALL.iter().filter(|action| action.subject() == Subject::Episode) {
        text = text.trim_end().to_owned() + &format!("\n{:<20}", action.name());
        for (_, role, at) in readers {
            let word = match decide(&actor(role, agency(at)), *action, Target::Episode(scope)) {
                Ok(_) => "yes",
                Err(Denial::Forbidden) => "no",
                Err(Denial::Invisible) => "unseen",
            };
            text += &format!("{word:<13}");
        }
    }
    text = text.trim_end().to_owned() + &format!("\n{:<20}", "sees");
    for (_, role, at) in readers {
        let word = match episode_sight(&actor(role, agency(at)), scope) {
            EpisodeSight::Nothing => "nothing",
            EpisodeSight::Dates => "dates",
            EpisodeSight::Everything => "everything",
        };
        text += &format!("{word:<13}");
    }
    text.trim_end().to_owned()
}

#[test]
fn who_sees_a_use_of_which_the_person_wants_nothing_shared() {
    insta::assert_snapshot!(table(&[]));
}

#[test]
fn who_sees_a_use_that_the_person_lets_both_offices_and_the_centre_know_of() {
    let both = [OFFICE, NEXT].map(|at| share(agency(at), &[SharedItem::Services], 0, 30));
    insta::assert_snapshot!(table(&both));
}

#[test]
fn an_agency_begins_a_use_for_whom_it_knows_and_for_nobody_else() {
    let office = actor(Role::PartnerStaff, agency(OFFICE));
    let may = |shares: &[Share], is_known_there| {
        let doors = [CaseDoors { case: case(), shares }];
        let scope = EpisodeScope { agency: agency(OFFICE), cases: &doors, is_known_there };
        decide(&office, Action::StartEpisode, Target::Episode(scope)).is_ok()
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
        prop::sample::select(&[SharedItem::Basic, SharedItem::Services, SharedItem::Health][..]),
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
fn expected(roles: &[Role], at: AgencyId, of: AgencyId, cases: &[(CaseScope, Vec<Share>)]) -> EpisodeSight {
    let caseworker =
        roles.iter().any(|role| matches!(role, Role::ChiefCounselor | Role::Counselor | Role::EmploymentCounselor));
    let officer = roles.contains(&Role::MunicipalOfficer);
    let partner = roles.contains(&Role::PartnerStaff);
    if is_barred(at, cases) {
        return EpisodeSight::Nothing;
    }
    if at == of && (caseworker || partner) {
        return EpisodeSight::Everything;
    }
    for (case, shares) in cases {
        let mut circle = vec![case.centre];
        for share in shares {
            let open = share.from <= today() && today() <= share.until;
            if open && share.items.iter().any(|item| item == SharedItem::Services) {
                circle.push(share.agency);
            }
        }
        let named = circle.contains(&of);
        let inside = (case.centre == at && caseworker)
            || (case.municipality == at && case.municipality_sees && officer)
            || (circle[1..].contains(&at) && (caseworker || officer || partner));
        if named && inside {
            return EpisodeSight::Dates;
        }
    }
    EpisodeSight::Nothing
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn r_12_r_13_nobody_learns_of_a_use_beyond_what_the_person_agreed_to_and_every_exit_says_the_same(
        roles in prop::collection::vec(prop::sample::select(Role::ALL), 1..3),
        at in any_agency(),
        of in any_agency(),
        cases in prop::collection::vec(any_case(), 0..4),
        is_known_there in any::<bool>(),
    ) {
        let held: Vec<_> = roles.iter().map(|role| Membership::always(at, *role)).collect();
        let reader = Actor::new(StaffId::new(Uuid::from_u128(1)), at, &held, today()).expect("a role is held");
        let doors: Vec<_> = cases.iter().map(|(case, shares)| CaseDoors { case: *case, shares }).collect();
        let scope = EpisodeScope { agency: of, cases: &doors, is_known_there };
        let sight = episode_sight(&reader, scope);
        let read = decide(&reader, Action::ReadEpisode, Target::Episode(scope));
        let write = decide(&reader, Action::WriteEpisode, Target::Episode(scope));

        prop_assert_eq!(sight, expected(&roles, at, of, &cases));
        prop_assert_eq!(read.is_ok(), sight != EpisodeSight::Nothing);
        prop_assert_eq!(write.is_ok(), sight == EpisodeSight::Everything);
        prop_assert_eq!(write.err() == Some(Denial::Invisible), sight == EpisodeSight::Nothing);
        // Lists leave out whom the house protects; the store does that by the case.
        let lists = EpisodeFilter::of(&reader).passes(of) && !is_barred(at, &cases);
        prop_assert_eq!(lists, sight == EpisodeSight::Everything);
        // Figures are made of what a partner's staff may know of.
        let held = [Membership::always(at, Role::PartnerStaff)];
        let partner = Actor::new(StaffId::new(Uuid::from_u128(2)), at, &held, today()).expect("a role is held");
        let is_protected = cases.iter().any(|(case, _)| case.named.is_some());
        let knows = episode_sight(&partner, scope) != EpisodeSight::Nothing && !is_protected;
        prop_assert_eq!(counts_for(at, today(), scope), knows);
        if decide(&reader, Action::StartEpisode, Target::Episode(scope)).is_ok() {
            prop_assert_eq!(at, of, "nobody begins a use elsewhere");
        }
    }
}

#[test]
fn items_that_are_kept_apart_say_nothing_of_uses() {
    let kept = ItemSet::from_iter(SharedItem::ALL.iter().copied().filter(|item| *item != SharedItem::Services));
    let doors = [share(agency(OFFICE), &[], 0, 30), share(agency(NEXT), &[], 0, 30)]
        .map(|share| Share { items: kept, ..share });
    let cases = [CaseDoors { case: case(), shares: &doors }];
    let scope = EpisodeScope { agency: agency(OFFICE), cases: &cases, is_known_there: false };
    assert_eq!(episode_sight(&actor(Role::Counselor, agency(CENTRE)), scope), EpisodeSight::Nothing);
    assert_eq!(episode_sight(&actor(Role::PartnerStaff, agency(NEXT)), scope), EpisodeSight::Nothing);
}
