//! ネットワークとワーキングチーム: what they are for, who belongs to them, when they meet, and how codes of conduct are known in them. Nobody is ranked.

mod change;
mod codes;
mod list;
mod new;
mod show;

use axum::{Router, routing::get};
use banso_domain::{id::NetworkId, regional_network::NetworkKind};

use crate::{
    components::{ChoiceOption, Link},
    errors::PageError,
    form::{Question, labelled, options},
    frame::{Frame, Section},
    site::{SignedIn, Site, page_error},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/networks", get(list::list))
        .route("/networks/new", get(new::ask).post(new::found))
        .route("/networks/{network}", get(show::show_network))
        .route("/networks/{network}/change/{network_deed}", get(change::ask).post(change::take))
        .route("/agencies/own/codes", get(codes::ask).post(codes::take))
}

fn network_id(text: &str) -> Result<NetworkId, PageError> {
    text.parse().map_err(|_| PageError::not_found())
}

fn kind_name(t: &Texts, kind: NetworkKind) -> String {
    t.get(&format!("{}{}", /* keys */ "regional-network-kind-", kind.name().replace('_', "-")))
}

/// The frame of a page about networks.
async fn frame(site: &Site, reader: &SignedIn, title: String, is_list: bool) -> Result<Frame, PageError> {
    let t = &reader.t;
    let mut frame = reader.frame(site, Some(Section::Referrals), title).await?;
    frame.breadcrumbs = vec![Link::new(Section::Referrals.label(t), Section::Referrals.href())];
    if !is_list {
        frame.breadcrumbs.push(Link::new(t.get("networks-title"), "/networks"));
    }
    Ok(frame)
}

/// The networks that a working team can belong to, but for itself.
async fn above(site: &Site, reader: &SignedIn, but: Option<NetworkId>) -> Result<Vec<ChoiceOption>, PageError> {
    let all = site.app().networks(&reader.actor).await.map_err(page_error)?;
    let fits = all.into_iter().filter(|one| Some(one.id) != but && one.end.is_none());
    let fits = fits.filter(|one| one.plan.kind == NetworkKind::Network);
    Ok(labelled(fits.map(|one| (one.id.to_string(), one.plan.name))))
}

/// What is asked of one.
fn plan_questions(t: &Texts, above: Vec<ChoiceOption>) -> Vec<Question> {
    let kinds = options(NetworkKind::ALL, NetworkKind::name, |kind| kind_name(t, kind));
    let mut asked = vec![
        Question::one("kind", t.get("regional-network-kind"), kinds).required(),
        Question::line("name", t.get("regional-network-name")).required(),
        Question::long("purpose", t.get("regional-network-purpose"), 3)
            .hint(t.get("regional-network-purpose-hint"))
            .required(),
        Question::line("meets", t.get("regional-network-meets")).hint(t.get("regional-network-meets-hint")),
    ];
    if !above.is_empty() {
        let within = Question::pick("within", t.get("regional-network-within"), above)
            .hint(t.get("regional-network-within-hint"));
        asked.push(within);
    }
    asked.push(Question::date("from", t.get("regional-network-from")).required());
    asked
}
