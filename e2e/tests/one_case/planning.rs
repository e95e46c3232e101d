//! The plan and what is done under it: drafted, signed, discussed, decided, carried out.

use banso_e2e::{Desk, day, month};

use crate::{GOAL, NAME};

/// In the person's own words, with a service that the municipality decides on, signed by the person.
pub(crate) fn plan(desk: &Desk<'_>, case: &str) {
    desk.tab("プラン");
    desk.inspect(&[NAME]);
    desk.press("プラン案を作る");
    desk.inspect(&[NAME]);
    desk.fill_plan(GOAL);
    desk.tick_in("4 就労準備支援事業", "有");
    desk.fill("始まり", &day(10));
    desk.fill("終わり", "あとで");
    desk.press("保存する");
    desk.wait_for_complaint("日付");
    assert_eq!(desk.value("本プランにおける達成目標"), GOAL);
    desk.inspect(&[NAME]);
    desk.fill("終わり", &day(170));
    desk.tick("インテーク・アセスメントシートを添付");
    desk.press("保存する");
    desk.wait_for_done("プラン案を保存しました");
    assert!(desk.shows(GOAL));
    desk.inspect(&[NAME]);

    desk.press("本人の返事を記録する");
    desk.inspect(&[NAME]);
    desk.tick_in("プランに基づく支援への同意", "同意する");
    desk.tick_in("同意の形", "自署");
    desk.press("返事を記録する");
    desk.wait_for_complaint("SR-11");
    desk.inspect(&[NAME]);
    desk.tick("法に基づく事業の利用を申し込む");
    desk.press("返事を記録する");
    desk.wait_for_done("本人の返事を記録しました");
    assert!(desk.path().starts_with(case));
}

/// Planned, put on the agenda, held with its members, concluded with tasks, minutes fixed.
pub(crate) fn conference(desk: &Desk<'_>, case: &str, purpose: &str) {
    desk.open("/conferences");
    desk.inspect(&[NAME]);
    desk.press("会議を予定する");
    desk.press("保存する");
    desk.wait_for_complaint("日付を入力してください");
    desk.inspect(&[NAME]);
    desk.fill("開催日", &day(0));
    desk.fill("開始時刻", "14:00");
    desk.fill("場所", "福祉プラザ 2階 会議室");
    desk.press("保存する");
    desk.wait_for_done("会議を予定しました");
    desk.inspect(&[NAME]);
    let here = format!("//form[.//a[@href = '{case}']]");
    desk.choose_at(&here, "区分", purpose);
    desk.press_at(&here, "議題に入れる");
    desk.wait_for_done("議題に入れました");
    assert!(desk.shows("14:00～14:20"), "the agenda tells the time of each matter");

    desk.press("開催を記録する");
    desk.inspect(&[NAME]);
    desk.press("開催を記録する");
    desk.wait_for_complaint("座長を書いてください");
    desk.inspect(&[NAME]);
    desk.fill("座長", "大西 由美");
    desk.fill("記録者", "水野 健");
    desk.tick_each("出席");
    desk.tick_each("守秘を確認した");
    desk.press("開催を記録する");
    desk.wait_for_done("開催を記録しました");
    desk.press("結論を書く");
    desk.inspect(&[NAME]);
    desk.press("結論を記録する");
    desk.wait_for_complaint("結論を選んでください");
    desk.inspect(&[NAME]);
    desk.tick("本人が同意した範囲のなかで共有した");
    desk.fill("協議内容", "本人の希望にそって役割を確かめた。");
    desk.fill("自治体意見", "支援決定の見込み。");
    desk.fill("すること", "就労準備の見学に一緒に行く");
    desk.fill("する人", "就労支援員 三宅");
    desk.fill("いつまでに", &day(14));
    desk.tick_in("結論", "了承");
    desk.press("結論を記録する");
    desk.wait_for_done("結論を記録しました");
    desk.fill("地域に足りないもの", "短い時間から始められる仕事");
    desk.press("書き足す");
    desk.wait_for_done("足りない社会資源を書き足しました");
    desk.inspect(&[NAME]);
    desk.press("議事録を確定する");
    desk.inspect(&[NAME]);
    desk.press("議事録を確定する");
    desk.wait_for_complaint("P-32");
    desk.inspect(&[NAME]);
    desk.press("議事録を書き足す");
    desk.inspect(&[NAME]);
    desk.tick("【5】プラン兼事業等利用申込書");
    desk.tick("【6】評価シート");
    desk.fill("次回評価・モニタリング時期", &month(60));
    desk.press("書き足す");
    desk.wait_for_done("議事録に書き足しました");
    desk.press("議事録を確定する");
    desk.press("議事録を確定する");
    desk.wait_for_complaint("R-08");
    desk.press("議事録を書き足す");
    desk.tick_in("本人の参加", "出席");
    desk.fill("本人の発言・希望", "「見学に行ってみたい」");
    desk.press("書き足す");
    desk.wait_for_done("議事録に書き足しました");
    desk.press("議事録を確定する");
    desk.press("議事録を確定する");
    desk.wait_for_done("議事録を確定しました");
    desk.inspect(&[NAME]);
}

/// The officer's inbox: each item decided or confirmed, looked at once more, recorded.
pub(crate) fn decision(desk: &Desk<'_>, case: &str) {
    desk.press("支援決定・確認");
    desk.inspect(&[NAME]);
    desk.press(NAME);
    desk.wait_until_at(|path| path.starts_with(&format!("{case}/decision")));
    desk.inspect(&[NAME]);
    desk.tick_in("4 就労準備支援事業", "支援決定する");
    desk.press("確かめる画面へ");
    desk.wait_for_complaint("「その他の支援と関連する事業」を選んでください");
    desk.inspect(&[NAME]);
    desk.tick_in("その他の支援と関連する事業", "確認する");
    desk.fill("決定・確認日", &day(0));
    desk.fill("意見・申し送り", "見学の結果を知らせてください。");
    desk.press("確かめる画面へ");
    desk.wait_for_words("まだ記録されていません");
    desk.inspect(&[NAME]);
    desk.press("この内容で記録する");
    desk.wait_for_done("支援決定・確認を記録しました");
    desk.inspect(&[NAME]);
    desk.press("支援決定・確認");
    assert!(!desk.shows(NAME), "what is decided waits no more");
}

/// The task is done, a line of the plan moves on, the plan is monitored and slightly corrected.
pub(crate) fn support(desk: &Desk<'_>, case: &str) {
    desk.open(case);
    desk.inspect(&[NAME]);
    desk.tab("会議・決定");
    desk.inspect(&[NAME]);
    desk.press("済みにする");
    desk.wait_for_done("済みにしました");
    desk.tab("プラン");
    desk.press("進み具合を変える");
    desk.press("取組中");
    desk.wait_for_done("進み具合を変えました");

    desk.press("モニタリングを記録する");
    desk.press("記録する");
    desk.wait_for_complaint("目標への近づきを書いてください");
    desk.inspect(&[NAME]);
    desk.fill("目標への近づき", "週に2日は出かけている。「前より楽」とのこと。");
    desk.fill("支援の提供状況", "見学に同行した。");
    desk.fill("次回モニタリング時期", &month(90));
    desk.press("記録する");
    desk.wait_for_done("モニタリングを記録しました");
    desk.inspect(&[NAME]);

    desk.press("プランへ戻る");
    desk.press("プランを修正する");
    desk.inspect(&[NAME]);
    desk.tick_in("4 就労準備支援事業", "無");
    desk.fill("修正の理由", "通う曜日が変わった");
    desk.press("保存する");
    desk.wait_for_complaint("P-09");
    desk.inspect(&[NAME]);
    desk.tick_in("4 就労準備支援事業", "有");
    desk.fill_in("行 1", "頻度", "火曜と木曜");
    desk.press("保存する");
    desk.wait_for_done("プランの修正を保存しました");
    assert!(desk.shows("火曜と木曜") && desk.shows("通う曜日が変わった"));
    desk.press("これまでの版");
    desk.wait_for_words("第1版");
    desk.inspect(&[NAME]);
    desk.open("/monitoring");
    desk.inspect(&[NAME]);
    desk.press("次の3か月");
    desk.wait_for_words(NAME);
    desk.inspect(&[NAME]);
}
