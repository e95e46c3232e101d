//! What narrows a list of cases down: kinds of list, index of names, fiscal year, whose; and what is in force now.

use banso_domain::{
    calendar::{DateStyle, FiscalYear},
    case::Stage,
    text::IndexTab,
};
use chrono::NaiveDate;

use super::asked::{Asked, PAGE_SIZES};
use crate::{
    components::{Chip, ChoiceOption, Tab},
    errors::PageError,
    naming::stage_name,
    site::{SignedIn, Site, page_error},
    text::Lang,
};

/// Fiscal years offered: this one and those for which records are kept.
const YEARS: i32 = 6;

pub(super) fn view_tabs(reader: &SignedIn, asked: &Asked) -> Vec<Tab> {
    let t = &reader.t;
    let views = [
        (t.get("cases-open"), ""),
        (t.get("work-overdue"), "overdue"),
        (t.get("work-this-week"), "week"),
        (stage_name(t, Stage::ConsentPending), "consent_pending"),
        (stage_name(t, Stage::DecisionPending), "decision_pending"),
        (stage_name(t, Stage::Suspended), "suspended"),
        (t.get("cases-ended"), "ended"),
    ];
    let current = if asked.view == "open" { "" } else { asked.view.as_str() };
    let tab = |(label, view): (String, &str)| Tab {
        label,
        href: asked.href(|asked| view.clone_into(&mut asked.view)),
        current: current == view && asked.search.is_empty(),
        count: None,
    };
    views.into_iter().map(tab).collect()
}

pub(super) fn kana_tabs(reader: &SignedIn, asked: &Asked) -> Vec<Tab> {
    let tab = |label: String, value: &str| Tab {
        label,
        href: asked.href(|asked| {
            value.clone_into(&mut asked.tab);
            if !value.is_empty() {
                "kana".clone_into(&mut asked.order);
            }
        }),
        current: asked.tab == value && asked.search.is_empty(),
        count: None,
    };
    let all = tab(reader.t.get("cases-all-kana"), "");
    let rows = IndexTab::ALL.iter().map(|index| tab(index.label().to_owned(), index.label()));
    std::iter::once(all).chain(rows).collect()
}

/// A fiscal year in the reader's language and style: 令和8年度, 2026年度, FY2026.
pub(in crate::pages) fn year_name(reader: &SignedIn, year: FiscalYear) -> String {
    match (reader.t.lang(), reader.look.style) {
        (Lang::En, _) => format!("FY{}", year.start_year()),
        (Lang::Ja, DateStyle::Era) => year.label(),
        (Lang::Ja, DateStyle::Western) => year.western_label(),
        (Lang::Ja, DateStyle::Both) => format!("{}（{}）", year.label(), year.western_label()),
    }
}

/// One thing to narrow the list down by.
pub(super) struct Filter {
    pub(super) name: &'static str,
    pub(super) label: String,
    /// What an empty choice means.
    pub(super) any: String,
    pub(super) options: Vec<ChoiceOption>,
}

/// What a list can be narrowed down by besides its kind and the index of names.
pub(super) struct Filters {
    /// Name and value of everything else in the address.
    pub(super) kept: Vec<(&'static str, String)>,
    pub(super) choices: Vec<Filter>,
    /// Whether something is chosen; the form is then open.
    pub(super) is_used: bool,
}

impl Filters {
    pub(super) fn new(reader: &SignedIn, asked: &Asked, today: NaiveDate) -> Self {
        let t = &reader.t;
        let option = |value: String, label: String, chosen: &str| {
            let is_chosen = value == chosen;
            ChoiceOption::new(value, label).chosen(is_chosen)
        };
        let this_year = FiscalYear::of(today).start_year();
        let years = (0..YEARS).filter_map(|back| FiscalYear::try_from(this_year - back).ok());
        let year = Filter {
            name: "year",
            label: t.get("cases-filter-year"),
            any: t.get("cases-filter-any"),
            options: years
                .map(|year| option(year.start_year().to_string(), year_name(reader, year), &asked.year))
                .collect(),
        };
        let mine = Filter {
            name: "mine",
            label: t.get("cases-filter-staff"),
            any: t.get("cases-filter-any"),
            options: vec![option("1".to_owned(), t.get("cases-mine"), &asked.mine)],
        };
        let [usual, others @ ..] = PAGE_SIZES;
        let name = |size: u32| t.with("cases-filter-size-of", [("count", size)]);
        let size = Filter {
            name: "size",
            label: t.get("cases-filter-size"),
            any: name(usual),
            options: others.map(|size| option(size.to_string(), name(size), &asked.size)).to_vec(),
        };
        let of_the_form = ["year", "mine", "size"];
        let kept = asked.pairs().into_iter().filter(|(name, value)| !of_the_form.contains(name) && !value.is_empty());
        Self {
            kept: kept.map(|(name, value)| (name, value.to_owned())).collect(),
            // Officers have no cases of their own.
            choices: if reader.actor.is_caseworker() { vec![year, mine, size] } else { vec![year, size] },
            is_used: asked.year().is_some() || !asked.mine.is_empty() || !asked.size.is_empty(),
        }
    }
}

pub(super) async fn chips(site: &Site, reader: &SignedIn, asked: &Asked) -> Result<Vec<Chip>, PageError> {
    let mut chips = Vec::new();
    if !asked.mine.is_empty() {
        chips.push(Chip { label: reader.t.get("cases-mine"), remove_href: asked.href(|asked| asked.mine.clear()) });
    }
    if let Some(worker) = asked.worker() {
        let name = site.app().staff_name(worker).await.map_err(page_error)?;
        let label = reader.t.with("cases-of-worker", [("name", name)]);
        chips.push(Chip { label, remove_href: asked.href(|asked| asked.worker.clear()) });
    }
    if let Some(stage) = Stage::from_name(&asked.view) {
        chips.push(Chip { label: stage_name(&reader.t, stage), remove_href: asked.href(|asked| asked.view.clear()) });
    }
    if IndexTab::ALL.iter().any(|index| index.label() == asked.tab) {
        chips.push(Chip { label: asked.tab.clone(), remove_href: asked.href(|asked| asked.tab.clear()) });
    }
    if let Some(year) = asked.year() {
        let label = reader.t.with("cases-filter-received-in", [("year", year_name(reader, year))]);
        chips.push(Chip { label, remove_href: asked.href(|asked| asked.year.clear()) });
    }
    Ok(chips)
}
