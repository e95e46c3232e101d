//! What the rules have to say about a handover that is on its way, and what belongs to it.

use chrono::NaiveDate;

use super::{
    Handover, HandoverContent, HandoverKind, HandoverStep, MeetingWith, SHARED_BEFORE_MONTHS, Successor, months_before,
};
use crate::{
    agency::AgencyKind,
    case::{
        Case,
        network::{Companion, NetworkContext, NetworkFinding},
    },
    id::{HandoverId, SupporterId},
    rule::Rule,
};

impl Case {
    /// Employers that stand beside the person and know of it: a closed employment knows none.
    fn employers<'a>(&'a self, context: &NetworkContext<'_>) -> Vec<Companion<'a>> {
        let mut companions = self.companions(context);
        companions.retain(|companion| {
            let employer = companion.kind == AgencyKind::Employer && companion.state.is_active();
            employer && !self.sharing.is_closed_to_employers()
        });
        companions
    }

    /// Agencies with which the centre works closely: they are asked first for something, or are the main contact. How closely two
    /// agencies work together is written nowhere else (連携の段階).
    fn close_partners<'a>(&'a self, context: &NetworkContext<'_>) -> Vec<Companion<'a>> {
        let mut companions = self.companions(context);
        companions.retain(|companion| {
            let formal = companion.kind.formality() == crate::agency::Formality::Formal;
            let close = companion.is_main || !companion.first_for().is_empty();
            companion.supporter.is_some() && companion.state.is_active() && formal && close
        });
        companions
    }

    /// What belongs to a handover, with whom where it is about one of several.
    pub fn handover_steps(
        &self,
        content: &HandoverContent,
        context: &NetworkContext<'_>,
    ) -> Vec<(HandoverStep, Option<SupporterId>)> {
        let with = |step: HandoverStep, companions: Vec<Companion<'_>>| {
            let ids = companions.into_iter().filter_map(|companion| Some(companion.supporter?.id));
            ids.map(|id| (step, Some(id))).collect::<Vec<_>>()
        };
        let alone = |step: HandoverStep| vec![(step, None)];
        match content.kind {
            HandoverKind::StaffChange => [
                alone(HandoverStep::MeetPerson),
                with(HandoverStep::VisitEmployer, self.employers(context)),
                with(HandoverStep::VisitPartner, self.close_partners(context)),
            ]
            .concat(),
            HandoverKind::ServiceEnd | HandoverKind::SchoolToAdult | HandoverKind::Move => [
                alone(HandoverStep::MeetPerson),
                alone(HandoverStep::JoinRegistration),
                with(HandoverStep::JoinEmployerInterview, self.employers(context)),
                alone(HandoverStep::PassFacts),
            ]
            .concat(),
            HandoverKind::ToWorkplace => [
                alone(HandoverStep::MeetPerson),
                with(HandoverStep::JoinEmployerInterview, self.employers(context)),
                alone(HandoverStep::PassFacts),
            ]
            .concat(),
            HandoverKind::EmployerStaffChange => {
                let heads = matches!(content.to, Successor::Contact { manages_employment: true, .. });
                let of_employer = [
                    HandoverStep::MeetSupporters,
                    HandoverStep::HandPassport,
                    HandoverStep::ReconfirmAccommodation,
                    HandoverStep::InterviewHead,
                ];
                let steps = of_employer.into_iter().filter(|step| heads || *step != HandoverStep::InterviewHead);
                steps.map(|step| (step, content.from)).collect()
            }
        }
    }

    /// Employers whom predecessor and successor have yet to visit together before the lead changes.
    pub(in crate::case) fn unvisited_employers(
        &self,
        handover: &Handover,
        context: &NetworkContext<'_>,
    ) -> Vec<String> {
        if handover.content.kind != HandoverKind::StaffChange {
            return Vec::new();
        }
        let unmet =
            |companion: &Companion<'_>| companion.supporter.is_some_and(|supporter| !handover.met(supporter.id));
        self.employers(context).into_iter().filter(unmet).map(|companion| companion.name).collect()
    }

    /// Steps of a handover whose task is still open.
    pub fn open_steps(&self, handover: &Handover) -> Vec<HandoverStep> {
        let is_open = |task| self.tasks.iter().any(|known| known.task.id == task && known.done_on.is_none());
        handover.steps.iter().filter(|planned| is_open(planned.task)).map(|planned| planned.step).collect()
    }

    /// What calls for attention in an open handover on a day, in order of number.
    pub fn handover_findings(&self, id: HandoverId, context: &NetworkContext<'_>) -> Vec<NetworkFinding> {
        let Some(handover) = self.handovers.find(id).filter(|handover| handover.is_open()) else { return Vec::new() };
        let content = &handover.content;
        let companions = self.companions(context);
        let named = |id: Option<SupporterId>| {
            let of = |companion: &&Companion<'_>| companion.supporter.is_some_and(|known| Some(known.id) == id);
            companions.iter().find(of).map(|companion| companion.name.clone())
        };
        let mut found: Vec<NetworkFinding> = Vec::new();
        let mut note = |applies: bool, rule: Rule, about: Vec<String>| {
            found.extend(applies.then_some(NetworkFinding { rule, about }));
        };
        let changes_at_employer = content.kind == HandoverKind::EmployerStaffChange;
        note(content.overlap.is_none() && !changes_at_employer, Rule::HandoverOverlaps, Vec::new());
        let is_staff_change = content.kind == HandoverKind::StaffChange;
        note(is_staff_change && content.policy_set_on.is_none(), Rule::PolicySetInside, Vec::new());
        let unvisited = self.unvisited_employers(handover, context);
        note(!unvisited.is_empty(), Rule::EmployerVisitedTogether, unvisited);
        let unmet = handover.steps.iter().filter(|planned| {
            let with_partner = planned.step.is_meeting_with() == Some(MeetingWith::Partner);
            with_partner && planned.supporter.is_some_and(|supporter| !handover.met(supporter))
        });
        let unmet: Vec<String> = unmet.filter_map(|planned| named(planned.supporter)).collect();
        note(!unmet.is_empty(), Rule::PartnersVisitedTogether, unmet);
        let late = content.kind.leaves_the_centre()
            && handover.opened_on > months_before(content.ends_on, super::OPENS_BEFORE_MONTHS);
        note(late, Rule::HandoverOpensInTime, Vec::new());
        note(self.lacks_share(handover, context.today, &companions), Rule::SharedThreeMonthsBefore, Vec::new());
        let open = self.open_steps(handover);
        let about: Vec<String> = named(content.from).into_iter().collect();
        let others_open = open.iter().any(|step| *step != HandoverStep::InterviewHead);
        note(changes_at_employer && others_open, Rule::EmployerContactChanged, about.clone());
        note(open.contains(&HandoverStep::InterviewHead), Rule::HeadAskedForTime, about);
        found
    }

    /// Retention support ends in less than three months, support has to go on, and nothing was shared.
    fn lacks_share(&self, handover: &Handover, today: NaiveDate, companions: &[Companion<'_>]) -> bool {
        let of_retention = companions.iter().any(|companion| {
            let from = companion.supporter.is_some_and(|known| Some(known.id) == handover.content.from);
            from && companion.kind == AgencyKind::RetentionSupport
        });
        let last = months_before(handover.content.ends_on, SHARED_BEFORE_MONTHS);
        of_retention && handover.to_share_by().is_some() && last < today
    }
}
