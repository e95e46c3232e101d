//! The use of programmes as a サビ管 or a caseworker would say it: terms, deadlines, phases, and what is refused.
//!
//! `k_…` in a name is the number of the clock rule, `p_…` and `r_…` that of the rule.

#![expect(clippy::unwrap_used, reason = "a builder that cannot set the scene stops its test")]

mod asked_sides;
mod assessed_elsewhere;
mod begins;
mod care;
mod deadlines;
mod definitions;
mod hiring;
mod item_wordings;
mod neutrality;
mod notable;
mod person_first;
mod plan_cycle;
mod random_walk;
mod refusals;
mod rewards;
mod sheets;
mod support;
mod terms;
mod use_conference;
mod ways;
