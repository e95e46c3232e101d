//! The definition of a process as its file says it, checked at start-up.

use std::{collections::HashSet, ops::Range};

use chrono::NaiveDate;
use serde::Deserialize;

use super::Condition;
use crate::case::plan::Service;

/// A name with the day from which it is the law's word.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedName {
    /// The first day; the first name of a list has none.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

/// The name that is valid on `day`: the last one that has begun.
fn name_on(names: &[DatedName], day: NaiveDate) -> Option<&DatedName> {
    names.iter().rev().find(|name| name.valid_from.is_none_or(|from| from <= day))
}

/// A step of the process.
#[derive(Clone, Debug)]
pub struct StepDefinition {
    /// Its identifier, for example `screening`.
    pub id: String,
    /// The number in the ministry's flow, ①–⑬; none for what comes after.
    pub number: Option<u8>,
    /// Its names by date, oldest first.
    pub names: Vec<DatedName>,
    /// All must hold before the step can be taken.
    pub needs: Vec<Condition>,
    /// All hold once the step is done.
    pub done_when: Vec<Condition>,
    /// The step is shown only while all of these hold or it is done (outreach, emergency, re-plan …).
    pub only_if: Vec<Condition>,
    /// The page of the case on which the step is taken.
    pub page: String,
}

impl StepDefinition {
    /// The name valid on `day`.
    pub fn name_on(&self, day: NaiveDate) -> Option<&DatedName> {
        name_on(&self.names, day)
    }
}

/// A service of the menu with its dated names and usual limits.
#[derive(Clone, Debug)]
pub struct ServiceEntry {
    /// Which one.
    pub service: Service,
    /// Its names by date, oldest first.
    pub names: Vec<DatedName>,
    /// The usual longest period in months: a longer one is warned about, never refused.
    pub usual_months: Option<u32>,
}

/// The process of one programme.
#[derive(Clone, Debug)]
pub struct ProcessDefinition {
    /// The programme's identifier, for example `self_reliance`.
    pub id: String,
    /// The steps, in order.
    pub steps: Vec<StepDefinition>,
    /// The services of the menu.
    pub services: Vec<ServiceEntry>,
}

/// A definition file is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {what}")]
pub struct ProcessError {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, in words.
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
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStep {
    id: toml::Spanned<String>,
    number: Option<u8>,
    names: toml::Spanned<Vec<DatedName>>,
    #[serde(default)]
    needs: Vec<toml::Spanned<String>>,
    done_when: Vec<toml::Spanned<String>>,
    #[serde(default)]
    only_if: Vec<toml::Spanned<String>>,
    page: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawService {
    id: toml::Spanned<String>,
    names: toml::Spanned<Vec<DatedName>>,
    usual_months: Option<u32>,
}

impl ProcessDefinition {
    /// Reads a definition file.
    ///
    /// # Errors
    ///
    /// Names the file, the line and what is wrong: a mistake of form, an unknown condition or service, a step named twice, names
    /// without order in time.
    pub fn from_toml(file: &str, text: &str) -> Result<Self, ProcessError> {
        let error = |span: Range<usize>, what: String| ProcessError {
            file: file.to_owned(),
            line: text[..span.start.min(text.len())].matches('\n').count() + 1,
            what,
        };
        let raw: RawProcess =
            toml::from_str(text).map_err(|wrong| error(wrong.span().unwrap_or(0..0), wrong.message().to_owned()))?;
        let conditions = |names: Vec<toml::Spanned<String>>| {
            names
                .into_iter()
                .map(|name| {
                    Condition::from_name(name.get_ref())
                        .ok_or_else(|| error(name.span(), format!("there is no condition \"{}\"", name.get_ref())))
                })
                .collect::<Result<Vec<_>, _>>()
        };
        let names = |names: toml::Spanned<Vec<DatedName>>| {
            let span = names.span();
            let names = names.into_inner();
            let ordered = names.windows(2).all(|pair| pair[0].valid_from < pair[1].valid_from);
            if names.is_empty() || names[0].valid_from.is_some() || !ordered {
                return Err(error(span, "names are listed by date, the first one without a date".to_owned()));
            }
            Ok(names)
        };
        let mut seen = HashSet::new();
        let mut steps = Vec::new();
        for step in raw.step {
            if !seen.insert(step.id.get_ref().clone()) {
                return Err(error(step.id.span(), format!("the step \"{}\" is named twice", step.id.get_ref())));
            }
            steps.push(StepDefinition {
                id: step.id.into_inner(),
                number: step.number,
                names: names(step.names)?,
                needs: conditions(step.needs)?,
                done_when: conditions(step.done_when)?,
                only_if: conditions(step.only_if)?,
                page: step.page,
            });
        }
        let mut services = Vec::new();
        for entry in raw.service {
            let service = Service::ALL
                .iter()
                .copied()
                .find(|service| service.name() == entry.id.get_ref())
                .ok_or_else(|| error(entry.id.span(), format!("there is no service \"{}\"", entry.id.get_ref())))?;
            services.push(ServiceEntry { service, names: names(entry.names)?, usual_months: entry.usual_months });
        }
        let missing = Service::ALL.iter().find(|service| services.iter().all(|entry| entry.service != **service));
        if let Some(missing) = missing {
            return Err(error(0..0, format!("the service \"{}\" has no entry", missing.name())));
        }
        Ok(Self { id: raw.id, steps, services })
    }

    /// The name of a service on `day`.
    pub fn service_name(&self, service: Service, day: NaiveDate) -> Option<&DatedName> {
        self.services.iter().find(|entry| entry.service == service).and_then(|entry| name_on(&entry.names, day))
    }
}
