//! The use of programmes: beginning one, what happens to it, who sees how much of it, and what is due.

mod changing;
mod years;

use async_recursion::async_recursion as boxed;
use banso_access::{
    Action, Actor, CaseDoors, CaseScope, EpisodeFilter, EpisodeScope, EpisodeSight, Target, counts_for, decide,
    episode_sight, shared_items,
};
use banso_domain::{
    agency::AgencyKind,
    case::{
        handover::UseEnding,
        sharing::{Share, SharedItem},
    },
    conference::ConferenceKind,
    episode::{Episode, EpisodeEvent, Heard, Milestone, NewEpisode, Programme, Start, in_the_way},
    id::{AgencyId, CaseId, EpisodeId, PersonId, SheetId},
    ledger::RecordPart,
    liaison::LiaisonClaim,
    life_stage::{StageSpan, Turn},
    rule::Rule,
    sheet::Sheet,
};
use banso_store::{Change, EpisodeDue, EpisodeRow, Stamp};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{
    App, EntryLine, UseCaseError,
    jobs::{JobGlance, Surroundings},
};

/// A use as those see it who learn no more than its dates.
#[derive(Clone, Debug)]
pub struct EpisodeGlance {
    /// Which.
    pub id: EpisodeId,
    /// Of what.
    pub programme: Programme,
    /// Where.
    pub agency: AgencyId,
    /// The name of the agency.
    pub agency_name: String,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day, where one is known.
    pub until: Option<NaiveDate>,
    /// It has ended.
    pub is_over: bool,
    /// Days of hiring, where the reader sees everything.
    pub hired_on: Vec<NaiveDate>,
    /// Conferences about the use whose minutes are written, where the reader sees everything.
    pub conferred: Vec<(NaiveDate, ConferenceKind)>,
    /// The reader may open it.
    pub may_open: bool,
}

/// A use as its page needs it.
#[derive(Clone, Debug)]
pub struct EpisodePage {
    /// The use.
    pub episode: Episode,
    /// Its version: goes into forms.
    pub version: i64,
    /// 氏名
    pub name: String,
    /// フリガナ
    pub kana: String,
    /// What happened to it, oldest first.
    pub history: Vec<EntryLine<EpisodeEvent>>,
    /// The person's other uses, as far as the reader sees them.
    pub others: Vec<EpisodeGlance>,
    /// What the rules say about it: hints.
    pub findings: Vec<Rule>,
    /// The sheets that belong to the use with their forms, the last changed first.
    pub sheets: Vec<(String, SheetId)>,
}

/// What the years of a person show: uses in lanes, and the support of the centre where the reader sees it.
#[derive(Clone, Debug)]
pub struct LifeLine {
    /// 氏名
    pub name: String,
    /// The uses that the reader sees, by their first day.
    pub uses: Vec<EpisodeGlance>,
    /// Cases at centres: which centre, from when to when.
    pub cases: Vec<(String, NaiveDate, Option<NaiveDate>)>,
    /// Practices and jobs that the reader sees, by their first day.
    pub jobs: Vec<JobGlance>,
    /// Where working life turned, by those jobs.
    pub turns: Vec<Turn>,
    /// Days on which something began that leads back to work after a job was left.
    pub again: Vec<NaiveDate>,
    /// At work and out of it, by those jobs; ages, where the reader may know the birth date.
    pub stages: Vec<StageSpan>,
}

/// A use whose term ends.
#[derive(Clone, Debug)]
pub struct EndingUse {
    /// Which, where and when.
    pub ending: UseEnding,
    /// Of what.
    pub programme: Programme,
    /// The name of the agency.
    pub agency_name: String,
}

/// For whom a use begins: the agency knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// The person of a case that is the agency's own or shared with it.
    OfCase(CaseId),
    /// The person of a use at the agency: 再チャレンジ, or the next programme.
    OfEpisode(EpisodeId),
}

/// Everything around a person that decisions about their uses are taken on.
pub(crate) struct Around {
    /// Their entry, and not one that was merged into it.
    pub(crate) person: PersonId,
    /// The same, by the entry that the reader's own account is attached to where it is they who ask.
    pub(crate) themself: PersonId,
    cases: Vec<(CaseScope, Vec<Share>)>,
    episodes: Vec<Episode>,
}

impl Around {
    /// What of the person's uses is claimed by an agency for its sittings.
    pub(crate) fn liaison_at(&self, agency: AgencyId) -> Vec<LiaisonClaim> {
        let own = self.episodes.iter().filter(|episode| episode.agency == agency);
        own.flat_map(|episode| episode.liaison.iter().cloned()).collect()
    }

    pub(crate) fn doors(&self) -> Vec<CaseDoors<'_>> {
        self.cases.iter().map(|(case, shares)| CaseDoors { case: *case, shares }).collect()
    }

    /// What of the person's cases is open to whom.
    pub(crate) fn shares(&self) -> impl Iterator<Item = &Share> {
        self.cases.iter().flat_map(|(_, shares)| shares)
    }

    /// The use that a record at an agency is about: the one named, else the last there that runs.
    pub(crate) fn use_at(&self, agency: AgencyId, named: Option<EpisodeId>) -> Option<&Episode> {
        let here = self.episodes.iter().filter(|episode| episode.agency == agency);
        match named {
            Some(id) => here.into_iter().find(|episode| episode.id == id),
            None => here.filter(|episode| episode.is_open()).max_by_key(|episode| episode.start.on),
        }
    }

    /// The actor may know what the person is called: by a case, by an open door with the basic items, or because they were there.
    pub(crate) fn knows_name(&self, actor: &Actor) -> bool {
        self.is_known_at(actor.agency()) || self.knows_birth_date(actor)
    }

    /// The actor may know when the person was born: by a case, or by an open door with the basic items.
    pub(crate) fn knows_birth_date(&self, actor: &Actor) -> bool {
        let knows = |(case, shares): &(CaseScope, Vec<Share>)| {
            decide(actor, Action::ReadCase, Target::Case(*case)).is_ok()
                || shared_items(actor, shares).has(SharedItem::Basic)
        };
        self.cases.iter().any(knows)
    }

    /// The person has used something at an agency.
    pub(crate) fn is_known_at(&self, agency: AgencyId) -> bool {
        self.episodes.iter().any(|episode| episode.agency == agency)
    }

    pub(crate) fn scope<'a>(&self, agency: AgencyId, doors: &'a [CaseDoors<'a>]) -> EpisodeScope<'a> {
        let is_known_there = self.is_known_at(agency);
        EpisodeScope { agency, cases: doors, is_known_there }
    }

    /// Whether a use is counted for an agency today.
    pub(crate) fn is_counted_at(&self, episode: &Episode, agency: AgencyId, today: NaiveDate) -> bool {
        counts_for(agency, today, self.scope(episode.agency, &self.doors()))
    }

    /// The uses that are counted for an agency today.
    pub(crate) fn known_to(&self, agency: AgencyId, today: NaiveDate) -> Vec<Episode> {
        let counted = |episode: &&Episode| self.is_counted_at(episode, agency, today);
        self.episodes.iter().filter(counted).cloned().collect()
    }

    /// The uses that the actor sees, and how much of each.
    pub(crate) fn seen(&self, actor: &Actor) -> Vec<(Episode, EpisodeSight)> {
        let doors = self.doors();
        let sight = |episode: &Episode| episode_sight(actor, self.scope(episode.agency, &doors));
        let seen = self.episodes.iter().map(|episode| (episode.clone(), sight(episode)));
        seen.filter(|(_, sight)| *sight != EpisodeSight::Nothing).collect()
    }
}

impl App {
    pub(crate) async fn around(&self, person: PersonId) -> Result<Around, UseCaseError> {
        let episodes = self.inner.store.reader().episodes_of_person(person).await?;
        self.around_with(person, episodes).await
    }

    async fn around_with(&self, person: PersonId, episodes: Vec<Episode>) -> Result<Around, UseCaseError> {
        let reader = self.inner.store.reader();
        let (entry, _) = reader.person(person).await?.ok_or(UseCaseError::NotFound)?;
        let person = entry.merged_into.unwrap_or(person);
        let known = reader.every_case_of_person(person).await?;
        let ids: Vec<CaseId> = known.iter().map(|(row, _)| row.id).collect();
        let mut shares = reader.shares_of(&ids).await?;
        let cases = known.into_iter().map(|(row, scope)| (scope, shares.remove(&row.id).unwrap_or_default())).collect();
        Ok(Around { person, themself: person, cases, episodes })
    }

    async fn glance(&self, episode: &Episode, sight: EpisodeSight) -> Result<EpisodeGlance, UseCaseError> {
        let sees_all = sight == EpisodeSight::Everything;
        let hired = episode.milestones.iter().filter(|noted| sees_all && noted.what == Milestone::Hired);
        let conferred = episode.conferred.iter().filter(|_| sees_all);
        Ok(EpisodeGlance {
            id: episode.id,
            programme: episode.programme,
            agency: episode.agency,
            agency_name: self.agency(episode.agency).await?.facts.name,
            starts_on: episode.start.on,
            until: episode.known_until(),
            is_over: !episode.is_open(),
            hired_on: hired.map(|noted| noted.on).collect(),
            conferred: conferred.map(|minutes| (minutes.held_on, minutes.kind)).collect(),
            may_open: sees_all,
        })
    }

    async fn glances(&self, seen: &[(Episode, EpisodeSight)]) -> Result<Vec<EpisodeGlance>, UseCaseError> {
        let mut glances = Vec::new();
        for (episode, sight) in seen {
            glances.push(self.glance(episode, *sight).await?);
        }
        Ok(glances)
    }

    /// The programmes that the actor's agency gives.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn programmes_here(&self, actor: &Actor) -> Result<Vec<Programme>, UseCaseError> {
        if EpisodeFilter::of(actor).agency().is_none() {
            return Ok(Vec::new());
        }
        let kind = self.agency(actor.agency()).await?.facts.kind;
        Ok(self.programmes().given_by(kind).map(|definition| definition.programme).collect())
    }

    pub(crate) async fn person_of(&self, whom: Whom) -> Result<PersonId, UseCaseError> {
        let reader = self.inner.store.reader();
        match whom {
            Whom::OfCase(case) => Ok(reader.case_header(case).await?.ok_or(UseCaseError::NotFound)?.person),
            Whom::OfEpisode(id) => Ok(reader.episode(id).await?.ok_or(UseCaseError::NotFound)?.episode.person),
        }
    }

    /// Whether a use may begin at the actor's agency, and the name under which the person is known there.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for an agency that does not know the person.
    #[boxed]
    pub async fn may_start_episode(&self, actor: &Actor, whom: Whom) -> Result<String, UseCaseError> {
        let around = self.around(self.person_of(whom).await?).await?;
        decide(actor, Action::StartEpisode, Target::Episode(around.scope(actor.agency(), &around.doors())))?;
        if self.programmes_here(actor).await?.is_empty() {
            return Err(UseCaseError::Forbidden);
        }
        let (person, _) = self.inner.store.reader().person(around.person).await?.ok_or(UseCaseError::NotFound)?;
        Ok(person.facts.name)
    }

    /// What the person came about before, the newest first: of each use that the actor may open its first day, and the words.
    ///
    /// # Errors
    ///
    /// As [`App::may_start_episode`].
    #[boxed]
    pub async fn heard_before(&self, actor: &Actor, whom: Whom) -> Result<Vec<(NaiveDate, String)>, UseCaseError> {
        let around = self.around(self.person_of(whom).await?).await?;
        decide(actor, Action::StartEpisode, Target::Episode(around.scope(actor.agency(), &around.doors())))?;
        let opened = around.seen(actor).into_iter().filter(|(_, sight)| *sight == EpisodeSight::Everything);
        let words = |(episode, _): (Episode, EpisodeSight)| Some((episode.start.on, episode.heard?.complaint));
        let mut heard: Vec<(NaiveDate, String)> = opened.filter_map(words).collect();
        heard.sort_by(|one, other| other.cmp(one));
        Ok(heard)
    }

    /// Begins a use at the actor's agency; `heard` is what the person comes about. It goes on from the last use that has ended and that
    /// the actor sees.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for an agency that does not know the person, [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn start_episode(
        &self,
        actor: &Actor,
        whom: Whom,
        programme: Programme,
        start: Start,
        heard: Option<Heard>,
    ) -> Result<EpisodeId, UseCaseError> {
        let mut around = self.around(self.person_of(whom).await?).await?;
        let tx = self.inner.store.begin().await?;
        // Two agencies that begin at once: the second one sees what the first has begun.
        tx.take_turns_beginning(around.person).await?;
        around.episodes = tx.episodes_of_person(around.person).await?;
        let scope_doors = around.doors();
        let scope = around.scope(actor.agency(), &scope_doors);
        let permit = decide(actor, Action::StartEpisode, Target::Episode(scope))?;
        let others: Vec<Episode> = around.seen(actor).into_iter().map(|(episode, _)| episode).collect();
        let before = others.iter().filter(|other| other.end.as_ref().is_some_and(|end| end.on <= start.on));
        let previous = before.max_by_key(|other| other.end.as_ref().map(|end| end.on)).map(|other| other.id);
        let kind = self.agency(actor.agency()).await?.facts.kind;
        let new = self.new_episode(actor.agency(), kind, around.person, programme, start, &others)?;
        let event = NewEpisode { previous, heard, ..new }.decide()?;
        let id = EpisodeId::new(Uuid::now_v7());
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Episode(id, around.person, &event), Some(0)).await?;
        tx.commit().await?;
        Ok(id)
    }

    fn new_episode<'a>(
        &'a self,
        agency: AgencyId,
        kind: AgencyKind,
        person: PersonId,
        programme: Programme,
        start: Start,
        others: &'a [Episode],
    ) -> Result<NewEpisode<'a>, UseCaseError> {
        let definition = self.programmes().of(programme).ok_or(UseCaseError::NotFound)?;
        let excluded = self.programmes().excluding(programme);
        Ok(NewEpisode { person, agency, kind, definition, excluded, start, previous: None, heard: None, others })
    }

    /// The use that stands in the way of one that would begin so (P-83): for the sentence beside the field.
    ///
    /// # Errors
    ///
    /// As [`App::start_episode`].
    #[boxed]
    pub async fn episode_in_the_way(
        &self,
        actor: &Actor,
        whom: Whom,
        programme: Programme,
        start: Start,
    ) -> Result<Option<EpisodeGlance>, UseCaseError> {
        let around = self.around(self.person_of(whom).await?).await?;
        decide(actor, Action::StartEpisode, Target::Episode(around.scope(actor.agency(), &around.doors())))?;
        let seen = around.seen(actor);
        let others: Vec<Episode> = seen.iter().map(|(episode, _)| episode.clone()).collect();
        let kind = self.agency(actor.agency()).await?.facts.kind;
        let new = self.new_episode(actor.agency(), kind, around.person, programme, start, &others)?;
        let Some(other) = in_the_way(&new, &others) else { return Ok(None) };
        let sight = seen.iter().find(|(episode, _)| episode.id == other.id).map(|(_, sight)| *sight);
        Ok(Some(self.glance(other, sight.unwrap_or(EpisodeSight::Dates)).await?))
    }

    /// A use, for the staff of its agency.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers, [`UseCaseError::Forbidden`] for those who may know no more than its dates.
    #[boxed]
    pub async fn episode(&self, actor: &Actor, id: EpisodeId) -> Result<EpisodePage, UseCaseError> {
        let reader = self.inner.store.reader();
        let EpisodeRow { episode, version, name, kana } = reader.episode(id).await?.ok_or(UseCaseError::NotFound)?;
        let around = self.around(episode.person).await?;
        let doors = around.doors();
        let scope = around.scope(episode.agency, &doors);
        let permit = decide(actor, Action::ReadEpisode, Target::Episode(scope))?;
        if episode_sight(actor, scope) != EpisodeSight::Everything {
            return Err(UseCaseError::Forbidden);
        }
        self.note_part_read(around.person, &permit, None, RecordPart::Episode);
        let history = reader.episode_history(id).await?.into_iter().map(EntryLine::from).collect();
        let seen: Vec<_> = around.seen(actor).into_iter().filter(|(other, _)| other.id != id).collect();
        let others = self.glances(&seen).await?;
        let today = self.inner.clock.today();
        let definition = self.programmes().of(episode.programme);
        let findings = definition.map(|definition| definition.findings(&episode, today)).unwrap_or_default();
        let of_use = |sheet: &Sheet| sheet.about.episode == Some(id) && sheet.agency == episode.agency;
        let sheets = reader.sheets_of_person(around.person).await?.into_iter().filter(of_use);
        let sheets = sheets.map(|sheet| (sheet.form.clone(), sheet.id)).collect();
        Ok(EpisodePage { episode, version, name, kana, history, others, findings, sheets })
    }

    /// The uses at the actor's agency: those that run, or those that have ended.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn episodes_here(
        &self,
        actor: &Actor,
        is_open: bool,
        limit: u32,
        offset: u32,
    ) -> Result<Vec<EpisodeRow>, UseCaseError> {
        let filter = EpisodeFilter::of(actor);
        Ok(self.inner.store.reader().episodes_at_agency(filter, is_open, limit, offset).await?)
    }

    /// What is due at the actor's agency up to a day, soonest first.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn episode_deadlines(
        &self,
        actor: &Actor,
        until: NaiveDate,
        limit: u32,
    ) -> Result<Vec<EpisodeDue>, UseCaseError> {
        Ok(self.inner.store.reader().episode_deadlines(EpisodeFilter::of(actor), until, limit).await?)
    }

    /// The uses and the jobs of the person of a case that the reader sees: at the centre, at the municipality, or where the case is shared.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn uses_and_jobs(
        &self,
        actor: &Actor,
        case: CaseId,
    ) -> Result<(Vec<EpisodeGlance>, Vec<JobGlance>), UseCaseError> {
        let reader = self.inner.store.reader();
        let header = reader.case_header(case).await?.ok_or(UseCaseError::NotFound)?;
        if decide(actor, Action::ReadCase, Target::Case(header.scope)).is_err() {
            let shares = reader.shares_of(&[case]).await?.remove(&case).unwrap_or_default();
            decide(actor, Action::ReadShared, Target::Shared(&shares))?;
        }
        // Most people use nothing: then nothing more is asked, on a page that is opened more than any other.
        let episodes = reader.episodes_of_person(header.person).await?;
        let jobs = reader.jobs_of_person(header.person).await?;
        if episodes.is_empty() && jobs.is_empty() {
            return Ok((Vec::new(), Vec::new()));
        }
        let around = self.around_with(header.person, episodes).await?;
        let uses = self.glances(&around.seen(actor)).await?;
        let Around { person, cases, episodes, .. } = around;
        let jobs = self.job_glances(actor, &Surroundings::new(person, cases, episodes, jobs)).await?;
        Ok((uses, jobs))
    }
}
