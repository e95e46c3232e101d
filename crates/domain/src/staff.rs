//! Staff with an account, and the roles they hold in which agency.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::AgencyId;

/// A role. One member of staff may hold several, in several agencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 主任相談支援員
    ChiefCounselor,
    /// 相談支援員
    Counselor,
    /// 就労支援員
    EmploymentCounselor,
    /// 自治体職員: takes part in conferences, decides and confirms.
    MunicipalOfficer,
    /// Looks after accounts, agencies and definitions; sees no case.
    Administrator,
}

impl Role {
    /// Every role, in the order in which tables show them.
    pub const ALL: &[Role] = &[
        Role::ChiefCounselor,
        Role::Counselor,
        Role::EmploymentCounselor,
        Role::MunicipalOfficer,
        Role::Administrator,
    ];

    /// The name in code, URLs and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Role::ChiefCounselor => "chief_counselor",
            Role::Counselor => "counselor",
            Role::EmploymentCounselor => "employment_counselor",
            Role::MunicipalOfficer => "municipal_officer",
            Role::Administrator => "administrator",
        }
    }

    /// The role of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }
}

/// A role held in an agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Membership {
    /// Where.
    pub agency: AgencyId,
    /// As what.
    pub role: Role,
}

/// Facts about a member of staff.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffFacts {
    /// The name used to sign in, unique in the installation, compared without regard to case.
    pub login: String,
    /// 氏名
    pub name: String,
    /// フリガナ
    #[serde(default)]
    pub kana: String,
    /// The roles held.
    pub memberships: Vec<Membership>,
    /// The account may sign in.
    pub active: bool,
}

// Names are not shown by whoever logs something that holds them.
impl fmt::Debug for StaffFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (memberships, active) = (&self.memberships, &self.active);
        f.debug_struct("StaffFacts").field("memberships", memberships).field("active", active).finish_non_exhaustive()
    }
}

/// What happened to a member of staff's entry. Passwords and second factors are not events: they are secrets, not records;
/// that one was changed is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum StaffEvent {
    /// Entered or changed: all facts as they are now.
    Recorded {
        /// The facts.
        facts: StaffFacts,
    },
    /// A new password was set.
    PasswordSet,
    /// The second factor was set up.
    SecondFactorSet,
    /// The second factor was taken away by an administrator.
    SecondFactorRemoved,
    /// Every session of the account was ended by an administrator; unsent drafts are kept.
    SignedOutEverywhere,
}

impl StaffEvent {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Recorded { .. } => "staff_recorded",
            Self::PasswordSet => "staff_password_set",
            Self::SecondFactorSet => "staff_second_factor_set",
            Self::SecondFactorRemoved => "staff_second_factor_removed",
            Self::SignedOutEverywhere => "staff_signed_out_everywhere",
        }
    }
}
