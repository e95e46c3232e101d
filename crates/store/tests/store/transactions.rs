use std::{
    future::Future,
    pin::pin,
    task::Poll,
    time::{Duration, Instant},
};

use banso_store::{
    Query, StoreError, both_engines, params,
    testing::{on_postgres, on_sqlite},
};
use uuid::Uuid;

use crate::entries::{entry, new_case};

const COUNT: &str = "SELECT count(*) FROM journal";

both_engines! {
    async fn what_was_saved_is_read_back_and_what_was_dropped_leaves_nothing(store: Store) {
        let case = new_case();
        let saved = store.begin().await.unwrap();
        saved.append(entry(&case, "saved")).await.unwrap();
        saved.commit().await.unwrap();

        let dropped = store.begin().await.unwrap();
        dropped.append(entry(&case, "dropped")).await.unwrap();
        drop(dropped);

        let entries = store.reader().read_stream(&case, None).await.unwrap();
        assert_eq!(entries.len(), 1);
        let next = store.begin().await.unwrap();
        assert_eq!(next.append(entry(&case, "next")).await.unwrap().seq, 2);
    }

    async fn a_transaction_sees_its_own_changes_and_others_do_not_until_the_commit(store: Store) {
        let tx = store.begin().await.unwrap();
        tx.append(entry(&new_case(), "mine")).await.unwrap();
        assert_eq!(tx.query_one(COUNT, &[]).await.unwrap().int(0), Ok(1));
        assert_eq!(store.reader().query_one(COUNT, &[]).await.unwrap().int(0), Ok(0));
        tx.commit().await.unwrap();
        assert_eq!(store.reader().query_one(COUNT, &[]).await.unwrap().int(0), Ok(1));
    }

    async fn after_a_failed_statement_nothing_of_the_transaction_can_be_saved(store: Store) {
        let case = new_case();
        let tx = store.begin().await.unwrap();
        tx.append(entry(&case, "before the mistake")).await.unwrap();
        tx.execute_sql("INSERT INTO no_such_table (x) VALUES ($1)", params![1]).await.unwrap_err();

        assert_eq!(tx.append(entry(&case, "after")).await, Err(StoreError::Spoiled));
        assert_eq!(tx.commit().await, Err(StoreError::Spoiled));
        assert_eq!(store.reader().query_one(COUNT, &[]).await.unwrap().int(0), Ok(0));
    }

    async fn a_key_that_exists_is_told_as_a_duplicate(store: Store) {
        let person = Uuid::now_v7();
        let sql = "INSERT INTO person_key (person_id, wrapped_key) VALUES ($1, $2)";
        let tx = store.begin().await.unwrap();
        tx.execute_sql(sql, params![person, vec![1_u8]]).await.unwrap();
        let told = tx.execute_sql(sql, params![person, vec![1_u8]]).await.unwrap_err();
        assert!(matches!(told, StoreError::Duplicate { .. }), "{told:?}");
        assert!(!format!("{told:?}").contains(&person.to_string()), "the value is not shown");
    }

    async fn every_kind_of_value_comes_back_as_it_went_in(store: Store) {
        let id = Uuid::now_v7();
        let tx = store.begin().await.unwrap();
        let table = "CREATE TABLE sample (day TEXT, words TEXT, number BIGINT, share DOUBLE PRECISION, missing BIGINT)";
        tx.execute_sql(table, &[]).await.unwrap();
        let day = chrono::NaiveDate::from_ymd_opt(2026, 4, 1).unwrap();
        tx.execute_sql(
            "INSERT INTO sample (number, share, words, day, missing) VALUES ($3, $4, $2, $1, $5)",
            params![day, "髙橋 'さん'", i64::MIN, 0.25, None::<i64>],
        ).await.unwrap();
        tx.execute_sql("INSERT INTO person_key (person_id, dropped_at) VALUES ($1, $2)", params![id, 5]).await.unwrap();

        let row = tx.query_one("SELECT day, words, number, share, missing FROM sample WHERE day = $1", params![day]).await.unwrap();
        assert_eq!(row.date(0), Ok(day));
        assert_eq!(row.text(1), Ok("髙橋 'さん'"));
        assert_eq!(row.int(2), Ok(i64::MIN));
        assert_eq!(row.real(3), Ok(0.25));
        assert_eq!(row.opt_int(4), Ok(None));
        let key = tx.query_one("SELECT person_id, wrapped_key FROM person_key WHERE person_id = $1", params![id]).await.unwrap();
        assert_eq!(key.uuid(0), Ok(id));
        assert_eq!(key.opt_blob(1), Ok(None));
    }

    async fn a_missing_row_and_a_missing_parameter_are_errors(store: Store) {
        let sql = "SELECT position FROM journal WHERE position = $1";
        let reader = store.reader();
        assert_eq!(reader.query_one(sql, params![1]).await.unwrap_err(), StoreError::NoRow);
        assert!(reader.query_opt(sql, params![1]).await.unwrap().is_none());
        let told = reader.query(sql, &[]).await.unwrap_err();
        assert!(matches!(told, StoreError::Statement { .. }), "{told:?}");
    }

    async fn a_reader_cannot_write(store: Store) {
        if store.write_counts().is_some() {
            let told = store.reader().query("DELETE FROM installation RETURNING one", &[]).await.unwrap_err();
            assert!(matches!(told, StoreError::Statement { .. }), "{told:?}");
        }
        let rows = store.reader().query_aside_sql("SELECT one FROM installation", &[]).await.unwrap();
        assert_eq!(rows.len(), 1);
    }

    async fn a_hundred_dropped_transactions_hold_up_nobody(store: Store) {
        for _ in 0..100 {
            let tx = store.begin().await.unwrap();
            tx.append(entry(&new_case(), "dropped")).await.unwrap();
        }
        let tx = store.begin().await.unwrap();
        tx.append(entry(&new_case(), "saved")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.reader().query_one(COUNT, &[]).await.unwrap().int(0), Ok(1));
    }
}

#[test]
fn a_statement_given_up_half_way_spoils_its_transaction_on_a_server() {
    on_postgres(|bed| async move {
        let store = bed.open().await;
        let tx = store.begin().await.unwrap();
        {
            let mut statement = pin!(tx.query("SELECT pg_sleep(0.05)::text", &[]));
            std::future::poll_fn(|context| {
                assert!(statement.as_mut().poll(context).is_pending());
                Poll::Ready(())
            })
            .await;
        }
        assert_eq!(tx.append(entry(&new_case(), "after")).await, Err(StoreError::Spoiled));
        assert_eq!(tx.commit().await, Err(StoreError::Spoiled));
        let next = store.begin().await.unwrap();
        next.append(entry(&new_case(), "next")).await.unwrap();
        next.commit().await.unwrap();
        assert_eq!(store.reader().query_one(COUNT, &[]).await.unwrap().int(0), Ok(1));
    });
}

#[test]
fn short_reads_do_not_wait_for_long_ones() {
    on_sqlite(|bed| async move {
        let store = bed.open().await;
        let slow = "WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 1000000)
                    SELECT CAST(sum(n) AS BIGINT) FROM many";
        let reports: Vec<_> = (0..6)
            .map(|_| {
                let (store, start) = (store.clone(), Instant::now());
                tokio::spawn(async move {
                    let sum = store.reader().query_aside_sql(slow, &[]).await.unwrap()[0].int(0);
                    assert_eq!(sum, Ok(500_000_500_000));
                    start.elapsed()
                })
            })
            .collect();
        let mut longest_short_read = Duration::ZERO;
        while !reports.iter().all(tokio::task::JoinHandle::is_finished) {
            let start = Instant::now();
            store.answers().await.unwrap();
            longest_short_read = longest_short_read.max(start.elapsed());
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let mut fastest_report = Duration::MAX;
        for report in reports {
            fastest_report = fastest_report.min(report.await.unwrap());
        }
        assert!(longest_short_read * 2 < fastest_report, "{longest_short_read:?} against {fastest_report:?}");
    });
}
