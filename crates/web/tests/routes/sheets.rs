//! Sheets on their pages: what each side writes, what stands beside each other, what is final, and what the person does with their own.

use axum::http::StatusCode;
use banso_domain::{
    case::sharing::{ItemSet, Recipient, SharedItem},
    id::ConsentId,
    staff::Role,
};
use uuid::Uuid;

use crate::world::{Answer, NAME, Visitor, World, health_to};

async fn send(world: &World, who: &Visitor, address: &str, fields: &[(&str, &str)]) -> Answer {
    let today = world.app.clock().today().to_string();
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (*name, if *value == "今日" { today.as_str() } else { *value })).collect();
    world.post(address, who, &fields).await
}

async fn write(world: &World, who: &Visitor, side: &str, fields: &[(&str, &str)]) -> Answer {
    let fields: Vec<_> = [("said-on", "今日")].iter().chain(fields).copied().collect();
    send(world, who, &format!("/sheets/{}/write/{side}", world.kept), &fields).await
}

async fn kept(world: &World, who: &Visitor) -> String {
    world.ask("GET", &format!("/sheets/{}", world.kept), Some(who), false).await.body
}

/// Two sides have written, from two places; three meals are seen differently.
async fn two_sides(world: &World, office: &Visitor) {
    let person = [("three_meals_person", "well"), ("rests_when_tired_person", "fairly"), ("said-at", "自宅")];
    assert_eq!(write(world, office, "person", &person).await.status, StatusCode::SEE_OTHER);
    let staff = [
        ("three_meals_staff", "hardly"),
        ("three_meals_staff_note", "昼を抜く日が週に3日"),
        ("rests_when_tired_staff", "fairly"),
        ("said-at", "作業室"),
    ];
    let written = write(world, office, "staff", &staff).await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.body);
}

#[tokio::test]
async fn r_32_the_sides_stand_beside_each_other_and_a_difference_is_said_in_words() {
    let world = World::new().await;
    let office = world.sign_in("office").await;
    two_sides(&world, &office).await;
    let page = kept(&world, &office).await;
    for words in ["昼を抜く日が週に3日", "見方がちがう", "R-32", "作業室", "自宅", "職業準備性ピラミッド"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(page.contains("href=\"#part-health\""), "the picture opens into its items");
}

#[tokio::test]
async fn p_91_what_is_final_stays_and_two_days_stand_beside_each_other() {
    let world = World::new().await;
    let office = world.sign_in("office").await;
    two_sides(&world, &office).await;
    let deed = |name: &str| format!("/sheets/{}/do/{name}", world.kept);
    let done = send(&world, &office, &deed("finish"), &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let late = write(&world, &office, "staff", &[("three_meals_staff", "well")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.body.contains("P-91"));

    let revised = send(&world, &office, &deed("revise"), &[("on", "今日"), ("source", "11月の実習（店長の話）")]).await;
    assert_eq!(revised.status, StatusCode::SEE_OTHER, "{}", revised.body);
    let again = [("three_meals_person", "well"), ("said-at", "実習先")];
    assert_eq!(write(&world, &office, "person", &again).await.status, StatusCode::SEE_OTHER);
    let beside = world.ask("GET", &format!("/sheets/{}/compare", world.kept), Some(&office), false).await;
    assert!(beside.body.contains("変わった") && beside.body.contains("同じまま"), "{}", beside.body);
    let page = kept(&world, &office).await;
    assert!(page.contains("11月の実習（店長の話）"));
}

#[tokio::test]
async fn r_25_one_side_alone_is_warned_of_and_made_final_only_when_that_was_read() {
    let world = World::new().await;
    let office = world.sign_in("office").await;
    let staff = [("three_meals_staff", "hardly"), ("said-at", "作業室")];
    assert_eq!(write(&world, &office, "staff", &staff).await.status, StatusCode::SEE_OTHER);
    let address = format!("/sheets/{}/do/finish", world.kept);
    let unread = send(&world, &office, &address, &[]).await;
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unread.body.contains("R-25"));
    assert_eq!(send(&world, &office, &address, &[("read", "yes")]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn u16_what_cannot_be_read_comes_back_beside_its_field_with_everything_that_was_typed() {
    let world = World::new().await;
    let office = world.sign_in("office").await;
    let answer =
        write(&world, &office, "site", &[("three_meals_site_note", "昼は弁当"), ("said-on", "令和7年2月30日")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("昼は弁当"), "{}", answer.body);
    let unnamed = write(&world, &office, "site", &[("three_meals_site", "well")]).await;
    assert!(unnamed.body.contains("P-95"), "whose words these are is asked for");
}

/// The person lets the office share what it assesses.
async fn lets_share_assessments(world: &World) {
    let actor = world.actor("chief", Role::ChiefCounselor).await;
    let office_id = world.actor("office", Role::PartnerStaff).await.agency();
    let mut consent = health_to(office_id, actor.staff(), world.app.clock().today());
    consent.id = ConsentId::new(Uuid::from_u128(904));
    consent.items = ItemSet::NONE.with(SharedItem::Assessment);
    consent.to = vec![Recipient { agency: office_id, is_employer: false }];
    let version = world.app.case_file(&actor, world.case).await.expect("the case").version;
    world.app.give_consent(&actor, world.case, version, consent).await.expect("a consent");
}

#[tokio::test]
async fn r_30_who_has_an_assessment_already_is_told_before_a_second_one_begins_and_the_reason_stays() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let list = format!("/cases/{}/sheets", world.case);
    lets_share_assessments(&world).await;

    let told = world.post(&list, &chief, &[("form", "readiness_pyramid")]).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in ["R-30", "が、同じシートを作成中です", "name=\"because\"", "作成中"] {
        assert!(told.body.contains(words), "{words}: {}", told.body);
    }
    assert!(!told.body.contains(&format!("/sheets/{}", world.kept)), "what is not final is nobody else's to read");
    let reason = "本人が、家での様子を別に見てほしいと話した";
    let begun = world.post(&list, &chief, &[("form", "readiness_pyramid"), ("because", reason)]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    let page = world.ask("GET", &begun.location, Some(&chief), false).await;
    assert!(page.body.contains(reason));
}

#[tokio::test]
async fn r_30_an_assessment_that_the_person_keeps_apart_is_not_betrayed() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let list = format!("/cases/{}/sheets", world.case);
    let begun = world.post(&list, &chief, &[("form", "readiness_pyramid")]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
}

#[tokio::test]
async fn r_12_the_centre_reads_what_is_final_once_the_person_agreed_and_nothing_before() {
    let world = World::new().await;
    let (office, chief) = (world.sign_in("office").await, world.sign_in("chief").await);
    two_sides(&world, &office).await;
    let address = format!("/sheets/{}", world.kept);
    let finish = format!("{address}/do/finish");
    assert_eq!(send(&world, &office, &finish, &[]).await.status, StatusCode::SEE_OTHER);
    let before = world.ask("GET", &address, Some(&chief), false).await;
    assert_eq!(before.status, StatusCode::NOT_FOUND, "the person lets the office share nothing of this kind");

    lets_share_assessments(&world).await;
    let after = world.ask("GET", &address, Some(&chief), false).await;
    assert!(after.body.contains("昼を抜く日が週に3日"), "{}", after.status);
    let listed = world.ask("GET", &format!("/cases/{}/sheets", world.case), Some(&chief), false).await;
    assert!(listed.body.contains(&address));
    let writes = world.post(&format!("{address}/write/staff"), &chief, &[("three_meals_staff", "well")]).await;
    assert_eq!(writes.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_person_says_first_what_they_think_and_then_reads_what_others_said() {
    let world = World::new().await;
    let (office, person) = (world.sign_in("office").await, world.sign_in("person").await);
    let staff =
        [("three_meals_staff", "hardly"), ("three_meals_staff_note", "昼を抜く日が週に3日"), ("said-at", "作業室")];
    assert_eq!(write(&world, &office, "staff", &staff).await.status, StatusCode::SEE_OTHER);
    let address = format!("/my/sheets/{}", world.kept);
    let before = world.ask("GET", &address, Some(&person), false).await;
    assert!(before.status.is_success() && !before.body.contains("昼を抜く日が週に3日"));
    let paper = world.ask("GET", &format!("{address}/print/sheet.pdf"), Some(&person), false).await;
    assert_eq!(paper.status, StatusCode::NOT_FOUND, "not on paper either");
    assert!(!before.body.contains("/print/"), "and no paper is offered");

    let own = [("said-on", "今日"), ("three_meals_person", "well")];
    let written = send(&world, &person, &format!("{address}/write/person"), &own).await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.body);
    let after = world.ask("GET", &address, Some(&person), false).await;
    assert!(after.body.contains("昼を抜く日が週に3日") && after.body.contains("/print/sheet.pdf"));
    // And what they wrote themself, nobody at the office changes.
    let over = write(&world, &office, "person", &[("three_meals_person", "not_yet")]).await;
    assert!(over.body.contains("P-92"), "{}", over.status);
}

#[tokio::test]
async fn p_96_the_person_shows_one_part_of_their_passport_to_the_clinic_and_closes_it_again() {
    let world = World::new().await;
    let (person, clinic, chief) =
        (world.sign_in("person").await, world.sign_in("clinic").await, world.sign_in("chief").await);
    let home = format!("/my/sheets/{}", world.own);
    let answers = [("said-on", "今日"), ("appeal", "数を正確に数える"), ("stress_trigger", "電話が重なるとき")];
    let written = send(&world, &person, &format!("{home}/write/person"), &answers).await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.body);
    let finished = send(&world, &person, &format!("{home}/do/finish"), &[("read", "yes")]).await;
    assert_eq!(finished.status, StatusCode::SEE_OTHER, "{}", finished.body);

    let there = format!("/sheets/{}", world.own);
    for stranger in [&clinic, &chief] {
        let unseen = world.ask("GET", &there, Some(stranger), false).await;
        assert_eq!(unseen.status, StatusCode::NOT_FOUND, "nobody sees it whom it was not shown to");
    }
    let to = world.clinic.to_string();
    let show = [("to", to.as_str()), ("parts", "appeal")];
    assert_eq!(send(&world, &person, &format!("{home}/do/show"), &show).await.status, StatusCode::SEE_OTHER);
    let shown = world.ask("GET", &there, Some(&clinic), false).await;
    assert!(shown.body.contains("数を正確に数える") && shown.body.contains(NAME));
    assert!(!shown.body.contains("電話が重なるとき"), "the other parts stay theirs");
    let listed = world.ask("GET", "/sheets", Some(&clinic), false).await;
    assert!(listed.body.contains(&there));

    let close = [("to", to.as_str())];
    assert_eq!(send(&world, &person, &format!("{home}/do/show"), &close).await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.ask("GET", &there, Some(&clinic), false).await.status, StatusCode::NOT_FOUND);
    let ledger = world.ask("GET", "/my/ledger", Some(&person), false).await;
    assert!(ledger.body.contains("シート"), "who read it stands in the ledger");
}

#[tokio::test]
async fn who_was_overtaken_is_told_and_what_they_typed_is_kept() {
    let world = World::new().await;
    let office = world.sign_in("office").await;
    let stale = [
        ("version", "1"),
        ("three_meals_staff", "hardly"),
        ("three_meals_staff_note", "一度目"),
        ("said-at", "作業室"),
    ];
    assert_eq!(write(&world, &office, "staff", &stale).await.status, StatusCode::SEE_OTHER);
    let late = write(&world, &office, "staff", &[stale[0], stale[1], ("three_meals_staff_note", "二度目")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("二度目"));
}

#[tokio::test]
async fn u23_excel_that_comes_back_is_put_into_the_form_and_moved_cells_change_nothing() {
    let world = World::new().await;
    let office = world.sign_in("office").await;
    let documents = world.app.documents();
    let today = world.app.clock().today();
    let form = documents.forms().get("readiness_pyramid", today).expect("the form");
    let options = banso_documents::RenderOptions::on(today);
    let mut facts = banso_domain::form::Facts::new();
    facts.set("readiness_pyramid.three_meals.staff_note", "Excelで書いた場面");
    facts.set("readiness_pyramid.three_meals.person_note", "ほかの立場の欄");
    let address = format!("/sheets/{}/read/staff", world.kept);
    let filled = documents.xlsx_of(form, &facts, &options).expect("a workbook");
    let read = world.upload(&address, &office, &filled).await;
    assert!(read.status.is_success() && read.body.contains("Excelで書いた場面"), "{}", read.status);
    assert!(!read.body.contains("ほかの立場の欄"), "only what belongs to the side");
    assert!(
        !kept(&world, &office).await.contains("Excelで書いた場面"),
        "nothing is saved before somebody looked at it"
    );

    let mut turned = form.clone();
    turned.sections.swap(1, 2);
    let moved = documents.xlsx_of(&turned, &facts, &options).expect("a workbook");
    let told = world.upload(&address, &office, &moved).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.body.contains("元の場所にありません") && !told.body.contains("Excelで書いた場面"));
    let none = world.upload(&address, &office, b"").await;
    assert!(none.body.contains(".xlsxファイルを選んでください"));
}

/// A sheet on accommodation that the office begins beside the job.
async fn on_accommodation(world: &World, office: &Visitor) -> String {
    let begun =
        send(world, office, &format!("/episodes/{}/sheets", world.episode), &[("form", "accommodation_sheet")]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    begun.location.split('?').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn p_72_a_sheet_of_three_sides_says_who_is_still_to_be_asked() {
    let world = World::new().await;
    let office = world.sign_in("office").await;
    let sheet = on_accommodation(&world, &office).await;
    let said = [("said-on", "今日"), ("requested_1", "紙に書いてほしい")];
    let written = send(&world, &office, &format!("{sheet}/write/person"), &said).await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.body);
    let page = world.ask("GET", &sheet, Some(&office), false).await.body;
    assert!(page.contains("まだ聞いていない人：支援機関、企業"), "{page}");
    let refused = send(&world, &office, &format!("{sheet}/do/finish"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("P-72"), "{}", refused.body);
}

#[tokio::test]
async fn r_77_the_sheet_and_the_job_lead_to_each_other_when_somebody_else_answers_at_the_firm() {
    let world = World::new().await;
    let office = world.sign_in("office").await;
    let sheet = on_accommodation(&world, &office).await;
    let job = format!("/jobs/{}", world.job);
    let changed = [("on", "今日"), ("key_person", "新しい主任")];
    let changed = send(&world, &office, &format!("{job}/change/contact"), &changed).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
    let page = world.ask("GET", &sheet, Some(&office), false).await.body;
    assert!(page.contains("R-77") && page.contains(&job), "{page}");
    assert!(world.ask("GET", &job, Some(&office), false).await.body.contains(&sheet));
    let said = [("said-on", "今日"), ("said-by", "新しい主任"), ("reconfirmed_on", "今日")];
    let written = send(&world, &office, &format!("{sheet}/write/employer"), &said).await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.body);
    assert!(!world.ask("GET", &sheet, Some(&office), false).await.body.contains("R-77"));
}
