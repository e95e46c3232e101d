//! With whom there was contact, as it is counted and as its rhythm is looked at: one line a side, whatever was said.

use serde::{Deserialize, Serialize};

use super::{
    contact::{AgencyContact, ContactDirection, Initiator},
    network::Supporting,
    record::{Counterpart, SupportRecord},
};
use crate::{agency::AgencyKind, id::AgencyId};

words! {
    /// With whom.
    SpokenWith {
        /// 本人
        Person = "person",
        /// 家族
        Family = "family",
        /// 関係機関
        Agency = "agency",
        /// 企業
        Employer = "employer",
        /// 医療機関
        Medical = "medical",
        /// その他
        Other = "other",
    }

    /// Who began.
    BegunBy {
        /// The agency that wrote it down.
        Own = "own",
        /// The other side.
        Partner = "partner",
        /// 本人
        Person = "person",
    }
}

/// A side with which there was contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// With whom.
    pub with: SpokenWith,
    /// Which agency, where it is one that the installation knows. What it is, its entry says.
    pub agency: Option<AgencyId>,
    /// Who began, where that was written down.
    pub begun_by: Option<BegunBy>,
}

impl SpokenWith {
    /// How an agency of a kind is counted.
    pub const fn of_kind(kind: AgencyKind) -> Self {
        match kind {
            AgencyKind::Employer => Self::Employer,
            AgencyKind::MedicalInstitution | AgencyKind::VisitingNurse | AgencyKind::PublicHealth => Self::Medical,
            AgencyKind::Family => Self::Family,
            _ => Self::Agency,
        }
    }
}

impl AgencyContact {
    /// With whom it was.
    pub fn spoken(&self) -> Spoken {
        let (with, agency) = match &self.with {
            Supporting::Agency { agency } => (SpokenWith::Agency, Some(*agency)),
            Supporting::Outside { kind, .. } => (SpokenWith::of_kind(*kind), None),
        };
        let begun_by = match (self.initiated_by, self.direction) {
            (Initiator::Person, _) => BegunBy::Person,
            (Initiator::SupportAgency, ContactDirection::Sent) => BegunBy::Own,
            _ => BegunBy::Partner,
        };
        Spoken { with, agency, begun_by: Some(begun_by) }
    }
}

impl SupportRecord {
    /// With whom there was contact: each side once. A meeting among one's own staff is none.
    pub fn spoken(&self) -> Vec<Spoken> {
        let plain = |with| Spoken { with, agency: None, begun_by: None };
        let mut spoken: Vec<Spoken> = Vec::new();
        for counterpart in &self.counterparts {
            spoken.push(match (counterpart, &self.contact) {
                (Counterpart::Person, _) => plain(SpokenWith::Person),
                (Counterpart::Family, _) => plain(SpokenWith::Family),
                (Counterpart::Others, _) => plain(SpokenWith::Other),
                (Counterpart::Agency, Some(contact)) => contact.spoken(),
                (Counterpart::Agency, None) => plain(SpokenWith::Agency),
            });
        }
        if let Some(contact) = self.contact.as_ref().filter(|_| !self.counterparts.contains(&Counterpart::Agency)) {
            spoken.push(contact.spoken());
        }
        spoken.dedup();
        spoken
    }
}
