//! 合う資源がない: a need of the person for which nothing was found. It goes into the register of the region as a count, and without the person.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Case, event::CaseEvent, network::Topic};
use crate::{
    agency::AgencyKind,
    id::UnmetNeedId,
    missing::Lack,
    rule::{Refusal, Rule, require},
};

/// A need without a fitting resource. It has no words, so that none of them can tell whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmetNeed {
    /// Which.
    pub id: UnmetNeedId,
    /// What for.
    pub need: Topic,
    /// The kind of agency that was looked for, if one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<AgencyKind>,
    /// Why nothing fitted.
    pub lack: Lack,
    /// When it was found out.
    pub on: NaiveDate,
    /// When something was found after all, or the need was gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met_on: Option<NaiveDate>,
}

impl Case {
    /// Notes that nothing fits a need.
    ///
    /// # Errors
    ///
    /// P-01 if the case has ended; P-152 if the same is noted already; P-11 for a day to come.
    pub fn note_unmet(&self, unmet: UnmetNeed, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        self.require_open()?;
        let same = |known: &UnmetNeed| (known.need, known.kind) == (unmet.need, unmet.kind);
        require(!self.open_unmet().any(same), Rule::UnmetOnce)?;
        require(unmet.on <= today, Rule::DateOutOfOrder)?;
        Ok(CaseEvent::NeedUnmet { unmet: UnmetNeed { met_on: None, ..unmet } })
    }

    /// Something was found after all.
    ///
    /// # Errors
    ///
    /// P-20 for what is not there or not open any more; P-11 for a day to come or before it was noted.
    pub fn meet_need(&self, id: UnmetNeedId, on: NaiveDate, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        let known = self.open_unmet().find(|known| known.id == id).ok_or(Refusal::from(Rule::NoSuchEntry))?;
        require(known.on <= on && on <= today, Rule::DateOutOfOrder)?;
        Ok(CaseEvent::NeedMet { unmet: id, on })
    }

    /// What nothing was found for yet.
    pub fn open_unmet(&self) -> impl Iterator<Item = &UnmetNeed> {
        self.unmet.iter().filter(|known| known.met_on.is_none())
    }

    /// Whether a line of the plan that counts still waits for somebody who carries it out.
    pub fn has_line_without_owner(&self) -> bool {
        let lines = self.current_plan().into_iter().flat_map(|plan| &plan.content.actions);
        lines.into_iter().any(|line| line.is_open() && !line.has_owner() && !line.what.trim().is_empty())
    }
}
