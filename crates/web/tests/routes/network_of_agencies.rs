//! How agencies work together: the picture with its tables, what one's own agency says, and what would be if one closed.

use axum::http::StatusCode;

use crate::world::{Answer, EMPLOYER, NAME, World};

async fn sees(world: &World, login: &str, path: &str) -> Answer {
    let visitor = world.sign_in(login).await;
    world.ask("GET", path, Some(&visitor), false).await
}

async fn says(world: &World, login: &str, about: &str, fields: &[(&str, &str)]) -> Answer {
    let visitor = world.sign_in(login).await;
    world.post(&format!("/network/with/{about}"), &visitor, fields).await
}

async fn agency_of(world: &World, login: &str) -> String {
    let row = world.app.store().reader().staff_by_login(login).await.expect("an answer").expect("an account");
    row.facts.memberships[0].agency.to_string()
}

#[tokio::test]
async fn both_say_it_and_everybody_sees_the_stage_while_the_words_stay_between_the_two() {
    for world in World::on_both_engines().await {
        let (office, clinic) = (agency_of(&world, "office").await, agency_of(&world, "clinic").await);
        let fields = [("stage", "linkage"), ("words", "電話がしやすい"), ("trained_on", "")];
        for (login, about) in [("office", &clinic), ("clinic", &office)] {
            let said = says(&world, login, about, &fields).await;
            assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
        }
        let page = sees(&world, "chief", "/network").await.body;
        for words in ["つながりの図", "ties__line--linkage", "つながりの表", "role=\"img\"", "順位はつけません"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("電話がしやすい") && !page.contains(NAME) && !page.contains(EMPLOYER));
        let with = sees(&world, "clinic", &format!("/network/with/{office}")).await.body;
        assert!(with.contains("電話がしやすい") && with.contains("つながり"), "{with}");
        let third = sees(&world, "chief", &format!("/network/with/{office}")).await.body;
        assert!(!third.contains("電話がしやすい"), "words are read by the two (P-159): {third}");
        let english = sees(&world, "chief", "/network?stage=integration").await.body;
        assert!(english.contains("当てはまるつながりはありません"), "{english}");
        world.clear().await;
    }
}

#[tokio::test]
async fn what_cannot_be_taken_comes_back_with_its_rule_and_its_words() {
    let world = World::new().await;
    let office = agency_of(&world, "office").await;
    let named = says(&world, "chief", &office, &[("stage", "linkage"), ("words", "2026-00417 の人")]).await;
    assert!(named.body.contains("R-62") && named.body.contains("2026-00417"), "{}", named.body);
    let empty = says(&world, "chief", &office, &[("words", "まだ決めていない")]).await;
    assert!(empty.status.is_client_error() && empty.body.contains("まだ決めていない"), "{}", empty.body);
    let none = says(&world, "chief", &office, &[("stage", "none")]).await;
    assert_eq!(none.status, StatusCode::SEE_OTHER, "no stage is an answer, too (R-64): {}", none.body);
    let own = agency_of(&world, "chief").await;
    assert_eq!(says(&world, "chief", &own, &[("stage", "none")]).await.status, StatusCode::NOT_FOUND);
    let read = sees(&world, "counselor", &format!("/network/with/{office}")).await.body;
    assert!(!read.contains("name=\"stage\""), "a counsellor reads and says nothing for the agency");
    assert_eq!(says(&world, "counselor", &office, &[("stage", "none")]).await.status, StatusCode::FORBIDDEN);
    let wrong = sees(&world, "chief", "/network?on=そのうち&kind=nowhere&area=x&page=99").await;
    assert!(wrong.status.is_success() && wrong.body.contains("そのうち"), "{}", wrong.body);
}

#[tokio::test]
async fn p_160_if_an_agency_closed_is_asked_without_names_of_people_and_without_blame() {
    let world = World::new().await;
    let centre = agency_of(&world, "chief").await;
    let page = sees(&world, "office", &format!("/network/if-closed?agency={centre}")).await.body;
    for words in ["がなくなったら", "協議会で話し合うこと", "責めるものではありません"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains(NAME) && !page.contains(&world.case.to_string()));
    assert!(sees(&world, "office", "/network/if-closed?agency=x").await.status.is_success());
}

#[tokio::test]
async fn neither_firms_nor_those_who_work_on_no_case_read_it() {
    let world = World::new().await;
    for login in ["employer", "admin"] {
        for path in ["/network", "/network/if-closed"] {
            assert_eq!(sees(&world, login, path).await.status, StatusCode::FORBIDDEN, "{login} {path}");
        }
    }
    assert!(sees(&world, "chief", "/referrals").await.body.contains("href=\"/network\""));
    assert!(!sees(&world, "employer", "/referrals").await.body.contains("href=\"/network\""));
}

#[tokio::test]
async fn r_52_where_one_invites_or_refers_the_other_agency_tells_about_itself_beside_its_name() {
    let world = World::new().await;
    let visitor = world.sign_in("clinic").await;
    let today = world.app.clock().today().to_string();
    let words = [("strengths", "夜も相談できる"), ("limits", "訪問はできない"), ("confirmed_on", today.as_str())];
    assert_eq!(world.post("/agencies/own", &visitor, &words).await.status, StatusCode::SEE_OTHER);
    let clinic = world.app.agency(world.clinic).await.expect("the clinic").facts.name;

    let chief = world.sign_in("chief").await;
    let search = [("to", clinic.as_str()), ("find_agency", "to")];
    let page = world.post(&format!("/cases/{}/referrals/new", world.case), &chief, &search).await.body;
    for words in ["portrait-fold", "夜も相談できる", "訪問はできない", &format!("/agencies/profiles/{}", world.clinic)]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let invite = [("members[0].agency", clinic.as_str())];
    let page = world.post("/conferences/new", &chief, &invite).await.body;
    assert!(page.contains("訪問はできない"), "{page}");
}
