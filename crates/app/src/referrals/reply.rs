//! The page on which an agency without an account answers once: opened by a secret that only its holder has.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Permit, ReferralScope, Target, decide};
use banso_domain::{
    id::ReferralId,
    person::PersonFacts,
    referral::{AnsweredBy, Referral, ReferralAnswer},
};
use banso_store::{Change, ReplyPageRow, Stamp};

use crate::{App, Origin, SecretPageError, Token, UseCaseError};

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

/// What wrong secrets from one place are counted under.
const PAGE: &str = "reply page";

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
    /// [`SecretPageError::NotOpen`] for every reason for which it does not open.
    pub async fn reply_page(&self, secret: &str, origin: Origin<'_>) -> Result<OpenReply, SecretPageError> {
        let token = self.secret_of(PAGE, secret, origin)?;
        let reader = self.inner.store.reader();
        let page = match reader.reply_page(&token.hash()).await? {
            Some(page) => page,
            None => return Err(self.wrong_secret(PAGE, origin)),
        };
        let row = reader.referral(page.referral).await?.ok_or(SecretPageError::NotOpen)?;
        self.permit_by_page(&page, ReferralScope::of(&row.referral, row.case)).await?;
        if !row.referral.state.waits_for_answer() {
            return Err(SecretPageError::NotOpen);
        }
        let header = reader.case_header(row.referral.case).await?.ok_or(SecretPageError::NotOpen)?;
        let (person, _) = reader.person(header.person).await?.ok_or(SecretPageError::NotOpen)?;
        let from = reader.agency(row.referral.from).await?.ok_or(SecretPageError::NotOpen)?.facts;
        let referral = row.referral.for_receiver().ok_or(SecretPageError::NotOpen)?;
        let assigned_name = row.assigned_name;
        Ok(OpenReply { referral, person: person.facts, from: from.name, phone: from.phone, assigned_name })
    }

    /// Answers on the page of a secret. From then on it does not open.
    ///
    /// # Errors
    ///
    /// As [`App::reply_page`]; [`UseCaseError::Refused`] for an answer that lacks something.
    pub async fn reply(&self, secret: &str, answer: ReferralAnswer, origin: Origin<'_>) -> Result<(), SecretPageError> {
        let token = self.secret_of(PAGE, secret, origin)?;
        let (now, today) = (self.inner.clock.now(), self.inner.clock.today());
        let tx = self.inner.store.begin().await?;
        let page = match tx.reply_page(&token.hash()).await? {
            Some(page) => page,
            None => return Err(self.wrong_secret(PAGE, origin)),
        };
        let (referral, found) = tx.referral(page.referral).await?.ok_or(SecretPageError::NotOpen)?;
        let header = tx.case_header(referral.case).await?.ok_or(SecretPageError::NotOpen)?;
        let permit = self.permit_by_page(&page, ReferralScope::of(&referral, header.scope)).await?;
        if !referral.state.waits_for_answer() {
            return Err(SecretPageError::NotOpen);
        }
        let answer = ReferralAnswer { by: AnsweredBy::ReplyPage, on: today, ..answer };
        let event = referral.answer(answer, today).map_err(UseCaseError::from)?;
        let stamp = Stamp { permit: &permit, at: now };
        tx.use_reply_page(&token.hash(), now).await?;
        tx.record(stamp, Change::Referral(referral.id, header.person, &event), Some(found)).await?;
        Ok(tx.commit().await?)
    }

    /// The page acts with the right of whoever made it and handed it over, as long as they have it.
    async fn permit_by_page(&self, page: &ReplyPageRow, scope: ReferralScope) -> Result<Permit, SecretPageError> {
        let today = self.inner.clock.today();
        if page.is_used || today > page.last_day {
            return Err(SecretPageError::NotOpen);
        }
        let maker = self.inner.store.reader().staff(page.made_by).await?.ok_or(SecretPageError::NotOpen)?;
        let maker = Actor::new(page.made_by, page.agency, &maker.facts.memberships, today);
        let maker = maker.ok_or(SecretPageError::NotOpen)?;
        decide(&maker, Action::WriteReferral, Target::Referral(scope)).map_err(|_| SecretPageError::NotOpen)
    }
}
