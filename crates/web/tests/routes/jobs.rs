//! Practices and jobs on their pages: at the office, at the employer, for the person, and for everybody else.

use axum::http::StatusCode;

use crate::world::{Answer, EMPLOYER, NAME, World};

/// Does something to the job; 「今日」 stands for the day of the test.
pub(crate) async fn does(world: &World, login: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let visitor = world.sign_in(login).await;
    let today = world.app.clock().today().to_string();
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (*name, if *value == "今日" { today.as_str() } else { *value })).collect();
    world.post(path, &visitor, &fields).await
}

pub(crate) async fn sees(world: &World, login: &str, path: &str) -> Answer {
    let visitor = world.sign_in(login).await;
    world.ask("GET", path, Some(&visitor), false).await
}

#[tokio::test]
async fn the_office_sees_whom_it_stands_beside_at_work_and_what_is_due() {
    let world = World::new().await;
    let list = sees(&world, "office", "/jobs").await;
    assert!(list.body.contains(NAME) && list.body.contains(EMPLOYER) && list.body.contains("R-83"), "{}", list.body);
    let page = sees(&world, "office", &format!("/jobs/{}", world.job)).await;
    for word in ["部品の検品", "はじめの1か月", "R-83", "R-87", "相談先の確認", "朝の準備を自分で確かめる"]
    {
        assert!(page.body.contains(word), "{word}");
    }
}

#[tokio::test]
async fn r_87_person_and_employer_say_yes_to_the_goal_each_on_their_own_page() {
    let world = World::new().await;
    let goal = world.address("{goal}", false);
    let own = sees(&world, "person", "/my/jobs").await;
    assert!(own.body.contains("この目標で いいです"), "{}", own.body);
    let yes = does(&world, "person", &format!("/my/jobs/{}/goals/{goal}", world.job), &[]).await;
    assert_eq!(yes.status, StatusCode::SEE_OTHER, "{}", yes.body);
    assert!(!sees(&world, "person", "/my/jobs").await.body.contains("この目標で いいです"));

    let path = format!("/workplace/{}/confirm", world.job);
    let yes = does(&world, "employer", &path, &[("goal", &goal), ("on", "今日")]).await;
    assert_eq!(yes.status, StatusCode::SEE_OTHER, "{}", yes.body);
    let page = sees(&world, "office", &format!("/jobs/{}", world.job)).await;
    assert!(!page.body.contains("R-87"), "nothing is left to agree");
}

#[tokio::test]
async fn r_13_the_employer_sees_its_own_side_and_not_what_the_agency_writes_for_itself() {
    let world = World::new().await;
    let change = format!("/jobs/{}/change", world.job);
    let written = [("on", "今日"), ("words", "同僚が声をかけていた")];
    let answer = does(&world, "office", &format!("{change}/support"), &written).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let list = sees(&world, "employer", "/jobs").await;
    assert!(list.body.contains(NAME) && list.body.contains("働いている人"), "{}", list.body);
    let page = sees(&world, "employer", &format!("/workplace/{}", world.job)).await;
    assert!(page.body.contains("部品の検品") && !page.body.contains("同僚が声をかけていた"));
    assert!(!page.body.contains("変更の履歴") && !page.body.contains("R-83"));
    let inside = sees(&world, "employer", &format!("/jobs/{}", world.job)).await;
    assert_eq!(inside.status, StatusCode::FORBIDDEN);
    let deed = does(&world, "employer", &format!("/workplace/{}/end", world.job), &[("on", "今日")]).await;
    assert_eq!(deed.status, StatusCode::NOT_FOUND, "an end is not the employer's to write");
}

#[tokio::test]
async fn r_10_once_the_employment_is_closed_the_employer_sees_nothing_at_the_next_request() {
    for world in World::on_both_engines().await {
        closes(&world).await;
        world.clear().await;
    }
}

async fn closes(world: &World) {
    assert!(sees(world, "employer", "/jobs").await.body.contains(NAME));
    let terms = [
        ("work", "部品の検品"),
        ("starts_on", "今日"),
        ("slot", "general_slot"),
        ("disclosure", "closed"),
        ("route", "hellowork"),
        ("reason", "本人が、職場に知られたくないと言った"),
    ];
    let change = format!("/jobs/{}/change", world.job);
    let answer = does(world, "office", &format!("{change}/terms"), &terms).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(sees(world, "employer", &format!("/workplace/{}", world.job)).await.status, StatusCode::NOT_FOUND);
    assert!(!sees(world, "employer", "/jobs").await.body.contains(NAME));
    let together = format!("/workplace/{}/accommodation", world.job);
    assert_eq!(sees(world, "employer", &together).await.status, StatusCode::NOT_FOUND);
    let page = sees(world, "office", &format!("/jobs/{}", world.job)).await;
    assert!(page.body.contains("クローズ就労です") && !page.body.contains("R-83"));
    let contact = does(world, "office", &format!("{change}/contact"), &[("key_person", "店長"), ("on", "今日")]).await;
    assert_eq!(contact.status, StatusCode::NOT_FOUND, "no contact at the workplace is recorded");
}

#[tokio::test]
async fn a_trial_without_an_end_comes_back_with_what_was_typed() {
    let world = World::new().await;
    let fields = [
        ("kind", "trial"),
        ("employer", "みどり精機（架空）"),
        ("work", "倉庫の片づけ"),
        ("starts_on", "今日"),
        ("slot", "general_slot"),
        ("disclosure", "open"),
        ("route", "other"),
    ];
    let answer = does(&world, "office", &format!("/episodes/{}/job", world.episode), &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for word in ["トライアル雇用の終わりの日を入力してください", "倉庫の片づけ", "みどり精機（架空）"]
    {
        assert!(answer.body.contains(word), "{word}");
    }
}

#[tokio::test]
async fn r_92_and_r_89_who_left_is_looked_back_on_and_the_support_opens_again_in_one_step() {
    let world = World::new().await;
    let change = format!("/jobs/{}/change", world.job);
    let left = [("on", "今日"), ("reason", "resigned")];
    assert_eq!(does(&world, "office", &format!("{change}/end"), &left).await.status, StatusCode::SEE_OTHER);
    let page = sees(&world, "office", &format!("/jobs/{}", world.job)).await;
    assert!(page.body.contains("R-92"), "{}", page.body);
    let empty = [("on", "今日"), ("info_shared", "月に一度、三者で"), ("done", "面談")];
    let answer = does(&world, "office", &format!("{change}/look-back"), &empty).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("月に一度、三者で"));
    let again = [("on", "今日"), ("reason", "同じ職場に戻った")];
    assert_eq!(does(&world, "office", &format!("{change}/reopen"), &again).await.status, StatusCode::SEE_OTHER);
    let page = sees(&world, "office", &format!("/jobs/{}", world.job)).await;
    assert!(page.body.contains("同じ職場に戻った") && !page.body.contains("R-92"));
}

#[tokio::test]
async fn r_12_the_centre_learns_where_the_person_works_only_as_far_as_they_let_the_office_tell() {
    let world = World::new().await;
    let page = sees(&world, "chief", &format!("/cases/{}", world.case)).await;
    assert!(!page.body.contains(EMPLOYER), "the consent for the office does not name the work history");
    let inside = sees(&world, "chief", &format!("/jobs/{}", world.job)).await;
    assert_eq!(inside.status, StatusCode::NOT_FOUND);
    let clinic = sees(&world, "clinic", &format!("/shared/{}", world.case)).await;
    assert!(clinic.status.is_success() && !clinic.body.contains(EMPLOYER));
}

#[tokio::test]
async fn r_86_nothing_on_the_pages_of_a_job_compares_the_person_with_others() {
    let world = World::new().await;
    for (login, path) in [
        ("office", format!("/jobs/{}", world.job)),
        ("employer", format!("/workplace/{}", world.job)),
        ("employer", "/jobs".to_owned()),
        ("person", "/my/jobs".to_owned()),
    ] {
        let page = sees(&world, login, &path).await;
        for word in ["順位", "ランキング", "平均", "合計", "点数"] {
            assert!(!page.body.contains(word), "{path} says {word}");
        }
    }
}

#[tokio::test]
async fn r_35_what_each_carried_is_seen_by_the_agency_and_the_person_and_not_by_the_firm() {
    let world = World::new().await;
    let before = sees(&world, "office", &format!("/jobs/{}", world.job)).await;
    assert!(!before.body.contains("働く力の図"), "nothing is written yet");
    let goal = world.address("{goal}", false);
    does(&world, "person", &format!("/my/jobs/{}/goals/{goal}", world.job), &[]).await;
    let asked = [("on", "今日"), ("side", "employer"), ("kind", "by_themselves"), ("words", "作業の順番を変えた")];
    let written = does(&world, "office", &format!("/jobs/{}/change/consult", world.job), &asked).await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.body);

    let page = sees(&world, "office", &format!("/jobs/{}", world.job)).await.body;
    for words in ["<svg class=\"years power\"", "power-1-person", "power-1-firm", "1件", "合計はせず"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let own = sees(&world, "person", "/my/jobs").await.body;
    assert!(own.contains("<svg class=\"years power\"") && own.contains("own-power-1"), "{own}");
    let firm = sees(&world, "employer", &format!("/workplace/{}", world.job)).await.body;
    assert!(!firm.contains("class=\"years power\""), "a cut picture would mislead");
}
