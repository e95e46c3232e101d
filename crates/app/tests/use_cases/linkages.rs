//! How closely agencies work together: read off the record in counts, said by both, and nobody in it.

use crate::support::{Region, actor, agency};
use banso_app::{NewConference, UseCaseError};
use banso_domain::{
    agency::AgencyKind,
    answer::{AnswerForm, PersonAnswer, Will},
    conference::{ConferenceKind, ConferencePlan, Member, Pattern, Tier},
    id::{AgencyId, CaseId},
    linkage::{Saying, Stage},
    missing::Figure,
    referral::{self, HelpToTell, Receiver, ReferralContent},
    rule::{Refusal, Rule},
    staff::Role,
};
use banso_store::both_engines;

fn saying(region: &Region, stage: Stage) -> Saying {
    let words = "月に一度会う".to_owned();
    Saying { stage: Some(stage), agreed_on: None, trained_on: None, words, on: region.today() }
}

async fn refer(region: &Region, case: CaseId, to: AgencyId) {
    let (app, worker) = (&region.app, &region.counselor);
    let content = ReferralContent {
        receiver: Receiver::Agency { agency: to },
        contact: String::new(),
        aim: "見学".into(),
        known: "働きたい".into(),
        asked: "見学の日".into(),
        by_when: None,
        route: referral::Route::ViaPerson,
        helps: vec![HelpToTell::Memo],
    };
    let id = app.draft_referral(worker, case, content, None).await.expect("a draft");
    let will = Will::Agrees { form: AnswerForm::Oral };
    let answer = PersonAnswer { will, on: region.today(), asked_by: worker.staff() };
    app.answer_referral_consent(worker, id, 1, answer).await.expect("the person's word");
    app.send_referral(worker, id, 2).await.expect("it is sent");
}

/// The centre and another agency sit together.
async fn meet(region: &Region, with: AgencyId, attended: bool) {
    let seat = |agency_id, attended| Member {
        agency: "機関".into(),
        agency_id: Some(agency_id),
        name: "職員".into(),
        staff: None,
        is_municipality: false,
        is_person: false,
        secrecy_acknowledged: true,
        attended,
    };
    let seats = vec![seat(region.centre, true), seat(with, attended)];
    let plan = ConferencePlan {
        kind: ConferenceKind::SupportMeeting,
        pattern: Pattern::AdHoc,
        tier: Tier::Core,
        on: region.today(),
        starts_at: None,
        minutes: 30,
        place: "会議室".into(),
    };
    let new = NewConference { host: region.chief.agency(), plan, members: seats.clone() };
    let id = region.app.plan_conference(&region.chief, new).await.expect("a conference");
    region.app.hold_conference(&region.chief, id, region.today(), seats, "主任", "相談").await.expect("a sitting");
}

async fn partner(region: &Region) -> AgencyId {
    let facts = agency(AgencyKind::TransitionSupport, "就労移行みどり", None);
    region.app.save_agency(&region.admin, None, facts, None).await.expect("an agency")
}

both_engines! {
    async fn p_157_referrals_and_conferences_show_the_stage_and_what_both_say_carries_it_one_further(store: Store) {
        let region = Region::new(store).await;
        let app = &region.app;
        region.on("2026-05-11");
        let there = partner(&region).await;
        let staff = actor(region.officer.staff(), there, Role::PartnerStaff);
        let case = region.open("山田 太郎", "ヤマダ タロウ").await;
        region.accept(case).await;
        assert!(app.agency_network(&region.chief, None).await.expect("a network").pairs.is_empty());

        refer(&region, case, there).await;
        let network = app.agency_network(&region.stranger, None).await.expect("a network");
        let [pair] = &network.pairs[..] else { panic!("one pair: {:?}", network.pairs) };
        assert_eq!((pair.one, pair.other, pair.stage), (region.centre, there, Stage::Linkage));
        assert_eq!((pair.evidence.referred, pair.evidence.referred_back), (Figure::AFew, Figure::None));

        meet(&region, there, true).await;
        meet(&region, there, false).await;
        let page = app.linkage_with(&staff, region.centre).await.expect("a pair");
        assert_eq!(page.stage, Some(Stage::Linkage), "who did not come did not sit together");
        assert_eq!((page.evidence.referred, page.evidence.referred_back), (Figure::None, Figure::AFew), "from its side");
        meet(&region, there, true).await;
        let page = app.linkage_with(&staff, region.centre).await.expect("a pair");
        assert_eq!(page.stage, Some(Stage::Coordination));

        app.say_linkage(&region.chief, there, saying(&region, Stage::Integration)).await.expect("a word");
        let page = app.linkage_with(&staff, region.centre).await.expect("a pair");
        assert_eq!(page.stage, Some(Stage::Coordination), "one alone says it");
        assert_eq!(page.theirs.expect("a word").words, "月に一度会う");
        app.say_linkage(&staff, region.centre, saying(&region, Stage::Integration)).await.expect("a word");
        let network = app.agency_network(&region.stranger, None).await.expect("a network");
        assert_eq!(network.pairs[0].stage, Stage::Integration);

        let before = app.agency_network(&region.stranger, region.today().pred_opt()).await.expect("a network");
        assert!(before.pairs.is_empty(), "the day before there was nothing yet");
        region.on("2027-06-01");
        assert!(app.agency_network(&region.stranger, None).await.expect("a network").pairs.is_empty(), "a year later");

        let folder = tempfile::tempdir().expect("a folder");
        let tables = app.store().verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, vec![]);
    }

    async fn p_158_only_those_who_answer_for_an_agency_speak_and_only_of_others_that_support_people(store: Store) {
        let region = Region::new(store).await;
        let app = &region.app;
        let firm = app.save_agency(&region.admin, None, agency(AgencyKind::Employer, "みどり食品", None), None).await;
        let firm = firm.expect("a firm");
        for about in [firm, region.centre] {
            let said = app.say_linkage(&region.chief, about, saying(&region, Stage::Linkage)).await;
            let refused = matches!(said, Err(UseCaseError::Refused(Refusal { rules })) if rules == [Rule::LinkageOfAnother]);
            assert!(refused, "{about}");
        }
        let said = app.say_linkage(&region.counselor, region.other_centre, saying(&region, Stage::Linkage)).await;
        assert!(matches!(said, Err(UseCaseError::Forbidden)), "{said:?}");
        let at_firm = actor(region.officer.staff(), firm, Role::PartnerStaff);
        assert!(matches!(app.agency_network(&at_firm, None).await, Err(UseCaseError::Forbidden)));
        assert!(matches!(app.linkage_with(&region.chief, region.centre).await, Err(UseCaseError::NotFound)));
    }

    async fn p_160_whoever_has_one_agency_alone_is_counted_as_a_few_and_not_once_a_second_one_is_there(store: Store) {
        let region = Region::new(store).await;
        let app = &region.app;
        let network = app.agency_network(&region.chief, None).await.expect("a network");
        let alone = async || app.if_closed(&region.stranger, &network, region.centre).await.expect("an answer").nobody_else;
        assert_eq!(alone().await, Figure::None);
        let first = region.open("山田 太郎", "ヤマダ タロウ").await;
        assert_eq!(alone().await, Figure::AFew);
        for (name, kana) in [("佐藤 花子", "サトウ ハナコ"), ("鈴木 次郎", "スズキ ジロウ")] {
            region.open(name, kana).await;
        }
        assert_eq!(alone().await, Figure::Exactly(3));
        region.accept(first).await;
        assert_eq!(alone().await, Figure::Exactly(3), "whoever decides is not beside the person");
    }
}
