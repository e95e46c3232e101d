//! 会議資料: what each who sits would get, the packets that are made, handed out and taken back.

use std::collections::BTreeMap;

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, CaseScope, Seat, Target, cut_for_seat, decide};
use banso_domain::{
    agency::AgencyKind,
    case::{Case, event::Purpose, sharing::ItemSet},
    conference::{AgendaItem, Conference, Cut, Member, PacketMatter},
    id::{CaseId, ConferenceId, PersonId},
    ledger::LedgerEntry,
    rule::Rule,
};
use banso_store::{Change, Stamp};
use chrono::NaiveDate;

use super::scope;
use crate::{App, UseCaseError};

/// The form of the packet.
pub(crate) const PACKET: &str = "conference_packet";

/// Somebody who sits, and what a packet would hold that is made now.
#[derive(Clone, Debug)]
pub struct Receiver {
    /// Their place among the members.
    pub place: usize,
    /// Who.
    pub member: Member,
    /// Matter by matter; none where no packet can be made.
    pub matters: Vec<PacketMatter>,
    /// Their agency is not, or no longer, in the directory.
    pub is_unknown: bool,
    /// They have a packet in hand that comes back first.
    pub has_one_in_hand: bool,
}

/// For whom a packet is made.
#[derive(Clone, Debug)]
pub struct Pick {
    /// Their place among the members when the page was looked at.
    pub place: usize,
    /// Their name as it stood there.
    pub name: String,
    /// What the page showed for them.
    pub looked_through: Vec<PacketMatter>,
}

/// A packet that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MadePacket {
    /// The number of the copy.
    pub number: u32,
    /// Something that the page had shown was no longer open.
    pub is_less: bool,
}

/// What a seat may see of a matter; whoever makes the packets gives nothing of a case that they do not read themself.
pub(super) fn cut_matter(
    actor: &Actor,
    seat: Seat,
    case: Option<&Case>,
    item: &AgendaItem,
    under_article_9: ItemSet,
    days: (NaiveDate, NaiveDate),
) -> Cut {
    let reads = |case: &&Case| decide(actor, Action::ReadCase, Target::Case(CaseScope::of(case))).is_ok();
    match case.filter(reads) {
        Some(case) => cut_for_seat(seat, CaseScope::of(case), &case.sharing, item.purpose, under_article_9, days),
        None => Cut::Restricted,
    }
}

impl App {
    /// The seat of a member, if their agency is in the directory.
    async fn seat(&self, member: &Member) -> Result<Option<Seat>, UseCaseError> {
        let Some(agency) = member.agency_id else { return Ok(None) };
        let known = self.inner.store.reader().agency(agency).await?;
        Ok(known.map(|row| Seat {
            agency,
            is_employer: row.facts.kind == AgencyKind::Employer,
            secrecy: member.secrecy_acknowledged,
        }))
    }

    /// Everybody who sits, and what a packet would hold that is made now.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers, [`UseCaseError::Forbidden`] for those who may not make packets.
    #[boxed]
    pub async fn packet_receivers(
        &self,
        actor: &Actor,
        id: ConferenceId,
        under_article_9: ItemSet,
    ) -> Result<Vec<Receiver>, UseCaseError> {
        let page = self.conference(actor, id).await?;
        decide(actor, Action::MakePackets, Target::Conference(page.scope))?;
        let conference = page.conference;
        let ids: Vec<CaseId> = conference.agenda.iter().map(|item| item.case).collect();
        let cases = self.inner.store.reader().whole_cases(&ids).await?;
        let days = (conference.plan.on, self.inner.clock.today());
        let mut receivers = Vec::new();
        for (place, member) in conference.members.iter().enumerate() {
            let seat = self.seat(member).await?;
            let matters = seat.iter().flat_map(|seat| {
                conference.agenda.iter().map(|item| {
                    let cut = cut_matter(actor, *seat, cases.get(&item.case), item, under_article_9, days);
                    matter(item, cut, &[])
                })
            });
            let in_hand = conference.packets.iter().any(|it| it.is_for(member) && it.still_out().next().is_some());
            receivers.push(Receiver {
                place,
                member: member.clone(),
                matters: matters.collect(),
                is_unknown: seat.is_none() && member.agency_id.is_some(),
                has_one_in_hand: in_hand,
            });
        }
        Ok(receivers)
    }

    /// Makes the packet of one who sits: what may be in it is decided at this moment, and stands in the ledger of everybody of whom
    /// something is in it, together with the packet.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Refused`] with P-61 for somebody whose agency is not in the directory, who is no longer invited or has a packet in
    /// hand, and P-16 once the minutes are closed; see [`UseCaseError`].
    #[boxed]
    pub async fn make_packet(
        &self,
        actor: &Actor,
        id: ConferenceId,
        pick: &Pick,
        under_article_9: ItemSet,
    ) -> Result<MadePacket, UseCaseError> {
        let (now, today) = (self.inner.clock.now(), self.inner.clock.today());
        let tx = self.inner.store.begin().await?;
        let (conference, found) = tx.conference(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::MakePackets, Target::Conference(scope(&tx, conference.host).await?))?;
        let member = conference.members.get(pick.place).filter(|member| member.name == pick.name);
        let member = member.ok_or(Rule::PacketInOrder)?;
        let seat = self.seat(member).await?.ok_or(Rule::PacketInOrder)?;
        let mut matters = Vec::new();
        let mut notes: BTreeMap<PersonId, Vec<LedgerEntry>> = BTreeMap::new();
        for item in &conference.agenda {
            let case = tx.case(item.case).await?.map(|(case, _)| case);
            let days = (conference.plan.on, today);
            let cut = cut_matter(actor, seat, case.as_ref(), item, under_article_9, days);
            if let Some(case) = case.filter(|_| cut.is_open()) {
                notes.entry(case.person).or_default().extend(noted(&cut, item.case, member));
            }
            matters.push(matter(item, cut, &pick.looked_through));
        }
        let is_less = matters.iter().any(|matter| matter.less_than_looked_through);
        let event = conference.make_packet(member, matters, now)?;
        let stamp = Stamp { permit: &permit, at: now };
        tx.record(stamp, Change::Conference(id, &event), Some(found)).await?;
        for (person, entries) in notes {
            for entry in entries {
                self.note_with(&tx, person, &permit, entry).await?;
            }
        }
        tx.commit().await?;
        let number =
            Conference::apply(Some(conference), id, &event).and_then(|it| it.packets.last().map(|it| it.number));
        Ok(MadePacket { number: number.unwrap_or_default(), is_less })
    }

    /// Records that packets were handed out today.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`].
    #[boxed]
    pub async fn hand_out_packet(
        &self,
        actor: &Actor,
        id: ConferenceId,
        number: u32,
        on: NaiveDate,
    ) -> Result<(), UseCaseError> {
        self.change_conference(actor, Action::MakePackets, id, None, |conference, today| {
            conference.hand_out(number, on, today)
        })
        .await
    }

    /// Records which matters of a packet came back.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`].
    #[boxed]
    pub async fn take_back_packet(
        &self,
        actor: &Actor,
        id: ConferenceId,
        number: u32,
        matters: Vec<(CaseId, Purpose)>,
        on: NaiveDate,
    ) -> Result<(), UseCaseError> {
        self.change_conference(actor, Action::MakePackets, id, None, |conference, today| {
            conference.take_back(number, matters, on, today)
        })
        .await
    }
}

/// A matter of a packet; `looked_through` is what was shown of it before.
fn matter(item: &AgendaItem, cut: Cut, looked_through: &[PacketMatter]) -> PacketMatter {
    let shown = looked_through.iter().find(|it| it.key() == (item.case, item.purpose));
    PacketMatter {
        case: item.case,
        purpose: item.purpose,
        less_than_looked_through: shown.is_some_and(|shown| cut.is_less_than(&shown.cut)),
        cut,
        taken_back_on: None,
    }
}

/// What stands in the person's ledger about one packet.
fn noted(cut: &Cut, case: CaseId, member: &Member) -> Vec<LedgerEntry> {
    match cut {
        Cut::Restricted => Vec::new(),
        Cut::Whole => vec![LedgerEntry::Printed { case, form: PACKET.to_owned() }],
        Cut::Items { opened } => opened
            .iter()
            .map(|it| LedgerEntry::Disclosed {
                case,
                to: member.agency_id,
                to_name: member.name.clone(),
                items: it.items,
                basis: it.basis,
                route: it.route,
                told_person_on: None,
            })
            .collect(),
    }
}
