//! Everybody who stands beside one person, each with a login of their own: consent, referral, what the workplace tells, a sitting with papers,
//! the decision of the municipality, the handover to a colleague — and the person, who closes a door that they opened, and whose ledger is printed.

use banso_e2e::{Desk, Product, Role, day};

const NAME: &str = "柏木 律";
const CLINIC: &str = "あおば野こころのクリニック（架空）";
const EMPLOYER: &str = "株式会社あおば野フーズ（架空）";
const FROM_WORK: &str = "先週は四日来られました。木曜の朝は遅れる連絡がありました。";

#[test]
fn worker_clinic_employer_municipality_colleague_and_person_act_on_one_case_from_consent_to_handover_u13_u14() {
    let product = Product::start();
    let worker = Desk::signed_in(&product, product.login_called("counselor"));
    let case = worker.receive(NAME, "カシワギ リツ");
    worker.record_consent(&case);
    worker.screen(&case, "継続して支援する", &[]);
    worker.draft_plan(&case, "「週に2日、早起きして出かける」");
    worker.sign_plan(&case);
    consent(&worker, &case, CLINIC, &["基本", "障害・病気・健康"], "医療との連携");
    consent(&worker, &case, EMPLOYER, &["基本", "勤怠"], "職場定着");
    let account = own_account(&worker, &case);

    referral(&worker, &case);
    let clinic = Desk::signed_in(&product, product.login_called("clinic"));
    answer(&clinic);
    let employer = Desk::signed_in(&product, product.login_called("employer"));
    from_work(&employer, &worker, &case);

    let chief = Desk::signed_in(&product, product.login(Role::Chief));
    let sitting = sitting(&chief, &case);
    papers(&chief, &sitting);
    opinion(&clinic, &sitting);
    conclusion(&chief, &sitting);
    let officer = Desk::signed_in(&product, product.login(Role::Officer));
    officer.confirm_plan(&case);

    let handover = handover(&chief, &case);
    let colleague = Desk::signed_in(&product, product.login_called("employment"));
    confirmed(&colleague, &handover);
    closed(&worker, &handover);

    door_closed_by_the_person(&product, &account);
    clinic.open("/shared");
    clinic.wait_for_words("共有されたケース");
    assert!(!clinic.shows(NAME), "the next request finds nothing");
    employer.open("/shared");
    employer.wait_for_words(NAME);
    ledger(&worker, &case);
}

/// The person agrees that an agency knows some of it, told directly.
fn consent(desk: &Desk<'_>, case: &str, to: &str, items: &[&str], purpose: &str) {
    desk.open(&format!("{case}/sharing"));
    desk.press("同意を記録する");
    desk.fill("提供先 1", to);
    for item in items {
        desk.tick_in("知らせる内容", item);
    }
    desk.tick_in("目的", purpose);
    desk.tick_in("伝え方", "機関どうしで直接");
    desk.fill("本人を通さない理由", "本人から、直接話してほしいと頼まれた。");
    desk.press("確認に進む");
    desk.wait_for_words("送る前の確認");
    desk.press("この内容で記録する");
    desk.wait_for_done("同意を記録しました");
}

fn own_account(desk: &Desk<'_>, case: &str) -> (String, String) {
    desk.open(&format!("{case}/own-account"));
    let (login, password) = ("ritsu-no-michi".to_owned(), "stones beside the river".to_owned());
    desk.fill("ログイン名", &login);
    desk.fill("はじめのパスワード", &password);
    desk.press("アカウントを作る");
    desk.wait_for_done("本人のアカウントを作りました");
    (login, password)
}

fn referral(desk: &Desk<'_>, case: &str) {
    desk.open(&format!("{case}/referrals"));
    desk.press("新しいつなぎを書く");
    desk.fill("宛先の機関", CLINIC);
    desk.fill("目的", "眠れるようになり、朝に出かけられる");
    desk.fill("分かっていること", "夜に眠れない日が続いている。");
    desk.fill("お願いしたいこと", "はじめの診察を受けさせてほしい。");
    desk.fill("返事がほしい日", &day(10));
    desk.tick("伝えたいことのメモを一緒に作る");
    desk.press("下書きを保存する");
    desk.wait_for_done("下書きを保存しました");
    desk.press("本人の返事を記録する");
    desk.tick_in("この内容で", "同意する");
    desk.tick_in("同意の形", "口頭");
    desk.fill("返事の日", &day(0));
    desk.press("返事を記録する");
    desk.wait_for_done("本人の返事を記録しました");
    desk.press("確認して送る");
    desk.press("送る");
    desk.wait_for_done("送りました");
}

fn answer(desk: &Desk<'_>) {
    desk.open("/referrals");
    desk.inspect(&[NAME]);
    desk.press(NAME);
    desk.wait_for_words("夜に眠れない日が続いている。");
    desk.inspect(&[NAME]);
    desk.tick("受ける");
    desk.press("返事を送る");
    desk.wait_for_done("返事を送りました");
}

/// The workplace reads its part, tells how it goes, and the worker reads it.
fn from_work(employer: &Desk<'_>, worker: &Desk<'_>, case: &str) {
    employer.open("/shared");
    employer.press(NAME);
    employer.wait_for_words("勤怠");
    assert!(!employer.shows("夜に眠れない日が続いている。"), "health is not for the workplace");
    employer.inspect(&[NAME]);
    employer.fill("相談センターに伝えること", FROM_WORK);
    employer.press("伝える");
    employer.wait_for_done("伝えました");
    worker.open(&format!("{case}/sharing"));
    worker.wait_for_words(FROM_WORK);
}

/// The sitting, with the clinic among its members. Its address.
fn sitting(desk: &Desk<'_>, case: &str) -> String {
    let number = desk.case_number(case);
    desk.open("/conferences/new");
    desk.inspect(&[NAME]);
    desk.fill("開催日", &day(0));
    desk.fill("開始時刻", "14:00");
    desk.fill_last("機関名", CLINIC);
    desk.fill_last("職・氏名", "森田 茂");
    desk.press("保存する");
    desk.wait_for_done("会議を予定しました");
    let path = desk.path();
    let sitting = path.split('?').next().expect("the address of the sitting").to_owned();
    desk.press("ほかのケースを番号で入れる");
    desk.fill("ケース番号", &number);
    desk.choose_last("区分", "新規プラン");
    desk.press_last("議題に入れる");
    desk.wait_for_done("議題に入れました");
    sitting
}

/// Papers for the clinic: looked at before they are made, made, opened, handed out.
fn papers(desk: &Desk<'_>, sitting: &str) {
    desk.open(&format!("{sitting}/packets"));
    desk.wait_for_words("障害・病気・健康");
    desk.inspect(&[NAME]);
    desk.press("印を付けた人の資料を作る");
    desk.wait_for_words("まだ配っていません");
    desk.inspect(&[NAME]);
    let all = desk.download(&format!("{sitting}/packets/print/all.pdf"));
    assert!(all.starts_with(b"%PDF"));
    desk.press_last("配った");
    desk.wait_for_done("配ったことを記録しました");
}

/// The clinic reads its part on its own page, and says what it thinks.
fn opinion(desk: &Desk<'_>, sitting: &str) {
    desk.open("/sittings");
    desk.inspect(&[NAME]);
    desk.open(&sitting.replacen("/conferences/", "/sittings/", 1));
    desk.wait_for_words(NAME);
    desk.inspect(&[NAME]);
    desk.press("意見を出す");
    desk.wait_for_complaint("意見を書いてください");
    desk.tick_in("方針について", "賛成");
    desk.fill("意見", "朝の予定は、眠れてから少しずつが良いと思います。");
    desk.press("意見を出す");
    desk.wait_for_done("意見を出しました");
    desk.inspect(&[NAME]);
}

fn conclusion(desk: &Desk<'_>, sitting: &str) {
    desk.open(sitting);
    desk.wait_for_words("眠れてから少しずつが良い");
    desk.press("開催を記録する");
    desk.fill("座長", "大西 由美");
    desk.tick_each("出席");
    desk.press("開催を記録する");
    desk.wait_for_done("開催を記録しました");
    desk.press("結論を書く");
    desk.inspect(&[NAME]);
    desk.tick("本人が同意した範囲のなかで共有した");
    desk.fill("協議内容", "診察と並行して、通う曜日を決める。");
    desk.fill("すること", "通う曜日を一緒に決める");
    desk.fill("する人", "就労支援員 三宅");
    desk.fill("いつまでに", &day(14));
    desk.tick_in("結論", "了承");
    desk.press("結論を記録する");
    desk.wait_for_done("結論を記録しました");
    desk.inspect(&[NAME]);
    desk.open(&format!("{sitting}/packets"));
    desk.press_last("回収した");
    desk.wait_for_done("回収を記録しました");
    desk.inspect(&[NAME]);
}

/// The chief hands the lead over to a colleague. The address of the handover.
fn handover(desk: &Desk<'_>, case: &str) -> String {
    desk.open(&format!("{case}/handover"));
    desk.inspect(&[NAME]);
    desk.press("担当を引き継ぐ");
    desk.inspect(&[NAME]);
    desk.tick_in("後任", "三宅 真理");
    desk.fill("期間終了日（前任の最後の日）", &day(20));
    desk.fill("重なりの最初の日", &day(0));
    desk.fill("重なりの最後の日", &day(20));
    desk.fill("支援の方向性", "眠れるようになってから、通う日を増やす。");
    desk.fill("未解決の課題", "なし");
    desk.press("引継ぎを始める");
    desk.wait_for_words("終える前にそろえること");
    desk.inspect(&[NAME]);
    let path = desk.path();
    path.split('?').next().expect("the address of the handover").to_owned()
}

fn confirmed(desk: &Desk<'_>, handover: &str) {
    desk.open(handover);
    desk.press("後任の確認を記録する");
    desk.inspect(&[NAME]);
    desk.press("記録する");
    desk.wait_for_words("確認した");
}

/// What the person says about it is heard, and the colleague is in charge.
fn closed(desk: &Desk<'_>, handover: &str) {
    desk.open(handover);
    desk.press("本人の受け止めを記録する");
    desk.fill("本人の受け止め", "「三宅さんとも話せそう」");
    desk.press("記録する");
    desk.wait_for_words("三宅さんとも話せそう");
    desk.press("引継ぎを終える");
    desk.inspect(&[NAME]);
    desk.press("引継ぎを終える");
    desk.wait_for_words("引き継いだ");
    desk.inspect(&[NAME]);
}

fn door_closed_by_the_person(product: &Product, (login, password): &(String, String)) {
    let desk = Desk::at(product);
    desk.open("/sign-in");
    desk.fill("ログイン名", login);
    desk.fill("パスワード", password);
    desk.press("ログインする");
    desk.wait_for_words("わたしのことを知ってよい人");
    desk.press_in(CLINIC, "やめる");
    desk.press("やめる");
    desk.wait_for_done("やめました");
    desk.open("/my/ledger");
    desk.inspect(&[]);
    assert!(desk.download("/my/ledger/ledger.pdf").starts_with(b"%PDF"));
}

/// The ledger on paper, and as a copy that anybody can check.
fn ledger(desk: &Desk<'_>, case: &str) {
    desk.open(&format!("{case}/ledger"));
    desk.wait_for_words("森田 茂");
    desk.wait_for_words("千葉 洋子");
    desk.inspect(&[NAME]);
    assert!(desk.download(&format!("{case}/ledger/ledger.pdf")).starts_with(b"%PDF"));
    let copy = desk.download(&format!("{case}/ledger/ledger.json"));
    assert!(String::from_utf8_lossy(&copy).contains("banso ledger copy 1"));
}
