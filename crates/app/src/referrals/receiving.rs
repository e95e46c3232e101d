//! The receiving agency: its inbox, and what it says.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, InboxFilter};
use banso_domain::{
    id::ReferralId,
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
