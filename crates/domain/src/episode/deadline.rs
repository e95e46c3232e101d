//! What is due of a use, when, and from which day it is counted. Computed anew from the use whenever it changes.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Episode, Milestone, day_before_months, last_day, next_judging_day};
use crate::{calendar::YearMonth, case::handover::UseEnding};

words! {
    /// Why a day of a use matters.
    DeadlineKind {
        /// 利用期間の終わり
        TermEnd = "term_end",
        /// 暫定支給決定の終わり (K06)
        ProvisionalEnd = "provisional_end",
        /// 受給者証の終わり
        CertificateEnd = "certificate_end",
        /// 最初の個別支援計画 (K09)
        FirstPlan = "first_plan",
        /// 計画の見直し・モニタリング (K07, K08)
        PlanReview = "plan_review",
        /// 引継ぎの準備 (K14, R-75)
        HandoverOpening = "handover_opening",
        /// 終了前の情報共有 (K15, R-76)
        SharingBeforeEnd = "sharing_before_end",
        /// 就職後の支援の終わり (K10)
        PostHireEnd = "post_hire_end",
        /// 毎月の支援レポート (K13)
        MonthlyReport = "monthly_report",
        /// 毎月の面談 (K13)
        MonthlyMeeting = "monthly_meeting",
        /// 計画期間の終わり
        PlanPeriodEnd = "plan_period_end",
        /// 集中減算の判定日 (K04)
        Judging = "judging",
        /// ほかの窓口につなぐ
        Linking = "linking",
        /// 家族などが決めたことの見直し
        WhoDecides = "who_decides",
        /// 振り返り
        LookBack = "look_back",
    }
}

impl DeadlineKind {
    /// Somebody has to do something by then. The judging day only says in which half-year a use is counted.
    pub const fn is_to_do(self) -> bool {
        !matches!(self, Self::Judging)
    }
}

/// A day that matters, with what it is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline {
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub kind: DeadlineKind,
    /// From which day it is counted.
    pub from: NaiveDate,
    /// So many months after that day, or before it.
    pub months: Option<i64>,
    /// So many days after it.
    pub days: Option<u64>,
}

/// A look back is due so many days after a use that ended without a job.
const LOOK_BACK: Days = Days::new(30);

impl Episode {
    /// Everything that is due, soonest first. While a use is suspended its term stands still and only the certificate runs on.
    pub fn deadlines(&self) -> Vec<Deadline> {
        let mut dues = Dues::default();
        match &self.end {
            Some(end) => {
                if end.reason.asks_to_look_back() && self.last(Milestone::LookedBack).is_none_or(|on| on < end.on) {
                    dues.days(DeadlineKind::LookBack, end.on, LOOK_BACK);
                }
            }
            None if self.suspension().is_some() => dues.on(DeadlineKind::CertificateEnd, self.grant.until),
            None => self.running(&mut dues),
        }
        if self.rules.judged
            && let Some(until) = self.known_until()
        {
            dues.from(DeadlineKind::Judging, next_judging_day(until), until);
        }
        dues.0.sort_unstable();
        dues.0
    }

    fn running(&self, dues: &mut Dues) {
        dues.on(DeadlineKind::CertificateEnd, self.grant.until);
        dues.on(DeadlineKind::ProvisionalEnd, self.grant.provisional_until);
        dues.on(DeadlineKind::PlanPeriodEnd, self.plan_until);
        self.plans(dues);
        self.person_first(dues);
        if let (Some(hired_on), Some(months)) = (self.hired_on(), self.rules.post_hire) {
            dues.months(DeadlineKind::PostHireEnd, last_day(hired_on, months), hired_on, i64::from(months));
        }
        if self.rules.monthly_report {
            let asked = [
                (DeadlineKind::MonthlyReport, Milestone::ReportShared),
                (DeadlineKind::MonthlyMeeting, Milestone::Interviewed),
            ];
            for (kind, what) in asked {
                let next = self.last(what).and_then(|on| YearMonth::of(on).last_day().succ_opt());
                let month = YearMonth::of(next.unwrap_or(self.start.on).max(self.start.on));
                dues.from(kind, month.last_day(), month.first_day());
            }
        }
        let Some(term) = self.term() else { return };
        dues.from(DeadlineKind::TermEnd, term.ends_on, self.start.on);
        if let Some(months) = self.rules.handover_before
            && self.last(Milestone::HandoverBegun).is_none()
        {
            dues.before(DeadlineKind::HandoverOpening, term.ends_on, months);
        }
        if let Some(months) = self.rules.sharing_before
            && self.last(Milestone::SharedBeforeEnd).or(self.last(Milestone::NothingNeededAfter)).is_none()
        {
            dues.before(DeadlineKind::SharingBeforeEnd, term.ends_on, months);
        }
    }

    fn plans(&self, dues: &mut Dues) {
        let agreed = self.last(Milestone::PlanAgreed);
        match (agreed.max(self.last(Milestone::PlanReviewed)), self.rules.first_plan) {
            (None, Some(months)) => {
                let on = last_day(self.start.on, months);
                dues.months(DeadlineKind::FirstPlan, on, self.start.on, i64::from(months));
            }
            (Some(from), _) => {
                if let Some(months) = self.grant.monitoring_every.or(self.rules.review) {
                    dues.months(DeadlineKind::PlanReview, last_day(from, months), from, i64::from(months));
                }
            }
            (None, None) => {}
        }
    }

    /// What waits for another desk, and what somebody else decided: one deadline each, the soonest.
    fn person_first(&self, dues: &mut Dues) {
        if let (Some(since), Some(days)) = (self.to_link().map(|one| one.since).min(), self.rules.link_within_days) {
            dues.days(DeadlineKind::Linking, since, Days::new(u64::from(days)));
        }
        let since = self.decided_by_others().map(|(_, decided)| decided.since()).min();
        if let (Some(since), Some(months)) = (since, self.rules.who_decides) {
            dues.months(DeadlineKind::WhoDecides, last_day(since, months), since, i64::from(months));
        }
    }

    /// Its end, where it is to be handed over and that has not begun: from when on, until when (K14, R-75).
    pub fn handed_over_from(&self) -> Option<UseEnding> {
        let opening = self.deadlines().into_iter().find(|deadline| deadline.kind == DeadlineKind::HandoverOpening)?;
        let until = self.term()?.ends_on;
        Some(UseEnding { episode: self.id, agency: self.agency, until, from: opening.on.max(self.start.on) })
    }

    /// What is to be done next.
    pub fn next_deadline(&self) -> Option<Deadline> {
        self.deadlines().into_iter().find(|deadline| deadline.kind.is_to_do())
    }
}

#[derive(Default)]
struct Dues(Vec<Deadline>);

impl Dues {
    fn on(&mut self, kind: DeadlineKind, on: Option<NaiveDate>) {
        self.0.extend(on.map(|on| Deadline { on, kind, from: on, months: None, days: None }));
    }

    fn from(&mut self, kind: DeadlineKind, on: NaiveDate, from: NaiveDate) {
        self.0.push(Deadline { on, kind, from, months: None, days: None });
    }

    fn months(&mut self, kind: DeadlineKind, on: NaiveDate, from: NaiveDate, months: i64) {
        self.0.push(Deadline { on, kind, from, months: Some(months), days: None });
    }

    fn before(&mut self, kind: DeadlineKind, end: NaiveDate, months: u32) {
        self.months(kind, day_before_months(end, months), end, -i64::from(months));
    }

    fn days(&mut self, kind: DeadlineKind, from: NaiveDate, days: Days) {
        let on = from.checked_add_days(days).unwrap_or(from);
        self.0.push(Deadline { on, kind, from, months: None, days: Some((on - from).num_days().unsigned_abs()) });
    }
}
