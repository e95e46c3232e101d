//! Administration and one's own settings.

use axum::http::StatusCode;

use crate::world::{PASSWORD, World};

#[tokio::test]
async fn a_new_account_with_a_short_password_comes_back_with_everything_but_the_password() {
    let world = World::new().await;
    let admin = world.sign_in("admin").await;
    let fields = [("name", "青木 恵子"), ("login", "aoki"), ("password", "short-pass"), ("active", "yes")];

    let answer = world.send_form("/administration/staff/new", &admin, &fields).await;

    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("パスワードは12文字以上にしてください。"));
    assert!(answer.body.contains("青木 恵子") && answer.body.contains("value=\"aoki\""));
    assert!(!answer.body.contains("short-pass"));
}

#[tokio::test]
async fn a_sign_in_name_that_is_taken_is_said_beside_its_field() {
    let world = World::new().await;
    let admin = world.sign_in("admin").await;
    let password = ("password", "a long enough password");
    let fields = [("name", "青木 恵子"), ("login", "CHIEF"), password, ("active", "yes")];

    let answer = world.send_form("/administration/staff/new", &admin, &fields).await;

    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("id=\"login-error\""), "{}", answer.body);
}

#[tokio::test]
async fn u5_a_municipality_code_with_a_wrong_check_digit_is_answered_with_the_right_one() {
    let world = World::new().await;
    let admin = world.sign_in("admin").await;
    let fields = [("kind", "municipality"), ("name", "札幌市"), ("code", "０１１００９")];

    let wrong = world.send_form("/administration/agencies/new", &admin, &fields).await;
    let right =
        world.send_form("/administration/agencies/new", &admin, &[fields[0], fields[1], ("code", "01100")]).await;

    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("011002ではありませんか"), "{}", wrong.body);
    assert_eq!(right.location, "/administration/agencies?done=agency-added");
    let agencies = world.app.agencies().await.expect("agencies");
    let added = agencies.iter().find(|row| row.facts.name == "札幌市");
    assert_eq!(added.expect("the agency").facts.municipality_code, "011002");
}

#[tokio::test]
async fn u15_two_administrators_who_change_one_agency_see_both_versions() {
    let world = World::new().await;
    let admin = world.sign_in("admin").await;
    let address = world.address("/administration/agencies/{agency}", false);
    let form = |name: &'static str| [("kind", "support_centre"), ("name", name), ("version", "1")];

    let first = world.send_form(&address, &admin, &form("青葉くらしセンター")).await;
    let second = world.send_form(&address, &admin, &form("青葉相談センター")).await;

    assert_eq!(first.status, StatusCode::SEE_OTHER);
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.body.contains("青葉くらしセンター") && second.body.contains("青葉相談センター"));
    assert!(second.body.contains("name=\"version\" value=\"2\""));
}

#[tokio::test]
async fn what_somebody_did_to_their_own_account_stands_in_its_history_without_any_secret() {
    let world = World::new().await;
    let (chief, elsewhere) = (world.sign_in("chief").await, world.sign_in("chief").await);
    let secrets = [("old", PASSWORD), ("new", "quite another phrase")];
    let ended = world.send_form("/account/sessions", &chief, &[]).await;
    let changed = world.send_form("/account/password", &chief, &secrets).await;
    let out = world.ask("GET", "/account", Some(&elsewhere), false).await;

    assert_eq!(ended.location, "/account?done=others-signed-out");
    assert_eq!(changed.location, "/account?done=password-changed");
    assert!(out.location.starts_with("/sign-in"), "the other browser is out");
    let admin = world.sign_in("admin").await;
    let page = world.ask("GET", &world.address("/administration/staff/{staff}", false), Some(&admin), false).await;
    for words in
        ["アカウントの作成（職員 admin）", "パスワードの変更（職員 chief）", "ほかの端末でのログアウト（職員 chief）"]
    {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert!(!page.body.contains("phrase") && !page.body.contains(PASSWORD));
}

#[tokio::test]
async fn nobody_locks_themselves_out_of_the_administration() {
    let world = World::new().await;
    let admin = world.sign_in("admin").await;
    let list = world.ask("GET", "/administration/staff", Some(&admin), false).await;
    let own = list
        .body
        .split("href=\"")
        .find(|part| part.starts_with("/administration/staff/") && part.contains("職員 admin"))
        .expect("one's own line");
    let own = own.split('"').next().expect("an address");

    let fields = [("name", "職員 admin"), ("login", "admin"), ("active", "yes"), ("version", "1")];
    let answer = world.send_form(own, &admin, &fields).await;

    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("自分の管理者の役割は外せません"));
}

#[tokio::test]
async fn signing_somebody_out_everywhere_ends_their_session_at_once() {
    let world = World::new().await;
    let (admin, chief) = (world.sign_in("admin").await, world.sign_in("chief").await);
    let address = world.address("/administration/staff/{staff}/sessions", false);

    let done = world.send_form(&address, &admin, &[]).await;

    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let next = world.ask("GET", "/cases", Some(&chief), false).await;
    assert!(next.location.starts_with("/sign-in"), "{}", next.status);
}

#[tokio::test]
async fn u2_the_style_of_dates_is_ones_own_setting() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let day = world.app.clock().today();
    let address = world.address("/cases/{case}", false);

    let eras = world.ask("GET", &address, Some(&chief), false).await;
    world.send_form("/account", &chief, &[("language", "ja"), ("dates", "western")]).await;
    let western = world.ask("GET", &address, Some(&chief), false).await;

    let written = day.format("%Y年%-m月%-d日").to_string();
    assert!(!eras.body.contains(&written) && western.body.contains(&written));
}

#[tokio::test]
async fn a_wrong_present_password_changes_nothing() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let fields = [("old", "not the password"), ("new", "another long password")];

    let answer = world.send_form("/account/password", &chief, &fields).await;

    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("いまのパスワードが正しくありません。"));
    world.sign_in("chief").await;
}

/// The address of an item of a sheet that no official sheet confirms, and a day that is yet to come.
const ITEM: &str = "/administration/definitions/jeed_assessment/motive";
const FROM: (&str, &str) = ("from", "2031-04-01");

#[tokio::test]
async fn an_administrator_is_led_to_the_items_that_nobody_confirmed_and_words_one() {
    let world = World::new().await;
    let admin = world.sign_in("admin").await;
    let all = world.ask("GET", "/administration/definitions", Some(&admin), false).await.body;
    assert!(all.contains("href=\"/administration/definitions/jeed_assessment\""));
    let list = "/administration/definitions/jeed_assessment";
    let before = world.ask("GET", list, Some(&admin), false).await.body;
    assert!(before.contains(ITEM) && !before.contains("相手や場に応じた挨拶をする"), "{before}");

    let fields = [("ja", "働きたい理由"), ("en", "Why I want to work"), FROM, ("version", "0")];
    let answer = world.send_form(ITEM, &admin, &fields).await;

    assert_eq!(answer.location, format!("{list}?done=item-worded"), "{}", answer.body);
    let after = world.ask("GET", &answer.location, Some(&admin), false).await.body;
    assert!(after.contains("働きたい理由") && after.contains("項目のことばを保存しました。"), "{after}");
    let item = world.ask("GET", ITEM, Some(&admin), false).await.body;
    assert!(item.contains("もとの項目：働く動機・目的") && item.contains("職員 admin"), "{item}");
    assert!(item.contains("この項目の履歴"), "{item}");
}

#[tokio::test]
async fn p_114_and_p_115_are_told_beside_the_field_and_nothing_typed_is_lost() {
    let world = World::new().await;
    let admin = world.sign_in("admin").await;
    let words = [("ja", "働きたい理由"), ("en", "Why"), ("version", "0")];
    let send = async |address: &str, fields: &[(&str, &str)]| world.send_form(address, &admin, fields).await;

    let empty = send(ITEM, &[("ja", ""), words[1], FROM, words[2]]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("id=\"ja-error\"") && empty.body.contains("value=\"Why\""), "{}", empty.body);
    let late = send(ITEM, &[words[0], words[1], ("from", "2020-04-01"), words[2]]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.body.contains("P-115") && late.body.contains("id=\"from-error\""), "{}", late.body);
    let ranked = send(ITEM, &[("ja", "合計点"), words[1], FROM, words[2]]).await;
    assert!(ranked.body.contains("P-115") && ranked.body.contains("id=\"ja-error\""), "{}", ranked.body);
    let half = send(ITEM, &[words[0], words[1], FROM, words[2], ("hint_ja", "自由に書きます。")]).await;
    assert!(half.body.contains("id=\"hint_en-error\""), "{}", half.body);
    let rested_on = "/administration/definitions/employment_assessment/strengths";
    let hidden = send(rested_on, &[words[0], words[1], FROM, words[2], ("hidden", "yes")]).await;
    assert_eq!(hidden.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(hidden.body.contains("P-114") && hidden.body.contains("field-error"), "{}", hidden.body);
    for nothing in ["jeed_assessment/greeting", "jeed_assessment/nothing", "plan_form/goal", "nothing/motive"] {
        let address = format!("/administration/definitions/{nothing}");
        assert_eq!(world.ask("GET", &address, Some(&admin), false).await.status, StatusCode::NOT_FOUND, "{nothing}");
    }
}

#[tokio::test]
async fn u15_two_administrators_who_word_one_item_see_both_versions() {
    let world = World::new().await;
    let admin = world.sign_in("admin").await;
    let form = |ja: &'static str| [("ja", ja), ("en", "Why I want to work"), FROM, ("version", "0")];

    let first = world.send_form(ITEM, &admin, &form("働きたい理由")).await;
    let second = world.send_form(ITEM, &admin, &form("なぜ働きたいか")).await;

    assert_eq!((first.status, second.status), (StatusCode::SEE_OTHER, StatusCode::CONFLICT), "{}", second.body);
    assert!(second.body.contains("働きたい理由") && second.body.contains("なぜ働きたいか"), "{}", second.body);
}

#[tokio::test]
async fn whoever_keeps_a_sheet_sees_which_items_are_not_confirmed_and_the_person_does_not() {
    let world = World::new().await;
    let office = world.sign_in("office").await;
    let address = world.address("/sheets/{kept_sheet}", false);
    let page = world.ask("GET", &address, Some(&office), false).await.body;
    assert!(page.contains("◇は、公的な様式とまだ照合していない項目です。"), "{page}");
    let person = world.sign_in("person").await;
    let address = world.address("/my/sheets/{own_sheet}/write/{own_side}", false);
    let page = world.ask("GET", &address, Some(&person), false).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains('◇'), "{}", page.body);
}
