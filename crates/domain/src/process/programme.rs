//! The definition of a programme as its file says it: phases, terms, who gives it, what may follow and what excludes it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{CycleStep, DatedName, definition::name_on};
use crate::{
    agency::AgencyKind,
    episode::{Episode, Milestone, Programme, TermRules},
    neutrality::NeutralityRules,
    reward::Rewards,
};

words! {
    /// Something that a phase needs, which the product can see.
    EpisodeCondition {
        /// The certificate is recorded.
        Granted = "granted",
        /// The person has agreed to the plan.
        PlanAgreed = "plan_agreed",
        /// A conference with agencies from outside was held.
        ConferenceHeld = "conference_held",
        /// The person was hired.
        Hired = "hired",
        /// The employer agreed.
        EmployerAgreed = "employer_agreed",
    }

    /// The phase of a use as it is counted over all programmes.
    PhaseCode {
        /// インテーク
        Intake = "intake",
        /// アセスメント
        Assessment = "assessment",
        /// 準備
        Preparation = "preparation",
        /// 実習
        Placement = "placement",
        /// 就職活動
        JobSearch = "job_search",
        /// 就職後まもない時期
        EarlyEmployment = "early_employment",
        /// 定着
        Retention = "retention",
        /// 見守り
        FollowUp = "follow_up",
    }
}

/// Words in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BothLanguages {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

/// A phase of a programme.
#[derive(Clone, Debug)]
pub struct PhaseDefinition {
    /// Its identifier, for example `practice`.
    pub id: String,
    /// As what it is counted.
    pub code: PhaseCode,
    /// Its names by date, oldest first.
    pub names: Vec<DatedName>,
    /// All must hold before it is entered.
    pub needs: Vec<EpisodeCondition>,
    /// Who takes part.
    pub people: Vec<BothLanguages>,
    /// Sheets and records that belong to it.
    pub papers: Vec<BothLanguages>,
    /// Those of them that are written here, by the name of their form.
    pub sheets: Vec<String>,
    /// Its time limit in words, where it has one.
    pub limit: Option<BothLanguages>,
}

/// The terms from a day on.
#[derive(Clone, Debug)]
pub struct DatedRules {
    /// The first day on which a use begins under them.
    pub valid_from: NaiveDate,
    /// The terms.
    pub rules: TermRules,
    /// The grounds on which more months are granted than usual, in words (K02).
    pub grounds: Vec<TermGround>,
}

/// A ground on which more months are granted than usual.
#[derive(Clone, Debug)]
pub struct TermGround {
    /// Its identifier, kept with the use.
    pub id: String,
    /// In words.
    pub name: BothLanguages,
}

/// A programme.
#[derive(Clone, Debug)]
pub struct ProgrammeDefinition {
    /// Which.
    pub programme: Programme,
    /// Its names by date.
    pub names: Vec<DatedName>,
    /// Which kinds of agency give it.
    pub agencies: Vec<AgencyKind>,
    /// Terms by date, oldest first.
    pub rules: Vec<DatedRules>,
    /// Phases in order.
    pub phases: Vec<PhaseDefinition>,
    /// By which steps an individual support plan is made and looked at again, in order; empty where there is no such plan.
    pub cycle: Vec<CycleStep>,
    /// A use begins with what the person comes about, in their words.
    pub hears_first: bool,
    /// What may follow.
    pub followed_by: Vec<Programme>,
    /// What does not run on the same day.
    pub not_with: Vec<Programme>,
    /// From what share on it leans to one corporation, by date, oldest first; empty where nobody asks.
    pub neutrality: Vec<NeutralityRules>,
}

/// Where a phase stands for a use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhaseState {
    /// It was entered, and another one after it, or the use has ended.
    Done,
    /// The use is in it.
    Now,
    /// It can be entered.
    Next,
    /// It would be its turn, but this is missing.
    Blocked(Vec<EpisodeCondition>),
    /// It was passed over.
    Skipped,
    /// The use has ended, and nothing says whether there was such a phase.
    Unrecorded,
    /// Further on.
    Ahead,
}

/// A phase as the map of a use shows it.
#[derive(Clone, Debug)]
pub struct PhaseView<'a> {
    /// The phase.
    pub phase: &'a PhaseDefinition,
    /// Its name on the day of asking.
    pub name: &'a DatedName,
    /// Where it stands.
    pub state: PhaseState,
    /// When it was entered last.
    pub entered_on: Option<NaiveDate>,
}

impl PhaseDefinition {
    /// Whether it is entered after a conference with agencies from outside.
    pub fn needs_conference(&self) -> bool {
        self.needs.contains(&EpisodeCondition::ConferenceHeld)
    }

    /// The name valid on `day`.
    pub fn name_on(&self, day: NaiveDate) -> Option<&DatedName> {
        name_on(&self.names, day)
    }
}

impl ProgrammeDefinition {
    /// The grounds of these rules in words, in the order of the definition.
    pub fn grounds<'d>(&'d self, rules: &'d TermRules) -> impl Iterator<Item = &'d TermGround> {
        let named =
            |id: &String| self.rules.iter().rev().flat_map(|dated| &dated.grounds).find(|ground| ground.id == *id);
        rules.grounds.iter().filter_map(named)
    }

    /// What can be noted in a use that runs under these rules: what its steps, phases and dates ask for, what a reward of the programme looks at, and
    /// what may happen in any of them.
    pub fn notable(&self, rules: &TermRules, rewards: &Rewards) -> Vec<Milestone> {
        let in_cycle = |what: Milestone| self.cycle.iter().any(|step| step.noted == Some(what));
        let needed = |condition| self.phases.iter().any(|phase| phase.needs.contains(&condition));
        let asked = |what: Milestone| match what {
            Milestone::PlanAssessed | Milestone::PlanDrafted | Milestone::PlanMeeting | Milestone::PlanRenewed => false,
            Milestone::PlanAgreed => rules.first_plan.is_some() || needed(EpisodeCondition::PlanAgreed),
            Milestone::PlanReviewed => rules.review.is_some(),
            Milestone::ReportShared => rules.monthly_report,
            Milestone::HandoverBegun => rules.handover_before.is_some(),
            Milestone::SharedBeforeEnd | Milestone::NothingNeededAfter => rules.sharing_before.is_some(),
            Milestone::EmployerAgreed => needed(EpisodeCondition::EmployerAgreed),
            // Where the result rests on one, the minutes of it tell the use.
            Milestone::Conference => !self.phases.iter().any(PhaseDefinition::needs_conference),
            Milestone::Interviewed => rules.monthly_report,
            Milestone::Hired | Milestone::Accompanied => true,
            Milestone::NextContacted
            | Milestone::InformedInWriting
            | Milestone::ClinicOrSchool
            | Milestone::LookedBack => false,
        };
        let fits = |what: &Milestone| in_cycle(*what) || asked(*what) || rewards.look_at(self.programme, *what);
        Milestone::ALL.iter().copied().filter(fits).collect()
    }

    /// The name valid on `day`.
    pub fn name_on(&self, day: NaiveDate) -> Option<&DatedName> {
        name_on(&self.names, day)
    }

    /// The terms under which a use begins on `day`; none before there was such a programme.
    pub fn rules_on(&self, day: NaiveDate) -> Option<&TermRules> {
        self.rules.iter().rev().find(|dated| dated.valid_from <= day).map(|dated| &dated.rules)
    }

    /// The line that counts on `day`.
    pub fn neutrality_on(&self, day: NaiveDate) -> Option<&NeutralityRules> {
        self.neutrality.iter().rev().find(|dated| dated.valid_from <= day)
    }

    /// The phase of that identifier.
    pub fn phase(&self, id: &str) -> Option<&PhaseDefinition> {
        self.phases.iter().find(|phase| phase.id == id)
    }

    /// The phases of a use: done, now, next, blocked and why.
    pub fn map<'a>(&'a self, episode: &Episode, today: NaiveDate) -> Vec<PhaseView<'a>> {
        let current = episode.phase().and_then(|entry| self.phases.iter().position(|phase| phase.id == entry.phase));
        let next = current.map_or(0, |current| current + 1);
        let mut views = Vec::new();
        for (place, phase) in self.phases.iter().enumerate() {
            let Some(name) = phase.name_on(today) else { continue };
            let entered = episode.phases.iter().rev().find(|entry| entry.phase == phase.id);
            let state = if Some(place) == current && episode.is_open() {
                PhaseState::Now
            } else if entered.is_some() {
                PhaseState::Done
            } else if !episode.is_open() {
                PhaseState::Unrecorded
            } else if place < next {
                PhaseState::Skipped
            } else if place > next {
                PhaseState::Ahead
            } else {
                let missing: Vec<_> = phase.needs.iter().copied().filter(|need| !episode.holds(*need)).collect();
                if missing.is_empty() { PhaseState::Next } else { PhaseState::Blocked(missing) }
            };
            views.push(PhaseView { phase, name, state, entered_on: entered.map(|entry| entry.on) });
        }
        views
    }
}

/// All programmes that are defined.
#[derive(Clone, Debug, Default)]
pub struct Programmes(Vec<ProgrammeDefinition>);

impl Programmes {
    /// These definitions, in the order in which programmes are listed.
    pub fn new(mut definitions: Vec<ProgrammeDefinition>) -> Self {
        definitions.sort_by_key(|definition| definition.programme);
        Self(definitions)
    }

    /// Every definition.
    pub fn all(&self) -> impl Iterator<Item = &ProgrammeDefinition> {
        self.0.iter()
    }

    /// The definition of a programme.
    pub fn of(&self, programme: Programme) -> Option<&ProgrammeDefinition> {
        self.0.iter().find(|definition| definition.programme == programme)
    }

    /// What agencies of a kind give.
    pub fn given_by(&self, kind: AgencyKind) -> impl Iterator<Item = &ProgrammeDefinition> {
        self.0.iter().filter(move |definition| definition.agencies.contains(&kind))
    }

    /// What excludes a programme: what it names, and what names it.
    pub fn excluding(&self, programme: Programme) -> Vec<Programme> {
        let names = |definition: &&ProgrammeDefinition| {
            definition.not_with.contains(&programme)
                || self.of(programme).is_some_and(|own| own.not_with.contains(&definition.programme))
        };
        self.0.iter().filter(names).map(|definition| definition.programme).collect()
    }
}
