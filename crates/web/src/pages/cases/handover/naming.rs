//! Handovers in words.

use banso_app::EndingUse;
use banso_domain::case::{
    Case,
    handover::{
        Handover, HandoverContent, HandoverDocument, HandoverEnd, HandoverEvent, HandoverKind, HandoverStep,
        MeetingForm, MeetingWith, ReplyWord, Successor, SuccessorReply,
    },
    network::Supporting,
    task::AgreedTask,
};

use super::Desk;
use crate::{
    components::{Shape, StatusTag, SummaryRow},
    dates::DateLook,
    errors::PageError,
    naming::service_name,
    pages::{
        cases::{contacts::clinic_visit_words, items_name},
        episodes::programme_name,
    },
    site::page_error,
    text::Texts,
};

/// The name of a kind.
pub(in crate::pages) fn kind_name(t: &Texts, kind: HandoverKind) -> String {
    t.get(&format!("{}{}", /* keys */ "handover-kind-", kind.name()))
}

/// The name of what is carried over.
pub(in crate::pages) fn document_name(t: &Texts, document: HandoverDocument) -> String {
    t.get(&format!("{}{}", /* keys */ "handover-document-", document.name()))
}

/// With whom both met.
pub(super) fn with_name(t: &Texts, with: MeetingWith) -> String {
    t.get(&format!("{}{}", /* keys */ "handover-with-", with.name()))
}

/// How both met.
pub(super) fn form_name(t: &Texts, form: MeetingForm) -> String {
    t.get(&format!("{}{}", /* keys */ "handover-form-", form.name()))
}

/// What an agency says that does not say yes.
pub(in crate::pages) fn reply_name(t: &Texts, word: ReplyWord) -> String {
    t.get(&format!("{}{}", /* keys */ "handover-reply-", word.name()))
}

/// A step, with the name of those whom it is about.
pub(super) fn step_name(t: &Texts, step: HandoverStep, with: Option<&str>) -> String {
    let name = t.get(&format!("{}{}", /* keys */ "handover-step-", step.name()));
    match with {
        Some(with) => t.with("handover-step-with", [("step", name), ("who", with.to_owned())]),
        None => name,
    }
}

/// What a task of the case says: a step of a handover or a visit to a clinic in the language of the reader, anything else as it was written.
pub(in crate::pages::cases) fn task_name(t: &Texts, case: &Case, task: &AgreedTask) -> String {
    if let Some(visit) = case.clinic_visit_of(task.id) {
        return clinic_visit_words(t, &visit.content.clinic);
    }
    let planned = case.handovers.step_of(task.id).filter(|planned| planned.supporter.is_none());
    planned.map_or_else(|| task.what.clone(), |planned| step_name(t, planned.step, None))
}

/// Where a handover stands.
pub(super) fn state_tag(t: &Texts, handover: &Handover) -> StatusTag {
    match &handover.end {
        Some(HandoverEnd::Closed { .. }) => StatusTag::new(Shape::Done, t.get("handover-state-closed")),
        Some(HandoverEnd::Cancelled { .. }) => StatusTag::new(Shape::Dropped, t.get("handover-state-cancelled")),
        None if handover.waits_for().is_some() => StatusTag::new(Shape::Waiting, t.get("handover-state-asked")),
        None => match unsettled_reply(handover) {
            Some(reply) => StatusTag::new(Shape::Waiting, reply_name(t, reply.word)),
            None => StatusTag::new(Shape::Active, t.get("handover-state-open")),
        },
    }
}

/// What the agency said that is meant to follow, while the centre has not answered it.
pub(super) fn unsettled_reply(handover: &Handover) -> Option<&SuccessorReply> {
    let agency = handover.successor_agency()?;
    let asked = handover.asked.as_ref().is_some_and(|ask| ask.is_answered && ask.agency == agency);
    let last = handover.replies.last().filter(|reply| asked && reply.agency == agency);
    last.filter(|_| handover.acknowledged.is_none())
}

/// What an entry of the history says about a handover.
pub(in crate::pages::cases) fn handover_said(t: &Texts, what: &HandoverEvent) -> String {
    let lines = |parts: [&str; 2]| {
        let written = parts.into_iter().filter(|part| !part.trim().is_empty());
        written.collect::<Vec<_>>().join("\n")
    };
    match what {
        HandoverEvent::Opened { content, .. } | HandoverEvent::Changed { content } => {
            lines([&kind_name(t, content.kind), &content.policy])
        }
        HandoverEvent::Met { meeting } => lines([&with_name(t, meeting.with), &form_name(t, meeting.form)]),
        HandoverEvent::Shared { share } => items_name(t, share.items),
        HandoverEvent::Asked { ask } => ask.note.clone(),
        HandoverEvent::Replied { reply } => lines([&reply_name(t, reply.word), &reply.text]),
        HandoverEvent::Acknowledged { acknowledgement } => acknowledgement.name.clone(),
        HandoverEvent::Viewed { view } => view.words.clone(),
        HandoverEvent::Closed { no_visit_reason, .. } => no_visit_reason.clone(),
        HandoverEvent::Cancelled { reason, .. }
        | HandoverEvent::Waived { reason, .. }
        | HandoverEvent::ServiceWaived { reason, .. }
        | HandoverEvent::UseWaived { reason, .. } => reason.clone(),
    }
}

impl Desk<'_> {
    /// Who hands over: the lead, a supporter, or the contact of an employer.
    pub(super) async fn predecessor(&self, handover: &Handover) -> Result<String, PageError> {
        let (t, content) = (&self.reader.t, &handover.content);
        let centre = |companions: &[banso_domain::case::network::Companion<'_>]| {
            companions.first().map(|companion| companion.name.clone()).unwrap_or_default()
        };
        if let Some(service) = content.service {
            return Ok(service_name(self.site, t, service, content.ends_on));
        }
        if let Some(episode) = content.episode.filter(|_| content.from.is_none()) {
            let known = self.site.app().known_uses(&self.reader.actor, &self.opened.file.case).await;
            let of = known.map_err(page_error)?.into_iter().find(|known| known.ending.episode == episode);
            return Ok(of.map_or_else(|| t.get("handover-of-use"), |known| self.use_name(&known)));
        }
        let companions = self.companions();
        let Some(from) = content.from else {
            let lead = self.site.app().staff_name(handover.lead).await.map_err(page_error)?;
            return Ok(match content.kind {
                HandoverKind::StaffChange => lead,
                _ => centre(&companions),
            });
        };
        let known = companions.iter().find(|companion| companion.supporter.is_some_and(|it| it.id == from));
        let name = known.map(|companion| companion.name.clone()).unwrap_or_default();
        let contact = known.and_then(|companion| companion.supporter).map(|it| it.content.contact_name.clone());
        Ok(match contact.filter(|contact| !contact.is_empty() && content.kind == HandoverKind::EmployerStaffChange) {
            Some(contact) => t.with("handover-contact-of", [("name", contact), ("agency", name)]),
            None => name,
        })
    }

    /// A use of a programme at an agency, in words.
    pub(super) fn use_name(&self, known: &EndingUse) -> String {
        let programme = programme_name(self.site, &self.reader.t, known.programme, known.ending.until);
        self.reader.t.with("handover-use", [("agency", &known.agency_name), ("programme", &programme)])
    }

    /// Who takes over; empty where nobody is known yet.
    pub(super) async fn successor(&self, content: &HandoverContent) -> Result<String, PageError> {
        Ok(match &content.to {
            Successor::Unknown => String::new(),
            Successor::Staff { staff } => self.site.app().staff_name(*staff).await.map_err(page_error)?,
            Successor::Support { supporting: Supporting::Outside { name, .. } } => name.clone(),
            Successor::Support { supporting: Supporting::Agency { agency } } => {
                let row = self.agencies.any(*agency);
                row.map(|row| row.facts.name.clone()).unwrap_or_default()
            }
            Successor::Contact { name, .. } => name.clone(),
        })
    }

    /// Everything that is written about a handover.
    pub(super) async fn content_rows(&self, handover: &Handover) -> Result<Vec<SummaryRow>, PageError> {
        let (t, look, content) = (&self.reader.t, self.reader.look, &handover.content);
        let day = |day: chrono::NaiveDate| look.long(day).text().to_owned();
        let to = self.successor(content).await?;
        let overlap = content.overlap.map(|overlap| overlap_words(t, look, overlap.from, overlap.to));
        let mut rows = vec![
            SummaryRow::new(t.get("handover-kind"), kind_name(t, content.kind)),
            SummaryRow::new(t.get("handover-from"), self.predecessor(handover).await?),
            SummaryRow::or_unknown(t.get("handover-to"), to),
            SummaryRow::new(t.get("handover-starts-on"), day(content.starts_on)),
            SummaryRow::new(t.get("handover-ends-on"), day(content.ends_on)),
            SummaryRow::or_unknown(t.get("handover-overlap"), overlap.unwrap_or_default()),
        ];
        if content.kind.leaves_the_centre() {
            let names: Vec<String> = content.documents.iter().map(|document| document_name(t, *document)).collect();
            rows.push(SummaryRow::or_unknown(t.get("handover-documents"), names.join(&t.get("list-separator"))));
            let needed = match content.needs_after {
                Some(true) => t.get("handover-needs-after-yes"),
                Some(false) => t.get("handover-needs-after-no"),
                None => String::new(),
            };
            rows.push(SummaryRow::or_unknown(t.get("handover-needs-after"), needed));
        }
        rows.push(SummaryRow::or_unknown(t.get("handover-policy"), content.policy.as_str()));
        rows.push(SummaryRow::or_unknown(t.get("handover-open-issues"), content.open_issues.as_str()));
        Ok(rows)
    }
}

/// Days on which both are there.
pub(in crate::pages) fn overlap_words(
    t: &Texts,
    look: DateLook,
    from: chrono::NaiveDate,
    to: chrono::NaiveDate,
) -> String {
    let day = |day| look.long(day).text().to_owned();
    t.with("handover-overlap-days", [("from", day(from)), ("to", day(to))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_kind_document_meeting_and_step_has_a_name_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            let mut names: Vec<String> = HandoverKind::ALL.iter().map(|kind| kind_name(&t, *kind)).collect();
            names.extend(HandoverDocument::ALL.iter().map(|document| document_name(&t, *document)));
            names.extend(MeetingWith::ALL.iter().map(|with| with_name(&t, *with)));
            names.extend(ReplyWord::ALL.iter().map(|word| reply_name(&t, *word)));
            names.extend(MeetingForm::ALL.iter().map(|form| form_name(&t, *form)));
            names.extend(HandoverStep::ALL.iter().map(|step| step_name(&t, *step, Some("青葉食品"))));
            assert!(names.iter().all(|name| !name.contains('⟦')), "{names:?}");
        }
    }
}
