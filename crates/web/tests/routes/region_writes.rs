//! The region writes beside what is published: changed, taken back, confirmed, entered, and whom to turn to.

use axum::http::StatusCode;

use crate::{
    resources::known,
    world::{Visitor, World},
};

/// The version that the form of an entry is based on.
pub(crate) async fn version(world: &World, address: &str, visitor: &Visitor) -> String {
    let page = world.ask("GET", &format!("{address}/edit"), Some(visitor), false).await.body;
    let (_, rest) = page.split_once("name=\"version\" value=\"").expect("a version");
    rest.split_once('"').expect("its end").0.to_owned()
}

/// The whole form as the page has it, with some fields changed.
pub(crate) async fn fields(
    world: &World,
    address: &str,
    visitor: &Visitor,
    changed: &[(&str, &str)],
) -> Vec<(String, String)> {
    let version = version(world, address, visitor).await;
    let id = address.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
    let (resource, _) = world.app.store().reader().resource(id).await.expect("an answer").expect("an entry");
    let shown = resource.as_shown();
    let mut fields: Vec<(String, String)> =
        shown.iter().map(|(field, words)| (field.name().to_owned(), words.to_owned())).collect();
    fields.retain(|(name, _)| !changed.iter().any(|(known, _)| known == name));
    fields.extend(changed.iter().map(|(name, words)| ((*name).to_owned(), (*words).to_owned())));
    fields.push(("version".to_owned(), version));
    fields
}

pub(crate) async fn send(
    world: &World,
    path: &str,
    visitor: &Visitor,
    fields: &[(String, String)],
) -> crate::world::Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    world.post(path, visitor, &fields).await
}

#[tokio::test]
async fn p_130_what_is_written_stands_beside_what_is_published_and_is_taken_back() {
    for world in World::on_both_engines().await {
        let address = known(&world).await;
        let chief = world.sign_in("chief").await;
        let edit = format!("{address}/edit");
        let page = world.ask("GET", &edit, Some(&chief), false).await.body;
        assert!(
            page.contains("公開データ：011-000-0001") && page.contains("back.phone"),
            "the source's word is beside it"
        );

        let sent = fields(&world, &address, &chief, &[("capacity", "12"), ("back.phone", "yes")]).await;
        let answer = send(&world, &edit, &chief, &sent).await;
        assert_eq!(
            (answer.status, answer.location.as_str()),
            (StatusCode::SEE_OTHER, format!("{address}?done=resource-edited").as_str()),
            "{}",
            answer.body
        );
        let page = world.ask("GET", &address, Some(&chief), false).await.body;
        assert!(page.contains("011-000-0001") && !page.contains("011-999-9999"), "taken back");
        assert!(page.contains("12") && page.contains("公開データ：20"));
        assert!(page.contains("地域で書いたもの（"), "whose word it is, and since when");
        let history = world.ask("GET", &edit, Some(&chief), false).await.body;
        for words in ["公開データから取り込みました", "地域で書き直しました（定員）", "公開データに戻しました（電話）"]
        {
            assert!(history.contains(words), "{words}");
        }
        world.clear().await;
    }
}

#[tokio::test]
async fn p_128_p_129_what_says_nothing_new_and_what_cannot_be_read_comes_back_with_the_rule() {
    let world = World::new().await;
    let address = known(&world).await;
    let chief = world.sign_in("chief").await;
    for (changed, rule) in [(vec![], "P-128"), (vec![("capacity", "たくさん")], "P-129"), (vec![("name", "")], "P-127")]
    {
        let sent = fields(&world, &address, &chief, &changed).await;
        let answer = send(&world, &format!("{address}/edit"), &chief, &sent).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{rule}");
        assert!(answer.body.contains(rule), "{rule}: {}", answer.body);
        assert!(changed.iter().all(|(_, words)| answer.body.contains(words)), "what was typed is kept");
    }
}

#[tokio::test]
async fn u15_two_people_who_write_about_one_entry_choose_and_nothing_typed_is_lost() {
    let world = World::new().await;
    let address = known(&world).await;
    let (chief, officer) = (world.sign_in("chief").await, world.sign_in("officer").await);
    let mine = fields(&world, &address, &officer, &[("phone", "011-555-5555")]).await;
    let theirs = fields(&world, &address, &chief, &[("capacity", "11")]).await;
    let edit = format!("{address}/edit");
    assert_eq!(send(&world, &edit, &chief, &theirs).await.status, StatusCode::SEE_OTHER);

    let answer = send(&world, &edit, &officer, &mine).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    for words in ["011-555-5555", "11", "定員"] {
        assert!(answer.body.contains(words), "{words}");
    }
}

#[tokio::test]
async fn whoever_looked_says_so_and_the_entry_is_confirmed() {
    let world = World::new().await;
    let address = known(&world).await;
    let chief = world.sign_in("chief").await;
    let version = version(&world, &address, &chief).await;
    let today = world.app.clock().today().to_string();
    let confirm = format!("{address}/confirm");
    let to_come = world.post(&confirm, &chief, &[("version", &version), ("on", "2099-01-01")]).await;
    assert!(to_come.status == StatusCode::UNPROCESSABLE_ENTITY && to_come.body.contains("P-11"));
    let answer = world.post(&confirm, &chief, &[("version", &version), ("on", &today)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert!(world.ask("GET", &address, Some(&chief), false).await.body.contains("確認済み"));
    let late = world.post(&confirm, &chief, &[("version", &version), ("on", &today)]).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "somebody was quicker");
}

#[tokio::test]
async fn p_141_nobody_is_named_without_their_consent_and_a_name_leaves_again() {
    let world = World::new().await;
    let address = known(&world).await;
    let chief = world.sign_in("chief").await;
    let contacts = format!("{address}/contacts");
    let today = world.app.clock().today().to_string();
    let known_by = version(&world, &address, &chief).await;
    let unasked =
        [("version", known_by.as_str()), ("contact_name", "緑川 すず"), ("agreed_by", ""), ("agreed_on", &today)];
    let answer = world.post(&contacts, &chief, &unasked).await;
    assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains("P-141"), "{}", answer.body);

    let asked = [
        ("version", known_by.as_str()),
        ("contact_name", "緑川 すず"),
        ("role", "相談員"),
        ("agreed_by", "本人から"),
        ("agreed_on", &today),
    ];
    assert_eq!(world.post(&contacts, &chief, &asked).await.status, StatusCode::SEE_OTHER);
    assert!(world.ask("GET", &address, Some(&chief), false).await.body.contains("緑川 すず"));
    let known_by = version(&world, &address, &chief).await;
    let leaves = [("version", known_by.as_str()), ("name", "緑川 すず")];
    assert_eq!(world.post(&format!("{contacts}/leave"), &chief, &leaves).await.status, StatusCode::SEE_OTHER);
    assert!(!world.ask("GET", &address, Some(&chief), false).await.body.contains("緑川 すず"));
}

#[tokio::test]
async fn p_127_what_no_list_has_is_entered_and_administrators_and_firms_write_nothing() {
    let world = World::new().await;
    let address = known(&world).await;
    let office = world.sign_in("office").await;
    let nowhere = world.post("/resources/new", &office, &[("name", "朝の散歩の会")]).await;
    assert!(nowhere.status == StatusCode::UNPROCESSABLE_ENTITY && nowhere.body.contains("P-127"));
    assert!(nowhere.body.contains("朝の散歩の会"), "what was typed is kept");
    let entered = world.post("/resources/new", &office, &[("name", "朝の散歩の会"), ("street", "中央公園")]).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    let there = entered.location.split('?').next().expect("an address");
    assert!(world.ask("GET", there, Some(&office), false).await.body.contains("この地域で書いた記録です"));

    for login in ["admin", "employer", "person"] {
        let visitor = world.sign_in(login).await;
        for path in ["/resources/new".to_owned(), format!("{address}/edit")] {
            assert_eq!(
                world.ask("GET", &path, Some(&visitor), false).await.status,
                StatusCode::FORBIDDEN,
                "{login} {path}"
            );
        }
    }
}
