//! 企業の紹介: which employers there are, what is told of each, and who tells it.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, EmployerScope, Target, decide};
use banso_domain::{
    agency::{AgencyEvent, AgencyKind},
    employer::{EmployerProfile, ToldBy},
    id::AgencyId,
};
use banso_store::{AgencyRow, Change, Stamp};

use crate::{App, UseCaseError};

impl App {
    async fn employer_scope(&self, actor: &Actor, agency: AgencyId) -> Result<EmployerScope, UseCaseError> {
        let kind = self.agency(actor.agency()).await?.facts.kind;
        Ok(EmployerScope { agency, by_supporter: !matches!(kind, AgencyKind::Employer | AgencyKind::Family) })
    }

    /// An employer, for its own staff and for those who support people.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for other firms, and for what is no employer.
    #[boxed]
    pub async fn employer(&self, actor: &Actor, id: AgencyId) -> Result<AgencyRow, UseCaseError> {
        decide(actor, Action::ReadEmployer, Target::Employer(self.employer_scope(actor, id).await?))?;
        Some(self.agency(id).await?).filter(|row| row.facts.kind == AgencyKind::Employer).ok_or(UseCaseError::NotFound)
    }

    /// Whether the actor may tell what an employer does.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn may_describe_employer(&self, actor: &Actor, id: AgencyId) -> Result<bool, UseCaseError> {
        let scope = self.employer_scope(actor, id).await?;
        Ok(decide(actor, Action::DescribeEmployer, Target::Employer(scope)).is_ok())
    }

    /// The employers, by name; at an employer its own entry alone. A part of a name narrows them.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn employers(&self, actor: &Actor, name: &str) -> Result<Vec<AgencyRow>, UseCaseError> {
        let all = self.agencies().await?;
        let found: Vec<&AgencyRow> = if name.trim().is_empty() { all.iter().collect() } else { all.named(name.trim()) };
        let mut employers = Vec::new();
        for row in found.into_iter().filter(|row| row.facts.kind == AgencyKind::Employer) {
            let scope = self.employer_scope(actor, row.id).await?;
            if decide(actor, Action::ReadEmployer, Target::Employer(scope)).is_ok() {
                employers.push(row.clone());
            }
        }
        Ok(employers)
    }

    /// Writes down what is told of an employer. Who told it follows from who writes.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for other firms, [`UseCaseError::Conflict`] if the entry changed since `expected`,
    /// [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn describe_employer(
        &self,
        actor: &Actor,
        id: AgencyId,
        expected: i64,
        profile: EmployerProfile,
    ) -> Result<(), UseCaseError> {
        let row = self.employer(actor, id).await?;
        let permit = decide(actor, Action::DescribeEmployer, Target::Employer(self.employer_scope(actor, id).await?))?;
        if row.version != expected {
            return Err(UseCaseError::Conflict { expected, found: row.version });
        }
        let told_by = if actor.agency() == id { ToldBy::Employer } else { ToldBy::Supporter };
        let profile = EmployerProfile { told_by, ..profile };
        profile.check(self.inner.clock.today())?;
        let mut facts = row.facts;
        facts.employer = Some(Box::new(profile));
        let tx = self.inner.store.begin().await?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Agency(id, &AgencyEvent::Recorded { facts }), Some(expected)).await?;
        Ok(tx.commit().await?)
    }
}
