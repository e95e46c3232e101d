//! Protecting a record, naming who reads it, opening it in an emergency and looking at that again.

use chrono::{Days, NaiveDate};

use super::super::{
    Case,
    event::CaseEvent,
    protection::{MOST_NAMED, Opening, OpeningReview, Protection},
};
use crate::{
    id::OpeningId,
    rule::{Refusal, Rule, require},
};

/// A protection is looked at again after so many days at most: half a year.
const LONGEST_UNTIL_REVIEW: u64 = 184;

/// So short a reason says nothing.
const SHORTEST_REASON: usize = 10;

/// What is opened in an emergency closes after the next day.
const OPEN_DAYS: u64 = 1;

impl Case {
    /// Protects the record: it leaves every list and search, every door to other agencies is shut, only those named read it.
    ///
    /// # Errors
    ///
    /// P-20 if it is protected already; otherwise as [`Case::change_protection`].
    pub fn protect(&self, protection: Protection, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        require(self.protection.current.is_none(), Rule::NoSuchEntry)?;
        let protection = Protection { since: today, ..protection };
        self.check_protection(&protection, today)?;
        Ok(CaseEvent::Protected { protection })
    }

    /// Changes who reads a protected record, what they have to know, or when it is looked at again; `None` where nothing changes.
    ///
    /// # Errors
    ///
    /// P-100 unless one to twelve are named, 主担当 among them, and a day within half a year is set for the review; P-20 if it is not protected.
    pub fn change_protection(&self, changed: Protection, today: NaiveDate) -> Result<Option<CaseEvent>, Refusal> {
        let current = self.protection.current.as_ref().ok_or(Rule::NoSuchEntry)?;
        let changed = Protection { since: current.since, ..changed };
        self.check_protection(&changed, today)?;
        Ok((changed != *current).then_some(CaseEvent::ProtectionChanged { protection: changed }))
    }

    fn check_protection(&self, protection: &Protection, today: NaiveDate) -> Result<(), Refusal> {
        let named = &protection.named;
        require((1..=MOST_NAMED).contains(&named.len()) && named.contains(&self.assigned_to), Rule::ProtectedByName)?;
        let last = today + Days::new(LONGEST_UNTIL_REVIEW);
        require(today < protection.review_on && protection.review_on <= last, Rule::ProtectedByName)
    }

    /// Ends the protection: the record is in lists and searches again, and what the person agreed to before is open again.
    ///
    /// # Errors
    ///
    /// P-20 if it is not protected; P-12 without a reason; P-102 while an opening waits for its review.
    pub fn lift_protection(&self, reason: &str) -> Result<CaseEvent, Refusal> {
        require(self.protection.current.is_some(), Rule::NoSuchEntry)?;
        require(self.protection.to_review().next().is_none(), Rule::OpeningReviewedByAnother)?;
        require(!reason.trim().is_empty(), Rule::ReasonNeeded)?;
        Ok(CaseEvent::ProtectionLifted { reason: reason.trim().to_owned() })
    }

    /// Opens a protected record to somebody who is not named, today and tomorrow.
    ///
    /// # Errors
    ///
    /// P-20 if it is not protected; P-101 without a reason that says why it cannot wait.
    pub fn open_by_emergency(&self, opening: Opening, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        require(self.protection.current.is_some(), Rule::NoSuchEntry)?;
        let reason = opening.reason.trim().to_owned();
        require(reason.chars().count() >= SHORTEST_REASON, Rule::OpeningHasReason)?;
        let until = today + Days::new(OPEN_DAYS);
        Ok(CaseEvent::OpenedByEmergency { opening: Opening { reason, on: today, until, review: None, ..opening } })
    }

    /// Records what was found when an opening was looked at again.
    ///
    /// # Errors
    ///
    /// P-20 if there is none that waits for it; P-102 by whoever opened it; P-12 without a finding; P-11 for a day before it or in the future.
    pub fn review_opening(&self, id: OpeningId, review: OpeningReview, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        let opening = self.protection.to_review().find(|opening| opening.id == id).ok_or(Rule::NoSuchEntry)?;
        require(opening.by != review.by, Rule::OpeningReviewedByAnother)?;
        require(!review.finding.trim().is_empty(), Rule::ReasonNeeded)?;
        require(opening.on <= review.on && review.on <= today, Rule::DateOutOfOrder)?;
        Ok(CaseEvent::OpeningReviewed { opening: id, review })
    }
}
