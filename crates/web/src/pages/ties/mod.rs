//! 地域の機関のつながり: how closely agencies work together, as a picture and as a table; what one's own agency says of it; and what would come
//! apart if an agency closed. Never a ranking, and nobody in it.

mod closed;
mod family;
mod layout;
mod pair;
mod picture;
mod show;

use axum::{Router, routing::get};
use banso_domain::{
    linkage::{Evidence, Stage},
    missing::Figure,
};

use crate::{
    components::Link,
    errors::PageError,
    frame::{Frame, Section},
    pages::missing::figure,
    site::{SignedIn, Site},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/network", get(show::show_network))
        .route("/network/if-closed", get(closed::show_closed))
        .route("/network/with/{about}", get(pair::ask).post(pair::take))
}

fn stage_name(t: &Texts, stage: Stage) -> String {
    t.get(&format!("{}{}", /* keys */ "ties-stage-", stage.name()))
}

/// What stands behind a pair, in a line; what there is none of is left out.
fn evidence_words(t: &Texts, evidence: &Evidence, one: &str, other: &str) -> String {
    let told = |key: &str, told: Figure, extra: [(&'static str, &str); 2]| {
        let words =
            [("figure", figure(t, told)), (extra[0].0, extra[0].1.to_owned()), (extra[1].0, extra[1].1.to_owned())];
        (told != Figure::None).then(|| t.with(key, words))
    };
    let there = [("one", one), ("other", other)];
    let parts = [
        told(/* key */ "ties-referred", evidence.referred, there),
        told(/* key */ "ties-referred", evidence.referred_back, [("one", other), ("other", one)]),
        told(/* key */ "ties-contacts", evidence.contacts, there),
        told(/* key */ "ties-shared", evidence.shared, there),
        told(/* key */ "ties-plans", evidence.plans, there),
        told(/* key */ "ties-conferences", evidence.conferences, there),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { t.get("ties-words-only") } else { parts.join(&t.get("list-separator")) }
}

/// The frame of a page of the network.
async fn frame(site: &Site, reader: &SignedIn, title: String, is_network: bool) -> Result<Frame, PageError> {
    let t = &reader.t;
    let mut frame = reader.frame(site, Some(Section::Referrals), title).await?;
    frame.breadcrumbs = vec![Link::new(Section::Referrals.label(t), Section::Referrals.href())];
    if !is_network {
        frame.breadcrumbs.push(Link::new(t.get("ties-title"), "/network"));
    }
    Ok(frame)
}
