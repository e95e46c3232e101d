//! The definition of a process as its file says it, checked at start-up.

use chrono::NaiveDate;

use super::Condition;
use crate::{
    case::plan::{Limits, Service},
    text::MunicipalityCode,
};

/// A name with the day from which it is the law's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedName {
    /// The first day; the first name of a list has none.
    pub valid_from: Option<NaiveDate>,
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

/// The name that is valid on `day`: the last one that has begun.
pub(crate) fn name_on(names: &[DatedName], day: NaiveDate) -> Option<&DatedName> {
    names.iter().rev().find(|name| name.valid_from.is_none_or(|from| from <= day))
}

macro_rules! pages {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)+) => {
        /// The page of a case on which a step is taken.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum StepPage {
            $($(#[$doc])* $name,)+
        }

        impl StepPage {
            /// Every page.
            pub const ALL: &[StepPage] = &[$(StepPage::$name),+];

            /// The name used in definition files.
            pub const fn name(self) -> &'static str {
                match self { $(StepPage::$name => $text,)+ }
            }
        }
    };
}

pages! {
    /// 支援経過
    Timeline = "timeline";
    /// スクリーニング
    Screening = "screening";
    /// 利用申込・本人同意
    Application = "application";
    /// 緊急的な支援
    Emergency = "emergency";
    /// インテーク・アセスメントシート
    Assessment = "assessment";
    /// プラン
    Plan = "plan";
    /// 支援調整会議
    Conference = "conference";
    /// 支援決定・確認
    Decision = "decision";
    /// モニタリング
    Monitoring = "monitoring";
    /// 評価シート
    Evaluation = "evaluation";
    /// 終結
    Closure = "closure";
}

/// A step of the process.
#[derive(Clone, Debug)]
pub struct StepDefinition {
    /// Its identifier, for example `screening`.
    pub id: String,
    /// The number in the ministry's flow, ①–⑬; none for what comes after.
    pub number: Option<u8>,
    /// Its names by date, oldest first.
    pub names: Vec<DatedName>,
    /// All must hold before the step can be taken.
    pub needs: Vec<Condition>,
    /// All hold once the step is done.
    pub done_when: Vec<Condition>,
    /// The step is shown only while all of these hold or it is done (outreach, emergency, re-plan …).
    pub only_if: Vec<Condition>,
    /// What the step answers, yes or no: once it is done, a "no" stands in the way of later steps that need a "yes".
    pub settles: Vec<Condition>,
    /// The page of the case on which the step is taken.
    pub page: StepPage,
}

impl StepDefinition {
    /// The name valid on `day`.
    pub fn name_on(&self, day: NaiveDate) -> Option<&DatedName> {
        name_on(&self.names, day)
    }
}

/// A service of the menu with its dated names.
#[derive(Clone, Debug)]
pub struct ServiceEntry {
    /// Which one.
    pub service: Service,
    /// Its names by date, oldest first.
    pub names: Vec<DatedName>,
}

/// The process of one programme.
#[derive(Clone, Debug)]
pub struct ProcessDefinition {
    /// The programme's identifier, for example `self_reliance`.
    pub id: String,
    /// The steps, in order.
    pub steps: Vec<StepDefinition>,
    /// The services of the menu.
    pub services: Vec<ServiceEntry>,
    /// How long plans and services last where a municipality says nothing else.
    pub limits: Limits,
    /// What single municipalities say instead.
    pub local_limits: Vec<(MunicipalityCode, Limits)>,
}

impl ProcessDefinition {
    /// The name of a service on `day`.
    pub fn service_name(&self, service: Service, day: NaiveDate) -> Option<&DatedName> {
        self.services.iter().find(|entry| entry.service == service).and_then(|entry| name_on(&entry.names, day))
    }

    /// How long plans and services last in the municipality of that code; the usual figures for an unknown or missing code.
    pub fn limits_in(&self, municipality: &str) -> Limits {
        let code = municipality.parse::<MunicipalityCode>().ok();
        let local = self.local_limits.iter().find(|(known, _)| Some(*known) == code);
        local.map_or(self.limits, |(_, limits)| *limits)
    }
}
