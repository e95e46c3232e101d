//! What a person says about the ways to work: in their own words, read by those whom they let know, changed by themself.

use banso_access::Actor;
use banso_app::UseCaseError;
use banso_domain::{
    agency::AgencyKind,
    answer::AnswerForm,
    case::sharing::{Consent, Direction, ItemSet, Recipient, Route, SharedItem, SharingPurpose},
    id::{AgencyId, CaseId, ConsentId},
    rule::Rule,
    staff::{Membership, Role},
    way_notes::{WayWords, Wish},
};
use banso_store::{Store, both_engines};
use chrono::Days;
use uuid::Uuid;

use crate::support::{Region, agency};

struct World {
    region: Region,
    case: CaseId,
    person: Actor,
}

impl World {
    async fn new(store: &Store) -> Self {
        let region = Region::new(store.clone()).await;
        region.on("2026-04-06");
        let case = region.open("青葉 一郎", "アオバ イチロウ").await;
        let account = region.app.invite_person(&region.chief, case, "ichiro", "a long enough password").await;
        let held = [Membership::always(region.centre, Role::Person)];
        let of = region.app.case_file(&region.chief, case).await.expect("the case").case.person;
        let themself = Actor::new(account.expect("an account"), region.centre, &held, region.today());
        let person = themself.expect("an actor").who_is(Some(of));
        Self { region, case, person }
    }

    async fn says(&self, way: &str, likes: &str) -> Result<(), UseCaseError> {
        let version = self.region.app.own_way_notes(&self.person).await?.version;
        self.region.app.note_own_way(&self.person, version, way, words(likes)).await
    }

    async fn is_told(&self, way: &str, likes: &str) -> Result<(), UseCaseError> {
        let (app, counselor) = (&self.region.app, &self.region.counselor);
        let version = app.way_notes_of_case(counselor, self.case).await?.version;
        app.note_way_of_case(counselor, self.case, version, way, words(likes)).await
    }
}

fn words(likes: &str) -> WayWords {
    WayWords { likes: likes.to_owned(), worries: String::new(), wish: Some(Wish::Visit) }
}

pub(crate) fn consent(region: &Region, to: AgencyId, items: ItemSet) -> Consent {
    let today = region.today();
    Consent {
        id: ConsentId::new(Uuid::now_v7()),
        purposes: vec![SharingPurpose::Assessment],
        to: vec![Recipient { agency: to, is_employer: false }],
        items,
        direction: Direction::Both,
        route: Route::Direct,
        route_reason: "本人から頼まれた。".to_owned(),
        tell_each_time: false,
        from: today,
        until: today + Days::new(364),
        explained_on: today,
        explained_by: region.counselor.staff(),
        form: AnswerForm::Signed,
        proxy: String::new(),
        confirmed_by: Vec::new(),
        rules_version: String::new(),
        withdrawn: None,
    }
}

both_engines! {
    async fn the_centre_reads_the_persons_own_words_and_the_tables_follow_the_journal(store: Store) {
        let world = World::new(&store).await;
        let app = &world.region.app;
        world.says("transition", "駅から近い").await.expect("noted");
        world.says("continuation_b", "絵をかける").await.expect("noted");
        world.says("continuation_b", "").await.expect("changed");

        let read = app.way_notes_of_case(&world.region.chief, world.case).await.expect("the words");
        let notes = read.notes.expect("the centre reads them");
        let note = notes.about("transition").expect("a word");
        assert_eq!((note.likes.as_str(), note.wish, note.is_own), ("駅から近い", Some(Wish::Visit), true));
        assert!(matches!(app.way_notes_of_case(&world.region.stranger, world.case).await, Err(UseCaseError::NotFound)));
        let folder = tempfile::tempdir().expect("a folder");
        let tables = store.verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, []);
    }

    async fn p_92_what_the_person_wrote_about_a_way_is_not_written_over_by_the_centre(store: Store) {
        let world = World::new(&store).await;
        world.is_told("transition", "駅から近い").await.expect("written down together");
        world.says("transition", "友だちがいる").await.expect("the person changes it");
        match world.is_told("transition", "通いやすい").await {
            Err(UseCaseError::Refused(refusal)) => assert_eq!(refusal.rules, [Rule::OwnWordsStay]),
            other => panic!("{other:?}"),
        }
    }

    async fn two_who_write_at_once_do_not_overwrite_each_other(store: Store) {
        let world = World::new(&store).await;
        let version = world.region.app.own_way_notes(&world.person).await.expect("nothing yet").version;
        world.is_told("clinic", "静か").await.expect("noted");
        let late = world.region.app.note_own_way(&world.person, version, "clinic", words("近い")).await;
        assert!(matches!(late, Err(UseCaseError::Conflict { .. })), "{late:?}");
    }

    async fn r_12_an_office_reads_them_only_where_the_person_lets_it_know_their_wishes(store: Store) {
        let world = World::new(&store).await;
        let region = &world.region;
        let app = &region.app;
        world.says("transition", "駅から近い").await.expect("noted");
        let facts = agency(AgencyKind::EmploymentChoice, "選択支援はるか", None);
        let office = app.save_agency(&region.admin, None, facts, None).await.expect("an office");
        let held = [Membership::always(office, Role::PartnerStaff)];
        let worker = Actor::new(region.counselor.staff(), office, &held, region.today()).expect("an actor");
        assert!(matches!(app.way_notes_of_shared_case(&worker, world.case).await, Err(UseCaseError::NotFound)));

        let version = region.version(world.case).await;
        let basic = consent(region, office, ItemSet::NONE.with(SharedItem::Basic));
        app.give_consent(&region.chief, world.case, version, basic).await.expect("a consent");
        assert!(app.way_notes_of_shared_case(&worker, world.case).await.expect("the ways").notes.is_none());

        let version = region.version(world.case).await;
        let wishes = consent(region, office, ItemSet::NONE.with(SharedItem::Wishes));
        app.give_consent(&region.chief, world.case, version, wishes).await.expect("a consent");
        let read = app.way_notes_of_shared_case(&worker, world.case).await.expect("the words");
        assert!(read.notes.is_some_and(|notes| notes.about("transition").is_some()));
        assert!(!read.may_write);
        app.settle_reads().await;
        let ledger = app.own_ledger(&world.person).await.expect("the ledger");
        assert!(ledger.iter().any(|line| line.agency == Some(office)), "the person sees who read it");
    }
}
