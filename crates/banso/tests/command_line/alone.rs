//! One server at a time serves an installation; what only reads works beside it.

use std::path::Path;

use banso_store::testing::TestBed;

use crate::{
    desk::{move_to_server, place, region, serving},
    program::{Served, banso, done},
};

fn strs(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}

/// Starts a server, and tries everything else beside it.
fn one_at_a_time(place: &[String], folder: &Path) {
    let served = Served::start(&strs(&serving(place)));
    let second = banso(&strs(&serving(place)));
    let told = second.complained;
    assert_eq!(second.code, 1, "{told}");
    assert!(told.contains("another banso serves this data already") && told.contains("1つだけです"), "{told}");
    assert!(!told.contains("secret"), "no password of the database: {told}");

    let words = ["rescue", "--login", "admin", "--password", "quite another phrase"];
    let rescue = banso(&[&words[..], &strs(place)].concat());
    assert_eq!(rescue.code, 1, "whom it puts out the server would let in");
    done(&[&["verify"][..], &strs(place)].concat());
    let copy = folder.join("beside.age");
    done(&[&["backup", copy.to_str().unwrap(), "--passphrase", "a phrase for this copy"][..], &strs(place)].concat());

    // Neither an end in order nor a kill leaves a lock behind.
    assert_eq!(served.stop(), 0);
    let again = Served::start(&strs(&serving(place)));
    again.kill();
    let after_a_kill = Served::start(&strs(&serving(place)));
    assert_eq!(after_a_kill.get("/healthz", "").status, 200);
}

#[test]
fn a_second_server_on_one_sqlite_file_refuses_and_tools_work_beside_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    region(&data);
    one_at_a_time(&place(&data), folder.path());
}

#[test]
fn a_second_server_on_one_postgresql_database_refuses_and_tools_work_beside_the_first() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let Some(bed) = runtime.block_on(TestBed::postgres()) else {
        return println!("skipped: no PostgreSQL server is named");
    };
    let banso_store::Location::Postgres(url) = bed.location.clone() else { panic!("a server") };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    region(&data);
    one_at_a_time(&move_to_server(&data, &url), folder.path());
    runtime.block_on(bed.clear());
}
