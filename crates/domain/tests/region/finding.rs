//! Finding in the resource directory: words in any writing, area and distance, what is open, free places, needs.

use std::collections::BTreeSet;

use banso_domain::{
    id::{ImportId, ResourceId},
    resource::{
        Area, Directory, Field, Found, LONGEST_SHORTLIST, Municipality, Need, Opening, Origin, Resource, ResourceEvent,
        ResourceSearch, Schedule, Shortlist, Source, Told,
    },
    rule::Rule,
    text,
};
use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

type Fields<'a> = &'a [(Field, &'a str)];

fn told(fields: Fields<'_>) -> Told {
    fields.iter().map(|(field, words)| (*field, (*words).to_owned())).collect()
}

fn resource(number: u32, fields: Fields<'_>) -> Resource {
    let origin = Origin { source: Source::WamNet, list: "list".to_owned(), number: number.to_string() };
    let import = Some(ImportId::new(Uuid::from_u128(2)));
    let listed = ResourceEvent::Listed { origin, told: told(fields), import };
    Resource::apply(None, ResourceId::new(Uuid::from_u128(u128::from(number))), &listed).expect("an entry")
}

fn directory(entries: &[Fields<'_>]) -> Directory {
    let resources: Vec<Resource> = (1..).zip(entries).map(|(number, fields)| resource(number, fields)).collect();
    let mut directory = Directory::default();
    directory.put(&resources);
    directory
}

/// The numbers of what was found, in order.
fn numbers(found: &Found) -> Vec<u128> {
    found.page.iter().map(|entry| entry.id.uuid().as_u128()).collect()
}

fn words(words: &str) -> ResourceSearch {
    ResourceSearch { words: words.to_owned(), ..ResourceSearch::default() }
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

const LITA: Fields<'_> = &[
    (Field::Name, "ＬＩＴＡ札幌"),
    (Field::Kana, "りたさっぽろ"),
    (Field::ServiceKind, "就労移行支援"),
    (Field::Municipality, "北海道札幌市中央区"),
    (Field::Street, "大通西１丁目"),
    (Field::Latitude, "43.058"),
    (Field::Longitude, "141.356"),
];
const WATANABE: Fields<'_> = &[
    (Field::Name, "渡邊ホーム"),
    (Field::Kana, "わたなべほーむ"),
    (Field::ServiceKind, "共同生活援助"),
    (Field::Municipality, "東京都港区"),
    (Field::OrganisationName, "髙﨑１００％の会"),
];
const EBETSU: Fields<'_> = &[
    (Field::Name, "えべつの家"),
    (Field::Kana, "えべつのいえ"),
    (Field::ServiceKind, "共同生活援助"),
    (Field::Municipality, "北海道江別市"),
    (Field::Latitude, "43.104"),
    (Field::Longitude, "141.536"),
];

#[test]
fn u6_an_entry_is_found_by_words_in_any_writing() {
    let directory = directory(&[LITA, WATANABE]);
    for typed in ["lita", "LITA", "ｌｉｔａ 札幌", "大通西1", "リタ", "就労", "札幌"] {
        assert_eq!(numbers(&directory.find(&words(typed), 10)), [1], "{typed}");
    }
    for typed in ["渡辺", "渡邉", "渡邊", "ﾜﾀﾅﾍﾞ", "わたなべ", "高崎", "髙﨑", "100%"] {
        assert_eq!(numbers(&directory.find(&words(typed), 10)), [2], "{typed}");
    }
    assert_eq!(numbers(&directory.find(&words("札幌 渡辺"), 10)), [0; 0], "each word must stand there");
    assert_eq!(directory.find(&words("−"), 10).total, 2, "what has no letter asks for nothing");
}

#[test]
fn kinds_and_prefectures_narrow_and_each_kind_says_how_many_it_has() {
    let directory = directory(&[LITA, WATANABE, EBETSU]);
    let homes = ResourceSearch { service_kind: "共同生活援助".into(), ..words("") };
    let found = directory.find(&homes, 10);
    assert_eq!(numbers(&found), [3, 2]);
    assert_eq!(found.kinds, [("共同生活援助".to_owned(), 2), ("就労移行支援".to_owned(), 1)], "as without the kind");
    assert_eq!(directory.find(&ResourceSearch { service_kind: "ない".into(), ..words("") }, 10).total, 0);
    assert_eq!(numbers(&directory.find(&ResourceSearch { prefecture: Some(13), ..words("") }, 10)), [2]);
}

#[test]
fn p_135_what_is_found_stands_by_reading_and_turns_pages() {
    let directory = directory(&[WATANABE, LITA, EBETSU]);
    assert_eq!(numbers(&directory.find(&words(""), 2)), [3, 2], "え, り, わ");
    let next = directory.find(&ResourceSearch { offset: 2, ..words("") }, 2);
    assert_eq!((numbers(&next), next.total), (vec![1], 3));
    assert_eq!(Rule::FoundByReadingOrDistance.code(), "P-135");
}

#[test]
fn an_entry_that_changed_stands_once_in_its_new_place() {
    let mut directory = directory(&[LITA, WATANABE]);
    directory.put(&[resource(2, EBETSU)]);
    assert_eq!(numbers(&directory.find(&words(""), 10)), [2, 1]);
    assert_eq!((directory.len(), directory.find(&words("渡辺"), 10).total), (2, 0));
}

#[test]
fn a_municipality_is_told_from_an_address_the_ward_rather_than_its_city() {
    let name = |address: &str| Municipality::of_address(address).map(|one| (one.prefecture(), one.name.as_str()));
    assert_eq!(name("北海道札幌市中央区大通西"), Some(("北海道", "札幌市中央区")));
    assert_eq!(name("福島県郡山市朝日"), Some(("福島県", "郡山市")));
    assert_eq!(name("北海道上川郡東神楽町南"), Some(("北海道", "東神楽町")), "counties are passed over");
    assert_eq!(name("名古屋市中村区名駅南"), Some(("愛知県", "名古屋市中村区")));
    assert_eq!(name("府中市宮西町"), None, "two prefectures have one");
    assert_eq!(name("東京都府中市宮西町"), Some(("東京都", "府中市")));
    assert_eq!(name("神奈川県みどりの丘市中央"), None);
    assert_eq!(Municipality::named("府中市").len(), 2);
    assert_eq!(Municipality::named("広島県 府中市").len(), 1);
    assert_eq!(Municipality::all().len(), 1916);
    assert!(Municipality::all().iter().filter(|one| one.is_ward()).count() > 150);
}

#[test]
fn an_area_holds_its_wards_and_a_distance_is_measured_from_its_town_hall() {
    let directory = directory(&[WATANABE, EBETSU, LITA]);
    let sapporo = Municipality::named("札幌市");
    let within = ResourceSearch { area: Area::Within(sapporo.clone()), ..words("") };
    assert_eq!(numbers(&directory.find(&within, 10)), [3]);
    let around = |most| ResourceSearch { area: Area::Around(sapporo.clone(), most), ..words("") };
    assert_eq!(numbers(&directory.find(&around(5), 10)), [3]);
    let wide = directory.find(&around(20), 10);
    assert_eq!(numbers(&wide), [3, 2], "the nearest first");
    assert!(wide.page[1].kilometres.is_some_and(|far| (14.0..17.0).contains(&far)), "{:?}", wide.page[1]);
    assert_eq!(wide.without_position, 1, "one tells no point, and that is said");
    let worded = ResourceSearch { area: Area::Worded("港区".into()), ..words("") };
    assert_eq!(numbers(&directory.find(&worded, 10)), [1]);
}

#[test]
fn p_134_a_point_in_the_sea_outside_japan_or_far_from_its_address_is_not_used() {
    let at = |address, latitude, longitude| {
        told(&[(Field::Municipality, address), (Field::Latitude, latitude), (Field::Longitude, longitude)])
    };
    assert!(at("北海道札幌市中央区", "43.058", "141.356").likely_position().is_some());
    for (latitude, longitude, why) in [
        ("35.68", "139.76", "in Tokyo"),
        ("43.0", "150.0", "in the sea"),
        ("141.356", "43.058", "turned around"),
        ("0", "0", "nowhere"),
        ("", "141.356", "half of it"),
    ] {
        let told = at("北海道札幌市中央区", latitude, longitude);
        assert!(told.likely_position().is_none() && told.has_unlikely_position(), "{why}");
    }
    assert!(at("", "33.5", "137.5").has_unlikely_position(), "the open sea, without an address");
    assert!(at("東京都小笠原村", "27.094", "142.192").likely_position().is_some(), "a far island");
    assert!(!at("北海道札幌市中央区", "", "").has_unlikely_position(), "nothing is told");
    assert_eq!(Rule::UnlikelyPointIsSaid.code(), "P-134");
}

#[test]
fn p_133_hours_are_read_by_kind_of_day_and_what_is_not_told_is_neither_open_nor_closed() {
    let schedule = Schedule::of(&told(&[
        (Field::HoursWeekday, "09:00-17:00"),
        (Field::HoursSaturday, "00:00-00:00"),
        (Field::HoursHoliday, "10:00-12:00"),
        (Field::ClosedDays, "日曜日、水・年末年始"),
    ]));
    let at = |on: &str, hour: u16| schedule.at(day(on), hour * 60);
    assert_eq!(at("2026-11-26", 9), Opening::Open, "a Thursday");
    assert_eq!(at("2026-11-26", 17), Opening::Closed, "the end of the hours is the end");
    assert_eq!(at("2026-11-28", 10), Opening::NotTold, "all zeros on a Saturday");
    assert_eq!(at("2026-11-29", 10), Opening::Closed, "Sunday is a day of rest");
    assert_eq!(at("2026-11-25", 10), Opening::Closed, "Wednesday, too");
    assert_eq!(at("2026-11-23", 10), Opening::Open, "勤労感謝の日 has hours of its own");
    assert_eq!(at("2026-11-23", 13), Opening::Closed);
    assert_eq!(at("2026-12-29", 10), Opening::Closed, "the end of the year");
    assert_eq!(Rule::UntoldHoursAreSaid.code(), "P-133");
}

#[test]
fn days_of_rest_that_name_no_whole_day_close_none() {
    for words in ["第2土曜", "木曜午後", "不定休", "なし", "8月13日~15日", ""] {
        let schedule = Schedule::of(&told(&[(Field::HoursWeekday, "09:00-17:00"), (Field::ClosedDays, words)]));
        assert_eq!(schedule.at(day("2026-11-26"), 600), Opening::Open, "{words}");
    }
    let weekend =
        Schedule::of(&told(&[(Field::HoursHoliday, "09:00-17:00"), (Field::ClosedDays, "土日祝日・年末年始")]));
    for closed in ["2026-11-28", "2026-11-29", "2026-11-23"] {
        assert_eq!(weekend.at(day(closed), 600), Opening::Closed, "{closed}");
    }
}

#[test]
fn a_place_open_past_midnight_is_open_on_the_next_morning() {
    let bar = Schedule::of(&told(&[(Field::HoursWeekday, "18:00-02:00")]));
    assert_eq!(bar.at(day("2026-11-26"), 23 * 60), Opening::Open);
    assert_eq!(bar.at(day("2026-11-27"), 60), Opening::Open);
    assert_eq!(bar.at(day("2026-11-27"), 3 * 60), Opening::Closed);
}

#[test]
fn p_133_a_search_for_what_is_open_says_how_many_tell_no_hours() {
    let open: Fields<'_> = &[(Field::Name, "あ"), (Field::HoursWeekday, "09:00-17:00")];
    let untold: Fields<'_> = &[(Field::Name, "い"), (Field::HoursWeekday, "00:00-00:00")];
    let closed: Fields<'_> = &[(Field::Name, "う"), (Field::HoursWeekday, "13:00-17:00")];
    let directory = directory(&[open, untold, closed]);
    let search = ResourceSearch { open_at: Some((day("2026-11-26"), 600)), ..words("") };
    let found = directory.find(&search, 10);
    assert_eq!((numbers(&found), found.untold_hours), (vec![1], 1));
    let with_untold = ResourceSearch { with_untold_hours: true, ..search };
    assert_eq!(numbers(&directory.find(&with_untold, 10)), [1, 2]);
}

#[test]
fn free_places_and_needs_are_the_regions_word_and_a_source_that_sorts_by_need_counts_too() {
    let free: Fields<'_> = &[(Field::Name, "あ"), (Field::FreePlaces, "２"), (Field::Needs, "work mental")];
    let full: Fields<'_> = &[(Field::Name, "い"), (Field::FreePlaces, "0"), (Field::Topic, "rent")];
    let directory = directory(&[free, full, LITA]);
    let search = ResourceSearch { with_free_places: true, ..words("") };
    assert_eq!(numbers(&directory.find(&search, 10)), [1]);
    let needs = |some: &[Need]| ResourceSearch { needs: some.iter().copied().collect(), ..words("") };
    assert_eq!(numbers(&directory.find(&needs(&[Need::Work]), 10)), [1, 3], "就労移行支援 is for work");
    assert_eq!(numbers(&directory.find(&needs(&[Need::Rent, Need::Mental]), 10)), [1, 2]);
    assert_eq!(directory.find(&needs(&[Need::Care]), 10).total, 0);
}

#[test]
fn those_who_are_known_by_name_are_found_by_it() {
    let directory = directory(&[LITA, WATANABE]);
    let named = Some(BTreeSet::from([text::search_key("lita札幌")]));
    assert_eq!(numbers(&directory.find(&ResourceSearch { named, ..words("") }, 10)), [1]);
}

#[test]
fn what_is_gone_is_left_out_unless_it_is_asked_for() {
    let entry = resource(1, LITA);
    let gone = ResourceEvent::Gone { on: day("2026-04-01"), import: ImportId::new(Uuid::from_u128(3)) };
    let entry = Resource::apply(Some(entry.clone()), entry.id, &gone).expect("an entry");
    let mut directory = Directory::default();
    directory.put(&[entry]);
    assert_eq!(directory.find(&words("lita"), 10).total, 0);
    assert_eq!(directory.find(&ResourceSearch { with_gone: true, ..words("lita") }, 10).total, 1);
}

#[test]
fn p_136_a_shortlist_has_one_to_ten_places_each_once_in_the_order_chosen() {
    let places =
        |numbers: &[u128]| Shortlist::of(numbers.iter().map(|number| ResourceId::new(Uuid::from_u128(*number))));
    let three = places(&[3, 1, 3, 2]).expect("a list");
    assert_eq!(three.places().iter().map(|place| place.uuid().as_u128()).collect::<Vec<_>>(), [3, 1, 2]);
    let many: Vec<u128> = (1..=LONGEST_SHORTLIST as u128).collect();
    assert!(places(&many).is_ok());
    let too_many: Vec<u128> = (0..=LONGEST_SHORTLIST as u128).collect();
    for refused in [places(&[]), places(&too_many)] {
        assert_eq!(refused.expect_err("a refusal").rules, [Rule::ShortlistIsShort]);
    }
}

#[test]
fn hours_for_the_person_leave_out_what_nobody_told() {
    let told = told(&[
        (Field::HoursWeekday, "9:00-17:00"),
        (Field::HoursSaturday, "00:00-00:00"),
        (Field::Needs, "work rent"),
    ]);
    assert_eq!(told.opening_hours(), [(Field::HoursWeekday, 540, 1020)]);
    assert_eq!(told.first_need(), Some(Need::Rent), "in the order of needs");
}

proptest! {
    #[test]
    fn needs_are_read_as_they_are_written(some in proptest::collection::btree_set(0..Need::ALL.len(), 0..5)) {
        let needs: BTreeSet<Need> = some.into_iter().map(|at| Need::ALL[at]).collect();
        prop_assert_eq!(Need::read(&Need::write(&needs)), Some(needs));
    }

    #[test]
    fn turning_the_pages_shows_every_entry_once(names in proptest::collection::vec("[ぁ-ん]{1,3}", 1..30), limit in 1usize..7) {
        let fields: Vec<[(Field, &str); 1]> = names.iter().map(|name| [(Field::Name, name.as_str())]).collect();
        let directory = directory(&fields.iter().map(|fields| &fields[..]).collect::<Vec<_>>());
        let mut seen = Vec::new();
        for page in 0..=names.len() / limit {
            let offset = u32::try_from(page * limit).expect("a number");
            seen.extend(numbers(&directory.find(&ResourceSearch { offset, ..words("") }, limit)));
        }
        let each: BTreeSet<u128> = seen.iter().copied().collect();
        prop_assert_eq!((seen.len(), each.len()), (names.len(), names.len()));
    }
}

#[test]
fn what_a_kind_of_service_is_for_is_found_by_that_need() {
    let kind = |kind: &'static str| [(Field::Name, "あおば"), (Field::ServiceKind, kind)];
    let desk = [(Field::Name, "窓口"), (Field::ContactType, "self-reliance"), (Field::Topic, "housing")];
    let entries = [kind("就労移行支援"), kind("就労継続支援(Ａ型)"), kind("囲碁の会"), kind("共同生活援助")];
    let mut fields: Vec<Fields<'_>> = entries.iter().map(|fields| &fields[..]).collect();
    fields.push(&desk);
    let directory = directory(&fields);
    let found = |need| {
        let mut found =
            numbers(&directory.find(&ResourceSearch { needs: [need].into(), ..ResourceSearch::default() }, 10));
        found.sort_unstable();
        found
    };
    assert_eq!(found(Need::Work), [1, 2, 5]);
    assert_eq!(found(Need::Disability), [1, 2, 4]);
    assert_eq!(found(Need::Housing), [5], "what its source says counts as well");
    let kinds = directory.find(&ResourceSearch::default(), 0).kinds;
    assert!(
        kinds.contains(&("自立相談支援機関".to_owned(), 1)),
        "a desk without a kind has one by its sort: {kinds:?}"
    );
}
