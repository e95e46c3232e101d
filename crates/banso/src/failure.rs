//! Why a command did not do what was asked, in words for the one who typed it.

use std::{error::Error, fmt};

/// A sentence, and the chain of causes below it.
#[derive(Debug)]
pub(crate) struct Failure {
    words: String,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl Failure {
    /// A failure that says everything itself.
    pub(crate) fn new(words: impl Into<String>) -> Self {
        Self { words: words.into(), cause: None }
    }

    /// Puts a sentence before a cause.
    pub(crate) fn because<E: Error + Send + Sync + 'static>(words: impl Into<String>) -> impl FnOnce(E) -> Self {
        let words = words.into();
        move |cause| Self { words, cause: Some(Box::new(cause)) }
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
            }
            said = words;
            next = cause.source();
        }
        Ok(())
    }
}
