//! The menu of the plan: the services of the law by number, the centre's own support, related programmes, and how each is used.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The menu of the form, by number: the five services of the law and the centre's own employment support.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// 1 住居確保給付金
    HousingBenefit,
    /// 2 一時生活支援事業 / 居住支援事業
    Shelter,
    /// 3 家計相談支援事業 / 家計改善支援事業
    Budget,
    /// 4 就労準備支援事業
    WorkPrep,
    /// 5 認定就労訓練事業
    Training,
    /// 6 自立相談支援事業による就労支援
    EmploymentSupport,
}

/// How the municipality deals with a line of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Procedure {
    /// Applied for by its own form and decided there; the plan records it (services 1, 2).
    OwnApplication,
    /// Applied for by the plan's signature and decided on the plan (services 3, 4, 5).
    Decision,
    /// Needs no decision; the municipality confirms it.
    Confirmation,
}

impl Service {
    /// In the order of the form.
    pub const ALL: &[Service] = &[
        Service::HousingBenefit,
        Service::Shelter,
        Service::Budget,
        Service::WorkPrep,
        Service::Training,
        Service::EmploymentSupport,
    ];

    /// The number on the form.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The name in code, forms and locales.
    pub const fn name(self) -> &'static str {
        match self {
            Service::HousingBenefit => "housing_benefit",
            Service::Shelter => "shelter",
            Service::Budget => "budget",
            Service::WorkPrep => "work_prep",
            Service::Training => "training",
            Service::EmploymentSupport => "employment_support",
        }
    }

    /// Whether a person on public assistance may use it on `day`, as 特定被保護者 (SR-27). Source: Act no. 21 of 2024.
    pub fn is_open_to_recipients_on(self, day: NaiveDate) -> bool {
        let since = NaiveDate::from_ymd_opt(2025, 4, 1);
        matches!(self, Service::Shelter | Service::Budget | Service::WorkPrep) && Some(day) >= since
    }

    /// Whether somebody goes along with the person in it, so that it is handed over when its period ends: not money, and not the
    /// centre's own support.
    pub const fn is_handed_over(self) -> bool {
        matches!(self, Service::Shelter | Service::Budget | Service::WorkPrep | Service::Training)
    }

    /// How the municipality deals with it. Source: 【5】 signature block and the procedure table of the 2015 lecture.
    pub const fn procedure(self) -> Procedure {
        match self {
            Service::HousingBenefit | Service::Shelter => Procedure::OwnApplication,
            Service::Budget | Service::WorkPrep | Service::Training => Procedure::Decision,
            Service::EmploymentSupport => Procedure::Confirmation,
        }
    }
}

/// Where the own application of service 1 or 2 stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// 申込中
    Applied,
    /// 既受給・既利用
    Receiving,
    /// 申込予定
    Planned,
}

/// Type of certified work-training.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrainingType {
    /// 雇用型
    Employed,
    /// 非雇用型
    NonEmployed,
}

/// One line of the menu: used or not, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceUse {
    /// 有 / 無; `None` while nobody has answered.
    pub used: Option<bool>,
    /// First day or month, as the form asks it (`2026-04` or `2026-04-01`).
    pub from: String,
    /// Last day or month.
    pub to: String,
    /// 給付額, yen a month (service 1).
    pub amount_monthly: Option<i64>,
    /// Where the own application stands (services 1, 2).
    pub application_state: Option<ApplicationState>,
    /// The own application is attached to the plan (services 1, 2).
    pub application_attached: bool,
    /// 転居費用補助 is part of it (service 1, from 2025-04-01).
    pub relocation: bool,
    /// 地域居住支援 is what is used, not the shelter (service 2, from 2025-04-01).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub community_housing: bool,
    /// 雇用型 / 非雇用型 (service 5).
    pub training_type: Option<TrainingType>,
    /// 備考
    pub note: String,
}

impl ServiceUse {
    /// Whether 有 is ticked.
    pub fn is_used(&self) -> bool {
        self.used == Some(true)
    }
}

/// A related programme: a loan, or the joint programme with Hello Work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RelatedUse {
    /// 有 / 無
    pub used: Option<bool>,
    /// 支援方針（期間・実施機関・給付額等）
    pub policy: String,
}

/// The menu with its answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Services {
    /// 1
    pub housing_benefit: ServiceUse,
    /// 2
    pub shelter: ServiceUse,
    /// 3
    pub budget: ServiceUse,
    /// 4
    pub work_prep: ServiceUse,
    /// 5
    pub training: ServiceUse,
    /// 6
    pub employment_support: ServiceUse,
}

impl Services {
    /// The answer for a service.
    pub fn get(&self, service: Service) -> &ServiceUse {
        match service {
            Service::HousingBenefit => &self.housing_benefit,
            Service::Shelter => &self.shelter,
            Service::Budget => &self.budget,
            Service::WorkPrep => &self.work_prep,
            Service::Training => &self.training,
            Service::EmploymentSupport => &self.employment_support,
        }
    }

    /// The answer for a service, to be changed.
    pub fn get_mut(&mut self, service: Service) -> &mut ServiceUse {
        match service {
            Service::HousingBenefit => &mut self.housing_benefit,
            Service::Shelter => &mut self.shelter,
            Service::Budget => &mut self.budget,
            Service::WorkPrep => &mut self.work_prep,
            Service::Training => &mut self.training,
            Service::EmploymentSupport => &mut self.employment_support,
        }
    }
}

/// その他関連する事業等
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RelatedProgrammes {
    /// 生活福祉資金等による貸付
    pub welfare_loan: RelatedUse,
    /// 生活保護受給者等就労自立促進事業
    pub hw_joint_program: RelatedUse,
}
