//! Random uses: what always holds of terms and deadlines, whatever happened.

use banso_domain::episode::{
    DeadlineKind, Episode, EpisodeEnd, EpisodeEndReason, EpisodeEvent, Extension, Milestone, Noted, Programme,
    Shortening, Start, day_before_months, last_day,
};
use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;

use crate::support::*;

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..5_000).prop_map(|days| day("2019-01-01") + Days::new(days))
}

type Choice = (u8, u16, u32);

fn attempt(episode: &Episode, (what, days, months): Choice) -> Option<EpisodeEvent> {
    let on = episode.start.on + Days::new(u64::from(days));
    let event = match what % 7 {
        0 => episode.suspend(on, "入院", today()),
        1 => episode.resume(on, today()),
        2 => episode.extend(Extension { months, ground: None, reason: "続く".into(), decided_on: on }, today()),
        3 => episode.shorten(Shortening { to: on, reason: "転居".into(), decided_on: episode.start.on }, today()),
        4 => {
            let what = Milestone::ALL[usize::from(days) % Milestone::ALL.len()];
            episode.note(Noted { what, on, note: String::new() }, today())
        }
        5 => episode.finish(EpisodeEnd { on, reason: EpisodeEndReason::Health, note: String::new() }, today()),
        _ => episode.correct(
            Start { on: episode.start.on, months: None, hired_on: episode.start.hired_on, ground: None },
            None,
            "誤記",
            today(),
        ),
    };
    event.ok()
}

fn walk(programme: Programme, first: NaiveDate, choices: Vec<Choice>) -> Option<Vec<Episode>> {
    let hired_on = (programme == Programme::Retention).then(|| day_before_months(first, 8));
    let event = try_begin(programme, Start { on: first, months: None, hired_on, ground: None }, &[]).ok()?;
    let mut states = vec![Episode::apply(None, episode_id(1), &event)?];
    for choice in choices {
        let last = states.last()?;
        if let Some(event) = attempt(last, choice) {
            states.push(Episode::apply(Some(last.clone()), last.id, &event)?);
        }
    }
    Some(states)
}

fn any_programme() -> impl Strategy<Value = Programme> {
    proptest::sample::select(Programme::ALL)
}

proptest! {
    #[test]
    fn a_period_is_never_longer_than_its_months_and_the_next_one_begins_the_day_after(first in any_day(), months in 1u32..60) {
        let last = last_day(first, months);
        prop_assert!(first <= last);
        let days = (last - first).num_days() + 1;
        prop_assert!(days >= i64::from(months) * 28 && days <= i64::from(months) * 31);
        let next = last.succ_opt().unwrap();
        prop_assert!(next.day() == first.day() || (next.day() == 1 && first.day() > 28));
    }

    #[test]
    fn a_longer_period_ends_later(first in any_day(), months in 1u32..60) {
        prop_assert!(last_day(first, months) < last_day(first, months + 1));
    }

    #[test]
    fn whatever_happens_a_term_ends_on_or_after_its_start_and_its_steps_lead_to_its_end(
        programme in any_programme(),
        first in any_day(),
        choices in proptest::collection::vec((any::<u8>(), 0u16..1500, 1u32..14), 0..24),
    ) {
        for episode in walk(programme, first, choices).unwrap_or_default() {
            if let Some(term) = episode.term() {
                prop_assert!(episode.start.on <= term.ends_on);
                prop_assert_eq!(term.steps.last().unwrap().to(), term.ends_on);
                let most = episode.rules.months.unwrap() + episode.rules.extensions.iter().sum::<u32>() + 1;
                let suspended: u64 = episode.suspensions.iter()
                    .filter_map(|suspension| Some((suspension.resumed_on? - suspension.from).num_days().unsigned_abs()))
                    .sum();
                // Month ends may add up to three days for each extension.
                let latest = last_day(episode.start.on, most) + Days::new(suspended + 6);
                prop_assert!(term.ends_on <= latest);
            }
            if let Some(end) = &episode.end {
                prop_assert!(episode.start.on <= end.on);
            }
        }
    }

    #[test]
    fn whatever_happens_each_deadline_is_told_once_in_order_and_counts_from_a_day_that_is_known(
        programme in any_programme(),
        first in any_day(),
        choices in proptest::collection::vec((any::<u8>(), 0u16..1500, 1u32..14), 0..24),
    ) {
        for episode in walk(programme, first, choices).unwrap_or_default() {
            let deadlines = episode.deadlines();
            prop_assert!(deadlines.is_sorted());
            let mut kinds: Vec<DeadlineKind> = deadlines.iter().map(|deadline| deadline.kind).collect();
            kinds.sort_unstable();
            kinds.dedup();
            prop_assert_eq!(kinds.len(), deadlines.len());
            for deadline in &deadlines {
                match deadline.months {
                    Some(months) if months > 0 => {
                        let months = u32::try_from(months).unwrap();
                        prop_assert_eq!(deadline.on, last_day(deadline.from, months));
                    }
                    Some(months) => {
                        let months = u32::try_from(-months).unwrap();
                        prop_assert_eq!(deadline.on, day_before_months(deadline.from, months));
                    }
                    None => {}
                }
            }
            if !episode.is_open() {
                prop_assert!(kinds.iter().all(|kind| matches!(kind, DeadlineKind::LookBack | DeadlineKind::Judging)));
            }
        }
    }

    #[test]
    fn a_use_is_kept_as_its_events_and_read_again_as_it_was(
        programme in any_programme(),
        first in any_day(),
        choices in proptest::collection::vec((any::<u8>(), 0u16..1500, 1u32..14), 0..12),
    ) {
        for episode in walk(programme, first, choices).unwrap_or_default() {
            let kept = serde_json::to_string(&episode).unwrap();
            prop_assert_eq!(serde_json::from_str::<Episode>(&kept).unwrap(), episode);
        }
    }
}
