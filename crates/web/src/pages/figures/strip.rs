//! Shares one below the other, each on a line from 0 to 100 %: the reader's agency as a dot, the region as a diamond, each with the range in which it lies
//! with 95 %. Shapes and numbers tell them apart in grey; the table below says the same.

use askama::{Template, filters::HtmlSafe};

const WIDTH: i32 = 760;
const SIDE: i32 = 24;
/// The legend above the first line.
const HEAD: i32 = 40;
/// From one line to the next.
const STEP: i32 = 56;
/// The figures below the last line.
const FOOT: i32 = 28;

/// A share: its name, and what is told of it as lowest, value and highest in percent.
#[derive(Clone, Debug)]
pub(super) struct Strip {
    pub(super) name: String,
    pub(super) own: Option<(f64, f64, f64)>,
    pub(super) region: Option<(f64, f64, f64)>,
}

/// The words of the picture.
#[derive(Clone, Debug)]
pub(super) struct Words {
    pub(super) title: String,
    pub(super) description: String,
    /// What the dot is; nothing where the reader's agency is not told.
    pub(super) own: Option<String>,
    /// What the diamond is.
    pub(super) region: String,
}

/// A mark on its line, with its range.
struct Mark {
    low: i32,
    at: i32,
    high: i32,
    y: i32,
    is_own: bool,
}

struct Line {
    name: String,
    /// The values, at the end of the name's line.
    values: String,
    y: i32,
    marks: Vec<Mark>,
}

/// The picture. Write it into a template as `{{ picture }}`.
#[derive(Template)]
#[template(path = "pages/figures/strip.html")]
pub(super) struct StripPicture {
    /// Tells pictures of one page apart.
    id: &'static str,
    words: Words,
    lines: Vec<Line>,
    /// Where the figures stand below, in percent.
    ticks: Vec<(i32, i32)>,
    height: i32,
}

impl HtmlSafe for StripPicture {}

/// Where a percentage stands.
fn across(percent: f64) -> i32 {
    SIDE + (f64::from(WIDTH - 2 * SIDE) * percent.clamp(0.0, 100.0) / 100.0).round() as i32
}

impl StripPicture {
    /// One line a share, in the order given. `id` tells pictures of one page apart.
    pub(super) fn new(id: &'static str, words: Words, strips: &[Strip]) -> Self {
        let line = |(strip, top): (&Strip, i32)| {
            let y = top + 34;
            let mark = |told: Option<(f64, f64, f64)>, is_own: bool| {
                let y = if is_own { y - 5 } else { y + 5 };
                told.map(|(low, at, high)| Mark { low: across(low), at: across(at), high: across(high), y, is_own })
            };
            let value = |told: Option<(f64, f64, f64)>, shape: &str| told.map(|(_, at, _)| format!("{shape} {at:.1}%"));
            let values = [value(strip.own, "●"), value(strip.region, "◇")];
            Line {
                name: strip.name.clone(),
                values: values.into_iter().flatten().collect::<Vec<_>>().join("  "),
                y,
                marks: [mark(strip.region, false), mark(strip.own, true)].into_iter().flatten().collect(),
            }
        };
        let tops = (0..).map(|index| HEAD + index * STEP);
        let lines: Vec<Line> = strips.iter().zip(tops).map(line).collect();
        let rows = i32::try_from(lines.len()).unwrap_or(0);
        let ticks = [0, 25, 50, 75, 100].map(|percent| (across(f64::from(percent)), percent)).to_vec();
        Self { id, words, lines, ticks, height: HEAD + rows * STEP + FOOT }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(strips: &[Strip]) -> StripPicture {
        let words = Words {
            title: "最終アウトカム".to_owned(),
            description: "同じ内容は、下の表にあります。".to_owned(),
            own: Some("自分の機関".to_owned()),
            region: "地域".to_owned(),
        };
        StripPicture::new("final", words, strips)
    }

    #[test]
    fn each_share_has_a_line_with_its_range_and_shapes_tell_own_and_region_apart() {
        let strips = [
            Strip { name: "定着率".to_owned(), own: Some((40.0, 62.5, 80.0)), region: Some((55.0, 60.0, 65.0)) },
            Strip { name: "移行率".to_owned(), own: None, region: Some((0.0, 2.0, 9.0)) },
        ];
        insta::assert_snapshot!(drawn(&strips).to_string());
    }

    #[test]
    fn nothing_is_drawn_outside_the_picture() {
        let strips = [Strip { name: String::new(), own: Some((-3.0, 101.0, 300.0)), region: Some((0.0, 0.0, 100.0)) }];
        let picture = drawn(&strips);
        let marks: Vec<&Mark> = picture.lines.iter().flat_map(|line| &line.marks).collect();
        assert!(marks.iter().all(|mark| SIDE <= mark.low && mark.low <= mark.high && mark.high <= WIDTH - SIDE));
    }
}
