//! The data package: who stands in it, under which identifiers, and that its links are those of the record.

use std::{collections::BTreeMap, io};

use banso_app::UseCaseError;
use banso_domain::{
    case::record::{ContactMethod, Counterpart},
    id::CaseId,
    ledger::LedgerEntry,
};
use banso_exchange::package::{Cells, Folder, LinkGatherer, PackageWriter, RHYTHM_TABLES, Sink, Table, read};
use banso_store::both_engines;

use crate::support::Region;

/// Rows by table.
#[derive(Default)]
struct Rows(BTreeMap<Table, Vec<Vec<String>>>);

impl Sink for Rows {
    fn row(&mut self, table: Table, cells: &[&str]) -> io::Result<()> {
        assert_eq!(cells.len(), table.columns().len(), "{}", table.name());
        self.0.entry(table).or_default().push(cells.iter().map(|cell| (*cell).to_owned()).collect());
        Ok(())
    }
}

impl Rows {
    fn column(&self, table: Table, column: &str) -> Vec<String> {
        let rows = self.0.get(&table).into_iter().flatten();
        let cell = |row: &Vec<String>| {
            let cells: Vec<&str> = row.iter().map(String::as_str).collect();
            Cells::new(table, &cells).get(column).to_owned()
        };
        rows.map(cell).collect()
    }
}

/// Two people with some contacts each.
async fn people(region: &Region) -> (CaseId, CaseId) {
    let one = region.open("山本 みどり", "ヤマモト ミドリ").await;
    let other = region.open("佐藤 あおい", "サトウ アオイ").await;
    region.accept(one).await;
    for (day, case) in [("2026-04-02", one), ("2026-04-09", one), ("2026-04-16", one), ("2026-04-10", other)] {
        region.on(day);
        let new = banso_app::NewRecord {
            on: region.today(),
            counterparts: vec![Counterpart::Person, Counterpart::Family],
            methods: vec![ContactMethod::Interview],
            facts: "様子を聞いた".into(),
            ..banso_app::NewRecord::default()
        };
        region.app.write_record(&region.counselor, case, new).await.expect("a record");
    }
    (one, other)
}

async fn taken(region: &Region, is_pseudonymised: bool) -> (Rows, banso_app::PackageSummary) {
    let mut rows = Rows::default();
    let summary = region.app.export_package(&region.admin, is_pseudonymised, &mut rows, &mut |_| {}).await;
    (rows, summary.expect("a package"))
}

both_engines! {
    async fn only_who_keeps_the_installation_takes_the_package_out_and_it_stands_in_the_ledger_of_everybody(store: Store) {
        let region = Region::new(store).await;
        let (one, _) = people(&region).await;
        let mut rows = Rows::default();
        for actor in [&region.chief, &region.counselor, &region.officer] {
            let refused = region.app.export_package(actor, false, &mut rows, &mut |_| {}).await;
            assert!(matches!(refused, Err(banso_app::PackageError::UseCase(UseCaseError::Forbidden))));
        }
        assert!(rows.0.is_empty());
        let (rows, summary) = taken(&region, false).await;
        assert_eq!((summary.people, summary.left_out), (2, 0));
        assert_eq!(rows.column(Table::Episodes, "episode_id").len(), 2);
        assert_eq!(rows.column(Table::Contacts, "partner_kind").iter().filter(|kind| *kind == "person").count(), 4);
        assert_eq!(rows.column(Table::Phases, "phase"), ["assessment", "intake"][..], "what was received and taken on in one day has no intake");
        let ledger = region.app.ledger_of_case(&region.counselor, one).await.expect("a ledger");
        let noted = ledger.iter().filter(|line| matches!(&line.entry, Some(LedgerEntry::Exported { list }) if list == "datapackage"));
        assert_eq!(noted.count(), 1);
    }

    async fn p_170_who_does_not_want_to_be_counted_stands_in_no_table(store: Store) {
        let region = Region::new(store.clone()).await;
        let (one, other) = people(&region).await;
        let person = region.app.case_file(&region.counselor, one).await.expect("the case").case.person;
        let strange = region.app.answer_counting(&region.stranger, person, false).await;
        assert!(matches!(strange, Err(UseCaseError::NotFound)));
        region.app.answer_counting(&region.counselor, person, false).await.expect("the answer");
        region.app.answer_counting(&region.counselor, person, false).await.expect("the same answer");
        let (rows, summary) = taken(&region, false).await;
        assert_eq!((summary.people, summary.left_out), (1, 1));
        assert_eq!(rows.column(Table::Episodes, "episode_id"), [other.to_string()]);
        let everything: Vec<&String> = rows.0.values().flatten().flatten().collect();
        assert!(!everything.iter().any(|cell| cell.contains(&one.to_string()) || cell.contains(&person.to_string())));
        let ledger = region.app.ledger_of_case(&region.counselor, one).await.expect("a ledger");
        assert!(!ledger.iter().any(|line| matches!(&line.entry, Some(LedgerEntry::Exported { .. }))), "nothing left");
        region.app.answer_counting(&region.counselor, person, true).await.expect("another answer");
        assert_eq!(taken(&region, false).await.1.people, 2);
        let folder = tempfile::tempdir().expect("a folder");
        let tables = store.verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, []);
    }

    async fn a_pseudonymised_package_names_nobody_and_keeps_together_what_belongs_together(store: Store) {
        let region = Region::new(store).await;
        let (one, other) = people(&region).await;
        let ((plain, _), (hidden, _), (again, _)) = (taken(&region, false).await, taken(&region, true).await, taken(&region, true).await);
        let cells: Vec<&String> = hidden.0.values().flatten().flatten().collect();
        for id in [one.to_string(), other.to_string()].iter().chain(&plain.column(Table::Persons, "person_id")).chain(&plain.column(Table::Contacts, "contact_id")) {
            assert!(!cells.contains(&id), "{id} stands there");
        }
        assert!(!cells.iter().any(|cell| cell.contains("山本") || cell.contains("ヤマモト")));
        assert_eq!(hidden.column(Table::Persons, "person_id"), again.column(Table::Persons, "person_id"));
        let (of, persons) = (hidden.column(Table::Episodes, "person_id"), hidden.column(Table::Persons, "person_id"));
        assert!(of.iter().all(|person| persons.contains(person)));
        assert_eq!(plain.column(Table::Contacts, "date"), hidden.column(Table::Contacts, "date"));
    }

    async fn the_package_can_be_read_and_gives_the_links_of_the_record(store: Store) {
        let region = Region::new(store).await;
        people(&region).await;
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("package");
        let mut writer = PackageWriter::begin(&place).expect("a place");
        region.app.export_package(&region.admin, false, &mut writer, &mut |_| {}).await.expect("a package");
        writer.finish("test", "2026-04-20T00:00:00Z", false).expect("files");
        let whole = read(&Folder(place.clone()), Table::ALL, &mut |_, _| {});
        assert_eq!(whole.findings, []);
        let mut gatherer = LinkGatherer::default();
        let report = read(&Folder(place.clone()), RHYTHM_TABLES, &mut |cells, table| gatherer.take(table, cells));
        assert!(report.is_sound());
        let from_record = region.app.gather_links(&region.admin, &mut |_| {}).await.expect("links").finish();
        assert_eq!(gatherer.finish(), from_record);
        assert_eq!(from_record.1[0].contacts.len() + from_record.1[1].contacts.len(), 8, "the person and the family");
        assert!(PackageWriter::begin(&place).is_err(), "a package that is there is not written over");
    }
}
