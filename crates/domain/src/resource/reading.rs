//! What the words of a resource mean: hours, capacity, position, freshness, and which entries belong together.

use chrono::{DateTime, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Field, Told};
use crate::text::{self, MunicipalityCode, MunicipalityCodeError};

/// When it is open on a kind of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hours {
    /// Nothing is told. `00:00-00:00` is what closed offices and offices that filled in nothing have alike.
    NotKnown,
    /// From and to, in minutes since midnight; `closes` is smaller where it is open past midnight.
    Between {
        /// When it opens.
        opens: u16,
        /// When it closes, at most 1,440.
        closes: u16,
    },
    /// In words that are no times.
    InWords,
}

impl Hours {
    /// Reads `09:00-17:00`, in any width and with any wave or dash.
    pub fn read(words: &str) -> Self {
        let key = text::search_key(&words.replace(['-', '－', '〜', '～', '~', '−', '–', 'ー'], " to "));
        if key.is_empty() {
            return Self::NotKnown;
        }
        match key.split_once("to").and_then(|(opens, closes)| Some((minutes(opens)?, minutes(closes)?))) {
            Some((0, 0)) => Self::NotKnown,
            Some((opens, closes)) => Self::Between { opens, closes },
            None => Self::InWords,
        }
    }
}

fn minutes(words: &str) -> Option<u16> {
    let (hour, minute) = words.split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    Some(hour * 60 + minute).filter(|all| minute < 60 && *all <= 24 * 60)
}

/// A point on the ground, in degrees (WGS 84), within the box around Japan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// The corners of the box around Japan with its outer islands: 沖ノ鳥島, 弁天島 (宗谷), 与那国島, 南鳥島.
/// Source: 国土地理院「日本の東西南北端点の経度緯度」, rounded outward.
const LATITUDES: std::ops::RangeInclusive<f64> = 20.4..=45.6;
const LONGITUDES: std::ops::RangeInclusive<f64> = 122.9..=154.0;

impl Position {
    /// A point in the box around Japan; `None` outside.
    pub fn in_japan(latitude: f64, longitude: f64) -> Option<Self> {
        (LATITUDES.contains(&latitude) && LONGITUDES.contains(&longitude)).then_some(Self { latitude, longitude })
    }

    /// How far another point is, in kilometres. Good to a percent within Japan.
    pub fn kilometres_to(self, other: Self) -> f64 {
        const PER_DEGREE: f64 = 111.2;
        let north = self.latitude - other.latitude;
        let east = (self.longitude - other.longitude) * self.latitude.to_radians().cos();
        north.hypot(east) * PER_DEGREE
    }
}

words! {
    /// How sure an entry is.
    Sureness {
        /// Somebody looked and said that it is right.
        Confirmed = "confirmed",
        /// It was published by those who answer for it, and nobody looked.
        AsPublished = "as_published",
        /// The source itself asks for another look.
        InDoubt = "in_doubt",
        /// The source does not list it any more.
        NoLongerListed = "no_longer_listed",
    }
}

/// When an entry was last looked at, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freshness {
    /// The last day on which somebody looked; unknown where no source and nobody in the region says.
    pub verified_on: Option<NaiveDate>,
    /// How sure it is.
    pub sureness: Sureness,
}

/// The prefectures in the order of their numbers, 1 to 47 (JIS X 0401).
pub const PREFECTURES: [&str; 47] = [
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
];

/// The number of the prefecture that an address begins with, 1 to 47.
pub fn prefecture_of_address(address: &str) -> Option<u32> {
    let address = address.trim_start();
    let at = PREFECTURES.iter().position(|name| address.starts_with(name))?;
    u32::try_from(at + 1).ok()
}

/// Whether it is a 法人番号: thirteen digits, of which the first checks the others.
/// Source: 法人番号の指定等に関する省令 第2条.
pub fn is_corporate_number(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|digit| digit.to_digit(10)).collect();
    let (Some((check, rest)), true) = (digits.split_first(), number.chars().count() == 13 && digits.len() == 13) else {
        return false;
    };
    let weighted = rest.iter().rev().zip([1, 2].iter().cycle()).map(|(digit, weight)| digit * weight);
    *check == 9 - weighted.sum::<u32>() % 9
}

/// Reads a day: `2026-07-27`, or that of an instant in RFC 3339.
pub fn day_of(words: &str) -> Option<NaiveDate> {
    let words = words.trim();
    words.parse().ok().or_else(|| DateTime::parse_from_rfc3339(words).ok().map(|instant| instant.date_naive()))
}

/// Which organisation an entry belongs to. Entries with the same key are of one organisation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrganisationKey(String);

/// Which site an entry is at: an address of an organisation. Entries with the same key are services at one site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SiteKey(String);

impl OrganisationKey {
    /// As text, for a column.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl SiteKey {
    /// As text, for a column.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Told {
    /// When it is open: the field of a kind of day.
    pub fn hours(&self, day: Field) -> Hours {
        Hours::read(self.get(day))
    }

    /// How many it takes. `None` where nothing is told, where it is no number, and for 0, which stands for "none of its own".
    pub fn capacity(&self) -> Option<u32> {
        text::codes::digits(self.get(Field::Capacity)).parse().ok().filter(|count| *count > 0)
    }

    /// Where it is; `None` where nothing is told or the point is not in Japan.
    pub fn position(&self) -> Option<Position> {
        let degrees = |field| self.get(field).trim().parse().ok();
        Position::in_japan(degrees(Field::Latitude)?, degrees(Field::Longitude)?)
    }

    /// The address in one piece.
    pub fn address(&self) -> String {
        format!("{}{}", self.get(Field::Municipality), self.get(Field::Street))
    }

    /// The municipality or prefecture that it is filed under by its source. Where only the check digit is wrong, which some sources fill with
    /// a zero, the others count.
    pub fn jurisdiction(&self) -> Option<MunicipalityCode> {
        match MunicipalityCode::parse(self.get(Field::Jurisdiction)) {
            Ok(code) | Err(MunicipalityCodeError::WrongCheckDigit { expected: code }) => Some(code),
            Err(_) => None,
        }
    }

    /// The number of its prefecture, 1 to 47: its own, or where nothing says that, its organisation's.
    pub fn prefecture(&self) -> Option<u32> {
        self.own_prefecture().or_else(|| prefecture_of_address(self.get(Field::OrganisationMunicipality)))
    }

    /// The number of the prefecture in which the place itself is: of its address, or where that says nothing, of its code.
    pub fn own_prefecture(&self) -> Option<u32> {
        prefecture_of_address(&self.address()).or_else(|| self.jurisdiction().map(MunicipalityCode::prefecture))
    }

    /// Its organisation: by 法人番号 where that is one, otherwise by name and address, folded.
    pub fn organisation_key(&self) -> OrganisationKey {
        let number = text::codes::digits(self.get(Field::CorporateNumber));
        if is_corporate_number(&number) {
            return OrganisationKey(format!("c:{number}"));
        }
        let name = self.of(Field::OrganisationName).or_else(|| self.of(Field::Name)).unwrap_or_default();
        let place = self.of(Field::OrganisationMunicipality).unwrap_or_default();
        OrganisationKey(format!("n:{}|{}", text::search_key(name), text::search_key(place)))
    }

    /// Its site.
    pub fn site_key(&self) -> SiteKey {
        let address = text::search_key(&self.address());
        SiteKey(format!("{}@{address}", self.organisation_key().0))
    }

    /// Everything that it is found by, folded: names, readings, address, telephone.
    pub fn search_key(&self) -> String {
        let address = self.address();
        let parts = [
            self.get(Field::Name),
            self.get(Field::Kana),
            self.get(Field::PlainName),
            self.get(Field::OrganisationName),
            self.get(Field::OrganisationKana),
            self.get(Field::Department),
            self.get(Field::ServiceKind),
            &address,
            self.get(Field::Phone),
        ];
        let keys = parts.into_iter().map(text::search_key).filter(|key| !key.is_empty());
        keys.collect::<Vec<_>>().join("|")
    }

    /// How fresh the source says that it is.
    pub(super) fn freshness(&self) -> Freshness {
        let in_doubt = self.get(Field::Status) == "review_required";
        let looked_at = self.get(Field::HowSure) == "human_verified";
        let sureness = match (in_doubt, looked_at) {
            (true, _) => Sureness::InDoubt,
            (false, true) => Sureness::Confirmed,
            (false, false) => Sureness::AsPublished,
        };
        Freshness { verified_on: day_of(self.get(Field::VerifiedOn)), sureness }
    }
}

/// The marks that converters leave for letters they do not know: U+FFFD, and 〓 of printers.
const MARKS: [char; 2] = ['\u{fffd}', '〓'];

impl Field {
    /// Whether letters of it were lost when somebody converted the list: a mark of a converter, or a question mark in a name or an address.
    pub fn has_lost_letters(self, words: &str) -> bool {
        words.contains(MARKS) || (self.is_name_or_address() && words.contains('?'))
    }
}
