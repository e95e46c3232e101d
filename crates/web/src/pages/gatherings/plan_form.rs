//! The plan of a gathering as a form: what its kind asks for.

use banso_app::AgencyRow;
use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    code_of_conduct::Code,
    employer::EmployerProfile,
    gathering::{GatheringKind, GatheringPlan, PassingOn, Step, StepDue},
    id::AgencyId,
};

use super::naming::{code_name, step_name};
use crate::{
    components::ChoiceOption,
    errors::PageError,
    form::{Filled, Question, Submitted, labelled, options},
    pages::employers::open_name,
    site::{SignedIn, Site, page_error},
    text::Texts,
};

/// An agency or firm that can be chosen.
struct Choice {
    id: AgencyId,
    name: String,
    /// What is told of a firm, in a line: what it is open to, its limits, the day on which that was confirmed.
    told: String,
}

/// What a form about a gathering chooses from.
pub(super) struct Around {
    /// What it is.
    pub(super) kind: GatheringKind,
    /// The agencies and firms that its kind invites.
    agencies: Vec<Choice>,
    /// The networks that the reader's agency may meet with.
    networks: Vec<(String, String)>,
}

impl Around {
    pub(super) async fn of(site: &Site, reader: &SignedIn, kind: GatheringKind) -> Result<Self, PageError> {
        let all = site.app().agencies().await.map_err(page_error)?;
        let told = |facts: &AgencyFacts| match (facts.kind, facts.employer.as_deref()) {
            (AgencyKind::Employer, Some(profile)) => told(reader, profile),
            (AgencyKind::Employer, None) => reader.t.get("portrait-nothing"),
            _ => String::new(),
        };
        let choice = |row: &AgencyRow| Choice { id: row.id, name: row.facts.name.clone(), told: told(&row.facts) };
        let fitting = all.iter().filter(|row| kind.invites(row.facts.kind));
        Ok(Self { kind, agencies: fitting.map(choice).collect(), networks: Vec::new() })
    }

    /// With the networks that may meet.
    pub(super) async fn with_networks(mut self, site: &Site, reader: &SignedIn) -> Result<Self, PageError> {
        if self.kind.invites_supporters() {
            let all = site.app().networks(&reader.actor).await.map_err(page_error)?;
            let own = all.into_iter().filter(|network| network.may_meet(reader.actor.agency()));
            self.networks = own.map(|network| (network.id.to_string(), network.plan.name)).collect();
        }
        Ok(self)
    }

    /// The agencies and firms to choose from.
    pub(super) fn choices(&self) -> Vec<ChoiceOption> {
        self.only(|_| true)
    }

    /// Those among them that a test admits.
    pub(super) fn only(&self, admits: impl Fn(AgencyId) -> bool) -> Vec<ChoiceOption> {
        let some = self.agencies.iter().filter(|choice| admits(choice.id));
        labelled(some.map(|choice| (choice.id.to_string(), choice.name.clone())))
    }

    /// Whom to invite, each firm with what is told of it.
    fn invitees(&self) -> Vec<ChoiceOption> {
        let invitee = |choice: &Choice| {
            let option = ChoiceOption::new(choice.id.to_string(), &choice.name);
            if choice.told.is_empty() { option } else { option.hint(&choice.told) }
        };
        self.agencies.iter().map(invitee).collect()
    }

    /// What is asked; the days of the steps of passing on, once there are some.
    pub(super) fn questions(&self, t: &Texts, with_days: bool) -> Vec<Question> {
        let mut asked = vec![
            Question::date("on", t.get("gathering-on")).required(),
            Question::line("time", t.get("gathering-time")),
            Question::line("place", t.get("gathering-place")).required(),
            Question::long("theme", t.get("gathering-theme"), 2).hint(t.get("gathering-nobody")).required(),
        ];
        if self.kind == GatheringKind::EmployerForum {
            asked[0] = asked[0].clone().hint(t.get("gathering-on-hint"));
        }
        if !self.networks.is_empty() {
            asked.push(Question::pick("network", t.get("gathering-network"), labelled(self.networks.clone())));
        }
        if self.kind == GatheringKind::PassingOn {
            asked.push(Question::line("learnt_at", t.get("gathering-learnt-at")).required());
            asked.push(Question::date("learnt_on", t.get("gathering-learnt-on")).required());
            let by = Question::several("learnt_by", t.get("gathering-learnt-by"), self.choices());
            asked.push(by.hint(t.get("gathering-learnt-by-hint")).below_each_other().required());
            if with_days {
                asked.extend(Step::ALL.iter().map(|step| {
                    Question::date(due_field(*step), t.with("gathering-step-by", [("step", step_name(t, *step))]))
                        .required()
                }));
            }
        }
        if self.kind.invites_supporters() {
            let codes = options(Code::ALL, Code::name, |code| code_name(t, code));
            asked.push(Question::several("codes", t.get("gathering-codes"), codes).below_each_other());
        }
        asked.push(Question::several("invited", t.get("gathering-invite"), self.invitees()).below_each_other());
        asked
    }

    /// The plan as a form says it.
    pub(super) fn read(&self, t: &Texts, filled: &mut Filled, with_days: bool) -> GatheringPlan {
        let on = filled.needed_day("on");
        let passing_on = (self.kind == GatheringKind::PassingOn).then(|| passing_on(t, filled, on, with_days));
        GatheringPlan {
            kind: self.kind,
            network: filled.text("network").parse().ok(),
            on,
            time: filled.text("time"),
            place: filled.needed("place", t.get("gathering-place-missing")),
            theme: filled.needed("theme", t.get("gathering-theme-missing")),
            invited: ids(filled, "invited"),
            codes: filled.chosen("codes", Code::ALL, Code::name),
            passing_on,
        }
    }
}

/// What is told of a firm, in a line.
fn told(reader: &SignedIn, profile: &EmployerProfile) -> String {
    let t = &reader.t;
    let mut parts: Vec<String> = profile.open_to.iter().map(|open| open_name(t, *open)).collect();
    parts.extend((!profile.limits.is_empty()).then(|| profile.limits.clone()));
    let day = reader.look.short(profile.confirmed_on).text().to_owned();
    parts.push(t.with("employer-fresh", [("day", day)]));
    parts.join(&t.get("list-separator"))
}

fn due_field(step: Step) -> String {
    format!("by_{}", step.name())
}

fn passing_on(t: &Texts, filled: &mut Filled, on: chrono::NaiveDate, with_days: bool) -> PassingOn {
    let learnt_by = ids(filled, "learnt_by");
    if learnt_by.is_empty() {
        filled.complain("learnt_by", t.get("job-choose-missing"));
    }
    let due = if with_days {
        Step::ALL.iter().map(|step| StepDue { step: *step, by: filled.needed_day(&due_field(*step)) }).collect()
    } else {
        PassingOn::usual_days(on)
    };
    PassingOn {
        learnt_at: filled.needed("learnt_at", t.get("gathering-learnt-at-missing")),
        learnt_on: filled.needed_day("learnt_on"),
        learnt_by,
        due,
    }
}

/// The agencies that were ticked.
pub(super) fn ids(filled: &Filled, name: &str) -> Vec<AgencyId> {
    filled.form.all(name).into_iter().filter_map(|id| id.parse().ok()).collect()
}

/// The plan as it stands in its form.
pub(super) fn shown(reader: &SignedIn, plan: &GatheringPlan) -> Submitted {
    let day = |day: chrono::NaiveDate| reader.look.long(day).text().to_owned();
    let mut form = Submitted::of([
        ("on", day(plan.on)),
        ("time", plan.time.clone()),
        ("place", plan.place.clone()),
        ("theme", plan.theme.clone()),
        ("network", plan.network.map(|network| network.to_string()).unwrap_or_default()),
    ]);
    plan.codes.iter().for_each(|code| form.put("codes", code.name()));
    plan.invited.iter().for_each(|agency| form.put("invited", agency.to_string()));
    if let Some(passing_on) = &plan.passing_on {
        form.put("learnt_at", &passing_on.learnt_at);
        form.put("learnt_on", day(passing_on.learnt_on));
        passing_on.learnt_by.iter().for_each(|agency| form.put("learnt_by", agency.to_string()));
        passing_on.due.iter().for_each(|due| form.put(due_field(due.step), day(due.by)));
    }
    form
}
