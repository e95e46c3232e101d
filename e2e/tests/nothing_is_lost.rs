//! Whatever happens while somebody types — a tab closed, a colleague who was quicker, a session that is over — nothing is lost
//! (U15).

use banso_e2e::{Desk, Product, Role};

const FACTS: &str = "記録（事実・本人のことば）";
const WORDS: &str = "「雨の日は膝が痛くて、外に出られない」とゆっくり話された。";

#[test]
fn nothing_that_was_typed_is_lost_u15() {
    let product = Product::start();
    let desk = Desk::signed_in(&product, product.login_called("counselor"));
    let case = desk.receive("小菅 文", "コスゲ アヤ");
    a_closed_tab(&desk, &case);
    two_at_once(&product, &desk, &case);
    the_end_is_announced(&desk, &case);
    forced_out(&product, &desk, &case);
    another_tab_signed_in_again(&product, &desk, &case);
}

/// The tab is closed in the middle of a long entry. Opened again, the entry is offered.
fn a_closed_tab(desk: &Desk<'_>, case: &str) {
    let first = desk.browser.tab();
    for (path, field) in [("records/new", FACTS), ("assessment", "本人の主訴・状況（相談内容）")] {
        let second = desk.browser.open_tab();
        desk.open(&format!("{case}/{path}"));
        desk.fill(field, WORDS);
        desk.wait_for_words("下書き保存");
        desk.browser.close_tab();
        desk.browser.switch_to(&first);
        assert_ne!(first, second);
        desk.open(&format!("{case}/{path}"));
        if desk.value(field).is_empty() {
            desk.wait_for_words("書きかけの下書きがあります");
            desk.inspect(&[]);
            desk.press("下書きの続きを書く");
        }
        assert_eq!(desk.value(field), WORDS, "the text of {path} is there again");
        desk.inspect(&[]);
    }
    desk.press("下書きを捨てて、保存した内容に戻す");
    assert_eq!(desk.value("本人の主訴・状況（相談内容）"), "");
}

/// Two people answer the same question. The second one sees both answers and loses neither.
fn two_at_once(product: &Product, desk: &Desk<'_>, case: &str) {
    let chief = Desk::signed_in(product, product.login(Role::Chief));
    for side in [desk, &chief] {
        side.open(&format!("{case}/assessment"));
    }
    desk.fill("本人の主訴・状況（相談内容）", "仕事を探したい。");
    desk.fill("特記事項", "夜は電話に出られない。");
    chief.fill("本人の主訴・状況（相談内容）", "まず膝を治したい。");
    desk.press("保存する");
    desk.wait_for_done("保存しました");
    chief.press("保存する");
    chief.wait_for_words("ほかの人の変更と重なりました");
    assert!(chief.shows("仕事を探したい。") && chief.shows("まず膝を治したい。"), "both answers stand side by side");
    assert!(chief.shows("水野 健"), "the page says who was quicker");
    assert!(chief.shows("二人とも変えました"), "and where to look closely");
    chief.inspect(&["小菅 文"]);
    chief.press("選んだ内容で保存する");
    chief.wait_for_done("保存しました");
    assert_eq!(chief.value("本人の主訴・状況（相談内容）"), "まず膝を治したい。");
    assert_eq!(chief.value("特記事項"), "夜は電話に出られない。", "what was no conflict is kept");
}

/// Five minutes before the session ends the page says so, and one key extends it.
fn the_end_is_announced(desk: &Desk<'_>, case: &str) {
    // On a page that asks for it by its address, what waits longest comes at once: the clock of the session.
    desk.browser.before_every_page(
        "if (location.hash === '#soon') { \
           const real = window.setTimeout; let first = true; \
           window.setTimeout = (act, wait, ...more) => { \
             const soon = first && wait > 60000; if (soon) first = false; \
             return real(act, soon ? 200 : wait, ...more); }; }",
    );
    desk.open(&format!("{case}/records/new#soon"));
    desk.wait_for_words("あと5分でログアウトします");
    assert_eq!(desk.focus(), "ログインを続ける", "one key is enough");
    desk.inspect(&[]);
    desk.browser.press(banso_e2e::Key::Enter);
    desk.wait_for_words("ログインを延長しました。");
}

/// The administrator signs the worker out everywhere. What was being typed is sent after signing in again, to the same place.
fn forced_out(product: &Product, desk: &Desk<'_>, case: &str) {
    desk.open(&format!("{case}/records"));
    desk.fill("対応日", &banso_e2e::day(0));
    desk.tick_in("方法・内容", "面談");
    desk.tick_in("相手", "本人");
    let admin = Desk::signed_in(product, product.login(Role::Administrator));
    admin.open("/administration/staff");
    admin.press("水野 健");
    admin.press("すべての端末でログアウトさせる");
    admin.inspect(&[]);
    admin.press("実行する");
    admin.wait_for_done("すべての端末でログアウトさせました");
    drop(admin);

    desk.fill(FACTS, WORDS);
    desk.press("保存する");
    desk.wait_for_words("ログインの時間が切れました");
    assert_eq!(desk.value("入力した文章 1"), WORDS, "what was typed is on the page");
    desk.inspect(&["小菅 文"]);
    sign_in_beside(product, desk);
    desk.press("もう一度送る");
    desk.wait_for_done("記録を保存しました");
    assert!(desk.path().starts_with(&format!("{case}/records")) && desk.shows(WORDS), "back at the same place");
}

/// Signs in in another tab, as the page says, and comes back.
fn sign_in_beside(product: &Product, desk: &Desk<'_>) {
    let first = desk.browser.tab();
    desk.browser.open_tab();
    desk.open("/sign-in");
    desk.sign_in(product.login_called("counselor"));
    desk.browser.close_tab();
    desk.browser.switch_to(&first);
}

/// Signed out and in again in another tab: the page that was open before is worth something still.
fn another_tab_signed_in_again(product: &Product, desk: &Desk<'_>, case: &str) {
    desk.open(&format!("{case}/emergency"));
    desk.fill("何が急いで必要か", "食べるものがない");
    let first = desk.browser.tab();
    desk.browser.open_tab();
    desk.open("/");
    desk.press_name("水野 健");
    desk.press("ログアウト");
    desk.wait_until_at(|path| path.starts_with("/sign-in"));
    desk.sign_in(product.login_called("counselor"));
    desk.browser.close_tab();
    desk.browser.switch_to(&first);
    desk.press("緊急的な支援を始める");
    desk.wait_for_done("緊急的な支援の開始を記録しました");
    assert!(desk.shows("食べるものがない"), "the page that was open before is as good as a new one");
}
