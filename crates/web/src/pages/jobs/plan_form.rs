//! The form of the plan of contacts: the person's wish first, then what comes after what. Nothing stands in it that nobody typed.

use banso_domain::{
    agency::Channel,
    case::sharing::EmploymentDisclosure,
    job::{ContactPlan, ContactWith, FadingBasis, Job, MOST_STEPS, PlanPhase, PlanStep},
    text::codes,
};
use chrono::NaiveDate;

use super::naming::{basis_name, plan_phase_name, with_name};
use crate::{
    components::Width,
    form::{Block, Filled, Part, Question, Rows, Submitted, options},
    pages::administration::channel_name,
    site::SignedIn,
    text::Texts,
};

/// The list of steps in the form.
const STEPS: &str = "steps";

fn of_row(row: usize) -> impl Fn(&str) -> String {
    move |part| format!("{STEPS}[{row}].{part}")
}

/// With whom a step can be: in closed employment with the person alone.
fn possible(job: &Job) -> &'static [ContactWith] {
    match job.terms.disclosure {
        EmploymentDisclosure::Closed => &[ContactWith::Person],
        _ => ContactWith::ALL,
    }
}

fn step(t: &Texts, job: &Job, filled: &Filled, row: usize) -> (usize, Vec<Block>) {
    let name = of_row(row);
    let phases = options(PlanPhase::ALL, PlanPhase::name, |phase| plan_phase_name(t, phase));
    let withs = options(possible(job), ContactWith::name, |with| with_name(t, with));
    let channels = options(Channel::ALL, Channel::name, |channel| channel_name(t, channel));
    let questions = [
        Question::pick(name("phase"), t.get("job-plan-phase"), phases),
        Question::pick(name("with"), t.get("job-plan-with"), withs),
        Question::date(name("from"), t.get("job-plan-from")),
        Question::date(name("until"), t.get("job-plan-until")),
        Question::digits(name("every"), t.get("job-plan-every"), Width::Short),
        Question::digits(name("times"), t.get("job-plan-times"), Width::Short),
        Question::digits(name("give"), t.get("job-plan-give"), Width::Short),
        Question::several(name("channels"), t.get("job-plan-channels"), channels),
    ];
    (row, filled.ask_all(&questions))
}

/// Everything that is asked.
pub(super) fn blocks(t: &Texts, job: &Job, filled: &Filled) -> Vec<Block> {
    let mut rows = filled.rows_and_one(STEPS);
    rows.truncate(MOST_STEPS);
    let steps = Rows {
        id: STEPS.to_owned(),
        label: t.get("job-plan-step"),
        hint: Some(t.get("job-plan-steps-hint")),
        error: filled.error(STEPS),
        rows: rows.into_iter().map(|row| step(t, job, filled, row)).collect(),
        numbered: true,
        add: t.get("job-plan-add"),
    };
    let bases = options(FadingBasis::ALL, FadingBasis::name, |basis| basis_name(t, basis));
    let monthly = Question::date("monthly_until", t.get("job-plan-monthly"));
    vec![
        filled.ask(&Question::long("wish", t.get("job-plan-wish"), 3).hint(t.get("job-plan-wish-hint")).required()),
        filled.ask(&Question::line("slot", t.get("job-plan-slot")).hint(t.get("job-plan-slot-hint"))),
        filled.ask(&Question::date("from", t.get("job-plan-starts")).hint(t.get("job-plan-starts-hint")).required()),
        Block::new(t, Part::Rows(steps)),
        filled.ask(&Question::several("basis", t.get("job-plan-basis"), bases).below_each_other()),
        filled.ask(&Question::long("return_if", t.get("job-plan-return"), 2).hint(t.get("job-plan-return-hint"))),
        filled.ask(&monthly.hint(t.get("job-plan-monthly-hint"))),
    ]
}

/// What stands in the form at first: the plan that counts, to be changed; else nothing but the day.
pub(super) fn fresh(reader: &SignedIn, job: &Job, today: NaiveDate) -> Submitted {
    let day = |day: NaiveDate| reader.look.long(day).text().to_owned();
    let from = today.max(job.terms.starts_on);
    let mut form = Submitted::of([("from", day(from))]);
    let Some(plan) = job.plans_by_date().last().map(|(plan, _)| *plan) else { return form };
    form.put("wish", &plan.wish);
    form.put("slot", &plan.slot);
    form.put("return_if", &plan.return_if);
    form.put("monthly_until", plan.monthly_until.map(day).unwrap_or_default());
    for basis in &plan.basis {
        form.put("basis", basis.name());
    }
    let ahead = plan.steps.iter().filter(|step| step.until.is_none_or(|until| from <= until));
    for (row, step) in ahead.enumerate() {
        let name = of_row(row);
        form.put(name("phase"), step.phase.name());
        form.put(name("with"), step.with.name());
        form.put(name("from"), day(step.from.max(from)));
        form.put(name("until"), step.until.map(day).unwrap_or_default());
        form.put(name("times"), step.times.to_string());
        form.put(name("every"), step.every_months.to_string());
        form.put(name("give"), step.give.to_string());
        for channel in &step.channels {
            form.put(name("channels"), channel.name());
        }
    }
    form
}

fn number(t: &Texts, filled: &mut Filled, name: &str, usual: Option<u32>) -> u32 {
    let typed = filled.text(name);
    let number = if typed.trim().is_empty() { usual } else { codes::digits(&typed).parse().ok() };
    if number.is_none() {
        filled.complain(name, t.get("job-plan-number"));
    }
    number.unwrap_or(0)
}

/// Reads the form; what is wrong is complained about.
pub(super) fn read(t: &Texts, filled: &mut Filled) -> ContactPlan {
    let wish = filled.needed("wish", t.get("job-plan-wish-missing"));
    let from = filled.needed_day("from");
    let mut steps = Vec::new();
    for row in filled.form.rows(STEPS) {
        let name = of_row(row);
        let asked = ["phase", "with", "from", "until", "times", "every", "give", "channels"];
        if asked.iter().all(|part| filled.text(&name(part)).trim().is_empty()) {
            continue;
        }
        let phase = filled.chosen(&name("phase"), PlanPhase::ALL, PlanPhase::name).first().copied();
        let with = filled.chosen(&name("with"), ContactWith::ALL, ContactWith::name).first().copied();
        for (part, is_there) in [("phase", phase.is_some()), ("with", with.is_some())] {
            if !is_there {
                filled.complain(name(part), t.get("job-choose-missing"));
            }
        }
        let first = filled.needed_day(&name("from"));
        let until = filled.day(&name("until"));
        if until.is_some_and(|until| until < first) {
            filled.complain(name("until"), t.get("job-ends-before"));
        }
        let every_months = number(t, filled, &name("every"), None);
        let times = number(t, filled, &name("times"), None);
        let give = number(t, filled, &name("give"), Some(0));
        let channels = filled.chosen(&name("channels"), Channel::ALL, Channel::name);
        if let Some((phase, with)) = phase.zip(with) {
            steps.push(PlanStep { phase, from: first, until, with, times, every_months, give, channels });
        }
    }
    if steps.is_empty() && filled.is_right() {
        filled.complain(STEPS, t.get("job-plan-steps-missing"));
    }
    ContactPlan {
        from,
        wish,
        slot: filled.text("slot"),
        steps,
        basis: filled.chosen("basis", FadingBasis::ALL, FadingBasis::name),
        return_if: filled.text("return_if"),
        monthly_until: filled.day("monthly_until"),
    }
}
