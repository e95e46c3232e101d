//! What a network lives by: it is begun, plans its monthly meeting, hears who comes, notes who came by agency, what was worked with and what is to be
//! done; and what some learnt outside is passed on to all in three steps.

use banso_e2e::{Desk, Product, day};

const HOST: &str = "障害者就業・生活支援センター あおば野（架空）";
const OFFICE: &str = "就労移行支援 ステップあおば野（架空）";
const CLINIC: &str = "あおば野こころのクリニック（架空）";

/// Begins a network of three agencies; where it stands.
fn network(desk: &Desk<'_>) -> String {
    desk.open("/networks");
    desk.inspect(&[]);
    desk.press("ネットワーク・ワーキングチームを始める");
    desk.wait_for_words("何のための集まりか");
    desk.press("記録する");
    desk.wait_for_complaint("目的を入力してください");
    desk.inspect(&[]);
    desk.fill("名前", "はじめの一歩ネットワーク");
    desk.fill("目的", "はじめて働く人を、地域で支える");
    desk.fill("集まる間隔", "原則月1回");
    for member in [OFFICE, CLINIC] {
        desk.tick(member);
    }
    desk.press("記録する");
    desk.wait_for_done("ネットワークを始めました");
    desk.inspect(&[]);
    desk.path().split('?').next().expect("a path").to_owned()
}

/// Plans what a network meets for today, with its agencies invited; where it stands.
fn plan(desk: &Desk<'_>, network: &str, kind: &str, theme: &str, further: impl Fn()) -> String {
    desk.open(network);
    desk.press("会議・研修の予定を作る");
    desk.wait_for_words("何の予定を作りますか");
    desk.press(kind);
    desk.wait_for_words("招くところ");
    desk.fill("開催日", &day(0));
    desk.fill("場所", "市民センター 第1会議室");
    desk.fill("話すこと", theme);
    further();
    desk.inspect(&[]);
    desk.press("記録する");
    desk.wait_for_done("予定を作りました");
    desk.path().split('?').next().expect("a path").to_owned()
}

#[test]
fn a_network_plans_its_meeting_invites_and_notes_who_came_what_was_worked_with_and_what_is_to_be_done() {
    let product = Product::start();
    let host = Desk::signed_in(&product, product.login_called("nakapotsu"));
    let network = network(&host);
    let meeting = plan(&host, &network, "ネットワーク会議", "はじめての通勤を支える", || ());
    host.inspect(&[]);

    let office = Desk::signed_in(&product, product.login_called("transition"));
    office.open(&meeting);
    office.press("出るかどうかを返事する");
    office.press("記録する");
    office.wait_for_complaint("選んでください");
    office.inspect(&[]);
    office.tick("参加する");
    office.fill("ことば", "職員2名で参加します。");
    office.press("記録する");
    office.wait_for_done("記録しました");
    assert!(!office.shows("開いたことを記録する"), "only the agency that holds it writes down that it was held");

    host.open(&meeting);
    assert!(host.shows("職員2名で参加します。"));
    host.press("聞いた返事を記録する");
    host.choose("機関・企業", CLINIC);
    host.tick("参加しない");
    host.press("記録する");
    host.wait_for_done("記録しました");
    host.press("資料を足す");
    host.fill("資料の名前", "通勤の練習の手順");
    host.fill("ある場所", "http://example.jp/steps.pdf");
    host.press("記録する");
    host.wait_for_complaint("P-168");
    host.inspect(&[]);
    host.fill("ある場所", "事務局の共有の棚");
    host.press("記録する");
    host.wait_for_done("記録しました");

    host.press("開いたことを記録する");
    assert!(host.shows("来たところ"));
    host.fill("人数", "５");
    host.fill("話したこと", "朝の電車に、だれが付き添うかを話した。");
    host.press("記録する");
    host.wait_for_done("記録しました");
    assert!(host.shows("来たところ 2　招いたところ 3　5人"), "who said it stays away did not come");
    host.press("これからすることを足す");
    host.fill("すること", "付き添いの当番を決めて知らせる");
    host.choose("責任をもつ機関", OFFICE);
    host.fill("期限", &day(14));
    host.press("記録する");
    host.wait_for_done("記録しました");
    host.inspect(&[]);

    office.open("/gatherings");
    office.press("付き添いの当番を決めて知らせる");
    office.press("済んだことを記録する");
    office.tick("付き添いの当番を決めて知らせる");
    office.press("記録する");
    office.wait_for_done("記録しました");
    assert!(office.shows("に済んだ"));
    office.inspect(&[]);
    host.open(&network);
    assert!(host.shows("はじめての通勤を支える") && host.shows("2か所が来た"));
}

#[test]
fn what_some_learnt_outside_is_passed_on_in_three_steps_and_looked_back_on_p_166() {
    let product = Product::start();
    let host = Desk::signed_in(&product, product.login_called("nakapotsu"));
    let network = network(&host);
    let training = plan(&host, &network, "伝達研修", "面談の進め方を伝える", || {
        host.press("記録する");
        host.wait_for_complaint("学んできた研修の名前を入力してください");
        host.fill("学んできた研修", "就労支援員の国研修（後期）");
        host.fill("受けた日", &day(-40));
        host.tick_in("受けてきた機関", HOST);
    });
    assert!(host.shows("期限を14日すぎました"), "what should have been prepared by now is late");
    for (step, words) in [
        ("枠組み（日数・チーム・受講者）", "1日にまとめ、準備のチームを作った。"),
        ("プログラム（演習・役割分担）", "演習を2つに分け、進める人を決めた。"),
        ("教材", "演習の紙を作った。"),
    ] {
        host.press("準備・振り返りを記録する");
        host.wait_for_words("伝達研修の準備で決めたこと");
        assert!(!host.shows("振り返り（実践していること）"), "it is looked back on once it was held");
        host.tick(step);
        host.fill("決めたこと・実践していること", words);
        host.press("記録する");
        host.wait_for_done("記録しました");
        assert!(host.shows(words));
    }
    host.inspect(&[]);
    host.press("開いたことを記録する");
    host.fill("話したこと", "面談の演習を2回した。");
    host.press("記録する");
    host.wait_for_done("記録しました");
    host.press("準備・振り返りを記録する");
    host.tick("振り返り（実践していること）");
    host.fill("決めたこと・実践していること", "初回の面談で、本人の希望から聞いている。");
    host.press("記録する");
    host.wait_for_done("記録しました");
    host.open(&training);
    assert!(host.shows("初回の面談で、本人の希望から聞いている。"));
    host.inspect(&[]);
}
