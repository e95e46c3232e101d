//! Whoever is turned away is in the journal.

use axum::http::StatusCode;
use banso_app::DenialAnswer;
use banso_domain::staff::Role;
use uuid::Uuid;

use crate::world::World;

#[tokio::test]
async fn a_stranger_at_a_case_is_noted_like_one_at_a_case_that_does_not_exist() {
    for world in World::on_both_engines().await {
        let stranger = world.sign_in("stranger").await;
        for nowhere in [false, true] {
            let answer = world.ask("GET", &world.address("/cases/{case}", nowhere), Some(&stranger), false).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
        let path = world.address("/api/v1/cases/{case}", false);
        world.ask("GET", &path, Some(&stranger), false).await;
        world.ask("GET", "/no/such/page", Some(&stranger), false).await;
        world.app.settle_denials().await;

        let who = world.actor("stranger", Role::ChiefCounselor).await.staff();
        let entries = world.app.store().reader().denials(who).await.expect("the journal");
        let mut noted: Vec<_> = entries.into_iter().flat_map(|(_, report)| report.requests).collect();
        noted.sort();
        let told: Vec<_> =
            noted.iter().map(|(denied, times)| (denied.asked.as_str(), &denied.about[..], *times)).collect();
        let case = [world.case.uuid()];
        let nothing = [Uuid::from_u128(7)];
        let page = "GET /cases/{case}";
        assert_eq!(told, [("GET /api/v1/cases/{case}", &case[..], 1), (page, &nothing[..], 1), (page, &case[..], 1)]);
        assert!(noted.iter().all(|(denied, _)| denied.answer == DenialAnswer::Nothing));
        world.clear().await;
    }
}

#[tokio::test]
async fn the_wrong_role_is_noted_with_what_it_asked_for_and_the_right_one_is_not() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    world.ask("GET", "/administration/staff", Some(&chief), false).await;
    world.ask("GET", &world.address("/cases/{case}", false), Some(&chief), false).await;
    world.app.settle_denials().await;

    let who = world.actor("chief", Role::ChiefCounselor).await.staff();
    let entries = world.app.store().reader().denials(who).await.expect("the journal");
    let [(_, report)] = entries.as_slice() else { panic!("{entries:?}") };
    let [(denied, 1)] = report.requests.as_slice() else { panic!("{report:?}") };
    assert_eq!((denied.asked.as_str(), denied.answer), ("GET /administration/staff", DenialAnswer::Forbidden));
}
