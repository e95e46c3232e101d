//! One job has one record, and a firm that may know nothing learns nothing through another one.

use banso_access::Actor;
use banso_app::{JobAsked, SheetDeed, UseCaseError, Whom};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind, Channel},
    answer::AnswerForm,
    case::sharing::{
        ConfirmMethod, Consent, Direction, EmploymentDisclosure, Recipient, Route, SharedItem, SharingPurpose,
    },
    form::Side as Of,
    id::{CaseId, ConsentId, JobId},
    job::{
        ContactChange, JobCommand, JobDueKind, JobEnd, JobEndReason, JobKind, JobRoute, JobSlot, JobTerms, Side,
        WorkContact,
    },
    rule::Rule,
    sheet::Writing,
    staff::{Membership, Role},
};
use banso_store::{Store, both_engines};
use serde_json::json;
use uuid::Uuid;

use crate::support::{Region, day};

const FIRM: &str = "みほん商店";

/// A centre with a case, a retention office that knows the person, a job coach and a firm that know of their work.
struct World {
    region: Region,
    case: CaseId,
    office: Actor,
    coach: Actor,
    firm: Actor,
}

impl World {
    async fn new(store: &Store) -> Self {
        let region = Region::new(store.clone()).await;
        region.on("2026-04-06");
        let case = region.open("青葉 一郎", "アオバ イチロウ").await;
        let mut actors = Vec::new();
        let known = [
            (AgencyKind::RetentionSupport, "ささえ", SharedItem::Basic),
            (AgencyKind::JobCoach, "あゆみ", SharedItem::WorkHistory),
            (AgencyKind::Employer, FIRM, SharedItem::WorkHistory),
        ];
        for (kind, name, item) in known {
            let at = region.app.save_agency(&region.admin, None, AgencyFacts::named(kind, name), None).await;
            let at = at.expect("an agency");
            let consent = Consent {
                id: ConsentId::new(Uuid::now_v7()),
                purposes: vec![SharingPurpose::Retention],
                to: vec![Recipient { agency: at, is_employer: kind == AgencyKind::Employer }],
                items: [item].into_iter().collect(),
                direction: Direction::Both,
                route: Route::Direct,
                route_reason: "本人から頼まれた".into(),
                tell_each_time: false,
                from: region.today(),
                until: day("2026-09-30"),
                explained_on: region.today(),
                explained_by: region.counselor.staff(),
                form: AnswerForm::Signed,
                proxy: String::new(),
                confirmed_by: vec![ConfirmMethod::Spoken, ConfirmMethod::Written],
                rules_version: "2015-04-01".into(),
                withdrawn: None,
            };
            let version = region.app.case_file(&region.chief, case).await.expect("the case").version;
            region.app.give_consent(&region.chief, case, version, consent).await.expect("a consent");
            let held = [Membership::always(at, Role::PartnerStaff)];
            actors.push(Actor::new(region.counselor.staff(), at, &held, region.today()).expect("an actor"));
        }
        let firm = actors.pop().expect("the firm");
        let coach = actors.pop().expect("the job coach");
        let office = actors.pop().expect("the office");
        Self { region, case, office, coach, firm }
    }

    async fn does(&self, by: &Actor, job: JobId, command: JobCommand) -> Result<(), UseCaseError> {
        let version = self.region.app.job(by, job).await?.version;
        self.region.app.change_job(by, job, version, command).await
    }

    /// A sheet of the office that is final.
    async fn finished(&self, form: &str, said: &[(Of, serde_json::Value)]) {
        let app = &self.region.app;
        let id = app.start_sheet(&self.office, Whom::OfCase(self.case), form, "").await.expect("a sheet");
        let mut deeds = Vec::new();
        for (side, answers) in said {
            let answers = serde_json::from_value(answers.clone()).expect("answers");
            let (source, place) = ("主任".to_owned(), String::new());
            deeds.push(SheetDeed::Write(Writing { side: *side, on: self.region.today(), source, place, answers }));
        }
        deeds.push(SheetDeed::Finalise(Vec::new()));
        for deed in deeds {
            let version = app.sheet(&self.office, id).await.expect("the sheet").version;
            app.change_sheet(&self.office, id, version, deed).await.expect("it is written");
        }
    }

    async fn begin(&self, by: &Actor, kind: JobKind, terms: JobTerms) -> Result<JobId, UseCaseError> {
        let asked = JobAsked { employer: FIRM.into(), kind, terms };
        self.region.app.start_job(by, Whom::OfCase(self.case), asked).await
    }
}

fn terms(disclosure: EmploymentDisclosure, until: Option<&str>) -> JobTerms {
    JobTerms {
        work: "品出し".into(),
        starts_on: day("2026-04-01"),
        until: until.map(day),
        weekly_hours: Some(20),
        slot: JobSlot::GeneralSlot,
        disclosure,
        route: JobRoute::HelloWork,
        key_person: String::new(),
        accommodation: String::new(),
    }
}

fn contact(with: Side, channel: Channel) -> WorkContact {
    WorkContact {
        on: day("2026-04-06"),
        with: vec![with],
        channel,
        by: None,
        report_shared: false,
        words: String::new(),
        in_case: false,
    }
}

fn rules(result: Result<impl std::fmt::Debug, UseCaseError>) -> Vec<Rule> {
    match result {
        Err(UseCaseError::Refused(refusal)) => refusal.rules,
        other => panic!("no rule refused: {other:?}"),
    }
}

both_engines! {
    async fn p_174_a_job_that_another_agency_has_written_down_is_not_written_down_again(store: Store) {
        let world = World::new(&store).await;
        let open = || terms(EmploymentDisclosure::Open, None);
        world.begin(&world.office, JobKind::Employment, open()).await.expect("a job");
        let again = world.begin(&world.region.chief, JobKind::Employment, open()).await;
        assert_eq!(rules(again), [Rule::JobKnownAlready]);
        let before = terms(EmploymentDisclosure::Open, Some("2026-04-03"));
        world.begin(&world.region.chief, JobKind::Practice, before).await.expect("a practice is another thing");
    }

    async fn r_10_a_firm_that_may_know_nothing_learns_nothing_through_another_record(store: Store) {
        let world = World::new(&store).await;
        let (app, chief, office, firm) = (&world.region.app, &world.region.chief, &world.office, &world.firm);
        let job = world.begin(office, JobKind::Employment, terms(EmploymentDisclosure::Open, None)).await.expect("a job");
        let until = Some("2026-04-30");
        let trial = world.begin(chief, JobKind::Practice, terms(EmploymentDisclosure::Open, until)).await.expect("a practice");
        assert_eq!(app.jobs_at_employer(firm, true, 10, 0).await.expect("a list").len(), 2);
        app.job_at_employer(firm, trial).await.expect("the firm's side");

        let version = app.job(office, job).await.expect("the job").version;
        let closed = terms(EmploymentDisclosure::Closed, None);
        let change = JobCommand::ChangeTerms(closed, "職場に知られたくないと本人が言った".into());
        app.change_job(office, job, version, change).await.expect("it is closed");
        assert!(app.jobs_at_employer(firm, true, 10, 0).await.expect("a list").is_empty());
        for id in [job, trial] {
            assert!(matches!(app.job_at_employer(firm, id).await, Err(UseCaseError::NotFound)));
        }
        let call = contact(Side::Employer, Channel::Phone);
        let version = app.job(chief, trial).await.expect("the practice").version;
        let called = app.change_job(chief, trial, version, JobCommand::Contact(call)).await;
        assert_eq!(rules(called), [Rule::ClosedEmployment], "nor does the other agency ring them up");
        let end = JobEnd { on: day("2026-04-06"), reason: JobEndReason::TermReached, note: String::new() };
        world.does(chief, trial, JobCommand::Finish(end)).await.expect("the practice ends");
        assert!(app.jobs_at_employer(firm, false, 10, 0).await.expect("a list").is_empty(), "nor of what is over");
    }

    async fn p_176_who_is_let_in_stands_beside_the_same_job_and_writes_what_it_does_itself(store: Store) {
        let world = World::new(&store).await;
        let (app, office, coach) = (&world.region.app, &world.office, &world.coach);
        let job = world.begin(office, JobKind::Employment, terms(EmploymentDisclosure::Open, None)).await.expect("a job");
        assert!(matches!(app.job(coach, job).await, Err(UseCaseError::NotFound | UseCaseError::Forbidden)), "nobody let them in");
        let let_in = JobCommand::BringIn(coach.agency(), day("2026-04-02"));
        world.does(office, job, let_in.clone()).await.expect("they are let in");
        assert_eq!(rules(world.does(office, job, let_in).await), [Rule::JobStoodBeside]);
        let stranger = JobCommand::BringIn(world.region.counselor.agency(), day("2026-04-02"));
        world.does(office, job, stranger).await.expect("the centre of the case may");

        let page = app.job(coach, job).await.expect("the job");
        assert!(!page.is_kept_here && page.job.agency == office.agency());
        assert_eq!(app.jobs_beside(coach, true, 10, 0).await.expect("a list").len(), 1);
        world.does(coach, job, JobCommand::Contact(contact(Side::Person, Channel::Visit))).await.expect("a visit");
        let known = app.job(office, job).await.expect("the job").job.contacts;
        assert_eq!(known.iter().map(|contact| contact.by).collect::<Vec<_>>(), [Some(coach.agency())], "one log, and who did it");
        let change = JobCommand::ChangeTerms(terms(EmploymentDisclosure::Open, Some("2026-09-30")), "契約".into());
        assert!(matches!(world.does(coach, job, change).await, Err(UseCaseError::Forbidden)), "conditions stay with the office");

        world.does(office, job, JobCommand::StepBack(coach.agency(), day("2026-04-06"))).await.expect("they step back");
        assert!(app.job(coach, job).await.is_err());
        assert!(app.jobs_beside(coach, true, 10, 0).await.expect("a list").is_empty());
        let folder = tempfile::tempdir().expect("a folder");
        let tables = store.verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, []);
    }

    async fn r_44_a_card_that_is_final_is_known_at_the_job_asked_for_again_and_copied_to_the_firm(store: Store) {
        let world = World::new(&store).await;
        let (app, office) = (&world.region.app, &world.office);
        let job = world.begin(office, JobKind::Employment, terms(EmploymentDisclosure::Open, None)).await.expect("a job");
        let rows = json!([{ "topic": "health", "first": "主任", "second": "ささえ" }]);
        let card = json!({ "consult_card": { "rows": rows, "agreed_on": "2026-04-05", "copy_to_firm": true, "valid_to": "2026-10-05" } });
        assert!(app.job_at_employer(&world.firm, job).await.expect("the firm's side").card.is_none());
        world.finished("consult_card", &[(Of::Joint, card)]).await;
        let known = app.job(office, job).await.expect("the job").job;
        assert!(known.is_settled(JobDueKind::ConsultCard, day("2026-04-05")), "nobody ticks it as well");
        let due = known.dues().into_iter().find(|due| due.kind == JobDueKind::ConsultCard);
        assert_eq!(due.map(|due| due.on), Some(day("2026-10-05")), "it is looked at again");
        let copy = app.job_at_employer(&world.firm, job).await.expect("the firm's side").card.expect("a copy");
        assert_eq!(copy.answers.list(&copy.rows.fact).len(), 1);

        let change = ContactChange { on: day("2026-04-06"), key_person: "新しい主任".into(), is_head: false };
        world.does(office, job, JobCommand::ChangeContact(change)).await.expect("somebody else answers");
        let dues = app.job(office, job).await.expect("the job").job.dues();
        let due = dues.into_iter().find(|due| due.kind == JobDueKind::ConsultCard);
        assert_eq!(due.map(|due| due.on), Some(day("2026-04-20")), "and sooner, where somebody changed");
    }

    async fn r_83_what_three_sides_agreed_on_their_sheet_is_agreed_beside_the_job(store: Store) {
        let world = World::new(&store).await;
        let (app, office) = (&world.region.app, &world.office);
        let job = world.begin(office, JobKind::Employment, terms(EmploymentDisclosure::Open, None)).await.expect("a job");
        let said = [
            (Of::Person, json!({ "accommodation_sheet": { "requested_1": "紙に書いてほしい" } })),
            (Of::Staff, json!({ "accommodation_sheet": { "support_view_1": "紙なら始められた" } })),
            (Of::Employer, json!({ "accommodation_sheet": { "firm_can_1": "朝に紙を渡す" } })),
            (Of::Joint, json!({ "accommodation_sheet": {
                "participants": ["person", "firm", "supporter"], "met_on": "2026-04-03", "agreed_1": "朝に、紙で渡す。",
            } })),
        ];
        world.finished("accommodation_sheet", &said).await;
        let known = app.job(office, job).await.expect("the job").job;
        assert!(known.is_agreed_by_three());
        assert_eq!(known.agreements[0].what, "朝に、紙で渡す。");
    }
}
