//! 連絡の計画と実際: the plan in words, each span with what really was, and a picture of both.

use banso_domain::{
    calendar::YearMonth,
    id::AgencyId,
    job::{ContactPlan, ContactWith, Job, PlanStep, Side, Span, Standing},
};
use chrono::{Months, NaiveDate};

use super::{
    contact_picture::{Column as Drawn, ContactPicture, Lane},
    naming::{basis_name, plan_phase_name, side_name, with_name},
};
use crate::{
    components::{Cell, Column, Shape, StatusTag, SummaryRow, TableRow, TableView},
    errors::PageError,
    pages::administration::channel_name,
    site::{SignedIn, Site, page_error},
    text::Texts,
};

/// So many months ahead the plan is drawn.
const AHEAD: Months = Months::new(6);
/// So many spans of each are drawn and told at most: the latest.
const MOST_SPANS: usize = 18;

/// How often, in words.
pub(super) fn how_often(t: &Texts, step: &PlanStep) -> String {
    let often = match (step.times, step.every_months) {
        (0, _) => return t.get("job-plan-by-need"),
        (times, 1) => t.with("job-plan-monthly-times", [("times", times)]),
        (times, months) => t.with("job-plan-months-times", [("times", times), ("months", months)]),
    };
    if step.give == 0 { often } else { t.with("job-plan-give-of", [("often", often), ("give", step.give.to_string())]) }
}

/// From when to when.
pub(super) fn days_of(reader: &SignedIn, step: &PlanStep) -> String {
    let day = |day: NaiveDate| reader.look.short(day).text().to_owned();
    match step.until {
        Some(until) => reader.t.with("job-span", [("from", day(step.from)), ("until", day(until))]),
        None => reader.t.with("job-plan-since", [("from", day(step.from))]),
    }
}

/// The plan that counts, or that is to count next.
pub(super) fn current(job: &Job, today: NaiveDate) -> Option<&ContactPlan> {
    job.plan_on(today).or_else(|| job.plans_by_date().first().map(|(plan, _)| *plan))
}

/// The plan in words; at the employer without what is the person's and the agency's own.
pub(super) fn plan_rows(reader: &SignedIn, job: &Job, today: NaiveDate) -> Vec<SummaryRow> {
    let t = &reader.t;
    let Some(plan) = current(job, today) else { return Vec::new() };
    let mut rows = Vec::new();
    if !plan.wish.is_empty() {
        rows.push(SummaryRow::new(t.get("job-plan-wish"), plan.wish.clone()));
    }
    rows.push(SummaryRow::or_unknown(t.get("job-plan-slot"), &plan.slot));
    for step in &plan.steps {
        let who =
            t.with("job-plan-who", [("phase", plan_phase_name(t, step.phase)), ("with", with_name(t, step.with))]);
        let ways: Vec<String> = step.channels.iter().map(|channel| channel_name(t, *channel)).collect();
        let words = [days_of(reader, step), how_often(t, step), ways.join(&t.get("list-separator"))];
        let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
        rows.push(SummaryRow::new(who, words.join("　")));
    }
    if !plan.basis.is_empty() {
        let basis: Vec<String> = plan.basis.iter().map(|basis| basis_name(t, *basis)).collect();
        rows.push(SummaryRow::new(t.get("job-plan-basis"), basis.join(&t.get("list-separator"))));
    }
    if !plan.return_if.is_empty() {
        rows.push(SummaryRow::new(t.get("job-plan-return"), plan.return_if.clone()));
    }
    rows
}

/// The spans that are shown: of each kind the latest, up to some months ahead.
fn shown(job: &Job, today: NaiveDate) -> Vec<Span> {
    let mut spans = job.contact_spans(today.checked_add_months(AHEAD).unwrap_or(today));
    for with in ContactWith::ALL {
        let of_kind = spans.iter().filter(|span| span.with == *with).count();
        let mut skip = of_kind.saturating_sub(MOST_SPANS);
        spans.retain(|span| {
            let drop = span.with == *with && skip > 0;
            skip -= usize::from(drop);
            !drop
        });
    }
    spans
}

fn planned_of(t: &Texts, span: &Span) -> String {
    match span.most {
        None => t.get("job-plan-by-need"),
        Some(most) if most == span.least => t.with("job-count", [("count", span.times)]),
        Some(most) => t.with("job-plan-band", [("least", span.least), ("most", most)]),
    }
}

fn standing_tag(t: &Texts, span: &Span, today: NaiveDate) -> StatusTag {
    match span.standing(today) {
        Standing::Running if today < span.from => StatusTag::new(Shape::Open, t.get("job-plan-ahead")),
        Standing::Running => StatusTag::new(Shape::Active, t.get("job-plan-running")),
        Standing::Inside => StatusTag::new(Shape::Done, t.get("job-plan-inside")),
        Standing::Below => StatusTag::new(Shape::Waiting, t.get("job-plan-below")),
        Standing::Above => StatusTag::new(Shape::Done, t.get("job-plan-above")),
    }
}

/// Each span with what was planned and what was.
pub(super) fn spans(reader: &SignedIn, job: &Job, today: NaiveDate) -> Option<TableView> {
    let t = &reader.t;
    let day = |day: NaiveDate| reader.look.short(day).text().to_owned();
    let all = shown(job, today);
    // What lies ahead is told by the plan above; of each kind, the next span is enough.
    let is_next =
        |span: &Span| !all.iter().any(|other| other.with == span.with && today < other.from && other.from < span.from);
    let rows: Vec<TableRow> = all
        .iter()
        .rev()
        .filter(|span| span.from <= today || is_next(span))
        .map(|span| {
            let days = t.with("job-span", [("from", day(span.from)), ("until", day(span.until))]);
            TableRow {
                cells: vec![
                    Cell::Text(days),
                    Cell::TwoLines(with_name(t, span.with), plan_phase_name(t, span.phase)),
                    Cell::Text(planned_of(t, span)),
                    Cell::Text(t.with("job-count", [("count", span.actual)])),
                    Cell::Status(standing_tag(t, span, today)),
                ],
            }
        })
        .collect();
    let columns = [
        Column::new(t.get("job-goal-when")),
        Column::new(t.get("job-plan-with")).below(t.get("job-plan-phase")),
        Column::new(t.get("job-plan-planned")),
        Column::new(t.get("job-plan-actual")),
        Column::new(t.get("job-state")),
    ];
    (!rows.is_empty()).then(|| TableView {
        id: "job-spans".to_owned(),
        caption: t.get("job-plan-spans"),
        columns: columns.into(),
        rows,
    })
}

/// The picture of the same; nothing where no span has begun.
pub(super) fn picture(reader: &SignedIn, job: &Job, today: NaiveDate) -> Option<ContactPicture> {
    let t = &reader.t;
    let spans = shown(job, today);
    let lanes: Vec<Lane> = ContactWith::ALL
        .iter()
        .filter_map(|with| {
            let of_kind = spans.iter().filter(|span| span.with == *with);
            let columns: Vec<Drawn> = of_kind
                .map(|span| Drawn {
                    from: span.from,
                    until: span.until,
                    band: span.most.map(|most| (span.least, most)),
                    actual: (span.from <= today).then_some(span.actual),
                })
                .collect();
            (!columns.is_empty()).then(|| Lane { name: with_name(t, *with), columns })
        })
        .collect();
    let words = (t.get("job-plan-picture"), t.get("job-plan-picture-same"), t.get("years-today"));
    (!lanes.is_empty()).then(|| {
        ContactPicture::new(words, &lanes, today, |day| reader.look.short(YearMonth::of(day)).text().to_owned())
    })
}

/// What there was, the latest first.
pub(super) fn log(reader: &SignedIn, job: &Job, others: &[(AgencyId, String)]) -> Option<TableView> {
    let t = &reader.t;
    let mut all: Vec<_> = job.contacts.iter().collect();
    all.sort_by_key(|contact| std::cmp::Reverse(contact.on));
    let rows: Vec<TableRow> = all
        .into_iter()
        .map(|contact| {
            let sides: Vec<String> = contact.with.iter().map(|side: &Side| side_name(t, *side)).collect();
            let report = if contact.report_shared { t.get("job-contact-report-shared") } else { String::new() };
            let in_case = if contact.in_case { t.get("job-contact-in-case") } else { String::new() };
            let by = others.iter().find(|(id, _)| Some(*id) == contact.by).map(|(_, name)| name.clone());
            let words = [contact.words.clone(), report, in_case, by.unwrap_or_default()];
            let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
            TableRow {
                cells: vec![
                    Cell::Date(reader.look.short(contact.on)),
                    Cell::Text(sides.join(&t.get("list-separator"))),
                    Cell::Text(channel_name(t, contact.channel)),
                    Cell::Text(words.join("　")),
                ],
            }
        })
        .collect();
    let columns =
        [t.get("job-on"), t.get("job-contact-with"), t.get("job-contact-channel"), t.get("job-words-contact")];
    (!rows.is_empty()).then(|| TableView {
        id: "job-contacts".to_owned(),
        caption: t.get("job-contacts"),
        columns: columns.into_iter().map(Column::new).collect(),
        rows,
    })
}

/// The names of the agencies that wrote contacts down beside the one that keeps the record.
pub(super) async fn names_of_others(site: &Site, job: &Job) -> Result<Vec<(AgencyId, String)>, PageError> {
    let mut ids: Vec<AgencyId> = job.contacts.iter().filter_map(|contact| contact.by).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut names = Vec::new();
    for id in ids {
        names.push((id, site.app().agency(id).await.map_err(page_error)?.facts.name));
    }
    Ok(names)
}

/// The plan as the person reads it: their wish, and who is spoken to how often.
pub(super) fn own_lines(reader: &SignedIn, job: &Job, today: NaiveDate) -> Vec<String> {
    let t = &reader.t;
    let Some(plan) = current(job, today).filter(|_| job.is_open()) else { return Vec::new() };
    let day = |day: NaiveDate| reader.look.long(day).text().to_owned();
    let mut lines = vec![t.with("own-plan-wish", [("wish", plan.wish.clone())])];
    if !plan.slot.is_empty() {
        lines.push(t.with("own-plan-slot", [("slot", plan.slot.clone())]));
    }
    let ahead = plan.steps.iter().filter(|step| step.until.is_none_or(|until| today <= until));
    for step in ahead {
        let who = match step.with {
            ContactWith::Person => t.get("own-plan-with-person"),
            ContactWith::Employer => t.get("own-plan-with-employer"),
            ContactWith::Turns => t.get("own-plan-with-turns"),
        };
        let often = match (step.times, step.every_months) {
            (0, _) => t.get("own-plan-by-need"),
            (times, 1) => t.with("own-plan-monthly", [("times", times)]),
            (times, months) => t.with("own-plan-months", [("times", times), ("months", months)]),
        };
        lines.push(t.with("own-plan-step", [("from", day(step.from)), ("who", who), ("often", often)]));
    }
    lines
}
