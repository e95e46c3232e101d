//! From reception to the printed plan with the keyboard alone (U17): every stop is seen, none jumps the queue or holds fast.

use banso_e2e::{Desk, Key, Product, day, month};

#[test]
fn reception_plan_and_print_need_no_mouse_u17() {
    let product = Product::start();
    let desk = Desk::at(&product);
    let login = product.login_called("counselor");
    desk.open("/");
    desk.key_in("ログイン名", &login.name);
    desk.key_in("パスワード", &login.password);
    desk.browser.press(Key::Enter);
    desk.wait_until_at(|path| path == "/");
    desk.walk_through();

    // The skip link comes first and leads past the menus.
    desk.key_press("相談を受け付ける");
    desk.wait_until_at(|path| path == "/cases/new");
    desk.tab_to("本文へ移動");
    desk.browser.press(Key::Enter);
    desk.key_in("名前・フリガナ・生年月日・電話番号の下4けたで探す", "榎本 静香");
    desk.browser.press(Key::Enter);
    desk.wait_for_words("検索結果 0人");
    desk.key_press("新しく登録する");
    desk.wait_for_words("相談について");
    desk.key_in("フリガナ", "えのもと しずか");
    desk.key_choose("性別", "女性");
    // Enter in a field of a long form moves on and sends nothing.
    desk.key_in("生年月日", "S55.2.3");
    desk.browser.press(Key::Enter);
    assert!(!desk.shows("相談を受け付けました"), "Enter does not send a long form");
    desk.key_tick("お困りのこと", "住まいについて");
    desk.key_press("受け付ける");
    desk.wait_for_done("相談を受け付けました");
    let path = desk.path();
    let case = path.split_once("/intake").expect("the sheet").0.to_owned();

    desk.key_press("申込み・同意");
    desk.wait_until_at(|path| path.ends_with("/application"));
    desk.walk_through();
    desk.key_in("取扱規程を説明した日", &day(0));
    desk.key_choose("申込みについての本人の返事", "申し込む");
    desk.key_choose("返事のかたち", "本人の署名");
    desk.key_choose("関係機関（者）との情報共有", "同意する");
    desk.key_press("本人の返事を記録する");
    desk.wait_for_done("本人の返事を記録しました");

    desk.key_press("スクリーニング");
    desk.wait_until_at(|path| path.ends_with("/screening"));
    // An empty form comes back with the focus on what has to be mended; its link leads to the field.
    desk.key_press("スクリーニングを記録する");
    desk.wait_for_complaint("結果を1つ選んでください");
    desk.key_press("結果を1つ選んでください");
    desk.browser.press(Key::Space);
    desk.key_choose_here("継続して支援する");
    desk.key_press("スクリーニングを記録する");
    desk.wait_for_done("スクリーニングを記録しました");

    desk.key_press("プラン");
    desk.wait_until_at(|path| path.ends_with("/plan"));
    desk.key_press("プラン案を作る");
    desk.wait_until_at(|path| path.ends_with("/plan/new"));
    plan(&desk);
    desk.wait_for_done("プラン案を保存しました");

    desk.key_press("本人の返事を記録する");
    desk.wait_until_at(|path| path.ends_with("/answer"));
    desk.key_choose("プランに基づく支援への同意", "同意する");
    desk.key_choose("同意の形", "自署");
    desk.key_press("返事を記録する");
    desk.wait_for_done("本人の返事を記録しました");

    desk.key_press("印刷・様式");
    desk.wait_until_at(|path| path == format!("{case}/print"));
    desk.walk_through();
    let sheet = desk.save_with_enter("Excel （【5】");
    assert!(sheet.starts_with(b"PK"), "the plan is saved as a workbook");
    let sheet = desk.save_with_enter("PDF （【5】");
    assert!(sheet.starts_with(b"%PDF"), "and as a sheet to sign");

    // The menu of the account opens, closes with Escape, and gives the focus back.
    desk.tab_to("水野 健");
    desk.browser.press(Key::Enter);
    desk.tab_to("設定");
    desk.browser.press(Key::Escape);
    assert!(desk.focus().starts_with("水野 健"), "Escape leads back to the menu: {}", desk.focus());
}

/// A plan of two lines; the second line is asked for with the button.
fn plan(desk: &Desk<'_>) {
    desk.key_in("生活に対する意向", "「静かに暮らしたい」");
    desk.key_in("長期目標", "「自分の部屋を持つ」");
    desk.key_in("本プランにおける達成目標", "「家賃の相談に行く」");
    desk.key_tick("目標を決めた人", "本人が設定");
    desk.key_choose("だれが", "本人");
    desk.key_in("実施すること", "市役所に一緒に行く");
    desk.key_press("行を増やす");
    assert!(desk.focus_group().starts_with("だれが"), "the new line has the focus");
    desk.browser.press(Key::Space);
    desk.key_in("実施すること", "家計を一緒に見る");
    for _ in 0..8 {
        desk.key_answer_no();
    }
    desk.key_in("プラン期間（終わりの日）", &day(180));
    desk.key_in("次回モニタリング時期", &month(60));
    desk.key_press("保存する");
}
