//! 地域連携会議・多機関連携会議 about a use: which kind a programme holds, what its minutes say, and what is claimed for it.
//!
//! The sitting itself, with who was invited and who came, is a [`Conference`]; what was said about the person stays in their use.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Episode, EpisodeEvent, Programme};
use crate::{
    conference::{Conference, ConferenceKind},
    id::ConferenceId,
    liaison::{ExplainedBy, LiaisonClaim, LiaisonEvidence, LiaisonService, LiaisonTerms, YearBasis, claim, month_line},
    reward::{RewardLine, RewardState, RewardVersion},
    rule::{Refusal, Rule, require},
};

words! {
    /// From what kind of agency outside somebody attended (C3).
    OutsideKind {
        /// ハローワーク
        HelloWork = "hello_work",
        /// 地域障害者職業センター
        RegionalCentre = "regional_centre",
        /// 障害者就業・生活支援センター
        LifeWorkCentre = "life_work_centre",
        /// 特定相談支援事業所
        Consultation = "consultation",
        /// 通院先の医療機関
        Clinic = "clinic",
        /// 企業
        Firm = "firm",
        /// 地方公共団体
        LocalGovernment = "local_government",
        /// 障害者就労に係る有識者・従事者
        Expert = "expert",
    }
}

/// What the minutes of a sitting say about a use (domain notes §3.13 and §4.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseMinutes {
    /// Which sitting.
    pub conference: ConferenceId,
    /// Of which kind it was.
    pub kind: ConferenceKind,
    /// When it sat.
    pub held_on: NaiveDate,
    /// From which kinds of agencies outside somebody attended (C3).
    pub outside: Vec<OutsideKind>,
    /// Somebody attended from afar (C10).
    pub is_remote: bool,
    /// 本人の発言・希望
    pub person_voice: String,
    /// The draft of the plan and its state were explained (C4).
    pub explained: bool,
    /// Who explained them: (Ⅰ) or (Ⅱ) (C7).
    pub explained_by: Option<ExplainedBy>,
    /// What those from outside said when they were asked (C5).
    pub opinions: String,
    /// What changes in the plan, or why nothing does (C6).
    pub plan_change: String,
    /// When the result was shared with the service manager (Ⅱ, R-70).
    pub shared_back_on: Option<NaiveDate>,
}

impl Programme {
    /// The kind of sitting that an office holds about a use of the programme; none where it holds none of its own.
    pub const fn confers(self) -> Option<ConferenceKind> {
        match self {
            Self::Transition | Self::Retention => Some(ConferenceKind::AreaLiaison),
            Self::EmploymentChoice => Some(ConferenceKind::ChoiceMulti),
            _ => None,
        }
    }
}

impl Episode {
    /// The kind of sitting that may be planned about the use.
    ///
    /// # Errors
    ///
    /// P-187 for a programme whose offices hold none, P-81 once the use has ended.
    pub fn may_confer(&self) -> Result<ConferenceKind, Refusal> {
        let kind = self.programme.confers().ok_or(Refusal::from(Rule::UseConfers))?;
        self.require_open()?;
        Ok(kind)
    }

    /// What the minutes of a sitting say about the use.
    pub fn minutes_of(&self, conference: ConferenceId) -> Option<&UseMinutes> {
        self.conferred.iter().find(|minutes| minutes.conference == conference)
    }

    /// The first day on which agencies from outside conferred about the choice.
    pub fn first_choice_conference(&self) -> Option<NaiveDate> {
        let counts = |it: &&UseMinutes| it.kind == ConferenceKind::ChoiceMulti && !it.outside.is_empty();
        self.conferred.iter().filter(counts).map(|minutes| minutes.held_on).min()
    }

    /// Writes what a sitting said about the use, or mends it while its minutes are open.
    ///
    /// # Errors
    ///
    /// P-20 for a sitting about something else, P-15 before it sat, P-16 once its minutes are closed, P-188 for agencies from outside of
    /// which nobody is among those who attended, P-11 for a day of sharing before the sitting or to come.
    pub fn confer(
        &self,
        conference: &Conference,
        minutes: UseMinutes,
        today: NaiveDate,
    ) -> Result<EpisodeEvent, Refusal> {
        require(conference.of_use == Some(self.id), Rule::NoSuchEntry)?;
        conference.require_open_minutes()?;
        require(minutes.outside.is_empty() || conference.outsider_attended(), Rule::OutsiderAmongThose)?;
        let held_on = conference.plan.on;
        require(minutes.shared_back_on.is_none_or(|on| held_on <= on && on <= today), Rule::DateOutOfOrder)?;
        let tidy = |text: &str| text.trim().to_owned();
        let minutes = UseMinutes {
            conference: conference.id,
            kind: conference.plan.kind,
            held_on,
            person_voice: tidy(&minutes.person_voice),
            opinions: tidy(&minutes.opinions),
            plan_change: tidy(&minutes.plan_change),
            ..minutes
        };
        Ok(EpisodeEvent::Conferred { minutes })
    }

    /// The minutes of a sitting about the use can be closed.
    ///
    /// # Errors
    ///
    /// P-32 while nothing is written, R-08 without what the person said.
    pub fn require_minutes(&self, conference: ConferenceId) -> Result<(), Refusal> {
        let minutes = self.minutes_of(conference).ok_or(Refusal::from(Rule::MinutesComplete))?;
        require(!minutes.person_voice.is_empty(), Rule::PersonAtCentre)
    }

    /// What the minutes of a sitting would be claimed as; none without minutes, or without who explained the plan.
    fn would_claim(&self, minutes: &UseMinutes) -> Option<LiaisonClaim> {
        let ended = self.end.as_ref().is_some_and(|end| end.on < minutes.held_on);
        Some(LiaisonClaim {
            conference: minutes.conference,
            held_on: minutes.held_on,
            office: self.agency,
            service: LiaisonService::of(self.programme)?,
            explained_by: minutes.explained_by?,
            in_contract: self.start.on <= minutes.held_on && !ended,
            contract_from: Some(self.start.on),
            explained: minutes.explained,
            plan_change: minutes.plan_change.clone(),
            shared_back_on: minutes.shared_back_on,
        })
    }

    fn evidence(&self, conference: &Conference) -> LiaisonEvidence {
        let minutes = self.minutes_of(conference.id);
        LiaisonEvidence {
            is_liaison_meeting: conference.has_sat() && conference.plan.kind.counts_as_liaison(),
            outsider_attended: conference.outsider_attended() && minutes.is_some_and(|it| !it.outside.is_empty()),
            opinions_asked: minutes.is_some_and(|it| !it.opinions.is_empty()),
        }
    }

    /// Claims 地域連携会議実施加算 for a sitting about the use, with its minutes as evidence. `earlier` are the claims of the person at the
    /// office, those of this use included.
    ///
    /// # Errors
    ///
    /// P-71 where no definition counts on the day, P-63 without minutes that say who explained the plan; those of [`claim`].
    pub fn claim_liaison(
        &self,
        conference: &Conference,
        earlier: &[LiaisonClaim],
        (version, year): (Option<&RewardVersion>, YearBasis),
        today: NaiveDate,
    ) -> Result<EpisodeEvent, Refusal> {
        let version = version.ok_or(Refusal::from(Rule::RewardInForce))?;
        let would = self.minutes_of(conference.id).and_then(|minutes| self.would_claim(minutes));
        let it = would.ok_or(Refusal::from(Rule::ClaimComplete))?;
        claim(&it, self.evidence(conference), earlier, LiaisonTerms { version, year }, today)?;
        Ok(EpisodeEvent::LiaisonClaimed { claim: it })
    }

    /// Takes a claim back.
    ///
    /// # Errors
    ///
    /// P-20 if there is none for that sitting; P-12 without a reason.
    pub fn drop_liaison(&self, conference: ConferenceId, reason: &str) -> Result<EpisodeEvent, Refusal> {
        require(self.liaison.iter().any(|it| it.conference == conference), Rule::NoSuchEntry)?;
        require(!reason.trim().is_empty(), Rule::ReasonNeeded)?;
        Ok(EpisodeEvent::LiaisonDropped { conference, reason: reason.trim().to_owned() })
    }

    /// What the month's sheet says of a sitting about the use: what is shown, what is missing, and the claim where there is one.
    pub fn liaison_line(&self, conference: &Conference, reward: &str, version: &RewardVersion) -> RewardLine {
        let claimed = self.liaison.iter().find(|it| it.conference == conference.id);
        let would = self.minutes_of(conference.id).and_then(|minutes| self.would_claim(minutes));
        let line = month_line(conference, (reward, version), claimed.or(would.as_ref()), self.evidence(conference));
        match (line.state, claimed) {
            (RewardState::Claimed, None) => RewardLine { state: RewardState::Claimable, ..line },
            _ => line,
        }
    }
}
