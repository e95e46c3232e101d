//! Where people went on to after choice support, by half-year: for the office itself and for its municipality, in figures without names.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, OfficeScope, Permit, Target, decide};
use banso_domain::{
    agency::{AgencyEvent, AgencyFacts, AgencyKind},
    episode::Programme,
    id::AgencyId,
    neutrality::{AuthorityAnswer, HalfYear, HalfYearShares, LeaningReason, NeutralityRules, gone_on_to},
    rule::{Refusal, Rule},
};
use banso_store::{Change, Stamp};
use chrono::NaiveDate;

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
    /// The reader may write why it leaned.
    pub may_explain: bool,
    /// The reader may write what the authority answered.
    pub may_answer: bool,
}

/// What is written about leaning to one corporation, with the half-year and the service that it is about.
#[derive(Clone, Debug)]
pub enum LeaningWord {
    /// Why the office was over the line.
    Reason(LeaningReason),
    /// What the designating authority answered.
    Answer(HalfYear, Programme, AuthorityAnswer),
}

impl LeaningWord {
    const fn action(&self) -> Action {
        match self {
            Self::Reason(_) => Action::ExplainLeaning,
            Self::Answer(..) => Action::AnswerLeaning,
        }
    }

    const fn half(&self) -> HalfYear {
        match self {
            Self::Reason(reason) => reason.half,
            Self::Answer(half, ..) => *half,
        }
    }

    fn write(self, found: &OfficeHalfYear, today: NaiveDate) -> Result<AgencyFacts, Refusal> {
        let facts = found.office.facts.clone();
        match self {
            Self::Answer(half, service, answer) => facts.answer_leaning((half, service), answer, today),
            Self::Reason(reason) => {
                let share = found.shares.services.iter().find(|share| share.service == reason.service);
                let share = share.ok_or(Rule::LeaningIsOverTheLine)?;
                facts.explain_leaning(reason, (&found.rules, share), today)
            }
        }
    }
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
            let findings = shares.findings(rules, half, &office.facts.leaning);
            let may = |action| decide(actor, action, Target::Office(scope)).is_ok();
            found.push(OfficeHalfYear {
                office: office.clone(),
                rules: rules.clone(),
                shares,
                findings,
                may_explain: may(Action::ExplainLeaning),
                may_answer: may(Action::AnswerLeaning),
            });
        }
        found.sort_by(|one, other| one.office.facts.name.cmp(&other.office.facts.name));
        Ok(found)
    }
    /// Writes down why an office was over the line in a half-year, or what the designating authority answered.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for those who do not answer for the office, [`UseCaseError::Forbidden`], [`UseCaseError::Conflict`] if its entry
    /// changed since `expected`, [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn write_about_leaning(
        &self,
        actor: &Actor,
        office: AgencyId,
        expected: i64,
        word: LeaningWord,
    ) -> Result<(), UseCaseError> {
        let permit = self.office_permit(actor, office, word.action()).await?;
        let all = self.half_year_of_choice(actor, word.half()).await?;
        let found = all.into_iter().find(|found| found.office.id == office).ok_or(UseCaseError::NotFound)?;
        if found.office.version != expected {
            return Err(UseCaseError::Conflict { expected, found: found.office.version });
        }
        let facts = word.write(&found, self.inner.clock.today())?;
        let tx = self.inner.store.begin().await?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Agency(office, &AgencyEvent::Recorded { facts }), Some(expected)).await?;
        Ok(tx.commit().await?)
    }

    async fn office_permit(&self, actor: &Actor, office: AgencyId, action: Action) -> Result<Permit, UseCaseError> {
        let municipality = self.agency(office).await?.facts.municipality;
        Ok(decide(actor, action, Target::Office(OfficeScope { agency: office, municipality }))?)
    }
}
