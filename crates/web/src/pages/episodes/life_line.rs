//! The years on one line (縦横連携): times of life above, a lane for each agency and each place of work, a bar for each use and job, marks
//! where working life turns.
//!
//! Shapes and words tell everything, and the table below says the same.

use askama::{Template, filters::HtmlSafe};
use chrono::{Datelike, NaiveDate};

const WIDTH: i32 = 960;
/// Where the years begin; the names of the lanes stand before.
const LEFT: i32 = 230;
const RIGHT: i32 = 16;
const HEAD: i32 = 34;
const LANE: i32 = 46;
const BAR: i32 = 22;
/// A lane of times of a life.
const STAGE: i32 = 26;
/// Between the words of two marks.
const GAP: i32 = 6;
/// What stands between words that stand together.
const BETWEEN: char = '・';
/// The shortest bar that can be seen.
const LEAST: i32 = 6;
/// So many letters of a name fit before a lane.
const NAME_LETTERS: usize = 15;
/// A bar of this width takes about one letter.
const LETTER: i32 = 13;

/// Something that lasts.
#[derive(Clone, Debug)]
pub(super) struct Bar {
    /// What stands on it.
    pub(super) label: String,
    pub(super) from: NaiveDate,
    /// The last day; none where it goes on.
    pub(super) until: Option<NaiveDate>,
    /// It goes on: its end is open, or lies ahead.
    pub(super) is_open: bool,
}

/// Something that happened on a day.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) label: String,
    pub(super) on: NaiveDate,
}

/// What a lane is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum LaneKind {
    /// Times of a life, thin, above everything else; they never make the picture longer.
    Stage,
    /// An agency.
    #[default]
    Agency,
    /// A place of work.
    Work,
}

impl LaneKind {
    const fn height(self) -> i32 {
        match self {
            Self::Stage => STAGE,
            Self::Agency | Self::Work => LANE,
        }
    }

    /// Class of its name.
    const fn name_class(self) -> &'static str {
        match self {
            Self::Stage => "years__stage",
            Self::Agency => "years__lane",
            Self::Work => "years__lane years__lane--work",
        }
    }

    /// Class of its bars.
    const fn bar_class(self) -> &'static str {
        match self {
            Self::Stage => "years__bar years__bar--stage",
            Self::Agency => "years__bar",
            Self::Work => "years__bar years__bar--work",
        }
    }
}

/// An agency, a place of work, or times of a life.
#[derive(Clone, Debug, Default)]
pub(super) struct Lane {
    pub(super) kind: LaneKind,
    pub(super) name: String,
    pub(super) bars: Vec<Bar>,
    pub(super) marks: Vec<Mark>,
}

struct Name {
    class: &'static str,
    y: i32,
    label: String,
    /// The whole name, where it was cut.
    whole: Option<String>,
}

struct Drawn {
    class: &'static str,
    x: i32,
    y: i32,
    width: i32,
    height: i32,
    label_x: i32,
    label: String,
    /// What it says in full, where the label was cut.
    whole: Option<String>,
    is_open: bool,
}

struct Tick {
    x: i32,
    label: String,
}

/// The picture. Write it into a template as `{{ line }}`.
#[derive(Template)]
#[template(path = "pages/episodes/life_line.html")]
pub(super) struct YearsLine {
    title: String,
    description: String,
    lanes: Vec<Name>,
    bars: Vec<Drawn>,
    marks: Vec<(i32, i32)>,
    words: Vec<(i32, i32, String)>,
    ticks: Vec<Tick>,
    today: i32,
    today_label: String,
    height: i32,
}

impl HtmlSafe for YearsLine {}

fn cut(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(letters.saturating_sub(1)).collect();
    kept.push('…');
    kept
}

/// So wide are the letters of a word over a mark.
fn width_of(word: &str) -> i32 {
    i32::try_from(word.chars().count()).unwrap_or(0) * LETTER
}

/// The words over the marks of a lane: those of marks so near that they would run into each other stand together.
fn words(mut marks: Vec<(i32, String)>, y: i32) -> Vec<(i32, i32, String)> {
    marks.sort_by_key(|(x, _)| *x);
    let mut groups: Vec<(i32, i32, String)> = Vec::new();
    for (x, label) in marks {
        match groups.last_mut() {
            Some((first, last, known)) if x - width_of(&label) / 2 < (*first + *last + width_of(known)) / 2 + GAP => {
                *last = x;
                if !known.split(BETWEEN).any(|one| one == label) {
                    *known = format!("{known}{BETWEEN}{label}");
                }
            }
            _ => groups.push((x, x, label)),
        }
    }
    let within = |middle: i32, word: &str| {
        let half = width_of(word) / 2;
        middle.min(WIDTH - half).max(LEFT + half)
    };
    groups.into_iter().map(|(first, last, word)| (within((first + last) / 2, &word), y, word)).collect()
}

impl YearsLine {
    /// The lanes from the first day to today, or to the last day that is known.
    pub(super) fn new(
        (title, description, today_label): (String, String, String),
        lanes: &[Lane],
        today: NaiveDate,
        year_name: impl Fn(i32) -> String,
    ) -> Self {
        let bars = || lanes.iter().filter(|lane| lane.kind != LaneKind::Stage).flat_map(|lane| &lane.bars);
        let first = bars().map(|bar| bar.from).min().unwrap_or(today).min(today);
        let last = bars().filter_map(|bar| bar.until).max().unwrap_or(today).max(today);
        let (from, to) = (first.year(), last.year() + 1);
        let start = NaiveDate::from_ymd_opt(from, 1, 1).unwrap_or(first);
        let whole = NaiveDate::from_ymd_opt(to, 1, 1).map_or(1, |end| (end - start).num_days()).max(1);
        let place = |day: NaiveDate| {
            let days = (day - start).num_days().clamp(0, whole);
            LEFT + i32::try_from(i64::from(WIDTH - LEFT - RIGHT) * days / whole).unwrap_or(0)
        };
        let (mut drawn, mut marks, mut over, mut names) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut y = HEAD;
        for lane in lanes {
            let high = lane.kind.height();
            let (class, short) = (lane.kind.name_class(), cut(&lane.name, NAME_LETTERS));
            let whole = (short != lane.name).then(|| lane.name.clone());
            names.push(Name { class, y: y + high / 2 + 5, label: short, whole });
            for bar in &lane.bars {
                let x = place(bar.from);
                let end = bar.until.filter(|_| !bar.is_open).unwrap_or_else(|| bar.until.unwrap_or(last).max(today));
                let width = (place(end) - x).max(LEAST);
                // A mark at its beginning does not lie over its first letter.
                let inset = if lane.marks.iter().any(|mark| mark.on == bar.from) { 13 } else { 5 };
                let letters = usize::try_from((width - inset - 3) / LETTER).unwrap_or(0);
                let label = if letters < 3 && bar.label.chars().count() > letters {
                    String::new()
                } else {
                    cut(&bar.label, letters)
                };
                let whole = (label != bar.label).then(|| bar.label.clone());
                let (class, height) = (lane.kind.bar_class(), BAR.min(high - 2));
                let y = y + (high - height) / 2;
                let label_x = x + inset;
                drawn.push(Drawn { class, x, y, width, height, label_x, label, whole, is_open: bar.is_open });
            }
            let middle = y + high / 2;
            marks.extend(lane.marks.iter().map(|mark| (place(mark.on), middle)));
            let said = lane.marks.iter().map(|mark| (place(mark.on), mark.label.clone())).collect();
            over.extend(words(said, middle - 15));
            y += high;
        }
        // Not so many years that their names run into each other.
        let step = usize::try_from((to - from) / 10 + 1).unwrap_or(1);
        let ticks = (from..=to)
            .step_by(step)
            .filter_map(|year| Some(Tick { x: place(NaiveDate::from_ymd_opt(year, 1, 1)?), label: year_name(year) }));
        Self {
            title,
            description,
            lanes: names,
            bars: drawn,
            marks,
            words: over,
            ticks: ticks.collect(),
            today: place(today),
            today_label,
            height: y + 8,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn lanes() -> Vec<Lane> {
        let bar = |label: &str, from: &str, until: Option<&str>, is_open| Bar {
            label: label.to_owned(),
            from: day(from),
            until: until.map(day),
            is_open,
        };
        vec![
            Lane {
                kind: LaneKind::Stage,
                name: "働く".to_owned(),
                bars: vec![
                    bar("働いていた", "2023-01-10", Some("2024-03-31"), false),
                    bar("離職中", "2024-04-01", None, true),
                ],
                marks: vec![],
            },
            Lane {
                kind: LaneKind::Agency,
                name: "あおば就労移行支援事業所 みどりの丘分室".to_owned(),
                bars: vec![
                    bar("就労移行支援", "2018-04-01", Some("2020-03-31"), false),
                    bar("就労移行支援", "2022-04-01", Some("2023-06-30"), false),
                ],
                marks: vec![Mark { label: "就職".to_owned(), on: day("2023-01-10") }],
            },
            Lane {
                kind: LaneKind::Agency,
                name: "なかぽつ".to_owned(),
                bars: vec![bar("なかぽつ", "2023-07-01", None, true)],
                marks: vec![],
            },
            Lane {
                kind: LaneKind::Work,
                name: "みどり精機".to_owned(),
                bars: vec![
                    bar("実習", "2022-11-01", Some("2022-11-14"), false),
                    bar("就職", "2023-01-10", Some("2024-03-31"), false),
                ],
                marks: vec![
                    Mark { label: "離職".to_owned(), on: day("2024-03-31") },
                    Mark { label: "実習".to_owned(), on: day("2022-11-01") },
                    Mark { label: "就職".to_owned(), on: day("2023-01-10") },
                ],
            },
        ]
    }

    fn drawn() -> YearsLine {
        let words = ("これまでの年月".to_owned(), "同じ内容は、下の表にあります。".to_owned(), "今日".to_owned());
        YearsLine::new(words, &lanes(), day("2026-11-26"), |year| year.to_string())
    }

    #[test]
    fn the_years_are_drawn_the_same_each_time() {
        insta::assert_snapshot!(drawn().to_string());
    }

    #[test]
    fn nothing_is_drawn_outside_the_picture_however_long_the_years() {
        for years in [0, 1, 5, 20, 60] {
            let mut lanes = lanes();
            lanes[1].bars[0].from = day("2026-11-01") - chrono::Months::new(12 * years);
            let words = (String::new(), String::new(), String::new());
            let line = YearsLine::new(words, &lanes, day("2026-11-26"), |year| year.to_string());
            assert!(line.bars.iter().all(|bar| bar.x >= LEFT && bar.x + bar.width <= WIDTH));
            let fits =
                |(x, _, word): &(i32, i32, String)| LEFT <= x - width_of(word) / 2 && x + width_of(word) / 2 <= WIDTH;
            assert!(line.words.iter().all(fits));
            let gaps = line.ticks.windows(2).map(|pair| pair[1].x - pair[0].x);
            assert!(gaps.min().unwrap_or(WIDTH) >= 40, "years of {years} do not run into each other");
        }
    }

    #[test]
    fn words_of_turns_that_lie_close_together_stand_beside_each_other_and_never_over_each_other() {
        let line = drawn();
        let told: Vec<&str> = line.words.iter().map(|(.., word)| word.as_str()).collect();
        assert_eq!(told, ["就職", "実習・就職", "離職"]);
    }

    #[test]
    fn a_time_of_life_that_began_long_before_does_not_make_the_picture_longer() {
        let mut lanes = lanes();
        let years = drawn().ticks.len();
        lanes[0].bars[0].from = day("1990-01-01");
        let words = (String::new(), String::new(), String::new());
        let line = YearsLine::new(words, &lanes, day("2026-11-26"), |year| year.to_string());
        assert_eq!((line.ticks.len(), line.bars[0].x), (years, LEFT));
    }
}
