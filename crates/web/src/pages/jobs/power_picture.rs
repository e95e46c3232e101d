//! 働く力 as a stacked picture: for each half-year what the person, the firm and the supporters carried, one part above the other. The parts
//! differ by pattern and bear their number, so that they are told apart in grey; the table below says the same.

use askama::{Template, filters::HtmlSafe};

const WIDTH: i32 = 760;
/// Where the columns begin; the names of the parts stand before.
const LEFT: i32 = 170;
const RIGHT: i32 = 16;
const TOP: i32 = 16;
/// Between the highest column and the base line.
const ROOM: i32 = 200;
/// Below the base line: the names of the half-years.
const FOOT: i32 = 30;
/// No column is wider.
const WIDEST: i32 = 96;
/// A part bears its number from this height on.
const READABLE: i32 = 16;
/// Names of half-years stand so far apart at least.
const APART: i32 = 84;
/// The height of a line of the legend.
const LINE: i32 = 30;

/// The parts from the base line upwards.
pub(super) const PARTS: [&str; 3] = ["person", "firm", "supporters"];

/// A half-year: its name, and what each part carried.
#[derive(Clone, Debug)]
pub(super) struct Stack {
    pub(super) name: String,
    pub(super) counts: [usize; 3],
}

/// The words of the picture.
#[derive(Clone, Debug)]
pub(super) struct Words {
    pub(super) title: String,
    pub(super) description: String,
    /// The names of the parts, from the base line upwards.
    pub(super) parts: [String; 3],
}

struct Piece {
    part: &'static str,
    x: i32,
    y: i32,
    width: i32,
    height: i32,
    /// The number, where it can be read.
    label: Option<(i32, i32, String)>,
}

/// The picture. Write it into a template as `{{ picture }}`.
#[derive(Template)]
#[template(path = "pages/jobs/power_picture.html")]
pub(super) struct PowerPicture {
    /// Tells pictures of one page apart.
    number: usize,
    title: String,
    description: String,
    pieces: Vec<Piece>,
    /// The half-years below the base line.
    names: Vec<(i32, String)>,
    /// What the patterns mean, from the top downwards.
    legend: Vec<(&'static str, i32, String)>,
}

impl HtmlSafe for PowerPicture {}

fn pixels(count: usize, highest: usize) -> i32 {
    i32::try_from(count.saturating_mul(200) / highest.max(1)).unwrap_or(ROOM).min(ROOM)
}

impl PowerPicture {
    /// Columns beside each other, each with its parts one above the other. `number` tells pictures of one page apart.
    pub(super) fn new(number: usize, words: Words, stacks: &[Stack]) -> Self {
        let highest = stacks.iter().map(|stack| stack.counts.iter().sum::<usize>()).max().unwrap_or(1);
        let every = i32::try_from(stacks.len()).unwrap_or(1).max(1);
        let step = ((WIDTH - LEFT - RIGHT) / every).clamp(1, WIDEST);
        let base = TOP + ROOM;
        let (mut pieces, mut names, mut free_from) = (Vec::new(), Vec::new(), 0);
        for (stack, x) in stacks.iter().zip((0..).map(|index| LEFT + index * step)) {
            let mut carried = 0;
            for (part, count) in PARTS.into_iter().zip(stack.counts) {
                let (low, high) = (base - pixels(carried, highest), base - pixels(carried + count, highest));
                carried += count;
                if count == 0 {
                    continue;
                }
                let (width, height) = ((step - 8).max(2), (low - high).max(1));
                let label = (READABLE <= height && 20 <= width)
                    .then(|| (x + width / 2, high + height / 2 + 5, count.to_string()));
                pieces.push(Piece { part, x, y: high, width, height, label });
            }
            if free_from <= x {
                names.push((x, stack.name.clone()));
                free_from = x + APART;
            }
        }
        let lines = PARTS.into_iter().zip(words.parts).rev().zip((0..).map(|index| TOP + index * LINE));
        let legend = lines.map(|((part, name), y)| (part, y, name)).collect();
        Self { number, title: words.title, description: words.description, pieces, names, legend }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(counts: &[[usize; 3]]) -> PowerPicture {
        let words = Words {
            title: "働く力".to_owned(),
            description: "同じ内容は、下の表にあります。".to_owned(),
            parts: ["本人".to_owned(), "企業".to_owned(), "支援者".to_owned()],
        };
        let stacks =
            counts.iter().enumerate().map(|(index, counts)| Stack { name: format!("{index}"), counts: *counts });
        PowerPicture::new(1, words, &stacks.collect::<Vec<_>>())
    }

    #[test]
    fn r_35_what_each_carried_stands_one_above_the_other_with_its_number() {
        insta::assert_snapshot!(drawn(&[[1, 0, 6], [3, 2, 2]]).to_string());
    }

    #[test]
    fn nothing_is_drawn_outside_the_picture_however_much_was_written() {
        let many = vec![[7, 11, 5000]; 80];
        for all in [vec![[0, 0, 0]], vec![[1, 1, 1]], vec![[usize::MAX / 8, 1, 0]], many] {
            let picture = drawn(&all);
            assert!(picture.pieces.iter().all(|piece| TOP <= piece.y && piece.y + piece.height <= TOP + ROOM + 1));
            assert!(picture.pieces.iter().all(|piece| piece.x + piece.width <= WIDTH));
        }
    }

    #[test]
    fn r_24_the_picture_bears_no_total() {
        let picture = drawn(&[[1, 2, 4]]).to_string();
        assert!(!picture.contains(">7<"), "{picture}");
    }
}
