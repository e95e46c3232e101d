//! Networks, what they meet for, and how codes of conduct are known: agencies join, are invited, answer, come and do what follows, each for itself.

use axum::http::StatusCode;

use crate::world::{Answer, NAME, World};

/// The identifier of the agency that somebody works for.
async fn agency_of(world: &World, login: &str) -> String {
    let staff = world.app.store().reader().staff_by_login(login).await.expect("an answer").expect("an account");
    staff.facts.memberships[0].agency.to_string()
}

/// Sends a form; 今日 and names of samples in braces stand for what they mean in this world.
async fn does(world: &World, login: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let visitor = world.sign_in(login).await;
    let today = world.app.clock().today().to_string();
    let (office, centre) = (agency_of(world, "office").await, agency_of(world, "chief").await);
    let real = |value: &str| match value {
        "今日" => today.clone(),
        "事業所" => office.clone(),
        "センター" => centre.clone(),
        other => world.address(other, false),
    };
    let fields: Vec<(&str, String)> = fields.iter().map(|(name, value)| (*name, real(value))).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    world.post(path, &visitor, &fields).await
}

async fn sees(world: &World, login: &str, path: &str) -> Answer {
    let visitor = world.sign_in(login).await;
    world.ask("GET", path, Some(&visitor), false).await
}

fn home(world: &World) -> String {
    world.address("/networks/{network}", false)
}

fn at(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location.split('?').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn p_163_p_164_a_network_is_begun_joined_and_left_and_only_who_leads_it_writes_it() {
    for world in World::on_both_engines().await {
        let fields = [
            ("kind", "working_team"),
            ("name", "企業ワーキング"),
            ("purpose", "見学を受け入れる企業を増やす"),
            ("within", "{network}"),
            ("from", "今日"),
            ("members", "事業所"),
            ("members", "{about}"),
        ];
        let team = at(&does(&world, "office", "/networks/new", &fields).await);
        assert!(sees(&world, "officer", "/networks").await.body.contains("企業ワーキング"));
        assert!(sees(&world, "chief", &home(&world)).await.body.contains("企業ワーキング"), "below its network");
        let joined = does(&world, "chief", &format!("{team}/change/join"), &[("on", "今日")]).await;
        assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.body);
        let again = does(&world, "chief", &format!("{team}/change/join"), &[("on", "今日")]).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND, "it belongs to it");
        let end = [("on", "今日"), ("why", "協議会の部会になった")];
        assert_eq!(does(&world, "chief", &format!("{team}/change/end"), &end).await.status, StatusCode::NOT_FOUND);
        assert_eq!(does(&world, "office", &format!("{team}/change/end"), &end).await.status, StatusCode::SEE_OTHER);
        let page = sees(&world, "chief", &team).await.body;
        assert!(page.contains("協議会の部会になった") && !page.contains(NAME));
        world.clear().await;
    }
}

#[tokio::test]
async fn firms_read_of_no_network_and_a_counselor_leads_none() {
    let world = World::new().await;
    assert_eq!(sees(&world, "employer", "/networks").await.status, StatusCode::FORBIDDEN);
    assert_eq!(sees(&world, "counselor", "/networks/new").await.status, StatusCode::FORBIDDEN);
    let page = sees(&world, "counselor", &home(&world)).await;
    assert!(page.status.is_success() && page.body.contains("就労支援ネットワーク"));
}

/// The address of a meeting of the network that the office plans, with the centre and the clinic.
async fn planned(world: &World) -> String {
    let fields = [
        ("on", "今日"),
        ("place", "市民センター"),
        ("theme", "超短時間の雇用"),
        ("network", "{network}"),
        ("invited", "センター"),
        ("invited", "{about}"),
        ("codes", "biestek7"),
    ];
    at(&does(world, "office", "/gatherings/new?kind=network_meeting", &fields).await)
}

#[tokio::test]
async fn p_167_whoever_is_invited_answers_for_itself_and_attendance_is_by_organisation() {
    for world in World::on_both_engines().await {
        let at = planned(&world).await;
        let page = sees(&world, "chief", &at).await.body;
        for word in ["超短時間の雇用", "ネットワーク会議", "バイスティックの7原則", "出るかどうかを返事する"]
        {
            assert!(page.contains(word), "{word}");
        }
        let reply = [("coming", "online"), ("words", "2名で出ます")];
        let answer = does(&world, "chief", &format!("{at}/change/reply"), &reply).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let told = [("firm", "{about}"), ("coming", "stays_away")];
        assert_eq!(does(&world, "office", &format!("{at}/change/replied"), &told).await.status, StatusCode::SEE_OTHER);
        let page = sees(&world, "office", &at).await.body;
        assert!(page.contains("オンラインで参加する") && page.contains("2名で出ます") && page.contains("参加しない"));
        let held = [("attended", "センター"), ("people", "１２"), ("notes", "各所の工夫を話した")];
        assert_eq!(does(&world, "office", &format!("{at}/change/held"), &held).await.status, StatusCode::SEE_OTHER);
        let page = sees(&world, "clinic", &at).await.body;
        for word in ["来たところ 1", "招いたところ 2", "12人", "来なかった"] {
            assert!(page.contains(word), "{word}");
        }
        let late = does(&world, "chief", &format!("{at}/change/reply"), &reply).await;
        assert_eq!(late.status, StatusCode::NOT_FOUND, "it was held");
        assert!(sees(&world, "chief", &home(&world)).await.body.contains("超短時間の雇用"), "and the network lists it");
        world.clear().await;
    }
}

#[tokio::test]
async fn what_follows_stands_on_the_list_of_the_agency_that_answers_for_it_until_it_is_done() {
    for world in World::on_both_engines().await {
        let at = planned(&world).await;
        let task = [("what", "資料を全員に送る"), ("body", "センター"), ("who", "事務局"), ("due_on", "今日")];
        assert_eq!(does(&world, "office", &format!("{at}/change/task"), &task).await.status, StatusCode::SEE_OTHER);
        assert!(sees(&world, "chief", "/gatherings").await.body.contains("資料を全員に送る"));
        assert!(!sees(&world, "clinic", "/gatherings").await.body.contains("資料を全員に送る"));
        let form = sees(&world, "chief", &format!("{at}/change/done")).await.body;
        let (_, id) = form.split_once("name=\"task\"").expect("a task to choose");
        let id =
            id.split_once("value=\"").and_then(|(_, rest)| rest.split_once('"')).expect("its identifier").0.to_owned();
        let done = [("task", id.as_str()), ("on", "今日")];
        let answer = does(&world, "chief", &format!("{at}/change/done"), &done).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert!(!sees(&world, "chief", "/gatherings").await.body.contains("資料を全員に送る"));
        world.clear().await;
    }
}

#[tokio::test]
async fn p_165_a_firm_is_not_invited_to_supervision_and_the_refusal_says_whom_to_choose() {
    let world = World::new().await;
    let fields = [("on", "今日"), ("place", "市民センター"), ("theme", "面談"), ("invited", "{employer}")];
    let answer = does(&world, "office", "/gatherings/new?kind=regional_supervision", &fields).await;
    assert!(answer.body.contains("P-165") && answer.body.contains("面談"), "{}", answer.body);
}

#[tokio::test]
async fn p_166_a_training_is_passed_on_in_steps_with_their_days() {
    let world = World::new().await;
    let fields = [
        ("on", "今日"),
        ("place", "市民センター"),
        ("theme", "国研修を伝える"),
        ("learnt_at", "国の後期研修"),
        ("learnt_on", "今日"),
        ("learnt_by", "事業所"),
        ("invited", "センター"),
    ];
    let at = at(&does(&world, "office", "/gatherings/new?kind=passing_on", &fields).await);
    let page = sees(&world, "chief", &at).await.body;
    for word in ["国の後期研修", "枠組み", "プログラム", "教材", "振り返り"] {
        assert!(page.contains(word), "{word}");
    }
    let back = [("step", "look_back"), ("on", "今日"), ("words", "問いかけを変えた")];
    let early = does(&world, "office", &format!("{at}/change/step"), &back).await;
    assert!(early.body.contains("P-166"), "{}", early.body);
    let frame = [("step", "frame"), ("on", "今日"), ("words", "1日にまとめた")];
    assert_eq!(does(&world, "office", &format!("{at}/change/step"), &frame).await.status, StatusCode::SEE_OTHER);
    assert!(sees(&world, "chief", &at).await.body.contains("1日にまとめた"));
}

#[tokio::test]
async fn p_168_a_link_is_followed_only_where_it_is_safe_and_comes_back_otherwise() {
    let world = World::new().await;
    let at = planned(&world).await;
    let wrong = [("name", "ワークシート"), ("found_at", "http://example.jp/sheet.pdf")];
    let refused = does(&world, "office", &format!("{at}/change/material"), &wrong).await;
    assert!(refused.body.contains("P-168") && refused.body.contains("ワークシート"), "{}", refused.body);
    let right = [("name", "ワークシート"), ("found_at", "https://example.jp/sheet.pdf")];
    assert_eq!(does(&world, "office", &format!("{at}/change/material"), &right).await.status, StatusCode::SEE_OTHER);
    let page = sees(&world, "chief", &at).await.body;
    assert!(page.contains("<a href=\"https://example.jp/sheet.pdf\" rel=\"noreferrer\">"), "{page}");
}

#[tokio::test]
async fn p_143_p_169_counts_of_codes_are_told_by_each_agency_and_shown_added_up_from_three_on() {
    for world in World::on_both_engines().await {
        let counts = [("asked", "１０"), ("biestek7_know", "8"), ("biestek7_understand", "5")];
        for login in ["office", "chief"] {
            let told = does(&world, login, "/agencies/own/codes", &counts).await;
            assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
        }
        let page = sees(&world, "chief", &home(&world)).await.body;
        assert!(page.contains("少ないため") && !page.contains("16／20"), "{page}");
        let told = does(&world, "clinic", "/agencies/own/codes", &counts).await;
        assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
        let page = sees(&world, "chief", &home(&world)).await.body;
        assert!(page.contains("24／30人") && page.contains("15／30人") && page.contains("3か所が答えた"), "{page}");
        let (clinic, from) = (agency_of(&world, "clinic").await, "今日");
        let team = [
            ("kind", "working_team"),
            ("name", "面談ワーキング"),
            ("purpose", "面談の進め方をそろえる"),
            ("within", "{network}"),
            ("from", from),
            ("members", "事業所"),
            ("members", "センター"),
            ("members", clinic.as_str()),
        ];
        let team = at(&does(&world, "office", "/networks/new", &team).await);
        let page = sees(&world, "chief", &team).await.body;
        assert!(
            !page.contains("／30人"),
            "taken away from those of its network they would be those of one agency: {page}"
        );
        let wrong = [("asked", "10"), ("biestek7_know", "5"), ("biestek7_understand", "8")];
        let refused = does(&world, "chief", "/agencies/own/codes", &wrong).await;
        assert!(refused.body.contains("P-169"), "{}", refused.body);
        let half = [("asked", "10"), ("biestek7_know", "5")];
        let back = does(&world, "chief", "/agencies/own/codes", &half).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        world.clear().await;
    }
}
