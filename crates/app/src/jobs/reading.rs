//! What is read of jobs: everything beside them, the employer's side at the employer, an outline elsewhere.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, JobFilter, JobSight, Target, decide, job_sight};
use banso_domain::{
    form::{Facts, Field, TellsJobs, ToldJob},
    id::{AgencyId, JobId, SheetId},
    job::{Carried, ContactWith, Job, JobEvent, JobKind, Side},
    ledger::{LedgerEntry, RecordPart},
    rule::Rule,
    sheet::{Sheet, Version},
};
use banso_store::{JobDueRow, JobRow};
use chrono::NaiveDate;

use super::Surroundings;
use crate::{App, EntryLine, UseCaseError, Whom};

/// A job as those see it who learn no more than that there is one.
#[derive(Clone, Debug)]
pub struct JobGlance {
    /// Which.
    pub id: JobId,
    /// What.
    pub kind: JobKind,
    /// Where.
    pub employer: String,
    /// The agency that stands beside it.
    pub agency_name: String,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day, where one is known.
    pub until: Option<NaiveDate>,
    /// It has ended.
    pub is_over: bool,
    /// The reader may open it.
    pub may_open: bool,
}

/// A job as its page needs it.
#[derive(Clone, Debug)]
pub struct JobPage {
    /// The job.
    pub job: Job,
    /// Its version: goes into forms.
    pub version: i64,
    /// 氏名
    pub name: String,
    /// フリガナ
    pub kana: String,
    /// The job before it, where it goes on from one.
    pub before: Option<Job>,
    /// The last day on which the firm used Banso, where it left.
    pub firm_left_on: Option<NaiveDate>,
    /// What the rules say about the support of it; nothing for the employer.
    pub findings: Vec<Rule>,
    /// 働く力: what each side carried by half-years; nothing for the employer.
    pub carried: Vec<Carried>,
    /// The sheet on which the agency keeps what was agreed about accommodation, the newest one; for the employer, the one that the person
    /// opened to it.
    pub accommodation: Option<SheetId>,
    /// The reader's agency keeps the record; others stand beside it as well, or are the employer.
    pub is_kept_here: bool,
    /// Whom to ask, as it stands on the card of which the firm has a copy; for the employer.
    pub card: Option<FirmCard>,
    /// What happened to it, oldest first; empty for the employer.
    pub history: Vec<EntryLine<JobEvent>>,
}

/// The firm's copy of the card that says whom to ask.
#[derive(Clone, Debug)]
pub struct FirmCard {
    /// The table of the form.
    pub rows: Field,
    /// The day whose version of the form it is kept under.
    pub form_on: NaiveDate,
    /// What is answered to it.
    pub answers: Facts,
    /// When it was confirmed with the person.
    pub on: NaiveDate,
}

/// A job of the person's own.
#[derive(Clone, Debug)]
pub struct OwnJob {
    /// The job.
    pub job: Job,
    /// What each side carried by half-years.
    pub carried: Vec<Carried>,
}

impl App {
    /// The jobs with what each side carried in them, by the records of what the person can do that the agency beside each keeps.
    fn carried(&self, sheets: &[Sheet], jobs: Vec<Job>) -> Result<Vec<OwnJob>, UseCaseError> {
        let mut skills: Vec<(AgencyId, NaiveDate)> = Vec::new();
        for sheet in sheets {
            if self.form_of(sheet)?.sheet.is_some_and(|rules| rules.shows_work) {
                let made = sheet.versions.iter().filter(|version| version.finalised.is_some());
                skills.extend(made.map(|version| (sheet.agency, version.last_day())));
            }
        }
        let today = self.inner.clock.today();
        let with_carried = |job: Job| {
            let here = skills.iter().filter(|(agency, _)| *agency == job.agency).map(|(_, on)| *on);
            let carried = job.carried(&here.collect::<Vec<_>>(), today);
            OwnJob { job, carried }
        };
        Ok(jobs.into_iter().map(with_carried).collect())
    }

    /// The newest of these sheets at an agency that is confirmed anew when the firm's person changes.
    fn accommodation_sheet(&self, sheets: &[Sheet], agency: AgencyId) -> Result<Option<SheetId>, UseCaseError> {
        let mut newest: Option<(NaiveDate, SheetId)> = None;
        for sheet in sheets {
            let is_one = self.form_of(sheet)?.sheet.is_some_and(|rules| rules.reconfirms.is_some());
            if sheet.agency == agency && is_one {
                let on = sheet.current().map_or(sheet.form_on, Version::last_day);
                newest = newest.max(Some((on, sheet.id)));
            }
        }
        Ok(newest.map(|(_, id)| id))
    }

    /// The newest final card of the agency beside a job that was confirmed with the person since it began, and of which the firm has a copy.
    fn card_for_firm(&self, sheets: &[Sheet], job: &Job) -> Result<Option<FirmCard>, UseCaseError> {
        let mut newest: Option<FirmCard> = None;
        for sheet in sheets.iter().filter(|sheet| sheet.agency == job.agency) {
            let form = self.form_of(sheet)?;
            let Some(TellsJobs::Card { copy, rows, .. }) =
                form.sheet.as_ref().and_then(|rules| rules.tells_jobs.clone())
            else {
                continue;
            };
            let (Some(copy), Some(rows), Some((_, version))) =
                (form.field(&copy), form.field(&rows), sheet.newest_final())
            else {
                continue;
            };
            let answers = version.answers();
            let Some(ToldJob::Card(on, _)) = form.told_jobs(&answers) else { continue };
            let is_copied = answers.yes_no(&copy.fact) == Some(true) && job.terms.starts_on <= on;
            if is_copied && newest.as_ref().is_none_or(|known| known.on < on) {
                newest = Some(FirmCard { rows: rows.clone(), form_on: sheet.form_on, answers, on });
            }
        }
        Ok(newest)
    }

    pub(crate) async fn job_glance(&self, job: &Job, may_open: bool) -> Result<JobGlance, UseCaseError> {
        Ok(JobGlance {
            id: job.id,
            kind: job.kind,
            employer: job.employer.name.clone(),
            agency_name: self.agency(job.agency).await?.facts.name,
            starts_on: job.terms.starts_on,
            until: job.known_until(),
            is_over: !job.is_open(),
            may_open,
        })
    }

    pub(crate) async fn read_job(
        &self,
        actor: &Actor,
        id: JobId,
        needs: JobSight,
    ) -> Result<(JobRow, Surroundings), UseCaseError> {
        let row = self.inner.store.reader().job(id).await?.ok_or(UseCaseError::NotFound)?;
        let around = self.surroundings(row.job.person).await?;
        let doors = around.doors();
        let scope = around.scope(&row.job, &doors);
        let permit = decide(actor, Action::ReadJob, Target::Job(scope))?;
        if job_sight(actor, scope) != needs {
            return Err(UseCaseError::Forbidden);
        }
        self.note_part_read(around.person, &permit, None, RecordPart::Job);
        Ok((row, around))
    }

    /// A job, for the staff of the agency that stands beside it.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers, [`UseCaseError::Forbidden`] for those who may see less.
    #[boxed]
    pub async fn job(&self, actor: &Actor, id: JobId) -> Result<JobPage, UseCaseError> {
        let (row, around) = self.read_job(actor, id, JobSight::Everything).await?;
        let JobRow { job, version, name, kana } = row;
        let history = self.inner.store.reader().job_history(id).await?.into_iter().map(EntryLine::from).collect();
        let findings = job.findings(self.inner.clock.today(), &around.uses_seen(actor));
        let before = around.jobs.into_iter().find(|other| Some(other.id) == job.previous);
        let sheets = self.inner.store.reader().sheets_of_person(around.person).await?;
        let carried = self.carried(&sheets, vec![job.clone()])?;
        let carried = carried.into_iter().flat_map(|own| own.carried).collect();
        let accommodation = self.accommodation_sheet(&sheets, job.agency)?;
        let firm = match job.employer.agency {
            Some(firm) => self.agencies().await?.find(firm).cloned(),
            None => None,
        };
        let today = self.inner.clock.today();
        let firm_left_on = firm.filter(|firm| firm.facts.has_left(today)).and_then(|firm| firm.facts.left_on);
        let is_kept_here = job.agency == actor.agency();
        Ok(JobPage {
            job,
            version,
            name,
            kana,
            before,
            firm_left_on,
            findings,
            carried,
            accommodation,
            is_kept_here,
            card: None,
            history,
        })
    }

    /// The employer's side of a job. What the agency writes for itself is not in it: what it saw of support at the workplace, what it has
    /// settled, why a job ended, what was learnt, what came before; of the plan of contacts only the firm's part.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] where the employer is told nothing, or the person lets it see nothing.
    #[boxed]
    pub async fn job_at_employer(&self, actor: &Actor, id: JobId) -> Result<JobPage, UseCaseError> {
        let (row, _) = self.read_job(actor, id, JobSight::Employer).await?;
        let JobRow { mut job, version, name, kana } = row;
        let sheets = self.inner.store.reader().sheets_of_person(job.person).await?;
        let accommodation = self.sheet_for_firm(&sheets, &job)?;
        let card = self.card_for_firm(&sheets, &job)?;
        job.natural_support.clear();
        job.solid_since = None;
        for plan in &mut job.contact_plans {
            plan.wish.clear();
            plan.basis.clear();
            plan.return_if.clear();
            plan.steps.retain(|step| step.with != ContactWith::Person);
        }
        job.contacts.retain(|contact| contact.with.contains(&Side::Employer));
        for contact in &mut job.contacts {
            contact.words.clear();
        }
        job.settled.clear();
        job.checks.clear();
        job.look_back = None;
        job.previous = None;
        job.episode = None;
        if let Some(end) = &mut job.end {
            end.note.clear();
        }
        Ok(JobPage {
            job,
            version,
            name,
            kana,
            before: None,
            firm_left_on: None,
            findings: Vec::new(),
            carried: Vec::new(),
            accommodation,
            is_kept_here: false,
            card,
            history: Vec::new(),
        })
    }

    /// The jobs that the actor's agency stands beside: those that last, or those that have ended.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn jobs_beside(
        &self,
        actor: &Actor,
        is_open: bool,
        limit: u32,
        offset: u32,
    ) -> Result<Vec<JobRow>, UseCaseError> {
        Ok(self.inner.store.reader().jobs_beside(JobFilter::of(actor), is_open, limit, offset).await?)
    }

    /// The people who work at the actor's firm and let it know.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn jobs_at_employer(
        &self,
        actor: &Actor,
        is_open: bool,
        limit: u32,
        offset: u32,
    ) -> Result<Vec<JobRow>, UseCaseError> {
        Ok(self.inner.store.reader().jobs_at_employer(JobFilter::of(actor), is_open, limit, offset).await?)
    }

    /// What is due up to a day of the jobs that the actor's agency stands beside, soonest first.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn job_dues(&self, actor: &Actor, until: NaiveDate, limit: u32) -> Result<Vec<JobDueRow>, UseCaseError> {
        Ok(self.inner.store.reader().job_dues(JobFilter::of(actor), until, limit).await?)
    }

    /// The jobs of a person as far as the reader sees them.
    pub(crate) async fn job_glances(
        &self,
        actor: &Actor,
        around: &Surroundings,
    ) -> Result<Vec<JobGlance>, UseCaseError> {
        let mut glances = Vec::new();
        for (job, sight) in around.jobs_seen(actor) {
            glances.push(self.job_glance(job, sight == JobSight::Everything).await?);
        }
        Ok(glances)
    }

    /// The first day of the person's latest employment that lasts, as far as the actor may know of that job: forms that need the day of
    /// hiring begin with it.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] where there is no such case or use.
    #[boxed]
    pub async fn known_hiring(&self, actor: &Actor, whom: Whom) -> Result<Option<NaiveDate>, UseCaseError> {
        let around = self.surroundings(self.person_of(whom).await?).await?;
        let today = self.inner.clock.today();
        let lasts = |job: &&Job| job.kind == JobKind::Employment && job.is_open() && job.terms.starts_on <= today;
        let seen = around.jobs_seen(actor).into_iter().map(|(job, _)| job);
        Ok(seen.filter(lasts).map(|job| job.terms.starts_on).max())
    }

    /// The person's own jobs, all of them.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for anybody but a person with their own account.
    #[boxed]
    pub async fn own_jobs(&self, actor: &Actor) -> Result<Vec<OwnJob>, UseCaseError> {
        let id = actor.person().ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::ReadOwnRecord, Target::Own(id))?;
        let reader = self.inner.store.reader();
        let jobs = reader.jobs_of_person(id).await?;
        self.note_read(id, &permit, LedgerEntry::ReadByPerson);
        self.carried(&reader.sheets_of_person(id).await?, jobs)
    }
}
