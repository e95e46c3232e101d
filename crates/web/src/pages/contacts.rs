//! Contacts counted by month and method, a table a fiscal year (U3).

use std::collections::BTreeMap;

use askama::Template;
use axum::{Router, extract::State, response::Response, routing::get};
use banso_app::{AgencyRow, CaseRow, CaseSearch, CaseView, ContactCount};
use banso_domain::{
    calendar::{DateStyle, FiscalYear, YearMonth},
    case::{
        contact::{ContactPhase, PairContacts},
        record::ContactMethod,
    },
    staff::Role,
};

use super::cases::{method_name, pairs_table, phase_name};
use crate::{
    components::{Cell, Column, EmptyState, Link, TableRow, TableView},
    errors::{ErrorKind, PageError},
    frame::{Frame, Section},
    site::{SignedIn, Site, page_error, show},
    text::Lang,
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/contacts", get(contacts)).route("/contacts/new", get(choose))
}

/// How many contacts there were, one number a method in the order of the form.
type Counts = Vec<i64>;

#[derive(Template)]
#[template(path = "pages/contacts/counts.html")]
struct ContactsPage {
    frame: Frame,
    pairs: Option<TableView>,
    /// How many open cases stand behind the pairs.
    cases: String,
    years: Vec<TableView>,
    empty: EmptyState,
}

#[derive(Template)]
#[template(path = "pages/contacts/choose.html")]
struct ChoosePage {
    frame: Frame,
    cases: Option<TableView>,
    empty: EmptyState,
}

/// So many of one's cases are offered.
const OWN_CASES: u32 = 50;

/// From the list: of which case there was contact.
async fn choose(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    let t = &reader.t;
    if !reader.actor.is_caseworker() {
        return Err(PageError::new(ErrorKind::Forbidden));
    }
    let own = site.app().caseload(&reader.actor, reader.actor.staff(), OWN_CASES).await.map_err(page_error)?;
    let row = |case: &CaseRow| TableRow {
        cells: vec![
            Cell::Open {
                text: case.name.clone(),
                below: case.kana.clone(),
                href: format!("/cases/{}/contacts", case.id),
            },
            Cell::Text(case.reference.clone()),
        ],
    };
    let cases = (!own.is_empty()).then(|| TableView {
        id: "own-cases".to_owned(),
        caption: t.get("contact-choose"),
        columns: vec![
            Column::new(t.get("cases-column-name")).below(t.get("list-kana")),
            Column::new(t.get("cases-column-reference")),
        ],
        rows: own.iter().map(row).collect(),
    });
    let mut frame = reader.frame(&site, Some(Section::Cases), t.get("contact-new")).await?;
    frame.breadcrumbs = vec![Link::new(t.get("cases-title"), "/cases")];
    let empty =
        EmptyState { heading: t.get("contact-choose-none"), body: t.get("contact-choose-none-body"), action: None };
    show(&ChoosePage { frame, cases, empty })
}

/// Who began, for each agency of the cases in reach and each phase in which they were: in the order of kind and name, never by number
/// and never over all phases.
async fn pairs(site: &Site, reader: &SignedIn) -> Result<Option<TableView>, PageError> {
    let counted = site.app().contact_pairs(&reader.actor).await.map_err(page_error)?;
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let known = |id| agencies.find(id);
    let mut named: Vec<_> =
        counted.into_iter().filter_map(|((id, phase), pair)| Some((known(id)?, phase, pair))).collect();
    named.sort_by_key(|(row, phase, _)| (row.facts.kind, row.facts.name.clone(), row.id, *phase));
    let words = |(row, phase, pair): (&AgencyRow, ContactPhase, PairContacts)| {
        let values = [("name", row.facts.name.clone()), ("phase", phase_name(&reader.t, phase))];
        (reader.t.with("contact-pair-in", values), pair)
    };
    Ok(pairs_table(&reader.t, named.into_iter().map(words).collect()))
}

async fn contacts(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    let t = &reader.t;
    if !reader.actor.is_caseworker() && !reader.actor.is(Role::MunicipalOfficer) {
        return Err(PageError::new(ErrorKind::Forbidden));
    }
    let counts = site.app().contact_counts(&reader.actor).await.map_err(page_error)?;
    let mut frame = reader.frame(&site, Some(Section::Cases), t.get("contacts-title")).await?;
    frame.breadcrumbs = vec![Link::new(t.get("cases-title"), "/cases")];
    let years = by_year(&counts).iter().rev().map(|(year, months)| year_table(&reader, *year, months)).collect();
    let empty = EmptyState { heading: t.get("records-none"), body: t.get("contacts-none-body"), action: None };
    let search = CaseSearch { limit: 1, ..CaseSearch::of(CaseView::Open) };
    let (_, open) = site.app().cases(&reader.actor, &search).await.map_err(page_error)?;
    let cases = t.with("contact-pairs-cases", [("count", open.to_string())]);
    show(&ContactsPage { frame, pairs: pairs(&site, &reader).await?, cases, years, empty })
}

/// The months with contacts of each fiscal year.
fn by_year(counts: &[ContactCount]) -> BTreeMap<FiscalYear, BTreeMap<YearMonth, Counts>> {
    let mut years: BTreeMap<FiscalYear, BTreeMap<YearMonth, Counts>> = BTreeMap::new();
    for count in counts {
        let month = count
            .month
            .split_once('-')
            .and_then(|(year, month)| YearMonth::new(year.parse().ok()?, month.parse().ok()?));
        let method = ContactMethod::ALL.iter().position(|method| method.name() == count.method);
        if let (Some(month), Some(method)) = (month, method) {
            let months = years.entry(FiscalYear::of(month.first_day())).or_default();
            months.entry(month).or_insert_with(|| vec![0; ContactMethod::ALL.len()])[method] += count.contacts;
        }
    }
    years
}

fn year_table(reader: &SignedIn, year: FiscalYear, months: &BTreeMap<YearMonth, Counts>) -> TableView {
    let t = &reader.t;
    let name = match (t.lang(), reader.look.style) {
        (Lang::Ja, DateStyle::Western) => year.western_label(),
        (Lang::Ja, _) => year.label(),
        (Lang::En, _) => year.start_year().to_string(),
    };
    let mut columns = vec![Column::new(t.get("contacts-month"))];
    columns.extend(ContactMethod::ALL.iter().map(|method| Column::new(method_name(t, *method)).numeric()));
    columns.push(Column::new(t.get("contacts-total")).numeric());
    let line = |first: Cell, counts: &[i64]| {
        let total: i64 = counts.iter().sum();
        let numbers = counts.iter().chain([&total]).map(|count| Cell::Text(count.to_string()));
        TableRow { cells: std::iter::once(first).chain(numbers).collect() }
    };
    let mut rows: Vec<TableRow> =
        months.iter().map(|(month, counts)| line(Cell::Date(reader.look.long(*month)), counts)).collect();
    let whole: Counts =
        (0..ContactMethod::ALL.len()).map(|at| months.values().map(|counts| counts[at]).sum()).collect();
    rows.push(line(Cell::Text(t.get("contacts-total")), &whole));
    TableView {
        id: format!("contacts-{}", year.start_year()),
        caption: t.with("contacts-year", [("year", name)]),
        columns,
        rows,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn u3_contacts_of_march_and_april_stand_in_different_fiscal_years() {
        let count =
            |month: &str, method: &str| ContactCount { month: month.into(), method: method.into(), contacts: 2 };
        let years = by_year(&[count("2026-03", "phone"), count("2026-03", "other"), count("2026-04", "phone")]);
        let shown: Vec<_> =
            years.iter().map(|(year, months)| (year.start_year(), months.values().flatten().sum::<i64>())).collect();
        assert_eq!(shown, [(2025, 4), (2026, 2)]);
    }
}
