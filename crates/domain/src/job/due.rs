//! What is due of a job and when: computed anew from the job whenever it changes.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Checkpoint, Job, JobEndReason, JobKind, Side};
use crate::rule::Rule;

words! {
    /// Why a day of a job matters.
    JobDueKind {
        /// 三者の確認
        ThreeSides = "three_sides",
        /// 相談先カードの確認
        ConsultCard = "consult_card",
        /// 支援機関につなぐ
        SupportLink = "support_link",
        /// 計画した連絡
        PlannedContact = "planned_contact",
        /// 月に一度の、企業との連絡かレポートの共有
        MonthlyWord = "monthly_word",
        /// 月に一度、本人と話す: of a closed employment, where nobody asks for a word with the firm
        MonthlyWithPerson = "monthly_with_person",
        /// 目標の合意
        GoalAgreement = "goal_agreement",
        /// 目標の振り返り
        GoalReview = "goal_review",
        /// 後任の担当者との顔合わせ
        MeetSuccessor = "meet_successor",
        /// 就労パスポートの引継ぎ
        HandPassport = "hand_passport",
        /// 合理的配慮の再確認
        ReconfirmAccommodation = "reconfirm_accommodation",
        /// 所属長との面談
        InterviewHead = "interview_head",
        /// 6か月の在籍確認
        CheckSixMonths = "check_six_months",
        /// 12か月の在籍確認
        CheckOneYear = "check_one_year",
        /// 36か月の在籍確認
        CheckThreeYears = "check_three_years",
        /// 42か月の在籍確認
        CheckFortyTwoMonths = "check_forty_two_months",
        /// 実習・トライアル・契約の終わり
        TermEnd = "term_end",
        /// 企業の評価と本人の感想
        Feedback = "feedback",
        /// 振り返り
        LookBack = "look_back",
    }
}

impl JobDueKind {
    /// Those that are told to be done, and not seen by Banso itself.
    pub const SETTLED_BY_HAND: &[JobDueKind] = &[
        Self::ConsultCard,
        Self::SupportLink,
        Self::MeetSuccessor,
        Self::HandPassport,
        Self::ReconfirmAccommodation,
        Self::InterviewHead,
    ];

    /// The rule that asks for it.
    pub const fn rule(self) -> Option<Rule> {
        match self {
            Self::ThreeSides => Some(Rule::ThreeSidesAgree),
            Self::ConsultCard => Some(Rule::WhereToAskKnown),
            Self::SupportLink => Some(Rule::SupportLinked),
            Self::MonthlyWord | Self::MonthlyWithPerson => Some(Rule::MonthlyWord),
            Self::GoalAgreement => Some(Rule::GoalsAgreedByBoth),
            Self::MeetSuccessor | Self::HandPassport | Self::ReconfirmAccommodation => {
                Some(Rule::EmployerContactChanged)
            }
            Self::InterviewHead => Some(Rule::HeadAskedForTime),
            Self::LookBack => Some(Rule::LeavingIsLookedBackOn),
            _ => None,
        }
    }

    const fn of_check(at: Checkpoint) -> Self {
        match at {
            Checkpoint::SixMonths => Self::CheckSixMonths,
            Checkpoint::OneYear => Self::CheckOneYear,
            Checkpoint::ThreeYears => Self::CheckThreeYears,
            Checkpoint::FortyTwoMonths => Self::CheckFortyTwoMonths,
        }
    }
}

/// Something that is due of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct JobDue {
    /// By when.
    pub on: NaiveDate,
    /// What.
    pub kind: JobDueKind,
}

/// What a change at the employer asks for is due so many days after it.
const AFTER_A_CHANGE: Days = Days::new(14);
/// What both thought of a practice is written down so many days after it.
const AFTER_A_PRACTICE: Days = Days::new(14);
/// A look back is due so many days after a job was left.
const LOOK_BACK: Days = Days::new(30);

impl Job {
    /// Whether somebody looks back: the person left a job, or it was taken from them.
    pub fn asks_to_look_back(&self) -> bool {
        let left = |reason: JobEndReason| {
            !matches!(reason, JobEndReason::ChangedJob | JobEndReason::Retired | JobEndReason::Deceased)
        };
        let ended = self.end.as_ref().is_some_and(|end| left(end.reason));
        ended && self.kind.is_hired() && self.look_back.is_none()
    }

    /// Since when what was agreed about accommodation is to be confirmed anew: somebody else answers at the firm.
    pub fn asks_to_reconfirm(&self) -> Option<NaiveDate> {
        let change = self.last_contact_change().filter(|_| self.is_open() && self.kind.is_hired())?;
        let is_done = self.is_settled(JobDueKind::ReconfirmAccommodation, change.on);
        (!is_done && !self.is_closed_to_employer()).then_some(change.on)
    }

    /// Everything that is due, soonest first; one line of a kind.
    pub fn dues(&self) -> Vec<JobDue> {
        let mut dues = Vec::new();
        let mut note = |kind: JobDueKind, on: Option<NaiveDate>| dues.extend(on.map(|on| JobDue { on, kind }));
        match &self.end {
            Some(end) => {
                let of_both =
                    [Side::Person, Side::Employer].iter().all(|side| self.feedback.iter().any(|one| one.side == *side));
                if self.kind == JobKind::Practice && !of_both && !self.is_closed_to_employer() {
                    note(JobDueKind::Feedback, end.on.checked_add_days(AFTER_A_PRACTICE));
                }
                if self.asks_to_look_back() {
                    note(JobDueKind::LookBack, end.on.checked_add_days(LOOK_BACK));
                }
            }
            None => {
                note(JobDueKind::TermEnd, self.terms.until);
                if self.kind.is_hired() {
                    self.dues_of_work(&mut note);
                }
            }
        }
        dues.sort();
        dues
    }

    fn dues_of_work(&self, note: &mut impl FnMut(JobDueKind, Option<NaiveDate>)) {
        let first = self.terms.starts_on;
        let after = |months: u32| first.checked_add_months(Months::new(months));
        if !self.is_closed_to_employer() && !self.is_agreed_by_three() {
            note(JobDueKind::ThreeSides, Some(first));
        }
        let card = self.settled.iter().filter(|(kind, _)| *kind == JobDueKind::ConsultCard).map(|(_, on)| *on).max();
        note(
            JobDueKind::ConsultCard,
            match card {
                None => after(1),
                // Whom to ask is looked at again on the day that the card names, and when somebody else answers at the firm.
                Some(on) => {
                    let change = self.last_contact_change().map(|change| change.on).filter(|change| on < *change);
                    let changed = change.and_then(|change| change.checked_add_days(AFTER_A_CHANGE));
                    [changed, self.card_again].into_iter().flatten().min()
                }
            },
        );
        if self.is_alone && !self.settled.iter().any(|(kind, _)| *kind == JobDueKind::SupportLink) {
            note(JobDueKind::SupportLink, Some(first));
        }
        if self.at_workplace.is_none() {
            note(JobDueKind::PlannedContact, self.next_planned_contact());
            let monthly =
                if self.is_closed_to_employer() { JobDueKind::MonthlyWithPerson } else { JobDueKind::MonthlyWord };
            note(monthly, self.next_monthly_word());
        }
        let open = || self.goals.iter().filter(|goal| goal.review.is_none());
        if !self.is_closed_to_employer() {
            note(JobDueKind::GoalAgreement, open().filter(|goal| !goal.is_agreed()).map(|goal| goal.from).min());
        }
        note(JobDueKind::GoalReview, open().map(|goal| goal.until).min());
        if let Some(change) = self.last_contact_change() {
            let asked: &[JobDueKind] =
                &[JobDueKind::MeetSuccessor, JobDueKind::HandPassport, JobDueKind::ReconfirmAccommodation];
            let heads = self.contact_changes.iter().filter(|change| change.is_head);
            let due = change.on.checked_add_days(AFTER_A_CHANGE);
            for kind in asked.iter().filter(|kind| !self.is_settled(**kind, change.on)) {
                note(*kind, due);
            }
            let head = heads.map(|change| change.on).max();
            if let Some(since) = head.filter(|since| !self.is_settled(JobDueKind::InterviewHead, *since)) {
                note(JobDueKind::InterviewHead, since.checked_add_days(AFTER_A_CHANGE));
            }
        }
        for at in Checkpoint::ALL.iter().filter(|at| !self.checks.iter().any(|check| check.at == **at)) {
            note(JobDueKind::of_check(*at), after(at.months()));
        }
    }
}
