//! The self-reliance programme as a caseworker would say it, from first contact to after closure.
//!
//! One file a theme; `sr_…` or `r_…` in a name is the number of the rule that the sentence is about.

#![expect(clippy::unwrap_used, reason = "a builder that cannot set the scene stops its test")]

mod closing;
mod conference;
mod contact;
mod dates;
mod decision;
mod follow_up;
mod handover;
mod handover_endings;
mod handover_walk;
mod journal_replay;
mod kinds;
mod liaison;
mod merge;
mod minutes;
mod monthly_return;
mod network;
mod network_warnings;
mod opening;
mod opinions;
mod packets;
mod places;
mod plan;
mod process_definition;
mod process_map;
mod protection;
mod random_walk;
mod referral;
mod rule_book;
mod screening;
mod sharing;
mod stages_and_dues;
mod story;
mod support;
mod support_record;
mod suspension;
mod tasks;
mod two_tiers;
mod unmet;
mod warnings;
