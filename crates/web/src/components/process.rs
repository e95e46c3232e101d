//! The process map: where a case stands, what is next, what stands in the way.

use super::Icon;
use crate::text::Texts;

/// Where one step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Finished.
    Done,
    /// The case is here.
    Now,
    /// Can be begun.
    Next,
    /// Something has to happen first; the note says what.
    Blocked,
    /// Left out, for example after an emergency or because another service took over.
    Skipped,
    /// Nothing says whether there was such a step.
    Unrecorded,
    /// Further on.
    Ahead,
}

impl StepState {
    /// Class of the step.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Next => "next",
            Self::Blocked => "blocked",
            Self::Skipped | Self::Unrecorded => "skipped",
            Self::Ahead => "ahead",
        }
    }

    /// Shape of the step.
    pub const fn icon(self) -> Icon {
        match self {
            Self::Done => Icon::Done,
            Self::Now => Icon::Half,
            Self::Next => Icon::Next,
            Self::Blocked => Icon::Lock,
            Self::Skipped | Self::Unrecorded => Icon::Dashed,
            Self::Ahead => Icon::Ring,
        }
    }

    /// The state in words.
    pub fn words(self, t: &Texts) -> String {
        match self {
            Self::Done => t.get("step-done"),
            Self::Now => t.get("step-now"),
            Self::Next => t.get("step-next"),
            Self::Blocked => t.get("step-blocked"),
            Self::Skipped => t.get("step-skipped"),
            Self::Unrecorded => t.get("step-unrecorded"),
            Self::Ahead => t.get("step-ahead"),
        }
    }
}

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name as staff say it.
    pub label: String,
    /// Where it stands.
    pub state: StepState,
    /// Its page, if this reader may open it.
    pub href: Option<String>,
    /// What stands in the way, or when it was done.
    pub note: Option<String>,
}

impl Step {
    /// A step without page and note.
    pub fn new(label: impl Into<String>, state: StepState) -> Self {
        Self { label: label.into(), state, href: None, note: None }
    }

    /// The step with its page.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// The step with a note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// All steps of a process in order.
#[derive(Clone, Debug, Default)]
pub struct ProcessMap {
    /// The steps.
    pub steps: Vec<Step>,
}

impl ProcessMap {
    /// One sentence for readers who do not see the picture: how many steps are done, where the case is, what blocks it.
    pub fn summary(&self, t: &Texts) -> String {
        let names = |state| -> Vec<&str> {
            self.steps.iter().filter(|step| step.state == state).map(|step| step.label.as_str()).collect()
        };
        let done = names(StepState::Done).len();
        let mut sentences = vec![t.with("steps-done", [("done", done), ("all", self.steps.len())])];
        for (state, key) in [
            (StepState::Now, /* key */ "steps-now"),
            (StepState::Next, /* key */ "steps-next"),
            (StepState::Blocked, /* key */ "steps-blocked"),
        ] {
            let found = names(state);
            if !found.is_empty() {
                sentences.push(t.with(key, [("steps", found.join(&t.get("list-separator")))]));
            }
        }
        sentences.join(&t.get("sentence-separator"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    fn map() -> ProcessMap {
        ProcessMap {
            steps: vec![
                Step::new("相談受付", StepState::Done),
                Step::new("アセスメント", StepState::Now),
                Step::new("プラン案", StepState::Now),
                Step::new("支援調整会議", StepState::Blocked),
            ],
        }
    }

    #[test]
    fn the_process_map_can_be_heard_as_one_short_summary() {
        insta::assert_snapshot!(
            map().summary(&Texts::shipped(Lang::Ja)),
            @"4の手順のうち1つが終わっています。今は、アセスメント、プラン案です。支援調整会議は、まだ進められません。"
        );
        insta::assert_snapshot!(
            map().summary(&Texts::shipped(Lang::En)),
            @"1 of 4 steps done. Now: アセスメント, プラン案. Waiting for something else: 支援調整会議."
        );
    }

    #[test]
    fn a_process_that_has_not_begun_has_a_summary_too() {
        let map = ProcessMap { steps: vec![Step::new("相談受付", StepState::Ahead)] };
        assert_eq!(map.summary(&Texts::shipped(Lang::Ja)), "1の手順のうち0つが終わっています。");
    }
}
