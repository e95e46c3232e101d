//! One job has one record, and a firm that may know nothing learns nothing through another one.

use banso_access::Actor;
use banso_app::{JobAsked, UseCaseError, Whom};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind, Channel},
    answer::AnswerForm,
    case::sharing::{
        ConfirmMethod, Consent, Direction, EmploymentDisclosure, Recipient, Route, SharedItem, SharingPurpose,
    },
    id::{CaseId, ConsentId, JobId},
    job::{JobCommand, JobKind, JobRoute, JobSlot, JobTerms, Side, WorkContact},
    rule::Rule,
    staff::{Membership, Role},
};
use banso_store::{Store, both_engines};
use uuid::Uuid;

use crate::support::{Region, day};

const FIRM: &str = "みほん商店";

/// A centre with a case, a retention office that knows the person, and a firm that knows of their work.
struct World {
    region: Region,
    case: CaseId,
    office: Actor,
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
        let office = actors.pop().expect("the office");
        Self { region, case, office, firm }
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
        let call = WorkContact {
            on: day("2026-04-06"),
            with: vec![Side::Employer],
            channel: Channel::Phone,
            report_shared: false,
            words: String::new(),
            in_case: false,
        };
        let version = app.job(chief, trial).await.expect("the practice").version;
        let called = app.change_job(chief, trial, version, JobCommand::Contact(call)).await;
        assert_eq!(rules(called), [Rule::ClosedEmployment], "nor does the other agency ring them up");
    }
}
