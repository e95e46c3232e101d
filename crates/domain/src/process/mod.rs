//! A programme's process: a definition of steps (data) over named conditions (code), and the map that shows where a case stands.

mod condition;
mod definition;
mod load;
mod map;

pub use condition::Condition;
pub use definition::{DatedName, ProcessDefinition, ServiceEntry, StepDefinition, StepPage};
pub use load::ProcessError;
pub use map::{StepState, StepView};
