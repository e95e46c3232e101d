//! Reading a process definition and finding the mistakes in it: every message says what to write instead.

use std::{collections::HashSet, ops::Range};

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, de::Error as _};
use toml::Spanned;

use super::{Condition, DatedName, ProcessDefinition, ServiceEntry, StepDefinition, StepPage};
use crate::{
    case::plan::{Limits, Service},
    text::{MunicipalityCode, in_plain_words, suggestion},
};

/// A definition file is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {what}")]
pub struct ProcessError {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong and what to write instead, in words.
    pub what: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProcess {
    id: String,
    #[serde(default)]
    step: Vec<RawStep>,
    #[serde(default)]
    service: Vec<RawService>,
    plan: Option<RawPlan>,
    #[serde(default)]
    municipality: Vec<RawMunicipality>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStep {
    id: Spanned<String>,
    number: Option<Spanned<u8>>,
    names: Spanned<Vec<RawName>>,
    #[serde(default)]
    needs: Vec<Spanned<String>>,
    done_when: Spanned<Vec<Spanned<String>>>,
    #[serde(default)]
    only_if: Vec<Spanned<String>>,
    #[serde(default)]
    settles: Vec<Spanned<String>>,
    page: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawName {
    #[serde(default, deserialize_with = "day")]
    valid_from: Option<NaiveDate>,
    ja: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawService {
    id: Spanned<String>,
    names: Spanned<Vec<RawName>>,
    usual_months: Option<Spanned<u32>>,
    longest_months: Option<Spanned<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPlan {
    usual_months: Option<Spanned<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMunicipality {
    code: Spanned<String>,
    plan: Option<RawPlan>,
    #[serde(default)]
    service: Vec<RawLocalService>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLocalService {
    id: Spanned<String>,
    usual_months: Spanned<u32>,
}

/// A day written as `2025-04-01`, with or without quotation marks.
pub(crate) fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        Date(toml::value::Datetime),
    }
    let text = match Written::deserialize(deserializer) {
        Ok(Written::Text(text)) => text,
        Ok(Written::Date(date)) => date.to_string(),
        Err(_) => String::new(),
    };
    let wrong = || D::Error::custom(format!("\"{text}\" is no day; write one such as \"2025-04-01\""));
    text.parse().map(Some).map_err(|_| wrong())
}

pub(crate) struct Reader<'t> {
    pub(crate) file: &'t str,
    pub(crate) text: &'t str,
}

impl Reader<'_> {
    pub(crate) fn error(&self, at: Range<usize>, what: impl Into<String>) -> ProcessError {
        let before = &self.text.as_bytes()[..at.start.min(self.text.len())];
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        ProcessError { file: self.file.to_owned(), line, what: what.into() }
    }

    fn conditions(&self, names: Vec<Spanned<String>>) -> Result<Vec<Condition>, ProcessError> {
        let one = |name: Spanned<String>| {
            Condition::from_name(name.get_ref()).ok_or_else(|| {
                let instead = suggestion(name.get_ref(), Condition::ALL.iter().map(|known| known.name()));
                self.error(name.span(), format!("there is no condition \"{}\"{instead}", name.get_ref()))
            })
        };
        names.into_iter().map(one).collect()
    }

    pub(crate) fn names(&self, names: Spanned<Vec<RawName>>) -> Result<Vec<DatedName>, ProcessError> {
        let at = names.span();
        let named = |raw: RawName| DatedName { valid_from: raw.valid_from, ja: raw.ja, en: raw.en };
        let names: Vec<DatedName> = names.into_inner().into_iter().map(named).collect();
        let ordered = names.windows(2).all(|pair| pair[0].valid_from < pair[1].valid_from);
        if names.first().is_none_or(|first| first.valid_from.is_some()) || !ordered {
            let what = "names are listed by date: the first without valid_from, each later one with a later valid_from";
            return Err(self.error(at, what));
        }
        if names.iter().any(|name| name.ja.trim().is_empty() || name.en.trim().is_empty()) {
            return Err(self.error(at, "a name is empty; write both ja and en"));
        }
        Ok(names)
    }

    fn service(&self, id: &Spanned<String>) -> Result<Service, ProcessError> {
        Service::ALL.iter().copied().find(|service| service.name() == id.get_ref()).ok_or_else(|| {
            let instead = suggestion(id.get_ref(), Service::ALL.iter().map(|service| service.name()));
            self.error(id.span(), format!("there is no service \"{}\"{instead}", id.get_ref()))
        })
    }

    pub(crate) fn months(&self, months: &Spanned<u32>) -> Result<u32, ProcessError> {
        match *months.get_ref() {
            months @ 1..=120 => Ok(months),
            other => Err(self
                .error(months.span(), format!("{other} months is no length; write 1 to 120, or leave the line out"))),
        }
    }

    fn step(&self, raw: RawStep) -> Result<StepDefinition, ProcessError> {
        let number = raw.number.map(|number| match *number.get_ref() {
            steps @ 1..=13 => Ok(steps),
            other => Err(self.error(
                number.span(),
                format!(
                    "the ministry's flow has steps 1 to 13, not {other}; leave the number out for a step of your own"
                ),
            )),
        });
        if raw.done_when.get_ref().is_empty() {
            let what = "a step without a condition in done_when would always be done; name at least one";
            return Err(self.error(raw.done_when.span(), what));
        }
        let page = StepPage::ALL.iter().copied().find(|page| page.name() == raw.page.get_ref()).ok_or_else(|| {
            let instead = suggestion(raw.page.get_ref(), StepPage::ALL.iter().map(|page| page.name()));
            self.error(raw.page.span(), format!("there is no page \"{}\"{instead}", raw.page.get_ref()))
        })?;
        Ok(StepDefinition {
            id: raw.id.into_inner(),
            number: number.transpose()?,
            names: self.names(raw.names)?,
            needs: self.conditions(raw.needs)?,
            done_when: self.conditions(raw.done_when.into_inner())?,
            only_if: self.conditions(raw.only_if)?,
            settles: self.conditions(raw.settles)?,
            page,
        })
    }

    fn steps(&self, raw: Vec<RawStep>) -> Result<Vec<StepDefinition>, ProcessError> {
        let (mut ids, mut numbers) = (HashSet::new(), HashSet::new());
        let mut steps = Vec::new();
        for step in raw {
            if !ids.insert(step.id.get_ref().clone()) {
                let what = format!("the step \"{}\" is named twice; give one of them another id", step.id.get_ref());
                return Err(self.error(step.id.span(), what));
            }
            if let Some(number) = step.number.as_ref().filter(|number| !numbers.insert(*number.get_ref())) {
                let what = format!("two steps have the number {}; correct one of them", number.get_ref());
                return Err(self.error(number.span(), what));
            }
            steps.push(self.step(step)?);
        }
        match steps.is_empty() {
            true => Err(self.error(0..0, "a process has steps; write each under [[step]]")),
            false => Ok(steps),
        }
    }

    fn services(&self, raw: Vec<RawService>, limits: &mut Limits) -> Result<Vec<ServiceEntry>, ProcessError> {
        let mut services: Vec<ServiceEntry> = Vec::new();
        for entry in raw {
            let service = self.service(&entry.id)?;
            if services.iter().any(|known| known.service == service) {
                let what = format!("the service \"{}\" is named twice; keep one entry", service.name());
                return Err(self.error(entry.id.span(), what));
            }
            let usual = entry.usual_months.as_ref().map(|months| self.months(months)).transpose()?;
            let longest = entry.longest_months.as_ref().map(|months| self.months(months)).transpose()?;
            if let (Some(usual), Some(longest), Some(at)) = (usual, longest, &entry.longest_months)
                && longest < usual
            {
                let what = format!(
                    "the longest period, {longest} months, is below the usual one, {usual}; correct one of them"
                );
                return Err(self.error(at.span(), what));
            }
            limits.set(service, usual, longest);
            services.push(ServiceEntry { service, names: self.names(entry.names)? });
        }
        match Service::ALL.iter().find(|service| services.iter().all(|entry| entry.service != **service)) {
            Some(missing) => {
                let what =
                    format!("the service \"{0}\" has no entry; add [[service]] with id = \"{0}\"", missing.name());
                Err(self.error(0..0, what))
            }
            None => Ok(services),
        }
    }

    fn local(&self, raw: RawMunicipality, mut limits: Limits) -> Result<(MunicipalityCode, Limits), ProcessError> {
        let code = raw.code.get_ref().parse::<MunicipalityCode>().map_err(|wrong| {
            let what = format!(
                "\"{}\" is no municipality code: {wrong}; write the six digits with the check digit",
                raw.code.get_ref()
            );
            self.error(raw.code.span(), what)
        })?;
        if let Some(months) = raw.plan.and_then(|plan| plan.usual_months) {
            limits.plan = Some(self.months(&months)?);
        }
        for entry in raw.service {
            let service = self.service(&entry.id)?;
            limits.set(service, Some(self.months(&entry.usual_months)?), limits.longest(service));
        }
        Ok((code, limits))
    }
}

impl ProcessDefinition {
    /// Reads a definition file.
    ///
    /// # Errors
    ///
    /// Names the file, the line, what is wrong and what to write instead: a mistake of form, an unknown condition, page or
    /// service, something named twice, names without order in time, a length that is none.
    pub fn from_toml(file: &str, text: &str) -> Result<Self, ProcessError> {
        let reader = Reader { file, text };
        let raw: RawProcess = toml::from_str(text)
            .map_err(|wrong| reader.error(wrong.span().unwrap_or(0..0), in_plain_words(wrong.message())))?;
        let mut limits = Limits::default();
        if let Some(months) = raw.plan.and_then(|plan| plan.usual_months) {
            limits.plan = Some(reader.months(&months)?);
        }
        let steps = reader.steps(raw.step)?;
        let services = reader.services(raw.service, &mut limits)?;
        let local = raw.municipality.into_iter().map(|own| reader.local(own, limits));
        Ok(Self { id: raw.id, steps, services, limits, local_limits: local.collect::<Result<_, _>>()? })
    }
}
