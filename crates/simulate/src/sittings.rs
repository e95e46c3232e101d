//! Sittings with other agencies: one that sat yesterday, with papers handed out and partly taken back and opinions that differ; one for
//! which the papers are made; and one whose day is still being found.

use banso_app::{App, CaseSearch, CaseView, Conclude, NewConference, Pick, Speak, UseCaseError};
use banso_domain::{
    calendar::{YearMonth, japan},
    case::{
        Stage,
        event::Purpose,
        minutes::{MatterMinutes, Presence, PresentedDoc},
        opinion::Stance,
        plan::Conclusion,
        sharing::{AfterMeeting, ItemSet, Recipient, SharedItem},
    },
    conference::{ConferenceKind, ConferencePlan, Member, Pattern, Slot, Tier},
    id::{AgencyId, CaseId, ConferenceId, DisclosureId},
    liaison::{ExplainedBy, LiaisonClaim, LiaisonService},
};
use chrono::{Days, Months, NaiveDate, NaiveTime};
use uuid::Uuid;

use crate::{
    RegionError,
    cast::{CENTRE, CITY, CLINIC, Cast, EMPLOYER, FAMILY, HELLOWORK, NAKAPOTSU},
    failure::while_doing,
    story::working_day,
};

struct Host<'a> {
    app: &'a App,
    cast: &'a Cast,
    today: NaiveDate,
}

/// The last working day before a day.
fn working_day_before(day: NaiveDate) -> NaiveDate {
    let before = (1..20).map(|days| day - Days::new(days));
    before.into_iter().find(|day| working_day(*day) == *day).unwrap_or(day)
}

impl Host<'_> {
    fn members(&self, partners: &[(&str, &str)]) -> Result<Vec<Member>, UseCaseError> {
        let member = |agency: &str, id: AgencyId, name: &str| Member {
            agency: agency.to_owned(),
            agency_id: Some(id),
            name: name.to_owned(),
            staff: None,
            is_municipality: id == self.cast.city,
            is_person: false,
            secrecy_acknowledged: true,
            attended: true,
        };
        let (chief, officer) = (self.cast.chief.staff(), self.cast.officer.staff());
        let mut members = vec![
            Member { staff: Some(chief), ..member(CENTRE, self.cast.centre, self.cast.name(chief)) },
            Member { staff: Some(officer), ..member(CITY, self.cast.city, self.cast.name(officer)) },
        ];
        for (agency, name) in partners {
            let id = self.cast.partner(agency).ok_or(UseCaseError::NotFound)?;
            members.push(member(agency, id, name));
        }
        Ok(members)
    }

    async fn plan(
        &self,
        kind: ConferenceKind,
        on: NaiveDate,
        members: Vec<Member>,
        cases: &[CaseId],
    ) -> Result<ConferenceId, UseCaseError> {
        let plan = ConferencePlan {
            kind,
            pattern: Pattern::AdHoc,
            tier: Tier::Core,
            on,
            starts_at: Some(10 * 60),
            minutes: 60,
            place: "福祉プラザ 3階 相談室".to_owned(),
        };
        let new = NewConference { host: self.cast.centre, plan, members };
        let id = self.app.plan_conference(&self.cast.chief, new).await?;
        for case in cases {
            self.app.add_agenda_item(&self.cast.chief, id, *case, Purpose::Review, 20).await?;
        }
        Ok(id)
    }

    /// Makes the papers of everybody who sits.
    async fn make_packets(&self, id: ConferenceId) -> Result<Vec<u32>, UseCaseError> {
        let chief = &self.cast.chief;
        let mut numbers = Vec::new();
        for receiver in self.app.packet_receivers(chief, id, ItemSet::NONE).await? {
            let pick = Pick { place: receiver.place, name: receiver.member.name, looked_through: receiver.matters };
            numbers.push(self.app.make_packet(chief, id, &pick, ItemSet::NONE).await?.number);
        }
        Ok(numbers)
    }

    async fn speak(
        &self,
        login: Option<&str>,
        id: ConferenceId,
        case: CaseId,
        stance: Stance,
        text: &str,
    ) -> Result<(), UseCaseError> {
        let actor = match login {
            Some(login) => self.cast.narrow(login, self.today).map_err(|_| UseCaseError::NotFound)?,
            None => self.cast.chief.clone(),
        };
        let speak = Speak { case, purpose: Purpose::Review, stance, text: text.to_owned(), seen: None };
        self.app.give_opinion(&actor, id, speak).await
    }

    /// Yesterday: the person was there, the clinic saw it differently, and the employer has not given the papers back.
    async fn sat(&self, cases: &[CaseId]) -> Result<(), UseCaseError> {
        let (app, chief) = (self.app, &self.cast.chief);
        let on = working_day_before(self.today);
        let ten = NaiveTime::from_hms_opt(10, 0, 0).unwrap_or_default();
        app.clock().set(japan::instant(on, ten));
        let partners = [
            (CLINIC, "精神保健福祉士 森田 茂"),
            (EMPLOYER, "人事 本間 亮"),
            (FAMILY, "ご家族"),
            (HELLOWORK, "専門援助 浅野 恵"),
        ];
        let members = self.members(&partners)?;
        let id = self.plan(ConferenceKind::Extended, on, members.clone(), cases).await?;
        let numbers = self.make_packets(id).await?;
        for number in &numbers {
            app.hand_out_packet(chief, id, *number, on).await?;
        }
        app.hold_conference(chief, id, on, members, self.cast.name(chief.staff()), "水野 健").await?;
        let first = cases.first().copied().ok_or(UseCaseError::NotFound)?;
        self.speak(
            Some("clinic"),
            id,
            first,
            Stance::Partly,
            "週3日は少し早いと考えます。週2日からなら体調も保てそうです。",
        )
        .await?;
        self.speak(Some("employer"), id, first, Stance::Agrees, "現場は週3日で受け入れられます。").await?;
        self.speak(None, id, first, Stance::Agrees, "本人の「早く慣れたい」という希望を大切にしたい。").await?;
        for (place, case) in cases.iter().enumerate() {
            let difference =
                "本人は「まず週2日でやってみたい」とのこと。2週間後に体調を見て、週3日にするか本人が決める。";
            let concluded = Conclude {
                case: *case,
                purpose: Purpose::Review,
                conclusion: Conclusion::ApprovedWithChanges,
                discussion: "これまでの様子を共有し、次の一か月の進め方を話し合った。".to_owned(),
                municipality_view: String::new(),
                tasks: Vec::new(),
                ratifies: false,
                consent_scope_ok: true,
                minutes: MatterMinutes {
                    presented_docs: vec![PresentedDoc::Plan],
                    next_review: Some(YearMonth::of(on + Months::new(1))),
                    presence: Some(Presence::Attended),
                    voice: "「働きたい。でも無理はしたくない」".to_owned(),
                    difference: if place == 0 { difference.to_owned() } else { String::new() },
                    ..MatterMinutes::default()
                },
            };
            app.conclude(chief, id, concluded).await?;
        }
        let page = app.conference(chief, id).await?;
        for packet in page.conference.packets.iter().filter(|packet| Some(packet.agency) != self.cast.partner(EMPLOYER))
        {
            let matters: Vec<_> = packet.still_out().map(|matter| matter.key()).collect();
            if !matters.is_empty() {
                app.take_back_packet(chief, id, packet.number, matters, on).await?;
            }
        }
        Ok(())
    }

    /// Yesterday, a support meeting under article 9 about somebody who cannot be asked: what was agreed there opens a door for a while.
    async fn support_meeting(&self, case: CaseId) -> Result<(), UseCaseError> {
        let (app, chief) = (self.app, &self.cast.chief);
        let on = working_day_before(self.today);
        let four = NaiveTime::from_hms_opt(16, 0, 0).unwrap_or_default();
        app.clock().set(japan::instant(on, four));
        let members = self.members(&[(CLINIC, "精神保健福祉士 森田 茂")])?;
        let id = self.plan(ConferenceKind::SupportMeeting, on, members.clone(), &[]).await?;
        app.add_agenda_item(chief, id, case, Purpose::SupportMeeting, 20).await?;
        app.hold_conference(chief, id, on, members, self.cast.name(chief.staff()), "水野 健").await?;
        let concluded = Conclude {
            case,
            purpose: Purpose::SupportMeeting,
            conclusion: Conclusion::Approved,
            discussion: "体調が急に悪くなったときに、だれがどう動くかを決めた。".to_owned(),
            municipality_view: String::new(),
            tasks: Vec::new(),
            ratifies: false,
            consent_scope_ok: false,
            minutes: MatterMinutes::default(),
        };
        app.conclude(chief, id, concluded).await?;
        let given = AfterMeeting {
            id: DisclosureId::new(Uuid::now_v7()),
            conference: id,
            to: Recipient { agency: self.cast.partner(CLINIC).ok_or(UseCaseError::NotFound)?, is_employer: false },
            items: ItemSet::NONE.with(SharedItem::Basic).with(SharedItem::Health),
            reason: "急に具合が悪くなったときに、クリニックが先に気づけるようにする。".to_owned(),
            on,
            until: on + Days::new(30),
            closed_on: None,
        };
        app.disclose_after_meeting(chief, case, given).await.map(drop)
    }

    /// In the afternoon of that day: an area liaison meeting, for which the add-on is claimed; about the second person nobody else has said
    /// what they think.
    async fn liaison(&self, cases: &[CaseId]) -> Result<(), UseCaseError> {
        let (app, chief) = (self.app, &self.cast.chief);
        let on = working_day_before(self.today);
        if app.rewards().liaison_on(on).is_none() {
            return Ok(());
        }
        app.clock().set(japan::instant(on, NaiveTime::from_hms_opt(15, 0, 0).unwrap_or_default()));
        let members = self.members(&[(CLINIC, "精神保健福祉士 森田 茂"), (NAKAPOTSU, "就業支援 川口 淳")])?;
        let id = self.plan(ConferenceKind::AreaLiaison, on, members.clone(), cases).await?;
        app.hold_conference(chief, id, on, members, self.cast.name(chief.staff()), "水野 健").await?;
        let case = cases.first().copied().ok_or(UseCaseError::NotFound)?;
        self.speak(
            Some("clinic"),
            id,
            case,
            Stance::Agrees,
            "通院は続いています。実習の日数は、本人と決めてください。",
        )
        .await?;
        let claim = LiaisonClaim {
            conference: id,
            held_on: on,
            office: self.cast.centre,
            service: LiaisonService::Transition,
            explained_by: ExplainedBy::OtherStaff,
            in_contract: true,
            contract_from: None,
            explained: true,
            plan_change: "実習を週2日から始める。".to_owned(),
            shared_back_on: Some(on),
        };
        app.claim_liaison(chief, id, case, claim).await
    }

    /// In a few days: the papers are made and lie in the drawer.
    async fn prepared(&self, cases: &[CaseId]) -> Result<(), UseCaseError> {
        let on = working_day(self.today + Days::new(3));
        let members = self.members(&[(CLINIC, "精神保健福祉士 森田 茂"), (HELLOWORK, "専門援助 浅野 恵")])?;
        let id = self.plan(ConferenceKind::AreaLiaison, on, members, cases).await?;
        self.make_packets(id).await.map(drop)
    }

    /// Three days are offered; one agency has not answered.
    async fn being_found(&self, cases: &[CaseId]) -> Result<(), UseCaseError> {
        let days: Vec<NaiveDate> = [7, 9, 12].iter().map(|days| working_day(self.today + Days::new(*days))).collect();
        let slots: Vec<Slot> = days.iter().map(|on| Slot { on: *on, starts_at: Some(14 * 60) }).collect();
        let members = self.members(&[
            (CLINIC, "精神保健福祉士 森田 茂"),
            (HELLOWORK, "専門援助 浅野 恵"),
            (NAKAPOTSU, "就業支援 川口 淳"),
        ])?;
        let first = *days.first().ok_or(UseCaseError::NotFound)?;
        let id = self.plan(ConferenceKind::Case, first, members, cases).await?;
        let partner = |name: &str| self.cast.partner(name).ok_or(UseCaseError::NotFound);
        let required = vec![partner(CLINIC)?, partner(HELLOWORK)?, partner(NAKAPOTSU)?];
        self.app.offer_dates(&self.cast.chief, id, slots.clone(), required).await?;
        for (login, can) in [("clinic", &slots[1..]), ("hellowork", &slots[..2])] {
            let actor = self.cast.narrow(login, self.today).map_err(|_| UseCaseError::NotFound)?;
            self.app.answer_dates(&actor, id, can.to_vec()).await?;
        }
        Ok(())
    }
}

/// Lets agencies sit together over people who are in support, the day being today.
pub(crate) async fn sit(app: &App, cast: &Cast) -> Result<(), RegionError> {
    let now = app.clock().now();
    let host = Host { app, cast, today: app.clock().today() };
    let doing = while_doing("sittings with other agencies", host.today);
    let search = CaseSearch { limit: 20, ..CaseSearch::of(CaseView::InStage(Stage::InSupport)) };
    let told = async {
        let (rows, _) = app.cases(&cast.chief, &search).await?;
        let cases: Vec<CaseId> = rows.iter().map(|row| row.id).collect();
        let some = |places: &[usize]| places.iter().filter_map(|place| cases.get(*place).copied()).collect::<Vec<_>>();
        host.sat(&some(&[0, 7])).await?;
        host.liaison(&some(&[0, 7])).await?;
        if let Some(case) = cases.get(5) {
            host.support_meeting(*case).await?;
        }
        app.clock().set(now);
        host.prepared(&some(&[0, 6, 7])).await?;
        host.being_found(&some(&[1])).await
    };
    let told = told.await;
    app.clock().set(now);
    told.map_err(doing)
}
