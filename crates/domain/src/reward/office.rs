//! What is looked at over a whole office: how long those who finished have stayed in work, and in which half-year it was judged.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};

use super::RewardVersion;
use crate::{
    calendar::{FiscalYear, YearMonth},
    episode::{Episode, Programme, day_before_months},
    job::{Job, JobKind},
    neutrality::HalfYear,
};

/// The half-year whose result is applied in a month (K04): January to June from October on, July to December from April on.
pub fn half_year_applied_in(month: YearMonth) -> HalfYear {
    let day = month.first_day();
    let mut half = HalfYear::of(day);
    while half.applied().0 > day {
        half = half.before();
    }
    half
}

/// A share of people in work: of those who finished retention support, how many have worked as long as the definition asks
/// (就労定着実績体制加算); or of those who used it, how many are in work (就労定着率).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkRecord {
    /// Those who finished or used it in the years looked at: the denominator.
    pub people: usize,
    /// Those of them who worked long enough, or are in work: the numerator.
    pub lasting: usize,
}

impl WorkRecord {
    /// Counts for a month: the years end with the fiscal year before it. `jobs_of` gives the jobs that the office knows of.
    pub fn count<'j>(
        version: &RewardVersion,
        month: YearMonth,
        uses: &[Episode],
        jobs_of: &dyn Fn(&Episode) -> Vec<&'j Job>,
    ) -> Self {
        let before = FiscalYear::of(month.first_day()).first_day().pred_opt().unwrap_or_default();
        let from = version.look_back.map_or(NaiveDate::MIN, |months| day_before_months(before, months));
        let finished = uses.iter().filter(|episode| {
            let ended = episode.end.as_ref().map(|end| end.on);
            episode.programme == Programme::Retention && ended.is_some_and(|on| from < on && on <= before)
        });
        let mut record = Self::default();
        for episode in finished {
            record.people += 1;
            let jobs = jobs_of(episode);
            record.lasting += usize::from(jobs.iter().any(|job| lasted(version, job, before)));
        }
        record
    }

    /// 就労定着率 for a month: of everybody who used retention support in the years that end with the fiscal year before, those in work on
    /// its last day (R-04: not the six months' figure). Each is counted once; where the office knows of no job, there is none.
    pub fn in_work<'j>(
        version: &RewardVersion,
        month: YearMonth,
        uses: &[Episode],
        jobs_of: &dyn Fn(&Episode) -> Vec<&'j Job>,
    ) -> Self {
        let last = FiscalYear::of(month.first_day()).first_day().pred_opt().unwrap_or_default();
        let from = version.look_back.map_or(NaiveDate::MIN, |months| day_before_months(last, months));
        let used = |episode: &&Episode| {
            let until = episode.end.as_ref().map(|end| end.on);
            let ran = episode.start.on <= last && until.is_none_or(|until| from < until);
            episode.programme == Programme::Retention && ran
        };
        let at_work = |job: &&Job| {
            let ended = job.end.as_ref().is_some_and(|end| end.on < last);
            job.kind == JobKind::Employment && job.terms.starts_on <= last && !ended
        };
        let (mut record, mut counted) = (Self::default(), HashSet::new());
        for episode in uses.iter().filter(used).filter(|episode| counted.insert(episode.person)) {
            record.people += 1;
            record.lasting += usize::from(jobs_of(episode).iter().any(at_work));
        }
        record
    }

    /// The share in percent, rounded down; none where nobody finished.
    pub fn percent(self) -> Option<usize> {
        (self.people > 0).then(|| self.lasting * 100 / self.people)
    }

    /// Whether it reaches the share of the definition. Exactly as many is enough.
    pub fn is_reached(self, version: &RewardVersion) -> bool {
        self.reaches(version.percent.unwrap_or(100))
    }

    /// Whether it reaches a share in percent; nobody reaches none.
    pub fn reaches(self, percent: u32) -> bool {
        self.people > 0 && self.lasting * 100 >= self.people * percent as usize
    }
}

/// Whether somebody worked at one place as many whole months as the definition asks, up to a day.
fn lasted(version: &RewardVersion, job: &Job, until: NaiveDate) -> bool {
    let Some((from, below)) = version.months_at_work.filter(|_| job.kind == JobKind::Employment) else {
        return false;
    };
    let last = job.end.as_ref().map_or(until, |end| end.on.min(until));
    let months = whole_months(job.terms.starts_on, last);
    from <= months && months < below
}

/// The whole months from a first day to a last one, both counted.
fn whole_months(first: NaiveDate, last: NaiveDate) -> u32 {
    let after = last.succ_opt().unwrap_or(last);
    let years = i64::from(after.year()) - i64::from(first.year());
    let months = years * 12 + i64::from(after.month()) - i64::from(first.month());
    let begun = i64::from(after.day() < first.day());
    u32::try_from(months - begun).unwrap_or(0)
}
