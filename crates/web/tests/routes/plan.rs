//! The rooms of the plan and of closure, as a worker goes through them.

use axum::{
    body::{Body, to_bytes},
    http::{
        Request, StatusCode,
        header::{CONTENT_TYPE, COOKIE, LOCATION},
    },
};
use tower::ServiceExt;

use crate::world::{Visitor, World};

/// Sends a form; the fields are written as a browser would, without encoding what needs none.
async fn send(
    world: &World,
    visitor: &Visitor,
    address: &str,
    fields: &[(&str, &str)],
) -> (StatusCode, String, String) {
    let encoded = |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
    let mut body = format!("csrf={}", visitor.csrf);
    for (name, value) in fields {
        body.push_str(&format!("&{}={}", encoded(name), encoded(value)));
    }
    let request = Request::post(address)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(COOKIE, &visitor.cookie)
        .body(Body::from(body))
        .expect("a request");
    let response = world.router.clone().oneshot(request).await.expect("an answer");
    let to = response.headers().get(LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 10_000_000).await.expect("a body");
    (status, to, String::from_utf8_lossy(&bytes).into_owned())
}

async fn page(world: &World, visitor: &Visitor, address: &str) -> String {
    let answer = world.ask("GET", address, Some(visitor), false).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}");
    assert!(!answer.body.contains('⟦'), "a message is missing on {address}");
    answer.body
}

/// The value of the hidden field of that name on a page.
fn hidden(page: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let value = page.split_once(&mark).and_then(|(_, rest)| rest.split_once('"')).map(|(value, _)| value);
    value.unwrap_or_else(|| panic!("no hidden {name}")).to_owned()
}

/// Every ※ item of a plan without a service of the law.
fn complete() -> Vec<(&'static str, &'static str)> {
    let mut fields = vec![
        ("wishes", "静かに暮らしたい"),
        ("long_term_goal", "自分の部屋で暮らす"),
        ("goal", "家賃を毎月払う"),
        ("set_by_person", "yes"),
        ("actions[0].actor", "person"),
        ("actions[0].what", "家計簿をつける"),
        ("related.welfare_loan.used", "no"),
        ("related.hw_joint_program.used", "no"),
        ("ends_on", "R12.3.31"),
        ("next_monitoring", "R12.1"),
    ];
    for name in ["housing_benefit", "shelter", "budget", "work_prep", "training", "employment_support"] {
        let field: &'static str = Box::leak(format!("services.{name}.used").into_boxed_str());
        fields.push((field, "no"));
    }
    fields
}

#[tokio::test]
async fn u12_a_plan_is_changed_signed_begun_and_its_versions_stay() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let plan = world.address("/cases/{case}/plans/{plan}", false);
    let editor = page(&world, &chief, &format!("{plan}/edit")).await;
    assert!(editor.contains("青葉センターの職員"), "who will read it is said before writing");

    let mut fields = complete();
    let basis = hidden(&editor, "basis");
    fields.push(("basis", &basis));
    let (status, to, _) = send(&world, &chief, &format!("{plan}/edit"), &fields).await;
    assert_eq!((status, to.ends_with("/plan?done=plan-changed")), (StatusCode::SEE_OTHER, true));
    let room = page(&world, &chief, &to).await;
    assert!(room.contains("静かに暮らしたい") && room.contains("家計簿をつける") && room.contains("令和12年3月31日"));
    assert!(room.contains("SR-24"), "findings are shown with their number after saving");

    let answer = page(&world, &chief, &format!("{plan}/answer")).await;
    let basis = hidden(&answer, "basis");
    let no = [("will", "declines"), ("on", "今日ではない"), ("basis", basis.as_str())];
    let (status, _, body) = send(&world, &chief, &format!("{plan}/answer"), &no).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body.contains("今日ではない") && body.contains("理由を書いてください"), "what was typed is kept");
    let today = world.app.clock().today().to_string();
    let yes = [("will", "agrees"), ("form", "signed"), ("on", today.as_str()), ("basis", basis.as_str())];
    let (status, to, body) = send(&world, &chief, &format!("{plan}/answer"), &yes).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
    assert!(page(&world, &chief, &to).await.contains("自署"));

    let (status, ..) =
        send(&world, &chief, &format!("{plan}/start-early"), &[("on", &today), ("reason", "今夜泊まるところがない")])
            .await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (status, ..) = send(&world, &chief, &format!("{plan}/actions/0"), &[("state", "in_progress")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let room = page(&world, &chief, &world.address("/cases/{case}/plan", false)).await;
    assert!(room.contains("SR-09") && room.contains("取組中"));

    let first = page(&world, &chief, &format!("{plan}?version=1")).await;
    assert!(!first.contains("静かに暮らしたい"), "the first version did not say it yet");
}

#[tokio::test]
async fn u15_of_two_people_who_change_a_plan_neither_loses_a_word() {
    let world = World::new().await;
    let (one, other) = (world.sign_in("chief").await, world.sign_in("chief").await);
    let address = world.address("/cases/{case}/plans/{plan}/edit", false);
    let basis = hidden(&page(&world, &one, &address).await, "basis");
    let mine = |goal: &'static str| [("basis", basis.clone()), ("goal", goal.to_owned())];
    for (visitor, goal, wanted) in
        [(&one, "家賃を払う", StatusCode::SEE_OTHER), (&other, "夜は眠る", StatusCode::CONFLICT)]
    {
        let fields = mine(goal);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let (status, _, body) = send(&world, visitor, &address, &fields).await;
        assert_eq!(status, wanted);
        if wanted == StatusCode::CONFLICT {
            assert!(body.contains("家賃を払う") && body.contains("夜は眠る"), "both versions stand side by side");
            let basis = hidden(&body, "basis");
            let choice = [
                ("basis", basis.as_str()),
                ("choose.goal", "mine"),
                ("mine.goal", "夜は眠る"),
                ("theirs.goal", "家賃を払う"),
            ];
            let (status, to, _) = send(&world, visitor, &address, &choice).await;
            assert_eq!(status, StatusCode::SEE_OTHER);
            assert!(page(&world, visitor, &to).await.contains("夜は眠る"));
        }
    }
}

#[tokio::test]
async fn what_happens_elsewhere_in_the_case_is_no_conflict_for_its_plan() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let address = world.address("/cases/{case}/plans/{plan}/edit", false);
    let basis = hidden(&page(&world, &chief, &address).await, "basis");
    let today = world.app.clock().today().to_string();
    let attempt = [("attempt.on", today.as_str()), ("attempt.means", "phone"), ("attempt.result", "応答なし")];
    let (status, ..) = send(&world, &chief, &world.address("/cases/{case}/closing/{part}", false), &attempt).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (status, ..) = send(&world, &chief, &address, &[("basis", &basis), ("goal", "眠る")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_line_is_added_without_a_script_and_nothing_typed_is_lost() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let address = world.address("/cases/{case}/plans/{plan}/edit", false);
    let fields = [("goal", "夜は眠る"), ("actions[0].what", "早く起きる"), ("add_row", "plan-lines")];
    let (status, _, body) = send(&world, &chief, &address, &fields).await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.contains("夜は眠る") && body.contains("早く起きる") && body.contains("actions[1].what"));
}

#[tokio::test]
async fn a_kept_draft_is_opened_again_and_gone_once_it_is_saved() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let address = world.address("/cases/{case}/plans/{plan}/edit", false);
    let editor = page(&world, &chief, &address).await;
    let key = editor.split_once("data-draft=\"").and_then(|(_, rest)| rest.split_once('"')).expect("a draft key").0;
    let basis = hidden(&editor, "basis");
    let (status, ..) =
        send(&world, &chief, &format!("/drafts/{key}"), &[("basis", &basis), ("wishes", "海が見たい")]).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert!(page(&world, &chief, &address).await.contains("海が見たい"));
    assert!(!page(&world, &chief, &format!("{address}?draft=no")).await.contains("海が見たい"));
    send(&world, &chief, &address, &[("basis", &basis), ("wishes", "山が見たい")]).await;
    assert!(!page(&world, &chief, &address).await.contains("海が見たい"));
}

#[tokio::test]
async fn sr_14_a_suspension_waits_for_the_conference_and_says_so() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let closing = page(&world, &chief, &world.address("/cases/{case}/closing", false)).await;
    assert!(closing.contains("P-13") && closing.contains("SR-14"));
    assert!(!closing.contains("name=\"suspend.reason\""), "no form before the conference confirmed it");
    let today = world.app.clock().today().to_string();
    let address = world.address("/cases/{case}/closing/suspend", false);
    let (status, _, body) =
        send(&world, &chief, &address, &[("suspend.on", &today), ("suspend.reason", "連絡がとれない")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body.contains("P-13"));
}

#[tokio::test]
async fn the_officer_reads_the_plan_without_buttons_that_only_workers_may_press() {
    let world = World::new().await;
    let officer = world.sign_in("officer").await;
    let answer = world.ask("GET", &world.address("/cases/{case}/plan", false), Some(&officer), false).await;
    if answer.status == StatusCode::OK {
        assert!(!answer.body.contains("/edit\""), "{}", answer.body);
    }
    let edit = world.address("/cases/{case}/plans/{plan}/edit", false);
    let refused = world.ask("GET", &edit, Some(&officer), false).await.status;
    assert!(matches!(refused, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{refused}");
}
