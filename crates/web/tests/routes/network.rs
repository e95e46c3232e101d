//! The network of a case, as its page shows and takes it.

use crate::desk::{Answer, Browser, Pages, between, region::agency};
use axum::http::StatusCode;
use banso_domain::{agency::AgencyKind, id::CaseId};

const FRIEND: [(&str, &str); 4] =
    [("name", "友人の林さん"), ("kind", "neighbours"), ("since", "R8.4.1"), ("own_words", "「なんでも話せる」")];

/// A case of the region.
async fn case(pages: &Pages) -> CaseId {
    pages.region.open("山田 太郎", "ヤマダ タロウ").await
}

/// A clinic that the installation knows.
async fn clinic(pages: &Pages) -> String {
    let facts = agency(AgencyKind::MedicalInstitution, "みどり医院", None);
    pages.region.app.save_agency(&pages.region.admin, None, facts, None).await.expect("an agency").to_string()
}

/// Sends the form of somebody new.
async fn add(worker: &Browser<'_>, case: CaseId, fields: &[(&str, &str)]) -> Answer {
    let answer = worker.post(&format!("/cases/{case}/network/new"), fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.html);
    assert_eq!(answer.to, format!("/cases/{case}/network?done=supporter-joined"));
    answer
}

/// The address of the only supporter.
async fn supporter(worker: &Browser<'_>, case: CaseId) -> String {
    let page = worker.get(&format!("/cases/{case}/network")).await.html;
    let rows = between(&page, "<tbody", "</tbody>").expect("a table");
    format!("/cases/{case}/network/{}", between(&rows, "/network/", "\"").expect("a supporter"))
}

#[tokio::test]
async fn r_45_beside_the_centre_alone_a_second_place_is_suggested_until_there_is_one() {
    let pages = Pages::new().await;
    let case = case(&pages).await;
    let worker = pages.sign_in("counselor").await;
    let path = format!("/cases/{case}/network");

    let alone = worker.get(&path).await.html;
    assert!(alone.contains("R-45") && alone.contains("みどり相談センター"), "{alone}");
    assert!(alone.contains("まだいません"), "the map says where nobody is");

    add(&worker, case, &FRIEND).await;
    let page = worker.get(&path).await.html;
    assert!(!page.contains("R-45"), "{page}");
    let map = between(&page, "<svg class=\"eco\"", "</svg>").expect("a map");
    assert!(map.contains("友人の林さん") && map.contains("role=\"img\""), "{map}");
    let table = between(&page, "<tbody", "</tbody>").expect("a table");
    assert!(table.contains("友人の林さん") && table.contains("「なんでも話せる」"), "{table}");
    assert!(table.contains("いまの窓口・自立相談支援機関"), "the centre is the contact: {table}");
}

#[tokio::test]
async fn u16_whoever_is_added_is_chosen_or_named_and_nothing_typed_is_lost() {
    let pages = Pages::new().await;
    let case = case(&pages).await;
    let clinic = clinic(&pages).await;
    let worker = pages.sign_in("counselor").await;
    let new = format!("/cases/{case}/network/new");
    for (fields, complaint) in [
        (vec![("since", "R8.4.1")], "登録のない人・機関の名前を入力してください"),
        (vec![("agency", clinic.as_str()), ("name", "母"), ("since", "R8.4.1")], "こちらの名前は空けてください"),
        (vec![("name", "母"), ("since", "R8.4.1")], "区分を選んでください"),
        (vec![("agency", clinic.as_str()), ("since", "R8.4.2")], "きょうまでの日を入力してください"),
        (vec![("agency", clinic.as_str()), ("since", "R8.4.1"), ("until", "R8.3.1")], "始まった日より後の日"),
        (
            vec![("agency", clinic.as_str()), ("since", "R8.4.1"), ("unwanted", "yes"), ("main_contact", "yes")],
            "窓口にできません",
        ),
    ] {
        let mut fields = fields;
        fields.push(("purpose", "週に1回の散歩"));
        let answer = worker.post(&new, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(answer.html.contains(complaint), "{complaint}");
        assert!(answer.html.contains("value=\"週に1回の散歩\""), "what was typed is there again");
    }
}

#[tokio::test]
async fn r_50_work_outside_the_usual_role_is_asked_for_its_reason_and_then_counted() {
    let pages = Pages::new().await;
    let case = case(&pages).await;
    let clinic = clinic(&pages).await;
    let worker = pages.sign_in("counselor").await;
    let mut fields = vec![("agency", clinic.as_str()), ("since", "R8.4.1"), ("topics", "placement")];
    let answer = worker.post(&format!("/cases/{case}/network/new"), &fields).await;
    assert!(answer.html.contains("仕事の紹介は、ふつうは別の区分の機関が受けもちます"), "{}", answer.html);

    fields.push(("role_reason", "退院するまでのあいだ"));
    add(&worker, case, &fields).await;
    let page = worker.get(&format!("/cases/{case}/network")).await.html;
    assert!(page.contains("R-50") && page.contains("退院するまでのあいだ"), "{page}");
}

#[tokio::test]
async fn p_47_an_agency_that_is_there_already_is_not_added_again() {
    let pages = Pages::new().await;
    let case = case(&pages).await;
    let clinic = clinic(&pages).await;
    let worker = pages.sign_in("counselor").await;
    let fields = [("agency", clinic.as_str()), ("since", "R8.4.1")];
    add(&worker, case, &fields).await;
    let answer = worker.post(&format!("/cases/{case}/network/new"), &fields).await;

    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.html.contains("P-47"), "{}", answer.html);
}

#[tokio::test]
async fn whose_support_ended_stays_on_the_page_and_in_the_history_and_is_not_changed_any_more() {
    let pages = Pages::new().await;
    let case = case(&pages).await;
    let worker = pages.sign_in("counselor").await;
    add(&worker, case, &FRIEND).await;
    let friend = supporter(&worker, case).await;

    let silent = worker.post(&format!("{friend}/leave"), &[("left_on", "R8.4.1")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.html.contains("理由を入力してください"));
    let told = worker.post(&format!("{friend}/leave"), &[("left_on", "R8.4.1"), ("reason", "引っ越した")]).await;
    assert_eq!(told.to, format!("/cases/{case}/network?done=supporter-left"));

    let page = worker.get(&format!("/cases/{case}/network")).await.html;
    let map = between(&page, "<svg class=\"eco\"", "</svg>").expect("a map");
    assert!(map.contains("友人の林さん") && map.contains("終わった"), "{map}");
    let entry = worker.get(&friend).await.html;
    assert!(entry.contains("引っ越した") && !entry.contains("name=\"own_words\""), "{entry}");
    let late = worker.post(&friend, &FRIEND).await;
    assert!(late.html.contains("P-20"), "{}", late.html);
    let history = worker.get(&format!("/cases/{case}/history")).await.html;
    assert!(history.contains("支援の終わり") && history.contains("引っ越した") && history.contains("友人の林さん"));
}

#[tokio::test]
async fn what_was_known_of_the_network_on_a_day_is_seen_as_of_that_day() {
    let pages = Pages::new().await;
    let case = case(&pages).await;
    let worker = pages.sign_in("counselor").await;
    add(&worker, case, &FRIEND).await;
    pages.region.on("2026-05-01");
    let worker = pages.sign_in("counselor").await;
    let friend = supporter(&worker, case).await;
    worker.post(&format!("{friend}/leave"), &[("left_on", "R8.4.20"), ("reason", "引っ越した")]).await;

    let then = worker.get(&format!("/cases/{case}/as-of?on=2026-04-10")).await.html;
    assert!(then.contains("友人の林さん") && !then.contains("に終わった"), "{then}");
    let now = worker.get(&format!("/cases/{case}/as-of?on=2026-05-01")).await.html;
    assert!(now.contains("友人の林さん（令和8年4月20日に終わった）"), "{now}");
}

#[tokio::test]
async fn u15_two_who_change_the_same_supporter_see_both_versions_and_other_entries_are_in_nobodys_way() {
    let pages = Pages::new().await;
    let case = case(&pages).await;
    let worker = pages.sign_in("counselor").await;
    add(&worker, case, &FRIEND).await;
    let friend = supporter(&worker, case).await;
    let form = worker.get(&friend).await.html;
    let version = between(&form, "name=\"version\" value=\"", "\"").expect("a version");
    let with = |words: &'static str| {
        let mut fields: Vec<(&str, &str)> = FRIEND.into_iter().filter(|(name, _)| *name != "own_words").collect();
        fields.extend([("own_words", words), ("version", version.as_str())]);
        fields
    };

    // A support record came between: no conflict.
    let record = [("on", "R8.4.1"), ("methods", "phone"), ("counterparts", "person"), ("facts", "電話")];
    worker.post(&format!("/cases/{case}/records"), &record).await;
    assert_eq!(worker.post(&friend, &with("「頼れる」")).await.status, StatusCode::SEE_OTHER);

    let colleague = pages.sign_in("employment").await;
    let clash = colleague.post(&friend, &with("「少し遠い」")).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert!(clash.html.contains("「頼れる」") && clash.html.contains("「少し遠い」"), "{}", clash.html);
}

#[tokio::test]
async fn the_municipality_reads_the_network_and_is_offered_no_form() {
    let pages = Pages::new().await;
    let case = case(&pages).await;
    pages.region.accept(case).await;
    let worker = pages.sign_in("counselor").await;
    add(&worker, case, &FRIEND).await;
    let friend = supporter(&worker, case).await;
    let officer = pages.sign_in("officer").await;

    let page = officer.get(&format!("/cases/{case}/network")).await.html;
    assert!(page.contains("友人の林さん") && !page.contains("支える人・機関を加える"), "{page}");
    let entry = officer.get(&friend).await.html;
    assert!(entry.contains("「なんでも話せる」") && !entry.contains("支援の終わりを記録する"), "{entry}");
    assert_eq!(officer.post(&friend, &FRIEND).await.status, StatusCode::FORBIDDEN);
    let end = [("left_on", "R8.4.1"), ("reason", "x")];
    assert_eq!(officer.post(&format!("{friend}/leave"), &end).await.status, StatusCode::FORBIDDEN);
    assert_eq!(officer.post(&format!("/cases/{case}/network/new"), &FRIEND).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_table_of_the_network_is_had_as_a_file_with_a_column_for_everything() {
    let pages = Pages::new().await;
    let case = case(&pages).await;
    let worker = pages.sign_in("counselor").await;
    add(&worker, case, &FRIEND).await;
    let file = worker.get(&format!("/cases/{case}/network?file=csv")).await;

    assert_eq!(file.status, StatusCode::OK);
    assert!(file.html.contains("いつまで") && file.html.contains("友人の林さん"), "{}", file.html);
}
