//! Concluding a matter: what was said, what the municipality thinks, who does what by when, the conclusion.

use axum::{
    extract::{Path, State},
    response::Response,
};
use banso_access::Action;
use banso_app::{CaseFile, Conclude};
use banso_domain::{
    case::{
        event::Purpose,
        minutes::MatterMinutes,
        network::Topic,
        plan::Conclusion,
        task::{AgreedTask, TaskRole},
    },
    id::{CaseId, ConferenceId, TaskId},
    rule::Rule,
};
use uuid::Uuid;

use super::{
    form_page::FormPage,
    matter_minutes,
    members::Colleagues,
    naming::{conclusion_name, purpose_name},
    opened::Opened,
};
use crate::{
    components::{Banner, BannerKind, Link},
    errors::{ErrorKind, PageError},
    form::{
        Block, Draft, Filled, Folded, FormView, Part, Question, Rows, Submitted, done, not_taken, options, refused,
    },
    frame::Frame,
    pages::{cases::topic_name, glance},
    rules,
    site::{SignedIn, Site, page_error},
    text::Texts,
};

/// The list of roles in the form's names.
const TASKS: &str = "tasks";
/// 共有同意の範囲確認
const SCOPE: &str = "consent_scope_ok";

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
        if !self.file.case.may_be_shared() {
            let told = Banner::new(BannerKind::Warning, t.get("conclude-not-shared"));
            frame.banners.push(told.body(t.get("conclude-not-shared-do")));
        }
        Ok(frame)
    }

    /// Whether the form asks about what began early.
    fn may_ratify(&self) -> bool {
        self.file.case.waits_for_ratification() && self.purpose != Purpose::Report
    }

    /// Whether the form asks for the scope of the person's consent.
    fn asks_for_scope(&self) -> bool {
        self.file.case.asks_for_consent_scope(self.purpose)
    }

    /// How far the person lets agencies share, in words.
    fn scope(&self, t: &Texts) -> String {
        let sharing = self.file.case.application.as_ref().map(|it| it.sharing.clone()).unwrap_or_default();
        let mut said = vec![t.get("conclude-scope-agreed")];
        if sharing.tell_each_time {
            said.push(t.get("conclude-scope-each-time"));
        }
        let excluded = sharing.excluded_agencies.trim();
        if !excluded.is_empty() {
            said.push(t.with("conclude-scope-except", [("agencies", excluded)]));
        }
        said.join(&t.get("conclude-scope-and"))
    }

    /// The form as it begins: the next monitoring of the plan is the next review, unless the sitting says otherwise.
    fn known(&self, reader: &SignedIn) -> Submitted {
        let about_plan = matches!(self.purpose, Purpose::Plan | Purpose::Replan);
        let plan = self.file.case.current_plan().filter(|_| about_plan);
        let next_review = plan.and_then(|plan| plan.content.next_monitoring);
        matter_minutes::known(reader, &MatterMinutes { next_review, ..MatterMinutes::default() })
    }

    fn blocks(&self, t: &Texts, filled: &Filled, colleagues: &Colleagues) -> Vec<Block> {
        let said = Question::long("discussion", t.get("conclude-discussion"), 5);
        let view = Question::long("municipality_view", t.get("conclude-municipality"), 3);
        let conclusions = options(Conclusion::ALL, Conclusion::name, |it| conclusion_name(t, it));
        let conclusion = Question::one("conclusion", t.get("conclude-conclusion"), conclusions);
        let task = |row: usize| {
            let name = |part: &str| format!("{TASKS}[{row}].{part}");
            let questions = [
                Question::line(name("what"), t.get("task-what")),
                Question::line(name("who"), t.get("task-who")),
                Question::pick(name("owner"), t.get("task-owner"), colleagues.options()),
                Question::date(name("due"), t.get("task-due")),
            ];
            let mut blocks = filled.ask_all(&questions);
            blocks.push(role_block(t, filled, row));
            (row, blocks)
        };
        let tasks = Rows {
            id: TASKS.to_owned(),
            label: t.get("conclude-tasks"),
            hint: Some(t.get("conclude-tasks-hint")),
            error: None,
            rows: filled.rows_and_one(TASKS).into_iter().map(task).collect(),
            numbered: false,
            add: t.get("task-add"),
        };
        let [docs, next_review, presence, absence, voice, difference] = &matter_minutes::questions(t);
        let mut blocks = Vec::new();
        if self.asks_for_scope() {
            let scope = Question::tick(SCOPE, t.get("conclude-scope"), t.get("conclude-scope-ok"));
            blocks.push(filled.ask(&scope.hint(self.scope(t)).below_each_other().required()));
        }
        blocks.extend([
            filled.ask(docs),
            filled.ask(presence),
            filled.ask(absence),
            filled.ask(voice),
            filled.ask(&said.hint(t.get("conclude-discussion-hint"))),
            filled.ask(&view.hint(t.get("conclude-municipality-hint"))),
            Block::new(t, Part::Rows(tasks)),
            filled.ask(difference),
            filled.ask(next_review),
            filled.ask(&conclusion.below_each_other().required()),
        ]);
        if self.may_ratify() {
            let ratifies = Question::tick("ratifies", t.get("conclude-ratifies"), t.get("conclude-ratify"));
            blocks.push(filled.ask(&ratifies.below_each_other()));
        }
        blocks
    }

    async fn page(
        &self,
        site: &Site,
        reader: &SignedIn,
        filled: &Filled,
        draft: Draft,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let t = &reader.t;
        let host = self.opened.conference().host;
        let colleagues = Colleagues::of(site, host).await?;
        let form = FormView::new(reader, self.here(), self.blocks(t, filled, &colleagues), t.get("conclude-save"))
            .draft(draft)
            .back(Link::new(self.opened.title(reader), self.opened.href()));
        let mut frame = self.frame(site, reader).await?;
        frame.banners.extend(banners);
        let centre = site.app().agency(host).await.map_err(page_error)?.facts.name;
        let values = [("name", &self.file.person.facts.name), ("purpose", &purpose_name(t, self.purpose))];
        let glance = glance::plan_rows(site, reader, &self.file.case);
        let readers = t.with("conclude-readers", [("centre", centre)]);
        FormPage::new(frame, form).about(t.with("conclude-heading", values), glance, readers).show()
    }
}

/// Whose it usually is, folded away: of a few tasks only it is asked.
fn role_block(t: &Texts, filled: &Filled, row: usize) -> Block {
    let name = |part: &str| format!("{TASKS}[{row}].{part}");
    let topics = options(Topic::ALL, Topic::name, |topic| topic_name(t, topic));
    let blocks = filled.ask_all(&[
        Question::tick(name("person_can"), t.get("task-person-can"), t.get("task-person-can-tick")),
        Question::pick(name("topic"), t.get("task-topic"), topics).hint(t.get("task-topic-hint")),
        Question::line(name("reason"), t.get("task-reason")),
    ]);
    let open = blocks.iter().any(Block::is_used);
    Block::new(t, Part::Folded(Folded { summary: t.get("task-role"), blocks, open }))
}

/// Complains where nothing says why those who are named do it.
async fn ask_reasons(
    site: &Site,
    t: &Texts,
    filled: &mut Filled,
    file: &CaseFile,
    tasks: &[(usize, AgreedTask)],
) -> Result<(), PageError> {
    let agreed: Vec<AgreedTask> = tasks.iter().map(|(_, task)| task.clone()).collect();
    let asked = site.app().tasks_without_reason(&file.case, &agreed).await.map_err(page_error)?;
    for ((row, _), rule) in tasks.iter().zip(asked) {
        if let Some(rule) = rule {
            filled.complain(format!("{TASKS}[{row}].reason"), rules::line(t, rule));
        }
    }
    Ok(())
}

/// Roles as typed, with their rows; rows without anything to do are left out, and a picked member of staff is named.
fn tasks(filled: &mut Filled, colleagues: &Colleagues) -> Vec<(usize, AgreedTask)> {
    let mut tasks = Vec::new();
    for row in filled.form.rows(TASKS) {
        let name = |part: &str| format!("{TASKS}[{row}].{part}");
        let due_on = filled.day(&name("due"));
        let what = filled.text(&name("what"));
        if what.is_empty() {
            continue;
        }
        let owner = filled.form.text(&name("owner")).parse().ok();
        let mut who = filled.text(&name("who"));
        if who.is_empty() {
            who = owner.and_then(|id| colleagues.name(id)).unwrap_or_default();
        }
        let role = TaskRole {
            person_can: filled.yes(&name("person_can")),
            topic: filled.chosen(&name("topic"), Topic::ALL, Topic::name).first().copied(),
            reason: filled.text(&name("reason")),
        };
        let task = AgreedTask { id: TaskId::new(Uuid::now_v7()), who, owner, what, due_on, role };
        tasks.push((row, task.with_the_person_first()));
    }
    tasks
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String, String)>,
) -> Result<Response, PageError> {
    let matter = Matter::load(&site, &reader, path).await?;
    let (draft, form) = Draft::open(&site, &reader, matter.draft_key(), matter.known(&reader)).await?;
    matter.page(&site, &reader, &Filled::new(&reader.t, form), draft, Vec::new()).await
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
        let colleagues = Colleagues::of(&site, matter.opened.conference().host).await?;
        let tasks = tasks(&mut filled, &colleagues);
        ask_reasons(&site, t, &mut filled, &matter.file, &tasks).await?;
        let minutes = matter_minutes::read(&mut filled);
        if matter.asks_for_scope() && !filled.yes(SCOPE) {
            filled.complain(SCOPE, rules::line(t, Rule::ConsentScopeChecked));
        }
        let conclusion = filled.chosen("conclusion", Conclusion::ALL, Conclusion::name).first().copied();
        if conclusion.is_none() {
            filled.complain("conclusion", t.get("conclude-conclusion-needed"));
        }
        if let Some(conclusion) = conclusion.filter(|_| filled.is_right()) {
            let command = Conclude {
                case: matter.case,
                purpose: matter.purpose,
                conclusion,
                discussion: filled.text("discussion"),
                municipality_view: filled.text("municipality_view"),
                tasks: tasks.into_iter().map(|(_, task)| task).collect(),
                ratifies: filled.yes("ratifies"),
                consent_scope_ok: filled.yes(SCOPE),
                minutes,
            };
            match site.app().conclude(&reader.actor, matter.opened.conference().id, command).await {
                Ok(()) => {
                    Draft::drop(&site, &reader, &matter.draft_key()).await?;
                    return Ok(done(&matter.opened.href(), "item-concluded#agenda"));
                }
                Err(error) => banners = refused(t, error)?,
            }
        }
    }
    let draft = Draft::of(&reader, matter.draft_key());
    let page = matter.page(&site, &reader, &filled, draft, banners).await?;
    Ok(if another_row { page } else { not_taken(page) })
}
