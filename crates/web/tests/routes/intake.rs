//! From reception to screening, and persons, as somebody at the desk goes through the pages.

use axum::http::StatusCode;

use crate::world::{Answer, NAME, Visitor, World};

/// The value of a hidden field on a page.
fn hidden(answer: &Answer, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let value = answer.body.split_once(&mark).and_then(|(_, rest)| rest.split_once('"'));
    value.unwrap_or_else(|| panic!("no hidden field {name}: {}", answer.body)).0.to_owned()
}

async fn get(world: &World, visitor: &Visitor, address: &str) -> Answer {
    world.ask("GET", address, Some(visitor), false).await
}

#[tokio::test]
async fn u6_the_search_before_reception_finds_a_person_by_two_letters_of_the_reading_in_hiragana() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let found = world.post("/cases/new/search", &chief, &[("search", "はす")]).await;
    assert!(found.body.contains(NAME));
    assert!(found.body.contains("この人の新しい相談を受け付ける"));
    let nobody = world.post("/cases/new/search", &chief, &[("search", "鷹取")]).await;
    assert!(!nobody.body.contains(NAME));
    assert!(nobody.body.contains("検索結果 0人"));
}

#[tokio::test]
async fn a_new_person_is_received_with_what_is_known_and_the_reading_becomes_katakana() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let fields = [
        ("name", "鷹取 みのり"),
        ("kana", "たかとり　みのり"),
        ("birth_date", "S60.4.13"),
        ("received_on", ""),
        ("concerns", "housing"),
        ("concerns", "debt"),
        ("main_concern", "housing"),
        ("concern_detail", "家賃が払えない。"),
    ];
    let answer = world.post("/cases/new/basics", &chief, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let sheet = get(&world, &chief, &answer.location).await;
    assert_eq!(sheet.status, StatusCode::OK);
    for words in ["タカトリ", "昭和60年4月13日", "家賃が払えない。", "相談を受け付けました"]
    {
        assert!(sheet.body.contains(words), "{words}");
    }
    assert!(sheet.body.contains("value=\"debt\" checked"));
}

#[tokio::test]
async fn u16_a_wrong_reception_comes_back_with_everything_typed_and_the_complaint_beside_its_field() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let fields =
        [("name", "鷹取 みのり"), ("kana", "鷹取"), ("birth_date", "平成31年5月1日"), ("received_on", "2999-01-01")];
    let answer = world.post("/cases/new/basics", &chief, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("<title>エラー"));
    for words in ["鷹取 みのり", "平成31年5月1日", "#birth_date", "#kana", "#received_on"] {
        assert!(answer.body.contains(words), "{words}");
    }
}

#[tokio::test]
async fn somebody_with_the_same_reading_is_asked_about_once_and_then_received_as_another_person() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let fields = [("name", "蓮見 琴葉"), ("kana", "はすみ ことは"), ("received_on", "")];
    let asked = world.post("/cases/new/basics", &chief, &fields).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(asked.body.contains(NAME) && asked.body.contains("読みが同じです"));
    let typed = hidden(&asked, "typed").replace("&amp;", "&").replace("&#38;", "&");
    let answer = world.post("/cases/new/basics", &chief, &[("typed", &typed), ("somebody_else", "yes")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
}

#[tokio::test]
async fn answers_are_saved_and_what_is_taken_away_is_gone() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let address = format!("/cases/{}/assessment", world.case);
    let page = get(&world, &chief, &address).await;
    let version = hidden(&page, "version");
    let fields = [
        ("version", version.as_str()),
        ("cohabitants", "yes"),
        ("household_size", "３"),
        ("disability_cert", "physical"),
        ("interviewed_on", "R7.4.13\n2025/5/1"),
        ("family_map[0].name", ""),
        ("family_map[4].name", "母"),
        ("family_map[4].age", "７１"),
    ];
    let saved = world.post(&address, &chief, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = get(&world, &chief, &address).await;
    for words in [
        "value=\"3\"",
        "value=\"physical\" checked",
        "令和7年4月13日",
        "name=\"family_map[0].name\" aria",
        "value=\"母\"",
    ] {
        assert!(page.body.contains(words) || words.contains("aria"), "{words}");
    }
    let version = hidden(&page, "version");
    let saved = world.post(&address, &chief, &[("version", &version), ("cohabitants", "yes")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let page = get(&world, &chief, &address).await;
    assert!(!page.body.contains("value=\"physical\" checked") && !page.body.contains("value=\"母\""));
}

#[tokio::test]
async fn u16_a_wrong_cell_of_a_table_is_named_and_nothing_typed_is_lost() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let address = format!("/cases/{}/assessment", world.case);
    let fields = [("life_history", "北海道で育った。"), ("family_map[3].name", "弟"), ("family_map[3].age", "若い")];
    let answer = world.post(&address, &chief, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("href=\"#family_map[0].age\""), "{}", answer.body);
    for words in ["北海道で育った。", "value=\"弟\"", "value=\"若い\"", "0以上の整数"] {
        assert!(answer.body.contains(words), "{words}");
    }
}

#[tokio::test]
async fn u15_two_who_write_the_same_answer_choose_and_two_who_write_different_ones_both_keep_theirs() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let address = format!("/cases/{}/assessment", world.case);
    let version = hidden(&get(&world, &chief, &address).await, "version");
    let first = [("version", version.as_str()), ("chief_complaint", "仕事を探したい。"), ("household_size", "2")];
    assert_eq!(world.post(&address, &chief, &first).await.status, StatusCode::SEE_OTHER);
    let second = [("version", version.as_str()), ("chief_complaint", "住まいが不安。"), ("household_size", "2")];
    let conflict = world.post(&address, &chief, &second).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    assert!(conflict.body.contains("仕事を探したい。") && conflict.body.contains("住まいが不安。"));
    assert!(!conflict.body.contains("keep.household_size"), "what agrees is not asked about");
    let typed = hidden(&conflict, "typed").replace("&#38;", "&").replace("&amp;", "&");
    let version = hidden(&conflict, "version");
    let choice = [("typed", typed.as_str()), ("version", version.as_str()), ("keep.chief_complaint", "mine")];
    assert_eq!(world.post(&address, &chief, &choice).await.status, StatusCode::SEE_OTHER);
    assert!(get(&world, &chief, &address).await.body.contains("住まいが不安。"));
}

#[tokio::test]
async fn u15_a_change_elsewhere_in_the_case_stands_in_nobodys_way() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let address = format!("/cases/{}/intake", world.case);
    let version = hidden(&get(&world, &chief, &address).await, "version");
    let day = banso_app::Clock::System.today().to_string();
    let emergency = [("need", "今夜泊まるところがない"), ("started_on", day.as_str())];
    let started = world.post(&format!("/cases/{}/emergency", world.case), &chief, &emergency).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.body);
    let saved = world.post(&address, &chief, &[("version", &version), ("concerns", "no_food")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
}

#[tokio::test]
async fn u15_a_kept_draft_is_there_when_the_sheet_is_opened_again_and_can_be_dropped() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let address = format!("/cases/{}/assessment", world.case);
    let draft = format!("/drafts/cases/{}/assessment", world.case);
    assert!(world.post(&draft, &chief, &[("life_history", "書きかけの生活歴")]).await.status.is_success());
    let page = get(&world, &chief, &address).await;
    assert!(page.body.contains("書きかけの生活歴") && page.body.contains("まだ保存していません"));
    assert_eq!(world.post(&draft, &chief, &[("drop_draft", &address)]).await.status, StatusCode::SEE_OTHER);
    assert!(!get(&world, &chief, &address).await.body.contains("書きかけの生活歴"));
}

#[tokio::test]
async fn without_a_script_another_row_is_given_by_the_server_and_nothing_is_saved() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let address = format!("/cases/{}/assessment", world.case);
    let page = world.post(&address, &chief, &[("family_map[0].name", "父"), ("add_row", "family_map")]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("family_map[1].name"));
    assert!(!get(&world, &chief, &address).await.body.contains("value=\"父\""));
}

#[tokio::test]
async fn sr_01_agreement_before_the_explanation_is_refused_in_words_and_keeps_the_form() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let address = format!("/cases/{}/application", world.case);
    let day = banso_app::Clock::System.today().to_string();
    let fields = [("answer", "agrees"), ("answer_form", "oral"), ("answered_on", &day), ("excluded", "元の勤め先")];
    let answer = world.post(&address, &chief, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("SR-01") && answer.body.contains("元の勤め先"));
}

#[tokio::test]
async fn sr_02_a_no_needs_its_reason_and_then_the_case_goes_on_without_consent() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let address = format!("/cases/{}/application", world.case);
    let day = banso_app::Clock::System.today().to_string();
    let without = [("answer", "declines"), ("answered_on", day.as_str())];
    let answer = world.post(&address, &chief, &without).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("href=\"#reason\""));
    let with = [without[0], without[1], ("reason", "家族に知られたくない")];
    assert_eq!(world.post(&address, &chief, &with).await.status, StatusCode::SEE_OTHER);
    assert!(get(&world, &chief, &address).await.body.contains("家族に知られたくない"));
}

#[tokio::test]
async fn a_correction_of_the_person_is_in_the_history_and_two_who_correct_lose_nothing() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let address = format!("/cases/{}/person", world.case);
    let version = hidden(&get(&world, &chief, &address).await, "version");
    let base = [("version", version.as_str()), ("name", NAME), ("kana", "ハスミ コトハ")];
    let first = [base[0], ("name", "佐倉 ことは"), ("kana", "サクラ コトハ"), ("former_name", "蓮見")];
    assert_eq!(world.post(&address, &chief, &first).await.status, StatusCode::SEE_OTHER);
    let second = [base[0], ("name", "桜 ことは"), base[2], ("phone_mobile", "090-1234-5678")];
    let conflict = world.post(&address, &chief, &second).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT, "{}", conflict.body);
    let proposed = |side: &str| conflict.body.contains(&format!("name=\"keep.{side} checked"));
    assert!(proposed("name\" value=\"mine\"") && proposed("kana\" value=\"theirs\""), "{}", conflict.body);
    assert!(proposed("former_name\" value=\"theirs\"") && proposed("phone_mobile\" value=\"mine\""));
    let typed = hidden(&conflict, "typed").replace("&#38;", "&").replace("&amp;", "&");
    let version = hidden(&conflict, "version");
    let typed = [("typed", typed.as_str()), ("version", version.as_str())];
    let kept = [("keep.name", "theirs"), ("keep.kana", "theirs"), ("keep.former_name", "theirs")];
    let choice = [&typed[..], &kept[..]].concat();
    assert_eq!(world.post(&address, &chief, &choice).await.status, StatusCode::SEE_OTHER);
    let person = world.address("/persons/{person}", false);
    let entry = get(&world, &chief, &person).await;
    for words in ["佐倉 ことは", "サクラ コトハ", "090-1234-5678", "旧姓：未入力 → 蓮見"] {
        assert!(entry.body.contains(words), "{words}");
    }
}

#[tokio::test]
async fn two_entries_of_one_person_are_joined_and_parted_again() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let fields = [("name", "鷹取 みのり"), ("kana", "タカトリ ミノリ"), ("received_on", "")];
    let opened = world.post("/cases/new/basics", &chief, &fields).await.location;
    let entry = get(&world, &chief, &opened.replace("/intake?done=case-opened", "/person")).await;
    let (_, rest) = entry.body.split_once("href=\"/persons/").expect("a link to the entry");
    let other = rest.split_once('"').expect("its end").0.to_owned();
    let person = world.address("{person}", false);
    let address = format!("/persons/{person}/merge/{other}");
    assert!(get(&world, &chief, &address).await.body.contains("鷹取 みのり"));
    let no_reason = world.post(&address, &chief, &[("stays", &person)]).await;
    assert_eq!(no_reason.status, StatusCode::UNPROCESSABLE_ENTITY);
    let joined = world.post(&address, &chief, &[("stays", &person), ("reason", "本人に確かめた")]).await;
    assert_eq!(joined.location, format!("/persons/{person}?done=persons-merged"));
    let gone = get(&world, &chief, &format!("/persons/{other}")).await;
    assert!(gone.body.contains(&format!("/persons/{person}")) && gone.body.contains("1つにされています"));
    let parted = world.post(&format!("/persons/{other}/part"), &chief, &[("reason", "別の人だった")]).await;
    assert_eq!(parted.status, StatusCode::SEE_OTHER);
    assert!(!get(&world, &chief, &format!("/persons/{other}")).await.body.contains("1つにされています"));
}

#[tokio::test]
async fn an_officer_reads_the_sheet_once_the_person_shares_and_writes_nothing_on_it() {
    let world = World::new().await;
    let (chief, officer) = (world.sign_in("chief").await, world.sign_in("officer").await);
    let fields = [("name", "鷹取 みのり"), ("kana", "タカトリ ミノリ"), ("received_on", "")];
    let opened = world.post("/cases/new/basics", &chief, &fields).await.location;
    let address = opened.split_once('?').expect("what was done").0.to_owned();
    assert_eq!(get(&world, &officer, &address).await.status, StatusCode::NOT_FOUND);
    let concerns = [("concerns", "housing"), ("concerns", "dv_abuse")];
    assert_eq!(world.post(&address, &chief, &concerns).await.status, StatusCode::SEE_OTHER);
    let day = banso_app::Clock::System.today().to_string();
    let agrees = [
        ("explained_on", day.as_str()),
        ("answer", "agrees"),
        ("answer_form", "signed"),
        ("answered_on", &day),
        ("sharing", "sharing-yes"),
    ];
    let application = address.replace("/intake", "/application");
    assert_eq!(world.post(&application, &chief, &agrees).await.status, StatusCode::SEE_OTHER);
    let page = get(&world, &officer, &address).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("住まいについて") && !page.body.contains("name=\"concerns\""));
    assert!(!page.body.contains("DV・虐待"), "what only caseworkers may know is left out");
    assert_eq!(world.post(&address, &officer, &concerns).await.status, StatusCode::FORBIDDEN);
    assert!(!get(&world, &officer, &application).await.body.contains("本人の返事を記録する"));
    assert_eq!(get(&world, &officer, "/cases/new").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn u13_what_the_person_takes_back_is_closed_to_the_municipality_at_its_next_request() {
    let world = World::new().await;
    let (chief, officer) = (world.sign_in("chief").await, world.sign_in("officer").await);
    let fields = [("name", "鷹取 みのり"), ("kana", "タカトリ ミノリ"), ("received_on", "")];
    let opened = world.post("/cases/new/basics", &chief, &fields).await.location;
    let case = opened.split_once("/intake").expect("the first page of the new case").0.to_owned();
    let application = format!("{case}/application");
    let day = banso_app::Clock::System.today().to_string();
    let answer = |sharing: &'static str| {
        [
            ("explained_on", day.clone()),
            ("answer", "agrees".to_owned()),
            ("answer_form", "oral".to_owned()),
            ("answered_on", day.clone()),
            ("sharing", sharing.to_owned()),
        ]
    };
    for (sharing, seen) in [("sharing-yes", StatusCode::OK), ("sharing-no", StatusCode::NOT_FOUND)] {
        let given = answer(sharing);
        let given: Vec<(&str, &str)> = given.iter().map(|(name, value)| (*name, value.as_str())).collect();
        // Taking back is the same page and the same button as giving.
        assert_eq!(world.post(&application, &chief, &given).await.status, StatusCode::SEE_OTHER, "{sharing}");
        for page in ["", "/records", "/plan", "/history"] {
            assert_eq!(get(&world, &officer, &format!("{case}{page}")).await.status, seen, "{sharing} {page}");
        }
    }
    let kept = get(&world, &chief, &application).await;
    assert!(kept.body.contains("口頭"), "the answer stays on record with its form");
}
