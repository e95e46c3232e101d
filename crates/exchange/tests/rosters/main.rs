//! Lists of resources as they are published, in small and with made-up offices: what is read, what is pointed at, what is refused.

mod bounds;
mod differences;
mod findings;
mod forms;
mod refusals;
mod support;
