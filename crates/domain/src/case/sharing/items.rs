//! 情報の範囲: the parts of a record that are shared or kept one by one.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! items {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)+) => {
        /// A part of the record that a consent can name. What belongs to none of them is never shared.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum SharedItem {
            $($(#[$doc])* #[serde(rename = $text)] $name,)+
        }

        impl SharedItem {
            /// In the order shown.
            pub const ALL: &[SharedItem] = &[$(SharedItem::$name),+];

            /// The name in code, definitions, tables and locales.
            pub const fn name(self) -> &'static str {
                match self { $(SharedItem::$name => $text,)+ }
            }

            /// The item of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(SharedItem::$name),)+ _ => None }
            }
        }
    };
}

items! {
    /// 基本: name, birth date, how to reach the person.
    Basic = "basic";
    /// 相談の内容と本人の希望
    Wishes = "wishes";
    /// 支援の計画
    Plan = "plan";
    /// アセスメントのまとめ
    Assessment = "assessment";
    /// 障害・病名・健康
    Health = "health";
    /// 服薬
    Medication = "medication";
    /// 職歴・学歴
    WorkHistory = "work_history";
    /// 生活・住まい
    Living = "living";
    /// 金銭
    Money = "money";
    /// 家族
    Family = "family";
    /// 勤怠
    Attendance = "attendance";
    /// 評価
    Evaluation = "evaluation";
    /// サービスの利用: which programmes the person uses at which agencies, and from when to when.
    Services = "services";
}

impl SharedItem {
    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// Any number of items.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct ItemSet(u32);

impl ItemSet {
    /// No item.
    pub const NONE: ItemSet = ItemSet(0);

    /// Whether an item is among them.
    pub const fn has(self, item: SharedItem) -> bool {
        self.0 & item.bit() != 0
    }

    /// With one more.
    #[must_use]
    pub const fn with(self, item: SharedItem) -> Self {
        Self(self.0 | item.bit())
    }

    /// These and those.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those of them that are also in `other`.
    #[must_use]
    pub const fn within(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether all of them are in `other`.
    pub const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// In the order shown.
    pub fn iter(self) -> impl Iterator<Item = SharedItem> {
        SharedItem::ALL.iter().copied().filter(move |item| self.has(*item))
    }

    /// The number that tables hold.
    pub const fn number(self) -> i64 {
        self.0 as i64
    }

    /// From the number that tables hold; bits that stand for nothing are left out.
    pub fn from_number(number: i64) -> Self {
        let known = SharedItem::ALL.iter().filter(|item| number & i64::from(item.bit()) != 0);
        known.copied().collect()
    }
}

impl FromIterator<SharedItem> for ItemSet {
    fn from_iter<I: IntoIterator<Item = SharedItem>>(items: I) -> Self {
        items.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Debug for ItemSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(SharedItem::name)).finish()
    }
}

impl Serialize for ItemSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for ItemSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<SharedItem>::deserialize(deserializer).map(Self::from_iter)
    }
}
