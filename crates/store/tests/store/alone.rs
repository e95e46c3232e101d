//! One server at a time: the second is refused, and a lock that was lost is taken anew or told of.

use std::time::Duration;

use banso_store::{OpenError, Query, Store, Value, both_engines, testing::on_postgres};

/// The lock of an installation among the locks of the database server.
const OURS: &str = "locktype = 'advisory' AND ((classid::bigint << 32) | objid::bigint) = $1";

fn key(store: &Store) -> Value {
    let (high, low) = store.installation().as_u64_pair();
    Value::Int(i64::from_be_bytes((high ^ low).to_be_bytes()))
}

/// Asks until the answer is yes.
async fn until(store: &Store, question: &str) {
    let asking = async {
        let sql = format!("SELECT count(*) FROM pg_locks WHERE {OURS} AND {question}");
        while store.reader().query_one(&sql, &[key(store)]).await.unwrap().int(0).unwrap() == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), asking).await.expect("a yes");
}

/// Ends the connection that holds the lock, as a server that is started again does, and waits until it is gone.
async fn cut(store: &Store) {
    let holder = format!("SELECT pid::bigint FROM pg_locks WHERE {OURS} AND granted");
    let pid = store.reader().query_one(&holder, &[key(store)]).await.unwrap().int(0).unwrap();
    let ask = |sql: &'static str| async move {
        store.reader().query_one(sql, &[Value::Int(pid)]).await.unwrap().int(0).unwrap()
    };
    ask("SELECT pg_terminate_backend($1::bigint::int)::int::bigint").await;
    let ending = async {
        while ask("SELECT count(*) FROM pg_stat_activity WHERE pid::bigint = $1").await > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), ending).await.expect("it is gone");
}

both_engines! {
    async fn who_serves_alone_lets_nobody_else_until_the_end(bed: TestBed) {
        let (first, second) = (bed.open().await, bed.open().await);
        let alone = first.alone().await.expect("nobody else");
        assert!(matches!(second.alone().await, Err(OpenError::Served)));
        drop(alone);
        assert!(second.alone().await.is_ok());
    }
}

#[test]
fn a_lock_that_was_lost_with_its_connection_is_taken_anew() {
    on_postgres(|bed| async move {
        let (first, second) = (bed.open().await, bed.open().await);
        let alone = first.alone().await.expect("nobody else");
        until(&second, "granted").await;
        cut(&second).await;
        until(&second, "granted").await;
        assert!(matches!(second.alone().await, Err(OpenError::Served)));
        assert!(!alone.is_lost());
    });
}

#[test]
fn a_server_whose_lock_another_program_took_is_told_so() {
    on_postgres(|bed| async move {
        let (first, second, other) = (bed.open().await, bed.open().await, bed.open().await);
        let alone = first.alone().await.expect("nobody else");
        // The other program stands in line, so that it is the next one whatever the server does.
        let waiting = tokio::spawn(async move {
            let taken = other.reader().query("SELECT pg_advisory_lock($1)::text", &[key(&other)]).await;
            taken.map(|_| other)
        });
        until(&second, "NOT granted").await;
        cut(&second).await;
        let _other = waiting.await.unwrap().expect("its turn");
        tokio::time::timeout(Duration::from_secs(60), alone.lost()).await.expect("told");
        assert!(alone.is_lost());
    });
}
