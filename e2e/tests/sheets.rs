//! Sheets: what the person, the agency and a work trial see stands beside each other; the person shows one part of their passport to the
//! clinic. Each with a login of their own.

use banso_e2e::{Desk, Product, Role, day};

#[test]
fn what_each_side_sees_stands_beside_each_other_and_two_days_can_be_compared_r25_r32_p91() {
    let product = Product::start();
    let office = Desk::signed_in(&product, product.login(Role::Office));
    let in_practice = "//tr[contains(., '実習')]//a[starts-with(@href, '/episodes/')]";
    let link = office.browser.find_all(in_practice).into_iter().next().expect("somebody in a work trial");
    office.browser.click(&link).expect("it opens");
    office.press("シートを見る・書く");
    office.wait_for_words("シートの一覧");
    office.inspect(&[]);
    office.press("職業準備性ピラミッドのチェック");
    office.wait_for_words("図で見る");
    for words in ["見方がちがう", "あおば野フーズ 売場の主任", "写真の手順書", "第2版"] {
        assert!(office.shows(words), "{words}");
    }
    office.inspect(&[]);
    office.press("2つの版を並べる");
    office.wait_for_words("変わった");
    office.inspect(&[]);
}

#[test]
fn one_side_alone_is_warned_of_and_nothing_that_was_typed_is_lost_r25_p95() {
    let product = Product::start();
    let office = Desk::signed_in(&product, product.login(Role::Office));
    let running = "//a[starts-with(@href, '/episodes/') and not(contains(@href, '?'))]";
    let link = office.browser.find_all(running).into_iter().next().expect("somebody");
    office.browser.click(&link).expect("it opens");
    office.press("シートを見る・書く");
    office.tick_in("使うシート", "就労移行支援のためのチェックリスト");
    office.press("シートを始める");
    office.wait_for_done("シートを始めました");
    office.press("「支援機関」を書く");
    office.fill("聞いた日・見た日", &day(0));
    office.inspect(&[]);
    office.press("保存する");
    office.wait_for_words("P-94");
    office.fill("その他", "朝は来所できている。");
    office.press("保存する");
    office.wait_for_done("記入を保存しました");
    assert!(office.shows("R-25"), "one side and one place");
    office.press("この版を確定する");
    office.inspect(&[]);
    office.tick("読みました。このまま確定します。");
    office.press("この版を確定する");
    office.wait_for_done("記録しました");
}

#[test]
fn the_person_shows_one_part_of_their_passport_to_the_clinic_and_nobody_else_sees_it_p96() {
    let product = Product::start();
    let person = Desk::signed_in(&product, product.login(Role::ThePerson));
    person.press("わたしの シート");
    person.wait_for_words("就労パスポート");
    person.inspect(&[]);
    person.press("就労パスポート");
    person.inspect(&[]);
    person.press("だれに 見せるかを きめる");
    person.wait_for_words("いま 見せている");
    person.choose("見せる 相手", "あおば野こころのクリニック（架空）");
    person.tick("2 仕事上のアピールポイント");
    person.inspect(&[]);
    person.press("だれに 見せるかを きめる");
    person.wait_for_done("記録しました");

    let clinic = Desk::signed_in(&product, product.login(Role::Clinic));
    clinic.open("/sheets");
    clinic.inspect(&[]);
    clinic.press("就労パスポート");
    clinic.wait_for_words("数を正確に数えること");
    assert!(!clinic.shows("電話の音が重なるとき"), "the other parts stay theirs");
    clinic.inspect(&[]);
}
