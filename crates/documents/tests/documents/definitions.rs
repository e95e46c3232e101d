//! The definitions that come with the program: what is compulsory, and that a well-kept case passes.

use std::collections::BTreeMap;

use banso_domain::form::{Completeness, Kind, Language, Mark, Owner};
use chrono::NaiveDate;

use crate::support::{FORMS, documents, sample};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

#[test]
fn the_items_marked_with_an_asterisk() {
    let documents = documents();
    let marked: Vec<String> = FORMS
        .iter()
        .map(|form| documents.forms().get(form, today()).unwrap())
        .map(|form| {
            let labels: Vec<&str> = form
                .fields()
                .filter(|field| field.mark == Mark::Compulsory)
                .map(|field| field.label.text(today(), Language::Ja))
                .collect();
            format!("{}{}: {}", form.number, form.title.text(today(), Language::Ja), labels.join("・"))
                .trim_end()
                .to_owned()
        })
        .collect();

    insta::assert_snapshot!(marked.join("\n"), @"
    【1】相談受付・申込票: ID・受付日・受付者・氏名・性別・生年月日
    【2】インテーク・アセスメントシート: ID・氏名・性別・生年月日・相談経路（当初）・同居者・婚姻・子ども・住居・健康状態・健康保険・障害手帳・課税状況・本人収入・滞納・債務・公的給付（受給中）・生活保護・就労状況・最終学歴・資格・技術・課題と特性・スクリーニング実施日・スクリーニング結果
    【3】支援経過記録シート（入力用）: ID・氏名・性別・生年月日・対応日時・対応者・相手・対応方法・支援内容・記録（事実・本人の言葉）
    【3】支援経過記録シート（経過一覧）: ID・氏名・性別・生年月日
    【4】支援ケース一覧:
    【5】プラン兼事業等利用申込書: 作成回・長期目標・本プランにおける達成目標・プラン・住居確保給付金・居住支援事業・家計改善支援事業・就労準備支援事業・認定就労訓練事業・自立相談支援事業による就労支援・生活福祉資金等による貸付・生活保護受給者等就労自立促進事業・プラン期間・支援調整会議開催日・支援決定（法に基づく事業（上記3、4、5））・確認（法に基づく事業（上記3、4、5）以外）・決定・確認日
    【6】評価シート: ID・氏名・性別・生年月日・評価記入日・評価担当者・対象プラン・目標の達成状況・見られた変化・本人の希望・スタッフの意見・支援調整会議開催日・評価結果
    個人情報に関する管理・取扱規程および同意書:
    紹介状（支援のお願い）:
    閲覧・提供の記録:
    引継ぎ票:
    ご本人がお持ちになる用紙:
    ");
}

#[test]
fn a_well_kept_case_passes_every_form() {
    let documents = documents();
    // Sheets of several sides are filled from no case.
    for form in documents.forms().on(today()).into_iter().filter(|form| form.sheet.is_none()) {
        assert_eq!(form.check(&sample(), today(), Completeness::Final), [], "{}", form.id);
    }
}

#[test]
fn every_fact_of_the_sample_has_its_place_on_a_form() {
    let documents = documents();
    let known: Vec<&str> =
        documents.forms().all().flat_map(|form| form.fields()).map(|field| field.fact.as_str()).collect();
    for (path, _) in sample().iter() {
        assert!(known.contains(&path), "{path} is on no form");
    }
}

#[test]
fn forms_that_share_a_fact_ask_for_it_in_the_same_kind() {
    let documents = documents();
    let mut kinds: BTreeMap<&str, (Kind, bool, &str)> = BTreeMap::new();
    for form in documents.forms().all() {
        for field in form.fields() {
            let first = *kinds.entry(&field.fact).or_insert((field.kind, field.many, &form.id));
            assert_eq!((first.0, first.1), (field.kind, field.many), "{} in {} and {}", field.fact, first.2, form.id);
        }
    }
}

#[test]
fn a_fact_is_edited_in_one_form_only() {
    let documents = documents();
    let mut homes: BTreeMap<&str, &str> = BTreeMap::new();
    for form in documents.forms().all() {
        for field in form.fields().filter(|field| field.owner == Owner::Answers) {
            let home = homes.insert(&field.fact, &form.id);
            assert!(home.is_none(), "{} is edited in {home:?} and {}", field.fact, form.id);
        }
    }
}
