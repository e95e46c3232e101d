//! A small region for tests: two municipalities with a centre each, and people who work there.

use banso_access::Actor;
use banso_app::{App, Clock, Definitions, NewCase, NewStaff, SecondFactor, WhoFor};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    answer::{AnswerForm, PersonAnswer, Will},
    calendar::japan,
    case::{
        intake::{Application, Screening, ScreeningResult, SharingConsent},
        plan::{Actor as PlanActor, PlanAction, PlanContent, Service},
    },
    form::Facts,
    id::{AgencyId, CaseId, StaffId},
    person::PersonFacts,
    staff::{Membership, Role, StaffFacts},
};
use banso_store::Store;
use chrono::{NaiveDate, NaiveTime};

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// The password of everybody.
pub(crate) const PASSWORD: &str = "correct horse battery";

pub(crate) struct Region {
    pub(crate) app: App,
    pub(crate) admin: Actor,
    pub(crate) centre: AgencyId,
    pub(crate) other_centre: AgencyId,
    pub(crate) chief: Actor,
    pub(crate) counselor: Actor,
    pub(crate) employment: Actor,
    pub(crate) officer: Actor,
    pub(crate) stranger: Actor,
    pub(crate) strange_officer: Actor,
}

impl Region {
    pub(crate) async fn new(store: Store) -> Self {
        let clock = Clock::standing(japan::instant(day("2026-04-01"), NaiveTime::MIN));
        let app = App::new(store, clock, Definitions::embedded().expect("definitions"), SecondFactor::Required);
        let (home, root) =
            app.found(agency(AgencyKind::Municipality, "みどり市", None), staff("root", &[])).await.expect("a founder");
        let admin = actor(root, home, Role::Administrator);
        let add = async |facts| app.save_agency(&admin, None, facts, None).await.expect("an agency");
        let centre = add(agency(AgencyKind::SupportCentre, "みどり相談センター", Some(home))).await;
        let other_municipality = add(agency(AgencyKind::Municipality, "あおば市", None)).await;
        let other_centre = add(agency(AgencyKind::SupportCentre, "あおばセンター", Some(other_municipality))).await;
        let hire = async |login: &str, agency, role| {
            let new = staff(login, &[Membership::always(agency, role)]);
            let id = app.add_staff(&admin, new).await.expect("an account");
            actor(id, agency, role)
        };
        Self {
            chief: hire("chief", centre, Role::ChiefCounselor).await,
            counselor: hire("counselor", centre, Role::Counselor).await,
            employment: hire("employment", centre, Role::EmploymentCounselor).await,
            officer: hire("officer", home, Role::MunicipalOfficer).await,
            stranger: hire("stranger", other_centre, Role::ChiefCounselor).await,
            strange_officer: hire("strange-officer", other_municipality, Role::MunicipalOfficer).await,
            centre,
            other_centre,
            admin,
            app,
        }
    }

    /// Sets the clock to ten in the morning of a day.
    pub(crate) fn on(&self, text: &str) {
        let ten = NaiveTime::from_hms_opt(10, 0, 0).expect("a time");
        self.app.clock().set(japan::instant(day(text), ten));
    }

    pub(crate) fn today(&self) -> NaiveDate {
        self.app.clock().today()
    }

    pub(crate) async fn open(&self, name: &str, kana: &str) -> CaseId {
        let person = PersonFacts { name: name.into(), kana: kana.into(), ..PersonFacts::default() };
        self.open_for(WhoFor::NewPerson(Box::new(person))).await
    }

    pub(crate) async fn open_for(&self, who: WhoFor) -> CaseId {
        let new = NewCase {
            who,
            centre: self.centre,
            received_on: self.today(),
            assigned_to: None,
            answers: Facts::default(),
        };
        self.app.open_case(&self.counselor, new).await.expect("a case")
    }

    pub(crate) async fn version(&self, case: CaseId) -> i64 {
        self.app.case_file(&self.chief, case).await.expect("the case").version
    }

    /// Application with sharing, and a screening that says to continue.
    pub(crate) async fn accept(&self, case: CaseId) {
        let today = self.today();
        let asked_by = self.counselor.staff();
        let application = Application {
            answer: PersonAnswer { will: Will::Agrees { form: AnswerForm::Signed }, on: today, asked_by },
            explained: Some((today, asked_by)),
            sharing: SharingConsent { agrees: true, ..SharingConsent::default() },
        };
        let version = self.version(case).await;
        self.app.answer_application(&self.counselor, case, version, application).await.expect("an application");
        let screening = Screening {
            on: today,
            result: ScreeningResult::ContinueSupport,
            comment: String::new(),
            referral_targets: Vec::new(),
            referral_consent: None,
            next_contact_on: None,
            arrival_confirmed_on: None,
        };
        let version = self.version(case).await;
        self.app.screen(&self.counselor, case, version, screening).await.expect("a screening");
    }
}

pub(crate) fn agency(kind: AgencyKind, name: &str, municipality: Option<AgencyId>) -> AgencyFacts {
    AgencyFacts { municipality, ..AgencyFacts::named(kind, name) }
}

pub(crate) fn staff(login: &str, memberships: &[Membership]) -> NewStaff {
    let facts = StaffFacts {
        login: login.into(),
        name: format!("職員 {login}"),
        kana: String::new(),
        memberships: memberships.to_vec(),
        active: true,
        person: None,
    };
    NewStaff { facts, password: PASSWORD.into() }
}

pub(crate) fn actor(staff: StaffId, agency: AgencyId, role: Role) -> Actor {
    Actor::new(staff, agency, &[Membership::always(agency, role)], day("2026-04-06")).expect("a role")
}

/// A plan with every ※ item filled that uses these services.
pub(crate) fn plan(services: &[Service]) -> PlanContent {
    let mut content = PlanContent {
        wishes: "自分のペースで働きたい".into(),
        issues_to_solve: "収入が安定しない".into(),
        long_term_goal: "安心して暮らす".into(),
        goal: "週3日働く".into(),
        set_by_person: true,
        ends_on: Some(day("2026-09-30")),
        ..PlanContent::default()
    };
    content.actions.push(PlanAction {
        actor: PlanActor::Person,
        what: "毎朝7時に起きる".into(),
        agency: String::new(),
        period: String::new(),
        frequency: "毎日".into(),
        service: None,
        state: Default::default(),
        place: None,
    });
    for service in Service::ALL {
        content.services.get_mut(*service).used = Some(services.contains(service));
    }
    content.related.welfare_loan.used = Some(false);
    content.related.hw_joint_program.used = Some(false);
    content
}
