//! ネットワークとワーキングチーム: agencies of a region that meet for a purpose, from one day to another. No person's data stands in them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    gathering::require_nobody,
    id::{AgencyId, NetworkId},
    rule::{Refusal, Rule, require},
};

words! {
    /// What it is.
    NetworkKind {
        /// ネットワーク
        Network = "network",
        /// ワーキングチーム
        WorkingTeam = "working_team",
    }
}

/// What it is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkPlan {
    /// A network, or a working team of one.
    pub kind: NetworkKind,
    /// Its name.
    pub name: String,
    /// 目的: what it is for. It is there for the people who are supported.
    pub purpose: String,
    /// How often it meets, as told: 原則月1回.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub meets: String,
    /// The network to which a working team belongs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<NetworkId>,
    /// Since when there is one.
    pub from: NaiveDate,
}

/// An agency of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkMember {
    /// Which.
    pub agency: AgencyId,
    /// Since when.
    pub from: NaiveDate,
    /// Until when, if it has left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// It is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkEnd {
    /// Its last day.
    pub on: NaiveDate,
    /// Why, or what goes on instead.
    pub why: String,
}

/// What happened to a network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum NetworkEvent {
    /// It began.
    Founded {
        /// The agency that leads it (事務局).
        by: AgencyId,
        /// What it is for.
        plan: NetworkPlan,
        /// The agencies of its first day.
        members: Vec<AgencyId>,
    },
    /// What it is for changed.
    Changed {
        /// As it is now.
        plan: NetworkPlan,
    },
    /// An agency joined.
    Joined {
        /// Which.
        agency: AgencyId,
        /// When.
        on: NaiveDate,
    },
    /// An agency left.
    Left {
        /// Which.
        agency: AgencyId,
        /// Its last day.
        on: NaiveDate,
    },
    /// It is over.
    Ended {
        /// When, and why.
        end: NetworkEnd,
    },
}

impl NetworkEvent {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Founded { .. } => "network_founded",
            Self::Changed { .. } => "network_changed",
            Self::Joined { .. } => "network_joined",
            Self::Left { .. } => "network_left",
            Self::Ended { .. } => "network_ended",
        }
    }
}

/// A network or working team as its events add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionalNetwork {
    /// Its identifier.
    pub id: NetworkId,
    /// The agency that leads it.
    pub by: AgencyId,
    /// What it is for.
    pub plan: NetworkPlan,
    /// Who is and was part of it, in the order in which they joined.
    pub members: Vec<NetworkMember>,
    /// When and why it ended.
    pub end: Option<NetworkEnd>,
}

impl NetworkPlan {
    fn check(&self, today: NaiveDate) -> Result<(), Refusal> {
        let told = !self.name.trim().is_empty() && !self.purpose.trim().is_empty();
        let belongs = self.within.is_none() || self.kind == NetworkKind::WorkingTeam;
        require(told && belongs, Rule::NetworkInOrder)?;
        require(self.from <= today, Rule::DateOutOfOrder)?;
        require_nobody(&[&self.name, &self.purpose, &self.meets])
    }

    /// It begins.
    ///
    /// # Errors
    ///
    /// P-163 without a name, a purpose or two agencies, and for a network within another; P-11 for a day to come, R-62.
    pub fn decide(self, by: AgencyId, mut members: Vec<AgencyId>, today: NaiveDate) -> Result<NetworkEvent, Refusal> {
        self.check(today)?;
        let mut seen = std::collections::BTreeSet::new();
        members.retain(|agency| seen.insert(*agency));
        require(members.len() > 1, Rule::NetworkInOrder)?;
        Ok(NetworkEvent::Founded { by, plan: self, members })
    }
}

impl RegionalNetwork {
    /// The agencies of it on a day, in the order in which they joined.
    pub fn members_on(&self, day: NaiveDate) -> impl Iterator<Item = AgencyId> {
        let is_over = self.end.as_ref().is_some_and(|end| end.on < day);
        let there = move |member: &&NetworkMember| {
            !is_over && member.from <= day && member.until.is_none_or(|until| day <= until)
        };
        self.members.iter().filter(there).map(|member| member.agency)
    }

    fn is_member(&self, agency: AgencyId) -> bool {
        self.members.iter().any(|member| member.agency == agency && member.until.is_none())
    }

    /// Whether an agency leads it, or is part of it: these hold its meetings.
    pub fn may_meet(&self, agency: AgencyId) -> bool {
        self.end.is_none() && (self.by == agency || self.is_member(agency))
    }

    /// Changes what it is for.
    ///
    /// # Errors
    ///
    /// As for beginning it; P-163 once it ended, and for a team within itself.
    pub fn change(&self, plan: NetworkPlan, today: NaiveDate) -> Result<NetworkEvent, Refusal> {
        require(self.end.is_none() && plan.within != Some(self.id), Rule::NetworkInOrder)?;
        plan.check(today)?;
        Ok(NetworkEvent::Changed { plan })
    }

    /// An agency joins.
    ///
    /// # Errors
    ///
    /// P-164 for one that is part of it, before the network began and once it ended; P-11 for a day to come.
    pub fn join(&self, agency: AgencyId, on: NaiveDate, today: NaiveDate) -> Result<NetworkEvent, Refusal> {
        let was_there =
            |member: &NetworkMember| member.agency == agency && member.until.is_none_or(|until| on <= until);
        let is_free = !self.members.iter().any(was_there);
        require(self.end.is_none() && is_free && self.plan.from <= on, Rule::NetworkMembers)?;
        require(on <= today, Rule::DateOutOfOrder)?;
        Ok(NetworkEvent::Joined { agency, on })
    }

    /// An agency leaves.
    ///
    /// # Errors
    ///
    /// P-164 for one that is not part of it, and before it joined; P-11 for a day to come.
    pub fn leave(&self, agency: AgencyId, on: NaiveDate, today: NaiveDate) -> Result<NetworkEvent, Refusal> {
        let is_there = |member: &NetworkMember| member.agency == agency && member.until.is_none() && member.from <= on;
        require(self.end.is_none() && self.members.iter().any(is_there), Rule::NetworkMembers)?;
        require(on <= today, Rule::DateOutOfOrder)?;
        Ok(NetworkEvent::Left { agency, on })
    }

    /// It ends; what was written of it stays.
    ///
    /// # Errors
    ///
    /// P-163 without words, before it began and once it ended; P-11 for a day to come, R-62.
    pub fn finish(&self, end: NetworkEnd, today: NaiveDate) -> Result<NetworkEvent, Refusal> {
        let told = !end.why.trim().is_empty() && self.plan.from <= end.on;
        require(self.end.is_none() && told, Rule::NetworkInOrder)?;
        require(end.on <= today, Rule::DateOutOfOrder)?;
        require_nobody(&[&end.why])?;
        Ok(NetworkEvent::Ended { end })
    }

    /// Folds an event into the network; the first one must be `Founded`.
    pub fn apply(current: Option<Self>, id: NetworkId, event: &NetworkEvent) -> Option<Self> {
        if let NetworkEvent::Founded { by, plan, members } = event {
            let member = |agency: &AgencyId| NetworkMember { agency: *agency, from: plan.from, until: None };
            let members = members.iter().map(member).collect();
            return Some(Self { id, by: *by, plan: plan.clone(), members, end: None });
        }
        let mut network = current?;
        match event {
            NetworkEvent::Founded { .. } => {}
            NetworkEvent::Changed { plan } => network.plan = plan.clone(),
            NetworkEvent::Joined { agency, on } => {
                network.members.push(NetworkMember { agency: *agency, from: *on, until: None });
            }
            NetworkEvent::Left { agency, on } => {
                let there = network.members.iter_mut().find(|one| one.agency == *agency && one.until.is_none());
                if let Some(member) = there {
                    member.until = Some(*on);
                }
            }
            NetworkEvent::Ended { end } => network.end = Some(end.clone()),
        }
        Some(network)
    }
}
