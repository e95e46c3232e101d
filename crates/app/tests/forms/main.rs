//! Official forms of a case, filled from what the desk has recorded.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod carrying;
mod packets;
mod versions;

use std::sync::Arc;

use banso_access::Actor;
use banso_app::{
    App, Clock, Definitions, FileKind, FormChoice, NewCase, NewRecord, NewStaff, PrintLook, SecondFactor, UseCaseError,
    WhoFor,
};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    answer::{AnswerForm, PersonAnswer, Will},
    case::{
        intake::{Application, SharingConsent},
        plan::{Actor as PlanActor, PlanAction, PlanContent, TrainingType},
        record::{ContactMethod, Counterpart},
    },
    form::{Facts, Language},
    id::{AgencyId, CaseId, PlanId},
    person::{PersonFacts, Sex},
    staff::{Membership, Role, StaffFacts},
};
use banso_store::{CaseSearch, CaseView, testing::TestBed};
use chrono::NaiveDate;

struct Desk {
    app: App,
    worker: Actor,
    stranger: Actor,
    case: CaseId,
    received_on: NaiveDate,
    _bed: Arc<TestBed>,
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn agency(kind: AgencyKind, name: &str, municipality: Option<AgencyId>) -> AgencyFacts {
    let addressee = if kind == AgencyKind::Municipality { "見本市長" } else { "" }.to_owned();
    AgencyFacts { municipality, addressee, ..AgencyFacts::named(kind, name) }
}

async fn worker_of(app: &App, admin: &Actor, login: &str, name: &str, agency: AgencyId) -> Actor {
    let memberships = vec![Membership::always(agency, Role::Counselor)];
    let facts = StaffFacts {
        login: login.to_owned(),
        name: name.to_owned(),
        kana: String::new(),
        memberships: memberships.clone(),
        active: true,
        person: None,
    };
    let password = "a long enough password".to_owned();
    let staff = app.add_staff(admin, NewStaff { facts, password }).await.unwrap();
    Actor::new(staff, agency, &memberships, day("2026-06-03")).unwrap()
}

/// A centre with one case received on 3 June 2026; today is 20 November 2026.
async fn desk() -> Desk {
    let desk = desk_on("2026-06-03").await;
    desk.app.clock().set("2026-11-20T03:00:00Z".parse().unwrap());
    desk
}

/// A centre with one case, received on the day on which we are.
async fn desk_on(today: &str) -> Desk {
    let bed = Arc::new(TestBed::sqlite());
    let clock = Clock::standing(format!("{today}T03:00:00Z").parse().unwrap());
    let app = App::new(bed.open().await, clock, Definitions::embedded().unwrap(), SecondFactor::Optional);
    let facts = StaffFacts {
        login: "admin".to_owned(),
        name: "管理 花子".to_owned(),
        kana: String::new(),
        memberships: Vec::new(),
        active: true,
        person: None,
    };
    let founder = NewStaff { facts, password: "a long enough password".to_owned() };
    let (city, staff) = app.found(agency(AgencyKind::Municipality, "見本市", None), founder).await.unwrap();
    let admin = Actor::new(staff, city, &[Membership::always(city, Role::Administrator)], day("2026-06-03")).unwrap();
    let centre = agency(AgencyKind::SupportCentre, "見本市くらしサポートセンター", Some(city));
    let centre = app.save_agency(&admin, None, centre, None).await.unwrap();
    let other = agency(AgencyKind::SupportCentre, "となり町センター", Some(city));
    let other = app.save_agency(&admin, None, other, None).await.unwrap();
    let worker = worker_of(&app, &admin, "aoki", "青木 恵子", centre).await;
    let stranger = worker_of(&app, &admin, "kobayashi", "小林 健", other).await;
    let person = PersonFacts {
        name: "見本 髙﨑 𠮷郎".to_owned(),
        kana: "ミホン タカサキ ヨシロウ".to_owned(),
        sex: Some(Sex::Male),
        birth_date: Some("1985-04-01".parse().unwrap()),
        postal_code: "0690000".to_owned(),
        address: "北海道見本市本町１丁目".to_owned(),
        ..PersonFacts::default()
    };
    let answers: Facts = [("case.concern_detail", "家賃を2か月払えていない。".into())].into_iter().collect();
    let new = NewCase {
        who: WhoFor::NewPerson(Box::new(person)),
        centre,
        received_on: day(today),
        assigned_to: None,
        answers,
    };
    let case = app.open_case(&worker, new).await.unwrap();
    Desk { app, worker, stranger, case, received_on: day(today), _bed: bed }
}

impl Desk {
    async fn version(&self) -> i64 {
        self.app.case_file(&self.worker, self.case).await.unwrap().version
    }

    fn agrees(&self, on: NaiveDate, form: AnswerForm) -> PersonAnswer {
        PersonAnswer { will: Will::Agrees { form }, on, asked_by: self.worker.staff() }
    }

    async fn apply(&self) {
        let application = Application {
            answer: self.agrees(self.received_on, AnswerForm::Signed),
            explained: Some((self.received_on, self.worker.staff())),
            sharing: SharingConsent {
                agrees: true, tell_each_time: true, excluded_agencies: "前の勤務先".to_owned()
            },
        };
        self.app.answer_application(&self.worker, self.case, self.version().await, application).await.unwrap();
    }

    async fn plan(&self) -> PlanId {
        let screening = banso_domain::case::intake::Screening {
            on: self.received_on,
            result: banso_domain::case::intake::ScreeningResult::ContinueSupport,
            comment: "継続して支援する。".to_owned(),
            referral_targets: Vec::new(),
            referral_consent: None,
            next_contact_on: None,
            arrival_confirmed_on: None,
        };
        self.app.screen(&self.worker, self.case, self.version().await, screening).await.unwrap();
        let mut content = PlanContent {
            long_term_goal: "今のアパートで母と暮らしながら、日中の仕事で家計を支える。".to_owned(),
            goal: "毎朝7時に起きて、週3日の作業に通う。".to_owned(),
            set_by_person: true,
            actions: vec![PlanAction {
                actor: PlanActor::Person,
                what: "毎朝7時に起きる".to_owned(),
                agency: String::new(),
                period: "7月から".to_owned(),
                frequency: "毎日".to_owned(),
                service: None,
                state: Default::default(),
                place: None,
            }],
            ends_on: Some(day("2027-03-31")),
            next_monitoring: Some("2026-12".parse().unwrap()),
            assessment_attached: true,
            ..PlanContent::default()
        };
        content.services.training.used = Some(true);
        content.services.training.training_type = Some(TrainingType::NonEmployed);
        self.app.draft_plan(&self.worker, self.case, self.version().await, content).await.unwrap()
    }

    async fn facts(&self, form: &str, choice: FormChoice) -> Facts {
        self.app.facts_for(&self.worker, form, self.case, &choice, Language::Ja).await.unwrap()
    }
}

fn told(facts: &Facts, paths: &[&str]) -> String {
    let line = |path: &&str| format!("{path} = {}", facts.get(path).map(ToString::to_string).unwrap_or_default());
    paths.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn the_intake_sheet_carries_person_words_and_consent_without_being_written_twice() {
    let desk = desk().await;
    desk.apply().await;

    let facts = desk.facts("intake_form", FormChoice::default()).await;

    let paths = [
        "case.reference",
        "case.first_received_on",
        "case.received_by",
        "person.name",
        "person.kana",
        "person.age",
        "person.postal_code",
        "case.concern_detail",
        "centre.addressee",
        "case.privacy_explained_on",
        "case.sharing_consent",
        "case.sharing_scope",
        "case.applicant_signature",
        "consent.mode",
        "consent.excluded_agencies",
    ];
    insta::assert_snapshot!(told(&facts, &paths), @r#"
    case.reference = "2026-00001"
    case.first_received_on = "2026-06-03"
    case.received_by = "青木 恵子"
    person.name = "見本 髙﨑 𠮷郎"
    person.kana = "みほん たかさき よしろう"
    person.age = 41
    person.postal_code = "069-0000"
    case.concern_detail = "家賃を2か月払えていない。"
    centre.addressee = "見本市長"
    case.privacy_explained_on = "2026-06-03"
    case.sharing_consent = true
    case.sharing_scope = "提供する前にその都度知らせる。知らせない相手：前の勤務先"
    case.applicant_signature = "見本 髙﨑 𠮷郎"
    consent.mode = "each_time"
    consent.excluded_agencies = ["前の勤務先"]
    "#);
}

#[tokio::test]
async fn the_plan_sheet_carries_goals_lines_and_services_of_the_plan_asked_for() {
    let desk = desk().await;
    desk.apply().await;
    let plan = desk.plan().await;

    let facts = desk.facts("plan_form", FormChoice { plan: Some(plan), ..FormChoice::default() }).await;

    let paths = [
        "plan.kind",
        "plan.round",
        "plan.drafted_on",
        "plan.author",
        "plan.goal",
        "plan.services.training.used",
        "plan.services.training.kind",
        "plan.ends_on",
        "plan.next_monitoring",
        "plan.attachments",
        "plan.consent",
    ];
    insta::assert_snapshot!(told(&facts, &paths), @r#"
    plan.kind = "initial"
    plan.round = 
    plan.drafted_on = "2026-11-20"
    plan.author = "青木 恵子"
    plan.goal = "毎朝7時に起きて、週3日の作業に通う。"
    plan.services.training.used = true
    plan.services.training.kind = "non_employed"
    plan.ends_on = "2027-03-31"
    plan.next_monitoring = "2026-12"
    plan.attachments = ["assessment_form"]
    plan.consent = 
    "#);
    assert_eq!(facts.list("plan.actions")[0]["what"], "毎朝7時に起きる");
}

#[tokio::test]
async fn the_list_of_records_is_printed_oldest_first_and_only_for_the_period_asked_for() {
    let desk = desk().await;
    for (on, minute) in [("2026-06-10", Some(870)), ("2026-06-03", None), ("2026-08-01", None)] {
        let record = NewRecord {
            on: day(on),
            minute_of_day: minute,
            counterparts: vec![Counterpart::Person],
            methods: vec![ContactMethod::Interview],
            facts: format!("{on}の記録"),
            ..NewRecord::default()
        };
        desk.app.write_record(&desk.worker, desk.case, record).await.unwrap();
    }

    let choice = FormChoice { to: Some(day("2026-06-30")), ..FormChoice::default() };
    let facts = desk.facts("progress_list", choice).await;

    let at: Vec<_> = facts.list("records").iter().map(|row| row["at"].as_str().unwrap()).collect();
    assert_eq!(at, ["2026-06-03", "2026-06-10T14:30"]);
    assert_eq!(facts.list("records")[0]["counterpart"], serde_json::json!(["client"]));
    assert_eq!((facts.text("period.from"), facts.text("period.to")), (Some("2026-06-03"), Some("2026-06-30")));
}

#[tokio::test]
async fn a_stranger_gets_no_form_of_a_case_and_an_empty_list() {
    let desk = desk().await;

    let asked = desk
        .app
        .print_form(
            &desk.stranger,
            "intake_form",
            desk.case,
            &FormChoice::default(),
            PrintLook::default(),
            FileKind::Xlsx,
        )
        .await;
    let listed = desk.app.facts_for(&desk.stranger, "case_list", desk.case, &FormChoice::default(), Language::Ja).await;

    assert!(matches!(asked, Err(UseCaseError::NotFound)), "{asked:?}");
    assert!(matches!(listed, Err(UseCaseError::NotFound)), "{listed:?}");
    let search = CaseSearch::of(CaseView::Open);
    assert_eq!(desk.app.cases(&desk.stranger, &search).await.unwrap().1, 0);
}

#[tokio::test]
async fn the_file_is_named_after_the_form_and_the_reference_and_never_after_the_person() {
    let desk = desk().await;
    let (choice, look) = (FormChoice::default(), PrintLook::default());

    let pdf = desk.app.print_form(&desk.worker, "intake_form", desk.case, &choice, look, FileKind::Pdf).await.unwrap();
    let search = CaseSearch::of(CaseView::Open);
    let list = desk.app.print_case_list(&desk.worker, &search, look, FileKind::Xlsx).await.unwrap();

    assert_eq!(pdf.file_name, "intake_form-2026-00001.pdf");
    assert!(pdf.bytes.starts_with(b"%PDF-"));
    assert_eq!(list.file_name, "case_list-2026-11-20.xlsx");
    assert!(list.bytes.starts_with(b"PK"));
}

#[tokio::test]
async fn a_form_that_does_not_exist_is_not_found_and_so_is_a_plan_of_another_case() {
    let desk = desk().await;
    let another: PlanId = "00000000-0000-0000-0000-000000000009".parse().unwrap();
    let of_another = FormChoice { plan: Some(another), ..FormChoice::default() };

    let unknown = desk.app.blank_form("no_such_form", PrintLook::default(), FileKind::Pdf).await;
    let foreign = desk.app.facts_for(&desk.worker, "plan_form", desk.case, &of_another, Language::Ja).await;

    assert!(matches!(unknown, Err(UseCaseError::NotFound)), "{unknown:?}");
    assert!(matches!(foreign, Err(UseCaseError::NotFound)), "{foreign:?}");
}
