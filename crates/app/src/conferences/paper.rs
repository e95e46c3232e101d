//! Packets as paper: the agenda and what of each case is in the receiver's copy, one copy or all of them in one go.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, CaseScope, Seat, Target, decide};
use banso_documents::WrittenLine;
use banso_domain::{
    agency::AgencyKind,
    case::{
        Case,
        event::Purpose,
        sharing::{ItemSet, SharedItem},
    },
    conference::{Conference, ConferenceState, Cut, Packet, PacketMatter},
    form::Facts,
    id::{CaseId, ConferenceId, PersonId},
    ledger::LedgerEntry,
    person::PersonFacts,
    rule::Rule,
};
use serde_json::{Value, json};

use super::packets::{PACKET, cut_matter};
use crate::{App, FileKind, PrintLook, PrintedForm, SHARED_FORMS, UseCaseError};

/// A case with everything a copy may take from it.
struct Source {
    case: Case,
    person: PersonFacts,
    facts: Facts,
    /// What was written for a set of items before: copies of the same items are written once.
    written: BTreeMap<Option<i64>, Vec<WrittenLine>>,
}

/// 14:30
fn clock(minute: u32) -> String {
    format!("{}:{:02}", minute / 60 % 24, minute % 60)
}

impl App {
    /// Copies of packets as one file. What is in a copy is what was decided when it was made, and of that only what is still open.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers and for copies that do not exist; P-16 once the minutes are closed or the sitting was
    /// called off.
    #[boxed]
    pub async fn print_packets(
        &self,
        actor: &Actor,
        id: ConferenceId,
        numbers: &[u32],
        look: PrintLook,
        kind: FileKind,
    ) -> Result<PrintedForm, UseCaseError> {
        let page = self.conference(actor, id).await?;
        let permit = decide(actor, Action::MakePackets, Target::Conference(page.scope))?;
        let conference = page.conference;
        if !matches!(conference.state, ConferenceState::Planned | ConferenceState::Held) {
            return Err(Rule::MinutesClosed.into());
        }
        let packets = numbers.iter().map(|number| conference.packet(*number).ok_or(UseCaseError::NotFound));
        let packets = packets.collect::<Result<Vec<_>, _>>()?;
        if packets.is_empty() {
            return Err(UseCaseError::NotFound);
        }
        let mut sources = self.sources(&conference, look).await?;
        let mut printed: BTreeSet<(PersonId, CaseId)> = BTreeSet::new();
        let mut facts = Facts::new();
        let (mut copies, mut agenda, mut lines) = (Vec::new(), Vec::new(), Vec::new());
        for packet in packets {
            copies.push(json!({
                "copy": packet.number, "agency": packet.agency_name, "name": packet.name,
            }));
            let cuts = self.cuts_now(actor, &conference, packet, &sources).await?;
            agenda.extend(agenda_rows(&conference, packet.number, &cuts, &sources));
            for (place, (matter, cut)) in cuts.iter().enumerate() {
                let Some(source) = sources.get_mut(&matter.case).filter(|_| cut.is_open()) else { continue };
                printed.insert((source.case.person, matter.case));
                let written = self.written(source, cut, look)?;
                lines.extend(written.iter().map(|line| {
                    json!({
                        "copy": packet.number, "number": place + 1, "form": line.form, "part": line.section,
                        "label": line.label, "text": line.text,
                    })
                }));
            }
        }
        let host = self.agency(conference.host).await?.facts;
        facts.set("packet.kind", conference.plan.kind.name());
        facts.set("packet.held_on", conference.plan.on.to_string());
        facts.set("packet.place", conference.plan.place.as_str());
        facts.set("packet.host", host.name);
        facts.set("packet.copies", copies);
        facts.set("packet.agenda", agenda);
        facts.set("packet.lines", lines);
        for (person, case) in printed {
            let entry = LedgerEntry::Printed { case, form: PACKET.to_owned() };
            self.note_now(person, &permit, entry).await?;
        }
        let options = self.options(look, self.inner.clock.today());
        let bytes = self.set(PACKET, facts, options, kind).await?;
        let file_name = match numbers {
            [one] => format!("{PACKET}-{}-{one}.{}", conference.plan.on, kind.extension()),
            _ => format!("{PACKET}-{}.{}", conference.plan.on, kind.extension()),
        };
        Ok(PrintedForm { bytes, file_name })
    }

    async fn sources(&self, conference: &Conference, look: PrintLook) -> Result<HashMap<CaseId, Source>, UseCaseError> {
        let reader = self.inner.store.reader();
        let ids: Vec<CaseId> = conference.agenda.iter().map(|item| item.case).collect();
        let mut sources = HashMap::new();
        for (id, case) in reader.whole_cases(&ids).await? {
            let (person, _) = reader.person(case.person).await?.ok_or(UseCaseError::NotFound)?;
            let background = self.background(&case).await?;
            let today = self.inner.clock.today();
            let known = background.known(&case, &person.facts, case.current_plan(), today, look.language);
            let facts = known.facts();
            sources.insert(id, Source { case, person: person.facts, facts, written: BTreeMap::new() });
        }
        Ok(sources)
    }

    /// What of a packet is still open, matter by matter.
    async fn cuts_now<'p>(
        &self,
        actor: &Actor,
        conference: &Conference,
        packet: &'p Packet,
        sources: &HashMap<CaseId, Source>,
    ) -> Result<Vec<(&'p PacketMatter, Cut)>, UseCaseError> {
        let cases: HashMap<CaseId, &Case> = sources.iter().map(|(id, source)| (*id, &source.case)).collect();
        self.packet_now(actor, conference, packet, &cases).await
    }

    /// What of a packet may still be seen: what was put in when it was made, as far as it is open now.
    pub(super) async fn packet_now<'p>(
        &self,
        actor: &Actor,
        conference: &Conference,
        packet: &'p Packet,
        cases: &HashMap<CaseId, &Case>,
    ) -> Result<Vec<(&'p PacketMatter, Cut)>, UseCaseError> {
        let known = self.inner.store.reader().agency(packet.agency).await?;
        let today = self.inner.clock.today();
        let member = conference.members.iter().find(|member| packet.is_for(member));
        let seat = known.zip(member).map(|(row, member)| Seat {
            agency: packet.agency,
            is_employer: row.facts.kind == AgencyKind::Employer,
            secrecy: member.secrecy_acknowledged,
        });
        let now = |matter: &PacketMatter| {
            let item = conference.item(matter.case, matter.purpose);
            let Some((seat, item)) = seat.zip(item) else { return Cut::Restricted };
            let given = if matter.purpose == Purpose::SupportMeeting { matter.cut.items() } else { ItemSet::NONE };
            let case = cases.get(&matter.case).copied();
            let reads = actor.agency() == packet.agency && actor.agency() != conference.host;
            let cut = if reads {
                // The receiver themself reads it by the same doors, not by reading the case.
                case.map_or(Cut::Restricted, |case| {
                    let days = (conference.plan.on, today);
                    let scope = CaseScope::of(case);
                    banso_access::cut_for_seat(seat, scope, &case.sharing, item.purpose, given, days)
                })
            } else {
                cut_matter(actor, seat, case, item, given, (conference.plan.on, today))
            };
            matter.cut.within(&cut)
        };
        Ok(packet.matters.iter().map(|matter| (matter, now(matter))).collect())
    }

    /// The lines of a case that a cut leaves, in the words of its forms; what stands on several forms is told once.
    fn written<'s>(
        &self,
        source: &'s mut Source,
        cut: &Cut,
        look: PrintLook,
    ) -> Result<&'s [WrittenLine], UseCaseError> {
        let items = match cut {
            Cut::Whole => None,
            other => Some(other.items()),
        };
        let key = items.map(ItemSet::number);
        if !source.written.contains_key(&key) {
            let today = self.inner.clock.today();
            let options = self.options(look, today);
            let mut told: BTreeSet<String> = BTreeSet::new();
            let mut lines = Vec::new();
            for id in SHARED_FORMS {
                let Some(form) = self.documents().forms().get(id, today) else { continue };
                let mut facts = match items {
                    None => form.unrestricted(&source.facts),
                    Some(items) => form.cut(&source.facts, items),
                };
                for field in form.fields() {
                    if facts.get(&field.fact).is_some() && !told.insert(field.fact.clone()) {
                        facts.set(&field.fact, Value::Null);
                    }
                }
                let written = self.documents().lines(id, &facts, &options);
                lines.extend(written.map_err(|error| UseCaseError::Definition(error.to_string()))?);
            }
            source.written.insert(key, lines);
        }
        Ok(source.written.get(&key).map(Vec::as_slice).unwrap_or_default())
    }
}

/// The agenda of one copy: time boxes, and whose case it is where the receiver may know.
fn agenda_rows(
    conference: &Conference,
    copy: u32,
    cuts: &[(&PacketMatter, Cut)],
    sources: &HashMap<CaseId, Source>,
) -> Vec<Value> {
    let mut start = conference.plan.starts_at.map(u32::from);
    let mut rows = Vec::new();
    for (place, (matter, cut)) in cuts.iter().enumerate() {
        let minutes = conference.item(matter.case, matter.purpose).map_or(0, |item| item.minutes);
        let time = start.map(|from| format!("{}–{}", clock(from), clock(from + minutes)));
        start = start.map(|from| from + minutes);
        let source = sources.get(&matter.case).filter(|_| cut.is_open());
        let named = *cut == Cut::Whole || cut.items().has(SharedItem::Basic);
        let items: Vec<&str> = cut.items().iter().map(SharedItem::name).collect();
        let bases: Vec<&str> = match cut {
            Cut::Items { opened } => {
                opened.iter().map(|it| it.basis.name()).collect::<BTreeSet<_>>().into_iter().collect()
            }
            Cut::Whole => vec!["own"],
            Cut::Restricted => Vec::new(),
        };
        rows.push(json!({
            "copy": copy, "number": place + 1, "time": time, "minutes": minutes, "purpose": matter.purpose.name(),
            "reference": source.map(|source| source.case.reference.as_str()),
            "name": source.filter(|_| named).map(|source| source.person.name.as_str()),
            "items": items, "basis": bases,
            "restricted": (!cut.is_open()).then_some(true),
            "bound": (matter.purpose == Purpose::SupportMeeting).then_some(true),
        }));
    }
    rows
}
