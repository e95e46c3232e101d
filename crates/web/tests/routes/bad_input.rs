//! What people and programs send that no page expects: a clear word, the typed text kept, nothing lost, nothing half-written.

use axum::{
    body::Body,
    http::{
        Request, StatusCode,
        header::{AUTHORIZATION, CONTENT_TYPE, COOKIE},
    },
};
use banso_app::StaffChange;
use banso_domain::staff::Role;
use serde_json::{Value, json};

use crate::world::{Answer, NAME, PASSWORD, Visitor, World};

/// Sends a body as it is, as a page of ours would.
async fn send(world: &World, address: &str, visitor: &Visitor, body: Vec<u8>) -> Answer {
    let request = Request::post(address)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(COOKIE, &visitor.cookie)
        .header("sec-fetch-site", "same-origin");
    world.send(request.body(Body::from(body)).expect("a request")).await
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The form of a support record with this text.
fn record(visitor: &Visitor, facts: &str) -> String {
    format!("csrf={}&on=&methods=phone&counterparts=person&facts={}", visitor.csrf, escaped(facts))
}

/// The form of a support record of today with this text.
fn record_of_today(world: &World, visitor: &Visitor, facts: &str) -> Vec<u8> {
    record(visitor, facts).replace("on=&", &format!("on={}&", world.app.clock().today())).into_bytes()
}

/// The texts of the records of the case, newest first.
async fn written(world: &World, visitor: &Visitor) -> Vec<String> {
    let path = world.address("/api/v1/cases/{case}/records?limit=200", false);
    let answer = world.ask("GET", &path, Some(visitor), false).await;
    let read: Value = serde_json::from_str(&answer.body).expect("a JSON document");
    let records = read["records"].as_array().expect("records");
    records.iter().map(|record| record["facts"].as_str().expect("a text").to_owned()).collect()
}

#[tokio::test]
async fn dates_that_were_never_are_explained_beside_their_field_and_stay_as_typed() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    for typed in
        ["昭和65年1月1日", "平成31年5月1日", "令和7年2月30日", "R999999.1.1", "令和0年1月1日", "2026/13/01", "きのう？"]
    {
        let fields = [("name", "鷹取 みのり"), ("kana", "たかとり みのり"), ("birth_date", typed), ("received_on", "")];
        let answer = world.post("/cases/new/basics", &chief, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        for words in [typed, "鷹取 みのり", "id=\"birth_date-error\"", "href=\"#birth_date\""] {
            assert!(answer.body.contains(words), "{typed}: {words}");
        }
    }
}

#[tokio::test]
async fn wrong_municipality_codes_are_explained_and_stay_as_typed() {
    let world = World::new().await;
    let admin = world.sign_in("admin").await;
    for typed in ["131017", "480002", "12", "東京都", "999999999"] {
        let fields = [("kind", "municipality"), ("name", "みどり市"), ("code", typed)];
        let answer = world.post("/administration/agencies/new", &admin, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        for words in [typed, "みどり市", "id=\"code-error\""] {
            assert!(answer.body.contains(words), "{typed}: {words}");
        }
    }
    let fields = [("kind", "municipality"), ("name", "みどり市"), ("code", "１３１０１６")];
    let answer = world.post("/administration/agencies/new", &admin, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
}

#[tokio::test]
async fn a_name_of_thirty_characters_is_received_found_and_shown_whole() {
    for world in World::on_both_engines().await {
        let chief = world.sign_in("chief").await;
        let (name, kana) = ("寿限無寿限無五劫".repeat(4)[..90].to_owned(), "じゅげむ".repeat(8)[..90].to_owned());
        assert_eq!((name.chars().count(), kana.chars().count()), (30, 30));
        let fields = [("name", name.as_str()), ("kana", kana.as_str()), ("received_on", "")];
        let answer = world.post("/cases/new/basics", &chief, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let found = world.post("/cases/new/search", &chief, &[("search", &name)]).await;
        assert!(found.body.contains(&name));
        world.clear().await;
    }
}

#[tokio::test]
async fn a_note_of_a_hundred_thousand_characters_is_kept_to_the_last() {
    for world in World::on_both_engines().await {
        let chief = world.sign_in("chief").await;
        let long: String = "長い話でした。".chars().cycle().take(99_999).chain(['終']).collect();
        let address = world.address("/cases/{case}/records", false);
        let answer = send(&world, &address, &chief, record_of_today(&world, &chief, &long)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{:.2000}", answer.body);
        assert!(written(&world, &chief).await.contains(&long));
        let page = world.ask("GET", &address, Some(&chief), false).await;
        assert_eq!(page.status, StatusCode::OK);
        world.clear().await;
    }
}

#[tokio::test]
async fn emoji_and_gaiji_come_back_as_written_and_what_nobody_sees_is_left_out() {
    for world in World::on_both_engines().await {
        let chief = world.sign_in("chief").await;
        let address = world.address("/cases/{case}/records", false);
        for (typed, kept) in [
            // An emoji of three joined, surrogate pairs, a variant selector, the private area, marks that combine.
            ("👨\u{200d}👩\u{200d}👧 𠮷野家 葛\u{e0100}城 \u{e000} が\u{3099}", None),
            ("<script>alert('x')</script> & \"quoted\" '; DROP TABLE person; --", None),
            ("before\0after\u{1b}[31m\u{7}\ttab\r\nline", Some("beforeafter[31m\ttab\nline")),
            ("\u{202e}逆さ\u{feff}", None),
        ] {
            let answer = send(&world, &address, &chief, record_of_today(&world, &chief, typed)).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{typed:?}: {}", answer.body);
            let texts = written(&world, &chief).await;
            assert!(texts.iter().any(|text| text == kept.unwrap_or(typed)), "{typed:?}: {texts:?}");
        }
        let page = world.ask("GET", &address, Some(&chief), false).await;
        assert!(!page.body.contains("<script>alert"));
        world.clear().await;
    }
}

#[tokio::test]
async fn a_program_is_told_in_a_problem_document_which_text_cannot_be_kept() {
    for world in World::on_both_engines().await {
        let chief = world.sign_in("chief").await;
        let token = chief.cookie.split_once('=').expect("a value").1;
        let path = world.address("/api/v1/cases/{case}/records", false);
        let today = world.app.clock().today();
        let whole =
            json!({"on": today, "methods": ["phone"], "counterparts": ["person"], "facts": "𠮷 😀"}).to_string();
        let mut foreign = whole.clone().into_bytes();
        foreign.extend([0x8e, 0x52]);
        for (body, status) in [
            (whole.replace("😀", "\\u0000").into_bytes(), 422),
            (whole.replace("😀", "\\ud83d").into_bytes(), 422),
            (foreign, 422),
            (b"{".to_vec(), 422),
            (vec![b' '; 5_000_000], 413),
            (whole.replace("😀", "\\ud83d\\ude00").into_bytes(), 201),
        ] {
            let request = Request::post(&path).header(AUTHORIZATION, format!("Bearer {token}"));
            let request = request.header(CONTENT_TYPE, "application/json").body(Body::from(body)).expect("a request");
            let answer = world.send(request).await;
            assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
            if status >= 400 {
                let told: Value = serde_json::from_str(&answer.body).expect("a problem document");
                assert_eq!(told["status"], status);
            }
        }
        assert_eq!(written(&world, &chief).await.iter().filter(|text| *text == "𠮷 😀").count(), 1);
        world.clear().await;
    }
}

#[tokio::test]
async fn an_address_with_a_character_that_no_database_takes_is_refused_in_words() {
    for world in World::on_both_engines().await {
        let chief = world.sign_in("chief").await;
        for path in ["/cases?view=open%00", "/persons/a%00b", "/api/v1/persons?search=%00%00"] {
            let answer = world.ask("GET", path, Some(&chief), false).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}: {}", answer.body);
        }
        let answer = world.ask("POST", "/drafts/a%00b", Some(&chief), true).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        world.clear().await;
    }
}

#[tokio::test]
async fn text_in_another_encoding_and_forms_without_end_are_refused_on_a_page_in_words() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let address = world.address("/cases/{case}/records", false);
    let before = written(&world, &chief).await.len();
    let start = format!("csrf={}", chief.csrf);
    for (body, status, words) in [
        (format!("{start}&facts=%8E%52%93%63").into_bytes(), 400, "送られた内容を読み取れませんでした"),
        (format!("{start}&facts=%ED%A0%80").into_bytes(), 400, "送られた内容を読み取れませんでした"),
        (start.clone().into_bytes().into_iter().chain(b"&a=1".repeat(10_001)).collect(), 413, "大きすぎます"),
        (start.into_bytes().into_iter().chain(vec![b'x'; 5_000_000]).collect(), 413, "大きすぎます"),
    ] {
        let answer = send(&world, &address, &chief, body).await;
        assert_eq!(answer.status.as_u16(), status, "{:.1000}", answer.body);
        assert!(answer.body.contains(words) && answer.body.contains("data-reference"), "{:.3000}", answer.body);
    }
    assert_eq!(written(&world, &chief).await.len(), before);
}

#[tokio::test]
async fn u15_a_form_that_grew_too_large_is_told_the_limit_and_its_draft_of_before_opens_again() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let (sheet, draft) = ("/cases/{case}/assessment", "/drafts/cases/{case}/assessment");
    let (sheet, draft) = (world.address(sheet, false), world.address(draft, false));
    assert!(world.post(&draft, &chief, &[("life_history", "北海道で育った。")]).await.status.is_success());
    let too_large = format!("csrf={}&life_history={}", chief.csrf, "x".repeat(5_000_000)).into_bytes();
    for address in [&draft, &sheet] {
        let answer = send(&world, address, &chief, too_large.clone()).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(answer.body.contains("4MB（日本語でおよそ40万字）"), "{}", answer.body);
    }
    let opened = world.ask("GET", &sheet, Some(&chief), false).await;
    assert!(opened.body.contains("北海道で育った。"), "{}", opened.body);
}

/// The value of the token in the form that sends everything once more.
fn token_to_send_again(answer: &Answer) -> Option<String> {
    let form = answer.body.split("<form").find(|form| form.contains(">もう一度送る</button>"))?;
    let (_, rest) = form.split_once("name=\"csrf\" value=\"")?;
    Some(rest.split_once('"')?.0.to_owned())
}

#[tokio::test]
async fn somebody_signed_out_while_typing_signs_in_again_and_loses_nothing() {
    let world = World::new().await;
    let (chief, admin) = (world.sign_in("chief").await, world.actor("admin", Role::Administrator).await);
    let address = world.address("/cases/{case}/records", false);
    let typed = "来所。「もう少し続けたい」と話した。";
    let staff = world.actor("chief", Role::ChiefCounselor).await.staff();
    world.app.change_staff(&admin, staff, StaffChange::SignOutEverywhere, None).await.expect("signed out");

    let out = send(&world, &address, &chief, record_of_today(&world, &chief, typed)).await;
    assert_eq!(out.status, StatusCode::UNAUTHORIZED);
    assert!(out.body.contains(typed) && out.body.contains("もう一度送る"), "{}", out.body);
    assert!(!out.body.contains(NAME));
    let token = token_to_send_again(&out).expect("a form to send again");

    // In another tab they sign in; the form on this page still has the token of the session that ended, and one press sends it.
    let again = Visitor { csrf: token, ..world.sign_in("chief").await };
    let taken = send(&world, &address, &again, record_of_today(&world, &again, typed)).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    assert_eq!(written(&world, &again).await.iter().filter(|text| *text == typed).count(), 1);
}

#[tokio::test]
async fn u15_the_form_of_a_colleague_who_is_signed_out_is_nobody_elses_until_they_say_so() {
    let world = World::new().await;
    let (chief, counselor) = (world.sign_in("chief").await, world.sign_in("counselor").await);
    let address = world.address("/cases/{case}/records", false);
    let typed = "席を代わった同僚の記録。";
    let at_the_same_desk = Visitor { csrf: chief.csrf.clone(), cookie: counselor.cookie.clone() };
    let stale = send(&world, &address, &at_the_same_desk, record_of_today(&world, &at_the_same_desk, typed)).await;
    assert_eq!(stale.status, StatusCode::BAD_REQUEST);
    assert!(stale.body.contains(typed) && !written(&world, &counselor).await.iter().any(|text| text == typed));
    let fresh = Visitor { csrf: token_to_send_again(&stale).expect("a fresh token"), ..at_the_same_desk };
    let taken = send(&world, &address, &fresh, record_of_today(&world, &fresh, typed)).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
}

#[tokio::test]
async fn the_token_of_a_session_that_is_over_is_worth_nothing_to_another_site() {
    let world = World::new().await;
    let old = world.sign_in("chief").await;
    let now = Visitor { csrf: old.csrf, ..world.sign_in("chief").await };
    let address = world.address("/cases/{case}/records", false);
    let typed = "偽の記録です";
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("x-nothing", "said")] {
        let request = Request::post(&address)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(COOKIE, &now.cookie)
            .header("host", "banso.example.jp")
            .header(name, value);
        let body = record_of_today(&world, &now, typed);
        let answer = world.send(request.body(Body::from(body)).expect("a request")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{name}");
    }
    assert!(!written(&world, &now).await.iter().any(|text| text == typed));
}

#[tokio::test]
async fn a_form_that_another_site_sends_gets_no_token_to_send_again() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let forged = Visitor { csrf: "forged".into(), cookie: chief.cookie.clone() };
    let address = world.address("/cases/{case}/records", false);
    for site in [Some("cross-site"), None] {
        let mut request = Request::post(&address)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(COOKIE, &forged.cookie);
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        let body = record_of_today(&world, &forged, "偽の記録です");
        let answer = world.send(request.body(Body::from(body)).expect("a request")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert_eq!(token_to_send_again(&answer), None);
        assert!(!answer.body.contains(&chief.csrf));
    }
}

#[tokio::test]
async fn a_form_opened_before_the_program_was_started_again_is_taken() {
    let mut world = World::new().await;
    let chief = world.sign_in("chief").await;
    let address = world.address("/cases/{case}/records", false);
    world.router = banso_web::service(banso_web::site::Site::new(world.app.clone(), false));
    let body = record_of_today(&world, &chief, "再起動の前に書き始めた。");
    let answer = send(&world, &address, &chief, body).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
}

#[tokio::test]
async fn secrets_are_never_shown_on_the_page_of_a_failure() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let body = "csrf=stale&old=old+secret+phrase&new=new+secret+phrase&note=about+it";
    let answer = send(&world, "/account/password", &chief, body.into()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.body.contains("about it") && !answer.body.contains("secret phrase"), "{}", answer.body);
    assert_eq!(token_to_send_again(&answer), None, "without the secrets it cannot be sent again");
}

#[tokio::test]
async fn another_site_cannot_sign_somebody_in_and_the_cookies_are_for_this_site_alone() {
    let world = World::new().await;
    let form = format!("login=chief&password={}", PASSWORD.replace(' ', "+"));
    let sign_in = async |from: &str| {
        let request = Request::post("/sign-in")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", from);
        world.send(request.body(Body::from(form.clone())).expect("a request")).await
    };
    let foreign = sign_in("cross-site").await;
    assert_eq!((foreign.status, foreign.cookie), (StatusCode::BAD_REQUEST, None));
    let ours = sign_in("same-origin").await;
    assert_eq!(ours.status, StatusCode::SEE_OTHER);
    let cookie = ours.cookie.expect("a cookie");
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
}
