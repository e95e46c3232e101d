//! The content of a plan as a form: its questions, the saved answers typed into them, and what was typed read back.

use std::collections::BTreeMap;

use banso_domain::{
    calendar::YearMonth,
    case::plan::{
        Actor, ApplicationState, PlanAction, PlanContent, PlannedPlace, RelatedUse, Service, ServiceUse, TrainingType,
    },
};
use chrono::NaiveDate;

use super::words::{actor_name, application_name, training_name, yes_no};
use crate::{
    components::{ChoiceOption, Width},
    dates::DateLook,
    form::{Compared, Filled, Question, Side, Submitted, code_of, labelled, options},
    naming::service_name,
    site::Site,
    text::Texts,
};

/// The list of lines in the form's names.
pub(super) const LINES: &str = "actions";
/// From here on housing benefit may pay for a move (住居確保給付金 転居費用補助).
const RELOCATION_FROM: NaiveDate = NaiveDate::from_ymd_opt(2025, 4, 1).expect("a day that exists");

/// How the form asks for the time of a service: in months for 1 and 3, in days for 2, 4 and 5, not at all for 6.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Period {
    Months,
    Days,
    None,
}

const fn period_of(service: Service) -> Period {
    match service {
        Service::HousingBenefit | Service::Budget => Period::Months,
        Service::Shelter | Service::WorkPrep | Service::Training => Period::Days,
        Service::EmploymentSupport => Period::None,
    }
}

/// The questions of a plan, block by block as on the sheet.
pub(super) struct PlanQuestions {
    /// What the person wishes and aims at.
    pub(super) goals: Vec<Question>,
    /// The lines: row number and its questions.
    pub(super) lines: Vec<(usize, Vec<Question>)>,
    /// The menu: the question 有・無 and, for 有, the rest.
    pub(super) services: Vec<(Service, Question, Vec<Question>)>,
    /// Related programmes.
    pub(super) related: Vec<Question>,
    /// Period, monitoring, care, attachments, remarks.
    pub(super) rest: Vec<Question>,
}

impl PlanQuestions {
    /// The questions on `day`, with lines for `rows`, some of which lead to places.
    pub(super) fn new(site: &Site, t: &Texts, day: NaiveDate, rows: &[usize], places: &Places) -> Self {
        let goals = vec![
            Question::long("wishes", t.get("plan-wishes"), 3).hint(t.get("plan-own-words")),
            Question::long("issues_to_solve", t.get("plan-issues"), 3),
            Question::long("long_term_goal", t.get("plan-long-term-goal"), 2).hint(t.get("plan-own-words")).required(),
            Question::long("goal", t.get("plan-goal"), 2).hint(t.get("plan-own-words")).required(),
            Question::tick("set_by_person", t.get("plan-goal-who"), t.get("plan-set-by-person")),
            Question::date("goal_due_on", t.get("plan-goal-due")),
        ];
        let services = options(Service::ALL, Service::name, |service| service_name(site, t, service, day));
        let lines = rows.iter().map(|row| (*row, line_questions(t, *row, &services, places.get(row)))).collect();
        let menu = Service::ALL.iter().map(|service| {
            let name = service_name(site, t, *service, day);
            let used = Question::one(format!("services.{}.used", service.name()), name, yes_no(t));
            (*service, used.required(), service_questions(t, *service, day))
        });
        let related = RELATED.iter().flat_map(|(name, key)| {
            [
                Question::one(format!("related.{name}.used"), t.get(key), yes_no(t)).required(),
                Question::line(format!("related.{name}.policy"), t.get("plan-related-policy")),
            ]
        });
        let rest = vec![
            Question::date("ends_on", t.get("plan-ends-on")).required(),
            Question::date("next_monitoring", t.get("plan-next-monitoring")).hint(t.get("plan-month-example")),
            Question::long("support_notes", t.get("plan-support-notes"), 3),
            Question::tick("assessment_attached", t.get("plan-attachments"), t.get("plan-assessment-attached")),
            Question::line("attachments", t.get("plan-other-attachments")),
            Question::long("remarks", t.get("plan-remarks"), 2),
        ];
        Self { goals, lines, services: menu.collect(), related: related.collect(), rest }
    }

    /// The answers that differ between two versions, in the order of the form; a line of the plan as a whole.
    pub(super) fn sides(&self, t: &Texts, look: DateLook, forms: Compared<'_>) -> Vec<Side> {
        let mut sides = Side::all_of(t, look, &self.goals, forms);
        sides.extend(self.lines.iter().enumerate().filter_map(|(place, (row, line))| {
            let label = format!("{} {}", t.get("plan-line-number"), place + 1);
            Side::of_row(t, look, &format!("{LINES}[{row}]"), label, line, forms)
        }));
        let services = self.services.iter().flat_map(|(_, used, more)| std::iter::once(used).chain(more));
        sides.extend(Side::all_of(t, look, services.chain(&self.related).chain(&self.rest), forms));
        sides
    }
}

/// The related programmes with their labels.
const RELATED: [(&str, &str); 2] =
    [("welfare_loan", /* key */ "plan-welfare-loan"), ("hw_joint_program", /* key */ "plan-hw-joint-program")];

/// The places to which lines lead, by the row of the line.
pub(super) type Places = BTreeMap<usize, PlannedPlace>;

/// The places of a content.
pub(super) fn places_of(content: &PlanContent) -> Places {
    let lines = content.actions.iter().enumerate();
    lines.filter_map(|(row, action)| Some((row, action.place.clone()?))).collect()
}

fn line_questions(t: &Texts, row: usize, services: &[ChoiceOption], place: Option<&PlannedPlace>) -> Vec<Question> {
    let name = |part: &str| format!("{LINES}[{row}].{part}");
    let actors = options(Actor::ALL, Actor::name, |actor| actor_name(t, actor));
    let mut questions = vec![
        Question::one(name("actor"), t.get("plan-line-actor"), actors),
        Question::long(name("what"), t.get("plan-line-what"), 2),
        Question::line(name("agency"), t.get("plan-line-agency")),
        Question::line(name("period"), t.get("plan-line-period")),
        Question::line(name("frequency"), t.get("plan-line-frequency")),
        Question::pick(name("service"), t.get("plan-line-service"), services.to_vec()),
    ];
    questions.extend(place.map(|place| Question::tick(name("place"), t.get("place-title"), place.name.clone())));
    questions
}

fn service_questions(t: &Texts, service: Service, day: NaiveDate) -> Vec<Question> {
    let name = |part: &str| format!("services.{}.{part}", service.name());
    let tick = |part: &str, label: String, answer: String| Question::tick(name(part), label, answer);
    let mut questions = Vec::new();
    if service == Service::Training {
        let kinds = [TrainingType::Employed, TrainingType::NonEmployed];
        let kinds = labelled(kinds.map(|kind| (code_of(&kind), training_name(t, kind))));
        questions.push(Question::one(name("training_type"), t.get("plan-training-type"), kinds));
    }
    let period = period_of(service);
    if period != Period::None {
        for (part, label) in [("from", t.get("plan-service-from")), ("to", t.get("plan-service-to"))] {
            let question = Question::date(name(part), label);
            let in_months = period == Period::Months;
            questions.push(if in_months { question.hint(t.get("plan-month-example")) } else { question });
        }
    }
    if service == Service::HousingBenefit {
        let amount = Question::digits(name("amount_monthly"), t.get("plan-service-amount"), Width::Middle);
        questions.push(amount.hint(t.get("plan-service-amount-hint")));
        if day >= RELOCATION_FROM {
            questions.push(tick("relocation", t.get("plan-relocation"), t.get("plan-relocation-yes")));
        }
    }
    if service == Service::Shelter && day >= RELOCATION_FROM {
        let label = t.get("plan-community-housing");
        questions.push(tick("community_housing", label, t.get("plan-community-housing-yes")));
    }
    if matches!(service, Service::HousingBenefit | Service::Shelter) {
        let states = [ApplicationState::Applied, ApplicationState::Receiving, ApplicationState::Planned];
        let states = labelled(states.map(|state| (code_of(&state), application_name(t, state))));
        questions.push(Question::one(name("application_state"), t.get("plan-own-application"), states));
        let attached = t.get("plan-own-application-attached");
        questions.push(tick("application_attached", t.get("plan-attachments"), attached));
    }
    questions.push(Question::line(name("note"), t.get("plan-service-note")));
    questions
}

/// A plan's content typed into the form, dates as the reader likes them, with one more empty line at the end.
pub(super) fn typed(look: DateLook, content: &PlanContent) -> Submitted {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut put = |name: String, value: String| fields.push((name, value));
    let day = |day: Option<NaiveDate>| day.map(|day| look.long(day).text().to_owned()).unwrap_or_default();
    let yes = |yes: bool| if yes { "yes".to_owned() } else { String::new() };
    let used = |used: Option<bool>| match used {
        Some(true) => "yes".to_owned(),
        Some(false) => "no".to_owned(),
        None => String::new(),
    };
    for (name, value) in [
        ("wishes", &content.wishes),
        ("issues_to_solve", &content.issues_to_solve),
        ("long_term_goal", &content.long_term_goal),
        ("goal", &content.goal),
        ("support_notes", &content.support_notes),
        ("attachments", &content.attachments),
        ("remarks", &content.remarks),
    ] {
        put(name.to_owned(), value.clone());
    }
    put("set_by_person".to_owned(), yes(content.set_by_person));
    put("assessment_attached".to_owned(), yes(content.assessment_attached));
    put("goal_due_on".to_owned(), day(content.goal_due_on));
    put("ends_on".to_owned(), day(content.ends_on));
    let month = content.next_monitoring.map(|month| look.long(month).text().to_owned()).unwrap_or_default();
    put("next_monitoring".to_owned(), month);
    for (row, action) in content.actions.iter().enumerate() {
        let name = |part: &str| format!("{LINES}[{row}].{part}");
        put(name("actor"), action.actor.name().to_owned());
        put(name("what"), action.what.clone());
        put(name("agency"), action.agency.clone());
        put(name("period"), action.period.clone());
        put(name("frequency"), action.frequency.clone());
        put(name("service"), action.service.map(|service| service.name().to_owned()).unwrap_or_default());
        put(name("place"), yes(action.place.is_some()));
    }
    put(format!("{LINES}[{}].what", content.actions.len()), String::new());
    for service in Service::ALL {
        let line = content.services.get(*service);
        let name = |part: &str| format!("services.{}.{part}", service.name());
        put(name("used"), used(line.used));
        put(name("from"), period_text(look, &line.from));
        put(name("to"), period_text(look, &line.to));
        put(name("amount_monthly"), line.amount_monthly.map(|yen| yen.to_string()).unwrap_or_default());
        put(name("relocation"), yes(line.relocation));
        put(name("community_housing"), yes(line.community_housing));
        put(name("application_state"), line.application_state.as_ref().map(code_of).unwrap_or_default());
        put(name("application_attached"), yes(line.application_attached));
        put(name("training_type"), line.training_type.as_ref().map(code_of).unwrap_or_default());
        put(name("note"), line.note.clone());
    }
    for (name, programme) in
        [("welfare_loan", &content.related.welfare_loan), ("hw_joint_program", &content.related.hw_joint_program)]
    {
        put(format!("related.{name}.used"), used(programme.used));
        put(format!("related.{name}.policy"), programme.policy.clone());
    }
    Submitted::of(fields)
}

/// A stored day or month (`2026-04-01`, `2026-04`) as the reader likes it; anything else as it is stored.
pub(super) fn period_text(look: DateLook, stored: &str) -> String {
    if let Ok(day) = stored.parse::<NaiveDate>() {
        return look.long(day).text().to_owned();
    }
    stored.parse::<YearMonth>().map_or_else(|_| stored.to_owned(), |month| look.long(month).text().to_owned())
}

/// Reads a plan's content from what was typed. `before` is what the plan said: how far its lines have come stays as it is, and `places` are
/// those that its lines may go on leading to.
///
/// Lines without words are left out; what cannot be read is complained about beside its field.
pub(super) fn read(t: &Texts, filled: &mut Filled, before: Option<&PlanContent>, places: &Places) -> PlanContent {
    let mut content = PlanContent {
        wishes: filled.text("wishes"),
        issues_to_solve: filled.text("issues_to_solve"),
        long_term_goal: filled.text("long_term_goal"),
        goal: filled.text("goal"),
        goal_due_on: filled.day("goal_due_on"),
        set_by_person: filled.yes("set_by_person"),
        actions: read_lines(t, filled, before, places),
        ..PlanContent::default()
    };
    for service in Service::ALL {
        *content.services.get_mut(*service) = read_service(t, filled, *service);
    }
    content.related.welfare_loan = read_related(filled, "welfare_loan");
    content.related.hw_joint_program = read_related(filled, "hw_joint_program");
    content.ends_on = filled.day("ends_on");
    content.next_monitoring = filled.month("next_monitoring");
    content.support_notes = filled.text("support_notes");
    content.assessment_attached = filled.yes("assessment_attached");
    content.attachments = filled.text("attachments");
    content.remarks = filled.text("remarks");
    content
}

fn used(filled: &Filled, name: &str) -> Option<bool> {
    match filled.form.text(name) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn read_related(filled: &Filled, programme: &str) -> RelatedUse {
    let name = |part: &str| format!("related.{programme}.{part}");
    RelatedUse { used: used(filled, &name("used")), policy: filled.text(&name("policy")) }
}

fn read_lines(t: &Texts, filled: &mut Filled, before: Option<&PlanContent>, places: &Places) -> Vec<PlanAction> {
    let mut lines = Vec::new();
    for row in filled.form.rows(LINES) {
        let name = |part: &str| format!("{LINES}[{row}].{part}");
        let text = |part: &str| filled.text(&name(part));
        if text("what").is_empty() {
            if ["agency", "period", "frequency"].iter().any(|part| !text(part).is_empty()) {
                filled.complain(name("what"), t.get("plan-line-what-missing"));
            }
            continue;
        }
        let Some(actor) = filled.choice(&name("actor")) else {
            filled.complain(name("actor"), t.get("plan-line-actor-missing"));
            continue;
        };
        let known = before.and_then(|content| content.actions.get(row));
        lines.push(PlanAction {
            actor,
            what: text("what"),
            agency: text("agency"),
            period: text("period"),
            frequency: text("frequency"),
            service: filled.choice(&name("service")),
            state: known.map(|action| action.state).unwrap_or_default(),
            place: places.get(&row).filter(|_| filled.yes(&name("place"))).cloned(),
        });
    }
    lines
}

fn read_service(t: &Texts, filled: &mut Filled, service: Service) -> ServiceUse {
    let name = |part: &str| format!("services.{}.{part}", service.name());
    let mut bound = |part: &str| -> String {
        let name = name(part);
        match period_of(service) {
            Period::Months => filled.month(&name).map(|month| month.to_string()),
            Period::Days => filled.day(&name).map(|day| day.to_string()),
            Period::None => None,
        }
        .unwrap_or_default()
    };
    let (from, to) = (bound("from"), bound("to"));
    if !from.is_empty() && !to.is_empty() && to < from {
        filled.complain(name("to"), t.get("plan-service-to-before-from"));
    }
    ServiceUse {
        used: used(filled, &name("used")),
        from,
        to,
        amount_monthly: filled.amount(&name("amount_monthly")),
        application_state: filled.choice(&name("application_state")),
        application_attached: filled.yes(&name("application_attached")),
        relocation: filled.yes(&name("relocation")),
        community_housing: filled.yes(&name("community_housing")),
        training_type: filled.choice(&name("training_type")),
        note: filled.text(&name("note")),
    }
}

#[cfg(test)]
#[path = "content_tests.rs"]
mod tests;
