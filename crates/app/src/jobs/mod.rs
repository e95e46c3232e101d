//! 実習・就職: beginning the record of a job, what happens to it, who sees which side of it, and what is due.

mod reading;

use std::collections::BTreeSet;

use async_recursion::async_recursion as boxed;
use banso_access::{
    Action, Actor, CaseDoors, CaseScope, EpisodeScope, EpisodeSight, JobScope, JobSight, Permit, Target, decide,
    episode_sight, job_sight,
};
use banso_domain::{
    agency::{AgencyKind, Channel},
    case::sharing::{EmploymentDisclosure, Share, SharedItem},
    episode::{Episode, Milestone},
    form::ToldJob,
    id::{AgencyId, EpisodeId, GoalId, JobId, PersonId},
    job::{Agreement, Employer, Job, JobCommand, JobDueKind, JobKind, JobTerms, NewJob, Side, WorkContact},
    rule::Rule,
};
use banso_store::{AgencyRow, Change, Stamp, Tx};
use chrono::NaiveDate;
use uuid::Uuid;

pub use reading::{FirmCard, JobGlance, JobPage, OwnJob};

use crate::{App, UseCaseError, Whom};

/// A job that is to begin, as it was asked for.
#[derive(Clone, Debug)]
pub struct JobAsked {
    /// The name of the employer as it was typed; an agency of that name on Banso is linked.
    pub employer: String,
    /// What.
    pub kind: JobKind,
    /// What was agreed.
    pub terms: JobTerms,
}

/// Everything around a person that decisions about their jobs are taken on.
pub(crate) struct Surroundings {
    /// Their entry, and not one that was merged into it.
    person: PersonId,
    cases: Vec<(CaseScope, Vec<Share>)>,
    episodes: Vec<Episode>,
    jobs: Vec<Job>,
}

impl Surroundings {
    /// What was read already.
    pub(crate) fn new(
        person: PersonId,
        cases: Vec<(CaseScope, Vec<Share>)>,
        episodes: Vec<Episode>,
        jobs: Vec<Job>,
    ) -> Self {
        Self { person, cases, episodes, jobs }
    }

    pub(crate) fn doors(&self) -> Vec<CaseDoors<'_>> {
        self.cases.iter().map(|(case, shares)| CaseDoors { case: *case, shares }).collect()
    }

    fn is_known_at(&self, agency: AgencyId) -> bool {
        let uses = self.episodes.iter().any(|episode| episode.agency == agency);
        uses || self.jobs.iter().any(|job| job.agency == agency)
    }

    /// The jobs that the actor sees, and how much of each.
    pub(crate) fn jobs_seen(&self, actor: &Actor) -> Vec<(&Job, JobSight)> {
        let doors = self.doors();
        let seen = self.jobs.iter().map(|job| (job, job_sight(actor, self.scope(job, &doors))));
        seen.filter(|(_, sight)| *sight != JobSight::Nothing).collect()
    }

    /// The uses of services that the actor may know of.
    fn uses_seen(&self, actor: &Actor) -> Vec<Episode> {
        let doors = self.doors();
        let scope = |agency| EpisodeScope { agency, cases: &doors, is_known_there: self.is_known_at(agency) };
        let seen = |episode: &&Episode| episode_sight(actor, scope(episode.agency)) != EpisodeSight::Nothing;
        self.episodes.iter().filter(seen).cloned().collect()
    }

    /// The job with what its firm is told: nothing, while another record of the person at that firm is closed to it.
    fn as_told(&self, job: Job) -> Job {
        let closes = |other: &Job| {
            other.is_open() && other.is_closed_to_employer() && other.employer.is(&job.employer) && other.id != job.id
        };
        if !self.jobs.iter().any(closes) {
            return job;
        }
        let terms = JobTerms { disclosure: EmploymentDisclosure::Closed, ..job.terms.clone() };
        Job { terms, ..job }
    }

    /// Refuses a record of what another one tells of already (P-174).
    fn require_first(&self, job: &Job) -> Result<(), UseCaseError> {
        match self.jobs.iter().any(|other| job.tells_of_the_same(other)) {
            true => Err(Rule::JobKnownAlready.into()),
            false => Ok(()),
        }
    }

    pub(crate) fn scope<'a>(&self, job: &'a Job, doors: &'a [CaseDoors<'a>]) -> JobScope<'a> {
        JobScope {
            agency: job.agency,
            also: &job.also_beside,
            employer: job.employer.agency,
            disclosure: self.as_told(job.clone()).terms.disclosure,
            cases: doors,
            is_known_there: self.is_known_at(job.agency),
        }
    }
}

/// Whether agencies of a kind stand beside somebody's job; the employer itself does not, nor does a family.
fn stands_beside(kind: AgencyKind) -> bool {
    !matches!(kind, AgencyKind::Employer | AgencyKind::Family)
}

impl App {
    /// What allows the actor to do something to a job.
    pub(crate) async fn permit_on_job(&self, actor: &Actor, action: Action, job: &Job) -> Result<Permit, UseCaseError> {
        let around = self.surroundings(job.person).await?;
        let doors = around.doors();
        Ok(decide(actor, action, Target::Job(around.scope(job, &doors)))?)
    }

    pub(crate) async fn surroundings(&self, person: PersonId) -> Result<Surroundings, UseCaseError> {
        let reader = self.inner.store.reader();
        let (entry, _) = reader.person(person).await?.ok_or(UseCaseError::NotFound)?;
        let person = entry.merged_into.unwrap_or(person);
        let known = reader.every_case_of_person(person).await?;
        let ids: Vec<_> = known.iter().map(|(row, _)| row.id).collect();
        let mut shares = reader.shares_of(&ids).await?;
        let cases = known.into_iter().map(|(row, scope)| (scope, shares.remove(&row.id).unwrap_or_default())).collect();
        let episodes = reader.episodes_of_person(person).await?;
        let jobs = reader.jobs_of_person(person).await?;
        Ok(Surroundings { person, cases, episodes, jobs })
    }

    /// Whether the actor's agency stands beside people at work.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn stands_beside_jobs(&self, actor: &Actor) -> Result<bool, UseCaseError> {
        Ok(stands_beside(self.agency(actor.agency()).await?.facts.kind))
    }

    async fn scope_to_begin<'a>(
        &self,
        actor: &Actor,
        around: &Surroundings,
        doors: &'a [CaseDoors<'a>],
    ) -> Result<JobScope<'a>, UseCaseError> {
        if !self.stands_beside_jobs(actor).await? {
            return Err(UseCaseError::Forbidden);
        }
        let (agency, is_known_there) = (actor.agency(), around.is_known_at(actor.agency()));
        Ok(JobScope {
            agency,
            also: &[],
            employer: None,
            disclosure: EmploymentDisclosure::Open,
            cases: doors,
            is_known_there,
        })
    }

    /// Whether the record of a job may begin at the actor's agency, and the name under which the person is known there.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for an agency that does not know the person.
    #[boxed]
    pub async fn may_start_job(&self, actor: &Actor, whom: Whom) -> Result<String, UseCaseError> {
        let around = self.surroundings(self.person_of(whom).await?).await?;
        let doors = around.doors();
        let scope = self.scope_to_begin(actor, &around, &doors).await?;
        decide(actor, Action::StartJob, Target::Job(scope))?;
        let (person, _) = self.inner.store.reader().person(around.person).await?.ok_or(UseCaseError::NotFound)?;
        Ok(person.facts.name)
    }

    /// The employer of a name: linked to its entry, if there is exactly one.
    async fn employer_named(&self, name: &str) -> Result<Employer, UseCaseError> {
        let name = name.trim();
        let all = self.inner.store.reader().agencies().await?;
        let fits = |row: &&&AgencyRow| row.facts.kind == AgencyKind::Employer && all.is_called(row.id, name);
        let found = all.named(name);
        let mut same = found.iter().filter(fits);
        let agency = match (same.next(), same.next()) {
            (Some(only), None) => Some(only.id),
            _ => None,
        };
        Ok(Employer { agency, name: name.to_owned() })
    }

    /// Begins the record of a job at the actor's agency. It goes on from the last job that has ended, and came about through the use
    /// that runs at the agency, if there is one; of an employment that use notes the day of hiring.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for an agency that does not know the person, [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn start_job(&self, actor: &Actor, whom: Whom, asked: JobAsked) -> Result<JobId, UseCaseError> {
        let around = self.surroundings(self.person_of(whom).await?).await?;
        let doors = around.doors();
        let scope = self.scope_to_begin(actor, &around, &doors).await?;
        let permit = decide(actor, Action::StartJob, Target::Job(scope))?;
        let JobAsked { employer, kind, terms } = asked;
        let ended = around.jobs.iter().filter(|job| job.kind.is_hired() && kind.is_hired());
        let ended = ended.filter(|job| job.end.as_ref().is_some_and(|end| end.on <= terms.starts_on));
        let previous = ended.max_by_key(|job| job.end.as_ref().map(|end| end.on)).map(|job| job.id);
        let at_work = |episode: &&Episode| {
            episode.agency == actor.agency() && episode.overlaps(terms.starts_on, Some(terms.starts_on))
        };
        let episode: Option<EpisodeId> = around.episodes.iter().rfind(at_work).map(|episode| episode.id);
        let beside = self.agency(actor.agency()).await?.facts.kind;
        let hired = episode.filter(|_| kind == JobKind::Employment).map(|episode| (episode, terms.starts_on));
        let new = NewJob {
            person: around.person,
            agency: actor.agency(),
            employer: self.employer_named(&employer).await?,
            kind,
            terms,
            episode,
            previous,
            is_alone: episode.is_none() && !beside.supports_work(),
        };
        let event = new.decide(self.inner.clock.today())?;
        let id = JobId::new(Uuid::now_v7());
        if let Some(begun) = Job::apply(None, id, &event) {
            around.require_first(&begun)?;
        }
        let tx = self.inner.store.begin().await?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Job(id, around.person, &event), Some(0)).await?;
        if let Some((episode, on)) = hired {
            self.note_hired_on_use(&tx, actor, episode, on).await?;
        }
        tx.commit().await?;
        Ok(id)
    }

    /// The agencies that may stand beside a job next: the person lets them know of their work.
    async fn heirs(&self, around: &Surroundings, job: &Job) -> Result<Vec<AgencyRow>, UseCaseError> {
        let today = self.inner.clock.today();
        let mut let_in: BTreeSet<AgencyId> = around.cases.iter().map(|(case, _)| case.centre).collect();
        let shares = around.cases.iter().flat_map(|(_, shares)| shares);
        let open = shares.filter(|share| share.is_open_on(today) && share.items.has(SharedItem::WorkHistory));
        let_in.extend(open.map(|share| share.agency));
        let_in.remove(&job.agency);
        let mut heirs = Vec::new();
        for id in let_in {
            let row = self.agency(id).await?;
            if stands_beside(row.facts.kind) {
                heirs.push(row);
            }
        }
        Ok(heirs)
    }

    /// The agencies to which a job may pass on.
    ///
    /// # Errors
    ///
    /// As [`App::job`].
    #[boxed]
    pub async fn job_heirs(&self, actor: &Actor, id: JobId) -> Result<Vec<AgencyRow>, UseCaseError> {
        let job = self.job(actor, id).await?.job;
        let around = self.surroundings(job.person).await?;
        self.heirs(&around, &job).await
    }

    async fn record_on_job(
        &self,
        actor: &Actor,
        id: JobId,
        expected: Option<i64>,
        action: Action,
        command: JobCommand,
    ) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let (job, found) = tx.job(id).await?.ok_or(UseCaseError::NotFound)?;
        let around = self.surroundings(job.person).await?;
        let doors = around.doors();
        let permit = match action {
            Action::ConfirmOwnGoal => decide(actor, action, Target::Own(around.person))?,
            _ => decide(actor, action, Target::Job(around.scope(&job, &doors)))?,
        };
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            return Err(UseCaseError::Conflict { expected, found });
        }
        if action == Action::WriteJob && job.agency != actor.agency() && !command.is_of_those_beside() {
            return Err(UseCaseError::Forbidden);
        }
        if let JobCommand::PassOn(to, _) | JobCommand::BringIn(to, _) = &command
            && !self.heirs(&around, &job).await?.iter().any(|row| row.id == *to)
        {
            return Err(Rule::JobPassedOn.into());
        }
        if let JobCommand::LinkEmployer(agency) = &command
            && self.agency(*agency).await?.facts.kind != AgencyKind::Employer
        {
            return Err(Rule::EmployerLinked.into());
        }
        // What an agency that stands beside as well did is told apart.
        let command = match command {
            JobCommand::Contact(contact) => {
                let by = (job.agency != actor.agency()).then(|| actor.agency());
                JobCommand::Contact(WorkContact { by, ..contact })
            }
            other => other,
        };
        let met = match &command {
            JobCommand::Contact(contact) => contact.meets_the_person().then_some(contact.on),
            _ => None,
        };
        let event = around.as_told(job.clone()).decide(command, self.inner.clock.today())?;
        // What was twofold before is not made worse by other changes.
        let before = around.require_first(&job).is_err();
        if let Some(changed) = Job::apply(Some(job.clone()), id, &event).filter(|_| !before) {
            around.require_first(&changed)?;
        }
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Job(id, job.person, &event), Some(found)).await?;
        if let Some(on) = met {
            self.note_met_on_use(&tx, actor, &around, on).await?;
        }
        Ok(tx.commit().await?)
    }

    /// The person was met beside their job: the use of the same agency that asks for a meeting every month knows of it (K13).
    async fn note_met_on_use(
        &self,
        tx: &Tx,
        actor: &Actor,
        around: &Surroundings,
        on: NaiveDate,
    ) -> Result<(), UseCaseError> {
        let asks =
            |episode: &&Episode| episode.agency == actor.agency() && episode.is_open() && episode.rules.monthly_report;
        match around.episodes.iter().rfind(asks) {
            Some(episode) => {
                let told = BTreeSet::from([(on, Milestone::Interviewed)]);
                self.note_told_on_use(tx, actor, episode.id, told).await
            }
            None => Ok(()),
        }
    }

    /// A sheet is final that tells of jobs: those beside which its agency stands know whom to ask, or who agreed. What they know
    /// already, and what does not fit them, is left out.
    pub(crate) async fn note_told_on_jobs(
        &self,
        tx: &Tx,
        actor: &Actor,
        (person, agency): (PersonId, AgencyId),
        told: &ToldJob,
    ) -> Result<(), UseCaseError> {
        let today = self.inner.clock.today();
        let around = self.surroundings(person).await?;
        let doors = around.doors();
        let runs = |job: &&Job| job.agency == agency && job.is_open() && job.kind.is_hired();
        for known in around.jobs.iter().filter(runs) {
            let (job, found) = tx.job(known.id).await?.ok_or(UseCaseError::NotFound)?;
            let permit = decide(actor, Action::WriteJob, Target::Job(around.scope(&job, &doors)))?;
            let command = match told {
                ToldJob::Card(on, again) => {
                    let is_known = job.settled.contains(&(JobDueKind::ConsultCard, *on)) && job.card_again == *again;
                    (!is_known).then_some(JobCommand::KeepCard(*on, *again))
                }
                ToldJob::Agreed(agreement) => {
                    let is_known = |known: &Agreement| known.on == agreement.on && known.sides == agreement.sides;
                    (!job.agreements.iter().any(is_known)).then(|| JobCommand::Agree(agreement.clone()))
                }
            };
            let Some(event) = command.and_then(|command| job.decide(command, today).ok()) else { continue };
            let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
            tx.record(stamp, Change::Job(job.id, job.person, &event), Some(found)).await?;
        }
        Ok(())
    }

    /// A report was shared in a use: the jobs that the same agency stands beside know of it.
    pub(crate) async fn note_report_on_jobs(
        &self,
        tx: &Tx,
        actor: &Actor,
        episode: &Episode,
        on: NaiveDate,
    ) -> Result<(), UseCaseError> {
        let around = self.surroundings(episode.person).await?;
        let doors = around.doors();
        let lasting = |job: &&Job| {
            job.agency == episode.agency && job.is_open() && job.kind.is_hired() && job.terms.starts_on <= on
        };
        for known in around.jobs.iter().filter(lasting) {
            let (job, found) = tx.job(known.id).await?.ok_or(UseCaseError::NotFound)?;
            let permit = decide(actor, Action::WriteJob, Target::Job(around.scope(&job, &doors)))?;
            let contact = WorkContact {
                on,
                with: Vec::new(),
                channel: Channel::Letter,
                by: None,
                report_shared: true,
                words: String::new(),
                in_case: false,
            };
            let event = job.decide(JobCommand::Contact(contact), self.inner.clock.today())?;
            let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
            tx.record(stamp, Change::Job(job.id, job.person, &event), Some(found)).await?;
        }
        Ok(())
    }

    /// The jobs that the actor's agency stands beside, at whose firm somebody else answers since, and where what was agreed is not confirmed
    /// anew.
    pub(crate) async fn jobs_to_reconfirm(
        &self,
        actor: &Actor,
        person: PersonId,
        confirmed_on: Option<NaiveDate>,
    ) -> Result<Vec<Job>, UseCaseError> {
        let around = self.surroundings(person).await?;
        let doors = around.doors();
        let beside = |job: &&Job| job_sight(actor, around.scope(job, &doors)) == JobSight::Everything;
        let asks = |job: &&Job| job.asks_to_reconfirm().is_some_and(|since| confirmed_on.is_none_or(|on| on < since));
        Ok(around.jobs.iter().filter(asks).filter(beside).cloned().collect())
    }

    /// The firm confirmed a sheet anew, on its own page or as an agency wrote it down: the jobs beside which that agency stands know of it
    ///
    pub(crate) async fn note_reconfirmed_on_jobs(
        &self,
        tx: &Tx,
        actor: &Actor,
        person: PersonId,
        (agency, action): (AgencyId, Action),
        on: NaiveDate,
    ) -> Result<(), UseCaseError> {
        let around = self.surroundings(person).await?;
        let doors = around.doors();
        let is_firms = |job: &&Job| action != Action::AnswerAsEmployer || job.employer.agency == Some(actor.agency());
        let asks = |job: &&Job| {
            job.agency == agency && is_firms(job) && job.asks_to_reconfirm().is_some_and(|since| since <= on)
        };
        for known in around.jobs.iter().filter(asks) {
            let (job, found) = tx.job(known.id).await?.ok_or(UseCaseError::NotFound)?;
            let permit = decide(actor, action, Target::Job(around.scope(&job, &doors)))?;
            let command = JobCommand::Settle(JobDueKind::ReconfirmAccommodation, on);
            let event = job.decide(command, self.inner.clock.today())?;
            let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
            tx.record(stamp, Change::Job(job.id, job.person, &event), Some(found)).await?;
        }
        Ok(())
    }

    /// A contact with a firm was written in a case: the jobs there that the same agency stands beside count it, once.
    pub(crate) async fn note_contact_on_jobs(
        &self,
        tx: &Tx,
        actor: &Actor,
        person: PersonId,
        (firm, on, channel): (AgencyId, NaiveDate, Channel),
    ) -> Result<(), UseCaseError> {
        let around = self.surroundings(person).await?;
        let doors = around.doors();
        let there = |job: &&Job| {
            let is_there = job.agency == actor.agency() && job.employer.agency == Some(firm);
            is_there && job.counts_from_case(on, channel)
        };
        for known in around.jobs.iter().filter(there) {
            let (job, found) = tx.job(known.id).await?.ok_or(UseCaseError::NotFound)?;
            let permit = decide(actor, Action::WriteJob, Target::Job(around.scope(&job, &doors)))?;
            let with = vec![Side::Employer];
            let contact =
                WorkContact { on, with, channel, by: None, report_shared: false, words: String::new(), in_case: true };
            let event = job.decide(JobCommand::Contact(contact), self.inner.clock.today())?;
            let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
            tx.record(stamp, Change::Job(job.id, job.person, &event), Some(found)).await?;
        }
        Ok(())
    }

    /// Changes a job, as the agency that stands beside it.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Conflict`] if it changed since `expected`, [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn change_job(
        &self,
        actor: &Actor,
        id: JobId,
        expected: i64,
        command: JobCommand,
    ) -> Result<(), UseCaseError> {
        self.record_on_job(actor, id, Some(expected), Action::WriteJob, command).await
    }

    /// Writes down the employer's own word: a yes to a goal, what was asked or done, what it thinks.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for anything else, [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn answer_as_employer(&self, actor: &Actor, id: JobId, command: JobCommand) -> Result<(), UseCaseError> {
        if !command.is_of_the_employer() {
            return Err(UseCaseError::Forbidden);
        }
        self.record_on_job(actor, id, None, Action::AnswerAsEmployer, command).await
    }

    /// The person says yes to a goal of their own job.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for the jobs of others, [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn confirm_own_goal(&self, actor: &Actor, id: JobId, goal: GoalId) -> Result<(), UseCaseError> {
        actor.person().ok_or(UseCaseError::NotFound)?;
        let today = self.inner.clock.today();
        let command = JobCommand::ConfirmGoal(goal, Side::Person, today);
        self.record_on_job(actor, id, None, Action::ConfirmOwnGoal, command).await
    }
}
