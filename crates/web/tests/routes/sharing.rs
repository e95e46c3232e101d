//! What a clinic, an employer and the person see, and what closes again: through the pages, as raw answers.

use axum::http::StatusCode;
use banso_domain::{form::Facts, staff::Role};

use crate::world::{NAME, Visitor, World, support_meeting};

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

    let before = world.actor("chief", Role::ChiefCounselor).await;
    let given = async || world.app.case_file(&before, world.case).await.expect("the case").case.sharing.consents.len();
    let known = given().await;
    let check = send(&world, &address, &chief, &form).await;

    assert_eq!(check.status, StatusCode::OK);
    for words in ["青葉こころのクリニック", "障害・病気・健康", "医療との連携", "機関どうしで直接"]
    {
        assert!(check.body.contains(words), "the check page names {words}");
    }
    assert_eq!(given().await, known, "nothing is recorded by looking");
    let version = world.app.case_file(&before, world.case).await.expect("the case").version;
    form.push(("version", version.to_string()));
    form.push(("step", "record".to_owned()));
    let recorded = send(&world, &address, &chief, &form).await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.body);
    assert_eq!(given().await, known + 1);
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

#[tokio::test]
async fn r_09_r_18_the_person_reads_what_they_carry_prints_it_and_says_what_became_of_it() {
    let world = World::new().await;
    written(&world).await;
    let (chief, person) = (world.sign_in("chief").await, world.sign_in("person").await);
    let sheet = world.address("/my/cases/{case}/carry/{carried}/{to}", false);
    let own = body(&world, "/my", &person).await;
    assert!(own.contains(&sheet), "the way to the sheet is on the person's page");
    let page = body(&world, &sheet, &person).await;
    assert!(page.contains("わたすかどうかは、あなたがきめます") && !page.contains(MONEY), "{page}");
    body(&world, &format!("{sheet}/sheet.pdf"), &person).await;
    let ledger = body(&world, "/my/ledger", &person).await;
    assert!(ledger.contains("ご本人がお持ちになる用紙"), "printing it stands in the ledger");

    let nothing = world.send_form(&sheet, &person, &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.body.contains("どちらかをえらんでください"));
    let today = world.app.clock().today().to_string();
    let gave = [("word", "handed"), ("on", today.as_str()), ("helps", "going_along"), ("note", "先生が読んでくれた")];
    let answer = world.send_form(&sheet, &person, &gave).await;
    assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, "/my?done=own-carried"));
    assert!(body(&world, "/my", &person).await.contains("先生が読んでくれた"));
    let sharing = body(&world, &format!("/cases/{}/sharing", world.case), &chief).await;
    assert!(sharing.contains("本人が自分で渡したのは1回です（そのうち同行なしが0回）"), "the centre sees it");
    let again = world.send_form(&sheet, &person, &gave).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("P-68"), "a day is told once");
}

#[tokio::test]
async fn r_09_u14_the_worker_checks_what_is_carried_and_records_that_the_person_decided_not_to() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let address = world.address("/cases/{case}/sharing/carry/{carried}/{to}", false);
    let consent = world.address("/cases/{case}/sharing/consents/{carried}", false);
    assert!(body(&world, &consent, &chief).await.contains(&address), "the consent leads to the sheet");
    let page = body(&world, &address, &chief).await;
    for words in ["青葉こころのクリニック", "障害・病気・健康", "医療との連携", "用紙を印刷する"]
    {
        assert!(page.contains(words), "the page names {words}");
    }

    let today = world.app.clock().today().to_string();
    let answer = world.send_form(&address, &chief, &[("word", "kept"), ("on", &today)]).await;

    assert_eq!(answer.status, StatusCode::SEE_OTHER, "no reason is asked for: {}", answer.body);
    assert!(body(&world, &consent, &chief).await.contains("渡さないことにした"));
    let stop = world.address("/cases/{case}/sharing/consents/{carried}/withdraw", false);
    world.send_form(&stop, &chief, &[("withdrawn_on", &today)]).await;
    let page = body(&world, &address, &chief).await;
    assert!(!page.contains("用紙を印刷する"), "what was taken back is not printed any more");
    let sheet = world.ask("GET", &format!("{address}/sheet.pdf"), Some(&chief), false).await;
    assert_ne!(sheet.status, StatusCode::OK);
}

#[tokio::test]
async fn r_82_a_clinic_that_is_asked_to_take_over_sees_it_first_and_answers_itself() {
    let world = World::new().await;
    let (chief, clinic) = (world.sign_in("chief").await, world.sign_in("clinic").await);
    let asked = world.address("/shared/{case}/handover/{asked}", false);
    let list = body(&world, "/shared", &clinic).await;
    assert!(list.contains("返事を待っている引継ぎの依頼") && list.contains(&asked), "it waits on the first page");
    let page = body(&world, &asked, &clinic).await;
    assert!(page.contains("火曜の午後に会えます") && !page.contains(NAME), "{page}");
    assert!(!page.contains("朝の電話を続ける"), "the plan is not shared with the clinic");

    let empty = world.send_form(&asked, &clinic, &[("word", "declines")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "declining needs its reason");
    let back = world.send_form(&asked, &clinic, &[("word", "asks_back"), ("text", "通院の曜日は")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
    let id = asked.rsplit('/').next().unwrap_or_default();
    let handover = format!("/cases/{}/handover/{id}", world.case);
    let page = body(&world, &handover, &chief).await;
    assert!(page.contains("聞きたいことがある") && page.contains("通院の曜日は"), "the centre sees it: {page}");
    assert!(!body(&world, "/shared", &clinic).await.contains("返事を待っている引継ぎの依頼"));

    let again = world.send_form(&format!("{handover}/step/ask"), &chief, &[("note", "水曜です")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    assert!(body(&world, &asked, &clinic).await.contains("水曜です"));
    let takes = world.send_form(&asked, &clinic, &[("word", "takes_over"), ("name", "看護師 佐野")]).await;
    assert_eq!(takes.status, StatusCode::SEE_OTHER, "{}", takes.body);
    assert!(body(&world, &handover, &chief).await.contains("看護師 佐野"));
    let late = world.send_form(&asked, &clinic, &[("word", "declines"), ("text", "満員")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.body.contains("P-69"), "who took over does not decline: {}", late.body);
}

#[tokio::test]
async fn p_70_u14_after_a_support_meeting_the_seat_is_checked_opened_on_that_basis_and_closed_again() {
    let world = World::new().await;
    written(&world).await;
    let (chief, clinic) = (world.sign_in("chief").await, world.sign_in("clinic").await);
    let address = format!("/cases/{}/sharing/support-meeting", world.case);
    assert!(body(&world, &address, &chief).await.contains("ほかの機関がありません"), "nobody sat in one yet");
    support_meeting(&world).await;
    let page = body(&world, &address, &chief).await;
    assert!(page.contains("青葉こころのクリニック") && page.contains("支援調整会議は根拠になりません"), "{page}");
    let seat = page.split("name=\"to\"").nth(1).and_then(|rest| rest.split("value=\"").nth(1));
    let seat = seat.and_then(|rest| rest.split('"').next()).expect("a seat").to_owned();
    let today = world.app.clock().today();
    let until = (today + chrono::Days::new(10)).to_string();
    let mut form = vec![
        ("to", seat),
        ("items", "money".to_owned()),
        ("reason", "家賃の支払いを見守る役割のため".to_owned()),
        ("on", today.to_string()),
        ("until", until),
    ];
    let shared = format!("/shared/{}", world.case);
    let check = send(&world, &address, &chief, &form).await;
    assert!(check.status == StatusCode::OK && check.body.contains("支援会議"), "{}", check.body);
    assert!(!body(&world, &shared, &clinic).await.contains(MONEY), "looking opens nothing");

    form.push(("step", "record".to_owned()));
    let given = send(&world, &address, &chief, &form).await;

    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
    let page = body(&world, &shared, &clinic).await;
    assert!(page.contains(MONEY) && page.contains("支援会議（法第9条）"), "and on which basis: {page}");
    let ledger = body(&world, &format!("/cases/{}/ledger", world.case), &chief).await;
    assert!(ledger.contains("支援会議（法第9条）"), "it stands in the ledger");
    let page = body(&world, &address, &chief).await;
    let which = page.split("name=\"which\"").nth(1).and_then(|rest| rest.split("value=\"").nth(1));
    let which = which.and_then(|rest| rest.split('"').next()).expect("what is open").to_owned();
    let none = world.send_form(&format!("{address}/close"), &chief, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let closed = world.send_form(&format!("{address}/close"), &chief, &[("which", &which)]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.body);
    assert!(!body(&world, &shared, &clinic).await.contains(MONEY), "closed on the next request");
    let employment = world.sign_in("employment").await;
    let forbidden = world.ask("GET", &address, Some(&employment), false).await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN, "it is for counsellors and their chief");
}
