//! Which kind of sitting, and which rules go with it.

use serde::{Deserialize, Serialize};

use crate::case::event::Purpose;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)+) => {
        /// Which kind of sitting.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum ConferenceKind {
            $($(#[$doc])* #[serde(rename = $text)] $name,)+
        }

        impl ConferenceKind {
            /// In the order shown.
            pub const ALL: &[ConferenceKind] = &[$(ConferenceKind::$name),+];

            /// The name in code, forms, tables and locales.
            pub const fn name(self) -> &'static str {
                match self { $(ConferenceKind::$name => $text,)+ }
            }
        }
    };
}

kinds! {
    /// 支援調整会議: the only one whose word a decision, a closure or a suspension rests on (SR-08, SR-15, P-13).
    Coordination = "coordination";
    /// ケース会議
    Case = "case";
    /// 拡大会議: others than one's own staff take part.
    Extended = "extended";
    /// サービス担当者会議
    ServiceStaff = "service_staff";
    /// 支援会議（法第9条）: everybody is bound to secrecy.
    SupportMeeting = "support_meeting";
    /// 個別支援会議
    IndividualPlan = "individual_plan";
    /// 地域連携会議: what the add-on of the same name is claimed for.
    AreaLiaison = "area_liaison";
    /// 多機関連携会議: what the result of choice support rests on.
    ChoiceMulti = "choice_multi";
}

impl ConferenceKind {
    /// Whether the programme's rules about coordination conferences apply: who attends in principle, quorum, two tiers, tier and pattern.
    pub const fn is_coordination(self) -> bool {
        matches!(self, ConferenceKind::Coordination)
    }

    /// Whether a case may be on the agenda of this kind for that purpose. A coordination conference may turn into a support meeting for
    /// single matters, with the same people; a support meeting decides nothing, and the others advise.
    pub const fn may_discuss(self, purpose: Purpose) -> bool {
        match self {
            ConferenceKind::Coordination => true,
            ConferenceKind::SupportMeeting => matches!(purpose, Purpose::SupportMeeting),
            ConferenceKind::Case
            | ConferenceKind::Extended
            | ConferenceKind::ServiceStaff
            | ConferenceKind::IndividualPlan
            | ConferenceKind::AreaLiaison
            | ConferenceKind::ChoiceMulti => matches!(purpose, Purpose::Review),
        }
    }

    /// Whether 地域連携会議実施加算 can be claimed for it.
    pub const fn counts_as_liaison(self) -> bool {
        matches!(self, ConferenceKind::AreaLiaison)
    }
}
