//! Official forms: what a form asks, how answers are read, and how they are checked.
//!
//! A [`FormDefinition`] is data, written in TOML under `definitions/forms/`. It names each field once, with its words in
//! Japanese and English, the marks printed on the official sheet, and the [fact](Facts) under which the answer is kept.
//! Two forms that name the same fact show the same value, so nothing is written twice.
//!
//! What a rule, an indicator or another agency depends on is typed elsewhere in this crate; such fields are marked
//! [`Owner::Typed`] and are only shown here. All the others are kept as facts and checked by [`FormDefinition::check`].

mod answer;
mod begins;
mod catalogue;
mod check;
mod cut;
mod definition;
mod facts;
mod item_wording;
mod load;
mod load_error;
mod sheet;
mod wording;

pub use answer::Submission;
pub use begins::{Beginning, BeginsWith, KnownFact};
pub use catalogue::{FormCatalogue, FormFile};
pub use check::{Completeness, FieldProblem, Problem};
pub use definition::{Choice, Condition, Field, FormDefinition, Kind, Mark, Owner, Section, Source};
pub use facts::Facts;
pub use item_wording::{ItemWording, ItemWordingEvent, OPEN_MARK, OpenItem, WordedItem};
pub use load::SharedParts;
pub use load_error::DefinitionError;
pub use sheet::{
    Condition as SheetCondition, Rated, RatedItem, SheetCheck, SheetRules, Side, TellsJobs, Told, ToldJob,
};
pub use wording::{Language, Name, Wording};
