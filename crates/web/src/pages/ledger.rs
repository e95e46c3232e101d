//! The ledger in words: who read, printed, took along or was given what. The same lines for staff and for the person.

use std::collections::BTreeMap;

use banso_app::LedgerLine;
use banso_domain::{
    form::FormDefinition,
    id::{AgencyId, StaffId},
    ledger::{LedgerEntry, RecordPart},
    staff::Role,
};

use crate::{
    components::{Cell, Column, TableRow, TableView},
    errors::PageError,
    pages::{
        cases::{basis_name, items_name, route_name},
        forms::form_title,
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
        "referrals" | "referrals-sent" | "referrals-received" => t.get("ledger-list-referrals"),
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
        LedgerEntry::ReadByPerson => (t.get("ledger-read-by-person"), String::new()),
    })
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
        let (did, what) = match &line.entry {
            Some(entry) => words(site, reader, &mut names, entry).await?,
            None => (t.get("history-erased"), String::new()),
        };
        let agency = match line.agency {
            Some(agency) => names.agency(agency).await?,
            None => String::new(),
        };
        let is_own = reader.actor.is(Role::Person) && line.staff == reader.actor.staff();
        let who = if is_own { t.get("ledger-yourself") } else { names.staff(line.staff).await? };
        rows.push(TableRow {
            cells: vec![
                Cell::Text(reader.look.moment(line.at)),
                Cell::TwoLines(who, if is_own { String::new() } else { agency }),
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
