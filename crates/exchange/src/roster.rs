//! What was read: rows with what they tell, and findings about them.

use std::collections::{BTreeSet, HashSet};

use banso_domain::resource::{Field, Origin, Source, Told};

use crate::{Encoding, Format};

/// How much a finding asks of the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Worth knowing; nothing is asked.
    Note,
    /// The row was taken, and somebody should look at it.
    Look,
    /// The row was not taken.
    Rejected,
}

macro_rules! findings {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $weight:ident;)+) => {
        /// What was found about a row. The sentences for people are made elsewhere, from the key.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FindingKind {
            $($(#[$doc])* $name,)+
        }

        impl FindingKind {
            /// Every kind, the heaviest first.
            pub const ALL: &[FindingKind] = &[$(FindingKind::$name),+];

            /// The key of its message.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)+ }
            }

            /// How much it asks.
            pub const fn weight(self) -> Weight {
                match self { $(Self::$name => Weight::$weight,)+ }
            }
        }
    };
}

findings! {
    /// The row has another number of cells than the head.
    ColumnsDiffer = "columns_differ", Rejected;
    /// The source's own number is missing: the row could not be known again.
    NumberMissing = "number_missing", Rejected;
    /// The number stands in the file a second time.
    NumberTwice = "number_twice", Rejected;
    /// The name is missing.
    NameMissing = "name_missing", Rejected;
    /// The kind of service is missing.
    KindMissing = "kind_missing", Rejected;

    /// Letters were lost in a conversion before: `?` in a name or an address, or a mark for an unknown letter.
    LostCharacters = "lost_characters", Look;
    /// The code of the municipality is missing. The detail is the prefecture that the address tells.
    JurisdictionMissing = "jurisdiction_missing", Look;
    /// The code of the municipality is none, or its check digit is wrong.
    JurisdictionUnknown = "jurisdiction_unknown", Look;
    /// The 法人番号 does not check.
    CorporateNumberWrong = "corporate_number_wrong", Look;
    /// The capacity is no number.
    CapacityUnreadable = "capacity_unreadable", Look;
    /// The hours are no times.
    HoursUnreadable = "hours_unreadable", Look;
    /// The position is no point in Japan.
    PositionOutsideJapan = "position_outside_japan", Look;
    /// The position is far from every town hall: in the sea.
    PositionAtSea = "position_at_sea", Look;
    /// The position is far from the prefecture of the address.
    PositionElsewhere = "position_elsewhere", Look;
    /// A spreadsheet would take a cell for a formula. It is kept as words.
    FormulaLike = "formula_like", Look;

    /// The source itself asks for another look.
    InDoubt = "in_doubt", Note;
    /// There is no 法人番号.
    CorporateNumberMissing = "corporate_number_missing", Note;
    /// There is no 事業所番号.
    OfficeNumberMissing = "office_number_missing", Note;
    /// There is no capacity.
    CapacityMissing = "capacity_missing", Note;
    /// 00:00-00:00: closed, or not filled in.
    HoursNotKnown = "hours_not_known", Note;
    /// There is no position.
    PositionMissing = "position_missing", Note;
    /// Half-width katakana, or full-width letters and digits in a name. It is kept, and found in any width.
    UnusualWidth = "unusual_width", Note;
    /// The source gives no numbers: an entry is known by its name and place, and one that is renamed looks like a new one.
    KnownByName = "known_by_name", Note;
    /// A person is named as a contact, without consent that this product knows of. The name is left out.
    ContactLeftOut = "contact_left_out", Note;
}

/// Something found about a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub kind: FindingKind,
    /// In which field.
    pub field: Option<Field>,
    /// More about it: a cell, a number, a prefecture.
    pub detail: String,
}

impl Finding {
    /// A finding about a row as a whole.
    pub fn of(kind: FindingKind) -> Self {
        Self { kind, field: None, detail: String::new() }
    }

    /// A finding about a field.
    pub fn about(kind: FindingKind, field: Field, detail: impl Into<String>) -> Self {
        Self { kind, field: Some(field), detail: detail.into() }
    }
}

/// A row of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterRow {
    /// Where it stands: the line on which it begins, for JSON its place, both counted from 1.
    pub at: u64,
    /// How it is known; nothing where that could not be read.
    pub origin: Option<Origin>,
    /// What it tells, to the letter.
    pub told: Told,
    /// What was found about it.
    pub findings: Vec<Finding>,
}

impl RosterRow {
    /// Whether it is not taken.
    pub fn is_rejected(&self) -> bool {
        self.weight() == Some(Weight::Rejected)
    }

    /// Whether it is taken and somebody should look at it.
    pub fn has_warning(&self) -> bool {
        self.weight() == Some(Weight::Look)
    }

    fn weight(&self) -> Option<Weight> {
        self.findings.iter().map(|finding| finding.kind.weight()).max()
    }
}

/// How much of its list a file holds, as far as somebody said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// Nobody said. What is missing is gone, unless so much is missing that somebody has to say.
    #[default]
    NotSaid,
    /// The whole list: what is missing is gone.
    Whole,
    /// A part of the list: nothing is gone.
    Part,
}

/// A list of resources that was read whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    /// Which form it has.
    pub format: Format,
    /// In which letters it was written.
    pub encoding: Encoding,
    /// Who publishes it.
    pub source: Source,
    /// The lists that it holds whole: what is listed there before and is not here is gone.
    pub lists: BTreeSet<String>,
    /// Fields that only a file beside it would have told, and that was not there: what is known of them stays.
    pub silent: BTreeSet<Field>,
    /// How much of its lists it holds.
    pub extent: Extent,
    /// The SHA-256 of the file, in hexadecimal digits.
    pub digest: String,
    /// Its rows in order, without those that are blank.
    pub rows: Vec<RosterRow>,
}

/// Rows as they are gathered: each number once.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) rows: Vec<RosterRow>,
    pub(crate) lists: BTreeSet<String>,
    pub(crate) silent: BTreeSet<Field>,
    known: HashSet<Origin>,
}

impl Gathered {
    /// Takes a row in, after the checks that every row passes.
    pub(crate) fn take(&mut self, mut row: RosterRow) {
        if let Some(origin) = &row.origin {
            self.lists.insert(origin.list.clone());
            if !row.is_rejected() && !self.known.insert(origin.clone()) {
                row.findings.push(Finding { detail: origin.number.clone(), ..Finding::of(FindingKind::NumberTwice) });
            }
        }
        if !row.is_rejected() {
            crate::check::row(&mut row);
        }
        self.rows.push(row);
    }
}
