//! Agencies are named and not picked from a list, so that five thousand are as easy as five.

use axum::http::StatusCode;
use banso_domain::{agency::AgencyKind, id::CaseId, staff::Role};

use crate::{
    desk::{Browser, Pages, between, region::agency},
    world::World,
};

async fn save(pages: &Pages, kind: AgencyKind, name: &str, address: &str) -> String {
    let mut facts = agency(kind, name, None);
    address.clone_into(&mut facts.address);
    pages.region.app.save_agency(&pages.region.admin, None, facts, None).await.expect("an agency").to_string()
}

async fn case(pages: &Pages) -> CaseId {
    pages.region.open("山田 太郎", "ヤマダ タロウ").await
}

/// What the form of somebody beside the person answers.
async fn beside(worker: &Browser<'_>, case: CaseId, fields: &[(&str, &str)]) -> (StatusCode, String) {
    let mut all = vec![("since", "R8.4.1"), ("purpose", "週に1回の散歩")];
    all.extend(fields);
    let answer = worker.post(&format!("/cases/{case}/network/new"), &all).await;
    (answer.status, answer.html)
}

#[tokio::test]
async fn a_part_of_a_name_is_enough_where_one_agency_is_called_so() {
    let pages = Pages::new().await;
    let case = case(&pages).await;
    save(&pages, AgencyKind::MedicalInstitution, "ひかりメンタルクリニック", "").await;
    let worker = pages.sign_in("counselor").await;
    // However it is written.
    let (status, html) = beside(&worker, case, &[("agency", "ﾋｶﾘﾒﾝﾀﾙ")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{html}");
    let page = worker.get(&format!("/cases/{case}/network")).await.html;
    assert!(page.contains("ひかりメンタルクリニック"), "{page}");
}

#[tokio::test]
async fn u16_several_of_a_name_are_shown_with_kind_and_place_and_one_of_them_is_taken() {
    let pages = Pages::new().await;
    let case = case(&pages).await;
    save(&pages, AgencyKind::MedicalInstitution, "なぎさ医院", "港町1").await;
    let other = save(&pages, AgencyKind::MedicalInstitution, "なぎさ医院", "丘町2").await;
    let worker = pages.sign_in("counselor").await;
    let (status, html) = beside(&worker, case, &[("agency", "なぎさ")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("当てはまる機関がいくつかあります"), "{html}");
    assert!(html.contains("港町1") && html.contains("丘町2") && html.contains("value=\"週に1回の散歩\""), "{html}");

    // Chosen among them, the name may be changed again: then the choice does not count any more.
    let (status, html) = beside(&worker, case, &[("agency", "どこにもない"), ("agency.of", &other)]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("登録されていません"), "{html}");
    let (status, html) = beside(&worker, case, &[("agency", "なぎさ"), ("agency.of", &other)]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{html}");

    // Opened again, it is clear which of the two is meant.
    let list = worker.get(&format!("/cases/{case}/network")).await.html;
    let rows = between(&list, "<tbody", "</tbody>").expect("a table");
    let supporter = between(&rows, "/network/", "\"").expect("a supporter");
    let form = worker.get(&format!("/cases/{case}/network/{supporter}")).await.html;
    assert!(form.contains(&format!("value=\"{other}\" checked")), "{form}");
}

#[tokio::test]
async fn looking_for_an_agency_saves_nothing_loses_nothing_and_complains_of_nothing_else() {
    let pages = Pages::new().await;
    let case = case(&pages).await;
    save(&pages, AgencyKind::MedicalInstitution, "なぎさ医院", "港町1").await;
    let worker = pages.sign_in("counselor").await;
    let (_, html) = beside(&worker, case, &[("agency", "なぎさ医院"), ("find_agency", "agency")]).await;
    assert!(html.contains("当てはまる機関（1件）") && html.contains("港町1"), "{html}");
    assert!(html.contains("value=\"週に1回の散歩\"") && !html.contains("field-error"), "{html}");
    let page = worker.get(&format!("/cases/{case}/network")).await.html;
    assert!(!page.contains("なぎさ医院"), "nothing was saved: {page}");

    let (_, html) = beside(&worker, case, &[("find_agency", "agency")]).await;
    assert!(html.contains("名前の一部を入力してから"), "{html}");
}

#[tokio::test]
async fn the_list_of_agencies_is_searched_by_a_part_of_the_name_and_turned_page_by_page() {
    let world = World::new().await;
    let admin = world.actor("admin", Role::Administrator).await;
    for number in 0..60 {
        let facts = agency(AgencyKind::Employer, &format!("架空商店{number:02}"), None);
        world.app.save_agency(&admin, None, facts, None).await.expect("an agency");
    }
    let admin = world.sign_in("admin").await;
    let first = world.ask("GET", "/administration/agencies", Some(&admin), false).await.body;
    assert!(first.contains("page=2") && first.matches("/administration/agencies/0").count() <= 50, "{first}");
    let found = "/administration/agencies?name=%E5%95%86%E5%BA%9759";
    let found = world.ask("GET", found, Some(&admin), false).await.body;
    assert!(found.contains("架空商店59") && !found.contains("架空商店58"), "{found}");
    let none = world.ask("GET", "/administration/agencies?name=xyz", Some(&admin), false).await.body;
    assert!(none.contains("登録されていません"), "{none}");
}
