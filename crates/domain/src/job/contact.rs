//! 連絡の計画と実際: how often who is spoken to in which phase, agreed with the person, and what really was.
//!
//! Nothing here is a rule for everybody: a job has no plan until somebody makes one with the person. Contacts that become fewer as
//! planned are no alarm.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Job, JobPhase, Side};
use crate::{
    agency::Channel,
    episode::Episode,
    id::AgencyId,
    rule::{Refusal, Rule, require},
};

words! {
    /// For which part of the way a step of a plan is.
    PlanPhase {
        /// 始まる前
        BeforeStart = "before_start",
        /// はじめの1か月
        FirstMonth = "first_month",
        /// 6か月まで
        SixMonths = "six_months",
        /// 定着
        Retention = "retention",
        /// ジョブコーチの集中支援期
        Intensive = "intensive",
        /// ジョブコーチの移行支援期
        Shift = "shift",
        /// フォローアップ
        FollowUp = "follow_up",
    }

    /// Who is spoken to.
    ContactWith {
        /// 本人
        Person = "person",
        /// 企業
        Employer = "employer",
        /// 本人と企業に交互に
        Turns = "turns",
    }

    /// 減らす根拠
    FadingBasis {
        /// 社内で相談できる
        AskInside = "ask_inside",
        /// 体調が安定している
        StableHealth = "stable_health",
        /// 企業が自分で動いている
        FirmLeads = "firm_leads",
        /// 本人の希望
        PersonWishes = "person_wishes",
    }
}

/// The most contacts that a step can plan: one a day.
const MOST_TIMES: u32 = 31;
/// The longest time over which a step counts.
const LONGEST_MONTHS: u32 = 12;
/// No plan has more steps.
pub const MOST_STEPS: usize = 6;
/// So many months are looked through at most: longer than anybody works.
const MOST_WINDOWS: u32 = 720;
/// After hiring, the firm hears from the supporters once a month for so many months; a plan may say longer.
const MONTHLY_AFTER_HIRING: u32 = 6;
/// So many months ahead a plan may begin.
const AHEAD: Months = Months::new(12);

/// A part of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanStep {
    /// For which part of the way.
    pub phase: PlanPhase,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day; none where it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Who is spoken to.
    pub with: ContactWith,
    /// How often in [`every_months`](Self::every_months); 0 is "when it is needed".
    pub times: u32,
    /// Over how many months that is counted.
    pub every_months: u32,
    /// 幅: so many more or fewer are as planned, too.
    #[serde(default)]
    pub give: u32,
    /// By which ways.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
}

/// 連絡の計画, made as a whole; the next one replaces it from its first day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactPlan {
    /// From when.
    pub from: NaiveDate,
    /// 本人の希望, in the person's words.
    pub wish: String,
    /// 定例の枠: a day and time that is kept.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub slot: String,
    /// What comes after what.
    pub steps: Vec<PlanStep>,
    /// Why contacts become fewer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<FadingBasis>,
    /// 戻す条件: when there are more again.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub return_if: String,
    /// Until when the firm hears once a month, where that is longer than half a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monthly_until: Option<NaiveDate>,
}

/// A contact that there was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkContact {
    /// When.
    pub on: NaiveDate,
    /// With whom: the person, the employer or both; nobody where a report was shared and nothing was said.
    pub with: Vec<Side>,
    /// By which way.
    pub channel: Channel,
    /// By which agency, where that is not the one that keeps the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<AgencyId>,
    /// 支援レポートを共有した
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub report_shared: bool,
    /// About what.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// It was written in the case of the person, where its words are.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_case: bool,
}

/// How the contacts of a span stand beside the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It lies ahead, or runs.
    Running,
    /// As planned.
    Inside,
    /// Fewer than planned.
    Below,
    /// More than planned: no fault, and worth knowing.
    Above,
}

/// A span of the plan with what really was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// For which part of the way.
    pub phase: PlanPhase,
    /// Who is spoken to.
    pub with: ContactWith,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub until: NaiveDate,
    /// Planned at least; nothing where the span was cut short, or contact is by need.
    pub least: u32,
    /// Planned.
    pub times: u32,
    /// Planned at most; none where contact is by need.
    pub most: Option<u32>,
    /// What there was.
    pub actual: u32,
}

impl Span {
    /// How it stands on a day.
    pub fn standing(&self, today: NaiveDate) -> Standing {
        match () {
            () if self.most.is_some_and(|most| most < self.actual) => Standing::Above,
            () if today <= self.until => Standing::Running,
            () if self.actual < self.least => Standing::Below,
            () => Standing::Inside,
        }
    }
}

impl PlanStep {
    /// The days of its span number `index`, as long as they are planned, and whether it is whole.
    fn days(&self, index: u32, until: Option<NaiveDate>) -> Option<(NaiveDate, NaiveDate, bool)> {
        let after = |index: u32| self.from.checked_add_months(Months::new(index * self.every_months.max(1)));
        let from = after(index).filter(|from| until.is_none_or(|until| *from <= until))?;
        let last = after(index + 1)?.pred_opt()?;
        let cut = until.filter(|until| *until < last);
        Some((from, cut.unwrap_or(last), cut.is_none()))
    }

    fn is_in_order(&self) -> bool {
        let counted = (1..=LONGEST_MONTHS).contains(&self.every_months) && self.times <= MOST_TIMES;
        counted && self.give <= self.times && self.until.is_none_or(|until| self.from <= until)
    }

    fn overlaps(&self, other: &Self) -> bool {
        let ends_before = |first: &Self, second: &Self| first.until.is_some_and(|until| until < second.from);
        self.with == other.with && !ends_before(self, other) && !ends_before(other, self)
    }
}

impl WorkContact {
    /// The person was met: face to face, or online.
    pub fn meets_the_person(&self) -> bool {
        let is_meeting =
            matches!(self.channel, Channel::Visit | Channel::Office | Channel::Online | Channel::Accompany);
        is_meeting && self.with.contains(&Side::Person)
    }

    fn counts_for(&self, with: ContactWith) -> bool {
        match with {
            ContactWith::Person => self.with.contains(&Side::Person),
            ContactWith::Employer => self.with.contains(&Side::Employer),
            ContactWith::Turns => !self.with.is_empty(),
        }
    }
}

fn earlier(one: Option<NaiveDate>, other: Option<NaiveDate>) -> Option<NaiveDate> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

impl Job {
    /// The plans that count, with the last day on which each does. A plan takes the place of the one before from its first day on.
    pub fn plans_by_date(&self) -> Vec<(&ContactPlan, Option<NaiveDate>)> {
        let mut counting: Vec<&ContactPlan> = Vec::new();
        for plan in &self.contact_plans {
            counting.retain(|known| known.from < plan.from);
            counting.push(plan);
        }
        let ends: Vec<_> = counting.iter().skip(1).map(|next| next.from.pred_opt()).chain([None]).collect();
        counting.into_iter().zip(ends).collect()
    }

    /// The plan of a day.
    pub fn plan_on(&self, day: NaiveDate) -> Option<&ContactPlan> {
        self.plans_by_date().into_iter().rev().find(|(plan, _)| plan.from <= day).map(|(plan, _)| plan)
    }

    /// The steps that count with the last day of each. Of a closed employment, none is with the employer.
    fn steps(&self) -> impl Iterator<Item = (&PlanStep, Option<NaiveDate>)> {
        let end = self.end.as_ref().map(|end| end.on);
        let plans = self.plans_by_date().into_iter();
        let steps = plans.flat_map(move |(plan, last)| {
            plan.steps.iter().map(move |step| (step, earlier(earlier(step.until, last), end)))
        });
        steps.filter(|(step, _)| !self.is_closed_to_employer() || step.with == ContactWith::Person)
    }

    fn span(&self, step: &PlanStep, (from, until, is_whole): (NaiveDate, NaiveDate, bool)) -> Span {
        let within = |contact: &&WorkContact| from <= contact.on && contact.on <= until;
        let actual = self.contacts.iter().filter(within).filter(|contact| contact.counts_for(step.with)).count();
        let is_by_need = step.times == 0;
        Span {
            phase: step.phase,
            with: step.with,
            from,
            until,
            least: if is_whole { step.times.saturating_sub(step.give) } else { 0 },
            times: step.times,
            most: (!is_by_need).then_some(step.times + step.give),
            actual: u32::try_from(actual).unwrap_or(u32::MAX),
        }
    }

    /// The spans of the plans that begin up to a day, by their first day.
    pub fn contact_spans(&self, up_to: NaiveDate) -> Vec<Span> {
        let mut spans: Vec<Span> = self
            .steps()
            .flat_map(|(step, last)| {
                let days = (0..MOST_WINDOWS).map_while(move |index| step.days(index, last));
                days.take_while(|(from, ..)| *from <= up_to).map(|days| self.span(step, days)).collect::<Vec<_>>()
            })
            .collect();
        spans.sort_by_key(|span| (span.from, span.with));
        spans
    }

    /// By when the next contact is planned: the end of the first span since the last contact in which there were fewer than planned.
    pub fn next_planned_contact(&self) -> Option<NaiveDate> {
        let next = |(step, last): (&PlanStep, Option<NaiveDate>)| {
            let since = self.contacts.iter().filter(|one| one.counts_for(step.with)).map(|one| one.on).max();
            let days = (0..MOST_WINDOWS).map_while(|index| step.days(index, last));
            let mut ahead = days.filter(|(_, until, _)| since.is_none_or(|since| since <= *until));
            ahead.find_map(|days| Some(self.span(step, days)).filter(|span| span.actual < span.least))
        };
        self.steps().filter_map(next).map(|span| span.until).min()
    }

    /// Whether a contact with the firm that was written in the case counts here: it is told of the disability, and nobody has written the same
    /// contact down at the job already.
    pub fn counts_from_case(&self, on: NaiveDate, channel: Channel) -> bool {
        let same = |one: &WorkContact| one.on == on && one.channel == channel && one.with.contains(&Side::Employer);
        self.is_open() && !self.is_closed_to_employer() && !self.contacts.iter().any(same)
    }

    /// The days on which the firm heard from the supporters or they from it, or a report was shared. In closed employment nobody asks for a
    /// word with the firm: there, the person's own word counts.
    fn monthly_words(&self) -> impl Iterator<Item = NaiveDate> {
        let side = if self.is_closed_to_employer() { Side::Person } else { Side::Employer };
        let contacts = self.contacts.iter().filter(move |one| one.report_shared || one.with.contains(&side));
        let agreed = self.agreements.iter().filter(move |one| one.sides.contains(&side)).map(|one| one.on);
        let asked = self.consults.iter().filter(move |one| one.side == side).map(|one| one.on);
        let said = self.feedback.iter().filter(move |one| one.side == side).map(|one| one.on);
        contacts.map(|one| one.on).chain(agreed).chain(asked).chain(said)
    }

    /// Until when there is a word with the firm once a month.
    pub fn monthly_until(&self) -> Option<NaiveDate> {
        let half_a_year = self.terms.starts_on.checked_add_months(Months::new(MONTHLY_AFTER_HIRING));
        let planned = self.plans_by_date().last().and_then(|(plan, _)| plan.monthly_until);
        half_a_year.max(planned)
    }

    /// By when the next word with the firm, or shared report, is due.
    pub fn next_monthly_word(&self) -> Option<NaiveDate> {
        let since = self.monthly_words().max().map_or(self.terms.starts_on, |last| last.max(self.terms.starts_on));
        let due = since.checked_add_months(Months::new(1))?;
        Some(due).filter(|due| self.monthly_until().is_some_and(|until| *due <= until))
    }

    /// The firm carries the support by itself: somebody saw it and said so.
    pub fn is_supported_inside(&self) -> bool {
        !self.is_closed_to_employer() && self.solid_since.is_some()
    }

    /// Whether everybody who supports the person leaves after a time, at the start of a job.
    fn needs_somebody_who_stays(&self, uses: &[Episode], today: NaiveDate) -> bool {
        let running = || uses.iter().filter(|one| one.overlaps(today, Some(today)));
        running().next().is_some() && running().all(|one| one.rules.months.is_some())
    }

    /// What the rules say about the support of a job on a day, by the uses of services that its agency knows of: hints, none of which is due.
    pub fn findings(&self, today: NaiveDate, uses: &[Episode]) -> Vec<Rule> {
        if !self.is_open() || !self.kind.is_hired() || self.at_workplace.is_some() {
            return Vec::new();
        }
        let plan = self.plan_on(today);
        let is_early = matches!(self.phase_on(today), JobPhase::Ahead | JobPhase::FirstMonth);
        let spans = self.contact_spans(today);
        let over: Vec<&Span> = spans.iter().filter(|span| span.until < today).collect();
        let fading = over.last().is_some_and(|last| {
            let before = over.iter().rev().find(|span| span.with == last.with && span.until < last.from);
            last.standing(today) == Standing::Inside && before.is_some_and(|before| last.actual < before.actual)
        });
        let found = [
            (fading, Rule::FadingAsPlanned),
            (self.contact_plans.is_empty(), Rule::NoUniformFrequency),
            (is_early && plan.is_none_or(|plan| plan.slot.trim().is_empty()), Rule::RegularSlotEarly),
            (self.is_supported_inside(), Rule::InsideSupportEnough),
            (is_early && self.needs_somebody_who_stays(uses, today), Rule::RegisterEarly),
        ];
        found.into_iter().filter_map(|(applies, rule)| applies.then_some(rule)).collect()
    }

    /// Checks a plan before it is made.
    ///
    /// # Errors
    ///
    /// P-121 without the person's wish; P-120 without steps, with steps that begin before the plan, that overlap or that count nothing; R-10 for
    /// words with the employer of a closed employment; P-11 for a plan more than a year ahead.
    pub(super) fn check_plan(&self, plan: &ContactPlan, today: NaiveDate) -> Result<(), Refusal> {
        require(!plan.wish.trim().is_empty(), Rule::WishInContactPlan)?;
        let steps = &plan.steps;
        let in_order = steps.iter().all(|step| step.is_in_order() && plan.from <= step.from);
        let apart = steps
            .iter()
            .enumerate()
            .all(|(index, step)| !steps.iter().skip(index + 1).any(|other| step.overlaps(other)));
        require((1..=MOST_STEPS).contains(&steps.len()) && in_order && apart, Rule::ContactPlanInOrder)?;
        let with_employer = steps.iter().any(|step| step.with != ContactWith::Person);
        require(!(with_employer && self.is_closed_to_employer()), Rule::ClosedEmployment)?;
        require(plan.from <= today.checked_add_months(AHEAD).unwrap_or(today), Rule::DateOutOfOrder)
    }
}
