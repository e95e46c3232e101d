//! 地域連携会議実施加算（Ⅰ）（Ⅱ）: what a claim needs, what it is worth, and how often it can be made.
//!
//! Once a month and four times a year for each user and office, (Ⅰ) and (Ⅱ) counted together. What counts as a year could not be
//! confirmed; an office sets it.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{FiscalYear, YearMonth},
    case::{Case, event::CaseEvent},
    conference::{Conference, ConferenceState},
    id::{AgencyId, ConferenceId},
    rule::{Refusal, Rule, require},
};

/// Claims a year at most, (Ⅰ) and (Ⅱ) together.
pub const CLAIMS_A_YEAR: usize = 4;

/// The service under which the person is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LiaisonService {
    /// 就労移行支援（養成施設を含む）
    Transition,
    /// 就労定着支援
    Retention,
}

impl LiaisonService {
    /// In the order shown.
    pub const ALL: &[LiaisonService] = &[LiaisonService::Transition, LiaisonService::Retention];

    /// The name in code, forms and locales.
    pub const fn name(self) -> &'static str {
        match self {
            LiaisonService::Transition => "transition",
            LiaisonService::Retention => "retention",
        }
    }
}

/// Who explained the draft of the plan: decides (Ⅰ) or (Ⅱ).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExplainedBy {
    /// サービス管理責任者: (Ⅰ).
    ServiceManager,
    /// その他の支援員: (Ⅱ); what came out is shared with the service manager.
    OtherStaff,
}

impl ExplainedBy {
    /// In the order shown.
    pub const ALL: &[ExplainedBy] = &[ExplainedBy::ServiceManager, ExplainedBy::OtherStaff];

    /// The name in code, forms and locales.
    pub const fn name(self) -> &'static str {
        match self {
            ExplainedBy::ServiceManager => "service_manager",
            ExplainedBy::OtherStaff => "other_staff",
        }
    }
}

/// What counts as the year of the cap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum YearBasis {
    /// 年度, April to March.
    #[default]
    Fiscal,
    /// The twelve months that end with the sitting.
    #[serde(rename = "rolling_12")]
    Rolling12,
}

impl YearBasis {
    /// In the order shown.
    pub const ALL: &[YearBasis] = &[YearBasis::Fiscal, YearBasis::Rolling12];

    /// The name in code, forms and locales.
    pub const fn name(self) -> &'static str {
        match self {
            YearBasis::Fiscal => "fiscal",
            YearBasis::Rolling12 => "rolling_12",
        }
    }

    /// Whether it is what counts where nobody said otherwise.
    pub(crate) const fn is_usual(&self) -> bool {
        matches!(self, YearBasis::Fiscal)
    }
}

/// A claim with its evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiaisonClaim {
    /// Which sitting: its minutes are the evidence.
    pub conference: ConferenceId,
    /// When it sat.
    pub held_on: NaiveDate,
    /// The office that claims.
    pub office: AgencyId,
    /// Under which service.
    pub service: LiaisonService,
    /// Who explained the draft.
    pub explained_by: ExplainedBy,
    /// The person is in contract with the service on the day (C1).
    pub in_contract: bool,
    /// Draft and state of the plan were explained (C4).
    pub explained: bool,
    /// Making or changing the plan, or other help, was discussed (C6): what came out, or why nothing changes.
    pub plan_change: String,
    /// When the result was shared with the service manager (Ⅱ, R-70).
    pub shared_back_on: Option<NaiveDate>,
}

impl LiaisonClaim {
    /// Units a time.
    pub const fn units(&self) -> u32 {
        match (self.service, self.explained_by) {
            (LiaisonService::Transition, ExplainedBy::ServiceManager) => 583,
            (LiaisonService::Transition, ExplainedBy::OtherStaff) => 408,
            (LiaisonService::Retention, ExplainedBy::ServiceManager) => 579,
            (LiaisonService::Retention, ExplainedBy::OtherStaff) => 405,
        }
    }
}

/// What the minutes of the sitting show for a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiaisonEvidence {
    /// The sitting is of the kind that counts, and sat (C2).
    pub is_liaison_meeting: bool,
    /// Somebody of another agency attended (C3).
    pub outsider_attended: bool,
    /// Somebody of another agency gave an opinion (C5).
    pub opinions_asked: bool,
}

/// How many claims the person has in the month and year of a day, and how many are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiaisonCount {
    /// Claims in the month.
    pub in_month: usize,
    /// Claims in the year.
    pub in_year: usize,
}

impl LiaisonCount {
    /// Counts the claims of one office on a day, that of sitting `but` left out.
    pub fn on(
        claims: &[LiaisonClaim],
        (office, day): (AgencyId, NaiveDate),
        year: YearBasis,
        but: Option<ConferenceId>,
    ) -> Self {
        let of_office = || claims.iter().filter(|it| it.office == office && Some(it.conference) != but);
        let in_year = |on: NaiveDate| match year {
            YearBasis::Fiscal => FiscalYear::of(on) == FiscalYear::of(day),
            YearBasis::Rolling12 => {
                let first = day.checked_sub_months(Months::new(12)).unwrap_or(day);
                let after = day.checked_add_months(Months::new(12)).unwrap_or(day);
                first < on && on < after
            }
        };
        let month = YearMonth::of(day);
        Self {
            in_month: of_office().filter(|it| YearMonth::of(it.held_on) == month).count(),
            in_year: of_office().filter(|it| in_year(it.held_on)).count(),
        }
    }

    /// あと n 回: claims left in the year.
    pub const fn left(self) -> usize {
        CLAIMS_A_YEAR.saturating_sub(self.in_year)
    }
}

/// Decides whether a claim can be made beside those that were.
///
/// # Errors
///
/// P-63 for what the minutes do not show (C1 to C6); R-69 for the second in a month or the fifth in a year; R-70 for (Ⅱ) without the day on
/// which the result was shared with the service manager; P-11 if that lies before the sitting or in the future. All that apply are named.
pub fn claim(
    claim: &LiaisonClaim,
    evidence: LiaisonEvidence,
    earlier: &[LiaisonClaim],
    year: YearBasis,
    today: NaiveDate,
) -> Result<u32, Refusal> {
    let count = LiaisonCount::on(earlier, (claim.office, claim.held_on), year, Some(claim.conference));
    let shown = evidence.is_liaison_meeting && evidence.outsider_attended && evidence.opinions_asked;
    let complete = shown && claim.in_contract && claim.explained && !claim.plan_change.trim().is_empty();
    let is_second_kind = claim.explained_by == ExplainedBy::OtherStaff;
    let in_order = claim.shared_back_on.is_none_or(|on| claim.held_on <= on && on <= today);
    let held = [
        (in_order && claim.held_on <= today, Rule::DateOutOfOrder),
        (complete, Rule::ClaimComplete),
        (count.in_month == 0 && count.in_year < CLAIMS_A_YEAR, Rule::ClaimCaps),
        (!is_second_kind || claim.shared_back_on.is_some(), Rule::ClaimSharedBack),
    ];
    let rules: Vec<Rule> = held.into_iter().filter(|(holds, _)| !holds).map(|(_, rule)| rule).collect();
    if rules.is_empty() { Ok(claim.units()) } else { Err(Refusal { rules }) }
}

impl LiaisonEvidence {
    /// What a sitting and the opinions on the matter of a case show.
    pub fn of(conference: &Conference, case: &Case, office: AgencyId) -> Self {
        let sat = matches!(conference.state, ConferenceState::Held | ConferenceState::Closed);
        let outside = |agency: Option<AgencyId>| agency != Some(office);
        let attended = conference.members.iter().filter(|member| member.attended && !member.is_person);
        let mut opinions = case.opinions.iter().filter(|it| it.conference == conference.id);
        Self {
            is_liaison_meeting: sat && conference.plan.kind.counts_as_liaison(),
            outsider_attended: attended
                .into_iter()
                .any(|member| outside(member.agency_id) && !member.agency.is_empty()),
            opinions_asked: opinions.any(|it| it.agency != office),
        }
    }
}

impl Case {
    /// Claims the add-on for a sitting about this person, or corrects the claim for that sitting.
    ///
    /// # Errors
    ///
    /// Those of [`claim`].
    pub fn claim_liaison(
        &self,
        it: LiaisonClaim,
        evidence: LiaisonEvidence,
        year: YearBasis,
        today: NaiveDate,
    ) -> Result<CaseEvent, Refusal> {
        claim(&it, evidence, &self.liaison, year, today)?;
        Ok(CaseEvent::LiaisonClaimed { claim: it })
    }

    /// Takes a claim back.
    ///
    /// # Errors
    ///
    /// P-20 if there is none for that sitting; P-12 without a reason.
    pub fn drop_liaison(&self, conference: ConferenceId, reason: &str) -> Result<CaseEvent, Refusal> {
        require(self.liaison.iter().any(|it| it.conference == conference), Rule::NoSuchEntry)?;
        require(!reason.trim().is_empty(), Rule::ReasonNeeded)?;
        Ok(CaseEvent::LiaisonDropped { conference, reason: reason.trim().to_owned() })
    }
}
