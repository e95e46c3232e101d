//! Everything that a programme can be in is to be seen in the region: in every phase of every programme there is somebody.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;

use banso_access::Actor;
use banso_app::{App, CaseSearch, CaseView, Clock, Definitions, SecondFactor};
use banso_domain::{
    episode::{DeadlineKind, Episode, Programme},
    process::Programmes,
};
use banso_simulate::build;
use banso_store::testing::TestBed;

/// Every use of everybody who has a case at the centre, and the programmes as they are defined.
async fn uses() -> (Vec<Episode>, Programmes) {
    let bed = TestBed::sqlite();
    let store = bed.open().await;
    let clock = Clock::standing(Clock::System.now());
    let app = App::new(store.clone(), clock, Definitions::embedded().unwrap(), SecondFactor::Optional);
    build(&app, 1, "2026-11-20".parse().unwrap()).await.unwrap();
    let chief = store.reader().staff_by_login("chief").await.unwrap().unwrap();
    let held = &chief.facts.memberships;
    let chief = Actor::new(chief.id, held[0].agency, held, app.clock().today()).unwrap();
    let (rows, _) = app.cases(&chief, &CaseSearch { limit: 500, ..CaseSearch::of(CaseView::Open) }).await.unwrap();
    let mut uses = Vec::new();
    for row in rows {
        let person = app.case_file(&chief, row.id).await.unwrap().case.person;
        uses.extend(store.reader().episodes_of_person(person).await.unwrap());
    }
    (uses, app.programmes().clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_in_every_phase_of_every_programme_today() {
    let (uses, programmes) = uses().await;
    let phase = |episode: &Episode| episode.phase().map(|entry| (episode.programme.name(), entry.phase.clone()));
    let found: BTreeSet<_> = uses.iter().filter(|episode| episode.is_open()).filter_map(phase).collect();
    let defined = programmes.all().flat_map(|definition| {
        let programme = definition.programme.name();
        definition.phases.iter().map(move |phase| (programme, phase.id.clone()))
    });
    let missing: Vec<_> = defined.filter(|place| !found.contains(place)).collect();

    assert!(found.len() > 40, "{found:?}");
    assert!(missing.is_empty(), "{missing:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_suspended_somebody_has_a_longer_term_and_somebody_came_back_after_leaving() {
    let (uses, _) = uses().await;
    let left = |episode: &&Episode| episode.end.as_ref().is_some_and(|end| end.reason.asks_to_look_back());
    let came_back = uses.iter().filter(left).any(|before| {
        let after = |other: &Episode| other.person == before.person && before.start.on < other.start.on;
        uses.iter().any(|other| other.is_open() && after(other))
    });

    assert!(uses.iter().any(|episode| episode.suspension().is_some()));
    assert!(uses.iter().any(|episode| episode.is_open() && !episode.extensions.is_empty()));
    assert!(came_back);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_late_but_two_handovers_that_nobody_has_begun() {
    let (uses, _) = uses().await;
    let today = "2026-11-20".parse().unwrap();
    let mut late = Vec::new();
    for episode in &uses {
        let over = episode.deadlines().into_iter().filter(|due| due.kind.is_to_do() && due.on < today);
        late.extend(over.map(|due| (episode.programme, due.kind)));
    }
    late.sort_unstable();

    // The retention support of `LEAVING` and the transition support of `ENDING`.
    let wanted =
        [Programme::Transition, Programme::Retention].map(|programme| (programme, DeadlineKind::HandoverOpening));
    assert_eq!(late, wanted);
}
