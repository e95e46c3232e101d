//! Loads the generated data of the load harness into an installation, as journalled events like any others.
//!
//! `banso-benches load DATA_DIRECTORY PLACE` reads `workers.csv`, `persons.csv`, `cases.csv` and `records.csv`. Every number
//! becomes an identifier by [`id`]. What belongs to one case is written together, so that the tables grow at their ends.
//! One officer of the one municipality sees every case: the row filter is on and passes what the workloads ask for.
//!
//! `banso-benches share PLACE` adds 5,000 agencies and three consents for every case; `banso-benches shared PLACE` times lists behind the
//! filters over them.
//!
//! `banso-benches years PLACE` adds a person with ten years of records, uses and sheets and prints their case; `banso-benches terms` computes
//! the deadlines of a million terms.
//!
//! `banso-benches lists PLACE` reads ten years of half-yearly lists into a place of their own, once, and times the next one;
//! `banso-benches searches PLACE` times searches in them while eight are made at once.
//!
//! `banso-benches network PLACE` makes a region of two hundred agencies in a place of its own, once, and times the pages of its network.
//!
//! `banso-benches sign-in PLACE LOGIN` begins a session of `officer` or of `worker1` … `worker100` and prints its token.
//!
//! A place is `sqlite:DIRECTORY` (the key lies in it) or `postgres://…` with the key in the file named by `BANSO_KEY_FILE`.

mod lists;
mod network;
mod searches;
mod share;
mod years;

use std::{
    collections::HashMap,
    error::Error,
    path::{Path, PathBuf},
    time::Instant,
};

use banso_access::{Action, Actor, CaseScope, Permit, Target, decide};
use banso_app::{App, Clock, Definitions, NewCase, NewConference, NewStaff, SecondFactor, WhoFor};
use banso_domain::{
    agency::{AgencyEvent, AgencyFacts, AgencyKind},
    answer::{AnswerForm, PersonAnswer, Will},
    calendar::japan,
    case::{
        event::{CaseEvent, Purpose},
        intake::{Application, Screening, ScreeningResult, SharingConsent},
        plan::PlanContent,
        record::{ContactMethod, Counterpart, SupportRecord, TookPlace},
    },
    conference::{ConferenceKind, ConferencePlan, Pattern, Tier},
    form::Facts,
    id::{AgencyId, CaseId, PersonId, RecordId, StaffId},
    person::{PersonEvent, PersonFacts, Sex},
    staff::{Membership, Role, StaffFacts},
};
use banso_store::{Change, Location, MasterKey, Stamp, Store, Tx};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

type Failure = Box<dyn Error + Send + Sync>;

/// Events saved by one commit while loading.
const BATCH: usize = 200_000;

/// Memory for the pages of one commit.
const MEGABYTES: u32 = 2_000;

/// Of every account that the loader makes.
const PASSWORD: &str = "bench officer 1";

/// The identifier of a number of the files: the kind in the upper half, the number in the lower.
fn id(kind: u128, number: u64) -> Uuid {
    Uuid::from_u128((kind << 64) | u128::from(number))
}

const AGENCY: u128 = 1;
const STAFF: u128 = 2;
const PERSON: u128 = 3;
const CASE: u128 = 4;
const RECORD: u128 = 5;

#[derive(Deserialize)]
struct WorkerRow {
    id: u64,
    name: String,
    agency_id: u64,
}

#[derive(Deserialize)]
struct PersonRow {
    id: u64,
    name: String,
    kana: String,
    birth_date: NaiveDate,
    sex: String,
    municipality: String,
    phone: String,
}

#[derive(Deserialize)]
struct CaseRow {
    id: u64,
    person_id: u64,
    worker_id: u64,
    agency_id: u64,
    opened_on: NaiveDate,
    next_due: NaiveDate,
}

#[derive(Deserialize)]
struct RecordRow {
    id: u64,
    case_id: u64,
    worker_id: u64,
    type_code: String,
    occurred_at: String,
    body: String,
}

/// The harness has eight types and so has the form; which stands for which does not matter to the load.
fn method(type_code: &str) -> ContactMethod {
    match type_code {
        "phone" => ContactMethod::Phone,
        "visit" => ContactMethod::VisitAccompany,
        "office" => ContactMethod::Interview,
        "escort" => ContactMethod::InternalMeeting,
        "meeting" => ContactMethod::OtherMeeting,
        "mail" => ContactMethod::Other,
        "liaison" => ContactMethod::AgencyPhone,
        _ => ContactMethod::CoordinationConference,
    }
}

fn rows<T: for<'a> Deserialize<'a>>(data: &Path, file: &str) -> Result<Vec<T>, Failure> {
    let mut reader = csv::Reader::from_path(data.join(file))?;
    Ok(reader.deserialize().collect::<Result<_, _>>()?)
}

const USAGE: &str = "banso-benches load DATA_DIRECTORY PLACE | banso-benches share PLACE | banso-benches shared PLACE | \
                     banso-benches years PLACE | banso-benches terms | banso-benches lists PLACE | \
                     banso-benches searches PLACE | banso-benches network PLACE | banso-benches sign-in PLACE LOGIN";

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["load", data, place] => load(Path::new(data), open(place).await?).await,
        ["share", place] => share::load(open(place).await?).await,
        ["shared", place] => share::time(open(place).await?).await,
        ["years", place] => years::tell(open(place).await?).await,
        ["lists", place] => lists::tell(open(place).await?).await,
        ["searches", place] => searches::tell(open(place).await?).await,
        ["network", place] => network::tell(open(place).await?).await,
        ["terms"] => years::terms(),
        ["sign-in", place, login] => sign_in(open(place).await?, login).await,
        _ => Err(USAGE.into()),
    }
}

/// Opens the store, with a new key if there is none yet.
async fn open(place: &str) -> Result<Store, Failure> {
    let (location, key_file) = match place.strip_prefix("sqlite:") {
        Some(directory) => (Location::Sqlite(directory.into()), PathBuf::from(directory).join("master.key")),
        None => (Location::Postgres(place.to_owned()), std::env::var("BANSO_KEY_FILE")?.into()),
    };
    let key = if key_file.exists() {
        MasterKey::read(&key_file)?
    } else {
        let key = MasterKey::generate()?;
        if let Some(directory) = key_file.parent() {
            std::fs::create_dir_all(directory)?;
        }
        key.write_new(&key_file)?;
        key
    };
    Ok(Store::open(&location, key).await?)
}

async fn load(data: &Path, store: Store) -> Result<(), Failure> {
    let begun = Instant::now();
    store.lend_memory(MEGABYTES).await?;
    let loader = Loader::found(store, data).await?;
    loader.load(data).await?;
    println!("loaded in {:.1} s", begun.elapsed().as_secs_f64());
    Ok(())
}

async fn sign_in(store: Store, login: &str) -> Result<(), Failure> {
    let app = App::new(store, Clock::System, Definitions::embedded()?, SecondFactor::Optional);
    let (token, _) = app.sign_in(login, PASSWORD, "the harness").await?;
    println!("{}", token.to_hex());
    Ok(())
}

struct Loader {
    store: Store,
    at: DateTime<Utc>,
    workers: HashMap<u64, Actor>,
    home: AgencyId,
}

impl Loader {
    /// The municipality with its officer, the centres and the workers, all with the same password.
    async fn found(store: Store, data: &Path) -> Result<Self, Failure> {
        let app = App::new(store.clone(), Clock::System, Definitions::embedded()?, SecondFactor::Optional);
        let at = app.clock().now();
        let agency = |kind, name: String, municipality| AgencyFacts { municipality, ..AgencyFacts::named(kind, name) };
        let account = |login: &str, memberships: Vec<Membership>| NewStaff {
            facts: StaffFacts {
                login: login.to_owned(),
                name: login.to_owned(),
                kana: String::new(),
                memberships,
                active: true,
                person: None,
            },
            password: PASSWORD.to_owned(),
        };
        let founder = account("root", Vec::new());
        let (home, root) = app.found(agency(AgencyKind::Municipality, "みどり市".into(), None), founder).await?;
        let admin = actor(root, home, Role::Administrator)?;
        let officer = account("officer", vec![Membership::always(home, Role::MunicipalOfficer)]);
        let officer = app.add_staff(&admin, officer).await?;
        let same_password = store.reader().account(officer).await?.ok_or("the officer has no account")?;
        let permit = decide(&admin, Action::ManageAgencies, Target::Installation)?;
        let tx = store.begin().await?;
        let mut workers = HashMap::new();
        let mut centres = Vec::new();
        for row in rows::<WorkerRow>(data, "workers.csv")? {
            let centre = AgencyId::new(id(AGENCY, row.agency_id));
            if !centres.contains(&row.agency_id) {
                centres.push(row.agency_id);
                let facts = agency(AgencyKind::SupportCentre, format!("センター{}", row.agency_id), Some(home));
                let event = AgencyEvent::Recorded { facts };
                tx.record(Stamp { permit: &permit, at }, Change::Agency(centre, &event), Some(0)).await?;
            }
            let staff = StaffId::new(id(STAFF, row.id));
            let facts = StaffFacts {
                login: format!("worker{}", row.id),
                name: row.name,
                kana: String::new(),
                memberships: vec![Membership::always(centre, Role::Counselor)],
                active: true,
                person: None,
            };
            let event = banso_domain::staff::StaffEvent::Recorded { facts };
            tx.record(Stamp { permit: &permit, at }, Change::Staff(staff, &event), Some(0)).await?;
            tx.save_account(staff, &same_password).await?;
            workers.insert(row.id, actor(staff, centre, Role::Counselor)?);
        }
        tx.commit().await?;
        Ok(Self { store, at, workers, home })
    }

    fn permit(&self, worker: u64, action: Action) -> Result<Permit, Failure> {
        let actor = self.workers.get(&worker).ok_or("no such worker")?;
        let scope = CaseScope { centre: actor.agency(), municipality: self.home, municipality_sees: true, named: None };
        Ok(decide(actor, action, Target::Case(scope))?)
    }

    async fn load(&self, data: &Path) -> Result<(), Failure> {
        let persons: HashMap<u64, PersonRow> =
            rows::<PersonRow>(data, "persons.csv")?.into_iter().map(|person| (person.id, person)).collect();
        let cases: Vec<CaseRow> = rows(data, "cases.csv")?;
        let mut records: HashMap<u64, Vec<RecordRow>> = HashMap::new();
        for record in rows::<RecordRow>(data, "records.csv")? {
            records.entry(record.case_id).or_default().push(record);
        }
        let mut batch = Batch::new(&self.store).await?;
        for (done, case) in cases.iter().enumerate() {
            let person = persons.get(&case.person_id).ok_or("no such person")?;
            self.case(&mut batch, person, case, records.remove(&case.id).unwrap_or_default()).await?;
            if done % 50_000 == 0 {
                println!("{done} of {} cases", cases.len());
            }
        }
        batch.commit().await?;
        self.sample().await
    }

    /// One more case of the first worker, with a plan and a conference: the pages of those are measured on it.
    async fn sample(&self) -> Result<(), Failure> {
        let app = App::new(self.store.clone(), Clock::System, Definitions::embedded()?, SecondFactor::Optional);
        let worker = self.workers.get(&1).ok_or("no such worker")?;
        let (centre, on) = (worker.agency(), app.clock().today());
        let facts =
            PersonFacts { name: "見本 例".into(), kana: "ミホン レイ".into(), ..PersonFacts::default() };
        let new = NewCase {
            who: WhoFor::NewPerson(Box::new(facts)),
            centre,
            received_on: on,
            assigned_to: None,
            answers: Facts::default(),
        };
        let case = app.open_case(worker, new).await?;
        let answer = PersonAnswer { will: Will::Agrees { form: AnswerForm::Signed }, on, asked_by: worker.staff() };
        let sharing = SharingConsent { agrees: true, ..SharingConsent::default() };
        let application = Application { answer, explained: Some((on, worker.staff())), sharing };
        let version = app.case_file(worker, case).await?.version;
        let version = app.answer_application(worker, case, version, application).await?;
        let version = app.screen(worker, case, version, screening(on, None)).await?;
        app.draft_plan(worker, case, version, PlanContent::default()).await?;
        let plan = ConferencePlan {
            kind: ConferenceKind::Coordination,
            pattern: Pattern::Regular,
            tier: Tier::Core,
            on,
            starts_at: Some(600),
            minutes: 60,
            place: "会議室".into(),
        };
        let conference = app.plan_conference(worker, NewConference { host: centre, plan, members: Vec::new() }).await?;
        app.add_agenda_item(worker, conference, case, Purpose::Suspension, 20).await?;
        Ok(())
    }

    /// A person with their case and its records.
    async fn case(
        &self,
        batch: &mut Batch,
        row: &PersonRow,
        case: &CaseRow,
        records: Vec<RecordRow>,
    ) -> Result<(), Failure> {
        let person = PersonId::new(id(PERSON, row.id));
        let case_id = CaseId::new(id(CASE, case.id));
        let worker = StaffId::new(id(STAFF, case.worker_id));
        let facts = PersonFacts {
            name: row.name.clone(),
            kana: row.kana.clone(),
            sex: Some(if row.sex == "male" { Sex::Male } else { Sex::Female }),
            birth_date: Some(row.birth_date.into()),
            address: row.municipality.clone(),
            phone_mobile: row.phone.clone(),
            ..PersonFacts::default()
        };
        let permit = self.permit(case.worker_id, Action::OpenCase)?;
        let registered = PersonEvent::Registered { facts };
        let stamp = Stamp { permit: &permit, at: self.at };
        batch.tx()?.record(stamp, Change::Person(person, &registered), Some(0)).await?;
        let opened = CaseEvent::Opened {
            person,
            centre: AgencyId::new(id(AGENCY, case.agency_id)),
            municipality: self.home,
            reference: format!("{}-{:07}", case.opened_on.format("%Y"), case.id),
            received_on: case.opened_on,
            received_by: worker,
            assigned_to: worker,
            previous: None,
        };
        let answer =
            PersonAnswer { will: Will::Agrees { form: AnswerForm::Signed }, on: case.opened_on, asked_by: worker };
        let applied = CaseEvent::ApplicationAnswered {
            application: Application {
                answer,
                explained: Some((case.opened_on, worker)),
                sharing: SharingConsent { agrees: true, ..SharingConsent::default() },
            },
        };
        let screened = CaseEvent::Screened { screening: screening(case.opened_on, Some(case.next_due)) };
        let records = records.into_iter().map(|row| self.record(row)).collect::<Result<Vec<_>, _>>()?;
        let mut changes = vec![(stamp, &opened), (stamp, &applied), (stamp, &screened)];
        changes.extend(records.iter().map(|(permit, event)| (Stamp { permit, at: self.at }, event)));
        batch.tx()?.record_case(case_id, person, &changes, Some(0)).await?;
        batch.note(1 + changes.len()).await
    }

    fn record(&self, row: RecordRow) -> Result<(Permit, CaseEvent), Failure> {
        let occurred = NaiveDateTime::parse_from_str(&row.occurred_at, "%Y-%m-%d %H:%M:%S")?;
        let worker = StaffId::new(id(STAFF, row.worker_id));
        let minute = chrono::Timelike::hour(&occurred) * 60 + chrono::Timelike::minute(&occurred);
        let record = SupportRecord {
            id: RecordId::new(id(RECORD, row.id)),
            took_place: TookPlace { on: occurred.date(), minute_of_day: u16::try_from(minute).ok() },
            minutes: None,
            staff: vec![worker],
            counterparts: vec![Counterpart::Person],
            counterpart_note: String::new(),
            methods: vec![method(&row.type_code)],
            place: String::new(),
            facts: row.body,
            view: String::new(),
            next_action: String::new(),
            next_on: None,
            disclosures: Vec::new(),
            is_emergency: false,
            conference: None,
            contact: None,
            written_at: japan::instant(occurred.date(), occurred.time()),
            written_by: worker,
        };
        let permit = self.permit(row.worker_id, Action::WriteRecord)?;
        Ok((permit, CaseEvent::RecordWritten { record }))
    }
}

fn screening(on: NaiveDate, next_contact_on: Option<NaiveDate>) -> Screening {
    Screening {
        on,
        result: ScreeningResult::ContinueSupport,
        comment: String::new(),
        referral_targets: Vec::new(),
        referral_consent: None,
        next_contact_on,
        arrival_confirmed_on: None,
    }
}

fn actor(staff: StaffId, agency: AgencyId, role: Role) -> Result<Actor, Failure> {
    // Held always, so that any day will do.
    let day = DateTime::UNIX_EPOCH.date_naive();
    Actor::new(staff, agency, &[Membership::always(agency, role)], day).ok_or_else(|| "no role".into())
}

/// Many events, one commit.
struct Batch {
    store: Store,
    tx: Option<Tx>,
    events: usize,
}

impl Batch {
    async fn new(store: &Store) -> Result<Self, Failure> {
        Ok(Self { store: store.clone(), tx: Some(store.begin().await?), events: 0 })
    }

    fn tx(&self) -> Result<&Tx, Failure> {
        self.tx.as_ref().ok_or_else(|| "the batch is closed".into())
    }

    /// Counts what was recorded, and commits once that is enough.
    async fn note(&mut self, events: usize) -> Result<(), Failure> {
        self.events += events;
        if self.events >= BATCH {
            self.commit().await?;
            *self = Self::new(&self.store.clone()).await?;
        }
        Ok(())
    }

    async fn commit(&mut self) -> Result<(), Failure> {
        if let Some(tx) = self.tx.take() {
            tx.commit().await?;
        }
        Ok(())
    }
}
