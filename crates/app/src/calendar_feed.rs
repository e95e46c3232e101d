//! One's own dates for a calendar program: what is due and when conferences sit. A calendar is kept by others, on their machines: it
//! holds no names, only what kind of thing is due and where to read the rest.

use async_recursion::async_recursion as boxed;
use banso_access::Actor;
use banso_domain::{
    case::DueKind,
    conference::{ConferenceKind, ConferenceState},
    id::{CaseId, ConferenceId},
};
use banso_store::{CaseSearch, CaseView, NoticeSetting};
use chrono::{Days, NaiveDate};

use crate::{App, Origin, SecretPageError, Session, Token, UseCaseError, notices};

/// Dates that passed longer ago than this are no longer told.
const PAST_DAYS: u64 = 60;
/// So many dates of each kind are told.
const MOST_DATES: u32 = 500;

/// What wrong secrets from one place are counted under.
const PAGE: &str = "calendar";

/// Something with a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedDate {
    /// The next date of a case that the reader is in charge of.
    Due {
        /// Which case.
        case: CaseId,
        /// What is due.
        kind: DueKind,
    },
    /// A conference of the reader's agency.
    Sitting {
        /// Which one.
        conference: ConferenceId,
        /// The kind.
        kind: ConferenceKind,
        /// Start, in minutes after midnight in Japan; none for the whole day.
        starts_at: Option<u16>,
        /// Length in minutes.
        minutes: u32,
    },
}

/// A line of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeedEntry {
    /// The day.
    pub on: NaiveDate,
    /// What.
    pub date: FeedDate,
}

/// The calendar of an account.
#[derive(Clone, Debug)]
pub struct CalendarFeed {
    /// `ja` or `en`.
    pub language: String,
    /// By day.
    pub entries: Vec<FeedEntry>,
}

impl App {
    /// Makes the secret of the address under which one's own calendar is read; one made before no longer opens.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn make_calendar_address(&self, session: &Session) -> Result<Token, UseCaseError> {
        let token = Token::new()?;
        self.set_calendar_hash(session, Some(token.hash().to_vec())).await?;
        Ok(token)
    }

    /// Ends the address of one's own calendar.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn end_calendar_address(&self, session: &Session) -> Result<(), UseCaseError> {
        self.set_calendar_hash(session, None).await
    }

    /// Whether one's own calendar has an address.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn has_calendar_address(&self, session: &Session) -> Result<bool, UseCaseError> {
        Ok(self.inner.store.reader().notice_setting(session.staff).await?.calendar_hash.is_some())
    }

    async fn set_calendar_hash(&self, session: &Session, calendar_hash: Option<Vec<u8>>) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let known = tx.notice_setting(session.staff).await?;
        tx.save_notice_setting(session.staff, &NoticeSetting { calendar_hash, ..known }).await?;
        Ok(tx.commit().await?)
    }

    /// The calendar of a secret: what its owner may read today, and nothing once the account is closed.
    ///
    /// # Errors
    ///
    /// [`SecretPageError::NotOpen`] for every reason for which it does not open; guesses slow down.
    pub async fn calendar_feed(&self, secret: &str, origin: Origin<'_>) -> Result<CalendarFeed, SecretPageError> {
        let today = self.inner.clock.today();
        let secret = self.secret_of(PAGE, secret, origin)?;
        let reader = self.inner.store.reader();
        let owner = match reader.calendar_owner(&secret.hash()).await? {
            Some(owner) => owner,
            None => return Err(self.wrong_secret(PAGE, origin)),
        };
        let staff = reader.staff(owner).await?.ok_or(SecretPageError::NotOpen)?;
        let account = reader.account(owner).await?.ok_or(SecretPageError::NotOpen)?;
        let actors = notices::actors_of(owner, &staff.facts, today);
        if actors.is_empty() {
            return Err(SecretPageError::NotOpen);
        }
        let mut entries = Vec::new();
        for actor in actors {
            entries.extend(self.dates_of(&actor, today).await?);
        }
        entries.sort_by_key(|entry| entry.on);
        Ok(CalendarFeed { language: account.language, entries })
    }

    async fn dates_of(&self, actor: &Actor, today: NaiveDate) -> Result<Vec<FeedEntry>, UseCaseError> {
        let since = today - Days::new(PAST_DAYS);
        let search =
            CaseSearch { assigned_to: Some(actor.staff()), limit: MOST_DATES, ..CaseSearch::of(CaseView::Open) };
        let (cases, _) = self.cases(actor, &search).await?;
        let dues = cases.into_iter().filter_map(|row| {
            let due = row.due.filter(|due| due.on >= since)?;
            Some(FeedEntry { on: due.on, date: FeedDate::Due { case: row.id, kind: due.kind } })
        });
        let mut entries: Vec<FeedEntry> = dues.collect();
        if actor.is_caseworker() || actor.is(banso_domain::staff::Role::MunicipalOfficer) {
            let sittings = self.conferences(actor, MOST_DATES, 0).await?.into_iter().map(|row| row.conference);
            let counts = sittings.filter(|it| it.plan.on >= since && it.state != ConferenceState::CalledOff);
            entries.extend(counts.map(|it| FeedEntry {
                on: it.plan.on,
                date: FeedDate::Sitting {
                    conference: it.id,
                    kind: it.plan.kind,
                    starts_at: it.plan.starts_at,
                    minutes: it.plan.minutes,
                },
            }));
        }
        Ok(entries)
    }
}
