use std::fs;

use banso_store::{Location, MasterKey, OpenError, Store, both_engines, params};

both_engines! {
    async fn an_opened_store_answers(store: Store) {
        assert_eq!(store.answers().await, Ok(()));
    }

    async fn data_opened_again_is_the_same_installation(bed: TestBed) {
        let first = bed.open().await.installation();
        assert_eq!(bed.open().await.installation(), first);
    }

    async fn another_master_key_is_refused_in_words(bed: TestBed) {
        drop(bed.open().await);
        let told = Store::open(&bed.location, MasterKey::generate().unwrap()).await.err().expect("a refusal");
        assert!(matches!(told, OpenError::WrongMasterKey));
        assert_eq!(told.to_string(), "the master key does not fit this data; it was written with another key");
    }

    async fn data_of_a_newer_program_is_refused_in_words(bed: TestBed) {
        let store = bed.open().await;
        let tx = store.begin().await.unwrap();
        let sql = "INSERT INTO schema_version (version, name, applied_at) VALUES ($1, $2, $3)";
        tx.execute_sql(sql, params![9_999, "from_the_future", 0]).await.unwrap();
        tx.commit().await.unwrap();
        drop(store);
        let told = Store::open(&bed.location, bed.key.clone()).await.err().expect("a refusal");
        assert!(told.to_string().starts_with("this data was written by a newer Banso (data version 9999"), "{told}");
    }

    async fn two_programs_that_start_together_on_empty_data_both_succeed(bed: TestBed) {
        let (one, other) = tokio::join!(bed.open(), bed.open());
        assert_eq!(one.installation(), other.installation());
    }
}

#[tokio::test]
async fn an_address_that_nobody_understands_is_told_without_repeating_it() {
    let address = Location::Postgres("postgres://user:secret@host:not-a-port/db".into());
    let told = Store::open(&address, MasterKey::generate().unwrap()).await.err().expect("a refusal");
    assert!(matches!(told, OpenError::Address(_)));
    assert!(!format!("{told:?} {address:?}").contains("secret"));
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_told() {
    let address = Location::Postgres("postgres://nobody@127.0.0.1:1/none".into());
    let told = Store::open(&address, MasterKey::generate().unwrap()).await.err().expect("a refusal");
    assert_eq!(told.to_string(), "the database could not be opened");
    let cause = std::error::Error::source(&told).unwrap().to_string();
    assert_eq!(cause, "the database cannot be reached");
}

#[tokio::test]
async fn a_file_where_the_data_directory_should_be_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data");
    fs::write(&file, "not a directory").unwrap();
    let told = Store::open(&Location::Sqlite(file), MasterKey::generate().unwrap()).await.err().expect("a refusal");
    assert!(matches!(told, OpenError::Directory { .. }), "{told:?}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("banso.sqlite");
    fs::write(&file, "this is a letter, not a database, and it is long enough to look at. ".repeat(20)).unwrap();
    let before = fs::read(&file).unwrap();
    let location = Location::Sqlite(folder.path().to_owned());
    Store::open(&location, MasterKey::generate().unwrap()).await.err().expect("a refusal");
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[cfg(unix)]
#[tokio::test]
async fn the_data_directory_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let directory = folder.path().join("data");
    Store::open(&Location::Sqlite(directory.clone()), MasterKey::generate().unwrap()).await.unwrap();
    assert_eq!(fs::metadata(directory).unwrap().permissions().mode() & 0o777, 0o700);
}
