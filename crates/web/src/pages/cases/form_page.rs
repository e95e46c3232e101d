//! A form of a case on a page of its own: what it is about, who reads it, the questions, the way back.

use askama::Template;

use super::{asked::Asked, room::Room};
use crate::{
    components::{ErrorSummary, Link, SummaryRow},
    frame::Frame,
};

/// The page.
#[derive(Template)]
#[template(path = "pages/cases/form_page.html")]
pub(in crate::pages) struct FormPage {
    pub(in crate::pages) frame: Frame,
    pub(in crate::pages) room: Room,
    /// What the form is.
    pub(in crate::pages) heading: String,
    /// What to know before it is filled.
    pub(in crate::pages) lead: String,
    /// What it is about, shown above the questions.
    pub(in crate::pages) about: Vec<SummaryRow>,
    /// Who will read it.
    pub(in crate::pages) readers: String,
    pub(in crate::pages) summary: ErrorSummary,
    /// Where it goes.
    pub(in crate::pages) action: String,
    /// What it is based on.
    pub(in crate::pages) basis: String,
    /// Under which key its draft is kept; empty for short forms.
    pub(in crate::pages) draft_key: String,
    pub(in crate::pages) questions: Vec<Asked>,
    /// The button, in a verb.
    pub(in crate::pages) submit: String,
    pub(in crate::pages) back: Link,
}
