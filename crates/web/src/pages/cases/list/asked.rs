//! What a list of cases was asked for; everything but a search stands in its address.

use banso_app::{CaseOrder, CaseSearch, CaseView, MOST_COUNTED};
use banso_domain::{calendar::FiscalYear, case::Stage, id::StaffId, text::IndexTab};
use chrono::NaiveDate;

use crate::site::{SignedIn, percent};

/// How many cases a page can have; the first is usual.
pub(super) const PAGE_SIZES: [u32; 3] = [50, 20, 100];

#[derive(Clone, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) view: String,
    pub(super) mine: String,
    /// The member of staff whose cases are shown, by identifier.
    pub(super) worker: String,
    pub(super) tab: String,
    /// The fiscal year in which the case was received, by its first calendar year.
    pub(super) year: String,
    pub(super) order: String,
    pub(super) size: String,
    pub(super) page: usize,
    /// Comes by form only: names stay out of addresses.
    #[serde(skip)]
    pub(super) search: String,
}

impl Asked {
    /// Name and value of everything that is kept in the address, apart from the page.
    pub(super) fn pairs(&self) -> [(&'static str, &str); 7] {
        [
            ("view", self.view.as_str()),
            ("mine", self.mine.as_str()),
            ("worker", self.worker.as_str()),
            ("tab", self.tab.as_str()),
            ("year", self.year.as_str()),
            ("order", self.order.as_str()),
            ("size", self.size.as_str()),
        ]
    }

    /// The address with one thing changed; nothing personal is in it (a search is sent on by itself).
    pub(super) fn href(&self, change: impl FnOnce(&mut Self)) -> String {
        let mut asked = Self { page: 0, search: String::new(), ..self.clone() };
        change(&mut asked);
        let kept = asked.pairs().into_iter().filter(|(_, value)| !value.is_empty());
        let query: Vec<String> = kept.map(|(name, value)| format!("{name}={}", percent(value))).collect();
        if query.is_empty() { "/cases".to_owned() } else { format!("/cases?{}", query.join("&")) }
    }

    /// The fiscal year of reception that was chosen.
    pub(super) fn year(&self) -> Option<FiscalYear> {
        self.year.parse::<i32>().ok().and_then(|year| year.try_into().ok())
    }

    /// Whose cases are shown.
    pub(super) fn worker(&self) -> Option<StaffId> {
        self.worker.parse().ok()
    }

    /// How many cases a page has.
    pub(super) fn size(&self) -> u32 {
        PAGE_SIZES.into_iter().find(|size| size.to_string() == self.size).unwrap_or(PAGE_SIZES[0])
    }

    /// The list as the store is asked for it.
    pub(super) fn search_for(&self, reader: &SignedIn, today: NaiveDate) -> CaseSearch {
        let tab = IndexTab::ALL.iter().find(|tab| tab.label() == self.tab);
        let (kana_from, kana_to) = tab.map_or((None, None), |tab| tab.bounds());
        let order = match self.order.as_str() {
            "kana" => CaseOrder::Kana,
            _ => CaseOrder::Due,
        };
        let last = u32::try_from(MOST_COUNTED).unwrap_or(u32::MAX).div_ceil(self.size());
        let number = u32::try_from(self.page).unwrap_or(last).clamp(1, last);
        CaseSearch {
            assigned_to: if self.mine.is_empty() { self.worker() } else { Some(reader.actor.staff()) },
            kana_from,
            kana_to,
            received: self.year().map(|year| (year.first_day(), year.last_day())),
            order,
            limit: self.size(),
            offset: (number - 1).saturating_mul(self.size()),
            ..CaseSearch::of(self.view(today))
        }
    }

    fn view(&self, today: NaiveDate) -> CaseView {
        let week_ends =
            today + chrono::Days::new(u64::from(6 - chrono::Datelike::weekday(&today).num_days_from_monday()));
        match self.view.as_str() {
            "ended" => CaseView::Ended,
            "overdue" => CaseView::OverdueOn(today),
            "week" => CaseView::DueWithin(today, week_ends),
            "ratify" => CaseView::ToRatify,
            name => Stage::from_name(name).map_or(CaseView::Open, CaseView::InStage),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn u9_the_address_of_a_list_keeps_every_filter_and_no_search() {
        let asked =
            Asked { tab: "か".to_owned(), year: "2026".to_owned(), search: "山田".to_owned(), ..Asked::default() };
        assert_eq!(asked.href(|asked| asked.size = "20".to_owned()), "/cases?tab=%E3%81%8B&year=2026&size=20");
    }

    #[test]
    fn u3_a_year_that_does_not_exist_is_not_filtered_by() {
        let year = |text: &str| Asked { year: text.to_owned(), ..Asked::default() }.year().map(FiscalYear::start_year);
        assert_eq!([year("2026"), year("26年"), year("99999"), year("")], [Some(2026), None, None, None]);
    }
}
