//! What pages ask: every question about persons and cases takes the reader's row filter.

mod cases;
mod conferences;
mod directory;
mod filter;
mod persons;
mod records;

pub use cases::{CaseHeader, CaseOrder, CaseRow, CaseSearch, CaseView, MOST_COUNTED, MOST_QUEUED, QueueCounts};
pub use conferences::ConferenceRow;
pub use directory::{AgencyRow, StaffRow};
pub(crate) use directory::{all_agencies, all_staff};
pub use persons::{FoundPerson, PersonCases};
pub use records::{ContactCount, RecordRow};
