//! Contacts with other agencies, as their pages show and take them.

use crate::desk::{Browser, Pages, between, region::agency};
use axum::http::StatusCode;
use banso_domain::{
    agency::{AgencyFacts, AgencyKind, Channel},
    id::CaseId,
};

/// A case with a clinic beside the person that likes letters; the clinic's identifier.
async fn with_clinic(pages: &Pages, worker: &Browser<'_>) -> (CaseId, String) {
    let case = pages.region.open("山田 太郎", "ヤマダ タロウ").await;
    let facts = AgencyFacts {
        preferred_channel: Some(Channel::Letter),
        ..agency(AgencyKind::MedicalInstitution, "みどり医院", None)
    };
    let clinic = pages.region.app.save_agency(&pages.region.admin, None, facts, None).await.expect("an agency");
    let clinic = clinic.to_string();
    let fields = [("agency", clinic.as_str()), ("since", "R8.4.1")];
    assert_eq!(worker.post(&format!("/cases/{case}/network/new"), &fields).await.status, StatusCode::SEE_OTHER);
    (case, clinic)
}

fn call<'f>(clinic: &'f str, direction: &'f str, kind: &'f str) -> Vec<(&'f str, &'f str)> {
    vec![
        ("with", clinic),
        ("direction", direction),
        ("channel", "phone"),
        ("kinds", kind),
        ("facts", "通院の様子を聞いた"),
        ("on", "R8.4.1"),
        ("initiated_by", "person"),
    ]
}

async fn write(worker: &Browser<'_>, case: CaseId, fields: &[(&str, &str)]) {
    let answer = worker.post(&format!("/cases/{case}/contacts/new"), fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.html);
    assert_eq!(answer.to, format!("/cases/{case}/contacts?done=contact-written"));
}

#[tokio::test]
async fn r_54_the_way_that_the_other_side_likes_is_chosen_at_first() {
    let pages = Pages::new().await;
    let worker = pages.sign_in("counselor").await;
    let (case, clinic) = with_clinic(&pages, &worker).await;
    let log = worker.get(&format!("/cases/{case}/contacts")).await.html;
    let address = format!("/cases/{case}/contacts/new?with={clinic}");
    assert!(log.contains(&address), "one tap leads to the form: {log}");
    let form = worker.get(&address).await.html;
    let channel = between(&form, "name=\"channel\"", "</select>").expect("a choice");
    let chosen = between(&channel, "value=\"letter\"", ">").expect("letters");
    assert!(chosen.contains("selected"), "{channel}");
    let with = between(&form, "name=\"with\"", ">").expect("a name");
    assert!(with.contains("value=\"みどり医院\""), "{with}");
}

#[tokio::test]
async fn a_contact_is_written_once_and_stands_in_the_support_record_and_in_the_log() {
    let pages = Pages::new().await;
    let worker = pages.sign_in("counselor").await;
    let (case, clinic) = with_clinic(&pages, &worker).await;
    let empty = worker.post(&format!("/cases/{case}/contacts/new"), &[("on", "R8.4.1")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.html.contains("相手の名前を入力してください") && empty.html.contains("内容を選んでください"));
    write(&worker, case, &call(&clinic, "sent", "consultation")).await;

    let timeline = worker.get(&format!("/cases/{case}/records")).await.html;
    assert!(timeline.contains("通院の様子を聞いた") && timeline.contains("みどり医院"), "{timeline}");
    let log = worker.get(&format!("/cases/{case}/contacts")).await.html;
    assert!(log.contains("通院の様子を聞いた") && log.contains("こちらから") && log.contains("相談"), "{log}");
    let record = timeline.split("/correct").next().and_then(|before| before.rsplit('/').next());
    let record = record.expect("a way to correct it");
    let corrected = [
        ("on", "R8.4.1"),
        ("methods", "agency_phone"),
        ("counterparts", "agency"),
        ("facts", "通院は続いているとのこと"),
        ("reason", "書き誤り"),
    ];
    let address = format!("/cases/{case}/records/{record}/correct");
    let form = worker.get(&address).await.html;
    let version = between(&form, "name=\"version\" value=\"", "\"").expect("a version");
    let mut corrected = corrected.to_vec();
    corrected.push(("version", version.as_str()));
    assert_eq!(worker.post(&address, &corrected).await.status, StatusCode::SEE_OTHER);
    let log = worker.get(&format!("/cases/{case}/contacts")).await.html;
    assert!(log.contains("通院は続いているとのこと") && log.contains("こちらから"), "it still is a contact: {log}");
}

#[tokio::test]
async fn r_40_and_r_01_one_way_pairs_are_shown_by_name_and_never_ranked() {
    let pages = Pages::new().await;
    let worker = pages.sign_in("counselor").await;
    let (case, clinic) = with_clinic(&pages, &worker).await;
    for _ in 0..3 {
        write(&worker, case, &call(&clinic, "sent", "consultation")).await;
    }
    let hellowork = pages.region.app.save_agency(
        &pages.region.admin,
        None,
        agency(AgencyKind::Hellowork, "ハローワークみどり", None),
        None,
    );
    let hellowork = hellowork.await.expect("an agency").to_string();
    write(&worker, case, &call(&hellowork, "received", "referral")).await;

    let log = worker.get(&format!("/cases/{case}/contacts")).await.html;
    let pairs = between(&log, "pairs-title", "</table>").expect("pairs");
    assert!(pairs.contains("一方向"), "{pairs}");
    let all = worker.get("/contacts").await.html;
    let pairs = between(&all, "pairs-title", "</table>").expect("pairs");
    let (at_hellowork, at_clinic) = (pairs.find("ハローワークみどり"), pairs.find("みどり医院"));
    assert!(at_hellowork.is_some() && at_hellowork < at_clinic, "by kind and name, not by number: {pairs}");
    assert!(!pairs.contains("aria-sort"), "and not to be sorted: {pairs}");
    assert!(all.contains("見えるケースのうち"), "R-03: the number of cases stands beside it");
}

#[tokio::test]
async fn r_39_where_nearly_everything_is_sharing_a_shared_aim_is_suggested() {
    let pages = Pages::new().await;
    let worker = pages.sign_in("counselor").await;
    let (case, clinic) = with_clinic(&pages, &worker).await;
    let hint = "共通の目標や役割をひとつ";
    for _ in 0..2 {
        write(&worker, case, &call(&clinic, "sent", "sharing_only")).await;
    }
    assert!(!worker.get(&format!("/cases/{case}/contacts")).await.html.contains(hint));
    write(&worker, case, &call(&clinic, "received", "sharing_only")).await;
    assert!(worker.get(&format!("/cases/{case}/contacts")).await.html.contains(hint));
    assert!(worker.get("/contacts").await.html.contains(hint));
}

#[tokio::test]
async fn r_12_what_a_contact_gives_needs_a_consent() {
    let pages = Pages::new().await;
    let worker = pages.sign_in("counselor").await;
    let (case, clinic) = with_clinic(&pages, &worker).await;
    let mut fields = call(&clinic, "sent", "sharing_only");
    fields.push(("gave", "health"));
    let answer = worker.post(&format!("/cases/{case}/contacts/new"), &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.html.contains("R-12"), "{}", answer.html);
    let mut fields = call(&clinic, "sent", "consultation");
    fields.push(("asked", "yes"));
    let answer = worker.post(&format!("/cases/{case}/contacts/new"), &fields).await;
    assert!(answer.html.contains("R-11"), "{}", answer.html);
}

#[tokio::test]
async fn from_the_list_of_cases_a_contact_is_two_taps_away_for_those_who_write_records() {
    let pages = Pages::new().await;
    let worker = pages.sign_in("counselor").await;
    let (case, _) = with_clinic(&pages, &worker).await;
    assert!(worker.get("/cases").await.html.contains("href=\"/contacts/new\""));
    let choose = worker.get("/contacts/new").await.html;
    assert!(
        choose.contains(&format!("/cases/{case}/contacts")) || choose.contains("担当のケースがありません"),
        "{choose}"
    );
    let officer = pages.sign_in("officer").await;
    assert_eq!(officer.get("/contacts/new").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn r_16_going_along_to_a_clinic_is_planned_with_its_reason_and_stands_among_the_tasks() {
    let pages = Pages::new().await;
    let worker = pages.sign_in("counselor").await;
    let (case, _) = with_clinic(&pages, &worker).await;
    let page = worker.get(&format!("/cases/{case}/clinic-visit")).await.html;
    let me = between(&page, "name=\"staff\"", "</select>").expect("who goes along");
    let chosen = me.split("<option").find(|option| option.contains("selected")).expect("the one who plans");
    let staff = between(chosen, "value=\"", "\"").expect("an identifier");
    let plan = |necessity: &'static str, agreed: &'static str| {
        vec![
            ("clinic", "みどり医院".to_owned()),
            ("on", "R9.4.1".to_owned()),
            ("staff", staff.clone()),
            ("necessity", necessity.to_owned()),
            ("agreed_on", agreed.to_owned()),
            ("prepared", "memo".to_owned()),
        ]
    };
    let post = async |fields: Vec<(&str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        worker.post(&format!("/cases/{case}/clinic-visit"), &fields).await
    };
    for (necessity, agreed) in [("", "R8.4.1"), ("体調をひとりで話すのが難しい", "")] {
        let refused = post(plan(necessity, agreed)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.html.contains("R-16"), "{}", refused.html);
        assert!(refused.html.contains("みどり医院"), "what was typed stays");
    }
    let planned = post(plan("体調をひとりで話すのが難しい", "R8.4.1")).await;
    assert_eq!(planned.to, format!("/cases/{case}/contacts?done=clinic-visit-planned"), "{}", planned.html);
    let log = worker.get(&format!("/cases/{case}/contacts")).await.html;
    assert!(log.contains("体調をひとりで話すのが難しい") && log.contains("伝える内容のメモ"), "{log}");
    let tasks = worker.get(&format!("/cases/{case}/conferences")).await.html;
    assert!(tasks.contains("みどり医院への通院に同行する"), "{tasks}");
}
