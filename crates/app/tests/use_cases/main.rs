//! The use cases as sentences, on both engines.

mod contacts;
mod denials;
mod episodes;
mod handover;
mod invitations;
mod ledger;
mod lists_and_decisions;
mod missing;
mod network;
mod neutrality;
mod notices;
mod older_jobs;
mod packets;
mod person_first;
mod protection;
mod referrals;
mod resources;
mod rewards;
mod sheets;
mod sign_in;
mod support;
mod tampering;
mod way_notes;
mod whole_case;
