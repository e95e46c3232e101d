//! A small installation: a municipality, its centre with one case, and another centre elsewhere whose worker is a stranger.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{
        HeaderMap, Method, Request, StatusCode,
        header::{CONTENT_TYPE, COOKIE, ETAG, LOCATION, SET_COOKIE},
    },
};
use banso_access::Actor;
use banso_app::{
    App, Clock, Conclude, Definitions, JobAsked, LogicModelCommand, NewCase, NewConference, NewRecord, NewStaff, Pick,
    SecondFactor, SheetDeed, WhoFor, Whom, Whose,
};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    answer::{AnswerForm, PersonAnswer, Will},
    case::{
        event::Purpose,
        handover::{HandoverContent, HandoverKind, HandoverStep, Successor},
        intake::{Application, Screening, ScreeningResult, SharingConsent},
        minutes::MatterMinutes,
        network::{SupporterContent, Supporting, Topic},
        plan::{Actor as PlanActor, Conclusion, PlanAction, PlanContent},
        protection::{Protection, ProtectionGround},
        record::{ContactMethod, Counterpart},
        sharing::{
            Consent, Direction, EmergencyDisclosure, EmploymentDisclosure, ItemSet, Recipient, Route, SharedItem,
            SharingPurpose,
        },
    },
    conference::{ConferenceKind, ConferencePlan, Member, Pattern, Tier},
    episode::{Programme, Start},
    form::Facts,
    gathering::GatheringPlan,
    id::{
        AgencyId, CaseId, ConferenceId, ConsentId, DisclosureId, EpisodeId, GoalId, JobId, ReferralId, SheetId, StaffId,
    },
    job::{Goal, JobCommand, JobKind, JobRoute, JobSlot, JobTerms},
    logic_model::{NewStory, Viewpoint},
    missing::{Lack, MissingContent},
    person::PersonFacts,
    referral::{self, HelpToTell, Receiver, ReferralContent},
    regional_network::{NetworkKind, NetworkPlan},
    resource::{Field, Shortlist},
    sheet::Permission,
    staff::{Membership, Role, StaffFacts},
    survey::SurveyPlan,
};
use banso_store::testing::TestBed;
use banso_web::{
    service,
    site::{Site, Surroundings},
};
use chrono::{Days, NaiveDate};
use tower::ServiceExt;
use uuid::Uuid;

pub const PASSWORD: &str = "a long enough password";
/// The name that no stranger may read anywhere.
pub const NAME: &str = "蓮見 ことは";

/// Where the person works.
pub const EMPLOYER: &str = "青葉フーズ";

/// The installation and the addresses of what is in it.
pub struct World {
    pub app: App,
    pub router: Router,
    pub case: CaseId,
    /// The clinic that may read about health.
    pub clinic: AgencyId,
    /// Their use of a programme, at an office.
    pub episode: EpisodeId,
    /// Their job, at an employer that they let know.
    pub job: JobId,
    /// A sheet that the office keeps about them.
    pub kept: SheetId,
    /// A sheet on accommodation that the person opened to the employer.
    pub together: SheetId,
    /// Their own passport.
    pub own: SheetId,
    /// Values for the variable parts of paths, by name; what is not here has no sample yet.
    samples: Vec<(&'static str, String)>,
    bed: TestBed,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub body: String,
    pub cookie: Option<String>,
    /// The `ETag`.
    pub version: Option<String>,
}

/// A browser with the cookie of somebody who signed in, and the token for forms.
pub struct Visitor {
    pub cookie: String,
    pub csrf: String,
}

fn agency(kind: AgencyKind, name: &str, municipality: Option<AgencyId>) -> AgencyFacts {
    AgencyFacts { municipality, ..AgencyFacts::named(kind, name) }
}

fn staff(login: &str, memberships: Vec<Membership>) -> NewStaff {
    let facts = StaffFacts {
        login: login.to_owned(),
        name: format!("職員 {login}"),
        kana: "ショクイン".to_owned(),
        memberships,
        active: true,
        person: None,
    };
    NewStaff { facts, password: PASSWORD.to_owned() }
}

impl World {
    pub async fn new() -> Self {
        Self::on(TestBed::sqlite()).await
    }

    /// The installation on each engine that the tests have.
    pub async fn on_both_engines() -> Vec<Self> {
        let mut worlds = vec![Self::new().await];
        match TestBed::postgres().await {
            Some(bed) => worlds.push(Self::on(bed).await),
            None => println!("skipped: no PostgreSQL server is named"),
        }
        worlds
    }

    /// Removes what the installation left on a server.
    pub async fn clear(self) {
        let Self { bed, router, app, .. } = self;
        drop((router, app));
        bed.clear().await;
    }

    async fn on(bed: TestBed) -> Self {
        let definitions = Definitions::embedded().expect("sound definitions");
        let app = App::new(bed.open().await, Clock::System, definitions, SecondFactor::Optional);
        let (town, admin) = app
            .found(agency(AgencyKind::Municipality, "青葉市", None), staff("admin", Vec::new()))
            .await
            .expect("a first administrator");
        let held = Membership::always;
        let admin = Actor::new(admin, town, &[held(town, Role::Administrator)], app.clock().today()).expect("an actor");
        let save = |facts| app.save_agency(&admin, None, facts, None);
        let centre = save(agency(AgencyKind::SupportCentre, "青葉センター", Some(town))).await.expect("a centre");
        let other_town = save(agency(AgencyKind::Municipality, "港市", None)).await.expect("a municipality");
        let other = save(agency(AgencyKind::SupportCentre, "港センター", Some(other_town))).await.expect("a centre");
        let clinic = save(agency(AgencyKind::MedicalInstitution, "青葉こころのクリニック", None)).await;
        let clinic = clinic.expect("a clinic");
        let office = save(agency(AgencyKind::TransitionSupport, "みどり就労移行支援", None)).await.expect("an office");
        let employer = save(agency(AgencyKind::Employer, EMPLOYER, None)).await.expect("an employer");
        let mut accounts: Vec<StaffId> = Vec::new();
        for (login, agency, role) in [
            ("chief", centre, Role::ChiefCounselor),
            ("officer", town, Role::MunicipalOfficer),
            ("stranger", other, Role::ChiefCounselor),
            ("counselor", centre, Role::Counselor),
            ("employment", centre, Role::EmploymentCounselor),
            ("clinic", clinic, Role::PartnerStaff),
            ("office", office, Role::PartnerStaff),
            ("employer", employer, Role::PartnerStaff),
        ] {
            accounts.push(app.add_staff(&admin, staff(login, vec![held(agency, role)])).await.expect("an account"));
        }
        let chief = Actor::new(accounts[0], centre, &[held(centre, Role::ChiefCounselor)], app.clock().today())
            .expect("an actor");

        let today = app.clock().today();
        let person =
            PersonFacts { name: NAME.to_owned(), kana: "ハスミ コトハ".to_owned(), ..PersonFacts::default() };
        let case = app
            .open_case(
                &chief,
                NewCase {
                    who: WhoFor::NewPerson(Box::new(person)),
                    centre,
                    received_on: today,
                    assigned_to: None,
                    answers: Facts::default(),
                },
            )
            .await
            .expect("a case");
        let record = NewRecord {
            on: today,
            methods: vec![ContactMethod::Interview],
            counterparts: vec![Counterpart::Person],
            facts: "来所して話をした。".to_owned(),
            ..NewRecord::default()
        };
        let record = app.write_record(&chief, case, record).await.expect("a record");
        accept(&app, &chief, case).await;
        let file = app.case_file(&chief, case).await.expect("the case");
        let line = PlanAction {
            actor: PlanActor::Person,
            what: "体験に行く".to_owned(),
            agency: String::new(),
            period: String::new(),
            frequency: String::new(),
            service: None,
            state: Default::default(),
            place: None,
        };
        let content = PlanContent { actions: vec![line], ..PlanContent::default() };
        let plan = app.draft_plan(&chief, case, file.version, content).await.expect("a plan");
        let sitting = ConferencePlan {
            kind: ConferenceKind::Coordination,
            pattern: Pattern::Regular,
            tier: Tier::Core,
            on: today,
            starts_at: Some(600),
            minutes: 60,
            place: "会議室".to_owned(),
        };
        let invited = Member {
            agency: "青葉こころのクリニック".to_owned(),
            agency_id: Some(clinic),
            name: "相談員".to_owned(),
            staff: None,
            is_municipality: false,
            is_person: false,
            secrecy_acknowledged: true,
            attended: false,
        };
        let planned = NewConference { host: centre, plan: sitting, members: vec![invited] };
        let conference = app.plan_conference(&chief, planned).await.expect("a conference");
        app.add_agenda_item(&chief, conference, case, Purpose::Suspension, 20).await.expect("an item");
        let friend = Supporting::Outside { name: "友人".to_owned(), kind: AgencyKind::Neighbours };
        let friend = SupporterContent::new(friend, today);
        let supporter = app.join_network(&chief, case, friend).await.expect("a friend joins");
        let moving = HandoverContent::new(HandoverKind::Move, today, today);
        let words = Box::new(|step: HandoverStep, _: Option<&str>| step.name().to_owned());
        let handover = app.open_handover(&chief, case, moving, words).await.expect("a handover");
        let referral = refer(&app, &chief, case).await;
        let secret = app.make_reply_page(&chief, referral).await.expect("a page to reply on");
        app.invite_person(&chief, case, "person", PASSWORD).await.expect("an account of the person");
        let version = app.case_file(&chief, case).await.expect("the case").version;
        let consent = health_to(clinic, chief.staff(), today);
        app.give_consent(&chief, case, version, consent.clone()).await.expect("a consent");
        let version = app.case_file(&chief, case).await.expect("the case").version;
        let through_person = Consent {
            id: ConsentId::new(Uuid::from_u128(910)),
            route: Route::ViaPerson,
            route_reason: String::new(),
            ..health_to(clinic, chief.staff(), today)
        };
        let carried = through_person.id;
        app.give_consent(&chief, case, version, through_person).await.expect("a consent that goes through the person");
        let following = HandoverContent {
            to: Successor::Support { supporting: Supporting::Agency { agency: clinic } },
            policy: "朝の電話を続ける".to_owned(),
            ..HandoverContent::new(HandoverKind::SchoolToAdult, today, today)
        };
        let words = Box::new(|step: HandoverStep, _: Option<&str>| step.name().to_owned());
        let asked = app.open_handover(&chief, case, following, words).await.expect("a handover to the clinic");
        app.ask_successor(&chief, case, asked, "火曜の午後に会えます").await.expect("the clinic is asked");
        let known = Consent {
            id: ConsentId::new(Uuid::from_u128(902)),
            to: vec![Recipient { agency: office, is_employer: false }],
            items: ItemSet::NONE.with(SharedItem::Basic).with(SharedItem::Services),
            ..consent.clone()
        };
        let version = app.case_file(&chief, case).await.expect("the case").version;
        app.give_consent(&chief, case, version, known).await.expect("a consent");
        let worker = Actor::new(accounts[6], office, &[held(office, Role::PartnerStaff)], today).expect("an actor");
        let start = Start { on: today, months: None, hired_on: None, ground: None };
        let episode =
            app.start_episode(&worker, Whom::OfCase(case), Programme::Transition, start, None).await.expect("a use");
        let own_sitting = confer(&app, &worker, episode, today).await;
        let at_work = Consent {
            id: ConsentId::new(Uuid::from_u128(913)),
            to: vec![Recipient { agency: employer, is_employer: true }],
            items: ItemSet::NONE.with(SharedItem::WorkHistory),
            ..consent.clone()
        };
        let version = app.case_file(&chief, case).await.expect("the case").version;
        app.give_consent(&chief, case, version, at_work).await.expect("a consent");
        let terms = JobTerms {
            work: "部品の検品".to_owned(),
            starts_on: today,
            until: None,
            weekly_hours: Some(20),
            slot: JobSlot::DisabilitySlot,
            disclosure: EmploymentDisclosure::Open,
            route: JobRoute::HelloWork,
            key_person: "班長".to_owned(),
            accommodation: String::new(),
        };
        let asked_for = JobAsked { employer: EMPLOYER.to_owned(), kind: JobKind::Employment, terms };
        let job = app.start_job(&worker, Whom::OfEpisode(episode), asked_for).await.expect("a job");
        let goal = Goal {
            id: GoalId::new(Uuid::from_u128(914)),
            what: "朝の準備を自分で確かめる".to_owned(),
            from: today,
            until: today + chrono::Days::new(180),
            person_on: None,
            employer_on: None,
            review: None,
        };
        let aim = goal.id;
        let version = app.job(&worker, job).await.expect("the job").version;
        app.change_job(&worker, job, version, JobCommand::SetGoal(goal)).await.expect("a goal");
        let gathering = GatheringPlan {
            on: today,
            time: String::new(),
            place: "市民センター".to_owned(),
            theme: "仕事の切り出し方".to_owned(),
            invited: vec![employer],
            ..GatheringPlan::default()
        };
        let gathering = app.plan_gathering(&worker, gathering).await.expect("a gathering");
        let group =
            [(Field::Name, "働く仲間の会"), (Field::Street, "市民センター"), (Field::ServiceKind, "当事者の会")];
        let group = group.into_iter().map(|(field, words)| (field, words.to_owned())).collect();
        let resource = app.enter_resource(&worker, group).await.expect("a resource");
        let group = app.resource(&worker, resource).await.expect("the resource").resource;
        let list = Shortlist::of([resource]).expect("a shortlist");
        app.keep_shortlist(&chief, case, &list, true).await.expect("it is kept");
        let shortlist = app.case_file(&chief, case).await.expect("the case").case.shortlists[0].id;
        let terms = banso_exchange::hsds::taxonomies(&[]);
        let taxonomy = terms.nested().taxonomies()[0]["id"].as_str().expect("an id").to_owned();
        let lacks = MissingContent {
            need: Topic::Training,
            kind: Some(AgencyKind::TransitionSupport),
            area: Some(town),
            lack: Lack::Full,
            what: "短い時間から通える訓練の場".to_owned(),
            idea: String::new(),
            partners: String::new(),
        };
        let missing = app.enter_missing(&worker, lacks, None).await.expect("an entry of the register");
        let round = SurveyPlan {
            title: "令和8年度".to_owned(),
            from: today,
            until: today,
            agencies: vec![centre, office, clinic],
        };
        let survey = app.plan_survey(&worker, round).await.expect("a survey");
        let net = NetworkPlan {
            kind: NetworkKind::Network,
            name: "就労支援ネットワーク".to_owned(),
            purpose: "支援の考え方をすり合わせる".to_owned(),
            meets: "原則月1回".to_owned(),
            within: None,
            from: today,
        };
        let network = app.found_network(&worker, net, vec![office, centre, clinic]).await.expect("a network");
        let story = NewStory {
            about: "natural_support".parse().expect("a box"),
            viewpoint: Viewpoint::Supporter,
            words: "休憩の合図を決めた。".to_owned(),
            is_about_nobody: true,
        };
        app.change_logic_model(&chief, None, LogicModelCommand::Tell(story)).await.expect("a story");
        let told = app.logic_model(&chief, None).await.expect("a page").model.expect("a model");
        let story = told.stories[0].id;
        let sought = (Topic::Everyday, Some(AgencyKind::PeerGroup));
        let unmet = app.note_unmet(&chief, case, sought, Lack::NoneThere, today).await.expect("nothing fits");
        let kept = app.start_sheet(&worker, Whom::OfEpisode(episode), "readiness_pyramid", "").await.expect("a sheet");
        let together = app.start_sheet(&worker, Whom::OfEpisode(episode), "accommodation_sheet", "").await;
        let opened = Permission {
            firm: Some(employer),
            on: today,
            purpose: "仕事の場の配慮を、いっしょに考える".to_owned(),
            explained_by: "見本".to_owned(),
        };
        let together = together.expect("a sheet");
        app.change_sheet(&worker, together, 1, SheetDeed::Permit(opened)).await.expect("the firm may read it");
        let themself = app.store().reader().staff_by_login("person").await.expect("an answer").expect("an account");
        let person = Actor::new(themself.id, centre, &themself.facts.memberships, today).expect("an actor");
        let person = person.who_is(themself.facts.person);
        let own = app.start_own_sheet(&person, "employment_passport").await.expect("a passport");
        let danger = EmergencyDisclosure {
            id: DisclosureId::new(Uuid::from_u128(901)),
            to: Recipient { agency: clinic, is_employer: false },
            items: ItemSet::NONE.with(SharedItem::Medication),
            reason: "薬を飲みすぎて、話ができない。".to_owned(),
            on: today,
            until: today,
            review_by: today,
            review: None,
        };
        let disclosure = danger.id;
        app.disclose_in_emergency(&chief, case, danger).await.expect("an emergency");
        let pick = Pick { place: 0, name: "相談員".to_owned(), looked_through: Vec::new() };
        app.make_packet(&chief, conference, &pick, ItemSet::NONE).await.expect("a packet");
        let (token, _) = app.sign_in("chief", PASSWORD, "192.0.2.1").await.expect("the chief signs in");
        let session = app.session(token).await.expect("an answer").expect("a session");
        let calendar = app.make_calendar_address(&session).await.expect("a calendar");
        let invitation = app.invite_by_link(&chief, case).await.expect("an invitation of the person");
        // The record was protected for a while, and opened by somebody who was not named.
        let named = vec![chief.staff()];
        let review_on = today + chrono::Days::new(30);
        let ground = ProtectionGround::Other;
        let protection = Protection { ground, caution: String::new(), since: today, named, review_on };
        let file = app.case_file(&chief, case).await.expect("the case");
        app.protect(&chief, case, file.version, protection).await.expect("it is protected");
        let held = [held(centre, Role::Counselor)];
        let counselor = Actor::new(accounts[3], centre, &held, today).expect("an actor");
        let whose = Whose::Reference(file.case.reference.clone());
        app.open_protected(&counselor, &whose, "本人が来所し、今夜の行き先がない。").await.expect("it opens");
        let openings = app.case_file(&chief, case).await.expect("the case").case.protection.openings;
        let opening = openings[0].id;
        app.review_opening(&chief, case, opening, true, "必要だった").await.expect("a review");
        app.lift_protection(&chief, case, "危険が去った").await.expect("it ends");
        let router = service(Site::within(app.clone(), Surroundings { sends_mail: true, ..Surroundings::default() }));
        let samples = vec![
            ("referral", referral.to_string()),
            ("step", "answer".to_owned()),
            ("handover", handover.to_string()),
            ("deed", "view".to_owned()),
            ("asked", asked.to_string()),
            ("carried", carried.to_string()),
            ("to", clinic.to_string()),
            ("paper", "sheet.xlsx".to_owned()),
            ("way", "transition".to_owned()),
            ("secret", secret.to_hex()),
            ("ledger", "ledger.json".to_owned()),
            ("invitation", invitation.secret.to_hex()),
            ("calendar", format!("{}.ics", calendar.to_hex())),
            ("episode", episode.to_string()),
            ("job", job.to_string()),
            ("employer", employer.to_string()),
            ("gathering", gathering.to_string()),
            ("resource", resource.to_string()),
            ("shortlist", shortlist.to_string()),
            ("service", resource.to_string()),
            ("place", resource.to_string()),
            ("organization", banso_exchange::hsds::organisation_id(&group)),
            ("taxonomy", taxonomy),
            ("term", banso_exchange::hsds::kind_id("当事者の会")),
            ("survey", survey.to_string()),
            ("about", clinic.to_string()),
            ("network", network.to_string()),
            ("network_deed", "leave".to_owned()),
            ("model_box", "natural_support".to_owned()),
            ("box_deed", "tell".to_owned()),
            ("story", story.to_string()),
            ("definition", "jeed_assessment".to_owned()),
            ("item", "work_history".to_owned()),
            ("indicator", "cs_retention_rate_3y".to_owned()),
            ("missing", missing.to_string()),
            ("missing_deed", "talk".to_owned()),
            ("unmet", unmet.to_string()),
            ("council_file", "council_report.xlsx".to_owned()),
            ("gathering_deed", "task".to_owned()),
            ("goal", aim.to_string()),
            ("doing", "consult".to_owned()),
            ("change", "note".to_owned()),
            ("kept_sheet", kept.to_string()),
            ("own_sheet", own.to_string()),
            ("side", "staff".to_owned()),
            ("own_side", "person".to_owned()),
            ("sheet_deed", "finish".to_owned()),
            ("own_deed", "show".to_owned()),
            ("sheet_file", "sheet.xlsx".to_owned()),
            ("case", case.to_string()),
            ("person", file.case.person.to_string()),
            ("other", file.case.person.to_string()),
            ("supporter", supporter.to_string()),
            ("plan", plan.to_string()),
            ("record", record.to_string()),
            ("conference", conference.to_string()),
            ("use_conference", own_sitting.to_string()),
            ("purpose", "suspension".to_owned()),
            ("number", "1".to_owned()),
            ("file", "1.xlsx".to_owned()),
            ("consent", consent.id.to_string()),
            ("disclosure", disclosure.to_string()),
            ("opening", opening.to_string()),
            ("task", Uuid::from_u128(11).to_string()),
            ("staff", accounts[0].to_string()),
            ("agency", centre.to_string()),
            ("form", "intake_form".to_owned()),
            ("sheet", "intake_form.xlsx".to_owned()),
            ("blank", "blank.xlsx".to_owned()),
            ("list", "case_list.xlsx".to_owned()),
            ("entry", "1".to_owned()),
            ("version", "x".to_owned()),
            ("line", "0".to_owned()),
            ("part", "attempt".to_owned()),
            ("partner", "person".to_owned()),
            ("*path", "css/banso.css".to_owned()),
            ("*form_key", "intake/new".to_owned()),
        ];
        Self { app, router, case, clinic, episode, job, kept, together, own, samples, bed }
    }

    /// The address of a route, with what is there filled in. With `nowhere` every identifier names nothing.
    pub fn address(&self, path: &str, nowhere: bool) -> String {
        let mut address = String::new();
        let mut rest = path;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').expect("a closing brace");
            let sample = self.samples.iter().find(|(known, _)| *known == name);
            let (_, value) = sample.unwrap_or_else(|| panic!("give a sample for {{{name}}} of {path} in world.rs"));
            let is_id = Uuid::try_parse(value).is_ok();
            address.push_str(before);
            address.push_str(&if nowhere && is_id { Uuid::from_u128(7).to_string() } else { value.clone() });
            rest = after;
        }
        address + rest
    }

    pub async fn ask(&self, method: &str, address: &str, visitor: Option<&Visitor>, with_token: bool) -> Answer {
        let method: Method = method.parse().expect("a method");
        let mut body = String::new();
        let mut request = Request::builder().uri(address);
        if method != Method::GET {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            if let Some(visitor) = visitor.filter(|_| with_token) {
                body = format!("csrf={}", visitor.csrf);
            }
        }
        if let Some(visitor) = visitor {
            request = request.header(COOKIE, &visitor.cookie);
        }
        self.send(request.method(method).body(Body::from(body)).expect("a request")).await
    }

    /// Sends a form as its page would.
    pub async fn post(&self, address: &str, visitor: &Visitor, fields: &[(&str, &str)]) -> Answer {
        let escaped = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let mut body = format!("csrf={}", visitor.csrf);
        for (name, value) in fields {
            body += &format!("&{}={}", escaped(name), escaped(value));
        }
        let request = Request::post(address)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(COOKIE, &visitor.cookie);
        self.send(request.body(Body::from(body)).expect("a request")).await
    }

    /// Sends a form as a browser does, with its token.
    pub async fn send_form(&self, address: &str, visitor: &Visitor, fields: &[(&str, &str)]) -> Answer {
        let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let mut body = format!("csrf={}", visitor.csrf);
        for (name, value) in fields {
            body.push_str(&format!("&{}={}", encoded(name), encoded(value)));
        }
        let request = Request::post(address).header(COOKIE, &visitor.cookie);
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).expect("a request")).await
    }

    /// Sends a request of one's own making.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let header = |headers: &HeaderMap, name| -> Option<String> {
            headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok()).map(str::to_owned)
        };
        let status = response.status();
        let location = header(response.headers(), LOCATION).unwrap_or_default();
        let cookie = header(response.headers(), SET_COOKIE);
        let version = header(response.headers(), ETAG);
        let bytes = to_bytes(response.into_body(), 10_000_000).await.expect("a body");
        Answer { status, location, cookie, version, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// The headers of an answer.
    pub async fn headers(&self, request: Request<Body>) -> HeaderMap {
        self.router.clone().oneshot(request).await.expect("an answer").headers().clone()
    }

    /// The member of staff of that name, in the agency of the first role of that kind.
    pub async fn actor(&self, login: &str, role: Role) -> Actor {
        let staff = self.app.store().reader().staff_by_login(login).await.expect("an answer").expect("an account");
        let held = staff.facts.memberships.iter().find(|held| held.role == role).expect("the role");
        Actor::new(staff.id, held.agency, &staff.facts.memberships, self.app.clock().today()).expect("an actor")
    }

    /// Sends a file with a form.
    pub async fn upload(&self, address: &str, visitor: &Visitor, file: &[u8]) -> Answer {
        let mut body = Vec::new();
        let token = &visitor.csrf;
        body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n").bytes());
        let head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"sheet.xlsx\"\r\n\r\n";
        body.extend(head.bytes());
        body.extend(file);
        body.extend(b"\r\n--b--\r\n");
        let request = Request::post(address)
            .header(CONTENT_TYPE, "multipart/form-data; boundary=b")
            .header(COOKIE, &visitor.cookie);
        self.send(request.body(Body::from(body)).expect("a request")).await
    }

    /// Signs in by the page.
    pub async fn sign_in(&self, login: &str) -> Visitor {
        let body = format!("login={login}&password={}", PASSWORD.replace(' ', "+"));
        let request = Request::post("/sign-in").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = self.send(request.body(Body::from(body)).expect("a request")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{login} signs in: {}", answer.body);
        let cookie = answer.cookie.expect("a cookie").split(';').next().unwrap_or_default().to_owned();
        let mut visitor = Visitor { cookie, csrf: String::new() };
        let page = self.ask("GET", "/cases", Some(&visitor), false).await;
        let token = page.body.split_once("data-csrf=\"").and_then(|(_, rest)| rest.split_once('"'));
        visitor.csrf = token.expect("a token for forms").0.to_owned();
        visitor
    }
}

impl World {
    /// The person agrees to sharing: the municipality comes to see the case.
    pub async fn share(&self) {
        let chief = self.actor("chief", Role::ChiefCounselor).await;
        let on = self.app.clock().today();
        let answer = PersonAnswer { will: Will::Agrees { form: AnswerForm::Signed }, on, asked_by: chief.staff() };
        let sharing = SharingConsent { agrees: true, ..SharingConsent::default() };
        let application = Application { answer, explained: Some((on, chief.staff())), sharing };
        let version = self.app.case_file(&chief, self.case).await.expect("the case").version;
        self.app.answer_application(&chief, self.case, version, application).await.expect("an application");
    }
}

/// The clinic sits in a support meeting about the case, bound to secrecy.
pub async fn support_meeting(world: &World) {
    let (app, case, clinic) = (&world.app, world.case, world.clinic);
    let chief = &world.actor("chief", Role::ChiefCounselor).await;
    let today = app.clock().today();
    let plan = ConferencePlan {
        kind: ConferenceKind::SupportMeeting,
        pattern: Pattern::AdHoc,
        tier: Tier::Core,
        on: today,
        starts_at: None,
        minutes: 30,
        place: "会議室".to_owned(),
    };
    let seat = Member {
        agency: "青葉こころのクリニック".to_owned(),
        agency_id: Some(clinic),
        name: "相談員".to_owned(),
        staff: None,
        is_municipality: false,
        is_person: false,
        secrecy_acknowledged: true,
        attended: true,
    };
    let new = NewConference { host: chief.agency(), plan, members: vec![seat.clone()] };
    let conference = app.plan_conference(chief, new).await.expect("a support meeting");
    app.add_agenda_item(chief, conference, case, Purpose::SupportMeeting, 20).await.expect("an item");
    app.hold_conference(chief, conference, today, vec![seat], "主任", "相談").await.expect("a sitting");
    let command = Conclude {
        case,
        purpose: Purpose::SupportMeeting,
        conclusion: Conclusion::Approved,
        discussion: "見守りの役割を決めた".to_owned(),
        municipality_view: String::new(),
        tasks: Vec::new(),
        ratifies: false,
        consent_scope_ok: false,
        minutes: MatterMinutes::default(),
    };
    app.conclude(chief, conference, command).await.expect("a conclusion");
}

/// A referral to a lawyer, who has no account, agreed to and sent.
async fn refer(app: &App, worker: &Actor, case: CaseId) -> ReferralId {
    let content = ReferralContent {
        receiver: Receiver::Outside {
            name: "みなと法律事務所".into(),
            address: String::new(),
            phone: "000".into(),
            kind: None,
        },
        contact: String::new(),
        aim: "借入れの整理".into(),
        known: "督促が続いている".into(),
        asked: "手立てを教えてほしい".into(),
        by_when: None,
        route: referral::Route::ViaPerson,
        helps: vec![HelpToTell::Memo],
    };
    let id = app.draft_referral(worker, case, content, None).await.expect("a draft");
    let on = app.clock().today();
    let answer = PersonAnswer { will: Will::Agrees { form: AnswerForm::Oral }, on, asked_by: worker.staff() };
    app.answer_referral_consent(worker, id, 1, answer).await.expect("the person's word");
    app.send_referral(worker, id, 2).await.expect("it is sent");
    id
}

/// A clinic may read about health, directly, for a year.
pub fn health_to(clinic: AgencyId, asked_by: StaffId, on: NaiveDate) -> Consent {
    Consent {
        id: ConsentId::new(Uuid::from_u128(900)),
        purposes: vec![SharingPurpose::Medical],
        to: vec![Recipient { agency: clinic, is_employer: false }],
        items: ItemSet::NONE.with(SharedItem::Health),
        direction: Direction::Both,
        route: Route::Direct,
        route_reason: "本人から頼まれた。".to_owned(),
        tell_each_time: false,
        from: on,
        until: on + Days::new(364),
        explained_on: on,
        explained_by: asked_by,
        form: AnswerForm::Signed,
        proxy: String::new(),
        confirmed_by: Vec::new(),
        rules_version: String::new(),
        withdrawn: None,
    }
}

/// Application without sharing, and a screening that says to continue.
async fn accept(app: &App, worker: &Actor, case: CaseId) {
    let on = app.clock().today();
    let answer = PersonAnswer { will: Will::Agrees { form: AnswerForm::Signed }, on, asked_by: worker.staff() };
    let sharing = SharingConsent::default();
    let application = Application { answer, explained: Some((on, worker.staff())), sharing };
    let version = app.case_file(worker, case).await.expect("the case").version;
    app.answer_application(worker, case, version, application).await.expect("an application");
    let screening = Screening {
        on,
        result: ScreeningResult::ContinueSupport,
        comment: String::new(),
        referral_targets: Vec::new(),
        referral_consent: None,
        next_contact_on: None,
        arrival_confirmed_on: None,
    };
    let version = app.case_file(worker, case).await.expect("the case").version;
    app.screen(worker, case, version, screening).await.expect("a screening");
}

/// A conference of the office about somebody who uses its programme, which sat today.
async fn confer(app: &App, worker: &Actor, episode: EpisodeId, today: NaiveDate) -> ConferenceId {
    let member = |agency: &str, at: Option<AgencyId>| Member {
        agency: agency.to_owned(),
        agency_id: at,
        name: "担当".to_owned(),
        staff: None,
        is_municipality: false,
        is_person: false,
        secrecy_acknowledged: true,
        attended: true,
    };
    let members = vec![member("事業所", Some(worker.agency())), member("ハローワーク", None)];
    let plan = ConferencePlan {
        kind: ConferenceKind::AreaLiaison,
        pattern: Pattern::AdHoc,
        tier: Tier::Core,
        on: today,
        starts_at: None,
        minutes: 60,
        place: "面談室".to_owned(),
    };
    let id = app.plan_use_conference(worker, episode, plan, members.clone()).await.expect("a conference of the office");
    app.hold_conference(worker, id, today, members, "管理者", "支援員").await.expect("a sitting");
    id
}
