//! Who may know what about the person, on which basis, until when: consents by recipient and item, the person's word about
//! the employer, and what an emergency allows.
//!
//! The yes or no of the application (【1】, [`SharingConsent`](super::intake::SharingConsent)) is the person's general word, under
//! which the centre and the municipality that decides work on the case. What any *other* agency may read is opened by name here.

mod after_meeting;
mod carried;
mod items;

pub use after_meeting::AfterMeeting;
pub use carried::{Carried, CarriedWord};
use chrono::{DateTime, NaiveDate, Utc};
pub use items::{ItemSet, SharedItem};
use serde::{Deserialize, Serialize};

use crate::{
    answer::AnswerForm,
    case::event::CaseEvent,
    id::{AgencyId, ConsentId, DisclosureId, NoteId, StaffId},
};

words! {
    /// 目的
    SharingPurpose {
        /// アセスメント
        Assessment = "assessment",
        /// ケース会議
        CaseConference = "case_conference",
        /// 紹介
        Referral = "referral",
        /// 支援の提供
        Support = "support",
        /// 定着
        Retention = "retention",
        /// 医療連携
        Medical = "medical",
        /// 引継ぎ
        Handover = "handover",
    }

    /// 方向: asking another body for facts needs consent as much as giving does.
    Direction {
        /// 提供
        Provide = "provide",
        /// 取得
        Obtain = "obtain",
        /// 双方向
        Both = "both",
    }

    /// 経路: through the person unless there is a reason.
    Route {
        /// 本人経由
        ViaPerson = "via_person",
        /// 同席
        Together = "together",
        /// 機関間直接
        Direct = "direct",
    }

    /// 意思確認の方法
    ConfirmMethod {
        /// 口頭
        Spoken = "spoken",
        /// 文書
        Written = "written",
        /// 図
        Pictures = "pictures",
        /// 代読
        ReadAloud = "read_aloud",
        /// 手話
        SignLanguage = "sign_language",
    }

    /// 障害の開示方針 towards employers.
    EmploymentDisclosure {
        /// オープン
        Open = "open",
        /// 一部
        Partly = "partly",
        /// クローズ: nothing goes to an employer by any channel.
        Closed = "closed",
    }
}

impl Direction {
    /// Whether the recipient may be given something.
    pub const fn gives(self) -> bool {
        matches!(self, Direction::Provide | Direction::Both)
    }

    /// Whether the recipient may be asked for something.
    pub const fn asks(self) -> bool {
        matches!(self, Direction::Obtain | Direction::Both)
    }
}

/// Whom a consent names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Recipient {
    /// Which agency.
    pub agency: AgencyId,
    /// It is an employer: a closed employment shuts it out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_employer: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// Consent taken back (撤回).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// When.
    pub on: NaiveDate,
    /// Why, if the person said so; nobody has to give a reason.
    pub reason: String,
    /// Who recorded it: a member of staff, or the person with their own account.
    pub by: StaffId,
}

/// 個人情報提供同意書: the person agrees that named agencies know named things (U13).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Its identifier.
    pub id: ConsentId,
    /// 目的
    pub purposes: Vec<SharingPurpose>,
    /// 提供先, by name and not "related agencies".
    pub to: Vec<Recipient>,
    /// 情報の範囲
    pub items: ItemSet,
    /// 方向
    pub direction: Direction,
    /// 経路
    pub route: Route,
    /// Why not through the person.
    #[serde(default)]
    pub route_reason: String,
    /// "Tell me each time": the door opens only for a while after the person was told ([`Release`]).
    pub tell_each_time: bool,
    /// The first day.
    pub from: NaiveDate,
    /// 有効期間: the last day.
    pub until: NaiveDate,
    /// 説明日
    pub explained_on: NaiveDate,
    /// 説明者
    pub explained_by: StaffId,
    /// 署名・口頭・代理
    pub form: AnswerForm,
    /// For a representative: who, and why.
    #[serde(default)]
    pub proxy: String,
    /// 意思確認の方法
    #[serde(default)]
    pub confirmed_by: Vec<ConfirmMethod>,
    /// The version of the privacy rules that were explained.
    #[serde(default)]
    pub rules_version: String,
    /// 撤回
    #[serde(default)]
    pub withdrawn: Option<Withdrawal>,
}

impl Consent {
    /// Whether it holds on a day: within its period and not withdrawn. What was withdrawn holds on no day any more.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.withdrawn.is_none() && self.from <= day && day <= self.until
    }

    /// Whether an agency is named in it.
    pub fn names(&self, agency: AgencyId) -> bool {
        self.to.iter().any(|recipient| recipient.agency == agency)
    }
}

/// The person was told, as they asked, and something is given to one agency for a while (SR-01).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// Its identifier.
    pub id: DisclosureId,
    /// Under which consent.
    pub consent: ConsentId,
    /// To whom.
    pub to: AgencyId,
    /// What: never more than the consent says.
    pub items: ItemSet,
    /// When the person was told.
    pub told_on: NaiveDate,
    /// How the person was told, and what they said.
    pub told: String,
    /// The last day on which it can be read.
    pub until: NaiveDate,
}

/// 緊急: given without consent, because life, body or property were in danger; looked at again afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmergencyDisclosure {
    /// Its identifier.
    pub id: DisclosureId,
    /// To whom.
    pub to: Recipient,
    /// What.
    pub items: ItemSet,
    /// What the danger was, and why the person could not be asked.
    pub reason: String,
    /// The first day.
    pub on: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// By when it is reviewed.
    pub review_by: NaiveDate,
    /// The review.
    #[serde(default)]
    pub review: Option<EmergencyReview>,
}

/// What was found when an emergency disclosure was looked at again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmergencyReview {
    /// When.
    pub on: NaiveDate,
    /// Whether it was right, what is done differently.
    pub finding: String,
    /// When the person was told; none if they could not be reached yet.
    pub told_person_on: Option<NaiveDate>,
}

/// On which basis something may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// 同意
    Consent,
    /// 同意（その都度知らせる）: released after the person was told.
    Released,
    /// 緊急
    Emergency,
    /// 支援会議（法第9条）: among members bound to secrecy, in the sitting and, where it was agreed there, for a while after it.
    SupportMeeting,
}

impl Basis {
    /// Every basis.
    pub const ALL: &[Basis] = &[Basis::Consent, Basis::Released, Basis::Emergency, Basis::SupportMeeting];

    /// The name in code, tables and locales.
    pub const fn name(self) -> &'static str {
        match self {
            Basis::Consent => "consent",
            Basis::Released => "released",
            Basis::Emergency => "emergency",
            Basis::SupportMeeting => "support_meeting",
        }
    }
}

/// A dated door: one agency may read these items of a case from this day to that. Everything that leaves the centre goes through one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The consent, release or emergency that opens it.
    pub source: uuid::Uuid,
    /// For whom.
    pub agency: AgencyId,
    /// What.
    pub items: ItemSet,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// Why.
    pub basis: Basis,
}

impl Share {
    /// Whether the door is open on a day.
    pub fn is_open_on(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.until
    }
}

/// Something that an agency and the centre wrote to each other about a case that is shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedNote {
    /// Its identifier.
    pub id: NoteId,
    /// The agency that writes, or that is written to.
    pub agency: AgencyId,
    /// Who wrote it.
    pub by: StaffId,
    /// The centre wrote it.
    pub from_centre: bool,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub text: String,
}

/// Everything a case holds about sharing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sharing {
    /// Consents in the order in which they were given.
    pub consents: Vec<Consent>,
    /// What was released after telling the person.
    pub releases: Vec<Release>,
    /// What was given in emergencies.
    pub emergencies: Vec<EmergencyDisclosure>,
    /// What was given after support meetings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub after_meetings: Vec<AfterMeeting>,
    /// What became of what the person takes to agencies themself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub carried: Vec<Carried>,
    /// What agencies and the centre wrote to each other.
    pub notes: Vec<SharedNote>,
    /// What the person says about employers; nothing is said at first.
    pub employment: Option<EmploymentDisclosure>,
    /// Consents, emergencies and what followed support meetings, from before the record was protected: they open nothing while it is. What the person agrees to
    /// afterwards does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<uuid::Uuid>,
}

impl Sharing {
    pub(super) fn fold(&mut self, event: &CaseEvent) {
        match event {
            CaseEvent::ConsentGiven { consent } => self.consents.push((**consent).clone()),
            CaseEvent::ConsentWithdrawn { consent, withdrawal } => {
                if let Some(known) = self.consents.iter_mut().find(|known| known.id == *consent) {
                    known.withdrawn = Some(withdrawal.clone());
                }
            }
            CaseEvent::Released { release } => self.releases.push(release.clone()),
            CaseEvent::DisclosedAfterMeeting { disclosure } => self.after_meetings.push((**disclosure).clone()),
            CaseEvent::AfterMeetingClosed { disclosure, on } => {
                if let Some(given) = self.after_meetings.iter_mut().find(|given| given.id == *disclosure) {
                    given.closed_on = Some(*on);
                }
            }
            CaseEvent::Carried { carried } => self.carried.push((**carried).clone()),
            CaseEvent::DisclosedInEmergency { disclosure } => self.emergencies.push((**disclosure).clone()),
            CaseEvent::EmergencyReviewed { disclosure, review } => {
                if let Some(given) = self.emergencies.iter_mut().find(|given| given.id == *disclosure) {
                    given.review = Some(review.clone());
                }
            }
            CaseEvent::SharedNoteWritten { note } => self.notes.push(note.clone()),
            CaseEvent::EmploymentDisclosureSet { policy, .. } => self.employment = Some(*policy),
            CaseEvent::Protected { .. } => {
                let consents = self.consents.iter().map(|consent| consent.id.uuid());
                let emergencies = self.emergencies.iter().map(|given| given.id.uuid());
                let after_meetings = self.after_meetings.iter().map(|given| given.id.uuid());
                self.held = consents.chain(emergencies).chain(after_meetings).collect();
            }
            CaseEvent::ProtectionLifted { .. } => self.held.clear(),
            _ => {}
        }
    }

    /// The consent of that identifier.
    pub fn consent(&self, id: ConsentId) -> Option<&Consent> {
        self.consents.iter().find(|consent| consent.id == id)
    }

    /// Whether employers are shut out of everything.
    pub fn is_closed_to_employers(&self) -> bool {
        self.employment == Some(EmploymentDisclosure::Closed)
    }

    /// The doors that are open or will be: of consents that give directly and were not withdrawn, of releases, of emergencies, after support
    /// meetings.
    /// A consent whose route goes through the person opens none: there the person carries it.
    pub fn shares(&self) -> Vec<Share> {
        let mut shares: Vec<Share> = self.doors(&[Route::Direct]).into_iter().map(|(_, share)| share).collect();
        // What rests on a support meeting is no part of any other sitting: it is a door here, and nothing in `sitting_shares`.
        let held = |id: uuid::Uuid| self.held.contains(&id);
        let given = self.after_meetings.iter().filter(|given| self.reaches(&given.to) && !held(given.id.uuid()));
        shares.extend(given.filter_map(AfterMeeting::share));
        shares
    }

    /// Whether anything may reach a recipient at all.
    fn reaches(&self, recipient: &Recipient) -> bool {
        !(recipient.is_employer && self.is_closed_to_employers())
    }

    /// What is open to agencies in a sitting, with its way: the doors, and what the person lets be told where they sit together.
    pub fn sitting_shares(&self) -> Vec<(Route, Share)> {
        self.doors(&[Route::Direct, Route::Together])
    }

    /// What the person may take to agencies themself, with the same limits as a door: whom, what, until when.
    pub fn carried_shares(&self) -> Vec<Share> {
        let doors = self.doors(&[Route::ViaPerson]).into_iter();
        doors.filter(|(route, _)| *route == Route::ViaPerson).map(|(_, share)| share).collect()
    }

    fn doors(&self, routes: &[Route]) -> Vec<(Route, Share)> {
        let reaches = |recipient: &Recipient| self.reaches(recipient);
        let mut shares = Vec::new();
        let held = |id: uuid::Uuid| self.held.contains(&id);
        let consents = self.consents.iter().filter(|consent| consent.withdrawn.is_none() && !held(consent.id.uuid()));
        for consent in consents {
            let opens = consent.direction.gives() && routes.contains(&consent.route);
            let named = consent.to.iter().filter(|recipient| opens && reaches(recipient));
            // Who carries it themself is told by carrying it.
            if !consent.tell_each_time || consent.route == Route::ViaPerson {
                shares.extend(named.map(|recipient| {
                    let share = Share {
                        source: consent.id.uuid(),
                        agency: recipient.agency,
                        items: consent.items,
                        from: consent.from,
                        until: consent.until,
                        basis: Basis::Consent,
                    };
                    (consent.route, share)
                }));
                continue;
            }
            for recipient in named {
                let released = |release: &&Release| release.consent == consent.id && release.to == recipient.agency;
                shares.extend(self.releases.iter().filter(released).map(|release| {
                    let share = Share {
                        source: release.id.uuid(),
                        agency: release.to,
                        items: release.items.within(consent.items),
                        from: release.told_on.max(consent.from),
                        until: release.until.min(consent.until),
                        basis: Basis::Released,
                    };
                    (consent.route, share)
                }));
            }
        }
        let emergencies = self.emergencies.iter().filter(|given| reaches(&given.to) && !held(given.id.uuid()));
        shares.extend(emergencies.map(|given| {
            let share = Share {
                source: given.id.uuid(),
                agency: given.to.agency,
                items: given.items,
                from: given.on,
                until: given.until,
                basis: Basis::Emergency,
            };
            (Route::Direct, share)
        }));
        shares.retain(|(_, share)| !share.items.is_empty() && share.from <= share.until);
        shares
    }

    /// Whether a consent opens nothing at present, because the record is protected since it was given.
    pub fn is_held(&self, consent: ConsentId) -> bool {
        self.held.contains(&consent.uuid())
    }

    /// The consent under which an agency may be asked for facts on a day.
    pub fn may_ask(&self, agency: AgencyId, day: NaiveDate) -> Option<&Consent> {
        let named = |consent: &&Consent| {
            consent.holds_on(day) && consent.names(agency) && consent.direction.asks() && !self.is_held(consent.id)
        };
        self.consents.iter().find(named)
    }

    /// The consents that hold on a day and end within so many days after it, soonest first: the person is asked again in time.
    pub fn ending_soon(&self, day: NaiveDate, days: u64) -> Vec<&Consent> {
        let last = day + chrono::Days::new(days);
        let mut ending: Vec<&Consent> =
            self.consents.iter().filter(|consent| consent.holds_on(day) && consent.until <= last).collect();
        ending.sort_by_key(|consent| consent.until);
        ending
    }

    /// Emergencies that wait for their review.
    pub fn to_review(&self) -> impl Iterator<Item = &EmergencyDisclosure> {
        self.emergencies.iter().filter(|given| given.review.is_none())
    }
}
