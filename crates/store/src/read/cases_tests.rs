//! Lists of cases find their rows in an index, whoever asks.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use banso_access::Actor;
use banso_domain::staff::{Membership, Role};
use uuid::Uuid;

use super::*;
use crate::testing::TestBed;

#[test]
fn no_list_of_cases_looks_through_all_of_them() {
    let bed = TestBed::sqlite();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = bed.open().await;
        let (today, agency) = ("2026-11-26".parse().unwrap(), AgencyId::new(Uuid::nil()));
        let staff = StaffId::new(Uuid::nil());
        let views = [
            CaseView::Open,
            CaseView::Ended,
            CaseView::OverdueOn(today),
            CaseView::DueWithin(today, today),
            CaseView::InStage(Stage::ConsentPending),
            CaseView::InStage(Stage::Suspended),
            CaseView::ToRatify,
        ];
        for role in [Role::Counselor, Role::MunicipalOfficer] {
            let actor = Actor::new(staff, agency, &[Membership::always(agency, role)], today).unwrap();
            for (view, assigned_to) in views.into_iter().flat_map(|view| [(view, None), (view, Some(staff))]) {
                let search = CaseSearch { assigned_to, ..CaseSearch::of(view) };
                let (sql, params) = search.statement(RowFilter::of(&actor));
                let plan = store.reader().query(&format!("EXPLAIN QUERY PLAN {sql}"), &params).await.unwrap();
                let steps: Vec<String> = plan.iter().map(|row| row.text(3).unwrap().to_owned()).collect();
                let told = format!("{role:?} {view:?} {assigned_to:?}: {steps:?}");
                assert!(!steps.iter().any(|step| step.starts_with("SCAN c ") || step == "SCAN c"), "{told}");
                assert!(steps.iter().any(|step| step.starts_with("SEARCH c USING COVERING INDEX")), "{told}");
            }
        }
    });
}
