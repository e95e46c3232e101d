//! Search that finds: one key for all the ways in which a name, an address or a number is written.
//!
//! Two texts that a caseworker would call the same have the same key; わたなべ, ﾜﾀﾅﾍﾞ and ワタナベ do, and so do 渡邉, 渡邊 and
//! 渡辺. Kana and kanji do not meet here: a person is searched by both.

use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

use unicode_normalization::UnicodeNormalization;

use super::{
    kana::{joined_voice_marks, large_katakana},
    marks::is_hyphen,
};

/// Rare and old forms of a kanji, each with the form in common use.
static KANJI_VARIANTS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    include_str!("kanji_variants.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| {
            let mut forms = line.chars().filter(|form| !form.is_whitespace());
            let common = forms.next();
            forms.filter_map(move |form| Some((form, common?)))
        })
        .collect()
});

/// The key under which a text is found.
///
/// One width (NFKC), lower case, katakana for hiragana, large kana for small ones, the common form for 異体字, the
/// character itself for 々, the bare letter for ō and é. Blanks, hyphens of all kinds, ー, ・, apostrophes and variation selectors are left out.
/// カ and ガ stay different.
pub fn search_key(text: &str) -> String {
    let text = joined_voice_marks(text);
    let composed = text.nfkc().flat_map(char::to_lowercase).nfkc();
    let mut key = String::with_capacity(text.len());
    for letter in composed {
        if is_left_out(letter) {
            continue;
        }
        let letter = match letter {
            '々' | '〻' | 'ヽ' | 'ゝ' => key.chars().next_back().unwrap_or(letter),
            letter => KANJI_VARIANTS.get(&letter).copied().unwrap_or_else(|| large_katakana(without_accent(letter))),
        };
        key.push(letter);
    }
    // What was left out may have stood between two parts of one letter.
    key.nfkc().collect()
}

/// The terms under which a text is filed: every character of its key and every two neighbours, each once.
pub fn search_terms(text: &str) -> Vec<String> {
    let key: Vec<char> = search_key(text).chars().collect();
    let terms: BTreeSet<String> = key.chunks(1).chain(key.windows(2)).map(|term| term.iter().collect()).collect();
    terms.into_iter().collect()
}

/// The terms that a text must be filed under to contain what was typed: the one character, or every two neighbours.
///
/// Necessary, not sufficient: the pairs may lie apart. A reader who wants the words together compares [`search_key`]s.
pub fn query_terms(typed: &str) -> Vec<String> {
    let key: Vec<char> = search_key(typed).chars().collect();
    let length = key.len().clamp(1, 2);
    let terms: BTreeSet<String> = key.windows(length).map(|term| term.iter().collect()).collect();
    terms.into_iter().collect()
}

/// The bare letter, so that Ōno is found by Ono.
fn without_accent(letter: char) -> char {
    let mut parts = letter.nfd();
    parts.next().filter(|_| parts.all(is_accent)).unwrap_or(letter)
}

fn is_accent(mark: char) -> bool {
    matches!(mark, '\u{300}'..='\u{36F}')
}

fn is_left_out(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || is_hyphen(letter)
        || is_accent(letter)
        || matches!(
            letter,
            '・' | '·' | '\'' | '\u{2019}' | '\u{3099}' | '\u{309A}' | '\u{200B}'..='\u{200D}' | '\u{FEFF}'
        )
        || matches!(letter, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn u6_texts_that_are_the_same_to_a_caseworker_have_one_key() {
        for same in [
            "わたなべ|ワタナベ|ﾜﾀﾅﾍﾞ|ワタナヘ゛|わた なべ|ワタナベ\u{3000}",
            "渡辺|渡邉|渡邊|渡邉\u{E0102}|渡 辺",
            "髙橋|高橋|高𣘺",
            "山﨑|山崎|山嵜",
            "齋藤|齊藤|斎藤|斉藤",
            "濵田|濱田|浜田",
            "小澤|小沢",
            "嶋田|嶌田|島田",
            "廣瀨|広瀬|廣瀬",
            "國分|国分",
            "櫻井|桜井",
            "眞鍋|真鍋",
            "𠮷田|吉田",
            "德永|徳永",
            "惠子|恵子",
            "佐々木|佐佐木",
            "霞ヶ関|霞ケ関|霞ｹ関",
            "LITA|ＬＩＴＡ|lita|ｌｉｔａ",
            "きょうこ|キヨウコ|ｷｮｳｺ",
            "サトー|サト|サト-",
            "03-1234-5678|０３－１２３４－５６７８|03−1234−5678|0312345678|03 1234 5678",
            "ジョン・スミス|ジョン スミス|ｼﾞｮﾝ･ｽﾐｽ",
            "㈱あおば|(株)アオバ",
            "Ōno|Ono|ＯＮＯ|O¯no|Ôno",
        ] {
            let keys: BTreeSet<_> = same.split('|').map(search_key).collect();
            assert_eq!(keys.len(), 1, "{keys:?}");
        }
    }

    #[test]
    fn u6_texts_that_differ_to_a_caseworker_keep_different_keys() {
        for (one, other) in
            [("カワタ", "ガワダ"), ("ハラ", "バラ"), ("バラ", "パラ"), ("川", "河"), ("太田", "大田"), ("渡部", "渡辺")]
        {
            assert_ne!(search_key(one), search_key(other));
        }
    }

    #[test]
    fn each_form_of_a_kanji_belongs_to_one_line_of_the_table() {
        let table = include_str!("kanji_variants.txt");
        let forms: Vec<char> = table
            .lines()
            .filter(|line| !line.starts_with('#'))
            .flat_map(str::chars)
            .filter(|form| *form != ' ')
            .collect();
        let distinct: BTreeSet<_> = forms.iter().collect();

        assert_eq!(distinct.len(), forms.len());
        assert!(forms.iter().all(|form| form.nfkc().eq([*form])), "NFKC does these already");
        assert!(KANJI_VARIANTS.len() > 300, "{}", KANJI_VARIANTS.len());
    }

    #[test]
    fn u6_a_text_is_filed_under_its_characters_and_pairs() {
        assert_eq!(search_terms("渡邉 わた"), ["タ", "ワ", "ワタ", "渡", "渡辺", "辺", "辺ワ"]);
        assert_eq!(query_terms("わ"), ["ワ"]);
        assert_eq!(query_terms("わた"), ["ワタ"]);
        assert_eq!(query_terms("わたなべ"), ["タナ", "ナベ", "ワタ"]);
        assert_eq!(query_terms(" ー "), [""; 0]);
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(text in "[\\PCぁ-んァ-ヶｦ-ﾟ一-龥 ー゛゜々０-９-]{0,20}") {
            let key = search_key(&text);
            prop_assert_eq!(search_key(&key), key);
        }

        #[test]
        fn u6_whatever_part_is_typed_the_text_is_found(text in "[ぁ-んァ-ヶ一-龥a-z0-9 ー-]{1,16}", from in 0usize..16, length in 1usize..16) {
            let part: String = text.chars().skip(from).take(length).collect();
            let filed = search_terms(&text);
            prop_assert!(query_terms(&part).iter().all(|term| filed.contains(term)));
        }
    }
}
