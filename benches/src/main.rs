//! Loads the generated data of the load harness into an installation, as journalled events like any others.
//!
//! `banso-benches DATA_DIRECTORY (sqlite:DIRECTORY | postgres://…) [COPIES]` reads `workers.csv`, `persons.csv`, `cases.csv` and
//! `records.csv`; `COPIES` repeats persons, cases and records so many times (50 gives a million persons), the first copy with the
//! numbers of the files. Every number becomes an identifier by [`id`]. One officer of the one municipality sees every case: the
//! row filter is on and passes what the workloads ask for.

use std::{
    collections::HashMap,
    error::Error,
    path::{Path, PathBuf},
    time::Instant,
};

use banso_access::{Action, Actor, CaseScope, Permit, Target, decide};
use banso_app::{App, Clock, Definitions, NewStaff, SecondFactor};
use banso_domain::{
    agency::{AgencyEvent, AgencyFacts, AgencyKind},
    answer::{AnswerForm, PersonAnswer, Will},
    calendar::japan,
    case::{
        event::CaseEvent,
        intake::{Application, Screening, ScreeningResult, SharingConsent},
        record::{ContactMethod, Counterpart, SupportRecord, TookPlace},
    },
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
const BATCH: usize = 2_000;

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

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [data, target, rest @ ..] = arguments.as_slice() else {
        return Err("banso-benches DATA_DIRECTORY (sqlite:DIRECTORY | postgres://…) [COPIES]".into());
    };
    let copies: u64 = rest.first().map_or(Ok(1), |text| text.parse())?;
    let data = PathBuf::from(data);
    let (location, key_file) = match target.strip_prefix("sqlite:") {
        Some(directory) => (Location::Sqlite(directory.into()), PathBuf::from(directory).join("master.key")),
        None => (Location::Postgres(target.clone()), data.join("postgres.key")),
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
    let store = Store::open(&location, key).await?;
    let begun = Instant::now();
    let loader = Loader::found(store, &data).await?;
    loader.load(&data, copies).await?;
    println!("loaded {copies} × the data in {:.1} s", begun.elapsed().as_secs_f64());
    Ok(())
}

struct Loader {
    store: Store,
    at: DateTime<Utc>,
    workers: HashMap<u64, Actor>,
    home: AgencyId,
}

impl Loader {
    /// The municipality with its officer `officer` (password `bench officer 1`), the centres and the workers.
    async fn found(store: Store, data: &Path) -> Result<Self, Failure> {
        let app = App::new(store.clone(), Clock::System, Definitions::embedded()?, SecondFactor::Optional);
        let at = app.clock().now();
        let agency = |kind, name: String, municipality| AgencyFacts {
            kind,
            name,
            municipality,
            municipality_code: String::new(),
            addressee: String::new(),
            phone: String::new(),
            address: String::new(),
            placement_licence: None,
            conferences: Default::default(),
            source: String::new(),
        };
        let account = |login: &str, memberships: Vec<Membership>| NewStaff {
            facts: StaffFacts {
                login: login.to_owned(),
                name: login.to_owned(),
                kana: String::new(),
                memberships,
                active: true,
            },
            password: "bench officer 1".to_owned(),
        };
        let founder = account("root", Vec::new());
        let (home, root) = app.found(agency(AgencyKind::Municipality, "みどり市".into(), None), founder).await?;
        let admin = actor(root, home, Role::Administrator)?;
        let officer = account("officer", vec![Membership::always(home, Role::MunicipalOfficer)]);
        app.add_staff(&admin, officer).await?;
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
            };
            let event = banso_domain::staff::StaffEvent::Recorded { facts };
            tx.record(Stamp { permit: &permit, at }, Change::Staff(staff, &event), Some(0)).await?;
            workers.insert(row.id, actor(staff, centre, Role::Counselor)?);
        }
        tx.commit().await?;
        Ok(Self { store, at, workers, home })
    }

    fn permit(&self, worker: u64, action: Action) -> Result<Permit, Failure> {
        let actor = self.workers.get(&worker).ok_or("no such worker")?;
        let scope = CaseScope { centre: actor.agency(), municipality: self.home, municipality_sees: true };
        Ok(decide(actor, action, Target::Case(scope))?)
    }

    async fn load(&self, data: &Path, copies: u64) -> Result<(), Failure> {
        let persons: Vec<PersonRow> = rows(data, "persons.csv")?;
        let cases: Vec<CaseRow> = rows(data, "cases.csv")?;
        let records: Vec<RecordRow> = rows(data, "records.csv")?;
        let owner: HashMap<u64, u64> = cases.iter().map(|case| (case.id, case.person_id)).collect();
        let (person_count, case_count) = (persons.len() as u64, cases.len() as u64);
        let record_count = records.len() as u64;
        for copy in 0..copies {
            let mut batch = Batch::new(&self.store).await?;
            let people: HashMap<u64, &PersonRow> = persons.iter().map(|person| (person.id, person)).collect();
            for case in &cases {
                let person = people.get(&case.person_id).ok_or("no such person")?;
                self.case(&mut batch, person, case, copy * person_count, copy * case_count).await?;
            }
            for row in &records {
                let person = owner.get(&row.case_id).ok_or("no such case")? + copy * person_count;
                self.record(&mut batch, row, person, copy * case_count, copy * record_count).await?;
            }
            batch.commit().await?;
            println!("{} of {copies}", copy + 1);
        }
        Ok(())
    }

    async fn case(
        &self,
        batch: &mut Batch,
        row: &PersonRow,
        case: &CaseRow,
        persons_before: u64,
        cases_before: u64,
    ) -> Result<(), Failure> {
        let person = PersonId::new(id(PERSON, row.id + persons_before));
        let case_id = CaseId::new(id(CASE, case.id + cases_before));
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
        batch.record(&permit, self.at, Change::Person(person, &registered)).await?;
        let opened = CaseEvent::Opened {
            person,
            centre: AgencyId::new(id(AGENCY, case.agency_id)),
            municipality: self.home,
            reference: format!("{}-{:07}", case.opened_on.format("%Y"), case.id + cases_before),
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
        let screened = CaseEvent::Screened {
            screening: Screening {
                on: case.opened_on,
                result: ScreeningResult::ContinueSupport,
                comment: String::new(),
                referral_targets: Vec::new(),
                referral_consent: None,
                next_contact_on: Some(case.next_due),
                arrival_confirmed_on: None,
            },
        };
        for event in [&opened, &applied, &screened] {
            batch.record(&permit, self.at, Change::Case(case_id, person, event)).await?;
        }
        Ok(())
    }

    async fn record(
        &self,
        batch: &mut Batch,
        row: &RecordRow,
        person: u64,
        cases_before: u64,
        records_before: u64,
    ) -> Result<(), Failure> {
        let occurred = NaiveDateTime::parse_from_str(&row.occurred_at, "%Y-%m-%d %H:%M:%S")?;
        let worker = StaffId::new(id(STAFF, row.worker_id));
        let minute = chrono::Timelike::hour(&occurred) * 60 + chrono::Timelike::minute(&occurred);
        let record = SupportRecord {
            id: RecordId::new(id(RECORD, row.id + records_before)),
            took_place: TookPlace { on: occurred.date(), minute_of_day: u16::try_from(minute).ok() },
            minutes: None,
            staff: vec![worker],
            counterparts: vec![Counterpart::Person],
            counterpart_note: String::new(),
            methods: vec![method(&row.type_code)],
            place: String::new(),
            facts: row.body.clone(),
            view: String::new(),
            next_action: String::new(),
            next_on: None,
            disclosures: Vec::new(),
            is_emergency: false,
            conference: None,
            written_at: japan::instant(occurred.date(), occurred.time()),
            written_by: worker,
        };
        let permit = self.permit(row.worker_id, Action::WriteRecord)?;
        let event = CaseEvent::RecordWritten { record };
        let case = CaseId::new(id(CASE, row.case_id + cases_before));
        batch.record(&permit, self.at, Change::Case(case, PersonId::new(id(PERSON, person)), &event)).await
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

    async fn record(&mut self, permit: &Permit, at: DateTime<Utc>, change: Change<'_>) -> Result<(), Failure> {
        let tx = self.tx.as_ref().ok_or("the batch is closed")?;
        tx.record(Stamp { permit, at }, change, None).await?;
        self.events += 1;
        if self.events.is_multiple_of(BATCH) {
            self.commit().await?;
            self.tx = Some(self.store.begin().await?);
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
