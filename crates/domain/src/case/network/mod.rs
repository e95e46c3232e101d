//! 個別支援ネットワーク: who stands beside a person, since when, until when, for what, in whose words.
//!
//! The centre of the case always stands there by itself, with its 主担当; so an active case never is without anybody to turn to.
//! What the rules have to say about the whole is in `findings`.

mod findings;
mod owners;
mod topic;

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

pub use findings::NetworkFinding;
pub use topic::Topic;

use super::Case;
use crate::{
    agency::{AgencyFacts, AgencyKind},
    id::{AgencyId, StaffId, SupporterId},
};

/// So many months ahead an end is near: ⟨6⟩, a setting that the sources leave open.
pub const NEAR_END_MONTHS: u32 = 6;

/// Who supports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Supporting {
    /// An agency that the installation knows.
    Agency {
        /// Which.
        agency: AgencyId,
    },
    /// A person, a group or an agency that is known by name only.
    Outside {
        /// The name, as written.
        name: String,
        /// What they are.
        kind: AgencyKind,
    },
}

/// What is written about a supporter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupporterContent {
    /// Who.
    pub supporting: Supporting,
    /// いつから
    pub since: NaiveDate,
    /// いつまで: the day on which it is planned to end.
    pub until: Option<NaiveDate>,
    /// 何のため
    pub topics: Vec<Topic>,
    /// The same in words.
    pub purpose: String,
    /// Why they do what usually another kind of agency does.
    pub role_reason: String,
    /// 窓口: whom to ask for there, as told.
    pub contact_name: String,
    /// Their telephone, as told.
    pub contact_phone: String,
    /// まず相談するところ: for these topics they are asked first; at most one supporter for each.
    pub first_for: Vec<Topic>,
    /// いまの窓口: the main contact of the person; at most one, and the centre where it is nobody.
    pub is_main: bool,
    /// 本人のことば: who they are to the person.
    pub own_words: String,
    /// The person does not want their support any more.
    pub unwanted: bool,
}

impl SupporterContent {
    /// Somebody since a day, with nothing else known.
    pub fn new(supporting: Supporting, since: NaiveDate) -> Self {
        Self {
            supporting,
            since,
            until: None,
            topics: Vec::new(),
            purpose: String::new(),
            role_reason: String::new(),
            contact_name: String::new(),
            contact_phone: String::new(),
            first_for: Vec::new(),
            is_main: false,
            own_words: String::new(),
            unwanted: false,
        }
    }

    /// The topics that are outside the usual role of such a supporter.
    pub fn unusual_topics(&self, kind: AgencyKind) -> Vec<Topic> {
        self.topics.iter().copied().filter(|topic| !topic.is_usual_for(kind)).collect()
    }
}

/// The end of somebody's support.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The first day without it.
    pub on: NaiveDate,
    /// Why, and who goes on.
    pub reason: String,
}

/// Somebody who stands, or stood, beside the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supporter {
    /// Their identifier.
    pub id: SupporterId,
    /// What is written.
    #[serde(flatten)]
    pub content: SupporterContent,
    /// Its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
}

impl Supporter {
    /// The state on a day.
    pub fn state_on(&self, day: NaiveDate) -> SupportState {
        let left = self.ended.as_ref().map(|ended| ended.on).filter(|on| *on <= day);
        let over = self.content.until.filter(|until| *until < day);
        match (left.or(over), self.content.until) {
            (Some(on), _) => SupportState::Ended(on),
            (None, _) if self.content.unwanted => SupportState::Unwanted,
            (None, Some(until)) => SupportState::Ending(until),
            (None, None) => SupportState::Current,
        }
    }
}

/// How somebody's support stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SupportState {
    /// It goes on.
    Current,
    /// It goes on until a day.
    Ending(NaiveDate),
    /// The person does not want it any more.
    Unwanted,
    /// It ended on a day.
    Ended(NaiveDate),
}

impl SupportState {
    /// Whether the person can turn there.
    pub const fn is_active(self) -> bool {
        matches!(self, SupportState::Current | SupportState::Ending(_))
    }
}

/// The supporters of a case, in the order in which they were entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Network {
    supporters: Vec<Supporter>,
}

impl Network {
    /// Whether nobody was ever entered.
    pub fn is_empty(&self) -> bool {
        self.supporters.is_empty()
    }

    /// Everybody, those who left as well.
    pub fn supporters(&self) -> &[Supporter] {
        &self.supporters
    }

    /// The supporter of that identifier.
    pub fn supporter(&self, id: SupporterId) -> Option<&Supporter> {
        self.supporters.iter().find(|supporter| supporter.id == id)
    }

    /// Whose turn it is on a day to be asked first: the main contact; none where that is the centre of the case.
    pub fn main_on(&self, day: NaiveDate) -> Option<&Supporter> {
        self.supporters.iter().find(|supporter| supporter.content.is_main && supporter.state_on(day).is_active())
    }

    /// Enters or changes a supporter. A mark that there is once only is taken from whoever had it.
    pub(super) fn write(&mut self, id: SupporterId, content: &SupporterContent) {
        for other in self.supporters.iter_mut().filter(|supporter| supporter.id != id) {
            other.content.is_main &= !content.is_main;
            other.content.first_for.retain(|topic| !content.first_for.contains(topic));
        }
        match self.supporters.iter_mut().find(|supporter| supporter.id == id) {
            Some(supporter) => supporter.content = content.clone(),
            None => self.supporters.push(Supporter { id, content: content.clone(), ended: None }),
        }
    }

    /// Somebody's support ends: they are asked first for nothing any more.
    pub(super) fn end(&mut self, id: SupporterId, on: NaiveDate, reason: &str) {
        if let Some(supporter) = self.supporters.iter_mut().find(|supporter| supporter.id == id) {
            supporter.ended = Some(Ended { on, reason: reason.to_owned() });
            supporter.content.is_main = false;
            supporter.content.first_for.clear();
        }
    }

    /// Those who are there: their support was not ended.
    pub fn not_ended(&self) -> impl Iterator<Item = &Supporter> {
        self.supporters.iter().filter(|supporter| supporter.ended.is_none())
    }

    /// What somebody was asked first for is asked of their successor from now on, and so is everything, if they were the main contact.
    pub(super) fn pass_on(&mut self, from: SupporterId, to: SupporterId) {
        let Some(before) = self.supporter(from).map(|supporter| supporter.content.clone()) else { return };
        let Some(mut content) = self.supporter(to).map(|supporter| supporter.content.clone()) else { return };
        content.is_main |= before.is_main;
        for topic in before.first_for {
            for topics in [&mut content.first_for, &mut content.topics] {
                if !topics.contains(&topic) {
                    topics.push(topic);
                }
            }
        }
        content.topics.sort_unstable();
        self.write(to, &content);
    }
}

/// What is asked about a network beside the case itself.
#[derive(Clone, Copy, Debug)]
pub struct NetworkContext<'a> {
    /// The day of asking.
    pub today: NaiveDate,
    /// The agencies that stand in the network, and the centre.
    pub agencies: &'a BTreeMap<AgencyId, AgencyFacts>,
    /// For whom members of staff work who have tasks in the case.
    pub staff: &'a BTreeMap<StaffId, AgencyId>,
}

/// Somebody the person can turn to, or could, as it stands on a day.
#[derive(Clone, Debug)]
pub struct Companion<'a> {
    /// The entry; none for the centre of the case, which stands there by itself.
    pub supporter: Option<&'a Supporter>,
    /// The name.
    pub name: String,
    /// What they are.
    pub kind: AgencyKind,
    /// Whether their support ends by itself, after a time or on a day.
    pub is_limited: bool,
    /// How it stands.
    pub state: SupportState,
    /// Whether they are the person's main contact.
    pub is_main: bool,
}

impl Companion<'_> {
    /// The topics that they are there for.
    pub fn topics(&self) -> &[Topic] {
        self.supporter.map_or(&[], |supporter| &supporter.content.topics)
    }

    /// The topics for which they are asked first.
    pub fn first_for(&self) -> &[Topic] {
        self.supporter.map_or(&[], |supporter| &supporter.content.first_for)
    }

    /// The topics outside their usual role.
    pub fn unusual_topics(&self) -> Vec<Topic> {
        self.supporter.map(|supporter| supporter.content.unusual_topics(self.kind)).unwrap_or_default()
    }

    /// Whether their support ends within the next months.
    fn ends_soon(&self, today: NaiveDate) -> bool {
        let near = today.checked_add_months(Months::new(NEAR_END_MONTHS)).unwrap_or(NaiveDate::MAX);
        matches!(self.state, SupportState::Ending(until) if until <= near)
    }
}

impl Case {
    /// Everybody in the network on a day: the centre first, then those who are there, then those who were.
    pub fn companions<'a>(&'a self, context: &NetworkContext<'_>) -> Vec<Companion<'a>> {
        let facts = |id: &AgencyId| context.agencies.get(id);
        let main = self.network.main_on(context.today).map(|supporter| supporter.id);
        let centre = Companion {
            supporter: None,
            name: facts(&self.centre).map(|facts| facts.name.clone()).unwrap_or_default(),
            kind: AgencyKind::SupportCentre,
            // 終結 ends it: nobody stays because of the case alone.
            is_limited: true,
            state: SupportState::Current,
            is_main: main.is_none(),
        };
        let companion = |supporter: &'a Supporter| {
            let (name, kind, is_limited) = match &supporter.content.supporting {
                Supporting::Agency { agency } => match facts(agency) {
                    Some(facts) => (facts.name.clone(), facts.kind, facts.is_time_limited()),
                    None => (String::new(), AgencyKind::Partner, false),
                },
                Supporting::Outside { name, kind } => (name.clone(), *kind, kind.is_usually_time_limited()),
            };
            Companion {
                supporter: Some(supporter),
                name,
                kind,
                is_limited: is_limited || supporter.content.until.is_some(),
                state: supporter.state_on(context.today),
                is_main: main == Some(supporter.id),
            }
        };
        let mut beside: Vec<Companion<'a>> = self.network.supporters().iter().map(companion).collect();
        beside.sort_by_key(|companion| match companion.state {
            SupportState::Current | SupportState::Ending(_) => 0,
            SupportState::Unwanted => 1,
            SupportState::Ended(_) => 2,
        });
        std::iter::once(centre).chain(beside).collect()
    }
}
