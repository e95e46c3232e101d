//! What the store promises, on both engines.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod alone;
mod backup;
mod encryption;
mod entries;
mod erasure;
mod group_commit;
mod journal;
mod kept;
mod kill;
mod opening;
mod resources;
mod transactions;
