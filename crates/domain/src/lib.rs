//! People, cases, plans, conferences and the rules that bind them: pure, no I/O, no clock, no randomness.
//!
//! Rules take a state, a command and the time, and return what happened or the rule that refuses.

#[macro_use]
mod words;

pub mod agency;
pub mod answer;
pub mod calendar;
pub mod case;
pub mod code_of_conduct;
pub mod conference;
pub mod employer;
pub mod episode;
pub mod form;
pub mod gathering;
pub mod id;
pub mod job;
pub mod ledger;
pub mod liaison;
pub mod life_stage;
pub mod linkage;
pub mod logic_model;
pub mod missing;
pub mod monthly_return;
pub mod neutrality;
pub mod notice;
pub mod person;
pub mod process;
pub mod referral;
pub mod regional_network;
pub mod resource;
pub mod reward;
pub mod rhythm_review;
pub mod rule;
pub mod self_portrait;
pub mod sheet;
pub mod staff;
pub mod survey;
pub mod text;
pub mod way_notes;
