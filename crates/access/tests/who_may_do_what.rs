//! Who may do what: tables that a person who does not program can read, and the agreement of list and decision.

use banso_access::{
    Action, Actor, CaseDoors, CaseScope, ConferenceScope, Denial, DirectoryScope, EmployerScope, EpisodeScope,
    GatheringScope, InboxFilter, JobScope, Named, OfficeScope, ReferralScope, RowFilter, SheetScope, ShownParts,
    SittingScope, Subject, Target, decide,
};
use banso_domain::{
    case::sharing::{Basis, EmploymentDisclosure, ItemSet, Share, SharedItem},
    conference::Member,
    id::{AgencyId, PersonId, StaffId},
    referral::ReceiverSees,
    staff::{Membership, Role},
};
use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

fn agency(number: u128) -> AgencyId {
    AgencyId::new(Uuid::from_u128(number))
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 4, 6).expect("a day")
}

fn actor(role: Role, at: AgencyId) -> Actor {
    let actor = Actor::new(StaffId::new(Uuid::from_u128(1)), at, &[Membership::always(at, role)], today());
    actor.expect("a role is held").who_is((role == Role::Person).then(themself))
}

fn themself() -> PersonId {
    PersonId::new(Uuid::from_u128(7))
}

const CENTRE: u128 = 10;
const MUNICIPALITY: u128 = 20;
const ELSEWHERE: u128 = 30;
const CLINIC: u128 = 40;

fn table(subject: Subject, target: Target<'_>) -> String {
    let readers = [
        ("chief", Role::ChiefCounselor, CENTRE),
        ("counselor", Role::Counselor, CENTRE),
        ("employment", Role::EmploymentCounselor, CENTRE),
        ("officer", Role::MunicipalOfficer, MUNICIPALITY),
        ("admin", Role::Administrator, CENTRE),
        ("other centre", Role::ChiefCounselor, ELSEWHERE),
        ("other officer", Role::MunicipalOfficer, ELSEWHERE),
        ("clinic", Role::PartnerStaff, CLINIC),
        ("the person", Role::Person, CENTRE),
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
    CaseScope { centre: agency(CENTRE), municipality: agency(MUNICIPALITY), municipality_sees, named: None }
}

#[test]
fn who_may_do_what_to_a_case_that_the_municipality_sees() {
    insta::assert_snapshot!(table(Subject::Case, Target::Case(case(true))));
}

/// The clinic of the table stands for a firm here.
#[test]
fn who_may_do_what_with_what_is_told_of_an_employer() {
    let by = |by_supporter| EmployerScope { agency: agency(CLINIC), by_supporter };
    let supporters = table(Subject::Employer, Target::Employer(by(true)));
    let firms = table(Subject::Employer, Target::Employer(by(false)));
    insta::assert_snapshot!(format!("asked by those who support people\n{supporters}\n\nasked by firms\n{firms}"));
}

#[test]
fn who_may_do_what_with_a_gathering_of_employers_that_the_centre_holds() {
    let by = |by_supporter, is_invited, has_to_do| {
        let scope = GatheringScope { host: agency(CENTRE), is_invited, has_to_do, by_supporter };
        table(Subject::Gathering, Target::Gathering(scope))
    };
    let supporters = by(true, false, false);
    let invited_supporters = by(true, true, true);
    let invited = by(false, true, false);
    let others = by(false, false, false);
    insta::assert_snapshot!(format!(
        "asked by those who support people\n{supporters}\n\nasked by those of them who are invited and have something to do\n{invited_supporters}\n\nasked by firms that are invited\n{invited}\n\nasked by other firms\n{others}"
    ));
}

/// The clinic of the second table stands for a firm.
#[test]
fn who_may_do_what_with_the_resource_directory() {
    let by = |by_supporter| Target::Directory(DirectoryScope { by_supporter });
    let supporters = table(Subject::Directory, by(true));
    let firms = table(Subject::Directory, by(false));
    insta::assert_snapshot!(format!("asked by those who support people\n{supporters}\n\nasked by firms\n{firms}"));
}

#[test]
fn who_may_do_what_to_a_case_whose_person_has_not_agreed_to_sharing() {
    insta::assert_snapshot!(table(Subject::Case, Target::Case(case(false))));
}

#[test]
fn who_may_do_what_to_a_protected_case_without_being_named() {
    let named = Some(Named::these([]));
    let protected = CaseScope { named, ..case(true) };
    let by_role = table(Subject::Case, Target::Case(protected));
    assert!(!by_role.contains("yes"), "no role alone opens a protected record");
    insta::assert_snapshot!(table(Subject::ProtectedCase, Target::Protected(protected)));
}

#[test]
fn who_may_do_what_to_a_person_whose_record_is_protected_without_being_named() {
    let protected = CaseScope { named: Some(Named::these([])), ..case(true) };
    assert!(!table(Subject::Person, Target::Person(&[protected])).contains("yes"));
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

/// A referral to the agency of the other centre's people.
fn referral(receiver_sees: ReceiverSees) -> ReferralScope {
    ReferralScope { case: case(true), to: Some(agency(ELSEWHERE)), receiver_sees }
}

#[test]
fn who_may_do_what_to_a_referral_that_is_being_drafted() {
    insta::assert_snapshot!(table(Subject::Referral, Target::Referral(referral(ReceiverSees::Nothing))));
}

#[test]
fn who_may_do_what_to_a_referral_that_was_sent() {
    insta::assert_snapshot!(table(Subject::Referral, Target::Referral(referral(ReceiverSees::Everything))));
}

#[test]
fn who_may_do_what_to_a_referral_that_the_person_took_back() {
    insta::assert_snapshot!(table(Subject::Referral, Target::Referral(referral(ReceiverSees::ThatThereWasOne))));
}

#[test]
fn a_municipality_that_a_case_is_referred_to_stands_on_the_receivers_side() {
    let officer = actor(Role::MunicipalOfficer, agency(MUNICIPALITY));
    let read = |receiver_sees| {
        let scope = ReferralScope { case: case(true), to: Some(agency(MUNICIPALITY)), receiver_sees };
        decide(&officer, Action::ReadReferral, Target::Referral(scope)).err()
    };

    assert_eq!(
        read(ReceiverSees::Nothing),
        Some(Denial::Invisible),
        "a draft is not theirs to read, though the case is"
    );
    assert_eq!(read(ReceiverSees::Everything), None);
    assert_eq!(read(ReceiverSees::ThatThereWasOne), Some(Denial::Forbidden));
}

#[test]
fn an_administrator_gets_no_inbox() {
    assert_eq!(InboxFilter::of(&actor(Role::Administrator, agency(ELSEWHERE))).agency(), None);
    assert_eq!(InboxFilter::of(&actor(Role::Counselor, agency(ELSEWHERE))).agency(), Some(agency(ELSEWHERE)));
}

#[test]
fn r_68_who_reads_where_people_went_on_to_from_an_office() {
    let office = OfficeScope { agency: agency(CLINIC), municipality: Some(agency(MUNICIPALITY)) };
    insta::assert_snapshot!(table(Subject::Office, Target::Office(office)));
}

#[test]
fn who_may_do_what_to_the_installation() {
    insta::assert_snapshot!(table(Subject::Installation, Target::Installation));
}

#[test]
fn who_may_do_what_to_their_own_account() {
    insta::assert_snapshot!(table(Subject::OwnAccount, Target::OwnAccount));
}

/// The clinic may read about health.
fn shared_with_the_clinic() -> Share {
    Share {
        source: Uuid::from_u128(50),
        agency: agency(CLINIC),
        items: ItemSet::NONE.with(SharedItem::Health),
        from: today(),
        until: today(),
        basis: Basis::Consent,
    }
}

#[test]
fn who_may_do_what_with_a_case_that_is_shared_with_a_clinic() {
    insta::assert_snapshot!(table(Subject::SharedCase, Target::Shared(&[shared_with_the_clinic()])));
}

#[test]
fn who_may_do_what_with_a_sitting_that_a_clinic_is_invited_to() {
    let member = Member {
        agency: "クリニック".into(),
        agency_id: Some(agency(CLINIC)),
        name: String::new(),
        staff: None,
        is_municipality: false,
        is_person: false,
        secrecy_acknowledged: false,
        attended: false,
    };
    let sitting = SittingScope { host: agency(CENTRE), members: &[member] };
    insta::assert_snapshot!(table(Subject::Sitting, Target::Sitting(sitting)));
}

#[test]
fn who_may_do_what_with_the_record_of_a_person_who_signs_in_themself() {
    insta::assert_snapshot!(table(Subject::OwnRecord, Target::Own(themself())));
}

#[test]
fn a_person_sees_nobody_elses_record() {
    let other = PersonId::new(Uuid::from_u128(8));
    let denial = decide(&actor(Role::Person, agency(CENTRE)), Action::ReadOwnRecord, Target::Own(other));
    assert!(denial.is_err());
}

#[test]
fn a_role_held_elsewhere_does_not_count_here() {
    let memberships = [Membership::always(agency(ELSEWHERE), Role::ChiefCounselor)];
    assert_eq!(Actor::new(StaffId::new(Uuid::from_u128(1)), agency(CENTRE), &memberships, today()), None);
}

#[test]
fn a_role_counts_from_its_first_day_to_its_last() {
    let day = |day| NaiveDate::from_ymd_opt(2026, 4, day).expect("a day");
    let held =
        Membership { from: Some(day(6)), until: Some(day(10)), ..Membership::always(agency(CENTRE), Role::Counselor) };
    let acts = |on| Actor::new(StaffId::new(Uuid::from_u128(1)), agency(CENTRE), &[held], on).is_some();

    assert_eq!([5, 6, 10, 11].map(|on| acts(day(on))), [false, true, true, false]);
}

#[test]
fn a_substitute_keeps_the_other_roles_when_the_substitution_ends() {
    let over = Membership { until: today().pred_opt(), ..Membership::always(agency(CENTRE), Role::ChiefCounselor) };
    let held = [over, Membership::always(agency(CENTRE), Role::Counselor)];
    let reader = Actor::new(StaffId::new(Uuid::from_u128(1)), agency(CENTRE), &held, today()).expect("a role is held");
    let decided = |action| decide(&reader, action, Target::Case(case(true))).map(|permit| permit.role());

    assert_eq!(decided(Action::WritePlan), Ok(Role::Counselor));
    assert_eq!(decided(Action::AssignCase), Err(Denial::Forbidden), "only a chief assigns cases");
}

#[test]
fn an_administrator_who_is_nothing_else_sees_neither_case_nor_person_nor_conference() {
    for at in [CENTRE, MUNICIPALITY] {
        let reader = actor(Role::Administrator, agency(at));
        let conference = ConferenceScope { host: agency(CENTRE), municipality: Some(agency(MUNICIPALITY)) };
        for action in Action::ALL {
            let (subject, own) = (action.subject(), [case(true)]);
            let target = match subject {
                Subject::Case => Target::Case(own[0]),
                Subject::ProtectedCase => Target::Protected(CaseScope { named: Some(Named::these([])), ..own[0] }),
                Subject::Person => Target::Person(&own),
                Subject::Conference => Target::Conference(conference),
                Subject::Referral => Target::Referral(referral(ReceiverSees::Everything)),
                Subject::Sitting => Target::Sitting(SittingScope { host: agency(CENTRE), members: &[] }),
                Subject::Episode => Target::Episode(EpisodeScope {
                    agency: agency(at),
                    cases: &[CaseDoors { case: own[0], shares: &[] }],
                    is_known_there: true,
                }),
                Subject::Job => Target::Job(JobScope {
                    also: &[],
                    agency: agency(at),
                    employer: None,
                    disclosure: EmploymentDisclosure::Open,
                    cases: &[CaseDoors { case: own[0], shares: &[] }],
                    is_known_there: true,
                }),
                Subject::Office => {
                    Target::Office(OfficeScope { agency: agency(at), municipality: Some(agency(MUNICIPALITY)) })
                }
                Subject::Sheet => Target::Sheet(SheetScope {
                    keeps: true,
                    agency: agency(at),
                    person: themself(),
                    cases: &[CaseDoors { case: own[0], shares: &[] }],
                    is_known_there: true,
                    item: Some(SharedItem::Assessment),
                    is_own: false,
                    is_internal: false,
                    is_final: true,
                    shown: ShownParts::All,
                }),
                Subject::Employer => Target::Employer(EmployerScope { agency: agency(CLINIC), by_supporter: true }),
                Subject::Gathering => {
                    let (is_invited, has_to_do) = (false, false);
                    Target::Gathering(GatheringScope { host: agency(at), is_invited, has_to_do, by_supporter: true })
                }
                Subject::SharedCase
                | Subject::OwnRecord
                | Subject::Directory
                | Subject::Installation
                | Subject::OwnAccount => continue,
            };
            assert_eq!(decide(&reader, *action, target).err(), Some(Denial::Invisible), "{}", action.name());
        }
    }
}

#[test]
fn a_person_without_a_case_in_reach_is_unseen() {
    let reader = actor(Role::ChiefCounselor, agency(CENTRE));
    let denial = decide(&reader, Action::ReadPerson, Target::Person(&[]));
    assert_eq!(denial.expect_err("nothing to see"), Denial::Invisible);
}

fn any_day() -> impl Strategy<Value = Option<NaiveDate>> {
    prop::option::of((1u32..28).prop_map(|day| NaiveDate::from_ymd_opt(2026, 4, day).expect("a day")))
}

fn any_agency() -> impl Strategy<Value = AgencyId> {
    (1u128..5).prop_map(agency)
}

/// Any role in any agency, for any time.
fn any_membership() -> impl Strategy<Value = Membership> {
    (any_agency(), prop::sample::select(Role::ALL), any_day(), any_day())
        .prop_map(|(agency, role, from, until)| Membership { agency, role, from, until })
}

/// Nobody is named, or some are: some for good, some up to a day.
fn any_names() -> impl Strategy<Value = Option<Vec<(StaffId, Option<NaiveDate>)>>> {
    let one = ((1u128..4).prop_map(|staff| StaffId::new(Uuid::from_u128(staff))), any_day());
    prop::option::of(prop::collection::vec(one, 0..4))
}

fn any_case() -> impl Strategy<Value = CaseScope> {
    (any_agency(), any_agency(), any::<bool>(), any_names()).prop_map(
        |(centre, municipality, municipality_sees, names)| CaseScope {
            centre,
            municipality,
            municipality_sees,
            named: names.map(Named::these),
        },
    )
}

proptest! {
    #[test]
    fn what_a_list_shows_is_what_may_be_read(
        memberships in prop::collection::vec(any_membership(), 1..6),
        at in any_agency(),
        on in any_day(),
        world in prop::collection::vec(any_case(), 1..20),
    ) {
        let on = on.unwrap_or_else(today);
        let reader = Actor::new(StaffId::new(Uuid::from_u128(1)), at, &memberships, on);
        let filter = reader.as_ref().map(RowFilter::of);
        for case in world {
            let listed = filter.is_some_and(|filter| filter.passes(case));
            let opened = filter.is_some_and(|filter| filter.reads(case));
            let read = reader.as_ref().is_some_and(|reader| decide(reader, Action::ReadCase, Target::Case(case)).is_ok());
            prop_assert_eq!(opened, read);
            prop_assert_eq!(listed, read && case.named.is_none(), "a protected record stands in no list");
            // And the whole of it again from the memberships alone, without asking either of the two.
            let holds = |role: Role, agency| {
                let counts = |held: &&Membership| held.agency == at && held.role == role && held.is_held_on(on);
                at == agency && memberships.iter().any(|held| counts(&held))
            };
            let works = [Role::ChiefCounselor, Role::Counselor, Role::EmploymentCounselor];
            let expected = works.into_iter().any(|role| holds(role, case.centre))
                || (case.municipality_sees && holds(Role::MunicipalOfficer, case.municipality));
            let is_named = case.named.is_none_or(|named| {
                named.iter().any(|(staff, until)| staff.uuid().as_u128() == 1 && until.is_none_or(|last| on <= last))
            });
            prop_assert_eq!(read, expected && is_named);
        }
    }

    #[test]
    fn whoever_reads_a_referral_sees_the_case_or_works_where_it_went(
        memberships in prop::collection::vec(any_membership(), 1..6),
        at in any_agency(),
        to in prop::option::of(any_agency()),
        case in any_case(),
        receiver_sees in prop::sample::select(vec![
            ReceiverSees::Nothing,
            ReceiverSees::ThatThereWasOne,
            ReceiverSees::Everything,
        ]),
    ) {
        let Some(reader) = Actor::new(StaffId::new(Uuid::from_u128(1)), at, &memberships, today()) else { return Ok(()) };
        let scope = ReferralScope { case, to, receiver_sees };
        let may = |action| decide(&reader, action, Target::Referral(scope)).is_ok();
        let read = may(Action::ReadReferral);
        if to == Some(at) {
            let comes_in = InboxFilter::of(&reader).agency() == Some(at);
            prop_assert_eq!(read, comes_in && receiver_sees == ReceiverSees::Everything);
            prop_assert!(!may(Action::WriteReferral) && !may(Action::SendReferral), "nobody sends to themself");
            prop_assert_eq!(may(Action::AnswerReferral), read);
        } else {
            prop_assert_eq!(read, decide(&reader, Action::ReadCase, Target::Case(case)).is_ok());
            prop_assert!(!may(Action::AnswerReferral), "an answer comes from where it was asked");
        }
    }

    #[test]
    fn more_roles_never_take_a_permission_away(
        memberships in prop::collection::vec(any_membership(), 1..6),
        another in any_membership(),
        at in any_agency(),
        case in any_case(),
        action in prop::sample::select(Action::ALL),
    ) {
        let may = |memberships: &[Membership]| {
            let reader = Actor::new(StaffId::new(Uuid::from_u128(1)), at, memberships, today());
            reader.is_some_and(|reader| decide(&reader, action, Target::Case(case)).is_ok())
        };
        let mut more = memberships.clone();
        more.push(another);
        prop_assert!(!may(&memberships) || may(&more));
    }
}
