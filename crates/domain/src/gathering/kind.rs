//! 種別: what agencies and firms of a region meet for, and whom each kind invites.

use serde::{Deserialize, Serialize};

use crate::agency::AgencyKind;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal, firms $firms:literal, supporters $supporters:literal;)+) => {
        /// What a gathering is (種別, the record of trainings, supervision and forums).
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum GatheringKind {
            $($(#[$doc])* #[serde(rename = $text)] $name,)+
        }

        impl GatheringKind {
            /// Every kind, in the order in which they are offered.
            pub const ALL: &[GatheringKind] = &[$(GatheringKind::$name),+];

            /// The name in code, forms and locales.
            pub const fn name(self) -> &'static str {
                match self { $(GatheringKind::$name => $text,)+ }
            }

            /// Whether firms are invited.
            pub const fn invites_firms(self) -> bool {
                match self { $(GatheringKind::$name => $firms,)+ }
            }

            /// Whether agencies that support people are invited.
            pub const fn invites_supporters(self) -> bool {
                match self { $(GatheringKind::$name => $supporters,)+ }
            }
        }
    };
}

kinds! {
    /// 企業懇談会: what was planned before there were kinds is one of these.
    #[default]
    EmployerForum = "employer_forum", firms true, supporters false;
    /// ネットワーク会議
    NetworkMeeting = "network_meeting", firms true, supporters true;
    /// 連絡会
    Liaison = "liaison", firms true, supporters true;
    /// 研修会
    Training = "training", firms true, supporters true;
    /// 伝達研修: what some learnt outside is passed on to all.
    PassingOn = "passing_on", firms false, supporters true;
    /// 事例検討
    CaseStudy = "case_study", firms false, supporters true;
    /// グループワーク
    GroupWork = "group_work", firms true, supporters true;
    /// 個別のスーパービジョン
    Supervision = "supervision", firms false, supporters true;
    /// 地域スーパービジョン
    RegionalSupervision = "regional_supervision", firms false, supporters true;
}

impl GatheringKind {
    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// Whether an agency of a kind is invited to it (P-165). Families are not.
    pub const fn invites(self, agency: AgencyKind) -> bool {
        match agency {
            AgencyKind::Employer => self.invites_firms(),
            AgencyKind::Family => false,
            _ => self.invites_supporters(),
        }
    }

    /// Whether firms say there once a year what they are open to (K22).
    pub const fn asks_firms_what_they_can_do(self) -> bool {
        matches!(self, Self::EmployerForum)
    }
}
