//! 足りない社会資源: the register of the region, what stands behind it in counts, and how needs come into it by themselves.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Permit};
use banso_domain::{
    agency::AgencyKind,
    case::{network::Topic, unmet::UnmetNeed},
    id::{CaseId, ConferenceId, MissingId, UnmetNeedId},
    missing::{AskedFor, Decision, Figure, Heard, Lack, Made, Missing, MissingContent, Move},
};
use banso_store::{Change, HeardGap, Stamp};
use chrono::{Months, NaiveDate};
use uuid::Uuid;

use crate::{App, UseCaseError};

/// What was looked for is counted over so many months, unless somebody asks for other days.
const LOOKED_BACK: Months = Months::new(12);

/// A change that is asked for.
#[derive(Clone, Debug)]
pub enum MissingCommand {
    /// See [`Missing::change`].
    Change(MissingContent),
    /// See [`Missing::hear`].
    Hear(ConferenceId, u32),
    /// See [`Missing::discuss`].
    Discuss(NaiveDate, String),
    /// See [`Missing::move_to`].
    Move(Move),
    /// See [`Missing::decide`].
    Decide(Decision),
    /// See [`Missing::make`].
    Make(Made),
    /// See [`Missing::look_back`].
    LookBack(NaiveDate, String),
}

/// What stands behind an entry, as it may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// In how many cases it was looked for and not found.
    pub cases: Figure,
    /// Referrals among them that were declined.
    pub declined: Figure,
    /// Because it is full, or one would have to wait.
    pub no_room: Figure,
    /// In how many conferences it was said.
    pub conferences: usize,
}

impl Evidence {
    pub(crate) fn of<'a>(asked: impl IntoIterator<Item = &'a AskedFor>, conferences: usize) -> Self {
        let (cases, declined, no_room) = AskedFor::sum(asked);
        Self { cases, declined, no_room, conferences }
    }
}

/// An entry of the register with what stands behind it.
#[derive(Clone, Debug)]
pub struct MissingRow {
    /// The entry.
    pub missing: Missing,
    /// Its version.
    pub version: i64,
    /// What stands behind it.
    pub evidence: Evidence,
}

/// A need that no entry is about yet.
#[derive(Clone, Copy, Debug)]
pub struct OpenNeed {
    /// What was looked for, where. Its counts are told as [`Evidence`] only.
    pub asked: AskedFor,
    /// How often.
    pub evidence: Evidence,
}

/// The register: what is in it, and what came in by itself and is in no entry yet.
#[derive(Clone, Debug)]
pub struct MissingBoard {
    /// The days over which needs are counted.
    pub days: (NaiveDate, NaiveDate),
    /// Every entry, the newest first.
    pub entries: Vec<MissingRow>,
    /// Needs from plans and referrals.
    pub needs: Vec<OpenNeed>,
    /// What conferences said.
    pub heard: Vec<HeardGap>,
    /// The reader may enter something.
    pub may_write: bool,
}

/// What somebody may do to the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MayOnMissing {
    /// Enter something and write what is said about it.
    pub write: bool,
    /// Write down what was decided, and what was made.
    pub decide: bool,
}

impl App {
    /// The days over which needs are counted where nobody asks for others: the last twelve months.
    #[must_use]
    pub fn missing_days(&self) -> (NaiveDate, NaiveDate) {
        let today = self.inner.clock.today();
        (today.checked_sub_months(LOOKED_BACK).unwrap_or(today), today)
    }

    /// The register, with what was looked for between two days.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who do not support people.
    #[boxed]
    pub async fn missing_board(
        &self,
        actor: &Actor,
        days: (NaiveDate, NaiveDate),
    ) -> Result<MissingBoard, UseCaseError> {
        let permit = self.directory_permit(actor, Action::ReadMissing).await?;
        let reader = self.inner.store.reader();
        let asked = reader.asked_for(&permit, days.0, days.1).await?;
        let entries: Vec<MissingRow> = reader
            .all_missing(&permit)
            .await?
            .into_iter()
            .map(|(missing, version)| {
                let behind = asked.iter().filter(|asked| missing.content.is_asked_by(asked));
                let evidence = Evidence::of(behind, missing.heard.len());
                MissingRow { missing, version, evidence }
            })
            .collect();
        let is_new = |asked: &&AskedFor| !entries.iter().any(|row| row.missing.content.is_asked_by(asked));
        let needs = asked.iter().filter(is_new);
        let needs = needs.map(|asked| OpenNeed { asked: *asked, evidence: Evidence::of([asked], 0) }).collect();
        let mut heard = reader.heard_gaps(&permit, days.0, days.1).await?;
        let taken = |gap: &HeardGap| {
            let same = |it: &Heard| (it.conference, it.number) == (gap.heard.conference, gap.heard.number);
            entries.iter().any(|row| row.missing.heard.iter().any(same))
        };
        heard.retain(|gap| !taken(gap));
        Ok(MissingBoard { days, entries, needs, heard, may_write: self.may_on_missing(actor).await?.write })
    }

    /// What the actor may do to the register: pages ask it for the buttons they draw.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn may_on_missing(&self, actor: &Actor) -> Result<MayOnMissing, UseCaseError> {
        let write = self.may_in_region(actor, Action::WriteMissing).await?;
        Ok(MayOnMissing { write, decide: self.may_in_region(actor, Action::DecideMissing).await? })
    }

    pub(crate) async fn may_in_region(&self, actor: &Actor, action: Action) -> Result<bool, UseCaseError> {
        match self.directory_permit(actor, action).await {
            Ok(_) => Ok(true),
            Err(UseCaseError::Forbidden) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Whether the actor may read the register: pages ask it before they lead there.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn may_read_missing(&self, actor: &Actor) -> Result<bool, UseCaseError> {
        self.may_in_region(actor, Action::ReadMissing).await
    }

    /// One entry, with what was looked for in the last twelve months.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`], [`UseCaseError::Forbidden`].
    #[boxed]
    pub async fn missing(&self, actor: &Actor, id: MissingId) -> Result<MissingRow, UseCaseError> {
        let permit = self.directory_permit(actor, Action::ReadMissing).await?;
        let reader = self.inner.store.reader();
        let (missing, version) = reader.missing(id).await?.ok_or(UseCaseError::NotFound)?;
        let (from, until) = self.missing_days();
        let asked = reader.asked_for(&permit, from, until).await?;
        let behind = asked.iter().filter(|asked| missing.content.is_asked_by(asked));
        let evidence = Evidence::of(behind, missing.heard.len());
        Ok(MissingRow { missing, version, evidence })
    }

    /// What a conference said, so that an entry can begin with it.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] where it said no such thing, [`UseCaseError::Forbidden`].
    #[boxed]
    pub async fn heard_gap(
        &self,
        actor: &Actor,
        conference: ConferenceId,
        number: u32,
    ) -> Result<HeardGap, UseCaseError> {
        let permit = self.directory_permit(actor, Action::ReadMissing).await?;
        self.gap_of(&permit, conference, number).await
    }

    async fn gap_of(&self, permit: &Permit, conference: ConferenceId, number: u32) -> Result<HeardGap, UseCaseError> {
        let reader = self.inner.store.reader();
        let found = reader.heard_gaps_of(permit, conference).await?;
        found.into_iter().find(|gap| gap.heard.number == number).ok_or(UseCaseError::NotFound)
    }

    /// Enters something that is missing, where a conference said it with that conference.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`], [`UseCaseError::Refused`] by a rule, [`UseCaseError::NotFound`] for what no conference said.
    #[boxed]
    pub async fn enter_missing(
        &self,
        actor: &Actor,
        content: MissingContent,
        heard: Option<(ConferenceId, u32)>,
    ) -> Result<MissingId, UseCaseError> {
        let permit = self.directory_permit(actor, Action::WriteMissing).await?;
        let heard = match heard {
            Some((conference, number)) => vec![self.heard_gap(actor, conference, number).await?.heard],
            None => Vec::new(),
        };
        let event = content.enter(actor.agency(), heard, self.inner.clock.today())?;
        let id = MissingId::new(Uuid::now_v7());
        let tx = self.inner.store.begin().await?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Missing(id, &event), Some(0)).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Changes an entry.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`], [`UseCaseError::Forbidden`], [`UseCaseError::Conflict`] where it changed since `expected`,
    /// [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn change_missing(
        &self,
        actor: &Actor,
        id: MissingId,
        expected: Option<i64>,
        command: MissingCommand,
    ) -> Result<(), UseCaseError> {
        let action = match command {
            MissingCommand::Decide(_) | MissingCommand::Make(_) => Action::DecideMissing,
            _ => Action::WriteMissing,
        };
        let permit = self.directory_permit(actor, action).await?;
        let (today, by) = (self.inner.clock.today(), actor.agency());
        let heard = match command {
            MissingCommand::Hear(conference, number) => Some(self.heard_gap(actor, conference, number).await?.heard),
            _ => None,
        };
        let tx = self.inner.store.begin().await?;
        let (missing, found) = tx.missing(id).await?.ok_or(UseCaseError::NotFound)?;
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            return Err(UseCaseError::Conflict { expected, found });
        }
        let event = match command {
            MissingCommand::Change(content) => Some(missing.change(content)?),
            MissingCommand::Hear(..) => heard.and_then(|heard| missing.hear(heard)),
            MissingCommand::Discuss(on, words) => Some(missing.discuss(on, words, by, today)?),
            MissingCommand::Move(moved) => Some(missing.move_to(moved, today)?),
            MissingCommand::Decide(decision) => Some(missing.decide(decision, today)?),
            MissingCommand::Make(made) => Some(missing.make(made, today)?),
            MissingCommand::LookBack(on, words) => Some(missing.look_back(on, words, by, today)?),
        };
        let Some(event) = event else { return Ok(()) };
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Missing(id, &event), Some(found)).await?;
        Ok(tx.commit().await?)
    }

    /// Notes in a case that nothing fits a need; the register of the region gets a count.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`], [`UseCaseError::Forbidden`], [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn note_unmet(
        &self,
        actor: &Actor,
        case: CaseId,
        (need, kind): (Topic, Option<AgencyKind>),
        lack: Lack,
        on: NaiveDate,
    ) -> Result<UnmetNeedId, UseCaseError> {
        let id = UnmetNeedId::new(Uuid::now_v7());
        let unmet = UnmetNeed { id, need, kind, lack, on, met_on: None };
        self.change_case(actor, Action::WriteNetwork, case, None, |case, today| {
            Ok(vec![case.note_unmet(unmet, today)?])
        })
        .await?;
        Ok(id)
    }

    /// Something was found after all.
    ///
    /// # Errors
    ///
    /// As [`App::note_unmet`].
    #[boxed]
    pub async fn meet_need(
        &self,
        actor: &Actor,
        case: CaseId,
        unmet: UnmetNeedId,
        on: NaiveDate,
    ) -> Result<(), UseCaseError> {
        self.change_case(actor, Action::WriteNetwork, case, None, |case, today| {
            Ok(vec![case.meet_need(unmet, on, today)?])
        })
        .await?;
        Ok(())
    }
}
