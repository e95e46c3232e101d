//! Text as people write it: any width, any kana, any hyphen, old and new characters.

pub mod codes;
pub mod fold;
pub mod kana;
pub mod municipality_code;

pub(crate) mod marks;
mod nearest;

pub use codes::CodeError;
pub use fold::{query_terms, search_key, search_terms};
pub use kana::{IndexTab, index_tab, is_kana_name, sort_key, to_hiragana, to_katakana};
pub use municipality_code::{MunicipalityCode, MunicipalityCodeError};
pub(crate) use nearest::in_plain_words;
pub use nearest::suggestion;
