//! Identifiers in the package: those of the record, or pseudonyms that nobody turns back without the key of the installation.

use banso_domain::id::AgencyId;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

/// Gives identifiers.
pub(super) struct Ids {
    key: [u8; 32],
    is_pseudonymised: bool,
}

impl Ids {
    /// Identifiers under a key, which never leaves the place where the record is kept.
    pub(super) fn new(key: [u8; 32], is_pseudonymised: bool) -> Self {
        Self { key, is_pseudonymised }
    }

    /// The identifier of a person, or of something that is written about one.
    pub(super) fn own(&self, kind: &str, id: Uuid) -> String {
        if self.is_pseudonymised { self.derived(kind, id.as_bytes()) } else { id.to_string() }
    }

    /// The identifier of an agency: agencies are no persons.
    pub(super) fn agency(id: Option<AgencyId>) -> String {
        id.map(|id| id.to_string()).unwrap_or_default()
    }

    /// An identifier for something that has only a name: the same name gives the same one, and says nothing of it.
    pub(super) fn named(&self, kind: &str, name: &str) -> String {
        let name = name.trim();
        if name.is_empty() { String::new() } else { self.derived(kind, name.as_bytes()) }
    }

    fn derived(&self, kind: &str, what: &[u8]) -> String {
        // HMAC pads a key that is shorter than its block with zeros (RFC 2104).
        let mut block = [0; 64];
        block[..32].copy_from_slice(&self.key);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        mac.update(kind.as_bytes());
        mac.update(&[0]);
        mac.update(what);
        let digest = mac.finalize().into_bytes();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_person_has_the_same_pseudonym_and_another_key_gives_another() {
        let person = Uuid::now_v7();
        let (ours, theirs) = (Ids::new([1; 32], true), Ids::new([2; 32], true));
        assert_eq!(ours.own("person", person), ours.own("person", person));
        assert_ne!(ours.own("person", person), theirs.own("person", person));
        assert_ne!(ours.own("person", person), person.to_string());
        assert_ne!(ours.own("person", person), ours.own("case", person), "a case is not found by its person");
        assert_eq!(Ids::new([1; 32], false).own("person", person), person.to_string());
    }
}
