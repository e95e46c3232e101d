//! What the rules that warn need to know beside the case: the day, how long things last in the municipality, when a conference sat.

use banso_domain::case::{Case, FindingContext, plan::Limits};

use crate::{App, UseCaseError};

impl App {
    /// How long plans and services last in the municipality of a case.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    pub async fn limits_of(&self, case: &Case) -> Result<Limits, UseCaseError> {
        let municipality = self.inner.store.reader().agency(case.municipality).await?;
        let code = municipality.map(|agency| agency.facts.municipality_code).unwrap_or_default();
        Ok(self.process().limits_in(&code))
    }

    /// Everything that [`Case::findings`] and [`Case::plan_findings`] ask for; `assessment_complete` is known to who holds the
    /// sheet's definition.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    pub async fn finding_context(
        &self,
        case: &Case,
        assessment_complete: bool,
    ) -> Result<FindingContext, UseCaseError> {
        // Only what waits for a conference's word asks when the last one sat.
        let last_conference_on = match case.waits_for_ratification() {
            true => self.inner.store.reader().last_coordination_conference(case.centre).await?,
            false => None,
        };
        let limits = self.limits_of(case).await?;
        Ok(FindingContext { today: self.inner.clock.today(), assessment_complete, limits, last_conference_on })
    }
}
