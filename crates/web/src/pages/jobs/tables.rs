//! Tables about jobs that several pages show.

use banso_app::JobGlance;
use banso_domain::job::{ConsultKind, Job, Side};
use chrono::NaiveDate;

use super::naming::{consult_name, due_name, kind_name, side_name};
use crate::{
    components::{Cell, Column, DueLabel, Shape, StatusTag, TableRow, TableView},
    site::SignedIn,
};

/// The jobs of a person as far as the reader sees them.
pub(in crate::pages) fn glance_table(reader: &SignedIn, glances: &[JobGlance], caption: String) -> Option<TableView> {
    let t = &reader.t;
    let row = |glance: &JobGlance| {
        let name = kind_name(t, glance.kind);
        let first = if glance.may_open {
            Cell::Open { text: name, below: String::new(), href: format!("/jobs/{}", glance.id) }
        } else {
            Cell::Text(name)
        };
        let until = glance.until.map_or_else(|| Cell::Text(String::new()), |day| Cell::Date(reader.look.short(day)));
        let state = if glance.is_over { t.get("job-over") } else { t.get("job-lasting") };
        let from = Cell::Date(reader.look.short(glance.starts_on));
        let (employer, beside) = (Cell::Text(glance.employer.clone()), Cell::Text(glance.agency_name.clone()));
        TableRow { cells: vec![first, employer, from, until, beside, Cell::Text(state)] }
    };
    let columns = [
        t.get("job-kind"),
        t.get("job-employer"),
        t.get("job-starts-on"),
        t.get("job-until"),
        t.get("job-beside"),
        t.get("job-state"),
    ];
    (!glances.is_empty()).then(|| TableView {
        id: "jobs".to_owned(),
        caption,
        columns: columns.into_iter().map(Column::new).collect(),
        rows: glances.iter().map(row).collect(),
    })
}

/// What is due of one job.
pub(super) fn dues(reader: &SignedIn, job: &Job, today: NaiveDate) -> Option<TableView> {
    let t = &reader.t;
    let rows: Vec<TableRow> = job
        .dues()
        .into_iter()
        .map(|due| TableRow {
            cells: vec![
                Cell::Text(due_name(t, due.kind)),
                Cell::Due(DueLabel::new(t, reader.look.with_weekday(due.on), today)),
            ],
        })
        .collect();
    (!rows.is_empty()).then(|| TableView {
        id: "job-dues".to_owned(),
        caption: t.get("job-dues"),
        columns: vec![Column::new(t.get("cases-column-why")), Column::new(t.get("cases-column-due"))],
        rows,
    })
}

/// The goals of a job, the latest first. Nothing here says how other people do.
pub(super) fn goals(reader: &SignedIn, job: &Job) -> Option<TableView> {
    let t = &reader.t;
    let day = |day: NaiveDate| reader.look.short(day).text().to_owned();
    let yes = |on: Option<NaiveDate>, side| {
        let side = side_name(t, side);
        match on {
            Some(on) => StatusTag::new(Shape::Done, t.with("job-goal-yes", [("side", side), ("day", day(on))])),
            None => StatusTag::new(Shape::Open, t.with("job-goal-open", [("side", side)])),
        }
    };
    let rows: Vec<TableRow> = job
        .goals
        .iter()
        .rev()
        .map(|goal| {
            let span = t.with("job-span", [("from", day(goal.from)), ("until", day(goal.until))]);
            let review = goal.review.as_ref().map(|review| {
                let words = [
                    t.with("job-said", [("side", side_name(t, Side::Person)), ("words", review.person.clone())]),
                    if review.employer.is_empty() {
                        String::new()
                    } else {
                        t.with("job-said", [("side", side_name(t, Side::Employer)), ("words", review.employer.clone())])
                    },
                ];
                words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join("　")
            });
            let employer = if job.is_closed_to_employer() {
                Cell::Text(t.get("job-not-told"))
            } else {
                Cell::Status(yes(goal.employer_on, Side::Employer))
            };
            TableRow {
                cells: vec![
                    Cell::Text(goal.what.clone()),
                    Cell::Text(span),
                    Cell::Status(yes(goal.person_on, Side::Person)),
                    employer,
                    Cell::Text(review.unwrap_or_default()),
                ],
            }
        })
        .collect();
    let columns = [
        t.get("job-goal"),
        t.get("job-goal-when"),
        t.get("job-goal-person"),
        t.get("job-goal-employer"),
        t.get("job-goal-review"),
    ];
    (!rows.is_empty()).then(|| TableView {
        id: "job-goals".to_owned(),
        caption: t.get("job-goals"),
        columns: columns.into_iter().map(Column::new).collect(),
        rows,
    })
}

/// What was asked and done at work, the latest first.
pub(super) fn consults(reader: &SignedIn, job: &Job) -> Option<TableView> {
    let t = &reader.t;
    let mut told: Vec<_> = job.consults.iter().collect();
    told.sort_by_key(|consult| std::cmp::Reverse(consult.on));
    let rows: Vec<TableRow> = told
        .into_iter()
        .map(|consult| TableRow {
            cells: vec![
                Cell::Date(reader.look.short(consult.on)),
                Cell::Text(side_name(t, consult.side)),
                Cell::Text(consult_name(t, consult.kind)),
                Cell::Text(consult.topic.clone()),
            ],
        })
        .collect();
    let columns = [t.get("job-on"), t.get("job-consult-who"), t.get("job-consult-kind"), t.get("job-words-consult")];
    (!rows.is_empty()).then(|| TableView {
        id: "job-consults".to_owned(),
        caption: t.get("job-consults"),
        columns: columns.into_iter().map(Column::new).collect(),
        rows,
    })
}

/// By half-years, how much the employer asked and did by itself: of this one job only.
pub(super) fn half_years(reader: &SignedIn, job: &Job) -> Option<TableView> {
    let t = &reader.t;
    let rows: Vec<TableRow> = job
        .half_years()
        .into_iter()
        .map(|half| {
            let from = t.with("job-half-from", [("day", reader.look.short(half.from).text().to_owned())]);
            let counts = half.counts.iter().map(|count| Cell::Text(count.to_string()));
            TableRow { cells: std::iter::once(Cell::Text(from)).chain(counts).collect() }
        })
        .collect();
    let kinds = ConsultKind::ALL.iter().map(|kind| Column::new(consult_name(t, *kind)));
    (!rows.is_empty()).then(|| TableView {
        id: "job-halves".to_owned(),
        caption: t.get("job-halves"),
        columns: std::iter::once(Column::new(t.get("job-half"))).chain(kinds).collect(),
        rows,
    })
}
