//! What is true of every link, as a table beside the data.

use std::io::{self, Write};

use banso_domain::id::AgencyId;
use uuid::Uuid;

use super::link::Span;

/// The columns of the table.
pub const TRUTH_COLUMNS: &str =
    "person,episode_id,agency_id,partner_agency_id,from_date,to_date,per_month,regularity,state";

/// What is true of a link for some time.
#[derive(Clone, Debug, PartialEq)]
pub struct TruthRow {
    /// The number of the person, from 0 in the order in which they came.
    pub person: usize,
    /// The case, or the use of transition support: `episode_id` in the data package.
    pub episode: Uuid,
    /// The agency on whose side it is.
    pub agency: AgencyId,
    /// The other one; nobody for the person.
    pub partner: Option<AgencyId>,
    /// From when to when, how often in truth, and why.
    pub span: Span,
    /// The shape of the gaps: 1 as chance would have it, 16 nearly by the clock.
    pub shape: u32,
}

/// Writes the table as CSV. No cell needs to be quoted: there are numbers, identifiers, days and words of ours.
///
/// # Errors
///
/// Those of `out`.
pub fn write_truth(mut out: impl Write, rows: &[TruthRow]) -> io::Result<()> {
    writeln!(out, "{TRUTH_COLUMNS}")?;
    for TruthRow { person, episode, agency, partner, span, shape } in rows {
        let partner = partner.map(|id| id.to_string()).unwrap_or_default();
        let Span { from, to, per_month, turn } = span;
        let state = turn.name();
        writeln!(out, "{person},{episode},{agency},{partner},{from},{to},{per_month:.4},{shape},{state}")?;
    }
    out.flush()
}
