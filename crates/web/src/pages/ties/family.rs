//! Kinds of agencies drawn together: each family has a shape, a letter and a word.

use banso_domain::agency::AgencyKind;

use crate::text::Texts;

/// Kinds of agencies that do alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    /// 相談
    Consultation,
    /// 行政
    Office,
    /// 就労支援
    Work,
    /// 福祉サービス
    Services,
    /// 医療
    Health,
    /// 学校
    School,
    /// 地域
    Community,
}

impl Family {
    /// In the order of the legend.
    pub(super) const ALL: &[Self] =
        &[Self::Consultation, Self::Office, Self::Work, Self::Services, Self::Health, Self::School, Self::Community];

    pub(super) const fn of(kind: AgencyKind) -> Self {
        use AgencyKind as K;
        match kind {
            K::SupportCentre
            | K::SocialWelfareCouncil
            | K::ContractedProgramme
            | K::PlanConsultation
            | K::CoreConsultationCenter
            | K::Legal => Self::Consultation,
            K::Municipality | K::WelfareOffice | K::PublicHealth => Self::Office,
            K::Hellowork
            | K::RegionalVocationalCenter
            | K::Nakapotsu
            | K::LocalEmploymentCenter
            | K::YouthSupportStation
            | K::JobCoach => Self::Work,
            K::EmploymentChoice
            | K::TransitionSupport
            | K::ContinuationA
            | K::ContinuationB
            | K::RetentionSupport
            | K::SelfTraining
            | K::LocalActivityCenter
            | K::GroupHome => Self::Services,
            K::MedicalInstitution | K::VisitingNurse => Self::Health,
            K::School => Self::School,
            K::Employer | K::Family | K::PeerGroup | K::Volunteers | K::Neighbours | K::Partner => Self::Community,
        }
    }

    /// The word in addresses, keys and classes.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Consultation => "consultation",
            Self::Office => "office",
            Self::Work => "work",
            Self::Services => "services",
            Self::Health => "health",
            Self::School => "school",
            Self::Community => "community",
        }
    }

    /// The outline around its middle, 28 units across.
    pub(super) const fn outline(self) -> &'static str {
        match self {
            Self::Consultation => "M-14 0a14 14 0 1 0 28 0a14 14 0 1 0 -28 0z",
            Self::Office => "M-13 -13h26v26h-26z",
            Self::Work => "M-15 0l7.5 -13h15l7.5 13l-7.5 13h-15z",
            Self::Services => "M0 -17l17 17l-17 17l-17 -17z",
            Self::Health => "M-8 -15h16v7h7v16h-7v7h-16v-7h-7v-16h7z",
            Self::School => "M0 -16l15 10v20h-30v-20z",
            Self::Community => "M-9 -12h18a12 12 0 0 1 0 24h-18a12 12 0 0 1 0 -24z",
        }
    }

    pub(super) fn letter(self, t: &Texts) -> String {
        t.get(&format!("{}{}", /* keys */ "ties-letter-", self.name()))
    }

    pub(super) fn words(self, t: &Texts) -> String {
        t.get(&format!("{}{}", /* keys */ "ties-family-", self.name()))
    }
}
