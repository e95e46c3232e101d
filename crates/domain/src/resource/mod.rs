//! 社会資源: what helps in a region, formal and informal, as its sources publish it and as the region knows it.
//!
//! An entry is one service of one organisation at one place. Organisations and sites are what their entries have in common
//! ([`OrganisationKey`], [`SiteKey`]): nobody keeps them by hand, so that they cannot say something else than their entries. What a
//! source publishes and what the region writes stand beside each other, field by field.

mod contact;
mod directory;
mod field;
mod import;
mod kind;
mod municipality;
mod named;
mod need;
mod opening;
mod reading;
mod shortlist;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use contact::ContactPerson;
pub use directory::{Area, Capacities, Directory, Found, FoundEntry, Inventory, ResourceSearch};
pub use field::{Changes, Field, Told};
pub use import::{ImportEvent, ImportSummary};
pub use kind::kind_of_service;
pub use municipality::Municipality;
pub use named::NamedColumns;
pub use need::Need;
pub use opening::{Opening, Schedule};
pub use reading::{
    Freshness, Hours, OrganisationKey, PREFECTURES, Position, SiteKey, Sureness, day_of, is_corporate_number,
    prefecture_of_address,
};
pub use shortlist::{KINDS_OF_DAY, LONGEST_SHORTLIST, Shortlist};

use crate::{
    gathering::require_nobody,
    id::{AgencyId, ImportId, ResourceId},
    rule::{Refusal, Rule, require},
    text::codes::parse_postcode,
};

words! {
    /// Who publishes.
    Source {
        /// 障害福祉サービス等情報公表システム (WAM NET)
        WamNet = "wamnet",
        /// くらし支援ナビ: where to ask for help, by municipality.
        Madoguchi = "madoguchi",
        /// Open data of a municipality.
        Municipal = "municipal",
        /// Human Services Data Specification
        Hsds = "hsds",
        /// Somebody whose list is in no known form: its columns were named here.
        Other = "other",
        /// Nobody: the region entered it itself.
        Region = "region",
    }
}

/// How an entry is known: the source, the list within it, and the number that the source gave it there. It stays the same from one
/// publication to the next. 事業所番号 is no part of it: several services and branches share one (P-132).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// Who publishes it.
    pub source: Source,
    /// Which list: what is published together, and comes or goes together. For WAM NET the kind of service.
    pub list: String,
    /// The source's own number in that list.
    pub number: String,
}

/// What the region wrote in the place of a source's words, or beside them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The region's words; nothing says that what the source tells is not so.
    pub words: String,
    /// The agency that wrote them.
    pub by: AgencyId,
    /// On which day.
    pub on: NaiveDate,
}

/// Somebody of the region looked whether it is still so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// On which day.
    pub on: NaiveDate,
    /// For which agency.
    pub by: AgencyId,
}

/// What happened to an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ResourceEvent {
    /// A source lists it for the first time.
    Listed {
        /// How it is known.
        origin: Origin,
        /// What the source tells.
        told: Told,
        /// Which reading of a file; none where the region entered it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        import: Option<ImportId>,
    },
    /// The source tells it differently, or lists it again.
    Republished {
        /// What is told differently.
        changes: Changes,
        /// Which reading of a file.
        import: ImportId,
    },
    /// The source no longer lists it (P-131).
    Gone {
        /// The day of the reading.
        on: NaiveDate,
        /// Which reading of a file.
        import: ImportId,
    },
    /// The region wrote something.
    Edited {
        /// The region's words by field; `None` takes them back, and what the source tells counts again.
        edits: BTreeMap<Field, Option<Edit>>,
    },
    /// The region looked, and it is so.
    Confirmed {
        /// When, for whom.
        confirmation: Confirmation,
    },
    /// Somebody to turn to agreed to be named, or is told differently now.
    ContactNamed {
        /// Who.
        contact: ContactPerson,
    },
    /// Somebody is no longer the one to turn to, or does not want to be named.
    ContactLeft {
        /// Their name, as it stood there.
        name: String,
    },
}

impl ResourceEvent {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Listed { .. } => "resource_listed",
            Self::Republished { .. } => "resource_republished",
            Self::Gone { .. } => "resource_gone",
            Self::Edited { .. } => "resource_edited",
            Self::Confirmed { .. } => "resource_confirmed",
            Self::ContactNamed { .. } => "resource_contact_named",
            Self::ContactLeft { .. } => "resource_contact_left",
        }
    }
}

/// An entry as its events add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// Its identifier.
    pub id: ResourceId,
    /// How it is known.
    pub origin: Origin,
    /// What the source tells, to the letter.
    pub told: Told,
    /// What the region wrote.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub edits: BTreeMap<Field, Edit>,
    /// The day from which on the source no longer lists it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gone_on: Option<NaiveDate>,
    /// When the region last looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Confirmation>,
    /// Whom to turn to, in the order in which they were named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<ContactPerson>,
}

/// A field as a page shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown<'a> {
    /// What counts.
    pub words: &'a str,
    /// The region's edit that it comes from.
    pub edit: Option<&'a Edit>,
    /// What the source tells beside it, where that is something else.
    pub source: Option<&'a str>,
}

impl Resource {
    /// A field: the region's word counts, and what the source tells stands beside it (P-130).
    pub fn shown(&self, field: Field) -> Shown<'_> {
        let told = self.told.get(field);
        match self.edits.get(&field) {
            Some(edit) => {
                Shown { words: &edit.words, edit: Some(edit), source: Some(told).filter(|told| *told != edit.words) }
            }
            None => Shown { words: told, edit: None, source: None },
        }
    }

    /// Everything that counts, with the region's words in the place of the source's.
    pub fn as_shown(&self) -> Told {
        let mut shown = self.told.clone();
        for (field, edit) in &self.edits {
            shown.set(*field, edit.words.as_str());
        }
        shown
    }

    /// How fresh and how sure it is.
    pub fn freshness(&self) -> Freshness {
        let of_source = self.told.freshness();
        if self.gone_on.is_some() {
            return Freshness { sureness: Sureness::NoLongerListed, ..of_source };
        }
        match self.confirmed {
            Some(confirmed) if of_source.verified_on.is_none_or(|day| day <= confirmed.on) => {
                Freshness { verified_on: Some(confirmed.on), sureness: Sureness::Confirmed }
            }
            _ => of_source,
        }
    }

    /// The region writes: each field with its words, `None` where its words are taken back.
    ///
    /// # Errors
    ///
    /// P-128 where nothing changes, P-129 for a figure that cannot be read, P-127 where nothing would be left to find it by, R-62 where a case
    /// is named.
    pub fn edit(
        &self,
        words: BTreeMap<Field, Option<String>>,
        by: AgencyId,
        today: NaiveDate,
    ) -> Result<ResourceEvent, Refusal> {
        let differs = |(field, new): &(Field, Option<String>)| match new {
            Some(new) => self.shown(*field).words != new,
            None => self.edits.contains_key(field),
        };
        let words: Vec<(Field, Option<String>)> = words.into_iter().filter(differs).collect();
        require(!words.is_empty(), Rule::ResourceEditSaysSomething)?;
        for (field, new) in words.iter().filter_map(|(field, new)| Some((*field, new.as_deref()?))) {
            require_readable(field, new)?;
            require_nobody(&[new])?;
        }
        let edit = |words| Edit { words, by, on: today };
        let edits = words.into_iter().map(|(field, words)| (field, words.map(edit))).collect();
        let event = ResourceEvent::Edited { edits };
        let after = Self::apply(Some(self.clone()), self.id, &event);
        require(after.is_some_and(|after| is_reached(&after.as_shown())), Rule::ResourceReached)?;
        Ok(event)
    }

    /// The region looked, and it is so.
    ///
    /// # Errors
    ///
    /// P-11 for a day to come.
    pub fn confirm(&self, on: NaiveDate, by: AgencyId, today: NaiveDate) -> Result<ResourceEvent, Refusal> {
        require(on <= today, Rule::DateOutOfOrder)?;
        Ok(ResourceEvent::Confirmed { confirmation: Confirmation { on, by } })
    }

    /// The region enters something that no source lists: a group of peers, a volunteer, an event.
    ///
    /// # Errors
    ///
    /// P-127 without a name, and where it says neither where it is nor how it is reached; P-129, R-62 as for edits.
    pub fn enter(id: ResourceId, told: Told) -> Result<ResourceEvent, Refusal> {
        require(is_reached(&told), Rule::ResourceReached)?;
        for (field, words) in told.iter() {
            require_readable(field, words)?;
            require_nobody(&[words])?;
        }
        let origin = Origin { source: Source::Region, list: String::new(), number: id.to_string() };
        Ok(ResourceEvent::Listed { origin, told, import: None })
    }

    /// Folds an event into the entry; the first one must be `Listed`.
    pub fn apply(current: Option<Self>, id: ResourceId, event: &ResourceEvent) -> Option<Self> {
        if let ResourceEvent::Listed { origin, told, .. } = event {
            let (origin, told) = (origin.clone(), told.clone());
            let (edits, contacts) = (BTreeMap::new(), Vec::new());
            return Some(Self { id, origin, told, edits, gone_on: None, confirmed: None, contacts });
        }
        let mut resource = current?;
        match event {
            ResourceEvent::Listed { .. } => {}
            ResourceEvent::Republished { changes, .. } => {
                resource.told.apply(changes);
                resource.gone_on = None;
            }
            ResourceEvent::Gone { on, .. } => resource.gone_on = Some(*on),
            ResourceEvent::Edited { edits } => {
                for (field, edit) in edits {
                    match edit {
                        Some(edit) => resource.edits.insert(*field, edit.clone()),
                        None => resource.edits.remove(field),
                    };
                }
            }
            ResourceEvent::Confirmed { confirmation } => resource.confirmed = Some(*confirmation),
            ResourceEvent::ContactNamed { contact } => {
                match resource.contacts.iter_mut().find(|known| known.name == contact.name) {
                    Some(known) => known.clone_from(contact),
                    None => resource.contacts.push(contact.clone()),
                }
            }
            ResourceEvent::ContactLeft { name } => resource.contacts.retain(|known| known.name != *name),
        }
        Some(resource)
    }
}

/// Whether an entry can be found and reached: it has a name, and a way to it.
fn is_reached(told: &Told) -> bool {
    let ways =
        [Field::Phone, Field::Fax, Field::Email, Field::Url, Field::ContactForm, Field::Municipality, Field::Street];
    told.of(Field::Name).is_some() && ways.into_iter().any(|way| told.of(way).is_some())
}

/// What the region writes fits its field. What a source publishes is taken as it is.
fn require_readable(field: Field, words: &str) -> Result<(), Refusal> {
    let is_postcode = words.trim().is_empty() || parse_postcode(words).is_ok();
    require(field != Field::Postcode || is_postcode, Rule::PostcodeHasSevenDigits)?;
    require(is_readable(field, words), Rule::ResourceFigureReadable)
}

/// Whether words fit a field that holds figures, a day or a point.
fn is_readable(field: Field, words: &str) -> bool {
    if words.trim().is_empty() {
        return true;
    }
    let degrees = |latitude: Option<f64>, longitude: Option<f64>| {
        // The other half is taken for the middle of Japan: each is checked for itself.
        Position::in_japan(latitude.unwrap_or(36.0), longitude.unwrap_or(138.0)).is_some()
    };
    let number = words.trim().parse::<f64>().ok();
    match field {
        Field::Capacity | Field::FreePlaces => words.trim().parse::<u32>().is_ok(),
        Field::HoursWeekday | Field::HoursSaturday | Field::HoursSunday | Field::HoursHoliday => {
            Hours::read(words) != Hours::InWords
        }
        Field::VerifiedOn => day_of(words).is_some(),
        Field::Latitude => number.is_some() && degrees(number, None),
        Field::Longitude => number.is_some() && degrees(None, number),
        Field::Needs => Need::read(words).is_some(),
        Field::CorporateNumber => is_corporate_number(words.trim()),
        _ => true,
    }
}
