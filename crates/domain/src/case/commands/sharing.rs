//! Consent given, released and taken back; disclosure in an emergency and its review; the person's word about employers.

use chrono::{Days, NaiveDate};

use super::super::{
    Case,
    event::{CaseEvent, Purpose, SittingResult},
    intake::Application,
    sharing::{
        AfterMeeting, Carried, CarriedWord, Consent, EmergencyDisclosure, EmergencyReview, EmploymentDisclosure,
        ItemSet, Release, Route, Share, Withdrawal,
    },
};
use crate::{
    answer::AnswerForm,
    conference::{Conference, Member},
    id::{AgencyId, ConsentId, DisclosureId, StaffId},
    rule::{Refusal, Rule, require},
};

/// A consent lasts so many days at most before the person is asked again: two years. The sources ask for a period and name none.
const LONGEST_CONSENT: u64 = 731;

/// What was released can be read for so many days at most.
const LONGEST_RELEASE: u64 = 31;

/// What was given after a support meeting can be read for so many days at most: three months, within which it sits again or ends.
const LONGEST_AFTER_MEETING: u64 = 92;

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

    /// What the person may take to an agency themself on a day, under one consent.
    ///
    /// # Errors
    ///
    /// R-10 for an employer while employment is closed; R-12 if the consent does not hold, goes another way or does not name the agency.
    pub fn items_to_carry(&self, consent: ConsentId, to: AgencyId, day: NaiveDate) -> Result<ItemSet, Refusal> {
        let known = self.sharing.consent(consent).ok_or(Rule::WithinConsent)?;
        let is_employer = known.to.iter().any(|recipient| recipient.agency == to && recipient.is_employer);
        require(!(is_employer && self.sharing.is_closed_to_employers()), Rule::ClosedEmployment)?;
        let meant = |share: &Share| share.source == consent.uuid() && share.agency == to && share.is_open_on(day);
        let share = self.sharing.carried_shares().into_iter().find(meant);
        Ok(share.ok_or(Rule::WithinConsent)?.items)
    }

    /// Records what became of something that the person takes to an agency themself: they gave it, or decided not to. Who
    /// decided not to is asked for no reason.
    ///
    /// # Errors
    ///
    /// As [`Case::items_to_carry`] where it was given; P-20 if the consent goes another way or does not name the agency; P-11 for a day
    /// in the future or before the consent; P-68 if that day is recorded already.
    pub fn carry(&self, carried: Carried, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        let consent = self.sharing.consent(carried.consent).ok_or(Rule::NoSuchEntry)?;
        let goes_through = consent.route == Route::ViaPerson && consent.direction.gives() && consent.names(carried.to);
        require(goes_through, Rule::NoSuchEntry)?;
        require(consent.from <= carried.on && carried.on <= today, Rule::DateOutOfOrder)?;
        let twice = self.sharing.carried_under(carried.consent, carried.to).any(|known| known.on == carried.on);
        require(!twice, Rule::CarriedOnce)?;
        let items = match carried.word {
            CarriedWord::Handed => self.items_to_carry(carried.consent, carried.to, carried.on)?,
            CarriedWord::Kept => ItemSet::NONE,
        };
        let note = carried.note.trim().to_owned();
        let helps = if carried.word == CarriedWord::Handed { carried.helps } else { Vec::new() };
        Ok(CaseEvent::Carried { carried: Box::new(Carried { items, helps, note, ..carried }) })
    }

    /// Whether an agency sat in a support meeting about this case, bound to secrecy: a matter of that purpose, whatever the sitting was
    /// otherwise; what was discussed as a coordination conference is no ground.
    fn sat_bound(&self, conference: &Conference, agency: AgencyId) -> bool {
        let matter = |it: &SittingResult| it.conference == conference.id && it.purpose == Purpose::SupportMeeting;
        let bound = |member: &Member| {
            member.agency_id == Some(agency) && member.attended && member.secrecy_acknowledged && !member.is_person
        };
        self.sittings.iter().any(matter) && conference.members.iter().any(bound)
    }

    /// The agencies to which something may be given after a support meeting: who sat there bound to secrecy, but for the centre itself.
    pub fn bound_in(&self, conference: &Conference) -> Vec<AgencyId> {
        let seated = conference.members.iter().filter_map(|member| member.agency_id);
        let mut agencies: Vec<AgencyId> = seated
            .filter(|agency| *agency != self.centre && self.sat_bound(conference, *agency))
            .filter(|agency| !(*agency == self.municipality && self.may_be_shared()))
            .collect();
        agencies.sort_unstable();
        agencies.dedup();
        agencies
    }

    /// Gives something after a support meeting (法第9条) to an agency that sat there bound to secrecy, for a while. No consent is asked for
    /// and none is touched.
    ///
    /// # Errors
    ///
    /// P-70 for anybody who did not sit in that matter bound to secrecy, or without an item; R-10 for an employer while employment is
    /// closed; P-12 without what it is for; P-11 for a day before the sitting or in the future; P-36 for too long a time.
    pub fn disclose_after_meeting(
        &self,
        given: AfterMeeting,
        conference: &Conference,
        today: NaiveDate,
    ) -> Result<CaseEvent, Refusal> {
        let sat = given.conference == conference.id && self.sat_bound(conference, given.to.agency);
        require(sat && !given.items.is_empty(), Rule::AfterSupportMeeting)?;
        require(!(given.to.is_employer && self.sharing.is_closed_to_employers()), Rule::ClosedEmployment)?;
        require(written(&given.reason), Rule::ReasonNeeded)?;
        require(conference.plan.on <= given.on && given.on <= today, Rule::DateOutOfOrder)?;
        let longest = given.on + Days::new(LONGEST_AFTER_MEETING);
        require((given.on..=longest).contains(&given.until), Rule::ConsentPeriod)?;
        Ok(CaseEvent::DisclosedAfterMeeting { disclosure: Box::new(AfterMeeting { closed_on: None, ..given }) })
    }

    /// Closes before its last day what was opened after a support meeting.
    ///
    /// # Errors
    ///
    /// P-20 if there is none, or it was closed before.
    pub fn close_after_meeting(&self, id: DisclosureId, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        let open = |given: &&AfterMeeting| given.id == id && given.closed_on.is_none();
        self.sharing.after_meetings.iter().find(open).ok_or(Rule::NoSuchEntry)?;
        Ok(CaseEvent::AfterMeetingClosed { disclosure: id, on: today })
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
