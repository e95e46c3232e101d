//! 合う資源がない: what nothing was found for in a case. The register of the region gets a count, and nothing about the person.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_access::Action;
use banso_domain::{
    agency::AgencyKind,
    case::{network::Topic, unmet::UnmetNeed},
    id::UnmetNeedId,
    missing::Lack,
};

use super::{change, naming};
use crate::{
    components::{Banner, ErrorSummary, StatusTag},
    errors::PageError,
    form::{Filled, FormView, Question, Submitted, done, not_taken, options, refused},
    frame::Frame,
    naming::agency_kind_name,
    pages::{
        cases::{CasePath, OpenedCase, Room, RoomTab, topic_name},
        deeds::choose,
    },
    site::{Done, SignedIn, Site, show},
};

/// Something for which nothing was found, or something was found later.
struct Line {
    wanted: String,
    about: String,
    state: StatusTag,
    /// Where it is said that something was found.
    found: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/missing/unmet.html")]
struct UnmetPage {
    frame: Frame,
    room: Room,
    lines: Vec<Line>,
    readers: String,
    summary: ErrorSummary,
    form: Option<FormView>,
}

fn line(reader: &SignedIn, opened: &OpenedCase, unmet: &UnmetNeed, may: bool) -> Line {
    use crate::components::Shape;
    let t = &reader.t;
    let day = |day| reader.look.short(day).text().to_owned();
    let state = match unmet.met_on {
        Some(on) => StatusTag::new(Shape::Done, t.with("unmet-found-on", [("day", day(on))])),
        None => StatusTag::new(Shape::Waiting, t.get("unmet-open")),
    };
    let about = [("lack", naming::lack_name(t, unmet.lack)), ("day", day(unmet.on))];
    Line {
        wanted: naming::wanted(t, Some(unmet.need), unmet.kind),
        about: t.with("unmet-about", about),
        state,
        found: (may && unmet.met_on.is_none()).then(|| format!("/cases/{}/unmet/{}", opened.file.case.id, unmet.id)),
    }
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let (t, case) = (&reader.t, &opened.file.case);
    let may = opened.may(site, reader, Action::WriteNetwork) && case.closure.is_none() && case.stage().is_open();
    let kinds = options(AgencyKind::ALL, AgencyKind::name, |kind| agency_kind_name(t, kind));
    let questions = [
        Question::pick("need", t.get("missing-need"), options(Topic::ALL, Topic::name, |it| topic_name(t, it)))
            .required(),
        Question::pick("kind", t.get("missing-kind"), kinds).hint(t.get("unmet-kind-hint")),
        Question::one("lack", t.get("missing-lack"), change::lack_options(t)).below_each_other().required(),
        Question::date("on", t.get("unmet-on")).required(),
    ];
    let form = may.then(|| {
        let blocks = filled.ask_all(&questions);
        FormView::new(reader, format!("/cases/{}/unmet", case.id), blocks, t.get("job-save"))
    });
    let summary = form.as_ref().map(FormView::summary).unwrap_or_default();
    let mut frame = opened.frame(site, reader, &t.get("unmet-title")).await?;
    frame.has_errors = !summary.is_empty();
    frame.banners = banners;
    show(&UnmetPage {
        frame,
        room: opened.room(site, reader, RoomTab::Network),
        lines: case.unmet.iter().map(|unmet| line(reader, opened, unmet, may)).collect(),
        readers: opened.readers(site, reader).await?,
        summary,
        form,
    })
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let today = reader.look.long(site.app().clock().today()).text().to_owned();
    let filled = Filled::new(&reader.t, Submitted::of([("on", today)]));
    page(&site, &reader, &opened, &filled, told.banners(&reader.t)).await
}

pub(super) async fn note(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let mut filled = Filled::new(t, form);
    let need = choose(t, &mut filled, "need", Topic::ALL, Topic::name);
    let kind = filled.chosen("kind", AgencyKind::ALL, AgencyKind::name).first().copied();
    let lack = choose(t, &mut filled, "lack", Lack::ALL, Lack::name);
    let on = filled.needed_day("on");
    let mut banners = Vec::new();
    if let Some((need, lack)) = need.zip(lack).filter(|_| filled.is_right()) {
        match site.app().note_unmet(&reader.actor, id, (need, kind), lack, on).await {
            Ok(_) => return Ok(done(&format!("/cases/{id}/unmet"), "unmet-noted")),
            Err(error) => banners = refused(t, error)?,
        }
    }
    Ok(not_taken(page(&site, &reader, &opened, &filled, banners).await?))
}

pub(super) async fn met(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, unmet)): Path<(String, String)>,
    _form: Submitted,
) -> Result<Response, PageError> {
    let id = case.parse().map_err(|_| PageError::not_found())?;
    let unmet: UnmetNeedId = unmet.parse().map_err(|_| PageError::not_found())?;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    match site.app().meet_need(&reader.actor, id, unmet, site.app().clock().today()).await {
        Ok(()) => Ok(done(&format!("/cases/{id}/unmet"), "unmet-met")),
        Err(error) => {
            let banners = refused(&reader.t, error)?;
            let filled = Filled::new(&reader.t, Submitted::default());
            Ok(not_taken(page(&site, &reader, &opened, &filled, banners).await?))
        }
    }
}
