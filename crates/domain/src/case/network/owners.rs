//! On whose shoulders the open work of a case lies: lines of the plan and tasks of sittings, by owner. Work without owner is R-49's.

use super::{
    super::{
        Case,
        plan::{Actor, PlanAction},
        task::AgreedTask,
    },
    Companion, NetworkContext,
};
use crate::{agency::AgencyKind, text::search_key};

/// Who carries something out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    /// 本人
    Person,
    /// 家族等
    Family,
    /// The centre of the case.
    Centre,
    /// Another agency or person, by the letters of its name that count.
    Another(String),
}

impl Case {
    /// The owners of everything that is still to be done, one entry for each piece of work.
    pub(super) fn owners_of_open_work(&self, context: &NetworkContext<'_>, companions: &[Companion<'_>]) -> Vec<Owner> {
        let plan = self.current_plan().into_iter().flat_map(|plan| &plan.content.actions);
        let lines = plan
            .filter(|action| action.is_open() && action.has_owner())
            .map(|action| owner_of_line(action, companions));
        let tasks = self.tasks.iter().filter(|task| task.done_on.is_none() && task.task.has_owner());
        lines.chain(tasks.map(|task| self.owner_of_task(&task.task, context, companions))).collect()
    }

    fn owner_of_task(&self, task: &AgreedTask, context: &NetworkContext<'_>, companions: &[Companion<'_>]) -> Owner {
        match task.owner.map(|staff| context.staff.get(&staff).copied().unwrap_or(self.centre)) {
            Some(agency) if agency == self.centre => Owner::Centre,
            Some(agency) => named(context.agencies.get(&agency).map_or("", |facts| facts.name.as_str()), companions),
            None if task.is_the_persons() => Owner::Person,
            None if task.who.contains("家族") => Owner::Family,
            None => named(&task.who, companions),
        }
    }
}

impl Case {
    /// The agency that does a task, by name and kind: that of the member of staff, or the one of the network that is named; none where
    /// it is the person, the family or somebody who is not known.
    pub(in crate::case) fn agency_of_task(
        &self,
        task: &AgreedTask,
        context: &NetworkContext<'_>,
    ) -> Option<(String, AgencyKind)> {
        let companions = self.companions(context);
        let of_staff =
            task.owner.and_then(|staff| context.staff.get(&staff)).and_then(|agency| context.agencies.get(agency));
        if let Some(facts) = of_staff {
            return Some((facts.name.clone(), facts.kind));
        }
        let key = match self.owner_of_task(task, context, &companions) {
            Owner::Person | Owner::Family => return None,
            Owner::Centre => None,
            Owner::Another(key) => Some(key),
        };
        let is_it = |companion: &&Companion<'_>| match &key {
            Some(key) => companion.supporter.is_some() && search_key(&companion.name) == *key,
            None => companion.supporter.is_none(),
        };
        companions.iter().find(is_it).map(|companion| (companion.name.clone(), companion.kind))
    }
}

fn owner_of_line(action: &PlanAction, companions: &[Companion<'_>]) -> Owner {
    match action.actor {
        Actor::Person => Owner::Person,
        Actor::Family => Owner::Family,
        Actor::Centre => Owner::Centre,
        Actor::OtherAgency => match action.service.filter(|_| action.agency.trim().is_empty()) {
            Some(service) => Owner::Another(service.name().to_owned()),
            None => named(&action.agency, companions),
        },
    }
}

/// The owner of a name as somebody wrote it: 「青葉クリニック 相談員」 is the clinic of the network, and the centre is the centre
/// under its own name too.
fn named(written: &str, companions: &[Companion<'_>]) -> Owner {
    let key = search_key(written);
    let known = |companion: &&Companion<'_>| {
        let name = search_key(&companion.name);
        !name.is_empty() && key.contains(&name)
    };
    match companions.iter().find(known) {
        Some(companion) if companion.supporter.is_none() => Owner::Centre,
        Some(companion) => Owner::Another(search_key(&companion.name)),
        None => Owner::Another(key),
    }
}
