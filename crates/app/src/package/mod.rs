//! The record as tidy tables for whoever evaluates it: person by person, so that no table is ever held in memory and nothing refers to what
//! is not there; and the links whose rhythm is judged, and what figures are counted from, out of the same rows.

mod cases;
mod feed;
mod ids;
mod region;
mod uses;

use std::{collections::BTreeMap, io};

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, PackageFilter, PackageScope, Permit, Target, decide};
use banso_domain::{id::PersonId, ledger::LedgerEntry, person::Sex};
use banso_exchange::package::{Cells, FigureGatherer, LinkGatherer, Sink, Table};
use banso_insight::indicators::Period;
use banso_store::{Agencies, PackagePerson};

use crate::{App, UseCaseError};
pub(crate) use feed::Feed;
use ids::Ids;

/// So many people are read and noted at a time.
const AT_ONCE: u32 = 100;

/// The package could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// The record said no, or failed.
    #[error(transparent)]
    UseCase(#[from] UseCaseError),
    /// The package could not be written.
    #[error("the package could not be written")]
    Write(#[from] io::Error),
}

impl From<banso_store::StoreError> for PackageError {
    fn from(error: banso_store::StoreError) -> Self {
        Self::UseCase(error.into())
    }
}

/// What was taken out, and what was not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PackageSummary {
    /// People in the package.
    pub people: u64,
    /// People who were left out: they do not want to be counted (P-170), or their record is protected.
    pub left_out: u64,
    /// Uses that were left out, because the fixed tables have no word for their programme.
    pub uses_left_out: u64,
}

/// Where rows go, with what every row needs.
struct Out<'a> {
    sink: &'a mut (dyn Sink + Send),
    ids: &'a Ids,
    agencies: &'a Agencies,
    summary: PackageSummary,
}

impl Out<'_> {
    fn row(&mut self, table: Table, cells: &[String]) -> io::Result<()> {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        self.sink.row(table, &cells)
    }
}

/// Whose rows are taken, and what is written of it in the ledgers of those who stand in them; nothing where no row leaves.
struct Taking {
    filter: PackageFilter,
    noted: Option<(Permit, &'static str)>,
}

/// Everything that one person brings into the package.
struct Everything {
    person: String,
    cases: Vec<cases::CaseWithAll>,
    uses: Vec<banso_domain::episode::Episode>,
    jobs: Vec<banso_domain::job::Job>,
}

impl App {
    /// Takes the data package out: a row of each table to `sink`, and in the ledger of everybody who stands in it that it was taken, before their
    /// rows leave. `progress` is told how many people were looked at; dropping the future stops it.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who may not, [`PackageError::Write`] if `sink` refuses.
    #[boxed]
    pub async fn export_package(
        &self,
        actor: &Actor,
        is_pseudonymised: bool,
        sink: &mut (dyn Sink + Send),
        progress: &mut (dyn FnMut(u64) + Send),
    ) -> Result<PackageSummary, PackageError> {
        let key = self.inner.store.derived_key("data package");
        let list = if is_pseudonymised { "datapackage-pseudonymised" } else { "datapackage" };
        self.walk(&self.taking(actor, list)?, &Ids::new(key, is_pseudonymised), sink, progress).await
    }

    /// Whether nobody is in the record yet, not even somebody who does not want to be counted.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who may not take the package out.
    #[boxed]
    pub async fn holds_nobody(&self, actor: &Actor) -> Result<bool, UseCaseError> {
        let filter = PackageFilter::of(&decide(actor, Action::ExportPackage, Target::Installation)?)?;
        Ok(self.inner.store.reader().people_for_package(filter, None, 1).await?.is_empty())
    }

    /// The links whose rhythm can be judged: the same as from a package that was just taken out. That they were looked at stands in the ledgers.
    ///
    /// # Errors
    ///
    /// As [`App::export_package`].
    #[boxed]
    pub async fn gather_links(
        &self,
        actor: &Actor,
        progress: &mut (dyn FnMut(u64) + Send),
    ) -> Result<LinkGatherer, PackageError> {
        let mut gatherer = Gathering(LinkGatherer::default());
        let key = self.inner.store.derived_key("data package");
        self.walk(&self.taking(actor, "rhythm")?, &Ids::new(key, false), &mut gatherer, progress).await?;
        Ok(gatherer.0)
    }

    /// What figures of a period are counted from: the same as from a package that was just taken out. That it was counted stands in the ledgers.
    ///
    /// # Errors
    ///
    /// As [`App::export_package`].
    #[boxed]
    pub async fn gather_figures(
        &self,
        actor: &Actor,
        period: Period,
        progress: &mut (dyn FnMut(u64) + Send),
    ) -> Result<FigureGatherer, PackageError> {
        let mut counting = Counting(FigureGatherer::new(period));
        let key = self.inner.store.derived_key("data package");
        self.walk(&self.taking(actor, "indicators")?, &Ids::new(key, false), &mut counting, progress).await?;
        Ok(counting.0)
    }

    /// What figures of a period are counted from, for pages that tell nothing but figures: no row leaves, and no ledger is written.
    ///
    /// # Errors
    ///
    /// As [`App::export_package`].
    #[boxed]
    pub(crate) async fn count_for_pages(
        &self,
        permit: &Permit,
        period: Period,
    ) -> Result<FigureGatherer, PackageError> {
        let filter = PackageFilter::to_count(permit).map_err(UseCaseError::from)?;
        let mut counting = Counting(FigureGatherer::new(period));
        let key = self.inner.store.derived_key("data package");
        self.walk(&Taking { filter, noted: None }, &Ids::new(key, false), &mut counting, &mut |_| {}).await?;
        Ok(counting.0)
    }

    /// Who takes rows out, and under which name that stands in the ledgers.
    fn taking(&self, actor: &Actor, list: &'static str) -> Result<Taking, PackageError> {
        let permit = decide(actor, Action::ExportPackage, Target::Installation).map_err(UseCaseError::from)?;
        let filter = PackageFilter::of(&permit).map_err(UseCaseError::from)?;
        Ok(Taking { filter, noted: Some((permit, list)) })
    }

    async fn walk(
        &self,
        taking: &Taking,
        ids: &Ids,
        sink: &mut (dyn Sink + Send),
        progress: &mut (dyn FnMut(u64) + Send),
    ) -> Result<PackageSummary, PackageError> {
        let filter = taking.filter;
        let reader = self.inner.store.reader();
        let agencies = reader.agencies().await?;
        let mut out = Out { sink, ids, agencies: &agencies, summary: PackageSummary::default() };
        let (mut after, mut seen) = (None, 0);
        loop {
            let people = reader.people_for_package(filter, after, AT_ONCE).await?;
            let Some(last) = people.last() else { break };
            after = Some(last.person.id);
            let mut passing = Vec::new();
            for one in &people {
                let scopes: Vec<_> = reader.person_scopes(one.person.id).await?.to_vec();
                if filter.passes(PackageScope { counts: one.counts, cases: &scopes }) {
                    passing.push(one);
                }
            }
            out.summary.left_out += (people.len() - passing.len()) as u64;
            if let Some((permit, list)) = &taking.noted {
                self.note_taken(permit, list, &passing).await?;
            }
            for one in passing {
                self.person_rows(one, &mut out).await?;
                out.summary.people += 1;
            }
            seen += people.len() as u64;
            progress(seen);
        }
        self.region_rows(filter, &mut out).await?;
        Ok(out.summary)
    }

    /// Writes down that it was taken, in the ledgers of these people, which lie in the order of their identifiers.
    async fn note_taken(&self, permit: &Permit, list: &str, people: &[&PackagePerson]) -> Result<(), PackageError> {
        if people.is_empty() {
            return Ok(());
        }
        let tx = self.inner.store.begin().await?;
        for one in people {
            let entry = LedgerEntry::Exported { list: list.to_owned() };
            self.note_with(&tx, one.person.id, permit, entry).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn everything_of(&self, person: PersonId, name: String) -> Result<Everything, PackageError> {
        let reader = self.inner.store.reader();
        let rows = reader.every_case_of_person(person).await?;
        let mut cases = Vec::new();
        for (row, _) in rows.iter().rev() {
            let Some((case, _)) = reader.case(row.id).await? else { continue };
            let records = reader.records_oldest_first(row.id, u32::MAX >> 1, 0).await?;
            let referrals = reader.referrals_of_case(row.id, u32::MAX >> 1).await?;
            cases.push(cases::CaseWithAll {
                case,
                records: records.into_iter().map(|row| row.record).collect(),
                referrals: referrals.into_iter().map(|row| row.referral).collect(),
            });
        }
        let uses = reader.episodes_of_person(person).await?;
        let jobs = reader.jobs_of_person(person).await?;
        Ok(Everything { person: name, cases, uses, jobs })
    }

    async fn person_rows(&self, one: &PackagePerson, out: &mut Out<'_>) -> Result<(), PackageError> {
        let everything = self.everything_of(one.person.id, out.ids.own("person", one.person.id.uuid())).await?;
        let facts = &one.person.facts;
        let newest = everything.cases.last().map(|of| &of.case);
        let sex = facts.sex.map_or("", |sex| match sex {
            Sex::Male => "male",
            Sex::Female => "female",
            Sex::Other => "other",
        });
        let (disability, certificate) = newest.map(cases::disability).unwrap_or_default();
        let code = newest.map(|case| out.municipality_code(case.municipality)).unwrap_or_default();
        let year = facts.birth_date.as_ref().map(|birth| birth.to_string().chars().take(4).collect::<String>());
        let cells = [
            everything.person.clone(),
            year.unwrap_or_default(),
            sex.to_owned(),
            code,
            disability,
            certificate.to_owned(),
        ];
        out.row(Table::Persons, &cells)?;
        let phases = self.phase_codes();
        out.uses(&everything, &phases)?;
        for of in &everything.cases {
            out.case(&everything.person, of)?;
        }
        out.jobs(&everything)?;
        Ok(())
    }

    /// As what the phases of programmes are counted, by programme and phase.
    fn phase_codes(&self) -> BTreeMap<(&'static str, &str), &'static str> {
        let of_programme = |definition: &'_ banso_domain::process::ProgrammeDefinition| definition.programme.name();
        let mut codes = BTreeMap::new();
        for definition in self.programmes().all() {
            for phase in &definition.phases {
                codes.insert((of_programme(definition), phase.id.as_str()), phase.code.name());
            }
        }
        codes
    }
}

/// Takes the rows that links are made of.
struct Gathering(LinkGatherer);

impl Sink for Gathering {
    fn row(&mut self, table: Table, cells: &[&str]) -> io::Result<()> {
        self.0.take(table, Cells::new(table, cells));
        Ok(())
    }
}

/// Takes the rows that figures are counted from.
struct Counting(FigureGatherer);

impl Sink for Counting {
    fn row(&mut self, table: Table, cells: &[&str]) -> io::Result<()> {
        self.0.take(table, Cells::new(table, cells));
        Ok(())
    }
}
