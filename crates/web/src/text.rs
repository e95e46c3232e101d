//! The words of the pages: one set of messages a language, from `locales/`.
//!
//! Messages are written in Fluent. Words that a municipality may choose for itself (「相談者」 or 「利用者」, 「障害」 or
//! 「障がい」) are Fluent terms, so that one setting changes every screen (U28).

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    sync::{Arc, OnceLock},
};

use axum::http::{HeaderMap, header::ACCEPT_LANGUAGE};
use banso_domain::form::Language;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use rust_embed::RustEmbed;
use unic_langid::{LanguageIdentifier, langid};

use crate::{ruby, security::cookie_value};

/// The cookie in which a browser keeps the language, for the pages before signing in.
pub(crate) const LANGUAGE_COOKIE: &str = "banso-language";

#[derive(RustEmbed)]
#[folder = "locales"]
struct Locales;

/// A language the pages are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Japanese, the language of the desk.
    #[default]
    Ja,
    /// English, for colleagues and reviewers from elsewhere.
    En,
}

impl Lang {
    /// Both languages, in the order in which the switch offers them.
    pub const ALL: [Self; 2] = [Self::Ja, Self::En];

    /// The code for the `lang` attribute, the cookie and the folder of messages: `ja` or `en`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }

    /// The same language in the definitions of forms and processes.
    pub(crate) const fn in_definitions(self) -> Language {
        match self {
            Self::Ja => Language::Ja,
            Self::En => Language::En,
        }
    }

    /// The language's own name, as the switch shows it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Ja => "日本語",
            Self::En => "English",
        }
    }

    /// Reads a code as [`Lang::code`] writes it.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// The language chosen in this browser before; otherwise the first of `Accept-Language` that we have, or Japanese.
    pub fn preferred(headers: &HeaderMap) -> Self {
        let chosen = [false, true].into_iter().find_map(|secure| cookie_value(headers, LANGUAGE_COOKIE, secure));
        if let Some(chosen) = chosen.and_then(Self::from_code) {
            return chosen;
        }
        let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        wanted
            .split(',')
            .filter_map(|part| Self::from_code(part.trim().split(['-', ';']).next().unwrap_or_default()))
            .next()
            .unwrap_or_default()
    }

    const fn identifier(self) -> LanguageIdentifier {
        match self {
            Self::Ja => langid!("ja"),
            Self::En => langid!("en"),
        }
    }
}

/// A set of messages could not be read.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    /// A message file, or a word set by the municipality, is not valid Fluent.
    #[error("{file} is not a valid message file: {problem}")]
    Syntax {
        /// Which file, or which word.
        file: String,
        /// What the reader of Fluent says about it.
        problem: String,
    },
    /// A municipality set a word that no message knows.
    #[error("there is no word \"-{0}\" to set")]
    UnknownWord(String),
}

/// The messages of one language. Cheap to clone; shared between threads.
///
/// In a template: `{{ t.get("frame-help") }}`.
#[derive(Clone)]
pub struct Texts {
    lang: Lang,
    bundle: Arc<FluentBundle<FluentResource>>,
    /// The messages without placeholders, put together once.
    plain: Arc<HashMap<String, Box<str>>>,
    /// Whether the words get their readings when the page is drawn (U21).
    ruby: bool,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts").field("lang", &self.lang).finish_non_exhaustive()
    }
}

impl Texts {
    /// The messages as shipped, with the usual words.
    ///
    /// The files are part of the program and a test reads them all, so a broken one never reaches a reader; should it
    /// happen all the same, the messages of that file show as `⟦key⟧`.
    pub fn shipped(lang: Lang) -> Self {
        static SHIPPED: OnceLock<[Texts; 2]> = OnceLock::new();
        let both = SHIPPED.get_or_init(|| Lang::ALL.map(|lang| Self::from_bundle(lang, shipped_bundle(lang).0)));
        both[lang as usize].clone()
    }

    /// The messages with words of the municipality's choice: term name (without the hyphen) → text, for this language.
    ///
    /// # Errors
    ///
    /// [`TextError::UnknownWord`] for a name that no message file defines, [`TextError::Syntax`] if the text would not
    /// survive as a Fluent term (a line break, a brace).
    pub fn with_words(lang: Lang, words: &BTreeMap<String, String>) -> Result<Self, TextError> {
        let (mut bundle, known) = shipped_bundle(lang);
        for (word, text) in words {
            if !known.contains(word) {
                return Err(TextError::UnknownWord(word.clone()));
            }
            let syntax = |problem: String| TextError::Syntax { file: format!("-{word}"), problem };
            if text.trim().is_empty() || text.contains(['{', '}', '\n', '\r']) {
                return Err(syntax("a word is one line without braces".to_owned()));
            }
            let resource = FluentResource::try_new(format!("-{word} = {}\n", text.trim()))
                .map_err(|(_, problems)| syntax(format!("{problems:?}")))?;
            bundle.add_resource_overriding(resource);
        }
        Ok(Self::from_bundle(lang, bundle))
    }

    fn from_bundle(lang: Lang, bundle: FluentBundle<FluentResource>) -> Self {
        let keys = message_files(lang).into_iter().flat_map(|(_, source)| {
            let begins = |line: &str| line.starts_with(|letter: char| letter.is_ascii_alphabetic());
            let key = |line: &str| Some(line.split_once('=')?.0.trim().to_owned()).filter(|_| begins(line));
            source.lines().filter_map(key).collect::<Vec<_>>()
        });
        let whole = |key: String| {
            let mut problems = Vec::new();
            let text = bundle.format_pattern(bundle.get_message(&key)?.value()?, None, &mut problems).into_owned();
            problems.is_empty().then(|| (key, text.into_boxed_str()))
        };
        let plain = Arc::new(keys.filter_map(whole).collect());
        Self { lang, bundle: Arc::new(bundle), plain, ruby: false }
    }

    /// The language of these messages.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// The messages with readings (ふりがな, U21); of a language that has none, as they are.
    #[must_use]
    pub(crate) fn with_ruby(&self) -> Self {
        Self { ruby: self.lang == Lang::Ja, ..self.clone() }
    }

    /// Whether the words get their readings.
    pub(crate) const fn has_ruby(&self) -> bool {
        self.ruby
    }

    /// Every message without placeholders.
    #[cfg(test)]
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.plain.keys().map(String::as_str)
    }

    /// The message `key`, or `⟦key⟧` where it is missing, so that a gap is seen and never silent.
    pub fn get(&self, key: &str) -> String {
        match self.plain.get(key) {
            Some(text) if self.ruby => ruby::marked(text),
            Some(text) => text.to_string(),
            None => self.format(key, None),
        }
    }

    /// The message `key` with its placeholders filled: `t.with("greeting", [("name", &name)])`. Values stand as they are,
    /// never as numbers, so that a case number keeps its zeros.
    pub fn with<'n, V: fmt::Display>(&self, key: &str, values: impl AsRef<[(&'n str, V)]>) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values.as_ref() {
            // What is put in is nobody's to read out.
            let [begins, ends] = ruby::PUT_IN;
            let value = if self.ruby { format!("{begins}{value}{ends}") } else { value.to_string() };
            args.set((*name).to_owned(), FluentValue::from(value));
        }
        self.format(key, Some(&args))
    }

    /// The message `key` for a number of things; the message sees it as `$count` and may choose its plural.
    pub fn count(&self, key: &str, count: usize) -> String {
        let mut args = FluentArgs::new();
        args.set("count", FluentValue::from(count));
        self.format(key, Some(&args))
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("⟦{key}⟧");
        };
        let mut problems = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut problems).into_owned();
        match problems.is_empty() {
            true if self.ruby => ruby::marked(&text),
            true => text,
            false => format!("⟦{key}⟧"),
        }
    }
}

/// The bundle of one language and the names of the terms in it.
fn shipped_bundle(lang: Lang) -> (FluentBundle<FluentResource>, Vec<String>) {
    let mut bundle = FluentBundle::new_concurrent(vec![lang.identifier()]);
    bundle.set_use_isolating(false);
    let mut terms = Vec::new();
    for (_, source) in message_files(lang) {
        terms.extend(
            source
                .lines()
                .filter_map(|line| line.strip_prefix('-')?.split_once('='))
                .map(|(name, _)| name.trim().to_owned()),
        );
        let resource = FluentResource::try_new(source).unwrap_or_else(|(readable, _)| readable);
        bundle.add_resource_overriding(resource);
    }
    (bundle, terms)
}

/// Name and content of each message file of a language.
fn message_files(lang: Lang) -> Vec<(String, String)> {
    Locales::iter()
        .filter(|path| path.starts_with(&format!("{}/", lang.code())) && path.ends_with(".ftl"))
        .filter_map(|path| {
            let file = Locales::get(&path)?;
            Some((path.into_owned(), String::from_utf8_lossy(&file.data).into_owned()))
        })
        .collect()
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
