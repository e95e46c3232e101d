//! Ten years of one person through nine agencies: school, clinic, transition, an employer, retention, a centre for work and life, a workshop, a
//! choice, and transition again. Each writes its own part with its own login, sheets with it, and the person sees all of it on one line.

use banso_e2e::{Desk, Product, Role, day};

const NAME: &str = "月岡 遥";
const TRANSITION: &str = "就労移行支援 ステップあおば野（架空）";
const RETENTION: &str = "就労定着支援 ささえあおば野（架空）";
const NAKAPOTSU: &str = "障害者就業・生活支援センター あおば野（架空）";
const WORKSHOP: &str = "就労継続支援B型 こもれび作業所（架空）";
const CHOICE: &str = "就労選択支援 みつけるあおば野（架空）";
const EMPLOYER: &str = "株式会社あおば野フーズ（架空）";
const SCHOOL: &str = "あおば野高等支援学校（架空）";
const CLINIC: &str = "あおば野こころのクリニック（架空）";

/// The first hiring, and the second one.
const HIRED: i64 = -3_000;
const HIRED_AGAIN: i64 = -200;

#[test]
fn ten_years_through_nine_agencies_are_one_persons_history_r_10_r_13_r_89_r_90_r_92() {
    let product = Product::start();
    let worker = Desk::signed_in(&product, product.login(Role::Counselor));
    let case = worker.receive(NAME, "ツキオカ ハルカ");
    worker.record_consent(&case);
    for agency in [TRANSITION, RETENTION, NAKAPOTSU, WORKSHOP, CHOICE] {
        agree(&worker, &case, agency, &["基本", "職歴・学歴", "サービスの利用"], "支援の提供");
    }
    agree(&worker, &case, EMPLOYER, &["基本", "職歴・学歴"], "職場定着");
    agree(&worker, &case, SCHOOL, &["基本", "職歴・学歴"], "支援の提供");
    agree(&worker, &case, CLINIC, &["基本", "障害・病気・健康"], "医療との連携");
    let account = own_account(&worker, &case);

    school_and_doctor(&product);
    first_years(&product);
    at_work(&product);
    out_of_work(&product);
    on_the_way_again(&product);
    the_person(&product, account);
    the_centre(&worker, &case);
}

/// The person lets an agency and the centre tell each other some things about them.
fn agree(desk: &Desk<'_>, case: &str, to: &str, items: &[&str], purpose: &str) {
    desk.open(&format!("{case}/sharing/new"));
    desk.fill("提供先 1", to);
    for item in items {
        desk.tick_in("知らせる内容", item);
    }
    desk.tick_in("目的", purpose);
    desk.tick_in("方向", "伝える・聞くの両方（双方向）");
    desk.tick_in("伝え方", "機関どうしで直接");
    desk.fill("本人を通さない理由", "本人から、直接話してほしいと頼まれた。");
    desk.press("確認に進む");
    desk.wait_for_words("送る前の確認");
    desk.press("この内容で記録する");
    desk.wait_for_done("同意を記録しました");
}

fn own_account(desk: &Desk<'_>, case: &str) -> (&'static str, &'static str) {
    desk.open(&format!("{case}/own-account"));
    let (name, password) = ("haruka-no-michi", "a walk along the river");
    desk.fill("ログイン名", name);
    desk.fill("はじめのパスワード", password);
    desk.press("アカウントを作る");
    desk.wait_for_done("本人のアカウントを作りました");
    (name, password)
}

/// Opens what is shared of the person, as the staff of an agency.
fn shared<'p>(product: &'p Product, login: &str) -> Desk<'p> {
    let desk = Desk::signed_in(product, product.login_called(login));
    desk.open("/shared");
    desk.press(NAME);
    desk
}

/// The same at an office that gives programmes.
fn office<'p>(product: &'p Product, login: &str) -> Desk<'p> {
    let desk = shared(product, login);
    desk.wait_for_words("利用");
    desk
}

/// Begins a use on a day so many days ago.
fn begin(desk: &Desk<'_>, programme: &str, from: i64) {
    desk.press("利用を始める");
    desk.tick_in("サービス", programme);
    desk.fill("利用開始日", &day(from));
    if desk.shows("就職日") {
        knows_of_hiring(desk);
    }
    // a life and work centre hears first what the person comes about.
    if desk.shows("困っていること・望んでいること") {
        desk.fill("困っていること・望んでいること", "仕事を辞めてから、家賃が払えない。");
        desk.tick_in("何についての相談か", "お金に困っていること");
    }
    desk.inspect(&[NAME]);
    desk.press("利用を始める");
    desk.wait_for_done("利用を始めました");
}

/// The day of hiring stands there already: it was typed once, with the job.
fn knows_of_hiring(desk: &Desk<'_>) {
    assert_ne!(desk.value("就職日"), "", "the job of the person is known");
}

/// Notes what happened in a use.
fn note(desk: &Desk<'_>, what: &str, on: i64) {
    desk.press("できごとを記録する");
    desk.tick_in("何があったか", what);
    desk.fill("その日", &day(on));
    desk.press("記録する");
    desk.wait_for_done("利用を記録しました");
}

fn end(desk: &Desk<'_>, why: &str, on: i64) {
    desk.press("利用を終える");
    desk.fill("終わりの日", &day(on));
    desk.tick_in("終了の理由", why);
    desk.press("記録する");
    desk.wait_for_done("利用を記録しました");
}

/// What the school knew is told to the centre; the doctor writes an opinion.
fn school_and_doctor(product: &Product) {
    let desk = shared(product, "school");
    desk.fill("相談センターに伝えること", "三年生の実習では、朝の準備を毎日続けられました。");
    desk.press("伝える");
    desk.wait_for_done("伝えました");
    desk.inspect(&[NAME]);

    let desk = shared(product, "clinic");
    desk.press("シート（アセスメント・計画・報告）");
    sheet(&desk, "主治医の意見書", "主治医", ("現在の精神症状", "落ち着いている。朝のだるさが残る。"));
}

/// Begins a sheet, writes what one side says, and takes it along on paper and for Excel.
fn sheet(desk: &Desk<'_>, title: &str, side: &str, (label, words): (&str, &str)) {
    desk.tick_in("使うシート", title);
    desk.press("シートを始める");
    desk.wait_for_done("シートを始めました");
    desk.press(&format!("「{side}」を書く"));
    desk.fill("聞いた日・見た日", &day(0));
    if side == "主治医" {
        desk.fill("だれの話か", "青野医師");
    }
    desk.fill(label, words);
    desk.press("保存する");
    desk.wait_for_done("記入を保存しました");
    desk.wait_for_words(words);
    desk.inspect(&[NAME]);
    let sheet = desk.path().split('?').next().expect("the sheet").to_owned();
    assert!(desk.download(&format!("{sheet}/print/sheet.pdf")).starts_with(b"%PDF"), "{title} on paper");
    assert!(desk.download(&format!("{sheet}/print/sheet.xlsx")).starts_with(b"PK"), "{title} for Excel");
}

/// Two years of preparation, hired at the end; the transition office writes down the job as well.
fn first_years(product: &Product) {
    let desk = office(product, "transition");
    begin(&desk, "就労移行支援", -3_600);
    note(&desk, "計画に本人が同意し、渡した", -3_590);
    let used = desk.path();
    job(&desk, "惣菜の盛り付け", HIRED);
    desk.open(used.split('?').next().expect("the use"));
    assert!(desk.shows("就職した"), "the use knows of the hiring by the job");
    desk.press("シートを見る・書く");
    sheet(&desk, "就労スキル記録アセスメントシート", "支援機関", ("得意", "手順書があれば、ひとりで最後までできる。"));
    desk.open(used.split('?').next().expect("the use"));
    end(&desk, "就職", -2_815);
    desk.inspect(&[NAME]);

    let desk = office(product, "retention");
    begin(&desk, "就労定着支援", -2_810);
    note(&desk, "支援レポートを共有した", -2_400);
    end(&desk, "体調", -2_300);
    assert!(desk.shows("振り返り"), "who quit is looked back on within thirty days");
    note(&desk, "振り返りをした", -2_290);
}

/// The job of the use that is shown.
fn job(desk: &Desk<'_>, work: &str, from: i64) {
    desk.press("実習・就職を記録する");
    desk.tick_in("種別", "就職");
    desk.fill("職場", EMPLOYER);
    desk.fill("仕事の内容", work);
    desk.fill("初日", &day(from));
    desk.tick_in("求人枠", "障害者枠");
    desk.tick_in("職場への開示", "オープン（伝える）");
    desk.tick_in("見つけた経路", "ハローワーク");
    desk.inspect(&[NAME]);
    desk.press("記録を始める");
    desk.wait_for_done("実習・就職の記録を始めました");
}

/// The employer reads of the work at its own place, and nothing of the years around it.
fn at_work(product: &Product) {
    let desk = Desk::signed_in(product, product.login_called("employer"));
    desk.open("/jobs");
    desk.press(NAME);
    desk.wait_for_words("惣菜の盛り付け");
    assert!(!desk.shows("就労定着支援") && !desk.shows("利用の一覧"), "R-13: no more than it needs");
    desk.inspect(&[NAME]);
}

/// The job ends; the centre for work and life is there without an end, then a workshop.
fn out_of_work(product: &Product) {
    let desk = Desk::signed_in(product, product.login_called("transition"));
    desk.press("実習・就職");
    desk.press(NAME);
    desk.press("終わりを記録する");
    desk.fill("日付", &day(-2_310));
    desk.tick_in("理由", "体調");
    desk.press("記録する");
    desk.wait_for_done("記録しました");

    let desk = office(product, "nakapotsu");
    begin(&desk, "障害者就業・生活支援センター", -2_280);
    assert!(desk.shows("利用期間の決まりはありません"), "its support has no fixed end");
    assert!(desk.shows("自立相談支援機関"), "R-31: money is brought to the desk that can help");
    desk.inspect(&[NAME]);

    let desk = office(product, "continuation");
    begin(&desk, "就労継続支援B型", -2_000);
    note(&desk, "計画に本人が同意し、渡した", -1_990);
    end(&desk, "ほかのサービスへ移った", -405);
    desk.inspect(&[NAME]);
}

/// A choice, transition once more from where it stopped, a second job and its retention support.
fn on_the_way_again(product: &Product) {
    let desk = office(product, "choice");
    begin(&desk, "就労選択支援", -400);
    end(&desk, "ほかのサービスへ移った", -376);

    let desk = office(product, "transition");
    desk.press_in("サービスの利用", "就労移行支援");
    desk.press("次の利用を始める");
    desk.tick_in("サービス", "就労移行支援");
    desk.fill("利用開始日", &day(-370));
    desk.press("利用を始める");
    desk.wait_for_done("利用を始めました");
    assert!(desk.shows("前の利用"), "R-90: it goes on from the first years");
    let used = desk.path();
    job(&desk, "洗浄と片付け", HIRED_AGAIN);
    assert!(desk.shows("前の仕事"), "R-90: the second job goes on from the first");
    desk.inspect(&[NAME]);
    desk.open(used.split('?').next().expect("the use"));
    end(&desk, "就職", -17);

    let desk = office(product, "retention");
    desk.press_in("サービスの利用", "就労定着支援");
    desk.press("次の利用を始める");
    desk.tick_in("サービス", "就労定着支援");
    desk.fill("利用開始日", &day(-15));
    knows_of_hiring(&desk);
    desk.press("利用を始める");
    desk.wait_for_done("利用を始めました");
    desk.inspect(&[NAME]);
}

/// The person sees ten years on one line, and both jobs.
fn the_person(product: &Product, (name, password): (&str, &str)) {
    let desk = Desk::at(product);
    desk.open("/sign-in");
    desk.fill("ログイン名", name);
    desk.fill("パスワード", password);
    desk.press("ログインする");
    desk.press("これまでの 年月を 見る");
    desk.wait_for_words("利用の一覧");
    let lanes = desk.browser.find_all("//*[local-name()='text' and @class='years__lane']");
    assert_eq!(lanes.len(), 6, "five agencies and the centre have a lane each");
    let places = desk.browser.find_all("//*[local-name()='text' and contains(@class, 'years__lane--work')]");
    assert_eq!(places.len(), 1, "one firm, to which the person came back");
    for turn in ["再チャレンジ", "再就職", "離職", "仕事を離れている"] {
        assert!(desk.shows(turn), "{turn}");
    }
    let rows = desk.browser.find_all("//table//tr[contains(., '就労移行支援')]");
    assert!(rows.len() >= 2, "both uses of transition support: {}", rows.len());
    desk.inspect(&[NAME]);
    desk.open("/my/jobs");
    desk.wait_for_words("惣菜の盛り付け");
    assert!(desk.shows("洗浄と片付け"), "the job of years ago and the one of today");
    desk.inspect(&[NAME]);
}

/// The centre reads the same years, as far as the person lets it know.
fn the_centre(desk: &Desk<'_>, case: &str) {
    desk.open(&format!("{case}/years"));
    desk.wait_for_words("利用の一覧");
    for programme in ["就労移行支援", "就労定着支援", "就労継続支援B型", "就労選択支援"] {
        assert!(desk.shows(programme), "{programme}");
    }
    desk.inspect(&[NAME]);
}
