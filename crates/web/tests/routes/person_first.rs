//! On the page of a use: what the person comes about and where it is brought, what others decided for them, and the way of their plan.

use axum::http::StatusCode;

use crate::world::{Answer, World};

/// Does something to the use as the office; 「今日」 stands for the day of the test.
async fn change(world: &World, deed: &str, fields: &[(&str, &str)]) -> Answer {
    let office = world.sign_in("office").await;
    let today = world.app.clock().today().to_string();
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (*name, if *value == "今日" { today.as_str() } else { *value })).collect();
    world.post(&format!("/episodes/{}/change/{deed}", world.episode), &office, &fields).await
}

async fn look(world: &World, path: &str) -> Answer {
    let office = world.sign_in("office").await;
    world.ask("GET", &format!("/episodes/{}{path}", world.episode), Some(&office), false).await
}

#[tokio::test]
async fn r_31_what_they_come_about_needs_no_diagnosis_and_money_is_brought_to_the_desk_for_it() {
    let world = World::new().await;
    let empty = change(&world, "hear", &[("on", "今日"), ("about", "poverty")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("R-31"), "{}", empty.body);

    let said = [("on", "今日"), ("complaint", "家賃が払えない"), ("about", "poverty"), ("about", "training")];
    let heard = change(&world, "hear", &said).await;
    assert_eq!(heard.status, StatusCode::SEE_OTHER, "{}", heard.body);
    let page = look(&world, "").await.body;
    for words in ["家賃が払えない", "お金に困っていること", "自立相談支援機関", "change/link?topic=poverty"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("change/link?topic=training"), "training is what this office does itself");

    let form = look(&world, "/change/link?topic=poverty").await.body;
    assert!(form.contains("checked"), "the matter is chosen already");
    let silent = change(&world, "link", &[("on", "今日"), ("topic", "poverty"), ("to", "窓口")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let how = [("on", "今日"), ("topic", "poverty"), ("to", "あおば窓口"), ("how", "いっしょに電話をした")];
    let linked = change(&world, "link", &how).await;
    assert_eq!(linked.status, StatusCode::SEE_OTHER, "{}", linked.body);
    let page = look(&world, "").await.body;
    assert!(page.contains("いっしょに電話をした") && !page.contains("change/link?topic=poverty"));
}

#[tokio::test]
async fn r_21_what_the_mother_decided_is_looked_at_again_until_the_person_decides() {
    let world = World::new().await;
    let nobody = change(&world, "decided", &[("on", "今日"), ("decision", "通所は週3日まで")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    let decided = change(&world, "decided", &[("on", "今日"), ("decision", "通所は週3日まで"), ("by", "母")]).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.body);
    let page = look(&world, "").await.body;
    for words in ["R-21", "通所は週3日まで", "ほかの人が決めている", "家族などが決めたことの見直し"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let words = [("on", "今日"), ("place", "0"), ("words", "表を見れば自分で決められる"), ("now", "yes")];
    let looked = change(&world, "decides", &words).await;
    assert_eq!(looked.status, StatusCode::SEE_OTHER, "{}", looked.body);
    let page = look(&world, "").await.body;
    assert!(page.contains("本人が決めている") && !page.contains("家族などが決めたことの見直し"), "{page}");
    assert!(change(&world, "decides", &words).await.status.is_client_error(), "it is the person's now");
}

#[tokio::test]
async fn k_09_each_step_of_the_plan_says_who_by_when_and_leads_to_what_is_written_in_it() {
    let world = World::new().await;
    let page = look(&world, "").await.body;
    for words in [
        "個別支援計画の流れ",
        "個別支援会議",
        "本人（原則出席）",
        "sheets?form=transition_checklist",
        "what=plan_assessed",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let begin = look(&world, "/sheets?form=transition_checklist").await.body;
    let chosen = begin.split("value=\"transition_checklist\"").nth(1).unwrap_or_default();
    assert!(chosen.split('>').next().unwrap_or_default().contains("checked"), "the sheet of the step is chosen");
    let note = look(&world, "/change/note?what=plan_assessed").await.body;
    let chosen = note.split("value=\"plan_assessed\"").nth(1).unwrap_or_default();
    assert!(chosen.split('>').next().unwrap_or_default().contains("checked"));
    let noted = change(&world, "note", &[("what", "plan_assessed"), ("on", "今日")]).await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER, "{}", noted.body);
    assert!(!look(&world, "").await.body.contains("what=plan_assessed"), "it is done");
}

#[tokio::test]
async fn every_form_that_a_step_of_a_plan_names_is_there_to_be_begun() {
    let world = World::new().await;
    let forms: Vec<String> = world.app.sheet_forms().iter().map(|form| form.id.clone()).collect();
    let steps = world.app.programmes().all().flat_map(|programme| &programme.cycle);
    let named: Vec<&String> = steps.filter_map(|step| step.form.as_ref()).collect();
    assert!(!named.is_empty() && named.iter().all(|form| forms.contains(form)), "{named:?}");
}

#[tokio::test]
async fn p_113_a_plan_agreed_without_a_meeting_is_told_of_and_what_may_follow_stands_there_without_order() {
    let world = World::new().await;
    let agreed = change(&world, "note", &[("what", "plan_agreed"), ("on", "今日")]).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.body);
    let page = look(&world, "").await.body;
    for words in ["P-113", "記録がありません", "このあとに続くことがあるサービス", "就労定着支援"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let met = change(&world, "note", &[("what", "plan_meeting"), ("on", "今日")]).await;
    assert_eq!(met.status, StatusCode::SEE_OTHER, "{}", met.body);
    assert!(!look(&world, "").await.body.contains("P-113"));
}

#[tokio::test]
async fn r_31_what_was_heard_stands_on_the_registration_sheet_in_the_persons_words_and_is_known_when_they_come_again() {
    let world = World::new().await;
    let said = [("on", "今日"), ("complaint", "家賃が払えない。また働けるか不安"), ("about", "poverty")];
    assert_eq!(change(&world, "hear", &said).await.status, StatusCode::SEE_OTHER);

    let office = world.sign_in("office").await;
    let sheets = format!("/episodes/{}/sheets", world.episode);
    let begun = world.post(&sheets, &office, &[("form", "registration_sheet")]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    let sheet = begun.location.split('?').next().unwrap_or_default().to_owned();
    let form = world.ask("GET", &format!("{sheet}/write/person"), Some(&office), false).await.body;
    assert!(
        form.contains("主訴") && form.contains("家賃が払えない。また働けるか不安"),
        "it is not typed twice: {form}"
    );
    let centre = world.ask("GET", &format!("{sheet}/write/staff"), Some(&office), false).await.body;
    assert!(!centre.contains("家賃が払えない"), "the centre writes beside it and not into it");

    let again = look(&world, "/next").await.body;
    assert!(again.contains("家賃が払えない。また働けるか不安"), "{again}");
    let clinic = world.sign_in("clinic").await;
    let elsewhere = world.ask("GET", &format!("/episodes/{}/next", world.episode), Some(&clinic), false).await;
    assert!(!elsewhere.body.contains("家賃が払えない"));
}
