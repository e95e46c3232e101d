//! What the record knows already is not typed twice: with what a sheet begins, and what a use and a job learn from one that is final.

use banso_access::Actor;
use banso_app::{JobAsked, SheetDeed, UseCaseError, Whom};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind, Channel},
    answer::AnswerForm,
    case::sharing::{Consent, Direction, EmploymentDisclosure, Recipient, Route, SharedItem, SharingPurpose},
    episode::{DeadlineKind, Milestone, Programme, Start},
    form::{Facts, Side},
    id::{CaseId, ConsentId, EpisodeId, JobId, SheetId},
    job::{self, JobCommand, JobKind, JobRoute, JobSlot, JobTerms, WorkContact},
    rule::Rule,
    sheet::Writing,
    staff::{Membership, Role},
};
use banso_store::{Store, both_engines};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Region, day};

/// A retention office that stands beside somebody's job, and a transition office that knows them, too.
struct World {
    region: Region,
    case: CaseId,
    retention: Actor,
    transition: Actor,
    at_work: EpisodeId,
}

async fn office(region: &Region, kind: AgencyKind, name: &str) -> Actor {
    let saved = region.app.save_agency(&region.admin, None, AgencyFacts::named(kind, name), None).await;
    let held = [Membership::always(saved.expect("an agency"), Role::PartnerStaff)];
    Actor::new(region.counselor.staff(), held[0].agency, &held, region.today()).expect("an actor")
}

impl World {
    async fn new(store: &Store) -> Self {
        let region = Region::new(store.clone()).await;
        region.on("2026-06-20");
        let case = region.open("青葉 一郎", "アオバ イチロウ").await;
        let retention = office(&region, AgencyKind::RetentionSupport, "ささえ").await;
        let transition = office(&region, AgencyKind::TransitionSupport, "ステップ").await;
        for to in [&retention, &transition] {
            let consent = Consent {
                id: ConsentId::new(Uuid::now_v7()),
                purposes: vec![SharingPurpose::Support],
                to: vec![Recipient { agency: to.agency(), is_employer: false }],
                items: [SharedItem::Basic].into_iter().collect(),
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
            let version = region.app.case_file(&region.chief, case).await.expect("the case").version;
            region.app.give_consent(&region.chief, case, version, consent).await.expect("a consent");
        }
        let start = Start { on: day("2026-04-01"), months: None, hired_on: Some(day("2025-09-01")), ground: None };
        let at_work = region.app.start_episode(&retention, Whom::OfCase(case), Programme::Retention, start, None).await;
        Self { at_work: at_work.expect("a use"), region, case, retention, transition }
    }

    async fn job(&self) -> JobId {
        let terms = JobTerms {
            work: "品出しと値札つけ".into(),
            starts_on: day("2025-09-01"),
            until: None,
            weekly_hours: Some(20),
            slot: JobSlot::DisabilitySlot,
            disclosure: EmploymentDisclosure::Open,
            route: JobRoute::HelloWork,
            key_person: String::new(),
            accommodation: "電話当番から外す".into(),
        };
        let asked = JobAsked { employer: "みほん商店".into(), kind: JobKind::Employment, terms };
        self.region.app.start_job(&self.retention, Whom::OfEpisode(self.at_work), asked).await.expect("a job")
    }

    async fn spoke(&self, job: JobId, on: &str, with: job::Side, channel: Channel) {
        let app = &self.region.app;
        let contact = WorkContact {
            on: day(on),
            with: vec![with],
            channel,
            by: None,
            report_shared: false,
            words: "朝の予定".into(),
            in_case: false,
        };
        let version = app.job(&self.retention, job).await.expect("the job").version;
        app.change_job(&self.retention, job, version, JobCommand::Contact(contact)).await.expect("a contact");
    }

    async fn does(&self, by: &Actor, id: SheetId, deed: SheetDeed) -> Result<(), UseCaseError> {
        let version = self.region.app.sheet(by, id).await?.version;
        self.region.app.change_sheet(by, id, version, deed).await
    }

    async fn say(&self, by: &Actor, id: SheetId, side: Side, answers: Facts) {
        let (source, place) = (String::new(), String::new());
        let writing = Writing { side, on: self.region.today(), source, place, answers };
        self.does(by, id, SheetDeed::Write(writing)).await.expect("written");
    }

    async fn begin(&self, by: &Actor, whom: Whom, form: &str) -> SheetId {
        self.region.app.start_sheet(by, whom, form, "").await.expect("a sheet")
    }

    async fn begins(&self, by: &Actor, id: SheetId, side: Side) -> Facts {
        self.region.app.sheet_begins_with(by, id, side).await.expect("what it begins with")
    }
}

fn facts(answers: Value) -> Facts {
    serde_json::from_value(answers).expect("answers")
}

both_engines! {
    async fn a_report_begins_with_the_months_meetings_and_calls_and_with_nothing_once_something_is_written(store: Store) {
        let world = World::new(&store).await;
        let office = &world.retention;
        let job = world.job().await;
        world.spoke(job, "2026-06-18", job::Side::Person, Channel::Visit).await;
        world.spoke(job, "2026-06-11", job::Side::Person, Channel::Office).await;
        world.spoke(job, "2026-06-12", job::Side::Person, Channel::Phone).await;
        world.spoke(job, "2026-06-12", job::Side::Employer, Channel::Phone).await;
        world.spoke(job, "2026-05-12", job::Side::Employer, Channel::Visit).await;
        let id = world.begin(office, Whom::OfEpisode(world.at_work), "retention_report").await;

        let begins = world.begins(office, id, Side::Staff).await;
        assert_eq!(begins.text("retention_report.month"), Some("2026-06"), "most of it is over");
        let meetings = json!([{ "on": "2026-06-11", "mode": "face" }, { "on": "2026-06-18", "mode": "face" }]);
        assert_eq!(begins.get("retention_report.meeting"), Some(&meetings), "a call is no meeting");
        let calls = json!([{ "on": "2026-06-12", "how": "phone", "what": "朝の予定" }]);
        assert_eq!(begins.get("retention_report.firm_contact"), Some(&calls));
        assert!(world.begins(office, id, Side::Person).await.is_empty(), "what the person says nobody knows before");

        world.say(office, id, Side::Staff, facts(json!({ "retention_report.month": "2026-06" }))).await;
        assert!(world.begins(office, id, Side::Staff).await.is_empty(), "what was taken out stays out");
    }

    async fn what_the_person_said_goes_on_where_it_may_be_read_and_what_an_agency_thinks_stays_with_it(store: Store) {
        let world = World::new(&store).await;
        let (step, keeps) = (&world.transition, &world.retention);
        world.job().await;
        let first = world.begin(step, Whom::OfCase(world.case), "jeed_assessment").await;
        let said = facts(json!({ "jeed_assessment.wish": "人と話す仕事がしたい" }));
        world.say(step, first, Side::Person, said).await;
        let thought = facts(json!({ "jeed_assessment.env_wish": "静かな席" }));
        world.say(step, first, Side::Staff, thought).await;

        let plan = world.begin(step, Whom::OfCase(world.case), "individual_support_plan").await;
        let wish = "individual_support_plan.person_wish";
        assert_eq!(world.begins(step, plan, Side::Person).await.text(wish), None, "what is not final is no word yet");
        let finished = SheetDeed::Finalise(vec![Rule::SeveralPlaces]);
        world.does(step, first, finished).await.expect("it is final");
        assert_eq!(world.begins(step, plan, Side::Person).await.text(wish), Some("人と話す仕事がしたい"));
        let agreed = "individual_support_plan.accommodation";
        assert_eq!(world.begins(step, plan, Side::Staff).await.text(agreed), None, "the job is the other office's");

        let theirs = world.begin(keeps, Whom::OfEpisode(world.at_work), "individual_support_plan").await;
        assert_eq!(world.begins(keeps, theirs, Side::Person).await.text(wish), None, "the person agreed to no assessment there");
        let begins = world.begins(keeps, theirs, Side::Staff).await;
        assert_eq!(begins.text(agreed), Some("電話当番から外す"));
        assert_eq!(begins.text("individual_support_plan.plan_kind"), Some("retention"));
        assert_eq!(begins.text("individual_support_plan.from"), Some("2026-04-01"));
        let stranger = world.region.app.sheet_begins_with(step, theirs, Side::Staff).await;
        assert!(matches!(stranger, Err(UseCaseError::NotFound)));
    }

    async fn r_43_a_report_that_is_final_tells_use_and_job_when_it_was_shared_once(store: Store) {
        let world = World::new(&store).await;
        let (app, office) = (&world.region.app, &world.retention);
        let job = world.job().await;
        let id = world.begin(office, Whom::OfEpisode(world.at_work), "retention_report").await;
        let shared = json!([{ "to": "ご本人", "on": "2026-06-19" }, { "to": "みほん商店", "on": "2026-06-19" }, { "to": "相談支援", "on": "2026-07-02" }]);
        world.say(office, id, Side::Staff, facts(json!({ "retention_report.month": "2026-06", "retention_report.shared": shared }))).await;
        let noted = async || {
            let milestones = app.episode(office, world.at_work).await.expect("the use").episode.milestones;
            let days = milestones.into_iter().filter(|noted| noted.what == Milestone::ReportShared);
            days.map(|noted| noted.on.to_string()).collect::<Vec<_>>()
        };
        assert!(noted().await.is_empty(), "what is being written tells nobody");
        world.does(office, id, SheetDeed::Finalise(Vec::new())).await.expect("it is final");
        assert_eq!(noted().await, ["2026-06-19"], "once, and not for a day to come");
        let contacts = app.job(office, job).await.expect("the job").job.contacts;
        assert_eq!(contacts.iter().filter(|contact| contact.report_shared).count(), 1);

        world.region.on("2026-07-10");
        let because = "7月分".to_owned();
        world.does(office, id, SheetDeed::Revise(world.region.today(), because)).await.expect("a new version");
        let again = json!([{ "to": "ご本人", "on": "2026-06-19" }, { "to": "相談支援", "on": "2026-07-02" }]);
        world.say(office, id, Side::Staff, facts(json!({ "retention_report.month": "2026-07", "retention_report.shared": again }))).await;
        world.does(office, id, SheetDeed::Finalise(Vec::new())).await.expect("it is final");
        assert_eq!(noted().await, ["2026-06-19", "2026-07-02"]);
        let folder = tempfile::tempdir().expect("a folder");
        let tables = store.verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, []);
    }

    async fn a_plan_that_is_final_tells_the_use_when_it_was_spoken_about_agreed_and_looked_at(store: Store) {
        let world = World::new(&store).await;
        let (app, office) = (&world.region.app, &world.retention);
        let id = world.begin(office, Whom::OfEpisode(world.at_work), "individual_support_plan").await;
        let answers = json!({ "individual_support_plan": {
            "plan_kind": "retention", "to": "2026-09-30", "meeting_on": "2026-04-10", "agreed_on": "2026-04-12",
            "monitoring": [{ "on": "2026-06-01", "reached": "あいさつ" }],
        } });
        world.say(office, id, Side::Staff, facts(answers)).await;
        world.does(office, id, SheetDeed::Finalise(Vec::new())).await.expect("it is final");
        let episode = app.episode(office, world.at_work).await.expect("the use").episode;
        for (what, on) in [(Milestone::PlanMeeting, "2026-04-10"), (Milestone::PlanAgreed, "2026-04-12"), (Milestone::PlanReviewed, "2026-06-01")] {
            assert_eq!(episode.last(what), Some(day(on)), "{}", what.name());
        }
        let due = episode.deadlines().into_iter().find(|due| due.kind == DeadlineKind::PlanPeriodEnd);
        assert_eq!(due.map(|due| due.on), Some(day("2026-09-30")), "and until when it is meant");
    }

    async fn k_13_a_meeting_beside_the_job_is_the_meeting_of_the_month_in_the_use(store: Store) {
        let world = World::new(&store).await;
        let (app, office) = (&world.region.app, &world.retention);
        let job = world.job().await;
        let due = async || {
            let episode = app.episode(office, world.at_work).await.expect("the use").episode;
            let due = episode.deadlines().into_iter().find(|due| due.kind == DeadlineKind::MonthlyMeeting);
            due.map(|due| due.on.to_string())
        };
        assert_eq!(due().await.as_deref(), Some("2026-04-30"));
        world.spoke(job, "2026-06-12", job::Side::Person, Channel::Phone).await;
        assert_eq!(due().await.as_deref(), Some("2026-04-30"), "a call is no meeting");
        world.spoke(job, "2026-06-18", job::Side::Person, Channel::Online).await;
        assert_eq!(due().await.as_deref(), Some("2026-07-31"));
    }
}
