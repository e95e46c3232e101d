//! The page on which an agency without an account answers once: opened by a secret that only its holder has.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Permit, ReferralScope, Target, decide};
use banso_domain::{
    id::ReferralId,
    person::PersonFacts,
    referral::{AnsweredBy, Referral, ReferralAnswer},
};
use banso_store::{Change, ReplyPageRow, Stamp, StoreError};

use crate::{App, Origin, Token, UseCaseError, throttle::Key};

/// A page that is open.
#[derive(Clone, Debug)]
pub struct OpenReply {
    /// What is answered.
    pub referral: Referral,
    /// The person, as the letter names them.
    pub person: PersonFacts,
    /// 紹介元の機関
    pub from: String,
    /// Its telephone.
    pub phone: String,
    /// Who is in charge there.
    pub assigned_name: String,
}

/// The page does not open, or does not take what was written.
#[derive(Debug, thiserror::Error)]
pub enum ReplyError {
    /// The secret is wrong, its time is over, it was answered, or the person took the referral back. The words do not tell which.
    #[error("this page does not open")]
    NotOpen,
    /// Too many wrong secrets came from there.
    #[error("too many failures; wait {seconds} seconds")]
    Wait {
        /// How long.
        seconds: i64,
    },
    /// Anything else, among it what a rule refuses.
    #[error(transparent)]
    UseCase(#[from] UseCaseError),
}

impl From<StoreError> for ReplyError {
    fn from(error: StoreError) -> Self {
        Self::UseCase(error.into())
    }
}

/// What wrong secrets from one place are counted by.
fn guesses(origin: Origin<'_>) -> Key {
    Key::Pair("reply page".to_owned(), origin.network())
}

impl App {
    /// Makes the page and gives its secret, which is told once. A page made before no longer opens.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn make_reply_page(&self, actor: &Actor, id: ReferralId) -> Result<Token, UseCaseError> {
        let token = Token::new()?;
        let tx = self.inner.store.begin().await?;
        let decided = self.decide_on_referral(&tx, actor, Action::SendReferral, id, None).await?;
        let event = decided.referral.make_reply_page(self.inner.clock.today())?;
        let stamp = Stamp { permit: &decided.permit, at: self.inner.clock.now() };
        self.disclose(&tx, stamp, &decided, &event).await?;
        if let banso_domain::referral::ReferralEvent::ReplyPageMade { until } = &event {
            tx.make_reply_page(&decided.permit, &token.hash(), id, *until).await?;
        }
        tx.commit().await?;
        Ok(token)
    }

    /// The page of a secret.
    ///
    /// # Errors
    ///
    /// [`ReplyError::NotOpen`] for every reason for which it does not open.
    pub async fn reply_page(&self, secret: &str, origin: Origin<'_>) -> Result<OpenReply, ReplyError> {
        let token = self.secret_of(secret, origin)?;
        let reader = self.inner.store.reader();
        let page = match reader.reply_page(&token.hash()).await? {
            Some(page) => page,
            None => return Err(self.wrong_secret(origin)),
        };
        let row = reader.referral(page.referral).await?.ok_or(ReplyError::NotOpen)?;
        self.permit_by_page(&page, ReferralScope::of(&row.referral, row.case)).await?;
        if !row.referral.state.waits_for_answer() {
            return Err(ReplyError::NotOpen);
        }
        let header = reader.case_header(row.referral.case).await?.ok_or(ReplyError::NotOpen)?;
        let (person, _) = reader.person(header.person).await?.ok_or(ReplyError::NotOpen)?;
        let from = reader.agency(row.referral.from).await?.ok_or(ReplyError::NotOpen)?.facts;
        let referral = row.referral.for_receiver().ok_or(ReplyError::NotOpen)?;
        let assigned_name = row.assigned_name;
        Ok(OpenReply { referral, person: person.facts, from: from.name, phone: from.phone, assigned_name })
    }

    /// Answers on the page of a secret. From then on it does not open.
    ///
    /// # Errors
    ///
    /// As [`App::reply_page`]; [`UseCaseError::Refused`] for an answer that lacks something.
    pub async fn reply(&self, secret: &str, answer: ReferralAnswer, origin: Origin<'_>) -> Result<(), ReplyError> {
        let token = self.secret_of(secret, origin)?;
        let (now, today) = (self.inner.clock.now(), self.inner.clock.today());
        let tx = self.inner.store.begin().await?;
        let page = match tx.reply_page(&token.hash()).await? {
            Some(page) => page,
            None => return Err(self.wrong_secret(origin)),
        };
        let (referral, found) = tx.referral(page.referral).await?.ok_or(ReplyError::NotOpen)?;
        let header = tx.case_header(referral.case).await?.ok_or(ReplyError::NotOpen)?;
        let permit = self.permit_by_page(&page, ReferralScope::of(&referral, header.scope)).await?;
        if !referral.state.waits_for_answer() {
            return Err(ReplyError::NotOpen);
        }
        let answer = ReferralAnswer { by: AnsweredBy::ReplyPage, on: today, ..answer };
        let event = referral.answer(answer, today).map_err(UseCaseError::from)?;
        let stamp = Stamp { permit: &permit, at: now };
        tx.use_reply_page(&token.hash(), now).await?;
        tx.record(stamp, Change::Referral(referral.id, header.person, &event), Some(found)).await?;
        Ok(tx.commit().await?)
    }

    /// The secret, if it can be one and the place it comes from has not to wait.
    fn secret_of(&self, secret: &str, origin: Origin<'_>) -> Result<Token, ReplyError> {
        if let Some(seconds) = self.inner.throttle.must_wait(&guesses(origin), self.inner.clock.now()) {
            return Err(ReplyError::Wait { seconds });
        }
        Token::from_hex(secret).ok_or_else(|| self.wrong_secret(origin))
    }

    fn wrong_secret(&self, origin: Origin<'_>) -> ReplyError {
        self.inner.throttle.failed(guesses(origin), self.inner.clock.now());
        ReplyError::NotOpen
    }

    /// The page acts with the right of whoever made it and handed it over, as long as they have it.
    async fn permit_by_page(&self, page: &ReplyPageRow, scope: ReferralScope) -> Result<Permit, ReplyError> {
        let today = self.inner.clock.today();
        if page.is_used || today > page.last_day {
            return Err(ReplyError::NotOpen);
        }
        let maker = self.inner.store.reader().staff(page.made_by).await?.ok_or(ReplyError::NotOpen)?;
        let maker = Actor::new(page.made_by, page.agency, &maker.facts.memberships, today);
        let maker = maker.ok_or(ReplyError::NotOpen)?;
        decide(&maker, Action::WriteReferral, Target::Referral(scope)).map_err(|_| ReplyError::NotOpen)
    }
}
