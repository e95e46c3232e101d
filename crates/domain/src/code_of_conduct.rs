//! 行動規範の普及度合い（認識度・理解度）: how many of the staff of an agency know a code of conduct and how many understand it, asked once a year.
//!
//! An agency tells counts, and no names. They are added up for a network with what they are counted from, and no agency is put before another.
//! Source: 第7節, indicators `s7_code_awareness` and `s7_code_understanding`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    agency::AgencyFacts,
    calendar::FiscalYear,
    rule::{Refusal, Rule, require},
};

words! {
    /// A code that those who support people can rest on.
    Code {
        /// バイスティックの7原則
        Biestek = "biestek7",
        /// 社会福祉士の倫理綱領・行動規範
        SocialWorker = "social_worker",
        /// キャリアコンサルタント倫理綱領
        CareerConsultant = "career_consultant",
        /// ソーシャルワーク専門職のグローバル定義
        GlobalDefinition = "global_definition",
    }
}

/// So many agencies have to have told before their counts are shown together (P-143): no count is that of one of them.
const ENOUGH: usize = 3;

/// More staff than this has no agency of a region.
const MOST: u32 = 10_000;

/// How a code is known at one agency in one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeKnown {
    /// Which code.
    pub code: Code,
    /// 年度
    pub year: FiscalYear,
    /// How many staff answered: what the others are counted from.
    pub asked: u32,
    /// 認識: how many of them know of it and what it says.
    pub know: u32,
    /// 理解: how many of them understand it so that they use it in their work.
    pub understand: u32,
    /// When the agency told it.
    pub on: NaiveDate,
}

impl CodeKnown {
    /// Whether the counts fit together.
    ///
    /// # Errors
    ///
    /// P-169 if nobody was asked, or more understand than know or know than were asked; P-11 for a day to come.
    pub fn check(&self, today: NaiveDate) -> Result<(), Refusal> {
        let in_order = self.understand <= self.know && self.know <= self.asked;
        require(in_order && (1..=MOST).contains(&self.asked), Rule::CodeCountsFit)?;
        require(self.on <= today, Rule::DateOutOfOrder)
    }
}

/// Counts of several agencies, with what they are counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodeCounts {
    /// How many agencies told.
    pub agencies: usize,
    /// How many staff answered.
    pub asked: u32,
    /// How many know.
    pub know: u32,
    /// How many understand.
    pub understand: u32,
}

/// How a code is known among several agencies in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeStanding {
    /// Nobody has told.
    Untold,
    /// Too few have told for their counts to be shown.
    Few,
    /// The counts.
    Told(CodeCounts),
}

/// Adds up what agencies told about a code in a year.
pub fn known_among<'a>(agencies: impl Iterator<Item = &'a AgencyFacts>, code: Code, year: FiscalYear) -> CodeStanding {
    let told = agencies.filter_map(|facts| facts.code_known(code, year));
    let counts = told.fold(CodeCounts::default(), |sum, one| CodeCounts {
        agencies: sum.agencies + 1,
        asked: sum.asked + one.asked,
        know: sum.know + one.know,
        understand: sum.understand + one.understand,
    });
    match counts.agencies {
        0 => CodeStanding::Untold,
        few if few < ENOUGH => CodeStanding::Few,
        _ => CodeStanding::Told(counts),
    }
}

impl AgencyFacts {
    /// What the agency told about a code in a year.
    pub fn code_known(&self, code: Code, year: FiscalYear) -> Option<&CodeKnown> {
        self.codes.iter().find(|known| known.code == code && known.year == year)
    }

    /// Takes over what an agency tells of a code; the last word of a year counts.
    pub fn tell_code(&mut self, told: CodeKnown) {
        self.codes.retain(|known| known.code != told.code || known.year != told.year);
        self.codes.push(told);
    }
}
