//! What was looked for and not found, in counts without names (R-62, R-63, P-150).

use crate::{agency::AgencyKind, case::network::Topic, id::AgencyId};

/// Fewer cases than this are said as "a few": ⟨3⟩, a setting that the sources leave open (P-150).
pub const TOLD_FROM: u32 = 3;

/// How often something was looked for, as it may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// Never.
    None,
    /// Once or twice: a number would say too much about somebody.
    AFew,
    /// So often.
    Exactly(u32),
}

impl Figure {
    /// The figure for a count.
    pub const fn of(count: u32) -> Self {
        match count {
            0 => Self::None,
            1..TOLD_FROM => Self::AFew,
            count => Self::Exactly(count),
        }
    }
}

/// A need of one kind in one area for which no resource was found: from plans, from referrals that were declined, from lines of plans that
/// nobody carries out. It is counted case by case, so that a case in which it was noted twice is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskedFor {
    /// In which municipality.
    pub area: AgencyId,
    /// What for; none where only the kind of agency is known.
    pub need: Option<Topic>,
    /// Of which kind of agency; none where nobody can say.
    pub kind: Option<AgencyKind>,
    /// In how many cases.
    pub cases: u32,
    /// Referrals among them that were declined.
    pub declined: u32,
    /// In how many cases because it is full, or one would have to wait.
    pub no_room: u32,
}

impl AskedFor {
    /// Whether nothing is known but that a line of a plan has nobody.
    pub const fn is_unsorted(&self) -> bool {
        self.need.is_none() && self.kind.is_none()
    }

    /// The figures of several together.
    pub fn sum<'a>(all: impl IntoIterator<Item = &'a Self>) -> (Figure, Figure, Figure) {
        let add = |(cases, declined, room): (u32, u32, u32), one: &Self| {
            (cases + one.cases, declined + one.declined, room + one.no_room)
        };
        let (cases, declined, room) = all.into_iter().fold((0, 0, 0), add);
        (Figure::of(cases), Figure::of(declined), Figure::of(room))
    }
}
