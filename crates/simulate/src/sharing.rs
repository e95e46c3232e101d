//! Consents of the region: given, limited, told each time, through the person, ending, ended, withdrawn — and an emergency.

use banso_app::{App, CaseSearch, CaseView, UseCaseError};
use banso_domain::{
    answer::AnswerForm,
    case::{
        Stage,
        handover::{HandoverContent, HandoverDocument, HandoverKind, Successor},
        network::Supporting,
        sharing::{
            ConfirmMethod, Consent, Direction, EmergencyDisclosure, EmploymentDisclosure, ItemSet, Recipient, Release,
            Route, SharedItem, SharingPurpose,
        },
    },
    id::{AgencyId, CaseId, ConsentId, DisclosureId},
};
use chrono::{Days, NaiveDate};
use uuid::Uuid;

use crate::{
    RegionError,
    cast::{CLINIC, Cast, EMPLOYER, FAMILY, HELLOWORK, NAKAPOTSU, THE_PERSON, password_of},
    failure::while_doing,
    handover::words,
};

/// Somebody who is told, what, by which way, and from when until when, in days before and after today.
struct Told {
    to: &'static str,
    items: &'static [SharedItem],
    purpose: SharingPurpose,
    route: Route,
    each_time: bool,
    days_ago: u64,
    until: i64,
}

const fn told(
    to: &'static str,
    items: &'static [SharedItem],
    purpose: SharingPurpose,
    days_ago: u64,
    until: i64,
) -> Told {
    Told { to, items, purpose, route: Route::Direct, each_time: false, days_ago, until }
}

const HEALTH: &[SharedItem] = &[SharedItem::Basic, SharedItem::Health, SharedItem::Medication, SharedItem::Wishes];
const WORK: &[SharedItem] = &[SharedItem::Basic, SharedItem::WorkHistory, SharedItem::Wishes, SharedItem::Plan];
const AT_WORK: &[SharedItem] = &[SharedItem::Basic, SharedItem::Attendance, SharedItem::Plan];
const AT_HOME: &[SharedItem] = &[SharedItem::Basic, SharedItem::Wishes, SharedItem::Plan];

/// The people with an application of before so many days at least: consents are given after that.
struct Writer<'a> {
    app: &'a App,
    cast: &'a Cast,
    today: NaiveDate,
}

impl Writer<'_> {
    fn agency(&self, name: &str) -> Result<AgencyId, UseCaseError> {
        self.cast.partner(name).ok_or(UseCaseError::NotFound)
    }

    /// Records a consent; nothing is given before the case was received.
    async fn consent(&self, case: CaseId, told: &Told) -> Result<ConsentId, UseCaseError> {
        let file = self.app.case_file(&self.cast.chief, case).await?;
        let from = (self.today - Days::new(told.days_ago)).max(file.case.received_on);
        let days = Days::new(told.until.unsigned_abs());
        let until = if told.until < 0 { self.today - days } else { self.today + days };
        let direct = told.route != Route::ViaPerson;
        let consent = Consent {
            id: ConsentId::new(Uuid::now_v7()),
            purposes: vec![told.purpose],
            to: vec![Recipient { agency: self.agency(told.to)?, is_employer: false }],
            items: told.items.iter().copied().collect(),
            direction: Direction::Both,
            route: told.route,
            route_reason: if direct {
                "本人から「直接話してもらえると助かる」と頼まれた。".to_owned()
            } else {
                String::new()
            },
            tell_each_time: told.each_time,
            from,
            until: until.max(from),
            explained_on: from,
            explained_by: file.case.assigned_to,
            form: AnswerForm::Signed,
            proxy: String::new(),
            confirmed_by: vec![ConfirmMethod::Spoken, ConfirmMethod::Written],
            rules_version: "2015-04-01".to_owned(),
            withdrawn: None,
        };
        let id = consent.id;
        self.app.give_consent(&self.cast.chief, case, file.version, consent).await?;
        Ok(id)
    }

    async fn notes(&self, case: CaseId) -> Result<(), UseCaseError> {
        let clinic = self.cast.narrow("clinic", self.today).map_err(|_| UseCaseError::NotFound)?;
        let text = "次の受診は来週の水曜です。朝のつらさは少し軽くなったそうです。";
        self.app.write_to_centre(&clinic, case, text).await?;
        let text = "ありがとうございます。週3日の見学から始める予定を、本人と一緒に受診のときに話します。";
        self.app.write_to_agency(&self.cast.chief, case, clinic.agency(), text).await
    }

    /// The clinic is asked whether it goes on with what it sees more of than the centre.
    async fn asked(&self, case: CaseId) -> Result<(), UseCaseError> {
        let clinic = self.agency(CLINIC)?;
        let content = HandoverContent {
            to: Successor::Support { supporting: Supporting::Agency { agency: clinic } },
            documents: vec![HandoverDocument::Accommodation],
            policy: "体調の見守りはクリニックの相談室が続ける。仕事のことは、これまでどおりセンターが聞く。".to_owned(),
            open_issues: "朝のつらさが残っている。".to_owned(),
            ..HandoverContent::new(HandoverKind::ServiceEnd, self.today, self.today + Days::new(120))
        };
        let handover = self.app.open_handover(&self.cast.chief, case, content, words()).await?;
        let note = "体調の見守りを、相談室で続けていただけますか。本人は、火曜の午後なら話しやすいそうです。";
        self.app.ask_successor(&self.cast.chief, case, handover, note).await.map(drop)
    }

    async fn emergency(&self, case: CaseId) -> Result<(), UseCaseError> {
        let given = EmergencyDisclosure {
            id: DisclosureId::new(Uuid::now_v7()),
            to: Recipient { agency: self.agency(CLINIC)?, is_employer: false },
            items: ItemSet::NONE.with(SharedItem::Basic).with(SharedItem::Medication),
            reason: "面談中に意識が遠のき、本人に聞けなかった。飲んでいる薬をクリニックに伝えた。".to_owned(),
            on: self.today,
            until: self.today + Days::new(2),
            review_by: self.today + Days::new(7),
            review: None,
        };
        self.app.disclose_in_emergency(&self.cast.chief, case, given).await.map(drop)
    }

    async fn each_time(&self, case: CaseId) -> Result<(), UseCaseError> {
        let told = Told { each_time: true, ..told(NAKAPOTSU, WORK, SharingPurpose::Support, 30, 300) };
        let consent = self.consent(case, &told).await?;
        let release = Release {
            id: DisclosureId::new(Uuid::now_v7()),
            consent,
            to: self.agency(NAKAPOTSU)?,
            items: ItemSet::NONE.with(SharedItem::Basic).with(SharedItem::WorkHistory),
            told_on: self.today,
            told: "電話で伝えた。「それでお願いします」との返事。".to_owned(),
            until: self.today + Days::new(13),
        };
        self.app.release(&self.cast.chief, case, release).await.map(drop)
    }

    async fn withdrawn(&self, case: CaseId) -> Result<(), UseCaseError> {
        let consent = self.consent(case, &told(HELLOWORK, WORK, SharingPurpose::Referral, 40, 200)).await?;
        let reason = "いまは仕事さがしを休みたい。";
        self.app.withdraw_consent(&self.cast.chief, case, consent, self.today, reason).await.map(drop)
    }

    /// One person after the other, each with something else.
    async fn write(&self, cases: &[CaseId]) -> Result<(), UseCaseError> {
        let chief = &self.cast.chief;
        for (place, case) in cases.iter().copied().enumerate() {
            match place {
                0 => {
                    self.consent(case, &told(CLINIC, HEALTH, SharingPurpose::Medical, 60, 300)).await?;
                    self.consent(case, &told(EMPLOYER, AT_WORK, SharingPurpose::Retention, 20, 160)).await?;
                    self.consent(case, &told(FAMILY, AT_HOME, SharingPurpose::Support, 20, 160)).await?;
                    let told = told(HELLOWORK, WORK, SharingPurpose::Referral, 15, 200);
                    self.consent(case, &Told { route: Route::ViaPerson, ..told }).await?;
                    self.asked(case).await?;
                    self.app.set_employment_disclosure(chief, case, EmploymentDisclosure::Partly).await?;
                    self.notes(case).await?;
                    let (login, ..) = THE_PERSON;
                    self.app.invite_person(chief, case, login, &password_of(login)).await?;
                }
                1 => self.each_time(case).await?,
                2 => drop(self.consent(case, &told(HELLOWORK, WORK, SharingPurpose::Referral, 300, -20)).await?),
                3 => self.withdrawn(case).await?,
                4 => {
                    self.app.set_employment_disclosure(chief, case, EmploymentDisclosure::Closed).await?;
                    let told = told(HELLOWORK, WORK, SharingPurpose::Referral, 10, 180);
                    self.consent(case, &Told { route: Route::ViaPerson, ..told }).await?;
                }
                5 => self.emergency(case).await?,
                6 => drop(
                    self.consent(case, &told(CLINIC, &[SharedItem::Health], SharingPurpose::Medical, 90, 12)).await?,
                ),
                7 => drop(self.consent(case, &told(HELLOWORK, WORK, SharingPurpose::Support, 15, 250)).await?),
                _ => break,
            }
        }
        Ok(())
    }
}

/// Gives consents to people who are in support, the day being today.
pub(crate) async fn share(app: &App, cast: &Cast) -> Result<(), RegionError> {
    let today = app.clock().today();
    let search = CaseSearch { limit: 20, ..CaseSearch::of(CaseView::InStage(Stage::InSupport)) };
    let doing = while_doing("sharing", today);
    let written = async {
        let (rows, _) = app.cases(&cast.chief, &search).await?;
        let cases: Vec<CaseId> = rows.iter().map(|row| row.id).collect();
        Writer { app, cast, today }.write(&cases).await
    };
    written.await.map_err(doing)
}
