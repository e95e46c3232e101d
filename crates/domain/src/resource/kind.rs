//! Which kind of service an entry of the directory is, and which kind of agency does it: what there is stands beside what is looked for.

use super::{Field, Need, Told};
use crate::{agency::AgencyKind, text};

/// Words of published kinds of service, the more special first.
const KINDS: &[(&str, AgencyKind)] = &[
    ("就労選択", AgencyKind::EmploymentChoice),
    ("就労移行", AgencyKind::TransitionSupport),
    ("就労定着", AgencyKind::RetentionSupport),
    ("就労継続支援A", AgencyKind::ContinuationA),
    ("就労継続支援B", AgencyKind::ContinuationB),
    ("自立訓練", AgencyKind::SelfTraining),
    ("計画相談", AgencyKind::PlanConsultation),
    ("特定相談支援", AgencyKind::PlanConsultation),
    ("基幹相談", AgencyKind::CoreConsultationCenter),
    ("地域活動支援センター", AgencyKind::LocalActivityCenter),
    ("共同生活援助", AgencyKind::GroupHome),
    ("グループホーム", AgencyKind::GroupHome),
    ("自立相談", AgencyKind::SupportCentre),
    ("家計改善", AgencyKind::ContractedProgramme),
    ("就労準備", AgencyKind::ContractedProgramme),
    ("就業・生活支援", AgencyKind::Nakapotsu),
    ("職業センター", AgencyKind::RegionalVocationalCenter),
    ("ハローワーク", AgencyKind::Hellowork),
    ("若者サポート", AgencyKind::YouthSupportStation),
    ("訪問看護", AgencyKind::VisitingNurse),
    ("保健所", AgencyKind::PublicHealth),
    ("保健センター", AgencyKind::PublicHealth),
    ("病院", AgencyKind::MedicalInstitution),
    ("クリニック", AgencyKind::MedicalInstitution),
    ("診療所", AgencyKind::MedicalInstitution),
    ("医療機関", AgencyKind::MedicalInstitution),
    ("医院", AgencyKind::MedicalInstitution),
    ("代表窓口", AgencyKind::Municipality),
    ("生活保護", AgencyKind::WelfareOffice),
    ("社会福祉協議会", AgencyKind::SocialWelfareCouncil),
    ("当事者", AgencyKind::PeerGroup),
    ("家族会", AgencyKind::PeerGroup),
    ("ボランティア", AgencyKind::Volunteers),
    ("法テラス", AgencyKind::Legal),
];

/// The kind of agency that a kind of service, as its source writes it, is of; none where nobody can say. Brackets say nothing: 就労継続支援（Ｂ型） is
/// 就労継続支援B型.
pub fn kind_of_service(service: &str) -> Option<AgencyKind> {
    let key = |words: &str| text::search_key(words).replace(['(', ')', '（', '）'], "");
    let written = key(service);
    KINDS.iter().find(|(word, _)| written.contains(&key(word))).map(|(_, kind)| *kind)
}

impl Told {
    /// Its kind of service: as its source writes it, or where the source has none, what sort of desk it says that this is (くらし支援ナビ).
    pub fn kind(&self) -> &str {
        let written = self.get(Field::ServiceKind).trim();
        if !written.is_empty() {
            return written;
        }
        match (self.get(Field::ContactType).trim(), self.get(Field::Topic).trim()) {
            ("self-reliance", _) => "自立相談支援機関",
            ("representative", _) => "役所の代表窓口",
            ("direct", "rent") => "住居確保給付金の窓口",
            _ => "",
        }
    }
}

impl Need {
    /// What one goes to such an agency for.
    pub const fn of_kind(kind: AgencyKind) -> &'static [Self] {
        match kind {
            AgencyKind::EmploymentChoice
            | AgencyKind::TransitionSupport
            | AgencyKind::ContinuationA
            | AgencyKind::ContinuationB
            | AgencyKind::RetentionSupport
            | AgencyKind::JobCoach
            | AgencyKind::Nakapotsu
            | AgencyKind::RegionalVocationalCenter
            | AgencyKind::LocalEmploymentCenter => &[Self::Work, Self::Disability],
            AgencyKind::Hellowork | AgencyKind::YouthSupportStation => &[Self::Work],
            AgencyKind::SelfTraining
            | AgencyKind::LocalActivityCenter
            | AgencyKind::GroupHome
            | AgencyKind::PlanConsultation
            | AgencyKind::CoreConsultationCenter => &[Self::Disability],
            AgencyKind::SupportCentre => &[Self::Money, Self::Work, Self::Unclear],
            AgencyKind::WelfareOffice => &[Self::Money],
            AgencyKind::PublicHealth => &[Self::Mental],
            AgencyKind::Legal => &[Self::Debt],
            _ => &[],
        }
    }
}
