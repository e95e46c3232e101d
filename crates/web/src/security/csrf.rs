//! The token that shows that a form came from one of our own pages.

use banso_domain::id::StaffId;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// The key of this installation from which the tokens of all sessions are made.
///
/// A token is the HMAC-SHA256 of the session's identifier, so it needs no table and dies with the session. Where somebody is
/// signed in, a second part after a full stop is the HMAC of who it is: with it a form that outlived its session is known to
/// have been that person's (`docs/decisions/0031-a-form-outlives-its-session.md`).
#[derive(Clone)]
pub struct CsrfKey([u8; 32]);

impl CsrfKey {
    /// Takes over a key kept by the installation.
    pub const fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// The token for the forms of a session; URL-safe, 43 letters.
    pub fn token(&self, session: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(b"banso form token\0", session.as_bytes()))
    }

    /// The token for the forms of somebody who is signed in: that of the session, and whose it is.
    pub fn token_of(&self, session: &str, staff: StaffId) -> String {
        format!("{}.{}", self.token(session), self.whose(staff))
    }

    fn whose(&self, staff: StaffId) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(b"banso form of\0", staff.uuid().as_bytes()))
    }

    /// Whether a form that came back with `token` was made for this person, in whichever session. That alone is not enough to
    /// take it: it does not die with the session.
    pub fn is_of(&self, staff: StaffId, token: &str) -> bool {
        let whose = token.split_once('.').map_or("", |(_, whose)| whose);
        self.whose(staff).as_bytes().ct_eq(whose.as_bytes()).into()
    }

    /// Whether a form that came back with `token` was made for this session. Takes the same time for every wrong answer.
    pub fn accepts(&self, session: &str, token: &str) -> bool {
        let of_session = token.split_once('.').map_or(token, |(of_session, _)| of_session);
        self.token(session).as_bytes().ct_eq(of_session.as_bytes()).into()
    }

    fn mac(&self, purpose: &[u8], of: &[u8]) -> [u8; 32] {
        // HMAC pads a key that is shorter than its block with zeros (RFC 2104).
        let mut block = [0; 64];
        block[..32].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        mac.update(purpose);
        mac.update(of);
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
    fn u15_a_token_says_whose_it_is_in_every_session_and_to_nobody_else() {
        let key = CsrfKey::new([7; 32]);
        let (me, other) = (StaffId::new(uuid::Uuid::from_u128(1)), StaffId::new(uuid::Uuid::from_u128(2)));
        let token = key.token_of("a session", me);
        assert!(key.accepts("a session", &token) && !key.accepts("another session", &token));
        assert!(key.is_of(me, &token) && !key.is_of(other, &token));
        assert!(!key.is_of(me, &key.token("a session")), "a form of nobody is nobody's");
        assert!(!CsrfKey::new([8; 32]).is_of(me, &token), "another installation knows nobody");
    }

    #[test]
    fn another_installation_makes_other_tokens() {
        assert_ne!(CsrfKey::new([1; 32]).token("session"), CsrfKey::new([2; 32]).token("session"));
    }
}
