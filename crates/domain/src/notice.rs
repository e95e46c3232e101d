//! Who is told that something waits for them, and of what kind it is. A notice never says whom it is about: it leads to the place
//! where whoever may read it does so after signing in.

use crate::{
    case::event::CaseEvent,
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
            CaseEvent::SharedNoteWritten { .. } => {
                Some(Self::new(NoticeKind::MessageArrived, Audience::InCharge(case)))
            }
            _ => None,
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

    #[test]
    fn every_kind_is_known_by_its_name() {
        for kind in NoticeKind::ALL {
            assert_eq!(NoticeKind::from_name(kind.name()), Some(*kind));
        }
    }
}
