use std::{future::Future, pin::pin, sync::Arc, task::Poll, time::Duration};

use banso_store::{
    Payload, Query, Store, StoreError, Stream,
    testing::{TestBed, fill_disk, on_sqlite},
};

use crate::entries::{entry, entry_about, morning, new_case, new_person};

async fn save(store: &Store, stream: &Stream, says: &str) -> Result<(), StoreError> {
    let tx = store.begin().await?;
    tx.append(entry(stream, says)).await?;
    tx.commit().await
}

async fn said(store: &Store, stream: &Stream) -> Vec<String> {
    let entries = store.reader().read_stream(stream, None).await.unwrap();
    let words = entries.into_iter().map(|entry| match entry.payload {
        Payload::Readable(says) => says,
        Payload::Erased => "erased".into(),
    });
    words.collect()
}

fn sqlite<F: Future<Output = ()> + Send + 'static>(test: impl FnOnce(Arc<TestBed>) -> F) {
    on_sqlite(test);
}

/// Lets a future run until it waits, then drops it: the caller has gone away.
async fn give_up_on<F: Future>(future: F) {
    let mut future = pin!(future);
    std::future::poll_fn(|context| {
        assert!(future.as_mut().poll(context).is_pending(), "it was to be given up while it waits");
        Poll::Ready(())
    })
    .await;
}

#[test]
fn commands_that_wait_for_each_other_share_a_commit() {
    sqlite(|bed| async move {
        let store = bed.open().await;
        let before = store.write_counts().unwrap();
        let writers: Vec<_> = (0..8)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move {
                    let case = new_case();
                    for _ in 0..25 {
                        save(&store, &case, "{}").await.unwrap();
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        let after = store.write_counts().unwrap();
        assert_eq!(after.commands - before.commands, 200);
        assert!(after.commits - before.commits <= 100, "{} commits for 200 commands", after.commits - before.commits);
        let count = store.reader().query_one("SELECT count(*) FROM journal", &[]).await.unwrap();
        assert_eq!(count.int(0), Ok(200));
    });
}

#[test]
fn a_command_alone_is_saved_at_once() {
    sqlite(|bed| async move {
        let (store, case) = (bed.open().await, new_case());
        let before = store.write_counts().unwrap();
        for _ in 0..3 {
            save(&store, &case, "{}").await.unwrap();
        }
        let after = store.write_counts().unwrap();
        assert_eq!((after.commands - before.commands, after.commits - before.commits), (3, 3));
    });
}

#[test]
fn a_command_that_is_dropped_leaves_the_others_of_its_group_alone() {
    sqlite(|bed| async move {
        let (store, case) = (bed.open().await, new_case());
        let first = store.begin().await.unwrap();
        let second = tokio::spawn({
            let (store, case) = (store.clone(), case.clone());
            async move {
                let tx = store.begin().await.unwrap();
                tx.append(entry(&case, "dropped")).await.unwrap();
                drop(tx);
            }
        });
        let third = tokio::spawn({
            let (store, case) = (store.clone(), case.clone());
            async move { save(&store, &case, "third").await }
        });
        tokio::time::sleep(Duration::from_millis(50)).await;
        first.append(entry(&case, "first")).await.unwrap();
        first.commit().await.unwrap();
        second.await.unwrap();
        third.await.unwrap().unwrap();
        assert_eq!(said(&store, &case).await, ["first", "third"]);
    });
}

#[test]
fn a_commit_whose_caller_goes_away_is_still_made() {
    sqlite(|bed| async move {
        let (store, case) = (bed.open().await, new_case());
        let tx = store.begin().await.unwrap();
        tx.append(entry(&case, "kept")).await.unwrap();
        give_up_on(tx.commit()).await;

        save(&store, &case, "next").await.unwrap();
        assert_eq!(said(&store, &case).await, ["kept", "next"]);
    });
}

#[test]
fn a_caller_that_goes_away_while_waiting_for_its_turn_holds_up_nobody() {
    sqlite(|bed| async move {
        let (store, case) = (bed.open().await, new_case());
        let holder = store.begin().await.unwrap();
        give_up_on(store.begin()).await;
        drop(holder);
        save(&store, &case, "next").await.unwrap();
        assert_eq!(said(&store, &case).await, ["next"]);
    });
}

#[test]
fn however_many_wait_no_commit_holds_more_than_64_commands() {
    sqlite(|bed| async move {
        let store = bed.open().await;
        let before = store.write_counts().unwrap();
        let holder = store.begin().await.unwrap();
        let writers: Vec<_> = (0..200)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move { save(&store, &new_case(), "{}").await })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(100)).await;
        drop(holder);
        for writer in writers {
            writer.await.unwrap().unwrap();
        }
        let after = store.write_counts().unwrap();
        let commits = after.commits - before.commits;
        assert!((4..=100).contains(&commits), "{commits} commits for 200 commands");
    });
}

#[test]
fn a_command_that_shares_the_commit_of_an_erasure_cannot_write_about_the_erased_person() {
    sqlite(|bed| async move {
        let (store, person, case) = (bed.open().await, new_person(), new_case());
        let tx = store.begin().await.unwrap();
        tx.append(entry_about(person, &case, "before")).await.unwrap();
        tx.commit().await.unwrap();
        let before = store.write_counts().unwrap();

        let erasure = store.begin().await.unwrap();
        let late = tokio::spawn({
            let (store, case) = (store.clone(), case.clone());
            async move {
                let tx = store.begin().await.unwrap();
                let told = tx.append(entry_about(person, &case, "late")).await;
                drop(tx);
                save(&store, &case, "about nobody").await.unwrap();
                told
            }
        });
        tokio::time::sleep(Duration::from_millis(50)).await;
        erasure.drop_key(person, morning(0)).await.unwrap();
        erasure.commit().await.unwrap();
        assert_eq!(late.await.unwrap(), Err(StoreError::Erased(person)));
        assert!(store.write_counts().unwrap().commits > before.commits);
        assert_eq!(said(&store, &case).await, ["erased", "about nobody"]);
    });
}

#[test]
fn a_full_disk_fails_the_command_in_words_and_keeps_what_was_acknowledged() {
    sqlite(|bed| async move {
        let (store, case) = (bed.open().await, new_case());
        save(&store, &case, "before").await.unwrap();
        fill_disk(&store, 40).await;
        let long = "x".repeat(3_000);
        let mut acknowledged = vec!["before".to_owned()];
        let told = loop {
            match save(&store, &case, &long).await {
                Ok(()) => acknowledged.push(long.clone()),
                Err(told) => break told,
            }
        };
        assert!(matches!(told, StoreError::Full(_)), "{told:?}");
        assert_eq!(said(&store, &case).await, acknowledged);

        fill_disk(&store, 4_000).await;
        save(&store, &case, "after").await.unwrap();
        acknowledged.push("after".into());
        assert_eq!(said(&store, &case).await, acknowledged);
        assert!(store.verify_chain(|_| {}).await.unwrap().is_sound());
    });
}

#[test]
fn on_a_full_disk_every_command_of_a_group_is_either_saved_and_acknowledged_or_neither() {
    sqlite(|bed| async move {
        let store = bed.open().await;
        fill_disk(&store, 60).await;
        let writers: Vec<_> = (0..8)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move {
                    let (case, mut acknowledged, mut refused) = (new_case(), 0, 0);
                    for _ in 0..20 {
                        match save(&store, &case, &"x".repeat(2_000)).await {
                            Ok(()) => acknowledged += 1,
                            Err(StoreError::Full(_)) => refused += 1,
                            Err(other) => panic!("{other:?}"),
                        }
                    }
                    (case, acknowledged, refused)
                })
            })
            .collect();
        let mut refusals = 0;
        for writer in writers {
            let (case, acknowledged, refused) = writer.await.unwrap();
            assert_eq!(said(&store, &case).await.len(), acknowledged);
            refusals += refused;
        }
        assert!(refusals > 0, "the disk was to become full");
        assert!(store.verify_chain(|_| {}).await.unwrap().is_sound());
    });
}
