//! What can be done to a gathering: which deeds there are, what each asks, and how it is read.

use banso_app::{GatheringCommand, GatheringPage};
use banso_domain::{
    employer::OpenTo,
    gathering::{Coming, FollowUp, GatheringKind, Held, Material, Offer, Reply, Step, StepDone},
    id::{AgencyId, MaterialId, TaskId},
    text::codes,
};
use chrono::{Months, NaiveDate};
use uuid::Uuid;

use super::{
    naming::{coming_name, step_name},
    plan_form::{Around, ids, shown},
};
use crate::{
    components::{ChoiceOption, Width},
    form::{Filled, Question, Submitted, labelled, options},
    pages::{
        deeds::{choose, choose_id, deeds},
        employers::open_name,
    },
    site::SignedIn,
    text::Texts,
};

deeds! {
    /* keys */ "gathering-deed-", /* keys */ "gathering-lead-";
    Reply = "reply",
    Answer = "answer",
    Plan = "plan",
    Replied = "replied",
    Step = "step",
    Held = "held",
    Offer = "offer",
    Material = "material",
    Drop = "drop",
    Task = "task",
    Done = "done",
}

/// So many people are counted at most.
const MOST_PEOPLE: u32 = 9_999;

impl Deed {
    /// What the reader can do to a gathering as it stands.
    pub(super) fn possible(page: &GatheringPage, today: NaiveDate) -> impl Iterator<Item = Self> {
        let gathering = &page.gathering;
        let (host, may) = (page.is_host, page.may);
        let (is_held, has_come) = (gathering.held.is_some(), gathering.plan.on <= today);
        let open = gathering.open_tasks().next().is_some();
        let asks = gathering.plan.kind.asks_firms_what_they_can_do();
        let (invites, known) = (!gathering.plan.invited.is_empty(), !gathering.plan.invited.is_empty() || is_held);
        let (passes_on, has_materials) = (gathering.plan.passing_on.is_some(), !gathering.materials.is_empty());
        let own = page.is_invited && may.reply && !host && !is_held;
        let has_to_do = page.has_to_do && may.finish;
        Self::ALL.iter().copied().filter(move |deed| match deed {
            Self::Reply => own,
            Self::Answer => may.offer && asks,
            Self::Plan => host && !is_held,
            Self::Replied => host && !is_held && invites,
            Self::Step => host && passes_on,
            Self::Held => host && has_come,
            Self::Offer => host && asks && known,
            Self::Material | Self::Task => host,
            Self::Drop => host && has_materials,
            Self::Done => open && (host || has_to_do),
        })
    }

    /// Whether what the host writes meanwhile matters to it: whoever is invited answers for itself.
    pub(super) const fn asks_for_version(self) -> bool {
        !matches!(self, Self::Reply | Self::Answer | Self::Done)
    }

    /// What is asked for it.
    pub(super) fn questions(self, t: &Texts, page: &GatheringPage, around: &Around, own: AgencyId) -> Vec<Question> {
        let gathering = &page.gathering;
        let on = || Question::date("on", t.get("job-on")).required();
        let nobody = |question: Question| question.hint(t.get("gathering-nobody"));
        let open = options(OpenTo::ALL, OpenTo::name, |open| open_name(t, open));
        let offer = || {
            [
                on(),
                Question::several("open_to", t.get("employer-open"), open.clone()).below_each_other(),
                nobody(Question::long("words", t.get("gathering-words"), 2)),
            ]
        };
        let reply = || {
            let coming = options(Coming::ALL, Coming::name, |coming| coming_name(t, coming));
            [
                Question::one("coming", t.get("gathering-coming"), coming).below_each_other().required(),
                nobody(Question::long("words", t.get("gathering-words"), 2)),
            ]
        };
        let of = |agencies: Vec<ChoiceOption>| Question::pick("firm", t.get("gathering-firm"), agencies).required();
        match self {
            Self::Plan => around.questions(t, true),
            Self::Reply => reply().into(),
            Self::Replied => {
                let invited = around.only(|id| gathering.plan.invited.contains(&id));
                std::iter::once(of(invited)).chain(reply()).collect()
            }
            Self::Held => vec![
                Question::several("attended", t.get("gathering-attended"), around.choices()).below_each_other(),
                Question::digits("people", t.get("gathering-people"), Width::Short),
                nobody(Question::long("notes", t.get("gathering-notes"), 5)).required(),
            ],
            Self::Answer => offer().into(),
            Self::Offer => std::iter::once(of(around.only(|id| gathering.has(id)))).chain(offer()).collect(),
            Self::Step => {
                let steps: Vec<Step> = gathering.steps().map(|(due, _)| due.step).collect();
                let ready = |step: &Step| gathering.held.is_some() || *step != Step::LookBack;
                let steps: Vec<Step> = steps.into_iter().filter(ready).collect();
                let steps = options(&steps, Step::name, |step| step_name(t, step));
                vec![
                    Question::one("step", t.get("gathering-step"), steps).below_each_other().required(),
                    on(),
                    nobody(Question::long("words", t.get("gathering-step-words"), 4)).required(),
                ]
            }
            Self::Material => vec![
                nobody(Question::line("name", t.get("gathering-material"))).required(),
                Question::line("found_at", t.get("gathering-material-at"))
                    .hint(t.get("gathering-material-hint"))
                    .required(),
            ],
            Self::Drop => {
                let named = gathering.materials.iter().map(|one| (one.id.to_string(), one.name.clone()));
                let named = Question::one("material", t.get("gathering-material"), labelled(named));
                vec![named.below_each_other().required()]
            }
            Self::Task => vec![
                nobody(Question::line("what", t.get("gathering-task-what"))).required(),
                Question::pick("body", t.get("gathering-task-body"), around.choices())
                    .hint(t.get("gathering-task-body-hint")),
                Question::line("who", t.get("gathering-task-who")).hint(t.get("gathering-task-who-hint")),
                Question::date("due_on", t.get("gathering-due")).required(),
            ],
            Self::Done => {
                let theirs = |task: &&FollowUp| page.is_host || task.agency == Some(own);
                let open = gathering.open_tasks().filter(theirs);
                let tasks = labelled(open.map(|task| (task.id.to_string(), task.what.clone())));
                vec![Question::one("task", t.get("gathering-task-what"), tasks).below_each_other().required(), on()]
            }
        }
    }

    /// What stands in the form at first.
    pub(super) fn fresh(self, reader: &SignedIn, page: &GatheringPage, today: NaiveDate) -> Submitted {
        let day = |day: NaiveDate| reader.look.long(day).text().to_owned();
        let (gathering, own) = (&page.gathering, reader.actor.agency());
        let mut form = match self {
            Self::Plan => shown(reader, &gathering.plan),
            Self::Held => {
                let held = gathering.held.as_ref();
                let people = held.and_then(|held| held.people).map(|people| people.to_string()).unwrap_or_default();
                let notes = held.map(|held| held.notes.clone()).unwrap_or_default();
                let mut form = Submitted::of([("notes", notes), ("people", people)]);
                let stays_away = |agency: &&AgencyId| {
                    gathering.reply_of(**agency).is_some_and(|reply| reply.coming == Coming::StaysAway)
                };
                let expected = gathering.plan.invited.iter().filter(|agency| !stays_away(agency));
                match held {
                    Some(held) => held.attended.iter().for_each(|agency| form.put("attended", agency.to_string())),
                    None => expected.for_each(|agency| form.put("attended", agency.to_string())),
                }
                form
            }
            Self::Task => Submitted::of([("due_on", day(today.checked_add_months(Months::new(1)).unwrap_or(today)))]),
            Self::Reply => match gathering.reply_of(own) {
                Some(reply) => {
                    Submitted::of([("coming", reply.coming.name().to_owned()), ("words", reply.words.clone())])
                }
                None => Submitted::default(),
            },
            Self::Replied | Self::Material | Self::Drop => Submitted::default(),
            Self::Answer | Self::Offer | Self::Step | Self::Done => Submitted::of([("on", day(today))]),
        };
        if let Some(offer) = gathering.offers.iter().find(|offer| self == Self::Answer && offer.agency == own) {
            offer.open_to.iter().for_each(|open| form.put("open_to", open.name()));
            form.put("words", &offer.words);
        }
        form.version(page.version)
    }

    /// Reads the form; what is wrong is complained about.
    pub(super) fn read(
        self,
        reader: &SignedIn,
        page: &GatheringPage,
        around: &Around,
        filled: &mut Filled,
    ) -> Option<GatheringCommand> {
        let t = &reader.t;
        let own = reader.actor.agency();
        Some(match self {
            Self::Plan => GatheringCommand::Change(around.read(t, filled, around.kind == GatheringKind::PassingOn)),
            Self::Reply => GatheringCommand::Reply(reply(t, filled, own)?),
            Self::Replied => {
                let agency = choose_id(t, filled, "firm");
                let told = reply(t, filled, agency.unwrap_or(own));
                GatheringCommand::Reply(agency.and(told)?)
            }
            Self::Held => GatheringCommand::Hold(Held {
                attended: ids(filled, "attended"),
                people: people(t, filled),
                notes: filled.needed("notes", t.get("gathering-notes-missing")),
            }),
            Self::Answer => GatheringCommand::Offer(offer(filled, own)),
            Self::Offer => {
                let agency = choose_id(t, filled, "firm");
                let told = offer(filled, agency.unwrap_or(own));
                GatheringCommand::Offer(agency.map(|_| told)?)
            }
            Self::Step => {
                let on = filled.needed_day("on");
                let words = filled.needed("words", t.get("gathering-step-missing"));
                GatheringCommand::TakeStep(StepDone {
                    step: choose(t, filled, "step", Step::ALL, Step::name)?,
                    on,
                    words,
                })
            }
            Self::Material => GatheringCommand::NameMaterial(Material {
                id: MaterialId::new(Uuid::now_v7()),
                name: filled.needed("name", t.get("gathering-material-missing")),
                found_at: filled.needed("found_at", t.get("gathering-material-missing")),
            }),
            Self::Drop => GatheringCommand::DropMaterial(choose_id(t, filled, "material")?),
            Self::Task => {
                let (agency, who) = (filled.text("body").parse::<AgencyId>().ok(), filled.text("who"));
                if agency.is_none() && who.is_empty() {
                    filled.complain("who", t.get("gathering-task-missing"));
                }
                GatheringCommand::NoteTask(FollowUp {
                    id: TaskId::new(Uuid::now_v7()),
                    what: filled.needed("what", t.get("gathering-task-missing")),
                    who,
                    agency,
                    due_on: filled.needed_day("due_on"),
                    done_on: None,
                })
            }
            Self::Done => {
                let task: Option<TaskId> = choose_id(t, filled, "task");
                let theirs = |id: &TaskId| {
                    page.is_host || page.gathering.open_tasks().any(|task| task.id == *id && task.agency == Some(own))
                };
                let on = filled.needed_day("on");
                GatheringCommand::FinishTask(task.filter(theirs)?, on)
            }
        })
    }
}

fn offer(filled: &mut Filled, agency: AgencyId) -> Offer {
    Offer {
        agency,
        on: filled.needed_day("on"),
        open_to: filled.chosen("open_to", OpenTo::ALL, OpenTo::name),
        words: filled.text("words"),
    }
}

/// The day of an answer is that on which it is taken.
fn reply(t: &Texts, filled: &mut Filled, agency: AgencyId) -> Option<Reply> {
    let coming = choose(t, filled, "coming", Coming::ALL, Coming::name)?;
    Some(Reply { agency, coming, on: NaiveDate::default(), words: filled.text("words") })
}

fn people(t: &Texts, filled: &mut Filled) -> Option<u32> {
    let typed = filled.text("people");
    let people = codes::digits(&typed).parse().ok().filter(|people| (1..=MOST_PEOPLE).contains(people));
    if people.is_none() && !typed.trim().is_empty() {
        filled.complain("people", t.get("gathering-people-wrong"));
    }
    people
}
