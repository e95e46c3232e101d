//! What happens to one person, written by whoever would write it.

use std::{collections::BTreeMap, sync::Arc};

use banso_access::Actor;
use banso_app::{App, JobAsked, NewRecord, UseCaseError, Whom};
use banso_domain::{
    agency::Channel,
    answer::{AnswerForm, PersonAnswer, Will},
    case::{
        contact::{AgencyContact, ContactDirection, ContactKind, Initiator},
        network::{Supporting, Topic},
        record::{ContactMethod, Counterpart},
        sharing::{
            ConfirmMethod, Consent, Direction, EmploymentDisclosure, Recipient, Route, SharedItem, SharingPurpose,
        },
    },
    episode::{EpisodeEnd, Heard, Programme, Start},
    id::{AgencyId, CaseId, ConsentId, EpisodeId, JobId, ReferralId},
    job::{
        Check, CheckResult, Checkpoint, ContactPlan, ContactWith, FadingBasis, JobCommand, JobEnd, JobKind, JobRoute,
        JobSlot, JobTerms, PlanPhase, PlanStep, Side as JobSide, WorkContact,
    },
    referral::{Receiver, Word},
};
use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::{Imagined, founding::Founded, life::Happens, link::With, rates::FADING};
use crate::{
    RegionError,
    chance::Chance,
    deeds::Told,
    failure::while_doing,
    people,
    referrals::{self, To},
};

/// Where a job stands in the record.
struct Work {
    job: JobId,
    /// The office beside it, by its place on the map; nobody where the centre itself stands there.
    office: Option<usize>,
    version: i64,
}

/// A person as those who write know them.
pub(super) struct Person {
    founded: Arc<Founded>,
    told: Told,
    /// With whom each link is, by place on the map.
    partners: Vec<Option<usize>>,
    pub(super) centre: usize,
    /// Who is in charge, among the counsellors of the centre.
    pub(super) worker: usize,
    office: Option<usize>,
    referrals: BTreeMap<usize, ReferralId>,
    used: Option<EpisodeId>,
    work: Option<Work>,
}

impl Person {
    pub(super) fn new(founded: Arc<Founded>, region: &Imagined, number: usize, on: NaiveDate) -> Self {
        let life = &region.lives[number];
        // What is written is of another chance than what happens, so that new words change no day.
        let mut chance = Chance::new(!region.wanted.seed, number as u64);
        let person = people::person(&mut chance, on);
        let staff = &founded.centres[life.centre];
        let told = Told {
            person: Some(Box::new(person)),
            centre: staff.agency,
            worker: staff.workers[life.worker].clone(),
            officer: founded.officer.clone(),
            companion: None,
            chance,
            case: None,
            referral: None,
        };
        let with = |link: &super::Link| match link.with {
            With::Person => None,
            With::Partner(at) => Some(at),
        };
        let partners = life.links.iter().map(with).collect();
        let (centre, worker, office) = (life.centre, life.worker, life.office);
        let referrals = BTreeMap::new();
        Self { founded, told, partners, centre, worker, office, referrals, used: None, work: None }
    }

    /// The case, once it is opened.
    pub(super) fn case(&self) -> Option<CaseId> {
        self.told.case
    }

    /// The use of transition support, once it has begun.
    pub(super) fn used(&self) -> Option<EpisodeId> {
        self.used
    }

    /// Writes down what happens today.
    pub(super) async fn carry_out(&mut self, app: &App, what: &Happens) -> Result<(), RegionError> {
        let on = app.clock().today();
        if let Happens::Case(deed) = what {
            return self.told.carry_out(app, *deed).await;
        }
        let done = match self.told.case {
            Some(case) => self.write(app, case, what, on).await,
            None => Err(UseCaseError::NotFound),
        };
        done.map_err(while_doing(name(what), on))
    }

    async fn write(&mut self, app: &App, case: CaseId, what: &Happens, on: NaiveDate) -> Result<(), UseCaseError> {
        let worker = self.told.worker.clone();
        match *what {
            // The conferences of the day bring people together.
            Happens::Case(_) | Happens::Sit(_) => Ok(()),
            Happens::Speak => app.write_record(&worker, case, self.spoken(on, false)).await.map(drop),
            Happens::Crisis => app.write_record(&worker, case, self.spoken(on, true)).await.map(drop),
            Happens::Call(link) => {
                let agency = self.partner(link)?;
                let (record, contact) = self.called(agency, on);
                app.write_contact(&worker, case, record, contact).await.map(drop)
            }
            Happens::Refer(at) => {
                let receiver = Receiver::Agency { agency: self.founded.partners[at] };
                let id = app.draft_referral(&worker, case, referrals::content(To::City, receiver, on), None).await?;
                let will = Will::Agrees { form: AnswerForm::Oral };
                let answer = PersonAnswer { will, on, asked_by: worker.staff() };
                app.answer_referral_consent(&worker, id, 1, answer).await?;
                app.send_referral(&worker, id, 2).await?;
                self.referrals.insert(at, id);
                Ok(())
            }
            Happens::Answer(at, accepts) => {
                let id = self.referrals.get(&at).copied().ok_or(UseCaseError::NotFound)?;
                let accepted = referrals::answer(Word::Accepts { first_on: None }, on);
                let answer = if accepts { accepted } else { referrals::no(on) };
                app.record_referral_answer(&worker, id, answer).await
            }
            Happens::LetIn(at) => {
                let version = app.case_file(&worker, case).await?.version;
                app.give_consent(&worker, case, version, self.consent(at, &worker, on)).await.map(drop)
            }
            Happens::Begin(at) => {
                let complaint = "働く準備をしたい。朝に起きられるようになりたい。".to_owned();
                let heard = Heard { complaint, about: vec![Topic::WorkAndLife] };
                let start = Start { on, months: None, hired_on: None, ground: None };
                let office = self.office(at, on)?;
                let used = app.start_episode(&office, Whom::OfCase(case), Programme::Transition, start, Some(heard));
                self.used = Some(used.await?);
                Ok(())
            }
            Happens::EndUse(reason) => {
                let office = self.office(self.office.ok_or(UseCaseError::NotFound)?, on)?;
                let used = self.used.ok_or(UseCaseError::NotFound)?;
                let version = app.episode(&office, used).await?.version;
                app.end_episode(&office, used, version, EpisodeEnd { on, reason, note: String::new() }).await
            }
            Happens::Hired(firm) => self.hire(app, case, firm, on).await,
            Happens::Work(_) => {
                let channel = if self.told.chance.percent(50) { Channel::Visit } else { Channel::Phone };
                let contact = WorkContact {
                    on,
                    with: vec![JobSide::Employer],
                    channel,
                    by: None,
                    report_shared: false,
                    words: "仕事の様子と、休憩の取り方を確かめた。".to_owned(),
                    in_case: false,
                };
                self.at_work(app, JobCommand::Contact(contact)).await
            }
            Happens::Check(is_at_work) => {
                let result = if is_at_work { CheckResult::InJob } else { CheckResult::Left };
                self.at_work(app, JobCommand::Check(Check { at: Checkpoint::SixMonths, on, result })).await
            }
            Happens::Left(reason) => {
                self.at_work(app, JobCommand::Finish(JobEnd { on, reason, note: String::new() })).await
            }
            Happens::Passed(to) => {
                let centre = &self.founded.centres[self.centre];
                let next = centre.workers[to].clone();
                app.assign_case(&centre.chief, case, next.staff(), "異動のため").await?;
                self.told.worker = next;
                self.worker = to;
                Ok(())
            }
        }
    }

    fn partner(&self, link: usize) -> Result<AgencyId, UseCaseError> {
        let at = self.partners.get(link).copied().flatten().ok_or(UseCaseError::NotFound)?;
        Ok(self.founded.partners[at])
    }

    fn office(&self, at: usize, on: NaiveDate) -> Result<Actor, UseCaseError> {
        self.founded.office(at, on).ok_or(UseCaseError::NotFound)
    }

    fn spoken(&mut self, on: NaiveDate, is_urgent: bool) -> NewRecord {
        let (method, facts) = match (is_urgent, self.told.chance.percent(60)) {
            (true, _) => {
                (ContactMethod::Phone, "本人から電話。「今夜どうしたらいいか分からない」と話す。すぐに会うことにした。")
            }
            (false, true) => {
                (ContactMethod::Interview, "面談。この2週間のことを本人の言葉で聞いた。次に会う日を決めた。")
            }
            (false, false) => (ContactMethod::Phone, "電話。変わりはないとのこと。困っていることを一つ聞いた。"),
        };
        NewRecord {
            on,
            counterparts: vec![Counterpart::Person],
            methods: vec![method],
            facts: facts.to_owned(),
            is_emergency: is_urgent,
            ..NewRecord::default()
        }
    }

    fn called(&mut self, agency: AgencyId, on: NaiveDate) -> (NewRecord, AgencyContact) {
        let channel = *self.told.chance.pick(&[Channel::Phone, Channel::Phone, Channel::Mail, Channel::Visit]);
        let kind =
            *self.told.chance.pick(&[ContactKind::Progress, ContactKind::Coordination, ContactKind::SharingOnly]);
        let direction = if self.told.chance.percent(65) { ContactDirection::Sent } else { ContactDirection::Received };
        let contact = AgencyContact {
            direction,
            initiated_by: Initiator::SupportAgency,
            ..AgencyContact::new(Supporting::Agency { agency }, channel, vec![kind])
        };
        let record = NewRecord {
            on,
            counterparts: vec![Counterpart::Agency],
            methods: vec![channel.method()],
            facts: "最近の様子を伝え合い、次にだれが連絡するかを決めた。".to_owned(),
            ..NewRecord::default()
        };
        (record, contact)
    }

    fn consent(&self, at: usize, worker: &Actor, on: NaiveDate) -> Consent {
        Consent {
            id: ConsentId::new(Uuid::now_v7()),
            purposes: vec![SharingPurpose::Support],
            to: vec![Recipient { agency: self.founded.partners[at], is_employer: false }],
            items: [SharedItem::Basic, SharedItem::Services, SharedItem::WorkHistory].into_iter().collect(),
            direction: Direction::Both,
            route: Route::Direct,
            route_reason: "「同じことを何度も話したくない」と頼まれた。".to_owned(),
            tell_each_time: false,
            from: on,
            until: on + Days::new(300),
            explained_on: on,
            explained_by: worker.staff(),
            form: AnswerForm::Signed,
            proxy: String::new(),
            confirmed_by: vec![ConfirmMethod::Spoken, ConfirmMethod::Written],
            rules_version: "2015-04-01".to_owned(),
            withdrawn: None,
        }
    }

    /// Whoever stands beside the job.
    fn beside(&self, office: Option<usize>, on: NaiveDate) -> Result<Actor, UseCaseError> {
        office.map_or_else(|| Ok(self.told.worker.clone()), |at| self.office(at, on))
    }

    async fn hire(&mut self, app: &App, case: CaseId, firm: usize, on: NaiveDate) -> Result<(), UseCaseError> {
        let office = self.office.filter(|_| self.used.is_some());
        let by = self.beside(office, on)?;
        let employer = app.agency(self.founded.partners[firm]).await?.facts.name;
        let terms = JobTerms {
            work: "商品の品出しと清掃".to_owned(),
            starts_on: on,
            until: None,
            weekly_hours: u32::try_from(self.told.chance.between(20, 35)).ok(),
            slot: JobSlot::DisabilitySlot,
            disclosure: EmploymentDisclosure::Open,
            route: JobRoute::HelloWork,
            key_person: "主任".to_owned(),
            accommodation: "指示は一つずつ、紙に書いて渡す。".to_owned(),
        };
        let asked = JobAsked { employer, kind: JobKind::Employment, terms };
        let job = app.start_job(&by, Whom::OfCase(case), asked).await?;
        self.work = Some(Work { job, office, version: 1 });
        self.at_work(app, JobCommand::PlanContacts(plan(on))).await
    }

    async fn at_work(&mut self, app: &App, command: JobCommand) -> Result<(), UseCaseError> {
        let Some(Work { job, office, version }) = self.work else { return Err(UseCaseError::NotFound) };
        let on = app.clock().today();
        let by = self.beside(office, on)?;
        // What the centre writes in its case about the firm is noted on the job as well.
        let version = if office.is_some() { version } else { app.job(&by, job).await?.version };
        app.change_job(&by, job, version, command).await?;
        self.work = Some(Work { job, office, version: version + 1 });
        Ok(())
    }
}

/// Contact that becomes less as the firm does more by itself.
fn plan(on: NaiveDate) -> ContactPlan {
    let mut from = on;
    let steps = FADING.iter().map(|(times, days)| {
        let until = from.checked_add_days(Days::new(days - 1));
        let step = PlanStep {
            phase: PlanPhase::Retention,
            from,
            until,
            with: ContactWith::Employer,
            times: *times,
            every_months: 1,
            give: 0,
            channels: vec![Channel::Visit, Channel::Phone],
        };
        from = until.and_then(|until| until.succ_opt()).unwrap_or(from);
        step
    });
    ContactPlan {
        from: on,
        wish: "はじめは週に1回来てほしい。慣れたら、月に1回でいい。".to_owned(),
        slot: String::new(),
        steps: steps.collect(),
        basis: vec![FadingBasis::AskInside, FadingBasis::FirmLeads],
        return_if: "2日続けて休んだとき".to_owned(),
        monthly_until: None,
    }
}

const fn name(what: &Happens) -> &'static str {
    match what {
        Happens::Case(_) => "a step of a case",
        Happens::Sit(_) => "a sitting",
        Happens::Speak => "a support record",
        Happens::Crisis => "a record of a crisis",
        Happens::Call(_) => "a contact with an agency",
        Happens::Refer(_) => "a referral",
        Happens::Answer(..) => "the answer to a referral",
        Happens::LetIn(_) => "a consent",
        Happens::Begin(_) => "the beginning of a use",
        Happens::EndUse(_) => "the end of a use",
        Happens::Hired(_) => "a hiring",
        Happens::Work(_) => "a contact with a firm",
        Happens::Check(_) => "a look at work after half a year",
        Happens::Left(_) => "leaving a job",
        Happens::Passed(_) => "a change of the one in charge",
    }
}
