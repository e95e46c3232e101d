//! 基本情報: the person's entry, corrected from a case; with the conflict page, because every case of the person shares it.

use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use banso_access::Action;
use banso_app::UseCaseError;
use banso_domain::{
    id::CaseId,
    person::{Person, PersonEvent},
};

use super::{
    form_page::Contents,
    meanwhile::Clash,
    room::{CasePath, OpenedCase, RoomTab},
};
use crate::{
    components::{Banner, Link},
    errors::PageError,
    form::{Block, Compared, Filled, FormView, Part, Side, Submitted, chosen, done, not_taken},
    pages::{person_form, versions::Meanwhile},
    site::{Done, SignedIn, Site, page_error},
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/cases/{case}/person", get(ask).post(correct))
}

async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let form = person_form::typed(&opened.file.person.facts).version(opened.file.person_version);
    page(&site, &reader, &opened, &Filled::new(&reader.t, form), told.banners(&reader.t)).await
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let (case, person) = (&opened.file.case, &opened.file.person);
    let writes = site.app().may_person(&reader.actor, Action::CorrectPerson, person.id).await.map_err(page_error)?;
    let entry = Link::new(t.get("person-entry-link"), format!("/persons/{}", person.id));
    let mut blocks = vec![Block::new(t, Part::Known(Vec::new(), Some(entry)))];
    blocks.extend(filled.ask_all(&person_form::questions(t)));
    let form = FormView::new(reader, address(case.id), blocks, t.get("person-save")).based_on(filled);
    let form = writes.then_some(form);
    let about = if writes { Vec::new() } else { person_form::rows(t, reader.look, &person.facts) };
    let contents = Contents::of_beginning(t, case.id, "person", t.get("person-title"), form);
    Contents { about, banners, ..contents }.show(site, reader, opened).await
}

fn address(case: CaseId) -> String {
    format!("/cases/{case}/person")
}

async fn correct(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let person = &opened.file.person;
    let mut filled = Filled::new(&reader.t, chosen(form, &person_form::typed(&person.facts)));
    let facts = person_form::read(&reader.t, &mut filled);
    if !filled.is_right() {
        return Ok(not_taken(page(&site, &reader, &opened, &filled, Vec::new()).await?));
    }
    let version = filled.form.text("version").parse().unwrap_or(opened.file.person_version);
    match site.app().correct_person(&reader.actor, person.id, version, facts.clone()).await {
        Ok(_) => Ok(done(&address(id), "person-saved")),
        Err(UseCaseError::Conflict { expected, .. }) => {
            conflict(&site, &reader, id, expected, person_form::typed(&facts)).await
        }
        Err(other) => Err(page_error(other)),
    }
}

/// What others changed in the entry meanwhile, side by side.
async fn conflict(
    site: &Site,
    reader: &SignedIn,
    id: CaseId,
    version: i64,
    mine: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(site, reader, id).await?;
    let person = &opened.file.person;
    let lines = site.app().person_history(&reader.actor, person.id).await.map_err(page_error)?;
    let before = lines.iter().filter(|line| line.seq <= version).filter_map(|line| line.event.as_ref());
    let base = before.fold(None, |known, event| Person::apply(known, person.id, event));
    let base = base.map(|base| person_form::typed(&base.facts));
    let forms = Compared { was: base.as_ref(), mine: &mine, theirs: &person_form::typed(&person.facts) };
    let sides = Side::all_of(t, reader.look, &person_form::questions(t), forms);
    let by = Meanwhile::last(&lines, |event| matches!(event, PersonEvent::Corrected { .. }));
    let clash = Clash {
        tab: RoomTab::Intake,
        action: address(id),
        version: opened.file.person_version.to_string(),
        by,
        typed: &mine,
        sides,
    };
    clash.show(site, reader, &opened).await
}
