//! A whole form as a page shows it: where it goes, what it was made from, its parts, its button.

use askama::{Template, filters::HtmlSafe};

use super::{Block, Draft, Filled, summary};
use crate::{
    components::{ErrorSummary, Link},
    site::SignedIn,
    text::Texts,
};

/// A form. Write it into a template as `{{ form }}`.
#[derive(Clone, Debug, Template)]
#[template(path = "components/form.html")]
pub(crate) struct FormView {
    t: Texts,
    csrf: String,
    action: String,
    version: Option<String>,
    draft: Option<Draft>,
    blocks: Vec<Block>,
    button: String,
    is_minor: bool,
    back: Option<Link>,
}

impl HtmlSafe for FormView {}

impl FormView {
    /// A form that goes to `action`; `button` says what happens.
    pub(crate) fn new(reader: &SignedIn, action: impl Into<String>, blocks: Vec<Block>, button: String) -> Self {
        Self {
            t: reader.t.clone(),
            csrf: reader.csrf.clone(),
            action: action.into(),
            version: None,
            draft: None,
            blocks,
            button,
            is_minor: false,
            back: None,
        }
    }

    /// The form with the version that it was made from, so that nobody overwrites what somebody else wrote.
    #[must_use]
    pub(crate) fn based_on(mut self, filled: &Filled) -> Self {
        self.version = filled.form.has("version").then(|| filled.text("version"));
        self
    }

    /// The form of what is shown beside it, in its newest version.
    #[must_use]
    pub(crate) fn version(mut self, version: i64) -> Self {
        self.version = Some(version.to_string());
        self
    }

    /// The form with its draft.
    #[must_use]
    pub(crate) fn draft(mut self, draft: Draft) -> Self {
        self.draft = Some(draft);
        self
    }

    /// The form with a way back that saves nothing.
    #[must_use]
    pub(crate) fn back(mut self, back: Link) -> Self {
        self.back = Some(back);
        self
    }

    /// The form beside a larger one of the page: its button does not stand out.
    #[must_use]
    pub(crate) fn minor(mut self) -> Self {
        self.is_minor = true;
        self
    }

    /// Whether what was left in it last time is on the page.
    pub(crate) fn has_kept_draft(&self) -> bool {
        self.draft.as_ref().is_some_and(Draft::is_kept)
    }

    /// Whether Enter in a field would send a form that is far from finished.
    fn is_long(&self) -> bool {
        self.blocks.len() > 2
    }

    /// Everything that has to be mended, in the order of the form.
    pub(crate) fn summary(&self) -> ErrorSummary {
        summary(&self.blocks)
    }
}
