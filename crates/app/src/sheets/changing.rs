//! What happens to a sheet: one way for every deed.

use std::collections::BTreeSet;

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Target, decide};
use banso_domain::{
    agency::AgencyKind,
    id::{AgencyId, CaseId, PersonId, SheetId},
    rule::Rule,
    sheet::{Permission, SheetEvent, Writer, Writing},
};
use banso_store::{Change, Stamp};
use chrono::NaiveDate;

use crate::{App, UseCaseError};

/// Something that is done to a sheet.
#[derive(Clone, Debug)]
pub enum Deed {
    /// What one side says is written down.
    Write(Writing),
    /// The version is final; these warnings were read.
    Finalise(Vec<Rule>),
    /// A new version: from when on, and what is new from whom.
    Revise(NaiveDate, String),
    /// The person lets a firm write.
    Permit(Permission),
    /// The person carried it to whom it is for.
    Carry(NaiveDate),
    /// The person decides what an agency sees of their own sheet.
    Show(AgencyId, BTreeSet<String>),
}

impl Deed {
    const fn action(&self) -> Action {
        match self {
            Self::Show(..) => Action::ShowSheet,
            _ => Action::WriteSheet,
        }
    }
}

impl App {
    /// Does something to a sheet.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers, [`UseCaseError::Conflict`] if it changed since `expected`, [`UseCaseError::Refused`] by a
    /// rule; R-10 for showing it to an employer while the person wants to stay closed.
    #[boxed]
    pub async fn change_sheet(
        &self,
        actor: &Actor,
        id: SheetId,
        expected: i64,
        deed: Deed,
    ) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let (sheet, found) = tx.sheet(id).await?.ok_or(UseCaseError::NotFound)?;
        let form = self.form_of(&sheet)?;
        let around = self.around_for(actor, sheet.person).await?;
        let doors = around.doors();
        let scope = around.sheet_scope(actor, sheet.agency, (Some(&sheet), &form), &doors);
        let permit = decide(actor, deed.action(), Target::Sheet(scope))?;
        if expected != found {
            return Err(UseCaseError::Conflict { expected, found });
        }
        let today = self.inner.clock.today();
        let is_person = actor.person() == Some(around.themself);
        let writer = Writer { staff: actor.staff(), is_person };
        // What is left of the sheet is the agency's to do; the person writes, and shows what is theirs.
        let is_own = form.sheet.as_ref().is_some_and(|rules| rules.is_own);
        if is_person && !is_own && !matches!(deed, Deed::Write(_)) {
            return Err(UseCaseError::Forbidden);
        }
        let event = match deed {
            Deed::Write(writing) => sheet.write(&form, writing, writer, today),
            Deed::Finalise(passed) => sheet.finalise(&form, &passed, actor.staff(), today),
            Deed::Revise(on, source) => sheet.revise(&form, on, &source, today),
            Deed::Permit(permission) => sheet.permit(&form, permission, today),
            Deed::Carry(on) => sheet.carry(&form, on, today),
            Deed::Show(to, parts) => {
                if !parts.is_empty() {
                    self.refuse_closed(around.person, to).await?;
                }
                sheet.show(&form, to, parts, writer)
            }
        }?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Sheet(id, sheet.person, &event), Some(found)).await?;
        let confirmed = match &event {
            SheetEvent::Written { said, .. } => form.reconfirmed(&said.answers),
            _ => None,
        };
        if let (SheetEvent::Finalised { .. }, Some(version)) = (&event, sheet.current()) {
            let answers = version.answers();
            if let Some(episode) = around.use_at(sheet.agency, sheet.about.episode) {
                self.note_told_on_use(&tx, actor, episode.id, form.told(&answers)).await?;
                if let Some(until) = form.plan_until(&answers) {
                    self.note_plan_period_on_use(&tx, actor, episode.id, until).await?;
                }
            }
            if let Some(told) = form.told_jobs(&answers) {
                self.note_told_on_jobs(&tx, actor, (around.person, sheet.agency), &told).await?;
            }
        }
        if let Some(on) = confirmed.filter(|on| !is_person && *on <= today) {
            let beside = (actor.agency(), Action::WriteJob);
            self.note_reconfirmed_on_jobs(&tx, actor, sheet.person, beside, on).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Closed employment: nothing goes to an employer, whoever wants it.
    async fn refuse_closed(&self, person: PersonId, to: AgencyId) -> Result<(), UseCaseError> {
        if self.agency(to).await?.facts.kind != AgencyKind::Employer {
            return Ok(());
        }
        let reader = self.inner.store.reader();
        let ids: Vec<CaseId> = reader.every_case_of_person(person).await?.into_iter().map(|(row, _)| row.id).collect();
        let cases = reader.whole_cases(&ids).await?;
        if cases.values().any(|case| case.sharing.is_closed_to_employers()) {
            return Err(Rule::ClosedEmployment.into());
        }
        Ok(())
    }
}
