//! Entries of the resource directory: what sources tell, what the region writes, and what belongs together.

use std::collections::BTreeMap;

use banso_domain::{
    id::{AgencyId, ImportId, ResourceId},
    resource::{
        ContactPerson, Field, Hours, NamedColumns, Origin, Position, Resource, ResourceEvent, Source, Sureness, Told,
        is_corporate_number,
    },
    rule::{Refusal, Rule},
};
use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn today() -> NaiveDate {
    day("2026-04-06")
}

fn centre() -> AgencyId {
    AgencyId::new(Uuid::from_u128(1))
}

fn import() -> ImportId {
    ImportId::new(Uuid::from_u128(2))
}

fn told(fields: &[(Field, &str)]) -> Told {
    fields.iter().map(|(field, words)| (*field, (*words).to_owned())).collect()
}

fn office() -> Told {
    told(&[
        (Field::OrganisationName, "社会福祉法人　あおば会"),
        (Field::CorporateNumber, "8990000000001"),
        (Field::ServiceKind, "就労移行支援"),
        (Field::Name, "ＬＩＴＡ　あおば"),
        (Field::OfficeNumber, "0110103470"),
        (Field::Municipality, "北海道札幌市中央区"),
        (Field::Street, "大通西１丁目１３番地"),
        (Field::Phone, "011-215-0440"),
        (Field::HoursWeekday, "10:00-17:00"),
        (Field::HoursSaturday, "00:00-00:00"),
        (Field::Capacity, "20"),
    ])
}

fn listed(told: Told) -> Resource {
    let origin =
        Origin { source: Source::WamNet, list: "就労移行支援".to_owned(), number: "A0000105598".to_owned() };
    after(None, &ResourceEvent::Listed { origin, told, import: Some(import()) })
}

fn after(current: Option<Resource>, event: &ResourceEvent) -> Resource {
    Resource::apply(current, ResourceId::new(Uuid::from_u128(3)), event).expect("an entry")
}

fn edited(resource: &Resource, field: Field, words: &str) -> Result<ResourceEvent, Refusal> {
    resource.edit(BTreeMap::from([(field, Some(words.to_owned()))]), centre(), today())
}

fn rules(refusal: Result<ResourceEvent, Refusal>) -> Vec<Rule> {
    refusal.expect_err("a refusal").rules
}

#[test]
fn p_127_an_entry_of_the_regions_own_has_a_name_and_a_way_to_it() {
    let id = ResourceId::new(Uuid::from_u128(4));
    let group = told(&[(Field::Name, "家族の会"), (Field::Street, "公民館"), (Field::Strengths, "話を聞いてもらえる")]);
    let entered = after(None, &Resource::enter(id, group).unwrap());
    assert_eq!(entered.origin.source, Source::Region);

    for lacking in [told(&[(Field::Name, "家族の会")]), told(&[(Field::Name, "\u{3000}"), (Field::Phone, "119")])] {
        assert_eq!(rules(Resource::enter(id, lacking)), [Rule::ResourceReached]);
    }
    assert_eq!(rules(edited(&listed(office()), Field::Name, "")), [Rule::ResourceReached]);
}

#[test]
fn p_128_an_edit_says_something_else_than_what_is_there() {
    let office = listed(office());
    assert_eq!(rules(edited(&office, Field::Phone, "011-215-0440")), [Rule::ResourceEditSaysSomething]);
    let taken_back = office.edit(BTreeMap::from([(Field::Phone, None)]), centre(), today());
    assert_eq!(rules(taken_back), [Rule::ResourceEditSaysSomething]);
}

#[test]
fn p_129_figures_hours_days_and_positions_of_an_edit_can_be_read() {
    let office = listed(office());
    for (field, words) in [
        (Field::Capacity, "二十くらい"),
        (Field::HoursWeekday, "だいたい朝から"),
        (Field::Latitude, "100"),
        (Field::Longitude, "13.5"),
        (Field::VerifiedOn, "昨日"),
        (Field::CorporateNumber, "8990000000002"),
    ] {
        assert_eq!(rules(edited(&office, field, words)), [Rule::ResourceFigureReadable], "{field:?}");
    }
    for (field, words) in
        [(Field::Capacity, "25"), (Field::HoursWeekday, "９：００〜１６：３０"), (Field::Latitude, "43.06")]
    {
        assert!(edited(&office, field, words).is_ok(), "{field:?}");
    }
}

#[test]
fn p_139_a_postcode_that_the_region_writes_has_seven_digits() {
    let office = listed(office());
    for words in ["123", "041-084", "041-08444", "函館市"] {
        assert_eq!(rules(edited(&office, Field::Postcode, words)), [Rule::PostcodeHasSevenDigits], "{words}");
    }
    for words in ["〒０４１－０８４４", "0410844", "041-0844"] {
        assert!(edited(&office, Field::Postcode, words).is_ok(), "{words}");
    }
}

#[test]
fn r_62_what_the_region_writes_of_a_resource_names_no_case() {
    let words = "2026-00417の方が通っています";
    assert_eq!(rules(edited(&listed(office()), Field::RegionNote, words)), [Rule::NobodyInTheRegion]);
}

#[test]
fn p_130_what_the_region_wrote_stays_when_its_source_is_read_again_and_both_are_shown() {
    let office = listed(office());
    let office = after(Some(office.clone()), &edited(&office, Field::Phone, "011-000-0001").unwrap());

    let changes = BTreeMap::from([(Field::Phone, "011-999-9999".to_owned()), (Field::Capacity, "30".to_owned())]);
    let office = after(Some(office), &ResourceEvent::Republished { changes, import: import() });

    let phone = office.shown(Field::Phone);
    assert_eq!((phone.words, phone.source), ("011-000-0001", Some("011-999-9999")));
    assert_eq!(phone.edit.map(|edit| (edit.by, edit.on)), Some((centre(), today())));
    assert_eq!((office.shown(Field::Capacity).words, office.as_shown().capacity()), ("30", Some(30)));

    let back = office.edit(BTreeMap::from([(Field::Phone, None)]), centre(), today()).unwrap();
    assert_eq!(after(Some(office), &back).shown(Field::Phone).words, "011-999-9999");
}

#[test]
fn p_131_what_a_source_no_longer_lists_is_marked_and_comes_back_when_it_is_listed_again() {
    let office = listed(office());
    let gone = after(Some(office.clone()), &ResourceEvent::Gone { on: today(), import: import() });
    assert_eq!((gone.gone_on, gone.freshness().sureness), (Some(today()), Sureness::NoLongerListed));
    assert_eq!(gone.told, office.told, "what was known stays");

    let back = after(Some(gone), &ResourceEvent::Republished { changes: BTreeMap::new(), import: import() });
    assert_eq!(back, office);
}

#[test]
fn p_132_services_of_one_site_and_sites_of_one_corporation_are_told_apart_and_found_together() {
    let mut retention = office();
    retention.set(Field::ServiceKind, "就労定着支援");
    retention.set(Field::Street, "大通西1丁目13番地");
    assert_eq!(office().site_key(), retention.site_key(), "the same site, whatever the width of its digits");

    let mut branch = office();
    branch.set(Field::Street, "北４条西６丁目１番地");
    assert_eq!(office().organisation_key(), branch.organisation_key());
    assert_ne!(office().site_key(), branch.site_key(), "a branch with its parent's 事業所番号 is another site");

    let mut namesake = office();
    namesake.set(Field::CorporateNumber, "");
    assert_ne!(office().organisation_key(), namesake.organisation_key(), "without 法人番号 a name alone joins nobody");
}

#[test]
fn hours_that_are_all_zero_are_not_known() {
    assert_eq!(office().hours(Field::HoursWeekday), Hours::Between { opens: 600, closes: 1020 });
    assert_eq!(office().hours(Field::HoursSaturday), Hours::NotKnown);
    assert_eq!(office().hours(Field::HoursSunday), Hours::NotKnown);
    assert_eq!(Hours::read("00:00-24:00"), Hours::Between { opens: 0, closes: 1440 });
    assert_eq!(Hours::read("22:00～06:00"), Hours::Between { opens: 1320, closes: 360 });
    assert_eq!(Hours::read("平日 8時30分～17時15分"), Hours::InWords);
    assert_eq!(Hours::read("25:00-26:00"), Hours::InWords);
}

#[test]
fn an_entry_that_somebody_looked_at_is_surer_than_one_that_was_only_published() {
    let office = listed(office());
    assert_eq!(office.freshness().sureness, Sureness::AsPublished);
    assert_eq!(office.freshness().verified_on, None);

    let confirmed = after(Some(office.clone()), &office.confirm(today(), centre(), today()).unwrap());
    assert_eq!(
        (confirmed.freshness().verified_on, confirmed.freshness().sureness),
        (Some(today()), Sureness::Confirmed)
    );
    assert_eq!(rules(office.confirm(day("2026-04-07"), centre(), today())), [Rule::DateOutOfOrder]);

    let mut asks = office.told.clone();
    asks.set(Field::Status, "review_required");
    asks.set(Field::VerifiedOn, "2026-07-26");
    assert_eq!(listed(asks).freshness().sureness, Sureness::InDoubt);
}

#[test]
fn p_141_somebody_to_turn_to_is_named_once_they_agreed_and_leaves_again() {
    let office = listed(office());
    let person = ContactPerson {
        name: "青葉 みのり".to_owned(),
        role: "サービス管理責任者".to_owned(),
        reached: "011-215-0441".to_owned(),
        agreed_by: "本人から電話で".to_owned(),
        agreed_on: today(),
        asked_by: centre(),
    };
    for unasked in [
        ContactPerson { agreed_by: " ".to_owned(), ..person.clone() },
        ContactPerson { name: String::new(), ..person.clone() },
    ] {
        assert_eq!(rules(office.name_contact(unasked, today())), [Rule::ContactByConsent]);
    }
    let to_come = ContactPerson { agreed_on: day("2026-04-07"), ..person.clone() };
    assert_eq!(rules(office.name_contact(to_come, today())), [Rule::DateOutOfOrder]);

    let named = after(Some(office.clone()), &office.name_contact(person.clone(), today()).unwrap());
    assert_eq!(named.contacts, std::slice::from_ref(&person));
    assert_eq!(rules(named.name_contact(person.clone(), today())), [Rule::ResourceEditSaysSomething]);
    let told_anew = ContactPerson { role: "管理者".to_owned(), ..person.clone() };
    let told_anew = after(Some(named.clone()), &named.name_contact(told_anew, today()).unwrap());
    assert_eq!((told_anew.contacts.len(), told_anew.contacts[0].role.as_str()), (1, "管理者"));

    let left = after(Some(named.clone()), &named.leave_contact(&person.name).unwrap());
    assert_eq!(left.contacts, []);
    assert_eq!(rules(left.leave_contact(&person.name)), [Rule::ResourceEditSaysSomething]);
}

#[test]
fn p_142_a_list_is_read_by_columns_of_which_one_is_the_name_and_some_tell_rows_apart() {
    let columns = NamedColumns {
        list: "居場所一覧".to_owned(),
        known_by: vec![0],
        fields: BTreeMap::from([(0, Field::Name), (1, Field::Street)]),
    };
    assert_eq!(columns.check(), Ok(()));
    for unclear in [
        NamedColumns { list: " ".to_owned(), ..columns.clone() },
        NamedColumns { known_by: Vec::new(), ..columns.clone() },
        NamedColumns { fields: BTreeMap::from([(1, Field::Street)]), ..columns.clone() },
        NamedColumns { fields: BTreeMap::from([(0, Field::Name), (1, Field::Phone), (2, Field::Phone)]), ..columns },
    ] {
        assert_eq!(unclear.check(), Err(Refusal::from(Rule::ColumnsNamed)), "{unclear:?}");
    }
}

#[test]
fn the_prefecture_is_told_by_the_address_even_where_the_code_is_missing() {
    assert_eq!(office().prefecture(), Some(1));
    let coded = told(&[(Field::Jurisdiction, "13103"), (Field::Street, "芝公園１丁目")]);
    assert_eq!(coded.prefecture(), Some(13));
    let with_a_zero = told(&[(Field::Jurisdiction, "131030")]);
    assert_eq!(with_a_zero.jurisdiction().map(|code| code.to_string()).as_deref(), Some("131032"));
    assert_eq!(told(&[(Field::Street, "芝公園１丁目")]).prefecture(), None);
}

#[test]
fn a_corporate_number_checks_itself() {
    assert!(is_corporate_number("8990000000001"));
    assert!(!is_corporate_number("8990000000010"));
    assert!(!is_corporate_number("899000000000"));
    assert!(!is_corporate_number("８９９０００００００００１"));
}

#[test]
fn u6_an_entry_is_found_under_every_width_of_its_name() {
    assert!(office().search_key().contains("lita"));
    assert!(office().search_key().contains(&banso_domain::text::search_key("札幌市中央区大通西1")));
}

#[test]
fn distances_are_good_to_a_percent() {
    let tokyo = Position::in_japan(35.681, 139.767).unwrap();
    let osaka = Position::in_japan(34.702, 135.495).unwrap();
    assert!((tokyo.kilometres_to(osaka) - 403.0).abs() < 4.0, "{}", tokyo.kilometres_to(osaka));
    assert_eq!(Position::in_japan(0.0, 0.0), None);
    assert_eq!(Position::in_japan(139.767, 35.681), None, "the two were swapped");
}

proptest! {
    #[test]
    fn what_changed_leads_from_one_publication_to_the_next(
        before in proptest::collection::btree_map(0..Field::ALL.len(), "[あ-ん]{0,3}", 0..8),
        now in proptest::collection::btree_map(0..Field::ALL.len(), "[あ-ん]{0,3}", 0..8),
    ) {
        let sheet = |fields: BTreeMap<usize, String>| -> Told {
            fields.into_iter().map(|(at, words)| (Field::ALL[at], words)).collect()
        };
        let (mut before, now) = (sheet(before), sheet(now));
        let changes = before.changes_to(&now);
        prop_assert_eq!(changes.is_empty(), before == now);
        before.apply(&changes);
        prop_assert_eq!(before, now);
    }
}
