//! 働く力 on the pages of a job: the picture, and the table that says the same, for the agency and for the person.

use banso_domain::job::Carried;
use chrono::NaiveDate;

use super::power_picture::{PowerPicture, Stack, Words};
use crate::{
    components::{Cell, Column, TableRow, TableView},
    site::SignedIn,
};

/// The picture with its table.
pub(super) struct Power {
    pub(super) picture: PowerPicture,
    pub(super) table: TableView,
}

fn counts(carried: &Carried) -> [usize; 3] {
    [carried.person, carried.firm, carried.supporters]
}

fn draw(carried: &[Carried], number: usize, words: Words, name: impl Fn(NaiveDate) -> String) -> PowerPicture {
    let stacks: Vec<Stack> = carried.iter().map(|one| Stack { name: name(one.from), counts: counts(one) }).collect();
    PowerPicture::new(number, words, &stacks)
}

/// For the agency that stands beside the job, with the contacts that were planned.
pub(super) fn beside(reader: &SignedIn, carried: &[Carried]) -> Option<Power> {
    let t = &reader.t;
    let day = |day: NaiveDate| reader.look.short(day).text().to_owned();
    let parts = [t.get("job-side-person"), t.get("job-side-employer"), t.get("job-side-supporter")];
    let words = Words { title: t.get("job-power"), description: t.get("job-power-same"), parts: parts.clone() };
    let row = |one: &Carried| {
        let span = t.with("job-span", [("from", day(one.from)), ("until", day(one.until))]);
        let count = |count: usize| Cell::Text(t.with("job-power-count", [("count", count)]));
        let planned = Cell::Text(t.with("job-count", [("count", one.planned)]));
        let [person, firm, supporters] = counts(one).map(count);
        TableRow { cells: vec![Cell::Text(span), person, firm, supporters, planned] }
    };
    let columns = std::iter::once(t.get("job-half")).chain(parts).chain([t.get("job-power-planned")]);
    (!carried.is_empty()).then(|| Power {
        picture: draw(carried, 1, words, |from| t.with("job-half-from", [("day", day(from))])),
        table: TableView {
            id: "job-power".to_owned(),
            caption: t.get("job-power"),
            columns: columns.map(Column::new).collect(),
            rows: carried.iter().rev().map(row).collect(),
        },
    })
}

/// For the person, in plain words; `number` tells the jobs of their page apart.
pub(super) fn own(reader: &SignedIn, carried: &[Carried], number: usize) -> Option<Power> {
    let t = &reader.t;
    let day = |day: NaiveDate| reader.look.short(day).text().to_owned();
    let parts = [t.get("own-power-person"), t.get("own-power-firm"), t.get("own-power-supporters")];
    let words = Words { title: t.get("own-power"), description: t.get("own-power-same"), parts: parts.clone() };
    let row = |one: &Carried| {
        let count = |count: usize| Cell::Text(count.to_string());
        let [person, firm, supporters] = counts(one).map(count);
        TableRow { cells: vec![Cell::Date(reader.look.short(one.from)), person, firm, supporters] }
    };
    let columns = std::iter::once(t.get("own-power-from")).chain(parts);
    (!carried.is_empty()).then(|| Power {
        picture: draw(carried, number, words, day),
        table: TableView {
            id: format!("own-power-{number}"),
            caption: t.get("own-power"),
            columns: columns.map(Column::new).collect(),
            rows: carried.iter().rev().map(row).collect(),
        },
    })
}
