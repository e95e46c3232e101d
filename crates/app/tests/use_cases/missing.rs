//! What a region lacks: needs come into the register by themselves, as counts, and what is decided stays with its reasons.

use crate::support::{Region, actor, agency, day};
use banso_app::{MissingCommand, UseCaseError};
use banso_domain::{
    agency::AgencyKind,
    case::network::Topic,
    conference::{ConferenceKind, ConferencePlan, Pattern, Tier},
    missing::{Decision, Figure, Lack, MissingContent, MissingState, Verdict},
    rule::{Refusal, Rule},
    staff::Role,
};
use banso_store::both_engines;

fn entry() -> MissingContent {
    MissingContent {
        need: Topic::Training,
        kind: Some(AgencyKind::TransitionSupport),
        area: None,
        lack: Lack::Full,
        what: "短い時間から通える訓練の場".into(),
        idea: String::new(),
        partners: String::new(),
    }
}

async fn without(region: &Region, name: &str, kana: &str) -> banso_domain::id::CaseId {
    let case = region.open(name, kana).await;
    let what = (Topic::Training, Some(AgencyKind::TransitionSupport));
    region.app.note_unmet(&region.counselor, case, what, Lack::Full, region.today()).await.expect("it is noted");
    case
}

both_engines! {
    async fn r_63_needs_without_a_resource_come_into_the_register_as_counts_and_go_to_the_entry_that_takes_them_up(store: Store) {
        let region = Region::new(store).await;
        let app = &region.app;
        let first = without(&region, "山田 太郎", "ヤマダ タロウ").await;
        let board = app.missing_board(&region.chief, app.missing_days()).await.expect("a board");
        assert_eq!(board.needs.len(), 1);
        assert_eq!(board.needs[0].evidence.cases, Figure::AFew, "one case is told as a few (P-150)");
        without(&region, "佐藤 花子", "サトウ ハナコ").await;
        without(&region, "鈴木 次郎", "スズキ ジロウ").await;
        let board = app.missing_board(&region.chief, app.missing_days()).await.expect("a board");
        assert_eq!(board.needs[0].evidence.cases, Figure::Exactly(3));
        assert_eq!(board.needs[0].evidence.no_room, Figure::Exactly(3));

        let id = app.enter_missing(&region.counselor, entry(), None).await.expect("an entry");
        let board = app.missing_board(&region.officer, app.missing_days()).await.expect("a board");
        assert!(board.needs.is_empty(), "an entry took it up: {:?}", board.needs);
        assert_eq!(board.entries[0].evidence.cases, Figure::Exactly(3));

        let file = app.case_file(&region.chief, first).await.expect("the case");
        let noted = file.case.open_unmet().next().expect("a need").id;
        app.meet_need(&region.counselor, first, noted, region.today()).await.expect("something was found");
        let row = app.missing(&region.chief, id).await.expect("the entry");
        assert_eq!(row.evidence.cases, Figure::AFew, "what was found is not missing any more");

        let folder = tempfile::tempdir().expect("a folder");
        let tables = app.store().verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, vec![]);
    }

    async fn what_a_conference_says_waits_in_the_register_until_an_entry_takes_it_up(store: Store) {
        let region = Region::new(store).await;
        let app = &region.app;
        let plan = ConferencePlan {
            kind: ConferenceKind::Coordination,
            pattern: Pattern::Regular,
            tier: Tier::Core,
            on: region.today(),
            starts_at: None,
            minutes: 60,
            place: "会議室".into(),
        };
        let new = banso_app::NewConference { host: region.chief.agency(), plan, members: Vec::new() };
        let conference = app.plan_conference(&region.chief, new).await.expect("a conference");
        app.note_gap(&region.chief, conference, "夜間に相談できる場所").await.expect("it is noted");
        let named = app.note_gap(&region.chief, conference, "2026-00001 の人の居場所").await;
        assert!(matches!(named, Err(UseCaseError::Refused(Refusal { rules })) if rules == [Rule::NobodyInTheRegion]));

        let board = app.missing_board(&region.stranger, app.missing_days()).await.expect("a board");
        assert_eq!(board.heard.len(), 1);
        assert_eq!(board.heard[0].what, "夜間に相談できる場所");
        let from = Some((conference, 0));
        let id = app.enter_missing(&region.stranger, entry(), from).await.expect("an entry");
        let board = app.missing_board(&region.chief, app.missing_days()).await.expect("a board");
        assert!(board.heard.is_empty());
        assert_eq!(app.missing(&region.chief, id).await.expect("the entry").evidence.conferences, 1);
        assert!(app.enter_missing(&region.chief, entry(), Some((conference, 7))).await.is_err(), "nobody said that");

        let folder = tempfile::tempdir().expect("a folder");
        let tables = app.store().verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, vec![]);
    }

    async fn counsellors_write_and_those_who_answer_for_an_agency_write_down_decisions(store: Store) {
        let region = Region::new(store).await;
        let app = &region.app;
        let id = app.enter_missing(&region.counselor, entry(), None).await.expect("an entry");
        let decision = || Decision {
            on: region.today(),
            verdict: Verdict::Make,
            responsible: "協議会 就労支援部会".into(),
            why: "待つ人が続いている".into(),
        };
        let by_counselor = app.change_missing(&region.counselor, id, None, MissingCommand::Decide(decision())).await;
        assert!(matches!(by_counselor, Err(UseCaseError::Forbidden)), "{by_counselor:?}");
        app.change_missing(&region.officer, id, Some(1), MissingCommand::Decide(decision())).await.expect("a decision");
        let late = app.change_missing(&region.officer, id, Some(1), MissingCommand::Decide(decision())).await;
        assert!(matches!(late, Err(UseCaseError::Conflict { .. })), "{late:?}");
        assert_eq!(app.missing(&region.chief, id).await.expect("the entry").missing.state(), MissingState::UnderWay);
        let firm = app.save_agency(&region.admin, None, agency(AgencyKind::Employer, "みどり食品", None), None).await;
        let firm = actor(region.officer.staff(), firm.expect("a firm"), Role::PartnerStaff);
        assert!(matches!(app.missing_board(&firm, (day("2026-01-01"), region.today())).await, Err(UseCaseError::Forbidden)));
    }
}
