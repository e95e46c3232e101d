//! What is new in the next publication.

use std::collections::HashMap;

use banso_domain::{
    id::ResourceId,
    resource::{Field, ImportSummary, Origin},
};
use banso_exchange::{Extent, Held, Outcome, Roster, difference};
use uuid::Uuid;

use crate::support::{office, read_bytes, wamnet};

fn roster(rows: &[String]) -> Roster {
    read_bytes(wamnet(rows)).expect("a roster")
}

/// The directory after a roster was read into an empty one.
fn held(roster: &Roster) -> HashMap<Origin, Held> {
    let taken = roster.rows.iter().filter(|row| !row.is_rejected());
    taken
        .filter_map(|row| {
            let id = ResourceId::new(Uuid::from_u128(row.at.into()));
            Some((row.origin.clone()?, Held { id, told: row.told.clone(), is_gone: false, version: 1 }))
        })
        .collect()
}

#[test]
fn a_file_that_is_read_twice_changes_nothing() {
    let first = roster(&[office("A1", &[]), office("A2", &[(12, "?の家")])]);
    let again = difference(&first, &held(&first));
    assert_eq!(again.summary, ImportSummary { unchanged: 2, warnings: 1, ..ImportSummary::default() });
}

#[test]
fn what_is_new_different_and_gone_is_told_by_the_sources_number() {
    let before = roster(&[office("A1", &[]), office("A2", &[]), office("A3", &[])]);
    let now = roster(&[office("A4", &[]), office("A2", &[(28, "25"), (19, "")]), office("A1", &[])]);
    let told = difference(&now, &held(&before));

    assert_eq!(told.outcomes[0], Outcome::Added);
    let Outcome::Changed(changes) = &told.outcomes[1] else { panic!("{:?}", told.outcomes[1]) };
    assert_eq!(changes.get(&Field::Capacity).map(String::as_str), Some("25"));
    assert_eq!(changes.get(&Field::Url).map(String::as_str), Some(""), "what is no longer told");
    assert_eq!(told.outcomes[2], Outcome::Unchanged);
    assert_eq!(told.gone.iter().map(|origin| origin.number.as_str()).collect::<Vec<_>>(), ["A3"]);
}

#[test]
fn p_131_what_was_gone_and_is_listed_again_is_back_and_what_is_gone_already_is_not_told_twice() {
    let before = roster(&[office("A1", &[]), office("A2", &[])]);
    let mut there = held(&before);
    there.values_mut().for_each(|entry| entry.is_gone = entry.told == before.rows[1].told);
    for entry in there.values_mut() {
        entry.is_gone = entry.id == ResourceId::new(Uuid::from_u128(3));
    }
    assert_eq!(difference(&roster(&[office("A1", &[])]), &there).gone, []);
    let back = difference(&before, &there);
    assert!(matches!(back.outcomes[1], Outcome::Back(_)));
    assert_eq!((back.summary.added, back.summary.unchanged), (1, 1));
}

#[test]
fn a_list_takes_nothing_from_other_lists_of_the_same_source() {
    let transition = roster(&[office("A1", &[])]);
    let retention = roster(&[office("A1", &[(11, "就労定着支援")])]);
    let told = difference(&retention, &held(&transition));
    assert_eq!(told.outcomes, [Outcome::Added], "the same number in another list is another entry");
    assert_eq!(told.gone, []);
}

#[test]
fn a_row_that_is_not_taken_leaves_its_entry_as_it_is() {
    let before = roster(&[office("A1", &[]), office("A2", &[])]);
    let told = difference(&roster(&[office("A1", &[]), office("A2", &[(12, "")])]), &held(&before));
    assert_eq!((told.summary.rejected, told.summary.gone), (1, 0));
}

/// Offices with these numbers, each in a prefecture.
fn offices(rows: impl Iterator<Item = (usize, &'static str)>) -> Vec<String> {
    let row = |(number, town): (usize, &str)| office(&format!("B{number}"), &[(0, ""), (15, town), (20, ""), (21, "")]);
    rows.map(row).collect()
}

fn of_two_prefectures() -> Roster {
    roster(&offices((0..20).map(|number| (number, if number < 12 { "北海道札幌市" } else { "青森県青森市" }))))
}

#[test]
fn p_186_a_list_of_some_prefectures_says_nothing_about_the_others() {
    let whole = of_two_prefectures();
    let of_one = roster(&offices((0..12).map(|number| (number, "北海道札幌市"))));
    let told = difference(&of_one, &held(&whole));
    assert!(told.gone.is_empty() && !told.may_be_a_part, "{:?}", told.gone);
    let of_another = roster(&offices((12..19).map(|number| (number, "青森県青森市"))));
    assert_eq!(
        difference(&of_another, &held(&whole)).summary.gone,
        1,
        "what is missing of its own prefectures is gone"
    );
}

#[test]
fn p_186_where_much_is_missing_somebody_says_whether_it_is_the_whole_list() {
    let held = held(&of_two_prefectures());
    let half =
        offices([(0, "北海道札幌市"), (1, "北海道札幌市"), (13, "青森県青森市"), (14, "青森県青森市")].into_iter());
    let asked = difference(&roster(&half), &held);
    assert!(asked.may_be_a_part && asked.summary.gone == 16, "it is shown what would be gone, and asked");
    let with = |extent| difference(&Roster { extent, ..roster(&half) }, &held);
    let whole = with(Extent::Whole);
    assert!(!whole.may_be_a_part && whole.summary.gone == 16);
    let part = with(Extent::Part);
    assert!(!part.may_be_a_part && part.gone.is_empty());
}
