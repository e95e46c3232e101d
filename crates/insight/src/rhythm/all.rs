//! Many links at once, on every core there is.

use std::{
    num::NonZero,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use super::{
    judge::Judgement,
    link::{Day, Link},
    region::Region,
};

/// So many links are taken at a time: enough that taking them costs nothing, few enough that no core waits for another.
const AT_ONCE: usize = 2_048;

impl Region {
    /// What is said of each link at the end of a day, in their order: the same as of each alone.
    pub fn judge_all(&self, links: &[Link], today: Day) -> Vec<Judgement> {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let next = AtomicUsize::new(0);
        let done: Mutex<Vec<(usize, Vec<Judgement>)>> = Mutex::default();
        let chunks: Vec<&[Link]> = links.chunks(AT_ONCE).collect();
        thread::scope(|scope| {
            for _ in 0..cores.min(chunks.len()) {
                scope.spawn(|| {
                    while let Some((index, chunk)) = {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        chunks.get(index).map(|chunk| (index, chunk))
                    } {
                        let said = chunk.iter().map(|link| self.judge(link, today)).collect();
                        done.lock().unwrap_or_else(PoisonError::into_inner).push((index, said));
                    }
                });
            }
        });
        let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.sort_unstable_by_key(|(index, _)| *index);
        done.into_iter().flat_map(|(_, said)| said).collect()
    }
}
