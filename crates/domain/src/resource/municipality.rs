//! Municipalities and wards, with where their town halls stand: areas to look in, and points to measure from.

use std::{collections::HashMap, sync::LazyLock};

use super::{PREFECTURES, Position, Told, prefecture_of_address};
use crate::text::{self, MunicipalityCode};

/// A municipality, or a ward of a large city.
#[derive(Clone, Debug, PartialEq)]
pub struct Municipality {
    /// Its code.
    pub code: MunicipalityCode,
    /// Its name; a ward stands behind its city, without a blank.
    pub name: String,
    /// Where its town hall stands.
    pub hall: Position,
    /// The code of the city that it is a ward of.
    city: Option<MunicipalityCode>,
}

/// The table beside this file says where it is from.
static ALL: LazyLock<Vec<Municipality>> =
    LazyLock::new(|| read(include_str!("municipalities.csv")).expect("a test reads the table that is built in"));

static BY_CODE: LazyLock<HashMap<MunicipalityCode, &'static Municipality>> =
    LazyLock::new(|| ALL.iter().map(|one| (one.code, one)).collect());

/// By prefecture, the longest names first.
static BY_PREFECTURE: LazyLock<HashMap<u32, Vec<&'static Municipality>>> = LazyLock::new(|| {
    let mut all: HashMap<u32, Vec<&'static Municipality>> = HashMap::new();
    for one in ALL.iter() {
        all.entry(one.code.prefecture()).or_default().push(one);
    }
    for some in all.values_mut() {
        some.sort_by_key(|one| std::cmp::Reverse(one.name.len()));
    }
    all
});

fn read(table: &str) -> Option<Vec<Municipality>> {
    let mut all: Vec<Municipality> = Vec::new();
    let mut city: Option<(String, MunicipalityCode)> = None;
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let [code, name, latitude, longitude] = line.split(',').collect::<Vec<_>>().try_into().ok()?;
        let code = MunicipalityCode::parse(code).ok()?;
        let hall = Position::in_japan(latitude.parse().ok()?, longitude.parse().ok()?)?;
        let of_city = name.split_once(' ').and_then(|(of, _)| city.as_ref().filter(|(name, _)| name == of));
        let one = Municipality { code, name: name.replace(' ', ""), hall, city: of_city.map(|(_, code)| *code) };
        if !name.contains(' ') {
            city = Some((name.to_owned(), code));
        }
        all.push(one);
    }
    Some(all)
}

impl Municipality {
    /// All of them, by code.
    pub fn all() -> &'static [Self] {
        &ALL
    }

    /// The one with a code; nothing for a prefecture, and for one that is no more.
    pub fn by_code(code: MunicipalityCode) -> Option<&'static Self> {
        BY_CODE.get(&code).copied()
    }

    /// Those that somebody means who types a name, with or without its prefecture: several where prefectures share a name.
    pub fn named(typed: &str) -> Vec<&'static Self> {
        let key = text::search_key(typed);
        let is_meant = |one: &&Self| {
            let name = text::search_key(&one.name);
            key == name || key == format!("{}{name}", text::search_key(one.prefecture()))
        };
        if key.is_empty() { Vec::new() } else { ALL.iter().filter(is_meant).collect() }
    }

    /// The one that an address names, the ward rather than its city. Without a prefecture it is told only if one alone has the name.
    pub fn of_address(address: &str) -> Option<&'static Self> {
        let address = address.trim_start();
        let Some(prefecture) = prefecture_of_address(address) else {
            let of_each = BY_PREFECTURE.values().filter_map(|some| begins(some, address));
            let mut found: Vec<&'static Self> = of_each.collect();
            found.sort_by_key(|one| std::cmp::Reverse(one.name.len()));
            let longest = found.first()?;
            return found.get(1).is_none_or(|next| next.name.len() < longest.name.len()).then_some(*longest);
        };
        let name = PREFECTURES.get(usize::try_from(prefecture).ok()?.checked_sub(1)?)?;
        let (some, rest) = (BY_PREFECTURE.get(&prefecture)?, address.strip_prefix(name)?.trim_start());
        begins(some, rest).or_else(|| begins(some, rest.split_once('郡')?.1))
    }

    /// The name of its prefecture.
    pub fn prefecture(&self) -> &'static str {
        let at = usize::try_from(self.code.prefecture()).unwrap_or_default();
        at.checked_sub(1).and_then(|at| PREFECTURES.get(at)).copied().unwrap_or_default()
    }

    /// Whether another one lies in it: the same, or a ward of it.
    pub fn holds(&self, other: &Self) -> bool {
        other.code == self.code || other.city == Some(self.code)
    }

    /// Whether it is a ward of a city that stands in the table itself.
    pub const fn is_ward(&self) -> bool {
        self.city.is_some()
    }
}

fn begins(some: &[&'static Municipality], rest: &str) -> Option<&'static Municipality> {
    some.iter().find(|one| rest.starts_with(&one.name)).copied()
}

/// So far from its own town hall, in kilometres, no place of a municipality on one piece of land is; the largest, 高山市, reaches 50.
const FARTHEST_FROM_HALL: f64 = 80.0;
/// So far from any town hall, in kilometres, there is only the sea.
const FARTHEST_FROM_ANY: f64 = 60.0;

impl Told {
    /// The municipality that it is in: of its address, or where that names none, of its code.
    pub fn municipality(&self) -> Option<&'static Municipality> {
        Municipality::of_address(&self.address()).or_else(|| self.jurisdiction().and_then(Municipality::by_code))
    }

    /// Where it is, where that can be: `None` for a point in the sea, and for one far from the municipality of its address (P-134).
    pub fn likely_position(&self) -> Option<Position> {
        let position = self.position()?;
        let is_near = |one: &Municipality, most: f64| one.hall.kilometres_to(position) <= most;
        let is_likely = match Municipality::of_address(&self.address()) {
            // Villages of islands reach far over the sea.
            Some(own) if own.prefecture() != "東京都" && own.prefecture() != "沖縄県" => {
                is_near(own, FARTHEST_FROM_HALL)
            }
            _ => Municipality::all().iter().any(|one| is_near(one, FARTHEST_FROM_ANY)),
        };
        is_likely.then_some(position)
    }

    /// Whether a point is told that cannot be (P-134).
    pub fn has_unlikely_position(&self) -> bool {
        use super::Field;
        let is_told = self.of(Field::Latitude).is_some() || self.of(Field::Longitude).is_some();
        is_told && self.likely_position().is_none()
    }
}
