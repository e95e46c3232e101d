//! 月次報告 (支援状況調査): what a centre counts of a month for the ministry, with the rule by which each line is counted; and what was sent, which stays
//! as it was sent. Source: published tables of the survey (self-reliance notes §3.13, §6.3).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::YearMonth,
    case::{
        Case,
        plan::{Plan, PlanKind, Service},
    },
    id::PersonId,
    rule::{Refusal, Rule, require},
};

words! {
    /// A line of the return, in the order of the published table.
    ReturnLine {
        /// ①新規相談受付件数: cases whose first reception lies in the month, consent or not.
        NewIntakes = "new_intakes",
        /// Of these, people who came back after an earlier case. Municipalities differ in whether they are new.
        CameBack = "came_back",
        /// ②プラン作成件数: plans decided or confirmed in the month, first plans and plans made again.
        PlansMade = "plans_made",
        /// Of these, plans made again (再プラン).
        PlansAgain = "plans_again",
        /// ③就労支援対象者数: plans of the month with employment support (menu 6).
        EmploymentTargets = "employment_targets",
        /// 住居確保給付金
        HousingBenefit = "housing_benefit",
        /// 一時生活支援
        Shelter = "shelter",
        /// 家計改善支援
        Budget = "budget",
        /// 就労準備支援
        WorkPrep = "work_prep",
        /// 就労訓練事業
        Training = "training",
        /// 自立相談支援機関の就労支援
        EmploymentSupport = "employment_support",
        /// 生活福祉資金貸付
        WelfareLoan = "welfare_loan",
        /// 生活保護受給者等就労自立促進事業
        JointProgramme = "joint_programme",
        /// 就労者数: people who began to work in the month.
        Employed = "employed",
        /// うち就労支援対象プラン作成者分
        EmployedPlanned = "employed_planned",
        /// 増収者数: people whose earnings were seen to have risen in the month.
        IncomeUp = "income_up",
        /// うち就労支援対象プラン作成者分
        IncomeUpPlanned = "income_up_planned",
    }
}

/// 見られた変化 of 【6】 that tell of work and earnings.
const BEGAN_TO_WORK: [&str; 2] = ["employed_general", "employed_intermediate"];
const EARNS_MORE: &str = "income_up";

/// The counts of a month, in the order of [`ReturnLine::ALL`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Counts(Vec<u32>);

impl Counts {
    /// What a line counts.
    pub fn of(&self, line: ReturnLine) -> u32 {
        ReturnLine::ALL.iter().position(|known| *known == line).and_then(|at| self.0.get(at)).copied().unwrap_or(0)
    }

    fn add(&mut self, line: ReturnLine) {
        self.0.resize(ReturnLine::ALL.len(), 0);
        if let Some(count) = ReturnLine::ALL.iter().position(|known| *known == line).and_then(|at| self.0.get_mut(at)) {
            *count += 1;
        }
    }

    /// The counts of both together.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        Self(ReturnLine::ALL.iter().map(|line| self.of(*line) + other.of(*line)).collect())
    }

    /// The lines that differ, with what they were and what they are.
    pub fn changed(&self, now: &Self) -> Vec<(ReturnLine, u32, u32)> {
        let pairs = ReturnLine::ALL.iter().map(|line| (*line, self.of(*line), now.of(*line)));
        pairs.filter(|(_, before, after)| before != after).collect()
    }

    /// Counts a month. `cases` are those of one centre that were open on a day of it; `hired` tells who began a job in it, as far as the centre's own
    /// record shows.
    pub fn count<'c>(
        month: YearMonth,
        cases: impl IntoIterator<Item = &'c Case>,
        hired: &[(PersonId, NaiveDate)],
    ) -> Self {
        let mut counts = Self::default();
        for case in cases {
            counts.add_case(month, case, hired);
        }
        counts
    }

    fn add_case(&mut self, month: YearMonth, case: &Case, hired: &[(PersonId, NaiveDate)]) {
        let is_now = |day: NaiveDate| YearMonth::of(day) == month;
        if is_now(case.received_on) {
            self.add(ReturnLine::NewIntakes);
            if case.previous.is_some() {
                self.add(ReturnLine::CameBack);
            }
        }
        for plan in case.plans.iter().filter(|plan| plan.decision.as_ref().is_some_and(|decision| is_now(decision.on)))
        {
            self.add_plan(plan);
        }
        let is_planned = case.plans.iter().any(|plan| {
            let decided = plan.decision.as_ref().is_some_and(|decision| decision.on <= month.last_day());
            decided && plan.content.used_services().any(|service| service == Service::EmploymentSupport)
        });
        let seen = |change: &str| {
            case.evaluations.iter().any(|evaluation| {
                let content = &evaluation.content;
                content.evaluated_on.is_some_and(is_now) && content.changes.iter().any(|seen| seen == change)
            })
        };
        let works = BEGAN_TO_WORK.iter().any(|change| seen(change))
            || hired.iter().any(|(person, on)| *person == case.person && is_now(*on));
        for (is_so, line, planned) in [
            (works, ReturnLine::Employed, ReturnLine::EmployedPlanned),
            (seen(EARNS_MORE), ReturnLine::IncomeUp, ReturnLine::IncomeUpPlanned),
        ] {
            if is_so {
                self.add(line);
                if is_planned {
                    self.add(planned);
                }
            }
        }
    }

    fn add_plan(&mut self, plan: &Plan) {
        self.add(ReturnLine::PlansMade);
        if plan.kind == PlanKind::Replan {
            self.add(ReturnLine::PlansAgain);
        }
        for service in plan.content.used_services() {
            let line = match service {
                Service::HousingBenefit => ReturnLine::HousingBenefit,
                Service::Shelter => ReturnLine::Shelter,
                Service::Budget => ReturnLine::Budget,
                Service::WorkPrep => ReturnLine::WorkPrep,
                Service::Training => ReturnLine::Training,
                Service::EmploymentSupport => ReturnLine::EmploymentSupport,
            };
            self.add(line);
            if service == Service::EmploymentSupport {
                self.add(ReturnLine::EmploymentTargets);
            }
        }
        let related = &plan.content.related;
        for (used, line) in [
            (related.welfare_loan.used == Some(true), ReturnLine::WelfareLoan),
            (related.hw_joint_program.used == Some(true), ReturnLine::JointProgramme),
        ] {
            if used {
                self.add(line);
            }
        }
    }
}

/// A return as it was sent; what is sent again for the same month is a correction, and both stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentReturn {
    /// Of which month.
    pub month: YearMonth,
    /// When it was sent.
    pub on: NaiveDate,
    /// As it was then.
    pub counts: Counts,
}

/// Writes down that a month was sent.
///
/// # Errors
///
/// P-144 for a month that is not over, or where nothing has changed since it was sent.
pub fn send(sent: &[SentReturn], month: YearMonth, counts: Counts, today: NaiveDate) -> Result<SentReturn, Refusal> {
    require(month.last_day() < today, Rule::ReturnOfPastMonth)?;
    let last = sent.iter().rev().find(|known| known.month == month);
    require(last.is_none_or(|known| known.counts != counts), Rule::ReturnOfPastMonth)?;
    Ok(SentReturn { month, on: today, counts })
}
