//! Many agencies around one person: the worker asks for consent, the clinic and the employer see what they may and write back, the
//! person stops one of them, and the door is closed with the next request. Each with a login of their own.

use banso_e2e::{Desk, Product, Role};

const NAME: &str = "水原 朔";
const CLINIC: &str = "あおば野こころのクリニック（架空）";
const EMPLOYER: &str = "株式会社あおば野フーズ（架空）";

#[test]
fn consent_opens_a_door_and_the_person_closes_it_u13_u14() {
    let product = Product::start();
    let worker = Desk::signed_in(&product, product.login(Role::Counselor));
    let case = worker.receive(NAME, "ミズハラ サク");
    worker.record_consent(&case);
    assess(&worker, &case);

    give(&worker, &case, CLINIC, &["基本", "障害・病気・健康"], "医療との連携");
    give(&worker, &case, EMPLOYER, &["基本", "勤怠"], "職場定着");
    let account = own_account(&worker, &case);

    clinic(&product);
    employer(&product);
    officer(&product, &case);
    answered(&worker, &case);
    person(&product, &account);
    closed(&product);
    withdrawn_by_the_worker(&worker, &case);
    ledger(&worker, &case);
}

/// What is known about health and money.
fn assess(desk: &Desk<'_>, case: &str) {
    desk.open(&format!("{case}/assessment"));
    desk.fill_in("健康・障害", "特記事項", "朝はつらいことが多い。");
    desk.fill_in("収入・公的給付・債務等", "特記事項", "家賃を二か月滞納している。");
    desk.press("保存する");
    desk.wait_for_done("保存しました");
}

/// Records a consent to a direct way: form, check page, done.
fn give(desk: &Desk<'_>, case: &str, to: &str, items: &[&str], purpose: &str) {
    desk.open(&format!("{case}/sharing"));
    desk.inspect(&[NAME]);
    desk.press("同意を記録する");
    desk.inspect(&[NAME]);
    desk.press("確認に進む");
    desk.wait_for_complaint("提供先を選んでください");
    desk.inspect(&[NAME]);
    desk.fill("提供先 1", to);
    for item in items {
        desk.tick_in("知らせる内容", item);
    }
    desk.tick_in("目的", purpose);
    desk.tick_in("伝え方", "機関どうしで直接");
    desk.fill("本人を通さない理由", "本人から、直接話してほしいと頼まれた。");
    desk.press("確認に進む");
    desk.wait_for_words("送る前の確認");
    assert!(desk.shows(to) && desk.shows("機関どうしで直接"), "receiver and way stand on the page to check");
    desk.inspect(&[NAME]);
    desk.press("この内容で記録する");
    desk.wait_for_done("同意を記録しました");
}

/// The person's own account; sign-in name and password are told in person.
fn own_account(desk: &Desk<'_>, case: &str) -> (String, String) {
    desk.open(&format!("{case}/own-account"));
    desk.inspect(&[NAME]);
    let (login, password) = ("saku-no-michi".to_owned(), "a walk along the river".to_owned());
    desk.fill("ログイン名", &login);
    desk.fill("はじめのパスワード", &password);
    desk.press("アカウントを作る");
    desk.wait_for_done("本人のアカウントを作りました");
    (login, password)
}

fn clinic(product: &Product) {
    let desk = Desk::signed_in(product, product.login_called("clinic"));
    desk.inspect(&[NAME]);
    desk.press(NAME);
    desk.wait_for_words("朝はつらいことが多い。");
    assert!(!desk.shows("滞納している"), "money was not agreed to");
    assert!(desk.shows("閲覧制限"), "and it is said that there is more");
    desk.inspect(&[NAME]);
    desk.press("伝える");
    desk.wait_for_complaint("伝えることを書いてください");
    desk.fill("相談センターに伝えること", "次の受診は来週の水曜です。");
    desk.press("伝える");
    desk.wait_for_done("伝えました");
}

fn employer(product: &Product) {
    let desk = Desk::signed_in(product, product.login_called("employer"));
    desk.press(NAME);
    desk.wait_for_words("勤怠");
    assert!(!desk.shows("朝はつらい"), "health is not for the employer");
    desk.inspect(&[NAME]);
}

/// The municipality sees the case as it did before.
fn officer(product: &Product, case: &str) {
    let desk = Desk::signed_in(product, product.login(Role::Officer));
    desk.open(&format!("{case}/sharing"));
    desk.wait_for_words(CLINIC);
    assert!(!desk.shows("同意を記録する"), "consents are the centre's to record");
    desk.inspect(&[NAME]);
}

fn answered(desk: &Desk<'_>, case: &str) {
    desk.open(&format!("{case}/sharing"));
    desk.wait_for_words("次の受診は来週の水曜です。");
    desk.tick_in("送る相手", CLINIC);
    desk.fill("伝えること", "ありがとうございます。");
    desk.press("伝える");
    desk.wait_for_done("伝えました");
}

/// The person reads who may know what and who looked, and stops the clinic.
fn person(product: &Product, (login, password): &(String, String)) {
    let desk = Desk::at(product);
    desk.open("/sign-in");
    desk.fill("ログイン名", login);
    desk.fill("パスワード", password);
    desk.press("ログインする");
    desk.wait_for_words("わたしのことを知ってよい人");
    desk.inspect(&[]);
    desk.press("だれが見たかを読む");
    desk.wait_for_words("森田 茂");
    assert!(desk.shows("共有された内容を見た"), "the clinic looked");
    desk.inspect(&[]);
    desk.open("/my");
    desk.press_in(CLINIC, "やめる");
    desk.wait_for_words("やめると、すぐに見られなくなります");
    desk.inspect(&[]);
    desk.press("やめる");
    desk.wait_for_done("やめました");
    desk.open("/cases");
    assert!(!desk.shows("水原"), "a person has no list of cases");
}

/// The clinic's next request finds nothing.
fn closed(product: &Product) {
    let desk = Desk::signed_in(product, product.login_called("clinic"));
    desk.open("/shared");
    assert!(!desk.shows(NAME));
}

fn withdrawn_by_the_worker(desk: &Desk<'_>, case: &str) {
    desk.open(&format!("{case}/sharing"));
    desk.press(EMPLOYER);
    desk.wait_for_words("同意の取り消し");
    desk.inspect(&[NAME]);
    desk.press("同意を取り消す");
    desk.wait_for_done("同意を取り消しました");
}

/// Everything stands in the ledger, and nothing on the day it happened is missing.
fn ledger(desk: &Desk<'_>, case: &str) {
    desk.open(&format!("{case}/ledger"));
    for words in ["森田 茂", "本間 亮", "千葉 洋子", "ほかの機関に開いた", "本人が自分の記録を見た"]
    {
        desk.wait_for_words(words);
    }
    desk.inspect(&[NAME]);
}
