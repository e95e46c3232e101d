//! What one's own agency says about another in a round.

use axum::{
    extract::{Path, State},
    response::Response,
};
use banso_app::{AgencyRow, SurveyPage};
use banso_domain::survey::{Assumed, Pair, SurveyAnswer, View};

use super::{assumed_name, frame, survey_id, view_name};
use crate::{
    components::{Banner, Link},
    errors::PageError,
    form::{Filled, FormView, Question, Submitted, done, not_taken, options, refused},
    pages::episodes::FormPage,
    site::{SignedIn, Site, page_error, show},
};

struct Opened {
    page: SurveyPage,
    pair: Pair,
    other: AgencyRow,
}

impl Opened {
    async fn of(site: &Site, reader: &SignedIn, (id, about): &(String, String)) -> Result<Self, PageError> {
        let page = site.app().survey(&reader.actor, survey_id(id)?).await.map_err(page_error)?;
        let about = about.parse().map_err(|_| PageError::not_found())?;
        let pair = page.pairs.iter().find(|pair| pair.other == about).cloned().ok_or_else(PageError::not_found)?;
        if !page.may.answer {
            return Err(PageError::not_found());
        }
        let other = site.app().agency(about).await.map_err(page_error)?;
        Ok(Self { page, pair, other })
    }

    fn home(&self) -> String {
        format!("/surveys/rounds/{}", self.page.survey.id)
    }

    async fn draw(
        &self,
        site: &Site,
        reader: &SignedIn,
        filled: &Filled,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let t = &reader.t;
        let views = options(View::ALL, View::name, |view| view_name(t, view));
        let assumed = options(Assumed::ALL, Assumed::name, |assumed| assumed_name(t, assumed));
        let questions = [
            Question::one("view", t.get("survey-view"), views).below_each_other().required(),
            Question::one("assumed", t.get("survey-assumed"), assumed).below_each_other(),
            Question::long("comment", t.get("survey-comment"), 3).hint(t.get("missing-nobody-hint")),
        ];
        let action = format!("{}/about/{}", self.home(), self.pair.other);
        let form = FormView::new(reader, action, filled.ask_all(&questions), t.get("job-save"))
            .back(Link::new(t.get("job-back"), self.home()));
        let mut frame = frame(site, reader, t.get("survey-answer"), false).await?;
        let summary = form.summary();
        frame.has_errors = !summary.is_empty();
        frame.banners = banners;
        let (heading, lead) = (self.other.facts.name.clone(), t.get("survey-answer-lead"));
        show(&FormPage { frame, heading, lead, readers: t.get("survey-readers"), summary, form })
    }
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
) -> Result<Response, PageError> {
    let opened = Opened::of(&site, &reader, &path).await?;
    let mut form = Submitted::default();
    if let Some(ours) = &opened.pair.ours {
        form.put("view", ours.view.name());
        form.put("assumed", ours.assumed.map_or("", Assumed::name));
        form.put("comment", &ours.comment);
    }
    opened.draw(&site, &reader, &Filled::new(&reader.t, form), Vec::new()).await
}

pub(super) async fn take(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = Opened::of(&site, &reader, &path).await?;
    let mut filled = Filled::new(t, form);
    let view = filled.chosen("view", View::ALL, View::name).first().copied();
    if view.is_none() {
        filled.complain("view", t.get("job-choose-missing"));
    }
    let assumed = filled.chosen("assumed", Assumed::ALL, Assumed::name).first().copied();
    let comment = filled.text("comment");
    let mut banners = Vec::new();
    if let Some(view) = view.filter(|_| filled.is_right()) {
        let answer = SurveyAnswer { view, assumed, comment, on: site.app().clock().today() };
        match site.app().answer_survey(&reader.actor, opened.page.survey.id, opened.pair.other, answer).await {
            Ok(()) => return Ok(done(&opened.home(), "survey-answered")),
            Err(error) => banners = refused(t, error)?,
        }
    }
    Ok(not_taken(opened.draw(&site, &reader, &filled, banners).await?))
}
