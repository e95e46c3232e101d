//! A record that is protected: found by nobody, opened by those named, broken into by a colleague with a reason — and what follows from that.

use banso_e2e::{Desk, Product, Role};

const NAME: &str = "鵜飼 澪";

/// Looks for the person as everybody does.
fn finds(desk: &Desk<'_>) -> bool {
    desk.open("/cases");
    desk.fill("名前・ふりがな", NAME);
    desk.press("探す");
    desk.wait_until_at(|path| path.starts_with("/cases/search"));
    desk.shows("ウカイ ミオ")
}

#[test]
fn a_protected_record_is_found_by_nobody_opened_by_name_and_in_an_emergency_with_an_alarm_p_100_p_101_p_102() {
    let product = Product::start();
    let worker = Desk::signed_in(&product, product.login_called("counselor"));
    let case = worker.receive(NAME, "ウカイ ミオ");
    let number = worker.case_number(&case);
    assert!(finds(&worker));

    let chief = Desk::signed_in(&product, product.login(Role::Chief));
    chief.open(&format!("{case}/protection"));
    chief.inspect(&[NAME]);
    chief.tick_in("保護の理由", "配偶者などからの暴力（DV）");
    chief.untick_in("記録を開ける人", "水野 健（あおば野くらし・しごと相談センター（架空））");
    chief.press("保護する");
    chief.wait_for_words("主担当を含めて12人まで");
    chief.inspect(&[NAME]);
    chief.tick_in("記録を開ける人", "水野 健（あおば野くらし・しごと相談センター（架空））");
    chief.fill("気をつけること", "自宅の電話にはかけない。");
    chief.press("保護する");
    chief.wait_for_done("保護を保存しました");
    chief.inspect(&[NAME]);

    for desk in [&chief, &worker] {
        assert!(!finds(desk), "not even those who are named meet it in a search");
        desk.open("/");
        desk.wait_for_words("保護された記録");
        assert!(desk.shows(NAME));
        desk.inspect(&[NAME]);
    }

    let colleague = Desk::signed_in(&product, product.login_called("counselor2"));
    assert!(!finds(&colleague));
    colleague.open(&case);
    colleague.wait_for_words("ページが見つかりません");
    colleague.open("/protected");
    assert!(!colleague.shows(NAME));
    colleague.inspect(&[]);
    colleague.fill("ケース番号", &number);
    colleague.fill("なぜ待てないか", "急ぎ");
    colleague.press("記録に残して開く");
    colleague.wait_for_words("なぜ待てないかが、まだ十分に書かれていません");
    colleague.inspect(&[]);
    colleague.fill("なぜ待てないか", "本人が窓口に来て、今夜の行き先がない。名前のある職員は外出中。");
    colleague.press("記録に残して開く");
    colleague.wait_for_done("記録を開きました");
    colleague.wait_for_words("特別な保護");

    chief.open("/");
    chief.wait_for_words("見直し待ち1件");
    chief.open(&format!("{case}/protection"));
    chief.press("八木 さくら");
    chief.inspect(&[NAME]);
    chief.tick_in("開いたことについて", "必要だった");
    chief.fill("見直しの結果", "当番として必要だった。本人にも伝えた。");
    chief.press("見直しを記録する");
    chief.wait_for_done("見直しを記録しました");
    worker.open(&format!("{case}/ledger"));
    worker.wait_for_words("保護された記録を緊急に開いた");
    worker.wait_for_words("今夜の行き先がない");

    chief.open(&format!("{case}/protection"));
    chief.fill("保護を終える理由", "転居し、危険が去った。");
    chief.press("保護を終える");
    chief.wait_for_done("保護を終えました");
    assert!(finds(&colleague));
}
