//! What the region lacks: needs that nothing was found for, and a register with entries in each layer, one of them made since.

use banso_app::{App, CaseSearch, CaseView, MissingCommand};
use banso_domain::{
    agency::AgencyKind,
    case::network::Topic,
    id::MissingId,
    missing::{Decision, Lack, Layer, Made, MissingContent, Move, Verdict},
};
use chrono::{Days, NaiveDate};

use crate::{RegionError, cast::Cast, failure::while_doing};

fn content(need: Topic, kind: Option<AgencyKind>, lack: Lack, what: &str, idea: &str) -> MissingContent {
    let (what, idea) = (what.to_owned(), idea.to_owned());
    MissingContent {
        need, kind, area: None, lack, what, idea, partners: "福祉、行政、地域の企業".to_owned()
    }
}

fn decision(on: NaiveDate, verdict: Verdict, responsible: &str, why: &str) -> MissingCommand {
    let (responsible, why) = (responsible.to_owned(), why.to_owned());
    MissingCommand::Decide(Decision { on, verdict, responsible, why })
}

/// What was decided when the region began, long before today.
pub(crate) async fn decided_early(app: &App, cast: &Cast) -> Result<MissingId, RegionError> {
    let today = app.clock().today();
    let written = async {
        let evening = content(
            Topic::Everyday,
            Some(AgencyKind::PeerGroup),
            Lack::NoneThere,
            "働いている人が、夜に話せる場",
            "月に1回、市民センターの夜の時間を借りる",
        );
        let id = app.enter_missing(&cast.chief, evening, None).await?;
        let said = "働く人の会は昼だけだった。3つの機関で、夜に開けるか考えた。".to_owned();
        app.change_missing(&cast.chief, id, None, MissingCommand::Discuss(today, said)).await?;
        let why = "働き続けている人ほど、昼は来られない。";
        let make = decision(today, Verdict::Make, "働く人の会を支える3つの機関", why);
        app.change_missing(&cast.officer, id, None, make).await?;
        Ok(id)
    };
    written.await.map_err(while_doing("writing the register", today))
}

/// Notes in some cases that nothing fits, and brings the register up to today.
pub(crate) async fn known(app: &App, cast: &Cast, early: MissingId) -> Result<(), RegionError> {
    let today = app.clock().today();
    let ago = |days: u64| today - Days::new(days);
    let written = async {
        let (worker, chief, officer) = (&cast.workers[0], &cast.chief, &cast.officer);
        let sought = [
            (Topic::Training, Some(AgencyKind::TransitionSupport), Lack::Full),
            (Topic::Training, Some(AgencyKind::TransitionSupport), Lack::Waiting),
            (Topic::Training, Some(AgencyKind::TransitionSupport), Lack::Full),
            (Topic::Home, Some(AgencyKind::VisitingNurse), Lack::TooFar),
            (Topic::Training, Some(AgencyKind::TransitionSupport), Lack::Full),
            (Topic::MoneyTrouble, None, Lack::NoneFitting),
        ];
        let search = CaseSearch { limit: 12, ..CaseSearch::of(CaseView::Open) };
        let (cases, _) = app.cases(chief, &search).await?;
        let mut sought = sought.into_iter();
        for row in cases {
            // A case that is coming to its end looks for nothing more.
            if app.case_file(chief, row.id).await?.case.closure.is_none()
                && let Some((need, kind, lack)) = sought.next()
            {
                app.note_unmet(chief, row.id, (need, kind), lack, ago(12)).await?;
            }
        }
        let made = "第3金曜の18時から20時に開いている。はじめの回に9人が来た。".to_owned();
        app.change_missing(officer, early, None, MissingCommand::Make(Made { on: ago(200), words: made })).await?;
        let since = "半年続いた。来る人は毎回8人ほどで、当番は2つの機関で回している。".to_owned();
        app.change_missing(chief, early, None, MissingCommand::LookBack(ago(20), since)).await?;

        let places = content(
            Topic::Training,
            Some(AgencyKind::TransitionSupport),
            Lack::Full,
            "短い時間から通える訓練の場",
            "週2日、1日2時間から始められる枠を、3つの事業所で分け合う",
        );
        let id = app.enter_missing(worker, places, None).await?;
        let said = "どの事業所も、はじめは週4日を前提にしていた。".to_owned();
        app.change_missing(worker, id, None, MissingCommand::Discuss(today, said)).await?;
        let why = "一つの機関ではできない。協議会の就労支援部会で話したい。".to_owned();
        let moved = MissingCommand::Move(Move { on: today, to: Layer::Agencies, why });
        app.change_missing(chief, id, None, moved).await?;

        let buses = content(
            Topic::Training,
            None,
            Lack::TooFar,
            "北部から作業所へ通う足",
            "朝夕だけ、地域のバスの時刻を合わせる",
        );
        let id = app.enter_missing(chief, buses, None).await?;
        let said = "作業所3か所と、市の交通の担当が集まった。".to_owned();
        app.change_missing(chief, id, None, MissingCommand::Discuss(today, said)).await?;
        let why = "市の計画にかかわるので、協議会へ出す。".to_owned();
        let moved = MissingCommand::Move(Move { on: today, to: Layer::Policy, why });
        app.change_missing(chief, id, None, moved).await?;
        let why = "来年度に路線の見直しがあり、そのときに合わせて決める。";
        app.change_missing(officer, id, None, decision(today, Verdict::Later, "市 交通政策課", why)).await
    };
    written.await.map_err(while_doing("writing the register", today))
}
