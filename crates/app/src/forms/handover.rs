//! 引継ぎ票: a handover under the paths of its sheet. Nothing of the support records stands on it.

use banso_domain::{
    case::{
        Case,
        handover::{Handover, HandoverKind, Successor},
        network::{Companion, Supporting},
    },
    form::Facts,
};
use serde_json::json;

use super::{FormChoice, facts::stored};
use crate::{App, UseCaseError};

/// The handover that was asked for; otherwise the newest, if there is one.
pub(super) fn chosen_handover<'c>(case: &'c Case, choice: &FormChoice) -> Result<Option<&'c Handover>, UseCaseError> {
    match choice.handover {
        Some(id) => case.handovers.find(id).map(Some).ok_or(UseCaseError::NotFound),
        None => Ok(case.handovers.all().last()),
    }
}

impl App {
    /// A handover on its sheet.
    pub(super) async fn add_handover(
        &self,
        facts: &mut Facts,
        case: &Case,
        handover: &Handover,
    ) -> Result<(), UseCaseError> {
        let today = self.inner.clock.today();
        let content = &handover.content;
        let background = self.network_background_with(case, today, Some(&content.to), &[]).await?;
        let companions = case.companions(&background.context());
        let named = |id| {
            let of = |companion: &&Companion<'_>| companion.supporter.is_some_and(|known| Some(known.id) == id);
            companions.iter().find(of).map(|companion| companion.name.clone())
        };
        let from = match content.kind {
            HandoverKind::StaffChange => self.staff_name(handover.lead).await?,
            _ => {
                named(content.from).or_else(|| companions.first().map(|centre| centre.name.clone())).unwrap_or_default()
            }
        };
        let to = match &content.to {
            Successor::Unknown => String::new(),
            Successor::Staff { staff } => self.staff_name(*staff).await?,
            Successor::Support { supporting: Supporting::Outside { name, .. } } | Successor::Contact { name, .. } => {
                name.clone()
            }
            Successor::Support { supporting: Supporting::Agency { agency } } => self.agency(*agency).await?.facts.name,
        };
        let mut meetings = Vec::new();
        for meeting in &handover.meetings {
            let with = named(meeting.supporter).unwrap_or_else(|| "本人".to_owned());
            meetings.push(json!({
                "on": meeting.on,
                "with": with,
                "form": meeting.form.name(),
                "successor": meeting.successor_present,
            }));
        }
        facts.set("handover.kind", content.kind.name());
        facts.set("handover.from", from);
        facts.set("handover.to", to);
        facts.set("handover.starts_on", stored(&content.starts_on));
        facts.set("handover.ends_on", stored(&content.ends_on));
        facts.set("handover.overlap_from", stored(&content.overlap.map(|overlap| overlap.from)));
        facts.set("handover.overlap_to", stored(&content.overlap.map(|overlap| overlap.to)));
        facts.set("handover.meetings", meetings);
        facts.set("handover.documents", stored(&content.documents));
        facts.set("handover.policy", content.policy.as_str());
        facts.set("handover.open_issues", content.open_issues.as_str());
        facts.set("handover.needs_after", content.needs_after.map(|needed| if needed { "yes" } else { "no" }));
        let shared = handover.shares.last();
        let consent = shared.and_then(|share| case.sharing.consent(share.consent));
        facts.set("handover.shared_on", stored(&shared.map(|share| share.on)));
        facts.set("handover.consent_until", stored(&consent.map(|consent| consent.until)));
        if let Some(view) = &handover.view {
            facts.set("handover.person_view", view.words.as_str());
            facts.set("handover.viewed_on", stored(&view.on));
        }
        if let Some(acknowledged) = &handover.acknowledged {
            let recorded = self.staff_name(acknowledged.by).await?;
            let name = if acknowledged.name.is_empty() { recorded } else { acknowledged.name.clone() };
            facts.set("handover.accepted_on", stored(&acknowledged.on));
            facts.set("handover.accepted_by", name);
        }
        Ok(())
    }
}
