//! The few pictures we use, drawn into the page so that they follow the colour of the text and survive forced colours.

use std::fmt;

/// A picture beside a word. Never alone: the word carries the meaning, so the picture is hidden from screen readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A tick in a filled circle: done, success.
    Done,
    /// A half-filled circle: in progress.
    Half,
    /// An empty circle: not begun.
    Ring,
    /// A filled triangle with an exclamation mark: attention.
    Attention,
    /// A filled octagon with an exclamation mark: error, past the deadline.
    Stop,
    /// A circle with an i: information.
    Info,
    /// Two bars: on hold, waiting for somebody.
    Pause,
    /// A padlock: restricted, blocked.
    Lock,
    /// A square: closed.
    Square,
    /// A dashed circle: skipped, not needed.
    Dashed,
    /// An arrow to the right: next.
    Next,
    /// A cross: remove.
    Cross,
    /// A person.
    Person,
    /// A pencil: draft.
    Pencil,
    /// A triangle pointing up: sorted ascending.
    Up,
    /// A triangle pointing down: sorted descending, opens below.
    Down,
}

impl Icon {
    /// The drawing inside a 24 × 24 box.
    const fn drawing(self) -> &'static str {
        match self {
            Self::Done => {
                r##"<circle cx="12" cy="12" r="10" fill="currentColor"/><path d="m7 12.4 3.4 3.4L17 9.2" fill="none" stroke="#fff" stroke-width="2.4"/>"##
            }
            Self::Half => {
                r##"<circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" stroke-width="2"/><path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor"/>"##
            }
            Self::Ring => r##"<circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" stroke-width="2"/>"##,
            Self::Attention => {
                r##"<path d="M12 2.5 23 21.5H1z" fill="currentColor"/><path d="M12 9v6m0 2v2.2" stroke="#fff" stroke-width="2.2"/>"##
            }
            Self::Stop => {
                r##"<path d="M7.9 2h8.2L22 7.9v8.2L16.1 22H7.9L2 16.1V7.9z" fill="currentColor"/><path d="M12 6.5v7m0 2v2.5" stroke="#fff" stroke-width="2.4"/>"##
            }
            Self::Info => {
                r##"<circle cx="12" cy="12" r="10" fill="currentColor"/><path d="M12 6v2.4m0 2.2V18" stroke="#fff" stroke-width="2.4"/>"##
            }
            Self::Pause => {
                r##"<circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" stroke-width="2"/><path d="M9.5 8v8m5-8v8" stroke="currentColor" stroke-width="2.2"/>"##
            }
            Self::Lock => {
                r##"<path d="M5 10.5h14V21H5z" fill="currentColor"/><path d="M8 10.5V7.4a4 4 0 0 1 8 0v3.1" fill="none" stroke="currentColor" stroke-width="2.2"/>"##
            }
            Self::Square => r##"<path d="M4 4h16v16H4z" fill="currentColor"/>"##,
            Self::Dashed => {
                r##"<circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3.6 3.47"/>"##
            }
            Self::Next => {
                r##"<path d="M4 12h14m-6-6.5 6.5 6.5-6.5 6.5" fill="none" stroke="currentColor" stroke-width="2.4"/>"##
            }
            Self::Cross => r##"<path d="m5 5 14 14M19 5 5 19" fill="none" stroke="currentColor" stroke-width="2.4"/>"##,
            Self::Person => {
                r##"<circle cx="12" cy="7.5" r="4.5" fill="currentColor"/><path d="M3.5 22c0-5.5 3.6-8.5 8.5-8.5s8.5 3 8.5 8.5z" fill="currentColor"/>"##
            }
            Self::Pencil => {
                r##"<path d="M4 20v-4L16 4l4 4L8 20zM13.5 6.5l4 4" fill="none" stroke="currentColor" stroke-width="2"/>"##
            }
            Self::Up => r##"<path d="M12 6.5 20 17H4z" fill="currentColor"/>"##,
            Self::Down => r##"<path d="M12 17.5 4 7h16z" fill="currentColor"/>"##,
        }
    }
}

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            r##"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>"##,
            self.drawing()
        )
    }
}

impl askama::filters::HtmlSafe for Icon {}
