//! Referrals: the sender's side sees them through the case, the receiver's side nothing but the referral itself.

use banso_domain::{
    id::AgencyId,
    referral::{ReceiverSees, Referral},
    staff::Role,
};

use crate::{Action, Actor, CaseScope, Denial, decide::roles_on_case};

/// What a decision needs to know of a referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReferralScope {
    /// The case it is about.
    pub case: CaseScope,
    /// The agency it goes to, if that is one of the installation.
    pub to: Option<AgencyId>,
    /// What that agency may know of it.
    pub receiver_sees: ReceiverSees,
}

impl ReferralScope {
    /// The scope of a referral as it stands.
    pub fn of(referral: &Referral, case: CaseScope) -> Self {
        Self { case, to: referral.content.receiver.agency(), receiver_sees: referral.receiver_sees() }
    }

    /// The scope of a referral that is yet to be written.
    pub const fn new_in(case: CaseScope) -> Self {
        Self { case, to: None, receiver_sees: ReceiverSees::Nothing }
    }
}

/// Whether a role works on what comes to an agency.
const fn receives(role: Role) -> bool {
    match role {
        Role::ChiefCounselor
        | Role::Counselor
        | Role::EmploymentCounselor
        | Role::MunicipalOfficer
        | Role::PartnerStaff => true,
        Role::Administrator | Role::Person => false,
    }
}

/// The roles that count for an action on a referral.
///
/// Whoever works at the agency that it goes to is on the receiver's side, even where they see the case otherwise: a draft, and what the
/// person took back, is not read there.
///
/// # Errors
///
/// [`Denial::Forbidden`] for those who may know of the referral and stand on the other side of what they want to do.
pub(crate) fn roles(actor: &Actor, action: Action, scope: ReferralScope) -> Result<Vec<Role>, Denial> {
    if scope.to == Some(actor.agency()) {
        let roles: Vec<Role> = actor.roles().iter().copied().filter(|role| receives(*role)).collect();
        return match scope.receiver_sees {
            _ if roles.is_empty() => Ok(roles),
            ReceiverSees::Nothing => Ok(Vec::new()),
            ReceiverSees::Everything if matches!(action, Action::ReadReferral | Action::AnswerReferral) => Ok(roles),
            ReceiverSees::Everything | ReceiverSees::ThatThereWasOne => Err(Denial::Forbidden),
        };
    }
    let roles = roles_on_case(actor, scope.case);
    if action == Action::AnswerReferral && !roles.is_empty() {
        return Err(Denial::Forbidden);
    }
    Ok(roles)
}

/// Which referrals an agency's inbox may hold: those that came to it. It cannot be made elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InboxFilter {
    agency: Option<AgencyId>,
}

impl InboxFilter {
    /// The filter for what came to the agency that `actor` works for.
    pub fn of(actor: &Actor) -> Self {
        Self { agency: actor.roles().iter().any(|role| receives(*role)).then(|| actor.agency()) }
    }

    /// The agency; none for who works on nothing that comes in.
    pub fn agency(self) -> Option<AgencyId> {
        self.agency
    }
}
