//! 会合: the agency that invites writes; the firms that are invited and those who support people read; whoever is invited answers for itself, and whoever
//! answers for something says that it is done.

use banso_domain::{id::AgencyId, staff::Role};

use crate::{Action, Actor, Denial};

/// A gathering as a decision needs it.
#[derive(Clone, Copy, Debug)]
pub struct GatheringScope {
    /// The agency that invites.
    pub host: AgencyId,
    /// The agency of the one who asks is invited, or came.
    pub is_invited: bool,
    /// The agency of the one who asks answers for something that is to be done after it.
    pub has_to_do: bool,
    /// The one who asks works for an agency that supports people, and not for a firm.
    pub by_supporter: bool,
}

const fn works(role: Role) -> bool {
    !matches!(role, Role::Administrator | Role::Person)
}

pub(crate) fn roles(actor: &Actor, action: Action, scope: GatheringScope) -> Result<Vec<Role>, Denial> {
    let own: Vec<Role> = actor.roles().iter().copied().filter(|role| works(*role)).collect();
    let is_host = scope.host == actor.agency() && scope.by_supporter;
    if !(is_host || scope.is_invited || scope.has_to_do || scope.by_supporter) {
        return Ok(Vec::new());
    }
    match action {
        Action::ReadGathering => Ok(own),
        Action::AnswerGathering if scope.is_invited && !scope.by_supporter => Ok(own),
        Action::ReplyToInvitation if scope.is_invited => Ok(own),
        Action::FinishFollowUp if is_host || scope.has_to_do => Ok(own),
        Action::HoldGathering if is_host => Ok(own),
        _ if own.is_empty() => Ok(own),
        _ => Err(Denial::Forbidden),
    }
}

/// Which gatherings a reader's list may hold. It cannot be made elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GatheringFilter {
    firm: Option<AgencyId>,
    all: bool,
}

impl GatheringFilter {
    /// The filter for `actor`: a firm sees those that it is invited to, those who support people see all.
    pub fn of(actor: &Actor, by_supporter: bool) -> Self {
        let counts = actor.roles().iter().any(|role| works(*role));
        Self { firm: (counts && !by_supporter).then(|| actor.agency()), all: counts && by_supporter }
    }

    /// The firm whose gatherings are listed.
    pub fn firm(self) -> Option<AgencyId> {
        self.firm
    }

    /// All are listed.
    pub fn sees_all(self) -> bool {
        self.all
    }
}
