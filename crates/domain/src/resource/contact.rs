//! Whom to turn to at a resource, where they agreed to be named.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Resource, ResourceEvent};
use crate::{
    id::AgencyId,
    rule::{Refusal, Rule, require},
};

/// Somebody to turn to. They work there; nobody who is supported is ever named in the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactPerson {
    /// Their name.
    pub name: String,
    /// What they do there.
    pub role: String,
    /// How they are reached, where that is another way than that of the entry.
    pub reached: String,
    /// Whose word it is that they may be named: their own, or who passed it on.
    pub agreed_by: String,
    /// Since when they agree.
    pub agreed_on: NaiveDate,
    /// The agency that asked.
    pub asked_by: AgencyId,
}

impl Resource {
    /// Somebody to turn to is named, or told differently where the name stands there already.
    ///
    /// # Errors
    ///
    /// P-141 without a name and whose word it is; P-11 for a day to come; P-128 where all of it stands there.
    pub fn name_contact(&self, contact: ContactPerson, today: NaiveDate) -> Result<ResourceEvent, Refusal> {
        let is_agreed = !contact.name.trim().is_empty() && !contact.agreed_by.trim().is_empty();
        require(is_agreed, Rule::ContactByConsent)?;
        require(contact.agreed_on <= today, Rule::DateOutOfOrder)?;
        require(!self.contacts.contains(&contact), Rule::ResourceEditSaysSomething)?;
        Ok(ResourceEvent::ContactNamed { contact })
    }

    /// Somebody is named no longer.
    ///
    /// # Errors
    ///
    /// P-128 where nobody of that name stands there.
    pub fn leave_contact(&self, name: &str) -> Result<ResourceEvent, Refusal> {
        let is_there = self.contacts.iter().any(|known| known.name == name);
        require(is_there, Rule::ResourceEditSaysSomething)?;
        Ok(ResourceEvent::ContactLeft { name: name.to_owned() })
    }
}
