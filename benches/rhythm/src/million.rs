//! How long a million links take: a package that is made while it is read, the links gathered from its rows, and what is said of each.
//!
//! `banso-benches-rhythm million [LINKS]`

use std::{
    io::{self, Cursor, Read},
    time::Instant,
};

use banso_domain::calendar::Holidays;
use banso_exchange::package::{Files, LinkGatherer, RHYTHM_TABLES, Table, read};
use banso_insight::rhythm::{Day, Region, date_of, day_of};
use chrono::NaiveDate;

/// Links of one episode: with the person and with three agencies.
const PARTNERS: u64 = 4;
/// Contacts of a link.
const CONTACTS: u64 = 12;

/// A package of so many episodes.
struct Made {
    episodes: u64,
    last: Day,
}

/// A table whose rows are made in blocks.
struct Rows<F> {
    make: F,
    next: u64,
    count: u64,
    block: Cursor<Vec<u8>>,
}

impl<F: FnMut(u64, &mut String)> Read for Rows<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.block.position() == self.block.get_ref().len() as u64 && self.next < self.count {
            let mut text = String::new();
            while self.next < self.count && text.len() < 1 << 16 {
                (self.make)(self.next, &mut text);
                self.next += 1;
            }
            self.block = Cursor::new(text.into_bytes());
        }
        self.block.read(buffer)
    }
}

fn rows(table: Table, count: u64, make: impl FnMut(u64, &mut String) + 'static) -> Box<dyn Read> {
    let heads: Vec<&str> = table.columns().iter().map(|column| column.name).collect();
    let heads = Cursor::new((heads.join(",") + "\n").into_bytes());
    Box::new(heads.chain(Rows { make, next: 0, count, block: Cursor::default() }))
}

fn uuid(kind: u64, number: u64) -> String {
    format!("{kind:08x}-0000-7000-8000-{number:012x}")
}

impl Files for Made {
    fn open(&self, name: &str) -> io::Result<Option<Box<dyn Read>>> {
        let (episodes, last) = (self.episodes, self.last);
        let begin = date_of(last - 700);
        let Some(table) = Table::ALL.iter().copied().find(|table| table.file() == name) else { return Ok(None) };
        Ok(Some(match table {
            Table::Persons => rows(table, episodes, |at, out| *out += &format!("{},,,,,\n", uuid(1, at))),
            Table::Agencies => rows(table, 100, |at, out| *out += &format!("{},,,,,\n", uuid(2, at))),
            Table::Episodes => rows(table, episodes, move |at, out| {
                let (episode, person, agency) = (uuid(3, at), uuid(1, at), uuid(2, at % 50));
                *out += &format!("{episode},{person},{agency},self_reliance,{begin},,,\n");
            }),
            Table::Phases => {
                rows(table, episodes, move |at, out| *out += &format!("{},preparation,{begin},\n", uuid(3, at)))
            }
            Table::Contacts => rows(table, episodes * PARTNERS * CONTACTS, move |at, out| {
                let (link, place) = (at / CONTACTS, at % CONTACTS);
                let (episode, partner) = (link / PARTNERS, link % PARTNERS);
                let kind = ["person", "employer", "medical", "agency"][partner as usize];
                let partner = if partner == 0 { String::new() } else { uuid(2, 50 + (episode + partner) % 50) };
                // From weekly to every six weeks, give or take some days; some stop.
                let every = 7 + (link * 7919) % 36;
                let stops = if link % 10 == 0 { 60 } else { 0 };
                let ago = stops + every * (CONTACTS - place) + (at * 2_654_435_761) % 5;
                let on = date_of(last - i32::try_from(ago).unwrap_or(600));
                *out += &format!(
                    "{},{},{},{kind},{partner},{on},phone,own,\n",
                    uuid(4, at),
                    uuid(3, episode),
                    uuid(2, episode % 50)
                );
            }),
            Table::ContactPlans => rows(table, episodes / 4, move |at, out| {
                let (episode, agency) = (at * 4, uuid(2, (at * 4) % 50));
                *out +=
                    &format!("{},{agency},{},{begin},,2,fade\n", uuid(3, episode), uuid(2, 50 + (episode + 1) % 50));
            }),
            other => rows(other, 0, |_, _| {}),
        }))
    }
}

/// Measures so many links.
pub(crate) fn measure(links: u64) {
    let last = day_of(NaiveDate::from_ymd_opt(2026, 11, 20).unwrap_or_default());
    let package = Made { episodes: links / PARTNERS, last };
    let begun = Instant::now();
    let mut gatherer = LinkGatherer::default();
    let report = read(&package, RHYTHM_TABLES, &mut |cells, table| gatherer.take(table, cells));
    assert!(report.is_sound(), "{:?}", report.findings.first());
    println!(
        "read     {:6.1} s, {} rows",
        begun.elapsed().as_secs_f64(),
        report.rows.iter().map(|(_, rows)| rows).sum::<u64>()
    );
    let (names, links) = gatherer.finish();
    println!("gathered {:6.1} s, {} links", begun.elapsed().as_secs_f64(), names.len());
    let region = Region::learn(&links, last, Holidays::japan());
    println!("learned  {:6.1} s", begun.elapsed().as_secs_f64());
    let said = region.judge_all(&links, last);
    let alarms = said.iter().filter(|said| said.state.is_alarm()).count();
    println!("judged   {:6.1} s, {} said, {alarms} alarms", begun.elapsed().as_secs_f64(), said.len());
}
