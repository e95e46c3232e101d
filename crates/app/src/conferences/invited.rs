//! A sitting as those see it who are invited: the agenda, what of their own packet is open, their own opinion, the days they can make.

use std::collections::HashMap;

use async_recursion::async_recursion as boxed;
use banso_access::{
    Action, Actor, CaseScope, ConferenceScope, Permit, Seat, SittingScope, Target, cut_for_seat, decide,
};
use banso_documents::{Appointment, Sureness, When};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    calendar::japan,
    case::{
        Case,
        event::Purpose,
        opinion::{Opinion, Stance},
        sharing::{ItemSet, SharedItem},
    },
    conference::{AgendaItem, Conference, ConferenceKind, ConferenceState, Cut, Slot},
    form::{Facts, Language},
    id::{AgencyId, CaseId, ConferenceId},
    ledger::LedgerEntry,
};
use banso_store::{Change, ConferenceRow, Stamp};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::{App, UseCaseError};

/// A matter as somebody sees it who is invited.
#[derive(Clone, Debug)]
pub struct SittingMatter {
    /// The item of the agenda; its case is told only where something of it is open.
    pub item: AgendaItem,
    /// What of the packet is open now.
    pub cut: Cut,
    /// The reference of the case, where anything is open.
    pub reference: String,
    /// The person's name, where it is open.
    pub name: Option<String>,
    /// The answers that are open, form by form.
    pub sheets: Vec<(&'static str, NaiveDate, Facts)>,
    /// The opinion that the reader's agency gave.
    pub opinion: Option<Opinion>,
    /// The agency may give its opinion: it may know whom the matter is about, and the minutes are open.
    pub may_speak: bool,
}

/// A sitting as somebody sees it who is invited.
#[derive(Clone, Debug)]
pub struct Sitting {
    /// Which.
    pub id: ConferenceId,
    /// The conference, without what is not the reader's to know: members and packets of others.
    pub conference: Conference,
    /// Who holds it.
    pub host: AgencyFacts,
    /// The agenda.
    pub matters: Vec<SittingMatter>,
    /// Packets of the reader's agency were made.
    pub has_packet: bool,
}

/// What an agency says about a matter.
#[derive(Clone, Debug)]
pub struct Speak {
    /// Which case.
    pub case: CaseId,
    /// For which purpose.
    pub purpose: Purpose,
    /// How the agency stands to it.
    pub stance: Stance,
    /// In its own words.
    pub text: String,
    /// When the opinion was written that the form was made from; none if there was none.
    pub seen: Option<DateTime<Utc>>,
}

/// A sitting for a calendar.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// What kind of sitting.
    pub kind: ConferenceKind,
    /// Who holds it.
    pub host: String,
    /// One, or one for each day that is asked about.
    pub appointments: Vec<Appointment>,
}

fn sitting_scope(conference: &Conference) -> SittingScope<'_> {
    SittingScope { host: conference.host, members: &conference.members }
}

/// What a reader's agency may see of a matter by its doors alone, whether a packet was made or not.
fn open_now(
    conference: &Conference,
    seat: Seat,
    case: &Case,
    purpose: Purpose,
    given: ItemSet,
    today: NaiveDate,
) -> Cut {
    cut_for_seat(seat, CaseScope::of(case), &case.sharing, purpose, given, (conference.plan.on, today))
}

impl App {
    /// The sittings that the actor's agency is invited to and does not hold, newest first.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn sittings(&self, actor: &Actor, limit: u32, offset: u32) -> Result<Vec<ConferenceRow>, UseCaseError> {
        if !actor.reads_shared() {
            return Ok(Vec::new());
        }
        Ok(self.inner.store.reader().sittings_of(actor.agency(), limit, offset).await?)
    }

    /// The seat of the reader: bound to secrecy only if all who are invited of their agency are.
    fn seat_of(&self, actor: &Actor, conference: &Conference, kind: AgencyKind) -> Seat {
        let mut own = conference.members.iter().filter(|member| member.agency_id == Some(actor.agency())).peekable();
        let secrecy = own.peek().is_some() && own.all(|member| member.secrecy_acknowledged);
        Seat { agency: actor.agency(), is_employer: kind == AgencyKind::Employer, secrecy }
    }

    /// A sitting that the actor's agency is invited to.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for those who are not invited, whether it exists or not.
    #[boxed]
    pub async fn sitting(&self, actor: &Actor, id: ConferenceId, language: Language) -> Result<Sitting, UseCaseError> {
        let reader = self.inner.store.reader();
        let (mut conference, _) = reader.conference(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::ReadSitting, Target::Sitting(sitting_scope(&conference)))?;
        let host = reader.agency(conference.host).await?.ok_or(UseCaseError::NotFound)?.facts;
        let own = reader.agency(actor.agency()).await?.ok_or(UseCaseError::NotFound)?.facts;
        let seat = self.seat_of(actor, &conference, own.kind);
        let ids: Vec<CaseId> = conference.agenda.iter().map(|item| item.case).collect();
        let cases = reader.whole_cases(&ids).await?;
        let by_id: HashMap<CaseId, &Case> = cases.iter().map(|(id, case)| (*id, case)).collect();
        let is_open = matches!(conference.state, ConferenceState::Planned | ConferenceState::Held);
        let mut packet_cuts: HashMap<(CaseId, Purpose), Cut> = HashMap::new();
        let mut has_packet = false;
        let packets: Vec<_> = conference.current_packets().filter(|it| it.agency == actor.agency()).cloned().collect();
        for packet in packets.iter().filter(|_| is_open) {
            has_packet = true;
            for (matter, cut) in self.packet_now(actor, &conference, packet, &by_id).await? {
                let known = packet_cuts.entry(matter.key()).or_insert(Cut::Restricted);
                if known.is_less_than(&cut) {
                    *known = cut;
                }
            }
        }
        let mut matters = Vec::new();
        for item in &conference.agenda {
            let Some(case) = cases.get(&item.case) else { continue };
            let cut = packet_cuts.remove(&(item.case, item.purpose)).unwrap_or(Cut::Restricted);
            let doors = open_now(&conference, seat, case, item.purpose, cut.items(), self.inner.clock.today());
            let knows = cut.is_open() || doors.is_open();
            let (mut name, mut sheets) = (None, Vec::new());
            if knows {
                let person = reader.person(case.person).await?.ok_or(UseCaseError::NotFound)?.0.facts;
                if doors.items().and(cut.items()).has(SharedItem::Basic) || doors == Cut::Whole {
                    name = Some(person.name.clone());
                }
                let items = cut.items();
                if !items.is_empty() {
                    sheets = self.cut_sheets(case, &person, items, language).await?;
                    self.note_read(case.person, &permit, LedgerEntry::ReadShared { case: item.case, items });
                }
            }
            let opinion = case.opinions_on(id, item.purpose).find(|it| it.agency == actor.agency()).cloned();
            matters.push(SittingMatter {
                reference: if knows { case.reference.clone() } else { String::new() },
                may_speak: knows && is_open,
                opinion: opinion.filter(|_| knows || !is_open),
                item: item.clone(),
                cut,
                name,
                sheets,
            });
        }
        conference.packets.clear();
        Ok(Sitting { id, conference, host, matters, has_packet })
    }

    /// Gives the opinion of the actor's agency on a matter, or changes the agency's own.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for those who are not invited or may not know whom the matter is about; [`UseCaseError::Conflict`] if
    /// a colleague changed it meanwhile; [`UseCaseError::Refused`] with R-56 once the minutes are closed.
    #[boxed]
    pub async fn give_opinion(&self, actor: &Actor, id: ConferenceId, speak: Speak) -> Result<(), UseCaseError> {
        let own = self.agency(actor.agency()).await?.facts;
        let tx = self.inner.store.begin().await?;
        let (conference, _) = tx.conference(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::SpeakInSitting, Target::Sitting(sitting_scope(&conference)))?;
        let opinion = Opinion {
            conference: id,
            purpose: speak.purpose,
            agency: actor.agency(),
            by: actor.staff(),
            at: self.inner.clock.now(),
            stance: speak.stance,
            text: speak.text,
        };
        let (case, version) = tx.case(speak.case).await?.ok_or(UseCaseError::NotFound)?;
        let seat = self.seat_of(actor, &conference, own.kind);
        let mine = conference.current_packets().filter(|it| it.agency == actor.agency());
        let given = mine.flat_map(|it| &it.matters).filter(|it| it.key() == (speak.case, speak.purpose));
        let given = given.fold(ItemSet::NONE, |items, it| items.and(it.cut.items()));
        let today = self.inner.clock.today();
        if !open_now(&conference, seat, &case, speak.purpose, given, today).is_open() {
            return Err(UseCaseError::NotFound);
        }
        conference.may_give_opinion(actor.agency(), speak.case, &opinion)?;
        let known = case.opinions_on(id, speak.purpose).find(|it| it.agency == actor.agency()).map(|it| it.at);
        if known != speak.seen {
            return Err(UseCaseError::Conflict { expected: 0, found: version });
        }
        let event = case.give_opinion(opinion)?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record_case(speak.case, case.person, &[(stamp, &event)], Some(version)).await?;
        Ok(tx.commit().await?)
    }

    /// Records which of the offered days the actor's agency can make.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for those who are not invited; P-62 if no days are asked about.
    #[boxed]
    pub async fn answer_dates(&self, actor: &Actor, id: ConferenceId, can: Vec<Slot>) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let (conference, found) = tx.conference(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::SpeakInSitting, Target::Sitting(sitting_scope(&conference)))?;
        let event = conference.answer_dates(actor.agency(), can, actor.staff(), self.inner.clock.today())?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Conference(id, &event), Some(found)).await?;
        Ok(tx.commit().await?)
    }

    /// A sitting as appointments for a calendar, for whoever holds it or is invited: one, or one for each day that is asked about.
    /// Title and description are left to whoever knows the words and the address.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for everybody else.
    #[boxed]
    pub async fn appointments(&self, actor: &Actor, id: ConferenceId) -> Result<Invitation, UseCaseError> {
        let reader = self.inner.store.reader();
        let (conference, version) = reader.conference(id).await?.ok_or(UseCaseError::NotFound)?;
        let host = reader.agency(conference.host).await?.ok_or(UseCaseError::NotFound)?.facts;
        let scope = ConferenceScope { host: conference.host, municipality: host.municipality };
        let holds: Result<Permit, _> = decide(actor, Action::ReadConference, Target::Conference(scope));
        if holds.is_err() {
            decide(actor, Action::ReadSitting, Target::Sitting(sitting_scope(&conference)))?;
        }
        let when = |slot: Slot| match slot
            .starts_at
            .and_then(|minute| NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minute) * 60, 0))
        {
            Some(time) => {
                let start = japan::instant(slot.on, time);
                When::Hours(start, start + TimeDelta::minutes(i64::from(conference.plan.minutes.max(1))))
            }
            None => When::Day(slot.on),
        };
        let appointment = |place: u128, slot: Slot, sureness| Appointment {
            id: uuid::Uuid::from_u128(id.uuid().as_u128() ^ place),
            sequence: version,
            when: when(slot),
            title: String::new(),
            description: String::new(),
            place: conference.plan.place.clone(),
            sureness,
        };
        if let Some(search) = conference.open_search() {
            let slots = search.slots.iter().zip(1..);
            let appointments = slots.map(|(slot, place)| appointment(place, *slot, Sureness::Tentative)).collect();
            return Ok(Invitation { kind: conference.plan.kind, host: host.name, appointments });
        }
        let sureness = match conference.state {
            ConferenceState::CalledOff => Sureness::Cancelled,
            _ => Sureness::Confirmed,
        };
        let slot = Slot { on: conference.plan.on, starts_at: conference.plan.starts_at };
        let appointments = vec![appointment(0, slot, sureness)];
        Ok(Invitation { kind: conference.plan.kind, host: host.name, appointments })
    }
}

impl App {
    /// Offers days to those who are invited.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`]; P-62 without a day.
    #[boxed]
    pub async fn offer_dates(
        &self,
        actor: &Actor,
        id: ConferenceId,
        slots: Vec<Slot>,
        required: Vec<AgencyId>,
    ) -> Result<(), UseCaseError> {
        self.change_conference(actor, Action::SetAgenda, id, None, |conference, today| {
            conference.offer_dates(slots, required, today)
        })
        .await
    }

    /// Picks one of the days.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`]; P-62 for a day that is not offered.
    #[boxed]
    pub async fn pick_date(&self, actor: &Actor, id: ConferenceId, slot: Slot) -> Result<(), UseCaseError> {
        self.change_conference(actor, Action::SetAgenda, id, None, |conference, today| {
            conference.pick_date(slot, today)
        })
        .await
    }
}
