//! What is too large is refused before it takes memory.

use std::io::{self, Read, Seek, SeekFrom};

use banso_exchange::{MOST_BYTES, MOST_BYTES_OF_RECORD, Refused, Wanted, read};

use crate::support::{HEADS, office, read_bytes, refusal};

/// A file of so many bytes of which none was read yet.
struct Huge {
    bytes: u64,
    at: u64,
}

impl Read for Huge {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        panic!("a file that is too large is not read at all")
    }
}

impl Seek for Huge {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(_) => self.bytes,
            SeekFrom::Current(_) => self.at,
        };
        Ok(self.at)
    }
}

#[test]
fn a_file_of_500_megabytes_is_refused_before_a_byte_of_it_is_read() {
    let mut file = Huge { bytes: 500 << 20, at: 0 };
    let refused = read(&mut file, Wanted::default(), &mut |_| None).unwrap_err();
    assert!(matches!(refused, Refused::TooLarge { bytes, most: MOST_BYTES } if bytes == 500 << 20), "{refused}");
}

#[test]
fn a_csv_bomb_is_refused_while_it_is_read() {
    let longest = usize::try_from(MOST_BYTES_OF_RECORD).unwrap();
    let open_quote = format!("{HEADS}\n\"{}", "あ\n".repeat(longest));
    assert!(matches!(read_bytes(open_quote), Err(Refused::RowWithoutEnd { line: 2, .. })));
    assert_eq!(refusal(format!("{HEADS}\n{}\n", ",".repeat(100_000))), "too_many_columns");
    assert_eq!(refusal(",".repeat(longest * 3)), "row_without_end");
    assert_eq!(refusal(format!("{HEADS}\n{}", "1,2,3\n".repeat(60_001))), "too_many_rows");
    assert_eq!(
        refusal(format!("{{{}}}", "\"a\":{".repeat(100_000))),
        "broken_json",
        "deeper than anything that is read"
    );
}

#[test]
fn a_long_cell_within_bounds_is_kept_whole() {
    let long = "あ".repeat(10_000);
    let text = format!("{HEADS}\n{}\n", office("A1", &[(27, &long)]));
    assert_eq!(read_bytes(text).unwrap().rows[0].told.get(banso_domain::resource::Field::HoursNote), long);
}
