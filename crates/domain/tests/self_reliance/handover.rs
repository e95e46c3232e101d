//! Handing over: between staff, between agencies, at an employer. Prepared together, confirmed, heard, and only then done.

use std::collections::BTreeMap;

use banso_domain::{
    answer::AnswerForm,
    case::{
        DueKind,
        event::CaseEvent,
        handover::{
            CurrentContact, HandoverContent, HandoverDocument, HandoverKind, HandoverStep, HandoverView, JointMeeting,
            MeetingForm, MeetingWith, Overlap, PlannedStep, ReplyWord, Successor, SuccessorReply,
        },
        network::{NetworkContext, SupporterContent, Supporting, Topic},
        protection::{Protection, ProtectionGround},
        sharing::{Consent, Direction, EmploymentDisclosure, ItemSet, Recipient, Route, SharedItem, SharingPurpose},
        task::{AgreedTask, TaskRole},
    },
    id::{ConsentId, HandoverId, StaffId, SupporterId, TaskId},
};
use uuid::Uuid;

use crate::{
    network::{agencies, agency_number, of_agency, supporter},
    story::Story,
    support::*,
};

pub(crate) const NOTHING: [&str; 0] = [];

pub(crate) fn handover_id() -> HandoverId {
    HandoverId::new(Uuid::from_u128(900))
}

/// The colleague who takes over.
fn colleague() -> StaffId {
    StaffId::new(Uuid::from_u128(21))
}

/// The day on which the stories of this file happen.
pub(crate) fn now() -> &'static str {
    "2026-09-01"
}

pub(crate) fn on<T>(day_of_asking: &str, ask: impl FnOnce(&NetworkContext<'_>) -> T) -> T {
    let (agencies, staff) = (agencies(), BTreeMap::new());
    ask(&NetworkContext { today: day(day_of_asking), agencies: &agencies, staff: &staff })
}

fn overlap() -> Option<Overlap> {
    Some(Overlap { from: day("2026-09-01"), to: day("2026-09-30") })
}

/// The lead goes to the colleague at the end of September.
fn staff_change() -> HandoverContent {
    HandoverContent {
        to: Successor::Staff { staff: colleague() },
        overlap: overlap(),
        policy: "週1回の電話を続ける".into(),
        open_issues: "家賃の滞納が1か月残っている".into(),
        ..HandoverContent::new(HandoverKind::StaffChange, day(now()), day("2026-09-30"))
    }
}

/// The programme (supporter 3) ends on 31 December and the centre for work and life takes over.
pub(crate) fn service_end() -> HandoverContent {
    HandoverContent {
        from: Some(supporter(3)),
        to: Successor::Support { supporting: Supporting::Agency { agency: agency_number(7) } },
        documents: vec![HandoverDocument::Assessment, HandoverDocument::ContactCard],
        ..HandoverContent {
            kind: HandoverKind::ServiceEnd,
            ends_on: day("2026-12-31"),
            overlap: Some(Overlap { from: day("2026-10-01"), to: day("2026-12-31") }),
            ..staff_change()
        }
    }
}

pub(crate) fn until(
    day_of_end: &str,
    number: u128,
    topics: &[Topic],
) -> (SupporterContent, banso_domain::agency::AgencyKind) {
    let (content, kind) = of_agency(number, topics);
    (SupporterContent { until: Some(day(day_of_end)), ..content }, kind)
}

fn task(number: u128, what: HandoverStep) -> AgreedTask {
    AgreedTask {
        id: TaskId::new(Uuid::from_u128(950 + number)),
        who: String::new(),
        owner: Some(staff()),
        what: what.name().into(),
        due_on: None,
        role: TaskRole::default(),
    }
}

impl Story {
    pub(crate) fn opens(mut self, content: HandoverContent) -> Self {
        let event = on(now(), |context| {
            let steps = self.handover_steps(&content, context).into_iter().enumerate();
            let planned = steps.map(|(number, (step, supporter))| {
                let task = task(number as u128, step);
                (PlannedStep { step, supporter, task: task.id }, task)
            });
            self.open_handover(handover_id(), content.clone(), planned.collect(), context)
        });
        self.does(event);
        self
    }

    fn meets(mut self, with: MeetingWith, whom: Option<SupporterId>, form: MeetingForm) -> Self {
        let meeting = JointMeeting { on: day(now()), with, supporter: whom, form, successor_present: true };
        let events = on(now(), |context| self.meet_together(handover_id(), meeting, context)).unwrap();
        events.into_iter().for_each(|event| self.happens(event));
        self
    }

    fn confirmed_by(mut self, by: StaffId, name: &str) -> Self {
        let event = on(now(), |context| {
            self.acknowledge_handover(handover_id(), (day(now()), name), by, supporter(77), context)
        });
        self.does(event);
        self
    }

    fn heard(mut self) -> Self {
        let view = HandoverView {
            on: day(now()), words: "知らない人は心配だけど、会ってみて大丈夫だと思った".into()
        };
        self.does(self.view_handover(handover_id(), view, today()));
        self
    }

    fn closes(&self) -> Result<CaseEvent, banso_domain::rule::Refusal> {
        on(now(), |context| self.close_handover(handover_id(), "", context))
    }

    pub(crate) fn codes(&self, asked: &str) -> Vec<&'static str> {
        on(asked, |context| {
            self.handover_findings(handover_id(), context).iter().map(|finding| finding.rule.code()).collect()
        })
    }

    pub(crate) fn steps(&self) -> Vec<HandoverStep> {
        self.handovers.find(handover_id()).unwrap().steps.iter().map(|planned| planned.step).collect()
    }

    fn undone(&self) -> Vec<HandoverStep> {
        self.open_steps(self.handovers.find(handover_id()).unwrap())
    }
}

pub(crate) fn supported() -> Story {
    Story::decided(content())
}

/// The programme, with which the person talks about money first, and which is their main contact.
pub(crate) fn with_programme() -> Story {
    let (content, kind) = until("2026-12-31", 3, &[Topic::Poverty]);
    let content = SupporterContent { first_for: vec![Topic::Poverty], is_main: true, ..content };
    supported().joined(3, (content, kind))
}

fn at_work(policy: EmploymentDisclosure) -> Story {
    let mut story = supported().joined(5, of_agency(5, &[]));
    story.happens(story.set_employment_disclosure(policy, day("2026-06-01")).unwrap());
    story
}

#[test]
fn the_lead_changes_when_the_successor_has_confirmed_and_the_person_was_heard_and_not_before() {
    let mut story = supported().opens(staff_change());
    assert_eq!(story.assigned_to, staff());
    story = story.confirmed_by(colleague(), "").heard();
    assert_eq!(story.current_contact(day(now())), CurrentContact::Lead(staff()), "still prepared");

    story.does(story.closes());

    assert_eq!(story.current_contact(day(now())), CurrentContact::Lead(colleague()));
    assert!(!story.handovers.find(handover_id()).unwrap().is_open());
}

#[test]
fn r_82_a_handover_stays_open_until_the_successor_confirmed_and_the_person_said_what_they_think() {
    let story = supported().opens(staff_change());
    assert_eq!(refused(story.closes()), ["R-82"]);
    let story = story.confirmed_by(colleague(), "");
    assert_eq!(refused(story.closes()), ["R-82"], "the person was not asked yet");
    assert!(story.heard().closes().is_ok());
}

#[test]
fn p_65_a_handover_without_successor_policy_or_open_issues_is_not_closed() {
    let empty = HandoverContent { policy: " ".into(), ..staff_change() };
    let story = supported().opens(empty).confirmed_by(colleague(), "").heard();
    assert_eq!(refused(story.closes()), ["P-65"]);
    let unknown = HandoverContent { to: Successor::Unknown, ..service_end() };
    let story = with_programme().opens(unknown).heard();
    assert_eq!(refused(story.closes()), ["P-65", "R-82"]);
}

#[test]
fn p_66_what_is_being_handed_over_is_not_given_away_beside_that() {
    let story = supported().opens(staff_change());
    assert_eq!(refused(story.assign(officer(), "入力の誤り")), ["P-66"]);
    let again = on(now(), |context| {
        story.open_handover(HandoverId::new(Uuid::from_u128(901)), staff_change(), Vec::new(), context)
    });
    assert_eq!(refused(again), ["P-66"]);
    let story = with_programme().opens(service_end());
    assert_eq!(refused(story.leave_network(supporter(3), day(now()), "終了", today())), ["P-66"]);
}

#[test]
fn p_67_the_successor_is_somebody_else_and_confirms_for_themself() {
    let own = HandoverContent { to: Successor::Staff { staff: staff() }, ..staff_change() };
    let to_itself = on(now(), |context| supported().open_handover(handover_id(), own, Vec::new(), context));
    assert_eq!(refused(to_itself), ["P-67"]);
    let story = supported().opens(staff_change());
    let by_another = on(now(), |context| {
        story.acknowledge_handover(handover_id(), (day(now()), ""), staff(), supporter(77), context)
    });
    assert_eq!(refused(by_another), ["P-67"]);
    let story = with_programme().opens(service_end());
    let by_nobody = on(now(), |context| {
        story.acknowledge_handover(handover_id(), (day(now()), " "), staff(), supporter(77), context)
    });
    assert_eq!(refused(by_nobody), ["P-67"], "who said so at the other agency is written");
}

#[test]
fn whoever_takes_over_the_lead_of_a_protected_case_is_named_for_it() {
    let mut story = supported();
    let protection = Protection {
        ground: ProtectionGround::Stalking,
        caution: String::new(),
        since: day(now()),
        named: vec![staff()],
        review_on: day(now()) + chrono::Days::new(60),
    };
    story.does(story.protect(protection, day(now())));
    let mut story = story.opens(staff_change()).confirmed_by(colleague(), "").heard();

    story.does(story.closes());

    let admitted: Vec<_> = story.protection.admitted().unwrap().map(|(staff, _)| staff).collect();
    assert_eq!(admitted, [staff(), colleague()]);
}

#[test]
fn a_successor_does_not_fit_every_kind() {
    let mixed = HandoverContent { to: Successor::Staff { staff: colleague() }, ..service_end() };
    assert_eq!(refused(on(now(), |it| with_programme().open_handover(handover_id(), mixed, Vec::new(), it))), ["P-20"]);
    let nobody_leaves = HandoverContent { from: Some(supporter(9)), ..service_end() };
    let refusal = on(now(), |it| with_programme().open_handover(handover_id(), nobody_leaves, Vec::new(), it));
    assert_eq!(refused(refusal), ["P-20"]);
    let backwards = HandoverContent { ends_on: day("2026-08-01"), ..staff_change() };
    assert_eq!(refused(on(now(), |it| supported().open_handover(handover_id(), backwards, Vec::new(), it))), ["P-11"]);
}

#[test]
fn r_51_a_handover_without_days_on_which_both_are_there_is_pointed_at() {
    let thrown = HandoverContent { overlap: None, ..staff_change() };
    assert_eq!(supported().opens(thrown).codes(now()), ["R-51"]);
    assert_eq!(supported().opens(staff_change()).codes(now()), NOTHING);
}

#[test]
fn r_51_in_the_overlap_both_agencies_stand_beside_the_person() {
    let mut story = with_programme().opens(service_end()).confirmed_by(staff(), "佐藤").heard();
    let there = |story: &Story, on: &str| {
        let active = crate::network::seen(story, on, |it| it.state.is_active().then(|| it.name.clone()));
        active.into_iter().flatten().collect::<Vec<_>>()
    };
    assert_eq!(there(&story, "2026-10-01"), ["あおば相談センター", "家計改善支援室", "なかぽつ青葉"]);

    story.does(story.closes());

    assert_eq!(
        there(&story, "2026-12-31"),
        ["あおば相談センター", "家計改善支援室", "なかぽつ青葉"],
        "until its last day"
    );
    assert_eq!(there(&story, "2027-01-01"), ["あおば相談センター", "なかぽつ青葉"]);
}

#[test]
fn whoever_takes_over_is_asked_first_for_what_the_predecessor_was_asked_for() {
    let mut story = with_programme().opens(service_end()).confirmed_by(staff(), "佐藤").heard();
    story.does(story.closes());

    let CurrentContact::Supporter(main) = story.current_contact(day("2026-09-02")) else { panic!("the main contact") };
    assert_eq!(main.content.supporting, Supporting::Agency { agency: agency_number(7) });
    assert_eq!(main.content.first_for, [Topic::Poverty]);
    assert_eq!(main.content.contact_name, "佐藤");
}

#[test]
fn a_successor_whom_the_person_does_not_want_any_more_does_not_take_over() {
    let mut story = with_programme().opens(service_end()).confirmed_by(staff(), "佐藤").heard();
    let joined = story.network.supporter(supporter(77)).unwrap().content.clone();
    let unwanted = SupporterContent { unwanted: true, role_reason: "本人の希望".into(), ..joined };
    let kind = agencies()[&agency_number(7)].kind;
    let event = story.change_supporter(supporter(77), unwanted, kind, day(now())).unwrap().unwrap();
    story.happens(event);

    assert_eq!(refused(story.closes()), ["P-67"]);
}

#[test]
fn r_73_the_lead_does_not_change_before_both_visited_the_employer_or_said_why_not() {
    let story = at_work(EmploymentDisclosure::Open).opens(staff_change()).confirmed_by(colleague(), "").heard();
    assert_eq!(story.steps(), [HandoverStep::MeetPerson, HandoverStep::VisitEmployer]);
    assert_eq!(story.codes(now()), ["R-73"]);
    assert_eq!(refused(story.closes()), ["R-73"]);
    let because = on(now(), |it| story.close_handover(handover_id(), "繁忙期のため10月に訪問する", it));
    assert!(because.is_ok());

    let visited = story.meets(MeetingWith::Employer, Some(supporter(5)), MeetingForm::Visit);

    assert_eq!(visited.undone(), [HandoverStep::MeetPerson], "the visit settles its task");
    assert!(visited.closes().is_ok());
}

#[test]
fn r_73_a_visit_without_the_successor_is_no_joint_visit() {
    let mut story = at_work(EmploymentDisclosure::Open).opens(staff_change()).confirmed_by(colleague(), "").heard();
    let alone = JointMeeting {
        on: day(now()),
        with: MeetingWith::Employer,
        supporter: Some(supporter(5)),
        form: MeetingForm::Visit,
        successor_present: false,
    };
    let events = on(now(), |it| story.meet_together(handover_id(), alone, it)).unwrap();
    events.into_iter().for_each(|event| story.happens(event));
    assert_eq!(refused(story.closes()), ["R-73"]);
}

#[test]
fn r_10_where_employment_is_closed_no_employer_is_visited_or_told() {
    let story = at_work(EmploymentDisclosure::Closed).opens(staff_change());
    assert_eq!(story.steps(), [HandoverStep::MeetPerson]);
    let meeting = JointMeeting {
        on: day(now()),
        with: MeetingWith::Employer,
        supporter: Some(supporter(5)),
        form: MeetingForm::Visit,
        successor_present: true,
    };
    assert_eq!(refused(on(now(), |it| story.meet_together(handover_id(), meeting, it))), ["R-10"]);
    let to_workplace = HandoverContent {
        to: Successor::Support { supporting: Supporting::Agency { agency: agency_number(5) } },
        kind: HandoverKind::ToWorkplace,
        ..staff_change()
    };
    let closed = at_work(EmploymentDisclosure::Closed);
    assert_eq!(refused(on(now(), |it| closed.open_handover(handover_id(), to_workplace, Vec::new(), it))), ["R-10"]);
    assert!(story.confirmed_by(colleague(), "").heard().closes().is_ok(), "nor is the visit missed");
}

#[test]
fn r_74_each_agency_that_is_close_has_a_task_of_being_visited_together() {
    let (clinic, kind) = of_agency(1, &[Topic::Medical]);
    let clinic = SupporterContent { first_for: vec![Topic::Medical], ..clinic };
    let story = supported().joined(1, (clinic, kind)).joined(2, of_agency(2, &[])).opens(staff_change());
    assert_eq!(
        story.steps(),
        [HandoverStep::MeetPerson, HandoverStep::VisitPartner],
        "not those who are asked for nothing"
    );
    assert_eq!(story.tasks.len(), 2);
    assert_eq!(story.codes(now()), ["R-74"]);

    let story = story.meets(MeetingWith::Partner, Some(supporter(1)), MeetingForm::Visit);

    assert_eq!(story.codes(now()), NOTHING);
    assert_eq!(story.undone(), [HandoverStep::MeetPerson]);
}

fn consent(items: ItemSet) -> Consent {
    Consent {
        id: ConsentId::new(Uuid::from_u128(930)),
        purposes: vec![SharingPurpose::Handover],
        to: vec![Recipient { agency: agency_number(7), is_employer: false }],
        items,
        direction: Direction::Provide,
        route: Route::ViaPerson,
        route_reason: String::new(),
        tell_each_time: false,
        from: day("2026-08-01"),
        until: day("2027-07-31"),
        explained_on: day("2026-08-01"),
        explained_by: staff(),
        form: AnswerForm::Signed,
        proxy: String::new(),
        confirmed_by: Vec::new(),
        rules_version: String::new(),
        withdrawn: None,
    }
}

fn all_items() -> ItemSet {
    SharedItem::ALL.iter().copied().collect()
}

/// Retention support (supporter 6) ends on 30 November, and support has to go on.
fn retention_ends() -> Story {
    let needed = HandoverContent {
        from: Some(supporter(6)),
        ends_on: day("2026-11-30"),
        needs_after: Some(true),
        ..service_end()
    };
    supported().joined(6, until("2026-11-30", 6, &[])).opens(needed)
}

#[test]
fn r_76_three_months_before_retention_support_ends_what_it_knows_was_shared() {
    let mut story = retention_ends();
    let due = story.dues().into_iter().find(|due| due.kind == DueKind::Handover).unwrap();
    assert_eq!(due.on, day("2026-08-30"));
    assert!(!story.codes("2026-08-30").contains(&"R-76"), "today is still in time");
    assert!(story.codes("2026-08-31").contains(&"R-76"));

    story.does(story.give_consent(consent(all_items()), day("2026-08-20")));
    story.does(story.share_in_handover(handover_id(), (day("2026-08-25"), None), day("2026-08-25")));

    assert!(!story.codes("2026-09-10").contains(&"R-76"));
}

#[test]
fn r_76_nothing_has_to_be_shared_where_support_does_not_go_on() {
    let done = HandoverContent { needs_after: Some(false), ..service_end() };
    let story = supported().joined(3, until("2026-12-31", 6, &[])).opens(done);
    assert!(!story.codes("2026-12-01").contains(&"R-76"));
}

#[test]
fn r_12_what_is_carried_over_to_another_agency_needs_a_consent_that_names_it() {
    let mut story = with_programme().opens(service_end());
    let shares = |story: &Story| story.share_in_handover(handover_id(), (day(now()), None), day(now()));
    assert_eq!(refused(shares(&story)), ["R-12"], "no consent");
    let only_basic = ItemSet::NONE.with(SharedItem::Basic);
    story.does(story.give_consent(consent(only_basic), day(now())));
    assert_eq!(refused(shares(&story)), ["R-12"], "the assessment is not in it");
    let wider = Consent { id: ConsentId::new(Uuid::from_u128(931)), ..consent(all_items()) };
    story.does(story.give_consent(wider, day(now())));
    assert!(shares(&story).is_ok());
    let within = supported().opens(staff_change());
    assert_eq!(refused(within.share_in_handover(handover_id(), (day(now()), None), day(now()))), ["P-20"]);
}

#[test]
fn p_37_whoever_asked_to_be_told_each_time_is_told_before_something_is_carried_over() {
    let mut story = with_programme().opens(service_end());
    let each_time = Consent { tell_each_time: true, ..consent(all_items()) };
    story.does(story.give_consent(each_time, day(now())));
    let shared = |told| story.share_in_handover(handover_id(), (day(now()), told), day(now()));
    assert_eq!(refused(shared(None)), ["P-37"]);
    assert_eq!(refused(shared(Some(day("2026-09-02")))), ["P-11"], "told before, not after");
    assert!(shared(Some(day(now()))).is_ok());
}

/// The centre for work and life may know everything, directly.
fn directly(items: ItemSet) -> Consent {
    Consent {
        route: Route::Direct, route_reason: "次の機関と直接相談してほしい".into(), ..consent(items)
    }
}

fn reply(word: ReplyWord, text: &str) -> SuccessorReply {
    SuccessorReply { on: day(now()), agency: agency_number(7), word, text: text.into(), by: colleague() }
}

/// A story in which the centre for work and life was asked to take over.
fn asked() -> Story {
    let mut story = with_programme().opens(service_end());
    story.does(story.give_consent(directly(all_items()), day(now())));
    story.does(story.ask_successor(handover_id(), "面談は火曜がよいそうです", day(now())));
    story
}

impl Story {
    fn waits_for(&self) -> Option<banso_domain::id::AgencyId> {
        self.handovers.find(handover_id()).and_then(|handover| handover.waits_for())
    }
}

#[test]
fn p_69_an_agency_is_asked_to_follow_where_the_case_is_open_to_it() {
    let asks = |story: &Story| story.ask_successor(handover_id(), "", day(now()));
    let mut story = with_programme().opens(service_end());

    assert_eq!(refused(asks(&story)), ["R-12"], "no consent");
    story.does(story.give_consent(consent(all_items()), day(now())));
    assert_eq!(refused(asks(&story)), ["P-69"], "what goes through the person opens no door");
    let open = Consent { id: ConsentId::new(Uuid::from_u128(932)), ..directly(all_items()) };
    story.does(story.give_consent(open, day(now())));
    story.does(asks(&story));
    assert_eq!(story.waits_for(), Some(agency_number(7)));

    let within = supported().opens(staff_change());
    assert_eq!(refused(asks(&within)), ["P-69"], "colleagues confirm for themselves");
}

#[test]
fn r_82_the_agency_that_was_asked_asks_back_is_answered_and_takes_over() {
    let mut story = asked();

    story.does(story.reply_to_handover(handover_id(), reply(ReplyWord::AsksBack, "通院先はどこですか")));
    assert_eq!(story.waits_for(), None, "it is the centre's turn");
    story.does(story.ask_successor(handover_id(), "青空クリニックです", day(now())));
    assert_eq!(story.waits_for(), Some(agency_number(7)));
    let takes = on(now(), |context| {
        story.acknowledge_handover(handover_id(), (day(now()), "後藤"), colleague(), supporter(77), context)
    });
    story.does(takes);
    assert_eq!(story.waits_for(), None);
    let again = story.reply_to_handover(handover_id(), reply(ReplyWord::Declines, "満員"));
    assert_eq!(refused(again), ["P-69"], "who has taken over does not decline");
}

#[test]
fn p_69_who_declines_says_why_and_is_asked_anew_before_it_answers_again() {
    let mut story = asked();
    let declines = |text| story.reply_to_handover(handover_id(), reply(ReplyWord::Declines, text));

    assert_eq!(refused(declines("  ")), ["P-12"]);
    let declined = declines("今は空きがありません").unwrap();
    story.happens(declined);
    let again = story.reply_to_handover(handover_id(), reply(ReplyWord::AsksBack, "やはり"));
    assert_eq!(refused(again), ["P-69"]);
    let stranger = SuccessorReply { agency: agency_number(5), ..reply(ReplyWord::Declines, "関係ない") };
    assert_eq!(refused(asked().reply_to_handover(handover_id(), stranger)), ["P-69"], "nobody answers for another");
}

#[test]
fn p_69_a_question_to_one_agency_is_none_to_the_next() {
    let mut story = asked();
    let another = HandoverContent {
        to: Successor::Support { supporting: Supporting::Agency { agency: agency_number(5) } },
        ..service_end()
    };
    let changed = on(now(), |context| story.change_handover(handover_id(), another, context)).unwrap().unwrap();
    story.happens(changed);

    assert_eq!(story.waits_for(), None);
    assert_eq!(refused(story.reply_to_handover(handover_id(), reply(ReplyWord::Declines, "満員"))), ["P-69"]);
}

fn employer_change(manages_employment: bool) -> HandoverContent {
    HandoverContent {
        from: Some(supporter(5)),
        to: Successor::Contact { name: "新しい店長の田中さん".into(), manages_employment },
        kind: HandoverKind::EmployerStaffChange,
        ..staff_change()
    }
}

#[test]
fn r_77_a_new_contact_at_the_employer_meets_us_gets_the_passport_and_confirms_what_was_agreed() {
    let story = at_work(EmploymentDisclosure::Open).opens(employer_change(false));
    let steps = [HandoverStep::MeetSupporters, HandoverStep::HandPassport, HandoverStep::ReconfirmAccommodation];
    assert_eq!(story.steps(), steps);
    assert_eq!(story.codes(now()), ["R-77"]);
    let mut story = story.meets(MeetingWith::Employer, Some(supporter(5)), MeetingForm::Visit);
    assert_eq!(story.undone(), steps[1..]);
    for task in story.tasks.iter().filter(|task| task.done_on.is_none()).map(|task| task.task.id).collect::<Vec<_>>() {
        story.does(story.finish_task(task, day(now()), today()));
    }
    assert_eq!(story.codes(now()), NOTHING);

    let mut story = story.confirmed_by(staff(), "新しい店長の田中さん").heard();
    story.does(story.closes());

    assert_eq!(story.network.supporter(supporter(5)).unwrap().content.contact_name, "新しい店長の田中さん");
}

#[test]
fn r_78_with_a_new_head_of_personnel_time_is_asked_for_with_the_superior() {
    let story = at_work(EmploymentDisclosure::Open).opens(employer_change(true));
    assert_eq!(story.steps().last(), Some(&HandoverStep::InterviewHead));
    assert_eq!(story.codes(now()), ["R-77", "R-78"]);
}

#[test]
fn r_81_notes_from_the_clinic_are_nothing_that_can_be_handed_over() {
    let names: Vec<_> = HandoverDocument::ALL.iter().map(|document| document.name()).collect();
    assert_eq!(
        names,
        ["assessment", "plan", "workplace", "accommodation", "passport", "contact_card", "contact_log"],
        "whoever adds one asks first whether it tells how a doctor behaves"
    );
    let unknown = serde_json::from_str::<HandoverDocument>("\"clinic_visit_notes\"");
    assert!(unknown.is_err());
}

#[test]
fn whoever_turns_out_to_be_another_successor_confirms_anew() {
    let mut story = supported().opens(staff_change()).confirmed_by(colleague(), "");
    let other = HandoverContent { to: Successor::Staff { staff: officer() }, ..staff_change() };
    let event = on(now(), |it| story.change_handover(handover_id(), other, it)).unwrap().unwrap();
    story.happens(event);
    assert_eq!(story.handovers.find(handover_id()).unwrap().acknowledged, None);
}

#[test]
fn a_handover_that_is_given_up_changes_nothing_and_leaves_no_task_behind() {
    let mut story = with_programme().opens(service_end());
    assert_eq!(refused(story.cancel_handover(handover_id(), "", today())), ["P-12"]);
    let events = story.cancel_handover(handover_id(), "期間が延びた", day(now())).unwrap();
    events.into_iter().for_each(|event| story.happens(event));

    assert!(story.tasks.iter().all(|task| task.done_on.is_some()));
    assert_eq!(refused(story.closes()), ["P-20"]);
    assert_eq!(story.handovers_to_open().len(), 1, "its end still needs one");
}

#[test]
fn in_a_closed_case_nothing_is_handed_over() {
    let story = Story::closed(no_follow_up());
    let opened = on(now(), |it| story.open_handover(handover_id(), staff_change(), Vec::new(), it));
    assert_eq!(refused(opened), ["P-01"]);
}
