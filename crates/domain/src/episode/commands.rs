//! Commands on a use of a programme: each gives what happens, or the rules that refuse.

use chrono::NaiveDate;

use super::{
    Episode, EpisodeEnd, EpisodeEvent, Extension, Grant, Heard, Milestone, Noted, PhaseEntry, Programme, Shortening,
    Start, TermRules, last_day,
};
use crate::{
    agency::AgencyKind,
    id::{AgencyId, EpisodeId, PersonId},
    process::{EpisodeCondition, PhaseDefinition, ProgrammeDefinition},
    rule::{Refusal, Rule, require},
};

/// The longest interval of monitoring that a certificate names.
const LONGEST_MONITORING: u32 = 12;

/// A use that is to begin, with what is known beside it.
#[derive(Clone, Debug)]
pub struct NewEpisode<'a> {
    /// Whose.
    pub person: PersonId,
    /// Where.
    pub agency: AgencyId,
    /// What the agency is.
    pub kind: AgencyKind,
    /// Of what.
    pub definition: &'a ProgrammeDefinition,
    /// Programmes that exclude this one.
    pub excluded: Vec<Programme>,
    /// How it begins.
    pub start: Start,
    /// The use that it goes on from.
    pub previous: Option<EpisodeId>,
    /// What the person comes about, where that was asked.
    pub heard: Option<Heard>,
    /// The other uses of the person that the one who records may know of.
    pub others: &'a [Episode],
}

/// The use that stands in the way of one that begins as `start` says: of a programme that excludes this one, or of the same programme at
/// the same agency.
pub fn in_the_way<'e>(new: &NewEpisode<'_>, others: &'e [Episode]) -> Option<&'e Episode> {
    let programme = new.definition.programme;
    let until = new.definition.rules_on(new.start.on).and_then(|rules| {
        let months = new.start.months.or(rules.months)?;
        Some(last_day(new.start.on, months))
    });
    others.iter().find(|other| {
        let excludes =
            new.excluded.contains(&other.programme) || (other.programme == programme && other.agency == new.agency);
        excludes && other.overlaps(new.start.on, until)
    })
}

impl NewEpisode<'_> {
    /// Begins the use.
    ///
    /// # Errors
    ///
    /// P-80 for a programme that agencies of that kind do not give or that is not in force on the day, P-83 beside a use that excludes it,
    /// P-84 where it follows an employment and begins too soon, P-86 for more months than may be granted from the start, P-175 for more than usual
    /// without one of the grounds, R-31 without what the
    /// person comes about where the programme hears that first. Nothing is asked about a diagnosis or a certificate.
    pub fn decide(self) -> Result<EpisodeEvent, Refusal> {
        let Some(rules) = self.definition.rules_on(self.start.on) else { return Err(Rule::ProgrammeFitsAgency.into()) };
        require(self.definition.agencies.contains(&self.kind), Rule::ProgrammeFitsAgency)?;
        check_start(rules.after_hire, &self.start)?;
        if let Some(months) = self.start.months {
            let most = rules.longest_first.or(rules.months).unwrap_or(0);
            require((1..=most).contains(&months), Rule::TermWithinLimit)?;
            let is_longer = rules.months.is_some_and(|usual| usual < months);
            require(!is_longer || is_ground(rules, self.start.ground.as_deref()), Rule::GroundNamed)?;
        }
        require(in_the_way(&self, self.others).is_none(), Rule::EpisodesOverlap)?;
        let Self { person, agency, kind, definition, start, previous, heard, .. } = self;
        let heard = heard.map(Heard::tidy).filter(|heard| !heard.complaint.is_empty());
        require(heard.is_some() || !definition.hears_first, Rule::NobodyTurnedAway)?;
        let to_link = heard.as_ref().map(|heard| heard.for_others(kind, start.on)).unwrap_or_default();
        let (programme, rules) = (definition.programme, rules.clone());
        Ok(EpisodeEvent::Started { person, agency, programme, rules, start, previous, heard, to_link })
    }
}

/// Whether more months may be granted on this ground; on any, where the programme names none (K02).
fn is_ground(rules: &TermRules, ground: Option<&str>) -> bool {
    rules.grounds.is_empty() || ground.is_some_and(|ground| rules.grounds.iter().any(|known| known == ground))
}

fn check_start(after_hire: Option<u32>, start: &Start) -> Result<(), Refusal> {
    let Some(months) = after_hire else { return Ok(()) };
    let is_late_enough =
        |hired_on: NaiveDate| hired_on <= start.on && Episode::first_possible_day(months, hired_on) <= start.on;
    require(start.hired_on.is_some_and(is_late_enough), Rule::RetentionFromSeventhMonth)
}

impl EpisodeCondition {
    /// The rule behind the condition.
    pub const fn rule(self) -> Rule {
        match self {
            Self::ConferenceHeld => Rule::ChoiceConference,
            Self::Granted | Self::PlanAgreed | Self::Hired | Self::EmployerAgreed => Rule::PhaseInOrder,
        }
    }
}

impl Episode {
    pub(super) fn require_open(&self) -> Result<(), Refusal> {
        require(self.is_open(), Rule::EpisodeEnded)
    }

    pub(super) fn require_day(&self, on: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
        require(self.start.on <= on && on <= today, Rule::DateOutOfOrder)
    }

    /// Enters a phase of the programme.
    ///
    /// # Errors
    ///
    /// P-81 once it has ended, P-87 while it is suspended, P-88 for a phase that the programme has not or whose needs are missing, R-66 for
    /// the result of choice support without a conference in which an agency from outside sat, R-67 for one dated before it, P-11 for a day out of order.
    pub fn enter_phase(
        &self,
        definition: &ProgrammeDefinition,
        entry: PhaseEntry,
        today: NaiveDate,
    ) -> Result<EpisodeEvent, Refusal> {
        self.require_open()?;
        require(self.suspension().is_none(), Rule::SuspensionInOrder)?;
        let Some(phase) = definition.phase(&entry.phase) else { return Err(Rule::PhaseInOrder.into()) };
        // A result that was recorded before conferences had minutes of their own stays, and goes on.
        let rests = |known: &PhaseEntry| definition.phase(&known.phase).is_some_and(PhaseDefinition::needs_conference);
        let is_older = self.phases.iter().any(rests);
        let waived = |need: EpisodeCondition| is_older && need == EpisodeCondition::ConferenceHeld;
        let lacks = |need: &&EpisodeCondition| !(self.holds(**need) || waived(**need));
        if let Some(missing) = phase.needs.iter().find(lacks) {
            return Err(missing.rule().into());
        }
        self.require_day(entry.on, today)?;
        require(self.phase().is_none_or(|last| last.on <= entry.on), Rule::DateOutOfOrder)?;
        if phase.needs_conference() && !is_older {
            let first = self.first_choice_conference();
            require(first.is_some_and(|held| held <= entry.on), Rule::ResultAfterConference)?;
        }
        Ok(EpisodeEvent::PhaseEntered { entry })
    }

    /// Adds months to the term.
    ///
    /// # Errors
    ///
    /// P-81 once it has ended, P-85 for a second re-grant of choice support or one after two months from the start, P-86 for more than the
    /// programme allows, P-12 without a reason, P-11 for a day to come.
    pub fn extend(&self, extension: Extension, today: NaiveDate) -> Result<EpisodeEvent, Refusal> {
        self.require_open()?;
        require(!extension.reason.trim().is_empty(), Rule::ReasonNeeded)?;
        require(extension.decided_on <= today, Rule::DateOutOfOrder)?;
        let limit = match self.programme {
            Programme::EmploymentChoice => Rule::ChoiceGrantedAgainOnce,
            _ => Rule::TermWithinLimit,
        };
        let granted_long =
            self.start.months.is_some_and(|months| self.rules.months.is_some_and(|usual| months > usual));
        require(!granted_long, limit)?;
        let most = self.rules.extensions.get(self.extensions.len()).copied().ok_or(limit)?;
        require((1..=most).contains(&extension.months), Rule::TermWithinLimit)?;
        require(is_ground(&self.rules, extension.ground.as_deref()), Rule::GroundNamed)?;
        Ok(EpisodeEvent::Extended { extension })
    }

    /// Learns from a final individual support plan until when it is meant.
    ///
    /// # Errors
    ///
    /// P-81 once it has ended, P-82 for a period that ends before the use begins.
    pub fn learn_plan_period(&self, until: NaiveDate) -> Result<EpisodeEvent, Refusal> {
        self.require_open()?;
        require(self.start.on <= until, Rule::TermInOrder)?;
        Ok(EpisodeEvent::PlanPeriodKnown { until })
    }

    /// 中断
    ///
    /// # Errors
    ///
    /// P-81 once it has ended, P-87 while it is suspended, P-12 without a reason, P-11 for a day out of order.
    pub fn suspend(&self, from: NaiveDate, reason: &str, today: NaiveDate) -> Result<EpisodeEvent, Refusal> {
        self.require_open()?;
        require(self.suspension().is_none(), Rule::SuspensionInOrder)?;
        require(!reason.trim().is_empty(), Rule::ReasonNeeded)?;
        self.require_day(from, today)?;
        let resumed = self.suspensions.last().and_then(|last| last.resumed_on);
        require(resumed.is_none_or(|resumed| resumed <= from), Rule::DateOutOfOrder)?;
        Ok(EpisodeEvent::Suspended { from, reason: reason.trim().to_owned() })
    }

    /// 再開
    ///
    /// # Errors
    ///
    /// P-81 once it has ended, P-87 unless it is suspended, P-11 for a day before the suspension or to come.
    pub fn resume(&self, on: NaiveDate, today: NaiveDate) -> Result<EpisodeEvent, Refusal> {
        self.require_open()?;
        let Some(suspension) = self.suspension() else { return Err(Rule::SuspensionInOrder.into()) };
        require(suspension.from < on && on <= today, Rule::DateOutOfOrder)?;
        Ok(EpisodeEvent::Resumed { on })
    }

    /// Lets the term end earlier.
    ///
    /// # Errors
    ///
    /// P-81 once it has ended, P-82 where it would end before it began or where there is no term, P-11 where it would end later than now,
    /// P-12 without a reason.
    pub fn shorten(&self, shortening: Shortening, today: NaiveDate) -> Result<EpisodeEvent, Refusal> {
        self.require_open()?;
        require(!shortening.reason.trim().is_empty(), Rule::ReasonNeeded)?;
        let Some(term) = self.term() else { return Err(Rule::TermInOrder.into()) };
        require(self.start.on <= shortening.to, Rule::TermInOrder)?;
        require(shortening.to < term.ends_on && shortening.decided_on <= today, Rule::DateOutOfOrder)?;
        Ok(EpisodeEvent::Shortened { shortening })
    }

    /// Records what the certificate says.
    ///
    /// # Errors
    ///
    /// P-81 once it has ended, P-82 for a certificate or a provisional grant that ends before the use begins, P-89 for a provisional one that
    /// is too long, P-86 for an interval of monitoring that is none.
    pub fn record_grant(&self, grant: Grant) -> Result<EpisodeEvent, Refusal> {
        self.require_open()?;
        let in_order = [grant.until, grant.provisional_until].into_iter().flatten().all(|day| self.start.on <= day);
        require(in_order, Rule::TermInOrder)?;
        if let Some(until) = grant.provisional_until {
            let most = self.rules.provisional.map(|months| last_day(self.start.on, months));
            require(most.is_some_and(|most| until <= most), Rule::ProvisionalGrant)?;
        }
        let interval = grant.monitoring_every.is_none_or(|months| (1..=LONGEST_MONITORING).contains(&months));
        require(interval, Rule::TermWithinLimit)?;
        Ok(EpisodeEvent::GrantRecorded { grant })
    }

    /// Notes something that terms and phases look at.
    ///
    /// # Errors
    ///
    /// P-81 once it has ended, unless it comes after the end (the look back, and what is done while others take over); P-11 for a day before the start or to come.
    pub fn note(&self, noted: Noted, today: NaiveDate) -> Result<EpisodeEvent, Refusal> {
        if !noted.what.comes_after_the_end() {
            self.require_open()?;
        }
        self.require_day(noted.on, today)?;
        let since = self.end.as_ref().filter(|_| noted.what == Milestone::LookedBack).map(|end| end.on);
        require(since.is_none_or(|since| since <= noted.on), Rule::DateOutOfOrder)?;
        Ok(EpisodeEvent::Noted { noted })
    }

    /// 終了
    ///
    /// # Errors
    ///
    /// P-81 if it has ended, P-82 where it would end before it began, P-11 for a day to come, P-12 for 「その他」 without words.
    pub fn finish(&self, end: EpisodeEnd, today: NaiveDate) -> Result<EpisodeEvent, Refusal> {
        self.require_open()?;
        self.check_end(&self.start, &end, today)?;
        Ok(EpisodeEvent::Ended { end })
    }

    fn check_end(&self, start: &Start, end: &EpisodeEnd, today: NaiveDate) -> Result<(), Refusal> {
        require(start.on <= end.on, Rule::TermInOrder)?;
        require(end.on <= today && self.phase().is_none_or(|last| last.on <= end.on), Rule::DateOutOfOrder)?;
        let has_words = end.reason != super::EpisodeEndReason::Other || !end.note.trim().is_empty();
        require(has_words, Rule::ReasonNeeded)
    }

    /// Corrects start and end, which were written down wrongly.
    ///
    /// # Errors
    ///
    /// As for starting and ending it; P-11 where something was recorded before the start as it is now, P-12 without a reason.
    pub fn correct(
        &self,
        start: Start,
        end: Option<EpisodeEnd>,
        reason: &str,
        today: NaiveDate,
    ) -> Result<EpisodeEvent, Refusal> {
        require(!reason.trim().is_empty(), Rule::ReasonNeeded)?;
        check_start(self.rules.after_hire, &start)?;
        if let Some(months) = start.months {
            let most = self.rules.longest_first.or(self.rules.months).unwrap_or(0);
            require((1..=most).contains(&months), Rule::TermWithinLimit)?;
        }
        let phases = self.phases.iter().map(|phase| phase.on);
        let days = phases.chain(self.suspensions.iter().map(|suspension| suspension.from));
        require(
            days.chain(self.milestones.iter().map(|noted| noted.on)).all(|on| start.on <= on),
            Rule::DateOutOfOrder,
        )?;
        if let Some(end) = &end {
            self.check_end(&start, end, today)?;
        }
        Ok(EpisodeEvent::Corrected { start, end, reason: reason.trim().to_owned() })
    }
}
