//! A program that is killed in the middle of writing loses nothing that it acknowledged.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};

use banso_store::{Location, MasterKey, Payload, Store, Stream, both_engines};
use uuid::Uuid;

use crate::entries::entry;

const PLACE: &str = "BANSO_KILL_PLACE";
const KEY: &str = "BANSO_KILL_KEY";
const WRITERS: u128 = 8;

fn stream(writer: u128) -> Stream {
    Stream::new("case", Uuid::from_u128(writer))
}

/// The program that will be killed: eight writers that print what was acknowledged, for ever.
#[test]
#[ignore = "started and killed by the test below"]
fn the_program_that_is_killed() {
    let (Ok(place), Ok(key)) = (std::env::var(PLACE), std::env::var(KEY)) else { return };
    let location = if place.contains("://") { Location::Postgres(place) } else { Location::Sqlite(place.into()) };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let store = Arc::new(Store::open(&location, MasterKey::from_hex(&key).unwrap()).await.unwrap());
        let writers = (0..WRITERS).map(|writer| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                for number in 1.. {
                    let tx = store.begin().await.unwrap();
                    tx.append(entry(&stream(writer), &number.to_string())).await.unwrap();
                    tx.commit().await.unwrap();
                    // One write call, so that a kill never leaves half a line that looks whole.
                    std::io::stderr().write_all(format!("saved {writer} {number}\n").as_bytes()).unwrap();
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
    });
}

both_engines! {
    async fn a_program_killed_while_it_writes_loses_nothing_that_it_acknowledged(bed: TestBed) {
        let place = match &bed.location {
            Location::Sqlite(directory) => directory.display().to_string(),
            Location::Postgres(url) => url.clone(),
        };
        let mut acknowledged = [0_i64; WRITERS as usize];
        for lines_before_the_kill in [1, 60, 173] {
            let mut program = Command::new(std::env::current_exe().unwrap())
                .args(["kill::the_program_that_is_killed", "--exact", "--ignored", "--nocapture"])
                .envs([(PLACE, place.as_str()), (KEY, bed.key.to_hex().as_str())])
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            // Numbers begin anew in every program; the entries before stay.
            let before = acknowledged;
            let lines = BufReader::new(program.stderr.take().unwrap()).lines();
            let mut seen = 0;
            for line in lines.map_while(Result::ok) {
                let Some(saved) = line.strip_prefix("saved ") else { continue };
                let (writer, number) = saved.split_once(' ').unwrap();
                let writer: usize = writer.parse().unwrap();
                acknowledged[writer] = before[writer].max(before[writer] + number.parse::<i64>().unwrap());
                seen += 1;
                if seen == lines_before_the_kill {
                    program.kill().unwrap();
                }
            }
            program.wait().unwrap();
            assert!(seen >= lines_before_the_kill, "the program wrote {seen} lines");

            let found = entries_by_writer(&bed).await;
            for (writer, acknowledged) in acknowledged.iter().enumerate() {
                assert!(found[writer] >= *acknowledged, "writer {writer}: {acknowledged} acknowledged, {} found", found[writer]);
            }
            acknowledged = found;
        }
    }
}

/// Opens what the program left, checks it, and counts the entries of each writer.
async fn entries_by_writer(bed: &banso_store::testing::TestBed) -> [i64; WRITERS as usize] {
    // A server needs a moment to notice that its client is gone.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let store = bed.open().await;
    assert!(store.verify_chain(|_| {}).await.unwrap().is_sound());
    let mut found = [0; WRITERS as usize];
    for writer in 0..WRITERS {
        let entries = store.reader().read_stream(&stream(writer), None).await.unwrap();
        assert!(entries.iter().all(|entry| matches!(entry.payload, Payload::Readable(_))));
        found[usize::try_from(writer).unwrap()] = entries.last().map_or(0, |entry| entry.seq);
    }
    found
}
