//! The region: a place is found and shown to the person, what is missing reaches the council, two agencies tell how they see each other.

use banso_e2e::{Desk, Product, day};

const NAME: &str = "東雲 つむぎ";

#[test]
fn a_place_is_found_put_on_a_sheet_for_the_person_and_written_into_a_referral_u23_p_134_p_136() {
    let product = Product::start();
    let desk = Desk::signed_in(&product, product.login_called("counselor"));
    let case = desk.receive(NAME, "シノノメ ツムギ");
    let number = case.rsplit('/').next().expect("the number of the case").to_owned();
    desk.open(&format!("/resources?case={number}"));
    desk.fill("さがす言葉", "ない言葉");
    desk.press("探す");
    desk.wait_for_words("見つかりません");
    desk.inspect(&[NAME]);
    desk.fill("さがす言葉", "asahi");
    desk.press("探す");
    desk.wait_for_words("ＡＳＡＨＩキャリア駅前");
    desk.wait_for_words("位置のめやす");
    desk.inspect(&[NAME]);

    desk.press("場所・時間・困りごとで絞り込む");
    desk.fill("開いている時刻", "いつか");
    desk.press("絞り込む");
    desk.wait_for_words("時刻は「10:30」「午後2時」のように書いてください");
    assert_eq!(desk.value("開いている時刻"), "いつか", "what was typed stays");
    desk.inspect(&[NAME]);
    desk.fill("さがす言葉", "");
    desk.press("探す");
    desk.choose("困りごと", "食べるものがない");
    desk.fill("開いている時刻", "");
    desk.press("絞り込む");
    desk.wait_for_words("おすそわけ食堂");
    assert!(!desk.shows("ＡＳＡＨＩキャリア駅前"), "what nobody asked for is left out");

    desk.press("おすそわけ食堂");
    desk.wait_for_words("毎週水曜の17時から19時");
    desk.inspect(&[NAME]);
    desk.press("本人に見せる紙にのせる");
    desk.wait_until_at(|path| path.starts_with("/resources/shortlist"));
    desk.inspect(&[NAME]);
    let paper = desk.download("/resources/shortlist.pdf");
    assert!(paper.starts_with(b"%PDF"));
    desk.browser.back();
    desk.press("このケースの紹介に書く");
    desk.wait_for_words("下書きを保存する");
    assert_eq!(desk.value("登録のない機関の名前"), "おすそわけ食堂");
    desk.inspect(&[NAME]);
}

#[test]
fn what_no_place_is_found_for_is_talked_about_decided_and_told_to_the_council_r_62_r_63_p_148() {
    let product = Product::start();
    let desk = Desk::signed_in(&product, product.login_called("counselor"));
    let case = desk.receive(NAME, "シノノメ ツムギ");
    desk.open(&format!("{case}/unmet"));
    desk.inspect(&[NAME]);
    desk.press("記録する");
    desk.wait_for_complaint("選んでください");
    desk.inspect(&[NAME]);
    desk.choose("必要", "医療のこと");
    desk.choose("担うと考える機関の区分", "訪問看護");
    desk.tick("遠くて通えない");
    desk.fill("分かった日", &day(0));
    desk.press("記録する");
    desk.wait_for_done("書きました。地域の台帳に数が入ります");
    desk.inspect(&[NAME]);

    let chief = Desk::signed_in(&product, product.login_called("chief"));
    chief.open("/missing-resources");
    chief.wait_for_words("医療のこと／訪問看護");
    assert!(!chief.shows(NAME), "nobody stands in the register");
    chief.press("足りないものを台帳に入れる");
    chief.fill("足りないもの", "北の地区へ来てくれる訪問看護");
    chief.choose("必要", "医療のこと");
    chief.choose("担うと考える機関の区分", "訪問看護");
    chief.tick("遠くて通えない");
    chief.fill("新しい資源の案", "週1回、北の地区をまわる");
    chief.press("記録する");
    chief.wait_for_done("台帳に入れました");
    chief.inspect(&[NAME]);
    let entry = chief.path().split('?').next().expect("a path").to_owned();

    chief.press("話し合う場を移す");
    chief.tick("政策形成（協議会など）");
    chief.fill("理由", "区だけでは決められない");
    chief.fill("日", &day(0));
    chief.press("記録する");
    chief.wait_for_complaint("P-148");
    chief.inspect(&[NAME]);
    chief.open(&entry);
    chief.press("話し合ったことを書く");
    chief.fill("内容", "二つの事業所に聞いた");
    chief.fill("日", &day(0));
    chief.press("記録する");
    chief.wait_for_done("台帳に書きました");
    chief.press("話し合う場を移す");
    chief.tick("政策形成（協議会など）");
    chief.fill("理由", "区だけでは決められない");
    chief.fill("日", &day(0));
    chief.press("記録する");
    chief.wait_for_done("台帳に書きました");

    let officer = Desk::signed_in(&product, product.login_called("officer"));
    officer.open(&entry);
    officer.press("決めたことを書く");
    officer.tick("新しくつくる");
    officer.fill("理由", "通えない人がいる");
    officer.fill("日", &day(0));
    officer.press("記録する");
    officer.wait_for_complaint("担う");
    officer.inspect(&[NAME]);
    officer.fill("担う機関", "基幹相談支援センター");
    officer.press("記録する");
    officer.wait_for_done("台帳に書きました");
    officer.open("/missing-resources/report");
    officer.wait_for_words("北の地区へ来てくれる訪問看護");
    officer.wait_for_words("通えない人がいる");
    assert!(!officer.shows(NAME));
    officer.inspect(&[NAME]);
    for file in ["pdf", "xlsx"] {
        let report = officer.download(&format!("/missing-resources/report/council_report.{file}"));
        assert!(report.starts_with(if file == "pdf" { b"%PDF" } else { b"PK\x03\x04" }));
    }
}

#[test]
fn two_agencies_tell_how_they_see_each_other_and_read_it_after_they_answered_r_59_p_156() {
    let product = Product::start();
    let desk = Desk::signed_in(&product, product.login_called("clinic"));
    desk.open("/surveys");
    desk.press("お互いの見え方（今年度）");
    desk.inspect(&[]);
    let round = desk.path();
    desk.press("障害者就業・生活支援センター あおば野（架空）");
    desk.inspect(&[]);
    desk.press("記録する");
    desk.wait_for_complaint("選んでください");
    desk.inspect(&[]);
    desk.tick("あまり知らない");
    desk.tick("あまり知られていない");
    desk.fill("理由・期待すること", "一度、見学したい");
    desk.press("記録する");
    desk.wait_for_done("答えを残しました");
    desk.wait_for_words("まだ片方だけ");

    let centre = Desk::signed_in(&product, product.login_called("nakapotsu"));
    centre.open(&round);
    centre.wait_for_words("こちらが答えると読めます");
    assert!(!centre.shows("一度、見学したい"), "an answer is read once one's own is given");
    centre.inspect(&[]);
    centre.press("あおば野こころのクリニック（架空）");
    centre.tick("連携できている");
    centre.press("記録する");
    centre.wait_for_done("答えを残しました");
    centre.wait_for_words("一度、見学したい");
    centre.wait_for_words("見え方がちがう");
    centre.inspect(&[]);
}
