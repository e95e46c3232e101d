//! 会議資料: a packet for one who sits, cut to what their agency may see; handed out, and taken back after the sitting.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Conference, ConferenceEvent, ConferenceState, Member};
use crate::{
    calendar::japan,
    case::{
        event::Purpose,
        sharing::{Basis, ItemSet, Route},
    },
    id::{AgencyId, CaseId},
    rule::{Refusal, Rule, require},
};

/// Items that are open to an agency in a sitting, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// What.
    pub items: ItemSet,
    /// On which basis.
    pub basis: Basis,
    /// By which way the person lets it be told.
    pub route: Route,
}

/// What of a case stands in a packet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Cut {
    /// The sheets as they are, without what is restricted: the receiver's agency reads the case anyway.
    Whole,
    /// What is open to the agency, each basis by itself.
    Items {
        /// Never empty.
        opened: Vec<Opened>,
    },
    /// 閲覧制限: nothing of the case, not even whose it is.
    Restricted,
}

impl Cut {
    /// What is open in all.
    pub fn items(&self) -> ItemSet {
        match self {
            Cut::Whole | Cut::Restricted => ItemSet::NONE,
            Cut::Items { opened } => opened.iter().fold(ItemSet::NONE, |items, it| items.and(it.items)),
        }
    }

    /// Whether anything of the case is in it.
    pub fn is_open(&self) -> bool {
        *self != Cut::Restricted
    }

    /// Whether it holds less than `other`: consents ended in between.
    pub fn is_less_than(&self, other: &Self) -> bool {
        match (self, other) {
            (Cut::Whole, _) | (_, Cut::Restricted) => false,
            (_, Cut::Whole) => true,
            (mine, theirs) => !theirs.items().is_within(mine.items()),
        }
    }

    /// What is in both: what was given then and is still open now.
    #[must_use]
    pub fn within(&self, now: &Self) -> Self {
        match (self, now) {
            (Cut::Restricted, _) | (_, Cut::Restricted) => Cut::Restricted,
            (Cut::Whole, other) => other.clone(),
            (mine, Cut::Whole) => mine.clone(),
            (Cut::Items { opened }, now) => {
                let left = now.items();
                let kept = opened.iter().map(|it| Opened { items: it.items.within(left), ..*it });
                let kept: Vec<Opened> = kept.filter(|it| !it.items.is_empty()).collect();
                if kept.is_empty() { Cut::Restricted } else { Cut::Items { opened: kept } }
            }
        }
    }
}

/// A matter of the agenda as it stands in a packet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PacketMatter {
    /// Which case.
    pub case: CaseId,
    /// For which purpose.
    pub purpose: Purpose,
    /// What of it.
    pub cut: Cut,
    /// Something was open when the packets were looked through, and no longer when this one was made.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub less_than_looked_through: bool,
    /// 回収
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_back_on: Option<NaiveDate>,
}

impl PacketMatter {
    /// The case and the purpose by which a matter is known.
    pub fn key(&self) -> (CaseId, Purpose) {
        (self.case, self.purpose)
    }
}

/// A packet of one receiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packet {
    /// The number of the copy, printed on every page.
    pub number: u32,
    /// The agency whose doors decided.
    pub agency: AgencyId,
    /// 機関, as written on it.
    pub agency_name: String,
    /// 氏名, as written on it.
    pub name: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// What is in it, in the order of the agenda.
    pub matters: Vec<PacketMatter>,
    /// 配付
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_out_on: Option<NaiveDate>,
}

impl Packet {
    /// Whether it is for this member.
    pub fn is_for(&self, member: &Member) -> bool {
        Some(self.agency) == member.agency_id && self.name == member.name
    }

    /// The matters that were handed out and are not back. What is restricted needs not come back.
    pub fn still_out(&self) -> impl Iterator<Item = &PacketMatter> {
        let is_out = self.handed_out_on.is_some();
        self.matters.iter().filter(move |matter| is_out && matter.cut.is_open() && matter.taken_back_on.is_none())
    }
}

impl Conference {
    /// The packet of that number.
    pub fn packet(&self, number: u32) -> Option<&Packet> {
        self.packets.iter().find(|packet| packet.number == number)
    }

    /// The newest packet of everybody who has one, in the order of the copies.
    pub fn current_packets(&self) -> impl Iterator<Item = &Packet> {
        self.packets.iter().filter(|packet| {
            let replaces = |other: &&Packet| other.agency == packet.agency && other.name == packet.name;
            self.packets.iter().filter(replaces).all(|other| other.number <= packet.number)
        })
    }

    /// The packets that somebody still has after the sitting.
    pub fn packets_still_out(&self) -> impl Iterator<Item = &Packet> {
        let sat = matches!(self.state, ConferenceState::Held | ConferenceState::Closed);
        let gone = sat || self.state == ConferenceState::CalledOff;
        self.packets.iter().filter(move |packet| gone && packet.still_out().next().is_some())
    }

    /// Makes a packet for a member with what `cuts` leaves of each matter of the agenda.
    ///
    /// # Errors
    ///
    /// P-16 once the minutes are closed or the sitting was called off; P-17 without a matter; P-61 for a member who is not of an agency of
    /// the installation, and for one who has a packet in hand.
    pub fn make_packet(
        &self,
        member: &Member,
        matters: Vec<PacketMatter>,
        now: DateTime<Utc>,
    ) -> Result<ConferenceEvent, Refusal> {
        require(matches!(self.state, ConferenceState::Planned | ConferenceState::Held), Rule::MinutesClosed)?;
        require(!matters.is_empty(), Rule::NoSuchAgendaItem)?;
        let agency = member.agency_id.ok_or(Rule::PacketInOrder)?;
        let in_hand = |packet: &Packet| packet.is_for(member) && packet.still_out().next().is_some();
        require(!self.packets.iter().any(in_hand), Rule::PacketInOrder)?;
        let number = self.packets.iter().map(|packet| packet.number).max().unwrap_or(0) + 1;
        Ok(ConferenceEvent::PacketMade {
            packet: Packet {
                number,
                agency,
                agency_name: member.agency.clone(),
                name: member.name.clone(),
                made_at: now,
                matters,
                handed_out_on: None,
            },
        })
    }

    /// Records that a packet was handed out.
    ///
    /// # Errors
    ///
    /// P-20 without such a packet; P-61 if it was handed out before; P-11 for a day before it was made or in the future.
    pub fn hand_out(&self, number: u32, on: NaiveDate, today: NaiveDate) -> Result<ConferenceEvent, Refusal> {
        let packet = self.packet(number).ok_or(Rule::NoSuchEntry)?;
        require(packet.handed_out_on.is_none(), Rule::PacketInOrder)?;
        let made_on = japan::local_date(packet.made_at);
        require((made_on..=today).contains(&on), Rule::DateOutOfOrder)?;
        Ok(ConferenceEvent::PacketHandedOut { number, on })
    }

    /// Records that matters of a packet came back.
    ///
    /// # Errors
    ///
    /// P-20 without such a packet; P-61 for what was not handed out or is back; P-11 for a day before it was handed out or in the future.
    pub fn take_back(
        &self,
        number: u32,
        matters: Vec<(CaseId, Purpose)>,
        on: NaiveDate,
        today: NaiveDate,
    ) -> Result<ConferenceEvent, Refusal> {
        let packet = self.packet(number).ok_or(Rule::NoSuchEntry)?;
        let is_out = |key: &(CaseId, Purpose)| packet.still_out().any(|matter| matter.key() == *key);
        require(!matters.is_empty() && matters.iter().all(is_out), Rule::PacketInOrder)?;
        let from = packet.handed_out_on.unwrap_or(on);
        require((from..=today).contains(&on), Rule::DateOutOfOrder)?;
        Ok(ConferenceEvent::PacketTakenBack { number, matters, on })
    }

    pub(super) fn fold_packet(&mut self, event: &ConferenceEvent) {
        match event {
            ConferenceEvent::PacketMade { packet } => self.packets.push(packet.clone()),
            ConferenceEvent::PacketHandedOut { number, on } => {
                if let Some(packet) = self.packets.iter_mut().find(|packet| packet.number == *number) {
                    packet.handed_out_on = Some(*on);
                }
            }
            ConferenceEvent::PacketTakenBack { number, matters, on } => {
                let packet = self.packets.iter_mut().find(|packet| packet.number == *number);
                let all = packet.into_iter().flat_map(|packet| &mut packet.matters);
                for matter in all.filter(|matter| matters.contains(&matter.key())) {
                    matter.taken_back_on = Some(*on);
                }
            }
            _ => {}
        }
    }
}
