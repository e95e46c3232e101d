//! The links of one agency, from the same rows as those of the package: cases by their days and records, jobs with their plans.

use std::io;

use banso_domain::{
    case::{contact::PhaseDays, record::SupportRecord},
    id::{AgencyId, CaseId},
    job::Job,
};
use banso_exchange::package::{Cells, LinkGatherer, Table, opt};
use banso_store::Agencies;
use chrono::NaiveDate;

use super::{Gathering, Out, PackageSummary, cases::phase_spans, ids::Ids, uses::PlannedSpans};

/// Takes what an agency knows and gives links.
pub(crate) struct Feed<'a> {
    agencies: &'a Agencies,
    agency: AgencyId,
    ids: Ids,
    gathered: Gathering,
}

impl<'a> Feed<'a> {
    pub(crate) fn new(agencies: &'a Agencies, agency: AgencyId) -> Self {
        // Nothing leaves: identifiers are those of the record, and no key is needed for them.
        Self { agencies, agency, ids: Ids::new([0; 32], false), gathered: Gathering(LinkGatherer::default()) }
    }

    fn out(&mut self, take: impl FnOnce(&mut Out<'_>) -> io::Result<()>) {
        let Self { agencies, ids, gathered, .. } = self;
        let mut out = Out { sink: gathered, ids, agencies, summary: PackageSummary::default() };
        // A gatherer takes every row.
        let _ = take(&mut out);
    }

    /// An open case with the days on which its phases began.
    pub(crate) fn case(&mut self, case: CaseId, received_on: NaiveDate, phases: PhaseDays) {
        let (episode, agency) = (case.to_string(), self.agency.to_string());
        let from = received_on.to_string();
        self.row(Table::Episodes, &[&episode, "", &agency, "self_reliance", &from, "", "", ""]);
        self.gathered.0.expect_person(&episode, &agency);
        for (phase, from, until) in phase_spans(received_on, phases, None, None) {
            self.row(Table::Phases, &[&episode, phase, &from.to_string(), &opt(until)]);
        }
    }

    /// A record of a case.
    pub(crate) fn record(&mut self, case: CaseId, record: &SupportRecord) {
        let (episode, agency) = (case.to_string(), self.agency.to_string());
        self.out(|out| out.record(record, &episode, &agency, ""));
    }

    /// A job, with the case of the person at the same agency where there is one.
    pub(crate) fn job(&mut self, job: &Job, case: Option<CaseId>) {
        let episode = case.map_or_else(|| job.id.to_string(), |case| case.to_string());
        if case.is_none() {
            let (agency, from) = (self.agency.to_string(), job.terms.starts_on.to_string());
            self.row(Table::Episodes, &[&episode, "", &agency, "retention", &from, "", "", ""]);
            self.gathered.0.expect_person(&episode, &agency);
        }
        self.out(|out| {
            let mut planned = PlannedSpans::new();
            super::uses::planned_of(job, &episode, &mut planned);
            out.work_contacts(job, &job.id.to_string(), &episode)?;
            out.planned(planned)
        });
    }

    fn row(&mut self, table: Table, cells: &[&str]) {
        self.gathered.0.take(table, Cells::new(table, cells));
    }

    /// The gatherer with everything in it.
    pub(crate) fn into_gatherer(self) -> LinkGatherer {
        self.gathered.0
    }
}
