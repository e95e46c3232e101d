//! Where people went on to after choice support, by half-year: for the office itself and for its municipality, in figures without names.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, OfficeScope, Target, decide};
use banso_domain::{
    agency::AgencyKind,
    episode::Programme,
    neutrality::{HalfYear, HalfYearShares, NeutralityRules, gone_on_to},
    rule::Rule,
};

use crate::{AgencyRow, App, UseCaseError};

/// What is found for an office and a half-year.
#[derive(Clone, Debug)]
pub struct OfficeHalfYear {
    /// The office.
    pub office: AgencyRow,
    /// The line that counts on the last day of the half-year.
    pub rules: NeutralityRules,
    /// The figures.
    pub shares: HalfYearShares,
    /// The rules that speak about them.
    pub findings: Vec<Rule>,
}

impl App {
    /// The offices of choice support that the reader answers for, by name, each with its figures. What is counted is what the office may know
    /// of, whoever reads it: so both sides read the same figures.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn half_year_of_choice(
        &self,
        actor: &Actor,
        half: HalfYear,
    ) -> Result<Vec<OfficeHalfYear>, UseCaseError> {
        let definition = self.programmes().of(Programme::EmploymentChoice);
        let Some(rules) = definition.and_then(|known| known.neutrality_on(half.last_day())) else {
            return Ok(Vec::new());
        };
        let agencies = self.agencies().await?;
        let days = (half.first_day(), half.last_day());
        let today = self.inner.clock.today();
        let mut found = Vec::new();
        for office in agencies.iter().filter(|row| row.facts.kind == AgencyKind::EmploymentChoice) {
            let scope = OfficeScope { agency: office.id, municipality: office.facts.municipality };
            let Ok(permit) = decide(actor, Action::ReadNeutrality, Target::Office(scope)) else { continue };
            let reader = self.inner.store.reader();
            let ended = reader.episodes_ended(&permit, office.id, Programme::EmploymentChoice, days).await?;
            let mut gone = Vec::new();
            for choice in &ended {
                let around = self.around(choice.person).await?;
                if around.is_counted_at(choice, office.id, today) {
                    gone.push(gone_on_to(choice, &around.known_to(office.id, today), &rules.services));
                }
            }
            let corporation_of = |id| agencies.find(id).map(|row| row.facts.corporation.clone()).unwrap_or_default();
            let shares = HalfYearShares::count(rules, &office.facts.corporation, &gone, corporation_of);
            let findings = shares.findings(rules);
            found.push(OfficeHalfYear { office: office.clone(), rules: rules.clone(), shares, findings });
        }
        found.sort_by(|one, other| one.office.facts.name.cmp(&other.office.facts.name));
        Ok(found)
    }
}
