//! 主訴と、ほかの窓口につなぐこと: what the person comes about, in their words, and what of it is for another desk.
//!
//! Nobody is turned away for want of a diagnosis or a certificate: neither is asked for. What they come about is; it may be money and not
//! work at all, and then somebody goes with them to the desk that can help.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Episode, EpisodeEvent};
use crate::{
    agency::AgencyKind,
    case::network::Topic,
    rule::{Refusal, Rule, require},
};

/// What the person comes about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// 主訴, in the person's words.
    pub complaint: String,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Topic>,
}

/// Something of it that another desk usually does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToLink {
    /// What it is about.
    pub topic: Topic,
    /// Since when it is known.
    pub since: NaiveDate,
}

/// つないだ: which desk it was brought to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    /// What it is about.
    pub topic: Topic,
    /// When.
    pub on: NaiveDate,
    /// Which desk, as written. Empty where the person does not want to go there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub to: String,
    /// What the person says to it, and how it was done: by phone, together, with a letter.
    pub how: String,
}

impl Heard {
    /// What was said, without spaces around it.
    pub(super) fn tidy(self) -> Self {
        let mut about = self.about;
        about.sort_unstable();
        about.dedup();
        Self { complaint: self.complaint.trim().to_owned(), about }
    }

    /// What of it is usually another desk's than one of this kind.
    pub(super) fn for_others(&self, kind: AgencyKind, since: NaiveDate) -> Vec<ToLink> {
        let others = self.about.iter().copied().filter(|topic| !topic.is_usual_for(kind));
        others.map(|topic| ToLink { topic, since }).collect()
    }
}

impl Episode {
    /// Writes down anew what the person comes about.
    ///
    /// # Errors
    ///
    /// P-81 once it has ended, R-31 without anything said, P-11 for a day before the start or to come.
    pub fn hear(
        &self,
        heard: Heard,
        kind: AgencyKind,
        on: NaiveDate,
        today: NaiveDate,
    ) -> Result<EpisodeEvent, Refusal> {
        self.require_open()?;
        let heard = heard.tidy();
        require(!heard.complaint.is_empty(), Rule::NobodyTurnedAway)?;
        self.require_day(on, today)?;
        let to_link = heard.for_others(kind, on);
        Ok(EpisodeEvent::Heard { heard, to_link, on })
    }

    /// Records that something was brought to the desk that can help, or that the person does not want that.
    ///
    /// # Errors
    ///
    /// P-81 once it has ended, P-111 for what does not wait for another desk or without a word about what the person says to it, P-11 for a
    /// day before it was known or to come.
    pub fn link(&self, linked: Linked, today: NaiveDate) -> Result<EpisodeEvent, Refusal> {
        self.require_open()?;
        let waiting = self.to_link().find(|waiting| waiting.topic == linked.topic);
        let Some(waiting) = waiting.filter(|_| !linked.how.trim().is_empty()) else {
            return Err(Rule::LinkedWithThePerson.into());
        };
        require(waiting.since <= linked.on && linked.on <= today, Rule::DateOutOfOrder)?;
        let (to, how) = (linked.to.trim().to_owned(), linked.how.trim().to_owned());
        Ok(EpisodeEvent::Linked { linked: Linked { to, how, ..linked } })
    }

    /// What waits for another desk.
    pub fn to_link(&self) -> impl Iterator<Item = &ToLink> {
        let is_done = |waiting: &ToLink| {
            self.linked.iter().any(|linked| linked.topic == waiting.topic && waiting.since <= linked.on)
        };
        self.for_others.iter().filter(move |waiting| !is_done(waiting))
    }

    pub(super) fn fold_heard(&mut self, heard: &Heard, to_link: &[ToLink]) {
        // What was known before keeps its day; what is no longer spoken of waits for nobody.
        let kept = |new: &ToLink| self.for_others.iter().find(|old| old.topic == new.topic).copied().unwrap_or(*new);
        self.for_others = to_link.iter().map(kept).collect();
        self.heard = Some(heard.clone());
    }
}
