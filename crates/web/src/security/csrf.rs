//! The token that shows that a form came from one of our own pages.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// The key of this installation from which the tokens of all sessions are made.
///
/// A token is the HMAC-SHA256 of the session's identifier, so it needs no table and dies with the session.
#[derive(Clone)]
pub struct CsrfKey([u8; 32]);

impl CsrfKey {
    /// Takes over a key kept by the installation.
    pub const fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// The token for the forms of a session; URL-safe, 43 letters.
    pub fn token(&self, session: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(session))
    }

    /// Whether a form that came back with `token` was made for this session. Takes the same time for every wrong answer.
    pub fn accepts(&self, session: &str, token: &str) -> bool {
        self.token(session).as_bytes().ct_eq(token.as_bytes()).into()
    }

    fn mac(&self, session: &str) -> [u8; 32] {
        // HMAC pads a key that is shorter than its block with zeros (RFC 2104).
        let mut block = [0; 64];
        block[..32].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        mac.update(b"banso form token\0");
        mac.update(session.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_token_is_accepted_for_its_own_session_and_for_no_other(
            key in any::<[u8; 32]>(), session in "[a-z0-9]{1,40}", other in "[a-z0-9]{1,40}",
        ) {
            let key = CsrfKey::new(key);
            let token = key.token(&session);
            prop_assert!(key.accepts(&session, &token));
            prop_assert_eq!(key.accepts(&other, &token), session == other);
        }

        #[test]
        fn a_changed_or_shortened_token_is_refused(position in 0usize..43, cut in 0usize..43) {
            let key = CsrfKey::new([7; 32]);
            let token = key.token("session");
            let mut changed = token.clone().into_bytes();
            changed[position] = if changed[position] == b'A' { b'B' } else { b'A' };
            prop_assert!(!key.accepts("session", &String::from_utf8_lossy(&changed)));
            prop_assert!(!key.accepts("session", &token[..cut]));
        }
    }

    #[test]
    fn another_installation_makes_other_tokens() {
        assert_ne!(CsrfKey::new([1; 32]).token("session"), CsrfKey::new([2; 32]).token("session"));
    }
}
