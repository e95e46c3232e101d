//! where people went on to after choice support, as the office and its municipality read it.

use banso_access::Actor;
use banso_app::{LeaningWord, UseCaseError, Whom};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    case::sharing::{ItemSet, SharedItem},
    episode::{EpisodeEnd, EpisodeEndReason, Programme, Start},
    id::{AgencyId, CaseId},
    neutrality::{AuthorityAnswer, AuthorityWord, HalfYear, LeaningReason},
    rule::Rule,
    staff::{Membership, Role},
};
use banso_store::{Store, both_engines};

use crate::{
    support::{Region, agency, day},
    way_notes::consent,
};

struct World {
    region: Region,
    choice: Actor,
    workshop: Actor,
    case: CaseId,
}

async fn office(region: &Region, kind: AgencyKind, name: &str, corporation: &str) -> Actor {
    let municipality = (kind == AgencyKind::EmploymentChoice).then(|| region.officer.agency());
    let facts = AgencyFacts { corporation: corporation.to_owned(), ..agency(kind, name, municipality) };
    let at = region.app.save_agency(&region.admin, None, facts, None).await.expect("an office");
    let held = [Membership::always(at, Role::PartnerStaff)];
    Actor::new(region.counselor.staff(), at, &held, region.today()).expect("an actor")
}

impl World {
    async fn new(store: &Store) -> Self {
        let region = Region::new(store.clone()).await;
        region.on("2026-04-06");
        let case = region.open("青葉 一郎", "アオバ イチロウ").await;
        let choice = office(&region, AgencyKind::EmploymentChoice, "選択支援はるか", "社会福祉法人はるか").await;
        let workshop = office(&region, AgencyKind::ContinuationB, "はるか作業所", "社会福祉法人 はるか").await;
        Self { region, choice, workshop, case }
    }

    async fn lets_know(&self, agency: AgencyId, item: SharedItem) {
        let version = self.region.version(self.case).await;
        let given = consent(&self.region, agency, ItemSet::NONE.with(SharedItem::Basic).with(item));
        self.region.app.give_consent(&self.region.chief, self.case, version, given).await.expect("a consent");
    }

    async fn uses(&self, by: &Actor, programme: Programme, from: &str, until: Option<&str>) {
        let app = &self.region.app;
        let start = Start { on: day(from), months: None, hired_on: None, ground: None };
        let id = app.start_episode(by, Whom::OfCase(self.case), programme, start, None).await.expect("a use");
        if let Some(until) = until {
            let end = EpisodeEnd { on: day(until), reason: EpisodeEndReason::MovedToOtherService, note: String::new() };
            let version = app.episode(by, id).await.expect("the use").version;
            app.end_episode(by, id, version, end).await.expect("it ends");
        }
    }
}

both_engines! {
    async fn r_68_office_and_municipality_read_the_same_figures_and_nobody_else_reads_any(store: Store) {
        let world = World::new(&store).await;
        let app = &world.region.app;
        world.lets_know(world.choice.agency(), SharedItem::Services).await;
        world.lets_know(world.workshop.agency(), SharedItem::Services).await;
        world.region.on("2026-06-20");
        world.uses(&world.choice, Programme::EmploymentChoice, "2026-05-01", Some("2026-05-31")).await;
        world.uses(&world.workshop, Programme::ContinuationB, "2026-06-01", None).await;

        let half = HalfYear::of(day("2026-05-31"));
        for reader in [&world.choice, &world.region.officer] {
            let found = app.half_year_of_choice(reader, half).await.expect("figures");
            let [office] = found.as_slice() else { panic!("one office") };
            let share = office.shares.services.iter().find(|share| share.service == Programme::ContinuationB);
            let share = share.expect("the service");
            assert_eq!((office.shares.ended, share.people, share.most, share.is_own), (1, 1, 1, true));
            assert_eq!(office.findings, [Rule::OptionsWithoutLeaning]);
        }
        for stranger in [&world.workshop, &world.region.chief, &world.region.strange_officer, &world.region.admin] {
            assert!(app.half_year_of_choice(stranger, half).await.expect("an answer").is_empty());
        }
        assert_eq!(app.half_year_of_choice(&world.choice, half.after()).await.expect("figures")[0].shares.ended, 0);
    }

    async fn r_12_a_use_that_the_office_may_not_know_of_is_not_counted(store: Store) {
        let world = World::new(&store).await;
        let app = &world.region.app;
        world.lets_know(world.choice.agency(), SharedItem::Health).await;
        world.lets_know(world.workshop.agency(), SharedItem::Services).await;
        world.region.on("2026-06-20");
        world.uses(&world.choice, Programme::EmploymentChoice, "2026-05-01", Some("2026-05-31")).await;
        world.uses(&world.workshop, Programme::ContinuationB, "2026-06-01", None).await;
        let half = HalfYear::of(day("2026-05-31"));
        let found = app.half_year_of_choice(&world.region.officer, half).await.expect("figures");
        assert_eq!(found[0].shares.ended, 1);
        assert!(found[0].shares.services.iter().all(|share| share.people == 0));
        assert!(matches!(
            app.sheets_of_shared_case(&world.region.strange_officer, world.case).await,
            Err(UseCaseError::NotFound)
        ));
    }
    async fn r_68_the_office_says_why_it_leaned_the_municipality_notes_the_answer_and_nobody_else_writes(store: Store) {
        let world = World::new(&store).await;
        let app = &world.region.app;
        world.lets_know(world.choice.agency(), SharedItem::Services).await;
        world.lets_know(world.workshop.agency(), SharedItem::Services).await;
        world.region.on("2026-07-10");
        world.uses(&world.choice, Programme::EmploymentChoice, "2026-05-01", Some("2026-05-31")).await;
        world.uses(&world.workshop, Programme::ContinuationB, "2026-06-01", None).await;
        let half = HalfYear::of(day("2026-05-31"));
        let office = world.choice.agency();
        let version = async || app.agency(office).await.expect("the office").version;
        let because = |service| {
            let (reason, words) = ("few_places".to_owned(), "通える範囲にB型は2か所だけ。".to_owned());
            let (adviser, handed_in_on) = (String::new(), Some(day("2026-07-08")));
            LeaningWord::Reason(LeaningReason { half, service, reason, words, adviser, handed_in_on, answer: None })
        };
        let b = || because(Programme::ContinuationB);
        let answer = || {
            let answer = AuthorityAnswer { on: day("2026-07-10"), word: AuthorityWord::Unfit };
            LeaningWord::Answer(half, Programme::ContinuationB, answer)
        };

        let by_officer = app.write_about_leaning(&world.region.officer, office, version().await, b()).await;
        assert!(matches!(by_officer, Err(UseCaseError::Forbidden)), "the municipality does not speak for the office");
        for stranger in [&world.workshop, &world.region.chief, &world.region.strange_officer] {
            for word in [b(), answer()] {
                let refused = app.write_about_leaning(stranger, office, version().await, word).await;
                assert!(matches!(refused, Err(UseCaseError::NotFound)));
            }
        }
        let other = because(Programme::Transition);
        let within = app.write_about_leaning(&world.choice, office, version().await, other).await;
        assert!(matches!(within, Err(UseCaseError::Refused(told)) if told.rules == [Rule::LeaningIsOverTheLine]));
        let old = app.write_about_leaning(&world.choice, office, version().await - 1, b()).await;
        assert!(matches!(old, Err(UseCaseError::Conflict { .. })));

        app.write_about_leaning(&world.choice, office, version().await, b()).await.expect("a reason");
        let found = app.half_year_of_choice(&world.region.officer, half).await.expect("figures");
        assert!(found[0].findings.is_empty(), "it was handed in");
        assert_eq!((found[0].may_explain, found[0].may_answer), (false, true));
        app.write_about_leaning(&world.region.officer, office, version().await, answer()).await.expect("an answer");
        let found = app.half_year_of_choice(&world.choice, half).await.expect("figures");
        assert_eq!(found[0].findings, [Rule::OptionsWithoutLeaning], "the authority found it unfit");
        let folder = tempfile::tempdir().expect("a folder");
        let tables = store.verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.difference_count, 0, "{:?}", tables.differences);
    }
}
