//! Agencies of one kind beside each other by how many people they count (漏斗プロット): within the inner lines chance alone explains the difference, outside
//! the outer ones it hardly does. No agency is named but the reader's own, and nothing is put in order by its share.

use askama::{Template, filters::HtmlSafe};
use banso_insight::indicators::funnel;

const WIDTH: i32 = 760;
const HEIGHT: i32 = 360;
const LEFT: i32 = 56;
const RIGHT: i32 = 20;
const TOP: i32 = 20;
const FOOT: i32 = 48;
/// Points of a line.
const POINTS: i32 = 60;

/// An agency: how many people it counts, and which share of them fits, in percent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Agency {
    pub(super) people: f64,
    pub(super) share: f64,
    pub(super) is_own: bool,
}

/// The words of the picture.
#[derive(Clone, Debug)]
pub(super) struct Words {
    pub(super) title: String,
    pub(super) description: String,
    /// Below the base line: how many people.
    pub(super) people: String,
    pub(super) own: Option<String>,
    pub(super) other: String,
    pub(super) all: String,
    pub(super) inner: String,
    pub(super) outer: String,
}

struct Dot {
    x: i32,
    y: i32,
    is_own: bool,
}

/// The picture. Write it into a template as `{{ picture }}`.
#[derive(Template)]
#[template(path = "pages/figures/funnel.html")]
pub(super) struct FunnelPicture {
    words: Words,
    middle: i32,
    /// Inner and outer limits: points of the lower and the upper line each.
    inner: [String; 2],
    outer: [String; 2],
    dots: Vec<Dot>,
    /// Marks below: where, and how many people.
    people: Vec<(i32, i64)>,
    /// Marks at the side: where, and percent.
    shares: Vec<(i32, i32)>,
}

impl HtmlSafe for FunnelPicture {}

fn across(people: f64, most: f64) -> i32 {
    LEFT + (f64::from(WIDTH - LEFT - RIGHT) * (people / most).clamp(0.0, 1.0)).round() as i32
}

fn down(percent: f64) -> i32 {
    TOP + (f64::from(HEIGHT - TOP - FOOT) * (1.0 - percent.clamp(0.0, 100.0) / 100.0)).round() as i32
}

impl FunnelPicture {
    /// The agencies around the share of all of them together, in percent; none where there are fewer than two.
    pub(super) fn new(words: Words, all: f64, agencies: &[Agency]) -> Option<Self> {
        if agencies.len() < 2 {
            return None;
        }
        let most = agencies.iter().map(|agency| agency.people).fold(10.0, f64::max) * 1.1;
        let share = (all / 100.0).clamp(0.0, 1.0);
        let limits = |which: usize, is_upper: bool| {
            let point = |index: i32| {
                let people = most * f64::from(index) / f64::from(POINTS);
                let (low, high) = funnel(share, people)[which];
                let at = if is_upper { high } else { low };
                format!("{},{}", across(people, most), down(100.0 * at))
            };
            (1..=POINTS).map(point).collect::<Vec<_>>().join(" ")
        };
        let dots = agencies.iter().map(|agency| Dot {
            x: across(agency.people, most),
            y: down(agency.share),
            is_own: agency.is_own,
        });
        let mut dots: Vec<Dot> = dots.collect();
        // The own one is drawn last, over the others.
        dots.sort_by_key(|dot| dot.is_own);
        let people = (0..=4)
            .map(|quarter| most * f64::from(quarter) / 4.0)
            .map(|people| (across(people, most), people.round() as i64));
        let shares = [0, 25, 50, 75, 100].map(|percent| (down(f64::from(percent)), percent));
        Some(Self {
            words,
            middle: down(all),
            inner: [limits(0, false), limits(0, true)],
            outer: [limits(1, false), limits(1, true)],
            dots,
            people: people.collect(),
            shares: shares.to_vec(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words {
            title: "定着率".to_owned(),
            description: "同じ内容は、下の表にあります。".to_owned(),
            people: "人数".to_owned(),
            own: Some("自分の機関".to_owned()),
            other: "同じ種別の機関".to_owned(),
            all: "全体".to_owned(),
            inner: "95%".to_owned(),
            outer: "99.8%".to_owned(),
        }
    }

    fn agency(people: f64, share: f64, is_own: bool) -> Agency {
        Agency { people, share, is_own }
    }

    #[test]
    fn r_01_and_r_07_agencies_of_one_kind_stand_by_their_size_between_the_limits_and_only_ones_own_is_marked() {
        let agencies = [agency(12.0, 50.0, false), agency(40.0, 80.0, true), agency(80.0, 62.5, false)];
        let picture = FunnelPicture::new(words(), 66.0, &agencies).unwrap().to_string();
        insta::assert_snapshot!(picture);
    }

    #[test]
    fn one_agency_alone_is_compared_with_nobody() {
        assert!(FunnelPicture::new(words(), 50.0, &[agency(12.0, 50.0, true)]).is_none());
    }

    #[test]
    fn nothing_is_drawn_outside_the_picture() {
        for all in [0.0, 50.0, 100.0] {
            let picture =
                FunnelPicture::new(words(), all, &[agency(0.0, 140.0, false), agency(1e9, -3.0, true)]).unwrap();
            assert!(picture.dots.iter().all(|dot| (LEFT..=WIDTH - RIGHT).contains(&dot.x)));
            assert!(picture.dots.iter().all(|dot| (TOP..=HEIGHT - FOOT).contains(&dot.y)));
        }
    }
}
