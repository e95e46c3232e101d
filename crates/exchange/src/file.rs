//! A file before it is understood: how large it is, in which letters it is written, and reading it in those letters.

use std::io::{self, Read, Seek, SeekFrom};

use encoding_rs::{CoderResult, Decoder, DecoderResult, SHIFT_JIS, UTF_8};
use sha2::{Digest, Sha256};

use crate::{LooksLike, Refused};

/// The largest file that is read, in bytes. The longest list of WAM NET for the whole country has some 25,000 rows of 700 bytes; this is
/// more than twice as much. What is larger is refused by its size, before any of it is read.
pub const MOST_BYTES: u64 = 48 << 20;

/// The largest JSON file, in bytes: a tree of values takes ten times as much memory as its text.
pub const MOST_BYTES_OF_JSON: u64 = 16 << 20;

/// Bytes that are read at a time.
const CHUNK: usize = 64 << 10;
/// So much of the beginning tells what a file is.
const HEAD: usize = 4 << 10;

/// The letters in which a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without its mark.
    Utf8,
    /// CP932 (Windows-31J), the Shift_JIS of Windows.
    Cp932,
}

impl Encoding {
    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Cp932 => "cp932",
        }
    }

    const fn letters(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Cp932 => SHIFT_JIS,
        }
    }
}

/// What one pass over a file told.
pub(crate) struct Survey {
    /// The letters in which it is written.
    pub(crate) encoding: Encoding,
    /// Its first bytes in those letters.
    pub(crate) head: String,
    /// Its size in bytes.
    pub(crate) bytes: u64,
    /// Its SHA-256 in hexadecimal digits.
    pub(crate) digest: String,
}

/// Looks a file through once, a piece at a time, and goes back to its beginning.
///
/// # Errors
///
/// [`Refused::TooLarge`] before anything is read, [`Refused::NotARoster`] for what is no text, [`Refused::OtherEncoding`].
pub(crate) fn survey(file: &mut (impl Read + Seek + ?Sized), wanted: Option<Encoding>) -> Result<Survey, Refused> {
    let bytes = file.seek(SeekFrom::End(0)).map_err(Refused::Unreadable)?;
    if bytes > MOST_BYTES {
        return Err(Refused::TooLarge { bytes, most: MOST_BYTES });
    }
    file.seek(SeekFrom::Start(0)).map_err(Refused::Unreadable)?;
    let (mut utf8, mut cp932) = (Probe::of(Encoding::Utf8), Probe::of(Encoding::Cp932));
    let mut digest = Sha256::new();
    let (mut head, mut chunk, mut read) = (Vec::new(), vec![0; CHUNK], 0);
    loop {
        let count = read_some(file, &mut chunk).map_err(Refused::Unreadable)?;
        let piece = &chunk[..count];
        if read == 0 {
            head = piece[..count.min(HEAD)].to_vec();
            if let Some(looks_like) = LooksLike::of_bytes(&head) {
                return Err(Refused::NotARoster { looks_like, heads: Vec::new() });
            }
        }
        read += count as u64;
        // A file may grow while it is read.
        if read > MOST_BYTES {
            return Err(Refused::TooLarge { bytes: read, most: MOST_BYTES });
        }
        digest.update(piece);
        utf8.feed(piece, count == 0);
        cp932.feed(piece, count == 0);
        if count == 0 {
            break;
        }
    }
    file.seek(SeekFrom::Start(0)).map_err(Refused::Unreadable)?;
    let encoding = match (wanted, utf8.wrong_line, cp932.wrong_line) {
        (Some(Encoding::Utf8), Some(line), _) | (Some(Encoding::Cp932), _, Some(line)) => {
            return Err(Refused::OtherEncoding { line });
        }
        (Some(wanted), ..) => wanted,
        (None, None, _) => Encoding::Utf8,
        (None, Some(_), None) => Encoding::Cp932,
        // Broken in both: where the first slip comes later, more was understood.
        (None, Some(utf8), Some(cp932)) if utf8 >= cp932 => Encoding::Utf8,
        (None, Some(_), Some(_)) => Encoding::Cp932,
    };
    let (head, _) = encoding.letters().decode_with_bom_removal(&head);
    let digest = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Survey { encoding, head: head.into_owned(), bytes: read, digest })
}

/// Reads until the chunk is full or the file ends.
fn read_some(file: &mut (impl Read + ?Sized), chunk: &mut [u8]) -> io::Result<usize> {
    let mut count = 0;
    while count < chunk.len() {
        match file.read(&mut chunk[count..]) {
            Ok(0) => break,
            Ok(more) => count += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}

/// Whether bytes can be read in some letters, and if not, on which line the first slip is.
struct Probe {
    decoder: Decoder,
    line: u64,
    wrong_line: Option<u64>,
}

impl Probe {
    fn of(encoding: Encoding) -> Self {
        Self { decoder: encoding.letters().new_decoder_with_bom_removal(), line: 1, wrong_line: None }
    }

    fn feed(&mut self, mut bytes: &[u8], is_last: bool) {
        let mut letters = [0; 8 << 10];
        while self.wrong_line.is_none() {
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(bytes, &mut letters, is_last);
            self.line += letters[..written].iter().filter(|letter| **letter == b'\n').count() as u64;
            bytes = &bytes[read..];
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => self.wrong_line = Some(self.line),
            }
        }
    }
}

/// A file in UTF-8, whatever it was written in. What cannot be read becomes U+FFFD.
pub(crate) struct Decoded<R> {
    from: R,
    decoder: Decoder,
    raw: Vec<u8>,
    ready: Vec<u8>,
    at: usize,
    is_over: bool,
}

impl<R: Read> Decoded<R> {
    pub(crate) fn new(from: R, encoding: Encoding) -> Self {
        let decoder = encoding.letters().new_decoder_with_bom_removal();
        Self { from, decoder, raw: vec![0; CHUNK], ready: Vec::new(), at: 0, is_over: false }
    }

    fn fill(&mut self) -> io::Result<()> {
        let count = read_some(&mut self.from, &mut self.raw)?;
        self.is_over = count == 0;
        let most = self.decoder.max_utf8_buffer_length(count).unwrap_or(CHUNK * 4);
        self.ready.resize(most, 0);
        let (result, _, written, _) = self.decoder.decode_to_utf8(&self.raw[..count], &mut self.ready, self.is_over);
        debug_assert_eq!(result, CoderResult::InputEmpty, "the buffer holds whatever the chunk can become");
        self.ready.truncate(written);
        self.at = 0;
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() && !self.is_over {
            self.fill()?;
        }
        let count = buffer.len().min(self.ready.len() - self.at);
        buffer[..count].copy_from_slice(&self.ready[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// The whole of a small file, in UTF-8.
pub(crate) fn whole(file: &mut (impl Read + ?Sized), survey: &Survey) -> Result<String, Refused> {
    if survey.bytes > MOST_BYTES_OF_JSON {
        return Err(Refused::TooLarge { bytes: survey.bytes, most: MOST_BYTES_OF_JSON });
    }
    let mut text = String::new();
    Decoded::new(file.take(MOST_BYTES_OF_JSON), survey.encoding)
        .read_to_string(&mut text)
        .map_err(Refused::Unreadable)?;
    Ok(text)
}
