//! The use of programmes at the offices that give them: beginning, changing, ending, what others learn, and what the journal gives back.

use banso_access::Actor;
use banso_app::{EpisodeGlance, JobAsked, StepWords, UseCaseError, Whom};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    answer::AnswerForm,
    case::{
        handover::Ending,
        sharing::{Consent, Direction, EmploymentDisclosure, Recipient, Route, SharedItem, SharingPurpose},
    },
    episode::{DeadlineKind, EpisodeEnd, EpisodeEndReason, Extension, Milestone, Noted, PhaseEntry, Programme, Start},
    id::{AgencyId, CaseId, ConsentId, EpisodeId, JobId},
    job::{JobCommand, JobEnd, JobEndReason, JobKind, JobRoute, JobSlot, JobTerms},
    rule::Rule,
    staff::{Membership, Role},
};
use banso_store::{Store, both_engines};
use uuid::Uuid;

use crate::support::{Region, day};

/// A region with a transition office and a retention office, and a person whom both know.
struct World {
    region: Region,
    case: CaseId,
    office: Actor,
    next: Actor,
}

async fn office(region: &Region, kind: AgencyKind, name: &str) -> Actor {
    let saved = region.app.save_agency(&region.admin, None, AgencyFacts::named(kind, name), None).await;
    let at = saved.expect("an agency");
    let held = [Membership::always(at, Role::PartnerStaff)];
    Actor::new(region.counselor.staff(), at, &held, region.today()).expect("an actor")
}

impl World {
    async fn new(store: &Store, items: &[SharedItem]) -> Self {
        let region = Region::new(store.clone()).await;
        region.on("2026-04-06");
        let case = region.open("青葉 一郎", "アオバ イチロウ").await;
        let transition = office(&region, AgencyKind::TransitionSupport, "ステップ").await;
        let retention = office(&region, AgencyKind::RetentionSupport, "ささえ").await;
        let world = Self { region, case, office: transition, next: retention };
        world.consent(world.office.agency(), items).await;
        world.consent(world.next.agency(), items).await;
        world
    }

    async fn consent(&self, to: AgencyId, items: &[SharedItem]) {
        let region = &self.region;
        let consent = Consent {
            id: ConsentId::new(Uuid::now_v7()),
            purposes: vec![SharingPurpose::Support],
            to: vec![Recipient { agency: to, is_employer: false }],
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

    async fn begin(&self, by: &Actor, programme: Programme, start: Start) -> Result<EpisodeId, UseCaseError> {
        self.region.app.start_episode(by, Whom::OfCase(self.case), programme, start, None).await
    }

    async fn version(&self, by: &Actor, id: EpisodeId) -> i64 {
        self.region.app.episode(by, id).await.expect("the use").version
    }

    async fn note(&self, by: &Actor, id: EpisodeId, what: Milestone, on: &str) {
        let version = self.version(by, id).await;
        let noted = Noted { what, on: day(on), note: String::new() };
        self.region.app.note_milestone(by, id, version, noted).await.expect("it is noted");
    }

    async fn job(&self, by: &Actor, whom: Whom, kind: JobKind, (from, until): (&str, Option<&str>)) -> JobId {
        let terms = JobTerms {
            work: "品出し".into(),
            starts_on: day(from),
            until: until.map(day),
            weekly_hours: None,
            slot: JobSlot::DisabilitySlot,
            disclosure: EmploymentDisclosure::Open,
            route: JobRoute::HelloWork,
            key_person: String::new(),
            accommodation: String::new(),
        };
        let asked = JobAsked { employer: format!("みほん商店 {from}"), kind, terms };
        self.region.app.start_job(by, whom, asked).await.expect("a job")
    }

    async fn hired(&self, by: &Actor, id: EpisodeId) -> Vec<String> {
        let noted = self.region.app.episode(by, id).await.expect("the use").episode.milestones;
        let hired = noted.into_iter().filter(|noted| noted.what == Milestone::Hired);
        hired.map(|noted| noted.on.to_string()).collect()
    }

    async fn seen_by(&self, actor: &Actor) -> Vec<EpisodeGlance> {
        self.region.app.uses_and_jobs(actor, self.case).await.expect("the uses").0
    }
}

fn start(on: &str) -> Start {
    Start { on: day(on), months: None, hired_on: None, ground: None }
}

const KNOWN: &[SharedItem] = &[SharedItem::Basic, SharedItem::Services];

both_engines! {
    async fn from_transition_through_hiring_into_retention_without_a_fact_typed_twice_and_the_tables_follow_the_journal(store: Store) {
        let world = World::new(&store, KNOWN).await;
        let (app, office) = (&world.region.app, &world.office);
        let id = world.begin(office, Programme::Transition, start("2024-04-01")).await.expect("a use");
        world.note(office, id, Milestone::PlanAgreed, "2024-04-20").await;
        for (phase, on) in [("preparation", "2024-05-01"), ("practice", "2024-09-01"), ("job_search", "2025-02-01")] {
            let entry = PhaseEntry { phase: phase.into(), on: day(on) };
            app.enter_phase(office, id, world.version(office, id).await, entry).await.expect("a phase");
        }
        app.suspend_episode(office, id, world.version(office, id).await, day("2025-03-01"), "入院").await.expect("it rests");
        app.resume_episode(office, id, world.version(office, id).await, day("2025-04-01")).await.expect("it goes on");
        let extension = Extension { months: 6, ground: None, reason: "あと少し".into(), decided_on: day("2026-03-01") };
        app.extend_episode(office, id, world.version(office, id).await, extension).await.expect("it is longer");
        world.note(office, id, Milestone::Hired, "2025-08-01").await;
        let page = app.episode(office, id).await.expect("the use");
        assert_eq!(page.episode.term().expect("a term").ends_on, day("2026-11-01"));
        assert_eq!(page.history.len(), 9);

        let due = app.episode_deadlines(office, day("2026-12-31"), 50).await.expect("what is due");
        let due: Vec<_> = due.iter().map(|due| (due.kind, due.on.to_string())).collect();
        assert_eq!(due, [
            (DeadlineKind::PlanReview, "2024-07-19".to_owned()),
            (DeadlineKind::PostHireEnd, "2026-01-31".to_owned()),
            (DeadlineKind::HandoverOpening, "2026-07-01".to_owned()),
            (DeadlineKind::TermEnd, "2026-11-01".to_owned()),
        ]);

        let end = EpisodeEnd { on: day("2026-02-01"), reason: EpisodeEndReason::Employed, note: String::new() };
        app.end_episode(office, id, world.version(office, id).await, end).await.expect("it ends");
        assert!(app.episode_deadlines(office, day("2030-01-01"), 50).await.expect("nothing").is_empty());

        let too_soon = Start { hired_on: Some(day("2025-11-01")), ..start("2026-02-02") };
        let refused = world.begin(&world.next, Programme::Retention, too_soon).await.expect_err("too soon");
        assert!(matches!(refused, UseCaseError::Refused(refusal) if refusal.rules == [Rule::RetentionFromSeventhMonth]));
        let right = Start { hired_on: Some(day("2025-08-01")), ..start("2026-02-02") };
        let next = world.begin(&world.next, Programme::Retention, right).await.expect("the next use");
        let page = app.episode(&world.next, next).await.expect("the use");
        assert_eq!(page.episode.previous, Some(id), "it goes on from the one before");

        let folder = tempfile::tempdir().expect("a folder");
        let tables = app.store().verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, []);
    }

    async fn the_day_of_hiring_is_typed_with_the_job_and_known_to_the_use_and_to_those_who_may_know_of_the_job(store: Store) {
        let world = World::new(&store, KNOWN).await;
        let (app, office) = (&world.region.app, &world.office);
        let id = world.begin(office, Programme::Transition, start("2025-01-06")).await.expect("a use");
        let (of_use, of_case) = (Whom::OfEpisode(id), Whom::OfCase(world.case));
        world.job(office, of_use, JobKind::Practice, ("2025-03-03", Some("2025-03-14"))).await;
        assert!(world.hired(office, id).await.is_empty(), "a practice is no hiring");
        let job = world.job(office, of_use, JobKind::Employment, ("2025-08-01", None)).await;
        assert_eq!(world.hired(office, id).await, ["2025-08-01"]);
        let page = app.episode(office, id).await.expect("the use");
        assert_eq!(page.episode.post_hire_ends_on(), Some(day("2026-01-31")), "what is counted from it is counted");
        world.job(office, of_use, JobKind::Employment, ("2026-05-01", None)).await;
        assert_eq!(world.hired(office, id).await, ["2025-08-01"], "who begins next month is not hired yet");

        assert_eq!(app.known_hiring(office, of_use).await.expect("an answer"), Some(day("2025-08-01")));
        assert_eq!(app.known_hiring(&world.next, of_case).await.expect("an answer"), None, "nobody told them of work");
        let with_work = [SharedItem::Basic, SharedItem::Services, SharedItem::WorkHistory];
        world.consent(office.agency(), &with_work).await;
        world.consent(world.next.agency(), &with_work).await;
        assert_eq!(app.known_hiring(&world.next, of_case).await.expect("an answer"), Some(day("2025-08-01")));

        let end = JobEnd { on: day("2026-03-31"), reason: JobEndReason::Resigned, note: String::new() };
        let version = app.job(office, job).await.expect("the job").version;
        app.change_job(office, job, version, JobCommand::Finish(end)).await.expect("it ends");
        assert_eq!(app.known_hiring(office, of_use).await.expect("an answer"), None, "that job is over");
        let folder = tempfile::tempdir().expect("a folder");
        let tables = app.store().verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, []);
    }

    async fn r_13_others_learn_that_there_is_a_use_and_its_dates_and_without_the_item_nothing(store: Store) {
        let world = World::new(&store, &[SharedItem::Basic]).await;
        let id = world.begin(&world.office, Programme::Transition, start("2026-04-01")).await.expect("a use");
        assert_eq!(world.seen_by(&world.region.counselor).await.len(), 0, "the centre is told nothing");
        assert_eq!(world.seen_by(&world.next).await.len(), 0);
        assert!(matches!(world.region.app.episode(&world.next, id).await, Err(UseCaseError::NotFound)));

        world.consent(world.office.agency(), KNOWN).await;
        world.consent(world.next.agency(), KNOWN).await;
        for reader in [&world.region.counselor, &world.next] {
            let seen = world.seen_by(reader).await;
            assert_eq!(seen.len(), 1);
            assert_eq!((seen[0].programme, seen[0].starts_on), (Programme::Transition, day("2026-04-01")));
            assert!(!seen[0].may_open && seen[0].hired_on.is_empty());
            assert!(matches!(world.region.app.episode(reader, id).await, Err(UseCaseError::Forbidden)));
        }
        let stranger = world.region.app.uses_and_jobs(&world.region.stranger, world.case).await;
        assert!(matches!(stranger, Err(UseCaseError::NotFound)));
    }

    async fn p_83_a_use_that_nobody_may_know_of_is_not_told_by_a_refusal(store: Store) {
        let world = World::new(&store, &[SharedItem::Basic]).await;
        let workshop = office(&world.region, AgencyKind::ContinuationB, "こもれび").await;
        world.consent(workshop.agency(), &[SharedItem::Basic]).await;
        world.begin(&world.office, Programme::Transition, start("2026-04-01")).await.expect("a use");
        world.begin(&workshop, Programme::ContinuationB, start("2026-04-02")).await.expect("the workshop knows of no other");
    }

    async fn p_83_a_use_that_is_known_stands_in_the_way_and_is_named(store: Store) {
        let world = World::new(&store, KNOWN).await;
        let workshop = office(&world.region, AgencyKind::ContinuationB, "こもれび").await;
        world.consent(workshop.agency(), KNOWN).await;
        let first = world.begin(&world.office, Programme::Transition, start("2026-04-01")).await.expect("a use");
        let refused = world.begin(&workshop, Programme::ContinuationB, start("2026-04-02")).await.expect_err("refused");
        assert!(matches!(refused, UseCaseError::Refused(refusal) if refusal.rules == [Rule::EpisodesOverlap]));
        let whom = Whom::OfCase(world.case);
        let named = world.region.app.episode_in_the_way(&workshop, whom, Programme::ContinuationB, start("2026-04-02"));
        let named = named.await.expect("an answer").expect("one in the way");
        assert_eq!((named.id, named.agency_name.as_str()), (first, "ステップ"));
    }

    async fn r_75_a_use_whose_handover_is_due_stands_in_the_days_work_of_the_centre_that_may_know_of_it(store: Store) {
        let world = World::new(&store, KNOWN).await;
        let (app, region) = (&world.region.app, &world.region);
        let id = world.begin(&world.office, Programme::Transition, start("2024-07-01")).await.expect("a use");
        let waiting = async |who: &Actor, mine: bool, until: &str| {
            let found = app.uses_to_hand_over(who, mine, day(until), 20).await.expect("a list");
            found.iter().map(|(known, case)| (known.ending.episode, case.id)).collect::<Vec<_>>()
        };
        let found = waiting(&region.counselor, true, "2026-04-06").await;
        assert_eq!(found, [(id, world.case)], "28 February, four months before the term ends, has come");
        assert_eq!(waiting(&region.counselor, false, "2026-02-27").await, [], "not so on the day before");
        assert_eq!(waiting(&region.chief, true, "2026-04-06").await, [], "it is nobody else's case");
        assert_eq!(waiting(&region.chief, false, "2026-04-06").await, [(id, world.case)]);
        assert_eq!(waiting(&region.stranger, false, "2026-04-06").await, []);

        let words: StepWords = Box::new(|step, with| format!("{}{}", step.name(), with.unwrap_or_default()));
        app.open_handover_of_ending(&region.counselor, world.case, Ending::Use(id), words).await.expect("a handover");
        assert_eq!(waiting(&region.counselor, true, "2026-04-06").await, [], "it has begun");
    }

    async fn r_75_a_use_that_the_centre_may_not_know_of_is_in_nobodys_day_there(store: Store) {
        let world = World::new(&store, &[SharedItem::Basic]).await;
        world.begin(&world.office, Programme::Transition, start("2024-07-01")).await.expect("a use");
        let found = world.region.app.uses_to_hand_over(&world.region.counselor, true, day("2026-04-06"), 20).await;
        assert_eq!(found.expect("a list").len(), 0);
    }

    async fn an_agency_to_which_no_door_is_open_begins_nothing(store: Store) {
        let world = World::new(&store, &[SharedItem::Health]).await;
        let refused = world.begin(&world.office, Programme::Transition, start("2026-04-01")).await;
        assert!(matches!(refused, Err(UseCaseError::NotFound)));
    }

    async fn who_was_overtaken_is_told(store: Store) {
        let world = World::new(&store, KNOWN).await;
        let id = world.begin(&world.office, Programme::Transition, start("2026-04-01")).await.expect("a use");
        let noted = || Noted { what: Milestone::PlanAgreed, on: day("2026-04-02"), note: String::new() };
        world.region.app.note_milestone(&world.office, id, 1, noted()).await.expect("the first one");
        let late = world.region.app.note_milestone(&world.office, id, 1, noted()).await;
        assert!(matches!(late, Err(UseCaseError::Conflict { expected: 1, found: 2 })));
    }

    async fn p_83_of_two_offices_that_begin_what_excludes_each_other_in_the_same_instant_the_second_is_told(store: Store) {
        let world = World::new(&store, KNOWN).await;
        let workshop = office(&world.region, AgencyKind::ContinuationB, "こもれび").await;
        world.consent(workshop.agency(), KNOWN).await;
        let on = || start("2026-04-01");
        let (one, other) = tokio::join!(
            world.begin(&world.office, Programme::Transition, on()),
            world.begin(&workshop, Programme::ContinuationB, on()),
        );
        let (begun, told) = if one.is_ok() { (one, other) } else { (other, one) };
        begun.expect("one of them begins it");
        match told {
            Err(UseCaseError::Refused(refusal)) => assert_eq!(refusal.rules, [Rule::EpisodesOverlap]),
            other => panic!("nobody is told: {other:?}"),
        }
    }
}
