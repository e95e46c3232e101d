//! Staff with an account, and the roles they hold in which agency.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{AgencyId, PersonId};

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
    /// 関係機関の職員 (a clinic, a school, Hello Work, an employer's contact, family): sees only what is shared with their agency.
    PartnerStaff,
    /// 本人: sees their own record in plain words, their consents, and who looked.
    Person,
}

impl Role {
    /// Every role, in the order in which tables show them.
    pub const ALL: &[Role] = &[
        Role::ChiefCounselor,
        Role::Counselor,
        Role::EmploymentCounselor,
        Role::MunicipalOfficer,
        Role::Administrator,
        Role::PartnerStaff,
        Role::Person,
    ];

    /// The name in code, URLs and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Role::ChiefCounselor => "chief_counselor",
            Role::Counselor => "counselor",
            Role::EmploymentCounselor => "employment_counselor",
            Role::MunicipalOfficer => "municipal_officer",
            Role::Administrator => "administrator",
            Role::PartnerStaff => "partner_staff",
            Role::Person => "person",
        }
    }

    /// The role of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }
}

/// A role held in an agency, always or for a time: a post that begins in April, a substitute until June.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Membership {
    /// Where.
    pub agency: AgencyId,
    /// As what.
    pub role: Role,
    /// The first day, if it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The last day, if it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

impl StaffFacts {
    /// The same with no role at an agency after its last day there; nothing where none is held beyond it.
    #[must_use]
    pub fn leaving(&self, agency: AgencyId, last: NaiveDate) -> Option<Self> {
        let goes_on = |held: &Membership| held.agency == agency && held.until.is_none_or(|until| last < until);
        if !self.memberships.iter().any(goes_on) {
            return None;
        }
        let mut facts = self.clone();
        facts.memberships.iter_mut().filter(|held| goes_on(held)).for_each(|held| held.until = Some(last));
        Some(facts)
    }
}

impl Membership {
    /// A role without beginning and end.
    pub const fn always(agency: AgencyId, role: Role) -> Self {
        Self { agency, role, from: None, until: None }
    }

    /// Whether the role is held on `day`.
    pub fn is_held_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|first| first <= day) && self.until.is_none_or(|last| day <= last)
    }
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
    /// Whose account it is, if it belongs to a person who is supported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

impl StaffFacts {
    /// The roles held on `day`.
    pub fn held_on(&self, day: NaiveDate) -> impl Iterator<Item = Membership> + '_ {
        self.memberships.iter().copied().filter(move |membership| membership.is_held_on(day))
    }
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
    /// The one whose account it is was invited to choose a password.
    Invited,
    /// A new password was set: by an administrator, or by the one whose account it is.
    PasswordSet,
    /// The second factor was set up.
    SecondFactorSet,
    /// New recovery codes took the place of the old ones.
    RecoveryCodesMade,
    /// The second factor was taken away by an administrator.
    SecondFactorRemoved,
    /// Every session of the account was ended by an administrator; unsent drafts are kept.
    SignedOutEverywhere,
    /// Every session but the one at hand was ended by the one whose account it is.
    SignedOutElsewhere,
}

impl StaffEvent {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Recorded { .. } => "staff_recorded",
            Self::Invited => "staff_invited",
            Self::PasswordSet => "staff_password_set",
            Self::SecondFactorSet => "staff_second_factor_set",
            Self::RecoveryCodesMade => "staff_recovery_codes_made",
            Self::SecondFactorRemoved => "staff_second_factor_removed",
            Self::SignedOutEverywhere => "staff_signed_out_everywhere",
            Self::SignedOutElsewhere => "staff_signed_out_elsewhere",
        }
    }
}
