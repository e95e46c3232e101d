//! ふりがな on the person's own pages (U21): what the program says there gets its readings, where the reader wants them.
//!
//! The readings are a list of words, `locales/ja/ruby.txt`. [`crate::text::Texts::with_ruby`] marks the words of its messages, and never
//! what was put into them: nobody's name is read out wrongly. When the page is drawn, [`drawn`] turns the marks into `<ruby>` where text
//! stands, and takes them out where it cannot: titles, attributes, options, drawings.
//!
//! To do without all this: delete this file, the list, and what no longer compiles.

use std::{collections::HashMap, sync::OnceLock};

/// A word begins. No text holds this nor the two below: they are no characters.
const WORD: char = '\u{fdd0}';
/// Its reading begins.
const READING: char = '\u{fdd1}';
/// It ends.
const END: char = '\u{fdd2}';
/// What was put into a message begins and ends.
pub(crate) const PUT_IN: [char; 2] = ['\u{fdd3}', '\u{fdd4}'];

struct Word {
    /// The word.
    base: &'static str,
    /// What follows where the word is read so.
    before: &'static str,
    reading: &'static str,
}

/// The words by their first character, those first whose reading needs something to follow.
fn words() -> &'static HashMap<char, Vec<Word>> {
    static WORDS: OnceLock<HashMap<char, Vec<Word>>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words: HashMap<char, Vec<Word>> = HashMap::new();
        for line in include_str!("../locales/ja/ruby.txt").lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.split_whitespace();
            let (Some(base), Some(before), Some(reading)) = (parts.next(), parts.next(), parts.next()) else {
                continue;
            };
            let before = before.trim_start_matches('-');
            words.entry(base.chars().next().unwrap_or_default()).or_default().push(Word { base, before, reading });
        }
        for of_letter in words.values_mut() {
            of_letter.sort_by_key(|word| std::cmp::Reverse(word.before.len()));
        }
        words
    })
}

const fn is_kanji(letter: char) -> bool {
    matches!(letter, '\u{4e00}'..='\u{9fff}' | '々')
}

/// The text with the words marked that have a reading. A word is a whole run of kanji: 所 in 事業所 is read otherwise. What was put into it stays as it is.
pub(crate) fn marked(text: &str) -> String {
    let mut marked = String::with_capacity(text.len() * 2);
    let (mut rest, mut depth) = (text, 0_usize);
    while let Some(letter) = rest.chars().next() {
        if depth == 0 && is_kanji(letter) {
            let (run, after) = rest.split_at(rest.find(|letter| !is_kanji(letter)).unwrap_or(rest.len()));
            let fits = |word: &&Word| word.base == run && after.starts_with(word.before);
            match words().get(&letter).and_then(|words| words.iter().find(fits)) {
                Some(word) => {
                    marked.push(WORD);
                    marked.push_str(run);
                    marked.push(READING);
                    marked.push_str(word.reading);
                    marked.push(END);
                }
                None => marked.push_str(run),
            }
            rest = after;
            continue;
        }
        match letter {
            letter if letter == PUT_IN[0] => depth += 1,
            letter if letter == PUT_IN[1] => depth = depth.saturating_sub(1),
            letter => marked.push(letter),
        }
        rest = &rest[letter.len_utf8()..];
    }
    marked
}

/// Elements in which no reading can stand.
const PLAIN: [&str; 6] = ["title", "option", "textarea", "svg", "script", "style"];

/// The page with its marks drawn.
pub(crate) fn drawn(page: String) -> String {
    if !page.contains(WORD) {
        return page;
    }
    let mut drawn = String::with_capacity(page.len() + page.len() / 2);
    let mut rest = page.as_str();
    // The element in which nothing is drawn, while the text is in one.
    let mut plain: Option<&str> = None;
    while !rest.is_empty() {
        if rest.starts_with('<') {
            let end = rest.find('>').map_or(rest.len(), |at| at + 1);
            let (tag, after) = rest.split_at(end);
            let name = tag.trim_start_matches(['<', '/']).split(|letter: char| !letter.is_ascii_alphanumeric()).next();
            let name = name.unwrap_or_default();
            match plain {
                Some(within) if tag.starts_with("</") && within == name => plain = None,
                None if !tag.starts_with("</") => plain = PLAIN.iter().copied().find(|known| *known == name),
                _ => {}
            }
            write(&mut drawn, tag, false);
            rest = after;
        } else {
            let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
            write(&mut drawn, text, plain.is_none());
            rest = after;
        }
    }
    drawn
}

/// Writes a text with its readings, or without them.
fn write(to: &mut String, text: &str, with_readings: bool) {
    let mut in_reading = false;
    for letter in text.chars() {
        match letter {
            WORD if with_readings => to.push_str("<ruby>"),
            READING => {
                in_reading = true;
                if with_readings {
                    to.push_str("<rp>（</rp><rt aria-hidden=\"true\">");
                }
            }
            END => {
                in_reading = false;
                if with_readings {
                    to.push_str("</rt><rp>）</rp></ruby>");
                }
            }
            WORD => {}
            letter if with_readings || !in_reading => to.push(letter),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Lang, Texts};

    #[test]
    fn u21_whole_words_are_read_and_what_follows_decides_where_it_does() {
        let page = |text: &str| drawn(format!("<p>{}</p>", marked(text)));
        assert_eq!(
            page("目標"),
            "<p><ruby>目標<rp>（</rp><rt aria-hidden=\"true\">もくひょう</rt><rp>）</rp></ruby></p>"
        );
        assert!(page("支援経過").contains("しえんけいか"));
        assert!(!page("未知所").contains("<ruby>"), "a part of a word has no reading of its own");
        assert!(page("いっしょに行った").contains(">い<") && page("1行").contains(">ぎょう<"));
    }

    #[test]
    fn u21_nothing_that_was_put_into_a_message_gets_a_reading() {
        let t = Texts::shipped(Lang::Ja).with_ruby();
        let said = drawn(format!("<p>{}</p>", t.with("own-lead", [("name", "相談 開")])));
        assert!(said.contains("<ruby>担当") && said.contains("相談 開 さん"), "{said}");
    }

    #[test]
    fn u21_titles_attributes_options_and_drawings_stay_plain() {
        let word = marked("目標");
        let page = format!(
            "<title>{word}</title><a aria-label=\"{word}\">{word}</a><option>{word}</option><svg><text>{word}</text></svg>"
        );
        let said = drawn(page);
        assert_eq!(said.matches("<ruby>").count(), 1, "{said}");
        assert!(said.contains("<title>目標</title>") && said.contains("aria-label=\"目標\""), "{said}");
        assert!(!said.contains(|letter| ('\u{fdd0}'..='\u{fdef}').contains(&letter)));
    }

    #[test]
    fn u21_every_word_of_the_persons_pages_has_a_reading() {
        let t = Texts::shipped(Lang::Ja);
        let of_person = |key: &&str| {
            let begins = ["own-", "item-", "years-", "ledger-", "frame-", "session-", "done-own", "way-", "ways-"];
            let others = ["own-account", "ledger-list", "done-own-account", "way-note"];
            begins.iter().any(|part| key.starts_with(part)) && !others.iter().any(|part| key.starts_with(part))
        };
        let mut missing = Vec::new();
        for key in t.keys().filter(of_person) {
            let said = marked(&t.get(key));
            let mut in_word = false;
            for letter in said.chars() {
                in_word = letter == WORD || in_word && letter != END;
                if is_kanji(letter) && !in_word {
                    missing.push(format!("{key}: {letter}"));
                }
            }
        }
        assert_eq!(missing, Vec::<String>::new());
    }
}
