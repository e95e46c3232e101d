//! What the page tells the reader, and the buttons it offers.

use super::{FieldView, Icon};
use crate::text::Texts;

/// A link with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

impl Link {
    /// A link.
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into() }
    }
}

/// The four kinds of banner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BannerKind {
    /// It worked.
    Success,
    /// Good to know.
    Info,
    /// Look here before you go on.
    Warning,
    /// It did not work.
    Error,
}

/// A message at the top of the page. It never goes away by itself.
#[derive(Clone, Debug)]
pub struct Banner {
    /// Which kind.
    pub kind: BannerKind,
    /// The message in one line.
    pub heading: String,
    /// More, if needed.
    pub body: Option<String>,
    /// What to do about it.
    pub links: Vec<Link>,
}

impl Banner {
    /// A banner of one line.
    pub fn new(kind: BannerKind, heading: impl Into<String>) -> Self {
        Self { kind, heading: heading.into(), body: None, links: Vec::new() }
    }

    /// The banner with more text.
    #[must_use]
    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// The banner with a link.
    #[must_use]
    pub fn link(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.links.push(Link::new(text, href));
        self
    }

    /// Class of the banner.
    pub const fn class(&self) -> &'static str {
        match self.kind {
            BannerKind::Success => "success",
            BannerKind::Info => "info",
            BannerKind::Warning => "warning",
            BannerKind::Error => "error",
        }
    }

    /// Shape of the banner.
    pub const fn icon(&self) -> Icon {
        match self.kind {
            BannerKind::Success => Icon::Done,
            BannerKind::Info => Icon::Info,
            BannerKind::Warning => Icon::Attention,
            BannerKind::Error => Icon::Stop,
        }
    }

    /// Whether a screen reader should break off what it is saying.
    pub const fn role(&self) -> &'static str {
        match self.kind {
            BannerKind::Warning | BannerKind::Error => "alert",
            BannerKind::Success | BannerKind::Info => "status",
        }
    }

    /// The kind in a word.
    pub fn kind_word(&self, t: &Texts) -> String {
        match self.kind {
            BannerKind::Success => t.get("banner-success"),
            BannerKind::Info => t.get("banner-info"),
            BannerKind::Warning => t.get("banner-warning"),
            BannerKind::Error => t.get("banner-error"),
        }
    }
}

/// Everything that has to be mended before a form can be taken, at the top of the page (U16).
#[derive(Clone, Debug, Default)]
pub struct ErrorSummary {
    /// One link a field, in the words that stand beside the field.
    pub items: Vec<Link>,
}

impl ErrorSummary {
    /// Collects the complaints of the fields in the order of the form.
    pub fn of<'f>(fields: impl IntoIterator<Item = &'f FieldView>) -> Self {
        let items = fields
            .into_iter()
            .filter_map(|field| Some(Link::new(field.error.as_deref()?, format!("#{}", field.name))))
            .collect();
        Self { items }
    }

    /// The summary with a complaint that belongs to no single field; it leads to the start of the form.
    #[must_use]
    pub fn and(mut self, message: impl Into<String>, href: impl Into<String>) -> Self {
        self.items.push(Link::new(message, href));
        self
    }

    /// Whether nothing is wrong.
    pub const fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

/// How a button looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ButtonKind {
    /// The usual way on; one a page.
    Primary,
    /// Another way.
    Secondary,
    /// A way back or aside, quiet.
    Quiet,
    /// Hard to undo.
    Danger,
}

/// A button of a form, or a link that looks like one.
#[derive(Clone, Debug)]
pub struct Button {
    /// What it says: a verb.
    pub label: String,
    /// How it looks.
    pub kind: ButtonKind,
    /// Where it leads; `None` sends the form.
    pub href: Option<String>,
    /// Name and value it sends with the form.
    pub name_value: Option<(String, String)>,
}

impl Button {
    /// A button that sends the form.
    pub fn submit(kind: ButtonKind, label: impl Into<String>) -> Self {
        Self { label: label.into(), kind, href: None, name_value: None }
    }

    /// A link that looks like a button.
    pub fn link(kind: ButtonKind, label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), kind, href: Some(href.into()), name_value: None }
    }

    /// The button sending a name and value.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.name_value = Some((name.into(), value.into()));
        self
    }

    /// Class of the button.
    pub const fn class(&self) -> &'static str {
        match self.kind {
            ButtonKind::Primary => "button button--primary",
            ButtonKind::Secondary => "button button--secondary",
            ButtonKind::Quiet => "button button--quiet",
            ButtonKind::Danger => "button button--danger",
        }
    }
}

/// What stands where a list would be, and what to do next.
#[derive(Clone, Debug)]
pub struct EmptyState {
    /// What is not there.
    pub heading: String,
    /// Why, and what helps.
    pub body: String,
    /// The next thing to do.
    pub action: Option<Link>,
}

/// A question before something that is hard to undo.
#[derive(Clone, Debug)]
pub struct ConfirmPanel {
    /// The question.
    pub heading: String,
    /// What will happen, one line each.
    pub consequences: Vec<String>,
    /// A reason to be given, if one is asked for.
    pub reason: Option<FieldView>,
    /// The button that does it, in a verb.
    pub confirm: Button,
    /// The way back.
    pub back: Link,
    /// Where the form goes.
    pub action: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn u16_the_summary_repeats_the_words_beside_the_field_and_leads_there() {
        let name = FieldView::new("name", "氏名").error("氏名を入力してください");
        let note = FieldView::new("note", "特記事項");
        let summary = ErrorSummary::of([&name, &note]);
        assert_eq!(summary.items, [Link::new("氏名を入力してください", "#name")]);
    }
}
