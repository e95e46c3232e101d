//! The beginning of a case: route, screening, application, emergency support.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::plan::Service;
use crate::{
    answer::PersonAnswer,
    id::{ConferenceId, StaffId},
};

/// How far the person lets agencies share (SR-03; scope, mode and exceptions are the product's).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SharingConsent {
    /// 関係機関（者）との情報共有に同意
    pub agrees: bool,
    /// "Tell me each time before something is given to another agency."
    pub tell_each_time: bool,
    /// Agencies the person does not want, in their words.
    pub excluded_agencies: String,
}

/// The person's answer to application and sharing, with the explanation before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// The answer.
    pub answer: PersonAnswer,
    /// When the privacy rules were explained, and by whom (SR-01).
    pub explained: Option<(NaiveDate, StaffId)>,
    /// Sharing.
    pub sharing: SharingConsent,
}

/// スクリーニング結果
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScreeningResult {
    /// 情報提供や相談対応のみで終了
    InfoOnly,
    /// 他の制度や専門機関へつなぐ
    ReferOut,
    /// 同意に向けて取り組む
    ConsentPending,
    /// 自立相談支援機関が継続的に支援する
    ContinueSupport,
    /// スクリーニング判断前に中断・終了
    LostBeforeScreening,
}

impl ScreeningResult {
    /// In the order of the form.
    pub const ALL: &[ScreeningResult] = &[
        ScreeningResult::InfoOnly,
        ScreeningResult::ReferOut,
        ScreeningResult::ConsentPending,
        ScreeningResult::ContinueSupport,
        ScreeningResult::LostBeforeScreening,
    ];

    /// The name in code, forms and locales.
    pub const fn name(self) -> &'static str {
        match self {
            ScreeningResult::InfoOnly => "info_only",
            ScreeningResult::ReferOut => "refer_out",
            ScreeningResult::ConsentPending => "consent_pending",
            ScreeningResult::ContinueSupport => "continue_support",
            ScreeningResult::LostBeforeScreening => "lost_before_screening",
        }
    }

    /// Whether the case ends with it (a referral once the person has arrived).
    pub const fn ends(self) -> bool {
        matches!(self, ScreeningResult::InfoOnly | ScreeningResult::LostBeforeScreening)
    }
}

/// What the person says to being referred: disclosure goes normally through them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferralConsent {
    /// 同意
    Agrees,
    /// 同意しない
    Declines,
    /// 確認できなかった
    CouldNotAsk,
}

impl ReferralConsent {
    /// In the order shown.
    pub const ALL: &[ReferralConsent] =
        &[ReferralConsent::Agrees, ReferralConsent::Declines, ReferralConsent::CouldNotAsk];

    /// The name in code, forms and locales.
    pub const fn name(self) -> &'static str {
        match self {
            ReferralConsent::Agrees => "agrees",
            ReferralConsent::Declines => "declines",
            ReferralConsent::CouldNotAsk => "could_not_ask",
        }
    }
}

/// A screening as recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screening {
    /// スクリーニング実施日
    pub on: NaiveDate,
    /// スクリーニング結果
    pub result: ScreeningResult,
    /// What was given, why, or what was tried.
    pub comment: String,
    /// つなぎ先, as written.
    pub referral_targets: Vec<String>,
    /// What the person says to it (refer out).
    #[serde(default)]
    pub referral_consent: Option<ReferralConsent>,
    /// When to be in touch again, where consent is pending.
    pub next_contact_on: Option<NaiveDate>,
    /// When it was confirmed that the person arrived there (refer out).
    pub arrival_confirmed_on: Option<NaiveDate>,
}

/// Support that could not wait for a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmergencySupport {
    /// What was needed, in words.
    pub need: String,
    /// The service behind it, if one of the menu.
    pub service: Option<Service>,
    /// When it started.
    pub started_on: NaiveDate,
    /// Who on the municipality's side approved it, as written.
    pub approved_by: String,
    /// The sitting to which it was reported afterwards, and when.
    pub reported: Option<(ConferenceId, NaiveDate)>,
}
