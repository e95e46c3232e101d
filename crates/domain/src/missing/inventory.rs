//! Which kind of agency a published entry of the directory is, so that what there is stands beside what is looked for.

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
    ("社会福祉協議会", AgencyKind::SocialWelfareCouncil),
    ("当事者", AgencyKind::PeerGroup),
    ("家族会", AgencyKind::PeerGroup),
    ("ボランティア", AgencyKind::Volunteers),
    ("法テラス", AgencyKind::Legal),
];

/// The kind of agency that a kind of service, as its source writes it, is of; none where nobody can say.
pub fn kind_of_service(service: &str) -> Option<AgencyKind> {
    let written = text::search_key(service);
    KINDS.iter().find(|(word, _)| written.contains(&text::search_key(word))).map(|(_, kind)| *kind)
}
