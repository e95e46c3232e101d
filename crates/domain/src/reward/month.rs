//! What the record of one use shows in one month: for each reward that comes up, what holds, since when, and what is missing.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{RewardAbout, RewardAmount, RewardCondition, RewardDefinition, RewardKind, RewardVersion, Rewards};
use crate::{
    calendar::YearMonth,
    episode::{Episode, EpisodeEndReason, Milestone, Noted, Programme, day_before_months},
};

words! {
    /// Where a reward stands for somebody in a month.
    RewardState {
        /// It takes away, and what would have spared it is missing.
        Applies = "applies",
        /// It takes away if nothing is done by a day.
        Looms = "looms",
        /// It takes nothing away: everything is there.
        Spared = "spared",
        /// A claim is recorded.
        Claimed = "claimed",
        /// Everything is there that the record can show.
        Claimable = "claimable",
        /// It cannot be claimed: something is missing.
        Lacking = "lacking",
    }
}

/// A reward for somebody in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardLine {
    /// Which, by the identifier of its definition.
    pub reward: String,
    /// Where it stands.
    pub state: RewardState,
    /// What holds, and since when or on which day.
    pub found: Vec<(RewardCondition, Option<NaiveDate>)>,
    /// What does not hold.
    pub missing: Vec<RewardCondition>,
    /// By when it can still be mended.
    pub by: Option<NaiveDate>,
    /// How much, where that is known.
    pub amount: Option<RewardAmount>,
}

impl RewardState {
    /// Where a reward of a kind stands.
    pub fn of(kind: RewardKind, is_complete: bool, by: Option<NaiveDate>, today: NaiveDate) -> Self {
        match (kind, is_complete) {
            (RewardKind::Reduction, true) => Self::Spared,
            (RewardKind::Reduction, false) if by.is_some_and(|by| today <= by) => Self::Looms,
            (RewardKind::Reduction, false) => Self::Applies,
            (_, true) => Self::Claimable,
            (_, false) => Self::Lacking,
        }
    }
}

/// 就職後6か月
const SIX_MONTHS: u32 = 6;

/// What was really shared about a use, and what the person agreed to: not what somebody noted, but what the record holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReallyShared {
    /// Sheets that were handed over: on which form, and when.
    pub sheets: Vec<(String, NaiveDate)>,
    /// From when to when somebody else may know of the use by the person's consent.
    pub consents: Vec<(NaiveDate, NaiveDate)>,
}

impl ReallyShared {
    /// The first day of a consent that stands on a day.
    fn consent_on(&self, day: NaiveDate) -> Option<NaiveDate> {
        let standing = self.consents.iter().filter(|(from, until)| *from <= day && day <= *until);
        standing.map(|(from, _)| *from).min()
    }
}

/// One use in one month, with what the office may know of beside it.
#[derive(Clone, Copy, Debug)]
pub struct UseMonth<'a> {
    /// The month.
    pub month: YearMonth,
    /// The day of asking.
    pub today: NaiveDate,
    /// The use.
    pub episode: &'a Episode,
    /// The person's uses that the office may know of.
    pub known: &'a [Episode],
    /// What was really shared.
    pub shared: &'a ReallyShared,
}

/// What holds, with its day; or by when it can be mended, where it does not.
type Looked = Result<Option<NaiveDate>, Option<NaiveDate>>;

fn found(on: Option<NaiveDate>) -> Looked {
    on.map(Some).ok_or(None)
}

fn holds(condition: bool) -> Looked {
    if condition { Ok(None) } else { Err(None) }
}

impl UseMonth<'_> {
    /// Every reward that comes up for the use in the month.
    pub fn lines(&self, rewards: &Rewards) -> Vec<RewardLine> {
        rewards.all().filter_map(|definition| self.line(definition)).collect()
    }

    /// A reward for the use in the month; none where it does not come up.
    ///
    /// What is claimed for a sitting comes up where a conference is noted in the use: then the minutes are missing that would show it.
    pub fn line(&self, definition: &RewardDefinition) -> Option<RewardLine> {
        let version = definition.on(self.month.last_day())?;
        if !definition.programmes.contains(&self.episode.programme) {
            return None;
        }
        let comes_up = match definition.about {
            RewardAbout::Use => version.asked_when.iter().all(|asked| self.look(*asked, version).is_ok()),
            RewardAbout::Sitting => self.look(RewardCondition::ConferenceHeld, version).is_ok(),
            RewardAbout::Office => false,
        };
        if !comes_up {
            return None;
        }
        let (mut shown, mut missing, mut by) = (Vec::new(), Vec::new(), None);
        for condition in &version.conditions {
            match self.look(*condition, version) {
                Ok(on) => shown.push((*condition, on)),
                Err(until) => {
                    missing.push(*condition);
                    by = [by, until].into_iter().flatten().min();
                }
            }
        }
        Some(RewardLine {
            reward: definition.id.clone(),
            state: RewardState::of(definition.kind, missing.is_empty(), by, self.today),
            found: shown,
            missing,
            by,
            amount: version.amount(Some(self.episode.programme), None),
        })
    }

    fn in_month(&self, day: NaiveDate) -> bool {
        YearMonth::of(day) == self.month
    }

    fn end(&self) -> Option<NaiveDate> {
        self.episode.end.as_ref().map(|end| end.on)
    }

    /// The last day on which something was noted in the month.
    fn noted(&self, what: Milestone) -> Option<NaiveDate> {
        let noted = self.episode.milestones.iter().filter(|noted| noted.what == what && self.in_month(noted.on));
        noted.map(|noted| noted.on).max()
    }

    /// The last day before the end on which something was noted.
    fn noted_before_end(&self, what: Milestone) -> Option<NaiveDate> {
        let is_before = |noted: &&Noted| noted.what == what && self.end().is_none_or(|end| noted.on <= end);
        self.episode.milestones.iter().filter(is_before).map(|noted| noted.on).max()
    }

    /// The last day, so many months before the end of the month at most, on which somebody was hired or the use ended.
    fn handing_over(&self, months: Option<u32>) -> Option<NaiveDate> {
        let last_day = self.month.last_day();
        let from = day_before_months(last_day, months?);
        let days = [self.end(), self.episode.hired_on()].into_iter().flatten();
        days.filter(|day| from <= *day && *day <= last_day).max()
    }

    /// By when what is known is shared.
    fn share_by(&self) -> Option<NaiveDate> {
        Some(day_before_months(self.episode.known_until()?, self.episode.rules.sharing_before?))
    }

    /// The last day in time on which what is known was shared before the end.
    fn shared_in_time(&self) -> Option<NaiveDate> {
        let by = self.share_by();
        let shared = self.episode.milestones.iter().filter(|noted| noted.what == Milestone::SharedBeforeEnd);
        shared.map(|noted| noted.on).filter(|on| by.is_none_or(|by| *on <= by)).max()
    }

    fn look(&self, condition: RewardCondition, version: &RewardVersion) -> Looked {
        let episode = self.episode;
        let last_day = self.month.last_day();
        match condition {
            RewardCondition::Runs => holds(episode.overlaps(self.month.first_day(), Some(last_day))),
            RewardCondition::NearEnd => {
                let ends = episode.known_until().filter(|end| self.month.first_day() <= *end);
                let near = self.share_by().is_some_and(|by| day_before_months(by, 1) <= last_day);
                if near { found(ends) } else { Err(None) }
            }
            RewardCondition::SupportNeeded => holds(episode.last(Milestone::NothingNeededAfter).is_none()),
            RewardCondition::Ended => found(self.end().filter(|end| self.in_month(*end))),
            RewardCondition::MovedOn => {
                let moved = |reason| reason == EpisodeEndReason::MovedToOtherService;
                holds(episode.end.as_ref().is_some_and(|end| moved(end.reason)))
            }
            RewardCondition::ConferenceHeld => found(self.noted(Milestone::Conference)),
            RewardCondition::PlanReviewed => found(self.noted(Milestone::PlanReviewed)),
            RewardCondition::NoPlanThisMonth => {
                holds(self.noted(Milestone::PlanReviewed).or(self.noted(Milestone::PlanAgreed)).is_none())
            }
            RewardCondition::ReportShared => {
                let is_report =
                    |(form, on): &&(String, NaiveDate)| version.reports.contains(form) && self.in_month(*on);
                let handed_over = self.shared.sheets.iter().filter(is_report).map(|(_, on)| *on);
                self.noted(Milestone::ReportShared).into_iter().chain(handed_over).max().map(Some).ok_or(Some(last_day))
            }
            RewardCondition::SharedBeforeEnd => self.shared_in_time().map(Some).ok_or(self.share_by()),
            RewardCondition::ConsentStands => {
                let on = self.shared_in_time().unwrap_or(self.today);
                self.shared.consent_on(on).map(Some).ok_or(self.share_by())
            }
            RewardCondition::NextIsTransition => found(self.next_transition()),
            RewardCondition::NextContacted => found(self.noted_before_end(Milestone::NextContacted)),
            RewardCondition::InformedInWriting => found(self.noted_before_end(Milestone::InformedInWriting)),
            RewardCondition::InformedThisMonth => found(self.noted(Milestone::InformedInWriting)),
            RewardCondition::MetThisMonth => self.noted(Milestone::Interviewed).map(Some).ok_or(Some(last_day)),
            RewardCondition::InterviewedTwice => {
                let interview = |noted: &&Noted| noted.what == Milestone::Interviewed && self.in_month(noted.on);
                found(
                    self.noted(Milestone::Interviewed)
                        .filter(|_| episode.milestones.iter().filter(interview).count() > 1),
                )
            }
            RewardCondition::ClinicOrSchool => found(self.noted(Milestone::ClinicOrSchool)),
            RewardCondition::HandingOver => found(self.handing_over(version.look_back)),
            RewardCondition::NoTransitionBefore => holds(!self.had_transition(version.look_back)),
            RewardCondition::Accompanied => found(self.noted(Milestone::Accompanied)),
            RewardCondition::Hired => found(episode.hired_on()),
            RewardCondition::SixMonthsAtWork => {
                let full = episode.hired_on().map(|hired_on| Episode::first_possible_day(SIX_MONTHS, hired_on));
                found(full.filter(|full| self.in_month(*full)))
            }
            // What the minutes of a sitting show, and what is counted over the whole office, no use shows by itself.
            RewardCondition::InContract
            | RewardCondition::MeetingHeld
            | RewardCondition::OutsiderAttended
            | RewardCondition::Explained
            | RewardCondition::OpinionsAsked
            | RewardCondition::ChangeDiscussed
            | RewardCondition::SharedBack
            | RewardCondition::WithinLine
            | RewardCondition::RecordOfWork
            | RewardCondition::InWork => Err(None),
        }
    }

    fn transitions(&self) -> impl Iterator<Item = &Episode> {
        let is_other = |other: &&Episode| other.id != self.episode.id && other.programme == Programme::Transition;
        self.known.iter().filter(is_other)
    }

    /// The first day of the transition support that came after the end.
    fn next_transition(&self) -> Option<NaiveDate> {
        let end = self.end()?;
        self.transitions().map(|other| other.start.on).filter(|on| end <= *on).min()
    }

    /// Whether transition support ran in so many months before the end, that which came after it left out.
    fn had_transition(&self, months: Option<u32>) -> bool {
        let (Some(end), Some(months)) = (self.end(), months) else { return false };
        let from = day_before_months(end, months);
        self.transitions().any(|other| other.start.on < end && other.overlaps(from, Some(end)))
    }
}
