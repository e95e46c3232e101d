//! The form that plans a sitting.

use banso_domain::{
    conference::{Conference, ConferencePlan, Member},
    id::AgencyId,
};

use super::{
    members::{self, Colleagues, MemberRow},
    naming::{KINDS, PATTERNS, TIERS, kind_code, kind_name, pattern_code, pattern_name, tier_code, tier_name},
};
use crate::{
    components::{ChoiceGroup, ChoiceKind, ConflictRow, DateField, FieldView, KeyboardKind, Width},
    filled::{Filled, clock},
    site::SignedIn,
    submitted::Submitted,
    text::Texts,
};

/// How long a sitting takes where nothing else is said.
const USUAL_MINUTES: u32 = 120;

/// The fields as the template shows them.
pub(super) struct PlanFields {
    /// Which centre holds it; none where there is no choice.
    pub(super) host: Option<ChoiceGroup>,
    pub(super) kind: ChoiceGroup,
    pub(super) pattern: ChoiceGroup,
    pub(super) tier: ChoiceGroup,
    pub(super) on: DateField,
    pub(super) start: FieldView,
    pub(super) minutes: FieldView,
    pub(super) place: FieldView,
    pub(super) members: Vec<MemberRow>,
}

/// An empty form with those who are nearly always there.
pub(super) fn fresh(host: AgencyId, members: &[Member]) -> Submitted {
    let mut fields = vec![
        ("host".to_owned(), host.to_string()),
        ("kind".to_owned(), "coordination".to_owned()),
        ("pattern".to_owned(), "regular".to_owned()),
        ("tier".to_owned(), "core".to_owned()),
        ("minutes".to_owned(), USUAL_MINUTES.to_string()),
    ];
    fields.extend(members::fields_of(members));
    Submitted::of(fields)
}

/// The form filled with a sitting that is to be changed.
pub(super) fn of_conference(reader: &SignedIn, conference: &Conference, version: i64) -> Submitted {
    let plan = &conference.plan;
    let mut fields = vec![
        ("version".to_owned(), version.to_string()),
        ("kind".to_owned(), kind_code(plan.kind).to_owned()),
        ("pattern".to_owned(), pattern_code(plan.pattern).to_owned()),
        ("tier".to_owned(), tier_code(plan.tier).to_owned()),
        ("on".to_owned(), reader.look.long(plan.on).text().to_owned()),
        ("start".to_owned(), plan.starts_at.map(clock).unwrap_or_default()),
        ("minutes".to_owned(), plan.minutes.to_string()),
        ("place".to_owned(), plan.place.clone()),
    ];
    fields.extend(members::fields_of(&conference.members));
    Submitted::of(fields)
}

/// Reads the form; complaints are collected beside the fields.
pub(super) fn read(t: &Texts, filled: &mut Filled, colleagues: &Colleagues) -> (ConferencePlan, Vec<Member>) {
    let kind = filled.chosen("kind", &KINDS, kind_code, |it| kind_name(t, it));
    let pattern = filled.chosen("pattern", &PATTERNS, pattern_code, |it| pattern_name(t, it));
    let tier = filled.chosen("tier", &TIERS, tier_code, |it| tier_name(t, it));
    let on = filled.needed_day("on");
    let starts_at = filled.time("start");
    let minutes = filled.minutes("minutes").unwrap_or(USUAL_MINUTES);
    let plan = ConferencePlan {
        kind: kind.first().copied().unwrap_or(KINDS[0]),
        pattern: pattern.first().copied().unwrap_or(PATTERNS[0]),
        tier: tier.first().copied().unwrap_or(TIERS[0]),
        on,
        starts_at,
        minutes,
        place: filled.form.text("place").to_owned(),
    };
    let members = members::read(t, filled, colleagues);
    (plan, members)
}

/// The fields for the template; `hosts` are the centres to choose from.
pub(super) fn fields(t: &Texts, filled: &Filled, colleagues: &Colleagues, hosts: Vec<(String, String)>) -> PlanFields {
    let one = |name: &str, label: String, options: Vec<(String, String)>| {
        filled.choices(name, label, ChoiceKind::One, options).in_columns()
    };
    let mut on = filled.date("on", t.get("conference-on"));
    on.field = on.field.required();
    PlanFields {
        host: (hosts.len() > 1).then(|| one("host", t.get("conference-host"), hosts)),
        kind: one("kind", t.get("conference-kind"), KINDS.map(|it| (kind_code(it).into(), kind_name(t, it))).into()),
        pattern: one(
            "pattern",
            t.get("conference-pattern"),
            PATTERNS.map(|it| (pattern_code(it).into(), pattern_name(t, it))).into(),
        ),
        tier: one("tier", t.get("conference-tier"), TIERS.map(|it| (tier_code(it).into(), tier_name(t, it))).into()),
        on,
        start: filled.field("start", t.get("conference-start")).width(Width::Middle),
        minutes: filled
            .field("minutes", t.get("conference-minutes"))
            .width(Width::Short)
            .keyboard(KeyboardKind::Numeric),
        place: filled.field("place", t.get("conference-place")).hint(t.get("conference-place-hint")),
        members: members::rows(t, filled, colleagues, false),
    }
}

/// Two versions side by side; choices are written as their names.
pub(super) fn differences(
    reader: &SignedIn,
    colleagues: &Colleagues,
    mine: &Submitted,
    theirs: &Submitted,
) -> Vec<ConflictRow> {
    let t = &reader.t;
    let sides = [mine, theirs].map(|form| Filled::new(t, form.clone()));
    let row = |name: &str, label: String, words: &dyn Fn(&Filled) -> String| ConflictRow {
        name: name.to_owned(),
        label,
        mine: words(&sides[0]),
        theirs: words(&sides[1]),
    };
    let text = |name: &str, label: String| row(name, label, &|side| side.form.text(name).to_owned());
    // The same day or time may be typed in two ways.
    let day = |side: &Filled| match side.form.day(t, "on") {
        Ok(Some(day)) => reader.look.long(day).text().to_owned(),
        _ => side.form.text("on").to_owned(),
    };
    let start = |side: &Filled| {
        let mut again = Filled::new(t, side.form.clone());
        again.time("start").map_or_else(|| side.form.text("start").to_owned(), clock)
    };
    let names = |names: Vec<String>| names.join("、");
    let mut rows = vec![
        row("kind", t.get("conference-kind"), &|side| {
            names(
                side.chosen("kind", &KINDS, kind_code, |it| kind_name(t, it))
                    .iter()
                    .map(|it| kind_name(t, *it))
                    .collect(),
            )
        }),
        row("pattern", t.get("conference-pattern"), &|side| {
            let chosen = side.chosen("pattern", &PATTERNS, pattern_code, |it| pattern_name(t, it));
            names(chosen.iter().map(|it| pattern_name(t, *it)).collect())
        }),
        row("tier", t.get("conference-tier"), &|side| {
            names(
                side.chosen("tier", &TIERS, tier_code, |it| tier_name(t, it))
                    .iter()
                    .map(|it| tier_name(t, *it))
                    .collect(),
            )
        }),
        row("on", t.get("conference-on"), &day),
        row("start", t.get("conference-start"), &start),
        text("minutes", t.get("conference-minutes")),
        text("place", t.get("conference-place")),
    ];
    rows.extend(member_differences(t, colleagues, &sides));
    rows
}

/// Members side by side, row by row, as they are understood: staff who were picked by name and agency.
pub(super) fn member_differences(t: &Texts, colleagues: &Colleagues, sides: &[Filled; 2]) -> Vec<ConflictRow> {
    let forms = [0, 1].map(|side: usize| {
        let members = members::read(t, &sides[side], colleagues);
        Filled::new(t, Submitted::of(members::fields_of(&members)))
    });
    let mut numbers = forms[0].form.rows("members");
    numbers.extend(forms[1].form.rows("members"));
    numbers.sort_unstable();
    numbers.dedup();
    let mut rows = Vec::new();
    for number in numbers {
        let mut add = |name: &str, label: String, words: &dyn Fn(&Filled) -> String| {
            let name = format!("members[{number}].{name}");
            rows.push(ConflictRow { name, label, mine: words(&forms[0]), theirs: words(&forms[1]) });
        };
        let text = |side: &Filled, name: &str| side.form.text(&format!("members[{number}].{name}")).to_owned();
        add("agency", t.get("member-agency"), &|side| text(side, "agency"));
        add("name", t.get("member-name"), &|side| text(side, "name"));
        add("is", t.get("member-is"), &|side| members::mark_words(t, side, number));
    }
    rows
}
