//! Contacts with other agencies through the use cases, on both engines.

use crate::support::{Region, agency, day};
use banso_app::{JobAsked, NewRecord, Whom};
use banso_domain::{
    agency::{AgencyKind, Channel},
    answer::AnswerForm,
    case::{
        contact::{AgencyContact, ContactDirection, ContactKind, ContactPhase},
        network::Supporting,
        record::{ContactMethod, Counterpart},
        sharing::{Consent, Direction, EmploymentDisclosure, ItemSet, Recipient, Route, SharedItem, SharingPurpose},
    },
    id::ConsentId,
    job::{JobKind, JobRoute, JobSlot, JobTerms},
    ledger::LedgerEntry,
};
use banso_store::both_engines;
use uuid::Uuid;

fn call(region: &Region) -> NewRecord {
    NewRecord {
        on: region.today(),
        counterparts: vec![Counterpart::Agency],
        methods: vec![ContactMethod::AgencyPhone],
        facts: "電話で様子を伝えた".into(),
        ..NewRecord::default()
    }
}

both_engines! {
    async fn what_a_contact_gives_stands_in_the_ledger_and_pairs_are_counted_by_who_began(store: Store) {
        let region = Region::new(store).await;
        let app = &region.app;
        let case = region.open("山田 太郎", "ヤマダ タロウ").await;
        let clinic = agency(AgencyKind::MedicalInstitution, "みどり医院", None);
        let clinic = app.save_agency(&region.admin, None, clinic, None).await.expect("an agency");
        let health = ItemSet::NONE.with(SharedItem::Health);
        let consent = Consent {
            id: ConsentId::new(Uuid::now_v7()),
            purposes: vec![SharingPurpose::Medical],
            to: vec![Recipient { agency: clinic, is_employer: false }],
            items: health,
            direction: Direction::Both,
            route: Route::Direct,
            route_reason: "本人から頼まれた".into(),
            tell_each_time: false,
            from: region.today(),
            until: day("2026-12-31"),
            explained_on: region.today(),
            explained_by: region.counselor.staff(),
            form: AnswerForm::Signed,
            proxy: String::new(),
            confirmed_by: Vec::new(),
            rules_version: String::new(),
            withdrawn: None,
        };
        let version = app.case_file(&region.counselor, case).await.expect("the case").version;
        app.give_consent(&region.counselor, case, version, consent).await.expect("a consent");
        let with = || Supporting::Agency { agency: clinic };
        let before = app.ledger_of_case(&region.counselor, case).await.expect("a ledger").len();
        let told = AgencyContact {
            gave: health,
            ..AgencyContact::new(with(), Channel::Phone, vec![ContactKind::SharingOnly])
        };
        app.write_contact(&region.counselor, case, call(&region), told).await.expect("it is written");
        let ledger = app.ledger_of_case(&region.counselor, case).await.expect("a ledger");
        let given = |entry: &Option<LedgerEntry>| {
            matches!(entry, Some(LedgerEntry::Disclosed { to, items, .. }) if *to == Some(clinic) && *items == health)
        };
        assert_eq!(ledger.iter().filter(|line| given(&line.entry)).count(), 2, "the consent, and what was told");
        assert!(ledger.len() > before);
        let came = AgencyContact {
            direction: ContactDirection::Received,
            ..AgencyContact::new(with(), Channel::Mail, vec![ContactKind::Coordination])
        };
        app.write_contact(&region.employment, case, call(&region), came).await.expect("it is written");

        let pairs = app.contact_pairs(&region.counselor).await.expect("pairs");
        let pair = pairs[&(clinic, ContactPhase::Intake)];
        assert_eq!((pair.sent, pair.received, pair.sharing_only), (1, 1, 1));
        assert_eq!(pairs.len(), 1, "R-02: nothing is counted over all phases");
        // A day that becomes known later moves what was written before it was.
        region.accept(case).await;
        let pairs = app.contact_pairs(&region.counselor).await.expect("pairs");
        assert_eq!(pairs.keys().map(|(_, phase)| *phase).collect::<Vec<_>>(), [ContactPhase::Assessment]);
        let elsewhere = app.contact_pairs(&region.stranger).await.expect("pairs");
        assert!(elsewhere.is_empty(), "another centre counts its own");
        assert_eq!(app.contacts_of_case(&region.counselor, case).await.expect("a log").len(), 2);
        region.on("2026-08-01");
        assert!(app.contact_pairs(&region.counselor).await.expect("pairs").is_empty(), "three months back");
        let folder = tempfile::tempdir().expect("a folder");
        let tables = app.store().verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, vec![]);
    }

    async fn r_43_a_call_to_the_firm_that_is_written_in_the_case_counts_at_the_job_once(store: Store) {
        let region = Region::new(store).await;
        let (app, chief) = (&region.app, &region.chief);
        let case = region.open("山田 太郎", "ヤマダ タロウ").await;
        let firm = app.save_agency(&region.admin, None, agency(AgencyKind::Employer, "みほん商店", None), None);
        let firm = firm.await.expect("a firm");
        let terms = JobTerms {
            work: "品出し".into(),
            starts_on: region.today(),
            until: None,
            weekly_hours: None,
            slot: JobSlot::DisabilitySlot,
            disclosure: EmploymentDisclosure::Open,
            route: JobRoute::HelloWork,
            key_person: String::new(),
            accommodation: String::new(),
        };
        let asked = JobAsked { employer: "みほん商店".into(), kind: JobKind::Employment, terms };
        let job = app.start_job(chief, Whom::OfCase(case), asked).await.expect("a job");
        region.on("2026-04-20");
        let contact = |channel| {
            AgencyContact::new(Supporting::Agency { agency: firm }, channel, vec![ContactKind::Progress])
        };
        for channel in [Channel::Phone, Channel::Phone, Channel::Visit] {
            app.write_contact(&region.counselor, case, call(&region), contact(channel)).await.expect("it is written");
        }
        let unanswered = AgencyContact { answered: false, ..contact(Channel::Mail) };
        app.write_contact(&region.counselor, case, call(&region), unanswered).await.expect("it is written");
        app.write_contact(&region.stranger, case, call(&region), contact(Channel::Phone)).await.expect_err("a stranger");

        let known = app.job(chief, job).await.expect("the job").job;
        let told: Vec<_> = known.contacts.iter().map(|one| (one.channel, one.in_case)).collect();
        assert_eq!(told, [(Channel::Phone, true), (Channel::Visit, true)], "once each, and those that were answered");
        assert_eq!(known.next_monthly_word(), Some(day("2026-05-20")));
    }
}
