//! where people went on to after choice support, as the office and its municipality read it.

use banso_access::Actor;
use banso_app::{UseCaseError, Whom};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    case::sharing::{ItemSet, SharedItem},
    episode::{EpisodeEnd, EpisodeEndReason, Programme, Start},
    id::{AgencyId, CaseId},
    neutrality::HalfYear,
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
        let start = Start { on: day(from), months: None, hired_on: None };
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
}
