//! Papers of a sitting as a file: whose copy it is stands on every page, the pages of each copy are counted by themselves, and nothing that
//! is kept back is in it.

use std::{collections::BTreeMap, process::Command, time::Instant};

use banso_app::{NewConference, Pick};
use banso_domain::{
    case::{
        event::Purpose,
        sharing::{Consent, Direction, ItemSet, Recipient, Route, SharedItem, SharingPurpose},
    },
    conference::{ConferenceKind, ConferencePlan, Member, Pattern, Tier},
    id::{ConferenceId, ConsentId},
};
use uuid::Uuid;

use super::*;

fn member(name: &str, agency: AgencyId) -> Member {
    Member {
        agency: format!("機関{name}"),
        agency_id: Some(agency),
        name: format!("{name}さん"),
        staff: None,
        is_municipality: false,
        is_person: false,
        secrecy_acknowledged: true,
        attended: true,
    }
}

/// A desk whose worker leads the centre, with an administrator's hand to enter partners.
async fn sitting(desk: &Desk, cases: &[CaseId], members: Vec<Member>) -> ConferenceId {
    let plan = ConferencePlan {
        kind: ConferenceKind::Coordination,
        pattern: Pattern::Regular,
        tier: Tier::Core,
        on: desk.app.clock().today(),
        starts_at: Some(14 * 60),
        minutes: 100,
        place: "会議室".into(),
    };
    let new = NewConference { host: desk.worker.agency(), plan, members };
    let id = desk.app.plan_conference(&desk.worker, new).await.unwrap();
    for case in cases {
        desk.app.add_agenda_item(&desk.worker, id, *case, Purpose::Review, 20).await.unwrap();
    }
    id
}

async fn make_all(desk: &Desk, id: ConferenceId) -> Vec<u32> {
    let mut numbers = Vec::new();
    for receiver in desk.app.packet_receivers(&desk.worker, id, ItemSet::NONE).await.unwrap() {
        let pick = Pick { place: receiver.place, name: receiver.member.name, looked_through: receiver.matters };
        numbers.push(desk.app.make_packet(&desk.worker, id, &pick, ItemSet::NONE).await.unwrap().number);
    }
    numbers
}

async fn pdf(desk: &Desk, id: ConferenceId, numbers: &[u32]) -> Vec<u8> {
    desk.app.print_packets(&desk.worker, id, numbers, PrintLook::default(), FileKind::Pdf).await.unwrap().bytes
}

fn pages(pdf: &[u8]) -> Vec<String> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    let output = Command::new("pdftotext").arg("-layout").arg(file.path()).arg("-").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.split('\u{c}').map(|page| page.split_whitespace().collect()).filter(|page: &String| !page.is_empty()).collect()
}

#[tokio::test]
async fn every_page_of_a_copy_names_its_receiver_its_number_its_pages_and_that_it_comes_back() {
    let desk = desk_on("2026-06-03").await;
    desk.apply().await;
    desk.plan().await;
    let own = desk.worker.agency();
    let members = vec![member("甲", own), member("乙", desk.stranger.agency())];
    let id = sitting(&desk, &[desk.case], members).await;
    let numbers = make_all(&desk, id).await;

    let all = pages(&pdf(&desk, id, &numbers).await);
    let mut of_copy: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    for page in &all {
        assert!(page.contains("会議後に回収"), "{page}");
        let whose = if page.contains("機関甲") { "甲" } else { "乙" };
        let number = if whose == "甲" { "第1号" } else { "第2号" };
        assert!(page.contains(number) && page.contains(&format!("{whose}さん")), "{page}");
        of_copy.entry(whose).or_default().push(page);
    }
    for pages in of_copy.values() {
        for (place, page) in pages.iter().enumerate() {
            let count = format!("{}/{}", place + 1, pages.len());
            assert!(page.contains(&count), "{count} is not on the page: {page}");
        }
    }
    let text = |whose: &str| of_copy[whose].iter().map(|page| page.as_str()).collect::<String>();
    let (centre, stranger) = (text("甲"), text("乙"));
    assert!(centre.contains("見本髙﨑") && centre.contains("2026-00001"), "{centre}");
    assert!(!stranger.contains("見本髙﨑") && !stranger.contains("2026-00001"), "{stranger}");
    assert!(stranger.contains("閲覧制限") && stranger.contains("14:00–14:20"), "{stranger}");
}

#[tokio::test]
async fn ten_copies_of_five_cases_are_made_and_set_in_one_go() {
    let desk = desk_on("2026-06-03").await;
    desk.apply().await;
    desk.plan().await;
    let mut cases = vec![desk.case];
    for number in 0..4 {
        let person =
            PersonFacts { name: format!("見本 {number}"), kana: "ミホン".into(), ..PersonFacts::default() };
        let new = NewCase {
            who: WhoFor::NewPerson(Box::new(person)),
            centre: desk.worker.agency(),
            received_on: desk.received_on,
            assigned_to: None,
            answers: Facts::default(),
        };
        let case = desk.app.open_case(&desk.worker, new).await.unwrap();
        let other = Desk {
            app: desk.app.clone(),
            worker: desk.worker.clone(),
            stranger: desk.stranger.clone(),
            case,
            received_on: desk.received_on,
            _bed: desk._bed.clone(),
        };
        other.apply().await;
        other.plan().await;
        cases.push(case);
    }
    for case in &cases {
        let version = desk.app.case_file(&desk.worker, *case).await.unwrap().version;
        let today = desk.app.clock().today();
        let consent = Consent {
            id: ConsentId::new(Uuid::now_v7()),
            purposes: vec![SharingPurpose::CaseConference],
            to: vec![Recipient { agency: desk.stranger.agency(), is_employer: false }],
            items: SharedItem::ALL.iter().copied().collect(),
            direction: Direction::Provide,
            route: Route::Together,
            route_reason: "会議で話すため".into(),
            tell_each_time: false,
            from: today,
            until: today,
            explained_on: today,
            explained_by: desk.worker.staff(),
            form: AnswerForm::Signed,
            proxy: String::new(),
            confirmed_by: Vec::new(),
            rules_version: String::new(),
            withdrawn: None,
        };
        desk.app.give_consent(&desk.worker, *case, version, consent).await.unwrap();
    }
    let of = |place: usize| if place < 4 { desk.worker.agency() } else { desk.stranger.agency() };
    let members = (0..10).map(|place| member(&format!("{place}番"), of(place))).collect();
    let id = sitting(&desk, &cases, members).await;

    let begin = Instant::now();
    let numbers = make_all(&desk, id).await;
    let made = begin.elapsed();
    let bytes = pdf(&desk, id, &numbers).await;
    println!("ten copies of five cases: decided and noted in {made:?}, on paper after {:?}", begin.elapsed());
    let all = pages(&bytes);
    assert_eq!(numbers, (1..=10).collect::<Vec<u32>>());
    for number in &numbers {
        assert!(all.iter().any(|page| page.contains(&format!("第{number}号"))), "copy {number} is there");
    }
}
