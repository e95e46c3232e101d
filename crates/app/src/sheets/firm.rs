//! The firm's own page of a sheet that is considered together: what the person asks of it, what was agreed, and its own side.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, JobSight, SheetSight, Target, decide};
use banso_domain::{
    form::FormDefinition,
    id::{AgencyId, JobId, PersonId, SheetId},
    job::Job,
    ledger::RecordPart,
    sheet::{Sheet, Writing},
};
use banso_store::{Change, SheetRow, Stamp};

use super::{SheetPage, cut_version};
use crate::{App, UseCaseError};

impl App {
    /// The newest of these sheets at the agency beside a job that the person opened to the firm there.
    pub(crate) fn sheet_for_firm(&self, sheets: &[Sheet], job: &Job) -> Result<Option<SheetId>, UseCaseError> {
        let Some(firm) = job.employer.agency else { return Ok(None) };
        let mut newest = None;
        for sheet in sheets.iter().filter(|sheet| sheet.agency == job.agency && sheet.is_open_to_firm(firm)) {
            if self.form_of(sheet)?.sheet.is_some_and(|rules| rules.firm_writes) {
                newest = newest.max(Some((sheet.form_on, sheet.id)));
            }
        }
        Ok(newest.map(|(_, id)| id))
    }

    /// The firms at which the person works, of which the agency of a sheet may ask the person whether they read it.
    pub(super) async fn firms_to_open(
        &self,
        person: PersonId,
        agency: AgencyId,
    ) -> Result<Vec<AgencyId>, UseCaseError> {
        let jobs = self.inner.store.reader().jobs_of_person(person).await?;
        let asked = jobs.iter().filter(|job| job.agency == agency && job.is_open() && !job.is_closed_to_employer());
        let mut firms: Vec<AgencyId> = asked.filter_map(|job| job.employer.agency).collect();
        firms.sort_unstable();
        firms.dedup();
        Ok(firms)
    }

    /// What the firm at which somebody works sees of the sheet that the person opened to it: what the person asks, what was agreed, its own
    /// side. Nothing of what the agency thinks, and not how it came about.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] where the firm sees nothing of the job, or the person opened no sheet to it.
    #[boxed]
    pub async fn sheet_at_employer(&self, actor: &Actor, job: JobId) -> Result<SheetPage, UseCaseError> {
        let (row, around) = self.read_job(actor, job, JobSight::Employer).await?;
        let reader = self.inner.store.reader();
        let sheets = reader.sheets_of_person(row.job.person).await?;
        let id = self.sheet_for_firm(&sheets, &row.job)?.ok_or(UseCaseError::NotFound)?;
        let SheetRow { sheet, version, name, kana } = reader.sheet(id).await?.ok_or(UseCaseError::NotFound)?;
        let doors = around.doors();
        let permit = decide(actor, Action::ReadJob, Target::Job(around.scope(&row.job, &doors)))?;
        self.note_part_read(sheet.person, &permit, None, RecordPart::Sheet);
        let form: FormDefinition = self.form_of(&sheet)?.for_firm();
        let shown = sheet.current().map(|version| cut_version(version, &form));
        Ok(SheetPage {
            agency_name: self.agency(sheet.agency).await?.facts.name,
            sheet: Sheet {
                begun_because: String::new(),
                versions: shown.into_iter().collect(),
                carried: Vec::new(),
                shown: std::collections::BTreeMap::new(),
                ..sheet
            },
            version,
            form,
            name,
            kana,
            sight: SheetSight::Shown,
            is_person: false,
            findings: Vec::new(),
            to_reconfirm: Vec::new(),
            firms: Vec::new(),
            history: Vec::new(),
        })
    }

    /// Writes down the firm's side of that sheet, in its own name. Where it confirms it anew, the job knows of it.
    ///
    /// # Errors
    ///
    /// As [`App::sheet_at_employer`]; [`UseCaseError::Conflict`] if it changed since `expected`, [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn write_sheet_at_employer(
        &self,
        actor: &Actor,
        job: JobId,
        expected: i64,
        writing: Writing,
    ) -> Result<(), UseCaseError> {
        let (row, around) = self.read_job(actor, job, JobSight::Employer).await?;
        let doors = around.doors();
        let permit = decide(actor, Action::AnswerAsEmployer, Target::Job(around.scope(&row.job, &doors)))?;
        let sheets = self.inner.store.reader().sheets_of_person(row.job.person).await?;
        let id = self.sheet_for_firm(&sheets, &row.job)?.ok_or(UseCaseError::NotFound)?;
        let tx = self.inner.store.begin().await?;
        let (sheet, found) = tx.sheet(id).await?.ok_or(UseCaseError::NotFound)?;
        if expected != found {
            return Err(UseCaseError::Conflict { expected, found });
        }
        let (form, today) = (self.form_of(&sheet)?, self.inner.clock.today());
        let writing = Writing { source: row.job.employer.name.clone(), ..writing };
        let confirmed = form.reconfirmed(&writing.answers).filter(|on| *on <= today);
        let event = sheet.write_as_firm(&form, writing, (actor.staff(), actor.agency()), today)?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Sheet(id, sheet.person, &event), Some(found)).await?;
        if let Some(on) = confirmed {
            let beside = (sheet.agency, Action::AnswerAsEmployer);
            self.note_reconfirmed_on_jobs(&tx, actor, sheet.person, beside, on).await?;
        }
        Ok(tx.commit().await?)
    }
}
