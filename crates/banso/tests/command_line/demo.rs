//! The demonstration: what it prints, who signs in, and what the administrator's commands say about its data.

use std::{fs, path::Path};

use crate::program::{Served, banso, between, done};

/// The demonstration kept in a directory, and still running.
fn demo(data: &Path) -> Served {
    Served::start(&["demo", "--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()])
}

#[test]
fn every_role_signs_in_with_what_the_demonstration_prints() {
    let folder = tempfile::tempdir().unwrap();
    let mut served = demo(&folder.path().join("data"));
    assert!(served.greeting.contains("fictional") && served.greeting.contains("架空"));

    let logins = served.next_lines(8);
    for line in logins.lines().skip(1) {
        let mut words = line.split_whitespace();
        let (login, password) = (words.next().unwrap(), words.next().unwrap());
        let cookie = served.sign_in(login, password);
        let page = served.get("/", &cookie);
        assert!([200, 303].contains(&page.status), "{login}: {}", page.text);
    }
}

#[test]
fn the_data_of_the_demonstration_is_sound_printed_backed_up_and_guarded() {
    let folder = tempfile::tempdir().unwrap();
    let (data, back) = (folder.path().join("data"), folder.path().join("back"));
    let served = demo(&data);
    let cookie = served.sign_in("chief", "chief-walks-along");
    let cases = served.get("/cases?view=in_support", &cookie).text;
    let case = between(&cases, "<td role=\"cell\"", "</td>");
    let case = between(case, "href=\"/cases/", "\"").to_owned();
    served.kill();
    let (place, restored) = (data.to_str().unwrap(), back.to_str().unwrap());

    let sound = done(&["verify", "--data", place]);
    assert!(sound.contains("Sound."), "{sound}");

    for form in done(&["form", "list"]).lines().map(|line| line.split(' ').next().unwrap()) {
        for (ending, magic) in [("pdf", &b"%PDF"[..]), ("xlsx", b"PK")] {
            let out = folder.path().join(format!("{form}.{ending}"));
            done(&["form", "render", form, "--case", &case, "--out", out.to_str().unwrap(), "--data", place]);
            assert!(fs::read(&out).unwrap().starts_with(magic), "{form}");
        }
    }

    let backup = folder.path().join("backup.age");
    let backup = backup.to_str().unwrap();
    done(&["backup", backup, "--data", place, "--passphrase", "walking together"]);
    let wrong = banso(&["restore", backup, "--data", restored, "--passphrase", "walking alone"]);
    assert_eq!(wrong.code, 1);
    assert!(wrong.complained.contains("passphrase does not open"), "{}", wrong.complained);
    done(&["restore", backup, "--data", restored, "--passphrase", "walking together"]);
    let journal = |text: &str| text.lines().next().unwrap().to_owned();
    assert_eq!(journal(&done(&["verify", "--data", restored])), journal(&sound));

    let database = rusqlite::Connection::open(back.join("banso.sqlite")).unwrap();
    // Who has the database in hand can take the lock off.
    database.execute_batch("DROP TRIGGER journal_stays_as_written").unwrap();
    let last = "UPDATE journal SET recorded_at = recorded_at + 1 WHERE position = (SELECT max(position) FROM journal)";
    assert_eq!(database.execute(last, []).unwrap(), 1);
    drop(database);
    let tampered = banso(&["verify", "--data", restored]);
    assert_eq!(tampered.code, 1);
    assert!(tampered.said.contains("its content was changed after it was written"), "{}", tampered.said);
}
