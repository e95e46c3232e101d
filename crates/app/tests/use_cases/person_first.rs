//! Nobody is turned away, and nobody is assessed twice without a reason: at two offices, on both engines.

use banso_access::Actor;
use banso_app::{SheetDeed, UseCaseError, Whom};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    answer::AnswerForm,
    case::{
        network::Topic,
        sharing::{Consent, Direction, Recipient, Route, SharedItem, SharingPurpose},
    },
    episode::{DeadlineKind, Heard, Linked, Programme, Start},
    form::{Facts, Side},
    id::{CaseId, ConsentId, EpisodeId, SheetId},
    rule::Rule,
    sheet::Writing,
    staff::{Membership, Role},
};
use banso_store::{Store, both_engines};
use uuid::Uuid;

use crate::support::{Region, day};

/// A life and work centre and a transition office that both know a person.
struct World {
    region: Region,
    case: CaseId,
    centre: Actor,
    office: Actor,
}

impl World {
    async fn new(store: &Store, items: &[SharedItem]) -> Self {
        let region = Region::new(store.clone()).await;
        region.on("2026-04-06");
        let case = region.open("青葉 一郎", "アオバ イチロウ").await;
        let mut staff = Vec::new();
        for (kind, name) in [(AgencyKind::Nakapotsu, "なかぽつ"), (AgencyKind::TransitionSupport, "ステップ")] {
            let saved = region.app.save_agency(&region.admin, None, AgencyFacts::named(kind, name), None).await;
            let at = saved.expect("an agency");
            let held = [Membership::always(at, Role::PartnerStaff)];
            staff.push(Actor::new(region.counselor.staff(), at, &held, region.today()).expect("an actor"));
        }
        let office = staff.pop().expect("the office");
        let centre = staff.pop().expect("the centre");
        let world = Self { region, case, centre, office };
        for to in [&world.centre, &world.office] {
            world.consent(to, items).await;
        }
        world
    }

    async fn consent(&self, to: &Actor, items: &[SharedItem]) {
        let region = &self.region;
        let consent = Consent {
            id: ConsentId::new(Uuid::now_v7()),
            purposes: vec![SharingPurpose::Support],
            to: vec![Recipient { agency: to.agency(), is_employer: false }],
            items: items.iter().copied().collect(),
            direction: Direction::Both,
            route: Route::Direct,
            route_reason: "本人から頼まれた".into(),
            tell_each_time: false,
            from: region.today(),
            until: day("2026-12-31"),
            explained_on: region.today(),
            explained_by: region.counselor.staff(),
            form: AnswerForm::Signed,
            proxy: String::new(),
            confirmed_by: Vec::new(),
            rules_version: String::new(),
            withdrawn: None,
        };
        let version = region.app.case_file(&region.chief, self.case).await.expect("the case").version;
        region.app.give_consent(&region.chief, self.case, version, consent).await.expect("a consent");
    }

    async fn begin(&self, heard: Option<Heard>) -> Result<EpisodeId, UseCaseError> {
        let start = Start { on: day("2026-04-06"), months: None, hired_on: None, ground: None };
        let whom = Whom::OfCase(self.case);
        self.region.app.start_episode(&self.centre, whom, Programme::LifeWorkCentre, start, heard).await
    }

    /// A pyramid that the transition office made and finished.
    async fn pyramid(&self) -> SheetId {
        let app = &self.region.app;
        let whom = Whom::OfCase(self.case);
        let id = app.start_sheet(&self.office, whom, "readiness_pyramid", "").await.expect("a sheet");
        self.fill(&self.office, id).await;
        id
    }

    /// Two sides say something in two places, and that is final.
    async fn fill(&self, by: &Actor, id: SheetId) {
        let app = &self.region.app;
        for (side, place) in [(Side::Person, "自宅"), (Side::Staff, "作業室")] {
            let path = format!("readiness_pyramid.rhythm.{}", side.name());
            let answers: Facts = [(path.as_str(), "well".into())].into_iter().collect();
            let (source, place) = (String::new(), place.to_owned());
            let writing = Writing { side, on: self.region.today(), source, place, answers };
            let version = app.sheet(by, id).await.expect("the sheet").version;
            app.change_sheet(by, id, version, SheetDeed::Write(writing)).await.expect("written");
        }
        let version = app.sheet(by, id).await.expect("the sheet").version;
        app.change_sheet(by, id, version, SheetDeed::Finalise(Vec::new())).await.expect("final");
    }

    async fn follows_the_journal(&self) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = self.region.app.store();
        let tables = store.verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, []);
    }
}

const KNOWN: &[SharedItem] = &[SharedItem::Basic, SharedItem::Services];

fn refused<T: std::fmt::Debug>(result: Result<T, UseCaseError>) -> Vec<Rule> {
    match result {
        Err(UseCaseError::Refused(refusal)) => refusal.rules,
        other => panic!("no rule refused: {other:?}"),
    }
}

both_engines! {
    async fn r_31_the_centre_hears_first_and_brings_money_to_the_desk_for_it_and_the_tables_follow_the_journal(store: Store) {
        let world = World::new(&store, KNOWN).await;
        let (app, centre) = (&world.region.app, &world.centre);
        assert_eq!(refused(world.begin(None).await), [Rule::NobodyTurnedAway]);
        let heard = Heard { complaint: "家賃が払えない".into(), about: vec![Topic::Poverty, Topic::Pension] };
        let id = world.begin(Some(heard)).await.expect("nobody is turned away");
        let due = async || {
            let due = app.episode_deadlines(centre, day("2026-12-31"), 50).await.expect("what is due");
            due.iter().map(|due| (due.kind, due.on)).collect::<Vec<_>>()
        };
        assert_eq!(due().await, [(DeadlineKind::Linking, day("2026-04-20"))]);
        let version = app.episode(centre, id).await.expect("the use").version;
        app.note_decided_for(centre, id, version, "通院先", "父", day("2026-04-06")).await.expect("noted");
        let version = app.episode(centre, id).await.expect("the use").version;
        let (on, to) = (day("2026-04-06"), "あおば窓口".to_owned());
        let linked = Linked { topic: Topic::Poverty, on, to, how: "いっしょに行った".into() };
        app.link_to_desk(centre, id, version, linked).await.expect("linked");
        assert_eq!(due().await, [(DeadlineKind::WhoDecides, day("2026-10-05"))]);
        world.follows_the_journal().await;
    }

    async fn r_30_a_second_assessment_names_the_agency_that_has_one_and_keeps_its_reason(store: Store) {
        let items = [SharedItem::Basic, SharedItem::Services, SharedItem::Assessment];
        let world = World::new(&store, &items).await;
        let app = &world.region.app;
        let start = Start { on: day("2026-04-06"), months: None, hired_on: None, ground: None };
        let whom = Whom::OfCase(world.case);
        app.start_episode(&world.office, whom, Programme::Transition, start, None).await.expect("a use");
        let first = world.pyramid().await;

        let again = app.start_sheet(&world.centre, whom, "readiness_pyramid", " ").await;
        assert_eq!(refused(again), [Rule::AssessedOnce]);
        let before = app.before_sheet(&world.centre, whom, "readiness_pyramid").await.expect("an answer");
        assert_eq!(before.nearest.as_deref(), Some("ステップ"), "they go there every day");
        let known: Vec<_> = before.elsewhere.iter().map(|one| (one.agency_name.as_str(), one.sheet)).collect();
        assert_eq!(known, [("ステップ", Some(first))]);
        let reason = "家での様子を、まだだれも見ていない";
        let id = app.start_sheet(&world.centre, whom, "readiness_pyramid", reason).await.expect("with a reason");
        assert_eq!(app.sheet(&world.centre, id).await.expect("the sheet").sheet.begun_because, reason);
        world.fill(&world.centre, id).await;
        let read = app.sheet(&world.office, id).await.expect("it is final, and the person agreed");
        assert_eq!(read.sheet.begun_because, "", "how it came about is the centre's own");
        world.region.on("2026-10-07");
        let later = app.before_sheet(&world.office, whom, "transition_checklist").await.expect("an answer");
        assert!(later.elsewhere.is_empty(), "another form is another assessment");
        world.follows_the_journal().await;
    }

    async fn r_30_what_the_person_keeps_apart_is_not_told_by_a_warning(store: Store) {
        let world = World::new(&store, KNOWN).await;
        world.pyramid().await;
        let whom = Whom::OfCase(world.case);
        let begun = world.region.app.start_sheet(&world.centre, whom, "readiness_pyramid", "").await;
        begun.expect("nothing tells of the other one");
    }

    async fn r_30_the_centre_with_most_contact_now_is_the_one_to_ask(store: Store) {
        let world = World::new(&store, &[SharedItem::Basic, SharedItem::Assessment]).await;
        world.pyramid().await;
        let (app, chief) = (&world.region.app, &world.region.chief);
        let whom = Whom::OfCase(world.case);
        let before = app.before_sheet(chief, whom, "readiness_pyramid").await.expect("an answer");
        assert_eq!(before.nearest, None, "nobody has written of a contact yet");
        assert_eq!(before.elsewhere.len(), 1);
        world.region.on("2026-11-06");
        let later = app.before_sheet(chief, whom, "readiness_pyramid").await.expect("an answer");
        assert!(later.elsewhere.is_empty(), "after half a year its result is too old");
    }

    async fn r_30_of_two_agencies_that_begin_the_same_assessment_in_the_same_instant_the_second_is_told(store: Store) {
        let world = World::new(&store, &[SharedItem::Basic, SharedItem::Assessment]).await;
        let app = &world.region.app;
        let whom = Whom::OfCase(world.case);
        for form in ["readiness_pyramid", "jeed_assessment", "employment_assessment"] {
            let (one, other) = tokio::join!(
                app.start_sheet(&world.centre, whom, form, ""),
                app.start_sheet(&world.office, whom, form, ""),
            );
            let (begun, told) = if one.is_ok() { (one, other) } else { (other, one) };
            begun.expect("one of them begins it");
            assert_eq!(refused(told), [Rule::AssessedOnce], "{form}");
        }
        world.follows_the_journal().await;
    }
}
