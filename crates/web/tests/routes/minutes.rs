//! What the minutes keep about a matter: asked with the conclusion, added to later, shown wherever the sitting is.

use axum::http::StatusCode;
use banso_domain::case::event::Purpose;

use crate::{
    desk::{Pages, between},
    sittings::{planned, waiting_for_decision},
};

#[tokio::test]
async fn p_32_minutes_are_closed_once_the_papers_and_the_next_review_are_added_to_a_matter() {
    let pages = Pages::new().await;
    let case = waiting_for_decision(&pages.region, &[]).await;
    let chief = pages.sign_in("chief").await;
    let tab = chief.get(&format!("/cases/{case}/conferences")).await.html;
    let id = between(&tab, "<h3><a href=\"/conferences/", "\"").expect("a conference");
    let (conference, matter) = (format!("/conferences/{id}"), format!("/conferences/{id}/minutes/{case}/plan"));

    let page = chief.get(&conference).await.html;
    for missing in ["提示資料がまだ書かれていません", "次回評価・モニタリング時期がまだ書かれていません"]
    {
        assert!(page.contains(missing), "{missing} is not said: {page}");
    }
    let early = chief.post(&format!("{conference}/close"), &[]).await;
    assert!(early.status == StatusCode::UNPROCESSABLE_ENTITY && early.html.contains("P-32"), "{}", early.status);
    assert!(early.html.contains("<title>エラー："), "u16: the title tells that something is wrong");

    let form = chief.get(&matter).await.html;
    let version = between(&form, "name=\"version\" value=\"", "\"").expect("a version");
    let wrong = [("version", version.as_str()), ("presented_docs", "plan"), ("next_review", "あとで")];
    let wrong = chief.post(&matter, &wrong).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.html.contains("あとで"));
    let right = [
        ("version", version.as_str()),
        ("presented_docs", "plan"),
        ("next_review", "令和8年8月"),
        ("presence", "absent"),
        ("absence_reason", "体調がすぐれない"),
        ("voice", "「また働きたい」"),
    ];
    assert_eq!(chief.post(&matter, &right).await.to, format!("{conference}?done=minutes-written#agenda"));
    assert_eq!(chief.post(&matter, &right).await.status, StatusCode::CONFLICT, "it was written meanwhile");

    let page = chief.get(&conference).await.html;
    assert!(page.contains("令和8年8月") && !page.contains("まだ書かれていません"));
    let history = chief.get(&format!("/cases/{case}/history")).await.html;
    assert!(history.contains("議事録の書き足し") && history.contains("次回評価・モニタリング時期：令和8年8月"));
    let past = chief.get(&format!("/cases/{case}/as-of?on=R8.4.1")).await.html;
    assert!(past.contains("【5】プラン兼事業等利用申込書"), "the view into the past holds the sitting");
    assert_eq!(chief.post(&format!("{conference}/close"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!chief.get(&conference).await.html.contains("議事録を書き足す"), "closed minutes stay");
}

#[tokio::test]
async fn sr_06_the_page_of_a_matter_says_that_the_person_has_not_agreed_to_sharing() {
    let pages = Pages::new().await;
    let case = pages.region.open("山田 太郎", "ヤマダ タロウ").await;
    let chief = pages.sign_in("chief").await;
    let id = planned(&pages.region, "2026-04-01").await;
    pages.region.app.add_agenda_item(&pages.region.chief, id, case, Purpose::Suspension, 10).await.expect("an item");

    assert!(chief.get(&format!("/conferences/{id}")).await.html.contains("情報共有に同意していません"));
    let form = chief.get(&format!("/conferences/{id}/items/{case}/suspension")).await.html;
    assert!(form.contains("情報共有に同意していません") && !form.contains("consent_scope_ok"), "no scope is asked for");
}

#[tokio::test]
async fn p_34_the_list_of_conferences_asks_for_the_full_meeting_of_the_month() {
    let pages = Pages::new().await;
    let chief = pages.sign_in("chief").await;
    planned(&pages.region, "2026-04-08").await;
    assert!(!chief.get("/conferences").await.html.contains("P-34"), "one tier asks for no other");

    let plans = async |on: &str| chief.post("/conferences/new", &[("on", on), ("tier", "full")]).await.status;
    assert_eq!(plans("R8.3.18").await, StatusCode::SEE_OTHER);
    assert!(chief.get("/conferences").await.html.contains("P-34"));
    let officer = pages.sign_in("officer").await.get("/conferences").await.html;
    assert!(
        officer.contains("P-34") && officer.contains("（みどり相談センター）"),
        "an officer reads of which centre it is said"
    );

    assert_eq!(plans("R8.4.22").await, StatusCode::SEE_OTHER);
    assert!(!chief.get("/conferences").await.html.contains("P-34"));
}
