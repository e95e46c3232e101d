//! What can happen in a case, and on which days: stories that end today in every step of the process.

use banso_domain::{
    calendar::Holidays,
    case::{
        closing::{AttemptMeans, CloseReason, Way},
        event::Purpose,
        intake::ScreeningResult,
    },
};
use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::chance::Chance;

/// Something that happens in a case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Deed {
    Open,
    Note,
    Apply(Will),
    Screen(ScreeningResult),
    Arrive,
    Emergency,
    Assess,
    Draft(Menu),
    Sign,
    StartEarly,
    Sit(Purpose),
    Decide,
    Monitor,
    Evaluate(Way),
    GoOn,
    Close(CloseReason, bool),
    FollowUp,
    EndFollowUp,
    Attempt(AttemptMeans),
    Suspend,
}

/// What the person says to application and sharing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Will {
    Agrees,
    Declines,
    CouldNotAsk,
}

/// What a plan uses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Menu {
    /// Budget counselling and work preparation: decided by the municipality.
    BudgetAndPreparation,
    /// Certified training: decided.
    Training,
    /// Housing benefit: applied for by its own form.
    Housing,
    /// The centre's own support: confirmed.
    OwnSupport,
}

const MENUS: &[Menu] = &[Menu::BudgetAndPreparation, Menu::OwnSupport, Menu::Housing, Menu::OwnSupport, Menu::Training];

/// How a case goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Story {
    JustReceived,
    Outreach,
    InfoOnly,
    LostBeforeScreening,
    ReferredOut { arrived: bool },
    ConsentPending(Will),
    EmergencyOpen,
    Assessing,
    Drafted,
    AwaitingConference,
    AwaitingDecision(Menu),
    EarlyStart,
    InSupport { monitored: bool },
    Evaluating,
    Replanning,
    SecondPlan,
    Suspended,
    FollowUp,
    Closed(CloseReason),
}

/// Every story: how often it is told, and how many days ago its last step was at least and at most.
pub(crate) const STORIES: &[(Story, usize, u64, u64)] = &[
    (Story::JustReceived, 3, 0, 4),
    (Story::Outreach, 1, 3, 3),
    (Story::InfoOnly, 3, 20, 300),
    (Story::LostBeforeScreening, 1, 90, 200),
    (Story::ReferredOut { arrived: false }, 2, 4, 20),
    (Story::ReferredOut { arrived: true }, 2, 60, 250),
    (Story::ConsentPending(Will::Declines), 2, 3, 15),
    (Story::ConsentPending(Will::CouldNotAsk), 1, 3, 15),
    (Story::EmergencyOpen, 2, 1, 6),
    (Story::Assessing, 4, 1, 12),
    (Story::Drafted, 3, 1, 8),
    (Story::AwaitingConference, 3, 1, 6),
    (Story::AwaitingDecision(Menu::BudgetAndPreparation), 1, 0, 5),
    (Story::AwaitingDecision(Menu::Training), 1, 0, 5),
    (Story::AwaitingDecision(Menu::OwnSupport), 1, 0, 5),
    (Story::AwaitingDecision(Menu::Housing), 1, 0, 5),
    (Story::EarlyStart, 2, 1, 5),
    (Story::InSupport { monitored: false }, 4, 5, 45),
    (Story::InSupport { monitored: false }, 4, 80, 125),
    (Story::InSupport { monitored: true }, 3, 5, 40),
    (Story::Evaluating, 2, 1, 8),
    (Story::Replanning, 2, 1, 8),
    (Story::SecondPlan, 2, 10, 50),
    (Story::Suspended, 2, 10, 60),
    (Story::FollowUp, 3, 10, 60),
    (Story::Closed(CloseReason::GoalReached), 3, 20, 90),
    (Story::Closed(CloseReason::ToPublicAssistance), 1, 20, 90),
    (Story::Closed(CloseReason::Moved), 1, 20, 90),
];

/// Dated deeds, in order.
pub(crate) type Timeline = Vec<(NaiveDate, Deed)>;

/// A story told day by day.
struct Path<'c> {
    day: NaiveDate,
    chance: &'c mut Chance,
    told: Timeline,
}

impl Path<'_> {
    fn after(&mut self, least: u64, most: u64, deed: Deed) {
        let days = self.chance.between(least, most);
        self.day = working_day(self.day + Days::new(days));
        self.told.push((self.day, deed));
    }

    fn now(&mut self, deed: Deed) {
        self.told.push((self.day, deed));
    }

    fn sitting(&mut self, purpose: Purpose) {
        self.day = next_sitting(self.day + Days::new(2));
        self.told.push((self.day, Deed::Sit(purpose)));
    }

    fn received(&mut self) {
        self.now(Deed::Open);
        self.now(Deed::Note);
    }

    fn accepted(&mut self) {
        self.received();
        self.after(1, 6, Deed::Apply(Will::Agrees));
        self.now(Deed::Screen(ScreeningResult::ContinueSupport));
    }

    fn assessed(&mut self) {
        self.accepted();
        self.after(5, 9, Deed::Assess);
        self.after(4, 8, Deed::Note);
    }

    fn signed(&mut self, menu: Menu) {
        self.after(3, 7, Deed::Draft(menu));
        self.after(2, 5, Deed::Sign);
    }

    fn decided(&mut self, menu: Menu) {
        self.signed(menu);
        self.sitting(Purpose::Plan);
        self.after(3, 7, Deed::Decide);
    }

    fn supported(&mut self, monitorings: usize) {
        for _ in 0..monitorings {
            for _ in 0..3 {
                self.after(18, 28, Deed::Note);
            }
            self.after(4, 10, Deed::Monitor);
        }
    }

    fn closed(&mut self, reason: CloseReason, follow_up: bool) {
        self.after(5, 10, Deed::Evaluate(Way::Close));
        self.sitting(Purpose::Closure);
        self.after(1, 5, Deed::Close(reason, follow_up));
    }
}

impl Story {
    /// The story as it would go from its first day on.
    fn tell(self, start: NaiveDate, chance: &mut Chance) -> Timeline {
        let menu = *chance.pick(MENUS);
        let mut path = Path { day: working_day(start), chance, told: Vec::new() };
        match self {
            Self::JustReceived => path.received(),
            Self::Outreach => {
                path.received();
                path.after(3, 5, Deed::Note);
            }
            Self::InfoOnly => {
                path.received();
                path.now(Deed::Screen(ScreeningResult::InfoOnly));
            }
            Self::LostBeforeScreening => {
                path.received();
                path.after(20, 30, Deed::Screen(ScreeningResult::LostBeforeScreening));
            }
            Self::ReferredOut { arrived } => {
                path.received();
                path.after(1, 4, Deed::Screen(ScreeningResult::ReferOut));
                if arrived {
                    path.after(5, 12, Deed::Arrive);
                }
            }
            Self::ConsentPending(will) => {
                path.received();
                path.after(1, 4, Deed::Apply(will));
                path.now(Deed::Screen(ScreeningResult::ConsentPending));
            }
            Self::EmergencyOpen => {
                path.accepted();
                path.after(0, 1, Deed::Emergency);
            }
            Self::Assessing => path.assessed(),
            Self::Drafted => {
                path.assessed();
                path.after(3, 7, Deed::Draft(menu));
            }
            Self::AwaitingConference => {
                path.assessed();
                path.signed(menu);
            }
            Self::AwaitingDecision(menu) => {
                path.assessed();
                path.signed(menu);
                path.sitting(Purpose::Plan);
            }
            Self::EarlyStart => {
                path.assessed();
                path.signed(Menu::OwnSupport);
                path.after(1, 2, Deed::StartEarly);
            }
            Self::InSupport { monitored } => {
                path.assessed();
                path.decided(menu);
                path.supported(usize::from(monitored));
            }
            Self::Evaluating | Self::Replanning | Self::SecondPlan => {
                path.assessed();
                path.decided(menu);
                path.supported(1);
                path.after(18, 28, Deed::Note);
                path.after(18, 28, Deed::Evaluate(Way::Replan));
                if self != Self::Evaluating {
                    path.after(2, 5, Deed::GoOn);
                    path.after(3, 7, Deed::Draft(Menu::OwnSupport));
                }
                if self == Self::SecondPlan {
                    path.after(2, 5, Deed::Sign);
                    path.sitting(Purpose::Replan);
                    path.after(3, 7, Deed::Decide);
                }
            }
            Self::Suspended => {
                path.assessed();
                path.decided(menu);
                path.after(20, 30, Deed::Attempt(AttemptMeans::Phone));
                path.after(5, 9, Deed::Attempt(AttemptMeans::Letter));
                path.after(7, 12, Deed::Attempt(AttemptMeans::Visit));
                path.sitting(Purpose::Suspension);
                path.after(1, 3, Deed::Suspend);
            }
            Self::FollowUp => {
                path.assessed();
                path.decided(menu);
                path.supported(2);
                path.closed(CloseReason::GoalReached, true);
                path.after(25, 35, Deed::FollowUp);
            }
            Self::Closed(reason) => {
                path.assessed();
                path.decided(menu);
                path.supported(1);
                path.closed(reason, reason == CloseReason::GoalReached);
                if reason == CloseReason::GoalReached {
                    path.after(25, 35, Deed::FollowUp);
                    path.after(25, 35, Deed::EndFollowUp);
                }
            }
        }
        path.told
    }

    /// The story placed so that its last step was `ago` days before `today`, or a few days earlier.
    pub(crate) fn ending(self, ago: u64, today: NaiveDate, chance: &Chance) -> Timeline {
        let last = today - Days::new(ago);
        let mut start = last;
        loop {
            let told = self.tell(start, &mut chance.clone());
            if told.iter().all(|(day, _)| *day <= last) {
                return self.with_contacts_until(told, today, &mut chance.clone());
            }
            start = start - Days::new(1);
        }
    }

    /// Support goes on after its last step: somebody is in touch every three weeks or so.
    fn with_contacts_until(self, mut told: Timeline, today: NaiveDate, chance: &mut Chance) -> Timeline {
        let goes_on = matches!(self, Self::InSupport { .. } | Self::SecondPlan | Self::EarlyStart);
        if let Some((mut day, _)) = told.last().copied().filter(|_| goes_on) {
            loop {
                day = working_day(day + Days::new(chance.between(12, 24)));
                if day + Days::new(2) > today {
                    break;
                }
                told.push((day, Deed::Note));
            }
        }
        told
    }
}

/// The day itself, or the next on which offices are open.
pub(crate) fn working_day(day: NaiveDate) -> NaiveDate {
    let open = |day: &NaiveDate| {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        !weekend && !Holidays::japan().is_holiday(*day)
    };
    day.iter_days().find(open).unwrap_or(day)
}

/// The day itself, or the next on which the coordination conference sits: the second and fourth Thursday of the month.
pub(crate) fn next_sitting(day: NaiveDate) -> NaiveDate {
    let sits = |day: &NaiveDate| {
        day.weekday() == Weekday::Thu && (8..=14).contains(&day.day())
            || day.weekday() == Weekday::Thu && (22..=28).contains(&day.day())
    };
    working_day(day.iter_days().find(sits).unwrap_or(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_story_ends_in_the_past_with_its_days_in_order() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        for (number, (story, _, least, most)) in STORIES.iter().enumerate() {
            let mut chance = Chance::new(7, number as u64);
            let ago = chance.between(*least, *most);
            let told = story.ending(ago, today, &chance);
            assert!(told.iter().all(|(day, _)| *day <= today), "{story:?}");
            assert!(told.is_sorted_by_key(|(day, _)| *day), "{story:?}");
        }
    }

    #[test]
    fn the_conference_sits_twice_a_month_and_never_on_a_holiday() {
        let mut day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let mut sittings = Vec::new();
        while day.year() == 2026 {
            day = next_sitting(day);
            sittings.push(day);
            day = day + Days::new(1);
        }
        sittings.retain(|day| day.year() == 2026);
        assert!((24..=25).contains(&sittings.len()), "{sittings:?}");
        assert!(sittings.iter().all(|day| working_day(*day) == *day));
    }
}
