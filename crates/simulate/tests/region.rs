//! The fictional region: every step of the process is in it, and the same seed gives the same region.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};

use banso_access::{Actor, RowFilter};
use banso_app::{App, CaseSearch, CaseView, Clock, Definitions, ReferralSearch, SecondFactor};
use banso_domain::{
    agency::Formality,
    case::Stage,
    conference::ConferenceKind,
    referral::ReferralState,
    staff::{Membership, Role},
};
use banso_simulate::{Region, build};
use banso_store::{Store, testing::TestBed};
use chrono::NaiveDate;

struct World {
    _bed: TestBed,
    store: Store,
    app: App,
    region: Region,
}

async fn region(seed: u64, today: &str) -> World {
    let bed = TestBed::sqlite();
    let store = bed.open().await;
    let clock = Clock::standing(Clock::System.now());
    let app = App::new(store.clone(), clock, Definitions::embedded().unwrap(), SecondFactor::Optional);
    let region = build(&app, seed, day(today)).await.unwrap();
    World { _bed: bed, store, app, region }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

impl World {
    /// The chief at the centre.
    async fn chief(&self) -> Actor {
        let chief = self.store.reader().staff_by_login("chief").await.unwrap().unwrap();
        Actor::new(chief.id, chief.facts.memberships[0].agency, &chief.facts.memberships, self.app.clock().today())
            .unwrap()
    }

    /// The officer, as one who works at every centre of the city in turn would see the cases: name and stage by reference.
    async fn everything(&self) -> BTreeMap<(String, String), (String, Stage)> {
        let chief = self.chief().await;
        let mut seen = BTreeMap::new();
        for agency in self.app.agencies().await.unwrap().iter() {
            let held = [Membership::always(agency.id, Role::ChiefCounselor)];
            let reader = Actor::new(chief.staff(), agency.id, &held, self.app.clock().today()).unwrap();
            for view in [CaseView::Open, CaseView::Ended] {
                let search = CaseSearch { limit: 500, ..CaseSearch::of(view) };
                for row in self.store.reader().cases(RowFilter::of(&reader), &search).await.unwrap() {
                    seen.insert((agency.facts.name.clone(), row.reference), (row.name, row.stage));
                }
            }
        }
        seen
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_cases_in_every_step_of_the_process() {
    let world = region(1, "2026-11-20").await;
    let everything = world.everything().await;
    let stages: BTreeSet<Stage> = everything.values().map(|(_, stage)| *stage).collect();

    let protected = world.app.protected_cases(&world.chief().await).await.unwrap();
    assert_eq!(protected.iter().map(|case| case.to_review).collect::<Vec<_>>(), [1], "one is in no list");
    assert_eq!(everything.len() + protected.len(), world.region.cases);
    assert!((40..=60).contains(&world.region.cases), "{}", world.region.cases);
    assert_eq!(stages, Stage::ALL.iter().copied().collect());
}

#[tokio::test(flavor = "multi_thread")]
async fn sr_09_something_began_early_and_waits_for_the_next_sitting() {
    let world = region(1, "2026-11-20").await;
    let chief = world.chief().await;
    let (to_ratify, count) = world.app.cases(&chief, &CaseSearch::of(CaseView::ToRatify)).await.unwrap();
    let sittings = world.app.conferences(&chief, 20, 0).await.unwrap().into_iter().map(|row| row.conference);
    let planned = sittings.filter(|it| it.plan.kind == ConferenceKind::Coordination && !it.agenda.is_empty());
    let planned = planned.max_by_key(|it| it.plan.on).unwrap();

    assert!(count >= 3, "{count}");
    assert!(planned.plan.on > day("2026-11-20"));
    let agenda: BTreeSet<_> = planned.agenda.iter().map(|item| item.case).collect();
    assert!(to_ratify.iter().all(|row| agenda.contains(&row.id)));
}

#[tokio::test(flavor = "multi_thread")]
async fn people_have_networks_of_every_kind_and_some_have_nobody_but_the_centre() {
    let world = region(1, "2026-11-20").await;
    let chief = world.chief().await;
    let search = CaseSearch { limit: 500, ..CaseSearch::of(CaseView::Open) };
    let (rows, _) = world.app.cases(&chief, &search).await.unwrap();
    let (mut states, mut rules, mut informal) = (BTreeSet::new(), BTreeSet::new(), 0);
    for row in rows {
        let case = world.app.case_file(&chief, row.id).await.unwrap().case;
        let background = world.app.network_background(&case, day("2026-11-20")).await.unwrap();
        for companion in case.companions(&background.context()) {
            states.insert(format!("{:?}", companion.state).split('(').next().unwrap_or_default().to_owned());
            informal += usize::from(companion.kind.formality() == Formality::Informal);
        }
        rules.extend(case.network_findings(&background.context()).iter().map(|finding| finding.rule.code()));
    }

    assert_eq!(states.into_iter().collect::<Vec<_>>(), ["Current", "Ended", "Ending", "Unwanted"]);
    assert!(informal >= 5, "{informal} people close by");
    for rule in ["R-22", "R-45", "R-46", "R-50"] {
        assert!(rules.contains(rule), "{rule} speaks nowhere: {rules:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r_06_the_logic_model_has_a_box_of_the_region_and_stories_from_all_three_sides() {
    let world = region(1, "2026-11-20").await;
    let page = world.app.logic_model(&world.chief().await, None).await.unwrap();
    let model = page.model.unwrap();
    let sides: BTreeSet<_> = model.stories.iter().map(|story| story.viewpoint.name()).collect();

    assert_eq!(sides.into_iter().collect::<Vec<_>>(), ["employer", "person", "supporter"]);
    assert!(model.boxes.iter().any(|one| one.content.words.contains("見学")));
    assert!(model.boxes.iter().all(|one| !one.content.english.is_empty()), "pages in English tell it in English");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lead_of_one_case_and_a_programme_of_another_are_handed_over_in_overlap() {
    let world = region(1, "2026-11-20").await;
    let chief = world.chief().await;
    let search = CaseSearch { limit: 500, ..CaseSearch::of(CaseView::Open) };
    let (rows, _) = world.app.cases(&chief, &search).await.unwrap();
    let mut kinds = BTreeSet::new();
    for row in rows {
        let case = world.app.case_file(&chief, row.id).await.unwrap().case;
        kinds.extend(case.handovers.open().filter(|it| it.content.overlap.is_some()).map(|it| it.content.kind.name()));
    }

    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["service_end", "staff_change"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_of_several_pairs_of_agencies_go_one_way_and_both() {
    let world = region(1, "2026-11-20").await;
    let pairs = world.app.contact_pairs(&world.chief().await).await.unwrap();

    assert!(pairs.len() >= 3, "{pairs:?}");
    assert!(pairs.values().any(|pair| pair.is_one_way()) && pairs.values().any(|pair| !pair.is_one_way()));
    assert!(pairs.values().any(|pair| pair.needs_shared_aim()));
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_referrals_in_every_state() {
    let world = region(1, "2026-11-20").await;
    let search = ReferralSearch { limit: 100, ..ReferralSearch::default() };
    let rows = world.app.referrals_sent(&world.chief().await, &search).await.unwrap();
    let states: BTreeSet<ReferralState> = rows.iter().map(|row| row.referral.state).collect();

    assert_eq!(states, ReferralState::ALL.iter().copied().collect());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seed_and_day_give_the_same_region_and_another_seed_another() {
    let one = region(5, "2026-11-20").await.everything().await;
    let same = region(5, "2026-11-20").await.everything().await;
    let other = region(6, "2026-11-20").await.everything().await;

    assert_eq!(one, same);
    assert_ne!(one, other);
}

#[tokio::test(flavor = "multi_thread")]
async fn any_day_of_the_year_and_any_seed_make_a_region_whose_record_is_sound() {
    for (seed, today) in [(11, "2026-01-01"), (12, "2026-05-06"), (13, "2027-02-28"), (14, "2026-08-15")] {
        let world = region(seed, today).await;
        let report = world.store.verify_chain(|_| ()).await.unwrap();
        assert!(report.is_sound());
        let folder = tempfile::tempdir().unwrap();
        let tables = world.store.verify_tables(folder.path().join("rebuilt"), |_| ()).await.unwrap();
        assert_eq!(tables.differences, vec![]);
    }
}
