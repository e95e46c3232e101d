//! The content of a plan as a form: its questions, the saved answers typed into them, and what was typed read back.

use banso_domain::{
    calendar::YearMonth,
    case::plan::{Actor, ApplicationState, PlanAction, PlanContent, RelatedUse, Service, ServiceUse, TrainingType},
};
use chrono::NaiveDate;

use super::words::{actor_name, application_name, training_name, yes_no};
use crate::{
    components::ChoiceOption,
    dates::DateLook,
    naming::service_name,
    pages::cases::asked::{Ask, Complaints, Question, code_of, of_code},
    site::Site,
    submitted::Submitted,
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
    /// The questions on `day`, with lines for `rows`.
    pub(super) fn new(site: &Site, t: &Texts, day: NaiveDate, rows: &[usize]) -> Self {
        let long = |name: &str, label: String, lines| Question::new(name, label, Ask::Long(lines));
        let tick = |name: String, label: String, answer: String| {
            Question::new(name, label, Ask::Several(vec![ChoiceOption::new("yes", answer)]))
        };
        let goals = vec![
            long("wishes", t.get("plan-wishes"), 3).hint(t.get("plan-own-words")),
            long("issues_to_solve", t.get("plan-issues"), 3),
            long("long_term_goal", t.get("plan-long-term-goal"), 2).hint(t.get("plan-own-words")).required(),
            long("goal", t.get("plan-goal"), 2).hint(t.get("plan-own-words")).required(),
            tick("set_by_person".to_owned(), t.get("plan-goal-who"), t.get("plan-set-by-person")),
            Question::new("goal_due_on", t.get("plan-goal-due"), Ask::Day),
        ];
        let services: Vec<ChoiceOption> = Service::ALL
            .iter()
            .map(|service| ChoiceOption::new(service.name(), service_name(site, t, *service, day)))
            .collect();
        let lines = rows.iter().map(|row| (*row, line_questions(t, *row, &services))).collect();
        let menu = Service::ALL.iter().map(|service| {
            let used = Question::new(
                format!("services.{}.used", service.name()),
                service_name(site, t, *service, day),
                Ask::One(yes_no(t)),
            );
            (*service, used.required(), service_questions(t, *service, day))
        });
        let related = RELATED.iter().flat_map(|(name, key)| {
            [
                Question::new(format!("related.{name}.used"), t.get(key), Ask::One(yes_no(t))).required(),
                Question::new(format!("related.{name}.policy"), t.get("plan-related-policy"), Ask::Line),
            ]
        });
        let rest = vec![
            Question::new("ends_on", t.get("plan-ends-on"), Ask::Day).required(),
            Question::new("next_monitoring", t.get("plan-next-monitoring"), Ask::Month)
                .hint(t.get("plan-month-example")),
            long("support_notes", t.get("plan-support-notes"), 3),
            tick("assessment_attached".to_owned(), t.get("plan-attachments"), t.get("plan-assessment-attached")),
            Question::new("attachments", t.get("plan-other-attachments"), Ask::Line),
            long("remarks", t.get("plan-remarks"), 2),
        ];
        Self { goals, lines, services: menu.collect(), related: related.collect(), rest }
    }

    /// Every question, in the order of the form.
    pub(super) fn all(&self) -> Vec<Question> {
        let lines = self.lines.iter().flat_map(|(_, questions)| questions);
        let services = self.services.iter().flat_map(|(_, used, more)| std::iter::once(used).chain(more));
        self.goals.iter().chain(lines).chain(services).chain(&self.related).chain(&self.rest).cloned().collect()
    }
}

/// The related programmes with their labels.
const RELATED: [(&str, &str); 2] =
    [("welfare_loan", /* key */ "plan-welfare-loan"), ("hw_joint_program", /* key */ "plan-hw-joint-program")];

fn line_questions(t: &Texts, row: usize, services: &[ChoiceOption]) -> Vec<Question> {
    let name = |part: &str| format!("{LINES}[{row}].{part}");
    let actors = Actor::ALL.iter().map(|actor| ChoiceOption::new(actor.name(), actor_name(t, *actor))).collect();
    vec![
        Question::new(name("actor"), t.get("plan-line-actor"), Ask::One(actors)),
        Question::new(name("what"), t.get("plan-line-what"), Ask::Long(2)),
        Question::new(name("agency"), t.get("plan-line-agency"), Ask::Line),
        Question::new(name("period"), t.get("plan-line-period"), Ask::Line),
        Question::new(name("frequency"), t.get("plan-line-frequency"), Ask::Line),
        Question::new(name("service"), t.get("plan-line-service"), Ask::Pick(services.to_vec())),
    ]
}

fn service_questions(t: &Texts, service: Service, day: NaiveDate) -> Vec<Question> {
    let name = |part: &str| format!("services.{}.{part}", service.name());
    let tick = |part: &str, label: String, answer: String| {
        Question::new(name(part), label, Ask::Several(vec![ChoiceOption::new("yes", answer)]))
    };
    let mut questions = Vec::new();
    if service == Service::Training {
        let kinds = [TrainingType::Employed, TrainingType::NonEmployed];
        let kinds = kinds.map(|kind| ChoiceOption::new(code_of(&kind), training_name(t, kind)));
        questions.push(Question::new(name("training_type"), t.get("plan-training-type"), Ask::One(kinds.to_vec())));
    }
    match period_of(service) {
        Period::None => {}
        period => {
            let (ask, hint) = match period {
                Period::Months => (Ask::Month, Some(t.get("plan-month-example"))),
                _ => (Ask::Day, None),
            };
            for (part, label) in [("from", t.get("plan-service-from")), ("to", t.get("plan-service-to"))] {
                let question = Question::new(name(part), label, ask.clone());
                questions.push(match &hint {
                    Some(hint) => question.hint(hint),
                    None => question,
                });
            }
        }
    }
    if service == Service::HousingBenefit {
        let amount = Question::new(name("amount_monthly"), t.get("plan-service-amount"), Ask::Amount);
        questions.push(amount.hint(t.get("plan-service-amount-hint")));
        if day >= RELOCATION_FROM {
            questions.push(tick("relocation", t.get("plan-relocation"), t.get("plan-relocation-yes")));
        }
    }
    if matches!(service, Service::HousingBenefit | Service::Shelter) {
        let states = [ApplicationState::Applied, ApplicationState::Receiving, ApplicationState::Planned];
        let states = states.map(|state| ChoiceOption::new(code_of(&state), application_name(t, state)));
        questions.push(Question::new(
            name("application_state"),
            t.get("plan-own-application"),
            Ask::One(states.to_vec()),
        ));
        let attached = t.get("plan-own-application-attached");
        questions.push(tick("application_attached", t.get("plan-attachments"), attached));
    }
    questions.push(Question::new(name("note"), t.get("plan-service-note"), Ask::Line));
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

/// Reads a plan's content from what was typed. `before` is what the plan said: how far its lines have come stays as it is.
///
/// Lines without words are left out; what cannot be read is complained about beside its field.
pub(super) fn read(t: &Texts, form: &Submitted, before: Option<&PlanContent>, wrong: &mut Complaints) -> PlanContent {
    let text = |name: &str| form.text(name).to_owned();
    let yes = |name: &str| form.text(name) == "yes";
    let mut content = PlanContent {
        wishes: text("wishes"),
        issues_to_solve: text("issues_to_solve"),
        long_term_goal: text("long_term_goal"),
        goal: text("goal"),
        goal_due_on: wrong.take("goal_due_on", form.day(t, "goal_due_on")),
        set_by_person: yes("set_by_person"),
        ..PlanContent::default()
    };
    content.actions = read_lines(t, form, before, wrong);
    for service in Service::ALL {
        *content.services.get_mut(*service) = read_service(t, form, *service, wrong);
    }
    content.related.welfare_loan = read_related(form, "welfare_loan");
    content.related.hw_joint_program = read_related(form, "hw_joint_program");
    content.ends_on = wrong.take("ends_on", form.day(t, "ends_on"));
    content.next_monitoring = wrong.take("next_monitoring", form.year_month(t, "next_monitoring"));
    content.support_notes = text("support_notes");
    content.assessment_attached = yes("assessment_attached");
    content.attachments = text("attachments");
    content.remarks = text("remarks");
    content
}

fn used(form: &Submitted, name: &str) -> Option<bool> {
    match form.text(name) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn read_related(form: &Submitted, programme: &str) -> RelatedUse {
    let name = |part: &str| format!("related.{programme}.{part}");
    RelatedUse { used: used(form, &name("used")), policy: form.text(&name("policy")).to_owned() }
}

fn read_lines(t: &Texts, form: &Submitted, before: Option<&PlanContent>, wrong: &mut Complaints) -> Vec<PlanAction> {
    let mut lines = Vec::new();
    for row in form.rows(LINES) {
        let name = |part: &str| format!("{LINES}[{row}].{part}");
        let text = |part: &str| form.text(&name(part)).to_owned();
        if text("what").is_empty() {
            if ["agency", "period", "frequency"].iter().any(|part| !text(part).is_empty()) {
                wrong.add(name("what"), t.get("plan-line-what-missing"));
            }
            continue;
        }
        let Some(actor) = of_code(&text("actor")) else {
            wrong.add(name("actor"), t.get("plan-line-actor-missing"));
            continue;
        };
        let known = before.and_then(|content| content.actions.get(row));
        lines.push(PlanAction {
            actor,
            what: text("what"),
            agency: text("agency"),
            period: text("period"),
            frequency: text("frequency"),
            service: of_code(&text("service")),
            state: known.map(|action| action.state).unwrap_or_default(),
        });
    }
    lines
}

fn read_service(t: &Texts, form: &Submitted, service: Service, wrong: &mut Complaints) -> ServiceUse {
    let name = |part: &str| format!("services.{}.{part}", service.name());
    let yes = |part: &str| form.text(&name(part)) == "yes";
    let mut bound = |part: &str| -> String {
        let name = name(part);
        match period_of(service) {
            Period::Months => wrong.take(&name, form.year_month(t, &name)).map(|month| month.to_string()),
            Period::Days => wrong.take(&name, form.day(t, &name)).map(|day| day.to_string()),
            Period::None => None,
        }
        .unwrap_or_default()
    };
    let (from, to) = (bound("from"), bound("to"));
    if !from.is_empty() && !to.is_empty() && to < from {
        wrong.add(name("to"), t.get("plan-service-to-before-from"));
    }
    let amount_monthly = wrong.take(&name("amount_monthly"), amount(t, form.text(&name("amount_monthly"))));
    ServiceUse {
        used: used(form, &name("used")),
        from,
        to,
        amount_monthly,
        application_state: of_code(form.text(&name("application_state"))),
        application_attached: yes("application_attached"),
        relocation: yes("relocation"),
        training_type: of_code(form.text(&name("training_type"))),
        note: form.text(&name("note")).to_owned(),
    }
}

/// An amount in yen as people write it: 53,700, ５３７００, 53700円.
fn amount(t: &Texts, typed: &str) -> Result<Option<i64>, String> {
    let digits: String = typed
        .chars()
        .map(|mark| match mark {
            '０'..='９' => char::from_u32(u32::from(mark) - u32::from('０') + u32::from('0')).unwrap_or(mark),
            other => other,
        })
        .filter(|mark| !matches!(mark, ',' | '，' | '円' | ' ' | '　' | '¥' | '￥'))
        .collect();
    if digits.is_empty() {
        return Ok(None);
    }
    let sound = digits.len() <= 9 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| sound).map(Some).ok_or_else(|| t.get("plan-amount-wrong"))
}

#[cfg(test)]
#[path = "content_tests.rs"]
mod tests;
