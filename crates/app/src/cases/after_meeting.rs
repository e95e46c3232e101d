//! 支援会議を根拠とする提供: decided as a packet of that sitting would be, opened for a while, in the ledger before it can be read.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, CaseScope, Seat, Target, cut_for_seat, decide};
use banso_domain::{
    case::{
        event::{CaseEvent, Purpose},
        sharing::{AfterMeeting, Basis, Route},
    },
    conference::Conference,
    id::{AgencyId, CaseId, ConferenceId, DisclosureId},
    ledger::LedgerEntry,
    rule::Rule,
};
use banso_store::Stamp;
use chrono::NaiveDate;

use crate::{App, UseCaseError};

/// An agency that sat in a support meeting about a case, bound to secrecy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundMember {
    /// In which sitting.
    pub conference: ConferenceId,
    /// When it sat.
    pub held_on: NaiveDate,
    /// Which agency.
    pub agency: AgencyId,
    /// Its name.
    pub name: String,
}

impl App {
    /// Those to whom something may be given after a support meeting about a case, the newest sitting first.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`]; likewise below.
    #[boxed]
    pub async fn bound_members(&self, actor: &Actor, id: CaseId) -> Result<Vec<BoundMember>, UseCaseError> {
        let reader = self.inner.store.reader();
        let (case, _) = reader.case(id).await?.ok_or(UseCaseError::NotFound)?;
        decide(actor, Action::DiscloseAfterMeeting, Target::Case(CaseScope::of(&case)))?;
        let mut found = Vec::new();
        for sitting in case.sittings.iter().rev().filter(|it| it.purpose == Purpose::SupportMeeting) {
            let Some((conference, _)) = reader.conference(sitting.conference).await? else { continue };
            for agency in case.bound_in(&conference) {
                // Who is no longer in the directory can be given nothing.
                let Some(row) = reader.agency(agency).await? else { continue };
                let (held_on, name) = (sitting.held_on, row.facts.name);
                found.push(BoundMember { conference: conference.id, held_on, agency, name });
            }
        }
        Ok(found)
    }

    /// Gives something after a support meeting to an agency that sat there. What it is cut to is decided as for a packet of the
    /// sitting.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Refused`] with P-70 and others; see [`UseCaseError`].
    #[boxed]
    pub async fn disclose_after_meeting(
        &self,
        actor: &Actor,
        id: CaseId,
        given: AfterMeeting,
    ) -> Result<i64, UseCaseError> {
        let to = self.recipient(given.to.agency).await?;
        let tx = self.inner.store.begin().await?;
        let (case, found) = tx.case(id).await?.ok_or(UseCaseError::NotFound)?;
        let scope = CaseScope::of(&case);
        let permit = decide(actor, Action::DiscloseAfterMeeting, Target::Case(scope))?;
        let (conference, _) = tx.conference(given.conference).await?.ok_or(UseCaseError::NotFound)?;
        let today = self.inner.clock.today();
        let seat = Seat { agency: to.agency, is_employer: to.is_employer, secrecy: is_bound(&conference, to.agency) };
        let days = (conference.plan.on, today);
        let cut = cut_for_seat(seat, scope, &case.sharing, Purpose::SupportMeeting, given.items, days);
        let event = case.disclose_after_meeting(AfterMeeting { to, ..given }, &conference, today)?;
        let CaseEvent::DisclosedAfterMeeting { disclosure } = &event else { return Ok(found) };
        // The rules of the case and the decision about the seat say the same, or nothing is given.
        if cut.items() != disclosure.items {
            return Err(Rule::AfterSupportMeeting.into());
        }
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record_case(id, case.person, &[(stamp, &event)], Some(found)).await?;
        let entry = LedgerEntry::Disclosed {
            case: id,
            to: Some(to.agency),
            to_name: String::new(),
            items: disclosure.items,
            basis: Basis::SupportMeeting,
            route: Route::Direct,
            told_person_on: None,
        };
        self.note_with(&tx, case.person, &permit, entry).await?;
        tx.commit().await?;
        Ok(found + 1)
    }

    /// Closes before its last day what was opened after a support meeting.
    ///
    /// # Errors
    ///
    /// See [`App::disclose_after_meeting`].
    #[boxed]
    pub async fn close_after_meeting(
        &self,
        actor: &Actor,
        id: CaseId,
        disclosure: DisclosureId,
    ) -> Result<i64, UseCaseError> {
        self.change_case(actor, Action::DiscloseAfterMeeting, id, None, |case, today| {
            Ok(vec![case.close_after_meeting(disclosure, today)?])
        })
        .await
    }
}

fn is_bound(conference: &Conference, agency: AgencyId) -> bool {
    let bound = |member: &banso_domain::conference::Member| member.attended && member.secrecy_acknowledged;
    conference.members.iter().any(|member| member.agency_id == Some(agency) && bound(member))
}
