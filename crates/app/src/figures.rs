//! 連携の指標: the figures of a period, for the region and each agency. They are counted from the whole record at once, out of sight of whoever asks,
//! and kept for a while: pages tell the figures as they were at a moment, which stands beside them.
//!
//! No row leaves: nobody is named, and no ledger is written. Who does not want to be counted and who is protected is not counted (P-170). A few
//! people are told to nobody but to those who work on their records.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, OfficeScope, Permit, Target, decide};
use banso_domain::{calendar::japan, id::AgencyId};
use banso_insight::indicators::{Figure, ForWhom, Indicator, Key, Period, beside_own, figures};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use tokio::sync::watch;

use crate::{App, UseCaseError, indicators};

/// So long whoever asks waits for figures that are being counted.
const PATIENCE: Duration = Duration::from_secs(4);
/// Figures are kept for so many times as long as it took to count them, a minute at least and to the end of the day at most.
const KEPT_FOR: i32 = 100;
/// So many periods are kept, and so many wait to be counted, one after the other.
const MOST_PERIODS: usize = 24;
const MOST_WAITING: usize = 6;

/// The figures of a period.
struct RegionFigures {
    /// Of which period.
    period: Period,
    /// When they were counted.
    counted_at: DateTime<Utc>,
    /// How long it took.
    took: TimeDelta,
    definitions: Arc<Vec<Indicator>>,
    guarded: Vec<Figure>,
    full: Vec<Figure>,
    people: u64,
    people_of: HashMap<AgencyId, u64>,
    agencies: HashMap<Key, AgencyId>,
}

/// An indicator with what a reader may be told of it.
pub struct ToldIndicator<'a> {
    /// What is counted over what, and what is to be known of it.
    pub definition: &'a Indicator,
    /// Of the region, part by part.
    pub region: Vec<Figure>,
    /// Of the reader's own agency, part by part, in full.
    pub own: Vec<&'a Figure>,
    /// Of other agencies, part by part, as everybody is told them.
    pub others: Vec<(AgencyId, &'a Figure)>,
}

/// What there is for whoever asks.
pub enum Figures {
    /// They were counted.
    Counted(FiguresOf),
    /// They are being counted; it takes longer than anybody likes to wait for a page.
    BeingCounted,
}

/// The figures of a period as one reader is told them.
pub struct FiguresOf {
    region: Arc<RegionFigures>,
    /// The reader's agency, where they work on its records.
    own: Option<AgencyId>,
}

type Count = watch::Receiver<Option<Arc<RegionFigures>>>;

/// Figures that were counted or are being counted, by their first and last day.
#[derive(Default)]
pub(crate) struct KeptFigures {
    kept: Mutex<HashMap<(NaiveDate, NaiveDate), Count>>,
    /// One period is counted at a time.
    counting: tokio::sync::Mutex<()>,
}

impl KeptFigures {
    fn kept(&self) -> MutexGuard<'_, HashMap<(NaiveDate, NaiveDate), Count>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What there is of a period.
fn counted(count: &Count) -> Option<Arc<RegionFigures>> {
    count.borrow().clone()
}

impl RegionFigures {
    /// Whether they are still told at a moment.
    fn is_told_at(&self, now: DateTime<Utc>) -> bool {
        let kept_for = (self.took * KEPT_FOR).max(TimeDelta::minutes(1));
        japan::local_date(now) == japan::local_date(self.counted_at) && now - self.counted_at < kept_for
    }
}

impl FiguresOf {
    /// When they were counted.
    pub fn counted_at(&self) -> DateTime<Utc> {
        self.region.counted_at
    }

    /// Of which period.
    pub fn period(&self) -> Period {
        self.region.period
    }

    /// The reader's own agency, where its figures are told in full.
    pub fn own(&self) -> Option<AgencyId> {
        self.own
    }

    /// How many people used something in the period: in the region, and at the reader's own agency. Counts are read beside them.
    pub fn people(&self) -> (u64, Option<u64>) {
        let own = self.own.map(|own| self.region.people_of.get(&own).copied().unwrap_or(0));
        (self.region.people, own)
    }

    /// Every indicator that is valid in the period, in the order of their identifiers.
    pub fn all(&self) -> Vec<ToldIndicator<'_>> {
        (0..self.region.definitions.len()).filter_map(|place| self.at(place)).collect()
    }

    /// One indicator, by its identifier.
    pub fn of(&self, id: &str) -> Option<ToldIndicator<'_>> {
        let place = self.region.definitions.iter().position(|known| known.id == id)?;
        self.at(place)
    }

    fn agency_of(&self, figure: &Figure) -> Option<AgencyId> {
        figure.agency.and_then(|key| self.region.agencies.get(&key)).copied()
    }

    fn at(&self, place: usize) -> Option<ToldIndicator<'_>> {
        let definition = self.region.definitions.get(place)?;
        let guarded: Vec<&Figure> = self.region.guarded.iter().filter(|figure| figure.indicator == place).collect();
        if guarded.is_empty() {
            return None;
        }
        let is_own = |figure: &&Figure| self.own.is_some() && self.agency_of(figure) == self.own;
        let own = self.region.full.iter().filter(|figure| figure.indicator == place && figure.agency.is_some());
        let own: Vec<&Figure> = own.filter(is_own).collect();
        let others: Vec<(AgencyId, &Figure)> = guarded
            .iter()
            .filter(|figure| figure.agency.is_some() && !is_own(figure))
            .filter_map(|figure| Some((self.agency_of(figure)?, *figure)))
            .collect();
        let of_part = |part: &Figure, one: &Figure| part.phase == one.phase && part.purpose == one.purpose;
        let region = guarded.iter().filter(|figure| figure.agency.is_none()).map(|whole| {
            let own = own.iter().find(|figure| of_part(whole, figure)).copied();
            let told: Vec<&Figure> =
                others.iter().map(|(_, figure)| *figure).filter(|figure| of_part(whole, figure)).collect();
            beside_own(definition, (*whole).clone(), own, &told)
        });
        Some(ToldIndicator { definition, region: region.collect(), own, others })
    }
}

impl App {
    /// The figures of a period, as the reader is told them. Where nobody asked for them lately they are counted now, and whoever waits too long is
    /// told that they are being counted.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who support nobody, [`UseCaseError::Definition`] for a definition that is wrong, or where counting
    /// failed: the log says why.
    #[boxed]
    pub async fn figures(&self, actor: &Actor, period: Period) -> Result<Figures, UseCaseError> {
        let permit = self.directory_permit(actor, Action::ReadFigures).await?;
        let office = OfficeScope { agency: actor.agency(), municipality: None };
        let own = decide(actor, Action::ReadOfficeFigures, Target::Office(office)).is_ok().then(|| actor.agency());
        let Some(mut count) = self.count_of(permit, period)? else { return Ok(Figures::BeingCounted) };
        let told = tokio::time::timeout(PATIENCE, count.wait_for(Option::is_some)).await;
        match told {
            Err(_) => Ok(Figures::BeingCounted),
            Ok(Ok(region)) => match region.as_ref() {
                Some(region) => Ok(Figures::Counted(FiguresOf { region: Arc::clone(region), own })),
                None => Ok(Figures::BeingCounted),
            },
            Ok(Err(_)) => {
                Err(UseCaseError::Definition("the figures could not be counted; the log says why".to_owned()))
            }
        }
    }

    /// Whether somebody may ask for figures at all.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn may_read_figures(&self, actor: &Actor) -> Result<bool, UseCaseError> {
        self.may_in_region(actor, Action::ReadFigures).await
    }

    /// The count of a period: one that is kept or goes on, or one that begins now; none where too many wait already.
    fn count_of(&self, permit: Permit, period: Period) -> Result<Option<Count>, UseCaseError> {
        let mut kept = self.inner.figures.kept();
        let now = self.inner.clock.now();
        kept.retain(|_, count| match counted(count) {
            Some(region) => region.is_told_at(now),
            // Still counting, unless whoever counted gave up.
            None => count.has_changed().is_ok(),
        });
        if let Some(count) = kept.get(&(period.from, period.until)) {
            return Ok(Some(count.clone()));
        }
        if kept.values().filter(|count| counted(count).is_none()).count() >= MOST_WAITING {
            return Ok(None);
        }
        if kept.len() >= MOST_PERIODS {
            let oldest = kept.iter().filter_map(|(days, count)| Some((counted(count)?.counted_at, *days))).min();
            oldest.map(|(_, days)| kept.remove(&days));
        }
        let definitions = Arc::new(indicators(self.inner.definitions.directory.as_deref())?);
        let (told, count) = watch::channel(None);
        kept.insert((period.from, period.until), count.clone());
        let app = self.clone();
        tokio::spawn(async move {
            let _one_at_a_time = app.inner.figures.counting.lock().await;
            match app.count(&permit, period, definitions).await {
                Ok(region) => drop(told.send(Some(Arc::new(region)))),
                Err(error) => tracing::error!(%error, "figures could not be counted"),
            }
        });
        Ok(Some(count))
    }

    async fn count(
        &self,
        permit: &Permit,
        period: Period,
        definitions: Arc<Vec<Indicator>>,
    ) -> Result<RegionFigures, crate::PackageError> {
        let begun = Instant::now();
        let counted_at = self.inner.clock.now();
        let (tables, agencies) = self.count_for_pages(permit, period).await?.finish();
        let reckoned = tokio::task::spawn_blocking(move || {
            let guarded = figures(&definitions, &tables, ForWhom::Everybody);
            let full = figures(&definitions, &tables, ForWhom::ReadersOfTheRecords);
            (guarded, full, tables.people_in_use(), definitions)
        });
        let (guarded, full, (people, people_of), definitions) = reckoned.await.map_err(std::io::Error::other)?;
        let agencies = agencies.into_iter().filter_map(|(key, id)| Some((key, id.parse().ok()?)));
        let agencies: HashMap<Key, AgencyId> = agencies.collect();
        let people_of = people_of.into_iter().filter_map(|(key, people)| Some((*agencies.get(&key)?, people)));
        Ok(RegionFigures {
            period,
            counted_at,
            took: TimeDelta::from_std(begun.elapsed()).unwrap_or_default(),
            definitions,
            guarded,
            full,
            people,
            people_of: people_of.collect(),
            agencies,
        })
    }
}
