//! What a case brings into the package: an episode of the self-reliance programme with phases, plans, contacts, referrals, consents.

use std::{collections::BTreeSet, io};

use banso_domain::{
    agency::Channel,
    answer::PersonAnswer,
    case::{
        Case,
        closing::CloseReason,
        contact::PhaseDays,
        event::Purpose,
        plan::PlanKind,
        record::{ContactMethod, SupportRecord},
        spoken::{Spoken, SpokenWith},
    },
    id::AgencyId,
    referral::{Referral, ReferralState, Word},
};
use banso_exchange::package::{Table, opt};
use chrono::NaiveDate;

use super::{Out, ids::Ids};

/// A case with everything that hangs on it.
pub(super) struct CaseWithAll {
    pub(super) case: Case,
    pub(super) records: Vec<SupportRecord>,
    pub(super) referrals: Vec<Referral>,
}

/// The kinds of disability that certificates name, and whether there is one; both empty where nobody asked.
pub(super) fn disability(case: &Case) -> (String, &'static str) {
    let kinds = case.answers.list("case.disability_cert").iter().filter_map(|kind| kind.as_str());
    let kinds: Vec<&str> = kinds.collect();
    match kinds.as_slice() {
        [] => (String::new(), ""),
        // No certificate is not the same as no disability.
        ["none"] => (String::new(), "no"),
        some => (some.join(";"), "yes"),
    }
}

const fn end_reason(reason: CloseReason) -> &'static str {
    match reason {
        CloseReason::GoalReached => "goal_reached",
        CloseReason::ToPublicAssistance | CloseReason::ToOtherAgency => "moved_to_other_service",
        CloseReason::Moved => "moved_away",
        CloseReason::OwnWish => "withdrawn",
        CloseReason::Deceased => "deceased",
        CloseReason::GoalPartly | CloseReason::NoFurtherEffect | CloseReason::Other => "other",
    }
}

const fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Plan => "plan",
        Purpose::Replan => "replan",
        Purpose::Closure => "closure",
        Purpose::Suspension => "suspension",
        Purpose::Review => "review",
        Purpose::Report | Purpose::SupportMeeting => "other",
    }
}

/// By which way; the tables have no word for what the person carried.
pub(super) const fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::ViaPerson => "",
        other => other.name(),
    }
}

/// By which way a record without a contact with an agency tells of it.
fn method(record: &SupportRecord) -> &'static str {
    let way = |method: &ContactMethod| match method {
        ContactMethod::Phone | ContactMethod::AgencyPhone => Some("phone"),
        ContactMethod::VisitAccompany => Some("visit"),
        ContactMethod::Interview => Some("office"),
        ContactMethod::CoordinationConference | ContactMethod::OtherMeeting => Some("conference"),
        ContactMethod::InternalMeeting | ContactMethod::Other => None,
    };
    record.methods.iter().find_map(way).unwrap_or_default()
}

/// A phase with its first and last day, as far as they are known.
pub(super) type PhaseSpan<'a> = (&'a str, NaiveDate, Option<NaiveDate>);

/// Phases from the days on which they began, each until the day before the next; one that begins when the next does was none.
pub(super) fn spans<'a>(begun: &[(&'a str, NaiveDate)], last: Option<NaiveDate>) -> Vec<PhaseSpan<'a>> {
    let mut spans: Vec<PhaseSpan<'a>> = Vec::new();
    for (index, (phase, from)) in begun.iter().enumerate() {
        let until = match begun.get(index + 1) {
            Some((_, next)) => next.pred_opt(),
            None => last,
        };
        if until.is_none_or(|until| *from <= until) && !spans.iter().any(|known| (known.0, known.1) == (*phase, *from))
        {
            spans.push((phase, *from, until));
        }
    }
    spans
}

/// The phases of a case from the days on which they began; `followed_from` where somebody follows up after the closure, and the last day, if
/// there is one.
pub(super) fn phase_spans(
    received_on: NaiveDate,
    days: PhaseDays,
    followed_from: Option<NaiveDate>,
    last: Option<NaiveDate>,
) -> Vec<PhaseSpan<'static>> {
    let begun = [
        ("intake", Some(received_on)),
        ("assessment", days.assessment),
        ("preparation", days.support),
        ("follow_up", followed_from),
    ];
    let begun: Vec<(&str, NaiveDate)> = begun.into_iter().filter_map(|(phase, on)| Some((phase, on?))).collect();
    spans(&begun, last)
}

fn case_phases(case: &Case) -> Vec<PhaseSpan<'static>> {
    let followed = case.closure.as_ref().filter(|closure| closure.follows_up() || closure.follow_up_ended_on.is_some());
    let last = match (&case.closure, followed) {
        (Some(_), Some(followed)) => followed.follow_up_ended_on,
        (Some(closure), None) => Some(closure.on),
        (None, _) => None,
    };
    phase_spans(case.received_on, case.phase_days(), followed.map(|closure| closure.on), last)
}

impl Out<'_> {
    /// The six digits of a municipality, where its entry has them.
    pub(super) fn municipality_code(&self, municipality: AgencyId) -> String {
        let code = self.agencies.find(municipality).map(|row| row.facts.municipality_code.clone()).unwrap_or_default();
        if code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) { code } else { String::new() }
    }

    /// With whom, once it is known what the agency is.
    pub(super) fn partner(&self, spoken: Spoken) -> SpokenWith {
        let known = spoken.agency.and_then(|agency| self.agencies.find(agency));
        known.map_or(spoken.with, |row| SpokenWith::of_kind(row.facts.kind))
    }

    pub(super) fn case(&mut self, person: &str, of: &CaseWithAll) -> io::Result<()> {
        let case = &of.case;
        let episode = self.ids.own("case", case.id.uuid());
        let centre = case.centre.to_string();
        let closure = case.closure.as_ref();
        self.row(
            Table::Episodes,
            &[
                episode.clone(),
                person.to_owned(),
                centre.clone(),
                "self_reliance".to_owned(),
                case.received_on.to_string(),
                opt(closure.map(|closure| closure.on.max(case.received_on))),
                closure.map(|closure| end_reason(closure.reason)).unwrap_or_default().to_owned(),
                String::new(),
            ],
        )?;
        for (phase, from, until) in case_phases(case) {
            self.row(Table::Phases, &[episode.clone(), phase.to_owned(), from.to_string(), opt(until)])?;
        }
        self.plans(case, &episode)?;
        let matters: BTreeSet<_> = case.sittings.iter().map(|one| (one.conference, purpose(one.purpose))).collect();
        for (conference, purpose) in matters {
            let conference = self.ids.own("conference", conference.uuid());
            self.row(Table::ConferenceCases, &[conference, episode.clone(), purpose.to_owned()])?;
        }
        for record in &of.records {
            self.record(record, &episode, &centre, person)?;
        }
        for referral in of.referrals.iter().filter(|referral| referral.sent_on.is_some()) {
            self.referral(referral, &episode)?;
        }
        self.sharing(case, person)
    }

    fn plans(&mut self, case: &Case, episode: &str) -> io::Result<()> {
        for plan in &case.plans {
            let kind = match (plan.kind, plan.corrections.is_empty()) {
                (_, false) => "revision",
                (PlanKind::Initial, true) => "first",
                (PlanKind::Replan, true) => "replan",
            };
            let begun = plan.decision.as_ref().map(|decision| decision.on);
            let begun = begun.into_iter().chain(plan.early_start.as_ref().map(|start| start.on)).min();
            let services: Vec<&str> = plan.content.used_services().map(|service| service.name()).collect();
            let agreed = plan.answer.as_ref().filter(|answer| answer.agrees());
            self.row(
                Table::Plans,
                &[
                    self.ids.own("plan", plan.id.uuid()),
                    episode.to_owned(),
                    kind.to_owned(),
                    plan.drafted_on.to_string(),
                    opt(agreed.map(|answer: &PersonAnswer| answer.on)),
                    opt(plan.sittings.last().map(|sitting| sitting.held_on)),
                    opt(plan.decision.as_ref().map(|decision| decision.on)),
                    opt(begun),
                    opt(plan.content.ends_on.filter(|end| begun.is_none_or(|begun| begun <= *end))),
                    opt(plan.next_monitoring().map(|month| month.first_day())),
                    services.join(";"),
                ],
            )?;
        }
        Ok(())
    }

    pub(super) fn record(
        &mut self,
        record: &SupportRecord,
        episode: &str,
        centre: &str,
        person: &str,
    ) -> io::Result<()> {
        let id = self.ids.own("record", record.id.uuid());
        let on = record.took_place.on.to_string();
        for (index, spoken) in record.spoken().into_iter().enumerate() {
            let contact = record.contact.as_ref().filter(|_| spoken.begun_by.is_some());
            let way = contact.map_or_else(|| method(record), |contact| channel(contact.channel));
            let kinds = contact.map(|contact| contact.kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>());
            // One record can tell of several sides: the first keeps its identifier.
            let number = if index == 0 { id.clone() } else { format!("{id}-{}", index + 1) };
            self.row(
                Table::Contacts,
                &[
                    number,
                    episode.to_owned(),
                    centre.to_owned(),
                    self.partner(spoken).name().to_owned(),
                    Ids::agency(spoken.agency),
                    on.clone(),
                    way.to_owned(),
                    spoken.begun_by.map(|by| by.name()).unwrap_or_default().to_owned(),
                    kinds.map(|kinds| kinds.join(";")).unwrap_or_default(),
                ],
            )?;
        }
        let given = record.contact.as_ref().filter(|contact| !contact.gave.is_empty());
        if let Some(contact) = given {
            self.row(
                Table::Disclosures,
                &[
                    id,
                    person.to_owned(),
                    centre.to_owned(),
                    Ids::agency(contact.spoken().agency),
                    on,
                    "consent".to_owned(),
                    opt(contact.told_person_on),
                ],
            )?;
        }
        Ok(())
    }

    fn referral(&mut self, referral: &Referral, episode: &str) -> io::Result<()> {
        let answered = referral.answer.as_ref().map(|answer| answer.on);
        let answer = match (referral.state, referral.answer.as_ref().map(|answer| &answer.word)) {
            (ReferralState::Withdrawn, _) => "withdrawn",
            (ReferralState::Rerouted, _) => "rerouted",
            (_, Some(Word::Accepts { .. })) => "accepted",
            (_, Some(Word::Declines { .. })) => "declined",
            (_, None) => "",
        };
        let on_or_after = |day: Option<NaiveDate>| day.filter(|day| referral.sent_on.is_none_or(|sent| sent <= *day));
        self.row(
            Table::Referrals,
            &[
                self.ids.own("referral", referral.id.uuid()),
                episode.to_owned(),
                referral.from.to_string(),
                Ids::agency(referral.content.receiver.agency()),
                opt(referral.sent_on),
                opt(on_or_after(answered)),
                answer.to_owned(),
                opt(referral.conclusion.as_ref().map(|conclusion| conclusion.on)),
                referral.conclusion.as_ref().map(|conclusion| conclusion.outcome.name()).unwrap_or_default().to_owned(),
            ],
        )
    }

    fn sharing(&mut self, case: &Case, person: &str) -> io::Result<()> {
        if let Some(application) = case.application.as_ref().filter(|application| application.sharing.agrees) {
            let id = self.ids.own("application", case.id.uuid());
            let given = application.answer.on.to_string();
            self.row(
                Table::Consents,
                &[id, person.to_owned(), given, String::new(), String::new(), "application".to_owned()],
            )?;
        }
        for consent in &case.sharing.consents {
            self.row(
                Table::Consents,
                &[
                    self.ids.own("consent", consent.id.uuid()),
                    person.to_owned(),
                    consent.from.to_string(),
                    opt(Some(consent.until).filter(|until| consent.from <= *until)),
                    opt(consent.withdrawn.as_ref().map(|withdrawn| withdrawn.on)),
                    "named".to_owned(),
                ],
            )?;
        }
        let given = &case.sharing;
        let releases = given.releases.iter().map(|one| (one.id, one.to, one.told_on, "released", Some(one.told_on)));
        let emergencies = given.emergencies.iter().map(|one| {
            let told = one.review.as_ref().and_then(|review| review.told_person_on);
            (one.id, one.to.agency, one.on, "emergency", told)
        });
        let meetings = given.after_meetings.iter().map(|one| (one.id, one.to.agency, one.on, "support_meeting", None));
        for (id, to, on, basis, told) in releases.chain(emergencies).chain(meetings) {
            self.row(
                Table::Disclosures,
                &[
                    self.ids.own("disclosure", id.uuid()),
                    person.to_owned(),
                    case.centre.to_string(),
                    to.to_string(),
                    on.to_string(),
                    basis.to_owned(),
                    opt(told),
                ],
            )?;
        }
        Ok(())
    }
}
