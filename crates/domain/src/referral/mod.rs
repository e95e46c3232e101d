//! Referrals (つなぎ・紹介): one agency asks another to take a person on, and both stay with it until it is known how it ended.
//!
//! A referral has a stream of its own, sealed with the key of the person whom it is about. Commands decide on what the events so
//! far add up to; what the receiving agency may see of it follows from the state alone.

mod commands;
mod due;
mod event;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use commands::{draft, require_open_to};
pub use due::{ReferralDue, ReferralDueKind};
pub use event::ReferralEvent;

use crate::{
    agency::AgencyKind,
    answer::PersonAnswer,
    id::{AgencyId, CaseId, ReferralId},
    missing::Lack,
    rule::Rule,
};

/// To whom a referral goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum Receiver {
    /// An agency of the installation: it reads and answers the referral itself.
    Agency {
        /// Which one.
        agency: AgencyId,
    },
    /// An agency that does not use the product: it gets a letter or a page to answer on.
    Outside {
        /// 機関名
        name: String,
        /// 所在地
        address: String,
        /// 電話番号
        phone: String,
        /// 機関の種類: a closed employment shuts an employer out that is known by name only, too.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<AgencyKind>,
    },
}

impl Receiver {
    /// The agency, if it is one of the installation.
    pub fn agency(&self) -> Option<AgencyId> {
        match self {
            Self::Agency { agency } => Some(*agency),
            Self::Outside { .. } => None,
        }
    }

    /// Whether it is known by name only, and an employer.
    pub fn is_outside_employer(&self) -> bool {
        matches!(self, Self::Outside { kind: Some(AgencyKind::Employer), .. })
    }
}

/// The way by which what is known reaches the other agency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "route", rename_all = "snake_case")]
pub enum Route {
    /// 本人経由: the person carries it. The usual way.
    #[default]
    ViaPerson,
    /// 同行: the person goes there with a member of staff.
    Accompanied,
    /// 機関間直接: the agencies speak with each other.
    Direct {
        /// Why the usual way is not taken.
        reason: String,
    },
}

impl Route {
    /// The name in code and locales.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ViaPerson => "via_person",
            Self::Accompanied => "accompanied",
            Self::Direct { .. } => "direct",
        }
    }
}

/// What helps the person to tell it themself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HelpToTell {
    /// 伝えたいことのメモを一緒に作る
    Memo,
    /// ロールプレイ
    RolePlay,
    /// 同行
    GoingAlong,
}

impl HelpToTell {
    /// In the order in which they are offered.
    pub const ALL: &[HelpToTell] = &[HelpToTell::Memo, HelpToTell::RolePlay, HelpToTell::GoingAlong];

    /// The name in code and locales.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Memo => "memo",
            Self::RolePlay => "role_play",
            Self::GoingAlong => "going_along",
        }
    }
}

/// What a referral says. Everything in it goes to the other agency, except why the usual way is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralContent {
    /// To whom.
    pub receiver: Receiver,
    /// 先方の担当者, as told.
    pub contact: String,
    /// 目的
    pub aim: String,
    /// 分かっていること
    pub known: String,
    /// お願いしたいこと
    pub asked: String,
    /// 返事がほしい日
    pub by_when: Option<NaiveDate>,
    /// The way by which it goes.
    pub route: Route,
    /// What helps the person to tell it themself.
    pub helps: Vec<HelpToTell>,
}

/// Something of a prepared question that is still empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unprepared {
    /// 目的
    Aim,
    /// 分かっていること
    Known,
    /// お願いしたいこと
    Asked,
    /// 返事がほしい日
    ByWhen,
}

impl Unprepared {
    /// The name in locales.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aim => "aim",
            Self::Known => "known",
            Self::Asked => "asked",
            Self::ByWhen => "by_when",
        }
    }
}

impl ReferralContent {
    /// What a prepared question still lacks.
    pub fn lacks(&self) -> Vec<Unprepared> {
        let parts = [
            (Unprepared::Aim, self.aim.trim().is_empty()),
            (Unprepared::Known, self.known.trim().is_empty()),
            (Unprepared::Asked, self.asked.trim().is_empty()),
            (Unprepared::ByWhen, self.by_when.is_none()),
        ];
        parts.into_iter().filter(|(_, is_empty)| *is_empty).map(|(part, _)| part).collect()
    }

    /// The warnings that are read before it is sent; whoever has read them may go on.
    pub fn findings(&self) -> Vec<Rule> {
        let unprepared = (!self.lacks().is_empty()).then_some(Rule::QuestionPrepared);
        let alone = self.helps.is_empty().then_some(Rule::HelpToTell);
        [alone, unprepared].into_iter().flatten().collect()
    }

    /// Whether `other` asks the person for another word: it goes elsewhere, says more or less, or takes another way.
    fn needs_another_answer(&self, other: &Self) -> bool {
        let said =
            |it: &Self| (it.receiver.clone(), it.aim.clone(), it.known.clone(), it.asked.clone(), it.route.clone());
        said(self) != said(other)
    }
}

/// From where an answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnsweredBy {
    /// The receiving agency, in the product.
    Receiver,
    /// The receiving agency, on the page that can be answered once.
    ReplyPage,
    /// The sending agency wrote down what it heard or what came back on paper.
    Sender,
}

impl AnsweredBy {
    /// The name in locales.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Receiver => "receiver",
            Self::ReplyPage => "reply_page",
            Self::Sender => "sender",
        }
    }
}

/// The word of the receiving agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "word", rename_all = "snake_case")]
pub enum Word {
    /// 受ける
    Accepts {
        /// When they meet first, if that is known.
        first_on: Option<NaiveDate>,
    },
    /// 受けられない
    Declines {
        /// Why.
        reason: String,
        /// Why in a word, where that says something about the region; it is counted there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lack: Option<Lack>,
    },
}

/// An answer with its circumstances.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralAnswer {
    /// What was said.
    #[serde(flatten)]
    pub word: Word,
    /// The day it was said.
    pub on: NaiveDate,
    /// From where it came.
    pub by: AnsweredBy,
    /// Who answered there, as told.
    pub name: String,
    /// 本人の様子・連絡事項
    pub note: String,
}

impl ReferralAnswer {
    /// Whether the agency takes the person on.
    pub fn accepts(&self) -> bool {
        matches!(self.word, Word::Accepts { .. })
    }
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// つながった
    Linked {
        /// The day on which the person and the agency met.
        first_on: NaiveDate,
    },
    /// 本人が見合わせた
    Refrained,
    /// つながらなかった
    NotPossible {
        /// Why.
        reason: String,
    },
}

impl Outcome {
    /// The name in code and locales.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Linked { .. } => "linked",
            Self::Refrained => "refrained",
            Self::NotPossible { .. } => "not_possible",
        }
    }
}

/// The end of a referral.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conclusion {
    /// How it ended.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// The day on which that was known.
    pub on: NaiveDate,
    /// What else is to be said about it.
    pub note: String,
}

macro_rules! states {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)+) => {
        /// How far a referral has come.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum ReferralState {
            $($(#[$doc])* #[serde(rename = $text)] $name,)+
        }

        impl ReferralState {
            /// Every state, in the order in which they come.
            pub const ALL: &[ReferralState] = &[$(ReferralState::$name),+];

            /// The name in code, tables, addresses and locales.
            pub const fn name(self) -> &'static str {
                match self { $(ReferralState::$name => $text,)+ }
            }
        }
    };
}

states! {
    /// 下書き
    Drafted = "drafted";
    /// 送付済み
    Sent = "sent";
    /// 先方が確認
    Seen = "seen";
    /// 受入れ
    Accepted = "accepted";
    /// 受けられない
    Declined = "declined";
    /// 終了
    Concluded = "concluded";
    /// 別の機関へ
    Rerouted = "rerouted";
    /// 本人の取下げ
    Withdrawn = "withdrawn";
    /// 下書きの取りやめ
    Dropped = "dropped";
}

impl ReferralState {
    /// The state of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.name() == name)
    }

    /// Nothing more happens to it.
    pub const fn is_end(self) -> bool {
        matches!(self, Self::Concluded | Self::Rerouted | Self::Withdrawn | Self::Dropped)
    }

    /// It has gone to the other agency and waits for its answer.
    pub const fn waits_for_answer(self) -> bool {
        matches!(self, Self::Sent | Self::Seen)
    }
}

/// What the receiving agency may know of a referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReceiverSees {
    /// Not even that it exists.
    Nothing,
    /// That there was one; not whom it was about.
    ThatThereWasOne,
    /// All that was sent.
    Everything,
}

/// A referral as its events add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// Its identifier.
    pub id: ReferralId,
    /// The case it is about.
    pub case: CaseId,
    /// The agency that sends.
    pub from: AgencyId,
    /// The one that it takes the place of.
    pub replaces: Option<ReferralId>,
    /// What it says.
    pub content: ReferralContent,
    /// The person's word about this referral.
    pub consent: Option<PersonAnswer>,
    /// How far it has come.
    pub state: ReferralState,
    /// The day it went out.
    pub sent_on: Option<NaiveDate>,
    /// The day the other agency said that it had it.
    pub seen_on: Option<NaiveDate>,
    /// The last day on which the page without an account can be answered, if there is one.
    pub reply_page_until: Option<NaiveDate>,
    /// The other agency's answer.
    pub answer: Option<ReferralAnswer>,
    /// How it ended.
    pub conclusion: Option<Conclusion>,
    /// The day on which the person took it back, and what they said.
    pub withdrawn: Option<(NaiveDate, String)>,
    /// The one that took its place.
    pub rerouted_to: Option<ReferralId>,
}

impl Referral {
    /// Whether the person agreed to it.
    pub fn is_agreed(&self) -> bool {
        self.consent.as_ref().is_some_and(PersonAnswer::agrees)
    }

    /// What the receiving agency may know of it: nothing before it was sent, and no content once the person took it back.
    pub fn receiver_sees(&self) -> ReceiverSees {
        match (self.sent_on, self.state) {
            (None, _) => ReceiverSees::Nothing,
            (Some(_), ReferralState::Withdrawn) => ReceiverSees::ThatThereWasOne,
            (Some(_), _) => ReceiverSees::Everything,
        }
    }

    /// The referral as the receiving agency may read it: as it was sent, without why the usual way was not taken and without what the
    /// sender wrote about its end; of what the person took back nothing but the days. None before it was sent.
    pub fn for_receiver(mut self) -> Option<Self> {
        if let Route::Direct { reason } = &mut self.content.route {
            reason.clear();
        }
        if let Some(Conclusion { outcome, note, .. }) = &mut self.conclusion {
            note.clear();
            if let Outcome::NotPossible { reason } = outcome {
                reason.clear();
            }
        }
        self.replaces = None;
        self.rerouted_to = None;
        match self.receiver_sees() {
            ReceiverSees::Nothing => None,
            ReceiverSees::Everything => Some(self),
            ReceiverSees::ThatThereWasOne => {
                let content = &mut self.content;
                for text in [&mut content.contact, &mut content.aim, &mut content.known, &mut content.asked] {
                    text.clear();
                }
                content.by_when = None;
                content.helps.clear();
                self.consent = None;
                self.answer = None;
                self.withdrawn = self.withdrawn.map(|(on, _)| (on, String::new()));
                Some(self)
            }
        }
    }

    /// Folds an event into the referral; the first one must be `Drafted`.
    pub fn apply(current: Option<Self>, id: ReferralId, event: &ReferralEvent) -> Option<Self> {
        if let ReferralEvent::Drafted { case, from, replaces, content } = event {
            return Some(Self {
                id,
                case: *case,
                from: *from,
                replaces: *replaces,
                content: content.clone(),
                consent: None,
                state: ReferralState::Drafted,
                sent_on: None,
                seen_on: None,
                reply_page_until: None,
                answer: None,
                conclusion: None,
                withdrawn: None,
                rerouted_to: None,
            });
        }
        let mut referral = current?;
        referral.fold(event);
        Some(referral)
    }

    fn fold(&mut self, event: &ReferralEvent) {
        match event {
            ReferralEvent::Drafted { .. } => {}
            ReferralEvent::Changed { content } => {
                if self.content.needs_another_answer(content) {
                    self.consent = None;
                }
                self.content = content.clone();
            }
            ReferralEvent::ConsentAnswered { answer } => self.consent = Some(answer.clone()),
            ReferralEvent::Sent { on } => {
                self.state = ReferralState::Sent;
                self.sent_on = Some(*on);
            }
            ReferralEvent::ReplyPageMade { until } => self.reply_page_until = Some(*until),
            ReferralEvent::Seen { on } => {
                self.state = ReferralState::Seen;
                self.seen_on = Some(*on);
            }
            ReferralEvent::Answered { answer } => {
                self.state = if answer.accepts() { ReferralState::Accepted } else { ReferralState::Declined };
                self.answer = Some(answer.clone());
            }
            ReferralEvent::Rerouted { to } => {
                self.state = ReferralState::Rerouted;
                self.rerouted_to = Some(*to);
            }
            ReferralEvent::Withdrawn { on, word } => {
                self.state = ReferralState::Withdrawn;
                self.withdrawn = Some((*on, word.clone()));
            }
            ReferralEvent::Dropped { .. } => self.state = ReferralState::Dropped,
            ReferralEvent::Concluded { conclusion } => {
                self.state = ReferralState::Concluded;
                self.conclusion = Some(conclusion.clone());
            }
        }
    }
}
