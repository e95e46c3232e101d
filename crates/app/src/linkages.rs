//! 連携の段階: the pairs of agencies with what stands behind them, what one's own agency says, and what would come apart if one closed.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Permit};
use banso_domain::{
    id::AgencyId,
    linkage::{Apart, Evidence, LOOKED_BACK, Saying, Stage, Ties, Traces, stage},
    missing::Figure,
    rule::Rule,
};
use banso_store::{AgencyRow, Change, Sayings, Stamp};
use chrono::NaiveDate;

use crate::{App, UseCaseError};

/// Two agencies that have something to do with each other.
#[derive(Clone, Copy, Debug)]
pub struct LinkedPair {
    /// One of them; the one that stands first in the list of agencies.
    pub one: AgencyId,
    /// The other.
    pub other: AgencyId,
    /// How closely they work together.
    pub stage: Stage,
    /// What the record holds of it, from the side of the first.
    pub evidence: Evidence,
}

/// The agencies that support people, and how they work together on a day.
#[derive(Clone, Debug)]
pub struct AgencyNetwork {
    /// The day.
    pub day: NaiveDate,
    /// The agencies, by kind and name.
    pub agencies: Vec<AgencyRow>,
    /// The pairs, in the order of the agencies; never by how far they have come.
    pub pairs: Vec<LinkedPair>,
}

impl AgencyNetwork {
    /// Who reaches whom.
    #[must_use]
    pub fn ties(&self) -> Ties {
        let agencies = self.agencies.iter().map(|row| row.id).collect();
        Ties::new(agencies, self.pairs.iter().map(|pair| (pair.one, pair.other)))
    }
}

/// One's own agency and another.
#[derive(Clone, Debug)]
pub struct LinkagePage {
    /// The other agency.
    pub other: AgencyRow,
    /// How closely the two work together; none where nothing shows it.
    pub stage: Option<Stage>,
    /// What the record holds of it, from one's own side.
    pub evidence: Evidence,
    /// What one's own agency said last.
    pub ours: Option<Saying>,
    /// What the other said last.
    pub theirs: Option<Saying>,
    /// The reader may say something for their agency.
    pub may_say: bool,
}

/// What would come apart if an agency closed: a question to the council (P-160).
#[derive(Clone, Debug)]
pub struct IfClosed {
    /// The agency.
    pub agency: AgencyRow,
    /// The groups that would be left.
    pub apart: Apart,
    /// In how many persons' lives it is the only agency of the installation.
    pub nobody_else: Figure,
}

impl App {
    /// Whether the actor may read how agencies work together: pages ask it before they lead there.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn may_read_linkage(&self, actor: &Actor) -> Result<bool, UseCaseError> {
        self.may_in_region(actor, Action::ReadLinkage).await
    }

    /// The agencies that support people, and how they work together on a day that is not to come; the twelve months before it are looked at.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who do not support people.
    #[boxed]
    pub async fn agency_network(&self, actor: &Actor, day: Option<NaiveDate>) -> Result<AgencyNetwork, UseCaseError> {
        let permit = self.directory_permit(actor, Action::ReadLinkage).await?;
        let today = self.inner.clock.today();
        let day = day.map_or(today, |day| day.min(today));
        let agencies = self.supporters(actor, "").await?;
        let reader = self.inner.store.reader();
        let traces = reader.traces(&permit, day - LOOKED_BACK, day).await?;
        let said = reader.sayings(&permit, day).await?;
        let place = |id: AgencyId| agencies.iter().position(|row| row.id == id);
        // Words alone tie two together as well, where both say them.
        let told = said.keys().map(|(one, other)| (*one.min(other), *one.max(other)));
        let mut known: Vec<_> = traces.keys().copied().chain(told).collect();
        known.sort_unstable();
        known.dedup();
        let mut pairs: Vec<(usize, usize, LinkedPair)> = Vec::new();
        for (low, high) in known {
            let (Some(at_low), Some(at_high)) = (place(low), place(high)) else { continue };
            let found = traces.get(&(low, high)).copied().unwrap_or_default();
            let Some(stage) = stage_of(&found, &said, (low, high), day) else { continue };
            let turned = at_high < at_low;
            let (one, other) = if turned { (high, low) } else { (low, high) };
            let evidence = if turned { found.turned() } else { found }.evidence();
            pairs.push((at_low.min(at_high), at_low.max(at_high), LinkedPair { one, other, stage, evidence }));
        }
        pairs.sort_by_key(|(one, other, _)| (*one, *other));
        Ok(AgencyNetwork { day, agencies, pairs: pairs.into_iter().map(|(.., pair)| pair).collect() })
    }

    /// How the actor's own agency works with another, with the words of both.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for one's own agency, firms and families, [`UseCaseError::Forbidden`].
    #[boxed]
    pub async fn linkage_with(&self, actor: &Actor, about: AgencyId) -> Result<LinkagePage, UseCaseError> {
        let permit = self.directory_permit(actor, Action::ReadLinkage).await?;
        let own = actor.agency();
        let other = self.partner(&permit, actor, about).await?;
        let today = self.inner.clock.today();
        let reader = self.inner.store.reader();
        let pair = (own.min(about), own.max(about));
        let found = reader.traces(&permit, today - LOOKED_BACK, today).await?.remove(&pair).unwrap_or_default();
        let mut said = reader.sayings(&permit, today).await?;
        let stage = stage_of(&found, &said, pair, today);
        let evidence = if own == pair.0 { found } else { found.turned() }.evidence();
        let (ours, theirs) = (said.remove(&(own, about)), said.remove(&(about, own)));
        let may_say = self.may_in_region(actor, Action::SayLinkage).await?;
        Ok(LinkagePage { other, stage, evidence, ours, theirs, may_say })
    }

    async fn partner(&self, permit: &Permit, actor: &Actor, about: AgencyId) -> Result<AgencyRow, UseCaseError> {
        if permit.agency() == about {
            return Err(UseCaseError::NotFound);
        }
        self.supporter_agency(actor, about).await
    }

    /// Says for the actor's own agency how it works with another.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`], [`UseCaseError::Refused`] by a rule, also for agencies that do not support people.
    #[boxed]
    pub async fn say_linkage(&self, actor: &Actor, about: AgencyId, saying: Saying) -> Result<(), UseCaseError> {
        let permit = self.directory_permit(actor, Action::SayLinkage).await?;
        let own = actor.agency();
        if self.supporter_agency(actor, about).await.is_err() {
            return Err(Rule::LinkageOfAnother.into());
        }
        let event = saying.say(own, about, self.inner.clock.today())?;
        let tx = self.inner.store.begin().await?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Linkage(own, &event), None).await?;
        Ok(tx.commit().await?)
    }

    /// What would come apart if an agency closed, and how many persons have nobody else here.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for firms and families, [`UseCaseError::Forbidden`].
    #[boxed]
    pub async fn if_closed(
        &self,
        actor: &Actor,
        network: &AgencyNetwork,
        agency: AgencyId,
    ) -> Result<IfClosed, UseCaseError> {
        let permit = self.directory_permit(actor, Action::ReadLinkage).await?;
        let row = self.supporter_agency(actor, agency).await?;
        let today = self.inner.clock.today();
        let alone = self.inner.store.reader().supported_by_nobody_else(&permit, agency, today).await?;
        Ok(IfClosed { agency: row, apart: network.ties().without(agency), nobody_else: Figure::of(alone) })
    }
}

fn stage_of(traces: &Traces, said: &Sayings, (one, other): (AgencyId, AgencyId), day: NaiveDate) -> Option<Stage> {
    stage(traces, [said.get(&(one, other)), said.get(&(other, one))], day)
}
