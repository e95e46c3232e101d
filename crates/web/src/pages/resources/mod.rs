//! 社会資源: what helps in the region, as its sources publish it and as the region knows it.

mod asked;
mod edit;
mod export;
mod fields;
mod filters;
mod import;
mod import_rows;
mod kept;
mod list;
mod map;
mod naming;
mod shortlist;
mod show;

use std::collections::BTreeSet;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};
use banso_app::FoundResources;
use banso_domain::{
    id::{CaseId, PlanId, ResourceId},
    resource::{Area, Municipality, Need},
};

use asked::Asked;
pub(in crate::pages) use asked::resources_of_kind;
pub(in crate::pages) use filters::own_town;
pub(in crate::pages) use list::table_to_choose;
pub(in crate::pages) use naming::{field_name, need_name};

use crate::{
    components::Link,
    errors::PageError,
    frame::Section,
    site::{SignedIn, Site, page_error},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/resources", get(list::list))
        .route("/resources/shortlist", get(shortlist::shortlist))
        .route("/resources/shortlist.pdf", get(shortlist::paper))
        .route("/cases/{case}/shortlists", get(kept::list).post(kept::keep))
        .route("/cases/{case}/shortlists/{shortlist}", post(kept::leave))
        .route("/resources/new", get(edit::ask_new).post(edit::enter))
        .route("/resources/import", get(import::ask).post(import::send).layer(DefaultBodyLimit::max(import::MOST_SENT)))
        .route("/resources/import/check", get(import::check))
        .route("/resources/import/rows", get(import_rows::rows))
        .route("/resources/import/columns", get(import::ask_columns).post(import::name_columns))
        .route("/resources/import/take", post(import::take))
        .route("/resources/{resource}", get(show::show_resource))
        .route("/resources/{resource}/edit", get(edit::ask).post(edit::take))
        .route("/resources/{resource}/confirm", post(edit::confirm))
        .route("/resources/{resource}/contacts", post(edit::name_contact))
        .route("/resources/{resource}/contacts/leave", post(edit::leave_contact))
}

/// From a case straight to candidates: a search for each need, in the reader's own town where that is known. Nothing about the person is in
/// the address but the number of the case.
pub(in crate::pages) fn candidates(
    t: &Texts,
    case: CaseId,
    needs: &BTreeSet<Need>,
    town: Option<&Municipality>,
) -> Vec<Link> {
    let search = |need: Option<Need>| {
        let area = town.map(|town| format!("{}{}", town.prefecture(), town.name)).unwrap_or_default();
        let need = need.map(Need::name).unwrap_or_default().to_owned();
        Asked { area, need, case: case.to_string(), ..Asked::default() }.href(|_| {})
    };
    if needs.is_empty() {
        return vec![Link::new(t.get("resources-for-case"), search(None))];
    }
    let link =
        |need: &Need| Link::new(t.with("resources-for-need", [("need", need_name(t, *need))]), search(Some(*need)));
    needs.iter().map(link).collect()
}

/// What somebody looks for to lead a line of a plan to.
#[derive(Clone, Debug, Default)]
pub(in crate::pages) struct Looked {
    pub(in crate::pages) words: String,
    pub(in crate::pages) need: Option<Need>,
    /// A municipality, as typed; empty for everywhere.
    pub(in crate::pages) area: String,
}

impl Looked {
    /// The entries that fit, `limit` of them, by reading.
    pub(in crate::pages) async fn find(
        &self,
        site: &Site,
        reader: &SignedIn,
        limit: usize,
    ) -> Result<FoundResources, PageError> {
        let (search, _) = self.asked().understood(&reader.t, site.app().clock().now());
        site.app().search_resources(&reader.actor, &search, limit).await.map_err(page_error)
    }

    /// The same search in the directory, from where an entry can be led back to the line of the plan.
    pub(in crate::pages) fn in_directory(&self, case: CaseId, (plan, line): (PlanId, usize)) -> String {
        Asked { case: case.to_string(), line: format!("{plan}.{line}"), ..self.asked() }.href(|_| {})
    }

    fn asked(&self) -> Asked {
        let need = self.need.map(Need::name).unwrap_or_default().to_owned();
        Asked { words: self.words.clone(), area: self.area.clone(), need, ..Asked::default() }
    }
}

/// The area that is meant by a municipality as it is typed; everywhere where nothing is.
pub(in crate::pages) fn area_of(typed: &str) -> Area {
    Asked { area: typed.to_owned(), ..Asked::default() }.area()
}

/// The address of the places of one kind of service in a municipality.
pub(in crate::pages) fn resources_there(kind: &str, town: &str) -> String {
    Asked { kind: kind.to_owned(), area: town.to_owned(), ..Asked::default() }.href(|_| {})
}

/// The address of an entry that is looked at for a case.
pub(in crate::pages) fn entry_of_case(entry: ResourceId, case: CaseId) -> String {
    format!("/resources/{entry}?case={case}")
}

/// The address of places to look at together for a case, and that of the same on paper.
pub(in crate::pages) fn shortlist_of_case(places: &[ResourceId], case: CaseId) -> (String, String) {
    let page = shortlist::address(places, &case.to_string());
    let paper = page.replacen("/resources/shortlist?", "/resources/shortlist.pdf?", 1);
    (page, paper)
}

/// Where the directory stands for the reader: beside referrals, or for those who work on no case, under administration.
fn place(reader: &SignedIn) -> (Section, Link) {
    let section = if reader.actor.reads_shared() { Section::Referrals } else { Section::Administration };
    (section, Link::new(section.label(&reader.t), section.href()))
}
