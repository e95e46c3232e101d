//! The years of a person: for the centre of their case, for an agency, and for themself.

use async_recursion::async_recursion as boxed;
use banso_access::{
    Action, Actor, CaseDoors, CaseScope, EpisodeScope, EpisodeSight, RowFilter, Target, decide, episode_sight,
};
use banso_domain::{
    case::{Case, handover::UseEnding},
    id::{CaseId, EpisodeId},
    ledger::{LedgerEntry, RecordPart},
};
use banso_store::{CaseRow, CaseUse};
use chrono::NaiveDate;

use super::{EndingUse, EpisodeGlance, LifeLine};
use crate::{App, UseCaseError};

/// So many uses are looked at to find those that nobody has seen to: one that is waived stays due until it ends.
const MOST_LOOKED_AT: u32 = 200;

impl App {
    /// The years of the person of a case.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn years_of_case(&self, actor: &Actor, case: CaseId) -> Result<LifeLine, UseCaseError> {
        let reader = self.inner.store.reader();
        let header = reader.case_header(case).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::ReadCase, Target::Case(header.scope))?;
        self.note_part_read(header.person, &permit, Some(case), RecordPart::Episode);
        let around = self.around(header.person).await?;
        let uses = self.glances(&around.seen(actor)).await?;
        let (whole, _) = reader.case(case).await?.ok_or(UseCaseError::NotFound)?;
        let (person, _) = reader.person(header.person).await?.ok_or(UseCaseError::NotFound)?;
        let until = whole.closure.as_ref().map(|closure| closure.on);
        let centre = self.agency(whole.centre).await?.facts.name;
        Ok(LifeLine { name: person.facts.name, uses, cases: vec![(centre, whole.received_on, until)] })
    }

    /// The uses of the person of a case whose term ends and that are not being handed over, as far as the reader sees them.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn uses_that_end(&self, actor: &Actor, case: &Case) -> Result<Vec<EndingUse>, UseCaseError> {
        let mut known = self.known_uses(actor, case).await?;
        let endings: Vec<UseEnding> = known.iter().map(|known| known.ending).collect();
        let to_open = case.uses_to_hand_over(&endings);
        known.retain(|known| to_open.contains(&known.ending));
        Ok(known)
    }

    /// The same, those that are being handed over as well.
    ///
    /// # Errors
    ///
    /// As [`App::uses_that_end`].
    #[boxed]
    pub async fn known_uses(&self, actor: &Actor, case: &Case) -> Result<Vec<EndingUse>, UseCaseError> {
        let permit = decide(actor, Action::ReadCase, Target::Case(CaseScope::of(case)))?;
        let around = self.around(case.person).await?;
        let mut known = Vec::new();
        for (episode, _) in around.seen(actor) {
            let Some(ending) = episode.handed_over_from() else { continue };
            let agency_name = self.agency(episode.agency).await?.facts.name;
            known.push(EndingUse { ending, programme: episode.programme, agency_name });
        }
        if !known.is_empty() {
            self.note_part_read(case.person, &permit, Some(case.id), RecordPart::Episode);
        }
        Ok(known)
    }

    /// The uses of people in reach whose handover is due up to a day and that nobody has seen to yet, soonest first, as far as the
    /// reader may know of them; of one's own cases (`mine`), or of everyone's.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn uses_to_hand_over(
        &self,
        actor: &Actor,
        mine: bool,
        until: NaiveDate,
        limit: usize,
    ) -> Result<Vec<(EndingUse, CaseRow)>, UseCaseError> {
        let reader = self.inner.store.reader();
        let filter = RowFilter::of(actor);
        let assigned_to = mine.then_some(actor.staff());
        let due = reader.uses_due_for_handover(filter, assigned_to, until, MOST_LOOKED_AT).await?;
        let mut ids: Vec<CaseId> = due.iter().map(|due| due.case).collect();
        ids.sort_unstable();
        ids.dedup();
        let shares = reader.shares_of(&ids).await?;
        let cases = reader.whole_cases(&ids).await?;
        let rows = reader.case_rows(filter, &ids).await?;
        let mut waiting = Vec::new();
        for CaseUse { case, scope, episode } in due {
            if waiting.len() == limit {
                break;
            }
            let doors = [CaseDoors { case: scope, shares: shares.get(&case).map_or(&[], Vec::as_slice) }];
            let known = EpisodeScope { agency: episode.agency, cases: &doors, is_known_there: true };
            let (Some(whole), Some(row), Some(ending)) =
                (cases.get(&case), rows.iter().find(|row| row.id == case), episode.handed_over_from())
            else {
                continue;
            };
            if episode_sight(actor, known) == EpisodeSight::Nothing || whole.uses_to_hand_over(&[ending]).is_empty() {
                continue;
            }
            let agency_name = self.agency(episode.agency).await?.facts.name;
            waiting.push((EndingUse { ending, programme: episode.programme, agency_name }, row.clone()));
        }
        Ok(waiting)
    }

    /// The years of the person of a use, for the staff of its agency.
    ///
    /// # Errors
    ///
    /// As [`App::episode`].
    #[boxed]
    pub async fn years_of_episode(&self, actor: &Actor, id: EpisodeId) -> Result<LifeLine, UseCaseError> {
        let page = self.episode(actor, id).await?;
        let mut uses = page.others;
        uses.push(self.glance(&page.episode, EpisodeSight::Everything).await?);
        uses.sort_by_key(|glance| (glance.starts_on, glance.id));
        Ok(LifeLine { name: page.name, uses, cases: Vec::new() })
    }

    /// The person's own uses.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for anybody but a person with their own account.
    #[boxed]
    pub async fn own_uses(&self, actor: &Actor) -> Result<Vec<EpisodeGlance>, UseCaseError> {
        let id = actor.person().ok_or(UseCaseError::NotFound)?;
        decide(actor, Action::ReadOwnRecord, Target::Own(id))?;
        let episodes = self.inner.store.reader().episodes_of_person(id).await?;
        let all: Vec<_> = episodes.into_iter().map(|one| (one, EpisodeSight::Everything)).collect();
        let glances = self.glances(&all).await?;
        Ok(glances.into_iter().map(|glance| EpisodeGlance { may_open: false, ..glance }).collect())
    }

    /// The person's own years: every use of theirs.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for anybody but a person with their own account.
    #[boxed]
    pub async fn own_years(&self, actor: &Actor) -> Result<LifeLine, UseCaseError> {
        let id = actor.person().ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::ReadOwnRecord, Target::Own(id))?;
        let around = self.around(id).await?;
        let (person, _) = self.inner.store.reader().person(around.person).await?.ok_or(UseCaseError::NotFound)?;
        let uses = self.own_uses(actor).await?;
        let mut cases = Vec::new();
        for (row, _) in self.inner.store.reader().every_case_of_person(around.person).await? {
            let (case, _) = self.inner.store.reader().case(row.id).await?.ok_or(UseCaseError::NotFound)?;
            let centre = self.agency(case.centre).await?.facts.name;
            cases.push((centre, case.received_on, case.closure.as_ref().map(|closure| closure.on)));
        }
        self.note_read(id, &permit, LedgerEntry::ReadByPerson);
        Ok(LifeLine { name: person.facts.name, uses, cases })
    }
}
