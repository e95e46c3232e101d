//! The eco-map: the person in the middle, on the left what the law provides, on the right who is close by and whom the market
//! brings. Boxes stand in two columns, so no line ever runs behind another box, and the picture is as wide as a telephone.
//!
//! Everything is said twice without colour: the outline of a box tells the kind, its line and a word tell how the support stands.

use askama::{Template, filters::HtmlSafe};

/// Width of the picture; its height grows with the number of boxes. One unit is one pixel on a telephone.
const WIDTH: i32 = 328;
const BOX_WIDTH: i32 = 106;
const BOX_HEIGHT: i32 = 62;
const GAP: i32 = 14;
/// A heading with the room above it.
const HEADING: i32 = 30;
const MARGIN: i32 = 2;
/// The circle of the person.
const RADIUS: i32 = 32;
/// So much of a name stands in a line, in halves of a full-width letter: seven of 13 units each.
const LINE_HALVES: usize = 14;

/// Forms of corporations that stand before a name and tell nothing on a map; the table has them.
const CORPORATIONS: &[&str] = &[
    "社会福祉法人",
    "特定非営利活動法人",
    "NPO法人",
    "ＮＰＯ法人",
    "医療法人社団",
    "医療法人",
    "一般社団法人",
    "公益財団法人",
    "株式会社",
];

/// The outline of a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A rectangle, on the left.
    Formal,
    /// A box with round ends, on the right.
    Informal,
    /// A box with cut corners, on the right below.
    Market,
}

impl Kind {
    const fn is_left(self) -> bool {
        matches!(self, Kind::Formal)
    }

    const fn class(self) -> &'static str {
        match self {
            Kind::Formal => "formal",
            Kind::Informal => "informal",
            Kind::Market => "market",
        }
    }
}

/// The line to a box and around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Drawn through.
    Current,
    /// Dashes.
    Ending,
    /// Dots, with a cross on the way.
    Unwanted,
    /// A thin line of dots.
    Ended,
}

impl Line {
    /// In the order of the legend.
    pub(super) const ALL: [Line; 4] = [Line::Current, Line::Ending, Line::Unwanted, Line::Ended];

    /// The class in the style sheet.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Line::Current => "current",
            Line::Ending => "ending",
            Line::Unwanted => "unwanted",
            Line::Ended => "ended",
        }
    }

    /// Whether a cross is drawn on it.
    pub(super) const fn is_crossed(self) -> bool {
        matches!(self, Line::Unwanted)
    }
}

/// Somebody on the map.
#[derive(Clone, Debug)]
struct Placed {
    kind: Kind,
    line: Line,
    is_main: bool,
    /// Lines of the name, shortened.
    name: Vec<String>,
    /// How the support stands, in a word or two.
    words: String,
    left: i32,
    top: i32,
}

impl Placed {
    const fn middle(&self) -> i32 {
        self.left + BOX_WIDTH / 2
    }

    /// The height of a line of the name; one line stands lower than two.
    fn name_line(&self, number: &usize) -> i32 {
        let rows = i32::try_from(self.name.len() + usize::from(!self.words.is_empty())).unwrap_or(1);
        let first = self.top + BOX_HEIGHT / 2 - (rows - 1) * 17 / 2 + 5;
        first + i32::try_from(*number).unwrap_or(0) * 17
    }

    fn words_line(&self) -> i32 {
        self.name_line(&self.name.len())
    }

    /// Where the line from the person arrives.
    const fn end(&self) -> (i32, i32) {
        let x = if self.kind.is_left() { self.left + BOX_WIDTH } else { self.left };
        (x, self.top + BOX_HEIGHT / 2)
    }

    /// The corners of a box of the market, from the left upper one on.
    fn corners(&self) -> String {
        let (left, top, right, bottom) = (self.left, self.top, self.left + BOX_WIDTH, self.top + BOX_HEIGHT);
        let corners = [
            (left + 10, top),
            (right - 10, top),
            (right, top + 10),
            (right, bottom - 10),
            (right - 10, bottom),
            (left + 10, bottom),
            (left, bottom - 10),
            (left, top + 10),
        ];
        corners.map(|(x, y)| format!("{x},{y}")).join(" ")
    }
}

/// A heading of the map, or the word that nobody is below it.
#[derive(Clone, Debug)]
struct Label {
    x: i32,
    y: i32,
    text: String,
    is_empty_note: bool,
}

/// The map. Write it into a template as `{{ map }}`.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/cases/network/eco_map.html")]
pub(super) struct EcoMap {
    person: String,
    nobody: String,
    /// What the picture is, for readers who do not see it.
    title: String,
    description: String,
    labels: Vec<Label>,
    boxes: Vec<Placed>,
    /// How far the columns reach: left, right.
    reach: (i32, i32),
    /// The heading under which nobody stands yet.
    pending: Option<(Kind, i32)>,
}

impl HtmlSafe for EcoMap {}

impl EcoMap {
    /// A map of nobody yet: what the middle says, and what stands under a heading without boxes.
    pub(super) fn new(person: String, nobody: String) -> Self {
        Self {
            person,
            nobody,
            title: String::new(),
            description: String::new(),
            labels: Vec::new(),
            boxes: Vec::new(),
            reach: (MARGIN, MARGIN),
            pending: None,
        }
    }

    /// The map with what it is and what it shows in words, for readers who do not see it.
    #[must_use]
    pub(super) fn told(mut self, title: String, description: String) -> Self {
        self.note_nobody();
        (self.title, self.description) = (title, description);
        self
    }

    fn column(&mut self, kind: Kind) -> &mut i32 {
        if kind.is_left() { &mut self.reach.0 } else { &mut self.reach.1 }
    }

    const fn left_of(kind: Kind) -> i32 {
        if kind.is_left() { MARGIN } else { WIDTH - MARGIN - BOX_WIDTH }
    }

    /// Begins a part of a column; what is placed next stands below it.
    pub(super) fn heading(&mut self, kind: Kind, text: String) {
        self.note_nobody();
        let top = *self.column(kind);
        self.labels.push(Label { x: Self::left_of(kind) + BOX_WIDTH / 2, y: top + 20, text, is_empty_note: false });
        *self.column(kind) += HEADING;
        self.pending = Some((kind, top + HEADING));
    }

    /// Under a heading without boxes it is said that there is nobody.
    fn note_nobody(&mut self) {
        if let Some((kind, top)) = self.pending.take() {
            let text = self.nobody.clone();
            self.labels.push(Label { x: Self::left_of(kind) + BOX_WIDTH / 2, y: top + 14, text, is_empty_note: true });
            *self.column(kind) += HEADING;
        }
    }

    /// Somebody below the last heading of that kind.
    pub(super) fn place(&mut self, kind: Kind, name: &str, words: String, line: Line, is_main: bool) {
        self.pending = None;
        let (left, top) = (Self::left_of(kind), *self.column(kind));
        self.boxes.push(Placed { kind, line, is_main, name: shortened(name), words, left, top });
        *self.column(kind) += BOX_HEIGHT + GAP;
    }

    fn height(&self) -> i32 {
        self.reach.0.max(self.reach.1).max(2 * RADIUS + 2 * GAP)
    }

    fn centre(&self) -> (i32, i32) {
        (WIDTH / 2, self.height() / 2)
    }

    /// Where the line to a box leaves the circle of the person.
    fn start(&self, placed: &Placed) -> (i32, i32) {
        let ((x, y), (to_x, to_y)) = (self.centre(), placed.end());
        let (across, down) = (f64::from(to_x - x), f64::from(to_y - y));
        let share = f64::from(RADIUS) / across.hypot(down);
        // Both are shorter than the radius, so they fit.
        #[expect(clippy::cast_possible_truncation, reason = "a distance within the circle")]
        let part = |distance: f64| (distance * share).round() as i32;
        (x + part(across), y + part(down))
    }

    /// The middle of the line to a box, where its cross is drawn.
    fn halfway(&self, placed: &Placed) -> (i32, i32) {
        let ((x, y), (to_x, to_y)) = (self.start(placed), placed.end());
        ((x + to_x) / 2, (y + to_y) / 2)
    }
}

/// Marks that no line begins with.
const NOT_FIRST: &[char] = &['・', 'ー', '、', '。', '）', '」', 'ッ', 'ャ', 'ュ', 'ョ', 'っ', 'ゃ', 'ゅ', 'ょ', '々'];

/// How wide a letter is, in halves of a full-width one.
fn halves(letter: char) -> usize {
    if letter.is_ascii() || ('\u{ff61}'..='\u{ff9f}').contains(&letter) { 1 } else { 2 }
}

fn width(text: &str) -> usize {
    text.chars().map(halves).sum()
}

/// A name in two lines at most: without the form of the corporation, without what stands in brackets behind it, and cut where it
/// is still too long.
fn shortened(name: &str) -> Vec<String> {
    let plain = CORPORATIONS.iter().find_map(|form| name.strip_prefix(form)).unwrap_or(name).trim();
    let bracket = plain.find('（').filter(|at| *at > 0 && plain.ends_with('）') && width(plain) > LINE_HALVES);
    let plain = bracket.map_or(plain, |at| &plain[..at]);
    let (first, rest) = cut(plain);
    if rest.is_empty() {
        return vec![first];
    }
    let (mut second, over) = cut(&rest);
    if !over.is_empty() {
        while width(&second) + 2 > LINE_HALVES {
            second.pop();
        }
        second.push('…');
    }
    vec![first, second]
}

/// As much as fits into a line, and the rest; a mark that no line begins with takes the letter before it along.
fn cut(text: &str) -> (String, String) {
    let (mut line, mut used) = (String::new(), 0);
    for (at, letter) in text.char_indices() {
        used += halves(letter);
        if used > LINE_HALVES {
            let taken = line.pop().filter(|_| NOT_FIRST.contains(&letter) && !line.is_empty());
            let (kept, from) = match taken {
                Some(before) => (line, at - before.len_utf8()),
                None => (text[..at].to_owned(), at),
            };
            return (kept, text[from..].to_owned());
        }
        line.push(letter);
    }
    (line, String::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map() -> EcoMap {
        let mut map = EcoMap::new("本人".into(), "まだありません".into());
        map.heading(Kind::Formal, "制度の支援".into());
        map.place(Kind::Formal, "あおば相談センター", "いまの窓口".into(), Line::Current, true);
        map.place(Kind::Formal, "社会福祉法人 青葉会 家計改善支援室", "8/31まで".into(), Line::Ending, false);
        map.place(Kind::Formal, "青葉クリニック", "望まない".into(), Line::Unwanted, false);
        map.heading(Kind::Informal, "身近な人・地域".into());
        map.place(Kind::Informal, "母", String::new(), Line::Current, false);
        map.place(Kind::Informal, "囲碁の会", "終わった".into(), Line::Ended, false);
        map.heading(Kind::Market, "企業など".into());
        map.told("支援のネットワークの図".into(), "同じ内容は、下の表にあります。".into())
    }

    #[test]
    fn the_map_of_a_network_is_drawn_the_same_each_time() {
        insta::assert_snapshot!(map().to_string());
    }

    #[test]
    fn a_name_that_is_too_long_is_cut_and_the_form_of_its_corporation_left_out() {
        assert_eq!(shortened("母"), ["母"]);
        assert_eq!(shortened("社会福祉法人 青葉会 相談支援室"), ["青葉会 相談支", "援室"]);
        assert_eq!(shortened("地域若者サポートステーションあおば野"), ["地域若者サポー", "トステーショ…"]);
        assert_eq!(shortened("NPO法人 はたらく準備室"), ["はたらく準備室"]);
        assert_eq!(shortened("青葉市社会福祉協議会（本所）"), ["青葉市社会福祉", "協議会"]);
        assert_eq!(shortened("母（同居）"), ["母（同居）"], "what fits is not cut");
        assert_eq!(shortened("あおばくらし・しごとセンター"), ["あおばくらし・", "しごとセンター"]);
        assert_eq!(
            shortened("あおば野くらし・しごとの家"),
            ["あおば野くら", "し・しごとの家"],
            "no line begins with a dot"
        );
        assert_eq!(shortened("ABCDEFGHIJKLMNOPQRST"), ["ABCDEFGHIJKLMN", "OPQRST"]);
        assert_eq!(shortened(""), [""]);
    }

    #[test]
    fn u25_every_line_and_every_kind_has_a_shape_of_its_own() {
        let drawn = map().to_string();
        for line in Line::ALL {
            assert!(drawn.contains(&format!("eco__line--{}", line.class())), "{line:?}");
        }
        for word in ["いまの窓口", "8/31まで", "望まない", "終わった"] {
            assert!(drawn.contains(word), "{word} stands beside its shape");
        }
    }

    #[test]
    fn no_box_lies_on_another_or_on_the_person_however_many_there_are() {
        let mut map = EcoMap::new("本人".into(), String::new());
        for number in 0..40 {
            let kind = [Kind::Formal, Kind::Informal, Kind::Market][number % 3];
            map.place(kind, "機関", String::new(), Line::Current, false);
        }
        let apart = |one: &Placed, other: &Placed| {
            (one.left - other.left).abs() >= BOX_WIDTH || (one.top - other.top).abs() >= BOX_HEIGHT
        };
        for (number, one) in map.boxes.iter().enumerate() {
            assert!(map.boxes[number + 1..].iter().all(|other| apart(one, other)));
            assert!(one.top + BOX_HEIGHT <= map.height() && one.left >= 0 && one.left + BOX_WIDTH <= WIDTH);
            assert!((one.end().0 - WIDTH / 2).abs() > RADIUS, "a line is left between person and box");
        }
    }
}
