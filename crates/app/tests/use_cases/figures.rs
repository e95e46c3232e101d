//! 連携の指標 for pages: one's own figures in full, a few people elsewhere told to nobody, counted anew after a while, and no ledger written.

use banso_access::Actor;
use banso_app::{Figures, FiguresOf, NewCase, UseCaseError, WhoFor};
use banso_domain::{
    agency::AgencyKind,
    form::Facts,
    ledger::LedgerEntry,
    person::PersonFacts,
    staff::{Membership, Role},
};
use banso_insight::indicators::{Period, Standing};
use banso_store::both_engines;

use crate::support::{Region, actor, agency, day, staff};

const INTAKE: &str = "kpi_new_intake";

fn april() -> Period {
    Period { from: day("2026-04-01"), until: day("2026-04-30") }
}

async fn told(region: &Region, reader: &Actor) -> FiguresOf {
    match region.app.figures(reader, april()).await.expect("an answer") {
        Figures::Counted(told) => told,
        Figures::BeingCounted => panic!("a few people are counted at once"),
    }
}

/// What a reader is told of new consultations: at their own agency, and in the region.
async fn intake(region: &Region, reader: &Actor) -> (Option<u64>, Option<u64>, Standing) {
    let told = told(region, reader).await;
    let told = told.of(INTAKE).expect("the indicator");
    let whole = told.region.first().expect("the region");
    (told.own.first().and_then(|own| own.numerator), whole.numerator, whole.standing)
}

async fn open(region: &Region, names: &[&str]) {
    for name in names {
        region.open(name, "アオバ ミドリ").await;
    }
}

both_engines! {
    async fn a_few_people_are_told_to_those_who_work_on_their_records_and_to_nobody_else(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        open(&region, &["青葉 一郎", "山田 太郎"]).await;
        assert_eq!(intake(&region, &region.chief).await, (Some(2), None, Standing::AFew));
        assert_eq!(intake(&region, &region.officer).await, (None, None, Standing::AFew));

        open(&region, &["川野 花子", "緑川 次郎"]).await;
        assert_eq!(intake(&region, &region.chief).await.0, Some(2), "they were counted just now");
        region.on("2026-04-07");
        assert_eq!(intake(&region, &region.chief).await, (Some(4), Some(4), Standing::Told));
        assert_eq!(intake(&region, &region.stranger).await, (None, Some(4), Standing::Told));
        let people = told(&region, &region.chief).await.people();
        assert_eq!(people, (4, Some(4)));
    }

    async fn the_whole_is_kept_back_where_less_ones_own_it_tells_of_a_few_elsewhere(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        open(&region, &["青葉 一郎", "山田 太郎", "川野 花子", "緑川 次郎"]).await;
        let person = PersonFacts { name: "白石 三郎".into(), kana: "シライシ サブロウ".into(), ..PersonFacts::default() };
        let elsewhere = NewCase {
            who: WhoFor::NewPerson(Box::new(person)),
            centre: region.other_centre,
            received_on: region.today(),
            assigned_to: None,
            answers: Facts::default(),
        };
        region.app.open_case(&region.stranger, elsewhere).await.expect("a case elsewhere");
        assert_eq!(intake(&region, &region.officer).await, (None, Some(5), Standing::Told));
        let (own, whole, standing) = intake(&region, &region.chief).await;
        assert_eq!((own, whole, standing), (Some(4), None, Standing::KeptBack), "five less four would be one person");
        assert_eq!(intake(&region, &region.stranger).await.1, Some(5), "less one's own one, four are left");
    }

    async fn p_170_who_does_not_want_to_be_counted_is_not_and_no_ledger_says_that_somebody_was_counted(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        open(&region, &["青葉 一郎", "山田 太郎", "川野 花子"]).await;
        let case = region.open("緑川 次郎", "ミドリカワ ジロウ").await;
        let person = region.app.case_file(&region.counselor, case).await.expect("the case").case.person;
        region.app.answer_counting(&region.counselor, person, false).await.expect("the answer");
        assert_eq!(intake(&region, &region.chief).await.0, Some(3));
        let ledger = region.app.ledger_of_case(&region.counselor, case).await.expect("a ledger");
        assert!(!ledger.iter().any(|line| matches!(&line.entry, Some(LedgerEntry::Exported { .. }))), "nothing left");
    }

    async fn figures_are_for_those_who_support_people_and_for_no_firm_and_no_administrator(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        let app = &region.app;
        let firm = app.save_agency(&region.admin, None, agency(AgencyKind::Employer, "みほん商店", None), None).await.expect("a firm");
        let account = app.add_staff(&region.admin, staff("firm", &[Membership::always(firm, Role::PartnerStaff)])).await.expect("an account");
        for reader in [actor(account, firm, Role::PartnerStaff), region.admin.clone()] {
            let refused = app.figures(&reader, april()).await;
            assert!(matches!(refused, Err(UseCaseError::Forbidden | UseCaseError::NotFound)));
            assert!(!app.may_read_figures(&reader).await.expect("an answer"));
        }
        assert!(app.may_read_figures(&region.officer).await.expect("an answer"));
    }
}
