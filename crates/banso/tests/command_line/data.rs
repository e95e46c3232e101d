//! What is on the disk: served, killed, verified, backed up.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use crate::program::{Served, init};

#[test]
fn a_new_installation_answers_and_asks_its_administrator_for_a_second_factor() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    init(&data);
    let key = std::fs::metadata(data.join("master.key")).unwrap();
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&key.permissions()) & 0o777, 0o600);
    assert_eq!(key.len(), 65);
    let served =
        Served::start(&["serve", "--data", data.to_str().unwrap(), "--listen", "127.0.0.1:0", "--insecure-cookies"]);

    assert_eq!(served.get("/healthz", "").status, 200);
    assert_eq!(served.get("/readyz", "").status, 200);
    let cookie = served.sign_in("root", "a-long-password");
    assert!(served.get("/", &cookie).text.contains("location: /sign-in/second-factor"));
    assert!(served.get("/metrics", "").text.contains("path=\"/healthz\",status=\"200\""));
    #[cfg(unix)]
    assert_eq!(served.stop(), 0);
}

#[test]
fn what_was_acknowledged_is_there_after_a_kill_in_the_middle_of_writing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    init(&data);
    let arguments = ["serve", "--data", data.to_str().unwrap(), "--listen", "127.0.0.1:0", "--insecure-cookies"];
    let served = Arc::new(Served::start(&arguments));
    let cookie = served.sign_in("root", "a-long-password");
    let csrf = served.get("/sign-in/second-factor", &cookie).csrf().to_owned();
    let (acknowledged, stop) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let (served, acknowledged, stop) = (Arc::clone(&served), Arc::clone(&acknowledged), Arc::clone(&stop));
            let form = format!("csrf={csrf}&note=typed");
            let cookie = cookie.clone();
            thread::spawn(move || {
                for number in 0.. {
                    let path = format!("/drafts/{writer}/{number}");
                    match served.try_post(&path, &cookie, &form) {
                        Some(answer) => {
                            assert_eq!(answer.status, 204, "{}", answer.text);
                            acknowledged.fetch_add(1, Ordering::SeqCst);
                        }
                        None if stop.load(Ordering::SeqCst) => break,
                        None => panic!("no answer before the kill"),
                    }
                }
            })
        })
        .collect();
    while acknowledged.load(Ordering::SeqCst) < 40 {
        thread::sleep(Duration::from_millis(5));
    }
    stop.store(true, Ordering::SeqCst);
    served.kill();
    writers.into_iter().for_each(|writer| writer.join().unwrap());

    let again = Served::start(&arguments);
    assert_eq!(again.get("/readyz", "").status, 200);
    let database = rusqlite::Connection::open(data.join("banso.sqlite")).unwrap();
    let kept: i64 = database.query_row("SELECT count(*) FROM draft", [], |row| row.get(0)).unwrap();
    let acknowledged = acknowledged.load(Ordering::SeqCst);
    assert!(usize::try_from(kept).unwrap() >= acknowledged, "{kept} of {acknowledged}");
}
