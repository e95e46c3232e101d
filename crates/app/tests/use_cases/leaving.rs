//! An employer that leaves Banso: its accounts end, what was written stays, and whoever supports there is told to call.

use banso_access::Actor;
use banso_app::{JobAsked, UseCaseError, Whom};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    case::sharing::EmploymentDisclosure,
    job::{JobKind, JobRoute, JobSlot, JobTerms},
    rule::Rule,
    staff::{Membership, Role},
};
use banso_store::both_engines;

use crate::support::{Region, agency, day, staff};

fn terms() -> JobTerms {
    JobTerms {
        work: "検品".into(),
        starts_on: day("2026-04-06"),
        until: None,
        weekly_hours: Some(30),
        slot: JobSlot::DisabilitySlot,
        disclosure: EmploymentDisclosure::Open,
        route: JobRoute::HelloWork,
        key_person: "現場の係長".into(),
        accommodation: String::new(),
    }
}

both_engines! {
    async fn p_146_a_firm_that_leaves_keeps_its_name_in_what_was_written_and_its_accounts_end_with_its_last_day(store: Store) {
        let region = Region::new(store.clone()).await;
        let app = &region.app;
        region.on("2026-04-06");
        let facts = agency(AgencyKind::Employer, "みほん商店", None);
        let firm = app.save_agency(&region.admin, None, facts, None).await.expect("a firm");
        let both = [Membership::always(firm, Role::PartnerStaff), Membership::always(region.centre, Role::PartnerStaff)];
        let account = app.add_staff(&region.admin, staff("firm", &both)).await.expect("an account");
        let case = region.open("青葉 一郎", "アオバ イチロウ").await;
        let asked = JobAsked { employer: "みほん商店".into(), kind: JobKind::Employment, terms: terms() };
        let job = app.start_job(&region.chief, Whom::OfCase(case), asked).await.expect("a job");
        assert_eq!(app.job(&region.chief, job).await.expect("the job").firm_left_on, None);

        let known = app.agency(firm).await.expect("the firm");
        let left = AgencyFacts { left_on: Some(day("2026-04-20")), ..known.facts };
        app.save_agency(&region.admin, Some(firm), left, Some(known.version)).await.expect("it leaves");
        let reader = store.reader();
        let roles = reader.staff(account).await.expect("an answer").expect("the account").facts.memberships;
        let on = |text: &str| Actor::new(account, firm, &roles, day(text));
        assert!(on("2026-04-20").is_some() && on("2026-04-21").is_none(), "the last day is a day");
        assert!(Actor::new(account, region.centre, &roles, day("2026-04-21")).is_some(), "other roles go on");

        region.on("2026-04-21");
        let page = app.job(&region.chief, job).await.expect("the job");
        assert_eq!((page.job.employer.name.as_str(), page.job.employer.agency), ("みほん商店", Some(firm)));
        assert_eq!(page.firm_left_on, Some(day("2026-04-20")));
        assert!(page.job.is_open(), "the person still works there");

        let known = app.agency(firm).await.expect("the firm");
        let back = AgencyFacts { left_on: None, ..known.facts };
        app.save_agency(&region.admin, Some(firm), back, Some(known.version)).await.expect("it comes back");
        assert_eq!(app.job(&region.chief, job).await.expect("the job").firm_left_on, None);
        let folder = tempfile::tempdir().expect("a folder");
        let tables = store.verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, []);
    }

    async fn p_145_the_administrators_own_agency_does_not_leave(store: Store) {
        let region = Region::new(store).await;
        let own = region.app.agency(region.admin.agency()).await.expect("the agency");
        let left = AgencyFacts { left_on: Some(day("2026-04-20")), ..own.facts };
        let refused = region.app.save_agency(&region.admin, Some(own.id), left, Some(own.version)).await;
        assert!(matches!(refused, Err(UseCaseError::Refused(refusal)) if refusal.rules == [Rule::OwnAgencyStays]));
    }
}
