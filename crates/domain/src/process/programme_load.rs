//! Reading the definition of a programme and finding the mistakes in it.

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;

use super::{
    BothLanguages, CycleStep, DatedRules, EpisodeCondition, PhaseCode, PhaseDefinition, ProcessError,
    ProgrammeDefinition, TermGround,
    load::{RawName, Reader, day},
};
use crate::{
    agency::AgencyKind,
    episode::{Milestone, Programme, TermRules},
    neutrality::{GoodReason, NeutralityRules},
    text::{in_plain_words, suggestion},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProgramme {
    id: Spanned<String>,
    names: Spanned<Vec<RawName>>,
    agencies: Spanned<Vec<Spanned<String>>>,
    #[serde(default)]
    term: Vec<Spanned<RawTerm>>,
    #[serde(default)]
    phase: Vec<RawPhase>,
    #[serde(default)]
    cycle: Vec<RawCycleStep>,
    #[serde(default)]
    hears_first: bool,
    #[serde(default)]
    followed_by: Vec<Spanned<String>>,
    #[serde(default)]
    not_with: Vec<Spanned<String>>,
    #[serde(default)]
    neutrality: Vec<Spanned<RawNeutrality>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNeutrality {
    #[serde(default, deserialize_with = "day")]
    valid_from: Option<NaiveDate>,
    percent: Spanned<u32>,
    services: Vec<Spanned<String>>,
    #[serde(default)]
    reason: Vec<RawReason>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReason {
    id: Spanned<String>,
    name: BothLanguages,
    source: BothLanguages,
    #[serde(default)]
    names_adviser: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTerm {
    #[serde(default, deserialize_with = "day")]
    valid_from: Option<NaiveDate>,
    months: Option<Spanned<u32>>,
    #[serde(default)]
    whole_months: bool,
    longest_first: Option<Spanned<u32>>,
    #[serde(default)]
    extensions: Vec<Spanned<u32>>,
    #[serde(default)]
    suspension_extends: bool,
    after_hire: Option<Spanned<u32>>,
    post_hire: Option<Spanned<u32>>,
    provisional: Option<Spanned<u32>>,
    first_plan: Option<Spanned<u32>>,
    review: Option<Spanned<u32>>,
    handover_before: Option<Spanned<u32>>,
    sharing_before: Option<Spanned<u32>>,
    who_decides: Option<Spanned<u32>>,
    link_within_days: Option<Spanned<u32>>,
    #[serde(default)]
    monthly_report: bool,
    #[serde(default)]
    judged: bool,
    /// `[[term.ground]]`
    #[serde(default)]
    ground: Vec<RawGround>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGround {
    id: Spanned<String>,
    name: BothLanguages,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCycleStep {
    id: Spanned<String>,
    names: Spanned<Vec<RawName>>,
    #[serde(default)]
    people: Vec<BothLanguages>,
    noted: Option<Spanned<String>>,
    form: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPhase {
    id: Spanned<String>,
    code: Spanned<String>,
    names: Spanned<Vec<RawName>>,
    #[serde(default)]
    needs: Vec<Spanned<String>>,
    #[serde(default)]
    people: Vec<BothLanguages>,
    #[serde(default)]
    papers: Vec<BothLanguages>,
    #[serde(default)]
    sheets: Vec<String>,
    limit: Option<BothLanguages>,
}

impl Reader<'_> {
    pub(crate) fn word<T: Copy>(
        &self,
        written: &Spanned<String>,
        what: &str,
        known: impl IntoIterator<Item = (&'static str, T)>,
    ) -> Result<T, ProcessError> {
        let known: Vec<_> = known.into_iter().collect();
        let name = written.get_ref();
        let found = known.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
        found.ok_or_else(|| {
            let instead = suggestion(name, known.iter().map(|(name, _)| *name));
            self.error(written.span(), format!("there is no {what} \"{name}\"{instead}"))
        })
    }

    fn programme(&self, written: &Spanned<String>) -> Result<Programme, ProcessError> {
        self.word(written, "programme", Programme::ALL.iter().map(|known| (known.name(), *known)))
    }

    fn programmes(&self, written: &[Spanned<String>]) -> Result<Vec<Programme>, ProcessError> {
        written.iter().map(|name| self.programme(name)).collect()
    }

    fn some_months(&self, months: Option<&Spanned<u32>>) -> Result<Option<u32>, ProcessError> {
        months.map(|months| self.months(months)).transpose()
    }

    fn term(&self, raw: &Spanned<RawTerm>) -> Result<DatedRules, ProcessError> {
        let term = raw.get_ref();
        let months = self.some_months(term.months.as_ref())?;
        let extensions = term.extensions.iter().map(|months| self.months(months)).collect::<Result<Vec<_>, _>>()?;
        if months.is_none() && (term.whole_months || term.longest_first.is_some() || !extensions.is_empty()) {
            let what = "a term without months has nothing to extend or to count in whole months; add months";
            return Err(self.error(raw.span(), what));
        }
        if let (Some(usual), Some(longest)) = (months, &term.longest_first)
            && *longest.get_ref() < usual
        {
            let what = format!("longest_first, {}, is below months, {usual}; correct one of them", longest.get_ref());
            return Err(self.error(longest.span(), what));
        }
        for before in [&term.handover_before, &term.sharing_before].into_iter().flatten() {
            if months.is_none_or(|months| months <= *before.get_ref()) {
                let what = format!(
                    "{} months before the end lies before the start; shorten it, or add months",
                    before.get_ref()
                );
                return Err(self.error(before.span(), what));
            }
        }
        let valid_from = term.valid_from.ok_or_else(|| {
            self.error(raw.span(), "a term says from when it counts; write valid_from = \"2025-10-01\"")
        })?;
        let mut grounds: Vec<TermGround> = Vec::new();
        for ground in &term.ground {
            let id = ground.id.get_ref().clone();
            if grounds.iter().any(|known| known.id == id) {
                let what = format!("the ground \"{id}\" is named twice; give one of them another id");
                return Err(self.error(ground.id.span(), what));
            }
            grounds.push(TermGround { id, name: ground.name.clone() });
        }
        if !grounds.is_empty() && extensions.is_empty() && term.longest_first.is_none() {
            return Err(
                self.error(raw.span(), "a ground is for more months than usual; add extensions or longest_first")
            );
        }
        let rules = TermRules {
            months,
            grounds: grounds.iter().map(|ground| ground.id.clone()).collect(),
            whole_months: term.whole_months,
            longest_first: self.some_months(term.longest_first.as_ref())?,
            extensions,
            suspension_extends: term.suspension_extends,
            after_hire: self.some_months(term.after_hire.as_ref())?,
            post_hire: self.some_months(term.post_hire.as_ref())?,
            provisional: self.some_months(term.provisional.as_ref())?,
            first_plan: self.some_months(term.first_plan.as_ref())?,
            review: self.some_months(term.review.as_ref())?,
            handover_before: self.some_months(term.handover_before.as_ref())?,
            sharing_before: self.some_months(term.sharing_before.as_ref())?,
            who_decides: self.some_months(term.who_decides.as_ref())?,
            link_within_days: term.link_within_days.as_ref().map(|days| *days.get_ref()),
            monthly_report: term.monthly_report,
            judged: term.judged,
        };
        Ok(DatedRules { valid_from, rules, grounds })
    }

    fn terms(&self, raw: &[Spanned<RawTerm>]) -> Result<Vec<DatedRules>, ProcessError> {
        let mut rules: Vec<DatedRules> = Vec::new();
        for term in raw {
            let read = self.term(term)?;
            if rules.last().is_some_and(|before| read.valid_from <= before.valid_from) {
                return Err(self.error(term.span(), "terms are listed by date; give this one a later valid_from"));
            }
            rules.push(read);
        }
        match rules.is_empty() {
            true => Err(self.error(
                0..0,
                "a programme has a term; write it under [[term]], with valid_from alone if it has no end",
            )),
            false => Ok(rules),
        }
    }

    fn neutrality(&self, raw: &[Spanned<RawNeutrality>]) -> Result<Vec<NeutralityRules>, ProcessError> {
        let mut lines: Vec<NeutralityRules> = Vec::new();
        for line in raw {
            let dated = line.get_ref();
            let valid_from = dated.valid_from.ok_or_else(|| {
                self.error(line.span(), "a line says from when it counts; write valid_from = \"2025-10-01\"")
            })?;
            if lines.last().is_some_and(|before| valid_from <= before.valid_from) {
                return Err(self.error(line.span(), "lines are listed by date; give this one a later valid_from"));
            }
            let percent = *dated.percent.get_ref();
            if !(1..=100).contains(&percent) {
                return Err(self.error(dated.percent.span(), "a share lies between 1 and 100 percent"));
            }
            if dated.services.is_empty() {
                return Err(self.error(line.span(), "a line is about services; name at least one"));
            }
            let (services, reasons) = (self.programmes(&dated.services)?, self.reasons(&dated.reason)?);
            lines.push(NeutralityRules { valid_from, percent, services, reasons });
        }
        Ok(lines)
    }

    fn reasons(&self, raw: &[RawReason]) -> Result<Vec<GoodReason>, ProcessError> {
        let mut reasons: Vec<GoodReason> = Vec::new();
        for reason in raw {
            let id = reason.id.get_ref().clone();
            if reasons.iter().any(|known| known.id == id) {
                let what = format!("the reason \"{id}\" is named twice; give one of them another id");
                return Err(self.error(reason.id.span(), what));
            }
            let (name, source) = (reason.name.clone(), reason.source.clone());
            reasons.push(GoodReason { id, name, source, names_adviser: reason.names_adviser });
        }
        Ok(reasons)
    }

    fn phases(&self, raw: Vec<RawPhase>) -> Result<Vec<PhaseDefinition>, ProcessError> {
        let mut ids = HashSet::new();
        let mut phases = Vec::new();
        for phase in raw {
            if !ids.insert(phase.id.get_ref().clone()) {
                let what = format!("the phase \"{}\" is named twice; give one of them another id", phase.id.get_ref());
                return Err(self.error(phase.id.span(), what));
            }
            let conditions = || EpisodeCondition::ALL.iter().map(|known| (known.name(), *known));
            phases.push(PhaseDefinition {
                code: self.word(
                    &phase.code,
                    "phase code",
                    PhaseCode::ALL.iter().map(|known| (known.name(), *known)),
                )?,
                needs: phase
                    .needs
                    .iter()
                    .map(|need| self.word(need, "condition", conditions()))
                    .collect::<Result<_, _>>()?,
                id: phase.id.into_inner(),
                names: self.names(phase.names)?,
                people: phase.people,
                papers: phase.papers,
                sheets: phase.sheets,
                limit: phase.limit,
            });
        }
        match phases.is_empty() {
            true => Err(self.error(0..0, "a programme has phases; write each under [[phase]]")),
            false => Ok(phases),
        }
    }
}

impl Reader<'_> {
    fn cycle(&self, raw: Vec<RawCycleStep>) -> Result<Vec<CycleStep>, ProcessError> {
        let mut ids = HashSet::new();
        let mut steps = Vec::new();
        for step in raw {
            if !ids.insert(step.id.get_ref().clone()) {
                let what = format!("the step \"{}\" is named twice; give one of them another id", step.id.get_ref());
                return Err(self.error(step.id.span(), what));
            }
            let milestones = || Milestone::ALL.iter().map(|known| (known.name(), *known));
            let noted = step.noted.as_ref().map(|what| self.word(what, "milestone", milestones())).transpose()?;
            let (id, names) = (step.id.into_inner(), self.names(step.names)?);
            steps.push(CycleStep { id, names, people: step.people, noted, form: step.form });
        }
        Ok(steps)
    }
}

impl ProgrammeDefinition {
    /// Reads a definition file.
    ///
    /// # Errors
    ///
    /// Names the file, the line, what is wrong and what to write instead.
    pub fn from_toml(file: &str, text: &str) -> Result<Self, ProcessError> {
        let reader = Reader { file, text };
        let raw: RawProgramme = toml::from_str(text)
            .map_err(|wrong| reader.error(wrong.span().unwrap_or(0..0), in_plain_words(wrong.message())))?;
        let kinds = || AgencyKind::ALL.iter().map(|known| (known.name(), *known));
        let agencies_at = raw.agencies.span();
        let agencies: Vec<AgencyKind> = raw
            .agencies
            .get_ref()
            .iter()
            .map(|kind| reader.word(kind, "kind of agency", kinds()))
            .collect::<Result<_, _>>()?;
        if agencies.is_empty() {
            return Err(reader.error(agencies_at, "a programme is given by some kind of agency; name at least one"));
        }
        Ok(Self {
            programme: reader.programme(&raw.id)?,
            names: reader.names(raw.names)?,
            agencies,
            rules: reader.terms(&raw.term)?,
            phases: reader.phases(raw.phase)?,
            cycle: reader.cycle(raw.cycle)?,
            hears_first: raw.hears_first,
            followed_by: reader.programmes(&raw.followed_by)?,
            not_with: reader.programmes(&raw.not_with)?,
            neutrality: reader.neutrality(&raw.neutrality)?,
        })
    }
}
