//! Who did something: names of staff with their agency.

use std::collections::BTreeMap;

use banso_domain::id::{AgencyId, StaffId};

use crate::{
    errors::PageError,
    site::{Site, page_error},
};

/// Names of staff as a page needs them: 「佐藤 花子（青葉市くらし相談センター）」.
#[derive(Default)]
pub(super) struct People {
    names: BTreeMap<StaffId, String>,
}

impl People {
    /// The staff of these agencies; others are looked up when they are met.
    pub(super) async fn of(site: &Site, agencies: impl IntoIterator<Item = AgencyId>) -> Result<Self, PageError> {
        let mut names = BTreeMap::new();
        for id in agencies {
            let agency = site.app().agency(id).await.map_err(page_error)?.facts.name;
            for member in site.app().staff_of(id).await.map_err(page_error)? {
                names.entry(member.id).or_insert_with(|| format!("{}（{agency}）", member.facts.name));
            }
        }
        Ok(Self { names })
    }

    /// The name of a member of staff; of somebody who has left, without the agency.
    pub(super) async fn name(&mut self, site: &Site, staff: StaffId) -> Result<String, PageError> {
        if let Some(name) = self.names.get(&staff) {
            return Ok(name.clone());
        }
        let name = site.app().staff_name(staff).await.map_err(page_error)?;
        self.names.insert(staff, name.clone());
        Ok(name)
    }
}
