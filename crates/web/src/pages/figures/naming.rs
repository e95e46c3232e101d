//! Figures in words: what a value is, what it is made of, how sure it is, and why there is none.

use banso_domain::case::contact::ContactKind;
use banso_insight::indicators::{Figure, Indicator, Level, Measure, Span, Standing, Unit, Words};

use crate::{
    components::Cell,
    text::{Lang, Texts},
};

/// The words of a definition in the reader's language.
pub(super) fn words<'w>(t: &Texts, words: &'w Words) -> &'w str {
    if t.lang() == Lang::Ja { &words.ja } else { &words.en }
}

pub(super) const fn level_id(level: Level) -> &'static str {
    match level {
        Level::Output => "output",
        Level::Intermediate => "intermediate",
        Level::Final => "final",
    }
}

pub(super) fn level_name(t: &Texts, level: Level) -> String {
    match level {
        Level::Output => t.get("figures-level-output"),
        Level::Intermediate => t.get("figures-level-intermediate"),
        Level::Final => t.get("figures-level-final"),
    }
}

pub(super) fn level_lead(t: &Texts, level: Level) -> String {
    match level {
        Level::Output => t.get("figures-level-output-lead"),
        Level::Intermediate => t.get("figures-level-intermediate-lead"),
        Level::Final => t.get("figures-level-final-lead"),
    }
}

pub(super) fn span_name(t: &Texts, span: Span) -> String {
    match span {
        Span::Month => t.get("figures-span-month"),
        Span::Quarter => t.get("figures-span-quarter"),
        Span::Year => t.get("figures-span-year"),
        Span::ThreeYears => t.get("figures-span-three-years"),
        Span::FirstOfJune => t.get("figures-span-first-of-june"),
    }
}

/// A number as it is read: whole where it is counted, with a place behind the point where it is reckoned.
fn number(value: f64, unit: Unit) -> String {
    match unit {
        Unit::People | Unit::Cases | Unit::Times | Unit::Organisations | Unit::Places | Unit::PersonDays => {
            format!("{value:.0}")
        }
        Unit::Percent => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

fn with_unit(t: &Texts, value: String, unit: Unit) -> String {
    let value = [("value", value)];
    match unit {
        Unit::People => t.with("figures-unit-people", value),
        Unit::Cases => t.with("figures-unit-cases", value),
        Unit::Times => t.with("figures-unit-times", value),
        Unit::Organisations => t.with("figures-unit-organisations", value),
        Unit::Places => t.with("figures-unit-places", value),
        Unit::Percent => t.with("figures-unit-percent", value),
        Unit::PeopleAMonth => t.with("figures-unit-people-a-month", value),
        Unit::TimesACaseMonth => t.with("figures-unit-times-a-case-month", value),
        Unit::TimesACase => t.with("figures-unit-times-a-case", value),
        Unit::OrganisationsATime => t.with("figures-unit-organisations-a-time", value),
        Unit::PersonDays => t.with("figures-unit-person-days", value),
        Unit::Stories => t.with("figures-unit-stories", value),
        Unit::YesNo | Unit::Grade => value[0].1.clone(),
    }
}

/// What a figure is made of: how many over how many; months have parts.
fn made_of(t: &Texts, definition: &Indicator, figure: &Figure) -> String {
    let is_share = definition.unit == Unit::Percent;
    let over =
        figure.denominator.map(|over| if over.fract() == 0.0 { format!("{over:.0}") } else { format!("{over:.1}") });
    match (figure.numerator, over) {
        (Some(many), Some(over)) if is_share => t.with("figures-of", [("many", many.to_string()), ("over", over)]),
        (Some(many), Some(over)) => t.with("figures-by", [("many", many.to_string()), ("over", over)]),
        _ => String::new(),
    }
}

/// A figure as it is told: its value, and below what it is made of and how sure it is; or why there is none.
pub(super) fn value(t: &Texts, definition: &Indicator, figure: Option<&Figure>) -> Cell {
    let Some(figure) = figure else { return Cell::Text(String::new()) };
    let unit = definition.unit;
    let below = [
        made_of(t, definition, figure),
        figure.interval.map_or_else(String::new, |(low, high)| {
            t.with("figures-interval", [("low", number(low, unit)), ("high", number(high, unit))])
        }),
    ];
    let below: Vec<String> = below.into_iter().filter(|words| !words.is_empty()).collect();
    let below = below.join(&t.get("list-separator"));
    match (figure.standing, figure.value) {
        (Standing::Told, Some(value)) if below.is_empty() => Cell::Text(with_unit(t, number(value, unit), unit)),
        (Standing::Told, Some(value)) => Cell::TwoLines(with_unit(t, number(value, unit), unit), below),
        (Standing::CountsOnly, _) => Cell::TwoLines(made_of(t, definition, figure), t.get("figures-counts-only")),
        (Standing::AFew, _) => Cell::Text(t.get("figures-a-few")),
        (Standing::KeptBack, _) => Cell::Text(t.get("figures-kept-back")),
        (Standing::NothingThere, _) => Cell::Text(t.get("figures-nothing")),
        (Standing::NotInTables, _) => Cell::Text(t.get("figures-not-held-short")),
        (Standing::Published, _) => Cell::Text(t.get("figures-elsewhere")),
        (Standing::Stories, _) => Cell::Text(t.get("figures-stories")),
        (Standing::Told, None) => Cell::Text(String::new()),
    }
}

/// People of the region, a few of whom are not told.
pub(super) fn people(t: &Texts, many: u64) -> String {
    match many {
        1 | 2 => t.get("figures-a-few"),
        many => with_unit(t, many.to_string(), Unit::People),
    }
}

/// A share with its interval, in percent; nothing where it is not told.
pub(super) fn span(figure: &Figure) -> Option<(f64, f64, f64)> {
    let (low, high) = figure.interval?;
    Some((low, figure.value?, high))
}

/// The name with the phase, and with what contacts were about, where it is told by those.
pub(super) fn with_part(t: &Texts, name: &str, figure: &Figure) -> String {
    let phase = figure.phase.map(|phase| t.get(&format!("{}{}", /* keys */ "figures-phase-", phase.word())));
    let about = figure.purpose.as_deref().map(|purpose| match purpose {
        "" => t.get("figures-about-nothing"),
        known if ContactKind::ALL.iter().any(|kind| kind.name() == known) => {
            t.get(&format!("{}{known}", /* keys */ "contact-kind-"))
        }
        "report_shared" => t.get("figures-about-report"),
        other => other.to_owned(),
    });
    let part: Vec<String> = phase.into_iter().chain(about).collect();
    if part.is_empty() {
        return name.to_owned();
    }
    t.with("figures-by-part", [("name", name.to_owned()), ("part", part.join(&t.get("list-separator")))])
}

/// What is aimed at, and below what was published elsewhere.
pub(super) fn aim(t: &Texts, definition: &Indicator) -> Cell {
    let aim = definition.target.as_ref().map(|target| words(t, target).to_owned()).unwrap_or_default();
    match published(t, definition) {
        words if words.is_empty() => Cell::Text(aim),
        words if aim.is_empty() => Cell::TwoLines(String::new(), words),
        words => Cell::TwoLines(aim, words),
    }
}

/// Figures that were published elsewhere, each with its source.
pub(super) fn published(t: &Texts, definition: &Indicator) -> String {
    let one = |known: &banso_insight::indicators::Published| {
        t.with("figures-published-one", [("value", known.value.clone()), ("of", known.of.clone())])
    };
    definition.published.iter().map(one).collect::<Vec<_>>().join(&t.get("list-separator"))
}

/// What would have to be recorded, or what is told.
pub(super) fn needs(t: &Texts, definition: &Indicator) -> String {
    match &definition.measure {
        Measure::NotInTables { needs } => words(t, needs).to_owned(),
        _ => words(t, &definition.numerator).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use banso_insight::indicators::Phase;

    use super::*;

    #[test]
    fn every_phase_and_unit_has_its_words_in_both_languages() {
        let units = [
            Unit::People,
            Unit::Cases,
            Unit::Times,
            Unit::Organisations,
            Unit::Places,
            Unit::Percent,
            Unit::PeopleAMonth,
            Unit::TimesACaseMonth,
            Unit::TimesACase,
            Unit::OrganisationsATime,
            Unit::PersonDays,
            Unit::Stories,
        ];
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            let phases =
                Phase::ALL.iter().map(|phase| t.get(&format!("{}{}", /* keys */ "figures-phase-", phase.word())));
            let said: Vec<String> =
                phases.chain(units.iter().map(|unit| with_unit(&t, "1".to_owned(), *unit))).collect();
            assert!(said.iter().all(|words| !words.contains('⟦')), "{lang:?} {said:?}");
        }
    }
}
