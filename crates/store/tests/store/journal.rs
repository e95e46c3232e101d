use banso_store::{FaultKind, NewEntry, Payload, StoreError, Stream, both_engines, params, testing::tamper};
use chrono::NaiveDate;

use crate::entries::{entry, entry_about, morning, new_case, new_person};

both_engines! {
    async fn entries_of_a_stream_are_numbered_from_one_without_gaps(store: Store) {
        let (case, other) = (new_case(), new_case());
        let tx = store.begin().await.unwrap();
        let mut seqs = Vec::new();
        for stream in [&case, &other, &case, &case] {
            seqs.push(tx.append(entry(stream, "{}")).await.unwrap().seq);
        }
        tx.commit().await.unwrap();
        assert_eq!(seqs, [1, 1, 2, 3]);
    }

    async fn an_entry_comes_back_with_everything_that_was_written(store: Store) {
        let (case, person) = (new_case(), new_person());
        let written = NewEntry {
            took_place_on: NaiveDate::from_ymd_opt(2026, 3, 31),
            agency: Some(banso_domain::id::AgencyId::new(uuid::Uuid::from_u128(9))),
            basis: r#"{"rule":"SR-08"}"#.into(),
            ..entry_about(person, &case, r#"{"note":"住まいを失いそう"}"#)
        };
        let tx = store.begin().await.unwrap();
        let appended = tx.append(written.clone()).await.unwrap();
        assert_eq!(tx.read_stream(&case, None).await.unwrap().len(), 1);
        tx.commit().await.unwrap();

        let entries = store.reader().read_stream(&case, None).await.unwrap();
        let [read] = entries.as_slice() else { panic!("one entry, not {}", entries.len()) };
        assert_eq!((read.position, read.seq, read.hash), (appended.position, 1, appended.hash));
        assert_eq!(read.stream, written.stream);
        assert_eq!((&read.event_type, read.schema_version), (&written.event_type, 1));
        assert_eq!((read.person, read.staff, read.agency), (Some(person), written.staff, written.agency));
        assert_eq!((read.recorded_at, read.took_place_on), (written.recorded_at, written.took_place_on));
        assert_eq!(read.basis, written.basis);
        assert_eq!(read.payload, Payload::Readable(written.payload));
    }

    async fn the_record_as_of_a_moment_holds_what_was_recorded_until_then(store: Store) {
        let case = new_case();
        let tx = store.begin().await.unwrap();
        for minutes in [0, 10, 20] {
            tx.append(NewEntry { recorded_at: morning(minutes), ..entry(&case, "{}") }).await.unwrap();
        }
        tx.commit().await.unwrap();
        let seen = store.reader().read_stream(&case, Some(morning(10))).await.unwrap();
        assert_eq!(seen.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [1, 2]);
    }

    async fn the_second_of_two_who_edit_the_same_is_told_and_loses_nothing_silently(store: Store) {
        let case = new_case();
        let first = store.begin().await.unwrap();
        first.append(NewEntry { expected_seq: Some(0), ..entry(&case, "first") }).await.unwrap();
        first.commit().await.unwrap();

        let second = store.begin().await.unwrap();
        let told = second.append(NewEntry { expected_seq: Some(0), ..entry(&case, "second") }).await;
        assert_eq!(told, Err(StoreError::Conflict { expected: 0, found: 1 }));
    }

    async fn two_who_append_at_the_same_moment_never_get_the_same_number(store: Store) {
        let case = new_case();
        let tasks: Vec<_> = (0..8).map(|_| {
            let (store, case) = (store.clone(), case.clone());
            tokio::spawn(async move {
                let mut saved = 0;
                while saved < 5 {
                    let tx = store.begin().await.unwrap();
                    match tx.append(entry(&case, "{}")).await {
                        Ok(_) => { tx.commit().await.unwrap(); saved += 1; }
                        Err(StoreError::Conflict { .. }) => {}
                        Err(other) => panic!("{other:?}"),
                    }
                }
            })
        }).collect();
        for task in tasks {
            task.await.unwrap();
        }
        let seqs: Vec<_> = store.reader().read_stream(&case, None).await.unwrap().iter().map(|entry| entry.seq).collect();
        assert_eq!(seqs, (1..=40).collect::<Vec<_>>());
        assert!(store.verify_chain(|_| {}).await.unwrap().is_sound());
    }

    async fn a_clock_that_was_set_back_leaves_no_gap_in_the_record_as_of_a_day(store: Store) {
        let case = new_case();
        let tx = store.begin().await.unwrap();
        for minutes in [0, 60, 30] {
            tx.append(NewEntry { recorded_at: morning(minutes), ..entry(&case, "{}") }).await.unwrap();
        }
        tx.commit().await.unwrap();
        let seqs = async |upto| -> Vec<i64> {
            let entries = store.reader().read_stream(&case, Some(upto)).await.unwrap();
            entries.iter().map(|entry| entry.seq).collect()
        };
        assert_eq!(seqs(morning(45)).await, [1], "the third follows the second, also in time");
        assert_eq!(seqs(morning(60)).await, [1, 2, 3]);
        assert!(store.verify_chain(|_| {}).await.unwrap().is_sound());
    }

    async fn an_entry_moved_to_another_place_in_the_journal_is_found(store: Store) {
        let case = new_case();
        let tx = store.begin().await.unwrap();
        for _ in 0..3 {
            tx.append(entry(&case, "{}")).await.unwrap();
        }
        tx.commit().await.unwrap();
        tamper(&store, "UPDATE journal SET position = position + 100 WHERE seq = 1", &[]).await;
        let report = store.verify_chain(|_| {}).await.unwrap();
        assert_eq!(report.fault_count, 1, "{:?}", report.faults);
        let told = report.faults[0].to_string();
        assert!(told.starts_with(&format!("case {} entry 2", case.id)), "{told}");
        assert!(told.ends_with("it was moved to another place in the journal"), "{told}");
    }

    async fn the_whole_journal_can_be_replayed_page_by_page(store: Store) {
        let tx = store.begin().await.unwrap();
        for number in 0..7 {
            tx.append(entry(&new_case(), &number.to_string())).await.unwrap();
        }
        tx.commit().await.unwrap();
        let (mut after, mut said) = (0, Vec::new());
        loop {
            let page = store.reader().read_all(after, 3).await.unwrap();
            let Some(last) = page.last() else { break };
            after = last.position;
            said.extend(page.into_iter().map(|entry| entry.payload));
        }
        let all: Vec<_> = (0..7).map(|number| Payload::Readable(number.to_string())).collect();
        assert_eq!(said, all);
    }

    async fn the_journal_refuses_to_be_changed_or_shortened(store: Store) {
        let tx = store.begin().await.unwrap();
        tx.append(entry(&new_case(), "{}")).await.unwrap();
        tx.commit().await.unwrap();
        for sql in ["UPDATE journal SET basis = '{}'", "DELETE FROM journal"] {
            let told = store.begin().await.unwrap().execute_sql(sql, &[]).await.unwrap_err();
            assert!(format!("{told:?}").contains("append-only"), "{told:?}");
        }
    }

    async fn a_sound_chain_is_called_sound_and_counted(store: Store) {
        let tx = store.begin().await.unwrap();
        let case = new_case();
        for _ in 0..3 {
            tx.append(entry(&case, "{}")).await.unwrap();
        }
        tx.append(entry(&Stream::new("person", case.id), "{}")).await.unwrap();
        tx.commit().await.unwrap();

        let mut progress = 0;
        let report = store.verify_chain(|entries| progress = entries).await.unwrap();
        assert_eq!((report.streams, report.entries, report.fault_count), (2, 4, 0));
        assert_eq!(progress, 4);
    }

    async fn whatever_is_changed_behind_the_stores_back_is_found(store: Store) {
        let (case, person) = (new_case(), new_person());
        let tx = store.begin().await.unwrap();
        let mut positions = Vec::new();
        for _ in 0..20 {
            positions.push(tx.append(entry_about(person, &case, "{}")).await.unwrap().position);
        }
        tx.commit().await.unwrap();
        let changes = [
            "event_type = 'x'", "schema_version = 2", "person_id = NULL", "recorded_at = recorded_at + 1",
            "took_place_on = '2026-04-01'", "staff_id = stream_id", "agency_id = stream_id", "basis = '{ }'",
            "sealed = 0", "payload = hash", "hash = payload",
        ];
        for (number, change) in changes.iter().enumerate() {
            tamper(&store, &format!("UPDATE journal SET {change} WHERE position = $1"), params![positions[number]]).await;
        }
        let report = store.verify_chain(|_| {}).await.unwrap();
        let changed: Vec<_> =
            report.faults.iter().filter(|fault| fault.kind == FaultKind::Changed).map(|fault| fault.position).collect();
        assert_eq!(changed, positions[..changes.len()]);
        assert_eq!(
            report.faults.last().unwrap().to_string(),
            format!("case {} entry 12 (place {}): it does not follow the entry before it", case.id, positions[11])
        );
    }

    async fn an_entry_taken_out_or_replaced_with_a_matching_hash_is_found(store: Store) {
        let (short, replaced) = (new_case(), new_case());
        let tx = store.begin().await.unwrap();
        for _ in 0..3 {
            tx.append(entry(&short, "{}")).await.unwrap();
            tx.append(entry(&replaced, "{}")).await.unwrap();
        }
        tx.commit().await.unwrap();
        tamper(&store, "DELETE FROM journal WHERE stream_id = $1 AND seq = 2", params![short.id]).await;
        // A forged entry with a hash of its own still breaks the link of the next one.
        tamper(&store, "DELETE FROM journal WHERE stream_id = $1 AND seq >= 2", params![replaced.id]).await;
        let tx = store.begin().await.unwrap();
        tx.append(entry(&replaced, "forged")).await.unwrap();
        tx.commit().await.unwrap();
        tamper(&store, "UPDATE journal SET seq = 3 WHERE stream_id = $1 AND seq = 2", params![replaced.id]).await;

        let report = store.verify_chain(|_| {}).await.unwrap();
        let missing = report.faults.iter().filter(|fault| fault.kind == FaultKind::Missing).count();
        assert_eq!(missing, 2, "{:?}", report.faults);
    }

    async fn entries_missing_at_the_end_change_the_digest_that_was_noted_elsewhere(store: Store) {
        let case = new_case();
        let tx = store.begin().await.unwrap();
        for _ in 0..2 {
            tx.append(entry(&case, "{}")).await.unwrap();
        }
        tx.commit().await.unwrap();
        let noted = store.verify_chain(|_| {}).await.unwrap();
        tamper(&store, "DELETE FROM journal WHERE seq = 2", &[]).await;
        let later = store.verify_chain(|_| {}).await.unwrap();
        assert!(later.is_sound(), "a chain alone cannot show it");
        assert_ne!(later.digest, noted.digest);
    }
}
