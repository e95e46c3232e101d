//! An agency in a form: its name is typed, the likely ones are suggested while typing, and where a part of a name fits several they
//! stand below it to choose from. It is the same with five agencies and with five thousand, and works without scripts.

use std::sync::Arc;

use banso_app::{Agencies, AgencyRow};
use banso_domain::{agency::AgencyKind, id::AgencyId, text::search_key};

/// So many are suggested while typing.
const SUGGESTED: usize = 40;
/// So many that fit are shown to choose from.
pub(super) const SHOWN: usize = 20;

/// The agencies that can be named, and how they are offered. It is cheap to copy: the directory is shared.
#[derive(Clone, Debug)]
pub(crate) struct AgencyChoice {
    all: Arc<Agencies>,
    without: Vec<AgencyId>,
    admits: fn(AgencyKind) -> bool,
    likely: Vec<AgencyId>,
    others: Vec<(String, String)>,
    /// Whether what they say of themselves stands beside their names.
    pub(super) tells: bool,
}

/// Somebody whose name fits what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fitting {
    pub(super) value: String,
    pub(super) name: String,
    /// What it is and where, to tell apart those who are called alike; none for who is no agency of the directory.
    pub(super) row: Option<(AgencyKind, String)>,
}

/// Whom a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// Nothing was typed.
    Nobody,
    /// This one.
    One(String),
    /// Nobody is called so.
    Unknown,
    /// So many are.
    Several(usize),
}

impl AgencyChoice {
    /// Every agency.
    pub(crate) fn of(all: Arc<Agencies>) -> Self {
        Self { all, without: Vec::new(), admits: |_| true, likely: Vec::new(), others: Vec::new(), tells: false }
    }

    /// All but these.
    #[must_use]
    pub(crate) fn without(mut self, agencies: impl IntoIterator<Item = AgencyId>) -> Self {
        self.without.extend(agencies);
        self
    }

    /// Only those of some kinds.
    #[must_use]
    pub(crate) fn only(mut self, admits: fn(AgencyKind) -> bool) -> Self {
        self.admits = admits;
        self
    }

    /// With what they say of themselves, folded: where somebody is invited or turned to.
    #[must_use]
    pub(crate) const fn telling(mut self) -> Self {
        self.tells = true;
        self
    }

    /// Suggested before all others: who already stands beside the person.
    #[must_use]
    pub(crate) fn likely(mut self, agencies: impl IntoIterator<Item = AgencyId>) -> Self {
        self.likely.extend(agencies);
        self
    }

    /// Further ones to choose, who are no agencies of the directory: the value that the form sends, and the name.
    #[must_use]
    pub(crate) fn and(mut self, others: impl IntoIterator<Item = (String, String)>) -> Self {
        self.others.extend(others);
        self
    }

    fn is_admitted(&self, row: &AgencyRow) -> bool {
        !self.without.contains(&row.id) && (self.admits)(row.facts.kind)
    }

    /// The agency for which a value stands.
    pub(crate) fn row(&self, value: &str) -> Option<&AgencyRow> {
        self.all.find(value.parse().ok()?).filter(|row| self.is_admitted(row))
    }

    /// An agency, also one that cannot be chosen.
    pub(crate) fn any(&self, id: AgencyId) -> Option<&AgencyRow> {
        self.all.find(id)
    }

    /// The name for which a value stands, also of an agency that cannot be chosen any more.
    pub(super) fn name(&self, value: &str) -> Option<&str> {
        let other = self.others.iter().find(|(known, _)| known == value).map(|(_, name)| name.as_str());
        other.or_else(|| self.all.find(value.parse().ok()?).map(|row| row.facts.name.as_str()))
    }

    /// Whoever fits what was typed, the best first.
    pub(super) fn fitting(&self, typed: &str) -> Vec<Fitting> {
        let key = search_key(typed);
        if key.is_empty() {
            return Vec::new();
        }
        let others = self.others.iter().filter(|(_, name)| search_key(name).contains(&key));
        let others = others.map(|(value, name)| Fitting { value: value.clone(), name: name.clone(), row: None });
        let rows = self.all.named(typed).into_iter().filter(|row| self.is_admitted(row));
        let rows = rows.map(|row| Fitting {
            value: row.id.to_string(),
            name: row.facts.name.clone(),
            row: Some((row.facts.kind, row.facts.address.clone())),
        });
        others.chain(rows).collect()
    }

    /// Whom a name means; `picked` is who was chosen among several, and counts only while they still fit.
    pub(super) fn meant(&self, typed: &str, picked: &str) -> Meant {
        if typed.is_empty() {
            return Meant::Nobody;
        }
        if self.others.iter().any(|(value, _)| value == typed) || self.row(typed).is_some() {
            return Meant::One(typed.to_owned());
        }
        let (key, fitting) = (search_key(typed), self.fitting(typed));
        if fitting.iter().any(|one| one.value == picked) {
            return Meant::One(picked.to_owned());
        }
        let mut exact = fitting.iter().filter(|one| search_key(&one.name) == key);
        if let (Some(one), None) = (exact.next(), exact.next()) {
            return Meant::One(one.value.clone());
        }
        match &fitting[..] {
            [] => Meant::Unknown,
            // One letter is no name.
            [one] if key.chars().count() > 1 => Meant::One(one.value.clone()),
            _ => Meant::Several(fitting.len()),
        }
    }

    /// The one agency that a name means.
    pub(crate) fn named(&self, typed: &str) -> Option<&AgencyRow> {
        match self.meant(typed, "") {
            Meant::One(value) => self.row(&value),
            Meant::Nobody | Meant::Unknown | Meant::Several(_) => None,
        }
    }

    /// Names to suggest while typing: the likely ones, then the others in the order of the directory.
    pub(super) fn suggestions(&self) -> Vec<String> {
        let mut names: Vec<String> = self.others.iter().map(|(_, name)| name.clone()).collect();
        let likely = self.likely.iter().filter_map(|id| self.all.find(*id));
        for row in likely.chain(self.all.iter()).filter(|row| self.is_admitted(row)) {
            if names.len() >= SUGGESTED {
                break;
            }
            if !names.contains(&row.facts.name) {
                names.push(row.facts.name.clone());
            }
        }
        names
    }
}
