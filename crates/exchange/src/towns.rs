//! Where people live: the town halls of Japan, to tell a position on land from one in the sea.

use banso_domain::resource::{Municipality, Position};

/// How far the nearest town hall is, of one prefecture or of all, in kilometres.
pub(crate) fn kilometres_to_nearest(point: Position, prefecture: Option<u32>) -> f64 {
    let halls = Municipality::all()
        .iter()
        .filter(|one| prefecture.is_none_or(|prefecture| prefecture == one.code.prefecture()));
    halls.map(|one| point.kilometres_to(one.hall)).fold(f64::INFINITY, f64::min)
}
