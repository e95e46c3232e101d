//! Backups that move between engines, and those that cannot be restored; keys that are lost; definitions with a mistake.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use banso_store::{Location, testing::TestBed};

use crate::{
    desk::{PASSPHRASE, move_to_server, region},
    program::{banso, done, init},
};

/// The first line of `banso verify`: entries, streams and the digest over all of them.
fn journal(place: &[&str]) -> String {
    let said = done(&[&["verify"][..], place].concat());
    assert!(said.contains("Sound."), "{said}");
    said.lines().next().unwrap().to_owned()
}

#[test]
fn a_region_moves_from_sqlite_to_postgresql_and_back_and_is_the_same() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let Some(bed) = runtime.block_on(TestBed::postgres()) else {
        return println!("skipped: no PostgreSQL server is named");
    };
    let Location::Postgres(url) = bed.location.clone() else { panic!("a server") };
    let folder = tempfile::tempdir().unwrap();
    let (data, back) = (folder.path().join("data"), folder.path().join("back"));
    region(&data);
    let before = journal(&["--data", data.to_str().unwrap()]);

    let server = move_to_server(&data, &url);
    let server: Vec<&str> = server.iter().map(String::as_str).collect();
    assert_eq!(journal(&server), before);
    let backup = folder.path().join("back.age");
    let backup = backup.to_str().unwrap();
    done(&[&["backup", backup, "--passphrase", PASSPHRASE][..], &server].concat());
    done(&["restore", backup, "--data", back.to_str().unwrap(), "--passphrase", PASSPHRASE]);
    assert_eq!(journal(&["--data", back.to_str().unwrap()]), before);
    runtime.block_on(bed.clear());
}

/// A file as `banso backup` writes it, with these lines.
fn forged(file: &Path, lines: &str) {
    let mut recipient = age::scrypt::Recipient::new(PASSPHRASE.to_owned().into());
    recipient.set_work_factor(10);
    let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).unwrap();
    let mut writer = encryptor.wrap_output(fs::File::create(file).unwrap()).unwrap();
    writer.write_all(lines.as_bytes()).unwrap();
    writer.finish().unwrap();
}

#[test]
fn a_backup_that_cannot_be_restored_says_why_in_both_languages_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    init(path("data").as_ref());
    done(&["backup", &path("good.age"), "--data", &path("data"), "--passphrase", PASSPHRASE]);
    let good = fs::read(path("good.age")).unwrap();
    fs::write(path("cut.age"), &good[..good.len() / 2]).unwrap();
    let mut garbled = good.clone();
    garbled[good.len() / 2] ^= 0x40;
    fs::write(path("garbled.age"), garbled).unwrap();
    fs::write(path("letter.age"), "拝啓　これはバックアップではありません。").unwrap();
    let header = |version: &str| {
        let key = "5".repeat(64);
        format!("{{\"banso_backup\":1,\"data_version\":{version},\"written_at\":1,\"master_key\":\"{key}\"}}\n")
    };
    forged(path("newer.age").as_ref(), &header("9000"));
    forged(path("unended.age").as_ref(), &header("1"));
    forged(path("strange.age").as_ref(), &(header("1") + "{\"table\":\"no_such_table\",\"columns\":[\"x\"]}\n[1]\n"));

    for (file, english, japanese) in [
        ("cut.age", "damaged or cut off", "壊れているか"),
        ("garbled.age", "damaged or cut off", "壊れているか"),
        ("unended.age", "damaged or cut off", "壊れているか"),
        ("strange.age", "damaged or cut off", "壊れているか"),
        ("letter.age", "not a Banso backup", "Banso のバックアップではありません"),
        ("newer.age", "written by a newer Banso", "新しい版の Banso が書いたバックアップ"),
        ("no-such.age", "cannot be read", "読めません"),
    ] {
        let told = banso(&["restore", &path(file), "--data", &path("new"), "--passphrase", PASSPHRASE]);
        assert_eq!(told.code, 1, "{file}");
        assert!(told.complained.contains(english) && told.complained.contains(japanese), "{}", told.complained);
        assert!(told.complained.contains("nothing was changed"), "{}", told.complained);
        assert!(!Path::new(&path("new")).exists(), "{file} left something behind");
    }

    let before = fs::read(path("data/banso.sqlite")).unwrap();
    let key = path("other.key");
    let there =
        ["restore", &path("good.age"), "--data", &path("data"), "--master-key", &key, "--passphrase", PASSPHRASE];
    let told = banso(&there);
    assert_eq!(told.code, 1);
    assert!(told.complained.contains("not empty") && told.complained.contains("空ではありません"));
    assert_eq!(fs::read(path("data/banso.sqlite")).unwrap(), before);
    assert!(!Path::new(&key).exists(), "no key is left behind");
}

#[test]
fn a_lost_master_key_is_not_replaced_by_one_that_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    init(&data);
    let (file, place) = (data.join("master.key"), data.to_str().unwrap());
    let key = fs::read_to_string(&file).unwrap();
    fs::remove_file(&file).unwrap();

    for command in [&["verify"][..], &["serve", "--listen", "127.0.0.1:0"]] {
        let told = banso(&[command, &["--data", place][..]].concat());
        assert_eq!(told.code, 1);
        assert!(told.complained.contains("bring the key back") && told.complained.contains("保管したキーを戻して"));
    }
    let again = ["--municipality", "X", "--login", "x", "--name", "X", "--password", "a-long-password"];
    let told = banso(&[&["init", "--data", place][..], &again].concat());
    assert_eq!(told.code, 1);
    assert!(told.complained.contains("another key") && told.complained.contains("マスターキーがこのデータのものでは"));
    assert!(!file.exists(), "a key that fits nothing would be taken for the one that is missing");

    fs::write(&file, "no key at all").unwrap();
    let told = banso(&["verify", "--data", place]);
    assert!(told.complained.contains("64 hexadecimal digits") && told.complained.contains("16進数64けた"));
    fs::write(&file, key).unwrap();
    done(&["verify", "--data", place]);
}

#[test]
fn a_server_does_not_start_with_a_definition_that_holds_a_mistake() {
    let folder = tempfile::tempdir().unwrap();
    let (data, own) = (folder.path().join("data"), folder.path().join("own"));
    init(&data);
    let serve = ["serve", "--data", data.to_str().unwrap(), "--listen", "127.0.0.1:0", "--definitions"];
    for (folder, file, text) in [
        ("forms", "plan_form.toml", "id = \"plan_form\"\nnumber = \n"),
        ("processes", "self_reliance.toml", "id = \"self_reliance\"\nsteps = 3 4\n"),
    ] {
        fs::create_dir_all(own.join(folder)).unwrap();
        fs::write(own.join(folder).join(file), text).unwrap();
        let told = banso(&[&serve[..], &[own.to_str().unwrap()][..]].concat());
        assert_eq!(told.code, 1, "{}", told.complained);
        let line = told.complained.contains("line 2") || told.complained.contains(":2");
        assert!(told.complained.contains(file) && line, "{}", told.complained);
        assert!(told.complained.contains("定義に誤りがあります"), "{}", told.complained);
        fs::remove_dir_all(&own).unwrap();
    }
}

#[test]
fn what_init_is_not_told_is_needed_where_nobody_can_answer_and_asked_for_where_somebody_can() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let place = data.to_str().unwrap();
    let told = banso(&["init", "--data", place]);
    assert_eq!(told.code, 2);
    assert!(told.complained.contains("--municipality is needed") && told.complained.contains("指定してください"));
    assert!(!data.exists(), "nothing was begun");

    // `script` gives the program a terminal.
    let line = format!("{} init --data {place}", env!("CARGO_BIN_EXE_banso"));
    let mut terminal = Command::new("script")
        .args(["--quiet", "--return", "--command", &line, "/dev/null"])
        .env_remove("BANSO_MASTER_KEY")
        .env_remove("BANSO_DATABASE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let typed = "みどり市\n131016\nみどり相談センター\nroot\n管理 花子\na-long-password\na-long-password\n";
    terminal.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let answered = terminal.wait_with_output().unwrap();
    let shown = String::from_utf8_lossy(&answered.stdout);
    assert!(answered.status.success(), "{shown}");
    assert!(shown.contains("自治体の名称") && shown.contains("準備ができました"), "{shown}");
    done(&["verify", "--data", place]);
}
