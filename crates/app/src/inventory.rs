//! 資源の一覧表: what there is by municipality and kind, with places and free places, and beside it what was looked for and not found.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor};
use banso_domain::{
    agency::AgencyKind,
    id::AgencyId,
    missing::AskedFor,
    resource::{Area, Capacities, Inventory, Municipality, ResourceSearch, kind_of_service},
};
use chrono::NaiveDate;

use crate::{App, Evidence, UseCaseError};

/// A row of the inventory.
#[derive(Clone, Debug)]
pub struct InventoryRow {
    /// What there is; its kind is as the sources write it.
    pub there: Inventory,
    /// The kind of agency that this kind of service is of, if that can be said; the kind that was looked for where there is nothing.
    pub kind: Option<AgencyKind>,
    /// What was looked for there and not found: for the kind, or for a need that it usually helps with.
    pub evidence: Evidence,
}

impl App {
    /// What there is in an area beside what was looked for between two days: municipality by municipality in the order of their codes, kind by
    /// kind, with a row for what was looked for where there is nothing of it.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for those who do not support people.
    #[boxed]
    pub async fn inventory(
        &self,
        actor: &Actor,
        area: &Area,
        days: (NaiveDate, NaiveDate),
    ) -> Result<Vec<InventoryRow>, UseCaseError> {
        let permit = self.directory_permit(actor, Action::ReadMissing).await?;
        let asked = self.inner.store.reader().asked_for(&permit, days.0, days.1).await?;
        let agencies = self.agencies().await?;
        let town_of = |agency: AgencyId| {
            let facts = &agencies.find(agency)?.facts;
            let by_code = facts.municipality_code.parse().ok().and_then(Municipality::by_code);
            let by_words =
                || [&facts.address, &facts.name].into_iter().find_map(|words| Municipality::of_address(words));
            Some(Town { known: by_code.or_else(by_words), name: facts.name.clone() })
        };
        let asked: Vec<(Town, AskedFor)> =
            asked.into_iter().filter_map(|asked| Some((town_of(asked.area)?, asked))).collect();
        let towns = agencies.iter().filter(|row| row.facts.kind == AgencyKind::Municipality);
        let names: Vec<String> = towns.map(|row| row.facts.name.clone()).collect();
        let search = ResourceSearch { area: area.clone(), ..ResourceSearch::default() };
        let there = self.in_directory(|directory| directory.inventory(&search, &names)).await?;
        let evidence = |place: &Inventory, kind: AgencyKind| {
            let about = asked.iter().filter(|(town, asked)| town.is_of(place) && is_about(asked, kind));
            Evidence::of(about.map(|(_, asked)| asked), 0)
        };
        let mut rows: Vec<InventoryRow> = there
            .into_iter()
            .map(|there| {
                let kind = kind_of_service(&there.kind);
                let evidence = kind.map_or(Evidence::of([], 0), |kind| evidence(&there, kind));
                InventoryRow { there, kind, evidence }
            })
            .collect();
        for (town, wanted) in &asked {
            let Some(kind) = wanted.kind.filter(|_| town.is_asked(area)) else { continue };
            if rows.iter().any(|row| row.kind == Some(kind) && town.is_of(&row.there)) {
                continue;
            }
            let there = town.without_any();
            let evidence = evidence(&there, kind);
            rows.push(InventoryRow { there, kind: Some(kind), evidence });
        }
        rows.sort_by_key(|row| (row.there.municipality.map(|town| town.code), row.there.place.clone()));
        Ok(rows)
    }
}

/// The municipality of an area in which something was looked for.
struct Town {
    /// In the table of municipalities.
    known: Option<&'static Municipality>,
    /// By the name of its agency.
    name: String,
}

impl Town {
    /// Whether a row of the inventory is about it, or about a ward of it.
    fn is_of(&self, there: &Inventory) -> bool {
        match (self.known, there.municipality) {
            (Some(one), Some(other)) => one.code == other.code || one.holds(other),
            _ => there.place == self.name,
        }
    }

    /// Whether it belongs to the area that is asked for.
    fn is_asked(&self, area: &Area) -> bool {
        match area {
            Area::Everywhere => true,
            Area::Within(towns) | Area::Around(towns, _) => {
                self.known.is_some_and(|town| towns.iter().any(|one| one.holds(town)))
            }
            Area::Worded(words) => self.place().contains(words.trim()),
        }
    }

    fn place(&self) -> String {
        self.known.map_or_else(|| self.name.clone(), |town| format!("{}{}", town.prefecture(), town.name))
    }

    /// A row that says that there is nothing.
    fn without_any(&self) -> Inventory {
        let none = Capacities::default();
        let (municipality, place) = (self.known, self.place());
        Inventory { municipality, place, kind: String::new(), entries: 0, capacity: none, free: none }
    }
}

/// Whether a need that was not met is about a kind of agency.
fn is_about(asked: &AskedFor, kind: AgencyKind) -> bool {
    match (asked.kind, asked.need) {
        (Some(of), _) => of == kind,
        (None, Some(need)) => need.usual_kinds().contains(&kind),
        (None, None) => false,
    }
}
