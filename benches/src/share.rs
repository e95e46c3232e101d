//! Sharing at the size of a region: 5,000 agencies, three consents for every case, and how long lists behind the filters take.

use std::time::{Duration, Instant};

use banso_access::{Action, Actor, Target, decide};
use banso_app::{App, CaseSearch, CaseView, Clock, Definitions, SecondFactor};
use banso_domain::{
    agency::{AgencyEvent, AgencyFacts, AgencyKind},
    answer::AnswerForm,
    case::{
        event::CaseEvent,
        sharing::{Consent, Direction, ItemSet, Recipient, Route, SharedItem, SharingPurpose},
    },
    id::{AgencyId, CaseId, ConsentId, StaffId},
    staff::{Membership, Role},
};
use banso_store::{Change, Stamp, Store};
use chrono::{Days, NaiveDate};

use crate::{AGENCY, CASE, Failure, MEGABYTES, STAFF, id};

const PARTNER: u128 = 6;
const CONSENT: u128 = 7;
/// So many agencies can be shared with.
const AGENCIES: u64 = 5_000;
/// Of every case.
const CONSENTS: u64 = 3;
/// Cases of one commit.
const CASES: u64 = 20_000;
/// Lists of each kind that are timed.
const LISTS: u64 = 1_000;
/// Rows of a list.
const ROWS: u32 = 100;

/// The same number gives the same agencies; neighbouring ones have nothing in common.
fn agency_of(case: u64, consent: u64) -> u64 {
    (case.wrapping_mul(2_654_435_761) ^ consent.wrapping_mul(40_503).rotate_left(7)) % AGENCIES + 1
}

fn consent(case: u64, number: u64, today: NaiveDate) -> Consent {
    Consent {
        id: ConsentId::new(id(CONSENT, case * CONSENTS + number)),
        purposes: vec![SharingPurpose::Support],
        to: vec![Recipient { agency: AgencyId::new(id(PARTNER, agency_of(case, number))), is_employer: false }],
        items: ItemSet::NONE.with(SharedItem::Basic).with(SharedItem::Plan),
        direction: Direction::Both,
        route: Route::Direct,
        route_reason: "本人の希望".to_owned(),
        tell_each_time: false,
        from: today,
        until: today + Days::new(180 + case % 180),
        explained_on: today,
        explained_by: StaffId::new(id(STAFF, 1)),
        form: AnswerForm::Signed,
        proxy: String::new(),
        confirmed_by: Vec::new(),
        rules_version: String::new(),
        withdrawn: None,
    }
}

/// Adds the agencies and the consents to an installation that was loaded.
pub(crate) async fn load(store: Store) -> Result<(), Failure> {
    let begun = Instant::now();
    store.lend_memory(MEGABYTES).await?;
    let clock = Clock::System;
    let (at, today) = (clock.now(), clock.today());
    let staff = StaffId::new(id(STAFF, 1));
    let centre = AgencyId::new(id(AGENCY, 1));
    let admin = acting(staff, centre, Role::Administrator, today)?;
    let permit = decide(&admin, Action::ManageAgencies, Target::Installation)?;
    let tx = store.begin().await?;
    for number in 1..=AGENCIES {
        let kinds = AgencyKind::ALL;
        let kind = kinds[usize::try_from(number).unwrap_or_default() % kinds.len()];
        let event = AgencyEvent::Recorded { facts: AgencyFacts::named(kind, format!("機関{number}")) };
        let agency = AgencyId::new(id(PARTNER, number));
        tx.record(Stamp { permit: &permit, at }, Change::Agency(agency, &event), Some(0)).await?;
    }
    tx.commit().await?;
    let mut number = 0;
    loop {
        let tx = store.begin().await?;
        let mut found = 0;
        for case in number + 1..=number + CASES {
            let case_id = CaseId::new(id(CASE, case));
            let Some(header) = tx.case_header(case_id).await? else { continue };
            found += 1;
            let counselor = acting(staff, header.scope.centre, Role::Counselor, today)?;
            let permit = decide(&counselor, Action::RecordConsent, Target::Case(header.scope))?;
            let given: Vec<CaseEvent> = (0..CONSENTS)
                .map(|each| CaseEvent::ConsentGiven { consent: Box::new(consent(case, each, today)) })
                .collect();
            let stamp = Stamp { permit: &permit, at };
            let changes: Vec<_> = given.iter().map(|event| (stamp, event)).collect();
            tx.record_case(case_id, header.person, &changes, None).await?;
        }
        tx.commit().await?;
        number += CASES;
        println!("{number} cases in {:.0} s", begun.elapsed().as_secs_f64());
        if found == 0 {
            return Ok(());
        }
    }
}

fn acting(staff: StaffId, agency: AgencyId, role: Role, today: NaiveDate) -> Result<Actor, Failure> {
    Actor::new(staff, agency, &[Membership::always(agency, role)], today).ok_or_else(|| "no role".into())
}

/// Times the lists: what is shared with an agency, and a centre's open cases.
pub(crate) async fn time(store: Store) -> Result<(), Failure> {
    let app = App::new(store, Clock::System, Definitions::embedded()?, SecondFactor::Optional);
    let today = app.clock().today();
    let staff = StaffId::new(id(STAFF, 1));
    let (mut shared, mut own, mut rows) = (Vec::new(), Vec::new(), 0);
    for number in 1..=LISTS {
        let agency = AgencyId::new(id(PARTNER, number.wrapping_mul(48_271) % AGENCIES + 1));
        let partner = acting(staff, agency, Role::PartnerStaff, today)?;
        let begun = Instant::now();
        rows += app.shared_cases(&partner, ROWS, 0).await?.len();
        shared.push(begun.elapsed());
        let centre = AgencyId::new(id(AGENCY, number % 20 + 1));
        let counselor = acting(staff, centre, Role::Counselor, today)?;
        let search = CaseSearch { limit: ROWS, ..CaseSearch::of(CaseView::Open) };
        let begun = Instant::now();
        app.cases(&counselor, &search).await?;
        own.push(begun.elapsed());
    }
    println!("{} rows of {LISTS} lists that are shared", rows);
    for (name, times) in [("shared", shared), ("own", own)] {
        println!("{name}: p50 {:.2} ms, p99 {:.2} ms", percentile(&times, 50), percentile(&times, 99));
    }
    Ok(())
}

fn percentile(times: &[Duration], percent: usize) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}
