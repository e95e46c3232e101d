//! Why a command did not do what was asked, in words for the one who typed it.

use std::{error::Error, fmt, process::ExitCode};

use crate::japanese;

/// A sentence in both languages, and the chain of causes below it.
#[derive(Debug)]
pub(crate) struct Failure {
    words: String,
    cause: Option<Box<dyn Error + Send + Sync>>,
    is_usage: bool,
}

impl Failure {
    /// A failure that says everything itself.
    pub(crate) fn new(words: impl Into<String>) -> Self {
        Self { words: words.into(), cause: None, is_usage: false }
    }

    /// Something that has to be given was not.
    pub(crate) fn usage(words: impl Into<String>) -> Self {
        Self { is_usage: true, ..Self::new(words) }
    }

    /// Puts a sentence before a cause.
    pub(crate) fn because<E: Error + Send + Sync + 'static>(words: impl Into<String>) -> impl FnOnce(E) -> Self {
        let words = words.into();
        move |cause| Self { cause: Some(Box::new(cause)), ..Self::new(words) }
    }

    /// 1 for what was refused, 2 for wrong usage.
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(if self.is_usage { 2 } else { 1 })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "banso: {}", self.words)?;
        let mut said = self.words.clone();
        let mut next = self.cause.as_ref().map(|cause| &**cause as &(dyn Error + 'static));
        while let Some(cause) = next {
            let words = cause.to_string();
            if !said.contains(&words) {
                write!(f, "\n  ← {words}")?;
                if let Some(japanese) = japanese::of(cause) {
                    write!(f, " / {japanese}")?;
                }
            }
            said = words;
            next = cause.source();
        }
        Ok(())
    }
}
