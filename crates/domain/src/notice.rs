//! Who is told that something waits for them, and of what kind it is. A notice never says whom it is about: it leads to the place
//! where whoever may read it does so after signing in.

use std::collections::BTreeSet;

use crate::{
    case::{event::CaseEvent, handover::HandoverEvent},
    conference::{Conference, ConferenceEvent, ConferencePlan, Member},
    id::{AgencyId, CaseId, ReferralId, StaffId},
    referral::{AnsweredBy, ReferralEvent},
};

/// What kind of thing waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// There is something among today's work: sent on the mornings of working days.
    Morning,
    /// A referral came in.
    ReferralArrived,
    /// A referral was answered or ended.
    ReferralAnswered,
    /// An agency, or the centre, wrote about a case that is shared.
    MessageArrived,
    /// A consent was given or taken back.
    ConsentChanged,
    /// A case was given to the reader.
    CaseAssigned,
    /// A protected record was opened by somebody who is not named.
    ProtectedOpened,
    /// An agency is asked whether it takes over.
    HandoverAsked,
    /// The agency that was asked has answered.
    HandoverAnswered,
    /// A sitting invites, or asks which days can be made.
    SittingInvited,
    /// Day, time or place of a sitting are other ones, or were settled.
    SittingMoved,
    /// A sitting was called off, or invites no more.
    SittingCalledOff,
    /// Somebody asked whether mail arrives.
    Trial,
}

impl NoticeKind {
    /// Every kind.
    pub const ALL: &[NoticeKind] = &[
        NoticeKind::Morning,
        NoticeKind::ReferralArrived,
        NoticeKind::ReferralAnswered,
        NoticeKind::MessageArrived,
        NoticeKind::ConsentChanged,
        NoticeKind::CaseAssigned,
        NoticeKind::ProtectedOpened,
        NoticeKind::HandoverAsked,
        NoticeKind::HandoverAnswered,
        NoticeKind::SittingInvited,
        NoticeKind::SittingMoved,
        NoticeKind::SittingCalledOff,
        NoticeKind::Trial,
    ];

    /// The name in tables and locales.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Morning => "morning",
            Self::ReferralArrived => "referral_arrived",
            Self::ReferralAnswered => "referral_answered",
            Self::MessageArrived => "message_arrived",
            Self::ConsentChanged => "consent_changed",
            Self::CaseAssigned => "case_assigned",
            Self::ProtectedOpened => "protected_opened",
            Self::HandoverAsked => "handover_asked",
            Self::HandoverAnswered => "handover_answered",
            Self::SittingInvited => "sitting_invited",
            Self::SittingMoved => "sitting_moved",
            Self::SittingCalledOff => "sitting_called_off",
            Self::Trial => "trial",
        }
    }

    /// Whether it is told to everybody whom it concerns and whose address is known, whatever else they want to be told.
    pub const fn is_alarm(self) -> bool {
        matches!(self, Self::ProtectedOpened)
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// Who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// One member of staff.
    Staff(StaffId),
    /// 主担当 of a case.
    InCharge(CaseId),
    /// Everybody who is named for a protected record.
    NamedFor(CaseId),
    /// Everybody who works on cases in an agency, or reads there what is shared.
    Agency(AgencyId),
    /// Those of the agency that a referral goes to, if it is one of the installation.
    ReceiverOf(ReferralId),
    /// 主担当 of the case that a referral is about.
    SenderOf(ReferralId),
}

/// Something that somebody is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Of what kind.
    pub kind: NoticeKind,
    /// Who is told; never whoever did it.
    pub to: Audience,
    /// It was done in the name of a member of staff by somebody without an account: they are told all the same.
    pub by_a_stranger: bool,
}

impl Notice {
    const fn new(kind: NoticeKind, to: Audience) -> Self {
        Self { kind, to, by_a_stranger: false }
    }

    /// What is told of an event of a case.
    pub fn of_case(case: CaseId, event: &CaseEvent) -> Option<Self> {
        match event {
            CaseEvent::Assigned { to, .. } => Some(Self::new(NoticeKind::CaseAssigned, Audience::Staff(*to))),
            CaseEvent::OpenedByEmergency { .. } => {
                Some(Self::new(NoticeKind::ProtectedOpened, Audience::NamedFor(case)))
            }
            CaseEvent::ConsentGiven { .. } | CaseEvent::ConsentWithdrawn { .. } => {
                Some(Self::new(NoticeKind::ConsentChanged, Audience::InCharge(case)))
            }
            CaseEvent::SharedNoteWritten { note } if note.from_centre => {
                Some(Self::new(NoticeKind::MessageArrived, Audience::Agency(note.agency)))
            }
            CaseEvent::HandedOver { what: HandoverEvent::Asked { ask }, .. } => {
                Some(Self::new(NoticeKind::HandoverAsked, Audience::Agency(ask.agency)))
            }
            CaseEvent::HandedOver {
                what: HandoverEvent::Replied { .. } | HandoverEvent::Acknowledged { .. }, ..
            } => Some(Self::new(NoticeKind::HandoverAnswered, Audience::InCharge(case))),
            CaseEvent::SharedNoteWritten { .. } => {
                Some(Self::new(NoticeKind::MessageArrived, Audience::InCharge(case)))
            }
            _ => None,
        }
    }

    /// What is told of an event of a conference, as it stood before: to the agencies that sit there as guests.
    pub fn of_conference(before: Option<&Conference>, event: &ConferenceEvent) -> Vec<Self> {
        let host = match event {
            ConferenceEvent::Planned { host, .. } => Some(*host),
            _ => before.map(|conference| conference.host),
        };
        let guests = |members: &[Member]| {
            let agencies = members.iter().filter_map(|member| member.agency_id).filter(|agency| Some(*agency) != host);
            agencies.collect::<BTreeSet<AgencyId>>()
        };
        let all = |kind, agencies: &BTreeSet<AgencyId>| -> Vec<Self> {
            agencies.iter().map(|agency| Self::new(kind, Audience::Agency(*agency))).collect()
        };
        let known = before.map(|conference| guests(&conference.members)).unwrap_or_default();
        match event {
            ConferenceEvent::Planned { members, .. } => all(NoticeKind::SittingInvited, &guests(members)),
            ConferenceEvent::DatesOffered { .. } => all(NoticeKind::SittingInvited, &known),
            ConferenceEvent::DatePicked { .. } => all(NoticeKind::SittingMoved, &known),
            ConferenceEvent::CalledOff { .. } => all(NoticeKind::SittingCalledOff, &known),
            ConferenceEvent::Changed { plan, members } => {
                let now = guests(members);
                let when_and_where = |plan: &ConferencePlan| (plan.on, plan.starts_at, plan.place.clone());
                let moved = before.is_some_and(|before| when_and_where(&before.plan) != when_and_where(plan));
                let stays = if moved { &now & &known } else { BTreeSet::new() };
                let told = [
                    all(NoticeKind::SittingInvited, &(&now - &known)),
                    all(NoticeKind::SittingMoved, &stays),
                    all(NoticeKind::SittingCalledOff, &(&known - &now)),
                ];
                told.concat()
            }
            _ => Vec::new(),
        }
    }

    /// What is told of an event of a referral.
    pub fn of_referral(referral: ReferralId, event: &ReferralEvent) -> Option<Self> {
        let (sender, receiver) = (Audience::SenderOf(referral), Audience::ReceiverOf(referral));
        match event {
            ReferralEvent::Sent { .. } => Some(Self::new(NoticeKind::ReferralArrived, receiver)),
            ReferralEvent::Answered { answer } => Some(Self {
                by_a_stranger: answer.by == AnsweredBy::ReplyPage,
                ..Self::new(NoticeKind::ReferralAnswered, sender)
            }),
            ReferralEvent::Concluded { .. } => Some(Self::new(NoticeKind::ReferralAnswered, sender)),
            ReferralEvent::Withdrawn { .. } => Some(Self::new(NoticeKind::ReferralAnswered, receiver)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::referral::{ReferralAnswer, Word};

    fn referral() -> ReferralId {
        ReferralId::new(Uuid::from_u128(1))
    }

    fn answered(by: AnsweredBy) -> ReferralEvent {
        let on = chrono::NaiveDate::from_ymd_opt(2026, 4, 6).expect("a day");
        let word = Word::Accepts { first_on: None };
        ReferralEvent::Answered { answer: ReferralAnswer { word, on, by, name: String::new(), note: String::new() } }
    }

    #[test]
    fn an_answer_on_the_page_without_account_reaches_the_worker_who_made_the_page() {
        let notice = Notice::of_referral(referral(), &answered(AnsweredBy::ReplyPage)).expect("a notice");
        assert!(notice.by_a_stranger);
        assert_eq!(notice.to, Audience::SenderOf(referral()));
        assert!(!Notice::of_referral(referral(), &answered(AnsweredBy::Sender)).expect("a notice").by_a_stranger);
    }

    #[test]
    fn a_message_goes_to_the_side_that_did_not_write_it() {
        let (case, agency) = (CaseId::new(Uuid::from_u128(2)), AgencyId::new(Uuid::from_u128(3)));
        let note = |from_centre| CaseEvent::SharedNoteWritten {
            note: crate::case::sharing::SharedNote {
                id: crate::id::NoteId::new(Uuid::from_u128(4)),
                agency,
                by: StaffId::new(Uuid::from_u128(5)),
                from_centre,
                at: chrono::DateTime::UNIX_EPOCH,
                text: "面談の日程".to_owned(),
            },
        };
        let to = |event: &CaseEvent| Notice::of_case(case, event).map(|notice| notice.to);
        assert_eq!(to(&note(true)), Some(Audience::Agency(agency)));
        assert_eq!(to(&note(false)), Some(Audience::InCharge(case)));
    }

    fn guest(number: u128) -> Member {
        Member {
            agency: String::new(),
            agency_id: Some(AgencyId::new(Uuid::from_u128(number))),
            name: String::new(),
            staff: None,
            is_municipality: false,
            is_person: false,
            secrecy_acknowledged: false,
            attended: false,
        }
    }

    #[test]
    fn whoever_is_invited_to_a_sitting_hears_that_it_moved_and_whoever_is_no_more_that_it_is_off() {
        let plan = ConferencePlan {
            kind: crate::conference::ConferenceKind::Case,
            pattern: crate::conference::Pattern::AdHoc,
            tier: crate::conference::Tier::Core,
            on: chrono::NaiveDate::from_ymd_opt(2026, 4, 6).expect("a day"),
            starts_at: None,
            minutes: 60,
            place: "会議室".to_owned(),
        };
        let host = AgencyId::new(Uuid::from_u128(1));
        let members = vec![guest(1), guest(2), guest(3)];
        let planned = ConferenceEvent::Planned { host, plan: plan.clone(), members };
        let told = |before: Option<&Conference>, event: &ConferenceEvent| -> Vec<(u128, &str)> {
            let number = |to| match to {
                Audience::Agency(agency) => agency.uuid().as_u128(),
                other => panic!("not an agency: {other:?}"),
            };
            Notice::of_conference(before, event).into_iter().map(|it| (number(it.to), it.kind.name())).collect()
        };
        assert_eq!(told(None, &planned), [(2, "sitting_invited"), (3, "sitting_invited")], "the host knows");

        let id = crate::id::ConferenceId::new(Uuid::from_u128(9));
        let known = Conference::apply(None, id, &planned).expect("a conference");
        let same = ConferenceEvent::Changed { plan: plan.clone(), members: vec![guest(1), guest(2), guest(3)] };
        assert_eq!(told(Some(&known), &same), [], "nothing that concerns them");
        let moved = ConferencePlan { starts_at: Some(600), ..plan };
        let moved = ConferenceEvent::Changed { plan: moved, members: vec![guest(1), guest(3), guest(4)] };
        let expected = [(4, "sitting_invited"), (3, "sitting_moved"), (2, "sitting_called_off")];
        assert_eq!(told(Some(&known), &moved), expected);
        let off = ConferenceEvent::CalledOff { reason: "台風".to_owned() };
        assert_eq!(told(Some(&known), &off), [(2, "sitting_called_off"), (3, "sitting_called_off")]);
    }

    #[test]
    fn every_kind_is_known_by_its_name() {
        for kind in NoticeKind::ALL {
            assert_eq!(NoticeKind::from_name(kind.name()), Some(*kind));
        }
    }
}
