//! The network of a person: somebody joins, what is written about them changes, their support ends.

use chrono::NaiveDate;

use super::super::{
    Case,
    event::CaseEvent,
    network::{Supporter, SupporterContent, Supporting},
};
use crate::{
    agency::AgencyKind,
    id::SupporterId,
    rule::{Refusal, Rule, require},
};

impl Case {
    /// Somebody stands beside the person from now on, or has done so for a while. `kind` is what they are.
    ///
    /// # Errors
    ///
    /// P-01 if the case has ended; P-45 without a name; P-46 for the centre of the case and for an agency that is there already;
    /// P-11 if it begins in the future or ends before it begins; P-12 if they do what usually others do and no reason is written
    ///
    pub fn join_network(
        &self,
        supporter: SupporterId,
        content: SupporterContent,
        kind: AgencyKind,
        today: NaiveDate,
    ) -> Result<CaseEvent, Refusal> {
        self.require_open()?;
        let content = self.checked(supporter, content, kind, today)?;
        Ok(CaseEvent::SupporterJoined { supporter, content })
    }

    /// Changes what is written about a supporter; `None` if nothing changes.
    ///
    /// # Errors
    ///
    /// As [`Case::join_network`]; P-20 for somebody who is not there, or not any more: whoever comes back joins again.
    pub fn change_supporter(
        &self,
        supporter: SupporterId,
        content: SupporterContent,
        kind: AgencyKind,
        today: NaiveDate,
    ) -> Result<Option<CaseEvent>, Refusal> {
        self.require_open()?;
        let known = self.require_supporter(supporter)?;
        let content = self.checked(supporter, content, kind, today)?;
        Ok((known.content != content).then_some(CaseEvent::SupporterChanged { supporter, content }))
    }

    /// Somebody's support ends on a day. Who was the main contact gives that back to the centre.
    ///
    /// # Errors
    ///
    /// P-01 if the case has ended; P-20 for somebody who is not there; P-66 for somebody who is handing over or taking over; P-12
    /// without a reason; P-11 for a day before the support began, or in the future.
    pub fn leave_network(
        &self,
        supporter: SupporterId,
        on: NaiveDate,
        reason: &str,
        today: NaiveDate,
    ) -> Result<CaseEvent, Refusal> {
        self.require_open()?;
        let known = self.require_supporter(supporter)?;
        require(!self.handovers.hold(supporter), Rule::HandoverOnItsWay)?;
        require(!reason.trim().is_empty(), Rule::ReasonNeeded)?;
        require(known.content.since <= on && on <= today, Rule::DateOutOfOrder)?;
        Ok(CaseEvent::SupporterLeft { supporter, on, reason: reason.trim().to_owned() })
    }

    /// The supporter, as long as their support was not ended.
    fn require_supporter(&self, id: SupporterId) -> Result<&Supporter, Refusal> {
        let known = self.network.supporter(id).filter(|supporter| supporter.ended.is_none());
        known.ok_or_else(|| Rule::NoSuchEntry.into())
    }

    /// The content as it is kept: nobody is asked first whom the person does not want, and nobody for what they are not
    /// there for.
    fn checked(
        &self,
        id: SupporterId,
        mut content: SupporterContent,
        kind: AgencyKind,
        today: NaiveDate,
    ) -> Result<SupporterContent, Refusal> {
        match &content.supporting {
            Supporting::Agency { agency } => {
                let there = |other: &Supporter| {
                    let active = other.id != id && other.ended.is_none();
                    active && other.content.supporting == content.supporting
                };
                let twice = *agency == self.centre || self.network.supporters().iter().any(there);
                require(!twice, Rule::SupporterOnce)?;
            }
            Supporting::Outside { name, .. } => require(!name.trim().is_empty(), Rule::SupporterNamed)?,
        }
        let ordered = content.since <= today && content.until.is_none_or(|until| content.since <= until);
        require(ordered, Rule::DateOutOfOrder)?;
        let unusual = !content.unusual_topics(kind).is_empty();
        require(!unusual || !content.role_reason.trim().is_empty(), Rule::ReasonNeeded)?;
        if !unusual {
            content.role_reason.clear();
        }
        content.first_for.retain(|topic| !content.unwanted && content.topics.contains(topic));
        content.is_main &= !content.unwanted;
        Ok(content)
    }
}
