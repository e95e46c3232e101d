//! Denials in the journal, without letting anybody fill the disk or tell by the time of an answer what exists.
//!
//! The first denial of a member of staff is journalled at once, in a short transaction of its own that the answer does not wait
//! for. Those that follow are collected and journalled together, at first a minute later and then ever more seldom; beyond
//! fifty different ones they are only counted. A thing that is not there is noted like one that the asker may not see.

use std::{
    collections::{BTreeMap, HashMap, btree_map::Entry},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use banso_access::Actor;
use banso_domain::id::{AgencyId, StaffId};
use banso_store::{DenialReport, DeniedRequest, StoreError};

use crate::App;

/// How long denials are collected at first.
const SHORTEST: Duration = Duration::from_secs(60);
/// How long they are collected while they go on.
const LONGEST: Duration = Duration::from_secs(3600);
/// So many different requests are listed in one entry.
const LISTED: usize = 50;

/// What is being collected.
#[derive(Debug, Default)]
pub(crate) struct Denials {
    windows: Mutex<HashMap<StaffId, Window>>,
    /// Held from taking denials out until they are on disk, so that nobody ends in between.
    writing: tokio::sync::Mutex<()>,
}

/// The denials of one member of staff since the last entry.
#[derive(Debug)]
struct Window {
    agency: AgencyId,
    requests: BTreeMap<DeniedRequest, u64>,
    not_listed: u64,
}

impl Window {
    const fn of(agency: AgencyId) -> Self {
        Self { agency, requests: BTreeMap::new(), not_listed: 0 }
    }

    fn add(&mut self, request: DeniedRequest) {
        let is_full = self.requests.len() >= LISTED;
        match self.requests.entry(request) {
            Entry::Occupied(mut known) => *known.get_mut() += 1,
            Entry::Vacant(_) if is_full => self.not_listed += 1,
            Entry::Vacant(new) => drop(new.insert(1)),
        }
    }

    fn is_empty(&self) -> bool {
        self.requests.is_empty() && self.not_listed == 0
    }

    fn report(self) -> DenialReport {
        DenialReport { requests: self.requests.into_iter().collect(), not_listed: self.not_listed }
    }
}

impl Denials {
    fn windows(&self) -> MutexGuard<'_, HashMap<StaffId, Window>> {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// Notes that somebody was turned away. Returns at once; the journal is written meanwhile.
    pub fn note_denial(&self, actor: &Actor, request: DeniedRequest) {
        let (staff, agency) = (actor.staff(), actor.agency());
        {
            let mut windows = self.inner.denials.windows();
            if let Some(window) = windows.get_mut(&staff) {
                return window.add(request);
            }
            let mut first = Window::of(agency);
            first.add(request);
            windows.insert(staff, first);
        }
        let app = self.clone();
        tokio::spawn(async move {
            let mut pause = SHORTEST;
            while app.journal_denials_of(staff).await {
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LONGEST);
            }
        });
    }

    /// Journals what was collected; `false` if there was nothing, and the next denial is a first one again.
    async fn journal_denials_of(&self, staff: StaffId) -> bool {
        let _writing = self.inner.denials.writing.lock().await;
        let window = {
            let mut windows = self.inner.denials.windows();
            match windows.remove(&staff) {
                Some(window) if !window.is_empty() => {
                    windows.insert(staff, Window::of(window.agency));
                    window
                }
                _ => return false,
            }
        };
        self.journal(staff, window).await;
        true
    }

    async fn journal(&self, staff: StaffId, window: Window) {
        let agency = window.agency;
        let report = window.report();
        let requests: u64 = report.not_listed + report.requests.iter().map(|(_, times)| times).sum::<u64>();
        tracing::warn!(%staff, requests, "Turned away");
        let written = async {
            let tx = self.inner.store.begin().await?;
            tx.record_denials(staff, agency, self.inner.clock.now(), &report).await?;
            tx.commit().await
        };
        if let Err(error) = written.await as Result<(), StoreError> {
            tracing::error!(%staff, %error, "Denials could not be journalled");
        }
    }

    /// Journals everything that was collected, when the program stops.
    pub async fn settle_denials(&self) {
        let _writing = self.inner.denials.writing.lock().await;
        let waiting: Vec<_> = self.inner.denials.windows().drain().filter(|(_, window)| !window.is_empty()).collect();
        for (staff, window) in waiting {
            self.journal(staff, window).await;
        }
    }
}
