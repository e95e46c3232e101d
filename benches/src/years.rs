//! Ten years of one person: 3,000 support records, twelve agencies beside them, uses of programmes one after the other, forty sheets. And
//! how long it takes to compute the deadlines of a million terms anew.

use std::time::Instant;

use banso_access::Actor;
use banso_app::{App, Clock, Definitions, NewCase, NewRecord, SecondFactor, UseCaseError, WhoFor, Whom};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    answer::{AnswerForm, PersonAnswer, Will},
    case::{
        intake::{Application, SharingConsent},
        network::{SupporterContent, Supporting},
        record::{ContactMethod, Counterpart},
        sharing::{Consent, Direction, ItemSet, Recipient, Route, SharedItem, SharingPurpose},
    },
    episode::{Episode, EpisodeEnd, EpisodeEndReason, Heard, NewEpisode, Programme, Start},
    form::Facts,
    id::{AgencyId, CaseId, ConsentId, EpisodeId, PersonId, StaffId},
    person::PersonFacts,
    staff::{Membership, Role},
};
use banso_store::Store;
use chrono::{Days, NaiveDate};
use uuid::Uuid;

use crate::{AGENCY, Failure, STAFF, id, screening};

/// Entries of the record.
const RECORDS: u64 = 3_000;
/// Sheets, final or not.
const SHEETS: usize = 40;
/// Days of ten years.
const DAYS: u64 = 3_652;
/// Terms whose deadlines are computed.
const TERMS: u64 = 1_000_000;

/// A programme, and from when to when (in days ago) it is used; 0 where it goes on.
type Used = (Programme, u64, u64);

/// The agencies, with the programme that each gives, where it gives one.
const BESIDE: [(AgencyKind, Option<Used>); 12] = [
    (AgencyKind::School, None),
    (AgencyKind::EmploymentChoice, Some((Programme::EmploymentChoice, 400, 376))),
    (AgencyKind::TransitionSupport, Some((Programme::Transition, 3_600, 2_900))),
    (AgencyKind::Nakapotsu, Some((Programme::LifeWorkCentre, 3_500, 0))),
    (AgencyKind::RegionalVocationalCenter, Some((Programme::RegionalVocationalCenter, 3_000, 2_950))),
    (AgencyKind::JobCoach, Some((Programme::JobCoach, 2_880, 2_700))),
    (AgencyKind::ContinuationA, Some((Programme::ContinuationA, 2_600, 1_800))),
    (AgencyKind::ContinuationB, Some((Programme::ContinuationB, 1_700, 800))),
    (AgencyKind::PlanConsultation, Some((Programme::PlanConsultation, 2_500, 0))),
    (AgencyKind::MedicalInstitution, None),
    (AgencyKind::Hellowork, None),
    (AgencyKind::VisitingNurse, None),
];

/// Sheets that an agency beside the person begins.
const FORMS: [&str; 4] = ["readiness_pyramid", "skill_record", "eight_domains", "transition_checklist"];

struct Teller {
    app: App,
    worker: Actor,
    today: NaiveDate,
}

impl Teller {
    fn ago(&self, days: u64) -> NaiveDate {
        self.today - Days::new(days)
    }

    async fn case(&self) -> Result<CaseId, Failure> {
        let facts =
            PersonFacts { name: "十年 例".into(), kana: "ジュウネン レイ".into(), ..PersonFacts::default() };
        let new = NewCase {
            who: WhoFor::NewPerson(Box::new(facts)),
            centre: self.worker.agency(),
            received_on: self.ago(DAYS),
            assigned_to: None,
            answers: Facts::default(),
        };
        let case = self.app.open_case(&self.worker, new).await?;
        let on = self.ago(DAYS);
        let answer =
            PersonAnswer { will: Will::Agrees { form: AnswerForm::Signed }, on, asked_by: self.worker.staff() };
        let sharing = SharingConsent { agrees: true, ..SharingConsent::default() };
        let application = Application { answer, explained: Some((on, self.worker.staff())), sharing };
        let version = self.app.case_file(&self.worker, case).await?.version;
        let version = self.app.answer_application(&self.worker, case, version, application).await?;
        self.app.screen(&self.worker, case, version, screening(on, None)).await?;
        Ok(case)
    }

    async fn beside(&self, admin: &Actor, case: CaseId, kind: AgencyKind) -> Result<Actor, Failure> {
        let facts = AgencyFacts::named(kind, format!("十年の{}", kind.name()));
        let agency = self.app.save_agency(admin, None, facts, None).await?;
        let content = SupporterContent::new(Supporting::Agency { agency }, self.ago(DAYS));
        self.app.join_network(&self.worker, case, content).await?;
        let consent = Consent {
            id: ConsentId::new(Uuid::now_v7()),
            purposes: vec![SharingPurpose::Support],
            to: vec![Recipient { agency, is_employer: false }],
            items: ItemSet::NONE.with(SharedItem::Basic),
            direction: Direction::Both,
            route: Route::Direct,
            route_reason: "本人の希望".to_owned(),
            tell_each_time: false,
            from: self.today,
            until: self.today + Days::new(180),
            explained_on: self.today,
            explained_by: self.worker.staff(),
            form: AnswerForm::Signed,
            proxy: String::new(),
            confirmed_by: Vec::new(),
            rules_version: String::new(),
            withdrawn: None,
        };
        let version = self.app.case_file(&self.worker, case).await?.version;
        self.app.give_consent(&self.worker, case, version, consent).await?;
        let staff = StaffId::new(Uuid::now_v7());
        let held = [Membership::always(agency, Role::PartnerStaff)];
        Actor::new(staff, agency, &held, self.today).ok_or_else(|| "no role".into())
    }

    async fn uses(&self, by: &Actor, case: CaseId, (programme, from, until): Used) -> Result<(), Failure> {
        let start = Start { on: self.ago(from), months: None, hired_on: None, ground: None };
        let heard = Heard { complaint: "長く働きたい".to_owned(), about: Vec::new() };
        let episode = self.app.start_episode(by, Whom::OfCase(case), programme, start, Some(heard)).await?;
        if until > 0 {
            let reason = EpisodeEndReason::MovedToOtherService;
            let end = EpisodeEnd { on: self.ago(until), reason, note: String::new() };
            let version = self.app.episode(by, episode).await?.version;
            self.app.end_episode(by, episode, version, end).await?;
        }
        Ok(())
    }

    async fn records(&self, case: CaseId) -> Result<(), UseCaseError> {
        for number in 0..RECORDS {
            let record = NewRecord {
                on: self.ago(DAYS - number * DAYS / RECORDS),
                counterparts: vec![Counterpart::Person],
                methods: vec![ContactMethod::Interview],
                facts: format!(
                    "{number}回目の面談。「今週は2回、朝に起きられた」と話された。来週の予定をいっしょに確かめた。"
                ),
                ..NewRecord::default()
            };
            self.app.write_record(&self.worker, case, record).await?;
        }
        Ok(())
    }
}

/// Makes the person, and prints the identifier of the case.
pub(crate) async fn tell(store: Store) -> Result<(), Failure> {
    let root = store.reader().staff_by_login("root").await?.ok_or("nobody administers it")?;
    let app = App::new(store, Clock::System, Definitions::embedded()?, SecondFactor::Optional);
    let today = app.clock().today();
    let centre = AgencyId::new(id(AGENCY, 1));
    let admin = crate::actor(root.id, centre, Role::Administrator)?;
    let worker = crate::actor(StaffId::new(id(STAFF, 1)), centre, Role::Counselor)?;
    let teller = Teller { app, worker, today };
    let case = teller.case().await?;
    let mut beside = Vec::new();
    for (kind, used) in BESIDE {
        let by = teller.beside(&admin, case, kind).await?;
        if let Some(used) = used {
            teller.uses(&by, case, used).await?;
        }
        beside.push(by);
    }
    teller.records(case).await?;
    let mut begun = 0;
    for (by, form) in beside.iter().flat_map(|by| FORMS.map(|form| (by, form))) {
        if begun < SHEETS && teller.app.start_sheet(by, Whom::OfCase(case), form, "年月を追って見る").await.is_ok()
        {
            begun += 1;
        }
    }
    eprintln!("{RECORDS} records, {} agencies, {begun} sheets", beside.len());
    println!("{case}");
    Ok(())
}

/// Computes the deadlines of a million terms: read from their stored form, as after a change of everything.
pub(crate) fn terms() -> Result<(), Failure> {
    let definitions = Definitions::embedded()?;
    let today = NaiveDate::from_ymd_opt(2026, 4, 1).ok_or("no such day")?;
    let mut stored = Vec::new();
    for number in 0..TERMS {
        stored.push(serde_json::to_string(&term(&definitions, number, today)?)?);
    }
    let bytes: usize = stored.iter().map(String::len).sum();
    let begun = Instant::now();
    let mut found = 0;
    for one in &stored {
        let episode: Episode = serde_json::from_str(one)?;
        found += episode.deadlines().len();
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!("{TERMS} terms ({} MB), {found} deadlines: {seconds:.1} s", bytes / 1_000_000);
    Ok(())
}

/// A use of transition support that began on some day of the last two years, every third one interrupted for a while.
fn term(definitions: &Definitions, number: u64, today: NaiveDate) -> Result<Episode, Failure> {
    let definition = definitions.programmes.of(Programme::Transition).ok_or("no such programme")?;
    let on = today - Days::new(40 + number % 690);
    let new = NewEpisode {
        person: PersonId::new(id(crate::PERSON, number)),
        agency: AgencyId::new(id(AGENCY, number % 500)),
        kind: AgencyKind::TransitionSupport,
        definition,
        excluded: Vec::new(),
        start: Start { on, months: None, hired_on: None, ground: None },
        previous: None,
        others: &[],
        heard: None,
    };
    let episode_id = EpisodeId::new(id(9, number));
    let refused = |_| Failure::from("a rule refuses it");
    let mut episode = Episode::apply(None, episode_id, &new.decide().map_err(refused)?).ok_or("no use")?;
    if number.is_multiple_of(3) {
        for event in [
            episode.suspend(on + Days::new(10), "入院", today),
            Ok(banso_domain::episode::EpisodeEvent::Resumed { on: on + Days::new(30) }),
        ] {
            episode = Episode::apply(Some(episode), episode_id, &event.map_err(refused)?).ok_or("no use")?;
        }
    }
    Ok(episode)
}
