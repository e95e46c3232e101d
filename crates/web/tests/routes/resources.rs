//! The resource directory: for those who support people, in words in any width, with what the region wrote beside what is published.

use std::{collections::BTreeMap, io::Cursor};

use axum::http::StatusCode;
use banso_access::Actor;
use banso_domain::resource::{Field, ResourceSearch};

use crate::world::{Answer, NAME, World};

const PUBLISHED: &str = "NO（※システム内の固有の番号、連番）,法人の名称,法人番号,サービス種別,事業所の名称,事業所住所（市区町村）,事業所電話番号,事業所緯度,事業所経度,利用可能な時間帯（平日）,定員\n\
    A1,社会福祉法人あおば会,8990000000001,就労移行支援,ＬＩＴＡあおば,北海道札幌市,011-000-0001,43.061,141.356,00:00-00:00,20\n\
    A2,社会福祉法人あおば会,8990000000001,就労定着支援,ＬＩＴＡあおば,北海道札幌市,011-000-0001,43.061,141.356,,\n\
    A3,社会福祉法人あおば会,8990000000001,就労移行支援,みどりの家,北海道旭川市,011-000-0003,43.061,150.0,09:00-17:00,10\n";

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
    let words = [(Field::Phone, "011-999-9999"), (Field::FreePlaces, "2"), (Field::Needs, "work")];
    let words: BTreeMap<_, _> = words.into_iter().map(|(field, words)| (field, Some(words.to_owned()))).collect();
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

/// The names on the page of a search, as the cook of the test knows them.
async fn finds(world: &World, query: &str) -> (String, [bool; 3]) {
    let page = sees(world, "chief", &format!("/resources?{query}")).await.body;
    let main = page.split("<table").nth(1).unwrap_or_default().to_owned();
    let names = ["ＬＩＴＡあおば", "みどりの家", "働く仲間の会"].map(|name| main.contains(name));
    (page, names)
}

#[tokio::test]
async fn places_hours_needs_and_free_places_narrow_the_directory_and_each_can_be_taken_back() {
    let world = World::new().await;
    known(&world).await;
    let (page, found) = finds(&world, "area=%E6%9C%AD%E5%B9%8C%E5%B8%82").await;
    assert_eq!(found, [true, false, false], "札幌市");
    assert!(
        page.contains("2件") && page.contains("class=\"chip\" href=\"/resources\""),
        "it says how many, and goes back"
    );
    let (page, found) = finds(&world, "area=%E6%9C%AD%E5%B9%8C%E5%B8%82&within=10").await;
    assert_eq!(found, [true, false, false]);
    assert!(
        page.contains("0.2 km") && page.contains("位置が分からないところが2件"),
        "p_134: points in the sea measure nothing"
    );
    let (_, found) = finds(&world, "need=work").await;
    assert_eq!(found, [true, true, false], "what its kind of service is for counts, too");
    let (page, found) = finds(&world, "free=1").await;
    assert!(found == [true, false, false] && page.contains("空き 2"));
    // A Friday.
    let (page, found) = finds(&world, "on=2026-11-27&at=10:30").await;
    assert!(found == [false, true, false] && page.contains("書かれていないところが3件"), "p_133");
    let (_, found) = finds(&world, "on=2026-11-27&at=10:30&untold=1").await;
    assert_eq!(found, [true; 3]);
    let (page, found) = finds(&world, "on=2026-11-27&at=25").await;
    assert!(found == [true; 3] && page.contains("時刻は「10:30」"), "what cannot be read narrows nothing, and says so");
    let (_, found) = finds(&world, "known=1").await;
    assert_eq!(found, [false; 3], "no agency of the region has their names");
}

#[tokio::test]
async fn u25_the_map_bears_the_numbers_of_the_list_and_asks_nobody_outside() {
    let world = World::new().await;
    known(&world).await;
    let page = sees(&world, "chief", "/resources?words=lita").await.body;
    let map = page.split("<svg class=\"places\"").nth(1).expect("a map").split("</svg>").next().expect("its end");
    assert!(map.contains(">1・2<") && map.contains("札幌市") && map.contains("500 m") && map.contains(">北<"), "{map}");
    assert!(!map.contains("http"), "nothing is asked of anybody");
    let nowhere = sees(&world, "chief", "/resources?words=%E3%81%BF%E3%81%A9%E3%82%8A%E3%81%AE%E5%AE%B6").await.body;
    assert!(!nowhere.contains("<svg class=\"places\"") && nowhere.contains("海の上"), "p_134");
}

#[tokio::test]
async fn p_136_a_shortlist_says_what_where_when_and_what_to_say_in_plain_words_with_readings_and_keeps_nothing() {
    let world = World::new().await;
    let address = known(&world).await;
    let id = address.strip_prefix("/resources/").expect("an entry");
    let page = sees(&world, "chief", &format!("/resources/shortlist?entry={id}")).await.body;
    for word in ["ＬＩＴＡあおば", "北海道札幌市", "011-999-9999", ">けんがく<", ">ばしょ<", ">でんわ<"]
    {
        assert!(page.contains(word), "{word}");
    }
    assert!(!page.contains("00:00") && !page.contains(NAME));
    assert!(page.contains(&format!("/resources?chosen={id}")), "more can be looked for");
    let list = sees(&world, "chief", &format!("/resources?chosen={id}")).await.body;
    assert!(list.contains(&format!("value=\"{id}\" form=\"shortlist\" checked")) && list.contains("選んだところ：1件"));
    let paper = format!("/resources/shortlist.pdf?entry={id}");
    assert!(page.contains(&paper));
    assert_eq!(sees(&world, "chief", &paper).await.status, StatusCode::OK);
    let none = sees(&world, "chief", "/resources/shortlist").await;
    assert!(none.status == StatusCode::OK && none.body.contains("P-136"));
    let gone = "/resources/shortlist?entry=00000000-0000-0000-0000-000000000007";
    assert_eq!(sees(&world, "chief", gone).await.status, StatusCode::NOT_FOUND);
    assert_eq!(sees(&world, "person", "/resources/shortlist").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn from_a_case_an_entry_goes_straight_into_a_referral() {
    let world = World::new().await;
    let address = known(&world).await;
    let id = address.strip_prefix("/resources/").expect("an entry").to_owned();
    let case = world.address("{case}", false);
    let list = sees(&world, "chief", &format!("/resources?case={case}&words=lita")).await.body;
    assert!(list.contains(&format!("{address}?case={case}")), "an entry remembers for which case it is looked at");
    let entry = sees(&world, "chief", &format!("{address}?case={case}")).await.body;
    let refer = format!("/cases/{case}/referrals/new?resource={id}");
    assert!(entry.contains(&refer));
    let form = sees(&world, "chief", &refer).await.body;
    assert!(form.contains("value=\"ＬＩＴＡあおば\"") && form.contains("value=\"011-999-9999\""), "{form}");
    let plan = sees(&world, "chief", &format!("/cases/{case}/plan")).await.body;
    assert!(
        plan.contains(&format!("case={case}\"")) && plan.contains("href=\"/resources?"),
        "the plan leads to candidates"
    );
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
