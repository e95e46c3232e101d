//! 社会資源: what helps in the region, as its sources publish it and as the region knows it.

mod list;
mod naming;
mod show;

use axum::{Router, routing::get};

use crate::{
    components::Link,
    frame::Section,
    site::{SignedIn, Site},
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/resources", get(list::list)).route("/resources/{resource}", get(show::show_resource))
}

/// Where the directory stands for the reader: beside referrals, or for those who work on no case, under administration.
fn place(reader: &SignedIn) -> (Section, Link) {
    let section = if reader.actor.reads_shared() { Section::Referrals } else { Section::Administration };
    (section, Link::new(section.label(&reader.t), section.href()))
}
