//! 実習・就職の記録を始める: for the person of a case that the agency knows, or of a use at the agency.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use banso_app::{JobAsked, Whom};
use banso_domain::job::{JobKind, JobTerms};

use super::{
    deed::{fresh_terms, read_terms, terms_questions},
    naming::kind_name,
};
use crate::{
    components::{Banner, Link},
    errors::PageError,
    form::{Filled, FormView, Question, Submitted, not_taken, options, refused},
    frame::Section,
    pages::episodes::FormPage,
    site::{SignedIn, Site, page_error, show},
};

/// Where the form stands, and where it leads back to.
struct Place {
    whom: Whom,
    action: String,
    back: String,
}

impl Place {
    fn of_case(case: &str) -> Result<Self, PageError> {
        let id = case.parse().map_err(|_| PageError::not_found())?;
        Ok(Self { whom: Whom::OfCase(id), action: format!("/shared/{id}/job"), back: "/jobs".to_owned() })
    }

    fn of_use(episode: &str) -> Result<Self, PageError> {
        let id = episode.parse().map_err(|_| PageError::not_found())?;
        let back = format!("/episodes/{id}");
        Ok(Self { whom: Whom::OfEpisode(id), action: format!("{back}/job"), back })
    }
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    place: &Place,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let name = site.app().may_start_job(&reader.actor, place.whom).await.map_err(page_error)?;
    let kinds = options(JobKind::ALL, JobKind::name, |kind| kind_name(t, kind));
    let mut questions = vec![
        Question::one("kind", t.get("job-kind"), kinds).below_each_other().required(),
        Question::line("employer", t.get("job-employer")).hint(t.get("job-employer-hint")).required(),
    ];
    questions.extend(terms_questions(t));
    let blocks = filled.ask_all(&questions);
    let form = FormView::new(reader, place.action.clone(), blocks, t.get("job-begin-save"))
        .back(Link::new(t.get("job-back"), place.back.clone()));
    let mut frame = reader.frame(site, Some(Section::Jobs), t.get("job-begin")).await?;
    frame.breadcrumbs = vec![Link::new(t.get("jobs-title"), "/jobs")];
    let summary = form.summary();
    frame.has_errors = !summary.is_empty();
    frame.banners = banners;
    let agency = site.app().agency(reader.actor.agency()).await.map_err(page_error)?.facts.name;
    show(&FormPage {
        frame,
        heading: t.get("job-begin"),
        lead: t.with("job-begin-lead", [("name", name)]),
        readers: t.with("job-readers", [("agency", agency)]),
        summary,
        form,
    })
}

async fn blank(site: &Site, reader: &SignedIn, place: Place) -> Result<Response, PageError> {
    let filled = Filled::new(&reader.t, fresh_terms(reader, None));
    page(site, reader, &place, &filled, Vec::new()).await
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(case): Path<String>,
) -> Result<Response, PageError> {
    blank(&site, &reader, Place::of_case(&case)?).await
}

pub(super) async fn ask_of_use(
    State(site): State<Site>,
    reader: SignedIn,
    Path(episode): Path<String>,
) -> Result<Response, PageError> {
    blank(&site, &reader, Place::of_use(&episode)?).await
}

pub(super) async fn begin(
    State(site): State<Site>,
    reader: SignedIn,
    Path(case): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    take(&site, &reader, Place::of_case(&case)?, form).await
}

pub(super) async fn begin_of_use(
    State(site): State<Site>,
    reader: SignedIn,
    Path(episode): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    take(&site, &reader, Place::of_use(&episode)?, form).await
}

async fn take(site: &Site, reader: &SignedIn, place: Place, form: Submitted) -> Result<Response, PageError> {
    let t = &reader.t;
    site.app().may_start_job(&reader.actor, place.whom).await.map_err(page_error)?;
    let mut filled = Filled::new(t, form);
    let kind = filled.chosen("kind", JobKind::ALL, JobKind::name).first().copied();
    if kind.is_none() {
        filled.complain("kind", t.get("job-kind-missing"));
    }
    let employer = filled.needed("employer", t.get("job-employer-missing"));
    let terms: Option<JobTerms> = read_terms(t, &mut filled, kind == Some(JobKind::Trial));
    let mut banners = Vec::new();
    if let Some((kind, terms)) = kind.zip(terms).filter(|_| filled.is_right()) {
        let asked = JobAsked { employer, kind, terms };
        match site.app().start_job(&reader.actor, place.whom, asked).await {
            Ok(id) => return Ok(Redirect::to(&format!("/jobs/{id}?done=job-begun")).into_response()),
            Err(error) => banners = refused(t, error)?,
        }
    }
    Ok(not_taken(page(site, reader, &place, &filled, banners).await?))
}
