//! The resource directory: for those who support people, in words in any width, with what the region wrote beside what is published.

use std::{collections::BTreeMap, io::Cursor};

use axum::http::StatusCode;
use banso_access::Actor;
use banso_app::ResourceSearch;
use banso_domain::resource::Field;

use crate::world::{Answer, NAME, World};

const PUBLISHED: &str = "NO（※システム内の固有の番号、連番）,法人の名称,法人番号,サービス種別,事業所の名称,事業所住所（市区町村）,事業所電話番号,利用可能な時間帯（平日）,定員\n\
    A1,社会福祉法人あおば会,8990000000001,就労移行支援,ＬＩＴＡあおば,北海道札幌市,011-000-0001,00:00-00:00,20\n\
    A2,社会福祉法人あおば会,8990000000001,就労定着支援,ＬＩＴＡあおば,北海道札幌市,011-000-0001,,\n\
    A3,社会福祉法人あおば会,8990000000001,就労移行支援,みどりの家,北海道旭川市,011-000-0003,,10\n";

async fn sees(world: &World, login: &str, path: &str) -> Answer {
    let visitor = world.sign_in(login).await;
    world.ask("GET", path, Some(&visitor), false).await
}

/// Reads a list in, writes beside its first entry, and gives the address of that.
pub(crate) async fn known(world: &World) -> String {
    let app = &world.app;
    let operator = app.operator().await.expect("an administrator");
    let file = &mut Cursor::new(PUBLISHED.as_bytes());
    let roster = banso_exchange::read(file, banso_exchange::Wanted::default(), &mut |_| None).expect("a roster");
    app.import_resources(&operator, &roster).await.expect("a reading");
    let search =
        ResourceSearch { words: "lita".into(), service_kind: "就労移行支援".into(), ..ResourceSearch::default() };
    let found = app.find_resources(&operator, &search, 1).await.expect("a list");
    let chief = app.store().reader().staff_by_login("chief").await.expect("an answer").expect("an account");
    let at = chief.facts.memberships[0].agency;
    let chief = Actor::new(chief.id, at, &chief.facts.memberships, app.clock().today()).expect("an actor");
    let words = BTreeMap::from([(Field::Phone, Some("011-999-9999".to_owned()))]);
    app.edit_resource(&chief, found[0].resource.id, found[0].version, words).await.expect("an edit");
    format!("/resources/{}", found[0].resource.id)
}

#[tokio::test]
async fn u6_those_who_support_people_find_an_entry_in_any_width() {
    for world in World::on_both_engines().await {
        known(&world).await;
        for typed in ["lita", "%EF%BC%AC%EF%BC%A9%EF%BC%B4%EF%BC%A1", "LITA+011"] {
            let page = sees(&world, "chief", &format!("/resources?words={typed}")).await.body;
            assert!(page.contains("ＬＩＴＡあおば") && !page.contains("みどりの家"), "{typed}");
            assert!(page.contains("障害福祉サービス等情報公表システム"), "the source is named");
        }
        let kind = sees(&world, "office", "/resources?kind=%E5%BD%93%E4%BA%8B%E8%80%85%E3%81%AE%E4%BC%9A").await.body;
        assert!(kind.contains("働く仲間の会") && !kind.contains("みどりの家"));
        let nothing = sees(&world, "chief", "/resources?words=zzz").await;
        assert!(nothing.status == StatusCode::OK && nothing.body.contains("見つかりません"));
        world.clear().await;
    }
}

#[tokio::test]
async fn p_130_the_page_shows_the_regions_word_and_what_is_published_beside_it() {
    let world = World::new().await;
    let address = known(&world).await;
    let page = sees(&world, "chief", &address).await.body;
    for word in
        ["011-999-9999", "公開データ：011-000-0001", "社会福祉法人あおば会", "同じ場所のほかのサービス", "みどりの家"]
    {
        assert!(page.contains(word), "{word}");
    }
    assert!(!page.contains("00:00"), "hours of all zeros are not known");
    assert!(!page.contains(NAME));
}

#[tokio::test]
async fn firms_and_the_person_are_not_led_to_the_directory() {
    let world = World::new().await;
    let address = known(&world).await;
    for login in ["employer", "person"] {
        for path in ["/resources", &address] {
            assert_eq!(sees(&world, login, path).await.status, StatusCode::FORBIDDEN, "{login} {path}");
        }
        assert!(!sees(&world, login, "/referrals").await.body.contains("href=\"/resources\""), "{login}");
    }
    assert!(sees(&world, "chief", "/referrals").await.body.contains("href=\"/resources\""));
    assert!(sees(&world, "admin", "/administration").await.body.contains("href=\"/resources\""));
    assert_eq!(sees(&world, "chief", "/resources/nowhere").await.status, StatusCode::NOT_FOUND);
}
