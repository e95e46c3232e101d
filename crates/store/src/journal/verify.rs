//! Checking the chain: every hash is computed again, stream by stream, a page at a time.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    Stream,
    hash::{NOTHING_BEFORE, Stored},
    read::columns,
};
use crate::{Row, StoreError, engine::Engine, params};

/// Entries read at a time.
const PAGE: u32 = 2_000;

/// So many faults are listed; further ones are counted.
const LISTED: usize = 1_000;

/// What a check of the chain found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Streams seen.
    pub streams: u64,
    /// Entries seen.
    pub entries: u64,
    /// Faults found, also those not listed.
    pub fault_count: u64,
    /// The first thousand faults.
    pub faults: Vec<Fault>,
    /// SHA-256 over the last hash of every stream, in order. A chain cannot show by itself that its last entries are
    /// missing; this number, noted elsewhere (a printed report, a backup), does.
    pub digest: [u8; 32],
}

impl VerifyReport {
    /// Whether nothing was found.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.fault_count == 0
    }
}

/// An entry that is not as it was written, or not where it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} {} entry {seq} (place {position}): {kind}", stream.kind, stream.id)]
pub struct Fault {
    /// The stream.
    pub stream: Stream,
    /// The number in the stream.
    pub seq: i64,
    /// The place in the journal.
    pub position: i64,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// Its hash is not that of its content.
    #[error("its content was changed after it was written")]
    Changed,
    /// It does not carry the hash of the entry before it.
    #[error("it does not follow the entry before it")]
    Unlinked,
    /// Its number does not follow the one before.
    #[error("entries before it are missing")]
    Missing,
    /// Its place in the journal is before that of an earlier entry.
    #[error("it was moved to another place in the journal")]
    Moved,
}

/// The last entry seen.
struct Before {
    stream: Stream,
    seq: i64,
    position: i64,
    hash: Vec<u8>,
}

impl Before {
    /// Nothing yet of a stream.
    fn beginning(stream: Stream) -> Self {
        Self { stream, seq: 0, position: i64::MIN, hash: NOTHING_BEFORE.to_vec() }
    }
}

/// Computes every hash again. `progress` is told how many entries were checked so far.
pub(crate) async fn verify_chain(
    engine: &Engine,
    mut progress: impl FnMut(u64) + Send,
) -> Result<VerifyReport, StoreError> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM journal WHERE (stream_kind, stream_id, seq) > ($1, $2, $3)
          ORDER BY stream_kind, stream_id, seq LIMIT $4"
    );
    let mut report = VerifyReport::default();
    let mut heads = Sha256::new();
    let mut before = Before::beginning(Stream::new("", Uuid::nil()));
    loop {
        let seen = params![&before.stream.kind, before.stream.id, before.seq, PAGE];
        let rows = engine.query_aside(sql, seen).await?;
        for row in &rows {
            check(row, &mut before, &mut report, &mut heads)?;
        }
        progress(report.entries);
        if rows.len() < PAGE as usize {
            break;
        }
    }
    note_head(&before, &mut heads);
    report.digest = heads.finalize().into();
    Ok(report)
}

fn check(row: &Row, before: &mut Before, report: &mut VerifyReport, heads: &mut Sha256) -> Result<(), StoreError> {
    let stream = Stream::new(row.text(1)?, row.uuid(2)?);
    let stored = Stored {
        stream_kind: &stream.kind,
        stream_id: stream.id,
        seq: row.int(3)?,
        event_type: row.text(4)?,
        schema_version: row.int(5)?,
        person_id: row.opt_uuid(6)?,
        recorded_at: row.int(7)?,
        took_place_on: row.opt_text(8)?,
        staff_id: row.uuid(9)?,
        agency_id: row.opt_uuid(10)?,
        basis: row.text(11)?,
        sealed: row.int(12)?,
        payload: row.blob(13)?,
        previous_hash: row.blob(14)?,
    };
    let (position, seq, hash) = (row.int(0)?, stored.seq, row.blob(15)?);
    if stream != before.stream {
        note_head(before, heads);
        report.streams += 1;
        *before = Before::beginning(stream.clone());
    }
    report.entries += 1;
    let missing = (seq != before.seq + 1).then_some(FaultKind::Missing);
    let unlinked = (missing.is_none() && stored.previous_hash != before.hash).then_some(FaultKind::Unlinked);
    let changed = (stored.hash().as_slice() != hash).then_some(FaultKind::Changed);
    let moved = (position <= before.position).then_some(FaultKind::Moved);
    for kind in [missing, unlinked, changed, moved].into_iter().flatten() {
        report.fault_count += 1;
        if report.faults.len() < LISTED {
            report.faults.push(Fault { stream: stream.clone(), seq, position, kind });
        }
    }
    *before = Before { stream, seq, position, hash: hash.to_vec() };
    Ok(())
}

fn note_head(head: &Before, heads: &mut Sha256) {
    if head.seq > 0 {
        heads.update((head.stream.kind.len() as u64).to_be_bytes());
        heads.update(head.stream.kind.as_bytes());
        heads.update(head.stream.id.as_bytes());
        heads.update(head.seq.to_be_bytes());
        heads.update(&head.hash);
    }
}
