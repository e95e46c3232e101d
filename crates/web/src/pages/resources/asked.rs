//! What somebody asks of the directory, as it stands in the address, and how it was understood.

use banso_domain::{
    calendar::{DateInputError, TimeInputError, japan, parse_day, parse_time},
    id::{CaseId, PlanId, ResourceId},
    resource::{Area, Municipality, Need, ResourceSearch},
};
use chrono::{DateTime, NaiveDate, Timelike, Utc};

use crate::{dates::explain, site::percent, text::Texts};

/// Distances offered, in kilometres.
pub(super) const DISTANCES: [u32; 4] = [5, 10, 20, 50];

/// What stands in the address. Nothing of it is about a person.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) words: String,
    pub(super) kind: String,
    /// A municipality, as typed.
    pub(super) area: String,
    /// Kilometres around its town hall; empty for the municipality itself.
    pub(super) within: String,
    /// The day on which it should be open, as typed.
    pub(super) on: String,
    /// The hour, as typed.
    pub(super) at: String,
    /// Also those that tell no hours.
    pub(super) untold: String,
    /// Only those with free places.
    pub(super) free: String,
    pub(super) need: String,
    /// Only those that agencies of the region have worked with.
    pub(super) known: String,
    /// Places that were chosen for a shortlist, by their identifiers with dots between them.
    pub(super) chosen: String,
    /// The case for which somebody looks, by its identifier: a referral is one press away.
    pub(super) case: String,
    /// The line of a plan for which somebody looks: the plan's identifier, a dot, the number of the line.
    pub(super) line: String,
    pub(super) page: usize,
}

/// The address of the places of one kind of service.
pub(in crate::pages) fn resources_of_kind(kind: &str) -> String {
    Asked::default().href(|asked| kind.clone_into(&mut asked.kind))
}

/// A line of a plan as addresses name it.
pub(super) fn line_of_plan(line: &str) -> Option<(PlanId, usize)> {
    let (plan, number) = line.trim().split_once('.')?;
    Some((plan.parse().ok()?, number.parse().ok()?))
}

impl Asked {
    /// Name and value of everything that is kept in the address, apart from the page.
    pub(super) fn pairs(&self) -> [(&'static str, &str); 13] {
        [
            ("words", self.words.trim()),
            ("kind", self.kind.trim()),
            ("area", self.area.trim()),
            ("within", self.within.trim()),
            ("on", self.on.trim()),
            ("at", self.at.trim()),
            ("untold", self.untold.trim()),
            ("free", self.free.trim()),
            ("need", self.need.trim()),
            ("known", self.known.trim()),
            ("chosen", self.chosen.trim()),
            ("case", self.case.trim()),
            ("line", self.line.trim()),
        ]
    }

    /// What stands in the address behind the path, with one thing changed.
    pub(super) fn query(&self, change: impl FnOnce(&mut Self)) -> String {
        let mut asked = Self { page: 0, ..self.clone() };
        change(&mut asked);
        let kept = asked.pairs().into_iter().filter(|(_, value)| !value.is_empty());
        let parts: Vec<String> = kept.map(|(name, value)| format!("{name}={}", percent(value))).collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    /// The address with one thing changed.
    pub(super) fn href(&self, change: impl FnOnce(&mut Self)) -> String {
        format!("/resources{}", self.query(change))
    }

    /// The places that were chosen.
    pub(super) fn places(&self) -> Vec<ResourceId> {
        self.chosen.split('.').filter_map(|place| place.parse().ok()).collect()
    }

    /// The case for which somebody looks.
    pub(super) fn case(&self) -> Option<CaseId> {
        self.case.parse().ok()
    }

    /// The plan and the line for which somebody looks.
    pub(super) fn line(&self) -> Option<(PlanId, usize)> {
        line_of_plan(&self.line)
    }

    /// The need that is chosen.
    pub(super) fn need(&self) -> Option<Need> {
        Need::from_name(&self.need)
    }

    /// The distance that is chosen.
    pub(super) fn kilometres(&self) -> Option<u32> {
        self.within.parse().ok().filter(|kilometres| DISTANCES.contains(kilometres))
    }

    /// The municipalities that are meant.
    pub(super) fn towns(&self) -> Vec<&'static Municipality> {
        Municipality::named(&self.area)
    }

    /// Where to look. A place that no table knows is looked for in the addresses, and nothing is measured from it.
    pub(super) fn area(&self) -> Area {
        let (towns, words) = (self.towns(), self.area.trim());
        match (towns.is_empty(), self.kilometres()) {
            (true, _) if words.is_empty() => Area::Everywhere,
            (true, _) => Area::Worded(words.to_owned()),
            (false, Some(kilometres)) => Area::Around(towns, kilometres),
            (false, None) => Area::Within(towns),
        }
    }

    /// The search, apart from who is known, with what is wrong with the day and with the hour.
    pub(super) fn understood(&self, t: &Texts, now: DateTime<Utc>) -> (ResourceSearch, When) {
        let when = When::of(t, &self.on, &self.at, japan::local_date(now));
        let search = ResourceSearch {
            words: self.words.trim().to_owned(),
            service_kind: self.kind.trim().to_owned(),
            area: self.area(),
            open_at: when.open_at,
            with_untold_hours: !self.untold.is_empty(),
            with_free_places: !self.free.is_empty(),
            needs: self.need().into_iter().collect(),
            ..ResourceSearch::default()
        };
        (search, when)
    }
}

/// When it should be open, as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct When {
    pub(super) open_at: Option<(NaiveDate, u16)>,
    pub(super) wrong_day: Option<String>,
    pub(super) wrong_time: Option<String>,
}

impl When {
    /// A day needs an hour; an hour alone is one of today.
    fn of(t: &Texts, on: &str, at: &str, today: NaiveDate) -> Self {
        let day = match parse_day(on) {
            Ok(day) => Ok(Some(day)),
            Err(DateInputError::Empty) => Ok(None),
            Err(error) => Err(explain(t, &error)),
        };
        let minute = match parse_time(at) {
            Ok(time) => Ok(u16::try_from(time.hour() * 60 + time.minute()).ok()),
            Err(TimeInputError::Empty) => Ok(None),
            Err(_) => Err(t.get("resources-time-wrong")),
        };
        match (day, minute) {
            (Ok(day), Ok(Some(minute))) => Self { open_at: Some((day.unwrap_or(today), minute)), ..Self::default() },
            (Ok(None), Ok(None)) => Self::default(),
            (Ok(Some(_)), Ok(None)) => Self { wrong_time: Some(t.get("resources-time-missing")), ..Self::default() },
            (day, minute) => Self { open_at: None, wrong_day: day.err(), wrong_time: minute.err() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    fn now() -> DateTime<Utc> {
        "2026-11-27T01:30:00Z".parse().expect("an instant")
    }

    fn understood(asked: &Asked) -> (ResourceSearch, When) {
        asked.understood(&Texts::shipped(Lang::Ja), now())
    }

    #[test]
    fn the_address_keeps_every_question_and_drops_one() {
        let asked = Asked { words: " 就労 ".into(), area: "札幌市".into(), page: 3, ..Asked::default() };
        let there = "/resources?words=%E5%B0%B1%E5%8A%B4&area=%E6%9C%AD%E5%B9%8C%E5%B8%82";
        assert_eq!(asked.href(|_| {}), there, "and begins with the first page");
        assert_eq!(asked.href(|asked| asked.area.clear()), "/resources?words=%E5%B0%B1%E5%8A%B4");
        assert_eq!(Asked::default().href(|_| {}), "/resources");
    }

    #[test]
    fn a_place_is_a_municipality_a_distance_from_one_or_words_of_an_address() {
        let area = |area: &str, within: &str| {
            understood(&Asked { area: area.into(), within: within.into(), ..Asked::default() }).0.area
        };
        assert!(matches!(area("札幌市", ""), Area::Within(towns) if towns.len() == 1));
        assert!(matches!(area("府中市", "10"), Area::Around(towns, 10) if towns.len() == 2));
        assert!(matches!(area("札幌市", "7"), Area::Within(_)), "no distance that is not offered");
        assert_eq!(area("みどりの丘市", "10"), Area::Worded("みどりの丘市".into()));
        assert_eq!(area(" ", "10"), Area::Everywhere);
    }

    #[test]
    fn u5_an_hour_alone_is_one_of_today_and_a_day_alone_asks_for_its_hour() {
        let when = |on: &str, at: &str| understood(&Asked { on: on.into(), at: at.into(), ..Asked::default() }).1;
        let today = japan::local_date(now());
        assert_eq!(when("", "午後2時半").open_at, Some((today, 14 * 60 + 30)));
        assert_eq!(when("令和8年12月1日", "1030").open_at, Some(("2026-12-01".parse().expect("a day"), 630)));
        let lacking = when("2026-12-01", "");
        assert!(lacking.open_at.is_none() && lacking.wrong_time.is_some() && lacking.wrong_day.is_none());
        let wrong = when("いつか", "25時");
        assert!(wrong.open_at.is_none() && wrong.wrong_time.is_some() && wrong.wrong_day.is_some());
    }
}
