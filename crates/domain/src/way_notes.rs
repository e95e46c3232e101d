//! What the person says about the ways to work: what they like, what worries them, whether they want to see or to try one. Their words stand
//! beside the options and change nothing of them: nothing here counts, ranks or recommends.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    id::StaffId,
    process::Way,
    rule::{Refusal, Rule, require},
};

words! {
    /// What the person wants to do about a way. None of them says that one way is better than another.
    Wish {
        /// 見学したい
        Visit = "visit",
        /// 試したい
        Try = "try",
        /// 今は考えない
        NotNow = "not_now",
    }
}

/// The person's words about one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WayNote {
    /// いいと思うところ
    pub likes: String,
    /// 気になるところ
    pub worries: String,
    /// What they want to do about it, if they said so.
    pub wish: Option<Wish>,
    /// The day on which they said it.
    pub on: NaiveDate,
    /// The account that wrote it down.
    pub written_by: StaffId,
    /// The person wrote it themself; else somebody did who sat with them.
    pub is_own: bool,
}

impl WayNote {
    /// Nothing is said any more.
    pub fn is_empty(&self) -> bool {
        self.likes.is_empty() && self.worries.is_empty() && self.wish.is_none()
    }
}

/// What is to be noted about a way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WayWords {
    /// いいと思うところ
    pub likes: String,
    /// 気になるところ
    pub worries: String,
    /// What the person wants to do about it.
    pub wish: Option<Wish>,
}

/// The person's words about the ways, each under the way's name in the definition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WayNotes {
    notes: BTreeMap<String, WayNote>,
}

/// What happened to the words of a person about the ways.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum WayNotesEvent {
    /// They said something about a way; nothing at all takes back what they said.
    Noted {
        /// About which way.
        way: String,
        /// What.
        note: WayNote,
    },
}

impl WayNotesEvent {
    /// The name in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Noted { .. } => "way_noted",
        }
    }

    /// The day on which it took place.
    pub const fn took_place_on(&self) -> NaiveDate {
        match self {
            Self::Noted { note, .. } => note.on,
        }
    }
}

impl WayNotes {
    /// What is said about a way.
    pub fn about(&self, way: &str) -> Option<&WayNote> {
        self.notes.get(way)
    }

    /// Whether nothing is said about any way.
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    /// Notes what the person says about a way. What they wrote with their own account is changed with that account alone.
    ///
    /// # Errors
    ///
    /// P-92 for staff over what the person wrote themself, P-110 for a way that is none of the definition's, or where nothing is said and
    /// nothing was.
    pub fn note(
        &self,
        ways: &[Way],
        way: &str,
        words: WayWords,
        writer: (StaffId, bool),
        today: NaiveDate,
    ) -> Result<WayNotesEvent, Refusal> {
        let (written_by, is_own) = writer;
        let before = self.about(way);
        require(is_own || !before.is_some_and(|note| note.is_own), Rule::OwnWordsStay)?;
        let WayWords { likes, worries, wish } = words;
        let (likes, worries) = (likes.trim().to_owned(), worries.trim().to_owned());
        let note = WayNote { likes, worries, wish, on: today, written_by, is_own };
        let is_known = before.is_some() || ways.iter().any(|known| known.id == way);
        require(is_known && (before.is_some() || !note.is_empty()), Rule::WayNoteSaysSomething)?;
        Ok(WayNotesEvent::Noted { way: way.to_owned(), note })
    }

    /// Folds an event into the words.
    pub fn apply(&mut self, event: &WayNotesEvent) {
        match event {
            WayNotesEvent::Noted { way, note } if note.is_empty() => {
                self.notes.remove(way);
            }
            WayNotesEvent::Noted { way, note } => {
                self.notes.insert(way.clone(), note.clone());
            }
        }
    }

    /// Together with what was said under another entry of the same person: of each way, what was said last. On the same day, `later` counts.
    #[must_use]
    pub fn joined(mut self, later: Self) -> Self {
        for (way, note) in later.notes {
            if self.about(&way).is_none_or(|known| known.on <= note.on) {
                self.notes.insert(way, note);
            }
        }
        self
    }
}
