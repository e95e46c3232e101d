//! 行き先: a plan's line leads to an entry of the directory, says what became of it, and a shortlist is kept as the person wants.

use std::io::Cursor;

use axum::http::StatusCode;
use banso_exchange::{Extent, Roster, Wanted};

use crate::{
    resources::known,
    world::{Answer, NAME, World},
};

async fn sees(world: &World, login: &str, path: &str) -> Answer {
    let visitor = world.sign_in(login).await;
    world.ask("GET", path, Some(&visitor), false).await
}

async fn sends(world: &World, login: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let visitor = world.sign_in(login).await;
    world.post(path, &visitor, fields).await
}

/// The next half-year's list, in which an office is missing.
async fn next_half_year(world: &World) {
    let list = "NO（※システム内の固有の番号、連番）,サービス種別,事業所の名称,事業所住所（市区町村）,事業所電話番号\nA3,就労移行支援,みどりの家,北海道旭川市,011-000-0003\n";
    let read = banso_exchange::read(&mut Cursor::new(list.as_bytes()), Wanted::default(), &mut |_| None);
    let list = Roster { extent: Extent::Whole, ..read.expect("a roster") };
    let operator = world.app.operator().await.expect("an administrator");
    world.app.import_resources(&operator, &list).await.expect("a reading");
}

#[tokio::test]
async fn p_118_from_a_line_of_the_plan_to_a_place_that_stays_and_says_that_it_is_listed_no_more() {
    let world = World::new().await;
    let entry = known(&world).await;
    let id = entry.strip_prefix("/resources/").expect("an entry");
    let plan = world.address("/cases/{case}/plan", false);
    let choose = world.address("/cases/{case}/plans/{plan}/actions/{line}/place", false);
    assert!(sees(&world, "chief", &plan).await.body.contains(&choose), "the line leads to its candidates");
    let page = sees(&world, "chief", &format!("{choose}?need=work&area=&words=")).await.body;
    assert!(page.contains(&format!("type=\"radio\" id=\"place-{id}\"")), "{page}");
    assert!(
        page.contains("みどりの家") && page.contains(&format!("line={}.0", world.address("{plan}", false))),
        "the directory leads back"
    );

    let nothing = sends(&world, "chief", &choose, &[("version", "1"), ("need", "work"), ("area", "")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.body.contains("行き先を1つ選んでください"));
    let named = sends(&world, "chief", &choose, &[("version", "1"), ("place", id)]).await;
    assert_eq!(named.status, StatusCode::SEE_OTHER, "{}", named.body);
    let shown = sees(&world, "chief", &plan).await.body;
    assert!(shown.contains("ＬＩＴＡあおば") && shown.contains("011-999-9999") && !shown.contains("P-118"));
    let own = sees(&world, "person", "/my").await.body;
    assert!(own.contains("ＬＩＴＡあおば") && own.contains("011-999-9999"), "the person reads where it is");
    let stale = sends(&world, "chief", &choose, &[("version", "1"), ("place", id)]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "somebody changed the plan meanwhile");

    next_half_year(&world).await;
    let shown = sees(&world, "chief", &plan).await.body;
    assert!(shown.contains("P-118") && shown.contains("公表元の一覧にありません"), "{shown}");
    assert!(shown.contains("ＬＩＴＡあおば"), "the plan keeps its words");
    let about = sees(&world, "chief", &entry).await.body;
    assert!(!about.contains("件のプランが") && !about.contains(NAME), "one plan is too few to be told (P-150)");

    let off = sends(&world, "chief", &choose, &[("version", "2"), ("place", "none")]).await;
    assert_eq!(off.status, StatusCode::SEE_OTHER, "{}", off.body);
    assert!(!sees(&world, "chief", &plan).await.body.contains("ＬＩＴＡあおば"));
}

#[tokio::test]
async fn p_119_a_shortlist_is_kept_with_the_case_only_as_the_person_wants_and_opened_again_from_there() {
    let world = World::new().await;
    let entry = known(&world).await;
    let id = entry.strip_prefix("/resources/").expect("an entry");
    let lists = world.address("/cases/{case}/shortlists", false);
    let sheet = format!("/resources/shortlist?entry={id}&case={}", world.case);
    let page = sees(&world, "chief", &sheet).await.body;
    assert!(page.contains(&format!("action=\"{lists}\"")) && !page.contains(NAME));
    assert!(
        !sees(&world, "clinic", &sheet).await.body.contains(&lists),
        "who may not write in the case keeps nothing there"
    );

    let unasked = sends(&world, "chief", &lists, &[("entry", id)]).await;
    assert!(unasked.status == StatusCode::UNPROCESSABLE_ENTITY && unasked.body.contains("P-119"));
    let kept = sends(&world, "chief", &lists, &[("entry", id), ("wanted", "yes")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    let page = sees(&world, "chief", &lists).await.body;
    for word in ["ＬＩＴＡあおば", "働く仲間の会", "/resources/shortlist?entry=", "/resources/shortlist.pdf?entry="]
    {
        assert!(page.contains(word), "{word}");
    }
    assert_eq!(sees(&world, "clinic", &lists).await.status, StatusCode::NOT_FOUND);
    let first = world.address("/cases/{case}/shortlists/{shortlist}", false);
    assert_eq!(sends(&world, "chief", &first, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!sees(&world, "chief", &lists).await.body.contains("働く仲間の会"));
}
