//! The doors that a case has open to other agencies, and its consents: written anew whenever one of them changes.

use banso_domain::{
    case::sharing::Sharing,
    id::{CaseId, StaffId},
};

use super::case::Writes;
use crate::params;

pub(super) fn write(writes: &mut Writes, case: CaseId, assigned_to: StaffId, sharing: &Sharing) {
    writes.add("DELETE FROM case_share WHERE case_id = $1", params![case]);
    for share in sharing.shares() {
        writes.add(
            "INSERT INTO case_share (case_id, source_id, agency_id, from_on, until_on, items, basis)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            params![
                case,
                share.source,
                share.agency,
                share.from,
                share.until,
                share.items.number(),
                share.basis.name()
            ],
        );
    }
    for consent in &sharing.consents {
        writes.add(
            "INSERT INTO consent (id, case_id, from_on, until_on, withdrawn_on, assigned_to) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (id) DO UPDATE SET withdrawn_on = excluded.withdrawn_on",
            params![
                consent.id,
                case,
                consent.from,
                consent.until,
                consent.withdrawn.as_ref().map(|withdrawn| withdrawn.on),
                assigned_to
            ],
        );
    }
}
