//! What a file looks like that is no list of resources: told to whoever chose it, so that they see which file they have in hand.

use banso_domain::text::search_key;

macro_rules! looks {
    ($($(#[$doc:meta])* $name:ident = $key:literal;)+) => {
        /// What a file looks like.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum LooksLike {
            $($(#[$doc])* $name,)+
        }

        impl LooksLike {
            /// Everything that can be told.
            pub const ALL: &[LooksLike] = &[$(LooksLike::$name),+];

            /// The key of its message.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)+ }
            }
        }
    };
}

looks! {
    /// Nothing is in it.
    Nothing = "nothing";
    /// An Excel workbook: to be saved as CSV first.
    Workbook = "workbook";
    /// A document of a word processor.
    Document = "document";
    /// An archive: to be unpacked first.
    Archive = "archive";
    /// A PDF.
    Pdf = "pdf";
    /// A picture.
    Picture = "picture";
    /// Text in UTF-16, as Excel's "Unicode text": to be saved as CSV in UTF-8.
    Utf16 = "utf_16";
    /// Bytes that are no text.
    Binary = "binary";
    /// A page of the web, for instance that of an error instead of the file.
    WebPage = "web_page";
    /// A table of statistics.
    Statistics = "statistics";
    /// A list of names of people.
    Names = "names";
    /// A list of public holidays.
    Holidays = "holidays";
    /// A list of postcodes.
    Postcodes = "postcodes";
    /// A list of codes of municipalities.
    MunicipalityCodes = "municipality_codes";
    /// A list of hospitals.
    Hospitals = "hospitals";
    /// A list of programmes, and of no places.
    Programmes = "programmes";
    /// A table that belongs to a list of resources and is read with it.
    SideTable = "side_table";
    /// A record of a person or a case in FHIR.
    Fhir = "fhir";
    /// A description of a form (a schema).
    Schema = "schema";
    /// JSON with something else.
    OtherJson = "other_json";
    /// A table with other columns.
    OtherTable = "other_table";
    /// Text that is no table.
    PlainText = "plain_text";
}

impl LooksLike {
    /// By the first bytes, where they are not those of text.
    pub(crate) fn of_bytes(head: &[u8]) -> Option<Self> {
        let holds = |part: &[u8]| head.windows(part.len()).any(|window| window == part);
        match head {
            [] => Some(Self::Nothing),
            [b'P', b'K', 3 | 5, ..] if holds(b"xl/") => Some(Self::Workbook),
            [b'P', b'K', 3 | 5, ..] if holds(b"word/") => Some(Self::Document),
            // Excel writes the list of contents first, which does not name a folder within the head of every workbook.
            [b'P', b'K', 3 | 5, ..] if holds(b"[Content_Types].xml") => Some(Self::Workbook),
            [b'P', b'K', 3 | 5, ..] | [0x1f, 0x8b, ..] => Some(Self::Archive),
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Some(Self::Workbook),
            [b'%', b'P', b'D', b'F', ..] => Some(Self::Pdf),
            [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] | [b'G', b'I', b'F', b'8', ..] => Some(Self::Picture),
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some(Self::Utf16),
            _ if head.contains(&0) => Some(Self::Binary),
            _ => None,
        }
    }

    /// By the first letters, where they are not those of a table.
    pub(crate) fn of_text(head: &str) -> Option<Self> {
        let start = head.trim_start().to_lowercase();
        match start {
            _ if start.is_empty() => Some(Self::Nothing),
            _ if start.starts_with("<!doctype html") || start.starts_with("<html") => Some(Self::WebPage),
            _ => None,
        }
    }

    /// By the heads of a table.
    pub(crate) fn of_heads(heads: &[String]) -> Self {
        let keys: Vec<String> = heads.iter().map(|head| search_key(head)).collect();
        let any = |word: &str| keys.iter().any(|key| key.contains(&search_key(word)));
        let all = |words: &[&str]| words.iter().all(|word| keys.contains(&search_key(word)));
        let are_digits = |at: usize| heads.get(at).is_some_and(|cell| digits(cell));
        match heads.len() {
            _ if any("国民の祝日") => Self::Holidays,
            _ if any("表章項目") || any("時間軸") || any("統計表") => Self::Statistics,
            _ if any("開設許可年月日") || any("開設年月日") => Self::Hospitals,
            _ if all(&["municipalityCode", "representativePhone"])
                || all(&["consultationScript", "sortOrder"])
                || all(&["id", "location_id"])
                || all(&["id", "organization_id"])
                || all(&["id", "service_id"])
                || all(&["id", "legal_status"]) =>
            {
                Self::SideTable
            }
            _ if any("標準地域コード") || any("全国地方公共団体コード") || all(&["pref", "city"]) => {
                Self::MunicipalityCodes
            }
            _ if any("支援内容") || any("利用方法") || any("対象者") || any("制度名") => Self::Programmes,
            15 if are_digits(0) && are_digits(2) => Self::Postcodes,
            3.. if heads[0].chars().all(is_kana) && heads[1].chars().all(|letter| letter.is_ascii_alphabetic()) => {
                Self::Names
            }
            2..=5 if heads.iter().any(|cell| !cell.is_empty() && cell.chars().all(is_kana)) => Self::Names,
            0 | 1 => Self::PlainText,
            _ => Self::OtherTable,
        }
    }

    /// By the names at the top of JSON.
    pub(crate) fn of_json(value: &serde_json::Value) -> Self {
        let has = |name: &str| value.get(name).is_some();
        match value {
            _ if has("resourceType") => Self::Fhir,
            _ if has("$schema") || has("$defs") || has("openapi") => Self::Schema,
            _ if has("location_type") || has("taxonomy") || has("openapi_url") => Self::SideTable,
            _ => Self::OtherJson,
        }
    }
}

fn digits(cell: &str) -> bool {
    let cell = cell.trim();
    !cell.is_empty() && cell.chars().all(|letter| letter.is_ascii_digit())
}

fn is_kana(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}')
}
