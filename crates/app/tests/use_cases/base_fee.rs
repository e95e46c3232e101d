//! 就労定着支援の基本報酬: its step follows from the same figure that the indicator tells.

use banso_app::{JobAsked, RewardSubject, Whom, indicators};
use banso_domain::{
    agency::AgencyKind,
    case::sharing::{EmploymentDisclosure, ItemSet, SharedItem},
    episode::{Programme, Start},
    job::{JobCommand, JobEnd, JobEndReason, JobKind, JobRoute, JobSlot, JobTerms},
    reward::{Amount, RewardState},
};
use banso_insight::indicators::{ForWhom, Period, figures};
use banso_store::both_engines;

use crate::{
    rewards::{may_know, partner, sheet},
    support::{Region, day},
};

fn terms(from: &str) -> JobTerms {
    JobTerms {
        work: "検品".into(),
        starts_on: day(from),
        until: None,
        weekly_hours: None,
        slot: JobSlot::DisabilitySlot,
        disclosure: EmploymentDisclosure::Open,
        route: JobRoute::HelloWork,
        key_person: String::new(),
        accommodation: String::new(),
    }
}

both_engines! {
    async fn the_step_of_the_base_fee_and_the_indicator_of_the_office_are_one_figure(store: Store) {
        let region = Region::new(store).await;
        region.on("2025-06-02");
        let office = partner(&region, AgencyKind::RetentionSupport, "定着みどり", "retention").await;
        let app = &region.app;
        let known = ItemSet::NONE.with(SharedItem::Basic).with(SharedItem::Services).with(SharedItem::WorkHistory);
        // One is at work all the time, one left before the year was over, and of one no job is known.
        for (name, kana, works, left) in [
            ("青葉 一郎", "アオバ イチロウ", true, None),
            ("山田 太郎", "ヤマダ タロウ", true, Some("2026-03-30")),
            ("川野 花子", "カワノ ハナコ", false, None),
        ] {
            region.on("2025-06-02");
            let case = region.open(name, kana).await;
            may_know(&region, case, &office, known).await;
            let start = Start { on: day("2025-04-01"), months: None, hired_on: Some(day("2024-10-01")), ground: None };
            let whom = Whom::OfCase(case);
            app.start_episode(&office, whom, Programme::Retention, start, None).await.expect("a use");
            if !works {
                continue;
            }
            let asked = JobAsked { employer: "みほん商店".into(), kind: JobKind::Employment, terms: terms("2024-10-01") };
            let job = app.start_job(&office, whom, asked).await.expect("a job");
            if let Some(on) = left {
                region.on("2026-04-01");
                let end = JobEnd { on: day(on), reason: JobEndReason::Resigned, note: String::new() };
                let version = app.job(&office, job).await.expect("the job").version;
                app.change_job(&office, job, version, JobCommand::Finish(end)).await.expect("it ends");
            }
        }
        region.on("2026-04-06");
        let told = sheet(&region, &office, "2026-04").await;
        let row = told.rows.into_iter().find(|row| row.line.reward == "retention_base").expect("the base fee");
        let RewardSubject::Office { record: Some(share), .. } = row.subject else { panic!("of the office") };
        assert_eq!((row.line.state, share.people, share.lasting), (RewardState::Claimable, 3, 1));
        assert_eq!(row.line.amount.map(|it| it.amount), Some(Amount::Units(1_433)), "33 %: from 30 % on");

        let period = Period { from: day("2025-04-01"), until: day("2026-03-31") };
        let gathered = app.gather_figures(&region.admin, period, &mut |_| {}).await.expect("the tables");
        let (tables, _) = gathered.finish();
        let definitions = indicators(None).expect("the definitions");
        let figures = figures(&definitions, &tables, ForWhom::ReadersOfTheRecords);
        for id in ["cs_retention_rate_3y", "pe_retention_rate_by_office"] {
            let figure = figures.iter().rfind(|figure| definitions[figure.indicator].id == id).expect("the indicator");
            let share = (Some(share.lasting as u64), Some(share.people as f64));
            assert_eq!((figure.numerator, figure.denominator), share, "{id}");
        }
    }
}
