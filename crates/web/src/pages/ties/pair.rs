//! One's own agency and another: what the record holds, what both say, and what one's own agency says anew.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use banso_app::LinkagePage;
use banso_domain::linkage::{Saying, Stage};

use super::{evidence_words, frame, stage_name};
use crate::{
    components::{Banner, ErrorSummary, Link, SummaryRow},
    errors::PageError,
    form::{Filled, FormView, Question, Submitted, done, not_taken, options, refused},
    frame::Frame,
    site::{SignedIn, Site, page_error, show},
    text::Texts,
};

/// The word by which it is said that none of the three stages is seen.
const NONE: &str = "none";

#[derive(Template)]
#[template(path = "pages/ties/pair.html")]
struct PairPage {
    frame: Frame,
    heading: String,
    stage: String,
    rows: Vec<SummaryRow>,
    profile: Link,
    summary: ErrorSummary,
    form: Option<FormView>,
}

async fn open(site: &Site, reader: &SignedIn, about: &str) -> Result<LinkagePage, PageError> {
    let about = about.parse().map_err(|_| PageError::not_found())?;
    site.app().linkage_with(&reader.actor, about).await.map_err(page_error)
}

/// What one of the two says, in lines.
fn said(reader: &SignedIn, saying: Option<&Saying>) -> String {
    let t = &reader.t;
    let Some(saying) = saying else { return t.get("ties-nothing-said") };
    let day = |day| reader.look.short(day).text().to_owned();
    let stage = saying.stage.map_or_else(|| t.get("ties-stage-none"), |stage| stage_name(t, stage));
    let mut lines = vec![t.with("ties-said-on", [("stage", stage), ("day", day(saying.on))])];
    lines.extend(saying.agreed_on.map(|on| t.with("ties-agreed-since", [("day", day(on))])));
    lines.extend(saying.trained_on.map(|on| t.with("ties-trained-last", [("day", day(on))])));
    if !saying.words.is_empty() {
        lines.push(saying.words.clone());
    }
    lines.join("\n")
}

fn questions(t: &Texts) -> Vec<Question> {
    let mut stages =
        options(Stage::ALL, Stage::name, |stage| t.get(&format!("{}{}", /* keys */ "ties-as-", stage.name())));
    stages.push(crate::components::ChoiceOption::new(NONE, t.get("ties-stage-none")));
    vec![
        Question::one("stage", t.get("ties-as-we-see"), stages).below_each_other().required(),
        Question::date("agreed_on", t.get("ties-agreed")).hint(t.get("ties-agreed-hint")),
        Question::date("trained_on", t.get("ties-trained")).hint(t.get("ties-trained-hint")),
        Question::long("words", t.get("ties-words"), 3).hint(t.get("missing-nobody-hint")),
    ]
}

async fn draw(
    site: &Site,
    reader: &SignedIn,
    page: &LinkagePage,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let name = &page.other.facts.name;
    let own = site.app().agency(reader.actor.agency()).await.map_err(page_error)?.facts.name;
    let address = format!("/network/with/{}", page.other.id);
    let form = page.may_say.then(|| {
        FormView::new(reader, address, filled.ask_all(&questions(t)), t.get("job-save"))
            .back(Link::new(t.get("job-back"), "/network"))
    });
    let summary = form.as_ref().map(FormView::summary).unwrap_or_default();
    let mut frame = frame(site, reader, t.get("ties-with"), false).await?;
    frame.has_errors = !summary.is_empty();
    frame.banners = banners;
    show(&PairPage {
        frame,
        heading: name.clone(),
        stage: page.stage.map_or_else(|| t.get("ties-stage-none"), |stage| stage_name(t, stage)),
        rows: vec![
            SummaryRow::new(t.get("ties-behind"), evidence_words(t, &page.evidence, &own, name)),
            SummaryRow::new(t.get("ties-ours"), said(reader, page.ours.as_ref())),
            SummaryRow::new(t.get("ties-theirs"), said(reader, page.theirs.as_ref())),
        ],
        profile: Link::new(t.get("portrait-other-side"), format!("/agencies/profiles/{}", page.other.id)),
        summary,
        form,
    })
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(about): Path<String>,
) -> Result<Response, PageError> {
    let page = open(&site, &reader, &about).await?;
    let mut form = Submitted::default();
    if let Some(ours) = &page.ours {
        form.put("stage", ours.stage.map_or(NONE, Stage::name));
        for (name, day) in [("agreed_on", ours.agreed_on), ("trained_on", ours.trained_on)] {
            form.put(name, day.map_or(String::new(), |day| reader.look.long(day).text().to_owned()));
        }
        form.put("words", &ours.words);
    }
    draw(&site, &reader, &page, &Filled::new(&reader.t, form), Vec::new()).await
}

pub(super) async fn take(
    State(site): State<Site>,
    reader: SignedIn,
    Path(about): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let page = open(&site, &reader, &about).await?;
    let mut filled = Filled::new(t, form);
    let stage = filled.text("stage");
    if stage != NONE && Stage::from_name(&stage).is_none() {
        filled.complain("stage", t.get("job-choose-missing"));
    }
    let saying = Saying {
        stage: Stage::from_name(&stage),
        agreed_on: filled.day("agreed_on"),
        trained_on: filled.day("trained_on"),
        words: filled.text("words"),
        on: site.app().clock().today(),
    };
    let mut banners = Vec::new();
    if filled.is_right() {
        match site.app().say_linkage(&reader.actor, page.other.id, saying).await {
            Ok(()) => return Ok(done("/network", "linkage-said")),
            Err(error) => banners = refused(t, error)?,
        }
    }
    Ok(not_taken(draw(&site, &reader, &page, &filled, banners).await?))
}
