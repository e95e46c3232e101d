//! Notices by mail: what each account wants to be told, the mornings, and the mails that wait for the mail server.
//!
//! A mail says that something waits and where to sign in, and nothing else: whom it is about is read on the page, by whoever may.

use std::collections::BTreeSet;

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Target, decide};
use banso_domain::{
    calendar::{Holidays, japan},
    id::{AgencyId, StaffId},
    notice::NoticeKind,
    referral::ReferralState,
    staff::StaffFacts,
};
use banso_store::{NoticeSetting, OutboxState, ReferralSearch, WaitingMail};
use chrono::{TimeDelta, Timelike};
use uuid::Uuid;

use crate::{App, Session, UseCaseError};

/// Mornings are looked at from this hour on, in Japan.
const MORNING: u32 = 8;
/// So many accounts are looked at in one go.
const MORNINGS_AT_ONCE: u32 = 50;
/// The first wait after a mail did not go out; it doubles from try to try.
const FIRST_WAIT_MINUTES: i64 = 1;
/// The longest wait.
const LONGEST_WAIT_MINUTES: i64 = 6 * 60;
/// Mails that went out are forgotten after so many days.
const KEPT_DAYS: i64 = 30;

/// What one's own account wants to be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeChoice {
    /// The mail address; empty for none.
    pub address: String,
    /// Told at once when something comes in.
    pub at_once: bool,
    /// Told on the mornings of working days if something waits.
    pub each_morning: bool,
}

/// A mail that is to go out now.
#[derive(Clone)]
pub struct MailToSend {
    /// Its identifier.
    pub id: Uuid,
    /// The address.
    pub address: String,
    /// What it tells.
    pub kind: NoticeKind,
    /// `ja` or `en`.
    pub language: String,
    attempts: i64,
}

fn place(staff: StaffId) -> String {
    format!("mail address of {staff}")
}

/// Everything that an account may act as today.
pub(crate) fn actors_of(staff: StaffId, facts: &StaffFacts, today: chrono::NaiveDate) -> Vec<Actor> {
    let agencies: BTreeSet<AgencyId> = facts.held_on(today).map(|held| held.agency).collect();
    let held: Vec<_> = facts.held_on(today).collect();
    let actors = agencies.into_iter().filter_map(|agency| Actor::new(staff, agency, &held, today));
    if facts.active { actors.map(|actor| actor.who_is(facts.person)).collect() } else { Vec::new() }
}

impl App {
    /// What one's own account wants to be told.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`]; likewise below.
    #[boxed]
    pub async fn notice_choice(&self, session: &Session) -> Result<NoticeChoice, UseCaseError> {
        let setting = self.inner.store.reader().notice_setting(session.staff).await?;
        Ok(NoticeChoice {
            address: self.open_address(session.staff, setting.address.as_deref())?.unwrap_or_default(),
            at_once: setting.at_once,
            each_morning: setting.each_morning,
        })
    }

    /// Changes what one's own account wants to be told. The address is taken as it is; whether mail arrives there, a trial tells.
    ///
    /// # Errors
    ///
    /// See [`App::notice_choice`].
    #[boxed]
    pub async fn change_notice_choice(&self, session: &Session, choice: &NoticeChoice) -> Result<(), UseCaseError> {
        let address = choice.address.trim();
        let sealed = match address.is_empty() {
            true => None,
            false => Some(self.inner.store.seal_note(&place(session.staff), address.as_bytes())?),
        };
        let tx = self.inner.store.begin().await?;
        let known = tx.notice_setting(session.staff).await?;
        let wanted = sealed.is_some();
        let setting = NoticeSetting {
            address: sealed,
            at_once: wanted && choice.at_once,
            each_morning: wanted && choice.each_morning,
            ..known
        };
        tx.save_notice_setting(session.staff, &setting).await?;
        Ok(tx.commit().await?)
    }

    /// Puts a trial into the outbox, to see whether mail arrives.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] without an address.
    #[boxed]
    pub async fn send_trial_mail(&self, session: &Session) -> Result<(), UseCaseError> {
        let setting = self.inner.store.reader().notice_setting(session.staff).await?;
        setting.address.ok_or(UseCaseError::NotFound)?;
        let tx = self.inner.store.begin().await?;
        tx.put_mail(session.staff, NoticeKind::Trial, self.inner.clock.now()).await?;
        Ok(tx.commit().await?)
    }

    /// How the outbox stands, for whoever looks after the installation.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for anybody but an administrator.
    #[boxed]
    pub async fn outbox(&self, actor: &Actor) -> Result<OutboxState, UseCaseError> {
        decide(actor, Action::ManageStaff, Target::Installation)?;
        Ok(self.inner.store.reader().outbox_state().await?)
    }

    fn open_address(&self, staff: StaffId, sealed: Option<&[u8]>) -> Result<Option<String>, UseCaseError> {
        let Some(sealed) = sealed else { return Ok(None) };
        let plain = self.inner.store.open_note(&place(staff), sealed)?;
        Ok(Some(String::from_utf8_lossy(&plain).into_owned()))
    }

    /// On the morning of a working day, puts a mail into the outbox of everybody for whom something waits and who wants to be told
    /// so. May be called at any time and as often as one likes; each account is looked at once a day.
    ///
    /// # Errors
    ///
    /// See [`App::notice_choice`].
    pub async fn look_at_mornings(&self) -> Result<(), UseCaseError> {
        let (now, today) = (self.inner.clock.now(), self.inner.clock.today());
        if !Holidays::japan().is_working_day(today) || japan::local(now).hour() < MORNING {
            return Ok(());
        }
        let reader = self.inner.store.reader();
        loop {
            let staff = reader.mornings_to_look_at(today, MORNINGS_AT_ONCE).await?;
            if staff.is_empty() {
                return Ok(());
            }
            for id in staff {
                let waits = self.something_waits(id).await?;
                let tx = self.inner.store.begin().await?;
                tx.note_morning(id, today).await?;
                if waits {
                    tx.put_mail(id, NoticeKind::Morning, now).await?;
                }
                tx.commit().await?;
            }
        }
    }

    /// Whether something waits for a member of staff today, in any of the agencies that they work for.
    async fn something_waits(&self, id: StaffId) -> Result<bool, UseCaseError> {
        let Some(staff) = self.inner.store.reader().staff(id).await? else { return Ok(false) };
        let today = self.inner.clock.today();
        for actor in actors_of(id, &staff.facts, today) {
            let mine = actor.is_caseworker();
            let unanswered = ReferralSearch {
                states: vec![ReferralState::Sent, ReferralState::Seen],
                limit: 1,
                ..ReferralSearch::default()
            };
            if !self.my_work(&actor, mine).await?.queues.is_empty()
                || !self.referrals_received(&actor, &unanswered).await?.is_empty()
                || !self.consents_ending(&actor, mine, 1).await?.is_empty()
                || !self.asked_handovers(&actor, 1).await?.is_empty()
                || !self.uses_to_hand_over(&actor, mine, today, 1).await?.is_empty()
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The mails that are to go out now. Those of accounts that are closed, or that want none any more, are dropped.
    ///
    /// # Errors
    ///
    /// See [`App::notice_choice`].
    pub async fn mails_to_send(&self, limit: u32) -> Result<Vec<MailToSend>, UseCaseError> {
        let (now, today) = (self.inner.clock.now(), self.inner.clock.today());
        let mut mails = Vec::new();
        for WaitingMail { id, staff, kind, attempts, address, facts, language } in
            self.inner.store.reader().due_mails(now, limit).await?
        {
            let works = facts.active && facts.held_on(today).next().is_some();
            match self.open_address(staff, address.as_deref())?.filter(|_| works) {
                Some(address) => mails.push(MailToSend { id, address, kind, language, attempts }),
                None => {
                    let tx = self.inner.store.begin().await?;
                    tx.drop_mail(id).await?;
                    tx.commit().await?;
                }
            }
        }
        Ok(mails)
    }

    /// A mail went out.
    ///
    /// # Errors
    ///
    /// See [`App::notice_choice`].
    pub async fn mail_went_out(&self, mail: &MailToSend) -> Result<(), UseCaseError> {
        let now = self.inner.clock.now();
        let tx = self.inner.store.begin().await?;
        tx.mail_went_out(mail.id, now).await?;
        tx.forget_sent_mails(now - TimeDelta::days(KEPT_DAYS)).await?;
        Ok(tx.commit().await?)
    }

    /// A mail did not go out, and why, in a word of our own; it waits and is tried again.
    ///
    /// # Errors
    ///
    /// See [`App::notice_choice`].
    pub async fn mail_waits(&self, mail: &MailToSend, failure: &str) -> Result<(), UseCaseError> {
        let doubled = FIRST_WAIT_MINUTES << mail.attempts.clamp(0, 12);
        let until = self.inner.clock.now() + TimeDelta::minutes(doubled.min(LONGEST_WAIT_MINUTES));
        let tx = self.inner.store.begin().await?;
        tx.mail_waits(mail.id, failure, until).await?;
        Ok(tx.commit().await?)
    }
}
