//! The synthetic region as it is written: one after the other and many at a time give the same record, and the table of truth tells of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{collections::HashMap, io, num::NonZeroUsize};

use banso_app::{App, Clock, Definitions, SecondFactor};
use banso_exchange::package::{Sink, Table};
use banso_simulate::daily::{Deed, Happens, Imagined, Span, Wanted, Written, write_truth};
use banso_store::{Store, testing::TestBed};
use chrono::NaiveDate;

/// The first small region in which all kinds of things happen.
fn wanted() -> Wanted {
    let of = |seed| Wanted { persons: 30, days: 330, seed, last: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap() };
    let kinds: [fn(&Happens) -> bool; 7] = [
        |what| matches!(what, Happens::Passed(_)),
        |what| matches!(what, Happens::EndUse(_)),
        |what| matches!(what, Happens::Left(_)),
        |what| matches!(what, Happens::Work(_)),
        |what| matches!(what, Happens::Answer(_, true)),
        |what| *what == Happens::Crisis,
        |what| matches!(what, Happens::Case(Deed::Close(..))),
    ];
    let has_all = |wanted: &Wanted| {
        let lives = Imagined::of(*wanted).lives;
        let happens: Vec<Happens> = lives.into_iter().flat_map(|life| life.happens).map(|(_, what)| what).collect();
        kinds.iter().all(|is_of| happens.iter().any(is_of))
    };
    (0..2_000).map(of).find(has_all).unwrap()
}

/// Rows of the data package in the order in which they leave.
#[derive(Default)]
struct Rows(Vec<(Table, Vec<String>)>);

impl Sink for Rows {
    fn row(&mut self, table: Table, cells: &[&str]) -> io::Result<()> {
        self.0.push((table, cells.iter().map(|cell| (*cell).to_owned()).collect()));
        Ok(())
    }
}

impl Rows {
    /// The rows with a number for each identifier: identifiers are new each time, their order is not.
    fn numbered(&self) -> Vec<String> {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut lines = Vec::new();
        for (table, cells) in &self.0 {
            let cells = cells.iter().map(|cell| match cell.get(..36).filter(|id| uuid::Uuid::parse_str(id).is_ok()) {
                Some(id) => {
                    let next = numbers.len();
                    format!("#{}{}", numbers.entry(id.to_owned()).or_insert(next), &cell[36..])
                }
                None => cell.clone(),
            });
            lines.push(format!("{}: {}", table.file(), cells.collect::<Vec<_>>().join(",")));
        }
        lines
    }

    fn of(&self, table: Table) -> impl Iterator<Item = &Vec<String>> {
        self.0.iter().filter(move |(of, _)| *of == table).map(|(_, cells)| cells)
    }
}

fn app(store: &Store) -> App {
    let clock = Clock::standing(Clock::System.now());
    App::new(store.clone(), clock, Definitions::embedded().unwrap(), SecondFactor::Optional)
}

async fn region(bed: &TestBed, at_a_time: usize) -> (Store, Written, Rows) {
    let store = bed.open().await;
    let app = app(&store);
    let mut days = 0;
    let at_a_time = NonZeroUsize::new(at_a_time).unwrap();
    let written = Imagined::of(wanted()).write(&app, at_a_time, &mut |now| days = now.days).await.unwrap();
    assert_eq!((days, written.persons), (wanted().days, wanted().persons));
    let operator = app.operator().await.unwrap();
    let mut rows = Rows::default();
    app.export_package(&operator, false, &mut rows, &mut |_| ()).await.unwrap();
    (store, written, rows)
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_a_time_and_one_after_the_other_give_the_same_record_on_both_engines() {
    let (one_by_one, many) = (TestBed::sqlite(), TestBed::sqlite());
    let (_, first, rows) = region(&one_by_one, 1).await;
    let (_, second, others) = region(&many, 64).await;
    assert_eq!(rows.numbered(), others.numbered());
    let shape = |written: &Written| -> Vec<(usize, Span, u32)> {
        written.truth.iter().map(|row| (row.person, row.span, row.shape)).collect()
    };
    assert_eq!(shape(&first), shape(&second));
    let Some(bed) = TestBed::postgres().await else { return println!("skipped: no PostgreSQL server is named") };
    let (store, third, on_server) = region(&bed, 16).await;
    assert_eq!(rows.numbered(), on_server.numbered());
    assert_eq!(shape(&first), shape(&third));
    assert!(store.verify_chain(|_| ()).await.unwrap().is_sound());
    drop(store);
    bed.clear().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_record_is_sound_everything_is_in_it_and_the_truth_tells_of_every_contact() {
    let bed = TestBed::sqlite();
    let (store, written, rows) = region(&bed, 64).await;
    assert!(store.verify_chain(|_| ()).await.unwrap().is_sound());
    let folder = tempfile::tempdir().unwrap();
    let tables = store.verify_tables(folder.path().join("rebuilt"), |_| ()).await.unwrap();
    assert_eq!(tables.differences, vec![]);

    assert_eq!(rows.of(Table::Persons).count(), wanted().persons);
    for table in [
        Table::Episodes,
        Table::Phases,
        Table::Plans,
        Table::Contacts,
        Table::ContactPlans,
        Table::Employments,
        Table::Referrals,
        Table::ConferenceCases,
    ] {
        assert!(rows.of(table).count() > 0, "{} is empty", table.file());
    }
    let mut counted = 0;
    for cells in rows.of(Table::Contacts) {
        let [_, episode, agency, _, partner, on, ..] = &cells[..] else { panic!("{cells:?}") };
        let on: NaiveDate = on.parse().unwrap();
        let tells = written.truth.iter().any(|row| {
            let is_it = row.episode.to_string() == *episode && row.agency.to_string() == *agency;
            let with = row.partner.map(|id| id.to_string()).unwrap_or_default() == *partner;
            is_it && with && row.span.from <= on && on <= row.span.to && row.span.per_month > 0.0
        });
        counted += usize::from(tells);
        // The first contact is the reception; in a crisis the person calls out of turn.
        assert!(tells || partner.is_empty(), "no truth for {cells:?}");
    }
    assert!(counted > 100, "{counted} contacts");
    let mut table = Vec::new();
    write_truth(&mut table, &written.truth).unwrap();
    let table = String::from_utf8(table).unwrap();
    assert_eq!(table.lines().count(), written.truth.len() + 1);
    assert!(table.contains(",planned_fade\n") && table.contains(",steady\n"), "{table}");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_there_are_people_no_region_is_written() {
    let bed = TestBed::sqlite();
    let store = bed.open().await;
    let few = Imagined::of(Wanted { persons: 2, days: 3, ..wanted() });
    few.write(&app(&store), NonZeroUsize::MIN, &mut |_| ()).await.unwrap();
    let refused = few.write(&app(&store), NonZeroUsize::MIN, &mut |_| ()).await.unwrap_err();
    assert!(refused.to_string().contains("people in the record already"), "{refused}");
}
