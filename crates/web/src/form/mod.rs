//! Forms: what was sent, what is wrong with it, and the same questions drawn again with everything that was typed.
//!
//! A form is a list of [`Question`]s, declared once. What was sent ([`Submitted`]) is [`Filled`] in: values are read out of it,
//! complaints are collected beside their fields, and the questions are drawn with both. A page opened for the first time is
//! filled with the saved answers as they would be typed, so that everything goes the same way. [`Draft`] brings back what was
//! left unsaved; [`Versions`] lets a reader choose where somebody else was quicker.

mod agency;
mod block;
mod draft;
mod filled;
mod outcome;
mod question;
mod submitted;
mod uploaded;
mod versions;
mod view;

pub(crate) use agency::AgencyChoice;
pub(crate) use block::{Block, Folded, Part, Rows, summary};
pub(crate) use draft::Draft;
pub(crate) use filled::Filled;
pub(crate) use outcome::{Unsaved, done, not_taken, overtaken, refused};
pub(crate) use question::{Question, code_of, labelled, of_code, options};
pub(crate) use submitted::{Submitted, is_unseen};
pub(crate) use uploaded::Uploaded;
#[cfg(any(test, feature = "gallery"))]
pub(crate) use versions::ChangedBy;
pub(crate) use versions::{Compared, Side, Versions, chosen, rows_of_both, would_overwrite};
pub(crate) use view::FormView;
