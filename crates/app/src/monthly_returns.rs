//! 月次報告: the counts of a month, centre by centre, for the centre itself and the municipality that answers for it; and what was sent, which stays as it
//! was sent. Nobody is named: cases are counted and none is shown, so those that are protected or not shared with the municipality count, too.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, OfficeScope, Permit, Target, decide};
use banso_domain::{
    agency::{AgencyEvent, AgencyKind},
    calendar::YearMonth,
    id::{AgencyId, CaseId},
    monthly_return::{Counts, SentReturn, send},
};
use banso_store::{Change, Stamp};

use crate::{AgencyRow, App, UseCaseError};

/// So many cases are read at once.
const AT_ONCE: u32 = 500;

/// The month of a centre.
pub struct CentreMonth {
    /// The centre.
    pub centre: AgencyRow,
    /// What is counted now.
    pub counts: Counts,
    /// What was sent of the month, the newest last.
    pub sent: Vec<SentReturn>,
    /// Whether the reader may write down that it was sent.
    pub may_send: bool,
}

impl App {
    /// The month of each centre that the reader works at or answers for, by name; none for anybody else.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn monthly_return(&self, actor: &Actor, month: YearMonth) -> Result<Vec<CentreMonth>, UseCaseError> {
        let agencies = self.agencies().await?;
        let mut centres: Vec<&AgencyRow> =
            agencies.iter().filter(|row| row.facts.kind == AgencyKind::SupportCentre).collect();
        centres.sort_by(|one, other| one.facts.name.cmp(&other.facts.name));
        let mut months = Vec::new();
        for centre in centres {
            let scope = OfficeScope { agency: centre.id, municipality: centre.facts.municipality };
            let target = Target::Office(scope);
            let Ok(permit) = decide(actor, Action::ReadMonthlyReturn, target) else { continue };
            let sent = centre.facts.returns.iter().filter(|sent| sent.month == month).cloned();
            months.push(CentreMonth {
                counts: self.counted(&permit, centre.id, month).await?,
                sent: sent.collect(),
                may_send: decide(actor, Action::SendMonthlyReturn, target).is_ok(),
                centre: centre.clone(),
            });
        }
        Ok(months)
    }

    /// Writes down that the month of a centre was sent as it is counted now.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for those who do not answer for the centre, [`UseCaseError::Forbidden`], [`UseCaseError::Conflict`] if its entry
    /// changed since `expected`, [`UseCaseError::Refused`] by P-144.
    #[boxed]
    pub async fn send_monthly_return(
        &self,
        actor: &Actor,
        centre: AgencyId,
        month: YearMonth,
        expected: i64,
    ) -> Result<(), UseCaseError> {
        let row = self.agency(centre).await?;
        let scope = OfficeScope { agency: centre, municipality: row.facts.municipality };
        let permit = decide(actor, Action::SendMonthlyReturn, Target::Office(scope))?;
        if row.facts.kind != AgencyKind::SupportCentre {
            return Err(UseCaseError::NotFound);
        }
        if row.version != expected {
            return Err(UseCaseError::Conflict { expected, found: row.version });
        }
        let counts = self.counted(&permit, centre, month).await?;
        let mut facts = row.facts;
        facts.returns.push(send(&facts.returns, month, counts, self.inner.clock.today())?);
        let tx = self.inner.store.begin().await?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Agency(centre, &AgencyEvent::Recorded { facts }), Some(expected)).await?;
        Ok(tx.commit().await?)
    }

    async fn counted(&self, permit: &Permit, centre: AgencyId, month: YearMonth) -> Result<Counts, UseCaseError> {
        let reader = self.inner.store.reader();
        let hired = reader.hired_to_count(permit, centre, month).await?;
        let (mut counts, mut after): (Counts, Option<CaseId>) = (Counts::default(), None);
        loop {
            let cases = reader.cases_to_count(permit, (centre, month), after, AT_ONCE).await?;
            let Some(last) = cases.last() else { return Ok(counts) };
            after = Some(last.id);
            counts = counts.with(&Counts::count(month, &cases, &hired));
        }
    }
}
