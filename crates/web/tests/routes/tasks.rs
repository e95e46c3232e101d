//! Who does what was agreed, as the minutes of a matter take it.

use axum::http::StatusCode;
use banso_domain::case::{event::Purpose, plan::Service};

use crate::{
    desk::{Pages, between, region::plan},
    sittings::{member, planned, waiting_for_conference},
};

#[tokio::test]
async fn r_20_and_r_50_a_task_that_is_somebody_elses_is_asked_for_its_reason_beside_the_row() {
    let pages = Pages::new().await;
    let chief = pages.sign_in("chief").await;
    let (region, on) = (&pages.region, pages.region.today());
    let case = waiting_for_conference(region, plan(&[Service::WorkPrep])).await;
    let conference = planned(region, "2026-04-01").await;
    region.app.add_agenda_item(&region.chief, conference, case, Purpose::Plan, 20).await.expect("an item");
    region
        .app
        .hold_conference(&region.chief, conference, on, vec![member("市の担当", true)], "主任", "相談")
        .await
        .expect("a sitting");
    let matter = format!("/conferences/{conference}/items/{case}/plan");
    let form = chief.get(&matter).await.html;
    let staff = between(&form, "name=\"tasks[0].owner\"", "</select>").expect("whom to pick");
    let mut values = staff.split("value=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let owner = values.find(|value| !value.is_empty()).expect("a member of staff").to_owned();
    let said = |more: &[(&'static str, &'static str)]| {
        let mut fields = vec![
            ("conclusion", "approved".to_owned()),
            ("consent_scope_ok", "yes".to_owned()),
            ("tasks[0].what", "支給決定の申請書を書く".to_owned()),
            ("tasks[0].owner", owner.clone()),
        ];
        fields.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        fields
    };
    let post = async |fields: Vec<(&str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        chief.post(&matter, &fields).await
    };
    let can = post(said(&[("tasks[0].person_can", "yes")])).await;
    assert_eq!(can.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(can.html.contains("R-20") && can.html.contains("支給決定の申請書を書く"), "{}", can.html);
    let unusual = post(said(&[("tasks[0].topic", "grant")])).await;
    assert_eq!(unusual.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unusual.html.contains("R-50"), "{}", unusual.html);
    let reason = ("tasks[0].reason", "窓口が遠く、本人の体調がよくないため");
    let taken = post(said(&[("tasks[0].person_can", "yes"), ("tasks[0].topic", "grant"), reason])).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.html);
    let shown = chief.get(&format!("/conferences/{conference}")).await.html;
    assert!(shown.contains("窓口が遠く、本人の体調がよくないため"), "the minutes say why: {shown}");
}
