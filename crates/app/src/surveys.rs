//! お互いの見え方の調査: rounds, what one's own agency says about others, and both sides of its pairs.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor};
use banso_domain::{
    agency::AgencyKind,
    id::{AgencyId, SurveyId},
    rule::Rule,
    survey::{Pair, Survey, SurveyAnswer, SurveyPlan},
};
use banso_store::{Change, Stamp};
use uuid::Uuid;

use crate::{App, UseCaseError};

/// What somebody may do with surveys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MayOnSurveys {
    /// Answer for their agency.
    pub answer: bool,
    /// Plan a round.
    pub hold: bool,
}

/// A round as the reader's agency sees it.
#[derive(Clone, Debug)]
pub struct SurveyPage {
    /// The round.
    pub survey: Survey,
    /// The reader's agency takes part.
    pub takes_part: bool,
    /// Agencies answer today.
    pub is_open: bool,
    /// The pairs of the reader's agency with every other that takes part, in the order of the plan.
    pub pairs: Vec<Pair>,
    /// What the reader may do.
    pub may: MayOnSurveys,
}

impl App {
    /// What the actor may do with surveys.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn may_on_surveys(&self, actor: &Actor) -> Result<MayOnSurveys, UseCaseError> {
        let answer = self.may_in_region(actor, Action::AnswerSurvey).await?;
        Ok(MayOnSurveys { answer, hold: self.may_in_region(actor, Action::HoldSurvey).await? })
    }

    /// The rounds, the latest first.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who do not support people.
    #[boxed]
    pub async fn surveys(&self, actor: &Actor) -> Result<Vec<Survey>, UseCaseError> {
        let permit = self.directory_permit(actor, Action::ReadSurvey).await?;
        Ok(self.inner.store.reader().surveys(&permit).await?)
    }

    /// A round with the pairs of the actor's agency; what others said about each other is in none of them.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`], [`UseCaseError::Forbidden`].
    #[boxed]
    pub async fn survey(&self, actor: &Actor, id: SurveyId) -> Result<SurveyPage, UseCaseError> {
        let permit = self.directory_permit(actor, Action::ReadSurvey).await?;
        let reader = self.inner.store.reader();
        let (survey, _) = reader.survey(id).await?.ok_or(UseCaseError::NotFound)?;
        let today = self.inner.clock.today();
        let is_over = survey.plan.until < today;
        let mut said = reader.pairs_of(&permit, id).await?;
        let takes_part = survey.plan.agencies.contains(&actor.agency());
        let others = survey.plan.agencies.iter().filter(|other| takes_part && **other != actor.agency());
        let pairs = others.map(|other| {
            let none = Pair { other: *other, ours: None, theirs: None };
            said.remove(other).unwrap_or(none).as_read(is_over)
        });
        let pairs = pairs.collect();
        let is_open = survey.is_open_on(today);
        Ok(SurveyPage { survey, takes_part, is_open, pairs, may: self.may_on_surveys(actor).await? })
    }

    /// Plans a round.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`], [`UseCaseError::Refused`] by a rule, also for agencies that do not support people.
    #[boxed]
    pub async fn plan_survey(&self, actor: &Actor, plan: SurveyPlan) -> Result<SurveyId, UseCaseError> {
        let permit = self.directory_permit(actor, Action::HoldSurvey).await?;
        let agencies = self.agencies().await?;
        let supports = |id: &AgencyId| {
            let kind = agencies.find(*id).map(|row| row.facts.kind);
            kind.is_some_and(|kind| !matches!(kind, AgencyKind::Employer | AgencyKind::Family))
        };
        if !plan.agencies.iter().all(supports) {
            return Err(Rule::SurveyInOrder.into());
        }
        let event = plan.decide(actor.agency())?;
        let id = SurveyId::new(Uuid::now_v7());
        let tx = self.inner.store.begin().await?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Survey(id, &event), Some(0)).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Says for the actor's own agency how it sees another; the last word counts.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`], [`UseCaseError::Forbidden`], [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn answer_survey(
        &self,
        actor: &Actor,
        id: SurveyId,
        to: AgencyId,
        answer: SurveyAnswer,
    ) -> Result<(), UseCaseError> {
        let permit = self.directory_permit(actor, Action::AnswerSurvey).await?;
        let tx = self.inner.store.begin().await?;
        let (survey, _) = tx.survey(id).await?.ok_or(UseCaseError::NotFound)?;
        let event = survey.answer(actor.agency(), to, answer, self.inner.clock.today())?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Survey(id, &event), None).await?;
        Ok(tx.commit().await?)
    }
}
