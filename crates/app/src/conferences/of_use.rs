//! An office's own conference about somebody who uses its programme: 地域連携会議 of 就労移行支援 and 就労定着支援, 多機関連携会議 of 就労選択支援.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, ConferenceScope, Target, decide};
use banso_domain::{
    conference::{Conference, ConferenceEvent, ConferencePlan, Member},
    episode::{Episode, EpisodeEvent, UseMinutes},
    id::{ConferenceId, EpisodeId},
    liaison::{LiaisonClaim, LiaisonCount, YearBasis},
    reward::RewardVersion,
    rule::Refusal,
};
use banso_store::{Change, ConferenceRow, Stamp};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{
    App, UseCaseError,
    rewards::{RewardRow, RewardSubject},
};

impl App {
    /// Who may not write the use that a conference is about, does not learn of the conference.
    pub(super) async fn require_use(&self, actor: &Actor, conference: &Conference) -> Result<(), UseCaseError> {
        let Some(id) = conference.of_use else { return Ok(()) };
        let episode = self.inner.store.reader().episode(id).await?.ok_or(UseCaseError::NotFound)?.episode;
        self.require_writer(actor, &episode).await.map_err(|_| UseCaseError::NotFound)
    }

    async fn require_writer(&self, actor: &Actor, episode: &Episode) -> Result<(), UseCaseError> {
        let around = self.around(episode.person).await?;
        let doors = around.doors();
        decide(actor, Action::WriteEpisode, Target::Episode(around.scope(episode.agency, &doors)))?;
        Ok(())
    }

    /// Plans the conference that the programme of a use asks for; its kind follows from the programme.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for those who do not know of the use, [`UseCaseError::Forbidden`] for other agencies; P-187 for a programme
    /// without such conferences, P-81 once the use has ended.
    #[boxed]
    pub async fn plan_use_conference(
        &self,
        actor: &Actor,
        id: EpisodeId,
        plan: ConferencePlan,
        members: Vec<Member>,
    ) -> Result<ConferenceId, UseCaseError> {
        let conference = ConferenceId::new(Uuid::now_v7());
        let tx = self.inner.store.begin().await?;
        let (episode, _) = tx.episode(id).await?.ok_or(UseCaseError::NotFound)?;
        self.require_writer(actor, &episode).await?;
        let scope = ConferenceScope { host: episode.agency, municipality: None };
        let permit = decide(actor, Action::PlanUseConference, Target::Conference(scope))?;
        let kind = episode.may_confer()?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        let planned = ConferenceEvent::Planned { host: episode.agency, plan: ConferencePlan { kind, ..plan }, members };
        let version = tx.record(stamp, Change::Conference(conference, &planned), Some(0)).await?;
        let hangs = ConferenceEvent::HangsOnUse { episode: id };
        tx.record(stamp, Change::Conference(conference, &hangs), Some(version)).await?;
        tx.commit().await?;
        Ok(conference)
    }

    /// The conferences about a use, newest first, for those who write it.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn conferences_of_use(&self, actor: &Actor, id: EpisodeId) -> Result<Vec<ConferenceRow>, UseCaseError> {
        let reader = self.inner.store.reader();
        let episode = reader.episode(id).await?.ok_or(UseCaseError::NotFound)?.episode;
        self.require_writer(actor, &episode).await?;
        Ok(reader.conferences_of_use(id).await?)
    }

    /// Writes what a conference said about the use, as long as its minutes are open.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`]; a conflict if the use changed since version `expected`; P-15, P-16 and P-188.
    #[boxed]
    pub async fn write_use_minutes(
        &self,
        actor: &Actor,
        id: ConferenceId,
        expected: i64,
        minutes: UseMinutes,
    ) -> Result<(), UseCaseError> {
        self.on_use(actor, id, Some(expected), |conference, episode, _, today| {
            episode.confer(conference, minutes, today)
        })
        .await
    }

    /// Claims 地域連携会議実施加算 for a conference about a use, with its minutes as evidence.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`]; P-63, P-71, R-69 and R-70 where the claim cannot be made.
    #[boxed]
    pub async fn claim_use_liaison(&self, actor: &Actor, id: ConferenceId) -> Result<(), UseCaseError> {
        self.on_use(actor, id, None, |conference, episode, (earlier, year), today| {
            let version = self.rewards().liaison_on(conference.plan.on);
            episode.claim_liaison(conference, &earlier, (version, year), today)
        })
        .await
    }

    /// Takes such a claim back.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`]; P-12 without a reason.
    #[boxed]
    pub async fn drop_use_liaison(&self, actor: &Actor, id: ConferenceId, reason: &str) -> Result<(), UseCaseError> {
        self.on_use(actor, id, None, |_, episode, _, _| episode.drop_liaison(id, reason)).await
    }

    async fn on_use(
        &self,
        actor: &Actor,
        id: ConferenceId,
        expected: Option<i64>,
        rules: impl FnOnce(
            &Conference,
            &Episode,
            (Vec<LiaisonClaim>, YearBasis),
            NaiveDate,
        ) -> Result<EpisodeEvent, Refusal>
        + Send,
    ) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let (conference, _) = tx.conference(id).await?.ok_or(UseCaseError::NotFound)?;
        let of_use = conference.of_use.ok_or(UseCaseError::NotFound)?;
        let scope = ConferenceScope { host: conference.host, municipality: None };
        let permit = decide(actor, Action::WriteMinutes, Target::Conference(scope))?;
        self.require_use(actor, &conference).await?;
        let (episode, found) = tx.episode(of_use).await?.ok_or(UseCaseError::NotFound)?;
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            return Err(UseCaseError::Conflict { expected, found });
        }
        let earlier = self.around(episode.person).await?.liaison_at(episode.agency);
        let year = self.agency(episode.agency).await?.facts.conferences.liaison_year;
        let event = rules(&conference, &episode, (earlier, year), self.inner.clock.today())?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Episode(of_use, episode.person, &event), Some(found)).await?;
        Ok(tx.commit().await?)
    }

    /// What the month's sheet says of a conference about a use; nothing of one that the reader may not know of.
    pub(crate) async fn rewarded_use_sitting(
        &self,
        actor: &Actor,
        sitting: &Conference,
        (reward, version): (&str, &RewardVersion),
        year: YearBasis,
    ) -> Result<Option<RewardRow>, UseCaseError> {
        let Some(id) = sitting.of_use else { return Ok(None) };
        if self.require_use(actor, sitting).await.is_err() {
            return Ok(None);
        }
        let row = self.inner.store.reader().episode(id).await?.ok_or(UseCaseError::NotFound)?;
        let episode = row.episode;
        let claims = self.around(episode.person).await?.liaison_at(episode.agency);
        let at = (sitting.host, sitting.plan.on);
        let others = LiaisonCount::on(&claims, at, year, Some(sitting.id));
        Ok(Some(RewardRow {
            subject: RewardSubject::Sitting {
                conference: sitting.id,
                case: None,
                on: sitting.plan.on,
                programme: Some(episode.programme),
                left: LiaisonCount::on(&claims, at, year, None).left(version),
                is_month_used: others.in_month > 0,
            },
            person: Some(episode.person),
            name: row.name,
            kana: row.kana,
            line: episode.liaison_line(sitting, reward, version),
        }))
    }
}
