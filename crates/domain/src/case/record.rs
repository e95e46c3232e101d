//! Support records (支援経過記録): one a contact, meeting or call.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::contact::AgencyContact;
use crate::id::{ConferenceId, RecordId, StaffId};

/// 対応方法・支援内容
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactMethod {
    /// 電話相談・連絡
    Phone,
    /// 訪問・同行支援
    VisitAccompany,
    /// 面談
    Interview,
    /// 所内会議
    InternalMeeting,
    /// 支援調整会議
    CoordinationConference,
    /// その他の会議
    OtherMeeting,
    /// 他機関との電話照会・協議
    AgencyPhone,
    /// その他（メール・手紙・SMS・オンライン等）
    Other,
}

impl ContactMethod {
    /// In the order of the form.
    pub const ALL: &[ContactMethod] = &[
        ContactMethod::Phone,
        ContactMethod::VisitAccompany,
        ContactMethod::Interview,
        ContactMethod::InternalMeeting,
        ContactMethod::CoordinationConference,
        ContactMethod::OtherMeeting,
        ContactMethod::AgencyPhone,
        ContactMethod::Other,
    ];

    /// The name in code, forms and locales.
    pub const fn name(self) -> &'static str {
        match self {
            ContactMethod::Phone => "phone",
            ContactMethod::VisitAccompany => "visit_accompany",
            ContactMethod::Interview => "interview",
            ContactMethod::InternalMeeting => "internal_meeting",
            ContactMethod::CoordinationConference => "coordination_conference",
            ContactMethod::OtherMeeting => "other_meeting",
            ContactMethod::AgencyPhone => "agency_phone",
            ContactMethod::Other => "other",
        }
    }

    /// The method of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|method| method.name() == name)
    }
}

/// 相手
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counterpart {
    /// 本人
    Person,
    /// 家族
    Family,
    /// その他関係者
    Others,
    /// 関係機関
    Agency,
}

impl Counterpart {
    /// In the order of the form.
    pub const ALL: &[Counterpart] =
        &[Counterpart::Person, Counterpart::Family, Counterpart::Others, Counterpart::Agency];

    /// The name in code, forms and locales.
    pub const fn name(self) -> &'static str {
        match self {
            Counterpart::Person => "person",
            Counterpart::Family => "family",
            Counterpart::Others => "others",
            Counterpart::Agency => "agency",
        }
    }

    /// The counterpart of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|counterpart| counterpart.name() == name)
    }
}

/// When something took place: the time only where it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TookPlace {
    /// The day, in Japan.
    pub on: NaiveDate,
    /// Minutes after midnight, if known.
    pub minute_of_day: Option<u16>,
}

impl TookPlace {
    /// A number by which entries sort in time: unknown times sort before known ones of the same day.
    pub fn sort_key(self) -> i64 {
        let day = i64::from(self.on.to_epoch_days());
        day * 1441 + self.minute_of_day.map_or(0, |minute| i64::from(minute) + 1)
    }
}

/// Information given to somebody outside, noted with the contact (SR-01).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotedDisclosure {
    /// To whom.
    pub to: String,
    /// What.
    pub what: String,
    /// On which consent.
    pub basis: String,
}

/// An entry of the support record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportRecord {
    /// Its identifier.
    pub id: RecordId,
    /// 対応日時
    pub took_place: TookPlace,
    /// Length in minutes.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// 対応者
    pub staff: Vec<StaffId>,
    /// 相手
    pub counterparts: Vec<Counterpart>,
    /// The counterpart's agency or name, as written.
    #[serde(default)]
    pub counterpart_note: String,
    /// 対応方法・支援内容
    pub methods: Vec<ContactMethod>,
    /// 場所
    #[serde(default)]
    pub place: String,
    /// 記録: facts and the person's words.
    pub facts: String,
    /// 所見・判断, kept apart from the facts.
    #[serde(default)]
    pub view: String,
    /// 次回予定・宿題
    #[serde(default)]
    pub next_action: String,
    /// 次回予定日
    #[serde(default)]
    pub next_on: Option<NaiveDate>,
    /// 情報提供・共有
    #[serde(default)]
    pub disclosures: Vec<NotedDisclosure>,
    /// 緊急支援の印
    #[serde(default)]
    pub is_emergency: bool,
    /// The conference that the entry belongs to.
    #[serde(default)]
    pub conference: Option<ConferenceId>,
    /// 連絡記録: what there is to know of a contact with another agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<AgencyContact>,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// Who wrote it.
    pub written_by: StaffId,
}
