//! Random worlds of agencies, people, consents and days: what may be read of a case, asked of the decision, of the filter, and of a
//! second statement of the rules that knows neither of them.

use std::cell::Cell;

use banso_access::{
    Action, Actor, CaseScope, Named, RowFilter, Seat, SharedFilter, Subject, Target, cut_for_seat, decide, shared_items,
};
use banso_domain::{
    answer::AnswerForm,
    case::{
        event::Purpose,
        sharing::{
            AfterMeeting, Consent, Direction, EmergencyDisclosure, EmploymentDisclosure, ItemSet, Recipient, Release,
            Route, SharedItem, Sharing, SharingPurpose, Withdrawal,
        },
    },
    conference::Cut,
    id::{AgencyId, ConferenceId, ConsentId, DisclosureId, PersonId, StaffId},
    staff::{Membership, Role},
};
use chrono::{Days, NaiveDate};
use proptest::{prelude::*, test_runner::TestRunner};
use uuid::Uuid;

/// Agencies 1 to 6; 5 and 6 are employers.
const AGENCIES: std::ops::Range<u128> = 1..7;

fn agency(number: u128) -> AgencyId {
    AgencyId::new(Uuid::from_u128(number))
}

fn person(number: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(number))
}

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 4, 1).expect("a day") + Days::new(number)
}

fn recipient(number: u128) -> Recipient {
    Recipient { agency: agency(number), is_employer: number >= 5 }
}

fn any_items() -> impl Strategy<Value = ItemSet> {
    prop::collection::vec(prop::sample::select(SharedItem::ALL), 1..4).prop_map(ItemSet::from_iter)
}

prop_compose! {
    fn any_consent()(
        number in 0u128..1000,
        to in prop::collection::vec(AGENCIES, 1..3),
        items in any_items(),
        direction in prop::sample::select(Direction::ALL),
        route in prop::sample::select(&[Route::ViaPerson, Route::Together, Route::Direct, Route::Direct, Route::Direct][..]),
        tell_each_time in any::<bool>(),
        from in 0u64..10,
        length in 0u64..10,
        withdrawn in prop::option::weighted(0.25, 0u64..20),
    ) -> Consent {
        Consent {
            id: ConsentId::new(Uuid::from_u128(1000 + number)),
            purposes: vec![SharingPurpose::Support],
            to: to.into_iter().map(recipient).collect(),
            items,
            direction,
            route,
            route_reason: String::new(),
            tell_each_time,
            from: day(from),
            until: day(from + length),
            explained_on: day(from),
            explained_by: StaffId::new(Uuid::from_u128(1)),
            form: AnswerForm::Signed,
            proxy: String::new(),
            confirmed_by: Vec::new(),
            rules_version: String::new(),
            withdrawn: withdrawn.map(|on| Withdrawal {
                on: day(on),
                reason: String::new(),
                by: StaffId::new(Uuid::from_u128(1)),
            }),
        }
    }
}

/// A case with what is said about sharing.
#[derive(Clone, Debug)]
struct Case {
    scope: CaseScope,
    person: PersonId,
    sharing: Sharing,
}

prop_compose! {
    fn any_case()(
        centre in AGENCIES,
        municipality in AGENCIES,
        municipality_sees in any::<bool>(),
        whose in 1u128..4,
        consents in prop::collection::vec(any_consent(), 0..4),
        releases in prop::collection::vec((0usize..4, AGENCIES, any_items(), 0u64..15, 0u64..8), 0..3),
        emergency in prop::option::weighted(0.3, (AGENCIES, any_items(), 0u64..15, 0u64..5)),
        meeting in prop::option::weighted(0.3, (AGENCIES, any_items(), 0u64..15, 0u64..5, prop::option::weighted(0.2, 0u64..20))),
        employment in prop::option::of(prop::sample::select(EmploymentDisclosure::ALL)),
        names in prop::option::weighted(0.3, prop::collection::vec(((1u128..3), prop::option::of(0u64..22)), 0..3)),
        held_back in prop::collection::vec(0usize..5, 0..3),
    ) -> Case {
        let release = |(which, to, items, told, length): (usize, u128, ItemSet, u64, u64)| {
            let consent: &Consent = consents.get(which)?;
            Some(Release {
                id: DisclosureId::new(Uuid::from_u128(5000 + u128::from(told) * 10 + to)),
                consent: consent.id,
                to: agency(to),
                items,
                told_on: day(told),
                told: "電話で".into(),
                until: day(told + length),
            })
        };
        let releases = releases.into_iter().filter_map(release).collect();
        let emergencies = emergency.into_iter().map(|(to, items, on, length)| EmergencyDisclosure {
            id: DisclosureId::new(Uuid::from_u128(9000)),
            to: recipient(to),
            items,
            reason: "危険".into(),
            on: day(on),
            until: day(on + length),
            review_by: day(on + 7),
            review: None,
        });
        let emergencies: Vec<EmergencyDisclosure> = emergencies.collect();
        // What was there when the record became protected, while it is.
        let given = consents.iter().map(|consent| consent.id.uuid()).chain(emergencies.iter().map(|it| it.id.uuid()));
        let mut given: Vec<Uuid> = given.collect();
        let name = |(staff, until): (u128, Option<u64>)| (StaffId::new(Uuid::from_u128(staff)), until.map(day));
        let named = names.clone().map(|names| Named::these(names.into_iter().map(name)));
        let after_meetings: Vec<AfterMeeting> = meeting.into_iter().map(|(to, items, on, length, closed)| AfterMeeting {
            id: DisclosureId::new(Uuid::from_u128(9500)),
            conference: ConferenceId::new(Uuid::from_u128(9501)),
            to: recipient(to),
            items,
            reason: "支援会議で決めた役割のため".into(),
            on: day(on),
            until: day(on + length),
            closed_on: closed.map(day),
        }).collect();
        given.extend(after_meetings.iter().map(|it| it.id.uuid()));
        let held = held_back.into_iter().filter(|_| names.is_some()).filter_map(|place| given.get(place).copied());
        Case {
            scope: CaseScope { centre: agency(centre), municipality: agency(municipality), municipality_sees, named },
            person: person(whose),
            sharing: Sharing {
                held: held.collect(),
                emergencies,
                consents,
                releases,
                employment,
                after_meetings,
                ..Sharing::default()
            },
        }
    }
}

/// Somebody with an account: their roles, for whom they act, on which day, and who they are if they are supported themself.
#[derive(Clone, Debug)]
struct Reader {
    memberships: Vec<Membership>,
    at: AgencyId,
    on: NaiveDate,
    who: Option<PersonId>,
}

prop_compose! {
    fn any_reader()(
        held in prop::collection::vec((AGENCIES, prop::sample::select(Role::ALL)), 1..4),
        at in AGENCIES,
        on in 0u64..22,
        who in prop::option::of(1u128..4),
    ) -> Reader {
        Reader {
            memberships: held.into_iter().map(|(at, role)| Membership::always(agency(at), role)).collect(),
            at: agency(at),
            on: day(on),
            who: who.map(person),
        }
    }
}

impl Reader {
    fn actor(&self) -> Option<Actor> {
        Actor::new(StaffId::new(Uuid::from_u128(1)), self.at, &self.memberships, self.on)
            .map(|actor| actor.who_is(self.who))
    }

    fn holds(&self, role: Role) -> bool {
        self.memberships.contains(&Membership::always(self.at, role))
    }

    /// The rules once more, as one would tell them to a privacy officer: which items of a case of another agency this reader may read.
    fn may_read_items(&self, case: &Case) -> Vec<SharedItem> {
        let staff = [
            Role::ChiefCounselor,
            Role::Counselor,
            Role::EmploymentCounselor,
            Role::MunicipalOfficer,
            Role::PartnerStaff,
        ];
        if !staff.into_iter().any(|role| self.holds(role)) {
            return Vec::new();
        }
        let sharing = &case.sharing;
        let is_employer = [agency(5), agency(6)].contains(&self.at);
        if is_employer && sharing.employment == Some(EmploymentDisclosure::Closed) {
            return Vec::new();
        }
        let by_consent = |item: SharedItem| {
            sharing.consents.iter().any(|consent| {
                let told = !consent.tell_each_time
                    || sharing.releases.iter().any(|release| {
                        release.consent == consent.id
                            && release.to == self.at
                            && release.items.has(item)
                            && release.told_on <= self.on
                            && self.on <= release.until
                    });
                consent.withdrawn.is_none()
                    && !sharing.held.contains(&consent.id.uuid())
                    && consent.from <= self.on
                    && self.on <= consent.until
                    && consent.to.iter().any(|to| to.agency == self.at)
                    && consent.items.has(item)
                    && consent.direction != Direction::Obtain
                    && consent.route == Route::Direct
                    && told
            })
        };
        let in_danger = |item: SharedItem| {
            sharing.emergencies.iter().any(|given| {
                !sharing.held.contains(&given.id.uuid())
                    && given.to.agency == self.at
                    && given.items.has(item)
                    && given.on <= self.on
                    && self.on <= given.until
            })
        };
        let after_meeting = |item: SharedItem| {
            sharing.after_meetings.iter().any(|given| {
                given.closed_on.is_none()
                    && !sharing.held.contains(&given.id.uuid())
                    && given.to.agency == self.at
                    && given.items.has(item)
                    && given.on <= self.on
                    && self.on <= given.until
            })
        };
        let open = |item: &SharedItem| by_consent(*item) || in_danger(*item) || after_meeting(*item);
        SharedItem::ALL.iter().copied().filter(open).collect()
    }

    /// Which of one's roles count for a case of one's own agency or municipality.
    fn works_on(&self, case: &Case) -> Vec<Role> {
        let is_named = case.scope.named.is_none_or(|named| {
            named.iter().any(|(who, until)| who.uuid().as_u128() == 1 && until.is_none_or(|last| self.on <= last))
        });
        if is_named { self.would_work_on(case) } else { Vec::new() }
    }

    /// The same, if nobody had to be named.
    fn would_work_on(&self, case: &Case) -> Vec<Role> {
        let centre = [Role::ChiefCounselor, Role::Counselor, Role::EmploymentCounselor];
        let mut roles: Vec<Role> = if case.scope.centre == self.at {
            centre.into_iter().filter(|role| self.holds(*role)).collect()
        } else {
            Vec::new()
        };
        if case.scope.municipality == self.at && case.scope.municipality_sees && self.holds(Role::MunicipalOfficer) {
            roles.push(Role::MunicipalOfficer);
        }
        roles
    }
}

/// What an action is aimed at in this world.
fn target<'a>(action: Action, case: &'a Case, shares: &'a [banso_domain::case::sharing::Share]) -> Option<Target<'a>> {
    Some(match action.subject() {
        Subject::Case => Target::Case(case.scope),
        Subject::ProtectedCase => Target::Protected(case.scope),
        Subject::Person => Target::Person(std::slice::from_ref(&case.scope)),
        Subject::SharedCase => Target::Shared(shares),
        Subject::OwnRecord => Target::Own(case.person),
        Subject::Conference
        | Subject::Sitting
        | Subject::Referral
        | Subject::Episode
        | Subject::Job
        | Subject::Sheet
        | Subject::Employer
        | Subject::Gathering
        | Subject::Directory
        | Subject::Office
        | Subject::Installation
        | Subject::OwnAccount => return None,
    })
}

/// Whether somebody who sees the thing at all could be allowed the action: nothing more is asked of the second statement, since who
/// does what in their own house is a table that people read (`who_may_do_what.rs`).
fn sees(reader: &Reader, action: Action, case: &Case) -> bool {
    match action.subject() {
        Subject::Case | Subject::Person => !reader.works_on(case).is_empty(),
        Subject::ProtectedCase => case.scope.named.is_some() && !reader.would_work_on(case).is_empty(),
        Subject::SharedCase => !reader.may_read_items(case).is_empty(),
        Subject::OwnRecord => reader.holds(Role::Person) && reader.who == Some(case.person),
        Subject::Conference
        | Subject::Sitting
        | Subject::Referral
        | Subject::Episode
        | Subject::Job
        | Subject::Sheet
        | Subject::Employer
        | Subject::Gathering
        | Subject::Directory
        | Subject::Office
        | Subject::Installation
        | Subject::OwnAccount => false,
    }
}

#[test]
fn r_12_r_13_nobody_reads_more_than_the_person_agreed_to_and_every_exit_says_the_same() {
    let asked = Cell::new(0u64);
    let worlds = (prop::collection::vec(any_reader(), 8), prop::collection::vec(any_case(), 8));
    let mut runner = TestRunner::new(ProptestConfig { cases: 256, ..ProptestConfig::default() });
    let run = runner.run(&worlds, |(readers, cases)| {
        for (reader, case) in readers.iter().flat_map(|reader| cases.iter().map(move |case| (reader, case))) {
            let Some(actor) = reader.actor() else { continue };
            let shares = case.sharing.shares();
            let expected: ItemSet = reader.may_read_items(case).into_iter().collect();
            prop_assert_eq!(shared_items(&actor, &shares), expected);
            prop_assert_eq!(SharedFilter::of(&actor).items(&shares), expected);
            let works = !reader.works_on(case).is_empty();
            prop_assert_eq!(RowFilter::of(&actor).reads(case.scope), works);
            prop_assert_eq!(RowFilter::of(&actor).passes(case.scope), works && case.scope.named.is_none());
            for action in Action::ALL {
                let Some(target) = target(*action, case, &shares) else { continue };
                let decided = decide(&actor, *action, target);
                asked.set(asked.get() + 1);
                let seen = sees(reader, *action, case);
                prop_assert!(seen || decided.is_err(), "{} is permitted to a stranger", action.name());
                let reads = [Action::ReadCase, Action::ReadPerson, Action::ReadShared, Action::ReadOwnRecord];
                prop_assert!(!reads.contains(action) || decided.is_ok() == seen, "{}", action.name());
            }
        }
        Ok(())
    });
    run.expect("the decision, the filter and the rules agree");
    assert!(asked.get() >= 100_000, "only {} questions were asked", asked.get());
}

#[test]
fn u13_a_withdrawn_consent_closes_the_door_on_the_same_day() {
    let mut runner = TestRunner::default();
    let run = runner.run(&(any_case(), any_reader()), |(mut case, reader)| {
        case.sharing.emergencies.clear();
        case.sharing.after_meetings.clear();
        for consent in &mut case.sharing.consents {
            let by = StaffId::new(Uuid::from_u128(1));
            consent.withdrawn = Some(Withdrawal { on: reader.on, reason: String::new(), by });
        }
        prop_assert_eq!(case.sharing.shares(), []);
        Ok(())
    });
    run.expect("nothing stays open");
}

/// The rules of a packet once more: which items of a case of another agency may lie before somebody in a sitting of one day, printed on
/// another.
fn may_lie_before(at: AgencyId, case: &Case, sits_on: NaiveDate, today: NaiveDate) -> ItemSet {
    let sharing = &case.sharing;
    let is_employer = [agency(5), agency(6)].contains(&at);
    if is_employer && sharing.employment == Some(EmploymentDisclosure::Closed) {
        return ItemSet::NONE;
    }
    let on_days =
        |from: NaiveDate, until: NaiveDate| from <= sits_on && sits_on <= until && today.max(sits_on) <= until;
    let open = |item: SharedItem| {
        let consented = sharing.consents.iter().any(|consent| {
            let holds = consent.withdrawn.is_none()
                && !sharing.held.contains(&consent.id.uuid())
                && consent.to.iter().any(|to| to.agency == at)
                && consent.items.has(item)
                && consent.direction != Direction::Obtain
                && consent.route != Route::ViaPerson
                && on_days(consent.from, consent.until);
            let told = !consent.tell_each_time
                || sharing.releases.iter().any(|release| {
                    release.consent == consent.id
                        && release.to == at
                        && release.items.has(item)
                        && on_days(release.told_on, release.until)
                });
            holds && told
        });
        let endangered = sharing.emergencies.iter().any(|given| {
            let held = sharing.held.contains(&given.id.uuid());
            !held && given.to.agency == at && given.items.has(item) && on_days(given.on, given.until)
        });
        consented || endangered
    };
    SharedItem::ALL.iter().copied().filter(|item| open(*item)).collect()
}

#[test]
fn r_12_r_13_a_packet_holds_what_may_lie_before_that_seat_and_art_9_never_mixes_with_consents() {
    let asked = Cell::new(0u64);
    let seats = prop::collection::vec((AGENCIES, any::<bool>(), 0u64..22, 0u64..22), 8);
    let worlds = (seats, prop::collection::vec(any_case(), 8), any_items());
    let mut runner = TestRunner::new(ProptestConfig { cases: 200, ..ProptestConfig::default() });
    let run = runner.run(&worlds, |(seats, cases, under_article_9)| {
        for ((at, secrecy, sits_on, today), case) in
            seats.iter().flat_map(|seat| cases.iter().map(move |case| (seat, case)))
        {
            let (at, sits_on, today) = (agency(*at), day(*sits_on), day(*today));
            let is_employer = recipient(at.uuid().as_u128()).is_employer;
            let seat = Seat { agency: at, is_employer, secrecy: *secrecy };
            let own = at == case.scope.centre || (at == case.scope.municipality && case.scope.municipality_sees);
            for purpose in Purpose::ALL {
                asked.set(asked.get() + 1);
                let cut = cut_for_seat(seat, case.scope, &case.sharing, *purpose, under_article_9, (sits_on, today));
                if *purpose == Purpose::SupportMeeting {
                    let closed = case.sharing.employment == Some(EmploymentDisclosure::Closed);
                    let expected = match (secrecy, own) {
                        (false, _) => ItemSet::NONE,
                        (true, true) => {
                            let whole = if case.scope.named.is_some() { Cut::Restricted } else { Cut::Whole };
                            prop_assert_eq!(&cut, &whole, "a protected record is read by name, not by agency");
                            ItemSet::NONE
                        }
                        (true, false) if is_employer && closed => ItemSet::NONE,
                        (true, false) => under_article_9,
                    };
                    prop_assert_eq!(cut.items(), expected);
                    if let Cut::Items { opened } = &cut {
                        prop_assert!(opened.iter().all(|it| it.basis.name() == "support_meeting"));
                    }
                    continue;
                }
                prop_assert_eq!(cut == Cut::Whole, own && case.scope.named.is_none());
                if !own {
                    let expected = may_lie_before(at, case, sits_on, today);
                    prop_assert_eq!(cut.items(), expected);
                    prop_assert_eq!(cut.is_open(), !expected.is_empty());
                }
                if let Cut::Items { opened } = &cut {
                    prop_assert!(opened.iter().all(|it| it.basis.name() != "support_meeting" && !it.items.is_empty()));
                }
            }
        }
        Ok(())
    });
    run.expect("the packets and the rules agree");
    assert!(asked.get() >= 50_000, "only {} questions were asked", asked.get());
}
