//! What happened to a case, what each entry changed, and what was known on an earlier day.

mod as_of;
mod entry;
mod list;

use axum::{Router, routing::get};
use banso_app::HistoryLine;
use banso_domain::case::event::CaseEvent;

use super::{handover::handover_said, network::SupporterNames};
use crate::{
    pages::conferences::minutes_line,
    site::{SignedIn, Site},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/cases/{case}/history", get(list::history))
        .route("/cases/{case}/history/{entry}", get(entry::show_entry))
        .route("/cases/{case}/as-of", get(as_of::as_of))
}

/// What happened, in a few words.
fn title(t: &Texts, line: &HistoryLine) -> String {
    t.get(&format!("{}{}", /* keys */ "event-", line.name))
}

/// What was written with it, where a sentence or two say it.
fn said(reader: &SignedIn, names: &SupporterNames, line: &HistoryLine) -> String {
    match &line.event {
        None => reader.t.get("history-erased"),
        Some(event) => match event {
            CaseEvent::RecordWritten { record } => record.facts.clone(),
            CaseEvent::Screened { screening } => screening.comment.clone(),
            CaseEvent::EmergencySupportStarted { support } => support.need.clone(),
            CaseEvent::ClinicVisitPlanned { visit, .. } => visit.content.necessity.clone(),
            CaseEvent::Discussed { result } => {
                let said = [result.discussion.clone(), minutes_line(reader, &result.minutes)];
                said.into_iter().filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n")
            }
            CaseEvent::MinutesWritten { minutes, .. } => minutes_line(reader, minutes),
            CaseEvent::Decided { decision, .. } => decision.comment.clone(),
            CaseEvent::Monitored { monitoring, .. } => monitoring.progress.clone(),
            CaseEvent::ContactAttempted { attempt } => attempt.result.clone(),
            CaseEvent::Closed { closure } => closure.note.clone(),
            CaseEvent::Assigned { reason, .. }
            | CaseEvent::RecordCorrected { reason, .. }
            | CaseEvent::PlanCorrected { reason, .. }
            | CaseEvent::SupportStartedEarly { reason, .. }
            | CaseEvent::Suspended { reason, .. } => reason.clone(),
            CaseEvent::Resumed { note, .. }
            | CaseEvent::FollowedUp { note, .. }
            | CaseEvent::FollowUpEnded { note, .. } => note.clone(),
            CaseEvent::HandedOver { what, .. } => handover_said(&reader.t, what),
            CaseEvent::Protected { protection } | CaseEvent::ProtectionChanged { protection } => {
                protection.caution.clone()
            }
            CaseEvent::ProtectionLifted { reason } => reason.clone(),
            CaseEvent::OpenedByEmergency { opening } => opening.reason.clone(),
            CaseEvent::OpeningReviewed { review, .. } => review.finding.clone(),
            other => names.said(&reader.t, other).unwrap_or_default(),
        },
    }
}

/// Whether the entry wrote on a sheet, so that there is a before and an after.
const fn changes_a_sheet(event: &CaseEvent) -> bool {
    matches!(
        event,
        CaseEvent::AnswersRecorded { .. }
            | CaseEvent::PlanDrafted { .. }
            | CaseEvent::PlanChanged { .. }
            | CaseEvent::PlanCorrected { .. }
            | CaseEvent::Evaluated { .. }
            | CaseEvent::RecordWritten { .. }
            | CaseEvent::RecordCorrected { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_event_of_a_case_has_words_in_both_languages() {
        let source = include_str!("../../../../../domain/src/case/event.rs");
        let names = source.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next());
        let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
        assert!(names.contains(&"case_opened") && names.contains(&"task_done"), "the names were not read");
        let begin = names.iter().position(|name| *name == "case_opened").unwrap();
        let handovers = include_str!("../../../../../domain/src/case/handover/event.rs");
        let of_handovers = handovers.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next());
        let of_handovers: Vec<&str> = of_handovers.collect();
        assert!(of_handovers.contains(&"handover_opened"), "the names were not read");
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            for name in names[begin..].iter().chain(&of_handovers) {
                assert!(!t.get(&format!("event-{name}")).starts_with('⟦'), "{name} has no words in {lang:?}");
            }
        }
    }
}
