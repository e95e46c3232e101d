//! 連絡記録: contacts of a case with other agencies, and writing one in a few taps.

mod clinic_visit;
mod form;
mod log;
mod write;

use axum::{Router, routing::get};
pub(super) use clinic_visit::task_words as clinic_visit_words;
pub(in crate::pages) use log::pairs_table;

use banso_domain::{
    agency::{AgencyKind, Channel},
    case::contact::{ContactDirection, ContactKind, ContactPhase, Initiator},
};

use crate::{site::Site, text::Texts};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/cases/{case}/contacts", get(log::log))
        .route("/cases/{case}/clinic-visit", get(clinic_visit::ask).post(clinic_visit::plan))
        .route("/cases/{case}/contacts/new", get(write::ask).post(write::write))
}

/// Who began, by direction.
pub(super) fn direction_name(t: &Texts, direction: ContactDirection) -> String {
    t.get(&format!("{}{}", /* keys */ "contact-direction-", direction.name()))
}

/// Where the case stood.
pub(in crate::pages) fn phase_name(t: &Texts, phase: ContactPhase) -> String {
    t.get(&format!("{}{}", /* keys */ "contact-phase-", phase.name()))
}

/// What a contact was about.
pub(super) fn kind_name(t: &Texts, kind: ContactKind) -> String {
    t.get(&format!("{}{}", /* keys */ "contact-kind-", kind.name()))
}

/// From whom it came in the first place.
pub(super) fn initiator_name(t: &Texts, initiator: Initiator) -> String {
    t.get(&format!("{}{}", /* keys */ "contact-initiator-", initiator.name()))
}

/// The way of a contact.
pub(super) fn channel_name(t: &Texts, channel: Channel) -> String {
    t.get(&format!("{}{}", /* keys */ "contact-channel-", channel.name()))
}

/// Somebody with whom there can be contact.
#[derive(Clone)]
struct Other {
    /// How the form names them.
    value: String,
    name: String,
    kind: AgencyKind,
    with: banso_domain::case::network::Supporting,
    /// The way they like.
    likes: Option<Channel>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_direction_kind_way_and_beginning_has_a_name_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            let mut names: Vec<String> = ContactDirection::ALL.iter().map(|it| direction_name(&t, *it)).collect();
            names.extend(ContactKind::ALL.iter().map(|kind| kind_name(&t, *kind)));
            names.extend(ContactPhase::ALL.iter().map(|phase| phase_name(&t, *phase)));
            names.extend(Initiator::ALL.iter().map(|initiator| initiator_name(&t, *initiator)));
            names.extend(Channel::ALL.iter().map(|channel| channel_name(&t, *channel)));
            assert!(names.iter().all(|name| !name.starts_with('⟦')), "{names:?}");
        }
    }
}
