//! Supporters in words.

use std::collections::BTreeMap;

use banso_domain::{
    agency::Formality,
    case::{
        Case,
        event::CaseEvent,
        network::{Companion, SupportState, SupporterContent, Topic},
    },
    id::SupporterId,
};

use crate::{
    components::{Shape, StatusTag},
    dates::DateLook,
    errors::PageError,
    site::{Site, page_error},
    text::Texts,
};

/// The name of a topic.
pub(in crate::pages) fn topic_name(t: &Texts, topic: Topic) -> String {
    t.get(&format!("{}{}", /* keys */ "network-topic-", topic.name().replace('_', "-")))
}

/// The names of topics, one after the other.
pub(super) fn topic_names(t: &Texts, topics: &[Topic]) -> String {
    topics.iter().map(|topic| topic_name(t, *topic)).collect::<Vec<_>>().join(&t.get("list-separator"))
}

/// Formal, informal or of the market, in plain words.
pub(super) fn formality_name(t: &Texts, formality: Formality) -> String {
    match formality {
        Formality::Formal => t.get("network-formal"),
        Formality::Informal => t.get("network-informal"),
        Formality::Market => t.get("network-market"),
    }
}

/// How a support stands, as a word with a shape.
pub(super) fn state_tag(t: &Texts, state: SupportState) -> StatusTag {
    match state {
        SupportState::Current => StatusTag::new(Shape::Active, t.get("network-state-current")),
        SupportState::Ending(_) => StatusTag::new(Shape::Attention, t.get("network-state-ending")),
        SupportState::Unwanted => StatusTag::new(Shape::Dropped, t.get("network-state-unwanted")),
        SupportState::Ended(_) => StatusTag::new(Shape::Closed, t.get("network-state-ended")),
    }
}

/// Somebody in one line: name and, where their support does not simply go on, how it stands.
pub(in crate::pages::cases) fn supporter_line(t: &Texts, look: DateLook, companion: &Companion<'_>) -> String {
    let name = companion.name.as_str();
    match companion.state {
        SupportState::Current => name.to_owned(),
        SupportState::Unwanted => t.with("network-line-unwanted", [("name", name)]),
        SupportState::Ending(day) => t.with("network-line-ending", [("name", name), ("day", look.long(day).text())]),
        SupportState::Ended(day) => t.with("network-line-ended", [("name", name), ("day", look.long(day).text())]),
    }
}

/// The names of everybody who is or was in the network of a case: what its history tells them by.
#[derive(Default)]
pub(in crate::pages::cases) struct SupporterNames(BTreeMap<SupporterId, String>);

impl SupporterNames {
    pub(in crate::pages::cases) async fn of(site: &Site, case: &Case) -> Result<Self, PageError> {
        if case.network.is_empty() {
            return Ok(Self::default());
        }
        let today = site.app().clock().today();
        let background = site.app().network_background(case, today).await.map_err(page_error)?;
        let companions = case.companions(&background.context());
        let named = companions.into_iter().filter_map(|it| Some((it.supporter?.id, it.name)));
        Ok(Self(named.collect()))
    }

    /// The name of one of them.
    pub(super) fn of_supporter(&self, id: SupporterId) -> String {
        self.0.get(&id).cloned().unwrap_or_default()
    }

    /// What an entry of the history says about a supporter; none for other entries.
    pub(in crate::pages::cases) fn said(&self, t: &Texts, event: &CaseEvent) -> Option<String> {
        let name = |id: &SupporterId| self.of_supporter(*id);
        let written = |id: &SupporterId, content: &SupporterContent| {
            let parts = [name(id), topic_names(t, &content.topics), content.purpose.clone()];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
        };
        match event {
            CaseEvent::SupporterJoined { supporter, content } | CaseEvent::SupporterChanged { supporter, content } => {
                Some(written(supporter, content))
            }
            CaseEvent::SupporterLeft { supporter, reason, .. } => Some(format!("{}\n{reason}", name(supporter))),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_topic_has_a_name_of_its_own_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            let mut names: Vec<String> = Topic::ALL.iter().map(|topic| topic_name(&t, *topic)).collect();
            assert!(names.iter().all(|name| !name.starts_with('⟦')), "{names:?}");
            names.sort();
            names.dedup();
            assert_eq!(names.len(), Topic::ALL.len());
        }
    }
}
