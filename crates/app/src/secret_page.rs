//! Pages that open for whoever has their secret: how long they can be, that guesses slow down, and that no reason is told.

use banso_store::StoreError;

use crate::{App, Origin, Token, UseCaseError, throttle::Key};

/// The page does not open, or does not take what was written.
#[derive(Debug, thiserror::Error)]
pub enum SecretPageError {
    /// The secret is wrong, its time is over, it was used, or what it stood for was taken back. The words do not tell which.
    #[error("this page does not open")]
    NotOpen,
    /// The page opens, and the sign-in name that was typed is another's.
    #[error("another sign-in name")]
    WrongName,
    /// Too many wrong secrets came from there.
    #[error("too many failures; wait {seconds} seconds")]
    Wait {
        /// How long.
        seconds: i64,
    },
    /// Anything else, among it what a rule refuses.
    #[error(transparent)]
    UseCase(#[from] UseCaseError),
}

impl From<StoreError> for SecretPageError {
    fn from(error: StoreError) -> Self {
        Self::UseCase(error.into())
    }
}

/// What wrong secrets from one place are counted by.
fn guesses(page: &str, origin: Origin<'_>) -> Key {
    Key::Pair(page.to_owned(), origin.network())
}

impl App {
    /// The secret, if it can be one and the place it comes from has not to wait.
    pub(crate) fn secret_of(&self, page: &str, secret: &str, origin: Origin<'_>) -> Result<Token, SecretPageError> {
        if let Some(seconds) = self.inner.throttle.must_wait(&guesses(page, origin), self.inner.clock.now()) {
            return Err(SecretPageError::Wait { seconds });
        }
        Token::from_hex(secret).ok_or_else(|| self.wrong_secret(page, origin))
    }

    /// Counts a wrong secret.
    pub(crate) fn wrong_secret(&self, page: &str, origin: Origin<'_>) -> SecretPageError {
        self.inner.throttle.failed(guesses(page, origin), self.inner.clock.now());
        SecretPageError::NotOpen
    }
}
