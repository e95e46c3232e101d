//! The network of agencies as a picture. Shape and letter tell what an agency is, the line how two work together, the number which line of the
//! table says the same in words; everything can be read in grey.

use askama::{Template, filters::HtmlSafe};
use banso_domain::linkage::Stage;

use super::{
    family::Family,
    layout::{Field, Layout, Spot, lay_out},
};

/// So many agencies are drawn at the most; of more, a part is asked for.
pub(super) const MOST_DRAWN: usize = 250;
/// Up to so many, each has its name beside its number.
const NAMED: usize = 60;
/// A full-width letter of a name.
const LETTER: f64 = 12.0;

/// An agency that is drawn.
#[derive(Clone, Debug)]
pub(super) struct Drawn {
    pub(super) family: Family,
    pub(super) letter: String,
    pub(super) name: String,
    /// In which field.
    pub(super) group: usize,
    /// The reader's own.
    pub(super) is_own: bool,
}

/// Two agencies that work together, by their places in the list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) one: usize,
    pub(super) other: usize,
    pub(super) stage: Stage,
}

#[derive(Clone, Debug)]
struct Mark {
    spot: Spot,
    number: usize,
    drawn: Drawn,
    /// The name, as much of it as there is room for.
    lines: Vec<String>,
}

impl Mark {
    fn place(&self) -> String {
        format!("{:.0} {:.0}", self.spot.x, self.spot.y)
    }

    fn across(&self) -> String {
        format!("{:.0}", self.spot.x)
    }

    /// The height of a line of words below the mark.
    fn base(&self, line: usize) -> String {
        format!("{:.0}", self.spot.y + 29.0 + 14.0 * f64::from(u8::try_from(line).unwrap_or(0)))
    }
}

/// The picture. Write it into a template as `{{ picture }}`.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/ties/picture.html")]
pub(super) struct NetworkPicture {
    title: String,
    description: String,
    layout: Layout,
    /// The names of the fields; empty where there is one.
    names: Vec<String>,
    marks: Vec<Mark>,
    lines: Vec<Line>,
}

impl HtmlSafe for NetworkPicture {}

impl NetworkPicture {
    /// The picture of agencies in the order of their table; `names` are those of the fields.
    pub(super) fn new(
        title: String,
        description: String,
        names: Vec<String>,
        all: Vec<Drawn>,
        lines: Vec<Line>,
    ) -> Self {
        let groups: Vec<usize> = all.iter().map(|drawn| drawn.group).collect();
        let ties: Vec<(usize, usize)> = lines.iter().map(|line| (line.one, line.other)).collect();
        let layout = lay_out(&groups, &ties);
        let is_named = all.len() <= NAMED;
        // Its number stands before it.
        let room = layout.room.0 / LETTER - 1.5;
        let marks = all.into_iter().zip(&layout.spots).enumerate().map(|(at, (drawn, spot))| {
            let lines = if is_named { in_lines(&drawn.name, room) } else { Vec::new() };
            Mark { spot: *spot, number: at + 1, drawn, lines }
        });
        let marks = marks.collect();
        Self { title, description, layout, names, marks, lines }
    }

    fn fields(&self) -> impl Iterator<Item = (&Field, &String)> {
        self.layout.fields.iter().zip(&self.names)
    }

    fn drawn_fields(&self) -> impl Iterator<Item = &Field> {
        self.fields().map(|(field, _)| field)
    }

    /// A line bends a little, so that it can be followed where others run beside it.
    fn path(&self, line: &Line) -> String {
        let (from, to) = (self.marks[line.one].spot, self.marks[line.other].spot);
        let (across, down) = (to.x - from.x, to.y - from.y);
        let bend = if (line.one + line.other).is_multiple_of(2) { 0.08 } else { -0.08 };
        let (x, y) = (f64::midpoint(from.x, to.x) - down * bend, f64::midpoint(from.y, to.y) + across * bend);
        format!("M{:.0} {:.0}Q{x:.0} {y:.0} {:.0} {:.0}", from.x, from.y, to.x, to.y)
    }

    fn is_crowded(&self) -> bool {
        self.marks.len() > NAMED
    }
}

/// A name in two lines at the most, each of so many full-width letters.
fn in_lines(name: &str, letters: f64) -> Vec<String> {
    let width = |letter: char| if letter.is_ascii() { 0.55 } else { 1.0 };
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    for letter in name.chars() {
        if used + width(letter) > letters - 0.5 {
            if lines.len() == 2 {
                if let Some(last) = lines.last_mut() {
                    last.pop();
                    last.push('…');
                }
                break;
            }
            lines.push(String::new());
            used = 0.0;
        }
        if let Some(last) = lines.last_mut() {
            last.push(letter);
        }
        used += width(letter);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(count: usize) -> NetworkPicture {
        let one = |place: usize| Drawn {
            family: Family::ALL[place % Family::ALL.len()],
            letter: "相".to_owned(),
            name: format!("みどり市{place}番目のとても長い名前の相談支援事業所"),
            group: place % 3,
            is_own: place == 0,
        };
        let stage = |place: usize| Stage::ALL[place % 3];
        let lines = (1..count).map(|place| Line { one: place / 2, other: place, stage: stage(place) });
        let names = ["青葉市", "緑市", "泉市"].map(str::to_owned).to_vec();
        NetworkPicture::new("図".into(), "説明".into(), names, (0..count).map(one).collect(), lines.collect())
    }

    #[test]
    fn u25_every_agency_has_its_number_a_shape_and_a_letter_and_every_line_its_style() {
        for count in [12, 200] {
            let text = drawn(count).to_string();
            assert_eq!(text.matches("ties__mark ").count(), count);
            for stage in Stage::ALL {
                assert!(text.contains(&format!("ties__line--{}", stage.name())));
            }
            assert!(text.contains(&format!(">{count}<")) || text.contains(&format!(">{count} ")), "{text}");
            assert!(text.contains("青葉市") && text.contains("<title") && text.contains("<desc"));
        }
    }

    #[test]
    fn names_are_written_as_far_as_there_is_room_and_thinned_where_there_is_none() {
        assert!(drawn(12).to_string().contains("みどり市1番目"));
        assert!(!drawn(200).to_string().contains("みどり市1番目"), "the table has the names");
        assert_eq!(in_lines("青葉", 8.0), ["青葉"]);
        assert_eq!(in_lines("あおば相談支援センターみなみ本館", 6.0), ["あおば相談", "支援セン…"]);
    }
}
