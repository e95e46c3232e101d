//! The receiving agency: its inbox, and what it says.

use std::collections::HashSet;

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, InboxFilter, ReferralScope, Target, decide};
use banso_domain::{
    id::ReferralId,
    ledger::LedgerEntry,
    referral::{AnsweredBy, ReceiverSees, Referral, ReferralAnswer},
};
use banso_store::{ReferralRow, ReferralSearch};

use crate::{App, UseCaseError};

impl App {
    /// What came to the actor's agency, the newest first. Of what the person took back only the sender and the days are left.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn referrals_received(
        &self,
        actor: &Actor,
        search: &ReferralSearch,
    ) -> Result<Vec<ReferralRow>, UseCaseError> {
        let rows = self.inner.store.reader().referrals_received(InboxFilter::of(actor), search).await?;
        Ok(rows.into_iter().filter_map(for_receiver).collect())
    }

    /// Writes down that a list of referrals was taken as a file, in the ledger of everybody who is named in it.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`] if it cannot be written down: then nothing may leave.
    #[boxed]
    pub async fn note_referrals_export(
        &self,
        actor: &Actor,
        list: &str,
        rows: &[ReferralRow],
    ) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let mut persons = HashSet::new();
        for row in rows {
            let scope = ReferralScope::of(&row.referral, row.case);
            let Ok(permit) = decide(actor, Action::ReadReferral, Target::Referral(scope)) else { continue };
            let header = tx.case_header(row.referral.case).await?.ok_or(UseCaseError::NotFound)?;
            if persons.insert(header.person) {
                let entry = LedgerEntry::Exported { list: list.to_owned() };
                self.note_with(&tx, header.person, &permit, entry).await?;
            }
        }
        Ok(tx.commit().await?)
    }

    /// The receiving agency says that it has a referral.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers, [`UseCaseError::Forbidden`] if the person took it back.
    #[boxed]
    pub async fn see_referral(&self, actor: &Actor, id: ReferralId) -> Result<(), UseCaseError> {
        let rules = |referral: &Referral, today| referral.see(today);
        self.change_referral_by(actor, Action::AnswerReferral, id, None, rules).await
    }

    /// The receiving agency answers.
    ///
    /// # Errors
    ///
    /// As [`App::see_referral`]; [`UseCaseError::Refused`] if it was answered before.
    #[boxed]
    pub async fn answer_referral(
        &self,
        actor: &Actor,
        id: ReferralId,
        answer: ReferralAnswer,
    ) -> Result<(), UseCaseError> {
        let answer = ReferralAnswer { by: AnsweredBy::Receiver, ..answer };
        let rules = |referral: &Referral, today| referral.answer(answer, today).map(Some);
        self.change_referral_by(actor, Action::AnswerReferral, id, None, rules).await
    }
}

/// A row as the receiving agency may see it.
fn for_receiver(mut row: ReferralRow) -> Option<ReferralRow> {
    if row.referral.receiver_sees() != ReceiverSees::Everything {
        for text in [&mut row.name, &mut row.kana, &mut row.reference, &mut row.assigned_name] {
            text.clear();
        }
    }
    row.referral = row.referral.for_receiver()?;
    Some(row)
}
