//! Agencies: the centre, the municipality that commissions it, and the partners.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    code_of_conduct::CodeKnown, employer::EmployerProfile, id::AgencyId, liaison::YearBasis,
    monthly_return::SentReturn, neutrality::LeaningReason, self_portrait::SelfPortrait,
};

/// Whether a resource exists by law, by chance and goodwill, or on the market (フォーマル / インフォーマル).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Formality {
    /// Founded on a law or a commission.
    Formal,
    /// Family, friends, neighbours, groups.
    Informal,
    /// Firms.
    Market,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $formality:ident, $limited:literal;)+) => {
        /// What an agency, or a person or group who supports, is (種別).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum AgencyKind {
            $($(#[$doc])* #[serde(rename = $text)] $name,)+
        }

        impl AgencyKind {
            /// Every kind, in the order in which they are offered.
            pub const ALL: &[AgencyKind] = &[$(AgencyKind::$name),+];

            /// The name in code, tables and locales.
            pub const fn name(self) -> &'static str {
                match self { $(AgencyKind::$name => $text,)+ }
            }

            /// Formal, informal or of the market.
            pub const fn formality(self) -> Formality {
                match self { $(AgencyKind::$name => Formality::$formality,)+ }
            }

            /// Whether what it gives ends by its own rules after a time (期限の有無); an entry may say otherwise.
            pub const fn is_usually_time_limited(self) -> bool {
                match self { $(AgencyKind::$name => $limited,)+ }
            }
        }
    };
}

impl AgencyKind {
    /// Whether it supports people at work: somebody who works has at least one of these beside them.
    pub const fn supports_work(self) -> bool {
        matches!(
            self,
            Self::RegionalVocationalCenter
                | Self::Nakapotsu
                | Self::LocalEmploymentCenter
                | Self::YouthSupportStation
                | Self::JobCoach
                | Self::EmploymentChoice
                | Self::TransitionSupport
                | Self::ContinuationA
                | Self::ContinuationB
                | Self::RetentionSupport
        )
    }
}

kinds! {
    /// 自立相談支援機関
    SupportCentre = "support_centre", Formal, false;
    /// 福祉事務所設置自治体、市町村
    Municipality = "municipality", Formal, false;
    /// 福祉事務所（生活保護担当）
    WelfareOffice = "welfare_office", Formal, false;
    /// 社会福祉協議会
    SocialWelfareCouncil = "social_welfare_council", Formal, false;
    /// 家計改善・就労準備・居住支援などの受託事業者
    ContractedProgramme = "contracted_programme", Formal, true;
    /// ハローワーク（公共職業安定所）
    Hellowork = "hellowork", Formal, false;
    /// 地域障害者職業センター
    RegionalVocationalCenter = "regional_vocational_center", Formal, true;
    /// 障害者就業・生活支援センター
    Nakapotsu = "nakapotsu", Formal, false;
    /// 自治体の障害者就労支援センター
    LocalEmploymentCenter = "local_employment_center", Formal, false;
    /// 地域若者サポートステーション
    YouthSupportStation = "youth_support_station", Formal, false;
    /// 職場適応援助者（ジョブコーチ）の法人
    JobCoach = "job_coach", Formal, true;
    /// 就労選択支援事業所
    EmploymentChoice = "employment_choice", Formal, true;
    /// 就労移行支援事業所
    TransitionSupport = "transition_support", Formal, true;
    /// 就労継続支援A型事業所
    ContinuationA = "continuation_a", Formal, false;
    /// 就労継続支援B型事業所
    ContinuationB = "continuation_b", Formal, false;
    /// 就労定着支援事業所
    RetentionSupport = "retention_support", Formal, true;
    /// 指定特定相談支援事業所（計画相談）
    PlanConsultation = "plan_consultation", Formal, false;
    /// 基幹相談支援センター
    CoreConsultationCenter = "core_consultation_center", Formal, false;
    /// 自立訓練事業所
    SelfTraining = "self_training", Formal, true;
    /// 地域活動支援センター
    LocalActivityCenter = "local_activity_center", Formal, false;
    /// グループホーム
    GroupHome = "group_home", Formal, false;
    /// 医療機関
    MedicalInstitution = "medical_institution", Formal, false;
    /// 訪問看護
    VisitingNurse = "visiting_nurse", Formal, false;
    /// 保健所・保健センター
    PublicHealth = "public_health", Formal, false;
    /// 学校
    School = "school", Formal, true;
    /// 法テラス・弁護士・司法書士
    Legal = "legal", Formal, false;
    /// 企業（雇用先・実習先）
    Employer = "employer", Market, false;
    /// 家族・親族
    Family = "family", Informal, false;
    /// 当事者団体・家族会
    PeerGroup = "peer_group", Informal, false;
    /// NPO・ボランティア団体
    Volunteers = "volunteers", Informal, false;
    /// 民生委員・自治会など地域の人
    Neighbours = "neighbours", Informal, false;
    /// その他の機関・人
    Partner = "partner", Formal, false;
}

/// The permission to place people into work (無料職業紹介), without which nobody is passed on to employed-type training (SR-22).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacementLicence {
    /// 届出・通知・許可の番号
    pub number: String,
    /// The last day on which it is valid, if it ends.
    pub valid_until: Option<NaiveDate>,
}

/// How a centre's coordination conferences are held: local rules differ, so each centre has its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConferenceRules {
    /// 座長, as written: stands in the record of a sitting until somebody writes another.
    pub chair: String,
    /// 招集する人, as written.
    pub convenor: String,
    /// 定足数: how many have to attend; none if the rules name no number.
    pub quorum: Option<u32>,
    /// 会議を公開する; papers and minutes are closed to the public where nothing is said.
    pub is_public: bool,
    /// What counts as the year of 地域連携会議実施加算.
    #[serde(skip_serializing_if = "YearBasis::is_usual")]
    pub liaison_year: YearBasis,
}

/// How an agency likes to be reached (好む連絡方法).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 対面（訪問）
    Visit,
    /// 来所
    Office,
    /// 電話
    Phone,
    /// メール
    Mail,
    /// オンライン
    Online,
    /// 文書
    Letter,
    /// 同行
    Accompany,
    /// 会議
    Conference,
    /// 本人経由
    ViaPerson,
}

impl Channel {
    /// In the order in which they are offered.
    pub const ALL: &[Channel] = &[
        Channel::Phone,
        Channel::Mail,
        Channel::Visit,
        Channel::Office,
        Channel::Online,
        Channel::Letter,
        Channel::Accompany,
        Channel::Conference,
        Channel::ViaPerson,
    ];

    /// The name in code, tables and locales.
    pub const fn name(self) -> &'static str {
        match self {
            Channel::Visit => "visit",
            Channel::Office => "office",
            Channel::Phone => "phone",
            Channel::Mail => "mail",
            Channel::Online => "online",
            Channel::Letter => "letter",
            Channel::Accompany => "accompany",
            Channel::Conference => "conference",
            Channel::ViaPerson => "via_person",
        }
    }
}

/// Facts about an agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyFacts {
    /// What it is.
    pub kind: AgencyKind,
    /// Its name.
    pub name: String,
    /// The municipality that commissions a centre or runs it itself.
    pub municipality: Option<AgencyId>,
    /// 全国地方公共団体コード, six digits.
    #[serde(default)]
    pub municipality_code: String,
    /// Addressee of applications (○○殿), as printed on forms.
    #[serde(default)]
    pub addressee: String,
    /// Telephone as printed.
    #[serde(default)]
    pub phone: String,
    /// Address as printed.
    #[serde(default)]
    pub address: String,
    /// The placement licence, if there is one.
    #[serde(default)]
    pub placement_licence: Option<PlacementLicence>,
    /// How its coordination conferences are held.
    #[serde(default)]
    pub conferences: ConferenceRules,
    /// How it likes to be reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred_channel: Option<Channel>,
    /// Whom to ask for there, as told (窓口担当者).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contact_person: String,
    /// Whether what it gives ends after a time, where that differs from its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_limited: Option<bool>,
    /// 法人: who runs it, as written; places of one corporation are found by it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub corporation: String,
    /// Where the entry comes from, if it was taken over from open data: attribution as its licence asks.
    #[serde(default)]
    pub source: String,
    /// 企業の紹介, of an employer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employer: Option<Box<EmployerProfile>>,
    /// 自己紹介: what it says of itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portrait: Option<Box<SelfPortrait>>,
    /// 行動規範: how its staff know them, year by year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<CodeKnown>,
    /// 正当な理由: of an office of choice support, why it was over the line, by half-year and service.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leaning: Vec<LeaningReason>,
    /// 月次報告: what was sent of each month, corrections after what they correct.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub returns: Vec<SentReturn>,
    /// Its last day on Banso (利用をやめた日), if it left: its accounts end, and what was written of it and by it stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_on: Option<NaiveDate>,
}

impl AgencyFacts {
    /// An entry with its kind and name, and nothing else known.
    pub fn named(kind: AgencyKind, name: impl Into<String>) -> Self {
        Self {
            kind,
            name: name.into(),
            municipality: None,
            municipality_code: String::new(),
            addressee: String::new(),
            phone: String::new(),
            address: String::new(),
            placement_licence: None,
            conferences: ConferenceRules::default(),
            preferred_channel: None,
            contact_person: String::new(),
            time_limited: None,
            corporation: String::new(),
            source: String::new(),
            employer: None,
            portrait: None,
            codes: Vec::new(),
            leaning: Vec::new(),
            returns: Vec::new(),
            left_on: None,
        }
    }

    /// Whether what it gives ends by its own rules after a time (期限の有無, R-46).
    pub fn is_time_limited(&self) -> bool {
        self.time_limited.unwrap_or(self.kind.is_usually_time_limited())
    }

    /// Whether it uses Banso no more on a day.
    pub fn has_left(&self, day: NaiveDate) -> bool {
        self.left_on.is_some_and(|last| last < day)
    }

    /// Whether the agency may place people into work on `day` (SR-22).
    pub fn may_place_on(&self, day: NaiveDate) -> bool {
        self.placement_licence.as_ref().is_some_and(|licence| licence.valid_until.is_none_or(|last| day <= last))
    }
}

/// What happened to an agency's entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AgencyEvent {
    /// Entered or changed: all facts as they are now.
    Recorded {
        /// The facts.
        facts: AgencyFacts,
    },
}

impl AgencyEvent {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Recorded { .. } => "agency_recorded",
        }
    }
}
