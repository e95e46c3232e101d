//! The words of a handover: its kinds, what is carried over, who is met, and the steps that belong to it.

use serde::{Deserialize, Serialize};

use crate::case::sharing::{ItemSet, SharedItem};

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
