//! Drafts: what was typed and not saved is there again when the form is opened (U15).

use askama::{Template, filters::HtmlSafe};
use banso_domain::calendar::japan;

use super::Submitted;
use crate::{
    errors::PageError,
    site::{SignedIn, Site, page_error},
    text::Texts,
};

/// The draft of a form: under which key the page keeps it, and that one is open. Write it above the form as `{{ draft }}`.
#[derive(Clone, Debug, Template)]
#[template(path = "components/draft.html")]
pub(crate) struct Draft {
    t: Texts,
    csrf: String,
    key: String,
    /// Where the form is, to come back to when the draft is dropped.
    here: String,
    /// When the draft on the page was kept; none where the page shows what is saved.
    kept: Option<String>,
}

impl HtmlSafe for Draft {}

impl Draft {
    /// A form as it opens: with what was left in it last time; otherwise `fresh`.
    ///
    /// # Errors
    ///
    /// If the draft cannot be read.
    pub(crate) async fn open(
        site: &Site,
        reader: &SignedIn,
        key: impl Into<String>,
        fresh: Submitted,
    ) -> Result<(Self, Submitted), PageError> {
        let mut draft = Self::of(reader, key);
        let Some(known) = site.app().draft(&reader.session, &draft.key).await.map_err(page_error)? else {
            return Ok((draft, fresh));
        };
        let at = japan::local(known.saved_at);
        let today = at.date() == site.app().clock().today();
        let time = at.format("%H:%M").to_string();
        draft.kept = Some(if today { time } else { reader.look.moment(known.saved_at) });
        Ok((draft, Submitted::parse(known.content.as_bytes())))
    }

    /// The draft of a form that came back: what was typed is on the page.
    pub(crate) fn of(reader: &SignedIn, key: impl Into<String>) -> Self {
        Self { t: reader.t.clone(), csrf: reader.csrf.clone(), key: key.into(), here: reader.here.clone(), kept: None }
    }

    /// Under which key it is kept: the attribute `data-draft` of the form.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// Whether what was left in the form last time is on the page.
    pub(crate) const fn is_kept(&self) -> bool {
        self.kept.is_some()
    }

    /// Forgets the draft of a form that has been saved.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub(crate) async fn drop(site: &Site, reader: &SignedIn, key: &str) -> Result<(), PageError> {
        site.app().drop_draft(&reader.session, key).await.map_err(page_error)
    }
}
