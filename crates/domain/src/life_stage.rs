//! 人生の時期: what is known of a person's years from recorded facts alone: when they were at work and when not, where working life turned,
//! how old they were. Nothing is guessed: where no job is recorded nobody is said to be out of work, and without a birth date there is no age.

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    id::JobId,
    job::{Job, JobEndReason, JobKind},
};

words! {
    /// A turn of working life.
    WorkTurn {
        /// 実習
        Practice = "practice",
        /// 就職
        Hired = "hired",
        /// 離職
        Left = "left",
        /// 再就職
        HiredAgain = "hired_again",
    }
}

/// A turn with its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn {
    /// When.
    pub on: NaiveDate,
    /// What.
    pub what: WorkTurn,
    /// The job that it is about.
    pub job: JobId,
}

/// A time of a life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LifeStage {
    /// At school, until the day on which support for adults takes over.
    School,
    /// Employed, at one firm or at several.
    AtWork,
    /// Between the end of a job and the next one.
    OutOfWork,
    /// After the last job ended for age (定年・引退).
    Retired,
    /// Of this age and younger than ten years more: 20 for the twenties.
    Age(u32),
}

/// A stage from its first day to its last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageSpan {
    /// Which.
    pub stage: LifeStage,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; none where it goes on.
    pub until: Option<NaiveDate>,
}

/// The contracts of employment that have begun, by their first day.
fn hired(jobs: &[Job], today: NaiveDate) -> Vec<&Job> {
    let mut hired: Vec<&Job> = jobs.iter().filter(|job| job.kind.is_hired() && job.terms.starts_on <= today).collect();
    hired.sort_by_key(|job| (job.terms.starts_on, job.id));
    hired
}

fn left(job: &Job) -> Option<NaiveDate> {
    job.end.as_ref().filter(|end| end.reason != JobEndReason::Deceased).map(|end| end.on)
}

/// The turns of working life in order: practices, hirings, ends of jobs, and hirings after an end.
pub fn turns(jobs: &[Job], today: NaiveDate) -> Vec<Turn> {
    let practices = jobs.iter().filter(|job| job.kind == JobKind::Practice && job.terms.starts_on <= today);
    let practices = practices.map(|job| Turn { on: job.terms.starts_on, what: WorkTurn::Practice, job: job.id });
    let mut turns: Vec<Turn> = practices.collect();
    let hired = hired(jobs, today);
    for job in &hired {
        let on = job.terms.starts_on;
        let again = hired.iter().filter_map(|other| left(other)).any(|left| left <= on);
        let what = if again { WorkTurn::HiredAgain } else { WorkTurn::Hired };
        turns.push(Turn { on, what, job: job.id });
        turns.extend(left(job).map(|on| Turn { on, what: WorkTurn::Left, job: job.id }));
    }
    turns.sort();
    turns
}

/// The times at work, one stretch for jobs that follow each other or run side by side, and the times between them.
pub fn working_life(jobs: &[Job], today: NaiveDate) -> Vec<StageSpan> {
    let mut stretches: Vec<(NaiveDate, Option<NaiveDate>, Option<LifeStage>)> = Vec::new();
    for job in hired(jobs, today) {
        let retired = job.end.as_ref().is_some_and(|end| end.reason == JobEndReason::Retired);
        let after = if retired { LifeStage::Retired } else { LifeStage::OutOfWork };
        let (from, until) = (job.terms.starts_on, job.end.as_ref().map(|end| end.on));
        let follows = left(job).map(|_| after);
        match stretches.last_mut() {
            Some((_, last, next)) if last.is_none_or(|last| last.succ_opt().is_none_or(|next| from <= next)) => {
                if last.is_some() && until.is_none_or(|until| *last < Some(until)) {
                    (*last, *next) = (until, follows);
                }
            }
            _ => stretches.push((from, until, follows)),
        }
    }
    let mut spans = Vec::new();
    for (place, (from, until, follows)) in stretches.iter().enumerate() {
        spans.push(StageSpan { stage: LifeStage::AtWork, from: *from, until: *until });
        let Some((stage, next_day)) = follows.zip(until.and_then(|until| until.succ_opt())) else { continue };
        let until = stretches.get(place + 1).and_then(|(next, ..)| next.pred_opt());
        if next_day <= until.unwrap_or(today) {
            spans.push(StageSpan { stage, from: next_day, until });
        }
    }
    spans
}

/// 再チャレンジ: the first day after each end of a job on which something began that leads back to work, while there was no job.
///
/// `beginnings` are the first days of practices and of uses of programmes.
pub fn tries_again(stages: &[StageSpan], beginnings: &[NaiveDate]) -> Vec<NaiveDate> {
    let between = stages.iter().filter(|span| span.stage == LifeStage::OutOfWork);
    let within = |span: &StageSpan, on: NaiveDate| span.from <= on && span.until.is_none_or(|until| on <= until);
    between.filter_map(|span| beginnings.iter().copied().filter(|on| within(span, *on)).min()).collect()
}

/// The time at school until `left_on`: from the first 1 April on or after the sixth birthday (学校教育法第17条).
pub fn school(born: NaiveDate, left_on: NaiveDate, today: NaiveDate) -> Option<StageSpan> {
    let six = born.checked_add_months(Months::new(72))?;
    let april = |year| NaiveDate::from_ymd_opt(year, 4, 1);
    let from = april(six.year()).filter(|april| six <= *april).or_else(|| april(six.year() + 1))?;
    let until = Some(left_on).filter(|last| *last < today);
    (from <= left_on && from <= today).then_some(StageSpan { stage: LifeStage::School, from, until })
}

/// The decades of age from the day `from` on, up to today: for somebody whose birth date is known to the day.
pub fn ages(born: NaiveDate, from: NaiveDate, today: NaiveDate) -> Vec<StageSpan> {
    // As years of age are counted: somebody born on 29 February completes one on 1 March of a common year.
    let begins = |decade: u32| {
        let on = born.checked_add_months(Months::new(decade * 120))?;
        if on.day() == born.day() { Some(on) } else { on.succ_opt() }
    };
    (0..12)
        .filter_map(|decade| {
            let (first, next) = (begins(decade)?, begins(decade + 1)?);
            let stage = LifeStage::Age(decade * 10);
            let until = next.pred_opt().filter(|last| *last < today);
            (first <= today && from < next).then_some(StageSpan { stage, from: first, until })
        })
        .collect()
}
