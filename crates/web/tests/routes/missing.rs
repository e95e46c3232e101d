//! The register of what the region lacks, the report for the council, and what agencies say of themselves.

use axum::http::StatusCode;

use crate::world::{Answer, EMPLOYER, NAME, World};

async fn does(world: &World, login: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let visitor = world.sign_in(login).await;
    let today = world.app.clock().today().to_string();
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (*name, if *value == "今日" { today.as_str() } else { *value })).collect();
    world.post(path, &visitor, &fields).await
}

async fn sees(world: &World, login: &str, path: &str) -> Answer {
    let visitor = world.sign_in(login).await;
    world.ask("GET", path, Some(&visitor), false).await
}

fn entry(world: &World) -> String {
    format!("/missing-resources/entries/{}", world.address("{missing}", false))
}

#[tokio::test]
async fn r_63_a_need_of_a_case_shows_on_the_board_as_a_few_and_without_the_person() {
    for world in World::on_both_engines().await {
        let fields = [("need", "medical"), ("kind", "visiting_nurse"), ("lack", "full"), ("on", "今日")];
        let noted = does(&world, "chief", &format!("/cases/{}/unmet", world.case), &fields).await;
        assert_eq!(noted.status, StatusCode::SEE_OTHER, "{}", noted.body);
        let page = sees(&world, "office", "/missing-resources").await.body;
        assert!(page.contains("医療のこと／訪問看護") && page.contains("必要 わずか"), "{page}");
        assert!(!page.contains(NAME) && !page.contains(&world.case.to_string()), "nobody stands there (R-62)");
        let again = does(&world, "chief", &format!("/cases/{}/unmet", world.case), &fields).await;
        assert!(again.body.contains("P-152"), "{}", again.body);
        let unmet = format!("/cases/{}/unmet/{}", world.case, world.address("{unmet}", false));
        assert_eq!(does(&world, "chief", &unmet, &[]).await.status, StatusCode::SEE_OTHER);
        assert!(sees(&world, "chief", &format!("/cases/{}/unmet", world.case)).await.body.contains("に見つかった"));
        world.clear().await;
    }
}

#[tokio::test]
async fn an_entry_is_talked_about_moved_decided_and_told_to_the_council() {
    for world in World::on_both_engines().await {
        let at = entry(&world);
        let change = async |login: &str, deed: &str, fields: &[(&str, &str)]| {
            let answer = does(&world, login, &format!("{at}/change/{deed}"), fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{deed}: {}", answer.body);
        };
        change("counselor", "talk", &[("words", "3か所に聞いた"), ("on", "今日")]).await;
        change("office", "move", &[("to", "policy"), ("why", "協議会で考える"), ("on", "今日")]).await;
        let decided = [
            ("verdict", "make"),
            ("why", "待つ人が続いている"),
            ("responsible", "基幹相談支援センター"),
            ("on", "今日"),
        ];
        change("officer", "decide", &decided).await;
        change("officer", "made", &[("words", "枠を3人分つくった"), ("on", "今日")]).await;
        let page = sees(&world, "clinic", &at).await.body;
        for words in ["3か所に聞いた", "政策形成", "待つ人が続いている", "枠を3人分つくった", "できた"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        let report = sees(&world, "office", "/missing-resources/report").await.body;
        for words in ["短い時間から通える訓練の場", "基幹相談支援センター", "待つ人が続いている"]
        {
            assert!(report.contains(words), "{words}");
        }
        assert!(!report.contains(NAME));
        let later = "/missing-resources/report?from=2041-01-01&until=2041-12-31";
        assert!(sees(&world, "office", later).await.body.contains("枠を3人分つくった"), "what became of last year's");
        for file in ["pdf", "xlsx"] {
            let path = format!("/missing-resources/report/council_report.{file}");
            assert_eq!(sees(&world, "officer", &path).await.status, StatusCode::OK, "{file}");
        }
        assert_eq!(
            sees(&world, "officer", "/missing-resources/report/plan_form.pdf").await.status,
            StatusCode::NOT_FOUND
        );
        world.clear().await;
    }
}

#[tokio::test]
async fn what_a_rule_stops_comes_back_with_its_number_and_its_words() {
    let world = World::new().await;
    let at = entry(&world);
    let policy = [("to", "policy"), ("why", "協議会で考える"), ("on", "今日")];
    let moved = does(&world, "chief", &format!("{at}/change/move"), &policy).await;
    assert!(moved.body.contains("P-148") && moved.body.contains("協議会で考える"), "{}", moved.body);
    let named = [("words", "2026-00417 の人のこと"), ("on", "今日")];
    let talk = does(&world, "chief", &format!("{at}/change/talk"), &named).await;
    assert!(talk.body.contains("R-62") && talk.body.contains("2026-00417"), "{}", talk.body);
    let decide = does(&world, "counselor", &format!("{at}/change/decide"), &[]).await;
    assert_eq!(decide.status, StatusCode::NOT_FOUND, "a counsellor writes down no decision");
    let wrong_day = sees(&world, "chief", "/missing-resources/report?from=そのうち").await;
    assert!(wrong_day.status.is_success() && wrong_day.body.contains("そのうち"), "{}", wrong_day.body);
}

#[tokio::test]
async fn neither_firms_nor_those_who_work_on_no_case_read_the_register() {
    let world = World::new().await;
    for login in ["employer", "admin"] {
        for path in ["/missing-resources", "/missing-resources/report", &entry(&world)] {
            assert_eq!(sees(&world, login, path).await.status, StatusCode::FORBIDDEN, "{login} {path}");
        }
    }
    assert!(sees(&world, "chief", "/referrals").await.body.contains("href=\"/missing-resources\""));
    assert!(!sees(&world, "employer", "/referrals").await.body.contains("href=\"/missing-resources\""));
}

const TOLD: &[(&str, &str)] = &[
    ("strengths", "短い時間から始められる"),
    ("limits", "利用は2年まで"),
    ("channel", "phone"),
    ("contact", "相談係"),
    ("confirmed_on", "今日"),
];

#[tokio::test]
async fn r_53_an_agency_tells_about_itself_and_r_52_others_read_how_fresh_that_is() {
    for world in World::on_both_engines().await {
        assert!(sees(&world, "office", "/agencies").await.body.contains("R-53"), "it is reminded");
        let told = does(&world, "office", "/agencies/own", TOLD).await;
        assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
        let at = told.location.split('?').next().unwrap_or_default().to_owned();
        let page = sees(&world, "chief", &at).await.body;
        for words in ["短い時間から始められる", "利用は2年まで", "相談係", "に確かめた"] {
            assert!(page.contains(words), "{words}");
        }
        assert!(!page.contains("R-52") && !page.contains("href=\"/agencies/own\""), "{page}");
        assert!(!sees(&world, "office", "/agencies").await.body.contains("R-53"), "the reminder has gone");
        assert!(sees(&world, "chief", "/agencies").await.body.contains("短い時間から始められる"));
        assert!(!sees(&world, "chief", "/agencies").await.body.contains(EMPLOYER), "firms have pages of their own");
        world.clear().await;
    }
}

#[tokio::test]
async fn p_153_strengths_without_limits_are_not_taken_and_a_firm_tells_nothing_here() {
    let world = World::new().await;
    let half = does(&world, "office", "/agencies/own", &[("strengths", "なんでも"), ("confirmed_on", "今日")]).await;
    assert!(half.status.is_client_error() && half.body.contains("なんでも"), "{}", half.body);
    assert_eq!(does(&world, "employer", "/agencies/own", TOLD).await.status, StatusCode::FORBIDDEN);
    assert_eq!(sees(&world, "employer", "/agencies").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn r_52_before_a_referral_is_sent_the_other_agency_is_shown_with_what_it_says_of_itself() {
    let world = World::new().await;
    let fields =
        [("to", world.clinic.to_string()), ("aim", "受診の相談".to_owned()), ("route", "via_person".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let drafted = does(&world, "chief", &format!("/cases/{}/referrals/new", world.case), &fields).await;
    assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{}", drafted.body);
    let at = drafted.location.split('?').next().unwrap_or_default().to_owned();
    let page = sees(&world, "chief", &format!("{at}/send")).await;
    assert!(page.body.contains("相手の機関の自己紹介") && page.body.contains("まだ書かれていない"), "{}", page.body);
    assert!(page.body.contains("R-52"));
}

#[tokio::test]
async fn r_59_both_sides_of_a_pair_read_what_each_says_and_nobody_else_does() {
    for world in World::on_both_engines().await {
        let round = format!("/surveys/rounds/{}", world.address("{survey}", false));
        let office = world.address("{about}", false);
        let fields = [("view", "working_together"), ("assumed", "trusted"), ("comment", "電話がしやすい")];
        let said = does(&world, "office", &format!("{round}/about/{office}"), &fields).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
        let before = sees(&world, "clinic", &round).await.body;
        assert!(!before.contains("電話がしやすい") && before.contains("こちらが答えると読めます"), "{before}");
        let own = world.app.store().reader().staff_by_login("office").await.expect("an answer").expect("an account");
        let own = own.facts.memberships[0].agency;
        let answer = does(&world, "clinic", &format!("{round}/about/{own}"), &[("view", "dont_know_well")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        for (login, next) in [("clinic", "招いて、相手のことを聞く"), ("office", "訪ねて、自分たちのことを伝える")]
        {
            let page = sees(&world, login, &round).await.body;
            assert!(
                page.contains("見え方がちがう") && page.contains("電話がしやすい") && page.contains(next),
                "{login}: {page}"
            );
        }
        let third = sees(&world, "chief", &round).await.body;
        assert!(!third.contains("電話がしやすい") && !third.contains("見え方がちがう"), "{third}");
        world.clear().await;
    }
}

#[tokio::test]
async fn a_counsellor_reads_and_does_not_answer_and_an_agency_outside_a_round_answers_nothing() {
    let world = World::new().await;
    let round = format!("/surveys/rounds/{}", world.address("{survey}", false));
    let about = format!("{round}/about/{}", world.address("{about}", false));
    let fields = [("view", "not_needed")];
    assert_eq!(does(&world, "counselor", &about, &fields).await.status, StatusCode::NOT_FOUND);
    assert_eq!(does(&world, "stranger", &about, &fields).await.status, StatusCode::NOT_FOUND);
    assert_eq!(does(&world, "chief", &about, &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(sees(&world, "counselor", "/surveys/new").await.status, StatusCode::FORBIDDEN);
    assert_eq!(sees(&world, "employer", "/surveys").await.status, StatusCode::FORBIDDEN);
    let none = [("title", "だれもいない"), ("from", "今日"), ("until", "今日")];
    let refused = does(&world, "chief", "/surveys/new", &none).await;
    assert!(refused.body.contains("P-154") && refused.body.contains("だれもいない"), "{}", refused.body);
}

#[tokio::test]
async fn what_there_is_stands_by_municipality_and_kind_with_places_beside_needs_as_page_and_file() {
    let world = World::new().await;
    crate::resources::known(&world).await;
    let board = sees(&world, "chief", "/missing-resources").await.body;
    assert!(board.contains("/missing-resources/inventory"), "the register leads there");
    let page = sees(&world, "office", "/missing-resources/inventory?area=").await.body;
    for words in ["北海道札幌市", "北海道旭川市", "就労移行支援", "探しても見つからなかった"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains(NAME) && !page.contains(&world.case.to_string()), "nobody stands there (R-62)");
    let there = sees(&world, "office", "/missing-resources/inventory?area=%E6%97%AD%E5%B7%9D%E5%B8%82").await.body;
    assert!(there.contains("北海道旭川市") && !there.contains("北海道札幌市"));
    let file = sees(&world, "office", "/missing-resources/inventory?area=&file=csv").await;
    assert!(file.status == StatusCode::OK && file.body.contains("北海道札幌市"));
    assert_eq!(sees(&world, "employer", "/missing-resources/inventory").await.status, StatusCode::FORBIDDEN);
}
