//! 企業の紹介: what an employer does, offers and is open to, told by itself or by those who know it, with the day on which it was last confirmed.
//!
//! Nothing of a person stands here. A key person is named by their role; by name only where they said yes to it.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::rule::{Refusal, Rule, require};

words! {
    /// How many people work there, by the classes that the law knows.
    SizeClass {
        /// 37.5人未満
        Below = "below",
        /// 37.5人以上100人以下
        ToHundred = "to_hundred",
        /// 101人以上300人以下
        ToThreeHundred = "to_three_hundred",
        /// 301人以上
        Above = "above",
    }

    /// What a firm is ready to do for others.
    OpenTo {
        /// はじめて雇う企業の相談に乗る
        Advise = "advise",
        /// 見学を受け入れる
        Visits = "visits",
        /// 実習を受け入れる
        Practice = "practice",
    }

    /// Who told it.
    ToldBy {
        /// 企業
        Employer = "employer",
        /// 支援機関
        Supporter = "supporter",
    }
}

/// What is told stays fresh for so many months.
const FRESH_MONTHS: u32 = 12;
/// No quota is higher than all: hundredths of a percent.
const WHOLE: u32 = 10_000;

/// A fact with the day for which it was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated<T> {
    /// The fact.
    pub value: T,
    /// For which day.
    pub on: NaiveDate,
}

/// Whom to turn to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyPerson {
    /// 役割
    pub role: String,
    /// Their name, where they agreed to it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// When they agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_on: Option<NaiveDate>,
}

/// 企業の紹介, changed as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmployerProfile {
    /// 業種
    pub trade: String,
    /// 規模
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Dated<SizeClass>>,
    /// 実雇用率, in hundredths of a percent: 250 is 2.50 %.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<Dated<u32>>,
    /// 任せられる仕事
    pub tasks: String,
    /// 短い実習と、その条件
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub short_trials: String,
    /// 長い実習と、その条件
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub long_trials: String,
    /// 行っている配慮
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub accommodation: String,
    /// 職場のキーパーソン
    #[serde(default)]
    pub key_person: KeyPerson,
    /// What it is open to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open_to: Vec<OpenTo>,
    /// できないこと・難しいこと
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub limits: String,
    /// When it was last confirmed.
    pub confirmed_on: NaiveDate,
    /// By whom.
    pub told_by: ToldBy,
}

impl EmployerProfile {
    /// What was told is older than a year on a day.
    pub fn is_old_on(&self, today: NaiveDate) -> bool {
        self.confirmed_on.checked_add_months(Months::new(FRESH_MONTHS)).is_some_and(|end| end <= today)
    }

    /// Checks it before it is kept.
    ///
    /// # Errors
    ///
    /// P-123 without a trade or work; P-124 for the name of somebody who did not agree; P-11 for days to come; P-123 for a quota that is none.
    pub fn check(&self, today: NaiveDate) -> Result<(), Refusal> {
        let says_what = !self.trade.trim().is_empty() && !self.tasks.trim().is_empty();
        let is_rate = self.quota.is_none_or(|quota| quota.value <= WHOLE);
        require(says_what && is_rate, Rule::ProfileSaysWhat)?;
        let key = &self.key_person;
        require(key.name.trim().is_empty() || key.agreed_on.is_some(), Rule::NameByConsent)?;
        let days =
            [Some(self.confirmed_on), self.size.map(|size| size.on), self.quota.map(|quota| quota.on), key.agreed_on];
        require(days.into_iter().flatten().all(|day| day <= today), Rule::DateOutOfOrder)
    }
}
