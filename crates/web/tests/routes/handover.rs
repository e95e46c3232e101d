//! Handovers, as their pages show and take them.

use crate::desk::{Browser, Pages, between};
use axum::http::StatusCode;
use banso_domain::id::CaseId;

async fn case(pages: &Pages) -> CaseId {
    pages.region.open("山田 太郎", "ヤマダ タロウ").await
}

async fn post(browser: &Browser<'_>, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = browser.post(path, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.html);
    answer.to
}

/// The chief begins to hand the lead over to the employment counsellor; its address.
async fn change_of_lead(pages: &Pages, case: CaseId) -> String {
    let chief = pages.sign_in("chief").await;
    let staff = pages.region.employment.staff().to_string();
    let fields = [
        ("to_staff", staff.as_str()),
        ("starts_on", "R8.4.1"),
        ("ends_on", "R8.4.30"),
        ("overlap_from", "R8.4.1"),
        ("overlap_to", "R8.4.30"),
        ("policy", "週に1回の電話を続ける"),
        ("open_issues", "なし"),
    ];
    let to = post(&chief, &format!("/cases/{case}/handover/new?way=staff"), &fields).await;
    to.split('?').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn r_82_the_lead_changes_when_the_successor_confirmed_and_the_person_was_heard() {
    let pages = Pages::new().await;
    let case = case(&pages).await;
    let handover = change_of_lead(&pages, case).await;
    let worker = pages.sign_in("counselor").await;
    let page = worker.get(&handover).await.html;
    assert!(page.contains("本人と三者で顔合わせをする") && page.contains("後任が確認した"), "{page}");
    assert!(!page.contains(&format!("{handover}/step/acknowledge")), "the predecessor does not confirm: {page}");
    let early = worker.post(&format!("{handover}/step/close"), &[]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.html.contains("R-82"), "{}", early.html);

    let successor = pages.sign_in("employment").await;
    post(&successor, "/language", &[("lang", "en")]).await;
    let english = successor.get(&format!("/cases/{case}/conferences")).await.html;
    assert!(
        english.contains("Meet the person together") && !english.contains("本人と三者で顔合わせをする"),
        "{english}"
    );
    post(&successor, "/language", &[("lang", "ja")]).await;
    post(&successor, &format!("{handover}/step/acknowledge"), &[("on", "R8.4.1")]).await;
    let silent = worker.post(&format!("{handover}/step/view"), &[("on", "R8.4.1")]).await;
    assert!(silent.html.contains("本人のことばを入力してください"), "{}", silent.html);
    post(&worker, &format!("{handover}/step/view"), &[("on", "R8.4.1"), ("words", "会えてよかった")]).await;
    let to = post(&worker, &format!("{handover}/step/close"), &[]).await;

    assert_eq!(to, format!("{handover}?done=handover-closed"));
    let lead = pages.region.app.case_file(&pages.region.chief, case).await.expect("the case").case.assigned_to;
    assert_eq!(lead, pages.region.employment.staff());
    let history = worker.get(&format!("/cases/{case}/history")).await.html;
    assert!(history.contains("引継ぎの完了") && history.contains("会えてよかった"), "{history}");
}

#[tokio::test]
async fn p_66_while_the_lead_is_handed_over_it_is_not_given_away_and_only_the_chief_begins_and_ends_that() {
    let pages = Pages::new().await;
    let case = case(&pages).await;
    let handover = change_of_lead(&pages, case).await;
    let staff = pages.region.chief.staff().to_string();
    let chief = pages.sign_in("chief").await;
    let assign = [("to", staff.as_str()), ("reason", "入力の誤り")];
    let answer = chief.post(&format!("/cases/{case}/assign"), &assign).await;
    assert!(answer.html.contains("P-66"), "{}", answer.html);
    let worker = pages.sign_in("counselor").await;
    let begin = worker.get(&format!("/cases/{case}/handover/new?way=staff")).await;
    assert_eq!(begin.status, StatusCode::FORBIDDEN);
    let cancel = format!("{handover}/step/cancel");
    assert_eq!(worker.post(&cancel, &[("reason", "x")]).await.status, StatusCode::FORBIDDEN);
    post(&chief, &cancel, &[("reason", "異動がなくなった")]).await;
    assert!(chief.get(&handover).await.html.contains("異動がなくなった"));
}

#[tokio::test]
async fn r_75_a_support_that_ends_is_shown_and_one_press_opens_its_handover_or_a_reason_says_why_none_is_needed() {
    let pages = Pages::new().await;
    let case = case(&pages).await;
    let worker = pages.sign_in("counselor").await;
    let programme = |name: &'static str| {
        [("name", name), ("kind", "contracted_programme"), ("since", "R8.4.1"), ("until", "R8.7.31")]
    };
    post(&worker, &format!("/cases/{case}/network/new"), &programme("家計改善支援室")).await;
    let hub = format!("/cases/{case}/handover");
    let page = worker.get(&hub).await.html;
    assert!(page.contains("家計改善支援室") && page.contains("令和8年7月31日"), "{page}");
    let ending = between(&page, "action=\"/cases/", "\"").map(|rest| format!("/cases/{rest}")).expect("a button");

    let to = post(&worker, &ending, &[("open", "yes")]).await;

    let opened = to.split('?').next().unwrap_or_default().to_owned();
    let page = worker.get(&opened).await.html;
    assert!(page.contains("後任の機関の登録面談に同席する") && page.contains("R-51"), "{page}");
    let work = worker.get(&format!("/cases/{case}")).await.html;
    assert!(work.contains("引継ぎの終わり"), "it is due: {work}");

    post(&worker, &format!("/cases/{case}/network/new"), &programme("就労準備室")).await;
    let page = worker.get(&hub).await.html;
    let ending = between(&page, "action=\"/cases/", "\"").map(|rest| format!("/cases/{rest}")).expect("a button");
    assert_eq!(worker.get(&ending).await.status, StatusCode::OK);
    post(&worker, &ending, &[("reason", "目的を果たした")]).await;
    assert!(!worker.get(&hub).await.html.contains("引継ぎを始める支援"));
}

#[tokio::test]
async fn the_sheet_of_a_handover_is_printed_and_stands_in_the_ledger() {
    let pages = Pages::new().await;
    let case = case(&pages).await;
    let handover = change_of_lead(&pages, case).await;
    let worker = pages.sign_in("counselor").await;
    let page = worker.get(&handover).await.html;
    let address = between(&page, "href=\"/cases/", "\"").is_some().then(|| {
        let id = handover.rsplit('/').next().unwrap_or_default();
        format!("/cases/{case}/print/handover_sheet.xlsx?handover={id}")
    });
    let address = address.expect("a link");
    assert!(page.contains(&address), "{page}");
    let sheet = worker.get(&address).await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert!(sheet.kind.contains("spreadsheet"), "{}", sheet.kind);
    let ledger = worker.get(&format!("/cases/{case}/ledger")).await.html;
    assert!(ledger.contains("引継ぎ票"), "{ledger}");
}
