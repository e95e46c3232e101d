//! Killed in the middle of a save: the program, and the database server under it. What was acknowledged is there, once.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use banso_store::testing::{OwnServer, TestBed};

use crate::{
    desk::{Desk, move_to_server, place, region, serving},
    program::{Served, done},
};

const ROUNDS: usize = 6;
const WRITERS: usize = 4;

/// Writers that save records until they are told to stop; what was acknowledged is noted.
struct Writers {
    acknowledged: Arc<Mutex<BTreeSet<String>>>,
    stop: Arc<AtomicBool>,
    threads: Vec<thread::JoinHandle<()>>,
}

impl Writers {
    fn start(served: &Arc<Served>, desk: &Arc<Desk>, round: usize) -> Self {
        let (acknowledged, stop) = (Arc::new(Mutex::new(BTreeSet::new())), Arc::new(AtomicBool::new(false)));
        let threads = (0..WRITERS)
            .map(|writer| {
                let (served, desk) = (Arc::clone(served), Arc::clone(desk));
                let (acknowledged, stop) = (Arc::clone(&acknowledged), Arc::clone(&stop));
                thread::spawn(move || {
                    for number in 0.. {
                        let text = format!("kill {round} {writer} {number}");
                        match desk.write(&served, &text).map(|answer| answer.status) {
                            Some(303) => drop(acknowledged.lock().unwrap().insert(text)),
                            // Without an answer, or with one that says so, the record may be there or not.
                            _ if stop.load(Ordering::SeqCst) => break,
                            Some(500 | 503) => thread::sleep(Duration::from_millis(50)),
                            other => panic!("{other:?} before the kill"),
                        }
                    }
                })
            })
            .collect();
        Self { acknowledged, stop, threads }
    }

    fn wait_for(&self, count: usize) {
        let until = Instant::now() + Duration::from_secs(120);
        while self.acknowledged.lock().unwrap().len() < count {
            assert!(Instant::now() < until, "no progress");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// From now on the writers may fail.
    fn may_fail(&self) {
        self.stop.store(true, Ordering::SeqCst);
    }

    fn end(self) -> BTreeSet<String> {
        self.threads.into_iter().for_each(|writer| writer.join().unwrap());
        Arc::into_inner(self.acknowledged).unwrap().into_inner().unwrap()
    }
}

fn strs(arguments: &[String]) -> Vec<&str> {
    arguments.iter().map(String::as_str).collect()
}

/// Kills the program again and again while it saves, and looks at what is there.
fn survives_kills(place: &[String]) {
    let command = serving(place);
    let mut served = Arc::new(Served::start(&strs(&command)));
    let desk = Arc::new(Desk::open(&served));
    let mut acknowledged = BTreeSet::new();
    for round in 0..ROUNDS {
        let writers = Writers::start(&served, &desk, round);
        writers.wait_for(3 + 7 * round);
        writers.may_fail();
        served.kill();
        acknowledged.append(&mut writers.end());
        served = Arc::new(Served::start(&strs(&command)));
    }
    all_are_there(&served, &desk, &acknowledged);
    served.kill();
    let verified = done(&[&["verify"][..], &strs(place)].concat());
    assert!(verified.contains("Sound."), "{verified}");
}

/// Every acknowledged record is there, and none of any twice.
fn all_are_there(served: &Served, desk: &Desk, acknowledged: &BTreeSet<String>) {
    let texts = desk.written(served, "kill ");
    let there: BTreeSet<String> = texts.iter().cloned().collect();
    assert_eq!(texts.len(), there.len(), "a record is there twice");
    let lost: Vec<_> = acknowledged.difference(&there).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
    assert!(acknowledged.len() >= ROUNDS, "{}", acknowledged.len());
}

#[test]
fn records_acknowledged_to_a_browser_survive_many_kills_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    region(&data);
    survives_kills(&place(&data));
}

#[test]
fn records_acknowledged_to_a_browser_survive_many_kills_on_postgresql() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let Some(bed) = runtime.block_on(TestBed::postgres()) else {
        return println!("skipped: no PostgreSQL server is named");
    };
    let banso_store::Location::Postgres(url) = bed.location.clone() else { panic!("a server") };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    region(&data);
    survives_kills(&move_to_server(&data, &url));
    runtime.block_on(bed.clear());
}

/// Waits until the program says of itself whether it is ready.
fn wait_until_ready_is(served: &Served, status: u16) {
    let until = Instant::now() + Duration::from_secs(60);
    while served.get("/readyz", "").status != status {
        assert!(Instant::now() < until, "/readyz never said {status}");
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_database_server_that_is_killed_or_stopped_comes_back_without_the_program_being_started_again() {
    let Some(server) = OwnServer::start(|_| String::new()) else {
        return println!("skipped: no PostgreSQL server is named");
    };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    region(&data);
    let place = move_to_server(&data, &server.url("127.0.0.1", ""));
    let served = Arc::new(Served::start(&strs(&serving(&place))));
    let desk = Arc::new(Desk::open(&served));
    let mut acknowledged = BTreeSet::new();
    for round in 0..ROUNDS {
        let writers = Writers::start(&served, &desk, round);
        writers.wait_for(3 + 5 * round);
        writers.may_fail();
        if round % 2 == 0 {
            server.kill()
        } else {
            server.stop()
        }
        acknowledged.append(&mut writers.end());
        wait_until_ready_is(&served, 503);
        assert_eq!(served.get("/healthz", "").status, 200, "the program itself lives");
        let typed = format!("kill {round} while it was away");
        let away = desk.write(&served, &typed).unwrap();
        assert_eq!(away.status, 503, "{}", away.text);
        assert!(away.text.contains("記録を保存する装置につながりません"), "{}", away.text);
        server.start_again();
        wait_until_ready_is(&served, 200);
    }
    all_are_there(&served, &desk, &acknowledged);
    served.kill();
    let verified = done(&[&["verify"][..], &strs(&place)].concat());
    assert!(verified.contains("Sound."), "{verified}");
}
