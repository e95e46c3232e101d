//! A region of two hundred agencies in eight municipalities, and how long its network takes to be drawn: the whole page, from the request to the
//! last byte, with nothing kept between two requests but the names of agencies.

use std::time::{Duration, Instant};

use axum::{
    body::{Body, to_bytes},
    http::{Request, header::COOKIE},
};
use banso_access::{Action, Permit, Target, decide};
use banso_app::{App, Clock, Definitions, NewStaff, SecondFactor};
use banso_domain::{
    agency::{AgencyEvent, AgencyFacts, AgencyKind},
    answer::AnswerForm,
    case::{
        event::CaseEvent,
        sharing::{Consent, Direction, ItemSet, Recipient, Route, SharedItem, SharingPurpose},
    },
    conference::{ConferenceEvent, ConferenceKind, ConferencePlan, Member, Pattern, Tier},
    id::{AgencyId, CaseId, ConferenceId, ConsentId, PersonId, StaffId},
    linkage::{LinkageEvent, Saying, Stage},
    person::{PersonEvent, PersonFacts},
    staff::{Membership, Role, StaffFacts},
};
use banso_store::{Change, Stamp, Store};
use banso_web::{service, site::Site};
use chrono::{DateTime, Days, NaiveDate, Utc};
use tower::ServiceExt;

use crate::{Failure, PASSWORD, actor, id};

const LOGIN: &str = "network";
const AGENCIES: u64 = 200;
const TOWNS: u64 = 8;
/// Cases, each shared with three agencies.
const CASES: u64 = 6_000;
/// Conferences of the last twelve months, in each of which four agencies sit.
const CONFERENCES: u64 = 600;
/// Pairs of which both say something.
const SAID: u64 = 200;
const RUNS: usize = 40;

const NET_AGENCY: u128 = 41;
const NET_PERSON: u128 = 42;
const NET_CASE: u128 = 43;
const NET_CONSENT: u128 = 44;
const NET_CONFERENCE: u128 = 45;

fn agency(number: u64) -> AgencyId {
    AgencyId::new(id(NET_AGENCY, number % AGENCIES + 1))
}

/// An agency that a case or a conference has to do with: mostly one that is near.
fn near(number: u64, each: u64) -> AgencyId {
    let far = number.wrapping_mul(2_654_435_761).rotate_left(9) ^ each.wrapping_mul(40_503);
    agency(if each == 2 { far } else { number % AGENCIES + each + far % 7 })
}

/// Support centres stand first, one in ten agencies.
fn centre(number: u64) -> AgencyId {
    agency(number % AGENCIES / 10 * 10)
}

struct Filling<'a> {
    store: &'a Store,
    staff: StaffId,
    at: DateTime<Utc>,
    today: NaiveDate,
}

impl Filling<'_> {
    fn permit(&self, action: Action, target: Target<'_>, agency: AgencyId, role: Role) -> Result<Permit, Failure> {
        Ok(decide(&actor(self.staff, agency, role)?, action, target)?)
    }

    async fn agencies(&self, permit: &Permit) -> Result<(), Failure> {
        let tx = self.store.begin().await?;
        let kinds: Vec<AgencyKind> = AgencyKind::ALL
            .iter()
            .copied()
            .filter(|kind| !matches!(kind, AgencyKind::Employer | AgencyKind::Family | AgencyKind::Municipality))
            .collect();
        for number in 0..AGENCIES {
            let town = agency(number % TOWNS * 10 + 1);
            let kind = match (number % 10, usize::try_from(number)?) {
                (0, _) => AgencyKind::SupportCentre,
                (1, place) if place < 80 => AgencyKind::Municipality,
                (_, place) => kinds[place % kinds.len()],
            };
            let municipality = (kind != AgencyKind::Municipality).then_some(town);
            let facts =
                AgencyFacts { municipality, ..AgencyFacts::named(kind, format!("みどり支援機関{number}")) };
            let event = AgencyEvent::Recorded { facts };
            tx.record(Stamp { permit, at: self.at }, Change::Agency(agency(number), &event), Some(0)).await?;
        }
        Ok(tx.commit().await?)
    }

    fn consent(&self, case: u64, each: u64) -> Consent {
        Consent {
            id: ConsentId::new(id(NET_CONSENT, case * 3 + each)),
            purposes: vec![SharingPurpose::Support],
            to: vec![Recipient { agency: near(case, each), is_employer: false }],
            items: ItemSet::NONE.with(SharedItem::Basic).with(SharedItem::Plan),
            direction: Direction::Both,
            route: Route::Direct,
            route_reason: "本人の希望".to_owned(),
            tell_each_time: false,
            from: self.today,
            until: self.today + Days::new(180),
            explained_on: self.today,
            explained_by: self.staff,
            form: AnswerForm::Signed,
            proxy: String::new(),
            confirmed_by: Vec::new(),
            rules_version: String::new(),
            withdrawn: None,
        }
    }

    async fn cases(&self, permit: &Permit) -> Result<(), Failure> {
        let stamp = Stamp { permit, at: self.at };
        let tx = self.store.begin().await?;
        for case in 0..CASES {
            let (person, case_id) = (PersonId::new(id(NET_PERSON, case)), CaseId::new(id(NET_CASE, case)));
            let facts =
                PersonFacts { name: format!("例 {case}"), kana: "レイ".to_owned(), ..PersonFacts::default() };
            let registered = PersonEvent::Registered { facts };
            tx.record(stamp, Change::Person(person, &registered), Some(0)).await?;
            let opened = CaseEvent::Opened {
                person,
                centre: centre(case),
                municipality: agency(1),
                reference: format!("2026-{case:07}"),
                received_on: self.today,
                received_by: self.staff,
                assigned_to: self.staff,
                previous: None,
            };
            let given = (0..3).map(|each| CaseEvent::ConsentGiven { consent: Box::new(self.consent(case, each)) });
            let given: Vec<CaseEvent> = given.collect();
            let changes: Vec<_> = std::iter::once(&opened).chain(&given).map(|event| (stamp, event)).collect();
            tx.record_case(case_id, person, &changes, Some(0)).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn conferences(&self, permit: &Permit) -> Result<(), Failure> {
        let stamp = Stamp { permit, at: self.at };
        let tx = self.store.begin().await?;
        for number in 0..CONFERENCES {
            let conference = ConferenceId::new(id(NET_CONFERENCE, number));
            let on = self.today - Days::new(number % 360);
            let member = |each: u64| Member {
                agency: String::new(),
                agency_id: Some(near(number * 7, each)),
                name: String::new(),
                staff: None,
                is_municipality: false,
                is_person: false,
                secrecy_acknowledged: true,
                attended: true,
            };
            let members: Vec<Member> = (0..3).map(member).collect();
            let plan = ConferencePlan {
                kind: ConferenceKind::Coordination,
                pattern: Pattern::Regular,
                tier: Tier::Core,
                on,
                starts_at: None,
                minutes: 60,
                place: "会議室".to_owned(),
            };
            let planned = ConferenceEvent::Planned { host: centre(number * 7), plan, members: members.clone() };
            let (chair, recorder) = ("座長".to_owned(), "記録".to_owned());
            let held = ConferenceEvent::Held { on, members, chair, recorder };
            for (event, before) in [(&planned, 0), (&held, 1)] {
                tx.record(stamp, Change::Conference(conference, event), Some(before)).await?;
            }
        }
        Ok(tx.commit().await?)
    }

    async fn sayings(&self, permit: &Permit) -> Result<(), Failure> {
        let tx = self.store.begin().await?;
        for number in 0..SAID {
            let (one, other) = (centre(number * 3), near(number, 2));
            for (from, about) in [(one, other), (other, one)] {
                let saying = Saying {
                    stage: Some(Stage::ALL[usize::try_from(number % 3)?]),
                    agreed_on: None,
                    trained_on: None,
                    words: String::new(),
                    on: self.today,
                };
                if from != about {
                    let event = LinkageEvent::Said { about, saying };
                    tx.record(Stamp { permit, at: self.at }, Change::Linkage(from, &event), None).await?;
                }
            }
        }
        Ok(tx.commit().await?)
    }
}

fn account(login: &str, memberships: Vec<Membership>) -> NewStaff {
    let (login, name) = (login.to_owned(), login.to_owned());
    let facts = StaffFacts { login, name, kana: String::new(), memberships, active: true, person: None };
    NewStaff { facts, password: PASSWORD.to_owned() }
}

async fn fill(app: &App, store: &Store) -> Result<(), Failure> {
    let founder = account("network-admin", Vec::new());
    let (home, staff) = app.found(AgencyFacts::named(AgencyKind::Municipality, "みどり市"), founder).await?;
    let filling = Filling { store, staff, at: app.clock().now(), today: app.clock().today() };
    let manages = filling.permit(Action::ManageAgencies, Target::Installation, home, Role::Administrator)?;
    filling.agencies(&manages).await?;
    filling.cases(&manages).await?;
    filling.conferences(&manages).await?;
    filling.sayings(&manages).await?;
    let chief = account(LOGIN, vec![Membership::always(agency(0), Role::ChiefCounselor)]);
    app.add_staff(&actor(staff, home, Role::Administrator)?, chief).await?;
    app.settle_reads().await;
    Ok(())
}

/// Tells how long the pages of the network take.
pub(crate) async fn tell(store: Store) -> Result<(), Failure> {
    let app = App::new(store.clone(), Clock::System, Definitions::embedded()?, SecondFactor::Optional);
    if store.reader().staff_by_login(LOGIN).await?.is_none() {
        fill(&app, &store).await?;
    }
    let (token, _) = app.sign_in(LOGIN, PASSWORD, "the harness").await?;
    let router = service(Site::new(app, false));
    let pages = [
        "/network".to_owned(),
        "/network?stage=coordination".to_owned(),
        format!("/network/if-closed?agency={}", agency(0)),
    ];
    for page in pages {
        let (mut times, mut bytes) = (Vec::new(), 0);
        for _ in 0..RUNS {
            let request =
                Request::get(&page).header(COOKIE, format!("banso-session={}", token.to_hex())).body(Body::empty())?;
            let begun = Instant::now();
            let response = router.clone().oneshot(request).await?;
            let status = response.status();
            bytes = to_bytes(response.into_body(), 50_000_000).await?.len();
            times.push(begun.elapsed());
            if !status.is_success() {
                return Err(format!("{page} answers {status}").into());
            }
        }
        times.sort_unstable();
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        println!(
            "{}: median {:.0} ms, slowest of {RUNS} {:.0} ms, {} kB",
            page.replace(&agency(0).to_string(), "…"),
            milliseconds(times[RUNS / 2]),
            milliseconds(times[RUNS - 1]),
            bytes / 1000
        );
    }
    Ok(())
}
