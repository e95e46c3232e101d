//! What ends on a day and is to be handed over: supports, services of the plan, uses of programmes; and where nobody has to follow.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Handover, HandoverEnd, OPENS_BEFORE_MONTHS, months_before};
use crate::{
    case::{
        Case, Stage,
        network::{Supporter, Supporting},
        plan::Service,
    },
    id::{AgencyId, EpisodeId, SupporterId},
};

/// A support that ends without a handover, because none is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Waiver {
    pub(super) supporter: SupporterId,
    pub(super) until: NaiveDate,
    pub(super) reason: String,
}

/// A service of the plan whose period ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceEnding {
    /// Which.
    pub service: Service,
    /// Its last day.
    pub until: NaiveDate,
    /// From when on it is handed over: four months before, and not before it begins.
    pub from: NaiveDate,
}

/// The use of a programme whose term ends, as the centre of a case may know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UseEnding {
    /// Which.
    pub episode: EpisodeId,
    /// Where.
    pub agency: AgencyId,
    /// Its last day.
    pub until: NaiveDate,
    /// From when on it is handed over.
    pub from: NaiveDate,
}

/// What ends and is to be handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The support of somebody in the network.
    Supporter(SupporterId),
    /// A service of the plan.
    Service(Service),
    /// The use of a programme.
    Use(EpisodeId),
}

/// Nobody has to follow a service whose period ends on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct WaivedService {
    pub(super) service: Service,
    pub(super) until: NaiveDate,
}

/// Nobody has to follow a use whose term ends on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct WaivedUse {
    pub(super) episode: EpisodeId,
    pub(super) until: NaiveDate,
}

impl Case {
    /// Supports that end on a day and are not being handed over, each with the day from which that should happen.
    pub fn handovers_to_open(&self) -> Vec<(&Supporter, NaiveDate)> {
        let ending = |supporter: &'_ Supporter| supporter.content.until.filter(|_| !supporter.content.unwanted);
        let seen_to = |supporter: &Supporter, until: NaiveDate| {
            let waived = |it: &Waiver| (it.supporter, it.until) == (supporter.id, until);
            let handed = |it: &Handover| it.content.from == Some(supporter.id);
            self.handovers.waived.iter().any(waived) || self.handovers.open().any(handed)
        };
        let by_law = |supporter: &&Supporter| match &supporter.content.supporting {
            Supporting::Agency { .. } => true,
            Supporting::Outside { kind, .. } => kind.formality() == crate::agency::Formality::Formal,
        };
        let there = self.network.not_ended().filter(by_law);
        there
            .filter_map(|supporter| {
                let until = ending(supporter).filter(|until| !seen_to(supporter, *until))?;
                Some((supporter, months_before(until, OPENS_BEFORE_MONTHS).max(supporter.content.since)))
            })
            .collect()
    }

    /// Services of the plan in force whose period ends on a day and is not being handed over. A benefit in money is applied for
    /// again and not handed over, and the centre's own support does not end.
    pub fn services_to_hand_over(&self) -> Vec<ServiceEnding> {
        let Some(plan) = self.current_plan().filter(|_| self.stage() == Stage::InSupport) else { return Vec::new() };
        let seen_to = |service: Service, until: NaiveDate| {
            let waived = |it: &WaivedService| (it.service, it.until) == (service, until);
            let handed = |it: &Handover| {
                let done = matches!(it.end, Some(HandoverEnd::Closed { .. })) && it.content.ends_on >= until;
                it.content.service == Some(service) && (it.is_open() || done)
            };
            self.handovers.waived_services.iter().any(waived) || self.handovers.all.iter().any(handed)
        };
        let ending = |service: &Service| {
            let used = plan.content.services.get(*service);
            let until = used.last_day().filter(|_| used.is_used() && service.is_handed_over())?;
            let from = months_before(until, OPENS_BEFORE_MONTHS);
            let from = used.first_day().filter(|first| *first <= until).map_or(from, |first| first.max(from));
            (!seen_to(*service, until)).then_some(ServiceEnding { service: *service, until, from })
        };
        Service::ALL.iter().filter_map(ending).collect()
    }

    /// The supporter of the network that an agency is, as long as it stands there.
    pub fn supporter_at(&self, agency: AgencyId) -> Option<&Supporter> {
        let is_it = |supporter: &&Supporter| supporter.content.supporting == Supporting::Agency { agency };
        self.network.not_ended().find(is_it)
    }

    /// Of the uses whose term ends, those that are not being handed over; one whose agency leaves the network on a day of its
    /// own is handed over with that.
    pub fn uses_to_hand_over(&self, uses: &[UseEnding]) -> Vec<UseEnding> {
        let seen_to = |ending: &UseEnding| {
            let waived = |it: &WaivedUse| (it.episode, it.until) == (ending.episode, ending.until);
            let supporter = self.supporter_at(ending.agency);
            let handed = |it: &Handover| {
                let of_supporter = it.content.from.is_some() && it.content.from == supporter.map(|known| known.id);
                let done = matches!(it.end, Some(HandoverEnd::Closed { .. })) && it.content.ends_on >= ending.until;
                (it.content.episode == Some(ending.episode) && (it.is_open() || done)) || (of_supporter && it.is_open())
            };
            let leaves = supporter.is_some_and(|known| known.content.until.is_some());
            leaves || self.handovers.waived_uses.iter().any(waived) || self.handovers.all.iter().any(handed)
        };
        uses.iter().copied().filter(|ending| !seen_to(ending)).collect()
    }
}
