//! Where people live: the town halls of Japan, to tell a position on land from one in the sea.

use std::sync::LazyLock;

use banso_domain::resource::Position;

/// Prefecture and place of every town hall. Made from localgovjp (CC0).
static TOWN_HALLS: LazyLock<Vec<(u32, Position)>> = LazyLock::new(|| {
    let lines = include_str!("../data/town-halls.csv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(town_hall).collect()
});

fn town_hall(line: &str) -> Option<(u32, Position)> {
    let mut cells = line.split(',');
    let prefecture = cells.next()?.parse().ok()?;
    let position = Position::in_japan(cells.next()?.parse().ok()?, cells.next()?.parse().ok()?)?;
    Some((prefecture, position))
}

/// How far the nearest town hall is, of one prefecture or of all, in kilometres.
pub(crate) fn kilometres_to_nearest(point: Position, prefecture: Option<u32>) -> f64 {
    let halls = TOWN_HALLS.iter().filter(|(of, _)| prefecture.is_none_or(|prefecture| prefecture == *of));
    halls.map(|(_, hall)| point.kilometres_to(*hall)).fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_prefecture_has_town_halls() {
        assert_eq!(TOWN_HALLS.len(), 1916);
        for prefecture in 1..=47 {
            assert!(TOWN_HALLS.iter().any(|(of, _)| *of == prefecture), "{prefecture}");
        }
    }
}
