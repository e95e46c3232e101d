//! The network of a person through the use cases, on both engines.

use crate::support::{Region, agency, day};
use banso_app::UseCaseError;
use banso_domain::{
    agency::AgencyKind,
    case::network::{SupportState, SupporterContent, Supporting, Topic},
    form::Language,
    id::AgencyId,
    rule::{Refusal, Rule},
};
use banso_store::both_engines;
use uuid::Uuid;

fn friend(region: &Region) -> SupporterContent {
    let supporting = Supporting::Outside { name: "林さん".into(), kind: AgencyKind::Neighbours };
    SupporterContent { own_words: "なんでも話せる".into(), ..SupporterContent::new(supporting, region.today()) }
}

both_engines! {
    async fn who_joins_and_leaves_is_in_the_history_and_in_what_was_known_on_a_day(store: Store) {
        let region = Region::new(store).await;
        let app = &region.app;
        let case = region.open("山田 太郎", "ヤマダ タロウ").await;
        let clinic = app.save_agency(&region.admin, None, agency(AgencyKind::MedicalInstitution, "みどり医院", None), None).await;
        let clinic = SupporterContent {
            topics: vec![Topic::Medical],
            is_main: true,
            ..SupporterContent::new(Supporting::Agency { agency: clinic.expect("an agency") }, region.today())
        };
        let joined = app.join_network(&region.counselor, case, clinic).await.expect("the clinic joins");
        app.join_network(&region.employment, case, friend(&region)).await.expect("a friend joins");
        region.on("2026-05-01");
        app.leave_network(&region.counselor, case, joined, day("2026-04-30"), "転院").await.expect("the clinic leaves");

        let file = app.case_file(&region.chief, case).await.expect("the case");
        let background = app.network_background(&file.case, region.today()).await.expect("what is around it");
        let companions = file.case.companions(&background.context());
        let seen: Vec<_> = companions.iter().map(|it| (it.name.as_str(), it.is_main, it.state.is_active())).collect();
        assert_eq!(seen, [("みどり相談センター", true, true), ("林さん", false, true), ("みどり医院", false, false)]);

        let then = app.case_as_of(&region.chief, case, day("2026-04-15"), Language::Ja).await.expect("a day");
        let known = then.case.expect("the case as it was");
        assert_eq!(known.network.supporters()[0].state_on(day("2026-04-15")), SupportState::Current);
        let lines = app.case_history(&region.chief, case).await.expect("a history");
        let names: Vec<_> = lines.iter().map(|line| line.name.as_str()).take(3).collect();
        assert_eq!(names, ["supporter_left", "supporter_joined", "supporter_joined"]);
        assert_eq!(lines[0].took_place_on, Some(day("2026-04-30")));

        let folder = tempfile::tempdir().expect("a folder");
        let tables = app.store().verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, vec![]);
    }

    async fn the_centre_writes_and_the_municipality_only_reads(store: Store) {
        let region = Region::new(store).await;
        let case = region.open("山田 太郎", "ヤマダ タロウ").await;
        region.accept(case).await;

        let written = region.app.join_network(&region.officer, case, friend(&region)).await;
        assert!(matches!(written, Err(UseCaseError::Forbidden)), "{written:?}");
        let written = region.app.join_network(&region.stranger, case, friend(&region)).await;
        assert!(matches!(written, Err(UseCaseError::NotFound)), "{written:?}");
    }

    async fn nobody_overwrites_what_somebody_else_wrote_about_a_supporter(store: Store) {
        let region = Region::new(store).await;
        let case = region.open("山田 太郎", "ヤマダ タロウ").await;
        let known = region.app.join_network(&region.counselor, case, friend(&region)).await.expect("a friend joins");
        let version = region.version(case).await;
        let change = |words: &str| SupporterContent { own_words: words.into(), ..friend(&region) };
        let changed = region.app.change_supporter(&region.counselor, case, version, known, change("頼れる")).await;
        assert_eq!(changed.expect("a change"), version + 1);

        let late = region.app.change_supporter(&region.employment, case, version, known, change("遠い")).await;
        assert!(matches!(late, Err(UseCaseError::Conflict { .. })), "{late:?}");
        let same = region.app.change_supporter(&region.employment, case, version + 1, known, change("頼れる")).await;
        assert_eq!(same.expect("nothing to change"), version + 1);
    }

    async fn an_agency_that_is_not_there_cannot_join_and_the_centre_is_there_anyway(store: Store) {
        let region = Region::new(store).await;
        let case = region.open("山田 太郎", "ヤマダ タロウ").await;
        let join = async |agency| {
            let content = SupporterContent::new(Supporting::Agency { agency }, region.today());
            region.app.join_network(&region.counselor, case, content).await
        };
        assert!(matches!(join(AgencyId::new(Uuid::from_u128(9))).await, Err(UseCaseError::NotFound)));
        let own = join(region.centre).await;
        assert!(
            matches!(&own, Err(UseCaseError::Refused(Refusal { rules })) if rules == &[Rule::SupporterOnce]),
            "{own:?}"
        );
    }
}
