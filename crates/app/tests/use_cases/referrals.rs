//! Referrals from the desk that sends to the one that answers, with and without an account.

use banso_access::Actor;
use banso_app::{FileKind, Origin, PrintLook, ReferralSearch, SecretPageError, Side, Token, UseCaseError};
use banso_domain::{
    answer::{AnswerForm, PersonAnswer, Will},
    id::{CaseId, ReferralId},
    referral::{
        AnsweredBy, Conclusion, HelpToTell, Outcome, Receiver, ReferralAnswer, ReferralContent, ReferralDueKind,
        ReferralState, Route, Word,
    },
    rule::Rule,
};
use banso_store::{Query, Store, both_engines};

use crate::support::{Region, day};

pub(crate) const DESK: Origin<'static> = Origin { address: "192.0.2.7", browser: "" };

fn content(receiver: Receiver) -> ReferralContent {
    ReferralContent {
        receiver,
        contact: "川口".into(),
        aim: "借入れの整理".into(),
        known: "家賃を2か月分滞納している".into(),
        asked: "任意整理について教えてほしい".into(),
        by_when: Some(day("2026-04-10")),
        route: Route::ViaPerson,
        helps: vec![HelpToTell::Memo],
    }
}

pub(crate) fn to_the_other_centre(region: &Region) -> ReferralContent {
    content(Receiver::Agency { agency: region.other_centre })
}

fn to_a_lawyer() -> ReferralContent {
    content(Receiver::Outside {
        name: "みなと法律事務所".into(),
        address: "港1-1".into(),
        phone: "000".into(),
        kind: None,
    })
}

fn answer(word: Word) -> ReferralAnswer {
    let (by, name) = (AnsweredBy::Sender, "川口".into());
    ReferralAnswer { word, on: day("2026-04-06"), by, name, note: "元気な様子".into() }
}

fn yes() -> ReferralAnswer {
    answer(Word::Accepts { first_on: None })
}

/// A region on the day of the stories, and a case in it.
async fn begun(store: &Store) -> (Region, CaseId) {
    let region = Region::new(store.clone()).await;
    region.on("2026-04-06");
    let case = region.open("青葉 一郎", "アオバ イチロウ").await;
    (region, case)
}

async fn version(region: &Region, id: ReferralId) -> i64 {
    region.app.referral(&region.counselor, id).await.expect("the referral").version
}

async fn agreed(region: &Region, case: CaseId, content: ReferralContent) -> ReferralId {
    let id = region.app.draft_referral(&region.counselor, case, content, None).await.expect("a draft");
    let answer = PersonAnswer {
        will: Will::Agrees { form: AnswerForm::Oral },
        on: region.today(),
        asked_by: region.counselor.staff(),
    };
    let version = version(region, id).await;
    region.app.answer_referral_consent(&region.counselor, id, version, answer).await.expect("a word");
    id
}

pub(crate) async fn sent(region: &Region, case: CaseId, content: ReferralContent) -> ReferralId {
    let id = agreed(region, case, content).await;
    let version = version(region, id).await;
    region.app.send_referral(&region.counselor, id, version).await.expect("it is sent");
    id
}

async fn inbox(region: &Region, actor: &Actor) -> Vec<(ReferralId, String)> {
    let search = ReferralSearch { limit: 100, ..ReferralSearch::default() };
    let rows = region.app.referrals_received(actor, &search).await.expect("an inbox");
    rows.into_iter().map(|row| (row.referral.id, row.name)).collect()
}

async fn state(region: &Region, id: ReferralId) -> ReferralState {
    region.app.referral(&region.counselor, id).await.expect("the referral").referral.state
}

fn refused_by<T: std::fmt::Debug>(result: Result<T, UseCaseError>) -> Rule {
    match result.expect_err("it is refused") {
        UseCaseError::Refused(refusal) => refusal.rules[0],
        other => panic!("{other:?}"),
    }
}

both_engines! {
    async fn r_10_closed_employment_shuts_out_an_employer_that_is_known_by_name_only(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        let case = region.open("青葉 一郎", "アオバ イチロウ").await;
        let closed = banso_domain::case::sharing::EmploymentDisclosure::Closed;
        region.app.set_employment_disclosure(&region.counselor, case, closed).await.expect("the person's word");
        let to = |kind| {
            content(Receiver::Outside { name: "青葉食品".into(), address: String::new(), phone: String::new(), kind })
        };
        let employer = Some(banso_domain::agency::AgencyKind::Employer);
        let refused = region.app.draft_referral(&region.counselor, case, to(employer), None).await;
        assert!(matches!(refused, Err(UseCaseError::Refused(ref refusal)) if refusal.rules[0].code() == "R-10"), "{refused:?}");
        let legal = Some(banso_domain::agency::AgencyKind::Legal);
        let draft = region.app.draft_referral(&region.counselor, case, to(legal), None).await;
        let draft = draft.expect("others are not shut out");
        let refused = region.app.change_referral(&region.counselor, draft, 1, to(employer)).await;
        assert!(matches!(refused, Err(UseCaseError::Refused(ref refusal)) if refusal.rules[0].code() == "R-10"), "{refused:?}");
    }

    async fn a_referral_goes_from_the_draft_to_the_day_they_met_and_the_tables_follow_the_journal(store: Store) {
        let (region, case) = begun(&store).await;
        let id = sent(&region, case, to_the_other_centre(&region)).await;
        let receiver = &region.stranger;
        assert_eq!(inbox(&region, receiver).await, [(id, "青葉 一郎".to_owned())]);
        let page = region.app.referral(receiver, id).await.expect("they read what was sent to them");
        assert_eq!(page.side, Side::Receiver);
        assert!(matches!(region.app.case_file(receiver, case).await, Err(UseCaseError::NotFound)), "but not the case");

        region.app.see_referral(receiver, id).await.expect("they have it");
        assert_eq!(state(&region, id).await, ReferralState::Seen);
        region.app.answer_referral(receiver, id, yes()).await.expect("they answer");
        let linked = Outcome::Linked { first_on: region.today() };
        let conclusion = Conclusion { outcome: linked, on: region.today(), note: String::new() };
        region.app.conclude_referral(receiver, id, conclusion).await.expect("it is known how it ended");

        assert_eq!(state(&region, id).await, ReferralState::Concluded);
        let told: Vec<_> = region.app.referral_history(&region.counselor, id).await.expect("a history");
        assert_eq!(told.len(), 6);
        let empty = tempfile::tempdir().expect("a directory");
        let report = store.verify_tables(empty.path().join("rebuilt"), |_| {}).await.expect("a report");
        assert_eq!(report.differences, []);
    }

    async fn nobody_there_sees_a_draft_and_after_a_withdrawal_only_that_there_was_one(store: Store) {
        let (region, case) = begun(&store).await;
        let id = agreed(&region, case, to_the_other_centre(&region)).await;
        let receiver = &region.stranger;
        assert_eq!(inbox(&region, receiver).await, []);
        assert!(matches!(region.app.referral(receiver, id).await, Err(UseCaseError::NotFound)));
        assert!(matches!(region.app.answer_referral(receiver, id, yes()).await, Err(UseCaseError::NotFound)));

        let version = version(&region, id).await;
        region.app.send_referral(&region.counselor, id, version).await.expect("it is sent");
        region.app.withdraw_referral(&region.counselor, id, region.today(), "").await.expect("as easy as agreeing");

        assert!(matches!(region.app.referral(receiver, id).await, Err(UseCaseError::Forbidden)));
        assert!(matches!(region.app.referral_history(receiver, id).await, Err(UseCaseError::Forbidden)));
        assert!(matches!(region.app.answer_referral(receiver, id, yes()).await, Err(UseCaseError::Forbidden)));
        let search = ReferralSearch { limit: 100, ..ReferralSearch::default() };
        let rows = region.app.referrals_received(receiver, &search).await.expect("an inbox");
        assert_eq!(rows.len(), 1);
        let told = format!("{:?} {} {} {}", rows[0].referral, rows[0].name, rows[0].kana, rows[0].reference);
        for word in ["青葉", "アオバ", "滞納", "整理", "2026-0000"] {
            assert!(!told.contains(word), "{word}: {told}");
        }
    }

    async fn p_41_the_second_answer_is_refused_and_the_first_one_stands(store: Store) {
        let (region, case) = begun(&store).await;
        let id = sent(&region, case, to_the_other_centre(&region)).await;
        region.app.answer_referral(&region.stranger, id, yes()).await.expect("the first");
        let no = answer(Word::Declines { reason: "空きがない".into(), lack: None });

        assert_eq!(refused_by(region.app.answer_referral(&region.stranger, id, no.clone()).await), Rule::ReferralAnswered);
        assert_eq!(refused_by(region.app.record_referral_answer(&region.counselor, id, no).await), Rule::ReferralAnswered);
        assert_eq!(state(&region, id).await, ReferralState::Accepted);
    }

    async fn p_40_without_the_persons_word_nothing_is_sent_nor_printed(store: Store) {
        let (region, case) = begun(&store).await;
        let id = region.app.draft_referral(&region.counselor, case, to_a_lawyer(), None).await.expect("a draft");

        assert_eq!(refused_by(region.app.send_referral(&region.counselor, id, 1).await), Rule::ReferralNeedsConsent);
        let letter = region.app.print_referral(&region.counselor, id, PrintLook::default(), FileKind::Pdf).await;
        assert!(matches!(letter, Err(UseCaseError::NotFound)));
    }

    async fn what_was_checked_is_what_is_sent(store: Store) {
        let (region, case) = begun(&store).await;
        let id = agreed(&region, case, to_a_lawyer()).await;
        let checked = version(&region, id).await;
        let other = ReferralContent { by_when: None, ..to_a_lawyer() };
        region.app.change_referral(&region.chief, id, checked, other).await.expect("somebody else was quicker");

        let sent = region.app.send_referral(&region.counselor, id, checked).await;

        assert!(matches!(sent, Err(UseCaseError::Conflict { .. })), "{sent:?}");
        assert_eq!(state(&region, id).await, ReferralState::Drafted);
    }

    async fn an_officer_and_a_stranger_write_no_referral(store: Store) {
        let (region, case) = begun(&store).await;
        region.accept(case).await;
        let write = async |actor| region.app.draft_referral(actor, case, to_a_lawyer(), None).await;

        assert!(matches!(write(&region.officer).await, Err(UseCaseError::Forbidden)));
        assert!(matches!(write(&region.stranger).await, Err(UseCaseError::NotFound)));
        assert!(matches!(write(&region.admin).await, Err(UseCaseError::NotFound)));
    }

    async fn a_lawyer_without_an_account_answers_once_on_a_page(store: Store) {
        let (region, case) = begun(&store).await;
        let id = sent(&region, case, to_a_lawyer()).await;
        let secret = region.app.make_reply_page(&region.counselor, id).await.expect("a page").to_hex();

        let page = region.app.reply_page(&secret, DESK).await.expect("it opens");
        assert_eq!((page.person.name.as_str(), page.from.as_str()), ("青葉 一郎", "みどり相談センター"));
        region.app.reply(&secret, yes(), DESK).await.expect("it is answered");

        let page = region.app.referral(&region.counselor, id).await.expect("the referral");
        assert_eq!(page.referral.answer.map(|answer| answer.by), Some(AnsweredBy::ReplyPage));
        assert!(matches!(region.app.reply_page(&secret, DESK).await, Err(SecretPageError::NotOpen)));
        assert!(matches!(region.app.reply(&secret, yes(), DESK).await, Err(SecretPageError::NotOpen)));
    }

    async fn the_page_opens_until_its_last_day_and_not_once_the_person_took_it_back(store: Store) {
        let (region, case) = begun(&store).await;
        let id = sent(&region, case, to_a_lawyer()).await;
        let first = region.app.make_reply_page(&region.counselor, id).await.expect("a page").to_hex();
        let secret = region.app.make_reply_page(&region.counselor, id).await.expect("another").to_hex();
        let opens = async |secret: &str| region.app.reply_page(secret, DESK).await.is_ok();
        assert!(!opens(&first).await, "a new page takes the place of the one before");

        region.on("2026-04-24");
        assert!(opens(&secret).await, "two weeks after the day that was named");
        region.on("2026-04-25");
        assert!(!opens(&secret).await);
        region.on("2026-04-24");
        region.app.withdraw_referral(&region.counselor, id, region.today(), "").await.expect("taken back");
        assert!(!opens(&secret).await, "at the next request");
    }

    async fn whoever_guesses_secrets_has_to_wait(store: Store) {
        let (region, case) = begun(&store).await;
        let id = sent(&region, case, to_a_lawyer()).await;
        let secret = region.app.make_reply_page(&region.counselor, id).await.expect("a page").to_hex();
        let wrong = "0".repeat(64);
        for _ in 0..5 {
            assert!(matches!(region.app.reply_page(&wrong, DESK).await, Err(SecretPageError::NotOpen)));
        }
        assert!(matches!(region.app.reply_page(&wrong, DESK).await, Err(SecretPageError::Wait { .. })));
        assert!(matches!(region.app.reply_page(&secret, DESK).await, Err(SecretPageError::Wait { .. })));
        let elsewhere = Origin { address: "192.0.2.8", browser: "" };
        assert!(region.app.reply_page(&secret, elsewhere).await.is_ok(), "from elsewhere the page is open");
    }

    async fn only_the_hash_of_a_secret_is_kept(store: Store) {
        let (region, case) = begun(&store).await;
        let id = sent(&region, case, to_a_lawyer()).await;
        let token = region.app.make_reply_page(&region.counselor, id).await.expect("a page");
        let rows = store.reader().query("SELECT token_hash FROM reply_page", &[]).await.expect("the table");
        assert_eq!(rows[0].blob(0).expect("bytes"), Token::from_hex(&token.to_hex()).expect("a token").hash());
    }

    async fn what_nobody_answers_comes_back_as_work(store: Store) {
        let (region, case) = begun(&store).await;
        let id = sent(&region, case, to_a_lawyer()).await;
        let waiting = async |by: &str| region.app.waiting_referrals(&region.counselor, true, day(by)).await.expect("work");
        assert!(waiting("2026-04-16").await.is_empty());

        let work = waiting("2026-04-17").await;

        assert_eq!((work[0].row.referral.id, work[0].due.kind), (id, ReferralDueKind::Answer));
        let of_chief = region.app.waiting_referrals(&region.chief, true, day("2026-04-17")).await.expect("work");
        assert!(of_chief.is_empty(), "it is the work of whoever is in charge");
        let no = answer(Word::Declines { reason: "空きがない".into(), lack: None });
        region.app.record_referral_answer(&region.counselor, id, no).await.expect("by telephone");
        assert_eq!(waiting("2026-04-06").await[0].due.kind, ReferralDueKind::NextStep);
    }

    async fn a_refusal_leads_on_to_another_agency_and_the_two_point_at_each_other(store: Store) {
        let (region, case) = begun(&store).await;
        let id = sent(&region, case, to_a_lawyer()).await;
        let no = answer(Word::Declines { reason: "空きがない".into(), lack: None });
        region.app.record_referral_answer(&region.counselor, id, no).await.expect("by telephone");

        let other = to_the_other_centre(&region);
        let next = region.app.draft_referral(&region.counselor, case, other, Some(id)).await.expect("another");

        assert_eq!(state(&region, id).await, ReferralState::Rerouted);
        let of_case = region.app.referrals_of_case(&region.counselor, case).await.expect("a list");
        let new = of_case.iter().find(|row| row.referral.id == next).expect("the new one");
        assert_eq!(new.referral.replaces, Some(id));
    }

    async fn the_letter_names_the_person_and_what_is_asked(store: Store) {
        let (region, case) = begun(&store).await;
        let id = sent(&region, case, to_a_lawyer()).await;
        let letter = region.app.print_referral(&region.counselor, id, PrintLook::default(), FileKind::Pdf).await;
        let letter = letter.expect("a letter");
        assert!(letter.bytes.starts_with(b"%PDF"));
        assert_eq!(letter.file_name, "referral_letter-2026-00001.pdf");
        region.app.withdraw_referral(&region.counselor, id, region.today(), "").await.expect("taken back");
        let letter = region.app.print_referral(&region.counselor, id, PrintLook::default(), FileKind::Pdf).await;
        assert!(matches!(letter, Err(UseCaseError::NotFound)), "what was taken back is no letter any more");
    }
}
