use std::{
    cell::Cell,
    io::{self, Cursor, Read},
};

use banso_exchange::package::{Files, PackageProblem, Table, read};

use crate::support::Package;

/// A table of contacts that is made while it is read.
struct Endless {
    rows: u64,
    next: u64,
    rest: Vec<u8>,
    at: usize,
    twice: u64,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.rest.len() {
            self.rest.clear();
            self.at = 0;
            while self.next < self.rows && self.rest.len() < 1 << 15 {
                let id = if self.next == self.rows - 1 { self.twice } else { self.next };
                self.rest.extend_from_slice(format!("c{id},e1,a1,person,,2025-04-01,,,\n").as_bytes());
                self.next += 1;
            }
        }
        let count = buffer.len().min(self.rest.len() - self.at);
        buffer[..count].copy_from_slice(&self.rest[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// A package whose contacts are endless.
struct Large {
    rest: Package,
    rows: u64,
    opened: Cell<u32>,
}

impl Files for Large {
    fn open(&self, name: &str) -> io::Result<Option<Box<dyn Read>>> {
        if name != "contacts.csv" {
            return self.rest.open(name);
        }
        self.opened.set(self.opened.get() + 1);
        let heads =
            self.rest.0[name].iter().take_while(|byte| **byte != b'\r').copied().chain(*b"\n").collect::<Vec<_>>();
        let rows = Endless { rows: self.rows, next: 0, rest: Vec::new(), at: 0, twice: 7 };
        Ok(Some(Box::new(Cursor::new(heads).chain(rows))))
    }
}

fn told(rows: u64) {
    let large = Large { rest: Package::sound(), rows, opened: Cell::new(0) };
    let mut taken = 0_u64;
    let report = read(&large, Table::ALL, &mut |_, table| taken += u64::from(table == Table::Contacts));
    let [finding] = &report.findings[..] else { panic!("{:?}", report.findings) };
    assert_eq!((finding.row, report.count, taken), (Some(rows + 1), 1, rows));
    assert_eq!(finding.problem, PackageProblem::DuplicateKey { key: "c7".to_owned(), first: 9 });
    assert_eq!(large.opened.get(), 2, "the table is read once, and once more for the key that stands twice");
}

#[test]
fn a_key_that_stands_twice_is_found_among_two_hundred_thousand_rows_that_nobody_holds() {
    told(200_000);
}

#[test]
#[ignore = "ten million rows take a minute and a half without optimisation"]
fn a_key_that_stands_twice_is_found_among_ten_million_rows() {
    told(10_000_000);
}
