//! 実習・就職 as a caseworker would say it: what is due, who agreed, what is refused, what is learnt at the end.
//!
//! `k_…` in a name is the number of the clock rule, `p_…` and `r_…` that of the rule.

#![expect(clippy::unwrap_used, reason = "a builder that cannot set the scene stops its test")]

mod contacts;
mod due_table;
mod dues;
mod employers;
mod life_stages;
mod power;
mod refusals;
mod support;
mod years;
