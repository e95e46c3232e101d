//! Lists: tables that become cards on a telephone, their pages, filters and tabs.

use super::{DueLabel, StatusTag};
use crate::{dates::DateView, text::Texts};

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortDirection {
    /// Smallest, earliest, あ first.
    Ascending,
    /// Largest, latest first.
    Descending,
}

/// The head of a column.
#[derive(Clone, Debug)]
pub struct Column {
    /// What stands in it.
    pub label: String,
    /// What the smaller lines below its cells hold, for files, where they get a column of their own.
    pub below: Option<String>,
    /// Where a click leads to sort by it; `None` if it cannot be sorted.
    pub sort_href: Option<String>,
    /// How the table is sorted by it at present.
    pub sorted: Option<SortDirection>,
    /// Whether it holds numbers, which stand to the right.
    pub numeric: bool,
}

impl Column {
    /// A column that cannot be sorted.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), below: None, sort_href: None, sorted: None, numeric: false }
    }

    /// The column with the name of what stands below its cells.
    #[must_use]
    pub fn below(mut self, label: impl Into<String>) -> Self {
        self.below = Some(label.into());
        self
    }

    /// The column, sortable by following `href`.
    #[must_use]
    pub fn sort(mut self, href: impl Into<String>, sorted: Option<SortDirection>) -> Self {
        self.sort_href = Some(href.into());
        self.sorted = sorted;
        self
    }

    /// The column for numbers.
    #[must_use]
    pub const fn numeric(mut self) -> Self {
        self.numeric = true;
        self
    }

    /// Value of `aria-sort`; `none` for a sortable column that is not sorted now.
    pub const fn aria_sort(&self) -> Option<&'static str> {
        match (self.sorted, self.sort_href.is_some()) {
            (Some(SortDirection::Ascending), _) => Some("ascending"),
            (Some(SortDirection::Descending), _) => Some("descending"),
            (None, true) => Some("none"),
            (None, false) => None,
        }
    }
}

/// One cell.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Text, or nothing known (「—」) if empty.
    Text(String),
    /// Text with a smaller line below, for example a name with its reading.
    TwoLines(String, String),
    /// A link, with a smaller line below: in the first column it opens the row (a name or number, never 「表示」).
    Open {
        /// What the link says.
        text: String,
        /// A smaller line below; may be empty.
        below: String,
        /// Where it leads.
        href: String,
    },
    /// The link that opens the row, for rows that are known by their day.
    OpenDay {
        /// The day that the link says.
        day: DateView,
        /// A smaller line below; may be empty.
        below: String,
        /// Where it leads.
        href: String,
    },
    /// A box to tick for the row, or where one row is chosen a round one, sent by a form elsewhere on the page.
    Pick {
        /// Whether only one row can be chosen.
        only_one: bool,
        /// What stands beside the box.
        text: String,
        /// What the row is, for those who hear the page.
        label: String,
        /// The name under which the form sends it.
        name: &'static str,
        /// What is sent.
        value: String,
        /// Whether it is ticked.
        chosen: bool,
        /// The id of the form.
        form: &'static str,
    },
    /// A day.
    Date(DateView),
    /// A deadline.
    Due(DueLabel),
    /// A state.
    Status(StatusTag),
}

/// One row.
#[derive(Clone, Debug)]
pub struct TableRow {
    /// One cell a column.
    pub cells: Vec<Cell>,
}

/// A table.
#[derive(Clone, Debug)]
pub struct TableView {
    /// Id of the table, so that its frame can be named after its caption.
    pub id: String,
    /// What the table holds; read aloud first.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<TableRow>,
}

/// One of several views of the same thing; a link, with the number of entries where that helps.
#[derive(Clone, Debug)]
pub struct Tab {
    /// Its name.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether the reader is here.
    pub current: bool,
    /// How many entries it has.
    pub count: Option<usize>,
}

/// A filter in force, removable by itself.
#[derive(Clone, Debug)]
pub struct Chip {
    /// 「段階：アセスメント」.
    pub label: String,
    /// The list without this filter.
    pub remove_href: String,
}

/// One entry of the row of page numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageLink {
    /// A page.
    Page {
        /// Its number, from 1.
        number: usize,
        /// Its address.
        href: String,
        /// Whether it is the one shown.
        current: bool,
    },
    /// Pages left out.
    Gap,
}

/// The pages of a long list.
#[derive(Clone, Debug)]
pub struct Pagination {
    page: usize,
    per_page: usize,
    total: usize,
    /// There are more than `total`, which cannot be turned to.
    more: bool,
    base: String,
}

impl Pagination {
    /// Page `page` (from 1) of a list of `total` entries. `base` is the address of the list with its filters and without
    /// a page, for example `/cases?stage=assessing`. A page beyond the end shows the last one.
    pub fn new(page: usize, per_page: usize, total: usize, base: impl Into<String>) -> Self {
        let per_page = per_page.max(1);
        let pages = total.div_ceil(per_page).max(1);
        Self { page: page.clamp(1, pages), per_page, total, more: false, base: base.into() }
    }

    /// The list is longer than what is counted and can be turned to.
    #[must_use]
    pub const fn of_more(mut self) -> Self {
        self.more = true;
        self
    }

    /// Which entries are shown, in words.
    pub fn shown(&self, t: &Texts) -> String {
        let numbers = [("first", self.first()), ("last", self.last()), ("total", self.total)];
        if self.more { t.with("pages-shown-more", numbers) } else { t.with("pages-shown", numbers) }
    }

    /// The page shown.
    pub const fn page(&self) -> usize {
        self.page
    }

    /// Number of entries in the whole list.
    pub const fn total(&self) -> usize {
        self.total
    }

    /// Number of pages, at least one.
    pub fn pages(&self) -> usize {
        self.total.div_ceil(self.per_page).max(1)
    }

    /// Number of the first entry shown, from 1; 0 if the list is empty.
    pub fn first(&self) -> usize {
        if self.total == 0 { 0 } else { (self.page - 1) * self.per_page + 1 }
    }

    /// Number of the last entry shown.
    pub fn last(&self) -> usize {
        (self.page * self.per_page).min(self.total)
    }

    /// Address of the page before, if there is one.
    pub fn previous(&self) -> Option<String> {
        (self.page > 1).then(|| self.href(self.page - 1))
    }

    /// Address of the page after, if there is one.
    pub fn next(&self) -> Option<String> {
        (self.page < self.pages()).then(|| self.href(self.page + 1))
    }

    /// First, last and the neighbours of the page shown, with gaps between.
    pub fn links(&self) -> Vec<PageLink> {
        let shown = |page: usize| page == 1 || page == self.pages() || page.abs_diff(self.page) <= 1;
        let mut links = Vec::new();
        for number in 1..=self.pages() {
            if shown(number) {
                links.push(PageLink::Page { number, href: self.href(number), current: number == self.page });
            } else if links.last() != Some(&PageLink::Gap) {
                links.push(PageLink::Gap);
            }
        }
        links
    }

    fn href(&self, page: usize) -> String {
        let joint = if self.base.contains('?') { '&' } else { '?' };
        format!("{}{joint}page={page}", self.base)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn following_the_pages_shows_every_entry_once(per_page in 1usize..60, total in 0usize..500) {
            let mut seen = 0;
            let mut next = Some("/cases?page=1".to_owned());
            while let Some(address) = next {
                let number = address.strip_prefix("/cases?page=").unwrap().parse().unwrap();
                let pages = Pagination::new(number, per_page, total, "/cases");
                if total > 0 {
                    prop_assert_eq!(pages.first(), seen + 1);
                }
                seen = pages.last();
                next = pages.next();
            }
            prop_assert_eq!(seen, total);
        }

        #[test]
        fn a_page_beyond_the_end_shows_the_last(page in 0usize..9_999) {
            let pages = Pagination::new(page, 20, 45, "/cases");
            prop_assert!((1..=3).contains(&pages.page()));
        }
    }

    #[test]
    fn a_long_list_links_to_its_ends_and_to_the_neighbours() {
        let pages = Pagination::new(10, 20, 400, "/cases?stage=assessing");
        let shown: Vec<String> = pages
            .links()
            .iter()
            .map(|link| match link {
                PageLink::Page { number, current: true, .. } => format!("[{number}]"),
                PageLink::Page { number, .. } => number.to_string(),
                PageLink::Gap => "…".to_owned(),
            })
            .collect();
        assert_eq!(shown.join(" "), "1 … 9 [10] 11 … 20");
        assert_eq!(pages.next().as_deref(), Some("/cases?stage=assessing&page=11"));
    }
}
