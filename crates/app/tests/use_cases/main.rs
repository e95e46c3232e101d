//! The use cases as sentences, on both engines.

mod denials;
mod ledger;
mod lists_and_decisions;
mod network;
mod packets;
mod referrals;
mod sign_in;
mod support;
mod tampering;
mod whole_case;
