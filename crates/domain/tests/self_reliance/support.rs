//! Builders for the specification: days, ids, answers, plans, sittings and conferences that are sound until a test changes them.

use std::{collections::BTreeMap, fmt::Debug};

use banso_domain::{
    agency::{AgencyFacts, AgencyKind, PlacementLicence},
    answer::{AnswerForm, PersonAnswer, Will},
    calendar::YearMonth,
    case::{
        Close, FindingContext, OpenCase,
        closing::{Attainment, AttemptMeans, CloseReason, ContactAttempt, EvaluationContent, FollowUp, Way},
        decision_lines,
        event::{Purpose, SittingResult},
        intake::{Application, EmergencySupport, Screening, ScreeningResult, SharingConsent},
        minutes::MatterMinutes,
        network::NetworkContext,
        plan::{
            Actor, Conclusion, Decision, Monitoring, PlanAction, PlanContent, RelatedUse, Service, ServiceUse, Services,
        },
        record::{ContactMethod, Counterpart, SupportRecord, TookPlace},
    },
    conference::{Conference, ConferenceEvent, ConferenceKind, ConferencePlan, Member, Pattern, Tier},
    id::{AgencyId, CaseId, ConferenceId, EvaluationId, PersonId, PlanId, RecordId, StaffId},
    process::ProcessDefinition,
    rule::Refusal,
};
use chrono::{DateTime, NaiveDate};
use uuid::Uuid;

/// The day as written in ISO form.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Nobody is known but who stands in the case itself.
pub(crate) fn nobody_known(today: NaiveDate) -> NetworkContext<'static> {
    static AGENCIES: BTreeMap<AgencyId, AgencyFacts> = BTreeMap::new();
    static STAFF: BTreeMap<StaffId, AgencyId> = BTreeMap::new();
    NetworkContext { today, agencies: &AGENCIES, staff: &STAFF }
}

/// The month as written in ISO form.
pub(crate) fn month(text: &str) -> YearMonth {
    text.parse().unwrap()
}

/// A day on which everything in the stories has happened.
pub(crate) fn today() -> NaiveDate {
    day("2026-12-01")
}

pub(crate) fn case_id() -> CaseId {
    CaseId::new(Uuid::from_u128(1))
}

pub(crate) fn staff() -> StaffId {
    StaffId::new(Uuid::from_u128(2))
}

pub(crate) fn officer() -> StaffId {
    StaffId::new(Uuid::from_u128(3))
}

pub(crate) fn agency() -> AgencyId {
    AgencyId::new(Uuid::from_u128(4))
}

pub(crate) fn plan_id(number: u128) -> PlanId {
    PlanId::new(Uuid::from_u128(100 + number))
}

pub(crate) fn sheet_id(number: u128) -> EvaluationId {
    EvaluationId::new(Uuid::from_u128(200 + number))
}

pub(crate) fn conference_id(number: u128) -> ConferenceId {
    ConferenceId::new(Uuid::from_u128(300 + number))
}

pub(crate) fn record_id(number: u128) -> RecordId {
    RecordId::new(Uuid::from_u128(400 + number))
}

/// The numbers of the rules that refuse.
pub(crate) fn refused<T: Debug>(result: Result<T, Refusal>) -> Vec<&'static str> {
    result.expect_err("a rule refuses").rules.into_iter().map(|rule| rule.code()).collect()
}

/// The centre of the stories; it holds no licence to place people into work.
pub(crate) fn centre() -> AgencyFacts {
    AgencyFacts::named(AgencyKind::SupportCentre, "あおば相談センター")
}

/// The centre with a licence that is valid until a day.
pub(crate) fn centre_with_licence_until(last: &str) -> AgencyFacts {
    let licence = PlacementLicence { number: "13-特-000001".into(), valid_until: Some(day(last)) };
    AgencyFacts { placement_licence: Some(licence), ..centre() }
}

pub(crate) fn opening(received_on: &str) -> OpenCase {
    OpenCase {
        person: PersonId::new(Uuid::from_u128(5)),
        centre: agency(),
        municipality: AgencyId::new(Uuid::from_u128(6)),
        reference: "2026-00001".into(),
        received_on: day(received_on),
        received_by: staff(),
        assigned_to: staff(),
        previous: None,
    }
}

pub(crate) fn agrees(on: &str) -> PersonAnswer {
    PersonAnswer { will: Will::Agrees { form: AnswerForm::Signed }, on: day(on), asked_by: staff() }
}

pub(crate) fn declines(on: &str, reason: &str) -> PersonAnswer {
    PersonAnswer { will: Will::Declines { reason: reason.into() }, on: day(on), asked_by: staff() }
}

/// An application with its explanation on the same day and consent to sharing.
pub(crate) fn application(on: &str) -> Application {
    Application {
        answer: agrees(on),
        explained: Some((day(on), staff())),
        sharing: SharingConsent { agrees: true, ..SharingConsent::default() },
    }
}

/// The person does not apply, and says why.
pub(crate) fn no_application(on: &str, reason: &str) -> Application {
    Application { answer: declines(on, reason), explained: None, sharing: SharingConsent::default() }
}

pub(crate) fn screening(on: &str, result: ScreeningResult) -> Screening {
    Screening {
        on: day(on),
        result,
        comment: String::new(),
        referral_targets: Vec::new(),
        referral_consent: None,
        next_contact_on: None,
        arrival_confirmed_on: None,
    }
}

pub(crate) fn emergency(on: &str) -> EmergencySupport {
    EmergencySupport {
        need: "今夜泊まるところがない".into(),
        service: Some(Service::Shelter),
        started_on: day(on),
        approved_by: "福祉課 係長".into(),
        reported: None,
    }
}

pub(crate) fn record(number: u128, on: &str, next_on: Option<&str>) -> SupportRecord {
    SupportRecord {
        id: record_id(number),
        took_place: TookPlace { on: day(on), minute_of_day: None },
        minutes: None,
        staff: vec![staff()],
        counterparts: vec![Counterpart::Person],
        counterpart_note: String::new(),
        methods: vec![ContactMethod::Interview],
        place: String::new(),
        facts: "来所。「少し眠れるようになった」とのこと。".into(),
        view: String::new(),
        next_action: String::new(),
        next_on: next_on.map(day),
        disclosures: Vec::new(),
        is_emergency: false,
        conference: None,
        contact: None,
        written_at: DateTime::UNIX_EPOCH,
        written_by: staff(),
    }
}

fn action(actor: Actor, what: &str) -> PlanAction {
    PlanAction {
        actor,
        what: what.into(),
        agency: String::new(),
        period: String::new(),
        frequency: String::new(),
        service: None,
        state: Default::default(),
        place: None,
    }
}

/// A plan with every compulsory item, nothing to warn about, and no service of the menu.
pub(crate) fn content() -> PlanContent {
    let unused = || ServiceUse { used: Some(false), ..ServiceUse::default() };
    let no = RelatedUse { used: Some(false), policy: String::new() };
    PlanContent {
        wishes: "静かに暮らしたい".into(),
        issues_to_solve: "家賃の滞納".into(),
        long_term_goal: "自分の部屋で暮らし続ける".into(),
        goal: "家賃を毎月払う".into(),
        set_by_person: true,
        actions: vec![action(Actor::Person, "毎週、家計簿をつける")],
        services: Services {
            housing_benefit: unused(),
            shelter: unused(),
            budget: unused(),
            work_prep: unused(),
            training: unused(),
            employment_support: unused(),
        },
        related: banso_domain::case::plan::RelatedProgrammes { welfare_loan: no.clone(), hw_joint_program: no },
        ends_on: Some(day("2026-10-31")),
        next_monitoring: Some(month("2026-07")),
        support_notes: "電話は午後に".into(),
        assessment_attached: true,
        ..PlanContent::default()
    }
}

/// The plan of [`content`] that uses these services.
pub(crate) fn content_with(services: &[Service]) -> PlanContent {
    let mut content = content();
    for service in services {
        content.services.get_mut(*service).used = Some(true);
    }
    content
}

/// A plan of nothing but one statutory service: its single line is carried by it.
pub(crate) fn content_of_only(service: Service) -> PlanContent {
    let mut content = content_with(&[service]);
    content.actions = vec![PlanAction { service: Some(service), ..action(Actor::OtherAgency, "支援を受ける") }];
    content
}

/// What a sitting of that number said on a day.
pub(crate) fn sitting(number: u128, on: &str, purpose: Purpose, conclusion: Conclusion) -> SittingResult {
    SittingResult {
        conference: conference_id(number),
        held_on: day(on),
        purpose,
        plan: None,
        conclusion,
        discussion: "役割分担を確認した。".into(),
        municipality_view: String::new(),
        tasks: Vec::new(),
        ratifies: false,
        consent_scope_ok: true,
        minutes: MatterMinutes::default(),
    }
}

/// The municipality grants every line of the plan, each as its procedure has it.
pub(crate) fn decision(content: &PlanContent, on: &str) -> Decision {
    let items = decision_lines(content).into_iter().map(|(line, outcomes)| (line, outcomes[0])).collect();
    Decision { on: day(on), by: officer(), items, comment: String::new() }
}

pub(crate) fn monitoring(on: &str, next: Option<&str>) -> Monitoring {
    Monitoring {
        on: day(on),
        delivery: "予定どおり".into(),
        progress: "家賃は2か月続けて払えた".into(),
        next: next.map(month),
    }
}

/// A complete evaluation sheet in which the person wishes one thing.
pub(crate) fn evaluation(on: &str, wish: Way) -> EvaluationContent {
    EvaluationContent {
        evaluated_on: Some(day(on)),
        attainment: Some(Attainment::Achieved),
        goal_attainment: "家賃を半年払えた".into(),
        changes: vec!["housing".into()],
        current_state: String::new(),
        remaining_issues: String::new(),
        person_wish: Some(wish),
        person_wish_note: "もう大丈夫だと思う".into(),
        staff_opinion: Some(wish),
        staff_opinion_note: String::new(),
    }
}

pub(crate) fn no_follow_up() -> FollowUp {
    FollowUp::No { reason: "本人が希望しない".into() }
}

pub(crate) fn follow_up_until(until: &str) -> FollowUp {
    FollowUp::Yes {
        method: "電話".into(),
        frequency: "月1回".into(),
        who: "相談支援員".into(),
        until: day(until),
        next_on: None,
    }
}

pub(crate) fn closing(on: &str, follow_up: FollowUp) -> Close {
    Close { on: day(on), reason: CloseReason::GoalReached, note: String::new(), follow_up: Some(follow_up) }
}

pub(crate) fn attempt(on: &str, means: AttemptMeans) -> ContactAttempt {
    ContactAttempt { on: day(on), means, by: staff(), result: "応答なし".into() }
}

/// Asked on a day, with the assessment sheet's compulsory items filled.
pub(crate) fn asked_on(on: &str) -> FindingContext {
    let limits = process().limits;
    FindingContext { today: day(on), assessment_complete: true, limits, last_conference_on: None }
}

/// The process of the programme as its file has it.
pub(crate) fn process() -> ProcessDefinition {
    let text = include_str!("../../../../definitions/processes/self_reliance.toml");
    ProcessDefinition::from_toml("self_reliance.toml", text).unwrap()
}

pub(crate) fn member(agency: &str, is_municipality: bool) -> Member {
    Member {
        agency: agency.into(),
        agency_id: None,
        name: "担当者".into(),
        staff: None,
        is_municipality,
        is_person: false,
        secrecy_acknowledged: true,
        attended: true,
    }
}

pub(crate) fn conference_plan() -> ConferencePlan {
    ConferencePlan {
        kind: ConferenceKind::Coordination,
        pattern: Pattern::Regular,
        tier: Tier::Core,
        on: day("2026-05-20"),
        starts_at: Some(14 * 60),
        minutes: 120,
        place: "市役所2階".into(),
    }
}

/// A conference that the centre planned for 20 May.
pub(crate) fn planned_conference() -> Conference {
    let members = vec![member("あおば相談センター", false), member("あおば市福祉課", true)];
    let event = ConferenceEvent::Planned { host: agency(), plan: conference_plan(), members };
    Conference::apply(None, conference_id(1), &event).unwrap()
}

/// What was permitted happens to the conference.
pub(crate) fn after(conference: Conference, decided: Result<ConferenceEvent, Refusal>) -> Conference {
    let event = decided.expect("no rule refuses");
    Conference::apply(Some(conference), conference_id(1), &event).unwrap()
}

/// The conference of [`planned_conference`] sat with these members.
pub(crate) fn held_conference(members: Vec<Member>) -> Conference {
    let conference = planned_conference();
    let held = conference.hold(day("2026-05-20"), members, "主任", "記録係", today());
    after(conference, held)
}
