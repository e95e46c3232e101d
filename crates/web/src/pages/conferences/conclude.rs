//! Concluding a matter: what was said, what the municipality thinks, who does what by when, the conclusion.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use banso_access::Action;
use banso_app::{CaseFile, Conclude};
use banso_domain::{
    case::{
        event::{AgreedTask, Purpose},
        plan::Conclusion,
    },
    id::{CaseId, ConferenceId, TaskId},
};
use uuid::Uuid;

use super::{
    members::Colleagues,
    naming::{conclusion_name, purpose_name},
    opened::Opened,
};
use crate::{
    components::{ChoiceGroup, ChoiceKind, DateField, ErrorSummary, FieldView, Link, SelectView, SummaryRow, Width},
    errors::{ErrorKind, PageError},
    filled::{Filled, WantsDraft, begin, not_taken, refused},
    frame::Frame,
    pages::glance,
    rules,
    site::{SignedIn, Site, page_error, show},
    submitted::Submitted,
};

struct TaskRow {
    number: usize,
    who: FieldView,
    owner: SelectView,
    what: FieldView,
    due: DateField,
}

#[derive(Template)]
#[template(path = "pages/conferences/conclude.html")]
struct ConcludePage {
    frame: Frame,
    heading: String,
    readers: String,
    summary: ErrorSummary,
    glance: Vec<SummaryRow>,
    action: String,
    draft: String,
    discussion: FieldView,
    municipality_view: FieldView,
    tasks: Vec<TaskRow>,
    conclusion: ChoiceGroup,
    /// Only where something began early.
    ratifies: Option<ChoiceGroup>,
    back: Link,
}

/// The matter of an address.
struct Matter {
    opened: Opened,
    file: CaseFile,
    case: CaseId,
    purpose: Purpose,
}

impl Matter {
    async fn load(
        site: &Site,
        reader: &SignedIn,
        (conference, case, purpose): (String, String, String),
    ) -> Result<Self, PageError> {
        let conference: ConferenceId = conference.parse().map_err(|_| PageError::not_found())?;
        let case: CaseId = case.parse().map_err(|_| PageError::not_found())?;
        let purpose = Purpose::from_name(&purpose).ok_or_else(PageError::not_found)?;
        let opened = Opened::load_for(site, reader, conference, Action::WriteMinutes).await?;
        let item = opened.conference().item(case, purpose).ok_or_else(PageError::not_found)?;
        if item.conclusion.is_some() {
            return Err(PageError::new(ErrorKind::Conflict));
        }
        let file = site.app().case_file(&reader.actor, case).await.map_err(page_error)?;
        Ok(Self { opened, file, case, purpose })
    }

    fn here(&self) -> String {
        format!("{}/items/{}/{}", self.opened.href(), self.case, self.purpose.name())
    }

    fn draft_key(&self) -> String {
        format!("conference/{}/{}/{}", self.opened.conference().id, self.case, self.purpose.name())
    }

    async fn frame(&self, site: &Site, reader: &SignedIn) -> Result<Frame, PageError> {
        let t = &reader.t;
        let title = t.with("conclude-title", [("number", &self.file.case.reference)]);
        let mut frame = self.opened.frame(site, reader, Some(title)).await?;
        let host = self.opened.conference().host;
        let local = site.app().agency(host).await.map_err(page_error)?.facts.conferences;
        let mut found = self.opened.conference().findings(&local);
        let item = self.opened.conference().item(self.case, self.purpose);
        if let Some(plan) = item.and_then(|item| item.plan).and_then(|plan| self.file.case.plan(plan)) {
            found.extend(self.opened.conference().plan_findings(&plan.content));
        }
        frame.banners = rules::warnings(t, &found);
        Ok(frame)
    }

    async fn page(
        &self,
        site: &Site,
        reader: &SignedIn,
        mut frame: Frame,
        filled: &Filled,
    ) -> Result<Response, PageError> {
        let t = &reader.t;
        frame.has_errors = !filled.is_right();
        let colleagues = Colleagues::of(site, self.opened.conference().host).await?;
        let task = |number: usize| {
            let name = |name: &str| format!("tasks[{number}].{name}");
            TaskRow {
                number,
                who: filled.field(&name("who"), t.get("task-who")),
                owner: filled.select(&name("owner"), t.get("task-owner"), colleagues.options()),
                what: filled.field(&name("what"), t.get("task-what")).width(Width::Long),
                due: filled.date(&name("due"), t.get("task-due")),
            }
        };
        let conclusions = Conclusion::ALL.iter().map(|it| (it.name().to_owned(), conclusion_name(t, *it)));
        let mut conclusion = filled.choices("conclusion", t.get("conclude-conclusion"), ChoiceKind::One, conclusions);
        conclusion.field = conclusion.field.required();
        let ratify = [("yes".to_owned(), t.get("conclude-ratify"))];
        let asks = self.file.case.waits_for_ratification() && self.purpose != Purpose::Report;
        let readers = site.app().agency(self.opened.conference().host).await.map_err(page_error)?.facts.name;
        let values = [("name", &self.file.person.facts.name), ("purpose", &purpose_name(t, self.purpose))];
        show(&ConcludePage {
            heading: t.with("conclude-heading", values),
            readers: t.with("conclude-readers", [("centre", readers)]),
            summary: filled.summary(),
            glance: glance::plan_rows(site, reader, &self.file.case),
            action: self.here(),
            draft: self.draft_key(),
            discussion: filled
                .field("discussion", t.get("conclude-discussion"))
                .hint(t.get("conclude-discussion-hint")),
            municipality_view: filled
                .field("municipality_view", t.get("conclude-municipality"))
                .hint(t.get("conclude-municipality-hint"))
                .lines(3),
            tasks: filled.rows_and_one("tasks").into_iter().map(task).collect(),
            conclusion,
            ratifies: asks.then(|| filled.choices("ratifies", t.get("conclude-ratifies"), ChoiceKind::Several, ratify)),
            back: Link::new(self.opened.title(reader), self.opened.href()),
            frame,
        })
    }
}

/// Roles as typed; rows without anything to do are left out.
fn tasks(filled: &mut Filled) -> Vec<AgreedTask> {
    let mut tasks = Vec::new();
    for number in filled.form.rows("tasks") {
        let text = |filled: &Filled, name: &str| filled.form.text(&format!("tasks[{number}].{name}")).to_owned();
        let what = text(filled, "what");
        let due_on = filled.day(&format!("tasks[{number}].due"));
        if what.is_empty() {
            continue;
        }
        tasks.push(AgreedTask {
            id: TaskId::new(Uuid::now_v7()),
            who: text(filled, "who"),
            owner: text(filled, "owner").parse().ok(),
            what,
            due_on,
        });
    }
    tasks
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String, String)>,
    Query(wants): Query<WantsDraft>,
) -> Result<Response, PageError> {
    let matter = Matter::load(&site, &reader, path).await?;
    let mut frame = matter.frame(&site, &reader).await?;
    let fresh = Submitted::default();
    let form = begin(&site, &reader, &matter.draft_key(), &wants, &matter.here(), &mut frame, fresh).await?;
    matter.page(&site, &reader, frame, &Filled::new(&reader.t, form)).await
}

pub(super) async fn conclude(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let matter = Matter::load(&site, &reader, path).await?;
    let another_row = form.has("add_row");
    let mut filled = Filled::new(t, form);
    let mut banners = Vec::new();
    if !another_row {
        let chosen = filled.chosen("conclusion", Conclusion::ALL, Conclusion::name, |it| conclusion_name(t, it));
        let conclusion = chosen.first().copied();
        if conclusion.is_none() {
            filled.complain("conclusion", t.get("conclude-conclusion-needed"));
        }
        let mut tasks = tasks(&mut filled);
        let colleagues = Colleagues::of(&site, matter.opened.conference().host).await?.options();
        for task in tasks.iter_mut().filter(|task| task.who.is_empty()) {
            let owner = task.owner.map(|id| id.to_string());
            let known = colleagues.iter().find(|(id, _)| Some(id) == owner.as_ref());
            task.who = known.map(|(_, name)| name.clone()).unwrap_or_default();
        }
        if let Some(conclusion) = conclusion.filter(|_| filled.is_right()) {
            let command = Conclude {
                case: matter.case,
                purpose: matter.purpose,
                conclusion,
                discussion: filled.form.text("discussion").to_owned(),
                municipality_view: filled.form.text("municipality_view").to_owned(),
                tasks,
                ratifies: filled.form.has("ratifies"),
            };
            match site.app().conclude(&reader.actor, matter.opened.conference().id, command).await {
                Ok(()) => {
                    site.app().drop_draft(&reader.session, &matter.draft_key()).await.map_err(page_error)?;
                    let to = format!("{}?done=item-concluded#agenda", matter.opened.href());
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(error) => banners = refused(t, error)?,
            }
        }
    }
    let mut frame = matter.frame(&site, &reader).await?;
    frame.banners.extend(banners);
    let page = matter.page(&site, &reader, frame, &filled).await?;
    Ok(if another_row { page } else { not_taken(page) })
}
