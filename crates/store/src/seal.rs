//! Sealing what is written about a person.
//!
//! Every person has a key of 32 random bytes; the table `person_key` holds it sealed with the master key. Payloads are
//! sealed with XChaCha20-Poly1305 under the person's key, bound to their place (stream, number, event), so that a sealed
//! payload moved elsewhere does not open. Dropping the key makes everything about the person unreadable for ever, in
//! this database; backups taken before keep the key and have to be destroyed in their turn.
//!
//! A sealed value is 24 bytes of nonce, the cipher text, and 16 bytes of tag.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use banso_domain::id::PersonId;
use chacha20poly1305::{
    Key, XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
use chrono::{DateTime, Utc};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{MasterKey, StoreError, engine::Query, engine::Transaction, params};

const NONCE: usize = 24;

/// So many opened keys are kept in each of the two halves of the cache (about 100 bytes each).
const CACHED: usize = 8_192;

/// Random bytes from the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::NoRandomness)?;
    Ok(bytes)
}

/// Seals `plain` so that it opens only with `key` and for the same `place`.
pub(crate) fn seal(key: &[u8; 32], place: &[u8], plain: &[u8]) -> Result<Vec<u8>, StoreError> {
    let nonce = random::<NONCE>()?;
    let sealed = XChaCha20Poly1305::new(&Key::from(*key))
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: place })
        .map_err(|_| StoreError::SealBroken)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Opens what [`seal`] made.
pub(crate) fn open(key: &[u8; 32], place: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let (nonce, cipher_text) = sealed.split_first_chunk::<NONCE>().ok_or(StoreError::SealBroken)?;
    XChaCha20Poly1305::new(&Key::from(*key))
        .decrypt(&XNonce::from(*nonce), Payload { msg: cipher_text, aad: place })
        .map(Zeroizing::new)
        .map_err(|_| StoreError::SealBroken)
}

type DataKey = Zeroizing<[u8; 32]>;

/// The key of a person, as far as there is one.
#[derive(Clone)]
pub(crate) enum PersonKey {
    Present(DataKey),
    /// Dropped after the retention period.
    Dropped,
    /// Never made.
    Absent,
}

/// The keys in use. One program at a time serves an installation, so what it drops is dropped.
pub(crate) struct KeyRing {
    master: MasterKey,
    opened: Mutex<OpenedKeys>,
}

/// Opened keys in two halves: when the young half is full it becomes the old one, and the old one is forgotten.
#[derive(Default)]
struct OpenedKeys {
    young: HashMap<PersonId, DataKey>,
    old: HashMap<PersonId, DataKey>,
    /// Counts dropped keys, so that a key read before the drop is not remembered after it.
    drops: u64,
}

/// What a transaction knows about keys and others must not know before it is committed.
pub(crate) struct KeysOfTransaction {
    seen: Mutex<HashMap<PersonId, PersonKey>>,
    drops_at_start: u64,
}

impl KeyRing {
    pub(crate) fn new(master: MasterKey) -> Self {
        Self { master, opened: Mutex::default() }
    }

    pub(crate) const fn master(&self) -> &MasterKey {
        &self.master
    }

    pub(crate) fn for_transaction(&self) -> KeysOfTransaction {
        KeysOfTransaction { seen: Mutex::default(), drops_at_start: self.opened().drops }
    }

    /// The key of a person for a reader.
    pub(crate) async fn key(&self, from: &impl Query, person: PersonId) -> Result<PersonKey, StoreError> {
        let drops = {
            let mut opened = self.opened();
            if let Some(key) = opened.get(person) {
                return Ok(PersonKey::Present(key));
            }
            opened.drops
        };
        let key = self.load(from, person).await?;
        if let PersonKey::Present(key) = &key {
            self.opened().remember(person, key, drops);
        }
        Ok(key)
    }

    /// The key of a person for a transaction, which may have made or dropped it.
    pub(crate) async fn key_within(
        &self,
        transaction: &Transaction,
        keys: &KeysOfTransaction,
        person: PersonId,
    ) -> Result<PersonKey, StoreError> {
        if let Some(key) = keys.seen().get(&person) {
            return Ok(key.clone());
        }
        if let Some(key) = self.opened().get(person) {
            return Ok(PersonKey::Present(key));
        }
        let key = self.load(transaction, person).await?;
        keys.seen().insert(person, key.clone());
        Ok(key)
    }

    /// The key to seal with; makes one for a new person.
    pub(crate) async fn key_for_sealing(
        &self,
        transaction: &Transaction,
        keys: &KeysOfTransaction,
        person: PersonId,
    ) -> Result<DataKey, StoreError> {
        match self.key_within(transaction, keys, person).await? {
            PersonKey::Present(key) => Ok(key),
            PersonKey::Dropped => Err(StoreError::Erased(person)),
            PersonKey::Absent => {
                let key: DataKey = Zeroizing::new(random()?);
                let wrapped = seal(self.master.bytes(), &place_of_key(person), key.as_slice())?;
                let sql = "INSERT INTO person_key (person_id, wrapped_key) VALUES ($1, $2)";
                transaction.execute(sql, params![person, wrapped]).await.map_err(|error| match error {
                    StoreError::Duplicate { .. } => StoreError::Collision,
                    other => other,
                })?;
                keys.seen().insert(person, PersonKey::Present(key.clone()));
                Ok(key)
            }
        }
    }

    /// Drops the key of a person.
    pub(crate) async fn drop_key(
        &self,
        transaction: &Transaction,
        keys: &KeysOfTransaction,
        person: PersonId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO person_key (person_id, wrapped_key, dropped_at) VALUES ($1, NULL, $2)
                   ON CONFLICT (person_id) DO UPDATE SET wrapped_key = NULL, dropped_at = $2
                   WHERE person_key.dropped_at IS NULL";
        transaction.execute(sql, params![person, at]).await?;
        keys.seen().insert(person, PersonKey::Dropped);
        // Forgotten already now: a command that shares this commit must not seal with the key any more.
        self.opened().forget(person);
        Ok(())
    }

    /// Takes over what a committed transaction learnt.
    pub(crate) fn learn(&self, keys: &KeysOfTransaction) {
        let mut opened = self.opened();
        for (person, key) in keys.seen().drain() {
            match key {
                PersonKey::Present(key) => opened.remember(person, &key, keys.drops_at_start),
                PersonKey::Dropped => opened.forget(person),
                PersonKey::Absent => {}
            }
        }
    }

    async fn load(&self, from: &impl Query, person: PersonId) -> Result<PersonKey, StoreError> {
        let sql = "SELECT wrapped_key FROM person_key WHERE person_id = $1";
        let Some(row) = from.query_opt(sql, params![person]).await? else { return Ok(PersonKey::Absent) };
        let Some(wrapped) = row.opt_blob(0)? else { return Ok(PersonKey::Dropped) };
        let opened = open(self.master.bytes(), &place_of_key(person), wrapped)?;
        let key = opened.as_slice().try_into().map_err(|_| StoreError::SealBroken)?;
        Ok(PersonKey::Present(Zeroizing::new(key)))
    }

    fn opened(&self) -> MutexGuard<'_, OpenedKeys> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl OpenedKeys {
    fn get(&mut self, person: PersonId) -> Option<DataKey> {
        if let Some(key) = self.young.get(&person) {
            return Some(key.clone());
        }
        let key = self.old.remove(&person)?;
        self.make_room();
        self.young.insert(person, key.clone());
        Some(key)
    }

    fn remember(&mut self, person: PersonId, key: &DataKey, drops: u64) {
        if drops == self.drops {
            self.make_room();
            self.young.insert(person, key.clone());
        }
    }

    fn forget(&mut self, person: PersonId) {
        self.drops += 1;
        self.young.remove(&person);
        self.old.remove(&person);
    }

    fn make_room(&mut self) {
        if self.young.len() >= CACHED {
            self.old = std::mem::take(&mut self.young);
        }
    }
}

impl KeysOfTransaction {
    fn seen(&self) -> MutexGuard<'_, HashMap<PersonId, PersonKey>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn place_of_key(person: PersonId) -> Vec<u8> {
    [b"banso person key 1".as_slice(), person.uuid().as_bytes()].concat()
}

/// A value that only the right master key opens, to tell a wrong key from damaged data.
pub(crate) fn key_check(master: &MasterKey, installation: Uuid) -> Result<Vec<u8>, StoreError> {
    seal(master.bytes(), &place_of_check(installation), b"this is the key")
}

/// Whether `check` was made with the same master key.
pub(crate) fn fits(master: &MasterKey, installation: Uuid, check: &[u8]) -> bool {
    open(master.bytes(), &place_of_check(installation), check).is_ok()
}

fn place_of_check(installation: Uuid) -> Vec<u8> {
    [b"banso master key check 1".as_slice(), installation.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn person(number: u128) -> PersonId {
        PersonId::new(Uuid::from_u128(number))
    }

    fn key() -> DataKey {
        Zeroizing::new([7; 32])
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens_with_the_same_key_at_the_same_place(plain: Vec<u8>, place: Vec<u8>, key: [u8; 32]) {
            let sealed = seal(&key, &place, &plain).unwrap();
            let opened = open(&key, &place, &sealed).unwrap();
            prop_assert_eq!(opened.as_slice(), plain.as_slice());
        }

        #[test]
        fn any_changed_byte_another_key_and_another_place_keep_it_closed(plain: Vec<u8>, at: usize, bit in 0u8..8) {
            let sealed = seal(&[1; 32], b"here", &plain).unwrap();
            let mut changed = sealed.clone();
            let at = at % changed.len();
            changed[at] ^= 1 << bit;
            prop_assert_eq!(open(&[1; 32], b"here", &changed), Err(StoreError::SealBroken));
            prop_assert_eq!(open(&[2; 32], b"here", &sealed), Err(StoreError::SealBroken));
            prop_assert_eq!(open(&[1; 32], b"there", &sealed), Err(StoreError::SealBroken));
            prop_assert_eq!(open(&[1; 32], b"here", &sealed[..at]), Err(StoreError::SealBroken));
        }
    }

    #[test]
    fn the_same_words_are_sealed_differently_each_time() {
        assert_ne!(seal(&[1; 32], b"", b"yes").unwrap(), seal(&[1; 32], b"", b"yes").unwrap());
    }

    #[test]
    fn keys_kept_open_are_bounded_and_those_in_use_stay() {
        let mut keys = OpenedKeys::default();
        for number in 0..5 * CACHED as u128 {
            keys.remember(person(number), &key(), 0);
            assert!(keys.get(person(0)).is_some(), "in use until number {number}");
        }
        assert!(keys.young.len() + keys.old.len() <= 2 * CACHED);
        assert!(keys.get(person(1)).is_none());
    }

    #[test]
    fn a_key_read_before_it_was_dropped_is_not_remembered_afterwards() {
        let mut keys = OpenedKeys::default();
        let seen = keys.drops;
        keys.forget(person(1));
        keys.remember(person(1), &key(), seen);
        assert!(keys.get(person(1)).is_none());
    }
}
