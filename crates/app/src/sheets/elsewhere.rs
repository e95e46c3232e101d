//! Before an assessment begins: whether another agency has one like it, and who has most to do with the person now. Told only as far
//! as the person lets the reader's agency know.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Target, decide, knows_of_sheet};
use banso_domain::{
    case::{contact::PairContacts, network::Supporting},
    episode::Episode,
    form::FormDefinition,
    id::{AgencyId, SheetId},
    sheet::{Elsewhere, Nearness, Sheet, nearest},
};
use chrono::NaiveDate;

use crate::{App, UseCaseError, Whom, episodes::Around};

/// The contacts of a case are looked for in so many of its newest records.
const NEWEST_RECORDS: u32 = 200;

/// An assessment that another agency has.
#[derive(Clone, Debug)]
pub struct AssessedElsewhere {
    /// The name of the agency.
    pub agency_name: String,
    /// The day that it speaks of.
    pub on: NaiveDate,
    /// It is being written.
    pub is_open: bool,
    /// Which, where the reader may read it.
    pub sheet: Option<SheetId>,
}

/// What is to be known before an assessment begins.
#[derive(Clone, Debug)]
pub struct BeforeSheet {
    /// Assessments of this kind at other agencies.
    pub elsewhere: Vec<AssessedElsewhere>,
    /// The name of the agency that has most to do with the person now, where one has.
    pub nearest: Option<String>,
}

impl App {
    /// Those of the person's sheets at other agencies that speak for what the actor's agency is about to begin, as far as the actor may know of them.
    pub(super) async fn elsewhere(
        &self,
        actor: &Actor,
        around: &Around,
        form: &FormDefinition,
        sheets: Vec<Sheet>,
    ) -> Result<Vec<(Elsewhere, bool)>, UseCaseError> {
        let today = self.inner.clock.today();
        let doors = around.doors();
        let mut found = Vec::new();
        for sheet in sheets {
            let Some(known) = sheet.stands_for(form, actor.agency(), today) else { continue };
            let form = self.form_of(&sheet)?;
            let scope = around.sheet_scope(actor, sheet.agency, (Some(&sheet), &form), &doors);
            if knows_of_sheet(actor, scope) {
                let may_read = decide(actor, Action::ReadSheet, Target::Sheet(scope)).is_ok();
                found.push((known, may_read));
            }
        }
        Ok(found)
    }

    /// What is to be known before a sheet on this form begins.
    ///
    /// # Errors
    ///
    /// As [`App::start_sheet`].
    #[boxed]
    pub async fn before_sheet(&self, actor: &Actor, whom: Whom, form: &str) -> Result<BeforeSheet, UseCaseError> {
        let today = self.inner.clock.today();
        let form = self.documents().forms().get(form, today).ok_or(UseCaseError::NotFound)?;
        let around = self.around_for(actor, self.person_of(whom).await?).await?;
        let doors = around.doors();
        let scope = around.sheet_scope(actor, actor.agency(), (None, form), &doors);
        decide(actor, Action::StartSheet, Target::Sheet(scope))?;
        let sheets = self.inner.store.reader().sheets_of_person(around.person).await?;
        let found = self.elsewhere(actor, &around, form, sheets).await?;
        let mut agencies: Vec<AgencyId> = found.iter().map(|(known, _)| known.agency).collect();
        agencies.push(actor.agency());
        agencies.sort_unstable();
        agencies.dedup();
        let nearest = match nearest(&self.nearness(actor, &around, &agencies).await?) {
            Some(agency) => Some(self.agency(agency).await?.facts.name),
            None => None,
        };
        let mut elsewhere = Vec::new();
        for (known, may_read) in found {
            elsewhere.push(AssessedElsewhere {
                agency_name: self.agency(known.agency).await?.facts.name,
                on: known.on,
                is_open: known.is_open,
                sheet: may_read.then_some(known.sheet),
            });
        }
        Ok(BeforeSheet { elsewhere, nearest })
    }

    /// How much each agency has to do with the person, by what the actor may know: uses that they learn of, the records of their own cases,
    /// and their own contacts beside a job.
    async fn nearness(
        &self,
        actor: &Actor,
        around: &Around,
        agencies: &[AgencyId],
    ) -> Result<Vec<Nearness>, UseCaseError> {
        let today = self.inner.clock.today();
        let since = PairContacts::since(today);
        let reader = self.inner.store.reader();
        let here = actor.agency();
        let mut with: Vec<AgencyId> = Vec::new();
        for (row, scope) in reader.every_case_of_person(around.person).await? {
            if decide(actor, Action::ReadCase, Target::Case(scope)).is_err() {
                continue;
            }
            let records = reader.records(row.id, NEWEST_RECORDS, 0).await?;
            for record in records.into_iter().map(|row| row.record).filter(|record| since <= record.took_place.on) {
                with.push(match record.contact.map(|contact| contact.with) {
                    Some(Supporting::Agency { agency }) => agency,
                    Some(Supporting::Outside { .. }) => continue,
                    None => scope.centre,
                });
            }
        }
        let jobs = reader.jobs_of_person(around.person).await?.into_iter().filter(|job| job.agency == here);
        let contacts =
            jobs.flat_map(|job| job.contacts).filter(|contact| since <= contact.on && !contact.with.is_empty());
        with.extend(contacts.map(|_| here));
        let seen = around.seen(actor);
        let is_used_now = |agency: AgencyId| {
            let runs = |(episode, _): &(Episode, _)| episode.agency == agency && episode.overlaps(today, Some(today));
            seen.iter().any(runs)
        };
        Ok(agencies
            .iter()
            .map(|agency| Nearness {
                is_used_now: is_used_now(*agency),
                contacts: with.iter().filter(|one| *one == agency).count(),
                agency: *agency,
            })
            .collect())
    }
}
