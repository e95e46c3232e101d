//! What somebody stands beside a person for, and who usually does that.

use serde::{Deserialize, Serialize};

use crate::agency::{AgencyKind, Formality};

macro_rules! topics {
    ($($(#[$doc:meta])* $name:ident = $text:literal, [$($kind:ident),*];)+) => {
        /// What somebody is there for: the standard role table of the sources, which every region may read differently.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Topic {
            $($(#[$doc])* #[serde(rename = $text)] $name,)+
        }

        impl Topic {
            /// Every topic, in the order in which they are offered.
            pub const ALL: &[Topic] = &[$(Topic::$name),+];

            /// The name in code, forms and locales.
            pub const fn name(self) -> &'static str {
                match self { $(Topic::$name => $text,)+ }
            }

            /// The kinds of agencies that usually do it, first or second; none where the table names nobody that is a kind here.
            pub const fn usual_kinds(self) -> &'static [AgencyKind] {
                match self { $(Topic::$name => &[$(AgencyKind::$kind),*],)+ }
            }
        }
    };
}

// The bodies named first and second in the standard role table, as far as they are kinds here, with those of the self-reliance
// programme that do the same: 就労準備 and 家計改善 by contract, the youth support station, the social welfare council. A care manager, a pension office,
// a consumer centre or the police are entered as 「その他」, whose role nobody can doubt.
topics! {
    /// ふだんの話し相手・見守り: anybody's, and nobody's duty.
    Everyday = "everyday", [];
    /// 医療面
    Medical = "medical", [MedicalInstitution, VisitingNurse];
    /// 自宅の様子
    Home = "home", [VisitingNurse, PublicHealth];
    /// 金銭の困窮
    Poverty = "poverty", [SupportCentre, WelfareOffice, SocialWelfareCouncil, ContractedProgramme];
    /// 借金・悪質商法
    MoneyTrouble = "money_trouble", [Legal, PlanConsultation];
    /// 犯罪の被害・加害
    Crime = "crime", [Legal, PlanConsultation];
    /// 紛争・権利（職場など）
    Dispute = "dispute", [Legal];
    /// 職業紹介・斡旋
    Placement = "placement", [Hellowork];
    /// 専門的な職業評価
    ExpertEvaluation = "expert_evaluation", [RegionalVocationalCenter, Nakapotsu];
    /// 就職準備の訓練・実習
    Training = "training", [TransitionSupport, ContractedProgramme, YouthSupportStation];
    /// 就業と生活の一体相談
    WorkAndLife = "work_and_life", [Nakapotsu, PlanConsultation];
    /// 職場の仕事の課題
    TaskTrouble = "task_trouble", [RegionalVocationalCenter, JobCoach, Employer];
    /// 働く人の生活面の課題
    WorkerLife = "worker_life", [TransitionSupport, RetentionSupport, Nakapotsu];
    /// 合理的配慮の実施
    Accommodation = "accommodation", [Employer];
    /// 復職（リワーク）
    Rework = "rework", [RegionalVocationalCenter, MedicalInstitution];
    /// 福祉サービスの計画・導入
    WelfarePlan = "welfare_plan", [PlanConsultation, Municipality];
    /// 支給決定
    Grant = "grant", [Municipality, WelfareOffice];
    /// 障害年金
    Pension = "pension", [Nakapotsu];
    /// 親の介護
    ParentCare = "parent_care", [Nakapotsu];
    /// 子の療育・学校
    ChildCare = "child_care", [PlanConsultation, School];
    /// グループホームでのトラブル
    GroupHomeTrouble = "gh_trouble", [Municipality, CoreConsultationCenter];
    /// 足りない資源の相談
    Gap = "gap", [CoreConsultationCenter, Municipality];
}

impl Topic {
    /// Whether this is within the usual role of such an agency. Family, friends and groups have no role to overstep.
    pub fn is_usual_for(self, kind: AgencyKind) -> bool {
        let unbound = kind.formality() == Formality::Informal || kind == AgencyKind::Partner;
        unbound || self == Topic::Everyday || self.usual_kinds().contains(&kind)
    }
}
