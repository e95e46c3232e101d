use std::{fs, path::Path};

use banso_domain::id::PersonId;
use banso_store::{
    Location, Payload, Query, Store, StoreError, Stream, both_engines, params,
    testing::{on_sqlite, tamper},
};

use crate::entries::{entry_about, morning, new_case, new_person};

async fn write(store: &Store, person: PersonId, stream: &Stream, says: &str) {
    let tx = store.begin().await.unwrap();
    tx.append(entry_about(person, stream, says)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn read(store: &Store, stream: &Stream) -> Vec<Payload> {
    let entries = store.reader().read_stream(stream, None).await.unwrap();
    entries.into_iter().map(|entry| entry.payload).collect()
}

both_engines! {
    async fn what_is_written_about_a_person_is_not_readable_in_the_database(store: Store) {
        let case = new_case();
        write(&store, new_person(), &case, "家計が苦しい").await;
        let row = store.reader().query_one("SELECT payload FROM journal", &[]).await.unwrap();
        let stored = row.blob(0).unwrap();
        assert!(!stored.windows(6).any(|part| part == "家計".as_bytes()));
        assert_eq!(read(&store, &case).await, [Payload::Readable("家計が苦しい".into())]);
    }

    async fn after_the_key_is_dropped_the_person_cannot_be_read_and_others_can(store: Store) {
        let (gone, stays) = (new_person(), new_person());
        let (case, other) = (new_case(), new_case());
        write(&store, gone, &case, "a").await;
        write(&store, stays, &other, "b").await;
        assert_eq!(read(&store, &case).await, [Payload::Readable("a".into())]);

        let tx = store.begin().await.unwrap();
        tx.drop_key(gone, morning(0)).await.unwrap();
        assert_eq!(tx.read_stream(&case, None).await.unwrap()[0].payload, Payload::Erased);
        tx.commit().await.unwrap();
        store.scrub().await.unwrap();

        assert_eq!(read(&store, &case).await, [Payload::Erased]);
        assert_eq!(read(&store, &other).await, [Payload::Readable("b".into())]);
        assert!(store.verify_chain(|_| {}).await.unwrap().is_sound(), "the chain holds after an erasure");
        let tx = store.begin().await.unwrap();
        assert_eq!(tx.append(entry_about(gone, &case, "c")).await, Err(StoreError::Erased(gone)));
    }

    async fn a_key_dropped_in_a_transaction_that_is_not_saved_stays(store: Store) {
        let (person, case) = (new_person(), new_case());
        write(&store, person, &case, "a").await;
        let tx = store.begin().await.unwrap();
        tx.drop_key(person, morning(0)).await.unwrap();
        drop(tx);
        write(&store, person, &case, "b").await;
        assert_eq!(read(&store, &case).await, ["a", "b"].map(|says| Payload::Readable(says.into())));
    }

    async fn a_key_made_in_a_transaction_that_is_not_saved_is_not_used_again(store: Store) {
        let (person, case) = (new_person(), new_case());
        let tx = store.begin().await.unwrap();
        tx.append(entry_about(person, &case, "not saved")).await.unwrap();
        drop(tx);
        write(&store, person, &case, "saved").await;
        assert_eq!(read(&store, &case).await, [Payload::Readable("saved".into())]);
    }

    async fn saved_payloads_can_be_read_after_a_restart(bed: TestBed) {
        let (person, case) = (new_person(), new_case());
        let store = bed.open().await;
        write(&store, person, &case, "a").await;
        drop(store);
        assert_eq!(read(&bed.open().await, &case).await, [Payload::Readable("a".into())]);
    }

    async fn a_sealed_payload_that_was_moved_to_another_entry_does_not_open(store: Store) {
        let (person, case) = (new_person(), new_case());
        write(&store, person, &case, "a").await;
        write(&store, person, &case, "b").await;
        let moved = "UPDATE journal SET payload = (SELECT payload FROM journal WHERE seq = 1) WHERE seq = $1";
        tamper(&store, moved, params![2]).await;
        assert_eq!(store.reader().read_stream(&case, None).await, Err(StoreError::SealBroken));
    }
}

#[test]
fn an_erased_key_lingers_in_no_file_of_the_data_directory() {
    on_sqlite(|bed| async move {
        let Location::Sqlite(directory) = &bed.location else { panic!("a directory") };
        let (store, person) = (bed.open().await, new_person());
        write(&store, person, &new_case(), "a").await;
        for _ in 0..200 {
            write(&store, new_person(), &new_case(), "others around it").await;
        }
        let asked = "SELECT wrapped_key FROM person_key WHERE person_id = $1";
        let key = store.reader().query_one(asked, params![person]).await.unwrap().blob(0).unwrap().to_vec();
        assert!(lies_in(directory, &key), "it can be found as long as it is there");

        let tx = store.begin().await.unwrap();
        tx.drop_key(person, morning(0)).await.unwrap();
        tx.commit().await.unwrap();
        store.scrub().await.unwrap();
        assert!(!lies_in(directory, &key));
    });
}

/// Whether the bytes stand in any file of the directory.
fn lies_in(directory: &Path, bytes: &[u8]) -> bool {
    fs::read_dir(directory)
        .unwrap()
        .map(|file| fs::read(file.unwrap().path()).unwrap())
        .any(|content| content.windows(bytes.len()).any(|part| part == bytes))
}
