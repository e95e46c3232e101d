//! 引継ぎ: a case, a support or an employer's contact goes from one to another. The baton is held together, not thrown.
//!
//! A handover prepares: who follows, how long both are there, what is carried over, who is met together. It is closed when the
//! successor has confirmed and the person has said what they think; only then does anything change hands. What stays inside a
//! centre, such as how a doctor behaves, is no [`HandoverDocument`] and so is never handed to anybody.

mod event;
mod findings;

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

pub use event::HandoverEvent;

use super::{
    Case, Stage,
    network::{Supporter, SupporterContent, Supporting},
    plan::Service,
    sharing::{ItemSet, SharedItem},
};
use crate::{
    id::{AgencyId, ConsentId, HandoverId, StaffId, SupporterId, TaskId},
    rule::{Refusal, Rule},
};

/// A handover begins so many months before a support ends.
pub const OPENS_BEFORE_MONTHS: u32 = 4;
/// What has to be known by those who go on is shared so many months before a support ends.
pub const SHARED_BEFORE_MONTHS: u32 = 3;

words! {
    /// 引継ぎの種類
    HandoverKind {
        /// 同一機関の担当交代
        StaffChange = "staff_change",
        /// 期間終了 → 他機関
        ServiceEnd = "service_end",
        /// 職場のキーパーソンへ
        ToWorkplace = "to_workplace",
        /// 店長・人事など、企業の担当者の交代
        EmployerStaffChange = "employer_staff_change",
        /// 学校から成人期の支援へ
        SchoolToAdult = "school_to_adult",
        /// 転居
        Move = "move",
    }

    /// 渡す資料. Notes on going along to a clinic are none of them.
    HandoverDocument {
        /// アセスメント
        Assessment = "assessment",
        /// 支援の方針・プラン
        Plan = "plan",
        /// 職場環境
        Workplace = "workplace",
        /// 合理的配慮
        Accommodation = "accommodation",
        /// 就労パスポート
        Passport = "passport",
        /// 相談先カード
        ContactCard = "contact_card",
        /// 連絡履歴
        ContactLog = "contact_log",
    }

    /// Whom predecessor and successor met together.
    MeetingWith {
        /// 本人
        Person = "person",
        /// 企業
        Employer = "employer",
        /// 関係機関
        Partner = "partner",
    }

    /// 顔合わせの形態
    MeetingForm {
        /// 訪問
        Visit = "visit",
        /// 来所・面談
        Interview = "interview",
        /// 登録面談同席
        Registration = "registration",
        /// 企業面談同席
        EmployerInterview = "employer_interview",
        /// オンライン
        Online = "online",
    }

    /// What an agency says that was asked to follow, if it does not say yes.
    ReplyWord {
        /// 聞きたいことがある: it asks back before it says yes or no.
        AsksBack = "asks_back",
        /// 引き受けられない
        Declines = "declines",
    }

    /// What belongs to a handover: each becomes a task of the case.
    HandoverStep {
        /// 本人と三者で顔合わせをする
        MeetPerson = "meet_person",
        /// 企業を一緒に訪問する
        VisitEmployer = "visit_employer",
        /// 関係機関を一緒に訪問する
        VisitPartner = "visit_partner",
        /// 登録面談に同席する
        JoinRegistration = "join_registration",
        /// 企業面談に同席する
        JoinEmployerInterview = "join_employer_interview",
        /// アセスメントと職場の情報を渡す
        PassFacts = "pass_facts",
        /// 企業の新しい担当者が、支援機関と会う
        MeetSupporters = "meet_supporters",
        /// 就労パスポートを渡す
        HandPassport = "hand_passport",
        /// 合理的配慮を再確認する
        ReconfirmAccommodation = "reconfirm_accommodation",
        /// 所属長と話す時間をもらう
        InterviewHead = "interview_head",
    }
}

impl HandoverKind {
    /// Whether somebody outside the centre takes over: another agency, or somebody at the workplace.
    pub const fn leaves_the_centre(self) -> bool {
        matches!(self, Self::ServiceEnd | Self::ToWorkplace | Self::SchoolToAdult | Self::Move)
    }
}

impl HandoverDocument {
    /// Under which items of a consent it falls where it goes to another agency.
    pub fn items(self) -> ItemSet {
        let items: &[SharedItem] = match self {
            Self::Assessment => &[SharedItem::Assessment],
            Self::Plan => &[SharedItem::Plan],
            Self::Workplace => &[SharedItem::Attendance, SharedItem::Evaluation],
            Self::Accommodation => &[SharedItem::Health],
            Self::Passport => &[SharedItem::WorkHistory],
            Self::ContactCard | Self::ContactLog => &[SharedItem::Basic],
        };
        items.iter().copied().collect()
    }
}

impl HandoverStep {
    /// With whom a joint meeting is held by which it is done; none where it is no meeting.
    pub const fn is_meeting_with(self) -> Option<MeetingWith> {
        match self {
            Self::MeetPerson | Self::JoinRegistration => Some(MeetingWith::Person),
            Self::VisitEmployer | Self::JoinEmployerInterview | Self::MeetSupporters => Some(MeetingWith::Employer),
            Self::VisitPartner => Some(MeetingWith::Partner),
            Self::PassFacts | Self::HandPassport | Self::ReconfirmAccommodation | Self::InterviewHead => None,
        }
    }
}

/// Who takes over (後任).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Successor {
    /// Nobody is known yet.
    #[default]
    Unknown,
    /// A member of staff of the centre.
    Staff {
        /// Who.
        staff: StaffId,
    },
    /// An agency, or a person known by name.
    Support {
        /// Who.
        supporting: Supporting,
    },
    /// Somebody else at the same employer.
    Contact {
        /// Their name, as told.
        name: String,
        /// They answer for employment there (雇用管理担当者): their superior is asked for time, too.
        manages_employment: bool,
    },
}

/// Days on which predecessor and successor are both there (重なり期間).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overlap {
    /// The first one.
    pub from: NaiveDate,
    /// The last one.
    pub to: NaiveDate,
}

/// What is written about a handover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverContent {
    /// Which kind it is.
    pub kind: HandoverKind,
    /// Whose support ends, or whose contact changes; none where it is the centre of the case.
    pub from: Option<SupporterId>,
    /// The service of the plan whose period ends, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
    /// 後任
    pub to: Successor,
    /// 開始日
    pub starts_on: NaiveDate,
    /// 期間終了日: the last day of the predecessor.
    pub ends_on: NaiveDate,
    /// 重なり期間
    pub overlap: Option<Overlap>,
    /// 渡す資料
    pub documents: Vec<HandoverDocument>,
    /// 支援の方向性
    pub policy: String,
    /// 未解決の課題
    pub open_issues: String,
    /// 継続支援の要否
    pub needs_after: Option<bool>,
    /// When the policy was settled in a meeting of the agency's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_set_on: Option<NaiveDate>,
}

impl HandoverContent {
    /// A handover of which only kind and days are known.
    pub fn new(kind: HandoverKind, starts_on: NaiveDate, ends_on: NaiveDate) -> Self {
        Self {
            kind,
            from: None,
            service: None,
            to: Successor::Unknown,
            starts_on,
            ends_on,
            overlap: None,
            documents: Vec::new(),
            policy: String::new(),
            open_issues: String::new(),
            needs_after: None,
            policy_set_on: None,
        }
    }

    /// A support that ends on its day, to be handed over by whoever presses the button.
    pub fn of_ending(supporter: &Supporter, until: NaiveDate, today: NaiveDate) -> Self {
        let starts_on = months_before(until, OPENS_BEFORE_MONTHS).max(supporter.content.since).min(today);
        let content = Self::new(HandoverKind::ServiceEnd, starts_on.min(until), until);
        Self { from: Some(supporter.id), ..content }
    }

    /// A service of the plan whose period ends on a day, likewise.
    pub fn of_service(ending: ServiceEnding, today: NaiveDate) -> Self {
        let starts_on = ending.from.min(today).min(ending.until);
        let content = Self::new(HandoverKind::ServiceEnd, starts_on, ending.until);
        Self { service: Some(ending.service), ..content }
    }

    /// Whether two are about the same: of one kind, from the same predecessor, for the same service.
    pub fn is_about(&self, other: &Self) -> bool {
        (self.kind, self.from, self.service) == (other.kind, other.from, other.service)
    }

    /// What it gives to know, in the items of a consent.
    pub fn items(&self) -> ItemSet {
        self.documents.iter().fold(ItemSet::NONE, |items, document| items.and(document.items()))
    }
}

/// A step with the task that it became.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedStep {
    /// What.
    pub step: HandoverStep,
    /// With whom, where it is about one of several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supporter: Option<SupporterId>,
    /// The task.
    pub task: TaskId,
}

/// Predecessor and successor met somebody together (顔合わせ).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointMeeting {
    /// When.
    pub on: NaiveDate,
    /// Whom.
    pub with: MeetingWith,
    /// Which supporter, if it was one.
    pub supporter: Option<SupporterId>,
    /// How.
    pub form: MeetingForm,
    /// 後任同席
    pub successor_present: bool,
}

/// What was carried over to another agency, on which consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedShare {
    /// 情報共有実施日
    pub on: NaiveDate,
    /// What.
    pub items: ItemSet,
    /// 同意
    pub consent: ConsentId,
    /// When the person was told that it would be given.
    pub told_person_on: Option<NaiveDate>,
}

/// The agency that is to follow was asked whether it takes over (引継ぎの依頼).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuccessorAsk {
    /// When.
    pub on: NaiveDate,
    /// Which agency.
    pub agency: AgencyId,
    /// What was written to it; what it asked before is answered here.
    pub note: String,
    /// It has said something since.
    #[serde(default)]
    pub is_answered: bool,
}

/// What the agency that was asked says, if it does not say yes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuccessorReply {
    /// When.
    pub on: NaiveDate,
    /// Which agency.
    pub agency: AgencyId,
    /// It asks back, or declines.
    pub word: ReplyWord,
    /// What it asks, or why it cannot.
    pub text: String,
    /// Who wrote it there.
    pub by: StaffId,
}

/// The successor confirmed (確認).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledgement {
    /// 確認日
    pub on: NaiveDate,
    /// Who confirmed: their name, where they are not of the centre.
    pub name: String,
    /// Who recorded it; the successor themself where the lead changes within a centre.
    pub by: StaffId,
    /// Where they stand in the network from now on.
    pub supporter: Option<SupporterId>,
}

/// 本人の受け止め
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverView {
    /// When the person was asked.
    pub on: NaiveDate,
    /// What they said.
    pub words: String,
}

/// How a handover ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum HandoverEnd {
    /// It is done.
    Closed {
        /// When.
        on: NaiveDate,
        /// Why the employer was not visited together, if they were not.
        no_visit_reason: String,
    },
    /// It was given up.
    Cancelled {
        /// When.
        on: NaiveDate,
        /// Why.
        reason: String,
    },
}

/// A handover as its events add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// Its identifier.
    pub id: HandoverId,
    /// What is written.
    pub content: HandoverContent,
    /// When it was opened.
    pub opened_on: NaiveDate,
    /// 前任: who led the case when it was opened.
    pub lead: StaffId,
    /// What belongs to it.
    pub steps: Vec<PlannedStep>,
    /// 顔合わせ
    pub meetings: Vec<JointMeeting>,
    /// What was carried over.
    pub shares: Vec<HandedShare>,
    /// The agency that was asked to follow, last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<SuccessorAsk>,
    /// What agencies said that were asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replies: Vec<SuccessorReply>,
    /// 確認
    pub acknowledged: Option<Acknowledgement>,
    /// 本人の受け止め
    pub view: Option<HandoverView>,
    /// Its end.
    pub end: Option<HandoverEnd>,
}

impl Handover {
    /// Whether it is on its way.
    pub const fn is_open(&self) -> bool {
        self.end.is_none()
    }

    /// Whether a meeting of both with this supporter took place.
    pub fn met(&self, supporter: SupporterId) -> bool {
        self.meetings.iter().any(|meeting| meeting.successor_present && meeting.supporter == Some(supporter))
    }

    /// Whether both met somebody of this kind.
    pub fn met_any(&self, with: MeetingWith) -> bool {
        self.meetings.iter().any(|meeting| meeting.successor_present && meeting.with == with)
    }

    /// The agency of the installation that is to follow.
    pub const fn successor_agency(&self) -> Option<AgencyId> {
        match &self.content.to {
            Successor::Support { supporting: Supporting::Agency { agency } } => Some(*agency),
            _ => None,
        }
    }

    /// The question that an agency may answer: it was asked, is still meant to follow and has neither confirmed nor declined.
    pub fn question_to(&self, agency: AgencyId) -> Option<&SuccessorAsk> {
        let asked =
            self.asked.as_ref().filter(|ask| ask.agency == agency && self.successor_agency() == Some(agency))?;
        let last = self.replies.last().filter(|reply| asked.is_answered && reply.agency == agency);
        let declined = last.is_some_and(|reply| reply.word == ReplyWord::Declines);
        (self.is_open() && self.acknowledged.is_none() && !declined).then_some(asked)
    }

    /// The agency that has not said anything yet since it was asked.
    pub fn waits_for(&self) -> Option<AgencyId> {
        let asked = self.asked.as_ref().filter(|ask| !ask.is_answered)?;
        self.question_to(asked.agency).map(|ask| ask.agency)
    }

    /// By when what those know who go on has to be shared, while it was not.
    pub fn to_share_by(&self) -> Option<NaiveDate> {
        let needed = self.content.needs_after == Some(true) && self.content.kind.leaves_the_centre();
        (needed && self.shares.is_empty()).then(|| months_before(self.content.ends_on, SHARED_BEFORE_MONTHS))
    }
}

/// A support that ends without a handover, because none is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Waiver {
    supporter: SupporterId,
    until: NaiveDate,
    reason: String,
}

/// A service of the plan whose period ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceEnding {
    /// Which.
    pub service: Service,
    /// Its last day.
    pub until: NaiveDate,
    /// From when on it is handed over: four months before, and not before it begins.
    pub from: NaiveDate,
}

/// What ends and is to be handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The support of somebody in the network.
    Supporter(SupporterId),
    /// A service of the plan.
    Service(Service),
}

/// Nobody has to follow a service whose period ends on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct WaivedService {
    service: Service,
    until: NaiveDate,
}

/// The handovers of a case, in the order in which they were opened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handovers {
    all: Vec<Handover>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    waived: Vec<Waiver>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    waived_services: Vec<WaivedService>,
}

impl Handovers {
    /// Whether there never was one, nor anything to say about one.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty() && self.waived.is_empty() && self.waived_services.is_empty()
    }

    /// All of them.
    pub fn all(&self) -> &[Handover] {
        &self.all
    }

    /// Those that are on their way.
    pub fn open(&self) -> impl Iterator<Item = &Handover> {
        self.all.iter().filter(|handover| handover.is_open())
    }

    /// The one of that identifier.
    pub fn find(&self, id: HandoverId) -> Option<&Handover> {
        self.all.iter().find(|handover| handover.id == id)
    }

    /// The step that became a task of the case.
    #[must_use]
    pub fn step_of(&self, task: TaskId) -> Option<&PlannedStep> {
        self.all.iter().flat_map(|handover| &handover.steps).find(|planned| planned.task == task)
    }

    /// The open one by which the lead of the case changes.
    pub fn staff_change(&self) -> Option<&Handover> {
        self.open().find(|handover| handover.content.kind == HandoverKind::StaffChange)
    }

    /// Whether a supporter is handing over, or has confirmed that they take over.
    pub fn hold(&self, supporter: SupporterId) -> bool {
        let takes_over = |handover: &Handover| {
            handover.acknowledged.as_ref().is_some_and(|acknowledged| acknowledged.supporter == Some(supporter))
        };
        self.open().any(|handover| handover.content.from == Some(supporter) || takes_over(handover))
    }
}

pub(super) fn months_before(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(months)).unwrap_or(day)
}

/// Whom the person turns to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurrentContact<'a> {
    /// Somebody in the network.
    Supporter(&'a Supporter),
    /// 主担当 of the centre.
    Lead(StaffId),
}

impl Case {
    /// Whom the person turns to on a day: the main contact of the network, else the lead of the case. There always is somebody.
    pub fn current_contact(&self, day: NaiveDate) -> CurrentContact<'_> {
        self.network.main_on(day).map_or(CurrentContact::Lead(self.assigned_to), CurrentContact::Supporter)
    }

    /// Supports that end on a day and are not being handed over, each with the day from which that should happen.
    pub fn handovers_to_open(&self) -> Vec<(&Supporter, NaiveDate)> {
        let ending = |supporter: &'_ Supporter| supporter.content.until.filter(|_| !supporter.content.unwanted);
        let seen_to = |supporter: &Supporter, until: NaiveDate| {
            let waived = |it: &Waiver| (it.supporter, it.until) == (supporter.id, until);
            let handed = |it: &Handover| it.content.from == Some(supporter.id);
            self.handovers.waived.iter().any(waived) || self.handovers.open().any(handed)
        };
        let by_law = |supporter: &&Supporter| match &supporter.content.supporting {
            Supporting::Agency { .. } => true,
            Supporting::Outside { kind, .. } => kind.formality() == crate::agency::Formality::Formal,
        };
        let there = self.network.not_ended().filter(by_law);
        there
            .filter_map(|supporter| {
                let until = ending(supporter).filter(|until| !seen_to(supporter, *until))?;
                Some((supporter, months_before(until, OPENS_BEFORE_MONTHS).max(supporter.content.since)))
            })
            .collect()
    }

    /// Services of the plan in force whose period ends on a day and is not being handed over. A benefit in money is applied for
    /// again and not handed over, and the centre's own support does not end.
    pub fn services_to_hand_over(&self) -> Vec<ServiceEnding> {
        let Some(plan) = self.current_plan().filter(|_| self.stage() == Stage::InSupport) else { return Vec::new() };
        let seen_to = |service: Service, until: NaiveDate| {
            let waived = |it: &WaivedService| (it.service, it.until) == (service, until);
            let handed = |it: &Handover| {
                let done = matches!(it.end, Some(HandoverEnd::Closed { .. })) && it.content.ends_on >= until;
                it.content.service == Some(service) && (it.is_open() || done)
            };
            self.handovers.waived_services.iter().any(waived) || self.handovers.all.iter().any(handed)
        };
        let ending = |service: &Service| {
            let used = plan.content.services.get(*service);
            let until = used.last_day().filter(|_| used.is_used() && service.is_handed_over())?;
            let from = months_before(until, OPENS_BEFORE_MONTHS);
            let from = used.first_day().filter(|first| *first <= until).map_or(from, |first| first.max(from));
            (!seen_to(*service, until)).then_some(ServiceEnding { service: *service, until, from })
        };
        Service::ALL.iter().filter_map(ending).collect()
    }

    /// The handover, as long as it is on its way.
    pub(super) fn open_handover_of(&self, id: HandoverId) -> Result<&Handover, Refusal> {
        let found = self.handovers.find(id).filter(|handover| handover.is_open());
        found.ok_or_else(|| Rule::NoSuchEntry.into())
    }

    pub(super) fn fold_handover(&mut self, id: HandoverId, what: &HandoverEvent) {
        if let HandoverEvent::Opened { content, on, steps } = what {
            self.tasks.extend(steps.iter().map(|(_, task)| super::CaseTask { task: task.clone(), done_on: None }));
            self.handovers.all.push(Handover {
                id,
                content: (**content).clone(),
                opened_on: *on,
                lead: self.assigned_to,
                steps: steps.iter().map(|(step, _)| *step).collect(),
                meetings: Vec::new(),
                shares: Vec::new(),
                asked: None,
                replies: Vec::new(),
                acknowledged: None,
                view: None,
                end: None,
            });
            return;
        }
        if let HandoverEvent::Waived { supporter, until, reason, .. } = what {
            let waiver = Waiver { supporter: *supporter, until: *until, reason: reason.clone() };
            self.handovers.waived.push(waiver);
            return;
        }
        if let HandoverEvent::ServiceWaived { service, until, .. } = what {
            self.handovers.waived_services.push(WaivedService { service: *service, until: *until });
            return;
        }
        let Some(at) = self.handovers.all.iter().position(|handover| handover.id == id) else { return };
        match what {
            HandoverEvent::Opened { .. } | HandoverEvent::Waived { .. } | HandoverEvent::ServiceWaived { .. } => {}
            HandoverEvent::Changed { content } => {
                let handover = &mut self.handovers.all[at];
                if handover.content.to != content.to {
                    handover.asked = None;
                    handover.acknowledged = None;
                }
                handover.content = (**content).clone();
            }
            HandoverEvent::Met { meeting } => self.handovers.all[at].meetings.push(meeting.clone()),
            HandoverEvent::Shared { share } => self.handovers.all[at].shares.push(*share),
            HandoverEvent::Asked { ask } => self.handovers.all[at].asked = Some(ask.clone()),
            HandoverEvent::Replied { reply } => {
                let handover = &mut self.handovers.all[at];
                if let Some(asked) = &mut handover.asked {
                    asked.is_answered = true;
                }
                handover.replies.push(reply.clone());
            }
            HandoverEvent::Viewed { view } => self.handovers.all[at].view = Some(view.clone()),
            HandoverEvent::Acknowledged { acknowledgement } => {
                self.joins_by_handover(at, acknowledgement);
                self.handovers.all[at].acknowledged = Some(acknowledgement.clone());
            }
            HandoverEvent::Cancelled { on, reason } => {
                self.handovers.all[at].end = Some(HandoverEnd::Cancelled { on: *on, reason: reason.clone() });
            }
            HandoverEvent::Closed { on, no_visit_reason } => {
                self.changes_hands(at, *on);
                let end = HandoverEnd::Closed { on: *on, no_visit_reason: no_visit_reason.clone() };
                self.handovers.all[at].end = Some(end);
            }
        }
    }

    /// From their word on, whoever takes over stands beside the person, while the predecessor still does.
    fn joins_by_handover(&mut self, at: usize, acknowledgement: &Acknowledgement) {
        let content = &self.handovers.all[at].content;
        let (Some(id), Successor::Support { supporting }) = (acknowledgement.supporter, &content.to) else { return };
        if self.network.supporter(id).is_some() {
            return;
        }
        let topics = content.from.and_then(|from| self.network.supporter(from)).map(|from| from.content.topics.clone());
        let joined = SupporterContent {
            topics: topics.unwrap_or_default(),
            contact_name: acknowledgement.name.clone(),
            ..SupporterContent::new(supporting.clone(), acknowledgement.on)
        };
        self.network.write(id, &joined);
    }

    /// What was prepared happens: who follows is asked first for what the predecessor was asked for.
    fn changes_hands(&mut self, at: usize, on: NaiveDate) {
        let handover = &self.handovers.all[at];
        let (from, to) = (handover.content.from, handover.acknowledged.as_ref().and_then(|it| it.supporter));
        let without_from = (handover.content.ends_on + Days::new(1)).max(on);
        match (&handover.content.to, from, to) {
            (Successor::Staff { staff }, ..) => {
                self.assigned_to = *staff;
                self.protection.name_lead(*staff);
            }
            (Successor::Support { .. }, Some(from), Some(to)) => {
                self.network.pass_on(from, to);
                self.network.end(from, without_from, "");
            }
            (Successor::Contact { name, .. }, Some(from), _) => {
                let known = self.network.supporter(from).map(|supporter| supporter.content.clone());
                if let Some(content) = known {
                    let content =
                        SupporterContent { contact_name: name.clone(), contact_phone: String::new(), ..content };
                    self.network.write(from, &content);
                }
            }
            _ => {}
        }
    }
}
