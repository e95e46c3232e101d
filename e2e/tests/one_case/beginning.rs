//! From the first word at the desk to the assessment: the counsellor's part.

use banso_e2e::{Desk, day};

use crate::{KANA, NAME};

/// What the ※ items of 【2】 are answered with: the question and the answer.
const ASSESSMENT: [(&str, &str); 18] = [
    ("相談経路（当初）", "本人自ら連絡（来所）"),
    ("同居者", "無・いいえ"),
    ("婚姻", "未婚"),
    ("子ども", "無・いいえ"),
    ("住居", "賃貸アパート・マンション"),
    ("健康状態", "通院している"),
    ("健康保険", "国民健康保険"),
    ("障害手帳", "無"),
    ("課税状況", "住民税非課税世帯である"),
    ("本人収入", "無・いいえ"),
    ("滞納", "有・はい"),
    ("債務", "無・いいえ"),
    ("公的給付（受給中）", "受給なし"),
    ("生活保護", "受給したことはない"),
    ("就労状況", "仕事を探したい"),
    ("直近の離職後年数", "6か月未満"),
    ("資格・技術", "自動車免許"),
    ("課題と特性", "経済的困窮"),
];

/// Searched first, told apart from a namesake, received.
pub(crate) fn reception(desk: &Desk<'_>) -> String {
    desk.press("相談を受け付ける");
    desk.inspect(&[]);
    desk.fill("名前・フリガナ・生年月日・電話番号の下4けたで探す", "あおやぎ");
    desk.press("探す");
    desk.wait_for_words("青柳 凪沙");
    desk.inspect(&[NAME, "青柳 凪沙"]);
    desk.press("別の人です。新しく登録する");

    desk.fill("フリガナ", "青柳");
    desk.fill("生年月日", "平成31年5月1日");
    desk.press("受け付ける");
    desk.wait_for_complaint("氏名を入力してください");
    assert_eq!(desk.value("生年月日"), "平成31年5月1日", "what was typed is still there");
    desk.inspect(&[NAME]);

    desk.fill("氏名", NAME);
    desk.fill("フリガナ", "あおやぎ　なぎさ");
    desk.tick_in("性別", "女性");
    desk.fill("生年月日", "H5.8.20");
    desk.wait_for_words("平成5年8月20日（1993年8月20日・金）");
    desk.tick("住所を書く");
    desk.fill("住所", "あおば野市緑町2-3-4 みどり荘201");
    desk.fill("電話（携帯）", "０９０－１２３４－５６７８");
    desk.tick_in("お困りのこと", "家賃やローンの支払いのこと");
    desk.tick_in("お困りのこと", "仕事探し、就職について");
    desk.choose("一番お困りのこと", "家賃やローンの支払いのこと");
    desk.fill("ご相談されたいこと・ご希望（具体的に）", "先月で仕事がなくなり、家賃が払えません。");
    desk.inspect(&[NAME]);
    desk.press("受け付ける");

    desk.wait_for_words("すでに登録されている人ではありませんか");
    assert!(desk.shows("読みが同じです"));
    desk.inspect(&[NAME]);
    desk.press("別の人です。新しく登録する");
    desk.wait_for_done("相談を受け付けました");
    assert!(desk.shows(KANA) && desk.shows("平成5年8月20日"), "what was typed once stands on the sheet");
    desk.inspect(&[NAME]);
    let path = desk.path();
    path.split_once("/intake").expect("the sheet of the case").0.to_owned()
}

/// Agreement is refused before the explanation, and recorded after it.
pub(crate) fn consent(desk: &Desk<'_>, case: &str) {
    desk.tab("申込み・同意");
    desk.tick_in("申込みについての本人の返事", "申し込む（同意する）");
    desk.tick_in("返事のかたち", "本人の署名");
    desk.fill("情報を渡さない相手", "元の勤め先");
    desk.press("本人の返事を記録する");
    desk.wait_for_complaint("SR-01");
    assert_eq!(desk.value("情報を渡さない相手"), "元の勤め先");
    desk.inspect(&[NAME]);
    desk.fill("取扱規程を説明した日", &day(0));
    desk.tick_in("関係機関（者）との情報共有", "同意する");
    desk.tick("情報を渡すたびに本人に知らせる");
    desk.press("本人の返事を記録する");
    desk.wait_for_done("本人の返事を記録しました");
    assert!(desk.shows("情報共有に同意"), "the header of the case says so at once");
    assert!(desk.path().starts_with(case));
    desk.inspect(&[NAME]);
}

pub(crate) fn screening(desk: &Desk<'_>, case: &str) {
    desk.tab("スクリーニング");
    desk.press("スクリーニングを記録する");
    desk.wait_for_complaint("結果を1つ選んでください");
    desk.inspect(&[NAME]);
    desk.screen(case, "継続して支援する", &[("判断の理由・コメント", "家計と仕事の両方に支えがいる。")]);
    desk.inspect(&[NAME]);
}

pub(crate) fn records(desk: &Desk<'_>, case: &str) {
    desk.tab("支援経過");
    desk.inspect(&[NAME]);
    desk.fill("対応日", "令和8年2月30日");
    desk.fill("記録（事実・本人のことば）", "「大家さんには自分で話したい」と話された。");
    desk.press("保存する");
    desk.wait_for_complaint("方法・内容を1つ以上選んでください");
    assert!(desk.value("記録（事実・本人のことば）").contains("大家さん"));
    desk.inspect(&[NAME]);
    desk.fill("対応日", &day(0));
    desk.fill("時刻", "1430");
    desk.tick_in("方法・内容", "面談");
    desk.tick_in("相手", "本人");
    desk.fill("所見・判断", "見通しが立つと落ち着いて話せる。");
    desk.fill("次の予定・宿題", "家賃の書類を持ってくる");
    desk.fill("次の予定日", &day(7));
    desk.press("保存する");
    desk.wait_for_done("記録を保存しました");
    assert!(desk.path().starts_with(case) && desk.shows("14:30") && desk.shows("水野 健"));
    desk.inspect(&[NAME]);
    desk.press("訂正する");
    desk.fill("時刻", "15:00");
    desk.press("保存する");
    desk.wait_for_complaint("訂正の理由を書いてください");
    desk.inspect(&[NAME]);
    desk.fill("訂正の理由", "時刻の書きまちがい");
    desk.press("保存する");
    desk.wait_for_done("記録を訂正しました");
    assert!(desk.shows("訂正あり（元の文を見る）"));
}

/// 【2】: only the ※ items, and nothing nags about the others.
pub(crate) fn assessment(desk: &Desk<'_>, case: &str) {
    desk.tab("アセスメント");
    desk.inspect(&[NAME]);
    desk.fill("同居者の人数", "ふたり");
    desk.press("保存する");
    desk.wait_for_complaint("0以上の整数");
    desk.inspect(&[NAME]);
    desk.fill("同居者の人数", "１");
    for (question, answer) in ASSESSMENT {
        desk.tick_in(question, answer);
    }
    desk.choose_or_tick("最終学歴", "高校（大学中退含む）");
    desk.fill("聴取日（初回・追加）", &day(0));
    desk.fill("本人の主訴・状況（相談内容）", "家賃の滞納が2か月ある。");
    desk.fill("課題のまとめと支援の方向性", "住まいを守りながら、仕事に向けた準備をする。");
    desk.press("保存する");
    desk.wait_for_done("保存しました");
    assert!(!desk.shows("まだ聞いていない※の項目"), "every ※ item is answered");
    assert!(desk.path().starts_with(case));
    desk.inspect(&[NAME]);
}
