//! Suspended cases are not forgotten: they wait in the day's work, and the list says since when.

use axum::http::StatusCode;
use banso_app::Conclude;
use banso_domain::{
    case::{event::Purpose, minutes::MatterMinutes, plan::Conclusion},
    conference::Member,
    id::CaseId,
};

use crate::{
    desk::{Pages, between, region::Region},
    sittings::{planned, waiting_for_decision},
};

/// Suspended on 1 April after a sitting of that day, which wants to hear of it again in May.
async fn suspended(region: &Region) -> CaseId {
    let case = region.open("山田 太郎", "ヤマダ タロウ").await;
    suspend(region, case).await;
    case
}

async fn suspend(region: &Region, case: CaseId) {
    let id = planned(region, "2026-04-01").await;
    let (app, chief) = (&region.app, &region.chief);
    app.add_agenda_item(chief, id, case, Purpose::Suspension, 10).await.expect("an item");
    let there = Member {
        agency: "みどり市".into(),
        agency_id: None,
        name: "市の担当".into(),
        staff: None,
        is_municipality: true,
        is_person: false,
        secrecy_acknowledged: true,
        attended: true,
    };
    app.hold_conference(chief, id, region.today(), vec![there], "主任", "相談").await.expect("a sitting");
    let command = Conclude {
        case,
        purpose: Purpose::Suspension,
        conclusion: Conclusion::Approved,
        discussion: "連絡がとれない。".into(),
        municipality_view: String::new(),
        tasks: Vec::new(),
        ratifies: false,
        consent_scope_ok: true,
        minutes: MatterMinutes { next_review: "2026-05".parse().ok(), ..MatterMinutes::default() },
    };
    app.conclude(chief, id, command).await.expect("a conclusion");
    app.suspend_case(chief, case, region.today(), "転出先不明").await.expect("a suspension");
}

#[tokio::test]
async fn a_suspended_case_waits_in_the_work_of_the_day_with_the_day_of_its_suspension_and_the_next_contact() {
    let pages = Pages::new().await;
    suspended(&pages.region).await;
    let worker = pages.sign_in("counselor").await;

    for (address, what) in [("/?whose=all", "the day's work"), ("/cases?view=suspended", "the list")] {
        let page = worker.get(address).await.html;
        let table = between(&page, "id=\"table-", "</table>").expect("a table");
        for shown in ["山田 太郎", "中断した日", "R8.4.1", "R8.5.31", "次の連絡"] {
            assert!(table.contains(shown), "{shown} is missing in {what}: {table}");
        }
    }
    assert!(!worker.get("/cases").await.html.contains("中断した日"), "other lists keep their columns");
}

#[tokio::test]
async fn a_suspended_case_that_nobody_looked_after_in_time_is_overdue() {
    let pages = Pages::new().await;
    suspended(&pages.region).await;
    pages.region.on("2026-06-01");
    let worker = pages.sign_in("counselor").await;

    let page = worker.get("/cases?view=overdue").await.html;
    assert!(page.contains("山田 太郎"), "the month that the conference set is over");
}

#[tokio::test]
async fn p_33_after_the_plan_ended_the_page_leads_to_a_new_consultation_and_still_takes_an_earlier_day() {
    let pages = Pages::new().await;
    let case = waiting_for_decision(&pages.region, &[]).await;
    let officer = pages.sign_in("officer").await;
    let form = officer.get(&format!("/cases/{case}/decision")).await.html;
    let version = between(&form, "name=\"version\" value=\"", "\"").expect("a form");
    let fields = [("version", version.as_str()), ("on", "R8.4.1"), ("line-other", "confirmed"), ("step", "record")];
    officer.post(&format!("/cases/{case}/decision"), &fields).await;
    suspend(&pages.region, case).await;
    let page = format!("/cases/{case}/closing");
    let worker = pages.sign_in("counselor").await;
    assert!(!worker.get(&page).await.html.contains("P-33"), "the plan still runs");

    pages.region.on("2027-04-01");
    let worker = pages.sign_in("counselor").await;
    let told = worker.get(&page).await.html;
    assert!(told.contains("P-33") && told.contains("新しい相談として受け付ける"), "{told}");
    let anew = between(&told, "href=\"/cases/new/person/", "\"").expect("a way to a new consultation");
    assert!(worker.get(&format!("/cases/new/person/{anew}")).await.html.contains("山田 太郎"));
    let late = [("resume.on", "R9.4.1"), ("resume.note", "来所")];
    let late = worker.post(&format!("{page}/resume"), &late).await;
    assert!(late.status == StatusCode::UNPROCESSABLE_ENTITY && late.html.contains("P-33"), "{}", late.status);
    let in_time = [("resume.on", "R8.5.1"), ("resume.note", "来所")];
    assert_eq!(worker.post(&format!("{page}/resume"), &in_time).await.status, StatusCode::SEE_OTHER);
}
