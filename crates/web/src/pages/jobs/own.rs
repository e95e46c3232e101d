//! わたしの仕事: the person's own jobs, in plain words; the goals are theirs to say yes to.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_domain::{
    id::GoalId,
    job::{Job, Side},
};
use chrono::NaiveDate;

use super::{
    contacts, job_id,
    naming::{disclosure_name, kind_name},
    power::{self, Power},
    show::agreements,
};
use crate::{
    components::{Link, SummaryRow},
    errors::PageError,
    form::{Submitted, done, not_taken, refused},
    frame::{Frame, Section},
    site::{Done, SignedIn, Site, page_error, show},
};

/// A goal as the person reads it.
struct OwnGoal {
    what: String,
    span: String,
    /// What each side said to it.
    words: Vec<String>,
    /// Where the person says yes; none once they did.
    confirm: Option<String>,
}

struct OwnJob {
    title: String,
    about: Vec<SummaryRow>,
    agreements: Vec<SummaryRow>,
    /// Who is spoken to how often, in plain words.
    plan: Vec<String>,
    power: Option<Power>,
    goals: Vec<OwnGoal>,
}

#[derive(Template)]
#[template(path = "pages/jobs/own.html")]
struct OwnPage {
    frame: Frame,
    jobs: Vec<OwnJob>,
}

fn own_job(reader: &SignedIn, (job, power): (&Job, Option<Power>), today: NaiveDate) -> OwnJob {
    let t = &reader.t;
    let day = |day: NaiveDate| reader.look.long(day).text().to_owned();
    let mut about = vec![
        SummaryRow::new(t.get("job-work"), job.terms.work.clone()),
        SummaryRow::new(t.get("job-starts-on"), day(job.terms.starts_on)),
    ];
    if let Some(until) = job.known_until() {
        about.push(SummaryRow::new(t.get("job-until"), day(until)));
    }
    about.push(SummaryRow::new(t.get("job-disclosure"), disclosure_name(t, job.terms.disclosure)));
    about.push(SummaryRow::or_unknown(t.get("job-key-person"), job.key_person()));
    about.push(SummaryRow::or_unknown(t.get("job-accommodation"), &job.terms.accommodation));
    let goals = job.goals.iter().rev().map(|goal| {
        let yes = |on: Option<NaiveDate>, side| match on {
            Some(_) => t.with("own-job-yes", [("side", side)]),
            None => t.with("own-job-not-yet", [("side", side)]),
        };
        let mut words = vec![yes(goal.person_on, t.get("own-myself"))];
        if !job.is_closed_to_employer() {
            words.push(yes(goal.employer_on, super::naming::side_name(t, Side::Employer)));
        }
        if let Some(review) = &goal.review {
            words.push(t.with("own-job-review", [("words", review.person.clone())]));
        }
        let asks = goal.person_on.is_none() && goal.review.is_none() && job.is_open();
        OwnGoal {
            what: goal.what.clone(),
            span: t.with("job-span", [("from", day(goal.from)), ("until", day(goal.until))]),
            words,
            confirm: asks.then(|| format!("/my/jobs/{}/goals/{}", job.id, goal.id)),
        }
    });
    OwnJob {
        title: t.with("own-job-title", [("kind", kind_name(t, job.kind)), ("employer", job.employer.name.clone())]),
        about,
        agreements: agreements(reader, job),
        plan: contacts::own_lines(reader, job, today),
        power,
        goals: goals.collect(),
    }
}

async fn page(site: &Site, reader: &SignedIn, banners: Vec<crate::components::Banner>) -> Result<Response, PageError> {
    let t = &reader.t;
    let jobs = site.app().own_jobs(&reader.actor).await.map_err(page_error)?;
    let mut frame = reader.frame(site, Some(Section::Own), t.get("own-jobs")).await?;
    frame.breadcrumbs = vec![Link::new(t.get("own-title"), "/my")];
    frame.banners = banners;
    let today = site.app().clock().today();
    let drawn = jobs.iter().rev().enumerate().map(|(place, own)| {
        let power = power::own(reader, &own.carried, place + 1);
        own_job(reader, (&own.job, power), today)
    });
    show(&OwnPage { frame, jobs: drawn.collect() })
}

pub(super) async fn jobs(
    State(site): State<Site>,
    reader: SignedIn,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    page(&site, &reader, told.banners(&reader.t)).await
}

pub(super) async fn confirm(
    State(site): State<Site>,
    reader: SignedIn,
    Path((job, goal)): Path<(String, String)>,
    _: Submitted,
) -> Result<Response, PageError> {
    let goal: GoalId = goal.parse().map_err(|_| PageError::not_found())?;
    match site.app().confirm_own_goal(&reader.actor, job_id(&job)?, goal).await {
        Ok(()) => Ok(done("/my/jobs", "own-goal-confirmed")),
        Err(error) => {
            let banners = refused(&reader.t, error)?;
            Ok(not_taken(page(&site, &reader, banners).await?))
        }
    }
}
