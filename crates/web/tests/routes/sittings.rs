//! Support records, conferences, the municipality's decision and the calendar of monitoring, as their pages show them.

use crate::desk::{
    Pages, between,
    region::{Region, day, plan},
};
use axum::http::StatusCode;
use banso_app::{Conclude, FormChoice, NewConference};
use banso_domain::{
    answer::{AnswerForm, PersonAnswer, Will},
    case::{
        event::Purpose,
        minutes::MatterMinutes,
        plan::{Conclusion, PlanContent, Service},
    },
    conference::{ConferenceKind, ConferencePlan, Member, Pattern, Tier},
    form::Language,
    id::{CaseId, ConferenceId},
};

const FACTS: &str = "「家賃が払えない」と話された。";

fn record<'f>(more: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let mut fields = vec![("on", "令和8年4月1日"), ("methods", "phone"), ("counterparts", "person"), ("facts", FACTS)];
    fields.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    fields.extend(more);
    fields
}

pub(super) fn member(name: &str, is_municipality: bool) -> Member {
    Member {
        agency: "みどり市".into(),
        agency_id: None,
        name: name.into(),
        staff: None,
        is_municipality,
        is_person: false,
        secrecy_acknowledged: true,
        attended: true,
    }
}

pub(super) async fn planned(region: &Region, on: &str) -> ConferenceId {
    let plan = ConferencePlan {
        kind: ConferenceKind::Coordination,
        pattern: Pattern::Regular,
        tier: Tier::Core,
        on: day(on),
        starts_at: Some(14 * 60),
        minutes: 60,
        place: "会議室".into(),
    };
    let new = NewConference { host: region.centre, plan, members: vec![member("市の担当", true)] };
    region.app.plan_conference(&region.chief, new).await.expect("a conference")
}

/// A case with a signed plan that waits for its conference.
pub(super) async fn waiting_for_conference(region: &Region, content: PlanContent) -> CaseId {
    let case = region.open("山田 太郎", "ヤマダ タロウ").await;
    region.accept(case).await;
    let version = region.version(case).await;
    let id = region.app.draft_plan(&region.counselor, case, version, content).await.expect("a plan");
    let answer = PersonAnswer {
        will: Will::Agrees { form: AnswerForm::Signed },
        on: region.today(),
        asked_by: region.counselor.staff(),
    };
    let version = region.version(case).await;
    region.app.answer_plan(&region.counselor, case, version, id, answer, true).await.expect("an answer");
    case
}

/// The same after a conference has approved the plan.
pub(super) async fn waiting_for_decision(region: &Region, services: &[Service]) -> CaseId {
    let case = waiting_for_conference(region, plan(services)).await;
    let id = planned(region, "2026-04-01").await;
    region.app.add_agenda_item(&region.chief, id, case, Purpose::Plan, 20).await.expect("an item");
    let members = vec![member("市の担当", true)];
    region.app.hold_conference(&region.chief, id, region.today(), members, "主任", "相談").await.expect("a sitting");
    let command = Conclude {
        case,
        purpose: Purpose::Plan,
        conclusion: Conclusion::Approved,
        discussion: "役割を確かめた".into(),
        municipality_view: String::new(),
        tasks: Vec::new(),
        ratifies: false,
        consent_scope_ok: true,
        minutes: MatterMinutes::default(),
    };
    region.app.conclude(&region.chief, id, command).await.expect("a conclusion");
    case
}

#[tokio::test]
async fn u11_a_quick_record_stands_on_the_timeline_with_who_wrote_it_and_without_a_time_nobody_knows() {
    let pages = Pages::new().await;
    let case = pages.region.open("山田 太郎", "ヤマダ タロウ").await;
    let worker = pages.sign_in("counselor").await;
    let path = format!("/cases/{case}/records");

    let form = worker.get(&path).await;
    assert!(form.html.contains("ここに書いたことは、みどり相談センターの職員"), "who reads is said before writing");
    let sent = worker.post(&path, &record(&[("next_on", "2026/4/15"), ("view", "早めの支援が要る")])).await;
    assert_eq!((sent.status, sent.to), (StatusCode::SEE_OTHER, format!("{path}?done=record-written")));

    let timeline = worker.get(&path).await.html;
    let entry = between(&timeline, "<li class=\"event\"", "</li>").expect("an entry");
    for shown in ["電話相談・連絡", FACTS, "早めの支援が要る", "職員 counselor（みどり相談センター）", "令和8年4月15日"]
    {
        assert!(entry.contains(shown), "{shown} is missing: {entry}");
    }
    assert!(!entry.contains("00:00"), "{entry}");
    let filtered = worker.get(&format!("{path}?method=interview")).await.html;
    assert!(!filtered.contains(FACTS), "a telephone call is no interview");
}

#[tokio::test]
async fn a_record_written_about_a_conference_leads_to_it_and_its_printed_sheet_names_it() {
    let pages = Pages::new().await;
    let case = waiting_for_decision(&pages.region, &[]).await;
    let worker = pages.sign_in("counselor").await;
    let path = format!("/cases/{case}/records");

    let form = worker.get(&path).await.html;
    let option = between(&form, "name=\"conference\"", "</select>").expect("the sittings of the case");
    assert!(option.contains("令和8年4月1日の会議（新規プラン）"), "{option}");
    let id = option.split("value=\"").filter_map(|rest| rest.split('"').next()).find(|id| id.len() == 36);
    let id = id.expect("an identifier").to_owned();
    let about = [("methods", "coordination_conference"), ("conference", id.as_str())];
    assert_eq!(worker.post(&path, &record(&about)).await.status, StatusCode::SEE_OTHER);

    let timeline = worker.get(&path).await.html;
    assert!(timeline.contains(&format!("href=\"/conferences/{id}\"")), "the entry leads to the conference");
    let (app, actor) = (&pages.region.app, &pages.region.counselor);
    let choice = FormChoice::default();
    let facts = app.facts_for(actor, "progress_record", case, &choice, Language::Ja).await.expect("a sheet");
    assert_eq!(facts.text("record.conference_on"), Some("2026-04-01"));
    assert_eq!(facts.get("record.conference_purpose"), Some(&serde_json::json!(["plan"])));

    // A correction keeps it, and a conference of another case is none of this one's.
    let record_id = between(&timeline, "id=\"record-", "\"").expect("a record");
    let correct = worker.get(&format!("{path}/{record_id}/correct")).await.html;
    assert!(correct.contains(&format!("value=\"{id}\" selected")), "the conference is chosen in the form");
    let elsewhere = planned(&pages.region, "2026-04-10").await.to_string();
    worker.post(&path, &record(&[("conference", elsewhere.as_str())])).await;
    assert!(!worker.get(&path).await.html.contains(&elsewhere));
}

#[tokio::test]
async fn u16_a_record_with_a_wrong_date_comes_back_with_everything_that_was_typed() {
    let pages = Pages::new().await;
    let case = pages.region.open("山田 太郎", "ヤマダ タロウ").await;
    let worker = pages.sign_in("counselor").await;

    let sent = worker
        .post(
            &format!("/cases/{case}/records"),
            &record(&[("on", "令和8年2月30日"), ("disclosures[3].to", "大家さん")]),
        )
        .await;

    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in ["令和8年2月30日", FACTS, "大家さん", "data-error-summary", "href=\"#on\""] {
        assert!(sent.html.contains(kept), "{kept} is lost");
    }
}

#[tokio::test]
async fn u15_two_corrections_of_one_record_stand_side_by_side_and_neither_is_lost() {
    let pages = Pages::new().await;
    let case = pages.region.open("山田 太郎", "ヤマダ タロウ").await;
    let worker = pages.sign_in("counselor").await;
    worker.post(&format!("/cases/{case}/records"), &record(&[])).await;
    let timeline = worker.get(&format!("/cases/{case}/records")).await.html;
    let id = between(&timeline, "id=\"record-", "\"").expect("a record");
    let path = format!("/cases/{case}/records/{id}/correct");
    let read = worker.get(&path).await.html;
    let version = between(&read, "name=\"version\" value=\"", "\"").expect("a version");

    let silent = worker.post(&path, &record(&[("version", &version)])).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "a correction says why");

    let later = pages.region.app.clock().now() + chrono::TimeDelta::minutes(5);
    pages.region.app.clock().set(later);
    let first = [("version", version.as_str()), ("reason", "聞きもれ"), ("facts", "一人めの文")];
    assert_eq!(worker.post(&path, &record(&first)).await.status, StatusCode::SEE_OTHER);
    let chief = pages.sign_in("chief").await;
    let second = [("version", version.as_str()), ("reason", "聞きもれ"), ("facts", "二人めの文")];
    let conflict = chief.post(&path, &record(&second)).await;

    assert_eq!(conflict.status, StatusCode::CONFLICT);
    assert!(conflict.html.contains("一人めの文") && conflict.html.contains("二人めの文"));
    assert!(conflict.html.contains("職員 counselor"), "who saved meanwhile is named");
    assert!(conflict.html.contains("name=\"keep.facts\" value=\"mine\" checked"), "both changed it");
    assert!(conflict.html.contains("二人とも変えました。"));
    assert!(worker.get(&format!("/cases/{case}/records")).await.html.contains("訂正あり"));
}

#[tokio::test]
async fn a_plan_goes_from_the_agenda_through_the_minutes_to_the_decision_of_the_officer() {
    let pages = Pages::new().await;
    let case = waiting_for_conference(&pages.region, plan(&[Service::WorkPrep, Service::HousingBenefit])).await;
    let chief = pages.sign_in("chief").await;

    // Planned on a form, with a member who is picked from the staff.
    let form = chief.get("/conferences/new").await.html;
    assert!(form.contains("みどり市") && form.contains("職員 chief"), "those who are nearly always there stand in it");
    let sent = chief
        .post(
            "/conferences/new",
            &[
                ("on", "R8.4.1"),
                ("start", "1400"),
                ("minutes", "30"),
                ("members[0].agency", "みどり市"),
                ("members[0].name", "福祉課"),
                ("members[0].is", "municipality"),
                ("members[0].is", "attended"),
                ("members[5].agency", ""),
            ],
        )
        .await;
    let conference = sent.to.split('?').next().unwrap_or_default().to_owned();
    assert!(conference.starts_with("/conferences/"), "{} {}", sent.status, sent.html);
    let page = chief.get(&conference).await.html;
    assert!(page.contains("山田 太郎"), "a case that waits is offered");

    let item = [
        ("case", case.to_string()),
        (&*format!("purpose-{case}"), "plan".to_owned()),
        (&*format!("minutes-{case}"), "40".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value));
    let item: Vec<(&str, &str)> = item.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(chief.post(&format!("{conference}/agenda"), &item).await.status, StatusCode::SEE_OTHER);
    let page = chief.get(&conference).await.html;
    assert!(page.contains("40分／30分") && page.contains("予定の長さをこえています"), "time boxes are added up");
    assert!(page.contains("14:00～14:40"));

    // Concluding comes after sitting.
    let matter = format!("{conference}/items/{case}/plan");
    let early = chief.post(&matter, &[("conclusion", "approved"), ("consent_scope_ok", "yes")]).await;
    assert!(early.status == StatusCode::UNPROCESSABLE_ENTITY && early.html.contains("P-15"), "{}", early.status);
    let hold = chief.get(&format!("{conference}/hold")).await.html;
    let version = between(&hold, "name=\"version\" value=\"", "\"").expect("a version");
    let there = [
        ("version", version.as_str()),
        ("on", "R8.4.1"),
        ("chair", "主任"),
        ("members[0].agency", "みどり市"),
        ("members[0].is", "municipality"),
        ("members[0].is", "attended"),
    ];
    assert_eq!(chief.post(&format!("{conference}/hold"), &there).await.status, StatusCode::SEE_OTHER);
    let form = chief.get(&matter).await.html;
    assert!(
        form.contains("本人は、関係機関との情報共有に同意しています"),
        "how far the consent goes is beside its question"
    );
    let unchecked = chief.post(&matter, &[("conclusion", "approved")]).await;
    assert!(unchecked.status == StatusCode::UNPROCESSABLE_ENTITY && unchecked.html.contains("P-31"));
    let said = [
        ("conclusion", "approved"),
        ("consent_scope_ok", "yes"),
        ("presented_docs", "assessment"),
        ("presented_docs", "plan"),
        ("next_review", "R8.7"),
        ("discussion", "本人の希望にそっている"),
        ("tasks[0].what", "求人を一緒に見る"),
        ("tasks[0].who", "就労支援員"),
        ("tasks[0].due", "R8.4.20"),
    ];
    assert_eq!(chief.post(&matter, &said).await.status, StatusCode::SEE_OTHER);
    let tab = chief.get(&format!("/cases/{case}/conferences")).await.html;
    for shown in ["本人の希望にそっている", "求人を一緒に見る", "自治体の決定・確認待ち"]
    {
        assert!(tab.contains(shown), "{shown} is missing");
    }
    let minutes = chief.get(&conference).await.html;
    for shown in
        ["共有同意の範囲確認", "【2】インテーク・アセスメントシート、【5】プラン兼事業等利用申込書", "令和8年7月"]
    {
        assert!(minutes.contains(shown) && tab.contains(shown), "{shown} is missing");
    }
    let done = between(&tab, "action=\"/cases/", "/done\"").expect("a button");
    let done = chief.post(&format!("/cases/{done}/done"), &[]).await;
    assert_eq!(done.to, format!("/cases/{case}/conferences?done=task-finished"));

    // The officer: inbox, form, check, record.
    let officer = pages.sign_in("officer").await;
    assert!(officer.get("/decisions").await.html.contains("山田 太郎"));
    let path = format!("/cases/{case}/decision");
    let form = officer.get(&path).await.html;
    let version = between(&form, "name=\"version\" value=\"", "\"").expect("a form");
    let mut fields = vec![("version", version.as_str()), ("on", "R8.4.1"), ("line-work_prep", "decided")];
    let incomplete = officer.post(&path, &fields).await;
    assert_eq!(incomplete.status, StatusCode::UNPROCESSABLE_ENTITY, "every line needs a choice");
    fields.extend([("line-housing_benefit", "recorded"), ("line-other", "confirmed")]);
    let check = officer.post(&path, &fields).await;
    assert!(check.status == StatusCode::OK && check.html.contains("まだ記録されていません"), "{}", check.status);
    assert!(officer.get("/decisions").await.html.contains("山田 太郎"), "checking records nothing");
    fields.push(("step", "record"));
    let recorded = officer.post(&path, &fields).await;
    assert_eq!(recorded.to, format!("{path}?done=decision-recorded"));
    assert!(!officer.get("/decisions").await.html.contains("山田 太郎"));
    assert!(chief.get(&path).await.html.contains("支援決定する"), "the centre reads the decision");
}

#[tokio::test]
async fn a_counselor_reads_the_decision_page_and_decides_nothing() {
    let pages = Pages::new().await;
    let case = waiting_for_decision(&pages.region, &[Service::WorkPrep]).await;
    let chief = pages.sign_in("chief").await;

    let page = chief.get(&format!("/cases/{case}/decision")).await;
    assert!(page.html.contains("週3日働く") && !page.html.contains("line-work_prep"), "read only");
    let sent = chief.post(&format!("/cases/{case}/decision"), &[("line-work_prep", "decided")]).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    assert_eq!(chief.get("/decisions").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn sr_08_before_the_conference_the_officer_is_told_why_there_is_nothing_to_decide() {
    let pages = Pages::new().await;
    let case = waiting_for_conference(&pages.region, plan(&[])).await;
    let page = pages.sign_in("officer").await.get(&format!("/cases/{case}/decision")).await.html;
    assert!(page.contains("SR-08") && !page.contains("name=\"line-other\""));
}

#[tokio::test]
async fn a_decision_on_a_case_that_changed_meanwhile_comes_back_with_what_was_chosen() {
    let pages = Pages::new().await;
    let case = waiting_for_decision(&pages.region, &[Service::WorkPrep]).await;
    let officer = pages.sign_in("officer").await;
    let fields = [
        ("version", "1"),
        ("on", "R8.4.1"),
        ("line-work_prep", "refused"),
        ("line-other", "confirmed"),
        ("comment", "家計も見てください"),
        ("step", "record"),
    ];
    let answer = officer.post(&format!("/cases/{case}/decision"), &fields).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.html.contains("家計も見てください"));
    assert!(answer.html.contains("value=\"refused\" checked"), "the choice is kept");
}

#[tokio::test]
async fn sr_20_a_sitting_to_which_nobody_of_the_municipality_is_invited_says_so() {
    let pages = Pages::new().await;
    let chief = pages.sign_in("chief").await;
    let sent = chief.post("/conferences/new", &[("on", "R8.4.10"), ("members[0].agency", "社会福祉協議会")]).await;
    let page = chief.get(&sent.to).await.html;
    assert!(page.contains("SR-20"), "{}", sent.status);
}

#[tokio::test]
async fn a_case_that_the_officer_may_not_see_is_restricted_on_the_agenda() {
    let pages = Pages::new().await;
    let case = pages.region.open("山田 太郎", "ヤマダ タロウ").await;
    let id = planned(&pages.region, "2026-04-10").await;
    pages.region.app.add_agenda_item(&pages.region.chief, id, case, Purpose::Suspension, 10).await.expect("an item");

    let officer = pages.sign_in("officer").await.get(&format!("/conferences/{id}")).await.html;
    assert!(officer.contains("閲覧制限"));
    assert!(!officer.contains("山田") && !officer.contains(&case.to_string()), "nothing of the case is in the page");
    let chief = pages.sign_in("chief").await.get(&format!("/conferences/{id}")).await.html;
    assert!(chief.contains("山田 太郎"));
}

#[tokio::test]
async fn u26_the_calendar_names_holidays_and_shows_what_is_overdue_first() {
    let pages = Pages::new().await;
    let region = &pages.region;
    let case = waiting_for_decision(region, &[]).await;
    let officer = pages.sign_in("officer").await;
    let form = officer.get(&format!("/cases/{case}/decision")).await.html;
    let version = between(&form, "name=\"version\" value=\"", "\"").expect("a form");
    let fields = [("version", version.as_str()), ("on", "R8.4.1"), ("line-other", "confirmed"), ("step", "record")];
    officer.post(&format!("/cases/{case}/decision"), &fields).await;

    region.on("2026-08-01");
    let worker = pages.sign_in("counselor").await;
    let calendar = worker.get("/monitoring").await.html;
    assert!(calendar.contains("山の日") && calendar.contains("プラン終期") && calendar.contains("山田 太郎"));
    assert!(!calendar.contains("期限をすぎたもの"));
    let later = worker.get("/monitoring?from=2026-11").await.html;
    assert!(later.contains("令和8年11月") && later.contains("文化の日") && !later.contains("山田 太郎"));
    assert!(later.contains("href=\"/monitoring\" rel=\"prev\"") && later.contains("from=2027-02"));
    for unreadable in ["2026-01", "soon", "9999-99"] {
        let page = worker.get(&format!("/monitoring?from={unreadable}")).await.html;
        assert!(page.contains("山田 太郎"), "{unreadable} shows the months from today on");
    }
    let table = worker.get("/monitoring?view=table").await.html;
    assert!(table.contains("monitoring-coming") && table.contains("山田 太郎"));
    let stranger = pages.sign_in("stranger").await.get("/monitoring").await.html;
    assert!(stranger.contains("予定はありません") && !stranger.contains("山田"));
    region.on("2026-10-02");
    assert!(pages.sign_in("counselor").await.get("/monitoring").await.html.contains("期限をすぎたもの"));
}

#[tokio::test]
async fn nobody_without_a_session_gets_further_than_the_sign_in_page() {
    let pages = Pages::new().await;
    let case = pages.region.open("山田 太郎", "ヤマダ タロウ").await;
    for path in ["/conferences", "/decisions", "/monitoring", &format!("/cases/{case}/records")] {
        let answer = pages.anonymous().get(path).await;
        assert!(answer.status == StatusCode::SEE_OTHER && answer.to.starts_with("/sign-in"), "{path}");
        let stranger = pages.sign_in("stranger").await.get(&format!("/cases/{case}/decision")).await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    }
}
