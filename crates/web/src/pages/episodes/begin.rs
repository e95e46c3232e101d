//! 利用の開始: for the person of a case that is shared, or of a use at the agency.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use banso_app::{UseCaseError, Whom};
use banso_domain::{
    episode::{Programme, Start, TermRules},
    process::ProgrammeDefinition,
    rule::Rule,
};

use super::{
    episode_id,
    naming::{both, programme_name},
    person_first,
};
use crate::{
    components::{Banner, BannerKind, ChoiceOption, ErrorSummary, Link},
    errors::PageError,
    form::{Filled, FormView, Question, Submitted, labelled, not_taken, refused},
    frame::{Frame, Section},
    site::{SignedIn, Site, page_error, show},
    text::Texts,
};

#[derive(Template)]
#[template(path = "pages/episodes/form.html")]
pub(in crate::pages) struct FormPage {
    pub(in crate::pages) frame: Frame,
    pub(in crate::pages) heading: String,
    pub(in crate::pages) lead: String,
    pub(in crate::pages) readers: String,
    pub(in crate::pages) summary: ErrorSummary,
    pub(in crate::pages) form: FormView,
}

/// Where the form stands, and where it leads back to.
struct Place {
    whom: Whom,
    action: String,
    back: String,
}

impl Place {
    fn of_case(case: &str) -> Result<Self, PageError> {
        let id = case.parse().map_err(|_| PageError::not_found())?;
        Ok(Self { whom: Whom::OfCase(id), action: format!("/shared/{id}/use"), back: format!("/shared/{id}") })
    }

    fn of_episode(episode: &str) -> Result<Self, PageError> {
        let id = episode_id(episode)?;
        Ok(Self { whom: Whom::OfEpisode(id), action: format!("/episodes/{id}/next"), back: format!("/episodes/{id}") })
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
    let name = site.app().may_start_episode(&reader.actor, place.whom).await.map_err(page_error)?;
    let today = site.app().clock().today();
    let given = site.app().programmes_here(&reader.actor).await.map_err(page_error)?;
    let options: Vec<ChoiceOption> =
        given.iter().map(|one| ChoiceOption::new(one.name(), programme_name(site, t, *one, today))).collect();
    let mut questions = vec![
        Question::one("programme", t.get("episode-programme"), options).below_each_other().required(),
        Question::date("starts_on", t.get("episode-from")).required(),
    ];
    if given.contains(&Programme::EmploymentChoice) {
        questions.push(
            Question::tick("two_months", t.get("episode-two-months"), t.get("episode-two-months-tick"))
                .hint(t.get("episode-two-months-hint")),
        );
        let definition = site.app().programmes().of(Programme::EmploymentChoice);
        if let Some((definition, rules)) = definition.and_then(|known| Some((known, known.rules_on(today)?))) {
            questions.extend(ground(t, definition, rules, t.get("episode-ground-two-months")));
        }
    }
    if given.contains(&Programme::Retention) {
        let is_known = site.app().known_hiring(&reader.actor, place.whom).await.map_err(page_error)?.is_some();
        let hint = if is_known { t.get("episode-hired-on-known") } else { t.get("episode-hired-on-hint") };
        questions.push(Question::date("hired_on", t.get("episode-hired-on")).hint(hint).required());
    }
    if given.iter().any(|one| hears_first(site, *one)) {
        questions.extend(person_first::complaint(t, given.iter().all(|one| hears_first(site, *one))));
    }
    let blocks = filled.ask_all(&questions);
    let form = FormView::new(reader, place.action.clone(), blocks, t.get("episode-begin-save"))
        .back(Link::new(t.get("episode-back"), place.back.clone()));
    let mut frame = reader.frame(site, Some(Section::Episodes), t.get("episode-begin")).await?;
    frame.breadcrumbs = vec![Link::new(t.get("episodes-title"), "/episodes")];
    let summary = form.summary();
    frame.has_errors = !summary.is_empty();
    frame.banners = banners;
    frame.banners.extend(heard_before(site, reader, place).await?);
    let agency = site.app().agency(reader.actor.agency()).await.map_err(page_error)?.facts.name;
    show(&FormPage {
        frame,
        heading: t.get("episode-begin"),
        lead: t.with("episode-begin-lead", [("name", name)]),
        readers: t.with("episode-readers", [("agency", agency)]),
        summary,
        form,
    })
}

/// On which ground more months are granted than usual; nothing where any reason will do.
pub(super) fn ground(
    t: &Texts,
    definition: &ProgrammeDefinition,
    rules: &TermRules,
    label: String,
) -> Option<Question> {
    let grounds: Vec<ChoiceOption> =
        labelled(definition.grounds(rules).map(|ground| (ground.id.clone(), both(t, &ground.name))));
    (!grounds.is_empty()).then(|| Question::one("ground", label, grounds).below_each_other())
}

/// What the person came about before: whoever receives them again knows it, and asks anew.
async fn heard_before(site: &Site, reader: &SignedIn, place: &Place) -> Result<Vec<Banner>, PageError> {
    let t = &reader.t;
    let heard = site.app().heard_before(&reader.actor, place.whom).await.map_err(page_error)?;
    let told = heard.into_iter().map(|(on, words)| {
        let values = [("day", reader.look.long(on).text().to_owned())];
        Banner::new(BannerKind::Info, t.with("episode-heard-before", values)).body(words)
    });
    Ok(told.collect())
}

fn hears_first(site: &Site, programme: Programme) -> bool {
    site.app().programmes().of(programme).is_some_and(|definition| definition.hears_first)
}

/// The form before anything is typed: today, and the day of hiring where the reader may know of the job.
async fn blank(site: &Site, reader: &SignedIn, place: Place) -> Result<Response, PageError> {
    let hired_on = site.app().known_hiring(&reader.actor, place.whom).await.map_err(page_error)?;
    let days = [("starts_on", Some(site.app().clock().today())), ("hired_on", hired_on)];
    let typed = days.into_iter().filter_map(|(name, day)| Some((name, reader.look.long(day?).text().to_owned())));
    let filled = Filled::new(&reader.t, Submitted::of(typed));
    page(site, reader, &place, &filled, Vec::new()).await
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(case): Path<String>,
) -> Result<Response, PageError> {
    blank(&site, &reader, Place::of_case(&case)?).await
}

pub(super) async fn ask_next(
    State(site): State<Site>,
    reader: SignedIn,
    Path(episode): Path<String>,
) -> Result<Response, PageError> {
    blank(&site, &reader, Place::of_episode(&episode)?).await
}

pub(super) async fn begin(
    State(site): State<Site>,
    reader: SignedIn,
    Path(case): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    take(&site, &reader, Place::of_case(&case)?, form).await
}

pub(super) async fn begin_next(
    State(site): State<Site>,
    reader: SignedIn,
    Path(episode): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    take(&site, &reader, Place::of_episode(&episode)?, form).await
}

async fn take(site: &Site, reader: &SignedIn, place: Place, form: Submitted) -> Result<Response, PageError> {
    let t = &reader.t;
    site.app().may_start_episode(&reader.actor, place.whom).await.map_err(page_error)?;
    let mut filled = Filled::new(t, form);
    let programme = filled.chosen("programme", Programme::ALL, Programme::name).first().copied();
    if programme.is_none() {
        filled.complain("programme", t.get("episode-programme-missing"));
    }
    let on = filled.needed_day("starts_on");
    let hired_on = filled.day("hired_on");
    if programme == Some(Programme::Retention) && hired_on.is_none() && filled.is_right() {
        filled.complain("hired_on", t.get("date-empty"));
    }
    let two = filled.yes("two_months") && programme == Some(Programme::EmploymentChoice);
    if programme.is_some_and(|programme| hears_first(site, programme)) {
        filled.needed("complaint", t.get("episode-complaint-missing"));
    }
    let heard = Some(person_first::heard(&filled)).filter(|heard| !heard.complaint.is_empty());
    let ground = Some(filled.text("ground")).filter(|ground| two && !ground.is_empty());
    if two && ground.is_none() {
        filled.complain("ground", t.get("episode-ground-missing"));
    }
    let start = Start { on, months: two.then_some(2), hired_on, ground };
    let mut banners = Vec::new();
    if let Some(programme) = programme.filter(|_| filled.is_right()) {
        match site.app().start_episode(&reader.actor, place.whom, programme, start.clone(), heard).await {
            Ok(id) => return Ok(Redirect::to(&format!("/episodes/{id}?done=episode-begun")).into_response()),
            Err(UseCaseError::Refused(refusal)) if refusal.rules.contains(&Rule::EpisodesOverlap) => {
                banners = crate::rules::banners(t, &refusal);
                let other = site.app().episode_in_the_way(&reader.actor, place.whom, programme, start).await;
                if let Some(other) = other.map_err(page_error)? {
                    let day = |day| reader.look.long(day).text().to_owned();
                    let until = other.until.map_or_else(|| t.get("episode-without-end"), day);
                    let values = [
                        ("programme", programme_name(site, t, other.programme, other.starts_on)),
                        ("agency", other.agency_name.clone()),
                        ("from", day(other.starts_on)),
                        ("until", until),
                    ];
                    let banner = Banner::new(BannerKind::Error, t.with("episode-in-the-way", values));
                    banners.push(if other.may_open {
                        banner.link(t.get("episode-open"), format!("/episodes/{}", other.id))
                    } else {
                        banner
                    });
                }
            }
            Err(error) => banners = refused(t, error)?,
        }
    }
    Ok(not_taken(page(site, reader, &place, &filled, banners).await?))
}
