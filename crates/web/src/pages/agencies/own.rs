//! An agency tells about itself: its strengths, its limits, how it is reached. One form, one button.

use axum::{extract::State, response::Response};
use banso_app::{AgencyRow, OwnWords};
use banso_domain::{agency::Channel, self_portrait::SelfPortrait};
use chrono::NaiveDate;

use super::place;
use crate::{
    components::{Banner, Link},
    errors::{ErrorKind, PageError},
    form::{Filled, FormView, Question, Submitted, Unsaved, done, not_taken, options},
    pages::{administration::channel_name, episodes::FormPage},
    site::{SignedIn, Site, page_error, show},
    text::Texts,
};

fn questions(t: &Texts) -> Vec<Question> {
    let channels = options(Channel::ALL, Channel::name, |channel| channel_name(t, channel));
    vec![
        Question::long("strengths", t.get("portrait-strengths"), 3).hint(t.get("portrait-strengths-hint")).required(),
        Question::long("weak", t.get("portrait-weak"), 2),
        Question::long("limits", t.get("portrait-limits"), 3).hint(t.get("portrait-limits-hint")).required(),
        Question::long("ask", t.get("portrait-ask"), 2).hint(t.get("portrait-ask-hint")),
        Question::pick("channel", t.get("portrait-channel"), channels),
        Question::line("contact", t.get("portrait-contact")).hint(t.get("portrait-contact-hint")),
        Question::date("confirmed_on", t.get("portrait-confirmed")).required(),
    ]
}

fn typed(reader: &SignedIn, row: &AgencyRow, today: NaiveDate) -> Submitted {
    let portrait = row.facts.portrait.as_deref();
    let words = |of: fn(&SelfPortrait) -> &String| portrait.map(of).cloned().unwrap_or_default();
    Submitted::of([
        ("strengths", words(|it| &it.strengths)),
        ("weak", words(|it| &it.weak_points)),
        ("limits", words(|it| &it.limits)),
        ("ask", words(|it| &it.ask_us_for)),
        ("channel", row.facts.preferred_channel.map_or(String::new(), |channel| channel.name().to_owned())),
        ("contact", row.facts.contact_person.clone()),
        ("confirmed_on", reader.look.long(today).text().to_owned()),
    ])
    .version(row.version)
}

fn read(t: &Texts, filled: &mut Filled) -> OwnWords {
    OwnWords {
        portrait: SelfPortrait {
            strengths: filled.needed("strengths", t.get("portrait-strengths-missing")),
            weak_points: filled.text("weak"),
            limits: filled.needed("limits", t.get("portrait-limits-missing")),
            ask_us_for: filled.text("ask"),
            confirmed_on: filled.needed_day("confirmed_on"),
        },
        channel: filled.chosen("channel", Channel::ALL, Channel::name).first().copied(),
        contact: filled.text("contact"),
    }
}

async fn open(site: &Site, reader: &SignedIn) -> Result<AgencyRow, PageError> {
    if !site.app().may_tell_about_own_agency(&reader.actor).await.map_err(page_error)? {
        return Err(PageError::new(ErrorKind::Forbidden));
    }
    site.app().agency(reader.actor.agency()).await.map_err(page_error)
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    row: &AgencyRow,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let form = FormView::new(reader, "/agencies/own", filled.ask_all(&questions(t)), t.get("job-save"))
        .based_on(filled)
        .back(Link::new(t.get("job-back"), "/agencies"));
    let (section, up) = place(reader);
    let mut frame = reader.frame(site, Some(section), t.get("portrait-change")).await?;
    frame.breadcrumbs = vec![up, Link::new(t.get("portraits-title"), "/agencies")];
    let summary = form.summary();
    frame.has_errors = !summary.is_empty();
    frame.banners = banners;
    let (heading, lead) = (t.get("portrait-change"), row.facts.name.clone());
    show(&FormPage { frame, heading, lead, readers: t.get("portrait-readers"), summary, form })
}

pub(super) async fn ask(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    let row = open(&site, &reader).await?;
    let filled = Filled::new(&reader.t, typed(&reader, &row, site.app().clock().today()));
    page(&site, &reader, &row, &filled, Vec::new()).await
}

pub(super) async fn take(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Response, PageError> {
    let row = open(&site, &reader).await?;
    let mut filled = Filled::new(&reader.t, form);
    let words = read(&reader.t, &mut filled);
    if !filled.is_right() {
        return Ok(not_taken(page(&site, &reader, &row, &filled, Vec::new()).await?));
    }
    let version = filled.form.text("version").parse().unwrap_or(row.version);
    match site.app().tell_about_own_agency(&reader.actor, version, words).await {
        Ok(()) => Ok(done(&format!("/agencies/profiles/{}", row.id), "portrait-told")),
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            let drawn = page(&site, &reader, &row, &filled, unsaved.banners(&reader.t)).await?;
            Ok(unsaved.answer(drawn))
        }
    }
}
