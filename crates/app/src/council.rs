//! 協議会への報告: what there is beside what is looked for, the register, what was decided and why, and what became of it; on paper and as a workbook.

use std::collections::BTreeMap;

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor};
use banso_domain::{
    agency::AgencyKind,
    case::network::Topic,
    form::Facts,
    id::AgencyId,
    missing::AskedFor,
    resource::{Area, ResourceSearch, kind_of_service},
};
use chrono::NaiveDate;

use crate::{App, Evidence, FileKind, PrintLook, PrintedForm, UseCaseError};

/// The form on which the report is printed.
const COUNCIL_REPORT: &str = "council_report";

/// What there is for a need, beside what is looked for.
#[derive(Clone, Debug)]
pub struct NeedInventory {
    /// The need.
    pub need: Topic,
    /// The kinds of agency that usually do it, each with how many entries of the directory and how many agencies of this installation are of it.
    pub kinds: Vec<(AgencyKind, usize, usize)>,
    /// What was looked for and not found: for the need, or for one of its kinds where the need is not known.
    pub evidence: Evidence,
    /// Entries of the register that are about it.
    pub entries: usize,
}

/// A row of a table of the report: a word for each column of the form.
pub type CouncilRow = Vec<(&'static str, String)>;

/// The report in words, as it is printed: whoever knows the reader's language puts it into them.
#[derive(Clone, Debug, Default)]
pub struct CouncilWords {
    /// The days that it is about.
    pub period: String,
    /// The area that the inventory is about.
    pub area: String,
    /// The tables by the name of their field: each row a word for each column.
    pub tables: Vec<(&'static str, Vec<CouncilRow>)>,
}

impl App {
    /// What there is in the region or in one municipality, need by need in the order of the table of roles and never by number, beside what was
    /// looked for between two days.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who do not support people.
    #[boxed]
    pub async fn regional_assessment(
        &self,
        actor: &Actor,
        area: Option<AgencyId>,
        days: (NaiveDate, NaiveDate),
    ) -> Result<Vec<NeedInventory>, UseCaseError> {
        let permit = self.directory_permit(actor, Action::ReadMissing).await?;
        let reader = self.inner.store.reader();
        let agencies = self.agencies().await?;
        let within = match area {
            Some(area) => Area::Worded(agencies.find(area).ok_or(UseCaseError::NotFound)?.facts.name.clone()),
            None => Area::Everywhere,
        };
        let mut listed: BTreeMap<AgencyKind, usize> = BTreeMap::new();
        for (service, count) in self.look(&ResourceSearch { area: within, ..ResourceSearch::default() }, 0).await?.kinds
        {
            if let Some(kind) = kind_of_service(&service) {
                *listed.entry(kind).or_default() += count;
            }
        }
        let asked = reader.asked_for(&permit, days.0, days.1).await?;
        let asked: Vec<AskedFor> =
            asked.into_iter().filter(|asked| area.is_none_or(|area| area == asked.area)).collect();
        let register = reader.all_missing(&permit).await?;
        let here = |of: Option<AgencyId>| area.is_none() || of.is_none() || of == area;
        let of_kind = |kind: AgencyKind| {
            agencies.iter().filter(|row| row.facts.kind == kind && here(row.facts.municipality)).count()
        };
        let inventory = |need: Topic| {
            let kinds = need.usual_kinds();
            let is_about = |asked: &&AskedFor| match (asked.need, asked.kind) {
                (Some(of), _) => of == need,
                (None, Some(kind)) => kinds.contains(&kind),
                (None, None) => false,
            };
            let about =
                register.iter().filter(|(missing, _)| missing.content.need == need && here(missing.content.area));
            let heard = about.clone().map(|(missing, _)| missing.heard.len()).sum();
            NeedInventory {
                need,
                kinds: kinds
                    .iter()
                    .map(|kind| (*kind, listed.get(kind).copied().unwrap_or_default(), of_kind(*kind)))
                    .collect(),
                evidence: Evidence::of(asked.iter().filter(is_about), heard),
                entries: about.count(),
            }
        };
        Ok(Topic::ALL.iter().filter(|need| **need != Topic::Gap).map(|need| inventory(*need)).collect())
    }

    /// The report for the council as a file.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who do not support people, [`UseCaseError::Definition`] if the form cannot be set.
    #[boxed]
    pub async fn print_council_report(
        &self,
        actor: &Actor,
        words: CouncilWords,
        look: PrintLook,
        kind: FileKind,
    ) -> Result<PrintedForm, UseCaseError> {
        self.directory_permit(actor, Action::ReadMissing).await?;
        let by = self.agency(actor.agency()).await?.facts.name;
        let today = self.inner.clock.today();
        let mut facts = Facts::new();
        facts.set("council.by", by.as_str());
        facts.set("council.made_on", today.to_string());
        facts.set("council.period", words.period.as_str());
        facts.set("council.area", words.area.as_str());
        for (name, rows) in words.tables {
            let row = |cells: CouncilRow| {
                let cells =
                    cells.into_iter().map(|(column, text)| (column.to_owned(), serde_json::Value::String(text)));
                serde_json::Value::Object(cells.collect())
            };
            facts.set(&format!("council.{name}"), rows.into_iter().map(row).collect::<Vec<_>>());
        }
        let bytes = self.set(COUNCIL_REPORT, facts, self.options(look, today), kind).await?;
        Ok(PrintedForm { bytes, file_name: format!("{COUNCIL_REPORT}-{today}.{}", kind.extension()) })
    }
}
