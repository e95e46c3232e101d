//! Steps of a case that several journeys take, each as its worker takes it on the pages.
//!
//! Everything happens today: a plan is dated by the day on which it is written, and nothing may come before it.

use crate::{Desk, day, month};

impl Desk<'_> {
    /// Receives somebody who has never been here. Returns the address of the case.
    pub fn receive(&self, name: &str, kana: &str) -> String {
        self.open("/cases/new");
        self.fill("名前・フリガナ・生年月日・電話番号の下4けたで探す", name);
        self.press("探す");
        self.wait_for_words("検索結果 0人");
        self.press("新しく登録する");
        self.fill("氏名", name);
        self.fill("フリガナ", kana);
        self.press("受け付ける");
        self.wait_for_done("相談を受け付けました");
        let path = self.path();
        path.split_once("/intake").expect("the sheet of the case").0.to_owned()
    }

    /// The person signs the application and agrees to sharing.
    pub fn record_consent(&self, case: &str) {
        self.open(&format!("{case}/application"));
        self.fill("取扱規程を説明した日", &day(0));
        self.tick_in("申込みについての本人の返事", "申し込む（同意する）");
        self.tick_in("返事のかたち", "本人の署名");
        self.tick_in("関係機関（者）との情報共有", "同意する");
        self.press("本人の返事を記録する");
        self.wait_for_done("本人の返事を記録しました");
    }

    /// Records the outcome of the screening, with whatever else it needs.
    pub fn screen(&self, case: &str, result: &str, further: &[(&str, &str)]) {
        self.open(&format!("{case}/screening"));
        self.tick_in("結果", result);
        for (label, text) in further {
            self.fill(label, text);
        }
        self.press("スクリーニングを記録する");
        self.wait_for_done("スクリーニングを記録しました");
    }

    /// Writes a plan without statutory services: what the person does, and what the centre does beside them.
    pub fn draft_plan(&self, case: &str, goal: &str) {
        self.open(&format!("{case}/plan/new"));
        self.fill_plan(goal);
        self.press("保存する");
        self.wait_for_done("プラン案を保存しました");
    }

    /// Fills what a plan has to say; the statutory services are answered with no.
    pub fn fill_plan(&self, goal: &str) {
        self.fill("生活に対する意向", "「自分の部屋で、自分のペースで暮らしたい」");
        self.fill("長期目標", "「働いて、家賃を自分で払えるようになりたい」");
        self.fill("本プランにおける達成目標", goal);
        self.tick("本人が設定");
        self.tick_in("行 1", "本人");
        self.fill_in("行 1", "実施すること", "週に1回、センターに来て話す");
        self.press("行を増やす");
        self.tick_in("行 2", "自立相談支援機関");
        self.fill_in("行 2", "実施すること", "家計の見直しを一緒に行う");
        self.no_services();
        self.fill("プラン期間（終わりの日）", &day(180));
        self.fill("次回モニタリング時期", &month(60));
        self.fill("支援を提供する上での留意事項", "電話より文字の連絡が話しやすい。");
    }

    /// Answers every service of the menu with no.
    fn no_services(&self) {
        let no = "//input[@type = 'radio' and @value = 'no' and (contains(@name, 'services.') or contains(@name, 'related.'))]";
        for answer in self.browser.find_all(no) {
            self.check("無", &answer);
        }
    }

    /// The person signs the plan.
    pub fn sign_plan(&self, case: &str) {
        self.open(&format!("{case}/plan"));
        self.press("本人の返事を記録する");
        self.tick_in("プランに基づく支援への同意", "同意する");
        self.tick_in("同意の形", "自署");
        self.press("返事を記録する");
        self.wait_for_done("本人の返事を記録しました");
    }

    /// Plans a conference for today. Returns its address.
    pub fn plan_conference(&self) -> String {
        self.open("/conferences/new");
        self.fill("開催日", &day(0));
        self.press("保存する");
        self.wait_for_done("会議を予定しました");
        let path = self.path();
        path.split('?').next().expect("the address of the conference").to_owned()
    }

    /// Puts a case on the agenda by its number, and lets the conference sit. Returns the number's own words.
    pub fn sit(&self, case: &str, purpose: &str, discussion: &str, ratifies: bool) {
        let number = self.case_number(case);
        let conference = self.plan_conference();
        self.press("ほかのケースを番号で入れる");
        self.fill("ケース番号", &number);
        self.choose_last("区分", purpose);
        self.press_last("議題に入れる");
        self.wait_for_done("議題に入れました");
        self.press("開催を記録する");
        self.fill("座長", "大西 由美");
        self.tick_each("出席");
        self.press("開催を記録する");
        self.wait_for_done("開催を記録しました");
        self.press("結論を書く");
        self.tick("本人が同意した範囲のなかで共有した");
        self.fill("協議内容", discussion);
        if ratifies {
            self.tick("先に始めた支援を了承する");
        }
        self.tick_in("結論", "了承");
        self.press("結論を記録する");
        self.wait_for_done("結論を記録しました");
        assert!(self.path().starts_with(&conference), "the conclusion leads back to the agenda");
    }

    /// The number of a case, as its header shows it.
    pub fn case_number(&self, case: &str) -> String {
        self.open(case);
        let number = "return document.querySelector('.identity').innerText.match(/\\d{4}-\\d+/)?.[0] ?? ''";
        self.browser.run(number, &[]).as_str().unwrap_or_default().to_owned()
    }

    /// The municipality confirms a plan without statutory services.
    pub fn confirm_plan(&self, case: &str) {
        self.open(&format!("{case}/decision"));
        self.tick_in("その他の支援と関連する事業", "確認する");
        self.fill("決定・確認日", &day(0));
        self.press("確かめる画面へ");
        self.press("この内容で記録する");
        self.wait_for_done("支援決定・確認を記録しました");
    }

    /// Goes all the way to a plan that is in support.
    pub fn lead_into_support(&self, chief: &Self, officer: &Self, name: &str, kana: &str) -> String {
        let case = self.receive(name, kana);
        self.record_consent(&case);
        self.screen(&case, "継続して支援する", &[]);
        self.draft_plan(&case, "「週に2日、早起きして出かける」");
        self.sign_plan(&case);
        chief.sit(&case, "新規プラン", "本人の考えにそった話し合いだった。", false);
        officer.confirm_plan(&case);
        case
    }
}
