//! Handing over through the use cases, on both engines.

use crate::support::{Region, agency, day};
use banso_app::{StepWords, SuccessorWord, UseCaseError};
use banso_domain::{
    agency::AgencyKind,
    answer::AnswerForm,
    case::{
        DueKind,
        handover::{
            CurrentContact, Ending, HandoverContent, HandoverDocument, HandoverKind, HandoverView, JointMeeting,
            MeetingForm, MeetingWith, Overlap, ReplyWord, Successor,
        },
        network::{SupporterContent, Supporting},
        sharing::{Consent, Direction, ItemSet, Recipient, Route, SharedItem, SharingPurpose},
    },
    id::{AgencyId, ConsentId},
    ledger::LedgerEntry,
};
use banso_store::both_engines;
use chrono::NaiveDate;
use uuid::Uuid;

fn words() -> StepWords {
    Box::new(|step, with| format!("{}{}", step.name(), with.unwrap_or_default()))
}

fn consent(to: AgencyId, region: &Region, from: NaiveDate) -> Consent {
    Consent {
        id: ConsentId::new(Uuid::now_v7()),
        purposes: vec![SharingPurpose::Handover],
        to: vec![Recipient { agency: to, is_employer: false }],
        items: ItemSet::NONE.with(SharedItem::Assessment),
        direction: Direction::Provide,
        route: Route::ViaPerson,
        route_reason: String::new(),
        tell_each_time: false,
        from,
        until: from + chrono::Days::new(300),
        explained_on: from,
        explained_by: region.counselor.staff(),
        form: AnswerForm::Signed,
        proxy: String::new(),
        confirmed_by: Vec::new(),
        rules_version: String::new(),
        withdrawn: None,
    }
}

/// A handover of a case to the centre elsewhere, which may know the assessment, directly.
async fn to_the_other_centre(region: &Region) -> (banso_domain::id::CaseId, banso_domain::id::HandoverId, ConsentId) {
    let app = &region.app;
    let case = region.open("山田 太郎", "ヤマダ タロウ").await;
    let to = region.stranger.agency();
    let directly = Consent {
        route: Route::Direct,
        route_reason: "次の機関と直接相談してほしい".into(),
        ..consent(to, region, region.today())
    };
    let id = directly.id;
    let version = app.case_file(&region.counselor, case).await.expect("the case").version;
    app.give_consent(&region.counselor, case, version, directly).await.expect("a consent");
    let moving = HandoverContent {
        to: Successor::Support { supporting: Supporting::Agency { agency: to } },
        documents: vec![HandoverDocument::Assessment],
        policy: "月に一度会う".into(),
        open_issues: "なし".into(),
        ..HandoverContent::new(HandoverKind::Move, region.today(), region.today())
    };
    let handover = app.open_handover(&region.counselor, case, moving, words()).await.expect("a handover");
    (case, handover, id)
}

both_engines! {
    async fn p_69_the_agency_that_follows_is_asked_sees_what_it_may_and_takes_over_itself(store: Store) {
        let region = Region::new(store).await;
        let app = &region.app;
        let (case, handover, _) = to_the_other_centre(&region).await;
        let waiting = async || app.asked_handovers(&region.stranger, 10).await.expect("a list").len();
        assert_eq!(waiting().await, 0, "it is not asked yet");
        let unasked = app.asked_handover(&region.stranger, case, handover).await;
        assert!(matches!(unasked, Err(UseCaseError::NotFound)), "and learns nothing of it: {unasked:?}");

        app.ask_successor(&region.counselor, case, handover, "火曜に会えます").await.expect("asked");

        assert_eq!(waiting().await, 1);
        let asked = app.asked_handover(&region.stranger, case, handover).await.expect("the question");
        assert_eq!((asked.name, asked.written), (None, None), "name and plan were not agreed to");
        assert_eq!(asked.documents, [HandoverDocument::Assessment]);
        let back = SuccessorWord::Replies { word: ReplyWord::AsksBack, text: "通院先は".into() };
        app.answer_handover(&region.stranger, case, handover, &back).await.expect("it asks back");
        assert_eq!(waiting().await, 0, "now the centre is to answer");
        app.ask_successor(&region.counselor, case, handover, "青空クリニックです").await.expect("asked again");
        let takes = SuccessorWord::TakesOver { name: "後藤".into() };
        app.answer_handover(&region.stranger, case, handover, &takes).await.expect("it takes over");
        assert_eq!(waiting().await, 0);
        let known = app.case_file(&region.counselor, case).await.expect("the case").case;
        let known = known.handovers.find(handover).expect("the handover").clone();
        assert_eq!(known.acknowledged.map(|word| (word.name, word.by)), Some(("後藤".into(), region.stranger.staff())));
        assert_eq!(known.replies.len(), 1);
    }

    async fn u13_a_withdrawn_consent_closes_the_question_on_the_next_request(store: Store) {
        let region = Region::new(store).await;
        let app = &region.app;
        let (case, handover, consent) = to_the_other_centre(&region).await;
        app.ask_successor(&region.counselor, case, handover, "").await.expect("asked");
        app.withdraw_consent(&region.counselor, case, consent, region.today(), "").await.expect("taken back");

        assert_eq!(app.asked_handovers(&region.stranger, 10).await.expect("a list"), []);
        let gone = app.asked_handover(&region.stranger, case, handover).await;
        assert!(matches!(gone, Err(UseCaseError::NotFound)), "{gone:?}");
        let takes = SuccessorWord::TakesOver { name: "後藤".into() };
        let late = app.answer_handover(&region.stranger, case, handover, &takes).await;
        assert!(matches!(late, Err(UseCaseError::NotFound)), "{late:?}");
    }

    async fn a_support_that_ends_goes_to_another_agency_and_what_was_given_stands_in_the_ledger(store: Store) {
        let region = Region::new(store).await;
        let app = &region.app;
        let case = region.open("山田 太郎", "ヤマダ タロウ").await;
        let known = async |kind, name| app.save_agency(&region.admin, None, agency(kind, name, None), None).await;
        let programme = known(AgencyKind::ContractedProgramme, "就労準備室").await.expect("an agency");
        let centre = known(AgencyKind::Nakapotsu, "なかぽつみどり").await.expect("an agency");
        let ending = SupporterContent {
            until: Some(day("2026-08-31")),
            is_main: true,
            ..SupporterContent::new(Supporting::Agency { agency: programme }, region.today())
        };
        let ending = app.join_network(&region.counselor, case, ending).await.expect("the programme joins");
        let due = app.case_file(&region.chief, case).await.expect("the case").row.due;
        assert_eq!(due.map(|due| (due.on, due.kind)), Some((day("2026-04-30"), DueKind::HandoverOpening)));

        region.on("2026-05-01");
        let worker = &region.counselor;
        let handover = app.open_handover_of_ending(worker, case, Ending::Supporter(ending), words()).await.expect("it opens");
        let file = app.case_file(worker, case).await.expect("the case");
        assert_eq!(file.case.tasks.len(), 3);
        let content = HandoverContent {
            to: Successor::Support { supporting: Supporting::Agency { agency: centre } },
            overlap: Some(Overlap { from: day("2026-05-01"), to: day("2026-08-31") }),
            documents: vec![HandoverDocument::Assessment],
            policy: "続ける".into(),
            open_issues: "なし".into(),
            ..file.case.handovers.find(handover).expect("the handover").content.clone()
        };
        app.change_handover(worker, case, file.version, handover, content).await.expect("it is written");
        let version = app.case_file(worker, case).await.expect("the case").version;
        app.give_consent(worker, case, version, consent(centre, &region, region.today())).await.expect("a consent");
        app.share_in_handover(worker, case, handover, region.today(), None).await.expect("it is given");
        let ledger = app.ledger_of_case(worker, case).await.expect("the ledger");
        let given = ledger.iter().find_map(|line| match &line.entry {
            Some(LedgerEntry::Disclosed { to, items, .. }) => Some((*to, *items)),
            _ => None,
        });
        assert_eq!(given, Some((Some(centre), ItemSet::NONE.with(SharedItem::Assessment))));

        let met = JointMeeting {
            on: region.today(),
            with: MeetingWith::Person,
            supporter: None,
            form: MeetingForm::Registration,
            successor_present: true,
        };
        app.meet_together(worker, case, handover, met).await.expect("they meet");
        app.acknowledge_handover(worker, case, handover, region.today(), "佐藤").await.expect("the successor confirms");
        let view = HandoverView { on: region.today(), words: "安心した".into() };
        app.view_handover(worker, case, handover, view).await.expect("the person is heard");
        app.close_handover(worker, case, handover, "").await.expect("it is closed");

        let file = app.case_file(worker, case).await.expect("the case");
        let CurrentContact::Supporter(main) = file.case.current_contact(region.today()) else { panic!("a supporter") };
        assert_eq!(main.content.supporting, Supporting::Agency { agency: centre });
        let folder = tempfile::tempdir().expect("a folder");
        let tables = app.store().verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, vec![]);
    }

    async fn between_staff_the_chief_begins_and_the_successor_confirms_for_themself(store: Store) {
        let region = Region::new(store).await;
        let app = &region.app;
        let case = region.open("山田 太郎", "ヤマダ タロウ").await;
        let content = HandoverContent {
            to: Successor::Staff { staff: region.employment.staff() },
            policy: "続ける".into(),
            open_issues: "なし".into(),
            ..HandoverContent::new(HandoverKind::StaffChange, region.today(), day("2026-04-30"))
        };
        let refused = app.open_handover(&region.counselor, case, content.clone(), words()).await;
        assert!(matches!(refused, Err(banso_app::UseCaseError::Forbidden)), "{refused:?}");
        let handover = app.open_handover(&region.chief, case, content, words()).await.expect("it opens");
        let file = app.case_file(&region.chief, case).await.expect("the case");
        assert_eq!(file.case.tasks[0].task.owner, Some(region.employment.staff()), "whoever follows has the tasks");
        let today = region.today();
        let other = app.acknowledge_handover(&region.chief, case, handover, today, "").await;
        assert!(matches!(other, Err(banso_app::UseCaseError::Refused(_))), "{other:?}");
        let read = app.acknowledge_handover(&region.officer, case, handover, today, "").await;
        assert!(matches!(read, Err(banso_app::UseCaseError::NotFound)), "the municipality does not see it: {read:?}");
        app.acknowledge_handover(&region.employment, case, handover, today, "").await.expect("the successor confirms");
    }
}
