//! The parts of a case record: who this is about, what is known, what happened, what is to be done.

use super::{DueLabel, Link, StatusTag};
use crate::dates::DateView;

/// The bar that stands on every page of a case (U10). The browser's title and address never carry the name.
#[derive(Clone, Debug)]
pub struct CaseHeader {
    /// 氏名.
    pub name: String,
    /// フリガナ, as registered.
    pub kana: String,
    /// 生年月日.
    pub born: Option<DateView>,
    /// 満年齢, in years.
    pub age: Option<u32>,
    /// Case number as printed on letters.
    pub case_number: String,
    /// Who leads the case.
    pub lead_staff: String,
    /// Whether and with whom things may be shared, in a word.
    pub consent: StatusTag,
    /// How far the consent reaches and until when.
    pub consent_scope: String,
    /// What everybody opening this case has to know first, in one line each.
    pub cautions: Vec<String>,
    /// What can be done with the case; the first is the usual one.
    pub actions: Vec<Link>,
}

/// One line of a summary: a key and what is known.
#[derive(Clone, Debug)]
pub struct SummaryRow {
    /// What it is.
    pub key: String,
    /// What is known; `None` shows 「未入力」.
    pub value: Option<String>,
    /// Where it is changed.
    pub change: Option<String>,
}

impl SummaryRow {
    /// A line that cannot be changed from here.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: Some(value.into()), change: None }
    }

    /// A line for which nothing is known yet.
    pub fn unknown(key: impl Into<String>) -> Self {
        Self { key: key.into(), value: None, change: None }
    }

    /// A line with its value, or with the word that nothing is known where the value is empty.
    pub fn or_unknown(key: impl Into<String>, value: impl Into<String>) -> Self {
        let value = value.into();
        if value.trim().is_empty() { Self::unknown(key) } else { Self::new(key, value) }
    }

    /// The line with the place where it is changed.
    #[must_use]
    pub fn change(mut self, href: impl Into<String>) -> Self {
        self.change = Some(href.into());
        self
    }
}

/// Something to do; the whole row is the link.
#[derive(Clone, Debug)]
pub struct TaskRow {
    /// What to do.
    pub label: String,
    /// Where; `None` while it cannot be begun.
    pub href: Option<String>,
    /// A line of help, or what stands in the way.
    pub hint: Option<String>,
    /// Where it stands.
    pub status: StatusTag,
    /// By when.
    pub due: Option<DueLabel>,
}

/// Something that happened (U11). Where the time is not known, only the date shows, never 00:00.
#[derive(Clone, Debug)]
pub struct TimelineItem {
    /// What happened, in a few words.
    pub title: String,
    /// On which day.
    pub day: DateView,
    /// At what time, `14:30`, if known.
    pub time: Option<String>,
    /// Who did it and for which agency.
    pub by: String,
    /// How and with whom: 「訪問・本人」.
    pub how: Option<String>,
    /// One or two sentences.
    pub body: String,
    /// Where to read the rest.
    pub href: Option<String>,
    /// Who corrected it and when; the text before stays reachable.
    pub corrected: Option<Link>,
}
