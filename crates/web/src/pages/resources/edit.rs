//! What the region writes beside what sources publish: an entry changed, confirmed, entered, and whom to turn to.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use banso_app::{EntryLine, ResourcePage, UseCaseError};
use banso_domain::{
    id::ResourceId,
    resource::{ContactPerson, Field, Resource, ResourceEvent},
};

use super::{
    fields::{blocks, changes, questions, told, typed},
    naming::{field_name, freshness},
    place,
};
use crate::{
    components::{Banner, ErrorSummary, Link, StatusTag},
    errors::{ErrorKind, PageError},
    form::{Compared, Filled, FormView, Question, Side, Submitted, Unsaved, Versions, chosen, done, not_taken},
    frame::Frame,
    pages::versions::{Meanwhile, named, show_versions},
    site::{SignedIn, Site, page_error, show},
    text::Texts,
};

#[derive(Template)]
#[template(path = "pages/resources/edit.html")]
struct EditPage {
    frame: Frame,
    heading: String,
    freshness: StatusTag,
    summary: ErrorSummary,
    form: FormView,
    confirm: FormView,
    contacts: Vec<NamedContact>,
    contact: FormView,
    history: Vec<String>,
    csrf: String,
    action: String,
    version: i64,
}

/// Somebody to turn to, in words.
struct NamedContact {
    name: String,
    words: String,
    consent: String,
}

#[derive(Template)]
#[template(path = "pages/resources/new.html")]
struct NewPage {
    frame: Frame,
    summary: ErrorSummary,
    form: FormView,
}

/// The forms beside the large one.
#[derive(Default)]
struct Beside {
    confirm: Option<Filled>,
    contact: Option<Filled>,
}

async fn open(site: &Site, reader: &SignedIn, id: &str) -> Result<ResourcePage, PageError> {
    let id: ResourceId = id.parse().map_err(|_| PageError::not_found())?;
    only_writers(site, reader).await?;
    site.app().resource(&reader.actor, id).await.map_err(page_error)
}

async fn only_writers(site: &Site, reader: &SignedIn) -> Result<(), PageError> {
    match site.app().may_write_directory(&reader.actor).await.map_err(page_error)? {
        true => Ok(()),
        false => Err(PageError::new(ErrorKind::Forbidden)),
    }
}

async fn frame(site: &Site, reader: &SignedIn, title: &str, at: Option<&Resource>) -> Result<Frame, PageError> {
    let t = &reader.t;
    let (section, up) = place(reader);
    let mut frame = reader.frame(site, Some(section), t.get(title)).await?;
    frame.breadcrumbs = vec![up, Link::new(t.get("resources-title"), "/resources")];
    if let Some(resource) = at {
        frame.breadcrumbs.push(Link::new(resource.shown(Field::Name).words, format!("/resources/{}", resource.id)));
    }
    Ok(frame)
}

fn confirm_questions(t: &Texts) -> Vec<Question> {
    vec![Question::date("on", t.get("resource-confirm-on")).required()]
}

fn contact_questions(t: &Texts) -> Vec<Question> {
    vec![
        Question::line("contact_name", t.get("resource-contact-name")).required(),
        Question::line("role", t.get("resource-contact-role")),
        Question::line("reached", t.get("resource-contact-reached")).hint(t.get("resource-contact-reached-hint")),
        Question::line("agreed_by", t.get("resource-contact-agreed-by"))
            .hint(t.get("resource-contact-agreed-by-hint"))
            .required(),
        Question::date("agreed_on", t.get("resource-contact-agreed-on")).required(),
    ]
}

/// The names that an entry gave to fields, for a line of its history.
fn fields_of<'f>(t: &Texts, fields: impl Iterator<Item = &'f Field>) -> String {
    fields.map(|field| field_name(t, *field)).collect::<Vec<_>>().join(&t.get("list-separator"))
}

fn happened(t: &Texts, event: &ResourceEvent) -> String {
    match event {
        ResourceEvent::Listed { import: Some(_), .. } => t.get("resource-history-listed"),
        ResourceEvent::Listed { import: None, .. } => t.get("resource-history-entered"),
        ResourceEvent::Republished { changes, .. } if changes.is_empty() => t.get("resource-history-back"),
        ResourceEvent::Republished { changes, .. } => {
            t.with("resource-history-republished", [("fields", fields_of(t, changes.keys()))])
        }
        ResourceEvent::Gone { .. } => t.get("resource-history-gone"),
        ResourceEvent::Edited { edits } => {
            let (back, written): (Vec<&Field>, Vec<&Field>) = edits.keys().partition(|field| edits[*field].is_none());
            let words = |key: &str, fields: Vec<&Field>| {
                (!fields.is_empty()).then(|| t.with(key, [("fields", fields_of(t, fields.into_iter()))]))
            };
            let words = [
                words(/* key */ "resource-history-edited", written),
                words(/* key */ "resource-history-taken-back", back),
            ];
            words.into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        ResourceEvent::Confirmed { .. } => t.get("resource-history-confirmed"),
        ResourceEvent::ContactNamed { .. } => t.get("resource-history-contact-named"),
        ResourceEvent::ContactLeft { .. } => t.get("resource-history-contact-left"),
    }
}

async fn history(site: &Site, reader: &SignedIn, id: ResourceId) -> Result<Vec<String>, PageError> {
    let lines = site.app().resource_history(&reader.actor, id).await.map_err(page_error)?;
    let mut told = Vec::new();
    for line in lines.iter().rev() {
        let who = site.app().staff_name(line.staff).await.map_err(page_error)?;
        let what = line.event.as_ref().map(|event| happened(&reader.t, event)).unwrap_or_default();
        told.push(reader.t.with(
            "resource-history-line",
            [("when", reader.look.moment(line.recorded_at)), ("who", who), ("what", what)],
        ));
    }
    Ok(told)
}

async fn contacts(site: &Site, reader: &SignedIn, resource: &Resource) -> Result<Vec<NamedContact>, PageError> {
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let named = |contact: &ContactPerson| {
        let words = [contact.role.as_str(), contact.reached.as_str()].into_iter().filter(|words| !words.is_empty());
        let asked_by = agencies.find(contact.asked_by).map(|row| row.facts.name.clone()).unwrap_or_default();
        let day = reader.look.short(contact.agreed_on).text().to_owned();
        NamedContact {
            name: contact.name.clone(),
            words: words.collect::<Vec<_>>().join("　"),
            consent: reader.t.with(
                "resource-contact-consent",
                [("by", contact.agreed_by.clone()), ("day", day), ("agency", asked_by)],
            ),
        }
    };
    Ok(resource.contacts.iter().map(named).collect())
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    entry: &ResourcePage,
    filled: &Filled,
    beside: Beside,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let resource = &entry.resource;
    let home = format!("/resources/{}", resource.id);
    let form =
        FormView::new(reader, format!("{home}/edit"), blocks(reader, filled, Some(resource)), t.get("resource-save"))
            .based_on(filled)
            .back(Link::new(t.get("resource-back"), home.clone()));
    let today = reader.look.long(site.app().clock().today()).text().to_owned();
    let on_today = |name: &str| Filled::new(t, Submitted::of([(name, today.clone())]));
    let confirm = beside.confirm.unwrap_or_else(|| on_today("on"));
    let contact = beside.contact.unwrap_or_else(|| on_today("agreed_on"));
    let small = |filled: &Filled, questions: Vec<Question>, action: &str, button: String| {
        let view = FormView::new(reader, format!("{home}/{action}"), filled.ask_all(&questions), button);
        view.version(entry.version).minor()
    };
    let confirm = small(&confirm, confirm_questions(t), "confirm", t.get("resource-confirm"));
    let contact = small(&contact, contact_questions(t), "contacts", t.get("resource-contact-add"));
    let mut summary = form.summary();
    summary.items.extend(confirm.summary().items);
    summary.items.extend(contact.summary().items);
    let mut frame = frame(site, reader, /* key */ "resource-edit-title", Some(resource)).await?;
    frame.has_errors = !summary.is_empty();
    frame.banners = banners;
    show(&EditPage {
        frame,
        heading: resource.shown(Field::Name).words.to_owned(),
        freshness: freshness(reader, resource),
        summary,
        form,
        confirm,
        contacts: contacts(site, reader, resource).await?,
        contact,
        history: history(site, reader, resource.id).await?,
        csrf: reader.csrf.clone(),
        action: format!("{home}/contacts/leave"),
        version: entry.version,
    })
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let entry = open(&site, &reader, &id).await?;
    let filled = Filled::new(&reader.t, typed(&entry.resource).version(entry.version));
    page(&site, &reader, &entry, &filled, Beside::default(), Vec::new()).await
}

pub(super) async fn take(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    let entry = open(&site, &reader, &id).await?;
    let filled = Filled::new(&reader.t, chosen(form, &typed(&entry.resource)));
    let expected = filled.form.text("version").parse().unwrap_or(0);
    let lines = site.app().resource_history(&reader.actor, entry.resource.id).await.map_err(page_error)?;
    if expected != entry.version {
        return clash(&site, &reader, &entry, &filled, expected, &lines).await;
    }
    let words = changes(&filled, &entry.resource);
    match site.app().edit_resource(&reader.actor, entry.resource.id, expected, words).await {
        Ok(()) => Ok(done(&format!("/resources/{}", entry.resource.id), "resource-edited")),
        Err(UseCaseError::Conflict { .. }) => {
            let entry = open(&site, &reader, &id).await?;
            clash(&site, &reader, &entry, &filled, expected, &lines).await
        }
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            let banners = unsaved.banners(&reader.t);
            Ok(unsaved.answer(page(&site, &reader, &entry, &filled, Beside::default(), banners).await?))
        }
    }
}

/// Two people wrote about the same entry: both versions, and what was typed is kept.
async fn clash(
    site: &Site,
    reader: &SignedIn,
    entry: &ResourcePage,
    filled: &Filled,
    expected: i64,
    lines: &[EntryLine<ResourceEvent>],
) -> Result<Response, PageError> {
    let t = &reader.t;
    let before = lines.iter().take_while(|line| line.seq <= expected).filter_map(|line| line.event.as_ref());
    let was = before.fold(None, |resource, event| Resource::apply(resource, entry.resource.id, event));
    let was = was.map(|resource| typed(&resource));
    let theirs = typed(&entry.resource);
    let forms = Compared { was: was.as_ref(), mine: &filled.form, theirs: &theirs };
    let sides = Side::all_of(t, reader.look, &questions(t), forms);
    let frame = frame(site, reader, /* key */ "resource-edit-title", Some(&entry.resource)).await?;
    let by = named(site, reader, Meanwhile::last(lines, |_| true)).await?;
    let action = format!("/resources/{}/edit", entry.resource.id);
    show_versions(frame.clone(), None, Versions::new(&frame, by, action, entry.version, &filled.form, sides))
}

/// The answer to one of the small forms.
async fn answer(
    site: &Site,
    reader: &SignedIn,
    id: &str,
    result: Result<(), UseCaseError>,
    beside: Beside,
    key: &str,
) -> Result<Response, PageError> {
    match result {
        Ok(()) => Ok(done(&format!("/resources/{id}"), key)),
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            let entry = open(site, reader, id).await?;
            let filled = Filled::new(&reader.t, typed(&entry.resource).version(entry.version));
            let banners = unsaved.banners(&reader.t);
            Ok(unsaved.answer(page(site, reader, &entry, &filled, beside, banners).await?))
        }
    }
}

/// A small form that is not right comes back.
async fn back(site: &Site, reader: &SignedIn, entry: &ResourcePage, beside: Beside) -> Result<Response, PageError> {
    let filled = Filled::new(&reader.t, typed(&entry.resource).version(entry.version));
    Ok(not_taken(page(site, reader, entry, &filled, beside, Vec::new()).await?))
}

pub(super) async fn confirm(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    let entry = open(&site, &reader, &id).await?;
    let mut filled = Filled::new(&reader.t, form);
    let on = filled.needed_day("on");
    let version = filled.form.text("version").parse().unwrap_or(0);
    let is_right = filled.is_right();
    let beside = Beside { confirm: Some(filled), contact: None };
    if !is_right {
        return back(&site, &reader, &entry, beside).await;
    }
    let result = site.app().confirm_resource(&reader.actor, entry.resource.id, version, on).await;
    answer(&site, &reader, &id, result, beside, "resource-confirmed").await
}

pub(super) async fn name_contact(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    let entry = open(&site, &reader, &id).await?;
    let mut filled = Filled::new(&reader.t, form);
    let agreed_on = filled.needed_day("agreed_on");
    let contact = ContactPerson {
        name: filled.text("contact_name"),
        role: filled.text("role"),
        reached: filled.text("reached"),
        agreed_by: filled.text("agreed_by"),
        agreed_on,
        asked_by: reader.actor.agency(),
    };
    let version = filled.form.text("version").parse().unwrap_or(0);
    let is_right = filled.is_right();
    let beside = Beside { confirm: None, contact: Some(filled) };
    if !is_right {
        return back(&site, &reader, &entry, beside).await;
    }
    let result = site.app().name_resource_contact(&reader.actor, entry.resource.id, version, contact).await;
    answer(&site, &reader, &id, result, beside, "resource-contact-named").await
}

pub(super) async fn leave_contact(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    let entry = open(&site, &reader, &id).await?;
    let version = form.text("version").parse().unwrap_or(0);
    let result = site.app().leave_resource_contact(&reader.actor, entry.resource.id, version, form.text("name")).await;
    answer(&site, &reader, &id, result, Beside::default(), "resource-contact-left").await
}

async fn new_page(
    site: &Site,
    reader: &SignedIn,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let form = FormView::new(reader, "/resources/new", blocks(reader, filled, None), t.get("resource-enter"))
        .back(Link::new(t.get("resources-title"), "/resources"));
    let mut frame = frame(site, reader, /* key */ "resource-new-title", None).await?;
    let summary = form.summary();
    frame.has_errors = !summary.is_empty();
    frame.banners = banners;
    show(&NewPage { frame, summary, form })
}

pub(super) async fn ask_new(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    only_writers(&site, &reader).await?;
    new_page(&site, &reader, &Filled::new(&reader.t, Submitted::default()), Vec::new()).await
}

pub(super) async fn enter(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Response, PageError> {
    only_writers(&site, &reader).await?;
    let filled = Filled::new(&reader.t, form);
    match site.app().enter_resource(&reader.actor, told(&filled)).await {
        Ok(id) => Ok(done(&format!("/resources/{id}"), "resource-entered")),
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            let banners = unsaved.banners(&reader.t);
            Ok(unsaved.answer(new_page(&site, &reader, &filled, banners).await?))
        }
    }
}
