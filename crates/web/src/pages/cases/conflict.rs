//! Two people wrote the same form of a case: both versions side by side, the answers in words (U15).

use askama::Template;

use super::{asked::Compared, room::Room};
use crate::frame::Frame;

/// Both versions of a form; nothing is lost until the reader has chosen.
#[derive(Template)]
#[template(path = "pages/cases/conflict.html")]
pub(in crate::pages) struct ConflictPage {
    pub(in crate::pages) frame: Frame,
    pub(in crate::pages) room: Room,
    /// What the form is.
    pub(in crate::pages) heading: String,
    /// Who saved meanwhile.
    pub(in crate::pages) saved_by: String,
    /// When, in words.
    pub(in crate::pages) saved_at: String,
    /// Where the choice goes.
    pub(in crate::pages) action: String,
    /// What the choice is based on, so that a third change is noticed as well.
    pub(in crate::pages) basis: String,
    /// The questions, in the order of the form.
    pub(in crate::pages) rows: Vec<Compared>,
}

impl ConflictPage {
    /// How many answers are to be chosen.
    fn differences(&self) -> usize {
        self.rows.iter().filter(|row| row.differs()).count()
    }
}
