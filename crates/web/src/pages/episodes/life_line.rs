//! The years on one line (縦横連携): a lane for each agency, a bar for each use, marks where working life turns.
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

/// An agency.
#[derive(Clone, Debug, Default)]
pub(super) struct Lane {
    pub(super) name: String,
    pub(super) bars: Vec<Bar>,
    pub(super) marks: Vec<Mark>,
}

struct Drawn {
    x: i32,
    y: i32,
    width: i32,
    label: String,
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
    lanes: Vec<(i32, String)>,
    bars: Vec<Drawn>,
    marks: Vec<(i32, i32, String)>,
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

impl YearsLine {
    /// The lanes from the first day to today, or to the last day that is known.
    pub(super) fn new(
        (title, description, today_label): (String, String, String),
        lanes: &[Lane],
        today: NaiveDate,
        year_name: impl Fn(i32) -> String,
    ) -> Self {
        let bars = || lanes.iter().flat_map(|lane| &lane.bars);
        let first = bars().map(|bar| bar.from).min().unwrap_or(today).min(today);
        let last = bars().filter_map(|bar| bar.until).max().unwrap_or(today).max(today);
        let (from, to) = (first.year(), last.year() + 1);
        let start = NaiveDate::from_ymd_opt(from, 1, 1).unwrap_or(first);
        let whole = NaiveDate::from_ymd_opt(to, 1, 1).map_or(1, |end| (end - start).num_days()).max(1);
        let place = |day: NaiveDate| {
            let days = (day - start).num_days().clamp(0, whole);
            LEFT + i32::try_from(i64::from(WIDTH - LEFT - RIGHT) * days / whole).unwrap_or(0)
        };
        let mut drawn = Vec::new();
        let mut marks = Vec::new();
        let mut names = Vec::new();
        for (lane, y) in lanes.iter().zip((0..).map(|number| HEAD + number * LANE)) {
            names.push((y + LANE / 2 + 5, cut(&lane.name, NAME_LETTERS)));
            for bar in &lane.bars {
                let x = place(bar.from);
                let end = bar.until.filter(|_| !bar.is_open).unwrap_or_else(|| bar.until.unwrap_or(last).max(today));
                let width = (place(end) - x).max(LEAST);
                let letters = usize::try_from((width - 8) / LETTER).unwrap_or(0);
                let label = if letters < 3 { String::new() } else { cut(&bar.label, letters) };
                drawn.push(Drawn { x, y: y + (LANE - BAR) / 2, width, label, is_open: bar.is_open });
            }
            marks.extend(lane.marks.iter().map(|mark| (place(mark.on), y + LANE / 2, mark.label.clone())));
        }
        // Not so many years that their names run into each other.
        let step = usize::try_from((to - from) / 10 + 1).unwrap_or(1);
        let ticks = (from..=to)
            .step_by(step)
            .filter_map(|year| Some(Tick { x: place(NaiveDate::from_ymd_opt(year, 1, 1)?), label: year_name(year) }));
        let height = HEAD + LANE * i32::try_from(lanes.len()).unwrap_or(0) + 8;
        Self {
            title,
            description,
            lanes: names,
            bars: drawn,
            marks,
            ticks: ticks.collect(),
            today: place(today),
            today_label,
            height,
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
                name: "あおば就労移行支援事業所 みどりの丘分室".to_owned(),
                bars: vec![
                    bar("就労移行支援", "2018-04-01", Some("2020-03-31"), false),
                    bar("就労移行支援", "2022-04-01", Some("2023-06-30"), false),
                ],
                marks: vec![Mark { label: "就職".to_owned(), on: day("2023-01-10") }],
            },
            Lane {
                name: "なかぽつ".to_owned(), bars: vec![bar("なかぽつ", "2023-07-01", None, true)], marks: vec![]
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
            lanes[0].bars[0].from = day("2026-11-01") - chrono::Months::new(12 * years);
            let words = (String::new(), String::new(), String::new());
            let line = YearsLine::new(words, &lanes, day("2026-11-26"), |year| year.to_string());
            assert!(line.bars.iter().all(|bar| bar.x >= LEFT && bar.x + bar.width <= WIDTH));
            let gaps = line.ticks.windows(2).map(|pair| pair[1].x - pair[0].x);
            assert!(gaps.min().unwrap_or(WIDTH) >= 40, "years of {years} do not run into each other");
        }
    }
}
