//! Referrals of the region: one in every state, told day by day like everything else.

use banso_app::{App, UseCaseError};
use banso_domain::{
    agency::AgencyKind,
    answer::{AnswerForm, PersonAnswer, Will},
    id::{CaseId, ReferralId},
    missing::Lack,
    referral::{AnsweredBy, Conclusion, HelpToTell, Outcome, Receiver, ReferralAnswer, ReferralContent, Route, Word},
};
use chrono::{Days, NaiveDate};

use crate::{RegionError, cast::Cast, deeds::Told, failure::while_doing, story::working_day};

/// Something that happens to the newest referral of a case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Step {
    Draft(To),
    Agree,
    Send,
    See,
    Accept,
    Decline,
    Elsewhere(To),
    Withdraw,
    Drop,
    Conclude,
}

/// To whom a referral goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum To {
    /// The other centre of the region, which answers in the product.
    Branch,
    /// The municipality.
    City,
    /// An agency of the installation of this name.
    Partner(&'static str),
    /// A law office without an account.
    Lawyer,
}

/// What happens and how many days ago, for one case after the other.
pub(crate) const REFERRALS: &[&[(u64, Step)]] = &[
    &[(9, Step::Draft(To::Partner("あおば野こころのクリニック（架空）")))],
    &[(12, Step::Draft(To::Lawyer)), (11, Step::Agree), (11, Step::Send)],
    &[(40, Step::Draft(To::Partner("あおば野家計改善支援室（架空）"))), (40, Step::Agree), (40, Step::Send)],
    &[(14, Step::Draft(To::Branch)), (13, Step::Agree), (13, Step::Send), (12, Step::See)],
    &[(30, Step::Draft(To::Branch)), (30, Step::Agree), (29, Step::Send), (27, Step::See), (26, Step::Accept)],
    &[(20, Step::Draft(To::Lawyer)), (20, Step::Agree), (20, Step::Send), (15, Step::Decline)],
    &[
        (35, Step::Draft(To::Lawyer)),
        (35, Step::Agree),
        (35, Step::Send),
        (30, Step::Decline),
        (28, Step::Elsewhere(To::Branch)),
        (28, Step::Agree),
        (28, Step::Send),
        (25, Step::Accept),
        (14, Step::Conclude),
    ],
    &[(22, Step::Draft(To::Branch)), (22, Step::Agree), (22, Step::Send), (18, Step::Withdraw)],
    &[(10, Step::Draft(To::City)), (10, Step::Agree), (10, Step::Send)],
    &[(16, Step::Draft(To::Partner("ハローワークあおば野（架空）"))), (13, Step::Drop)],
];

/// The working day so many days before `today`, never later than the day before it.
pub(crate) fn days_ago(today: NaiveDate, days: u64) -> NaiveDate {
    working_day(today - Days::new(days)).min(today - Days::new(1))
}

/// Does one step today.
pub(crate) async fn carry_out(app: &App, cast: &Cast, told: &mut Told, step: Step) -> Result<(), RegionError> {
    let on = app.clock().today();
    let Some(case) = told.case else { return Ok(()) };
    let done = take(app, cast, told, case, step, on).await;
    done.map_err(while_doing("referring a case", on))
}

async fn take(
    app: &App,
    cast: &Cast,
    told: &mut Told,
    case: CaseId,
    step: Step,
    on: NaiveDate,
) -> Result<(), UseCaseError> {
    let worker = told.worker.clone();
    let there = &cast.branch_worker;
    let id = match step {
        Step::Draft(to) | Step::Elsewhere(to) => {
            let replaces = told.referral.filter(|_| matches!(step, Step::Elsewhere(_)));
            let content = content(to, receiver(app, cast, to).await?, on);
            told.referral = Some(app.draft_referral(&worker, case, content, replaces).await?);
            return Ok(());
        }
        _ => told.referral.ok_or(UseCaseError::NotFound)?,
    };
    let by_branch = app.referral(&worker, id).await?.referral.content.receiver.agency() == Some(cast.branch);
    match step {
        Step::Draft(_) | Step::Elsewhere(_) => {}
        Step::Agree => {
            let answer = PersonAnswer { will: Will::Agrees { form: AnswerForm::Oral }, on, asked_by: worker.staff() };
            app.answer_referral_consent(&worker, id, version(app, told, id).await?, answer).await?;
        }
        Step::Send => app.send_referral(&worker, id, version(app, told, id).await?).await?,
        Step::See => app.see_referral(there, id).await?,
        Step::Accept => app.answer_referral(there, id, answer(Word::Accepts { first_on: None }, on)).await?,
        Step::Decline if by_branch => app.answer_referral(there, id, no(on)).await?,
        Step::Decline => app.record_referral_answer(&worker, id, no(on)).await?,
        Step::Withdraw => app.withdraw_referral(&worker, id, on, "もう少し自分で考えたい。").await?,
        Step::Drop => app.drop_referral(&worker, id, "本人が自分で窓口へ行った。").await?,
        Step::Conclude => {
            let outcome = Outcome::Linked { first_on: on };
            app.conclude_referral(&worker, id, Conclusion { outcome, on, note: String::new() }).await?;
        }
    }
    Ok(())
}

async fn version(app: &App, told: &Told, id: ReferralId) -> Result<i64, UseCaseError> {
    Ok(app.referral(&told.worker, id).await?.version)
}

pub(crate) fn answer(word: Word, on: NaiveDate) -> ReferralAnswer {
    let note = "電話で話した。来週、一度来てもらう。".to_owned();
    ReferralAnswer { word, on, by: AnsweredBy::Receiver, name: "相談員".to_owned(), note }
}

pub(crate) fn no(on: NaiveDate) -> ReferralAnswer {
    let reason = "いまは受け付けの空きがない。".to_owned();
    ReferralAnswer { note: String::new(), ..answer(Word::Declines { reason, lack: Some(Lack::Full) }, on) }
}

async fn receiver(app: &App, cast: &Cast, to: To) -> Result<Receiver, UseCaseError> {
    Ok(match to {
        To::Branch => Receiver::Agency { agency: cast.branch },
        To::City => Receiver::Agency { agency: cast.city },
        To::Lawyer => Receiver::Outside {
            name: "みなと法律事務所（架空）".to_owned(),
            address: "あおば野市港町2-3-4".to_owned(),
            phone: "000-000-0200".to_owned(),
            kind: Some(AgencyKind::Legal),
        },
        To::Partner(name) => {
            let agencies = app.agencies().await?;
            let known = agencies.iter().find(|row| row.facts.name == *name).ok_or(UseCaseError::NotFound)?;
            Receiver::Agency { agency: known.id }
        }
    })
}

pub(crate) fn content(to: To, receiver: Receiver, on: NaiveDate) -> ReferralContent {
    let (aim, known, asked) = match to {
        To::Lawyer => (
            "借入れの返し方を、専門家と一緒に決める。",
            "借入れが3社にあり、返済が家計を超えている。督促の電話が続いている。",
            "債務整理の手立てと、法律扶助が使えるかを教えてほしい。",
        ),
        To::Branch => (
            "住まいの近くで、続けて相談できるようにする。",
            "みなみ地区に引っ越す予定がある。週に1回の相談で、生活のリズムが整ってきた。",
            "引っ越したあとの相談を引き受けてほしい。",
        ),
        To::City | To::Partner(_) => (
            "本人が困っていることを、専門の窓口に直接相談できるようにする。",
            "本人は窓口へ行く気持ちがある。初めての場所では緊張しやすい。",
            "初回の相談の日を決め、話をゆっくり聞いてほしい。",
        ),
    };
    ReferralContent {
        receiver,
        contact: String::new(),
        aim: aim.to_owned(),
        known: known.to_owned(),
        asked: asked.to_owned(),
        by_when: Some(working_day(on + Days::new(14))),
        route: Route::ViaPerson,
        helps: vec![HelpToTell::Memo],
    }
}
