//! What uses of programmes and jobs bring into the package.

use std::{collections::BTreeMap, io};

use banso_domain::{
    case::{sharing::EmploymentDisclosure, spoken::SpokenWith},
    episode::{Episode, Programme},
    id::AgencyId,
    job::{ContactPlan, ContactWith, Job, JobKind, PlanStep, Side},
};
use banso_exchange::package::{Table, opt};
use chrono::{Days, NaiveDate};

use super::{Everything, Out, cases, ids::Ids};

/// A practice of up to so many days is a short one. Our own choice: the sources tell short from long and name no number.
const SHORT: Days = Days::new(14);

/// The word of the tables for a programme, where they have one.
const fn programme(programme: Programme) -> Option<&'static str> {
    match programme {
        Programme::RegionalVocationalCenter | Programme::PlanConsultation => None,
        other => Some(other.name()),
    }
}

impl Out<'_> {
    /// Uses with their phases.
    pub(super) fn uses(
        &mut self,
        of: &Everything,
        phases: &BTreeMap<(&'static str, &str), &'static str>,
    ) -> io::Result<()> {
        for episode in &of.uses {
            let Some(programme) = programme(episode.programme) else {
                self.summary.uses_left_out += 1;
                continue;
            };
            let id = self.ids.own("episode", episode.id.uuid());
            let end = episode.end.as_ref();
            let from = episode.previous.and_then(|id| of.uses.iter().find(|known| known.id == id));
            self.row(
                Table::Episodes,
                &[
                    id.clone(),
                    of.person.clone(),
                    episode.agency.to_string(),
                    programme.to_owned(),
                    episode.start.on.to_string(),
                    opt(end.map(|end| end.on.max(episode.start.on))),
                    end.map(|end| end.reason.name()).unwrap_or_default().to_owned(),
                    Ids::agency(from.map(|from| from.agency)),
                ],
            )?;
            let code = |entry: &banso_domain::episode::PhaseEntry| {
                let code = phases.get(&(episode.programme.name(), entry.phase.as_str()))?;
                Some((*code, entry.on))
            };
            let mut begun: Vec<(&str, NaiveDate)> = episode.phases.iter().filter_map(code).collect();
            begun.sort_by_key(|(_, on)| *on);
            for (phase, from, until) in cases::spans(&begun, end.map(|end| end.on)) {
                self.row(Table::Phases, &[id.clone(), phase.to_owned(), from.to_string(), opt(until)])?;
            }
        }
        Ok(())
    }

    /// Jobs and practices with their contacts and plans of contacts.
    pub(super) fn jobs(&mut self, of: &Everything) -> io::Result<()> {
        let mut planned = PlannedSpans::new();
        for job in &of.jobs {
            let id = self.ids.own("job", job.id.uuid());
            let episode = self.episode_of(of, job);
            let employer = match job.employer.agency {
                Some(agency) => agency.to_string(),
                None => self.ids.named("employer", &job.employer.name),
            };
            let end = job.end.as_ref();
            let (from, until) = (job.terms.starts_on, end.map(|end| end.on.max(job.terms.starts_on)));
            if job.kind.is_hired() {
                let kind = match job.terms.disclosure {
                    EmploymentDisclosure::Open | EmploymentDisclosure::Partly => "open",
                    EmploymentDisclosure::Closed => "closed",
                };
                self.row(
                    Table::Employments,
                    &[
                        id.clone(),
                        of.person.clone(),
                        episode.clone(),
                        employer,
                        kind.to_owned(),
                        job.terms.weekly_hours.map(|hours| hours.to_string()).unwrap_or_default(),
                        from.to_string(),
                        opt(until),
                        end.map(|end| end.reason.name()).unwrap_or_default().to_owned(),
                    ],
                )?;
            } else if job.kind == JobKind::Practice {
                let known = until.or(job.terms.until);
                let kind = known.map_or("", |last| if last <= from + SHORT { "short" } else { "long" });
                let feedback = if job.feedback.is_empty() { "no" } else { "yes" };
                self.row(
                    Table::Placements,
                    &[
                        id.clone(),
                        episode.clone(),
                        employer,
                        from.to_string(),
                        opt(until),
                        kind.to_owned(),
                        feedback.to_owned(),
                    ],
                )?;
            }
            self.work_contacts(job, &id, &episode)?;
            planned_of(job, &episode, &mut planned);
        }
        self.planned(planned)
    }

    /// Spans of plans of contacts.
    pub(super) fn planned(&mut self, planned: PlannedSpans) -> io::Result<()> {
        for ((episode, agency, partner, from), (until, per_month, intent)) in planned {
            self.row(
                Table::ContactPlans,
                &[
                    episode,
                    agency.to_string(),
                    Ids::agency(partner),
                    from.to_string(),
                    opt(until),
                    format!("{per_month:.4}"),
                    intent.to_owned(),
                ],
            )?;
        }
        Ok(())
    }

    /// The episode to which the contacts of a job belong: the use that led to it, else the person's case or use at the same agency.
    fn episode_of(&self, of: &Everything, job: &Job) -> String {
        let led = job.episode.and_then(|id| of.uses.iter().find(|known| known.id == id));
        let at_agency = || of.uses.iter().rev().find(|known| known.agency == job.agency);
        let case = of.cases.iter().rev().find(|known| known.case.centre == job.agency);
        let told = |episode: &&Episode| programme(episode.programme).is_some();
        match (led.filter(told), case, at_agency().filter(told)) {
            (Some(episode), ..) | (None, None, Some(episode)) => self.ids.own("episode", episode.id.uuid()),
            (None, Some(of), _) => self.ids.own("case", of.case.id.uuid()),
            (None, None, None) => String::new(),
        }
    }

    /// Contacts that were written at the job; those that stand in the case are told there.
    pub(super) fn work_contacts(&mut self, job: &Job, id: &str, episode: &str) -> io::Result<()> {
        for (index, contact) in job.contacts.iter().enumerate().filter(|(_, contact)| !contact.in_case) {
            for side in &contact.with {
                let (with, agency) = match side {
                    Side::Person => (SpokenWith::Person, None),
                    Side::Employer => (SpokenWith::Employer, job.employer.agency),
                    Side::Supporter => continue,
                };
                self.row(
                    Table::Contacts,
                    &[
                        format!("{id}-{}-{}", index + 1, side.name()),
                        episode.to_owned(),
                        job.agency.to_string(),
                        with.name().to_owned(),
                        Ids::agency(agency),
                        contact.on.to_string(),
                        cases::channel(contact.channel).to_owned(),
                        String::new(),
                        if contact.report_shared { "report_shared" } else { "" }.to_owned(),
                    ],
                )?;
            }
        }
        Ok(())
    }
}

/// Spans of plans, by whose they are and when they begin: until when, how many a month, what they mean to do.
pub(super) type PlannedSpans =
    BTreeMap<(String, AgencyId, Option<AgencyId>, NaiveDate), (Option<NaiveDate>, f64, &'static str)>;

/// Adds what is planned for a job; where two plans begin something on the same day, they add up.
pub(super) fn planned_of(job: &Job, episode: &str, planned: &mut PlannedSpans) {
    if episode.is_empty() {
        return;
    }
    let end = job.end.as_ref().map(|end| end.on);
    for (plan, last) in job.plans_by_date() {
        for (step, partner, share) in plan.steps.iter().flat_map(|step| sides(step, job)) {
            let until = [step.until, last, end].into_iter().flatten().min();
            if until.is_some_and(|until| until < step.from) {
                continue;
            }
            let key = (episode.to_owned(), job.agency, partner, step.from);
            let span = planned.entry(key).or_insert((until, 0.0, intent(plan, step)));
            span.0 = span.0.zip(until).map(|(one, other)| one.max(other));
            span.1 += share * per_month(step);
        }
    }
}

/// With whom a step plans contacts, and which share of them is with each. What is closed to the employer is planned with the person alone.
fn sides<'a>(step: &'a PlanStep, job: &Job) -> Vec<(&'a PlanStep, Option<AgencyId>, f64)> {
    let employer = job.employer.agency.filter(|_| !job.is_closed_to_employer());
    match (step.with, employer) {
        (ContactWith::Person, _) => vec![(step, None, 1.0)],
        (ContactWith::Employer, Some(_)) => vec![(step, employer, 1.0)],
        (ContactWith::Turns, Some(_)) => vec![(step, None, 0.5), (step, employer, 0.5)],
        // A firm that is known by name only cannot be told from others in these tables.
        (ContactWith::Turns, None) => vec![(step, None, 0.5)],
        (ContactWith::Employer, None) => Vec::new(),
    }
}

fn per_month(step: &PlanStep) -> f64 {
    f64::from(step.times) / f64::from(step.every_months.max(1))
}

/// What a plan means to do with a step: fewer than the step before, or more, with the same side; a plan with reasons for fewer means fewer.
fn intent(plan: &ContactPlan, step: &PlanStep) -> &'static str {
    let mut same: Vec<&PlanStep> = plan.steps.iter().filter(|known| known.with == step.with).collect();
    same.sort_by_key(|known| known.from);
    let pairs = || same.windows(2).map(|pair| (per_month(pair[0]), per_month(pair[1])));
    if !plan.basis.is_empty() || pairs().any(|(before, after)| after < before) {
        "fade"
    } else if pairs().any(|(before, after)| before < after) {
        "intensify"
    } else {
        "steady"
    }
}
