//! Contacts with another agency: written with the support record, within what the person agreed to.

use chrono::NaiveDate;

use super::super::{
    Case,
    contact::AgencyContact,
    event::CaseEvent,
    network::Supporting,
    record::SupportRecord,
    sharing::{Basis, Consent},
};
use crate::{
    agency::AgencyKind,
    rule::{Refusal, Rule, require},
};

impl Case {
    /// Writes a contact with another agency as a support record. `kind` is what the other side is.
    ///
    /// # Errors
    ///
    /// Those of [`super::write_record`]; R-10 for an employer while employment is closed; R-11 for facts that were asked for without a consent that
    /// allows it; R-12 for something given beyond what the person agreed to; P-37 if the person, who asked for it, was not told; P-12
    /// without what it was about, or how the person agreed where the other side is known by name only.
    pub fn write_contact(
        &self,
        mut record: SupportRecord,
        mut contact: AgencyContact,
        kind: AgencyKind,
        today: NaiveDate,
    ) -> Result<CaseEvent, Refusal> {
        let on = record.took_place.on;
        require(!(kind == AgencyKind::Employer && self.sharing.is_closed_to_employers()), Rule::ClosedEmployment)?;
        require(!contact.kinds.is_empty(), Rule::ReasonNeeded)?;
        require(contact.told_person_on.is_none_or(|told| told <= today), Rule::DateOutOfOrder)?;
        contact.consent = None;
        match &contact.with {
            Supporting::Outside { name, .. } => {
                require(!name.trim().is_empty(), Rule::SupporterNamed)?;
                let agreed = !contact.agreed.trim().is_empty();
                require(!contact.asked || agreed, Rule::AskingNeedsConsent)?;
                require(contact.gave.is_empty() || agreed, Rule::WithinConsent)?;
            }
            Supporting::Agency { agency } => {
                contact.agreed.clear();
                // The municipality that decides works on the case with the centre (see `sharing`).
                let of_the_case = *agency == self.municipality && self.may_be_shared();
                if contact.asked && !of_the_case {
                    let consent = self.sharing.may_ask(*agency, on).ok_or(Rule::AskingNeedsConsent)?;
                    contact.consent = Some(consent.id);
                }
                if !contact.gave.is_empty() && !of_the_case {
                    let consent = self.consent_for_contact(&contact, on);
                    let told = contact.told_person_on.is_some();
                    require(consent.is_none_or(|consent| !consent.tell_each_time || told), Rule::PersonIsTold)?;
                    let emergency = self.sharing.shares().into_iter().any(|share| {
                        let open = share.agency == *agency && share.is_open_on(on) && share.basis == Basis::Emergency;
                        open && contact.gave.is_within(share.items)
                    });
                    require(consent.is_some() || emergency, Rule::WithinConsent)?;
                    contact.consent = consent.map(|consent| consent.id);
                }
            }
        }
        record.contact = Some(contact);
        self.write_record(record, today)
    }

    /// The consent on which what a contact gave could be given that day.
    fn consent_for_contact(&self, contact: &AgencyContact, on: NaiveDate) -> Option<&Consent> {
        let Supporting::Agency { agency } = contact.with else { return None };
        let covers = |consent: &&Consent| {
            let gives = consent.holds_on(on) && consent.names(agency) && consent.direction.gives();
            gives && contact.gave.is_within(consent.items)
        };
        self.sharing.consents.iter().find(covers)
    }
}
