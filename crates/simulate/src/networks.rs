//! A network of the region with a working team, what it met for and will meet for, a training that is passed on, and how codes of conduct are known.

use banso_access::Actor;
use banso_app::{App, GatheringCommand, UseCaseError};
use banso_domain::{
    calendar::FiscalYear,
    code_of_conduct::{Code, CodeKnown},
    gathering::{Coming, FollowUp, GatheringKind, GatheringPlan, Held, Material, PassingOn, Reply, Step, StepDone},
    id::{AgencyId, GatheringId, MaterialId, NetworkId, TaskId},
    regional_network::{NetworkKind, NetworkPlan},
};
use chrono::{Days, Months, NaiveDate};
use uuid::Uuid;

use crate::{RegionError, cast::Cast, failure::while_doing};

/// What happens, the day being today.
struct Life<'a> {
    app: &'a App,
    today: NaiveDate,
    /// The one that leads the network.
    leads: Actor,
    /// All that belong to it, and support people.
    members: Vec<Actor>,
    firm: AgencyId,
}

impl Life<'_> {
    fn ago(&self, days: u64) -> NaiveDate {
        self.today - Days::new(days)
    }

    fn ahead(&self, days: u64) -> NaiveDate {
        self.today + Days::new(days)
    }

    fn agencies(&self) -> Vec<AgencyId> {
        self.members.iter().map(Actor::agency).collect()
    }

    fn plan(&self, kind: GatheringKind, on: NaiveDate, theme: &str, network: Option<NetworkId>) -> GatheringPlan {
        let mut invited = self.agencies();
        if kind.invites_firms() {
            invited.push(self.firm);
        }
        GatheringPlan {
            kind,
            network,
            on,
            time: "15時から17時".to_owned(),
            place: "みどりの丘市民センター 第1会議室".to_owned(),
            theme: theme.to_owned(),
            invited,
            codes: Vec::new(),
            passing_on: None,
        }
    }

    async fn does(&self, id: GatheringId, commands: Vec<GatheringCommand>) -> Result<(), UseCaseError> {
        for command in commands {
            self.app.change_gathering(&self.leads, id, None, command).await?;
        }
        Ok(())
    }

    async fn networks(&self) -> Result<(NetworkId, NetworkId), UseCaseError> {
        let from = self.today.checked_sub_months(Months::new(30)).unwrap_or(self.today);
        let mut members = self.agencies();
        members.push(self.firm);
        let network = NetworkPlan {
            kind: NetworkKind::Network,
            name: "あおば野就労支援ネットワーク".to_owned(),
            purpose: "就労支援に詳しい支援者を地域に増やし、本人の希望をかなえられるようにする。学びと交流の場。"
                .to_owned(),
            meets: "原則月1回（第3火曜）".to_owned(),
            within: None,
            from,
        };
        let id = self.app.found_network(&self.leads, network, members.clone()).await?;
        let team = NetworkPlan {
            kind: NetworkKind::WorkingTeam,
            name: "企業ワーキング".to_owned(),
            purpose: "見学や実習を受け入れる企業を増やす方法を考える。".to_owned(),
            meets: "2か月に1回".to_owned(),
            within: Some(id),
            from: self.ago(200),
        };
        let some = vec![members[0], self.leads.agency(), self.firm];
        let team = self.app.found_network(&self.leads, team, some).await?;
        Ok((id, team))
    }

    async fn meetings(&self, network: NetworkId, team: NetworkId) -> Result<(), UseCaseError> {
        let kind = GatheringKind::NetworkMeeting;
        let past = self.plan(kind, self.ago(31), "グループホームと就労支援", Some(network));
        let past = self.app.plan_gathering(&self.leads, past).await?;
        let material = |name: &str, found_at: &str| {
            let id = MaterialId::new(Uuid::now_v7());
            GatheringCommand::NameMaterial(Material { id, name: name.to_owned(), found_at: found_at.to_owned() })
        };
        let mut came = self.agencies();
        came.pop();
        let task = |what: &str, agency: AgencyId, who: &str, due_on| {
            let id = TaskId::new(Uuid::now_v7());
            let (what, who) = (what.to_owned(), who.to_owned());
            FollowUp { id, what, who, agency: Some(agency), due_on, done_on: None }
        };
        let sent = task("話し合いのまとめを全員に送る", self.leads.agency(), "事務局", self.ago(20));
        let sent_id = sent.id;
        let next = task("空きのあるグループホームを確かめて知らせる", came[0], "住まいの相談の担当", self.ahead(9));
        let held = Held {
            attended: came,
            people: Some(21),
            notes: "夜の支援と朝の出勤の間で、だれが声をかけるかを話した。役割の表を次回までに直す。".to_owned(),
        };
        self.does(
            past,
            vec![
                material("役割の表（案）", "事務局の共有の棚、青いファイル"),
                GatheringCommand::Hold(held),
                GatheringCommand::NoteTask(sent),
                GatheringCommand::NoteTask(next),
                GatheringCommand::FinishTask(sent_id, self.ago(22)),
            ],
        )
        .await?;
        let coming = self.plan(kind, self.ahead(12), "超短時間の雇用について", Some(network));
        let coming = self.app.plan_gathering(&self.leads, coming).await?;
        let said = [(0, Coming::Comes, "職員2名で参加します。"), (1, Coming::Online, "")];
        for (number, coming_as, words) in said {
            let who = &self.members[number];
            let reply = Reply { agency: who.agency(), coming: coming_as, on: self.today, words: words.to_owned() };
            self.app.change_gathering(who, coming, None, GatheringCommand::Reply(reply)).await?;
        }
        let work = GatheringPlan {
            invited: vec![self.members[0].agency(), self.leads.agency(), self.firm],
            ..self.plan(GatheringKind::GroupWork, self.ahead(26), "見学で企業が知りたいこと", Some(team))
        };
        self.app.plan_gathering(&self.leads, work).await.map(drop)
    }

    async fn trainings(&self, network: NetworkId) -> Result<(), UseCaseError> {
        let on = self.ahead(34);
        let passing_on = PassingOn {
            learnt_at: "就労支援員の国研修（後期、3日間）".to_owned(),
            learnt_on: self.ago(70),
            learnt_by: vec![self.members[1].agency()],
            due: PassingOn::usual_days(on),
        };
        let plan = GatheringPlan {
            passing_on: Some(passing_on),
            ..self.plan(GatheringKind::PassingOn, on, "国研修で学んだ面談の進め方を地域に伝える", Some(network))
        };
        let training = self.app.plan_gathering(&self.leads, plan).await?;
        let frame = StepDone {
            step: Step::Frame,
            on: self.ago(15),
            words: "1日にまとめる。修了者のいる機関と市で準備のチームを作った。行政の担当者も受講する。".to_owned(),
        };
        self.does(training, vec![GatheringCommand::TakeStep(frame)]).await?;
        let plan = GatheringPlan {
            codes: vec![Code::Biestek],
            ..self.plan(
                GatheringKind::RegionalSupervision,
                self.ago(60),
                "本人はどう思っているかを軸にする",
                Some(network),
            )
        };
        let supervision = self.app.plan_gathering(&self.leads, plan).await?;
        let held = Held {
            attended: self.agencies(),
            people: Some(9),
            notes: "7原則をもとに、保護的になりがちな場面を話し合った。".to_owned(),
        };
        self.does(supervision, vec![GatheringCommand::Hold(held)]).await
    }

    async fn codes(&self) -> Result<(), UseCaseError> {
        let told = [(12, 10, 7), (6, 5, 4), (8, 4, 2), (10, 3, 1)];
        for (member, (asked, know, understand)) in self.members.iter().zip(told) {
            let version = self.app.agency(member.agency()).await?.version;
            let (year, on) = (FiscalYear::of(self.today), self.today);
            let known = |code, know, understand| CodeKnown { code, year, asked, know, understand, on };
            let all = [known(Code::Biestek, know, understand), known(Code::SocialWorker, know / 2, understand / 2)];
            self.app.tell_codes_of_own_agency(member, version, &all).await?;
        }
        Ok(())
    }
}

/// Begins and holds them, the day being today.
pub(crate) async fn lived(app: &App, cast: &Cast) -> Result<(), RegionError> {
    let today = app.clock().today();
    let doing = while_doing("living in networks", today);
    let written = async {
        let narrow = |login| cast.narrow(login, today).map_err(|_| UseCaseError::NotFound);
        let leads = narrow("nakapotsu")?;
        let members = vec![cast.chief.clone(), narrow("transition")?, leads.clone(), narrow("clinic")?];
        let life = Life { app, today, leads, members, firm: narrow("employer")?.agency() };
        let (network, team) = life.networks().await?;
        life.meetings(network, team).await?;
        life.trainings(network).await?;
        life.codes().await
    };
    written.await.map_err(doing)
}
