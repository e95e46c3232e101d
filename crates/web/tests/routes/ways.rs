//! The ways to work with what the person says about them: written on their own page, read as their words at the centre.

use axum::http::StatusCode;

use crate::world::{Answer, Visitor, World};

async fn page(world: &World, who: &Visitor, address: &str) -> Answer {
    world.ask("GET", address, Some(who), false).await
}

async fn says(world: &World, who: &Visitor, address: &str, likes: &str, version: &str) -> Answer {
    let fields = [("likes", likes), ("worries", "朝が早い"), ("wish", "visit"), ("version", version)];
    world.post(address, who, &fields).await
}

#[tokio::test]
async fn the_person_writes_on_their_page_and_the_centre_reads_it_beside_the_options() {
    let world = World::new().await;
    let (person, chief) = (world.sign_in("person").await, world.sign_in("chief").await);
    let said = says(&world, &person, "/my/ways/transition", "駅から近い", "0").await;
    assert_eq!((said.status, said.location.as_str()), (StatusCode::SEE_OTHER, "/my/ways?done=own-way-saved"));
    let own = page(&world, &person, "/my/ways").await.body;
    let at_centre = page(&world, &chief, &format!("/cases/{}/ways", world.case)).await.body;
    for body in [own, at_centre] {
        for words in ["駅から近い", "朝が早い", "見学したい", "就労移行支援", "本人が 書きました"]
        {
            assert!(body.contains(words), "{words}");
        }
    }
}

#[tokio::test]
async fn p_92_staff_write_down_what_is_said_and_nothing_over_what_the_person_wrote() {
    let world = World::new().await;
    let (person, chief) = (world.sign_in("person").await, world.sign_in("chief").await);
    let address = format!("/cases/{}/ways/transition", world.case);
    assert_eq!(says(&world, &chief, &address, "友だちがいる", "0").await.status, StatusCode::SEE_OTHER);
    let read = page(&world, &person, "/my/ways").await.body;
    assert!(read.contains("友だちがいる") && read.contains("いっしょに 書きました"), "{read}");
    assert_eq!(says(&world, &person, "/my/ways/transition", "駅から近い", "1").await.status, StatusCode::SEE_OTHER);
    let over = says(&world, &chief, &address, "通いやすい", "2").await;
    assert_eq!(over.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(over.body.contains("P-92") && over.body.contains("通いやすい"), "{}", over.body);
    let late = says(&world, &person, "/my/ways/transition", "ひろい", "1").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("ひろい"), "what was typed is not lost");
}

#[tokio::test]
async fn p_110_an_empty_note_says_what_can_be_written_and_an_unknown_way_is_no_page() {
    let world = World::new().await;
    let person = world.sign_in("person").await;
    let fields = [("likes", " "), ("worries", ""), ("version", "0")];
    let empty = world.post("/my/ways/clinic", &person, &fields).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("P-110"), "{}", empty.body);
    assert_eq!(page(&world, &person, "/my/ways/astronaut").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn r_24_the_page_of_the_ways_shows_no_total_no_rank_and_no_recommendation() {
    let world = World::new().await;
    let person = world.sign_in("person").await;
    says(&world, &person, "/my/ways/transition", "駅から近い", "0").await;
    for address in ["/ways", "/my/ways"] {
        let body = page(&world, &person, address).await.body;
        for word in ["おすすめ", "合計", "第1位", "向いている", "最適"] {
            assert!(!body.contains(word), "{address}: {word}");
        }
    }
}

#[tokio::test]
async fn r_12_an_agency_that_is_not_let_know_of_the_wishes_reads_no_word_of_them() {
    let world = World::new().await;
    let (person, clinic) = (world.sign_in("person").await, world.sign_in("clinic").await);
    says(&world, &person, "/my/ways/transition", "駅から近い", "0").await;
    let shared = page(&world, &clinic, &format!("/shared/{}/ways", world.case)).await;
    assert_eq!(shared.status, StatusCode::OK);
    assert!(!shared.body.contains("駅から近い") && shared.body.contains("知らせていません"), "{}", shared.body);
}

#[tokio::test]
async fn a_way_leads_to_the_places_of_its_kind_in_the_directory_and_says_how_many_there_are() {
    let world = World::new().await;
    let (person, office) = (world.sign_in("person").await, world.sign_in("office").await);
    let nothing = page(&world, &person, "/ways").await.body;
    assert!(nothing.contains("場所は まだ 分かっていません"), "{nothing}");
    for name in ["ひだまり作業所", "こかげ作業所"] {
        let fields = [("name", name), ("street", "駅前1-2"), ("service_kind", "就労継続支援Ｂ型")];
        assert_eq!(world.post("/resources/new", &office, &fields).await.status, StatusCode::SEE_OTHER);
    }
    let at_desk = page(&world, &office, "/ways").await.body;
    assert!(at_desk.contains("/resources?kind=%E5%B0%B1") && at_desk.contains("就労継続支援Ｂ型（2 件）"), "{at_desk}");
    let own = page(&world, &person, "/ways").await.body;
    assert!(!own.contains("/resources?kind=") && own.contains("就労継続支援Ｂ型（2 件）"), "{own}");
}
