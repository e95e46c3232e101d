//! 基本情報: the person's entry, corrected from a case; with the conflict page, because every case of the person shares it.

use axum::{
    Router,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use banso_access::Action;
use banso_app::UseCaseError;
use banso_domain::{
    id::CaseId,
    person::{Person, PersonFacts},
};

use super::{
    beginning::{Contents, FormPage, OneForm},
    choose::{self, Meanwhile, Side},
    room::{CasePath, OpenedCase, RoomTab},
};
use crate::{
    components::{Banner, Link},
    errors::PageError,
    pages::{
        block::{Block, Part},
        person_form::{self, Problems},
    },
    site::{Done, SignedIn, Site, page_error},
    submitted::Submitted,
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/cases/{case}/person", get(ask).post(correct))
}

async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(done): Query<Done>,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let form = person_form::typed(&opened.file.person.facts);
    let version = opened.file.person_version;
    page(&site, &reader, &opened, (&form, version), &Problems::new(), done.banners(&reader.t)).await
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    (form, version): (&Submitted, i64),
    problems: &Problems,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let person = &opened.file.person;
    let writes = site.app().may_person(&reader.actor, Action::CorrectPerson, person.id).await.map_err(page_error)?;
    let entry = Link::new(t.get("person-entry-link"), format!("/persons/{}", person.id));
    let mut blocks = vec![Block::new(t, Part::Known(Vec::new(), Some(entry)))];
    blocks.extend(person_form::blocks(t, form, problems, true));
    let one = OneForm {
        action: format!("/cases/{}/person", opened.file.case.id),
        blocks,
        version: Some(version),
        draft: None,
        button: t.get("person-save"),
    };
    let contents = Contents {
        path: "person",
        heading: t.get("person-title"),
        known: if writes { Vec::new() } else { person_form::rows(t, reader.look, &person.facts) },
        form: writes.then_some(one),
        second: None,
        banners,
    };
    FormPage::show(site, reader, opened, contents, !problems.is_empty()).await
}

async fn correct(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let person = &opened.file.person;
    let form = choose::chosen(form, &person_form::typed(&person.facts));
    let version = form.text("version").parse().unwrap_or(opened.file.person_version);
    let facts = match person_form::read(&reader.t, &form) {
        Ok(facts) => facts,
        Err(problems) => return page(&site, &reader, &opened, (&form, version), &problems, Vec::new()).await,
    };
    match site.app().correct_person(&reader.actor, person.id, version, facts.clone()).await {
        Ok(_) => Ok(Redirect::to(&format!("/cases/{id}/person?done=person-saved")).into_response()),
        Err(UseCaseError::Conflict { expected, .. }) => conflict(&site, &reader, id, expected, (&form, &facts)).await,
        Err(other) => Err(page_error(other)),
    }
}

/// What others changed in the entry meanwhile: fields that only one side touched are joined, the others are asked about.
async fn conflict(
    site: &Site,
    reader: &SignedIn,
    id: CaseId,
    version: i64,
    (form, mine): (&Submitted, &PersonFacts),
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(site, reader, id).await?;
    let person = &opened.file.person;
    let lines = site.app().person_history(&reader.actor, person.id).await.map_err(page_error)?;
    let before = lines.iter().filter(|line| line.seq <= version).filter_map(|line| line.event.as_ref());
    let base = before.fold(None, |known, event| Person::apply(known, person.id, event));
    let base = base.map(|base| person_form::typed(&base.facts)).unwrap_or_default();
    let theirs = person_form::typed(&person.facts);
    let typed = person_form::typed(mine);
    let mut joined = typed.clone();
    let mut sides = Vec::new();
    for field in person_form::FIELDS {
        let (was, now, wanted) = (base.text(field), theirs.text(field), typed.text(field));
        if was == now || now == wanted {
            continue;
        }
        if wanted == was {
            joined.take_over(field, &theirs);
        } else {
            sides.push(side(t, field, form, &theirs));
        }
    }
    let Some(by) = lines.last().map(|line| Meanwhile { staff: line.staff, at: line.recorded_at }) else {
        return Err(PageError::not_found());
    };
    let mut frame = opened.frame(site, reader, &t.get("choose-title")).await?;
    frame.has_errors = true;
    let room = opened.room(site, reader, RoomTab::Intake);
    let action = format!("/cases/{id}/person");
    choose::page(site, reader, (frame, room), action, opened.file.person_version, &by, (&joined, sides)).await
}

fn side(t: &Texts, field: &'static str, mine: &Submitted, theirs: &Submitted) -> Side {
    let words = |form: &Submitted| match form.text(field) {
        "" => String::new(),
        value => person_form::value_words(t, field, value),
    };
    Side { name: field.to_owned(), label: person_form::label(t, field), mine: words(mine), theirs: words(theirs) }
}
