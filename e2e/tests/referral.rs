//! A referral to somebody without an account: written, agreed to, checked, sent, answered on a page, and ended.

use banso_e2e::{Desk, Product, day};

const NAME: &str = "早瀬 灯";

#[test]
fn a_referral_goes_from_the_draft_to_the_page_of_a_lawyer_and_to_its_end_u13_u14_r_09_r_55() {
    let product = Product::start();
    let desk = Desk::signed_in(&product, product.login_called("counselor"));
    let case = desk.receive(NAME, "ハヤセ アカリ");
    desk.open(&format!("{case}/referrals"));
    desk.inspect(&[NAME]);

    desk.press("新しいつなぎを書く");
    desk.fill("登録のない機関の名前", "みなと法律事務所");
    desk.choose("その人・機関の区分", "法テラス・弁護士・司法書士");
    desk.fill("目的", "借入れの返し方を一緒に決める");
    desk.tick("機関間で直接");
    desk.press("下書きを保存する");
    desk.wait_for_complaint("直接伝える理由を書いてください");
    desk.inspect(&[NAME]);
    desk.tick("本人経由（本人が持っていく・話す）");
    desk.press("下書きを保存する");
    desk.wait_for_done("下書きを保存しました");
    desk.inspect(&[NAME]);

    desk.press("確認して送る");
    desk.wait_for_words("P-40");
    desk.inspect(&[NAME]);
    desk.press("本人の返事を記録する");
    desk.inspect(&[NAME]);
    desk.tick_in("この内容で", "同意する");
    desk.tick_in("同意の形", "口頭");
    desk.fill("返事の日", &day(0));
    desk.press("返事を記録する");
    desk.wait_for_done("本人の返事を記録しました");
    desk.press("確認して送る");
    desk.wait_for_words("R-55");
    desk.inspect(&[NAME]);
    desk.press("送る");
    desk.wait_for_done("送りました");
    desk.inspect(&[NAME]);
    let referral = desk.path();
    let referral = referral.split('?').next().expect("a path").to_owned();
    let letter = desk.download(&format!("{referral}/letter.pdf"));
    assert!(letter.starts_with(b"%PDF"));

    desk.press("返信ページを作る");
    desk.wait_for_words("返信ページのアドレス");
    desk.inspect(&[NAME]);
    let address = desk.value("アドレス");
    let page = address.find("/reply/").map(|place| address[place..].to_owned()).expect("the address of the page");

    let lawyer = Desk::at(&product);
    lawyer.open(&page);
    lawyer.wait_for_words(NAME);
    lawyer.inspect(&[NAME]);
    lawyer.press("返事を送る");
    lawyer.wait_for_complaint("「受ける」か「受けられない」を選んでください");
    lawyer.inspect(&[NAME]);
    lawyer.tick("受ける");
    lawyer.fill("あなたのお名前", "川口");
    lawyer.press("返事を送る");
    lawyer.wait_for_words("お返事を受け取りました");
    lawyer.inspect(&[NAME]);
    lawyer.open(&page);
    lawyer.wait_for_words("このページは開けません");
    lawyer.inspect(&[NAME]);

    desk.open(&referral);
    desk.wait_for_words("返信ページから");
    desk.press("結果を記録する");
    desk.tick("つながった");
    desk.fill("本人と先方が会った日", &day(0));
    desk.fill("分かった日", &day(0));
    desk.press("結果を記録する");
    desk.wait_for_done("結果を記録しました");
    desk.inspect(&[NAME]);
    desk.open("/referrals?side=sent&state=concluded");
    desk.wait_for_words(NAME);
    desk.inspect(&[NAME]);
}
