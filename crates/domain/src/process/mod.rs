//! A programme's process: a definition of steps (data) over named conditions (code), and the map that shows where a case stands;
//! likewise for the programmes that people use at other agencies, with their phases and terms.

mod care;
mod condition;
mod cycle;
mod definition;
mod load;
mod map;
mod programme;
mod programme_load;
mod ways;

pub use care::{CareState, CareStep, CareView, care_of};
pub use condition::Condition;
pub use cycle::{CycleState, CycleStep, CycleView};
pub(crate) use definition::name_on;
pub use definition::{DatedName, ProcessDefinition, ServiceEntry, StepDefinition, StepPage};
pub use load::ProcessError;
pub(crate) use load::{RawName, Reader, day};
pub use map::{StepState, StepView};
pub use programme::{
    BothLanguages, DatedRules, EpisodeCondition, PhaseCode, PhaseDefinition, PhaseState, PhaseView,
    ProgrammeDefinition, Programmes, TermGround,
};
pub use ways::Way;
