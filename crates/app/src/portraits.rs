//! 自己紹介: each agency tells about itself, and those who turn to another read it with its day.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor};
use banso_domain::{
    agency::{AgencyEvent, AgencyKind, Channel},
    code_of_conduct::CodeKnown,
    id::AgencyId,
    self_portrait::SelfPortrait,
};
use banso_store::{AgencyRow, Change, Stamp};

use crate::{App, UseCaseError};

/// What an agency tells about itself, with how it is reached.
#[derive(Clone, Debug)]
pub struct OwnWords {
    /// What it is good at, and where its limits are.
    pub portrait: SelfPortrait,
    /// How it likes to be reached.
    pub channel: Option<Channel>,
    /// Whom to ask for there: a role, or somebody who agreed to stand here.
    pub contact: String,
}

impl App {
    /// The agencies that support people, by name. A part of a name narrows them.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who may not read the directory.
    #[boxed]
    pub async fn supporters(&self, actor: &Actor, name: &str) -> Result<Vec<AgencyRow>, UseCaseError> {
        self.directory_permit(actor, Action::ReadDirectory).await?;
        let all = self.agencies().await?;
        let found: Vec<&AgencyRow> = if name.trim().is_empty() { all.iter().collect() } else { all.named(name.trim()) };
        let supports = |row: &&AgencyRow| !matches!(row.facts.kind, AgencyKind::Employer | AgencyKind::Family);
        Ok(found.into_iter().filter(supports).cloned().collect())
    }

    /// One agency that supports people.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for firms and families, [`UseCaseError::Forbidden`].
    #[boxed]
    pub async fn supporter_agency(&self, actor: &Actor, id: AgencyId) -> Result<AgencyRow, UseCaseError> {
        self.directory_permit(actor, Action::ReadDirectory).await?;
        let row = self.agency(id).await?;
        let supports = !matches!(row.facts.kind, AgencyKind::Employer | AgencyKind::Family);
        if supports { Ok(row) } else { Err(UseCaseError::NotFound) }
    }

    /// Whether the actor may tell about their own agency.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn may_tell_about_own_agency(&self, actor: &Actor) -> Result<bool, UseCaseError> {
        self.may_in_region(actor, Action::DescribeOwnAgency).await
    }

    /// Writes down what the actor's own agency says of itself; nobody writes about another.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`], [`UseCaseError::Conflict`] if the entry changed since `expected`, [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn tell_about_own_agency(
        &self,
        actor: &Actor,
        expected: i64,
        words: OwnWords,
    ) -> Result<(), UseCaseError> {
        let permit = self.directory_permit(actor, Action::DescribeOwnAgency).await?;
        let id = actor.agency();
        let row = self.agency(id).await?;
        if row.version != expected {
            return Err(UseCaseError::Conflict { expected, found: row.version });
        }
        words.portrait.check(self.inner.clock.today())?;
        let mut facts = row.facts;
        facts.portrait = Some(Box::new(words.portrait));
        facts.preferred_channel = words.channel;
        facts.contact_person = words.contact;
        let tx = self.inner.store.begin().await?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Agency(id, &AgencyEvent::Recorded { facts }), Some(expected)).await?;
        Ok(tx.commit().await?)
    }
    /// Writes down how the staff of the actor's own agency know codes of conduct (認識度・理解度): counts, and no names.
    ///
    /// # Errors
    ///
    /// As [`App::tell_about_own_agency`].
    #[boxed]
    pub async fn tell_codes_of_own_agency(
        &self,
        actor: &Actor,
        expected: i64,
        told: &[CodeKnown],
    ) -> Result<(), UseCaseError> {
        let permit = self.directory_permit(actor, Action::DescribeOwnAgency).await?;
        let id = actor.agency();
        let row = self.agency(id).await?;
        if row.version != expected {
            return Err(UseCaseError::Conflict { expected, found: row.version });
        }
        let mut facts = row.facts;
        for one in told {
            one.check(self.inner.clock.today())?;
            facts.tell_code(*one);
        }
        let tx = self.inner.store.begin().await?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Agency(id, &AgencyEvent::Recorded { facts }), Some(expected)).await?;
        Ok(tx.commit().await?)
    }
}
