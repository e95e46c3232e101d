//! Who may do what, and see which part: one decision function, one row filter.
//!
//! Code that acts says *what* it wants to do; only this crate knows *who may*. Refuses by default. A [`Permit`] cannot be made
//! elsewhere, and the store's writing functions ask for one. Lists, searches, prints and exports take a [`RowFilter`] from here.

mod action;
mod actor;
mod decide;
mod episode;
mod filter;
mod gathering;
mod job;
mod named;
mod package;
mod packet;
mod referral;
mod sheet;

pub use action::{Action, Subject};
pub use actor::Actor;
pub use decide::{
    CaseScope, ConferenceScope, Denial, DirectoryScope, EmployerScope, OfficeScope, Permit, Target, decide,
    shared_items,
};
pub use episode::{CaseDoors, EpisodeFilter, EpisodeScope, EpisodeSight, counts_for, episode_sight};
pub use filter::{Reach, RowFilter, SharedFilter};
pub use gathering::{GatheringFilter, GatheringScope};
pub use job::{JobFilter, JobScope, JobSight, job_sight};
pub use named::Named;
pub use package::{PackageFilter, PackageScope};
pub use packet::{Seat, SittingScope, cut_for_seat};
pub use referral::{InboxFilter, ReferralScope};
pub use sheet::{SheetFilter, SheetScope, SheetSight, ShownParts, knows_of_sheet, sheet_sight};
