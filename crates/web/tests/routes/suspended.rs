//! Suspended cases are not forgotten: they wait in the day's work, and the list says since when.

use banso_app::Conclude;
use banso_domain::{
    case::{event::Purpose, minutes::MatterMinutes, plan::Conclusion},
    conference::Member,
    id::CaseId,
};

use crate::{
    desk::{Pages, between, region::Region},
    sittings::planned,
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
        minutes: MatterMinutes { presented_docs: Vec::new(), next_review: "2026-05".parse().ok() },
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
