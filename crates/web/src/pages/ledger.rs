//! The ledger in words: who read, printed, took along or was given what. The same lines for staff and for the person.

use std::collections::BTreeMap;

use axum::{
    http::{
        HeaderValue,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use banso_app::{FileKind, LedgerCopy, LedgerLine, LedgerToPrint, LedgerWords, PrintLook};
use banso_domain::{
    form::FormDefinition,
    id::{AgencyId, StaffId},
    ledger::{LedgerEntry, RecordPart},
    staff::Role,
};

use crate::{
    components::{Cell, Column, Link, TableRow, TableView},
    errors::PageError,
    pages::{
        cases::{basis_name, items_name, route_name},
        forms::{file_answer, form_title},
    },
    site::{SignedIn, Site, page_error},
    text::Texts,
};

/// Names of agencies and staff as they are met.
struct Names<'s> {
    site: &'s Site,
    agencies: BTreeMap<AgencyId, String>,
    staff: BTreeMap<StaffId, String>,
}

impl<'s> Names<'s> {
    fn of(site: &'s Site) -> Self {
        Self { site, agencies: BTreeMap::new(), staff: BTreeMap::new() }
    }

    async fn agency(&mut self, id: AgencyId) -> Result<String, PageError> {
        if let Some(name) = self.agencies.get(&id) {
            return Ok(name.clone());
        }
        let name = self.site.app().agency(id).await.map_err(page_error)?.facts.name;
        self.agencies.insert(id, name.clone());
        Ok(name)
    }

    async fn staff(&mut self, id: StaffId) -> Result<String, PageError> {
        if let Some(name) = self.staff.get(&id) {
            return Ok(name.clone());
        }
        let name = self.site.app().staff_name(id).await.map_err(page_error)?;
        self.staff.insert(id, name.clone());
        Ok(name)
    }
}

fn part_name(t: &Texts, part: RecordPart) -> String {
    t.get(&format!("{}{}", /* keys */ "ledger-part-", part.name()))
}

fn list_name(t: &Texts, list: &str) -> String {
    match list {
        "cases" | "case_list" => t.get("ledger-list-cases"),
        "found" => t.get("ledger-list-found"),
        "monitoring" => t.get("ledger-list-monitoring"),
        "decisions" => t.get("ledger-list-decisions"),
        "ledger" => t.get("ledger-part-ledger"),
        "rewards" => t.get("ledger-list-rewards"),
        "referrals" | "referrals-sent" | "referrals-received" => t.get("ledger-list-referrals"),
        "datapackage" | "datapackage-pseudonymised" => t.get("ledger-list-package"),
        "rhythm" => t.get("ledger-list-rhythm"),
        "indicators" => t.get("ledger-list-indicators"),
        _ => t.get("ledger-list-case"),
    }
}

/// What happened and with what, in two cells of words.
async fn words(
    site: &Site,
    reader: &SignedIn,
    names: &mut Names<'_>,
    entry: &LedgerEntry,
) -> Result<(String, String), PageError> {
    let t = &reader.t;
    Ok(match entry {
        LedgerEntry::Read { part, .. } => (t.get("ledger-read"), part_name(t, *part)),
        LedgerEntry::ReadShared { items, .. } => (t.get("ledger-read-shared"), items_name(t, *items)),
        LedgerEntry::Printed { form, .. } => {
            let today = site.app().clock().today();
            let title = |form: &FormDefinition| form_title(t, form, today);
            let known = site.app().documents().forms().get(form, today);
            (t.get("ledger-printed"), known.map_or_else(|| form.clone(), title))
        }
        LedgerEntry::Exported { list } => (t.get("ledger-exported"), list_name(t, list)),
        LedgerEntry::Disclosed { to, to_name, items, basis, route, told_person_on, .. } => {
            let to = match to {
                Some(agency) => names.agency(*agency).await?,
                None => to_name.clone(),
            };
            let mut what = t.with(
                "ledger-disclosed-what",
                [
                    ("to", to),
                    ("items", items_name(t, *items)),
                    ("basis", basis_name(t, *basis)),
                    ("route", route_name(t, *route)),
                ],
            );
            if let Some(day) = told_person_on {
                what.push_str(&t.with("ledger-told", [("day", reader.look.long(*day).text())]));
            }
            (t.get("ledger-disclosed"), what)
        }
        LedgerEntry::OpenedByEmergency { reason, .. } => (t.get("ledger-protected-opened"), reason.clone()),
        LedgerEntry::ReadByPerson => (t.get("ledger-read-by-person"), String::new()),
    })
}

/// A line in the words of its reader: who, for which agency, what they did, with what.
struct Line {
    who: String,
    agency: String,
    did: String,
    what: String,
}

async fn in_words(site: &Site, reader: &SignedIn, names: &mut Names<'_>, line: &LedgerLine) -> Result<Line, PageError> {
    let t = &reader.t;
    let (did, what) = match &line.entry {
        Some(entry) => words(site, reader, names, entry).await?,
        None => (t.get("history-erased"), String::new()),
    };
    let is_own = reader.actor.is(Role::Person) && line.staff == reader.actor.staff();
    if is_own {
        return Ok(Line { who: t.get("ledger-yourself"), agency: String::new(), did, what });
    }
    let by_person = matches!(line.entry, Some(LedgerEntry::ReadByPerson));
    let agency = match line.agency.filter(|_| !by_person) {
        Some(agency) => names.agency(agency).await?,
        None => String::new(),
    };
    Ok(Line { who: names.staff(line.staff).await?, agency, did, what })
}

/// A ledger as a file: on paper, or as a copy that is checked anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pages) enum LedgerFile {
    Paper,
    Copy,
}

impl LedgerFile {
    /// The last part of the address.
    pub(in crate::pages) fn from_name(name: &str) -> Result<Self, PageError> {
        match name {
            "ledger.pdf" => Ok(Self::Paper),
            "ledger.json" => Ok(Self::Copy),
            _ => Err(PageError::not_found()),
        }
    }

    /// Links to both, behind the address of a ledger.
    pub(in crate::pages) fn links(t: &Texts, ledger: &str) -> Vec<Link> {
        vec![
            Link::new(t.get("ledger-print"), format!("{ledger}/ledger.pdf")),
            Link::new(t.get("ledger-copy"), format!("{ledger}/ledger.json")),
        ]
    }
}

/// A ledger on paper.
pub(in crate::pages) async fn ledger_paper(
    site: &Site,
    reader: &SignedIn,
    ledger: &LedgerToPrint,
) -> Result<Response, PageError> {
    let mut names = Names::of(site);
    let mut lines = Vec::new();
    for line in &ledger.lines {
        let Line { who, agency, did, what } = in_words(site, reader, &mut names, line).await?;
        let who = if agency.is_empty() { who } else { format!("{who}\n{agency}") };
        lines.push(LedgerWords { when: reader.look.moment(line.at), who, did, what });
    }
    let look = PrintLook { language: reader.t.lang().in_definitions(), dates: reader.session.date_style };
    let form = site.app().print_ledger(ledger, lines, look).await.map_err(page_error)?;
    Ok(file_answer(form, FileKind::Pdf))
}

/// A ledger as a copy.
pub(in crate::pages) fn ledger_copy(copy: &LedgerCopy) -> Result<Response, PageError> {
    let text = copy.to_json().map_err(PageError::internal)?;
    let place = HeaderValue::from_static("attachment; filename=\"ledger.json\"");
    let kind = HeaderValue::from_static("application/json; charset=utf-8");
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, place)], text).into_response())
}

/// The lines as a table; whoever looks at their own ledger is called so.
pub(in crate::pages) async fn ledger_table(
    site: &Site,
    reader: &SignedIn,
    lines: &[LedgerLine],
    most: usize,
) -> Result<TableView, PageError> {
    let t = &reader.t;
    let mut names = Names::of(site);
    let mut rows = Vec::new();
    for line in lines.iter().take(most) {
        let Line { who, agency, did, what } = in_words(site, reader, &mut names, line).await?;
        rows.push(TableRow {
            cells: vec![
                Cell::Text(reader.look.moment(line.at)),
                Cell::TwoLines(who, agency),
                Cell::Text(did),
                Cell::Text(what),
            ],
        });
    }
    Ok(TableView {
        id: "ledger".to_owned(),
        caption: t.count("ledger-caption", lines.len()),
        columns: vec![
            Column::new(t.get("ledger-when")),
            Column::new(t.get("ledger-who")).below(t.get("ledger-agency")),
            Column::new(t.get("ledger-did")),
            Column::new(t.get("ledger-what")),
        ],
        rows,
    })
}
