//! The master key of an installation: without it, nothing personal can be read.

use std::{fmt, fs, io, io::Write, path::Path};

use zeroize::Zeroizing;

use crate::{StoreError, seal::random};

/// 32 random bytes that seal the keys of all persons. Kept outside the database, in a file or a secret store.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; 32]>);

/// Why a master key could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    /// Not 64 hexadecimal digits.
    #[error("a master key is written as 64 hexadecimal digits")]
    NotHexadecimal,
    /// The file cannot be read or written.
    #[error("the master key file {path} cannot be used")]
    File {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl MasterKey {
    /// Makes a new key.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoRandomness`] if the system has no random numbers.
    pub fn generate() -> Result<Self, StoreError> {
        random().map(Zeroizing::new).map(Self)
    }

    /// Reads a key written as 64 hexadecimal digits; space around it is allowed.
    ///
    /// # Errors
    ///
    /// [`MasterKeyError::NotHexadecimal`].
    pub fn from_hex(text: &str) -> Result<Self, MasterKeyError> {
        let digits = text.trim().as_bytes();
        let mut key = Zeroizing::new([0; 32]);
        if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err(MasterKeyError::NotHexadecimal);
        }
        for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| MasterKeyError::NotHexadecimal)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| MasterKeyError::NotHexadecimal)?;
        }
        Ok(Self(key))
    }

    /// The key as 64 hexadecimal digits.
    #[must_use]
    pub fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Reads the key from a file.
    ///
    /// # Errors
    ///
    /// [`MasterKeyError`] if the file cannot be read or holds no key.
    pub fn read(path: &Path) -> Result<Self, MasterKeyError> {
        let text = fs::read_to_string(path).map(Zeroizing::new).map_err(|source| file_error(path, source))?;
        Self::from_hex(&text)
    }

    /// Writes the key to a new file that only its owner can read.
    ///
    /// # Errors
    ///
    /// [`MasterKeyError::File`], also if the file exists: a key is never overwritten.
    pub fn write_new(&self, path: &Path) -> Result<(), MasterKeyError> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options
            .open(path)
            .and_then(|mut file| {
                file.write_all(self.to_hex().as_bytes())?;
                file.write_all(b"\n")?;
                file.sync_all()
            })
            .map_err(|source| file_error(path, source))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

fn file_error(path: &Path, source: io::Error) -> MasterKeyError {
    MasterKeyError::File { path: path.display().to_string(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_written_to_a_file_is_read_back_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("master.key");
        let key = MasterKey::generate().unwrap();
        key.write_new(&file).unwrap();
        assert_eq!(MasterKey::read(&file).unwrap().bytes(), key.bytes());
        assert!(matches!(key.write_new(&file), Err(MasterKeyError::File { .. })));
    }

    #[test]
    fn only_64_hexadecimal_digits_are_a_key() {
        let good = "0f".repeat(32);
        assert_eq!(MasterKey::from_hex(&good).unwrap().to_hex().as_str(), good);
        for bad in ["", "0f", &"0g".repeat(32), &"0f".repeat(33), &format!("+{}", &good[1..])] {
            assert!(matches!(MasterKey::from_hex(bad), Err(MasterKeyError::NotHexadecimal)), "{bad}");
        }
    }

    #[test]
    fn a_key_never_shows_in_a_log() {
        assert_eq!(format!("{:?}", MasterKey::generate().unwrap()), "MasterKey(…)");
    }
}
