//! The state of things: always a word with a shape, so that nothing hangs on colour (U25).

use askama::{Template, filters::HtmlSafe};

use super::Icon;
use crate::{dates::DateView, text::Texts};

/// The shape before the word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Reached, completed. Quiet, so that what is left stands out.
    Done,
    /// Being worked on.
    Active,
    /// Not begun.
    Open,
    /// On hold, or somebody else has to move.
    Waiting,
    /// Something has to be done soon.
    Attention,
    /// Past the deadline, refused, urgent.
    Urgent,
    /// Cannot be done or seen yet.
    Blocked,
    /// Not needed any more.
    Dropped,
    /// Closed for good.
    Closed,
}

/// A status tag; write it into a template as `{{ tag }}`.
#[derive(Clone, Debug, Template)]
#[template(
    ext = "html",
    source = r#"<span class="tag tag--{{ self.class() }}">{{ self.icon() }}<span>{{ label }}</span></span>"#
)]
pub struct StatusTag {
    /// The shape.
    pub shape: Shape,
    /// The word.
    pub label: String,
}

impl HtmlSafe for StatusTag {}

impl StatusTag {
    /// A tag.
    pub fn new(shape: Shape, label: impl Into<String>) -> Self {
        Self { shape, label: label.into() }
    }

    const fn class(&self) -> &'static str {
        match self.shape {
            Shape::Done => "done",
            Shape::Active => "active",
            Shape::Open => "open",
            Shape::Waiting => "waiting",
            Shape::Attention => "attention",
            Shape::Urgent => "urgent",
            Shape::Blocked => "blocked",
            Shape::Dropped => "dropped",
            Shape::Closed => "closed",
        }
    }

    const fn icon(&self) -> Icon {
        match self.shape {
            Shape::Done => Icon::Done,
            Shape::Active => Icon::Half,
            Shape::Open => Icon::Ring,
            Shape::Waiting => Icon::Pause,
            Shape::Attention => Icon::Attention,
            Shape::Urgent => Icon::Stop,
            Shape::Blocked => Icon::Lock,
            Shape::Dropped => Icon::Dashed,
            Shape::Closed => Icon::Square,
        }
    }
}

/// How near a deadline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// It has passed.
    Overdue,
    /// It is today.
    Today,
    /// It is within the next seven days.
    Soon,
    /// It is further away.
    Later,
}

/// A date with a short word why it matters: 「期限超過」「あと3日」. Write it into a template as `{{ due }}`.
#[derive(Clone, Debug, Template)]
#[template(
    ext = "html",
    source = r#"<span class="due due--{{ self.class() }}">{{ date }}<span class="due__why">{% if let Some(icon) = self.icon() %}{{ icon }}{% endif %}{{ label }}</span></span>"#
)]
pub struct DueLabel {
    /// The deadline.
    pub date: DateView,
    /// How near it is.
    pub urgency: Urgency,
    /// The same in words.
    pub label: String,
}

impl HtmlSafe for DueLabel {}

impl DueLabel {
    /// Compares a deadline with today (both days in Japan).
    pub fn new(t: &Texts, date: DateView, today: chrono::NaiveDate) -> Self {
        let days = (date.date() - today).num_days();
        let away = usize::try_from(days.unsigned_abs()).unwrap_or(usize::MAX);
        let (urgency, label) = match days {
            ..0 => (Urgency::Overdue, t.count("due-overdue", away)),
            0 => (Urgency::Today, t.get("due-today")),
            1..=7 => (Urgency::Soon, t.count("due-in-days", away)),
            _ => (Urgency::Later, t.count("due-in-days", away)),
        };
        Self { date, urgency, label }
    }

    const fn class(&self) -> &'static str {
        match self.urgency {
            Urgency::Overdue => "overdue",
            Urgency::Today => "today",
            Urgency::Soon => "soon",
            Urgency::Later => "later",
        }
    }

    const fn icon(&self) -> Option<Icon> {
        match self.urgency {
            Urgency::Overdue => Some(Icon::Stop),
            Urgency::Today | Urgency::Soon => Some(Icon::Attention),
            Urgency::Later => None,
        }
    }
}
