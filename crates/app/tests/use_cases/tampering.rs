//! Whatever somebody with the database in hand changes, `banso verify` says where.

use banso_app::NewRecord;
use banso_domain::{
    case::record::{ContactMethod, Counterpart},
    id::CaseId,
};
use banso_store::{Store, both_engines, params, testing::tamper};

use crate::support::Region;

/// A region with two cases and a few records; the first of the cases.
async fn worked_in(store: &Store) -> (Region, CaseId) {
    let region = Region::new(store.clone()).await;
    let case = region.open("青葉 一郎", "アオバ イチロウ").await;
    region.open("若葉 花子", "ワカバ ハナコ").await;
    region.accept(case).await;
    for number in 0..3 {
        let record = NewRecord {
            on: region.today(),
            methods: vec![ContactMethod::ALL[0]],
            counterparts: vec![Counterpart::ALL[0]],
            facts: format!("記録 {number}"),
            ..NewRecord::default()
        };
        region.app.write_record(&region.counselor, case, record).await.expect("a record");
    }
    (region, case)
}

/// What the second half of the check finds.
async fn differences(store: &Store) -> Vec<String> {
    let empty = tempfile::tempdir().expect("a directory");
    let report = store.verify_tables(empty.path().join("rebuilt"), |_| {}).await.expect("a report");
    report.differences.iter().map(ToString::to_string).collect()
}

both_engines! {
    async fn a_changed_row_is_found_with_its_table_its_key_and_its_columns(store: Store) {
        let (_region, case) = worked_in(&store).await;
        assert_eq!(differences(&store).await, [""; 0]);
        tamper(&store, "UPDATE case_file SET stage = 'closed', is_open = 0 WHERE id = $1", params![case]).await;
        assert_eq!(differences(&store).await, [format!("case_file {case}: not as the journal gives it in stage, is_open")]);
    }

    async fn a_row_taken_away_and_a_row_put_in_are_found_and_nothing_else(store: Store) {
        let (region, case) = worked_in(&store).await;
        let sql = "DELETE FROM support_record WHERE case_id = $1 AND sort_key = (SELECT min(sort_key) FROM support_record)
                   AND id = (SELECT id FROM support_record WHERE case_id = $1 ORDER BY sort_key, id LIMIT 1)";
        tamper(&store, sql, params![case]).await;
        let sql = "INSERT INTO membership (staff_id, agency_id, role) VALUES ($1, $2, 'administrator')";
        tamper(&store, sql, params![region.stranger.staff(), region.centre]).await;

        let told = differences(&store).await;
        let [put_in, taken] = told.as_slice() else { panic!("{told:#?}") };
        let whose = format!("membership {} {} administrator", region.stranger.staff(), region.centre);
        assert_eq!(*put_in, format!("{whose}: this row is there, and the journal does not know it"));
        assert!(taken.starts_with(&format!("support_record {case} ")), "{taken}");
        assert!(taken.ends_with("the row is missing that the journal speaks of"), "{taken}");
    }

    async fn an_entry_taken_from_the_end_of_a_stream_is_found_by_the_tables(store: Store) {
        let (_region, case) = worked_in(&store).await;
        let last = "DELETE FROM journal WHERE stream_id = $1
                    AND seq = (SELECT max(seq) FROM journal WHERE stream_id = $1)";
        tamper(&store, last, params![case]).await;
        assert!(store.verify_chain(|_| {}).await.expect("a report").is_sound(), "the chain alone cannot tell");
        let told = differences(&store).await;
        let said = "the table has seen entry 6 of its stream, the journal ends with entry 5: entries were taken away";
        assert!(told.contains(&format!("case_file {case}: {said}")), "{told:#?}");
    }

    async fn a_name_that_was_changed_in_the_tables_is_found_and_not_repeated(store: Store) {
        let (_region, _case) = worked_in(&store).await;
        tamper(&store, "UPDATE person SET name = '偽名 太郎'", &[]).await;
        tamper(&store, "DELETE FROM person_term WHERE term = (SELECT min(term) FROM person_term)", &[]).await;
        let told = differences(&store).await;
        assert_eq!(told.iter().filter(|line| line.contains("not as the journal gives it in name")).count(), 2, "{told:#?}");
        assert!(told.iter().any(|line| line.starts_with("person_term ")), "{told:#?}");
        assert!(!told.iter().any(|line| line.contains('名') || line.contains('ア') || line.contains('青')), "{told:#?}");
    }
}
