//! R-85 for jobs that were begun before anybody asked who stands beside them: the next start derives them anew from the journal.

use banso_access::{Action, Target, decide};
use banso_domain::{
    case::sharing::EmploymentDisclosure,
    id::JobId,
    job::{Employer, JobDueKind, JobEvent, JobKind, JobRoute, JobSlot, JobTerms},
};
use banso_store::{Change, Query, Stamp, Store, both_engines, params, testing::tamper};
use uuid::Uuid;

use crate::support::{Region, day};

/// A job at the centre as programs before the rule wrote it down: nothing is said of who stands beside it.
async fn old_job(region: &Region) -> JobId {
    let case = region.open("青葉 一郎", "アオバ イチロウ").await;
    let person = region.app.case_file(&region.chief, case).await.expect("the case").case.person;
    let terms = JobTerms {
        work: "検品".into(),
        starts_on: day("2026-03-02"),
        until: None,
        weekly_hours: Some(30),
        slot: JobSlot::GeneralSlot,
        disclosure: EmploymentDisclosure::Open,
        route: JobRoute::HelloWork,
        key_person: String::new(),
        accommodation: String::new(),
    };
    let begun = JobEvent::Begun {
        person,
        agency: region.centre,
        employer: Employer { agency: None, name: "みどり精機（架空）".into() },
        kind: JobKind::Employment,
        terms,
        episode: None,
        previous: None,
        is_alone: false,
    };
    let written = serde_json::to_string(&begun).expect("an event");
    assert!(!written.contains("is_alone"), "as it was written before: {written}");
    let id = JobId::new(Uuid::now_v7());
    let permit = decide(&region.chief, Action::SecureOwnAccount, Target::OwnAccount).expect("a permit");
    let stamp = Stamp { permit: &permit, at: region.app.clock().now() };
    let tx = region.app.store().begin().await.expect("a transaction");
    tx.record(stamp, Change::Job(id, person, &begun), Some(0)).await.expect("recorded");
    tx.commit().await.expect("committed");
    id
}

async fn differences(store: &Store) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let report = store.verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
    report.differences.iter().map(ToString::to_string).collect()
}

async fn asks_for_support(store: &Store, id: JobId) -> bool {
    let row = store.reader().job(id).await.expect("an answer").expect("the job");
    row.job.dues().iter().any(|due| due.kind == JobDueKind::SupportLink && due.on == day("2026-03-02"))
}

both_engines! {
    async fn r_85_a_job_from_before_the_rule_has_its_due_after_the_next_start_and_the_check_finds_nothing(bed: TestBed) {
        let region = Region::new(bed.open().await).await;
        let id = old_job(&region).await;
        let store = region.app.store();
        // The tables as the program before left them.
        let state = "UPDATE job SET state = replace(state, '\"is_alone\":true', '\"is_alone\":false')";
        tamper(store, state, params![]).await;
        tamper(store, "DELETE FROM job_due WHERE kind = 'support_link'", params![]).await;
        tamper(store, "INSERT INTO renewal (stream_kind) VALUES ('job')", params![]).await;
        assert!(!asks_for_support(store, id).await);
        assert!(!differences(store).await.is_empty());

        let again = bed.open().await;
        assert!(asks_for_support(&again, id).await);
        assert_eq!(differences(&again).await, [""; 0]);
        let left = again.reader().query_opt("SELECT stream_kind FROM renewal", &[]).await.expect("an answer");
        assert!(left.is_none(), "it is done once");
    }
}
