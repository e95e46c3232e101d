//! What happens to a use of a programme: the way every change goes, and each deed.

use std::collections::BTreeSet;

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Target, decide};
use banso_domain::{
    episode::{
        Episode, EpisodeEnd, EpisodeEvent, Extension, Grant, Heard, Linked, LookedAt, Milestone, Noted, PhaseEntry,
        Shortening, Start, in_the_way,
    },
    id::EpisodeId,
    rule::{Refusal, Rule},
};
use banso_store::{Change, Stamp, Tx};
use chrono::NaiveDate;

use crate::{App, UseCaseError};

impl App {
    async fn change_episode(
        &self,
        actor: &Actor,
        id: EpisodeId,
        expected: i64,
        rules: impl FnOnce(&Episode, NaiveDate) -> Result<EpisodeEvent, Refusal> + Send,
    ) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        self.change_episode_with(&tx, actor, id, expected, rules).await?;
        Ok(tx.commit().await?)
    }

    async fn change_episode_with(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: EpisodeId,
        expected: i64,
        rules: impl FnOnce(&Episode, NaiveDate) -> Result<EpisodeEvent, Refusal> + Send,
    ) -> Result<Episode, UseCaseError> {
        let (episode, found) = tx.episode(id).await?.ok_or(UseCaseError::NotFound)?;
        let around = self.around(episode.person).await?;
        let doors = around.doors();
        let permit = decide(actor, Action::WriteEpisode, Target::Episode(around.scope(episode.agency, &doors)))?;
        if expected != found {
            return Err(UseCaseError::Conflict { expected, found });
        }
        let event = rules(&episode, self.inner.clock.today())?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Episode(id, episode.person, &event), Some(found)).await?;
        Ok(episode)
    }

    /// Enters a phase.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Conflict`] if it changed since `expected`, [`UseCaseError::Refused`] by a rule; likewise below.
    #[boxed]
    pub async fn enter_phase(
        &self,
        actor: &Actor,
        id: EpisodeId,
        expected: i64,
        entry: PhaseEntry,
    ) -> Result<(), UseCaseError> {
        let programmes = self.programmes();
        let rules = |episode: &Episode, today| {
            let definition = programmes.of(episode.programme).ok_or(Rule::PhaseInOrder)?;
            episode.enter_phase(definition, entry, today)
        };
        self.change_episode(actor, id, expected, rules).await
    }

    /// Adds months to the term.
    ///
    /// # Errors
    ///
    /// See [`App::enter_phase`].
    #[boxed]
    pub async fn extend_episode(
        &self,
        actor: &Actor,
        id: EpisodeId,
        expected: i64,
        extension: Extension,
    ) -> Result<(), UseCaseError> {
        self.change_episode(actor, id, expected, |episode, today| episode.extend(extension, today)).await
    }

    /// 中断
    ///
    /// # Errors
    ///
    /// See [`App::enter_phase`].
    #[boxed]
    pub async fn suspend_episode(
        &self,
        actor: &Actor,
        id: EpisodeId,
        expected: i64,
        from: NaiveDate,
        reason: &str,
    ) -> Result<(), UseCaseError> {
        self.change_episode(actor, id, expected, |episode, today| episode.suspend(from, reason, today)).await
    }

    /// 再開
    ///
    /// # Errors
    ///
    /// See [`App::enter_phase`].
    #[boxed]
    pub async fn resume_episode(
        &self,
        actor: &Actor,
        id: EpisodeId,
        expected: i64,
        on: NaiveDate,
    ) -> Result<(), UseCaseError> {
        self.change_episode(actor, id, expected, |episode, today| episode.resume(on, today)).await
    }

    /// Lets the term end earlier.
    ///
    /// # Errors
    ///
    /// See [`App::enter_phase`].
    #[boxed]
    pub async fn shorten_episode(
        &self,
        actor: &Actor,
        id: EpisodeId,
        expected: i64,
        shortening: Shortening,
    ) -> Result<(), UseCaseError> {
        self.change_episode(actor, id, expected, |episode, today| episode.shorten(shortening, today)).await
    }

    /// Records what the certificate says.
    ///
    /// # Errors
    ///
    /// See [`App::enter_phase`].
    #[boxed]
    pub async fn record_grant(
        &self,
        actor: &Actor,
        id: EpisodeId,
        expected: i64,
        grant: Grant,
    ) -> Result<(), UseCaseError> {
        self.change_episode(actor, id, expected, |episode, _| episode.record_grant(grant)).await
    }

    /// Notes something that terms and phases look at.
    ///
    /// A report that was shared is written to the job beside which the agency stands, too, so that nobody writes it twice.
    ///
    /// # Errors
    ///
    /// See [`App::enter_phase`].
    #[boxed]
    pub async fn note_milestone(
        &self,
        actor: &Actor,
        id: EpisodeId,
        expected: i64,
        noted: Noted,
    ) -> Result<(), UseCaseError> {
        let report = (noted.what == Milestone::ReportShared).then_some(noted.on);
        let tx = self.inner.store.begin().await?;
        let episode =
            self.change_episode_with(&tx, actor, id, expected, |episode, today| episode.note(noted, today)).await?;
        if let Some(on) = report {
            self.note_report_on_jobs(&tx, actor, &episode, on).await?;
        }
        Ok(tx.commit().await?)
    }

    /// A sheet about a use is final: what happened on days that stand on it is noted there, so that nobody writes it twice. A day that the
    /// use knows already, or that it does not take, is left out.
    pub(crate) async fn note_told_on_use(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: EpisodeId,
        told: BTreeSet<(NaiveDate, Milestone)>,
    ) -> Result<(), UseCaseError> {
        let today = self.inner.clock.today();
        for (on, what) in told {
            let (episode, found) = tx.episode(id).await?.ok_or(UseCaseError::NotFound)?;
            let noted = Noted { what, on, note: String::new() };
            let is_known = episode.milestones.iter().any(|known| known.what == what && known.on == on);
            if is_known || episode.note(noted.clone(), today).is_err() {
                continue;
            }
            self.change_episode_with(tx, actor, id, found, |episode, today| episode.note(noted, today)).await?;
            if what == Milestone::ReportShared {
                self.note_report_on_jobs(tx, actor, &episode, on).await?;
            }
        }
        Ok(())
    }

    /// An individual support plan is final: the use knows until when it is meant. What does not fit the use stays on the sheet alone.
    pub(crate) async fn note_plan_period_on_use(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: EpisodeId,
        until: NaiveDate,
    ) -> Result<(), UseCaseError> {
        let (episode, found) = tx.episode(id).await?.ok_or(UseCaseError::NotFound)?;
        if episode.plan_until != Some(until) && episode.learn_plan_period(until).is_ok() {
            self.change_episode_with(tx, actor, id, found, |episode, _| episode.learn_plan_period(until)).await?;
        }
        Ok(())
    }

    /// An employment was recorded beside a use: the use knows of the day of hiring from then on, so that nobody types it twice.
    pub(crate) async fn note_hired_on_use(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: EpisodeId,
        on: NaiveDate,
    ) -> Result<(), UseCaseError> {
        let (episode, found) = tx.episode(id).await?.ok_or(UseCaseError::NotFound)?;
        if episode.learns_of_hiring(on, self.inner.clock.today()) {
            let noted = Noted { what: Milestone::Hired, on, note: String::new() };
            self.change_episode_with(tx, actor, id, found, |episode, today| episode.note(noted, today)).await?;
        }
        Ok(())
    }

    /// Writes down anew what the person comes about.
    ///
    /// # Errors
    ///
    /// See [`App::enter_phase`].
    #[boxed]
    pub async fn hear_complaint(
        &self,
        actor: &Actor,
        id: EpisodeId,
        expected: i64,
        on: NaiveDate,
        heard: Heard,
    ) -> Result<(), UseCaseError> {
        let kind = self.agency(actor.agency()).await?.facts.kind;
        self.change_episode(actor, id, expected, |episode, today| episode.hear(heard, kind, on, today)).await
    }

    /// Records that something was brought to the desk that can help.
    ///
    /// # Errors
    ///
    /// See [`App::enter_phase`].
    #[boxed]
    pub async fn link_to_desk(
        &self,
        actor: &Actor,
        id: EpisodeId,
        expected: i64,
        linked: Linked,
    ) -> Result<(), UseCaseError> {
        self.change_episode(actor, id, expected, |episode, today| episode.link(linked, today)).await
    }

    /// Records that somebody else decided something for the person: what, by whom, when.
    ///
    /// # Errors
    ///
    /// See [`App::enter_phase`].
    #[boxed]
    pub async fn note_decided_for(
        &self,
        actor: &Actor,
        id: EpisodeId,
        expected: i64,
        what: &str,
        by: &str,
        on: NaiveDate,
    ) -> Result<(), UseCaseError> {
        self.change_episode(actor, id, expected, |episode, today| episode.decided_for(what, by, on, today)).await
    }

    /// Looks again at what somebody else decided, number `place`.
    ///
    /// # Errors
    ///
    /// See [`App::enter_phase`].
    #[boxed]
    pub async fn look_at_decision(
        &self,
        actor: &Actor,
        id: EpisodeId,
        expected: i64,
        place: usize,
        looked_at: LookedAt,
    ) -> Result<(), UseCaseError> {
        let rules = |episode: &Episode, today| episode.look_at_decision(place, looked_at, today);
        self.change_episode(actor, id, expected, rules).await
    }

    /// 終了
    ///
    /// # Errors
    ///
    /// See [`App::enter_phase`].
    #[boxed]
    pub async fn end_episode(
        &self,
        actor: &Actor,
        id: EpisodeId,
        expected: i64,
        end: EpisodeEnd,
    ) -> Result<(), UseCaseError> {
        self.change_episode(actor, id, expected, |episode, today| episode.finish(end, today)).await
    }

    /// Corrects start and end.
    ///
    /// # Errors
    ///
    /// See [`App::enter_phase`]; P-83 where it would then run beside a use that excludes it.
    #[boxed]
    pub async fn correct_episode(
        &self,
        actor: &Actor,
        id: EpisodeId,
        expected: i64,
        (start, end): (Start, Option<EpisodeEnd>),
        reason: &str,
    ) -> Result<(), UseCaseError> {
        let page = self.episode(actor, id).await?;
        let around = self.around(page.episode.person).await?;
        let seen = around.seen(actor).into_iter().map(|(episode, _)| episode);
        let others: Vec<Episode> = seen.filter(|other| other.id != id).collect();
        let kind = self.agency(page.episode.agency).await?.facts.kind;
        let new =
            self.new_episode(page.episode.agency, kind, around.person, page.episode.programme, start.clone(), &others)?;
        let runs_beside = |other: &&Episode| end.as_ref().is_none_or(|end| other.start.on <= end.on);
        let overlaps = in_the_way(&new, &others).filter(runs_beside).is_some();
        let rules = |episode: &Episode, today| {
            let event = episode.correct(start, end, reason, today)?;
            if overlaps { Err(Rule::EpisodesOverlap.into()) } else { Ok(event) }
        };
        self.change_episode(actor, id, expected, rules).await
    }
}
