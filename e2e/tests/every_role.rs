//! What the others do: the employment supporter beside the case, the administrator without one, the branch that sees nothing.

use banso_e2e::{Desk, Product, Role, day};

#[test]
fn every_other_role_does_its_own_part_and_no_more() {
    let product = Product::start();
    let counselor = Desk::signed_in(&product, product.login_called("counselor"));
    let case = counselor.receive("沢村 健太", "サワムラ ケンタ");
    drop(counselor);
    employment(&product, &case);
    stranger(&product, &case);
    administrator(&product, &case);
}

/// Writes what happened at Hello Work; screening and closing are for others, and the pages offer only what may be done.
fn employment(product: &Product, case: &str) {
    let desk = Desk::signed_in(product, product.login(Role::EmploymentCounselor));
    desk.press("ケース");
    desk.inspect(&["沢村 健太"]);
    desk.press("沢村 健太");
    desk.inspect(&["沢村 健太"]);
    desk.press("記録を書く");
    desk.inspect(&["沢村 健太"]);
    desk.fill("対応日", &day(0));
    desk.tick_in("方法・内容", "訪問・同行支援");
    desk.tick_in("相手", "本人");
    desk.fill("記録（事実・本人のことば）", "ハローワークに一緒に行き、求職登録をした。");
    desk.press("保存する");
    desk.wait_for_done("記録を保存しました");
    assert!(desk.shows("三宅 真理"));
    desk.open(&format!("{case}/screening"));
    assert!(!desk.shows("スクリーニングを記録する"), "screening is not the employment supporter's");
    desk.inspect(&["沢村 健太"]);
    desk.open(&format!("{case}/closing"));
    assert!(!desk.shows("終結を記録する"));
    desk.inspect(&["沢村 健太"]);
    desk.open("/conferences");
    assert!(!desk.shows("会議を予定する"));
    desk.inspect(&[]);
    desk.open("/monitoring");
    desk.inspect(&[]);
    desk.open("/account");
    desk.inspect(&[]);
}

/// The worker of another centre: the case does not exist, and one person with two hats sees it with the other hat only.
fn stranger(product: &Product, case: &str) {
    let desk = Desk::signed_in(product, product.login_called("both"));
    desk.act_for("みなみ分室");
    for path in ["", "/records", "/intake", "/plan", "/print", "/history"] {
        desk.open(&format!("{case}{path}"));
        desk.wait_for_words("ページが見つかりません");
        assert!(!desk.shows("沢村"));
    }
    desk.inspect(&["沢村 健太"]);
    desk.open("/cases");
    desk.fill("名前・ふりがな・生年月日・電話の末尾・番号で探す", "沢村 健太");
    desk.press("探す");
    desk.wait_for_words("では見つかりませんでした");
    desk.inspect(&["沢村 健太"]);
    desk.act_for("あおば野くらし・しごと相談センター（架空）");
    desk.open(case);
    desk.wait_for_words("沢村 健太");
}

/// Accounts, agencies and definitions, and no case.
fn administrator(product: &Product, case: &str) {
    let desk = Desk::signed_in(product, product.login(Role::Administrator));
    desk.open(case);
    desk.wait_for_words("ページが見つかりません");
    desk.open("/administration");
    desk.inspect(&[]);

    desk.press("職員アカウント");
    desk.inspect(&[]);
    desk.press("アカウントを作る");
    desk.press("保存する");
    desk.wait_for_complaint("氏名を入力してください");
    desk.inspect(&[]);
    desk.fill("氏名", "新田 あかり");
    desk.fill("フリガナ", "にった あかり");
    desk.fill("ログイン名", "akari");
    desk.tick_in("あおば野くらし・しごと相談センター（架空）", "相談支援員");
    desk.fill("はじめのパスワード", "short");
    desk.press("保存する");
    desk.wait_for_complaint("パスワードは12文字以上にしてください");
    desk.fill("はじめのパスワード", "a morning by the river");
    desk.press("保存する");
    desk.wait_for_done("アカウントを作りました");
    desk.inspect(&[]);

    desk.open("/administration/agencies");
    desk.inspect(&[]);
    desk.press("機関を登録する");
    desk.press("保存する");
    desk.wait_for_complaint("名称を入力してください");
    desk.inspect(&[]);
    desk.fill("名称", "にしの就労支援センター");
    desk.choose("区分", "その他の機関・人");
    desk.fill("全国地方公共団体コード", "131042");
    desk.press("保存する");
    desk.wait_for_complaint("最後の検査数字が合いません");
    desk.fill("全国地方公共団体コード", "13104");
    desk.press("保存する");
    desk.wait_for_done("機関を登録しました");
    desk.inspect(&[]);

    desk.open("/administration/definitions");
    desk.inspect(&[]);
    assert!(desk.shows("プラン兼事業等利用申込書") && desk.shows("支援の流れ"));
    drop(desk);

    // The new colleague signs in, chooses a password of their own and sees the cases of the centre.
    let desk = Desk::at(product);
    desk.open("/sign-in");
    desk.fill("ログイン名", "akari");
    desk.fill("パスワード", "a morning by the river");
    desk.press("ログインする");
    desk.wait_for_words("今日の仕事");
    desk.open("/account");
    desk.fill("いまのパスワード", "a morning by the river");
    desk.fill("新しいパスワード", "a walk along the hill");
    desk.press("パスワードを変える");
    desk.wait_for_done("パスワードを変えました");
    desk.open(case);
    desk.wait_for_words("沢村 健太");
}
