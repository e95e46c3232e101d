//! Papers for those who sit, opinions of the agencies, and the page of those who are invited.

use axum::http::StatusCode;
use banso_app::NewConference;
use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    answer::AnswerForm,
    case::{
        event::Purpose,
        sharing::{Consent, Direction, ItemSet, Recipient, Route, SharedItem, SharingPurpose},
    },
    conference::{ConferenceKind, ConferencePlan, Member, Pattern, Tier},
    id::{AgencyId, CaseId, ConferenceId, ConsentId},
    staff::{Membership, Role},
};
use chrono::Days;
use uuid::Uuid;

use crate::desk::{
    Pages, between,
    region::{Region, day, staff},
};

struct World {
    pages: Pages,
    case: CaseId,
    id: ConferenceId,
    consent: ConsentId,
}

async fn partner(region: &Region, kind: AgencyKind, name: &str, login: &str) -> AgencyId {
    let facts = AgencyFacts::named(kind, name);
    let id = region.app.save_agency(&region.admin, None, facts, None).await.expect("a partner");
    let new = staff(login, &[Membership::always(id, Role::PartnerStaff)]);
    region.app.add_staff(&region.admin, new).await.expect("an account");
    id
}

fn member(agency: &str, id: AgencyId) -> Member {
    Member {
        agency: agency.into(),
        agency_id: Some(id),
        name: "担当".into(),
        staff: None,
        is_municipality: false,
        is_person: false,
        secrecy_acknowledged: false,
        attended: true,
    }
}

/// A sitting with a clinic that may know the basics, and Hello Work that may know nothing.
async fn world(kind: ConferenceKind) -> World {
    let pages = Pages::new().await;
    let region = &pages.region;
    let clinic = partner(region, AgencyKind::MedicalInstitution, "みどりクリニック", "clinic").await;
    let hellowork = partner(region, AgencyKind::Hellowork, "ハローワークみどり", "hellowork").await;
    let case = region.open("山田 太郎", "ヤマダ タロウ").await;
    region.accept(case).await;
    let today = region.today();
    let consent = Consent {
        id: ConsentId::new(Uuid::now_v7()),
        purposes: vec![SharingPurpose::CaseConference],
        to: vec![Recipient { agency: clinic, is_employer: false }],
        items: ItemSet::NONE.with(SharedItem::Basic),
        direction: Direction::Provide,
        route: Route::Together,
        route_reason: "会議で一緒に話すため".into(),
        tell_each_time: false,
        from: today,
        until: today + Days::new(30),
        explained_on: today,
        explained_by: region.counselor.staff(),
        form: AnswerForm::Signed,
        proxy: String::new(),
        confirmed_by: Vec::new(),
        rules_version: String::new(),
        withdrawn: None,
    };
    let consent_id = consent.id;
    let version = region.version(case).await;
    region.app.give_consent(&region.counselor, case, version, consent).await.expect("a consent");
    let plan = ConferencePlan {
        kind,
        pattern: Pattern::AdHoc,
        tier: Tier::Core,
        on: day("2026-04-01"),
        starts_at: Some(14 * 60),
        minutes: 60,
        place: "会議室".into(),
    };
    let members = vec![
        member("みどり相談センター", region.centre),
        member("みどりクリニック", clinic),
        member("ハローワークみどり", hellowork),
    ];
    let new = NewConference { host: region.centre, plan, members };
    let id = region.app.plan_conference(&region.chief, new).await.expect("a conference");
    region.app.add_agenda_item(&region.chief, id, case, Purpose::Review, 20).await.expect("an item");
    World { pages, case, id, consent: consent_id }
}

/// The fields of the form that makes packets, as the page has them.
fn fields(html: &str) -> Vec<(String, String)> {
    let unescaped = |text: &str| text.replace("&#34;", "\"").replace("&quot;", "\"").replace("&amp;", "&");
    let mut fields = Vec::new();
    for input in html.split("<input type=\"hidden\" ").skip(1) {
        let attribute = |name: &str| between(input, &format!("{name}=\""), "\"");
        if let (Some(name), Some(value)) = (attribute("name"), attribute("value"))
            && (name.starts_with("name-") || name.starts_with("looked-"))
        {
            fields.push((name, unescaped(&value)));
        }
    }
    fields
}

#[tokio::test]
async fn u14_a_page_lists_receiver_items_purpose_and_basis_before_anything_is_made() {
    let world = world(ConferenceKind::Coordination).await;
    let chief = world.pages.sign_in("chief").await;
    let page = chief.get(&format!("/conferences/{}/packets", world.id)).await.html;
    for shown in ["みどりクリニック", "その他（経過の共有など）", "本人の同意", "同席", "閲覧制限", "山田 太郎"]
    {
        assert!(page.contains(shown), "{shown} is missing: {page}");
    }
    assert!(!page.contains("第1号"), "nothing is made by looking");
}

#[tokio::test]
async fn packets_are_made_printed_handed_out_and_taken_back_and_the_page_of_the_sitting_reminds() {
    let world = world(ConferenceKind::Coordination).await;
    let (pages, id) = (&world.pages, world.id);
    let chief = pages.sign_in("chief").await;
    let (conference, packets) = (format!("/conferences/{id}"), format!("/conferences/{id}/packets"));
    let nobody = chief.post(&packets, &[]).await;
    assert!(nobody.status == StatusCode::UNPROCESSABLE_ENTITY && nobody.html.contains("印を付けてください"));

    let mut sent = fields(&chief.get(&packets).await.html);
    sent.extend((0..3).map(|place| (format!("make-{place}"), "yes".to_owned())));
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let made = chief.post(&packets, &sent).await;
    assert_eq!(
        (made.status, made.to.as_str()),
        (StatusCode::SEE_OTHER, format!("{packets}?made=3&less=#copies").as_str())
    );
    let page = chief.get(&packets).await.html;
    assert!(page.contains("第3号") && page.contains("まだ配っていません"));

    for file in ["2.pdf", "all.pdf", "2.xlsx"] {
        assert_eq!(chief.get(&format!("{packets}/print/{file}")).await.status, StatusCode::OK, "{file}");
    }
    assert_eq!(chief.get(&format!("{packets}/print/9.pdf")).await.status, StatusCode::NOT_FOUND);

    assert_eq!(chief.post(&format!("{packets}/2/out"), &[]).await.status, StatusCode::SEE_OTHER);
    let twice = chief.post(&format!("{packets}/2/out"), &[]).await;
    assert!(twice.status == StatusCode::UNPROCESSABLE_ENTITY && twice.html.contains("P-61"));
    let known = pages.region.app.conference(&pages.region.chief, id).await.expect("the conference");
    let members = known.conference.members.clone();
    let app = &pages.region.app;
    app.hold_conference(&pages.region.chief, id, pages.region.today(), members, "主任", "相談")
        .await
        .expect("a sitting");
    let page = chief.get(&conference).await.html;
    assert!(page.contains("P-64") && page.contains("1件が未回収"), "what is out is a reminder: {page}");

    let matter = format!("{}/review", world.case);
    let back = chief.post(&format!("{packets}/2/back"), &[("matter-2", matter.as_str())]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    let page = chief.get(&conference).await.html;
    assert!(!page.contains("P-64") && page.contains("回収済み"));
}

#[tokio::test]
async fn a_consent_taken_back_between_looking_and_making_is_said_on_the_page() {
    let world = world(ConferenceKind::Coordination).await;
    let region = &world.pages.region;
    let chief = world.pages.sign_in("chief").await;
    let packets = format!("/conferences/{}/packets", world.id);
    let mut sent = fields(&chief.get(&packets).await.html);
    sent.push(("make-1".to_owned(), "yes".to_owned()));
    region
        .app
        .withdraw_consent(&region.counselor, world.case, world.consent, region.today(), "")
        .await
        .expect("taken back");

    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let made = chief.post(&packets, &sent).await;
    assert_eq!(made.to, format!("{packets}?made=1&less=1#copies"));
    let page = chief.get(&format!("{packets}?made=1&less=1")).await.html;
    assert!(
        page.contains("第1号は、確かめたあとに同意が変わったため") && page.contains("外した・減らした議題"),
        "{page}"
    );
}

#[tokio::test]
async fn r_56_a_partner_reads_the_agenda_gives_an_opinion_and_changes_it_and_the_centre_sees_it_beside_its_own() {
    let world = world(ConferenceKind::Coordination).await;
    let (pages, id, case) = (&world.pages, world.id, world.case);
    let clinic = pages.sign_in("clinic").await;
    let sitting = format!("/sittings/{id}");
    assert!(clinic.get("/sittings").await.html.contains(&sitting), "the list leads there");
    let page = clinic.get(&sitting).await.html;
    assert!(page.contains("山田 太郎") && page.contains("資料はまだ作られていません"), "{page}");
    assert!(!page.contains("ハローワーク"), "who else sits is not told");

    let speak = format!("{sitting}/opinions/{case}/review");
    let silent = clinic.post(&speak, &[("version", "0"), ("stance-0", "differs"), ("text-0", "")]).await;
    assert!(silent.status == StatusCode::UNPROCESSABLE_ENTITY && silent.html.contains("意見を書いてください"));
    let first = [("version", "0"), ("stance-0", "differs"), ("text-0", "週2日から始めたい。")];
    assert_eq!(clinic.post(&speak, &first).await.to, format!("{sitting}?done=opinion-given"));
    let overtaken = clinic.post(&speak, &first).await;
    assert!(overtaken.status == StatusCode::UNPROCESSABLE_ENTITY && overtaken.html.contains("先に意見を直しました"));
    let page = clinic.get(&sitting).await.html;
    let form = between(&page, &format!("action=\"{speak}\""), "</form>").expect("the form");
    let seen = between(&form, "name=\"version\" value=\"", "\"").expect("a version");
    let again = [("version", seen.as_str()), ("stance-0", "partly"), ("text-0", "週2日からなら賛成です。")];
    assert_eq!(clinic.post(&speak, &again).await.status, StatusCode::SEE_OTHER);

    let chief = pages.sign_in("chief").await;
    let page = chief.get(&format!("/conferences/{id}")).await.html;
    assert!(
        page.contains("週2日からなら賛成です。") && page.contains("みどりクリニック") && page.contains("R-57"),
        "{page}"
    );
}

#[tokio::test]
async fn u13_an_agency_without_an_open_item_sees_the_agenda_with_a_lock_and_has_no_say() {
    let world = world(ConferenceKind::Coordination).await;
    let hellowork = world.pages.sign_in("hellowork").await;
    let sitting = format!("/sittings/{}", world.id);
    let page = hellowork.get(&sitting).await.html;
    assert!(page.contains("閲覧制限") && !page.contains("山田") && !page.contains("2026-0"), "{page}");
    let speak = format!("{sitting}/opinions/{}/review", world.case);
    let spoken = hellowork.post(&speak, &[("version", "0"), ("stance-0", "agrees"), ("text-0", "はい")]).await;
    assert_eq!(spoken.status, StatusCode::NOT_FOUND);
    let stranger = world.pages.sign_in("stranger").await;
    assert_eq!(stranger.get(&sitting).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn days_are_offered_ticked_and_picked_and_go_into_calendars_without_a_name() {
    let world = world(ConferenceKind::Case).await;
    let (pages, id) = (&world.pages, world.id);
    let chief = pages.sign_in("chief").await;
    let dates = format!("/conferences/{id}/dates");
    let none = chief.post(&dates, &[]).await;
    assert!(none.status == StatusCode::UNPROCESSABLE_ENTITY && none.html.contains("候補の日を書いてください"));
    let offer =
        [("slots[0].on", "R8.4.20"), ("slots[0].at", "1400"), ("slots[1].on", "R8.4.21"), ("slots[1].at", "1400")];
    assert_eq!(chief.post(&dates, &offer).await.status, StatusCode::SEE_OTHER);
    let clinic = pages.sign_in("clinic").await;
    let sitting = format!("/sittings/{id}");
    assert!(clinic.get(&sitting).await.html.contains("日程調整中"));
    let ticked = [("can", "2026-04-21T840")];
    assert_eq!(clinic.post(&format!("{sitting}/dates"), &ticked).await.to, format!("{sitting}?done=dates-answered"));
    assert!(chief.get(&dates).await.html.contains("出られる機関：1"), "the host sees the answer");
    let picked = chief.post(&format!("{dates}/pick"), &[("slot", "2026-04-21T840")]).await;
    assert_eq!(picked.to, format!("/conferences/{id}?done=date-picked"));
    let late = clinic.post(&format!("{sitting}/dates"), &ticked).await;
    assert!(late.status == StatusCode::UNPROCESSABLE_ENTITY && late.html.contains("P-62"));

    for (who, path) in
        [(&clinic, format!("{sitting}/invitation.ics")), (&chief, format!("/conferences/{id}/invitation.ics"))]
    {
        let text = who.get(&path).await.html;
        assert!(
            text.contains("SUMMARY:ケース会議（みどり相談センター）") && text.contains("DTSTART:20260421T050000Z"),
            "{text}"
        );
        assert!(!text.contains("山田"), "no personal data leaves for a calendar");
    }
}

#[tokio::test]
async fn r_69_a_claim_says_what_the_minutes_lack_and_is_only_there_for_liaison_meetings() {
    let world = world(ConferenceKind::AreaLiaison).await;
    let (pages, id, case) = (&world.pages, world.id, world.case);
    let chief = pages.sign_in("chief").await;
    let claim = format!("/conferences/{id}/claims/{case}");
    assert!(chief.get(&format!("/conferences/{id}")).await.html.contains(&claim));
    let page = chief.get(&claim).await.html;
    assert!(page.contains("× まだ地域連携会議として開催していません") && page.contains("あと4回"), "{page}");
    let sent = [
        ("service", "transition"),
        ("explained_by", "service_manager"),
        ("in_contract", "yes"),
        ("explained", "yes"),
        ("plan_change", "実習先を変える"),
    ];
    let early = chief.post(&claim, &sent).await;
    assert!(early.status == StatusCode::UNPROCESSABLE_ENTITY && early.html.contains("P-63"));

    let clinic = pages.sign_in("clinic").await;
    let opinion = [("version", "0"), ("stance-0", "agrees"), ("text-0", "よいと思います。")];
    clinic.post(&format!("/sittings/{id}/opinions/{case}/review"), &opinion).await;
    let known = pages.region.app.conference(&pages.region.chief, id).await.expect("the conference");
    let (app, members) = (&pages.region.app, known.conference.members.clone());
    app.hold_conference(&pages.region.chief, id, pages.region.today(), members, "主任", "相談")
        .await
        .expect("a sitting");
    assert_eq!(chief.post(&claim, &sent).await.to, format!("/conferences/{id}?done=liaison-claimed"));

    let take_back = format!("{claim}/drop");
    assert!(chief.get(&claim).await.html.contains(&take_back), "what was claimed can be taken back");
    let why = chief.post(&take_back, &[("drop_reason", " ")]).await;
    assert!(why.status == StatusCode::UNPROCESSABLE_ENTITY && why.html.contains("取り消す理由を入力してください"));
    assert!(why.html.contains("実習先を変える"), "what was claimed stays on the page");
    let taken = chief.post(&take_back, &[("drop_reason", "契約日の誤り")]).await;
    assert_eq!(taken.to, format!("/conferences/{id}?done=liaison-dropped"));
    assert!(!chief.get(&claim).await.html.contains(&take_back), "there is nothing left to take back");

    let elsewhere = crate::sittings::planned(&pages.region, "2026-04-01").await;
    let app = &pages.region.app;
    app.add_agenda_item(&pages.region.chief, elsewhere, case, Purpose::Review, 20).await.expect("an item");
    let other = chief.get(&format!("/conferences/{elsewhere}/claims/{case}")).await;
    assert_eq!(other.to, format!("/conferences/{elsewhere}"), "other kinds of sittings are not claimed for");
}

#[tokio::test]
async fn a_member_who_is_written_by_the_name_of_the_directory_is_invited() {
    let world = world(ConferenceKind::Extended).await;
    let (pages, id) = (&world.pages, world.id);
    let chief = pages.sign_in("chief").await;
    let change = format!("/conferences/{id}/change");
    let form = chief.get(&change).await.html;
    let version = between(&form, "name=\"version\" value=\"", "\"").expect("a version");
    let sent = [
        ("version", version.as_str()),
        ("kind", "extended"),
        ("on", "R8.4.8"),
        ("members[0].agency", "ハローワークみどり"),
        ("members[0].name", "新しい担当"),
        ("members[1].agency", "町内会"),
        ("members[1].name", "会長"),
    ];
    assert_eq!(chief.post(&change, &sent).await.status, StatusCode::SEE_OTHER);
    assert!(pages.sign_in("hellowork").await.get("/sittings").await.html.contains(&format!("/sittings/{id}")));
    assert_eq!(pages.sign_in("clinic").await.get(&format!("/sittings/{id}")).await.status, StatusCode::NOT_FOUND);
}
