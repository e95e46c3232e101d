//! Where agencies stand in the picture of the network: those of one municipality in a field of their own, each in a place of its own, and those
//! who work together near each other. The same network always gives the same picture.
//!
//! Places are a loose grid, so that no two agencies lie on one another at any number of them. Beginning with the order of the list, an agency
//! moves or changes places with another as long as the lines become shorter.

const WIDTH: f64 = 960.0;
/// Room around everything, and between fields.
const GAP: f64 = 12.0;
/// The name of a field stands here.
const HEAD: f64 = 26.0;
/// Below the last names.
const FOOT: f64 = 8.0;
/// More places than agencies, so that there is room to move.
const LOOSE: f64 = 1.25;
/// So often every agency is asked whether it would stand better elsewhere.
const ROUNDS: usize = 6;

/// A place in the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Spot {
    fn to(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// The field of a group.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// The picture without its words.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) width: f64,
    pub(super) height: f64,
    /// By group.
    pub(super) fields: Vec<Field>,
    /// By agency.
    pub(super) spots: Vec<Spot>,
    /// Room of one agency: across, down.
    pub(super) room: (f64, f64),
}

/// The room that each of so many agencies has.
const fn room_of(agencies: usize) -> (f64, f64) {
    match agencies {
        0..=24 => (156.0, 112.0),
        25..=60 => (104.0, 92.0),
        _ => (52.0, 54.0),
    }
}

/// Lays agencies out; `groups` says to which field each belongs, from 0 without a gap, and `ties` which two work together.
pub(super) fn lay_out(groups: &[usize], ties: &[(usize, usize)]) -> Layout {
    let room = room_of(groups.len());
    let mut sizes = vec![0_usize; groups.iter().max().map_or(0, |last| last + 1)];
    for group in groups {
        sizes[*group] += 1;
    }
    let (fields, columns) = fields(&sizes, room);
    let mut places: Vec<Vec<Spot>> = Vec::new();
    for (field, columns) in fields.iter().zip(&columns) {
        places.push(places_in(field, *columns, room));
    }
    let height = fields.iter().map(|field| field.top + field.height).fold(0.0, f64::max) + GAP;
    let spots = Seats::new(groups, ties, &places).settle();
    Layout { width: WIDTH, height, fields, spots, room }
}

/// Fields side by side and below each other, with the number of columns of each.
fn fields(sizes: &[usize], room: (f64, f64)) -> (Vec<Field>, Vec<usize>) {
    let all = whole((WIDTH - GAP) / (room.0 + GAP / 4.0)).max(1);
    let mut rows: Vec<(Vec<usize>, usize)> = Vec::new();
    for (group, size) in sizes.iter().enumerate() {
        let places = loose(*size);
        let columns = if sizes.len() == 1 { all } else { whole((places * 1.6).sqrt().ceil()).clamp(2, all) };
        match rows.last_mut() {
            Some((groups, used)) if *used + columns <= all => {
                groups.push(group);
                *used += columns;
            }
            _ => rows.push((vec![group], columns)),
        }
    }
    let mut fields = vec![Field { left: 0.0, top: 0.0, width: 0.0, height: 0.0 }; sizes.len()];
    let mut columns = vec![1; sizes.len()];
    let mut top = GAP;
    for (groups, _) in rows {
        // The row is shared out by size, and filled.
        let weight = |group: usize| loose(sizes[group]).max(2.0).sqrt();
        let total: f64 = groups.iter().map(|group| weight(*group)).sum();
        let width = WIDTH - GAP * (1.0 + real(groups.len()));
        let mut left = GAP;
        let mut deep = 0.0_f64;
        for group in &groups {
            let field = &mut fields[*group];
            (field.left, field.top, field.width) = (left, top, (width * weight(*group) / total).floor());
            columns[*group] = whole(field.width / room.0).max(1);
            let lines = (loose(sizes[*group]) / real(columns[*group])).ceil().max(1.0);
            deep = deep.max(HEAD + lines * room.1 + FOOT);
            left += field.width + GAP;
        }
        for group in groups {
            fields[group].height = deep;
        }
        top += deep + GAP;
    }
    (fields, columns)
}

fn loose(size: usize) -> f64 {
    (real(size) * LOOSE).ceil()
}

#[expect(clippy::cast_precision_loss, reason = "there are a few hundred agencies")]
const fn real(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lengths of a picture")]
const fn whole(length: f64) -> usize {
    if length > 0.0 { length as usize } else { 0 }
}

/// The places of a field: every second one stands a little lower, and every second line further right, so that lines run beside marks and not
/// through them.
fn places_in(field: &Field, columns: usize, room: (f64, f64)) -> Vec<Spot> {
    let lines = whole((field.height - HEAD) / room.1 + 0.01);
    let across = field.width / real(columns);
    let place = |number: usize| {
        let (line, column) = (number / columns, number % columns);
        let aside = if line.is_multiple_of(2) { -0.1 } else { 0.1 };
        let down = if column.is_multiple_of(2) { -0.1 } else { 0.1 };
        Spot {
            x: field.left + (real(column) + 0.5 + aside) * across,
            y: field.top + HEAD + (real(line) + 0.42 + down) * room.1,
        }
    };
    (0..lines * columns).map(place).collect()
}

/// Who sits where.
struct Seats<'a> {
    groups: &'a [usize],
    places: &'a [Vec<Spot>],
    beside: Vec<Vec<usize>>,
    /// By agency, the number of its place in its field.
    seat: Vec<usize>,
    /// By field and place, who sits there.
    taken: Vec<Vec<Option<usize>>>,
}

impl<'a> Seats<'a> {
    fn new(groups: &'a [usize], ties: &[(usize, usize)], places: &'a [Vec<Spot>]) -> Self {
        let mut beside = vec![Vec::new(); groups.len()];
        for (one, other) in ties {
            beside[*one].push(*other);
            beside[*other].push(*one);
        }
        let mut taken: Vec<Vec<Option<usize>>> = places.iter().map(|places| vec![None; places.len()]).collect();
        let mut next = vec![0; places.len()];
        let mut seat = Vec::new();
        for (agency, group) in groups.iter().enumerate() {
            taken[*group][next[*group]] = Some(agency);
            seat.push(next[*group]);
            next[*group] += 1;
        }
        Self { groups, places, beside, seat, taken }
    }

    fn spot(&self, agency: usize) -> Spot {
        self.places[self.groups[agency]][self.seat[agency]]
    }

    /// How long the lines of an agency would be at a place; one to `without` is left out.
    fn length(&self, agency: usize, at: Spot, without: Option<usize>) -> f64 {
        let others = self.beside[agency].iter().filter(|other| Some(**other) != without);
        others.map(|other| at.to(self.spot(*other))).sum()
    }

    /// By how much lines become shorter if an agency takes a place and whoever sits there takes its own.
    fn gain(&self, agency: usize, seat: usize) -> f64 {
        let (here, there) = (self.spot(agency), self.places[self.groups[agency]][seat]);
        let other = self.taken[self.groups[agency]][seat];
        let own = self.length(agency, here, other) - self.length(agency, there, other);
        let its = other.map_or(0.0, |it| self.length(it, there, Some(agency)) - self.length(it, here, Some(agency)));
        own + its
    }

    fn settle(mut self) -> Vec<Spot> {
        for _ in 0..ROUNDS {
            let mut moved = false;
            for agency in 0..self.groups.len() {
                let seats = 0..self.places[self.groups[agency]].len();
                let gains = seats.filter(|seat| *seat != self.seat[agency]).map(|seat| (self.gain(agency, seat), seat));
                let best = gains.max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
                let Some((gain, seat)) = best else { continue };
                if gain > 1.0 {
                    self.change(agency, seat);
                    moved = true;
                }
            }
            if !moved {
                break;
            }
        }
        (0..self.groups.len()).map(|agency| self.spot(agency)).collect()
    }

    fn change(&mut self, agency: usize, seat: usize) {
        let taken = &mut self.taken[self.groups[agency]];
        let before = self.seat[agency];
        if let Some(other) = taken[seat] {
            self.seat[other] = before;
        }
        taken[before] = taken[seat];
        taken[seat] = Some(agency);
        self.seat[agency] = seat;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A region of so many agencies in five municipalities, each working with a few others.
    fn region(agencies: usize) -> (Vec<usize>, Vec<(usize, usize)>) {
        let groups = (0..agencies).map(|agency| (agency * 7 % 11).min(4)).collect();
        let ties = (1..agencies).flat_map(|agency| [(agency / 3, agency), (agency * 5 % agency, agency)]);
        (groups, ties.filter(|(one, other)| one != other).collect())
    }

    #[test]
    fn at_12_and_at_200_agencies_no_mark_lies_on_another_and_each_stands_in_its_field() {
        for count in [1, 2, 12, 60, 200, 250] {
            let (groups, ties) = region(count);
            let layout = lay_out(&groups, &ties);
            for (place, spot) in layout.spots.iter().enumerate() {
                let field = layout.fields[groups[place]];
                assert!(spot.x > field.left && spot.x < field.left + field.width, "{count}: {spot:?} {field:?}");
                assert!(spot.y > field.top + HEAD - 8.0 && spot.y < field.top + field.height, "{count}: {spot:?}");
                for other in &layout.spots[place + 1..] {
                    assert!(spot.to(*other) >= 30.0, "{count}: {spot:?} {other:?}");
                }
            }
            assert!(layout.height > 100.0 && layout.height < 2_000.0, "{count}: {}", layout.height);
        }
    }

    #[test]
    fn the_same_network_gives_the_same_picture_and_lines_are_shorter_than_in_the_order_of_the_list() {
        let (groups, ties) = region(120);
        let (one, other) = (lay_out(&groups, &ties), lay_out(&groups, &ties));
        assert_eq!(one.spots, other.spots);
        let loose = lay_out(&groups, &[]);
        let length = |spots: &[Spot]| ties.iter().map(|(from, to)| spots[*from].to(spots[*to])).sum::<f64>();
        assert!(length(&one.spots) < 0.9 * length(&loose.spots));
    }
}
