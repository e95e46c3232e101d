//! 算定の確認表: each office reads its own users and nobody else's, with their evidence, and what is taken along stands in their ledger.

use banso_access::Actor;
use banso_app::{NewConference, RewardMonth, RewardSubject, SheetDeed, Speak, UseCaseError, Whom};
use banso_domain::{
    agency::AgencyKind,
    calendar::YearMonth,
    case::{
        event::Purpose,
        opinion::Stance,
        sharing::{ItemSet, SharedItem},
    },
    conference::{ConferenceKind, ConferencePlan, Member, Pattern, Tier},
    episode::{EpisodeEnd, EpisodeEndReason, Milestone, Noted, Programme, Start},
    form::Side,
    id::{AgencyId, CaseId, ConferenceId},
    ledger::LedgerEntry,
    liaison::{ExplainedBy, LiaisonClaim, LiaisonService},
    reward::{RewardCondition, RewardState},
    rule::Rule,
    sheet::Writing,
    staff::{Membership, Role},
};
use banso_store::both_engines;

use crate::{
    protection::protection,
    support::{Region, actor, agency, day, staff},
    way_notes::consent,
};

pub(crate) async fn partner(region: &Region, kind: AgencyKind, name: &str, login: &str) -> Actor {
    let at = region.app.save_agency(&region.admin, None, agency(kind, name, None), None).await.expect("an office");
    let new = staff(login, &[Membership::always(at, Role::PartnerStaff)]);
    actor(region.app.add_staff(&region.admin, new).await.expect("an account"), at, Role::PartnerStaff)
}

pub(crate) async fn knows(region: &Region, case: CaseId, who: &Actor) {
    may_know(region, case, who, ItemSet::NONE.with(SharedItem::Basic).with(SharedItem::Services)).await;
}

pub(crate) async fn may_know(region: &Region, case: CaseId, who: &Actor, items: ItemSet) {
    let version = region.version(case).await;
    let given = consent(region, who.agency(), items);
    region.app.give_consent(&region.chief, case, version, given).await.expect("a consent");
}

pub(crate) async fn sheet(region: &Region, who: &Actor, month: &str) -> RewardMonth {
    let month: YearMonth = month.parse().expect("a month");
    region.app.reward_month(who, month).await.expect("an answer").expect("a sheet")
}

/// Each line as its reward and where it stands.
pub(crate) fn stand(sheet: &RewardMonth) -> Vec<(String, RewardState)> {
    sheet.rows.iter().map(|row| (row.line.reward.clone(), row.line.state)).collect()
}

pub(crate) fn member(name: &str, of: AgencyId) -> Member {
    Member {
        agency: name.into(),
        agency_id: Some(of),
        name: format!("{name}の担当"),
        staff: None,
        is_municipality: false,
        is_person: false,
        secrecy_acknowledged: true,
        attended: true,
    }
}

/// A liaison meeting about a case that sat today.
async fn sat(region: &Region, case: CaseId, clinic: &Actor) -> ConferenceId {
    let (app, chief) = (&region.app, &region.chief);
    let plan = ConferencePlan {
        kind: ConferenceKind::AreaLiaison,
        pattern: Pattern::AdHoc,
        tier: Tier::Core,
        on: region.today(),
        starts_at: None,
        minutes: 60,
        place: "会議室".into(),
    };
    let members = vec![member("みどり相談センター", region.centre), member("みどりクリニック", clinic.agency())];
    let new = NewConference { host: region.centre, plan, members: members.clone() };
    let id = app.plan_conference(chief, new).await.expect("a conference");
    app.add_agenda_item(chief, id, case, Purpose::Review, 20).await.expect("an item");
    app.hold_conference(chief, id, region.today(), members, "主任", "相談").await.expect("a sitting");
    id
}

fn claim(region: &Region, conference: ConferenceId) -> LiaisonClaim {
    LiaisonClaim {
        conference,
        held_on: region.today(),
        office: region.centre,
        service: LiaisonService::Retention,
        explained_by: ExplainedBy::ServiceManager,
        in_contract: true,
        contract_from: None,
        explained: true,
        plan_change: "面談を減らす。".into(),
        shared_back_on: None,
    }
}

both_engines! {
    async fn r_76_the_office_reads_what_threatens_its_users_and_nobody_else_reads_any(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        let case = region.open("青葉 一郎", "アオバ イチロウ").await;
        let office = partner(&region, AgencyKind::RetentionSupport, "定着みどり", "retention").await;
        let other = partner(&region, AgencyKind::TransitionSupport, "移行みどり", "transition").await;
        knows(&region, case, &office).await;
        knows(&region, case, &other).await;
        let start = Start { on: day("2023-08-01"), months: None, hired_on: Some(day("2023-01-10")), ground: None };
        let id = region.app.start_episode(&office, Whom::OfCase(case), Programme::Retention, start, None).await.expect("a use");

        let looked = sheet(&region, &office, "2026-04").await;
        let expected = [
            ("support_structure_missing".to_owned(), RewardState::Looms),
            ("retention_base".to_owned(), RewardState::Claimable),
            ("monthly_report".to_owned(), RewardState::Lacking),
        ];
        assert_eq!(stand(&looked), expected, "the report may still be shared, the use ends on 31 July");
        assert_eq!(looked.rows[0].line.by, Some(day("2026-04-30")));
        assert_eq!((looked.rows[0].name.as_str(), looked.is_cut), ("青葉 一郎", false));
        assert!(stand(&sheet(&region, &other, "2026-04").await).is_empty(), "each office reads its own users");
        assert!(stand(&sheet(&region, &region.chief, "2026-04").await).is_empty());
        for stranger in [&region.officer, &region.admin] {
            let month = "2026-04".parse().expect("a month");
            assert!(region.app.reward_month(stranger, month).await.expect("an answer").is_none());
        }

        for what in [Milestone::SharedBeforeEnd, Milestone::ReportShared, Milestone::Interviewed] {
            let version = region.app.episode(&office, id).await.expect("the use").version;
            let noted = Noted { what, on: region.today(), note: "本人の同意を得た".into() };
            region.app.note_milestone(&office, id, version, noted).await.expect("noted");
        }
        let looked = sheet(&region, &office, "2026-04").await;
        let expected = [
            ("monthly_report".to_owned(), RewardState::Claimable),
            ("retention_base".to_owned(), RewardState::Claimable),
            ("support_structure_missing".to_owned(), RewardState::Spared),
        ];
        let mut found = stand(&looked);
        found.sort();
        assert_eq!(found, expected);
    }

    async fn r_76_what_is_noted_without_a_consent_that_stands_spares_nothing_and_a_report_is_known_from_its_sheet(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        let case = region.open("青葉 一郎", "アオバ イチロウ").await;
        let office = partner(&region, AgencyKind::RetentionSupport, "定着みどり", "retention").await;
        let next = partner(&region, AgencyKind::Nakapotsu, "なかぽつみどり", "next").await;
        knows(&region, case, &office).await;
        let start = Start { on: day("2023-08-01"), months: None, hired_on: Some(day("2023-01-10")), ground: None };
        let whom = Whom::OfCase(case);
        let app = &region.app;
        let id = app.start_episode(&office, whom, Programme::Retention, start, None).await.expect("a use");
        let version = app.episode(&office, id).await.expect("the use").version;
        let noted = Noted { what: Milestone::SharedBeforeEnd, on: region.today(), note: "伝えた".into() };
        app.note_milestone(&office, id, version, noted).await.expect("noted");
        let of = async |reward: &str| {
            let looked = sheet(&region, &office, "2026-04").await;
            looked.rows.into_iter().find(|row| row.line.reward == reward).expect("the reward").line
        };
        let structure = of("support_structure_missing").await;
        assert_eq!((structure.state, structure.missing), (RewardState::Looms, vec![RewardCondition::ConsentStands]));
        may_know(&region, case, &next, ItemSet::NONE.with(SharedItem::Services).with(SharedItem::Evaluation)).await;
        assert_eq!(of("support_structure_missing").await.state, RewardState::Spared);

        assert_eq!(of("monthly_report").await.state, RewardState::Lacking);
        let report = app.start_sheet(&office, Whom::OfEpisode(id), "retention_report", "").await.expect("a sheet");
        let version = app.sheet(&office, report).await.expect("the sheet").version;
        let answers = [("retention_report.month", "2026-04".into())].into_iter().collect();
        let (source, place) = (String::new(), String::new());
        let writing = Writing { side: Side::Staff, on: region.today(), source, place, answers };
        app.change_sheet(&office, report, version, SheetDeed::Write(writing)).await.expect("written");
        assert_eq!(of("monthly_report").await.state, RewardState::Lacking, "what is being written is shared with nobody");
        let version = app.sheet(&office, report).await.expect("the sheet").version;
        let passed = app.sheet(&office, report).await.expect("the sheet").findings;
        app.change_sheet(&office, report, version, SheetDeed::Finalise(passed)).await.expect("final");
        let monthly = of("monthly_report").await;
        assert_eq!(monthly.found, [(RewardCondition::ReportShared, Some(region.today()))]);
    }

    async fn what_came_after_a_use_is_known_as_far_as_the_person_agreed(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        let workshop = partner(&region, AgencyKind::ContinuationB, "みどり作業所", "workshop").await;
        let next = partner(&region, AgencyKind::TransitionSupport, "移行みどり", "transition").await;
        let from = |on: &str| Start { on: day(on), months: None, hired_on: None, ground: None };
        let app = &region.app;
        let basic = ItemSet::NONE.with(SharedItem::Basic);
        let mut cases = Vec::new();
        for (name, kana, items) in [
            ("青葉 一郎", "アオバ イチロウ", basic.with(SharedItem::Services)),
            ("山田 太郎", "ヤマダ タロウ", basic),
        ] {
            let case = region.open(name, kana).await;
            may_know(&region, case, &workshop, items).await;
            knows(&region, case, &next).await;
            cases.push(case);
        }
        region.on("2026-04-20");
        for case in cases {
            let of = Whom::OfCase(case);
            let id = app.start_episode(&workshop, of, Programme::ContinuationB, from("2026-04-01"), None).await.expect("a use");
            let reason = EpisodeEndReason::MovedToOtherService;
            let end = EpisodeEnd { on: day("2026-04-15"), reason, note: String::new() };
            let version = app.episode(&workshop, id).await.expect("the use").version;
            app.end_episode(&workshop, id, version, end).await.expect("it ends");
            app.start_episode(&next, of, Programme::Transition, from("2026-04-16"), None).await.expect("a use");
        }
        let looked = sheet(&region, &workshop, "2026-04").await;
        assert_eq!(stand(&looked), [("transition_liaison".to_owned(), RewardState::Lacking)]);
        assert_eq!(looked.rows[0].name, "青葉 一郎", "of the other the office may not know what came after");
        assert_eq!(looked.rows[0].line.missing, [RewardCondition::NextContacted, RewardCondition::InformedInWriting]);
    }

    async fn r_69_a_sitting_is_told_with_its_claim_and_how_often_it_can_still_be_claimed(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        let clinic = partner(&region, AgencyKind::MedicalInstitution, "みどりクリニック", "clinic").await;
        let case = region.open("山田 太郎", "ヤマダ タロウ").await;
        region.accept(case).await;
        knows(&region, case, &clinic).await;
        let id = sat(&region, case, &clinic).await;
        let before = sheet(&region, &region.chief, "2026-04").await;
        assert_eq!(stand(&before), [("area_liaison".to_owned(), RewardState::Lacking)]);
        assert!(before.rows[0].line.missing.contains(&RewardCondition::OpinionsAsked), "no claim without its evidence");
        let refused = region.app.claim_liaison(&region.chief, id, case, claim(&region, id)).await;
        assert!(matches!(refused, Err(UseCaseError::Refused(refusal)) if refusal.rules == [Rule::ClaimComplete]));

        let speak = Speak {
            case,
            purpose: Purpose::Review,
            stance: Stance::Agrees,
            text: "通院は続いています。".into(),
            seen: None,
        };
        region.app.give_opinion(&clinic, id, speak).await.expect("an opinion");
        region.app.claim_liaison(&region.chief, id, case, claim(&region, id)).await.expect("a claim");
        let looked = sheet(&region, &region.employment, "2026-04").await;
        assert_eq!(stand(&looked), [("area_liaison".to_owned(), RewardState::Claimed)]);
        let RewardSubject::Sitting { left, is_month_used, .. } = &looked.rows[0].subject else { panic!("a sitting") };
        assert_eq!((*left, *is_month_used), (Some(3), false));

        let second = sat(&region, case, &clinic).await;
        let looked = sheet(&region, &region.chief, "2026-04").await;
        let of_second = looked.rows.iter().find(|row| {
            matches!(row.subject, RewardSubject::Sitting { conference, is_month_used: true, .. } if conference == second)
        });
        assert_eq!(of_second.expect("the second").line.state, RewardState::Lacking);
        assert!(stand(&sheet(&region, &region.chief, "2026-05").await).is_empty());
        assert!(stand(&sheet(&region, &region.stranger, "2026-04").await).is_empty());

        region.app.drop_liaison(&region.chief, id, case, "契約日の誤り").await.expect("it is taken back");
        let looked = sheet(&region, &region.chief, "2026-04").await;
        assert!(looked.rows.iter().all(|row| row.line.state == RewardState::Lacking));
    }

    async fn what_is_taken_along_stands_in_the_ledger_and_protected_people_stand_on_no_sheet(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        let clinic = partner(&region, AgencyKind::MedicalInstitution, "みどりクリニック", "clinic").await;
        let case = region.open("山田 太郎", "ヤマダ タロウ").await;
        region.accept(case).await;
        sat(&region, case, &clinic).await;
        let looked = sheet(&region, &region.chief, "2026-04").await;
        region.app.note_rewards_export("rewards", &looked).await.expect("it is written down");
        let ledger = region.app.ledger_of_case(&region.chief, case).await.expect("a ledger");
        let taken = |entry: &Option<LedgerEntry>| matches!(entry, Some(LedgerEntry::Exported { list }) if list == "rewards");
        assert_eq!(ledger.iter().filter(|line| taken(&line.entry)).count(), 1);

        let version = region.version(case).await;
        let named = protection(&region, &[region.chief.staff(), region.counselor.staff()]);
        region.app.protect(&region.chief, case, version, named).await.expect("it is protected");
        assert!(stand(&sheet(&region, &region.chief, "2026-04").await).is_empty(), "nor for those who are named");
    }
}
