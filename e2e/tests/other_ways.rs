//! Ways that a case goes beside the usual one: without consent, in an emergency, interrupted, planned anew, or not further at all.

use banso_e2e::{Desk, Product, Role, day};

/// Counsellor, chief and officer, each in front of a browser of their own.
fn desks(product: &Product) -> (Desk<'_>, Desk<'_>, Desk<'_>) {
    (
        Desk::signed_in(product, product.login_called("counselor")),
        Desk::signed_in(product, product.login(Role::Chief)),
        Desk::signed_in(product, product.login(Role::Officer)),
    )
}

#[test]
fn cases_go_other_ways_than_the_usual_one() {
    let product = Product::start();
    let (counselor, chief, officer) = desks(&product);
    without_consent(&counselor, &officer);
    urgent_help(&counselor, &chief, &officer);
    suspension_and_return(&counselor, &chief, &officer);
    a_second_plan(&counselor, &chief, &officer);
    not_further(&counselor);
}

/// No consent is not no help: the case is opened and worked on, and the municipality does not see it.
fn without_consent(desk: &Desk<'_>, officer: &Desk<'_>) {
    const NAME: &str = "浅野 静";
    let case = desk.receive(NAME, "アサノ シズカ");
    desk.open(&format!("{case}/application"));
    desk.tick_in("申込みについての本人の返事", "申し込まない（同意しない）");
    desk.press("本人の返事を記録する");
    desk.wait_for_complaint("理由を書いてください");
    desk.inspect(&[NAME]);
    desk.fill("理由", "「家族に知られたくない」");
    desk.press("本人の返事を記録する");
    desk.wait_for_done("本人の返事を記録しました");
    desk.screen(
        &case,
        "同意はまだだが、同意に向けて取り組む",
        &[("判断の理由・コメント", "話すことには前向き。"), ("次に連絡する日", &day(5))],
    );
    desk.open(&format!("{case}/records"));
    desk.tick_in("方法・内容", "電話相談・連絡");
    desk.tick_in("相手", "本人");
    desk.fill("記録（事実・本人のことば）", "来週また話すことにした。");
    desk.press("保存する");
    desk.wait_for_done("記録を保存しました");
    officer.open(&case);
    officer.wait_for_words("ページが見つかりません");
    desk.open("/");
    assert!(desk.shows("同意待ち") && desk.shows(NAME), "the work of the day reminds of the consent");
    desk.open(case.as_str());
    desk.inspect(&[NAME]);
    desk.record_consent(&case);
    officer.open(&case);
    officer.wait_for_words(NAME);
}

/// Help comes before plan and conference; the conference hears of it afterwards.
fn urgent_help(desk: &Desk<'_>, chief: &Desk<'_>, officer: &Desk<'_>) {
    const NAME: &str = "石塚 透";
    let case = desk.receive(NAME, "イシヅカ トオル");
    desk.open(&format!("{case}/emergency"));
    desk.inspect(&[NAME]);
    desk.press("緊急的な支援を始める");
    desk.wait_for_complaint("何が急いで必要かを書いてください");
    desk.inspect(&[NAME]);
    desk.fill("何が急いで必要か", "今夜泊まるところがない");
    desk.fill("自治体の了承をもらった人", "生活支援課 千葉（電話）");
    desk.fill("始めた日", &day(0));
    desk.press("緊急的な支援を始める");
    desk.wait_for_done("緊急的な支援の開始を記録しました");
    assert!(desk.shows("支援調整会議への報告はまだです"));
    desk.inspect(&[NAME]);

    desk.record_consent(&case);
    desk.screen(&case, "継続して支援する", &[]);
    desk.draft_plan(&case, "「鍵のかかる部屋で眠る」");
    desk.sign_plan(&case);
    desk.press("会議の前に支援を始める");
    desk.press("支援の開始を記録する");
    desk.wait_for_complaint("会議を待てない理由を書いてください");
    desk.inspect(&[NAME]);
    desk.fill("待てない理由", "今週中に部屋を出なければならない。");
    desk.press("支援の開始を記録する");
    desk.wait_for_done("支援の開始を記録しました");
    assert!(desk.shows("SR-09") || desk.shows("会議の前に始まった支援があります"), "the header warns");
    chief.sit(&case, "新規プラン", "急いだ理由を確かめ、了承した。", true);
    desk.open(&format!("{case}/plan"));
    assert!(!desk.shows("会議への事後報告がまだです"), "the conference has heard of it");
    desk.inspect(&[NAME]);
    officer.confirm_plan(&case);
}

/// Nobody answers any more: two kinds of attempts, a sitting, suspension; then the person comes back.
fn suspension_and_return(desk: &Desk<'_>, chief: &Desk<'_>, officer: &Desk<'_>) {
    const NAME: &str = "上原 歩";
    let case = desk.lead_into_support(chief, officer, NAME, "ウエハラ アユミ");
    for (means, result) in [("電話", "3回かけたが出ない。"), ("訪問・連絡票", "留守。連絡票を入れた。")]
    {
        desk.open(&format!("{case}/closing"));
        desk.tick_in("方法", means);
        desk.fill("結果", result);
        desk.press("連絡の記録を加える");
        desk.wait_for_done("連絡を試みた記録を加えました");
    }
    assert!(desk.shows("P-13"), "a sitting has to look at it first");
    desk.inspect(&[NAME]);
    chief.sit(&case, "中断", "連絡がつくまで中断する。", false);
    desk.open(&format!("{case}/closing"));
    desk.fill("中断の理由", "連絡がつかない");
    desk.press("中断を記録する");
    desk.wait_for_done("中断を記録しました");
    desk.inspect(&[NAME]);
    desk.press("再開を記録する");
    desk.wait_for_complaint("内容を書いてください");
    desk.fill("再開のきっかけ", "本人から電話があった。");
    desk.press("再開を記録する");
    desk.wait_for_done("再開を記録しました");
}

/// Looked back on together, going on with a second plan.
fn a_second_plan(desk: &Desk<'_>, chief: &Desk<'_>, officer: &Desk<'_>) {
    const NAME: &str = "江口 望";
    let case = desk.lead_into_support(chief, officer, NAME, "エグチ ノゾミ");
    desk.open(&format!("{case}/evaluation"));
    desk.tick_in("本人の希望", "継続を希望");
    desk.fill("目標の達成状況", "半分まで来た。");
    desk.tick_in("見られた変化", "自立意欲の向上・改善");
    desk.tick_in("スタッフの意見", "再プランして継続");
    desk.press("評価シートを保存する");
    desk.wait_for_done("評価シートを保存しました");
    desk.tick_in("いつ決まりましたか", "今日、");
    desk.press("「再プランして継続」と記録する");
    desk.wait_for_done("「再プランして継続」と記録しました");
    desk.press("再プランを作る");
    desk.inspect(&[NAME]);
    assert!(desk.value("長期目標").contains("家賃を自分で"), "the last plan is carried on");
    desk.fill("本プランにおける達成目標", "「月に10日働く」");
    desk.fill("プラン期間（終わりの日）", &day(200));
    desk.press("保存する");
    desk.wait_for_done("プラン案を保存しました");
    assert!(desk.shows("再プラン（1回目）") && desk.shows("これまでのプラン"));
    desk.inspect(&[NAME]);
    desk.sign_plan(&case);
    chief.sit(&case, "再プラン", "続けることを確かめた。", false);
    officer.confirm_plan(&case);
    desk.open(&case);
    assert!(desk.shows("支援中"));
}

/// Told what was asked for, or led to another desk and heard of until the person arrived.
fn not_further(desk: &Desk<'_>) {
    let told = desk.receive("太田 光", "オオタ ヒカル");
    desk.open(&format!("{told}/screening"));
    desk.tick_in("結果", "情報提供や相談対応のみで終了");
    desk.press("スクリーニングを記録する");
    desk.wait_for_complaint("コメントを書いてください");
    desk.fill("判断の理由・コメント", "年金事務所の場所と持ち物を伝えた。");
    desk.press("スクリーニングを記録する");
    desk.wait_for_done("スクリーニングを記録しました");
    desk.open(&told);
    assert!(desk.shows("終了"));
    desk.inspect(&["太田 光"]);

    let led = desk.receive("柏木 実", "カシワギ ミノル");
    desk.open(&format!("{led}/screening"));
    desk.tick_in("結果", "他の制度や専門機関へつなぐ");
    desk.fill("つなぎ先", "法テラス");
    desk.press("スクリーニングを記録する");
    desk.wait_for_complaint("つなぐことについての本人の返事を選んでください");
    desk.inspect(&["柏木 実"]);
    desk.tick_in("つなぐことについての本人の返事", "同意した");
    desk.press("スクリーニングを記録する");
    desk.wait_for_done("スクリーニングを記録しました");
    desk.open(&led);
    assert!(desk.shows("つなぎ（確認待ち）"), "nobody is handed over without being heard of");
    desk.open(&format!("{led}/screening"));
    desk.inspect(&["柏木 実"]);
    desk.fill("着いたことを確かめた日", &day(0));
    desk.press("着いたことを記録する");
    desk.wait_for_done("つなぎ先に着いたことを記録しました");
}
