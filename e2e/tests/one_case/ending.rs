//! Looking back, closing, and after.

use banso_e2e::{Desk, day};

use crate::{GOAL, NAME};

/// 【6】, with the person's wish first.
pub(crate) fn evaluation(desk: &Desk<'_>, case: &str) {
    desk.open(&format!("{case}/plan"));
    desk.press("評価シートを書く");
    desk.inspect(&[NAME]);
    desk.tick_in("見られた変化", "変化なし");
    desk.tick_in("見られた変化", "精神の安定");
    desk.press("評価シートを保存する");
    desk.wait_for_complaint("ほかの変化と一緒には選べません");
    desk.inspect(&[NAME]);
    desk.untick_in("見られた変化", "変化なし");
    desk.tick_in("本人の希望", "終結を希望");
    desk.fill("本人のことば", "「もう自分でやっていけそう」");
    desk.tick_in("達成の度合い", "概ね達成");
    desk.fill("目標の達成状況", "週に3日、外に出ている。");
    desk.tick_in("スタッフの意見", "終結");
    desk.press("評価シートを保存する");
    desk.wait_for_done("評価シートを保存しました");
    desk.inspect(&[NAME]);
}

/// Closed with a follow-up that was agreed on, called once, ended.
pub(crate) fn closure(desk: &Desk<'_>, case: &str) {
    desk.open(&format!("{case}/closing"));
    desk.inspect(&[NAME]);
    desk.press("終結を記録する");
    desk.wait_for_complaint("終結理由を選んでください");
    desk.inspect(&[NAME]);
    desk.tick_in("終結理由", "目標を達成し困窮状態が解消・改善");
    desk.tick_in("終結後のフォロー", "する");
    desk.fill("フォローの方法", "電話");
    desk.fill("フォローの頻度", "3か月に1回");
    desk.fill("フォローの担当", "水野");
    desk.fill("フォローはいつまで", &day(180));
    desk.fill("次回の予定日", &day(90));
    desk.press("終結を記録する");
    desk.wait_for_done("終結を記録しました");
    desk.inspect(&[NAME]);
    desk.press("フォローを記録する");
    desk.wait_for_complaint("内容を書いてください");
    desk.fill("様子", "「元気に通っています」とのこと。");
    desk.press("フォローを記録する");
    desk.wait_for_done("フォローを記録しました");
    desk.fill("終える理由", "本人の希望");
    desk.press("フォローを終える");
    desk.wait_for_done("フォローを終えました");
    desk.inspect(&[NAME]);
    desk.open(case);
    desk.inspect(&[NAME]);
    assert!(desk.shows("終結"));
}

/// Nothing was known yesterday; today's evening knows everything.
pub(crate) fn earlier_days(desk: &Desk<'_>, case: &str) {
    desk.open(case);
    desk.tab("履歴");
    desk.inspect(&[NAME]);
    assert!(desk.shows("相談受付") && desk.shows("終結後のフォロー"));
    desk.fill("この日の終わりに分かっていたことを見る", &day(-1));
    desk.press("その日を見る");
    desk.wait_for_words("この日には、まだこのケースはありませんでした。");
    desk.inspect(&[NAME]);
    desk.open(&format!("{case}/history"));
    desk.fill("この日の終わりに分かっていたことを見る", &day(0));
    desk.press("その日を見る");
    desk.wait_for_words("過去の記録です");
    assert!(desk.shows(GOAL));
    desk.inspect(&[NAME]);
}
