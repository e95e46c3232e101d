//! 特別な保護: the records of somebody who is in danger, of violence at home for example. They stand in no list and no search; only
//! those who are named read them; whoever else must, opens them with a reason, for a short while, and everybody named is told.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::event::CaseEvent;
use crate::id::{OpeningId, StaffId};

/// So many members of staff can be named at most: who needs more has no protected record.
pub const MOST_NAMED: usize = 12;

words! {
    /// なぜ保護するか
    ProtectionGround {
        /// 配偶者等からの暴力（DV）
        DomesticViolence = "domestic_violence",
        /// ストーカー行為
        Stalking = "stalking",
        /// 虐待
        Abuse = "abuse",
        /// その他
        Other = "other",
    }
}

/// A record is protected: why, since when, who reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protection {
    /// Why.
    pub ground: ProtectionGround,
    /// What whoever is named has to know: whom not to tell, which number not to call.
    pub caution: String,
    /// The first day.
    pub since: NaiveDate,
    /// Who reads it: by name, never by role alone.
    pub named: Vec<StaffId>,
    /// When it is looked at again whether it is still needed, and by the right people.
    pub review_on: NaiveDate,
}

/// What was found when an opening was looked at again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningReview {
    /// When.
    pub on: NaiveDate,
    /// By whom: never by whoever opened it.
    pub by: StaffId,
    /// It was right to open it.
    pub justified: bool,
    /// What was found, and what is done differently.
    pub finding: String,
}

/// 緊急の開示: somebody who is not named opened a protected record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Its identifier.
    pub id: OpeningId,
    /// Who.
    pub by: StaffId,
    /// Why it could not wait.
    pub reason: String,
    /// When.
    pub on: NaiveDate,
    /// The last day on which it is open to them.
    pub until: NaiveDate,
    /// The review.
    #[serde(default)]
    pub review: Option<OpeningReview>,
}

/// Everything a case holds about its protection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Protections {
    /// The protection that is on.
    pub current: Option<Protection>,
    /// Openings by those who were not named, oldest first.
    pub openings: Vec<Opening>,
}

impl Protections {
    /// Whether nothing was ever protected.
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }

    /// Who reads the record while it is protected, each with the last day where there is one; nothing if it is not protected.
    /// The newest openings come after those who are named.
    pub fn admitted(&self) -> Option<impl Iterator<Item = (StaffId, Option<NaiveDate>)>> {
        let current = self.current.as_ref()?;
        let named = current.named.iter().map(|staff| (*staff, None));
        let since = current.since;
        let opened = self.openings.iter().rev().filter(move |opening| opening.on >= since);
        Some(named.chain(opened.map(|opening| (opening.by, Some(opening.until)))))
    }

    /// Openings that nobody has looked at again.
    pub fn to_review(&self) -> impl Iterator<Item = &Opening> {
        self.openings.iter().filter(|opening| opening.review.is_none())
    }

    /// Whoever takes a protected case over reads it.
    pub(super) fn name_lead(&mut self, lead: StaffId) {
        if let Some(current) = self.current.as_mut().filter(|current| !current.named.contains(&lead)) {
            current.named.push(lead);
        }
    }

    pub(super) fn fold(&mut self, event: &CaseEvent) {
        match event {
            CaseEvent::Protected { protection } | CaseEvent::ProtectionChanged { protection } => {
                self.current = Some(protection.clone());
            }
            CaseEvent::ProtectionLifted { .. } => self.current = None,
            CaseEvent::OpenedByEmergency { opening } => self.openings.push(opening.clone()),
            CaseEvent::OpeningReviewed { opening, review } => {
                if let Some(known) = self.openings.iter_mut().find(|known| known.id == *opening) {
                    known.review = Some(review.clone());
                }
            }
            CaseEvent::Assigned { to, .. } => self.name_lead(*to),
            _ => {}
        }
    }
}
