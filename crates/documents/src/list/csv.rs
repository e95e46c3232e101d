//! CSV: one record a line, CRLF, quotes where they are needed, and the letters of CP932.

use encoding_rs::SHIFT_JIS;

use super::{List, ListCell};

/// The mark that printers in Japan set for a letter which they do not have.
const GETA: &str = "〓";

/// What is done with letters that CP932 does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// The file is not written; the letters are named.
    Refused,
    /// 〓 stands in their place.
    AsGeta,
}

/// A letter that CP932 does not hold, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnwritableLetter {
    /// The letter, with the mark that chooses its variant if it bears one.
    pub letter: String,
    /// The rows of the list in which it stands, counted from 1 without the heads; 0 for the heads.
    pub rows: Vec<usize>,
}

impl UnwritableLetter {
    /// Its numbers in Unicode: `U+20BB7`.
    pub fn code(&self) -> String {
        let codes: Vec<String> = self.letter.chars().map(|letter| format!("U+{:04X}", u32::from(letter))).collect();
        codes.join(" ")
    }
}

/// The whole list, each text through `letters`.
pub(super) fn text(list: &List, letters: impl Fn(String) -> String) -> String {
    let mut lines = String::new();
    let mut line = |cells: &mut dyn Iterator<Item = String>| {
        lines.push_str(&cells.map(|cell| quoted(&letters(cell))).collect::<Vec<_>>().join(","));
        lines.push_str("\r\n");
    };
    line(&mut list.columns.iter().map(|head| guarded(head)));
    for row in &list.rows {
        line(&mut row.iter().map(|cell| match cell {
            ListCell::Text(words) => guarded(words),
            ListCell::Day(day) => day.to_string(),
            ListCell::Number(number) => number.to_string(),
            ListCell::Figure(figure) => figure.to_string(),
        }));
    }
    lines
}

/// Words that a spreadsheet would take for a formula, with the apostrophe that says they are words.
fn guarded(words: &str) -> String {
    let apostrophe = if words.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("{apostrophe}{words}")
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\r', '\n']) || cell != cell.trim() {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

pub(super) fn in_cp932(list: &List, foreign: Foreign) -> Result<Vec<u8>, Vec<UnwritableLetter>> {
    let unwritable = unwritable(list);
    if foreign == Foreign::Refused && !unwritable.is_empty() {
        return Err(unwritable);
    }
    Ok(SHIFT_JIS.encode(&text(list, |words| writable(&words))).0.into_owned())
}

/// The letters that CP932 does not hold, in the order in which they are met.
fn unwritable(list: &List) -> Vec<UnwritableLetter> {
    let mut found: Vec<UnwritableLetter> = Vec::new();
    let heads = list.columns.iter().map(|head| (0, head.as_str()));
    let cells = list.rows.iter().enumerate().flat_map(|(row, cells)| {
        cells.iter().filter_map(move |cell| match cell {
            ListCell::Text(words) => Some((row + 1, words.as_str())),
            _ => None,
        })
    });
    for (row, words) in heads.chain(cells).filter(|(_, words)| !is_writable(&customary(words))) {
        let words = customary(words);
        for letter in letters(&words).filter(|letter| !is_writable(letter)) {
            match found.iter_mut().find(|known| known.letter == letter) {
                Some(known) if known.rows.last() == Some(&row) => {}
                Some(known) => known.rows.push(row),
                None => found.push(UnwritableLetter { letter: letter.to_owned(), rows: vec![row] }),
            }
        }
    }
    found
}

/// The words with a letter of CP932 in every place: the plain form of a variant, otherwise 〓.
fn writable(words: &str) -> String {
    let words = customary(words);
    if is_writable(&words) {
        return words;
    }
    let written = letters(&words).map(|letter| {
        let plain = letter.trim_end_matches(is_variant_mark);
        [letter, plain].into_iter().find(|form| !form.is_empty() && is_writable(form)).unwrap_or(GETA)
    });
    written.collect()
}

fn is_writable(words: &str) -> bool {
    let (_, _, lost) = SHIFT_JIS.encode(words);
    !lost
}

/// The letters for which Windows and Unicode disagree in Japanese texts, as Windows writes them: the same sign on paper.
fn customary(words: &str) -> String {
    let as_windows_has_it = |letter| match letter {
        '〜' => '～',
        '‖' => '∥',
        '−' => '－',
        '—' => '―',
        '¢' => '￠',
        '£' => '￡',
        '¥' => '￥',
        '¬' => '￢',
        '‾' => '￣',
        letter => letter,
    };
    words.chars().map(as_windows_has_it).collect()
}

/// The text letter by letter; a mark that chooses a variant belongs to the letter before it.
fn letters(words: &str) -> impl Iterator<Item = &str> {
    let starts: Vec<usize> =
        words.char_indices().filter(|(at, letter)| *at == 0 || !is_variant_mark(*letter)).map(|(at, _)| at).collect();
    let ends = starts.iter().copied().skip(1).chain([words.len()]).collect::<Vec<_>>();
    starts.into_iter().zip(ends).map(move |(from, to)| &words[from..to])
}

fn is_variant_mark(letter: char) -> bool {
    matches!(letter, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}
