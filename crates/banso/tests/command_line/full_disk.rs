//! A full disk: a page in words, the typed text kept, nothing half-written, and on with the work once there is room.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use crate::{
    desk::{Desk, place, region, serving},
    program::{Served, done},
};

/// Fills a small disk to the last byte.
fn fill(file: &Path) {
    let mut file = File::create(file).unwrap();
    let mut size = 64 * 1024;
    while size > 0 {
        if file.write_all(&vec![0; size]).is_err() {
            size /= 2;
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn on_a_full_disk_a_page_says_so_the_text_is_kept_and_the_work_goes_on_once_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let (source, disk) = (folder.path().join("data"), folder.path().join("disk"));
    region(&source);
    fs::create_dir(&disk).unwrap();
    // The program sees a disk of 24 MiB in that place, and nobody else does.
    let mount =
        "mount -t tmpfs -o size=24m,mode=700 banso-test \"$1\" && cp -a \"$0/.\" \"$1\" && shift && exec \"$@\"";
    let wrapped = |program: &str| {
        let mut words =
            vec!["unshare".to_owned(), "--mount".into(), "--map-root-user".into(), "sh".into(), "-c".into()];
        words.extend([mount.into(), source.display().to_string(), disk.display().to_string(), program.into()]);
        words
    };
    let command = serving(&place(&disk));
    let command: Vec<&str> = command.iter().map(String::as_str).collect();
    let served = Served::start_within(wrapped, &command);
    let inside = PathBuf::from(format!("/proc/{}/root{}", served.id(), disk.display()));
    assert!(inside.join("banso.sqlite").exists(), "the disk of the program is seen from here");

    let desk = Desk::open(&served);
    let long = |number: usize| format!("full {number} {}", "とても長い記録です。".repeat(2_000));
    let filler = inside.join("filler");
    let mut kept = Vec::new();
    for round in 0..2 {
        fill(&filler);
        let (number, page) = (0..400)
            .map(|number| round * 1_000 + number)
            .find_map(|number| {
                let answer = desk.write(&served, &long(number)).unwrap();
                if answer.status == 303 {
                    kept.push(long(number));
                    return None;
                }
                Some((number, answer))
            })
            .expect("a disk that is full");
        assert_eq!(page.status, 507, "{}", page.text);
        assert!(page.text.contains("保存する場所がいっぱいです"), "{}", page.text);
        assert!(page.text.contains("もう一度送る") && page.text.contains(&long(number)), "what was typed is kept");
        // Nobody is signed out, and everything can be read.
        let mut there = desk.written(&served, "full ");
        there.sort();
        kept.sort();
        assert!(there == kept, "{} records there, {} acknowledged", there.len(), kept.len());
        assert_eq!(served.get("/readyz", "").status, 200);

        fs::remove_file(&filler).unwrap();
        let again = desk.write(&served, &long(number)).unwrap();
        assert_eq!(again.status, 303, "{}", again.text);
        kept.push(long(number));
    }

    // The disk vanishes with the program; what was on it is looked at in a copy.
    let copy = folder.path().join("copy");
    fs::create_dir(&copy).unwrap();
    for file in fs::read_dir(&inside).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), copy.join(file.file_name())).unwrap();
    }
    served.kill();
    let verified = done(&["verify", "--data", copy.to_str().unwrap()]);
    assert!(verified.contains("Sound."), "{verified}");
}
