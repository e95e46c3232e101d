//! 地域連携会議実施加算（Ⅰ）（Ⅱ）: what a claim needs, what it is worth, and how often it can be made.
//!
//! How often, how much and what has to be shown stands in the definition that counts on the day of the sitting
//! (`definitions/rewards/area_liaison.toml`): for each user and office, (Ⅰ) and (Ⅱ) counted together. What counts as a year could not be
//! confirmed; an office sets it.

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{FiscalYear, YearMonth},
    case::{Case, event::CaseEvent},
    conference::{Conference, ConferenceState},
    episode::Programme,
    id::{AgencyId, ConferenceId},
    reward::{RewardAmount, RewardCondition, RewardLine, RewardState, RewardVersion},
    rule::{Refusal, Rule, require},
};

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

    /// The service of a programme; none where nothing can be claimed for a sitting.
    pub const fn of(programme: Programme) -> Option<Self> {
        match programme {
            Programme::Transition => Some(LiaisonService::Transition),
            Programme::Retention => Some(LiaisonService::Retention),
            _ => None,
        }
    }

    /// The programme.
    pub const fn programme(self) -> Programme {
        match self {
            LiaisonService::Transition => Programme::Transition,
            LiaisonService::Retention => Programme::Retention,
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
    /// Twelve months from the day of the contract, and from each of its anniversaries.
    ContractAnniversary,
}

impl YearBasis {
    /// In the order shown.
    pub const ALL: &[YearBasis] = &[YearBasis::Fiscal, YearBasis::Rolling12, YearBasis::ContractAnniversary];

    /// The name in code, forms and locales.
    pub const fn name(self) -> &'static str {
        match self {
            YearBasis::Fiscal => "fiscal",
            YearBasis::Rolling12 => "rolling_12",
            YearBasis::ContractAnniversary => "contract_anniversary",
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
    /// The day of the contract, where the office counts its years from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_from: Option<NaiveDate>,
    /// Draft and state of the plan were explained (C4).
    pub explained: bool,
    /// Making or changing the plan, or other help, was discussed (C6): what came out, or why nothing changes.
    pub plan_change: String,
    /// When the result was shared with the service manager (Ⅱ, R-70).
    pub shared_back_on: Option<NaiveDate>,
}

/// Under what it is claimed: what counts on the day of the sitting, and what the office takes for a year.
#[derive(Clone, Copy, Debug)]
pub struct LiaisonTerms<'a> {
    /// The version of the definition.
    pub version: &'a RewardVersion,
    /// The year of the cap.
    pub year: YearBasis,
}

impl LiaisonClaim {
    /// How much it is; none where the definition could not say.
    pub fn amount(&self, version: &RewardVersion) -> Option<RewardAmount> {
        version.amount(Some(self.service.programme()), Some(self.explained_by))
    }

    /// Whether it shows a condition of the definition, with the evidence of the minutes.
    pub fn shows(&self, condition: RewardCondition, evidence: LiaisonEvidence) -> bool {
        match condition {
            RewardCondition::InContract => self.in_contract,
            RewardCondition::Explained => self.explained,
            RewardCondition::ChangeDiscussed => !self.plan_change.trim().is_empty(),
            RewardCondition::SharedBack => {
                self.explained_by != ExplainedBy::OtherStaff || self.shared_back_on.is_some()
            }
            other => evidence.shows(other),
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
    /// Counts the claims of one office on a day, that of sitting `but` left out. Where years are counted from the contract, its day is that of
    /// the latest claim that names one.
    pub fn on(
        claims: &[LiaisonClaim],
        (office, day): (AgencyId, NaiveDate),
        year: YearBasis,
        but: Option<ConferenceId>,
    ) -> Self {
        let known = claims.iter().filter(|it| it.office == office && it.held_on <= day);
        let contract = known.filter_map(|it| Some((it.held_on, it.contract_from?))).max().map(|(_, from)| from);
        Self::since(claims, (office, day), (year, contract), but)
    }

    fn since(
        claims: &[LiaisonClaim],
        (office, day): (AgencyId, NaiveDate),
        (year, contract): (YearBasis, Option<NaiveDate>),
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
            YearBasis::ContractAnniversary => contract.is_some_and(|from| year_of(from, on) == year_of(from, day)),
        };
        let month = YearMonth::of(day);
        Self {
            in_month: of_office().filter(|it| YearMonth::of(it.held_on) == month).count(),
            in_year: of_office().filter(|it| in_year(it.held_on)).count(),
        }
    }

    /// あと n 回: claims left in the year; none where the definition sets no limit.
    pub fn left(self, version: &RewardVersion) -> Option<usize> {
        version.limit.year.map(|most| (most as usize).saturating_sub(self.in_year))
    }

    /// Whether another one is within the limits.
    pub fn has_room(self, version: &RewardVersion) -> bool {
        let below = |count: usize, most: Option<u32>| most.is_none_or(|most| count < most as usize);
        below(self.in_month, version.limit.month) && below(self.in_year, version.limit.year)
    }
}

/// The year of a contract in which a day lies, counted from 0; below it for a day before the contract. One that began on 29 February has its
/// anniversary on the 28th where there is no 29th.
fn year_of(contract: NaiveDate, day: NaiveDate) -> i32 {
    let years = day.year() - contract.year();
    let months = Months::new(years.unsigned_abs() * 12);
    let anniversary = if years < 0 { contract.checked_sub_months(months) } else { contract.checked_add_months(months) };
    if anniversary.is_some_and(|on| on <= day) { years } else { years - 1 }
}

/// Decides whether a claim can be made beside those that were.
///
/// # Errors
///
/// P-63 for what the minutes do not show (C1 to C6); P-77 without the day of the contract where years are counted from it; R-69 for one more in a month or a year than the definition allows; R-70 for (Ⅱ) without
/// the day on which the result was shared with the service manager; P-11 if that lies before the sitting or in the future. All that apply
/// are named.
pub fn claim(
    claim: &LiaisonClaim,
    evidence: LiaisonEvidence,
    earlier: &[LiaisonClaim],
    LiaisonTerms { version, year }: LiaisonTerms<'_>,
    today: NaiveDate,
) -> Result<Option<RewardAmount>, Refusal> {
    let at = (claim.office, claim.held_on);
    let count = LiaisonCount::since(earlier, at, (year, claim.contract_from), Some(claim.conference));
    let asked = |condition: &&RewardCondition| **condition != RewardCondition::SharedBack;
    let complete = version.conditions.iter().filter(asked).all(|condition| claim.shows(*condition, evidence));
    let asks_back = version.conditions.contains(&RewardCondition::SharedBack);
    let in_order = claim.shared_back_on.is_none_or(|on| claim.held_on <= on && on <= today)
        && claim.contract_from.is_none_or(|from| from <= claim.held_on);
    let counts_from_there = year == YearBasis::ContractAnniversary;
    let held = [
        (in_order && claim.held_on <= today, Rule::DateOutOfOrder),
        (!counts_from_there || claim.contract_from.is_some(), Rule::ContractDayKnown),
        (complete, Rule::ClaimComplete),
        (count.has_room(version), Rule::ClaimCaps),
        (!asks_back || claim.shows(RewardCondition::SharedBack, evidence), Rule::ClaimSharedBack),
    ];
    let rules: Vec<Rule> = held.into_iter().filter(|(holds, _)| !holds).map(|(_, rule)| rule).collect();
    if rules.is_empty() { Ok(claim.amount(version)) } else { Err(Refusal { rules }) }
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

    /// Whether the minutes show a condition of the definition; what only a claim says, they do not.
    pub const fn shows(self, condition: RewardCondition) -> bool {
        match condition {
            RewardCondition::MeetingHeld => self.is_liaison_meeting,
            RewardCondition::OutsiderAttended => self.outsider_attended,
            RewardCondition::OpinionsAsked => self.opinions_asked,
            _ => false,
        }
    }
}

/// What the month's sheet says of a sitting, by its claim and what the minutes show.
pub(crate) fn month_line(
    conference: &Conference,
    (reward, version): (&str, &RewardVersion),
    claim: Option<&LiaisonClaim>,
    evidence: LiaisonEvidence,
) -> RewardLine {
    let shows = |condition: &RewardCondition| match claim {
        Some(claim) => claim.shows(*condition, evidence),
        None => evidence.shows(*condition),
    };
    let (shown, missing): (Vec<RewardCondition>, Vec<RewardCondition>) =
        version.conditions.iter().copied().partition(shows);
    let day = |condition: RewardCondition| match condition {
        RewardCondition::SharedBack => claim.and_then(|claim| claim.shared_back_on),
        _ => Some(conference.plan.on),
    };
    RewardLine {
        reward: reward.to_owned(),
        state: if missing.is_empty() { RewardState::Claimed } else { RewardState::Lacking },
        found: shown.into_iter().map(|condition| (condition, day(condition))).collect(),
        missing,
        by: None,
        amount: claim.and_then(|claim| claim.amount(version)),
    }
}

impl Case {
    /// Claims the add-on for a sitting about this person, or corrects the claim for that sitting. `version` is what counts on its day.
    ///
    /// # Errors
    ///
    /// P-71 where no definition counts on the day; those of [`claim`].
    pub fn claim_liaison(
        &self,
        it: LiaisonClaim,
        evidence: LiaisonEvidence,
        (version, year): (Option<&RewardVersion>, YearBasis),
        today: NaiveDate,
    ) -> Result<CaseEvent, Refusal> {
        let version = version.ok_or(Rule::RewardInForce)?;
        claim(&it, evidence, &self.liaison, LiaisonTerms { version, year }, today)?;
        Ok(CaseEvent::LiaisonClaimed { claim: it })
    }

    /// What the month's sheet says of a sitting about this person: what is shown, what is missing, and the claim where there is one.
    pub fn liaison_line(&self, conference: &Conference, reward: &str, version: &RewardVersion) -> RewardLine {
        let evidence = LiaisonEvidence::of(conference, self, conference.host);
        let claim = self.liaison.iter().find(|it| it.conference == conference.id);
        month_line(conference, (reward, version), claim, evidence)
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
