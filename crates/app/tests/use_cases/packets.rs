//! Packets cut for each who sits, decided when they are made; opinions on equal footing; and two hosts who end the same sitting.

use banso_access::Actor;
use banso_app::{Conclude, FileKind, NewConference, Pick, PrintLook, Speak, UseCaseError};
use banso_domain::{
    agency::AgencyKind,
    answer::AnswerForm,
    calendar::YearMonth,
    case::{
        event::Purpose,
        minutes::{MatterMinutes, Presence},
        opinion::Stance,
        plan::Conclusion,
        sharing::{Basis, Consent, Direction, ItemSet, Recipient, Route, SharedItem, SharingPurpose},
    },
    conference::{ConferenceKind, ConferencePlan, Cut, Member, Pattern, Slot, Tier},
    form::Language,
    id::{AgencyId, CaseId, ConferenceId, ConsentId},
    ledger::LedgerEntry,
    staff::{Membership, Role},
};
use banso_store::{Store, both_engines};
use chrono::{Days, NaiveDate};
use uuid::Uuid;

use crate::support::{Region, actor, agency, day, staff};

struct World {
    region: Region,
    clinic: Actor,
    hellowork: Actor,
    case: CaseId,
    conference: ConferenceId,
}

fn member(name: &str, of: AgencyId) -> Member {
    Member {
        agency: name.into(),
        agency_id: Some(of),
        name: format!("{name}の担当"),
        staff: None,
        is_municipality: false,
        is_person: false,
        secrecy_acknowledged: false,
        attended: true,
    }
}

fn items(items: &[SharedItem]) -> ItemSet {
    items.iter().copied().collect()
}

impl World {
    async fn new(store: Store) -> Self {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        let partner = async |kind, name: &str, login: &str| {
            let id =
                region.app.save_agency(&region.admin, None, agency(kind, name, None), None).await.expect("a partner");
            let new = staff(login, &[Membership::always(id, Role::PartnerStaff)]);
            let who = region.app.add_staff(&region.admin, new).await.expect("an account");
            actor(who, id, Role::PartnerStaff)
        };
        let clinic = partner(AgencyKind::MedicalInstitution, "みどりクリニック", "clinic").await;
        let hellowork = partner(AgencyKind::Hellowork, "ハローワークみどり", "hellowork").await;
        let case = region.open("山田 太郎", "ヤマダ タロウ").await;
        region.accept(case).await;
        let plan = ConferencePlan {
            kind: ConferenceKind::Coordination,
            pattern: Pattern::Regular,
            tier: Tier::Core,
            on: day("2026-04-10"),
            starts_at: Some(14 * 60),
            minutes: 60,
            place: "会議室".into(),
        };
        let members = vec![
            Member { secrecy_acknowledged: true, ..member("みどり相談センター", region.centre) },
            member("みどりクリニック", clinic.agency()),
            member("ハローワークみどり", hellowork.agency()),
        ];
        let new = NewConference { host: region.centre, plan, members };
        let conference = region.app.plan_conference(&region.chief, new).await.expect("a conference");
        region.app.add_agenda_item(&region.chief, conference, case, Purpose::Review, 20).await.expect("an item");
        Self { region, clinic, hellowork, case, conference }
    }

    async fn consent(&self, to: AgencyId, given: ItemSet, route: Route) -> ConsentId {
        let region = &self.region;
        let today = region.today();
        let consent = Consent {
            id: ConsentId::new(Uuid::now_v7()),
            purposes: vec![SharingPurpose::CaseConference],
            to: vec![Recipient { agency: to, is_employer: false }],
            items: given,
            direction: Direction::Provide,
            route,
            route_reason: "会議で話すため".into(),
            tell_each_time: false,
            from: today,
            until: today + Days::new(30),
            explained_on: today,
            explained_by: region.counselor.staff(),
            form: AnswerForm::Signed,
            proxy: String::new(),
            confirmed_by: Vec::new(),
            rules_version: String::new(),
            withdrawn: None,
        };
        let id = consent.id;
        let version = region.version(self.case).await;
        region.app.give_consent(&region.counselor, self.case, version, consent).await.expect("a consent");
        id
    }

    /// What the check page shows, to be sent with the form.
    async fn picks(&self) -> Vec<Pick> {
        let receivers = self.region.app.packet_receivers(&self.region.chief, self.conference, ItemSet::NONE).await;
        let picks = receivers.expect("receivers").into_iter().map(|it| Pick {
            place: it.place,
            name: it.member.name,
            looked_through: it.matters,
        });
        picks.collect()
    }

    async fn make(&self, pick: &Pick) -> Result<banso_app::MadePacket, UseCaseError> {
        self.region.app.make_packet(&self.region.chief, self.conference, pick, ItemSet::NONE).await
    }

    async fn cut(&self, number: u32) -> Cut {
        let page = self.region.app.conference(&self.region.chief, self.conference).await.expect("the conference");
        page.conference.packet(number).expect("a packet").matters[0].cut.clone()
    }

    async fn disclosed(&self) -> Vec<(Option<AgencyId>, ItemSet, Basis)> {
        let ledger = self.region.app.ledger_of_case(&self.region.counselor, self.case).await.expect("a ledger");
        let given = ledger.into_iter().filter_map(|line| match line.entry {
            Some(LedgerEntry::Disclosed { to, items, basis, to_name, .. }) if !to_name.is_empty() => {
                Some((to, items, basis))
            }
            _ => None,
        });
        given.collect()
    }

    async fn hold(&self) {
        self.region.on("2026-04-10");
        let page = self.region.app.conference(&self.region.chief, self.conference).await.expect("the conference");
        let members = page.conference.members.clone();
        let on = self.region.today();
        let held =
            self.region.app.hold_conference(&self.region.chief, self.conference, on, members, "主任", "相談").await;
        held.expect("a sitting");
    }

    fn speaks(&self, text: &str, stance: Stance) -> Speak {
        Speak { case: self.case, purpose: Purpose::Review, stance, text: text.into(), seen: None }
    }
}

fn as_of(who: &Actor, on: NaiveDate) -> Actor {
    Actor::new(who.staff(), who.agency(), &[Membership::always(who.agency(), Role::PartnerStaff)], on)
        .expect("an actor")
}

both_engines! {
    async fn r_12_r_13_each_packet_holds_what_is_open_to_its_receiver_and_stands_in_the_ledger(store: Store) {
        let world = World::new(store).await;
        world.consent(world.clinic.agency(), items(&[SharedItem::Health]), Route::Together).await;
        world.consent(world.hellowork.agency(), items(&[SharedItem::WorkHistory]), Route::ViaPerson).await;
        for pick in &world.picks().await {
            world.make(pick).await.expect("a packet");
        }

        assert_eq!(world.cut(1).await, Cut::Whole, "the centre reads the case anyway");
        assert_eq!(world.cut(2).await.items(), items(&[SharedItem::Health]), "what is told together counts in a sitting");
        assert_eq!(world.cut(3).await, Cut::Restricted, "what the person carries is not handed out");
        let given = world.disclosed().await;
        assert_eq!(given, [(Some(world.clinic.agency()), items(&[SharedItem::Health]), Basis::Consent)]);
        let ledger = world.region.app.ledger_of_case(&world.region.counselor, world.case).await.expect("a ledger");
        let printed = |line: &&banso_app::LedgerLine| {
            matches!(&line.entry, Some(LedgerEntry::Printed { form, .. }) if form == "conference_packet")
        };
        assert_eq!(ledger.iter().filter(printed).count(), 1, "the copy of the centre");
    }

    async fn a_consent_withdrawn_while_packets_are_made_leaves_the_case_out_of_the_later_ones_and_that_is_said(store: Store) {
        let world = World::new(store).await;
        let both = [world.clinic.agency(), world.hellowork.agency()];
        let basic = items(&[SharedItem::Basic]);
        world.consent(both[0], basic, Route::Direct).await;
        let later = world.consent(both[1], basic, Route::Direct).await;
        let picks = world.picks().await;
        assert!(!world.make(&picks[1]).await.expect("the clinic's").is_less);

        let (app, today) = (&world.region.app, world.region.today());
        app.withdraw_consent(&world.region.counselor, world.case, later, today, "").await.expect("taken back");
        let made = world.make(&picks[2]).await.expect("a packet without the case");

        assert!(made.is_less, "whoever looked it through is told");
        assert_eq!(world.cut(made.number).await, Cut::Restricted);
        let given = world.disclosed().await;
        assert_eq!(given, [(Some(both[0]), basic, Basis::Consent)], "nothing is noted that was not given");
    }

    async fn u13_a_copy_that_is_printed_after_the_consent_was_taken_back_no_longer_holds_the_case(store: Store) {
        let world = World::new(store).await;
        let consent = world.consent(world.clinic.agency(), items(&[SharedItem::Basic]), Route::Direct).await;
        let picks = world.picks().await;
        let made = world.make(&picks[1]).await.expect("a packet");
        let print = async || {
            let (look, numbers) = (PrintLook::default(), [made.number]);
            let printed = world.region.app.print_packets(&world.region.chief, world.conference, &numbers, look, FileKind::Xlsx);
            printed.await.expect("a file").bytes
        };
        let before = print().await;

        let today = world.region.today();
        let taken = world.region.app.withdraw_consent(&world.region.counselor, world.case, consent, today, "").await;
        taken.expect("taken back");
        let sitting = world.region.app.sitting(&world.clinic, world.conference, Language::Ja).await.expect("still invited");
        assert_eq!(sitting.matters[0].cut, Cut::Restricted);
        assert!(sitting.matters[0].name.is_none() && sitting.matters[0].reference.is_empty());
        assert!(print().await.len() < before.len(), "the name is gone from the copy");
    }

    async fn art_9_matters_go_to_those_who_acknowledged_secrecy_on_a_basis_of_their_own(store: Store) {
        let world = World::new(store).await;
        let (app, chief) = (&world.region.app, &world.region.chief);
        app.add_agenda_item(chief, world.conference, world.case, Purpose::SupportMeeting, 10).await.expect("an item");
        world.consent(world.clinic.agency(), items(&[SharedItem::Health]), Route::Direct).await;
        let page = app.conference(chief, world.conference).await.expect("the conference");
        let mut members = page.conference.members.clone();
        members[1].secrecy_acknowledged = true;
        let plan = page.conference.plan.clone();
        app.change_conference_plan(chief, world.conference, page.version, plan, members).await.expect("a change");

        let under = items(&[SharedItem::Living]);
        let receivers = app.packet_receivers(chief, world.conference, under).await.expect("receivers");
        let cuts = |place: usize| receivers[place].matters.iter().map(|it| it.cut.clone()).collect::<Vec<_>>();
        assert_eq!(cuts(1)[0].items(), items(&[SharedItem::Health]));
        assert_eq!(cuts(1)[1].items(), under, "and not the health that the person agreed to elsewhere");
        assert_eq!(cuts(2), [Cut::Restricted, Cut::Restricted], "who is not bound to secrecy gets nothing");

        let it = &receivers[1];
        let pick = Pick { place: 1, name: it.member.name.clone(), looked_through: it.matters.clone() };
        app.make_packet(chief, world.conference, &pick, under).await.expect("a packet");
        let mut given = world.disclosed().await;
        given.sort_by_key(|(.., basis)| *basis);
        let clinic = Some(world.clinic.agency());
        assert_eq!(given, [(clinic, items(&[SharedItem::Health]), Basis::Consent), (clinic, under, Basis::SupportMeeting)]);
    }

    async fn p_61_a_member_whose_agency_is_not_in_the_directory_gets_no_packet_and_the_others_do(store: Store) {
        let world = World::new(store).await;
        let (app, chief) = (&world.region.app, &world.region.chief);
        let page = app.conference(chief, world.conference).await.expect("the conference");
        let mut members = page.conference.members.clone();
        members.push(member("なくなった機関", AgencyId::new(Uuid::from_u128(999))));
        let plan = page.conference.plan.clone();
        app.change_conference_plan(chief, world.conference, page.version, plan, members).await.expect("a change");

        let receivers = app.packet_receivers(chief, world.conference, ItemSet::NONE).await.expect("receivers");
        assert!(receivers[3].is_unknown && receivers[3].matters.is_empty());
        let picks = world.picks().await;
        assert!(matches!(world.make(&picks[3]).await, Err(UseCaseError::Refused(refusal)) if refusal.to_string().contains("P-61")));
        assert!(world.make(&picks[0]).await.is_ok());
    }

    async fn r_56_each_agency_speaks_for_itself_until_the_minutes_are_closed(store: Store) {
        let world = World::new(store).await;
        let app = &world.region.app;
        let closed_door = app.give_opinion(&world.clinic, world.conference, world.speaks("はい", Stance::Agrees)).await;
        assert!(matches!(closed_door, Err(UseCaseError::NotFound)), "who may not know whom it is about has no say in it");
        world.consent(world.clinic.agency(), items(&[SharedItem::Basic]), Route::Together).await;
        let speaks = world.speaks("週2日からがよいです。", Stance::Differs);
        app.give_opinion(&world.clinic, world.conference, speaks.clone()).await.expect("an opinion");
        app.give_opinion(&world.region.chief, world.conference, world.speaks("賛成です。", Stance::Agrees)).await.expect("the host's own");

        let file = app.case_file(&world.region.chief, world.case).await.expect("the case");
        let said: Vec<_> = file.case.opinions.iter().map(|it| (it.agency, it.text.as_str())).collect();
        assert_eq!(said, [(world.clinic.agency(), "週2日からがよいです。"), (world.region.centre, "賛成です。")]);
        let again = app.give_opinion(&world.clinic, world.conference, speaks.clone()).await;
        assert!(matches!(again, Err(UseCaseError::Conflict { .. })), "a colleague's words are not written over unseen");
        let stranger = app.give_opinion(&world.region.stranger, world.conference, speaks).await;
        assert!(matches!(stranger, Err(UseCaseError::NotFound)));
    }

    async fn who_is_invited_sees_the_agenda_and_who_is_not_sees_nothing(store: Store) {
        let world = World::new(store).await;
        let app = &world.region.app;
        let sitting = app.sitting(&world.hellowork, world.conference, Language::Ja).await.expect("invited");
        assert_eq!(sitting.matters.len(), 1);
        assert!(!sitting.matters[0].may_speak && sitting.matters[0].sheets.is_empty());
        assert_eq!(app.sittings(&world.hellowork, 10, 0).await.expect("a list").len(), 1);
        let strange = app.sitting(&world.region.stranger, world.conference, Language::Ja).await;
        assert!(matches!(strange, Err(UseCaseError::NotFound)));
        assert_eq!(app.sittings(&world.region.stranger, 10, 0).await.expect("a list").len(), 0);
    }

    async fn on_the_screen_a_packet_shows_what_is_in_it_and_nothing_once_the_consent_has_ended(store: Store) {
        let world = World::new(store).await;
        world.consent(world.clinic.agency(), items(&[SharedItem::Basic]), Route::Together).await;
        let app = &world.region.app;
        let before = app.sitting(&world.clinic, world.conference, Language::Ja).await.expect("invited");
        assert!(!before.has_packet && before.matters[0].sheets.is_empty(), "what is told together is not shown beforehand");
        let picks = world.picks().await;
        world.make(&picks[1]).await.expect("a packet");
        let sitting = app.sitting(&world.clinic, world.conference, Language::Ja).await.expect("invited");
        assert!(sitting.has_packet && !sitting.matters[0].sheets.is_empty());

        world.region.on("2026-05-20");
        let late = as_of(&world.clinic, world.region.today());
        let sitting = app.sitting(&late, world.conference, Language::Ja).await.expect("invited");
        assert!(sitting.matters[0].sheets.is_empty(), "the consent ended on 6 May");
    }

    async fn two_hosts_end_the_same_sitting_and_the_second_is_told(store: Store) {
        let world = World::new(store).await;
        world.hold().await;
        let (app, id) = (&world.region.app, world.conference);
        let minutes = MatterMinutes {
            next_review: YearMonth::new(2026, 7),
            presence: Some(Presence::Attended),
            ..MatterMinutes::default()
        };
        let command = Conclude {
            case: world.case,
            purpose: Purpose::Review,
            conclusion: Conclusion::Approved,
            discussion: "共有した".into(),
            municipality_view: String::new(),
            tasks: Vec::new(),
            ratifies: false,
            consent_scope_ok: true,
            minutes,
        };
        app.conclude(&world.region.chief, id, command).await.expect("a conclusion");
        let close = |actor: Actor| { let app = app.clone(); tokio::spawn(async move { app.close_minutes(&actor, id).await }) };
        let (one, other) = (close(world.region.chief.clone()), close(world.region.counselor.clone()));
        let ends = [one.await.expect("an answer"), other.await.expect("an answer")];

        assert_eq!(ends.iter().filter(|end| end.is_ok()).count(), 1, "{ends:?}");
        let told = ends.iter().find_map(|end| end.as_ref().err()).expect("one is told");
        let in_words = matches!(told, UseCaseError::Refused(refusal) if refusal.to_string().contains("P-16"));
        assert!(in_words || matches!(told, UseCaseError::Conflict { .. }), "{told:?}");
        let own = app.give_opinion(&world.region.chief, id, world.speaks("あとから", Stance::Agrees)).await;
        assert!(matches!(own, Err(UseCaseError::Refused(refusal)) if refusal.to_string().contains("R-56")));
    }

    async fn days_are_ticked_by_those_who_are_invited_and_picked_by_the_host(store: Store) {
        let world = World::new(store).await;
        let (app, id) = (&world.region.app, world.conference);
        let slot = |on| Slot { on: day(on), starts_at: Some(10 * 60) };
        let required = vec![world.clinic.agency(), world.hellowork.agency()];
        app.offer_dates(&world.region.chief, id, vec![slot("2026-04-13"), slot("2026-04-14")], required).await.expect("an offer");
        app.answer_dates(&world.clinic, id, vec![slot("2026-04-14")]).await.expect("an answer");
        assert!(matches!(app.answer_dates(&world.region.stranger, id, Vec::new()).await, Err(UseCaseError::NotFound)));
        let asked = app.appointments(&world.hellowork, id).await.expect("an invitation").appointments;
        assert_eq!(asked.len(), 2, "each day that is asked about is kept free");

        app.pick_date(&world.region.chief, id, slot("2026-04-14")).await.expect("a day");
        let page = app.conference(&world.region.chief, id).await.expect("the conference");
        assert_eq!(page.conference.plan.on, day("2026-04-14"));
        assert_eq!(app.appointments(&world.hellowork, id).await.expect("an invitation").appointments.len(), 1);
        assert!(matches!(app.appointments(&world.region.stranger, id).await, Err(UseCaseError::NotFound)));
    }

    async fn what_is_rebuilt_from_the_journal_knows_who_is_invited(store: Store) {
        let world = World::new(store).await;
        let picks = world.picks().await;
        world.make(&picks[0]).await.expect("a packet");
        let directory = tempfile::tempdir().expect("a directory");
        let report = world.region.app.store().verify_tables(directory.path().join("rebuilt"), |_| {}).await.expect("a report");
        assert_eq!(report.differences, []);
    }
}
