//! What was looked for and not found, in counts without names (R-62, R-63, P-150, P-161).

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
    /// So often or more: the number would tell a part that is told as a few (P-161).
    AtLeast(u32),
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

    /// The figure for a part of a whole: it is not told to the last one where so few others are left that taking it away from the whole would
    /// tell them (P-161).
    pub const fn part(count: u32, whole: u32) -> Self {
        let least = if whole > TOLD_FROM + 1 { whole + 1 - TOLD_FROM } else { TOLD_FROM };
        match Self::of(count) {
            Self::Exactly(_) if count >= least && whole > TOLD_FROM => Self::AtLeast(least),
            figure => figure,
        }
    }

    /// The figure for several together, made of what is told of each and of nothing else: whoever knows all parts that are told learns nothing
    /// by taking them away (P-161).
    pub fn total(parts: impl IntoIterator<Item = Self>) -> Self {
        let (mut least, mut is_open) = (0, false);
        for part in parts {
            let (count, open) = match part {
                Self::None => (0, false),
                Self::AFew => (1, true),
                Self::Exactly(count) => (count, false),
                Self::AtLeast(count) => (count, true),
            };
            (least, is_open) = (least + count, is_open || open);
        }
        match (is_open, least < TOLD_FROM) {
            (false, _) => Self::of(least),
            (true, true) => Self::AFew,
            (true, false) => Self::AtLeast(least),
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

    /// What may be told of it: cases, referrals that were declined, cases without room.
    pub const fn told(&self) -> (Figure, Figure, Figure) {
        let cases = self.cases;
        (Figure::of(cases), Figure::part(self.declined, cases), Figure::part(self.no_room, cases))
    }

    /// The figures of several together.
    pub fn sum<'a>(all: impl IntoIterator<Item = &'a Self>) -> (Figure, Figure, Figure) {
        let told: Vec<_> = all.into_iter().map(Self::told).collect();
        let total = |of: fn(&(Figure, Figure, Figure)) -> Figure| Figure::total(told.iter().map(of));
        (total(|it| it.0), total(|it| it.1), total(|it| it.2))
    }
}
