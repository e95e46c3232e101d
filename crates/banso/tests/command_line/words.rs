//! Help, wrong usage, refusals: what the program says.

use std::{fs, net::TcpListener};

use crate::program::{Served, banso, done, init};

#[test]
fn help_is_in_english_and_japanese() {
    let help = done(&["--help"]);
    for words in ["Starts with a fictional region", "架空の地域で試す", "Computes the journal's chain", "照合"]
    {
        assert!(help.contains(words), "{help}");
    }
    assert!(done(&["serve", "--help"]).contains("待ち受けるアドレスとポート"));
}

#[test]
fn wrong_usage_ends_with_two_and_a_hint() {
    for wrong in
        [&["walk"][..], &["serve", "--listen", "nowhere"], &["form", "blank", "plan_form", "--out", "a.doc"], &[]]
    {
        let answer = banso(wrong);
        assert_eq!(answer.code, 2, "{wrong:?}");
        assert!(!answer.complained.is_empty());
    }
}

#[test]
fn what_is_refused_ends_with_one_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let (data, other) = (folder.path().join("data"), folder.path().join("other"));
    let (data, other) = (data.to_str().unwrap(), other.to_str().unwrap());
    let complaint = |arguments: &[&str]| {
        let answer = banso(arguments);
        assert_eq!(answer.code, 1, "{arguments:?}");
        assert!(!answer.complained.contains("panicked"), "{}", answer.complained);
        answer.complained
    };

    assert!(complaint(&["serve", "--data", data]).contains("begin with `banso init`"));
    init(data.as_ref());
    init(other.as_ref());
    let again =
        ["init", "--data", data, "--municipality", "X", "--login", "x", "--name", "X", "--password", "a-long-password"];
    let words = complaint(&again);
    assert!(words.contains("an administrator already") && words.contains("管理者はすでに登録されています"), "{words}");
    let key = format!("{other}/master.key");
    assert!(complaint(&["verify", "--data", data, "--master-key", &key]).contains("written with another key"));
    let unreachable = ["verify", "--data", data, "--database", "postgres://nobody:secret@127.0.0.1:1/none"];
    let words = complaint(&unreachable);
    assert!(words.contains("cannot be reached") && !words.contains("secret"), "{words}");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().to_string();
    assert!(complaint(&["serve", "--data", data, "--listen", &port]).contains("--listen"));
}

#[test]
fn a_short_password_is_refused_and_the_next_try_goes_well() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let short = [
        "init",
        "--data",
        data.to_str().unwrap(),
        "--municipality",
        "X",
        "--login",
        "x",
        "--name",
        "X",
        "--password",
        "short",
    ];
    let answer = banso(&short);
    assert_eq!(answer.code, 1);
    assert!(answer.complained.contains("12 characters"), "{}", answer.complained);
    init(&data);
}

#[test]
fn data_of_a_newer_program_is_left_alone_with_a_clear_word() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    init(&data);
    let database = rusqlite::Connection::open(data.join("banso.sqlite")).unwrap();
    let newer = "UPDATE schema_version SET version = 9000 WHERE version = (SELECT max(version) FROM schema_version)";
    assert_eq!(database.execute(newer, []).unwrap(), 1);
    drop(database);

    let answer = banso(&["verify", "--data", data.to_str().unwrap()]);

    assert_eq!(answer.code, 1);
    assert!(answer.complained.contains("written by a newer Banso"), "{}", answer.complained);
}

#[test]
fn definitions_of_the_program_are_sound_and_a_mistake_is_told_with_file_and_line() {
    assert!(done(&["definitions", "check"]).contains("plan_form"));
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("forms")).unwrap();
    fs::write(folder.path().join("forms/plan_form.toml"), "id = \"plan_form\"\nnumber = \n").unwrap();

    let answer = banso(&["definitions", "check", folder.path().to_str().unwrap()]);

    assert_eq!(answer.code, 1);
    assert!(answer.complained.contains("plan_form.toml, line 2"), "{}", answer.complained);
}

#[test]
fn a_directory_that_adapts_the_process_alone_is_sound_and_a_slip_in_it_is_told_with_what_to_write_instead() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    let process = folder.path().join("processes");
    fs::create_dir(&process).unwrap();
    let own = include_str!("../../../../definitions/processes/self_reliance.toml");
    fs::write(process.join("self_reliance.toml"), own).unwrap();
    assert!(done(&["definitions", "check", place]).contains("plan_form"), "the forms of the program stay");

    fs::write(process.join("self_reliance.toml"), own.replace("[\"screened\"]", "[\"screend\"]")).unwrap();
    let answer = banso(&["definitions", "check", place]);
    assert_eq!(answer.code, 1);
    assert!(answer.complained.contains("line 19: there is no condition \"screend\"; did you mean \"screened\"?"));

    fs::rename(process.join("self_reliance.toml"), process.join("self-reliance.toml")).unwrap();
    let answer = banso(&["definitions", "check", place]);
    assert_eq!(answer.code, 1);
    assert!(answer.complained.contains("did you mean \"self_reliance.toml\"?"), "{}", answer.complained);
}

#[test]
fn forms_are_listed_and_printed_blank() {
    let folder = tempfile::tempdir().unwrap();
    let list = done(&["form", "list"]);
    assert!(list.contains("plan_form") && list.contains("プラン"), "{list}");
    for (ending, magic) in [("pdf", &b"%PDF"[..]), ("xlsx", b"PK")] {
        let out = folder.path().join(format!("blank.{ending}"));
        done(&["form", "blank", "intake_form", "--out", out.to_str().unwrap()]);
        assert!(fs::read(&out).unwrap().starts_with(magic));
    }
    assert_eq!(banso(&["form", "blank", "no_form", "--out", folder.path().join("a.pdf").to_str().unwrap()]).code, 1);
}

#[test]
fn an_administrator_who_is_locked_out_is_let_in_again_by_whoever_keeps_the_machine() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    init(&data);
    let data = data.to_str().unwrap();
    let rescue =
        |login: &str| banso(&["rescue", "--data", data, "--login", login, "--password", "a-new-long-password"]);
    let told = rescue("nobody");
    assert_eq!(told.code, 1);
    assert!(told.complained.contains("no administrator signs in as `nobody`"), "{}", told.complained);
    let done_so = rescue("root");
    assert_eq!(done_so.code, 0, "{}", done_so.complained);

    let served = Served::start(&["serve", "--data", data, "--listen", "127.0.0.1:0", "--insecure-cookies"]);
    let old = served.post("/sign-in", "", "login=root&password=a-long-password");
    assert!(old.text.contains("正しくありません"), "{}", old.text);
    let half = served.sign_in("root", "a-new-long-password");
    assert!(served.get("/sign-in/second-factor", &half).text.contains("name=\"secret\""));
    served.kill();
    assert!(done(&["verify", "--data", data]).contains("Sound."));
}

#[test]
fn a_form_that_cannot_be_had_ends_with_a_clear_word_and_nothing_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    init(&data);
    let data = data.to_str().unwrap();
    let out = folder.path().join("sheet.pdf");
    let (out, nobody) = (out.to_str().unwrap(), "00000000-0000-7000-8000-000000000000");
    let nowhere = folder.path().join("no/such/folder/sheet.pdf");
    let nowhere = nowhere.to_str().unwrap();
    let left = || fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>();
    let refused = |arguments: &[&str], code: i32, words: &str| {
        let answer = banso(arguments);
        assert_eq!(answer.code, code, "{arguments:?}: {}", answer.complained);
        assert!(answer.complained.contains(words), "{arguments:?}: {}", answer.complained);
        assert_eq!(left(), ["data"], "{arguments:?}");
    };

    let render = |form, case, out| ["form", "render", form, "--case", case, "--out", out, "--data", data];
    refused(&render("no_form", nobody, out), 1, "帳票「no_form」はありません");
    refused(&render("plan_form", nobody, out), 1, "there is no case 00000000-0000-7000-8000-000000000000");
    refused(&render("plan_form", "2026-00417", out), 2, "--case");
    refused(&render("plan_form", nobody, "sheet.docx"), 2, ".pdf か .xlsx");
    refused(&["form", "blank", "no_form", "--out", out], 1, "banso form list");
    refused(&["form", "blank", "plan_form", "--out", nowhere], 1, "書き込めませんでした");
    refused(&["form", "blank", "plan_form", "--out", out, "--definitions", nowhere], 1, "is not a directory");
    refused(&["form", "blank", "plan_form"], 2, "--out");
}

#[test]
fn a_sheet_that_is_there_is_replaced_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("sheet.pdf");
    fs::write(&out, "an older sheet").unwrap();

    done(&["form", "blank", "consent_form", "--out", out.to_str().unwrap()]);

    assert!(fs::read(&out).unwrap().starts_with(b"%PDF"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_municipality_prints_its_own_forms_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("forms")).unwrap();
    let ours = include_str!("../../../../definitions/forms/consent_form.toml");
    let theirs = ours.replace("個人情報に関する管理・取扱規程および同意書", "みどり市の約束と同意書");
    fs::write(folder.path().join("forms/consent_form.toml"), theirs).unwrap();

    let list = done(&["form", "list", "--definitions", folder.path().to_str().unwrap()]);

    assert!(list.contains("みどり市の約束と同意書") && list.contains("プラン兼事業等利用申込書"), "{list}");
}
