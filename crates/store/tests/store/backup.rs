use std::{fs, path::PathBuf, sync::Arc};

use banso_store::{
    BackupError, Location, Payload, Query, RestoreError, Store, Stream, both_engines, restore, testing::TestBed,
};

use crate::entries::{entry, entry_about, morning, new_case, new_person};

const PASSPHRASE: &str = "正しい馬 電池 ホチキス";

/// A store with a case of a person, another whose key was dropped, and a backup of it.
struct Backed {
    store: Store,
    case: Stream,
    erased: Stream,
    file: PathBuf,
}

async fn backed(bed: &TestBed) -> Backed {
    let store = bed.open().await;
    let (person, gone, case, erased) = (new_person(), new_person(), new_case(), new_case());
    let tx = store.begin().await.unwrap();
    for number in 0..150 {
        tx.append(entry_about(person, &case, &format!("記録 {number}"))).await.unwrap();
    }
    tx.append(entry_about(gone, &erased, "forgotten")).await.unwrap();
    tx.drop_key(gone, morning(0)).await.unwrap();
    tx.commit().await.unwrap();
    let file = bed.directory().join("backup.age");
    let summary = store.backup(&file, PASSPHRASE).await.unwrap();
    assert!(summary.tables > 3, "every table is in the backup, also the empty ones");
    assert_eq!(summary.rows, 1 + 2 + 151);
    Backed { store, case, erased, file }
}

/// Restores and compares everything with what was backed up, then goes on writing.
async fn comes_back_in(backed: &Backed, target: &Location) {
    let restored = restore(&backed.file, PASSPHRASE, target).await.unwrap();
    let store = Store::open(target, restored.key).await.unwrap();
    assert_eq!(store.installation(), backed.store.installation());
    let (before, after) = (backed.store.reader(), store.reader());
    for stream in [&backed.case, &backed.erased] {
        assert_eq!(after.read_stream(stream, None).await.unwrap(), before.read_stream(stream, None).await.unwrap());
    }
    assert_eq!(after.read_stream(&backed.erased, None).await.unwrap()[0].payload, Payload::Erased);
    let noted = backed.store.verify_chain(|_| {}).await.unwrap();
    assert_eq!(store.verify_chain(|_| {}).await.unwrap(), noted);

    let tx = store.begin().await.unwrap();
    let appended = tx.append(entry(&backed.case, "after the restore")).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((appended.seq, appended.position), (151, 152));
}

both_engines! {
    async fn a_backup_comes_back_whole_and_the_work_goes_on(bed: TestBed) {
        let backed = backed(&bed).await;
        let target = bed.another().await;
        comes_back_in(&backed, &target.location).await;
        target.clear().await;
    }

    async fn a_backup_of_one_engine_comes_back_in_the_other(bed: TestBed) {
        let target = match bed.location {
            Location::Sqlite(_) => TestBed::postgres().await,
            Location::Postgres(_) => Some(TestBed::sqlite()),
        };
        let Some(target) = target else { return println!("skipped: no PostgreSQL server is named") };
        comes_back_in(&backed(&bed).await, &target.location).await;
        target.clear().await;
    }

    async fn a_place_that_holds_something_is_refused_and_left_as_it_is(bed: TestBed) {
        let backed = backed(&bed).await;
        let told = restore(&backed.file, PASSPHRASE, &bed.location).await.unwrap_err();
        assert!(matches!(told, RestoreError::NotEmpty), "{told:?}");
        assert_eq!(backed.store.reader().read_stream(&backed.case, None).await.unwrap().len(), 150);
    }

    async fn a_wrong_passphrase_a_cut_file_and_a_changed_byte_restore_nothing(bed: TestBed) {
        let backed = backed(&bed).await;
        let target = bed.another().await;
        let whole = fs::read(&backed.file).unwrap();
        let middle = whole.len() / 2;
        let mut changed = whole.clone();
        changed[middle] ^= 1;

        let told = restore(&backed.file, "another passphrase", &target.location).await.unwrap_err();
        assert_eq!(told.to_string(), "the passphrase does not open this backup");
        for (content, message) in [
            (changed, "the backup is damaged or cut off; nothing was restored"),
            (whole[..middle].to_vec(), "the backup is damaged or cut off; nothing was restored"),
            (whole[..whole.len() - 1].to_vec(), "the backup is damaged or cut off; nothing was restored"),
            (whole[..20].to_vec(), "this file is not a Banso backup"),
            (Vec::new(), "this file is not a Banso backup"),
            (b"a letter".to_vec(), "this file is not a Banso backup"),
        ] {
            let file = bed.directory().join("damaged.age");
            fs::write(&file, content).unwrap();
            let told = restore(&file, PASSPHRASE, &target.location).await.unwrap_err();
            assert_eq!(told.to_string(), message);
        }
        if let Location::Sqlite(directory) = &target.location {
            let left: Vec<_> = fs::read_dir(directory.parent().unwrap()).unwrap().collect();
            assert!(left.is_empty(), "{left:?}");
        }
        // The target is still empty: the whole backup goes in.
        restore(&backed.file, PASSPHRASE, &target.location).await.unwrap();
        target.clear().await;
    }

    async fn a_backup_is_never_overwritten_and_needs_a_passphrase(bed: TestBed) {
        let backed = backed(&bed).await;
        let before = fs::read(&backed.file).unwrap();
        let told = backed.store.backup(&backed.file, PASSPHRASE).await.unwrap_err();
        assert!(matches!(told, BackupError::Exists(_)), "{told:?}");
        assert_eq!(fs::read(&backed.file).unwrap(), before);
        let file = bed.directory().join("open.age");
        assert!(matches!(backed.store.backup(&file, "").await, Err(BackupError::NoPassphrase)));
        assert!(!file.exists());
    }

    async fn a_backup_that_cannot_be_written_leaves_no_file(bed: TestBed) {
        let store = bed.open().await;
        let file = bed.directory().join("no such directory").join("backup.age");
        let told = store.backup(&file, PASSPHRASE).await.unwrap_err();
        assert!(matches!(told, BackupError::File { .. }), "{told:?}");
    }

    async fn a_backup_holds_one_moment_while_others_write(bed: TestBed) {
        let store = Arc::new(bed.open().await);
        let writer = tokio::spawn({
            let store = Arc::clone(&store);
            async move {
                for _ in 0..60 {
                    let (case, other) = (new_case(), new_case());
                    let tx = store.begin().await.unwrap();
                    tx.append(entry(&case, "{}")).await.unwrap();
                    tx.append(entry(&other, "{}")).await.unwrap();
                    tx.commit().await.unwrap();
                }
            }
        });
        let file = bed.directory().join("backup.age");
        store.backup(&file, PASSPHRASE).await.unwrap();
        writer.await.unwrap();
        let target = bed.another().await;
        let restored = restore(&file, PASSPHRASE, &target.location).await.unwrap();
        let restored = Store::open(&target.location, restored.key).await.unwrap();
        let count = restored.reader().query_one("SELECT count(*) FROM journal", &[]).await.unwrap().int(0).unwrap();
        assert_eq!(count % 2, 0, "both entries of a command or neither");
        drop(restored);
        target.clear().await;
    }
}
