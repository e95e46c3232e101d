//! Planning a gathering, and what is written down of it: each deed has its form, and one button.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use banso_app::{AgencyRow, GatheringCommand, GatheringPage};
use banso_domain::{
    employer::{EmployerProfile, OpenTo},
    gathering::{FollowUp, GatheringPlan, Held, Offer},
    id::{AgencyId, TaskId},
};
use chrono::{Months, NaiveDate};
use uuid::Uuid;

use super::gathering_id;
use crate::{
    components::{Banner, ChoiceOption, Link},
    errors::{ErrorKind, PageError},
    form::{Filled, FormView, Question, Submitted, Unsaved, done, labelled, not_taken, options, refused},
    frame::Section,
    pages::{employers::open_name, episodes::FormPage},
    site::{SignedIn, Site, page_error, show},
    text::Texts,
};

macro_rules! deeds {
    ($($name:ident = $text:literal,)+) => {
        /// Something that can be done to a gathering.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Deed {
            $($name,)+
        }

        impl Deed {
            const ALL: &[Deed] = &[$(Deed::$name),+];

            /// The last part of its address.
            pub(super) const fn name(self) -> &'static str {
                match self { $(Deed::$name => $text,)+ }
            }
        }
    };
}

deeds! {
    Answer = "answer",
    Plan = "plan",
    Held = "held",
    Offer = "offer",
    Task = "task",
    Done = "done",
}

impl Deed {
    /// What the button says.
    pub(super) fn label(self, t: &Texts) -> String {
        t.get(&format!("{}{}", /* keys */ "gathering-deed-", self.name()))
    }

    fn lead(self, t: &Texts) -> String {
        t.get(&format!("{}{}", /* keys */ "gathering-lead-", self.name()))
    }

    /// What the reader can do to a gathering as it stands.
    pub(super) fn possible(page: &GatheringPage, today: NaiveDate) -> impl Iterator<Item = Self> {
        let gathering = &page.gathering;
        let (host, firm) = (page.is_host, page.is_invited);
        let (is_held, has_come) = (gathering.held.is_some(), gathering.plan.on <= today);
        let open = gathering.open_tasks().next().is_some();
        let firms = !gathering.plan.invited.is_empty() || is_held;
        Self::ALL.iter().copied().filter(move |deed| match deed {
            Self::Answer => firm,
            Self::Plan => host && !is_held,
            Self::Held => host && has_come,
            Self::Offer => host && firms,
            Self::Task => host,
            Self::Done => host && open,
        })
    }
}

/// A firm that can be chosen.
#[derive(Clone)]
struct Firm {
    id: AgencyId,
    name: String,
    /// What is told of it, in a line: what it is open to, its limits, the day on which that was confirmed.
    told: String,
}

/// The firms that can be chosen.
async fn firms(site: &Site, reader: &SignedIn) -> Result<Vec<Firm>, PageError> {
    let t = &reader.t;
    let rows = site.app().employers(&reader.actor, "").await.map_err(page_error)?;
    let told = |profile: &EmployerProfile| {
        let mut parts: Vec<String> = profile.open_to.iter().map(|open| open_name(t, *open)).collect();
        parts.extend((!profile.limits.is_empty()).then(|| profile.limits.clone()));
        let day = reader.look.short(profile.confirmed_on).text().to_owned();
        parts.push(t.with("employer-fresh", [("day", day)]));
        parts.join(&t.get("list-separator"))
    };
    let firm = |row: AgencyRow| Firm {
        id: row.id,
        told: row.facts.employer.as_deref().map_or_else(|| t.get("portrait-nothing"), told),
        name: row.facts.name,
    };
    Ok(rows.into_iter().map(firm).collect())
}

fn choices(firms: &[Firm]) -> Vec<ChoiceOption> {
    labelled(firms.iter().map(|firm| (firm.id.to_string(), firm.name.clone())))
}

/// The firms to invite, each with what is told of it.
fn invitees(firms: &[Firm]) -> Vec<ChoiceOption> {
    firms.iter().map(|firm| ChoiceOption::new(firm.id.to_string(), &firm.name).hint(&firm.told)).collect()
}

fn plan_questions(t: &Texts, firms: &[Firm]) -> Vec<Question> {
    vec![
        Question::date("on", t.get("gathering-on")).hint(t.get("gathering-on-hint")).required(),
        Question::line("time", t.get("gathering-time")),
        Question::line("place", t.get("gathering-place")).required(),
        Question::long("theme", t.get("gathering-theme"), 2).hint(t.get("gathering-nobody")).required(),
        Question::several("invited", t.get("gathering-invite"), invitees(firms)).below_each_other(),
    ]
}

fn ids(filled: &Filled, name: &str) -> Vec<AgencyId> {
    filled.form.all(name).into_iter().filter_map(|id| id.parse().ok()).collect()
}

fn read_plan(t: &Texts, filled: &mut Filled) -> GatheringPlan {
    GatheringPlan {
        on: filled.needed_day("on"),
        time: filled.text("time"),
        place: filled.needed("place", t.get("gathering-place-missing")),
        theme: filled.needed("theme", t.get("gathering-theme-missing")),
        invited: ids(filled, "invited"),
    }
}

struct Opened {
    deed: Deed,
    page: GatheringPage,
    firms: Vec<Firm>,
}

impl Opened {
    async fn of(site: &Site, reader: &SignedIn, (id, deed): &(String, String)) -> Result<Self, PageError> {
        let page = site.app().gathering(&reader.actor, gathering_id(id)?).await.map_err(page_error)?;
        let deed = Deed::ALL.iter().copied().find(|known| known.name() == deed).ok_or_else(PageError::not_found)?;
        if !Deed::possible(&page, site.app().clock().today()).any(|possible| possible == deed) {
            return Err(PageError::not_found());
        }
        Ok(Self { deed, page, firms: firms(site, reader).await? })
    }

    fn home(&self) -> String {
        format!("/gatherings/{}", self.page.gathering.id)
    }

    /// The firms that are invited, or came.
    fn present(&self) -> Vec<Firm> {
        self.firms.iter().filter(|firm| self.page.gathering.has(firm.id)).cloned().collect()
    }

    fn questions(&self, t: &Texts) -> Vec<Question> {
        let open = options(OpenTo::ALL, OpenTo::name, |open| open_name(t, open));
        let on = || Question::date("on", t.get("job-on")).required();
        let offer = || {
            [
                on(),
                Question::several("open_to", t.get("employer-open"), open.clone()).below_each_other(),
                Question::long("words", t.get("gathering-words"), 2).hint(t.get("gathering-nobody")),
            ]
        };
        match self.deed {
            Deed::Plan => plan_questions(t, &self.firms),
            Deed::Held => vec![
                Question::several("attended", t.get("gathering-attended"), choices(&self.firms)).below_each_other(),
                Question::long("notes", t.get("gathering-notes"), 5).hint(t.get("gathering-nobody")).required(),
            ],
            Deed::Answer => offer().into(),
            Deed::Offer => {
                let firm = Question::pick("firm", t.get("gathering-firm"), choices(&self.present())).required();
                std::iter::once(firm).chain(offer()).collect()
            }
            Deed::Task => vec![
                Question::line("what", t.get("gathering-task-what")).hint(t.get("gathering-nobody")).required(),
                Question::line("who", t.get("gathering-task-who")).hint(t.get("gathering-task-who-hint")).required(),
                Question::date("due_on", t.get("cases-column-due")).required(),
            ],
            Deed::Done => {
                let open = self.page.gathering.open_tasks();
                let tasks = labelled(open.map(|task| (task.id.to_string(), task.what.clone())));
                vec![Question::one("task", t.get("gathering-task-what"), tasks).below_each_other().required(), on()]
            }
        }
    }

    fn fresh(&self, reader: &SignedIn, today: NaiveDate) -> Submitted {
        let day = |day: NaiveDate| reader.look.long(day).text().to_owned();
        let gathering = &self.page.gathering;
        let mut form = match self.deed {
            Deed::Plan => {
                let plan = &gathering.plan;
                let mut form = Submitted::of([
                    ("on", day(plan.on)),
                    ("time", plan.time.clone()),
                    ("place", plan.place.clone()),
                    ("theme", plan.theme.clone()),
                ]);
                for firm in &plan.invited {
                    form.put("invited", firm.to_string());
                }
                form
            }
            Deed::Held => {
                let held = gathering.held.as_ref();
                let mut form = Submitted::of([("notes", held.map(|held| held.notes.clone()).unwrap_or_default())]);
                for firm in held.map_or(&gathering.plan.invited, |held| &held.attended) {
                    form.put("attended", firm.to_string());
                }
                form
            }
            Deed::Task => Submitted::of([("due_on", day(today.checked_add_months(Months::new(1)).unwrap_or(today)))]),
            Deed::Answer | Deed::Offer | Deed::Done => Submitted::of([("on", day(today))]),
        };
        if let Some(offer) = gathering.offers.first().filter(|_| self.deed == Deed::Answer) {
            offer.open_to.iter().for_each(|open| form.put("open_to", open.name()));
            form.put("words", &offer.words);
        }
        form.version(self.page.version)
    }

    fn read(&self, reader: &SignedIn, filled: &mut Filled) -> Option<GatheringCommand> {
        let t = &reader.t;
        let offer = |filled: &mut Filled, agency: AgencyId| Offer {
            agency,
            on: filled.needed_day("on"),
            open_to: filled.chosen("open_to", OpenTo::ALL, OpenTo::name),
            words: filled.text("words"),
        };
        Some(match self.deed {
            Deed::Plan => GatheringCommand::Change(read_plan(t, filled)),
            Deed::Held => GatheringCommand::Hold(Held {
                attended: ids(filled, "attended"),
                notes: filled.needed("notes", t.get("gathering-notes-missing")),
            }),
            Deed::Answer => GatheringCommand::Offer(offer(filled, reader.actor.agency())),
            Deed::Offer => {
                let firm = ids(filled, "firm").first().copied();
                if firm.is_none() {
                    filled.complain("firm", t.get("job-choose-missing"));
                }
                let told = offer(filled, firm.unwrap_or(self.page.gathering.host));
                GatheringCommand::Offer(firm.map(|_| told)?)
            }
            Deed::Task => GatheringCommand::NoteTask(FollowUp {
                id: TaskId::new(Uuid::now_v7()),
                what: filled.needed("what", t.get("gathering-task-missing")),
                who: filled.needed("who", t.get("gathering-task-missing")),
                due_on: filled.needed_day("due_on"),
                done_on: None,
            }),
            Deed::Done => {
                let task: Option<TaskId> = filled.text("task").parse().ok();
                if task.is_none() {
                    filled.complain("task", t.get("job-choose-missing"));
                }
                let on = filled.needed_day("on");
                GatheringCommand::FinishTask(task?, on)
            }
        })
    }

    async fn draw(
        &self,
        site: &Site,
        reader: &SignedIn,
        filled: &Filled,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let t = &reader.t;
        let action = format!("{}/change/{}", self.home(), self.deed.name());
        let place = Place { title: self.deed.label(t), lead: self.deed.lead(t), action, back: self.home() };
        place.draw(site, reader, &self.questions(t), filled, banners).await
    }
}

/// What stands around a form.
struct Place {
    title: String,
    lead: String,
    action: String,
    back: String,
}

impl Place {
    async fn draw(
        self,
        site: &Site,
        reader: &SignedIn,
        questions: &[Question],
        filled: &Filled,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let t = &reader.t;
        let form = FormView::new(reader, self.action, filled.ask_all(questions), t.get("job-save"))
            .based_on(filled)
            .back(Link::new(t.get("job-back"), self.back));
        let mut frame = reader.frame(site, Some(Section::Jobs), self.title.clone()).await?;
        frame.breadcrumbs = vec![Link::new(t.get("gatherings-title"), "/gatherings")];
        let summary = form.summary();
        frame.has_errors = !summary.is_empty();
        frame.banners = banners;
        show(&FormPage {
            frame,
            heading: self.title,
            lead: self.lead,
            readers: t.get("gathering-readers"),
            summary,
            form,
        })
    }
}

async fn new_page(
    site: &Site,
    reader: &SignedIn,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    if !site.app().may_hold_gatherings(&reader.actor).await.map_err(page_error)? {
        return Err(PageError::new(ErrorKind::Forbidden));
    }
    let place = Place {
        title: t.get("gathering-new"),
        lead: t.get("gathering-lead-plan"),
        action: "/gatherings/new".to_owned(),
        back: "/gatherings".to_owned(),
    };
    place.draw(site, reader, &plan_questions(t, &firms(site, reader).await?), filled, banners).await
}

pub(super) async fn ask_new(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    new_page(&site, &reader, &Filled::new(&reader.t, Submitted::default()), Vec::new()).await
}

pub(super) async fn plan(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Response, PageError> {
    let t = &reader.t;
    if !site.app().may_hold_gatherings(&reader.actor).await.map_err(page_error)? {
        return Err(PageError::new(ErrorKind::Forbidden));
    }
    let mut filled = Filled::new(t, form);
    let plan = read_plan(t, &mut filled);
    let mut banners = Vec::new();
    if filled.is_right() {
        match site.app().plan_gathering(&reader.actor, plan).await {
            Ok(id) => return Ok(Redirect::to(&format!("/gatherings/{id}?done=gathering-planned")).into_response()),
            Err(error) => banners = refused(t, error)?,
        }
    }
    Ok(not_taken(new_page(&site, &reader, &filled, banners).await?))
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
) -> Result<Response, PageError> {
    let opened = Opened::of(&site, &reader, &path).await?;
    let filled = Filled::new(&reader.t, opened.fresh(&reader, site.app().clock().today()));
    opened.draw(&site, &reader, &filled, Vec::new()).await
}

pub(super) async fn take(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let opened = Opened::of(&site, &reader, &path).await?;
    let mut filled = Filled::new(&reader.t, form);
    let command = opened.read(&reader, &mut filled);
    let Some(command) = command.filter(|_| filled.is_right()) else {
        return Ok(not_taken(opened.draw(&site, &reader, &filled, Vec::new()).await?));
    };
    // A firm answers for itself, whatever the host writes meanwhile.
    let version = filled.form.text("version").parse().ok().filter(|_| opened.deed != Deed::Answer);
    match site.app().change_gathering(&reader.actor, opened.page.gathering.id, version, command).await {
        Ok(()) => Ok(done(&opened.home(), "job-changed")),
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            let drawn = opened.draw(&site, &reader, &filled, unsaved.banners(&reader.t)).await?;
            Ok(unsaved.answer(drawn))
        }
    }
}
