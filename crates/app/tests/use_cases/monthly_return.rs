//! 月次報告: what a centre counts of a month, protected and unshared cases with them, and that what was sent stays as it was sent.

use banso_app::{CentreMonth, JobAsked, UseCaseError, Whom};
use banso_domain::{
    calendar::YearMonth,
    case::sharing::EmploymentDisclosure,
    job::{JobKind, JobRoute, JobSlot, JobTerms},
    monthly_return::ReturnLine,
    rule::Rule,
};
use banso_store::both_engines;

use crate::{
    protection::protection,
    support::{Region, day},
};

fn month(text: &str) -> YearMonth {
    text.parse().expect("a month")
}

async fn of(region: &Region, who: &banso_access::Actor, text: &str) -> Vec<CentreMonth> {
    region.app.monthly_return(who, month(text)).await.expect("an answer")
}

fn lines(found: &[CentreMonth], line: ReturnLine) -> Vec<u32> {
    found.iter().map(|centre| centre.counts.of(line)).collect()
}

both_engines! {
    async fn a_month_counts_first_receptions_and_hirings_also_of_protected_and_unshared_cases(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        let case = region.open("青葉 一郎", "アオバ イチロウ").await;
        region.open("山田 太郎", "ヤマダ タロウ").await;
        let version = region.version(case).await;
        let named = protection(&region, &[region.chief.staff(), region.counselor.staff()]);
        region.app.protect(&region.chief, case, version, named).await.expect("it is protected");
        region.on("2026-05-01");
        let third = region.open("川野 花子", "カワノ ハナコ").await;
        let terms = JobTerms {
            work: "検品".into(),
            starts_on: day("2026-05-01"),
            until: None,
            weekly_hours: None,
            slot: JobSlot::GeneralSlot,
            disclosure: EmploymentDisclosure::Open,
            route: JobRoute::HelloWork,
            key_person: String::new(),
            accommodation: String::new(),
        };
        let asked = JobAsked { employer: "みほん商店".into(), kind: JobKind::Employment, terms };
        region.app.start_job(&region.chief, Whom::OfCase(third), asked).await.expect("a job");
        for who in [&region.chief, &region.officer] {
            let april = of(&region, who, "2026-04").await;
            assert_eq!(lines(&april, ReturnLine::NewIntakes), [2], "consent or not, protected or not");
            assert_eq!(lines(&april, ReturnLine::Employed), [0]);
            let may = of(&region, who, "2026-05").await;
            assert_eq!(lines(&may, ReturnLine::NewIntakes), [1]);
            assert_eq!(lines(&may, ReturnLine::Employed), [1]);
            assert_eq!(lines(&may, ReturnLine::EmployedPlanned), [0], "no plan for employment support was decided");
        }
        assert_eq!(lines(&of(&region, &region.stranger, "2026-04").await, ReturnLine::NewIntakes), [0], "their own centre");
        assert!(of(&region, &region.admin, "2026-04").await.is_empty());
    }

    async fn p_144_what_was_sent_stays_and_a_correction_is_sent_only_where_a_count_has_changed(store: Store) {
        let region = Region::new(store.clone()).await;
        region.on("2026-04-06");
        region.open("青葉 一郎", "アオバ イチロウ").await;
        let send = async |who: &banso_access::Actor| {
            let version = of(&region, &region.officer, "2026-04").await[0].centre.version;
            region.app.send_monthly_return(who, region.centre, month("2026-04"), version).await
        };
        let refused = |sent: Result<(), UseCaseError>| match sent {
            Err(UseCaseError::Refused(refusal)) => refusal.rules,
            _ => Vec::new(),
        };
        assert_eq!(refused(send(&region.officer).await), [Rule::ReturnOfPastMonth], "the month is not over");
        region.on("2026-05-07");
        assert!(matches!(send(&region.counselor).await, Err(UseCaseError::Forbidden)));
        send(&region.officer).await.expect("it is sent");
        assert_eq!(refused(send(&region.officer).await), [Rule::ReturnOfPastMonth], "nothing has changed");
        let late = banso_domain::person::PersonFacts { name: "山田 太郎".into(), kana: "ヤマダ タロウ".into(), ..Default::default() };
        let new = banso_app::NewCase {
            who: banso_app::WhoFor::NewPerson(Box::new(late)),
            centre: region.centre,
            received_on: day("2026-04-28"),
            assigned_to: None,
            answers: Default::default(),
        };
        region.app.open_case(&region.counselor, new).await.expect("written down late");
        let april = of(&region, &region.officer, "2026-04").await;
        let changed = april[0].sent[0].counts.changed(&april[0].counts);
        assert_eq!(changed, [(ReturnLine::NewIntakes, 1, 2)]);
        send(&region.chief).await.expect("a correction");
        let april = of(&region, &region.officer, "2026-04").await;
        let sent: Vec<u32> = april[0].sent.iter().map(|sent| sent.counts.of(ReturnLine::NewIntakes)).collect();
        assert_eq!(sent, [1, 2], "both stay");
        let folder = tempfile::tempdir().expect("a folder");
        let tables = store.verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, []);
    }
}
