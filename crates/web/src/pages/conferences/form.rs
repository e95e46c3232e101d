//! The form that plans a sitting.

use banso_domain::{
    conference::{Conference, ConferenceKind, ConferencePlan, Member},
    id::AgencyId,
};

use super::{
    members::{self, Colleagues},
    naming::{PATTERNS, TIERS, kind_name, pattern_code, pattern_name, tier_code, tier_name},
};
use crate::{
    components::Width,
    dates::{DateLook, clock},
    form::{Block, Compared, Filled, Part, Question, Side, Submitted, labelled, options},
    site::SignedIn,
    text::Texts,
};

/// How long a sitting takes where nothing else is said.
const USUAL_MINUTES: u32 = 120;

/// What is asked about a sitting.
fn questions(t: &Texts) -> [Question; 7] {
    [
        Question::one(
            "kind",
            t.get("conference-kind"),
            options(ConferenceKind::ALL, ConferenceKind::name, |it| kind_name(t, it)),
        ),
        Question::one(
            "pattern",
            t.get("conference-pattern"),
            options(&PATTERNS, pattern_code, |it| pattern_name(t, it)),
        ),
        Question::one("tier", t.get("conference-tier"), options(&TIERS, tier_code, |it| tier_name(t, it))),
        Question::date("on", t.get("conference-on")).required(),
        Question::time("start", t.get("conference-start")),
        Question::digits("minutes", t.get("conference-minutes"), Width::Short),
        Question::line("place", t.get("conference-place")).hint(t.get("conference-place-hint")),
    ]
}

/// The form as the page shows it; `hosts` are the centres to choose from.
pub(super) fn blocks(t: &Texts, filled: &Filled, colleagues: &Colleagues, hosts: &[(AgencyId, String)]) -> Vec<Block> {
    let [kind, pattern, tier, on, start, minutes, place] = &questions(t);
    let mut blocks = Vec::new();
    if hosts.len() > 1 {
        let hosts = labelled(hosts.iter().map(|(id, name)| (id.to_string(), name)));
        blocks.push(filled.ask(&Question::one("host", t.get("conference-host"), hosts)));
    }
    blocks.extend(filled.ask_all([kind, pattern, tier]));
    blocks.push(Block::new(t, Part::Beside(filled.ask_all([on, start, minutes]))));
    blocks.push(filled.ask(place));
    blocks.push(members::block(t, filled, colleagues, false));
    blocks
}

/// The form of a sitting about a use: its kind follows from the programme.
pub(super) fn blocks_of_use(t: &Texts, filled: &Filled, colleagues: &Colleagues) -> Vec<Block> {
    let [_, _, _, on, start, minutes, place] = &questions(t);
    vec![
        Block::new(t, Part::Beside(filled.ask_all([on, start, minutes]))),
        filled.ask(place),
        members::block(t, filled, colleagues, false),
    ]
}

/// An empty form with those who are nearly always there.
pub(super) fn fresh(host: AgencyId, members: &[Member]) -> Submitted {
    let mut form = Submitted::of([
        ("host", host.to_string().as_str()),
        ("kind", "coordination"),
        ("pattern", "regular"),
        ("tier", "core"),
        ("minutes", &USUAL_MINUTES.to_string()),
    ]);
    members::put(&mut form, members);
    form
}

/// A planned sitting as it would be typed.
pub(super) fn typed(look: DateLook, conference: &Conference) -> Submitted {
    let plan = &conference.plan;
    let mut form = Submitted::of([
        ("kind", plan.kind.name()),
        ("pattern", pattern_code(plan.pattern)),
        ("tier", tier_code(plan.tier)),
        ("on", look.long(plan.on).text()),
        ("start", &plan.starts_at.map(clock).unwrap_or_default()),
        ("minutes", &plan.minutes.to_string()),
        ("place", &plan.place),
    ]);
    members::put(&mut form, &conference.members);
    form
}

/// Reads the form; complaints are collected beside the fields.
pub(super) fn read(filled: &mut Filled, colleagues: &Colleagues) -> (ConferencePlan, Vec<Member>) {
    let kind = filled.chosen("kind", ConferenceKind::ALL, ConferenceKind::name);
    let plan = ConferencePlan {
        kind: kind.first().copied().unwrap_or(ConferenceKind::Coordination),
        pattern: filled.chosen("pattern", &PATTERNS, pattern_code).first().copied().unwrap_or(PATTERNS[0]),
        tier: filled.chosen("tier", &TIERS, tier_code).first().copied().unwrap_or(TIERS[0]),
        on: filled.needed_day("on"),
        starts_at: filled.time("start"),
        minutes: filled.minutes("minutes").unwrap_or(USUAL_MINUTES),
        place: filled.text("place"),
    };
    (plan, members::read(&filled.form, colleagues))
}

/// What differs between two versions.
pub(super) fn sides(reader: &SignedIn, colleagues: &Colleagues, forms: Compared<'_>) -> Vec<Side> {
    let mut sides = Side::all_of(&reader.t, reader.look, &questions(&reader.t), forms);
    sides.extend(members::sides(reader, colleagues, forms));
    sides
}
