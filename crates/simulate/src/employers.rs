//! What is told of the employer of the region, and two gatherings of employers: one that was held, one that is to come (K22).

use banso_app::{App, GatheringCommand, UseCaseError};
use banso_domain::{
    employer::{Dated, EmployerProfile, KeyPerson, OpenTo, SizeClass, ToldBy},
    gathering::{FollowUp, GatheringPlan, Held, Offer},
    id::TaskId,
};
use chrono::Days;
use uuid::Uuid;

use crate::{RegionError, cast::Cast, failure::while_doing};

/// Writes them, the day being today.
pub(crate) async fn told(app: &App, cast: &Cast) -> Result<(), RegionError> {
    let today = app.clock().today();
    let ago = |days: u64| today - Days::new(days);
    let doing = while_doing("telling about employers", today);
    let written = async {
        let narrow = |login| cast.narrow(login, today).map_err(|_| UseCaseError::NotFound);
        let (employer, centre) = (narrow("employer")?, narrow("nakapotsu")?);
        let firm = employer.agency();
        let profile = EmployerProfile {
            trade: "食料品の製造・販売".to_owned(),
            size: Some(Dated { value: SizeClass::ToThreeHundred, on: ago(120) }),
            quota: Some(Dated { value: 243, on: ago(120) }),
            tasks: "惣菜の盛り付け、洗浄、値付け、品出し".to_owned(),
            short_trials: "3日から5日。繁忙期（12月）のほか、いつでも。1日4時間まで。".to_owned(),
            long_trials: "2週間から1か月。はじめの3日は支援機関の職員と一緒に。".to_owned(),
            accommodation: "指示は一つずつ、紙に書いて渡す。休憩は1時間ごとに10分。静かな休憩室がある。".to_owned(),
            key_person: KeyPerson { role: "製造課の主任".to_owned(), ..KeyPerson::default() },
            open_to: vec![OpenTo::Visits, OpenTo::Practice],
            limits: "夜勤と、車の運転は任せられない。".to_owned(),
            confirmed_on: ago(40),
            told_by: ToldBy::Employer,
        };
        let version = app.agency(firm).await?.version;
        app.describe_employer(&employer, firm, version, profile).await?;

        let plan = |on, theme: &str| GatheringPlan {
            on,
            time: "14時から16時".to_owned(),
            place: "みどりの丘市民センター 第2会議室".to_owned(),
            theme: theme.to_owned(),
            invited: vec![firm],
            ..GatheringPlan::default()
        };
        let past = app.plan_gathering(&centre, plan(ago(25), "はじめて雇うときに困ったこと")).await?;
        let held = Held {
            attended: vec![firm],
            people: Some(1),
            notes: "仕事の切り出し方と、休憩の決め方を各社が話した。次は見学の受け入れ方を話す。".to_owned(),
        };
        let offer = Offer {
            agency: firm,
            on: ago(25),
            open_to: vec![OpenTo::Advise, OpenTo::Visits],
            words: "見学は午前なら、いつでも。".to_owned(),
        };
        let task = FollowUp {
            id: TaskId::new(Uuid::now_v7()),
            what: "見学を受け入れる企業の一覧を、事業所に配る".to_owned(),
            who: "就業支援担当".to_owned(),
            agency: Some(centre.agency()),
            due_on: today + Days::new(12),
            done_on: None,
        };
        for command in [GatheringCommand::Hold(held), GatheringCommand::Offer(offer), GatheringCommand::NoteTask(task)]
        {
            app.change_gathering(&centre, past, None, command).await?;
        }
        app.plan_gathering(&centre, plan(today + Days::new(35), "見学の受け入れ方")).await.map(drop)
    };
    written.await.map_err(doing)
}
