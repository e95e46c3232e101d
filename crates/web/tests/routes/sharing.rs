//! What a clinic, an employer and the person see, and what closes again: through the pages, as raw answers.

use axum::http::StatusCode;
use banso_domain::{form::Facts, staff::Role};

use crate::world::{NAME, Visitor, World};

const HEALTH: &str = "膝の痛みが続いている";
const MONEY: &str = "家賃を二か月滞納している";

/// The centre writes about health and about money; only the first is shared with the clinic.
async fn written(world: &World) {
    let chief = world.actor("chief", Role::ChiefCounselor).await;
    let mut facts = Facts::new();
    facts.set("case.health_note", HEALTH);
    facts.set("case.money_note", MONEY);
    let asked = ["case.health_note".to_owned(), "case.money_note".to_owned()];
    let version = world.app.case_file(&chief, world.case).await.expect("the case").version;
    let written = world.app.record_answers(&chief, world.case, version, "assessment_form", &facts, &asked).await;
    written.expect("answers");
}

async fn body(world: &World, address: &str, visitor: &Visitor) -> String {
    let answer = world.ask("GET", address, Some(visitor), false).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}");
    answer.body
}

/// A consent form for the clinic about health, filled soundly.
fn filled(world: &World) -> Vec<(&'static str, String)> {
    let today = world.app.clock().today();
    vec![
        ("to-0", world.clinic.to_string()),
        ("items", "health".to_owned()),
        ("purposes", "medical".to_owned()),
        ("route", "direct".to_owned()),
        ("route_reason", "本人から頼まれた".to_owned()),
        ("direction", "provide".to_owned()),
        ("explained_on", today.to_string()),
        ("from", today.to_string()),
        ("until", (today + chrono::Days::new(30)).to_string()),
        ("form", "signed".to_owned()),
    ]
}

async fn send(world: &World, address: &str, visitor: &Visitor, fields: &[(&str, String)]) -> crate::world::Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    world.send_form(address, visitor, &fields).await
}

#[tokio::test]
async fn r_13_u14_the_clinic_reads_what_it_may_and_not_one_letter_more() {
    for world in World::on_both_engines().await {
        written(&world).await;
        let clinic = world.sign_in("clinic").await;
        for address in ["/shared".to_owned(), format!("/shared/{}", world.case)] {
            let page = body(&world, &address, &clinic).await;
            assert!(!page.contains(MONEY) && !page.contains(NAME), "{address} says more than was agreed to");
        }
        let page = body(&world, &format!("/shared/{}", world.case), &clinic).await;
        assert!(page.contains(HEALTH), "what is shared is there");
        assert!(page.contains("閲覧制限"), "and it is said that there is more, and whom to ask");
        for path in ["", "/records", "/plan", "/sharing", "/ledger", "/print/intake_form.xlsx"] {
            let answer = world.ask("GET", &format!("/cases/{}{path}", world.case), Some(&clinic), false).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "the case itself is not there for a clinic: {path}");
        }
        world.clear().await;
    }
}

#[tokio::test]
async fn u13_a_withdrawn_consent_closes_the_door_on_the_next_request() {
    let world = World::new().await;
    written(&world).await;
    let (chief, clinic) = (world.sign_in("chief").await, world.sign_in("clinic").await);
    let shared = format!("/shared/{}", world.case);
    // The emergency of the sample is on the same door and stays open: it is about medication.
    assert!(body(&world, &shared, &clinic).await.contains(HEALTH));
    let consent = world.address("/cases/{case}/sharing/consents/{consent}/withdraw", false);
    let today = world.app.clock().today().to_string();

    let answer = world.send_form(&consent, &chief, &[("withdrawn_on", &today)]).await;

    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert!(!body(&world, &shared, &clinic).await.contains(HEALTH), "no reason was asked for, and nothing is left");
}

#[tokio::test]
async fn u13_the_person_withdraws_with_their_own_account_and_reads_who_looked() {
    let world = World::new().await;
    written(&world).await;
    let (clinic, person) = (world.sign_in("clinic").await, world.sign_in("person").await);
    body(&world, &format!("/shared/{}", world.case), &clinic).await;
    let own = body(&world, "/my", &person).await;
    assert!(own.contains("青葉こころのクリニック") && !own.contains(HEALTH), "consents, not the record");

    let ledger = body(&world, "/my/ledger", &person).await;
    assert!(ledger.contains("職員 clinic") && ledger.contains("共有された内容を見た"), "the clinic looked");
    assert!(ledger.contains("ほかの機関に開いた"), "and who opened it to them");

    let stop = world.address("/my/cases/{case}/consents/{consent}", false);
    let answer = world.send_form(&stop, &person, &[]).await;
    assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, "/my?done=own-stopped"));
    assert!(!body(&world, &format!("/shared/{}", world.case), &clinic).await.contains(HEALTH));
    let again = world.send_form(&stop, &person, &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "stopping twice is told in words");
}

#[tokio::test]
async fn u13_u14_a_consent_is_checked_before_it_opens_anything() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let address = format!("/cases/{}/sharing/new", world.case);
    let mut form = filled(&world);

    let check = send(&world, &address, &chief, &form).await;

    assert_eq!(check.status, StatusCode::OK);
    for words in ["青葉こころのクリニック", "障害・病気・健康", "医療との連携", "機関どうしで直接"]
    {
        assert!(check.body.contains(words), "the check page names {words}");
    }
    let before = world.actor("chief", Role::ChiefCounselor).await;
    let given = async || world.app.case_file(&before, world.case).await.expect("the case").case.sharing.consents.len();
    assert_eq!(given().await, 2, "nothing is recorded by looking");
    let version = world.app.case_file(&before, world.case).await.expect("the case").version;
    form.push(("version", version.to_string()));
    form.push(("step", "record".to_owned()));
    let recorded = send(&world, &address, &chief, &form).await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.body);
    assert_eq!(given().await, 3);
}

#[tokio::test]
async fn u16_an_empty_consent_says_what_is_missing_and_a_direct_way_asks_for_its_reason() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let address = format!("/cases/{}/sharing/new", world.case);

    let empty = world.send_form(&address, &chief, &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in ["提供先を選んでください", "知らせる内容を選んでください", "目的を選んでください"]
    {
        assert!(empty.body.contains(words), "{words}");
    }
    let mut direct = filled(&world);
    direct.retain(|(name, _)| *name != "route_reason");
    let answer = send(&world, &address, &chief, &direct).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "R-09");
    assert!(answer.body.contains("本人を通さない理由を書いてください"));
    let mut long = filled(&world);
    long.retain(|(name, _)| *name != "until");
    long.push(("until", "令和20年4月1日".to_owned()));
    let answer = send(&world, &address, &chief, &long).await;
    assert!(answer.body.contains("P-36") || answer.body.contains("長すぎます"), "{}", answer.body);
    assert!(answer.body.contains("令和20年4月1日"), "what was typed stays");
}

#[tokio::test]
async fn a_clinic_writes_to_the_centre_and_is_answered() {
    let world = World::new().await;
    let (chief, clinic) = (world.sign_in("chief").await, world.sign_in("clinic").await);
    let shared = format!("/shared/{}", world.case);

    let empty = world.send_form(&shared, &clinic, &[("text", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sent = world.send_form(&shared, &clinic, &[("text", "次の受診は来週です。")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let sharing = format!("/cases/{}/sharing", world.case);
    assert!(body(&world, &sharing, &chief).await.contains("次の受診は来週です。"));
    let answer = [("agency", world.clinic.to_string()), ("text", "ありがとうございます。".to_owned())];
    let answered = send(&world, &format!("{sharing}/notes"), &chief, &answer).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER);
    assert!(body(&world, &shared, &clinic).await.contains("ありがとうございます。"));
}

#[tokio::test]
async fn u14_a_clinic_is_told_before_it_writes_that_the_municipality_reads_too_once_it_does() {
    let world = World::new().await;
    let clinic = world.sign_in("clinic").await;
    let shared = format!("/shared/{}", world.case);
    assert!(!body(&world, &shared, &clinic).await.contains("青葉市"), "the centre alone");

    world.share().await;

    assert!(body(&world, &shared, &clinic).await.contains("青葉市の担当職員"));
}

#[tokio::test]
async fn the_ledger_names_every_print_and_every_list_that_left() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    body(&world, &format!("/cases/{}/print/intake_form.xlsx", world.case), &chief).await;
    body(&world, "/cases?file=csv", &chief).await;

    let ledger = body(&world, &format!("/cases/{}/ledger", world.case), &chief).await;

    for words in ["印刷した・ファイルにした", "相談受付・申込票", "一覧をファイルにした", "ケース一覧", "見た"]
    {
        assert!(ledger.contains(words), "{words}");
    }
}

#[tokio::test]
async fn the_account_of_a_person_bears_no_name_and_is_offered_nowhere_as_staff() {
    let world = World::new().await;
    let (admin, chief) = (world.sign_in("admin").await, world.sign_in("chief").await);

    assert!(!body(&world, "/administration/staff", &admin).await.contains(NAME));
    let assign = body(&world, &format!("/cases/{}/assign", world.case), &chief).await;
    assert!(!assign.contains("ご本人"), "nobody gives a case to the person");
}
