//! Deeds: what can be done to a thing, each with a form of its own and one button. One room for the jobs, gatherings, networks and entries of the
//! register that are changed in this way.

use axum::response::Response;

use super::episodes::FormPage;
use crate::{
    components::{Banner, Link},
    errors::PageError,
    form::{Block, Filled, FormView},
    frame::Frame,
    site::{SignedIn, show},
    text::Texts,
};

/// Declares the deeds of a thing: their names in addresses, and the words on their buttons and above their forms.
macro_rules! deeds {
    ($label:literal, $lead:literal; $($name:ident = $text:literal,)+) => {
        /// Something that can be done to it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Deed {
            $($name,)+
        }

        impl Deed {
            const ALL: &[Deed] = &[$(Deed::$name),+];

            /// The last part of its address.
            pub(super) const fn name(self) -> &'static str {
                match self { $(Deed::$name => $text,)+ }
            }

            /// The deed of that name.
            pub(super) fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|deed| deed.name() == name)
            }

            /// What the button says.
            pub(super) fn label(self, t: &$crate::text::Texts) -> String {
                t.get(&format!("{}{}", $label, self.name()))
            }

            /// What stands above the form.
            pub(super) fn lead(self, t: &$crate::text::Texts) -> String {
                t.get(&format!("{}{}", $lead, self.name()))
            }
        }
    };
}

pub(super) use deeds;

/// The page of a deed: what stands around its form.
pub(super) struct DeedPage {
    /// The frame, with the way to it.
    pub(super) frame: Frame,
    /// What is done.
    pub(super) heading: String,
    /// What that means.
    pub(super) lead: String,
    /// Who reads what is written here.
    pub(super) readers: String,
    /// Where the form is sent to.
    pub(super) action: String,
    /// Where the thing itself stands.
    pub(super) back: String,
}

impl DeedPage {
    /// The page with its questions, what was typed and what is wrong with it.
    pub(super) fn draw(
        mut self,
        reader: &SignedIn,
        blocks: Vec<Block>,
        filled: &Filled,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let t = &reader.t;
        let form = FormView::new(reader, self.action, blocks, t.get("job-save"))
            .based_on(filled)
            .back(Link::new(t.get("job-back"), self.back));
        let summary = form.summary();
        self.frame.has_errors = !summary.is_empty();
        self.frame.banners = banners;
        let (frame, heading, lead, readers) = (self.frame, self.heading, self.lead, self.readers);
        show(&FormPage { frame, heading, lead, readers, summary, form })
    }
}

/// The one word chosen, or a complaint.
pub(super) fn choose<T: Copy>(
    t: &Texts,
    filled: &mut Filled,
    name: &str,
    all: &[T],
    code: impl Fn(T) -> &'static str,
) -> Option<T> {
    let chosen = filled.chosen(name, all, code).first().copied();
    if chosen.is_none() {
        filled.complain(name, t.get("job-choose-missing"));
    }
    chosen
}

/// The identifier of the one chosen, or a complaint.
pub(super) fn choose_id<T: std::str::FromStr>(t: &Texts, filled: &mut Filled, name: &str) -> Option<T> {
    let chosen = filled.text(name).parse().ok();
    if chosen.is_none() {
        filled.complain(name, t.get("job-choose-missing"));
    }
    chosen
}
