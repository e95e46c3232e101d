//! Consent given, released and taken back; disclosure in an emergency and its review; the person's word about employers.

use chrono::{Days, NaiveDate};

use super::super::{
    Case,
    event::CaseEvent,
    intake::Application,
    sharing::{Consent, EmergencyDisclosure, EmergencyReview, EmploymentDisclosure, Release, Route, Withdrawal},
};
use crate::{
    answer::AnswerForm,
    id::{ConsentId, DisclosureId, StaffId},
    rule::{Refusal, Rule, require},
};

/// A consent lasts so many days at most before the person is asked again: two years. The sources ask for a period and name none.
const LONGEST_CONSENT: u64 = 731;

/// What was released can be read for so many days at most.
const LONGEST_RELEASE: u64 = 31;

/// What was given in an emergency can be read for so many days at most.
const LONGEST_EMERGENCY: u64 = 14;

fn written(text: &str) -> bool {
    !text.trim().is_empty()
}

impl Case {
    /// Records that the person agrees that named agencies know named things.
    ///
    /// # Errors
    ///
    /// P-35 without purpose, recipient or item; SR-01 if it was explained later than agreed to; P-36 for a period that ends before
    /// it begins or is too long; R-09 for a direct route without a reason; R-10 for an employer while employment is closed; P-12
    /// without the representative's name; P-11 for dates out of order.
    pub fn give_consent(&self, consent: Consent, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        let named = !consent.purposes.is_empty() && !consent.to.is_empty() && !consent.items.is_empty();
        require(named, Rule::ConsentNamesAll)?;
        require(consent.explained_on <= consent.from, Rule::PrivacyExplainedFirst)?;
        require(self.received_on <= consent.explained_on && consent.from <= today, Rule::DateOutOfOrder)?;
        let longest = consent.from + Days::new(LONGEST_CONSENT);
        require((consent.from..=longest).contains(&consent.until), Rule::ConsentPeriod)?;
        let direct = consent.route != Route::ViaPerson;
        require(!direct || written(&consent.route_reason), Rule::DisclosureThroughPerson)?;
        let employer = consent.to.iter().any(|recipient| recipient.is_employer);
        require(!(employer && self.sharing.is_closed_to_employers()), Rule::ClosedEmployment)?;
        require(consent.form != AnswerForm::Proxy || written(&consent.proxy), Rule::ReasonNeeded)?;
        require(self.sharing.consent(consent.id).is_none() && consent.withdrawn.is_none(), Rule::NoSuchEntry)?;
        Ok(CaseEvent::ConsentGiven { consent: Box::new(consent) })
    }

    /// Records that a consent is taken back. No reason is asked for, and it works in a closed case, too.
    ///
    /// # Errors
    ///
    /// P-20 if there is no such consent or it was taken back before; P-11 for a day before it began or in the future.
    pub fn withdraw_consent(
        &self,
        id: ConsentId,
        withdrawal: Withdrawal,
        today: NaiveDate,
    ) -> Result<CaseEvent, Refusal> {
        let consent = self.sharing.consent(id).filter(|consent| consent.withdrawn.is_none());
        let consent = consent.ok_or(Rule::NoSuchEntry)?;
        require(consent.from <= withdrawal.on && withdrawal.on <= today, Rule::DateOutOfOrder)?;
        Ok(CaseEvent::ConsentWithdrawn { consent: id, withdrawal })
    }

    /// What follows for the consents by name when the person answers 【1】: a "no" to sharing after a "yes" takes all of them back.
    pub fn consents_ended_by(&self, application: &Application, by: StaffId) -> Vec<CaseEvent> {
        let still_agrees = application.answer.agrees() && application.sharing.agrees;
        if still_agrees || !self.may_be_shared() {
            return Vec::new();
        }
        let withdrawal = Withdrawal { on: application.answer.on, reason: String::new(), by };
        let left = self.sharing.consents.iter().filter(|consent| consent.withdrawn.is_none());
        let taken_back = |consent: &Consent| {
            let on = withdrawal.on.max(consent.from);
            CaseEvent::ConsentWithdrawn { consent: consent.id, withdrawal: Withdrawal { on, ..withdrawal.clone() } }
        };
        left.map(taken_back).collect()
    }

    /// Opens the door for a while after the person was told, where they asked to be told each time.
    ///
    /// # Errors
    ///
    /// R-12 if the consent does not hold, does not name the agency or one of the items; P-37 if it is not written how the person was
    /// told; P-36 for too long a time; P-11 for a day in the future or before the consent.
    pub fn release(&self, release: Release, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        let consent = self.sharing.consent(release.consent).ok_or(Rule::NoSuchEntry)?;
        let covered = consent.holds_on(today)
            && consent.tell_each_time
            && consent.route == Route::Direct
            && consent.names(release.to)
            && !release.items.is_empty()
            && release.items.is_within(consent.items);
        require(covered, Rule::WithinConsent)?;
        require(written(&release.told), Rule::PersonIsTold)?;
        require(consent.from <= release.told_on && release.told_on <= today, Rule::DateOutOfOrder)?;
        let longest = release.told_on + Days::new(LONGEST_RELEASE);
        require((release.told_on..=longest).contains(&release.until), Rule::ConsentPeriod)?;
        Ok(CaseEvent::Released { release })
    }

    /// Gives something without consent because there is danger. It is looked at again afterwards, and the person is told.
    ///
    /// # Errors
    ///
    /// P-38 without a reason, an item or a review in time; R-10 for an employer while employment is closed; P-36 for too long a time; P-11 for
    /// a day in the future or before the case.
    pub fn disclose_in_emergency(&self, given: EmergencyDisclosure, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        let reviewed = given.on <= given.review_by && given.review_by <= given.on + Days::new(LONGEST_EMERGENCY);
        require(written(&given.reason) && !given.items.is_empty() && reviewed, Rule::EmergencyIsReviewed)?;
        require(!(given.to.is_employer && self.sharing.is_closed_to_employers()), Rule::ClosedEmployment)?;
        require(self.received_on <= given.on && given.on <= today, Rule::DateOutOfOrder)?;
        let longest = given.on + Days::new(LONGEST_EMERGENCY);
        require((given.on..=longest).contains(&given.until), Rule::ConsentPeriod)?;
        Ok(CaseEvent::DisclosedInEmergency { disclosure: Box::new(EmergencyDisclosure { review: None, ..given }) })
    }

    /// Records what was found when an emergency disclosure was looked at again.
    ///
    /// # Errors
    ///
    /// P-20 if there is none that waits for it; P-12 without a finding; P-11 for a day before it or in the future.
    pub fn review_emergency(
        &self,
        id: DisclosureId,
        review: EmergencyReview,
        today: NaiveDate,
    ) -> Result<CaseEvent, Refusal> {
        let given = self.sharing.to_review().find(|given| given.id == id).ok_or(Rule::NoSuchEntry)?;
        require(written(&review.finding), Rule::ReasonNeeded)?;
        let told = review.told_person_on.is_none_or(|day| given.on <= day && day <= today);
        require(given.on <= review.on && review.on <= today && told, Rule::DateOutOfOrder)?;
        Ok(CaseEvent::EmergencyReviewed { disclosure: id, review })
    }

    /// Records what the person says about employers. Closing it shuts every door to an employer at once; `None` where nothing changes.
    pub fn set_employment_disclosure(&self, policy: EmploymentDisclosure, on: NaiveDate) -> Option<CaseEvent> {
        let changes = self.sharing.employment != Some(policy);
        changes.then_some(CaseEvent::EmploymentDisclosureSet { policy, on })
    }
}
