//! An office's own conference about somebody who uses its programme: who plans, holds and claims it, and who does not even learn of it.

use banso_access::Actor;
use banso_app::{RewardSubject, UseCaseError, Whom};
use banso_domain::{
    agency::AgencyKind,
    conference::{ConferenceKind, ConferencePlan, Member, Pattern, Tier},
    episode::{OutsideKind, PhaseEntry, Programme, Start, UseMinutes},
    form::Language,
    id::{ConferenceId, EpisodeId},
    liaison::ExplainedBy,
    reward::{RewardCondition, RewardState},
    rule::Rule,
};
use banso_store::both_engines;

use crate::{
    rewards::{knows, member, partner, sheet, stand},
    support::{Region, day},
};

fn plan(region: &Region) -> ConferencePlan {
    ConferencePlan {
        kind: ConferenceKind::Case,
        pattern: Pattern::AdHoc,
        tier: Tier::Core,
        on: region.today(),
        starts_at: None,
        minutes: 60,
        place: "面談室".into(),
    }
}

fn minutes(conference: ConferenceId) -> UseMinutes {
    UseMinutes {
        conference,
        kind: ConferenceKind::AreaLiaison,
        held_on: day("2026-04-06"),
        outside: vec![OutsideKind::Clinic],
        is_remote: false,
        person_voice: "続けたい。".into(),
        explained: true,
        explained_by: Some(ExplainedBy::ServiceManager),
        opinions: "通院は続いています。".into(),
        plan_change: "面談を月2回にする。".into(),
        shared_back_on: None,
    }
}

struct World {
    region: Region,
    office: Actor,
    clinic: Actor,
    episode: EpisodeId,
}

impl World {
    async fn new(region: Region, kind: AgencyKind, programme: Programme) -> Self {
        region.on("2026-04-06");
        let case = region.open("青葉 一郎", "アオバ イチロウ").await;
        let office = partner(&region, kind, "あゆみ事業所", "office").await;
        let clinic = partner(&region, AgencyKind::MedicalInstitution, "みどりクリニック", "clinic").await;
        knows(&region, case, &office).await;
        let start = Start { on: day("2026-04-01"), months: None, hired_on: None, ground: None };
        let episode =
            region.app.start_episode(&office, Whom::OfCase(case), programme, start, None).await.expect("a use");
        Self { region, office, clinic, episode }
    }

    fn members(&self, with_clinic: bool) -> Vec<Member> {
        let mut members = vec![member("あゆみ事業所", self.office.agency())];
        members.extend(with_clinic.then(|| member("みどりクリニック", self.clinic.agency())));
        members
    }

    async fn sat(&self, with_clinic: bool) -> ConferenceId {
        let app = &self.region.app;
        let plan = plan(&self.region);
        let id = app
            .plan_use_conference(&self.office, self.episode, plan, self.members(with_clinic))
            .await
            .expect("planned");
        let today = self.region.today();
        app.hold_conference(&self.office, id, today, self.members(with_clinic), "管理者", "支援員")
            .await
            .expect("held");
        id
    }

    async fn write(&self, id: ConferenceId, minutes: UseMinutes) -> Result<(), UseCaseError> {
        let version = self.region.app.episode(&self.office, self.episode).await.expect("the use").version;
        self.region.app.write_use_minutes(&self.office, id, version, minutes).await
    }
}

fn refused<T>(answer: Result<T, UseCaseError>) -> Vec<Rule> {
    match answer {
        Err(UseCaseError::Refused(refusal)) => refusal.rules,
        _ => Vec::new(),
    }
}

both_engines! {
    async fn r_69_a_transition_office_records_its_liaison_conference_and_claims_it_once_a_month(store: Store) {
        let world = World::new(Region::new(store).await, AgencyKind::TransitionSupport, Programme::Transition).await;
        let (app, office) = (&world.region.app, &world.office);
        let id = world.sat(true).await;
        let page = app.conference(office, id).await.expect("the conference");
        assert_eq!((page.conference.plan.kind, page.conference.of_use), (ConferenceKind::AreaLiaison, Some(world.episode)));
        assert_eq!(app.conferences_of_use(office, world.episode).await.expect("a list").len(), 1);

        assert_eq!(refused(app.close_minutes(office, id).await), [Rule::MinutesComplete]);
        assert_eq!(refused(app.claim_use_liaison(office, id).await), [Rule::ClaimComplete]);
        let lacking = sheet(&world.region, office, "2026-04").await;
        let sitting = lacking.rows.iter().find(|row| row.line.reward == "area_liaison").expect("a line");
        assert!(sitting.line.missing.contains(&RewardCondition::Explained));

        world.write(id, minutes(id)).await.expect("minutes");
        let stale = app.write_use_minutes(office, id, 1, minutes(id)).await;
        assert!(matches!(stale, Err(UseCaseError::Conflict { .. })));
        app.claim_use_liaison(office, id).await.expect("a claim");
        let claimed = sheet(&world.region, office, "2026-04").await;
        assert!(stand(&claimed).contains(&("area_liaison".to_owned(), RewardState::Claimed)));
        let left = claimed.rows.iter().find_map(|row| match row.subject {
            RewardSubject::Sitting { left, case: None, .. } => left,
            _ => None,
        });
        assert_eq!(left, Some(3));

        let second = world.sat(true).await;
        world.write(second, minutes(second)).await.expect("minutes");
        assert_eq!(refused(app.claim_use_liaison(office, second).await), [Rule::ClaimCaps]);
        app.drop_use_liaison(office, id, "日付の誤り").await.expect("taken back");
        app.claim_use_liaison(office, second).await.expect("a claim");
        app.close_minutes(office, second).await.expect("closed");
        assert_eq!(refused(world.write(second, minutes(second)).await), [Rule::MinutesClosed]);
    }

    async fn nobody_but_the_office_learns_of_its_conference_and_guests_see_only_that_they_are_invited(store: Store) {
        let world = World::new(Region::new(store).await, AgencyKind::TransitionSupport, Programme::Transition).await;
        let (region, app) = (&world.region, &world.region.app);
        let other = partner(region, AgencyKind::TransitionSupport, "移行みどり", "other").await;
        let id = world.sat(true).await;
        world.write(id, minutes(id)).await.expect("minutes");
        for stranger in [&other, &world.clinic, &region.chief, &region.officer, &region.admin] {
            assert!(app.plan_use_conference(stranger, world.episode, plan(region), Vec::new()).await.is_err());
            assert!(matches!(app.conference(stranger, id).await, Err(UseCaseError::NotFound)));
            assert!(matches!(app.claim_use_liaison(stranger, id).await, Err(UseCaseError::NotFound | UseCaseError::Forbidden)));
            assert!(app.hold_conference(stranger, id, region.today(), Vec::new(), "x", "y").await.is_err());
            assert!(app.conferences_of_use(stranger, world.episode).await.is_err());
            let listed = app.conferences(stranger, 10, 0).await.unwrap_or_default();
            assert!(listed.iter().all(|row| row.conference.id != id));
        }
        let seen = app.sitting(&world.clinic, id, Language::Ja).await.expect("the guest's view");
        assert!(seen.matters.is_empty(), "whom it is about is not told here");
        assert!(matches!(app.sitting(&other, id, Language::Ja).await, Err(UseCaseError::NotFound)));
    }

    async fn r_66_a_choice_office_records_the_result_after_a_conference_with_others(store: Store) {
        let world = World::new(Region::new(store).await, AgencyKind::EmploymentChoice, Programme::EmploymentChoice).await;
        let (app, office) = (&world.region.app, &world.office);
        let result = async || {
            let version = app.episode(office, world.episode).await.expect("the use").version;
            app.enter_phase(office, world.episode, version, PhaseEntry { phase: "sheet".into(), on: world.region.today() }).await
        };
        assert_eq!(refused(result().await), [Rule::ChoiceConference]);
        let alone = world.sat(false).await;
        assert_eq!(refused(world.write(alone, minutes(alone)).await), [Rule::OutsiderAmongThose]);
        world.write(alone, UseMinutes { outside: Vec::new(), ..minutes(alone) }).await.expect("minutes");
        assert_eq!(refused(result().await), [Rule::ChoiceConference]);
        let together = world.sat(true).await;
        world.write(together, minutes(together)).await.expect("minutes");
        result().await.expect("the result");
    }
}
