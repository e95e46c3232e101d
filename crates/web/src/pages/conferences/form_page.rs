//! A page of a conference with a form, and at times a second one below it.

use askama::Template;
use axum::response::Response;

use crate::{
    components::{ErrorSummary, SummaryRow},
    errors::PageError,
    form::FormView,
    frame::Frame,
    site::show,
};

/// The page.
#[derive(Template)]
#[template(path = "pages/conferences/form_page.html")]
pub(super) struct FormPage {
    frame: Frame,
    heading: String,
    lead: String,
    /// The plan at a glance, where the form is about one.
    glance: Vec<SummaryRow>,
    /// Who will read what is written; nothing where that goes without saying.
    readers: String,
    summary: ErrorSummary,
    form: FormView,
    /// A second, smaller form below, with its heading.
    second: Option<(String, FormView)>,
}

impl FormPage {
    /// A page with the title of its frame as heading.
    pub(super) fn new(frame: Frame, form: FormView) -> Self {
        Self {
            heading: frame.title.clone(),
            lead: String::new(),
            glance: Vec::new(),
            readers: String::new(),
            summary: form.summary(),
            frame,
            form,
            second: None,
        }
    }

    /// The page with what to know before the form is filled.
    #[must_use]
    pub(super) fn lead(mut self, lead: String) -> Self {
        self.lead = lead;
        self
    }

    /// The page about a matter: its heading, the plan at a glance, who will read what is written.
    #[must_use]
    pub(super) fn about(mut self, heading: String, glance: Vec<SummaryRow>, readers: String) -> Self {
        self.heading = heading;
        self.glance = glance;
        self.readers = readers;
        self
    }

    /// The page with a second form below the first.
    #[must_use]
    pub(super) fn second(mut self, second: Option<(String, FormView)>) -> Self {
        self.summary.items.extend(second.iter().flat_map(|(_, form)| form.summary().items));
        self.second = second;
        self
    }

    /// The page as an answer.
    pub(super) fn show(mut self) -> Result<Response, PageError> {
        self.frame.has_errors = !self.summary.is_empty();
        show(&self)
    }
}
