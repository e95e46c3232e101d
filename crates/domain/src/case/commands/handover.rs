//! Handing over: prepared together, confirmed by the successor, heard by the person, and only then done.

use chrono::NaiveDate;

use super::super::{
    Case,
    event::CaseEvent,
    handover::{
        Acknowledgement, Ending, HandedShare, Handover, HandoverContent, HandoverEvent, HandoverKind, HandoverStep,
        HandoverView, JointMeeting, MeetingForm, MeetingWith, PlannedStep, Successor, SuccessorAsk, SuccessorReply,
        UseEnding,
    },
    network::{NetworkContext, Supporter, Supporting},
    sharing::Consent,
    task::AgreedTask,
};
use crate::{
    agency::AgencyKind,
    id::{ConsentId, HandoverId, StaffId, SupporterId},
    rule::{Refusal, Rule, require},
};

fn written(text: &str) -> bool {
    !text.trim().is_empty()
}

fn happened(handover: HandoverId, what: HandoverEvent) -> CaseEvent {
    CaseEvent::HandedOver { handover, what }
}

impl Case {
    /// A handover begins, with the tasks that belong to it ([`Case::handover_steps`]).
    ///
    /// # Errors
    ///
    /// P-01 if the case has ended; P-66 if the same is being handed over already; P-67 if the successor is the predecessor; P-20
    /// for somebody who is not there, or a successor that does not fit the kind; P-46 without a name; R-10 towards an employer
    /// while employment is closed; P-11 for days out of order.
    pub fn open_handover(
        &self,
        id: HandoverId,
        content: HandoverContent,
        steps: Vec<(PlannedStep, AgreedTask)>,
        context: &NetworkContext<'_>,
    ) -> Result<CaseEvent, Refusal> {
        self.require_open()?;
        self.check_handover(id, &content, context)?;
        let content = Box::new(content);
        Ok(happened(id, HandoverEvent::Opened { content, on: context.today, steps }))
    }

    /// Changes what is written about a handover; `None` if nothing changes. Whoever had confirmed as successor confirms anew if it
    /// is somebody else now.
    ///
    /// # Errors
    ///
    /// As [`Case::open_handover`]; P-20 if it is not on its way, or becomes one of another kind.
    pub fn change_handover(
        &self,
        id: HandoverId,
        content: HandoverContent,
        context: &NetworkContext<'_>,
    ) -> Result<Option<CaseEvent>, Refusal> {
        self.require_open()?;
        let known = self.open_handover_of(id)?;
        require(known.content.is_about(&content), Rule::NoSuchEntry)?;
        self.check_handover(id, &content, context)?;
        let changes = known.content != content;
        Ok(changes.then(|| happened(id, HandoverEvent::Changed { content: Box::new(content) })))
    }

    fn check_handover(
        &self,
        id: HandoverId,
        content: &HandoverContent,
        context: &NetworkContext<'_>,
    ) -> Result<(), Refusal> {
        let there = |supporter: SupporterId| self.network.not_ended().find(|known| known.id == supporter);
        let from = match content.from {
            Some(from) => Some(there(from).ok_or(Rule::NoSuchEntry)?),
            None => None,
        };
        let twice = self.handovers.open().any(|other| other.id != id && other.content.is_about(content));
        require(!twice, Rule::HandoverOnItsWay)?;
        let fits = match (content.kind, &content.to) {
            (HandoverKind::StaffChange, Successor::Staff { .. }) => from.is_none(),
            (HandoverKind::EmployerStaffChange, Successor::Contact { .. }) => from.is_some(),
            (kind, Successor::Support { .. } | Successor::Unknown) => kind.leaves_the_centre(),
            _ => false,
        };
        require(fits, Rule::NoSuchEntry)?;
        match &content.to {
            Successor::Staff { staff } => require(*staff != self.assigned_to, Rule::SuccessorConfirms)?,
            Successor::Support { supporting } => self.check_successor(supporting, from, context)?,
            Successor::Contact { name, .. } => require(written(name), Rule::SupporterNamed)?,
            Successor::Unknown => {}
        }
        let at_employer = matches!(content.kind, HandoverKind::ToWorkplace | HandoverKind::EmployerStaffChange);
        let towards_employer = at_employer || kind_of(&content.to, context) == Some(AgencyKind::Employer);
        require(!(towards_employer && self.sharing.is_closed_to_employers()), Rule::ClosedEmployment)?;
        let overlap = content.overlap.is_none_or(|overlap| overlap.from <= overlap.to);
        let ordered = self.received_on <= content.starts_on && content.starts_on <= content.ends_on && overlap;
        require(ordered, Rule::DateOutOfOrder)
    }

    fn check_successor(
        &self,
        supporting: &Supporting,
        from: Option<&Supporter>,
        context: &NetworkContext<'_>,
    ) -> Result<(), Refusal> {
        let before = from.map(|from| &from.content.supporting);
        require(before != Some(supporting), Rule::SuccessorConfirms)?;
        match supporting {
            Supporting::Agency { agency } => {
                require(*agency != self.centre, Rule::SuccessorConfirms)?;
                require(context.agencies.contains_key(agency), Rule::NoSuchEntry)
            }
            Supporting::Outside { name, .. } => require(written(name), Rule::SupporterNamed),
        }
    }

    /// Predecessor and successor met somebody together; the tasks that this settles are done.
    ///
    /// # Errors
    ///
    /// P-01 if the case has ended; P-20 if the handover is not on its way or the supporter is not there; R-10 with an employer while employment is closed; P-11 for a
    /// day in the future or before the case.
    pub fn meet_together(
        &self,
        id: HandoverId,
        meeting: JointMeeting,
        context: &NetworkContext<'_>,
    ) -> Result<Vec<CaseEvent>, Refusal> {
        self.require_open()?;
        let handover = self.open_handover_of(id)?;
        require(self.received_on <= meeting.on && meeting.on <= context.today, Rule::DateOutOfOrder)?;
        let known = meeting.supporter.is_none_or(|supporter| self.network.supporter(supporter).is_some());
        require(known, Rule::NoSuchEntry)?;
        let companions = self.companions(context);
        let is_employer = meeting.supporter.is_some_and(|id| {
            let of = |known: &Supporter| known.id == id;
            companions.iter().any(|it| it.supporter.is_some_and(of) && it.kind == AgencyKind::Employer)
        });
        let with_employer = is_employer || meeting.with == MeetingWith::Employer;
        require(!(with_employer && self.sharing.is_closed_to_employers()), Rule::ClosedEmployment)?;
        let settles = |planned: &&PlannedStep| {
            let of_its_kind = planned.step.is_meeting_with() == Some(meeting.with);
            let registration = planned.step == HandoverStep::JoinRegistration;
            let in_form = !registration || meeting.form == MeetingForm::Registration;
            let with_whom = planned.supporter.is_none() || planned.supporter == meeting.supporter;
            meeting.successor_present && of_its_kind && in_form && with_whom
        };
        let is_open = |task| self.tasks.iter().any(|known| known.task.id == task && known.done_on.is_none());
        let settled = handover.steps.iter().filter(settles).map(|planned| planned.task).filter(|task| is_open(*task));
        let done = settled.map(|task| CaseEvent::TaskDone { task, on: meeting.on });
        let done: Vec<CaseEvent> = done.collect();
        let mut events = vec![happened(id, HandoverEvent::Met { meeting })];
        events.extend(done);
        Ok(events)
    }

    /// What is carried over was given to the other agency, on the person's consent.
    ///
    /// # Errors
    ///
    /// P-20 if the handover is not on its way or stays within the centre; R-12 if no consent that holds names that agency and
    /// everything that is carried over; P-37 if the person, who asked for it, was not told; P-65 if nothing is carried over; P-11 for
    /// a day in the future or before the consent.
    pub fn share_in_handover(
        &self,
        id: HandoverId,
        (on, told_person_on): (NaiveDate, Option<NaiveDate>),
        today: NaiveDate,
    ) -> Result<CaseEvent, Refusal> {
        self.require_open()?;
        let handover = self.open_handover_of(id)?;
        require(handover.content.kind.leaves_the_centre(), Rule::NoSuchEntry)?;
        let items = handover.content.items();
        let consent = self.consent_for_handover(handover, today).ok_or(Rule::WithinConsent)?;
        require(!items.is_empty(), Rule::HandoverWritten)?;
        let consent = self.sharing.consent(consent).ok_or(Rule::WithinConsent)?;
        require(!consent.tell_each_time || told_person_on.is_some(), Rule::PersonIsTold)?;
        let told = told_person_on.is_none_or(|told| told <= on);
        require(consent.from <= on && on <= today && told, Rule::DateOutOfOrder)?;
        let share = HandedShare { on, items, consent: consent.id, told_person_on };
        Ok(happened(id, HandoverEvent::Shared { share }))
    }

    /// The consent on which what is carried over may be given to the successor on a day: it names them and every item.
    pub fn consent_for_handover(&self, handover: &Handover, day: NaiveDate) -> Option<ConsentId> {
        let Successor::Support { supporting: Supporting::Agency { agency } } = &handover.content.to else {
            return None;
        };
        let items = handover.content.items();
        let covers = |consent: &&Consent| {
            consent.holds_on(day)
                && consent.names(*agency)
                && consent.direction.gives()
                && items.is_within(consent.items)
        };
        self.sharing.consents.iter().find(covers).map(|consent| consent.id)
    }

    /// Asks the agency that is to follow whether it takes over; asked again, it gets an answer to what it asked.
    ///
    /// # Errors
    ///
    /// P-20 if the handover is not on its way; P-69 if no agency of the installation is to follow, it has confirmed already, or the case
    /// is not open to it on that day; R-12 if no consent covers what is carried over to it.
    pub fn ask_successor(&self, id: HandoverId, note: &str, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        self.require_open()?;
        let handover = self.open_handover_of(id)?;
        let agency = handover.successor_agency().ok_or(Rule::SuccessorAsked)?;
        require(handover.acknowledged.is_none(), Rule::SuccessorAsked)?;
        require(self.consent_for_handover(handover, today).is_some(), Rule::WithinConsent)?;
        let mut doors = self.sharing.shares().into_iter();
        require(doors.any(|share| share.agency == agency && share.is_open_on(today)), Rule::SuccessorAsked)?;
        let ask = SuccessorAsk { on: today, agency, note: note.trim().to_owned(), is_answered: false };
        Ok(happened(id, HandoverEvent::Asked { ask }))
    }

    /// The agency that was asked asks back or declines; it confirms by [`Case::acknowledge_handover`].
    ///
    /// # Errors
    ///
    /// P-69 if it was not asked, is not meant any more, or has declined already; P-12 without words.
    pub fn reply_to_handover(&self, id: HandoverId, reply: SuccessorReply) -> Result<CaseEvent, Refusal> {
        self.require_open()?;
        let handover = self.open_handover_of(id).map_err(|_| Rule::SuccessorAsked)?;
        require(handover.question_to(reply.agency).is_some(), Rule::SuccessorAsked)?;
        require(written(&reply.text), Rule::ReasonNeeded)?;
        let text = reply.text.trim().to_owned();
        Ok(happened(id, HandoverEvent::Replied { reply: SuccessorReply { text, ..reply } }))
    }

    /// The successor confirms. From then on they stand beside the person, together with the predecessor; `joins` is where
    /// they stand if they did not before.
    ///
    /// # Errors
    ///
    /// P-20 if the handover is not on its way; P-65 while nobody is named; P-67 if the new lead does not confirm for themself, or nobody is named who did at
    /// the other agency; R-10 for an employer while employment is closed; P-11 for a day in the future or before the case.
    pub fn acknowledge_handover(
        &self,
        id: HandoverId,
        (on, name): (NaiveDate, &str),
        by: StaffId,
        joins: SupporterId,
        context: &NetworkContext<'_>,
    ) -> Result<CaseEvent, Refusal> {
        self.require_open()?;
        let handover = self.open_handover_of(id)?;
        require(self.received_on <= on && on <= context.today, Rule::DateOutOfOrder)?;
        let employer = kind_of(&handover.content.to, context) == Some(AgencyKind::Employer);
        require(!(employer && self.sharing.is_closed_to_employers()), Rule::ClosedEmployment)?;
        let supporter = match &handover.content.to {
            Successor::Unknown => return Err(Rule::HandoverWritten.into()),
            Successor::Staff { staff } => {
                require(*staff == by, Rule::SuccessorConfirms)?;
                None
            }
            Successor::Support { supporting } => {
                require(written(name), Rule::SuccessorConfirms)?;
                let known = self.network.not_ended().find(|known| known.content.supporting == *supporting);
                // What is written about the predecessor may have changed meanwhile.
                let another = known.is_none_or(|known| Some(known.id) != handover.content.from);
                require(another, Rule::SuccessorConfirms)?;
                Some(known.map_or(joins, |known| known.id))
            }
            Successor::Contact { .. } => handover.content.from,
        };
        let acknowledgement = Acknowledgement { on, name: name.trim().to_owned(), by, supporter };
        Ok(happened(id, HandoverEvent::Acknowledged { acknowledgement }))
    }

    /// The person says what they think of it.
    ///
    /// # Errors
    ///
    /// P-20 if the handover is not on its way; P-12 without a word of theirs; P-11 for a day in the future or before the case.
    pub fn view_handover(&self, id: HandoverId, view: HandoverView, today: NaiveDate) -> Result<CaseEvent, Refusal> {
        self.require_open()?;
        self.open_handover_of(id)?;
        require(written(&view.words), Rule::ReasonNeeded)?;
        require(self.received_on <= view.on && view.on <= today, Rule::DateOutOfOrder)?;
        Ok(happened(id, HandoverEvent::Viewed { view }))
    }

    /// What was prepared changes hands.
    ///
    /// # Errors
    ///
    /// P-20 if the handover is not on its way, else everything that is missing: R-82 for the word of the successor or the person,
    /// R-73 for the joint visit to the employer or the reason for none, P-65 for successor, policy or open issues, P-67 if the
    /// successor is not there any more.
    pub fn close_handover(
        &self,
        id: HandoverId,
        no_visit_reason: &str,
        context: &NetworkContext<'_>,
    ) -> Result<CaseEvent, Refusal> {
        self.require_open()?;
        let handover = self.open_handover_of(id)?;
        let content = &handover.content;
        let mut rules = Vec::new();
        let whole = content.to != Successor::Unknown && written(&content.policy) && written(&content.open_issues);
        rules.extend((!whole).then_some(Rule::HandoverWritten));
        let successor = handover.acknowledged.as_ref().and_then(|acknowledged| acknowledged.supporter);
        let still_there = |known: &Supporter| {
            let meant = match &content.to {
                Successor::Support { supporting } => known.content.supporting == *supporting,
                _ => true,
            };
            meant && known.state_on(context.today).is_active()
        };
        let gone = successor.is_some_and(|id| !self.network.supporter(id).is_some_and(still_there));
        rules.extend(gone.then_some(Rule::SuccessorConfirms));
        let unvisited = !self.unvisited_employers(handover, context).is_empty();
        rules.extend((unvisited && !written(no_visit_reason)).then_some(Rule::EmployerVisitedTogether));
        let heard = handover.acknowledged.is_some() && handover.view.is_some();
        rules.extend((!heard).then_some(Rule::SuccessorAndPersonHeard));
        if !rules.is_empty() {
            return Err(Refusal { rules });
        }
        let reason = if unvisited { no_visit_reason.trim() } else { "" };
        Ok(happened(id, HandoverEvent::Closed { on: context.today, no_visit_reason: reason.to_owned() }))
    }

    /// A handover is given up; nothing changes hands, and its open tasks are settled.
    ///
    /// # Errors
    ///
    /// P-20 if it is not on its way; P-12 without a reason.
    pub fn cancel_handover(&self, id: HandoverId, reason: &str, today: NaiveDate) -> Result<Vec<CaseEvent>, Refusal> {
        self.require_open()?;
        let handover = self.open_handover_of(id)?;
        require(written(reason), Rule::ReasonNeeded)?;
        let mut events = vec![happened(id, HandoverEvent::Cancelled { on: today, reason: reason.trim().to_owned() })];
        let is_open = |task| self.tasks.iter().any(|known| known.task.id == task && known.done_on.is_none());
        let open = handover.steps.iter().map(|planned| planned.task).filter(|task| is_open(*task));
        events.extend(open.map(|task| CaseEvent::TaskDone { task, on: today }));
        Ok(events)
    }

    /// A support, a service or one of the `uses` ends on its day and nobody has to follow: it is not asked for again.
    ///
    /// # Errors
    ///
    /// P-20 if no handover is to be opened for them; P-12 without a reason.
    pub fn waive_handover(
        &self,
        id: HandoverId,
        ending: Ending,
        reason: &str,
        uses: &[UseEnding],
        today: NaiveDate,
    ) -> Result<CaseEvent, Refusal> {
        self.require_open()?;
        let (on, said) = (today, reason.trim().to_owned());
        let waived = match ending {
            Ending::Supporter(supporter) => {
                let known = self.handovers_to_open().into_iter().find(|(known, _)| known.id == supporter);
                let until = known.and_then(|(known, _)| known.content.until).ok_or(Rule::NoSuchEntry)?;
                HandoverEvent::Waived { supporter, until, on, reason: said }
            }
            Ending::Service(service) => {
                let known = self.services_to_hand_over().into_iter().find(|known| known.service == service);
                let until = known.ok_or(Rule::NoSuchEntry)?.until;
                HandoverEvent::ServiceWaived { service, until, on, reason: said }
            }
            Ending::Use(episode) => {
                let known = self.uses_to_hand_over(uses).into_iter().find(|known| known.episode == episode);
                let until = known.ok_or(Rule::NoSuchEntry)?.until;
                HandoverEvent::UseWaived { episode, until, on, reason: said }
            }
        };
        require(written(reason), Rule::ReasonNeeded)?;
        Ok(happened(id, waived))
    }
}

/// What a successor is who stands, or will stand, in the network.
fn kind_of(successor: &Successor, context: &NetworkContext<'_>) -> Option<AgencyKind> {
    match successor {
        Successor::Support { supporting: Supporting::Agency { agency } } => {
            context.agencies.get(agency).map(|facts| facts.kind)
        }
        Successor::Support { supporting: Supporting::Outside { kind, .. } } => Some(*kind),
        Successor::Unknown | Successor::Staff { .. } | Successor::Contact { .. } => None,
    }
}
