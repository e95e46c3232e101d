//! Measures a store on SQLite and, where `BANSO_TEST_POSTGRES` names a server, on PostgreSQL:
//! journalled commands one by one and from eight tasks, raw single inserts for comparison, and reads by key.
//!
//! `cargo run --release -p banso-store --features testing --example speed`

use std::{error::Error, path::Path, sync::Arc, time::Instant};

use banso_domain::id::{PersonId, StaffId};
use banso_store::{NewEntry, Query, Store, StoreError, Stream, Value, params, testing::TestBed};
use uuid::Uuid;

const TASKS: u32 = 8;
const COMMANDS: u32 = 4_000;
const READS: u32 = 200_000;
const ROWS: u32 = 400_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let bed = TestBed::sqlite();
    println!("SQLite");
    raw_inserts(&bed.directory().join("raw.sqlite"))?;
    measure(&bed).await?;
    if let Some(bed) = TestBed::postgres().await {
        println!("PostgreSQL");
        measure(&bed).await?;
        bed.clear().await;
    }
    Ok(())
}

/// What a store without group commit would do: one durable commit for each row.
fn raw_inserts(file: &Path) -> Result<(), Box<dyn Error>> {
    let connection = rusqlite::Connection::open(file)?;
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE raw (note TEXT)")?;
    let start = Instant::now();
    for _ in 0..500 {
        connection.execute("INSERT INTO raw (note) VALUES ('a note of some length about nobody')", [])?;
    }
    tell("raw inserts, one by one", 500, start);
    Ok(())
}

async fn measure(bed: &TestBed) -> Result<(), Box<dyn Error>> {
    let store = Arc::new(bed.open().await);
    let start = Instant::now();
    for _ in 0..500 {
        command(&store).await?;
    }
    tell("commands, one by one", 500, start);

    let before = store.write_counts();
    let start = Instant::now();
    let writing = Arc::clone(&store);
    side_by_side(COMMANDS, move |_| {
        let store = Arc::clone(&writing);
        async move { command(&store).await }
    })
    .await?;
    tell("commands, eight tasks", COMMANDS, start);
    if let (Some(before), Some(after)) = (before, store.write_counts()) {
        println!("    {} commits for {COMMANDS} commands", after.commits - before.commits);
    }

    let ids = Arc::new(fill(&store).await?);
    let start = Instant::now();
    let reading = Arc::clone(&store);
    side_by_side(READS, move |number| {
        let (store, ids) = (Arc::clone(&reading), Arc::clone(&ids));
        async move {
            // Far apart, so that each read meets another page.
            let id = ids[(number as usize).wrapping_mul(7_919) % ids.len()];
            let sql = "SELECT id, family_name, note FROM measured WHERE id = $1";
            store.reader().query_one(sql, params![id]).await.map(drop)
        }
    })
    .await?;
    tell("reads by key, eight tasks", READS, start);

    let start = Instant::now();
    let report = store.verify_chain(|_| {}).await?;
    tell("entries verified", u32::try_from(report.entries)?, start);
    println!("    memory in use: {} MB", memory_mb());
    Ok(())
}

/// Two statements of the journal and one of a table, sealed for one of a thousand persons.
async fn command(store: &Store) -> Result<(), StoreError> {
    let tx = store.begin().await?;
    let person = PersonId::new(Uuid::from_u128(u128::from(Uuid::now_v7().as_fields().1) % 1_000));
    let entry = NewEntry {
        stream: Stream::new("case", Uuid::now_v7()),
        expected_seq: Some(0),
        event_type: "record.written".into(),
        schema_version: 1,
        person: Some(person),
        recorded_at: chrono::DateTime::from_timestamp(1_775_001_600, 0).unwrap_or_default(),
        took_place_on: None,
        staff: StaffId::new(Uuid::from_u128(1)),
        agency: None,
        basis: "{}".into(),
        payload: "{\"note\":\"面談。家賃の滞納が二か月。次回は来週火曜日に来所の予定。\"}".into(),
    };
    match tx.append(entry).await {
        Ok(_) => tx.commit().await,
        // Two tasks made the key of the same new person on PostgreSQL; the next command finds it.
        Err(StoreError::Collision) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn fill(store: &Store) -> Result<Vec<Uuid>, StoreError> {
    let id_type = if store.write_counts().is_some() { "BLOB" } else { "UUID" };
    let ids: Vec<_> = (0..ROWS).map(|_| Uuid::now_v7()).collect();
    let tx = store.begin().await?;
    let table = format!("CREATE TABLE measured (id {id_type} NOT NULL PRIMARY KEY, family_name TEXT, note TEXT)");
    tx.execute_sql(&table, &[]).await?;
    for part in ids.chunks(100) {
        let places: Vec<_> =
            (1..=part.len()).map(|place| format!("(${place}, '青葉', 'a note of some length')")).collect();
        let sql = format!("INSERT INTO measured (id, family_name, note) VALUES {}", places.join(", "));
        let values: Vec<_> = part.iter().map(|id| Value::from(*id)).collect();
        tx.execute_sql(&sql, &values).await?;
    }
    tx.commit().await?;
    Ok(ids)
}

async fn side_by_side<F>(total: u32, work: impl Fn(u32) -> F + Clone + Send + 'static) -> Result<(), Box<dyn Error>>
where
    F: Future<Output = Result<(), StoreError>> + Send,
{
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| {
            let work = work.clone();
            tokio::spawn(async move {
                for number in 0..total / TASKS {
                    work(number * TASKS + task).await?;
                }
                Ok::<_, StoreError>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(())
}

fn tell(what: &str, count: u32, start: Instant) {
    println!("  {what}: {:.0} a second", f64::from(count) / start.elapsed().as_secs_f64());
}

/// The program's own memory, from the kernel's account.
fn memory_mb() -> u64 {
    let account = std::fs::read_to_string("/proc/self/smaps_rollup").unwrap_or_default();
    let pss = account.lines().find_map(|line| line.strip_prefix("Pss:")).unwrap_or_default();
    pss.trim().trim_end_matches(" kB").trim().parse::<u64>().unwrap_or_default() / 1_024
}
