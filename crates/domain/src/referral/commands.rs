//! Commands on a referral: each gives what happens, or the rule that refuses.

use chrono::{Days, NaiveDate};

use super::{
    Conclusion, Outcome, Receiver, Referral, ReferralAnswer, ReferralContent, ReferralEvent, ReferralState, Route, Word,
};
use crate::{
    answer::PersonAnswer,
    case::Case,
    id::ReferralId,
    rule::{Refusal, Rule, require},
};

/// So long after the day by which an answer was asked for, the page without an account still opens. Our choice.
const REPLY_PAGE_AFTER_BY_WHEN: Days = Days::new(14);

/// So long after it was made, where no day was named.
const REPLY_PAGE_OPEN: Days = Days::new(30);

/// Writes a referral down; `replaced` is the one that it takes the place of, which ends with it.
///
/// # Errors
///
/// P-01 if the case has ended, R-10 for an employer while employment is closed, P-45 without a receiver, R-09 for the direct way without its reason, P-41 to P-43 if `replaced`
/// has ended or was never sent.
pub fn draft(
    case: &Case,
    (content, to_employer): (ReferralContent, bool),
    replaced: Option<&Referral>,
    new: ReferralId,
) -> Result<(ReferralEvent, Option<ReferralEvent>), Refusal> {
    require(case.closure.is_none() && case.stage().is_open(), Rule::CaseEnded)?;
    require_open_to(case, to_employer)?;
    let from = case.centre;
    check(&content, from)?;
    let rerouted = match replaced {
        Some(old) => {
            old.require_under_way()?;
            require(old.case == case.id, Rule::NoSuchEntry)?;
            Some(ReferralEvent::Rerouted { to: new })
        }
        None => None,
    };
    let replaces = replaced.map(|old| old.id);
    Ok((ReferralEvent::Drafted { case: case.id, from, replaces, content }, rerouted))
}

/// While the person keeps their case from employers, nothing goes to one.
///
/// # Errors
///
///
pub fn require_open_to(case: &Case, to_employer: bool) -> Result<(), Refusal> {
    require(!(to_employer && case.sharing.is_closed_to_employers()), Rule::ClosedEmployment)
}

/// What every referral has, also a draft.
fn check(content: &ReferralContent, from: crate::id::AgencyId) -> Result<(), Refusal> {
    let is_named = match &content.receiver {
        Receiver::Agency { agency } => *agency != from,
        Receiver::Outside { name, .. } => !name.trim().is_empty(),
    };
    require(is_named, Rule::ReferralReceiver)?;
    match &content.route {
        Route::Direct { reason } => require(!reason.trim().is_empty(), Rule::DisclosureThroughPerson),
        Route::ViaPerson | Route::Accompanied => Ok(()),
    }
}

impl Referral {
    /// It has not ended.
    fn require_open(&self) -> Result<(), Refusal> {
        require(!self.state.is_end(), Rule::ReferralEnded)
    }

    /// It was sent and has not ended.
    fn require_under_way(&self) -> Result<(), Refusal> {
        self.require_open()?;
        require(self.state != ReferralState::Drafted, Rule::ReferralSentFirst)
    }

    fn require_draft(&self) -> Result<(), Refusal> {
        self.require_open()?;
        require(self.state == ReferralState::Drafted, Rule::ReferralIsFixed)
    }

    /// A day of something that happened after it was sent.
    fn require_day_since_sent(&self, on: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
        require(on <= today && self.sent_on.is_none_or(|sent| sent <= on), Rule::DateOutOfOrder)
    }

    /// Changes the draft. What the person said about it counts on only if nothing changes for them.
    ///
    /// # Errors
    ///
    /// P-44 once it was sent, P-42 once it has ended, P-45 without a receiver, R-09 for the direct way without its reason.
    pub fn change(&self, content: ReferralContent) -> Result<ReferralEvent, Refusal> {
        self.require_draft()?;
        check(&content, self.from)?;
        Ok(ReferralEvent::Changed { content })
    }

    /// Records the person's word about it.
    ///
    /// # Errors
    ///
    /// P-44 once it was sent (who takes back what was sent withdraws it), P-42 once it has ended, P-12 for a "no" without its
    /// reason, P-11 for a day to come.
    pub fn answer_consent(&self, answer: PersonAnswer, today: NaiveDate) -> Result<ReferralEvent, Refusal> {
        self.require_draft()?;
        require(answer.has_reason_if_needed(), Rule::ReasonNeeded)?;
        require(answer.on <= today, Rule::DateOutOfOrder)?;
        Ok(ReferralEvent::ConsentAnswered { answer })
    }

    /// Sends it. Warnings were read before ([`ReferralContent::findings`]).
    ///
    /// # Errors
    ///
    /// P-40 unless the person agreed to it as it stands; R-10 for an employer while employment is closed; P-44 once it was sent, P-42 once it has ended.
    pub fn send(&self, case: &Case, to_employer: bool, today: NaiveDate) -> Result<ReferralEvent, Refusal> {
        self.require_draft()?;
        require_open_to(case, to_employer)?;
        check(&self.content, self.from)?;
        require(self.is_agreed(), Rule::ReferralNeedsConsent)?;
        Ok(ReferralEvent::Sent { on: today })
    }

    /// Opens a page on which an agency without an account answers once.
    ///
    /// # Errors
    ///
    /// P-45 for an agency of the installation, which answers in the product; P-43 before it was sent, P-41 once it was answered,
    /// P-42 once it has ended.
    pub fn make_reply_page(&self, today: NaiveDate) -> Result<ReferralEvent, Refusal> {
        self.require_waiting()?;
        require(self.content.receiver.agency().is_none(), Rule::ReferralReceiver)?;
        let usual = today + REPLY_PAGE_OPEN;
        let until = self.content.by_when.map_or(usual, |by| (by + REPLY_PAGE_AFTER_BY_WHEN).max(today));
        Ok(ReferralEvent::ReplyPageMade { until })
    }

    fn require_waiting(&self) -> Result<(), Refusal> {
        self.require_under_way()?;
        require(self.state.waits_for_answer(), Rule::ReferralAnswered)
    }

    /// The other agency says that it has it; nothing if it has said so before.
    ///
    /// # Errors
    ///
    /// P-43 before it was sent, P-42 once it has ended.
    pub fn see(&self, today: NaiveDate) -> Result<Option<ReferralEvent>, Refusal> {
        self.require_under_way()?;
        Ok((self.state == ReferralState::Sent).then_some(ReferralEvent::Seen { on: today }))
    }

    /// The other agency answers.
    ///
    /// # Errors
    ///
    /// P-41 if it has answered, P-42 once the person took it back or it ended otherwise, P-43 before it was sent, P-12 for a "no"
    /// without its reason, P-11 for a day before it was sent or to come.
    pub fn answer(&self, answer: ReferralAnswer, today: NaiveDate) -> Result<ReferralEvent, Refusal> {
        self.require_waiting()?;
        self.require_day_since_sent(answer.on, today)?;
        if let Word::Declines { reason, .. } = &answer.word {
            require(!reason.trim().is_empty(), Rule::ReasonNeeded)?;
        }
        Ok(ReferralEvent::Answered { answer })
    }

    /// The person takes it back: as easy as agreeing, without a reason, at any time until it has ended.
    ///
    /// # Errors
    ///
    /// P-42 once it has ended, P-11 for a day to come or before it was sent.
    pub fn withdraw(&self, on: NaiveDate, word: &str, today: NaiveDate) -> Result<ReferralEvent, Refusal> {
        self.require_open()?;
        self.require_day_since_sent(on, today)?;
        Ok(ReferralEvent::Withdrawn { on, word: word.trim().to_owned() })
    }

    /// Gives up a draft.
    ///
    /// # Errors
    ///
    /// P-44 once it was sent, P-42 once it has ended, P-12 without a reason.
    pub fn drop_draft(&self, reason: &str) -> Result<ReferralEvent, Refusal> {
        self.require_draft()?;
        require(!reason.trim().is_empty(), Rule::ReasonNeeded)?;
        Ok(ReferralEvent::Dropped { reason: reason.trim().to_owned() })
    }

    /// Records how it ended; also without an answer, when none came.
    ///
    /// # Errors
    ///
    /// P-43 before it was sent, P-42 once it has ended, P-12 where it was not possible and no reason is given, P-11 for days out of
    /// order.
    pub fn conclude(&self, conclusion: Conclusion, today: NaiveDate) -> Result<ReferralEvent, Refusal> {
        self.require_under_way()?;
        self.require_day_since_sent(conclusion.on, today)?;
        match &conclusion.outcome {
            Outcome::Linked { first_on } => require(*first_on <= conclusion.on, Rule::DateOutOfOrder)?,
            Outcome::NotPossible { reason } => require(!reason.trim().is_empty(), Rule::ReasonNeeded)?,
            Outcome::Refrained => {}
        }
        Ok(ReferralEvent::Concluded { conclusion })
    }
}
