use std::{future::Future, pin::pin, sync::Arc, task::Poll, time::Duration};

use banso_store::{
    Payload, Query, Store, StoreError, Stream, Tx,
    testing::{TestBed, fill_disk, on_sqlite},
};

use tokio::task::JoinHandle;

use crate::entries::{entry, entry_about, morning, new_case, new_person};

async fn save(store: &Store, stream: &Stream, says: &str) -> Result<(), StoreError> {
    let tx = store.begin().await?;
    tx.append(entry(stream, says)).await?;
    tx.commit().await
}

fn saving(store: &Store, stream: &Stream, says: &'static str) -> impl Future<Output = Result<(), StoreError>> + use<> {
    let (store, stream) = (store.clone(), stream.clone());
    async move { save(&store, &stream, says).await }
}

/// Tries until the commands of a test shared a commit, which a busy machine can prevent: a group ends after 5 ms.
/// The attempt tells whether they did.
async fn until_shared<F: Future<Output = bool>>(store: &Store, attempt: impl Fn(Store) -> F) {
    for _ in 0..50 {
        if attempt(store.clone()).await {
            return;
        }
    }
    panic!("the commands never shared a commit");
}

/// Commands that wait, in order, behind one that holds its turn: they share a commit once it lets them on.
struct Line {
    holder: Tx,
}

impl Line {
    async fn behind_a_command(store: &Store) -> Self {
        Self { holder: store.begin().await.unwrap() }
    }

    async fn join<T: Send + 'static>(&self, command: impl Future<Output = T> + Send + 'static) -> JoinHandle<T> {
        let waiting = tokio::spawn(command);
        // Long enough to reach the line before the next one.
        tokio::time::sleep(Duration::from_millis(30)).await;
        waiting
    }

    fn moves_on(self) {
        drop(self.holder);
    }
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

/// Lets a future run until it waits, then drops it: the caller has gone away. Tells whether it was still waiting.
async fn give_up_on<F: Future>(future: F) -> bool {
    let mut future = pin!(future);
    std::future::poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_pending())).await
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
        until_shared(&bed.open().await, |store| async move {
            let case = new_case();
            let before = store.write_counts().unwrap();
            let line = Line::behind_a_command(&store).await;
            let first = line.join(saving(&store, &case, "first")).await;
            let second = line
                .join({
                    let (store, case) = (store.clone(), case.clone());
                    async move {
                        let tx = store.begin().await.unwrap();
                        tx.append(entry(&case, "dropped")).await.unwrap();
                        drop(tx);
                    }
                })
                .await;
            let third = line.join(saving(&store, &case, "third")).await;
            line.moves_on();
            first.await.unwrap().unwrap();
            second.await.unwrap();
            third.await.unwrap().unwrap();
            assert_eq!(said(&store, &case).await, ["first", "third"]);
            store.write_counts().unwrap().commits - before.commits == 1
        })
        .await;
    });
}

#[test]
fn when_the_engine_gives_up_a_whole_group_every_command_of_it_is_told() {
    sqlite(|bed| async move {
        until_shared(&bed.open().await, |store| async move {
            let case = new_case();
            let line = Line::behind_a_command(&store).await;
            let first = line.join(saving(&store, &case, "finished, not yet durable")).await;
            let breaker = line
                .join({
                    let store = store.clone();
                    async move {
                        let tx = store.begin().await.unwrap();
                        // What SQLite does by itself on some failures: it rolls back the outer transaction.
                        let sql = "INSERT OR ROLLBACK INTO installation SELECT * FROM installation";
                        let told = tx.execute_sql(sql, &[]).await.unwrap_err();
                        assert_eq!(tx.execute_sql("DELETE FROM person_key", &[]).await, Err(StoreError::Spoiled));
                        told
                    }
                })
                .await;
            let third = line.join(saving(&store, &case, "in the next group")).await;
            line.moves_on();
            let (first, breaker) = (first.await.unwrap(), breaker.await.unwrap());
            third.await.unwrap().unwrap();
            let said = said(&store, &case).await;
            if first.is_ok() {
                assert_eq!(said, ["finished, not yet durable", "in the next group"]);
                return false;
            }
            assert_eq!(first, Err(breaker));
            assert_eq!(said, ["in the next group"]);
            true
        })
        .await;
    });
}

#[test]
fn a_commit_whose_caller_goes_away_is_still_made() {
    sqlite(|bed| async move {
        let store = bed.open().await;
        let mut given_up = 0;
        while given_up < 3 {
            let case = new_case();
            let tx = store.begin().await.unwrap();
            tx.append(entry(&case, "kept")).await.unwrap();
            given_up += i32::from(give_up_on(tx.commit()).await);

            save(&store, &case, "next").await.unwrap();
            assert_eq!(said(&store, &case).await, ["kept", "next"]);
        }
    });
}

#[test]
fn a_caller_that_goes_away_while_waiting_for_its_turn_holds_up_nobody() {
    sqlite(|bed| async move {
        let (store, case) = (bed.open().await, new_case());
        let holder = store.begin().await.unwrap();
        assert!(give_up_on(store.begin()).await);
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
        until_shared(&bed.open().await, |store| async move {
            let (person, case) = (new_person(), new_case());
            let tx = store.begin().await.unwrap();
            tx.append(entry_about(person, &case, "before")).await.unwrap();
            tx.commit().await.unwrap();
            let before = store.write_counts().unwrap();

            let line = Line::behind_a_command(&store).await;
            let erasure = line
                .join({
                    let store = store.clone();
                    async move {
                        let tx = store.begin().await.unwrap();
                        tx.drop_key(person, morning(0)).await.unwrap();
                        tx.commit().await.unwrap();
                    }
                })
                .await;
            let late = line
                .join({
                    let (store, case) = (store.clone(), case.clone());
                    async move {
                        let tx = store.begin().await.unwrap();
                        tx.append(entry_about(person, &case, "late")).await
                    }
                })
                .await;
            line.moves_on();
            erasure.await.unwrap();
            assert_eq!(late.await.unwrap(), Err(StoreError::Erased(person)));
            assert_eq!(said(&store, &case).await, ["erased"]);
            store.write_counts().unwrap().commits - before.commits == 1
        })
        .await;
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
