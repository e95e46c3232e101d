//! A plan at a glance: the person's words first, who does what, services, period, answer, sittings, decision.

use banso_domain::{
    answer::{AnswerForm, PersonAnswer, Will},
    case::{
        Case,
        plan::{
            Actor, DecisionLine, Outcome, PlaceState, Plan, PlanContent, PlanKind, PlannedPlace, RelatedUse, Service,
            ServiceUse,
        },
    },
    id::{CaseId, StaffId},
    resource::Field,
};

use super::{
    content::period_text,
    words::{actor_name, application_name, conclusion_name, outcome_name, state_tag, training_name},
};
use crate::{
    components::{Cell, Column, DueLabel, Link, Shape, StatusTag, SummaryRow, TableRow, TableView},
    dates::DateView,
    errors::PageError,
    form::code_of,
    naming::service_name,
    pages::resources::{entry_of_case, field_name},
    site::{SignedIn, Site, page_error},
    text::Texts,
};

/// A line of the plan.
pub(super) struct Line {
    /// Its number from 0, as the journal counts.
    pub(super) number: usize,
    /// What is done.
    pub(super) what: String,
    /// Agency, period, how often, service; may be empty.
    pub(super) note: String,
    /// How far it has come.
    pub(super) state: StatusTag,
    /// The code of that.
    pub(super) state_code: String,
    /// Where it leads to, if it does.
    pub(super) place: Option<Place>,
}

/// The place to which a line leads, in the words of the day on which it was chosen.
pub(super) struct Place {
    /// Its name, and where its entry is looked at.
    pub(super) entry: Link,
    /// Address and telephone.
    pub(super) about: String,
    /// What became of it since, where that has to be looked at (P-118).
    pub(super) since: Vec<String>,
}

/// What a plan says and what happened to it.
pub(super) struct Glance {
    /// 「初回プラン」「再プラン（2回目）」.
    pub(super) name: String,
    /// Where it stands.
    pub(super) standing: StatusTag,
    /// When and by whom it was drafted.
    pub(super) drafted: String,
    /// The person's words.
    pub(super) words: Vec<SummaryRow>,
    /// Who does what: a heading and its lines.
    pub(super) lines: Vec<(String, Vec<Line>)>,
    /// The services in use.
    pub(super) services: Option<TableView>,
    /// The services that are not used, or not answered yet, in one sentence each.
    pub(super) other_services: Vec<String>,
    /// Period, monitoring, care, attachments.
    pub(super) rest: Vec<SummaryRow>,
    /// The end of the period.
    pub(super) ends: Option<DueLabel>,
    /// What the person answered.
    pub(super) answer: StatusTag,
    /// When, how, who asked, why.
    pub(super) answer_note: String,
    /// Sittings, decision, early start, corrections.
    pub(super) steps: Vec<SummaryRow>,
}

/// The name of a plan: 「初回プラン」「再プラン（2回目）」.
pub(super) fn plan_name(t: &Texts, plan: &Plan) -> String {
    match plan.kind {
        PlanKind::Initial => t.get("plan-initial"),
        PlanKind::Replan => t.with("plan-replan", [("round", plan.round)]),
    }
}

/// Where a plan stands.
pub(super) fn standing(t: &Texts, case: &Case, plan: &Plan) -> StatusTag {
    let newest = case.current_plan().is_some_and(|newest| newest.id == plan.id);
    if !newest || case.evaluation_of(plan.id).is_some_and(|sheet| sheet.result.is_some()) {
        StatusTag::new(Shape::Closed, t.get("plan-standing-over"))
    } else if plan.decision.is_some() {
        StatusTag::new(Shape::Active, t.get("plan-standing-support"))
    } else if plan.is_signed() && plan.is_approved() {
        StatusTag::new(Shape::Waiting, t.get("plan-standing-decision"))
    } else if plan.is_signed() {
        StatusTag::new(Shape::Waiting, t.get("plan-standing-conference"))
    } else {
        StatusTag::new(Shape::Open, t.get("plan-standing-draft"))
    }
}

impl Glance {
    /// The plan with `content`, which may be that of an earlier version.
    pub(super) async fn of(
        site: &Site,
        reader: &SignedIn,
        case: &Case,
        plan: &Plan,
        content: &PlanContent,
    ) -> Result<Self, PageError> {
        let (t, look) = (&reader.t, reader.look);
        let today = site.app().clock().today();
        let author = staff_name(site, plan.author).await?;
        let on = look.long(plan.drafted_on);
        let drafted = [("on", on.text()), ("who", author.as_str())];
        let (answer, answer_note) = answer(site, reader, plan).await?;
        Ok(Self {
            name: plan_name(t, plan),
            standing: standing(t, case, plan),
            drafted: t.with("plan-drafted", drafted),
            words: words(reader, content),
            lines: lines(site, reader, case.id, content).await?,
            services: services(site, reader, content),
            other_services: other_services(site, reader, content),
            rest: rest(reader, content),
            ends: content.ends_on.map(|on| DueLabel::new(t, look.long(on), today)),
            answer,
            answer_note,
            steps: steps(site, reader, plan).await?,
        })
    }
}

async fn staff_name(site: &Site, staff: StaffId) -> Result<String, PageError> {
    site.app().staff_name(staff).await.map_err(page_error)
}

fn words(reader: &SignedIn, content: &PlanContent) -> Vec<SummaryRow> {
    let t = &reader.t;
    let mut goal = content.goal.clone();
    let mut about = Vec::new();
    if content.set_by_person {
        about.push(t.get("plan-set-by-person"));
    }
    if let Some(due) = content.goal_due_on {
        about.push(t.with("plan-goal-by", [("on", reader.look.long(due).text())]));
    }
    if !goal.trim().is_empty() && !about.is_empty() {
        goal = format!("{goal}\n{}", t.with("plan-brackets", [("text", about.join(&t.get("list-separator")))]));
    }
    vec![
        SummaryRow::or_unknown(t.get("plan-wishes"), &content.wishes),
        SummaryRow::or_unknown(t.get("plan-long-term-goal"), &content.long_term_goal),
        SummaryRow::or_unknown(t.get("plan-goal"), goal),
        SummaryRow::or_unknown(t.get("plan-issues"), &content.issues_to_solve),
    ]
}

/// What became of a place since a plan named it, in words; nothing where it is told as it was.
pub(super) fn since(reader: &SignedIn, state: &PlaceState) -> Vec<String> {
    let t = &reader.t;
    match state {
        PlaceState::AsNamed => Vec::new(),
        PlaceState::Gone(on) => vec![t.with("place-gone", [("day", reader.look.short(*on).text())])],
        PlaceState::Changed(words) => {
            let unknown = t.get("not-known");
            let or_unknown = |words: &str| if words.is_empty() { unknown.clone() } else { words.to_owned() };
            let line = |(field, then, now): &(Field, String, String)| {
                let (field, then, now) = (of_place(t, *field), or_unknown(then), or_unknown(now));
                t.with("place-changed", [("field", field), ("then", then), ("now", now)])
            };
            words.iter().map(line).collect()
        }
    }
}

/// What is told of a place: its street stands for the address as a whole.
fn of_place(t: &Texts, field: Field) -> String {
    if field == Field::Street { t.get("resource-place") } else { field_name(t, field) }
}

async fn lines(
    site: &Site,
    reader: &SignedIn,
    case: CaseId,
    content: &PlanContent,
) -> Result<Vec<(String, Vec<Line>)>, PageError> {
    let t = &reader.t;
    let now = site.app().places_now(&reader.actor, content).await.map_err(page_error)?;
    let place = |named: &PlannedPlace| {
        let about = [named.address.as_str(), named.phone.as_str()].into_iter().filter(|words| !words.is_empty());
        Place {
            entry: Link::new(named.name.clone(), entry_of_case(named.resource, case)),
            about: about.collect::<Vec<_>>().join("　"),
            since: now.get(&named.resource).map(|state| since(reader, state)).unwrap_or_default(),
        }
    };
    let today = site.app().clock().today();
    let of = |actor: &Actor| -> Vec<Line> {
        let mine = content.actions.iter().enumerate().filter(|(_, action)| action.actor == *actor);
        mine.map(|(number, action)| {
            let service = action.service.map(|service| service_name(site, t, service, today)).unwrap_or_default();
            let parts = [&action.agency, &action.period, &action.frequency, &service];
            let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
            Line {
                number,
                what: action.what.clone(),
                note: parts.join(&t.get("list-separator")),
                state: state_tag(t, action.state),
                state_code: code_of(&action.state),
                place: action.place.as_ref().map(place),
            }
        })
        .collect()
    };
    let groups = Actor::ALL.iter().map(|actor| (actor_name(t, *actor), of(actor)));
    Ok(groups.filter(|(_, lines)| !lines.is_empty()).collect())
}

fn services(site: &Site, reader: &SignedIn, content: &PlanContent) -> Option<TableView> {
    let (t, today) = (&reader.t, site.app().clock().today());
    let mut rows: Vec<TableRow> = content
        .used_services()
        .map(|service| {
            let line = content.services.get(service);
            TableRow {
                cells: vec![
                    Cell::Text(service_name(site, t, service, today)),
                    Cell::Text(period(reader, line)),
                    Cell::Text(details(t, line)),
                    Cell::Text(line.note.clone()),
                ],
            }
        })
        .collect();
    let related = [
        (t.get("plan-welfare-loan"), &content.related.welfare_loan),
        (t.get("plan-hw-joint-program"), &content.related.hw_joint_program),
    ];
    for (name, RelatedUse { policy, .. }) in related.into_iter().filter(|(_, used)| used.used == Some(true)) {
        let empty = || Cell::Text(String::new());
        rows.push(TableRow { cells: vec![Cell::Text(name), empty(), empty(), Cell::Text(policy.clone())] });
    }
    let columns = [
        t.get("plan-column-service"),
        t.get("plan-column-period"),
        t.get("plan-column-details"),
        t.get("plan-column-note"),
    ];
    (!rows.is_empty()).then(|| TableView {
        id: "services".to_owned(),
        caption: t.get("plan-services-caption"),
        columns: columns.map(Column::new).to_vec(),
        rows,
    })
}

fn period(reader: &SignedIn, line: &ServiceUse) -> String {
    if line.from.is_empty() && line.to.is_empty() {
        return String::new();
    }
    let bounds = [("from", period_text(reader.look, &line.from)), ("to", period_text(reader.look, &line.to))];
    reader.t.with("plan-from-to", bounds)
}

fn details(t: &Texts, line: &ServiceUse) -> String {
    let mut parts = Vec::new();
    parts.extend(line.training_type.map(|kind| training_name(t, kind)));
    parts.extend(line.amount_monthly.map(|yen| t.with("plan-yen-a-month", [("yen", thousands(yen))])));
    parts.extend(line.relocation.then(|| t.get("plan-relocation")));
    parts.extend(line.community_housing.then(|| t.get("plan-community-housing")));
    parts.extend(line.application_state.map(|state| application_name(t, state)));
    parts.extend(line.application_attached.then(|| t.get("plan-own-application-attached")));
    parts.join(&t.get("list-separator"))
}

/// 53700 as 53,700.
fn thousands(yen: i64) -> String {
    let digits = yen.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn other_services(site: &Site, reader: &SignedIn, content: &PlanContent) -> Vec<String> {
    let (t, today) = (&reader.t, site.app().clock().today());
    let with = |answer: Option<bool>| -> Vec<String> {
        let services = Service::ALL.iter().filter(|service| content.services.get(**service).used == answer);
        let mut names: Vec<String> = services.map(|service| service_name(site, t, *service, today)).collect();
        let related = &content.related;
        names.extend((related.welfare_loan.used == answer).then(|| t.get("plan-welfare-loan")));
        names.extend((related.hw_joint_program.used == answer).then(|| t.get("plan-hw-joint-program")));
        names
    };
    let (unused, open) = (with(Some(false)), with(None));
    let mut sentences = Vec::new();
    if !unused.is_empty() {
        sentences.push(t.with("plan-not-used", [("services", unused.join(&t.get("list-separator")))]));
    }
    if !open.is_empty() {
        sentences.push(t.with("plan-not-answered", [("services", open.join(&t.get("list-separator")))]));
    }
    sentences
}

fn rest(reader: &SignedIn, content: &PlanContent) -> Vec<SummaryRow> {
    let (t, look) = (&reader.t, reader.look);
    let month = content.next_monitoring.map(|month| look.long(month).text().to_owned()).unwrap_or_default();
    let mut attached: Vec<String> = Vec::new();
    attached.extend(content.assessment_attached.then(|| t.get("plan-assessment-attached")));
    attached.extend(Some(content.attachments.clone()).filter(|text| !text.trim().is_empty()));
    vec![
        SummaryRow::or_unknown(t.get("plan-next-monitoring"), month),
        SummaryRow::or_unknown(t.get("plan-support-notes"), &content.support_notes),
        SummaryRow::or_unknown(t.get("plan-attachments"), attached.join(&t.get("list-separator"))),
        SummaryRow::or_unknown(t.get("plan-remarks"), &content.remarks),
    ]
}

async fn answer(site: &Site, reader: &SignedIn, plan: &Plan) -> Result<(StatusTag, String), PageError> {
    let t = &reader.t;
    let Some(PersonAnswer { will, on, asked_by }) = &plan.answer else {
        return Ok((StatusTag::new(Shape::Waiting, t.get("plan-answer-none")), String::new()));
    };
    let (tag, how) = match will {
        Will::Agrees { form } => {
            let how = match form {
                AnswerForm::Signed => t.get("plan-answer-signed"),
                AnswerForm::Oral => t.get("plan-answer-oral"),
                AnswerForm::Proxy => t.get("plan-answer-proxy"),
            };
            (StatusTag::new(Shape::Done, t.get("plan-answer-agrees")), how)
        }
        Will::Declines { reason } => (StatusTag::new(Shape::Blocked, t.get("plan-answer-declines")), reason.clone()),
        Will::CouldNotAsk { reason } => {
            (StatusTag::new(Shape::Waiting, t.get("plan-answer-could-not-ask")), reason.clone())
        }
    };
    let who = staff_name(site, *asked_by).await?;
    let on = reader.look.long(*on);
    let mut note = t.with("plan-answer-note", [("on", on.text()), ("how", how.as_str()), ("who", who.as_str())]);
    if plan.service_application {
        note = format!("{note}{}{}", t.get("sentence-separator"), t.get("plan-answer-applied"));
    }
    Ok((tag, note))
}

async fn steps(site: &Site, reader: &SignedIn, plan: &Plan) -> Result<Vec<SummaryRow>, PageError> {
    let (t, look) = (&reader.t, reader.look);
    let day = |on| -> DateView { look.long(on) };
    let mut rows = Vec::new();
    if let Some(early) = &plan.early_start {
        let start = t.with("plan-early-since", [("on", day(early.on).text()), ("reason", early.reason.as_str())]);
        let after = match early.ratified {
            Some((_, on)) => t.with("plan-early-ratified", [("on", day(on).text())]),
            None => t.get("plan-early-open"),
        };
        rows.push(SummaryRow::new(t.get("plan-early"), format!("{start}\n{after}")));
    }
    let mut sittings = Vec::new();
    for sitting in &plan.sittings {
        let conclusion = conclusion_name(t, sitting.conclusion);
        let mut line = t.with("plan-sat", [("on", day(sitting.held_on).text()), ("what", conclusion.as_str())]);
        if sitting.overtaken {
            line.push_str(&t.get("plan-sat-overtaken"));
        }
        sittings.push(line);
    }
    rows.push(SummaryRow::or_unknown(t.get("plan-sittings"), sittings.join("\n")));
    let mut decision = String::new();
    if let Some(given) = &plan.decision {
        let who = staff_name(site, given.by).await?;
        decision = t.with("plan-decided", [("on", day(given.on).text()), ("who", who.as_str())]);
        for (line, outcome) in &given.items {
            decision.push_str(&format!("\n{}", decided_line(site, t, *line, *outcome)));
        }
        if !given.comment.trim().is_empty() {
            decision.push_str(&format!("\n{}", given.comment));
        }
    }
    rows.push(SummaryRow::or_unknown(t.get("plan-decision"), decision));
    if !plan.corrections.is_empty() {
        let lines = plan.corrections.iter();
        let lines = lines.map(|(on, why)| t.with("plan-corrected", [("on", day(*on).text()), ("why", why.as_str())]));
        rows.push(SummaryRow::new(t.get("plan-corrections"), lines.collect::<Vec<_>>().join("\n")));
    }
    Ok(rows)
}

fn decided_line(site: &Site, t: &Texts, line: DecisionLine, outcome: Outcome) -> String {
    let today = site.app().clock().today();
    let what = match line {
        DecisionLine::Service(service) => service_name(site, t, service, today),
        DecisionLine::Other => t.get("plan-decision-other"),
    };
    t.with("plan-decided-line", [("what", what), ("outcome", outcome_name(t, outcome))])
}

#[cfg(test)]
mod tests {
    #[test]
    fn amounts_are_grouped_by_thousands() {
        assert_eq!([0, 53_700, 999, 1_000_000].map(super::thousands), ["0", "53,700", "999", "1,000,000"]);
    }
}
