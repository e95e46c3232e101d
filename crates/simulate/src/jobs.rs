//! Practices and jobs in the region: one who works, with goals, a key person and an employer who does more and more by itself; one who left
//! a job years ago, was looked back on, and tries again in a practice; one beside whose job the centre itself stands.

use banso_access::Actor;
use banso_app::{App, CaseSearch, CaseView, JobAsked, NewRecord, UseCaseError, Whom};
use banso_domain::{
    agency::Channel,
    answer::AnswerForm,
    case::{
        Stage,
        contact::{AgencyContact, ContactKind},
        network::Supporting,
        record::Counterpart,
        sharing::{
            ConfirmMethod, Consent, Direction, EmploymentDisclosure, Recipient, Route, SharedItem, SharingPurpose,
        },
    },
    id::{CaseId, ConsentId, GoalId, JobId},
    job::{
        Agreement, Check, CheckResult, Checkpoint, Consult, ConsultKind, ContactChange, ContactPlan, ContactWith,
        FadingBasis, Feedback, Goal, GoalReview, JobCommand, JobDueKind, JobEnd, JobEndReason, JobKind, JobRoute,
        JobSlot, JobTerms, LookBack, PlanPhase, PlanStep, Side, Tool, WorkContact,
    },
};
use chrono::{Days, Months, NaiveDate};
use uuid::Uuid;

use crate::{
    RegionError, accommodation,
    cast::{Cast, EMPLOYER},
    failure::while_doing,
};

struct Writer<'a> {
    app: &'a App,
    cast: &'a Cast,
    today: NaiveDate,
}

fn terms(work: &str, starts_on: NaiveDate, until: Option<NaiveDate>) -> JobTerms {
    JobTerms {
        work: work.to_owned(),
        starts_on,
        until,
        weekly_hours: Some(25),
        slot: JobSlot::DisabilitySlot,
        disclosure: EmploymentDisclosure::Open,
        route: JobRoute::HelloWork,
        key_person: "製造課の主任".to_owned(),
        accommodation: "指示は一つずつ、紙に書いて渡す。休憩は1時間ごとに10分。".to_owned(),
    }
}

impl Writer<'_> {
    fn ago(&self, days: u64) -> NaiveDate {
        self.today - Days::new(days)
    }

    fn actor(&self, login: &str) -> Result<Actor, UseCaseError> {
        self.cast.narrow(login, self.today).map_err(|_| UseCaseError::NotFound)
    }

    async fn begin(
        &self,
        by: &Actor,
        case: CaseId,
        employer: &str,
        kind: JobKind,
        terms: JobTerms,
    ) -> Result<JobId, UseCaseError> {
        self.app.start_job(by, Whom::OfCase(case), JobAsked { employer: employer.to_owned(), kind, terms }).await
    }

    async fn does(&self, by: &Actor, job: JobId, commands: Vec<JobCommand>) -> Result<(), UseCaseError> {
        for command in commands {
            let version = self.app.job(by, job).await?.version;
            self.app.change_job(by, job, version, command).await?;
        }
        Ok(())
    }

    /// An agency may know of the work: the employer what it needs for the goals of the half-year, the job coach to come along.
    async fn let_know(
        &self,
        case: CaseId,
        (whom, is_employer): (&Actor, bool),
        because: &str,
    ) -> Result<(), UseCaseError> {
        let file = self.app.case_file(&self.cast.chief, case).await?;
        let consent = Consent {
            id: ConsentId::new(Uuid::now_v7()),
            purposes: vec![SharingPurpose::Retention],
            to: vec![Recipient { agency: whom.agency(), is_employer }],
            items: [SharedItem::WorkHistory].into_iter().collect(),
            direction: Direction::Both,
            route: Route::Direct,
            route_reason: because.to_owned(),
            tell_each_time: false,
            from: self.today,
            until: self.today + Days::new(180),
            explained_on: self.today,
            explained_by: file.case.assigned_to,
            form: AnswerForm::Signed,
            proxy: String::new(),
            confirmed_by: vec![ConfirmMethod::Spoken, ConfirmMethod::Written],
            rules_version: "2015-04-01".to_owned(),
            withdrawn: None,
        };
        self.app.give_consent(&self.cast.chief, case, file.version, consent).await.map(drop)
    }

    /// At work for fifteen months; the retention office goes on where the transition office stopped.
    async fn at_work(&self, case: CaseId) -> Result<(), UseCaseError> {
        let (office, retention) = (self.actor("transition")?, self.actor("retention")?);
        let employer = self.actor("employer")?;
        self.let_know(case, (&employer, true), "目標を、職場の人といっしょに見たい。").await?;
        let practice = terms("惣菜の盛り付け", self.ago(540), Some(self.ago(527)));
        let practice = self.begin(&office, case, EMPLOYER, JobKind::Practice, practice).await?;
        let word = |side, days, words: &str| {
            JobCommand::GiveFeedback(Feedback { side, on: self.ago(days), words: words.to_owned() })
        };
        let end = JobEnd { on: self.ago(527), reason: JobEndReason::TermReached, note: String::new() };
        let deeds = vec![
            JobCommand::Finish(end),
            word(Side::Employer, 525, "所内の評価より手が早い。午後に疲れが出る。"),
            word(Side::Person, 524, "休憩室が静かで、落ち着けた。"),
        ];
        self.does(&office, practice, deeds).await?;

        let first = self.ago(460);
        let job = self
            .begin(&office, case, EMPLOYER, JobKind::Employment, terms("惣菜の盛り付けと洗浄", first, None))
            .await?;
        let agreed = Agreement {
            on: self.ago(465),
            sides: Side::ALL.to_vec(),
            what: "指示は紙に書いて渡す。困ったときは主任に言う。休憩は1時間ごと。".to_owned(),
        };
        let asked = |days, kind, topic: &str| {
            let topic = topic.to_owned();
            JobCommand::Consult(Consult { on: self.ago(days), side: Side::Employer, kind, topic })
        };
        let deeds = vec![
            JobCommand::Agree(agreed),
            JobCommand::Settle(JobDueKind::ConsultCard, self.ago(440)),
            asked(430, ConsultKind::Asked, "新しい作業の手順を教えてほしい"),
            asked(400, ConsultKind::Asked, "午後の疲れについて、来て見てほしい"),
            asked(330, ConsultKind::HowTo, "注意のしかたを知りたい"),
            JobCommand::Check(Check { at: Checkpoint::SixMonths, on: self.ago(270), result: CheckResult::InJob }),
        ];
        self.does(&office, job, deeds).await?;
        let version = self.app.job(&office, job).await?.version;
        let on = self.ago(240);
        self.app.change_job(&office, job, version, JobCommand::PassOn(retention.agency(), on)).await?;

        let goal = |what: &str, days: u64, until: NaiveDate| Goal {
            id: GoalId::new(Uuid::now_v7()),
            what: what.to_owned(),
            from: self.ago(days),
            until,
            person_on: Some(self.ago(days)),
            employer_on: Some(self.ago(days)),
            review: None,
        };
        let past = goal("洗浄の手順を、紙を見ないでできるようになる", 236, self.ago(54));
        let review = GoalReview {
            on: self.ago(50),
            person: "できるようになった。夏は少しつらかった。".to_owned(),
            employer: "新人に教える側になった。".to_owned(),
        };
        let past_id = past.id;
        let now = Goal {
            employer_on: None,
            person_on: None,
            ..goal("休むときは、前の日までに主任に言う", 45, self.today + Days::new(137))
        };
        let deeds = vec![
            JobCommand::PlanContacts(self.contacts()),
            JobCommand::SetGoal(past),
            asked(200, ConsultKind::HowTo, "繁忙期の休憩の取り方"),
            asked(90, ConsultKind::ByThemselves, "主任が作業の順番を変え、表にして貼った"),
            JobCommand::SeeSupport(self.ago(88), "同僚が、午後の休憩に声をかけていた。".to_owned(), false),
            JobCommand::ReviewGoal(past_id, review),
            JobCommand::SetGoal(now),
            JobCommand::Check(Check { at: Checkpoint::OneYear, on: self.ago(90), result: CheckResult::InJob }),
            JobCommand::ChangeContact(ContactChange {
                on: self.ago(9),
                key_person: "製造課の新しい主任".to_owned(),
                is_head: false,
            }),
            JobCommand::Settle(JobDueKind::MeetSuccessor, self.ago(5)),
        ];
        self.does(&retention, job, deeds).await?;
        let met = [235, 228, 221, 214, 200, 186, 170, 156, 130, 95, 64, 33, 5];
        let contacts = met.into_iter().enumerate().map(|(number, days)| {
            // Every third time person and firm sit together.
            let with = if number % 3 == 0 { vec![Side::Person, Side::Employer] } else { vec![Side::Employer] };
            JobCommand::Contact(WorkContact {
                on: self.ago(days),
                with,
                channel: if number % 2 == 0 { Channel::Visit } else { Channel::Phone },
                by: None,
                report_shared: number % 4 == 0,
                words: "仕事の様子と、休憩の取り方を確かめた。".to_owned(),
                in_case: false,
            })
        });
        self.does(&retention, job, contacts.collect()).await?;
        // The job coach comes along while the new superior finds their way, and writes into the same record.
        let coach = self.actor("job_coach")?;
        self.let_know(case, (&coach, false), "新しい主任に、仕事の教え方をいっしょに伝えてほしい。").await?;
        self.does(&retention, job, vec![JobCommand::BringIn(coach.agency(), self.ago(8))]).await?;
        let visit = WorkContact {
            on: self.ago(6),
            with: vec![Side::Person, Side::Employer],
            channel: Channel::Visit,
            by: None,
            report_shared: false,
            words: "洗浄の手順を、新しい主任の前で確かめた。".to_owned(),
            in_case: false,
        };
        self.does(&coach, job, vec![JobCommand::Contact(visit)]).await?;
        accommodation::considered(self.app, (&retention, &employer), (case, job), self.today).await
    }

    /// Four times a month, then twice, then once, as the person wished it.
    fn contacts(&self) -> ContactPlan {
        let step = |phase, from: u64, until: Option<u64>, times| PlanStep {
            phase,
            from: self.ago(from),
            until: until.map(|days| self.ago(days)),
            with: ContactWith::Employer,
            times,
            every_months: 1,
            give: 0,
            channels: vec![Channel::Visit, Channel::Phone],
        };
        let (first, second) = (self.ago(236) + Months::new(1), self.ago(236) + Months::new(3));
        let mut steps = vec![
            step(PlanPhase::Retention, 236, None, 4),
            step(PlanPhase::Retention, 236, None, 2),
            step(PlanPhase::FollowUp, 236, None, 1),
        ];
        steps[0].until = first.pred_opt();
        (steps[1].from, steps[1].until) = (first, second.pred_opt());
        steps[2].from = second;
        ContactPlan {
            from: self.ago(236),
            wish: "はじめは週に1回来てほしい。慣れたら、月に1回でいい。".to_owned(),
            slot: "第1・第3水曜の15時".to_owned(),
            steps,
            basis: vec![FadingBasis::AskInside, FadingBasis::FirmLeads],
            return_if: "2日続けて休んだとき".to_owned(),
            monthly_until: Some(self.today + Months::new(24)),
        }
    }

    /// A job beside which the centre itself stands: what it writes of the firm in its case counts there.
    async fn beside_the_centre(&self, case: CaseId) -> Result<(), UseCaseError> {
        let chief = &self.cast.chief;
        // Where the person stays closed to employers, nobody calls a firm.
        if self.app.case_file(chief, case).await?.case.sharing.is_closed_to_employers() {
            return Ok(());
        }
        let job = terms("洗い場の片付け", self.ago(95), None);
        let job = self.begin(chief, case, EMPLOYER, JobKind::Employment, job).await?;
        let agreed = Agreement {
            on: self.ago(97),
            sides: Side::ALL.to_vec(),
            what: "はじめの3か月は1日4時間。休憩は主任が声をかける。".to_owned(),
        };
        let deeds = vec![
            JobCommand::Agree(agreed),
            JobCommand::Settle(JobDueKind::SupportLink, self.ago(92)),
            JobCommand::Settle(JobDueKind::ConsultCard, self.ago(70)),
        ];
        self.does(chief, job, deeds).await?;
        let firm = self.cast.partner(EMPLOYER).ok_or(UseCaseError::NotFound)?;
        let file = self.app.case_file(chief, case).await?;
        let contact =
            AgencyContact::new(Supporting::Agency { agency: firm }, Channel::Phone, vec![ContactKind::Progress]);
        let record = NewRecord {
            on: self.ago(12).max(file.case.received_on),
            counterparts: vec![Counterpart::Agency],
            counterpart_note: EMPLOYER.to_owned(),
            methods: vec![Channel::Phone.method()],
            facts: "主任に電話した。休憩は声をかけなくても取れるようになったとのこと。".to_owned(),
            next_on: file.case.next_contact_on,
            ..NewRecord::default()
        };
        self.app.write_contact(chief, case, record, contact).await.map(drop)
    }

    /// A job that was left years ago, and a practice that runs: the same person, the same record.
    async fn again(&self, case: CaseId) -> Result<(), UseCaseError> {
        let (office, centre) = (self.actor("transition")?, self.actor("nakapotsu")?);
        let job = JobTerms { route: JobRoute::FormerUser, ..terms("倉庫での仕分け", self.ago(2_430), None) };
        let job = self.begin(&centre, case, "はやぶさ物流（架空）", JobKind::Employment, job).await?;
        let look_back = LookBack {
            on: self.ago(1_600),
            info_shared: "三者の面談が、はじめの1年だけだった。".to_owned(),
            tools: vec![Tool::AssessmentSheet, Tool::Passport],
            done: "月に1回の職場訪問。".to_owned(),
            not_done: "店長が代わったときの顔合わせ。".to_owned(),
            lesson: "担当者が代わる月に、必ず一度会う。".to_owned(),
        };
        let deeds = vec![
            JobCommand::Check(Check { at: Checkpoint::SixMonths, on: self.ago(2_240), result: CheckResult::InJob }),
            JobCommand::Check(Check { at: Checkpoint::OneYear, on: self.ago(2_060), result: CheckResult::InJob }),
            JobCommand::Finish(JobEnd {
                on: self.ago(1_620),
                reason: JobEndReason::Health,
                note: "店長が代わってから、休みが増えた。".to_owned(),
            }),
            JobCommand::LookBack(look_back),
        ];
        self.does(&centre, job, deeds).await?;
        let practice = terms("花の苗の植え替え", self.ago(12), Some(self.today + Days::new(16)));
        self.begin(&office, case, "みどりの園芸（架空）", JobKind::Practice, practice).await.map(drop)
    }
}

/// The place among those in support of one beside whose job the centre itself stands.
pub(crate) const BESIDE_THE_CENTRE: usize = 5;

/// Records practices and jobs of people who use services, the day being today.
pub(crate) async fn work(app: &App, cast: &Cast) -> Result<(), RegionError> {
    let today = app.clock().today();
    let search = CaseSearch { limit: 20, ..CaseSearch::of(CaseView::InStage(Stage::InSupport)) };
    let doing = while_doing("recording practices and jobs", today);
    let written = async {
        let (rows, _) = app.cases(&cast.chief, &search).await?;
        let writer = Writer { app, cast, today };
        if let Some(row) = rows.first() {
            writer.again(row.id).await?;
        }
        if let Some(row) = rows.get(7) {
            writer.at_work(row.id).await?;
        }
        if let Some(row) = rows.get(BESIDE_THE_CENTRE) {
            writer.beside_the_centre(row.id).await?;
        }
        Ok(())
    };
    written.await.map_err(doing)
}
