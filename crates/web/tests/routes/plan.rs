//! The rooms of the plan and of closure, as a worker goes through them.

use axum::http::StatusCode;
use banso_domain::id::{CaseId, PlanId};

use crate::desk::{Browser, Pages, between, region::plan};

/// A page that is there and lacks no message.
async fn page(browser: &Browser<'_>, address: &str) -> String {
    let answer = browser.get(address).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}");
    assert!(!answer.html.contains('⟦'), "a message is missing on {address}");
    answer.html
}

/// A case that is to be supported, with an empty draft of a plan; the address of the case, and of the plan.
async fn drafted(pages: &Pages) -> (CaseId, String, String) {
    let region = &pages.region;
    let case = region.open("蓮見 ことは", "ハスミ コトハ").await;
    region.accept(case).await;
    let version = region.version(case).await;
    let id: PlanId = region.app.draft_plan(&region.counselor, case, version, Default::default()).await.expect("a plan");
    (case, format!("/cases/{case}"), format!("/cases/{case}/plans/{id}"))
}

/// The value of the hidden field of that name on a page.
fn hidden(page: &str, name: &str) -> String {
    between(page, &format!("name=\"{name}\" value=\""), "\"").unwrap_or_else(|| panic!("no hidden {name}"))
}

/// Every ※ item of a plan without a service of the law.
fn complete() -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = [
        ("wishes", "静かに暮らしたい"),
        ("long_term_goal", "自分の部屋で暮らす"),
        ("goal", "家賃を毎月払う"),
        ("set_by_person", "yes"),
        ("actions[0].actor", "person"),
        ("actions[0].what", "家計簿をつける"),
        ("related.welfare_loan.used", "no"),
        ("related.hw_joint_program.used", "no"),
        ("ends_on", "R8.9.30"),
        ("next_monitoring", "R8.7"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec();
    for name in ["housing_benefit", "shelter", "budget", "work_prep", "training", "employment_support"] {
        fields.push((format!("services.{name}.used"), "no".to_owned()));
    }
    fields
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[tokio::test]
async fn a_worker_drafts_the_first_plan_and_sees_what_is_to_be_checked() {
    let pages = Pages::new().await;
    let case = pages.region.open("蓮見 ことは", "ハスミ コトハ").await;
    let worker = pages.sign_in("counselor").await;
    let room = page(&worker, &format!("/cases/{case}/plan")).await;
    assert!(room.contains("P-03"), "what stands in the way is said with its number");
    pages.region.accept(case).await;
    let new = format!("/cases/{case}/plan/new");
    let editor = page(&worker, &new).await;
    assert!(editor.contains("みどり相談センターの職員"), "who will read it is said before writing");
    assert!(!between(&editor, "<title>", "</title>").expect("a title").contains("蓮見"), "no name in the title (U10)");

    let answer = worker.post(&new, &borrowed(&complete())).await;
    assert_eq!((answer.status, answer.to), (StatusCode::SEE_OTHER, format!("/cases/{case}/plan?done=plan-drafted")));
    let room = page(&worker, &format!("/cases/{case}/plan?done=plan-drafted")).await;
    for words in ["静かに暮らしたい", "家計簿をつける", "令和8年9月30日", "プラン案を保存しました", "SR-24"]
    {
        assert!(room.contains(words), "{words} is on the page");
    }
}

#[tokio::test]
async fn u12_a_plan_is_changed_signed_begun_and_its_versions_stay() {
    let pages = Pages::new().await;
    let (_, base, plan) = drafted(&pages).await;
    let worker = pages.sign_in("counselor").await;
    let mut fields = complete();
    fields.push(("version".to_owned(), hidden(&page(&worker, &format!("{plan}/edit")).await, "version")));
    assert_eq!(worker.post(&format!("{plan}/edit"), &borrowed(&fields)).await.status, StatusCode::SEE_OTHER);

    let ask = format!("{plan}/answer");
    let version = hidden(&page(&worker, &ask).await, "version");
    let no = worker.post(&ask, &[("will", "declines"), ("on", "きのう"), ("version", &version)]).await;
    assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(no.html.contains("value=\"きのう\"") && no.html.contains("理由を書いてください"), "what was typed is kept");
    let yes = [("will", "agrees"), ("form", "signed"), ("on", "R8.4.1"), ("version", &version)];
    assert_eq!(worker.post(&ask, &yes).await.status, StatusCode::SEE_OTHER);
    assert!(page(&worker, &format!("{base}/plan")).await.contains("自署"));

    let early = [("on", "R8.4.1"), ("reason", "今夜泊まるところがない")];
    assert_eq!(worker.post(&format!("{plan}/start-early"), &early).await.status, StatusCode::SEE_OTHER);
    assert_eq!(worker.post(&format!("{plan}/actions/0"), &[("state", "achieved")]).await.status, StatusCode::SEE_OTHER);
    let room = page(&worker, &format!("{base}/plan")).await;
    assert!(room.contains("SR-09") && room.contains("達成"));
    let first = page(&worker, &format!("{plan}?version=1")).await;
    assert!(!first.contains("静かに暮らしたい"), "the first version did not say it yet");
    assert!(page(&worker, &format!("{plan}?version=2")).await.contains("静かに暮らしたい"));
}

#[tokio::test]
async fn u13_an_answer_to_a_plan_that_has_changed_meanwhile_is_not_taken_for_the_new_one() {
    let pages = Pages::new().await;
    let (case, _, plan) = drafted(&pages).await;
    let worker = pages.sign_in("counselor").await;
    let ask = format!("{plan}/answer");
    let seen = hidden(&page(&worker, &ask).await, "version");
    let region = &pages.region;
    let id = plan.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a plan");
    let version = region.version(case).await;
    region.app.change_plan(&region.chief, case, version, id, self::plan(&[])).await.expect("a change");
    let late = worker.post(&ask, &[("will", "agrees"), ("form", "oral"), ("on", "R8.4.1"), ("version", &seen)]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.html.contains("週3日働く"), "the plan as it stands now is shown");
}

#[tokio::test]
async fn u15_of_two_people_who_change_a_plan_neither_loses_a_word() {
    let pages = Pages::new().await;
    let (_, _, plan) = drafted(&pages).await;
    let (one, other) = (pages.sign_in("counselor").await, pages.sign_in("chief").await);
    let edit = format!("{plan}/edit");
    let version = hidden(&page(&one, &edit).await, "version");
    let first = one.post(&edit, &[("version", &version), ("goal", "家賃を払う"), ("set_by_person", "yes")]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let second = other.post(&edit, &[("version", &version), ("goal", "夜は眠る")]).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.html.contains("家賃を払う") && second.html.contains("夜は眠る"), "both versions side by side");
    assert!(second.html.contains("職員 counselor") && second.html.contains("本人が設定"), "who, and in words");
    assert!(second.html.contains("name=\"keep.goal\" value=\"mine\" checked"), "both changed it");
    assert!(second.html.contains("name=\"keep.set_by_person\" value=\"theirs\" checked"), "only the colleague did");
    let version = hidden(&second.html, "version");
    let typed = hidden(&second.html, "typed").replace("&#38;", "&");
    let choice =
        [("version", version.as_str()), ("typed", &typed), ("keep.goal", "mine"), ("keep.set_by_person", "theirs")];
    let settled = other.post(&edit, &choice).await;
    assert_eq!(settled.status, StatusCode::SEE_OTHER);
    let room = page(&other, &settled.to).await;
    assert!(room.contains("夜は眠る") && room.contains("本人が設定"));
}

#[tokio::test]
async fn what_happens_elsewhere_in_the_case_is_no_conflict_for_its_plan() {
    let pages = Pages::new().await;
    let (_, base, plan) = drafted(&pages).await;
    let worker = pages.sign_in("counselor").await;
    let edit = format!("{plan}/edit");
    let version = hidden(&page(&worker, &edit).await, "version");
    let attempt = [("attempt.on", "R8.4.1"), ("attempt.means", "phone"), ("attempt.result", "応答なし")];
    assert_eq!(worker.post(&format!("{base}/closing/attempt"), &attempt).await.status, StatusCode::SEE_OTHER);
    let saved = worker.post(&edit, &[("version", &version), ("goal", "眠る")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_line_is_added_without_a_script_and_nothing_typed_is_lost() {
    let pages = Pages::new().await;
    let (_, _, plan) = drafted(&pages).await;
    let worker = pages.sign_in("counselor").await;
    let fields = [("goal", "夜は眠る"), ("actions[0].what", "早く起きる"), ("add_row", "plan-lines")];
    let more = worker.post(&format!("{plan}/edit"), &fields).await;
    assert_eq!(more.status, StatusCode::OK);
    for words in ["夜は眠る", "早く起きる", "actions[1].what"] {
        assert!(more.html.contains(words), "{words}");
    }
}

#[tokio::test]
async fn u15_a_kept_draft_is_opened_again_and_gone_once_it_is_saved() {
    let pages = Pages::new().await;
    let (_, _, plan) = drafted(&pages).await;
    let worker = pages.sign_in("counselor").await;
    let edit = format!("{plan}/edit");
    let editor = page(&worker, &edit).await;
    let key = between(&editor, "data-draft=\"", "\"").expect("a draft key");
    let version = hidden(&editor, "version");
    let kept = worker.post(&format!("/drafts/{key}"), &[("version", &version), ("wishes", "海が見たい")]).await;
    assert_eq!(kept.status, StatusCode::NO_CONTENT);
    assert!(page(&worker, &edit).await.contains("海が見たい"));
    let dropped = worker.post(&format!("/drafts/{key}"), &[("drop_draft", &edit)]).await;
    assert_eq!((dropped.status, &dropped.to), (StatusCode::SEE_OTHER, &edit));
    assert!(!page(&worker, &edit).await.contains("海が見たい"));
    worker.post(&format!("/drafts/{key}"), &[("version", &version), ("wishes", "空が見たい")]).await;
    worker.post(&edit, &[("version", &version), ("wishes", "山が見たい")]).await;
    assert!(!page(&worker, &edit).await.contains("空が見たい"));
}

#[tokio::test]
async fn from_monitoring_to_evaluation_to_a_re_plan() {
    let pages = Pages::new().await;
    let (_, base, plan) = drafted(&pages).await;
    let worker = pages.sign_in("counselor").await;
    let mut fields = complete();
    fields.push(("version".to_owned(), "1".to_owned()));
    assert_eq!(worker.post(&format!("{plan}/edit"), &borrowed(&fields)).await.status, StatusCode::SEE_OTHER);
    assert!(page(&worker, &format!("{base}/monitoring")).await.contains("P-19"), "monitoring waits for support");
    let yes = [("will", "agrees"), ("form", "oral"), ("on", "R8.4.1"), ("version", "2")];
    assert_eq!(worker.post(&format!("{plan}/answer"), &yes).await.status, StatusCode::SEE_OTHER);
    let early = [("on", "R8.4.1"), ("reason", "今夜泊まるところがない")];
    assert_eq!(worker.post(&format!("{plan}/start-early"), &early).await.status, StatusCode::SEE_OTHER);

    pages.region.on("2026-09-30");
    let worker = pages.sign_in("counselor").await;
    let seen = [("on", "R8.9.1"), ("progress", "家賃を3か月払えた"), ("next", "令和8年12月")];
    assert_eq!(worker.post(&format!("{base}/monitoring"), &seen).await.status, StatusCode::SEE_OTHER);
    assert!(page(&worker, &format!("{base}/monitoring")).await.contains("家賃を3か月払えた"));

    let evaluation = format!("{base}/evaluation");
    let version = hidden(&page(&worker, &evaluation).await, "version");
    let mut sheet = vec![
        ("version", version.as_str()),
        ("evaluated_on", "R8.9.30"),
        ("person_wish", "replan"),
        ("person_wish_note", "もう少し続けたい"),
        ("goal_attainment", "家賃は払えている"),
        ("changes", "housing"),
        ("changes", "none"),
        ("staff_opinion", "replan"),
    ];
    let wrong = worker.post(&evaluation, &sheet).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.html.contains("変化なし") && wrong.html.contains("もう少し続けたい"));
    sheet.remove(6);
    assert_eq!(worker.post(&evaluation, &sheet).await.status, StatusCode::SEE_OTHER);
    let replan = worker.post(&format!("{evaluation}/replan"), &[("sitting", "today")]).await;
    assert_eq!(replan.status, StatusCode::SEE_OTHER);
    let editor = page(&worker, &format!("{base}/plan/new")).await;
    assert!(
        editor.contains("静かに暮らしたい") && editor.contains("家計簿をつける"),
        "begins with a copy of the last plan"
    );
    assert!(!editor.contains("令和8年9月30日"), "the last plan's dates are not carried on");
}

#[tokio::test]
async fn sr_14_a_suspension_waits_for_the_conference_and_says_so() {
    let pages = Pages::new().await;
    let (_, base, _) = drafted(&pages).await;
    let worker = pages.sign_in("counselor").await;
    let closing = page(&worker, &format!("{base}/closing")).await;
    assert!(closing.contains("P-13") && closing.contains("SR-14"));
    assert!(!closing.contains("name=\"suspend.reason\""), "no form before the conference confirmed it");
    let refused =
        worker.post(&format!("{base}/closing/suspend"), &[("suspend.on", "R8.4.1"), ("suspend.reason", "不明")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains("P-13"));
}

#[tokio::test]
async fn a_case_without_support_is_closed_with_the_persons_wish_and_followed_up() {
    let pages = Pages::new().await;
    let (_, base, _) = drafted(&pages).await;
    let worker = pages.sign_in("counselor").await;
    let mut close = vec![
        ("close.on", "R8.4.1"),
        ("close.reason", "own_wish"),
        ("close.note", "自分でやってみたい"),
        ("close.follow_up", "yes"),
        ("close.method", "電話"),
        ("close.frequency", "3か月に1回"),
        ("close.who", "相談支援員"),
    ];
    let wrong = worker.post(&format!("{base}/closing/close"), &close).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.html.contains("いつまで続けるか") && wrong.html.contains("自分でやってみたい"));
    close.push(("close.until", "R9.3.31"));
    assert_eq!(worker.post(&format!("{base}/closing/close"), &close).await.status, StatusCode::SEE_OTHER);
    let called = [("follow-up.on", "R8.4.1"), ("follow-up.note", "元気にしている")];
    assert_eq!(worker.post(&format!("{base}/closing/follow-up"), &called).await.status, StatusCode::SEE_OTHER);
    let ended = [("end-follow-up.on", "R8.4.1"), ("end-follow-up.note", "もう大丈夫")];
    assert_eq!(worker.post(&format!("{base}/closing/end-follow-up"), &ended).await.status, StatusCode::SEE_OTHER);
    let closed = page(&worker, &format!("{base}/closing")).await;
    assert!(closed.contains("元気にしている") && !closed.contains("name=\"close.on\""));
}

#[tokio::test]
async fn the_officer_reads_the_plan_and_changes_nothing_in_it() {
    let pages = Pages::new().await;
    let (_, base, plan) = drafted(&pages).await;
    let officer = pages.sign_in("officer").await;
    let room = page(&officer, &format!("{base}/plan")).await;
    assert!(!room.contains("/edit\"") && !room.contains("/answer\""), "no buttons that only workers may press");
    assert_eq!(officer.get(&format!("{plan}/edit")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(officer.post(&format!("{plan}/edit"), &[("goal", "x")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        officer.post(&format!("{plan}/actions/0"), &[("state", "achieved")]).await.status,
        StatusCode::FORBIDDEN
    );
}
