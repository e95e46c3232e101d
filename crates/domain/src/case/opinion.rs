//! 各機関の意見: what each agency says about a matter, in its own words, which the host cannot change.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Case, event::Purpose};
use crate::{
    case::event::CaseEvent,
    conference::{Conference, ConferenceState},
    id::{AgencyId, CaseId, ConferenceId, StaffId},
    rule::{Refusal, Rule, require},
};

/// How an agency stands to what is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// 賛成
    Agrees,
    /// 一部ちがう意見
    Partly,
    /// ちがう意見
    Differs,
}

impl Stance {
    /// In the order shown.
    pub const ALL: &[Stance] = &[Stance::Agrees, Stance::Partly, Stance::Differs];

    /// The name in code, forms and locales.
    pub const fn name(self) -> &'static str {
        match self {
            Stance::Agrees => "agrees",
            Stance::Partly => "partly",
            Stance::Differs => "differs",
        }
    }
}

/// The opinion of one agency on one matter of a sitting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// Which sitting.
    pub conference: ConferenceId,
    /// For which purpose the case is on its agenda.
    pub purpose: Purpose,
    /// Whose opinion.
    pub agency: AgencyId,
    /// Who wrote it.
    pub by: StaffId,
    /// When.
    pub at: DateTime<Utc>,
    /// How the agency stands to it.
    pub stance: Stance,
    /// In its own words.
    pub text: String,
}

impl Conference {
    /// Whether an agency may give this opinion on the matter of a case.
    ///
    /// # Errors
    ///
    /// R-56 for the opinion of another agency than the one that acts, for one that is neither invited nor the host, and once the minutes
    /// are closed; P-17 for a matter that is not on the agenda.
    pub fn may_give_opinion(&self, acting: AgencyId, case: CaseId, opinion: &Opinion) -> Result<(), Refusal> {
        self.item(case, opinion.purpose).ok_or(Rule::NoSuchAgendaItem)?;
        let own = acting == opinion.agency && (self.invites(acting) || acting == self.host);
        let open = matches!(self.state, ConferenceState::Planned | ConferenceState::Held);
        require(own && open && opinion.conference == self.id, Rule::EqualFooting)
    }
}

impl Case {
    /// The opinions on a matter, one for each agency, in the order in which they were first given.
    pub fn opinions_on(&self, conference: ConferenceId, purpose: Purpose) -> impl Iterator<Item = &Opinion> {
        self.opinions.iter().filter(move |it| (it.conference, it.purpose) == (conference, purpose))
    }

    /// Whether the opinions on a matter differ.
    pub fn opinions_differ(&self, conference: ConferenceId, purpose: Purpose) -> bool {
        self.opinions_on(conference, purpose).any(|it| it.stance != Stance::Agrees)
    }

    /// Gives the opinion of an agency, or changes the agency's own. Nobody can give or change that of another: it is the agency of
    /// whoever acts.
    ///
    /// # Errors
    ///
    /// P-12 without words.
    pub fn give_opinion(&self, opinion: Opinion) -> Result<CaseEvent, Refusal> {
        require(!opinion.text.trim().is_empty(), Rule::ReasonNeeded)?;
        Ok(CaseEvent::OpinionGiven { opinion: Opinion { text: opinion.text.trim().to_owned(), ..opinion } })
    }

    pub(super) fn fold_opinion(&mut self, opinion: &Opinion) {
        let same = |it: &&mut Opinion| {
            (it.conference, it.purpose, it.agency) == (opinion.conference, opinion.purpose, opinion.agency)
        };
        match self.opinions.iter_mut().find(same) {
            Some(known) => *known = opinion.clone(),
            None => self.opinions.push(opinion.clone()),
        }
    }
}
