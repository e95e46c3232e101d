//! One life in the region: what happens on which days, and what is true of every link.

use banso_domain::{
    agency::AgencyKind,
    case::{
        closing::{CloseReason, Way},
        event::Purpose,
        intake::ScreeningResult,
    },
    episode::EpisodeEndReason,
    job::JobEndReason,
};
use chrono::{Months, NaiveDate};

use super::{
    link::{Link, Side, Weights, With, later},
    map::Map,
    rates::{
        AT_WORK_ONE_YEAR, AT_WORK_SIX_MONTHS, EVERY_DAYS, FADING, HEALTH, HIRED_FROM_TRANSITION, LIFE, MONEY,
        PERSON_EVERY_DAYS, PLANNED, TRANSITION_USED, WORK_FOUND, WORK_WANTED,
    },
    seats::{Seats, before},
    turns,
};
use crate::{
    chance::Chance,
    story::{Deed, Menu, Will, next_sitting},
};

/// Days of an average month.
const MONTH: f64 = 365.25 / 12.0;

/// Something that happens to somebody on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Happens {
    /// A step of the case.
    Case(Deed),
    /// The conference sits about it.
    Sit(Purpose),
    /// The worker speaks with the person.
    Speak,
    /// Something has become urgent.
    Crisis,
    /// The worker is in touch over this link.
    Call(usize),
    /// A referral to an agency of the map.
    Refer(usize),
    /// Whether it has room.
    Answer(usize, bool),
    /// The person lets an office know what it needs to know.
    LetIn(usize),
    /// The use of transition support begins there.
    Begin(usize),
    /// It ends.
    EndUse(EpisodeEndReason),
    /// The first day at a firm of the map, with how contact is planned from then on.
    Hired(usize),
    /// The office is in touch with the firm over this link.
    Work(usize),
    /// Half a year later: at work, or not.
    Check(bool),
    /// The last day at work.
    Left(JobEndReason),
    /// Somebody else is in charge: who, among the counsellors of the centre.
    Passed(usize),
}

/// A life as far as the region knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Life {
    /// At which centre.
    pub centre: usize,
    /// Who receives, among its counsellors.
    pub worker: usize,
    /// Where transition support is used, if it is.
    pub office: Option<usize>,
    /// With whom anybody is in touch about the person.
    pub links: Vec<Link>,
    /// What happens, in order.
    pub happens: Vec<(NaiveDate, Happens)>,
}

/// What lives are imagined in.
pub(crate) struct Around<'a> {
    pub(crate) map: &'a Map,
    pub(crate) weights: &'a Weights,
    pub(crate) seats: &'a mut Seats,
    pub(crate) seed: u64,
    pub(crate) last: NaiveDate,
}

/// A life while it is imagined.
struct Imagining<'a, 'b> {
    around: &'a mut Around<'b>,
    chance: Chance,
    life: Life,
}

/// Imagines the life of the person of this number, who comes on a day.
pub(crate) fn imagine(around: &mut Around<'_>, number: usize, arrives: NaiveDate) -> Life {
    let mut chance = Chance::new(around.seed, number as u64);
    let centre = number % around.map.centres.len();
    let workers = around.map.centres[centre].workers as u64;
    let worker = usize::try_from(chance.between(0, workers - 1)).unwrap_or(0);
    let life = Life { centre, worker, office: None, links: Vec::new(), happens: Vec::new() };
    let mut imagining = Imagining { around, chance, life };
    imagining.go(arrives);
    let Imagining { around, mut chance, mut life } = imagining;
    turns::take(around, &mut chance, &mut life);
    for (index, link) in life.links.iter().enumerate() {
        let shows = match (link.side, link.with) {
            (_, With::Person) => Happens::Speak,
            (Side::Centre, With::Partner(_)) => Happens::Call(index),
            (Side::Office(_), With::Partner(_)) => Happens::Work(index),
        };
        life.happens.extend(around.weights.contacts(link, &mut chance).into_iter().map(|day| (day, shows)));
    }
    life.happens.retain(|(day, _)| *day <= around.last);
    // What was imagined first comes first within a day.
    life.happens.sort_by_key(|(day, _)| *day);
    life
}

impl Imagining<'_, '_> {
    fn push(&mut self, on: NaiveDate, what: Happens) {
        self.life.happens.push((on, what));
    }

    fn after(&mut self, day: NaiveDate, least: u64, most: u64) -> NaiveDate {
        later(day, self.chance.between(least, most))
    }

    fn go(&mut self, arrives: NaiveDate) {
        self.push(arrives, Happens::Case(Deed::Open));
        if !self.chance.happens(PLANNED.value) {
            return self.push(arrives, Happens::Case(Deed::Screen(ScreeningResult::InfoOnly)));
        }
        let screened = self.after(arrives, 1, 6);
        self.push(screened, Happens::Case(Deed::Apply(Will::Agrees)));
        self.push(screened, Happens::Case(Deed::Screen(ScreeningResult::ContinueSupport)));
        let decided = self.plan(screened);
        let wants_work = self.chance.happens(WORK_WANTED.value);
        let trains = wants_work && self.chance.happens(TRANSITION_USED.value);
        let finds_work = wants_work && !trains && self.chance.happens(WORK_FOUND.value);
        let first_day = if finds_work { Some(self.after(decided, 30, 240)) } else { None };
        let ends = match (trains, first_day) {
            // The centre stays until the use has ended, however long that is.
            (true, _) => self.around.last,
            (false, Some(first_day)) => self.close(first_day, CloseReason::GoalReached),
            (false, None) => self.close(decided, CloseReason::GoalPartly),
        };
        self.speak(screened, ends);
        for (kind, is_needed) in [
            (AgencyKind::Hellowork, wants_work),
            (AgencyKind::MedicalInstitution, self.chance.happens(HEALTH.value)),
            (AgencyKind::SocialWelfareCouncil, self.chance.happens(MONEY.value)),
            (AgencyKind::Nakapotsu, self.chance.happens(LIFE.value)),
        ] {
            if is_needed {
                self.join(kind, decided, ends);
            }
        }
        if trains {
            self.train(decided);
        }
        if let Some(first_day) = first_day {
            self.work(Side::Centre, first_day, ends);
        }
    }

    /// A plan, agreed to, discussed and decided; the day of the decision.
    fn plan(&mut self, screened: NaiveDate) -> NaiveDate {
        let drafted = self.after(screened, 7, 14);
        let menu = *self.chance.pick(&[Menu::OwnSupport, Menu::BudgetAndPreparation, Menu::Housing]);
        self.push(drafted, Happens::Case(Deed::Draft(menu)));
        let signed = self.after(drafted, 2, 5);
        self.push(signed, Happens::Case(Deed::Sign));
        let sits = next_sitting(later(signed, 2));
        self.push(sits, Happens::Sit(Purpose::Plan));
        let decided = self.after(sits, 3, 7);
        self.push(decided, Happens::Case(Deed::Decide));
        decided
    }

    /// Support is looked back on some months after a day, and ends; the last day of it.
    fn close(&mut self, since: NaiveDate, reason: CloseReason) -> NaiveDate {
        let looked_back = self.after(since, 150, 300);
        self.push(looked_back, Happens::Case(Deed::Evaluate(Way::Close)));
        let sits = next_sitting(later(looked_back, 2));
        self.push(sits, Happens::Sit(Purpose::Closure));
        let closes = self.after(sits, 1, 5);
        self.push(closes, Happens::Case(Deed::Close(reason, reason == CloseReason::GoalReached)));
        before(closes).min(self.around.last)
    }

    fn link(&mut self, link: Link) -> bool {
        let is_there = link.from() <= link.to();
        if is_there {
            self.life.links.push(link);
        }
        is_there
    }

    fn speak(&mut self, from: NaiveDate, to: NaiveDate) {
        let per_month = MONTH / self.chance.by_magnitude(PERSON_EVERY_DAYS);
        let shape = self.around.map.centres[self.life.centre].shape;
        self.link(Link::steady(Side::Centre, With::Person, shape, per_month, (from, to)));
    }

    /// Another agency helps, if it has room.
    fn join(&mut self, kind: AgencyKind, decided: NaiveDate, to: NaiveDate) {
        let asked = self.after(decided, 1, 10);
        let at = *self.chance.pick(&self.around.map.around(self.life.centre, kind));
        let from = self.after(asked, 3, 14);
        let found = self.around.seats.take(at, from, |from| to.max(from));
        // Hello Work takes everybody; the others are asked.
        if kind != AgencyKind::Hellowork {
            self.push(asked, Happens::Refer(at));
            self.push(found.unwrap_or(from), Happens::Answer(at, found.is_some()));
        }
        let partner = &self.around.map.partners[at];
        let per_month = MONTH / self.chance.by_magnitude(EVERY_DAYS) * partner.pace;
        if let Some(from) = found {
            self.link(Link::steady(Side::Centre, With::Partner(at), partner.shape, per_month, (from, to)));
        }
    }

    /// Transition support, and perhaps work after it.
    fn train(&mut self, decided: NaiveDate) {
        let asked = self.after(decided, 5, 15);
        let at = *self.chance.pick(&self.around.map.around(self.life.centre, AgencyKind::TransitionSupport));
        let days = self.chance.by_magnitude((120.0, 700.0)).round() as u64;
        let Some(begins) = self.around.seats.take(at, later(asked, 7), |from| later(from, days)) else { return };
        self.life.office = Some(at);
        self.push(asked, Happens::LetIn(at));
        self.push(begins, Happens::Begin(at));
        let ends = later(begins, days);
        if self.chance.happens(HIRED_FROM_TRANSITION.value) {
            self.work(Side::Office(at), ends, self.around.last);
            let ended = self.after(ends, 1, 5);
            self.push(ended, Happens::EndUse(EpisodeEndReason::Employed));
        } else {
            use EpisodeEndReason::{Health, MovedToOtherService, Withdrawn};
            let reason = *self.chance.pick(&[Withdrawn, Health, MovedToOtherService]);
            self.push(ends, Happens::EndUse(reason));
        }
    }

    /// Work at a firm, with contact that fades as planned.
    fn work(&mut self, side: Side, first_day: NaiveDate, known_until: NaiveDate) {
        let firm = *self.chance.pick(&self.around.map.around(self.life.centre, AgencyKind::Employer));
        self.push(first_day, Happens::Hired(firm));
        let stays = self.chance.unit();
        let leaves = if stays >= AT_WORK_SIX_MONTHS.value {
            Some(self.after(first_day, 14, 170))
        } else if stays >= AT_WORK_ONE_YEAR.value {
            Some(self.after(first_day, 190, 355))
        } else {
            None
        };
        if let Some(leaves) = leaves {
            let reason = *self.chance.pick(&[JobEndReason::Resigned, JobEndReason::Health, JobEndReason::Resigned]);
            self.push(leaves, Happens::Left(reason));
        }
        let half_year = later(first_day + Months::new(6), 0);
        self.push(half_year, Happens::Check(leaves.is_none_or(|leaves| leaves > half_year)));
        let to = leaves.map_or(known_until, |leaves| before(leaves).min(known_until));
        let kept = self.chance.by_magnitude((0.85, 1.18));
        let shape = self.around.map.partners[firm].shape;
        let mut steps = FADING.iter();
        let Some((times, days)) = steps.next() else { return };
        let monthly = f64::from(*times) * kept;
        let mut link = Link::steady(side, With::Partner(firm), shape, monthly, (first_day, to));
        let mut from = first_day;
        let mut lasts = *days;
        for (times, days) in steps {
            from = from + chrono::Days::new(lasts);
            link.turn(from, f64::from(*times) * kept, super::link::Turn::PlannedFade);
            lasts = *days;
        }
        self.link(link);
    }
}
