//! 引継ぎ: a case, a support or an employer's contact goes from one to another. The baton is held together, not thrown.
//!
//! A handover prepares: who follows, how long both are there, what is carried over, who is met together. It is closed when the
//! successor has confirmed and the person has said what they think; only then does anything change hands. What stays inside a
//! centre, such as how a doctor behaves, is no [`HandoverDocument`] and so is never handed to anybody.

mod content;
mod ending;
mod event;
mod findings;
mod kinds;

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

pub use content::{HandoverContent, Overlap, Successor};
pub use ending::{Ending, ServiceEnding, UseEnding};
use ending::{WaivedService, WaivedUse, Waiver};
pub use event::HandoverEvent;
pub use kinds::{HandoverDocument, HandoverKind, HandoverStep, MeetingForm, MeetingWith, ReplyWord};

use super::{
    Case,
    network::{Supporter, SupporterContent, Supporting},
    sharing::ItemSet,
};
use crate::{
    id::{AgencyId, ConsentId, HandoverId, StaffId, SupporterId, TaskId},
    rule::{Refusal, Rule},
};

/// A handover begins so many months before a support ends.
pub const OPENS_BEFORE_MONTHS: u32 = 4;
/// What has to be known by those who go on is shared so many months before a support ends.
pub const SHARED_BEFORE_MONTHS: u32 = 3;

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

/// The handovers of a case, in the order in which they were opened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handovers {
    all: Vec<Handover>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    waived: Vec<Waiver>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    waived_services: Vec<WaivedService>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    waived_uses: Vec<WaivedUse>,
}

impl Handovers {
    /// Whether there never was one, nor anything to say about one.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty() && self.waived.is_empty() && self.waived_services.is_empty() && self.waived_uses.is_empty()
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

    /// The last day at school, where support for adults takes over from it.
    pub fn school_until(&self) -> Option<NaiveDate> {
        let counts = |handover: &&Handover| {
            handover.content.kind == HandoverKind::SchoolToAdult
                && matches!(handover.end, None | Some(HandoverEnd::Closed { .. }))
        };
        self.all.iter().filter(counts).map(|handover| handover.content.ends_on).max()
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
        if let HandoverEvent::UseWaived { episode, until, .. } = what {
            self.handovers.waived_uses.push(WaivedUse { episode: *episode, until: *until });
            return;
        }
        let Some(at) = self.handovers.all.iter().position(|handover| handover.id == id) else { return };
        match what {
            HandoverEvent::Opened { .. }
            | HandoverEvent::Waived { .. }
            | HandoverEvent::ServiceWaived { .. }
            | HandoverEvent::UseWaived { .. } => {}
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
