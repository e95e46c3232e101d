//! One deed of one case, done by whoever does it in life.

use banso_access::Actor;
use banso_app::{App, CaseFile, NewCase, NewRecord, UseCaseError, WhoFor};
use banso_domain::{
    answer::{AnswerForm, PersonAnswer, Will as Said},
    calendar::YearMonth,
    case::{
        Close,
        closing::{ContactAttempt, FollowUp},
        decision_lines,
        intake::{Application, EmergencySupport, ReferralConsent, Screening, ScreeningResult, SharingConsent},
        plan::{ActionState, Decision, Monitoring, Plan, Service},
    },
    id::{AgencyId, CaseId, PlanId, ReferralId},
    person::PersonFacts,
};
use chrono::{Days, Months, NaiveDate};

use crate::{
    RegionError,
    chance::Chance,
    failure::while_doing,
    network,
    story::{Deed, Will, working_day},
    words::{self, Contact},
};

/// A case of the region as the history knows it.
pub(crate) struct Told {
    pub(crate) person: Option<Box<PersonFacts>>,
    pub(crate) centre: AgencyId,
    pub(crate) worker: Actor,
    pub(crate) officer: Actor,
    /// Who is in touch beside the worker once there is a plan.
    pub(crate) companion: Option<Actor>,
    pub(crate) chance: Chance,
    /// Once it is opened.
    pub(crate) case: Option<CaseId>,
    /// The newest referral, once there is one.
    pub(crate) referral: Option<ReferralId>,
}

/// What a case looks like when something is about to be done to it.
struct Now<'a> {
    app: &'a App,
    told: &'a mut Told,
    case: CaseId,
    file: CaseFile,
    on: NaiveDate,
}

impl Told {
    /// Does one deed today.
    pub(crate) async fn carry_out(&mut self, app: &App, deed: Deed) -> Result<(), RegionError> {
        let on = app.clock().today();
        let done = match self.case {
            None => self.open(app, on).await,
            Some(case) => match app.case_file(&self.worker, case).await {
                Ok(file) => Now { app, told: self, case, file, on }.carry_out(deed).await,
                Err(error) => Err(error),
            },
        };
        done.map_err(while_doing(name(deed), on))
    }

    async fn open(&mut self, app: &App, on: NaiveDate) -> Result<(), UseCaseError> {
        let Some(person) = self.person.take() else { return Ok(()) };
        let (concern, first) = *self.chance.pick(words::FIRST);
        let new = NewCase {
            who: WhoFor::NewPerson(person),
            centre: self.centre,
            received_on: on,
            assigned_to: None,
            answers: words::concerns(concern, words::wish(&mut self.chance)),
        };
        let case = app.open_case(&self.worker, new).await?;
        self.case = Some(case);
        let worker = self.worker.clone();
        self.write(app, case, on, &worker, first).await
    }

    async fn write(
        &mut self,
        app: &App,
        case: CaseId,
        on: NaiveDate,
        by: &Actor,
        contact: Contact,
    ) -> Result<(), UseCaseError> {
        let (counterpart, method, facts, view, next_action) = contact;
        let minute = u16::try_from(self.chance.between(9 * 12, 15 * 12) * 5).ok();
        let next_on = (!next_action.is_empty()).then(|| working_day(on + Days::new(self.chance.between(14, 30))));
        let record = NewRecord {
            on,
            minute_of_day: minute,
            minutes: u32::try_from(self.chance.between(2, 12) * 5).ok(),
            counterparts: vec![counterpart],
            methods: vec![method],
            facts: facts.to_owned(),
            view: view.to_owned(),
            next_action: next_action.to_owned(),
            next_on,
            ..NewRecord::default()
        };
        app.write_record(by, case, record).await.map(drop)
    }
}

impl Now<'_> {
    fn plan(&self) -> Result<&Plan, UseCaseError> {
        self.file.case.current_plan().ok_or(UseCaseError::NotFound)
    }

    fn supported_plan(&self) -> Result<PlanId, UseCaseError> {
        self.file.case.supported_plan().map(|plan| plan.id).ok_or(UseCaseError::NotFound)
    }

    async fn carry_out(self, deed: Deed) -> Result<(), UseCaseError> {
        let (app, case, version, on) = (self.app, self.case, self.file.version, self.on);
        let worker = self.told.worker.clone();
        match deed {
            // The first contact is written with the opening.
            Deed::Open | Deed::Sit(_) => {}
            Deed::Note if self.file.case.last_contact_on == Some(on) => {}
            Deed::Note => {
                let contact = *self.told.chance.pick(words::CONTACTS);
                let companion = self.told.companion.clone().filter(|_| self.file.case.current_plan().is_some());
                self.told.write(app, case, on, &companion.unwrap_or(worker), contact).await?;
            }
            Deed::Apply(will) => {
                app.answer_application(&worker, case, version, self.application(will)).await?;
            }
            Deed::Screen(result) => {
                app.screen(&worker, case, version, self.screening(result)).await?;
            }
            Deed::Arrive => {
                app.confirm_arrival(&worker, case, on).await?;
            }
            Deed::Emergency => {
                let support = EmergencySupport {
                    need: "今夜泊まる場所がなく、所持金もない。".to_owned(),
                    service: Some(Service::Shelter),
                    started_on: on,
                    approved_by: "あおば野市 生活支援課（電話で確認）".to_owned(),
                    reported: None,
                };
                app.start_emergency(&worker, case, support).await?;
            }
            Deed::Assess => {
                let answers = words::assessment(&mut self.told.chance, on);
                let asked: Vec<String> = answers.iter().map(|(fact, _)| fact.to_owned()).collect();
                app.record_answers(&worker, case, version, "assessment_form", &answers, &asked).await?;
                network::weave(app, &worker, case, on, &self.told.chance).await?;
            }
            Deed::Draft(menu) => {
                let content = words::plan(menu, &mut self.told.chance, on);
                app.draft_plan(&worker, case, version, content).await?;
            }
            Deed::Sign => {
                let plan = self.plan()?;
                let applies = plan.content.needs_decision();
                app.answer_plan(&worker, case, version, plan.id, self.agrees(), applies).await?;
            }
            Deed::StartEarly => {
                let plan = self.plan()?.id;
                app.start_early(&worker, case, plan, on, "面接が近く、次の会議を待てないため").await?;
            }
            Deed::Decide => {
                let plan = self.plan()?;
                let lines = decision_lines(&plan.content).into_iter();
                let items = lines.filter_map(|(line, outcomes)| Some((line, *outcomes.first()?))).collect();
                let comment = "会議での協議のとおり。".to_owned();
                let decision = Decision { on, by: self.told.officer.staff(), items, comment };
                app.decide_plan(&self.told.officer, case, version, plan.id, decision).await?;
            }
            Deed::Monitor => self.monitor().await?,
            Deed::Evaluate(way) => {
                let plan = self.supported_plan()?;
                app.evaluate(&worker, case, version, plan, words::evaluation(way, on)).await?;
            }
            Deed::GoOn => {
                let plan = self.file.case.supported_plan().ok_or(UseCaseError::NotFound)?;
                let sitting = plan.sittings.last().ok_or(UseCaseError::NotFound)?.conference;
                app.continue_with_replan(&worker, case, version, plan.id, sitting, on).await?;
            }
            Deed::Close(reason, follows_up) => {
                let follow_up = if follows_up {
                    FollowUp::Yes {
                        method: "電話".to_owned(),
                        frequency: "月1回".to_owned(),
                        who: "担当の相談支援員".to_owned(),
                        until: on + Months::new(6),
                        next_on: Some(working_day(on + Months::new(1))),
                    }
                } else {
                    FollowUp::No { reason: "引き継ぎ先が継続して支援するため".to_owned() }
                };
                let note = "本人と振り返り、会議で確認した。".to_owned();
                app.close_case(&worker, case, version, Close { on, reason, note, follow_up: Some(follow_up) }).await?;
            }
            Deed::FollowUp => {
                let next = Some(working_day(on + Months::new(1)));
                app.follow_up(&worker, case, on, "電話。仕事は続いている。困りごとはないとのこと。", next).await?;
            }
            Deed::EndFollowUp => {
                app.end_follow_up(&worker, case, on, "本人と相談し、フォローを終える。").await?;
            }
            Deed::Attempt(means) => {
                let result = "応答なし。折り返しの連絡先を残した。".to_owned();
                app.attempt_contact(&worker, case, ContactAttempt { on, means, by: worker.staff(), result }).await?;
            }
            Deed::Suspend => {
                app.suspend_case(&worker, case, on, "連絡が途絶え、会議で中断を確認した。").await?;
            }
        }
        Ok(())
    }

    async fn monitor(&self) -> Result<(), UseCaseError> {
        let plan = self.plan()?;
        let next = YearMonth::of(self.on + Months::new(3));
        let end = plan.content.ends_on.map(YearMonth::of);
        let monitoring = Monitoring {
            on: self.on,
            delivery: "予定どおり実施。関係機関とも月に一度連絡している。".to_owned(),
            progress: "家計表が続いている。働くことへの不安は少し和らいだ。".to_owned(),
            next: Some(end.map_or(next, |end| next.min(end))),
        };
        let worker = &self.told.worker;
        self.app.monitor(worker, self.case, plan.id, monitoring).await?;
        self.app.move_action(worker, self.case, plan.id, 0, ActionState::InProgress).await.map(drop)
    }

    fn agrees(&self) -> PersonAnswer {
        self.answer(Said::Agrees { form: AnswerForm::Signed })
    }

    fn answer(&self, will: Said) -> PersonAnswer {
        PersonAnswer { will, on: self.on, asked_by: self.told.worker.staff() }
    }

    fn application(&self, will: Will) -> Application {
        let answer = match will {
            Will::Agrees => self.agrees(),
            Will::Declines => self.answer(Said::Declines {
                reason: "「役所に知られたくない。もう少し考えたい」".to_owned(),
            }),
            Will::CouldNotAsk => self.answer(Said::CouldNotAsk {
                reason: "体調がすぐれず、説明を聞ける状態ではなかった".to_owned(),
            }),
        };
        let agrees = answer.agrees();
        let sharing = SharingConsent { agrees, ..SharingConsent::default() };
        Application { answer, explained: agrees.then_some((self.on, self.told.worker.staff())), sharing }
    }

    fn screening(&self, result: ScreeningResult) -> Screening {
        let (comment, targets) = match result {
            ScreeningResult::InfoOnly => ("制度の案内で足りるとのこと。困ったときの連絡先を渡した。", vec![]),
            ScreeningResult::ReferOut => (
                "債務の整理が先とのご本人の希望。予約に同席した。",
                vec!["あおば野法律相談センター（架空）".to_owned()],
            ),
            ScreeningResult::ConsentPending => ("急がず関係をつくる。月に二度、電話する。", vec![]),
            ScreeningResult::ContinueSupport => ("課題が重なっており、継続して支援する。", vec![]),
            ScreeningResult::LostBeforeScreening => {
                ("三回連絡したが応答がない。再来所時はこの記録から続ける。", vec![])
            }
        };
        let waits = result == ScreeningResult::ConsentPending;
        Screening {
            on: self.on,
            result,
            comment: comment.to_owned(),
            referral_targets: targets,
            referral_consent: (result == ScreeningResult::ReferOut).then_some(ReferralConsent::Agrees),
            next_contact_on: waits.then(|| working_day(self.on + Days::new(14))),
            arrival_confirmed_on: None,
        }
    }
}

fn name(deed: Deed) -> &'static str {
    match deed {
        Deed::Open => "opening",
        Deed::Note => "a support record",
        Deed::Apply(_) => "the application",
        Deed::Screen(_) => "screening",
        Deed::Arrive => "confirming the arrival",
        Deed::Emergency => "emergency support",
        Deed::Assess => "the assessment",
        Deed::Draft(_) => "drafting a plan",
        Deed::Sign => "the person's answer to a plan",
        Deed::StartEarly => "an early start",
        Deed::Sit(_) => "a sitting",
        Deed::Decide => "the decision",
        Deed::Monitor => "monitoring",
        Deed::Evaluate(_) => "evaluation",
        Deed::GoOn => "going on to a re-plan",
        Deed::Close(..) => "closing",
        Deed::FollowUp => "following up",
        Deed::EndFollowUp => "ending the follow-up",
        Deed::Attempt(_) => "an attempt to reach the person",
        Deed::Suspend => "suspending",
    }
}
