//! What the record knows of the facts with which fields of a sheet begin.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::{
    agency::Channel,
    calendar::YearMonth,
    episode::{Episode, Milestone},
    form::KnownFact,
    job::{Job, JobKind, Side, WorkContact},
};

/// A month is reported of from the day on which its half is over.
const HALF_A_MONTH: Days = Days::new(15);

/// The record of a person beside a sheet, as far as whoever writes may read it.
#[derive(Clone, Copy, Debug)]
pub struct KnownRecord<'a> {
    /// The use that the sheet is about.
    pub episode: Option<&'a Episode>,
    /// The jobs and work trials of the person, of which everything may be read.
    pub jobs: &'a [Job],
    /// The day.
    pub today: NaiveDate,
}

impl KnownRecord<'_> {
    /// A fact in the shape of an answer, rows of tables under the names of [`KnownFact::columns`]; none where it is not known.
    pub fn value(&self, fact: KnownFact) -> Option<Value> {
        match fact {
            KnownFact::Complaint => self.episode?.heard.as_ref().map(|heard| heard.complaint.clone().into()),
            KnownFact::Programme => Some(self.episode?.programme.name().into()),
            KnownFact::UseBegan => Some(iso(self.episode?.start.on)),
            KnownFact::UseUntil => self.episode?.term().map(|term| iso(term.ends_on)),
            KnownFact::TermGround => {
                let use_of_it = self.episode?;
                let later = use_of_it.extensions.iter().filter_map(|extension| extension.ground.as_ref()).next_back();
                later.or(use_of_it.start.ground.as_ref()).map(|ground| ground.as_str().into())
            }
            KnownFact::PlanMeeting => self.episode?.last(Milestone::PlanMeeting).map(iso),
            KnownFact::PlanAgreed => self.episode?.last(Milestone::PlanAgreed).map(iso),
            KnownFact::Conference => {
                let use_of_it = self.episode?;
                let sat = use_of_it.conferred.iter().map(|minutes| minutes.held_on);
                sat.chain(use_of_it.last(Milestone::Conference)).max().map(iso)
            }
            KnownFact::Work => self.job().map(|job| job.terms.work.clone().into()),
            KnownFact::WorkAsTask => self.job().map(|job| json!([{ "task": job.terms.work }])),
            KnownFact::WorkUntil => self.job()?.terms.until.map(|day| format!("～{}", slashed(day)).into()),
            KnownFact::Accommodation => {
                let agreed = self.job().map(|job| job.terms.accommodation.clone())?;
                (!agreed.is_empty()).then(|| agreed.into())
            }
            KnownFact::WorkHistory => rows(self.jobs_in_order().filter(|job| job.kind != JobKind::Visit).map(|job| {
                let until = job.end.as_ref().map(|end| month(end.on)).unwrap_or_default();
                json!({ "period": format!("{}～{until}", month(job.terms.starts_on)), "tasks": job.terms.work })
            })),
            KnownFact::PlacesTried => rows(self.jobs_in_order().filter(|job| !job.kind.is_hired()).map(|job| {
                let until = job.known_until().filter(|until| *until != job.terms.starts_on);
                let dates = match until {
                    Some(until) => format!("{}～{}", slashed(job.terms.starts_on), slashed(until)),
                    None => slashed(job.terms.starts_on),
                };
                json!({ "site": job.employer.name, "dates": dates, "task": job.terms.work })
            })),
            KnownFact::ReportMonth => Some(self.reported().to_string().into()),
            KnownFact::Meetings => rows(self.contacts(Side::Person).filter_map(|contact| {
                let mode = match contact.channel {
                    Channel::Visit | Channel::Office => "face",
                    Channel::Online => "equal",
                    _ => return None,
                };
                Some(json!({ "on": contact.on.to_string(), "mode": mode }))
            })),
            KnownFact::FirmContacts => rows(self.contacts(Side::Employer).filter_map(|contact| {
                let how = match contact.channel {
                    Channel::Visit => "visit",
                    Channel::Online => "online",
                    Channel::Phone => "phone",
                    Channel::Mail => "mail",
                    _ => return None,
                };
                Some(json!({ "on": contact.on.to_string(), "how": how, "what": contact.words }))
            })),
        }
    }

    /// The job that runs: the last that began.
    fn job(&self) -> Option<&Job> {
        let runs = |job: &&Job| job.kind.is_hired() && job.is_open() && job.terms.starts_on <= self.today;
        self.jobs.iter().filter(runs).max_by_key(|job| job.terms.starts_on)
    }

    fn jobs_in_order(&self) -> impl Iterator<Item = &Job> {
        let mut jobs: Vec<&Job> = self.jobs.iter().filter(|job| job.terms.starts_on <= self.today).collect();
        jobs.sort_by_key(|job| job.terms.starts_on);
        jobs.into_iter()
    }

    fn reported(&self) -> YearMonth {
        YearMonth::of(self.today - HALF_A_MONTH)
    }

    fn contacts(&self, with: Side) -> impl Iterator<Item = &WorkContact> {
        let month = self.reported();
        let mut contacts: Vec<&WorkContact> = self
            .job()
            .into_iter()
            .flat_map(|job| &job.contacts)
            .filter(|contact| contact.with.contains(&with) && YearMonth::of(contact.on) == month)
            .collect();
        contacts.sort_by_key(|contact| contact.on);
        contacts.into_iter()
    }
}

fn rows(rows: impl Iterator<Item = Value>) -> Option<Value> {
    let rows: Vec<Value> = rows.collect();
    (!rows.is_empty()).then(|| rows.into())
}

fn iso(day: NaiveDate) -> Value {
    day.to_string().into()
}

fn slashed(day: NaiveDate) -> String {
    day.format("%Y/%-m/%-d").to_string()
}

fn month(day: NaiveDate) -> String {
    day.format("%Y/%-m").to_string()
}
