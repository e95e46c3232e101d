//! Planning a round: when, and which agencies take part.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use banso_domain::survey::SurveyPlan;
use chrono::Months;

use super::frame;
use crate::{
    components::{Banner, Link},
    errors::{ErrorKind, PageError},
    form::{Filled, FormView, Question, Submitted, labelled, not_taken, refused},
    pages::episodes::FormPage,
    site::{SignedIn, Site, page_error, show},
};

async fn page(site: &Site, reader: &SignedIn, filled: &Filled, banners: Vec<Banner>) -> Result<Response, PageError> {
    let t = &reader.t;
    if !site.app().may_on_surveys(&reader.actor).await.map_err(page_error)?.hold {
        return Err(PageError::new(ErrorKind::Forbidden));
    }
    let all = site.app().supporters(&reader.actor, "").await.map_err(page_error)?;
    let agencies = labelled(all.into_iter().map(|row| (row.id.to_string(), row.facts.name)));
    let questions = [
        Question::line("title", t.get("survey-round")).hint(t.get("survey-round-hint")).required(),
        Question::date("from", t.get("survey-from")).required(),
        Question::date("until", t.get("survey-until")).required(),
        Question::several("agencies", t.get("survey-takes-part"), agencies).below_each_other(),
    ];
    let form = FormView::new(reader, "/surveys/new", filled.ask_all(&questions), t.get("job-save"))
        .back(Link::new(t.get("job-back"), "/surveys"));
    let mut frame = frame(site, reader, t.get("survey-new"), false).await?;
    let summary = form.summary();
    frame.has_errors = !summary.is_empty();
    frame.banners = banners;
    let (heading, lead) = (t.get("survey-new"), t.get("survey-new-lead"));
    show(&FormPage { frame, heading, lead, readers: t.get("survey-plan-readers"), summary, form })
}

pub(super) async fn ask(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    let today = site.app().clock().today();
    let day = |day: chrono::NaiveDate| reader.look.long(day).text().to_owned();
    let until = today.checked_add_months(Months::new(1)).unwrap_or(today);
    let mut form = Submitted::of([("from", day(today)), ("until", day(until))]);
    for row in site.app().supporters(&reader.actor, "").await.map_err(page_error)? {
        form.put("agencies", row.id.to_string());
    }
    page(&site, &reader, &Filled::new(&reader.t, form), Vec::new()).await
}

pub(super) async fn plan(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Response, PageError> {
    let t = &reader.t;
    let mut filled = Filled::new(t, form);
    let plan = SurveyPlan {
        title: filled.needed("title", t.get("survey-round-missing")),
        from: filled.needed_day("from"),
        until: filled.needed_day("until"),
        agencies: filled.form.all("agencies").into_iter().filter_map(|id| id.parse().ok()).collect(),
    };
    let mut banners = Vec::new();
    if filled.is_right() {
        match site.app().plan_survey(&reader.actor, plan).await {
            Ok(id) => return Ok(Redirect::to(&format!("/surveys/rounds/{id}?done=survey-planned")).into_response()),
            Err(error) => banners = refused(t, error)?,
        }
    }
    Ok(not_taken(page(&site, &reader, &filled, banners).await?))
}
