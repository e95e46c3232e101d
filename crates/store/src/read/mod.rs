//! What pages ask: every question about persons and cases takes the reader's row filter.

mod calendar;
mod case_row;
mod cases;
mod conferences;
mod contacts;
mod directory;
mod episodes;
mod filter;
mod gatherings;
mod jobs;
mod missing;
mod persons;
mod records;
mod referrals;
mod resources;
mod resources_out;
mod shared;
mod sheets;
mod survey;
mod way_notes;

pub use calendar::CalendarEntry;
pub use case_row::CaseRow;
pub use cases::{CaseHeader, CaseOrder, CaseSearch, CaseView, MOST_COUNTED, MOST_QUEUED, QueueCounts};
pub use conferences::ConferenceRow;
pub use directory::{AgencyRow, StaffRow};
pub(crate) use directory::{all_agencies, all_staff};
pub use episodes::{CaseUse, EpisodeDue, EpisodeRow};
pub use jobs::{JobDueRow, JobRow};
pub use missing::HeardGap;
pub use persons::{FoundPerson, PersonCases};
pub use records::{ContactCount, RecordRow};
pub use referrals::{ReferralRow, ReferralSearch, ReplyPageRow};
pub use resources::{DirectoryNews, ResourceRow};
pub use resources_out::{Leaving, OrganisationRow};
pub use shared::{AskedRow, EndingConsent, SharedCaseRow};
pub use sheets::SheetRow;
