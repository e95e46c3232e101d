//! Two people who save the same form: what only one of them changed is proposed as that one left it, and who was quicker is
//! named (U15).

use axum::http::StatusCode;
use banso_access::Actor;
use banso_app::{Clock, NewStaff, StaffChange};
use banso_domain::staff::{Membership, Role, StaffFacts};

use crate::world::{Answer, PASSWORD, Visitor, World};

fn hidden(answer: &Answer, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let value = answer.body.split_once(&mark).and_then(|(_, rest)| rest.split_once('"'));
    let value = value.unwrap_or_else(|| panic!("no hidden field {name}: {}", answer.body)).0;
    value.replace("&#38;", "&").replace("&amp;", "&")
}

/// Which side of an answer is proposed; none if it is not asked about.
fn proposed(answer: &Answer, field: &str) -> Option<&'static str> {
    let is = |side: &str| answer.body.contains(&format!("name=\"keep.{field}\" value=\"{side}\" checked"));
    ["mine", "theirs"].into_iter().find(|side| is(side))
}

async fn opened(world: &World, visitor: &Visitor, address: &str) -> String {
    hidden(&world.ask("GET", address, Some(visitor), false).await, "version")
}

/// The page on which to choose, sent back as it stands.
async fn send_as_proposed(world: &World, visitor: &Visitor, address: &str, page: &Answer) -> Answer {
    let (typed, version) = (hidden(page, "typed"), hidden(page, "version"));
    let mut fields = vec![("typed".to_owned(), typed), ("version".to_owned(), version)];
    for part in page.body.split("name=\"keep.").skip(1) {
        let (name, rest) = part.split_once('"').expect("its end");
        for side in ["mine", "theirs"] {
            if rest.starts_with(&format!(" value=\"{side}\" checked")) {
                fields.push((format!("keep.{name}"), side.to_owned()));
            }
        }
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    world.post(address, visitor, &fields).await
}

#[tokio::test]
async fn u15_an_answer_that_only_the_colleague_changed_is_proposed_as_the_colleague_left_it() {
    let world = World::new().await;
    let (chief, counselor) = (world.sign_in("chief").await, world.sign_in("counselor").await);
    let address = world.address("/cases/{case}/assessment", false);
    let version = opened(&world, &chief, &address).await;
    let first = [("version", version.as_str()), ("chief_complaint", "住まいが不安。"), ("household_size", "2")];
    assert_eq!(world.post(&address, &chief, &first).await.status, StatusCode::SEE_OTHER);

    // Both open the sheet; the colleague changes both answers, the other one only the second.
    let version = opened(&world, &chief, &address).await;
    let theirs = [("version", version.as_str()), ("chief_complaint", "仕事を探したい。"), ("household_size", "3")];
    assert_eq!(world.post(&address, &counselor, &theirs).await.status, StatusCode::SEE_OTHER);
    let mine = [
        ("version", version.as_str()),
        ("chief_complaint", "住まいが不安。"),
        ("household_size", "4"),
        ("life_history", "北海道で育った。"),
    ];
    let page = world.post(&address, &chief, &mine).await;

    assert_eq!(page.status, StatusCode::CONFLICT);
    assert_eq!(proposed(&page, "chief_complaint"), Some("theirs"), "{}", page.body);
    assert_eq!(proposed(&page, "household_size"), Some("mine"));
    assert_eq!(proposed(&page, "life_history"), None, "nobody else touched it");
    assert!(page.body.contains("ほかの人だけが変えました。") && page.body.contains("二人とも変えました。"));
    assert!(page.body.contains("職員 counselorが"), "who was quicker");
    let saved = send_as_proposed(&world, &chief, &address, &page).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let sheet = world.ask("GET", &address, Some(&chief), false).await;
    for words in ["仕事を探したい。", "value=\"4\"", "北海道で育った。"] {
        assert!(sheet.body.contains(words), "{words}");
    }
}

/// Sends the form of the conference.
async fn change(world: &World, visitor: &Visitor, [version, start, place]: [&str; 3]) -> Answer {
    let day = Clock::System.today().to_string();
    let fields = [
        ("version", version),
        ("kind", "coordination"),
        ("pattern", "regular"),
        ("tier", "core"),
        ("on", &day),
        ("start", start),
        ("minutes", "60"),
        ("place", place),
    ];
    world.post(&world.address("/conferences/{conference}/change", false), visitor, &fields).await
}

#[tokio::test]
async fn u15_two_who_change_one_conference_see_who_was_quicker_and_lose_nothing() {
    let world = World::new().await;
    let (chief, counselor) = (world.sign_in("chief").await, world.sign_in("counselor").await);
    let address = world.address("/conferences/{conference}/change", false);
    // A case was put on the agenda after the first version: that is nothing the form says.
    assert_eq!(change(&world, &chief, ["1", "10:00", "第一会議室"]).await.status, StatusCode::SEE_OTHER);
    let page = change(&world, &counselor, ["2", "14:00", "会議室"]).await;

    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.body.contains("職員 chiefが"), "{}", page.body);
    assert_eq!(proposed(&page, "place"), Some("theirs"), "{}", page.body);
    assert_eq!(proposed(&page, "start"), Some("mine"));
    let saved = send_as_proposed(&world, &counselor, &address, &page).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = world.ask("GET", &address, Some(&chief), false).await;
    assert!(page.body.contains("第一会議室") && page.body.contains("14:00"));
}

async fn second_administrator(world: &World) -> Visitor {
    let admin = world.actor("admin", Role::Administrator).await;
    let facts = StaffFacts {
        login: "deputy".into(),
        name: "職員 deputy".into(),
        kana: String::new(),
        memberships: vec![Membership::always(admin.agency(), Role::Administrator)],
        active: true,
        person: None,
    };
    world.app.add_staff(&admin, NewStaff { facts, password: PASSWORD.into() }).await.expect("an account");
    world.sign_in("deputy").await
}

#[tokio::test]
async fn u15_two_administrators_see_who_was_quicker_and_what_only_one_of_them_changed() {
    let world = World::new().await;
    let (admin, deputy) = (world.sign_in("admin").await, second_administrator(&world).await);
    let address = world.address("/administration/agencies/{agency}", false);
    let version = opened(&world, &admin, &address).await;
    let form =
        |name, phone| [("kind", "support_centre"), ("name", name), ("phone", phone), ("version", version.as_str())];
    assert_eq!(world.post(&address, &deputy, &form("青葉くらしセンター", "")).await.status, StatusCode::SEE_OTHER);
    let page = world.post(&address, &admin, &form("青葉センター", "011-000-0000")).await;

    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.body.contains("職員 deputyが"), "{}", page.body);
    assert_eq!((proposed(&page, "name"), proposed(&page, "phone")), (Some("theirs"), Some("mine")));
}

#[tokio::test]
async fn u15_a_password_that_was_set_meanwhile_stands_in_no_administrators_way() {
    let world = World::new().await;
    let (admin, deputy) = (world.sign_in("admin").await, second_administrator(&world).await);
    let actor: Actor = world.actor("admin", Role::Administrator).await;
    let chief = world.actor("chief", Role::ChiefCounselor).await;
    let address = format!("/administration/staff/{}", chief.staff());
    let version = opened(&world, &admin, &address).await;
    let roles = format!("roles-{}", chief.agency());
    let form = |name| {
        let (role, version) = ((roles.as_str(), "chief_counselor"), ("version", version.as_str()));
        [("name", name), ("kana", "ショクイン"), ("login", "chief"), role, ("active", "yes"), version]
    };
    world.app.change_staff(&actor, chief.staff(), StaffChange::SignOutEverywhere, None).await.expect("signed out");
    let saved = world.post(&address, &admin, &form("青木 恵子")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);

    let page = world.post(&address, &deputy, &form("青木 けい子")).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.body.contains("職員 adminが"), "{}", page.body);
    assert_eq!(proposed(&page, "name"), Some("mine"));
}
