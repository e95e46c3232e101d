//! Passwords: hashed and compared a few at a time, away from the threads that answer requests.

use std::sync::Arc;

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use tokio::sync::Semaphore;

use crate::UseCaseError;

/// A password has at least so many characters.
const SHORTEST: usize = 12;

/// So many are computed at the same time. Each takes 19 MiB; whoever floods the sign-in page waits, and the machine goes on.
const AT_A_TIME: usize = 2;

/// Costs as much time as a real comparison, for names that do not exist.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$YmFuc28gbm9ib2R5ISE$Zp1l1o0m0n3lFJ0gk5z5J6r7nS8t9u0v1w2x3y4z5A0";

/// Computes with passwords.
#[derive(Debug)]
pub(crate) struct Passwords {
    turns: Semaphore,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { turns: Semaphore::new(AT_A_TIME) }
    }
}

impl Passwords {
    /// Whether a password is the one behind a hash; without a hash it is not, and that takes as long.
    pub(crate) async fn fits(&self, password: &str, hash: Option<String>) -> bool {
        let (password, is_account) = (password.to_owned(), hash.is_some());
        let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
        let fits = move || {
            PasswordHash::new(&hash)
                .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
        };
        self.in_turn(fits).await.unwrap_or(false) && is_account
    }

    /// Hashes a password with argon2id at the library's recommended cost.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::WeakPassword`] if it is short.
    pub(crate) async fn hash(&self, password: &str) -> Result<String, UseCaseError> {
        if password.chars().count() < SHORTEST {
            return Err(UseCaseError::WeakPassword);
        }
        let password = password.to_owned();
        let unhashed = |why: String| UseCaseError::Definition(format!("the password could not be hashed: {why}"));
        let hash = move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string());
        let hashed = self.in_turn(hash).await.ok_or_else(|| unhashed("the program stops".into()))?;
        hashed.map_err(|error| unhashed(error.to_string()))
    }

    /// Hashes several, a few at the same time.
    ///
    /// # Errors
    ///
    /// As [`Passwords::hash`].
    pub(crate) async fn hash_all(self: &Arc<Self>, passwords: Vec<&str>) -> Result<Vec<String>, UseCaseError> {
        let begin = |password: &str| {
            let (here, password) = (Arc::clone(self), password.to_owned());
            tokio::spawn(async move { here.hash(&password).await })
        };
        let begun: Vec<_> = passwords.into_iter().map(begin).collect();
        let mut hashes = Vec::new();
        for one in begun {
            let stopped = |why: tokio::task::JoinError| UseCaseError::Definition(why.to_string());
            hashes.push(one.await.map_err(stopped)??);
        }
        Ok(hashes)
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let _turn = self.turns.acquire().await.ok()?;
        tokio::task::spawn_blocking(work).await.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_does_not_exist_costs_the_same_work_as_one_that_does() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let somebody = Argon2::default().hash_password(b"a long password").unwrap();
        let cost = |hash: &PasswordHash| (hash.algorithm.to_string(), hash.version, hash.params.to_string());
        assert_eq!(cost(&nobody), cost(&somebody));
        assert_eq!(nobody.hash.map(|hash| hash.as_bytes().len()), somebody.hash.map(|hash| hash.as_bytes().len()));
    }

    #[tokio::test]
    async fn nobody_has_a_password() {
        assert!(!Passwords::default().fits("anything", None).await);
    }
}
