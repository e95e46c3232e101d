//! Support records: written quickly, without reading the whole case.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Target, decide};
use banso_domain::{
    case::{
        record::{ContactMethod, Counterpart, NotedDisclosure, SupportRecord, TookPlace},
        write_record,
    },
    id::{CaseId, ConferenceId, RecordId},
    ledger::RecordPart,
};
use banso_store::{Change, RecordRow, Stamp};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{App, UseCaseError};

/// A support record as written.
#[derive(Clone, Debug, Default)]
pub struct NewRecord {
    /// The day; `None` is refused by the page before it comes here.
    pub on: NaiveDate,
    /// Minutes after midnight, if known.
    pub minute_of_day: Option<u16>,
    /// Length in minutes.
    pub minutes: Option<u32>,
    /// 相手
    pub counterparts: Vec<Counterpart>,
    /// The counterpart's agency or name.
    pub counterpart_note: String,
    /// 対応方法・支援内容
    pub methods: Vec<ContactMethod>,
    /// 場所
    pub place: String,
    /// 記録
    pub facts: String,
    /// 所見・判断
    pub view: String,
    /// 次回予定
    pub next_action: String,
    /// 次回予定日
    pub next_on: Option<NaiveDate>,
    /// 情報提供・共有
    pub disclosures: Vec<NotedDisclosure>,
    /// 緊急支援の印
    pub is_emergency: bool,
    /// The conference that the entry belongs to.
    pub conference: Option<ConferenceId>,
}

/// Which part of a timeline is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct TimelineSearch {
    /// Only contacts of this kind.
    pub method: Option<ContactMethod>,
    /// Oldest first, as it is printed; newest first otherwise.
    pub oldest_first: bool,
    /// How many at most.
    pub limit: u32,
    /// How many to pass over.
    pub offset: u32,
}

/// Records of one case written at the same moment wait for one another so many times.
const MOST_TRIES: u32 = 20;

/// No case has more records than this; a filtered timeline looks through all of them.
const EVERY_RECORD: u32 = 100_000;

impl App {
    pub(crate) fn support_record(&self, actor: &Actor, id: RecordId, new: NewRecord) -> SupportRecord {
        SupportRecord {
            id,
            took_place: TookPlace { on: new.on, minute_of_day: new.minute_of_day },
            minutes: new.minutes,
            staff: vec![actor.staff()],
            counterparts: new.counterparts,
            counterpart_note: new.counterpart_note,
            methods: new.methods,
            place: new.place,
            facts: new.facts,
            view: new.view,
            next_action: new.next_action,
            next_on: new.next_on,
            disclosures: new.disclosures,
            is_emergency: new.is_emergency,
            conference: new.conference,
            contact: None,
            written_at: self.inner.clock.now(),
            written_by: actor.staff(),
        }
    }

    /// Writes a support record.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers, [`UseCaseError::Refused`] if it says nothing or lies in the future.
    #[boxed]
    pub async fn write_record(&self, actor: &Actor, id: CaseId, new: NewRecord) -> Result<RecordId, UseCaseError> {
        Ok(self.write_record_from(actor, id, new, None).await?.0)
    }

    /// As [`App::write_record`], with the version of the case that it makes. With `expected` the record is only written if
    /// nothing came between.
    ///
    /// # Errors
    ///
    /// As [`App::write_record`]; [`UseCaseError::Conflict`] if something came between.
    pub async fn write_record_from(
        &self,
        actor: &Actor,
        id: CaseId,
        new: NewRecord,
        expected: Option<i64>,
    ) -> Result<(RecordId, i64), UseCaseError> {
        let record = RecordId::new(Uuid::now_v7());
        let mut tries = 1;
        loop {
            match self.try_to_write(actor, id, record, new.clone(), expected).await {
                // On a server two who write at the same moment can take the same number; nothing of theirs is in conflict.
                Err(UseCaseError::Conflict { .. }) if expected.is_none() && tries < MOST_TRIES => tries += 1,
                written => return Ok((record, written?)),
            }
        }
    }

    async fn try_to_write(
        &self,
        actor: &Actor,
        id: CaseId,
        record: RecordId,
        new: NewRecord,
        expected: Option<i64>,
    ) -> Result<i64, UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let header = tx.case_header(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::WriteRecord, Target::Case(header.scope))?;
        let entry = self.support_record(actor, record, new);
        let event = write_record(header.received_on, entry, self.inner.clock.today())?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        let version = tx.record(stamp, Change::Case(id, header.person, &event), expected).await?;
        tx.commit().await?;
        Ok(version)
    }

    /// Corrects a support record; the text before stays in the history.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] if there is no such record in the case; [`UseCaseError::Refused`] without a reason.
    #[boxed]
    pub async fn correct_record(
        &self,
        actor: &Actor,
        id: CaseId,
        record: RecordId,
        new: NewRecord,
        reason: &str,
    ) -> Result<i64, UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let known = tx.support_record(id, record).await?.ok_or(UseCaseError::NotFound)?;
        let mut entry = self.support_record(actor, record, new);
        entry.staff = known.record.staff;
        entry.contact = known.record.contact;
        let version = self
            .change_case_in(&tx, actor, Action::CorrectRecord, id, None, |case, today| {
                Ok(vec![case.correct_record(entry, reason, today)?])
            })
            .await?;
        tx.commit().await?;
        Ok(version)
    }

    /// The timeline of a case: the newest records after passing over `offset`, and how many there are in all.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn timeline(
        &self,
        actor: &Actor,
        id: CaseId,
        limit: u32,
        offset: u32,
    ) -> Result<(Vec<RecordRow>, i64), UseCaseError> {
        let reader = self.inner.store.reader();
        let (header, total) = reader.case_header_and_records(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::ReadCase, Target::Case(header.scope))?;
        self.note_part_read(header.person, &permit, Some(id), RecordPart::Course);
        Ok((reader.records(id, limit, offset).await?, total))
    }

    /// A part of the timeline of a case, and how many records answer the search in all.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn search_timeline(
        &self,
        actor: &Actor,
        id: CaseId,
        search: TimelineSearch,
    ) -> Result<(Vec<RecordRow>, i64), UseCaseError> {
        let reader = self.inner.store.reader();
        let (header, total) = reader.case_header_and_records(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::ReadCase, Target::Case(header.scope))?;
        self.note_part_read(header.person, &permit, Some(id), RecordPart::Course);
        let TimelineSearch { method, oldest_first, limit, offset } = search;
        let (first, passed) = if method.is_some() { (EVERY_RECORD, 0) } else { (limit, offset) };
        let rows = if oldest_first {
            reader.records_oldest_first(id, first, passed).await?
        } else {
            reader.records(id, first, passed).await?
        };
        let Some(method) = method else { return Ok((rows, total)) };
        let of_kind: Vec<RecordRow> = rows.into_iter().filter(|row| row.record.methods.contains(&method)).collect();
        let total = i64::try_from(of_kind.len()).unwrap_or(i64::MAX);
        let part = of_kind.into_iter().skip(usize::try_from(offset).unwrap_or(usize::MAX));
        Ok((part.take(usize::try_from(limit).unwrap_or(usize::MAX)).collect(), total))
    }

    /// One record of a case.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`].
    #[boxed]
    pub async fn record(&self, actor: &Actor, id: CaseId, record: RecordId) -> Result<RecordRow, UseCaseError> {
        let reader = self.inner.store.reader();
        let header = reader.case_header(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::ReadCase, Target::Case(header.scope))?;
        self.note_part_read(header.person, &permit, Some(id), RecordPart::Course);
        reader.record(id, record).await?.ok_or(UseCaseError::NotFound)
    }
}
