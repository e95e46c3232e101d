//! Kana: one form for what is typed, the 五十音 order of lists, and the index tabs.

use unicode_normalization::{UnicodeNormalization, char::compose};

use super::marks::is_hyphen;

/// Full-width katakana for hiragana and half-width kana; everything else is kept as it is.
pub fn to_katakana(text: &str) -> String {
    let mut katakana = String::with_capacity(text.len());
    for letter in joined_voice_marks(text).chars() {
        let letter = match letter {
            '\u{FF65}'..='\u{FF9D}' => letter.nfkc().next().unwrap_or(letter),
            letter => katakana_of(letter),
        };
        // ﾊ and ﾞ, or カ and ゛, become one letter where there is such a letter.
        let joined =
            katakana.chars().next_back().filter(|_| is_voice_mark(letter)).and_then(|last| compose(last, letter));
        match joined {
            Some(joined) => {
                katakana.pop();
                katakana.push(joined);
            }
            None => katakana.push(letter),
        }
    }
    katakana
}

/// Hiragana for katakana of either width, as paper asks for under ふりがな; everything else is kept as it is.
pub fn to_hiragana(text: &str) -> String {
    const FROM_HIRAGANA: u32 = 'ア' as u32 - 'あ' as u32;
    let hiragana = |letter: char| match letter {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => char::from_u32(u32::from(letter) - FROM_HIRAGANA).unwrap_or(letter),
        letter => letter,
    };
    to_katakana(text).chars().map(hiragana).collect()
}

/// Whether a text is a reading of a name: kana of any kind, with ー, ・, blanks and hyphens between.
pub fn is_kana_name(text: &str) -> bool {
    let between = |letter: char| matches!(letter, '・' | ' ' | '\u{3000}') || is_hyphen(letter);
    let kana = |letter: char| matches!(letter, 'ァ'..='ヺ' | 'ヽ' | 'ヾ');
    let katakana = to_katakana(text);
    katakana.chars().any(kana) && katakana.chars().all(|letter| kana(letter) || between(letter))
}

/// A key whose plain byte order is the 五十音 order of readings (JIS X 4061, the order of dictionaries).
///
/// First the letters, without regard to voice and size, ー read as the vowel before it; among equals clear before voiced
/// before half voiced; then ー before small before large. A blank comes before any letter, so family names stay together.
/// Store it with byte-wise collation.
pub fn sort_key(reading: &str) -> String {
    let mut letters = String::with_capacity(reading.len());
    let (mut voices, mut sizes) = (String::new(), String::new());
    for letter in to_katakana(reading).nfkc().flat_map(char::to_lowercase) {
        let large = large_katakana(letter);
        let (clear, voice) = clear_and_voice(large);
        let before = letters.chars().next_back();
        let (rank, voice, size) = match letter {
            'ー' => (before.and_then(vowel).unwrap_or('゠'), voice, '0'),
            'ヽ' | 'ヾ' => (before.unwrap_or(clear), voice, '0'),
            ' ' => ('!', voice, '2'),
            '・' => ('"', voice, '2'),
            letter if letter != large => (clear, voice, '1'),
            _ => (clear, voice, '2'),
        };
        letters.push(rank);
        voices.push(voice);
        sizes.push(size);
    }
    // The blank between the parts is lower than any mark in them, so a shorter name precedes a longer one.
    format!("{letters} {voices} {sizes}")
}

/// The tabs of an index of readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IndexTab {
    /// あ to お.
    A,
    /// か to ご.
    Ka,
    /// さ to ぞ.
    Sa,
    /// た to ど.
    Ta,
    /// な to の.
    Na,
    /// は to ぽ.
    Ha,
    /// ま to も.
    Ma,
    /// や to よ.
    Ya,
    /// ら to ろ.
    Ra,
    /// わ to ん.
    Wa,
    /// What does not begin with kana.
    Other,
}

impl IndexTab {
    /// All tabs in their order.
    pub const ALL: [Self; 11] = [
        Self::A,
        Self::Ka,
        Self::Sa,
        Self::Ta,
        Self::Na,
        Self::Ha,
        Self::Ma,
        Self::Ya,
        Self::Ra,
        Self::Wa,
        Self::Other,
    ];

    /// The sort keys that belong to the tab: from the first one on to before the second one.
    ///
    /// 他 holds what sorts before ア: readings in Latin letters or digits.
    pub const fn bounds(self) -> (Option<&'static str>, Option<&'static str>) {
        match self {
            Self::A => (Some("ア"), Some("カ")),
            Self::Ka => (Some("カ"), Some("サ")),
            Self::Sa => (Some("サ"), Some("タ")),
            Self::Ta => (Some("タ"), Some("ナ")),
            Self::Na => (Some("ナ"), Some("ハ")),
            Self::Ha => (Some("ハ"), Some("マ")),
            Self::Ma => (Some("マ"), Some("ヤ")),
            Self::Ya => (Some("ヤ"), Some("ラ")),
            Self::Ra => (Some("ラ"), Some("ワ")),
            Self::Wa => (Some("ワ"), None),
            Self::Other => (None, Some("ア")),
        }
    }

    /// The character on the tab.
    pub const fn label(self) -> &'static str {
        match self {
            Self::A => "あ",
            Self::Ka => "か",
            Self::Sa => "さ",
            Self::Ta => "た",
            Self::Na => "な",
            Self::Ha => "は",
            Self::Ma => "ま",
            Self::Ya => "や",
            Self::Ra => "ら",
            Self::Wa => "わ",
            Self::Other => "他",
        }
    }
}

/// The tab under which a reading stands.
pub fn index_tab(reading: &str) -> IndexTab {
    let first =
        to_katakana(reading.trim_start()).chars().next().map(|letter| clear_and_voice(large_katakana(letter)).0);
    match first {
        Some('ア'..='オ') => IndexTab::A,
        Some('カ'..='コ') => IndexTab::Ka,
        Some('サ'..='ソ') => IndexTab::Sa,
        Some('タ'..='ト') => IndexTab::Ta,
        Some('ナ'..='ノ') => IndexTab::Na,
        Some('ハ'..='ホ') => IndexTab::Ha,
        Some('マ'..='モ') => IndexTab::Ma,
        Some('ヤ'..='ヨ') => IndexTab::Ya,
        Some('ラ'..='ロ') => IndexTab::Ra,
        Some('ワ'..='ン') => IndexTab::Wa,
        _ => IndexTab::Other,
    }
}

/// ゛ and ゜, full and half width, as the marks that Unicode joins to the letter before them.
pub(super) fn joined_voice_marks(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\u{309B}' | '\u{FF9E}' => '\u{3099}',
            '\u{309C}' | '\u{FF9F}' => '\u{309A}',
            letter => letter,
        })
        .collect()
}

/// Katakana for hiragana, large for small: ゃ, ャ and や become ヤ. Other characters stay.
pub(super) fn large_katakana(letter: char) -> char {
    match katakana_of(letter) {
        small @ ('ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ') => next(small),
        'ヵ' => 'カ',
        'ヶ' => 'ケ',
        'ㇰ' => 'ク',
        'ㇱ' => 'シ',
        'ㇲ' => 'ス',
        'ㇳ' => 'ト',
        'ㇴ' => 'ヌ',
        'ㇵ' => 'ハ',
        'ㇶ' => 'ヒ',
        'ㇷ' => 'フ',
        'ㇸ' => 'ヘ',
        'ㇹ' => 'ホ',
        'ㇺ' => 'ム',
        'ㇻ' => 'ラ',
        'ㇼ' => 'リ',
        'ㇽ' => 'ル',
        'ㇾ' => 'レ',
        'ㇿ' => 'ロ',
        letter => letter,
    }
}

fn katakana_of(letter: char) -> char {
    const FROM_HIRAGANA: u32 = 'ア' as u32 - 'あ' as u32;
    match letter {
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => char::from_u32(u32::from(letter) + FROM_HIRAGANA).unwrap_or(letter),
        letter => letter,
    }
}

/// In Unicode a small kana stands right before its large form.
fn next(small: char) -> char {
    char::from_u32(u32::from(small) + 1).unwrap_or(small)
}

fn is_voice_mark(letter: char) -> bool {
    matches!(letter, '\u{3099}' | '\u{309A}')
}

/// The letter without its mark, and 0 for clear, 1 for voiced, 2 for half voiced.
fn clear_and_voice(letter: char) -> (char, char) {
    if !matches!(letter, 'ァ'..='ヾ') {
        return (letter, '0');
    }
    let mut parts = letter.nfd();
    let clear = parts.next().unwrap_or(letter);
    match parts.next() {
        Some('\u{3099}') => (clear, '1'),
        Some('\u{309A}') => (clear, '2'),
        _ => (clear, '0'),
    }
}

/// The vowel that a ー after this letter lengthens; the row ン has none.
fn vowel(letter: char) -> Option<char> {
    match letter {
        'ア' | 'カ' | 'サ' | 'タ' | 'ナ' | 'ハ' | 'マ' | 'ヤ' | 'ラ' | 'ワ' => Some('ア'),
        'イ' | 'キ' | 'シ' | 'チ' | 'ニ' | 'ヒ' | 'ミ' | 'リ' | 'ヰ' => Some('イ'),
        'ウ' | 'ク' | 'ス' | 'ツ' | 'ヌ' | 'フ' | 'ム' | 'ユ' | 'ル' => Some('ウ'),
        'エ' | 'ケ' | 'セ' | 'テ' | 'ネ' | 'ヘ' | 'メ' | 'レ' | 'ヱ' => Some('エ'),
        'オ' | 'コ' | 'ソ' | 'ト' | 'ノ' | 'ホ' | 'モ' | 'ヨ' | 'ロ' | 'ヲ' => Some('オ'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_reading_of_any_width_stands_in_hiragana_under_furigana() {
        assert_eq!(to_hiragana("ミホン ヴァージニア・ヶｶﾞ"), "みほん ゔぁーじにあ・ゖが");
        assert_eq!(to_hiragana("みほん Tarō 太郎"), "みほん Tarō 太郎");
    }

    proptest! {
        #[test]
        fn hiragana_and_katakana_of_a_reading_are_two_ways_of_writing_it(reading in "[ァ-ヶー・ ]{0,30}") {
            prop_assert_eq!(to_katakana(&to_hiragana(&reading)), reading);
        }
    }

    /// Sorts backwards first, so that an order that is there already proves nothing.
    fn sorted_by_key(names: &[&'static str]) -> Vec<&'static str> {
        let mut sorted: Vec<_> = names.iter().rev().copied().collect();
        sorted.sort_by_key(|name| sort_key(name));
        sorted
    }

    #[test]
    fn u4_real_names_sort_like_the_dictionary() {
        let in_order: Vec<_> = include_str!("../../tests/data/names-in-order.txt").lines().collect();

        assert_eq!(in_order.len(), 1404);
        assert_eq!(sorted_by_key(&in_order), in_order);
    }

    #[test]
    fn u4_long_marks_small_and_voiced_kana_sort_like_the_dictionary() {
        let in_order: Vec<_> = include_str!("../../tests/data/kana-in-order.txt").lines().collect();

        assert_eq!(in_order.len(), 500);
        assert_eq!(sorted_by_key(&in_order), in_order);
    }

    #[test]
    fn u4_blanks_come_first_and_a_long_mark_without_a_vowel_before_all_letters() {
        let in_order = ["ア", "ア 0", "ア ン", "ア・ア", "アア", "ンー", "ンア", "ンン"];

        assert_eq!(sorted_by_key(&in_order), in_order);
    }

    #[test]
    fn u4_the_tab_ka_shows_only_ka_to_go() {
        let tabs =
            |readings: &str| readings.chars().map(|first| index_tab(&first.to_string()).label()).collect::<String>();

        assert_eq!(tabs("あぁオｳヴか"), "あああああか");
        assert_eq!(tabs("かがコゴｶヵさ"), "かかかかかかさ");
        assert_eq!(tabs("ざだぢづッとなぱヾんわヲ"), "さたたたたたなは他わわわ");
        assert_eq!(tabs("まやゃュらロA山1"), "まやややらら他他他");
        assert_eq!(index_tab(""), IndexTab::Other);
        assert_eq!(index_tab(" ｶﾞﾓｳ"), IndexTab::Ka);
        assert_eq!(IndexTab::ALL.map(IndexTab::label).concat(), "あかさたなはまやらわ他");
    }

    #[test]
    fn u5_a_reading_is_stored_in_katakana_however_it_was_typed() {
        for typed in [
            "がもう ぱぴー",
            "ガモウ パピー",
            "ｶﾞﾓｳ ﾊﾟﾋﾟｰ",
            "カ゛モウ ハ゜ヒ゜ー",
            "か\u{3099}もう は\u{309A}ひ\u{309A}ー",
        ] {
            assert_eq!(to_katakana(typed), "ガモウ パピー", "{typed}");
        }
        assert_eq!(to_katakana("ＡＢＣ 山田ﾀﾛｳ１２"), "ＡＢＣ 山田タロウ１２");
    }

    #[test]
    fn u5_kana_of_any_kind_is_a_reading_and_kanji_is_not() {
        for reading in ["やまだ", "ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ・タロウ", "ジョージ-マイケル"] {
            assert!(is_kana_name(reading), "{reading}");
        }
        for other in ["", " ", "ー", "山田", "ヤマダ太郎", "Yamada", "ヤマダ1"] {
            assert!(!is_kana_name(other), "{other}");
        }
    }

    proptest! {
        #[test]
        fn u5_the_order_does_not_see_the_kind_of_kana(reading in "[ぁ-ゖー ]{0,8}") {
            prop_assert_eq!(sort_key(&reading), sort_key(&to_katakana(&reading)));
        }

        #[test]
        fn u4_a_name_stands_before_its_continuation(reading in "[ァ-ヶ]{1,8}", more in "[ァ-ヶー 0-9]{1,3}") {
            let continued = format!("{reading}{more}");
            prop_assert!(sort_key(&reading) < sort_key(&continued));
        }

        #[test]
        fn katakana_stays_katakana(text in "\\PC{0,12}") {
            let once = to_katakana(&text);
            prop_assert_eq!(to_katakana(&once), once);
        }
    }
}
