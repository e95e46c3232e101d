//! The reader's row filter as SQL over `case_file`.

use banso_access::{Reach, RowFilter};

use crate::Value;

/// A condition over the alias `c` of `case_file`, whose parameters follow `params` that are there already.
pub(super) fn visible(filter: RowFilter, params: &mut Vec<Value>) -> String {
    let mut place = |agency: banso_domain::id::AgencyId| {
        params.push(agency.into());
        params.len()
    };
    match filter.reach() {
        Reach::Centre(agency) => format!("c.centre_id = ${}", place(agency)),
        Reach::Municipality(agency) => format!("(c.municipality_id = ${} AND c.municipality_sees = 1)", place(agency)),
        Reach::Both(agency) => {
            let n = place(agency);
            format!("(c.centre_id = ${n} OR (c.municipality_id = ${n} AND c.municipality_sees = 1))")
        }
        Reach::Nothing => "1 = 0".to_owned(),
    }
}
