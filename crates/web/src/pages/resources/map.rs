//! The map of what was found: points by latitude and longitude with a bar of distance, drawn here and asked of nobody. Its numbers are those of
//! the list, which says the same in words.
//!
//! Points that would lie on one another share a mark. Everything is said by shape and number, so that it can be read in grey.

use askama::{Template, filters::HtmlSafe};
use banso_domain::resource::{Municipality, Position};

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 480.0;
/// Room for marks and names at the edge.
const MARGIN: f64 = 56.0;
/// Marks nearer to each other than this are one.
const APART: f64 = 26.0;
/// Names of municipalities stand so far from each other at least, across and down.
const NAMES_APART: (f64, f64) = (96.0, 34.0);
/// So many names at most.
const MOST_NAMES: usize = 14;
/// A single point is shown with so much around it, in kilometres.
const LEAST_SPAN: f64 = 2.0;
/// A bar is no longer than this.
const LONGEST_BAR: f64 = 170.0;
/// Lengths of bars: these, and their tens and hundreds, in kilometres.
const BARS: [f64; 3] = [1.0, 2.0, 5.0];
const KILOMETRES_PER_DEGREE: f64 = 111.2;

/// A point with the number of its line in the list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub(super) number: usize,
    pub(super) position: Position,
}

/// A mark for one point or several.
#[derive(Clone, Debug)]
struct Mark {
    x: f64,
    y: f64,
    numbers: Vec<usize>,
}

impl Mark {
    /// `7`, `3・7`, `3・7・9`, or the first and how many more.
    fn label(&self) -> String {
        match self.numbers.as_slice() {
            [first, _, _, _, ..] => format!("{first} +{}", self.numbers.len() - 1),
            numbers => numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join("・"),
        }
    }

    fn across(&self) -> String {
        unit(self.x)
    }

    fn base(&self) -> String {
        unit(self.y + 5.0)
    }

    fn left(&self) -> String {
        unit(self.x - self.half_width())
    }

    fn top(&self) -> String {
        unit(self.y - 11.0)
    }

    fn width(&self) -> String {
        unit(self.half_width() * 2.0)
    }

    fn half_width(&self) -> f64 {
        let label = self.label();
        let letters = label.chars().map(|letter| if letter == '・' { 9.0 } else { 8.0 });
        6.0 + letters.sum::<f64>() / 2.0
    }
}

#[derive(Clone, Debug)]
struct Name {
    x: f64,
    y: f64,
    text: &'static str,
}

impl Name {
    fn across(&self) -> String {
        unit(self.x)
    }

    fn down(&self) -> String {
        unit(self.y)
    }

    fn base(&self) -> String {
        unit(self.y + 22.0)
    }
}

/// Where it is measured from, and how far.
#[derive(Clone, Debug)]
struct Around {
    x: f64,
    y: f64,
    radius: f64,
}

impl Around {
    fn across(&self) -> String {
        unit(self.x)
    }

    fn down(&self) -> String {
        unit(self.y)
    }

    fn far(&self) -> String {
        unit(self.radius)
    }
}

/// The words of the picture.
#[derive(Clone, Debug)]
pub(super) struct Words {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) north: String,
}

/// The picture. Write it into a template as `{{ picture }}`.
#[derive(Template)]
#[template(path = "pages/resources/map_picture.html")]
pub(super) struct MapPicture {
    words: Words,
    names: Vec<Name>,
    marks: Vec<Mark>,
    from: Vec<Around>,
    bar: f64,
    bar_kilometres: String,
}

impl HtmlSafe for MapPicture {}

/// From the ground to the picture: as large as fits, as far across as down.
struct Projection {
    middle: Position,
    per_kilometre: f64,
}

impl Projection {
    fn of(positions: &[Position]) -> Option<Self> {
        let first = *positions.first()?;
        let (mut least, mut most) = (first, first);
        for position in positions {
            least.latitude = least.latitude.min(position.latitude);
            least.longitude = least.longitude.min(position.longitude);
            most.latitude = most.latitude.max(position.latitude);
            most.longitude = most.longitude.max(position.longitude);
        }
        let middle = Position {
            latitude: f64::midpoint(least.latitude, most.latitude),
            longitude: f64::midpoint(least.longitude, most.longitude),
        };
        let (down, across) = (most.latitude - least.latitude, most.longitude - least.longitude);
        let down = (down * KILOMETRES_PER_DEGREE).max(LEAST_SPAN);
        let across = (across * KILOMETRES_PER_DEGREE * middle.latitude.to_radians().cos()).max(LEAST_SPAN);
        let per_kilometre = ((WIDTH - 2.0 * MARGIN) / across).min((HEIGHT - 2.0 * MARGIN) / down);
        Some(Self { middle, per_kilometre })
    }

    fn place(&self, position: Position) -> (f64, f64) {
        let shrink = self.middle.latitude.to_radians().cos();
        let east = (position.longitude - self.middle.longitude) * KILOMETRES_PER_DEGREE * shrink;
        let north = (position.latitude - self.middle.latitude) * KILOMETRES_PER_DEGREE;
        (WIDTH / 2.0 + east * self.per_kilometre, HEIGHT / 2.0 - north * self.per_kilometre)
    }
}

impl MapPicture {
    fn bar_units(&self) -> String {
        unit(self.bar)
    }

    /// The picture of some points, with town halls from which so many kilometres were asked for; `None` without a point.
    pub(super) fn new(words: Words, points: &[Point], from: &[&Municipality], kilometres: Option<u32>) -> Option<Self> {
        let around = from.iter().filter(|_| kilometres.is_some()).map(|town| town.hall);
        // Of several towns of one name only those near what was found are drawn.
        let is_near = |hall: &Position| {
            points.iter().any(|point| hall.kilometres_to(point.position) <= f64::from(kilometres.unwrap_or(0)))
        };
        let halls: Vec<Position> = around.filter(is_near).collect();
        let all: Vec<Position> = points.iter().map(|point| point.position).chain(halls.iter().copied()).collect();
        if points.is_empty() {
            return None;
        }
        let ground = Projection::of(&all)?;
        let marks = marks(&ground, points);
        let names = names(&ground, &marks);
        let radius = f64::from(kilometres.unwrap_or(0)) * ground.per_kilometre;
        let from = halls.into_iter().map(|hall| {
            let (x, y) = ground.place(hall);
            Around { x, y, radius }
        });
        let bar_kilometres = longest_bar(ground.per_kilometre);
        Some(Self {
            words,
            names,
            from: from.collect(),
            bar: bar_kilometres * ground.per_kilometre,
            bar_kilometres: in_words(bar_kilometres),
            marks,
        })
    }
}

fn in_words(kilometres: f64) -> String {
    if kilometres < 1.0 { format!("{:.0} m", kilometres * 1000.0) } else { format!("{kilometres:.0} km") }
}

/// The longest round distance of which the bar has room.
fn longest_bar(per_kilometre: f64) -> f64 {
    let lengths = [0.1, 1.0, 10.0, 100.0].into_iter().flat_map(|tens| BARS.map(|one| one * tens));
    lengths.filter(|kilometres| kilometres * per_kilometre <= LONGEST_BAR).fold(0.1, f64::max)
}

fn marks(ground: &Projection, points: &[Point]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for point in points {
        let (x, y) = ground.place(point.position);
        match marks.iter_mut().find(|mark| (mark.x - x).hypot(mark.y - y) < APART) {
            Some(mark) => mark.numbers.push(point.number),
            None => marks.push(Mark { x, y, numbers: vec![point.number] }),
        }
    }
    marks
}

/// The names of the municipalities whose town halls lie in the picture, cities before their wards where there is no room for both.
fn names(ground: &Projection, marks: &[Mark]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut towns: Vec<&'static Municipality> = Municipality::all().iter().collect();
    let nearest = |town: &Municipality| {
        let (x, y) = ground.place(town.hall);
        marks.iter().map(|mark| (mark.x - x).hypot(mark.y - y)).fold(f64::MAX, f64::min)
    };
    let inside = |town: &&Municipality| {
        let (x, y) = ground.place(town.hall);
        (46.0..WIDTH - 46.0).contains(&x) && (24.0..HEIGHT - 48.0).contains(&y)
    };
    towns.retain(inside);
    towns.sort_by(|one, other| one.is_ward().cmp(&other.is_ward()).then(nearest(one).total_cmp(&nearest(other))));
    for town in towns {
        let (x, y) = ground.place(town.hall);
        let is_free = |name: &Name| (name.x - x).abs() >= NAMES_APART.0 || (name.y - y).abs() >= NAMES_APART.1;
        if names.len() < MOST_NAMES && names.iter().all(is_free) {
            names.push(Name { x, y, text: &town.name });
        }
    }
    names
}

/// A length or a place, to a tenth of a unit.
fn unit(length: f64) -> String {
    format!("{length:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        let word = |word: &str| word.to_owned();
        Words { title: word("地図"), description: word("一覧の番号"), north: word("北") }
    }

    fn point(number: usize, latitude: f64, longitude: f64) -> Point {
        Point { number, position: Position { latitude, longitude } }
    }

    fn drawn(points: &[Point]) -> MapPicture {
        MapPicture::new(words(), points, &[], None).expect("a picture")
    }

    #[test]
    fn the_map_shows_every_number_of_the_list_within_the_picture_or_in_a_mark_with_others() {
        let points: Vec<Point> = (1..=50)
            .map(|number| {
                let aside = f64::from(u32::try_from(number).expect("a number"));
                point(number, 43.0 + aside % 7.0 / 20.0, 141.2 + aside % 11.0 / 20.0)
            })
            .collect();
        let map = drawn(&points);
        let mut shown: Vec<usize> = map.marks.iter().flat_map(|mark| mark.numbers.clone()).collect();
        shown.sort_unstable();
        assert_eq!(shown, (1..=50).collect::<Vec<_>>());
        for mark in &map.marks {
            assert!(mark.x - mark.half_width() >= 0.0 && mark.x + mark.half_width() <= WIDTH, "{mark:?}");
            assert!((0.0..=HEIGHT).contains(&mark.y), "{mark:?}");
        }
        for (place, one) in map.marks.iter().enumerate() {
            let apart = |other: &Mark| (one.x - other.x).hypot(one.y - other.y) >= APART;
            assert!(map.marks[place + 1..].iter().all(apart), "no mark lies on another");
        }
    }

    #[test]
    fn north_is_up_and_a_kilometre_is_as_long_across_as_down() {
        let sapporo = Position { latitude: 43.062, longitude: 141.354 };
        let map = drawn(&[point(1, 43.062, 141.354), point(2, 43.152, 141.354), point(3, 43.062, 141.477)]);
        let [from, north, east] = &map.marks[..] else { panic!("three marks") };
        assert!(north.y < from.y && east.x > from.x);
        let ratio = |mark: &Mark, position: Position| {
            (mark.x - from.x).hypot(mark.y - from.y) / sapporo.kilometres_to(position)
        };
        let up = ratio(north, Position { latitude: 43.152, longitude: 141.354 });
        let across = ratio(east, Position { latitude: 43.062, longitude: 141.477 });
        assert!((up / across - 1.0).abs() < 0.02, "{up} {across}");
        let bar: f64 = map.bar_kilometres.trim_end_matches(" km").parse().expect("kilometres");
        assert!((map.bar / bar / up - 1.0).abs() < 0.02, "the bar is as long as it says");
    }

    #[test]
    fn u25_marks_bear_their_numbers_and_towns_their_names() {
        let text =
            drawn(&[point(1, 43.062, 141.354), point(2, 43.0621, 141.3541), point(3, 43.104, 141.536)]).to_string();
        for word in [">1・2<", ">3<", ">札幌市<", ">江別市<", ">北<", "km"] {
            assert!(text.contains(word), "{word} in {text}");
        }
        assert!(MapPicture::new(words(), &[], &[], None).is_none(), "without a point there is no map");
    }

    #[test]
    fn where_a_distance_was_asked_for_its_circle_is_drawn() {
        let sapporo = Municipality::named("札幌市");
        let map = MapPicture::new(words(), &[point(1, 43.1, 141.4)], &sapporo, Some(10)).expect("a picture");
        let [around] = &map.from[..] else { panic!("one town hall") };
        assert!(around.radius > 0.0 && map.to_string().contains("places__around"));
    }
}
