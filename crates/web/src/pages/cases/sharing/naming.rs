//! Items, purposes, ways and bases in the reader's language.

use banso_domain::case::sharing::{
    Basis, ConfirmMethod, Direction, EmploymentDisclosure, ItemSet, Route, SharedItem, SharingPurpose,
};

use crate::text::Texts;

fn dashed(name: &str) -> String {
    name.replace('_', "-")
}

pub(in crate::pages) fn item_name(t: &Texts, item: SharedItem) -> String {
    t.get(&format!("{}{}", /* keys */ "item-", dashed(item.name())))
}

/// Items one after the other.
pub(in crate::pages) fn items_name(t: &Texts, items: ItemSet) -> String {
    items.iter().map(|item| item_name(t, item)).collect::<Vec<_>>().join(&t.get("list-separator"))
}

pub(super) fn purpose_name(t: &Texts, purpose: SharingPurpose) -> String {
    t.get(&format!("{}{}", /* keys */ "sharing-purpose-", dashed(purpose.name())))
}

pub(super) fn direction_name(t: &Texts, direction: Direction) -> String {
    t.get(&format!("{}{}", /* keys */ "sharing-direction-", direction.name()))
}

pub(in crate::pages) fn route_name(t: &Texts, route: Route) -> String {
    t.get(&format!("{}{}", /* keys */ "sharing-route-", dashed(route.name())))
}

pub(super) fn method_name(t: &Texts, method: ConfirmMethod) -> String {
    t.get(&format!("{}{}", /* keys */ "sharing-method-", dashed(method.name())))
}

pub(super) fn employment_name(t: &Texts, policy: EmploymentDisclosure) -> String {
    t.get(&format!("{}{}", /* keys */ "sharing-employment-", policy.name()))
}

pub(in crate::pages) fn basis_name(t: &Texts, basis: Basis) -> String {
    t.get(&format!("{}{}", /* keys */ "sharing-basis-", basis.name()))
}
