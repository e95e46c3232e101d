//! Conferences as sittings of their own: agenda of several cases, members, what was concluded, what is missing in the region.
//!
//! What is said about a person belongs to that person's case ([`SittingResult`](crate::case::event::SittingResult)); the conference
//! keeps who sat, when, and which cases were on the agenda.

mod dates;
mod findings;
mod kind;
mod packet;

use chrono::NaiveDate;
pub use dates::{DateSearch, Slot, SlotAnswer};
pub use findings::findings_of_month;
pub use kind::ConferenceKind;
pub use packet::{Cut, Opened, Packet, PacketMatter};
use serde::{Deserialize, Serialize};

use crate::{
    case::{
        event::{Purpose, SittingResult},
        plan::Conclusion,
    },
    gathering::require_nobody,
    id::{AgencyId, CaseId, ConferenceId, EpisodeId, PlanId, StaffId},
    rule::{Refusal, Rule, require},
};

/// 定期・随時
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// 定期
    Regular,
    /// 随時
    AdHoc,
}

/// コア・フル
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Municipality and providers.
    Core,
    /// With outside experts.
    Full,
}

/// When and where, and who prepares it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConferencePlan {
    /// The kind.
    pub kind: ConferenceKind,
    /// 定期・随時
    pub pattern: Pattern,
    /// コア・フル
    pub tier: Tier,
    /// 開催日
    pub on: NaiveDate,
    /// Start, in minutes after midnight.
    pub starts_at: Option<u16>,
    /// Length in minutes.
    pub minutes: u32,
    /// 場所（オンライン可）
    pub place: String,
}

/// Someone who sits in the conference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// 機関
    pub agency: String,
    /// The agency, if it is one of the installation.
    pub agency_id: Option<AgencyId>,
    /// 職・氏名
    pub name: String,
    /// The member of staff, if they have an account.
    pub staff: Option<StaffId>,
    /// From the municipality (SR-20).
    pub is_municipality: bool,
    /// The person themself.
    pub is_person: bool,
    /// 守秘の確認
    pub secrecy_acknowledged: bool,
    /// 出欠
    pub attended: bool,
}

/// A case on the agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaItem {
    /// Which case.
    pub case: CaseId,
    /// Which plan, if the matter is one.
    pub plan: Option<PlanId>,
    /// Why.
    pub purpose: Purpose,
    /// Time box in minutes.
    pub minutes: u32,
    /// What was concluded.
    pub conclusion: Option<Conclusion>,
}

/// What happened to a conference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ConferenceEvent {
    /// The sitting is planned.
    Planned {
        /// The centre that holds it.
        host: AgencyId,
        /// When, where, how.
        plan: ConferencePlan,
        /// Who is invited.
        members: Vec<Member>,
    },
    /// It is an office's own sitting about one use of a programme.
    HangsOnUse {
        /// Which use.
        episode: EpisodeId,
    },
    /// Time, place or members changed before the sitting.
    Changed {
        /// When, where, how.
        plan: ConferencePlan,
        /// Who is invited.
        members: Vec<Member>,
    },
    /// A case was put on the agenda.
    ItemAdded {
        /// The item.
        item: AgendaItem,
    },
    /// A case was taken off the agenda.
    ItemRemoved {
        /// Which case.
        case: CaseId,
        /// For which purpose.
        purpose: Purpose,
    },
    /// It sat: who was there.
    Held {
        /// The day it really sat.
        on: NaiveDate,
        /// Members with their attendance.
        members: Vec<Member>,
        /// 座長
        chair: String,
        /// 記録者
        recorder: String,
    },
    /// A matter was concluded; what was said is in the case.
    Concluded {
        /// Which case.
        case: CaseId,
        /// For which purpose.
        purpose: Purpose,
        /// 結論
        conclusion: Conclusion,
    },
    /// 不足する社会資源: what the region lacks, without anything personal.
    GapNoted {
        /// What is missing.
        what: String,
    },
    /// The minutes are complete and stay as they are.
    MinutesClosed {
        /// When.
        on: NaiveDate,
    },
    /// The sitting was called off.
    CalledOff {
        /// Why.
        reason: String,
    },
    /// 会議資料 was made for somebody who sits.
    PacketMade {
        /// For whom, with what.
        packet: Packet,
    },
    /// 配付
    PacketHandedOut {
        /// Which copy.
        number: u32,
        /// When.
        on: NaiveDate,
    },
    /// 回収
    PacketTakenBack {
        /// Which copy.
        number: u32,
        /// Which matters of it.
        matters: Vec<(CaseId, Purpose)>,
        /// When.
        on: NaiveDate,
    },
    /// Days were offered to those who are invited.
    DatesOffered {
        /// The days.
        slots: Vec<Slot>,
        /// The agencies without which it does not sit.
        required: Vec<AgencyId>,
    },
    /// An agency said which days it can make.
    DatesAnswered {
        /// Which.
        agency: AgencyId,
        /// What it said.
        answer: SlotAnswer,
    },
    /// The host picked a day.
    DatePicked {
        /// Which.
        slot: Slot,
    },
}

impl ConferenceEvent {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Planned { .. } => "conference_planned",
            Self::HangsOnUse { .. } => "conference_about_use",
            Self::Changed { .. } => "conference_changed",
            Self::ItemAdded { .. } => "agenda_item_added",
            Self::ItemRemoved { .. } => "agenda_item_removed",
            Self::Held { .. } => "conference_held",
            Self::Concluded { .. } => "agenda_item_concluded",
            Self::GapNoted { .. } => "resource_gap_noted",
            Self::MinutesClosed { .. } => "minutes_closed",
            Self::CalledOff { .. } => "conference_called_off",
            Self::PacketMade { .. } => "packet_made",
            Self::PacketHandedOut { .. } => "packet_handed_out",
            Self::PacketTakenBack { .. } => "packet_taken_back",
            Self::DatesOffered { .. } => "dates_offered",
            Self::DatesAnswered { .. } => "dates_answered",
            Self::DatePicked { .. } => "date_picked",
        }
    }
}

/// How far a conference has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConferenceState {
    /// Planned.
    Planned,
    /// It sat; minutes are being written.
    Held,
    /// Minutes are closed.
    Closed,
    /// Called off.
    CalledOff,
}

impl ConferenceState {
    /// The name in code, tables and locales.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Held => "held",
            Self::Closed => "closed",
            Self::CalledOff => "called_off",
        }
    }
}

/// A conference as its events add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conference {
    /// Its identifier.
    pub id: ConferenceId,
    /// The centre that holds it.
    pub host: AgencyId,
    /// When, where, how.
    pub plan: ConferencePlan,
    /// Who is invited or was there.
    pub members: Vec<Member>,
    /// The agenda, in order.
    pub agenda: Vec<AgendaItem>,
    /// 座長
    pub chair: String,
    /// 記録者
    pub recorder: String,
    /// How far it has come.
    pub state: ConferenceState,
    /// 不足する社会資源
    pub gaps: Vec<String>,
    /// 会議資料, every copy that was made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub packets: Vec<Packet>,
    /// 日程調整
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<DateSearch>,
    /// The use that it is about, where an office holds it about somebody who uses its programme; such a sitting has no agenda of cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_use: Option<EpisodeId>,
}

impl Conference {
    /// Folds an event into the conference; the first one must be `Planned`.
    pub fn apply(current: Option<Self>, id: ConferenceId, event: &ConferenceEvent) -> Option<Self> {
        if let ConferenceEvent::Planned { host, plan, members } = event {
            return Some(Self {
                id,
                host: *host,
                plan: plan.clone(),
                members: members.clone(),
                agenda: Vec::new(),
                chair: String::new(),
                recorder: String::new(),
                state: ConferenceState::Planned,
                gaps: Vec::new(),
                packets: Vec::new(),
                dates: None,
                of_use: None,
            });
        }
        let mut conference = current?;
        match event {
            ConferenceEvent::Planned { .. } => {}
            ConferenceEvent::HangsOnUse { episode } => conference.of_use = Some(*episode),
            ConferenceEvent::Changed { plan, members } => {
                conference.plan = plan.clone();
                conference.members = members.clone();
            }
            ConferenceEvent::ItemAdded { item } => conference.agenda.push(item.clone()),
            ConferenceEvent::ItemRemoved { case, purpose } => {
                conference.agenda.retain(|item| (item.case, item.purpose) != (*case, *purpose));
            }
            ConferenceEvent::Held { on, members, chair, recorder } => {
                conference.plan.on = *on;
                conference.members = members.clone();
                conference.chair = chair.clone();
                conference.recorder = recorder.clone();
                conference.state = ConferenceState::Held;
            }
            ConferenceEvent::Concluded { case, purpose, conclusion } => {
                if let Some(item) = conference.item_mut(*case, *purpose) {
                    item.conclusion = Some(*conclusion);
                }
            }
            ConferenceEvent::GapNoted { what } => conference.gaps.push(what.clone()),
            ConferenceEvent::MinutesClosed { .. } => conference.state = ConferenceState::Closed,
            ConferenceEvent::CalledOff { .. } => conference.state = ConferenceState::CalledOff,
            ConferenceEvent::PacketMade { .. }
            | ConferenceEvent::PacketHandedOut { .. }
            | ConferenceEvent::PacketTakenBack { .. } => conference.fold_packet(event),
            ConferenceEvent::DatesOffered { .. }
            | ConferenceEvent::DatesAnswered { .. }
            | ConferenceEvent::DatePicked { .. } => conference.fold_dates(event),
        }
        Some(conference)
    }

    fn item_mut(&mut self, case: CaseId, purpose: Purpose) -> Option<&mut AgendaItem> {
        self.agenda.iter_mut().find(|item| item.case == case && item.purpose == purpose)
    }

    /// The item of that case and purpose.
    pub fn item(&self, case: CaseId, purpose: Purpose) -> Option<&AgendaItem> {
        self.agenda.iter().find(|item| item.case == case && item.purpose == purpose)
    }

    /// Somebody of the municipality was there (SR-20).
    pub fn municipality_attended(&self) -> bool {
        self.members.iter().any(|member| member.is_municipality && member.attended)
    }

    /// It sat, whether its minutes are closed or not.
    pub fn has_sat(&self) -> bool {
        matches!(self.state, ConferenceState::Held | ConferenceState::Closed)
    }

    /// Somebody of another agency than the host attended.
    pub fn outsider_attended(&self) -> bool {
        let outside = |member: &Member| {
            member.attended && !member.is_person && member.agency_id != Some(self.host) && !member.agency.is_empty()
        };
        self.members.iter().any(outside)
    }

    /// Minutes that the agenda takes together.
    pub fn agenda_minutes(&self) -> u32 {
        self.agenda.iter().map(|item| item.minutes).sum()
    }

    /// Puts a case on the agenda of a sitting that has not been closed: urgent matters are added on the day.
    ///
    /// # Errors
    ///
    /// P-16 if the minutes are closed or the sitting was called off, P-18 if it is there already, P-60 for a matter that this kind of
    /// sitting has no say in, P-189 for a sitting that is about a use.
    pub fn add_item(&self, item: AgendaItem) -> Result<ConferenceEvent, Refusal> {
        require(matches!(self.state, ConferenceState::Planned | ConferenceState::Held), Rule::MinutesClosed)?;
        require(self.of_use.is_none(), Rule::UseConferenceStaysWithUse)?;
        require(self.plan.kind.may_discuss(item.purpose), Rule::MatterFitsKind)?;
        require(self.item(item.case, item.purpose).is_none(), Rule::AlreadyOnAgenda)?;
        Ok(ConferenceEvent::ItemAdded { item: AgendaItem { conclusion: None, ..item } })
    }

    /// Takes a case off the agenda as long as nothing was concluded on it.
    ///
    /// # Errors
    ///
    /// P-17 if it is not there, P-16 if it was concluded.
    pub fn remove_item(&self, case: CaseId, purpose: Purpose) -> Result<ConferenceEvent, Refusal> {
        let item = self.item(case, purpose).ok_or(Refusal::from(Rule::NoSuchAgendaItem))?;
        require(item.conclusion.is_none(), Rule::MinutesClosed)?;
        Ok(ConferenceEvent::ItemRemoved { case, purpose })
    }

    /// Changes time, place or members before the sitting.
    ///
    /// # Errors
    ///
    /// P-16 once it sat or was called off; P-60 for a kind that has no say in a matter of the agenda; P-189 for another kind of a sitting
    /// that is about a use.
    pub fn change(&self, plan: ConferencePlan, members: Vec<Member>) -> Result<ConferenceEvent, Refusal> {
        require(self.state == ConferenceState::Planned, Rule::MinutesClosed)?;
        let fits = self.agenda.iter().all(|item| plan.kind.may_discuss(item.purpose));
        require(fits, Rule::MatterFitsKind)?;
        require(self.of_use.is_none() || plan.kind == self.plan.kind, Rule::UseConferenceStaysWithUse)?;
        Ok(ConferenceEvent::Changed { plan, members })
    }

    /// Records that it sat and who was there.
    ///
    /// # Errors
    ///
    /// P-16 if the minutes are closed, P-11 if it lies in the future, P-12 if nobody attended or no chair is named.
    pub fn hold(
        &self,
        on: NaiveDate,
        members: Vec<Member>,
        chair: &str,
        recorder: &str,
        today: NaiveDate,
    ) -> Result<ConferenceEvent, Refusal> {
        require(matches!(self.state, ConferenceState::Planned | ConferenceState::Held), Rule::MinutesClosed)?;
        require(on <= today, Rule::DateOutOfOrder)?;
        require(members.iter().any(|member| member.attended) && !chair.trim().is_empty(), Rule::ReasonNeeded)?;
        Ok(ConferenceEvent::Held { on, members, chair: chair.trim().to_owned(), recorder: recorder.trim().to_owned() })
    }

    /// Concludes a matter of the agenda; the case gets what was said in the same transaction.
    ///
    /// # Errors
    ///
    /// P-15 before it sat, P-16 if the minutes are closed or the matter is concluded, P-17 if it is not on the agenda, P-25 for a
    /// support meeting in which somebody sat who has not acknowledged the duty of secrecy.
    pub fn conclude(&self, case: CaseId, purpose: Purpose, conclusion: Conclusion) -> Result<ConferenceEvent, Refusal> {
        self.require_open_minutes()?;
        let item = self.item(case, purpose).ok_or(Refusal::from(Rule::NoSuchAgendaItem))?;
        require(item.conclusion.is_none(), Rule::MinutesClosed)?;
        let bound = self.members.iter().filter(|member| member.attended).all(|member| member.secrecy_acknowledged);
        require(purpose != Purpose::SupportMeeting || bound, Rule::SecrecyFirst)?;
        Ok(ConferenceEvent::Concluded { case, purpose, conclusion })
    }

    /// The minutes of a matter may be completed.
    ///
    /// # Errors
    ///
    /// P-15 before it sat, P-16 once the minutes are closed.
    pub fn require_open_minutes(&self) -> Result<(), Refusal> {
        require(self.state != ConferenceState::Planned, Rule::ConferenceHeldFirst)?;
        require(self.state == ConferenceState::Held, Rule::MinutesClosed)
    }

    /// Notes what the region lacks.
    ///
    /// # Errors
    ///
    /// P-12 without words, P-16 if the minutes are closed, R-62 where a case is named.
    pub fn note_gap(&self, what: &str) -> Result<ConferenceEvent, Refusal> {
        require(self.state != ConferenceState::Closed, Rule::MinutesClosed)?;
        require(!what.trim().is_empty(), Rule::ReasonNeeded)?;
        require_nobody(&[what])?;
        Ok(ConferenceEvent::GapNoted { what: what.trim().to_owned() })
    }

    /// Closes the minutes.
    ///
    /// # Errors
    ///
    /// P-16 if somebody closed them before; P-15 before it sat, or while a matter of the agenda is not concluded; P-32 if nobody is named
    /// who wrote them, or a matter lacks what `said` of it should hold; R-08 for a matter without the person or their voice.
    pub fn close_minutes(&self, on: NaiveDate, said: &[SittingResult]) -> Result<ConferenceEvent, Refusal> {
        require(self.state != ConferenceState::Closed, Rule::MinutesClosed)?;
        require(self.state == ConferenceState::Held, Rule::ConferenceHeldFirst)?;
        require(self.agenda.iter().all(|item| item.conclusion.is_some()), Rule::ConferenceHeldFirst)?;
        require(!self.recorder.is_empty(), Rule::MinutesComplete)?;
        require(!said.iter().any(|it| it.lacks_docs() || it.lacks_next_review()), Rule::MinutesComplete)?;
        require(!said.iter().any(SittingResult::lacks_person), Rule::PersonAtCentre)?;
        Ok(ConferenceEvent::MinutesClosed { on })
    }

    /// Calls the sitting off.
    ///
    /// # Errors
    ///
    /// P-16 once it sat; P-12 without a reason.
    pub fn call_off(&self, reason: &str) -> Result<ConferenceEvent, Refusal> {
        require(self.state == ConferenceState::Planned, Rule::MinutesClosed)?;
        require(!reason.trim().is_empty(), Rule::ReasonNeeded)?;
        Ok(ConferenceEvent::CalledOff { reason: reason.trim().to_owned() })
    }
}
