//! The fonts of the sheets, read once.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontBook, FontVariant, FontVariations};
use typst::utils::LazyHash;

const FILES: [&[u8]; 4] = [
    include_bytes!("../../../assets/fonts/BIZUDPGothic-Regular.ttf"),
    include_bytes!("../../../assets/fonts/BIZUDPGothic-Bold.ttf"),
    include_bytes!("../../../assets/fonts/NotoSansJP-Regular-rest.ttf"),
    include_bytes!("../../../assets/fonts/NotoEmoji-Regular.ttf"),
];

pub(crate) struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) fonts: Vec<Font>,
}

/// The embedded fonts. Reading them takes some milliseconds, so it happens once a process.
pub(crate) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let fonts: Vec<Font> = FILES.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect();
    Fonts { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
});

/// What the fonts cannot show as it was written.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct NotShown {
    /// Letters that no font has.
    pub(crate) missing: BTreeSet<char>,
    /// Letters with the mark of a variant that no font has; their plain form is shown.
    pub(crate) plain: BTreeSet<(char, char)>,
}

/// Looks for letters in `texts` that cannot be shown as they were written.
pub(crate) fn not_shown<'t>(texts: impl Iterator<Item = &'t str>) -> NotShown {
    let (mut letters, mut variants) = (BTreeSet::new(), BTreeSet::new());
    for text in texts.filter(|text| !text.is_ascii()) {
        let mut before = None;
        for letter in text.chars() {
            if let Some(base) = before.filter(|_| is_variant_mark(letter)) {
                variants.insert((base, letter));
            } else {
                letters.insert(letter);
            }
            before = Some(letter);
        }
    }
    let is_sign = |letter: &char| !letter.is_whitespace() && !letter.is_control() && !is_joiner(*letter);
    let has = |letter: char| FONTS.fonts.iter().any(|font| font.info().coverage.contains(u32::from(letter)));
    NotShown {
        missing: letters
            .into_iter()
            .filter(is_sign)
            .filter(|letter| !is_variant_mark(*letter) && !has(*letter))
            .collect(),
        plain: variants.into_iter().filter(|(base, mark)| has(*base) && !has_variant(*base, *mark)).collect(),
    }
}

fn has_variant(base: char, mark: char) -> bool {
    let drawn = |font: &Font| {
        let instance = font.clone().instantiate(FontVariant::default(), Abs::pt(9.0), &FontVariations::default());
        instance.ttf().glyph_variation_index(base, mark).is_some()
    };
    // The marks of emoji choose between black and colour; here all of them are black.
    matches!(mark, '\u{fe0e}' | '\u{fe0f}') || FONTS.fonts.iter().any(drawn)
}

fn is_variant_mark(letter: char) -> bool {
    matches!(letter, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Marks that join letters or turn the direction of writing, and have no form of their own.
fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0020}'..='\u{e007f}')
}
