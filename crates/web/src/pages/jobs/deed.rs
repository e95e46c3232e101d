//! What can be done to a job: which deeds there are, what each asks, and how it is read.

use banso_app::JobPage;
use banso_domain::{
    agency::Channel,
    case::sharing::EmploymentDisclosure,
    id::{AgencyId, GoalId},
    job::{
        Agreement, AtWorkplace, Check, CheckResult, Checkpoint, Consult, ConsultKind, ContactChange, Feedback, Goal,
        GoalReview, Job, JobCommand, JobDueKind, JobEnd, JobEndReason, JobRoute, JobSlot, JobTerms, LookBack, Side,
        Tool, WorkContact,
    },
    text::codes,
};
use chrono::{Days, Months, NaiveDate};
use uuid::Uuid;

use super::{
    naming::{
        checkpoint_name, consult_name, disclosure_name, due_name, reason_name, result_name, route_name, side_name,
        slot_name, tool_name,
    },
    plan_form,
};
use crate::{
    components::{ChoiceOption, Width},
    form::{Filled, Question, Submitted, labelled, options},
    pages::{
        administration::channel_name,
        deeds::{choose, choose_id, deeds},
    },
    site::SignedIn,
    text::Texts,
};

deeds! {
    /* keys */ "job-deed-", /* keys */ "job-lead-";
    Agree = "agree",
    Settle = "settle",
    Plan = "plan",
    Contacted = "contacted",
    Goal = "goal",
    Confirm = "confirm",
    Review = "review",
    Consult = "consult",
    Support = "support",
    Feedback = "feedback",
    Check = "check",
    Contact = "contact",
    Terms = "terms",
    BringIn = "bring-in",
    StepBack = "step-back",
    PassOn = "pass-on",
    Workplace = "workplace",
    Link = "link",
    End = "end",
    LookBack = "look-back",
    Reopen = "reopen",
}

impl Deed {
    /// Those that are the employer's to do.
    pub(super) const OF_THE_EMPLOYER: &[Deed] = &[Deed::Confirm, Deed::Consult, Deed::Feedback];
    /// Those that are to do for an agency that stands beside it as well.
    const OF_THOSE_BESIDE: &[Deed] =
        &[Deed::Agree, Deed::Settle, Deed::Plan, Deed::Contacted, Deed::Consult, Deed::Support, Deed::Feedback];

    /// What the reader's agency can do: all of it where it keeps the record.
    pub(super) fn possible_for(page: &JobPage, today: NaiveDate) -> impl Iterator<Item = Self> {
        let all = page.is_kept_here;
        Self::possible(&page.job, today).filter(move |deed| all || Self::OF_THOSE_BESIDE.contains(deed))
    }

    /// What can be done to a job as it stands.
    pub(super) fn possible(job: &Job, today: NaiveDate) -> impl Iterator<Item = Self> {
        let (open, hired) = (job.is_open(), job.kind.is_hired());
        let disclosed = !job.is_closed_to_employer();
        let begun = job.terms.starts_on <= today;
        let unlinked = job.employer.agency.is_none();
        let at_workplace = job.at_workplace.is_some();
        let solid = job.is_supported_inside() && !at_workplace;
        let goals = job.goals.iter().any(|goal| goal.review.is_none());
        let unconfirmed = job.goals.iter().any(|goal| goal.review.is_none() && !goal.is_agreed());
        let to_settle = !settling(job).is_empty();
        let to_check = !checking(job, today).is_empty();
        let look_back = job.asks_to_look_back();
        let others = !job.also_beside.is_empty();
        Self::ALL.iter().copied().filter(move |deed| match deed {
            Self::Agree | Self::Plan => open && hired,
            Self::Contacted => open,
            Self::Workplace => open && hired && solid,
            Self::Link => disclosed && unlinked,
            Self::Settle => open && to_settle,
            Self::Goal => open && hired,
            Self::Confirm => open && unconfirmed,
            Self::Review => goals,
            Self::Consult | Self::Support => open && begun,
            Self::Feedback => begun,
            Self::Check => to_check,
            Self::Contact => open && disclosed,
            Self::Terms => open,
            Self::PassOn => begun,
            Self::BringIn => open,
            Self::StepBack => others,
            Self::End => open && begun,
            Self::LookBack => look_back,
            Self::Reopen => !open || at_workplace,
        })
    }

    /// What is asked for it; `others` are the agencies to which it may pass.
    pub(super) fn questions(
        self,
        t: &Texts,
        page: &JobPage,
        others: &[(AgencyId, String)],
        as_employer: bool,
        today: NaiveDate,
    ) -> Vec<Question> {
        let job = &page.job;
        let on = || Question::date("on", t.get("job-on")).required();
        let words = |label: &'static str| Question::long("words", label_of(t, label), 3).required();
        let sides = |all: &[Side]| options(all, Side::name, |side| side_name(t, side));
        let with_employer: &[Side] =
            if job.is_closed_to_employer() { &[Side::Person, Side::Supporter] } else { Side::ALL };
        match self {
            Self::Agree => vec![
                on(),
                Question::several("sides", t.get("job-sides"), sides(with_employer)).required(),
                words("agree"),
            ],
            Self::Settle => vec![
                Question::one(
                    "what",
                    t.get("job-settled-what"),
                    labelled(settling(job).into_iter().map(|kind| (kind.name(), due_name(t, kind)))),
                )
                .below_each_other()
                .required(),
                on(),
            ],
            Self::Goal => vec![
                words("goal"),
                Question::date("from", t.get("job-goal-from")).required(),
                Question::date("until", t.get("job-goal-until")).required(),
            ],
            Self::Confirm => {
                let goals = job.goals.iter().filter(|goal| {
                    goal.review.is_none() && if as_employer { goal.employer_on.is_none() } else { !goal.is_agreed() }
                });
                let mut asked = vec![which_goal(t, goals)];
                if !as_employer {
                    let who: &[Side] =
                        if job.is_closed_to_employer() { &[Side::Person] } else { &[Side::Person, Side::Employer] };
                    asked.push(Question::one("side", t.get("job-confirm-who"), sides(who)).required());
                }
                asked.push(on());
                asked
            }
            Self::Review => {
                let mut asked =
                    vec![which_goal(t, job.goals.iter().filter(|goal| goal.review.is_none())), on(), words("review")];
                if !job.is_closed_to_employer() {
                    asked.push(Question::long("employer_words", t.get("job-review-employer"), 3));
                }
                asked
            }
            Self::Consult => {
                let kinds = options(ConsultKind::ALL, ConsultKind::name, |kind| consult_name(t, kind));
                let mut asked = vec![on()];
                if !as_employer {
                    asked.push(Question::one("side", t.get("job-consult-who"), sides(with_employer)).required());
                }
                asked.push(Question::one("kind", t.get("job-consult-kind"), kinds).below_each_other().required());
                asked.push(words("consult"));
                asked
            }
            // The plan and the link have forms of their own.
            Self::Plan | Self::Link => Vec::new(),
            Self::Contacted => {
                let with: &[Side] =
                    if job.is_closed_to_employer() { &[Side::Person] } else { &[Side::Person, Side::Employer] };
                let channels = options(Channel::ALL, Channel::name, |channel| channel_name(t, channel));
                vec![
                    on(),
                    Question::several("with", t.get("job-contact-with"), sides(with)),
                    Question::one("channel", t.get("job-contact-channel"), channels).required(),
                    Question::tick("report", t.get("job-contact-report"), t.get("job-contact-report-shared"))
                        .hint(t.get("job-contact-report-hint")),
                    Question::long("words", t.get("job-words-contact"), 3),
                ]
            }
            Self::Workplace => {
                vec![
                    on(),
                    Question::line("to", t.get("job-workplace-to")).hint(t.get("job-key-person-hint")).required(),
                ]
            }
            Self::Support => vec![
                on(),
                words("support"),
                Question::tick("solid", t.get("job-solid"), t.get("job-solid-tick")).hint(t.get("job-solid-hint")),
            ],
            Self::Feedback => {
                let mut asked = vec![on()];
                if !as_employer {
                    asked.push(Question::one("side", t.get("job-feedback-who"), sides(with_employer)).required());
                }
                asked.push(words("feedback"));
                asked
            }
            Self::Check => {
                let at = labelled(checking(job, today).into_iter().map(|at| (at.name(), checkpoint_name(t, at))));
                let results = options(CheckResult::ALL, CheckResult::name, |result| result_name(t, result));
                vec![
                    Question::one("at", t.get("job-check-at"), at).required(),
                    Question::one("result", t.get("job-check-result"), results).below_each_other().required(),
                    on(),
                ]
            }
            Self::Contact => vec![
                Question::line("key_person", t.get("job-key-person")).hint(t.get("job-key-person-hint")).required(),
                on(),
                Question::tick("is_head", t.get("job-head"), t.get("job-head-tick")),
            ],
            Self::Terms => {
                let mut asked = terms_questions(t);
                asked.push(Question::long("reason", t.get("job-terms-reason"), 2).required());
                asked
            }
            Self::BringIn | Self::StepBack => {
                let (label, hint) = match self {
                    Self::BringIn => (t.get("job-bring-in-whom"), t.get("job-pass-hint")),
                    _ => (t.get("job-step-back-whom"), t.get("job-step-back-hint")),
                };
                let others = labelled(others.iter().map(|(id, name)| (id.to_string(), name.clone())));
                vec![Question::pick("to", label, others).hint(hint).required(), on()]
            }
            Self::PassOn => vec![
                Question::pick(
                    "to",
                    t.get("job-pass-to"),
                    labelled(others.iter().map(|(id, name)| (id.to_string(), name.clone()))),
                )
                .hint(t.get("job-pass-hint"))
                .required(),
                on(),
            ],
            Self::End => vec![
                on(),
                Question::one(
                    "reason",
                    t.get("job-end-reason"),
                    options(JobEndReason::ALL, JobEndReason::name, |reason| reason_name(t, reason)),
                )
                .below_each_other()
                .required(),
                Question::long("note", t.get("job-note"), 2),
            ],
            Self::LookBack => vec![
                on(),
                Question::long("info_shared", t.get("job-look-shared"), 3).required(),
                Question::several(
                    "tools",
                    t.get("job-look-tools"),
                    options(Tool::ALL, Tool::name, |tool| tool_name(t, tool)),
                ),
                Question::long("done", t.get("job-look-done"), 3).required(),
                Question::long("not_done", t.get("job-look-not-done"), 3).required(),
                Question::long("lesson", t.get("job-look-lesson"), 3).hint(t.get("job-look-lesson-hint")),
            ],
            Self::Reopen => vec![on(), Question::long("reason", t.get("job-reopen-reason"), 2).required()],
        }
    }

    /// What stands in the form at first.
    pub(super) fn fresh(self, reader: &SignedIn, page: &JobPage, today: NaiveDate) -> Submitted {
        let day = |day: NaiveDate| reader.look.long(day).text().to_owned();
        let form = match self {
            Self::Terms => fresh_terms(reader, Some(&page.job.terms)),
            Self::Plan => plan_form::fresh(reader, &page.job, today),
            Self::Workplace => Submitted::of([("on", day(today)), ("to", page.job.key_person().to_owned())]),
            Self::Goal => {
                let from = today.max(page.job.terms.starts_on);
                let until = from.checked_add_months(Months::new(6)).and_then(|day| day.checked_sub_days(Days::new(1)));
                Submitted::of([("from", day(from)), ("until", day(until.unwrap_or(from)))])
            }
            _ => Submitted::of([("on", day(today))]),
        };
        form.version(page.version)
    }

    /// Reads the form; what is wrong is complained about.
    pub(super) fn read(self, t: &Texts, page: &JobPage, filled: &mut Filled, as_employer: bool) -> Option<JobCommand> {
        let needs_day = !matches!(self, Self::Terms | Self::Goal | Self::Plan | Self::Link);
        let on = if needs_day { filled.needed_day("on") } else { page.job.terms.starts_on };
        let words = |filled: &mut Filled| filled.needed("words", t.get("job-words-missing"));
        Some(match self {
            Self::Agree => {
                let sides = filled.chosen("sides", Side::ALL, Side::name);
                if sides.is_empty() {
                    filled.complain("sides", t.get("job-choose-missing"));
                }
                JobCommand::Agree(Agreement { on, sides, what: words(filled) })
            }
            Self::Settle => JobCommand::Settle(choose(t, filled, "what", JobDueKind::ALL, JobDueKind::name)?, on),
            Self::Goal => {
                let what = words(filled);
                let (from, until) = (filled.needed_day("from"), filled.needed_day("until"));
                if filled.is_right() && until <= from {
                    filled.complain("until", t.get("job-ends-before"));
                }
                let id = GoalId::new(Uuid::now_v7());
                JobCommand::SetGoal(Goal { id, what, from, until, person_on: None, employer_on: None, review: None })
            }
            Self::Confirm => {
                let goal = goal_of(t, filled);
                let side = side_of(t, filled, as_employer);
                JobCommand::ConfirmGoal(goal?, side?, on)
            }
            Self::Review => {
                let goal = goal_of(t, filled);
                let review = GoalReview { on, person: words(filled), employer: filled.text("employer_words") };
                JobCommand::ReviewGoal(goal?, review)
            }
            Self::Consult => {
                let side = side_of(t, filled, as_employer);
                let kind = choose(t, filled, "kind", ConsultKind::ALL, ConsultKind::name);
                let topic = words(filled);
                JobCommand::Consult(Consult { on, side: side?, kind: kind?, topic })
            }
            Self::Support => JobCommand::SeeSupport(on, words(filled), filled.yes("solid")),
            Self::Plan => JobCommand::PlanContacts(plan_form::read(t, filled)),
            Self::Contacted => JobCommand::Contact(contact(t, filled, on)?),
            Self::Link => JobCommand::LinkEmployer(filled.text("to").parse().ok()?),
            Self::Workplace => {
                let to = filled.needed("to", t.get("job-words-missing"));
                JobCommand::LeaveToWorkplace(AtWorkplace { on, to })
            }
            Self::Feedback => {
                let side = side_of(t, filled, as_employer);
                let words = words(filled);
                JobCommand::GiveFeedback(Feedback { side: side?, on, words })
            }
            Self::Check => {
                let at = choose(t, filled, "at", Checkpoint::ALL, Checkpoint::name);
                let result = choose(t, filled, "result", CheckResult::ALL, CheckResult::name);
                JobCommand::Check(Check { at: at?, on, result: result? })
            }
            Self::Contact => {
                let key_person = filled.needed("key_person", t.get("job-words-missing"));
                JobCommand::ChangeContact(ContactChange { on, key_person, is_head: filled.yes("is_head") })
            }
            Self::Terms => {
                let terms = read_terms(t, filled, page.job.kind == banso_domain::job::JobKind::Trial);
                let reason = filled.needed("reason", t.get("job-reason-missing"));
                JobCommand::ChangeTerms(terms?, reason)
            }
            Self::BringIn => JobCommand::BringIn(choose_id(t, filled, "to")?, on),
            Self::StepBack => JobCommand::StepBack(choose_id(t, filled, "to")?, on),
            Self::PassOn => JobCommand::PassOn(choose_id(t, filled, "to")?, on),
            Self::End => {
                if filled.is_right() && on < page.job.terms.starts_on {
                    filled.complain("on", t.get("job-ends-before"));
                }
                let reason = choose(t, filled, "reason", JobEndReason::ALL, JobEndReason::name);
                let note = filled.text("note");
                if reason == Some(JobEndReason::Other) && note.is_empty() {
                    filled.complain("note", t.get("job-reason-missing"));
                }
                JobCommand::Finish(JobEnd { on, reason: reason?, note })
            }
            Self::LookBack => JobCommand::LookBack(LookBack {
                on,
                info_shared: filled.needed("info_shared", t.get("job-words-missing")),
                tools: filled.chosen("tools", Tool::ALL, Tool::name),
                done: filled.needed("done", t.get("job-words-missing")),
                not_done: filled.needed("not_done", t.get("job-words-missing")),
                lesson: filled.text("lesson"),
            }),
            Self::Reopen => JobCommand::Reopen(on, filled.needed("reason", t.get("job-reason-missing"))),
        })
    }
}

fn label_of(t: &Texts, label: &str) -> String {
    t.get(&format!("{}{}", /* keys */ "job-words-", label))
}

fn which_goal<'g>(t: &Texts, goals: impl Iterator<Item = &'g Goal>) -> Question {
    let goals: Vec<ChoiceOption> = labelled(goals.map(|goal| (goal.id.to_string(), goal.what.clone())));
    Question::one("goal", t.get("job-which-goal"), goals).below_each_other().required()
}

fn goal_of(t: &Texts, filled: &mut Filled) -> Option<GoalId> {
    choose_id(t, filled, "goal")
}

fn side_of(t: &Texts, filled: &mut Filled, as_employer: bool) -> Option<Side> {
    if as_employer { Some(Side::Employer) } else { choose(t, filled, "side", Side::ALL, Side::name) }
}

/// A contact: with somebody, or a report that was shared.
fn contact(t: &Texts, filled: &mut Filled, on: NaiveDate) -> Option<WorkContact> {
    let with = filled.chosen("with", Side::ALL, Side::name);
    let report_shared = filled.yes("report");
    if with.is_empty() && !report_shared {
        filled.complain("with", t.get("job-contact-with-missing"));
    }
    let channel = choose(t, filled, "channel", Channel::ALL, Channel::name);
    Some(WorkContact {
        on,
        with,
        channel: channel?,
        by: None,
        report_shared,
        words: filled.text("words"),
        in_case: false,
    })
}

/// What is due and told to be done.
fn settling(job: &Job) -> Vec<JobDueKind> {
    let due = job.dues().into_iter().map(|due| due.kind);
    due.filter(|kind| JobDueKind::SETTLED_BY_HAND.contains(kind)).collect()
}

/// Checkpoints whose day has come.
fn checking(job: &Job, today: NaiveDate) -> Vec<Checkpoint> {
    let come = |at: &Checkpoint| {
        job.terms.starts_on.checked_add_months(Months::new(at.months())).is_some_and(|day| day <= today)
    };
    let looked_at = |at: &Checkpoint| job.checks.iter().any(|check| check.at == *at);
    if !job.kind.is_hired() {
        return Vec::new();
    }
    Checkpoint::ALL.iter().copied().filter(|at| come(at) && !looked_at(at)).collect()
}

/// What is asked about the conditions.
pub(super) fn terms_questions(t: &Texts) -> Vec<Question> {
    let slots = options(JobSlot::ALL, JobSlot::name, |slot| slot_name(t, slot));
    let disclosures = options(EmploymentDisclosure::ALL, EmploymentDisclosure::name, |one| disclosure_name(t, one));
    let routes = options(JobRoute::ALL, JobRoute::name, |route| route_name(t, route));
    vec![
        Question::long("work", t.get("job-work"), 2).hint(t.get("job-work-hint")).required(),
        Question::date("starts_on", t.get("job-starts-on")).required(),
        Question::date("until", t.get("job-until")).hint(t.get("job-until-hint")),
        Question::digits("weekly_hours", t.get("job-weekly-hours"), Width::Short),
        Question::one("slot", t.get("job-slot"), slots).required(),
        Question::one("disclosure", t.get("job-disclosure"), disclosures)
            .below_each_other()
            .hint(t.get("job-disclosure-hint"))
            .required(),
        Question::one("route", t.get("job-route"), routes).below_each_other().required(),
        Question::line("key_person", t.get("job-key-person")).hint(t.get("job-key-person-hint")),
        Question::long("accommodation", t.get("job-accommodation"), 3),
    ]
}

/// What stands in a form about the conditions at first.
pub(super) fn fresh_terms(reader: &SignedIn, terms: Option<&JobTerms>) -> Submitted {
    let Some(terms) = terms else { return Submitted::default() };
    let day = |day: NaiveDate| reader.look.long(day).text().to_owned();
    Submitted::of([
        ("work", terms.work.clone()),
        ("starts_on", day(terms.starts_on)),
        ("until", terms.until.map(day).unwrap_or_default()),
        ("weekly_hours", terms.weekly_hours.map(|hours| hours.to_string()).unwrap_or_default()),
        ("slot", terms.slot.name().to_owned()),
        ("disclosure", terms.disclosure.name().to_owned()),
        ("route", terms.route.name().to_owned()),
        ("key_person", terms.key_person.clone()),
        ("accommodation", terms.accommodation.clone()),
    ])
}

/// The hours of a week; a week has no more.
const HOURS_OF_A_WEEK: u32 = 168;

/// Reads the conditions; what is wrong is complained about.
pub(super) fn read_terms(t: &Texts, filled: &mut Filled, needs_end: bool) -> Option<JobTerms> {
    let work = filled.needed("work", t.get("job-words-missing"));
    let starts_on = filled.needed_day("starts_on");
    let until = filled.day("until");
    if needs_end && until.is_none() && filled.error("until").is_none() {
        filled.complain("until", t.get("job-trial-needs-end"));
    }
    if filled.is_right() && until.is_some_and(|until| until < starts_on) {
        filled.complain("until", t.get("job-ends-before"));
    }
    let typed = filled.text("weekly_hours");
    let weekly_hours = codes::digits(&typed).parse().ok().filter(|hours| (1..=HOURS_OF_A_WEEK).contains(hours));
    if weekly_hours.is_none() && !typed.trim().is_empty() {
        filled.complain("weekly_hours", t.get("job-hours-wrong"));
    }
    let slot = choose(t, filled, "slot", JobSlot::ALL, JobSlot::name);
    let disclosure = choose(t, filled, "disclosure", EmploymentDisclosure::ALL, EmploymentDisclosure::name);
    let route = choose(t, filled, "route", JobRoute::ALL, JobRoute::name);
    Some(JobTerms {
        work,
        starts_on,
        until,
        weekly_hours,
        slot: slot?,
        disclosure: disclosure?,
        route: route?,
        key_person: filled.text("key_person"),
        accommodation: filled.text("accommodation"),
    })
}
