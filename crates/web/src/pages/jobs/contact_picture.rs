//! Planned and real contacts beside each other: a band for the plan, a dot with its number for what was. Read in shades of grey as well; the
//! table below says the same.

use askama::{Template, filters::HtmlSafe};
use chrono::NaiveDate;

const WIDTH: i32 = 960;
/// Where the days begin; the names of the lanes stand before.
const LEFT: i32 = 150;
const RIGHT: i32 = 24;
const TOP: i32 = 8;
const LANE: i32 = 132;
/// Between the top of a lane and its highest number.
const ROOM: i32 = 30;
/// Between its bottom and nothing: the names of the months stand there.
const FOOT: i32 = 24;
/// The least height of a band that can be seen.
const LEAST: i32 = 6;
/// Names of months stand so far apart at least.
const APART: i32 = 64;

/// A span: what was planned, and what was.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) from: NaiveDate,
    pub(super) until: NaiveDate,
    /// The least and the most that were planned; none where contact is by need.
    pub(super) band: Option<(u32, u32)>,
    /// What there was; none as long as it lies ahead.
    pub(super) actual: Option<u32>,
}

/// With whom.
#[derive(Clone, Debug)]
pub(super) struct Lane {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
}

struct Band {
    x: i32,
    y: i32,
    width: i32,
    height: i32,
}

struct Dot {
    x: i32,
    y: i32,
    label: String,
}

/// The picture. Write it into a template as `{{ picture }}`.
#[derive(Template)]
#[template(path = "pages/jobs/contact_picture.html")]
pub(super) struct ContactPicture {
    title: String,
    description: String,
    lanes: Vec<(i32, i32, String)>,
    bands: Vec<Band>,
    dots: Vec<Dot>,
    months: Vec<(i32, i32, String)>,
    today: Option<i32>,
    today_label: String,
    height: i32,
}

impl HtmlSafe for ContactPicture {}

fn number(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX).min(10_000)
}

impl ContactPicture {
    /// Lanes one below the other, over the same days.
    pub(super) fn new(
        (title, description, today_label): (String, String, String),
        lanes: &[Lane],
        today: NaiveDate,
        month_name: impl Fn(NaiveDate) -> String,
    ) -> Self {
        let columns = || lanes.iter().flat_map(|lane| &lane.columns);
        let first = columns().map(|column| column.from).min().unwrap_or(today);
        let last = columns().map(|column| column.until).max().unwrap_or(today);
        let whole = ((last - first).num_days() + 1).max(1);
        let place = |day: NaiveDate| {
            let days = (day - first).num_days().clamp(0, whole);
            LEFT + i32::try_from(i64::from(WIDTH - LEFT - RIGHT) * days / whole).unwrap_or(0)
        };
        let (mut bands, mut dots, mut names, mut months) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (lane, top) in lanes.iter().zip((0..).map(|index| TOP + index * LANE)) {
            let base = top + LANE - FOOT;
            let highest = lane
                .columns
                .iter()
                .flat_map(|column| [column.band.map_or(0, |band| band.1), column.actual.unwrap_or(0)]);
            let highest = number(highest.max().unwrap_or(1)).max(1);
            let level = |count: u32| base - (LANE - FOOT - ROOM) * number(count) / highest;
            names.push((top + LANE / 2, base, lane.name.clone()));
            let mut free_from = LEFT;
            for column in &lane.columns {
                let (x, end) = (place(column.from), place(column.until.succ_opt().unwrap_or(column.until)));
                if let Some((least, most)) = column.band {
                    let (low, high) = (level(least), level(most));
                    let height = (low - high).max(LEAST);
                    bands.push(Band {
                        x: x + 1,
                        y: high - (height - (low - high)) / 2,
                        width: (end - x - 2).max(2),
                        height,
                    });
                }
                let middle = i32::midpoint(x, end);
                if let Some(actual) = column.actual {
                    dots.push(Dot { x: middle, y: level(actual), label: actual.to_string() });
                }
                if free_from <= x && x + APART <= WIDTH {
                    months.push((x, base + 18, month_name(column.from)));
                    free_from = x + APART;
                }
            }
        }
        let height = TOP + LANE * i32::try_from(lanes.len()).unwrap_or(0) + 6;
        let today = (first <= today && today <= last).then(|| place(today));
        Self { title, description, lanes: names, bands, dots, months, today, today_label, height }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn column(month: &str, last: &str, band: Option<(u32, u32)>, actual: Option<u32>) -> Column {
        Column { from: day(&format!("{month}-01")), until: day(&format!("{month}-{last}")), band, actual }
    }

    fn drawn(columns: Vec<Column>) -> ContactPicture {
        let words = ("連絡の計画と実際".to_owned(), "同じ内容は、下の表にあります。".to_owned(), "今日".to_owned());
        let lanes = [Lane { name: "企業".to_owned(), columns }];
        ContactPicture::new(words, &lanes, day("2026-06-10"), |day| day.format("%-m月").to_string())
    }

    #[test]
    fn r_35_the_plan_is_a_band_and_what_was_a_dot_with_its_number() {
        let picture = drawn(vec![
            column("2026-04", "30", Some((4, 4)), Some(4)),
            column("2026-05", "31", Some((1, 3)), Some(0)),
            column("2026-06", "30", Some((1, 1)), Some(1)),
            column("2026-07", "31", Some((1, 1)), None),
        ]);
        insta::assert_snapshot!(picture.to_string());
    }

    #[test]
    fn nothing_is_drawn_outside_the_picture() {
        for (most, actual) in [(0, 0), (1, 31), (31, 0), (4, 4_000_000_000)] {
            let picture = drawn(vec![column("2026-04", "30", Some((0, most)), Some(actual))]);
            assert!(picture.dots.iter().all(|dot| (0..=picture.height).contains(&dot.y) && dot.x < WIDTH));
            assert!(picture.bands.iter().all(|band| band.y >= 0 && band.y + band.height <= picture.height));
        }
        assert!(drawn(vec![column("2026-04", "30", None, Some(2))]).bands.is_empty(), "by need there is no band");
    }
}
