//! Lists of words that forms, tables and locales know by the same name.

/// Declares enums of plain words: serialised under their names, listed in the order shown.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $word:ident = $text:literal,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$word_doc])* #[serde(rename = $text)] $word,)+
        }

        impl $name {
            /// In the order shown.
            pub const ALL: &[$name] = &[$($name::$word),+];

            /// The name in code, forms and locales.
            pub const fn name(self) -> &'static str {
                match self { $($name::$word => $text,)+ }
            }

            /// The word of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.name() == name)
            }
        }
    )+};
}
