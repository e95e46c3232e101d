//! Builders: the programmes as defined, and uses that are sound until a test changes them.

use banso_domain::{
    agency::AgencyKind,
    case::network::Topic,
    conference::{Conference, ConferenceEvent, ConferencePlan, Member, Pattern, Tier},
    episode::{
        Episode, EpisodeEnd, EpisodeEndReason, EpisodeEvent, Extension, Grant, Heard, Milestone, NewEpisode, Noted,
        OutsideKind, PhaseEntry, Programme, Shortening, Start, UseMinutes,
    },
    id::{AgencyId, ConferenceId, EpisodeId, PersonId},
    liaison::ExplainedBy,
    process::{ProgrammeDefinition, Programmes},
    rule::{Refusal, Rule},
};
use chrono::NaiveDate;
use uuid::Uuid;

pub(crate) const FILES: &[(&str, &str)] = &[
    ("employment_choice.toml", include_str!("../../../../definitions/processes/employment_choice.toml")),
    ("transition.toml", include_str!("../../../../definitions/processes/transition.toml")),
    ("continuation_a.toml", include_str!("../../../../definitions/processes/continuation_a.toml")),
    ("continuation_b.toml", include_str!("../../../../definitions/processes/continuation_b.toml")),
    ("retention.toml", include_str!("../../../../definitions/processes/retention.toml")),
    ("life_work_centre.toml", include_str!("../../../../definitions/processes/life_work_centre.toml")),
    (
        "regional_vocational_center.toml",
        include_str!("../../../../definitions/processes/regional_vocational_center.toml"),
    ),
    ("job_coach.toml", include_str!("../../../../definitions/processes/job_coach.toml")),
    ("plan_consultation.toml", include_str!("../../../../definitions/processes/plan_consultation.toml")),
];

pub(crate) fn programmes() -> Programmes {
    Programmes::new(FILES.iter().map(|(name, text)| ProgrammeDefinition::from_toml(name, text).unwrap()).collect())
}

pub(crate) fn definition(programme: Programme) -> ProgrammeDefinition {
    programmes().of(programme).unwrap().clone()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A day on which everything in the tests has happened.
pub(crate) fn today() -> NaiveDate {
    day("2040-01-01")
}

pub(crate) fn person() -> PersonId {
    PersonId::new(Uuid::from_u128(1))
}

pub(crate) fn agency(number: u128) -> AgencyId {
    AgencyId::new(Uuid::from_u128(10 + number))
}

pub(crate) fn episode_id(number: u128) -> EpisodeId {
    EpisodeId::new(Uuid::from_u128(100 + number))
}

pub(crate) fn refused_by(refusal: Result<EpisodeEvent, Refusal>) -> Vec<Rule> {
    refusal.unwrap_err().rules
}

/// A use on its way: every step takes the command's word for it.
#[derive(Clone)]
pub(crate) struct Use {
    pub(crate) episode: Episode,
    pub(crate) events: Vec<EpisodeEvent>,
}

pub(crate) fn start(on: &str) -> Start {
    Start { on: day(on), months: None, hired_on: None, ground: None }
}

pub(crate) fn heard(complaint: &str, about: &[Topic]) -> Heard {
    Heard { complaint: complaint.to_owned(), about: about.to_vec() }
}

pub(crate) fn try_begin(programme: Programme, start: Start, others: &[Episode]) -> Result<EpisodeEvent, Refusal> {
    let all = programmes();
    let definition = all.of(programme).unwrap();
    NewEpisode {
        person: person(),
        agency: agency(programme as u128),
        kind: *definition.agencies.first().unwrap(),
        definition,
        excluded: all.excluding(programme),
        start,
        previous: None,
        heard: Some(heard("働きたいが、家賃も払えない", &[])),
        others,
    }
    .decide()
}

pub(crate) fn begin(programme: Programme, start: Start) -> Use {
    let event = try_begin(programme, start, &[]).unwrap();
    let episode = Episode::apply(None, episode_id(programme as u128), &event).unwrap();
    Use { episode, events: vec![event] }
}

pub(crate) fn transition(on: &str) -> Use {
    begin(Programme::Transition, start(on))
}

/// Retention after an employment since `hired_on`.
pub(crate) fn retention(on: &str, hired_on: &str) -> Use {
    begin(Programme::Retention, Start { hired_on: Some(day(hired_on)), ..start(on) })
}

impl Use {
    pub(crate) fn then(mut self, event: Result<EpisodeEvent, Refusal>) -> Self {
        let event = event.unwrap();
        self.episode = Episode::apply(Some(self.episode.clone()), self.episode.id, &event).unwrap();
        self.events.push(event);
        self
    }

    pub(crate) fn suspended(self, from: &str, resumed_on: &str) -> Self {
        let event = self.episode.suspend(day(from), "入院", today());
        let suspended = self.then(event);
        let event = suspended.episode.resume(day(resumed_on), today());
        suspended.then(event)
    }

    pub(crate) fn extended(self, months: u32, decided_on: &str) -> Self {
        let event = self.episode.extend(extension(months, decided_on), today());
        self.then(event)
    }

    pub(crate) fn shortened(self, to: &str, decided_on: &str) -> Self {
        let event = self.episode.shorten(shortening(to, decided_on), today());
        self.then(event)
    }

    pub(crate) fn noted(self, what: Milestone, on: &str) -> Self {
        let event = self.episode.note(noted(what, on), today());
        self.then(event)
    }

    /// An office's own conference about the use sat, agencies of these kinds with it.
    pub(crate) fn conferred(self, on: &str, outside: &[OutsideKind]) -> Self {
        let sat = sat(&self.episode, 1, on, !outside.is_empty());
        let event = self.episode.confer(&sat, minutes(outside), today());
        self.then(event)
    }

    pub(crate) fn granted(self, grant: Grant) -> Self {
        let event = self.episode.record_grant(grant);
        self.then(event)
    }

    pub(crate) fn entered(self, phase: &str, on: &str) -> Self {
        let definition = definition(self.episode.programme);
        let event = self.episode.enter_phase(&definition, entry(phase, on), today());
        self.then(event)
    }

    pub(crate) fn ended(self, on: &str, reason: EpisodeEndReason) -> Self {
        let event = self.episode.finish(end(on, reason), today());
        self.then(event)
    }

    pub(crate) fn last_day(&self) -> String {
        self.episode.term().map_or_else(|| "期限なし".to_owned(), |term| term.ends_on.to_string())
    }
}

/// A sitting about a use, with somebody of the office and perhaps somebody of another agency.
pub(crate) fn sat(of: &Episode, number: u128, on: &str, with_others: bool) -> Conference {
    let member = |name: &str, at: AgencyId| Member {
        agency: name.to_owned(),
        agency_id: Some(at),
        name: format!("{name}の担当"),
        staff: None,
        is_municipality: false,
        is_person: false,
        secrecy_acknowledged: true,
        attended: true,
    };
    let own = member("事業所", of.agency);
    let members = if with_others { vec![own, member("ハローワーク", agency(77))] } else { vec![own] };
    let plan = ConferencePlan {
        kind: of.may_confer().unwrap(),
        pattern: Pattern::AdHoc,
        tier: Tier::Core,
        on: day(on),
        starts_at: None,
        minutes: 60,
        place: "面談室".to_owned(),
    };
    let id = ConferenceId::new(Uuid::from_u128(500 + number));
    let planned = ConferenceEvent::Planned { host: of.agency, plan, members: members.clone() };
    let events = [
        planned,
        ConferenceEvent::HangsOnUse { episode: of.id },
        ConferenceEvent::Held { on: day(on), members, chair: "管理者".to_owned(), recorder: "支援員".to_owned() },
    ];
    events.iter().fold(None, |known, event| Conference::apply(known, id, event)).unwrap()
}

/// Minutes with everything that a claim (Ⅰ) asks for; which sitting they are of is written down with them.
pub(crate) fn minutes(outside: &[OutsideKind]) -> UseMinutes {
    UseMinutes {
        conference: ConferenceId::new(Uuid::nil()),
        kind: banso_domain::conference::ConferenceKind::AreaLiaison,
        held_on: day("2000-01-01"),
        outside: outside.to_vec(),
        is_remote: true,
        person_voice: "あせらず続けたい。".to_owned(),
        explained: true,
        explained_by: Some(ExplainedBy::ServiceManager),
        opinions: "職場実習を先にするとよい。".to_owned(),
        plan_change: "実習を2週間入れる。".to_owned(),
        shared_back_on: None,
    }
}

pub(crate) fn extension(months: u32, decided_on: &str) -> Extension {
    Extension {
        months,
        ground: Some("stamina".to_owned()),
        reason: "就職活動が続いている".to_owned(),
        decided_on: day(decided_on),
    }
}

pub(crate) fn shortening(to: &str, decided_on: &str) -> Shortening {
    Shortening { to: day(to), reason: "転居".to_owned(), decided_on: day(decided_on) }
}

pub(crate) fn noted(what: Milestone, on: &str) -> Noted {
    Noted { what, on: day(on), note: String::new() }
}

pub(crate) fn entry(phase: &str, on: &str) -> PhaseEntry {
    PhaseEntry { phase: phase.to_owned(), on: day(on) }
}

pub(crate) fn end(on: &str, reason: EpisodeEndReason) -> EpisodeEnd {
    EpisodeEnd { on: day(on), reason, note: String::new() }
}

/// What an agency of another kind is.
pub(crate) const OTHER_KIND: AgencyKind = AgencyKind::School;
