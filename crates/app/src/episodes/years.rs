//! The years of a person: for the centre of their case, for an agency, and for themself.

use async_recursion::async_recursion as boxed;
use banso_access::{
    Action, Actor, CaseDoors, CaseScope, EpisodeScope, EpisodeSight, JobSight, RowFilter, Target, decide, episode_sight,
};
use banso_domain::{
    calendar::PartialDate,
    case::{Case, handover::UseEnding},
    id::{CaseId, EpisodeId},
    job::{Job, JobKind},
    ledger::{LedgerEntry, RecordPart},
    life_stage,
};
use banso_store::{CaseRow, CaseUse};
use chrono::NaiveDate;

use super::{Around, EndingUse, EpisodeGlance, LifeLine};
use crate::{App, UseCaseError, jobs::Surroundings};

/// So many uses are looked at to find those that nobody has seen to: one that is waived stays due until it ends.
const MOST_LOOKED_AT: u32 = 200;

/// What a reader sees of a person's work: jobs, each with whether they may open it, and the birth date where it is known to the day.
struct WorkSeen {
    jobs: Vec<(Job, bool)>,
    born: Option<NaiveDate>,
    school_until: Option<NaiveDate>,
}

impl WorkSeen {
    /// What the actor sees of the person around whom things are, by the filter of each job.
    fn by(actor: &Actor, around: Around, jobs: Vec<Job>, born: Option<PartialDate>) -> Self {
        let born = born.filter(|_| around.knows_birth_date(actor)).and_then(PartialDate::exact);
        let Around { person, cases, episodes, .. } = around;
        let around = Surroundings::new(person, cases, episodes, jobs);
        let seen = around.jobs_seen(actor).into_iter();
        let jobs = seen.map(|(job, sight)| (job.clone(), sight == JobSight::Everything)).collect();
        Self { jobs, born, school_until: None }
    }
}

impl App {
    /// The years of the person of a case.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn years_of_case(&self, actor: &Actor, case: CaseId) -> Result<LifeLine, UseCaseError> {
        let reader = self.inner.store.reader();
        let header = reader.case_header(case).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::ReadCase, Target::Case(header.scope))?;
        self.note_part_read(header.person, &permit, Some(case), RecordPart::Episode);
        let around = self.around(header.person).await?;
        let uses = self.glances(&around.seen(actor)).await?;
        let (whole, _) = reader.case(case).await?.ok_or(UseCaseError::NotFound)?;
        let (person, _) = reader.person(header.person).await?.ok_or(UseCaseError::NotFound)?;
        let until = whole.closure.as_ref().map(|closure| closure.on);
        let centre = self.agency(whole.centre).await?.facts.name;
        let jobs = reader.jobs_of_person(header.person).await?;
        let seen = WorkSeen::by(actor, around, jobs, person.facts.birth_date);
        let seen = WorkSeen { school_until: whole.handovers.school_until(), ..seen };
        let work = self.working_life(seen, &uses).await?;
        Ok(LifeLine { name: person.facts.name, uses, cases: vec![(centre, whole.received_on, until)], ..work })
    }

    /// The uses of the person of a case whose term ends and that are not being handed over, as far as the reader sees them.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn uses_that_end(&self, actor: &Actor, case: &Case) -> Result<Vec<EndingUse>, UseCaseError> {
        let mut known = self.known_uses(actor, case).await?;
        let endings: Vec<UseEnding> = known.iter().map(|known| known.ending).collect();
        let to_open = case.uses_to_hand_over(&endings);
        known.retain(|known| to_open.contains(&known.ending));
        Ok(known)
    }

    /// The same, those that are being handed over as well.
    ///
    /// # Errors
    ///
    /// As [`App::uses_that_end`].
    #[boxed]
    pub async fn known_uses(&self, actor: &Actor, case: &Case) -> Result<Vec<EndingUse>, UseCaseError> {
        let permit = decide(actor, Action::ReadCase, Target::Case(CaseScope::of(case)))?;
        let around = self.around(case.person).await?;
        let mut known = Vec::new();
        for (episode, _) in around.seen(actor) {
            let Some(ending) = episode.handed_over_from() else { continue };
            let agency_name = self.agency(episode.agency).await?.facts.name;
            known.push(EndingUse { ending, programme: episode.programme, agency_name });
        }
        if !known.is_empty() {
            self.note_part_read(case.person, &permit, Some(case.id), RecordPart::Episode);
        }
        Ok(known)
    }

    /// The uses of people in reach whose handover is due up to a day and that nobody has seen to yet, soonest first, as far as the
    /// reader may know of them; of one's own cases (`mine`), or of everyone's.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn uses_to_hand_over(
        &self,
        actor: &Actor,
        mine: bool,
        until: NaiveDate,
        limit: usize,
    ) -> Result<Vec<(EndingUse, CaseRow)>, UseCaseError> {
        let reader = self.inner.store.reader();
        let filter = RowFilter::of(actor);
        let assigned_to = mine.then_some(actor.staff());
        let due = reader.uses_due_for_handover(filter, assigned_to, until, MOST_LOOKED_AT).await?;
        let mut ids: Vec<CaseId> = due.iter().map(|due| due.case).collect();
        ids.sort_unstable();
        ids.dedup();
        let shares = reader.shares_of(&ids).await?;
        let cases = reader.whole_cases(&ids).await?;
        let rows = reader.case_rows(filter, &ids).await?;
        let mut waiting = Vec::new();
        for CaseUse { case, scope, episode } in due {
            if waiting.len() == limit {
                break;
            }
            let doors = [CaseDoors { case: scope, shares: shares.get(&case).map_or(&[], Vec::as_slice) }];
            let known = EpisodeScope { agency: episode.agency, cases: &doors, is_known_there: true };
            let (Some(whole), Some(row), Some(ending)) =
                (cases.get(&case), rows.iter().find(|row| row.id == case), episode.handed_over_from())
            else {
                continue;
            };
            if episode_sight(actor, known) == EpisodeSight::Nothing || whole.uses_to_hand_over(&[ending]).is_empty() {
                continue;
            }
            let agency_name = self.agency(episode.agency).await?.facts.name;
            waiting.push((EndingUse { ending, programme: episode.programme, agency_name }, row.clone()));
        }
        Ok(waiting)
    }

    /// The years of the person of a use, for the staff of its agency.
    ///
    /// # Errors
    ///
    /// As [`App::episode`].
    #[boxed]
    pub async fn years_of_episode(&self, actor: &Actor, id: EpisodeId) -> Result<LifeLine, UseCaseError> {
        let page = self.episode(actor, id).await?;
        let mut uses = page.others;
        uses.push(self.glance(&page.episode, EpisodeSight::Everything).await?);
        uses.sort_by_key(|glance| (glance.starts_on, glance.id));
        let reader = self.inner.store.reader();
        let around = self.around(page.episode.person).await?;
        let (person, _) = reader.person(around.person).await?.ok_or(UseCaseError::NotFound)?;
        let jobs = reader.jobs_of_person(page.episode.person).await?;
        let work = self.working_life(WorkSeen::by(actor, around, jobs, person.facts.birth_date), &uses).await?;
        Ok(LifeLine { name: page.name, uses, ..work })
    }

    /// The person's own uses.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for anybody but a person with their own account.
    #[boxed]
    pub async fn own_uses(&self, actor: &Actor) -> Result<Vec<EpisodeGlance>, UseCaseError> {
        let id = actor.person().ok_or(UseCaseError::NotFound)?;
        decide(actor, Action::ReadOwnRecord, Target::Own(id))?;
        let episodes = self.inner.store.reader().episodes_of_person(id).await?;
        let all: Vec<_> = episodes.into_iter().map(|one| (one, EpisodeSight::Everything)).collect();
        let glances = self.glances(&all).await?;
        Ok(glances.into_iter().map(|glance| EpisodeGlance { may_open: false, ..glance }).collect())
    }

    /// The person's own years: every use of theirs.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for anybody but a person with their own account.
    #[boxed]
    pub async fn own_years(&self, actor: &Actor) -> Result<LifeLine, UseCaseError> {
        let id = actor.person().ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::ReadOwnRecord, Target::Own(id))?;
        let around = self.around(id).await?;
        let (person, _) = self.inner.store.reader().person(around.person).await?.ok_or(UseCaseError::NotFound)?;
        let uses = self.own_uses(actor).await?;
        let (mut cases, mut school_until) = (Vec::new(), None);
        for (row, _) in self.inner.store.reader().every_case_of_person(around.person).await? {
            let (case, _) = self.inner.store.reader().case(row.id).await?.ok_or(UseCaseError::NotFound)?;
            let centre = self.agency(case.centre).await?.facts.name;
            school_until = school_until.max(case.handovers.school_until());
            cases.push((centre, case.received_on, case.closure.as_ref().map(|closure| closure.on)));
        }
        self.note_read(id, &permit, LedgerEntry::ReadByPerson);
        let jobs = self.inner.store.reader().jobs_of_person(id).await?;
        let born = person.facts.birth_date.and_then(PartialDate::exact);
        let work = WorkSeen { jobs: jobs.into_iter().map(|job| (job, false)).collect(), born, school_until };
        let work = self.working_life(work, &uses).await?;
        Ok(LifeLine { name: person.facts.name, uses, cases, ..work })
    }

    /// The part of the years that jobs and age make.
    async fn working_life(&self, seen: WorkSeen, uses: &[EpisodeGlance]) -> Result<LifeLine, UseCaseError> {
        let today = self.inner.clock.today();
        let mut glances = Vec::new();
        for (job, may_open) in &seen.jobs {
            glances.push(self.job_glance(job, *may_open).await?);
        }
        glances.sort_by_key(|glance| (glance.starts_on, glance.id));
        let jobs: Vec<Job> = seen.jobs.into_iter().map(|(job, _)| job).collect();
        let mut stages = life_stage::working_life(&jobs, today);
        let practices = jobs.iter().filter(|job| job.kind == JobKind::Practice).map(|job| job.terms.starts_on);
        let began: Vec<NaiveDate> = uses.iter().map(|glance| glance.starts_on).chain(practices).collect();
        let again = life_stage::tries_again(&stages, &began);
        let first = began.into_iter().chain(jobs.iter().map(|job| job.terms.starts_on)).min();
        if let (Some(born), Some(first)) = (seen.born, first) {
            stages.extend(life_stage::ages(born, first, today));
        }
        if let (Some(born), Some(left_on)) = (seen.born, seen.school_until) {
            stages.splice(0..0, life_stage::school(born, left_on, today));
        }
        let turns = life_stage::turns(&jobs, today);
        Ok(LifeLine { name: String::new(), uses: Vec::new(), cases: Vec::new(), jobs: glances, turns, again, stages })
    }
}
