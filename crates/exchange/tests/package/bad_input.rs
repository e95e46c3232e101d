use banso_exchange::package::{LinkGatherer, PackageProblem, RHYTHM_TABLES, Table, read};
use proptest::prelude::*;

use crate::support::Package;

#[test]
fn a_sound_package_has_nothing_to_be_told() {
    let report = Package::sound().read();
    assert_eq!(report.findings, []);
    assert!(report.is_sound() && report.absent.is_empty());
    assert_eq!(report.rows.iter().find(|(table, _)| *table == Table::Contacts), Some(&(Table::Contacts, 2)));
}

#[test]
fn a_missing_table_is_named() {
    let mut package = Package::sound();
    package.0.remove("contacts.csv");
    package.0.remove("trainings.csv");
    let told = package.told();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("contacts.csv: the table is missing"), "{told:?}");
    // For the rhythm of contact trainings are not needed, contacts are.
    let report = read(&package, RHYTHM_TABLES, &mut |_, _| {});
    assert_eq!(report.count, 1);
    assert_eq!(report.absent, [Table::Trainings]);
}

#[test]
fn a_day_that_there_is_not_is_told_with_row_and_column() {
    for (day, is_day) in [
        ("2025-02-29", false),
        ("2024-02-29", true),
        ("2025-13-01", false),
        ("2025-4-1", false),
        ("20250401", false),
        ("令和7年4月1日", false),
        ("0001-01-01", false),
        ("9999-12-31", false),
        ("2025-04-01 ", false),
    ] {
        let mut package = Package::sound();
        package.set(Table::Contacts, &["c1,e1,a1,person,,2025-04-01,,,", &format!("c2,e1,a1,person,,{day},,,")]);
        let told = package.told();
        if is_day {
            assert!(told.is_empty(), "{told:?}");
        } else {
            assert_eq!(told.len(), 1, "{day}: {told:?}");
            assert!(told[0].starts_with(&format!("contacts.csv:3 [date]: 「{day}」 is no day")), "{told:?}");
        }
    }
}

#[test]
fn what_ends_before_it_begins_is_told() {
    let mut package = Package::sound();
    package.set(Table::Phases, &["e1,intake,2025-04-30,2025-04-01"]);
    assert!(
        package.told()[0].starts_with("phases.csv:2 [end_date]: ends before it begins (2025-04-30)"),
        "{:?}",
        package.told()
    );
}

#[test]
fn a_key_that_stands_twice_is_told_with_both_rows() {
    let mut package = Package::sound();
    package.set(Table::Persons, &["p1,,,,,", "p2,,,,,", "p1,1990,,,,", "p1,,,,,"]);
    let findings = package.read().findings;
    let twice: Vec<_> = findings.iter().map(|finding| (finding.row, finding.problem.clone())).collect();
    let key = |first| PackageProblem::DuplicateKey { key: "p1".to_owned(), first };
    assert_eq!(twice, [(Some(4), key(2)), (Some(5), key(2))]);
    // A key of several columns is one only as a whole.
    let mut package = Package::sound();
    package.set(Table::Phases, &["e1,intake,2025-04-01,", "e2,intake,2025-04-01,", "e1,intake,2025-04-01,"]);
    let told = package.told();
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("the key 「e1 / intake / 2025-04-01」 stands in row 2 already"), "{told:?}");
}

#[test]
fn an_identifier_that_stands_nowhere_is_told() {
    let mut package = Package::sound();
    package.set(Table::Contacts, &["c1,e9,a1,person,,2025-04-01,,,", "c2,e1,a1,employer,f9,2025-04-01,,,"]);
    let told = package.told();
    assert!(told[0].starts_with("contacts.csv:2 [episode_id]: 「e9」 is not in episodes.csv"), "{told:?}");
    assert!(told[1].starts_with("contacts.csv:3 [partner_agency_id]: 「f9」 is not in agencies.csv"), "{told:?}");
    assert_eq!(told.len(), 2);
}

#[test]
fn columns_cells_words_and_numbers_are_told() {
    let mut package = Package::sound();
    package.set(
        Table::ContactPlans,
        &[
            "e1,a1,f1,2025-05-01,,-2,fade",
            "e1,a1,f1,2025-06-01,,2,slowly",
            "e1,a1,f1,2025-07-01,,2",
            ",a1,f1,2025-08-01,,2,fade",
        ],
    );
    package.0.insert(
        "phases.csv".to_owned(),
        b"episode_id,phase,begin,end_date,end_date\ne1,intake,2025-04-01,,\n".to_vec(),
    );
    let told = package.told();
    for expected in [
        "phases.csv:1 [begin]: the table has no such column",
        "phases.csv:1 [end_date]: the column stands there twice",
        "phases.csv:1 [start_date]: the column is missing",
        "contact_plans.csv:2 [per_month]: 「-2」 is no number",
        "contact_plans.csv:3 [intent]: 「slowly」 is none of the words",
        "contact_plans.csv:4: 6 cells instead of 7",
        "contact_plans.csv:5 [episode_id]: empty",
    ] {
        assert!(told.iter().any(|line| line.starts_with(expected)), "{expected} in {told:#?}");
    }
    assert_eq!(told.len(), 7, "{told:#?}");
}

#[test]
fn other_letters_long_rows_and_empty_files_are_told_and_nothing_panics() {
    let mut package = Package::sound();
    package.0.insert("agencies.csv".to_owned(), Vec::new());
    package.0.insert(
        "conferences.csv".to_owned(),
        [b"conference_id,kind,held_on,minutes_on,host_agency_id\n\"".to_vec(), vec![b'x'; 1 << 20]].concat(),
    );
    package.0.insert(
        "trainings.csv".to_owned(),
        b"training_id,kind,held_on,organisations,participants\nt1,\x8c\xf6,,,\n".to_vec(),
    );
    let told = package.told();
    for expected in [
        "agencies.csv: the file cannot be read (empty)",
        "conferences.csv:2: longer than",
        "trainings.csv:2: not written in UTF-8",
    ] {
        assert!(told.iter().any(|line| line.starts_with(expected)), "{expected} in {told:#?}");
    }
}

#[test]
fn a_mark_at_the_beginning_and_columns_in_another_order_are_read() {
    let mut package = Package::sound();
    let text = "\u{feff}birth_year,person_id,sex,municipality_code,disability,certificate\n1985,p1,,,,\n,p2,,,,\n";
    package.0.insert("persons.csv".to_owned(), text.as_bytes().to_vec());
    assert_eq!(package.told(), Vec::<String>::new());
}

#[test]
fn links_are_the_same_in_whatever_order_rows_come() {
    let links = |rows: &[&str]| {
        let mut package = Package::sound();
        package.set(Table::Contacts, rows);
        let mut gatherer = LinkGatherer::default();
        let report = read(&package, RHYTHM_TABLES, &mut |cells, table| gatherer.take(table, cells));
        assert!(report.is_sound(), "{report:?}");
        gatherer.finish()
    };
    let rows = [
        "c1,e1,a1,person,,2025-04-01,,person,",
        "c2,e1,a1,employer,f1,2025-05-01,,own,",
        "c3,e2,a1,family,,2025-04-03,,,",
        "c4,e1,a1,other,,2025-04-09,,,",
    ];
    let (names, known) = links(&rows);
    assert_eq!(
        (&names, &known),
        (&links(&[rows[3], rows[2], rows[1], rows[0]]).0, &links(&[rows[2], rows[0], rows[3], rows[1]]).1)
    );
    let of: Vec<_> = names.iter().map(|name| (name.episode.as_str(), name.partner.as_str())).collect();
    assert_eq!(of, [("e1", ""), ("e1", "f1"), ("e2", "")]);
    assert_eq!(known[0].contacts.len(), 1, "others who are known by name only are no contact with the person");
    assert!(known[1].with_firm && known[1].plan.len() == 1 && known[1].phases.len() == 2);
}

proptest! {
    #[test]
    fn any_bytes_get_a_report(bytes in prop::collection::vec(any::<u8>(), 0..400), at in 0..Table::ALL.len()) {
        let mut package = Package::sound();
        package.0.insert(Table::ALL[at].file(), bytes);
        prop_assert!(!package.read().is_sound());
    }

    #[test]
    fn any_cell_gets_a_report(cell in "[^\",\r\n]{0,12}", column in 0_usize..9) {
        let mut cells = ["c1", "e1", "a1", "person", "", "2025-04-01", "", "", ""].map(str::to_owned);
        cells[column] = cell;
        let mut package = Package::sound();
        package.set(Table::Contacts, &[&cells.join(",")]);
        prop_assert!(package.read().count <= 1);
    }
}
