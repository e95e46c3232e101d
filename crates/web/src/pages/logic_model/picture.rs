//! The model as a picture: a column of boxes for each stage, arrows to what a box leads to. Numbers and words tell boxes apart, not colours; where there is
//! no room for it the list below says the same.

use askama::{Template, filters::HtmlSafe};

const WIDTH: i32 = 1000;
/// Of a box.
const ACROSS: i32 = 204;
/// From the left edge of a column to that of the next one.
const STEP: i32 = (WIDTH - ACROSS - 2) / 3;
/// The names of the columns above the first boxes.
const HEAD: i32 = 52;
/// Between the boxes of a column: at least, and at most.
const GAP: (i32, i32) = (16, 48);
const LINE: i32 = 18;
/// Full-width letters in a line of a box.
const LETTERS: f64 = 14.0;
/// Between arrows that begin or end at the same box.
const APART: i32 = 7;

/// A box to be drawn.
#[derive(Clone, Debug)]
pub(super) struct Drawn {
    /// In which column, from 0 to 3.
    pub(super) column: usize,
    /// Its number and its words.
    pub(super) words: String,
    /// What stands below: how many indicators and stories.
    pub(super) below: String,
}

struct Shape {
    x: i32,
    y: i32,
    height: i32,
    lines: Vec<(i32, String)>,
    below: Option<(i32, String)>,
}

/// The picture. Write it into a template as `{{ picture }}`.
#[derive(Template)]
#[template(path = "pages/logic_model/picture.html")]
pub(super) struct LogicPicture {
    title: String,
    description: String,
    columns: Vec<(i32, Vec<(i32, String)>)>,
    boxes: Vec<Shape>,
    /// Their paths, and whether they pass a column by.
    arrows: Vec<(String, bool)>,
    height: i32,
}

impl HtmlSafe for LogicPicture {}

/// The pieces that stay together at the end of a line: words of Latin letters, and marks with the letter before them.
fn pieces(words: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for letter in words.chars() {
        let joins = |last: &String| {
            let in_word = last.ends_with(|before: char| before.is_ascii() && before != ' ');
            in_word && letter.is_ascii() && last.len() < 24 || "、。）」ー・ゃゅょっ".contains(letter)
        };
        match pieces.last_mut() {
            Some(last) if joins(last) => last.push(letter),
            _ => pieces.push(letter.to_string()),
        }
    }
    pieces
}

/// Words in as few lines of so many full-width letters as they need, and these about equally long: no letter stands alone on the last one.
fn in_lines(words: &str, letters: f64) -> Vec<String> {
    let mut lines = broken(words, letters);
    let mut narrower = letters - 0.5;
    while narrower > letters / 2.0 {
        let tried = broken(words, narrower);
        if tried.len() > lines.len() {
            break;
        }
        lines = tried;
        narrower -= 0.5;
    }
    lines
}

/// Words in lines of so many full-width letters, each as full as it can be.
fn broken(words: &str, letters: f64) -> Vec<String> {
    let width = |text: &str| text.chars().map(|letter| if letter.is_ascii() { 0.56 } else { 1.0 }).sum::<f64>();
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces(words.trim()) {
        match lines.last_mut() {
            Some(line) if width(line) + width(piece.trim_end()) <= letters => line.push_str(&piece),
            _ => lines.push(piece.trim_start().to_owned()),
        }
    }
    lines
}

/// Lines with the places of their feet, the first one below `top`.
fn placed(lines: Vec<String>, top: i32) -> Vec<(i32, String)> {
    (1..).map(|line| top + line * LINE).zip(lines).collect()
}

fn left(column: usize) -> i32 {
    1 + STEP * i32::try_from(column).unwrap_or(0)
}

fn count(many: usize) -> i32 {
    i32::try_from(many).unwrap_or(0)
}

impl LogicPicture {
    /// Boxes in the order of the list, arrows from one place in it to another.
    pub(super) fn new(
        title: String,
        description: String,
        columns: Vec<String>,
        drawn: &[Drawn],
        arrows: &[(usize, usize)],
    ) -> Self {
        let lines: Vec<Vec<String>> = drawn.iter().map(|one| in_lines(&one.words, LETTERS)).collect();
        let high = |place: usize| LINE * (count(lines[place].len()) + i32::from(!drawn[place].below.is_empty())) + 16;
        let of_column = |column: usize| (0..drawn.len()).filter(move |place| drawn[*place].column == column);
        let sum = |column: usize| of_column(column).map(high).sum::<i32>();
        let gaps = |column: usize| count(of_column(column).count().saturating_sub(1));
        let tallest = (0..columns.len()).map(|column| sum(column) + GAP.0 * gaps(column)).max().unwrap_or(0);
        let mut tops = vec![0; drawn.len()];
        for column in 0..columns.len() {
            let free = tallest - sum(column);
            let gap = if gaps(column) == 0 { 0 } else { (free / gaps(column)).clamp(GAP.0, GAP.1) };
            let mut top = HEAD + (free - gap * gaps(column)) / 2;
            for place in of_column(column) {
                tops[place] = top;
                top += high(place) + gap;
            }
        }
        let middle = |place: usize| tops[place] + high(place) / 2;
        // Arrows of one box lie in the order of the boxes at their other ends, so that they cross as little as they can.
        let port = |place: usize, other: usize, out: bool| {
            let mut others: Vec<usize> = arrows
                .iter()
                .filter(|(from, to)| if out { *from == place } else { *to == place })
                .map(|(from, to)| if out { *to } else { *from })
                .collect();
            others.sort_by_key(|other| (middle(*other), *other));
            let at = others.iter().position(|known| *known == other).unwrap_or(0);
            let apart = APART.min((high(place) - 12) / count(others.len()).max(1));
            middle(place) + apart * (2 * count(at) - count(others.len()) + 1) / 2
        };
        let path = |(from, to): &(usize, usize)| {
            let (x, y) = (left(drawn[*from].column) + ACROSS, port(*from, *to, true));
            let (end, foot) = (left(drawn[*to].column) - 7, port(*to, *from, false));
            let bend = (STEP - ACROSS) / 2;
            let is_far = drawn[*to].column > drawn[*from].column + 1;
            (format!("M{x} {y}C{} {y} {} {foot} {end} {foot}", x + bend, end - bend), is_far)
        };
        let shape = |(place, one): (usize, &Drawn)| {
            let (x, y) = (left(one.column), tops[place]);
            let words = placed(lines[place].clone(), y + 4);
            let foot = y + 4 + LINE * (count(words.len()) + 1);
            let below = (!one.below.is_empty()).then(|| (foot, one.below.clone()));
            Shape { x, y, height: high(place), lines: words, below }
        };
        let named = |(column, name): (usize, &String)| (left(column), placed(in_lines(name, LETTERS), 0));
        Self {
            columns: columns.iter().enumerate().map(named).collect(),
            boxes: drawn.iter().enumerate().map(shape).collect(),
            arrows: arrows.iter().map(path).collect(),
            height: HEAD + tallest + 2,
            title,
            description,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn() -> LogicPicture {
        let one = |column: usize, words: &str| Drawn { column, words: words.to_owned(), below: "指標1".to_owned() };
        let boxes = [
            one(0, "1 関係者の間で情報を共有する"),
            one(1, "2 相談先が複数あり、どこに聞くか分かる"),
            one(2, "3 心身と生活が安定する"),
            one(2, "4 Natural support forms at the workplace"),
            one(3, "5 職場に定着し、退職が減る"),
        ];
        let columns = ["連携", "アウトプット", "中間アウトカム", "最終アウトカム"].map(str::to_owned).to_vec();
        let arrows = [(0, 1), (1, 2), (1, 3), (2, 4), (3, 4), (0, 3)];
        LogicPicture::new("ロジックモデル".to_owned(), "下の一覧に同じ内容".to_owned(), columns, &boxes, &arrows)
    }

    #[test]
    fn u25_each_box_has_its_number_and_words_and_arrows_lead_to_the_right() {
        let text = drawn().to_string();
        for words in ["1 関係者の間で", "5 職場に定着し、退職が減る", "中間アウトカム", "指標1", "<title", "<desc"]
        {
            assert!(text.contains(words), "{words} {text}");
        }
        assert_eq!(text.matches("<rect class=\"logic__box\"").count(), 5);
        assert_eq!(text.matches("marker-end").count(), 6);
        assert_eq!(text.matches("logic__arrow--far").count(), 1, "one passes a column by");
        for (path, _) in drawn().arrows {
            let numbers: Vec<i32> = path.split([' ', 'M', 'C']).filter_map(|number| number.parse().ok()).collect();
            assert!(numbers.len() == 8 && numbers[0] < numbers[6], "{path}");
        }
    }

    #[test]
    fn boxes_of_a_column_do_not_touch_and_nothing_is_drawn_outside_the_picture() {
        let picture = drawn();
        for one in &picture.boxes {
            assert!(0 <= one.x && one.x + ACROSS <= WIDTH && HEAD <= one.y && one.y + one.height <= picture.height);
            let feet = one.lines.iter().chain(&one.below).map(|(foot, _)| *foot);
            assert!(feet.into_iter().all(|foot| one.y < foot && foot < one.y + one.height));
        }
        let (third, fourth) = (&picture.boxes[2], &picture.boxes[3]);
        assert!(third.y + third.height < fourth.y);
    }

    #[test]
    fn lines_break_between_words_and_no_line_begins_with_a_mark() {
        assert_eq!(broken("相談先が複数あり、どこに聞くか", 8.0), ["相談先が複数あ", "り、どこに聞くか"]);
        assert_eq!(in_lines("異動のときに円滑に引き継ぐ", 12.0), ["異動のときに円", "滑に引き継ぐ"]);
        assert_eq!(in_lines("Natural support forms", 9.0), ["Natural ", "support forms"]);
        assert_eq!(in_lines("", 9.0), Vec::<String>::new());
    }
}
