//! The ways to work, side by side, and what the person says about them.

use banso_domain::{
    case::sharing::EmploymentDisclosure,
    id::StaffId,
    process::Way,
    rule::{Refusal, Rule},
    way_notes::{WayNote, WayNotes, WayNotesEvent, WayWords, Wish},
};
use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

const FILE: &str = include_str!("../../../../definitions/processes/ways_to_work.toml");

fn ways() -> Vec<Way> {
    Way::all_from_toml("ways_to_work.toml", FILE).unwrap()
}

#[test]
fn open_and_closed_employment_welfare_training_and_not_deciding_yet_stand_side_by_side() {
    let ways = ways();
    for id in ["clinic", "vocational_school", "transition", "continuation_a", "continuation_b", "think_again"] {
        assert!(ways.iter().any(|way| way.id == id), "{id}");
    }
    let told = |way: &&Way| way.disclosure.contains(&EmploymentDisclosure::Open);
    let not_told = |way: &&Way| way.disclosure == [EmploymentDisclosure::Closed];
    assert_eq!((ways.iter().filter(told).count(), ways.iter().filter(not_told).count()), (2, 1));
}

#[test]
fn r_24_a_way_has_no_rank_no_points_and_no_word_that_recommends_it() {
    for field in ["rank = 1", "score = 80", "recommended = true"] {
        let leaning = FILE.replacen("id = \"clinic\"", &format!("id = \"clinic\"\n{field}"), 1);
        let told = Way::all_from_toml("ways_to_work.toml", &leaning).unwrap_err();
        assert!(told.to_string().starts_with("ways_to_work.toml, line "), "{told}");
    }
    for word in ["おすすめ", "最適", "向いている", "ふさわしい", "recommend"] {
        assert!(!FILE.contains(word), "{word}");
    }
}

#[test]
fn a_way_is_found_in_the_directory_under_the_kind_that_lists_write_in_wide_or_narrow_letters() {
    let ways = ways();
    let found = |kind: &str| -> Vec<&str> {
        ways.iter().filter(|way| way.is_found_under(kind)).map(|way| way.id.as_str()).collect()
    };
    assert_eq!(found("就労移行支援"), ["transition"]);
    assert_eq!((found("就労継続支援Ａ型"), found("就労継続支援A型")), (vec!["continuation_a"], vec!["continuation_a"]));
    assert_eq!(found("自立訓練(生活訓練)"), ["self_training"]);
    assert_eq!(found("放課後等デイサービス"), Vec::<&str>::new());
}

#[test]
fn a_region_that_writes_a_way_twice_or_an_agency_that_there_is_not_is_told_the_line() {
    let twice = FILE.replacen("id = \"vocational_school\"", "id = \"clinic\"", 1);
    let told = Way::all_from_toml("ways_to_work.toml", &twice).unwrap_err().to_string();
    assert!(told.contains("stands there twice"), "{told}");
    let unknown = FILE.replacen("[\"medical_institution\"]", "[\"medical_institutoin\"]", 1);
    let told = Way::all_from_toml("ways_to_work.toml", &unknown).unwrap_err().to_string();
    assert!(told.contains("did you mean \"medical_institution\"?"), "{told}");
}

fn on(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 4, day).unwrap()
}

fn themself() -> (StaffId, bool) {
    (StaffId::new(Uuid::from_u128(7)), true)
}

fn worker() -> (StaffId, bool) {
    (StaffId::new(Uuid::from_u128(1)), false)
}

fn likes(what: &str) -> WayWords {
    WayWords { likes: what.to_owned(), ..WayWords::default() }
}

fn say(notes: &mut WayNotes, way: &str, words: WayWords, writer: (StaffId, bool), day: u32) -> Result<(), Refusal> {
    let event = notes.note(&ways(), way, words, writer, on(day))?;
    notes.apply(&event);
    Ok(())
}

#[test]
fn the_person_says_what_they_like_what_worries_them_and_that_they_want_to_see_a_way() {
    let mut notes = WayNotes::default();
    let words =
        WayWords { likes: " 駅から近い ".to_owned(), worries: "朝が早い".to_owned(), wish: Some(Wish::Visit) };
    say(&mut notes, "transition", words, themself(), 6).unwrap();
    let note = notes.about("transition").unwrap();
    assert_eq!((note.likes.as_str(), note.worries.as_str(), note.wish), ("駅から近い", "朝が早い", Some(Wish::Visit)));
    assert!(notes.about("continuation_b").is_none(), "a word about one way says nothing about another");
}

#[test]
fn what_the_person_takes_back_is_no_longer_said() {
    let mut notes = WayNotes::default();
    say(&mut notes, "transition", likes("駅から近い"), themself(), 6).unwrap();
    say(&mut notes, "transition", WayWords::default(), themself(), 7).unwrap();
    assert!(notes.is_empty());
}

#[test]
fn p_92_a_worker_writes_down_what_the_person_says_and_nothing_over_what_they_wrote_themself() {
    let mut notes = WayNotes::default();
    say(&mut notes, "transition", likes("駅から近い"), worker(), 6).unwrap();
    say(&mut notes, "transition", likes("友だちがいる"), themself(), 7).unwrap();
    let over = say(&mut notes, "transition", likes("通いやすい"), worker(), 8);
    assert_eq!(over, Err(Rule::OwnWordsStay.into()));
    say(&mut notes, "continuation_b", likes("絵をかける"), worker(), 8).unwrap();
    assert!(!notes.about("continuation_b").unwrap().is_own);
}

#[test]
fn p_110_a_note_is_about_one_of_the_ways_and_says_something() {
    let mut notes = WayNotes::default();
    let refused = Err(Rule::WayNoteSaysSomething.into());
    assert_eq!(say(&mut notes, "astronaut", likes("空"), themself(), 6), refused);
    assert_eq!(say(&mut notes, "transition", likes("  "), themself(), 6), refused);
    assert!(notes.is_empty());
}

#[test]
fn r_24_a_note_holds_the_persons_words_and_has_no_place_for_a_rank_or_points() {
    let mut notes = WayNotes::default();
    say(&mut notes, "transition", WayWords { wish: Some(Wish::Try), ..likes("近い") }, themself(), 6).unwrap();
    let stored = serde_json::to_value(&notes).unwrap();
    let fields: Vec<&String> = stored["transition"].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["is_own", "likes", "on", "wish", "worries", "written_by"]);
    for (field, value) in [("rank", json!(1)), ("points", json!(80)), ("recommended", json!(true))] {
        let mut leaning = stored["transition"].clone();
        leaning[field] = value;
        assert!(serde_json::from_value::<WayNote>(leaning).is_err(), "{field}");
    }
    let wishes: Vec<&str> = Wish::ALL.iter().map(|wish| wish.name()).collect();
    assert_eq!(wishes, ["visit", "try", "not_now"], "to see, to try, not now: none is better than another");
}

#[test]
fn what_was_said_under_two_entries_of_one_person_is_joined_and_the_later_word_counts() {
    let (mut one, mut other) = (WayNotes::default(), WayNotes::default());
    say(&mut one, "transition", likes("前の話"), themself(), 6).unwrap();
    say(&mut one, "clinic", likes("医師が話しやすい"), themself(), 8).unwrap();
    say(&mut other, "transition", likes("あとの話"), themself(), 7).unwrap();
    say(&mut other, "clinic", likes("古い話"), themself(), 7).unwrap();
    let joined = one.joined(other);
    assert_eq!(joined.about("transition").unwrap().likes, "あとの話");
    assert_eq!(joined.about("clinic").unwrap().likes, "医師が話しやすい");
}

#[test]
fn the_journal_gives_the_words_again() {
    let mut notes = WayNotes::default();
    let event = notes.note(&ways(), "clinic", likes("静か"), themself(), on(6)).unwrap();
    let read: WayNotesEvent = serde_json::from_value(serde_json::to_value(&event).unwrap()).unwrap();
    notes.apply(&read);
    assert_eq!(notes.about("clinic").unwrap().likes, "静か");
    assert_eq!((event.name(), event.took_place_on()), ("way_noted", on(6)));
}
