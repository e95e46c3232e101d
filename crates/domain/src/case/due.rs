//! The next date that matters for a case, and why: what work queues and case lists sort by.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Case, Stage, closing::FollowUp, event::Purpose, intake::Screening};

/// Why a date matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueKind {
    /// The next contact that a record or a screening set; after a referral, to see whether the person arrived.
    Contact,
    /// A task agreed in a conference.
    Task,
    /// 次回モニタリング
    Monitoring,
    /// プラン終期 (evaluation is due).
    PlanEnd,
    /// Follow-up after closure.
    FollowUp,
    /// What was given in an emergency is looked at again.
    EmergencyReview,
    /// A support ends in four months: its handover is opened.
    HandoverOpening,
    /// A handover ends, or something of it has to be shared before.
    Handover,
}

impl DueKind {
    /// Every kind.
    pub const ALL: &[DueKind] = &[
        DueKind::Contact,
        DueKind::Task,
        DueKind::Monitoring,
        DueKind::PlanEnd,
        DueKind::FollowUp,
        DueKind::EmergencyReview,
        DueKind::HandoverOpening,
        DueKind::Handover,
    ];

    /// The name in code, tables and locales.
    pub const fn name(self) -> &'static str {
        match self {
            DueKind::Contact => "contact",
            DueKind::Task => "task",
            DueKind::Monitoring => "monitoring",
            DueKind::PlanEnd => "plan_end",
            DueKind::FollowUp => "follow_up",
            DueKind::EmergencyReview => "emergency_review",
            DueKind::HandoverOpening => "handover_opening",
            DueKind::Handover => "handover",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// A date with its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Due {
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub kind: DueKind,
}

/// When to look after somebody who was referred and for whom no day was set. A suggestion: the sources name no number.
const ARRIVAL_TIME: Days = Days::new(14);

impl Case {
    /// The earliest date that is still open, with its reason.
    pub fn next_due(&self) -> Option<Due> {
        self.dues().into_iter().min()
    }

    /// When somebody looks after a case that is suspended: the next contact that was set since, else the end of the month in which the
    /// conference that suspended it wants to hear of it again.
    fn looked_after_on(&self) -> Option<NaiveDate> {
        let suspension = self.suspension()?;
        let set_since = self.next_contact_on.filter(|_| self.last_contact_on >= Some(suspension.on));
        let review = || self.sitting(suspension.conference, Purpose::Suspension)?.minutes.next_review;
        set_since.or_else(|| review().map(|month| month.last_day()))
    }

    /// Every date that is still open.
    pub fn dues(&self) -> Vec<Due> {
        let stage = self.stage();
        let mut dues = Vec::new();
        let mut add = |on: Option<NaiveDate>, kind| dues.extend(on.map(|on| Due { on, kind }));
        for task in self.tasks.iter().filter(|task| task.done_on.is_none()) {
            add(task.task.due_on, DueKind::Task);
        }
        for given in self.sharing.to_review() {
            add(Some(given.review_by), DueKind::EmergencyReview);
        }
        if self.closure.is_none() && stage.is_open() {
            for (_, from) in self.handovers_to_open() {
                add(Some(from), DueKind::HandoverOpening);
            }
            for ending in self.services_to_hand_over() {
                add(Some(ending.from), DueKind::HandoverOpening);
            }
            for handover in self.handovers.open() {
                add(Some(handover.to_share_by().unwrap_or(handover.content.ends_on)), DueKind::Handover);
            }
        }
        match stage {
            Stage::FollowUp => {
                if let Some(FollowUp::Yes { next_on, until, .. }) = self.closure.as_ref().map(|c| &c.follow_up) {
                    add(Some(next_on.unwrap_or(*until)), DueKind::FollowUp);
                }
            }
            Stage::Closed | Stage::Ended => {}
            Stage::Suspended => add(self.looked_after_on(), DueKind::Contact),
            Stage::ReferredOut => {
                let arrives_by =
                    |screening: &Screening| screening.next_contact_on.unwrap_or(screening.on + ARRIVAL_TIME);
                add(self.screening.as_ref().map(arrives_by), DueKind::Contact);
            }
            _ => {
                let newer = |on: &NaiveDate| self.last_contact_on.is_none_or(|last| *on > last);
                let screening = self.screening.as_ref().and_then(|s| s.next_contact_on).filter(newer);
                add(self.next_contact_on.or(screening), DueKind::Contact);
            }
        }
        if let Some(plan) = self.current_plan().filter(|_| stage == Stage::InSupport) {
            add(plan.next_monitoring().map(|month| month.last_day()), DueKind::Monitoring);
            add(plan.content.ends_on, DueKind::PlanEnd);
        }
        dues
    }
}
